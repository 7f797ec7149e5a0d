//! Shipments from abroad, and warnings of foreign authorities.

use crate::domain::arrival::{Arrival, ArrivalState, plain_number};
use crate::domain::event::{ArrivalClosed, ArrivalRecorded, WarningsListed};
use crate::domain::ids::ArrivalId;
use crate::domain::time::Day;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::{arrival, foreign_warning};
use crate::store::text::{from_json, to_json};
use diesel::dsl::max;
use diesel::prelude::*;

#[derive(Queryable, Insertable)]
#[diesel(table_name = arrival, treat_none_as_default_value = false)]
struct Row {
    id: String,
    no: i64,
    code: String,
    issuer: String,
    number: String,
    arrived_on: String,
    state: String,
    facts: String,
    seq: i64,
    closed: Option<String>,
    closed_seq: Option<i64>,
}

impl Row {
    fn into_domain(self) -> Result<Arrival, StoreError> {
        Ok(Arrival {
            facts: from_json(&self.facts)?,
            state: self.state.parse().map_err(StoreError::damaged)?,
            closed: self.closed.as_deref().map(from_json).transpose()?,
            seq: self.seq,
            closed_seq: self.closed_seq,
        })
    }
}

pub(super) fn recorded(tx: &mut Tx<'_>, at: At, e: &ArrivalRecorded) -> Result<(), StoreError> {
    let state = if e.detained.is_some() { ArrivalState::Detained } else { ArrivalState::Accepted };
    let row = Row {
        id: e.arrival.to_string(),
        no: e.no,
        code: e.code.clone(),
        issuer: e.issuer.clone(),
        number: plain_number(&e.number),
        arrived_on: e.arrived_on.to_string(),
        state: state.as_str().to_owned(),
        facts: to_json(e)?,
        seq: at.seq,
        closed: None,
        closed_seq: None,
    };
    diesel::insert_into(arrival::table).values(&row).execute(tx.conn)?;
    Ok(())
}

pub(super) fn closed(tx: &mut Tx<'_>, at: At, e: &ArrivalClosed) -> Result<(), StoreError> {
    let state = ArrivalState::from(e.outcome).as_str();
    diesel::update(arrival::table.find(e.arrival.to_string()))
        .set((arrival::state.eq(state), arrival::closed.eq(to_json(e)?), arrival::closed_seq.eq(at.seq)))
        .execute(tx.conn)?;
    Ok(())
}

pub(super) fn warned(tx: &mut Tx<'_>, at: At, e: &WarningsListed) -> Result<(), StoreError> {
    for (no, number) in (0_i64..).zip(&e.numbers) {
        diesel::insert_into(foreign_warning::table)
            .values((
                foreign_warning::seq.eq(at.seq),
                foreign_warning::no.eq(no),
                foreign_warning::issuer.eq(&e.issuer),
                foreign_warning::number.eq(plain_number(number)),
                foreign_warning::source.eq(&e.source),
            ))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// One arrival.
///
/// # Errors
/// When the database fails.
pub fn arrival_fetch(rx: &mut Rx<'_>, id: ArrivalId) -> Result<Option<Arrival>, StoreError> {
    let row: Option<Row> = arrival::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// The arrival that was let in, or is detained, with the certificate of an issuer with a number.
///
/// # Errors
/// When the database fails.
pub fn arrival_with(rx: &mut Rx<'_>, issuer: &str, number: &str) -> Result<Option<Arrival>, StoreError> {
    let there = [ArrivalState::Accepted.as_str(), ArrivalState::Detained.as_str()];
    let row: Option<Row> = arrival::table
        .filter(arrival::issuer.eq(issuer))
        .filter(arrival::number.eq(plain_number(number)))
        .filter(arrival::state.eq_any(there))
        .order(arrival::no)
        .limit(1)
        .get_result(rx.conn)
        .optional()?;
    row.map(Row::into_domain).transpose()
}

/// The number the next arrival gets.
///
/// # Errors
/// When the database fails.
pub fn arrival_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = arrival::table.select(max(arrival::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// Arrivals in a state or in all, newest first, with dense numbers below `before`.
///
/// # Errors
/// When the database fails.
pub fn arrivals(rx: &mut Rx<'_>, state: Option<ArrivalState>, before: Option<i64>, limit: i64) -> Result<Vec<Arrival>, StoreError> {
    let mut query = arrival::table.into_boxed();
    if let Some(state) = state {
        query = query.filter(arrival::state.eq(state.as_str()));
    }
    if let Some(before) = before {
        query = query.filter(arrival::no.lt(before));
    }
    let rows: Vec<Row> = query.order(arrival::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// Arrivals that were let in, by the day on which they came, oldest first.
///
/// # Errors
/// When the database fails.
pub fn arrivals_between(rx: &mut Rx<'_>, from: Day, to: Day) -> Result<Vec<Arrival>, StoreError> {
    let rows: Vec<Row> = arrival::table
        .filter(arrival::state.eq(ArrivalState::Accepted.as_str()))
        .filter(arrival::arrived_on.between(from.to_string(), to.to_string()))
        .order(arrival::no)
        .load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// How many arrivals are detained.
///
/// # Errors
/// When the database fails.
pub fn arrivals_detained(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    Ok(arrival::table.filter(arrival::state.eq(ArrivalState::Detained.as_str())).count().get_result(rx.conn)?)
}

/// Where a foreign authority's warning of a number was published; none where there is none.
///
/// # Errors
/// When the database fails.
pub fn warning_of(rx: &mut Rx<'_>, issuer: &str, number: &str) -> Result<Option<String>, StoreError> {
    let found = foreign_warning::table
        .filter(foreign_warning::issuer.eq(issuer))
        .filter(foreign_warning::number.eq(plain_number(number)))
        .order(foreign_warning::seq.desc())
        .limit(1)
        .select(foreign_warning::source);
    Ok(found.get_result(rx.conn).optional()?)
}

/// How many numbers each issuer has warned of, by the issuer's code.
///
/// # Errors
/// When the database fails.
pub fn warnings_counted(rx: &mut Rx<'_>) -> Result<Vec<(String, i64)>, StoreError> {
    let counted = foreign_warning::table
        .group_by(foreign_warning::issuer)
        .order(foreign_warning::issuer)
        .select((foreign_warning::issuer, diesel::dsl::count_star()));
    Ok(counted.load(rx.conn)?)
}
