//! Stones that left the trade inside the country: reports, and what was decided.

use crate::domain::access::Reach;
use crate::domain::event::{RemovalDecided, RemovalReported};
use crate::domain::ids::RemovalId;
use crate::domain::parcel::{Parcel, ParcelState};
use crate::domain::removal::{Removal, RemovalDecision, RemovalState};
use crate::domain::time::Day;
use crate::store::connection::Conn;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::parcel as parcels;
use crate::store::schema::{parcel, removal};
use crate::store::text::{IN_LIST, from_json, parsed, parsed_opt, to_json};
use diesel::dsl::{max, min};
use diesel::prelude::*;
use std::collections::HashSet;

#[derive(Queryable, Insertable)]
#[diesel(table_name = removal, treat_none_as_default_value = false)]
pub(super) struct Row {
    id: String,
    no: i64,
    code: String,
    parcel_no: i64,
    holder_id: String,
    office_id: Option<String>,
    cause: String,
    on_day: String,
    weight_mct: i64,
    test: i64,
    facts: String,
    state: String,
    reported_by: String,
    reported_seq: i64,
    decided_by: Option<String>,
    decided_seq: Option<i64>,
    decision_reason: Option<String>,
}

impl Row {
    pub(super) fn into_domain(self) -> Result<Removal, StoreError> {
        let decided = parsed_opt(self.decided_by.as_deref())?.zip(self.decided_seq);
        Ok(Removal {
            facts: from_json(&self.facts)?,
            test: self.test != 0,
            state: parsed(&self.state)?,
            reported_by: parsed(&self.reported_by)?,
            reported_seq: self.reported_seq,
            decided: decided.map(|(by, seq)| RemovalDecision { by, seq, reason: self.decision_reason }),
        })
    }
}

pub(super) fn reported(tx: &mut Tx<'_>, at: At, e: &RemovalReported) -> Result<(), StoreError> {
    let test: i64 = parcel::table.find(e.parcel_no).select(parcel::test).get_result(tx.conn)?;
    let row = Row {
        id: e.removal.to_string(),
        no: e.no,
        code: e.code.clone(),
        parcel_no: e.parcel_no,
        holder_id: e.holder.to_string(),
        office_id: e.office.map(|o| o.to_string()),
        cause: e.cause.as_str().to_owned(),
        on_day: e.on.to_string(),
        weight_mct: e.weight_mct.mct(),
        test,
        facts: to_json(e)?,
        state: RemovalState::Waiting.as_str().to_owned(),
        reported_by: at.account.to_string(),
        reported_seq: at.seq,
        decided_by: None,
        decided_seq: None,
        decision_reason: None,
    };
    diesel::insert_into(removal::table).values(&row).execute(tx.conn)?;
    parcels::reported_gone(tx, e.parcel_no, Some(e.no))
}

pub(super) fn decided(tx: &mut Tx<'_>, at: At, e: &RemovalDecided) -> Result<(), StoreError> {
    let before = removal_fetch(tx, e.removal)?.ok_or_else(|| StoreError::damaged("no such report"))?;
    let state = if e.confirmed { RemovalState::Confirmed } else { RemovalState::Refused };
    diesel::update(removal::table.find(e.removal.to_string()))
        .set((
            removal::state.eq(state.as_str()),
            removal::decided_by.eq(at.account.to_string()),
            removal::decided_seq.eq(at.seq),
            removal::decision_reason.eq(&e.reason),
        ))
        .execute(tx.conn)?;
    parcels::reported_gone(tx, before.facts.parcel_no, None)?;
    if e.confirmed {
        parcels::end(tx, at, before.facts.parcel_no, ParcelState::Consumed)?;
    }
    Ok(())
}

/// One report.
///
/// # Errors
/// When the database fails.
pub fn removal_fetch(rx: &mut Rx<'_>, id: RemovalId) -> Result<Option<Removal>, StoreError> {
    let row: Option<Row> = removal::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// The report with a code as read aloud.
///
/// # Errors
/// When the database fails.
pub fn removal_by_code(rx: &mut Rx<'_>, code: &str) -> Result<Option<Removal>, StoreError> {
    let row: Option<Row> = removal::table.filter(removal::code.eq(code)).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// The report that waits for a parcel, or by which it went.
///
/// # Errors
/// When the database fails.
pub fn removal_of(rx: &mut Rx<'_>, parcel_no: i64) -> Result<Option<Removal>, StoreError> {
    let of_it = removal::table.filter(removal::parcel_no.eq(parcel_no)).filter(removal::state.ne(RemovalState::Refused.as_str()));
    let row: Option<Row> = of_it.order(removal::no.desc()).limit(1).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// The first day that a report of any of these parcels says, whatever became of it.
///
/// # Errors
/// When the database fails.
pub fn first_removal_day(rx: &mut Rx<'_>, numbers: &[i64]) -> Result<Option<Day>, StoreError> {
    let mut first: Option<String> = None;
    for chunk in numbers.chunks(IN_LIST) {
        let found: Option<String> =
            removal::table.filter(removal::parcel_no.eq_any(chunk)).select(min(removal::on_day)).get_result(rx.conn)?;
        first = [first, found].into_iter().flatten().min();
    }
    parsed_opt(first.as_deref())
}

/// Which of these parcels went by a confirmed report.
///
/// # Errors
/// When the database fails.
pub fn removed_among(rx: &mut Rx<'_>, parcels: &[Parcel]) -> Result<HashSet<i64>, StoreError> {
    let gone: Vec<i64> = parcels.iter().filter(|p| p.state == ParcelState::Consumed).map(|p| p.no).collect();
    if gone.is_empty() {
        return Ok(HashSet::new());
    }
    let confirmed = removal::table.filter(removal::state.eq(RemovalState::Confirmed.as_str()));
    let found: Vec<i64> = confirmed.filter(removal::parcel_no.eq_any(gone)).select(removal::parcel_no).load(rx.conn)?;
    Ok(found.into_iter().collect())
}

/// Whether a parcel went by a confirmed report.
///
/// # Errors
/// When the database fails.
pub fn parcel_removed(rx: &mut Rx<'_>, parcel_no: i64) -> Result<bool, StoreError> {
    Ok(removal_of(rx, parcel_no)?.is_some_and(|r| r.state == RemovalState::Confirmed))
}

/// The number the next report gets.
///
/// # Errors
/// When the database fails.
pub fn removal_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = removal::table.select(max(removal::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// None where the reach is empty.
fn narrowed(reach: Reach, state: Option<RemovalState>) -> Option<removal::BoxedQuery<'static, <Conn as diesel::Connection>::Backend>> {
    let mut query = removal::table.into_boxed();
    query = match reach {
        Reach::All => query,
        Reach::Office(office) => query.filter(removal::office_id.eq(office.to_string())),
        Reach::Party(party) => query.filter(removal::holder_id.eq(party.to_string())),
        Reach::Nothing => return None,
    };
    Some(match state {
        Some(state) => query.filter(removal::state.eq(state.as_str())),
        None => query,
    })
}

/// Reports within a reach, newest first, with dense numbers below `before`.
///
/// # Errors
/// When the database fails.
pub fn removals(
    rx: &mut Rx<'_>,
    reach: Reach,
    state: Option<RemovalState>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Removal>, StoreError> {
    let Some(mut query) = narrowed(reach, state) else { return Ok(Vec::new()) };
    if let Some(before) = before {
        query = query.filter(removal::no.lt(before));
    }
    let rows: Vec<Row> = query.order(removal::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// How many reports within a reach stand so.
///
/// # Errors
/// When the database fails.
pub fn removals_count(rx: &mut Rx<'_>, reach: Reach, state: Option<RemovalState>) -> Result<i64, StoreError> {
    let Some(query) = narrowed(reach, state) else { return Ok(0) };
    Ok(query.count().get_result(rx.conn)?)
}
