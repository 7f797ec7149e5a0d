//! Dry runs: inspectors walk a test parcel from the pit through the chain and say where it was stopped (C12 of the field notes).

use super::TEXT_MAX;
use crate::domain::access::{Belongs, Permission, Reach};
use crate::domain::event::{DryRunConcluded, DryRunOutcome, DryRunStarted};
use crate::domain::ids::DryRunId;
use crate::domain::inspection::dry_run_code;
use crate::domain::parcel::parcel_no_typed;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::shipment::words;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::inspection::{dry_run_fetch, dry_run_next_no};
use crate::store::parcel::parcel_fetch;
use crate::store::production::source_fetch;
use serde::{Deserialize, Serialize};

/// Begins a dry run with a test entry of the book at the pit.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartDryRun {
    /// Code of the test parcel, as it came from the pit.
    pub parcel: String,
    /// What is tried. No name of a person.
    pub purpose: String,
}

impl Command for StartDryRun {
    const NAME: &'static str = "start_dry_run";
    const PERMISSION: Permission = Permission::InspectionWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let mut v = Violations::none();
        let office = match case.reach(Permission::InspectionWrite) {
            Reach::Office(own) => Some(own),
            _ => case.act.actor.office,
        };
        let found = parcel_no_typed(&self.parcel).map(|no| parcel_fetch(rx, no)).transpose()?.flatten();
        let source = found.as_ref().map(|p| source_fetch(rx, p.no)).transpose()?.flatten();
        let reach = case.reach(Permission::InspectionWrite);
        let test = source.filter(|s| s.test && s.facts.is_some() && reach.covers(&Belongs::office(s.office)));
        let typed: String = self.parcel.trim().chars().take(40).collect();
        v.check(test.is_some(), || Violation::on("dry_run.no_test", "parcel").with("typed", typed));
        let purpose = words(&self.purpose, "purpose", TEXT_MAX, &mut v);
        v.finish()?;
        let parcel = found.ok_or(ServiceError::NotFound("parcel"))?;
        let no = dry_run_next_no(rx)?;
        let (run, code) = (case.id(), dry_run_code(no));
        Ok(DryRunStarted { run, no, code, office, parcel: parcel.id, parcel_no: parcel.no, purpose }.into())
    }
}

/// Says how a dry run ended.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConcludeDryRun {
    /// Which.
    pub run: DryRunId,
    /// Where it ended.
    #[serde(default)]
    pub outcome: Option<DryRunOutcome>,
    /// What came of it: where somebody should have asked and did not. No name of a person.
    pub report: String,
}

impl Command for ConcludeDryRun {
    const NAME: &'static str = "conclude_dry_run";
    const PERMISSION: Permission = Permission::InspectionWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let of = |office| Belongs::office(office);
        let found = dry_run_fetch(rx, self.run)?.filter(|r| case.reach(Permission::InspectionPlanRead).covers(&of(r.facts.office)));
        let found = found.ok_or(ServiceError::NotFound("dry run"))?;
        case.require(Permission::InspectionWrite, &of(found.facts.office))?;
        let mut v = Violations::none();
        v.check(found.concluded.is_none(), || Violation::new("dry_run.over").conflict());
        v.check(self.outcome.is_some(), || Violation::on("required", "outcome"));
        let report = words(&self.report, "report", TEXT_MAX, &mut v);
        v.finish()?;
        let outcome = self.outcome.ok_or_else(|| ServiceError::from(Violation::on("required", "outcome")))?;
        Ok(DryRunConcluded { run: self.run, outcome, report }.into())
    }
}
