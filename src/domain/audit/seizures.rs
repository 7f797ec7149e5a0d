//! What the state took, as things stood: what and from whom, where it is kept, and by which order it goes (C12).

use super::authors::{Authors, Hand};
use super::ledger::Ledger;
use super::lineage::Source;
use super::{At, Told};
use crate::domain::event::{
    KeptReading, NewParcel, SafeCounted, SeizureDifferenceAnswered, SeizureMoved, SeizureOrderDecided, SeizureOrderProposed,
    SeizureOutcome, SeizureRecorded, TakenParcel,
};
use crate::domain::ids::{OfficeId, PartyId, PurchaseId, SafeCountId, SeizureId, SeizureOrderId, ShipmentId};
use crate::domain::time::Day;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A seizure as it stands.
#[derive(Debug)]
struct Taken {
    no: i64,
    office: Option<OfficeId>,
    from: Option<PartyId>,
    by: Hand,
    on: Day,
    safe: String,
    seal: String,
    /// Parcels that are kept, and whether for good.
    kept: BTreeMap<i64, bool>,
    steps: i64,
    orders: i64,
    /// What differed and nobody answered, with whose hand wrote it down.
    differs: Option<(SeizureMoved, Hand)>,
    waits: Option<SeizureOrderId>,
}

/// Seizures, their orders, and what must be their own.
#[derive(Debug, Default)]
pub(super) struct Seizures {
    known: HashMap<SeizureId, Taken>,
    /// Codes, receipts and codes of receipts that are used.
    words: HashSet<String>,
    seals: HashSet<String>,
    orders: HashMap<SeizureOrderId, (SeizureOrderProposed, Hand)>,
    counts: HashSet<SafeCountId>,
}

fn blank(text: &str) -> bool {
    text.trim().is_empty()
}

impl Seizures {
    /// The office of a seizure.
    pub fn office_of(&self, id: SeizureId) -> Option<OfficeId> {
        self.known.get(&id)?.office
    }
    /// Whether there is a seizure.
    pub fn knows(&self, id: SeizureId) -> bool {
        self.known.contains_key(&id)
    }
    /// An order that waits.
    pub fn order(&self, id: SeizureOrderId) -> Option<&SeizureOrderProposed> {
        self.orders.get(&id).map(|(order, _)| order)
    }
}

impl Ledger {
    pub(super) fn seized(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &SeizureRecorded) {
        let (seq, s) = (at.seq, &mut self.seizures);
        let next = i64::try_from(s.known.len()).unwrap_or(i64::MAX).saturating_add(1);
        let fresh = !s.known.contains_key(&e.seizure) && e.no == next;
        let words = [format!("code {}", e.code), format!("receipt {}", e.receipt), format!("check {}", e.check_code)];
        let mut own = s.seals.insert(e.seal.clone());
        for word in words {
            own &= s.words.insert(word);
        }
        told.check(fresh && own, seq, "C12", || format!("seizure {} is there, or its receipt or seal is of another", e.code));
        told.check(at.today.is_none_or(|today| e.on <= today), seq, "C12", || format!("{} is after the day of the seizure", e.on));
        let said = [&e.place, &e.ground, &e.receipt, &e.seal, &e.safe].into_iter().chain(&e.witnesses).all(|w| !blank(w))
            && e.witnesses.len() == 2;
        told.check(said, seq, "C12", || format!("seizure {} says too little", e.code));
        let some = !(e.taken.is_empty() && e.found.is_empty());
        told.check(some, seq, "C12", || format!("seizure {} takes nothing", e.code));
        self.ended_by(at, told, e);
        let mut kept = BTreeMap::new();
        for p in &e.taken {
            self.take(at, told, (p, e.from, e.test));
            kept.insert(p.parcel_no, false);
        }
        for new in &e.found {
            self.find(at, e, new);
            kept.insert(new.no, false);
        }
        let taken = Taken {
            no: e.no,
            office: e.office,
            from: e.from,
            by: authors.hand(at),
            on: e.on,
            safe: e.safe.clone(),
            seal: e.seal.clone(),
            kept,
            steps: 0,
            orders: 0,
            differs: None,
            waits: None,
        };
        self.seizures.known.entry(e.seizure).or_insert(taken);
    }

    /// Offers and shipments of what is taken end, and no others.
    fn ended_by(&mut self, at: &At<'_>, told: &mut Told, e: &SeizureRecorded) {
        let parcels = || e.taken.iter().filter_map(|p| self.lineage.parcels.get(&p.parcel_no));
        let offers: BTreeSet<PurchaseId> = parcels().filter_map(|p| p.offer).filter(|id| self.trade.offers.contains_key(id)).collect();
        told.check(offers == e.offers.iter().copied().collect(), at.seq, "C7", || {
            format!("seizure {} leaves an offer of its parcels, or ends another", e.code)
        });
        let shipments: BTreeSet<ShipmentId> = parcels().filter_map(|p| p.shipment).collect();
        told.check(shipments == e.shipments.iter().copied().collect(), at.seq, "C12", || {
            format!("seizure {} leaves a parcel in a shipment, or takes another apart", e.code)
        });
        for id in &e.offers {
            self.trade.offers.remove(id);
        }
        for id in &e.shipments {
            self.taken_apart(*id);
        }
    }

    fn take(&mut self, at: &At<'_>, told: &mut Told, (p, from, test): (&TakenParcel, Option<PartyId>, bool)) {
        self.stated(at, told, p.parcel_no, (p.weight_mct.mct(), p.stones));
        let Some(parcel) = self.lineage.parcels.get_mut(&p.parcel_no) else {
            told.breach(at.seq, "C6", || format!("there is no parcel {}", p.parcel_no));
            return;
        };
        let held = parcel.live && Some(parcel.holder) == from;
        told.check(held, at.seq, "C5", || format!("parcel {} is gone, or held by somebody else", p.parcel_no));
        told.check(parcel.test == test, at.seq, "C3", || "test and real parcels are mixed".into());
        parcel.taken_as_written |= !parcel.pinned;
        parcel.live = false;
    }

    fn find(&mut self, at: &At<'_>, e: &SeizureRecorded, new: &NewParcel) {
        let source = Source {
            seq: at.seq,
            recorded_at: at.entry.recorded_at,
            weight: new.weight_mct.mct(),
            stones: new.stones,
            site: None,
            abroad: None,
            licence: None,
            on: e.on,
            holder: PartyId::nobody(),
            office: e.office,
            later: None,
        };
        self.lineage.add_source(new, e.test, source);
        if let Some(parcel) = self.lineage.parcels.get_mut(&new.no) {
            parcel.live = false;
        }
    }

    pub(super) fn seizure_moved(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &SeizureMoved) {
        let seq = at.seq;
        let Some(taken) = self.seizures.known.get_mut(&e.seizure) else {
            told.breach(seq, "C12", || format!("there is no seizure {}", e.seizure));
            return;
        };
        taken.steps = taken.steps.saturating_add(1);
        let idle = taken.differs.is_none() && taken.waits.is_none();
        told.check(idle, seq, "C12", || format!("seizure {} waits for an answer or an order", taken.no));
        told.check(e.step == taken.steps && e.from == taken.safe, seq, "C12", || {
            format!("step {} of seizure {} leaves a gap, or does not begin where it is kept", e.step, taken.no)
        });
        let day = taken.on <= e.on && at.today.is_none_or(|today| e.on <= today);
        told.check(day, seq, "C12", || format!("seizure {} was moved before the step before it, or on a day to come", taken.no));
        let said = [&e.to, &e.given_by, &e.taken_by, &e.seal_read].into_iter().all(|w| !blank(w));
        told.check(said, seq, "C12", || format!("seizure {} was moved by nobody, or nowhere", taken.no));
        let weighed: Vec<i64> = e.readings.iter().map(|r| r.parcel_no).collect();
        let whole = weighed.iter().eq(taken.kept.keys());
        told.check(whole, seq, "C12", || format!("not each parcel of seizure {} that is kept was weighed once", taken.no));
        let other_seal = e.seal_read != taken.seal;
        (taken.safe, taken.on) = (e.to.clone(), e.on);
        if let Some(seal) = &e.seal_new {
            taken.seal.clone_from(seal);
            let own = self.seizures.seals.insert(seal.clone());
            told.check(own, seq, "C9", || format!("seal {seal} was used before"));
        }
        for r in &e.readings {
            self.stated(at, told, r.parcel_no, (r.before_mct.mct(), r.stones_before));
        }
        self.says_what_differs(at, told, e, other_seal);
        if e.differs {
            if let Some(taken) = self.seizures.known.get_mut(&e.seizure) {
                taken.differs = Some((e.clone(), authors.hand(at)));
            }
        } else {
            self.scale_read(&e.readings);
        }
    }

    /// A step says that something differs when it does, and only then.
    fn says_what_differs(&self, at: &At<'_>, told: &mut Told, e: &SeizureMoved, other_seal: bool) {
        let Some(rules) = at.rules else { return };
        let apart = |r: &KeptReading| {
            let by = r.after_mct.mct().abs_diff(r.before_mct.mct());
            by > rules.reweigh_cap(r.before_mct.mct()).unsigned_abs() || r.stones_before != r.stones_after
        };
        let differs = other_seal || e.readings.iter().any(apart);
        told.check(differs == e.differs, at.seq, "C12", || format!("step {} says that something differs, or does not, wrongly", e.step));
    }

    fn scale_read(&mut self, readings: &[KeptReading]) {
        for r in readings {
            self.lineage.weigh(r.parcel_no, r.after_mct.mct(), r.stones_after);
        }
    }

    pub(super) fn difference_answered(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &SeizureDifferenceAnswered) {
        let found = self.seizures.known.get_mut(&e.seizure).and_then(|t| t.differs.take());
        let Some((moved, by)) = found.filter(|(moved, _)| moved.step == e.step) else {
            told.breach(at.seq, "C12", || format!("nothing of step {} of seizure {} waits for an answer", e.step, e.seizure));
            return;
        };
        let alone = authors.same_hand(&by, &authors.hand(at));
        told.check(!alone && !blank(&e.reason), at.seq, "C12", || "a difference was answered by who wrote it down, or with nothing".into());
        if e.stands {
            self.scale_read(&moved.readings);
        }
    }

    pub(super) fn seizure_ordered(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &SeizureOrderProposed) {
        let seq = at.seq;
        let used = self.seizures.orders.contains_key(&e.order);
        let Some(taken) = self.seizures.known.get_mut(&e.seizure).filter(|_| !used) else {
            told.breach(seq, "C12", || format!("there is no seizure {}, or its order is there", e.seizure));
            return;
        };
        taken.orders = taken.orders.saturating_add(1);
        let idle = taken.differs.is_none() && taken.waits.is_none() && e.no == taken.orders;
        told.check(idle, seq, "C12", || format!("seizure {} waits for an answer or another order, or the order leaves a gap", taken.no));
        told.check(!blank(&e.number) && !blank(&e.authority), seq, "C12", || "an order has no number, or nobody gave it".into());
        let day = at.today.is_none_or(|today| e.on <= today);
        told.check(day, seq, "C12", || format!("the order is of {}, a day to come", e.on));
        let numbers: BTreeSet<i64> = e.parcels.iter().map(|p| p.parcel_no).collect();
        let kept = !numbers.is_empty() && numbers.len() == e.parcels.len() && numbers.iter().all(|no| may(taken, *no, e.outcome));
        told.check(kept, seq, "C12", || format!("the order is over what seizure {} does not keep, or has decided", taken.no));
        told.check(terms(taken, e), seq, "C12", || "the order does not say to whom, for how much or how".into());
        taken.waits = Some(e.order);
        for p in &e.parcels {
            self.stated(at, told, p.parcel_no, (p.weight_mct.mct(), p.stones));
        }
        self.seizures.orders.insert(e.order, (e.clone(), authors.hand(at)));
    }

    pub(super) fn order_decided(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &SeizureOrderDecided) {
        let Some((order, by)) = self.seizures.orders.remove(&e.order) else {
            told.breach(at.seq, "C12", || format!("order {} was not waiting", e.order));
            return;
        };
        let hand = authors.hand(at);
        let said = e.confirmed || e.reason.as_deref().is_some_and(|r| !blank(r));
        told.check(said, at.seq, "C12", || format!("order {} was refused without a reason", order.number));
        if let Some(taken) = self.seizures.known.get_mut(&order.seizure) {
            taken.waits = None;
            let alone = authors.same_hand(&by, &hand) || taken.by.account == hand.account;
            told.check(!alone, at.seq, "C12", || format!("order {} was decided by who wrote it or the seizure down", order.number));
        }
        if !e.confirmed {
            return;
        }
        for p in &order.parcels {
            self.stated(at, told, p.parcel_no, (p.weight_mct.mct(), p.stones));
            self.let_go(&order, p.parcel_no);
        }
    }

    fn let_go(&mut self, order: &SeizureOrderProposed, no: i64) {
        let Some(taken) = self.seizures.known.get_mut(&order.seizure) else { return };
        if order.outcome == SeizureOutcome::Forfeited {
            if let Some(kept) = taken.kept.get_mut(&no) {
                *kept = true;
            }
            return;
        }
        taken.kept.remove(&no);
        let Some(parcel) = self.lineage.parcels.get_mut(&no) else { return };
        match order.to.filter(|_| order.outcome.releases()) {
            Some(to) => (parcel.live, parcel.holder, parcel.offer) = (true, to, None),
            None => parcel.removed = true,
        }
    }

    pub(super) fn safe_counted(&mut self, at: &At<'_>, told: &mut Told, e: &SafeCounted) {
        let s = &mut self.seizures;
        let next = i64::try_from(s.counts.len()).unwrap_or(i64::MAX).saturating_add(1);
        let fresh = s.counts.insert(e.count) && e.no == next;
        told.check(fresh, at.seq, "C12", || format!("count {} is there, or is not the next one", e.no));
        let day = at.today.is_none_or(|today| e.on <= today);
        told.check(day, at.seq, "C12", || format!("{} is after the day of the count", e.on));
        let here = |t: &&Taken| !t.kept.is_empty();
        let due: BTreeSet<i64> = s.known.values().filter(here).filter(|t| t.safe == e.safe).map(|t| t.no).collect();
        let told_of: Vec<i64> = e.there.iter().chain(&e.missing).copied().collect();
        let whole = told_of.len() == due.len() && told_of.iter().all(|no| due.contains(no));
        let elsewhere: BTreeSet<i64> = s.known.values().filter(here).map(|t| t.no).filter(|no| !due.contains(no)).collect();
        let others = e.elsewhere.iter().all(|no| elsewhere.contains(no));
        told.check(whole && others, at.seq, "C12", || format!("count {} leaves out what is kept there, or counts what is not", e.no));
    }
}

/// Whether an order may say this of a parcel of a seizure.
fn may(taken: &Taken, no: i64, outcome: SeizureOutcome) -> bool {
    let settled = matches!(outcome, SeizureOutcome::Returned | SeizureOutcome::Forfeited);
    taken.kept.get(&no).is_some_and(|forfeited| !(*forfeited && settled))
}

/// Whether an order says what it must: back to whom they were taken from; sold to somebody for something; how they are gone.
fn terms(taken: &Taken, e: &SeizureOrderProposed) -> bool {
    let sale = e.licence.is_some() || e.price.is_some() || e.slip.is_some();
    match e.outcome {
        SeizureOutcome::Returned => e.to.is_some() && e.to == taken.from && !sale,
        SeizureOutcome::Sold => e.to.is_some() && e.price.is_some_and(|p| p.minor > 0) && e.slip.as_deref().is_some_and(|s| !blank(s)),
        SeizureOutcome::Forfeited => e.to.is_none() && !sale,
        SeizureOutcome::Abroad | SeizureOutcome::Destroyed => e.to.is_none() && !sale && e.note.as_deref().is_some_and(|n| !blank(n)),
    }
}
