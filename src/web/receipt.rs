//! Confirmations of receipt: what is overdue, what differs and waits for an answer, and the latest; written down from a paper,
//! taken from a file, or given by whoever has the one-time code.

mod answer;
mod enter;
mod file;
mod public;

use crate::domain::access::Permission as P;
use crate::domain::confirmation::Confirmation;
use crate::domain::shipment::Certificate;
use crate::service::confirmation::overdue_since;
use crate::store::certificate::certificate_fetch;
use crate::store::confirmation::{
    certificates_overdue, certificates_overdue_count, confirmations, confirmations_differing, differences_open,
};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::notice::notices_untold;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::routes::{Access, Route, posted, shown};
use crate::web::shipment::country_name;
use actix_web::web::{self, get, post};
use askama::Template;
use serde::Deserialize;

/// Lines of each queue, and confirmations on a page.
const PAGE: i64 = 50;

/// The routes of confirmations.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/confirmations", Access::Needs(P::AbroadRead), || get().to(list)),
        shown("/confirmations/load", Access::Needs(P::AbroadWrite), || get().to(file::form)),
        posted("/confirmations/load", Access::Needs(P::AbroadWrite), || post().to(file::load)),
        shown("/confirmations/{id}", Access::Needs(P::AbroadRead), || get().to(answer::show)),
        posted("/confirmations/{id}", Access::Needs(P::AbroadWrite), || post().to(answer::answer)),
        shown("/certificates/{id}/receipt", Access::Needs(P::AbroadWrite), || get().to(enter::form)),
        posted("/certificates/{id}/receipt", Access::Needs(P::AbroadWrite), || post().to(enter::enter)),
        shown("/check/certificate/{number}/receipt", Access::Public, || get().to(public::form)),
        posted("/check/certificate/{number}/receipt", Access::Public, || post().to(public::confirm)),
    ]
}

/// A confirmation with the number of its certificate.
struct Line {
    number: String,
    confirmation: Confirmation,
}

struct Overdue {
    certificate: Certificate,
    destination: String,
    expired: bool,
}

fn lines(rx: &mut Rx<'_>, found: Vec<Confirmation>) -> Result<Vec<Line>, StoreError> {
    let mut lines = Vec::with_capacity(found.len());
    for confirmation in found {
        let number = certificate_fetch(rx, confirmation.facts.certificate)?.map(|c| c.facts.number).unwrap_or_default();
        lines.push(Line { number, confirmation });
    }
    Ok(lines)
}

#[derive(Template)]
#[template(path = "receipts/list.html")]
struct ListPage {
    differing: Vec<Line>,
    overdue: Vec<Overdue>,
    overdue_count: i64,
    days: u32,
    latest: Vec<Line>,
    next: Option<i64>,
    may_write: bool,
}

#[derive(Deserialize)]
struct Query {
    before: Option<i64>,
}

/// `GET /confirmations`.
async fn list(ctx: Ctx, query: web::Query<Query>) -> Answer {
    let rows_shown = ctx.rows(PAGE);
    let (today, before, l) = (ctx.today(), query.before, ctx.locale());
    let profile = &ctx.state.app.env.profile;
    let (since, days) = (overdue_since(profile, today), profile.confirmation.overdue_days.value);
    let (differing, overdue, overdue_count, mut latest) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let differing = confirmations_differing(rx, rows_shown)?;
            let differing = lines(rx, differing)?;
            let mut overdue = Vec::new();
            for id in certificates_overdue(rx, since, today, rows_shown)? {
                overdue.extend(certificate_fetch(rx, id)?);
            }
            let latest = confirmations(rx, before, rows_shown.saturating_add(1))?;
            Ok((differing, overdue, certificates_overdue_count(rx, since, today)?, lines(rx, latest)?))
        })
        .await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = latest.len() > page;
    latest.truncate(page);
    let next = latest.last().filter(|_| more).map(|line| line.confirmation.facts.no);
    let of = |certificate: Certificate| Overdue {
        destination: country_name(l, &certificate.facts.importer.country),
        expired: certificate.facts.expires_on < today,
        certificate,
    };
    let overdue = overdue.into_iter().map(of).collect();
    ctx.render(&ListPage { differing, overdue, overdue_count, days, latest, next, may_write: ctx.can(P::AbroadWrite) })
}

/// What waits of other countries, for a first page.
pub struct AbroadCounts {
    /// Certificates whose receipt nobody has confirmed in time.
    pub overdue: i64,
    /// Differences that wait for an answer.
    pub differences: i64,
    /// Authorities that were not told yet.
    pub untold: i64,
}

/// Counts what waits of other countries.
///
/// # Errors
/// A fault.
pub async fn abroad_counts(ctx: &Ctx) -> Result<AbroadCounts, WebError> {
    let today = ctx.today();
    let since = overdue_since(&ctx.state.app.env.profile, today);
    ctx.read(move |rx| -> Result<_, StoreError> {
        let overdue = certificates_overdue_count(rx, since, today)?;
        Ok(AbroadCounts { overdue, differences: differences_open(rx)?, untold: notices_untold(rx)? })
    })
    .await
}
