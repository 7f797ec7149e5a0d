//! A report of blank certificates, and the word of the second person.

use super::Told;
use crate::domain::access::Permission as P;
use crate::domain::ids::BlankReportId;
use crate::domain::time::Instant;
use crate::service::blank::DecideBlankReport;
use crate::store::blank::{blank_report_fetch, blank_run_fetch};
use crate::store::error::StoreError;
use crate::store::journal::recorded_at;
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::shipment::seen::{Reader, Who};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "blanks/decide.html")]
struct DecidePage {
    told: Told,
    reported: (Who, Instant),
    decided: Option<(Who, Instant)>,
    may_decide: bool,
    own: bool,
    form: Form,
}

async fn page(ctx: &Ctx, id: BlankReportId, status: StatusCode, form: Form) -> Answer {
    let reader = Reader::new(ctx.actor()?, ctx.reach(P::BlankRead));
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let Some(report) = blank_report_fetch(rx, id)? else { return Ok(None) };
            let run = blank_run_fetch(rx, report.run)?.ok_or_else(|| StoreError::Damaged("a report of no run".into()))?;
            let at = |rx: &mut _, seq| recorded_at(rx, seq)?.ok_or_else(|| StoreError::Damaged("no such entry".into()));
            let reported = (Who::read(rx, report.reported_by, &reader)?, at(rx, report.reported_seq)?);
            let decided = match report.decided_by.zip(report.decided_seq) {
                Some((who, seq)) => Some((Who::read(rx, who, &reader)?, at(rx, seq)?)),
                None => None,
            };
            Ok(Some((Told::new(report, &run), reported, decided)))
        })
        .await?;
    let (told, reported, decided) = found.ok_or(WebError::NotFound)?;
    let own = told.report.reported_by == ctx.actor()?.account;
    ctx.render_as(status, &DecidePage { told, reported, decided, may_decide: ctx.can(P::BlankDecide), own, form })
}

/// `GET /blanks/reports/{id}`.
pub(super) async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let id = path.parse().map_err(|_| WebError::NotFound)?;
    page(&ctx, id, StatusCode::OK, Form::new(Posted::default())).await
}

/// `POST /blanks/reports/{id}`.
pub(super) async fn decide(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let report: BlankReportId = path.parse().map_err(|_| WebError::NotFound)?;
    let f = posted.reader(ctx.locale());
    let command = DecideBlankReport { report, confirm: posted.get("act") == Some("confirm"), reason: f.text("reason") };
    match ctx.submit(&posted, command).await {
        Ok(_) => Ok(ctx.see_other(&format!("/blanks/reports/{report}"))),
        Err(e) => {
            let (status, v) = refusals(e)?;
            let form = Form::again(posted, &v, ctx.locale());
            page(&ctx, report, status, form).await
        }
    }
}
