//! What was confirmed abroad: every confirmation, the one in force for each certificate, and differences with their answers.

use crate::domain::confirmation::{Answered, Confirmation};
use crate::domain::event::{CertificateConfirmed, DifferenceAnswered};
use crate::domain::ids::{CertificateId, ConfirmationId};
use crate::domain::shipment::CertificateState;
use crate::domain::time::Day;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::{certificate, confirmation, confirmation_difference};
use crate::store::text::{from_json, parsed, to_json};
use diesel::dsl::{count_star, max};
use diesel::prelude::*;

#[derive(Queryable, Insertable)]
#[diesel(table_name = confirmation, treat_none_as_default_value = false)]
struct Row {
    id: String,
    no: i64,
    certificate_id: String,
    in_force: i64,
    facts: String,
    account_id: String,
    recorded_at: String,
    seq: i64,
}

pub(super) fn confirmed(tx: &mut Tx<'_>, at: At, e: &CertificateConfirmed) -> Result<(), StoreError> {
    use {confirmation as c, confirmation_difference as d};
    if let Some(before) = e.supersedes {
        let before = before.to_string();
        let in_force = c::table.find(&before).filter(c::in_force.eq(1_i64)).filter(c::certificate_id.eq(e.certificate.to_string()));
        if diesel::update(in_force).set(c::in_force.eq(0_i64)).execute(tx.conn)? != 1 {
            return Err(StoreError::damaged("another confirmation is in force"));
        }
    }
    let used = certificate::used_on.eq(e.received_on.to_string());
    diesel::update(certificate::table.find(e.certificate.to_string())).set(used).execute(tx.conn)?;
    let row = Row {
        id: e.confirmation.to_string(),
        no: e.no,
        certificate_id: e.certificate.to_string(),
        in_force: 1,
        facts: to_json(e)?,
        account_id: at.account.to_string(),
        recorded_at: at.recorded_at.to_string(),
        seq: at.seq,
    };
    diesel::insert_into(c::table).values(&row).execute(tx.conn)?;
    for difference in &e.differences {
        diesel::insert_into(d::table)
            .values((d::confirmation_id.eq(&row.id), d::difference.eq(difference.as_str()), d::open.eq(1_i64)))
            .execute(tx.conn)?;
    }
    Ok(())
}

pub(super) fn answered(tx: &mut Tx<'_>, at: At, e: &DifferenceAnswered) -> Result<(), StoreError> {
    use confirmation_difference as d;
    let open = d::table.find((e.confirmation.to_string(), e.difference.as_str())).filter(d::open.eq(1_i64));
    let moved = diesel::update(open)
        .set((
            d::open.eq(0_i64),
            d::answer.eq(e.answer.as_str()),
            d::reason.eq(&e.reason),
            d::answered_by.eq(at.account.to_string()),
            d::answered_seq.eq(at.seq),
        ))
        .execute(tx.conn)?;
    if moved == 1 { Ok(()) } else { Err(StoreError::damaged("the difference does not wait")) }
}

type Difference = (String, Option<String>, Option<String>, Option<String>, Option<i64>);

fn whole(rx: &mut Rx<'_>, row: Row) -> Result<Confirmation, StoreError> {
    use confirmation_difference as d;
    let rows: Vec<Difference> = d::table
        .filter(d::confirmation_id.eq(&row.id))
        .order(d::difference)
        .select((d::difference, d::answer, d::reason, d::answered_by, d::answered_seq))
        .load(rx.conn)?;
    let one = |(difference, answer, reason, by, seq): Difference| -> Result<Answered, StoreError> {
        let difference = difference.parse().map_err(StoreError::damaged)?;
        let answer = match (answer, by, seq) {
            (Some(answer), Some(by), Some(seq)) => {
                Some((answer.parse().map_err(StoreError::damaged)?, reason.unwrap_or_default(), parsed(&by)?, seq))
            }
            _ => None,
        };
        Ok(Answered { difference, answer })
    };
    Ok(Confirmation {
        facts: from_json(&row.facts)?,
        superseded: row.in_force == 0,
        differences: rows.into_iter().map(one).collect::<Result<_, _>>()?,
        at: parsed(&row.recorded_at)?,
        account: parsed(&row.account_id)?,
        seq: row.seq,
    })
}

fn all(rx: &mut Rx<'_>, rows: Vec<Row>) -> Result<Vec<Confirmation>, StoreError> {
    rows.into_iter().map(|row| whole(rx, row)).collect()
}

/// One confirmation.
///
/// # Errors
/// When the database fails.
pub fn confirmation_fetch(rx: &mut Rx<'_>, id: ConfirmationId) -> Result<Option<Confirmation>, StoreError> {
    let row: Option<Row> = confirmation::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(|row| whole(rx, row)).transpose()
}

/// The confirmations of a certificate, the one in force first.
///
/// # Errors
/// When the database fails.
pub fn confirmations_of(rx: &mut Rx<'_>, id: CertificateId) -> Result<Vec<Confirmation>, StoreError> {
    let of_it = confirmation::table.filter(confirmation::certificate_id.eq(id.to_string()));
    let rows: Vec<Row> = of_it.order(confirmation::seq.desc()).load(rx.conn)?;
    all(rx, rows)
}

/// Confirmations, newest first, with dense numbers below `before`.
///
/// # Errors
/// When the database fails.
pub fn confirmations(rx: &mut Rx<'_>, before: Option<i64>, limit: i64) -> Result<Vec<Confirmation>, StoreError> {
    let mut query = confirmation::table.into_boxed();
    if let Some(before) = before {
        query = query.filter(confirmation::no.lt(before));
    }
    let rows: Vec<Row> = query.order(confirmation::no.desc()).limit(limit).load(rx.conn)?;
    all(rx, rows)
}

/// Confirmations with a difference that waits for an answer, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn confirmations_differing(rx: &mut Rx<'_>, limit: i64) -> Result<Vec<Confirmation>, StoreError> {
    use confirmation_difference as d;
    let open = d::table.filter(d::open.eq(1_i64)).select(d::confirmation_id);
    let rows: Vec<Row> = confirmation::table.filter(confirmation::id.eq_any(open)).order(confirmation::no).limit(limit).load(rx.conn)?;
    all(rx, rows)
}

/// How many differences wait for an answer.
///
/// # Errors
/// When the database fails.
pub fn differences_open(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    use confirmation_difference as d;
    Ok(d::table.filter(d::open.eq(1_i64)).select(count_star()).get_result(rx.conn)?)
}

/// The number the next confirmation gets.
///
/// # Errors
/// When the database fails.
pub fn confirmation_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = confirmation::table.select(max(confirmation::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

#[diesel::dsl::auto_type]
fn overdue(issued_by: String, today: String) -> _ {
    let valid: &'static str = CertificateState::Valid.as_str();
    certificate::table
        .filter(certificate::state.eq(valid))
        .filter(certificate::issued_on.le(issued_by).or(certificate::expires_on.lt(today)))
        .filter(certificate::used_on.is_null())
}

/// Certificates whose receipt nobody has confirmed though they were issued by a day or have expired,
/// the oldest first.
///
/// # Errors
/// When the database fails.
pub fn certificates_overdue(rx: &mut Rx<'_>, issued_by: Day, today: Day, limit: i64) -> Result<Vec<CertificateId>, StoreError> {
    let found = overdue(issued_by.to_string(), today.to_string());
    let ids: Vec<String> = found.order(certificate::no).limit(limit).select(certificate::id).load(rx.conn)?;
    ids.iter().map(|id| parsed(id)).collect()
}

/// How many they are.
///
/// # Errors
/// When the database fails.
pub fn certificates_overdue_count(rx: &mut Rx<'_>, issued_by: Day, today: Day) -> Result<i64, StoreError> {
    Ok(overdue(issued_by.to_string(), today.to_string()).select(count_star()).get_result(rx.conn)?)
}
