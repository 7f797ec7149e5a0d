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
violation-shipment-not-sent-back = This shipment was not sent back, or was answered already. Open it again to see where it stands.
violation-shipment-sent-back = This shipment was sent back to its exporter. It can be checked again when the exporter has answered that it is ready.
violation-shipment-cancelled = This shipment was cancelled. Its parcels are free again.

## Subheadings of the Harmonized System

hs-7102-10 = 7102.10 unsorted
hs-7102-21 = 7102.21 industrial
hs-7102-31 = 7102.31 non-industrial

## Lists and one shipment

shipment-one = Shipment
shipment-title = Shipment { $code }
shipment-code = Code
shipment-none = There are no shipments here yet.
shipment-since = Since
shipment-exporter = Exporter
shipment-licence = Exporter's licence
shipment-licence-valid = (valid)
shipment-licence-not-yet = (not yet valid)
shipment-licence-suspended = (suspended)
shipment-licence-revoked = (revoked)
shipment-licence-expired = (expired)
shipment-importer = Importer
shipment-importer-name = Name of the firm
shipment-importer-address = Postal address, without the country
shipment-destination = Country of destination
shipment-contents = Contents
shipment-parcels-count = { $count ->
    [one] { $count } parcel
   *[other] { $count } parcels
}
shipment-value = Value
shipment-value-certified = Value on the certificate
shipment-value-declared = as the exporter declared it; nobody valued it
shipment-value-source = { $rule ->
    [highest] { $valuer }: the highest of the values stated
    [government] { $valuer }: the rules take the government’s value
   *[none] { $valuer }
}
shipment-origin = Countries of origin
shipment-parcels = Parcels
shipment-parcel = Parcel
shipment-hs = HS subheading
shipment-seal = Seal
shipment-seal-number = Seal { $seal }
shipment-total-carats = { $carats } ct
shipment-trace = Trace to the sites
shipment-to-certificate = Certificate { $number }
shipment-state-prepared = Prepared
shipment-state-proposed = Signed by an officer
shipment-state-certified = Certified
shipment-state-cancelled = Cancelled
shipment-state-sent-back = Sent back
shipment-who = { $name }, { $role }

## Prepared, checked, approved, issued

shipment-steps = Where it stands
shipment-step-prepared = Weighed, sealed and packed by the exporter
shipment-not-valued = (declared, not valued yet)
shipment-step-valued = Valued
shipment-step-checked = Traced and checked by an officer
shipment-step-approved = Approved by a second person
shipment-step-issued = Certificate issued
shipment-step-done = Done
shipment-step-next = Next
shipment-step-back = Sent back to the exporter
shipment-step-later = Cannot start yet
shipment-step-never = Will not happen
shipment-step-by = { $who }, { $at }
shipment-history = History
shipment-happened-shipment-valued = Shipment valued
shipment-happened-shipment-prepared = Shipment prepared
shipment-happened-shipment-cancelled = Shipment cancelled
shipment-happened-shipment-presented = Ready again
shipment-happened-certificate-proposed = Checked and signed
shipment-happened-certificate-retracted = Signature taken back
shipment-happened-certificate-declined = Sent back
shipment-happened-certificate-issued = Approved, certificate issued
shipment-happened-certificate-voided = Certificate made void
shipment-reason-quoted = Reason: “{ $reason }”
shipment-answer-quoted = Answer: “{ $answer }”
shipment-presented = This shipment was sent back, and the exporter says that it is ready again.
shipment-back-home = Shipment { $code } was sent back to you.
shipment-back-open = Open the shipment and answer
shipment-back-more = More shipments were sent back to you: see the list
shipment-back-next = Put right what is asked and say that the shipment is ready again. If its parcels, their values or the importer must change, cancel it and prepare another one.
shipment-came-back = The certificate of this shipment was made void, and the goods are still here. Cancel the shipment, or let an officer check it again for a new certificate.
shipment-void-before = Void certificates of this shipment:
shipment-sent-back = The authority sent this shipment back.

## Preparing

shipment-prepare = Prepare a shipment
shipment-under-licence = You export under licence { $number }.
shipment-licence-none = You have no licence to export that is valid today. You can look, but a shipment will be refused.
shipment-parcels-none = You hold no sealed parcel that is free. Seal a parcel first.
shipment-choose = Which sealed parcels leave?
shipment-choose-hint = Tick each parcel and give its value.
shipment-value-usd = Value in US dollars
shipment-check = Check the shipment
shipment-check-lead = The parcels are set aside for this shipment, and an officer is asked to check it.
shipment-prepare-confirm = Prepare the shipment

## Undoing

shipment-cancel = Cancel this shipment
shipment-cancel-lead = The shipment is taken apart and its parcels are free again. It stays in the register as cancelled.
shipment-decline = Send back
shipment-decline-lead = The shipment goes back to the exporter, and any signature on it is taken away. The exporter reads your reason.
shipment-take-back = Take your signature back
shipment-take-back-lead = Your signature is taken away, and the shipment waits for an officer again. The exporter need not do anything. To send it back to the exporter, take your signature back first, then open the check and send it back.
shipment-reason = Reason
shipment-reason-hint = It is kept in the register and shown to everybody who may see this.

shipment-present = Ready again
shipment-present-lead = It was sent back for this reason: “{ $reason }”. When you have put that right, the shipment goes to an officer again as it is.
shipment-answer = What have you done about it?
shipment-answer-hint = The officer reads it. It is kept in the register.

## Checking and signing

shipment-review = Review before signing
shipment-review-title = Review of shipment { $code }
shipment-against = What stands against a certificate
shipment-against-nothing = No rule stands against it.
shipment-to-explain = The trace holds what would have to be explained. Read it before you sign.
shipment-to-explain-open = Read it in the trace
shipment-against-some = { $count ->
    [one] One thing stands against it:
   *[other] { $count } things stand against it:
}
shipment-cannot-sign = It cannot be signed as long as something stands against it.
shipment-origins = Where the carats came in
shipment-origin-countries = Mined in: { $countries }.
shipment-origin-none = No country of origin is established.
shipment-origin-mixed = The origin is mixed.
shipment-origin-unestablished = The origin of { $mass } is not established.
shipment-import = Foreign certificate { $number }: { $words }
shipment-unestablished = Origin not established
shipment-site = Site
shipment-share = Share
shipment-entries = Entries
shipment-sites-left = { $count ->
    [one] One more site is in the trace.
   *[other] { $count } more sites are in the trace.
}
shipment-first-signature = First signature
shipment-second-signature = Second signature
shipment-expires-hint = At most 60 days after issue: { $latest } if it is issued today.
shipment-unestablished-why = Why carats without established origin may leave
shipment-unestablished-hint = The origin of { $mass } is not established. What you write is printed on the certificate and reported.
shipment-propose = Check and sign
shipment-propose-lead = With your signature a second person is asked to approve and issue the certificate.
shipment-propose-confirm = Sign and pass on
shipment-first-signed = Signed first by { $who }, { $at }.
shipment-approve = Approve and issue
shipment-approve-lead = The certificate is issued at once, its number is taken for good, and its parcels are exported: nobody holds them here any more.
shipment-approve-confirm = Issue the certificate

## First pages

shipment-officer-start = Shipments to check
shipment-officer-nothing = No shipment waits for you.
shipment-officer-waiting = { $count ->
    [one] One shipment waits.
   *[other] { $count } shipments wait, the longest first.
}
shipment-officer-signed = Waiting for the second signature
shipment-approver-start = Certificates to approve
shipment-approver-nothing = Nothing waits for your approval.
shipment-approver-waiting = { $count ->
    [one] One shipment waits for the second signature.
   *[other] { $count } shipments wait for the second signature, the longest first.
}
shipment-waits-since = since { $at }
shipment-parcels-to-seal = Choose a parcel to seal

violation-shipment-exporter-state = The exporter { $party } is written down as { $state ->
    [dead] dead
    [ended] dissolved
   *[other] barred
} on { $day }. Nothing leaves in its name.
violation-shipment-hs-differs = Parcel { $parcel } was sorted as { $hs } and leaves as that. If the sorting was wrong, sort it again first.
