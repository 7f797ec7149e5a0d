### Certificats en partance : le conteneur, la frontière, les mentions ; marchandises encore ici.

## Ce qui est refusé

violation-departure-gone = Les marchandises du certificat { $number } sont parties le { $on }. Plus rien ne peut être inscrit ici.
violation-departure-not-valid = Le certificat est valable du { $from } au { $to }. Le jour doit se trouver entre les deux.
violation-departure-number = Le conteneur porte { $typed }, et le certificat est { $number }. Mettez le bon numéro sur le conteneur, ou prenez le bon certificat.
violation-departure-parcel-number = Le numéro de lot { $typed } ne finit pas par le numéro du certificat, { $number }. C’est à un tel numéro qu’un faux certificat a été reconnu : relisez les deux.
violation-departure-not-sealed = Le conteneur du certificat { $number } n’a pas encore été fermé. Fermez-le d’abord.
violation-departure-seal-other = Le conteneur a été fermé avec le scellé { $seal }, et la douane lit { $found }. Ne le laissez pas sortir avant explication ; s’il a été refermé, inscrivez-le d’abord.
violation-departure-before-seal = Le conteneur a été fermé le { $on }. Les marchandises partent ce jour-là ou plus tard.
violation-departure-transport = Dites comment les marchandises partent.
violation-departure-no-courier = { $code } n’est pas enregistré comme convoyeur. Vérifiez le code, ou laissez le champ vide si l’expédition part en fret.
violation-departure-courier-state = { $party } est inscrit comme { $state ->
    [dead] décédé
    [ended] dissous
   *[barred] exclu
} le { $day }, et ne peut rien convoyer.
violation-departure-endorse-what = Dites ce qui est à corriger.
violation-departure-endorse-same = C’est ce qui y figure déjà.
violation-departure-not-here = Les marchandises sont parties le { $on } : elles ne sont plus ici.
violation-departure-was-used = Les marchandises sont parties avec ce certificat le { $on } : il a servi.
violation-departure-endorse-other = C’est un autre texte, pas une faute de plume. Pour un autre importateur, annulez le certificat et délivrez-en un autre.
violation-departure-not-told = L’autorité importatrice n’a pas encore été prévenue de ce certificat.
violation-departure-not-printed = Ce certificat n’a pas encore été imprimé.
departure-destination-closed = Plus de commerce avec lui
violation-departure-seal-used = Un conteneur a déjà été fermé par le scellé { $seal }. Chaque conteneur a le sien : relisez le numéro.
violation-departure-seal-of-parcel = Le scellé { $seal } est sur un lot. Le conteneur qui l’entoure a le sien : lisez ce numéro-là.
violation-departure-unused-gone = La marchandise d’un certificat qui n’a pas servi est ici. Si elle est partie sans lui, dites ce qu’il est devenu : perdu, volé, ou une erreur.
violation-departure-received = La réception de ces marchandises a été confirmée à l’étranger le { $on } : elles ne sont plus ici.
violation-departure-was-received = La réception de ses marchandises a été confirmée à l’étranger le { $on } : le certificat a servi.

## Formulaires

departure-do-seal = Fermer le conteneur
departure-do-depart = Inscrire le départ
departure-do-endorse = Corriger une faute de plume
departure-seal-again = Refermer
departure-lead-seal = Inscrivez le numéro du certificat sur le conteneur, fermez-le avec un scellé numéroté, et tapez ici ce que vous y lisez.
departure-lead-depart = La douane regarde le scellé avant le départ. Tapez ce qu’elle lit, et comment les marchandises voyagent.
departure-lead-endorse = Seule une faute de plume dans le nom ou l’adresse de l’importateur peut être corrigée sur le document. Si les carats, la valeur, l’origine, les dates, les numéros ou le pays sont faux, annulez le certificat et émettez-en un autre.
departure-confirm-seal = Fermer le conteneur
departure-confirm-depart = Inscrire le départ
departure-confirm-endorse = Porter la mention
departure-seal = Numéro du scellé
departure-seal-hint = Tel qu’il est imprimé sur le scellé ou le sac.
departure-seal-read = Tel que la douane le lit maintenant sur le conteneur.
departure-number = Numéro de certificat sur le conteneur
departure-number-hint = Lisez-le sur le conteneur, pas à l’écran.
departure-parcel-number = Numéro de lot sur le conteneur
departure-parcel-number-must = Il doit finir par le numéro du certificat.
departure-parcel-number-may = S’il y en a un.
departure-on = Jour
departure-again = Pourquoi il a été refermé
departure-again-hint = Par exemple : la douane l’a ouvert pour contrôle.
departure-under = Fermé avec le scellé { $seal } le { $on }
departure-seal-first = Le conteneur n’a pas encore été fermé.
departure-place = Aéroport ou poste frontière
departure-transport = Moyen de transport
transport-air = Par avion
transport-road = Par la route
transport-water = Par bateau
departure-reference = Vol, véhicule ou navire
departure-reference-hint = Numéro de vol et lettre de transport aérien, immatriculation du véhicule, ou nom du navire.
departure-courier = Convoyeur
departure-courier-hint = Code du registre. Laissez vide si l’expédition part en fret.
departure-freight = En fret, sans convoyeur
departure-endorse-what = Ce qui est faux
endorsed-field-importer-name = Nom de l’importateur
endorsed-field-importer-address = Adresse de l’importateur
departure-is = Ce qui devrait y figurer
departure-was = Ce qui y figure
departure-endorse-hint = Ce qui s’est passé, et sur instruction de qui.

## Sur les pages

departure-container = Conteneur
departure-left = Sorti du pays
departure-endorsed = Mention { $no }
paper-endorsed = Mention { $no }, { $on } : { $what } : { $is }
departure-ended-here = La validité a pris fin et les marchandises sont encore ici.
departure-ended-do = Faites rendre le document, et annulez le certificat comme non utilisé. L’expédition peut alors en recevoir un autre.
departure-here = Marchandises encore ici
departure-ended-unused = Certificats expirés sans avoir servi
departure-here-lead = Certificats valables dont les marchandises ne sont pas parties, ceux qui finissent d’abord en tête.
departure-here-none = Les marchandises de tous les certificats valables sont parties.
departure-here-more = Il y en a d’autres. Ceux qui finissent plus tard ne sont pas montrés.
departure-next = Ensuite
departure-next-return = Échu : faire rendre le document, annuler
departure-next-leave-soon = Finit bientôt : doit partir
departure-next-seal-soon = Finit bientôt : fermer le conteneur
departure-next-seal = Fermer le conteneur
departure-next-leave = Peut partir
departure-days-left = { $count ->
    [0] dernier jour
    [one] { $count } jour restant
   *[other] { $count } jours restants
}
departure-urgent = { $count ->
    [one] { $count } urgent
   *[other] { $count } urgents
}
shipment-step-sealed = Conteneur fermé
shipment-step-departed = Sorti du pays
shipment-step-notified = Autorité importatrice avertie
shipment-step-received = Réception confirmée à l’étranger
shipment-happened-certificate-printed = Imprimé
shipment-happened-certificate-sealed = Conteneur fermé
shipment-happened-certificate-departed = Sorti du pays
shipment-happened-certificate-endorsed = Mention portée
shipment-happened-certificate-notified = Autorité importatrice avertie
certificate-standing-replaced = Remplacé
certificate-told-replaced = Ce certificat est annulé : un autre, pour les mêmes marchandises, l’a remplacé. Il ne doit pas être accepté.
token-live-replaced = Remplacé
token-live-told-replaced = Le jeton est authentique, mais le certificat a été annulé et un autre l’a remplacé. Il ne doit pas être accepté.
told-closed = Conteneur fermé
told-next-closed = Inscrivez le départ, une fois que la douane a regardé le scellé.
told-departed = Départ inscrit
told-next-departed = L’autorité importatrice confirme la réception.
told-endorsed = Mention portée
told-next-endorsed = Écrivez la mention sur le document, signez et tamponnez.
prove-act-endorse-certificate = Porter une mention sur un certificat
