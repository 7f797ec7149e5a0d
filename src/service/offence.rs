//! Offences: somebody is suspected, and what became of it. Statements are added; none is changed. Whoever is stopped for one
//! is stopped by the acts that stop licences and parties, which name the offence.

use crate::domain::access::{Belongs, Permission, Reach};
use crate::domain::code::written;
use crate::domain::event::{OffenceFollowedUp, OffenceRecorded, OffenceState};
use crate::domain::ids::{ArrivalId, CertificateId, LicenceId, OffenceId, OfficeId, PartyId, SeizureId};
use crate::domain::money::{Currency, Money};
use crate::domain::offence::offence_code;
use crate::domain::parcel::parcel_no_typed;
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::licence::licence_typed;
use crate::service::parcel::tidy;
use crate::service::seizure::party_typed;
use crate::service::shipment::words;
use crate::service::{Case, Command, Decision};
use crate::store::arrival::arrival_by_code;
use crate::store::certificate::certificate_by_number;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::offence::{offence_by_code, offence_fetch, offence_next_no, offence_statements};
use crate::store::office::office_fetch;
use crate::store::parcel::parcel_fetch;
use crate::store::seizure::seizure_by_code;
use serde::{Deserialize, Serialize};

/// The most characters of what is told.
const TEXT_MAX: usize = 2_000;
/// The most characters of an authority and of a number of its case.
const NAME_MAX: usize = 200;
/// The most parties and parcels of one offence.
const LIST_MAX: usize = 50;

/// Writes an offence down: somebody is suspected of it, or nobody knows who did it.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordOffence {
    /// Code of the offence in the country's rules.
    pub ground: String,
    /// Codes of the parties that are suspected; none where nobody knows who did it.
    #[serde(default)]
    pub parties: Vec<String>,
    /// The office that keeps it; his own of whoever is bound to one.
    #[serde(default)]
    pub office: Option<OfficeId>,
    /// The day on which it happened or was noticed; today when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Day>,
    /// What happened. It stays in the journal for good: no name of a person, no number of a paper of his.
    pub account: String,
    /// Code of a seizure that goes with it.
    #[serde(default)]
    pub seizure: Option<String>,
    /// Codes of parcels that it is about.
    #[serde(default)]
    pub parcels: Vec<String>,
    /// Number of a certificate of this country that it is about.
    #[serde(default)]
    pub certificate: Option<String>,
    /// Code of a shipment from abroad that it is about.
    #[serde(default)]
    pub arrival: Option<String>,
    /// Number of a licence that it is about.
    #[serde(default)]
    pub licence: Option<String>,
}

/// What an offence is about, as found.
#[derive(Default)]
struct About {
    parties: Vec<PartyId>,
    seizure: Option<SeizureId>,
    parcels: Vec<i64>,
    certificate: Option<CertificateId>,
    arrival: Option<ArrivalId>,
    licence: Option<LicenceId>,
}

fn named(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|t| !t.is_empty())
}

fn not_there(field: &'static str, typed: &str) -> Violation {
    Violation::on("offence.not_there", field).with("typed", typed.chars().take(60).collect::<String>())
}

impl Command for RecordOffence {
    const NAME: &'static str = "record_offence";
    const PERMISSION: Permission = Permission::OffenceWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let (mut v, today) = (Violations::none(), case.today());
        let office = match case.reach(Permission::OffenceWrite) {
            Reach::Office(own) => {
                v.check(self.office.is_none_or(|o| o == own), || Violation::on("seizure.office", "office"));
                Some(own)
            }
            _ => self.office,
        };
        case.require(Permission::OffenceWrite, &Belongs::office(office))?;
        if let Some(office) = self.office {
            v.check(office_fetch(rx, office)?.is_some(), || Violation::on("unknown_choice", "office"));
        }
        v.check(case.profile().offence(&self.ground).is_some(), || Violation::on("seizure.ground", "ground"));
        let on = self.on.unwrap_or(today);
        v.check(on <= today, || Violation::on("day.future", "on"));
        let account = words(&self.account, "account", TEXT_MAX, &mut v);
        let about = self.about(rx, case, &mut v)?;
        v.finish()?;
        let no = offence_next_no(rx)?;
        Ok(OffenceRecorded {
            offence: case.id(),
            no,
            code: offence_code(no),
            office,
            ground: self.ground.clone(),
            parties: about.parties,
            on,
            account,
            seizure: about.seizure,
            parcels: about.parcels,
            certificate: about.certificate,
            arrival: about.arrival,
            licence: about.licence,
        }
        .into())
    }
}

impl RecordOffence {
    fn about(&self, rx: &mut Rx<'_>, case: &Case<'_>, v: &mut Violations) -> Result<About, StoreError> {
        let mut about = About::default();
        let many = self.parties.len() > LIST_MAX || self.parcels.len() > LIST_MAX;
        v.check(!many, || Violation::on("seizure.too_many", "parties").with("most", i64::try_from(LIST_MAX).unwrap_or(i64::MAX)));
        for typed in self.parties.iter().filter_map(|p| named(Some(p))).take(LIST_MAX) {
            about.parties.extend(party_typed(rx, typed, "parties", v)?.map(|p| p.id));
        }
        about.parties.sort_unstable();
        about.parties.dedup();
        for typed in self.parcels.iter().filter_map(|p| named(Some(p))).take(LIST_MAX) {
            let found = parcel_no_typed(typed).map(|no| parcel_fetch(rx, no)).transpose()?.flatten();
            v.check(found.is_some(), || not_there("parcels", typed));
            about.parcels.extend(found.map(|p| p.no));
        }
        about.parcels.sort_unstable();
        about.parcels.dedup();
        if let Some(typed) = named(self.seizure.as_deref()) {
            let found = seizure_by_code(rx, &written(typed))?.filter(|s| case.reach(Permission::SeizureRead).covers(&s.belongs()));
            v.check(found.is_some(), || not_there("seizure", typed));
            about.seizure = found.map(|s| s.facts.seizure);
        }
        if let Some(typed) = named(self.certificate.as_deref()) {
            let number = case.profile().certificate_number_typed(typed).unwrap_or_else(|| typed.to_owned());
            let found = certificate_by_number(rx, &number)?;
            v.check(found.is_some(), || not_there("certificate", typed));
            about.certificate = found.map(|c| c.facts.certificate);
        }
        if let Some(typed) = named(self.arrival.as_deref()) {
            let found = arrival_by_code(rx, &written(typed))?;
            v.check(found.is_some(), || not_there("arrival", typed));
            about.arrival = found.map(|a| a.facts.arrival);
        }
        if let Some(typed) = named(self.licence.as_deref()) {
            let found = licence_typed(rx, case.profile(), typed)?;
            v.check(found.is_some(), || not_there("licence", typed));
            about.licence = found.map(|l| l.id);
        }
        Ok(about)
    }
}

/// Says how an offence stands: charged, when a court hears it, and how it ended. Earlier statements stay.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FollowUpOffence {
    /// Which.
    pub offence: OffenceId,
    /// How it stands; it must be said.
    #[serde(default)]
    pub state: Option<OffenceState>,
    /// The day for which that holds, of a hearing its own, which may be to come; today when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Day>,
    /// The authority or court.
    pub authority: String,
    /// Number of its case.
    #[serde(default)]
    pub case_number: Option<String>,
    /// The fine, of what was fined or convicted: in the currency of the country or in US dollars.
    #[serde(default)]
    pub fine: Option<Money>,
    /// What is said of it; for the authority alone. No name of a person.
    #[serde(default)]
    pub note: Option<String>,
}

impl Command for FollowUpOffence {
    const NAME: &'static str = "follow_up_offence";
    const PERMISSION: Permission = Permission::OffenceWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let found = offence_fetch(rx, self.offence)?.filter(|o| case.reach(Permission::OffenceRead).covers(&o.belongs()));
        let found = found.ok_or(ServiceError::NotFound("offence"))?;
        case.require(Permission::OffenceWrite, &found.belongs())?;
        let said = offence_statements(rx, found.facts.no)?;
        let (mut v, today) = (Violations::none(), case.today());
        v.check(self.state.is_some(), || Violation::on("required", "state"));
        let on = self.on.unwrap_or(today);
        v.check(on <= today || self.state == Some(OffenceState::Hearing), || Violation::on("day.future", "on"));
        v.check(found.facts.on <= on, || Violation::on("offence.before", "on").with("day", found.facts.on));
        let may = self.state.is_none_or(|next| found.state.may_become(next));
        v.check(may, || Violation::on("offence.over", "state").with("state", found.state.as_str()).conflict());
        let authority = words(&self.authority, "authority", NAME_MAX, &mut v);
        let case_number = tidy(self.case_number.as_deref(), "case_number", NAME_MAX, &mut v);
        self.check_fine(case, &mut v);
        let note = tidy(self.note.as_deref(), "note", TEXT_MAX, &mut v);
        v.finish()?;
        let no = said.last().map_or(0, |s| s.facts.no).saturating_add(1);
        let state = self.state.ok_or_else(|| ServiceError::from(Violation::on("required", "state")))?;
        Ok(OffenceFollowedUp { offence: self.offence, no, state, on, authority, case_number, fine: self.fine, note }.into())
    }
}

impl FollowUpOffence {
    fn check_fine(&self, case: &Case<'_>, v: &mut Violations) {
        let local: Currency = case.profile().country.currency.value;
        match (self.fine, self.state) {
            (Some(fine), Some(OffenceState::Fined | OffenceState::Convicted)) => {
                v.check(fine.minor > 0, || Violation::on("purchase.price", "fine"));
                let known = fine.currency == local || fine.currency == Currency::USD;
                v.check(known, || Violation::on("purchase.currency", "fine").with("local", local.as_str()));
            }
            (Some(_), Some(_)) => v.push(Violation::on("offence.no_fine", "fine")),
            (None, Some(OffenceState::Fined)) => v.push(Violation::on("required", "fine")),
            _ => {}
        }
    }
}

/// The offence that an act names by its code: one within reach, of the party that is stopped for it.
///
/// # Errors
/// When the database fails.
pub(super) fn offence_of(
    rx: &mut Rx<'_>,
    case: &Case<'_>,
    typed: Option<&str>,
    party: PartyId,
    v: &mut Violations,
) -> Result<Option<OffenceId>, StoreError> {
    let Some(typed) = named(typed) else { return Ok(None) };
    let found = offence_by_code(rx, &written(typed))?.filter(|o| case.reach(Permission::OffenceRead).covers(&o.belongs()));
    v.check(found.is_some(), || not_there("offence", typed));
    let of = found.as_ref().is_none_or(|o| o.facts.parties.contains(&party));
    v.check(of, || Violation::on("offence.other_party", "offence").with("typed", typed.chars().take(60).collect::<String>()));
    Ok(found.map(|o| o.facts.offence))
}
