violation-correction-withdraw-touched = Something was done with parcel { $code } already: it was sold, weighed, sealed, packed or used. An entry can be taken back only before that.
violation-correction-import = This parcel came from abroad: what was found is written down in { $code } and is not corrected. Weigh the parcel again if it is not so.
violation-correction-nothing = Nothing is different. Change what is wrong before you send the correction.
violation-correction-no-site = There is no site { $code }. Check the code.
violation-correction-pending = Somebody has already proposed a correction of this entry. It has to be decided first.
violation-correction-licence-not-valid = The licence { $number } was not valid on { $day }. Check the day.
violation-correction-site-of-other-licence = The site { $code } does not belong to the licence of this entry. Choose a site of that licence.
violation-correction-weighed-since = The parcel was weighed later at { $weighed }. The corrected mass must agree with that within the tolerance.
violation-correction-path-gain = With this weight, parcel { $code } would have gained { $gain } since it was first weighed; at most { $most } is allowed. Check the weight; if it is right, look at the weighings of that parcel and of what went into it.
violation-correction-path-loss = With this weight, { $lost } of parcel { $code } would have been lost on its way; at most { $most } is allowed. Check the weight; if it is right, tell the supervisor that stones are missing.
violation-correction-counted-since = The stones were counted later: { $stones }. The corrected number must agree with that.
violation-correction-breaks-mix = The parcel went into a mix that gave { $out }. With the corrected mass the mix would gain, or lose more than is allowed.
violation-correction-in-shipment = The parcel is in a shipment. Its mass stands; take it out of the shipment and weigh it again.
violation-correction-rate = Write how many units of the currency one US dollar costs.
violation-correction-decided = This correction was already decided.
violation-correction-same-person = You proposed this correction. Another person has to approve it.
violation-correction-changed-since = The entry was changed after this correction was proposed. Refuse it and propose a new one.
violation-correction-not-sold = This slip was not accepted, so nothing was sold on it. The offer can be withdrawn and written again.
violation-correction-not-found = There is no production entry or slip with this code among those you may see. Check it against the paper.
violation-correction-no-entry = Parcel { $code } was not written down at a pit. It came of other parcels or of declared stock. Correct the entry of the parcel it came from.

## Pages

correction-one = Correction
correction-number = Correction { $no }
correction-link = This is wrong: correct it
correction-propose = Propose a correction
correction-propose-lead = You can put right a production entry, or the price and payment of a purchase. Nothing is erased: a second person decides, and what was written first stays to be seen.
correction-which = Parcel code or slip serial
correction-which-hint = As it stands on the paper
correction-form-lead = This is what is written now. Change only what is wrong. A second person decides before anything counts.
correction-purchase-lead = Weights are not corrected here: weigh the parcel again, or correct the entry at the pit.
correction-site-hint = Sites of the licence of this entry
correction-reason = What went wrong?
correction-reason-hint = The second person reads this to decide. For example: 10 was read for 1.0 on page 7.
correction-check = Check the correction
correction-check-lead = Nothing changes before a second person approves it.
correction-classes-dropped = The size classes add up to the old total. They fall away with it.
correction-confirm = Propose the correction
correction-compared = What is written and what should be
correction-was = Written
correction-now = Should be
correction-unchanged = unchanged
correction-what = What it puts right
correction-kind-production = Production entry
correction-kind-stock = Parcel of declared stock
correction-kind-withdrawal = Production entry taken back
correction-stock-note = Papers
correction-stock-site-hint = Code of the site its papers name. Leave it empty where the origin is not established.
correction-nothing-stands = nothing
correction-lat = Latitude
correction-lon = Longitude
correction-accuracy = Accuracy of the position
correction-withdraw-legend = Was the entry made by mistake?
correction-withdraw-hint = Tick this only if the same find was written down twice. The other fields then do not count.
correction-withdraw = Take the whole entry back
correction-kind-purchase = Purchase slip
correction-state-proposed = Waiting
correction-state-approved = Approved
correction-state-refused = Refused
correction-state-all = All
correction-by = Proposed by
correction-by-me = Me
correction-you = you
correction-changes = Change
correction-reason-short = Reason
correction-of = What it corrects
correction-proposed = Proposed
correction-proposed-because = Reason given
correction-decided = Decided
correction-because = Reason: “{ $reason }”
correction-none = No correction that you may see was proposed.
correction-none-waiting = No correction waits.
correction-none-found = No correction fits what you asked for. Check the code, or clear the filters.
correction-show-all = Show all corrections
correction-waiting-count = { $count ->
    [one] { $count } correction waits for a second person.
   *[other] { $count } corrections wait for a second person.
}
correction-own = You proposed this correction. Another person has to approve it.
correction-waits = It waits for a second person: an approver, or a supervisor of the office that wrote the entry.
correction-approved-explained = This correction is in effect. What it puts right counts everywhere; what was written first stays to be seen.
correction-refused-explained = This correction has no effect. What was written stands.
correction-decision = Your decision
correction-decision-ask = What do you decide?
correction-approve = Approve: “Should be” counts from now on
correction-refuse = Refuse: “Written” stands
correction-decision-reason = Why?
correction-decision-reason-hint = Needed when you refuse. Whoever proposed it reads it.
correction-against = It cannot be approved now:
correction-take-back = Take it back
correction-back-reason = Why do you take it back?
correction-check-approve = Check before you approve
correction-check-approve-lead = The correction takes effect at once, and everything that hangs on it follows.
correction-confirm-approve = Approve the correction
correction-check-refuse = Check before you refuse
correction-check-refuse-lead = What was written stands. The correction stays in the register as refused.
correction-confirm-refuse = Refuse the correction
correction-check-back-lead = What was written stands. You can propose another correction afterwards.
correction-confirm-back = Take the correction back
correction-followed = What followed
correction-would-follow = What would follow
correction-parcel-now = now { $weight },
correction-parcel-then = then { $weight },
correction-operation-then = { $operation }: the loss there would then be { $loss }
correction-came-count = { $count ->
    [one] { $count } parcel came of it
   *[other] { $count } parcels came of it
}
correction-certificates-count = { $count ->
    [one] { $count } certificate names it
   *[other] { $count } certificates name it
}
correction-weighing-stays = It was weighed later at { $weight }. That weighing stands; the difference is kept beside it.
correction-nothing-came = No other parcel came of it.
correction-descendants-followed = These parcels came of it. Their weights stand as they were weighed; their shares by site were worked out again:
correction-descendants-would = These parcels came of it. Their weights stand as they were weighed; their shares by site would be worked out again:
correction-hidden = { $count ->
    [one] { $count } more parcel that is not shown to you
   *[other] { $count } more parcels that are not shown to you
}
correction-cut = There are more; the trace shows them all.
correction-certificates-followed = Stones of this entry left under these certificates. They stay as issued; their traces show both readings:
correction-certificates-would = Stones of this entry left under these certificates. They would stay as issued; their traces would show both readings:
correction-certificates-hidden = { $count ->
    [one] { $count } certificate that is not shown to you
   *[other] { $count } certificates that are not shown to you
}
correction-notice-approved = Corrected on { $at }
correction-notice-waiting = Somebody says that this is wrong. A second person has still to decide.
correction-compared-done = First written and now
correction-was-done = First written
correction-now-done = Counts now
correction-operation = { $operation }: the loss there is now { $loss }
correction-label = { $label }:
violation-correction-day-after-use = On { $first } these stones were already sold or worked. They cannot have been dug later than that. Check the day.
