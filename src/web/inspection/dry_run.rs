//! Dry runs: the list, beginning one, and the report of one, to be printed.

use super::PAGE;
use crate::domain::access::{Belongs, Permission as P};
use crate::domain::event::{DryRunOutcome, Event};
use crate::domain::ids::DryRunId;
use crate::domain::inspection::DryRun;
use crate::domain::parcel::parcel_code;
use crate::domain::time::Instant;
use crate::domain::violation::Violations;
use crate::service::inspection::{ConcludeDryRun, StartDryRun};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::inspection::{DryRunStep, dry_run_fetch, dry_run_parcels, dry_run_refusals, dry_run_steps, dry_runs};
use crate::store::journal::recorded_at;
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::listing::Listing;
use crate::web::locale::label;
use crate::web::shipment::seen::{Reader, Who};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "inspections/dry_runs.html")]
struct ListPage {
    found: Vec<DryRun>,
    next: Option<String>,
    may_write: bool,
}

impl ListPage {
    fn code(no: &i64) -> String {
        parcel_code(*no)
    }
}

/// `GET /inspections/dry-runs`.
pub(super) async fn list(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let listing = Listing::new(query);
    let (reach, before, rows_shown) = (ctx.reach(P::InspectionPlanRead), listing.before(), ctx.rows(PAGE));
    let mut found = ctx.read(move |rx| -> Result<_, StoreError> { dry_runs(rx, reach, before, rows_shown.saturating_add(1)) }).await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = found.len() > page;
    found.truncate(page);
    let next = found.last().filter(|_| more).map(|r| listing.next("/inspections/dry-runs", r.facts.no));
    ctx.render(&ListPage { found, next, may_write: ctx.can(P::InspectionWrite) })
}

#[derive(Template)]
#[template(path = "inspections/dry_run_form.html")]
struct FormPage {
    form: Form,
}

/// `GET /inspections/dry-runs/new`.
pub(super) async fn form(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let asked = Listing::new(query).posted();
    let parcel = asked.get("parcel").unwrap_or_default().to_owned();
    ctx.render(&FormPage { form: Form::new(Posted::of([("parcel", parcel)])) })
}

/// `POST /inspections/dry-runs/new`.
pub(super) async fn start(ctx: Ctx, posted: Posted) -> Answer {
    let word = |name: &str| posted.get(name).map(str::to_owned).unwrap_or_default();
    match ctx.submit(&posted, StartDryRun { parcel: word("parcel"), purpose: word("purpose") }).await {
        Ok(receipt) => Ok(ctx.see_other(&format!("/inspections/dry-runs/{}?told=dry-run-started", receipt.subject))),
        Err(e) => {
            let (status, v) = refusals(e)?;
            let form = Form::again(posted, &v, ctx.locale());
            ctx.render_as(status, &FormPage { form })
        }
    }
}

/// What a step is for the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Went {
    /// Somebody did what he should.
    On,
    /// Somebody refused it or gave it back.
    Refused,
}

fn went(event: &Event) -> Went {
    match event {
        Event::PurchaseClosed(_) | Event::CertificateDeclined(_) | Event::ShipmentCancelled(_) | Event::SeizureRecorded(_) => Went::Refused,
        Event::CorrectionDecided(e) if !e.approved => Went::Refused,
        _ => Went::On,
    }
}

/// A step in words.
struct Line {
    seq: i64,
    at: Instant,
    what: String,
    by: Who,
    /// Days since the step before.
    days: i64,
    refused: bool,
}

#[derive(Template)]
#[template(path = "inspections/dry_run.html")]
struct ShowPage {
    form: Form,
    run: DryRun,
    by: Who,
    ended_at: Option<Instant>,
    parcels: Vec<String>,
    lines: Vec<Line>,
    refusals: Vec<(String, i64)>,
    outcomes: Vec<Choice>,
    authority: String,
    may_write: bool,
    may_journal: bool,
    may_parcel: bool,
}

impl ShowPage {
    fn fitting(&self) -> Vec<&'static str> {
        if self.run.concluded.is_some() { vec!["dry-run-concluded"] } else { vec!["dry-run-started"] }
    }
    fn refused(&self) -> usize {
        self.lines.iter().filter(|l| l.refused).count()
    }
}

struct Read {
    run: DryRun,
    by: Who,
    ended_at: Option<Instant>,
    parcels: Vec<String>,
    steps: Vec<(DryRunStep, Who)>,
    refusals: Vec<(String, i64)>,
}

fn whole(rx: &mut Rx<'_>, run: DryRun, reader: &Reader, today: crate::domain::time::Day) -> Result<Read, StoreError> {
    let mut steps = Vec::new();
    let last = run.concluded.as_ref().map_or(i64::MAX, |(_, seq)| *seq);
    for step in dry_run_steps(rx, run.facts.parcel_no)?.into_iter().filter(|s| s.seq < last) {
        let by = Who::read(rx, step.by, reader)?;
        steps.push((step, by));
    }
    let ended_at = run.concluded.as_ref().map(|(_, seq)| recorded_at(rx, *seq)).transpose()?.flatten();
    let until = ended_at.map_or(today, Instant::day);
    Ok(Read {
        by: Who::read(rx, run.by, reader)?,
        parcels: dry_run_parcels(rx, run.facts.parcel_no)?.into_iter().map(parcel_code).collect(),
        refusals: dry_run_refusals(rx, (run.at.day(), until))?,
        ended_at,
        steps,
        run,
    })
}

async fn page(ctx: &Ctx, id: DryRunId, status: StatusCode, form: Form) -> Answer {
    let reach = ctx.reach(P::InspectionPlanRead);
    let (reader, today) = (Reader::new(ctx.actor()?, reach), ctx.today());
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let found = dry_run_fetch(rx, id)?.filter(|r| reach.covers(&Belongs::office(r.facts.office)));
            found.map(|run| whole(rx, run, &reader, today)).transpose()
        })
        .await?;
    let read = found.ok_or(WebError::NotFound)?;
    let l = ctx.locale();
    let mut before: Option<Instant> = None;
    let mut lines = Vec::new();
    for (step, by) in read.steps {
        let days = before.map_or(0, |b| step.at.day().signed_duration_since(b.day()).num_days());
        before = Some(step.at);
        let what = label(l, "event", step.event.kind());
        lines.push(Line { seq: step.seq, at: step.at, what, by, days, refused: went(&step.event) == Went::Refused });
    }
    let may_write = ctx.reach(P::InspectionWrite).covers(&Belongs::office(read.run.facts.office));
    let outcomes = DryRunOutcome::ALL.iter().map(|o| Choice::new(o.as_str(), label(l, "dry-run-outcome", o.as_str()))).collect();
    let authority = ctx.state.app.env.profile.authority.issuing.value.get(l.tag()).to_owned();
    let show = ShowPage {
        form,
        by: read.by,
        ended_at: read.ended_at,
        parcels: read.parcels,
        lines,
        refusals: read.refusals,
        outcomes,
        authority,
        may_write,
        may_journal: ctx.can(P::JournalRead),
        may_parcel: ctx.can(P::ParcelRead),
        run: read.run,
    };
    ctx.render_as(status, &show)
}

/// `GET /inspections/dry-runs/{id}`.
pub(super) async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let id = path.parse().map_err(|_| WebError::NotFound)?;
    page(&ctx, id, StatusCode::OK, Form::new(Posted::of([]))).await
}

/// `POST /inspections/dry-runs/{id}`: how it ended.
pub(super) async fn conclude(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let run: DryRunId = path.parse().map_err(|_| WebError::NotFound)?;
    let mut f = posted.reader(ctx.locale());
    let outcome = f.required_parsed("outcome");
    let report = posted.get("report").unwrap_or_default().to_owned();
    let command: Result<_, Violations> = f.finish_with(Some(ConcludeDryRun { run, outcome, report }));
    let done = match command {
        Ok(command) => ctx.submit(&posted, command).await,
        Err(v) => Err(WebError::Service(v.into())),
    };
    match done {
        Ok(_) => Ok(ctx.see_other(&format!("/inspections/dry-runs/{run}?told=dry-run-concluded"))),
        Err(e) => {
            let (status, v) = refusals(e)?;
            let form = Form::again(posted, &v, ctx.locale());
            page(&ctx, run, status, form).await
        }
    }
}
