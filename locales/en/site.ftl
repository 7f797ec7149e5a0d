### Sites where stones are dug, and the map of them. What is wrong with a position or a boundary itself is in geo.ftl.

## The list

site-register = Register a site
site-found = { $count ->
    [0] No sites found
    [one] { $count } site
   *[other] { $count } sites
}
site-none-yet = No site matches. Clear the filters, or register the first one.
site-search = Name, code or licence number
site-search-hint = The beginning of any word of the name or place, a code such as S-000012, or a whole licence number
site-filter-area = Area
site-filter-office = Office
site-filter-licence = Licence
site-filter-licence-valid = Valid today
site-filter-licence-not-valid = Not valid today
site-filter-licence-missing = No licence
site-filter-production = Production
site-filter-production-yes = Some recorded
site-filter-production-no = None recorded
site-list-newest = Newest first
site-list-older = Older sites
site-list-first = Back to the newest
site-code = Code
site-name = Name
site-area = Area
site-licence = Licence
site-on-map = Show on the map

## Standing of a site's licence, also the colours of the map

site-standing-valid = Licence valid
site-standing-suspended = Licence suspended
site-standing-not-yet = Licence not begun
site-standing-expired = Licence expired
site-standing-revoked = Licence revoked
site-standing-none = No licence
site-standing-this = This site

## The form

site-change = Change this site
site-name-hint = What people on the spot call it
site-where = Where it is
site-where-hint = One position, or the corners of an area. An area can be compared with its licence; a point cannot.
site-mode = What do you have?
site-mode-point = One position
site-mode-polygon = The corners of an area
site-position = Position
site-lon = Longitude
site-lon-hint = For example { $decimal } or { $angle }
site-lat = Latitude
site-lat-hint = For example { $decimal } or { $angle }
site-shape = Corners of the area
site-shape-hint = One corner on each line, longitude first: { $pair }. Walk round the area in one direction; the last corner need not repeat the first. GeoJSON can be pasted too.
site-accuracy = Accuracy
site-accuracy-hint = How many metres the position may be off, as the device shows it
site-obtained = How was the position obtained?
site-obtained-gps = With a phone or GPS at the place
site-obtained-survey = By a surveyor with instruments
site-obtained-map = Drawn on a map or satellite picture
site-obtained-estimate = Estimated from a description
site-obtained-unknown = Not known
site-surveyed-on = Day of the survey
site-surveyed-on-hint = For example 27/03/2026
site-surveyor = Surveyor
site-surveyor-hint = Service or badge number. Do not write a person’s name here.
site-licence-hint = The number printed on the licence, for example { $example }. Leave empty if the site has none.
site-deposit = Kind of ground
site-deposit-hint = Where the gravel lies
site-locality = Village, chiefdom or district
site-office = Office
site-office-hint = Only where several offices look after the area
site-reason = Why is it changed?
site-reason-hint = The old values stay visible beside the new ones.
site-register-button = Register the site
site-check = Check the site before it is registered
site-check-overlap = On the same ground lies { $code }: { $what }.
site-change-button = Save the change

## The position of the phone and drawing

site-use-position = Use the position of this device
site-position-busy = Looking for the position. Hold the device under open sky.
site-position-done = Position found, good to { $accuracy } m
site-position-denied = The device may not tell its position to this page. Allow it in the browser’s settings, or type the position.
site-position-unavailable = The device cannot find its position. Type it instead.
site-position-timeout = No position was found in time. Go under open sky and try again, or type it.
site-position-insecure = A browser tells the position only over a secure connection (HTTPS). Type it instead.
site-walk-find = Find my position for the next corner
site-walk-add = Add this position as a corner
site-draw = Draw on the map
site-draw-needs-script = Drawing needs a browser with scripts. Type the position or the corners above.
site-draw-label = Map for drawing the site
site-draw-undo = Undo
site-draw-clear = Clear the drawing
site-draw-handle = Corner { $number }
site-draw-insert = Add a corner here
site-draw-keys = Tap or click to set a corner; drag a corner to move it. Keyboard: arrows move the map, Enter sets a corner in its middle, Tab goes to a corner, arrows move it, Delete removes it.

## After saving

site-registered = { $code } is registered
site-changed = The change is saved
site-saved-flags = Look at these points:
site-next-production = Record production here
site-next-another = Register another site

## The page of a site

site-facts = What is recorded
site-kind-point = One position
site-kind-polygon = { $count ->
    [one] Area with { $count } corner
   *[other] Area with { $count } corners
}
site-size = Size
site-shape-kind = Shape
site-centre = Position
site-corner-no = Corner
site-corners = All corners
site-admin = Administrative area
site-border = Distance to the border
site-survey = Survey
site-reference = Imported from
site-reference-of = { $source }, number { $key }
site-licence-term = from { $from } to { $to }
site-licence-none = No licence is named
site-flags = What is remarkable
site-flags-none = Nothing remarkable
site-overlaps = On the same ground
site-overlap-area = { $area } in common
site-overlap-point = a point inside the other
site-production-here = Production here
site-forward = Where did its stones go?
site-forward-what = Parcels in stock and certificates with carats from here
site-production-sum = { $count ->
    [0] Nothing recorded yet
    [one] { $count } entry, { $carats }{"\u00A0"}ct
   *[other] { $count } entries, { $carats }{"\u00A0"}ct
}
site-history = History
site-version-registered = Registered
site-version-changed = Changed
site-version-entry = Journal entry { $seq }
site-version-why = Reason: { $reason }
site-version-what = What
site-version-before = Before
site-version-after = After

## What is remarkable

site-flag-no-licence = No licence is named.
site-flag-licence-not-valid = The licence was not valid on the day this was recorded.
site-flag-licence-edge = It reaches over the edge of the licensed area, within the accuracy of surveys.
site-flag-licence-full = All sites of the licence together are larger than a licence of this type allows.
site-flag-overlap = It shares ground with another site.
site-flag-accuracy-poor = The position is less exact than the rules ask for.
site-flag-accuracy-unknown = How exact the position is was not recorded.
site-flag-border-edge = It lies at the border, as far as the map can tell.
site-flag-closed-mended = The area did not end where it began; it was closed with a straight side.
site-flag-repeats-mended = Repeated corners were left out.
site-flag-winding-mended = The corners ran the wrong way round; their order was turned.

## What is wrong

violation-site-accuracy = Enter the accuracy in whole metres, from 1 to { $most }.
violation-site-no-such-licence = There is no licence with the number { $number }. Check it on the paper, or leave the field empty.
violation-site-licence-kind = { $number } is no licence for digging. Enter the licence of the miner or cooperative.
violation-site-reference-taken = { $code } was imported under the same reference. Change that site instead.
violation-site-too-large = The area has { $area_m2 }{"\u00A0"}m². A licence of this type allows { $most_m2 }{"\u00A0"}m². Check the corners, or divide the ground between licences.
violation-site-outside-licence = The site reaches { $distance_m }{"\u00A0"}m outside the area of licence { $number } ({ $outside_m2 }{"\u00A0"}m² of it). Check the corners and the number of the licence.
violation-site-overlap = { $area_m2 ->
    [0] This lies on the ground of { $code }, which is dug under licence { $number } of another holder.
   *[other] This shares { $area_m2 }{"\u00A0"}m² with { $code }, which is dug under licence { $number } of another holder.
} Check the position. If it is right, the supervisor must settle first whose ground it is.
violation-site-other-office = This lies in { $area }, which your office does not look after. Ask the office there to register it: { $office }.
violation-site-unchanged = Nothing is different from what is recorded. Change something, or leave the page.
