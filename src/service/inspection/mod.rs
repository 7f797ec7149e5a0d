//! Inspections: announcing and drawing plans, writing down what was found, saying what was put right; dry runs.

mod dry_run;
mod plan;
mod record;

pub use dry_run::{ConcludeDryRun, StartDryRun};
pub use plan::{AnnounceInspections, DrawInspections};
pub use record::{ActionAsked, CountedStock, FinishInspectionAction, RecordInspection};

use crate::domain::event::InspectionKind;
use crate::domain::ids::OfficeId;
use crate::domain::inspection::{Covered, interval};
use crate::domain::jurisdiction::{Inspections, Profile};
use crate::domain::time::Day;
use crate::domain::violation::Violation;
use crate::service::Case;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::inspection::coverage;
use chrono::TimeDelta;
use std::collections::BTreeMap;

/// The most characters of what is told.
const TEXT_MAX: usize = 2_000;

fn rules<'a>(case: &'a Case<'_>) -> Result<&'a Inspections, Violation> {
    case.env.profile.inspections.as_ref().ok_or_else(|| Violation::on("inspection.no_rules", "kind"))
}

/// The first day that lies within the interval of a kind; none where the country has no rules about inspections.
#[must_use]
pub fn within_since(profile: &Profile, kind: InspectionKind, today: Day) -> Option<Day> {
    let days = interval(profile.inspections.as_ref()?, kind);
    today.checked_sub_signed(TimeDelta::days(days))
}

/// How much of a kind was inspected within the interval of the country, by office; nothing where it has none.
///
/// # Errors
/// When the database fails.
pub fn inspection_coverage(
    rx: &mut Rx<'_>,
    profile: &Profile,
    kind: InspectionKind,
    today: Day,
) -> Result<BTreeMap<Option<OfficeId>, Covered>, StoreError> {
    match within_since(profile, kind, today) {
        Some(since) => coverage(rx, kind, since, today),
        None => Ok(BTreeMap::new()),
    }
}
