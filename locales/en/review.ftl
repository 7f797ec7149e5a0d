### Review visits, what they recommended, and what became of it.

violation-review-to-come = The visit begins by { $today }: what is still to come is written down when it begins.
violation-review-days = The last day is not before { $first }, the first.
violation-review-report = Say by what the report is found, or leave its day empty.
violation-review-report-on = Say on which day the report came.
violation-review-report-day = The report came between { $first }, when the visit began, and { $today }.
violation-review-after-recommendation = A recommendation was given on { $given }: the visit cannot begin after that.
violation-review-unchanged = Nothing is different from what is written down.
violation-recommendation-given-on = It was given between { $first }, when the visit began, and { $today }.
violation-recommendation-due-on = It is due on { $given }, when it was given, or later.
violation-recommendation-on = The statement speaks for a day between { $least }, that of the one before it, and { $today }.
violation-recommendation-evidence = Say what shows that it is done: a paper, an entry, a place where it can be seen.
violation-recommendation-no-evidence = Evidence belongs to what is done. Say it in the statement, or choose “Done”.
violation-recommendation-closed = It is done or declined. Open it again first, and say why.
violation-recommendation-not-moved = Give the other day, or leave the reason empty.
violation-recommendation-moved-closed = What is done or declined has no other day. Leave it empty.
violation-recommendation-same-due = It is due on that day already.
violation-recommendation-moved-before = The other day is { $on } or later.

review-list = Review visits
review-lead = Visits of the Kimberley Process and the country’s own reviews, what they recommended, and what became of it. Statements are added; earlier ones stay as they are.
review-none = No visit has been written down yet.
review-new = Write down a visit
review-one = Visit
review-name = { $no }. { $kind }, { $year }
review-days = Days
review-kind = Which visit
review-kind-visit = Review visit
review-kind-mission = Review mission
review-kind-follow-up = Follow-up visit
review-kind-internal = The country’s own review
review-first-on = First day
review-last-on = Last day
review-last-on-hint = Empty for a visit of one day.
review-team = Who came
review-team-hint = Which participants and observers sent the team. No names of persons: this stays in the journal for good.
review-report = Report
review-report-hint = By what it is found: title, number or letter. Empty as long as none came.
review-report-on = Day on which the report came
review-came-on = It came on { $on }.
review-no-report = No report yet
review-reason = Why it is stated anew
review-reason-hint = The report came, or what was wrong.
review-change = State the visit anew
review-change-lead = What was written down before stays in the journal.
review-confirm = Write down
review-recommendations = Recommendations
review-count = { $all }, of which open: { $open }
review-home-overdue = { $count ->
    [one] { $count } recommendation of a review is overdue.
   *[other] { $count } recommendations of reviews are overdue.
}
review-home-show = Show
recommendation-title = Recommendation { $number }
recommendation-number = Number
recommendation-new = Write down a recommendation
recommendation-none = No recommendation has been written down.
recommendation-text = What is recommended
recommendation-text-hint = In the words of the report.
recommendation-owner = Who answers for it
recommendation-owner-hint = An office or a ministry, not a person.
recommendation-office = Office of the register
recommendation-office-hint = Where one of them answers for it.
recommendation-given-on = Given on
recommendation-given-on-hint = At the closing meeting, or by the report.
recommendation-due-on = Due on
recommendation-first-due = First due on { $on }
recommendation-overdue = overdue
recommendation-open = Recommendations to be done
recommendation-open-lead = Of all visits, what is due first on top.
recommendation-open-none = Nothing is open.
recommendation-open-count = { $count ->
    [one] { $count } recommendation is open
   *[other] { $count } recommendations are open
}
recommendation-overdue-count = { $count ->
    [one] { $count } overdue
   *[other] { $count } overdue
}
recommendation-history = What was said of it
recommendation-history-none = Nothing has been said yet.
recommendation-state-open = Open
recommendation-state-in-hand = In hand
recommendation-state-done = Done
recommendation-state-declined = Declined
recommendation-follow-up = Say how it stands
recommendation-follow-up-lead = This statement stands beside the earlier ones for good. What is done or declined can be opened again.
recommendation-on = Day
recommendation-on-hint = The day for which this holds.
recommendation-statement = What was done, or why not
recommendation-statement-hint = Say also what is still missing.
recommendation-evidence = What shows it
recommendation-evidence-hint = For “Done” only: a paper with its reference, an entry of the journal, a place.
recommendation-moved = Another due day
recommendation-moved-hint = Empty as long as it is not moved.
recommendation-due-reason = Why it is moved
