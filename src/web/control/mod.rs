//! Controls and their alerts: the catalogue with how often each did what it does, and the alerts that somebody answers for.

mod alerts;
mod catalogue;
pub mod words;
pub mod worker;

use crate::domain::access::{Permission as P, Reach};
use crate::domain::control::{AlertState, Severity, control};
use crate::domain::time::Instant;
use crate::store::control::{AlertFilter, alerts as alerts_read, alerts_open};
use crate::store::error::StoreError;
use crate::web::ctx::Ctx;
use crate::web::error::WebError;
use crate::web::locale::{Locale, text};
use crate::web::routes::{Access, Route, posted, shown};
use actix_web::web::{get, post};
use alerts::{Line, lines};

/// The routes of controls and alerts.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/controls", Access::Needs(P::ControlRead), || get().to(catalogue::list)),
        shown("/controls/{code}", Access::Needs(P::ControlRead), || get().to(catalogue::show)),
        shown("/alerts", Access::Needs(P::ControlRead), || get().to(alerts::list)),
        shown("/alerts/{no}", Access::Needs(P::ControlRead), || get().to(alerts::show)),
        posted("/alerts/{no}", Access::Needs(P::AlertHandle), || post().to(alerts::answer)),
    ]
}

/// An open alert, for the list of what needs a decision.
pub struct OpenAlert {
    /// Its number.
    pub no: i64,
    /// How much it weighs.
    pub severity: Severity,
    /// What its control is called.
    pub what: String,
    /// What it is about, as the reader may see it.
    pub about: String,
    /// When it was first seen.
    pub first_seen_at: Instant,
}

/// The open alerts of the reader that weigh most; none where he does not answer for any.
///
/// # Errors
/// A fault.
pub async fn open_alerts(ctx: &Ctx, limit: i64) -> Result<Vec<OpenAlert>, WebError> {
    let reach = ctx.reach(P::AlertHandle);
    let filter = AlertFilter { state: Some(AlertState::Open), current: true, ..AlertFilter::default() };
    let found = ctx.read(move |rx| -> Result<_, StoreError> { alerts_read(rx, reach, &filter, 0, limit) }).await?;
    let line = |line: Line| OpenAlert {
        no: line.alert.no,
        severity: line.alert.severity,
        what: line.name,
        about: line.shown,
        first_seen_at: line.alert.first_seen_at,
    };
    Ok(lines(ctx, found).await?.into_iter().map(line).collect())
}

/// Open alerts within the reader's reach.
#[derive(Debug, Clone, Copy, Default)]
pub struct AlertCount {
    /// Critical ones.
    pub critical: i64,
    /// All.
    pub open: i64,
}

/// What a control is called; its code alone where it is none any more.
#[must_use]
pub fn control_name(locale: Locale, code: &str) -> String {
    control(code).map_or_else(|| code.to_owned(), |c| text(locale, &c.message_id("name"), &[]))
}

/// Counts the open alerts that the reader may see.
///
/// # Errors
/// A fault.
pub async fn alert_count(ctx: &Ctx) -> Result<AlertCount, WebError> {
    let reach = ctx.reach(P::ControlRead);
    if reach == Reach::Nothing {
        return Ok(AlertCount::default());
    }
    let [critical, alarm, notice] = ctx.read(move |rx| -> Result<_, StoreError> { alerts_open(rx, reach) }).await?;
    Ok(AlertCount { critical, open: critical.saturating_add(alarm).saturating_add(notice) })
}
