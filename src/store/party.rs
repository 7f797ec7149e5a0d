//! Parties, and their personal details beside the journal.

use crate::domain::event::{PartyChanged, PartyFacts, PartyKind, PartyRegistered, Reference};
use crate::domain::ids::PartyId;
use crate::domain::party::{Party, PartyDetails};
use crate::domain::role::Role;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::{party, party_details, party_match, party_role, party_word};
use crate::store::text::{fold, from_json, known, parsed, parsed_opt, to_json};
use diesel::dsl::max;
use diesel::prelude::*;

#[derive(Queryable, Insertable)]
#[diesel(table_name = party)]
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
        ))
        .execute(tx.conn)?;
    diesel::delete(party_role::table.filter(party_role::party_id.eq(e.party.to_string()))).execute(tx.conn)?;
    roles_write(tx, e.party, &f.roles)
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
    let roles: Vec<String> = party_role::table.filter(party_role::party_id.eq(&row.id)).select(party_role::role).load(rx.conn)?;
    let mut roles: Vec<Role> = roles.iter().map(|r| parsed(r)).collect::<Result<_, _>>()?;
    roles.sort();
    row.into_domain(roles)
}

/// The number the next party gets.
///
/// # Errors
/// When the database fails.
pub fn party_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = party::table.select(max(party::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// Writes personal details beside the journal, and the words and keys by which the party is found.
/// Older details of the party stay; its words and keys are those of the newest.
///
/// # Errors
/// When the database fails.
pub fn party_details_write(tx: &mut Tx<'_>, id: PartyId, salt: &str, digest: &str, details: &PartyDetails) -> Result<(), StoreError> {
    let id = id.to_string();
    diesel::insert_into(party_details::table)
        .values((
            party_details::party_id.eq(&id),
            party_details::digest.eq(digest),
            party_details::salt.eq(salt),
            party_details::name.eq(&details.name),
            party_details::body.eq(to_json(details)?),
        ))
        .execute(tx.conn)?;
    diesel::delete(party_word::table.filter(party_word::party_id.eq(&id))).execute(tx.conn)?;
    diesel::delete(party_match::table.filter(party_match::party_id.eq(&id))).execute(tx.conn)?;
    for word in words(&details.name) {
        diesel::insert_into(party_word::table).values((party_word::word.eq(word), party_word::party_id.eq(&id))).execute(tx.conn)?;
    }
    for key in match_keys(details) {
        diesel::insert_into(party_match::table).values((party_match::match_key.eq(key), party_match::party_id.eq(&id))).execute(tx.conn)?;
    }
    Ok(())
}

/// The details a party has now; none when they were erased.
///
/// # Errors
/// When the database fails.
pub fn party_details_fetch(rx: &mut Rx<'_>, id: PartyId) -> Result<Option<PartyDetails>, StoreError> {
    let body: Option<String> = party::table
        .inner_join(party_details::table.on(party_details::party_id.eq(party::id).and(party_details::digest.eq(party::details_digest))))
        .filter(party::id.eq(id.to_string()))
        .select(party_details::body)
        .get_result(rx.conn)
        .optional()?;
    body.as_deref().map(from_json).transpose()
}

/// Salt and details behind a digest, for checking.
///
/// # Errors
/// When the database fails.
pub fn party_details_by_digest(rx: &mut Rx<'_>, id: PartyId, digest: &str) -> Result<Option<(String, PartyDetails)>, StoreError> {
    let row: Option<(String, String)> = party_details::table
        .find((id.to_string(), digest))
        .select((party_details::salt, party_details::body))
        .get_result(rx.conn)
        .optional()?;
    row.map(|(salt, body)| Ok((salt, from_json(&body)?))).transpose()
}

/// Every party with its code and the digest of its details.
///
/// # Errors
/// When the database fails.
pub fn party_digests(rx: &mut Rx<'_>) -> Result<Vec<(PartyId, String, String)>, StoreError> {
    let rows: Vec<(String, String, String)> =
        party::table.order(party::no).select((party::id, party::code, party::details_digest)).load(rx.conn)?;
    rows.into_iter().map(|(id, code, digest)| Ok((parsed(&id)?, code, digest))).collect()
}

/// The distinct folded words of a name.
#[must_use]
pub fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = fold(name).split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
    words.sort();
    words.dedup();
    words
}

/// Keys under which likely duplicates meet: the ID number; the sorted name with birth day; the sorted name with birth place.
#[must_use]
pub fn match_keys(details: &PartyDetails) -> Vec<String> {
    let mut keys = Vec::new();
    let name = words(&details.name).join(" ");
    if let Some(id) = &details.id_number {
        let plain: String = fold(id).chars().filter(|c| *c != ' ').collect();
        if !plain.is_empty() {
            keys.push(format!("id {plain}"));
        }
    }
    if let Some(day) = details.born_on {
        keys.push(format!("day {day} {name}"));
    }
    if let Some(place) = &details.birth_place {
        keys.push(format!("place {} {name}", fold(place)));
    }
    if let Some(phone) = &details.phone {
        let plain: String = phone.chars().filter(char::is_ascii_digit).collect();
        if plain.len() >= 6 {
            keys.push(format!("phone {plain}"));
        }
    }
    keys.sort();
    keys.dedup();
    keys
}
