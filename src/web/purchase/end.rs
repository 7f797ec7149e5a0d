//! Refusing an offer, and taking one back.

use super::again;
use super::seen::Seen;
use crate::service::error::ServiceError;
use crate::service::purchase::{DeclinePurchase, WithdrawOffer};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "purchases/end.html")]
struct EndPage {
    form: Form,
    seen: Seen,
    withdraws: bool,
}

async fn own(ctx: &Ctx, id: &str, withdraws: bool) -> Result<Seen, WebError> {
    let seen = Seen::read(ctx, id).await?;
    let may = if withdraws { seen.sells } else { seen.buys };
    if may { Ok(seen) } else { Err(ServiceError::Forbidden.into()) }
}

async fn form(ctx: Ctx, id: &str, withdraws: bool) -> Answer {
    let seen = own(&ctx, id, withdraws).await?;
    let may = if withdraws { seen.may_withdraw() } else { seen.is_open() };
    if !may {
        return Ok(ctx.see_other(&format!("/purchases/{}", seen.purchase.id)));
    }
    ctx.render(&EndPage { form: Form::new(Posted::default()), seen, withdraws })
}

async fn act(ctx: Ctx, id: &str, posted: Posted, withdraws: bool) -> Answer {
    let seen = own(&ctx, id, withdraws).await?;
    let purchase = seen.purchase.id;
    let reason = posted.reader(ctx.locale()).text("reason");
    let done = if withdraws {
        ctx.submit(&posted, WithdrawOffer { purchase, reason }).await
    } else {
        ctx.submit(&posted, DeclinePurchase { purchase, reason }).await
    };
    match done {
        Ok(_) => Ok(ctx.see_other(&format!("/purchases/{purchase}"))),
        Err(e) => {
            let (status, form, _) = again(&ctx, posted, e, |v| v)?;
            ctx.render_as(status, &EndPage { form, seen, withdraws })
        }
    }
}

/// `GET /purchases/{id}/decline`.
pub(super) async fn decline_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    form(ctx, &path, false).await
}

/// `POST /purchases/{id}/decline`.
pub(super) async fn decline(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    act(ctx, &path, posted, false).await
}

/// `GET /purchases/{id}/withdraw`.
pub(super) async fn withdraw_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    form(ctx, &path, true).await
}

/// `POST /purchases/{id}/withdraw`.
pub(super) async fn withdraw(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    act(ctx, &path, posted, true).await
}
