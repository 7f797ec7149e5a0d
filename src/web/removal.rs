//! Stones that left the trade inside the country: the list of reports, one of them with the word of the second person, and
//! reporting.

use crate::domain::access::{Permission as P, Reach};
use crate::domain::event::{Event, RemovalCause, RemovalReported};
use crate::domain::ids::RemovalId;
use crate::domain::parcel::{Parcel, parcel_code};
use crate::domain::removal::{Removal, RemovalState};
use crate::domain::time::{Day, Instant};
use crate::domain::violation::{Violation, Violations};
use crate::service::removal::{DecideRemoval, ReportRemoval, parcel_of};
use crate::store::error::StoreError;
use crate::store::journal::recorded_at;
use crate::store::removal::{removal_fetch, removals, removals_count};
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::listing::Listing;
use crate::web::locale::{format, label, text};
use crate::web::party::Names;
use crate::web::routes::{Access, Route, posted, shown};
use crate::web::shipment::seen::{Reader, Who};
use actix_web::http::StatusCode;
use actix_web::web::{self, get, post};
use askama::Template;

/// Reports on a page of the list.
const PAGE: i64 = 50;

/// The routes of reports.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/removals", Access::Needs(P::ParcelRead), || get().to(list)),
        shown("/removals/new", Access::Needs(P::RemovalReport), || get().to(report_form)),
        posted("/removals/new", Access::Needs(P::RemovalReport), || post().to(report)),
        shown("/removals/{id}", Access::Needs(P::ParcelRead), || get().to(show)),
        posted("/removals/{id}", Access::Needs(P::RemovalDecide), || post().to(decide)),
    ]
}

/// Colour of the tag of a state.
const fn colour(state: RemovalState) -> &'static str {
    match state {
        RemovalState::Waiting => "yellow",
        RemovalState::Confirmed => "grey",
        RemovalState::Refused => "red",
    }
}

/// A report with what is shown beside it.
struct Line {
    removal: Removal,
    parcel: String,
}

impl Line {
    fn new(removal: Removal) -> Self {
        Self { parcel: parcel_code(removal.facts.parcel_no), removal }
    }
    fn colour(&self) -> &'static str {
        colour(self.removal.state)
    }
}

/// Reports that wait, as far as they concern the reader: who decides, and who has stones that take no act until then.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReportCount {
    /// How many.
    pub open: i64,
    decides: bool,
}

impl ReportCount {
    /// What is said of them.
    #[must_use]
    pub const fn message(self) -> &'static str {
        if self.decides { "removal-home" } else { "removal-home-reported" }
    }
}

/// Counts the reports that wait for the reader, or for an approver where the reader may report himself.
///
/// # Errors
/// A fault.
pub async fn report_count(ctx: &Ctx) -> Result<ReportCount, WebError> {
    let decides = ctx.reach(P::RemovalDecide) != Reach::Nothing;
    let reach = ctx.reach(if decides { P::RemovalDecide } else { P::RemovalReport });
    if reach == Reach::Nothing {
        return Ok(ReportCount::default());
    }
    let open = ctx.read(move |rx| -> Result<_, StoreError> { removals_count(rx, reach, Some(RemovalState::Waiting)) }).await?;
    Ok(ReportCount { open, decides })
}

#[derive(Template)]
#[template(path = "removals/list.html")]
struct ListPage {
    form: Form,
    states: Vec<Choice>,
    lines: Vec<Line>,
    names: Names,
    next: Option<String>,
    may_report: bool,
}

/// `GET /removals`.
async fn list(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let rows_shown = ctx.rows(PAGE);
    let listing = Listing::new(query);
    let asked = listing.posted();
    let mut wrong = Violations::none();
    let state = match asked.get("state").map(str::trim).filter(|s| !s.is_empty()) {
        None => None,
        Some(word) => {
            let found = word.parse::<RemovalState>().ok();
            wrong.0.extend(found.is_none().then(|| Violation::on("unknown_choice", "state")));
            found
        }
    };
    let (reach, before) = (ctx.reach(P::ParcelRead), listing.before());
    let mut found =
        ctx.read(move |rx| -> Result<_, StoreError> { removals(rx, reach, state, before, rows_shown.saturating_add(1)) }).await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = found.len() > page;
    found.truncate(page);
    let next = found.last().filter(|_| more).map(|r| listing.next("/removals", r.facts.no));
    let names = ctx.names(found.iter().map(|r| r.facts.holder)).await?;
    let l = ctx.locale();
    let states = RemovalState::ALL.iter().map(|s| Choice::new(s.as_str(), label(l, "removal-state", s.as_str()))).collect();
    ctx.render(&ListPage {
        form: Form::again(asked, &wrong, l),
        states,
        lines: found.into_iter().map(Line::new).collect(),
        names,
        next,
        may_report: ctx.can(P::RemovalReport),
    })
}

#[derive(Template)]
#[template(path = "removals/form.html")]
struct FormPage {
    form: Form,
    causes: Vec<Choice>,
    parcel: Option<Parcel>,
}

/// The form, with the parcel that it names where the reader may report it.
async fn form_page(ctx: &Ctx, form: Form, status: StatusCode) -> Answer {
    let l = ctx.locale();
    let reach = ctx.reach(P::RemovalReport);
    let typed = form.value("parcel").to_owned();
    let found = ctx.read(move |rx| -> Result<_, StoreError> { parcel_of(rx, &typed) }).await?;
    let parcel = found.filter(|(_, belongs)| reach.covers(belongs)).map(|(parcel, _)| parcel);
    let causes = RemovalCause::ALL.iter().map(|c| Choice::new(c.as_str(), label(l, "removal-cause", c.as_str()))).collect();
    ctx.render_as(status, &FormPage { form, causes, parcel })
}

/// `GET /removals/new`.
async fn report_form(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let parcel = Listing::new(query).posted().get("parcel").unwrap_or_default().to_owned();
    let form = Form::new(Posted::of([("parcel", parcel), ("on", ctx.today().to_string())]));
    form_page(&ctx, form, StatusCode::OK).await
}

/// `POST /removals/new`.
async fn report(ctx: Ctx, posted: Posted) -> Answer {
    let (stage, l) = (Stage::of(&posted), ctx.locale());
    if stage == Stage::Change {
        return form_page(&ctx, changed(posted, l), StatusCode::OK).await;
    }
    let mut f = posted.reader(l);
    let cause = f.parsed("cause");
    let on: Option<Day> = f.day("on");
    let word = |name: &str| posted.get(name).map(str::to_owned);
    let (parcel, happened) = (word("parcel").unwrap_or_default(), word("happened").unwrap_or_default());
    let command = ReportRemoval { parcel, cause, on, taker: word("taker"), reference: word("reference"), happened };
    match attempt(&ctx, &posted, stage, f.finish_with(Some(command))).await? {
        Attempt::Done(receipt) => Ok(ctx.see_other(&format!("/removals/{}?told=gone-reported", receipt.subject))),
        Attempt::Check(event) => match *event {
            Event::RemovalReported(e) => check(&ctx, &posted, &e).await,
            _ => Err(WebError::Fault("another event than asked for".into())),
        },
        Attempt::Refused(status, v) => form_page(&ctx, Form::again(posted, &v, l), status).await,
    }
}

async fn check(ctx: &Ctx, form: &Posted, e: &RemovalReported) -> Answer {
    let l = ctx.locale();
    let say = |id: &str| text(l, id, &[]);
    let names = ctx.names([e.holder]).await?;
    let mut page = CheckPage::new(say("removal-report"), say("removal-report-confirm"), form).lead(say("removal-report-lead"));
    page.row(say("parcel-parcel"), parcel_code(e.parcel_no));
    page.row(say("word-carats"), format::carats_unit(l, e.weight_mct));
    page.row(say("word-stones"), format::integer(l, e.stones));
    page.row(say("parcel-holder"), names.full(&e.holder));
    page.row(say("removal-cause"), label(l, "removal-cause", e.cause.as_str()));
    page.row(say("removal-on"), format::day(l, e.on));
    page.row(say("removal-taker"), e.taker.clone().unwrap_or_default());
    page.row(say("removal-reference"), e.reference.clone().unwrap_or_default());
    page.row(say("removal-happened"), e.happened.clone());
    page.show(ctx)
}

#[derive(Template)]
#[template(path = "removals/show.html")]
struct ShowPage {
    line: Line,
    names: Names,
    reported: (Who, Instant),
    decided: Option<(Who, Instant)>,
    may_decide: bool,
    own: bool,
    form: Form,
}

impl ShowPage {
    /// What may be said to have just been done.
    fn fitting(&self) -> Vec<&'static str> {
        let said = match self.line.removal.state {
            RemovalState::Waiting => "gone-reported",
            RemovalState::Confirmed => "gone-confirmed",
            RemovalState::Refused => "gone-refused",
        };
        vec![said]
    }
}

async fn page(ctx: &Ctx, id: RemovalId, status: StatusCode, form: Form) -> Answer {
    let reach = ctx.reach(P::ParcelRead);
    let reader = Reader::new(ctx.actor()?, reach);
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let Some(removal) = removal_fetch(rx, id)?.filter(|r| reach.covers(&r.belongs())) else { return Ok(None) };
            let at = |rx: &mut _, seq| recorded_at(rx, seq)?.ok_or_else(|| StoreError::Damaged("no such entry".into()));
            let reported = (Who::read(rx, removal.reported_by, &reader)?, at(rx, removal.reported_seq)?);
            let decided = match &removal.decided {
                Some(d) => Some((Who::read(rx, d.by, &reader)?, at(rx, d.seq)?)),
                None => None,
            };
            Ok(Some((removal, reported, decided)))
        })
        .await?;
    let (removal, reported, decided) = found.ok_or(WebError::NotFound)?;
    let own = removal.reported_by == ctx.actor()?.account;
    let names = ctx.names([removal.facts.holder]).await?;
    let may_decide = ctx.can(P::RemovalDecide);
    ctx.render_as(status, &ShowPage { line: Line::new(removal), names, reported, decided, may_decide, own, form })
}

/// `GET /removals/{id}`.
async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let id = path.parse().map_err(|_| WebError::NotFound)?;
    page(&ctx, id, StatusCode::OK, Form::new(Posted::default())).await
}

/// `POST /removals/{id}`.
async fn decide(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let removal: RemovalId = path.parse().map_err(|_| WebError::NotFound)?;
    let confirm = posted.get("act") == Some("confirm");
    let command = DecideRemoval { removal, confirm, reason: posted.reader(ctx.locale()).text("reason") };
    match ctx.submit(&posted, command).await {
        Ok(_) => Ok(ctx.see_other(&format!("/removals/{removal}?told={}", if confirm { "gone-confirmed" } else { "gone-refused" }))),
        Err(e) => {
            let (status, v) = refusals(e)?;
            let form = Form::again(posted, &v, ctx.locale());
            page(&ctx, removal, status, form).await
        }
    }
}
