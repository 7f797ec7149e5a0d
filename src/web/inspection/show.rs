//! One inspection, and saying that something was put right.

use super::{colour, target_href};
use crate::domain::access::{Permission as P, Reach};
use crate::domain::event::FindingSeverity;
use crate::domain::ids::InspectionId;
use crate::domain::inspection::{Action, Inspection};
use crate::domain::parcel::parcel_code;
use crate::domain::time::{Day, Instant};
use crate::domain::violation::Violations;
use crate::service::inspection::FinishInspectionAction;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::inspection::{actions_of, inspection_fetch, inspections_again, plan_fetch};
use crate::store::journal::recorded_at;
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::party::{Names, office_names};
use crate::web::shipment::seen::{Reader, Who};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

struct Read {
    inspection: Inspection,
    by: (Who, Instant),
    office: Option<String>,
    plan: Option<(String, String)>,
    before: Option<(String, String)>,
    after: Vec<(String, String)>,
    actions: Vec<Action>,
}

#[derive(Template)]
#[template(path = "inspections/show.html")]
struct ShowPage {
    read: Read,
    href: Option<String>,
    names: Names,
    today: Day,
    may_write: bool,
    own: bool,
    form: Form,
}

impl ShowPage {
    fn code(no: &i64) -> String {
        parcel_code(*no)
    }
    fn open(&self) -> bool {
        self.read.actions.iter().any(|a| a.done.is_none())
    }
    fn colour(severity: &FindingSeverity) -> &'static str {
        colour(*severity)
    }
    fn fitting(&self) -> Vec<&'static str> {
        let done = self.read.actions.iter().any(|a| a.done.is_some());
        if done { vec!["inspection-action-done"] } else { vec!["inspection-recorded"] }
    }
}

fn named(i: &Inspection) -> (String, String) {
    (i.facts.inspection.to_string(), i.facts.code.clone())
}

fn whole(rx: &mut Rx<'_>, inspection: Inspection, reader: &Reader, plans: Reach) -> Result<Read, StoreError> {
    let f = &inspection.facts;
    let at = recorded_at(rx, inspection.seq)?.ok_or_else(|| StoreError::damaged("no such entry"))?;
    let plan = f.plan.map(|id| plan_fetch(rx, id)).transpose()?.flatten().filter(|p| plans.covers(&p.belongs()));
    let before = f.again.map(|id| inspection_fetch(rx, id)).transpose()?.flatten();
    Ok(Read {
        by: (Who::read(rx, inspection.by, reader)?, at),
        office: f.office.map(|o| office_names(rx).map(|all| all.get(&o).cloned())).transpose()?.flatten(),
        plan: plan.map(|p| (p.facts.plan.to_string(), p.facts.code)),
        before: before.as_ref().map(named),
        after: inspections_again(rx, f.inspection)?.iter().map(named).collect(),
        actions: actions_of(rx, f.no)?,
        inspection,
    })
}

async fn page(ctx: &Ctx, id: InspectionId, status: StatusCode, form: Form) -> Answer {
    let (reach, plans) = (ctx.reach(P::InspectionRead), ctx.reach(P::InspectionPlanRead));
    let reader = Reader::new(ctx.actor()?, reach);
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let found = inspection_fetch(rx, id)?.filter(|i| reach.covers(&i.belongs()));
            found.map(|i| whole(rx, i, &reader, plans)).transpose()
        })
        .await?;
    let read = found.ok_or(WebError::NotFound)?;
    let names = ctx.names(read.inspection.facts.party).await?;
    let href = target_href(ctx, read.inspection.facts.kind, &read.inspection.target_code);
    let may_write = ctx.reach(P::InspectionWrite).covers(&read.inspection.belongs());
    let own = matches!(reach, Reach::Party(_));
    let today = ctx.today();
    ctx.render_as(status, &ShowPage { read, href, names, today, may_write, own, form })
}

/// `GET /inspections/{id}`.
pub(super) async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let id = path.parse().map_err(|_| WebError::NotFound)?;
    page(&ctx, id, StatusCode::OK, Form::new(Posted::of([("on", ctx.today().to_string())]))).await
}

/// `POST /inspections/{id}`: something was put right.
pub(super) async fn done(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let inspection: InspectionId = path.parse().map_err(|_| WebError::NotFound)?;
    let mut f = posted.reader(ctx.locale());
    let (action, on) = (f.required_count("action"), f.day("on"));
    let proof = posted.get("proof").unwrap_or_default().to_owned();
    let command: Result<_, Violations> = f.finish_with(Some(FinishInspectionAction { inspection, action, on, proof }));
    let done = match command {
        Ok(command) => ctx.submit(&posted, command).await,
        Err(v) => Err(WebError::Service(v.into())),
    };
    match done {
        Ok(_) => Ok(ctx.see_other(&format!("/inspections/{inspection}?told=inspection-action-done"))),
        Err(e) => {
            let (status, v) = refusals(e)?;
            let form = Form::again(posted, &v, ctx.locale());
            page(&ctx, inspection, status, form).await
        }
    }
}
