//! What happened to a thing, for whoever may see it, as its page tells it.

use crate::domain::access::{Permission, Reach, ReadVia};
use crate::domain::ids::{AccountId, EntryId};
use crate::domain::party::PartyDetails;
use crate::domain::time::Instant;
use crate::service::personal::Reading;
use crate::store::db::Rx;
use crate::store::journal::{Stored, entries_latest};
use crate::store::party::Version;
use crate::web::api::asked::Asked;
use crate::web::api::nouns::{Noun, Reader, reader};
use crate::web::api::views::{Licence, PURPOSE, Party, Shipment, Site, reads};
use crate::web::api::{body_of, json};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use actix_web::http::StatusCode;
use actix_web::web;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// The most entries told.
const MOST: i64 = 500;

/// One thing that happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct Happened {
    seq: i64,
    id: EntryId,
    /// Kind of the event, `noun.past`.
    kind: String,
    recorded_at: Instant,
    occurred_at: Instant,
    /// Who; for readers of the journal.
    account: Option<AccountId>,
    /// What the entry says; left out for shipments.
    #[schema(value_type = Option<Object>)]
    body: Option<Value>,
    /// A party's personal details from then on, for whoever may read them; none when they were erased.
    details: Option<PartyDetails>,
}

/// What happened to a thing, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct History {
    items: Vec<Happened>,
}

fn happened(reader: &Reader, stored: Stored, whole: bool) -> Happened {
    let journal = reader.reach(Permission::JournalRead) != Reach::Nothing;
    let e = stored.entry;
    Happened {
        seq: e.seq,
        id: e.id,
        kind: e.event.kind().to_owned(),
        recorded_at: e.recorded_at,
        occurred_at: e.occurred_at,
        account: Some(e.account).filter(|_| journal),
        body: whole.then(|| body_of(&e.event)),
        details: None,
    }
}

fn of_subject(rx: &mut Rx<'_>, reader: &Reader, subject: &str, whole: bool) -> Result<Vec<Happened>, WebError> {
    let entries = entries_latest(rx, Some(subject), None, MOST)?;
    Ok(entries.into_iter().map(|stored| happened(reader, stored, whole)).collect())
}

async fn answer<F>(ctx: Ctx, read: F) -> Answer
where
    F: FnOnce(&mut Rx<'_>, &Reader) -> Result<Vec<Happened>, WebError> + Send + 'static,
{
    let reader = reader(&ctx)?;
    let items = ctx.read(move |rx| read(rx, &reader)).await?;
    json(StatusCode::OK, &History { items })
}

pub(super) async fn site(ctx: Ctx, key: web::Path<String>) -> Answer {
    answer(ctx, move |rx, reader| {
        let site = Site::one(rx, reader, &key)?.ok_or(WebError::NotFound)?;
        of_subject(rx, reader, &site.id.to_string(), true)
    })
    .await
}

pub(super) async fn licence(ctx: Ctx, key: web::Path<String>) -> Answer {
    answer(ctx, move |rx, reader| {
        let licence = Licence::one(rx, reader, &key)?.ok_or(WebError::NotFound)?;
        of_subject(rx, reader, &licence.id.to_string(), true)
    })
    .await
}

pub(super) async fn shipment(ctx: Ctx, key: web::Path<String>) -> Answer {
    answer(ctx, move |rx, reader| {
        let shipment = Shipment::one(rx, reader, &key)?.ok_or(WebError::NotFound)?;
        of_subject(rx, reader, &shipment.id.to_string(), false)
    })
    .await
}

/// Earlier records of a party are personal details: whoever may not read those learns of none, and each reading of them
/// is written down, with `?purpose=` for whoever has to ask.
pub(super) async fn party(ctx: Ctx, key: web::Path<String>, query: web::Query<Vec<(String, String)>>) -> Answer {
    let purpose = Asked::new(query.into_inner(), &[PURPOSE])?.text(PURPOSE.name);
    let reader = reader(&ctx)?;
    let items = ctx
        .block(move |state| -> Result<_, WebError> {
            let party = state.app.db.read(|rx| Party::one(rx, &reader, &key))?.ok_or(WebError::NotFound)?;
            if !reads(&reader, &party.of, purpose.as_deref()) {
                return Ok(Vec::new());
            }
            let reading = Reading { actor: &reader.actor, now: reader.now, via: ReadVia::Api, purpose: purpose.as_deref() };
            let (_, versions) = state.app.details_history(&reading, &party.of)?;
            let one = |v: Version| Happened { details: v.details, ..happened(&reader, v.stored, true) };
            Ok(versions.into_iter().map(one).collect())
        })
        .await?;
    json(StatusCode::OK, &History { items })
}
