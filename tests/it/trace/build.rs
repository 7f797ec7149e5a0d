//! Builders of custody that only traces need, all from plain events; the others are in [`World`].

use crate::spine::first_signature;
pub use crate::world::facts;
use crate::world::{World, day, mct};
use placer::domain::access::AccountRole;
use placer::domain::author::Via;
use placer::domain::code;
use placer::domain::entry::sha256_hex;
use placer::domain::event::*;
use placer::domain::geo::{Position, RawShape, Shape};
use placer::domain::ids::*;
use placer::domain::parcel::Parcel;
use placer::domain::role::Role;
use placer::domain::trace::Trace;
use placer::store::blank::blank_next;
use placer::store::journal::{Heading, append};
use placer::store::trace::{Ask, certificate_trace, parcel_trace, shipment_trace};
use placer::store::{certificate, parcel, shipment, site};

/// Somebody with a licence.
pub type Trader = (PartyId, LicenceId);

pub fn miner(w: &mut World, name: &str) -> Trader {
    let party = w.party(name, &[Role::Miner], None);
    (party, w.licence("artisanal", party, None))
}

pub fn exporter(w: &mut World, name: &str) -> Trader {
    let party = w.party(name, &[Role::Exporter], None);
    (party, w.licence("exporter", party, None))
}

/// Declared stock: masses with or without a site.
pub fn stock(w: &mut World, holder: PartyId, parcels: &[(i64, Option<SiteId>)]) -> Vec<Parcel> {
    let first = w.read(parcel::parcel_next_no);
    let mut no = first;
    let mut all = Vec::new();
    for (weight, site) in parcels {
        all.push(StockParcel { parcel: w.new_parcel(no, *weight, 2), site: *site, note: None, seal: None });
        no += 1;
    }
    w.event(StockDeclared { holder, on: day("2026-01-05"), office: None, parcels: all, test: false, zone: None });
    (first..no).map(|no| w.parcel(no)).collect()
}

/// The work done on parcels.
pub enum Work {
    Combine,
    Split,
    Sort,
}

/// Parcels in, parcels of these masses out; what is missing is the stated loss.
pub fn rework(w: &mut World, work: &Work, holder: PartyId, inputs: &[i64], weights: &[i64]) -> Vec<Parcel> {
    rework_with(w, work, holder, inputs, weights, None, 0)
}

pub fn rework_with(
    w: &mut World,
    work: &Work,
    holder: PartyId,
    inputs: &[i64],
    weights: &[i64],
    reason: Option<&str>,
    stones_change: i64,
) -> Vec<Parcel> {
    let went_in: i64 = inputs.iter().map(|no| w.parcel(*no).weight.mct()).sum();
    let first = w.read(parcel::parcel_next_no);
    let mut outputs = Vec::new();
    for (at, weight) in weights.iter().enumerate() {
        outputs.push(w.new_parcel(first + i64::try_from(at).unwrap(), *weight, 2));
    }
    let rework = Rework {
        holder,
        inputs: inputs.to_vec(),
        outputs,
        loss_mct: mct(went_in - weights.iter().sum::<i64>()),
        loss_reason: reason.map(str::to_owned),
        stones_change,
        test: w.parcel(inputs[0]).test,
    };
    match work {
        Work::Combine => w.event(ParcelCombined(rework)),
        Work::Split => w.event(ParcelSplit(rework)),
        Work::Sort => w.event(ParcelSorted(rework)),
    };
    (first..).take(weights.len()).map(|no| w.parcel(no)).collect()
}

pub fn reweighed(w: &mut World, no: i64, after: i64) {
    let p = w.parcel(no);
    w.event(ParcelReweighed {
        parcel: p.id,
        parcel_no: no,
        before_mct: p.weight,
        after_mct: mct(after),
        stones_before: p.stones,
        stones_after: p.stones,
        reason: "checked on the other scale".into(),
    });
}

/// Seals the parcels and puts them in a shipment of their holder.
pub fn shipped(w: &mut World, exporter: Trader, parcels: &[i64]) -> ShipmentId {
    let importer = Importer { name: "Importer".into(), address: "Street 1".into(), country: "BE".into() };
    shipped_to(w, exporter, parcels, importer)
}

/// The same to somebody.
pub fn shipped_to(w: &mut World, exporter: Trader, parcels: &[i64], importer: Importer) -> ShipmentId {
    let id = w.id();
    let no = w.read(shipment::shipment_next_no);
    let mut inside = Vec::new();
    for no in parcels {
        let p = w.parcel(*no);
        let seal = format!("SEAL{no}");
        w.event(ParcelSealed { parcel: p.id, parcel_no: *no, seal: seal.clone() });
        inside.push(ShipmentParcel { parcel_no: *no, weight_mct: p.weight, stones: p.stones, hs: p.hs, seal, value_usd_cents: 100 });
    }
    w.event(ShipmentPrepared {
        shipment: id,
        no,
        code: code::make("E", no),
        exporter: exporter.0,
        licence: exporter.1,
        importer,
        parcels: inside,
        test: false,
    });
    id
}

/// Issues the certificate of a shipment.
pub fn certified(w: &mut World, id: ShipmentId) -> CertificateId {
    let shipment = w.read(|rx| shipment::shipment_fetch(rx, id)).unwrap();
    let certificate = w.id();
    let no = w.read(certificate::certificate_next_no);
    let proposed_by = w.account(AccountRole::Officer, None, None).account;
    let composition = w.read(|rx| certificate::shipment_composition(rx, id)).encode();
    let form = w.read(|rx| blank_next(rx, None)).map(|form| form.number);
    let number = form.unwrap_or_else(|| w.forms().ends().0);
    w.valued(id);
    w.event(first_signature(id, number.clone()));
    w.event(CertificateIssued {
        certificate,
        no,
        number,
        replaces: None,
        shipment: id,
        proposed_by,
        issued_on: day("2026-06-01"),
        expires_on: day("2026-07-31"),
        exporter: shipment.exporter,
        importer: shipment.importer,
        origins: vec!["SL".into()],
        mixed: false,
        weight_mct: shipment.weight,
        stones: shipment.stones,
        value_usd_cents: shipment.value_usd_cents,
        parcels: shipment.parcels,
        lines: vec![],
        unestablished_mct: mct(0),
        unestablished_reason: None,
        composition_digest: sha256_hex(&[&composition]),
    });
    certificate
}

/// A site with a name and a shape of its own: a square of about 200 m.
pub fn named_site(w: &mut World, name: &str, licence: Option<LicenceId>) -> SiteId {
    let id = w.id();
    let no = w.read(site::site_next_no);
    let step = i32::try_from(no).unwrap() * 20_000;
    let at = |x: i32, y: i32| Position::new(-105_000_000 + step + x, 81_000_000 + y).unwrap();
    let ring = vec![at(0, 0), at(18_000, 0), at(18_000, 18_000), at(0, 18_000)];
    let raw = RawShape::Polygon { rings: vec![ring], closing: placer::domain::geo::Closing::Implied };
    let (shape, _) = Shape::check(raw, "shape").unwrap();
    let facts = SiteFacts {
        name: name.into(),
        licence,
        office: None,
        centre: at(9_000, 9_000),
        area_m2: Some(placer::domain::geo::area_m2(&shape)),
        shape,
        accuracy_m: Some(10),
        obtained: Obtained::Gps,
        surveyed_on: None,
        surveyor: None,
        deposit: None,
        admin_code: Some("SL-E".into()),
        admin_name: Some("East".into()),
        locality: None,
        border_m: None,
        flags: vec![],
        reference: None,
    };
    w.event(SiteRegistered { site: id, no, code: code::make("S", no), facts });
    id
}

pub fn ask(w: &World) -> Ask {
    Ask::whole(w.now.day(), placer::domain::access::Reach::All)
}

pub fn trace_of_parcel(w: &World, no: i64) -> Trace {
    let (p, ask) = (w.parcel(no), ask(w));
    w.read(|rx| parcel_trace(rx, &p, &ask))
}

pub fn trace_of_shipment(w: &World, id: ShipmentId) -> Trace {
    let ask = ask(w);
    w.read(|rx| {
        let found = shipment::shipment_fetch(rx, id)?.unwrap();
        shipment_trace(rx, &found, &ask)
    })
}

pub fn trace_of_certificate(w: &World, id: CertificateId) -> Trace {
    let ask = ask(w);
    w.read(|rx| {
        let found = certificate::certificate_fetch(rx, id)?.unwrap();
        certificate_trace(rx, &found, &ask)
    })
}

/// Appends many events in one transaction, so that large registers are made quickly.
pub fn many(w: &mut World, events: Vec<Event>) {
    let author = w.account(AccountRole::Administrator, None, None).account;
    let headings: Vec<Heading> = events
        .iter()
        .map(|_| Heading {
            id: w.id(),
            occurred_at: w.now,
            account: author,
            office: None,
            device: None,
            via: Via::Console,
            signed: None,
            idempotency_key: sha256_hex(&[w.id::<EntryId>().to_string().as_bytes()]),
            request_hash: String::new(),
        })
        .collect();
    w.app
        .db
        .write(w.now, |tx| headings.into_iter().zip(events).try_for_each(|(heading, event)| append(tx, heading, event).map(|_| ())))
        .unwrap();
}

/// A national-looking certificate: `entries` production entries of `pits` miners with a site each, sold in
/// lots to `dealers` dealers, mixed by each, sold to one exporter, mixed, and shipped.
pub fn large(w: &mut World, pits: usize, entries: usize, dealers: usize) -> CertificateId {
    let house = exporter(w, "Export house");
    let mut miners = Vec::new();
    for n in 0..pits {
        let m = miner(w, &format!("Miner {n}"));
        let site = named_site(w, &format!("Pit of the river {n}"), Some(m.1));
        miners.push((m, site));
    }
    let traders: Vec<Trader> = (0..dealers)
        .map(|n| {
            let party = w.party(&format!("Dealer {n}"), &[Role::Dealer], None);
            (party, w.licence("dealer", party, None))
        })
        .collect();
    let first = w.read(parcel::parcel_next_no);
    let mut events: Vec<Event> = Vec::new();
    let mut weights = Vec::new();
    for n in 0..entries {
        let ((holder, licence), site) = miners[n % pits];
        let weight = 200 + i64::try_from(n * 37 % 1_900).unwrap();
        weights.push(weight);
        let mut f = facts(site, licence, weight);
        if n % 97 == 0 {
            f.flags = vec![ProductionFlag::NoPosition];
        }
        let parcel = w.new_parcel(first + i64::try_from(n).unwrap(), weight, 3);
        events.push(ProductionRecorded { parcel, holder, office: None, test: false, facts: f }.into());
    }
    many(w, events);
    let mut bought: Vec<Vec<i64>> = vec![Vec::new(); dealers];
    for (pit, (m, _)) in miners.iter().enumerate() {
        let lot: Vec<i64> = (0..entries).filter(|n| n % pits == pit).map(|n| first + i64::try_from(n).unwrap()).collect();
        w.sold(&lot, *m, traders[pit % dealers]);
        bought[pit % dealers].extend(lot);
    }
    let mut lots = Vec::new();
    for (dealer, parcels) in traders.iter().zip(&bought) {
        let sum: i64 = parcels.iter().map(|no| weights[usize::try_from(no - first).unwrap()]).sum();
        let mixed = rework_with(w, &Work::Combine, dealer.0, parcels, &[sum - 10], Some("dust"), 0);
        w.sold(&[mixed[0].no], *dealer, house);
        lots.push(mixed[0].no);
    }
    let sum: i64 = lots.iter().map(|no| w.parcel(*no).weight.mct()).sum();
    let whole = rework(w, &Work::Combine, house.0, &lots, &[sum]);
    let halves = rework(w, &Work::Sort, house.0, &[whole[0].no], &[sum / 3, sum - sum / 3]);
    let shipment = shipped(w, house, &[halves[1].no]);
    certified(w, shipment)
}
