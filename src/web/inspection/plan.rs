//! Plans of inspections: the list, announcing one, one with its draw, and all that may be drawn as a file.

use super::{PAGE, kind_choices, target_href};
use crate::domain::access::Permission as P;
use crate::domain::event::{Event, InspectionsAnnounced};
use crate::domain::ids::InspectionPlanId;
use crate::domain::inspection::{Drawn, Plan};
use crate::domain::time::Instant;
use crate::domain::violation::Violations;
use crate::interop::neutral;
use crate::service::inspection::{AnnounceInspections, DrawInspections};
use crate::store::error::StoreError;
use crate::store::inspection::{plan_fetch, plan_targets, plans};
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::listing::Listing;
use crate::web::locale::{format, label, text};
use crate::web::party::{office_choices, office_names};
use crate::web::shipment::seen::{Reader, Who};
use crate::web::trace::file;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "inspections/plans.html")]
struct ListPage {
    found: Vec<(Plan, i64)>,
    next: Option<String>,
    may_write: bool,
    now: Instant,
}

/// `GET /inspections/plans`.
pub(super) async fn list(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let listing = Listing::new(query);
    let (reach, before, rows_shown) = (ctx.reach(P::InspectionPlanRead), listing.before(), ctx.rows(PAGE));
    let mut found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let mut found = Vec::new();
            for plan in plans(rx, reach, before, rows_shown.saturating_add(1))? {
                let made = plan_targets(rx, plan.facts.no)?.iter().filter(|d| d.inspection.is_some()).count();
                found.push((plan, i64::try_from(made).unwrap_or(i64::MAX)));
            }
            Ok(found)
        })
        .await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = found.len() > page;
    found.truncate(page);
    let next = found.last().filter(|_| more).map(|(p, _)| listing.next("/inspections/plans", p.facts.no));
    ctx.render(&ListPage { found, next, may_write: ctx.can(P::InspectionWrite), now: ctx.now() })
}

#[derive(Template)]
#[template(path = "inspections/announce.html")]
struct FormPage {
    form: Form,
    kinds: Vec<Choice>,
    offices: Vec<Choice>,
}

async fn form_page(ctx: &Ctx, status: StatusCode, form: Form) -> Answer {
    let offices = office_choices(ctx, P::InspectionWrite).await?;
    ctx.render_as(status, &FormPage { form, kinds: kind_choices(ctx.locale()), offices })
}

/// `GET /inspections/plans/new`.
pub(super) async fn form(ctx: Ctx) -> Answer {
    let tomorrow = ctx.now().day().succ_opt().unwrap_or_else(|| ctx.today());
    form_page(&ctx, StatusCode::OK, Form::new(Posted::of([("draw_on", tomorrow.to_string())]))).await
}

fn read(ctx: &Ctx, posted: &Posted) -> Result<AnnounceInspections, Violations> {
    let mut f = posted.reader(ctx.locale());
    let (kind, office) = (f.required_parsed("kind"), f.parsed("office"));
    let count = f.required_count("count");
    let (draw_on, until) = (f.day("draw_on"), f.required_day("until"));
    f.finish_with(Some(AnnounceInspections { kind, count, office, draw_on, until }))
}

/// `POST /inspections/plans/new`.
pub(super) async fn announce(ctx: Ctx, posted: Posted) -> Answer {
    let stage = Stage::of(&posted);
    if stage == Stage::Change {
        let form = changed(posted, ctx.locale());
        return form_page(&ctx, StatusCode::OK, form).await;
    }
    match attempt(&ctx, &posted, stage, read(&ctx, &posted)).await? {
        Attempt::Done(receipt) => Ok(ctx.see_other(&format!("/inspections/plans/{}?told=inspection-announced", receipt.subject))),
        Attempt::Check(event) => match *event {
            Event::InspectionsAnnounced(e) => check(&ctx, &posted, &e),
            _ => Err(WebError::Fault("another event than asked for".into())),
        },
        Attempt::Refused(status, v) => {
            let form = Form::again(posted, &v, ctx.locale());
            form_page(&ctx, status, form).await
        }
    }
}

fn check(ctx: &Ctx, posted: &Posted, e: &InspectionsAnnounced) -> Answer {
    let l = ctx.locale();
    let say = |id: &str| text(l, id, &[]);
    let mut page =
        CheckPage::new(say("inspection-announce"), say("inspection-announce-confirm"), posted).lead(say("inspection-announce-lead"));
    page.row(say("inspection-kind"), label(l, "inspection-kind", e.kind.as_str()));
    page.row(say("inspection-count"), format::integer(l, e.count));
    page.row(say("inspection-pool"), format::integer(l, i64::try_from(e.pool.len()).unwrap_or(i64::MAX)));
    page.row(say("inspection-draw-on"), format::day(l, e.draw_on));
    page.row(say("inspection-until"), format::day(l, e.until));
    page.show(ctx)
}

async fn plan_of(ctx: &Ctx, id: &str) -> Result<Plan, WebError> {
    let id: InspectionPlanId = id.parse().map_err(|_| WebError::NotFound)?;
    let reach = ctx.reach(P::InspectionPlanRead);
    let found = ctx.read(move |rx| -> Result<_, StoreError> { plan_fetch(rx, id) }).await?;
    found.filter(|p| reach.covers(&p.belongs())).ok_or(WebError::NotFound)
}

/// A target on the page of a plan.
struct Line {
    drawn: Drawn,
    href: Option<String>,
}

#[derive(Template)]
#[template(path = "inspections/plan.html")]
struct ShowPage {
    form: Form,
    plan: Plan,
    office: Option<String>,
    by: Who,
    lines: Vec<Line>,
    may_write: bool,
    now: Instant,
}

impl ShowPage {
    fn fitting(&self) -> Vec<&'static str> {
        if self.plan.drawn.is_some() { vec!["inspection-drawn"] } else { vec!["inspection-announced"] }
    }
}

async fn page(ctx: &Ctx, id: &str, status: StatusCode, form: Form) -> Answer {
    let plan = plan_of(ctx, id).await?;
    let reader = Reader::new(ctx.actor()?, ctx.reach(P::InspectionPlanRead));
    let (no, by, office) = (plan.facts.no, plan.by, plan.facts.office);
    let (drawn, by, office) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let name = office.map(|o| office_names(rx).map(|all| all.get(&o).cloned())).transpose()?.flatten();
            Ok((plan_targets(rx, no)?, Who::read(rx, by, &reader)?, name))
        })
        .await?;
    let kind = plan.facts.kind;
    let lines = drawn.into_iter().map(|drawn| Line { href: target_href(ctx, kind, &drawn.code), drawn }).collect();
    let may_write = ctx.reach(P::InspectionWrite).covers(&plan.belongs());
    ctx.render_as(status, &ShowPage { form, plan, office, by, lines, may_write, now: ctx.now() })
}

/// `GET /inspections/plans/{id}`.
pub(super) async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    page(&ctx, &path, StatusCode::OK, Form::new(Posted::of([]))).await
}

/// `POST /inspections/plans/{id}`: draws.
pub(super) async fn draw(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let plan: InspectionPlanId = path.parse().map_err(|_| WebError::NotFound)?;
    match ctx.submit(&posted, DrawInspections { plan }).await {
        Ok(_) => Ok(ctx.see_other(&format!("/inspections/plans/{plan}?told=inspection-drawn"))),
        Err(e) => {
            let (status, v) = refusals(e)?;
            let form = Form::again(posted, &v, ctx.locale());
            page(&ctx, &path, status, form).await
        }
    }
}

/// All that may be drawn: the file that the script in the documentation reads.
pub(super) fn pool_file(plan: &Plan) -> Result<Vec<u8>, WebError> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let fault = |e: csv::Error| WebError::Fault(e.to_string());
    out.write_record(["code", "weight"]).map_err(fault)?;
    for p in &plan.facts.pool {
        out.write_record([neutral(&p.code).as_ref(), &p.weight.to_string()]).map_err(fault)?;
    }
    out.into_inner().map_err(|e| WebError::Fault(e.to_string()))
}

/// `GET /inspections/plans/{id}/pool.csv`.
pub(super) async fn pool_csv(ctx: Ctx, path: web::Path<String>) -> Answer {
    let plan = plan_of(&ctx, &path).await?;
    Ok(file("text/csv; charset=utf-8", &format!("pool-{}.csv", plan.facts.code), pool_file(&plan)?, true))
}
