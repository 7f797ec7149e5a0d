//! What a frozen parcel takes, and what there is of parcels that were reworked since.

use super::*;
use crate::shipment::prepare;
use placer::domain::ids::ShipmentId;
use placer::domain::shipment::ShipmentState;
use placer::service::certificate::{DeclineCertificate, ProposeCertificate, VoidCertificate};
use placer::service::correction::{DecideCorrection, ProposeProductionCorrection, ProposeWithdrawal};
use placer::service::parcel::{OpenSeal, ReweighParcel, SealParcel};
use placer::service::purchase::{AcceptPurchase, OfferParcels, WithdrawOffer};
use placer::service::rework::{CombineParcels, Part, SortParcel, SortedPart, SplitParcel};
use placer::service::shipment::{CancelShipment, PresentShipment};
use placer::store::shipment::shipment_fetch;

fn offer(parcel: &Parcel, buyer: &Trader) -> OfferParcels {
    OfferParcels {
        serial: None,
        parcels: vec![parcel.code.clone()],
        buyer_licence: buyer.number.clone(),
        seller_licence: None,
        terms: crate::purchase::terms("2026-06-01"),
    }
}

fn combine(parcels: &[&Parcel]) -> CombineParcels {
    let parcels = parcels.iter().map(|p| p.code.clone()).collect();
    CombineParcels { parcels, loss_mct: mct(0), loss_reason: None, stones_change: 0 }
}

fn split(parcel: &Parcel) -> SplitParcel {
    let part = Part { weight_mct: mct(500), stones: 1 };
    SplitParcel { parcel: parcel.code.clone(), parts: vec![part.clone(), part], loss_mct: mct(0), loss_reason: None, stones_change: 0 }
}

fn sort(parcel: &Parcel) -> SortParcel {
    let part = SortedPart { class: "melee".into(), hs: HsCode::Gem, weight_mct: mct(1_000), stones: 2 };
    SortParcel { parcel: parcel.code.clone(), parts: vec![part], loss_mct: mct(0), loss_reason: None, stones_change: 0 }
}

/// Whether a refusal names the case and nothing else.
fn only_frozen<T: std::fmt::Debug>(result: &Result<T, ServiceError>) {
    let found = codes(result);
    assert!(!found.is_empty() && found.iter().all(|c| *c == "dispute.frozen"), "{found:?} {result:?}");
    let Err(ServiceError::Refused(v)) = result else { panic!() };
    assert!(format!("{:?}", v.0[0].args).contains("D-000001"), "{v:?}");
}

#[test]
fn a_frozen_parcel_takes_no_act_but_correction_and_release() {
    each(|w| {
        let s = scene(w);
        let (parcel, free) = (s.bought(w), s.bought(w));
        let waiting: placer::domain::ids::PurchaseId =
            w.submit(&s.first.account, &offer(&parcel, &s.exporter)).unwrap().subject.parse().unwrap();
        let id = s.claimed(w, &[&parcel]);
        let holder = &s.first.account;
        let accept = AcceptPurchase { purchase: waiting, weighed: vec![weighed(&parcel, 1_000, 2)] };
        only_frozen(&w.submit(&s.exporter.account, &accept));
        let end = WithdrawOffer { purchase: waiting, reason: None };
        w.submit(holder, &end).unwrap();
        only_frozen(&w.submit(holder, &offer(&parcel, &s.exporter)));
        only_frozen(&w.submit(holder, &combine(&[&parcel, &free])));
        only_frozen(&w.submit(holder, &split(&parcel)));
        only_frozen(&w.submit(holder, &sort(&parcel)));
        let reweigh = ReweighParcel { parcel: parcel.code.clone(), weight_mct: mct(1_004), stones: 2, reason: "again".into() };
        only_frozen(&w.submit(holder, &reweigh));
        only_frozen(&w.submit(holder, &SealParcel { parcel: parcel.code.clone(), seal: "BAG-77".into() }));
        // The seller of the frozen stones sells them no second time either: another dealer is told of the case.
        let back = w.account(AccountRole::Buyer, None, Some(s.exporter.party));
        let number = s.first.number.clone();
        w.event(AccountStateChanged { account: holder.account, active: false, reason: "gone".into() });
        only_frozen(&w.submit(&back, &record_of(&[weighed(&parcel, 1_000, 2)], &number)));
        w.event(AccountStateChanged { account: holder.account, active: true, reason: "back".into() });
        // A correction is possible, and takes the entry away only when the case is over.
        let correct = ProposeProductionCorrection {
            page: Some("8".into()),
            ..ProposeProductionCorrection::of(parcel.code.clone(), "misread".into())
        };
        let correction = w.submit(&s.officer, &correct).unwrap().subject.parse().unwrap();
        let approver = w.account(AccountRole::Approver, None, None);
        w.submit(&approver, &DecideCorrection { correction, approved: true, reason: None }).unwrap();
        let taken = ProposeWithdrawal { parcel: parcel.code.clone(), reason: "twice".into() };
        assert_eq!(codes(&w.submit(&s.officer, &taken)), ["dispute.frozen", "correction.withdraw_touched"]);
        s.decide(w, id, Ruling::Stands).unwrap();
        w.submit(holder, &split(&free)).unwrap();
        w.submit(holder, &SealParcel { parcel: parcel.code.clone(), seal: "BAG-77".into() }).unwrap();
        sound(w);
    });
}

#[test]
fn what_was_made_of_the_parcels_is_frozen_and_goes_over_only_where_nothing_else_is_in_it() {
    each(|w| {
        let s = scene(w);
        let (a, b, c, own) = (s.bought(w), s.bought(w), s.bought(w), s.bought(w));
        let first = w.parcel(own.no).no + 1;
        w.submit(&s.first.account, &combine(&[&a, &b])).unwrap();
        let whole = w.parcel(first);
        w.submit(&s.first.account, &split(&c)).unwrap();
        let (left, right) = (w.parcel(first + 1), w.parcel(first + 2));
        // Of one of the two that were combined it is mixed; of both it is theirs alone.
        let mixed = s.claimed(w, &[&a]);
        assert_eq!(case(w, mixed).holds.iter().map(|h| (h.parcel_no, h.whole)).collect::<Vec<_>>(), [(whole.no, false)]);
        assert_eq!(w.parcel(whole.no).dispute, Some(1));
        assert_eq!(codes(&s.decide(w, mixed, Ruling::Upheld)), ["dispute.mixed"]);
        sound(w);
        s.decide(w, mixed, Ruling::Settled).unwrap();
        let both = opened(w, &s.exporter.account, &s.claim(&[&a, &b, &c]));
        let holds = case(w, both).holds;
        assert_eq!(holds.iter().map(|h| (h.parcel_no, h.whole)).collect::<Vec<_>>(), [(whole.no, true), (left.no, true), (right.no, true)]);
        only_some_frozen(w, &s, &right);
        s.decide(w, both, Ruling::Upheld).unwrap();
        for no in [whole.no, left.no, right.no] {
            let now = w.parcel(no);
            assert_eq!((now.holder, now.dispute), (s.exporter.party, None));
        }
        assert_eq!(w.parcel(own.no).holder, s.first.party);
        sound(w);
    });
}

fn only_some_frozen(w: &mut World, s: &Scene, parcel: &Parcel) {
    let refused = w.submit(&s.first.account, &SealParcel { parcel: parcel.code.clone(), seal: "BAG-9".into() });
    assert_eq!(codes(&refused), ["dispute.frozen"]);
}

/// A parcel that the exporter bought of the first dealer, sealed and packed.
fn packed(w: &mut World, s: &Scene) -> (Parcel, ShipmentId) {
    let parcel = s.bought(w);
    w.sold(&[parcel.no], (s.first.party, s.first.licence), (s.exporter.party, s.exporter.licence));
    w.submit(&s.exporter.account, &SealParcel { parcel: parcel.code.clone(), seal: format!("BAG-{}", parcel.no) }).unwrap();
    let shipment = w.submit(&s.exporter.account, &prepare(&[&w.parcel(parcel.no)])).unwrap().subject.parse().unwrap();
    w.valued(shipment);
    (w.parcel(parcel.no), shipment)
}

fn propose(shipment: ShipmentId) -> ProposeCertificate {
    ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: None }
}

#[test]
fn no_certificate_is_signed_for_frozen_stones_and_a_decision_takes_their_shipment_apart() {
    each(|w| {
        let s = scene(w);
        let approver = w.account(AccountRole::Approver, None, None);
        let (parcel, shipment) = packed(w, &s);
        let id = s.claimed(w, &[&parcel]);
        only_frozen(&w.submit(&s.other_officer, &propose(shipment)));
        only_frozen(&w.submit(&s.exporter.account, &OpenSeal { parcel: parcel.code.clone(), reason: "look".into() }).map_err(
            |e| match e {
                // That it is in a shipment is told as well.
                ServiceError::Refused(mut v) => {
                    v.0.retain(|v| v.code == "dispute.frozen");
                    ServiceError::Refused(v)
                }
                other => other,
            },
        ));
        let back = DeclineCertificate { shipment, reason: "In dispute.".into() };
        w.submit(&s.other_officer, &back).unwrap();
        only_frozen(&w.submit(&s.exporter.account, &PresentShipment { shipment, answer: "ready".into() }));
        s.decide(w, id, Ruling::Stands).unwrap();
        w.submit(&s.exporter.account, &PresentShipment { shipment, answer: "ready".into() }).unwrap();
        w.submit(&s.other_officer, &propose(shipment)).unwrap();
        // A claim that comes between the two signatures stops the second, and is decided for the claimant.
        let claim = OpenDispute { claimant: Some(ClaimSide::Buyer), buyer_licence: Some(s.late.number.clone()), ..s.claim(&[&parcel]) };
        let second = opened(w, &s.other_officer, &claim);
        only_first(&w.submit(&approver, &w.issue(shipment)));
        s.decide(w, second, Ruling::Upheld).unwrap();
        let now = w.parcel(parcel.no);
        assert_eq!((now.holder, now.shipment, now.seal.is_some()), (s.late.party, None, true));
        assert_eq!(w.read(|rx| shipment_fetch(rx, shipment)).unwrap().state, ShipmentState::Cancelled);
        sound(w);
        let (free, other) = packed(w, &s);
        assert!(free.dispute.is_none());
        w.submit(&s.exporter.account, &CancelShipment { shipment: other, reason: "later".into() }).unwrap();
        sound(w);
    });
}

fn only_first<T: std::fmt::Debug>(result: &Result<T, ServiceError>) {
    assert_eq!(codes(result), ["dispute.frozen"], "{result:?}");
}

#[test]
fn of_stones_that_left_there_is_a_case_that_freezes_nothing_until_they_come_back() {
    each(|w| {
        let s = scene(w);
        let approver = w.account(AccountRole::Approver, None, None);
        let (parcel, shipment) = packed(w, &s);
        w.submit(&s.officer, &propose(shipment)).unwrap();
        let certificate = w.submit(&approver, &w.issue(shipment)).unwrap().subject.parse().unwrap();
        let id = s.claimed(w, &[&parcel]);
        let holds = case(w, id).holds;
        assert!(holds.len() == 1 && holds[0].gone, "{holds:?}");
        assert_eq!(codes(&s.decide(w, id, Ruling::Upheld)), ["dispute.nothing_here"]);
        sound(w);
        let void = VoidCertificate {
            certificate,
            reason: "never left".into(),
            goods: Some(VoidedGoods::Here),
            cause: Some(placer::domain::event::VoidCause::Spoiled),
        };
        w.submit(&approver, &void).unwrap();
        only_first(&w.submit(&s.officer, &propose(shipment)).or_else(|_| w.submit(&s.other_officer, &propose(shipment))));
        s.decide(w, id, Ruling::Upheld).unwrap();
        assert_eq!(w.parcel(parcel.no).holder, s.late.party);
        sound(w);
    });
}

#[test]
fn an_entry_taken_back_after_a_case_was_over_is_judged_as_it_stood() {
    each(|w| {
        let s = scene(w);
        let parcel = s.dug(w);
        w.account(AccountRole::Buyer, None, Some(s.miner.0));
        let id = s.claimed(w, &[&parcel]);
        s.decide(w, id, Ruling::Stands).unwrap();
        let correction = w.submit(&s.officer, &ProposeWithdrawal { parcel: parcel.code.clone(), reason: "twice".into() }).unwrap();
        let approver = w.account(AccountRole::Approver, None, None);
        let decide = DecideCorrection { correction: correction.subject.parse().unwrap(), approved: true, reason: None };
        w.submit(&approver, &decide).unwrap();
        sound(w);
    });
}
