//! Personal details of parties beside the journal, the words and keys that find them, and names for pages.

use super::likeness::match_keys;
use crate::domain::access::Belongs;
use crate::domain::event::{Event, PartyFacts, PartyKind};
use crate::domain::ids::{OfficeId, PartyId};
use crate::domain::party::PartyDetails;
use crate::domain::seal::{SealError, SealKey};
use crate::store::certificate_print::copies_erase;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::{Stored, entries_latest};
use crate::store::notice::messages_erase;
use crate::store::report_job::files_erase;
use crate::store::request_salt::salts_erase;
use crate::store::schema::{party, party_details, party_match, party_word};
use crate::store::sealing::{Keys, Mark, id_text, mark, seal};
use crate::store::text::{IN_LIST, fold, from_json, known, parsed, parsed_opt, to_json};
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The salt and the details as they are sealed, under the context of their row.
#[derive(Serialize, Deserialize)]
struct Kept {
    salt: String,
    details: PartyDetails,
}

fn context(id: &str, digest: &str) -> String {
    format!("details {id} {digest}")
}

fn opened(keys: &Keys, id: &str, digest: &str, sealed: &[u8]) -> Result<Kept, StoreError> {
    let plain = keys.open(&context(id, digest), sealed)?;
    // What is wrong with them is not told: a parser's words repeat what it read.
    serde_json::from_slice(&plain).map_err(|_| StoreError::damaged("personal details that do not read"))
}

/// The details of a row, sealed as they are kept.
pub(in crate::store) fn details_open(keys: &Keys, id: &str, digest: &str, sealed: &[u8]) -> Result<PartyDetails, StoreError> {
    Ok(opened(keys, id, digest, sealed)?.details)
}

/// Writes personal details beside the journal, sealed, and the marks by which the party is found.
/// Older details of the party stay; its marks are those of the newest.
///
/// # Errors
/// When there is no key, or the database fails.
pub fn party_details_write(tx: &mut Tx<'_>, id: PartyId, salt: &str, digest: &str, details: &PartyDetails) -> Result<(), StoreError> {
    let (key, id) = (tx.keys.current()?, id.to_string());
    row_write(tx, &key, &id, digest, &Kept { salt: salt.to_owned(), details: details.clone() })?;
    finders_write(tx, &key, &id, details)
}

fn row_write(tx: &mut Tx<'_>, key: &SealKey, id: &str, digest: &str, kept: &Kept) -> Result<(), StoreError> {
    let sealed = seal(key, &context(id, digest), to_json(kept)?.as_bytes());
    diesel::insert_into(party_details::table)
        .values((
            party_details::party_id.eq(id),
            party_details::digest.eq(digest),
            party_details::key_id.eq(id_text(key)),
            party_details::sealed.eq(sealed),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// The marks of the beginnings of a name's words, and those of the keys of likeness, under one key.
#[must_use]
fn finders(key: &SealKey, details: &PartyDetails) -> [BTreeSet<i64>; 2] {
    let words = words(&details.name);
    let beginnings = words.iter().flat_map(|word| beginnings(word));
    let likeness = match_keys(details);
    [beginnings.map(|b| mark(key, Mark::Beginning, b)).collect(), likeness.iter().map(|k| mark(key, Mark::Likeness, k)).collect()]
}

fn finders_write(tx: &mut Tx<'_>, key: &SealKey, id: &str, details: &PartyDetails) -> Result<(), StoreError> {
    finders_erase(tx, id)?;
    for (table, marks) in ["party_word", "party_match"].into_iter().zip(finders(key, details)) {
        // One statement for all: whole numbers stand in its text, nothing typed does.
        let rows: Vec<String> = marks.iter().map(|mark| format!("({mark}, $1)")).collect();
        if !rows.is_empty() {
            let sql = format!("INSERT INTO {table} (mark, party_id) VALUES {}", rows.join(", "));
            diesel::sql_query(sql).bind::<Text, _>(id).execute(tx.conn)?;
        }
    }
    Ok(())
}

fn finders_erase(tx: &mut Tx<'_>, id: &str) -> Result<(), StoreError> {
    diesel::delete(party_word::table.filter(party_word::party_id.eq(id))).execute(tx.conn)?;
    diesel::delete(party_match::table.filter(party_match::party_id.eq(id))).execute(tx.conn)?;
    Ok(())
}

/// Takes away all personal details of a party, their salts, the salts of the requests about it, its marks, and the
/// files of certificates printed for it, which name it. The entries with their digests stay.
///
/// # Errors
/// When the database fails.
pub fn party_details_erase(tx: &mut Tx<'_>, id: PartyId) -> Result<(), StoreError> {
    salts_erase(tx, id)?;
    copies_erase(tx, id)?;
    messages_erase(tx, id)?;
    files_erase(tx)?;
    let id = id.to_string();
    diesel::delete(party_details::table.filter(party_details::party_id.eq(&id))).execute(tx.conn)?;
    finders_erase(tx, &id)
}

/// Seals the details of at most so many parties anew with the current key, their marks too; tells how many it were.
///
/// # Errors
/// When a key is missing, or the database fails.
pub(super) fn details_reseal(tx: &mut Tx<'_>, limit: i64) -> Result<usize, StoreError> {
    let key = tx.keys.current()?;
    let older = party_details::table.filter(party_details::key_id.ne(id_text(&key)));
    let ids: Vec<String> = older.select(party_details::party_id).distinct().order(party_details::party_id).limit(limit).load(tx.conn)?;
    for id in &ids {
        let rows: Vec<(String, Vec<u8>)> = party_details::table
            .filter(party_details::party_id.eq(id))
            .select((party_details::digest, party_details::sealed))
            .load(tx.conn)?;
        let now: Option<String> = party::table.find(id).select(party::details_digest).get_result(tx.conn).optional()?;
        // A row is never changed, so that nothing can be: the old one goes and the new one comes, and its digest in the
        // journal tells whether it says the same.
        diesel::delete(party_details::table.filter(party_details::party_id.eq(id))).execute(tx.conn)?;
        for (digest, sealed) in rows {
            let kept = opened(tx.keys, id, &digest, &sealed)?;
            row_write(tx, &key, id, &digest, &kept)?;
            if now.as_ref() == Some(&digest) {
                finders_write(tx, &key, id, &kept.details)?;
            }
        }
    }
    Ok(ids.len())
}

/// Seals details that an earlier version kept in the clear.
pub(super) fn clear_seal(tx: &mut Tx<'_>, id: &str, digest: &str, salt: &str, body: &str) -> Result<(), StoreError> {
    let key = tx.keys.current()?;
    let kept = Kept { salt: salt.to_owned(), details: from_json(body)? };
    row_write(tx, &key, id, digest, &kept)?;
    let now: Option<String> = party::table.find(id).select(party::details_digest).get_result(tx.conn).optional()?;
    if now.as_deref() == Some(digest) { finders_write(tx, &key, id, &kept.details) } else { Ok(()) }
}

/// The details a party has now; none when they were erased.
///
/// # Errors
/// When they cannot be opened, or the database fails.
pub fn party_details_fetch(rx: &mut Rx<'_>, id: PartyId) -> Result<Option<PartyDetails>, StoreError> {
    let id = id.to_string();
    let row: Option<(String, Vec<u8>)> = party::table
        .inner_join(party_details::table.on(party_details::party_id.eq(party::id).and(party_details::digest.eq(party::details_digest))))
        .filter(party::id.eq(&id))
        .select((party_details::digest, party_details::sealed))
        .get_result(rx.conn)
        .optional()?;
    row.map(|(digest, sealed)| details_open(rx.keys, &id, &digest, &sealed)).transpose()
}

/// Salt and details behind a digest, for checking.
///
/// # Errors
/// When they cannot be opened, or the database fails.
pub fn party_details_by_digest(rx: &mut Rx<'_>, id: PartyId, digest: &str) -> Result<Option<(String, PartyDetails)>, StoreError> {
    let id = id.to_string();
    let sealed: Option<Vec<u8>> = party_details::table.find((&id, digest)).select(party_details::sealed).get_result(rx.conn).optional()?;
    let kept = sealed.map(|sealed| opened(rx.keys, &id, digest, &sealed)).transpose()?;
    Ok(kept.map(|kept| (kept.salt, kept.details)))
}

/// The digests under which details are kept, of every party, in the order of their ids.
///
/// # Errors
/// When the database fails.
pub fn party_details_kept(rx: &mut Rx<'_>) -> Result<Vec<(PartyId, String)>, StoreError> {
    let order = (party_details::party_id, party_details::digest);
    let rows: Vec<(String, String)> = party_details::table.order(order).select(order).load(rx.conn)?;
    rows.into_iter().map(|(id, digest)| Ok((parsed(&id)?, digest))).collect()
}

/// The marks by which parties are found now.
#[derive(Debug, Default)]
pub struct Finders {
    /// Marks of beginnings of words, in order.
    pub words: BTreeMap<PartyId, BTreeSet<i64>>,
    /// Marks of keys of likeness, in order.
    pub keys: BTreeMap<PartyId, BTreeSet<i64>>,
}

/// The marks of every party, as kept.
///
/// # Errors
/// When the database fails.
pub fn party_finders(rx: &mut Rx<'_>) -> Result<Finders, StoreError> {
    let mut found = Finders::default();
    let words: Vec<(String, i64)> = party_word::table.select((party_word::party_id, party_word::mark)).load(rx.conn)?;
    for (id, word) in words {
        found.words.entry(parsed(&id)?).or_default().insert(word);
    }
    let keys: Vec<(String, i64)> = party_match::table.select((party_match::party_id, party_match::mark)).load(rx.conn)?;
    for (id, key) in keys {
        found.keys.entry(parsed(&id)?).or_default().insert(key);
    }
    Ok(found)
}

/// The marks, of words and of likeness, that a party with these details behind a digest should have: those under the key
/// that the details are sealed with.
///
/// # Errors
/// When its key is not at hand, or the database fails.
pub fn party_finders_wanted(rx: &mut Rx<'_>, id: PartyId, digest: &str, details: &PartyDetails) -> Result<[BTreeSet<i64>; 2], StoreError> {
    let found = party_details::table.find((id.to_string(), digest)).select(party_details::key_id);
    let under: String = found.get_result(rx.conn)?;
    Ok(finders(&rx.keys.named(&under).ok_or(SealError::OtherKey)?, details))
}

/// The distinct folded words of a name.
#[must_use]
pub fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = fold(name).split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
    words.sort();
    words.dedup();
    words
}

/// More letters of a word are not looked at.
const BEGINNING_MAX: usize = 12;

/// The beginnings of a word that are kept: of two letters and more, and a word of one letter as it is. Beginnings of one
/// letter would tell too much by how often each stands there.
fn beginnings(word: &str) -> impl Iterator<Item = &str> {
    let ends = word.char_indices().map(|(at, c)| at.saturating_add(c.len_utf8())).take(BEGINNING_MAX);
    let least = usize::from(word.chars().nth(1).is_some());
    ends.skip(least).filter_map(|end| word.get(..end))
}

/// The beginning that is looked for where this was typed.
pub(super) fn sought(word: &str) -> &str {
    word.char_indices().nth(BEGINNING_MAX).and_then(|(at, _)| word.get(..at)).unwrap_or(word)
}

/// How a page names a party: always by its code, by its name only for whoever may read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyLabel {
    /// Its code.
    pub code: String,
    /// Person or organisation.
    pub kind: PartyKind,
    /// Its name now; none when its details were erased.
    pub name: Option<String>,
    /// The office that keeps it.
    pub office: Option<OfficeId>,
}

impl PartyLabel {
    /// What the record belongs to.
    #[must_use]
    pub fn belongs(&self, id: PartyId) -> Belongs {
        Belongs { office: self.office, parties: vec![id] }
    }
}

type LabelRow = (String, String, String, Option<String>, String, Option<Vec<u8>>);

/// Codes and names of parties. **The caller** shows a name only where the reader's reach of
/// [`Permission::DetailsRead`](crate::domain::access::Permission::DetailsRead) covers it.
///
/// # Errors
/// When the database fails.
pub fn party_names(rx: &mut Rx<'_>, ids: &[PartyId]) -> Result<HashMap<PartyId, PartyLabel>, StoreError> {
    let mut ids = ids.to_vec();
    ids.sort();
    ids.dedup();
    let mut found = HashMap::with_capacity(ids.len());
    for part in ids.chunks(IN_LIST) {
        let texts: Vec<String> = part.iter().map(ToString::to_string).collect();
        let now = party_details::party_id.eq(party::id).and(party_details::digest.eq(party::details_digest));
        let rows: Vec<LabelRow> = party::table
            .left_join(party_details::table.on(now))
            .filter(party::id.eq_any(texts))
            .select((party::id, party::code, party::kind, party::office_id, party::details_digest, party_details::sealed.nullable()))
            .load(rx.conn)?;
        for (id, code, kind, office, digest, sealed) in rows {
            let name = sealed.map(|sealed| details_open(rx.keys, &id, &digest, &sealed)).transpose()?.map(|d| d.name);
            let kind = known(PartyKind::parse(&kind), &kind)?;
            found.insert(parsed(&id)?, PartyLabel { code, kind, name, office: parsed_opt(office.as_deref())? });
        }
    }
    Ok(found)
}

/// Whether the details of any party were erased after an entry.
///
/// # Errors
/// When the database fails.
pub fn details_erased_after(rx: &mut Rx<'_>, seq: i64) -> Result<bool, StoreError> {
    let erased = party::table.filter(party::erased_seq.gt(seq).assume_not_null());
    let found: i64 = erased.count().get_result(rx.conn)?;
    Ok(found > 0)
}

/// The details a party had when an entry was written: what a paper made then says for ever.
///
/// # Errors
/// When the database fails.
pub fn party_details_as_of(rx: &mut Rx<'_>, id: PartyId, seq: i64) -> Result<Option<PartyDetails>, StoreError> {
    let versions = party_history(rx, id, i64::MAX)?;
    Ok(versions.into_iter().find(|v| v.stored.entry.seq <= seq).and_then(|v| v.details))
}

/// One state of a party's record: the entry, the facts from then on, and the details that were kept with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// The entry.
    pub stored: Stored,
    /// What the journal says.
    pub facts: PartyFacts,
    /// Why it changed; none for the registration.
    pub reason: Option<String>,
    /// The details; none when they were erased.
    pub details: Option<PartyDetails>,
}

/// Every state of a party's record, newest first.
///
/// # Errors
/// When the database fails.
pub fn party_history(rx: &mut Rx<'_>, id: PartyId, limit: i64) -> Result<Vec<Version>, StoreError> {
    let mut versions = Vec::new();
    for stored in entries_latest(rx, Some(&id.to_string()), None, limit)? {
        let (facts, reason) = match &stored.entry.event {
            Event::PartyRegistered(e) => (e.facts.clone(), None),
            Event::PartyChanged(e) => (e.facts.clone(), Some(e.reason.clone())),
            _ => continue,
        };
        let details = party_details_by_digest(rx, id, &facts.details_digest)?.map(|(_, details)| details);
        versions.push(Version { stored, facts, reason, details });
    }
    Ok(versions)
}
