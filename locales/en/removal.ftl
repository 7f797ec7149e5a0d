removal-list = Out of stock
removal-list-link = Stones used inside the country, lost, stolen or destroyed
removal-one = Report: out of stock
removal-lead = Stones that were used inside the country, lost, stolen or destroyed. Whoever holds them reports; an approver confirms. What the state seizes does not stand here.
removal-none = Nothing was reported.
removal-code = Report
removal-report = Report stones out of stock
removal-how = For a whole parcel that is no stock any more though it was not exported. Is it only a part of one? Split it first. The parcel takes no other act until an approver has confirmed or refused.
removal-report-lead = The parcel will be held from now on. An approver confirms or refuses; confirmed, it is gone for good.
removal-report-confirm = Report
removal-parcel-hint = The code on the packet, such as P-000123-4
removal-cause = What happened
removal-cause-domestic = Used inside the country (cut, set, sold as jewellery)
removal-cause-lost = Lost
removal-cause-stolen = Stolen
removal-cause-destroyed = Crushed or destroyed
removal-on = Day on which it happened or was noticed
removal-taker = Who took the stones
removal-taker-hint = Only for stones used inside the country: the firm and the number of its licence. No person’s name.
removal-reference = Number of the paper
removal-reference-hint = Report to the police, receipt of the firm, protocol. Needed for stones that were stolen or used.
removal-happened = How it came about
removal-happened-hint = Who noticed what, when and where. No person’s name.
removal-reported = Reported
removal-state-waiting = Waits for an approver
removal-state-confirmed = Out of stock
removal-state-refused = Refused
removal-waits = The parcel takes no act until an approver has confirmed or refused this report.
removal-waits-other = You reported it. Somebody else must decide.
removal-decision-reason = What you say to it
removal-decision-hint = Needed to refuse.
removal-confirm = Confirm: it is out of stock for good
removal-refuse = Refuse: it is stock as before
removal-home = { $count ->
    [one] 1 report of stones out of stock waits for you.
   *[other] { $count } reports of stones out of stock wait for you.
}
removal-home-reported = { $count ->
    [one] 1 parcel is reported out of stock and takes no act until an approver has decided.
   *[other] { $count } parcels are reported out of stock and take no act until an approver has decided.
}
removal-home-show = Look at them
removal-parcel-waits = Reported as out of stock:
removal-parcel-gone = Out of stock by report
violation-removal-cause = Say what happened to the stones.
violation-removal-taker = Name the firm that took the stones, with the number of its licence.
violation-removal-reference = Give the number of the paper: the report to the police, or the receipt of the firm.
violation-removal-too-early = The stones came into the register, or to their holder, on { $day }. They cannot have gone before that day.
violation-removal-decided = Somebody decided this report already.
violation-removal-same-person = You reported these stones. Somebody else must decide.
violation-removal-changed = Parcel { $code } is not as it was reported: its holder, carats or stones changed. Refuse the report; a new one can then be made.
violation-parcel-reported-gone = Parcel { $code } is reported as out of stock (report { $report }). Nothing can be done with it until an approver has confirmed or refused.
violation-correction-removed = The parcel is out of stock by a confirmed report, with the carats and stones that it says. They cannot be corrected any more.
