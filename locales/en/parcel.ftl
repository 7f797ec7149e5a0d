### Parcels: weighing, sealing, combining, splitting, sorting.

## Refusals

violation-parcel-code-wrong = “{ $typed }” is not a parcel code, or a character in it is wrong. Compare it with the label, for example P-000123-K.
violation-parcel-unknown = You hold no parcel { $typed }. Compare the code with the label.
violation-parcel-not-live = Parcel { $code } does not exist any more: it went into other parcels or was exported.
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
violation-rework-weight-differs = The parts weigh { $given } together. They must weigh { $expected }: the whole of { $total } less the loss.
violation-rework-stones-differ = The parts have { $given } stones together. They must have { $expected }. If stones broke or crumbled, say so below.
violation-rework-loss-beyond = A loss of { $loss } is more than allowed: { $most } at most. Weigh again; if stones are missing, tell the supervisor.
violation-rework-loss-reason = Say why something was lost or the number of stones changed.
