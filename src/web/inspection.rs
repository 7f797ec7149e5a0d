//! Inspections: the list, what has to be put right, and how much was inspected within the interval.

mod dry_run;
mod plan;
mod public;
mod record;
mod show;

use crate::domain::access::{Permission as P, Reach};
use crate::domain::event::{FindingSeverity, InspectionKind};
use crate::domain::ids::PartyId;
use crate::domain::inspection::{Action, Covered, Inspection, interval};
use crate::domain::time::Day;
use crate::domain::trace::share_ppm;
use crate::domain::violation::{Violation, Violations};
use crate::service::inspection::inspection_coverage;
use crate::store::error::StoreError;
use crate::store::inspection::{InspectionFilter, actions_count, actions_open, inspections};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form};
use crate::web::listing::Listing;
use crate::web::locale::{Locale, format, label, text};
use crate::web::party::{Names, office_names};
use crate::web::routes::{Access, Route, posted, shown};
use actix_web::web::{self, get, post};
use askama::Template;

/// Lines on a page of a list.
const PAGE: i64 = 50;
/// Lines of what has to be put right.
const FILE_MAX: i64 = 10_000;

/// The routes of inspections, plans, dry runs and of what the public is told of draws.
#[must_use]
pub fn routes() -> Vec<Route> {
    let (read, plans, write) = (Access::Needs(P::InspectionRead), Access::Needs(P::InspectionPlanRead), Access::Needs(P::InspectionWrite));
    vec![
        shown("/inspections", read, || get().to(list)),
        shown("/inspections/actions", read, || get().to(actions)),
        shown("/inspections/coverage", plans, || get().to(covered)),
        shown("/inspections/new", write, || get().to(record::form)),
        posted("/inspections/new", write, || post().to(record::record)),
        shown("/inspections/plans", plans, || get().to(plan::list)),
        shown("/inspections/plans/new", write, || get().to(plan::form)),
        posted("/inspections/plans/new", write, || post().to(plan::announce)),
        shown("/inspections/plans/{id}", plans, || get().to(plan::show)),
        posted("/inspections/plans/{id}", write, || post().to(plan::draw)),
        shown("/inspections/plans/{id}/pool.csv", plans, || get().to(plan::pool_csv)),
        shown("/inspections/dry-runs", plans, || get().to(dry_run::list)),
        shown("/inspections/dry-runs/new", write, || get().to(dry_run::form)),
        posted("/inspections/dry-runs/new", write, || post().to(dry_run::start)),
        shown("/inspections/dry-runs/{id}", plans, || get().to(dry_run::show)),
        posted("/inspections/dry-runs/{id}", write, || post().to(dry_run::conclude)),
        shown("/inspections/{id}", read, || get().to(show::show)),
        posted("/inspections/{id}", write, || post().to(show::done)),
        shown("/draws", Access::Public, || get().to(public::page)),
        shown("/draws/{code}/pool.csv", Access::Public, || get().to(public::pool_csv)),
    ]
}

/// What has to be put right, for the first page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ActionCount {
    /// Everything that is open.
    pub open: i64,
    /// Of that, what is overdue.
    pub overdue: i64,
}

/// Counts what has to be put right, as far as it concerns the reader.
///
/// # Errors
/// A fault.
pub async fn action_count(ctx: &Ctx) -> Result<ActionCount, WebError> {
    let (reach, today) = (ctx.reach(P::InspectionRead), ctx.today());
    if reach == Reach::Nothing {
        return Ok(ActionCount::default());
    }
    let (open, overdue) = ctx.read(move |rx| -> Result<_, StoreError> { actions_count(rx, reach, today) }).await?;
    Ok(ActionCount { open, overdue })
}

fn kind_choices(l: Locale) -> Vec<Choice> {
    InspectionKind::ALL.iter().map(|k| Choice::new(k.as_str(), label(l, "inspection-kind", k.as_str()))).collect()
}

/// Colour of the tag of a finding.
const fn colour(severity: FindingSeverity) -> &'static str {
    match severity {
        FindingSeverity::Minor => "blue",
        FindingSeverity::Major => "orange",
        FindingSeverity::Critical => "red",
    }
}

/// The page of a target, where the reader may go there.
fn target_href(ctx: &Ctx, kind: InspectionKind, code: &str) -> Option<String> {
    match kind {
        InspectionKind::Site => ctx.can(P::SiteRead).then(|| format!("/sites/{code}")),
        InspectionKind::Buyer | InspectionKind::Exporter => ctx.can(P::PartyRead).then(|| format!("/parties/{code}")),
        InspectionKind::Office => None,
    }
}

fn filter(listing: &Listing, wrong: &mut Violations) -> InspectionFilter {
    let asked = listing.posted();
    let kind = asked.get("kind").map(str::trim).filter(|s| !s.is_empty()).and_then(|word| {
        let found = word.parse().ok();
        wrong.0.extend(found.is_none().then(|| Violation::on("unknown_choice", "kind")));
        found
    });
    InspectionFilter { kind, target: None }
}

#[derive(Template)]
#[template(path = "inspections/list.html")]
struct ListPage {
    form: Form,
    kinds: Vec<Choice>,
    found: Vec<Inspection>,
    names: Names,
    next: Option<String>,
    may_write: bool,
    may_plan: bool,
    counts: ActionCount,
}

impl ListPage {
    fn worst(i: &Inspection) -> Option<FindingSeverity> {
        i.facts.findings.iter().map(|f| f.severity).max()
    }
    fn colour(severity: &FindingSeverity) -> &'static str {
        colour(*severity)
    }
}

/// `GET /inspections`.
async fn list(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let listing = Listing::new(query);
    let mut wrong = Violations::none();
    let filter = filter(&listing, &mut wrong);
    let (reach, before, rows_shown) = (ctx.reach(P::InspectionRead), listing.before(), ctx.rows(PAGE));
    let mut found =
        ctx.read(move |rx| -> Result<_, StoreError> { inspections(rx, reach, &filter, before, rows_shown.saturating_add(1)) }).await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = found.len() > page;
    found.truncate(page);
    let next = found.last().filter(|_| more).map(|i| listing.next("/inspections", i.facts.no));
    let names = ctx.names(found.iter().filter_map(|i| i.facts.party)).await?;
    let counts = action_count(&ctx).await?;
    let l = ctx.locale();
    ctx.render(&ListPage {
        form: Form::again(listing.posted(), &wrong, l),
        kinds: kind_choices(l),
        found,
        names,
        next,
        may_write: ctx.can(P::InspectionWrite),
        may_plan: ctx.can(P::InspectionPlanRead),
        counts,
    })
}

#[derive(Template)]
#[template(path = "inspections/actions.html")]
struct ActionsPage {
    found: Vec<Action>,
    names: Names,
    today: Day,
}

/// `GET /inspections/actions`: what is still to be put right.
async fn actions(ctx: Ctx) -> Answer {
    let reach = ctx.reach(P::InspectionRead);
    let found = ctx.read(move |rx| -> Result<_, StoreError> { actions_open(rx, reach, None, FILE_MAX) }).await?;
    let parties: Vec<PartyId> = found.iter().filter_map(|a| a.facts.party).collect();
    let names = ctx.names(parties).await?;
    let today = ctx.today();
    ctx.render(&ActionsPage { found, names, today })
}

/// One line of the coverage.
struct CoverLine {
    office: String,
    covered: Covered,
    share: String,
}

/// The coverage of one kind.
struct CoverKind {
    kind: InspectionKind,
    days: i64,
    lines: Vec<CoverLine>,
    all: CoverLine,
}

#[derive(Template)]
#[template(path = "inspections/coverage.html")]
struct CoveragePage {
    kinds: Vec<CoverKind>,
}

fn line(l: Locale, office: String, covered: Covered) -> CoverLine {
    let share = if covered.whole == 0 { String::new() } else { format::share(l, share_ppm(covered.within, covered.whole)) };
    CoverLine { office, covered, share }
}

/// `GET /inspections/coverage`.
async fn covered(ctx: Ctx) -> Answer {
    let (l, today, reach) = (ctx.locale(), ctx.today(), ctx.reach(P::InspectionPlanRead));
    let app = ctx.state.app.clone();
    let (found, offices) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let mut found = Vec::new();
            for kind in InspectionKind::ALL {
                found.push((*kind, inspection_coverage(rx, &app.env.profile, *kind, today)?));
            }
            Ok((found, office_names(rx)?))
        })
        .await?;
    let rules = ctx.state.app.env.profile.inspections.as_ref();
    let mut kinds = Vec::new();
    for (kind, by_office) in found {
        let mut all = Covered::default();
        let mut lines = Vec::new();
        for (office, covered) in by_office.into_iter().filter(|(o, _)| reach.covers(&crate::domain::access::Belongs::office(*o))) {
            all.whole = all.whole.saturating_add(covered.whole);
            all.within = all.within.saturating_add(covered.within);
            all.never = all.never.saturating_add(covered.never);
            let name = office.and_then(|o| offices.get(&o).cloned()).unwrap_or_else(|| text(l, "inspection-no-office", &[]));
            lines.push(line(l, name, covered));
        }
        lines.sort_by(|a, b| a.office.cmp(&b.office));
        let days = rules.map_or(0, |r| interval(r, kind));
        kinds.push(CoverKind { kind, days, lines, all: line(l, text(l, "word-total", &[]), all) });
    }
    ctx.render(&CoveragePage { kinds })
}
