//! Licences.

use crate::domain::event::{LicenceChanged, LicenceIssued, LicenceState, LicenceStateChanged, Reference};
use crate::domain::ids::{LicenceId, PartyId};
use crate::domain::licence::{Licence, StateChange};
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::{licence, licence_history};
use crate::store::text::{from_json, known, parsed, parsed_opt, to_json};
use diesel::dsl::max;
use diesel::prelude::*;

#[derive(Queryable, Insertable)]
#[diesel(table_name = licence)]
struct Row {
    id: String,
    no: i64,
    number: String,
    kind: String,
    holder_id: String,
    office_id: Option<String>,
    issued_on: String,
    starts_on: String,
    ends_on: String,
    state: String,
    renews_id: Option<String>,
    terms: String,
    reference_source: Option<String>,
    reference_key: Option<String>,
    issued_seq: i64,
    changed_seq: i64,
}

pub(super) fn issued(tx: &mut Tx<'_>, at: At, e: &LicenceIssued) -> Result<(), StoreError> {
    let t = &e.terms;
    let row = Row {
        id: e.licence.to_string(),
        no: e.no,
        number: e.number.clone(),
        kind: t.kind.clone(),
        holder_id: t.holder.to_string(),
        office_id: t.office.map(|o| o.to_string()),
        issued_on: t.issued_on.to_string(),
        starts_on: t.starts_on.to_string(),
        ends_on: t.ends_on.to_string(),
        state: LicenceState::Issued.as_str().to_owned(),
        renews_id: t.renews.map(|l| l.to_string()),
        terms: to_json(t)?,
        reference_source: t.reference.as_ref().map(|r| r.source.clone()),
        reference_key: t.reference.as_ref().map(|r| r.key.clone()),
        issued_seq: at.seq,
        changed_seq: at.seq,
    };
    diesel::insert_into(licence::table).values(&row).execute(tx.conn)?;
    history_write(tx, at, e.licence, LicenceState::Issued, &t.issued_on.to_string(), None)
}

pub(super) fn changed(tx: &mut Tx<'_>, at: At, e: &LicenceChanged) -> Result<(), StoreError> {
    let t = &e.terms;
    diesel::update(licence::table.find(e.licence.to_string()))
        .set((
            (
                licence::kind.eq(&t.kind),
                licence::holder_id.eq(t.holder.to_string()),
                licence::office_id.eq(t.office.map(|o| o.to_string())),
                licence::issued_on.eq(t.issued_on.to_string()),
                licence::starts_on.eq(t.starts_on.to_string()),
                licence::ends_on.eq(t.ends_on.to_string()),
            ),
            licence::terms.eq(to_json(t)?),
            licence::renews_id.eq(t.renews.map(|l| l.to_string())),
            licence::reference_source.eq(t.reference.as_ref().map(|r| r.source.clone())),
            licence::reference_key.eq(t.reference.as_ref().map(|r| r.key.clone())),
            licence::changed_seq.eq(at.seq),
        ))
        .execute(tx.conn)?;
    Ok(())
}

pub(super) fn state_changed(tx: &mut Tx<'_>, at: At, e: &LicenceStateChanged) -> Result<(), StoreError> {
    diesel::update(licence::table.find(e.licence.to_string()))
        .set((licence::state.eq(e.state.as_str()), licence::changed_seq.eq(at.seq)))
        .execute(tx.conn)?;
    history_write(tx, at, e.licence, e.state, &e.on.to_string(), Some(&e.reason))
}

fn history_write(tx: &mut Tx<'_>, at: At, id: LicenceId, state: LicenceState, on: &str, reason: Option<&str>) -> Result<(), StoreError> {
    diesel::insert_into(licence_history::table)
        .values((
            licence_history::licence_id.eq(id.to_string()),
            licence_history::seq.eq(at.seq),
            licence_history::state.eq(state.as_str()),
            licence_history::on_day.eq(on),
            licence_history::reason.eq(reason),
        ))
        .execute(tx.conn)?;
    Ok(())
}

fn whole(rx: &mut Rx<'_>, row: Row) -> Result<Licence, StoreError> {
    let history: Vec<(i64, String, String, Option<String>)> = licence_history::table
        .filter(licence_history::licence_id.eq(&row.id))
        .order(licence_history::seq)
        .select((licence_history::seq, licence_history::state, licence_history::on_day, licence_history::reason))
        .load(rx.conn)?;
    let history = history
        .into_iter()
        .map(|(seq, state, on, reason)| {
            Ok(StateChange { seq, state: known(LicenceState::parse(&state), &state)?, on: parsed(&on)?, reason })
        })
        .collect::<Result<_, StoreError>>()?;
    let renewed_by: Option<String> =
        licence::table.filter(licence::renews_id.eq(&row.id)).select(licence::id).get_result(rx.conn).optional()?;
    Ok(Licence {
        id: parsed(&row.id)?,
        no: row.no,
        number: row.number,
        terms: from_json(&row.terms)?,
        history,
        renewed_by: parsed_opt(renewed_by.as_deref())?,
        issued_seq: row.issued_seq,
        changed_seq: row.changed_seq,
    })
}

/// One licence with its history.
///
/// # Errors
/// When the database fails.
pub fn licence_fetch(rx: &mut Rx<'_>, id: LicenceId) -> Result<Option<Licence>, StoreError> {
    let row: Option<Row> = licence::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(|row| whole(rx, row)).transpose()
}

/// The licence with a number as printed.
///
/// # Errors
/// When the database fails.
pub fn licence_by_number(rx: &mut Rx<'_>, number: &str) -> Result<Option<Licence>, StoreError> {
    let row: Option<Row> = licence::table.filter(licence::number.eq(number)).get_result(rx.conn).optional()?;
    row.map(|row| whole(rx, row)).transpose()
}

/// The licence imported under a reference.
///
/// # Errors
/// When the database fails.
pub fn licence_by_reference(rx: &mut Rx<'_>, reference: &Reference) -> Result<Option<Licence>, StoreError> {
    let row: Option<Row> = licence::table
        .filter(licence::reference_source.eq(&reference.source))
        .filter(licence::reference_key.eq(&reference.key))
        .get_result(rx.conn)
        .optional()?;
    row.map(|row| whole(rx, row)).transpose()
}

/// All licences of a holder, newest first.
///
/// # Errors
/// When the database fails.
pub fn licences_of(rx: &mut Rx<'_>, holder: PartyId) -> Result<Vec<Licence>, StoreError> {
    let rows: Vec<Row> = licence::table.filter(licence::holder_id.eq(holder.to_string())).order(licence::no.desc()).load(rx.conn)?;
    rows.into_iter().map(|row| whole(rx, row)).collect()
}

/// The number the next licence gets in the register (not the printed one).
///
/// # Errors
/// When the database fails.
pub fn licence_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = licence::table.select(max(licence::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}
