//! What partners say that they imported: the tables that came, and taking one in.

use super::words::{carats, country_name, period_name};
use crate::domain::access::Permission as P;
use crate::domain::event::{Event, PartnerFiguresReceived};
use crate::domain::violation::Violations;
use crate::interop::partner_csv;
use crate::service::statistics::ReceivePartnerFigures;
use crate::store::statistics::{PartnerFile, partner_file_fetch, partner_files};
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::locale::{Locale, format, text};
use crate::web::trace::file;
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

/// Rows of a table that are shown before it is taken in.
const ROWS: usize = 20;

/// `POST /statistics/partners/new`.
pub(super) async fn receive(ctx: Ctx, posted: Posted) -> Answer {
    let stage = Stage::of(&posted);
    if stage == Stage::Change {
        let form = changed(posted, ctx.locale());
        return ctx.render(&FormPage { form });
    }
    match attempt(&ctx, &posted, stage, read(&posted, ctx.locale())).await? {
        Attempt::Done(_) => Ok(ctx.see_other("/statistics/partners")),
        Attempt::Check(event) => match *event {
            Event::PartnerFiguresReceived(e) => check(&ctx, &posted, &e),
            _ => Err(WebError::Fault("another event than asked for".into())),
        },
        Attempt::Refused(status, v) => ctx.render_as(status, &FormPage { form: Form::again(posted, &v, ctx.locale()) }),
    }
}

/// What a table says, before it is on record for good.
fn check(ctx: &Ctx, form: &Posted, e: &PartnerFiguresReceived) -> Answer {
    let l = ctx.locale();
    let say = |id: &str| text(l, id, &[]);
    let rows = partner_csv::read(&e.text).map_err(|v| WebError::Service(v.into()))?;
    let mut page = CheckPage::new(say("partner-receive"), say("partner-receive-do"), form).lead(say("partner-check-lead"));
    page.row(say("partner-source"), e.source.clone());
    page.row(say("partner-rows"), format::integer(l, i64::try_from(rows.len()).unwrap_or(i64::MAX)));
    for row in rows.iter().take(ROWS) {
        let hs = row.hs.map_or_else(|| text(l, "word-total", &[]), |hs| hs.as_str().to_owned());
        let worth = row.value_usd_cents.map(|cents| format!(", {}", format::usd(l, cents))).unwrap_or_default();
        page.row(
            format!("{}, {}", country_name(l, &row.partner), period_name(l, row.period)),
            format!("{hs}: {}{worth}", carats(l, row.weight_mct)),
        );
    }
    page.show(ctx)
}

/// `GET /statistics/partners/{no}`: a table as it came.
pub(super) async fn file_of(ctx: Ctx, path: web::Path<String>) -> Answer {
    let no: i64 = path.parse().map_err(|_| WebError::NotFound)?;
    let found = ctx.read(move |rx| partner_file_fetch(rx, no)).await?.ok_or(WebError::NotFound)?;
    Ok(file("text/csv; charset=utf-8", &format!("partner-{no}.csv"), found.text.into_bytes(), true))
}
