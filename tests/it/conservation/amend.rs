//! Corrections of the book at the pit: what must be refused, what they change, and the steps.

use super::limits::{gain_cap, loss_cap, tolerance};
use super::model::{Entry, Model, Why, Whys, Work};
use super::play::{Stage, Step, pick};
use crate::trace::walk::apportion;
use crate::world::mct;
use placer::domain::event::{HsCode, NewParcel, ParcelCombined, Rework};
use placer::domain::ids::CorrectionId;
use placer::domain::parcel::parcel_code;
use placer::domain::time::Instant;
use placer::service::correction::{DecideCorrection, ProposeProductionCorrection, ProposeStockCorrection, ProposeWithdrawal};
use std::collections::BTreeMap;

/// A correction that was proposed.
pub struct Amendment {
    pub id: CorrectionId,
    pub no: i64,
    pub was: Entry,
    /// None where the entry is to be taken back.
    pub now: Option<Entry>,
    pub waiting: bool,
}

impl Model {
    /// What stands against reading an entry so.
    pub fn amending(&self, no: i64, now: &Entry, site_fits: bool) -> Whys {
        let (was, lot) = (&self.entries[&no], &self.lots[&no]);
        let mut whys = Whys::new();
        let mut note = |is: bool, why: Why| {
            if is {
                whys.insert(why);
            }
        };
        note(!site_fits, Why::Pit);
        if (now.weight, now.stones) == (was.weight, was.stones) {
            return whys;
        }
        note(now.weight == 0 || now.stones < 1, Why::Empty);
        let of = |differs: bool| self.weighings.iter().find(move |w| w.no == no && if differs { w.differs } else { w.sale });
        let found = of(true).map(|w| (w.after, w.stones_after)).or_else(|| of(false).map(|_| (was.weight, was.stones)));
        if let Some((mass, stones)) = found {
            let within = (mass - now.weight).abs() <= tolerance(now.weight);
            note(!within, Why::WeighedSince);
            note(now.stones != stones, Why::CountedSince);
            let since: i64 = self.weighings.iter().filter(|w| w.no == no && w.differs).map(|w| w.after - w.before).sum();
            let step = now.weight - was.weight;
            note(within && step < 0 && (since - step > gain_cap(now.weight) || self.onward(no, step)), Why::PathGain);
            note(within && step > 0 && (self.loses(no, step) || self.onward(no, step)), Why::PathLoss);
        } else if let Some(work) = self.works.values().find(|work| work.inputs.contains(&no) && !self.certified(no)) {
            let delta = now.weight - was.weight;
            let went_in: i64 = work.inputs.iter().map(|no| self.lots[no].weight).sum::<i64>() + delta;
            let loss = work.loss + work.shift + delta;
            let breaks = loss < 0 || loss > loss_cap(went_in);
            note(breaks, Why::BreaksMix);
            note(!breaks && delta > 0 && self.onward(no, delta), Why::PathLoss);
            let inputs: std::collections::BTreeSet<&i64> = work.inputs.iter().collect();
            note(!breaks && delta <= 0 && inputs.len() > 1 && self.gathered(&inputs, delta, loss), Why::PathGain);
            note(now.stones != was.stones, Why::CountedSince);
        } else {
            note(lot.shipment.is_some() || self.certified(no), Why::Packed);
        }
        whys
    }

    /// It is on a certificate, or was on one that is void by now.
    fn certified(&self, no: i64) -> bool {
        self.certificates.iter().any(|c| c.lots.iter().any(|(on, _)| *on == no))
    }

    /// What stands against taking an entry back: whatever was done with its parcel.
    fn taking_back(&self, no: i64, now: Instant) -> Whys {
        let (lot, (_, first_holder, _)) = (&self.lots[&no], &self.births[&no]);
        let untouched = lot.live && lot.holder == *first_holder && !self.weighings.iter().any(|w| w.no == no);
        let free = lot.seal.is_none() && lot.shipment.is_none() && !self.offered(no, now) && !self.certified(no);
        if untouched && free { Whys::new() } else { Whys::from([Why::Touched]) }
    }

    /// Nothing came in by the entry, and its parcel is gone.
    fn taken_back(&mut self, no: i64) {
        self.taken.insert(no);
        self.births.get_mut(&no).unwrap().0 = 0;
        self.lots.get_mut(&no).unwrap().live = false;
        self.walk.parcels.get_mut(&no).unwrap().live = false;
    }

    pub fn pending(&self, no: i64) -> bool {
        self.amendments.iter().any(|a| a.waiting && a.no == no)
    }

    /// A correction of the same entry waits: of the parcel, or of another line of the same declaration.
    fn contested(&self, no: i64) -> bool {
        self.amendments.iter().any(|a| a.waiting && self.entries[&a.no].seq == self.entries[&no].seq)
    }

    /// Mass and stones of parcels.
    pub fn now_is(&self, lots: &[i64]) -> Vec<(i64, i64)> {
        lots.iter().map(|no| (self.lots[no].weight, self.lots[no].stones)).collect()
    }

    /// The entry is read so from now on. Whoever weighed the parcel since goes on to be believed; else its mass follows,
    /// and with it the loss of what it went into.
    pub fn amended(&mut self, no: i64, now: &Entry) {
        let was = self.entries.insert(no, now.clone()).unwrap();
        self.births.get_mut(&no).unwrap().0 = now.weight;
        self.walk.parcels.get_mut(&no).unwrap().site = now.site;
        if (now.weight, now.stones) == (was.weight, was.stones) {
            return;
        }
        let of_it = |w: &&mut super::model::Weighing| w.no == no;
        let first = self.weighings.iter_mut().filter(of_it).position(|w| w.differs);
        let first = first.or_else(|| self.weighings.iter_mut().filter(of_it).position(|w| w.sale));
        match first {
            Some(at) => {
                let reading = self.weighings.iter_mut().filter(of_it).nth(at).unwrap();
                (reading.before, reading.stones_before, reading.differs) = (now.weight, now.stones, true);
            }
            None => {
                let delta = now.weight - was.weight;
                let lot = self.lots.get_mut(&no).unwrap();
                (lot.weight, lot.stones) = (now.weight, now.stones);
                self.walk.parcels.get_mut(&no).unwrap().weight = now.weight;
                let went_in = self.walk.operations.iter_mut().flat_map(|o| &mut o.inputs).find(|(input, _)| *input == no);
                if let Some((_, mass)) = went_in {
                    *mass = now.weight;
                }
                if let Some(work) = self.works.values_mut().find(|work| work.inputs.contains(&no)) {
                    work.shift += delta;
                }
            }
        }
        self.gains_again();
    }

    /// Every parcel's gain from the beginning: its own weighings, and its part of what it was made of.
    fn gains_again(&mut self) {
        let mut own: BTreeMap<i64, i64> = BTreeMap::new();
        for w in self.weighings.iter().filter(|w| w.differs) {
            *own.entry(w.no).or_default() += w.after - w.before;
        }
        let mut gains: BTreeMap<i64, i64> = self.lots.keys().map(|no| (*no, own.get(no).copied().unwrap_or(0))).collect();
        for work in self.works.values() {
            let total: i64 = work.inputs.iter().map(|no| gains[no]).sum();
            let shares = apportion(total.abs(), &work.made().map(|(no, out)| (no, out.0)).collect());
            for (no, share) in shares {
                *gains.get_mut(&no).unwrap() += share * total.signum();
            }
        }
        for (no, gain) in gains {
            self.lots.get_mut(&no).unwrap().gain = gain;
        }
    }
}

impl Stage<'_> {
    /// A miner washes his finds together before anybody else weighed them. No account of his does so in the register,
    /// hence a plain event.
    pub(super) fn wash(&mut self, s: &Step) {
        let mine = |lot: &super::model::Lot| lot.live && !self.trades(lot.holder);
        let Some(first) = pick(&self.m.lots.iter().filter(|(_, lot)| mine(lot)).map(|(no, _)| *no).collect::<Vec<_>>(), s.a) else {
            return;
        };
        let (holder, test) = (self.m.lots[&first].holder, self.m.lots[&first].test);
        let alike = self.m.lots.iter().filter(|(_, lot)| mine(lot) && lot.holder == holder && lot.test == test).map(|(no, _)| *no);
        let inputs: Vec<i64> = alike.take(2 + usize::from(s.twist % 2)).collect();
        if inputs.len() < 2 {
            return;
        }
        let (mass, stones) = inputs.iter().map(|no| &self.m.lots[no]).fold((0, 0), |sum, lot| (sum.0 + lot.weight, sum.1 + lot.stones));
        let loss = i64::from(s.b) % (loss_cap(mass) + 1);
        let loss = if mass - loss < stones { 0 } else { loss };
        let (no, parcel) = (self.m.next_no(), self.w.id());
        let out = NewParcel { parcel, no, weight_mct: mct(mass - loss), stones, hs: HsCode::Unsorted, class: None };
        let receipt = self.w.event(ParcelCombined(Rework {
            holder,
            inputs: inputs.clone(),
            outputs: vec![out],
            loss_mct: mct(loss),
            loss_reason: Some("sand".into()),
            stones_change: 0,
            test,
        }));
        let work =
            Work { holder, inputs: inputs.clone(), outs: vec![(mass - loss, stones)], loss, change: 0, reasoned: true, shift: 0, first: 0 };
        let made = self.m.worked(receipt.seq, work);
        self.tally.accepted(s.kind);
        self.same(inputs.into_iter().chain(made));
    }

    pub(super) fn amend(&mut self, s: &Step) {
        let all: Vec<i64> = self.m.entries.keys().copied().collect();
        let free: Vec<i64> = all.iter().copied().filter(|no| !self.m.contested(*no) && !self.m.taken.contains(no)).collect();
        let Some(no) = pick(if s.twist < 13 { &free } else { &all }, s.a) else { return };
        let was = self.m.entries[&no].clone();
        let (mut now, little) = (was.clone(), tolerance(was.weight));
        match s.c % 8 {
            0..=2 => now.weight = (was.weight + i64::from(s.b) % (2 * little + 1) - little).max(0),
            3 => now.weight = was.weight + little + 1 + i64::from(s.b % 500),
            4 => now.stones = was.stones + 1 - 2 * i64::from(s.b % 2),
            5 => now.site = self.other_site(&was, s.b.is_multiple_of(3)),
            6 => now.weight = i64::from(s.b % 2) * was.weight,
            _ => (now.weight, now.site) = (was.weight - i64::from(s.b) % little.min(was.weight), self.other_site(&was, false)),
        }
        let mut whys = self.m.amending(no, &now, self.fits(&now));
        if now == was {
            whys.insert(Why::Nothing);
        }
        if self.m.contested(no) {
            whys.insert(Why::Pending);
        }
        let silent = s.c % 32 == 31;
        if silent {
            whys.insert(Why::Reason);
        }
        let actor = if s.twist == 15 { self.approver.clone() } else { self.officer.clone() };
        if s.twist == 15 || self.m.taken.contains(&no) {
            whys.insert(Why::NotYours);
        }
        let code = |site| self.w.read(|rx| placer::store::site::site_fetch(rx, site)).unwrap().code;
        let site = (now.site != was.site).then(|| now.site.map(code).unwrap_or_default());
        let weight_mct = (now.weight != was.weight).then(|| mct(now.weight));
        let stones = (now.stones != was.stones).then_some(now.stones);
        let (parcel, reason) = (parcel_code(no), if silent { " ".to_owned() } else { "misread".to_owned() });
        let proposed = if was.licence.is_none() {
            let command = ProposeStockCorrection { parcel, site, weight_mct, stones, note: None, reason };
            self.ask(s.kind, &actor, &command, &whys)
        } else {
            let command = ProposeProductionCorrection { site, weight_mct, stones, ..ProposeProductionCorrection::of(parcel, reason) };
            self.ask(s.kind, &actor, &command, &whys)
        };
        if let Some(receipt) = proposed {
            self.m.amendments.push(Amendment { id: receipt.subject.parse().unwrap(), no, was, now: Some(now), waiting: true });
            self.same([no]);
        }
    }

    /// An officer wants an entry taken back; mostly one with whose parcel nothing was done.
    pub(super) fn take_back(&mut self, s: &Step) {
        let now = self.w.now;
        let all: Vec<i64> = self.m.entries.keys().copied().collect();
        let fits = |no: &i64| {
            let production = self.m.entries[no].licence.is_some() && !self.m.taken.contains(no);
            production && !self.m.pending(*no) && (s.b.is_multiple_of(3) || self.m.taking_back(*no, now).is_empty())
        };
        let free: Vec<i64> = all.iter().copied().filter(fits).collect();
        let Some(no) = pick(if s.twist < 13 { &free } else { &all }, s.a) else { return };
        let (was, silent) = (self.m.entries[&no].clone(), s.c % 16 == 15);
        let mut whys = self.m.taking_back(no, now);
        for (is, why) in [(self.m.pending(no), Why::Pending), (silent, Why::Reason)] {
            if is {
                whys.insert(why);
            }
        }
        let actor = if s.twist == 12 { self.approver.clone() } else { self.officer.clone() };
        if s.twist == 12 || was.licence.is_none() || self.m.taken.contains(&no) {
            whys.insert(Why::NotYours);
        }
        let reason = if silent { " " } else { "written twice" };
        let command = ProposeWithdrawal { parcel: parcel_code(no), reason: reason.into() };
        if let Some(receipt) = self.ask(s.kind, &actor, &command, &whys) {
            self.m.amendments.push(Amendment { id: receipt.subject.parse().unwrap(), no, was, now: None, waiting: true });
            self.same([no]);
        }
    }

    pub(super) fn decide(&mut self, s: &Step) {
        let all: Vec<usize> = (0..self.m.amendments.len()).collect();
        let waiting: Vec<usize> = all.iter().copied().filter(|at| self.m.amendments[*at].waiting).collect();
        let Some(at) = pick(if s.twist < 13 { &waiting } else { &all }, s.a) else { return };
        let a = &self.m.amendments[at];
        let (no, now, approved) = (a.no, a.now.clone(), s.c % 5 != 4);
        let mut whys = match &now {
            _ if !approved => Whys::new(),
            Some(now) => self.m.amending(no, now, self.fits(now)),
            None => self.m.taking_back(no, self.w.now),
        };
        if !a.waiting || (approved && (self.m.entries[&no] != a.was || self.m.taken.contains(&no))) {
            whys.insert(Why::Decided);
        }
        // Of a correction long decided, whose entry was taken back since, the register only says that nothing is there.
        if approved && self.m.taken.contains(&no) {
            whys.insert(Why::NotYours);
        }
        let reason = (!s.b.is_multiple_of(5)).then(|| "looked at the book".to_owned());
        if !approved && reason.is_none() {
            whys.insert(Why::Reason);
        }
        let actor = if s.twist == 12 { self.officer.clone() } else { self.approver.clone() };
        if s.twist == 12 {
            whys.insert(Why::NotYours);
        }
        let command = DecideCorrection { correction: a.id, approved, reason };
        if self.ask(s.kind, &actor, &command, &whys).is_some() {
            self.m.amendments[at].waiting = false;
            match now {
                Some(now) if approved => self.m.amended(no, &now),
                None if approved => self.m.taken_back(no),
                _ => {}
            }
            let all: Vec<i64> = self.m.lots.keys().copied().collect();
            self.same(all);
        }
    }
}
