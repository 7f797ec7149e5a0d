//! Who may be the same as somebody who is to be registered.

use super::details::{PartyLabel, details_open, party_names, words};
use super::likeness::{Likeness, lookup_keys, name_key};
use crate::domain::event::PartyKind;
use crate::domain::ids::PartyId;
use crate::domain::party::PartyDetails;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::schema::{party, party_details, party_match};
use crate::store::sealing::Mark;
use crate::store::text::{IN_LIST, parsed};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

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
    let mut meant: BTreeMap<i64, Vec<Likeness>> = BTreeMap::new();
    for (key, likeness) in &wanted {
        for mark in rx.keys.marks(Mark::Likeness, key)? {
            meant.entry(mark).or_default().push(*likeness);
        }
    }
    let mut why: BTreeMap<PartyId, Vec<Likeness>> = BTreeMap::new();
    for part in meant.keys().copied().collect::<Vec<i64>>().chunks(IN_LIST) {
        let rows: Vec<(i64, String)> = party_match::table.filter(party_match::mark.eq_any(part.to_vec())).load(rx.conn)?;
        for (mark, id) in rows {
            why.entry(parsed(&id)?).or_default().extend(meant.get(&mark).into_iter().flatten());
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
    let marks = rx.keys.marks(Mark::Likeness, &name_key(&details.name))?;
    let named = party_match::table.filter(party_match::mark.eq_any(marks)).select(party_match::party_id);
    let rows: Vec<(String, String, Vec<u8>)> = party::table
        .inner_join(party_details::table.on(now))
        .filter(party::id.eq_any(named))
        .filter(party::kind.eq(kind.as_str()))
        .select((party::id, party_details::digest, party_details::sealed))
        .load(rx.conn)?;
    let mut found = Vec::new();
    for (id, digest, sealed) in rows {
        let other = details_open(rx.keys, &id, &digest, &sealed)?;
        if other.name == details.name && (details.born_on.is_none() || other.born_on.is_none()) {
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
