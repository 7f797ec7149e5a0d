//! Erasing the personal details of a party.

use super::{Names, fetch};
use crate::domain::access::Permission;
use crate::domain::party::Party;
use crate::domain::violation::Violations;
use crate::service::personal::EraseDetails;
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::locale::text;
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
    if party.erased_seq.is_some() {
        return Ok(ctx.see_other(&format!("/parties/{}", party.code)));
    }
    page(&ctx, StatusCode::OK, Form::new(Posted::default()), party).await
}

/// `POST /parties/{code}/erase`: looked at once more before it is done, for it cannot be undone.
///
/// # Errors
/// [`WebError::NotFound`](crate::web::error::WebError::NotFound), or a fault.
pub async fn erase(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let party = fetch(&ctx, &path, Permission::DetailsErase).await?;
    let stage = Stage::of(&posted);
    if stage == Stage::Change {
        return page(&ctx, StatusCode::OK, changed(posted, ctx.locale()), party).await;
    }
    let reason = posted.get("reason").unwrap_or_default().trim().to_owned();
    let command: Result<_, Violations> = Ok(EraseDetails { party: party.id, reason: reason.clone() });
    match attempt(&ctx, &posted, stage, command).await? {
        Attempt::Done(_) => Ok(ctx.see_other(&format!("/parties/{}?done=erased", party.code))),
        Attempt::Check(_) => {
            let word = |id: &str| text(ctx.locale(), id, &[]);
            let names = ctx.names([party.id]).await?;
            let mut check =
                CheckPage::new(word("party-erase-check"), word("party-erase-confirm"), &posted).lead(word("party-erase-warning"));
            check.notice(word("party-erase-explained"));
            check.row(word("party-erase-who"), names.full(&party.id));
            check.row(word("party-erase-reason"), reason);
            check.show(&ctx)
        }
        Attempt::Refused(status, v) => page(&ctx, status, Form::again(posted, &v, ctx.locale()), party).await,
    }
}
