//! Stones that the state takes: out of their holder's hands at once, kept and moved, and let go only by an order of two people.

use crate::shipment::{Desk, desk, prepare};
use crate::verify::verified;
use crate::world::{World, codes, day, each, mct};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::balance::Movement;
use placer::domain::event::*;
use placer::domain::ids::{PartyId, SeizureId, SeizureOrderId};
use placer::domain::money::{Currency, Money};
use placer::domain::parcel::{Parcel, ParcelState, SourceKind, parcel_code};
use placer::domain::role::Role;
use placer::domain::seizure::{KeptState, seizure_code};
use placer::domain::trace::Trace;
use placer::service::correction::ProposeProductionCorrection;
use placer::service::error::ServiceError;
use placer::service::parcel::{OpenSeal, ReweighParcel, SealParcel};
use placer::service::purchase::WeighedParcel;
use placer::service::removal::ReportRemoval;
use placer::service::rework::CombineParcels;
use placer::service::seizure::*;
use placer::service::statistics::reconciliation;
use placer::service::trace::{Asker, Back, trace_back};
use placer::store::seizure::{safe_counts, safes, seizure_by_no, seizure_fetch, seizure_orders, seizure_steps};

/// Taking parcels, with a receipt and a seal of this number.
pub fn take(n: u32, parcels: &[&Parcel]) -> RecordSeizure {
    RecordSeizure {
        parcels: parcels.iter().map(|p| p.code.clone()).collect(),
        found: vec![],
        from: None,
        office: None,
        on: None,
        place: "Yengema checkpoint".into(),
        ground: "undeclared".into(),
        receipt: format!("R-{n:04}"),
        seal: format!("EV-{n:04}"),
        safe: "Koidu, safe 1".into(),
        witnesses: vec!["Mines police".into(), "Customs".into()],
        account: Some("carried in a shoe".into()),
    }
}

/// Taking stones that are in no register.
pub fn found(n: u32, weight: i64, stones: i64) -> RecordSeizure {
    RecordSeizure { found: vec![FoundStones { weight_mct: mct(weight), stones, hs: HsCode::Unsorted }], ..take(n, &[]) }
}

pub fn seized(w: &mut World, by: &Actor, command: &RecordSeizure) -> SeizureId {
    w.submit(by, command).unwrap().subject.parse().unwrap()
}

fn now(w: &World, id: SeizureId) -> placer::domain::seizure::Seizure {
    w.read(|rx| seizure_fetch(rx, id)).unwrap()
}

pub fn carry(w: &World, id: SeizureId, to: &str, differs_by: i64) -> MoveSeizure {
    let s = now(w, id);
    let weighed = s.here().map(|k| {
        let p = w.parcel(k.parcel_no);
        WeighedParcel { parcel: p.code, weight_mct: mct(p.weight.mct() + differs_by), stones: p.stones }
    });
    MoveSeizure {
        seizure: id,
        on: None,
        to: to.into(),
        given_by: "Mines police".into(),
        taken_by: "Treasury".into(),
        weighed: weighed.collect(),
        seal_read: s.seal,
        seal_new: None,
    }
}

pub fn order(id: SeizureId, outcome: SeizureOutcome) -> ProposeSeizureOrder {
    let ends = matches!(outcome, SeizureOutcome::Abroad | SeizureOutcome::Destroyed);
    ProposeSeizureOrder {
        seizure: id,
        outcome: Some(outcome),
        number: "HC 12/2026".into(),
        authority: "High Court".into(),
        on: Some(day("2026-06-01")),
        parcels: vec![],
        licence: None,
        buyer: None,
        price: None,
        slip: None,
        note: ends.then(|| "protocol 3".into()),
    }
}

pub fn sale(w: &World, d: &Desk, id: SeizureId) -> ProposeSeizureOrder {
    let number = w.read(|rx| placer::store::licence::licence_fetch(rx, d.exporter.1)).unwrap().number;
    ProposeSeizureOrder {
        licence: Some(number),
        price: Some(Money { minor: 5_000, currency: Currency::USD }),
        slip: Some("T-77".into()),
        ..order(id, SeizureOutcome::Sold)
    }
}

pub fn ordered(w: &mut World, by: &Actor, command: &ProposeSeizureOrder) -> SeizureOrderId {
    w.submit(by, command).unwrap().subject.parse().unwrap()
}

pub fn decide(order: SeizureOrderId, confirm: bool) -> DecideSeizureOrder {
    DecideSeizureOrder { order, confirm, reason: Some("read the order".into()) }
}

/// What is ordered is carried out at once.
pub fn let_go(w: &mut World, d: &Desk, command: &ProposeSeizureOrder) {
    let id = ordered(w, &d.officer, command);
    w.submit(&d.approver, &decide(id, true)).unwrap();
}

fn traced(w: &World, d: &Desk, p: &Parcel) -> Trace {
    let (asker, back) = (Asker::Account(d.officer.clone()), Back::Parcel(p.code.clone()));
    w.app.db.read(|rx| trace_back(rx, &w.app.env.profile, &asker, &back, day("2026-06-01"))).unwrap()
}

fn explained(told: &Trace) -> Vec<&'static str> {
    told.explain.iter().map(|e| e.code.as_str()).collect()
}

#[test]
fn what_is_seized_leaves_its_holder_takes_no_act_and_goes_back_by_an_order_alone() {
    each(|w| {
        let d = desk(w);
        let (p, other) = (d.sealed(w, 2_000), d.bought(w, 1_000));
        let shipment = d.shipped(w, &[&p]);
        let id = seized(w, &d.officer, &take(1, &[&p]));
        let (s, held) = (now(w, id), w.parcel(p.no));
        assert_eq!((s.facts.code.as_str(), s.facts.from, s.weight_here()), (seizure_code(1).as_str(), Some(d.exporter.0), mct(2_000)));
        assert_eq!((held.state, held.seizure, held.shipment), (ParcelState::Seized, Some(1), None));
        let cancelled = w.read(|rx| placer::store::shipment::shipment_fetch(rx, shipment)).unwrap();
        assert_eq!((cancelled.state.as_str(), s.facts.shipments.as_slice()), ("cancelled", [shipment].as_slice()));
        for told in every_act(w, &d, &held, &other) {
            assert_eq!(told, ["parcel.seized"]);
        }
        assert_eq!(codes(&w.submit(&d.officer, &take(2, &[&held]))), ["parcel.seized"], "not in another's seizure");
        let back = ordered(w, &d.officer, &order(id, SeizureOutcome::Returned));
        assert_eq!(codes(&w.submit(&d.officer, &order(id, SeizureOutcome::Destroyed))), ["seizure.order_waits"]);
        assert!(matches!(w.submit(&d.officer, &decide(back, true)), Err(ServiceError::Forbidden)));
        assert_eq!(w.parcel(p.no).state, ParcelState::Seized, "nothing is done by a proposal");
        assert!(explained(&traced(w, &d, &held)).contains(&"seized_kept"));
        w.submit(&d.approver, &decide(back, true)).unwrap();
        let again = w.parcel(p.no);
        assert_eq!((again.state, again.holder, again.seal.as_ref()), (ParcelState::Live, d.exporter.0, p.seal.as_ref()));
        assert_eq!(now(w, id).kept[0].state, KeptState::Returned);
        assert!(explained(&traced(w, &d, &again)).contains(&"seized_returned"));
        assert_eq!(codes(&w.submit(&d.approver, &decide(back, false))), ["seizure.order_decided"]);
        assert_eq!(codes(&w.submit(&d.officer, &order(id, SeizureOutcome::Returned))), ["seizure.nothing_here"]);
        w.submit(&d.account, &prepare(&[&again])).unwrap();
        assert_eq!(verified(w).findings, []);
    });
}

/// What each other act with a seized parcel is answered, also in a file.
fn every_act(w: &mut World, d: &Desk, p: &Parcel, other: &Parcel) -> Vec<Vec<&'static str>> {
    let weigh = ReweighParcel { parcel: p.code.clone(), weight_mct: mct(1_999), stones: 3, reason: "again".into() };
    let seal = SealParcel { parcel: p.code.clone(), seal: "S-1".into() };
    let open = OpenSeal { parcel: p.code.clone(), reason: "again".into() };
    let mix = [p.code.clone(), other.code.clone()].to_vec();
    let mix = CombineParcels { parcels: mix, loss_mct: mct(0), loss_reason: None, stones_change: 0 };
    let gone = ReportRemoval {
        parcel: p.code.clone(),
        cause: Some(RemovalCause::Lost),
        on: None,
        taker: None,
        reference: None,
        happened: "it is not there".into(),
    };
    let who = &d.account;
    vec![
        codes(&w.submit(who, &weigh)),
        codes(&w.submit(who, &seal)),
        codes(&w.submit(who, &open)),
        codes(&w.submit(who, &mix)),
        codes(&w.submit(who, &gone)),
        codes(&w.submit(who, &prepare(&[p]))),
    ]
}

#[test]
fn offers_end_and_what_is_in_a_case_or_on_report_is_taken_all_the_same() {
    each(|w| {
        let s = crate::dispute::scene(w);
        let p = s.bought(w);
        let (officer, approver) = (w.account(AccountRole::Officer, None, None), w.account(AccountRole::Approver, None, None));
        s.claimed(w, &[&p]);
        let id = seized(w, &officer, &take(1, &[&p]));
        assert_eq!((w.parcel(p.no).state, w.parcel(p.no).dispute), (ParcelState::Seized, Some(1)));
        let told = codes(&w.submit(&officer, &order(id, SeizureOutcome::Destroyed)));
        assert_eq!(told, ["dispute.frozen"], "not before the case is decided");
        let back = ordered(w, &officer, &order(id, SeizureOutcome::Returned));
        w.submit(&approver, &decide(back, true)).unwrap();
        assert_eq!((w.parcel(p.no).state, w.parcel(p.no).dispute), (ParcelState::Live, Some(1)), "the case still holds it");
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn an_open_offer_ends_by_it() {
    each(|w| {
        let d = desk(w);
        let p = w.production(d.site, d.miner.1, d.miner.0, 900, 2);
        let offer = w.offer(&[p.no], d.miner, d.exporter);
        let id = seized(w, &d.officer, &take(1, &[&p]));
        assert_eq!(now(w, id).facts.offers, [offer]);
        let accept = placer::service::purchase::AcceptPurchase {
            purchase: offer,
            weighed: vec![WeighedParcel { parcel: p.code.clone(), weight_mct: mct(900), stones: 2 }],
        };
        assert!(w.submit(&d.account, &accept).is_err());
        assert_eq!(w.parcel(p.no).holder, d.miner.0);
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn a_difference_stops_everything_until_somebody_else_has_answered() {
    each(|w| {
        let d = desk(w);
        let p = d.bought(w, 2_000);
        let id = seized(w, &d.officer, &take(1, &[&p]));
        w.submit(&d.officer, &carry(w, id, "Freetown, vault", -1)).unwrap();
        assert_eq!((now(w, id).safe.as_str(), w.parcel(p.no).weight, now(w, id).differs), ("Freetown, vault", mct(1_999), false));
        w.submit(&d.officer, &carry(w, id, "Freetown, vault", -500)).unwrap();
        assert_eq!((w.parcel(p.no).weight, now(w, id).differs), (mct(1_999), true), "it waits for an answer");
        assert_eq!(codes(&w.submit(&d.officer, &carry(w, id, "Koidu", 0))), ["seizure.difference_open"]);
        assert_eq!(codes(&w.submit(&d.officer, &order(id, SeizureOutcome::Returned))), ["seizure.difference_open"]);
        let answer = |stands| AnswerSeizureDifference { seizure: id, stands, reason: "three stones are gone".into() };
        assert!(matches!(w.submit(&d.officer, &answer(true)), Err(ServiceError::Forbidden)));
        let turned = w.becomes(&d.officer, AccountRole::Approver);
        assert_eq!(codes(&w.submit(&turned, &answer(true))), ["seizure.same_person", "signature.same_browser"]);
        let silent = AnswerSeizureDifference { reason: " ".into(), ..answer(true) };
        assert_eq!(codes(&w.submit(&d.approver, &silent)), ["required"]);
        w.submit(&d.approver, &answer(true)).unwrap();
        assert_eq!((w.parcel(p.no).weight, now(w, id).differs), (mct(1_499), false));
        assert_eq!(codes(&w.submit(&d.approver, &answer(false))), ["seizure.no_difference"]);
        let officer = w.account(AccountRole::Officer, None, None);
        let other_seal = MoveSeizure { seal_read: "EV-9999".into(), seal_new: Some("EV-0002".into()), ..carry(w, id, "Koidu", 0) };
        w.submit(&officer, &other_seal).unwrap();
        assert_eq!((now(w, id).differs, now(w, id).seal.as_str()), (true, "EV-0002"));
        w.submit(&d.approver, &answer(false)).unwrap();
        assert_eq!((w.parcel(p.no).weight, w.read(|rx| seizure_steps(rx, 1)).len()), (mct(1_499), 3));
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn stones_in_no_register_become_the_states_and_a_buyer_holds_them_as_of_no_established_origin() {
    each(|w| {
        let d = desk(w);
        let id = seized(w, &d.officer, &found(1, 1_200, 4));
        let no = now(w, id).kept[0].parcel_no;
        let (p, source) = (w.parcel(no), w.read(|rx| placer::store::production::source_fetch(rx, no)).unwrap());
        assert_eq!((p.state, p.holder, source.kind, source.site), (ParcelState::Seized, PartyId::nobody(), SourceKind::Seizure, None));
        assert_eq!(codes(&w.submit(&d.officer, &order(id, SeizureOutcome::Returned))), ["seizure.nobody"]);
        let_go(w, &d, &sale(w, &d, id));
        let sold = w.parcel(no);
        assert_eq!((sold.state, sold.holder, sold.seizure), (ParcelState::Live, d.exporter.0, Some(1)));
        let told = traced(w, &d, &sold);
        let why = explained(&told);
        assert!(["seized_found", "seized_sold", "unestablished"].iter().all(|code| why.contains(code)), "{why:?}");
        assert_eq!(told.unestablished_mct, 1_200);
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn what_is_the_states_for_good_is_kept_and_may_still_be_sold_or_leave() {
    each(|w| {
        let d = desk(w);
        let [p, q, r] = [2_000, 300, 40].map(|weight| d.bought(w, weight));
        let id = seized(w, &d.officer, &take(1, &[&p, &q, &r]));
        let_go(w, &d, &order(id, SeizureOutcome::Forfeited));
        assert_eq!(w.parcel(p.no).state, ParcelState::Seized, "it is kept");
        for outcome in [SeizureOutcome::Returned, SeizureOutcome::Forfeited] {
            let told = codes(&w.submit(&d.officer, &order(id, outcome)));
            assert_eq!(told, ["seizure.order_not"; 3]);
        }
        w.submit(&d.officer, &carry(w, id, "Freetown, vault", 0)).unwrap();
        let part = |o: ProposeSeizureOrder, p: &Parcel| ProposeSeizureOrder { parcels: vec![p.code.clone()], ..o };
        let_go(w, &d, &part(sale(w, &d, id), &p));
        let_go(w, &d, &part(order(id, SeizureOutcome::Abroad), &q));
        let_go(w, &d, &part(order(id, SeizureOutcome::Destroyed), &r));
        let states: Vec<KeptState> = now(w, id).kept.iter().map(|k| k.state).collect();
        assert_eq!(states, [KeptState::Sold, KeptState::Abroad, KeptState::Destroyed]);
        assert_eq!((w.parcel(q.no).state, w.parcel(p.no).state), (ParcelState::Consumed, ParcelState::Live));
        assert_eq!(w.read(|rx| seizure_orders(rx, 1)).len(), 4);
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn a_seizure_that_says_too_little_is_told_all_at_once_and_receipts_and_seals_are_its_own() {
    each(|w| {
        let d = desk(w);
        let p = d.bought(w, 2_000);
        let mine = w.production(d.site, d.miner.1, d.miner.0, 500, 1);
        let empty = RecordSeizure {
            parcels: vec![],
            ground: "x".into(),
            place: " ".into(),
            safe: String::new(),
            receipt: String::new(),
            seal: "!".into(),
            witnesses: vec![String::new(), "Customs".into()],
            ..take(1, &[])
        };
        let told = codes(&w.submit(&d.officer, &empty));
        assert_eq!(told, ["seizure.nothing", "seizure.ground", "required", "required", "required", "parcel.seal_number", "required"]);
        let refused = |w: &mut World, c: RecordSeizure| codes(&w.submit(&d.officer, &c));
        assert_eq!(refused(w, take(1, &[&p, &mine])), ["seizure.holders"]);
        assert_eq!(refused(w, take(1, &[&p, &p])), ["seizure.twice"]);
        assert_eq!(refused(w, RecordSeizure { on: Some(day("2026-06-02")), ..take(1, &[&p]) }), ["day.future"]);
        assert_eq!(refused(w, RecordSeizure { on: Some(day("2025-01-02")), ..take(1, &[&p]) }), ["seizure.too_early"]);
        assert_eq!(refused(w, RecordSeizure { parcels: vec!["P-9".into()], ..take(1, &[]) }), ["parcel.unknown"]);
        assert_eq!(refused(w, RecordSeizure { from: Some("X-1".into()), ..take(1, &[&p]) }), ["seizure.party_unknown"]);
        let miner = w.read(|rx| placer::store::party::party_fetch(rx, d.miner.0)).unwrap().code;
        assert_eq!(refused(w, RecordSeizure { from: Some(miner), ..take(1, &[&p]) }), ["seizure.not_holder"]);
        assert_eq!(refused(w, found(1, 0, 0)), ["parcel.no_weight", "parcel.no_stones"]);
        w.submit(&d.officer, &take(1, &[&p])).unwrap();
        let again = RecordSeizure { receipt: "r-0001".into(), ..take(2, &[&mine]) };
        assert_eq!(refused(w, again), ["seizure.receipt_used"]);
        assert_eq!(refused(w, RecordSeizure { seal: "ev-0001".into(), ..take(2, &[&mine]) }), ["parcel.seal_taken"]);
        let other = d.bought(w, 100);
        let bag = SealParcel { parcel: other.code, seal: "EV-0001".into() };
        assert_eq!(codes(&w.submit(&d.account, &bag)), ["parcel.seal_taken"], "the state's seal is on no other bag");
    });
}

#[test]
fn an_order_says_what_it_must_and_without_a_number_there_is_none() {
    each(|w| {
        let d = desk(w);
        let p = d.bought(w, 2_000);
        let id = seized(w, &d.officer, &take(1, &[&p]));
        let refused = |w: &mut World, c: ProposeSeizureOrder| codes(&w.submit(&d.officer, &c));
        let bare = ProposeSeizureOrder {
            number: " ".into(),
            authority: String::new(),
            on: None,
            outcome: None,
            ..order(id, SeizureOutcome::Returned)
        };
        assert_eq!(refused(w, bare), ["required"; 4]);
        let good = || sale(w, &d, id);
        let (unsold, no_slip, no_buyer) = (
            ProposeSeizureOrder { price: None, ..good() },
            ProposeSeizureOrder { slip: None, ..good() },
            ProposeSeizureOrder { licence: None, ..good() },
        );
        assert_eq!(refused(w, unsold), ["required"]);
        assert_eq!(refused(w, no_slip), ["required"]);
        assert_eq!(refused(w, no_buyer), ["seizure.buyer"]);
        let digs = w.read(|rx| placer::store::licence::licence_fetch(rx, d.miner.1)).unwrap().number;
        let miner = ProposeSeizureOrder { licence: Some(digs), ..sale(w, &d, id) };
        assert_eq!(refused(w, miner), ["seizure.licence_buys"]);
        let unknown = ProposeSeizureOrder { licence: Some("X".into()), ..sale(w, &d, id) };
        assert_eq!(refused(w, unknown), ["seizure.licence_unknown"]);
        let mixed = ProposeSeizureOrder { outcome: Some(SeizureOutcome::Returned), ..sale(w, &d, id) };
        assert_eq!(refused(w, mixed), ["seizure.not_sold"; 3]);
        let gone = ProposeSeizureOrder { note: None, ..order(id, SeizureOutcome::Abroad) };
        assert_eq!(refused(w, gone), ["required"]);
        let early = ProposeSeizureOrder { on: Some(day("2026-05-01")), ..order(id, SeizureOutcome::Returned) };
        assert_eq!(refused(w, early), ["seizure.before"]);
        let other = ProposeSeizureOrder { parcels: vec![parcel_code(99)], ..order(id, SeizureOutcome::Returned) };
        assert_eq!(refused(w, other), ["seizure.not_of_it", "seizure.nothing_here"]);
        let state = w.party("State Buyer", &[Role::StateBuyer], None);
        let code = w.read(|rx| placer::store::party::party_fetch(rx, state)).unwrap().code;
        let to_state = ProposeSeizureOrder { licence: None, buyer: Some(code), ..sale(w, &d, id) };
        let waits = ordered(w, &d.officer, &to_state);
        let silent = DecideSeizureOrder { reason: None, ..decide(waits, false) };
        assert_eq!(codes(&w.submit(&d.approver, &silent)), ["required"]);
        w.submit(&d.approver, &decide(waits, false)).unwrap();
        assert_eq!(w.parcel(p.no).state, ParcelState::Seized, "refused, it is kept as before");
        let suspended = w.licence("exporter", d.exporter.0, None);
        let _ = suspended;
        let waits = ordered(w, &d.officer, &sale(w, &d, id));
        let on = day("2026-06-01");
        let stop = LicenceStateChanged { licence: d.exporter.1, state: LicenceState::Suspended, on, reason: "x".into(), offence: None };
        w.event(stop);
        assert_eq!(codes(&w.submit(&d.approver, &decide(waits, true))), ["seizure.licence_invalid"]);
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn who_may_take_and_who_decides() {
    each(|w| {
        let d = desk(w);
        let (here, there) = (w.office("BO"), w.office("KONO"));
        let supervisor = w.account(AccountRole::Supervisor, Some(here), None);
        let elsewhere = w.account(AccountRole::Supervisor, Some(there), None);
        let p = d.bought(w, 2_000);
        for role in [AccountRole::Registrar, AccountRole::Approver, AccountRole::Reviewer, AccountRole::Administrator] {
            let who = w.account(role, Some(here).filter(|_| role.needs_office()), None);
            assert!(matches!(w.submit(&who, &take(1, &[&p])), Err(ServiceError::Forbidden)), "{role:?}");
        }
        assert!(matches!(w.submit(&d.account, &take(1, &[&p])), Err(ServiceError::Forbidden)));
        let id = seized(w, &supervisor, &take(1, &[&p]));
        assert_eq!(now(w, id).facts.office, Some(here));
        let told = w.submit(&elsewhere, &order(id, SeizureOutcome::Returned));
        assert!(matches!(told, Err(ServiceError::NotFound(_))), "another office does not know it");
        let back = ordered(w, &d.officer, &order(id, SeizureOutcome::Returned));
        let turned = w.becomes(&supervisor, AccountRole::Approver);
        let told = codes(&w.submit(&turned, &decide(back, true)));
        assert_eq!(told, ["seizure.same_person"], "whoever took them does not decide");
        w.submit(&d.approver, &decide(back, true)).unwrap();
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn a_safe_is_counted_against_the_register_and_what_is_missing_is_named() {
    each(|w| {
        let d = desk(w);
        let [p, q, r] = [2_000, 300, 40].map(|weight| d.bought(w, weight));
        for (n, parcel) in [(1, &p), (2, &q)] {
            seized(w, &d.officer, &take(n, &[parcel]));
        }
        seized(w, &d.officer, &RecordSeizure { safe: "Freetown, vault".into(), ..take(3, &[&r]) });
        let all = w.read(|rx| safes(rx, placer::domain::access::Reach::All));
        let told: Vec<(&str, i64, i64)> = all.iter().map(|s| (s.name.as_str(), s.parcels, s.mct)).collect();
        assert_eq!(told, [("Freetown, vault", 1, 40), ("Koidu, safe 1", 2, 2_300)]);
        let count = |there: &[i64]| CountSafe {
            safe: "Koidu, safe 1".into(),
            on: None,
            there: there.iter().map(|no| seizure_code(*no)).collect(),
            note: None,
        };
        w.submit(&d.officer, &count(&[1, 3])).unwrap();
        let first = w.read(|rx| safe_counts(rx, None, 9)).remove(0).facts;
        assert_eq!((first.there, first.missing, first.elsewhere), (vec![1], vec![2], vec![3]));
        assert_eq!(codes(&w.submit(&d.officer, &CountSafe { safe: "Attic".into(), ..count(&[]) })), ["seizure.no_safe"]);
        assert_eq!(codes(&w.submit(&d.officer, &count(&[9]))), ["seizure.unknown"]);
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn seizures_stand_in_the_reconciliation_and_in_where_it_went() {
    each(|w| {
        let d = desk(w);
        let [back, sold, kept, free] = [2_000, 300, 40, 5_000].map(|weight| d.bought(w, weight));
        for (n, parcel) in [(1, &back), (2, &sold), (3, &kept)] {
            seized(w, &d.officer, &take(n, &[parcel]));
        }
        let id = |w: &World, no| w.read(|rx| seizure_by_no(rx, no)).unwrap().facts.seizure;
        let_go(w, &d, &order(id(w, 1), SeizureOutcome::Returned));
        let_go(w, &d, &sale(w, &d, id(w, 2)));
        seized(w, &d.officer, &found(4, 700, 2));
        let told = w.read(|rx| reconciliation(rx, &w.app.env.profile, "2026-Q2".parse().unwrap(), day("2026-06-01")));
        let of = |m| told.country.of(m).mct;
        assert_eq!((of(Movement::Seized), of(Movement::Released), of(Movement::SoldByState)), (2_340, 2_000, 300));
        assert_eq!((told.country.closing.mct, told.country.difference().mct, told.kept), (7_300, 0, (0, 740)));
        assert!(told.holders.iter().all(|(_, b)| b.difference().is_nothing()));
        let code = w.read(|rx| placer::store::site::site_fetch(rx, d.site)).unwrap().code;
        let asker = placer::service::trace::Asker::Account(d.officer.clone());
        let onward = placer::service::trace::Onward::Site(code);
        let told = w.app.db.read(|rx| placer::service::trace::trace_forward(rx, &asker, &onward, day("2026-06-01"))).unwrap();
        assert_eq!((told.produced_mct, told.seized_mct, told.in_stock_mct, told.lost_mct), (7_340, 40, 7_300, 0));
        assert_eq!(free.weight, mct(5_000));
        let m = w.read(|rx| placer::service::statistics::matrix(rx, &w.app.env.profile, "2026-H1".parse().unwrap(), day("2026-06-01")));
        let figure = |code: &str| m.lines.iter().find(|l| l.code == code).unwrap().figure;
        use placer::domain::statistics::MatrixFigure as F;
        assert_eq!((figure("seizures"), figure("seized_carats"), figure("offences")), (F::Count(4), F::Mass(3_040), F::Count(0)));
    });
}

#[test]
fn what_was_seized_as_it_was_written_is_corrected_no_more() {
    each(|w| {
        let d = desk(w);
        let p = w.production(d.site, d.miner.1, d.miner.0, 2_000, 3);
        let id = seized(w, &d.officer, &take(1, &[&p]));
        let heavier =
            || ProposeProductionCorrection { weight_mct: Some(mct(2_010)), ..ProposeProductionCorrection::of(p.code.clone(), "x".into()) };
        assert!(codes(&w.submit(&d.officer, &heavier())).contains(&"correction.seized"));
        let_go(w, &d, &order(id, SeizureOutcome::Returned));
        assert_eq!(codes(&w.submit(&d.officer, &heavier())), ["correction.seized"]);
        let back = placer::service::correction::ProposeWithdrawal { parcel: p.code.clone(), reason: "twice".into() };
        assert_eq!(codes(&w.submit(&d.officer, &back)), ["correction.withdraw_touched"]);
        let later = ProposeProductionCorrection { on: Some(day("2026-06-01")), ..ProposeProductionCorrection::of(p.code, "book".into()) };
        let _ = w.submit(&d.officer, &later);
        assert_eq!(verified(w).findings, []);
    });
}
