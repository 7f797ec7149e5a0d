//! Who holds what, and where carats came from, read as if the book at the pit had been right the first time: approved
//! corrections of production entries and declared stock are applied from the start. That is what the tables must say in
//! the end.

mod disputes;
mod held;
mod removals;
mod seizures;
mod zones;

use super::pool::at_mass;
use super::{Breach, Told};
use crate::domain::event::{
    CertificateIssued, CertificateVoided, CorrectionChange, Event, NewParcel, Rework, ShipmentParcel, VoidedGoods, Weighed,
};
use crate::domain::ids::{AccountId, ArrivalId, CertificateId, CorrectionId, PartyId, PurchaseId, ShipmentId};
use crate::domain::time::Day;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// Shares of source parcels; only their proportions count.
pub type Shares = Rc<Vec<(i64, i64)>>;

/// A parcel as the journal has it.
#[derive(Debug, Clone)]
pub struct Held {
    /// Mass now, milli-carats.
    pub weight_mct: i64,
    /// Stones now.
    pub stones: i64,
    /// Who holds it.
    pub holder: PartyId,
    /// Whether it is still there.
    pub live: bool,
    /// Whether it left under a certificate.
    pub exported: bool,
    /// Whether the state keeps it.
    pub seized: bool,
    test: bool,
    corrected: bool,
    shares: Shares,
    /// The latest day on which any of it came in.
    came_on: Day,
}

/// What an approved correction says of a pit or stock parcel.
#[derive(Clone, Copy)]
struct Reading {
    weight_mct: i64,
    stones: i64,
    withdrawn: bool,
    /// The day of digging; what a correction of stock leaves as it was.
    on: Option<Day>,
}

struct Offer {
    seller: PartyId,
    buyer: PartyId,
    parcels: Vec<i64>,
    on: Day,
}

#[derive(Clone)]
struct Packed {
    exporter: PartyId,
    parcels: Vec<ShipmentParcel>,
}

/// What a certificate is made of, by source parcel.
#[derive(Debug, Clone)]
pub struct Certified {
    /// Entry of issue.
    pub seq: i64,
    /// Dense number.
    pub no: i64,
    /// Digest the event carries.
    pub digest: String,
    /// Source parcel and share, ascending; adds up to the shipment.
    pub parts: Vec<(i64, i64)>,
}

/// Both readings of custody.
#[derive(Default)]
pub(super) struct Custody {
    corrected: HashMap<i64, Reading>,
    proposals: HashMap<CorrectionId, (i64, Option<Reading>)>,
    parcels: BTreeMap<i64, Held>,
    /// Who imports a shipment from abroad, and when it came.
    came: HashMap<ArrivalId, (Option<PartyId>, Day)>,
    offers: HashMap<PurchaseId, Offer>,
    shipments: HashMap<ShipmentId, Packed>,
    proposers: HashMap<ShipmentId, AccountId>,
    certificates: Vec<Certified>,
    left: HashMap<CertificateId, (ShipmentId, Packed)>,
    mixes: BTreeMap<i64, Shares>,
    seals: HashMap<String, i64>,
    cases: disputes::Cases,
    removals: removals::Removals,
    seizures: seizures::Seizures,
    zones: zones::Marks,
    held: held::Held,
    came_in: i64,
    lost: i64,
    gained: i64,
}

impl Custody {
    /// First reading.
    pub(super) fn learn(&mut self, event: &Event) {
        match event {
            Event::CorrectionProposed(e) => {
                let reading = |weight_mct: i64, stones, withdrawn, on| Reading { weight_mct, stones, withdrawn, on };
                let found = match &e.change {
                    CorrectionChange::Production { parcel_no, now, .. } => {
                        (*parcel_no, Some(reading(now.weight_mct.mct(), now.stones, false, Some(now.on))))
                    }
                    CorrectionChange::Stock { parcel_no, now, .. } => {
                        (*parcel_no, Some(reading(now.weight_mct.mct(), now.stones, false, None)))
                    }
                    CorrectionChange::Withdrawal { parcel_no, .. } => (*parcel_no, Some(reading(0, 0, true, None))),
                    CorrectionChange::Purchase { .. } => (0, None),
                };
                self.proposals.insert(e.correction, found);
            }
            Event::CorrectionDecided(e) if e.approved => {
                if let Some((no, Some(reading))) = self.proposals.get(&e.correction) {
                    self.corrected.insert(*no, *reading);
                }
            }
            _ => {}
        }
    }

    /// Second reading.
    pub(super) fn read(&mut self, told: &mut Told, seq: i64, account: AccountId, event: &Event) {
        if let Event::ArrivalRecorded(e) = event {
            self.came.insert(e.arrival, (e.importer, e.arrived_on));
        }
        self.cases_read(told, seq, event);
        self.zones_read(told, seq, event);
        self.held_read(told, seq, event);
        self.removals_read(told, seq, event);
        self.seizures_read(told, seq, event);
        match event {
            Event::ArrivalRecorded(_) | Event::ArrivalClosed(_) => {
                if let Some((holder, on, parcels)) = self.received(event) {
                    parcels.iter().for_each(|p| self.born(told, seq, p, holder, (on, false)));
                }
            }
            Event::ProductionRecorded(e) => self.born(told, seq, &e.parcel, e.holder, (e.facts.on, e.test)),
            Event::StockDeclared(e) => e.parcels.iter().for_each(|p| self.born(told, seq, &p.parcel, e.holder, (e.on, e.test))),
            Event::PurchaseOffered(e) => {
                let parcels = e.slip.items.iter().map(|i| i.parcel_no).collect();
                self.offers.insert(e.slip.purchase, Offer { seller: e.slip.seller, buyer: e.slip.buyer, parcels, on: e.slip.on });
            }
            Event::PurchaseAccepted(e) => {
                if let Some(offer) = self.offers.remove(&e.purchase) {
                    self.sold(told, seq, &offer, &e.weighed);
                } else {
                    told.breach(seq, "C7", || format!("purchase {} was not waiting", e.purchase));
                }
            }
            Event::PurchaseClosed(e) => {
                self.offers.remove(&e.purchase);
            }
            Event::PurchaseRecorded(e) => {
                let parcels = e.slip.items.iter().map(|i| i.parcel_no).collect();
                self.sold(told, seq, &Offer { seller: e.slip.seller, buyer: e.slip.buyer, parcels, on: e.slip.on }, &e.weighed);
            }
            Event::ParcelCombined(e) => self.reworked(told, seq, &e.0),
            Event::ParcelSplit(e) => self.reworked(told, seq, &e.0),
            Event::ParcelSorted(e) => self.reworked(told, seq, &e.0),
            Event::ParcelReweighed(e) => self.weighed(told, seq, e.parcel_no, e.after_mct.mct(), e.stones_after),
            Event::ParcelSealed(e) => {
                if let Some(other) = self.seals.insert(e.seal.clone(), e.parcel_no) {
                    told.breach(seq, "C9", || format!("seal {} was live on parcel {other}", e.seal));
                }
            }
            Event::ParcelUnsealed(e) => {
                self.seals.remove(&e.seal);
            }
            Event::ShipmentPrepared(e) => {
                self.shipments.insert(e.shipment, Packed { exporter: e.exporter, parcels: e.parcels.clone() });
            }
            Event::ShipmentCancelled(e) => {
                self.shipments.remove(&e.shipment);
            }
            Event::CertificateProposed(e) => {
                self.proposers.insert(e.shipment, account);
            }
            Event::CertificateIssued(e) => self.certified(told, seq, account, e),
            Event::CertificateVoided(e) => self.voided(told, seq, e),
            _ => {}
        }
    }

    /// The parcels that an entry of a shipment from abroad makes, whose they are, and when they came.
    fn received<'e>(&self, event: &'e Event) -> Option<(PartyId, Day, &'e [NewParcel])> {
        let (arrival, later, parcels) = match event {
            Event::ArrivalRecorded(e) => (&e.arrival, None, &e.received),
            Event::ArrivalClosed(e) => (&e.arrival, e.importer, &e.received),
            _ => return None,
        };
        let (importer, on) = self.came.get(arrival)?;
        Some((importer.or(later)?, *on, parcels))
    }

    fn born(&mut self, told: &mut Told, seq: i64, new: &NewParcel, holder: PartyId, (on, test): (Day, bool)) {
        let read = self.corrected.get(&new.no).copied();
        let weight_mct = read.map_or(new.weight_mct.mct(), |r| r.weight_mct);
        let stones = read.map_or(new.stones, |r| r.stones);
        // An entry that was withdrawn made nothing; whoever uses its parcel uses what is not there.
        let live = read.is_none_or(|r| !r.withdrawn);
        let corrected = weight_mct != new.weight_mct.mct();
        if !test {
            self.came_in = self.came_in.saturating_add(weight_mct);
        }
        let shares = Rc::new(vec![(new.no, weight_mct)]);
        let held = Held {
            weight_mct,
            stones,
            holder,
            live,
            exported: false,
            seized: false,
            test,
            corrected,
            shares,
            came_on: read.and_then(|r| r.on).unwrap_or(on),
        };
        if self.parcels.insert(new.no, held).is_some() {
            told.breach(seq, "L1", || format!("parcel number {} is used twice", new.no));
        }
    }

    /// The live parcel with a number held by somebody; a breach when it is not so.
    fn live(&mut self, told: &mut Told, seq: i64, no: i64, holder: PartyId) -> Option<Held> {
        let found = self.parcels.get(&no).cloned();
        match found {
            Some(held) if held.live && held.holder == holder => Some(held),
            Some(held) => {
                let why = if held.live { "held by somebody else" } else { "gone" };
                told.breach(seq, "C5", || format!("parcel {no} is {why}"));
                None
            }
            None => {
                told.breach(seq, "C6", || format!("there is no parcel {no}"));
                None
            }
        }
    }

    fn sold(&mut self, told: &mut Told, seq: i64, offer: &Offer, weighed: &[Weighed]) {
        for no in &offer.parcels {
            let Some(held) = self.live(told, seq, *no, offer.seller) else { continue };
            if held.came_on > offer.on {
                told.breach(seq, "C6", || format!("parcel {no} was sold on {} and dug on {}", offer.on, held.came_on));
            }
            if let Some(held) = self.parcels.get_mut(no) {
                held.holder = offer.buyer;
            }
            if let Some(w) = weighed.iter().find(|w| w.parcel_no == *no) {
                self.weighed(told, seq, *no, w.weight_mct.mct(), w.stones);
            }
        }
    }

    fn weighed(&mut self, told: &mut Told, seq: i64, no: i64, after: i64, stones: i64) {
        let Some(held) = self.parcels.get_mut(&no) else {
            told.breach(seq, "C6", || format!("there is no parcel {no}"));
            return;
        };
        let gain = after.saturating_sub(held.weight_mct);
        held.weight_mct = after;
        held.stones = stones;
        if !held.test {
            self.gained = self.gained.saturating_add(gain);
        }
    }

    fn reworked(&mut self, told: &mut Told, seq: i64, e: &Rework) {
        let inputs: Vec<Held> = e.inputs.iter().filter_map(|no| self.live(told, seq, *no, e.holder)).collect();
        let in_mct = inputs.iter().fold(0i64, |s, p| s.saturating_add(p.weight_mct));
        let out_mct = e.outputs.iter().fold(0i64, |s, p| s.saturating_add(p.weight_mct.mct()));
        let loss = in_mct.saturating_sub(out_mct);
        let corrected = inputs.iter().any(|p| p.corrected);
        if loss < 0 || (!corrected && loss != e.loss_mct.mct()) {
            told.breach(seq, "C1", || format!("{in_mct} mct in, {out_mct} out, {} stated as lost", e.loss_mct.mct()));
        }
        let stones_in = inputs.iter().fold(0i64, |s, p| s.saturating_add(p.stones)).saturating_add(e.stones_change);
        let stones_out = e.outputs.iter().fold(0i64, |s, p| s.saturating_add(p.stones));
        if stones_in != stones_out {
            told.breach(seq, "C4", || format!("{stones_in} stones in, {stones_out} out"));
        }
        if inputs.iter().any(|p| p.test != e.test) {
            told.breach(seq, "C3", || "test and real parcels are mixed".into());
        }
        if !e.test {
            self.lost = self.lost.saturating_add(loss);
        }
        for no in &e.inputs {
            if let Some(held) = self.parcels.get_mut(no) {
                held.live = false;
            }
        }
        let came_on = inputs.iter().map(|p| p.came_on).max().unwrap_or_default();
        let Some(shares) = self.mixed(&inputs, out_mct, e.outputs.first().map_or(0, |p| p.no)) else { return };
        for new in &e.outputs {
            let (weight_mct, stones) = (new.weight_mct.mct(), new.stones);
            let shares = Rc::clone(&shares);
            let holder = e.holder;
            let held = Held {
                weight_mct,
                stones,
                holder,
                live: true,
                exported: false,
                seized: false,
                test: e.test,
                corrected: false,
                shares,
                came_on,
            };
            if self.parcels.insert(new.no, held).is_some() {
                told.breach(seq, "L1", || format!("parcel number {} is used twice", new.no));
            }
        }
    }

    /// What comes out of a mix: every input's shares at its mass, added up, at the mass that came out.
    /// Inputs of one origin keep it as it is.
    fn mixed(&mut self, inputs: &[Held], out_mct: i64, first_no: i64) -> Option<Shares> {
        let first = inputs.first()?;
        if inputs.iter().all(|p| Rc::ptr_eq(&p.shares, &first.shares)) {
            return Some(Rc::clone(&first.shares));
        }
        let mut sum: BTreeMap<i64, i64> = BTreeMap::new();
        for input in inputs {
            for (source, mct) in at_mass(&input.shares, input.weight_mct) {
                let entry = sum.entry(source).or_default();
                *entry = entry.saturating_add(mct);
            }
        }
        let shares = Rc::new(at_mass(&sum.into_iter().collect::<Vec<_>>(), out_mct));
        self.mixes.insert(first_no, Rc::clone(&shares));
        Some(shares)
    }

    fn certified(&mut self, told: &mut Told, seq: i64, account: AccountId, e: &CertificateIssued) {
        if self.proposers.get(&e.shipment) != Some(&e.proposed_by) || e.proposed_by == account {
            told.breach(seq, "K5", || format!("certificate {} was not signed by two people", e.number));
        }
        let days = e.expires_on.signed_duration_since(e.issued_on).num_days();
        // On its last day it may still be issued, and is then valid for that day.
        if !(0..=60).contains(&days) {
            told.breach(seq, "K4", || format!("certificate {} is valid for {days} days", e.number));
        }
        let Some(packed) = self.shipments.remove(&e.shipment) else {
            told.breach(seq, "K3", || format!("certificate {} has no shipment", e.number));
            return;
        };
        let mut sum: BTreeMap<i64, i64> = BTreeMap::new();
        let mut total = 0i64;
        for p in &packed.parcels {
            let Some(held) = self.live(told, seq, p.parcel_no, packed.exporter) else { continue };
            if held.test || held.weight_mct != p.weight_mct.mct() || self.seals.get(&p.seal) != Some(&p.parcel_no) {
                told.breach(seq, "K3", || format!("parcel {} of certificate {} is not as it was packed", p.parcel_no, e.number));
            }
            total = total.saturating_add(p.weight_mct.mct());
            for (source, mct) in at_mass(&held.shares, p.weight_mct.mct()) {
                let entry = sum.entry(source).or_default();
                *entry = entry.saturating_add(mct);
            }
            if let Some(held) = self.parcels.get_mut(&p.parcel_no) {
                held.live = false;
                held.exported = true;
            }
            self.seals.remove(&p.seal);
        }
        if total != e.weight_mct.mct() {
            told.breach(seq, "K3", || format!("certificate {} says {} mct, its parcels weigh {total}", e.number, e.weight_mct.mct()));
        }
        self.proposers.remove(&e.shipment);
        self.left.insert(e.certificate, (e.shipment, packed));
        let parts = sum.into_iter().collect();
        self.certificates.push(Certified { seq, no: e.no, digest: e.composition_digest.clone(), parts });
    }

    /// A certificate is void at most once; goods that never left come back as they were packed.
    fn voided(&mut self, told: &mut Told, seq: i64, e: &CertificateVoided) {
        let Some((shipment, packed)) = self.left.remove(&e.certificate) else {
            told.breach(seq, "K6", || format!("certificate {} was not valid", e.certificate));
            return;
        };
        if e.goods != Some(VoidedGoods::Here) {
            return;
        }
        for p in &packed.parcels {
            if let Some(held) = self.parcels.get_mut(&p.parcel_no) {
                held.live = true;
                held.exported = false;
            }
            if let Some(other) = self.seals.insert(p.seal.clone(), p.parcel_no) {
                told.breach(seq, "C9", || format!("seal {} was live on parcel {other}", p.seal));
            }
        }
        self.shipments.insert(shipment, packed);
    }

    /// The sum over everything (C3): came in + gained = live + kept by the state + exported + lost.
    pub(super) fn sums(&self) -> Option<Breach> {
        let there = self.parcels.values().filter(|p| !p.test && (p.live || p.exported || p.seized));
        let there = there.fold(0i64, |s, p| s.saturating_add(p.weight_mct));
        let expected = self.came_in.saturating_add(self.gained).saturating_sub(self.lost);
        let what = || format!("{expected} mct should be held, kept by the state or exported, {there} are");
        (there != expected).then(|| Breach { seq: 0, rule: "C3", what: what() })
    }

    pub(super) fn take_compositions(&mut self) -> (BTreeMap<i64, Shares>, Vec<Certified>) {
        (std::mem::take(&mut self.mixes), std::mem::take(&mut self.certificates))
    }
}
