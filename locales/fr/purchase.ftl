## Pages

purchase-title = Bordereau { $serial }
purchase-slip = Bordereau d’achat
purchase-serial = Bordereau
purchase-serial-starts = Le numéro commence par
purchase-seller = Vendeur
purchase-buyer = Acheteur
purchase-agent = Intermédiaire
purchase-price = Prix
purchase-usd = Dollars des États-Unis (USD)
purchase-rate = Taux
purchase-at-rate = au taux de
purchase-currency = Monnaie
purchase-payment = Paiement
purchase-payment-reference = Référence du paiement
purchase-place = Lieu
purchase-on = Jour de la vente
purchase-until = Fin de l’offre
purchase-written = Inscrit
purchase-site = Site
purchase-origin = D’où viennent les pierres
purchase-origin-unknown = Origine non établie
purchase-other-sites = { $count ->
    [one] { $count } autre site
   *[other] { $count } autres sites
}
purchase-attached = Bordereaux joints
purchase-attached-none = Aucun : le vendeur tient ces pierres de la fosse ou les a déclarées en stock initial.
purchase-earlier = { $count ->
    [one] { $count } bordereau d’une vente antérieure
   *[other] { $count } bordereaux de ventes antérieures
}
purchase-slips-cut = Il y a plus de bordereaux antérieurs que cette page n’en montre. La traçabilité du lot les montre tous.
purchase-stated = Annoncé par le vendeur
purchase-stated-was = annoncé : { $carats }
purchase-carats-stated = Carats annoncés
purchase-carats-weighed = Carats pesés par l’acheteur
purchase-parcel-code = Code du lot
purchase-sealed = scellé { $seal }

purchase-views = Vues des achats
purchase-to-me = Offres qui m’attendent
purchase-all-to-me = Toutes les offres qui m’attendent
purchase-mine = Mes offres en cours
purchase-bought = Achetés
purchase-sold = Vendus
purchase-none = Rien n’a encore été acheté ni vendu.
purchase-none-found = Rien trouvé. Effacez les filtres pour tout voir.
purchase-none-to-me = Aucune offre ne vous attend.

purchase-state-open = En attente
purchase-state-accepted = Vendu
purchase-state-declined = Refusé
purchase-state-withdrawn = Retiré
purchase-state-expired = Échu
purchase-not-sold-open = Offre, pas encore une vente
purchase-not-sold-expired = Offre échue, pas de vente
purchase-not-sold-declined = Offre refusée, pas de vente
purchase-not-sold-withdrawn = Offre retirée, pas de vente
purchase-told-open = Ceci est une offre. L’acheteur ne l’a pas encore acceptée.
purchase-told-accepted = Cette vente est au registre.
purchase-told-declined = L’acheteur a refusé. Il n’y a pas eu de vente.
purchase-told-withdrawn = Le vendeur a retiré l’offre. Il n’y a pas eu de vente.
purchase-told-expired = L’offre est échue sans réponse. Il n’y a pas eu de vente.

## Offering

purchase-offer = Offrir des lots
purchase-offer-hint = À un acheteur qui a une licence
purchase-offer-lead = Choisissez des lots et nommez l’acheteur. Vous les détenez jusqu’à ce que l’acheteur ait pesé et accepté. L’offre prend fin d’elle-même après { $hours } heures.
purchase-which-parcels = Quels lots ?
purchase-parcels-cut = Les { $count } lots les plus récents sont montrés. Réunissez des lots pour en offrir de plus anciens.
purchase-nothing-to-offer = Vous ne détenez aucun lot qui puisse être offert. Les lots déjà offerts ou en expédition ne sont pas montrés.
purchase-buyer-licence = Numéro de licence de l’acheteur
purchase-seller-licence = Numéro de licence du vendeur
purchase-licence-hint = Comme sur la licence ; espaces et tirets n’importent pas
purchase-rate-hint = Combien de { $currency } font un dollar des États-Unis. Laissez vide pour un prix en dollars.
purchase-payment-reference-optional = Référence du paiement (facultatif)
purchase-payment-reference-hint = Numéro du virement, du chèque ou du reçu. Ni noms ni numéros de téléphone.
purchase-place-optional = Lieu (facultatif)
purchase-agent-optional = Intermédiaire (facultatif)
purchase-agent-hint = Le code d’un agent inscrit
purchase-serial-optional = Numéro du bordereau (facultatif)
purchase-serial-hint = Laissez vide pour le prochain bordereau libre, { $next }
purchase-serial-seller-hint = Du carnet du vendeur, comme imprimé sur le bordereau
purchase-own-licence-optional = Numéro de votre propre licence (facultatif)
purchase-own-licence-hint = Laissez vide pour celle qui convient
purchase-offer-check = Vérifiez l’offre
purchase-offer-check-lead = Comparez l’acheteur avec sa licence avant d’offrir.
purchase-offer-confirm = Offrir
purchase-waits = L’acheteur n’a pas encore répondu. Vous détenez les lots. L’offre prend fin le { $until }.
purchase-waits-for-you = Ceci vous est offert. Pesez vous-même les pierres, puis acceptez ou refusez. L’offre prend fin le { $until }.

## Accepting, refusing, taking back

purchase-accept = Peser et accepter
purchase-accept-lead = Pesez chaque lot sur votre propre balance et comptez les pierres. Écrivez ce que vous trouvez, non ce que dit le vendeur.
purchase-own-weight = Votre propre pesée
purchase-own-count = Pierres que vous avez comptées
purchase-accept-check = Vérifiez votre pesée
purchase-accept-check-lead = Dès que vous confirmez, vous détenez ces lots.
purchase-accept-confirm = Accepter et détenir
purchase-decline = Refuser l’offre
purchase-withdraw = Retirer l’offre
purchase-end-lead = Le numéro du bordereau reste utilisé. Le vendeur continue de détenir les lots.
purchase-reason-optional = Motif (facultatif)

## Recording both sides

purchase-record = Inscrire un achat
purchase-record-hint = À un vendeur sans compte
purchase-record-lead = Pour un vendeur sans compte : inscrivez les deux côtés et remettez-lui le bordereau imprimé. Un vendeur qui a un compte vous offre lui-même les lots.
purchase-parcels-weighed = Lots, pesés par vous
purchase-rows-hint = Les codes figurent sur les fiches de production du vendeur. Les lignes vides ne comptent pas.
purchase-parcel-number = Lot { $number }
purchase-more-rows = Un lot de plus
purchase-terms = Prix et jour
purchase-record-check = Vérifiez l’achat
purchase-record-check-lead = Dès que vous confirmez, vous détenez ces lots. Imprimez le bordereau et remettez-le au vendeur.
purchase-record-confirm = Inscrire l’achat
purchase-reweigh-notice = { $parcel } : votre pesée de { $carats } remplace le poids annoncé.

## The printed slip and its check

purchase-print = Bordereau à imprimer
purchase-print-how = Un exemplaire pour le vendeur, un pour l’acheteur.
purchase-check-code = Code de contrôle
purchase-check-how = Chacun peut contrôler ce bordereau avec son code :
purchase-check-title = Vérifier un certificat, un bordereau ou une licence
purchase-check-hint = Le numéro d’un certificat ou d’une licence, le code de contrôle d’un bordereau d’achat, par exemple 7KQ4M-2XR9T-C, ou la ligne d’une écriture du journal avec son code
purchase-check-do = Contrôler
purchase-check-another = Vérifier un autre papier
purchase-check-compare = Comparez le numéro, le jour, les carats et les pierres avec le papier. Un bordereau imprimé avant la pesée de l’acheteur ne montre que les carats annoncés par le vendeur. Si le papier montre autre chose, ne vous y fiez pas : demandez au bureau des mines.
purchase-check-corrected = Cette inscription a été corrigée après coup. Un bordereau imprimé avant la correction montre encore les anciens chiffres.
purchase-check-mistyped = Ce n’est ni le numéro d’un certificat ou d’une licence, ni un code de contrôle bien écrit, ni une écriture du journal avec son code. Comparez-le au papier, caractère par caractère.
purchase-check-other-slip = Cela ressemble au numéro imprimé en tête d’un bordereau d’achat. Saisissez le code de contrôle qui figure au pied, par exemple 7KQ4M-2XR9T-C.
purchase-check-other-parcel = C’est le code d’un lot. Saisissez le code de contrôle qui figure au pied de son bordereau d’achat, par exemple 7KQ4M-2XR9T-C.
purchase-check-other-party = C’est le code d’une personne ou d’une organisation. Saisissez le code de contrôle qui figure au pied du bordereau d’achat, ou le numéro de la licence ou du certificat.
purchase-check-other-entry = C’est le code d’une écriture du journal. Saisissez avec lui le numéro de l’écriture, comme les deux sont imprimés, par exemple 1 049 DD61-B448-D30B.
purchase-check-unknown = Aucun bordereau n’a ce code. Il est bien saisi ; le papier peut donc être faux. Prévenez le bureau des mines.

## First page

purchase-start = Acheter et vendre
purchase-stock-parcels = Lots en stock
purchase-stock-tests = { $count ->
    [one] { $count } lot d’essai
   *[other] { $count } lots d’essai
}
purchase-go-stock = Mon stock

## What is refused
## Parcels are called by their code, people by theirs, never by name.

violation-purchase-licence-unknown = Aucune licence ne porte le numéro { $number }. Comparez-le avec la licence, signe par signe.
violation-purchase-licence-not-own = La licence { $number } n’est pas la vôtre. Prenez l’une des vôtres ou laissez le champ vide.
violation-purchase-no-licence = Vous n’avez aucune licence valable au { $day }. Adressez-vous à votre bureau des mines.
violation-purchase-licence-kind = La licence { $number } est d’un type que les règles du pays ne connaissent pas ; elle ne peut pas servir au commerce.
violation-purchase-self = Le vendeur et l’acheteur sont le même intervenant. Indiquez la licence de l’autre.
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
violation-purchase-offer-seller-licence = La licence { $number } du vendeur, que cite l’offre, ne peut pas servir au { $day } : elle { $standing ->
    [not_yet] n’est pas encore valable
    [suspended] est suspendue
    [revoked] est retirée
    [expired] a expiré
   *[other] n’est pas valable
}. { $instead ->
    [none] L’offre ne peut être acceptée que tant que cette licence est valable. Dès que le vendeur en a une autre, il retire l’offre et l’écrit de nouveau.
   *[other] La licence { $instead } est valable à sa place : le vendeur retire l’offre et l’écrit de nouveau sous celle-ci.
}
violation-purchase-offer-buyer-licence = La licence { $number } de l’acheteur, que cite l’offre, ne peut pas servir au { $day } : elle { $standing ->
    [not_yet] n’est pas encore valable
    [suspended] est suspendue
    [revoked] est retirée
    [expired] a expiré
   *[other] n’est pas valable
}. { $instead ->
    [none] L’offre ne peut être acceptée que tant que cette licence est valable. Dès que l’acheteur en a une autre, le vendeur retire l’offre et l’écrit de nouveau pour celle-ci.
   *[other] La licence { $instead } est valable à sa place : le vendeur retire l’offre et l’écrit de nouveau pour celle-ci.
}
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
violation-purchase-parcel-twice = { $parcel } figure deux fois. Nommez chaque lot une seule fois.
violation-purchase-parcel-not-held = Le vendeur ne détient pas { $parcel }. Comparez le code et le numéro de la licence avec le papier.
violation-purchase-parcel-sold = { $parcel } est déjà vendu : à { $buyer } par le bordereau { $serial }, { $at }.
violation-purchase-parcel-gone = { $parcel } n’existe plus : il est passé dans d’autres lots ou a été exporté.
violation-purchase-parcel-in-shipment = { $parcel } est dans une expédition. Retirez-le d’abord de l’expédition.
violation-purchase-parcel-offered = { $parcel } est déjà offert par le bordereau { $serial }. Retirez d’abord cette offre.
violation-purchase-parcel-changed = { $parcel } n’est plus tel qu’il a été offert. Demandez une nouvelle offre au vendeur.
violation-purchase-test-mixed = Des lots d’essai et de vrais lots ne peuvent pas figurer sur un même bordereau.
violation-purchase-before-production = Les pierres de { $parcel } sont entrées au registre le { $day }. Elles ne peuvent pas avoir été vendues avant ce jour.
violation-purchase-before-purchase = Le vendeur a reçu { $parcel } le { $day }. Il ne peut pas l’avoir revendu avant ce jour.
violation-purchase-offer-before-production = Les pierres de { $parcel } sont entrées au registre le { $dug }, après le jour de ce bordereau, le { $day }. Refusez l’offre ; le vendeur en écrit alors une nouvelle avec le bon jour.
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
violation-purchase-offer-agent = L’agent { $agent }, que cite l’offre, ne peut plus être intermédiaire au { $day }. Refusez l’offre ; le vendeur en écrit alors une nouvelle sans lui ou avec un autre agent.
violation-purchase-no-slip-left = Il ne reste aucun bordereau libre. Demandez un carnet à votre bureau des mines.
violation-purchase-serial-book = Le bordereau { $serial } n’est dans aucun carnet remis à ce titulaire. Comparez avec le bordereau en papier.
violation-purchase-serial-used = Le bordereau { $serial } a déjà servi, le { $day }. Prenez le bordereau suivant du carnet.
violation-purchase-seller-has-account = Ce vendeur a un compte. Demandez-lui de vous offrir les lots ; vous accepterez ensuite avec votre propre pesée.
violation-purchase-not-on-slip = { $parcel } n’est pas sur ce bordereau.
violation-purchase-not-weighed = Pesez { $parcel } et écrivez ce qu’indique votre propre balance.
violation-purchase-weight-off = { $found } pour { $parcel } s’écarte de la fiche de production plus que deux balances. Regardez la fiche et pesez à nouveau, ou n’achetez pas.
violation-purchase-stones-off = { $found } pierres dans { $parcel } : ce n’est pas ce que dit la fiche de production. Regardez la fiche et comptez à nouveau, ou n’achetez pas.
violation-purchase-gain-off = Avec { $found }, { $parcel } aurait gagné par pesées plus qu’il n’est admis en tout. Pesez à nouveau ou n’achetez pas.
violation-purchase-weight-differs = { $parcel } est annoncé à { $stated } ; vous avez pesé { $found }. L’écart dépasse celui de deux balances. Pesez à nouveau ou refusez l’offre.
violation-purchase-stones-differ = { $parcel } est annoncé avec { $stated } pierres ; vous en avez compté { $found }. Comptez à nouveau ou refusez l’offre.
violation-purchase-path-gain = Avec { $found }, { $parcel } aurait gagné par pesées plus que les { $limit } admis en tout. Pesez à nouveau ou refusez l’offre.
violation-purchase-path-loss = Avec { $found }, { $parcel } aurait perdu en chemin plus qu’il n’est admis en tout. Pesez à nouveau ; si des pierres manquent, n’achetez pas et prévenez le bureau.
violation-purchase-sealed = { $parcel } est sous le scellé { $seal } avec { $stated }. Sous scellé, la masse ne peut changer : pesez à nouveau, ou refusez et faites d’abord ouvrir le scellé par le détenteur.
violation-purchase-expired = L’offre du bordereau { $serial } a pris fin le { $at }. Demandez-en une nouvelle au vendeur.
violation-purchase-already-accepted = L’offre du bordereau { $serial } a été acceptée par { $by } le { $at }.
violation-purchase-already-declined = L’offre du bordereau { $serial } a été refusée par { $by } le { $at }.
violation-purchase-already-withdrawn = L’offre du bordereau { $serial } a été retirée par { $by } le { $at }.
purchase-check-number = Numéro ou code sur le papier

violation-purchase-party-state = { $party } est inscrit comme { $state ->
    [dead] décédé
    [ended] dissous
   *[other] exclu
} le { $day } et ne peut ni vendre ni acheter.
violation-purchase-licence-stopped = La licence { $number } a été { $standing ->
    [revoked] révoquée
   *[other] suspendue
} depuis. Une vente d’un jour antérieur ne s’y inscrit plus : allez au bureau avec le bordereau.
