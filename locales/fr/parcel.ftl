### Lots : pesée, scellé, réunion, partage, tri.

## Refus

violation-parcel-code-wrong = « { $typed } » n’est pas un code de lot, ou l’un de ses caractères est faux. Comparez-le avec l’étiquette, par exemple P-000123-K.
violation-parcel-unknown = Vous ne détenez pas de lot { $typed }. Comparez le code avec l’étiquette.
violation-parcel-not-live = Le lot { $code } n’existe plus : il est passé dans d’autres lots, a été exporté ou est sorti de stock.
violation-parcel-offered = Le lot { $code } est offert sous le bordereau { $serial }. Attendez l’acheteur, ou retirez d’abord l’offre.
violation-parcel-in-shipment = Le lot { $code } est dans une expédition. Annulez d’abord l’expédition.
violation-parcel-sealed = Le lot { $code } est sous le scellé { $seal }. Ouvrez d’abord le scellé.
violation-parcel-not-sealed = Le lot { $code } n’a pas de scellé à ouvrir.
violation-parcel-no-licence = Aucune licence valable le { $day } ne permet au détenteur de détenir des pierres. Faites-la délivrer ou renouveler d’abord.
violation-parcel-no-weight = Saisissez un poids supérieur à zéro.
violation-parcel-no-stones = Saisissez un nombre de pierres de 1 à { $most }.
violation-parcel-reweigh-same = Le poids et les pierres sont les mêmes qu’avant : il n’y a rien à inscrire.
violation-parcel-reweigh-beyond = Le lot { $code } pesait { $before }. Deux pesées peuvent différer de { $most } au plus. Vérifiez la balance ; si des pierres manquent ou ont été ajoutées, prévenez le superviseur.
violation-parcel-path-gain = Avec cette pesée, le lot { $code } aurait gagné { $gain } par les seules pesées. Au plus { $most } est permis. Vérifiez la balance.
violation-parcel-seal-number = Écrivez le numéro du scellé : de 3 à 40 lettres, chiffres, traits d’union, points ou barres.
violation-parcel-seal-taken = Un autre lot est sous le scellé { $seal }. Comparez le numéro avec le sachet.

violation-rework-two-at-least = Choisissez au moins deux lots.
violation-rework-two-parts = Inscrivez au moins deux parts.
violation-rework-one-part = Inscrivez au moins une classe.
violation-rework-too-many = Au plus { $most } lots à la fois. Procédez en plusieurs étapes.
violation-rework-too-heavy = L’ensemble dépasse ce que le registre peut tenir. Vérifiez les poids.
violation-rework-twice = Le lot { $code } figure deux fois. Retirez-en un.
violation-rework-test-mixed = Les lots d’essai et les lots réels ne peuvent pas être mêlés.
violation-rework-path-gain = Ensemble, ces lots ont gagné { $gain } par les seules pesées. Au plus { $most } est permis pour un lot de cette masse. Pesez-les ensemble ; s’ils pèsent moins que leur somme, indiquez la différence comme perte.
violation-rework-weight-differs = Les parts pèsent { $given } ensemble. Elles doivent peser { $expected } : le tout de { $total } moins la perte.
violation-rework-stones-differ = Les parts comptent { $given } pierres ensemble. Il en faut { $expected }. Si des pierres se sont brisées ou effritées, dites-le plus bas.
violation-rework-loss-beyond = Une perte de { $loss } dépasse ce qui est permis : { $most } au plus. Pesez de nouveau ; si des pierres manquent, prévenez le superviseur.
violation-rework-path-loss = Avec cela, { $lost } de ces pierres auraient été perdus en chemin. Au plus { $most } est permis en tout. Pesez de nouveau ; si des pierres manquent, prévenez le superviseur.
violation-rework-path-count = D’après le premier comptage, { $first ->
    [one] il y a { $first } pierre
   *[other] il y a { $first } pierres
}. Le compte peut différer de { $most } au plus en tout. Comptez de nouveau ; si des pierres manquent ou ont été ajoutées, prévenez le superviseur.
violation-rework-loss-reason = Dites pourquoi quelque chose s’est perdu ou pourquoi le nombre de pierres a changé.

violation-parcel-filter-holder = Aucun intervenant ne porte ce code. Comparez-le avec la liste des intervenants.

## Pages

parcel-mine = Mon stock
parcel-parcel = Lot
parcel-find = Code d’un lot
parcel-holder = Détenteur
parcel-holder-code = Code du détenteur
parcel-choose = Choisir
parcel-choose-one = Choisir { $code }
parcel-combine-chosen = Réunir les lots choisis
parcel-combine = Réunir des lots
parcel-split = Diviser
parcel-sort = Trier
parcel-reweigh = Repeser
parcel-seal = Sceller
parcel-open-seal = Ouvrir le scellé
parcel-trace = Montrer d’où il vient
parcel-none = Aucun lot trouvé.
parcel-none-chosen = Aucun lot choisi. Retournez à votre stock et cochez-en au moins deux.
parcel-chosen = Lots choisis
parcel-state-live = En stock
parcel-state-consumed = Utilisé
parcel-state-withdrawn = Retiré
parcel-state-exported = Exporté
parcel-state-seized = Saisi
parcel-state-removed = Sorti de stock
parcel-reported = Déclaré sorti de stock
parcel-state-all = Tous
parcel-sealed = Scellé
parcel-offered = Offert
parcel-shipped = Dans une expédition
parcel-under-seal = Scellé { $seal }
parcel-hs = Sous-position SH
parcel-hs-unsorted = Non triés
parcel-hs-industrial = Industriels
parcel-hs-gem = Gemmes
parcel-class = Classe
parcel-class-number = Classe { $count }
parcel-part-number = Part { $count }
parcel-weight = Poids
parcel-more-rows = Plus de lignes
parcel-split-text = Pesez et comptez chaque part. Ensemble, elles doivent faire le lot entier. Les lignes vides ne comptent pas.
parcel-sort-text = Pesez et comptez chaque classe. Ensemble, elles doivent faire le lot entier. Les lignes vides ne comptent pas.
parcel-loss-open = Quelque chose s’est perdu, ou des pierres se sont brisées
parcel-loss = Perte
parcel-stones-change = De combien de pierres le compte a changé
parcel-stones-change-hint = Laissez vide si le compte est le même
parcel-stones-way = Le compte est maintenant
parcel-stones-more = Plus grand : des pierres se sont brisées
parcel-stones-fewer = Plus petit : des pierres se sont effritées
parcel-reason = Raison
parcel-loss-reason-hint = Par exemple : poussière perdue au nettoyage
parcel-write-down = Inscrire
parcel-no-way-back = Une fois inscrit, cela ne se reprend pas : les lots utilisés n’existent plus.
parcel-of = À partir de
parcel-becomes = Donne
parcel-before = Avant
parcel-after = Sur la balance maintenant
parcel-difference = Différence
parcel-reweigh-text = Le nouveau poids peut différer de { $most } au plus. L’ancien poids reste visible.
parcel-seal-number = Numéro du scellé
parcel-seal-hint = Comme imprimé sur le scellé ou le sachet inviolable
parcel-open-hint = Par exemple : pour trier les pierres
parcel-source = Vient de
parcel-from-stock = Stock initial déclaré
parcel-from-abroad = De l’étranger, avec le certificat { $number }, arrivé le { $on }. Ce qui a été trouvé alors ne se corrige pas : qui trouve autre chose pèse de nouveau.
parcel-unestablished = Provenance non établie
parcel-made-of = Fait de
parcel-became = Devenu
parcel-since-weighed = pesé depuis : { $weight }
parcel-operation-combine = Réuni
parcel-operation-split = Divisé
parcel-operation-sort = Trié
parcel-and-more = et { $count } autres
parcel-custody = Qui l’a détenu
parcel-until = jusqu’au { $at }
parcel-weighings = Pesées
parcel-at-sale = À la vente
parcel-seals = Scellés
parcel-opened = ouvert le { $at }
parcel-offers = Offres et ventes
parcel-from-to = de { $seller } à { $buyer }
parcel-offer-offered = En attente
parcel-offer-accepted = Vendu
parcel-offer-declined = Refusé
parcel-offer-withdrawn = Retiré
parcel-offer-expired = Échu
violation-parcel-holder-state = Le détenteur { $party } est inscrit comme { $state ->
    [dead] décédé
    [ended] dissous
   *[other] exclu
} le { $day }. Rien ne peut être fait avec les lots tant que le bureau n’en décide pas autrement.
