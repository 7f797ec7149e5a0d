### The book at the pit.

## Refusals

violation-production-other-licence = Site { $site } is not dug under licence { $number }. Choose the licence of the site.
violation-production-licence-kind = Licence { $number } does not let its holder dig. Choose a miner’s or a cooperative’s licence.
violation-production-licence-not-yet = The licence begins on { $from }. It does not cover this day.
violation-production-licence-expired = The last day of the licence is { $until }. It does not cover this day.
violation-production-licence-suspended = The licence was suspended on { $day }. Nothing may be produced under it.
violation-production-licence-revoked = The licence was revoked and covers nothing on { $day }.
violation-production-late-reason = This day is more than { $days } working days ago. Say why it is written down late.
violation-production-stopped-reason = The licence or its holder has been stopped since that day. Say why this is written down only now.
violation-production-no-weight = Enter a weight above zero.
violation-production-no-stones = Enter how many stones were found: at least 1.
violation-production-days-worked = Days worked are from 1 to { $most }. Check the number.
violation-production-implausible = This number is too large to be right: at most { $most }. Check it.
violation-production-too-heavy = This weight is too large to be right: at most { $most }. Check the figures and the place of the decimal sign.
violation-production-too-light = So many stones cannot weigh so little. Check the number of stones and the weight.
violation-production-largest-above = The largest stone cannot weigh more than all stones together ({ $weight }).
violation-production-largest-below = { $stones ->
    [one] There is one stone: it weighs { $weight }, and so does the largest.
   *[other] { $stones } stones no heavier than this one cannot weigh { $weight } together. Check the largest stone, the number of stones and the weight.
}
violation-production-class-unknown = There is no size class “{ $class }”. Use the classes of the form.
violation-production-class-twice = The size class “{ $class }” stands there twice. Put its stones in one line.
violation-production-class-empty = The size class “{ $class }” needs both stones and a weight.
violation-production-classes-weight = The size classes weigh { $given } together, but the weight is { $expected }. They must be the same.
violation-production-classes-stones = The size classes have { $given } stones together, but the number of stones is { $expected }. They must be the same.

## Pages

production-start = What did you come for?
production-record = Record production
production-record-hint = Weight and stones of a day at a site
production-again-here = Another entry for this site
production-my-today = My entries for today
production-my-latest = My last entries
production-other-work = Other work
production-go-party = Register a person or organisation
production-go-site = Register a site
production-go-list = All production entries
production-which-site = Which site?
production-sites-recent = Where you were lately
production-sites-other = Other sites of your office
production-sites-found = Sites found
production-sites-none = No site with a licence was found in your office. Try another part of the name, or the code.
production-find-site = Find a site
production-find-site-hint = A part of its name, or its code
production-other-site = Choose another site
production-under = Licence { $number }, held by { $holder }
production-under-not-yet = This licence begins on { $day }. Nothing can be written down for an earlier day.
production-under-expired = The last day of this licence was { $day }. Only that day and earlier ones can be written down.
production-under-suspended = This licence was suspended on { $day }. Only days before that can be written down.
production-under-revoked = This licence was revoked on { $day }. Only days before that can be written down.
production-no-licence = This site has no licence. Nothing can be produced here before it has one.
production-weight-all = Weight of all stones
production-stones-all = Number of stones
production-on = Day of production
production-weight = Weight
production-late-reason = Why is it written down only now?
production-late-reason-hint = { $count ->
    [one] It is asked for when the day is more than { $count } working day ago, or the licence or its holder was stopped since.
   *[other] It is asked for when the day is more than { $count } working days ago, or the licence or its holder was stopped since.
}
production-more = More: largest stone, diggers, gravel, page, test
production-largest = Largest stone
production-diggers = Diggers present
production-days-worked = Days worked
production-days-worked-hint = Where this entry covers more than one day
production-recorder = Written down by
production-gravel = Gravel washed
production-gravel-hint = In cubic metres
production-page = Page of the notebook
production-classes = Size classes
production-classes-hint = All of the stones or none: the classes must add up to the weight and the number above
production-class-from = { $from }{"\u00A0"}ct and more
production-class-below = Below { $to }{"\u00A0"}ct
production-class-between = { $from } to below { $to }{"\u00A0"}ct
production-position = Position
production-position-take = Take my position
production-position-typed = Type the position
production-position-lat = Latitude
production-position-lon = Longitude
production-position-accuracy = Accuracy
production-position-busy = Looking for satellites. Stand in the open and wait.
production-position-done = Position taken, to { $accuracy }{"\u00A0"}m.
production-position-denied = The browser may not use the position. Allow it, or go on without.
production-position-unavailable = This device gives no position. Go on without, or type it.
production-position-timeout = No position found. Stand in the open and try again, or go on without.
production-position-insecure = The browser gives the position only over a secure connection. Type it, or go on without.
production-check = Check before it is written down
production-confirm = Write it down
production-twin = An entry with the same site, day, weight and stones is there already: { $code }. Make sure that this is not the same page again.
production-notice-late = The day lies further back than the rules allow. The entry will be marked as late.
production-notice-after-stop = The licence or its holder has been stopped since that day. The entry will be marked.
production-notice-zone = The zone of the site asks for a second look at it, or freezes the stones. The entry will be marked.
production-notice-outside-site = The position lies outside the site. The entry will be marked.
production-notice-outside-by = The position lies { $distance } outside the site. Check it: is it the right site, and are latitude and longitude right? The entry will be marked.
production-notice-no-position = No position was taken. The entry will be marked.
production-notice-too-many-diggers = More diggers were present than the licence allows. The entry will be marked.
production-notice-over-capacity = With this entry the site gave far more this month than it can. The stones will be held until an officer lets them go.
production-flag-over-capacity = Far more than the site can give
production-flag-late = Late
production-flag-after-stop = Written down after the licence or the holder was stopped
production-flag-zone = In a zone that asks for a second look or freezes the stones
production-flag-outside-site = Outside the site
production-flag-no-position = No position
production-flag-too-many-diggers = Too many diggers
production-site = Site
production-site-code = Code of the site
production-licence = Licence
production-holder = Holder
production-parcel = Parcel
production-recorded = Recorded
production-receipt = Production receipt
production-done = Written down
production-withdrawn = This entry was taken back. Nothing came in by it, and its code must stand on no bag.
production-receipt-void = Void: the entry was taken back
production-mark-bag = Write this code on the bag:
production-sign-holder = Holder or witness
production-sign-registrar = Registrar
production-record-next = Record another
production-again = Another entry for this site
production-open-entry = Show the entry
production-entry = Production entry
production-entries = Production entries
production-forward = Where did it go?
production-tests = { $count ->
    [one] { $count } test
   *[other] { $count } tests
}
production-from = From
production-to = To
production-flagged = Marked as
production-office = Office
production-none = No production entries found.

violation-production-no-licence = This site has no licence. Nothing can be produced here before it has one.
violation-production-filter-days = The last day lies before the first ({ $from }). Exchange them.
violation-production-filter-site = There is no site with this code. Compare it with the list of sites.
violation-production-filter-licence = There is no licence with this number. Write it as it is printed.
production-unlikely-mean = { $mean } a stone on average is very unlikely. Check the weight (is the point in the right place?) and the number of stones. If both are right, go on.
production-unlikely-largest = A stone of { $largest } is very rare. Check the figure (is the point in the right place?). If it is right, go on.
production-unlikely-stones = { $stones } stones in one day are very many for the people there. Check the figure. If it is right, go on.

violation-production-holder-state = The licence holder { $party } is written down as { $state ->
    [dead] dead
    [ended] dissolved
   *[other] barred
} on { $day }. Nothing can be dug under this licence on that day.
production-open-site = Open the site to give it a licence
