//! The matrix of inventories of a period, and what the register can say for the annual report on implementation.

use super::figures::{certificates_of, figures, month};
use super::reconcile::{Reconciliation, reconciliation};
use crate::domain::access::AccountRole;
use crate::domain::jurisdiction::Profile;
use crate::domain::review::{FollowUp, Recommendation, Review};
use crate::domain::statistics::{FigureLine, Matrix, MatrixFigure as F, MatrixLine, Period, Submission};
use crate::domain::time::Day;
use crate::store::account::accounts;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::inventory::{
    Counted, acted, certificates_counted, confirmations_counted, enforced, forms_lost, late_by_region, licences_moved, licences_on,
    parties_by_role, recommendations_on, sites_by_region, stopped,
};
use crate::store::office::{Office, offices};
use crate::store::register::{ProfileVersion, profiles};
use crate::store::review::{follow_ups, recommendations_of, reviews};
use crate::store::statistics::{By, ProductionSum, departed_between, production_sums, receipts_between, submissions_of};

/// Visits that a report looks at, the latest.
const REVIEWS: i64 = 200;

/// The lines of a code by key, after the one of all together.
fn by_key(code: &'static str, rows: &[Counted], of: impl Fn(&Counted) -> i64) -> Vec<MatrixLine> {
    let all = rows.iter().fold(0_i64, |sum, row| sum.saturating_add(of(row)));
    let line = |row: &Counted| MatrixLine { key: Some(row.key.clone()), ..MatrixLine::whole(code, F::Count(of(row))) };
    let each = rows.iter().filter(|row| of(row) > 0).map(line);
    std::iter::once(MatrixLine::whole(code, F::Count(all))).chain(each).collect()
}

/// The lines of a code by first-level area, after the one of the whole country.
fn by_region(code: &'static str, rows: &[Counted], of: impl Fn(&Counted) -> i64) -> Vec<MatrixLine> {
    let moved = |line: MatrixLine| MatrixLine { region: line.key.clone(), key: None, ..line };
    by_key(code, rows, of).into_iter().map(moved).collect()
}

/// Production with its late entries.
fn production(sums: &[ProductionSum], late: &[Counted]) -> Vec<MatrixLine> {
    let total = |of: &dyn Fn(&ProductionSum) -> i64| sums.iter().fold(0_i64, |sum, s| sum.saturating_add(of(s)));
    let late_all = late.iter().fold(0_i64, |sum, row| sum.saturating_add(row.n));
    let entries = total(&|s| s.entries);
    let late_in = |region: &str| late.iter().find(|row| row.key == region).map_or(0, |row| row.n);
    let mut lines = Vec::new();
    let mut told = |code, all: F, of: &dyn Fn(&ProductionSum) -> F| {
        lines.push(MatrixLine::whole(code, all));
        lines.extend(sums.iter().map(|s| MatrixLine { region: Some(s.key.clone()), ..MatrixLine::whole(code, of(s)) }));
    };
    told("production_entries", F::Count(entries), &|s| F::Count(s.entries));
    told("production_late", F::Share { part: late_all, whole: entries }, &|s| F::Share { part: late_in(&s.key), whole: s.entries });
    told("production_carats", F::Mass(total(&|s| s.weight_mct)), &|s| F::Mass(s.weight_mct));
    lines
}

fn exports(rx: &mut Rx<'_>, profile: &Profile, days: (Day, Day)) -> Result<[MatrixLine; 2], StoreError> {
    let (mut carats, mut unknown) = (0_i64, 0_i64);
    for c in certificates_of(rx, profile, days)?.iter().filter(|c| c.left) {
        carats = carats.saturating_add(c.facts.weight_mct.mct());
        unknown = unknown.saturating_add(c.facts.unestablished_mct.mct()).saturating_add(c.imported_mct);
    }
    let traced = F::Share { part: carats.saturating_sub(unknown), whole: carats };
    Ok([MatrixLine::whole("exports_carats", F::Mass(carats)), MatrixLine::whole("exports_traced", traced)])
}

fn oversight(rx: &mut Rx<'_>, found: &Reconciliation, days: (Day, Day)) -> Result<Vec<MatrixLine>, StoreError> {
    let count = |of: &dyn Fn(&super::Difference) -> bool| {
        F::Count(i64::try_from(found.differences.iter().filter(|d| of(d)).count()).unwrap_or(i64::MAX))
    };
    let (done, stopped, enforced) = (acted(rx, found.range)?, stopped(rx, days)?, enforced(rx, days)?);
    Ok(vec![
        MatrixLine::whole("differences", count(&|_| true)),
        MatrixLine::whole("differences_alarm", count(&|d| d.alarm.is_some())),
        MatrixLine::whole("differences_unanswered", count(&|d| !d.is_answered())),
        MatrixLine::whole("cases", F::Count(done.n)),
        MatrixLine::whole("arrivals_seized", F::Count(done.one)),
        MatrixLine::whole("parties_barred", F::Count(stopped.n)),
        MatrixLine::whole("seizures", F::Count(enforced.n)),
        MatrixLine::whole("seized_carats", F::Mass(enforced.one)),
        MatrixLine::whole("offences", F::Count(enforced.two)),
        MatrixLine::whole("inspections", F::NotRecorded),
    ])
}

/// The matrix of inventories of a period that has begun.
///
/// # Errors
/// When the database fails.
pub fn matrix(rx: &mut Rx<'_>, profile: &Profile, period: Period, today: Day) -> Result<Matrix, StoreError> {
    let found = reconciliation(rx, profile, period, today)?;
    matrix_of(rx, profile, &found, (period, today))
}

fn matrix_of(rx: &mut Rx<'_>, profile: &Profile, found: &Reconciliation, (period, today): (Period, Day)) -> Result<Matrix, StoreError> {
    let (after, entries) = found.range;
    let upto = period.last().min(today);
    let days = (period.first(), upto);
    let (held, moved) = (licences_on(rx, upto)?, licences_moved(rx, days)?);
    let mut lines = by_key("licences_in_force", &held, |c| c.one);
    lines.extend(by_key("licences_given", &moved, |c| c.n));
    lines.extend(by_key("licences_run_out", &moved, |c| c.one));
    lines.extend(by_key("licences_suspended", &held, |c| c.two));
    lines.extend(by_key("licences_revoked", &moved, |c| c.two));
    let roles = parties_by_role(rx, entries)?;
    // One party may have several roles, so there is no line of all together.
    lines.extend(by_key("parties", &roles, |c| c.n).into_iter().skip(1));
    let sites = sites_by_region(rx, entries)?;
    lines.extend(by_region("sites", &sites, |c| c.n));
    lines.extend(by_region("sites_measured", &sites, |c| c.one));
    lines.extend(by_region("sites_outlined", &sites, |c| c.two));
    let months = (month(period.first()), month(period.last()));
    let sums = production_sums(rx, (&months.0, &months.1), By::Region)?;
    lines.extend(production(&sums, &late_by_region(rx, after, (period.first(), period.last()))?));
    lines.extend(exports(rx, profile, days)?);
    let certificates = certificates_counted(rx, days)?;
    lines.push(MatrixLine::whole("certificates_issued", F::Count(certificates.n)));
    lines.push(MatrixLine::whole("certificates_void", F::Count(certificates.one)));
    lines.push(MatrixLine::whole("certificates_lost", F::Count(certificates.two)));
    lines.push(MatrixLine::whole("forms_lost", F::Count(forms_lost(rx, days)?)));
    lines.extend(oversight(rx, found, days)?);
    let (open, overdue) = recommendations_on(rx, upto)?;
    lines.push(MatrixLine::whole("recommendations_open", F::Count(open)));
    lines.push(MatrixLine::whole("recommendations_overdue", F::Count(overdue)));
    Ok(Matrix { period, upto, entries, lines })
}

/// A return of the year: what was submitted, the latest first, and what the ledger says now.
#[derive(Debug, Clone)]
pub struct YearReturn {
    /// The period.
    pub period: Period,
    /// Submissions, the latest first.
    pub versions: Vec<Submission>,
    /// The figures as they stand.
    pub now: Vec<FigureLine>,
}

/// How many certificates of a time left, and of how many of these receipt abroad is confirmed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Receipts {
    /// Certificates that are not void and whose goods left: that was written down at the border, or they were received. Of
    /// void ones, and of goods that are still here, nobody can confirm anything.
    pub left: i64,
    /// Of them with receipt confirmed.
    pub confirmed: i64,
    /// Confirmations that differ from the certificate in something.
    pub differ: i64,
    /// Differences of them that wait for an answer.
    pub open: i64,
}

fn receipts(rx: &mut Rx<'_>, profile: &Profile, days: (Day, Day)) -> Result<Receipts, StoreError> {
    let (said, departed) = (receipts_between(rx, days)?, departed_between(rx, days)?);
    let counted = confirmations_counted(rx, days)?;
    let mut found = Receipts { differ: counted.one, open: counted.two, ..Receipts::default() };
    for c in certificates_of(rx, profile, days)?.into_iter().filter(|c| c.left && !c.void) {
        let id = c.facts.certificate;
        let received = said.contains_key(&id);
        found.left = found.left.saturating_add(i64::from(received || departed.contains_key(&id)));
        found.confirmed = found.confirmed.saturating_add(i64::from(received));
    }
    Ok(found)
}

/// A recommendation with what was said of it.
pub type Followed = (Recommendation, Vec<FollowUp>);

/// What the register can say for the annual report on implementation.
#[derive(Debug, Clone)]
pub struct AnnualReport {
    /// The year.
    pub period: Period,
    /// The same lines as in the matrix of inventories, of the whole year.
    pub matrix: Matrix,
    /// The offices of the authority.
    pub offices: Vec<Office>,
    /// Accounts that may act, by role.
    pub roles: Vec<(AccountRole, i64)>,
    /// The rules that ruled entries of the year, the latest last.
    pub rules: Vec<ProfileVersion>,
    /// Its half-years, quarters and the year itself, as far as they have begun.
    pub returns: Vec<YearReturn>,
    /// The year held against everything.
    pub found: Reconciliation,
    /// Receipts of the year's certificates.
    pub receipts: Receipts,
    /// Corrections approved, licences suspended, licences revoked.
    pub acted: (i64, i64, i64),
    /// Visits, the latest first, with what they recommended.
    pub reviews: Vec<(Review, Vec<Followed>)>,
}

/// The rules for entries after `after` up to `upto`.
fn rules_of(all: Vec<ProfileVersion>, (after, upto): (i64, i64)) -> Vec<ProfileVersion> {
    let begin = all.iter().filter(|v| v.after_seq <= after).map(|v| v.no).max().unwrap_or(0);
    all.into_iter().filter(|v| v.no >= begin && v.after_seq <= upto).collect()
}

fn followed(rx: &mut Rx<'_>, upto: Day) -> Result<Vec<(Review, Vec<Followed>)>, StoreError> {
    let mut found = Vec::new();
    for review in reviews(rx, None, REVIEWS)?.into_iter().filter(|r| r.facts.first_on <= upto) {
        let mut of = Vec::new();
        for mut one in recommendations_of(rx, review.no)?.into_iter().filter(|r| r.facts.given_on <= upto) {
            let mut said = follow_ups(rx, one.id())?;
            said.retain(|f| f.facts.on <= upto);
            one.stands_by(&said);
            of.push((one, said));
        }
        found.push((review, of));
    }
    Ok(found)
}

/// What the register can say for the annual report on a year that has begun.
///
/// # Errors
/// When the database fails.
pub fn annual_report(rx: &mut Rx<'_>, profile: &Profile, period: Period, today: Day) -> Result<AnnualReport, StoreError> {
    let found = reconciliation(rx, profile, period, today)?;
    let matrix = matrix_of(rx, profile, &found, (period, today))?;
    let days = (period.first(), matrix.upto);
    let mut returns = Vec::new();
    for part in period.parts().into_iter().filter(|p| p.first() <= today) {
        returns.push(YearReturn { period: part, versions: submissions_of(rx, part)?, now: figures(rx, profile, part)? });
    }
    let active: Vec<AccountRole> = accounts(rx)?.into_iter().filter(|a| a.active).map(|a| a.actor.role).collect();
    let of_role = |role: AccountRole| i64::try_from(active.iter().filter(|r| **r == role).count()).unwrap_or(i64::MAX);
    let (done, stopped) = (acted(rx, found.range)?, stopped(rx, days)?);
    Ok(AnnualReport {
        period,
        offices: offices(rx)?,
        roles: AccountRole::ALL.into_iter().map(|role| (role, of_role(role))).collect(),
        rules: rules_of(profiles(rx)?, found.range),
        returns,
        receipts: receipts(rx, profile, days)?,
        acted: (done.two, stopped.one, stopped.two),
        reviews: followed(rx, matrix.upto)?,
        matrix,
        found,
    })
}
