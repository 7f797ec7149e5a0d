### Importations : diamants bruts de l’étranger avec le certificat d’un autre participant.

nav-arrivals = Importations

## Ce qui est refusé

violation-arrival-country = { $typed ->
    [none] Choisissez le pays.
   *[other] « { $typed } » n’est pas un pays. Écrivez ses deux lettres (ISO 3166), comme BE.
}
violation-arrival-own = C’est ce pays-ci. Une importation vient d’un autre.
violation-arrival-no-importer = { $code ->
    [none] Donnez le code de l’importateur.
   *[other] { $code } n’est pas au registre.
} Enregistrez d’abord l’importateur, ou dites pourquoi l’envoi est retenu.
violation-arrival-importer-stated = Donnez l’importateur tel que le certificat le nomme : personne au registre n’a ce code.
violation-arrival-importer-state = L’importateur { $party } est inscrit comme { $state ->
    [dead] décédé
    [ended] dissous
   *[barred] exclu
} le { $day }, et ne peut rien faire entrer. Seul un envoi retenu s’inscrit à son nom.
violation-arrival-no-licence = { $code } n’a pas de titre valable aujourd’hui qui permette de détenir des pierres. Seul un envoi retenu s’inscrit à son nom.
violation-arrival-origins = Nommez le seul pays d’extraction que le certificat indique, ou dites que l’origine est mixte.
violation-arrival-parcels = Donnez le nombre de lots indiqué par le certificat.
violation-arrival-lines = Donnez les carats et la valeur de chaque sous-position indiquée par le certificat, tous deux au-dessus de zéro.
violation-arrival-found = Pesez et comptez exactement les sous-positions indiquées par le certificat : carats et pierres de chacune.
violation-arrival-found-before = Ce qui a été trouvé a été pesé et compté à l’arrivée de l’envoi. Cela ne se dit pas de nouveau.
violation-arrival-found-sum = On pèse maintenant { $found }, et on a trouvé { $before } à l’arrivée de l’envoi. Pesez de nouveau jusqu’à ce que les lignes fassent le même total.
violation-arrival-number = Un numéro de certificat a des lettres ou des chiffres.
violation-arrival-number-of = « { $typed } » n’est pas un numéro de certificat. Écrivez un numéro par ligne, ou collez un fichier avec sa première ligne.
violation-arrival-range = De « { $first } » à « { $last } » n’est pas une plage : les deux ne doivent différer que par un seul groupe de chiffres, et le dernier venir après le premier.
violation-arrival-range-size = De « { $first } » à « { $last } » il y a trop de numéros. Une liste en a { $limit } au plus ; divisez-la.
violation-arrival-warning-country = Ligne { $line } : ces numéros sont de { $typed }, et un autre pays est choisi plus haut.
violation-arrival-withdrawn = Quelqu’un a été plus rapide : aucun numéro de cette liste n’est plus en vigueur.
violation-arrival-not-warned = « { $typed } » n’est pas un numéro de cette liste encore en vigueur.
violation-arrival-twice = Le certificat { $number } est déjà venu : c’est { $code }. Un certificat sert une seule fois : dites pourquoi cet envoi est retenu.
violation-arrival-days = De l’émission à l’échéance il y a { $days } jours. Un certificat vaut 60 jours au plus, et pas moins de zéro.
violation-arrival-before = L’envoi est arrivé avant l’émission de son certificat, le { $on }.
violation-arrival-expired = Le certificat avait pris fin le { $on } quand l’envoi est arrivé.
violation-arrival-found-parcels = Dites combien de lots vous avez comptés à l’ouverture de l’envoi.
violation-arrival-parcels-found = { $found } lots ont été comptés, et le certificat en indique { $stated }. Recomptez ; si cela reste ainsi, dites pourquoi l’envoi est retenu.
violation-arrival-seals = Les scellés n’étaient pas intacts. Un tel envoi n’entre pas : dites pourquoi il est retenu.
violation-arrival-weight = On a trouvé { $found }, et le certificat indique { $stated }. Pesez de nouveau ; si cela reste, dites pourquoi l’envoi est retenu.
violation-arrival-stranger = { $country } n’était pas participant du Processus de Kimberley le { $on }, jour de l’émission. Son certificat ne peut pas être valable : dites pourquoi l’envoi est retenu.
violation-arrival-closed = { $country } était { $standing ->
    [suspended] suspendu du Processus de Kimberley
    [left] sorti du Processus de Kimberley
   *[member] participant sans commerce de diamants bruts
} le { $on }, jour de l’émission. Dites pourquoi l’envoi est retenu.
violation-arrival-warned = L’autorité qui a émis { $number } le dit perdu, volé ou annulé ({ $source }). Dites pourquoi l’envoi est retenu.
violation-arrival-too-many = Plus de { $limit } numéros sont trop pour une liste. Divisez-la.
violation-arrival-not-detained = { $code } n’est plus retenu.
violation-arrival-outcome = Dites ce qu’il en advient.
violation-arrival-release-stranger = { $country } n’était pas participant du Processus de Kimberley le { $on }, jour de l’émission. Cet envoi ne peut pas entrer : il repart, ou il est saisi.
violation-arrival-release-closed = { $country } était { $standing ->
    [suspended] suspendu du Processus de Kimberley
    [left] sorti du Processus de Kimberley
   *[member] participant sans commerce de diamants bruts
} le { $on }, jour de l’émission. Cet envoi ne peut pas entrer : il repart, ou il est saisi.
violation-arrival-release-warned = L’autorité qui a émis { $number } le dit perdu, volé ou annulé ({ $source }). Cet envoi ne peut pas entrer tant que cet avertissement n’est pas retiré.
violation-arrival-release-twice = Avec le certificat { $number } un autre envoi est entré : { $code }. Un certificat sert une seule fois.
violation-arrival-release-importer = { $code ->
    [none] Donnez le code de l’importateur : personne du registre n’était nommé quand l’envoi est arrivé.
   *[other] { $code } n’est pas au registre. Enregistrez d’abord l’importateur.
}

## Sur les pages

arrival-lead = Diamants bruts venus de l’étranger, chaque envoi avec le certificat d’un autre participant. Ce qui entre est le stock de son importateur, lot par lot. S’il est réexporté, son origine est celle que dit le certificat étranger : ce que le certificat étranger dit extrait ici ne compte pas comme production de ce pays.
arrival-none = Rien n’a encore été inscrit.
arrival-detained-count = { $count ->
    [one] { $count } envoi est retenu. Un approbateur décide ce qu’il en advient.
   *[other] { $count } envois sont retenus. Un approbateur décide ce qu’il en advient.
}
arrival-one = Importation
arrival-new = Inscrire une importation
arrival-how = Ouvrez l’envoi en présence de l’importateur, pesez-le, comptez les pierres, et comparez-le avec son certificat. Ce que dit le document et ce qui a été trouvé sont inscrits côte à côte.
arrival-part-paper = Ce que dit le certificat
arrival-part-goods = Ce qui est arrivé
arrival-number = Numéro de certificat
arrival-number-hint = Tel qu’il est imprimé.
arrival-issuer = Émis en
arrival-issuer-hint = Le pays de l’autorité, ou l’Union européenne, qui est un seul participant : un numéro de certificat compte une fois pour tous ses membres.
arrival-days = Émis et valable jusqu’au
arrival-on = Jour d’arrivée
arrival-exporter = Exportateur à l’étranger
arrival-exporter-hint = Une entreprise ou un service, non une personne : cela reste pour toujours au journal.
arrival-provenance = Pays de l’exportateur
arrival-origins = Pays d’extraction
arrival-origins-hint = Deux lettres chacun, séparés par des virgules, par exemple BW, ZA.
arrival-mixed = Le certificat dit que l’origine est mixte
arrival-parcels = Nombre de lots
arrival-lines = Par sous-position : indiqué et trouvé
arrival-lines-hint = Laissez vide une sous-position que le certificat n’a pas. Pour chaque autre, donnez ce que le certificat indique, et ce qui a été pesé et compté.
arrival-stated-carats = Carats indiqués
arrival-stated-value = Valeur indiquée
arrival-found-carats = Carats trouvés
arrival-found-stones = Pierres trouvées
arrival-found-line = { $count ->
    [one] { $mass } trouvés, { $count } pierre
   *[other] { $mass } trouvés, { $count } pierres
}
arrival-found-close-hint = Seulement s’il entre : pesez et comptez par sous-position. À l’arrivée il pesait { $mass } en tout, et les lignes doivent faire le même total.
arrival-received = Ce que l’envoi est devenu
arrival-received-how = Ce qui a été trouvé est en stock, un lot par sous-position, d’abord aux mains de l’importateur. La page d’un lot dit où il est maintenant.
arrival-importer = Importateur
arrival-importer-hint = Code du registre. Il peut rester vide quand l’envoi est retenu.
arrival-importer-stated = Importateur tel que le certificat le nomme
arrival-importer-stated-hint = Seulement pour un envoi retenu dont l’importateur n’est pas au registre. Une entreprise ou un service, non une personne : cela reste pour toujours au journal.
arrival-importer-unregistered = { $name } (pas au registre)
arrival-importer-close-hint = Seulement s’il entre : code du registre. À l’arrivée de l’envoi, personne du registre n’était nommé.
arrival-contents = Contenu selon le certificat
arrival-found = Carats trouvés
arrival-found-parcels = Lots que vous avez comptés
arrival-found-parcels-hint = Comptez-les à l’ouverture de l’envoi, sans regarder le certificat.
arrival-seals-whole = Les scellés étaient intacts
arrival-seals-broken = Les scellés n’étaient pas intacts
arrival-detain = Retenu parce que
arrival-detain-hint = Laissez vide pour laisser entrer. Avec un motif, l’envoi est inscrit comme retenu, qu’il y ait ou non autre chose contre lui.
arrival-remark = Remarque
arrival-confirm = L’inscrire
arrival-lead-accepted = Il entrera comme stock de l’importateur, et son certificat ne pourra plus servir. Cela ne se corrige pas ensuite : regardez deux fois.
arrival-lead-detained = Il sera retenu jusqu’à la décision d’un approbateur.
arrival-state-accepted = Entré
arrival-state-detained = Retenu
arrival-state-returned = Renvoyé
arrival-state-seized = Saisi
arrival-outcome = Ce qu’il en advient
arrival-outcome-released = Éclairci : il entre
arrival-outcome-returned = Renvoyé
arrival-outcome-seized = Saisi
arrival-close = Décider
arrival-close-confirm = Décider ainsi
arrival-close-hint = Un certificat qui n’est pas d’un participant, ou d’un participant sans commerce, dont l’autorité avertit, ou avec lequel un autre envoi est entré, ne fait rien entrer.
arrival-detained-waiting = Importations retenues
arrival-all = Toutes les importations
arrival-against-days = Les jours du certificat dépassent 60, ou sont à l’envers
arrival-against-before = Il est arrivé avant l’émission de son certificat
arrival-against-expired = Le certificat avait pris fin
arrival-against-seals = Les scellés n’étaient pas intacts
arrival-against-parcels-found = Le nombre de lots comptés diffère de celui indiqué
arrival-against-weight = Les carats trouvés diffèrent de ceux indiqués
arrival-against-stranger = Le pays n’était pas participant le jour de l’émission
arrival-against-closed = Il n’y avait pas de commerce avec le participant le jour de l’émission
arrival-against-warned = L’autorité émettrice avertit de ce numéro
arrival-against-none = Il n’y a pas de liste des participants
arrival-against-twice = Un autre envoi est venu avec ce certificat
arrival-against-no-importer = L’importateur n’est pas au registre
arrival-against-importer-state = L’importateur est exclu, décédé ou dissous
arrival-against-no-licence = L’importateur n’a pas de titre qui permette de détenir des pierres
arrival-warnings = Ajouter les avertissements d’une autorité étrangère
arrival-warnings-how = Numéros de certificats qu’une autorité étrangère dit perdus, volés ou annulés. Un envoi avec l’un d’eux n’entre pas.
arrival-warnings-confirm = Les ajouter
arrival-source = Source
arrival-source-hint = Où cela a été publié, ou qui l’a envoyé et quand.
arrival-numbers = Numéros
arrival-numbers-hint = Un numéro par ligne, ou un fichier avec sa première ligne
arrival-warnings-file = Un fichier d’une autorité avec des plages de numéros a une première ligne. De ses colonnes, « first » doit y être ; « last » et « country » sont lues si elles y sont :
arrival-numbers-count = Combien
arrival-numbers-of = { $count ->
    [one] { $count } numéro
   *[other] { $count } numéros
}
arrival-numbers-more = et { $count } de plus
arrival-numbers-stand = Numéros en vigueur
arrival-numbers-plain = Lettres et chiffres seuls, tels qu’ils sont comparés.
arrival-number-withdrawn = retiré : { $reason }
arrival-warned = Numéros dont des autorités étrangères avertissent
arrival-warned-lead = Aucun envoi n’entre avec un certificat portant l’un de ces numéros.
arrival-lists = Listes
arrival-lists-none = Aucune autorité n’a encore averti d’un numéro.
arrival-inside-warned = Entrés sous un numéro dont une autorité avertit
arrival-inside-how = L’avertissement est venu après les pierres, ou elles sont entrées pendant qu’il était retiré. Recherchez-les : interrogez l’autorité qui a émis le certificat, et celui qui les détient.
arrival-inside-count = { $count ->
    [one] { $count } envoi est entré sous un numéro dont une autorité avertit.
   *[other] { $count } envois sont entrés sous des numéros dont une autorité avertit.
}
arrival-withdraw = Retirer un avertissement
arrival-withdraw-how = Pour un numéro retrouvé, ou qui n’était pas visé. Il reste dans l’historique avec votre motif, et des envois peuvent entrer avec lui.
arrival-withdraw-hint = Un par ligne. Laissez vide pour retirer tous ceux encore en vigueur.
arrival-withdraw-lead = Des envois avec ces numéros pourront alors entrer.
arrival-withdraw-confirm = Le retirer
arrival-confirmation = Confirmation à l’autorité exportatrice
arrival-confirmation-how = Chaque participant confirme ce qu’il a reçu à l’autorité qui a émis le certificat. Envoyez-lui ce texte, ou imprimez la page.
arrival-confirmation-stated = Il a d’abord été retenu. Le certificat indique :
arrival-confirmation-text = L’envoi avec le certificat { $number } a été reçu le { $on }.
prove-act-close-arrival = Décider d’une importation retenue
prove-act-withdraw-warnings = Retirer un avertissement d’une autorité étrangère
event-arrival-recorded = Importation inscrite
event-arrival-closed = Importation retenue décidée
event-warning-listed = Avertissements d’une autorité étrangère ajoutés
event-warning-withdrawn = Avertissements d’une autorité étrangère retirés
violation-arrival-line-weight = En { $hs }, { $found } ct ont été trouvés, et le certificat indique { $stated } ct. Retenez l’envoi si cela ne peut être éclairci maintenant.
violation-arrival-release-more = { $found } ct ont été trouvés, plus que les { $stated } ct qu’indique le certificat. Ce qu’il ne couvre pas repart ou est saisi.
violation-certificate-import-warned = Le certificat { $number }, sous lequel une partie de ces pierres est venue de l’étranger, fait l’objet d’une alerte de son autorité ({ $source }). Rien ne sort avant que l’alerte soit retirée.
violation-arrival-no-found = Pesez et comptez ce que contient l’envoi, pour chaque sous-position qu’indique le certificat.
violation-arrival-release-goods = Ce qui a été trouvé n’a pas exactement les sous-positions qu’indique le certificat. Un tel envoi repart ou est saisi.
