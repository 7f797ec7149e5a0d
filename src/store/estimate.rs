//! Official estimates of what sites, licences and zones can give.

use crate::domain::estimate::{Estimate, EstimateState};
use crate::domain::event::{EstimateDecided, EstimateOf, EstimateProposed};
use crate::domain::ids::EstimateId;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::estimate;
use crate::store::text::{from_json, parsed, parsed_opt, to_json};
use diesel::dsl::max;
use diesel::prelude::*;

type Row = (String, String, String, i64, Option<String>, Option<i64>, Option<String>);

fn estimate_of((facts, state, by, seq, decided_by, decided_seq, reason): Row) -> Result<Estimate, StoreError> {
    Ok(Estimate {
        facts: from_json(&facts)?,
        state: parsed(&state)?,
        proposed_by: parsed(&by)?,
        proposed_seq: seq,
        decided_by: parsed_opt(decided_by.as_deref())?,
        decided_seq,
        reason,
    })
}

macro_rules! columns {
    () => {
        (
            estimate::facts,
            estimate::state,
            estimate::proposed_by,
            estimate::proposed_seq,
            estimate::decided_by,
            estimate::decided_seq,
            estimate::decision_reason,
        )
    };
}

pub(super) fn proposed(tx: &mut Tx<'_>, at: At, e: &EstimateProposed) -> Result<(), StoreError> {
    let (kind, id) = e.about.key();
    let row = (
        (estimate::id.eq(e.estimate.to_string()), estimate::no.eq(e.no), estimate::kind.eq(kind), estimate::subject_id.eq(id)),
        (estimate::facts.eq(to_json(e)?), estimate::state.eq(EstimateState::Waiting.as_str())),
        (estimate::proposed_by.eq(at.account.to_string()), estimate::proposed_seq.eq(at.seq)),
    );
    diesel::insert_into(estimate::table).values(row).execute(tx.conn)?;
    Ok(())
}

pub(super) fn decided(tx: &mut Tx<'_>, at: At, e: &EstimateDecided) -> Result<(), StoreError> {
    let state = if e.confirmed { EstimateState::Confirmed } else { EstimateState::Refused };
    let waiting = estimate::table.find(e.estimate.to_string()).filter(estimate::state.eq(EstimateState::Waiting.as_str()));
    let moved = diesel::update(waiting)
        .set((
            estimate::state.eq(state.as_str()),
            estimate::decided_by.eq(at.account.to_string()),
            estimate::decided_seq.eq(at.seq),
            estimate::decision_reason.eq(&e.reason),
        ))
        .execute(tx.conn)?;
    if moved == 1 { Ok(()) } else { Err(StoreError::damaged("the estimate does not wait")) }
}

/// One estimate.
///
/// # Errors
/// When the database fails.
pub fn estimate_fetch(rx: &mut Rx<'_>, id: EstimateId) -> Result<Option<Estimate>, StoreError> {
    let row: Option<Row> = estimate::table.find(id.to_string()).select(columns!()).get_result(rx.conn).optional()?;
    row.map(estimate_of).transpose()
}

/// Estimates of something, the latest first, waiting and refused ones among them.
///
/// # Errors
/// When the database fails.
pub fn estimates_of(rx: &mut Rx<'_>, about: EstimateOf) -> Result<Vec<Estimate>, StoreError> {
    let (kind, id) = about.key();
    let rows: Vec<Row> = estimate::table
        .filter(estimate::kind.eq(kind))
        .filter(estimate::subject_id.eq(id))
        .order(estimate::no.desc())
        .select(columns!())
        .load(rx.conn)?;
    rows.into_iter().map(estimate_of).collect()
}

/// Estimates, the latest first, in one state where one is given, with numbers below `before`.
///
/// # Errors
/// When the database fails.
pub fn estimates(rx: &mut Rx<'_>, state: Option<EstimateState>, before: Option<i64>, limit: i64) -> Result<Vec<Estimate>, StoreError> {
    let mut query = estimate::table.into_boxed();
    if let Some(state) = state {
        query = query.filter(estimate::state.eq(state.as_str()));
    }
    if let Some(before) = before {
        query = query.filter(estimate::no.lt(before));
    }
    let rows: Vec<Row> = query.order(estimate::no.desc()).limit(limit).select(columns!()).load(rx.conn)?;
    rows.into_iter().map(estimate_of).collect()
}

/// The number the next estimate gets.
///
/// # Errors
/// When the database fails.
pub fn estimate_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = estimate::table.select(max(estimate::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}
