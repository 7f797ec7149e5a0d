//! The forms of an officer: a delivery, forms for an office, forms that something became of.

use super::numbers;
use crate::domain::access::Permission as P;
use crate::domain::blank::BlankFate;
use crate::domain::event::{BlanksAllocated, BlanksReceived, BlanksReported, Event};
use crate::domain::ids::OfficeId;
use crate::domain::violation::Violations;
use crate::service::blank::{AllocateBlanks, FormRange, ReceiveBlanks, ReportBlanks};
use crate::store::blank::{blank_run_fetch, blank_runs};
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::{Locale, format, label, text};
use crate::web::party::{office_choices, office_names};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::Datelike;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "blanks/form.html")]
struct ReceivePage {
    form: Form,
    example: String,
}

fn receive_page(ctx: &Ctx, status: StatusCode, form: Form) -> Answer {
    let example = ctx.state.app.env.profile.numbers.certificate.value.pattern.format(ctx.today().year(), 1);
    ctx.render_as(status, &ReceivePage { form, example })
}

/// `GET /blanks/new`: begins after the last run.
pub(super) async fn receive_form(ctx: Ctx) -> Answer {
    let last = ctx.read(|rx| blank_runs(rx, None, 1)).await?.into_iter().next();
    let numbering = &ctx.state.app.env.profile.numbers.certificate.value;
    let year = ctx.today().year();
    let goes_on = last.filter(|run| !numbering.restarts_yearly || run.facts.year == year);
    let first = goes_on.map_or(1, |run| run.facts.last.saturating_add(1));
    let values = [("year", year.to_string()), ("first", numbering.pattern.format(year, first)), ("on", ctx.today().to_string())];
    receive_page(&ctx, StatusCode::OK, Form::new(Posted::of(values)))
}

fn read_delivery(form: &Posted, locale: Locale) -> Result<ReceiveBlanks, Violations> {
    let mut f = form.reader(locale);
    let year = i32::try_from(f.required_count("year")).unwrap_or(0);
    let on = f.required_day("on");
    let text = |name: &str| form.get(name).unwrap_or_default().to_owned();
    f.finish_with(Some(ReceiveBlanks { year, first: text("first"), last: text("last"), note: text("note"), on }))
}

/// `POST /blanks/new`.
pub(super) async fn receive(ctx: Ctx, posted: Posted) -> Answer {
    let stage = Stage::of(&posted);
    if stage == Stage::Change {
        let form = changed(posted, ctx.locale());
        return receive_page(&ctx, StatusCode::OK, form);
    }
    match attempt(&ctx, &posted, stage, read_delivery(&posted, ctx.locale())).await? {
        Attempt::Done(receipt) => Ok(ctx.see_other(&format!("/blanks/{}", receipt.subject))),
        Attempt::Check(event) => match *event {
            Event::BlanksReceived(e) => check_delivery(&ctx, &posted, e),
            _ => Err(WebError::Fault("another event than asked for".into())),
        },
        Attempt::Refused(status, v) => receive_page(&ctx, status, Form::again(posted, &v, ctx.locale())),
    }
}

fn check_delivery(ctx: &Ctx, form: &Posted, e: BlanksReceived) -> Answer {
    let l = ctx.locale();
    let say = |id: &str| text(l, id, &[]);
    let mut page = CheckPage::new(say("blank-receive"), say("blank-receive-confirm"), form).lead(say("blank-receive-lead"));
    let size = e.size();
    page.row(say("blank-year"), e.year.to_string());
    page.row(say("blank-on"), format::day(l, e.on));
    page.row(say("blank-note"), e.note.clone());
    page.row(say("blank-numbers"), numbers(&e, e.first, e.last));
    page.row(say("word-total"), text(l, "blank-forms", &[("count", size.into())]));
    page.show(ctx)
}

/// What a link to a form may fill in.
#[derive(Deserialize)]
pub(super) struct Filled {
    #[serde(default)]
    first: String,
    #[serde(default)]
    last: String,
}

impl Filled {
    fn form(self) -> Form {
        Form::new(Posted::of([("first", self.first), ("last", self.last)]))
    }
}

fn forms(posted: &Posted) -> FormRange {
    let last = posted.get("last").map(str::to_owned).filter(|l| !l.trim().is_empty());
    FormRange { first: posted.get("first").unwrap_or_default().to_owned(), last }
}

#[derive(Template)]
#[template(path = "blanks/allocate.html")]
struct AllocatePage {
    form: Form,
    offices: Vec<Choice>,
}

async fn allocate_page(ctx: &Ctx, status: StatusCode, form: Form) -> Answer {
    let offices = office_choices(ctx, P::BlankWrite).await?;
    ctx.render_as(status, &AllocatePage { form, offices })
}

/// `GET /blanks/allocate`.
pub(super) async fn allocate_form(ctx: Ctx, query: web::Query<Filled>) -> Answer {
    allocate_page(&ctx, StatusCode::OK, query.into_inner().form()).await
}

/// `POST /blanks/allocate`.
pub(super) async fn allocate(ctx: Ctx, posted: Posted) -> Answer {
    let stage = Stage::of(&posted);
    if stage == Stage::Change {
        let form = changed(posted, ctx.locale());
        return allocate_page(&ctx, StatusCode::OK, form).await;
    }
    let mut f = posted.reader(ctx.locale());
    let office: Option<OfficeId> = f.parsed("office");
    let command = f.finish_with(Some(AllocateBlanks { forms: forms(&posted), office }));
    match attempt(&ctx, &posted, stage, command).await? {
        Attempt::Done(receipt) => Ok(ctx.see_other(&format!("/blanks/{}", receipt.subject))),
        Attempt::Check(event) => match *event {
            Event::BlanksAllocated(e) => check_allocation(&ctx, &posted, e).await,
            _ => Err(WebError::Fault("another event than asked for".into())),
        },
        Attempt::Refused(status, v) => {
            let form = Form::again(posted, &v, ctx.locale());
            allocate_page(&ctx, status, form).await
        }
    }
}

async fn check_allocation(ctx: &Ctx, form: &Posted, e: BlanksAllocated) -> Answer {
    let l = ctx.locale();
    let run = ctx.read(move |rx| blank_run_fetch(rx, e.run)).await?.ok_or(WebError::NotFound)?;
    let say = |id: &str| text(l, id, &[]);
    let mut page = CheckPage::new(say("blank-allocate"), say("blank-allocate-confirm"), form);
    page.row(say("blank-numbers"), numbers(&run.facts, e.first, e.last));
    let size = e.last.saturating_sub(e.first).saturating_add(1);
    page.row(say("word-total"), text(l, "blank-forms", &[("count", size.into())]));
    let to = match e.office {
        Some(office) => ctx.read(office_names).await?.get(&office).cloned().unwrap_or_default(),
        None => say("blank-head-office"),
    };
    page.row(say("blank-kept-by"), to);
    page.show(ctx)
}

#[derive(Template)]
#[template(path = "blanks/report.html")]
struct ReportPage {
    form: Form,
    fates: Vec<Choice>,
}

fn report_page(ctx: &Ctx, status: StatusCode, form: Form) -> Answer {
    let fate = |f: &BlankFate| Choice::new(f.as_str(), label(ctx.locale(), "blank-fate", f.as_str()));
    ctx.render_as(status, &ReportPage { form, fates: BlankFate::ALL.iter().map(fate).collect() })
}

/// `GET /blanks/report`.
pub(super) async fn report_form(ctx: Ctx, query: web::Query<Filled>) -> Answer {
    let Filled { first, last } = query.into_inner();
    let values = [("first", first), ("last", last), ("on", ctx.today().to_string())];
    report_page(&ctx, StatusCode::OK, Form::new(Posted::of(values)))
}

/// `POST /blanks/report`.
pub(super) async fn report(ctx: Ctx, posted: Posted) -> Answer {
    let stage = Stage::of(&posted);
    if stage == Stage::Change {
        let form = changed(posted, ctx.locale());
        return report_page(&ctx, StatusCode::OK, form);
    }
    let mut f = posted.reader(ctx.locale());
    let (fate, on) = (f.parsed("fate"), f.required_day("on"));
    let reason = f.text("reason").unwrap_or_default();
    let command = f.finish_with(Some(ReportBlanks { forms: forms(&posted), fate, on, reason }));
    match attempt(&ctx, &posted, stage, command).await? {
        Attempt::Done(receipt) => Ok(ctx.see_other(&format!("/blanks/reports/{}", receipt.subject))),
        Attempt::Check(event) => match *event {
            Event::BlanksReported(e) => check_report(&ctx, &posted, e).await,
            _ => Err(WebError::Fault("another event than asked for".into())),
        },
        Attempt::Refused(status, v) => report_page(&ctx, status, Form::again(posted, &v, ctx.locale())),
    }
}

async fn check_report(ctx: &Ctx, form: &Posted, e: BlanksReported) -> Answer {
    let l = ctx.locale();
    let run = ctx.read(move |rx| blank_run_fetch(rx, e.run)).await?.ok_or(WebError::NotFound)?;
    let say = |id: &str| text(l, id, &[]);
    let lead = if e.fate.is_warning() { "blank-report-lead-warning" } else { "blank-report-lead" };
    let mut page = CheckPage::new(say("blank-report"), say("blank-report-confirm"), form).lead(say(lead));
    page.row(say("blank-numbers"), numbers(&run.facts, e.first, e.last));
    page.row(say("blank-fate"), label(l, "blank-fate", e.fate.as_str()));
    page.row(say("blank-happened-on"), format::day(l, e.on));
    page.row(say("shipment-reason"), e.reason);
    page.show(ctx)
}
