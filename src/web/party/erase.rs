//! Erasing the personal details of a party.

use super::{Names, fetch};
use crate::domain::access::Permission;
use crate::domain::party::Party;
use crate::service::personal::EraseDetails;
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::filters;
use crate::web::form::{Form, Posted};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "parties/erase.html")]
struct ErasePage {
    form: Form,
    party: Party,
    names: Names,
}

async fn page(ctx: &Ctx, status: StatusCode, form: Form, party: Party) -> Answer {
    let names = ctx.names([party.id]).await?;
    ctx.render_as(status, &ErasePage { form, party, names })
}

/// `GET /parties/{code}/erase`.
///
/// # Errors
/// [`WebError::NotFound`](crate::web::error::WebError::NotFound), or a fault.
pub async fn form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let party = fetch(&ctx, &path, Permission::DetailsErase).await?;
    page(&ctx, StatusCode::OK, Form::new(Posted::default()), party).await
}

/// `POST /parties/{code}/erase`.
///
/// # Errors
/// [`WebError::NotFound`](crate::web::error::WebError::NotFound), or a fault.
pub async fn erase(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let party = fetch(&ctx, &path, Permission::DetailsErase).await?;
    let reason = posted.get("reason").unwrap_or_default().to_owned();
    match ctx.submit(&posted, EraseDetails { party: party.id, reason }).await {
        Ok(_) => Ok(ctx.see_other(&format!("/parties/{}?done=erased", party.code))),
        Err(e) => {
            let (status, v) = refusals(e)?;
            page(&ctx, status, Form::again(posted, &v, ctx.locale()), party).await
        }
    }
}
