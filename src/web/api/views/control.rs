//! Alerts of controls.

use crate::domain::access::{Belongs, Permission};
use crate::domain::control::{Alert as Kept, AlertState, Fact, Link, Severity, Subject};
use crate::domain::ids::{AccountId, OfficeId};
use crate::domain::time::Instant;
use crate::service::control::evidence_digest;
use crate::store::control::{AlertFilter, alert_fetch, alerts_before};
use crate::store::db::Rx;
use crate::web::api::asked::{Asked, Filter};
use crate::web::api::nouns::{Noun, Reader};
use crate::web::error::WebError;
use serde::Serialize;
use utoipa::ToSchema;

/// What a control saw that is out of the usual.
#[derive(Debug, Serialize, ToSchema)]
pub struct Alert {
    /// By which it is answered for.
    no: i64,
    /// Code of the control.
    control: String,
    subject: Subject,
    /// The month or day; empty where it is about things as they stand. Of a pair of parties, the seller stands behind a stroke.
    period: String,
    office: Option<OfficeId>,
    severity: Severity,
    /// How far it is out of the way, in a unit of the control.
    measure: i64,
    /// Values: `[{"name", "value": {"as", "is"}}]`.
    #[schema(value_type = Vec<Object>)]
    facts: Vec<Fact>,
    /// Where to look: `[{"kind", "to"}]`.
    #[schema(value_type = Vec<Object>)]
    links: Vec<Link>,
    /// Digest of facts and links, to be sent with an answer.
    evidence: String,
    state: AlertState,
    owner: Option<AccountId>,
    #[schema(value_type = String, format = DateTime)]
    first_seen_at: Instant,
    #[schema(value_type = String, format = DateTime)]
    last_seen_at: Instant,
    sightings: i64,
    #[schema(value_type = Option<String>, format = DateTime)]
    gone_at: Option<Instant>,
}

fn view(a: Kept) -> Result<Alert, WebError> {
    let evidence = evidence_digest(&a)?;
    Ok(Alert {
        no: a.no,
        control: a.key.control,
        subject: a.key.subject,
        period: a.key.period,
        office: a.office,
        severity: a.severity,
        measure: a.measure,
        facts: a.evidence.facts,
        links: a.evidence.links,
        evidence,
        state: a.state,
        owner: a.owner,
        first_seen_at: a.first_seen_at,
        last_seen_at: a.last_seen_at,
        sightings: a.sightings,
        gone_at: a.gone_at,
    })
}

impl Noun for Alert {
    const PERMISSION: Permission = Permission::ControlRead;
    const FILTERS: &'static [Filter] =
        &[Filter::word("state", "`open`, `explained`, `case` or `false`."), Filter::word("control", "Code of a control.")];

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, reader: &Reader, asked: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let state = asked.read("state", |word| word.parse::<AlertState>().ok())?;
        let control = asked.read("control", |word| crate::domain::control::control(word).map(|c| c.code.to_owned()))?;
        let filter = AlertFilter { control, state, current: false };
        let found = alerts_before(rx, reader.reach(Self::PERMISSION), &filter, before, limit)?;
        found.into_iter().map(view).collect()
    }
    fn one(rx: &mut Rx<'_>, reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let Ok(no) = key.parse() else { return Ok(None) };
        let reach = reader.reach(Self::PERMISSION);
        alert_fetch(rx, no)?.filter(|a| reach.covers(&Belongs::office(a.office))).map(view).transpose()
    }
}
