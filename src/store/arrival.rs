//! Shipments from abroad, and warnings of foreign authorities.

use crate::domain::arrival::{Arrival, ArrivalState, plain_number};
use crate::domain::event::{ArrivalClosed, ArrivalRecorded};
use crate::domain::ids::ArrivalId;
use crate::domain::participant::Roll;
use crate::domain::time::Day;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::production;
use crate::store::schema::arrival;
use crate::store::text::{from_json, to_json};
use diesel::dsl::max;
use diesel::prelude::*;

#[derive(Queryable, Insertable)]
#[diesel(table_name = arrival, treat_none_as_default_value = false)]
pub(super) struct Row {
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
    pub(super) fn into_domain(self) -> Result<Arrival, StoreError> {
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
    match e.importer {
        Some(importer) => production::received(tx, at, importer, e, &e.received),
        None => Ok(()),
    }
}

pub(super) fn closed(tx: &mut Tx<'_>, at: At, e: &ArrivalClosed) -> Result<(), StoreError> {
    let state = ArrivalState::from(e.outcome).as_str();
    diesel::update(arrival::table.find(e.arrival.to_string()))
        .set((arrival::state.eq(state), arrival::closed.eq(to_json(e)?), arrival::closed_seq.eq(at.seq)))
        .execute(tx.conn)?;
    if e.received.is_empty() {
        return Ok(());
    }
    let came = arrival_fetch(tx, e.arrival)?.ok_or_else(|| StoreError::damaged("no such arrival"))?;
    let importer = came.importer().ok_or_else(|| StoreError::damaged("parcels of no importer"))?;
    production::received(tx, at, importer, &came.facts, &e.received)
}

/// One arrival.
///
/// # Errors
/// When the database fails.
pub fn arrival_by_code(rx: &mut Rx<'_>, code: &str) -> Result<Option<Arrival>, StoreError> {
    let row: Option<Row> = arrival::table.filter(arrival::code.eq(code)).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// Shipments from abroad under a certificate of this number, the newest first.
///
/// # Errors
/// When the database fails.
pub fn arrivals_numbered(rx: &mut Rx<'_>, number: &str, limit: i64) -> Result<Vec<Arrival>, StoreError> {
    let of = arrival::table.filter(arrival::number.eq(number));
    let rows: Vec<Row> = of.order(arrival::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// One shipment from abroad.
///
/// # Errors
/// When the database fails.
pub fn arrival_fetch(rx: &mut Rx<'_>, id: ArrivalId) -> Result<Option<Arrival>, StoreError> {
    let row: Option<Row> = arrival::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// Arrivals in one of some states with the certificate of a number, of an issuer on its day of issue or of another country
/// for which the same participant stands, the first first.
///
/// # Errors
/// When the database fails.
pub fn arrivals_with(
    rx: &mut Rx<'_>,
    roll: &Roll,
    (issuer, issued_on, number): (&str, Day, &str),
    states: &[ArrivalState],
) -> Result<Vec<Arrival>, StoreError> {
    let rows: Vec<Row> = arrival::table
        .filter(arrival::number.eq(plain_number(number)))
        .filter(arrival::state.eq_any(states.iter().map(|s| s.as_str())))
        .order(arrival::no)
        .load(rx.conn)?;
    let all: Vec<Arrival> = rows.into_iter().map(Row::into_domain).collect::<Result<_, _>>()?;
    let same = |a: &Arrival| roll.one_issuer((&a.facts.issuer, a.facts.issued_on), (issuer, issued_on));
    Ok(all.into_iter().filter(same).collect())
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
