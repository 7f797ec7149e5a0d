//! What people answered for alerts.

use crate::domain::control::{Alert, AlertKey, AlertState, Handling, standing};
use crate::domain::event::AlertHandled;
use crate::domain::ids::AccountId;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::{alert, alert_handling};
use crate::store::text::{parsed, parsed_opt};
use diesel::prelude::*;

pub(in crate::store) fn handled(tx: &mut Tx<'_>, at: At, e: &AlertHandled) -> Result<(), StoreError> {
    let row = (
        alert_handling::seq.eq(at.seq),
        alert_handling::control.eq(&e.alert.control),
        alert_handling::subject_kind.eq(e.alert.subject.kind.as_str()),
        alert_handling::subject_id.eq(&e.alert.subject.id),
        alert_handling::period.eq(&e.alert.period),
        alert_handling::state.eq(e.state.as_str()),
        alert_handling::owner_id.eq(e.owner.map(|o| o.to_string())),
        alert_handling::reason.eq(&e.reason),
        alert_handling::severity.eq(e.severity.as_str()),
        alert_handling::measure.eq(e.measure),
        alert_handling::evidence_digest.eq(&e.evidence),
        alert_handling::account_id.eq(at.account.to_string()),
        alert_handling::handled_at.eq(at.recorded_at.to_string()),
    );
    diesel::insert_into(alert_handling::table).values(row).execute(tx.conn)?;
    Ok(())
}

type Row = (i64, String, Option<String>, String, String, i64, String, String);

fn into_domain((seq, state, owner, reason, severity, measure, by, at): Row) -> Result<Handling, StoreError> {
    Ok(Handling {
        seq,
        state: parsed(&state)?,
        owner: parsed_opt(owner.as_deref())?,
        reason,
        severity: parsed(&severity)?,
        measure,
        by: parsed(&by)?,
        at: parsed(&at)?,
    })
}

/// What was answered for an alert, the last first.
///
/// # Errors
/// When the database fails.
pub fn handlings_of(rx: &mut Rx<'_>, key: &AlertKey) -> Result<Vec<Handling>, StoreError> {
    let rows: Vec<Row> = alert_handling::table
        .filter(alert_handling::control.eq(&key.control))
        .filter(alert_handling::subject_kind.eq(key.subject.kind.as_str()))
        .filter(alert_handling::subject_id.eq(&key.subject.id))
        .filter(alert_handling::period.eq(&key.period))
        .order(alert_handling::seq.desc())
        .select((
            alert_handling::seq,
            alert_handling::state,
            alert_handling::owner_id,
            alert_handling::reason,
            alert_handling::severity,
            alert_handling::measure,
            alert_handling::account_id,
            alert_handling::handled_at,
        ))
        .load(rx.conn)?;
    rows.into_iter().map(into_domain).collect()
}

/// Puts down where an alert stands and who looks after it.
///
/// # Errors
/// When the database fails.
pub fn alert_answered(tx: &mut Tx<'_>, no: i64, state: AlertState, owner: Option<AccountId>) -> Result<(), StoreError> {
    diesel::update(alert::table.find(no))
        .set((alert::state.eq(state.as_str()), alert::owner_id.eq(owner.map(|o| o.to_string()))))
        .execute(tx.conn)?;
    Ok(())
}

/// Puts down with an alert where it stands by the last answer.
///
/// # Errors
/// When the database fails.
pub fn note_standing(tx: &mut Tx<'_>, a: &Alert) -> Result<(), StoreError> {
    let last = handlings_of(tx, &a.key)?.into_iter().next();
    let state = standing(last.as_ref(), a.severity, a.measure);
    alert_answered(tx, a.no, state, last.and_then(|h| h.owner))
}
