## What is refused
## Parcels are called by their code, people by theirs, never by name.

violation-purchase-licence-unknown = No licence has the number { $number }. Write it exactly as it is printed.
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
violation-purchase-parcel-unknown = No parcel has the code { $parcel }. Compare it with the paper.
violation-purchase-parcel-twice = { $parcel } is there twice. Name each parcel once.
violation-purchase-parcel-not-held = The seller does not hold { $parcel }.
violation-purchase-parcel-sold = { $parcel } was sold already: to { $buyer } on slip { $serial }, { $at }.
violation-purchase-parcel-gone = { $parcel } is no longer there: it went into other parcels or was exported.
violation-purchase-parcel-in-shipment = { $parcel } is in a shipment. Take it out of the shipment first.
violation-purchase-parcel-offered = { $parcel } is already on offer with slip { $serial }. Withdraw that offer first.
violation-purchase-parcel-changed = { $parcel } is not as it was offered any more. Ask the seller for a new offer.
violation-purchase-test-mixed = Test parcels and real parcels cannot be on one slip.
violation-purchase-before-production = The stones of { $parcel } came into the register on { $day }. They cannot have been sold before that day.
violation-purchase-before-purchase = The seller got { $parcel } on { $day }. It cannot have been sold on before that day.
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
violation-purchase-no-slip-left = There is no free slip left. Ask your mining office for a slip book.
violation-purchase-serial-book = Slip { $serial } is in no book handed out to this holder. Compare it with the paper slip.
violation-purchase-serial-used = Slip { $serial } was used already, on { $day }. Take the next slip of the book.
violation-purchase-seller-has-account = This seller has an account. Ask him to offer you the parcels; you then accept with your own weighing.
violation-purchase-not-on-slip = { $parcel } is not on this slip.
violation-purchase-not-weighed = Weigh { $parcel } and write down what your own scale shows.
violation-purchase-weight-differs = { $parcel } is stated with { $stated }; you weighed { $found }. The difference is larger than two scales may differ. Weigh again, or refuse the offer.
violation-purchase-stones-differ = { $parcel } is stated with { $stated } stones; you counted { $found }. Count again, or refuse the offer.
violation-purchase-path-gain = With { $found } { $parcel } would have gained more by weighings than the { $limit } allowed in all. Weigh again, or refuse the offer.
violation-purchase-expired = The offer with slip { $serial } ended { $at }. Ask the seller for a new one.
violation-purchase-already-accepted = The offer with slip { $serial } was accepted by { $by } { $at }.
violation-purchase-already-declined = The offer with slip { $serial } was refused by { $by } { $at }.
violation-purchase-already-withdrawn = The offer with slip { $serial } was taken back by { $by } { $at }.
