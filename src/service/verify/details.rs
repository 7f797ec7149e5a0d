//! Personal details against the digests of the journal, earlier ones too, and what finds a party against its details.

use super::Report;
use super::prints::Prints;
use crate::domain::entry::Entry;
use crate::domain::event::Event;
use crate::domain::ids::PartyId;
use crate::domain::party::{PartyDetails, details_digest};
use crate::domain::seal::SealError;
use crate::store::db::Rx;
use crate::store::detail_read::detail_reads_count;
use crate::store::error::StoreError;
use crate::store::party::{party_codes, party_details_by_digest, party_details_kept, party_finders, party_finders_wanted};
use std::collections::BTreeMap;

/// Said where the keys are not at hand: what is sealed was not looked into.
pub(super) const UNCHECKED: &str = "details_unchecked";

/// The digests of personal details that the journal speaks of.
#[derive(Default)]
pub(super) struct Told {
    /// Those that must be there, the newest of each party last.
    kept: BTreeMap<PartyId, Vec<String>>,
    /// Parties whose earlier details were erased, with the entry that did it.
    erased: BTreeMap<PartyId, i64>,
    /// Files of printed certificates.
    pub(super) prints: Prints,
}

impl Told {
    /// Reads the next entry.
    pub(super) fn read(&mut self, entry: &Entry) {
        self.prints.read(entry);
        match &entry.event {
            Event::PartyRegistered(e) => self.kept.entry(e.party).or_default().push(e.facts.details_digest.clone()),
            Event::PartyChanged(e) => self.kept.entry(e.party).or_default().push(e.facts.details_digest.clone()),
            Event::PartyDetailsErased(e) => {
                self.kept.remove(&e.party);
                self.erased.insert(e.party, entry.seq);
            }
            _ => {}
        }
    }
}

pub(super) fn check(rx: &mut Rx<'_>, told: &Told, report: &mut Report) -> Result<(), StoreError> {
    let (last, count) = detail_reads_count(rx)?;
    if last != count {
        report.find("details.reads", "detail_read", format!("{count} readings are written down, the last is number {last}"));
    }
    let codes: BTreeMap<PartyId, String> = party_codes(rx)?.into_iter().collect();
    let named = |id: PartyId| codes.get(&id).cloned().unwrap_or_else(|| id.to_string());
    let mut there: BTreeMap<PartyId, Vec<String>> = BTreeMap::new();
    for (party, digest) in party_details_kept(rx)? {
        let known = told.kept.get(&party).is_some_and(|digests| digests.contains(&digest));
        match told.erased.get(&party) {
            _ if known => {}
            Some(seq) => report.find("details.not_erased", named(party), format!("they were erased with entry {seq} and are there again")),
            None => report.find("details.extra", named(party), "nothing in the journal speaks of these personal details"),
        }
        there.entry(party).or_default().push(digest);
    }
    let mut finders = party_finders(rx)?;
    for (party, digests) in &told.kept {
        let code = named(*party);
        let gone = digests.iter().filter(|d| !there.get(party).is_some_and(|kept| kept.contains(d))).count();
        for _ in 0..gone {
            report.find("details.missing", &code, "the personal details that the journal speaks of are gone");
        }
        let (words, keys) = (finders.words.remove(party).unwrap_or_default(), finders.keys.remove(party).unwrap_or_default());
        if rx.has_no_keys() {
            continue;
        }
        let mut newest = Some(None);
        for digest in digests {
            newest = one(rx, *party, digest, &code, report)?.map(|found| found.map(|details| (digest, details)));
        }
        // What cannot be opened has been told of; its marks cannot be worked out.
        let Some(newest) = newest else { continue };
        let [wanted_words, wanted_keys] = match newest {
            Some((digest, details)) => party_finders_wanted(rx, *party, digest, &details)?,
            None => Default::default(),
        };
        if words != wanted_words {
            report.find("details.words", &code, "the words that find this party are not those of its name");
        }
        if keys != wanted_keys {
            report.find("details.keys", &code, "the keys that tell likely duplicates are not those of its details");
        }
    }
    for party in finders.words.keys().chain(finders.keys.keys()) {
        report.find("details.extra", named(*party), "words or keys find a party of which nothing in the journal speaks");
    }
    if rx.has_no_keys() && !there.is_empty() {
        report.notes.push(UNCHECKED);
    }
    Ok(())
}

/// The details behind a digest, or that there are none; nothing where they cannot be opened.
fn one(rx: &mut Rx<'_>, party: PartyId, digest: &str, code: &str, report: &mut Report) -> Result<Option<Option<PartyDetails>>, StoreError> {
    let kept = match party_details_by_digest(rx, party, digest) {
        Err(StoreError::Sealed(SealError::OtherKey)) => {
            report.find("details.no_key", code, "the key that these personal details are sealed with is not at hand");
            return Ok(None);
        }
        Err(StoreError::Sealed(_)) => {
            report.find("details.differ", code, "the sealed personal details were changed");
            return Ok(None);
        }
        other => report.readable(code, other)?,
    };
    let Some(kept) = kept else { return Ok(None) };
    let Some((salt, details)) = kept else { return Ok(Some(None)) };
    if details_digest(&salt, &details).map_err(StoreError::damaged)? != digest {
        report.find("details.differ", code, "the personal details are not those that were recorded");
    }
    Ok(Some(Some(details)))
}
