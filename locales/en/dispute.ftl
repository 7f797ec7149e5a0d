## Disputes: two acts that cannot both hold

nav-disputes = Disputes
dispute-one = Case
dispute-code = Code of the case
dispute-parcel = Parcel
dispute-parcels = Parcels
dispute-open = Put a claim on record
dispute-list-lead = Each case is about parcels of which two acts are told that cannot both hold. Both are kept, the parcels are frozen, and an officer or an approver decides with reasons.
dispute-none = There is no case.
dispute-none-found = No case fits.
dispute-opened = Opened
dispute-claimed = Claimed
dispute-whole-slip = whole slip: { $n }
dispute-recorded = Recorded
dispute-from-to = { $seller } to { $buyer }

## The form

dispute-open-lead = For whoever bought, sold or offered parcels of which the register says something else: because somebody was first, or because the slip or the phone comes late. Write down the whole act as it happened.
dispute-open-then = Nobody loses the stones by a claim. They are frozen where they are until an officer has decided.
dispute-claimant = Who claims
dispute-claimant-hint = The side that stands at the counter.
dispute-act = What is claimed
dispute-seller = Seller
dispute-buyer = Buyer
dispute-agent = Go-between
dispute-seller-licence = Licence of the seller
dispute-buyer-licence = Licence of the buyer
dispute-own-licence-hint = Leave your own side empty and the licence that fits the day is taken.
dispute-on = Day of the sale or offer
dispute-written = Written down
dispute-rows-hint = The code stands on the label of the parcel and on the slip. Mass and stones as you weighed and counted them.
dispute-weight = Mass
dispute-stones = Stones
dispute-terms = Price and papers
dispute-price = Price
dispute-slip = Slip or receipt
dispute-slip-optional = Number on the slip or receipt (if there is one)
dispute-slip-hint = As it is printed on the paper. Keep the paper: the officer will ask for it.
dispute-place = Place
dispute-statement = What happened
dispute-statement-hint = Who gave what to whom, when it was paid, and what papers there are. Name parties by their codes: no names or numbers of persons, for it stands in the journal for good.

dispute-check = Check the claim
dispute-check-lead = This is put on record as you say it. It can be taken back, but not changed.
dispute-check-freezes = What there is of these parcels is frozen: it can be neither sold, reworked, sealed nor exported until an officer has decided.
dispute-confirm = Put it on record

## The page of a case

dispute-open-explained = The parcels are frozen until the case is decided. Corrections stay possible.
dispute-gone-explained = Nothing of the parcels is here any more, so nothing is frozen. The case is decided all the same.
dispute-state-explained-stands = What was recorded stands. The claim was dismissed.
dispute-state-explained-upheld = The claim holds.
dispute-state-explained-settled = The parties settled it between themselves. Nothing moved.
dispute-state-explained-withdrawn = The claimant took the claim back.
dispute-reason-quoted = Reason: { $reason }
dispute-both = Both acts
dispute-not-shown = Not shown to you
dispute-first-day-claim = By the day that each states, the claimed act was first.
dispute-first-day-same = Both acts state the same day.
dispute-first-day-recorded = By the day that each states, the recorded act was first.
dispute-first-record = The register had the recorded act first: { $at }.
dispute-against = What stands against the claim
dispute-here = What there is of the parcels
dispute-part-mixed = Mixed with other stones
dispute-others = Other open cases about these parcels
dispute-decision = Decide
dispute-ruling = How do you decide?
dispute-reason = Reasons
dispute-reason-hint = Both parties read them. Which papers you saw, whom you heard, and why. No names or numbers of persons.
dispute-not-upheld = The parcels cannot be given to whom the claim says:
dispute-not-yours = You cannot decide this case:
dispute-check-decision = Check the decision
dispute-confirm-decision = Decide so
dispute-to = The parcels go to
dispute-moved = Which change hands
dispute-shipments-end = Shipments that hold these parcels are taken apart.
dispute-offers-end = Waiting offers of these parcels end.
dispute-withdraw = Take the claim back
dispute-withdraw-lead = The parcels are free again, unless another case holds them. The claim stays on record as taken back.
dispute-withdraw-reason = Why

claimed-act-sale = The parcels were sold
claimed-act-offer = The parcels were offered
claim-side-buyer = The buyer
claim-side-seller = The seller
dispute-state-open = Open
dispute-state-stands = Recorded act stands
dispute-state-upheld = Claim holds
dispute-state-settled = Settled
dispute-state-withdrawn = Taken back
ruling-stands = What was recorded stands: the claim is dismissed
ruling-upheld = The claim holds: the parcels go to whom it says
ruling-settled = Settled: the parties agreed, nothing moves
ruling-means-stands = The parcels stay with whoever holds them and are free again, unless another case holds them.
ruling-means-upheld = The parcels go to whom the claim says, at the mass that the register has, and are free again, unless another case holds them.
ruling-means-settled = Nothing moves. The parcels are free again, unless another case holds them.

## On other pages

dispute-claim-title = Do you hold a slip, or have you paid?
dispute-claim-text = What the register says stays for now. You can put your act on record beside it: the parcels are frozen and an officer decides. All that you typed is kept.
dispute-claim = Put my claim on record
dispute-claim-api = Whoever holds a slip or has paid can put the act on record beside what was first. The parcels are frozen and an officer decides.
dispute-all-the-same = Did this sale or offer take place all the same?
dispute-parcel-frozen = Frozen until it is decided: case
dispute-parcel-case = A case is open about it:
dispute-parcel-past = A case was about it:
dispute-certificate-open = A case is open about parcels of this certificate:
dispute-certificate-past = A case was about parcels of this certificate:
dispute-home-decide =
    { $count ->
        [one] { $count } case waits for a decision; its parcels are frozen.
       *[other] { $count } cases wait for a decision; their parcels are frozen.
    }
dispute-home-open =
    { $count ->
        [one] { $count } case is open that concerns you; its parcels are frozen.
       *[other] { $count } cases are open that concern you; their parcels are frozen.
    }
dispute-home-show = Show them
parcel-frozen = Frozen

## Refusals

violation-dispute-frozen = Parcel { $parcel } is frozen by case { $case }: two acts are told of it that cannot both hold. Nothing can be done with it until an officer has decided the case.
violation-dispute-unknown = There is no case { $typed } that concerns you. Compare the code with the paper.
violation-dispute-over = Case { $case } is not open any more: { $state ->
    [withdrawn] the claim was taken back
   *[other] it was decided
}.
violation-dispute-never-held = The seller never held a parcel { $parcel }. Compare the code and the licence number with the paper.
violation-dispute-not-own = Neither licence is yours as you say. A claim is made by the buyer or the seller; for somebody else an office writes it down.
violation-dispute-other-office = Your office does not keep all of these parcels. Send the claimant to the office that does, or to an officer.
violation-dispute-open-already = This claim waits already, in case { $case }. It can be taken back there.
violation-dispute-decided-before = This was decided in case { $case }. With new evidence go to an office or officer.
violation-dispute-withdrawn-before = You took this claim back before, last in case { $case }. Go with your papers to an office or officer, who can open it again.
violation-dispute-too-many = You have { $open } cases open. Wait until some are decided, take one back, or go with your papers to an office or officer, who can open it for you.
violation-dispute-as-recorded = The register says the same already, with slip { $serial }. There is nothing to claim.
violation-dispute-nothing-against = Nothing in the register stands against this. Write it down as an ordinary sale or offer.
violation-dispute-same-person = You put this claim on record, so somebody else decides.
violation-dispute-own-case = You act for one of the parties, so somebody else decides.
violation-dispute-mixed = Parcel { $parcel } was mixed with other stones, so nobody can say which of them are claimed. Dismiss the claim, or let the parties settle it.
violation-dispute-nothing-here = Nothing of the parcels is here any more. Dismiss the claim, or let the parties settle it.
violation-dispute-recipient-licence = { $party } has no licence valid on { $day } that lets it hold stones. Have it issued or renewed first.
violation-dispute-recipient-state = { $party } is written down as { $state ->
    [dead] dead
    [ended] dissolved
   *[other] barred
} on { $day }. Nothing can be given to it.
