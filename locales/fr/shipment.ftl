### Expéditions : lots scellés qu'un exportateur réunit pour les faire sortir du pays.

violation-shipment-no-licence = Aucune licence d'exportation n'est valable le { $on }. Renouvelez d'abord la licence de l'exportateur.
violation-shipment-empty = Choisissez au moins un lot scellé.
violation-shipment-too-many = Une expédition contient au plus { $most } lots. Réunissez de petits lots, ou préparez deux expéditions.
violation-shipment-not-held = Le lot { $parcel } ne fait pas partie des lots que vous détenez. Vérifiez le code.
violation-shipment-twice = Le lot { $parcel } est cité deux fois. Citez-le une seule fois.
violation-shipment-not-sealed = Le lot { $parcel } n'a pas de scellé. Scellez-le d'abord.
violation-shipment-parcel-taken = Le lot { $parcel } se trouve déjà dans l'expédition { $shipment }. Annulez d'abord cette expédition, ou retirez le lot.
violation-shipment-offered = Le lot { $parcel } est offert à la vente sur le bordereau { $slip }. Retirez d'abord l'offre, ou laissez le lot de côté.
violation-shipment-no-value = Indiquez la valeur du lot { $parcel } en dollars des États-Unis : plus de 0, sans séparateur de milliers.
violation-shipment-weightless = Le lot { $parcel } ne pèse rien. Laissez-le de côté.
violation-shipment-test-mixed = Des lots d'essai et de vrais lots ne peuvent pas partir ensemble. Choisissez les uns ou les autres.
violation-shipment-destination-unknown = Choisissez le pays de destination.
violation-shipment-destination-own = Une expédition quitte le pays. Choisissez un autre pays.
violation-shipment-not-proposed = Aucun agent n'a encore signé cette expédition, ou la signature a été reprise. Rouvrez l'expédition pour voir où elle en est.
violation-shipment-proposed = Un agent a déjà signé cette expédition. Elle ne peut plus que passer à l'approbateur, ou être renvoyée par l'autorité.
violation-shipment-certified = Un certificat a déjà été délivré pour cette expédition.
violation-shipment-cancelled = Cette expédition a été annulée. Ses lots sont de nouveau libres.
