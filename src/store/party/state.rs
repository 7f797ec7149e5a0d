//! Where parties stand: alive and in the trade, barred, dead, ended.

use crate::domain::event::{PartyState, PartyStateChanged};
use crate::domain::ids::PartyId;
use crate::domain::party::PartyStateChange;
use crate::store::db::{Rx, Tx};
use crate::store::direct::direct;
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::offence;
use crate::store::schema::party_state;
use crate::store::text::{IN_LIST, known, parsed};
use diesel::prelude::*;
use std::collections::HashMap;

type Columns = (String, i64, String, String, String, Option<String>);

pub(in crate::store) fn state_changed(tx: &mut Tx<'_>, at: At, e: &PartyStateChanged) -> Result<(), StoreError> {
    offence::stopped(tx, at, e.offence, (None, Some(e.party.to_string())))?;
    diesel::insert_into(party_state::table)
        .values((
            party_state::party_id.eq(e.party.to_string()),
            party_state::seq.eq(at.seq),
            party_state::state.eq(e.state.as_str()),
            party_state::on_day.eq(e.on.to_string()),
            party_state::reason.eq(&e.reason),
            party_state::note.eq(&e.note),
        ))
        .execute(tx.conn)?;
    Ok(())
}

fn change((_, seq, state, on, reason, note): Columns) -> Result<PartyStateChange, StoreError> {
    Ok(PartyStateChange { seq, state: known(PartyState::parse(&state), &state)?, on: parsed(&on)?, reason, note })
}

/// The history of where a party stands, in the order of entries; empty when nothing was ever said.
///
/// # Errors
/// When the database fails.
pub fn party_states(rx: &mut Rx<'_>, party: PartyId) -> Result<Vec<PartyStateChange>, StoreError> {
    let rows: Vec<Columns> =
        party_state::table.filter(party_state::party_id.eq(party.to_string())).order(party_state::seq).load(rx.conn)?;
    rows.into_iter().map(change).collect()
}

/// The same of two parties.
///
/// # Errors
/// When the database fails.
pub fn party_states_of_both(rx: &mut Rx<'_>, one: PartyId, other: PartyId) -> Result<[Vec<PartyStateChange>; 2], StoreError> {
    let (one, other) = (one.to_string(), other.to_string());
    let of_both = party_state::party_id.eq(&one).or(party_state::party_id.eq(&other));
    let found = party_state::table.filter(of_both).order(party_state::seq);
    let rows: Vec<Columns> = direct!(rx.conn, c => found.load(c))?;
    let mut both = [Vec::new(), Vec::new()];
    for row in rows {
        let (party, at) = (row.0.clone(), change(row)?);
        for (of, history) in [&one, &other].into_iter().zip(&mut both) {
            if *of == party {
                history.push(at.clone());
            }
        }
    }
    Ok(both)
}

/// The same of any number of parties; those of whom nothing was ever said are left out.
///
/// # Errors
/// When the database fails.
pub fn party_states_of(rx: &mut Rx<'_>, parties: &[PartyId]) -> Result<HashMap<PartyId, Vec<PartyStateChange>>, StoreError> {
    let ids: Vec<String> = parties.iter().map(ToString::to_string).collect();
    let mut found: HashMap<PartyId, Vec<PartyStateChange>> = HashMap::new();
    for part in ids.chunks(IN_LIST) {
        let rows: Vec<Columns> = party_state::table
            .filter(party_state::party_id.eq_any(part.to_vec()))
            .order((party_state::party_id, party_state::seq))
            .load(rx.conn)?;
        for row in rows {
            let party: PartyId = parsed(&row.0)?;
            found.entry(party).or_default().push(change(row)?);
        }
    }
    Ok(found)
}
