//! Parties, and their personal details beside the journal.

mod details;
mod duplicates;
mod likeness;
mod reseal;
mod search;
mod state;

pub(in crate::store) use details::details_open;
pub use details::{
    PartyLabel, Version, details_erased_after, party_details_as_of, party_details_by_digest, party_details_erase, party_details_fetch,
    party_details_kept, party_details_write, party_finders, party_finders_wanted, party_history, party_names, words,
};
pub use duplicates::{Duplicate, party_duplicates};
pub use likeness::{Likeness, lookup_keys, match_keys};
pub(in crate::store) use reseal::seal_clear;
pub use reseal::{KeyUse, key_uses, reseal, something_sealed};
pub use search::{PARTY_PAGE, PartyFilter, parties, party_supported_by};
pub(super) use state::state_changed;
pub use state::{party_states, party_states_of, party_states_of_both};

use crate::domain::event::{PartyChanged, PartyDetailsErased, PartyFacts, PartyKind, PartyRegistered, Reference};
use crate::domain::ids::PartyId;
use crate::domain::party::Party;
use crate::domain::role::Role;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::{party, party_role};
use crate::store::text::{IN_LIST, known, parsed, parsed_opt};
use diesel::dsl::max;
use diesel::prelude::*;
use std::collections::HashMap;

#[derive(Queryable, Insertable)]
#[diesel(table_name = party, treat_none_as_default_value = false)]
struct Row {
    id: String,
    no: i64,
    code: String,
    kind: String,
    office_id: Option<String>,
    supporter_id: Option<String>,
    details_digest: String,
    reference_source: Option<String>,
    reference_key: Option<String>,
    registered_seq: i64,
    changed_seq: i64,
    erased_seq: Option<i64>,
}

impl Row {
    fn into_domain(self, roles: Vec<Role>) -> Result<Party, StoreError> {
        let reference = self.reference_source.zip(self.reference_key).map(|(source, key)| Reference { source, key });
        let facts = PartyFacts {
            kind: known(PartyKind::parse(&self.kind), &self.kind)?,
            roles,
            office: parsed_opt(self.office_id.as_deref())?,
            supporter: parsed_opt(self.supporter_id.as_deref())?,
            details_digest: self.details_digest,
            reference,
        };
        Ok(Party {
            id: parsed(&self.id)?,
            no: self.no,
            code: self.code,
            facts,
            registered_seq: self.registered_seq,
            changed_seq: self.changed_seq,
            erased_seq: self.erased_seq,
        })
    }
}

pub(super) fn registered(tx: &mut Tx<'_>, at: At, e: &PartyRegistered) -> Result<(), StoreError> {
    let f = &e.facts;
    let row = Row {
        id: e.party.to_string(),
        no: e.no,
        code: e.code.clone(),
        kind: f.kind.as_str().to_owned(),
        office_id: f.office.map(|o| o.to_string()),
        supporter_id: f.supporter.map(|s| s.to_string()),
        details_digest: f.details_digest.clone(),
        reference_source: f.reference.as_ref().map(|r| r.source.clone()),
        reference_key: f.reference.as_ref().map(|r| r.key.clone()),
        registered_seq: at.seq,
        changed_seq: at.seq,
        erased_seq: None,
    };
    diesel::insert_into(party::table).values(&row).execute(tx.conn)?;
    roles_write(tx, e.party, &f.roles)
}

pub(super) fn changed(tx: &mut Tx<'_>, at: At, e: &PartyChanged) -> Result<(), StoreError> {
    let f = &e.facts;
    diesel::update(party::table.find(e.party.to_string()))
        .set((
            party::kind.eq(f.kind.as_str()),
            party::office_id.eq(f.office.map(|o| o.to_string())),
            party::supporter_id.eq(f.supporter.map(|s| s.to_string())),
            party::details_digest.eq(&f.details_digest),
            party::reference_source.eq(f.reference.as_ref().map(|r| r.source.clone())),
            party::reference_key.eq(f.reference.as_ref().map(|r| r.key.clone())),
            party::changed_seq.eq(at.seq),
            // A change writes new details down.
            party::erased_seq.eq(None::<i64>),
        ))
        .execute(tx.conn)?;
    diesel::delete(party_role::table.filter(party_role::party_id.eq(e.party.to_string()))).execute(tx.conn)?;
    roles_write(tx, e.party, &f.roles)
}

pub(super) fn details_erased(tx: &mut Tx<'_>, at: At, e: &PartyDetailsErased) -> Result<(), StoreError> {
    diesel::update(party::table.find(e.party.to_string())).set(party::erased_seq.eq(at.seq)).execute(tx.conn)?;
    Ok(())
}

fn roles_write(tx: &mut Tx<'_>, id: PartyId, roles: &[Role]) -> Result<(), StoreError> {
    for role in roles {
        diesel::insert_into(party_role::table)
            .values((party_role::party_id.eq(id.to_string()), party_role::role.eq(role.as_str())))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// One party without its details.
///
/// # Errors
/// When the database fails.
pub fn party_fetch(rx: &mut Rx<'_>, id: PartyId) -> Result<Option<Party>, StoreError> {
    let row: Option<Row> = party::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(|row| whole(rx, row)).transpose()
}

/// The party with a code as read aloud.
///
/// # Errors
/// When the database fails.
pub fn party_by_code(rx: &mut Rx<'_>, code: &str) -> Result<Option<Party>, StoreError> {
    let row: Option<Row> = party::table.filter(party::code.eq(code)).get_result(rx.conn).optional()?;
    row.map(|row| whole(rx, row)).transpose()
}

/// The party imported under a reference.
///
/// # Errors
/// When the database fails.
pub fn party_by_reference(rx: &mut Rx<'_>, reference: &Reference) -> Result<Option<Party>, StoreError> {
    let row: Option<Row> = party::table
        .filter(party::reference_source.eq(&reference.source))
        .filter(party::reference_key.eq(&reference.key))
        .get_result(rx.conn)
        .optional()?;
    row.map(|row| whole(rx, row)).transpose()
}

fn whole(rx: &mut Rx<'_>, row: Row) -> Result<Party, StoreError> {
    many(rx, vec![row])?.pop().ok_or_else(|| StoreError::damaged("a party without a row"))
}

/// Rows with their roles, which are read in one go.
fn many(rx: &mut Rx<'_>, rows: Vec<Row>) -> Result<Vec<Party>, StoreError> {
    let ids: Vec<&str> = rows.iter().map(|r| r.id.as_str()).collect();
    let mut roles: HashMap<String, Vec<Role>> = HashMap::new();
    for part in ids.chunks(IN_LIST) {
        let found: Vec<(String, String)> = party_role::table.filter(party_role::party_id.eq_any(part.to_vec())).load(rx.conn)?;
        for (id, role) in found {
            roles.entry(id).or_default().push(parsed(&role)?);
        }
    }
    rows.into_iter()
        .map(|row| {
            let mut own = roles.remove(&row.id).unwrap_or_default();
            own.sort();
            row.into_domain(own)
        })
        .collect()
}

/// The number the next party gets.
///
/// # Errors
/// When the database fails.
pub fn party_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = party::table.select(max(party::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// Every party with its code, in number order.
///
/// # Errors
/// When the database fails.
pub fn party_codes(rx: &mut Rx<'_>) -> Result<Vec<(PartyId, String)>, StoreError> {
    let rows: Vec<(String, String)> = party::table.order(party::no).select((party::id, party::code)).load(rx.conn)?;
    rows.into_iter().map(|(id, code)| Ok((parsed(&id)?, code))).collect()
}
