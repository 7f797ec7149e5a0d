### Licences.

standing-not-yet = Not yet valid
standing-valid = Valid
standing-suspended = Suspended
standing-revoked = Revoked
standing-expired = Expired

licence-state-issued = Issued
licence-state-suspended = Suspended
licence-state-revoked = Revoked
licence-state-reinstated = Reinstated

licence-issue = Issue a licence
licence-renew = Renew
licence-change = Change this licence
licence-suspend = Suspend
licence-reinstate = Reinstate
licence-revoke = Revoke
licence-print = Print the licence

licence-list-search = Number
licence-list-search-hint = The beginning of the number. Licences of a holder are on the page of the party
licence-list-standing = Today it is
licence-list-kind = Type
licence-list-ending = Ending soon
licence-list-ending-hint = Valid, not renewed, and over within 60 days
licence-list-none = No licence found.
licence-list-none-yet = No licence is in the register yet.
licence-number = Number
licence-number-hint = Leave it empty: the register gives the next number. Type one only for a licence of another register.
licence-kind = Type of licence
licence-kind-choose = Which type of licence?
licence-kind-explained = { $role } · { $months ->
    [one] up to { $months } month
   *[other] up to { $months } months
}
licence-kind-no-role = Not a role of this holder
licence-holder = Holder
licence-holder-code = Code of the holder
licence-holder-hint = As on the card of the person, for example { $example }. To look it up, open { $parties }.
licence-office = Issuing office
licence-issued-on = Day of issue
licence-starts-on = First valid day
licence-ends-on = Last valid day
licence-ends-on-hint = { $months ->
    [one] At most { $months } month after the first day
   *[other] At most { $months } months after the first day
}
licence-area = Licensed area
licence-area-hint = One corner a line: longitude, latitude. For example { $pair }. Or paste the text of a GeoJSON polygon.
licence-area-limit = At most { $most }
licence-area-size = { $size } in { $corners ->
    [one] { $corners } corner
   *[other] { $corners } corners
}
licence-fee = Fee paid
licence-fee-currency = Currency of the fee
licence-fee-due = The fee of this type is { $fee }
licence-receipt = Number of the receipt
licence-receipt-hint = Of the bank slip or the receipt of the authority
licence-workers = Most workers
licence-workers-limit = At most { $most }
licence-depth = Depth allowed
licence-depth-limit = At most { $most }
licence-machines = Machines
licence-machines-may = May move earth
licence-machines-not = May not move earth
licence-documents = Papers seen
licence-documents-hint = Tick each paper you have held in your hands
licence-conditions = Conditions
licence-conditions-hint = What is printed on the licence beside the type's own rules, if anything
licence-renews = Renews
licence-renewed-by = Renewed by
licence-reason = Reason
licence-reason-hint = It stays in the history for good. For example: dug outside the area, inspection of 3 May
licence-state-on = From which day
licence-recorded-later = Written down on { $day }, after the day of issue.

licence-section-terms = What it says
licence-section-history = History
licence-section-changes = Changes of the terms
licence-history-from = from { $day }
licence-public = Public status page
licence-ends-soon = { $days ->
    [0] Ends today
    [one] Ends in { $days } day
   *[other] Ends in { $days } days
}

licence-check-title = Check the licence before you issue it
licence-check-change-title = Check the change
licence-check-lead = Nothing is written yet. The register gives the number when you confirm.
licence-check-change-lead = Nothing is written yet. What the licence said before stays visible.
licence-confirm-issue = Issue the licence
licence-confirm-change = Write the change
licence-given-on-confirm = Given when you confirm
licence-issued = Licence { $number } was issued.
licence-changed = The licence was changed.
licence-state-changed = The state of the licence was changed.

licence-suspend-explained = Until it is reinstated nothing can be dug, bought or sold under this licence from that day on.
licence-reinstate-explained = The licence can be used again from that day on.
licence-revoke-explained = Revoking is final. The licence can never be used or renewed again.
licence-confirm-suspend = Suspend the licence
licence-confirm-reinstate = Reinstate the licence
licence-confirm-revoke = Revoke the licence for good

licence-print-holder = Holder
licence-print-code = Code of the holder
licence-print-authority = Issued by
licence-print-check = Check this licence: scan the square, or open { $url }
licence-print-void = Not valid: { $standing }
licence-print-signature-authority = For the authority
licence-print-signature-holder = The holder
licence-print-stamp = Stamp
licence-print-fictitious = Fictitious: this is not a licence
licence-qr-label = Square code of the address { $url }

licence-status-title = Status of a licence
licence-status-lead = What the register says about this licence today, { $day }.
licence-status-unknown = The register has no licence with the number { $number }. Check the number letter by letter. If it stands on a paper exactly so, the paper may be false: tell { $authority }.
licence-status-personal = Who holds it is not shown here. Compare the name on the paper with the identity document of the bearer.
licence-status-another = Check another licence
licence-status-number = Number of the licence
licence-status-number-hint = As printed, for example { $example }
licence-status-check = Check

violation-licence-reference-taken = A licence was imported from this very record already.
violation-licence-reference-import = Only an import says where a licence comes from. Leave the reference out and give papers, fee and receipt, or take the licence in with “placer import”.
violation-licence-no-renewed = The licence to be renewed is not in the register, or not kept by your office.
violation-licence-renews-other = { $number } is of another holder or another type. A renewal keeps both; issue a new licence instead.
violation-licence-renewed-already = { $number } was renewed already. Renew the newer licence.
violation-licence-renews-revoked = { $number } was revoked and cannot be renewed.
violation-licence-renews-start = { $number } runs through { $day }. Choose a first day after it.
violation-licence-renewal-starts = { $number }, its renewal, starts on { $day }. Choose a last day before it.
violation-licence-number-taken = There is a licence { $number } already. Check the number.
violation-licence-number-own = { $number } is a number the register gives itself. Leave the field empty.
violation-licence-fixed = Holder and type of a licence stay as they are. Revoke this licence and issue another one.
violation-licence-used-outside = Production or sales from { $first } to { $last } are recorded under this licence. The first and last day must contain them.
violation-licence-revoked = { $number } was revoked. That is final; issue a new licence if one is granted.
violation-licence-not-suspended = { $number } is not suspended.
violation-licence-suspended-already = { $number } is suspended already.
violation-licence-ended = { $number } ended on { $day }. A licence that is over cannot be suspended.
violation-licence-state-order = The state was last changed as of { $day }. Choose that day or a later one.
violation-licence-no-holder = There is no party with this code. Check the code of the holder.
violation-licence-holder-elsewhere = { $code } is kept by another office. That office issues the licence, or an officer of the authority does.
violation-licence-holder-role = { $code } is not registered as { $role ->
    [digger] { role-digger }
    [miner] { role-miner }
    [cooperative] { role-cooperative }
    [supporter] { role-supporter }
    [dealer] { role-dealer }
    [agent] { role-agent }
    [exporter] { role-exporter }
    [courier] { role-courier }
    [state_buyer] { role-state-buyer }
   *[other] { $role }
}, the role this licence is for. Open the record of { $code }, tick that role, then issue the licence.
violation-licence-holder-kind = { $kind ->
    [person] { $code } is a person; this type of licence is for organisations.
   *[other] { $code } is an organisation; this type of licence is for persons.
} Choose another type or another holder.
violation-licence-nationality-unknown = This type of licence is for nationals only, and the nationality of { $code } is not written down. Complete the record first.
violation-licence-nationals-only = This type of licence is for nationals only, and { $code } is not one. Choose another type or another holder.
violation-licence-starts-before-issue = A licence cannot be valid before it is issued. Choose { $day } or a later day.
violation-licence-starts-far = This first day is more than a year after the day of issue. Check the year.
violation-licence-ends-before-start = The last day lies before the first one, { $day }. Check both.
violation-licence-term = This type runs for at most { $months ->
    [one] { $months } month
   *[other] { $months } months
}. The last day can be { $day } at the latest.
violation-licence-fee-missing = This type has a fee. Write down what was paid.
violation-licence-fee-negative = A fee cannot be below zero.
violation-licence-fee-low = This is less than the fee of this type. Check the amount.
violation-licence-receipt-missing = Write down the number of the receipt for the fee.
violation-licence-limit-zero = Write a number above zero, or leave the field empty.
violation-licence-workers = This type allows at most { $most ->
    [one] { $most } worker
   *[other] { $most } workers
}.
violation-licence-depth = This type allows a depth of at most { $metres } m.
violation-licence-documents = { $count ->
    [one] A paper is missing: { $missing }. Tick it once you have seen it; without it the licence cannot be issued.
   *[other] { $count } papers are missing: { $missing }. Tick them once you have seen them; without them the licence cannot be issued.
}
violation-licence-no-area-type = This type of licence is not for an area on the ground. Leave the area empty.
violation-licence-area-point = A licence covers an area. Give at least three corners.
violation-licence-area-too-large = The area has { $found }{"\u00A0"}m²; this type allows at most { $most }{"\u00A0"}m². Check the corners.
violation-licence-area-taken = This takes { $area_m2 }{"\u00A0"}m² of the ground of licence { $number }, which somebody else holds in the same time. Check the corners.
violation-licence-area-site = Site { $code } would lie outside the area. Check the corners, or put the site right first.

violation-licence-holder-state = { $party } is written down as { $state ->
    [dead] dead
    [ended] dissolved
   *[other] barred
} on { $day } and can hold no new licence.
