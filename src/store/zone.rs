//! Zones: proposals, what was confirmed of each zone, and what that does to parcels.

mod inside;

pub use inside::{ZoneEntry, ZoneStock, sites_by_source, zone_entries, zone_frozen_parcels, zone_stock};

use crate::domain::event::{ZoneAct, ZoneDecided, ZoneFound, ZoneProposed};
use crate::domain::geo::{Bbox, areas_box};
use crate::domain::ids::{ZoneChangeId, ZoneId};
use crate::domain::zone::{Zone, ZoneArea, ZoneChange, ZoneChangeState, ZoneEffect, ZoneHistory, ZoneMark};
use crate::store::db::{Rx, Tx};
use crate::store::dispute::remains;
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::parcel as parcels;
use crate::store::schema::{source, zone, zone_boundary, zone_change, zone_finding, zone_status};
use crate::store::text::{from_json, parsed, parsed_opt, to_json};
use diesel::dsl::max;
use diesel::prelude::*;
use std::collections::BTreeMap;

#[derive(Queryable, Insertable)]
#[diesel(table_name = zone_change, treat_none_as_default_value = false)]
struct ChangeRow {
    id: String,
    no: i64,
    zone_id: Option<String>,
    act: String,
    facts: String,
    state: String,
    proposed_by: String,
    proposed_seq: i64,
    decided_by: Option<String>,
    decided_seq: Option<i64>,
    decision_reason: Option<String>,
}

impl ChangeRow {
    fn into_domain(self) -> Result<ZoneChange, StoreError> {
        Ok(ZoneChange {
            facts: from_json(&self.facts)?,
            state: parsed(&self.state)?,
            proposed_by: parsed(&self.proposed_by)?,
            proposed_seq: self.proposed_seq,
            decided_by: parsed_opt(self.decided_by.as_deref())?,
            decided_seq: self.decided_seq,
            reason: self.decision_reason,
        })
    }
}

/// The name of what is proposed, as rows and addresses have it.
const fn act_name(act: &ZoneAct) -> &'static str {
    match act {
        ZoneAct::Zone { .. } => "zone",
        ZoneAct::Boundary { .. } => "boundary",
        ZoneAct::Status { .. } => "status",
        ZoneAct::Release { .. } => "release",
    }
}

pub(super) fn proposed(tx: &mut Tx<'_>, at: At, e: &ZoneProposed) -> Result<(), StoreError> {
    let row = ChangeRow {
        id: e.change.to_string(),
        no: e.no,
        zone_id: e.zone.map(|z| z.to_string()),
        act: act_name(&e.act).to_owned(),
        facts: to_json(e)?,
        state: ZoneChangeState::Waiting.as_str().to_owned(),
        proposed_by: at.account.to_string(),
        proposed_seq: at.seq,
        decided_by: None,
        decided_seq: None,
        decision_reason: None,
    };
    diesel::insert_into(zone_change::table).values(&row).execute(tx.conn)?;
    Ok(())
}

pub(super) fn decided(tx: &mut Tx<'_>, at: At, e: &ZoneDecided) -> Result<(), StoreError> {
    use zone_change as c;
    let change = zone_change_fetch(tx, e.change)?.ok_or_else(|| StoreError::damaged("no such change of a zone"))?;
    let state = if e.confirmed { ZoneChangeState::Confirmed } else { ZoneChangeState::Refused };
    let waiting = c::table.find(e.change.to_string()).filter(c::state.eq(ZoneChangeState::Waiting.as_str()));
    let moved = diesel::update(waiting)
        .set((
            c::state.eq(state.as_str()),
            c::decided_by.eq(at.account.to_string()),
            c::decided_seq.eq(at.seq),
            c::decision_reason.eq(&e.reason),
        ))
        .execute(tx.conn)?;
    if moved != 1 {
        return Err(StoreError::damaged("the change of a zone does not wait"));
    }
    if !e.confirmed {
        return Ok(());
    }
    confirmed(tx, at, &change.facts)?;
    for found in &e.found {
        finding_write(tx, change.facts.no, found)?;
        judged(tx, found.parcel_no, found.effect)?;
    }
    Ok(())
}

fn confirmed(tx: &mut Tx<'_>, at: At, e: &ZoneProposed) -> Result<(), StoreError> {
    match &e.act {
        ZoneAct::Zone { no, code, name, area, statuses, .. } => {
            let id = e.zone.ok_or_else(|| StoreError::damaged("a zone without an id"))?;
            let row = (
                zone::id.eq(id.to_string()),
                zone::no.eq(no),
                zone::code.eq(code),
                zone::name.eq(name),
                zone::change_id.eq(e.change.to_string()),
                zone::seq.eq(at.seq),
            );
            diesel::insert_into(zone::table).values(row).execute(tx.conn)?;
            boundary_write(tx, at, *no, None, area)?;
            for (n, stated) in (1_i64..).zip(statuses) {
                status_write(tx, at, (*no, n), stated)?;
            }
            Ok(())
        }
        ZoneAct::Boundary { from, area, .. } => {
            let no = no_of(tx, e)?;
            boundary_write(tx, at, no, Some(from.to_string()), area)
        }
        ZoneAct::Status { stated } => {
            let no = no_of(tx, e)?;
            status_write(tx, at, (no, 1), stated)
        }
        ZoneAct::Release { parcels, .. } => parcels.iter().try_for_each(|no| parcels::zone_marked(tx, *no, Some(ZoneMark::Released))),
    }
}

fn no_of(rx: &mut Rx<'_>, e: &ZoneProposed) -> Result<i64, StoreError> {
    let id = e.zone.map(|z| z.to_string()).unwrap_or_default();
    Ok(zone::table.find(id).select(zone::no).get_result(rx.conn)?)
}

fn boundary_write(tx: &mut Tx<'_>, at: At, no: i64, from: Option<String>, area: &ZoneArea) -> Result<(), StoreError> {
    let b = areas_box(area.all()).ok_or_else(|| StoreError::damaged("a zone without corners"))?;
    let row = (
        zone_boundary::zone_no.eq(no),
        zone_boundary::seq.eq(at.seq),
        zone_boundary::from_on.eq(from),
        zone_boundary::area.eq(to_json(area)?),
        zone_boundary::west_e7.eq(i64::from(b.west_e7)),
        zone_boundary::south_e7.eq(i64::from(b.south_e7)),
        zone_boundary::east_e7.eq(i64::from(b.east_e7)),
        zone_boundary::north_e7.eq(i64::from(b.north_e7)),
    );
    diesel::insert_into(zone_boundary::table).values(row).execute(tx.conn)?;
    Ok(())
}

fn status_write(
    tx: &mut Tx<'_>,
    at: At,
    (zone_no, no): (i64, i64),
    stated: &crate::domain::event::ZoneStatusStated,
) -> Result<(), StoreError> {
    let row = (
        zone_status::zone_no.eq(zone_no),
        zone_status::seq.eq(at.seq),
        zone_status::no.eq(no),
        zone_status::status.eq(stated.status.as_str()),
        zone_status::from_on.eq(stated.from.to_string()),
        zone_status::to_on.eq(stated.to.map(|d| d.to_string())),
        zone_status::facts.eq(to_json(stated)?),
    );
    diesel::insert_into(zone_status::table).values(row).execute(tx.conn)?;
    Ok(())
}

fn finding_write(tx: &mut Tx<'_>, change_no: i64, found: &ZoneFound) -> Result<(), StoreError> {
    let row = (
        zone_finding::change_no.eq(change_no),
        zone_finding::parcel_no.eq(found.parcel_no),
        zone_finding::effect.eq(found.effect.as_str()),
    );
    diesel::insert_into(zone_finding::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// What an entry is judged to be counts for its source, and for all that there is of its carats.
pub(super) fn judged(tx: &mut Tx<'_>, no: i64, effect: ZoneEffect) -> Result<(), StoreError> {
    diesel::update(source::table.find(no)).set(source::zone_effect.eq(effect_kept(effect))).execute(tx.conn)?;
    for (parcel, whole) in remains(tx, &[no])? {
        let mark = ZoneMark::judged(parcel.zone, effect, whole);
        if mark != parcel.zone {
            parcels::zone_marked(tx, parcel.no, mark)?;
        }
    }
    Ok(())
}

/// As a source row keeps it.
pub(super) fn effect_kept(effect: ZoneEffect) -> Option<&'static str> {
    (effect != ZoneEffect::None).then_some(effect.as_str())
}

/// One proposal.
///
/// # Errors
/// When the database fails.
pub fn zone_change_fetch(rx: &mut Rx<'_>, id: ZoneChangeId) -> Result<Option<ZoneChange>, StoreError> {
    let row: Option<ChangeRow> = zone_change::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(ChangeRow::into_domain).transpose()
}

/// Proposals, newest first, in one state and of one zone where these are given, with numbers below `before`.
///
/// # Errors
/// When the database fails.
pub fn zone_changes(
    rx: &mut Rx<'_>,
    state: Option<ZoneChangeState>,
    of: Option<ZoneId>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<ZoneChange>, StoreError> {
    let mut query = zone_change::table.into_boxed();
    if let Some(state) = state {
        query = query.filter(zone_change::state.eq(state.as_str()));
    }
    if let Some(of) = of {
        query = query.filter(zone_change::zone_id.eq(of.to_string()));
    }
    if let Some(before) = before {
        query = query.filter(zone_change::no.lt(before));
    }
    let rows: Vec<ChangeRow> = query.order(zone_change::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(ChangeRow::into_domain).collect()
}

/// How many proposals wait.
///
/// # Errors
/// When the database fails.
pub fn zone_changes_waiting(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    Ok(zone_change::table.filter(zone_change::state.eq(ZoneChangeState::Waiting.as_str())).count().get_result(rx.conn)?)
}

/// The number the next proposal gets.
///
/// # Errors
/// When the database fails.
pub fn zone_change_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = zone_change::table.select(max(zone_change::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// The number the next proposed zone gets: none that was proposed before, refused or not.
///
/// # Errors
/// When the database fails.
pub fn zone_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let proposed: i64 = zone_change::table.filter(zone_change::act.eq("zone")).count().get_result(rx.conn)?;
    Ok(proposed.saturating_add(1))
}

type ZoneColumns = (String, i64, String, String, String, i64);

fn zone_of(rx: &mut Rx<'_>, (id, no, code, name, change, seq): ZoneColumns) -> Result<Zone, StoreError> {
    let change = zone_change_fetch(rx, parsed(&change)?)?.ok_or_else(|| StoreError::damaged("a zone that nobody proposed"))?;
    Ok(Zone { id: parsed(&id)?, no, code, name, facts: change.facts, seq })
}

/// One zone.
///
/// # Errors
/// When the database fails.
pub fn zone_fetch(rx: &mut Rx<'_>, id: ZoneId) -> Result<Option<Zone>, StoreError> {
    let row: Option<ZoneColumns> = zone::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(|row| zone_of(rx, row)).transpose()
}

/// The zone with a code as read aloud.
///
/// # Errors
/// When the database fails.
pub fn zone_by_code(rx: &mut Rx<'_>, code: &str) -> Result<Option<Zone>, StoreError> {
    let row: Option<ZoneColumns> = zone::table.filter(zone::code.eq(code)).get_result(rx.conn).optional()?;
    row.map(|row| zone_of(rx, row)).transpose()
}

/// All zones, in the order of their numbers.
///
/// # Errors
/// When the database fails.
pub fn zones(rx: &mut Rx<'_>) -> Result<Vec<Zone>, StoreError> {
    let rows: Vec<ZoneColumns> = zone::table.order(zone::no).load(rx.conn)?;
    rows.into_iter().map(|row| zone_of(rx, row)).collect()
}

/// Whether a zone of this name was confirmed or waits.
///
/// # Errors
/// When the database fails.
pub fn zone_name_taken(rx: &mut Rx<'_>, name: &str) -> Result<bool, StoreError> {
    let known: i64 = zone::table.filter(zone::name.eq(name)).count().get_result(rx.conn)?;
    if known > 0 {
        return Ok(true);
    }
    let waiting = zone_changes(rx, Some(ZoneChangeState::Waiting), None, None, i64::MAX)?;
    Ok(waiting.iter().any(|c| matches!(&c.facts.act, ZoneAct::Zone { name: other, .. } if other == name)))
}

/// What was known of zones after an entry (now, where none is named): those whose boundaries may reach into a box, or all;
/// ascending by number.
///
/// # Errors
/// When the database fails.
pub fn zone_histories(rx: &mut Rx<'_>, near: Option<Bbox>, as_of: Option<i64>) -> Result<Vec<ZoneHistory>, StoreError> {
    let mut touched = zone_boundary::table.into_boxed();
    if let Some(b) = near {
        touched = touched
            .filter(zone_boundary::south_e7.le(i64::from(b.north_e7)))
            .filter(zone_boundary::north_e7.ge(i64::from(b.south_e7)))
            .filter(zone_boundary::west_e7.le(i64::from(b.east_e7)))
            .filter(zone_boundary::east_e7.ge(i64::from(b.west_e7)));
    }
    let numbers: Vec<i64> = touched.select(zone_boundary::zone_no).distinct().load(rx.conn)?;
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let until = as_of.unwrap_or(i64::MAX);
    let mut all: BTreeMap<i64, ZoneHistory> = BTreeMap::new();
    let rows: Vec<(i64, Option<String>, String)> = zone_boundary::table
        .filter(zone_boundary::zone_no.eq_any(&numbers))
        .filter(zone_boundary::seq.le(until))
        .order((zone_boundary::zone_no, zone_boundary::seq))
        .select((zone_boundary::zone_no, zone_boundary::from_on, zone_boundary::area))
        .load(rx.conn)?;
    for (no, from, area) in rows {
        let history = all.entry(no).or_insert_with(|| ZoneHistory { no, boundaries: Vec::new(), statuses: Vec::new() });
        history.boundaries.push((parsed_opt(from.as_deref())?, from_json(&area)?));
    }
    let rows: Vec<(i64, String)> = zone_status::table
        .filter(zone_status::zone_no.eq_any(&numbers))
        .filter(zone_status::seq.le(until))
        .order((zone_status::zone_no, zone_status::seq, zone_status::no))
        .select((zone_status::zone_no, zone_status::facts))
        .load(rx.conn)?;
    for (no, facts) in rows {
        if let Some(history) = all.get_mut(&no) {
            history.statuses.push(from_json(&facts)?);
        }
    }
    Ok(all.into_values().collect())
}

/// What was known of one zone after an entry; now, where none is named.
///
/// # Errors
/// When the database fails.
pub fn zone_history(rx: &mut Rx<'_>, no: i64, as_of: Option<i64>) -> Result<Option<ZoneHistory>, StoreError> {
    Ok(zone_histories(rx, None, as_of)?.into_iter().find(|z| z.no == no))
}
