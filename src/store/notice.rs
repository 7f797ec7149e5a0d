//! Notices to authorities abroad: what went out as the journal has it, the queue beside the journal with each message
//! sealed, and the hashes of one-time codes.
//!
//! A message holds the exporter's name, so it is sealed with the keys of personal details and goes when they are erased.

use crate::domain::event::CertificateNotified;
use crate::domain::ids::{CertificateId, PartyId};
use crate::domain::notice::{Notice, NoticeSent, NoticeState};
use crate::domain::shipment::CertificateState;
use crate::domain::time::{Day, Instant};
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::{certificate, confirmation_code, notice, outbox};
use crate::store::sealing::{id_text, seal};
use crate::store::text::parsed;
use diesel::dsl::{count_star, not};
use diesel::prelude::*;

pub(super) fn notified(tx: &mut Tx<'_>, at: At, e: &CertificateNotified) -> Result<(), StoreError> {
    diesel::insert_into(notice::table)
        .values((
            notice::seq.eq(at.seq),
            notice::certificate_id.eq(e.certificate.to_string()),
            notice::way.eq(e.way.as_str()),
            notice::recipient.eq(&e.recipient),
            notice::sha256.eq(&e.sha256),
            notice::size.eq(e.size),
            notice::sent_on.eq(e.on.to_string()),
            notice::reference.eq(&e.reference),
            notice::account_id.eq(at.account.to_string()),
            notice::recorded_at.eq(at.recorded_at.to_string()),
        ))
        .execute(tx.conn)?;
    Ok(())
}

type Sent = (i64, String, String, String, String, Option<String>, String, String);

/// Every notice of a certificate that went out, the latest first.
///
/// # Errors
/// When the database fails.
pub fn notices_of(rx: &mut Rx<'_>, id: CertificateId) -> Result<Vec<NoticeSent>, StoreError> {
    use notice as n;
    let rows: Vec<Sent> = n::table
        .filter(n::certificate_id.eq(id.to_string()))
        .order(n::seq.desc())
        .select((n::seq, n::way, n::recipient, n::sha256, n::sent_on, n::reference, n::account_id, n::recorded_at))
        .load(rx.conn)?;
    let one = |(seq, way, recipient, sha256, on, reference, account, at): Sent| -> Result<_, StoreError> {
        let way = way.parse().map_err(StoreError::damaged)?;
        Ok(NoticeSent { way, recipient, sha256, on: parsed(&on)?, reference, at: parsed(&at)?, account: parsed(&account)?, seq })
    };
    rows.into_iter().map(one).collect()
}

type Row = (String, String, Option<String>, i64, String, Option<String>);

fn into_domain((id, state, recipient, tries, next_at, last_error): Row) -> Result<Notice, StoreError> {
    let state = state.parse().map_err(StoreError::damaged)?;
    Ok(Notice { certificate: parsed(&id)?, state, recipient, tries, next_at: parsed(&next_at)?, last_error })
}

#[diesel::dsl::auto_type]
fn columns() -> _ {
    (outbox::certificate_id, outbox::state, outbox::recipient, outbox::tries, outbox::next_at, outbox::last_error)
}

/// Valid certificates, not expired by a day, that have no place in the queue yet.
///
/// # Errors
/// When the database fails.
pub fn notices_missing(rx: &mut Rx<'_>, today: Day, limit: i64) -> Result<Vec<CertificateId>, StoreError> {
    let there = outbox::table.select(outbox::certificate_id);
    let ids: Vec<String> = certificate::table
        .filter(certificate::state.eq(CertificateState::Valid.as_str()))
        .filter(certificate::expires_on.ge(today.to_string()))
        .filter(not(certificate::id.eq_any(there)))
        .order(certificate::no)
        .limit(limit)
        .select(certificate::id)
        .load(rx.conn)?;
    ids.iter().map(|id| parsed(id)).collect()
}

/// Puts a certificate into the queue.
///
/// # Errors
/// When the database fails.
pub fn notice_add(tx: &mut Tx<'_>, id: CertificateId, now: Instant) -> Result<(), StoreError> {
    diesel::insert_into(outbox::table)
        .values((
            outbox::certificate_id.eq(id.to_string()),
            outbox::state.eq(NoticeState::Waiting.as_str()),
            outbox::tries.eq(0_i64),
            outbox::next_at.eq(now.to_string()),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// The notice of a certificate.
///
/// # Errors
/// When the database fails.
pub fn notice_fetch(rx: &mut Rx<'_>, id: CertificateId) -> Result<Option<Notice>, StoreError> {
    let row: Option<Row> = outbox::table.find(id.to_string()).select(columns()).get_result(rx.conn).optional()?;
    row.map(into_domain).transpose()
}

/// Notices that are to be tried at a time, the longest due first.
///
/// # Errors
/// When the database fails.
pub fn notices_due(rx: &mut Rx<'_>, now: Instant, limit: i64) -> Result<Vec<Notice>, StoreError> {
    let states = [NoticeState::Waiting.as_str(), NoticeState::Failed.as_str()];
    let due = outbox::table.filter(outbox::state.eq_any(states)).filter(outbox::next_at.le(now.to_string()));
    let rows: Vec<Row> = due.order((outbox::next_at, outbox::certificate_id)).limit(limit).select(columns()).load(rx.conn)?;
    rows.into_iter().map(into_domain).collect()
}

/// Notices with the number of their certificate, of the newest certificate first; in some states where those are given, then
/// without those of void certificates, of which nobody need be told.
///
/// # Errors
/// When the database fails.
pub fn notices(
    rx: &mut Rx<'_>,
    states: Option<&[NoticeState]>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<(i64, String, Notice)>, StoreError> {
    let mut query = outbox::table.inner_join(certificate::table.on(certificate::id.eq(outbox::certificate_id))).into_boxed();
    if let Some(states) = states {
        query = query.filter(outbox::state.eq_any(states.iter().map(|s| s.as_str())));
        query = query.filter(certificate::state.eq(CertificateState::Valid.as_str()));
    }
    if let Some(before) = before {
        query = query.filter(certificate::no.lt(before));
    }
    let rows: Vec<(i64, String, Row)> =
        query.order(certificate::no.desc()).limit(limit).select((certificate::no, certificate::number, columns())).load(rx.conn)?;
    rows.into_iter().map(|(no, number, row)| Ok((no, number, into_domain(row)?))).collect()
}

/// How many authorities abroad have not been told yet.
///
/// # Errors
/// When the database fails.
pub fn notices_untold(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let told: Vec<&str> = NoticeState::ALL.iter().filter(|s| s.is_told()).map(|s| s.as_str()).collect();
    let open = outbox::table.inner_join(certificate::table.on(certificate::id.eq(outbox::certificate_id)));
    let valid = open.filter(certificate::state.eq(CertificateState::Valid.as_str()));
    Ok(valid.filter(outbox::state.ne_all(told)).select(count_star()).get_result(rx.conn)?)
}

/// Where a notice stands from now on.
///
/// # Errors
/// When the database fails.
pub fn notice_moved(tx: &mut Tx<'_>, to: &Notice) -> Result<(), StoreError> {
    diesel::update(outbox::table.find(to.certificate.to_string()))
        .set((
            outbox::state.eq(to.state.as_str()),
            outbox::recipient.eq(&to.recipient),
            outbox::tries.eq(to.tries),
            outbox::next_at.eq(to.next_at.to_string()),
            outbox::last_error.eq(&to.last_error),
        ))
        .execute(tx.conn)?;
    Ok(())
}

fn context(id: &str) -> String {
    format!("notice {id}")
}

/// Keeps the message of a notice, sealed.
///
/// # Errors
/// When there is no key, or the database fails.
pub fn notice_message_write(tx: &mut Tx<'_>, id: CertificateId, message: &[u8]) -> Result<(), StoreError> {
    let (key, id) = (tx.keys.current()?, id.to_string());
    diesel::update(outbox::table.find(&id))
        .set((outbox::key_id.eq(id_text(&key)), outbox::sealed.eq(seal(&key, &context(&id), message))))
        .execute(tx.conn)?;
    Ok(())
}

/// The message of a notice; none where none was made, or the exporter's details were erased.
///
/// # Errors
/// When it cannot be opened, or the database fails.
pub fn notice_message(rx: &mut Rx<'_>, id: CertificateId) -> Result<Option<Vec<u8>>, StoreError> {
    let id = id.to_string();
    let sealed: Option<Option<Vec<u8>>> = outbox::table.find(&id).select(outbox::sealed).get_result(rx.conn).optional()?;
    sealed.flatten().map(|sealed| rx.keys.open(&context(&id), &sealed)).transpose()
}

/// Takes away the messages of all certificates of an exporter.
pub(super) fn messages_erase(tx: &mut Tx<'_>, exporter: PartyId) -> Result<(), StoreError> {
    let of_him = certificate::table.filter(certificate::exporter_id.eq(exporter.to_string())).select(certificate::id);
    diesel::update(outbox::table.filter(outbox::certificate_id.eq_any(of_him)))
        .set((outbox::key_id.eq(None::<String>), outbox::sealed.eq(None::<Vec<u8>>)))
        .execute(tx.conn)?;
    Ok(())
}

/// Seals at most so many messages anew with the current key; tells how many it were.
pub(super) fn messages_reseal(tx: &mut Tx<'_>, limit: i64) -> Result<usize, StoreError> {
    let key = tx.keys.current()?;
    let older = outbox::table.filter(outbox::key_id.ne(id_text(&key)));
    let rows: Vec<String> = older.order(outbox::certificate_id).limit(limit).select(outbox::certificate_id).load(tx.conn)?;
    for id in &rows {
        let id = parsed(id)?;
        if let Some(message) = notice_message(tx, id)? {
            notice_message_write(tx, id, &message)?;
        }
    }
    Ok(rows.len())
}

/// How many messages stand under each key.
pub(super) fn messages_by_key(rx: &mut Rx<'_>) -> Result<Vec<(String, i64)>, StoreError> {
    let counted = outbox::table.group_by(outbox::key_id).select((outbox::key_id, count_star()));
    let rows: Vec<(Option<String>, i64)> = counted.load(rx.conn)?;
    Ok(rows.into_iter().filter_map(|(key, n)| Some((key?, n))).collect())
}

/// Keeps the hash of a one-time code for a certificate.
///
/// # Errors
/// When the database fails.
pub fn code_write(tx: &mut Tx<'_>, id: CertificateId, hash: &str, expires_on: Day) -> Result<(), StoreError> {
    diesel::insert_into(confirmation_code::table)
        .values((
            confirmation_code::hash.eq(hash),
            confirmation_code::certificate_id.eq(id.to_string()),
            confirmation_code::expires_on.eq(expires_on.to_string()),
            confirmation_code::used.eq(0_i64),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Whether a code of a certificate opens anything on a day: it was made for it, nobody used one of its codes, and it has not
/// expired.
///
/// # Errors
/// When the database fails.
pub fn code_opens(rx: &mut Rx<'_>, id: CertificateId, hash: &str, today: Day) -> Result<bool, StoreError> {
    let found = confirmation_code::table
        .find(hash)
        .filter(confirmation_code::certificate_id.eq(id.to_string()))
        .filter(confirmation_code::used.eq(0_i64))
        .filter(confirmation_code::expires_on.ge(today.to_string()));
    let count: i64 = found.count().get_result(rx.conn)?;
    Ok(count > 0)
}

/// Uses a code up, and with it all others of the certificate. Of two at once one is refused.
///
/// # Errors
/// [`StoreError::Constraint`] when it was used before; else when the database fails.
pub fn code_use(tx: &mut Tx<'_>, id: CertificateId, hash: &str) -> Result<(), StoreError> {
    let unused = confirmation_code::table.find(hash).filter(confirmation_code::used.eq(0_i64));
    if diesel::update(unused).set(confirmation_code::used.eq(1_i64)).execute(tx.conn)? != 1 {
        return Err(StoreError::damaged("the code was used"));
    }
    let all = confirmation_code::table.filter(confirmation_code::certificate_id.eq(id.to_string()));
    diesel::update(all).set(confirmation_code::used.eq(1_i64)).execute(tx.conn)?;
    Ok(())
}
