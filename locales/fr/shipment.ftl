### Expéditions : lots scellés qu’un exportateur réunit pour les faire sortir du pays.

violation-shipment-no-licence = Aucune licence d’exportation n’est valable le { $on }. Renouvelez d’abord la licence de l’exportateur.
violation-shipment-empty = Choisissez au moins un lot scellé.
violation-shipment-too-many = Une expédition contient au plus { $most } lots. Réunissez de petits lots, ou préparez deux expéditions.
violation-shipment-not-held = Le lot { $parcel } ne fait pas partie des lots que vous détenez. Vérifiez le code.
violation-shipment-twice = Le lot { $parcel } est cité deux fois. Citez-le une seule fois.
violation-shipment-not-sealed = Le lot { $parcel } n’a pas de scellé. Scellez-le d’abord.
violation-shipment-parcel-taken = Le lot { $parcel } se trouve déjà dans l’expédition { $shipment }. Annulez d’abord cette expédition, ou retirez le lot.
violation-shipment-offered = Le lot { $parcel } est offert à la vente sur le bordereau { $slip }. Retirez d’abord l’offre, ou laissez le lot de côté.
violation-shipment-no-value = Indiquez la valeur du lot { $parcel } en dollars des États-Unis : plus de 0, sans séparateur de milliers.
violation-shipment-weightless = Le lot { $parcel } ne pèse rien. Laissez-le de côté.
violation-shipment-test-mixed = Des lots d’essai et de vrais lots ne peuvent pas partir ensemble. Choisissez les uns ou les autres.
violation-shipment-destination-unknown = Choisissez le pays de destination.
violation-shipment-destination-own = Une expédition quitte le pays. Choisissez un autre pays.
violation-shipment-not-proposed = Aucun agent n’a encore signé cette expédition, ou la signature a été reprise. Rouvrez l’expédition pour voir où elle en est.
violation-shipment-proposed = Un agent a déjà signé cette expédition. Elle ne peut plus que passer à l’approbateur, ou être renvoyée par l’autorité.
violation-shipment-certified = Un certificat a déjà été délivré pour cette expédition.
violation-shipment-not-sent-back = Cette expédition n’a pas été renvoyée, ou une réponse a déjà été donnée. Ouvrez-la de nouveau pour voir où elle en est.
violation-shipment-sent-back = Cette expédition a été renvoyée à son exportateur. Elle pourra être vérifiée de nouveau quand l’exportateur aura répondu qu’elle est prête.
violation-shipment-cancelled = Cette expédition a été annulée. Ses lots sont de nouveau libres.

## Sous-positions du Système harmonisé

hs-7102-10 = 7102.10 non triés
hs-7102-21 = 7102.21 industriels
hs-7102-31 = 7102.31 non industriels

## Les listes et une expédition

shipment-one = Expédition
shipment-title = Expédition { $code }
shipment-code = Code
shipment-none = Il n’y a pas encore d’expédition ici.
shipment-since = Depuis
shipment-exporter = Exportateur
shipment-licence = Licence de l’exportateur
shipment-licence-valid = (valable)
shipment-licence-not-yet = (pas encore valable)
shipment-licence-suspended = (suspendue)
shipment-licence-revoked = (retirée)
shipment-licence-expired = (expirée)
shipment-importer = Importateur
shipment-importer-name = Nom de la maison
shipment-importer-address = Adresse postale, sans le pays
shipment-destination = Pays de destination
shipment-contents = Contenu
shipment-parcels-count = { $count ->
    [one] { $count } lot
   *[other] { $count } lots
}
shipment-value = Valeur
shipment-value-certified = Valeur au certificat
shipment-value-declared = telle que l’exportateur l’a déclarée ; personne ne l’a évaluée
shipment-value-source = { $rule ->
    [highest] { $valuer } : la plus élevée des valeurs dites
    [government] { $valuer } : les règles retiennent la valeur de l’État
   *[none] { $valuer }
}
shipment-origin = Pays d’origine
shipment-parcels = Lots
shipment-parcel = Lot
shipment-hs = Sous-position SH
shipment-seal = Scellé
shipment-seal-number = Scellé { $seal }
shipment-total-carats = { $carats } ct
shipment-trace = Suivre jusqu’aux sites
shipment-to-certificate = Certificat { $number }
shipment-state-prepared = Préparée
shipment-state-proposed = Signée par un agent
shipment-state-certified = Certifiée
shipment-state-sent-back = Renvoyée
shipment-state-cancelled = Annulée
shipment-who = { $name }, { $role }

## Préparée, vérifiée, approuvée, délivrée

shipment-steps = Où elle en est
shipment-step-prepared = Pesée, scellée et emballée par l’exportateur
shipment-not-valued = (déclarée, pas encore évaluée)
shipment-step-valued = Évaluée
shipment-step-checked = Retracée et vérifiée par un agent
shipment-step-approved = Approuvée par une seconde personne
shipment-step-issued = Certificat délivré
shipment-step-done = Fait
shipment-step-next = À faire
shipment-step-back = Renvoyée à l’exportateur
shipment-step-later = Pas encore possible
shipment-step-never = N’aura pas lieu
shipment-step-by = { $who }, { $at }
shipment-history = Historique
shipment-happened-shipment-valued = Expédition évaluée
shipment-happened-shipment-prepared = Expédition préparée
shipment-happened-shipment-cancelled = Expédition annulée
shipment-happened-shipment-presented = De nouveau prête
shipment-happened-certificate-proposed = Vérifiée et signée
shipment-happened-certificate-retracted = Signature reprise
shipment-happened-certificate-declined = Renvoyée
shipment-happened-certificate-issued = Approuvée, certificat délivré
shipment-happened-certificate-voided = Certificat annulé
shipment-reason-quoted = Raison : « { $reason } »
shipment-answer-quoted = Réponse : « { $answer } »
shipment-presented = Cette expédition avait été renvoyée, et l’exportateur dit qu’elle est de nouveau prête.
shipment-back-home = L’expédition { $code } vous a été renvoyée.
shipment-back-open = Ouvrir l’expédition et répondre
shipment-back-more = D’autres expéditions vous ont été renvoyées : voir la liste
shipment-back-next = Corrigez ce qui est demandé, puis dites que l’expédition est de nouveau prête. Si ses lots, leurs valeurs ou l’importateur doivent changer, annulez-la et préparez-en une autre.
shipment-came-back = Le certificat de cette expédition a été annulé, et la marchandise est encore ici. Annulez l’expédition, ou faites-la vérifier de nouveau pour un nouveau certificat.
shipment-void-before = Certificats annulés de cette expédition :
shipment-sent-back = L’autorité a renvoyé cette expédition.

## Préparer

shipment-prepare = Préparer une expédition
shipment-under-licence = Vous exportez sous la licence { $number }.
shipment-licence-none = Vous n’avez aucune licence d’exportation valable aujourd’hui. Vous pouvez regarder, mais une expédition sera refusée.
shipment-parcels-none = Vous ne détenez aucun lot scellé qui soit libre. Scellez d’abord un lot.
shipment-choose = Quels lots scellés partent ?
shipment-choose-hint = Cochez chaque lot et indiquez sa valeur.
shipment-value-usd = Valeur en dollars des États-Unis
shipment-check = Vérifiez l’expédition
shipment-check-lead = Les lots sont réservés à cette expédition, et un agent est prié de la vérifier.
shipment-prepare-confirm = Préparer l’expédition

## Défaire

shipment-cancel = Annuler cette expédition
shipment-cancel-lead = L’expédition est défaite et ses lots sont de nouveau libres. Elle reste au registre comme annulée.
shipment-decline = Renvoyer
shipment-decline-lead = L’expédition retourne à l’exportateur, et toute signature en est retirée. L’exportateur lit votre raison.
shipment-take-back = Reprendre votre signature
shipment-take-back-lead = Votre signature est retirée, et l’expédition attend de nouveau un agent. L’exportateur n’a rien à faire. Pour la lui renvoyer, reprenez d’abord votre signature, puis ouvrez la vérification et renvoyez l’expédition.
shipment-reason = Raison
shipment-reason-hint = Elle est gardée au registre et montrée à tous ceux qui peuvent voir ceci.

shipment-present = De nouveau prête
shipment-present-lead = Elle a été renvoyée pour ce motif : « { $reason } ». Quand vous l’aurez corrigé, l’expédition repart telle quelle vers un agent.
shipment-answer = Qu’avez-vous fait ?
shipment-answer-hint = L’agent le lit. La réponse reste au registre.

## Vérifier et signer

shipment-review = Examen avant signature
shipment-review-title = Examen de l’expédition { $code }
shipment-against = Ce qui s’oppose à un certificat
shipment-against-nothing = Aucune règle ne s’y oppose.
shipment-to-explain = Le suivi contient ce qu’il faudrait expliquer. Lisez-le avant de signer.
shipment-to-explain-open = Le lire dans le suivi
shipment-against-some = { $count ->
    [one] Une chose s’y oppose :
   *[other] { $count } choses s’y opposent :
}
shipment-cannot-sign = On ne peut pas signer tant que quelque chose s’y oppose.
shipment-origins = D’où viennent les carats
shipment-origin-countries = Extraits en : { $countries }.
shipment-origin-none = Aucun pays d’origine n’est établi.
shipment-origin-mixed = L’origine est mixte.
shipment-origin-unestablished = La provenance de { $mass } n’est pas établie.
shipment-import = Certificat étranger { $number } : { $words }
shipment-unestablished = Provenance non établie
shipment-site = Site
shipment-share = Part
shipment-entries = Relevés
shipment-sites-left = { $count ->
    [one] Un autre site figure dans le suivi.
   *[other] { $count } autres sites figurent dans le suivi.
}
shipment-first-signature = Première signature
shipment-second-signature = Seconde signature
shipment-expires-hint = Au plus 60 jours après la délivrance : le { $latest } s’il est délivré aujourd’hui.
shipment-unestablished-why = Pourquoi des carats sans provenance établie peuvent partir
shipment-unestablished-hint = La provenance de { $mass } n’est pas établie. Ce que vous écrivez est imprimé sur le certificat et rapporté.
shipment-propose = Vérifier et signer
shipment-propose-lead = Par votre signature, une seconde personne est priée d’approuver et de délivrer le certificat.
shipment-propose-confirm = Signer et transmettre
shipment-first-signed = Signée d’abord par { $who }, { $at }.
shipment-approve = Approuver et délivrer
shipment-approve-lead = Le certificat est délivré aussitôt, son numéro est pris pour de bon, et ses lots sont exportés : plus personne ne les détient ici.
shipment-approve-confirm = Délivrer le certificat

## Premières pages

shipment-officer-start = Expéditions à vérifier
shipment-officer-nothing = Aucune expédition ne vous attend.
shipment-officer-waiting = { $count ->
    [one] Une expédition attend.
   *[other] { $count } expéditions attendent, la plus ancienne d’abord.
}
shipment-officer-signed = En attente de la seconde signature
shipment-approver-start = Certificats à approuver
shipment-approver-nothing = Rien n’attend votre approbation.
shipment-approver-waiting = { $count ->
    [one] Une expédition attend la seconde signature.
   *[other] { $count } expéditions attendent la seconde signature, la plus ancienne d’abord.
}
shipment-waits-since = depuis le { $at }
shipment-parcels-to-seal = Choisir un lot à sceller

violation-shipment-exporter-state = L’exportateur { $party } est inscrit comme { $state ->
    [dead] décédé
    [ended] dissous
   *[other] exclu
} le { $day }. Rien ne part en son nom.
violation-shipment-hs-differs = Le lot { $parcel } a été trié comme { $hs } et part comme tel. Si le tri était faux, triez-le d’abord de nouveau.
