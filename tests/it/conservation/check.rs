//! What must hold once a history is over, from the journal, the projections and the model against each other.

use super::limits::{allowed, gain_cap, loss_cap, tolerance};
use super::model::{Account, Model};
use super::play::Stage;
use crate::trace::build::{trace_of_certificate, trace_of_parcel};
use crate::trace::walk::{Shares, agrees};
use crate::verify::verified;
use crate::world::{World, mct};
use placer::domain::access::Reach;
use placer::domain::event::{CorrectionChange, Event, Rework, StockParcel};
use placer::domain::parcel::{Parcel, ParcelState};
use placer::store::journal::entries_after;
use placer::store::operation::{operation_fetch, parcels_where_consumed};
use placer::store::parcel::{ParcelFilter, parcel_history, parcel_next_no, parcel_totals};
use placer::store::production::source_fetch;
use std::collections::{BTreeMap, BTreeSet};

pub fn all(stage: &Stage<'_>) {
    let (w, m) = (&stage.w, &stage.m);
    stage.same(m.lots.keys().copied());
    assert_eq!(w.read(parcel_next_no), m.next_no(), "no parcel that nobody asked for");
    let parcels: BTreeMap<i64, Parcel> = m.lots.keys().map(|no| (*no, w.parcel(*no))).collect();
    let journal: Vec<(i64, Event)> =
        w.read(|rx| entries_after(rx, 0, 100_000)).into_iter().map(|(seq, s)| (seq, s.unwrap().entry.event)).collect();
    works(w, m, &journal, &parcels);
    weighings(w, m, &journal);
    gains(m);
    accounts(w, m, &journal, &parcels);
    holders(w, m, &parcels);
    super::dated::balances(stage);
    chains(w, m, &journal, &parcels);
    assert_eq!(verified(w).findings, []);
    traces(w, m);
}

/// C1, C4: of every operation in the journal, as much went in as came out and was lost, and as many stones.
fn works(w: &World, m: &Model, journal: &[(i64, Event)], parcels: &BTreeMap<i64, Parcel>) {
    let mut seen = 0;
    for (seq, event) in journal {
        let Some(e) = rework(event) else { continue };
        seen += 1;
        let asked = &m.works[seq];
        // Nothing weighs a parcel again once it is used up; only its entry may be read anew.
        let inputs = e.inputs.iter().map(|no| &parcels[no]);
        let (mass, stones) = inputs.fold((0, 0), |sum, p| (sum.0 + p.weight.mct(), sum.1 + p.stones));
        let kept = w.read(|rx| operation_fetch(rx, *seq)).unwrap();
        let (out, counted) = e.outputs.iter().fold((0, 0), |sum, p| (sum.0 + p.weight_mct.mct(), sum.1 + p.stones));
        assert_eq!(mass, out + kept.loss_mct, "C1 at {seq}");
        assert_eq!(stones + e.stones_change, counted, "C4 at {seq}");
        assert!((0..=loss_cap(mass)).contains(&kept.loss_mct), "C1 at {seq}");
        assert!(e.loss_reason.is_some() || (e.loss_mct.is_zero() && e.stones_change == 0), "C1 at {seq}");
        assert_eq!((e.loss_mct.mct(), e.stones_change, e.holder), (asked.loss, asked.change, asked.holder));
        let made: Vec<(i64, i64)> = e.outputs.iter().map(|p| (p.weight_mct.mct(), p.stones)).collect();
        assert_eq!(made, asked.outs, "as asked at {seq}");
        let named: BTreeSet<i64> = asked.inputs.iter().copied().collect();
        assert_eq!(e.inputs.iter().copied().collect::<BTreeSet<_>>(), named, "as asked at {seq}");
        assert_eq!((kept.in_mct, kept.out_mct, kept.loss_mct), (mass, out, asked.loss + asked.shift));
        assert!(e.inputs.iter().all(|no| parcels[no].test == e.test), "test stones stay among themselves");
    }
    assert_eq!(seen, m.works.len());
}

fn rework(event: &Event) -> Option<&Rework> {
    match event {
        Event::ParcelCombined(e) => Some(&e.0),
        Event::ParcelSplit(e) => Some(&e.0),
        Event::ParcelSorted(e) => Some(&e.0),
        _ => None,
    }
}

/// C2: no weighing in the journal changed a mass by more than two scales differ, and a parcel whose carats came in at
/// once and that was never worked on gained no more than the cap in all.
fn weighings(w: &World, m: &Model, journal: &[(i64, Event)]) {
    let mut told: Vec<(i64, i64, i64)> = Vec::new();
    for (seq, event) in journal {
        match event {
            Event::ParcelReweighed(e) => told.push((*seq, e.parcel_no, e.after_mct.mct())),
            Event::PurchaseRecorded(e) => told.extend(e.weighed.iter().map(|x| (*seq, x.parcel_no, x.weight_mct.mct()))),
            Event::PurchaseAccepted(e) => told.extend(e.weighed.iter().map(|x| (*seq, x.parcel_no, x.weight_mct.mct()))),
            _ => {}
        }
    }
    let mut wanted: Vec<(i64, i64, i64)> = m.weighings.iter().map(|x| (x.seq, x.no, x.after)).collect();
    wanted.sort_unstable();
    told.sort_unstable();
    assert_eq!(told, wanted);
    let mut gained: BTreeMap<i64, i64> = BTreeMap::new();
    for x in m.weighings.iter().filter(|x| x.differs) {
        assert!((x.after - x.before).abs() <= tolerance(x.before), "C2 at {}", x.seq);
        *gained.entry(x.no).or_default() += x.after - x.before;
    }
    for (no, gained) in gained {
        if let Some(source) = w.read(|rx| source_fetch(rx, no)) {
            assert!(gained <= gain_cap(source.weight.mct()), "C2: parcel {no} gained {gained}");
        }
    }
}

/// C2 along the path: what combining, splitting, sorting and corrections left of the weighings behind a parcel is no more
/// than the part of the cap that a parcel of its first mass has. Sharing a gain over parts rounds by a milli-carat for
/// each of them, and a loss shows that as much of a gain was not there.
fn gains(m: &Model) {
    for (no, lot) in m.lots.iter().filter(|(_, lot)| lot.gain > 0) {
        let mut behind = BTreeSet::new();
        m.walk.ancestors(*no, &mut behind);
        let path: Vec<_> = m.works.values().filter(|work| work.made().any(|(made, _)| behind.contains(&made))).collect();
        let (first, root) = (lot.weight - lot.gain, m.root(&[*no]));
        let lost: i64 = path.iter().map(|work| work.loss + work.shift).sum();
        let spare = i64::try_from(behind.len()).unwrap() + lost + lost * gain_cap(root) / root.max(1);
        let most = allowed(first, root) + spare;
        assert!(
            lot.gain <= most,
            "C2: parcel {no} of {first} mct gained {} of at most {most}, root {root}, behind it {behind:?}",
            lot.gain
        );
    }
}

/// C3: what came in and what weighings differ by is what there is, what left and what was lost; of everybody together
/// and of every holder.
fn accounts(w: &World, m: &Model, journal: &[(i64, Event)], parcels: &BTreeMap<i64, Parcel>) {
    let (all, amended) = (m.accounts(), amended(journal));
    for test in [false, true] {
        let (mut came_in, mut lost) = (0, 0);
        for (seq, event) in journal {
            match event {
                Event::ProductionRecorded(e) if e.test == test => {
                    came_in += e.parcel.weight_mct.mct() + amended.get(&e.parcel.no).copied().unwrap_or(0);
                }
                Event::StockDeclared(e) if e.test == test => {
                    let read = |p: &StockParcel| p.parcel.weight_mct.mct() + amended.get(&p.parcel.no).copied().unwrap_or(0);
                    came_in += e.parcels.iter().map(read).sum::<i64>();
                }
                Event::ArrivalRecorded(e) if !test => came_in += e.received.iter().map(|p| p.weight_mct.mct()).sum::<i64>(),
                event if rework(event).is_some_and(|e| e.test == test) => lost += w.read(|rx| operation_fetch(rx, *seq)).unwrap().loss_mct,
                _ => {}
            }
        }
        let there = |p: &&Parcel| p.test == test && p.state != ParcelState::Consumed;
        let sum: i64 = parcels.values().filter(there).map(|p| p.weight.mct()).sum();
        let of = |f: fn(&Account) -> i64| all.iter().filter(|((_, t), _)| *t == test).map(|(_, a)| f(a)).sum::<i64>();
        assert_eq!((of(|a| a.came_in), of(|a| a.lost)), (came_in, lost));
        assert_eq!(of(|a| a.bought), of(|a| a.sold));
        assert_eq!(came_in + of(|a| a.differences), sum + lost, "C3 over all, test {test}");
        for ((holder, _), a) in all.iter().filter(|((_, t), _)| *t == test) {
            let held = parcels.values().filter(there).filter(|p| p.holder == *holder).map(|p| p.weight.mct()).sum::<i64>();
            assert_eq!(a.came_in + a.bought + a.differences, held + a.sold + a.lost, "C3 of {holder}, test {test}: {a:?}");
            let filter = ParcelFilter { holder: Some(*holder), state: Some(ParcelState::Live), ..ParcelFilter::default() };
            let totals = w.read(|rx| parcel_totals(rx, Reach::All, &filter, w.now));
            let live = parcels.values().filter(|p| !p.test && p.state == ParcelState::Live && p.holder == *holder);
            let live: i64 = live.map(|p| p.weight.mct()).sum();
            assert!(test || totals.weight_mct == live, "the totals of the list of parcels: {totals:?}, not {live}");
        }
    }
}

/// By how much the approved corrections in the journal changed the mass of each entry.
fn amended(journal: &[(i64, Event)]) -> BTreeMap<i64, i64> {
    let approved = |id| journal.iter().any(|(_, e)| matches!(e, Event::CorrectionDecided(d) if d.approved && d.correction == id));
    let mut all = BTreeMap::new();
    for (_, event) in journal {
        let Event::CorrectionProposed(e) = event else { continue };
        let (parcel_no, was, now) = match &e.change {
            CorrectionChange::Production { parcel_no, was, now } => (parcel_no, was.weight_mct, now.weight_mct),
            CorrectionChange::Stock { parcel_no, was, now } => (parcel_no, was.weight_mct, now.weight_mct),
            CorrectionChange::Withdrawal { parcel_no, was } => (parcel_no, was.weight_mct, mct(0)),
            CorrectionChange::Purchase { .. } => continue,
        };
        if approved(e.correction) {
            *all.entry(*parcel_no).or_default() += now.mct() - was.mct();
        }
    }
    all
}

/// C5: a live parcel has one holder from the entry by which he got it, and one that is used up has none.
fn holders(w: &World, m: &Model, parcels: &BTreeMap<i64, Parcel>) {
    for (no, p) in parcels {
        let history = w.read(|rx| parcel_history(rx, p));
        let now: Vec<_> = history.held.iter().filter(|h| h.to_seq.is_none()).map(|h| h.holder).collect();
        let wanted = if m.lots[no].live { vec![m.lots[no].holder] } else { vec![] };
        assert_eq!(now, wanted, "C5 of {no}");
        for pair in history.held.windows(2) {
            let apart = pair[0].to_seq.is_some_and(|to| to < pair[1].from_seq) && m.back.contains(no);
            assert!(apart || pair[0].to_seq == Some(pair[1].from_seq), "C5: a gap or an overlap in the custody of {no}");
        }
        let open = w.read(|rx| placer::store::parcel::open_offers(rx, p.purchase, w.now));
        assert_eq!(!open.is_empty(), m.offered(*no, w.now), "the offer of {no}");
    }
}

/// C6: behind every parcel there are parcels with lower numbers only, and at the end entries of production or stock.
fn chains(w: &World, m: &Model, journal: &[(i64, Event)], parcels: &BTreeMap<i64, Parcel>) {
    let journal: BTreeMap<i64, &Event> = journal.iter().map(|(seq, e)| (*seq, e)).collect();
    let mut behind: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for (no, p) in parcels {
        let inputs = w.read(|rx| parcels_where_consumed(rx, p.produced_seq));
        let source = w.read(|rx| source_fetch(rx, *no));
        let mut ends = BTreeSet::from([*no]);
        if inputs.is_empty() {
            assert!(source.is_some(), "C6: parcel {no} comes from nowhere");
            assert!(
                matches!(journal[&p.produced_seq], Event::ProductionRecorded(_) | Event::StockDeclared(_) | Event::ArrivalRecorded(_)),
                "C6 of {no}"
            );
        } else {
            assert!(source.is_none() && rework(journal[&p.produced_seq]).is_some(), "C6 of {no}");
        }
        for input in &inputs {
            // Numbers ascend, so what is behind an input is known by now; a cycle would need one that is not.
            assert!(input.no < *no, "C6: parcel {no} is made of {}", input.no);
            ends.extend(&behind[&input.no]);
        }
        let mut wanted = BTreeSet::new();
        m.walk.ancestors(*no, &mut wanted);
        assert_eq!(ends, wanted, "C6 of {no}");
        behind.insert(*no, ends);
    }
}

/// The trace of every parcel that is held or left, and of every certificate, says what a slow walk of the model says.
fn traces(w: &World, m: &Model) {
    for certificate in &m.certificates {
        let mut wanted = Shares::new();
        for (no, weight) in &certificate.lots {
            for (source, share) in m.walk.composition(*no, *weight) {
                *wanted.entry(source).or_default() += share;
            }
        }
        let whole = certificate.lots.iter().map(|(_, weight)| weight).sum();
        agrees(w, &m.walk, &trace_of_certificate(w, certificate.id), &wanted, whole);
    }
    for (no, lot) in m.lots.iter().filter(|(_, lot)| lot.live || lot.exported) {
        let trace = trace_of_parcel(w, *no);
        agrees(w, &m.walk, &trace, &m.walk.composition(*no, lot.weight), lot.weight);
        let mut behind = BTreeSet::new();
        m.walk.ancestors(*no, &mut behind);
        let chain: BTreeSet<i64> = trace.chain.unwrap().parcels.iter().map(|p| p.no).collect();
        assert_eq!(chain, behind, "the chain of {no}");
        let without: i64 = trace.sources.iter().filter(|s| s.site.is_none()).map(|s| s.share_mct).sum();
        let composition = m.walk.composition(*no, lot.weight);
        let abroad: i64 = composition.iter().filter(|(source, _)| m.abroad.contains(source)).map(|(_, share)| share).sum();
        assert_eq!((without, trace.imported_mct), (trace.unestablished_mct + abroad, abroad), "what has no origin in {no}");
    }
}
