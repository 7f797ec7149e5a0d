//! Stones that the state took: seizures, their way from safe to safe, orders over them, and counts of safes.

mod list;

pub use list::{SeizureFilter, kept_in, safe_counts, safes, seizures, seizures_count, seizures_on};

use crate::domain::event::{
    PurchaseClosed, PurchaseEnd, SafeCounted, SeizureDifferenceAnswered, SeizureMoved, SeizureOrderDecided, SeizureOrderProposed,
    SeizureOutcome, SeizureRecorded, ShipmentCancelled,
};
use crate::domain::ids::{SeizureId, SeizureOrderId};
use crate::domain::seizure::{Kept, KeptState, Order, OrderState, Seizure, Step};
use crate::domain::time::Day;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::parcel::{self as parcels, Reading};
use crate::store::schema::{parcel, safe_count, seizure, seizure_order, seizure_parcel, seizure_step};
use crate::store::text::{IN_LIST, from_json, mass, parsed, parsed_opt, to_json};
use crate::store::{production, purchase, shipment};
use diesel::dsl::max;
use diesel::prelude::*;

#[derive(Queryable, Insertable)]
#[diesel(table_name = seizure, treat_none_as_default_value = false)]
pub(super) struct Row {
    id: String,
    no: i64,
    code: String,
    check_code: String,
    receipt: String,
    first_seal: String,
    office_id: Option<String>,
    from_id: Option<String>,
    on_day: String,
    ground: String,
    safe: String,
    seal: String,
    differs: i64,
    ordered: i64,
    test: i64,
    facts: String,
    account_id: String,
    seq: i64,
}

impl Row {
    pub(super) fn into_domain(self, rx: &mut Rx<'_>) -> Result<Seizure, StoreError> {
        Ok(Seizure {
            facts: from_json(&self.facts)?,
            by: parsed(&self.account_id)?,
            seq: self.seq,
            safe: self.safe,
            seal: self.seal,
            kept: kept_of(rx, self.no)?,
            differs: self.differs != 0,
            ordered: self.ordered != 0,
        })
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = seizure_parcel, treat_none_as_default_value = false)]
struct ParcelRow {
    seizure_no: i64,
    parcel_no: i64,
    holder_id: String,
    registered: i64,
    taken_mct: i64,
    stones: i64,
    state: String,
    to_id: Option<String>,
    gone_mct: Option<i64>,
    gone_seq: Option<i64>,
    seq: i64,
}

fn kept_of(rx: &mut Rx<'_>, seizure_no: i64) -> Result<Vec<Kept>, StoreError> {
    let rows: Vec<(ParcelRow, i64)> = seizure_parcel::table
        .inner_join(parcel::table.on(parcel::no.eq(seizure_parcel::parcel_no)))
        .filter(seizure_parcel::seizure_no.eq(seizure_no))
        .order(seizure_parcel::parcel_no)
        .select((seizure_parcel::all_columns, parcel::weight_mct))
        .load(rx.conn)?;
    let read = |(row, now): (ParcelRow, i64)| {
        Ok(Kept {
            parcel_no: row.parcel_no,
            holder: parsed(&row.holder_id)?,
            registered: row.registered != 0,
            taken: mass(row.taken_mct)?,
            stones: row.stones,
            weight: mass(row.gone_mct.unwrap_or(now))?,
            state: parsed(&row.state)?,
        })
    };
    rows.into_iter().map(read).collect()
}

pub(super) fn recorded(tx: &mut Tx<'_>, at: At, e: &SeizureRecorded) -> Result<(), StoreError> {
    for offer in &e.offers {
        let closed = PurchaseClosed { purchase: *offer, end: PurchaseEnd::Withdrawn, reason: Some(e.code.clone()) };
        purchase::closed(tx, at, &closed)?;
    }
    for id in &e.shipments {
        shipment::cancelled(tx, at, &ShipmentCancelled { shipment: *id, reason: e.code.clone() })?;
    }
    production::seized(tx, at, e)?;
    let row = Row {
        id: e.seizure.to_string(),
        no: e.no,
        code: e.code.clone(),
        check_code: e.check_code.clone(),
        receipt: e.receipt.clone(),
        first_seal: e.seal.clone(),
        office_id: e.office.map(|o| o.to_string()),
        from_id: e.from.map(|p| p.to_string()),
        on_day: e.on.to_string(),
        ground: e.ground.clone(),
        safe: e.safe.clone(),
        seal: e.seal.clone(),
        differs: 0,
        ordered: 0,
        test: i64::from(e.test),
        facts: to_json(e)?,
        account_id: at.account.to_string(),
        seq: at.seq,
    };
    diesel::insert_into(seizure::table).values(&row).execute(tx.conn)?;
    let registered = e.taken.iter().map(|p| (p.parcel_no, p.weight_mct.mct(), p.stones, true));
    let found = e.found.iter().map(|p| (p.no, p.weight_mct.mct(), p.stones, false));
    for (parcel_no, taken_mct, stones, registered) in registered.chain(found) {
        let holder_id: String = parcel::table.find(parcel_no).select(parcel::holder_id).get_result(tx.conn)?;
        let row = ParcelRow {
            seizure_no: e.no,
            parcel_no,
            holder_id,
            registered: i64::from(registered),
            taken_mct,
            stones,
            state: KeptState::Kept.as_str().to_owned(),
            to_id: None,
            gone_mct: None,
            gone_seq: None,
            seq: at.seq,
        };
        diesel::insert_into(seizure_parcel::table).values(&row).execute(tx.conn)?;
        parcels::seize(tx, at, parcel_no, e.no)?;
    }
    Ok(())
}

fn number(rx: &mut Rx<'_>, id: SeizureId) -> Result<i64, StoreError> {
    Ok(seizure::table.find(id.to_string()).select(seizure::no).get_result(rx.conn)?)
}

fn weigh(tx: &mut Tx<'_>, at: At, e: &SeizureMoved) -> Result<(), StoreError> {
    for r in &e.readings {
        let reading = Reading {
            before_mct: r.before_mct.mct(),
            after_mct: r.after_mct.mct(),
            stones_before: r.stones_before,
            stones_after: r.stones_after,
        };
        parcels::weigh(tx, at, r.parcel_no, &reading, None)?;
    }
    Ok(())
}

pub(super) fn moved(tx: &mut Tx<'_>, at: At, e: &SeizureMoved) -> Result<(), StoreError> {
    let row = (
        (seizure_step::seizure_no.eq(number(tx, e.seizure)?), seizure_step::step.eq(e.step), seizure_step::facts.eq(to_json(e)?)),
        (seizure_step::account_id.eq(at.account.to_string()), seizure_step::recorded_at.eq(at.recorded_at.to_string())),
        (seizure_step::seq.eq(at.seq), seizure_step::seal_new.eq(&e.seal_new)),
    );
    diesel::insert_into(seizure_step::table).values(row).execute(tx.conn)?;
    let of = || seizure::table.find(e.seizure.to_string());
    diesel::update(of()).set((seizure::safe.eq(&e.to), seizure::differs.eq(i64::from(e.differs)))).execute(tx.conn)?;
    if let Some(seal) = &e.seal_new {
        diesel::update(of()).set(seizure::seal.eq(seal)).execute(tx.conn)?;
    }
    if e.differs { Ok(()) } else { weigh(tx, at, e) }
}

pub(super) fn answered(tx: &mut Tx<'_>, at: At, e: &SeizureDifferenceAnswered) -> Result<(), StoreError> {
    let no = number(tx, e.seizure)?;
    let waits = seizure_step::table.find((no, e.step)).filter(seizure_step::answered_seq.is_null());
    let done = diesel::update(waits)
        .set((
            seizure_step::stands.eq(i64::from(e.stands)),
            seizure_step::answer.eq(&e.reason),
            seizure_step::answered_by.eq(at.account.to_string()),
            seizure_step::answered_seq.eq(at.seq),
        ))
        .execute(tx.conn)?;
    if done != 1 {
        return Err(StoreError::Constraint(format!("step {} of seizure {no} does not wait", e.step)));
    }
    diesel::update(seizure::table.find(e.seizure.to_string())).set(seizure::differs.eq(0)).execute(tx.conn)?;
    if e.stands {
        let facts: String = seizure_step::table.find((no, e.step)).select(seizure_step::facts).get_result(tx.conn)?;
        weigh(tx, at, &from_json(&facts)?)?;
    }
    Ok(())
}

pub(super) fn ordered(tx: &mut Tx<'_>, at: At, e: &SeizureOrderProposed) -> Result<(), StoreError> {
    let row = (
        (seizure_order::id.eq(e.order.to_string()), seizure_order::seizure_no.eq(number(tx, e.seizure)?), seizure_order::no.eq(e.no)),
        (seizure_order::outcome.eq(e.outcome.as_str()), seizure_order::facts.eq(to_json(e)?)),
        (seizure_order::state.eq(OrderState::Waiting.as_str()), seizure_order::account_id.eq(at.account.to_string())),
        seizure_order::seq.eq(at.seq),
    );
    diesel::insert_into(seizure_order::table).values(row).execute(tx.conn)?;
    diesel::update(seizure::table.find(e.seizure.to_string())).set(seizure::ordered.eq(1)).execute(tx.conn)?;
    Ok(())
}

pub(super) fn order_decided(tx: &mut Tx<'_>, at: At, e: &SeizureOrderDecided) -> Result<(), StoreError> {
    let state = if e.confirmed { OrderState::Confirmed } else { OrderState::Refused };
    let waits = seizure_order::table.find(e.order.to_string()).filter(seizure_order::state.eq(OrderState::Waiting.as_str()));
    let done = diesel::update(waits)
        .set((
            seizure_order::state.eq(state.as_str()),
            seizure_order::decided_by.eq(at.account.to_string()),
            seizure_order::decision_reason.eq(&e.reason),
            seizure_order::decided_seq.eq(at.seq),
        ))
        .execute(tx.conn)?;
    if done != 1 {
        return Err(StoreError::Constraint(format!("order {} does not wait", e.order)));
    }
    let order = seizure_order_fetch(tx, e.order)?.ok_or_else(|| StoreError::damaged("an order vanished"))?.facts;
    diesel::update(seizure::table.find(order.seizure.to_string())).set(seizure::ordered.eq(0)).execute(tx.conn)?;
    if !e.confirmed {
        return Ok(());
    }
    let no = number(tx, order.seizure)?;
    for p in &order.parcels {
        carried_out(tx, at, no, (p.parcel_no, p.weight_mct.mct()), &order)?;
    }
    Ok(())
}

fn carried_out(
    tx: &mut Tx<'_>,
    at: At,
    seizure_no: i64,
    (parcel_no, mct): (i64, i64),
    order: &SeizureOrderProposed,
) -> Result<(), StoreError> {
    let row = || seizure_parcel::table.find((seizure_no, parcel_no));
    let state = KeptState::after(order.outcome);
    let stands = seizure_parcel::state.eq(state.as_str());
    if order.outcome == SeizureOutcome::Forfeited {
        diesel::update(row()).set(stands).execute(tx.conn)?;
        return Ok(());
    }
    let to = order.to.filter(|_| order.outcome.releases());
    let gone =
        (seizure_parcel::gone_seq.eq(at.seq), seizure_parcel::gone_mct.eq(mct), seizure_parcel::to_id.eq(to.map(|to| to.to_string())));
    diesel::update(row()).set((stands, gone)).execute(tx.conn)?;
    parcels::let_go(tx, at, parcel_no, to)
}

pub(super) fn counted(tx: &mut Tx<'_>, at: At, e: &SafeCounted) -> Result<(), StoreError> {
    let missing = i64::try_from(e.missing.len()).unwrap_or(i64::MAX);
    let row = (
        (safe_count::id.eq(e.count.to_string()), safe_count::no.eq(e.no), safe_count::safe.eq(&e.safe)),
        (safe_count::on_day.eq(e.on.to_string()), safe_count::missing.eq(missing), safe_count::facts.eq(to_json(e)?)),
        (safe_count::account_id.eq(at.account.to_string()), safe_count::seq.eq(at.seq)),
    );
    diesel::insert_into(safe_count::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// One seizure.
///
/// # Errors
/// When the database fails.
pub fn seizure_fetch(rx: &mut Rx<'_>, id: SeizureId) -> Result<Option<Seizure>, StoreError> {
    let row: Option<Row> = seizure::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(|row| row.into_domain(rx)).transpose()
}

/// The seizure with a dense number.
///
/// # Errors
/// When the database fails.
pub fn seizure_by_no(rx: &mut Rx<'_>, no: i64) -> Result<Option<Seizure>, StoreError> {
    let row: Option<Row> = seizure::table.filter(seizure::no.eq(no)).get_result(rx.conn).optional()?;
    row.map(|row| row.into_domain(rx)).transpose()
}

/// The seizure with a code as read aloud.
///
/// # Errors
/// When the database fails.
pub fn seizure_by_code(rx: &mut Rx<'_>, code: &str) -> Result<Option<Seizure>, StoreError> {
    let row: Option<Row> = seizure::table.filter(seizure::code.eq(code)).get_result(rx.conn).optional()?;
    row.map(|row| row.into_domain(rx)).transpose()
}

/// The seizure whose receipt has this short code.
///
/// # Errors
/// When the database fails.
pub fn seizure_by_check_code(rx: &mut Rx<'_>, code: &str) -> Result<Option<Seizure>, StoreError> {
    let row: Option<Row> = seizure::table.filter(seizure::check_code.eq(code)).get_result(rx.conn).optional()?;
    row.map(|row| row.into_domain(rx)).transpose()
}

/// Whether a seizure has this number on its receipt.
///
/// # Errors
/// When the database fails.
pub fn seizure_receipt_used(rx: &mut Rx<'_>, receipt: &str) -> Result<bool, StoreError> {
    let found: i64 = seizure::table.filter(seizure::receipt.eq(receipt)).count().get_result(rx.conn)?;
    Ok(found > 0)
}

/// Whether the state put this seal on what it took, now or before: no bag of a holder bears it.
///
/// # Errors
/// When the database fails.
pub fn seizure_seal_used(rx: &mut Rx<'_>, seal: &str) -> Result<bool, StoreError> {
    let first: i64 = seizure::table.filter(seizure::first_seal.eq(seal)).count().get_result(rx.conn)?;
    let later: i64 = seizure_step::table.filter(seizure_step::seal_new.eq(seal)).count().get_result(rx.conn)?;
    Ok(first > 0 || later > 0)
}

/// The seizures of a parcel, the latest first: what became of it, and the number of the seizure.
///
/// # Errors
/// When the database fails.
pub fn seizures_of_parcel(rx: &mut Rx<'_>, parcel_no: i64) -> Result<Vec<(i64, KeptState)>, StoreError> {
    let rows: Vec<(i64, String)> = seizure_parcel::table
        .filter(seizure_parcel::parcel_no.eq(parcel_no))
        .order(seizure_parcel::seizure_no.desc())
        .select((seizure_parcel::seizure_no, seizure_parcel::state))
        .load(rx.conn)?;
    rows.into_iter().map(|(no, state)| Ok((no, parsed(&state)?))).collect()
}

/// The entry by which a parcel was taken first, if it was.
///
/// # Errors
/// When the database fails.
pub fn first_seizure_seq(rx: &mut Rx<'_>, parcel_no: i64) -> Result<Option<i64>, StoreError> {
    let of = seizure_parcel::table.filter(seizure_parcel::parcel_no.eq(parcel_no));
    Ok(of.select(diesel::dsl::min(seizure_parcel::seq)).get_result(rx.conn)?)
}

/// The earliest day on which one of these parcels was seized.
///
/// # Errors
/// When the database fails.
pub fn first_seizure_day(rx: &mut Rx<'_>, numbers: &[i64]) -> Result<Option<Day>, StoreError> {
    let mut first: Option<String> = None;
    for chunk in numbers.chunks(IN_LIST) {
        let found: Option<String> = seizure_parcel::table
            .inner_join(seizure::table.on(seizure::no.eq(seizure_parcel::seizure_no)))
            .filter(seizure_parcel::parcel_no.eq_any(chunk))
            .select(diesel::dsl::min(seizure::on_day))
            .get_result(rx.conn)?;
        first = first.into_iter().chain(found).min();
    }
    parsed_opt(first.as_deref())
}

/// The number the next seizure gets.
///
/// # Errors
/// When the database fails.
pub fn seizure_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = seizure::table.select(max(seizure::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// The number the next count of a safe gets.
///
/// # Errors
/// When the database fails.
pub fn safe_count_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = safe_count::table.select(max(safe_count::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

type StepRow = (String, String, String, i64, Option<i64>, Option<String>, Option<String>, Option<i64>);

/// The way of a seizure from safe to safe, the oldest step first.
///
/// # Errors
/// When the database fails.
pub fn seizure_steps(rx: &mut Rx<'_>, no: i64) -> Result<Vec<Step>, StoreError> {
    use seizure_step as s;
    let rows: Vec<StepRow> = s::table
        .filter(s::seizure_no.eq(no))
        .order(s::step)
        .select((s::facts, s::account_id, s::recorded_at, s::seq, s::stands, s::answer, s::answered_by, s::answered_seq))
        .load(rx.conn)?;
    let read = |(facts, by, at, seq, stands, answer, answered_by, answered_seq): StepRow| {
        let answered = match (stands, answer, answered_by, answered_seq) {
            (Some(stands), Some(answer), Some(by), Some(seq)) => Some((stands != 0, answer, parsed(&by)?, seq)),
            _ => None,
        };
        Ok(Step { facts: from_json(&facts)?, by: parsed(&by)?, at: parsed(&at)?, seq, answered })
    };
    rows.into_iter().map(read).collect()
}

type OrderRow = (String, String, String, i64, Option<String>, Option<String>, Option<i64>);

macro_rules! order_columns {
    () => {
        (
            seizure_order::facts,
            seizure_order::state,
            seizure_order::account_id,
            seizure_order::seq,
            seizure_order::decided_by,
            seizure_order::decision_reason,
            seizure_order::decided_seq,
        )
    };
}

fn order((facts, state, by, seq, decided_by, reason, decided_seq): OrderRow) -> Result<Order, StoreError> {
    let decided = match decided_by.zip(decided_seq) {
        Some((by, seq)) => Some((parsed(&by)?, reason, seq)),
        None => None,
    };
    Ok(Order { facts: from_json(&facts)?, state: parsed(&state)?, by: parsed(&by)?, seq, decided })
}

/// One order.
///
/// # Errors
/// When the database fails.
pub fn seizure_order_fetch(rx: &mut Rx<'_>, id: SeizureOrderId) -> Result<Option<Order>, StoreError> {
    let row: Option<OrderRow> = seizure_order::table.find(id.to_string()).select(order_columns!()).get_result(rx.conn).optional()?;
    row.map(order).transpose()
}

/// The orders over a seizure, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn seizure_orders(rx: &mut Rx<'_>, no: i64) -> Result<Vec<Order>, StoreError> {
    let of = seizure_order::table.filter(seizure_order::seizure_no.eq(no)).order(seizure_order::no);
    let rows: Vec<OrderRow> = of.select(order_columns!()).load(rx.conn)?;
    rows.into_iter().map(order).collect()
}
