### Imports: rough diamonds from abroad with the certificate of another participant.

nav-arrivals = Imports

## What is refused

violation-arrival-country = { $typed ->
    [none] Choose the country.
   *[other] "{ $typed }" is no country. Write its two letters (ISO 3166), such as BE.
}
violation-arrival-own = That is this country. An import comes from another one.
violation-arrival-no-importer = { $code ->
    [none] Give the code of the importer.
   *[other] { $code } is not in the register.
} Register the importer first, or say why the shipment is detained.
violation-arrival-importer-stated = Give the importer as the certificate names it: nobody in the register has this code.
violation-arrival-importer-state = The importer { $party } is written down as { $state ->
    [dead] dead
    [ended] dissolved
   *[barred] barred
} on { $day }, and can take nothing in. Only detained shipments are written down for it.
violation-arrival-no-licence = { $code } has no licence that is valid today and lets it hold stones. Only detained shipments are written down for it.
violation-arrival-origins = Name the one country of mining that the certificate states, or say that the origin is mixed.
violation-arrival-parcels = Give the number of parcels as the certificate states it.
violation-arrival-lines = Give carats and value of each subheading that the certificate states, both above zero.
violation-arrival-found = Weigh and count just the subheadings that the certificate states: carats and stones of each.
violation-arrival-found-before = What was found was weighed and counted when the shipment came. It is not said again.
violation-arrival-found-sum = { $found } are weighed now, and { $before } were found when the shipment came. Weigh again until the lines make the same.
violation-arrival-number = A certificate number has letters or figures.
violation-arrival-number-of = "{ $typed }" is no certificate number. Write one number in a line, or paste a file with its first line.
violation-arrival-range = From "{ $first }" to "{ $last }" is no range: the two must differ in one group of figures alone, and the last come after the first.
violation-arrival-range-size = From "{ $first }" to "{ $last }" are too many numbers. A list has { $limit } at most; divide it.
violation-arrival-warning-country = Line { $line }: these numbers are of { $typed }, and another country is chosen above.
violation-arrival-withdrawn = Somebody was first: no number of this list stands any more.
violation-arrival-not-warned = "{ $typed }" is no number of this list that still stands.
violation-arrival-twice = Certificate { $number } came before: it is { $code }. A certificate is used once: say why this shipment is detained.
violation-arrival-days = From issue to expiry are { $days } days. A certificate is valid for at most 60, and not less than none.
violation-arrival-before = The shipment came before its certificate was issued, on { $on }.
violation-arrival-expired = The certificate had ended on { $on } when the shipment came.
violation-arrival-found-parcels = Say how many parcels you counted when you opened the shipment.
violation-arrival-parcels-found = { $found } parcels were counted, and the certificate states { $stated }. Count again; if it stays so, say why it is detained.
violation-arrival-seals = The seals were not whole. Such a shipment is not let in: say why it is detained.
violation-arrival-weight = { $found } were found, and the certificate states { $stated }. Weigh again; if it stays so, say why it is detained.
violation-arrival-stranger = { $country } was no participant of the Kimberley Process on { $on }, the day of issue. Its certificate cannot be valid: say why the shipment is detained.
violation-arrival-closed = { $country } was { $standing ->
    [suspended] suspended from the Kimberley Process
    [left] no participant of the Kimberley Process any more
   *[member] a participant without trade in rough diamonds
} on { $on }, the day of issue. Say why the shipment is detained.
violation-arrival-warned = The authority that issued { $number } says that it is lost, stolen or void ({ $source }). Say why the shipment is detained.
violation-arrival-too-many = More than { $limit } numbers are too many for one list. Divide it.
violation-arrival-not-detained = { $code } is not detained any more.
violation-arrival-outcome = Say what becomes of it.
violation-arrival-release-stranger = { $country } was no participant of the Kimberley Process on { $on }, the day of issue. This shipment cannot be let in: it goes back, or is seized.
violation-arrival-release-closed = { $country } was { $standing ->
    [suspended] suspended from the Kimberley Process
    [left] no participant of the Kimberley Process any more
   *[member] a participant without trade in rough diamonds
} on { $on }, the day of issue. This shipment cannot be let in: it goes back, or is seized.
violation-arrival-release-warned = The authority that issued { $number } says that it is lost, stolen or void ({ $source }). This shipment cannot be let in unless that warning is withdrawn.
violation-arrival-release-twice = With certificate { $number } another shipment was let in: { $code }. A certificate is used once.
violation-arrival-release-importer = { $code ->
    [none] Give the code of the importer: nobody in the register was named when the shipment came.
   *[other] { $code } is not in the register. Register the importer first.
}

## On pages

arrival-lead = Rough diamonds from abroad, each shipment with the certificate of another participant. What is let in is stock of its importer, parcel by parcel. When it is exported again, its origin is told by the foreign certificate: what the foreign certificate says was mined here is not counted as production of this country.
arrival-none = Nothing has been written down yet.
arrival-detained-count = { $count ->
    [one] { $count } shipment is detained. An approver decides what becomes of it.
   *[other] { $count } shipments are detained. An approver decides what becomes of them.
}
arrival-one = Import
arrival-new = Record an import
arrival-how = Open the shipment in the presence of the importer, weigh and count it, and compare it with its certificate. What the paper says and what was found are written down side by side.
arrival-part-paper = What the certificate says
arrival-part-goods = What came
arrival-number = Certificate number
arrival-number-hint = As it is printed.
arrival-issuer = Issued in
arrival-issuer-hint = The country of the authority, or the European Union, which is one participant: a certificate number counts once for all its members.
arrival-days = Issued and valid until
arrival-on = Day of arrival
arrival-exporter = Exporter abroad
arrival-exporter-hint = A firm or an office, not a person: it stays in the journal for ever.
arrival-provenance = Country of the exporter
arrival-origins = Countries of mining
arrival-origins-hint = Two letters each, with commas between them, for example BW, ZA.
arrival-mixed = The certificate says that the origin is mixed
arrival-parcels = Number of parcels
arrival-lines = By subheading: stated and found
arrival-lines-hint = Leave a subheading empty that the certificate does not have. Of each other one give what the certificate states, and what was weighed and counted.
arrival-stated-carats = Carats stated
arrival-stated-value = Value stated
arrival-found-carats = Carats found
arrival-found-stones = Stones found
arrival-found-line = { $count ->
    [one] { $mass } found, { $count } stone
   *[other] { $mass } found, { $count } stones
}
arrival-found-close-hint = Only when it is let in: weigh and count it by subheading. When it came it weighed { $mass } in all, and the lines must make the same.
arrival-received = What it became
arrival-received-how = What was found is stock, one parcel for each subheading, at first in the hands of the importer. The page of a parcel tells where it is now.
arrival-importer = Importer
arrival-importer-hint = Code from the register. It may be left empty when the shipment is detained.
arrival-importer-stated = Importer as the certificate names it
arrival-importer-stated-hint = Only of a detained shipment whose importer is not in the register. A firm or an office, not a person: it stays in the journal for ever.
arrival-importer-unregistered = { $name } (not in the register)
arrival-importer-close-hint = Only when it is let in: code from the register. When the shipment came, nobody in the register was named.
arrival-contents = Contents by the certificate
arrival-found = Carats found
arrival-found-parcels = Parcels that you counted
arrival-found-parcels-hint = Count them when you open the shipment; the certificate does not matter here.
arrival-seals-whole = The seals were whole
arrival-seals-broken = The seals were not whole
arrival-detain = Detained because
arrival-detain-hint = Leave empty to let it in. With a reason it is kept on record as detained, whatever stands against it.
arrival-remark = Remark
arrival-confirm = Record it
arrival-lead-accepted = It will be let in as stock of the importer, and its certificate cannot be used again. It cannot be corrected afterwards: look twice.
arrival-lead-detained = It will be detained until an approver decides.
arrival-state-accepted = Let in
arrival-state-detained = Detained
arrival-state-returned = Sent back
arrival-state-seized = Seized
arrival-outcome = What becomes of it
arrival-outcome-released = Cleared up: let in
arrival-outcome-returned = Sent back
arrival-outcome-seized = Seized
arrival-close = Decide
arrival-close-confirm = Decide so
arrival-close-hint = A certificate of no participant, of one without trade, one its authority warns of, or one under which another shipment was let in, lets nothing in.
arrival-detained-waiting = Detained imports
arrival-all = All imports
arrival-against-days = The days of the certificate are more than 60, or upside down
arrival-against-before = It came before its certificate was issued
arrival-against-expired = The certificate had ended
arrival-against-seals = The seals were not whole
arrival-against-parcels-found = The number of parcels counted differs from that stated
arrival-against-weight = The carats found differ from those stated
arrival-against-stranger = The country was no participant on the day of issue
arrival-against-closed = There was no trade with the participant on the day of issue
arrival-against-warned = The issuing authority warns of this number
arrival-against-none = There is no list of participants
arrival-against-twice = Another shipment came with this certificate
arrival-against-no-importer = The importer is not in the register
arrival-against-importer-state = The importer is barred, dead or dissolved
arrival-against-no-licence = The importer has no licence to hold stones
arrival-warnings = Add warnings of a foreign authority
arrival-warnings-how = Numbers of certificates that a foreign authority says are lost, stolen or void. A shipment with one of them is not let in.
arrival-warnings-confirm = Add them
arrival-source = Source
arrival-source-hint = Where it was published, or who sent it and when.
arrival-numbers = Numbers
arrival-numbers-hint = Numbers one to a line, or a file with its first line
arrival-warnings-file = A file of an authority with ranges of numbers has a first line. Of its columns, "first" must be there; "last" and "country" are read where they are there:
arrival-numbers-count = How many
arrival-numbers-of = { $count ->
    [one] { $count } number
   *[other] { $count } numbers
}
arrival-numbers-more = and { $count } more
arrival-numbers-stand = Numbers that stand
arrival-numbers-plain = Letters and figures alone, as they are compared.
arrival-number-withdrawn = withdrawn: { $reason }
arrival-warned = Numbers that foreign authorities warn of
arrival-warned-lead = No shipment is let in with a certificate of one of these numbers.
arrival-lists = Lists
arrival-lists-none = No authority has warned of a number yet.
arrival-inside-warned = Let in under a number that is warned of
arrival-inside-how = The warning came after the goods, or the goods came while it was withdrawn. See after them: ask the authority that issued the certificate, and whoever has the goods.
arrival-inside-count = { $count ->
    [one] { $count } shipment was let in under a number that is warned of.
   *[other] { $count } shipments were let in under numbers that are warned of.
}
arrival-withdraw = Withdraw a warning
arrival-withdraw-how = For a number that was found again, or never meant. It stays in the history with your reason, and shipments with it can be let in.
arrival-withdraw-hint = One to a line. Leave it empty to withdraw all that still stand.
arrival-withdraw-lead = Shipments with these numbers can be let in from then on.
arrival-withdraw-confirm = Withdraw it
arrival-confirmation = Confirmation to the exporting authority
arrival-confirmation-how = Every participant confirms what it received to the authority that issued the certificate. Send it this text, or print the page.
arrival-confirmation-stated = It was detained at first. The certificate states:
arrival-confirmation-text = The shipment with certificate { $number } was received on { $on }.
prove-act-close-arrival = Decide upon a detained import
prove-act-withdraw-warnings = Withdraw a warning of a foreign authority
event-arrival-recorded = Import recorded
event-arrival-closed = Detained import decided
event-warning-listed = Warnings of a foreign authority added
event-warning-withdrawn = Warnings of a foreign authority withdrawn
violation-arrival-line-weight = Of { $hs } { $found } ct were found, and the certificate states { $stated } ct. Detain the shipment if that cannot be cleared up now.
violation-arrival-release-more = { $found } ct were found, more than the { $stated } ct that the certificate states. What it does not cover goes back or is seized.
violation-certificate-import-warned = Certificate { $number }, under which part of these stones came from abroad, is warned of by its authority ({ $source }). Nothing leaves until the warning is withdrawn.
violation-arrival-no-found = Weigh and count what the shipment holds, for each subheading that the certificate states.
violation-arrival-release-goods = What was found has not just the subheadings that the certificate states. Such a shipment goes back or is seized.
