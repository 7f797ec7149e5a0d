//! Valuations: one sitting, the value that the rules take, and what goes on the certificate.

use crate::certificate::issue;
use crate::shipment::{desk, prepare};
use crate::world::{World, codes, each, mct};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::event::{HsCode, PartyState, PartyStateChanged};
use placer::domain::ids::{PartyId, ShipmentId};
use placer::domain::role::Role;
use placer::domain::valuation::{ValuedLine, Valuer};
use placer::service::certificate::ProposeCertificate;
use placer::service::error::ServiceError;
use placer::service::valuation::{Oddity, ValueShipment, oddities};
use placer::store::party::party_fetch;
use placer::store::valuation::{valuation_of, valuations_between};

/// Codes of two officials and an independent valuer.
fn sitting(w: &mut World) -> ([String; 2], String, PartyId) {
    let mut code = |name: &str, role| {
        let id = w.party(name, &[role], None);
        (w.read(|rx| party_fetch(rx, id)).unwrap().code, id)
    };
    let (one, other) = (code("Mines Monitor", Role::Official), code("Customs Officer", Role::Official));
    ([one.0, other.0], code("Valuer Ltd", Role::Valuer).0, one.1)
}

fn line(hs: HsCode, class: &str, stones: i64, weight: i64, [exporter_cents, government_cents, independent]: [i64; 3]) -> ValuedLine {
    ValuedLine {
        hs,
        class: class.into(),
        stones,
        weight_mct: mct(weight),
        exporter_cents,
        government_cents,
        independent_cents: Some(independent),
    }
}

fn sheet(shipment: ShipmentId, people: &([String; 2], String, PartyId), lines: Vec<ValuedLine>) -> ValueShipment {
    ValueShipment { shipment, on: None, present: people.0.to_vec(), independent: Some(people.1.clone()), lines }
}

#[test]
fn the_published_stone_is_valued_taxed_and_certified_to_the_cent() {
    each(|w| {
        let d = desk(w);
        let people = sitting(w);
        let stone = w.production(d.site, d.miner.1, d.miner.0, 144_120, 1);
        w.sold(&[stone.no], d.miner, d.exporter);
        let stone = d.seal(w, &w.parcel(stone.no));
        let mut command = prepare(&[&stone]);
        command.parcels[0].hs = Some(HsCode::Gem);
        let shipment: ShipmentId = w.submit(&d.account, &command).unwrap().subject.parse().unwrap();
        let propose = ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: None };
        assert_eq!(codes(&w.submit(&d.officer, &propose)), ["certificate.not_valued"]);
        let values = [60_170_100, 64_854_000, 65_992_548];
        w.submit(&d.officer, &sheet(shipment, &people, vec![line(HsCode::Gem, "+23", 1, 144_120, values)])).unwrap();
        let v = w.read(|rx| valuation_of(rx, shipment)).unwrap().facts;
        assert_eq!((v.taken, v.value_usd_cents, v.present.len()), (Valuer::Independent, 65_992_548, 2));
        let due: Vec<_> = v.charges.iter().map(|c| (c.code.as_str(), c.cents)).collect();
        assert_eq!(due, [("special", 9_898_882), ("rehabilitation", 32_996)]);
        assert!(w.read(|rx| oddities(rx, &w.app.env.profile, &v)).is_empty(), "601,701 of 648,540 is above 85 percent");
        w.submit(&d.officer, &propose).unwrap();
        let issued = issue(w, &d.approver, shipment).unwrap().facts;
        assert_eq!((issued.value_usd_cents, issued.lines[0].value_usd_cents), (65_992_548, 65_992_548));
        let all = w.read(|rx| valuations_between(rx, v.on, v.on));
        assert_eq!(all, [(v.on, 65_992_548, 144_120)]);
        assert_eq!(crate::verify::verified(w).findings, []);
    });
}

#[test]
fn a_sheet_that_is_none_is_refused_whole() {
    each(|w| {
        let d = desk(w);
        let people = sitting(w);
        let parcel = d.sealed(w, 1_500);
        let shipment: ShipmentId = w.submit(&d.account, &prepare(&[&parcel])).unwrap().subject.parse().unwrap();
        let good = sheet(shipment, &people, vec![line(HsCode::Unsorted, "+9", 3, 1_500, [100, 120, 110])]);
        let refused = |w: &mut World, command: &ValueShipment| codes(&w.submit(&d.officer, command));
        let wrong = ValueShipment { lines: vec![line(HsCode::Gem, "+4", 0, 1_500, [0, 1, 1])], ..good.clone() };
        let told = refused(w, &wrong);
        assert_eq!(
            told,
            [
                "unknown_choice",
                "valuation.stones_none",
                "valuation.no_value",
                "valuation.weight_differs",
                "valuation.stones_differ",
                "valuation.weight_differs"
            ]
        );
        assert_eq!(refused(w, &ValueShipment { present: vec![people.0[0].clone(); 2], ..good.clone() }), ["valuation.present"]);
        assert_eq!(
            refused(w, &ValueShipment { present: vec![people.0[0].clone(), people.1.clone()], ..good.clone() }),
            ["valuation.no_official", "valuation.present"]
        );
        assert_eq!(refused(w, &ValueShipment { independent: None, ..good.clone() }), ["required"]);
        assert_eq!(refused(w, &ValueShipment { independent: Some(people.0[0].clone()), ..good.clone() }), ["valuation.no_valuer"]);
        assert_eq!(refused(w, &ValueShipment { on: Some(crate::world::day("2026-06-02")), ..good.clone() }), ["day.future"]);
        let many = ValueShipment { lines: vec![good.lines[0].clone(); 101], ..good.clone() };
        assert_eq!(refused(w, &many), ["valuation.too_many"]);
        let state = PartyStateChanged {
            party: people.2,
            state: PartyState::Barred,
            on: crate::world::day("2026-05-01"),
            reason: "x".into(),
            note: None,
        };
        w.event(state);
        assert_eq!(refused(w, &good), ["valuation.barred"]);
    });
}

#[test]
fn nobody_values_what_is_signed_and_only_officers_do() {
    each(|w| {
        let d = desk(w);
        let people = sitting(w);
        let parcel = d.sealed(w, 1_500);
        let shipment = d.proposed(w, &[&parcel]);
        let good = sheet(shipment, &people, vec![line(HsCode::Unsorted, "+9", 3, 1_500, [100, 120, 110])]);
        assert_eq!(codes(&w.submit(&d.officer, &good)), ["shipment.proposed"]);
        let office = w.office("KOI");
        for role in AccountRole::ALL.into_iter().filter(|r| *r != AccountRole::Officer) {
            let party = role.needs_party().then_some(d.exporter.0);
            let who: Actor = w.account(role, role.needs_office().then_some(office), party);
            assert!(matches!(w.submit(&who, &good), Err(ServiceError::Forbidden)), "{role:?}");
        }
    });
}

#[test]
fn odd_values_are_told_and_stand_against_nothing() {
    each(|w| {
        let d = desk(w);
        let people = sitting(w);
        // A band is learnt from earlier sittings: 100 to 109 dollars a carat.
        for n in 0..10 {
            let parcel = d.sealed(w, 1_000);
            let shipment: ShipmentId = w.submit(&d.account, &prepare(&[&parcel])).unwrap().subject.parse().unwrap();
            let cents = 10_000 + 100 * n;
            w.submit(&d.officer, &sheet(shipment, &people, vec![line(HsCode::Unsorted, "+9", 3, 1_000, [cents, cents, cents])])).unwrap();
        }
        let parcel = d.sealed(w, 2_000);
        let shipment: ShipmentId = w.submit(&d.account, &prepare(&[&parcel])).unwrap().subject.parse().unwrap();
        let odd = sheet(shipment, &people, vec![line(HsCode::Unsorted, "+9", 3, 2_000, [8_400, 10_000, 10_000])]);
        w.submit(&d.officer, &odd).unwrap();
        let facts = w.read(|rx| valuation_of(rx, shipment)).unwrap().facts;
        let told = w.read(|rx| oddities(rx, &w.app.env.profile, &facts));
        let [Oddity::LowRatio { ratio_ppm: 840_000, .. }, Oddity::OffBand { line: 0, cents_per_carat: 5_000, band }] = told[..] else {
            panic!("{told:?}")
        };
        assert_eq!((band.low, band.high, band.from), (10_100, 10_800, 10));
        w.submit(&d.officer, &ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: None }).unwrap();
        // A later sitting takes the place of the one before; not after somebody signed.
        assert_eq!(codes(&w.submit(&d.officer, &odd)), ["shipment.proposed"]);
    });
}
