//! Inspections: the draw follows from what stood fixed before its seed (I1, I2), who inspects what (I3), what was put right
//! (I4), and dry runs (I5).

use super::authors::Authors;
use super::ledger::Ledger;
use super::licences::Register;
use super::{At, Told};
use crate::domain::event::{
    DryRunConcluded, DryRunStarted, Event, InspectionActionDone, InspectionKind, InspectionRecorded, InspectionsAnnounced, InspectionsDrawn,
};
use crate::domain::ids::{AccountId, DryRunId, InspectionId, InspectionPlanId, OfficeId, PartyId, SiteId, TargetId};
use crate::domain::inspection::{DRAWN_MAX, WEIGHT_MAX, draw, seed_of};
use crate::domain::merkle::{Hash, empty_head, node_hash};
use crate::domain::time::Day;
use data_encoding::HEXLOWER;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The tree so far as the roots of its complete subtrees, the largest first.
#[derive(Debug, Default)]
struct Frontier {
    size: i64,
    roots: Vec<Hash>,
}

impl Frontier {
    fn push(&mut self, mut leaf: Hash) {
        let mut size = self.size;
        while size & 1 == 1 {
            if let Some(left) = self.roots.pop() {
                leaf = node_hash(&left, &leaf);
            }
            size >>= 1;
        }
        self.roots.push(leaf);
        self.size = self.size.saturating_add(1);
    }
    fn root(&self) -> Hash {
        self.roots.iter().rev().copied().reduce(|right, left| node_hash(&left, &right)).unwrap_or_else(empty_head)
    }
}

#[derive(Debug)]
struct Planned {
    facts: InspectionsAnnounced,
    drawn: Option<Vec<TargetId>>,
    visited: HashSet<TargetId>,
}

#[derive(Debug)]
struct Known {
    office: Option<OfficeId>,
    target: TargetId,
    on: Day,
    open: BTreeSet<i64>,
}

/// Plans, inspections and dry runs as the journal has them.
#[derive(Debug, Default)]
pub(super) struct Inspections {
    tree: Frontier,
    /// Size and root when days ended that a draw waits for.
    heads: BTreeMap<Day, Option<(i64, String)>>,
    plans: HashMap<InspectionPlanId, Planned>,
    known: HashMap<InspectionId, Known>,
    sites: HashMap<SiteId, AccountId>,
    offices: BTreeSet<OfficeId>,
    tests: HashSet<i64>,
    runs: HashMap<DryRunId, (Option<OfficeId>, bool)>,
}

fn blank(text: &str) -> bool {
    text.trim().is_empty()
}

fn next(known: usize) -> i64 {
    i64::try_from(known).unwrap_or(i64::MAX).saturating_add(1)
}

impl Inspections {
    /// The office of a plan.
    pub fn office_of_plan(&self, id: InspectionPlanId) -> Option<OfficeId> {
        self.plans.get(&id)?.facts.office
    }
    /// The office of an inspection.
    pub fn office_of(&self, id: InspectionId) -> Option<OfficeId> {
        self.known.get(&id)?.office
    }
    /// The office of a dry run.
    pub fn office_of_run(&self, id: DryRunId) -> Option<OfficeId> {
        self.runs.get(&id)?.0
    }

    /// Takes the next leaf of the tree on, of an entry that was read or could not be.
    pub fn grow(&mut self, leaf: Hash) {
        self.tree.push(leaf);
    }

    /// Judges the next entry and takes its effect on.
    pub fn read(&mut self, at: &At<'_>, told: &mut Told, register: &Register, ledger: &Ledger, authors: &Authors) {
        let day = at.entry.recorded_at.day();
        for (_, head) in self.heads.range_mut(..day).filter(|(_, head)| head.is_none()) {
            *head = Some((self.tree.size, HEXLOWER.encode(&self.tree.root())));
        }
        match &at.entry.event {
            Event::OfficeOpened(e) => drop(self.offices.insert(e.office)),
            Event::SiteRegistered(e) => drop(self.sites.insert(e.site, at.entry.account)),
            Event::ProductionRecorded(e) if e.test => drop(self.tests.insert(e.parcel.no)),
            Event::InspectionsAnnounced(e) => self.announced(at, told, register, e),
            Event::InspectionsDrawn(e) => self.drawn(at, told, e),
            Event::InspectionRecorded(e) => self.recorded(at, told, (register, ledger, authors), e),
            Event::InspectionActionDone(e) => self.done(at, told, e),
            Event::DryRunStarted(e) => self.started(at, told, e),
            Event::DryRunConcluded(e) => self.concluded(at, told, e),
            _ => {}
        }
    }

    /// What may be drawn of a kind, as things stand.
    fn possible(&self, at: &At<'_>, register: &Register, e: &InspectionsAnnounced) -> Option<BTreeSet<TargetId>> {
        match e.kind {
            InspectionKind::Office => Some(self.offices.iter().map(|o| TargetId::new(o.uuid())).collect()),
            kind => at.today.map(|today| register.inspectable(kind, e.office, today)),
        }
    }

    fn announced(&mut self, at: &At<'_>, told: &mut Told, register: &Register, e: &InspectionsAnnounced) {
        let fresh = !self.plans.contains_key(&e.plan) && e.no == next(self.plans.len());
        told.check(fresh, at.seq, "I1", || format!("plan {} is there, or is not the next one", e.code));
        let later = e.draw_on > at.entry.recorded_at.day() && e.until > e.draw_on;
        told.check(later, at.seq, "I1", || format!("the day of plan {} had begun, or its end comes before", e.code));
        let many = i64::try_from(e.pool.len()).unwrap_or(i64::MAX);
        told.check((1..=DRAWN_MAX.min(many)).contains(&e.count), at.seq, "I1", || format!("plan {} draws {} of {many}", e.code, e.count));
        let weighed = e.pool.iter().all(|p| (1..=WEIGHT_MAX).contains(&p.weight) && !blank(&p.code));
        let codes: BTreeSet<&str> = e.pool.iter().map(|p| p.code.as_str()).collect();
        told.check(weighed && codes.len() == e.pool.len(), at.seq, "I1", || format!("plan {} has weights or codes that are none", e.code));
        let pool: BTreeSet<TargetId> = e.pool.iter().map(|p| p.target).collect();
        let whole = pool.len() == e.pool.len() && self.possible(at, register, e).is_none_or(|possible| possible == pool);
        told.check(whole, at.seq, "I1", || format!("plan {} does not draw from all that it should", e.code));
        told.check(e.kind != InspectionKind::Office || e.office.is_none(), at.seq, "I1", || "an office draws among offices".into());
        self.heads.entry(e.draw_on).or_default();
        self.plans.entry(e.plan).or_insert(Planned { facts: e.clone(), drawn: None, visited: HashSet::new() });
    }

    fn drawn(&mut self, at: &At<'_>, told: &mut Told, e: &InspectionsDrawn) {
        let Some(plan) = self.plans.get_mut(&e.plan) else {
            told.breach(at.seq, "I2", || format!("plan {} is not there", e.plan));
            return;
        };
        let facts = &plan.facts;
        told.check(plan.drawn.is_none(), at.seq, "I2", || format!("plan {} was drawn before", facts.code));
        let head = self.heads.get(&facts.draw_on).cloned().flatten();
        told.check(head.is_some(), at.seq, "I2", || format!("the day of plan {} was not over", facts.code));
        let of_day = head.is_none_or(|(size, root)| size == e.size && root == e.root);
        told.check(of_day, at.seq, "I2", || format!("plan {} was not drawn with the head of its day", facts.code));
        told.check(e.seed == seed_of(facts.draw_on, e.size, &e.root), at.seq, "I2", || "the seed is not that of the head".into());
        let list = draw(&e.seed, &facts.pool, facts.count);
        told.check(list == e.drawn, at.seq, "I2", || format!("the list of plan {} does not follow from its seed", facts.code));
        plan.drawn = Some(e.drawn.clone());
    }

    /// Whether a target is there, and the office that looks after it and the party it concerns.
    fn target(&self, register: &Register, e: &InspectionRecorded) -> Option<(Option<OfficeId>, Option<PartyId>)> {
        let id = e.target.uuid();
        match e.kind {
            InspectionKind::Site => {
                let site = SiteId::new(id);
                self.sites.contains_key(&site).then(|| (register.office_of_site(site), register.holder_at(site)))
            }
            InspectionKind::Office => self.offices.contains(&OfficeId::new(id)).then_some((Some(OfficeId::new(id)), None)),
            InspectionKind::Buyer | InspectionKind::Exporter => {
                let party = PartyId::new(id);
                register.knows_party(party).then(|| (register.office_of_party(party), Some(party)))
            }
        }
    }

    fn recorded(
        &mut self,
        at: &At<'_>,
        told: &mut Told,
        (register, ledger, authors): (&Register, &Ledger, &Authors),
        e: &InspectionRecorded,
    ) {
        let fresh = !self.known.contains_key(&e.inspection) && e.no == next(self.known.len());
        told.check(fresh, at.seq, "I3", || format!("inspection {} is there, or is not the next one", e.code));
        let target = self.target(register, e);
        let of = target.is_some_and(|(office, party)| office == e.office && party == e.party);
        told.check(of, at.seq, "I3", || format!("inspection {} is of nothing known, or of another office or party", e.code));
        told.check(at.today.is_none_or(|today| e.on <= today), at.seq, "I3", || format!("inspection {} is to come", e.code));
        let by = at.entry.account;
        let own_site = e.kind == InspectionKind::Site && self.sites.get(&SiteId::new(e.target.uuid())) == Some(&by);
        let own_office = e.kind == InspectionKind::Office && at.entry.office.is_some_and(|o| o.uuid() == e.target.uuid());
        let own_party = e.party.is_some() && authors.party_of(by) == e.party;
        told.check(!own_site && !own_office && !own_party, at.seq, "I3", || format!("inspection {} is of the inspector's own", e.code));
        if let Some(plan) = e.plan {
            let found = self.plans.get_mut(&plan);
            let fits = found.is_some_and(|p| {
                let drawn = p.drawn.as_ref().is_some_and(|d| d.contains(&e.target));
                p.facts.kind == e.kind && drawn && e.on > p.facts.draw_on && p.visited.insert(e.target)
            });
            told.check(fits, at.seq, "I3", || format!("inspection {} was not drawn, or was made before", e.code));
        }
        let again = e.again.is_none_or(|a| self.known.get(&a).is_some_and(|k| k.target == e.target && k.on <= e.on));
        told.check(again, at.seq, "I3", || format!("inspection {} looks again into something else", e.code));
        let said = e.findings.iter().all(|f| !blank(&f.text)) && e.actions.iter().all(|a| !blank(&a.what));
        let items: HashSet<_> = e.checked.iter().map(|c| c.item).collect();
        told.check(said && items.len() == e.checked.len(), at.seq, "I3", || format!("inspection {} says nothing, or twice", e.code));
        let bound = e.actions.iter().all(|a| a.due >= e.on && (a.party.is_none() || a.party == e.party));
        told.check(bound, at.seq, "I3", || format!("an action of {} is due before, or is somebody else's", e.code));
        for c in &e.counted {
            let held = e.party.is_some() && ledger.holder(c.parcel_no) == e.party;
            told.check(held, at.seq, "I3", || format!("parcel {} is not in the stock that was counted", c.parcel_no));
        }
        let open = (1..=i64::try_from(e.actions.len()).unwrap_or(0)).collect();
        self.known.entry(e.inspection).or_insert(Known { office: e.office, target: e.target, on: e.on, open });
    }

    fn done(&mut self, at: &At<'_>, told: &mut Told, e: &InspectionActionDone) {
        let Some(known) = self.known.get_mut(&e.inspection) else {
            told.breach(at.seq, "I4", || format!("inspection {} is not there", e.inspection));
            return;
        };
        told.check(known.open.remove(&e.action), at.seq, "I4", || format!("action {} is not there, or was done before", e.action));
        let day = known.on <= e.on && at.today.is_none_or(|today| e.on <= today);
        told.check(day && !blank(&e.proof), at.seq, "I4", || format!("action {} was done before, to come, or without proof", e.action));
        let own = known.office.is_some()
            && known.office == at.entry.office
            && known.office.map(|o| TargetId::new(o.uuid())) == Some(known.target);
        told.check(!own, at.seq, "I4", || format!("the office that was inspected says itself that action {} was done", e.action));
    }

    fn started(&mut self, at: &At<'_>, told: &mut Told, e: &DryRunStarted) {
        let fresh = !self.runs.contains_key(&e.run) && e.no == next(self.runs.len());
        told.check(fresh && !blank(&e.purpose), at.seq, "I5", || {
            format!("dry run {} is there, or not the next one, or for nothing", e.code)
        });
        told.check(self.tests.contains(&e.parcel_no), at.seq, "I5", || format!("parcel {} is no test of the book at the pit", e.parcel_no));
        self.runs.entry(e.run).or_insert((e.office, true));
    }

    fn concluded(&mut self, at: &At<'_>, told: &mut Told, e: &DryRunConcluded) {
        let open = self.runs.get_mut(&e.run).is_some_and(|(_, open)| std::mem::replace(open, false));
        told.check(open && !blank(&e.report), at.seq, "I5", || format!("dry run {} is not open, or nothing is said of it", e.run));
    }
}
