//! A balance for programs.

use super::{asked, read, span, whose};
use crate::domain::balance::{Amount, Balance, Movement, months};
use crate::web::api::json;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::listing::Listing;
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web;
use serde::Serialize;
use utoipa::ToSchema;

/// What moved of one kind.
#[derive(Debug, Serialize, ToSchema)]
pub struct MovedTold {
    movement: Movement,
    /// Whether it makes the stock larger.
    comes_in: bool,
    by: Amount,
}

/// The balance of a month: opening and what came in is what went and closing.
#[derive(Debug, Serialize, ToSchema)]
pub struct MonthTold {
    /// The month, `2026-03`.
    month: String,
    opening: Amount,
    /// What moved, each movement of the journal in exactly one of these.
    moved: Vec<MovedTold>,
    closing: Amount,
}

/// The balance of a holder, an office, a site, a licence or an area, by the days on which things happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct BalanceTold {
    /// `party`, `office`, `site`, `licence` or `area`.
    of: String,
    /// Its code, number or id.
    key: String,
    /// The months from `from` to `to`, the last twelve where the address names none.
    months: Vec<MonthTold>,
    /// What lives today by the parcels themselves.
    there: Amount,
    /// What of it all movements do not explain: nothing, where all adds up.
    difference: Amount,
}

fn told((month, b): &(crate::domain::month::Month, Balance)) -> MonthTold {
    let moved = b.moved.iter().map(|(m, by)| MovedTold { movement: *m, comes_in: m.comes_in(), by: *by });
    MonthTold { month: month.to_string(), opening: b.opening, moved: moved.collect(), closing: b.closing }
}

/// The answer.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn answer(ctx: Ctx, req: HttpRequest, query: web::Query<Vec<(String, String)>>) -> Answer {
    let asked = asked(&ctx, &req).await?.ok_or_else(whose)?;
    let (span, wrong) = span(ctx.today(), &Listing::new(query).posted());
    if let Some(first) = wrong.0.into_iter().next() {
        return Err(WebError::UnreadablePage(first));
    }
    let found = read(&ctx, &asked.of).await?;
    let months = months(&found.lines, span).iter().map(told).collect();
    let (there, difference) = (found.there, found.difference());
    json(StatusCode::OK, &BalanceTold { of: asked.kind.to_owned(), key: asked.key, months, there, difference })
}
