//! Numbers that foreign authorities warn of: their lists, withdrawals, and what was let in under one of them.

use crate::domain::arrival::{Arrival, ArrivalState, plain_number};
use crate::domain::event::{Event, WarningsListed, WarningsWithdrawn};
use crate::domain::ids::WarningListId;
use crate::domain::participant::Roll;
use crate::domain::time::Day;
use crate::store::arrival::Row as ArrivalRow;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::{At, entry_fetch};
use crate::store::participant::participant_roll;
use crate::store::schema::{arrival, foreign_warning, warning_list};
use crate::store::text::parsed;
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::HashMap;

#[derive(Queryable, Insertable)]
#[diesel(table_name = warning_list)]
struct ListRow {
    id: String,
    seq: i64,
    issuer: String,
    source: String,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = foreign_warning, treat_none_as_default_value = false)]
struct Row {
    seq: i64,
    no: i64,
    issuer: String,
    number: String,
    source: String,
    withdrawn_seq: Option<i64>,
    reason: Option<String>,
}

/// A list of numbers that a foreign authority warns of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarningList {
    /// The list.
    pub id: WarningListId,
    /// Country of the authority, or the union that is one participant.
    pub issuer: String,
    /// Where it was published, or who sent it.
    pub source: String,
    /// The entry.
    pub seq: i64,
}

/// A number of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarnedNumber {
    /// Capitals and figures alone, as it is compared.
    pub number: String,
    /// As printed.
    pub printed: String,
    /// The entry that withdrew it, with why.
    pub withdrawn: Option<(i64, String)>,
}

/// An arrival that was let in under a number that is warned of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarnedArrival {
    /// The arrival.
    pub arrival: Arrival,
    /// The latest list that warns of it.
    pub list: WarningList,
}

pub(super) fn listed(tx: &mut Tx<'_>, at: At, e: &WarningsListed) -> Result<(), StoreError> {
    let list = ListRow { id: e.list.to_string(), seq: at.seq, issuer: e.issuer.clone(), source: e.source.clone() };
    diesel::insert_into(warning_list::table).values(&list).execute(tx.conn)?;
    for (no, number) in (0_i64..).zip(&e.numbers) {
        let (issuer, source) = (e.issuer.clone(), e.source.clone());
        let row = Row { seq: at.seq, no, issuer, number: plain_number(number), source, withdrawn_seq: None, reason: None };
        diesel::insert_into(foreign_warning::table).values(&row).execute(tx.conn)?;
    }
    Ok(())
}

pub(super) fn withdrawn(tx: &mut Tx<'_>, at: At, e: &WarningsWithdrawn) -> Result<(), StoreError> {
    use foreign_warning as f;
    let list = warning_list_fetch(tx, e.list)?.ok_or_else(|| StoreError::damaged("no such list of warnings"))?;
    for number in &e.numbers {
        let stands = f::table.filter(f::seq.eq(list.seq)).filter(f::number.eq(number)).filter(f::withdrawn_seq.is_null());
        diesel::update(stands).set((f::withdrawn_seq.eq(at.seq), f::reason.eq(&e.reason))).execute(tx.conn)?;
    }
    Ok(())
}

fn list_of(row: ListRow) -> Result<WarningList, StoreError> {
    Ok(WarningList { id: parsed(&row.id)?, issuer: row.issuer, source: row.source, seq: row.seq })
}

/// One list.
///
/// # Errors
/// When the database fails.
pub fn warning_list_fetch(rx: &mut Rx<'_>, id: WarningListId) -> Result<Option<WarningList>, StoreError> {
    let row: Option<ListRow> = warning_list::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(list_of).transpose()
}

/// Lists, the latest first, with how many of their numbers stand.
///
/// # Errors
/// When the database fails.
pub fn warning_lists(rx: &mut Rx<'_>, limit: i64) -> Result<Vec<(WarningList, i64)>, StoreError> {
    let rows: Vec<ListRow> = warning_list::table.order(warning_list::seq.desc()).limit(limit).load(rx.conn)?;
    let seqs: Vec<i64> = rows.iter().map(|r| r.seq).collect();
    let counted: Vec<(i64, i64)> = foreign_warning::table
        .filter(foreign_warning::seq.eq_any(seqs))
        .filter(foreign_warning::withdrawn_seq.is_null())
        .group_by(foreign_warning::seq)
        .select((foreign_warning::seq, count_star()))
        .load(rx.conn)?;
    let stands = |seq: i64| counted.iter().find(|(of, _)| *of == seq).map_or(0, |(_, n)| *n);
    rows.into_iter()
        .map(list_of)
        .map(|list| {
            list.map(|list| {
                let n = stands(list.seq);
                (list, n)
            })
        })
        .collect()
}

/// The numbers of a list, in its order.
///
/// # Errors
/// When the database fails.
pub fn warned_numbers(rx: &mut Rx<'_>, list: &WarningList) -> Result<Vec<WarnedNumber>, StoreError> {
    let rows: Vec<Row> = foreign_warning::table.filter(foreign_warning::seq.eq(list.seq)).order(foreign_warning::no).load(rx.conn)?;
    let entry = entry_fetch(rx, list.seq)?.map(|stored| stored.entry.event);
    let printed: HashMap<String, String> = match entry {
        Some(Event::WarningsListed(e)) => e.numbers.into_iter().map(|number| (plain_number(&number), number)).collect(),
        _ => return Err(StoreError::damaged("a list of warnings without its entry")),
    };
    let number = |r: Row| WarnedNumber {
        printed: printed.get(&r.number).unwrap_or(&r.number).clone(),
        number: r.number,
        withdrawn: r.withdrawn_seq.zip(r.reason),
    };
    Ok(rows.into_iter().map(number).collect())
}

/// Where a warning of a number was published that holds for certificates of an issuer and a day of issue: of its own
/// country, or of another for which the same participant stands; of several the latest.
///
/// # Errors
/// When the database fails.
pub fn warning_of(rx: &mut Rx<'_>, roll: &Roll, (issuer, issued_on, number): (&str, Day, &str)) -> Result<Option<String>, StoreError> {
    let stands: Vec<(String, String)> = foreign_warning::table
        .filter(foreign_warning::number.eq(plain_number(number)))
        .filter(foreign_warning::withdrawn_seq.is_null())
        .order(foreign_warning::seq.desc())
        .select((foreign_warning::issuer, foreign_warning::source))
        .load(rx.conn)?;
    let holds = |by: &str| roll.one_issuer((by, issued_on), (issuer, issued_on));
    Ok(stands.into_iter().find(|(by, _)| holds(by)).map(|(_, source)| source))
}

/// Arrivals that were let in under a number that is warned of, newest first. A warning may come after the goods: somebody
/// has to see after them.
///
/// # Errors
/// When the database fails.
pub fn arrivals_warned(rx: &mut Rx<'_>) -> Result<Vec<WarnedArrival>, StoreError> {
    let roll = participant_roll(rx)?;
    let rows: Vec<(ArrivalRow, ListRow)> = arrival::table
        .inner_join(foreign_warning::table.on(foreign_warning::number.eq(arrival::number)))
        .inner_join(warning_list::table.on(warning_list::seq.eq(foreign_warning::seq)))
        .filter(arrival::state.eq(ArrivalState::Accepted.as_str()))
        .filter(foreign_warning::withdrawn_seq.is_null())
        .order((arrival::no.desc(), foreign_warning::seq.desc()))
        .select((arrival::all_columns, warning_list::all_columns))
        .load(rx.conn)?;
    let mut found: Vec<WarnedArrival> = Vec::new();
    for (row, list) in rows {
        let (arrival, list) = (row.into_domain()?, list_of(list)?);
        let on = arrival.facts.issued_on;
        let fresh = found.last().is_none_or(|last| last.arrival.facts.arrival != arrival.facts.arrival);
        if fresh && roll.one_issuer((&list.issuer, on), (&arrival.facts.issuer, on)) {
            found.push(WarnedArrival { arrival, list });
        }
    }
    Ok(found)
}
