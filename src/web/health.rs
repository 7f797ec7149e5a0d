//! Whether the server works, for whoever watches it.

use crate::service::notary::Standing;
use crate::store::error::StoreError;
use crate::store::journal::journal_size;
use crate::web::ctx::{Answer, Ctx};
use crate::web::routes::{Access, Route, shown};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::get;

/// The routes of the checks.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![shown("/healthz", Access::Public, || get().to(healthz)), shown("/readyz", Access::Public, || get().to(readyz))]
}

/// `GET /healthz`: `ok` when the database answers. It tells nothing else.
///
/// # Errors
/// 503 when the database is busy, 500 when it fails.
pub async fn healthz(ctx: Ctx) -> Answer {
    ctx.read(journal_size).await?;
    Ok(said(StatusCode::OK, "ok\n"))
}

/// `GET /readyz`: `ready` when the register is open, works under the rules in force, its database would take an entry and there is room for it; else a word why
/// not, and 503. Nothing is written to find out.
///
/// # Errors
/// 503 when the database is busy, 500 when it fails.
pub async fn readyz(ctx: Ctx) -> Answer {
    let least = ctx.state.least_room;
    let found = ctx
        .block(move |state| -> Result<_, StoreError> {
            if state.app.notary.standing() != Standing::Open {
                return Ok(Some("closed\n"));
            }
            if !state.app.knows_rules()? {
                return Ok(Some("other rules\n"));
            }
            if state.app.db.room().is_some_and(|room| room.free < least) {
                return Ok(Some("no room\n"));
            }
            Ok(if state.app.db.takes_writes()? { None } else { Some("read-only\n") })
        })
        .await?;
    Ok(found.map_or_else(|| said(StatusCode::OK, "ready\n"), |why| said(StatusCode::SERVICE_UNAVAILABLE, why)))
}

fn said(status: StatusCode, word: &'static str) -> HttpResponse {
    HttpResponse::build(status).content_type("text/plain; charset=utf-8").insert_header((CACHE_CONTROL, "no-store")).body(word)
}
