desk-title = What needs a decision today
desk-lead = What weighs most stands first, then what waits longest. Each line leads to where it is decided.
desk-nothing = Nothing waits for you.
desk-since = Since { $day }.
desk-until = Until { $day }.
desk-aged = It has waited for more than 14 days, so it stands one step higher.
desk-more = { $count ->
    [one] { $count } more line is not shown; the lists have it.
   *[other] { $count } more lines are not shown; the lists have them.
}
desk-named = { $what } { $code }
desk-forms = Report { $no } of blank certificates
desk-participants = Change of the list of participants
desk-licence = Licence
desk-risk-urgent = Urgent
desk-risk-high = High
desk-risk-usual = Usual
desk-risk-low = Low
desk-why-alert-critical = A control saw something critical, and nobody has answered for it.
desk-why-alert-alarm = A control saw something out of the way, and nobody has answered for it.
desk-why-alert-notice = A control saw something small, and nobody has answered for it.
desk-why-dispute = Two acts contradict each other; the stones are frozen until it is decided.
desk-why-seizure-differs = Seized stones do not weigh what they should; somebody has to answer for it.
desk-why-seizure-order = An order over seized stones waits for a second person.
desk-why-zone = A zone is judged by this only once a second person has confirmed it.
desk-why-correction = An entry is said to be wrong; until it is decided, it counts as it stands.
desk-why-removal = A parcel is said to be gone; nothing can be done with it until then.
desk-why-forms = Forms that are lost can be misused; the numbers are warned of only once this is confirmed.
desk-why-participants = Shipments are judged by the old list until then.
desk-why-held = With their entry the site gave far more in the month than it can; they take no act until you let them go with a reason.
desk-why-licence = The licence ends soon and was not renewed; its holder stops on that day.
desk-why-shipment-check = An exporter waits; it weighs more the longer it waits.
desk-why-shipment-approve = It has its first signature and waits for the second.
desk-why-warned = Stones were let in under a number that was warned of later.
desk-why-here = Goods are still here and their certificate ends soon.
desk-why-detained = Stones from abroad are held back until somebody decides.
desk-why-unconfirmed = No authority abroad has confirmed the arrival within the time.
desk-why-differences = What arrived abroad is not what left.
desk-why-untold = The authority abroad was not told yet.
desk-why-unused = The certificate ended while its goods were here; it has to be made void.
desk-why-returns-overdue = Its day is over.
desk-why-returns = It is due soon.
desk-why-reviews = The day by which it was to be done is over.
desk-why-footprints = A second person must adopt it or say why not.
desk-why-estimates = A second person must confirm it or say why not.
desk-why-actions-late = The day by which it was to be put right is over.
desk-why-actions = It is to be put right by a day that is still to come.
desk-count-held = { $count ->
    [one] { $count } parcel held for an officer
   *[other] { $count } parcels held for an officer
}
desk-count-warned = { $count ->
    [one] { $count } shipment from abroad under a number that is warned of
   *[other] { $count } shipments from abroad under numbers that are warned of
}
desk-count-here = { $count ->
    [one] { $count } certificate whose goods should leave now
   *[other] { $count } certificates whose goods should leave now
}
desk-count-detained = { $count ->
    [one] { $count } shipment from abroad held back
   *[other] { $count } shipments from abroad held back
}
desk-count-unconfirmed = { $count ->
    [one] { $count } certificate whose arrival nobody confirmed
   *[other] { $count } certificates whose arrival nobody confirmed
}
desk-count-differences = { $count ->
    [one] { $count } confirmation that differs
   *[other] { $count } confirmations that differ
}
desk-count-untold = { $count ->
    [one] { $count } certificate of which the authority abroad was not told
   *[other] { $count } certificates of which the authority abroad was not told
}
desk-count-unused = { $count ->
    [one] { $count } certificate that ended unused
   *[other] { $count } certificates that ended unused
}
desk-count-returns-overdue = { $count ->
    [one] { $count } return of statistics is overdue
   *[other] { $count } returns of statistics are overdue
}
desk-count-returns = { $count ->
    [one] { $count } return of statistics is due
   *[other] { $count } returns of statistics are due
}
desk-count-reviews = { $count ->
    [one] { $count } recommendation of a review is overdue
   *[other] { $count } recommendations of reviews are overdue
}
blocked-title = What stands in your way
blocked-stops = Until then nothing can be sold or bought under it.
blocked-show = Look at it
blocked-ask-office = Ask the office { $office } about any of these.
blocked-ask = Ask your mining office about any of these.
blocked-no-licence = There is no licence in your name.
blocked-no-licence-todo = Bring your papers to the mining office and ask for one.
blocked-licence-ends = Licence { $number } ends on { $day }.
blocked-licence-ends-todo = Ask for its renewal now, so that you need not stop.
blocked-licence-expired = Licence { $number } ended on { $day }.
blocked-licence-expired-todo = Ask for its renewal.
blocked-licence-not-yet = Licence { $number } begins on { $day }.
blocked-licence-not-yet-todo = Wait for that day, or ask whether the day is right.
blocked-licence-suspended = Licence { $number } is suspended since { $day }.
blocked-licence-suspended-todo = Ask why, and what has to be done for it to be given back.
blocked-licence-revoked = Licence { $number } was revoked on { $day }.
blocked-licence-revoked-todo = It does not come back. Ask whether you may have another one.
blocked-for-offence = It was done for offence { $code }.
blocked-party = The register has you as “{ $state }” since { $day }.
blocked-party-todo = If that is wrong, bring your papers to the office. If it is right, ask how long it lasts.
blocked-seized = { $count ->
    [one] In { $count } seizure the state holds stones of yours.
   *[other] In { $count } seizures the state holds stones of yours.
}
blocked-seized-todo = Keep the receipt. They come back only by an order; ask where it stands.
blocked-disputed = { $count ->
    [one] { $count } parcel of yours is in a case and takes no act.
   *[other] { $count } parcels of yours are in a case and take no act.
}
blocked-disputed-todo = Say what you know in the case, and wait for the decision.
blocked-reported = { $count ->
    [one] { $count } parcel of yours was reported gone; a second person has not answered yet.
   *[other] { $count } parcels of yours were reported gone; a second person has not answered yet.
}
blocked-reported-todo = Nothing is to be done, unless the report is wrong: then tell the office now.
blocked-frozen = { $count ->
    [one] { $count } parcel of yours is frozen because of the zone it comes from.
   *[other] { $count } parcels of yours are frozen because of the zone they come from.
}
blocked-frozen-todo = Only an order releases them. Ask the office for one, with what shows that they were dug where they may be.
blocked-held = { $count ->
    [one] { $count } parcel of yours is held, because its site gave far more in a month than it can.
   *[other] { $count } parcels of yours are held, because their site gave far more in a month than it can.
}
blocked-held-todo = Ask the mining office. It looks at the site, and an officer lets them go with a reason.
quality-title = Your entries this month
quality-entries = You wrote down { $mine }; in the middle of your office it is { $office }.
quality-well = Nothing here is above what is usual in your office. Thank you.
quality-better = Where a line is marked, others in your office have less of it. Ask them how they do it; the supervisor helps too.
quality-measure = What
quality-mine = Yours
quality-share = Share of yours
quality-office = Middle of the office
quality-above = more than usual
quality-late = Written down late
quality-corrected = Put right afterwards
quality-no-position = Without a position
quality-outside = Position outside the site
quality-doubles = The same once more (site, day, weight, stones)
quality-remarked = With any remark
alert-seen-filter = Seen before
violation-licence-stopped-for-offence = Licence { $number } was stopped for offence { $offence }. Look at the offence, or ask the office that keeps it, what can be done.
search-title = Search
search-what = What do you look for?
search-hint = A code or number of anything, or the beginning of a name. An alert is #12.
search-box = Search the register
search-do = Search
search-nothing = Nothing is found that you may see. Check the code; of a name, type the beginning of its words.
search-cut = There is more than is shown. Type more of it, or open the list of that kind and narrow it there.
story-title = Story of { $name }
story-lead = Everything the register holds that happened here, the newest first, as far as you may see it.
story-nothing = Nothing has happened yet that you may see.
story-alert = Seen by a control:
story-show = The whole story
list-tools = This list
list-files = The list as you see it, as a file:
list-file-cut = Only the first { $count } rows are here. Narrow the list to have the rest.
saved-title = Saved filters
saved-lead = They are yours alone, and nobody else sees them.
saved-none = You have saved no filter. Narrow a list, and save it there under a name.
saved-name = Save this filter as
saved-hint = A few words for yourself, at most 60 letters. No person’s name.
saved-save = Save the filter
saved-delete = Delete
saved-manage = All saved filters
violation-saved-filter-nothing = There is nothing to save: narrow the list first.
violation-saved-filter-many = You have 100 saved filters. Delete one that you do not need.
place-list = Districts and offices
place-title = District or office
place-lead = How each stands today, and what it gave in the last twelve months. Each leads to its months.
place-none = There is no office yet.
place-name = Name
place-kind = Kind
place-kind-district = District
place-kind-office = Office
place-sites = Sites
place-licences = Licences in force
place-open-alerts = Open alerts
place-dug-year = Dug, 12 months (ct)
place-exported-year = Exported, 12 months (ct)
place-months = Months
place-series = Month by month
place-month = Month
place-entries = Entries
place-dug = Dug (ct)
place-late = Late
place-sold = Sold as dug (ct)
place-exported = Exported (ct)
place-alerts = Alerts
place-how = Sold are stones sold as they were dug, by the day of the sale; exported is what certificates of the month trace to its sites; alerts are, of a district, those about its sites, and of an office all that are its own, by the month in which they were first seen.
map-time-title = In time
map-time-slider = Month
map-time-from = From month
map-time-to = To month
map-time-layers = Show
map-time-dug = Dug (ct)
map-time-capacity = Part of what the site can give
map-time-alerts = Open alerts
map-time-do = Show on the map
map-time-choose = Choose what to show: the map colours and sizes its sites by it, and the list below the form says the same.
map-time-nothing = No site gave anything in these months.
map-time-site = Site
map-time-zones = Zones at the end of { $month }
map-time-no-status = no status then
map-time-alert = An alert is open
map-time-over = More than it can give
map-time-near = Near what it can give
map-time-within = Within what it can give
map-time-none = Nothing dug in these months, or not among the first 200
list-csv = CSV
list-xlsx = XLSX
desk-count-footprints = { $count ->
    [one] { $count } proposed footprint
   *[other] { $count } proposed footprints
}
desk-count-estimates = { $count ->
    [one] { $count } proposed official estimate
   *[other] { $count } proposed official estimates
}
desk-count-actions-late = { $count ->
    [one] { $count } thing to put right after an inspection is late
   *[other] { $count } things to put right after inspections are late
}
desk-count-actions = { $count ->
    [one] { $count } thing to put right after an inspection
   *[other] { $count } things to put right after inspections
}
