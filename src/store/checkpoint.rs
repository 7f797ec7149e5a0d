//! Signed heads of the journal, who cosigned them, and the keys they were signed with. They stand beside the journal
//! and are never changed.

use crate::domain::checkpoint::SignedCheckpoint;
use crate::domain::note::{SignatureLine, VerifierKey};
use crate::domain::time::Instant;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::merkle::unsigned;
use crate::store::schema::{checkpoint, cosignature, log_key};
use crate::store::text::parsed;
use diesel::dsl::max;
use diesel::prelude::*;

/// A signed head as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCheckpoint {
    /// The note, with the witnesses' lines that came since.
    pub signed: SignedCheckpoint,
    /// When it was signed.
    pub made_at: Instant,
}

/// A witness's line under a head, as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosigned {
    /// The witness's key, written out.
    pub witness: String,
    /// Size of the head.
    pub size: u64,
    /// When it came.
    pub received_at: Instant,
}

type Row = (String, i64, String, String);

fn kept(rx: &mut Rx<'_>, (origin, size, made_at, note): Row) -> Result<KeptCheckpoint, StoreError> {
    let mut signed: SignedCheckpoint = parsed(&note)?;
    let lines: Vec<String> = cosignature::table
        .filter(cosignature::origin.eq(&origin))
        .filter(cosignature::size.eq(size))
        .order(cosignature::witness)
        .select(cosignature::line)
        .load(rx.conn)?;
    for line in lines {
        signed.note.signatures.push(parsed(&line)?);
    }
    Ok(KeptCheckpoint { signed, made_at: parsed(&made_at)? })
}

macro_rules! columns {
    () => {
        (checkpoint::origin, checkpoint::size, checkpoint::made_at, checkpoint::note)
    };
}

/// The largest signed head under an origin.
///
/// # Errors
/// When the database fails or it is damaged.
pub fn checkpoint_latest(rx: &mut Rx<'_>, origin: &str) -> Result<Option<KeptCheckpoint>, StoreError> {
    checkpoint_covering(rx, origin, i64::MAX, true)
}

/// The signed head nearest to an entry: with `latest` the largest up to `size`, else the smallest that holds it.
///
/// # Errors
/// When the database fails or it is damaged.
pub fn checkpoint_covering(rx: &mut Rx<'_>, origin: &str, size: i64, latest: bool) -> Result<Option<KeptCheckpoint>, StoreError> {
    let of = checkpoint::table.filter(checkpoint::origin.eq(origin.to_owned()));
    let row: Option<Row> = if latest {
        of.filter(checkpoint::size.le(size)).order(checkpoint::size.desc()).select(columns!()).limit(1).get_result(rx.conn).optional()?
    } else {
        of.filter(checkpoint::size.ge(size)).order(checkpoint::size).select(columns!()).limit(1).get_result(rx.conn).optional()?
    };
    row.map(|row| kept(rx, row)).transpose()
}

/// Signed heads, of all origins, the oldest first, from an offset.
///
/// # Errors
/// When the database fails or one is damaged.
pub fn checkpoints(rx: &mut Rx<'_>, limit: i64, offset: i64) -> Result<Vec<KeptCheckpoint>, StoreError> {
    let rows: Vec<Row> = checkpoint::table
        .order((checkpoint::made_at, checkpoint::origin, checkpoint::size))
        .select(columns!())
        .limit(limit)
        .offset(offset)
        .load(rx.conn)?;
    rows.into_iter().map(|row| kept(rx, row)).collect()
}

/// Keeps a signed head.
///
/// # Errors
/// [`StoreError::Constraint`] when there is one of the same size.
pub fn checkpoint_write(tx: &mut Tx<'_>, signed: &SignedCheckpoint) -> Result<(), StoreError> {
    let c = &signed.checkpoint;
    diesel::insert_into(checkpoint::table)
        .values((
            checkpoint::origin.eq(&c.origin),
            checkpoint::size.eq(i64::try_from(c.size).map_err(StoreError::damaged)?),
            checkpoint::root.eq(c.root.to_vec()),
            checkpoint::made_at.eq(tx.recorded_at().to_string()),
            checkpoint::note.eq(signed.note.to_string()),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Keeps a witness's line; one that is there stays.
///
/// # Errors
/// When the database fails.
pub fn cosignature_write(tx: &mut Tx<'_>, origin: &str, size: u64, witness: &VerifierKey, line: &SignatureLine) -> Result<(), StoreError> {
    let size = i64::try_from(size).map_err(StoreError::damaged)?;
    let key = (origin.to_owned(), size, witness.to_string());
    let there: i64 = cosignature::table.find(key.clone()).count().get_result(tx.conn)?;
    if there == 0 {
        diesel::insert_into(cosignature::table)
            .values((
                cosignature::origin.eq(&key.0),
                cosignature::size.eq(size),
                cosignature::witness.eq(&key.2),
                cosignature::line.eq(line.to_string()),
                cosignature::received_at.eq(tx.recorded_at().to_string()),
            ))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// What each witness cosigned last under an origin.
///
/// # Errors
/// When the database fails.
pub fn cosigned_last(rx: &mut Rx<'_>, origin: &str) -> Result<Vec<Cosigned>, StoreError> {
    let rows: Vec<(String, Option<i64>, Option<String>)> = cosignature::table
        .filter(cosignature::origin.eq(origin))
        .group_by(cosignature::witness)
        .select((cosignature::witness, max(cosignature::size), max(cosignature::received_at)))
        .load(rx.conn)?;
    let whole = |(witness, size, at): (String, Option<i64>, Option<String>)| {
        let (Some(size), Some(at)) = (size, at) else { return Err(StoreError::damaged("a cosignature without a size")) };
        Ok(Cosigned { witness, size: unsigned(size)?, received_at: parsed(&at)? })
    };
    rows.into_iter().map(whole).collect()
}

/// A public key of the log, and since when it signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogKey {
    /// The key.
    pub key: VerifierKey,
    /// It signs trees larger than this.
    pub after_size: u64,
    /// Since when.
    pub adopted_at: Instant,
}

/// The public keys of the log, the newest first.
///
/// # Errors
/// When the database fails or one is damaged.
pub fn log_keys(rx: &mut Rx<'_>) -> Result<Vec<LogKey>, StoreError> {
    let rows: Vec<(String, i64, String)> =
        log_key::table.order(log_key::no.desc()).select((log_key::vkey, log_key::after_size, log_key::adopted_at)).load(rx.conn)?;
    rows.into_iter()
        .map(|(key, after, at)| Ok(LogKey { key: parsed(&key)?, after_size: unsigned(after)?, adopted_at: parsed(&at)? }))
        .collect()
}

/// Notes that the log signs with a key from now on; one that is known stays as it is.
///
/// # Errors
/// When the database fails.
pub fn log_key_adopt(tx: &mut Tx<'_>, key: &VerifierKey) -> Result<(), StoreError> {
    let vkey = key.to_string();
    let there: i64 = log_key::table.filter(log_key::vkey.eq(&vkey)).count().get_result(tx.conn)?;
    if there > 0 {
        return Ok(());
    }
    let last: Option<i64> = log_key::table.select(max(log_key::no)).get_result(tx.conn)?;
    diesel::insert_into(log_key::table)
        .values((
            log_key::no.eq(last.unwrap_or(0).saturating_add(1)),
            log_key::vkey.eq(vkey),
            // The first one signs whatever was there before.
            log_key::after_size.eq(last.map_or(0, |_| tx.size)),
            log_key::adopted_at.eq(tx.recorded_at().to_string()),
        ))
        .execute(tx.conn)?;
    Ok(())
}
