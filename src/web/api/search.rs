//! `POST /api/v1/parties/search`: what is personal is searched for in a body, since addresses stand in logs.

use crate::domain::access::Permission;
use crate::domain::ids::OfficeId;
use crate::domain::role::Role;
use crate::store::party::PartyFilter;
use crate::web::api::asked::{LIMIT, LIMIT_MOST};
use crate::web::api::nouns::{page, reader};
use crate::web::api::read_json;
use crate::web::api::views::Party;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::routes::{Access, Route, posted};
use actix_web::web::{self, post};
use serde::Deserialize;
use utoipa::ToSchema;

/// Where it is.
pub const PATH: &str = "/api/v1/parties/search";
/// What the account must be allowed.
pub const PERMISSION: Permission = Permission::PartyRead;

/// A search for parties by what must not stand in an address.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartySearch {
    /// Word beginnings of the name; or the beginning of a code, or a whole ID or telephone number.
    q: String,
    /// With this role, as in `roles`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    role: Option<Role>,
    /// Of one office.
    #[serde(default)]
    office: Option<OfficeId>,
    /// `next_before` of the page before.
    #[serde(default)]
    before: Option<i64>,
    /// How many things are wanted.
    #[serde(default)]
    limit: Option<i64>,
}

/// The route of the search.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![posted(PATH, Access::Needs(PERMISSION), || post().to(search))]
}

/// `POST /api/v1/parties/search`. It reads and changes nothing, so it needs no key.
///
/// # Errors
/// [`WebError::Unreadable`] for a body that cannot be read or searches for nothing, or a fault.
pub async fn search(ctx: Ctx, body: web::Bytes) -> Answer {
    let asked: PartySearch = read_json(&body)?;
    if asked.q.trim().is_empty() {
        return Err(WebError::Unreadable("q: empty".into()));
    }
    let (before, limit) = (asked.before, asked.limit.unwrap_or(LIMIT));
    if !(1..=LIMIT_MOST).contains(&limit) {
        return Err(WebError::Unreadable(format!("limit: 1 to {LIMIT_MOST}")));
    }
    let filter = PartyFilter { text: Some(asked.q), code: None, role: asked.role, office: asked.office };
    let reader = reader(&ctx)?;
    page(ctx.read(move |rx| Party::found(rx, &reader, &filter, before, limit.saturating_add(1))).await?, limit)
}
