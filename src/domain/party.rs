//! Parties: persons and organisations, with their roles.

use crate::domain::access::Belongs;
use crate::domain::entry::{canonical_json, sha256_hex};
use crate::domain::event::PartyFacts;
use crate::domain::ids::PartyId;
use crate::domain::role::Role;
use crate::domain::time::Day;
use serde::{Deserialize, Serialize};

/// A party without its personal details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Id.
    pub id: PartyId,
    /// Dense number.
    pub no: i64,
    /// The code people read aloud.
    pub code: String,
    /// What the journal says.
    pub facts: PartyFacts,
    /// Entry that registered it.
    pub registered_seq: i64,
    /// Entry that last changed it.
    pub changed_seq: i64,
}

impl Party {
    /// What the record belongs to: its office, and the party itself.
    #[must_use]
    pub fn belongs(&self) -> Belongs {
        Belongs { office: self.facts.office, parties: vec![self.id] }
    }
    /// Whether it has a role.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        self.facts.roles.contains(&role)
    }
}

/// Personal details: never in the journal in the clear. (KPCS Annex II 11 to 14, unverified: name, address,
/// nationality or residence status; the rest from national registers.)
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct PartyDetails {
    /// Full name, or the firm's.
    pub name: String,
    /// Postal or village address.
    pub address: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub nationality: Option<String>,
    /// Country or status of residence in words.
    pub residence: Option<String>,
    /// Kind of identity document.
    pub id_type: Option<String>,
    /// Its number; the registration number of an organisation.
    pub id_number: Option<String>,
    /// Birth day, of a person.
    #[schema(value_type = Option<String>, format = Date)]
    pub born_on: Option<Day>,
    /// Birth place.
    pub birth_place: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Reference of a photograph on file.
    pub photo: Option<String>,
    /// Beneficial owners of an organisation, in words.
    pub owners: Option<String>,
    /// Remarks.
    pub note: Option<String>,
}

/// What stands in the journal for personal details: `SHA-256(salt || canonical JSON)`, in hex. Without the
/// salt (16 random bytes, in hex) nothing can be guessed from it.
///
/// # Errors
/// When the details cannot be written as JSON (never seen).
pub fn details_digest(salt: &str, details: &PartyDetails) -> Result<String, serde_json::Error> {
    Ok(sha256_hex(&[salt.as_bytes(), canonical_json(details)?.as_bytes()]))
}
