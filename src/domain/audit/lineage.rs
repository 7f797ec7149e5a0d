//! Parcels as they stand at an entry, and where their carats came from as was known then. A correction changes it from
//! its approval on.

use super::path::{FINE, Path, part_of};
use super::pool::{added, at_mass};
use crate::domain::event::{HsCode, NewParcel, Rework};
use crate::domain::ids::{LicenceId, OfficeId, PartyId, PurchaseId, ShipmentId, SiteId};
use crate::domain::time::{Day, Instant};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// A parcel as it stands.
#[derive(Debug)]
pub(super) struct Parcel {
    pub weight: i64,
    pub stones: i64,
    pub holder: PartyId,
    /// The source or mix whose shares it has.
    pub origin: i64,
    pub hs: HsCode,
    pub test: bool,
    pub live: bool,
    /// Whether somebody weighed it after it was made.
    pub pinned: bool,
    pub seal: Option<Box<str>>,
    pub shipment: Option<ShipmentId>,
    /// The last offer it stood in.
    pub offer: Option<PurchaseId>,
    /// Whether it ever stood in a certificate.
    pub certified: bool,
    /// Whether it left the trade by a confirmed report.
    pub removed: bool,
    /// Whether the state took it before anybody had weighed or bought it: its receipt says the mass of its entry.
    pub taken_as_written: bool,
    first_weight: i64,
    /// What weighings of its forerunners added, its share by mass.
    gain_made: i64,
    /// What weighings added to itself.
    gain_since: i64,
    /// By how many stones it was counted otherwise since it was made.
    counted: i64,
    made: i64,
    used: Option<i64>,
}

impl Parcel {
    fn new(no: i64, new: &NewParcel, holder: PartyId, test: bool, made: i64) -> Self {
        let (weight, stones) = (new.weight_mct.mct(), new.stones);
        Self {
            weight,
            stones,
            holder,
            origin: no,
            hs: new.hs,
            test,
            live: true,
            pinned: false,
            seal: None,
            shipment: None,
            offer: None,
            certified: false,
            removed: false,
            taken_as_written: false,
            first_weight: weight,
            gain_made: 0,
            gain_since: 0,
            counted: 0,
            made,
            used: None,
        }
    }

    /// What weighings added to it and, in its share, to its forerunners.
    pub const fn gain(&self) -> i64 {
        self.gain_made.saturating_add(self.gain_since)
    }
}

/// What a foreign certificate says of the origin.
#[derive(Debug)]
pub(super) struct Abroad {
    pub origins: Vec<String>,
    pub mixed: bool,
}

/// Where carats came in: a pit or stock parcel or one from abroad, with what is believed of it now.
#[derive(Debug)]
pub(super) struct Source {
    pub seq: i64,
    pub recorded_at: Instant,
    pub weight: i64,
    pub stones: i64,
    pub site: Option<SiteId>,
    /// Where it was mined by a foreign certificate; none of what came in here.
    pub abroad: Option<Rc<Abroad>>,
    /// None for declared stock, and from abroad.
    pub licence: Option<LicenceId>,
    pub on: Day,
    pub holder: PartyId,
    pub office: Option<OfficeId>,
    /// Mass and stones that the first weighing found which changed it.
    pub later: Option<(i64, i64)>,
}

/// What a correction puts in the place of what was written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    pub weight: i64,
    pub stones: i64,
    pub site: Option<SiteId>,
    pub licence: Option<LicenceId>,
    pub on: Day,
}

/// Combining, splitting or sorting.
#[derive(Debug)]
struct Act {
    inputs: Vec<i64>,
    outputs: Vec<i64>,
    out_mct: i64,
    out_stones: i64,
    loss: i64,
    change: i64,
    totals: Path,
}

/// Parcels, what they were made of, and their shares of sources.
#[derive(Debug, Default)]
pub(super) struct Lineage {
    pub parcels: HashMap<i64, Parcel>,
    pub sources: HashMap<i64, Source>,
    pools: HashMap<i64, Vec<(i64, i64)>>,
    acts: HashMap<i64, Act>,
}

impl Lineage {
    /// A pit or stock parcel.
    pub fn add_source(&mut self, new: &NewParcel, test: bool, source: Source) {
        self.parcels.insert(new.no, Parcel::new(new.no, new, source.holder, test, source.seq));
        self.sources.insert(new.no, source);
    }

    /// Where the carats of a parcel came in, at a mass.
    pub fn composition(&self, origin: i64, weight: i64) -> Vec<(i64, i64)> {
        match self.pools.get(&origin) {
            Some(pool) => at_mass(pool, weight),
            None if weight > 0 => vec![(origin, weight)],
            None => Vec::new(),
        }
    }

    /// What happened to a parcel on its way.
    pub fn path(&self, parcel: &Parcel) -> Path {
        let behind = self.acts.get(&parcel.made).map_or_else(Path::default, |act| Path {
            lost: part_of(act.totals.lost, parcel.weight, act.out_mct),
            stones: part_of(act.totals.stones, parcel.stones.saturating_sub(parcel.counted), act.out_stones),
            ..act.totals
        });
        let stones = behind.stones.saturating_add(i128::from(parcel.counted).saturating_mul(FINE));
        let first = parcel.weight.saturating_sub(parcel.gain()).max(0);
        let first_count = i128::from(parcel.stones).saturating_mul(FINE).saturating_sub(stones);
        Path { root: behind.root.max(first), root_stones: behind.root_stones.max(first_count), stones, ..behind }
    }

    /// Another weighing or count of a parcel.
    pub fn weigh(&mut self, no: i64, weight: i64, stones: i64) {
        let Some(parcel) = self.parcels.get_mut(&no) else { return };
        if let Some(source) = self.sources.get_mut(&no).filter(|_| (parcel.weight, parcel.stones) != (weight, stones)) {
            source.later = source.later.or(Some((weight, stones)));
        }
        parcel.gain_since = parcel.gain_since.saturating_add(weight).saturating_sub(parcel.weight);
        parcel.counted = parcel.counted.saturating_add(stones).saturating_sub(parcel.stones);
        (parcel.weight, parcel.stones, parcel.pinned) = (weight, stones, true);
    }

    /// Uses up parcels and makes others.
    pub fn rework(&mut self, seq: i64, e: &Rework) {
        let inputs: Vec<i64> = e.inputs.iter().copied().filter(|no| self.parcels.contains_key(no)).collect();
        for no in &inputs {
            if let Some(parcel) = self.parcels.get_mut(no) {
                (parcel.live, parcel.used) = (false, Some(seq));
            }
        }
        if inputs.is_empty() || e.outputs.is_empty() {
            return;
        }
        let outputs: Vec<i64> = e.outputs.iter().map(|new| new.no).collect();
        let out_mct = e.outputs.iter().fold(0i64, |sum, new| sum.saturating_add(new.weight_mct.mct()));
        let (loss, change) = (e.loss_mct.mct(), e.stones_change);
        self.acts.insert(seq, Act { inputs, outputs, out_mct, out_stones: 0, loss, change, totals: Path::default() });
        for new in &e.outputs {
            self.parcels.insert(new.no, Parcel::new(new.no, new, e.holder, e.test, seq));
        }
        let origin = self.mix(seq);
        for new in &e.outputs {
            if let Some(parcel) = self.parcels.get_mut(&new.no) {
                parcel.origin = origin;
            }
        }
    }

    /// Puts together what an act made: shares of sources, what was lost on the way, and gains. Gives the origin of its
    /// outputs: that of its inputs where they share one, else a pool of its own.
    fn mix(&mut self, seq: i64) -> i64 {
        let Some(act) = self.acts.get(&seq) else { return 0 };
        let inputs: Vec<&Parcel> = act.inputs.iter().filter_map(|no| self.parcels.get(no)).collect();
        let fine = |n: i64| i128::from(n).saturating_mul(FINE);
        let mut totals = Path { lost: fine(act.loss), stones: fine(act.change), ..Path::default() };
        let (mut gain, mut out_stones) = (0i64, act.change);
        for input in &inputs {
            let path = self.path(input);
            totals.lost = totals.lost.saturating_add(path.lost);
            totals.stones = totals.stones.saturating_add(path.stones);
            totals.root = totals.root.max(path.root);
            totals.root_stones = totals.root_stones.max(path.root_stones);
            gain = gain.saturating_add(input.gain());
            out_stones = out_stones.saturating_add(input.stones);
        }
        let origin = inputs.first().map_or(0, |p| p.origin);
        let first_made = act.outputs.first().copied().unwrap_or(0);
        let pool = (!inputs.iter().all(|p| p.origin == origin)).then(|| {
            let parts = inputs.iter().flat_map(|p| self.composition(p.origin, p.weight));
            at_mass(&added(parts), act.out_mct)
        });
        let weights: Vec<(i64, i64)> = act.outputs.iter().map(|no| (*no, self.parcels.get(no).map_or(0, |p| p.first_weight))).collect();
        let mixed = pool.is_some();
        self.pools.extend(pool.map(|pool| (first_made, pool)));
        let shares = weights.iter().map(|(no, _)| (*no, 0)).chain(at_mass(&weights, gain.saturating_abs()));
        for (no, share) in shares {
            if let Some(parcel) = self.parcels.get_mut(&no).filter(|p| p.made == seq) {
                parcel.gain_made = share.saturating_mul(gain.signum());
            }
        }
        if let Some(act) = self.acts.get_mut(&seq) {
            (act.totals, act.out_stones) = (totals, out_stones);
        }
        if mixed { first_made } else { origin }
    }

    /// Another reading of what came in. The parcel follows unless it was sold or weighed since; then the difference
    /// counts as found by the first weighing. What was made of it is put together again. Gives what was, and everything
    /// that came of it.
    pub fn correct(&mut self, no: i64, now: Reading) -> Vec<i64> {
        let (Some(source), Some(parcel)) = (self.sources.get_mut(&no), self.parcels.get_mut(&no)) else { return Vec::new() };
        let (step, more) = (now.weight.saturating_sub(source.weight), now.stones.saturating_sub(source.stones));
        let mut into = 0;
        if step != 0 || more != 0 {
            if parcel.pinned {
                source.later = source.later.or(Some((source.weight, source.stones)));
                parcel.gain_since = parcel.gain_since.saturating_sub(step);
                parcel.counted = parcel.counted.saturating_sub(more);
            } else {
                (parcel.weight, parcel.stones) = (now.weight, now.stones);
                parcel.first_weight = now.weight;
                into = step;
            }
        }
        (source.weight, source.stones, source.site) = (now.weight, now.stones, now.site);
        (source.licence, source.on) = (now.licence, now.on);
        let used = parcel.used.filter(|_| step != 0);
        if let Some(act) = used.and_then(|seq| self.acts.get_mut(&seq)) {
            act.loss = act.loss.saturating_add(into);
        }
        self.remix(used)
    }

    /// Puts an act together again, and in order every one after it that used what came of it. Gives what they made.
    fn remix(&mut self, first: Option<i64>) -> Vec<i64> {
        let mut made = Vec::new();
        let mut todo: BTreeSet<i64> = first.into_iter().collect();
        while let Some(seq) = todo.pop_first() {
            self.mix(seq);
            let Some(act) = self.acts.get(&seq) else { continue };
            // Onward only, so that a journal with numbers used twice cannot lead round in a circle.
            let later = act.outputs.iter().filter_map(|no| self.parcels.get(no)?.used).filter(|later| *later > seq);
            todo.extend(later);
            made.extend_from_slice(&act.outputs);
        }
        made
    }

    /// Nothing came in by an entry.
    pub fn withdraw(&mut self, no: i64) {
        if let (Some(source), Some(parcel)) = (self.sources.get_mut(&no), self.parcels.get_mut(&no)) {
            (source.weight, source.stones) = (0, 0);
            parcel.live = false;
        }
    }

    /// The loss of the act that used a parcel up, and the mass that went in, where there is one.
    pub fn use_of(&self, no: i64) -> Option<(i64, i64)> {
        let act = self.acts.get(&self.parcels.get(&no)?.used?)?;
        let inputs = act.inputs.iter().filter_map(|no| self.parcels.get(no));
        Some((act.loss, inputs.fold(0i64, |sum, p| sum.saturating_add(p.weight))))
    }
}
