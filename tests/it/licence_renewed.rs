//! Offers and shipments name a licence for good: where it does not hold any more, the refusal says what to do.

use crate::purchase::{Trader, terms, trader, weighed};
use crate::shipment::{desk, prepare};
use crate::world::{World, day, each, mct};
use placer::domain::event::{LicenceChanged, LicenceState, LicenceStateChanged};
use placer::domain::ids::{LicenceId, ShipmentId};
use placer::domain::parcel::Parcel;
use placer::domain::role::Role;
use placer::service::certificate::ProposeCertificate;
use placer::service::error::ServiceError;
use placer::service::purchase::{AcceptPurchase, OfferParcels, WithdrawOffer};
use placer::service::shipment::CancelShipment;
use placer::store::journal::Receipt;
use placer::store::licence::licence_fetch;
use placer::web::locale::{Locale, violation_text};

/// Puts the end of a licence before today.
fn ended(w: &mut World, licence: LicenceId) {
    let mut terms = w.read(|rx| licence_fetch(rx, licence)).unwrap().terms;
    terms.ends_on = day("2026-05-31");
    w.event(LicenceChanged { licence, terms, reason: "ends with the month".into() });
}

/// The only refusal: its code, and its words in each language.
fn told(refused: &Result<Receipt, ServiceError>) -> (&'static str, Vec<String>) {
    let Err(ServiceError::Refused(v)) = refused else { panic!("not refused: {refused:?}") };
    let [only] = v.0.as_slice() else { panic!("not the only refusal: {v:?}") };
    (only.code, [Locale::En, Locale::Fr].map(|l| violation_text(l, only)).to_vec())
}

fn number(w: &World, licence: LicenceId) -> String {
    w.read(|rx| licence_fetch(rx, licence)).unwrap().number
}

struct Scene {
    seller: Trader,
    buyer: Trader,
    parcel: Parcel,
}

fn scene(w: &mut World) -> Scene {
    let d = desk(w);
    let (seller, buyer) = (trader(w, Role::Dealer, "dealer"), trader(w, Role::Exporter, "exporter"));
    w.slip_book(seller.party);
    let parcel = w.production(d.site, d.miner.1, d.miner.0, 2_500, 7);
    w.sold(&[parcel.no], d.miner, (seller.party, seller.licence));
    Scene { parcel: w.parcel(parcel.no), seller, buyer }
}

/// An offer of the parcel to a licence, and its acceptance.
fn offered(w: &mut World, s: &Scene, buyer_licence: &str) -> AcceptPurchase {
    let terms = terms(&w.now.day().to_string());
    let parcels = vec![s.parcel.code.clone()];
    let offer = OfferParcels { serial: None, parcels, buyer_licence: buyer_licence.to_owned(), seller_licence: None, terms };
    let receipt = w.submit(&s.seller.account, &offer).unwrap();
    AcceptPurchase { purchase: receipt.subject.parse().unwrap(), weighed: vec![weighed(&s.parcel, 2_500, 7)] }
}

#[test]
fn an_offer_under_a_licence_that_ended_is_to_be_written_anew_under_the_valid_one() {
    each(|w| {
        let s = scene(w);
        for (side, code) in [(&s.seller, "purchase.offer_seller_licence"), (&s.buyer, "purchase.offer_buyer_licence")] {
            let accept = offered(w, &s, &s.buyer.number);
            ended(w, side.licence);
            let (found, words) = told(&w.submit(&s.buyer.account, &accept));
            assert_eq!(found, code);
            assert!(
                words[0].contains("expired") && words[0].contains("withdraws the offer") && words[1].contains("retire l’offre"),
                "{words:?}"
            );
            assert!(words[0].contains("Once the") && words[1].contains("Dès que"), "no other licence is known: {words:?}");

            let kind = if code.contains("seller") { "dealer" } else { "exporter" };
            let next = w.licence_between(kind, side.party, None, "2026-06-01", "2027-05-31");
            let next = number(w, next);
            let (found, words) = told(&w.submit(&s.buyer.account, &accept));
            assert_eq!(found, code);
            let instead = [format!("Licence {next} is valid instead"), format!("La licence {next} est valable à sa place")];
            assert!(words.iter().zip(&instead).all(|(told, wanted)| told.contains(wanted)), "{words:?}");

            // What the words say can be done.
            w.submit(&s.seller.account, &WithdrawOffer { purchase: accept.purchase, reason: None }).unwrap();
            let buyer = if code.contains("buyer") { next } else { s.buyer.number.clone() };
            let anew = offered(w, &s, &buyer);
            if code.contains("buyer") {
                w.submit(&s.buyer.account, &anew).unwrap();
                assert_eq!((w.parcel(s.parcel.no).holder, w.parcel(s.parcel.no).weight), (s.buyer.party, mct(2_500)));
            } else {
                w.submit(&s.seller.account, &WithdrawOffer { purchase: anew.purchase, reason: None }).unwrap();
            }
        }
    });
}

#[test]
fn a_shipment_under_a_licence_that_ended_is_to_be_prepared_again() {
    each(|w| {
        let d = desk(w);
        let parcel = d.sealed(w, 1_000);
        let shipment = d.shipped(w, &[&parcel]);
        let propose = |shipment: ShipmentId| ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: None };
        ended(w, d.exporter.1);
        let (code, words) = told(&w.submit(&d.officer, &propose(shipment)));
        assert_eq!(code, "certificate.licence_not_valid");
        assert!(words[0].contains("Once he has another one") && words[1].contains("Dès qu’il en a une autre"), "{words:?}");

        // One that was revoked is nothing to name.
        let lost = w.licence_between("exporter", d.exporter.0, None, "2026-01-01", "2026-12-31");
        w.event(LicenceStateChanged {
            licence: lost,
            state: LicenceState::Revoked,
            on: day("2026-05-01"),
            reason: "fraud".into(),
            offence: None,
        });
        let next = w.licence_between("exporter", d.exporter.0, None, "2026-06-01", "2027-05-31");
        let next = number(w, next);
        let (_, words) = told(&w.submit(&d.officer, &propose(shipment)));
        let instead = [format!("Licence {next} is valid instead"), format!("La licence {next} est valable à sa place")];
        assert!(words.iter().zip(&instead).all(|(told, wanted)| told.contains(wanted)), "{words:?}");

        w.submit(&d.account, &CancelShipment { shipment, reason: "under the renewed licence".into() }).unwrap();
        let again: ShipmentId = w.submit(&d.account, &prepare(&[&parcel])).unwrap().subject.parse().unwrap();
        w.valued(again);
        w.submit(&d.officer, &propose(again)).unwrap();
        w.submit(&d.approver, &w.issue(again)).unwrap();
    });
}
