//! Offences: the list, writing one down, and one with what became of it and who is stopped for it.

use crate::domain::access::{Permission as P, Reach};
use crate::domain::event::{Event, OffenceRecorded, OffenceState};
use crate::domain::ids::{OffenceId, OfficeId};
use crate::domain::licence::Licence;
use crate::domain::money::Currency;
use crate::domain::offence::{Offence, OffenceStatement};
use crate::domain::parcel::parcel_code;
use crate::domain::time::Instant;
use crate::domain::violation::{Violation, Violations};
use crate::service::offence::{FollowUpOffence, RecordOffence};
use crate::store::arrival::arrival_fetch;
use crate::store::certificate::certificate_fetch;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::recorded_at;
use crate::store::licence::{licence_fetch, licences_of};
use crate::store::offence::{OffenceFilter, offence_fetch, offence_statements, offence_stops, offences};
use crate::store::party::party_fetch;
use crate::store::seizure::seizure_fetch;
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::listing::Listing;
use crate::web::locale::{Locale, format, label, text};
use crate::web::party::{Names, office_choices, office_names};
use crate::web::routes::{Access, Route, posted, shown};
use crate::web::seizure::{codes, ground_choices, ground_name};
use crate::web::shipment::seen::{Reader, Who};
use actix_web::http::StatusCode;
use actix_web::web::{self, get, post};
use askama::Template;

/// Offences on a page of the list.
const PAGE: i64 = 50;

/// The routes of offences.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/offences", Access::Needs(P::OffenceRead), || get().to(list)),
        shown("/offences/new", Access::Needs(P::OffenceWrite), || get().to(record_form)),
        posted("/offences/new", Access::Needs(P::OffenceWrite), || post().to(record)),
        shown("/offences/{id}", Access::Needs(P::OffenceRead), || get().to(show)),
        posted("/offences/{id}", Access::Needs(P::OffenceWrite), || post().to(follow_up)),
    ]
}

/// The code of an offence that an address carries to a form by which somebody is stopped for it.
pub(super) fn offence_asked(query: web::Query<Vec<(String, String)>>) -> String {
    Listing::new(query).posted().get("offence").unwrap_or_default().chars().take(40).collect()
}

const fn colour(state: OffenceState) -> &'static str {
    match state {
        OffenceState::Suspected => "yellow",
        OffenceState::Charged | OffenceState::Hearing => "orange",
        OffenceState::Convicted | OffenceState::Fined => "red",
        OffenceState::Acquitted | OffenceState::Dropped | OffenceState::Settled => "grey",
    }
}

struct Line {
    offence: Offence,
    ground: String,
}

impl Line {
    fn colour(&self) -> &'static str {
        colour(self.offence.state)
    }
}

fn states(l: Locale, which: impl Fn(OffenceState) -> bool) -> Vec<Choice> {
    let all = OffenceState::ALL.iter().filter(|s| which(**s));
    all.map(|s| Choice::new(s.as_str(), label(l, "offence-state", s.as_str()))).collect()
}

#[derive(Template)]
#[template(path = "offences/list.html")]
struct ListPage {
    form: Form,
    states: Vec<Choice>,
    grounds: Vec<Choice>,
    lines: Vec<Line>,
    names: Names,
    next: Option<String>,
    may_write: bool,
}

/// `GET /offences`.
async fn list(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let rows_shown = ctx.rows(PAGE);
    let listing = Listing::new(query);
    let asked = listing.posted();
    let mut wrong = Violations::none();
    let word = |name: &str| asked.get(name).map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned);
    let state = word("state").and_then(|word| {
        let found = word.parse::<OffenceState>().ok();
        wrong.0.extend(found.is_none().then(|| Violation::on("unknown_choice", "state")));
        found
    });
    let ground = word("ground");
    let known = ground.as_deref().is_none_or(|g| ctx.state.app.env.profile.offence(g).is_some());
    wrong.check(known, || Violation::on("unknown_choice", "ground"));
    let filter = OffenceFilter { state, ground: ground.filter(|_| known), ..OffenceFilter::default() };
    let (reach, before) = (ctx.reach(P::OffenceRead), listing.before());
    let mut found =
        ctx.read(move |rx| -> Result<_, StoreError> { offences(rx, reach, &filter, before, rows_shown.saturating_add(1)) }).await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = found.len() > page;
    found.truncate(page);
    let next = found.last().filter(|_| more).map(|o| listing.next("/offences", o.facts.no));
    let names = ctx.names(found.iter().flat_map(|o| o.facts.parties.clone())).await?;
    let l = ctx.locale();
    let lines = found.into_iter().map(|offence| Line { ground: ground_name(&ctx, &offence.facts.ground), offence }).collect();
    let may_write = ctx.can(P::OffenceWrite);
    let (states, grounds) = (states(l, |_| true), ground_choices(&ctx));
    ctx.render(&ListPage { form: Form::again(asked, &wrong, l), states, grounds, lines, names, next, may_write })
}

#[derive(Template)]
#[template(path = "offences/form.html")]
struct RecordPage {
    form: Form,
    grounds: Vec<Choice>,
    offices: Vec<Choice>,
}

async fn record_page(ctx: &Ctx, status: StatusCode, form: Form) -> Answer {
    let offices = office_choices(ctx, P::OffenceWrite).await?;
    ctx.render_as(status, &RecordPage { form, grounds: ground_choices(ctx), offices })
}

/// `GET /offences/new`.
async fn record_form(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let asked = Listing::new(query).posted();
    let of = |name: &str| asked.get(name).unwrap_or_default().to_owned();
    let values = [
        ("on", ctx.today().to_string()),
        ("seizure", of("seizure")),
        ("ground", of("ground")),
        ("parties", of("party")),
        ("arrival", of("arrival")),
    ];
    record_page(&ctx, StatusCode::OK, Form::new(Posted::of(values))).await
}

fn read(ctx: &Ctx, posted: &Posted) -> Result<RecordOffence, Violations> {
    let mut f = posted.reader(ctx.locale());
    let word = |name: &str| posted.get(name).map(str::to_owned).unwrap_or_default();
    let (office, on): (Option<OfficeId>, _) = (f.parsed("office"), f.day("on"));
    let command = RecordOffence {
        ground: word("ground"),
        parties: codes(posted.get("parties")),
        office,
        on,
        account: word("account"),
        seizure: f.text("seizure"),
        parcels: codes(posted.get("parcels")),
        certificate: f.text("certificate"),
        arrival: f.text("arrival"),
        licence: f.text("licence"),
    };
    f.finish_with(Some(command))
}

/// `POST /offences/new`.
async fn record(ctx: Ctx, posted: Posted) -> Answer {
    let stage = Stage::of(&posted);
    if stage == Stage::Change {
        let form = changed(posted, ctx.locale());
        return record_page(&ctx, StatusCode::OK, form).await;
    }
    match attempt(&ctx, &posted, stage, read(&ctx, &posted)).await? {
        Attempt::Done(receipt) => Ok(ctx.see_other(&format!("/offences/{}?told=offence-recorded", receipt.subject))),
        Attempt::Check(event) => match *event {
            Event::OffenceRecorded(e) => check(&ctx, &posted, &e).await,
            _ => Err(WebError::Fault("another event than asked for".into())),
        },
        Attempt::Refused(status, v) => {
            let form = Form::again(posted, &v, ctx.locale());
            record_page(&ctx, status, form).await
        }
    }
}

async fn check(ctx: &Ctx, posted: &Posted, e: &OffenceRecorded) -> Answer {
    let l = ctx.locale();
    let say = |id: &str| text(l, id, &[]);
    let names = ctx.names(e.parties.clone()).await?;
    let mut page = CheckPage::new(say("offence-record"), say("offence-record-confirm"), posted).lead(say("offence-record-lead"));
    page.row(say("seizure-ground"), ground_name(ctx, &e.ground));
    let parties: Vec<String> = e.parties.iter().map(|p| names.full(p)).collect();
    page.row(say("offence-parties"), if parties.is_empty() { say("offence-nobody") } else { parties.join(", ") });
    page.row(say("offence-on"), format::day(l, e.on));
    page.row(say("seizure-account"), e.account.clone());
    page.row(say("nav-parcels"), e.parcels.iter().map(|no| parcel_code(*no)).collect::<Vec<_>>().join(", "));
    page.show(ctx)
}

/// What was stopped for an offence, or may act again.
struct StopLine {
    name: String,
    href: String,
    at: Instant,
}

#[derive(Template)]
#[template(path = "offences/show.html")]
struct ShowPage {
    offence: Offence,
    ground: String,
    office: Option<String>,
    names: Names,
    by: (Who, Instant),
    statements: Vec<(OffenceStatement, Who)>,
    stops: Vec<StopLine>,
    licences: Vec<Licence>,
    seizure: Option<(String, String)>,
    certificate: Option<String>,
    arrival: Option<String>,
    licence: Option<String>,
    states: Vec<Choice>,
    currencies: Vec<Choice>,
    may_write: bool,
    may_stop: bool,
    may_party: bool,
    own: bool,
    form: Form,
}

impl ShowPage {
    fn colour(&self) -> &'static str {
        colour(self.offence.state)
    }
    fn parcels(&self) -> String {
        self.offence.facts.parcels.iter().map(|no| parcel_code(*no)).collect::<Vec<_>>().join(", ")
    }
    /// What may be said to have just been done.
    fn fitting(&self) -> Vec<&'static str> {
        if self.statements.is_empty() { vec!["offence-recorded"] } else { vec!["offence-followed"] }
    }
}

/// What is read for the page.
struct Read {
    offence: Offence,
    by: (Who, Instant),
    statements: Vec<(OffenceStatement, Who)>,
    stops: Vec<StopLine>,
    licences: Vec<Licence>,
    seizure: Option<(String, String)>,
    certificate: Option<String>,
    arrival: Option<String>,
    licence: Option<String>,
    office: Option<String>,
}

fn whole(rx: &mut Rx<'_>, offence: Offence, reader: &Reader, seizures: Reach) -> Result<Read, StoreError> {
    let f = &offence.facts;
    let at = |rx: &mut Rx<'_>, seq| recorded_at(rx, seq)?.ok_or_else(|| StoreError::Damaged("no such entry".into()));
    let by = (Who::read(rx, offence.by, reader)?, at(rx, offence.seq)?);
    let mut statements = Vec::new();
    for said in offence_statements(rx, f.no)? {
        let who = Who::read(rx, said.by, reader)?;
        statements.push((said, who));
    }
    let mut stops = Vec::new();
    for stop in offence_stops(rx, f.no)? {
        let when = at(rx, stop.seq)?;
        if let Some(licence) = stop.licence.map(|id| licence_fetch(rx, id)).transpose()?.flatten() {
            stops.push(StopLine { href: format!("/licences/{}", licence.id), name: licence.number, at: when });
        }
        if let Some(party) = stop.party.map(|id| party_fetch(rx, id)).transpose()?.flatten() {
            stops.push(StopLine { href: format!("/parties/{}", party.code), name: party.code, at: when });
        }
    }
    let mut licences = Vec::new();
    for party in &f.parties {
        licences.extend(licences_of(rx, *party)?);
    }
    let seizure = f.seizure.map(|id| seizure_fetch(rx, id)).transpose()?.flatten().filter(|s| seizures.covers(&s.belongs()));
    let certificate = f.certificate.map(|id| certificate_fetch(rx, id)).transpose()?.flatten();
    let arrival = f.arrival.map(|id| arrival_fetch(rx, id)).transpose()?.flatten();
    let licence = f.licence.map(|id| licence_fetch(rx, id)).transpose()?.flatten();
    let office = office_names(rx)?.get(&f.office.unwrap_or(OfficeId::nobody())).cloned();
    Ok(Read {
        by,
        statements,
        stops,
        licences,
        seizure: seizure.map(|s| (s.facts.seizure.to_string(), s.facts.code)),
        certificate: certificate.map(|c| c.facts.number),
        arrival: arrival.map(|a| a.facts.code),
        licence: licence.map(|l| l.number),
        office,
        offence,
    })
}

async fn page(ctx: &Ctx, id: OffenceId, status: StatusCode, form: Form) -> Answer {
    let reach = ctx.reach(P::OffenceRead);
    let (reader, seizures) = (Reader::new(ctx.actor()?, reach), ctx.reach(P::SeizureRead));
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let found = offence_fetch(rx, id)?.filter(|o| reach.covers(&o.belongs()));
            found.map(|offence| whole(rx, offence, &reader, seizures)).transpose()
        })
        .await?;
    let read = found.ok_or(WebError::NotFound)?;
    let own = matches!(reach, Reach::Party(_));
    // A party sees itself, not who else is suspected.
    let mut offence = read.offence;
    if let Reach::Party(party) = reach {
        offence.facts.parties.retain(|p| *p == party);
    }
    let names = ctx.names(offence.facts.parties.clone()).await?;
    let l = ctx.locale();
    let local = ctx.state.app.env.profile.country.currency.value;
    let now = offence.state;
    let writes = ctx.reach(P::OffenceWrite).covers(&offence.belongs());
    let stops = ctx.reach(P::LicenceWrite);
    ctx.render_as(
        status,
        &ShowPage {
            ground: ground_name(ctx, &offence.facts.ground),
            office: read.office,
            names,
            by: read.by,
            statements: read.statements,
            stops: if own { Vec::new() } else { read.stops },
            licences: read.licences.into_iter().filter(|l| stops.covers(&l.belongs()) && l.is_valid_on(ctx.today())).collect(),
            seizure: read.seizure,
            certificate: read.certificate,
            arrival: read.arrival,
            licence: read.licence,
            states: states(l, |next| now.may_become(next)),
            currencies: [local, Currency::USD].into_iter().map(|c| Choice::new(c.as_str(), c.as_str())).collect(),
            may_write: writes,
            may_stop: stops != Reach::Nothing && writes,
            may_party: ctx.can(P::PartyRead) && !own,
            own,
            form,
            offence,
        },
    )
}

/// `GET /offences/{id}`.
async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let id = path.parse().map_err(|_| WebError::NotFound)?;
    let currency = ctx.state.app.env.profile.country.currency.value;
    let values = [("on", ctx.today().to_string()), ("currency", currency.as_str().to_owned())];
    page(&ctx, id, StatusCode::OK, Form::new(Posted::of(values))).await
}

/// `POST /offences/{id}`.
async fn follow_up(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let offence: OffenceId = path.parse().map_err(|_| WebError::NotFound)?;
    let mut f = posted.reader(ctx.locale());
    let local = ctx.state.app.env.profile.country.currency.value;
    let currency = if posted.get("currency") == Some("USD") { Currency::USD } else { local };
    let (state, on, fine) = (f.parsed("state"), f.day("on"), f.money("fine", currency));
    let authority = posted.get("authority").unwrap_or_default().to_owned();
    let (case_number, note) = (f.text("case_number"), f.text("note"));
    let command = f.finish_with(Some(FollowUpOffence { offence, state, on, authority, case_number, fine, note }));
    let done = match command {
        Ok(command) => ctx.submit(&posted, command).await,
        Err(v) => Err(WebError::Service(v.into())),
    };
    match done {
        Ok(_) => Ok(ctx.see_other(&format!("/offences/{offence}?told=offence-followed"))),
        Err(e) => {
            let (status, v) = refusals(e)?;
            let form = Form::again(posted, &v, ctx.locale());
            page(&ctx, offence, status, form).await
        }
    }
}
