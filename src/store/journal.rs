//! The journal: appending, reading, and applying an entry to the projections.

mod project;

use crate::domain::author::{Signed, Via};
use crate::domain::entry::{Columns, Entry, FORMAT_VERSION, canonical_json, event_of};
use crate::domain::event::Event;
use crate::domain::ids::{AccountId, EntryId, OfficeId};
use crate::domain::merkle;
use crate::domain::time::Instant;
use crate::store::db::{Rx, Tx};
use crate::store::direct::{Bind, Update, direct};
use crate::store::error::StoreError;
use crate::store::merkle as tree;
use crate::store::schema::{journal, journal_head};
use crate::store::text::{IN_LIST, parsed};
use diesel::prelude::*;
use project::project;
use serde::Serialize;
use std::collections::HashMap;

/// What the edge and the service know of an act, besides the event.
#[derive(Debug, Clone)]
pub struct Heading {
    /// Id made at the edge.
    pub id: EntryId,
    /// When it happened, as the person says; not after the recording.
    pub occurred_at: Instant,
    /// Who.
    pub account: AccountId,
    /// For which office.
    pub office: Option<OfficeId>,
    /// From which device.
    pub device: Option<String>,
    /// How the author was let in.
    pub via: Via,
    /// From where it was signed, where it is a signature.
    pub signed: Option<Signed>,
    /// The key under which the client sent it.
    pub idempotency_key: String,
    /// SHA-256 of the request, in hex.
    pub request_hash: String,
}

/// What an accepted act gets in return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Receipt {
    /// Position in the journal.
    pub seq: i64,
    /// Id of the entry.
    pub id: EntryId,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// Kind of the event.
    pub kind: String,
    /// Id of what was made or changed.
    pub subject: String,
    /// Leaf hash in hex.
    pub leaf_hash: String,
    /// Whether this is the answer to an act already recorded under the same key.
    pub replayed: bool,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = journal, treat_none_as_default_value = false)]
struct Row {
    seq: i64,
    id: String,
    recorded_at: String,
    occurred_at: String,
    account: String,
    office: Option<String>,
    device: Option<String>,
    idempotency_key: String,
    request_hash: String,
    kind: String,
    subject: String,
    body: String,
    leaf_hash: Vec<u8>,
    via: String,
    signed: Option<String>,
}

/// What a projection may know of the entry it is made from.
#[derive(Debug, Clone, Copy)]
pub struct At {
    /// Position.
    pub seq: i64,
    /// Recording time.
    pub recorded_at: Instant,
    /// Author.
    pub account: AccountId,
}

/// An entry as stored: its parts, and the hash the table holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// The entry, rebuilt from its columns.
    pub entry: Entry,
    /// The stored leaf hash.
    pub leaf_hash: Vec<u8>,
    /// The stored subject.
    pub subject: String,
}

/// The position of an entry, and the entry or what is wrong with it.
pub type Numbered = (i64, Result<Stored, StoreError>);

/// Appends one entry and brings every projection up to it.
///
/// # Errors
/// When the database refuses; nothing of the transaction is kept then.
pub fn append(tx: &mut Tx<'_>, heading: Heading, event: Event) -> Result<Receipt, StoreError> {
    let seq = tx.size.checked_add(1).ok_or_else(|| StoreError::damaged("the journal is full"))?;
    let entry = Entry {
        v: FORMAT_VERSION,
        seq,
        id: heading.id,
        recorded_at: tx.recorded_at,
        occurred_at: heading.occurred_at.min(tx.recorded_at),
        account: heading.account,
        office: heading.office,
        device: heading.device,
        via: heading.via,
        signed: heading.signed,
        idempotency_key: heading.idempotency_key,
        request_hash: heading.request_hash,
        event,
    };
    let leaf_hash = entry.leaf_hash()?;
    insert(tx, &entry, &leaf_hash)?;
    Ok(Receipt {
        seq,
        id: entry.id,
        recorded_at: entry.recorded_at,
        kind: entry.event.kind().to_owned(),
        subject: entry.event.subject(),
        leaf_hash: data_encoding::HEXLOWER.encode(&leaf_hash),
        replayed: false,
    })
}

/// Writes an entry that already has its place: [`append`] for new ones, a replay for old ones.
///
/// # Errors
/// When the database refuses, or the entry is not the next one.
pub fn insert(tx: &mut Tx<'_>, entry: &Entry, leaf_hash: &[u8; 32]) -> Result<(), StoreError> {
    let recorded_at = entry.recorded_at.to_string();
    let head = &["UPDATE journal_head SET size = ", ", recorded_at = ", " WHERE id = 1"];
    let moved = [Bind::Int(entry.seq), Bind::Text(&recorded_at)];
    direct!(tx.conn, c => Update::new(head, &moved).execute(c))?;
    let row = Row {
        seq: entry.seq,
        id: entry.id.to_string(),
        recorded_at,
        occurred_at: entry.occurred_at.to_string(),
        account: entry.account.to_string(),
        office: entry.office.map(|o| o.to_string()),
        device: entry.device.clone(),
        idempotency_key: entry.idempotency_key.clone(),
        request_hash: entry.request_hash.clone(),
        kind: entry.event.kind().to_owned(),
        subject: entry.event.subject(),
        body: entry.body()?,
        leaf_hash: leaf_hash.to_vec(),
        via: entry.via.as_str().to_owned(),
        signed: entry.signed.as_ref().map(canonical_json).transpose().map_err(StoreError::damaged)?,
    };
    direct!(tx.conn, c => diesel::insert_into(journal::table).values(&row).execute(c))?;
    tree::integrate(tx, entry.seq, *leaf_hash)?;
    tx.size = entry.seq;
    tx.recorded_at = entry.recorded_at.max(tx.recorded_at);
    project(tx, At { seq: entry.seq, recorded_at: entry.recorded_at, account: entry.account }, &entry.event)
}

/// Brings the projections alone up to an entry, in a throw-away database that keeps no journal of its own.
///
/// # Errors
/// When the entry does not fit.
pub(super) fn follow(tx: &mut Tx<'_>, entry: &Entry) -> Result<(), StoreError> {
    tx.size = entry.seq;
    tx.recorded_at = entry.recorded_at.max(tx.recorded_at);
    project(tx, At { seq: entry.seq, recorded_at: entry.recorded_at, account: entry.account }, &entry.event)
}

fn stored(row: Row) -> Result<Stored, StoreError> {
    let entry = Entry {
        v: FORMAT_VERSION,
        seq: row.seq,
        id: parsed(&row.id)?,
        recorded_at: parsed(&row.recorded_at)?,
        occurred_at: parsed(&row.occurred_at)?,
        account: parsed(&row.account)?,
        office: row.office.as_deref().map(parsed).transpose()?,
        device: row.device,
        via: row.via.parse().map_err(StoreError::damaged)?,
        signed: row.signed.as_deref().map(signed_of).transpose()?,
        idempotency_key: row.idempotency_key,
        request_hash: row.request_hash,
        event: event_of(&row.kind, &row.body)?,
    };
    Ok(Stored { entry, leaf_hash: row.leaf_hash, subject: row.subject })
}

/// From where an entry was signed; refuses every text but the one canonical form.
fn signed_of(text: &str) -> Result<Signed, StoreError> {
    let signed: Signed = serde_json::from_str(text).map_err(StoreError::damaged)?;
    let again = canonical_json(&signed).map_err(StoreError::damaged)?;
    if again == text { Ok(signed) } else { Err(StoreError::damaged("from where it was signed is not in canonical form")) }
}

/// From where an account last signed about a subject.
///
/// # Errors
/// When the database fails or the entry is damaged.
pub fn signed_last(rx: &mut Rx<'_>, subject: &str, account: AccountId) -> Result<Option<Signed>, StoreError> {
    let row: Option<Option<String>> = journal::table
        .filter(journal::subject.eq(subject))
        .filter(journal::account.eq(account.to_string()))
        .order(journal::seq.desc())
        .select(journal::signed)
        .limit(1)
        .get_result(rx.conn)
        .optional()?;
    row.flatten().as_deref().map(signed_of).transpose()
}

/// How many entries there are.
///
/// # Errors
/// When the database fails.
pub fn journal_size(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    Ok(journal_head::table.select(journal_head::size).get_result(rx.conn)?)
}

/// The first position at which no entry is though the journal says that it has one; none where all are there.
///
/// # Errors
/// When the database fails.
pub fn entry_missing(rx: &mut Rx<'_>) -> Result<Option<i64>, StoreError> {
    let size = journal_size(rx)?;
    let there: i64 = journal::table.filter(journal::seq.le(size)).count().get_result(rx.conn)?;
    if there >= size {
        return Ok(None);
    }
    // As many as the position before a hole, fewer after it.
    let (mut whole, mut torn) = (0, size);
    while torn.saturating_sub(whole) > 1 {
        let middle = whole.midpoint(torn);
        let upto: i64 = journal::table.filter(journal::seq.le(middle)).count().get_result(rx.conn)?;
        if upto == middle { whole = middle } else { torn = middle }
    }
    Ok(Some(torn))
}

/// One entry by its position.
///
/// # Errors
/// When the database fails or the entry is damaged.
pub fn entry_fetch(rx: &mut Rx<'_>, seq: i64) -> Result<Option<Stored>, StoreError> {
    let row: Option<Row> = journal::table.find(seq).get_result(rx.conn).optional()?;
    row.map(stored).transpose()
}

/// The entries at some positions, in no order.
///
/// # Errors
/// When the database fails or an entry is damaged.
pub fn entries_at(rx: &mut Rx<'_>, seqs: &[i64]) -> Result<Vec<Stored>, StoreError> {
    let mut found = Vec::with_capacity(seqs.len());
    for part in seqs.chunks(IN_LIST) {
        let rows: Vec<Row> = journal::table.filter(journal::seq.eq_any(part.to_vec())).load(rx.conn)?;
        found.extend(rows.into_iter().map(stored).collect::<Result<Vec<_>, _>>()?);
    }
    Ok(found)
}

/// The entry with an id.
///
/// # Errors
/// When the database fails or the entry is damaged.
pub fn entry_by_id(rx: &mut Rx<'_>, id: EntryId) -> Result<Option<Stored>, StoreError> {
    let row: Option<Row> = journal::table.filter(journal::id.eq(id.to_string())).get_result(rx.conn).optional()?;
    row.map(stored).transpose()
}

/// Entries after a position, in order; each by itself readable or damaged.
///
/// # Errors
/// When the database fails.
pub fn entries_after(rx: &mut Rx<'_>, after: i64, limit: i64) -> Result<Vec<Numbered>, StoreError> {
    let rows: Vec<Row> = journal::table.filter(journal::seq.gt(after)).order(journal::seq).limit(limit).load(rx.conn)?;
    Ok(rows.into_iter().map(|row| (row.seq, stored(row))).collect())
}

/// An entry with the hash of exactly the texts that stand in its row.
#[derive(Debug, Clone, PartialEq)]
pub struct Hashed {
    /// The entry and what is stored beside it.
    pub stored: Stored,
    /// The leaf hash of the row as it stands.
    pub hash: merkle::Hash,
}

impl Row {
    fn hash(&self) -> Result<merkle::Hash, StoreError> {
        let columns = Columns {
            seq: self.seq,
            id: &self.id,
            recorded_at: &self.recorded_at,
            occurred_at: &self.occurred_at,
            account: &self.account,
            office: self.office.as_deref(),
            device: self.device.as_deref(),
            via: &self.via,
            signed: self.signed.as_deref(),
            idempotency_key: &self.idempotency_key,
            request_hash: &self.request_hash,
            kind: &self.kind,
            body: &self.body,
        };
        Ok(merkle::leaf_hash(&columns.canonical()?))
    }
}

/// An entry with its position and the hash of its row, or why it cannot be read.
pub type NumberedHash = (i64, Result<Hashed, StoreError>);

/// As [`entries_after`], each with the hash of its row.
///
/// # Errors
/// When the database fails.
pub fn entries_hashed_after(rx: &mut Rx<'_>, after: i64, limit: i64) -> Result<Vec<NumberedHash>, StoreError> {
    let next = journal::table.filter(journal::seq.gt(after)).order(journal::seq).limit(limit);
    let rows: Vec<Row> = direct!(rx.conn, c => next.load(c))?;
    let hashed = |row: Row| Ok(Hashed { hash: row.hash()?, stored: stored(row)? });
    Ok(rows.into_iter().map(|row| (row.seq, hashed(row))).collect())
}

/// The events of some kinds after a position, in order, with their positions; what cannot be read is left out.
///
/// # Errors
/// When the database fails.
pub fn events_of_kinds(rx: &mut Rx<'_>, kinds: &[&str], after: i64, limit: i64) -> Result<Vec<(i64, Option<Event>)>, StoreError> {
    let of_kinds = journal::table.filter(journal::seq.gt(after)).filter(journal::kind.eq_any(kinds.iter().copied()));
    let rows: Vec<(i64, String, String)> =
        of_kinds.order(journal::seq).limit(limit).select((journal::seq, journal::kind, journal::body)).load(rx.conn)?;
    Ok(rows.into_iter().map(|(seq, kind, body)| (seq, event_of(&kind, &body).ok())).collect())
}

/// Entries whose id, or whose key of the same account, an earlier entry has too; at most `limit` of each.
///
/// # Errors
/// When the database fails.
pub fn entries_twice(rx: &mut Rx<'_>, limit: i64) -> Result<(Vec<i64>, Vec<i64>), StoreError> {
    let mut twice = |columns: &str| -> Result<Vec<i64>, StoreError> {
        let sql = format!("SELECT max(seq) AS seq FROM journal GROUP BY {columns} HAVING count(*) > 1 ORDER BY 1 LIMIT {limit}");
        let rows: Vec<Position> = diesel::sql_query(sql).load(rx.conn)?;
        Ok(rows.into_iter().map(|r| r.seq).collect())
    };
    Ok((twice("id")?, twice("account, idempotency_key")?))
}

#[derive(QueryableByName)]
struct Position {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    seq: i64,
}

/// Entries before a position, newest first; all of them about one subject where one is given.
///
/// # Errors
/// When the database fails or an entry is damaged.
pub fn entries_latest(rx: &mut Rx<'_>, subject: Option<&str>, before: Option<i64>, limit: i64) -> Result<Vec<Stored>, StoreError> {
    let filter = EntryFilter { subject: subject.map(str::to_owned), ..EntryFilter::default() };
    journal_list(rx, &filter, before, limit)
}

/// Which entries of the journal to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryFilter {
    /// Of this kind.
    pub kind: Option<String>,
    /// About this.
    pub subject: Option<String>,
    /// By this account.
    pub account: Option<AccountId>,
}

/// Entries before a position, newest first.
///
/// # Errors
/// When the database fails or an entry is damaged.
pub fn journal_list(rx: &mut Rx<'_>, filter: &EntryFilter, before: Option<i64>, limit: i64) -> Result<Vec<Stored>, StoreError> {
    let mut query = journal::table.into_boxed();
    if let Some(kind) = &filter.kind {
        query = query.filter(journal::kind.eq(kind.clone()));
    }
    if let Some(subject) = &filter.subject {
        query = query.filter(journal::subject.eq(subject.clone()));
    }
    if let Some(account) = filter.account {
        query = query.filter(journal::account.eq(account.to_string()));
    }
    if let Some(before) = before {
        query = query.filter(journal::seq.lt(before));
    }
    let rows: Vec<Row> = query.order(journal::seq.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(stored).collect()
}

/// The receipt and request hash of what an account already sent under a key.
///
/// # Errors
/// When the database fails.
pub fn entry_by_key(rx: &mut Rx<'_>, account: AccountId, key: &str) -> Result<Option<(Receipt, String)>, StoreError> {
    let sent = journal::table.filter(journal::account.eq(account.to_string())).filter(journal::idempotency_key.eq(key));
    let row: Option<Row> = direct!(rx.conn, c => sent.get_result(c)).optional()?;
    row.map(|row| {
        let request_hash = row.request_hash.clone();
        Ok((receipt_of(row)?, request_hash))
    })
    .transpose()
}

/// When an entry was recorded.
///
/// # Errors
/// When the database fails.
pub fn recorded_at(rx: &mut Rx<'_>, seq: i64) -> Result<Option<Instant>, StoreError> {
    let found: Option<String> = journal::table.find(seq).select(journal::recorded_at).get_result(rx.conn).optional()?;
    found.as_deref().map(parsed).transpose()
}

/// When each of some entries was recorded.
///
/// # Errors
/// When the database fails.
pub fn recorded_at_of(rx: &mut Rx<'_>, seqs: &[i64]) -> Result<HashMap<i64, Instant>, StoreError> {
    let mut found = HashMap::with_capacity(seqs.len());
    for part in seqs.chunks(IN_LIST) {
        let rows: Vec<(i64, String)> =
            journal::table.filter(journal::seq.eq_any(part)).select((journal::seq, journal::recorded_at)).load(rx.conn)?;
        for (seq, at) in rows {
            found.insert(seq, parsed(&at)?);
        }
    }
    Ok(found)
}

/// The receipt of an entry, as its author got it.
///
/// # Errors
/// When the database fails.
pub fn receipt_fetch(rx: &mut Rx<'_>, seq: i64) -> Result<Option<Receipt>, StoreError> {
    let row: Option<Row> = journal::table.find(seq).get_result(rx.conn).optional()?;
    row.map(receipt_of).transpose()
}

fn receipt_of(row: Row) -> Result<Receipt, StoreError> {
    Ok(Receipt {
        seq: row.seq,
        id: parsed(&row.id)?,
        recorded_at: parsed(&row.recorded_at)?,
        kind: row.kind,
        subject: row.subject,
        leaf_hash: data_encoding::HEXLOWER.encode(&row.leaf_hash),
        replayed: true,
    })
}
