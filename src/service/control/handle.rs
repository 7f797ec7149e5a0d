//! Answering for alerts.

use crate::domain::access::{Belongs, Permission};
use crate::domain::control::{Alert, AlertState, SubjectKind};
use crate::domain::entry::{canonical_json, sha256_hex};
use crate::domain::event::AlertHandled;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::parcel::tidy;
use crate::service::party::check_reason;
use crate::service::{Beside, Case, Command, Decision};
use crate::store::control::alert_fetch;
use crate::store::db::Rx;
use serde::{Deserialize, Serialize};

/// The longest number of a case.
const CASE_MAX: usize = 60;

/// Takes an alert on, or answers for it.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandleAlert {
    /// Its number.
    pub alert: i64,
    /// Where it stands from now on; it must be said.
    #[serde(default)]
    pub state: Option<AlertState>,
    /// Whether whoever answers looks after it from now on; else nobody new does.
    #[serde(default)]
    pub take: bool,
    /// Why, or what is to be done. It stays in the journal for good: no name of a person.
    pub reason: String,
    /// The number under which it is looked into, where it is a case.
    #[serde(default)]
    pub case: Option<String>,
    /// The digest of the evidence that was shown: what is seen now may be more.
    #[serde(default)]
    pub seen: Option<String>,
}

/// SHA-256 of what an alert shows, in hex.
///
/// # Errors
/// When it cannot be written out.
pub fn evidence_digest(alert: &Alert) -> Result<String, ServiceError> {
    Ok(sha256_hex(&[canonical_json(&alert.evidence)?.as_bytes()]))
}

impl Command for HandleAlert {
    const NAME: &'static str = "handle_alert";
    const PERMISSION: Permission = Permission::AlertHandle;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let reach = case.reach(Permission::AlertHandle);
        let alert = alert_fetch(rx, self.alert)?.filter(|a| reach.covers(&Belongs::office(a.office)));
        let alert = alert.ok_or(ServiceError::NotFound("alert"))?;
        let mut v = Violations::none();
        v.check(self.state.is_some(), || Violation::on("alert.state", "state"));
        let me = case.act.actor.account;
        let about_me = alert.key.subject.kind == SubjectKind::Account && alert.key.subject.id == me.to_string();
        v.check(!about_me, || Violation::new("alert.own"));
        let reason = check_reason(&self.reason, &mut v);
        let number = tidy(self.case.as_deref(), "case", CASE_MAX, &mut v);
        v.check(number.is_some() || self.state != Some(AlertState::Case), || Violation::on("alert.case", "case"));
        let digest = evidence_digest(&alert)?;
        let same = self.seen.as_ref().is_none_or(|seen| *seen == digest);
        v.check(same, || Violation::new("alert.changed").conflict());
        v.finish()?;
        let state = self.state.ok_or_else(|| Violation::on("alert.state", "state"))?;
        let owner = if self.take { Some(me) } else { alert.owner };
        let event = AlertHandled {
            alert: alert.key,
            office: alert.office,
            state,
            owner,
            reason,
            case: number.filter(|_| state == AlertState::Case),
            severity: alert.severity,
            measure: alert.measure,
            evidence: digest,
        };
        Ok(Decision::from(event).beside(Beside::Alert { no: alert.no, state, owner }))
    }
}
