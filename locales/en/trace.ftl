### Traces: from a certificate, shipment or parcel back to the pits, and from a pit forward.

trace-title = Trace of { $code }
trace-of-certificate = Where the carats of this certificate came from
trace-of-shipment = Where the carats of this shipment came from
trace-of-parcel = Where the carats of this parcel came from
trace-cut = This trace is not complete: the chain has more than { $most } parcels, and only those are shown. The carats by site are complete.

trace-verdict-established = { $count ->
    [one] All { $total } come from { $count } registered site.
   *[other] All { $total } come from { $count } registered sites.
}
trace-verdict-abroad = All { $total } are established: { $sites ->
    [0] {""}
    [one] { $sites } site and{" "}
   *[other] { $sites } sites and{" "}
}{ $imports ->
    [one] { $imports } foreign certificate.
   *[other] { $imports } foreign certificates.
}
trace-verdict-stock = Of { $total }, { $stock } were declared as opening stock of named sites. The rest comes from production entries of registered sites{ $imports ->
    [0] .
    [one] {" "}and from abroad under { $imports } foreign certificate.
   *[other] {" "}and from abroad under { $imports } foreign certificates.
}
trace-verdict-unestablished = Of { $total }, { $unknown } are without established origin.
trace-verdict-empty = There is nothing in it: its mass is zero.

trace-stat-sites = Sites
trace-stat-entries = Production entries
trace-stat-imports = Foreign certificates
trace-stat-licences = Licences
trace-stat-sales = Sales
trace-stat-explain = To be explained

trace-explain = To be explained
trace-explain-none = Nothing on the way here would have to be explained.
trace-not-valid = { $standing ->
    [expired] The validity of this certificate has ended.
   *[other] This certificate is void: no stones may travel with it. The trace says what it was issued for.
}
trace-more = { $count ->
    [one] { $count } more is in the file.
   *[other] { $count } more are in the file.
}
trace-rest = { $count ->
    [one] { $count } more row is in the file.
   *[other] { $count } more rows are in the file.
}
trace-rest-file = Download the file
trace-others = { $count ->
    [one] and { $count } more
   *[other] and { $count } more
}

trace-by-site = Carats by site
trace-by-origin = Carats by site and foreign certificate
trace-site = Site
trace-area = Area
trace-share = Share
trace-entries = Entries
trace-entries-count = { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}
trace-licences = Licences behind it
trace-licences-none = No licence stands behind it.
trace-licences-count = { $count ->
    [one] { $count } licence
   *[other] { $count } licences
}
trace-stock-part = and { $carats } as opening stock
trace-standings = (then: { $then }; now: { $now })
trace-unestablished = Origin not established
trace-import = Foreign certificate
trace-import-words = { $issuer }; countries of mining: { $origins }
trace-import-none = none named
trace-import-mixed = The certificate says that the origin is mixed.
trace-import-on = Arrived on { $day }

trace-map = Map of the sites
trace-map-clear = Nothing to explain
trace-map-explain = Something to explain
trace-map-open = Show the site
trace-map-show = On the map
trace-map-loading = Loading the map…
trace-map-failed = The map could not be loaded completely. The table below says the same.
trace-map-keys = Arrow keys move the map, plus and minus change its scale, Enter opens the nearest site.
trace-map-legend = Legend of the map
trace-map-zoom-in = Closer
trace-map-zoom-out = Further away
trace-map-sketch = Outline of the country with a dot for each site; the table below says the same.

trace-chain = Chain of custody
trace-chain-desc = Sites and foreign certificates on the left, then the holders in order of sale. The tables on this page say the same in words.
trace-chain-read = Read from left to right: site or foreign certificate, parcels from hand to hand, and what they became. Thick lines carry a quarter of the carats or more.
trace-chain-grouped = The chain is long, so parcels are drawn together by holder. Read from left to right; thick lines carry a quarter of the carats or more. Every parcel is in the file.
trace-chain-parcels = { $count ->
    [one] { $count } parcel
   *[other] { $count } parcels
}
trace-chain-other-sites = { $count ->
    [one] { $count } other site
   *[other] { $count } other sites
}
trace-chain-other-holders = { $count ->
    [one] { $count } other holder
   *[other] { $count } other holders
}
trace-chain-unknown = Not established
trace-chain-shipment = Shipment, { $carats }
trace-chain-certificate = Certificate, { $carats }
trace-chain-counts = { $parcels } parcels and { $operations } operations lie between the entries and the end. The latest come first.
trace-chain-file = The complete chain is in the file.
trace-stages = The chain in words
trace-stage = Stage
trace-stage-name = { $hop ->
    [0] At the pit, or declared as stock
    [1] After the first sale
   *[other] After { $hop } sales
}
trace-holders = Holders
trace-parcels = Parcels
trace-received = Carats received
trace-sale = Slip { $serial }, { $day }: { $seller } to { $buyer }
trace-names = Names of holders that your account may read:
trace-operation-combine = Combined
trace-operation-split = Split
trace-operation-sort = Sorted

trace-number = Number
trace-holder = Holder
trace-then = When it was used
trace-now = Now
trace-term = Term
trace-from-to = { $from } to { $to }
trace-standing-not-yet = not yet valid
trace-standing-valid = valid
trace-standing-suspended = suspended
trace-standing-revoked = revoked
trace-standing-expired = expired

trace-sources = Production entries behind it
trace-sources-abroad = Production entries and parcels from abroad behind it
trace-sources-count = { $count ->
    [one] { $count } entry
   *[other] { $count } entries, most carats first
}
trace-entry = Entry
trace-produced = Produced
trace-came-in = Came into the register
trace-attributed = In this
trace-licence = Licence
trace-remarks = Remarks
trace-flag-late = late
trace-flag-after-stop = written down after the licence or the holder was stopped
trace-flag-zone = in a zone that asks for a second look, or freezes the stones
trace-flag-outside-site = outside the site
trace-flag-no-position = no position
trace-flag-too-many-diggers = too many diggers
trace-flag-over-capacity = far more than the site can give
trace-flag-corrected = corrected
trace-flag-stock = opening stock
trace-flag-import = from abroad
trace-flag-seizure = seized, in no register before
trace-flag-licence-invalid = licence not valid that day
trace-as-of = As of journal entry { $entry }; standings as of { $day }.

## Forward

trace-forward-title = Where the carats of { $code } went
trace-forward-of-site = Where the carats of this site went
trace-forward-of-licence = Where the carats of this licence went
trace-forward-of-production = Where the carats of this entry went
trace-forward-cut = This trace is not complete: more than { $most } parcels lie downstream, and the rest was not looked at. Carats in stock may be more than shown.
trace-forward-sum = What came in is what is in stock, what was exported, what the state seized and keeps or let go for good, what was used here, lost or stolen by confirmed reports, and what was lost in handling, weighed away or rounded.
trace-forward-days = From { $first } to { $last }.
trace-in-stock = In stock
trace-exported = Under certificates
trace-lost = Lost, weighed away, rounded
trace-removed = Used here, lost, stolen or destroyed
trace-seized = Seized: kept by the state, or gone by order
trace-stock = Parcels in stock
trace-stock-none = No parcel in stock holds carats from here.
trace-parcel = Parcel
trace-of-whole = Of
trace-shipment = Shipment
trace-certificates = Certificates
trace-certificates-none = No certificate holds carats from here.
trace-issued = Issued
trace-certificate-valid = Valid
trace-certificate-used = Used
trace-certificate-expired = Expired
trace-certificate-void = Void
trace-certificate-lost = Lost or stolen
trace-certificate-replaced = Replaced
trace-hidden-parcels = { $count ->
    [one] { $count } more parcel with { $carats } carats from here is not for your account to see.
   *[other] { $count } more parcels with { $carats } carats from here are not for your account to see.
}
trace-hidden-certificates = { $count ->
    [one] { $count } more certificate with { $carats } carats from here is not for your account to see.
   *[other] { $count } more certificates with { $carats } carats from here are not for your account to see.
}

## Lines of what is to be explained

trace-line-licence = licence { $number }
trace-line-difference = difference { $difference }
trace-line-stones = { $count ->
    [one] { $count } stone of difference
   *[other] { $count } stones of difference
}
trace-line-times = { $count ->
    [one] once
   *[other] { $count } times
}
trace-line-reason = reason given: { $reason }
trace-line-entry = journal entry { $entry }

explain-unestablished = Carats without established origin ({ $count })
explain-unestablished-hint = Somebody had these carats when the register began and could not name a site. They flow through every mix and stay marked.
explain-opening-stock = Opening stock ({ $count })
explain-opening-stock-hint = Declared once by a holder when the register began. No entry at the pit stands behind it.
explain-licence-invalid-then = Produced while the licence was not valid ({ $count })
explain-licence-invalid-then-hint = On the day of production the licence was suspended, revoked, over or not yet begun, as far as is known today.
explain-licence-revoked = Licence revoked since ({ $count })
explain-licence-revoked-hint = The licence was good for the entries unless they are listed above; it was taken away later. Ask why.
explain-licence-suspended = Licence suspended now ({ $count })
explain-licence-suspended-hint = Nothing may be produced under it now. Ask why, and whether it touches these entries.
explain-licence-ended = Licence ended since ({ $count })
explain-licence-ended-hint = Its term is over. That is ordinary for old production.
explain-licence-written-later = Licence written down after the digging ({ $count })
explain-licence-written-later-hint = The licence covers the day of production, but it came into the register only later. See when and by whom it was issued.
explain-site-without-licence = Site without a licence now ({ $count })
explain-site-without-licence-hint = The site is registered but no licence is linked to it today.
explain-site-moved = Site moved since the certificate ({ $count })
explain-site-moved-hint = The place or shape shown is not the one that stood in the register at issue. Its page keeps both.
explain-outside-site = Position outside the site ({ $count })
explain-outside-site-hint = The entry was taken further from the site than both accuracies allow.
explain-no-position = No position taken ({ $count })
explain-no-position-hint = The place of the entry rests on the word of whoever wrote it down.
explain-too-many-diggers = More diggers than allowed ({ $count })
explain-too-many-diggers-hint = More people were at work than the licence allows.
explain-over-capacity = Far more than the site can give ({ $count })
explain-over-capacity-hint = With the entry the site gave more in the month than the country’s rules, or an official estimate, let it. An officer let the stones go.
explain-late-entry = Written down late ({ $count })
explain-late-entry-hint = The entry was made later after the day of production than the rules allow.
explain-after-stop = Written down after the licence or the holder was stopped ({ $count })
explain-after-stop-hint = On the day of production nothing was stopped yet; on the day of writing it was. See why it was written down only then.
explain-zone = In a zone that asks for a second look or freezes the stones ({ $count })
explain-zone-hint = See the zones of the site, and what they were on the day of production.
explain-late-sale = Sale written down late ({ $count })
explain-late-sale-hint = The slip came into the register later after the day of the sale than the rules allow.
explain-corrected-since-issue = Corrected after the certificate was issued ({ $count })
explain-corrected-since-issue-hint = Two people put the entry right after the certificate had left. The carats here follow the correction.
explain-corrected = Corrected entry ({ $count })
explain-corrected-hint = Two people put the entry right. The journal keeps what was written first.
explain-earlier-certificate = On an earlier certificate, made void ({ $count })
explain-earlier-certificate-hint = These stones were certified before. That certificate was made void while they were still here. Ask why, and where the paper is.
explain-in-dispute = In a dispute that is open ({ $count })
explain-in-dispute-hint = Two acts are told of these stones that cannot both hold. They are frozen until an officer has decided.
explain-disputed = In a dispute that is over ({ $count })
explain-disputed-hint = Somebody claimed these stones. See how it was decided, and why.
explain-seized-found = Seized, in no register before ({ $count })
explain-seized-found-hint = The state took these stones, and no register had them. Their origin is not established.
explain-seized-kept = Seized and kept by the state ({ $count })
explain-seized-kept-hint = Nothing can be done with these stones until an order over them was carried out.
explain-seized-sold = Seized and sold by the state ({ $count })
explain-seized-sold-hint = The state took these stones and sold them by an order. See the seizure.
explain-seized-returned = Seized and given back ({ $count })
explain-seized-returned-hint = The state took these stones and gave them back by an order. See the seizure.
explain-revised = Composition put together again since issue ({ $count })
explain-revised-hint = A correction to the past changed the carats by site. The composition as issued stands below the carats by site.
trace-as-issued = As the certificate was issued
trace-as-issued-hint = Carats by site on the day of issue, before the past was corrected. The paper was signed for these.
explain-reweighed = Weighed again with another result ({ $count })
explain-reweighed-hint = At a sale or by itself a parcel was weighed and the scale said something else, within the tolerance.
explain-loss = Stated loss ({ $count })
explain-loss-hint = What came out of a combining, splitting or sorting weighed less than what went in.
explain-stones-changed = Number of stones changed ({ $count })
explain-stones-changed-hint = Stones broke or crumbled in handling, or were counted again with another result.

## At the console

trace-console-subject = { $kind } { $code }
trace-console-site = { $carats } ({ $share }) { $code } { $name }, { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}
trace-console-import = { $carats } ({ $share }) foreign certificate { $number }, { $words }, arrived on { $day }
trace-console-unestablished = { $carats } ({ $share }) without established origin
trace-kind-certificate = Certificate
trace-kind-shipment = Shipment
trace-kind-parcel = Parcel
