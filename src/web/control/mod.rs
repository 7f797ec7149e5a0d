//! Controls and their alerts: the catalogue with how often each did what it does, and the alerts that somebody answers for.

mod alerts;
mod catalogue;
pub mod words;
pub mod worker;

use crate::domain::access::{Permission as P, Reach};
use crate::store::control::alerts_open;
use crate::store::error::StoreError;
use crate::web::ctx::Ctx;
use crate::web::error::WebError;
use crate::web::routes::{Access, Route, posted, shown};
use actix_web::web::{get, post};

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

/// Open alerts within the reader's reach.
#[derive(Debug, Clone, Copy, Default)]
pub struct AlertCount {
    /// Critical ones.
    pub critical: i64,
    /// All.
    pub open: i64,
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
