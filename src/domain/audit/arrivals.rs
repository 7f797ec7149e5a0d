//! Shipments from abroad (K12): a foreign certificate lets one shipment in, within its days, whole and with its carats, of an
//! authority that might trade on its day and that does not warn of it; a detained shipment is decided upon once, and what
//! nobody can clear up lets none in. What is let in is weighed and counted by subheading, and becomes just those parcels.

use super::licences::Register;
use super::participants::Participants;
use super::{At, Told};
use crate::domain::event::{
    ArrivalClosed, ArrivalOutcome, ArrivalRecorded, Event, FoundLine, HsCode, HsLine, NewParcel, WarningsListed, WarningsWithdrawn,
};
use crate::domain::ids::{ArrivalId, PartyId, WarningListId};
use crate::domain::time::Day;
use std::collections::{HashMap, HashSet};

/// The most days of a certificate.
const DAYS: i64 = 60;

/// A certificate as a shipment came with it.
#[derive(Debug)]
struct Paper {
    issuer: String,
    issued_on: Day,
    number: String,
    importer: Option<PartyId>,
    goods: Goods,
}

/// What a certificate states, and what was found.
#[derive(Debug)]
struct Goods {
    stated: Vec<HsCode>,
    found: Vec<FoundLine>,
    found_mct: i64,
    stated_mct: i64,
}

impl Goods {
    fn of(e: &ArrivalRecorded) -> Self {
        let mut stated: Vec<HsCode> = e.lines.iter().map(|l: &HsLine| l.hs).collect();
        stated.sort();
        stated.dedup();
        let stated_mct = e.lines.iter().fold(0_i64, |sum, l| sum.saturating_add(l.weight_mct.mct()));
        Self { stated, found: e.found.clone(), found_mct: e.found_mct.mct(), stated_mct }
    }

    /// Whether some lines add up to what was found, whatever they are.
    fn add_up(&self, lines: &[FoundLine]) -> bool {
        let whole = lines.iter().fold(0i64, |sum, l| sum.saturating_add(l.weight_mct.mct()));
        lines.iter().all(|l| !l.weight_mct.is_zero() && l.stones > 0) && whole == self.found_mct
    }

    /// Whether some lines are what was found: just the subheadings that are stated, and as much as was found in all.
    fn are(&self, lines: &[FoundLine]) -> bool {
        let mut subheadings: Vec<HsCode> = lines.iter().map(|l| l.hs).collect();
        subheadings.sort();
        subheadings == self.stated && self.add_up(lines)
    }
}

/// Whether parcels are those that lines become, one for each and in their order.
fn become_of(lines: &[FoundLine], parcels: &[NewParcel]) -> bool {
    let same = |(l, p): (&FoundLine, &NewParcel)| (l.hs, l.weight_mct, l.stones) == (p.hs, p.weight_mct, p.stones) && p.class.is_none();
    lines.len() == parcels.len() && lines.iter().zip(parcels).all(same)
}

/// Arrivals and warnings of numbers.
#[derive(Debug, Default)]
pub(super) struct Arrivals {
    detained: HashMap<ArrivalId, Paper>,
    /// Papers under which a shipment was let in, by number.
    inside: HashMap<String, Vec<Paper>>,
    /// Warnings that stand, by number: list and issuer.
    warned: HashMap<String, Vec<(WarningListId, String)>>,
    lists: HashSet<WarningListId>,
    ids: HashSet<ArrivalId>,
    nos: HashSet<i64>,
}

/// A number as it is compared: noughts that begin a run of figures are left out, but its last one.
fn plain(number: &str) -> String {
    let kept: Vec<char> = number.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    let runs = kept.chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit()).map(|run| run.iter().collect::<String>());
    runs.map(|run| match run.trim_start_matches('0') {
        "" => "0".to_owned(),
        rest => rest.to_owned(),
    })
    .collect()
}

impl Arrivals {
    /// Judges the next entry and takes its effect on.
    pub fn read(&mut self, at: &At<'_>, told: &mut Told, participants: &Participants, register: &Register) {
        match &at.entry.event {
            Event::ArrivalRecorded(e) => self.recorded(at, told, (participants, register), e),
            Event::ArrivalClosed(e) => self.closed(at, told, (participants, register), e),
            Event::WarningsListed(e) => self.listed(at, told, e),
            Event::WarningsWithdrawn(e) => self.withdrawn(at, told, e),
            _ => {}
        }
    }

    fn recorded(&mut self, at: &At<'_>, told: &mut Told, (participants, register): (&Participants, &Register), e: &ArrivalRecorded) {
        let seq = at.seq;
        let fresh = [self.ids.insert(e.arrival), self.nos.insert(e.no)];
        told.check(fresh == [true; 2], seq, "K12", || format!("{} came before", e.code));
        let came = at.today.is_none_or(|today| e.arrived_on <= today);
        told.check(came, seq, "K12", || format!("{} had not come when it was written down", e.code));
        let sound = !e.lines.is_empty() && e.lines.iter().all(|l| !l.weight_mct.is_zero() && l.value_usd_cents > 0);
        told.check(sound, seq, "K12", || format!("{} has no carats or no value", e.code));
        let own = at.rules.is_some_and(|r| r.country == e.issuer);
        told.check(!own, seq, "K12", || format!("{} comes with a certificate of this country", e.code));
        told.check(e.importer.is_some() != e.importer_stated.is_some(), seq, "K12", || format!("{} does not say who imports it", e.code));
        let (issuer, number) = (e.issuer.clone(), plain(&e.number));
        let paper = Paper { issuer, issued_on: e.issued_on, number, importer: e.importer, goods: Goods::of(e) };
        let whole = if e.detained.is_some() { paper.goods.add_up(&e.found) } else { paper.goods.are(&e.found) };
        let found = e.found.is_empty() || whole;
        told.check(found, seq, "K12", || format!("what was found of {} is not what its certificate has, or not found_mct", e.code));
        let due: &[FoundLine] = if e.detained.is_some() || e.importer.is_none() { &[] } else { &e.found };
        told.check(become_of(due, &e.received), seq, "K12", || format!("the parcels of {} are not what was found", e.code));
        if e.detained.is_some() {
            self.detained.insert(e.arrival, paper);
            return;
        }
        let days = e.expires_on.signed_duration_since(e.issued_on).num_days();
        let within = (0..=DAYS).contains(&days) && (e.issued_on..=e.expires_on).contains(&e.arrived_on);
        told.check(within && e.seals_intact, seq, "K12", || {
            format!("{} was let in outside the days of its certificate, or opened", e.code)
        });
        let counted = e.found_parcels.is_none_or(|n| n == e.parcels);
        told.check(counted, seq, "K12", || format!("{} was let in with another number of parcels than stated", e.code));
        if let Some(rules) = at.rules {
            let stated = e.lines.iter().fold(0_i64, |sum, l| sum.saturating_add(l.weight_mct.mct()));
            let same = (e.found_mct.mct().saturating_sub(stated)).abs() <= rules.reweigh_cap(stated);
            told.check(same, seq, "K12", || format!("{} mct were found of {stated} stated", e.found_mct.mct()));
            let alike = |f: &FoundLine| {
                let line = e.lines.iter().filter(|l| l.hs == f.hs).fold(0_i64, |sum, l| sum.saturating_add(l.weight_mct.mct()));
                f.weight_mct.mct().abs_diff(line) <= rules.reweigh_cap(line).unsigned_abs()
            };
            told.check(e.found.iter().all(alike), seq, "K12", || format!("{} has other carats of a subheading", e.code));
        }
        let waits = self.detained.values().any(|held| Self::one(participants, held, &paper));
        told.check(!waits, seq, "K12", || format!("certificate {} of {} is that of a detained shipment", e.number, e.issuer));
        self.lets_in(at, told, (participants, register), paper);
    }

    /// Whether two shipments came with one certificate.
    fn one(participants: &Participants, a: &Paper, b: &Paper) -> bool {
        a.number == b.number && participants.one_issuer((&a.issuer, a.issued_on), (&b.issuer, b.issued_on))
    }

    /// What must hold of every shipment that is let in, at once or later.
    fn lets_in(&mut self, at: &At<'_>, told: &mut Told, (participants, register): (&Participants, &Register), paper: Paper) {
        let seq = at.seq;
        told.check(paper.importer.is_some(), seq, "K12", || "nobody in the register imports it".into());
        register.holds(at, told, paper.importer);
        let there = self.inside.entry(paper.number.clone()).or_default();
        let twice = there.iter().any(|before| Self::one(participants, before, &paper));
        told.check(!twice, seq, "K12", || format!("certificate {} of {} let another shipment in", paper.number, paper.issuer));
        let open = participants.open(&paper.issuer, paper.issued_on);
        told.check(open, seq, "K12", || format!("{} was no participant to trade with on {}", paper.issuer, paper.issued_on));
        let warnings = self.warned.get(&paper.number).map(Vec::as_slice).unwrap_or_default();
        let (issuer, on) = (paper.issuer.as_str(), paper.issued_on);
        let warned = warnings.iter().any(|(_, by)| participants.one_issuer((by, on), (issuer, on)));
        told.check(!warned, seq, "K12", || format!("its authority warns of certificate {} of {issuer}", paper.number));
        there.push(paper);
    }

    fn closed(&mut self, at: &At<'_>, told: &mut Told, by: (&Participants, &Register), e: &ArrivalClosed) {
        let Some(mut paper) = self.detained.remove(&e.arrival) else {
            told.breach(at.seq, "K12", || format!("arrival {} was not detained", e.arrival));
            return;
        };
        let released = e.outcome == ArrivalOutcome::Released;
        let asked = e.importer.is_none() || (released && paper.importer.is_none());
        told.check(asked, at.seq, "K12", || "it names an importer who was not asked for".into());
        let goods = &paper.goods;
        let other = released && !goods.found.is_empty() && !goods.are(&goods.found);
        told.check(!other, at.seq, "K12", || "what was found is not what its certificate states".into());
        let found = e.found.is_empty() || (released && goods.found.is_empty() && goods.are(&e.found));
        told.check(found, at.seq, "K12", || "what is found now is not what its certificate has, was found before, or is nobody's".into());
        let lines = if goods.found.is_empty() { &e.found } else { &goods.found };
        let due: &[FoundLine] = if released { lines } else { &[] };
        told.check(become_of(due, &e.received), at.seq, "K12", || "its parcels are not what was found".into());
        if let (true, Some(rules)) = (released, at.rules) {
            let most = goods.stated_mct.saturating_add(rules.reweigh_cap(goods.stated_mct));
            told.check(goods.found_mct <= most, at.seq, "K12", || format!("{} mct were let in of {most} at most", goods.found_mct));
        }
        if released {
            paper.importer = paper.importer.or(e.importer);
            self.lets_in(at, told, by, paper);
        }
    }

    fn listed(&mut self, at: &At<'_>, told: &mut Told, e: &WarningsListed) {
        told.check(self.lists.insert(e.list), at.seq, "K12", || format!("list {} of warnings was there before", e.list));
        for number in &e.numbers {
            self.warned.entry(plain(number)).or_default().push((e.list, e.issuer.clone()));
        }
    }

    fn withdrawn(&mut self, at: &At<'_>, told: &mut Told, e: &WarningsWithdrawn) {
        for number in &e.numbers {
            let stands = self.warned.entry(number.clone()).or_default();
            let before = stands.len();
            stands.retain(|(list, _)| *list != e.list);
            told.check(stands.len() < before, at.seq, "K12", || format!("{number} was not warned of by list {}", e.list));
        }
        let said = !e.numbers.is_empty() && !e.reason.trim().is_empty();
        told.check(said, at.seq, "K12", || "it does not say which warnings are withdrawn, or why".into());
    }
}
