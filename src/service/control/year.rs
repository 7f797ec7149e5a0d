//! A year of the controls: how often they refused and alerted, and how far they reach.

use crate::domain::access::Reach;
use crate::domain::control::Control;
use crate::domain::event::{InspectionKind, ProductionFlag};
use crate::domain::jurisdiction::Profile;
use crate::domain::statistics::Period;
use crate::domain::time::{Day, Instant};
use crate::service::inspection::inspection_coverage;
use crate::service::statistics::{begins, certificates_of};
use crate::store::control::{AlertCounts, alert_counts, refusals_between};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::inventory::{certificates_counted, confirmations_counted, sites_by_region};
use crate::store::journal::journal_size;
use crate::store::production::{ProductionFilter, production_totals};
use std::collections::BTreeMap;

/// How often one control did what it does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Acted {
    /// Acts refused or held back.
    pub refused: i64,
    /// Its alerts.
    pub alerts: AlertCounts,
}

/// A part of a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Part {
    /// The part.
    pub part: i64,
    /// The whole.
    pub whole: i64,
}

/// How far controls reach, by what a year's figures say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Exported carats of own origin that are traced to a site, milli-carats.
    pub traced: Part,
    /// Sites whose position was measured at the place, as things stand.
    pub surveyed: Part,
    /// Production entries that came in within the limit.
    pub on_time: Part,
    /// Certificates of which the receipt was confirmed.
    pub confirmed: Part,
    /// Sites inspected within the interval of the country, as things stand at the end of the year or today.
    pub inspected: Part,
}

/// A year of the controls.
#[derive(Debug, Clone, Default)]
pub struct ControlYear {
    /// By the code of a refusal.
    refused: BTreeMap<String, i64>,
    /// By the code of a control.
    alerts: BTreeMap<String, AlertCounts>,
    /// How far they reach.
    pub coverage: Coverage,
}

impl ControlYear {
    /// What one control did.
    #[must_use]
    pub fn of(&self, control: &Control) -> Acted {
        let refused = control.refusals.iter().filter_map(|code| self.refused.get(*code)).fold(0_i64, |sum, n| sum.saturating_add(*n));
        Acted { refused, alerts: self.alerts.get(control.code).copied().unwrap_or_default() }
    }

    /// How often each refusal of a control was told, those that were; the most frequent first.
    #[must_use]
    pub fn refusals_of(&self, control: &Control) -> Vec<(&'static str, i64)> {
        let mut told: Vec<(&'static str, i64)> =
            control.refusals.iter().filter_map(|code| self.refused.get(*code).map(|n| (*code, *n))).collect();
        told.sort_by_key(|(code, n)| (std::cmp::Reverse(*n), *code));
        told
    }
}

/// What the controls did in a period.
///
/// # Errors
/// When the database fails.
pub fn control_year(rx: &mut Rx<'_>, profile: &Profile, period: Period, today: Day) -> Result<ControlYear, StoreError> {
    let (first, last) = (period.first(), period.last());
    let refused = refusals_between(rx, (first, last))?.into_iter().map(|r| (r.code, r.refusals)).collect();
    let instant = |day: Day| begins(profile, day).unwrap_or_else(|| Instant::new(day.and_time(chrono::NaiveTime::MIN).and_utc()));
    let until = last.succ_opt().unwrap_or(last);
    let alerts = alert_counts(rx, (instant(first), instant(until)))?;
    Ok(ControlYear { refused, alerts, coverage: coverage(rx, profile, (first, last), last.min(today))? })
}

fn coverage(rx: &mut Rx<'_>, profile: &Profile, (first, last): (Day, Day), as_of: Day) -> Result<Coverage, StoreError> {
    let mut traced = Part::default();
    for c in certificates_of(rx, profile, (first, last))?.into_iter().filter(|c| c.left) {
        let own = c.facts.weight_mct.mct().saturating_sub(c.imported_mct);
        traced.whole = traced.whole.saturating_add(own);
        traced.part = traced.part.saturating_add(own.saturating_sub(c.facts.unestablished_mct.mct()));
    }
    let upto = journal_size(rx)?;
    let surveyed = sites_by_region(rx, upto)?
        .iter()
        .fold(Part::default(), |sum, r| Part { part: sum.part.saturating_add(r.one), whole: sum.whole.saturating_add(r.n) });
    let within = ProductionFilter { from: Some(first), to: Some(last), ..ProductionFilter::default() };
    let whole = production_totals(rx, Reach::All, &within)?.entries;
    let late = production_totals(rx, Reach::All, &ProductionFilter { flag: Some(ProductionFlag::Late), ..within })?.entries;
    let issued = certificates_counted(rx, (first, last))?;
    let confirmed = Part { part: confirmations_counted(rx, (first, last))?.n, whole: issued.n };
    let mut inspected = Part::default();
    for covered in inspection_coverage(rx, profile, InspectionKind::Site, as_of)?.into_values() {
        inspected.part = inspected.part.saturating_add(covered.within);
        inspected.whole = inspected.whole.saturating_add(covered.whole);
    }
    Ok(Coverage { inspected, traced, surveyed, on_time: Part { part: whole.saturating_sub(late), whole }, confirmed })
}
