//! Rough diamonds from abroad: the list, one shipment with the confirmation to send, writing one down, deciding upon a
//! detained one, and warnings of foreign authorities.

mod act;
mod warnings;

use crate::domain::access::Permission as P;
use crate::domain::arrival::{Arrival, ArrivalState};
use crate::domain::certificate::OriginField;
use crate::domain::event::{ArrivalRecorded, FoundLine, HsCode, HsLine, NewParcel};
use crate::domain::ids::{ArrivalId, PartyId};
use crate::domain::parcel::parcel_code;
use crate::domain::quantity::Mass;
use crate::store::arrival::{arrival_fetch, arrivals, arrivals_detained};
use crate::store::error::StoreError;
use crate::store::participant::participant_roll;
use crate::store::warning::{arrivals_warned, warning_of};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::locale::{Locale, format, label, text};
use crate::web::participant::participant_name;
use crate::web::routes::{Access, Route, posted, shown};
use actix_web::web::{self, get, post};
use askama::Template;
use serde::Deserialize;

/// Arrivals on a page of the list.
const PAGE: i64 = 50;

/// The routes of arrivals.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/arrivals", Access::Needs(P::AbroadRead), || get().to(list)),
        shown("/arrivals/new", Access::Needs(P::AbroadWrite), || get().to(act::form)),
        posted("/arrivals/new", Access::Needs(P::AbroadWrite), || post().to(act::record)),
        shown("/arrivals/{id}", Access::Needs(P::AbroadRead), || get().to(show)),
        shown("/arrivals/{id}/close", Access::Needs(P::CertificateApprove), || get().to(act::close_form)),
        posted("/arrivals/{id}/close", Access::Needs(P::CertificateApprove), || post().to(act::close)),
        shown("/warnings", Access::Needs(P::AbroadRead), || get().to(warnings::list)),
        shown("/warnings/new", Access::Needs(P::AbroadWrite), || get().to(warnings::form)),
        posted("/warnings/new", Access::Needs(P::AbroadWrite), || post().to(warnings::add)),
        shown("/warnings/{id}", Access::Needs(P::AbroadRead), || get().to(warnings::show)),
        posted("/warnings/{id}", Access::Needs(P::CertificateApprove), || post().to(warnings::withdraw)),
    ]
}

/// Colour of the tag of a state.
const fn colour(state: ArrivalState) -> &'static str {
    match state {
        ArrivalState::Accepted => "green",
        ArrivalState::Detained => "red",
        ArrivalState::Returned | ArrivalState::Seized => "grey",
    }
}

/// An arrival as pages show it.
struct Line {
    arrival: Arrival,
    importer: String,
    issuer: String,
}

impl Line {
    fn colour(&self) -> &'static str {
        colour(self.arrival.state)
    }
}

#[derive(Template)]
#[template(path = "arrivals/list.html")]
struct ListPage {
    lines: Vec<Line>,
    next: Option<i64>,
    detained: i64,
    /// How many were let in under a number that is warned of.
    warned: usize,
    may_write: bool,
    /// Only those in this state are shown.
    state: Option<ArrivalState>,
}

#[derive(Deserialize)]
struct Query {
    before: Option<i64>,
    /// Only those in this state.
    state: Option<String>,
}

/// `GET /arrivals`.
async fn list(ctx: Ctx, query: web::Query<Query>) -> Answer {
    let rows_shown = ctx.rows(PAGE);
    let before = query.before;
    let state: Option<ArrivalState> = query.state.as_deref().and_then(|s| s.parse().ok());
    let (mut found, detained, warned) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            Ok((arrivals(rx, state, before, rows_shown.saturating_add(1))?, arrivals_detained(rx)?, arrivals_warned(rx)?.len()))
        })
        .await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = found.len() > page;
    found.truncate(page);
    let next = found.last().filter(|_| more).map(|a| a.facts.no);
    let lines = lines(&ctx, found).await?;
    ctx.render(&ListPage { lines, next, detained, warned, may_write: ctx.can(P::AbroadWrite), state })
}

/// Arrivals as lists show them.
async fn lines(ctx: &Ctx, found: Vec<Arrival>) -> Result<Vec<Line>, WebError> {
    let (names, l) = (ctx.names(found.iter().filter_map(Arrival::importer)).await?, ctx.locale());
    let line = |arrival: Arrival| Line {
        importer: match arrival.importer() {
            Some(party) => names.of(&party).to_owned(),
            None => unregistered(l, arrival.facts.importer_stated.as_deref()),
        },
        issuer: participant_name(l, &arrival.facts.issuer),
        arrival,
    };
    Ok(found.into_iter().map(line).collect())
}

/// An importer in the words of a certificate.
fn unregistered(l: Locale, stated: Option<&str>) -> String {
    text(l, "arrival-importer-unregistered", &[("name", stated.unwrap_or_default().into())])
}

/// Who imports, with his code.
async fn importer_of(ctx: &Ctx, party: Option<PartyId>, stated: Option<&str>) -> Result<String, WebError> {
    Ok(match party {
        Some(party) => ctx.names([party]).await?.full(&party),
        None => unregistered(ctx.locale(), stated),
    })
}

/// What was found of a subheading, in words.
fn found_words(l: Locale, f: &FoundLine) -> String {
    text(l, "arrival-found-line", &[("mass", format::carats_unit(l, f.weight_mct).into()), ("count", f.stones.into())])
}

/// What stood against letting a detained shipment in, in words.
fn against_words(l: Locale, e: &ArrivalRecorded) -> Vec<String> {
    e.against.iter().map(|code| label(l, "arrival-against", code.rsplit('.').next().unwrap_or_default())).collect()
}

async fn read(ctx: &Ctx, path: &str) -> Result<Line, WebError> {
    let id: ArrivalId = path.parse().map_err(|_| WebError::NotFound)?;
    let arrival = ctx.read(move |rx| -> Result<_, StoreError> { arrival_fetch(rx, id) }).await?.ok_or(WebError::NotFound)?;
    let issuer = participant_name(ctx.locale(), &arrival.facts.issuer);
    let importer = importer_of(ctx, arrival.importer(), arrival.facts.importer_stated.as_deref()).await?;
    Ok(Line { importer, issuer, arrival })
}

/// What the certificate says of a subheading, and what was found.
struct Stated {
    hs: HsCode,
    weight_mct: Mass,
    value_usd_cents: i64,
    found: Option<FoundLine>,
}

/// A parcel that a shipment became.
struct Received {
    code: String,
    words: String,
}

#[derive(Template)]
#[template(path = "arrivals/show.html")]
struct ShowPage {
    line: Line,
    lines: Vec<Stated>,
    received: Vec<Received>,
    /// Whether the reader may open its parcels.
    may_open: bool,
    provenance: String,
    origins: String,
    against: Vec<String>,
    /// Where the warning of its number came from that stands now.
    warned: Option<String>,
    authority: String,
    /// The own country.
    country: String,
    may_close: bool,
}

/// `GET /arrivals/{id}`.
async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let line = read(&ctx, &path).await?;
    let (l, f) = (ctx.locale(), &line.arrival.facts);
    let field = match f.origins.as_slice() {
        [one] if !f.mixed => OriginField::Country(one.clone()),
        [] => OriginField::Asterisks,
        several => OriginField::List(several.to_vec(), false),
    };
    let origins = super::certificate::origin_words(l, &field);
    let against = against_words(l, f);
    let provenance = participant_name(l, &f.exporter.country);
    let authority = ctx.state.app.env.profile.authority.issuing.value.get(l.tag()).to_owned();
    let country = participant_name(l, ctx.state.app.env.profile.code());
    let may_close = line.arrival.state == ArrivalState::Detained && ctx.can(P::CertificateApprove);
    let (issuer, issued_on, number) = (f.issuer.clone(), f.issued_on, f.number.clone());
    let warned = ctx.read(move |rx| {
        let roll = participant_roll(rx)?;
        warning_of(rx, &roll, (&issuer, issued_on, &number))
    });
    let warned = warned.await?;
    let told = |p: &NewParcel| {
        let of = FoundLine { hs: p.hs, weight_mct: p.weight_mct, stones: p.stones };
        Received { code: parcel_code(p.no), words: format!("{} · {}", label(l, "hs", p.hs.as_str()), found_words(l, &of)) }
    };
    let stated = |s: &HsLine| Stated {
        hs: s.hs,
        weight_mct: s.weight_mct,
        value_usd_cents: s.value_usd_cents,
        found: line.arrival.found().iter().find(|of| of.hs == s.hs).copied(),
    };
    let (lines, received) = (f.lines.iter().map(stated).collect(), line.arrival.received().iter().map(told).collect());
    let may_open = ctx.can(P::ParcelRead);
    ctx.render(&ShowPage { line, lines, received, may_open, provenance, origins, against, warned, authority, country, may_close })
}
