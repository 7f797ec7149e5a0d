//! Rough diamonds from abroad: the list, one shipment with the confirmation to send, writing one down, deciding upon a
//! detained one, and warnings of foreign authorities.

mod act;

use crate::domain::access::Permission as P;
use crate::domain::arrival::{Arrival, ArrivalState};
use crate::domain::certificate::OriginField;
use crate::domain::ids::ArrivalId;
use crate::store::arrival::{arrival_fetch, arrivals, arrivals_detained, warnings_counted};
use crate::store::error::StoreError;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::locale::label;
use crate::web::routes::{Access, Route, posted, shown};
use crate::web::shipment::country_name;
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
        shown("/arrivals/warnings", Access::Needs(P::AbroadWrite), || get().to(act::warnings_form)),
        posted("/arrivals/warnings", Access::Needs(P::AbroadWrite), || post().to(act::warn)),
        shown("/arrivals/{id}", Access::Needs(P::AbroadRead), || get().to(show)),
        shown("/arrivals/{id}/close", Access::Needs(P::CertificateApprove), || get().to(act::close_form)),
        posted("/arrivals/{id}/close", Access::Needs(P::CertificateApprove), || post().to(act::close)),
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
    /// Countries that warned of numbers, and of how many.
    warnings: Vec<(String, i64)>,
    may_write: bool,
}

#[derive(Deserialize)]
struct Query {
    before: Option<i64>,
}

/// `GET /arrivals`.
async fn list(ctx: Ctx, query: web::Query<Query>) -> Answer {
    let before = query.before;
    let (mut found, detained, warned) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            Ok((arrivals(rx, None, before, PAGE.saturating_add(1))?, arrivals_detained(rx)?, warnings_counted(rx)?))
        })
        .await?;
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = found.len() > page;
    found.truncate(page);
    let next = found.last().filter(|_| more).map(|a| a.facts.no);
    let names = ctx.names(found.iter().map(|a| a.facts.importer)).await?;
    let line = |arrival: Arrival| Line {
        importer: names.of(&arrival.facts.importer).to_owned(),
        issuer: country_name(ctx.locale(), &arrival.facts.issuer),
        arrival,
    };
    let lines = found.into_iter().map(line).collect();
    let warnings = warned.into_iter().map(|(country, n)| (country_name(ctx.locale(), &country), n)).collect();
    ctx.render(&ListPage { lines, next, detained, warnings, may_write: ctx.can(P::AbroadWrite) })
}

async fn read(ctx: &Ctx, path: &str) -> Result<Line, WebError> {
    let id: ArrivalId = path.parse().map_err(|_| WebError::NotFound)?;
    let arrival = ctx.read(move |rx| -> Result<_, StoreError> { arrival_fetch(rx, id) }).await?.ok_or(WebError::NotFound)?;
    let names = ctx.names([arrival.facts.importer]).await?;
    let issuer = country_name(ctx.locale(), &arrival.facts.issuer);
    Ok(Line { importer: names.full(&arrival.facts.importer), issuer, arrival })
}

#[derive(Template)]
#[template(path = "arrivals/show.html")]
struct ShowPage {
    line: Line,
    provenance: String,
    origins: String,
    against: Vec<String>,
    authority: String,
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
    let against = f.against.iter().map(|code| label(l, "arrival-against", code.rsplit('.').next().unwrap_or_default())).collect();
    let provenance = country_name(l, &f.exporter.country);
    let authority = ctx.state.app.env.profile.authority.issuing.value.get(l.tag()).to_owned();
    let may_close = line.arrival.state == ArrivalState::Detained && ctx.can(P::CertificateApprove);
    ctx.render(&ShowPage { line, provenance, origins, against, authority, may_close })
}
