//! Official estimates of what can be dug: each is of something that is there, rests on a paper, and two people agreed (E1).

use super::authors::{Authors, Hand};
use super::{At, Told};
use crate::domain::event::{EstimateDecided, EstimateOf, EstimateProposed, Event, ZoneAct};
use crate::domain::ids::{EstimateId, LicenceId, SiteId, ZoneChangeId, ZoneId};
use std::collections::{HashMap, HashSet};

/// All that is known of estimates, and of what they may be.
#[derive(Debug, Default)]
pub(super) struct Estimates {
    sites: HashSet<SiteId>,
    licences: HashSet<LicenceId>,
    proposed_zones: HashMap<ZoneChangeId, ZoneId>,
    zones: HashSet<ZoneId>,
    known: HashSet<EstimateId>,
    waiting: HashMap<EstimateId, Hand>,
}

impl Estimates {
    /// Judges the next entry and takes its effect on.
    pub fn read(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors) {
        match &at.entry.event {
            Event::SiteRegistered(e) => drop(self.sites.insert(e.site)),
            Event::LicenceIssued(e) => drop(self.licences.insert(e.licence)),
            Event::ZoneProposed(e) => {
                if let (ZoneAct::Zone { .. }, Some(zone)) = (&e.act, e.zone) {
                    self.proposed_zones.insert(e.change, zone);
                }
            }
            Event::ZoneDecided(e) => self.zones.extend(self.proposed_zones.remove(&e.change).filter(|_| e.confirmed)),
            Event::EstimateProposed(e) => self.proposed(at, told, authors, e),
            Event::EstimateDecided(e) => self.decided(at, told, authors, e),
            _ => {}
        }
    }

    fn proposed(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &EstimateProposed) {
        let next = i64::try_from(self.known.len()).unwrap_or(i64::MAX).saturating_add(1);
        let fresh = self.known.insert(e.estimate) && e.no == next;
        told.check(fresh, at.seq, "E1", || format!("estimate {} is there, or is not the next one", e.no));
        let there = match e.about {
            EstimateOf::Site(site) => self.sites.contains(&site),
            EstimateOf::Licence(licence) => self.licences.contains(&licence),
            EstimateOf::Zone(zone) => self.zones.contains(&zone),
        };
        told.check(there, at.seq, "E1", || format!("estimate {} is of something that is not there", e.no));
        let sensible = e.mct > 0 && e.to.is_none_or(|to| e.from <= to);
        told.check(sensible, at.seq, "E1", || format!("estimate {} is of nothing, or ends before it begins", e.no));
        let paper = !e.document.title.trim().is_empty() && at.today.is_none_or(|today| e.document.on <= today);
        told.check(paper, at.seq, "E1", || format!("estimate {} rests on no paper of that day", e.no));
        self.waiting.insert(e.estimate, authors.hand(at));
    }

    fn decided(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &EstimateDecided) {
        let Some(by) = self.waiting.remove(&e.estimate) else {
            told.breach(at.seq, "E1", || format!("estimate {} did not wait", e.estimate));
            return;
        };
        let alone = authors.same_hand(&by, &authors.hand(at));
        told.check(!alone, at.seq, "E1", || "an estimate was not decided by a second person".into());
        let said = e.confirmed || e.reason.as_deref().is_some_and(|r| !r.trim().is_empty());
        told.check(said, at.seq, "E1", || "an estimate was refused without a reason".into());
    }
}
