//! Sites, licences and holders by their ids, a chunk at a time.

use crate::domain::access::{Belongs, Naming};
use crate::domain::event::{LicenceState, PartyKind, SiteFacts};
use crate::domain::licence::StateChange;
use crate::domain::time::Instant;
use crate::domain::trace::{FoundLicence, Holder, TracedSite};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::lineage::CHUNK;
use crate::store::party::details_open;
use crate::store::schema::{journal, licence, licence_history, party, party_details, site, site_version};
use crate::store::text::{from_json, known, parsed, parsed_opt};
use diesel::prelude::*;
use std::collections::HashMap;

/// Puts what was found in any order into the order of the ids; every id must have been found.
fn in_order<T>(ids: &[String], mut found: HashMap<String, T>, what: &str) -> Result<Vec<T>, StoreError> {
    ids.iter().map(|id| found.remove(id).ok_or_else(|| StoreError::damaged(format!("no {what} {id}")))).collect()
}

/// The sites with these ids, in the same order.
pub(super) fn sites(rx: &mut Rx<'_>, ids: &[String]) -> Result<Vec<TracedSite>, StoreError> {
    let mut found = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let columns = (site::id, site::code, site::facts, site::registered_seq.lt(site::changed_seq));
        let rows: Vec<(String, String, String, bool)> = site::table.filter(site::id.eq_any(chunk)).select(columns).load(rx.conn)?;
        let moved = moved(rx, rows.iter().filter(|r| r.3).map(|r| r.0.as_str()).collect())?;
        for (id, code, facts, _) in rows {
            let facts: SiteFacts = from_json(&facts)?;
            let traced = TracedSite {
                id: parsed(&id)?,
                code,
                name: facts.name,
                position: facts.centre,
                shape: facts.shape,
                admin_code: facts.admin_code,
                admin_name: facts.admin_name,
                licensed: facts.licence.is_some(),
                moved_seq: moved.get(&id).copied(),
            };
            found.insert(id, traced);
        }
    }
    in_order(ids, found, "site")
}

/// The entries that last gave changed sites another place or shape.
fn moved(rx: &mut Rx<'_>, changed: Vec<&str>) -> Result<HashMap<String, i64>, StoreError> {
    if changed.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(String, i64, String)> = site_version::table
        .filter(site_version::site_id.eq_any(changed))
        .order((site_version::site_id, site_version::seq))
        .select((site_version::site_id, site_version::seq, site_version::facts))
        .load(rx.conn)?;
    let (mut moved, mut before) = (HashMap::new(), None);
    for (id, seq, facts) in rows {
        let shape = from_json::<SiteFacts>(&facts)?.shape;
        if before.as_ref().is_some_and(|(of, was)| *of == id && *was != shape) {
            moved.insert(id.clone(), seq);
        }
        before = Some((id, shape));
    }
    Ok(moved)
}

/// The licences with these ids, in the same order; the holder is still an id.
pub(super) fn licences(rx: &mut Rx<'_>, ids: &[String]) -> Result<Vec<FoundLicence>, StoreError> {
    type Columns = (String, String, String, String, String, String, String);
    let mut found = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let written = journal::recorded_at;
        let rows: Vec<Columns> = licence::table
            .inner_join(journal::table.on(journal::seq.eq(licence::issued_seq)))
            .filter(licence::id.eq_any(chunk))
            .select((licence::id, licence::number, licence::kind, licence::holder_id, licence::starts_on, licence::ends_on, written))
            .load(rx.conn)?;
        for (id, number, kind, holder, starts_on, ends_on, written) in rows {
            let term = (parsed(&starts_on)?, parsed(&ends_on)?);
            let written_on = parsed::<Instant>(&written)?.day();
            let licence = FoundLicence { id: parsed(&id)?, number, kind, holder, term, written_on, history: Vec::new() };
            found.insert(id, licence);
        }
        let changes: Vec<(String, i64, String, String, Option<String>)> = licence_history::table
            .filter(licence_history::licence_id.eq_any(chunk))
            .order((licence_history::licence_id, licence_history::seq))
            .select((
                licence_history::licence_id,
                licence_history::seq,
                licence_history::state,
                licence_history::on_day,
                licence_history::reason,
            ))
            .load(rx.conn)?;
        for (id, seq, state, on, reason) in changes {
            let change = StateChange { seq, state: known(LicenceState::parse(&state), &state)?, on: parsed(&on)?, reason };
            if let Some(licence) = found.get_mut(&id) {
                licence.history.push(change);
            }
        }
    }
    in_order(ids, found, "licence")
}

/// Who the holders with some ids are.
pub(super) struct Holders(HashMap<String, Holder>);

impl Holders {
    /// The code behind an id.
    pub(super) fn code(&self, id: &str) -> String {
        self.0.get(id).map(|h| h.code.clone()).unwrap_or_default()
    }
    /// Code and name behind an id.
    pub(super) fn holder(&self, id: &str) -> (String, Option<String>) {
        self.0.get(id).map(|h| (h.code.clone(), h.name.clone())).unwrap_or_default()
    }
    /// All of them, by code.
    pub(super) fn into_sorted(self) -> Vec<Holder> {
        let mut all: Vec<Holder> = self.0.into_values().collect();
        all.sort_by(|a, b| a.code.cmp(&b.code));
        all
    }
}

/// Codes for all; names only where the reach covers the party's record.
pub(super) fn holders(rx: &mut Rx<'_>, mut ids: Vec<String>, details: Naming) -> Result<Holders, StoreError> {
    ids.sort_unstable();
    ids.dedup();
    let mut found = HashMap::with_capacity(ids.len());
    let mut told = Vec::new();
    for chunk in ids.chunks(CHUNK) {
        let columns = (party::id, party::code, party::kind, party::office_id);
        let rows: Vec<(String, String, String, Option<String>)> =
            party::table.filter(party::id.eq_any(chunk)).select(columns).load(rx.conn)?;
        for (id, code, kind, office) in rows {
            let belongs = Belongs { office: parsed_opt(office.as_deref())?, parties: vec![parsed(&id)?] };
            if details.covers(kind == PartyKind::Organisation.as_str(), &belongs) {
                told.push(id.clone());
            }
            found.insert(id, Holder { code, name: None });
        }
    }
    for chunk in told.chunks(CHUNK) {
        let rows: Vec<(String, String, Vec<u8>)> = party::table
            .inner_join(party_details::table.on(party_details::party_id.eq(party::id).and(party_details::digest.eq(party::details_digest))))
            .filter(party::id.eq_any(chunk))
            .select((party::id, party_details::digest, party_details::sealed))
            .load(rx.conn)?;
        for (id, digest, sealed) in rows {
            if let Some(holder) = found.get_mut(&id) {
                holder.name = Some(details_open(rx.keys, &id, &digest, &sealed)?.name);
            }
        }
    }
    Ok(Holders(found))
}
