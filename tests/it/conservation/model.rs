//! What the register must hold, kept by the test alone: plain maps, the rules written again, nothing read from it.

use super::amend::Amendment;
use super::limits::{allowed, loss_cap, tolerance};
use crate::trace::walk::{History, Operation, apportion};
use placer::domain::ids::{CertificateId, LicenceId, PartyId, PurchaseId, ShipmentId, SiteId};
use placer::domain::time::Instant;
use placer::service::error::ServiceError;
use std::collections::{BTreeMap, BTreeSet};

/// Why a step must be refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// C1: what goes in is not what comes out and the loss.
    Sum,
    /// C1: more is lost than may be.
    LossCap,
    /// C1, C4: nobody says why.
    Reason,
    /// C4: the stones do not add up.
    Stones,
    /// A parcel of nothing.
    Empty,
    /// C2: two scales do not differ that much.
    Weighing,
    /// C2: many small gains.
    PathGain,
    /// C5: it is not there any more.
    Gone,
    /// C5: somebody else has it.
    NotHeld,
    /// C5: named twice.
    Twice,
    /// C7: it waits for a buyer.
    Offered,
    /// C7: the buyer leaves out a parcel.
    Unweighed,
    /// C7: the offer is over.
    OfferEnded,
    /// It is packed.
    Packed,
    /// The shipment is not where this needs it: taken apart, signed once, or gone.
    Signed,
    /// A correction changed what was signed for; too rare to be met in every run.
    SignedForOther,
    /// Under a seal.
    Sealed,
    /// Not under a seal.
    Unsealed,
    /// C9: the seal's number is on another parcel.
    SealTaken,
    /// Test stones among real ones.
    Mixed,
    /// C3: opening stock comes once.
    Declared,
    /// C6: the pit is not of that licence.
    Pit,
    /// Not this account's to do.
    NotYours,
    /// The entry stands like that already.
    Nothing,
    /// Another correction of the entry waits.
    Pending,
    /// Somebody decided before.
    Decided,
    /// C2: whoever weighed the parcel since found another mass.
    WeighedSince,
    /// C4: and another number of stones.
    CountedSince,
    /// C1: the mix that took the parcel would gain, or lose too much.
    BreaksMix,
    /// Something was done with the parcel of an entry that is to be taken back.
    Touched,
    /// Nobody says why carats have no origin.
    Unexplained,
    /// Small losses along a path add up to too much.
    PathLoss,
    /// C4: so do small changes of the count.
    PathCount,
    /// Test stones do not leave.
    Test,
    /// The certificate is void already.
    Void,
}

impl Why {
    pub const ALL: [Self; 34] = [
        Self::Sum,
        Self::LossCap,
        Self::Reason,
        Self::Stones,
        Self::Empty,
        Self::Weighing,
        Self::PathGain,
        Self::Gone,
        Self::NotHeld,
        Self::Twice,
        Self::Offered,
        Self::Unweighed,
        Self::OfferEnded,
        Self::Packed,
        Self::Signed,
        Self::Sealed,
        Self::Unsealed,
        Self::SealTaken,
        Self::Mixed,
        Self::Declared,
        Self::Pit,
        Self::NotYours,
        Self::Nothing,
        Self::Pending,
        Self::Decided,
        Self::WeighedSince,
        Self::CountedSince,
        Self::BreaksMix,
        Self::Touched,
        Self::Unexplained,
        Self::PathLoss,
        Self::PathCount,
        Self::Test,
        Self::Void,
    ];
}

pub type Whys = BTreeSet<Why>;

/// Which of the reasons above the register gives; empty for a refusal that is no matter of conservation.
pub fn answers(error: &ServiceError) -> Whys {
    let of = |code: &str| match code {
        "rework.weight_differs" => vec![Why::Sum],
        "rework.loss_beyond" => vec![Why::LossCap],
        "rework.loss_reason" | "required" => vec![Why::Reason],
        "rework.stones_differ" | "purchase.stones_differ" | "purchase.stones_off" => vec![Why::Stones],
        "parcel.no_weight" | "parcel.no_stones" | "production.no_weight" | "production.no_stones" => vec![Why::Empty],
        "parcel.reweigh_beyond" | "purchase.weight_differs" | "purchase.weight_off" => vec![Why::Weighing],
        "correction.path_gain" | "parcel.path_gain" | "purchase.path_gain" | "purchase.gain_off" | "rework.path_gain" => {
            vec![Why::PathGain]
        }
        "parcel.not_live" | "purchase.parcel_gone" | "purchase.parcel_changed" => vec![Why::Gone],
        "parcel.unknown" | "purchase.parcel_sold" | "purchase.parcel_not_held" => vec![Why::NotHeld],
        "shipment.not_held" => vec![Why::NotHeld, Why::Gone],
        "rework.twice" | "purchase.parcel_twice" | "shipment.twice" => vec![Why::Twice],
        "parcel.offered" | "purchase.parcel_offered" | "shipment.offered" => vec![Why::Offered],
        "purchase.not_weighed" => vec![Why::Unweighed],
        "purchase.already_accepted" | "purchase.already_declined" | "purchase.already_withdrawn" | "purchase.expired" => {
            vec![Why::OfferEnded]
        }
        "parcel.in_shipment" | "purchase.parcel_in_shipment" | "shipment.parcel_taken" | "correction.in_shipment" => vec![Why::Packed],
        "shipment.cancelled" | "shipment.proposed" | "shipment.not_proposed" | "shipment.certified" | "certificate.issued" => {
            vec![Why::Signed]
        }
        "certificate.changed_since_signed" => vec![Why::SignedForOther],
        "rework.path_loss" | "purchase.path_loss" | "correction.path_loss" => vec![Why::PathLoss],
        "rework.path_count" => vec![Why::PathCount],
        "parcel.sealed" | "purchase.sealed" => vec![Why::Sealed],
        "parcel.not_sealed" | "shipment.not_sealed" => vec![Why::Unsealed],
        "parcel.seal_taken" | "certificate.seal_elsewhere" => vec![Why::SealTaken],
        "rework.test_mixed" | "purchase.test_mixed" | "shipment.test_mixed" => vec![Why::Mixed],
        "stock.declared" => vec![Why::Declared],
        "production.other_licence" | "correction.site_of_other_licence" => vec![Why::Pit],
        "correction.nothing" => vec![Why::Nothing],
        "correction.pending" | "certificate.correction_pending" => vec![Why::Pending],
        "correction.decided" | "correction.changed_since" => vec![Why::Decided],
        "correction.weighed_since" => vec![Why::WeighedSince],
        "correction.counted_since" => vec![Why::CountedSince],
        "correction.breaks_mix" => vec![Why::BreaksMix],
        "correction.withdraw_touched" => vec![Why::Touched],
        "certificate.unestablished" => vec![Why::Unexplained],
        "certificate.test" => vec![Why::Test],
        "certificate.void" => vec![Why::Void],
        _ => vec![],
    };
    match error {
        ServiceError::Refused(v) => v.0.iter().flat_map(|v| of(v.code)).collect(),
        ServiceError::Forbidden | ServiceError::NotFound(_) => Whys::from([Why::NotYours]),
        other => panic!("a fault, not a refusal: {other}"),
    }
}

#[derive(Debug)]
pub struct Lot {
    pub weight: i64,
    pub stones: i64,
    pub holder: PartyId,
    pub live: bool,
    /// It left under a certificate.
    pub exported: bool,
    /// Net gain of the weighings behind it.
    pub gain: i64,
    pub test: bool,
    pub seal: Option<String>,
    pub shipment: Option<ShipmentId>,
}

pub struct Offer {
    pub id: PurchaseId,
    pub seller: PartyId,
    pub buyer: PartyId,
    pub lots: Vec<i64>,
    /// Mass and stones of each as offered.
    pub as_offered: Vec<(i64, i64)>,
    pub until: Instant,
    pub waiting: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    Packed,
    Proposed,
    Left,
    Cancelled,
}

pub struct Shipment {
    pub id: ShipmentId,
    pub lots: Vec<i64>,
    pub stand: Stand,
    /// It was proposed with a word on carats of unknown origin, and there were some.
    pub said: bool,
    /// The carats by entry and by site that were signed for.
    pub signed: super::leave::SignedFor,
}

/// A certificate, and what its parcels weighed when it was issued.
pub struct Issued {
    pub id: CertificateId,
    pub shipment: usize,
    pub lots: Vec<(i64, i64)>,
    pub void: bool,
}

/// An entry of the book at the pit as it is read by now, or a line of declared stock, which has no licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Journal entry; the lines of one declaration have the same.
    pub seq: i64,
    pub weight: i64,
    pub stones: i64,
    pub site: Option<SiteId>,
    pub licence: Option<LicenceId>,
}

/// What a scale said of a parcel.
#[derive(Debug, Clone)]
pub struct Weighing {
    pub seq: i64,
    pub no: i64,
    pub before: i64,
    pub after: i64,
    pub stones_before: i64,
    pub stones_after: i64,
    pub sale: bool,
    /// It says something else than what stood there.
    pub differs: bool,
}

/// What one holder got and gave, milli-carats.
#[derive(Debug, Default)]
pub struct Account {
    pub came_in: i64,
    pub bought: i64,
    pub sold: i64,
    pub differences: i64,
    pub lost: i64,
}

/// A combining, splitting or sorting as it was asked for.
#[derive(Debug, Clone)]
pub struct Work {
    pub holder: PartyId,
    pub inputs: Vec<i64>,
    /// Mass and stones.
    pub outs: Vec<(i64, i64)>,
    pub loss: i64,
    pub change: i64,
    pub reasoned: bool,
    /// What corrections of the inputs added to the loss.
    pub shift: i64,
    /// Number of the first parcel that came of it.
    pub first: i64,
}

/// Mass and stones that somebody found.
pub type Found = (i64, i64, i64);

#[derive(Default)]
pub struct Model {
    pub lots: BTreeMap<i64, Lot>,
    pub offers: Vec<Offer>,
    pub shipments: Vec<Shipment>,
    pub declared: BTreeSet<(PartyId, bool)>,
    pub abroad: BTreeSet<i64>,
    /// Pit and stock parcels: mass as it is read by now, first holder, whether a test.
    pub births: BTreeMap<i64, (i64, PartyId, bool)>,
    /// Entry, parcel, giver and taker.
    pub sales: Vec<(i64, i64, PartyId, PartyId)>,
    /// By journal entry.
    pub works: BTreeMap<i64, Work>,
    pub weighings: Vec<Weighing>,
    pub entries: BTreeMap<i64, Entry>,
    /// Entries that were taken back.
    pub taken: BTreeSet<i64>,
    pub amendments: Vec<Amendment>,
    pub certificates: Vec<Issued>,
    /// Parcels that nobody held for a while: their certificate was made void before they left.
    pub back: BTreeSet<i64>,
    pub walk: History,
}

pub fn note(whys: &mut Whys, is: bool, why: Why) {
    if is {
        whys.insert(why);
    }
}

/// What must be refused.
impl Model {
    pub fn offered(&self, no: i64, now: Instant) -> bool {
        self.offers.iter().any(|o| o.waiting && now <= o.until && o.lots.contains(&no))
    }

    pub fn touch(&self, no: i64, who: PartyId, now: Instant, needs_stones: bool) -> Whys {
        let lot = &self.lots[&no];
        if lot.holder != who {
            return Whys::from([Why::NotHeld]);
        }
        if !lot.live {
            return Whys::from([Why::Gone]);
        }
        let mut whys = Whys::new();
        note(&mut whys, self.offered(no, now), Why::Offered);
        note(&mut whys, lot.shipment.is_some(), Why::Packed);
        note(&mut whys, needs_stones && lot.seal.is_some(), Why::Sealed);
        whys
    }

    /// Several parcels together in one act of who holds them.
    pub fn together(&self, lots: &[i64], who: PartyId, now: Instant, needs_stones: bool) -> Whys {
        let mut whys: Whys = lots.iter().flat_map(|no| self.touch(*no, who, now, needs_stones)).collect();
        let once: BTreeSet<&i64> = lots.iter().collect();
        note(&mut whys, once.len() < lots.len(), Why::Twice);
        let tests: BTreeSet<bool> = lots.iter().map(|no| self.lots[no].test).collect();
        note(&mut whys, tests.len() > 1, Why::Mixed);
        whys
    }

    /// The heaviest first mass of these parcels and of everything behind them.
    pub fn root(&self, nos: &[i64]) -> i64 {
        let mut behind = BTreeSet::new();
        nos.iter().for_each(|no| self.walk.ancestors(*no, &mut behind));
        behind.iter().map(|no| self.lots[no].weight - self.lots[no].gain).max().unwrap_or(0)
    }

    /// Several parcels that gained too much to be one.
    pub fn gathered(&self, inputs: &BTreeSet<&i64>, step: i64, loss: i64) -> bool {
        let gain: i64 = inputs.iter().map(|no| self.lots[no].gain).sum::<i64>() - loss - self.lost_before(inputs);
        let first = inputs.iter().map(|no| self.lots[no].weight - self.lots[no].gain).sum::<i64>() + step;
        let nos: Vec<i64> = inputs.iter().map(|no| **no).collect();
        gain > 0 && gain > allowed(first, self.root(&nos))
    }

    pub fn weighing(&self, (no, weight, stones): Found, sale: bool) -> Whys {
        let lot = &self.lots[&no];
        let mut whys = Whys::new();
        let step = weight - lot.weight;
        let near = step.abs() <= tolerance(lot.weight) && !(sale && weight == 0);
        if step != 0 || stones != lot.stones {
            let counted = if sale { 0 } else { stones - lot.stones };
            whys.extend(self.along(&BTreeSet::from([&no]), if near { -step } else { 0 }, counted));
        }
        note(&mut whys, sale && near && step != 0 && lot.seal.is_some(), Why::Sealed);
        note(&mut whys, step.abs() > tolerance(lot.weight) || (sale && weight == 0), Why::Weighing);
        let first = lot.weight - lot.gain;
        note(&mut whys, step > 0 && lot.gain + step > allowed(first, self.root(&[no])), Why::PathGain);
        note(&mut whys, sale && stones != lot.stones, Why::Stones);
        note(&mut whys, !sale && (weight == 0 || stones < 1), Why::Empty);
        whys
    }

    pub fn work(&self, ask: &Work, now: Instant) -> Whys {
        let mut whys = self.together(&ask.inputs, ask.holder, now, true);
        let inputs: BTreeSet<&i64> = ask.inputs.iter().collect();
        let mass: i64 = inputs.iter().map(|no| self.lots[no].weight).sum();
        let stones: i64 = inputs.iter().map(|no| self.lots[no].stones).sum();
        note(&mut whys, inputs.len() > 1 && self.gathered(&inputs, 0, ask.loss), Why::PathGain);
        note(&mut whys, mass != ask.outs.iter().map(|o| o.0).sum::<i64>() + ask.loss, Why::Sum);
        note(&mut whys, stones + ask.change != ask.outs.iter().map(|o| o.1).sum::<i64>(), Why::Stones);
        note(&mut whys, ask.loss > loss_cap(mass), Why::LossCap);
        if ask.loss > 0 || ask.change != 0 {
            whys.extend(self.along(&inputs, if ask.loss > loss_cap(mass) { 0 } else { ask.loss }, ask.change));
        }
        note(&mut whys, (ask.loss > 0 || ask.change != 0) && !ask.reasoned, Why::Reason);
        note(&mut whys, ask.outs.iter().any(|o| o.0 < 1 || o.1 < 1), Why::Empty);
        whys
    }
}

/// What changes once the register accepted.
impl Model {
    pub fn next_no(&self) -> i64 {
        self.lots.keys().last().map_or(1, |no| no + 1)
    }

    pub fn born(&mut self, (weight, stones): (i64, i64), holder: PartyId, test: bool, site: Option<SiteId>) -> i64 {
        let no = self.next_no();
        self.lots.insert(no, Lot { weight, stones, holder, live: true, exported: false, gain: 0, test, seal: None, shipment: None });
        self.births.insert(no, (weight, holder, test));
        self.walk.add(no, weight, None, site);
        no
    }

    pub fn weighed(&mut self, seq: i64, (no, after, stones_after): Found, sale: bool) {
        let lot = self.lots.get_mut(&no).unwrap();
        let (before, stones_before) = (lot.weight, lot.stones);
        lot.gain += after - before;
        lot.weight = after;
        lot.stones = stones_after;
        let differs = before != after || stones_before != stones_after;
        self.weighings.push(Weighing { seq, no, before, after, stones_before, stones_after, sale, differs });
        self.walk.parcels.get_mut(&no).unwrap().weight = after;
    }

    pub fn sold(&mut self, seq: i64, buyer: PartyId, found: &[Found]) {
        for f in found {
            let lot = self.lots.get_mut(&f.0).unwrap();
            self.sales.push((seq, f.0, lot.holder, buyer));
            lot.holder = buyer;
            self.weighed(seq, *f, true);
        }
    }

    pub fn worked(&mut self, seq: i64, mut ask: Work) -> Vec<i64> {
        let test = self.lots[&ask.inputs[0]].test;
        let went_in = ask.inputs.iter().map(|no| (*no, self.lots[no].weight)).collect();
        let gain: i64 = ask.inputs.iter().map(|no| self.lots[no].gain).sum();
        for no in &ask.inputs {
            self.lots.get_mut(no).unwrap().live = false;
            self.walk.parcels.get_mut(no).unwrap().live = false;
        }
        let first_output = self.next_no();
        let numbered: Vec<(i64, (i64, i64))> = (first_output..).zip(ask.outs.iter().copied()).collect();
        let by_mass = numbered.iter().map(|(no, out)| (*no, out.0)).collect();
        let gains = apportion(gain.abs(), &by_mass);
        self.walk.operations.push(Operation { inputs: went_in, first_output, out: ask.outs.iter().map(|o| o.0).sum() });
        let by = self.walk.operations.len() - 1;
        for (no, (weight, stones)) in &numbered {
            let gain = gains.get(no).copied().unwrap_or(0) * gain.signum();
            let (weight, stones, holder) = (*weight, *stones, ask.holder);
            let lot = Lot { weight, stones, holder, live: true, exported: false, gain, test, seal: None, shipment: None };
            self.lots.insert(*no, lot);
            self.walk.add(*no, weight, Some(by), None);
        }
        ask.first = first_output;
        self.works.insert(seq, ask);
        numbered.into_iter().map(|(no, _)| no).collect()
    }

    /// What everybody got and gave, from the first day on, each entry as it is read by now.
    pub fn accounts(&self) -> BTreeMap<(PartyId, bool), Account> {
        let mut all: BTreeMap<(PartyId, bool), Account> = BTreeMap::new();
        for (no, lot) in self.lots.iter().filter(|(no, _)| !self.taken.contains(no)) {
            let made = self.works.values().find_map(|work| work.made().find(|(made, _)| made == no).map(|(_, out)| (out.0, work.holder)));
            let (mut mass, mut holder) = match self.births.get(no) {
                Some((mass, holder, test)) => {
                    all.entry((*holder, *test)).or_default().came_in += mass;
                    (*mass, *holder)
                }
                None => made.unwrap(),
            };
            let mut steps: Vec<(i64, bool, i64, PartyId)> = Vec::new();
            steps.extend(self.sales.iter().filter(|s| s.1 == *no).map(|s| (s.0, false, 0, s.3)));
            steps.extend(self.weighings.iter().filter(|w| w.no == *no && w.differs).map(|w| (w.seq, true, w.after, holder)));
            steps.sort_by_key(|step| (step.0, step.1));
            for (_, scale, after, buyer) in steps {
                if scale {
                    all.entry((holder, lot.test)).or_default().differences += after - mass;
                    mass = after;
                } else {
                    all.entry((holder, lot.test)).or_default().sold += mass;
                    all.entry((buyer, lot.test)).or_default().bought += mass;
                    holder = buyer;
                }
            }
            assert_eq!((mass, holder), (lot.weight, lot.holder), "parcel {no} told from its beginning");
        }
        for work in self.works.values() {
            let test = self.lots[&work.inputs[0]].test;
            all.entry((work.holder, test)).or_default().lost += work.loss + work.shift;
        }
        all
    }
}

impl Work {
    /// Numbers, masses and stones of what came out.
    pub fn made(&self) -> impl Iterator<Item = (i64, (i64, i64))> {
        (self.first..).zip(self.outs.iter().copied())
    }
}
