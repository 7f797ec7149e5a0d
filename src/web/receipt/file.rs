//! Confirmations of an authority in one file: all of them are taken, or none.

use crate::domain::entry::sha256_hex;
use crate::domain::violation::Violations;
use crate::interop::confirmations_file::{COLUMNS, parse};
use crate::service;
use crate::service::error::ServiceError;
use crate::web::check::{CheckPage, Stage, changed};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::locale::{format, text};
use actix_web::http::StatusCode;
use askama::Template;

#[derive(Template)]
#[template(path = "receipts/load.html")]
struct LoadPage {
    form: Form,
    columns: String,
}

fn page(ctx: &Ctx, status: StatusCode, form: Form) -> Answer {
    ctx.render_as(status, &LoadPage { form, columns: COLUMNS.join(",") })
}

/// `GET /confirmations/load`.
pub(super) async fn form(ctx: Ctx) -> Answer {
    page(&ctx, StatusCode::OK, Form::new(Posted::default()))
}

/// `POST /confirmations/load`.
pub(super) async fn load(ctx: Ctx, posted: Posted) -> Answer {
    let stage = Stage::of(&posted);
    if stage == Stage::Change {
        let form = changed(posted, ctx.locale());
        return page(&ctx, StatusCode::OK, form);
    }
    let again = |posted: Posted, status, v: &Violations| page(&ctx, status, Form::again(posted, v, ctx.locale()));
    let mut f = posted.reader(ctx.locale());
    let read = f.read("file", parse);
    let rows = match f.finish_with(Some(read)) {
        Ok(rows) => rows,
        Err(wrong) => return again(posted, StatusCode::UNPROCESSABLE_ENTITY, &wrong),
    };
    let (keep, key, each) = (stage == Stage::Confirmed, posted.key().to_owned(), ctx.acts()?);
    let sha256 = sha256_hex(&[posted.get("file").unwrap_or_default().as_bytes()]);
    let done = ctx.block(move |state| -> Result<_, ServiceError> { state.app.confirm_file((rows, &sha256), &key, keep, each) }).await;
    let loaded: service::confirmation::Loaded = match done {
        Ok(loaded) => loaded,
        Err(e) => {
            let (status, v) = refusals(e)?;
            return again(posted, status, &v);
        }
    };
    if !loaded.against.0.is_empty() {
        return again(posted, StatusCode::UNPROCESSABLE_ENTITY, &loaded.against);
    }
    if keep {
        return Ok(ctx.see_other("/confirmations"));
    }
    let l = ctx.locale();
    let say = |id: &str| text(l, id, &[]);
    let mut check = CheckPage::new(say("receipt-load"), say("receipt-load-confirm"), &posted);
    let count = |n: usize| format::integer(l, i64::try_from(n).unwrap_or(i64::MAX));
    check.row(say("receipt-load-rows"), count(loaded.taken));
    check.row(say("receipt-load-differing"), count(loaded.differing));
    check.show(&ctx)
}
