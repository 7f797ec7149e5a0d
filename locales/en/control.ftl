# Controls and alerts

nav-alerts = Alerts
nav-controls = Controls

word-control = Control
word-subject = About

control-list = Controls
control-lead = What the register checks by itself, theme by theme, and how often it did this year. Themes are those of internal control over alluvial production; they are no quotation of any declaration.
control-year = Year
control-year-of = Counted for { $year }.
control-theme-none = Nothing in the register works on this theme yet.
control-does = What it does
control-refused = Refused
control-alerted = Alerts
control-open = Open now
control-wrong-rate = Found wrong
control-checks = What it checks
control-frauds = Against
control-source = Where the rule comes from
control-themes = Themes
control-settings = Settings of the country
control-setting = Setting
control-value = Value
control-evidence = Where to look
control-alerts-latest = Latest alerts
control-no-alerts = It has given no alert.
control-how-often = How often this year
control-answered = Answered for
control-wrong = Of these, the control was wrong
control-wrong-none = No alert of this year was answered for yet.
control-coverage = How far it reaches
control-coverage-lead = What the figures of this year say of the controls themselves.
control-cover-traced = Exported carats traced to a site
control-cover-surveyed = Sites with a measured position
control-cover-on-time = Production entries written down in time
control-cover-confirmed = Certificates of which the receipt was confirmed
control-cover-inspected = Sites inspected within the interval
control-cover-nothing = nothing to count
control-uncovered = What is not covered
control-uncovered-lie = A lie at the first weighing: a real licence holder who declares a smuggled stone as found today. Controls only raise its price and point to what is out of the usual.
control-uncovered-outside = Stones that never come to an office, a licensed buyer or a border post.
control-uncovered-capacity = How much a site can give is worked out from settings of the country, unless a confirmed official estimate of it stands. Estimates of licences and zones are shown, and nothing is judged by them yet.
control-uncovered-inspections = An inspector who looks away: the draw says who is visited, not what is seen there. Photographs of a visit are not kept.
control-uncovered-refusals = Refusals are counted since this version of the register, and what an import refused in a trial run is not counted.

control-soon = How soon
control-kind-refuses = Refuses the act
control-kind-holds = Holds it back until somebody has decided
control-kind-alerts = Tells somebody

control-within-act = In the same act
control-within-minute = Within a minute of what is written down
control-within-day = When the day has turned

control-family-licences = Licences and roles
control-family-mass = Carats and stones add up
control-family-slips = Purchase slips
control-family-places = Places
control-family-pit = The book at the pit
control-family-capacity = How much a site can give
control-family-offices = Offices and those who write down
control-family-trade = Buying and selling
control-family-exports = Valuation, certificates and departure
control-family-abroad = From and to other countries
control-family-inspections = Inspections

theme-M1 = Stones can be traced from the mine to the export
theme-M2 = Miners are licensed and registered
theme-M3 = Diggers without a licence of their own are known
theme-M4 = It is known where digging is allowed and where it happens
theme-M5 = Production is written down at the pit
theme-M6 = Traders and buying offices are licensed and supervised
theme-M7 = Every purchase is written down, with the origin of the stones
theme-M8 = Production is held against sales
theme-M9 = Offences have consequences
theme-M10 = The authority looks for itself, also unannounced
theme-M11 = Smuggling over borders is made harder
theme-M12 = The formal market is worth the miner’s while
theme-M13 = What the ground can give is known
theme-M14 = Progress is reported

fraud-F1 = exports far above what could be produced
fraud-F2 = an office whose volume jumps from nothing
fraud-F3 = value that rises faster than weight
fraud-F4 = forged certificates
fraud-F5 = certificates of countries that take no part
fraud-F6 = laundering through a neighbour’s legal office
fraud-F7 = stones that leave through the country with the lower tax
fraud-F8 = production that never was, to make other stones legal
fraud-F9 = values declared too low
fraud-F10 = first sales that nobody writes down
fraud-F11 = stones of a time of embargo fed in later
fraud-F12 = confiscated stones that disappear or come back
fraud-F13 = trade figures of two countries that do not match
fraud-F14 = fake licences
fraud-F15 = stones carried by hand or sent by post
fraud-F16 = officials who collude
fraud-F17 = offices where nobody is

severity-notice = Notice
severity-alarm = Alarm
severity-critical = Critical

alert-state-open = Open
alert-state-explained = Explained
alert-state-case = Case
alert-state-false = Control was wrong

subject-site = Site
subject-party = Party
subject-licence = Licence
subject-office = Office
subject-account = Account
subject-shipment = Shipment
subject-certificate = Certificate
subject-parcel = Parcel
subject-country = Country

evidence-parcel = Parcel
evidence-purchase = Purchase
evidence-site = Site
evidence-licence = Licence
evidence-party = Party
evidence-shipment = Shipment
evidence-certificate = Certificate

alert-list = Alerts
alert-lead = What controls saw that is out of the usual. An alert refuses nothing and accuses nobody: somebody looks into it and says what he found.
alert-none = No alert like this.
alert-none-yet = No control has seen anything out of the usual.
alert-number = Alert { $no }
alert-seen-first = First seen
alert-seen-last = Last seen
alert-sightings = Times seen
alert-gone = Not seen any more since
alert-gone-tag = not seen any more
alert-gone-filter = Show also what is not seen any more
alert-owner = Looked after by
alert-owner-none = nobody yet
alert-severity = Weight
alert-what = What was seen
alert-rests-on = What it rests on
alert-more-links = More entries than these are concerned; the numbers above count all of them.
alert-do = What to do
alert-answers = What was answered
alert-answers-none = Nobody has answered for it yet.
alert-answer = Answer for it
alert-answer-lead = Your answer and what was seen stay in the journal for good.
alert-state = Where it stands from now on
alert-state-hint = “Open” only notes what is being done. An answered alert opens again by itself when much more is seen.
alert-reason = What you found, or what is to be done
alert-reason-hint = It stays for good. No name of a person.
alert-case = Number of the case
alert-case-hint = Only for a case: under which number it is looked into.
alert-take = I look after it
alert-submit = Sign the answer
alert-told-answered = Your answer is in the journal.
alert-about-you = This alert is about entries of your own account. Somebody else answers for it.
alert-home-show = Look at them
alert-home =
    { $count ->
        [one] { $count } alert is open.
       *[other] { $count } alerts are open.
    }
alert-home-critical =
    { $count ->
        [one] { $count } critical alert is open.
       *[other] { $count } critical alerts are open.
    }

violation-alert-state = Say where the alert stands from now on.
violation-alert-own = This alert is about entries of your own account. Somebody else answers for it.
violation-alert-case = Give the number under which the case is looked into.
violation-alert-changed = More was seen of this alert since you opened the page. Look at it again, then answer.

control-c1-name = A valid licence on the day
control-c1-checks = Who digs, sells, buys, works on parcels, exports or imports has a licence for it that holds on the day.
control-c2-name = Who may sell to whom
control-c2-checks = Each sale is between roles that the country’s rules allow, under a licence for that role, and never with oneself.
control-x1-name = Nobody dead, dissolved or barred
control-x1-checks = Nothing is dug, sold, bought, shipped or licensed in the name of a party that has died, been dissolved or been barred.
control-f14-name = A licence number stands once
control-f14-checks = A licence has a number of its own and is renewed once. Anybody can check a number on the public page.
control-c17-name = A dormant licence that sells
control-c17-checks = A licence under which nothing was done for a long time, and that then digs and sells within two months.
control-c17-alert = Nothing was done under this licence for { $days } days. It woke on { $woke }, and since { $first } sold { $sold } within two months.
control-c17-do = Ask who works there now, see the site, and compare the papers of the first sale with the book at the pit.

control-c3-name = What goes in comes out
control-c3-checks = Weighing, mixing, splitting and sorting lose and gain no more than scales differ and cleaning takes away, in one act and along the whole path.
control-c4-name = Nobody parts with what he does not hold
control-c4-checks = A parcel is sold, mixed, packed or reported gone only while it is there, is its holder’s and is promised to nobody else. So nobody’s stock is ever below nothing on any day.
control-c7-name = Origins are kept when parcels are mixed
control-c7-checks = A certificate states where every carat came from. Carats of no established origin are signed for with a reason, or not exported.
control-c12-name = Test parcels stay tests
control-c12-checks = Parcels that are walked through the chain on trial are never mixed with others, never certified and in no total.
control-f12-name = Seized stones go by an order alone
control-f12-checks = What the state took is sealed and kept under a receipt, weighed again wherever it goes, and given back, sold or destroyed only by a numbered order that two people agree on.
control-x2-name = What is contested waits
control-x2-checks = Parcels of an open case, of a report that they are gone, or of a correction that waits take no act until somebody has decided.

control-c5-name = A slip is used once, out of a book that was issued
control-c5-checks = The serial of a slip lies in a book that its buyer was given and stands on one sale alone. Books do not overlap.
control-c6-name = Slips are dated in order
control-c6-checks = Nothing is sold before the day on which it was dug, after the licence was stopped, or on an offer that has run out.
control-f10-name = Production before sale
control-f10-checks = Only a parcel that is in the register can be sold: the book at the pit, declared stock or an import comes first.
control-x3-name = Price and payment are stated
control-x3-checks = Each sale states its price, its rate and how it was paid. Cash above the country’s limit is refused.

control-c8-name = Sites lie where they may
control-c8-checks = A site lies in the country, within its licence’s area, no larger than allowed, and does not overlap another.
control-f11-name = Stones of zones that are closed to the trade
control-f11-checks = What is dug in a zone is judged by its status on the day of digging, whenever it is written down: refused, or frozen until an order releases it. Stock from before a cut-off is counted, sealed and frozen.
control-x4-name = Entries taken outside their site
control-x4-checks = Many entries of a month whose position lies outside the site they are for.
control-x4-alert = In { $month } { $outside } of { $entries } entries with a position were taken outside the site.
control-x4-do = See the site. Its boundary may be wrong, or stones are written down that were not dug there.
control-x5-name = At two places at once
control-x5-checks = Two entries of one account whose positions lie too far apart for the time between them, where a device noted both.
control-x5-alert = In { $month } { $count ->
        [one] one pair of entries lies
       *[other] { $count } pairs of entries lie
    } too far apart for the time between them. The worst: { $metres } metres in { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    }.
control-x5-do = Ask who took the entries, and whether an account is shared.
control-x8-name = Sizes unlike those of the place
control-x8-checks = A parcel that nobody has sorted, whose stones are spread over size classes otherwise than the footprint of where they are said to come from. It is an indicator and no proof.
control-x8-alert = The { $stones } stones of { $parcel } ({ $weight }) differ from the reference of where they are said to come from: { $gap } of the carats lie in other size classes. Chance alone would do as much once in { $once_in } times, or less often.
control-x8-do = Look at the comparison, ask how the stones were gathered, and whether small ones were left out. Photographs and an inspection of the site say more.
control-x9-name = An exporter’s half-year unlike its places
control-x9-checks = All that an exporter sent in half a year, sorted or not, is spread over size classes otherwise than the footprints of where it is said to come from. It is an indicator and no proof.
control-x9-alert = What { $exporter } sent from { $from } to { $to } and was counted by size ({ $stones } stones, { $weight }) differs from the reference of where it is said to come from: { $gap } of the carats lie in other size classes. Chance alone would do as much once in { $once_in } times, or less often.
control-x9-do = Look at the comparison, and at what the exporter bought and kept back: whoever sells one kind of goods at home sends another abroad.

control-c10-name = A stone out of proportion
control-c10-checks = A stone many times larger than any that the site gave before.
control-c10-alert = On { $day } a stone of { $stone } was found. The largest before was { $before }, of { $stones } stones.
control-c10-do = See the stone or its photograph, and ask other offices whether it is missed.
control-f8-name = A site that gives far more than ever
control-f8-checks = A month of a site above several times the median of the year before, and above any month of it.
control-f8-alert = { $month } has { $mct }. The median of the months before is { $median }; above { $factor } times that it is told.
control-f8-do = See the site: how many dig, how much ground was moved, and who buys.
control-f6-name = More than usual near a border
control-f6-checks = A month of a site near the border above twice the median of the year before, and above any month of it.
control-f6-alert = { $month } has { $mct }, { $metres } metres from the border. The median of the months before is { $median }; above { $factor } times that it is told.
control-f6-do = See the site and compare the stones with what it usually gives: goods from over the border may be written down here.
control-c9-name = More than a site can give
control-c9-checks = A month of a site above a multiple of what it can give: its confirmed official estimate where one stands, else what its diggers can wash by diggers, days, gravel and grade of the country’s settings.
control-c9-alert = { $month } has { $mct }. { $diggers ->
        [one] One digger
       *[other] { $diggers } diggers
    } in { $days } days can give { $can }; above { $over } times that it is told.
control-c9-do = Count the diggers at the site, and compare the ground moved with what was written down.
control-c14-name = Entries or sales that are alike
control-c14-checks = Two entries, or two sales, of one party on one day with the same mass and the same number of stones.
control-c14-alert = { $count } entries or sales are alike. The first: { $stones ->
        [one] one stone
       *[other] { $stones } stones
    }, { $mct }, on { $day }.
control-c14-do = Ask whether something was written down twice. If so, have one entry withdrawn.
control-x6-name = Entries that are possible and in time
control-x6-checks = The largest stone, the classes and the sums of an entry fit together. An entry that is late says why, and none is older than a year.

control-f2-name = An office that jumps
control-f2-checks = A month of an office above several times the median of the year before, and above any month of it.
control-f2-alert = { $month } has { $mct }. The median of the months before is { $median }; above { $factor } times that it is told.
control-f2-do = Inspect: is there more digging, or do goods come from elsewhere?
control-f17-name = A silent office
control-f17-checks = An office that usually writes down production and has written nothing for long.
control-f17-alert = Nothing has been written down for { $days } days, since { $last }. Usually there are { $entries } entries a month.
control-f17-do = Find out whether anybody is there, and where its diggers sell meanwhile.
control-c13-name = Much is written down late
control-c13-checks = A month of which too many entries came in after the country’s limit.
control-c13-alert = Of { $entries } entries of { $month }, { $late } came in late: { $share }.
control-c13-do = Ask the office what keeps it, and compare late entries with sales of the same days.
control-c15-name = Weights that look invented
control-c15-checks = Too many round weights among those that one account wrote down in a month, or last digits that are too uneven for a scale. Only weights of a carat or more are looked at.
control-c15-alert = { $what ->
        [round] Of { $entries } weights of { $month }, { $share } end in a nought; by chance it would be a tenth.
       *[digits] Of { $entries } weights of { $month }, { $times } end in { $digit }: too uneven for a scale.
    }
control-c15-do = Watch some weighings, and check the scale.

control-c16-name = A price out of the usual
control-c16-checks = Purchases far below or above what eight of ten buyers paid a carat in the six months before.
control-c16-alert = In { $month } { $count ->
        [one] one purchase
       *[other] { $count } purchases
    } lay more than { $apart } times outside the usual { $low } to { $high } a carat. The lowest: { $price }.
control-c16-do = Ask for the payment’s papers. A price that is too low may hide a payment on the side, one that is too high may pay for stones that are not on the slip.
control-c18-name = Stones that come back
control-c18-checks = A party that buys from somebody to whom, directly or through one other, it sold within the half-year before.
control-c18-alert = { $party } sold { $out } on { $first } and bought { $back } from { $other } on { $last }: { $sales } sales in a circle.
control-c18-do = Lay the slips side by side: are these the same stones, and who gains from the detour?
control-c19-name = One seller for most
control-c19-checks = A quarter in which one seller gave more than the country’s limit of what a buyer bought.
control-c19-alert = { $seller } gave { $share } of the { $mct } bought in { $purchases } purchases in the quarter from { $month }.
control-c19-do = Ask where that seller’s stones come from; he may only lend his name.

control-c11-name = A certificate says what is there
control-c11-checks = Every parcel is there, sealed, valued and as it was signed for; the days, the destination and the sums are right; nothing leaves otherwise.
control-f4-name = Certificates on forms of their own year
control-f4-checks = A certificate takes the next form that is in stock, of the year, with the number that is read off the paper.
control-f15-name = Goods leave with a courier who is known
control-f15-checks = A departure names a licensed courier or an airway bill.
control-f16-name = Two people, two places
control-f16-checks = What needs two signatures gets them from two people, in two browsers, with two authenticators. Nobody values his own stones.
control-f1-name = More leaves than is dug
control-f1-checks = Twelve months of which more was exported than produced; above half as much again it is critical.
control-f1-alert = In the twelve months to { $month } { $exports } left and { $production } were dug; { $inhand } dug before had not left. Declared from before the register: { $stock }.
control-f1-do = Find out which exporter and which offices it comes from; ask the countries of destination what they counted.
control-f3-name = Value outruns weight
control-f3-checks = Twelve months in which a carat left for half as much again as in one of the five years before.
control-f3-alert = In the twelve months to { $month } a carat left for { $now }; { $years ->
        [one] a year
       *[other] { $years } years
    } before it was { $before }. Weight grew by { $weight }, value by { $value }.
control-f3-do = Take it apart by size class and exporter: dearer stones of other origin show so.
control-f7-name = Large stones stay away
control-f7-checks = Half a year in which far fewer large stones left than the two years before let expect.
control-f7-alert = In the half-year to { $month } { $large ->
        [one] one stone of { $least } or more
       *[other] { $large } stones of { $least } or more
    } left, with { $mct } in all; { $expected } were to be expected.
control-f7-do = Compare the tax on large stones with the neighbours’, and ask them what they certified.
control-f9-name = Declared or valued out of the usual
control-f9-checks = A shipment whose exporter states far less than the government’s valuer, or whose price a carat is out of what its class is usually worth.
control-f9-alert = { $what ->
        [low] The exporter of { $code } states { $ratio } of the government’s value.
       *[band] { $lines ->
            [one] One line
           *[other] { $lines } lines
        } of the valuation of { $code } lie outside what the class was worth in the year before.
    }
control-f9-do = Have it valued again by somebody else before it is certified.

control-f5-name = What comes from abroad is looked at
control-f5-checks = A shipment whose certificate is of a country that takes no part, has expired, was used or warned of, or does not fit what is there, is detained until an approver has decided.
control-f13-name = What left and what arrived
control-f13-checks = A certificate of which nobody has confirmed the receipt in time, or under which other carats arrived than were certified.
control-f13-alert = { $what ->
        [apart] Under { $number } { $certified } were certified and { $received } are said to have arrived.
       *[overdue] Nobody has confirmed the receipt of { $number }, issued { $days } days ago, with { $certified }.
    }
control-f13-do = Write to the authority of the destination. Answer for the difference where its confirmation stands.

cli-controls-left = Looked at { $looked } things; { $left } are left.
cli-controls-looked = Looked at { $looked } things and saw { $seen } that are out of the usual.
cli-controls-open = Open alerts: { $critical } critical, { $alarm } alarms, { $notice } notices.

control-c20-name = A site nobody has looked at
control-c20-checks = Sites with a licence that were not inspected within the interval of the country, counted from their registration where they never were.
control-c20-alert = { $what ->
    [again] It was last inspected on { $since }, { $days } days ago. The interval is { $interval } days.
   *[never] It was never inspected in the { $days } days since it was registered on { $since }. The interval is { $interval } days.
}
control-c20-do = Inspect it, or have it drawn: what was not seen for long weighs more.

control-x7-name = Nobody inspects himself, and nobody chooses what is drawn
control-x7-checks = Whoever registered a site or works in an office does not inspect it. All that may be drawn is fixed before a day begins whose last head of the journal gives the seed.
control-x10-name = Counts that are not the balance
control-x10-checks = Stock that its holder or an officer counted, against what all movements up to that day leave; where it was written down on the same day, of that day those written down before it. It is looked at again when something is written down late.
control-x10-alert = On { $on } { $counted } were counted at { $party }, where the balance says { $book }: { $apart } and { $stones } stones apart.
control-x10-do = See the stock and weigh it again. Is something not yet written down, or was something sold that no slip shows?
control-x11-name = Stones beyond what a site can give are held
control-x11-checks = Where the country’s rules say so, the stones of an entry with which a site gave far more in a month than it can take no act until an officer has looked and lets them go with a reason. The entry itself is never lost.
