//! Shipments: sealed parcels of one exporter, nothing else, and everything refused at once.

use crate::world::{World, codes, day, each, mct};
use placer::domain::access::{AccountRole, Actor, Reach};
use placer::domain::code;
use placer::domain::event::*;
use placer::domain::ids::{LicenceId, PartyId, ShipmentId, SiteId};
use placer::domain::parcel::Parcel;
use placer::domain::role::Role;
use placer::domain::shipment::{Shipment, ShipmentState};
use placer::service::certificate::{DeclineCertificate, ProposeCertificate};
use placer::service::error::ServiceError;
use placer::service::shipment::{CancelShipment, ParcelToShip, PrepareShipment, PresentShipment};
use placer::store::journal::Receipt;
use placer::store::shipment::{
    ShipmentFilter, parcels_sealed, shipment_fetch, shipment_whole, shipments, shipments_count, shipments_sent_back, shipments_waiting,
};

/// An exporter with the miner and the site his stones come from.
pub struct Desk {
    pub miner: (PartyId, LicenceId),
    pub site: SiteId,
    pub exporter: (PartyId, LicenceId),
    pub account: Actor,
    pub officer: Actor,
    pub approver: Actor,
}

pub fn desk(w: &mut World) -> Desk {
    desk_of(w, "artisanal", "exporter")
}

/// The same under a country's kinds of licences for a miner and an exporter.
pub fn desk_of(w: &mut World, digs: &str, exports: &str) -> Desk {
    w.forms();
    people(w, digs, exports)
}

/// Before any list of participants and any form.
pub fn desk_without_list(w: &mut World) -> Desk {
    people(w, "artisanal", "exporter")
}

fn people(w: &mut World, digs: &str, exports: &str) -> Desk {
    let miner = w.party("Fatmata Kamara", &[Role::Miner], None);
    let miner = (miner, w.licence(digs, miner, None));
    let site = w.site(Some(miner.1), None);
    let exporter = w.party("Sewa Exports", &[Role::Exporter], None);
    let exporter = (exporter, w.licence(exports, exporter, None));
    let account = w.account(AccountRole::Exporter, None, Some(exporter.0));
    let officer = w.account(AccountRole::Officer, None, None);
    let approver = w.account(AccountRole::Approver, None, None);
    Desk { miner, site, exporter, account, officer, approver }
}

impl Desk {
    /// A parcel dug at the desk's site that the exporter bought.
    pub fn bought(&self, w: &mut World, weight: i64) -> Parcel {
        let parcel = w.production(self.site, self.miner.1, self.miner.0, weight, 3);
        w.sold(&[parcel.no], self.miner, self.exporter);
        w.parcel(parcel.no)
    }

    pub fn seal(&self, w: &mut World, parcel: &Parcel) -> Parcel {
        w.event(ParcelSealed { parcel: parcel.id, parcel_no: parcel.no, seal: format!("SEAL-{}", parcel.no) });
        w.parcel(parcel.no)
    }

    /// One that is sealed as well.
    pub fn sealed(&self, w: &mut World, weight: i64) -> Parcel {
        let parcel = self.bought(w, weight);
        self.seal(w, &parcel)
    }

    /// A shipment of these parcels, prepared by the exporter's account.
    pub fn shipped(&self, w: &mut World, parcels: &[&Parcel]) -> ShipmentId {
        let shipment = w.submit(&self.account, &prepare(parcels)).unwrap().subject.parse().unwrap();
        w.valued(shipment);
        shipment
    }

    /// The same for an importer of one's own, asked of the rules.
    pub fn prepare_for(&self, w: &mut World, parcels: &[&Parcel], importer: Importer) -> Result<Receipt, ServiceError> {
        w.submit(&self.account, &PrepareShipment { importer, ..prepare(parcels) })
    }

    /// One that an officer has signed.
    pub fn proposed(&self, w: &mut World, parcels: &[&Parcel]) -> ShipmentId {
        let shipment = self.shipped(w, parcels);
        w.submit(&self.officer, &ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: None }).unwrap();
        shipment
    }
}

/// A command for these parcels at a hundred dollars each.
pub fn prepare(parcels: &[&Parcel]) -> PrepareShipment {
    let to_ship = |p: &&Parcel| ParcelToShip { parcel: p.code.clone(), value_usd_cents: 10_000, hs: None };
    let importer = Importer { name: "Scheldt Rough NV".into(), address: "Hoveniersstraat 1, Antwerp".into(), country: "BE".into() };
    PrepareShipment { importer, parcels: parcels.iter().map(to_ship).collect() }
}

fn fetched(w: &World, id: ShipmentId) -> Shipment {
    w.read(|rx| shipment_fetch(rx, id)).unwrap()
}

#[test]
fn a_shipment_holds_what_was_put_in_and_its_parcels_are_taken() {
    each(|w| {
        let d = desk(w);
        let (a, b) = (d.sealed(w, 1_500), d.sealed(w, 2_250));
        assert_eq!(w.read(|rx| parcels_sealed(rx, d.exporter.0)).len(), 2);
        let mut command = prepare(&[&b, &a]);
        command.parcels[0].hs = Some(HsCode::Gem);
        command.parcels[0].value_usd_cents = 123_456;
        command.importer.country = " be ".into();
        command.parcels[1].parcel = format!(" {} ", a.code.to_lowercase());
        let id = w.submit(&d.account, &command).unwrap().subject.parse().unwrap();
        let whole = w.read(|rx| shipment_whole(rx, id)).unwrap();
        let s = &whole.shipment;
        assert_eq!((s.parcels, s.stones, s.weight, s.value_usd_cents), (2, 6, mct(3_750), 133_456));
        assert_eq!((s.state, s.exporter, s.licence, s.test), (ShipmentState::Prepared, d.exporter.0, d.exporter.1, false));
        assert_eq!(s.importer.country, "BE");
        assert!(code::is_valid(&s.code) && s.code.starts_with("E-"), "{}", s.code);
        let put: Vec<_> = whole.parcels.iter().map(|p| (p.parcel_no, p.hs, p.seal.as_str(), p.value_usd_cents)).collect();
        assert_eq!(put, [(a.no, HsCode::Unsorted, "SEAL-1", 10_000), (b.no, HsCode::Gem, "SEAL-2", 123_456)]);
        assert_eq!(w.parcel(a.no).shipment, Some(id));
        assert!(w.read(|rx| parcels_sealed(rx, d.exporter.0)).is_empty());
    });
}

#[test]
fn the_same_key_prepares_one_shipment() {
    each(|w| {
        let d = desk(w);
        let a = d.sealed(w, 1_500);
        let (mut first, mut second) = (w.act_as(&d.account, "k"), w.act_as(&d.account, "k"));
        let one = w.app.submit(&mut first, &prepare(&[&a])).unwrap();
        let two = w.app.submit(&mut second, &prepare(&[&a])).unwrap();
        assert_eq!((one.seq, one.replayed, two.seq, two.replayed), (two.seq, false, one.seq, true));
    });
}

#[test]
fn only_sealed_parcels_that_are_held_and_free_are_taken() {
    each(|w| {
        let d = desk(w);
        let sealed = d.sealed(w, 1_000);
        let open = d.bought(w, 1_000);
        let foreign = w.production(d.site, d.miner.1, d.miner.0, 1_000, 1);
        let refused = |w: &mut World, parcels: &[&Parcel]| codes(&w.submit(&d.account, &prepare(parcels)));
        assert_eq!(refused(w, &[]), ["shipment.empty"]);
        assert_eq!(refused(w, &[&open]), ["shipment.not_sealed"]);
        assert_eq!(refused(w, &[&foreign]), ["shipment.not_held"]);
        assert_eq!(refused(w, &[&sealed, &sealed]), ["shipment.twice"]);
        let mut unknown = prepare(&[&sealed]);
        unknown.parcels[0].parcel = "P-999999-X".into();
        assert_eq!(codes(&w.submit(&d.account, &unknown)), ["shipment.not_held"]);
        let mut many = prepare(&[&sealed]);
        many.parcels = std::iter::repeat_n(many.parcels[0].clone(), 501).collect();
        assert_eq!(codes(&w.submit(&d.account, &many)), ["shipment.too_many"]);

        d.shipped(w, &[&sealed]);
        let taken = w.submit(&d.account, &prepare(&[&sealed]));
        assert_eq!(codes(&taken), ["shipment.parcel_taken"]);
        assert!(taken.unwrap_err().is_conflict());
    });
}

#[test]
fn a_parcel_in_an_open_offer_stays_where_it_is() {
    each(|w| {
        let d = desk(w);
        let sealed = d.sealed(w, 1_000);
        let other = w.party("Other", &[Role::Exporter], None);
        let licence = w.licence("exporter", other, None);
        let book = w.slip_book(d.exporter.0);
        let slip = Slip {
            purchase: w.id(),
            no: w.read(placer::store::purchase::purchase_next_no),
            book: book.id,
            serial: book.serial(1),
            check_code: "AAAAA-BBBBB-C".into(),
            seller: d.exporter.0,
            seller_licence: d.exporter.1,
            buyer: other,
            buyer_licence: licence,
            agent: None,
            items: vec![SlipItem { parcel_no: sealed.no, weight_mct: sealed.weight, stones: sealed.stones }],
            price: placer::domain::money::Money { minor: 1, currency: placer::domain::money::Currency::USD },
            rate_e6: placer::domain::money::RateE6(1_000_000),
            usd_cents: 1,
            payment: "cash".into(),
            payment_reference: None,
            place: None,
            on: day("2026-06-01"),
            test: false,
        };
        let expires_at = w.now.plus_hours(10).unwrap();
        w.event(PurchaseOffered { slip, expires_at });
        let offered = w.submit(&d.account, &prepare(&[&sealed]));
        assert_eq!(codes(&offered), ["shipment.offered"]);
        assert!(offered.unwrap_err().is_conflict());
        w.later(11);
        w.submit(&d.account, &prepare(&[&sealed])).unwrap();
    });
}

#[test]
fn the_form_is_refused_with_everything_at_once() {
    each(|w| {
        let d = desk(w);
        let sealed = d.sealed(w, 1_000);
        let mut command = prepare(&[&sealed]);
        command.importer = Importer { name: " ".into(), address: "x".repeat(1_001), country: "SL".into() };
        command.parcels[0].value_usd_cents = 0;
        let refused = w.submit(&d.account, &command);
        assert_eq!(codes(&refused), ["required", "too_long", "shipment.destination_own", "shipment.no_value"]);
        let Err(ServiceError::Refused(v)) = refused else { panic!() };
        let fields: Vec<_> = v.0.iter().filter_map(|v| v.field.clone()).collect();
        assert_eq!(fields, ["importer_name", "importer_address", "destination", &format!("value-{}", sealed.code)]);
        for (country, expected) in [("", "required"), ("XX", "shipment.destination_unknown"), ("BEL", "shipment.destination_unknown")] {
            let mut command = prepare(&[&sealed]);
            command.importer.country = country.into();
            assert_eq!(codes(&w.submit(&d.account, &command)), [expected], "{country}");
        }
        let mut command = prepare(&[&sealed]);
        command.parcels[0].value_usd_cents = i64::MAX;
        assert_eq!(codes(&w.submit(&d.account, &command)), ["shipment.no_value"]);
        assert!(w.parcel(sealed.no).shipment.is_none());
    });
}

#[test]
fn without_a_valid_licence_to_export_nothing_is_prepared() {
    each(|w| {
        let d = desk(w);
        let sealed = d.sealed(w, 1_000);
        let on = day("2026-06-01");
        w.event(LicenceStateChanged {
            licence: d.exporter.1,
            state: LicenceState::Suspended,
            on,
            reason: "late returns".into(),
            offence: None,
        });
        assert_eq!(codes(&w.submit(&d.account, &prepare(&[&sealed]))), ["shipment.no_licence"]);
        w.licence("dealer", d.exporter.0, None);
        assert_eq!(codes(&w.submit(&d.account, &prepare(&[&sealed]))), ["shipment.no_licence"]);
        let renewed = w.licence("exporter", d.exporter.0, None);
        let id = d.shipped(w, &[&sealed]);
        assert_eq!(fetched(w, id).licence, renewed);
    });
}

/// A sealed test parcel of the exporter's.
pub fn test_parcel(w: &mut World, d: &Desk) -> Parcel {
    let real = w.production(d.site, d.miner.1, d.miner.0, 700, 1);
    let facts = w.read(|rx| placer::store::production::source_fetch(rx, real.no)).unwrap().facts.unwrap();
    let no = real.no + 1;
    let new = NewParcel { parcel: w.id(), no, weight_mct: mct(700), stones: 1, hs: HsCode::Unsorted, class: None };
    w.event(ProductionRecorded { parcel: new, holder: d.exporter.0, office: None, test: true, facts });
    let parcel = w.parcel(no);
    d.seal(w, &parcel)
}

#[test]
fn test_parcels_travel_by_themselves() {
    each(|w| {
        let d = desk(w);
        let (real, test) = (d.sealed(w, 1_000), test_parcel(w, &d));
        assert_eq!(codes(&w.submit(&d.account, &prepare(&[&real, &test]))), ["shipment.test_mixed"]);
        let id = d.shipped(w, &[&test]);
        assert!(fetched(w, id).test);
    });
}

#[test]
fn only_the_exporters_own_account_prepares_and_cancels() {
    each(|w| {
        let d = desk(w);
        let sealed = d.sealed(w, 1_000);
        let office = w.office("KE");
        for role in AccountRole::ALL.into_iter().filter(|r| *r != AccountRole::Exporter) {
            let party = role.needs_party().then_some(d.exporter.0);
            let other = w.account(role, role.needs_office().then_some(office), party);
            assert!(matches!(w.submit(&other, &prepare(&[&sealed])), Err(ServiceError::Forbidden)), "{role:?}");
        }
        let rival = w.party("Rival", &[Role::Exporter], None);
        w.licence("exporter", rival, None);
        let rival = w.account(AccountRole::Exporter, None, Some(rival));
        assert_eq!(codes(&w.submit(&rival, &prepare(&[&sealed]))), ["shipment.not_held"]);
        let shipment = d.shipped(w, &[&sealed]);
        let cancel = CancelShipment { shipment, reason: "mine now".into() };
        for other in [&rival, &d.officer, &d.approver] {
            assert!(matches!(w.submit(other, &cancel), Err(ServiceError::Forbidden)));
        }
    });
}

#[test]
fn a_shipment_is_cancelled_until_somebody_has_signed() {
    each(|w| {
        let d = desk(w);
        let sealed = d.sealed(w, 1_000);
        let first = d.shipped(w, &[&sealed]);
        assert_eq!(codes(&w.submit(&d.account, &CancelShipment { shipment: first, reason: " ".into() })), ["required"]);
        w.submit(&d.account, &CancelShipment { shipment: first, reason: "wrong importer".into() }).unwrap();
        let cancelled = fetched(w, first);
        assert_eq!((cancelled.state, cancelled.reason.as_deref()), (ShipmentState::Cancelled, Some("wrong importer")));
        assert!(w.parcel(sealed.no).shipment.is_none());
        let again = w.submit(&d.account, &CancelShipment { shipment: first, reason: "once more".into() });
        assert_eq!(codes(&again), ["shipment.cancelled"]);
        assert!(again.unwrap_err().is_conflict());

        let second = d.proposed(w, &[&sealed]);
        let signed = w.submit(&d.account, &CancelShipment { shipment: second, reason: "too late".into() });
        assert_eq!(codes(&signed), ["shipment.proposed"]);
        w.submit(&d.officer, &DeclineCertificate { shipment: second, reason: "look at the value again".into() }).unwrap();
        w.submit(&d.account, &CancelShipment { shipment: second, reason: "another value".into() }).unwrap();
    });
}

#[test]
fn lists_show_what_is_in_reach_and_the_queue_begins_with_who_waits_longest() {
    each(|w| {
        let d = desk(w);
        let (a, b, c) = (d.sealed(w, 1_000), d.sealed(w, 1_000), d.sealed(w, 1_000));
        let (one, two, three) = (d.shipped(w, &[&a]), d.shipped(w, &[&b]), d.shipped(w, &[&c]));
        let ids = |found: Vec<Shipment>| found.into_iter().map(|s| s.id).collect::<Vec<_>>();
        let list = |w: &World, reach, before, limit| ids(w.read(|rx| shipments(rx, reach, &ShipmentFilter::default(), before, limit)));
        assert_eq!(list(w, Reach::All, None, 10), [three, two, one]);
        assert_eq!(list(w, Reach::Party(d.exporter.0), Some(3), 1), [two]);
        assert!(list(w, Reach::Party(d.miner.0), None, 10).is_empty());
        assert!(list(w, Reach::Nothing, None, 10).is_empty());
        let present = |answer: &str| PresentShipment { shipment: one, answer: answer.into() };
        assert_eq!(codes(&w.submit(&d.account, &present("never asked"))), ["shipment.not_sent_back"]);
        // Sent back to the exporter: it waits for him, not for an officer, until he has answered; then it waits anew.
        w.submit(&d.officer, &DeclineCertificate { shipment: one, reason: "value".into() }).unwrap();
        let waiting = |w: &World| ids(w.read(|rx| shipments_waiting(rx, ShipmentState::Prepared, 10)));
        let count = |w: &World| w.read(|rx| shipments_count(rx, ShipmentState::Prepared));
        let back = |w: &World| ids(w.read(|rx| shipments_sent_back(rx, d.exporter.0, 10)));
        assert_eq!((waiting(w), count(w), back(w)), (vec![two, three], 2, vec![one]));
        assert_eq!(codes(&w.submit(&d.account, &present(" "))), ["required"]);
        assert!(matches!(w.submit(&d.officer, &present("mine")), Err(ServiceError::Forbidden)));
        w.submit(&d.account, &present("valued anew")).unwrap();
        assert_eq!((waiting(w), count(w), back(w)), (vec![two, three, one], 3, vec![]));
        let again = w.submit(&d.account, &present("once more"));
        assert_eq!(codes(&again), ["shipment.not_sent_back"]);
        assert!(again.unwrap_err().is_conflict());
        assert_eq!(fetched(w, one).reason, None);
    });
}

#[test]
fn a_signature_taken_back_by_its_own_hand_waits_for_an_officer_not_for_the_exporter() {
    each(|w| {
        let d = desk(w);
        let (a, b) = (d.sealed(w, 1_000), d.sealed(w, 1_000));
        let (one, two) = (d.proposed(w, &[&a]), d.proposed(w, &[&b]));
        let ids = |found: Vec<Shipment>| found.into_iter().map(|s| s.id).collect::<Vec<_>>();
        let waiting = |w: &World| ids(w.read(|rx| shipments_waiting(rx, ShipmentState::Prepared, 10)));
        let back = |w: &World, most| ids(w.read(|rx| shipments_sent_back(rx, d.exporter.0, most)));
        let decline = |shipment| DeclineCertificate { shipment, reason: "value".into() };
        let propose = |shipment| ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: None };
        w.submit(&d.officer, &decline(one)).unwrap();
        assert_eq!((waiting(w), back(w, 10)), (vec![one], vec![]));
        let taken = fetched(w, one);
        assert_eq!((taken.state, taken.proposed_by, taken.reason.as_deref()), (ShipmentState::Prepared, None, Some("value")));
        let answer = PresentShipment { shipment: one, answer: "nobody asked".into() };
        assert_eq!(codes(&w.submit(&d.account, &answer)), ["shipment.not_sent_back"]);
        w.submit(&d.officer, &propose(one)).unwrap();
        // Another officer, and the approver, send it back to the exporter, as their pages say.
        let second = w.account(AccountRole::Officer, None, None);
        w.submit(&second, &decline(one)).unwrap();
        w.submit(&d.approver, &decline(two)).unwrap();
        assert_eq!((waiting(w), back(w, 10), back(w, 1)), (vec![], vec![one, two], vec![one]));
        assert_eq!(codes(&w.submit(&d.officer, &propose(two))), ["shipment.sent_back"]);
        assert_eq!(crate::verify::verified(w).findings.len(), 0);
    });
}

#[test]
fn nothing_that_cannot_be_seen_gets_onto_the_paper() {
    each(|w| {
        let d = desk(w);
        let parcel = d.sealed(w, 1_000);
        let importer = |name: &str, address: &str| {
            let importer = Importer { name: name.into(), address: address.into(), country: "BE".into() };
            PrepareShipment { importer, ..prepare(&[&parcel]) }
        };
        let refused = |w: &mut World, command: &PrepareShipment| match w.submit(&d.account, command) {
            Err(ServiceError::Refused(v)) => v.0.into_iter().map(|v| (v.code, v.field.unwrap_or_default())).collect(),
            _ => vec![],
        };
        let hidden = |field: &str| vec![("party.hidden", field.to_owned())];
        assert_eq!(refused(w, &importer("Scheldt\u{1f} Rough", "Antwerp")), hidden("importer_name"));
        assert_eq!(refused(w, &importer("Scheldt Rough", "Antwerp\u{202e}")), hidden("importer_address"));
        let shipment = w.submit(&d.account, &importer("Scheldt Rough", "Hoveniersstraat 1\r\nAntwerp")).unwrap().subject.parse().unwrap();
        let back = DeclineCertificate { shipment, reason: "value\u{200b}".into() };
        assert_eq!(codes(&w.submit(&d.officer, &back)), ["party.hidden"]);
    });
}
