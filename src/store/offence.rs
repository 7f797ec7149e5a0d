//! Offences: who is suspected, and what became of it.

use crate::domain::access::Reach;
use crate::domain::event::{OffenceFollowedUp, OffenceRecorded, OffenceState};
use crate::domain::ids::{LicenceId, OffenceId, PartyId};
use crate::domain::offence::{Offence, OffenceStatement};
use crate::domain::report::Span;
use crate::store::connection::Conn;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::{offence, offence_party, offence_statement, offence_stop};
use crate::store::text::{from_json, parsed, parsed_opt, to_json};
use diesel::dsl::max;
use diesel::prelude::*;

#[derive(Queryable, Insertable)]
#[diesel(table_name = offence, treat_none_as_default_value = false)]
struct Row {
    id: String,
    no: i64,
    code: String,
    office_id: Option<String>,
    ground: String,
    on_day: String,
    seizure_id: Option<String>,
    state: String,
    facts: String,
    account_id: String,
    seq: i64,
}

impl Row {
    fn into_domain(self) -> Result<Offence, StoreError> {
        Ok(Offence { facts: from_json(&self.facts)?, state: parsed(&self.state)?, by: parsed(&self.account_id)?, seq: self.seq })
    }
}

pub(super) fn recorded(tx: &mut Tx<'_>, at: At, e: &OffenceRecorded) -> Result<(), StoreError> {
    let row = Row {
        id: e.offence.to_string(),
        no: e.no,
        code: e.code.clone(),
        office_id: e.office.map(|o| o.to_string()),
        ground: e.ground.clone(),
        on_day: e.on.to_string(),
        seizure_id: e.seizure.map(|s| s.to_string()),
        state: OffenceState::Suspected.as_str().to_owned(),
        facts: to_json(e)?,
        account_id: at.account.to_string(),
        seq: at.seq,
    };
    diesel::insert_into(offence::table).values(&row).execute(tx.conn)?;
    for party in &e.parties {
        let row = (offence_party::offence_no.eq(e.no), offence_party::party_id.eq(party.to_string()));
        diesel::insert_into(offence_party::table).values(row).execute(tx.conn)?;
    }
    Ok(())
}

pub(super) fn followed_up(tx: &mut Tx<'_>, at: At, e: &OffenceFollowedUp) -> Result<(), StoreError> {
    let no: i64 = offence::table.find(e.offence.to_string()).select(offence::no).get_result(tx.conn)?;
    let row = (
        (offence_statement::offence_no.eq(no), offence_statement::no.eq(e.no), offence_statement::state.eq(e.state.as_str())),
        (offence_statement::on_day.eq(e.on.to_string()), offence_statement::facts.eq(to_json(e)?)),
        (offence_statement::account_id.eq(at.account.to_string()), offence_statement::recorded_at.eq(at.recorded_at.to_string())),
        offence_statement::seq.eq(at.seq),
    );
    diesel::insert_into(offence_statement::table).values(row).execute(tx.conn)?;
    diesel::update(offence::table.find(e.offence.to_string())).set(offence::state.eq(e.state.as_str())).execute(tx.conn)?;
    Ok(())
}

/// A licence or a party was stopped for an offence, or is in the trade again.
pub(super) fn stopped(
    tx: &mut Tx<'_>,
    at: At,
    offence: Option<OffenceId>,
    (licence, party): (Option<String>, Option<String>),
) -> Result<(), StoreError> {
    let Some(id) = offence else { return Ok(()) };
    let no: Option<i64> = offence::table.find(id.to_string()).select(offence::no).get_result(tx.conn).optional()?;
    let row = (
        (offence_stop::offence_no.eq(no.unwrap_or(0)), offence_stop::seq.eq(at.seq)),
        (offence_stop::licence_id.eq(licence), offence_stop::party_id.eq(party)),
    );
    diesel::insert_into(offence_stop::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// A licence or party that an entry stopped for an offence, or let act again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// The entry.
    pub seq: i64,
    /// The licence.
    pub licence: Option<LicenceId>,
    /// The party.
    pub party: Option<PartyId>,
}

/// What was stopped for an offence, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn offence_stops(rx: &mut Rx<'_>, no: i64) -> Result<Vec<Stop>, StoreError> {
    let rows: Vec<(i64, Option<String>, Option<String>)> = offence_stop::table
        .filter(offence_stop::offence_no.eq(no))
        .order(offence_stop::seq)
        .select((offence_stop::seq, offence_stop::licence_id, offence_stop::party_id))
        .load(rx.conn)?;
    let read = |(seq, licence, party): (i64, Option<String>, Option<String>)| {
        Ok(Stop { seq, licence: parsed_opt(licence.as_deref())?, party: parsed_opt(party.as_deref())? })
    };
    rows.into_iter().map(read).collect()
}

/// The code of the offence for which an entry stopped somebody.
///
/// # Errors
/// When the database fails.
pub fn stopped_for(rx: &mut Rx<'_>, seq: i64) -> Result<Option<String>, StoreError> {
    let of = offence_stop::table.inner_join(offence::table.on(offence::no.eq(offence_stop::offence_no)));
    Ok(of.filter(offence_stop::seq.eq(seq)).select(offence::code).get_result(rx.conn).optional()?)
}

/// One offence.
///
/// # Errors
/// When the database fails.
pub fn offence_fetch(rx: &mut Rx<'_>, id: OffenceId) -> Result<Option<Offence>, StoreError> {
    let row: Option<Row> = offence::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// The offence with a code as read aloud.
///
/// # Errors
/// When the database fails.
pub fn offence_by_code(rx: &mut Rx<'_>, code: &str) -> Result<Option<Offence>, StoreError> {
    let row: Option<Row> = offence::table.filter(offence::code.eq(code)).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// The number the next offence gets.
///
/// # Errors
/// When the database fails.
pub fn offence_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = offence::table.select(max(offence::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// What was said of an offence, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn offence_statements(rx: &mut Rx<'_>, no: i64) -> Result<Vec<OffenceStatement>, StoreError> {
    let rows: Vec<(String, String, String, i64)> = offence_statement::table
        .filter(offence_statement::offence_no.eq(no))
        .order(offence_statement::no)
        .select((offence_statement::facts, offence_statement::account_id, offence_statement::recorded_at, offence_statement::seq))
        .load(rx.conn)?;
    let read = |(facts, by, at, seq): (String, String, String, i64)| {
        Ok(OffenceStatement { facts: from_json(&facts)?, by: parsed(&by)?, at: parsed(&at)?, seq })
    };
    rows.into_iter().map(read).collect()
}

/// What a list of offences is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct OffenceFilter {
    /// Those that stand so.
    pub state: Option<OffenceState>,
    /// By the code of the offence.
    pub ground: Option<String>,
    /// Of a party.
    pub party: Option<PartyId>,
    /// That go with a seizure, its id.
    pub seizure: Option<String>,
}

type Boxed = offence::BoxedQuery<'static, <Conn as diesel::Connection>::Backend>;

fn narrowed(reach: Reach, filter: &OffenceFilter) -> Option<Boxed> {
    let mut query = offence::table.into_boxed();
    let of = |party: PartyId| offence_party::table.filter(offence_party::party_id.eq(party.to_string())).select(offence_party::offence_no);
    query = match reach {
        Reach::All => query,
        Reach::Office(office) => query.filter(offence::office_id.eq(office.to_string())),
        Reach::Party(party) => query.filter(offence::no.eq_any(of(party))),
        Reach::Nothing => return None,
    };
    if let Some(state) = filter.state {
        query = query.filter(offence::state.eq(state.as_str()));
    }
    if let Some(ground) = &filter.ground {
        query = query.filter(offence::ground.eq(ground.clone()));
    }
    if let Some(party) = filter.party {
        query = query.filter(offence::no.eq_any(of(party)));
    }
    if let Some(seizure) = &filter.seizure {
        query = query.filter(offence::seizure_id.eq(seizure.clone()));
    }
    Some(query)
}

/// Offences within a reach, newest first, those with a number before `before`.
///
/// # Errors
/// When the database fails.
pub fn offences(
    rx: &mut Rx<'_>,
    reach: Reach,
    filter: &OffenceFilter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Offence>, StoreError> {
    let Some(mut query) = narrowed(reach, filter) else { return Ok(Vec::new()) };
    if let Some(before) = before {
        query = query.filter(offence::no.lt(before));
    }
    let rows: Vec<Row> = query.order(offence::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// Offences on the days of a time, in number order after a number.
///
/// # Errors
/// When the database fails.
pub fn offences_on(rx: &mut Rx<'_>, span: Span, after: i64, limit: i64) -> Result<Vec<Offence>, StoreError> {
    let rows: Vec<Row> = offence::table
        .filter(offence::on_day.between(span.first.to_string(), span.last.to_string()))
        .filter(offence::no.gt(after))
        .order(offence::no)
        .limit(limit)
        .load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}
