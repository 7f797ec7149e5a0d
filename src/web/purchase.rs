//! Offers, purchases and their slips.

mod accept;
mod end;
pub mod lines;
mod list;
mod offer;
mod public;
mod record;
pub mod seen;
mod show;
mod start;
pub mod terms;

pub use public::told as slip_told;
pub use start::{Start, start};

use crate::domain::access::Permission as P;
use crate::domain::dispute::may_claim;
use crate::domain::violation::Violations;
use crate::web::ctx::{Ctx, refusals};
use crate::web::error::WebError;
use crate::web::form::{Form, Posted};
use crate::web::routes::{Access, Route, posted, shown};
use actix_web::http::StatusCode;
use actix_web::web::{get, post};

/// The routes of purchases and of the public check of slips.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/purchases", Access::Needs(P::PurchaseRead), || get().to(list::list)),
        shown("/purchases/offer", Access::Needs(P::PurchaseWrite), || get().to(offer::new)),
        posted("/purchases/offer", Access::Needs(P::PurchaseWrite), || post().to(offer::offer)),
        shown("/purchases/record", Access::Needs(P::PurchaseWrite), || get().to(record::new)),
        posted("/purchases/record", Access::Needs(P::PurchaseWrite), || post().to(record::record)),
        shown("/purchases/{id}", Access::Needs(P::PurchaseRead), || get().to(show::show)),
        shown("/purchases/{id}/slip", Access::Needs(P::PurchaseRead), || get().to(show::slip)),
        shown("/purchases/{id}/accept", Access::Needs(P::PurchaseWrite), || get().to(accept::form)),
        posted("/purchases/{id}/accept", Access::Needs(P::PurchaseWrite), || post().to(accept::accept)),
        shown("/purchases/{id}/decline", Access::Needs(P::PurchaseWrite), || get().to(end::decline_form)),
        posted("/purchases/{id}/decline", Access::Needs(P::PurchaseWrite), || post().to(end::decline)),
        shown("/purchases/{id}/withdraw", Access::Needs(P::PurchaseWrite), || get().to(end::withdraw_form)),
        posted("/purchases/{id}/withdraw", Access::Needs(P::PurchaseWrite), || post().to(end::withdraw)),
        shown("/check", Access::Public, || get().to(public::ask)),
        shown("/check/slip/{code}", Access::Public, || get().to(public::slip)),
    ]
}

/// Colour of the tag of a standing.
#[must_use]
pub fn colour(standing: &str) -> &'static str {
    match standing {
        "open" => "yellow",
        "accepted" => "green",
        "declined" => "red",
        _ => "grey",
    }
}

/// The form again after a refusal, with its status and whether a claim may be made now; a fault goes on.
fn again(
    ctx: &Ctx,
    posted: Posted,
    error: WebError,
    rename: impl Fn(Violations) -> Violations,
) -> Result<(StatusCode, Form, bool), WebError> {
    let (status, v) = refusals(error)?;
    let claims = may_claim(&v) && ctx.can(P::DisputeOpen);
    Ok((status, Form::again(posted, &rename(v), ctx.locale()), claims))
}
