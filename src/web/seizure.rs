//! Stones that the state took: the list, taking them, one seizure with its way, its receipt, and safes.

mod form;
mod public;
mod safe;
mod show;

use crate::domain::access::{Permission as P, Reach};
use crate::domain::event::SeizureOutcome;
use crate::domain::seizure::{KeptState, Seizure};
use crate::domain::violation::{Arg, Violation, Violations};
use crate::store::error::StoreError;
use crate::store::seizure::{SeizureFilter, seizures, seizures_count};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form};
use crate::web::listing::Listing;
use crate::web::locale::{Locale, label};
use crate::web::party::Names;
use crate::web::routes::{Access, Route, posted, shown};
use actix_web::web::{self, get, post};
use askama::Template;

/// Seizures on a page of the list.
const PAGE: i64 = 50;

/// The routes of seizures.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/seizures", Access::Needs(P::SeizureRead), || get().to(list)),
        shown("/seizures/new", Access::Needs(P::SeizureWrite), || get().to(form::form)),
        posted("/seizures/new", Access::Needs(P::SeizureWrite), || post().to(form::record)),
        shown("/seizures/safes", Access::Needs(P::SeizureWrite), || get().to(safe::list)),
        posted("/seizures/safes", Access::Needs(P::SeizureWrite), || post().to(safe::count)),
        posted("/seizures/orders/{id}", Access::Needs(P::SeizureDecide), || post().to(show::decide)),
        shown("/seizures/{id}", Access::Needs(P::SeizureRead), || get().to(show::show)),
        shown("/seizures/{id}/receipt", Access::Needs(P::SeizureRead), || get().to(show::receipt)),
        shown("/seizures/{id}/move", Access::Needs(P::SeizureWrite), || get().to(form::move_form)),
        posted("/seizures/{id}/move", Access::Needs(P::SeizureWrite), || post().to(form::go)),
        posted("/seizures/{id}/answer", Access::Needs(P::SeizureDecide), || post().to(show::answer)),
        shown("/seizures/{id}/order", Access::Needs(P::SeizureWrite), || get().to(form::order_form)),
        posted("/seizures/{id}/order", Access::Needs(P::SeizureWrite), || post().to(form::order)),
        shown("/check/seizure/{code}", Access::Public, || get().to(public::check)),
    ]
}

/// The address at which the short code of a receipt is checked.
#[must_use]
pub fn check_path(code: &str) -> String {
    format!("/check/seizure/{code}")
}

/// The ground of a seizure or an offence, as the country's rules call it.
pub(super) fn ground_name(ctx: &Ctx, code: &str) -> String {
    let tag = ctx.locale().tag();
    ctx.state.app.env.profile.offence(code).map_or_else(|| code.to_owned(), |o| o.name.get(tag).to_owned())
}

/// The grounds, to choose from.
pub(super) fn ground_choices(ctx: &Ctx) -> Vec<Choice> {
    let tag = ctx.locale().tag();
    ctx.state.app.env.profile.offences.iter().map(|o| Choice::new(&o.code, o.name.get(tag))).collect()
}

/// Codes that stand in a field, one in a line or with commas and blanks between.
pub(super) fn codes(text: Option<&str>) -> Vec<String> {
    let apart = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
    text.unwrap_or_default().split(apart).map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect()
}

/// How many, as messages take it.
fn count(many: usize) -> Arg {
    i64::try_from(many).unwrap_or(i64::MAX).into()
}

fn outcome_choices(locale: Locale) -> Vec<Choice> {
    SeizureOutcome::ALL.iter().map(|o| Choice::new(o.as_str(), label(locale, "seizure-outcome", o.as_str()))).collect()
}

/// What is said of a whole seizure: something waits for an order, is kept for good, or all of it went.
fn standing(seizure: &Seizure) -> &'static str {
    match () {
        () if seizure.differs => "differs",
        () if seizure.ordered => "ordered",
        () if seizure.is_open() => "open",
        () if seizure.here().next().is_some() => "forfeited",
        () => "closed",
    }
}

fn colour(standing: &str) -> &'static str {
    match standing {
        "differs" => "red",
        "ordered" | "open" => "yellow",
        "forfeited" => "blue",
        _ => "grey",
    }
}

/// A seizure on the list.
struct Line {
    seizure: Seizure,
    ground: String,
    standing: &'static str,
}

impl Line {
    fn colour(&self) -> &'static str {
        colour(self.standing)
    }
}

/// Seizures that concern the reader: those that wait for an approver, or those of what was taken from him.
#[derive(Debug, Clone, Copy, Default)]
pub struct SeizureCount {
    /// How many.
    pub open: i64,
    decides: bool,
}

impl SeizureCount {
    /// What is said of them.
    #[must_use]
    pub const fn message(self) -> &'static str {
        if self.decides { "seizure-home" } else { "seizure-home-taken" }
    }
    /// Where they are.
    #[must_use]
    pub const fn href(self) -> &'static str {
        if self.decides { "/seizures?state=waits" } else { "/seizures?state=open" }
    }
}

/// Counts the seizures in which something waits for the reader, or that took from him what nobody has decided on.
///
/// # Errors
/// A fault.
pub async fn seizure_count(ctx: &Ctx) -> Result<SeizureCount, WebError> {
    let decides = ctx.reach(P::SeizureDecide) != Reach::Nothing;
    let reach = ctx.reach(P::SeizureRead);
    if !decides && !matches!(reach, Reach::Party(_)) {
        return Ok(SeizureCount::default());
    }
    let filter = SeizureFilter { open: (!decides).then_some(true), waits: decides, ..SeizureFilter::default() };
    let open = ctx.read(move |rx| -> Result<_, StoreError> { seizures_count(rx, reach, &filter) }).await?;
    Ok(SeizureCount { open, decides })
}

/// What the address narrows the list to.
fn filter(ctx: &Ctx, listing: &Listing, wrong: &mut Violations) -> SeizureFilter {
    let asked = listing.posted();
    let word = |name: &str| asked.get(name).map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned);
    let ground = word("ground");
    let known = ground.as_deref().is_none_or(|g| ctx.state.app.env.profile.offence(g).is_some());
    wrong.check(known, || Violation::on("unknown_choice", "ground"));
    let state = word("state");
    let (open, waits) = match state.as_deref() {
        None => (None, false),
        Some("open") => (Some(true), false),
        Some("closed") => (Some(false), false),
        Some("waits") => (None, true),
        Some(_) => {
            wrong.push(Violation::on("unknown_choice", "state"));
            (None, false)
        }
    };
    SeizureFilter { open, waits, ground: ground.filter(|_| known), safe: word("safe") }
}

#[derive(Template)]
#[template(path = "seizures/list.html")]
struct ListPage {
    form: Form,
    states: Vec<Choice>,
    grounds: Vec<Choice>,
    lines: Vec<Line>,
    names: Names,
    next: Option<String>,
    may_write: bool,
    own: bool,
}

/// `GET /seizures`.
async fn list(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let rows_shown = ctx.rows(PAGE);
    let listing = Listing::new(query);
    let mut wrong = Violations::none();
    let filter = filter(&ctx, &listing, &mut wrong);
    let (reach, before) = (ctx.reach(P::SeizureRead), listing.before());
    let mut found =
        ctx.read(move |rx| -> Result<_, StoreError> { seizures(rx, reach, &filter, before, rows_shown.saturating_add(1)) }).await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = found.len() > page;
    found.truncate(page);
    let next = found.last().filter(|_| more).map(|s| listing.next("/seizures", s.facts.no));
    let names = ctx.names(found.iter().filter_map(|s| s.facts.from)).await?;
    let l = ctx.locale();
    let states = ["open", "waits", "closed"].iter().map(|s| Choice::new(*s, label(l, "seizure-state", s))).collect();
    let lines =
        found.into_iter().map(|seizure| Line { ground: ground_name(&ctx, &seizure.facts.ground), standing: standing(&seizure), seizure });
    ctx.render(&ListPage {
        form: Form::again(listing.posted(), &wrong, l),
        states,
        grounds: ground_choices(&ctx),
        lines: lines.collect(),
        names,
        next,
        may_write: ctx.can(P::SeizureWrite),
        own: matches!(reach, Reach::Party(_)),
    })
}

/// Colour of the tag of what became of a parcel.
const fn kept_colour(state: KeptState) -> &'static str {
    match state {
        KeptState::Kept => "yellow",
        KeptState::Forfeited => "blue",
        KeptState::Returned | KeptState::Sold => "green",
        KeptState::Abroad | KeptState::Destroyed => "grey",
    }
}
