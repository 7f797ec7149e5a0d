//! The journal as people read it, and the receipt of a single act.

mod about;
pub(crate) use about::{name_of, page_of};
mod body;

use crate::domain::access::{Actor, Permission};
use crate::domain::code;
use crate::domain::event::Event;
use crate::domain::ids::{AccountId, EntryId};
use crate::domain::time::Instant;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::{EntryFilter, Stored, entry_by_id, entry_fetch, journal_list, journal_size};
use crate::store::office::office_fetch;
use crate::store::secret::{logins, secret_by_login, secret_fetch};
use crate::store::{certificate, licence, parcel, party, purchase, site};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::Choice;
use crate::web::heads::Sealed;
use crate::web::locale::{Locale, label, text};
use crate::web::routes::{Access, Route, shown};
pub use about::About;
use actix_web::web::{self, get};
use askama::Template;
use std::collections::HashMap;

/// Entries on a page of the list.
const PAGE: i64 = 50;

/// The routes of the journal.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/journal", Access::Needs(Permission::JournalRead), || get().to(list)),
        shown("/journal/{seq}", Access::Needs(Permission::JournalRead), || get().to(show)),
        shown("/receipts/{entry}", Access::SignedIn, || get().to(receipt)),
    ]
}

/// What the list is narrowed to.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Query {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    subject: String,
    before: Option<i64>,
}

impl Query {
    fn chose(&self, kind: &str) -> bool {
        self.kind == kind
    }
    fn any(&self) -> bool {
        !(self.kind.is_empty() && self.subject.is_empty())
    }
}

struct Line {
    seq: i64,
    kind: String,
    recorded_at: Instant,
    who: String,
    subject: String,
    about: About,
}

#[derive(Template)]
#[template(path = "journal/list.html")]
struct ListPage {
    query: Query,
    kinds: Vec<Choice>,
    lines: Vec<Line>,
    /// The position before which the next page begins.
    next: Option<i64>,
}

/// `GET /journal`: the newest first.
///
/// # Errors
/// A fault.
pub async fn list(ctx: Ctx, query: web::Query<Query>) -> Answer {
    let rows_shown = ctx.rows(PAGE);
    let query = query.into_inner();
    let asked = query.clone();
    let locale = ctx.locale();
    let mut lines = ctx.read(move |rx| lines(rx, &asked, locale, rows_shown)).await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = lines.len() > page;
    lines.truncate(page);
    let next = lines.last().filter(|_| more).map(|l| l.seq);
    let mut kinds: Vec<Choice> = Event::KINDS.iter().map(|k| Choice::new(k, label(ctx.locale(), "event", k))).collect();
    kinds.sort_by(|a, b| a.text.cmp(&b.text));
    ctx.render(&ListPage { query, kinds, lines, next })
}

fn lines(rx: &mut Rx<'_>, query: &Query, locale: Locale, rows_shown: i64) -> Result<Vec<Line>, StoreError> {
    let typed = query.subject.trim();
    let subject = if typed.is_empty() { None } else { Some(subject_of(rx, typed)?) };
    let kind = Some(query.kind.clone()).filter(|k| !k.is_empty());
    let filter = EntryFilter { kind, subject, account: None };
    let names: HashMap<AccountId, String> = logins(rx)?.into_iter().map(|(id, _, name)| (id, name)).collect();
    let mut lines = Vec::new();
    for s in journal_list(rx, &filter, query.before, rows_shown.saturating_add(1))? {
        lines.push(Line {
            seq: s.entry.seq,
            kind: s.entry.event.kind().to_owned(),
            recorded_at: s.entry.recorded_at,
            who: author(s.entry.account, names.get(&s.entry.account).cloned(), locale),
            about: About::of(rx, &s, locale)?,
            subject: s.subject,
        });
    }
    Ok(lines)
}

/// The author by the name of his account; its id where it has none, and the console where it was nobody's.
fn author(account: AccountId, name: Option<String>, locale: Locale) -> String {
    let unnamed = || if account == AccountId::nobody() { text(locale, "journal-at-console", &[]) } else { account.to_string() };
    name.unwrap_or_else(unnamed)
}

/// The id of what somebody typed: an id, or any code or number people read aloud. What is not known stays as
/// it is and finds nothing.
fn subject_of(rx: &mut Rx<'_>, typed: &str) -> Result<String, StoreError> {
    let code = code::written(typed);
    if let Ok(id) = uuid::Uuid::parse_str(typed) {
        return Ok(id.to_string());
    }
    if let Some(found) = party::party_by_code(rx, &code)? {
        return Ok(found.id.to_string());
    }
    if let Some(found) = parcel::parcel_by_code(rx, &code)? {
        return Ok(found.id.to_string());
    }
    if let Some(found) = site::site_by_code(rx, &code)? {
        return Ok(found.id.to_string());
    }
    if let Some(found) = licence::licence_by_number(rx, typed)? {
        return Ok(found.id.to_string());
    }
    if let Some(found) = purchase::purchase_by_serial(rx, typed)? {
        return Ok(found.id.to_string());
    }
    if let Some(found) = certificate::certificate_by_number(rx, typed)? {
        return Ok(found.facts.certificate.to_string());
    }
    Ok(secret_by_login(rx, &typed.to_lowercase())?.map_or_else(|| typed.to_owned(), |s| s.account.to_string()))
}

/// One entry, with everything that is hashed.
struct Shown {
    seq: i64,
    id: EntryId,
    kind: String,
    recorded_at: Instant,
    occurred_at: Instant,
    who: String,
    office: Option<String>,
    device: Option<String>,
    via: &'static str,
    proved_at: Option<Instant>,
    subject: String,
    about: About,
    key: String,
    request_hash: String,
    leaf_hash: String,
    /// The fields of the body with their values.
    body: Vec<(String, String)>,
    canonical: String,
}

#[derive(Template)]
#[template(path = "journal/show.html")]
struct ShowPage {
    entry: Shown,
    previous: Option<i64>,
    next: Option<i64>,
}

#[derive(Template)]
#[template(path = "journal/receipt.html")]
struct ReceiptPage {
    entry: Shown,
    /// Whether the reader may turn to the journal itself.
    journal: bool,
    sealed: Sealed,
}

fn whole(rx: &mut Rx<'_>, stored: Stored, locale: Locale) -> Result<Shown, StoreError> {
    let canonical = stored.entry.canonical()?;
    let about = About::of(rx, &stored, locale)?;
    let e = stored.entry;
    let body: serde_json::Value = serde_json::from_str(&e.body()?).map_err(|error| StoreError::Damaged(error.to_string()))?;
    Ok(Shown {
        seq: e.seq,
        id: e.id,
        kind: e.event.kind().to_owned(),
        recorded_at: e.recorded_at,
        occurred_at: e.occurred_at,
        who: author(e.account, secret_fetch(rx, e.account)?.map(|s| s.display_name), locale),
        office: e.office.map(|id| office_fetch(rx, id)).transpose()?.flatten().map(|o| o.name),
        device: e.device,
        via: e.via.as_str(),
        proved_at: e.signed.and_then(|s| s.proved_at),
        subject: stored.subject,
        about,
        key: e.idempotency_key,
        request_hash: e.request_hash,
        leaf_hash: data_encoding::HEXLOWER.encode(&stored.leaf_hash),
        body: body::fields(&body, locale),
        canonical,
    })
}

/// `GET /journal/{seq}`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn show(ctx: Ctx, path: web::Path<i64>) -> Answer {
    let seq = path.into_inner();
    let locale = ctx.locale();
    let (entry, size) = ctx
        .read(move |rx| -> Result<_, WebError> {
            let stored = entry_fetch(rx, seq)?.ok_or(WebError::NotFound)?;
            Ok((whole(rx, stored, locale)?, journal_size(rx)?))
        })
        .await?;
    let previous = seq.checked_sub(1).filter(|s| *s >= 1);
    let next = seq.checked_add(1).filter(|s| *s <= size);
    ctx.render(&ShowPage { entry, previous, next })
}

/// Whether somebody may see the receipt of an act: his own, one of his office, or any for who reads the journal.
pub(crate) fn may_see(actor: &Actor, journal: bool, stored: &Stored) -> bool {
    let office = actor.office.is_some() && actor.role.needs_office() && stored.entry.office == actor.office;
    journal || stored.entry.account == actor.account || office
}

/// `GET /receipts/{entry}`: what was recorded, for whoever did it.
///
/// # Errors
/// [`WebError::NotFound`] also for what is not the reader's, or a fault.
pub async fn receipt(ctx: Ctx, path: web::Path<String>) -> Answer {
    let id: EntryId = path.parse().map_err(|_| WebError::NotFound)?;
    let (actor, journal, locale) = (ctx.actor()?.clone(), ctx.can(Permission::JournalRead), ctx.locale());
    let (origin, witnesses) = (ctx.state.app.notary.origin(), ctx.state.witnesses.clone());
    let (entry, sealed) = ctx
        .read(move |rx| -> Result<_, WebError> {
            let stored = entry_by_id(rx, id)?.filter(|s| may_see(&actor, journal, s)).ok_or(WebError::NotFound)?;
            let sealed = Sealed::read(rx, stored.entry.seq, origin.as_deref(), &witnesses)?;
            Ok((whole(rx, stored, locale)?, sealed))
        })
        .await?;
    ctx.render(&ReceiptPage { entry, journal, sealed })
}
