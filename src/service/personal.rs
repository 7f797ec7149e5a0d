//! Personal details: read in full with a record of it, and erased for good.

use crate::domain::access::{Actor, Permission, Reach, ReadVia, Sight, sight};
use crate::domain::event::PartyDetailsErased;
use crate::domain::ids::PartyId;
use crate::domain::parcel::ParcelState;
use crate::domain::party::{Party, PartyDetails};
use crate::domain::time::Instant;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::party::{check_reason, check_seen};
use crate::service::{App, Beside, Case, Command, Decision};
use crate::store::db::{Rx, Tx};
use crate::store::detail_read::detail_read_write;
use crate::store::dispute::{DisputeFilter, disputes};
use crate::store::error::StoreError;
use crate::store::licence::licences_of;
use crate::store::parcel::{ParcelFilter, parcels};
use crate::store::party::{Version, party_details_as_of, party_details_fetch, party_fetch, party_history};
use crate::store::purchase::{PurchaseFilter, PurchaseWhen, purchases};
use serde::{Deserialize, Serialize};

/// Most characters of what details are asked for.
const PURPOSE_MAX: usize = 200;
/// How many versions of a record are read.
const VERSIONS: i64 = 100;
/// How many licences, parcels, cases and offers a refusal names.
const NAMED: usize = 5;

/// A reading of personal details: who, when, where, and what for.
pub struct Reading<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// The clock.
    pub now: Instant,
    /// Where.
    pub via: ReadVia,
    /// What for; whoever has to ask has to say.
    pub purpose: Option<&'a str>,
}

impl Reading<'_> {
    /// What it is for, where that is well said.
    fn purpose(&self, party: &Party) -> Result<Option<String>, ServiceError> {
        let asked = match (sight(self.actor, &party.belongs()), self.via) {
            (Sight::Nothing, _) | (Sight::Asked, ReadVia::Page) => return Err(ServiceError::Forbidden),
            // What the form, the comparison and the paper are for is plain.
            (Sight::Asked, ReadVia::Asked | ReadVia::Api) => true,
            _ => false,
        };
        let said = self.purpose.map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned);
        let mut v = Violations::none();
        v.check(said.is_some() || !asked, || Violation::on("required", "purpose"));
        if let Some(purpose) = &said {
            let limit = i64::try_from(PURPOSE_MAX).unwrap_or(i64::MAX);
            v.check(purpose.chars().count() <= PURPOSE_MAX, || Violation::on("too_long", "purpose").with("limit", limit));
            check_seen(purpose, "purpose", &mut v);
        }
        v.finish()?;
        Ok(said)
    }

    pub(super) fn note(&self, tx: &mut Tx<'_>, party: &Party) -> Result<(), ServiceError> {
        let purpose = self.purpose(party)?;
        Ok(detail_read_write(tx, self.actor.account, party.id, self.via, purpose.as_deref())?)
    }
}

impl App {
    /// The details a party has now, in full; none when they were erased. The record of it is written first, and without
    /// it nothing is read.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] outside the reader's reach; a refusal where he has to say what for; faults.
    pub fn details_read(&self, reading: &Reading<'_>, party: &Party) -> Result<Option<PartyDetails>, ServiceError> {
        self.db.write(reading.now, |tx| noted(tx, reading, party, |rx| party_details_fetch(rx, party.id)))
    }

    /// The same of several parties at once: one record for each. Parties whose details the reader may not see are left out.
    ///
    /// # Errors
    /// As [`App::details_read`].
    pub fn details_read_of(&self, reading: &Reading<'_>, parties: &[Party]) -> Result<Vec<(PartyId, PartyDetails)>, ServiceError> {
        let open: Vec<&Party> = parties.iter().filter(|p| sight(reading.actor, &p.belongs()) != Sight::Nothing).collect();
        if open.is_empty() {
            return Ok(Vec::new());
        }
        self.db.write(reading.now, |tx| {
            let mut found = Vec::with_capacity(open.len());
            for party in open {
                let details = noted(tx, reading, party, |rx| party_details_fetch(rx, party.id))?;
                found.extend(details.map(|details| (party.id, details)));
            }
            Ok(found)
        })
    }

    /// The details of a party with every earlier state of its record.
    ///
    /// # Errors
    /// As [`App::details_read`].
    pub fn details_history(&self, reading: &Reading<'_>, party: &Party) -> Result<(Option<PartyDetails>, Vec<Version>), ServiceError> {
        self.db.write(reading.now, |tx| {
            let now = noted(tx, reading, party, |rx| party_details_fetch(rx, party.id))?;
            Ok((now, party_history(tx, party.id, VERSIONS)?))
        })
    }

    /// The details a party had when an entry was written.
    ///
    /// # Errors
    /// As [`App::details_read`].
    pub fn details_as_of(&self, reading: &Reading<'_>, party: &Party, seq: i64) -> Result<Option<PartyDetails>, ServiceError> {
        self.db.write(reading.now, |tx| noted(tx, reading, party, |rx| party_details_as_of(rx, party.id, seq)))
    }
}

/// Notes a reading and reads. Nothing is noted where there is nothing to be read.
fn noted(
    tx: &mut Tx<'_>,
    reading: &Reading<'_>,
    party: &Party,
    read: impl FnOnce(&mut Rx<'_>) -> Result<Option<PartyDetails>, StoreError>,
) -> Result<Option<PartyDetails>, ServiceError> {
    if party.erased_seq.is_none() {
        reading.note(tx, party)?;
    }
    Ok(read(tx)?)
}

/// Takes the personal details of a party away for good, with all earlier ones, their salts and the words and keys that
/// find it. The party stays, with its code, and so does every entry.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EraseDetails {
    /// Whose.
    pub party: PartyId,
    /// Why: the request, the end of the time for which they are kept. It stands in the journal for good: no details of
    /// persons.
    pub reason: String,
}

impl Command for EraseDetails {
    const NAME: &'static str = "erase_details";
    const PERMISSION: Permission = Permission::DetailsErase;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let party = party_fetch(rx, self.party)?.ok_or(ServiceError::NotFound("party"))?;
        case.require(Permission::DetailsErase, &party.belongs())?;
        let mut v = Violations::none();
        let reason = check_reason(&self.reason, &mut v);
        v.check(party.erased_seq.is_none(), || Violation::on("details.erased", "party").with("code", party.code.clone()).conflict());
        holds(rx, &party, case, &mut v)?;
        v.finish()?;
        Ok(Decision::from(PartyDetailsErased { party: party.id, reason }).beside(Beside::Erased { party: party.id }))
    }
}

/// What keeps the details: a licence under which the party may still act or will, parcels in its hands, cases that are not
/// decided and offers that wait.
fn holds(rx: &mut Rx<'_>, party: &Party, case: &Case<'_>, v: &mut Violations) -> Result<(), StoreError> {
    let today = case.today();
    let live: Vec<String> =
        licences_of(rx, party.id)?.into_iter().filter(|l| l.standing_on(today).is_live()).take(NAMED).map(|l| l.number).collect();
    v.check(live.is_empty(), || {
        Violation::on("details.held_licences", "party").with("code", party.code.clone()).with("numbers", live.join(", "))
    });
    let filter = ParcelFilter { holder: Some(party.id), state: Some(ParcelState::Live), test: Some(false), ..ParcelFilter::default() };
    let most = i64::try_from(NAMED).unwrap_or(i64::MAX);
    let held = parcels(rx, Reach::All, &filter, case.act.now, None, most)?;
    v.check(held.is_empty(), || {
        let codes: Vec<String> = held.iter().map(|p| p.code.clone()).collect();
        Violation::on("details.held_parcels", "party").with("code", party.code.clone()).with("parcels", codes.join(", "))
    });
    let cases = disputes(rx, Reach::Party(party.id), &DisputeFilter::open(), None, most)?;
    v.check(cases.is_empty(), || {
        let codes: Vec<String> = cases.iter().map(|d| d.code.clone()).collect();
        Violation::on("details.held_cases", "party").with("code", party.code.clone()).with("cases", codes.join(", "))
    });
    let open = PurchaseFilter { when: Some(PurchaseWhen::Open(case.act.now)), ..PurchaseFilter::default() };
    let offers = purchases(rx, Reach::Party(party.id), &open, None, most)?;
    v.check(offers.is_empty(), || {
        let serials: Vec<String> = offers.iter().map(|p| p.serial.clone()).collect();
        Violation::on("details.held_offers", "party").with("code", party.code.clone()).with("serials", serials.join(", "))
    });
    Ok(())
}
