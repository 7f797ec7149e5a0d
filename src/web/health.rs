//! Whether the server works, for whoever watches it.

use crate::store::journal::journal_size;
use crate::web::ctx::{Answer, Ctx};
use crate::web::routes::{Access, Route, shown};
use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::get;

/// The route of the check.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![shown("/healthz", Access::Public, || get().to(healthz))]
}

/// `GET /healthz`: `ok` when the database answers. It tells nothing else.
///
/// # Errors
/// 503 when the database is busy, 500 when it fails.
pub async fn healthz(ctx: Ctx) -> Answer {
    ctx.read(journal_size).await?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").insert_header((CACHE_CONTROL, "no-store")).body("ok\n"))
}
