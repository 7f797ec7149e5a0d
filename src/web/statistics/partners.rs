//! What partners say that they imported: the tables that came, and taking one in.

use crate::domain::access::Permission as P;
use crate::domain::violation::Violations;
use crate::service::statistics::ReceivePartnerFigures;
use crate::store::statistics::{PartnerFile, partner_file_fetch, partner_files};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::locale::Locale;
use crate::web::trace::file;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

/// Tables a page shows.
const FILES: i64 = 100;

#[derive(Template)]
#[template(path = "statistics/partners.html")]
struct ListPage {
    files: Vec<PartnerFile>,
    may_write: bool,
}

/// `GET /statistics/partners`.
pub(super) async fn list(ctx: Ctx) -> Answer {
    let files = ctx.read(|rx| partner_files(rx, FILES)).await?;
    ctx.render(&ListPage { files, may_write: ctx.can(P::StatisticsWrite) })
}

#[derive(Template)]
#[template(path = "statistics/partner_form.html")]
struct FormPage {
    form: Form,
}

/// `GET /statistics/partners/new`.
pub(super) async fn form(ctx: Ctx) -> Answer {
    ctx.render(&FormPage { form: Form::new(Posted::default()) })
}

fn read(posted: &Posted, locale: Locale) -> Result<ReceivePartnerFigures, Violations> {
    let mut f = posted.reader(locale);
    let (source, file) = (f.required("source"), f.required("file"));
    f.finish_with(Some(ReceivePartnerFigures { source, file }))
}

/// `POST /statistics/partners/new`.
pub(super) async fn receive(ctx: Ctx, posted: Posted) -> Answer {
    let command = match read(&posted, ctx.locale()) {
        Ok(command) => command,
        Err(v) => return ctx.render_as(StatusCode::UNPROCESSABLE_ENTITY, &FormPage { form: Form::again(posted, &v, ctx.locale()) }),
    };
    match ctx.submit(&posted, command).await {
        Ok(_) => Ok(ctx.see_other("/statistics/partners")),
        Err(e) => {
            let (status, v): (StatusCode, _) = refusals(e)?;
            ctx.render_as(status, &FormPage { form: Form::again(posted, &v, ctx.locale()) })
        }
    }
}

/// `GET /statistics/partners/{no}`: a table as it came.
pub(super) async fn file_of(ctx: Ctx, path: web::Path<String>) -> Answer {
    let no: i64 = path.parse().map_err(|_| WebError::NotFound)?;
    let found = ctx.read(move |rx| partner_file_fetch(rx, no)).await?.ok_or(WebError::NotFound)?;
    Ok(file("text/csv; charset=utf-8", &format!("partner-{no}.csv"), found.text.into_bytes(), true))
}
