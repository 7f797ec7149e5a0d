### Certificats : deux signatures, treize champs, et ce qui s’y oppose.

## Ce qui s’oppose à un certificat

violation-certificate-parcel-gone = Le lot { $parcel } n’existe plus : il a été transformé, ou il est parti sous un autre certificat.
violation-certificate-parcel-not-held = Le lot { $parcel } n’est plus détenu par l’exportateur.
violation-certificate-parcel-elsewhere = Le lot { $parcel } ne fait plus partie de cette expédition.
violation-certificate-seal-missing = Le lot { $parcel } a perdu son scellé { $seal } : il a été ouvert après la préparation de l’expédition.
violation-certificate-seal-other = Le lot { $parcel } porte le scellé { $found } et non { $seal } comme à la préparation de l’expédition.
violation-certificate-weight-changed = Le lot { $parcel } pèse maintenant { $is } et non { $was } comme à la préparation de l’expédition.
violation-certificate-stones-changed = Le lot { $parcel } compte maintenant { $is } pierres et non { $was } comme à la préparation de l’expédition.
violation-certificate-parcel-test = Le lot { $parcel } est un lot d’essai dans une expédition réelle, ou un lot réel dans un essai.
violation-certificate-licence-missing = La licence de l’exportateur ne figure pas au registre.
violation-certificate-licence-not-valid = La licence { $number } de l’exportateur, que cite l’expédition, n’est pas valable le { $on }. { $instead ->
    [none] L’exportateur doit avoir une licence valable. Dès qu’il en a une autre, il annule l’expédition et la prépare de nouveau sous celle-ci.
   *[other] La licence { $instead } est valable à sa place : l’exportateur annule l’expédition et la prépare de nouveau ; elle citera alors cette licence.
} Une expédition déjà proposée est d’abord renvoyée.
violation-certificate-licence-other = La licence { $number } ne permet pas à cet exportateur d’exporter.
violation-certificate-correction-pending = Une correction du relevé de production du lot { $parcel } a été demandée. Elle doit être tranchée d’abord.
violation-certificate-origin-incomplete = Seuls { $traced } sur { $mass } peuvent être suivis jusqu’à une écriture du registre.
violation-certificate-destination-own = L’expédition ne quitte pas le pays.
violation-certificate-totals-differ = Les totaux de l’expédition ne concordent pas avec ses lots et ses lignes.
violation-certificate-test = Ceci est une expédition d’essai. Ses pierres ne sont pas réelles et aucun certificat ne peut être délivré.
violation-certificate-unestablished = La provenance de { $mass } n’est pas établie. Dites pourquoi un certificat peut tout de même être délivré ; la raison est imprimée et rapportée.
violation-certificate-expiry-late = Un certificat est valable 60 jours au plus. Le dernier jour possible est le { $latest }.
violation-certificate-expiry-past = Le dernier jour de validité, le { $on }, est passé. Choisissez aujourd’hui ou un jour ultérieur.
violation-certificate-changed-since-signed = Depuis la première signature, une correction a changé la provenance de ces carats. Demandez à l’agent qui a signé de retirer sa signature, de relire et de signer de nouveau.
violation-certificate-same-person = Vous avez signé cette expédition en premier, ou votre compte porte le nom de l’agent qui l’a fait. Une autre personne doit l’approuver. Si deux personnes portent le même nom, demandez à l’administrateur de les distinguer dans leurs comptes.
violation-certificate-issued = Quelqu’un vous a précédé : le certificat { $number } a déjà été délivré pour cette expédition.
violation-certificate-goods = Dites où est la marchandise : encore ici, ou déjà partie.
violation-certificate-seal-elsewhere = Le scellé { $seal } du lot { $parcel } est maintenant sur le lot { $other }. Ouvrez-le d’abord, sinon la marchandise ne peut pas revenir.
violation-certificate-print-void = Le certificat { $number } est annulé et ne s’imprime plus. Les fichiers des impressions précédentes peuvent toujours être ouverts.
violation-certificate-print-left = L’original du certificat { $number } ne peut plus être fait : sa marchandise est partie le { $on }. Son fichier pour les programmes et son jeton restent disponibles.
violation-certificate-print-ended = L’original du certificat { $number } ne peut plus être fait : son dernier jour était le { $on }. Rendez le formulaire et annulez le certificat.
violation-certificate-print-other = Quelqu’un d’autre a imprimé ce certificat avant vous ; l’exemplaire suivant porterait le numéro { $copy }. Regardez la liste, et ne réimprimez, avec une raison, que si c’est nécessaire.
violation-certificate-print-erased = Les données personnelles de l’exportateur { $code } ont été effacées : aucun certificat à son nom ne peut plus être imprimé.
violation-certificate-void = Le certificat { $number } est déjà annulé. C’est définitif.

## Les listes et un certificat

certificate-one = Certificat du Processus de Kimberley
certificate-page-title = Certificat { $number }
certificate-number = Numéro
certificate-none = Il n’y a pas encore de certificat ici.
certificate-issued-on = Délivré le
certificate-expires-on = Valable jusqu’au
certificate-origin = Pays d’origine
certificate-not-established = provenance non établie
certificate-lines = Par sous-position
certificate-digest = Empreinte de la composition figée (SHA-256) :
certificate-public = Page publique
certificate-public-link = Ce que chacun apprend de ce numéro
certificate-paper = Certificat sur papier
certificate-trace = Suivre jusqu’aux sites
certificate-standing-valid = Valable
certificate-standing-used = Utilisé
certificate-standing-expired = Expiré
certificate-standing-void = Annulé
void-cause = Pourquoi ?
void-cause-error = Quelque chose y est faux
void-cause-spoiled = Le papier a été gâté
void-cause-lost = Le papier a été perdu : tout le monde est averti
void-cause-stolen = Le papier a été volé : tout le monde est averti
void-cause-unused = Il n’a pas servi et est revenu
violation-certificate-cause = Dites pourquoi le certificat est annulé.
certificate-standing-lost = Perdu ou volé
certificate-recorded-valid = Délivré
certificate-recorded-void = Annulé
certificate-revised = { $count ->
    [one] Une correction approuvée a changé le passé de ces pierres après la délivrance du certificat. Le certificat reste tel qu’il était ; le suivi montre les deux.
   *[other] { $count } corrections approuvées ont changé le passé de ces pierres après la délivrance du certificat. Le certificat reste tel qu’il était ; le suivi montre les deux.
}
certificate-make-void = Annuler le certificat
certificate-make-void-lead = Dès que vous confirmez, le certificat est annulé aussitôt et pour de bon, et quiconque cherche son numéro l’apprend. Le numéro ne sert plus jamais.
certificate-void-confirm = L’annuler pour de bon
certificate-goods = Où est la marchandise ?
certificate-goods-hint = Regardez les lots et leurs scellés avant de répondre. La réponse est gardée au registre.
certificate-goods-here = Encore ici, sous scellés : l’expédition peut être annulée ou recevoir un autre certificat
certificate-goods-gone = Elle est partie : les lots restent exportés
certificate-goods-told-here = La marchandise était encore ici et a rejoint son expédition.
certificate-goods-told-gone = La marchandise était partie et reste exportée.
certificate-void-final = Ce certificat est annulé. C’est définitif.
certificate-void-tell = Si l’autorité importatrice en a été prévenue, dites-lui qu’il est annulé

## Sur papier : les treize champs

certificate-title = Certificat du Processus de Kimberley
certificate-statement = Les diamants bruts contenus dans la présente expédition ont été traités conformément aux dispositions du Système de certification du Processus de Kimberley pour les diamants bruts.
certificate-field-origin = Pays d’origine
certificate-field-number = Numéro du certificat
certificate-field-issued = Date de délivrance
certificate-field-expires = Date d’expiration
certificate-field-authority = Autorité de délivrance
certificate-field-exporter = Exportateur
certificate-field-importer = Importateur
certificate-field-mass = Poids en carats
certificate-field-value = Valeur
certificate-field-parcels = Nombre de lots
certificate-field-hs = Sous-positions SH, carats, valeur
certificate-field-seals = Scellés
certificate-field-unestablished = Provenance non établie
certificate-field-validation = Validation par l’autorité d’exportation : cachet
certificate-signed-first = Vérifié par
certificate-signed-second = Approuvé par
certificate-check-here = Vérifiez ce certificat à l’adresse
certificate-mark-reprint = Réimpression, exemplaire { $copy }
certificate-page = Page { $page } sur { $pages }
certificate-continued = voir la page suivante

## Impression

certificate-prints = Impressions
certificate-print-title = Certificat { $number } sur papier
certificate-print-none = Ce certificat n’a pas encore été imprimé.
certificate-print-once = L’original s’imprime une seule fois. Son fichier est gardé et peut être rouvert sans compter comme une nouvelle impression.
certificate-print-now = Imprimer l’original
certificate-print-again = Réimprimer
certificate-print-again-one = Réimpression, exemplaire { $copy }
certificate-print-again-now = Réimprimer avec la mention
certificate-print-marked = Seulement si l’original est abîmé ou perdu. Le papier portera en travers la mention de réimpression, exemplaire { $copy }, et la raison reste au registre pour de bon.
certificate-print-reason-hint = Ce qui est arrivé à l’impression précédente, et où elle se trouve. Aucune donnée sur des personnes.
certificate-print-not-void = Il ne s’imprime plus. Les fichiers des impressions précédentes peuvent toujours être ouverts.
certificate-print-erased = Les données personnelles de l’exportateur ont été effacées, et avec elles les fichiers des impressions. Le fait et la date de l’impression restent inscrits.
certificate-print-copy = Exemplaire
certificate-print-original = Original
certificate-print-when = Imprimé le
certificate-print-who = Par
certificate-print-file = Fichier
certificate-print-open = Ouvrir l’exemplaire { $copy } (PDF)
certificate-print-gone = effacé

## Page publique

certificate-check-title = Vérifier un certificat
certificate-authority = Autorité de délivrance
certificate-told-valid = Ce certificat a été délivré et il est valable.
certificate-told-used = Une réception de ce certificat à l’étranger a été confirmée. Aucune marchandise ne peut plus voyager avec lui.
certificate-told-expired = Ce certificat a été délivré et sa validité est terminée. Aucune marchandise ne peut plus être acceptée avec lui.
certificate-told-lost = Ce certificat a été perdu ou volé après sa délivrance, et il est annulé. Il ne faut pas l’accepter.
certificate-told-void = Ce certificat est annulé. Il ne doit pas être accepté.
certificate-check-compare = Comparez le numéro et les dates avec le papier. Si quelque chose diffère, demandez à l’autorité de délivrance.
certificate-check-unknown = Aucun certificat portant ce numéro n’a été délivré dans ce registre.
certificate-check-unknown-do = Vérifiez le numéro tel qu’il est imprimé. S’il est écrit ainsi sur un papier que vous tenez, prévenez l’autorité de délivrance : { $authority }.
