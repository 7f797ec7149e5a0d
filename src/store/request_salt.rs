//! Salts of requests that say what their entries must not show. They are sealed: with the salt, what a request said of a
//! person could be guessed from its hash.

use crate::domain::ids::{EntryId, PartyId};
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::schema::{journal, request_salt};
use crate::store::sealing::{id_text, seal};
use data_encoding::BASE64;
use diesel::prelude::*;

fn context(entry: &str) -> String {
    format!("request salt {entry}")
}

/// Keeps the salt of an entry's request hash beside the journal.
///
/// # Errors
/// When there is no key, or the database fails.
pub fn request_salt_write(tx: &mut Tx<'_>, entry: EntryId, salt: &str) -> Result<(), StoreError> {
    let (key, entry) = (tx.keys.current()?, entry.to_string());
    diesel::insert_into(request_salt::table)
        .values((
            request_salt::salt.eq(BASE64.encode(&seal(&key, &context(&entry), salt.as_bytes()))),
            request_salt::key_id.eq(id_text(&key)),
            request_salt::entry_id.eq(entry),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// The salt of an entry's request hash: only a request that names personal details has one, until they are erased.
///
/// # Errors
/// When its key is not at hand, or the database fails.
pub fn request_salt_fetch(rx: &mut Rx<'_>, entry: EntryId) -> Result<Option<String>, StoreError> {
    let entry = entry.to_string();
    let kept: Option<String> = request_salt::table.find(&entry).select(request_salt::salt).get_result(rx.conn).optional()?;
    kept.map(|kept| opened(rx, &entry, &kept)).transpose()
}

fn opened(rx: &Rx<'_>, entry: &str, kept: &str) -> Result<String, StoreError> {
    let sealed = BASE64.decode(kept.as_bytes()).map_err(StoreError::damaged)?;
    String::from_utf8(rx.keys.open(&context(entry), &sealed)?).map_err(StoreError::damaged)
}

/// Seals at most so many salts anew with the current key, those in the clear too; tells how many it were.
///
/// # Errors
/// As [`request_salt_fetch`].
pub(super) fn salts_reseal(tx: &mut Tx<'_>, limit: i64) -> Result<usize, StoreError> {
    let key = tx.keys.current()?;
    let rows: Vec<(String, String, String)> = request_salt::table
        .filter(request_salt::key_id.ne(id_text(&key)))
        .order(request_salt::entry_id)
        .limit(limit)
        .select((request_salt::entry_id, request_salt::salt, request_salt::key_id))
        .load(tx.conn)?;
    for (entry, kept, under) in &rows {
        let salt = if under.is_empty() { kept.clone() } else { opened(tx, entry, kept)? };
        let sealed = BASE64.encode(&seal(&key, &context(entry), salt.as_bytes()));
        diesel::update(request_salt::table.find(entry))
            .set((request_salt::salt.eq(sealed), request_salt::key_id.eq(id_text(&key))))
            .execute(tx.conn)?;
    }
    Ok(rows.len())
}

/// Takes away the salts of all requests about a party.
pub(super) fn salts_erase(tx: &mut Tx<'_>, party: PartyId) -> Result<(), StoreError> {
    let about = journal::table.filter(journal::subject.eq(party.to_string())).select(journal::id);
    diesel::delete(request_salt::table.filter(request_salt::entry_id.eq_any(about))).execute(tx.conn)?;
    Ok(())
}

/// How many salts stand under each key.
pub(super) fn salts_by_key(rx: &mut Rx<'_>) -> Result<Vec<(String, i64)>, StoreError> {
    use diesel::dsl::count_star;
    let counted = request_salt::table.group_by(request_salt::key_id).select((request_salt::key_id, count_star()));
    Ok(counted.load(rx.conn)?)
}
