### Certificates: two signatures, thirteen fields, and what stands against them.

## What stands against a certificate

violation-certificate-parcel-gone = Parcel { $parcel } is no longer there: it was used up, or left under another certificate.
violation-certificate-parcel-not-held = Parcel { $parcel } is no longer held by the exporter.
violation-certificate-parcel-elsewhere = Parcel { $parcel } is no longer part of this shipment.
violation-certificate-seal-missing = Parcel { $parcel } has lost its seal { $seal }: it was opened after the shipment was prepared.
violation-certificate-seal-other = Parcel { $parcel } bears the seal { $found }, not { $seal } as when the shipment was prepared.
violation-certificate-weight-changed = Parcel { $parcel } now weighs { $is }, not { $was } as when the shipment was prepared.
violation-certificate-stones-changed = Parcel { $parcel } now has { $is } stones, not { $was } as when the shipment was prepared.
violation-certificate-parcel-test = Parcel { $parcel } is a test parcel in a real shipment, or a real one in a test.
violation-certificate-licence-missing = The exporter's licence is not in the register.
violation-certificate-licence-not-valid = The exporter's licence { $number } is not valid on { $on }.
violation-certificate-licence-other = Licence { $number } does not let this exporter export.
violation-certificate-correction-pending = Somebody has asked to correct the production entry of parcel { $parcel }. It must be decided first.
violation-certificate-origin-incomplete = Only { $traced } of { $mass } can be followed back to an entry of the register.
violation-certificate-destination-own = The shipment does not leave the country.
violation-certificate-totals-differ = The totals of the shipment do not agree with its parcels and lines.
violation-certificate-test = This is a test shipment. Its stones are not real and no certificate can be issued for it.
violation-certificate-unestablished = The origin of { $mass } is not established. Say why a certificate may still be issued; it is printed and reported.
violation-certificate-expiry-late = A certificate is valid for at most 60 days. The last day possible is { $latest }.
violation-certificate-expiry-past = The last day of validity, { $on }, has passed. Choose today or a later day.
violation-certificate-same-person = You signed this shipment first, or your account has the name of the officer who did. Somebody else must approve it. If two people share a name, ask the administrator to tell them apart in their accounts.
violation-certificate-issued = Somebody was first: certificate { $number } was already issued for this shipment.
violation-certificate-void = Certificate { $number } is already void. That is final.
