//! Shipments: the list, one shipment, and what each role does with it.

mod prepare;
pub mod seen;
mod sign;
mod start;
mod value;

pub use start::{ApproverStart, OfficerStart, SentBack, approver_start, officer_start, sent_back};

use crate::domain::access::Permission as P;
use crate::domain::country::country;
use crate::domain::ids::ShipmentId;
use crate::domain::shipment::{Shipment, ShipmentState};
use crate::domain::time::Instant;
use crate::domain::violation::Violations;
use crate::service::Command;
use crate::service::certificate::takes_back;
use crate::service::shipment::{CancelShipment, PresentShipment};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::entry_fetch;
use crate::store::shipment::{ShipmentFilter, shipment_is_sent_back, shipments};
use crate::store::valuation::valuation_of;
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::locale::{Locale, text};
use crate::web::routes::{Access, Route, posted, shown};
use actix_web::http::StatusCode;
use actix_web::web::{self, get, post};
use askama::Template;
use seen::Seen;
use serde::Deserialize;

/// Shipments on a page of the list.
const PAGE: i64 = 50;

/// The routes of shipments.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/shipments", Access::Needs(P::ShipmentRead), || get().to(list)),
        shown("/shipments/new", Access::Needs(P::ShipmentWrite), || get().to(prepare::new)),
        posted("/shipments/new", Access::Needs(P::ShipmentWrite), || post().to(prepare::prepare)),
        shown("/shipments/{id}", Access::Needs(P::ShipmentRead), || get().to(show)),
        shown("/shipments/{id}/cancel", Access::Needs(P::ShipmentWrite), || get().to(cancel_form)),
        posted("/shipments/{id}/cancel", Access::Needs(P::ShipmentWrite), || post().to(cancel)),
        shown("/shipments/{id}/present", Access::Needs(P::ShipmentWrite), || get().to(present_form)),
        posted("/shipments/{id}/present", Access::Needs(P::ShipmentWrite), || post().to(present)),
        shown("/shipments/{id}/value", Access::Needs(P::ValuationWrite), || get().to(value::form)),
        posted("/shipments/{id}/value", Access::Needs(P::ValuationWrite), || post().to(value::value)),
        shown("/shipments/{id}/propose", Access::Needs(P::CertificatePropose), || get().to(sign::propose_form)),
        posted("/shipments/{id}/propose", Access::Needs(P::CertificatePropose), || post().to(sign::propose)),
        shown("/shipments/{id}/approve", Access::Needs(P::CertificateApprove), || get().to(sign::approve_form)),
        posted("/shipments/{id}/approve", Access::Needs(P::CertificateApprove), || post().to(sign::approve)),
        shown("/shipments/{id}/decline", Access::Needs(P::CertificateRead), || get().to(sign::decline_form)),
        posted("/shipments/{id}/decline", Access::Needs(P::CertificateRead), || post().to(sign::decline)),
    ]
}

/// A shipment in a list.
pub struct Line {
    /// The shipment.
    pub shipment: Shipment,
    /// Name of the exporter, as far as the reader may see it.
    pub exporter: String,
    /// Name of the destination.
    pub destination: String,
    /// Since when it is in its state.
    pub since: Option<Instant>,
    /// Whether it was sent back to its exporter.
    pub sent_back: bool,
    /// The value taken, US cents, once it was valued.
    pub valued: Option<i64>,
}

impl Line {
    /// What it is worth: the value taken, which goes on the paper, else what its exporter declared.
    pub fn worth(&self) -> i64 {
        self.valued.unwrap_or(self.shipment.value_usd_cents)
    }
    /// The page on which whoever has it before him goes on with it.
    pub fn next(&self) -> &'static str {
        match (self.shipment.state, self.valued) {
            (ShipmentState::Proposed, _) => "approve",
            (_, Some(_)) => "propose",
            (_, None) => "value",
        }
    }
    fn colour(&self) -> &'static str {
        colour(self.state())
    }

    fn state(&self) -> &'static str {
        state_word(self.shipment.state, self.sent_back)
    }
}

/// A shipment, the instant at which it last changed, and whether it was sent back then.
pub type Since = (Shipment, Option<Instant>, bool, Option<i64>);

/// Shipments with the instants at which they last changed.
///
/// # Errors
/// When the database fails.
pub fn with_since(rx: &mut Rx<'_>, found: Vec<Shipment>) -> Result<Vec<Since>, StoreError> {
    found
        .into_iter()
        .map(|s| {
            let since = entry_fetch(rx, s.changed_seq)?.map(|stored| stored.entry.recorded_at);
            let back = shipment_is_sent_back(rx, &s)?;
            let valued = valuation_of(rx, s.id)?.map(|v| v.facts.value_usd_cents);
            Ok((s, since, back, valued))
        })
        .collect()
}

/// The lines of a list in the reader's language.
///
/// # Errors
/// A fault.
pub async fn lines(ctx: &Ctx, found: Vec<Since>) -> Result<Vec<Line>, WebError> {
    let names = ctx.names(found.iter().map(|(s, ..)| s.exporter)).await?;
    let line = |(shipment, since, sent_back, valued): Since| Line {
        exporter: names.of(&shipment.exporter).to_owned(),
        destination: country_name(ctx.locale(), &shipment.importer.country),
        shipment,
        since,
        sent_back,
        valued,
    };
    Ok(found.into_iter().map(line).collect())
}

/// The name of a country, or its code where the table has none.
#[must_use]
pub fn country_name(locale: Locale, code: &str) -> String {
    country(code).map_or(code, |c| c.name(locale.tag())).to_owned()
}

/// The state in one word: what was sent back is prepared, and waits for its exporter.
#[must_use]
pub const fn state_word(state: ShipmentState, sent_back: bool) -> &'static str {
    if sent_back { "sent_back" } else { state.as_str() }
}

/// Colour of the tag of a state in one word.
#[must_use]
pub fn colour(word: &str) -> &'static str {
    match word {
        "prepared" => "yellow",
        "proposed" => "orange",
        "certified" => "green",
        "sent_back" => "red",
        _ => "grey",
    }
}

/// What the address of the list asks for.
#[derive(Debug, Default, Deserialize)]
struct Query {
    #[serde(default)]
    state: String,
    before: Option<i64>,
}

#[derive(Template)]
#[template(path = "shipments/list.html")]
struct ListPage {
    lines: Vec<Line>,
    state: Option<ShipmentState>,
    states: [ShipmentState; 4],
    next: Option<i64>,
    may_prepare: bool,
}

async fn list(ctx: Ctx, query: web::Query<Query>) -> Answer {
    let rows_shown = ctx.rows(PAGE);
    let state = ShipmentState::parse(&query.state);
    let (reach, before) = (ctx.reach(P::ShipmentRead), query.before);
    let filter = ShipmentFilter { state, exporter: None };
    let mut found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let found = shipments(rx, reach, &filter, before, rows_shown.saturating_add(1))?;
            with_since(rx, found)
        })
        .await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = found.len() > page;
    found.truncate(page);
    let next = if more { found.last().map(|(s, ..)| s.no) } else { None };
    let lines = lines(&ctx, found).await?;
    let states = [ShipmentState::Prepared, ShipmentState::Proposed, ShipmentState::Certified, ShipmentState::Cancelled];
    ctx.render(&ListPage { lines, state, states, next, may_prepare: ctx.can(P::ShipmentWrite) })
}

/// The id in a path.
fn id_of(path: &str) -> Result<ShipmentId, WebError> {
    path.parse().map_err(|_| WebError::NotFound)
}

#[derive(Template)]
#[template(path = "shipments/show.html")]
struct ShowPage {
    seen: Seen,
    may_cancel: bool,
    may_present: bool,
    may_value: bool,
    may_propose: bool,
    may_approve: bool,
    may_decline: bool,
    /// Whether declining takes the reader's own signature back.
    takes_back: bool,
}

impl ShowPage {
    /// What may be said to have just been done: what happened to it last.
    fn fitting(&self) -> &'static [&'static str] {
        match self.seen.history.last().map(|h| h.kind) {
            Some("shipment.prepared") => &["prepared"],
            Some("shipment.presented") => &["presented"],
            Some("shipment.valued") => &["valued"],
            Some("certificate.proposed") => &["signed"],
            Some("certificate.retracted") => &["taken-back"],
            Some("certificate.declined") => &["sent-back"],
            _ => &[],
        }
    }
}

async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let seen = Seen::read(&ctx, id_of(&path)?).await?;
    let (prepared, proposed) = (seen.shipment.state == ShipmentState::Prepared, seen.shipment.state == ShipmentState::Proposed);
    let within = |p| ctx.reach(p).covers(&seen.shipment.belongs());
    let (may_propose, may_approve) = (seen.to_check() && within(P::CertificatePropose), proposed && within(P::CertificateApprove));
    let may_decline = proposed && within(P::CertificatePropose);
    let may_cancel = prepared && within(P::ShipmentWrite);
    let may_present = may_cancel && seen.sent_back().is_some();
    let takes_back = takes_back(&seen.shipment, ctx.actor()?.account);
    let may_value = value::may_value(&ctx, &seen);
    ctx.render(&ShowPage { may_cancel, may_present, may_value, may_propose, may_approve, may_decline, takes_back, seen })
}

/// A page that asks for a reason before something is undone.
#[derive(Template)]
#[template(path = "shipments/reason.html")]
pub(super) struct ReasonPage {
    /// Its heading.
    pub title: String,
    /// The code or number of what it is about.
    pub code: String,
    /// What will happen.
    pub lead: String,
    /// The field, what it asks for, and a hint.
    pub asked: (&'static str, String, String),
    /// Whether the button warns.
    pub warns: bool,
    /// The words of the button.
    pub button: String,
    /// Where one came from.
    pub back: String,
    /// What is told there when it is done.
    pub told: &'static str,
    /// The form.
    pub form: Form,
}

/// A reason, and who reads it.
pub(super) fn reason_asked(locale: Locale) -> (&'static str, String, String) {
    ("reason", text(locale, "shipment-reason", &[]), text(locale, "shipment-reason-hint", &[]))
}

fn present_page(locale: Locale, seen: &Seen, form: Form) -> ReasonPage {
    let reason = seen.sent_back().and_then(|h| h.reason.clone()).unwrap_or_default();
    let say = |id: &str| text(locale, id, &[]);
    ReasonPage {
        title: say("shipment-present"),
        code: seen.shipment.code.clone(),
        lead: text(locale, "shipment-present-lead", &[("reason", reason.into())]),
        asked: ("answer", say("shipment-answer"), say("shipment-answer-hint")),
        warns: false,
        button: say("shipment-present"),
        back: format!("/shipments/{}", seen.shipment.id),
        told: "presented",
        form,
    }
}

async fn present_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let seen = Seen::read(&ctx, id_of(&path)?).await?;
    if seen.sent_back().is_none() {
        return Ok(ctx.see_other(&format!("/shipments/{}", seen.shipment.id)));
    }
    ctx.render(&present_page(ctx.locale(), &seen, Form::new(Posted::default())))
}

async fn present(ctx: Ctx, path: web::Path<String>, form: Posted) -> Answer {
    let shipment = id_of(&path)?;
    let seen = Seen::read(&ctx, shipment).await?;
    let page = |form| present_page(ctx.locale(), &seen, form);
    with_reason(&ctx, form, |answer| PresentShipment { shipment, answer }, page).await
}

async fn cancel_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let seen = Seen::read(&ctx, id_of(&path)?).await?;
    ctx.render(&cancel_page(ctx.locale(), &seen, Form::new(Posted::default())))
}

fn cancel_page(locale: Locale, seen: &Seen, form: Form) -> ReasonPage {
    ReasonPage {
        title: text(locale, "shipment-cancel", &[]),
        code: seen.shipment.code.clone(),
        lead: text(locale, "shipment-cancel-lead", &[]),
        asked: reason_asked(locale),
        warns: true,
        button: text(locale, "shipment-cancel", &[]),
        back: format!("/shipments/{}", seen.shipment.id),
        told: "",
        form,
    }
}

async fn cancel(ctx: Ctx, path: web::Path<String>, form: Posted) -> Answer {
    let shipment = id_of(&path)?;
    let seen = Seen::read(&ctx, shipment).await?;
    let page = |form| cancel_page(ctx.locale(), &seen, form);
    with_reason(&ctx, form, |reason| CancelShipment { shipment, reason }, page).await
}

/// Does what a form with nothing but a reason asks for, and goes back; a refusal shows the form again.
pub(super) async fn with_reason<C: Command + Send + 'static>(
    ctx: &Ctx,
    form: Posted,
    command: impl FnOnce(String) -> C,
    page: impl Fn(Form) -> ReasonPage,
) -> Answer {
    let mut f = form.reader(ctx.locale());
    let field = page(Form::new(Posted::default())).asked.0;
    let asked = command(f.required(field));
    let done = match f.finish_with(Some(asked)) {
        Ok(command) => ctx.submit(&form, command).await,
        Err(v) => Err(WebError::Service(v.into())),
    };
    match done {
        Ok(_) => {
            let ReasonPage { back, told, .. } = page(Form::new(Posted::default()));
            Ok(ctx.see_other(&if told.is_empty() { back } else { format!("{back}?told={told}") }))
        }
        Err(e) => {
            let (status, form) = again(ctx, form, e)?;
            ctx.render_as(status, &page(form))
        }
    }
}

/// The form again with what was refused, and its status.
///
/// # Errors
/// What is no refusal.
pub(super) fn again(ctx: &Ctx, form: Posted, error: WebError) -> Result<(StatusCode, Form), WebError> {
    let (status, v): (StatusCode, Violations) = refusals(error)?;
    Ok((status, Form::again(form, &v, ctx.locale())))
}
