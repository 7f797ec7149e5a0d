### Words that belong to no single noun: the frame of every page, units, roles, faults, and what is
### wrong with something typed. One file per noun beside this one; ids begin with the noun.
### A mass, a day or an instant given as a value is already written out, a mass with its unit.
### Between a number and its unit stands a no-break space, written as an escape so that it can be seen.

-product = Placer

## The frame of every page

app-name = { -product }
app-tagline = National register and custody ledger for alluvial diamonds
app-title = { $page } – { -product }
app-title-error = Error: { $title }
app-skip = Skip to main content
app-back = Back
app-request = Request number { $request }

## Languages, each under its own name

language-en = English
language-fr = Français

## Navigation

nav-label = Main navigation
nav-home = Home
nav-parties = Parties
nav-licences = Licences
nav-sites = Sites
nav-map = Map
nav-production = Production
nav-parcels = Parcels
nav-purchases = Purchases
nav-shipments = Shipments
nav-certificates = Certificates
nav-accounts = Accounts
nav-offices = Offices
nav-corrections = Corrections
nav-journal = Journal

## Actions

action-save = Save
action-continue = Continue
action-cancel = Change nothing
action-change = Change
action-sign-in = Sign in
action-sign-out = Sign out
action-search = Search
action-filter = Filter
action-clear-filters = Clear filters
action-print = Print

## Small words

word-actions = Actions
word-yes = Yes
word-no = No
word-none = None
word-all = All
word-total = Total
word-unknown = Unknown
word-not-given = Not given
word-carats = Carats
word-stones = Stones
word-day = Day
word-state = State

## Notices

notice-success = Success
notice-warning = Warning

## Test parcels and fictitious data

test-parcel = Test parcel
test-parcel-explained = A test parcel holds no real stones. It is left out of every total and can never leave under a certificate.
demo-banner-title = Fictitious data
demo-banner-text = This is a demonstration. Every person, licence, site and parcel shown here is made up.

## Pages of a list

pagination-label = Pages
pagination-next = Next page
pagination-shown = Showing { $first } to { $last } of { $total }
pagination-found = { $count ->
    [0] Nothing found
    [one] { $count } result
   *[other] { $count } results
}

## Units

unit-carats = { $n }{"\u00A0"}ct
unit-percent = { $n }%
unit-kilometres = { $n }{"\u00A0"}km
unit-metres = { $n }{"\u00A0"}m
unit-square-metres = { $n }{"\u00A0"}m²
unit-cubic-metres = { $n }{"\u00A0"}m³
unit-hectares = { $n }{"\u00A0"}ha
unit-money = { $n }{"\u00A0"}{ $code }
unit-stones = { $count ->
    [one] { $count } stone
   *[other] { $count } stones
}
instant-utc = { $at }{"\u00A0"}UTC
degrees-north = { $n }° N
degrees-south = { $n }° S
degrees-east = { $n }° E
degrees-west = { $n }° W

## Roles of accounts: who signs in

account-role-registrar = Registrar
account-role-by-code = Whoever had the one-time code
account-role-supervisor = Supervisor
account-role-buyer = Buyer
account-role-exporter = Exporter
account-role-officer = Authority officer
account-role-approver = Approver
account-role-reviewer = Reviewer
account-role-administrator = Administrator

## Roles of parties: what a person or organisation does in the trade

role-digger = Digger
role-miner = Miner (licence holder)
role-cooperative = Cooperative
role-supporter = Supporter (financier)
role-dealer = Dealer or collector
role-agent = Agent
role-exporter = Exporter or buying house
role-courier = Courier
role-official = Official of the authority
role-valuer = Independent valuer
role-state-buyer = State buyer

## Error summary

error-summary-title = There is a problem
error-in-field = { $label }: { $text }

## Fault pages

fault-unreadable-title = The request could not be read
fault-unreadable-text = Part of what was sent is missing or damaged. Go back, check what you typed and send it again.
violation-query-unknown = { $field ->
    [licence] The address asks for a standing of licences that does not exist. Choose it again in the filter.
    [production] The address asks for production with a word other than yes or no. Choose it again in the filter.
    [office] The address asks for an office that does not exist. Choose it again in the filter.
    [bbox] The address asks for a part of the map that cannot be read. Open the map again.
   *[other] The address asks for something that does not exist. Choose it again in the filter.
}
violation-query-unreadable = A part of the address behind the question mark cannot be read. Open the page again from the menu.
violation-form-too-large = The form holds more text than the register takes at once. Shorten it, for example the corners of an area, and send it again.
violation-form-unreadable = The form did not arrive whole. Check the connection and send it again.
fault-unauthenticated-title = Sign in first
fault-unauthenticated-text = You are not signed in, or you were away too long. Sign in and try again.
fault-forbidden-title = You may not do this
fault-forbidden-text = Your account has no access to this page. If you need it for your work, ask your administrator.
fault-forbidden-act = Your account may not do this act. What it may do stands in /api/v1/me. If you need this act for your work, ask your administrator.
fault-forbidden-read = Your account may not read this. What it may do stands in /api/v1/me. If you need this for your work, ask your administrator.
fault-not-found-title = Page not found
fault-not-found-check = Check a number or code that stands on a paper
fault-not-found-visitor = Nothing is kept at this address, or it is only shown to those who sign in. Check the address.
fault-not-found-text = Nothing is kept at this address, or your account may not see it. Check the address, or search for the number or the name.
fault-method-title = This cannot be done here
fault-method-text = The address exists but does not take this kind of request. Go back and use the button on the page.
fault-conflict-title = Somebody else was first
fault-conflict-text = This was changed after you opened it. Look at it again before you go on.
fault-too-large-title = The file is too large
fault-too-large-text = Send a smaller file, or several smaller ones.
fault-refused-title = This was refused
fault-refused-text = Nothing was written. The reasons are listed here.
fault-internal-title = Something went wrong on our side
fault-internal-text = Nothing was written. Try again. If it happens again, give your administrator the request number below.
fault-busy-title = The register is busy
fault-busy-text = Nothing was written. Wait a few seconds, then try again.
fault-lost-title = The database went away for a moment
fault-lost-text = Whether this was written is not certain. Wait a few seconds and send it again: it counts once.
violation-register-lost = The database went away for a moment, so it is not certain that this was written. What you typed is still here: wait a few seconds and send it again, it counts once.
fault-disk-title = The disk has failed
fault-disk-text = Nothing of it is certain to be written. Tell your administrator at once; send it again once the disk works: it counts once.
violation-register-closed = The register is read only, so nothing was written: its journal is not the one that was signed. What you typed is still here: note it down on paper, and send it again when the register is open.
violation-register-full = The disk is full, so nothing was written. Tell your administrator at once. What you typed is still here: send it again when there is room.
violation-register-disk = The disk has failed, so nothing of this is certain to be written. Tell your administrator at once. What you typed is still here: send it again later, it counts once.
violation-register-busy = The register is busy, so nothing was written. What you typed is still here: wait a few seconds and send it again.
fault-full-title = The disk is full
fault-full-text = Nothing was written. Tell your administrator at once: the register cannot take new entries until there is room.

## What is wrong with something typed

violation-number-empty = Enter a number.
violation-number-not-a-number = { $decimals ->
    [0] “{ $typed }” is not a whole number the register can read. Use the figures 0 to 9 only, without a sign, spaces or letters, for example 1250.
   *[other] “{ $typed }” is not a number the register can read. Use figures only, with a point for decimals and without a sign, spaces or letters, for example 1250.5.
}
violation-number-grouped = “{ $typed }” can be read in two ways. Enter a whole number without points, commas or spaces, for example 1250.
violation-number-ambiguous = “{ $typed }” can be read in two ways. Leave out thousands separators (1250) and write decimals with a point (1.25).
violation-number-too-fine = “{ $typed }” has too many decimals. { $decimals ->
    [0] Enter a whole number.
    [one] Give at most { $decimals } decimal.
   *[other] Give at most { $decimals } decimals.
}
violation-number-too-large = “{ $typed }” is larger than the register can keep. Check the figures and the place of the decimal point.
violation-required = Fill in this field.
violation-unknown-choice = Choose one of the answers offered.
violation-too-long = This is too long. { $limit ->
    [one] Use at most { $limit } character.
   *[other] Use at most { $limit } characters.
}
day-example = 27/3/2026
violation-day-invalid = Enter a day that exists, with day, month and year in figures, for example 27/3/2026.
violation-day-future = This day has not come yet. Enter today or an earlier day.

home-work-here = For those who work with the register
sign-in-go-on = Sign in to go on.
sign-in-go-on-lost = Sign in to go on. The form you sent was not written down, because your session had ended: fill it in again.
list-fold = Search and filter
sign-in-kept = Your session has ended. What you had typed is kept: sign in with the same account, and the form comes back with it. Nobody else gets to see it. Nothing of it has been recorded yet.
kept-title = Back to your form
kept-text = Your session had ended when you sent the form, so nothing of it was recorded. What you had typed is kept. Look at it once more and send it again.
kept-show = Show the form as I filled it in
kept-leave = Leave the form and go to the first page
violation-form-kept = Your session had ended, so nothing has been recorded yet. Here is what you had typed: check it and send it again.

## What was just done, and what comes next

told-recorded = Purchase recorded
told-next-recorded = Print the slip and give it to the seller.
told-offered = Offer sent
told-next-offered = The buyer weighs the stones and answers. Until then nothing is sold.
told-accepted = Purchase accepted
told-next-accepted = The stones are yours now. Print the slip for both of you.
told-combined = Parcels combined
told-next-combined = Write the new code on the bag.
told-split = Parcel split
told-next-split = Write the code of each new parcel, shown below, on its bag.
told-sorted = Parcel sorted
told-next-sorted = Write the code of each new parcel, shown below, on its bag.
told-reweighed = New weight written down
told-next-reweighed = The parcel keeps its code. Correct the weight on the bag.
told-sealed = Parcel sealed
told-next-sealed = It can leave in a shipment now.
told-unsealed = Seal opened
told-next-unsealed = Seal the parcel again before it leaves.
told-gone-reported = Report made
told-next-gone-reported = An approver confirms or refuses it next. Until then nothing can be done with the parcel.
told-gone-confirmed = Confirmed
told-next-gone-confirmed = The parcel is out of stock for good.
told-gone-refused = Refused
told-next-gone-refused = The parcel is stock as before.
told-seized = Stones seized
told-next-seized = Print the receipt and give it to whoever they were taken from.
told-seizure-moved = Written down
told-next-seizure-moved = What differed, if anything did, goes to an approver.
told-seizure-answered = Answered
told-next-seizure-answered = The seizure can be moved again, and ordered on.
told-seizure-ordered = Order written down
told-next-seizure-ordered = An approver confirms or refuses it next.
told-seizure-order-confirmed = Carried out
told-next-seizure-order-confirmed = The stones are where the order says.
told-seizure-order-refused = Refused
told-next-seizure-order-refused = The stones are kept as before.
told-offence-recorded = Offence written down
told-next-offence-recorded = Say here how it goes on. Licences and parties are stopped on their own pages.
told-offence-followed = Written down
told-next-offence-followed = What was said before stays.
told-inspection-announced = Draw announced
told-next-inspection-announced = It can be drawn when its day is over.
told-inspection-drawn = Drawn
told-next-inspection-drawn = Tell nobody before the visit.
told-inspection-recorded = Inspection written down
told-next-inspection-recorded = Say here when something was put right.
told-inspection-action-done = Written down
told-next-inspection-action-done = It is on the list of what is to be done no more.
told-dry-run-started = Dry run begun
told-next-dry-run-started = Walk the test parcel on. Its steps stand here by themselves.
told-dry-run-concluded = Dry run concluded
told-next-dry-run-concluded = The report can be printed.
told-prepared = Shipment prepared
told-next-prepared = An officer has it valued and checks it next. You see here where it stands.
told-presented = The shipment is ready again
told-next-presented = An officer checks it again. You see here where it stands.
told-sent-back = Shipment sent back
told-next-sent-back = The exporter sees your reason on his first page. It comes back to the officers when he has answered.
told-taken-back = Signature taken back
told-next-taken-back = The shipment waits for an officer again.
told-valued = Valuation on record
told-next-valued = An officer checks the shipment and signs next.
told-signed = Checked and signed
told-next-signed = A second person approves it next.
told-printed = Certificate printed
told-next-printed = Open the file. Print the original on its form and have it signed and stamped; a copy is marked, and goes on other paper.
told-issued = Certificate issued
told-next-issued = Print the paper and have it signed and stamped.
violation-of-row = Row { $of_row }, { $of_column }: { $told }
violation-of-line = Line { $of_line }: { $told }
word-colon = :
