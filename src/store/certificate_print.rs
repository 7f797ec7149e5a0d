//! Certificates on paper: each print as the journal has it, and its file beside the journal, sealed.
//!
//! The file holds the exporter's details, so it is sealed with their keys and goes when they are erased; the entry with
//! its hash stays, and a paper that somebody brings can still be told from a forged one.

use crate::domain::event::CertificatePrinted;
use crate::domain::ids::{AccountId, CertificateId, PartyId};
use crate::domain::seal::SealKey;
use crate::domain::time::Instant;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::{certificate, certificate_copy, certificate_print};
use crate::store::sealing::{id_text, seal};
use crate::store::text::parsed;
use diesel::dsl::{count_star, max};
use diesel::prelude::*;

/// One print of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    /// 1 for the original.
    pub copy: i64,
    /// The entry.
    pub seq: i64,
    /// When.
    pub at: Instant,
    /// By whom.
    pub account: AccountId,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// Its bytes.
    pub size: i64,
    /// Why it was printed again.
    pub reason: Option<String>,
}

pub(super) fn printed(tx: &mut Tx<'_>, at: At, e: &CertificatePrinted) -> Result<(), StoreError> {
    diesel::insert_into(certificate_print::table)
        .values((
            certificate_print::certificate_id.eq(e.certificate.to_string()),
            certificate_print::copy.eq(e.copy),
            certificate_print::seq.eq(at.seq),
            certificate_print::printed_at.eq(at.recorded_at.to_string()),
            certificate_print::account_id.eq(at.account.to_string()),
            certificate_print::sha256.eq(&e.sha256),
            certificate_print::size.eq(e.size),
            certificate_print::template.eq(&e.template),
            certificate_print::reason.eq(&e.reason),
        ))
        .execute(tx.conn)?;
    Ok(())
}

type Columns = (i64, i64, String, String, String, i64, Option<String>);

/// The prints of a certificate, the original first.
///
/// # Errors
/// When the database fails.
pub fn certificate_prints(rx: &mut Rx<'_>, id: CertificateId) -> Result<Vec<Print>, StoreError> {
    use certificate_print as p;
    let rows: Vec<Columns> = p::table
        .filter(p::certificate_id.eq(id.to_string()))
        .order(p::copy)
        .select((p::copy, p::seq, p::printed_at, p::account_id, p::sha256, p::size, p::reason))
        .load(rx.conn)?;
    let one = |(copy, seq, at, account, sha256, size, reason): Columns| -> Result<Print, StoreError> {
        Ok(Print { copy, seq, at: parsed(&at)?, account: parsed(&account)?, sha256, size, reason })
    };
    rows.into_iter().map(one).collect()
}

/// The number that the next print of a certificate gets.
///
/// # Errors
/// When the database fails.
pub fn certificate_next_copy(rx: &mut Rx<'_>, id: CertificateId) -> Result<i64, StoreError> {
    let of_it = certificate_print::table.filter(certificate_print::certificate_id.eq(id.to_string()));
    let last: Option<i64> = of_it.select(max(certificate_print::copy)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

fn context(id: &str, copy: i64) -> String {
    format!("certificate copy {id} {copy}")
}

/// Keeps the file of a print beside the journal, sealed.
///
/// # Errors
/// When there is no key, or the database fails.
pub fn certificate_copy_write(tx: &mut Tx<'_>, id: CertificateId, copy: i64, file: &[u8]) -> Result<(), StoreError> {
    let key = tx.keys.current()?;
    row_write(tx, &key, &id.to_string(), copy, file)
}

fn row_write(tx: &mut Tx<'_>, key: &SealKey, id: &str, copy: i64, file: &[u8]) -> Result<(), StoreError> {
    diesel::insert_into(certificate_copy::table)
        .values((
            certificate_copy::certificate_id.eq(id),
            certificate_copy::copy.eq(copy),
            certificate_copy::key_id.eq(id_text(key)),
            certificate_copy::sealed.eq(seal(key, &context(id, copy), file)),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// The file of a print; none where the exporter's details were erased.
///
/// # Errors
/// When it cannot be opened, or the database fails.
pub fn certificate_copy_fetch(rx: &mut Rx<'_>, id: CertificateId, copy: i64) -> Result<Option<Vec<u8>>, StoreError> {
    let id = id.to_string();
    let sealed: Option<Vec<u8>> =
        certificate_copy::table.find((&id, copy)).select(certificate_copy::sealed).get_result(rx.conn).optional()?;
    sealed.map(|sealed| rx.keys.open(&context(&id, copy), &sealed)).transpose()
}

/// Of which prints of a certificate there is a file.
///
/// # Errors
/// When the database fails.
pub fn certificate_copies_of(rx: &mut Rx<'_>, id: CertificateId) -> Result<Vec<i64>, StoreError> {
    let of_it = certificate_copy::table.filter(certificate_copy::certificate_id.eq(id.to_string()));
    Ok(of_it.select(certificate_copy::copy).load(rx.conn)?)
}

/// Of which prints there is a file, in order.
///
/// # Errors
/// When the database fails.
pub fn certificate_copies_kept(rx: &mut Rx<'_>) -> Result<Vec<(CertificateId, i64)>, StoreError> {
    let order = (certificate_copy::certificate_id, certificate_copy::copy);
    let rows: Vec<(String, i64)> = certificate_copy::table.order(order).select(order).load(rx.conn)?;
    rows.into_iter().map(|(id, copy)| Ok((parsed(&id)?, copy))).collect()
}

/// Takes away the files of all certificates of an exporter.
pub(super) fn copies_erase(tx: &mut Tx<'_>, exporter: PartyId) -> Result<(), StoreError> {
    let of_him = certificate::table.filter(certificate::exporter_id.eq(exporter.to_string())).select(certificate::id);
    diesel::delete(certificate_copy::table.filter(certificate_copy::certificate_id.eq_any(of_him))).execute(tx.conn)?;
    Ok(())
}

/// Seals at most so many files anew with the current key; tells how many it were.
pub(super) fn copies_reseal(tx: &mut Tx<'_>, limit: i64) -> Result<usize, StoreError> {
    let key = tx.keys.current()?;
    let older = certificate_copy::table.filter(certificate_copy::key_id.ne(id_text(&key)));
    let order = (certificate_copy::certificate_id, certificate_copy::copy);
    let rows: Vec<(String, i64)> = older.order(order).limit(limit).select(order).load(tx.conn)?;
    for (id, copy) in &rows {
        let one = certificate_copy::table.find((id, copy));
        let sealed: Vec<u8> = one.select(certificate_copy::sealed).get_result(tx.conn)?;
        let file = tx.keys.open(&context(id, *copy), &sealed)?;
        diesel::delete(one).execute(tx.conn)?;
        row_write(tx, &key, id, *copy, &file)?;
    }
    Ok(rows.len())
}

/// How many files stand under each key.
pub(super) fn copies_by_key(rx: &mut Rx<'_>) -> Result<Vec<(String, i64)>, StoreError> {
    let counted = certificate_copy::table.group_by(certificate_copy::key_id).select((certificate_copy::key_id, count_star()));
    Ok(counted.load(rx.conn)?)
}
