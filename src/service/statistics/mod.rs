//! Statistics: what a return says by the ledger and by nothing else, submitting it, answering for differences, and taking
//! in what partners say.

mod figures;
mod inventory;
mod mirror;
mod public;
mod reconcile;

pub(super) use figures::certificates_of;
pub use figures::{Calendar, Due, DueState, calendar, csv_of, figures, returns_changed, returns_open};
pub use inventory::{AnnualReport, Followed, Receipts, YearReturn, annual_report, matrix};
pub use public::{PublicCell, PublicTable, PublicTables, public_tables};
pub(super) use reconcile::begins;
pub use reconcile::{Difference, DifferenceKind, Ratio, Reconciliation, reconciliation};

use crate::domain::access::{Belongs, Permission};
use crate::domain::entry::sha256_hex;
use crate::domain::event::{PartnerFiguresReceived, ReturnDifferenceAnswered, ReturnSubmitted};
use crate::domain::statistics::{DifferenceCause, Extent, Period};
use crate::domain::violation::{Violation, Violations};
use crate::interop::partner_csv;
use crate::service::error::ServiceError;
use crate::service::party::check_reason;
use crate::service::shipment::words;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::statistics::{partner_file_known, submission_next_no, submissions_of};
use serde::{Deserialize, Serialize};

/// The most characters of an answer.
pub const ANSWER_MAX: usize = 1_000;
/// The most characters of where a table is from.
pub const SOURCE_MAX: usize = 200;

/// Submits a return with the figures of this moment: they are frozen. Another submission for the same period is a
/// revision, which needs a reason and must differ.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SubmitReturn {
    /// The period: `2026-H1` for production, `2026-Q3` for trade, `2026` for the annual report.
    pub period: Period,
    /// SHA-256 of the CSV file that was looked at, in hex: the figures must still be those.
    pub seen: String,
    /// Why it differs from the version before; none for the first.
    #[serde(default)]
    pub reason: Option<String>,
}

impl Command for SubmitReturn {
    const NAME: &'static str = "submit_return";
    const PERMISSION: Permission = Permission::ReturnSubmit;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::ReturnSubmit, &Belongs::default())?;
        let mut v = Violations::none();
        let period = self.period;
        v.check(period.last() < case.today(), || Violation::on("return.not_over", "period").with("last", period.last()));
        let last = submissions_of(rx, period)?.into_iter().next();
        let reason = match &last {
            Some(_) => Some(check_reason(self.reason.as_deref().unwrap_or_default(), &mut v)),
            None => {
                v.check(self.reason.is_none(), || Violation::on("return.no_reason", "reason"));
                None
            }
        };
        v.finish()?;
        let version = last.as_ref().map_or(0, |s| s.version).saturating_add(1);
        let lines = figures(rx, case.profile(), period)?;
        if last.is_some_and(|s| s.lines == lines) {
            return Err(Violation::on("return.unchanged", "period").conflict().into());
        }
        let sha256 = sha256_hex(&[&csv_of(case.profile(), period, version, &lines)?]);
        if sha256 != self.seen.trim() {
            return Err(Violation::on("return.moved_on", "seen").conflict().into());
        }
        let no = submission_next_no(rx)?;
        Ok(ReturnSubmitted { submission: case.id(), no, period, version, lines, sha256, reason }.into())
    }
}

/// Answers for a difference that the reconciliation of a period tells. A later answer stands beside the earlier ones.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerReturnDifference {
    /// The period.
    pub period: Period,
    /// The difference, by its name there.
    pub difference: String,
    /// What explains it.
    pub cause: Option<DifferenceCause>,
    /// In words.
    pub answer: String,
}

impl Command for AnswerReturnDifference {
    const NAME: &'static str = "answer_return_difference";
    const PERMISSION: Permission = Permission::StatisticsWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::StatisticsWrite, &Belongs::default())?;
        let mut v = Violations::none();
        let answer = words(&self.answer, "answer", ANSWER_MAX, &mut v);
        v.check(self.cause.is_some(), || Violation::on("required", "cause"));
        let today = case.today();
        v.check(self.period.first() <= today, || Violation::on("return.not_begun", "period"));
        v.finish()?;
        let found = reconciliation(rx, case.profile(), self.period, today)?;
        let Some(is) = found.differences.iter().find(|d| d.name == self.difference) else {
            return Err(Violation::on("return.no_difference", "difference").conflict().into());
        };
        let cause = self.cause.ok_or_else(|| Violation::on("required", "cause"))?;
        let (difference, Extent { mct, usd_cents }) = (self.difference.clone(), is.extent);
        Ok(ReturnDifferenceAnswered { period: self.period, difference, mct, usd_cents, cause, answer }.into())
    }
}

/// Takes in a table of what a partner says that he imported; it is kept as it came, with its hash.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceivePartnerFigures {
    /// Where it is from: the publication, the letter.
    pub source: String,
    /// The CSV file with the columns `partner`, `period`, `carats` and perhaps `hs`, `value_usd`, `rounded_to`.
    pub file: String,
}

impl Command for ReceivePartnerFigures {
    const NAME: &'static str = "receive_partner_figures";
    const PERMISSION: Permission = Permission::StatisticsWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::StatisticsWrite, &Belongs::default())?;
        let mut v = Violations::none();
        let source = words(&self.source, "source", SOURCE_MAX, &mut v);
        match partner_csv::read(&self.file) {
            Ok(rows) => {
                let own = case.profile().code();
                let of_own = rows.iter().any(|r| r.partner == own);
                v.check(!of_own, || Violation::on("partner.own", "file").with("country", own));
            }
            Err(wrong) => v.0.extend(wrong.0),
        }
        v.finish()?;
        let sha256 = sha256_hex(&[self.file.as_bytes()]);
        let (known, no) = partner_file_known(rx, &sha256)?;
        if known {
            return Err(Violation::on("partner.known", "file").conflict().into());
        }
        Ok(PartnerFiguresReceived { file: case.id(), no, source, text: self.file.clone(), sha256 }.into())
    }
}
