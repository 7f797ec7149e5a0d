//! What anybody may know of draws: when they were announced, from which head of the journal their seed comes, and, when their
//! time is over, what they were drawn from and what was drawn.

use super::plan::pool_file;
use crate::domain::access::Reach;
use crate::domain::inspection::{Drawn, Plan};
use crate::domain::time::Day;
use crate::store::error::StoreError;
use crate::store::inspection::{plan_by_code, plan_targets, plans};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::trace::file;
use actix_web::web;
use askama::Template;

/// Draws that are shown.
const SHOWN: i64 = 100;

/// Whether the time of a plan is over: before, its list is told nobody.
fn is_over(plan: &Plan, today: Day) -> bool {
    plan.facts.until < today
}

#[derive(Template)]
#[template(path = "inspections/draws.html")]
struct DrawsPage {
    found: Vec<(Plan, Vec<Drawn>)>,
    today: Day,
}

impl DrawsPage {
    fn over(&self, plan: &Plan) -> bool {
        is_over(plan, self.today)
    }
}

/// `GET /draws`.
pub(super) async fn page(ctx: Ctx) -> Answer {
    let today = ctx.today();
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let mut found = Vec::new();
            for plan in plans(rx, Reach::All, None, SHOWN)? {
                let drawn = if is_over(&plan, today) { plan_targets(rx, plan.facts.no)? } else { Vec::new() };
                found.push((plan, drawn));
            }
            Ok(found)
        })
        .await?;
    ctx.render(&DrawsPage { found, today })
}

/// `GET /draws/{code}/pool.csv`.
pub(super) async fn pool_csv(ctx: Ctx, path: web::Path<String>) -> Answer {
    let code = crate::domain::code::written(&path);
    let found = ctx.read(move |rx| -> Result<_, StoreError> { plan_by_code(rx, &code) }).await?;
    let plan = found.filter(|p| is_over(p, ctx.today())).ok_or(WebError::NotFound)?;
    Ok(file("text/csv; charset=utf-8", &format!("pool-{}.csv", plan.facts.code), pool_file(&plan)?, true))
}
