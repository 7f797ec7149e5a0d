## What is refused
## Parcels are called by their code, people by theirs, never by name.

violation-purchase-licence-unknown = Aucune licence ne porte le numéro { $number }. Écrivez-le exactement comme il est imprimé.
violation-purchase-licence-not-own = La licence { $number } n’est pas la vôtre. Prenez l’une des vôtres ou laissez le champ vide.
violation-purchase-no-licence = Vous n’avez aucune licence valable au { $day }. Adressez-vous à votre bureau des mines.
violation-purchase-licence-kind = La licence { $number } est d’un type que les règles du pays ne connaissent pas ; elle ne peut pas servir au commerce.
violation-purchase-self = Le vendeur et l’acheteur sont la même partie. Indiquez la licence de l’autre.
violation-purchase-seller-licence-invalid = La licence { $number } du vendeur ne peut pas servir au { $day } : elle { $standing ->
    [not_yet] n’est pas encore valable
    [suspended] est suspendue
    [revoked] est retirée
    [expired] a expiré
   *[other] n’est pas valable
}.
violation-purchase-buyer-licence-invalid = La licence { $number } de l’acheteur ne peut pas servir au { $day } : elle { $standing ->
    [not_yet] n’est pas encore valable
    [suspended] est suspendue
    [revoked] est retirée
    [expired] a expiré
   *[other] n’est pas valable
}.
violation-purchase-roles = Dans ce pays, { $seller ->
    [digger] un creuseur
    [miner] un exploitant
    [cooperative] une coopérative
    [supporter] un bailleur de fonds
    [dealer] un négociant
    [agent] un agent
    [exporter] un exportateur
    [courier] un convoyeur
   *[state_buyer] l’acheteur d’État
} ne peut pas vendre à { $buyer ->
    [digger] un creuseur
    [miner] un exploitant
    [cooperative] une coopérative
    [supporter] un bailleur de fonds
    [dealer] un négociant
    [agent] un agent
    [exporter] un exportateur
    [courier] un convoyeur
   *[state_buyer] l’acheteur d’État
}.
violation-purchase-own-holder-only = { $seller ->
   *[digger] Un creuseur
} ne peut vendre qu’au titulaire de la licence sous laquelle les pierres ont été extraites, pas à { $buyer ->
    [cooperative] une autre coopérative
   *[miner] un autre exploitant
}.
violation-purchase-no-parcels = Choisissez au moins un lot.
violation-purchase-parcel-mistyped = { $parcel } est mal saisi : son dernier caractère ne convient pas. Comparez avec le papier, caractère par caractère.
violation-purchase-parcel-unknown = Aucun lot n’a le code { $parcel }. Comparez avec le papier.
violation-purchase-parcel-twice = { $parcel } figure deux fois. Nommez chaque lot une seule fois.
violation-purchase-parcel-not-held = Le vendeur ne détient pas { $parcel }.
violation-purchase-parcel-sold = { $parcel } est déjà vendu : à { $buyer } par le bordereau { $serial }, { $at }.
violation-purchase-parcel-gone = { $parcel } n’existe plus : il est passé dans d’autres lots ou a été exporté.
violation-purchase-parcel-in-shipment = { $parcel } est dans une expédition. Retirez-le d’abord de l’expédition.
violation-purchase-parcel-offered = { $parcel } est déjà offert par le bordereau { $serial }. Retirez d’abord cette offre.
violation-purchase-parcel-changed = { $parcel } n’est plus tel qu’il a été offert. Demandez une nouvelle offre au vendeur.
violation-purchase-test-mixed = Des lots d’essai et de vrais lots ne peuvent pas figurer sur un même bordereau.
violation-purchase-before-production = Les pierres de { $parcel } sont entrées au registre le { $day }. Elles ne peuvent pas avoir été vendues avant ce jour.
violation-purchase-before-purchase = Le vendeur a reçu { $parcel } le { $day }. Il ne peut pas l’avoir revendu avant ce jour.
violation-purchase-price = Indiquez un prix supérieur à zéro.
violation-purchase-currency = Le prix doit être en { $local } ou en dollars des États-Unis (USD).
violation-purchase-rate = Indiquez le taux : combien de { $currency } font un dollar des États-Unis.
violation-purchase-payment = Ce moyen de paiement n’est pas admis ici. Choisissez-en un autre.
violation-purchase-cash-ceiling = On ne peut payer que { $limit } au plus en espèces. Choisissez la banque, le compte téléphonique ou le chèque.
violation-purchase-agent-unknown = Personne n’a ce code. Vérifiez-le ou laissez le champ vide.
violation-purchase-agent-side = { $agent } vend ou achète ici pour lui-même et ne peut pas être l’intermédiaire.
violation-purchase-agent-role = { $agent } n’est pas inscrit comme agent. Laissez le champ vide ou nommez un agent inscrit.
violation-purchase-agent-licence = L’agent { $agent } n’a aucune licence valable au { $day }.
violation-purchase-agent-holds = L’agent { $agent } détient des lots en son propre nom, ce qu’un agent ne peut pas faire.
violation-purchase-no-slip-left = Il ne reste aucun bordereau libre. Demandez un carnet à votre bureau des mines.
violation-purchase-serial-book = Le bordereau { $serial } n’est dans aucun carnet remis à ce titulaire. Comparez avec le bordereau en papier.
violation-purchase-serial-used = Le bordereau { $serial } a déjà servi, le { $day }. Prenez le bordereau suivant du carnet.
violation-purchase-seller-has-account = Ce vendeur a un compte. Demandez-lui de vous offrir les lots ; vous accepterez ensuite avec votre propre pesée.
violation-purchase-not-on-slip = { $parcel } n’est pas sur ce bordereau.
violation-purchase-not-weighed = Pesez { $parcel } et écrivez ce qu’indique votre propre balance.
violation-purchase-weight-differs = { $parcel } est annoncé à { $stated } ; vous avez pesé { $found }. L’écart dépasse celui de deux balances. Pesez à nouveau ou refusez l’offre.
violation-purchase-stones-differ = { $parcel } est annoncé avec { $stated } pierres ; vous en avez compté { $found }. Comptez à nouveau ou refusez l’offre.
violation-purchase-path-gain = Avec { $found }, { $parcel } aurait gagné par pesées plus que les { $limit } admis en tout. Pesez à nouveau ou refusez l’offre.
violation-purchase-expired = L’offre du bordereau { $serial } a pris fin le { $at }. Demandez-en une nouvelle au vendeur.
violation-purchase-already-accepted = L’offre du bordereau { $serial } a été acceptée par { $by } le { $at }.
violation-purchase-already-declined = L’offre du bordereau { $serial } a été refusée par { $by } le { $at }.
violation-purchase-already-withdrawn = L’offre du bordereau { $serial } a été retirée par { $by } le { $at }.
