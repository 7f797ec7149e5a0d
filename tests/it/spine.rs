//! The journal and its frame: one act, one entry; the same key, the same receipt; nothing half written.

use crate::world::{World, codes, day, each, mct};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::entry::sha256_hex;
use placer::domain::event::*;
use placer::domain::ids::{ArrivalId, BlankReportId, CertificateId, LetterId, PartyId, RemovalId, ReportId, ShipmentId};
use placer::domain::parcel::ParcelState;
use placer::domain::role::Role;
use placer::service::error::ServiceError;
use placer::service::office::{ChangeOffice, OpenOffice};
use placer::store::journal::{entries_after, journal_size};
use placer::store::lineage::composition;
use placer::store::{certificate, office, purchase};

fn open_office(code: &str) -> OpenOffice {
    OpenOffice { code: code.into(), name: "Bo".into(), areas: vec!["East".into()] }
}

#[test]
fn one_act_is_one_entry_with_its_hash_and_projection() {
    each(|w| {
        let admin = w.account(AccountRole::Administrator, None, None);
        let before = w.read(journal_size);
        let receipt = w.submit(&admin, &open_office("BO")).unwrap();
        assert_eq!(receipt.seq, before + 1);
        assert_eq!(w.read(office::offices).len(), 1);
        for (seq, stored) in w.read(|rx| entries_after(rx, 0, 100)) {
            let stored = stored.unwrap();
            assert_eq!(stored.entry.seq, seq);
            assert_eq!(stored.entry.leaf_hash().unwrap().to_vec(), stored.leaf_hash);
        }
    });
}

#[test]
fn an_office_looks_after_areas_of_the_country_alone() {
    each(|w| {
        let admin = w.account(AccountRole::Administrator, None, None);
        let of = |areas: &[&str]| OpenOffice { areas: areas.iter().map(|a| (*a).to_owned()).collect(), ..open_office("BO") };
        assert_eq!(codes(&w.submit(&admin, &of(&["Narnia", "East", "Mordor"]))), ["office.area", "office.area"]);
        assert!(w.read(office::offices).is_empty());
        // By name or code, under the name of another map that the profile gives, and the whole country.
        let receipt = w.submit(&admin, &of(&["east", "SL-W", "North Western", "*"])).unwrap();
        let office = receipt.subject.parse().unwrap();
        let to = |area: &str| ChangeOffice { office, name: "Bo".into(), areas: vec![area.to_owned()] };
        assert_eq!(codes(&w.submit(&admin, &to("Narnia"))), ["office.area"]);
        w.submit(&admin, &to("West")).unwrap();
    });
}

#[test]
fn the_same_key_gives_the_same_receipt_and_another_request_under_it_is_refused() {
    each(|w| {
        let admin = w.account(AccountRole::Administrator, None, None);
        let first = {
            let mut a = w.act_as(&admin, "k1");
            w.app.submit(&mut a, &open_office("BO")).unwrap()
        };
        let again = {
            let mut a = w.act_as(&admin, "k1");
            w.app.submit(&mut a, &open_office("BO")).unwrap()
        };
        assert!(!first.replayed && again.replayed);
        assert_eq!((first.seq, &first.leaf_hash), (again.seq, &again.leaf_hash));
        let other = {
            let mut a = w.act_as(&admin, "k1");
            w.app.submit(&mut a, &open_office("KE"))
        };
        assert!(matches!(other, Err(ServiceError::KeyReused)), "{other:?}");
        assert_eq!(w.read(office::offices).len(), 1);
    });
}

#[test]
fn a_refusal_writes_nothing_and_tells_everything_at_once() {
    each(|w| {
        let admin = w.account(AccountRole::Administrator, None, None);
        let before = w.read(journal_size);
        let refused = w.submit(&admin, &OpenOffice { code: "!".into(), name: " ".into(), areas: vec![] });
        assert_eq!(codes(&refused), ["office.code", "required"]);
        let hidden = w.submit(&admin, &OpenOffice { name: "B\u{200b}o".into(), ..open_office("BO") });
        assert_eq!(codes(&hidden), ["party.hidden"]);
        let buyer = w.account(AccountRole::Reviewer, None, None);
        assert!(matches!(w.submit(&buyer, &open_office("BO")), Err(ServiceError::Forbidden)));
        assert_eq!(w.read(journal_size), before + 1, "only the account was added");
    });
}

#[test]
fn the_journal_refuses_to_be_changed() {
    each(|w| {
        let message = |sql: &str| execute(w, sql).unwrap_err();
        assert!(message("UPDATE journal SET kind = 'x' WHERE seq = 1").contains("append-only"));
        assert!(message("DELETE FROM journal WHERE seq = 1").contains("append-only"));
    });
}

fn execute(w: &World, sql: &str) -> Result<(), String> {
    use diesel::connection::SimpleConnection;
    use diesel::{Connection, PgConnection, SqliteConnection};
    match w.url.strip_prefix("sqlite:") {
        Some(path) => SqliteConnection::establish(path).unwrap().batch_execute(sql).map_err(|e| e.to_string()),
        None => PgConnection::establish(&w.url).unwrap().batch_execute(sql).map_err(|e| e.to_string()),
    }
}

#[test]
fn time_never_goes_back() {
    each(|w| {
        let admin = w.account(AccountRole::Administrator, None, None);
        let first = w.submit(&admin, &open_office("BO")).unwrap();
        w.now = "1970-01-01T00:00:00Z".parse().unwrap();
        let second = w.submit(&admin, &open_office("KE")).unwrap();
        assert!(second.recorded_at >= first.recorded_at);
    });
}

/// Two pits, sold to an exporter, mixed with a loss of 1 mct, split in two, one half sealed and in a shipment.
fn mixed_and_shipped(w: &mut World) -> (PartyId, ShipmentId, Importer) {
    let miner = w.party("A", &[Role::Miner], None);
    let exporter = w.party("B", &[Role::Exporter], None);
    let (lm, le) = (w.licence("artisanal", miner, None), w.licence("exporter", exporter, None));
    let (s1, s2) = (w.site(Some(lm), None), w.site(Some(lm), None));
    let (p1, p2) = (w.production(s1, lm, miner, 1_001, 3), w.production(s2, lm, miner, 2_000, 5));
    w.sold(&[p1.no, p2.no], (miner, lm), (exporter, le));
    assert_eq!(w.parcel(p1.no).holder, exporter);
    let new = |w: &mut World, no, weight, stones| NewParcel {
        parcel: w.id(),
        no,
        weight_mct: mct(weight),
        stones,
        hs: HsCode::Unsorted,
        class: None,
    };
    let out = new(w, 3, 3_000, 8);
    let rework = |inputs: Vec<i64>, outputs, loss| Rework {
        holder: exporter,
        inputs,
        outputs,
        loss_mct: mct(loss),
        loss_reason: None,
        stones_change: 0,
        test: false,
    };
    w.event(ParcelCombined(rework(vec![1, 2], vec![out], 1)));
    let halves = vec![new(w, 4, 1_499, 4), new(w, 5, 1_501, 4)];
    w.event(ParcelSplit(rework(vec![3], halves, 0)));
    let p4 = w.parcel(4);
    assert_eq!(p4.origin, 3);
    w.event(ParcelSealed { parcel: p4.id, parcel_no: 4, seal: "X1".into() });
    let shipment = w.id();
    let parcels = vec![ShipmentParcel {
        parcel_no: 4,
        weight_mct: mct(1_499),
        stones: 4,
        hs: HsCode::Unsorted,
        seal: "X1".into(),
        value_usd_cents: 100,
    }];
    let importer = Importer { name: "I".into(), address: "A".into(), country: "BE".into() };
    w.event(ShipmentPrepared {
        shipment,
        no: 1,
        code: "E-1".into(),
        exporter,
        licence: le,
        importer: importer.clone(),
        parcels,
        test: false,
    });
    (exporter, shipment, importer)
}

#[test]
fn mixed_parcels_keep_their_origins_up_to_the_certificate() {
    each(|w| {
        let (_, shipment, _) = mixed_and_shipped(w);
        let whole = w.read(|rx| certificate::shipment_composition(rx, shipment));
        assert_eq!(whole.total(), 1_499);
        assert_eq!(whole, w.read(|rx| composition(rx, 3, 1_499)));
        // 1,001 : 2,000 of 3,001, scaled to 3,000 and then to 1,499
        assert_eq!(whole.entries(), [(1, 500), (2, 999)]);
    });
    each(|w| {
        certified(w);
        assert_eq!(w.parcel(4).state, ParcelState::Exported);
        assert_eq!(w.read(purchase::purchase_next_no), 2);
    });
}

/// A form of a run is reported as lost, by a plain event.
pub fn reported(w: &mut World, run: &BlanksReceived, serial: i64) -> BlankReportId {
    let report = w.id();
    let no = w.read(placer::store::blank::blank_report_next_no);
    let (fate, on) = (placer::domain::blank::BlankFate::Lost, day("2026-06-01"));
    w.event(BlanksReported { report, no, run: run.run, first: serial, last: serial, fate, on, reason: "gone".into() });
    report
}

/// A first signature that looks at nothing.
pub fn first_signature(shipment: ShipmentId, blank: String) -> CertificateProposed {
    CertificateProposed { shipment, expires_on: day("2026-07-31"), unestablished_reason: None, signed_digest: "0".repeat(64), blank }
}

/// The same, with a certificate signed by two people.
pub fn certified(w: &mut World) {
    let (exporter, shipment, importer) = mixed_and_shipped(w);
    let certificate = w.id();
    let officer = w.account(AccountRole::Officer, None, None);
    let digest = w.read(|rx| certificate::shipment_composition(rx, shipment)).encode();
    let forms = w.forms();
    reported(w, &forms, 2);
    w.valued(shipment);
    w.event_by(&officer, first_signature(shipment, "SL 000001".into()));
    w.event(CertificateIssued {
        certificate,
        no: 1,
        number: "SL 000001".into(),
        replaces: None,
        shipment,
        proposed_by: officer.account,
        issued_on: day("2026-06-01"),
        expires_on: day("2026-07-31"),
        exporter,
        importer,
        origins: vec!["SL".into()],
        mixed: false,
        weight_mct: mct(1_499),
        stones: 4,
        value_usd_cents: 100,
        parcels: 1,
        lines: vec![],
        unestablished_mct: mct(0),
        unestablished_reason: None,
        composition_digest: sha256_hex(&[&digest]),
    });
    left(w, certificate);
    said_gone(w, &officer, 5);
    zoned(w, &officer, 5);
    told_abroad(w, &officer, certificate);
    let report = w.id();
    report_told(w, &officer, report);
    let contact = ContactStated {
        participant: "EU".into(),
        country: None,
        duty: placer::domain::participant::AuthorityDuty::Importing,
        authority: "Office".into(),
        email: None,
        address: None,
        source: "letter".into(),
    };
    w.stated(vec![], vec![contact]);
}

/// A report that a parcel is gone, and its refusal, that look at nothing.
pub fn said_gone(w: &mut World, by: &Actor, no: i64) -> RemovalId {
    let (parcel, removal) = (w.parcel(no), w.id());
    let number = w.read(placer::store::removal::removal_next_no);
    w.event_by(
        by,
        RemovalReported {
            removal,
            no: number,
            code: placer::domain::removal::removal_code(number),
            parcel: parcel.id,
            parcel_no: no,
            holder: parcel.holder,
            office: None,
            weight_mct: parcel.weight,
            stones: parcel.stones,
            cause: RemovalCause::Lost,
            on: day("2026-06-01"),
            taker: None,
            reference: None,
            happened: "gone".into(),
        },
    );
    w.event(RemovalDecided { removal, confirmed: false, reason: Some("it was there".into()) });
    removal
}

/// A zone with a status, whose confirmation found a parcel, that look at nothing.
pub fn zoned(w: &mut World, by: &Actor, no: i64) -> placer::domain::ids::ZoneChangeId {
    use placer::domain::zone::{ZoneEffect, ZoneStatus, zone_code};
    let (change, zone) = (w.id(), w.id());
    let document = ZoneDocument { title: "Order".into(), number: None, on: day("2026-06-01") };
    let status = ZoneStatusStated {
        status: ZoneStatus::Border,
        from: day("2026-01-01"),
        to: None,
        document: document.clone(),
        reason: "near".into(),
    };
    let act = ZoneAct::Zone {
        no: 1,
        code: zone_code(1),
        name: "Strip".into(),
        authority: "Ministry".into(),
        office: None,
        area: serde_json::from_str("[[[[0,0],[10000,0],[10000,10000]]]]").unwrap(),
        document,
        statuses: vec![status],
    };
    w.event_by(by, ZoneProposed { change, no: 1, zone: Some(zone), act });
    w.event(ZoneDecided { change, confirmed: true, reason: None, found: vec![ZoneFound { parcel_no: no, effect: ZoneEffect::Flag }] });
    change
}

/// A notice of a certificate and the confirmation of its receipt, that look at nothing.
fn told_abroad(w: &mut World, officer: &Actor, certificate: CertificateId) {
    let (way, on) = (placer::domain::notice::NoticeWay::Hand, day("2026-06-01"));
    let (recipient, sha256) = ("Office".to_owned(), "0".repeat(64));
    w.event_by(officer, CertificateNotified { certificate, way, recipient, sha256, size: 1, on, reference: None });
    let confirmation = w.id();
    w.event_by(
        officer,
        CertificateConfirmed {
            confirmation,
            no: 1,
            certificate,
            way: placer::domain::confirmation::ConfirmationWay::Officer,
            received_on: on,
            parcels: 2,
            weight_mct: mct(1_499),
            value_usd_cents: None,
            importer: "I".into(),
            seals_intact: true,
            confirmed_by: "Office".into(),
            reference: None,
            remark: None,
            supersedes: None,
            differences: vec![placer::domain::confirmation::Difference::Parcels],
            file_sha256: None,
        },
    );
}

/// A report that was made, by a plain event.
pub fn report_told(w: &mut World, by: &Actor, report: ReportId) {
    let (kind, first, last) = (placer::domain::report::ReportKind::Review, day("2026-06-01"), day("2026-06-01"));
    let (sha256, head_root) = ("0".repeat(64), "0".repeat(64));
    w.event_by(by, ReportMade { report, no: 1, kind, first, last, sha256, size: 1, head_size: 1, head_root });
}

/// A certificate's way out, an endorsement of it, and a letter, that look at nothing.
fn left(w: &mut World, certificate: CertificateId) {
    let (on, seal) = (day("2026-06-01"), "BOX-1".to_owned());
    let (number, parcel_number) = ("SL 000001".to_owned(), Some("JMI/GGDO/1".to_owned()));
    w.event(ContainerSealed { certificate, no: 1, seal: seal.clone(), number, parcel_number, on, reason: None });
    let (place, reference) = ("Lungi".to_owned(), "XY 123".to_owned());
    w.event(CertificateDeparted { certificate, on, place, transport: Transport::Air, reference, courier: None, seal });
    let (field, was, is) = (EndorsedField::ImporterName, "Scheldt Rough NV".to_owned(), "Schelde Rough NV".to_owned());
    w.event(CertificateEndorsed { certificate, no: 1, field, was, is, reason: "a slip of the pen".into() });
    let arrival = arrived(w);
    w.event(ArrivalClosed {
        arrival,
        outcome: ArrivalOutcome::Released,
        importer: None,
        reason: "the authority wrote".into(),
        found: vec![],
        received: vec![],
    });
    let list = warned(w);
    w.event(WarningsWithdrawn { list, numbers: vec!["BW9".into()], reason: "found again".into() });
    let letter = lettered(w);
    w.event(LetterWithdrawn { letter, reason: "not needed".into() });
}

/// A detained shipment from abroad, by a plain event.
pub fn arrived(w: &mut World) -> ArrivalId {
    let importer = w.party("Importer", &[Role::Exporter], None);
    let arrival = w.id();
    w.event(ArrivalRecorded {
        arrival,
        no: 1,
        code: placer::domain::code::make("IM", 1),
        importer: Some(importer),
        importer_stated: None,
        number: "BW 1".into(),
        issuer: "BW".into(),
        issued_on: day("2026-05-01"),
        expires_on: day("2026-06-30"),
        arrived_on: day("2026-06-01"),
        exporter: Importer { name: "Okavango Stones".into(), address: "Gaborone".into(), country: "BW".into() },
        origins: vec!["BW".into()],
        mixed: false,
        parcels: 1,
        found_parcels: None,
        lines: vec![HsLine { hs: HsCode::Gem, weight_mct: mct(5_000), value_usd_cents: 100_000 }],
        found_mct: mct(4_000),
        found: vec![],
        seals_intact: true,
        detained: Some("less than stated".into()),
        against: vec!["arrival.weight".into()],
        remark: None,
        received: vec![],
    });
    arrival
}

/// A warning of one number, by a plain event.
pub fn warned(w: &mut World) -> placer::domain::ids::WarningListId {
    let list = w.id();
    w.event(WarningsListed { list, issuer: "BW".into(), source: "their site".into(), numbers: vec!["BW 9".into()] });
    list
}

/// A technical certificate, by a plain event.
pub fn lettered(w: &mut World) -> LetterId {
    let (letter, purpose) = (w.id(), LetterPurpose::Research);
    let addressee = Importer { name: "Stone laboratory".into(), address: "1 Museum Street".into(), country: "BE".into() };
    w.event(LetterIssued {
        letter,
        no: 1,
        paper: purpose.kind(),
        code: purpose.kind().code(1),
        purpose,
        issued_on: day("2026-06-01"),
        expires_on: day("2026-07-31"),
        addressee,
        goods: "one sealed bag".into(),
        weight_mct: Some(mct(1_250)),
        reference: "case 7".into(),
    });
    letter
}
