//! Participants of the Kimberley Process: changes of the list, and what is on it.

use crate::domain::event::{ContactStated, ParticipantsDecided, ParticipantsProposed, StandingStated};
use crate::domain::ids::ParticipantChangeId;
use crate::domain::participant::{AuthorityDuty, ParticipantChange, ParticipantChangeState, Roll};
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::{participant_change, participant_contact, participant_standing};
use crate::store::text::{from_json, parsed, parsed_opt, to_json};
use diesel::dsl::max;
use diesel::prelude::*;

#[derive(Queryable, Insertable)]
#[diesel(table_name = participant_change, treat_none_as_default_value = false)]
struct ChangeRow {
    id: String,
    no: i64,
    state: String,
    facts: String,
    proposed_by: String,
    proposed_seq: i64,
    decided_by: Option<String>,
    decided_seq: Option<i64>,
    decision_reason: Option<String>,
}

impl ChangeRow {
    fn into_domain(self) -> Result<ParticipantChange, StoreError> {
        Ok(ParticipantChange {
            facts: from_json(&self.facts)?,
            state: self.state.parse().map_err(StoreError::damaged)?,
            proposed_by: parsed(&self.proposed_by)?,
            proposed_seq: self.proposed_seq,
            decided_by: parsed_opt(self.decided_by.as_deref())?,
            decided_seq: self.decided_seq,
            decision_reason: self.decision_reason,
        })
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = participant_standing, treat_none_as_default_value = false)]
struct StandingRow {
    seq: i64,
    no: i64,
    participant: String,
    country: Option<String>,
    standing: String,
    from_on: Option<String>,
    source: String,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = participant_contact, treat_none_as_default_value = false)]
struct ContactRow {
    seq: i64,
    no: i64,
    participant: String,
    duty: String,
    authority: String,
    email: Option<String>,
    address: Option<String>,
    source: String,
    country: Option<String>,
}

/// A statement, and the entry that put it on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed<T> {
    /// What is stated.
    pub stated: T,
    /// The entry.
    pub seq: i64,
}

pub(super) fn proposed(tx: &mut Tx<'_>, at: At, e: &ParticipantsProposed) -> Result<(), StoreError> {
    let row = ChangeRow {
        id: e.change.to_string(),
        no: e.no,
        state: ParticipantChangeState::Waiting.as_str().to_owned(),
        facts: to_json(e)?,
        proposed_by: at.account.to_string(),
        proposed_seq: at.seq,
        decided_by: None,
        decided_seq: None,
        decision_reason: None,
    };
    diesel::insert_into(participant_change::table).values(&row).execute(tx.conn)?;
    Ok(())
}

pub(super) fn decided(tx: &mut Tx<'_>, at: At, e: &ParticipantsDecided) -> Result<(), StoreError> {
    use participant_change as c;
    let change = participant_change_fetch(tx, e.change)?.ok_or_else(|| StoreError::damaged("no such change"))?;
    let state = if e.confirmed { ParticipantChangeState::Confirmed } else { ParticipantChangeState::Refused };
    let waiting = c::table.find(e.change.to_string()).filter(c::state.eq(ParticipantChangeState::Waiting.as_str()));
    let moved = diesel::update(waiting)
        .set((
            c::state.eq(state.as_str()),
            c::decided_by.eq(at.account.to_string()),
            c::decided_seq.eq(at.seq),
            c::decision_reason.eq(&e.reason),
        ))
        .execute(tx.conn)?;
    if moved != 1 {
        return Err(StoreError::damaged("the change does not wait"));
    }
    if e.confirmed { listed(tx, at.seq, &change.facts) } else { Ok(()) }
}

fn listed(tx: &mut Tx<'_>, seq: i64, e: &ParticipantsProposed) -> Result<(), StoreError> {
    for (no, s) in (1_i64..).zip(&e.standings) {
        let row = StandingRow {
            seq,
            no,
            participant: s.participant.clone(),
            country: s.country.clone(),
            standing: s.standing.as_str().to_owned(),
            from_on: s.from.map(|d| d.to_string()),
            source: s.source.clone(),
        };
        diesel::insert_into(participant_standing::table).values(&row).execute(tx.conn)?;
    }
    for (no, c) in (1_i64..).zip(&e.contacts) {
        let row = ContactRow {
            seq,
            no,
            participant: c.participant.clone(),
            duty: c.duty.as_str().to_owned(),
            authority: c.authority.clone(),
            email: c.email.clone(),
            address: c.address.clone(),
            source: c.source.clone(),
            country: c.country.clone(),
        };
        diesel::insert_into(participant_contact::table).values(&row).execute(tx.conn)?;
    }
    Ok(())
}

/// Every statement about standing, in the order in which they were confirmed.
///
/// # Errors
/// When the database fails.
pub fn participant_standings(rx: &mut Rx<'_>) -> Result<Vec<Listed<StandingStated>>, StoreError> {
    use participant_standing as s;
    let rows: Vec<StandingRow> = s::table.order((s::seq, s::no)).load(rx.conn)?;
    let one = |r: StandingRow| -> Result<_, StoreError> {
        let (standing, from) = (r.standing.parse().map_err(StoreError::damaged)?, parsed_opt(r.from_on.as_deref())?);
        let stated = StandingStated { participant: r.participant, country: r.country, standing, from, source: r.source };
        Ok(Listed { stated, seq: r.seq })
    };
    rows.into_iter().map(one).collect()
}

/// The list of participants as it is known.
///
/// # Errors
/// When the database fails.
pub fn participant_roll(rx: &mut Rx<'_>) -> Result<Roll, StoreError> {
    let all = participant_standings(rx)?;
    Ok(Roll::of(all.iter().map(|l| &l.stated)))
}

/// Everything stated about how the authorities of a participant are reached, the latest first; of all participants
/// where none is named.
///
/// # Errors
/// When the database fails.
pub fn participant_contacts(rx: &mut Rx<'_>, participant: Option<&str>) -> Result<Vec<Listed<ContactStated>>, StoreError> {
    use participant_contact as c;
    let mut query = c::table.into_boxed();
    if let Some(participant) = participant {
        query = query.filter(c::participant.eq(participant.to_owned()));
    }
    let rows: Vec<ContactRow> = query.order((c::seq.desc(), c::no.desc())).load(rx.conn)?;
    let one = |r: ContactRow| -> Result<_, StoreError> {
        let duty = r.duty.parse().map_err(StoreError::damaged)?;
        let (participant, country, authority, email, address) = (r.participant, r.country, r.authority, r.email, r.address);
        Ok(Listed { stated: ContactStated { participant, country, duty, authority, email, address, source: r.source }, seq: r.seq })
    };
    rows.into_iter().map(one).collect()
}

/// How an authority of a participant is reached for a country: what was stated last of that country's own, else of the
/// participant's.
///
/// # Errors
/// When the database fails.
pub fn participant_contact(
    rx: &mut Rx<'_>,
    participant: &str,
    country: &str,
    duty: AuthorityDuty,
) -> Result<Option<ContactStated>, StoreError> {
    let all = participant_contacts(rx, Some(participant))?;
    let last = |of: Option<&str>| all.iter().find(|l| l.stated.duty == duty && l.stated.country.as_deref() == of);
    Ok(last(Some(country)).or_else(|| last(None)).map(|l| l.stated.clone()))
}

/// One change.
///
/// # Errors
/// When the database fails.
pub fn participant_change_fetch(rx: &mut Rx<'_>, id: ParticipantChangeId) -> Result<Option<ParticipantChange>, StoreError> {
    let row: Option<ChangeRow> = participant_change::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(ChangeRow::into_domain).transpose()
}

/// The number the next change gets.
///
/// # Errors
/// When the database fails.
pub fn participant_change_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = participant_change::table.select(max(participant_change::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// Changes, newest first, in one state where that is given.
///
/// # Errors
/// When the database fails.
pub fn participant_changes(
    rx: &mut Rx<'_>,
    state: Option<ParticipantChangeState>,
    limit: i64,
) -> Result<Vec<ParticipantChange>, StoreError> {
    let mut query = participant_change::table.into_boxed();
    if let Some(state) = state {
        query = query.filter(participant_change::state.eq(state.as_str()));
    }
    let rows: Vec<ChangeRow> = query.order(participant_change::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(ChangeRow::into_domain).collect()
}
