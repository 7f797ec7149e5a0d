//! From where an act came that is one of two signatures: salted hashes of its session, its browser and its
//! authenticator. They stand beside the journal and tell only whether the second signature came from the same place.

use crate::domain::ids::AccountId;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::schema::signature_mark;
use diesel::prelude::*;

/// From where a signature came. What is not known is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// 16 random bytes in hex.
    pub salt: String,
    /// Salted hash of the session.
    pub session: String,
    /// Salted hash of the browser.
    pub device: String,
    /// Salted hash of the authenticator.
    pub factor: String,
}

/// Notes from where the entry about a subject came.
///
/// # Errors
/// When the database fails.
pub fn mark_write(tx: &mut Tx<'_>, seq: i64, subject: &str, account: AccountId, m: &Mark) -> Result<(), StoreError> {
    diesel::insert_into(signature_mark::table)
        .values((
            signature_mark::seq.eq(seq),
            signature_mark::subject.eq(subject),
            signature_mark::account_id.eq(account.to_string()),
            signature_mark::salt.eq(&m.salt),
            signature_mark::session.eq(&m.session),
            signature_mark::device.eq(&m.device),
            signature_mark::factor.eq(&m.factor),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// From where an account last signed for a subject.
///
/// # Errors
/// When the database fails.
pub fn mark_last(rx: &mut Rx<'_>, subject: &str, account: AccountId) -> Result<Option<Mark>, StoreError> {
    let row: Option<(String, String, String, String)> = signature_mark::table
        .filter(signature_mark::subject.eq(subject))
        .filter(signature_mark::account_id.eq(account.to_string()))
        .order(signature_mark::seq.desc())
        .select((signature_mark::salt, signature_mark::session, signature_mark::device, signature_mark::factor))
        .limit(1)
        .get_result(rx.conn)
        .optional()?;
    Ok(row.map(|(salt, session, device, factor)| Mark { salt, session, device, factor }))
}
