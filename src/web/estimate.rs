//! Official estimates of what can be dug: the list, proposing one, and the word of the second person.

use crate::domain::access::Permission as P;
use crate::domain::estimate::{Estimate, EstimateState};
use crate::domain::event::{EstimateOf, EstimatePer, EstimateProposed, Event, ZoneDocument};
use crate::domain::ids::EstimateId;
use crate::domain::time::Instant;
use crate::domain::violation::Violation;
use crate::service::capacity::{DecideEstimate, ProposeEstimate};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::estimate::{estimate_fetch, estimates};
use crate::store::journal::recorded_at;
use crate::store::licence::licence_fetch;
use crate::store::site::{site_by_code, site_fetch};
use crate::store::zone::{zone_by_code, zone_fetch};
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::listing::Listing;
use crate::web::locale::{Locale, format, label, text};
use crate::web::routes::{Access, Route, posted, shown};
use crate::web::shipment::seen::{Reader, Who};
use actix_web::http::StatusCode;
use actix_web::web::{self, get, post};
use askama::Template;

/// Estimates on a page of the list.
const PAGE: i64 = 50;

/// The routes of estimates.
#[must_use]
pub fn routes() -> Vec<Route> {
    let read = Access::Needs(P::StatisticsRead);
    vec![
        shown("/estimates", read, || get().to(list)),
        shown("/estimates/new", Access::Needs(P::ZoneWrite), || get().to(form)),
        posted("/estimates/new", Access::Needs(P::ZoneWrite), || post().to(propose)),
        shown("/estimates/{id}", read, || get().to(show)),
        posted("/estimates/{id}", Access::Needs(P::ZoneDecide), || post().to(decide)),
    ]
}

/// What an estimate is of: its name, and its page.
fn subject(rx: &mut Rx<'_>, about: EstimateOf) -> Result<(String, String), StoreError> {
    let found = match about {
        EstimateOf::Site(site) => site_fetch(rx, site)?.map(|s| (format!("{} {}", s.code, s.facts.name), format!("/sites/{}", s.code))),
        EstimateOf::Licence(licence) => licence_fetch(rx, licence)?.map(|l| (l.number, format!("/licences/{}", l.id))),
        EstimateOf::Zone(zone) => zone_fetch(rx, zone)?.map(|z| (format!("{} {}", z.code, z.name), format!("/zones/{}", z.code))),
    };
    Ok(found.unwrap_or_default())
}

/// The thing that an address names, `site` and a code, `licence` and an id, or `zone` and a code.
fn named(rx: &mut Rx<'_>, kind: &str, key: &str) -> Result<Option<EstimateOf>, StoreError> {
    let code = crate::domain::code::written(key);
    Ok(match kind {
        "site" => site_by_code(rx, &code)?.map(|s| EstimateOf::Site(s.id)),
        "zone" => zone_by_code(rx, &code)?.map(|z| EstimateOf::Zone(z.id)),
        "licence" => match key.parse() {
            Ok(id) => licence_fetch(rx, id)?.map(|l| EstimateOf::Licence(l.id)),
            Err(_) => None,
        },
        _ => None,
    })
}

/// How much in which time, in words.
fn amount(l: Locale, e: &EstimateProposed) -> String {
    text(l, &format!("estimate-amount-{}", e.per.as_str()), &[("carats", format::milli_carats(l, e.mct).into())])
}

fn days(l: Locale, e: &EstimateProposed) -> String {
    let from = ("from", format::day(l, e.from).into());
    match e.to {
        Some(to) => text(l, "zone-days", &[from, ("to", format::day(l, to).into())]),
        None => text(l, "zone-days-open", &[from]),
    }
}

fn paper(l: Locale, d: &ZoneDocument) -> String {
    crate::web::zone::document(l, d)
}

/// What is proposed, line by line.
fn rows(l: Locale, name: &str, e: &EstimateProposed) -> Vec<(String, String)> {
    let say = |id: &str| text(l, id, &[]);
    vec![
        (say("estimate-of"), name.to_owned()),
        (say("estimate-amount"), amount(l, e)),
        (say("zone-days-title"), days(l, e)),
        (say("zone-document"), paper(l, &e.document)),
        (say("zone-reason"), e.reason.clone()),
    ]
}

/// An estimate of the list.
struct Line {
    id: EstimateId,
    name: String,
    amount: String,
    days: String,
    state: EstimateState,
}

impl Line {
    const fn colour(&self) -> &'static str {
        match self.state {
            EstimateState::Waiting => "yellow",
            EstimateState::Confirmed => "green",
            EstimateState::Refused => "red",
        }
    }
}

/// How many estimates wait for the reader, who decides them.
///
/// # Errors
/// A fault.
pub async fn estimates_waiting(ctx: &Ctx) -> Result<i64, WebError> {
    if !ctx.can(P::ZoneDecide) {
        return Ok(0);
    }
    let waiting = ctx.read(move |rx| estimates(rx, Some(EstimateState::Waiting), None, i64::MAX)).await?;
    Ok(i64::try_from(waiting.len()).unwrap_or(i64::MAX))
}

#[derive(Template)]
#[template(path = "estimates/list.html")]
struct ListPage {
    lines: Vec<Line>,
    next: Option<String>,
}

/// `GET /estimates`.
async fn list(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let listing = Listing::new(query);
    let (before, rows_shown) = (listing.before(), ctx.rows(PAGE));
    let mut found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let all = estimates(rx, None, before, rows_shown.saturating_add(1))?;
            all.into_iter().map(|e| Ok((subject(rx, e.facts.about)?.0, e))).collect::<Result<Vec<_>, StoreError>>()
        })
        .await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = found.len() > page;
    found.truncate(page);
    let next = found.last().filter(|_| more).map(|(_, e)| listing.next("/estimates", e.facts.no));
    let l = ctx.locale();
    let line = |(name, e): (String, Estimate)| Line {
        id: e.facts.estimate,
        name,
        amount: amount(l, &e.facts),
        days: days(l, &e.facts),
        state: e.state,
    };
    ctx.render(&ListPage { lines: found.into_iter().map(line).collect(), next })
}

#[derive(Template)]
#[template(path = "estimates/form.html")]
struct FormPage {
    form: Form,
    name: String,
    per: Vec<Choice>,
}

/// What the form or the address is about.
async fn asked(ctx: &Ctx, posted: &Posted) -> Result<(EstimateOf, String), WebError> {
    let word = |name: &str| posted.get(name).unwrap_or_default().trim().to_owned();
    let (kind, key) = (word("of"), word("key_of"));
    if kind.is_empty() || key.is_empty() {
        return Err(WebError::UnreadablePage(Violation::on("query.unknown", "of").with("field", "of")));
    }
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let Some(about) = named(rx, &kind, &key)? else { return Ok(None) };
            Ok(Some((about, subject(rx, about)?.0)))
        })
        .await?;
    found.ok_or(WebError::NotFound)
}

fn form_page(ctx: &Ctx, status: StatusCode, form: Form, name: String) -> Answer {
    let l = ctx.locale();
    let per = EstimatePer::ALL.iter().map(|p| Choice::new(p.as_str(), label(l, "estimate-per", p.as_str()))).collect();
    ctx.render_as(status, &FormPage { form, name, per })
}

/// `GET /estimates/new?of=site&key_of=CODE`.
async fn form(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let typed = Listing::new(query).posted();
    let (_, name) = asked(&ctx, &typed).await?;
    let word = |name: &str| typed.get(name).unwrap_or_default().to_owned();
    let values = [("of", word("of")), ("key_of", word("key_of")), ("document_on", ctx.today().to_string())];
    form_page(&ctx, StatusCode::OK, Form::new(Posted::of(values)), name)
}

/// `POST /estimates/new`.
async fn propose(ctx: Ctx, posted: Posted) -> Answer {
    let (stage, l) = (Stage::of(&posted), ctx.locale());
    let (about, name) = asked(&ctx, &posted).await?;
    if stage == Stage::Change {
        return form_page(&ctx, StatusCode::OK, changed(posted, l), name);
    }
    let mut f = posted.reader(l);
    let (title, number) = (f.text("title").unwrap_or_default(), f.text("number"));
    let document = ZoneDocument { title, number, on: f.required_day("document_on").unwrap_or_default() };
    let (from, to, weight_mct) = (f.day("from"), f.day("to"), f.mass("weight_mct"));
    let command =
        ProposeEstimate { about, from, to, weight_mct, per: f.parsed("per"), document, reason: f.text("reason").unwrap_or_default() };
    match attempt(&ctx, &posted, stage, f.finish_with(Some(command))).await? {
        Attempt::Done(receipt) => Ok(ctx.see_other(&format!("/estimates/{}", receipt.subject))),
        Attempt::Check(event) => match *event {
            Event::EstimateProposed(e) => {
                let say = |id: &str| text(l, id, &[]);
                let mut page = CheckPage::new(say("estimate-new"), say("estimate-propose"), &posted).lead(say("estimate-check-lead"));
                rows(l, &name, &e).into_iter().for_each(|(what, value)| page.row(what, value));
                page.show(&ctx)
            }
            _ => Err(WebError::Fault("another event than asked for".into())),
        },
        Attempt::Refused(status, v) => form_page(&ctx, status, Form::again(posted, &v, l), name),
    }
}

#[derive(Template)]
#[template(path = "estimates/show.html")]
struct ShowPage {
    estimate: Estimate,
    rows: Vec<(String, String)>,
    link: String,
    name: String,
    proposed: (Who, Instant),
    decided: Option<(Who, Instant)>,
    may_decide: bool,
    own: bool,
    form: Form,
}

async fn page(ctx: &Ctx, id: EstimateId, status: StatusCode, form: Form) -> Answer {
    let reader = Reader::new(ctx.actor()?, ctx.reach(P::ParcelRead));
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let Some(e) = estimate_fetch(rx, id)? else { return Ok(None) };
            let at = |rx: &mut _, seq| recorded_at(rx, seq)?.ok_or_else(|| StoreError::Damaged("no such entry".into()));
            let proposed = (Who::read(rx, e.proposed_by, &reader)?, at(rx, e.proposed_seq)?);
            let decided = match e.decided_by.zip(e.decided_seq) {
                Some((who, seq)) => Some((Who::read(rx, who, &reader)?, at(rx, seq)?)),
                None => None,
            };
            let about = subject(rx, e.facts.about)?;
            Ok(Some((e, about, proposed, decided)))
        })
        .await?;
    let (estimate, (name, link), proposed, decided) = found.ok_or(WebError::NotFound)?;
    let own = estimate.proposed_by == ctx.actor()?.account;
    let rows = rows(ctx.locale(), &name, &estimate.facts);
    ctx.render_as(status, &ShowPage { estimate, rows, link, name, proposed, decided, may_decide: ctx.can(P::ZoneDecide), own, form })
}

/// `GET /estimates/{id}`.
async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let id = path.parse().map_err(|_| WebError::NotFound)?;
    page(&ctx, id, StatusCode::OK, Form::new(Posted::default())).await
}

/// `POST /estimates/{id}`.
async fn decide(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let estimate: EstimateId = path.parse().map_err(|_| WebError::NotFound)?;
    let confirm = posted.get("act") == Some("confirm");
    let command = DecideEstimate { estimate, confirm, reason: posted.reader(ctx.locale()).text("reason") };
    match ctx.submit(&posted, command).await {
        Ok(_) => Ok(ctx.see_other(&format!("/estimates/{estimate}"))),
        Err(e) => {
            let (status, v) = refusals(e)?;
            let form = Form::again(posted, &v, ctx.locale());
            page(&ctx, estimate, status, form).await
        }
    }
}
