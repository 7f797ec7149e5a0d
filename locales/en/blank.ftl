nav-blanks = Blank certificates

## What is refused

violation-blank-year = Forms are received for this year, { $year }, or the year before or after it.
violation-blank-number = "{ $typed }" is not a certificate number. Type it as it is printed, for example { $example }.
violation-blank-number-year = This number is not of the year { $year }.
violation-blank-range = The last number is before the first, or of another print run. Give the first and the last number of one run.
violation-blank-too-many = More than { $limit } forms are no delivery of one run. Look at the last number again.
violation-blank-width = The last number has more digits than certificate numbers have.
violation-blank-overlap = Number { $number } is in a run that was received before. A number is printed once.
violation-blank-unknown = No form with the number { $number } was ever received. Look at the number again; if the paper bears it, the paper is not genuine.
violation-blank-not-in-stock = Form { $number } is not in stock: { $state ->
    [reserved] it is set aside for a shipment.
    [reported] somebody reported it, and a second person has not decided yet.
    [issued] a certificate was issued on it.
    [spoiled] it was spoiled.
    [lost] it was lost.
    [stolen] it was stolen.
    [returned] it was given back.
   *[other] it was used.
}
violation-blank-office = There is no such office.
violation-blank-decided = Somebody was first: this report is { $state ->
    [confirmed] confirmed.
   *[refused] refused.
}
violation-blank-same-person = You reported these forms yourself, or your account has the name of who did. Somebody else must decide.
violation-blank-other-year = Number { $number } is of the range of { $year }, and it is { $now }. Take a form of this year's range.
violation-blank-none-left = No blank certificate of { $year } is in stock. Record the delivery of a print run first.
violation-blank-elsewhere = No blank certificate is left at this office or in the head office. Other offices have some, the next is { $number }: have forms sent over and allocated, or type the number that is in your hand.
violation-blank-read-it = Take form { $number } out of the safe and type the number that is printed on it.
violation-blank-received-year = Forms of { $year } cannot have come then. Look at the day again.
violation-blank-not-this = The number on the paper, { $typed }, is not { $number }, which is set aside for this shipment. Take the right form, or have the officer take his signature back and choose another.

## The stock

blank-lead = Every numbered form is in exactly one state. What is issued, spoiled, lost, stolen, given back and unused adds up to what was received.
blank-stock-left = Blank certificates in stock
blank-none = No print run has been received yet.
blank-runs = Print runs
blank-run = Print run
blank-numbers = Numbers
blank-year = Year of the range
blank-year-hint = The year for which these forms are printed
blank-on = Received
blank-note = Delivery note or printer
blank-note-hint = As it stands on the papers of the delivery
blank-first = First number
blank-last = Last number
blank-last-hint = Leave empty for one form alone
blank-number-hint = As printed, for example { $example }
blank-run-size = Forms
blank-in-stock = In stock
blank-where = Where each form is
blank-kept-by = Kept by
blank-head-office = Head office
blank-office-hint = Leave empty for the safe of the head office
blank-forms = { $count ->
    [one] { $count } form
   *[other] { $count } forms
}
blank-state-stock = In stock
blank-state-reserved = Set aside
blank-state-reported = Reported
blank-state-issued = Issued
blank-state-spoiled = Spoiled
blank-state-lost = Lost
blank-state-stolen = Stolen
blank-state-returned = Given back
blank-receive = Receive a print run
blank-receive-lead = Count the forms and look at the first and the last number before you confirm. A number can be received once only.
blank-receive-confirm = Receive these forms
blank-allocate = Give to an office
blank-allocate-confirm = Move these forms

## Reports

blank-report = Report forms
blank-report-one = Report of blank certificates
blank-report-how = Report forms that were spoiled, lost, stolen or given back before a certificate was issued on them. Nobody can use them from then on. Somebody else must confirm it. For a certificate that was issued, open the certificate and make it void.
blank-report-lead = Nobody can use these forms once you report them. A second person must confirm it.
blank-report-lead-warning = Nobody can use these forms once you report them, and everybody is told at once not to accept these numbers. A second person must confirm it.
blank-report-confirm = Report these forms
blank-reports = Reports
blank-reports-waiting = Reports that wait for a second person
blank-fate = What became of them
blank-fate-spoiled = Spoiled
blank-fate-lost = Lost
blank-fate-stolen = Stolen
blank-fate-returned = Given back or destroyed unused
blank-happened-on = When it happened or was noticed
blank-how-come = How it came about
blank-how-come-hint = What happened, who was there, where the paper is now
blank-reported = Reported
blank-report-waiting = Waits for a second person
blank-report-confirmed = Confirmed
blank-report-refused = Refused: the forms are in stock again
blank-waits = Nobody can use these forms until a second person has decided.
blank-waits-public = Nobody can use these forms until a second person has decided. The numbers are on the public list already.
blank-waits-other = You reported these forms. Somebody else must decide.
blank-decision-reason = Your reason
blank-decision-hint = Needed when you refuse. What is confirmed is final.
blank-confirm = Confirm for good
blank-refuse = Refuse: the forms are there

## Signing

blank-set-aside = Blank certificate
blank-set-aside-hint = The form that is set aside for this shipment. The next one in stock is filled in.
blank-take = Take form { $number } out of the safe.
blank-in-hand = Number on the paper
blank-in-hand-hint = Read or scan it from the paper in your hand
certificate-replaces = Replaces
certificate-replaced-by = Replaced by

## What anybody may know

blank-lost-title = Numbers that must not be accepted
blank-lost-lead = { $authority } asks everybody not to accept a certificate with one of these numbers. As of { $on }.
blank-lost-none = No number is known to be lost, stolen or void.
blank-lost-file = The same list as a file (CSV)
blank-since = Since
blank-unconfirmed = reported, not confirmed yet
blank-warning-form-spoiled = Spoiled blank form
blank-warning-form-lost = Lost blank form
blank-warning-form-stolen = Stolen blank form
blank-warning-form-returned = Blank form given back or destroyed
blank-warning-certificate-void = Void certificate
blank-warning-certificate-lost = Lost certificate
blank-warning-certificate-stolen = Stolen certificate
blank-told-lost = The form with this number was lost before any certificate was issued on it. A certificate with this number is not genuine.
blank-told-stolen = The form with this number was stolen before any certificate was issued on it. A certificate with this number is not genuine.
blank-told-spoiled = The form with this number was spoiled. No certificate was issued on it; one with this number is not genuine.
blank-told-returned = The form with this number was given back unused. No certificate was issued on it; one with this number is not genuine.
