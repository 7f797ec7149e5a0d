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
violation-certificate-licence-not-valid = The exporter's licence { $number }, which the shipment names, is not valid on { $on }. { $instead ->
    [none] The exporter needs a valid licence. Once he has another one, he cancels the shipment and prepares it again under that one.
   *[other] Licence { $instead } is valid instead: the exporter cancels the shipment and prepares it again, and it will name that one.
} A shipment that is proposed already is sent back first.
violation-certificate-licence-other = Licence { $number } does not let this exporter export.
violation-certificate-correction-pending = Somebody has asked to correct the production entry of parcel { $parcel }. It must be decided first.
violation-certificate-origin-incomplete = Only { $traced } of { $mass } can be followed back to an entry of the register.
violation-certificate-destination-own = The shipment does not leave the country.
violation-certificate-totals-differ = The totals of the shipment do not agree with its parcels and lines.
violation-certificate-test = This is a test shipment. Its stones are not real and no certificate can be issued for it.
violation-certificate-unestablished = The origin of { $mass } is not established. Say why a certificate may still be issued; it is printed and reported.
violation-certificate-expiry-late = A certificate is valid for at most 60 days. The last day possible is { $latest }.
violation-certificate-expiry-past = The last day of validity, { $on }, has passed. Choose today or a later day.
violation-certificate-changed-since-signed = Since the first signature a correction changed where these carats came from. Ask the officer who signed to take the signature back, read it anew and sign again.
violation-certificate-same-person = You signed this shipment first, or your account has the name of the officer who did. Somebody else must approve it. If two people share a name, ask the administrator to tell them apart in their accounts.
violation-certificate-issued = Somebody was first: certificate { $number } was already issued for this shipment.
violation-certificate-goods = Say where the goods are: still here, or already gone.
violation-certificate-seal-elsewhere = The seal { $seal } of parcel { $parcel } is now on parcel { $other }. Open it there first, or the goods cannot come back.
violation-certificate-print-void = Certificate { $number } is void and is not printed again. The files of earlier prints can still be opened.
violation-certificate-print-left = An original of certificate { $number } can no longer be made: its goods left on { $on }. Its file for programs and its token can still be had.
violation-certificate-print-ended = An original of certificate { $number } can no longer be made: its last day was { $on }. Return the form, and make the certificate void.
violation-certificate-print-other = Somebody else printed this certificate before you; the next copy would be number { $copy }. Look at the list, and print it again with a reason only if it is needed.
violation-certificate-print-erased = The personal details of exporter { $code } were erased, so that no certificate can be printed that names it.
violation-certificate-void = Certificate { $number } is already void. That is final.

## Lists and one certificate

certificate-one = Kimberley Process certificate
certificate-page-title = Certificate { $number }
certificate-number = Number
certificate-none = There are no certificates here yet.
certificate-issued-on = Issued
certificate-expires-on = Valid until
certificate-origin = Country of origin
certificate-not-established = origin not established
certificate-lines = By subheading
certificate-digest = Digest of the frozen composition (SHA-256):
certificate-public = Public page
certificate-public-link = What anybody is told of this number
certificate-paper = Certificate on paper
certificate-trace = Trace to the sites
certificate-standing-valid = Valid
certificate-standing-used = Used
certificate-standing-expired = Expired
certificate-standing-void = Void
void-cause = What for?
void-cause-error = Something on it is wrong
void-cause-spoiled = The paper was spoiled
void-cause-lost = The paper was lost: everybody is told to look out for it
void-cause-stolen = The paper was stolen: everybody is told to look out for it
void-cause-unused = It was not used and has come back
violation-certificate-cause = Say what the certificate is made void for.
certificate-standing-lost = Lost or stolen
certificate-recorded-valid = Issued
certificate-recorded-void = Void
certificate-revised = { $count ->
    [one] An approved correction changed the past of these stones after the certificate was issued. The certificate stays as it was; the trace shows both.
   *[other] { $count } approved corrections changed the past of these stones after the certificate was issued. The certificate stays as it was; the trace shows both.
}
certificate-make-void = Make void
certificate-make-void-lead = Once you confirm, the certificate is void at once and for good, and everybody who looks up its number is told so. Its number is never used again.
certificate-void-confirm = Make it void for good
certificate-goods = Where are the goods?
certificate-goods-hint = Look at the parcels and their seals before you answer. The answer is kept in the register.
certificate-goods-here = Still here, under their seals: the shipment may be cancelled, or get another certificate
certificate-goods-gone = They have left: the parcels stay exported
certificate-goods-told-here = The goods were still here and came back to their shipment.
certificate-goods-told-gone = The goods had left and stay exported.
certificate-void-final = This certificate is void. That is final.
certificate-void-tell = If the importing authority was told of it, tell it that it is void

## On paper: the thirteen fields

certificate-title = Kimberley Process Certificate
certificate-statement = The rough diamonds in this shipment have been handled in accordance with the provisions of the Kimberley Process Certification Scheme for rough diamonds.
certificate-field-origin = Country of origin
certificate-field-number = Certificate number
certificate-field-issued = Date of issue
certificate-field-expires = Date of expiry
certificate-field-authority = Issuing authority
certificate-field-exporter = Exporter
certificate-field-importer = Importer
certificate-field-mass = Carat weight
certificate-field-value = Value
certificate-field-parcels = Number of parcels
certificate-field-hs = HS subheadings, carats, value
certificate-field-seals = Seals
certificate-field-unestablished = Origin not established
certificate-field-validation = Validation by the exporting authority: stamp
certificate-signed-first = Checked by
certificate-signed-second = Approved by
certificate-check-here = Check this certificate at
certificate-mark-reprint = Reprint, copy { $copy }
certificate-page = Page { $page } of { $pages }
certificate-continued = see the following page

## Printing

certificate-prints = Prints
certificate-print-title = Certificate { $number } on paper
certificate-print-none = This certificate was not printed yet.
certificate-print-once = The original is printed once. Its file is kept, and can be opened again without being counted as another print.
certificate-print-now = Print the original
certificate-print-again = Print again
certificate-print-again-one = Reprint, copy { $copy }
certificate-print-again-now = Print again, marked
certificate-print-marked = Only where the original was spoiled or lost. The paper will be marked across as a reprint, copy { $copy }, and the reason stands in the register for good.
certificate-print-reason-hint = What happened to the print before, and where it is now. No details of persons.
certificate-print-not-void = It is not printed again. The files of earlier prints can still be opened.
certificate-print-erased = The exporter’s personal details were erased, and the files of the prints with them. That and when it was printed stays on record.
certificate-print-copy = Copy
certificate-print-original = Original
certificate-print-when = Printed
certificate-print-who = By
certificate-print-file = File
certificate-print-open = Open copy { $copy } (PDF)
certificate-print-gone = erased

## Public page

certificate-check-title = Check a certificate
certificate-authority = Issuing authority
certificate-told-valid = This certificate was issued and is valid.
certificate-told-used = A receipt of this certificate abroad was confirmed. No goods may travel with it any more.
certificate-told-expired = This certificate was issued, and its validity has ended. No goods may be accepted with it any more.
certificate-told-lost = This certificate was lost or stolen after it was issued, and is void. It must not be accepted.
certificate-told-void = This certificate is void. It must not be accepted.
certificate-check-compare = Compare the number and the days with the paper. If anything differs, ask the issuing authority.
certificate-check-unknown = No certificate with this number was issued in this register.
certificate-check-unknown-do = Check the number as it is printed. If it is written so on a paper you hold, tell the issuing authority: { $authority }.
