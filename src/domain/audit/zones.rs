//! Zones, worked out from the journal alone: who confirmed what of them (Z1), what they make of every entry of the book at
//! the pit (Z2), and what stock of a cut-off says (Z4). What is done with frozen stones is judged in `custody/zones.rs`.

use super::authors::{Authors, Hand};
use super::book::Rules;
use super::{At, Told};
use crate::domain::event::{
    CorrectionChange, CorrectionDecided, CorrectionProposed, Event, ProductionFacts, ProductionFlag, ProductionRecorded, SiteFacts,
    StockDeclared, ZoneAct, ZoneDecided, ZoneFound, ZoneProposed, ZoneStatusStated,
};
use crate::domain::geo::{site_touches, site_within};
use crate::domain::ids::{CorrectionId, PartyId, SiteId, ZoneChangeId, ZoneId};
use crate::domain::time::Day;
use crate::domain::zone::{ZoneArea, ZoneEffect, ZoneHeld, ZoneJudgement, ZoneStatus};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What was confirmed of a zone, the latest last.
#[derive(Debug, Default)]
struct Known {
    boundaries: Vec<(Option<Day>, ZoneArea)>,
    statuses: Vec<ZoneStatusStated>,
}

impl Known {
    fn boundary(&self, day: Day) -> Option<usize> {
        let holds = |(at, (from, _)): (usize, &(Option<Day>, ZoneArea))| from.is_none_or(|from| from <= day).then_some(at);
        self.boundaries.iter().enumerate().filter_map(holds).next_back()
    }
    fn status(&self, day: Day) -> Option<ZoneStatus> {
        let about = |s: &&ZoneStatusStated| s.from <= day && s.to.is_none_or(|to| to >= day);
        self.statuses.iter().rfind(about).map(|s| s.status)
    }
}

/// A site as it is now; `version` tells it from what it was.
#[derive(Debug)]
struct Place {
    version: i64,
    facts: SiteFacts,
}

/// An entry of the book at the pit, as it is judged now.
#[derive(Debug)]
struct Dug {
    site: SiteId,
    on: Day,
    effect: ZoneEffect,
}

/// Whether a site touches a boundary and lies in it, by site, its version, zone, boundary and accuracy.
type Looked = HashMap<(SiteId, i64, i64, usize, u32), (bool, bool)>;

/// All that is known of zones.
#[derive(Debug, Default)]
pub(super) struct Zones {
    waiting: HashMap<ZoneChangeId, (ZoneProposed, Hand)>,
    changes: i64,
    proposed: i64,
    names: HashMap<ZoneId, i64>,
    known: BTreeMap<i64, Known>,
    sites: HashMap<SiteId, Place>,
    dug: BTreeMap<i64, Dug>,
    by_site: HashMap<SiteId, Vec<i64>>,
    corrections: HashMap<CorrectionId, CorrectionChange>,
    declared: HashSet<(PartyId, ZoneId, bool)>,
    looked: RefCell<Looked>,
}

impl Zones {
    /// Judges the next entry and takes its effect on.
    pub fn read(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors) {
        match &at.entry.event {
            Event::SiteRegistered(e) => drop(self.sites.insert(e.site, Place { version: at.seq, facts: e.facts.clone() })),
            Event::SiteChanged(e) => drop(self.sites.insert(e.site, Place { version: at.seq, facts: e.facts.clone() })),
            Event::ProductionRecorded(e) => self.recorded(at, told, e),
            Event::CorrectionProposed(e) => self.correction_proposed(at, told, e),
            Event::CorrectionDecided(e) => self.corrected(at, told, e),
            Event::StockDeclared(e) => self.stock(at, told, e),
            Event::ZoneProposed(e) => self.change_proposed(at, told, authors, e),
            Event::ZoneDecided(e) => self.decided(at, told, authors, e),
            _ => {}
        }
    }

    fn change_proposed(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &ZoneProposed) {
        self.changes = self.changes.saturating_add(1);
        told.check(e.no == self.changes, at.seq, "Z1", || {
            format!("change {} of zones does not follow {}", e.no, self.changes.saturating_sub(1))
        });
        match (&e.act, e.zone) {
            (ZoneAct::Zone { no, .. }, Some(id)) => {
                self.proposed = self.proposed.saturating_add(1);
                told.check(*no == self.proposed, at.seq, "Z1", || format!("zone number {no} does not follow the one before"));
                told.check(!self.names.contains_key(&id), at.seq, "Z1", || "the zone is known already".into());
            }
            (ZoneAct::Boundary { .. } | ZoneAct::Status { .. }, Some(id)) => {
                told.check(self.names.contains_key(&id), at.seq, "Z1", || "there is no such zone".into());
            }
            (ZoneAct::Release { .. }, None) => {}
            _ => told.breach(at.seq, "Z1", || "a change of zones names a zone where it should not, or none".into()),
        }
        let spans = match &e.act {
            ZoneAct::Zone { statuses, .. } => statuses.as_slice(),
            ZoneAct::Status { stated } => std::slice::from_ref(stated),
            _ => &[],
        };
        let ends = spans.iter().all(|s| s.to.is_none_or(|to| s.from <= to));
        told.check(ends, at.seq, "Z1", || "a status ends before it begins".into());
        self.waiting.insert(e.change, (e.clone(), authors.hand(at)));
    }

    fn decided(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &ZoneDecided) {
        let Some((change, by)) = self.waiting.remove(&e.change) else {
            told.breach(at.seq, "Z1", || format!("change {} of zones did not wait", e.change));
            return;
        };
        let alone = authors.same_hand(&by, &authors.hand(at));
        told.check(!alone, at.seq, "Z1", || "a change of zones was not decided by a second person".into());
        let said = e.confirmed || e.reason.as_deref().is_some_and(|r| !r.trim().is_empty());
        told.check(said, at.seq, "Z1", || "a change of zones was refused without a reason".into());
        let mut due = Vec::new();
        if e.confirmed {
            let no = self.take(&change);
            due = no.and_then(|no| Some(self.found(at.rules?, no, &change.act))).unwrap_or_default();
        }
        let judged = at.rules.is_some() || !e.confirmed;
        told.check(!judged || due == e.found, at.seq, "Z2", || {
            format!("{} entries are judged anew by it, {} are told", due.len(), e.found.len())
        });
        for found in &e.found {
            if let Some(dug) = self.dug.get_mut(&found.parcel_no) {
                dug.effect = found.effect;
            }
        }
    }

    /// Takes a confirmed change on; the number of its zone.
    fn take(&mut self, change: &ZoneProposed) -> Option<i64> {
        if let (ZoneAct::Zone { no, .. }, Some(id)) = (&change.act, change.zone) {
            self.names.insert(id, *no);
        }
        let no = *self.names.get(&change.zone?)?;
        let known = self.known.entry(no).or_default();
        match &change.act {
            ZoneAct::Zone { area, statuses, .. } => {
                known.boundaries.push((None, area.clone()));
                known.statuses.extend(statuses.iter().cloned());
            }
            ZoneAct::Boundary { from, area, .. } => known.boundaries.push((Some(*from), area.clone())),
            ZoneAct::Status { stated } => known.statuses.push(stated.clone()),
            ZoneAct::Release { .. } => return None,
        }
        Some(no)
    }

    /// Whether a site touches a boundary of a zone, and lies in it; worked out once.
    fn look(&self, rules: &Rules, site: SiteId, (zone, boundary): (i64, usize)) -> (bool, bool) {
        let Some(place) = self.sites.get(&site) else { return (false, false) };
        let Some((_, area)) = self.known.get(&zone).and_then(|k| k.boundaries.get(boundary)) else { return (false, false) };
        let accuracy = rules.site_accuracy(place.facts.accuracy_m);
        *self.looked.borrow_mut().entry((site, place.version, zone, boundary, accuracy)).or_insert_with(|| {
            let shape = &place.facts.shape;
            let touches = site_touches(shape, accuracy, area.all());
            (touches, touches && site_within(shape, area.all()))
        })
    }

    fn judge(&self, rules: &Rules, site: SiteId, day: Day) -> Option<ZoneJudgement> {
        let (mut held, mut inside) = (Vec::new(), false);
        for (no, known) in &self.known {
            let (Some(boundary), Some(status)) = (known.boundary(day), known.status(day)) else { continue };
            let (touches, within) = self.look(rules, site, (*no, boundary));
            if touches {
                held.push(ZoneHeld { zone_no: *no, status });
                inside |= within && status == ZoneStatus::Compliant;
            }
        }
        let outside = rules.compliant_only() && !inside;
        let strictest = held.iter().map(|h| rules.zone_effect(h.status)).max().unwrap_or(ZoneEffect::None);
        let effect = if outside { strictest.max(ZoneEffect::Freeze) } else { strictest };
        (outside || !held.is_empty()).then_some(ZoneJudgement { held, effect, outside })
    }

    /// Entries that a change judges more strictly: those of its days, of sites that touch any boundary of the zone.
    fn found(&self, rules: &Rules, zone: i64, act: &ZoneAct) -> Vec<ZoneFound> {
        let boundaries = self.known.get(&zone).map_or(0, |k| k.boundaries.len());
        let about = |day: Day| match act {
            ZoneAct::Zone { statuses, .. } => statuses.iter().any(|s| s.from <= day && s.to.is_none_or(|to| day <= to)),
            ZoneAct::Boundary { from, .. } => *from <= day,
            ZoneAct::Status { stated: s } => s.from <= day && s.to.is_none_or(|to| day <= to),
            ZoneAct::Release { .. } => false,
        };
        let mut all = Vec::new();
        for (site, parcels) in &self.by_site {
            if !(0..boundaries).any(|b| self.look(rules, *site, (zone, b)).0) {
                continue;
            }
            for no in parcels {
                let Some(dug) = self.dug.get(no).filter(|d| d.site == *site && about(d.on)) else { continue };
                let effect = kept(self.judge(rules, *site, dug.on).map(|j| j.effect));
                if effect > dug.effect {
                    all.push(ZoneFound { parcel_no: *no, effect });
                }
            }
        }
        all.sort_by_key(|f| f.parcel_no);
        all.dedup();
        all
    }

    /// What an entry says of its zones, against what they make of it.
    fn check(&self, at: &At<'_>, told: &mut Told, facts: &ProductionFacts, written: bool) {
        let Some(rules) = at.rules else { return };
        let due = self.judge(rules, facts.site, facts.on);
        let refused = due.as_ref().is_some_and(|j| j.effect == ZoneEffect::Refuse);
        told.check(written || !refused, at.seq, "Z2", || format!("a zone of the site lets nothing be dug on {}", facts.on));
        let due = due.map(|j| ZoneJudgement { effect: kept(Some(j.effect)), ..j });
        told.check(due == facts.zone, at.seq, "Z2", || "an entry is not judged as the zones of its site were on its day".into());
        let flagged = due.is_some_and(|j| j.effect != ZoneEffect::None);
        told.check(flagged == facts.flags.contains(&ProductionFlag::Zone), at.seq, "Z2", || {
            "the mark of a zone is not as it should be".into()
        });
    }

    fn recorded(&mut self, at: &At<'_>, told: &mut Told, e: &ProductionRecorded) {
        self.check(at, told, &e.facts, false);
        self.written(e.parcel.no, &e.facts);
    }

    fn written(&mut self, no: i64, facts: &ProductionFacts) {
        let effect = kept(facts.zone.as_ref().map(|z| z.effect));
        self.dug.insert(no, Dug { site: facts.site, on: facts.on, effect });
        self.by_site.entry(facts.site).or_default().push(no);
    }

    fn correction_proposed(&mut self, at: &At<'_>, told: &mut Told, e: &CorrectionProposed) {
        if let CorrectionChange::Production { was, now, .. } = &e.change
            && (was.site, was.on) == (now.site, now.on)
        {
            let marked = |f: &ProductionFacts| f.flags.contains(&ProductionFlag::Zone);
            let same = was.zone == now.zone && marked(was) == marked(now);
            told.check(same, at.seq, "Z2", || "a correction of neither day nor site changes what zones make of an entry".into());
        }
        self.corrections.insert(e.correction, e.change.clone());
    }

    fn corrected(&mut self, at: &At<'_>, told: &mut Told, e: &CorrectionDecided) {
        let Some(change) = self.corrections.remove(&e.correction).filter(|_| e.approved) else { return };
        match change {
            CorrectionChange::Production { parcel_no, was, now } if (was.site, was.on) != (now.site, now.on) => {
                self.check(at, told, &now, true);
                self.written(parcel_no, &now);
            }
            CorrectionChange::Withdrawal { parcel_no, .. } => drop(self.dug.remove(&parcel_no)),
            _ => {}
        }
    }

    /// Stock of a cut-off is counted on the day on which a status began that stops the trade, once, each parcel under a seal.
    fn stock(&mut self, at: &At<'_>, told: &mut Told, e: &StockDeclared) {
        let sealed = e.parcels.iter().filter(|p| p.seal.is_some()).count();
        let Some(zone) = e.zone else {
            told.check(sealed == 0, at.seq, "Z4", || "stock of no zone is declared under a seal".into());
            return;
        };
        told.check(sealed == e.parcels.len(), at.seq, "Z4", || "stock of a cut-off is not under seals".into());
        let once = self.declared.insert((e.holder, zone, e.test));
        told.check(once, at.seq, "Z4", || "stock of a cut-off is declared twice".into());
        let Some(rules) = at.rules else { return };
        let known = self.names.get(&zone).and_then(|no| self.known.get(no));
        let about = |s: &&ZoneStatusStated| s.from <= e.on && s.to.is_none_or(|to| to >= e.on);
        let begins = known.and_then(|k| k.statuses.iter().rfind(about));
        let begins = begins.is_some_and(|s| s.from == e.on && rules.zone_effect(s.status) >= ZoneEffect::Freeze);
        told.check(begins, at.seq, "Z4", || format!("nothing that stops the trade began in the zone on {}", e.on));
    }
}

/// What is kept of a judgement: what is written down cannot be refused any more.
fn kept(effect: Option<ZoneEffect>) -> ZoneEffect {
    effect.map_or(ZoneEffect::None, |e| if e == ZoneEffect::Refuse { ZoneEffect::Freeze } else { e })
}
