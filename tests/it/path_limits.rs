//! Small steps that add up, slips of yesterday, and other ways round a rule.

use crate::purchase::{terms, trader};
use crate::world::{World, codes, day, each, mct};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::event::*;
use placer::domain::parcel::{Parcel, parcel_code};
use placer::domain::role::Role;
use placer::domain::trace::ExplainCode;
use placer::service::Command;
use placer::service::correction::{DecideCorrection, ProposeProductionCorrection, ProposePurchaseCorrection};
use placer::service::parcel::{ReweighParcel, SealParcel};
use placer::service::party_state::SetPartyState;
use placer::service::purchase::{AcceptPurchase, OfferParcels, RecordPurchase, WeighedParcel};
use placer::service::rework::{CombineParcels, Part, SortParcel, SortedPart, SplitParcel};
use placer::service::shipment::{ParcelToShip, PrepareShipment};
use placer::service::stock::{DeclareStock, StockLine};
use placer::service::trace::{Asker, Back, trace_back};

/// A dealer who holds 10 ct of 200 stones from one pit, and his account.
fn dealer_with_ten(w: &mut World) -> (crate::purchase::Trader, Parcel) {
    let dealer = trader(w, Role::Dealer, "dealer");
    let miner = w.party("Miner", &[Role::Miner], None);
    let licence = w.licence("artisanal", miner, None);
    let site = w.site(Some(licence), None);
    let parcel = w.production(site, licence, miner, 10_000, 200);
    w.sold(&[parcel.no], (miner, licence), (dealer.party, dealer.licence));
    (dealer, parcel)
}

fn refused<C: Command>(w: &mut World, who: &Actor, command: &C) -> Vec<&'static str> {
    codes(&w.submit(who, command))
}

fn sorted(p: &Parcel, loss: i64, change: i64) -> SortParcel {
    let part = SortedPart { class: "all".into(), hs: HsCode::Unsorted, weight_mct: mct(p.weight.mct() - loss), stones: p.stones + change };
    SortParcel { parcel: p.code.clone(), parts: vec![part], loss_mct: mct(loss), loss_reason: Some("dust".into()), stones_change: change }
}

#[test]
fn losses_do_not_add_up_past_the_path() {
    each(|w| {
        let (dealer, mut at) = dealer_with_ten(w);
        // 0.5 % an act is allowed, 0.200 ct of 10 ct in all: four times 0.050.
        for _ in 0..4 {
            let done = w.submit(&dealer.account, &sorted(&at, 49, 0)).unwrap();
            at = w.read(|rx| placer::store::operation::parcels_where_produced(rx, done.seq)).pop().unwrap();
        }
        assert_eq!(at.weight, mct(9_804));
        assert_eq!(refused(w, &dealer.account, &sorted(&at, 49, 0)), ["rework.path_loss"]);
        let reweigh = |p: &Parcel, weight: i64, stones: i64| ReweighParcel {
            parcel: p.code.clone(),
            weight_mct: mct(weight),
            stones,
            reason: "new scale".into(),
        };
        assert_eq!(refused(w, &dealer.account, &reweigh(&at, 9_799, 200)), ["rework.path_loss"], "nor by weighing");
        w.submit(&dealer.account, &reweigh(&at, 9_800, 200)).unwrap();
        // Parts have their part of what is left, wherever they go.
        let parts = vec![Part { weight_mct: mct(4_900), stones: 100 }, Part { weight_mct: mct(4_900), stones: 100 }];
        let split = SplitParcel { parcel: at.code.clone(), parts, loss_mct: mct(0), loss_reason: None, stones_change: 0 };
        let done = w.submit(&dealer.account, &split).unwrap();
        let half = w.read(|rx| placer::store::operation::parcels_where_produced(rx, done.seq));
        assert_eq!(refused(w, &dealer.account, &sorted(&half[0], 10, 0)), ["rework.path_loss"]);
        let together = CombineParcels {
            parcels: half.iter().map(|p| p.code.clone()).collect(),
            loss_mct: mct(10),
            loss_reason: Some("dust".into()),
            stones_change: 0,
        };
        assert_eq!(refused(w, &dealer.account, &together), ["rework.path_loss"]);
        // Carats of elsewhere do not come in for what was lost: a gain is held against the path as before.
        assert!(w.submit(&dealer.account, &CombineParcels { loss_mct: mct(0), loss_reason: None, ..together }).is_ok());
    });
}

#[test]
fn stones_do_not_multiply() {
    each(|w| {
        let (dealer, mut at) = dealer_with_ten(w);
        let count = |p: &Parcel, stones: i64| ReweighParcel {
            parcel: p.code.clone(),
            weight_mct: p.weight,
            stones,
            reason: "counted again".into(),
        };
        assert_eq!(refused(w, &dealer.account, &count(&at, 1)), ["rework.path_count"]);
        assert_eq!(refused(w, &dealer.account, &count(&at, 205)), ["rework.path_count"]);
        w.submit(&dealer.account, &count(&at, 203)).unwrap();
        at = w.parcel(at.no);
        assert_eq!(refused(w, &dealer.account, &sorted(&at, 0, 2)), ["rework.path_count"], "a second way to count on");
        let done = w.submit(&dealer.account, &sorted(&at, 0, 1)).unwrap();
        at = w.read(|rx| placer::store::operation::parcels_where_produced(rx, done.seq)).pop().unwrap();
        assert_eq!(refused(w, &dealer.account, &count(&at, 205)), ["rework.path_count"]);
        w.submit(&dealer.account, &count(&at, 196)).unwrap();
    });
}

/// A purchase by the dealer from a miner without an account, on a day.
fn purchase(parcel: &Parcel, seller: &str, on: &str) -> RecordPurchase {
    RecordPurchase {
        serial: None,
        seller_licence: seller.into(),
        buyer_licence: None,
        weighed: vec![WeighedParcel { parcel: parcel.code.clone(), weight_mct: parcel.weight, stones: parcel.stones }],
        terms: terms(on),
    }
}

#[test]
fn a_slip_of_yesterday_is_no_way_round_a_licence_stopped_since() {
    each(|w| {
        let dealer = trader(w, Role::Dealer, "dealer");
        w.slip_book(dealer.party);
        let (miner, licence, number) = crate::purchase::miner(w);
        let site = w.site(Some(licence), None);
        let dug = |on: &str| ProductionFacts { on: day(on), ..crate::world::facts(site, licence, 1_000) };
        let parcels = ["2026-05-04", "2026-05-20", "2026-05-20"].map(|on| w.produced(miner, dug(on), false));
        // Written down three weeks later it is taken, and a trace tells it.
        w.submit(&dealer.account, &purchase(&parcels[0], &number, "2026-05-11")).unwrap();
        w.submit(&dealer.account, &purchase(&parcels[1], &number, "2026-05-29")).unwrap();
        let explained = |w: &World, p: &Parcel| {
            let back = Back::Parcel(p.code.clone());
            let trace = w.app.db.read(|rx| trace_back(rx, &w.app.env.profile, &Asker::Console, &back, w.now.day())).unwrap();
            trace.explain.iter().map(|e| e.code).collect::<Vec<_>>()
        };
        assert!(explained(w, &parcels[0]).contains(&ExplainCode::LateSale));
        assert!(!explained(w, &parcels[1]).contains(&ExplainCode::LateSale));
        assert!(explained(w, &parcels[1]).contains(&ExplainCode::LicenceWrittenLater), "the licence was written down in June");
        let state = |licence, state| LicenceStateChanged { licence, state, on: day("2026-06-01"), reason: "x".into(), offence: None };
        w.event(state(dealer.licence, LicenceState::Suspended));
        let told = refused(
            w,
            &dealer.account,
            &RecordPurchase { buyer_licence: Some(dealer.number.clone()), ..purchase(&parcels[2], &number, "2026-05-29") },
        );
        assert_eq!(told, ["purchase.licence_stopped"]);
        w.event(state(dealer.licence, LicenceState::Issued));
        w.event(state(licence, LicenceState::Revoked));
        assert_eq!(refused(w, &dealer.account, &purchase(&parcels[2], &number, "2026-05-29")), ["purchase.licence_stopped"]);
    });
}

#[test]
fn nothing_is_sold_or_worked_for_who_was_barred_since() {
    each(|w| {
        let (dealer, at) = dealer_with_ten(w);
        w.slip_book(dealer.party);
        let (miner, licence, number) = crate::purchase::miner(w);
        let site = w.site(Some(licence), None);
        let parcel = w.production(site, licence, miner, 1_000, 2);
        let officer = w.account(AccountRole::Officer, None, None);
        let bar = SetPartyState {
            party: dealer.party,
            state: PartyState::Barred,
            on: day("2026-06-01"),
            reason: "smuggling".into(),
            note: None,
            offence: None,
        };
        w.submit(&officer, &bar).unwrap();
        assert_eq!(refused(w, &dealer.account, &purchase(&parcel, &number, "2026-05-29")), ["purchase.party_state"]);
        assert_eq!(refused(w, &dealer.account, &SealParcel { parcel: at.code.clone(), seal: "BAG-1".into() }), ["parcel.holder_state"]);
        assert_eq!(refused(w, &dealer.account, &sorted(&at, 10, 0)), ["parcel.holder_state"]);
        let declare = |on: &str| DeclareStock {
            holder: dealer.party,
            on: day(on),
            lines: vec![StockLine { site: None, weight_mct: mct(1_000), stones: 1, note: None, seal: None }],
            test: false,
            zone: None,
        };
        assert_eq!(refused(w, &officer, &declare("2026-05-30")), ["stock.holder_state"]);
        w.submit(&officer, &SetPartyState { state: PartyState::Active, ..bar }).unwrap();
        assert_eq!(refused(w, &officer, &declare("1950-01-01")), ["stock.too_old"]);
        w.submit(&officer, &declare("2025-06-30")).unwrap();
    });
}

#[test]
fn under_a_seal_no_mass_changes() {
    each(|w| {
        let (dealer, at) = dealer_with_ten(w);
        w.slip_book(dealer.party);
        let house = trader(w, Role::Exporter, "exporter");
        w.submit(&dealer.account, &SealParcel { parcel: at.code.clone(), seal: "BAG-77".into() }).unwrap();
        let offer = OfferParcels {
            serial: None,
            seller_licence: None,
            buyer_licence: house.number.clone(),
            parcels: vec![at.code.clone()],
            terms: terms("2026-06-01"),
        };
        let offered = w.submit(&dealer.account, &offer).unwrap();
        let accept = |weight: i64| AcceptPurchase {
            purchase: offered.subject.parse().unwrap(),
            weighed: vec![WeighedParcel { parcel: at.code.clone(), weight_mct: mct(weight), stones: 200 }],
        };
        assert_eq!(refused(w, &house.account, &accept(9_990)), ["purchase.sealed"]);
        w.submit(&house.account, &accept(10_000)).unwrap();
    });
}

#[test]
fn what_was_sorted_leaves_as_sorted() {
    each(|w| {
        let house = trader(w, Role::Exporter, "exporter");
        let miner = w.party("Miner", &[Role::Miner], None);
        let licence = w.licence("artisanal", miner, None);
        let site = w.site(Some(licence), None);
        let parcel = w.production(site, licence, miner, 10_000, 200);
        w.sold(&[parcel.no], (miner, licence), (house.party, house.licence));
        let gem = SortParcel {
            parts: vec![SortedPart { class: "gem".into(), hs: HsCode::Gem, weight_mct: mct(10_000), stones: 200 }],
            ..sorted(&parcel, 0, 0)
        };
        w.submit(&house.account, &gem).unwrap();
        let code = parcel_code(parcel.no + 1);
        w.submit(&house.account, &SealParcel { parcel: code.clone(), seal: "BAG-1".into() }).unwrap();
        w.participants();
        let ship = |hs| PrepareShipment {
            importer: Importer { name: "Importer".into(), address: "Antwerp".into(), country: "BE".into() },
            parcels: vec![ParcelToShip { parcel: code.clone(), value_usd_cents: 100_000, hs }],
        };
        assert_eq!(refused(w, &house.account, &ship(Some(HsCode::Industrial))), ["shipment.hs_differs"]);
        w.submit(&house.account, &ship(None)).unwrap();
    });
}

#[test]
fn what_was_sold_cannot_have_been_dug_later() {
    each(|w| {
        let (_, at) = dealer_with_ten(w);
        let (officer, supervisor) = (w.account(AccountRole::Officer, None, None), w.account(AccountRole::Approver, None, None));
        let moved = |on: &str| ProposeProductionCorrection {
            on: Some(day(on)),
            ..ProposeProductionCorrection::of(at.code.clone(), "wrong day".into())
        };
        let sale = w.read(|rx| placer::store::purchase::purchase_last_of(rx, at.no)).unwrap();
        let after = sale.on.succ_opt().unwrap().to_string();
        assert_eq!(refused(w, &officer, &moved(&after)), ["correction.day_after_use"]);
        let same = w.submit(&officer, &moved(&sale.on.to_string())).unwrap();
        let decide = DecideCorrection { correction: same.subject.parse().unwrap(), approved: true, reason: None };
        w.submit(&supervisor, &decide).unwrap();
    });
}

#[test]
fn a_corrected_price_keeps_to_the_rules_of_a_sale() {
    each(|w| {
        let (_, at) = dealer_with_ten(w);
        let officer = w.account(AccountRole::Officer, None, None);
        let sale = w.read(|rx| placer::store::purchase::purchase_last_of(rx, at.no)).unwrap();
        let correct = ProposePurchaseCorrection {
            serial: sale.serial,
            price_minor: 200_000,
            currency: placer::domain::money::Currency::USD,
            rate_e6: placer::domain::money::RateE6(7_000_000),
            payment: "bank".into(),
            payment_reference: None,
            reason: "typed wrong".into(),
        };
        let done = w.submit(&officer, &correct).unwrap();
        let entry = w.read(|rx| placer::store::journal::entry_fetch(rx, done.seq)).unwrap().entry;
        let Event::CorrectionProposed(e) = entry.event else { panic!("another event") };
        let CorrectionChange::Purchase { now, .. } = e.change else { panic!("another change") };
        assert_eq!((now.rate_e6.0, now.usd_cents), (1_000_000, 200_000), "US dollars are not converted");
    });
}
