### Shipments: sealed parcels that an exporter puts together to leave.

violation-shipment-no-licence = No licence to export is valid on { $on }. Renew the exporter's licence first.
violation-shipment-empty = Choose at least one sealed parcel.
violation-shipment-too-many = A shipment holds at most { $most } parcels. Combine small parcels, or prepare two shipments.
violation-shipment-not-held = Parcel { $parcel } is not among the parcels you hold. Check the code.
violation-shipment-twice = Parcel { $parcel } is named twice. Name it once.
violation-shipment-not-sealed = Parcel { $parcel } has no seal. Seal it first.
violation-shipment-parcel-taken = Parcel { $parcel } is already in shipment { $shipment }. Cancel that shipment first, or leave the parcel out.
violation-shipment-offered = Parcel { $parcel } is offered for sale on slip { $slip }. Withdraw the offer first, or leave the parcel out.
violation-shipment-no-value = Give the value of parcel { $parcel } in US dollars: more than 0, without thousands separators.
violation-shipment-weightless = Parcel { $parcel } weighs nothing. Leave it out.
violation-shipment-test-mixed = Test parcels and real parcels cannot leave together. Choose one kind.
violation-shipment-destination-unknown = Choose the country the shipment goes to.
violation-shipment-destination-own = A shipment leaves the country. Choose another country.
violation-shipment-not-proposed = No officer has signed this shipment yet, or the signature was taken back. Open the shipment again to see where it stands.
violation-shipment-proposed = An officer has already signed this shipment. It can only go on to the approver, or be sent back by the authority.
violation-shipment-certified = A certificate was already issued for this shipment.
violation-shipment-cancelled = This shipment was cancelled. Its parcels are free again.
