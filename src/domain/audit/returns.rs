//! Statistics: a submitted return says what the entries before it say (R2), versions follow each other (R1), and tables of
//! partners are kept as they came (R3).

use super::ledger::Ledger;
use super::participants::Participants;
use super::{At, Told};
use crate::domain::entry::sha256_hex;
use crate::domain::event::{ArrivalOutcome, ArrivalRecorded, CertificateIssued, Event, HsCode, HsLine, ReturnSubmitted, VoidedGoods};
use crate::domain::ids::{CertificateId, SiteId};
use crate::domain::statistics::{FigureLine, FigurePart, Period, ReturnKind};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A certificate as it counts.
#[derive(Debug)]
struct Certificate {
    facts: CertificateIssued,
    void: bool,
    left: bool,
}

/// Where sites lie, what was certified, and what was submitted.
#[derive(Debug, Default)]
pub(super) struct Returns {
    regions: HashMap<SiteId, String>,
    certificates: Vec<Certificate>,
    places: HashMap<CertificateId, usize>,
    /// Shipments from abroad, with whether they were let in.
    arrivals: Vec<(ArrivalRecorded, bool)>,
    last: BTreeMap<Period, (i64, Vec<FigureLine>)>,
    submitted: i64,
    received: i64,
}

/// Count, milli-carats and cents by what tells a line from others.
type Sums = BTreeMap<(FigurePart, String, String, Option<HsCode>), (i64, i64, Option<i64>)>;

fn add(sums: &mut Sums, key: (FigurePart, &str, &str, Option<HsCode>), (mct, cents): (i64, Option<i64>)) {
    let (part, word, origin, hs) = key;
    let sum = sums.entry((part, word.to_owned(), origin.to_owned(), hs)).or_insert((0, 0, None));
    sum.0 = sum.0.saturating_add(1);
    sum.1 = sum.1.saturating_add(mct);
    sum.2 = cents.map_or(sum.2, |cents| Some(sum.2.unwrap_or(0).saturating_add(cents)));
}

impl Returns {
    /// Judges the next entry and takes its effect on. `ledger` is as it was before the entry.
    pub fn read(&mut self, at: &At<'_>, told: &mut Told, ledger: &Ledger, participants: &Participants) {
        match &at.entry.event {
            Event::SiteRegistered(e) => self.lies(e.site, e.facts.admin_code.as_deref()),
            Event::SiteChanged(e) => self.lies(e.site, e.facts.admin_code.as_deref()),
            Event::CertificateIssued(e) => {
                self.places.insert(e.certificate, self.certificates.len());
                self.certificates.push(Certificate { facts: e.clone(), void: false, left: true });
            }
            Event::CertificateVoided(e) => {
                let found = self.places.get(&e.certificate).and_then(|place| self.certificates.get_mut(*place));
                if let Some(certificate) = found.filter(|c| !c.void) {
                    (certificate.void, certificate.left) = (true, e.goods != Some(VoidedGoods::Here));
                }
            }
            Event::ArrivalRecorded(e) => self.arrivals.push((e.clone(), e.detained.is_none())),
            Event::ArrivalClosed(e) => {
                let found = self.arrivals.iter_mut().find(|(a, _)| a.arrival == e.arrival);
                if let Some(arrival) = found.filter(|(a, _)| a.detained.is_some()) {
                    arrival.1 = e.outcome == ArrivalOutcome::Released;
                }
            }
            Event::ReturnSubmitted(e) => self.submitted(at, told, (ledger, participants), e),
            Event::PartnerFiguresReceived(e) => {
                self.received = self.received.saturating_add(1);
                let same = sha256_hex(&[e.text.as_bytes()]) == e.sha256;
                told.check(same, at.seq, "R3", || format!("table {} is not the file that was received", e.no));
                told.check(e.no == self.received, at.seq, "R3", || format!("table {} is not the next", e.no));
            }
            _ => {}
        }
    }

    fn lies(&mut self, site: SiteId, region: Option<&str>) {
        self.regions.insert(site, region.unwrap_or_default().to_owned());
    }

    fn submitted(&mut self, at: &At<'_>, told: &mut Told, by: (&Ledger, &Participants), e: &ReturnSubmitted) {
        self.submitted = self.submitted.saturating_add(1);
        told.check(e.no == self.submitted, at.seq, "R1", || format!("return {} is not the next", e.no));
        let before = self.last.get(&e.period);
        let next = before.map_or(0, |(version, _)| *version).saturating_add(1);
        told.check(e.version == next, at.seq, "R1", || format!("version {} of {} is not the next", e.version, e.period));
        let reasoned = e.reason.as_deref().is_some_and(|r| !r.trim().is_empty());
        told.check(reasoned == (next > 1), at.seq, "R1", || format!("a revision of {} needs a reason, a first version none", e.period));
        told.check(before.is_none_or(|(_, lines)| *lines != e.lines), at.seq, "R1", || format!("nothing of {} was revised", e.period));
        let over = at.today.is_none_or(|today| e.period.last() < today);
        told.check(over, at.seq, "R1", || format!("{} was not over", e.period));
        self.figures(at, told, by, e);
        self.last.insert(e.period, (e.version, e.lines.clone()));
    }

    fn figures(&self, at: &At<'_>, told: &mut Told, (ledger, participants): (&Ledger, &Participants), e: &ReturnSubmitted) {
        let (first, last) = (e.period.first(), e.period.last());
        let certificates: Vec<&Certificate> =
            self.certificates.iter().filter(|c| first <= c.facts.issued_on && c.facts.issued_on <= last).collect();
        let mut wanted = Sums::new();
        if e.period.kind() != ReturnKind::Trade {
            self.dug(ledger, e.period, &mut wanted);
        }
        if e.period.kind() != ReturnKind::Production {
            certified(&certificates, participants, &mut wanted);
            let came = self.arrivals.iter().filter(|(a, there)| *there && e.period.holds(a.arrived_on));
            imported(came.map(|(a, _)| a), participants, &mut wanted);
        }
        let line = |l: &FigureLine| ((l.part, l.key.clone(), l.origin.clone(), l.hs), (l.count, l.weight_mct, l.value_usd_cents));
        let mut said: Sums = e.lines.iter().map(line).collect();
        let ordered = e.lines.windows(2).all(|pair| matches!(pair, [a, b] if a.of() < b.of()));
        told.check(ordered, at.seq, "R2", || format!("the lines of {} are not in order", e.period));
        // The value of production is a rule of the country: none, or carats at the average certified value.
        let key = (FigurePart::Production, String::new(), String::new(), None);
        let value = said.get_mut(&key).and_then(|sum| sum.2.take());
        if let (Some(value), Some(rules)) = (value, at.rules) {
            let average = self.worth(ledger, e.period, &certificates, &rules.country);
            told.check(Some(value) == average, at.seq, "R2", || format!("the value of production of {} is another", e.period));
        }
        told.check(said == wanted, at.seq, "R2", || format!("the figures of {} are not those of the entries before", e.period));
    }

    /// What production is worth at the average of what left in its half-year; a year is its two halves.
    fn worth(&self, ledger: &Ledger, period: Period, certificates: &[&Certificate], own: &str) -> Option<i64> {
        let whole = matches!(period, Period::Year(_));
        let halves = if whole { vec![Period::Half(period.year(), 1), Period::Half(period.year(), 2)] } else { vec![period] };
        halves.into_iter().try_fold(0_i64, |sum, half| {
            let mut dug = Sums::new();
            self.dug(ledger, half, &mut dug);
            let mct = dug.get(&(FigurePart::Production, String::new(), String::new(), None)).map_or(0, |sum| sum.1);
            let of_half: Vec<&Certificate> = certificates
                .iter()
                .copied()
                .filter(|c| half.holds(c.facts.issued_on) && !ledger.certificates.imported.contains(&c.facts.certificate))
                .collect();
            if whole && mct == 0 { Some(sum) } else { sum.checked_add(average_value(&of_half, own, mct)?) }
        })
    }

    fn dug(&self, ledger: &Ledger, period: Period, wanted: &mut Sums) {
        wanted.insert((FigurePart::Production, String::new(), String::new(), None), (0, 0, None));
        for (no, source) in &ledger.lineage.sources {
            // Declared stock has no licence, what was taken back no mass.
            let counts = source.licence.is_some() && source.weight > 0 && period.holds(source.on);
            if !counts || ledger.lineage.parcels.get(no).is_none_or(|p| p.test) {
                continue;
            }
            let region = source.site.and_then(|s| self.regions.get(&s)).map_or("", String::as_str);
            add(wanted, (FigurePart::Production, "", "", None), (source.weight, None));
            add(wanted, (FigurePart::ProductionRegion, region, "", None), (source.weight, None));
        }
    }
}

/// Different countries in order, then an asterisk for those of a mixed certificate that nobody named.
fn origin(countries: &[String], mixed: bool, unestablished: bool) -> String {
    let named: BTreeSet<&str> = countries.iter().map(String::as_str).collect();
    let rest = match named.len() {
        0 => mixed,
        1 => mixed || unestablished,
        _ => unestablished,
    };
    let mut all: Vec<&str> = named.into_iter().collect();
    if rest {
        all.push("*");
    }
    all.join("+")
}

fn certified(certificates: &[&Certificate], participants: &Participants, wanted: &mut Sums) {
    wanted.insert((FigurePart::ExportTotal, String::new(), String::new(), None), (0, 0, None));
    for key in ["issued", "void", "replacing"] {
        wanted.insert((FigurePart::Certificates, key.to_owned(), String::new(), None), (0, 0, None));
    }
    for c in certificates {
        let f = &c.facts;
        let all = (f.weight_mct.mct(), Some(f.value_usd_cents));
        let counts = [("issued", true), ("void", c.void), ("replacing", f.replaces.is_some())];
        for (key, _) in counts.iter().filter(|(_, counts)| *counts) {
            add(wanted, (FigurePart::Certificates, key, "", None), all);
        }
        if !c.left {
            continue;
        }
        add(wanted, (FigurePart::ExportTotal, "", "", None), all);
        let origin = origin(&f.origins, f.mixed, f.unestablished_mct.mct() > 0);
        let to = participants.certifies(&f.importer.country, f.issued_on);
        for line in &f.lines {
            let key = (FigurePart::Export, to, origin.as_str(), Some(line.hs));
            add(wanted, key, (line.weight_mct.mct(), Some(line.value_usd_cents)));
        }
    }
}

fn imported<'a>(arrivals: impl Iterator<Item = &'a ArrivalRecorded>, participants: &Participants, wanted: &mut Sums) {
    wanted.insert((FigurePart::ImportTotal, String::new(), String::new(), None), (0, 0, None));
    wanted.insert((FigurePart::Certificates, "received".to_owned(), String::new(), None), (0, 0, None));
    for a in arrivals {
        let sum = |of: &dyn Fn(&HsLine) -> i64| a.lines.iter().fold(0_i64, |sum, l| sum.saturating_add(of(l)));
        let all = (sum(&|l| l.weight_mct.mct()), Some(sum(&|l| l.value_usd_cents)));
        add(wanted, (FigurePart::ImportTotal, "", "", None), all);
        add(wanted, (FigurePart::Certificates, "received", "", None), all);
        let origin = origin(&a.origins, a.mixed, false);
        let from = participants.certifies(&a.issuer, a.issued_on);
        for line in &a.lines {
            let key = (FigurePart::Import, from, origin.as_str(), Some(line.hs));
            add(wanted, key, (line.weight_mct.mct(), Some(line.value_usd_cents)));
        }
    }
}

/// Carats at the average value of a carat of own origin that left, to the nearest cent, halves up.
fn average_value(certificates: &[&Certificate], own: &str, mct: i64) -> Option<i64> {
    let (mut cents, mut carats) = (0_i128, 0_i128);
    for c in certificates.iter().filter(|c| c.left && !c.facts.mixed && c.facts.origins == [own]) {
        cents = cents.saturating_add(i128::from(c.facts.value_usd_cents));
        carats = carats.saturating_add(i128::from(c.facts.weight_mct.mct()));
    }
    if carats <= 0 {
        return None;
    }
    let twice = i128::from(mct).checked_mul(cents)?.checked_mul(2)?.checked_add(carats)?;
    i64::try_from(twice.checked_div_euclid(carats.checked_mul(2)?)?).ok()
}
