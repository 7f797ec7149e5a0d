//! Goods of a void certificate: still here, or gone.

use crate::certificate::issue;
use crate::house::House;
use crate::shipment::{Desk, desk, prepare};
use crate::trace::build::trace_of_certificate;
use crate::verify::verified;
use crate::world::{World, codes, day, each, mct};
use placer::domain::access::{AccountRole, Reach};
use placer::domain::event::*;
use placer::domain::ids::{CertificateId, ShipmentId};
use placer::domain::parcel::{Parcel, ParcelState};
use placer::domain::shipment::{CertificateStanding, ShipmentState};
use placer::domain::trace::ExplainCode;
use placer::service::certificate::{ProposeCertificate, VoidCertificate};
use placer::service::correction::ProposeProductionCorrection;
use placer::service::parcel::OpenSeal;
use placer::service::rework::{CombineParcels, Part, SplitParcel};
use placer::service::shipment::CancelShipment;
use placer::store::certificate::{
    CertificateFilter, certificate_by_number, certificate_fetch, certificate_parts, certificates, certificates_of,
};
use placer::store::parcel::parcel_history;
use placer::store::shipment::shipment_fetch;

fn void(certificate: CertificateId, goods: VoidedGoods) -> VoidCertificate {
    VoidCertificate {
        certificate,
        reason: "printed on spoiled paper".into(),
        goods: Some(goods),
        cause: Some(placer::domain::event::VoidCause::Spoiled),
    }
}

/// A certificate over two parcels of the desk.
fn certified(w: &mut World, d: &Desk) -> (ShipmentId, CertificateId, Vec<Parcel>) {
    let parcels = vec![d.sealed(w, 1_500), d.sealed(w, 2_250)];
    let shipment = d.proposed(w, &parcels.iter().collect::<Vec<_>>());
    let certificate = issue(w, &d.approver, shipment).unwrap().facts.certificate;
    (shipment, certificate, parcels)
}

fn propose(shipment: ShipmentId) -> ProposeCertificate {
    ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: None }
}

#[test]
fn it_must_be_said_where_the_goods_are() {
    each(|w| {
        let d = desk(w);
        let (_, certificate, _) = certified(w, &d);
        let silent = VoidCertificate { goods: None, ..void(certificate, VoidedGoods::Gone) };
        assert_eq!(codes(&w.submit(&d.approver, &silent)), ["certificate.goods"]);
    });
}

#[test]
fn lists_are_narrowed_to_how_certificates_stand_on_a_day() {
    use CertificateStanding as S;
    each(|w| {
        let d = desk(w);
        let (_, first, _) = certified(w, &d);
        w.submit(&d.approver, &void(first, VoidedGoods::Gone)).unwrap();
        certified(w, &d);
        let by = |on: &str| {
            [S::Valid, S::Used, S::Expired, S::Void].map(|standing| {
                let filter = CertificateFilter { standing: Some((standing, day(on))), ..CertificateFilter::default() };
                w.read(|rx| certificates(rx, Reach::All, &filter, None, 9)).iter().map(|c| c.facts.no).collect::<Vec<_>>()
            })
        };
        assert_eq!(by("2026-07-31"), [vec![2], vec![], vec![], vec![1]]);
        assert_eq!(by("2026-08-01"), [vec![], vec![], vec![2], vec![1]]);
    });
}

#[test]
fn goods_that_left_stay_exported() {
    each(|w| {
        let d = desk(w);
        let (shipment, certificate, parcels) = certified(w, &d);
        w.submit(&d.approver, &void(certificate, VoidedGoods::Gone)).unwrap();
        assert!(parcels.iter().all(|p| w.parcel(p.no).state == ParcelState::Exported));
        let s = w.read(|rx| shipment_fetch(rx, shipment)).unwrap();
        assert_eq!((s.state, s.certificate), (ShipmentState::Certified, Some(certificate)));
        assert_eq!(codes(&w.submit(&d.officer, &propose(shipment))), ["shipment.certified"]);
        let kept = w.read(|rx| certificate_fetch(rx, certificate)).unwrap();
        assert_eq!(kept.goods, Some(VoidedGoods::Gone));
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn goods_that_are_here_get_another_certificate_with_another_number() {
    each(|w| {
        let d = desk(w);
        let (shipment, first, parcels) = certified(w, &d);
        let before = trace_of_certificate(w, first);
        w.submit(&d.approver, &void(first, VoidedGoods::Here)).unwrap();
        for p in &parcels {
            let now = w.parcel(p.no);
            assert_eq!((now.state, now.holder, now.shipment), (ParcelState::Live, d.exporter.0, Some(shipment)));
            assert_eq!(now.seal, p.seal, "the seal it had");
            let held = w.read(|rx| parcel_history(rx, &now)).held;
            assert_eq!(held.last().map(|h| (h.holder, h.to_seq)), Some((d.exporter.0, None)), "one live holder");
        }
        let s = w.read(|rx| shipment_fetch(rx, shipment)).unwrap();
        assert_eq!((s.state, s.certificate, s.proposed_by), (ShipmentState::Prepared, None, None));
        assert_eq!(verified(w).findings, []);
        // Nobody's old signature counts.
        assert_eq!(codes(&issue(w, &d.approver, shipment)), ["shipment.not_proposed"]);
        w.submit(&d.officer, &propose(shipment)).unwrap();
        let second = issue(w, &d.approver, shipment).unwrap();
        assert_eq!((second.facts.number.as_str(), second.facts.weight_mct), ("SL 000002", mct(3_750)));
        let old = w.read(|rx| certificate_by_number(rx, "SL 000001")).unwrap();
        assert_eq!(old.standing_on(day("2026-06-01")), CertificateStanding::Replaced, "void for good, and still told of");
        let all: Vec<_> = w.read(|rx| certificates_of(rx, shipment)).into_iter().map(|c| c.facts.number).collect();
        assert_eq!(all, ["SL 000002", "SL 000001"]);
        assert_eq!(trace_of_certificate(w, first).by_site, before.by_site, "its frozen composition is still read");
        assert_eq!(trace_of_certificate(w, second.facts.certificate).by_site, before.by_site);
        let standing = |id| trace_of_certificate(w, id).subject.standing;
        assert_eq!(standing(first), Some(CertificateStanding::Replaced));
        assert_eq!(standing(second.facts.certificate), Some(CertificateStanding::Valid));
        let earlier: Vec<_> = trace_of_certificate(w, second.facts.certificate)
            .explain
            .into_iter()
            .filter(|e| e.code == ExplainCode::EarlierCertificate)
            .collect();
        assert!(!earlier.is_empty(), "that the stones were certified before has to be explained");
        assert_eq!(codes(&w.submit(&d.approver, &void(first, VoidedGoods::Here))), ["certificate.void"]);
        assert_eq!(verified(w).findings, []);
        // The second may be made void as well, and the goods come back again.
        w.submit(&d.approver, &void(second.facts.certificate, VoidedGoods::Here)).unwrap();
        assert_eq!(w.parcel(parcels[0].no).state, ParcelState::Live);
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn goods_that_are_here_may_go_another_way() {
    each(|w| {
        let d = desk(w);
        let (shipment, certificate, parcels) = certified(w, &d);
        let frozen = w.read(|rx| certificate_parts(rx, 1));
        w.submit(&d.approver, &void(certificate, VoidedGoods::Here)).unwrap();
        w.submit(&d.account, &CancelShipment { shipment, reason: "the buyer stepped back".into() }).unwrap();
        for p in &parcels {
            w.submit(&d.account, &OpenSeal { parcel: p.code.clone(), reason: "to mix".into() }).unwrap();
        }
        let codes_of = parcels.iter().map(|p| p.code.clone()).collect();
        let mix = CombineParcels { parcels: codes_of, loss_mct: mct(0), loss_reason: None, stones_change: 0 };
        w.submit(&d.account, &mix).unwrap();
        let mixed = w.parcel(3);
        let parts = vec![Part { weight_mct: mct(750), stones: 2 }, Part { weight_mct: mct(3_000), stones: 4 }];
        let cut = SplitParcel { parcel: mixed.code, parts, loss_mct: mct(0), loss_reason: None, stones_change: 0 };
        w.submit(&d.account, &cut).unwrap();
        let part = w.parcel(4);
        let part = d.seal(w, &part);
        let next = w.submit(&d.account, &prepare(&[&part])).unwrap().subject.parse().unwrap();
        w.valued(next);
        w.submit(&d.officer, &propose(next)).unwrap();
        let second = issue(w, &d.approver, next).unwrap();
        assert_eq!(second.facts.weight_mct, mct(750));
        assert_eq!(w.read(|rx| certificate_parts(rx, 1)), frozen, "what was signed for stays");
        assert_eq!(trace_of_certificate(w, certificate).total_mct, 3_750);
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn a_seal_that_is_elsewhere_by_now_is_opened_first() {
    each(|w| {
        let d = desk(w);
        let (_, certificate, parcels) = certified(w, &d);
        let other = d.bought(w, 900);
        w.event(ParcelSealed { parcel: other.id, parcel_no: other.no, seal: parcels[0].seal.clone().unwrap() });
        let refused = w.submit(&d.approver, &void(certificate, VoidedGoods::Here));
        assert_eq!(codes(&refused), ["certificate.seal_elsewhere"]);
        assert!(refused.unwrap_err().is_conflict());
        w.submit(&d.account, &OpenSeal { parcel: other.code, reason: "number used twice".into() }).unwrap();
        w.submit(&d.approver, &void(certificate, VoidedGoods::Here)).unwrap();
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn a_mass_that_two_people_signed_for_is_not_corrected_at_the_pit() {
    each(|w| {
        let d = desk(w);
        // An exporter's own diggings: nobody bought or weighed them since.
        let parcel = w.production(d.site, d.miner.1, d.exporter.0, 1_000, 3);
        let parcel = d.seal(w, &parcel);
        let shipment = d.proposed(w, &[&parcel]);
        let certificate = issue(w, &d.approver, shipment).unwrap().facts.certificate;
        w.submit(&d.approver, &void(certificate, VoidedGoods::Here)).unwrap();
        w.submit(&d.account, &CancelShipment { shipment, reason: "stays".into() }).unwrap();
        let lighter = ProposeProductionCorrection {
            weight_mct: Some(mct(990)),
            ..ProposeProductionCorrection::of(parcel.code.clone(), "misread".into())
        };
        assert_eq!(codes(&w.submit(&d.officer, &lighter)), ["correction.in_shipment"]);
    });
}

#[test]
fn entries_of_before_it_was_asked_read_and_hash_as_they_did() {
    let event = CertificateVoided { certificate: CertificateId::new(uuid::Uuid::nil()), reason: "x".into(), goods: None, cause: None };
    let text = serde_json::to_string(&event).unwrap();
    assert_eq!(text, r#"{"certificate":"00000000-0000-0000-0000-000000000000","reason":"x"}"#);
    assert_eq!(serde_json::from_str::<CertificateVoided>(&text).unwrap(), event);
    each(|w| {
        let d = desk(w);
        let (_, certificate, parcels) = certified(w, &d);
        w.event(CertificateVoided { certificate, reason: "x".into(), goods: None, cause: None });
        assert_eq!(w.parcel(parcels[0].no).state, ParcelState::Exported);
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn what_was_lost_is_told_of_at_once_as_a_page_and_as_a_file() {
    let mut at = None;
    let house = House::open(|w| {
        let d = desk(w);
        w.login("approver", AccountRole::Approver, None, None);
        at = Some(certified(w, &d).1);
    });
    let certificate = at.unwrap();
    let mut approver = house.signed_in("approver");
    let path = format!("/certificates/{certificate}/void");
    // Nothing said: everything that is missing is named, and what was typed is kept.
    let refused = approver.submit(&path, &[("reason", "left in the taxi")]);
    assert_eq!(refused.status, 422);
    for part in ["Say what the certificate is made void for", "Say where the goods are", "left in the taxi"] {
        assert!(refused.body.contains(part), "{part}: {}", refused.body);
    }
    let mut visitor = house.visitor();
    assert!(!visitor.get("/check/lost.csv").body.contains("000001"));
    let said = [("reason", "left in the taxi"), ("cause", "lost"), ("goods", "gone"), ("confirmed", "yes")];
    assert_eq!(approver.submit(&path, &said).status, 303);
    assert!(visitor.get("/check/certificate/SL%20000001").body.contains("was lost or stolen after it was issued"));
    assert!(visitor.get("/check/lost").body.contains("SL 000001"));
    assert!(visitor.get("/check/lost.csv").body.contains("SL,SL 000001,SL 000001,lost,yes,"), "{}", visitor.get("/check/lost.csv").body);
    // Forms that were never received, that are in stock and that are set aside give one answer.
    let unknown = |number: &str, http: &mut crate::support::http::Http| {
        let reply = http.get(&format!("/check/certificate/{number}"));
        assert_eq!(reply.status, 404);
        reply.body.contains("There is no certificate") || reply.body.contains("not known") || !reply.body.contains("form with this number")
    };
    assert!(unknown("SL%20000039", &mut visitor) && unknown("SL%20009999", &mut visitor));
}
