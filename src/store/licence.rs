//! Licences.

use crate::domain::access::Reach;
use crate::domain::event::{LicenceChanged, LicenceIssued, LicenceState, LicenceStateChanged, Reference};
use crate::domain::ids::{LicenceId, OfficeId, PartyId};
use crate::domain::jurisdiction::Numbering;
use crate::domain::licence::{Licence, Standing, StateChange};
use crate::domain::time::Day;
use crate::store::connection::Conn;
use crate::store::db::{Rx, Tx};
use crate::store::direct::direct;
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::offence;
use crate::store::schema::{licence, licence_history, purchase, source};
use crate::store::text::{IN_LIST, LAST_CHAR, from_json, known, parsed, parsed_opt, to_json};
use diesel::dsl::{max, min};
use diesel::prelude::*;
use std::collections::HashMap;

/// How many licences a page shows.
pub const LICENCE_PAGE: i64 = 50;
/// How many numbers are read at a time when the last one of a type is looked for.
const NUMBERS_READ: i64 = 50;

#[derive(Queryable, Insertable)]
#[diesel(table_name = licence, treat_none_as_default_value = false)]
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
    offence::stopped(tx, at, e.offence, (Some(e.licence.to_string()), None))?;
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

/// The licences that a condition chooses, newest first. Few licences are read in every act: rows, histories and
/// renewals come with one statement, and without a list in it that is prepared once.
macro_rules! few {
    ($rx:expr, $condition:expr) => {{
        let renewal = diesel::alias!(licence as renewal);
        let found = licence::table
            .left_join(licence_history::table.on(licence_history::licence_id.eq(licence::id)))
            .left_join(renewal.on(renewal.field(licence::renews_id).eq(licence::id.nullable())))
            .filter($condition)
            .order((licence::no.desc(), licence_history::seq))
            .select((licence::all_columns, licence_history::all_columns.nullable(), renewal.field(licence::id).nullable()));
        let rows: Vec<(Row, Option<Change>, Option<String>)> = direct!($rx.conn, c => found.load(c))?;
        assembled(rows)
    }};
}

/// Licences from their rows, one row for each line of a history.
fn assembled(rows: Vec<(Row, Option<Change>, Option<String>)>) -> Result<Vec<Licence>, StoreError> {
    let mut found: Vec<Licence> = Vec::new();
    for (row, change, renewed_by) in rows {
        let no = row.no;
        if found.last().is_none_or(|l| l.no != no) {
            found.push(into_domain(row, Vec::new(), renewed_by.as_deref())?);
        }
        if let Some((change, licence)) = change.zip(found.last_mut()) {
            licence.history.push(change_of(change)?.1);
        }
    }
    Ok(found)
}

type Change = (String, i64, String, String, Option<String>);

fn change_of((id, seq, state, on, reason): Change) -> Result<(String, StateChange), StoreError> {
    Ok((id, StateChange { seq, state: known(LicenceState::parse(&state), &state)?, on: parsed(&on)?, reason }))
}

fn into_domain(row: Row, history: Vec<StateChange>, renewed_by: Option<&str>) -> Result<Licence, StoreError> {
    Ok(Licence {
        id: parsed(&row.id)?,
        no: row.no,
        number: row.number,
        terms: from_json(&row.terms)?,
        history,
        renewed_by: parsed_opt(renewed_by)?,
        issued_seq: row.issued_seq,
        changed_seq: row.changed_seq,
    })
}

/// Rows with their histories and renewals, which are read in one go.
fn many(rx: &mut Rx<'_>, rows: Vec<Row>) -> Result<Vec<Licence>, StoreError> {
    let mut histories: HashMap<String, Vec<StateChange>> = HashMap::new();
    let mut renewals: HashMap<String, String> = HashMap::new();
    let ids: Vec<&str> = rows.iter().map(|r| r.id.as_str()).collect();
    for part in ids.chunks(IN_LIST) {
        let changes: Vec<Change> = licence_history::table
            .filter(licence_history::licence_id.eq_any(part.to_vec()))
            .order((licence_history::licence_id, licence_history::seq))
            .load(rx.conn)?;
        for change in changes {
            let (id, change) = change_of(change)?;
            histories.entry(id).or_default().push(change);
        }
        let next: Vec<(String, Option<String>)> =
            licence::table.filter(licence::renews_id.eq_any(part.to_vec())).select((licence::id, licence::renews_id)).load(rx.conn)?;
        renewals.extend(next.into_iter().filter_map(|(id, renewed)| Some((renewed?, id))));
    }
    rows.into_iter()
        .map(|row| {
            let history = histories.remove(&row.id).unwrap_or_default();
            let renewed_by = renewals.get(&row.id).map(String::as_str);
            into_domain(row, history, renewed_by)
        })
        .collect()
}

/// One licence with its history.
///
/// # Errors
/// When the database fails.
pub fn licence_fetch(rx: &mut Rx<'_>, id: LicenceId) -> Result<Option<Licence>, StoreError> {
    Ok(few!(rx, licence::id.eq(id.to_string()))?.pop())
}

/// The licence with a number as printed.
///
/// # Errors
/// When the database fails.
pub fn licence_by_number(rx: &mut Rx<'_>, number: &str) -> Result<Option<Licence>, StoreError> {
    Ok(few!(rx, licence::number.eq(number))?.pop())
}

/// The licence imported under a reference.
///
/// # Errors
/// When the database fails.
pub fn licence_by_reference(rx: &mut Rx<'_>, reference: &Reference) -> Result<Option<Licence>, StoreError> {
    let of_reference = licence::reference_source.eq(&reference.source).and(licence::reference_key.eq(&reference.key));
    Ok(few!(rx, of_reference)?.pop())
}

/// All licences of a holder, newest first.
///
/// # Errors
/// When the database fails.
pub fn licences_of(rx: &mut Rx<'_>, holder: PartyId) -> Result<Vec<Licence>, StoreError> {
    few!(rx, licence::holder_id.eq(holder.to_string()))
}

/// The licences that were not revoked and hold on some day from the one through the other.
///
/// # Errors
/// When the database fails.
pub fn licences_between(rx: &mut Rx<'_>, from: Day, to: Day) -> Result<Vec<Licence>, StoreError> {
    let rows: Vec<Row> = licence::table
        .filter(licence::starts_on.le(to.to_string()))
        .filter(licence::ends_on.ge(from.to_string()))
        .filter(licence::state.ne(LicenceState::Revoked.as_str()))
        .order(licence::no)
        .load(rx.conn)?;
    many(rx, rows)
}

/// What a list of licences is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LicenceFilter {
    /// The beginning of a number.
    pub text: Option<String>,
    /// Only this type.
    pub kind: Option<String>,
    /// Only those that are so on a day.
    pub standing: Option<(Standing, Day)>,
    /// Only those still to be renewed that end from the one day through the other.
    pub ending: Option<(Day, Day)>,
    /// Only those of this office.
    pub office: Option<OfficeId>,
}

type Boxed<'a> = licence::BoxedQuery<'a, <Conn as diesel::Connection>::Backend>;

/// Licences within a reach, newest first, those with a number in the register before `before`.
///
/// # Errors
/// When the database fails.
pub fn licences(
    rx: &mut Rx<'_>,
    reach: Reach,
    filter: &LicenceFilter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Licence>, StoreError> {
    let mut query = match reach {
        Reach::All => licence::table.into_boxed(),
        Reach::Office(office) => licence::table.filter(licence::office_id.eq(office.to_string())).into_boxed(),
        Reach::Party(party) => licence::table.filter(licence::holder_id.eq(party.to_string())).into_boxed(),
        Reach::Nothing => return Ok(Vec::new()),
    };
    if let Some(kind) = &filter.kind {
        query = query.filter(licence::kind.eq(kind.clone()));
    }
    if let Some(office) = filter.office {
        query = query.filter(licence::office_id.eq(office.to_string()));
    }
    if let Some((standing, day)) = filter.standing {
        query = standing_in(query, standing, day);
    }
    if let Some((from, to)) = filter.ending {
        let renewed = diesel::alias!(licence as renewed);
        let id = renewed.field(licence::renews_id).assume_not_null();
        let renewed = renewed.filter(renewed.field(licence::renews_id).is_not_null()).select(id);
        query = standing_in(query, Standing::Valid, from)
            .filter(licence::ends_on.le(to.to_string()))
            .filter(diesel::dsl::not(licence::id.eq_any(renewed)));
    }
    if let Some(text) = filter.text.as_deref().map(str::trim).filter(|t| !t.is_empty()) {
        let (typed, upper) = (text.to_owned(), text.to_uppercase());
        let as_typed = licence::number.ge(typed.clone()).and(licence::number.lt(format!("{typed}{LAST_CHAR}")));
        let in_capitals = licence::number.ge(upper.clone()).and(licence::number.lt(format!("{upper}{LAST_CHAR}")));
        query = query.filter(as_typed.or(in_capitals));
    }
    if let Some(before) = before {
        query = query.filter(licence::no.lt(before));
    }
    let rows: Vec<Row> = query.order(licence::no.desc()).limit(limit).load(rx.conn)?;
    many(rx, rows)
}

/// As [`crate::domain::licence::standing_on`] for a day that is not before the last change of state: states
/// are changed in the order of their days and never for a day to come, so the last one counts.
fn standing_in(query: Boxed<'_>, standing: Standing, day: Day) -> Boxed<'_> {
    let day = day.to_string();
    let revoked = LicenceState::Revoked.as_str();
    match standing {
        Standing::Revoked => query.filter(licence::state.eq(revoked)),
        Standing::NotYet => query.filter(licence::state.ne(revoked)).filter(licence::starts_on.gt(day)),
        Standing::Expired => {
            query.filter(licence::state.ne(revoked)).filter(licence::starts_on.le(day.clone())).filter(licence::ends_on.lt(day))
        }
        Standing::Valid => in_state(query, LicenceState::Issued, day),
        Standing::Suspended => in_state(query, LicenceState::Suspended, day),
    }
}

fn in_state(query: Boxed<'_>, state: LicenceState, day: String) -> Boxed<'_> {
    query.filter(licence::state.eq(state.as_str())).filter(licence::starts_on.le(day.clone())).filter(licence::ends_on.ge(day))
}

/// The number the next licence gets in the register (not the printed one).
///
/// # Errors
/// When the database fails.
pub fn licence_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = licence::table.select(max(licence::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// The last sequence number given under a numbering (in a year, where numbers begin anew with it); 0 before the first.
///
/// # Errors
/// When the database fails.
pub fn licence_last_seq(rx: &mut Rx<'_>, numbering: &Numbering, year: i32) -> Result<i64, StoreError> {
    let pattern = &numbering.pattern;
    // What all numbers of the year begin with is what two of them have in common.
    let (low, high) = (pattern.format(year, 1), pattern.format(year, i64::MAX));
    let common: String = low.chars().zip(high.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect();
    let of_year = |number: &str| {
        let (found, seq) = pattern.parse(number)?;
        (!numbering.restarts_yearly || found.is_none_or(|found| found == year)).then_some(seq)
    };
    let mut end = format!("{common}{LAST_CHAR}");
    loop {
        let numbers: Vec<String> = licence::table
            .filter(licence::number.ge(&common))
            .filter(licence::number.lt(&end))
            .order(licence::number.desc())
            .limit(NUMBERS_READ)
            .select(licence::number)
            .load(rx.conn)?;
        if let Some(seq) = numbers.iter().filter_map(|n| of_year(n)).max() {
            return Ok(seq);
        }
        match numbers.last() {
            Some(last) => end.clone_from(last),
            None => return Ok(0),
        }
    }
}

/// The first and the last day on which something was dug or traded under a licence of a holder.
///
/// # Errors
/// When the database fails.
pub fn licence_used_between(rx: &mut Rx<'_>, id: LicenceId, holder: PartyId) -> Result<Option<(Day, Day)>, StoreError> {
    type Ends = (Option<String>, Option<String>);
    let (id, holder) = (id.to_string(), holder.to_string());
    let dug: Ends =
        source::table.filter(source::licence_id.eq(&id)).select((min(source::on_day), max(source::on_day))).get_result(rx.conn)?;
    let days = (min(purchase::on_day), max(purchase::on_day));
    let sold: Ends = purchase::table
        .filter(purchase::seller_id.eq(&holder).and(purchase::seller_licence_id.eq(&id)))
        .filter(purchase::state.eq("accepted"))
        .select(days)
        .get_result(rx.conn)?;
    let bought: Ends = purchase::table
        .filter(purchase::buyer_id.eq(&holder).and(purchase::buyer_licence_id.eq(&id)))
        .filter(purchase::state.eq("accepted"))
        .select(days)
        .get_result(rx.conn)?;
    let all = [dug, sold, bought];
    let first = all.iter().filter_map(|(first, _)| first.as_deref()).min();
    let last = all.iter().filter_map(|(_, last)| last.as_deref()).max();
    first.zip(last).map(|(first, last)| Ok((parsed(first)?, parsed(last)?))).transpose()
}
