//! Registering parties and changing their records.

use crate::domain::access::{Belongs, Permission};
use crate::domain::event::{PartyChanged, PartyFacts, PartyKind, PartyRegistered, Reference};
use crate::domain::ids::{OfficeId, PartyId};
use crate::domain::party::{PartyDetails, details_digest};
use crate::domain::role::Role;
use crate::domain::violation::{Violation, Violations};
use crate::domain::{code, party::is_hidden};
use crate::service::error::ServiceError;
use crate::service::{Beside, Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::office::office_fetch;
use crate::store::party::{match_keys, party_by_reference, party_details_fetch, party_duplicates, party_fetch, party_next_no};
use serde::{Deserialize, Serialize};

/// Most characters of a reason.
pub(super) const REASON_MAX: usize = 500;
/// The longest name of another register, and the longest key there.
const REFERENCE_MAX: usize = 100;
/// How many codes of likely duplicates a refusal names.
const CODES_SHOWN: usize = 5;

/// Registers a person or an organisation.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterParty {
    /// Person or organisation.
    pub kind: PartyKind,
    /// What it does in the trade; at least one.
    pub roles: Vec<Role>,
    /// The office that keeps the record; the account's own where none is given.
    #[serde(default)]
    pub office: Option<OfficeId>,
    /// Who pre-finances; must have the role `supporter`.
    #[serde(default)]
    pub supporter: Option<PartyId>,
    /// Name and the rest. They stand beside the journal, never in it.
    pub details: PartyDetails,
    /// Where the record comes from, on import.
    #[serde(default)]
    pub reference: Option<Reference>,
    /// Whether whoever registers has seen the likely duplicates and knows that this is somebody else.
    #[serde(default)]
    pub acknowledged_duplicates: bool,
}

impl Command for RegisterParty {
    const NAME: &'static str = "register_party";
    const PERMISSION: Permission = Permission::PartyWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let mut v = Violations::none();
        let entry = Entered {
            id: None,
            kind: self.kind,
            roles: &self.roles,
            office: self.office.or(case.act.actor.office),
            supporter: self.supporter,
            reference: trimmed(self.reference.as_ref()),
        };
        case.require(Permission::PartyWrite, &Belongs::office(entry.office))?;
        let details = self.details.tidy();
        entry.check(rx, &mut v)?;
        details.check(self.kind, case.today(), &mut v);
        if !self.acknowledged_duplicates {
            duplicates(rx, &entry, &details, None, &mut v)?;
        }
        v.finish()?;
        let party = case.id();
        let no = party_next_no(rx)?;
        let prefix = case.profile().country.alpha3.value.clone();
        let (facts, beside) = facts(party, &entry, details, case)?;
        Ok(Decision::from(PartyRegistered { party, no, code: code::make(&prefix, no), facts }).beside(beside))
    }
}

/// Replaces the record of a party: everything is as given here from now on. What was written before stays
/// visible in its history.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeParty {
    /// Which.
    pub party: PartyId,
    /// Person or organisation.
    pub kind: PartyKind,
    /// What it does in the trade from now on.
    pub roles: Vec<Role>,
    /// The office that keeps the record; unchanged where none is given.
    #[serde(default)]
    pub office: Option<OfficeId>,
    /// Who pre-finances from now on.
    #[serde(default)]
    pub supporter: Option<PartyId>,
    /// All details from now on.
    pub details: PartyDetails,
    /// Where the record comes from, on import.
    #[serde(default)]
    pub reference: Option<Reference>,
    /// Why.
    pub reason: String,
    /// Whether whoever changes it has seen the likely duplicates that the change brings.
    #[serde(default)]
    pub acknowledged_duplicates: bool,
}

impl Command for ChangeParty {
    const NAME: &'static str = "change_party";
    const PERMISSION: Permission = Permission::PartyWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let before = party_fetch(rx, self.party)?.ok_or(ServiceError::NotFound("party"))?;
        case.require(Permission::PartyWrite, &before.belongs())?;
        let entry = Entered {
            id: Some(self.party),
            kind: self.kind,
            roles: &self.roles,
            office: self.office.or(before.facts.office),
            supporter: self.supporter,
            reference: trimmed(self.reference.as_ref()).or_else(|| before.facts.reference.clone()),
        };
        case.require(Permission::PartyWrite, &Belongs::office(entry.office))?;
        let mut v = Violations::none();
        let details = self.details.tidy();
        let old = party_details_fetch(rx, self.party)?;
        entry.check(rx, &mut v)?;
        details.check(self.kind, case.today(), &mut v);
        let reason = check_reason(&self.reason, &mut v);
        if !self.acknowledged_duplicates {
            // Who was told apart before need not be told apart again.
            duplicates(rx, &entry, &details, old.as_ref(), &mut v)?;
        }
        v.finish()?;
        let (facts, beside) = facts(self.party, &entry, details, case)?;
        Ok(Decision::from(PartyChanged { party: self.party, facts, reason }).beside(beside))
    }
}

/// What both acts say beside the details.
struct Entered<'a> {
    id: Option<PartyId>,
    kind: PartyKind,
    roles: &'a [Role],
    office: Option<OfficeId>,
    supporter: Option<PartyId>,
    reference: Option<Reference>,
}

impl Entered<'_> {
    fn check(&self, rx: &mut Rx<'_>, v: &mut Violations) -> Result<(), ServiceError> {
        v.check(!self.roles.is_empty(), || Violation::on("party.no_role", "roles"));
        if let Some(office) = self.office {
            v.check(office_fetch(rx, office)?.is_some(), || Violation::on("unknown_choice", "office"));
        }
        if let Some(supporter) = self.supporter {
            match party_fetch(rx, supporter)? {
                None => v.push(Violation::on("party.no_supporter", "supporter")),
                Some(_) if self.id == Some(supporter) => v.push(Violation::on("party.own_supporter", "supporter")),
                Some(found) => v.check(found.is(Role::Supporter), || {
                    Violation::on("party.supporter_role", "supporter").with("code", found.code.as_str())
                }),
            }
        }
        if let Some(reference) = &self.reference {
            check_reference(reference, v);
            let taken = party_by_reference(rx, reference)?.filter(|p| Some(p.id) != self.id);
            if let Some(taken) = taken {
                v.push(Violation::on("party.reference_taken", "reference").with("code", taken.code).conflict());
            }
        }
        Ok(())
    }
}

/// A reference without blanks at its ends.
pub(super) fn trimmed(reference: Option<&Reference>) -> Option<Reference> {
    reference.map(|r| Reference { source: r.source.trim().to_owned(), key: r.key.trim().to_owned() })
}

/// A reference says where and under which key, and nothing more: it stands in the journal for ever.
pub(super) fn check_reference(reference: &Reference, v: &mut Violations) {
    v.check(!reference.source.is_empty() && !reference.key.is_empty(), || Violation::on("required", "reference"));
    for text in [&reference.source, &reference.key] {
        v.check(text.chars().count() <= REFERENCE_MAX, || {
            Violation::on("too_long", "reference").with("limit", i64::try_from(REFERENCE_MAX).unwrap_or(i64::MAX))
        });
        v.check(!text.contains(is_hidden), || Violation::on("party.hidden", "reference"));
    }
}

/// The reason of a change, trimmed; none, a very long one and one with hidden characters are noted.
pub(super) fn check_reason(reason: &str, v: &mut Violations) -> String {
    let reason = reason.trim().to_owned();
    v.check(!reason.is_empty(), || Violation::on("required", "reason"));
    v.check(reason.chars().count() <= REASON_MAX, || {
        Violation::on("too_long", "reason").with("limit", i64::try_from(REASON_MAX).unwrap_or(i64::MAX))
    });
    check_seen(&reason, "reason", v);
    reason
}

/// What a second person says to what another reported: it may be nothing where he confirms, and must be there where he
/// refuses.
pub(super) fn reason_to_decide(confirm: bool, reason: Option<&str>, v: &mut Violations) -> Option<String> {
    let said = reason.map(str::trim).filter(|r| !r.is_empty());
    if confirm && said.is_none() { None } else { Some(check_reason(said.unwrap_or_default(), v)) }
}

/// Notes a free text with characters that nobody sees: on paper it would say something else than what was typed.
pub(super) fn check_seen(text: &str, field: &str, v: &mut Violations) {
    v.check(!text.contains(|c| c != '\r' && is_hidden(c)), || Violation::on("party.hidden", field));
}

/// Notes likely duplicates that are not met by what was known of the party before.
fn duplicates(
    rx: &mut Rx<'_>,
    entry: &Entered<'_>,
    details: &PartyDetails,
    before: Option<&PartyDetails>,
    v: &mut Violations,
) -> Result<(), ServiceError> {
    if let Some(before) = before.filter(|b| b.name == details.name && b.born_on == details.born_on) {
        let known = match_keys(before);
        if match_keys(details).iter().all(|key| known.contains(key)) {
            return Ok(());
        }
    }
    let found = party_duplicates(rx, entry.kind, details, entry.id)?;
    if found.is_empty() {
        return Ok(());
    }
    let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let codes: Vec<&str> = found.iter().take(CODES_SHOWN).map(|d| d.label.code.as_str()).collect();
    v.push(Violation::on("party.likely_duplicate", "acknowledged_duplicates").with("count", count).with("codes", codes.join(", ")));
    Ok(())
}

fn facts(id: PartyId, entry: &Entered<'_>, details: PartyDetails, case: &mut Case<'_>) -> Result<(PartyFacts, Beside), ServiceError> {
    let salt = data_encoding::HEXLOWER.encode(&case.act.entropy.secret());
    let digest = details_digest(&salt, &details)?;
    let mut roles = entry.roles.to_vec();
    roles.sort();
    roles.dedup();
    let facts = PartyFacts {
        kind: entry.kind,
        roles,
        office: entry.office,
        supporter: entry.supporter,
        details_digest: digest.clone(),
        reference: entry.reference.clone(),
    };
    Ok((facts, Beside::Details { party: id, salt, digest, details: Box::new(details) }))
}
