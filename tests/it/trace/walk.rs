//! The trace against an independent slow walk: random histories, and a naive recursion over what was done,
//! with the documented rounding written again here.

use super::build::*;
use crate::world::{World, each};
use placer::domain::ids::SiteId;
use placer::domain::parcel::parcel_code;
use placer::domain::trace::Trace;
use placer::store::trace::{ForwardAsk, forward_of_site};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// What was done, as the test remembers it; nothing here comes from the database.
#[derive(Default)]
pub(crate) struct History {
    pub(crate) parcels: BTreeMap<i64, Known>,
    pub(crate) operations: Vec<Operation>,
}

pub(crate) struct Known {
    pub(crate) weight: i64,
    /// The operation that made it; none for an entry or stock.
    made_by: Option<usize>,
    pub(crate) site: Option<SiteId>,
    pub(crate) live: bool,
}

pub(crate) struct Operation {
    /// Numbers and masses of what went in.
    pub(crate) inputs: Vec<(i64, i64)>,
    pub(crate) first_output: i64,
    pub(crate) out: i64,
}

pub(crate) type Shares = BTreeMap<i64, i64>;

/// Largest remainder: everyone the whole part, then one unit each to the largest remainders, the lower
/// number first.
pub(crate) fn apportion(total: i64, by: &Shares) -> Shares {
    let sum: i128 = by.values().map(|w| i128::from(*w)).sum();
    let mut exact: Vec<(i64, i128, i128)> =
        by.iter().map(|(no, w)| (*no, i128::from(total) * i128::from(*w) / sum, i128::from(total) * i128::from(*w) % sum)).collect();
    let given: i128 = exact.iter().map(|e| e.1).sum();
    exact.sort_by(|a, b| b.2.cmp(&a.2).then(a.0.cmp(&b.0)));
    for e in exact.iter_mut().take(usize::try_from(i128::from(total) - given).unwrap()) {
        e.1 += 1;
    }
    exact.into_iter().filter(|e| e.1 > 0).map(|e| (e.0, i64::try_from(e.1).unwrap())).collect()
}

impl History {
    pub(crate) fn add(&mut self, no: i64, weight: i64, made_by: Option<usize>, site: Option<SiteId>) {
        self.parcels.insert(no, Known { weight, made_by, site, live: true });
    }

    fn live(&self) -> Vec<i64> {
        self.parcels.iter().filter(|(_, p)| p.live).map(|(no, _)| *no).collect()
    }

    /// The parcel whose composition this one has: itself, or the first output of the last true mix.
    fn origin(&self, no: i64) -> i64 {
        let Some(by) = self.parcels[&no].made_by else { return no };
        let operation = &self.operations[by];
        let origins: BTreeSet<i64> = operation.inputs.iter().map(|(no, _)| self.origin(*no)).collect();
        if origins.len() == 1 { *origins.first().unwrap() } else { operation.first_output }
    }

    /// The proportions of an origin.
    fn proportions(&self, origin: i64) -> Shares {
        let Some(by) = self.parcels[&origin].made_by else { return Shares::from([(origin, 1)]) };
        let operation = &self.operations[by];
        let mut sum = Shares::new();
        for (no, weight) in &operation.inputs {
            for (source, share) in self.composition(*no, *weight) {
                *sum.entry(source).or_default() += share;
            }
        }
        apportion(operation.out, &sum)
    }

    pub(crate) fn composition(&self, no: i64, weight: i64) -> Shares {
        apportion(weight, &self.proportions(self.origin(no)))
    }

    pub(crate) fn ancestors(&self, no: i64, into: &mut BTreeSet<i64>) {
        into.insert(no);
        if let Some(by) = self.parcels[&no].made_by {
            for (input, _) in &self.operations[by].inputs {
                self.ancestors(*input, into);
            }
        }
    }
}

/// One step: what, and three numbers that choose from whatever there is by then.
type Step = (u8, u32, u32, u32);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec((0u8..12, any::<u32>(), any::<u32>(), any::<u32>()), 4..28)
}

struct Stage<'w> {
    world: &'w mut World,
    miner: Trader,
    traders: [Trader; 2],
    sites: Vec<SiteId>,
}

fn pick(from: &[i64], n: u32) -> i64 {
    from[usize::try_from(n).unwrap() % from.len()]
}

/// Does the steps in the register and remembers them.
fn play(stage: &mut Stage<'_>, steps: &[Step]) -> History {
    let w = &mut *stage.world;
    let mut h = History::default();
    // Every history has sites of its own, so that forward traces see this history alone.
    stage.sites = (0..3).map(|_| w.site(Some(stage.miner.1), None)).collect();
    let keeper = stage.traders[0];
    for (kind, a, b, c) in steps {
        let live = h.live();
        match kind {
            0..=3 => {
                let site = stage.sites[usize::try_from(*a).unwrap() % 3];
                let weight = 1 + i64::from(*b % 5_000);
                let p = w.production(site, stage.miner.1, stage.miner.0, weight, 2);
                w.sold(&[p.no], stage.miner, keeper);
                h.add(p.no, weight, None, Some(site));
            }
            4 => {
                let holder = w.party("Stock holder", &[placer::domain::role::Role::Dealer], None);
                let site = (a % 2 == 0).then(|| stage.sites[usize::try_from(*b).unwrap() % 3]);
                let weight = 1 + i64::from(*c % 3_000);
                let licence = w.licence("dealer", holder, None);
                let p = &stock(w, holder, &[(weight, site)])[0];
                w.sold(&[p.no], (holder, licence), keeper);
                h.add(p.no, weight, None, site);
            }
            5..=8 if live.len() > 1 => {
                let inputs: BTreeSet<i64> = (0..2 + c % 4).map(|n| pick(&live, a.wrapping_add(n.wrapping_mul(*b | 1)))).collect();
                let inputs: Vec<i64> = inputs.into_iter().collect();
                let sum: i64 = inputs.iter().map(|no| h.parcels[no].weight).sum();
                let out = (sum - i64::from(c % 4)).max(1);
                work(w, &mut h, &Work::Combine, keeper, &inputs, &[out]);
            }
            9 | 10 if !live.is_empty() => {
                let no = pick(&live, *a);
                let weight = h.parcels[&no].weight;
                if weight > 2 {
                    let first = 1 + i64::from(*b) % (weight - 1);
                    let kind = if *kind == 9 { Work::Split } else { Work::Sort };
                    work(w, &mut h, &kind, keeper, &[no], &[first, weight - first]);
                }
            }
            11 if !live.is_empty() => {
                let no = pick(&live, *a);
                let after = (h.parcels[&no].weight + i64::from(*b % 7) - 3).max(1);
                if after != h.parcels[&no].weight {
                    reweighed(w, no, after);
                    h.parcels.get_mut(&no).unwrap().weight = after;
                }
            }
            _ => {}
        }
    }
    h
}

fn work(w: &mut World, h: &mut History, kind: &Work, holder: Trader, inputs: &[i64], outs: &[i64]) {
    let went_in: Vec<(i64, i64)> = inputs.iter().map(|no| (*no, h.parcels[no].weight)).collect();
    let made = rework(w, kind, holder.0, inputs, outs);
    for no in inputs {
        h.parcels.get_mut(no).unwrap().live = false;
    }
    h.operations.push(Operation { inputs: went_in, first_output: made[0].no, out: outs.iter().sum() });
    let by = h.operations.len() - 1;
    for (p, weight) in made.iter().zip(outs) {
        h.add(p.no, *weight, Some(by), None);
    }
}

/// A trace says the same as the slow walk, entry by entry and site by site.
pub(crate) fn agrees(w: &World, h: &History, trace: &Trace, wanted: &Shares, whole: i64) {
    let told: Shares = trace.sources.iter().map(|s| (w.read(|rx| number(rx, &s.parcel)), s.share_mct)).collect();
    assert_eq!(&told, wanted);
    assert_eq!(wanted.values().sum::<i64>(), whole);
    assert_eq!(trace.total_mct, whole);
    assert_eq!(trace.established_mct + trace.opening_stock_mct + trace.imported_mct + trace.unestablished_mct, whole);
    let by_site: i64 = trace.by_site.iter().map(|s| s.weight_mct + s.stock_mct).sum();
    let by_import: i64 = trace.by_import.iter().map(|s| s.weight_mct).sum();
    assert_eq!((by_site + by_import + trace.unestablished_mct, by_import), (whole, trace.imported_mct));
    assert_eq!(trace.by_site.iter().map(|s| s.weight_mct).sum::<i64>(), trace.established_mct);
    let mut sites: BTreeMap<SiteId, i64> = BTreeMap::new();
    for (no, share) in wanted {
        if let Some(site) = h.parcels[no].site {
            *sites.entry(site).or_default() += share;
        }
    }
    assert_eq!(trace.by_site.iter().map(|s| (s.site.id, s.weight_mct + s.stock_mct)).collect::<BTreeMap<_, _>>(), sites);
}

fn number(rx: &mut placer::store::db::Rx<'_>, code: &str) -> Result<i64, placer::store::error::StoreError> {
    Ok(placer::store::parcel::parcel_by_code(rx, code)?.unwrap().no)
}

fn check(stage: &mut Stage<'_>, steps: &[Step]) {
    let h = play(stage, steps);
    let w = &mut *stage.world;
    for (no, known) in &h.parcels {
        let trace = trace_of_parcel(w, *no);
        agrees(w, &h, &trace, &h.composition(*no, known.weight), known.weight);
        let mut behind = BTreeSet::new();
        h.ancestors(*no, &mut behind);
        let chain = trace.chain.unwrap();
        assert_eq!(chain.parcels.iter().map(|p| p.no).collect::<BTreeSet<_>>(), behind, "the chain of {no}");
        assert_eq!(chain.ends, [parcel_code(*no)]);
    }
    // Half of what is left goes abroad; the certificate is the sum of its parcels.
    let (house, keeper) = (stage.traders[1], stage.traders[0]);
    let mut live = h.live();
    let left = live.split_off(live.len() / 2);
    let mut exported = Shares::new();
    if !live.is_empty() {
        w.sold(&live, keeper, house);
        let shipment = shipped(w, house, &live);
        for no in &live {
            for (source, share) in h.composition(*no, h.parcels[no].weight) {
                *exported.entry(source).or_default() += share;
            }
        }
        let whole = live.iter().map(|no| h.parcels[no].weight).sum();
        agrees(w, &h, &trace_of_shipment(w, shipment), &exported, whole);
        let certificate = certified(w, shipment);
        agrees(w, &h, &trace_of_certificate(w, certificate), &exported, whole);
    }
    for site in &stage.sites {
        forward_agrees(w, &h, *site, &left, &exported);
    }
}

fn forward_agrees(w: &World, h: &History, site: SiteId, left: &[i64], exported: &Shares) {
    let all = placer::domain::access::Reach::All;
    let ask = ForwardAsk { today: w.now.day(), parcels: all, certificates: all, details: all.into(), most: 20_000 };
    let forward = w.read(|rx| {
        let site = placer::store::site::site_fetch(rx, site)?.unwrap();
        forward_of_site(rx, &site, &ask)
    });
    let ours = |no: &i64| h.parcels[no].site == Some(site);
    let share = |shares: &Shares| shares.iter().filter(|(no, _)| ours(no)).map(|(_, mct)| mct).sum::<i64>();
    let stock: BTreeMap<String, i64> = left
        .iter()
        .map(|no| (parcel_code(*no), share(&h.composition(*no, h.parcels[no].weight))))
        .filter(|(_, share)| *share > 0)
        .collect();
    assert_eq!(forward.stock.iter().map(|s| (s.parcel.clone(), s.share_mct)).collect::<BTreeMap<_, _>>(), stock);
    assert_eq!(forward.in_stock_mct, stock.values().sum::<i64>());
    assert_eq!(forward.exported_mct, share(exported));
    assert_eq!(forward.in_stock_mct + forward.exported_mct + forward.lost_mct, forward.produced_mct);
    assert_eq!(forward.cut, None);
}

#[test]
fn the_trace_equals_a_slow_walk_of_what_was_done() {
    each(|w| {
        let cases = if w.app.db.is_sqlite() { 40 } else { 6 };
        let miner = miner(w, "A");
        let traders = [exporter(w, "B"), exporter(w, "C")];
        let stage = RefCell::new(Stage { world: w, miner, traders, sites: vec![] });
        let mut runner = TestRunner::new(Config { cases, max_shrink_iters: 60, ..Config::default() });
        runner
            .run(&steps(), |steps| {
                check(&mut stage.borrow_mut(), &steps);
                Ok(())
            })
            .unwrap();
    });
}
