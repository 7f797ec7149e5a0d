//! The same facts on a second path: parcels and their origins worked out from the journal alone, in memory,
//! without the code that keeps the tables.
//!
//! Approved corrections of production entries are applied from the start, as if the book at the pit had been
//! read right the first time; that is what the tables must say in the end.

use crate::domain::event::{
    CertificateIssued, CertificateVoided, CorrectionChange, Event, NewParcel, Rework, ShipmentParcel, VoidedGoods, Weighed,
};
use crate::domain::ids::{AccountId, CertificateId, PartyId, PurchaseId, ShipmentId};
use crate::domain::time::Day;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// A rule the journal breaks, at an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Entry.
    pub seq: i64,
    /// Which invariant: `C1`, `C5`, `K4`, ...
    pub rule: &'static str,
    /// What, in words for the operator.
    pub what: String,
}

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

/// Reads a journal twice: first for corrections, then for everything.
#[derive(Default)]
pub struct Audit {
    corrected: HashMap<i64, Reading>,
    proposals: HashMap<String, CorrectionChange>,
    parcels: BTreeMap<i64, Held>,
    offers: HashMap<PurchaseId, Offer>,
    shipments: HashMap<ShipmentId, Packed>,
    proposers: HashMap<ShipmentId, AccountId>,
    certificates: Vec<Certified>,
    left: HashMap<CertificateId, (ShipmentId, Packed)>,
    mixes: BTreeMap<i64, Shares>,
    seals: HashMap<String, i64>,
    breaches: Vec<Breach>,
    came_in: i64,
    lost: i64,
    gained: i64,
}

impl Audit {
    /// Nothing read yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The kinds of event that the first reading looks at; it may leave out all others.
    pub const LEARNT: &'static [&'static str] = &["correction.proposed", "correction.decided"];

    /// First reading.
    pub fn learn(&mut self, event: &Event) {
        if !Self::LEARNT.contains(&event.kind()) {
            return;
        }
        match event {
            Event::CorrectionProposed(e) => {
                self.proposals.insert(e.correction.to_string(), e.change.clone());
            }
            Event::CorrectionDecided(e) if e.approved => {
                let reading = |weight_mct: i64, stones, withdrawn, on| Reading { weight_mct, stones, withdrawn, on };
                let found = match self.proposals.get(&e.correction.to_string()) {
                    Some(CorrectionChange::Production { parcel_no, now, .. }) => {
                        Some((*parcel_no, reading(now.weight_mct.mct(), now.stones, false, Some(now.on))))
                    }
                    Some(CorrectionChange::Stock { parcel_no, now, .. }) => {
                        Some((*parcel_no, reading(now.weight_mct.mct(), now.stones, false, None)))
                    }
                    Some(CorrectionChange::Withdrawal { parcel_no, .. }) => Some((*parcel_no, reading(0, 0, true, None))),
                    Some(CorrectionChange::Purchase { .. }) | None => None,
                };
                self.corrected.extend(found);
            }
            _ => {}
        }
    }

    /// Second reading.
    pub fn read(&mut self, seq: i64, account: AccountId, event: &Event) {
        match event {
            Event::ProductionRecorded(e) => self.born(seq, &e.parcel, e.holder, (e.facts.on, e.test)),
            Event::StockDeclared(e) => e.parcels.iter().for_each(|p| self.born(seq, &p.parcel, e.holder, (e.on, e.test))),
            Event::PurchaseOffered(e) => {
                let parcels = e.slip.items.iter().map(|i| i.parcel_no).collect();
                self.offers.insert(e.slip.purchase, Offer { seller: e.slip.seller, buyer: e.slip.buyer, parcels, on: e.slip.on });
            }
            Event::PurchaseAccepted(e) => {
                if let Some(offer) = self.offers.remove(&e.purchase) {
                    self.sold(seq, &offer, &e.weighed);
                } else {
                    self.breach(seq, "C7", format!("purchase {} was not waiting", e.purchase));
                }
            }
            Event::PurchaseClosed(e) => {
                self.offers.remove(&e.purchase);
            }
            Event::PurchaseRecorded(e) => {
                let parcels = e.slip.items.iter().map(|i| i.parcel_no).collect();
                self.sold(seq, &Offer { seller: e.slip.seller, buyer: e.slip.buyer, parcels, on: e.slip.on }, &e.weighed);
            }
            Event::ParcelCombined(e) => self.reworked(seq, &e.0),
            Event::ParcelSplit(e) => self.reworked(seq, &e.0),
            Event::ParcelSorted(e) => self.reworked(seq, &e.0),
            Event::ParcelReweighed(e) => self.weighed(seq, e.parcel_no, e.after_mct.mct(), e.stones_after),
            Event::ParcelSealed(e) => {
                if let Some(other) = self.seals.insert(e.seal.clone(), e.parcel_no) {
                    self.breach(seq, "C9", format!("seal {} was live on parcel {other}", e.seal));
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
            Event::CertificateIssued(e) => self.certified(seq, account, e),
            Event::CertificateVoided(e) => self.voided(seq, e),
            _ => {}
        }
    }

    fn breach(&mut self, seq: i64, rule: &'static str, what: String) {
        self.breaches.push(Breach { seq, rule, what });
    }

    fn born(&mut self, seq: i64, new: &NewParcel, holder: PartyId, (on, test): (Day, bool)) {
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
            test,
            corrected,
            shares,
            came_on: read.and_then(|r| r.on).unwrap_or(on),
        };
        if self.parcels.insert(new.no, held).is_some() {
            self.breach(seq, "L1", format!("parcel number {} is used twice", new.no));
        }
    }

    /// The live parcel with a number held by somebody; a breach when it is not so.
    fn live(&mut self, seq: i64, no: i64, holder: PartyId) -> Option<Held> {
        let found = self.parcels.get(&no).cloned();
        match found {
            Some(held) if held.live && held.holder == holder => Some(held),
            Some(held) => {
                let why = if held.live { "held by somebody else" } else { "gone" };
                self.breach(seq, "C5", format!("parcel {no} is {why}"));
                None
            }
            None => {
                self.breach(seq, "C6", format!("there is no parcel {no}"));
                None
            }
        }
    }

    fn sold(&mut self, seq: i64, offer: &Offer, weighed: &[Weighed]) {
        for no in &offer.parcels {
            let Some(held) = self.live(seq, *no, offer.seller) else { continue };
            if held.came_on > offer.on {
                self.breach(seq, "C6", format!("parcel {no} was sold on {} and dug on {}", offer.on, held.came_on));
            }
            if let Some(held) = self.parcels.get_mut(no) {
                held.holder = offer.buyer;
            }
            if let Some(w) = weighed.iter().find(|w| w.parcel_no == *no) {
                self.weighed(seq, *no, w.weight_mct.mct(), w.stones);
            }
        }
    }

    fn weighed(&mut self, seq: i64, no: i64, after: i64, stones: i64) {
        let Some(held) = self.parcels.get_mut(&no) else {
            self.breach(seq, "C6", format!("there is no parcel {no}"));
            return;
        };
        let gain = after.saturating_sub(held.weight_mct);
        held.weight_mct = after;
        held.stones = stones;
        if !held.test {
            self.gained = self.gained.saturating_add(gain);
        }
    }

    fn reworked(&mut self, seq: i64, e: &Rework) {
        let inputs: Vec<Held> = e.inputs.iter().filter_map(|no| self.live(seq, *no, e.holder)).collect();
        let in_mct = inputs.iter().fold(0i64, |s, p| s.saturating_add(p.weight_mct));
        let out_mct = e.outputs.iter().fold(0i64, |s, p| s.saturating_add(p.weight_mct.mct()));
        let loss = in_mct.saturating_sub(out_mct);
        let corrected = inputs.iter().any(|p| p.corrected);
        if loss < 0 || (!corrected && loss != e.loss_mct.mct()) {
            self.breach(seq, "C1", format!("{in_mct} mct in, {out_mct} out, {} stated as lost", e.loss_mct.mct()));
        }
        let stones_in = inputs.iter().fold(0i64, |s, p| s.saturating_add(p.stones)).saturating_add(e.stones_change);
        let stones_out = e.outputs.iter().fold(0i64, |s, p| s.saturating_add(p.stones));
        if stones_in != stones_out {
            self.breach(seq, "C4", format!("{stones_in} stones in, {stones_out} out"));
        }
        if inputs.iter().any(|p| p.test != e.test) {
            self.breach(seq, "C3", "test and real parcels are mixed".into());
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
            let held =
                Held { weight_mct, stones, holder: e.holder, live: true, exported: false, test: e.test, corrected: false, shares, came_on };
            if self.parcels.insert(new.no, held).is_some() {
                self.breach(seq, "L1", format!("parcel number {} is used twice", new.no));
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

    fn certified(&mut self, seq: i64, account: AccountId, e: &CertificateIssued) {
        if self.proposers.get(&e.shipment) != Some(&e.proposed_by) || e.proposed_by == account {
            self.breach(seq, "K5", format!("certificate {} was not signed by two people", e.number));
        }
        let days = e.expires_on.signed_duration_since(e.issued_on).num_days();
        // On its last day it may still be issued, and is then valid for that day.
        if !(0..=60).contains(&days) {
            self.breach(seq, "K4", format!("certificate {} is valid for {days} days", e.number));
        }
        let Some(packed) = self.shipments.remove(&e.shipment) else {
            self.breach(seq, "K3", format!("certificate {} has no shipment", e.number));
            return;
        };
        let mut sum: BTreeMap<i64, i64> = BTreeMap::new();
        let mut total = 0i64;
        for p in &packed.parcels {
            let Some(held) = self.live(seq, p.parcel_no, packed.exporter) else { continue };
            if held.test || held.weight_mct != p.weight_mct.mct() || self.seals.get(&p.seal) != Some(&p.parcel_no) {
                self.breach(seq, "K3", format!("parcel {} of certificate {} is not as it was packed", p.parcel_no, e.number));
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
            self.breach(seq, "K3", format!("certificate {} says {} mct, its parcels weigh {total}", e.number, e.weight_mct.mct()));
        }
        self.proposers.remove(&e.shipment);
        self.left.insert(e.certificate, (e.shipment, packed));
        let parts = sum.into_iter().collect();
        self.certificates.push(Certified { seq, no: e.no, digest: e.composition_digest.clone(), parts });
    }

    /// A certificate is void at most once; goods that never left come back as they were packed.
    fn voided(&mut self, seq: i64, e: &CertificateVoided) {
        let Some((shipment, packed)) = self.left.remove(&e.certificate) else {
            self.breach(seq, "K6", format!("certificate {} was not valid", e.certificate));
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
                self.breach(seq, "C9", format!("seal {} was live on parcel {other}", p.seal));
            }
        }
        self.shipments.insert(shipment, packed);
    }

    /// What is wrong, with the sum over everything last (C3): came in + gained = live + exported + lost.
    #[must_use]
    pub fn breaches(&self) -> Vec<Breach> {
        let mut found = self.breaches.clone();
        let there = self.parcels.values().filter(|p| !p.test && (p.live || p.exported));
        let there = there.fold(0i64, |s, p| s.saturating_add(p.weight_mct));
        let expected = self.came_in.saturating_add(self.gained).saturating_sub(self.lost);
        if there != expected {
            let what = format!("{expected} mct should be held or exported, {there} are");
            found.push(Breach { seq: 0, rule: "C3", what });
        }
        found
    }

    /// Every parcel, by number.
    #[must_use]
    pub const fn parcels(&self) -> &BTreeMap<i64, Held> {
        &self.parcels
    }

    /// The compositions of the mixes and certificates read since this was asked last. They are final as soon as they are
    /// read, so whoever compares them at once need not hold them all.
    pub fn take_compositions(&mut self) -> (BTreeMap<i64, Shares>, Vec<Certified>) {
        (std::mem::take(&mut self.mixes), std::mem::take(&mut self.certificates))
    }
}

/// Shares at another total: whole parts rounded down, and what is left one by one to the largest remainders,
/// the first of equals first. What rounds to nothing is left out.
fn at_mass(shares: &[(i64, i64)], total: i64) -> Vec<(i64, i64)> {
    let sum: i128 = shares.iter().map(|(_, s)| i128::from(*s)).fold(0, i128::saturating_add);
    if sum == 0 {
        return Vec::new();
    }
    let exact = |s: i64| i128::from(s).saturating_mul(i128::from(total));
    let mut order: Vec<usize> = (0..shares.len()).collect();
    let remainder = |at: usize| shares.get(at).map_or(0, |(_, s)| exact(*s).checked_rem(sum).unwrap_or(0));
    order.sort_by(|a, b| remainder(*b).cmp(&remainder(*a)).then(a.cmp(b)));
    let floor = |s: i64| i64::try_from(exact(s).checked_div(sum).unwrap_or(0)).unwrap_or(0);
    let mut parts: Vec<i64> = shares.iter().map(|(_, s)| floor(*s)).collect();
    let given = parts.iter().fold(0i64, |s, p| s.saturating_add(*p));
    let left = usize::try_from(total.saturating_sub(given)).unwrap_or(0);
    for at in order.into_iter().take(left) {
        if let Some(part) = parts.get_mut(at) {
            *part = part.saturating_add(1);
        }
    }
    shares.iter().zip(parts).filter(|(_, p)| *p > 0).map(|((no, _), p)| (*no, p)).collect()
}
