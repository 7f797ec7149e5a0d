//! Plans of inspections, inspections and what has to be put right.

mod dry_run;
mod pool;

pub use dry_run::{
    DryRunStep, dry_run_by_code, dry_run_fetch, dry_run_next_no, dry_run_parcels, dry_run_refusals, dry_run_steps, dry_runs,
};
pub(super) use dry_run::{concluded, started};
pub use pool::{Candidate, Visited, candidates, coverage, last_visit, sites_not_inspected, target_code, target_typed, visits_of};

use crate::domain::access::Reach;
use crate::domain::event::{
    CorrectiveAction, InspectionActionDone, InspectionKind, InspectionRecorded, InspectionsAnnounced, InspectionsDrawn,
};
use crate::domain::ids::{InspectionId, InspectionPlanId};
use crate::domain::inspection::{Action, Drawn, Inspection, Plan};
use crate::domain::time::Day;
use crate::store::connection::Conn;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::{inspection, inspection_action, inspection_plan, inspection_target};
use crate::store::text::{from_json, parsed, parsed_opt, to_json};
use diesel::dsl::max;
use diesel::prelude::*;

#[derive(Queryable)]
struct PlanRow {
    _id: String,
    _no: i64,
    _code: String,
    _office_id: Option<String>,
    _kind: String,
    _draw_on: String,
    _until_on: String,
    facts: String,
    account_id: String,
    recorded_at: String,
    seq: i64,
    drawn: Option<String>,
    drawn_seq: Option<i64>,
}

impl PlanRow {
    fn into_domain(self) -> Result<Plan, StoreError> {
        let drawn = match (self.drawn, self.drawn_seq) {
            (Some(drawn), Some(seq)) => Some((from_json(&drawn)?, seq)),
            _ => None,
        };
        Ok(Plan { facts: from_json(&self.facts)?, drawn, by: parsed(&self.account_id)?, at: parsed(&self.recorded_at)?, seq: self.seq })
    }
}

pub(super) fn announced(tx: &mut Tx<'_>, at: At, e: &InspectionsAnnounced) -> Result<(), StoreError> {
    let row = (
        (inspection_plan::id.eq(e.plan.to_string()), inspection_plan::no.eq(e.no), inspection_plan::code.eq(&e.code)),
        (inspection_plan::office_id.eq(e.office.map(|o| o.to_string())), inspection_plan::kind.eq(e.kind.as_str())),
        (inspection_plan::draw_on.eq(e.draw_on.to_string()), inspection_plan::until_on.eq(e.until.to_string())),
        (inspection_plan::facts.eq(to_json(e)?), inspection_plan::account_id.eq(at.account.to_string())),
        (inspection_plan::recorded_at.eq(at.recorded_at.to_string()), inspection_plan::seq.eq(at.seq)),
    );
    diesel::insert_into(inspection_plan::table).values(row).execute(tx.conn)?;
    Ok(())
}

pub(super) fn drawn(tx: &mut Tx<'_>, at: At, e: &InspectionsDrawn) -> Result<(), StoreError> {
    let Some(plan) = plan_fetch(tx, e.plan)? else { return Err(StoreError::damaged("a draw without a plan")) };
    for (target, place) in e.drawn.iter().zip(1_i64..) {
        let code = plan.facts.pool.iter().find(|p| p.target == *target).map(|p| p.code.clone()).unwrap_or_default();
        let row = (
            (inspection_target::plan_no.eq(plan.facts.no), inspection_target::place.eq(place)),
            (inspection_target::target_id.eq(target.to_string()), inspection_target::code.eq(code)),
        );
        diesel::insert_into(inspection_target::table).values(row).execute(tx.conn)?;
    }
    diesel::update(inspection_plan::table.find(e.plan.to_string()))
        .set((inspection_plan::drawn.eq(to_json(e)?), inspection_plan::drawn_seq.eq(at.seq)))
        .execute(tx.conn)?;
    Ok(())
}

pub(super) fn recorded(tx: &mut Tx<'_>, at: At, e: &InspectionRecorded) -> Result<(), StoreError> {
    let row = Row {
        id: e.inspection.to_string(),
        no: e.no,
        code: e.code.clone(),
        office_id: e.office.map(|o| o.to_string()),
        kind: e.kind.as_str().to_owned(),
        target_id: e.target.to_string(),
        party_id: e.party.map(|p| p.to_string()),
        again_id: e.again.map(|a| a.to_string()),
        on_day: e.on.to_string(),
        facts: to_json(e)?,
        account_id: at.account.to_string(),
        seq: at.seq,
    };
    diesel::insert_into(inspection::table).values(&row).execute(tx.conn)?;
    for (action, no) in e.actions.iter().zip(1_i64..) {
        let row = (
            (inspection_action::inspection_no.eq(e.no), inspection_action::no.eq(no)),
            (inspection_action::office_id.eq(e.office.map(|o| o.to_string())), inspection_action::due_on.eq(action.due.to_string())),
            inspection_action::party_id.eq(action.party.map(|p| p.to_string())),
        );
        diesel::insert_into(inspection_action::table).values(row).execute(tx.conn)?;
    }
    if let Some(plan) = e.plan {
        let no: i64 = inspection_plan::table.find(plan.to_string()).select(inspection_plan::no).get_result(tx.conn)?;
        let of = inspection_target::table
            .filter(inspection_target::plan_no.eq(no))
            .filter(inspection_target::target_id.eq(e.target.to_string()));
        diesel::update(of).set(inspection_target::inspection_id.eq(e.inspection.to_string())).execute(tx.conn)?;
    }
    Ok(())
}

pub(super) fn action_done(tx: &mut Tx<'_>, at: At, e: &InspectionActionDone) -> Result<(), StoreError> {
    let no: i64 = inspection::table.find(e.inspection.to_string()).select(inspection::no).get_result(tx.conn)?;
    diesel::update(inspection_action::table.find((no, e.action)))
        .set((inspection_action::done.eq(to_json(e)?), inspection_action::done_seq.eq(at.seq)))
        .execute(tx.conn)?;
    Ok(())
}

/// One plan.
///
/// # Errors
/// When the database fails.
pub fn plan_fetch(rx: &mut Rx<'_>, id: InspectionPlanId) -> Result<Option<Plan>, StoreError> {
    let row: Option<PlanRow> = inspection_plan::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(PlanRow::into_domain).transpose()
}

/// The plan with a code as read aloud.
///
/// # Errors
/// When the database fails.
pub fn plan_by_code(rx: &mut Rx<'_>, code: &str) -> Result<Option<Plan>, StoreError> {
    let row: Option<PlanRow> = inspection_plan::table.filter(inspection_plan::code.eq(code)).get_result(rx.conn).optional()?;
    row.map(PlanRow::into_domain).transpose()
}

/// The number the next plan gets.
///
/// # Errors
/// When the database fails.
pub fn plan_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = inspection_plan::table.select(max(inspection_plan::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// Plans within a reach, newest first, those with a number before `before`.
///
/// # Errors
/// When the database fails.
pub fn plans(rx: &mut Rx<'_>, reach: Reach, before: Option<i64>, limit: i64) -> Result<Vec<Plan>, StoreError> {
    let mut query = inspection_plan::table.into_boxed();
    query = match reach {
        Reach::All => query,
        Reach::Office(office) => query.filter(inspection_plan::office_id.eq(office.to_string())),
        Reach::Party(_) | Reach::Nothing => return Ok(Vec::new()),
    };
    if let Some(before) = before {
        query = query.filter(inspection_plan::no.lt(before));
    }
    let rows: Vec<PlanRow> = query.order(inspection_plan::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(PlanRow::into_domain).collect()
}

/// What a plan drew, in the order of the lots.
///
/// # Errors
/// When the database fails.
pub fn plan_targets(rx: &mut Rx<'_>, no: i64) -> Result<Vec<Drawn>, StoreError> {
    let rows: Vec<(String, String, Option<String>, Option<String>)> = inspection_target::table
        .left_join(inspection::table.on(inspection::id.nullable().eq(inspection_target::inspection_id)))
        .filter(inspection_target::plan_no.eq(no))
        .order(inspection_target::place)
        .select((inspection_target::target_id, inspection_target::code, inspection_target::inspection_id, inspection::code.nullable()))
        .load(rx.conn)?;
    let read = |(target, code, id, inspected): (String, String, Option<String>, Option<String>)| {
        Ok(Drawn { target: parsed(&target)?, code, inspection: parsed_opt(id.as_deref())?.zip(inspected) })
    };
    rows.into_iter().map(read).collect()
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = inspection, treat_none_as_default_value = false)]
struct Row {
    id: String,
    no: i64,
    code: String,
    office_id: Option<String>,
    kind: String,
    target_id: String,
    party_id: Option<String>,
    again_id: Option<String>,
    on_day: String,
    facts: String,
    account_id: String,
    seq: i64,
}

fn whole(rx: &mut Rx<'_>, row: Row) -> Result<Inspection, StoreError> {
    let facts: InspectionRecorded = from_json(&row.facts)?;
    let target_code = target_code(rx, facts.kind, facts.target)?.unwrap_or_default();
    Ok(Inspection { facts, target_code, by: parsed(&row.account_id)?, seq: row.seq })
}

/// One inspection.
///
/// # Errors
/// When the database fails.
pub fn inspection_fetch(rx: &mut Rx<'_>, id: InspectionId) -> Result<Option<Inspection>, StoreError> {
    let row: Option<Row> = inspection::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(|row| whole(rx, row)).transpose()
}

/// The inspection with a code as read aloud.
///
/// # Errors
/// When the database fails.
pub fn inspection_by_code(rx: &mut Rx<'_>, code: &str) -> Result<Option<Inspection>, StoreError> {
    let row: Option<Row> = inspection::table.filter(inspection::code.eq(code)).get_result(rx.conn).optional()?;
    row.map(|row| whole(rx, row)).transpose()
}

/// The inspections that look into one again, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn inspections_again(rx: &mut Rx<'_>, id: InspectionId) -> Result<Vec<Inspection>, StoreError> {
    let rows: Vec<Row> = inspection::table.filter(inspection::again_id.eq(id.to_string())).order(inspection::no).load(rx.conn)?;
    rows.into_iter().map(|row| whole(rx, row)).collect()
}

/// The number the next inspection gets.
///
/// # Errors
/// When the database fails.
pub fn inspection_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = inspection::table.select(max(inspection::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// What a list of inspections is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct InspectionFilter {
    /// Of a kind.
    pub kind: Option<InspectionKind>,
    /// Of one target, its id.
    pub target: Option<String>,
}

type Boxed = inspection::BoxedQuery<'static, <Conn as diesel::Connection>::Backend>;

fn within(reach: Reach) -> Option<Boxed> {
    let query = inspection::table.into_boxed();
    match reach {
        Reach::All => Some(query),
        Reach::Office(office) => Some(query.filter(inspection::office_id.eq(office.to_string()))),
        Reach::Party(party) => Some(query.filter(inspection::party_id.eq(party.to_string()))),
        Reach::Nothing => None,
    }
}

/// Inspections within a reach, newest first, those with a number before `before`.
///
/// # Errors
/// When the database fails.
pub fn inspections(
    rx: &mut Rx<'_>,
    reach: Reach,
    filter: &InspectionFilter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Inspection>, StoreError> {
    let Some(mut query) = within(reach) else { return Ok(Vec::new()) };
    if let Some(kind) = filter.kind {
        query = query.filter(inspection::kind.eq(kind.as_str()));
    }
    if let Some(target) = &filter.target {
        query = query.filter(inspection::target_id.eq(target.clone()));
    }
    if let Some(before) = before {
        query = query.filter(inspection::no.lt(before));
    }
    let rows: Vec<Row> = query.order(inspection::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(|row| whole(rx, row)).collect()
}

type ActionRow = (i64, Option<String>, Option<i64>, String, String, String);

fn action(row: ActionRow) -> Result<Action, StoreError> {
    let (no, done, done_seq, id, code, facts) = row;
    let of: InspectionRecorded = from_json(&facts)?;
    let at = usize::try_from(no.saturating_sub(1)).unwrap_or(usize::MAX);
    let facts: CorrectiveAction = of.actions.into_iter().nth(at).ok_or_else(|| StoreError::damaged("an action that is not there"))?;
    let done = match (done, done_seq) {
        (Some(done), Some(seq)) => Some((from_json(&done)?, seq)),
        _ => None,
    };
    Ok(Action { inspection: parsed(&id)?, code, no, facts, done })
}

const ACTION: (
    inspection_action::no,
    inspection_action::done,
    inspection_action::done_seq,
    inspection::id,
    inspection::code,
    inspection::facts,
) = (inspection_action::no, inspection_action::done, inspection_action::done_seq, inspection::id, inspection::code, inspection::facts);

/// What has to be put right after an inspection, in its order.
///
/// # Errors
/// When the database fails.
pub fn actions_of(rx: &mut Rx<'_>, no: i64) -> Result<Vec<Action>, StoreError> {
    let rows: Vec<ActionRow> = inspection_action::table
        .inner_join(inspection::table.on(inspection::no.eq(inspection_action::inspection_no)))
        .filter(inspection_action::inspection_no.eq(no))
        .order(inspection_action::no)
        .select(ACTION)
        .load(rx.conn)?;
    rows.into_iter().map(action).collect()
}

/// What is still to be put right within a reach, what is due first at the head; with `before` only what was due before a day.
///
/// # Errors
/// When the database fails.
pub fn actions_open(rx: &mut Rx<'_>, reach: Reach, before: Option<Day>, limit: i64) -> Result<Vec<Action>, StoreError> {
    let mut query = inspection_action::table
        .inner_join(inspection::table.on(inspection::no.eq(inspection_action::inspection_no)))
        .filter(inspection_action::done_seq.is_null())
        .into_boxed();
    query = match reach {
        Reach::All => query,
        Reach::Office(office) => query.filter(inspection_action::office_id.eq(office.to_string())),
        Reach::Party(party) => query.filter(inspection_action::party_id.eq(party.to_string())),
        Reach::Nothing => return Ok(Vec::new()),
    };
    if let Some(day) = before {
        query = query.filter(inspection_action::due_on.lt(day.to_string()));
    }
    let order = (inspection_action::due_on, inspection_action::inspection_no, inspection_action::no);
    let rows: Vec<ActionRow> = query.order(order).limit(limit).select(ACTION).load(rx.conn)?;
    rows.into_iter().map(action).collect()
}

/// How many are to be put right within a reach, and how many of them are overdue on a day.
///
/// # Errors
/// When the database fails.
pub fn actions_count(rx: &mut Rx<'_>, reach: Reach, today: Day) -> Result<(i64, i64), StoreError> {
    let open = || {
        let query = inspection_action::table.filter(inspection_action::done_seq.is_null()).into_boxed();
        match reach {
            Reach::All => Some(query),
            Reach::Office(office) => Some(query.filter(inspection_action::office_id.eq(office.to_string()))),
            Reach::Party(party) => Some(query.filter(inspection_action::party_id.eq(party.to_string()))),
            Reach::Nothing => None,
        }
    };
    let (Some(all), Some(late)) = (open(), open()) else { return Ok((0, 0)) };
    let all: i64 = all.count().get_result(rx.conn)?;
    let late: i64 = late.filter(inspection_action::due_on.lt(today.to_string())).count().get_result(rx.conn)?;
    Ok((all, late))
}
