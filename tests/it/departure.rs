//! A certificate after its issue: its container, the border, endorsements, and goods that never left.

use crate::certificate::issue;
use crate::shipment::{Desk, desk};
use crate::verify::verified;
use crate::world::{World, codes, day, each};
use placer::domain::access::{AccountRole, Reach};
use placer::domain::departure::Next;
use placer::domain::event::*;
use placer::domain::ids::{CertificateId, ShipmentId};
use placer::domain::jurisdiction::Profile;
use placer::domain::role::Role;
use placer::domain::shipment::CertificateStanding;
use placer::service::certificate::{ProposeCertificate, VoidCertificate};
use placer::service::departure::{EndorseCertificate, RecordDeparture, SealContainer};
use placer::service::error::ServiceError;
use placer::service::parcel::SealParcel;
use placer::store::certificate::certificate_fetch;
use placer::store::departure::{certificates_here, leaving};
use placer::store::shipment::shipment_parcels;

/// A certificate, SL 000001, issued on 2026-06-01 and valid until 2026-07-31.
fn issued(w: &mut World, d: &Desk) -> (ShipmentId, CertificateId) {
    let parcel = d.sealed(w, 1_500);
    let shipment = d.proposed(w, &[&parcel]);
    (shipment, issue(w, &d.approver, shipment).unwrap().facts.certificate)
}

pub fn close(certificate: CertificateId) -> SealContainer {
    SealContainer {
        certificate,
        seal: " box-77 ".into(),
        number: "sl000001".into(),
        parcel_number: Some("JMI/GGDO/1".into()),
        on: None,
        reason: None,
    }
}

pub fn depart(certificate: CertificateId) -> RecordDeparture {
    RecordDeparture {
        certificate,
        on: None,
        place: "Lungi".into(),
        transport: Some(Transport::Air),
        reference: "XY 123, waybill 7".into(),
        courier: None,
        seal: "BOX-77".into(),
    }
}

fn void(certificate: CertificateId, goods: VoidedGoods, cause: VoidCause) -> VoidCertificate {
    VoidCertificate { certificate, reason: "came back".into(), goods: Some(goods), cause: Some(cause) }
}

fn here(w: &World, today: &str) -> Vec<Next> {
    let found = w.read(|rx| certificates_here(rx, Reach::All, 10));
    found.iter().map(|(c, sealed)| Next::of(c, *sealed, day(today))).collect()
}

#[test]
fn a_container_is_closed_and_leaves_under_its_seal() {
    each(|w| {
        let d = desk(w);
        let (_, id) = issued(w, &d);
        assert_eq!(here(w, "2026-06-01"), [Next::Seal]);
        w.submit(&d.officer, &close(id)).unwrap();
        assert_eq!((here(w, "2026-06-01"), here(w, "2026-07-20")), (vec![Next::Leave], vec![Next::LeaveSoon]));
        // Customs opened it, and it was closed again with another seal.
        let again = SealContainer { seal: "box-78".into(), reason: Some("customs looked in".into()), ..close(id) };
        w.submit(&d.officer, &again).unwrap();
        w.later(48);
        assert_eq!(codes(&w.submit(&d.officer, &depart(id))), ["departure.seal_other"], "the first seal is the wrong one now");
        let courier = w.party("Sewa Couriers", &[Role::Courier], None);
        let code = w.read(|rx| placer::store::party::party_fetch(rx, courier)).unwrap().code;
        let leaves = RecordDeparture { seal: "box-78".into(), courier: Some(code), on: Some(day("2026-06-02")), ..depart(id) };
        w.submit(&d.approver, &leaves).unwrap();
        let left = w.read(|rx| leaving(rx, id));
        let told: Vec<_> = left.containers.iter().map(|c| (c.facts.no, c.facts.seal.as_str(), c.facts.number.as_str())).collect();
        assert_eq!(told, [(1, "BOX-77", "SL 000001"), (2, "BOX-78", "SL 000001")]);
        let gone = left.departed.unwrap().facts;
        assert_eq!((gone.on, gone.courier, gone.transport), (day("2026-06-02"), Some(courier), Transport::Air));
        assert_eq!(here(w, "2026-06-02"), []);
        for refused in [codes(&w.submit(&d.officer, &depart(id))), codes(&w.submit(&d.officer, &close(id)))] {
            assert_eq!(refused, ["departure.gone"]);
        }
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn what_a_container_bears_must_be_what_the_certificate_says() {
    each(|w| {
        let d = desk(w);
        let (shipment, id) = issued(w, &d);
        let refused = |w: &mut World, c: SealContainer| codes(&w.submit(&d.officer, &c));
        // F4: certificate 4306 with a parcel number that does not end so.
        for wrong in ["JMI/GGDO/4199", "JMI/GGDO/11", "JMI/GGDO/1X"] {
            let other = SealContainer { parcel_number: Some(wrong.into()), ..close(id) };
            assert_eq!(refused(w, other), ["departure.parcel_number"], "{wrong}");
        }
        assert_eq!(refused(w, SealContainer { parcel_number: Some(" ".into()), ..close(id) }), ["required"]);
        assert_eq!(refused(w, SealContainer { number: "SL 000002".into(), ..close(id) }), ["departure.number"]);
        assert_eq!(refused(w, SealContainer { seal: "?".into(), ..close(id) }), ["parcel.seal_number"]);
        assert_eq!(refused(w, SealContainer { on: Some(day("2026-05-31")), ..close(id) }), ["departure.not_valid"]);
        let tomorrow = SealContainer { on: Some(day("2026-06-02")), ..close(id) };
        assert_eq!(refused(w, tomorrow), ["day.future"]);
        // All at once.
        let all = SealContainer { seal: String::new(), number: String::new(), parcel_number: None, ..close(id) };
        assert_eq!(refused(w, all), ["parcel.seal_number", "required", "required"]);
        // A seal that is on a parcel, or was on another container, is on no second thing.
        let bought = d.bought(w, 700);
        let parcel = d.seal(w, &bought);
        let taken = SealContainer { seal: parcel.seal.clone().unwrap(), ..close(id) };
        assert_eq!(refused(w, taken), ["departure.seal_of_parcel"]);
        let inside = w.read(|rx| shipment_parcels(rx, shipment)).remove(0).seal;
        assert_eq!(refused(w, SealContainer { seal: inside, ..close(id) }), ["departure.seal_of_parcel"], "nor on what is inside");
        w.submit(&d.officer, &close(id)).unwrap();
        assert_eq!(refused(w, close(id)), ["departure.seal_used", "required"], "and closed again only with a reason");
        let other = d.bought(w, 900);
        let seal = SealParcel { parcel: other.code, seal: "BOX-77".into() };
        assert_eq!(codes(&w.submit(&d.account, &seal)), ["parcel.seal_taken"]);
    });
}

#[test]
fn where_the_rules_know_no_such_number_none_is_asked() {
    let mut profile = Profile::bundled("SL").unwrap();
    profile.certificate.container_serial.value = false;
    crate::world::each(|w| {
        w.profile(profile.clone());
        let d = desk(w);
        let (_, id) = issued(w, &d);
        w.submit(&d.officer, &SealContainer { parcel_number: None, ..close(id) }).unwrap();
    });
}

#[test]
fn a_departure_that_is_none_is_refused() {
    each(|w| {
        let d = desk(w);
        let (_, id) = issued(w, &d);
        let refused = |w: &mut World, c: RecordDeparture| codes(&w.submit(&d.officer, &c));
        assert_eq!(refused(w, depart(id)), ["departure.not_sealed"]);
        w.later(24);
        w.submit(&d.officer, &close(id)).unwrap();
        assert_eq!(refused(w, RecordDeparture { on: Some(day("2026-06-01")), ..depart(id) }), ["departure.before_seal"]);
        assert_eq!(refused(w, RecordDeparture { seal: "BOX-7".into(), ..depart(id) }), ["departure.seal_other"]);
        let empty = RecordDeparture { place: String::new(), transport: None, reference: " ".into(), seal: String::new(), ..depart(id) };
        assert_eq!(refused(w, empty), ["required", "required", "required", "departure.transport"]);
        let miner = w.read(|rx| placer::store::party::party_fetch(rx, d.miner.0)).unwrap().code;
        assert_eq!(refused(w, RecordDeparture { courier: Some(miner), ..depart(id) }), ["departure.no_courier"]);
        let courier = w.party("Sewa Couriers", &[Role::Courier], None);
        let code = w.read(|rx| placer::store::party::party_fetch(rx, courier)).unwrap().code;
        let barred = PartyStateChanged {
            party: courier,
            state: PartyState::Barred,
            on: day("2026-06-01"),
            reason: "smuggled".into(),
            note: None,
            offence: None,
        };
        w.event(barred);
        assert_eq!(refused(w, RecordDeparture { courier: Some(code), ..depart(id) }), ["departure.courier_state"]);
        // Inside the validity alone: 2026-07-31 is its last day.
        w.later(24 * 70);
        assert_eq!(here(w, "2026-08-11"), [Next::Return]);
        assert_eq!(refused(w, RecordDeparture { on: Some(day("2026-08-01")), ..depart(id) }), ["departure.not_valid"]);
        w.submit(&d.officer, &RecordDeparture { on: Some(day("2026-07-31")), ..depart(id) }).unwrap();
    });
}

#[test]
fn only_officers_and_approvers_handle_it_and_only_approvers_endorse() {
    each(|w| {
        let d = desk(w);
        let (_, id) = issued(w, &d);
        let endorse = |is: &str| EndorseCertificate {
            certificate: id,
            field: Some(EndorsedField::ImporterName),
            is: is.into(),
            reason: "the consignee wrote".into(),
        };
        for role in [AccountRole::Registrar, AccountRole::Supervisor, AccountRole::Reviewer, AccountRole::Administrator] {
            let other = w.account(role, None, None);
            assert!(matches!(w.submit(&other, &close(id)), Err(ServiceError::Forbidden)), "{role:?}");
            assert!(matches!(w.submit(&other, &depart(id)), Err(ServiceError::Forbidden)), "{role:?}");
        }
        for other in [&d.account, &d.officer] {
            assert!(matches!(w.submit(other, &endorse("Scheldt Rough N.V.")), Err(ServiceError::Forbidden)));
        }
        assert!(matches!(w.submit(&d.account, &close(id)), Err(ServiceError::Forbidden)));
        w.submit(&d.officer, &close(id)).unwrap();
    });
}

#[test]
fn a_slip_of_the_pen_is_endorsed_and_nothing_that_counts() {
    each(|w| {
        let d = desk(w);
        let (_, id) = issued(w, &d);
        let endorse = |field, is: &str| EndorseCertificate { certificate: id, field, is: is.into(), reason: "letter of 3 June".into() };
        let name = Some(EndorsedField::ImporterName);
        assert_eq!(codes(&w.submit(&d.approver, &endorse(None, "x"))), ["departure.endorse_what"]);
        assert_eq!(codes(&w.submit(&d.approver, &endorse(name, "Scheldt Rough NV"))), ["departure.endorse_same"]);
        assert_eq!(codes(&w.submit(&d.approver, &endorse(name, "Quite Different Trading DMCC"))), ["departure.endorse_other"]);
        let silent = EndorseCertificate { reason: " ".into(), ..endorse(name, "") };
        assert_eq!(codes(&w.submit(&d.approver, &silent)), ["required", "required"]);
        w.submit(&d.approver, &endorse(name, "Schelde Rough NV")).unwrap();
        w.submit(&d.approver, &endorse(Some(EndorsedField::ImporterAddress), "Hoveniersstraat 11, Antwerp")).unwrap();
        w.submit(&d.approver, &endorse(name, "Schelde Rough N.V.")).unwrap();
        let left = w.read(|rx| leaving(rx, id));
        let told: Vec<_> = left.endorsed.iter().map(|e| (e.facts.no, e.facts.was.as_str(), e.facts.is.as_str())).collect();
        assert_eq!(told[0], (1, "Scheldt Rough NV", "Schelde Rough NV"));
        assert_eq!(told[2], (3, "Schelde Rough NV", "Schelde Rough N.V."));
        let kept = w.read(|rx| certificate_fetch(rx, id)).unwrap();
        assert_eq!(kept.facts.importer.name, "Scheldt Rough NV", "what was issued stays as it was");
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn goods_that_left_are_not_here_and_their_certificate_was_used() {
    each(|w| {
        let d = desk(w);
        let (_, id) = issued(w, &d);
        w.submit(&d.officer, &close(id)).unwrap();
        w.submit(&d.officer, &depart(id)).unwrap();
        let both = void(id, VoidedGoods::Here, VoidCause::Unused);
        assert_eq!(codes(&w.submit(&d.approver, &both)), ["departure.not_here", "departure.was_used"]);
        w.submit(&d.approver, &void(id, VoidedGoods::Gone, VoidCause::Lost)).unwrap();
        for refused in [codes(&w.submit(&d.officer, &close(id))), codes(&w.submit(&d.officer, &depart(id)))] {
            assert_eq!(refused, ["certificate.void"]);
        }
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn an_expired_one_comes_back_and_is_told_as_replaced() {
    each(|w| {
        let d = desk(w);
        let (shipment, first) = issued(w, &d);
        w.submit(&d.officer, &close(first)).unwrap();
        w.later(24 * 70);
        assert_eq!(here(w, "2026-08-10"), [Next::Return]);
        let gone = void(first, VoidedGoods::Gone, VoidCause::Unused);
        assert_eq!(codes(&w.submit(&d.approver, &gone)), ["departure.unused_gone"], "they would have left without a certificate");
        w.submit(&d.approver, &void(first, VoidedGoods::Here, VoidCause::Unused)).unwrap();
        let standing = |w: &World| w.read(|rx| certificate_fetch(rx, first)).unwrap().standing_on(day("2026-08-10"));
        assert_eq!((here(w, "2026-08-10"), standing(w)), (vec![], CertificateStanding::Void));
        w.submit(&d.officer, &ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: None }).unwrap();
        let second = issue(w, &d.approver, shipment).unwrap().facts;
        assert_eq!((second.replaces, standing(w)), (Some(first), CertificateStanding::Replaced));
        assert_eq!(w.read(|rx| certificate_fetch(rx, first)).unwrap().replaced_by, Some(second.certificate));
        assert_eq!(verified(w).findings, []);
    });
}

/// What no command would write: each is found at its entry, by both rules.
#[test]
fn departures_told_wrongly_are_found() {
    each(|w| {
        let d = desk(w);
        let (_, id) = issued(w, &d);
        let officer = d.officer.clone();
        let closed = |no, seal: &str, number: &str, parcel: &str, on: &str| ContainerSealed {
            certificate: id,
            no,
            seal: seal.into(),
            number: number.into(),
            parcel_number: Some(parcel.into()),
            on: day(on),
            reason: None,
        };
        let mut wanted = Vec::new();
        for (event, rule) in [
            (closed(1, "B-1", "SL 000001", "X/2", "2026-06-01"), "K10"),
            (closed(2, "B-2", "SL 000001", "X/1", "2026-06-01"), "K10"),
            (closed(3, "B-3", "SL 000001", "X/1", "2026-05-31"), "K4"),
        ] {
            let mut event = event;
            event.reason = (event.no > 1 && rule == "K4").then(|| "again".to_owned());
            wanted.push((w.event_by(&officer, event).seq, rule));
        }
        let gone = CertificateDeparted {
            certificate: id,
            on: day("2026-06-01"),
            place: "Lungi".into(),
            transport: Transport::Air,
            reference: "XY".into(),
            courier: None,
            seal: "B-2".into(),
        };
        wanted.push((w.event_by(&officer, gone).seq, "K10"));
        let was = CertificateEndorsed {
            certificate: id,
            no: 1,
            field: EndorsedField::ImporterName,
            was: "Somebody".into(),
            is: "Somebody else".into(),
            reason: "so".into(),
        };
        wanted.push((w.event_by(&d.approver, was).seq, "K10"));
        let back = CertificateVoided { certificate: id, reason: "r".into(), goods: Some(VoidedGoods::Here), cause: None };
        wanted.push((w.event_by(&d.approver, back).seq, "K10"));
        let found = crate::verify::breaches(w);
        for (seq, rule) in wanted {
            assert!(found.iter().any(|(at, found)| *at == seq && found == rule), "{rule} at {seq} in {found:?}");
        }
    });
}
