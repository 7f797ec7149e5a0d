# Statistics: returns, reconciliation, partners' figures, what the public is told.

nav-statistics = Statistics
return-kind-production = Production return
return-kind-trade = Trade return
return-kind-annual = Annual report: figures
period-year = { $year }
period-half = { $nth ->
    [1] First half of { $year }
   *[other] Second half of { $year }
}
period-quarter = { $nth ->
    [1] First quarter of { $year }
    [2] Second quarter of { $year }
    [3] Third quarter of { $year }
   *[other] Fourth quarter of { $year }
}

statistics-lead = Every figure is added up from the ledger: production by the day of digging, exports from the certificates. A return that was submitted stays as it was; what changed since is shown beside it.
statistics-bars-desc = Bars; the table on this page has the same figures.
statistics-bars-production = Production by month, carats
statistics-bars-exports = Exports by destination, carats

return-period = Period
return-due = Due
return-state-running = Running
return-state-due = Due
return-state-overdue = Overdue
return-state-submitted = Submitted
return-state-submitted-late = Submitted late
return-submitted-on = Submitted
return-version = Version { $version }
return-version-label = Version
return-live = The period ends on { $last }; the return is due on { $due }. These are the figures as the ledger stands now.
return-running = The period is not over: the figures will change, and nothing can be submitted yet.
return-changed = The ledger differs from what was submitted last. Look at the differences and submit a revision that explains them.
return-differences = Differences
return-line = Line
return-was = As submitted
return-now = Now
return-against = What differs from version { $version }
return-trade-rule = Exports are counted by the day of issue of the certificate. Certificates made void while the goods were still here are left out. Values are those of the certificates (free on board).
return-imports = Imports are those that were let in, by the day on which they came and as their certificates state them.
return-nothing = Nothing in this period.
return-versions = Submitted versions
return-never = Nothing was submitted for this period.
return-changed-since = Changed since: look at it
return-submit = Submit this return
return-submit-lead = The figures are frozen as they are shown, with the hash of the CSV file.
return-submit-confirm = Submit
return-reason = Why it is revised
return-reason-hint = Name what changed: late entries, corrections, certificates made void.
return-hash = SHA-256 of the CSV file
return-entry = Entry of the journal
return-home-open = { $count ->
    [one] One return of statistics waits.
   *[other] { $count } returns of statistics wait.
}
return-home-overdue = { $count ->
    [one] One is overdue.
   *[other] { $count } are overdue.
}
return-home-show = Show the returns

figure-part-production = Production
figure-part-production-region = Production by region
figure-part-export-total = Exports
figure-part-export = Exports
figure-part-import-total = Imports
figure-part-import = Imports
figure-part-certificates = Certificates
figure-table-production = Production
figure-table-export = Exports
figure-table-import = Imports
figure-table-certificates = Certificates
figure-key-production = Region
figure-key-export = Destination
figure-key-import = Country of provenance
figure-key-certificates = Certificates
figure-counted-production = Entries
figure-counted-export = Certificates
figure-counted-import = Certificates
figure-counted-certificates = Number
figure-certificates-issued = Issued
figure-certificates-void = Of those issued, void now
figure-certificates-replacing = Of those issued, in place of a void one
figure-certificates-received = Foreign certificates received
figure-origin = Origin
figure-origin-unknown = Not established
figure-origin-unnamed = Mixed, no countries named
figure-origin-others = others not named (mixed)
figure-region-unknown = Region not known
figure-hs = HS code
figure-carats-label = Carats
figure-carats = { $carats } ct
figure-count = { $count ->
    [one] one record
   *[other] { $count } records
}
figure-value = Value, US$
figure-per-carat = A carat
figure-rounded = Each figure is rounded by itself; totals are of exact carats, so that rows may not add up to the last digit. A certificate stands in each row to which it belongs.
production-value-export-average = Value: carats produced at the average value of a carat of domestic origin on the certificates issued in the same half-year; a year is the sum of its halves. No value is stated at the pit, and none is given here where no such certificate was issued in a half-year with production.
production-value-not-stated = Value: not stated; no value is recorded at the pit.

reconcile-title = Reconciliation
reconcile-lead = What was held, what moved and what is left by entries { $from } to { $upto } of the journal, in masses as the register believes them today; and everything that does not fit.
reconcile-differences = Differences
reconcile-none = Everything fits.
reconcile-ratio = Exports of the twelve months up to the end of the period: { $exports } ct, of them { $imports } ct that had come from abroad; production: { $production } ct. Own exports against production:
reconcile-mirrored = Partners' figures whose carats agree: { $agree }; whose carats agree but for a revision: { $revised }.
reconcile-answer = Answer for a difference
reconcile-which = Which difference
reconcile-cause = What explains it
reconcile-words = In words
reconcile-answer-do = Put the answer on record
reconcile-grown = Not as it was answered for
reconcile-answered = Answered
reconcile-grown-do = Look again, and answer for it as it is now.
reconcile-country = Stock of the country
reconcile-difference = Difference
reconcile-adds-up = It adds up
reconcile-not-there = The register has no record of seizures and of stock counts by holders: they are not counted here, which is not to say that there were none. Imports count here with the carats that were found; the returns have those of the foreign certificates. Stones used here, lost or stolen count from the day on which that was confirmed.
reconcile-offices = By office that keeps the holder's record
reconcile-holders = By holder
reconcile-who = Who
reconcile-came = Came in
reconcile-went = Went out
reconcile-no-office = No office
reconcile-more = { $count ->
    [one] One more holder is not shown; his stock adds up as above.
   *[other] { $count } more holders with less turnover are not shown.
}
movement-opening = Opening stock
movement-dug = Dug
movement-declared = Declared as opening stock
movement-imported = Imported
movement-found = Found at weighings
movement-back = Back from void certificates
movement-bought = Bought
movement-received = Given by the decision of a case
movement-released = Given back by the state
movement-sold-by-state = Bought from the state, which had seized it
movement-sold = Sold
movement-given = Taken by the decision of a case
movement-weighed-less = Less at weighings
movement-lost = Lost in sorting and mixing
movement-domestic = Used inside the country
movement-gone = Lost, stolen or destroyed
movement-seized = Seized by the state
movement-exported = Exported
movement-mixed = Mixed with stones of other places
movement-closing = Closing stock
movement-kept-before = Kept by the state before (in nobody’s stock)
movement-kept-after = Kept by the state after (in nobody’s stock)
alarm-alarm = To look into
alarm-critical = Critical
difference-balance = Stock does not add up
difference-balance-what = { $holder }: { $carats } ct
difference-recording = Dug and written down in different periods
difference-recording-what = Dug in the period and written down after it: { $later } ct. Written down in the period and dug before it: { $earlier } ct.
difference-submitted = Not as submitted
difference-submitted-what = { $line }: submitted { $was } ct, now { $now } ct.
difference-submitted-value = Value: submitted { $was }, now { $now }.
difference-ratio = Exports above production
difference-ratio-what = Over twelve months { $exports } ct left, of them { $imports } ct that had come from abroad; { $production } ct were dug. Held when the twelve months began, or declared since as stock: { $stock } ct.
difference-jump = An office wrote down far more than before
difference-jump-what = { $office } wrote down { $carats } ct in { $month }, more than three times the median of the months before.
difference-mirror = A partner says otherwise
difference-mirror-what = { $partner }, { $hs }: { $own } ct left by our certificates, the partner says { $said } ct.
difference-mirror-worth = Value: { $own } by our certificates, the partner says { $said }.
difference-mirror-value = A partner says another value
difference-mirror-value-what = { $partner }, { $hs }: { $own } by our certificates, the partner says { $said }
difference-receipt = Something else arrived than left
difference-receipt-what = Certificate { $number }: { $said } ct were confirmed abroad, { $by } ct apart from what was certified.
difference-unconfirmed = Nobody has confirmed the receipt
difference-unconfirmed-what = Certificate { $number }: { $carats } ct are counted as exports, and no receipt was confirmed in time.
difference-stayed = Counted as an export, but nobody saw it leave
difference-stayed-what = Certificate { $number }: its validity has ended, and neither the border nor a receipt was written down for its { $carats } ct. If the goods are here, return the certificate and make it void.
difference-unseen = Received abroad, but not seen leaving
difference-unseen-what = Certificate { $number }: { $carats } ct were received abroad on { $received }, and nobody wrote down how they left. Ask the customs office, and write the exit down.
difference-unseen-after = Certificate { $number }: { $carats } ct were received abroad on { $received }, and are said to have left only on { $left }. One of both days is wrong.
difference-cause-late = Written down late
difference-cause-correction = An entry was put right
difference-cause-timing = Left in one period, arrived in the next
difference-cause-rounding = Rounded or revised by the other side
difference-cause-classification = Another class or value on the other side
difference-cause-stock = Stock from before the period
difference-cause-inquiry = Being looked into
difference-cause-other = Something else, told below

partner-title = Partners' figures
partner-lead = Tables of what partners say that they imported from here. They are kept as they came and held against our certificates.
partner-none = None came in yet.
partner-receive = Take in partners' figures
partner-receive-do = Take it in
partner-check-lead = A table that is taken in stays on record. Look at what it says first.
partner-rows = Rows
partner-how = The first line names the columns: partner (two letters), period (2026-Q3 or 2026) and carats; hs, value_usd and rounded_to may stand beside. Numbers have a point before the decimals. Of several tables the latest counts, and earlier ones show who revised.
partner-source = Where it is from
partner-source-hint = The publication, the letter, the day.
partner-file = The file, or its text
partner-file-hint = CSV in UTF-8, 2,000 rows at most

figures-title = Public statistics
figures-lead = As { $authority } reported them, from { $days } days after the end of each period. A figure behind which fewer than { $least } holders stand is not shown, nor one from which it could be worked out.
figures-none = Nothing is published yet.
figures-kind-production = Production
figures-kind-trade = Exports
figures-key-production = Region
figures-key-trade = Destination
figures-mark = c
figures-hidden = not shown, so that nobody's own figures can be told.

violation-return-not-over = The period ends on { $last }. A return can be submitted from the day after.
violation-return-not-begun = The period has not begun.
violation-return-no-reason = This is the first version: leave the reason out.
violation-return-unchanged = The figures are those of the last version. There is nothing to revise.
violation-return-moved-on = The ledger changed since you looked. Look at the figures again and submit them then.
violation-return-no-difference = This difference is not there any more. Look at the page again.
violation-partner-too-large = The table has more than { $most } kilobytes. Send it in parts.
violation-partner-column-missing = The column { $column } is missing in the first line.
violation-partner-column-unknown = The column “{ $column }” is not known. Take it out, or name it as described.
violation-partner-unreadable = Line { $line } cannot be read.
violation-partner-fields = Line { $line } has more fields than the first line has columns. Write decimals with a point, or put the file together with semicolons.
violation-partner-twice = Line { $line } has the same partner, period and HS code as an earlier line.
violation-partner-too-many = The table has more than { $most } rows. Send it in parts.
violation-partner-empty = The table has no rows.
violation-partner-country = Line { $line }: “{ $typed }” is not a country code of two letters.
violation-partner-period = Line { $line }: “{ $typed }” is not a quarter (2026-Q3) or a year (2026).
violation-partner-hs = Line { $line }: “{ $typed }” is none of 7102.10, 7102.21, 7102.31.
violation-partner-carats = Line { $line }: “{ $typed }” is not a number of carats with a point before its decimals, at most three.
violation-partner-value = Line { $line }: “{ $typed }” is not a value in US dollars with a point before its decimals, at most two.
violation-partner-rounded-to = Line { $line }: “{ $typed }” is not a number of carats.
violation-partner-own = { $country } is this country: a partner is another one.
violation-partner-known = This very table came in before.

## Value against weight

values-title = Value against weight
values-lead = What shipments were valued at, by the month of the sitting, over the last two years: the latest valuation of each shipment, certified yet or not, without tests and cancelled ones. Value that rises faster than carats may come from stones of another origin: look at the sizes and the places first.
values-none = Nothing has been valued in these two years.
values-no-year = There are no valuations of the year before to compare with.
values-growth = Of the last twelve months, against the twelve before: carats { $weight }, value { $value }.
values-odd = A carat is worth half as much again as the year before.
values-bars = US dollars a carat, by month
values-month = Month
values-sheets = Valuations
values-per-carat = US$ a carat
