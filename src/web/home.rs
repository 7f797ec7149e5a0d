//! The first page of each role: what that person does next.

use crate::web::ctx::{Answer, Ctx};
use crate::web::filters;
use askama::Template;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    role: String,
}

/// `GET /`.
///
/// # Errors
/// When the template fails.
pub async fn home(ctx: Ctx) -> Answer {
    let role = ctx.signed_in.as_ref().map(|s| s.actor.role.as_str().to_owned()).unwrap_or_default();
    ctx.render(&HomePage { role })
}
