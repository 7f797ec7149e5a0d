//! What anybody is told: submitted figures of periods that are over for some time, without the cells from which one could
//! tell what a single holder dug or exported.

use super::figures::{certificates_of, gives_average};
use crate::domain::jurisdiction::Profile;
use crate::domain::participant::Roll;
use crate::domain::statistics::{Cell, FigureLine, FigurePart, Period, ReturnKind, Submission, hidden_cells};
use crate::domain::time::Day;
use crate::service::Env;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::participant::participant_standings;
use crate::store::statistics::{CertificateOf, production_holders, submission_next_no, submissions_of, submitted_periods};
use chrono::Days;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// Periods of each kind that are told.
const PERIODS: usize = 8;

/// A line of a public table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicCell {
    /// Region or destination.
    pub key: String,
    /// Milli-carats; none where they are not told.
    pub mct: Option<i64>,
    /// US cents, where told and stated.
    pub value_usd_cents: Option<i64>,
}

/// The public table of a period: production by region, or exports by destination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicTable {
    /// The period.
    pub period: Period,
    /// The lines.
    pub cells: Vec<PublicCell>,
    /// The sum of all of them, hidden or not.
    pub total: PublicCell,
}

/// Tables as they were worked out last: they change with a submission, with the day and with the rules, and with nothing else
/// that the public is told.
#[derive(Debug, Default)]
pub struct PublicTables(Mutex<Option<(Key, Arc<Vec<PublicTable>>)>>);

/// Submissions, the day and the rules.
type Key = (i64, Day, String);

impl PublicTables {
    /// The tables that the public may see on a day, worked out anew only where something changed.
    ///
    /// # Errors
    /// When the database fails.
    pub fn told(&self, rx: &mut Rx<'_>, env: &Env, today: Day) -> Result<Arc<Vec<PublicTable>>, StoreError> {
        let key = (submission_next_no(rx)?, today, env.rules.clone());
        // Others wait: they want the same.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, tables)) = kept.as_ref().filter(|(known, _)| *known == key) {
            return Ok(tables.clone());
        }
        let tables = Arc::new(public_tables(rx, &env.profile, today)?);
        *kept = Some((key, tables.clone()));
        Ok(tables)
    }
}

/// The tables that the public may see on a day, the latest first.
///
/// # Errors
/// When the database fails.
pub fn public_tables(rx: &mut Rx<'_>, profile: &Profile, today: Day) -> Result<Vec<PublicTable>, StoreError> {
    let delay = Days::new(profile.statistics.public_delay_days.value.into());
    let least = usize::try_from(profile.statistics.public_least_holders.value).unwrap_or(usize::MAX);
    let told = |p: &Period| p.last().checked_add_days(delay).is_some_and(|day| day < today);
    let mut tables = Vec::new();
    for kind in [ReturnKind::Production, ReturnKind::Trade] {
        let mut periods: Vec<Period> = submitted_periods(rx)?.into_iter().map(|(p, ..)| p).collect();
        periods.retain(|p| p.kind() == kind && told(p));
        periods.sort();
        for period in periods.into_iter().rev().take(PERIODS) {
            let Some(last) = submissions_of(rx, period)?.into_iter().next() else { continue };
            tables.push(table(rx, profile, period, &last, least)?);
        }
    }
    Ok(tables)
}

fn table(rx: &mut Rx<'_>, profile: &Profile, period: Period, last: &Submission, least: usize) -> Result<PublicTable, StoreError> {
    let lines = &last.lines;
    let (part, total) = match period.kind() {
        ReturnKind::Production => (FigurePart::ProductionRegion, FigurePart::Production),
        _ => (FigurePart::Export, FigurePart::ExportTotal),
    };
    let mut sums: BTreeMap<&str, FigureLine> = BTreeMap::new();
    for line in lines.iter().filter(|l| l.part == part) {
        let sum = sums.entry(line.key.as_str()).or_insert_with(|| FigureLine::new(part, line.key.clone()));
        sum.add(line.count, line.weight_mct, line.value_usd_cents);
    }
    let certificates = left_then(rx, profile, period, last.seq)?;
    let mut behind = who(rx, period, last.seq, &certificates)?;
    let cells: Vec<Cell<String>> =
        sums.iter().map(|(key, s)| Cell { mct: s.weight_mct, holders: behind.remove(*key).unwrap_or_default() }).collect();
    let (hidden, total_hidden) = hidden_cells(&cells, least);
    let cell = |line: &FigureLine, hide: bool| PublicCell {
        key: line.key.clone(),
        mct: (!hide).then_some(line.weight_mct),
        value_usd_cents: line.value_usd_cents.filter(|_| !hide),
    };
    let mut all = lines.iter().find(|l| l.part == total).cloned().unwrap_or_else(|| FigureLine::new(total, ""));
    // What is dug is valued at the average of what was exported, which tells the price of a single exporter.
    let exporters: BTreeSet<_> = certificates.iter().filter(|c| gives_average(c, profile)).map(|c| c.facts.exporter).collect();
    if period.kind() == ReturnKind::Production && exporters.len() < least {
        all.value_usd_cents = None;
    }
    let cells = sums.values().zip(hidden).map(|(line, hide)| cell(line, hide)).collect();
    Ok(PublicTable { period, cells, total: cell(&all, total_hidden) })
}

/// The certificates of a period whose goods had left when that was submitted, as far as was known then.
fn left_then(rx: &mut Rx<'_>, profile: &Profile, period: Period, upto: i64) -> Result<Vec<CertificateOf>, StoreError> {
    let mut all = certificates_of(rx, profile, (period.first(), period.last()))?;
    all.retain(|c| c.issued_seq <= upto && (c.left || c.voided_seq.is_some_and(|seq| seq > upto)));
    Ok(all)
}

/// Who stood behind each region or destination when that was submitted. Whoever came later is not in the figure: counted
/// too, he would show what a single one dug.
fn who(
    rx: &mut Rx<'_>,
    period: Period,
    upto: i64,
    certificates: &[CertificateOf],
) -> Result<BTreeMap<String, BTreeSet<String>>, StoreError> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    if period.kind() == ReturnKind::Production {
        for (region, holder) in production_holders(rx, (period.first(), period.last()), upto)? {
            found.entry(region).or_default().insert(holder);
        }
    } else {
        // Participants as the list told of them then.
        let listed = participant_standings(rx)?;
        let roll = Roll::of(listed.iter().filter(|s| s.seq <= upto).map(|s| &s.stated));
        for c in certificates {
            let to = roll.participant_of(&c.facts.importer.country, c.facts.issued_on);
            found.entry(to.to_owned()).or_default().insert(c.facts.exporter.to_string());
        }
    }
    Ok(found)
}
