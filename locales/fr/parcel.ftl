### Lots : pesée, scellé, réunion, partage, tri.

## Refus

violation-parcel-code-wrong = « { $typed } » n’est pas un code de lot, ou l’un de ses caractères est faux. Comparez-le avec l’étiquette, par exemple P-000123-K.
violation-parcel-unknown = Vous ne détenez pas de lot { $typed }. Comparez le code avec l’étiquette.
violation-parcel-not-live = Le lot { $code } n’existe plus : il est passé dans d’autres lots ou a été exporté.
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
violation-rework-weight-differs = Les parts pèsent { $given } ensemble. Elles doivent peser { $expected } : le tout de { $total } moins la perte.
violation-rework-stones-differ = Les parts comptent { $given } pierres ensemble. Il en faut { $expected }. Si des pierres se sont brisées ou effritées, dites-le plus bas.
violation-rework-loss-beyond = Une perte de { $loss } dépasse ce qui est permis : { $most } au plus. Pesez de nouveau ; si des pierres manquent, prévenez le superviseur.
violation-rework-loss-reason = Dites pourquoi quelque chose s’est perdu ou pourquoi le nombre de pierres a changé.
