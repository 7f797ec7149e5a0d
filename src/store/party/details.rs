//! Personal details of parties beside the journal, the words and keys that find them, and names for pages.

use super::likeness::{Likeness, lookup_keys, match_keys};
use crate::domain::access::Belongs;
use crate::domain::event::{Event, PartyFacts, PartyKind};
use crate::domain::ids::{OfficeId, PartyId};
use crate::domain::party::PartyDetails;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::{Stored, entries_latest};
use crate::store::schema::{party, party_details, party_match, party_word};
use crate::store::text::{IN_LIST, fold, from_json, parsed, parsed_opt, to_json};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

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

/// The digests under which details are kept, of every party, in the order of their ids.
///
/// # Errors
/// When the database fails.
pub fn party_details_kept(rx: &mut Rx<'_>) -> Result<Vec<(PartyId, String)>, StoreError> {
    let order = (party_details::party_id, party_details::digest);
    let rows: Vec<(String, String)> = party_details::table.order(order).select(order).load(rx.conn)?;
    rows.into_iter().map(|(id, digest)| Ok((parsed(&id)?, digest))).collect()
}

/// The words and the keys by which parties are found now.
#[derive(Debug, Default)]
pub struct Finders {
    /// Words of names, in order.
    pub words: BTreeMap<PartyId, BTreeSet<String>>,
    /// Keys of likeness, in order.
    pub keys: BTreeMap<PartyId, BTreeSet<String>>,
}

/// The words and the keys of every party, as kept.
///
/// # Errors
/// When the database fails.
pub fn party_finders(rx: &mut Rx<'_>) -> Result<Finders, StoreError> {
    let mut found = Finders::default();
    let words: Vec<(String, String)> = party_word::table.select((party_word::party_id, party_word::word)).load(rx.conn)?;
    for (id, word) in words {
        found.words.entry(parsed(&id)?).or_default().insert(word);
    }
    let keys: Vec<(String, String)> = party_match::table.select((party_match::party_id, party_match::match_key)).load(rx.conn)?;
    for (id, key) in keys {
        found.keys.entry(parsed(&id)?).or_default().insert(key);
    }
    Ok(found)
}

/// The distinct folded words of a name.
#[must_use]
pub fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = fold(name).split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
    words.sort();
    words.dedup();
    words
}

/// How a page names a party: always by its code, by its name only for whoever may read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyLabel {
    /// Its code.
    pub code: String,
    /// Its name now; none when its details were erased.
    pub name: Option<String>,
    /// The office that keeps it.
    pub office: Option<OfficeId>,
}

impl PartyLabel {
    /// What the record belongs to.
    #[must_use]
    pub fn belongs(&self, id: PartyId) -> Belongs {
        Belongs { office: self.office, parties: vec![id] }
    }
}

/// Codes and names of parties. **The caller** shows a name only where the reader's reach of
/// [`Permission::DetailsRead`](crate::domain::access::Permission::DetailsRead) covers it.
///
/// # Errors
/// When the database fails.
pub fn party_names(rx: &mut Rx<'_>, ids: &[PartyId]) -> Result<HashMap<PartyId, PartyLabel>, StoreError> {
    let mut ids = ids.to_vec();
    ids.sort();
    ids.dedup();
    let mut found = HashMap::with_capacity(ids.len());
    for part in ids.chunks(IN_LIST) {
        let texts: Vec<String> = part.iter().map(ToString::to_string).collect();
        let now = party_details::party_id.eq(party::id).and(party_details::digest.eq(party::details_digest));
        let rows: Vec<(String, String, Option<String>, Option<String>)> = party::table
            .left_join(party_details::table.on(now))
            .filter(party::id.eq_any(texts))
            .select((party::id, party::code, party::office_id, party_details::name.nullable()))
            .load(rx.conn)?;
        for (id, code, office, name) in rows {
            found.insert(parsed(&id)?, PartyLabel { code, name, office: parsed_opt(office.as_deref())? });
        }
    }
    Ok(found)
}

/// Somebody already registered who may be the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// Who.
    pub id: PartyId,
    /// How to name him.
    pub label: PartyLabel,
    /// What the two have in common.
    pub why: Vec<Likeness>,
}

/// Parties that may be the same as one with these details, in the order of their codes; `except` is left out.
/// A name without birth day or place counts between organisations only.
///
/// # Errors
/// When the database fails.
pub fn party_duplicates(
    rx: &mut Rx<'_>,
    kind: PartyKind,
    details: &PartyDetails,
    except: Option<PartyId>,
) -> Result<Vec<Duplicate>, StoreError> {
    let wanted = lookup_keys(details);
    let keys: Vec<&str> = wanted.iter().map(|(key, _)| key.as_str()).collect();
    let mut why: BTreeMap<PartyId, Vec<Likeness>> = BTreeMap::new();
    for part in keys.chunks(IN_LIST) {
        let rows: Vec<(String, String)> = party_match::table.filter(party_match::match_key.eq_any(part.to_vec())).load(rx.conn)?;
        for (key, id) in rows {
            let id: PartyId = parsed(&id)?;
            let likeness = wanted.iter().filter(|(k, _)| *k == key).map(|(_, likeness)| *likeness);
            why.entry(id).or_default().extend(likeness);
        }
    }
    for id in same_name(rx, kind, details)? {
        why.entry(id).or_default().push(Likeness::SameName);
    }
    if let Some(except) = except {
        why.remove(&except);
    }
    let firms = if kind == PartyKind::Organisation { organisations(rx, &why)? } else { BTreeSet::new() };
    for (id, why) in &mut why {
        why.retain(|w| *w != Likeness::FirmName || firms.contains(id));
    }
    why.retain(|_, why| !why.is_empty());
    let mut labels = party_names(rx, &why.keys().copied().collect::<Vec<_>>())?;
    let mut found: Vec<Duplicate> = why
        .into_iter()
        .filter_map(|(id, mut why)| {
            why.sort();
            why.dedup();
            Some(Duplicate { id, label: labels.remove(&id)?, why })
        })
        .collect();
    found.sort_by(|a, b| a.label.code.cmp(&b.label.code));
    Ok(found)
}

/// The parties of this kind that have exactly this name now, and no birth day that differs from the one given. A name of
/// one word, as many have, says too little.
fn same_name(rx: &mut Rx<'_>, kind: PartyKind, details: &PartyDetails) -> Result<Vec<PartyId>, StoreError> {
    if words(&details.name).len() < 2 {
        return Ok(Vec::new());
    }
    let now = party_details::party_id.eq(party::id).and(party_details::digest.eq(party::details_digest));
    let rows: Vec<(String, String)> = party::table
        .inner_join(party_details::table.on(now))
        .filter(party_details::name.eq(&details.name))
        .filter(party::kind.eq(kind.as_str()))
        .select((party::id, party_details::body))
        .load(rx.conn)?;
    let mut found = Vec::new();
    for (id, body) in rows {
        let other: PartyDetails = from_json(&body)?;
        if details.born_on.is_none() || other.born_on.is_none() {
            found.push(parsed(&id)?);
        }
    }
    Ok(found)
}

fn organisations(rx: &mut Rx<'_>, among: &BTreeMap<PartyId, Vec<Likeness>>) -> Result<BTreeSet<PartyId>, StoreError> {
    let ids: Vec<String> = among.keys().map(ToString::to_string).collect();
    let mut found = BTreeSet::new();
    for part in ids.chunks(IN_LIST) {
        let rows: Vec<String> = party::table
            .filter(party::id.eq_any(part.to_vec()))
            .filter(party::kind.eq(PartyKind::Organisation.as_str()))
            .select(party::id)
            .load(rx.conn)?;
        for id in rows {
            found.insert(parsed(&id)?);
        }
    }
    Ok(found)
}

/// The details a party had when an entry was written: what a paper made then says for ever.
///
/// # Errors
/// When the database fails.
pub fn party_details_as_of(rx: &mut Rx<'_>, id: PartyId, seq: i64) -> Result<Option<PartyDetails>, StoreError> {
    let versions = party_history(rx, id, i64::MAX)?;
    Ok(versions.into_iter().find(|v| v.stored.entry.seq <= seq).and_then(|v| v.details))
}

/// One state of a party's record: the entry, the facts from then on, and the details that were kept with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// The entry.
    pub stored: Stored,
    /// What the journal says.
    pub facts: PartyFacts,
    /// Why it changed; none for the registration.
    pub reason: Option<String>,
    /// The details; none when they were erased.
    pub details: Option<PartyDetails>,
}

/// Every state of a party's record, newest first.
///
/// # Errors
/// When the database fails.
pub fn party_history(rx: &mut Rx<'_>, id: PartyId, limit: i64) -> Result<Vec<Version>, StoreError> {
    let mut versions = Vec::new();
    for stored in entries_latest(rx, Some(&id.to_string()), None, limit)? {
        let (facts, reason) = match &stored.entry.event {
            Event::PartyRegistered(e) => (e.facts.clone(), None),
            Event::PartyChanged(e) => (e.facts.clone(), Some(e.reason.clone())),
            _ => continue,
        };
        let details = party_details_by_digest(rx, id, &facts.details_digest)?.map(|(_, details)| details);
        versions.push(Version { stored, facts, reason, details });
    }
    Ok(versions)
}
