//! The list of alerts, one of them with what it rests on, and answering for it.

use super::words::{Behind, Named, colour};
use crate::domain::access::{Belongs, Permission as P};
use crate::domain::control::{Alert, AlertState, ControlKind, Handling, LINKS_MAX, LinkKind, SubjectKind, catalogue, control};
use crate::domain::violation::{Violation, Violations};
use crate::service::control::{HandleAlert, evidence_digest};
use crate::service::error::ServiceError;
use crate::store::control::{AlertFilter, alert_fetch, alerts, handlings_of};
use crate::store::error::StoreError;
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::listing::Listing;
use crate::web::locale::{label, text};
use crate::web::shipment::seen::{Reader, Who};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

/// Alerts on a page of the list.
const PAGE: i64 = 50;

/// An alert as lists show it.
pub(super) struct Line {
    pub(super) alert: Alert,
    pub(super) about: Named,
    pub(super) shown: String,
    pub(super) sentence: String,
    pub(super) name: String,
}

impl Line {
    pub(super) fn colour(&self) -> &'static str {
        colour(self.alert.severity)
    }
    pub(super) const fn state_colour(&self) -> &'static str {
        match self.alert.state {
            AlertState::Open => "yellow",
            AlertState::Case => "purple",
            AlertState::Explained => "green",
            AlertState::False => "grey",
        }
    }
}

/// Alerts with what is shown of them.
pub(super) async fn lines(ctx: &Ctx, found: Vec<Alert>) -> Result<Vec<Line>, WebError> {
    let l = ctx.locale();
    let reader = Reader::new(ctx.actor()?, ctx.reach(P::ControlRead));
    let (found, behind) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let behind = Behind::read(rx, &found, &reader, l, false)?;
            Ok((found, behind))
        })
        .await?;
    let names = ctx.names(behind.parties(&found)).await?;
    let line = |alert: Alert| {
        let about = behind.subject(&alert);
        let name = control(&alert.key.control).map(|c| text(l, &c.message_id("name"), &[])).unwrap_or_default();
        let sentence = behind.sentence(l, &alert, &names);
        Line { shown: about.shown(&names), about, sentence, name, alert }
    };
    Ok(found.into_iter().map(line).collect())
}

#[derive(Template)]
#[template(path = "alerts/list.html")]
struct ListPage {
    form: Form,
    controls: Vec<Choice>,
    states: Vec<Choice>,
    gone: Vec<Choice>,
    lines: Vec<Line>,
    narrowed: bool,
    next: Option<String>,
}

/// `GET /alerts`.
pub(super) async fn list(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let rows_shown = ctx.rows(PAGE);
    let listing = Listing::new(query);
    let (asked, l) = (listing.posted(), ctx.locale());
    let mut wrong = Violations::none();
    let word = |name: &str| asked.get(name).map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned);
    // Who opens the list without asking for anything wants what is to be done.
    let state = match word("state") {
        None if asked.get("state").is_none() => Some(AlertState::Open),
        None => None,
        Some(word) => {
            let found = word.parse::<AlertState>().ok();
            wrong.0.extend(found.is_none().then(|| Violation::on("unknown_choice", "state")));
            found
        }
    };
    let code = word("control").filter(|code| control(code).is_some());
    let filter = AlertFilter { control: code, state, current: word("gone").is_none() };
    let skip = listing.before().unwrap_or(0).max(0);
    let reach = ctx.reach(P::ControlRead);
    let mut found = ctx.read(move |rx| -> Result<_, StoreError> { alerts(rx, reach, &filter, skip, rows_shown.saturating_add(1)) }).await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = found.len() > page;
    found.truncate(page);
    let next = more.then(|| listing.next("/alerts", skip.saturating_add(rows_shown)));
    let choice = |c: &&crate::domain::control::Control| Choice::new(c.code, format!("{} {}", c.code, text(l, &c.message_id("name"), &[])));
    let controls = catalogue().filter(|c| c.kind == ControlKind::Alerts).map(|c| choice(&c)).collect();
    let states = AlertState::ALL.iter().map(|s| Choice::new(s.as_str(), label(l, "alert-state", s.as_str()))).collect();
    let mut shown = asked.clone();
    if asked.get("state").is_none() {
        shown = Posted::of(asked.carried().map(|(n, v)| (n.as_str(), v.clone())).chain([("state", AlertState::Open.to_string())]));
    }
    ctx.render(&ListPage {
        form: Form::again(shown, &wrong, l),
        controls,
        states,
        gone: vec![Choice::new("shown", text(l, "alert-gone-filter", &[]))],
        lines: lines(&ctx, found).await?,
        narrowed: listing.is_narrowed(),
        next,
    })
}

/// An answer as the page shows it.
struct Answered {
    handling: Handling,
    by: Who,
}

#[derive(Template)]
#[template(path = "alerts/show.html")]
struct ShowPage {
    line: Line,
    owner: Option<Who>,
    links: Vec<(LinkKind, String, Option<String>)>,
    more_links: bool,
    checks: String,
    todo: String,
    answers: Vec<Answered>,
    may_answer: bool,
    about_me: bool,
    states: Vec<Choice>,
    take: Vec<Choice>,
    form: Form,
}

async fn page(ctx: &Ctx, no: i64, status: StatusCode, form: Option<Form>) -> Answer {
    let (reach, l) = (ctx.reach(P::ControlRead), ctx.locale());
    let me = ctx.actor()?.account;
    let reader = Reader::new(ctx.actor()?, reach);
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let Some(alert) = alert_fetch(rx, no)?.filter(|a| reach.covers(&Belongs::office(a.office))) else { return Ok(None) };
            let behind = Behind::read(rx, std::slice::from_ref(&alert), &reader, l, true)?;
            let mut answers = Vec::new();
            for handling in handlings_of(rx, &alert.key)? {
                answers.push(Answered { by: Who::read(rx, handling.by, &reader)?, handling });
            }
            let owner = alert.owner.map(|id| Who::read(rx, id, &reader)).transpose()?;
            Ok(Some((alert, behind, answers, owner)))
        })
        .await?;
    let (alert, behind, answers, owner) = found.ok_or(WebError::NotFound)?;
    let names = ctx.names(behind.parties(std::slice::from_ref(&alert))).await?;
    let links = behind.links(&alert.evidence);
    let say = |part: &str| control(&alert.key.control).map(|c| text(l, &c.message_id(part), &[])).unwrap_or_default();
    let (checks, todo) = (say("checks"), say("do"));
    let about_me = alert.key.subject.kind == SubjectKind::Account && alert.key.subject.id == me.to_string();
    let digest = evidence_digest(&alert).map_err(WebError::from)?;
    let more_links = links.len() >= LINKS_MAX;
    let line = lines(ctx, vec![alert]).await?.into_iter().next().ok_or(WebError::NotFound)?;
    ctx.render_as(
        status,
        &ShowPage {
            line,
            owner,
            links: links.iter().map(|(kind, named)| (*kind, named.shown(&names), named.href.clone())).collect(),
            more_links,
            checks,
            todo,
            answers,
            may_answer: ctx.can(P::AlertHandle),
            about_me,
            states: AlertState::ALL.iter().map(|s| Choice::new(s.as_str(), label(l, "alert-state", s.as_str()))).collect(),
            take: vec![Choice::new("yes", text(l, "alert-take", &[]))],
            form: form.unwrap_or_else(|| Form::new(Posted::of([("seen", digest)]))),
        },
    )
}

/// `GET /alerts/{no}`.
pub(super) async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let no = path.parse().map_err(|_| WebError::NotFound)?;
    page(&ctx, no, StatusCode::OK, None).await
}

/// `POST /alerts/{no}`.
pub(super) async fn answer(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let no: i64 = path.parse().map_err(|_| WebError::NotFound)?;
    let l = ctx.locale();
    let mut f = posted.reader(l);
    let state = f.parsed("state");
    let word = |name: &str| posted.get(name).map(str::to_owned);
    let command = HandleAlert {
        alert: no,
        state,
        take: posted.get("take").is_some(),
        reason: word("reason").unwrap_or_default(),
        case: word("case"),
        seen: word("seen").filter(|s| !s.is_empty()),
    };
    let result = match f.finish_with(Some(command)) {
        Ok(command) => ctx.submit(&posted, command).await,
        Err(v) => Err(WebError::Service(ServiceError::Refused(v))),
    };
    match result {
        Ok(_) => Ok(ctx.see_other(&format!("/alerts/{no}?told=alert-answered"))),
        Err(e) => {
            let (status, v) = refusals(e)?;
            page(&ctx, no, status, Some(Form::again(posted, &v, l))).await
        }
    }
}
