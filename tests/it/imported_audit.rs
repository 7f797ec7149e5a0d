//! What no command would write of stones from abroad is found by `verify`, at its entry.

use crate::arrival::{comes, found, list};
use crate::imported::{let_in, of_one_country};
use crate::shipment::{Desk, desk};
use crate::verify::breaches;
use crate::world::{World, day, each, mct};
use placer::domain::access::AccountRole;
use placer::domain::entry::sha256_hex;
use placer::domain::event::*;
use placer::domain::ids::{ArrivalId, ShipmentId};
use placer::domain::role::Role;
use placer::service::arrival::RecordArrival;
use placer::store::certificate::{certificate_next_no, shipment_composition};
use placer::store::parcel::parcel_next_no;

/// A certificate over nothing but a parcel from abroad, by plain events that look at nothing.
pub fn plainly(w: &mut World) {
    let (exporter, officer) = (w.party("Importer of all", &[Role::Exporter], None), w.account(AccountRole::Officer, None, None));
    let licence = w.licence("exporter", exporter, None);
    let account = w.account(AccountRole::Exporter, None, Some(exporter));
    let approver = w.account(AccountRole::Approver, None, None);
    let d = Desk { miner: (exporter, licence), site: w.id(), exporter: (exporter, licence), account, officer, approver };
    told(w, &d, |_| {});
    let parcel = w.parcel(w.read(parcel_next_no) - 1);
    let sealed = d.seal(w, &parcel);
    let (shipment, certificate, no) = (w.id(), w.id(), w.read(certificate_next_no));
    let importer = Importer { name: "I".into(), address: "A".into(), country: "BE".into() };
    let (weight_mct, stones, hs, value_usd_cents) = (sealed.weight, sealed.stones, HsCode::Gem, 100);
    let seal = sealed.seal.unwrap();
    let parcels = vec![ShipmentParcel { parcel_no: sealed.no, weight_mct, stones, hs, seal, value_usd_cents }];
    let code = placer::domain::code::make("E", 900);
    w.event(ShipmentPrepared { shipment, no: 900, code, exporter, licence, importer: importer.clone(), parcels, test: false });
    let whole = w.read(|rx| shipment_composition(rx, shipment));
    w.event_by(&d.officer, crate::spine::first_signature(shipment, "SL 000009".into()));
    w.event(CertificateIssued {
        certificate,
        no,
        number: "SL 000009".into(),
        replaces: None,
        shipment,
        proposed_by: d.officer.account,
        issued_on: day("2026-06-01"),
        expires_on: day("2026-07-31"),
        exporter,
        importer,
        origins: vec!["BW".into()],
        mixed: false,
        weight_mct,
        stones,
        value_usd_cents,
        parcels: 1,
        lines: vec![],
        unestablished_mct: mct(0),
        unestablished_reason: None,
        composition_digest: sha256_hex(&[&whole.encode()]),
    });
}

/// A shipment as an event, with what was found and what it became.
fn told(w: &mut World, d: &Desk, change: impl FnOnce(&mut ArrivalRecorded)) -> (i64, ArrivalId) {
    let (arrival, parcel): (ArrivalId, _) = (w.id(), w.id());
    let no = w.read(placer::store::arrival::arrival_next_no);
    let one = w.read(parcel_next_no);
    let mut e = ArrivalRecorded {
        arrival,
        no,
        code: placer::domain::code::make("IM", no),
        importer: Some(d.exporter.0),
        importer_stated: None,
        number: format!("BW X{no}"),
        issuer: "BW".into(),
        issued_on: day("2026-05-30"),
        expires_on: day("2026-07-29"),
        arrived_on: day("2026-06-01"),
        exporter: Importer { name: "Okavango Stones".into(), address: "Gaborone".into(), country: "BW".into() },
        origins: vec!["BW".into()],
        mixed: false,
        parcels: 1,
        found_parcels: None,
        lines: vec![HsLine { hs: HsCode::Gem, weight_mct: mct(5_000), value_usd_cents: 100_000 }],
        found_mct: mct(5_000),
        found: vec![found(5_000, 10)],
        seals_intact: true,
        detained: None,
        against: vec![],
        remark: None,
        received: vec![NewParcel { parcel, no: one, weight_mct: mct(5_000), stones: 10, hs: HsCode::Gem, class: None }],
    };
    change(&mut e);
    (w.event_by(&d.officer, e).seq, arrival)
}

/// What no command would write of parcels from abroad is found at its entry.
#[test]
fn parcels_from_abroad_told_wrongly_are_found() {
    each(|w| {
        let d = desk(w);
        list(w);
        let sound = told(w, &d, |_| {}).0;
        let wrong = [
            told(w, &d, |e| e.received.clear()),
            told(w, &d, |e| e.received[0].weight_mct = mct(5_001)),
            told(w, &d, |e| e.received[0].stones = 11),
            told(w, &d, |e| e.received[0].hs = HsCode::Industrial),
            told(w, &d, |e| e.received[0].class = Some("+11".into())),
            told(w, &d, |e| e.found.clear()),
            told(w, &d, |e| e.found_mct = mct(5_001)),
            told(w, &d, |e| (e.found[0].hs, e.received[0].hs) = (HsCode::Industrial, HsCode::Industrial)),
            told(w, &d, |e| (e.found[0].stones, e.received[0].stones) = (0, 0)),
            told(w, &d, |e| e.detained = Some("why".into())),
        ]
        .map(|(seq, _)| seq);
        // Detained, and then decided upon with the wrong parcels.
        let mut closed = Vec::new();
        for (outcome, change) in [
            (ArrivalOutcome::Released, 0),
            (ArrivalOutcome::Released, 1),
            (ArrivalOutcome::Released, 2),
            (ArrivalOutcome::Seized, 0),
            (ArrivalOutcome::Released, 3),
            (ArrivalOutcome::Released, 4),
        ] {
            let old = change >= 3;
            let (_, arrival) = told(w, &d, |e| {
                (e.detained, e.received) = (Some("why".into()), vec![]);
                if old {
                    e.found.clear();
                }
            });
            let (no, parcel) = (w.read(parcel_next_no), w.id());
            let mut parcel = NewParcel { parcel, no, weight_mct: mct(5_000), stones: 10, hs: HsCode::Gem, class: None };
            let mut now = if old { vec![found(5_000, 10)] } else { vec![] };
            match change {
                1 => parcel.stones = 9,
                2 => now = vec![found(5_000, 10)],
                4 => (now[0].weight_mct, parcel.weight_mct) = (mct(4_999), mct(4_999)),
                _ => {}
            }
            let e = ArrivalClosed { arrival, outcome, importer: None, reason: "r".into(), found: now, received: vec![parcel] };
            closed.push(w.event(e).seq);
        }
        let found = breaches(w);
        let at = |seq: &i64| found.iter().any(|(at, rule)| at == seq && rule == "K12");
        assert!(!at(&sound) && wrong.iter().all(at), "{wrong:?}: {found:?}");
        let closed: Vec<bool> = closed.iter().map(at).collect();
        assert_eq!(closed, [false, true, true, true, false, true], "{found:?}");
        // Events by nobody in particular break L7 all along; nothing else is broken.
        assert!(found.iter().all(|(_, rule)| rule == "K12" || rule == "L7"), "{found:?}");
    });
}

/// A certificate that says another origin than its foreign certificates, and a correction of what came from abroad.
#[test]
fn origins_from_abroad_told_wrongly_are_found() {
    each(|w| {
        let d = desk(w);
        list(w);
        let one = of_one_country(comes(w, &d));
        let mut wrong = Vec::new();
        for n in 0..4 {
            let (_, import) = let_in(w, &d, &RecordArrival { number: format!("BW 7{n}"), ..one.clone() });
            let sealed = d.seal(w, &import);
            let shipment = d.proposed(w, &[&sealed]);
            let mut e = decided(w, &d, shipment);
            match n {
                0 => {}
                1 => e.origins = vec!["SL".into()],
                2 => e.mixed = true,
                _ => (e.unestablished_mct, e.unestablished_reason) = (mct(5_000), Some("unknown".into())),
            }
            wrong.push(w.event_by(&d.approver, e).seq);
        }
        let (_, import) = let_in(w, &d, &RecordArrival { number: "BW 80".into(), ..one });
        let was = StockFacts { site: None, stones: 10, weight_mct: mct(5_000), note: None };
        let change = CorrectionChange::Stock { parcel_no: import.no, now: StockFacts { stones: 9, ..was.clone() }, was };
        let (correction, no) = (w.id(), w.read(placer::store::correction::correction_next_no));
        let corrects_seq = import.produced_seq;
        let e = CorrectionProposed { correction, no, corrects_seq, office: None, change, reason: "r".into() };
        let corrected = w.event_by(&d.officer, e).seq;
        let found = breaches(w);
        let at = |seq: i64, of: &str| found.iter().any(|(at, rule)| *at == seq && rule == of);
        let told: Vec<bool> = wrong.iter().map(|seq| at(*seq, "K3")).collect();
        assert_eq!(told, [false, true, true, true], "{found:?}");
        assert!(at(corrected, "C10"), "{found:?}");
    });
}

/// The event that issuing a proposed shipment would append.
fn decided(w: &mut World, d: &Desk, shipment: ShipmentId) -> CertificateIssued {
    let (issue, mut act) = (w.issue(shipment), w.act(&d.approver));
    match w.app.preview(&mut act, &issue).unwrap() {
        Event::CertificateIssued(e) => e,
        other => panic!("{}", other.kind()),
    }
}
