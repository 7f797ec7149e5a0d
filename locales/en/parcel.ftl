### Parcels: weighing, sealing, combining, splitting, sorting.

## Refusals

violation-parcel-code-wrong = “{ $typed }” is not a parcel code, or a character in it is wrong. Compare it with the label, for example P-000123-K.
violation-parcel-unknown = You hold no parcel { $typed }. Compare the code with the label.
violation-parcel-not-live = Parcel { $code } does not exist any more: it went into other parcels, was exported or is out of stock.
violation-parcel-offered = Parcel { $code } is offered under slip { $serial }. Wait for the buyer, or withdraw the offer first.
violation-parcel-in-shipment = Parcel { $code } is in a shipment. Cancel the shipment first.
violation-parcel-sealed = Parcel { $code } is under seal { $seal }. Open the seal first.
violation-parcel-not-sealed = Parcel { $code } has no seal to open.
violation-parcel-no-licence = There is no licence valid on { $day } that lets the holder hold stones. Have it issued or renewed first.
violation-parcel-no-weight = Enter a weight above zero.
violation-parcel-no-stones = Enter a number of stones from 1 to { $most }.
violation-parcel-reweigh-same = Weight and stones are the same as before: there is nothing to write down.
violation-parcel-reweigh-beyond = Parcel { $code } weighed { $before }. Two weighings may differ by { $most } at most. Check the scale; if stones are missing or were added, tell the supervisor.
violation-parcel-path-gain = With this weighing parcel { $code } would have gained { $gain } by weighings alone. At most { $most } is allowed. Check the scale.
violation-parcel-seal-number = Write the number of the seal: 3 to 40 letters, digits, hyphens, points or slashes.
violation-parcel-seal-taken = Another parcel is under seal { $seal }. Compare the number with the bag.

violation-rework-two-at-least = Choose at least two parcels.
violation-rework-two-parts = Write down at least two parts.
violation-rework-one-part = Write down at least one class.
violation-rework-too-many = At most { $most } parcels at once. Do it in several steps.
violation-rework-too-heavy = Together this is more than the register can keep. Check the weights.
violation-rework-twice = Parcel { $code } stands there twice. Leave one out.
violation-rework-test-mixed = Test parcels and real parcels cannot be mixed.
violation-rework-path-gain = Together these parcels gained { $gain } by weighings alone. At most { $most } is allowed for one parcel of their mass. Weigh them together; if they weigh less than their sum, state the difference as loss.
violation-rework-weight-differs = The parts weigh { $given } together. They must weigh { $expected }: the whole of { $total } less the loss.
violation-rework-stones-differ = The parts have { $given } stones together. They must have { $expected }. If stones broke or crumbled, say so below.
violation-rework-loss-beyond = A loss of { $loss } is more than allowed: { $most } at most. Weigh again; if stones are missing, tell the supervisor.
violation-rework-path-loss = With this, { $lost } of these stones would have been lost on their way. At most { $most } is allowed in all. Weigh again; if stones are missing, tell the supervisor.
violation-rework-path-count = By the first count these are { $first ->
    [one] { $first } stone
   *[other] { $first } stones
}. The count may differ by { $most } at most in all. Count again; if stones are missing or were added, tell the supervisor.
violation-rework-loss-reason = Say why something was lost or the number of stones changed.

violation-parcel-filter-holder = No party has this code. Compare it with the list of parties.

## Pages

parcel-mine = My stock
parcel-parcel = Parcel
parcel-find = Code of a parcel
parcel-holder = Holder
parcel-holder-code = Code of the holder
parcel-choose = Choose
parcel-choose-one = Choose { $code }
parcel-combine-chosen = Combine the chosen parcels
parcel-combine = Combine parcels
parcel-split = Split
parcel-sort = Sort
parcel-reweigh = Weigh again
parcel-seal = Seal
parcel-open-seal = Open the seal
parcel-trace = Show where it comes from
parcel-none = No parcels found.
parcel-none-chosen = No parcels chosen. Go back to your stock and tick at least two.
parcel-chosen = Chosen parcels
parcel-state-live = In stock
parcel-state-consumed = Used up
parcel-state-withdrawn = Withdrawn
parcel-state-exported = Exported
parcel-state-seized = Seized
parcel-state-removed = Out of stock
parcel-reported = Reported as out of stock
parcel-state-all = All
parcel-sealed = Sealed
parcel-offered = Offered
parcel-shipped = In a shipment
parcel-under-seal = Seal { $seal }
parcel-hs = HS subheading
parcel-hs-unsorted = Unsorted
parcel-hs-industrial = Industrial
parcel-hs-gem = Gem
parcel-class = Class
parcel-class-number = Class { $count }
parcel-part-number = Part { $count }
parcel-weight = Weight
parcel-more-rows = More rows
parcel-split-text = Weigh and count each part. Together they must be the whole parcel. Rows left empty do not count.
parcel-sort-text = Weigh and count each class. Together they must be the whole parcel. Rows left empty do not count.
parcel-loss-open = Something was lost, or stones broke
parcel-loss = Lost
parcel-stones-change = By how many stones the count changed
parcel-stones-change-hint = Leave empty when the count is the same
parcel-stones-way = The count is now
parcel-stones-more = More: stones broke
parcel-stones-fewer = Fewer: stones crumbled
parcel-reason = Reason
parcel-loss-reason-hint = For example: dust lost in cleaning
parcel-write-down = Write it down
parcel-no-way-back = Once written down, this cannot be taken back: the parcels used up are gone.
parcel-of = Of
parcel-becomes = Becomes
parcel-before = Before
parcel-after = On the scale now
parcel-difference = Difference
parcel-reweigh-text = The new weight may differ by { $most } at most. The old weight stays visible.
parcel-seal-number = Number of the seal
parcel-seal-hint = As printed on the seal or the tamper-evident bag
parcel-open-hint = For example: to sort the stones
parcel-source = Comes from
parcel-from-stock = Declared opening stock
parcel-from-abroad = From abroad, with certificate { $number }, arrived on { $on }. What was found then is not corrected: whoever finds otherwise weighs it again.
parcel-unestablished = Origin not established
parcel-made-of = Made of
parcel-became = Became
parcel-since-weighed = since weighed { $weight }
parcel-operation-combine = Combined
parcel-operation-split = Split
parcel-operation-sort = Sorted
parcel-and-more = and { $count } more
parcel-custody = Who held it
parcel-until = until { $at }
parcel-weighings = Weighings
parcel-at-sale = At the sale
parcel-seals = Seals
parcel-opened = opened { $at }
parcel-offers = Offers and sales
parcel-from-to = from { $seller } to { $buyer }
parcel-offer-offered = Waiting
parcel-offer-accepted = Sold
parcel-offer-declined = Declined
parcel-offer-withdrawn = Withdrawn
parcel-offer-expired = Expired
violation-parcel-holder-state = The holder { $party } is written down as { $state ->
    [dead] dead
    [ended] dissolved
   *[other] barred
} on { $day }. Nothing can be done with the parcels until the office says otherwise.
