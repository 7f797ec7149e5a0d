## Pages

purchase-title = Slip { $serial }
purchase-slip = Purchase slip
purchase-serial = Slip
purchase-serial-starts = Slip number begins with
purchase-seller = Seller
purchase-buyer = Buyer
purchase-agent = Go-between
purchase-price = Price
purchase-usd = US dollars (USD)
purchase-rate = Rate
purchase-at-rate = at a rate of
purchase-currency = Currency
purchase-payment = Payment
purchase-payment-reference = Payment reference
purchase-place = Place
purchase-on = Day of the sale
purchase-until = Offer ends
purchase-written = Written down
purchase-site = Site
purchase-origin = Where the stones came from
purchase-origin-unknown = Origin not established
purchase-other-sites = { $count ->
    [one] { $count } other site
   *[other] { $count } other sites
}
purchase-attached = Attached slips
purchase-attached-none = None: the seller got these stones at the pit or declared them as opening stock.
purchase-earlier = { $count ->
    [one] { $count } slip of an earlier sale
   *[other] { $count } slips of earlier sales
}
purchase-slips-cut = There are more earlier slips than this page shows. The trace of the parcel shows all.
purchase-stated = Stated by the seller
purchase-stated-was = stated: { $carats }
purchase-carats-stated = Carats stated
purchase-carats-weighed = Carats weighed by the buyer
purchase-parcel-code = Parcel code
purchase-sealed = sealed { $seal }

purchase-views = Views of purchases
purchase-to-me = Offers to me
purchase-all-to-me = All offers to me
purchase-mine = My open offers
purchase-bought = Bought
purchase-sold = Sold
purchase-none = Nothing has been bought or sold yet.
purchase-none-found = Nothing found. Clear the filters to see everything.
purchase-none-to-me = No offer waits for you.

purchase-state-open = Waiting
purchase-state-accepted = Sold
purchase-state-declined = Refused
purchase-state-withdrawn = Taken back
purchase-state-expired = Lapsed
purchase-not-sold-open = Offer, not yet a sale
purchase-not-sold-expired = Offer lapsed, not a sale
purchase-not-sold-declined = Offer refused, not a sale
purchase-not-sold-withdrawn = Offer taken back, not a sale
purchase-told-open = This is an offer. The buyer has not accepted it yet.
purchase-told-accepted = This sale is in the register.
purchase-told-declined = The buyer refused. There was no sale.
purchase-told-withdrawn = The seller took the offer back. There was no sale.
purchase-told-expired = The offer lapsed without an answer. There was no sale.

## Offering

purchase-offer = Offer parcels
purchase-offer-hint = To a buyer with a licence
purchase-offer-lead = Choose parcels and name the buyer. You hold them until the buyer has weighed and accepted. The offer ends by itself after { $hours } hours.
purchase-which-parcels = Which parcels?
purchase-parcels-cut = The newest { $count } parcels are shown. Combine parcels to offer older ones.
purchase-nothing-to-offer = You hold no parcel that can be offered. Parcels on offer or in a shipment are not shown.
purchase-buyer-licence = Buyer’s licence number
purchase-seller-licence = Seller’s licence number
purchase-licence-hint = As on the licence; blanks and hyphens do not matter
purchase-rate-hint = How many { $currency } are one US dollar. Leave empty for a price in US dollars.
purchase-payment-reference-optional = Payment reference (optional)
purchase-payment-reference-hint = Number of the transfer, cheque or receipt. No names or telephone numbers.
purchase-place-optional = Place (optional)
purchase-agent-optional = Go-between (optional)
purchase-agent-hint = The code of a registered agent
purchase-serial-optional = Slip number (optional)
purchase-serial-hint = Leave empty for the next free slip, { $next }
purchase-serial-seller-hint = From the seller’s book, as printed on the slip
purchase-own-licence-optional = Your own licence number (optional)
purchase-own-licence-hint = Leave empty for the one that fits
purchase-offer-check = Check the offer
purchase-offer-check-lead = Compare the buyer with his licence before you offer.
purchase-offer-confirm = Offer
purchase-waits = The buyer has not answered yet. You hold the parcels. The offer ends { $until }.
purchase-waits-for-you = This is offered to you. Weigh the stones yourself, then accept or refuse. The offer ends { $until }.

## Accepting, refusing, taking back

purchase-accept = Weigh and accept
purchase-accept-lead = Weigh each parcel on your own scale and count the stones. Write down what you find, not what the seller says.
purchase-own-weight = Your own weight
purchase-own-count = Stones you counted
purchase-accept-check = Check your weighing
purchase-accept-check-lead = When you confirm, you hold these parcels.
purchase-accept-confirm = Accept and hold
purchase-decline = Refuse the offer
purchase-withdraw = Take the offer back
purchase-end-lead = The slip number stays used. The seller goes on holding the parcels.
purchase-reason-optional = Reason (optional)

## Recording both sides

purchase-record = Record a purchase
purchase-record-hint = From a seller without an account
purchase-record-lead = For a seller who has no account: write down both sides and give him the printed slip. A seller with an account offers the parcels to you instead.
purchase-parcels-weighed = Parcels, weighed by you
purchase-rows-hint = The codes are on the seller’s production slips. Empty lines are left out.
purchase-parcel-number = Parcel { $number }
purchase-more-rows = One more parcel
purchase-terms = Price and day
purchase-record-check = Check the purchase
purchase-record-check-lead = When you confirm, you hold these parcels. Print the slip and give it to the seller.
purchase-record-confirm = Record the purchase
purchase-reweigh-notice = { $parcel }: your weight of { $carats } replaces the stated one.

## The printed slip and its check

purchase-print = Slip to print
purchase-print-how = One copy for the seller, one for the buyer.
purchase-check-code = Check code
purchase-check-how = Anyone may check this slip with its code:
purchase-check-title = Check a certificate, a slip or a licence
purchase-check-hint = The number of a certificate or a licence, the check code of a purchase slip, for example 7KQ4M-2XR9T-C, or the line with a journal entry and its code
purchase-check-do = Check
purchase-check-another = Check another paper
purchase-check-compare = Compare the slip number, the day, the carats and the stones with the paper. A slip printed before the buyer weighed the stones shows only the carats stated by the seller. If the paper shows anything else, do not rely on it: ask the mining office.
purchase-check-corrected = This entry was corrected after it was written. A slip printed before that still shows the old figures.
purchase-check-mistyped = This is mistyped: it is neither the number of a certificate or a licence, nor a check code, nor a journal entry with its code. Compare it with the paper, character by character.
purchase-check-other-slip = This looks like the number at the head of a purchase slip. Type the check code at its foot, for example 7KQ4M-2XR9T-C.
purchase-check-other-parcel = This is the code of a parcel. Type the check code at the foot of its purchase slip, for example 7KQ4M-2XR9T-C.
purchase-check-other-party = This is the code of a person or an organisation. Type the check code at the foot of the purchase slip, or the number of the licence or certificate.
purchase-check-other-entry = This is the code of a journal entry. Type the number of the entry with it, as both are printed, for example 1,049 DD61-B448-D30B.
purchase-check-unknown = No slip has this code. It is correctly typed, so the paper may be false. Tell the mining office.

## First page

purchase-start = Buying and selling
purchase-stock-parcels = Parcels in stock
purchase-stock-tests = { $count ->
    [one] { $count } test parcel
   *[other] { $count } test parcels
}
purchase-go-stock = My stock

## What is refused
## Parcels are called by their code, people by theirs, never by name.

violation-purchase-licence-unknown = No licence has the number { $number }. Compare it with the licence, sign by sign.
violation-purchase-licence-not-own = Licence { $number } is not yours. Use one of your own, or leave the field empty.
violation-purchase-no-licence = You have no licence that is valid on { $day }. Ask your mining office.
violation-purchase-licence-kind = Licence { $number } is of a type that the rules of this country do not know, so it cannot be used for trade.
violation-purchase-self = Seller and buyer are the same. Give the licence of the other side.
violation-purchase-seller-licence-invalid = The seller’s licence { $number } cannot be used on { $day }: it is { $standing ->
    [not_yet] not yet valid
    [suspended] suspended
    [revoked] revoked
    [expired] expired
   *[other] not valid
}.
violation-purchase-buyer-licence-invalid = The buyer’s licence { $number } cannot be used on { $day }: it is { $standing ->
    [not_yet] not yet valid
    [suspended] suspended
    [revoked] revoked
    [expired] expired
   *[other] not valid
}.
violation-purchase-offer-seller-licence = The seller’s licence { $number }, which the offer names, cannot be used on { $day }: it is { $standing ->
    [not_yet] not yet valid
    [suspended] suspended
    [revoked] revoked
    [expired] expired
   *[other] not valid
}. { $instead ->
    [none] The offer can only be accepted while that licence is valid. Once the seller has another one, he withdraws the offer and writes it anew.
   *[other] Licence { $instead } is valid instead: the seller withdraws the offer and writes it anew under that one.
}
violation-purchase-offer-buyer-licence = The buyer’s licence { $number }, which the offer names, cannot be used on { $day }: it is { $standing ->
    [not_yet] not yet valid
    [suspended] suspended
    [revoked] revoked
    [expired] expired
   *[other] not valid
}. { $instead ->
    [none] The offer can only be accepted while that licence is valid. Once the buyer has another one, the seller withdraws the offer and writes it anew for that one.
   *[other] Licence { $instead } is valid instead: the seller withdraws the offer and writes it anew for that one.
}
violation-purchase-roles = In this country a { $seller ->
    [digger] digger
    [miner] miner
    [cooperative] cooperative
    [supporter] supporter
    [dealer] dealer
    [agent] agent
    [exporter] exporter
    [courier] courier
   *[state_buyer] state buyer
} may not sell to a { $buyer ->
    [digger] digger
    [miner] miner
    [cooperative] cooperative
    [supporter] supporter
    [dealer] dealer
    [agent] agent
    [exporter] exporter
    [courier] courier
   *[state_buyer] state buyer
}.
violation-purchase-own-holder-only = A { $seller ->
   *[digger] digger
} may sell only to the holder of the licence under which the stones were dug, not to another { $buyer ->
    [cooperative] cooperative
   *[miner] miner
}.
violation-purchase-no-parcels = Choose at least one parcel.
violation-purchase-parcel-mistyped = { $parcel } is mistyped: its last character does not fit. Compare it with the paper, character by character.
violation-purchase-parcel-twice = { $parcel } is there twice. Name each parcel once.
violation-purchase-parcel-not-held = The seller does not hold { $parcel }. Compare the code and the licence number with the paper.
violation-purchase-parcel-sold = { $parcel } was sold already: to { $buyer } with slip { $serial } on { $at }.
violation-purchase-parcel-gone = { $parcel } is no longer there: it went into other parcels or was exported.
violation-purchase-parcel-in-shipment = { $parcel } is in a shipment. Take it out of the shipment first.
violation-purchase-parcel-offered = { $parcel } is already on offer with slip { $serial }. Withdraw that offer first.
violation-purchase-parcel-changed = { $parcel } is not as it was offered any more. Ask the seller for a new offer.
violation-purchase-test-mixed = Test parcels and real parcels cannot be on one slip.
violation-purchase-before-production = The stones of { $parcel } came into the register on { $day }. They cannot have been sold before that day.
violation-purchase-before-purchase = The seller got { $parcel } on { $day }. It cannot have been sold on before that day.
violation-purchase-offer-before-production = The stones of { $parcel } came into the register on { $dug }, after the day of this slip, { $day }. Refuse the offer; the seller then writes a new one with the right day.
violation-purchase-price = Give a price above zero.
violation-purchase-currency = The price must be in { $local } or in US dollars (USD).
violation-purchase-rate = Give the rate: how many { $currency } are one US dollar.
violation-purchase-payment = This way of paying is not allowed here. Choose another.
violation-purchase-cash-ceiling = At most { $limit } may be paid in cash. Choose a bank, a telephone account or a cheque.
violation-purchase-agent-unknown = No person has this code. Check it, or leave the field empty.
violation-purchase-agent-side = { $agent } sells or buys here himself and cannot be the go-between.
violation-purchase-agent-role = { $agent } is not registered as an agent. Leave the field empty or name a registered agent.
violation-purchase-agent-licence = Agent { $agent } has no licence that is valid on { $day }.
violation-purchase-agent-holds = Agent { $agent } holds parcels in his own name, which an agent may not.
violation-purchase-offer-agent = Agent { $agent }, whom the offer names, may not act as go-between on { $day } any more. Refuse the offer; the seller then writes a new one without him or with another agent.
violation-purchase-no-slip-left = There is no free slip left. Ask your mining office for a slip book.
violation-purchase-serial-book = Slip { $serial } is in no book handed out to this holder. Compare it with the paper slip.
violation-purchase-serial-used = Slip { $serial } was used already, on { $day }. Take the next slip of the book.
violation-purchase-seller-has-account = This seller has an account. Ask him to offer you the parcels; you then accept with your own weighing.
violation-purchase-not-on-slip = { $parcel } is not on this slip.
violation-purchase-not-weighed = Weigh { $parcel } and write down what your own scale shows.
violation-purchase-weight-off = { $found } for { $parcel } differs from the production slip by more than two scales may. Look at the slip and weigh again, or do not buy.
violation-purchase-stones-off = { $found } stones in { $parcel } are not what the production slip says. Look at the slip and count again, or do not buy.
violation-purchase-gain-off = With { $found } { $parcel } would have gained more by weighings than is allowed in all. Weigh again, or do not buy.
violation-purchase-weight-differs = { $parcel } is stated with { $stated }; you weighed { $found }. The difference is larger than two scales may differ. Weigh again, or refuse the offer.
violation-purchase-stones-differ = { $parcel } is stated with { $stated } stones; you counted { $found }. Count again, or refuse the offer.
violation-purchase-path-gain = With { $found } { $parcel } would have gained more by weighings than the { $limit } allowed in all. Weigh again, or refuse the offer.
violation-purchase-path-loss = With { $found } { $parcel } would have lost more on its way than is allowed in all. Weigh again; if stones are missing, do not buy and tell the office.
violation-purchase-sealed = { $parcel } is under seal { $seal } with { $stated }. Under a seal the mass cannot change: weigh again, or decline and have the holder open the seal first.
violation-purchase-expired = The offer with slip { $serial } ended on { $at }. Ask the seller for a new one.
violation-purchase-already-accepted = The offer with slip { $serial } was accepted by { $by } on { $at }.
violation-purchase-already-declined = The offer with slip { $serial } was refused by { $by } on { $at }.
violation-purchase-already-withdrawn = The offer with slip { $serial } was taken back by { $by } on { $at }.
purchase-check-number = Number or code on the paper

violation-purchase-party-state = { $party } is written down as { $state ->
    [dead] dead
    [ended] dissolved
   *[other] barred
} on { $day } and can neither sell nor buy.
violation-purchase-licence-stopped = Licence { $number } has been { $standing ->
    [revoked] revoked
   *[other] suspended
} since. A sale of an earlier day is not written down under it any more: go to the office with the slip.
