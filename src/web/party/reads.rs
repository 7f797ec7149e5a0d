//! Who read the personal details of a party: a page that can be given to the person, and a file.

use super::{Names, fetch, office_names};
use crate::domain::access::Permission;
use crate::domain::ids::AccountId;
use crate::domain::party::Party;
use crate::domain::time::Instant;
use crate::interop::reads_csv::{self, ReadLine};
use crate::store::account::accounts;
use crate::store::db::Rx;
use crate::store::detail_read::detail_reads;
use crate::store::error::StoreError;
use crate::store::secret::logins;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web;
use askama::Template;
use std::collections::HashMap;

/// Lines of a page, and of a file.
const PAGE: i64 = 200;
const FILE: i64 = 100_000;

#[derive(Template)]
#[template(path = "parties/access_record.html")]
struct RecordPage {
    party: Party,
    names: Names,
    lines: Vec<ReadLine>,
    next: Option<String>,
    now: Instant,
}

/// Where the page goes on.
#[derive(serde::Deserialize)]
pub struct Before {
    before: Option<i64>,
}

fn lines(rx: &mut Rx<'_>, party: &Party, before: Option<i64>, limit: i64) -> Result<Vec<ReadLine>, StoreError> {
    let names: HashMap<AccountId, String> = logins(rx)?.into_iter().map(|(id, _, name)| (id, name)).collect();
    let known: HashMap<_, _> = accounts(rx)?.into_iter().map(|a| (a.actor.account, a.actor)).collect();
    let offices = office_names(rx)?;
    let one = |r: crate::store::detail_read::DetailRead| {
        let actor = known.get(&r.account);
        ReadLine {
            no: r.no,
            at: r.at,
            who: names.get(&r.account).cloned().unwrap_or_else(|| r.account.to_string()),
            role: actor.map_or("", |a| a.role.as_str()),
            office: actor.and_then(|a| a.office).and_then(|o| offices.get(&o).cloned()).unwrap_or_default(),
            via: r.via.as_str(),
            purpose: r.purpose.unwrap_or_default(),
        }
    };
    Ok(detail_reads(rx, party.id, before, limit)?.into_iter().map(one).collect())
}

/// `GET /parties/{code}/access-record`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn page(ctx: Ctx, path: web::Path<String>, from: web::Query<Before>) -> Answer {
    let party = fetch(&ctx, &path, Permission::ReadsRead).await?;
    let (of, before) = (party.clone(), from.before);
    let mut lines = ctx.read(move |rx| lines(rx, &of, before, PAGE.saturating_add(1))).await?;
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = lines.len() > page;
    lines.truncate(page);
    let next = lines.last().filter(|_| more).map(|l| format!("/parties/{}/access-record?before={}", party.code, l.no));
    let names = ctx.names([party.id]).await?;
    ctx.render(&RecordPage { party, names, lines, next, now: ctx.now() })
}

/// `GET /parties/{code}/access-record.csv`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn file(ctx: Ctx, path: web::Path<String>) -> Answer {
    let party = fetch(&ctx, &path, Permission::ReadsRead).await?;
    let of = party.clone();
    let lines = ctx.read(move |rx| lines(rx, &of, None, FILE)).await?;
    let body = reads_csv::written(&lines).map_err(|e| WebError::Fault(e.to_string()))?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"access-record-{}.csv\"", party.code)))
        .body(body))
}
