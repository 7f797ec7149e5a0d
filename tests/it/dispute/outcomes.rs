//! The double sale from the second buyer's refusal to the decision, in each of its outcomes.

use super::*;
use crate::trace::build::trace_of_parcel;
use placer::domain::trace::ExplainCode;
use placer::service::purchase::OfferParcels;

/// Both acts of a double sale are in the journal, and the parcel takes nothing more.
fn double_sale(w: &mut World, s: &Scene) -> (Parcel, DisputeId) {
    let parcel = s.bought(w);
    let refused = w.submit(&s.late.account, &record_of(&[weighed(&parcel, 1_000, 2)], &s.miner.2));
    assert_eq!(codes(&refused), ["purchase.parcel_sold"]);
    let id = s.claimed(w, &[&parcel]);
    let found = case(w, id);
    assert_eq!((found.state, found.claimant, found.claimant_party()), (DisputeState::Open, ClaimSide::Buyer, s.late.party));
    assert_eq!((found.claim.seller, found.claim.buyer, found.claim.on), (s.miner.0, s.late.party, day("2026-05-31")));
    assert_eq!(found.claim.parcels, [ClaimedParcel { parcel_no: parcel.no, weight_mct: mct(1_005), stones: 2 }]);
    assert_eq!((found.claim.slip.as_deref(), found.claim.price.minor), (Some("A-0017"), 90_000));
    let sale = w.read(|rx| placer::store::purchase::purchase_last_of(rx, parcel.no)).unwrap();
    assert_eq!(found.against, [sale.closed_seq.unwrap()], "the sale that was first stands against it");
    let kinds: Vec<&str> = w.read(|rx| entries_latest(rx, None, None, 2)).iter().map(|s| s.entry.event.kind()).collect();
    assert_eq!(kinds, ["dispute.opened", "purchase.recorded"], "both are kept");
    let now = w.parcel(parcel.no);
    assert_eq!((now.holder, now.dispute), (s.first.party, Some(found.no)));
    (parcel, id)
}

#[test]
fn of_a_double_sale_both_acts_are_kept_and_every_outcome_leaves_the_register_sound() {
    each(|w| {
        let s = scene(w);
        for ruling in Ruling::ALL {
            let (parcel, id) = double_sale(w, &s);
            sound(w);
            s.decide(w, id, *ruling).unwrap();
            let (now, found) = (w.parcel(parcel.no), case(w, id));
            let holder = if *ruling == Ruling::Upheld { s.late.party } else { s.first.party };
            assert_eq!((now.holder, now.dispute, now.weight, now.stones), (holder, None, mct(1_000), 2), "the mass stays as registered");
            assert_eq!(found.state.as_str(), ruling.as_str());
            assert_eq!((found.ended_by, found.reason.as_deref()), (Some(s.officer.account), Some("Both slips were seen.")));
            // Whoever holds it now sells it on.
            let seller = if holder == s.late.party { &s.late } else { &s.first };
            let offer = OfferParcels {
                serial: None,
                parcels: vec![parcel.code.clone()],
                buyer_licence: s.exporter.number.clone(),
                seller_licence: None,
                terms: crate::purchase::terms("2026-06-01"),
            };
            w.submit(&seller.account, &offer).unwrap();
            sound(w);
        }
        let (parcel, id) = double_sale(w, &s);
        w.submit(&s.late.account, &WithdrawDispute { dispute: id, reason: "Paid back.".into() }).unwrap();
        assert_eq!((w.parcel(parcel.no).dispute, case(w, id).state), (None, DisputeState::Withdrawn));
        // What was taken back may be claimed again.
        let again = s.claimed(w, &[&parcel]);
        assert_eq!(w.parcel(parcel.no).dispute, Some(case(w, again).no));
        sound(w);
    });
}

#[test]
fn of_two_claims_the_older_holds_the_parcel_until_both_are_over() {
    each(|w| {
        let s = scene(w);
        let parcel = s.bought(w);
        let one = s.claimed(w, &[&parcel]);
        let other = opened(w, &s.exporter.account, &OpenDispute { on: day("2026-05-30"), ..s.claim(&[&parcel]) });
        assert_eq!(w.parcel(parcel.no).dispute, Some(case(w, one).no));
        s.decide(w, one, Ruling::Upheld).unwrap();
        let now = w.parcel(parcel.no);
        assert_eq!((now.holder, now.dispute), (s.late.party, Some(case(w, other).no)), "the other case holds it still");
        assert!(case(w, other).belongs().parties.contains(&s.late.party), "and its new holder reads that");
        sound(w);
        s.decide(w, other, Ruling::Upheld).unwrap();
        assert_eq!((w.parcel(parcel.no).holder, w.parcel(parcel.no).dispute), (s.exporter.party, None));
        sound(w);
    });
}

#[test]
fn an_offer_that_was_first_gives_the_parcels_back_to_who_offered_them() {
    each(|w| {
        let s = scene(w);
        let parcel = s.bought(w);
        w.sold(&[parcel.no], (s.first.party, s.first.licence), (s.exporter.party, s.exporter.licence));
        let claim =
            OpenDispute { act: ClaimedAct::Offer, seller_licence: None, buyer_licence: Some(s.late.number.clone()), ..s.claim(&[&parcel]) };
        let id = opened(w, &s.first.account, &claim);
        assert_eq!(case(w, id).claimant, ClaimSide::Seller);
        s.decide(w, id, Ruling::Upheld).unwrap();
        assert_eq!(w.parcel(parcel.no).holder, s.first.party);
        sound(w);
    });
}

#[test]
fn a_phone_that_comes_back_days_later_says_when_it_happened() {
    each(|w| {
        let s = scene(w);
        let parcel = s.bought(w);
        w.later(72);
        let mut act = w.act(&s.late.account);
        act.occurred_at = Some("2026-05-31T15:00:00Z".parse().unwrap());
        act.device = Some("phone 7".into());
        let receipt = w.app.submit(&mut act, &s.claim(&[&parcel])).unwrap();
        let entry = w.read(|rx| placer::store::journal::entry_fetch(rx, receipt.seq)).unwrap().entry;
        assert_eq!((entry.occurred_at.to_string(), entry.device.as_deref()), ("2026-05-31T15:00:00.000000Z".into(), Some("phone 7")));
        assert!(w.submit_as(&s.late.account, &act.key, &s.claim(&[&parcel])).unwrap().replayed, "the same key counts once");
        sound(w);
    });
}

#[test]
fn a_buyer_whose_seller_has_an_account_and_will_not_offer_may_claim() {
    each(|w| {
        let s = scene(w);
        let parcel = s.dug(w);
        let claim = s.claim(&[&parcel]);
        assert_eq!(codes(&w.submit(&s.late.account, &claim)), ["dispute.nothing_against"], "he can write the purchase down");
        w.account(AccountRole::Buyer, None, Some(s.miner.0));
        let id = opened(w, &s.late.account, &claim);
        assert_eq!(case(w, id).against, [parcel.produced_seq]);
        s.decide(w, id, Ruling::Upheld).unwrap();
        assert_eq!(w.parcel(parcel.no).holder, s.late.party);
        sound(w);
    });
}

/// A trace tells of a case about its stones while it is open, and once it is over.
#[test]
fn a_trace_tells_of_cases() {
    each(|w| {
        let s = scene(w);
        let parcel = s.bought(w);
        let told = |w: &World| -> Vec<ExplainCode> { trace_of_parcel(w, parcel.no).explain.iter().map(|e| e.code).collect() };
        assert!(!told(w).contains(&ExplainCode::InDispute) && !told(w).contains(&ExplainCode::Disputed));
        let id = s.claimed(w, &[&parcel]);
        assert!(told(w).contains(&ExplainCode::InDispute) && !told(w).contains(&ExplainCode::Disputed));
        s.decide(w, id, Ruling::Stands).unwrap();
        assert!(!told(w).contains(&ExplainCode::InDispute) && told(w).contains(&ExplainCode::Disputed));
    });
}
