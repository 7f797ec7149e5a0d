//! The main job by its commands, every act by the one who may: the same on both databases.

use crate::purchase::{record_of, terms, weighed};
use crate::verify::verified;
use crate::world::{World, day, each, mct};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::event::{Importer, Obtained, PartyKind};
use placer::domain::ids::*;
use placer::domain::parcel::Parcel;
use placer::domain::party::PartyDetails;
use placer::domain::role::Role;
use placer::domain::trace::Verdict;
use placer::service::Command;
use placer::service::certificate::ProposeCertificate;
use placer::service::licence::{IssueLicence, LicenceInput};
use placer::service::parcel::SealParcel;
use placer::service::party::RegisterParty;
use placer::service::production::RecordProduction;
use placer::service::purchase::{AcceptPurchase, OfferParcels};
use placer::service::rework::{CombineParcels, Part, SplitParcel};
use placer::service::shipment::{ParcelToShip, PrepareShipment};
use placer::service::site::{GivenShape, RegisterSite};
use placer::service::slip_book::IssueSlipBook;
use placer::store::certificate::certificate_fetch;
use placer::store::licence::licence_fetch;
use placer::store::parcel::parcel_next_no;
use placer::store::trace::{Ask, certificate_trace};

/// Who does what.
struct People {
    registrar: Actor,
    supervisor: Actor,
    officer: Actor,
    approver: Actor,
}

/// Does an act that must succeed; what it made.
fn done<T: std::str::FromStr>(w: &mut World, by: &Actor, command: &impl Command) -> T {
    let receipt = w.submit(by, command).unwrap_or_else(|e| panic!("{e:?}"));
    receipt.subject.parse().unwrap_or_else(|_| panic!("{} is no such id", receipt.subject))
}

fn newest(w: &World) -> Parcel {
    w.parcel(w.read(parcel_next_no) - 1)
}

/// A person or house with a licence: the party, the licence, its number.
fn licensed(w: &mut World, p: &People, name: &str, role: Role, kind: &str) -> (PartyId, LicenceId, String) {
    let details = PartyDetails { name: name.into(), nationality: Some("SL".into()), ..PartyDetails::default() };
    let person = RegisterParty {
        kind: if role == Role::Exporter { PartyKind::Organisation } else { PartyKind::Person },
        roles: vec![role],
        office: None,
        supporter: None,
        details,
        reference: None,
        acknowledged_duplicates: false,
    };
    let party: PartyId = done(w, &p.registrar, &person);
    let rules = w.app.env.profile.licence_type(kind).unwrap();
    let papers = rules.documents.iter().map(|d| d.code.clone()).collect();
    let fee = rules.fee.as_ref().map(|fee| fee.value);
    let terms = LicenceInput {
        kind: kind.into(),
        holder: party,
        office: None,
        issued_on: day("2026-06-01"),
        starts_on: day("2026-06-01"),
        ends_on: day("2027-05-31"),
        area: (kind == "artisanal").then(|| super::browser::square((-10.5, 8.0), 0.0008)),
        fee,
        receipt: fee.map(|_| "GRR 0077".into()),
        workers_max: None,
        depth_max_dm: None,
        documents: papers,
        conditions: None,
        reference: None,
    };
    let licence: LicenceId = done(w, &p.supervisor, &IssueLicence { number: None, renews: None, terms });
    let number = w.read(|rx| licence_fetch(rx, licence)).unwrap().number;
    (party, licence, number)
}

/// A day's find at a site of its own within the licensed area.
fn finds(w: &mut World, p: &People, licence: LicenceId, corner: (f64, f64), carats: i64, stones: i64) -> (SiteId, Parcel) {
    let site = RegisterSite {
        name: format!("Pit with {stones} stones"),
        shape: GivenShape::Text(super::browser::square(corner, 0.0002)),
        accuracy_m: Some(5),
        obtained: Obtained::Gps,
        surveyed_on: None,
        surveyor: None,
        licence: Some(licence),
        deposit: None,
        locality: None,
        office: None,
        reference: None,
    };
    let site: SiteId = done(w, &p.registrar, &site);
    let entry = RecordProduction {
        site,
        licence,
        on: day("2026-06-01"),
        stones,
        weight_mct: mct(carats),
        largest_mct: None,
        classes: vec![],
        diggers: None,
        gravel_dm3: None,
        days_worked: None,
        page: None,
        position: None,
        accuracy_m: None,
        late_reason: None,
        test: false,
    };
    w.submit(&p.registrar, &entry).unwrap();
    (site, newest(w))
}

#[test]
fn from_mine_to_export() {
    each(main_job);
}

/// From two pits through sales, a mix and a split to a certificate and its trace.
pub fn main_job(w: &mut World) {
    let office = Some(w.office("KEN"));
    w.forms();
    let p = People {
        registrar: w.account(AccountRole::Registrar, office, None),
        supervisor: w.account(AccountRole::Supervisor, office, None),
        officer: w.account(AccountRole::Officer, None, None),
        approver: w.account(AccountRole::Approver, None, None),
    };
    let (_, licence, miners) = licensed(w, &p, "Miner", Role::Miner, "artisanal");
    let (dealer, ..) = licensed(w, &p, "Dealer", Role::Dealer, "dealer");
    let (exporter, _, exporters) = licensed(w, &p, "Exports Ltd", Role::Exporter, "exporter");
    let (one, first) = finds(w, &p, licence, (-10.5, 8.0), 1_001, 3);
    let (two, second) = finds(w, &p, licence, (-10.4996, 8.0004), 2_000, 5);
    for holder in [dealer, exporter] {
        let prefix = format!("{}-", if holder == dealer { "D" } else { "E" });
        done::<SlipBookId>(w, &p.officer, &IssueSlipBook { holder, prefix, first: 1, last: 50, width: 4 });
    }
    let buyer = w.account(AccountRole::Buyer, None, Some(dealer));
    let seller = w.account(AccountRole::Exporter, None, Some(exporter));

    // Bought with a weighing that differs within the tolerance; mixed; split; one part sold on.
    let both = [weighed(&first, 1_001, 3), weighed(&second, 2_004, 5)];
    w.submit(&buyer, &record_of(&both, &miners)).unwrap();
    let parcels = vec![first.code.clone(), second.code.clone()];
    w.submit(&buyer, &CombineParcels { parcels, loss_mct: mct(0), loss_reason: None, stones_change: 0 }).unwrap();
    let mixed = newest(w);
    assert_eq!((mixed.weight, mixed.stones, mixed.holder), (mct(3_005), 8, dealer));
    let parts = vec![Part { weight_mct: mct(1_505), stones: 4 }, Part { weight_mct: mct(1_500), stones: 4 }];
    let split = SplitParcel { parcel: mixed.code, parts, loss_mct: mct(0), loss_reason: None, stones_change: 0 };
    w.submit(&buyer, &split).unwrap();
    let part = newest(w);
    let offer = OfferParcels {
        serial: None,
        parcels: vec![part.code.clone()],
        buyer_licence: exporters,
        seller_licence: None,
        terms: terms("2026-06-01"),
    };
    let purchase: PurchaseId = done(w, &buyer, &offer);
    w.submit(&seller, &AcceptPurchase { purchase, weighed: vec![weighed(&part, 1_500, 4)] }).unwrap();

    let certificate = ships(w, &p, &seller, &part);
    let certificate = w.read(|rx| certificate_fetch(rx, certificate)).unwrap();
    assert_eq!(certificate.facts.weight_mct, mct(1_500));
    let ask = Ask::whole(w.now.day(), placer::domain::access::Reach::All);
    let trace = w.read(|rx| certificate_trace(rx, &certificate, &ask));
    // 1.5 ct of 3.005: 1.001 and 2.004 in proportion, to the milli-carat.
    assert_eq!(trace.by_site.iter().map(|s| (s.site.id, s.weight_mct)).collect::<Vec<_>>(), [(two, 1_000), (one, 500)]);
    assert_eq!((trace.total_mct, trace.established_mct, trace.verdict()), (1_500, 1_500, Verdict::Established));
    assert_eq!(verified(w).findings, []);
}

/// Sealed, in a shipment, checked by one and approved by another.
fn ships(w: &mut World, p: &People, exporter: &Actor, part: &Parcel) -> CertificateId {
    w.submit(exporter, &SealParcel { parcel: part.code.clone(), seal: "SEAL-0077".into() }).unwrap();
    let importer = Importer { name: "Importers NV".into(), address: "1 Sample Street, Antwerp".into(), country: "BE".into() };
    let parcels = vec![ParcelToShip { parcel: part.code.clone(), value_usd_cents: 165_050, hs: None }];
    let shipment: ShipmentId = done(w, exporter, &PrepareShipment { importer, parcels });
    w.valued(shipment);
    done::<String>(w, &p.officer, &ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: None });
    let issue = w.issue(shipment);
    done(w, &p.approver, &issue)
}
