//! Taking stones out of stock that are used inside the country, lost, stolen or destroyed: whoever holds them, or an office
//! for him, reports; an approver confirms or refuses.

use crate::domain::access::{Belongs, Permission};
use crate::domain::event::{RemovalCause, RemovalDecided, RemovalReported};
use crate::domain::ids::RemovalId;
use crate::domain::parcel::{Parcel, parcel_no_typed};
use crate::domain::removal::{Removal, removal_code};
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::service::balance::there_since;
use crate::service::error::ServiceError;
use crate::service::parcel::{bound, tidy};
use crate::service::party::reason_to_decide;
use crate::service::proof::other_hands;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::parcel::parcel_fetch;
use crate::store::production::source_fetch;
use crate::store::purchase::{latest_source_day, purchase_last_of};
use crate::store::removal::{removal_fetch, removal_next_no};
use serde::{Deserialize, Serialize};

/// The longest text about who took stones, and of a number of a paper.
const TEXT_MAX: usize = 300;

/// Reports that a whole parcel is no stock any more.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportRemoval {
    /// Code of the parcel. What is only a part of one is split off first.
    pub parcel: String,
    /// Why it is gone; it must be said.
    #[serde(default)]
    pub cause: Option<RemovalCause>,
    /// The day on which it happened or was noticed; today when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Day>,
    /// Who took the stones, for domestic use: a firm with its licence, never a person. It stays in the journal for good.
    #[serde(default)]
    pub taker: Option<String>,
    /// Number of the paper: report to the police, receipt, protocol. Needed for what was stolen or used.
    #[serde(default)]
    pub reference: Option<String>,
    /// How it came about. It stays in the journal for good: no name of a person, no number of a paper of his.
    pub happened: String,
}

/// The parcel that somebody names, with what a report of it belongs to: the office where it came in, and who holds it.
///
/// # Errors
/// When the database fails.
pub fn parcel_of(rx: &mut Rx<'_>, typed: &str) -> Result<Option<(Parcel, Belongs)>, StoreError> {
    let Some(parcel) = parcel_no_typed(typed).map(|no| parcel_fetch(rx, no)).transpose()?.flatten() else { return Ok(None) };
    let office = source_fetch(rx, parcel.no)?.and_then(|s| s.office);
    let belongs = Belongs { office, parties: vec![parcel.holder] };
    Ok(Some((parcel, belongs)))
}

impl Command for ReportRemoval {
    const NAME: &'static str = "report_removal";
    const PERMISSION: Permission = Permission::RemovalReport;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let mut v = Violations::none();
        let reach = case.reach(Permission::RemovalReport);
        let shown: String = self.parcel.trim().chars().take(40).collect();
        let found = parcel_of(rx, &self.parcel)?.filter(|(_, belongs)| reach.covers(belongs));
        let (cause, today) = (self.cause, case.today());
        v.check(cause.is_some(), || Violation::on("removal.cause", "cause"));
        let on = self.on.unwrap_or(today);
        v.check(on <= today, || Violation::on("day.future", "on"));
        let taker = tidy(self.taker.as_deref(), "taker", TEXT_MAX, &mut v);
        v.check(taker.is_some() || cause != Some(RemovalCause::Domestic), || Violation::on("removal.taker", "taker"));
        let reference = tidy(self.reference.as_deref(), "reference", TEXT_MAX, &mut v);
        let papers = matches!(cause, Some(RemovalCause::Domestic | RemovalCause::Stolen));
        v.check(reference.is_some() || !papers, || Violation::on("removal.reference", "reference"));
        let happened = check_happened(&self.happened, &mut v);
        match &found {
            None if shown.is_empty() => v.push(Violation::on("required", "parcel")),
            None => v.push(Violation::on("parcel.unknown", "parcel").with("typed", shown)),
            Some((parcel, _)) => {
                // Only what somebody has in his hands can be cut or crushed: its bag was opened for that.
                let opened = matches!(cause, Some(RemovalCause::Domestic | RemovalCause::Destroyed));
                // Stones that a zone froze can be lost like others; nobody uses them.
                let used = cause == Some(RemovalCause::Domestic);
                let zone = parcel.zone.filter(|_| used);
                let asked = Parcel { zone, held: parcel.held && used, ..parcel.clone() };
                v.0.extend(bound(rx, case, &asked, opened, "parcel")?.0);
                let bought = purchase_last_of(rx, parcel.no)?.map(|p| p.on);
                let came = if on < today { there_since(rx, case.profile(), parcel)? } else { None };
                let since = [latest_source_day(rx, parcel)?, bought, came].into_iter().flatten().max();
                if let Some(since) = since.filter(|since| *since > on) {
                    v.push(Violation::on("removal.too_early", "on").with("day", since));
                }
            }
        }
        v.finish()?;
        let (parcel, belongs) = found.ok_or(ServiceError::NotFound("parcel"))?;
        let cause = cause.ok_or_else(|| Violation::on("removal.cause", "cause"))?;
        let no = removal_next_no(rx)?;
        Ok(RemovalReported {
            removal: case.id(),
            no,
            code: removal_code(no),
            parcel: parcel.id,
            parcel_no: parcel.no,
            holder: parcel.holder,
            office: belongs.office,
            weight_mct: parcel.weight,
            stones: parcel.stones,
            cause,
            on,
            taker,
            reference,
            happened,
        }
        .into())
    }
}

fn check_happened(text: &str, v: &mut Violations) -> String {
    let told = tidy(Some(text), "happened", crate::service::party::REASON_MAX, v);
    v.check(told.is_some(), || Violation::on("required", "happened"));
    told.unwrap_or_default()
}

/// Confirms or refuses what somebody else reported.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideRemoval {
    /// Which report.
    pub removal: RemovalId,
    /// Whether it is so.
    pub confirm: bool,
    /// What is said to it; needed to refuse.
    #[serde(default)]
    pub reason: Option<String>,
}

impl DecideRemoval {
    /// Whether the parcel is still what was reported, bound by nothing but the report.
    fn as_reported(rx: &mut Rx<'_>, case: &Case<'_>, removal: &Removal, v: &mut Violations) -> Result<(), ServiceError> {
        let (f, parcel) = (&removal.facts, parcel_fetch(rx, removal.facts.parcel_no)?.ok_or(ServiceError::NotFound("parcel"))?);
        let zone = parcel.zone.filter(|_| f.cause == RemovalCause::Domestic);
        let held = parcel.held && f.cause == RemovalCause::Domestic;
        let apart = Parcel { removal: None, zone, held, ..parcel.clone() };
        v.0.extend(bound(rx, case, &apart, false, "parcel")?.0);
        let same = (parcel.holder, parcel.weight, parcel.stones) == (f.holder, f.weight_mct, f.stones);
        v.check(same, || Violation::new("removal.changed").with("code", parcel.code.clone()).conflict());
        Ok(())
    }
}

impl Command for DecideRemoval {
    const NAME: &'static str = "decide_removal";
    const PERMISSION: Permission = Permission::RemovalDecide;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::RemovalDecide, &Belongs::default())?;
        let removal = removal_fetch(rx, self.removal)?.ok_or(ServiceError::NotFound("report"))?;
        if !removal.waits() {
            return Err(Violation::new("removal.decided").with("state", removal.state.as_str()).conflict().into());
        }
        let mut v = Violations::none();
        let reason = reason_to_decide(self.confirm, self.reason.as_deref(), &mut v);
        other_hands(rx, case, (removal.reported_by, &self.removal.to_string()), "removal.same_person", &mut v)?;
        if self.confirm {
            Self::as_reported(rx, case, &removal, &mut v)?;
        }
        v.finish()?;
        Ok(RemovalDecided { removal: self.removal, confirmed: self.confirm, reason }.into())
    }
}
