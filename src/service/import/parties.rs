//! Rows that are parties.

use super::noun::{Change, Known, Noun, merged};
use super::record::Record;
use crate::domain::access::Permission;
use crate::domain::event::{Event, PartyFacts, PartyKind, Reference};
use crate::domain::ids::{OfficeId, PartyId};
use crate::domain::party::{ID_TYPES, PartyDetails};
use crate::domain::role::Role;
use crate::domain::violation::Violation;
use crate::interop::mapping::{Field, Mapping};
use crate::service::error::ServiceError;
use crate::service::party::{ChangeParty, RegisterParty};
use crate::service::{Act, Batch, Env};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::Receipt;
use crate::store::party::{party_by_reference, party_details_by_digest};

pub(super) struct Parties;

/// What a row or a party says.
#[derive(Clone)]
pub(super) struct Draft {
    kind: PartyKind,
    roles: Vec<Role>,
    office: Option<OfficeId>,
    supporter: Option<PartyId>,
    details: PartyDetails,
    /// Whether somebody has looked at the likely duplicates; no part of the record.
    acknowledged: bool,
    /// Whether the details were erased; nothing may bring them back.
    erased: bool,
}

impl PartialEq for Draft {
    fn eq(&self, other: &Self) -> bool {
        let facts = |d: &Self| (d.kind, d.office, d.supporter);
        facts(self) == facts(other) && self.roles == other.roles && self.details == other.details
    }
}

impl Noun for Parties {
    const FIELDS: &'static [Field] = &[
        Field::required("kind"),
        Field::required("roles"),
        Field::required("name"),
        Field::optional("address"),
        Field::optional("nationality"),
        Field::optional("residence"),
        Field::optional("id_type"),
        Field::optional("id_number"),
        Field::optional("born_on"),
        Field::optional("birth_place"),
        Field::optional("phone"),
        Field::optional("photo"),
        Field::optional("owners"),
        Field::optional("note"),
        Field::optional("office"),
        Field::optional("supporter"),
        Field::optional("acknowledged_duplicates"),
    ];
    const PERMISSION: Permission = Permission::PartyWrite;
    type Id = PartyId;
    type Register = RegisterParty;
    type Draft = Draft;

    fn draft(rx: &mut Rx<'_>, _env: &Env, record: &mut Record<'_>) -> Result<Option<Draft>, StoreError> {
        let words: Vec<&str> = Role::ALL.iter().map(|r| r.as_str()).collect();
        let kinds = [PartyKind::Person, PartyKind::Organisation].map(PartyKind::as_str);
        let mut roles = record.choices("roles", |w| w.parse().ok(), &words);
        roles.sort();
        roles.dedup();
        let kind = record.choice("kind", PartyKind::parse, &kinds);
        let details = PartyDetails {
            name: record.text("name").unwrap_or_default(),
            address: record.text("address"),
            nationality: record.text("nationality"),
            residence: record.text("residence"),
            id_type: record.choice("id_type", |w| ID_TYPES.contains(&w).then(|| w.to_owned()), &ID_TYPES),
            id_number: record.text("id_number"),
            born_on: record.day("born_on"),
            birth_place: record.text("birth_place"),
            phone: record.text("phone"),
            photo: record.text("photo"),
            owners: record.text("owners"),
            note: record.text("note"),
        };
        let acknowledged = record.choice("acknowledged_duplicates", yes_or_no, &["yes", "no"]).unwrap_or(false);
        let (office, supporter) = (record.office(rx)?, record.party(rx, "supporter")?);
        if kind.is_none() && !record.problems.iter().any(|p| p.field.as_deref() == Some("kind")) {
            record.refuse(Violation::on("required", "kind"));
        }
        let kind = kind.unwrap_or(PartyKind::Person);
        Ok(Some(Draft { kind, roles, office, supporter, details: details.tidy(), acknowledged, erased: false }))
    }

    fn find(rx: &mut Rx<'_>, reference: &Reference, _row: &Draft) -> Result<Option<Known<Self>>, StoreError> {
        let Some(party) = party_by_reference(rx, reference)? else { return Ok(None) };
        Ok(Some(Known { id: party.id, current: of_facts(rx, party.id, party.facts)? }))
    }

    fn said(rx: &mut Rx<'_>, event: Event) -> Result<Option<Draft>, StoreError> {
        let said = match event {
            Event::PartyRegistered(e) => of_facts(rx, e.party, e.facts)?,
            Event::PartyChanged(e) => of_facts(rx, e.party, e.facts)?,
            _ => return Ok(None),
        };
        Ok(Some(said).filter(|d| !d.erased))
    }

    fn merged(map: &Mapping, row: &Draft, base: Option<&Draft>, current: &Draft) -> Draft {
        let mut merged = merged!(map, row, base, current; kind, roles, office, supporter);
        let base = base.map(|b| &b.details);
        merged.details = merged!(map, row.details, base, current.details;
            name, address, nationality, residence, id_type, id_number, born_on, birth_place, phone, photo, owners, note);
        // A blank office leaves the choice to the register, which took the account's own.
        merged.office = merged.office.or(current.office);
        merged.acknowledged = row.acknowledged;
        merged
    }

    fn register(draft: Draft, reference: Reference) -> RegisterParty {
        let Draft { kind, roles, office, supporter, details, acknowledged, .. } = draft;
        let reference = Some(reference);
        RegisterParty { kind, roles, office, supporter, details, reference, acknowledged_duplicates: acknowledged }
    }

    fn change(batch: &mut Batch<'_, '_>, act: &mut Act, party: PartyId, to: Change<Self>) -> Result<Receipt, ServiceError> {
        let Draft { kind, roles, office, supporter, details, acknowledged, erased } = to.draft;
        if erased {
            return Err(Violation::new("import.erased").into());
        }
        let command = ChangeParty {
            party,
            kind,
            roles,
            office,
            supporter,
            details,
            reference: Some(to.reference),
            reason: to.reason,
            acknowledged_duplicates: acknowledged,
        };
        batch.submit(act, &command)
    }
}

fn of_facts(rx: &mut Rx<'_>, id: PartyId, facts: PartyFacts) -> Result<Draft, StoreError> {
    let details = party_details_by_digest(rx, id, &facts.details_digest)?.map(|(_, details)| details);
    let PartyFacts { kind, roles, office, supporter, .. } = facts;
    let erased = details.is_none();
    Ok(Draft { kind, roles, office, supporter, details: details.unwrap_or_default(), acknowledged: false, erased })
}

fn yes_or_no(word: &str) -> Option<bool> {
    match word.to_lowercase().as_str() {
        "yes" | "true" | "1" | "oui" => Some(true),
        "no" | "false" | "0" | "non" => Some(false),
        _ => None,
    }
}
