//! Events of the register: accounts, offices, parties, licences, sites.

use crate::domain::access::AccountRole;
use crate::domain::geo::{Position, Shape};
use crate::domain::ids::{AccountId, LicenceId, OffenceId, OfficeId, PartyId, SiteId};
use crate::domain::money::Money;
use crate::domain::role::Role;
use crate::domain::time::Day;
use serde::{Deserialize, Serialize};

/// An account was made. Its sign-in name and password are no part of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountCreated {
    /// The account.
    pub account: AccountId,
    /// What it is for.
    pub role: AccountRole,
    /// The office it is bound to.
    pub office: Option<OfficeId>,
    /// The party it acts for.
    pub party: Option<PartyId>,
}

/// The role or binding of an account changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountChanged {
    /// The account.
    pub account: AccountId,
    /// What it is for now.
    pub role: AccountRole,
    /// The office it is bound to.
    pub office: Option<OfficeId>,
    /// The party it acts for.
    pub party: Option<PartyId>,
}

/// An account was disabled or enabled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountStateChanged {
    /// The account.
    pub account: AccountId,
    /// Whether it may sign in from now on.
    pub active: bool,
    /// Why.
    pub reason: String,
}

/// An account was given a new first password; the password is no part of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountPasswordReset {
    /// The account.
    pub account: AccountId,
}

/// The second factor of an account was taken away, because it was lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountFactorReset {
    /// The account.
    pub account: AccountId,
    /// Why.
    pub reason: String,
}

/// An office was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeOpened {
    /// The office.
    pub office: OfficeId,
    /// Dense number.
    pub no: i64,
    /// Short code, unique.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Names or codes of the administrative areas it looks after.
    pub areas: Vec<String>,
}

/// An office changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeChanged {
    /// The office.
    pub office: OfficeId,
    /// Its name.
    pub name: String,
    /// Its areas.
    pub areas: Vec<String>,
}

/// Where a record came from: the name of a register and the key it has there.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Reference {
    /// Name of the other register or file.
    pub source: String,
    /// Its key there.
    pub key: String,
}

/// A natural person or an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    /// A natural person.
    Person,
    /// A company, cooperative or state body.
    Organisation,
}

impl PartyKind {
    /// As written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
        }
    }
    /// The kind with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Person, Self::Organisation].into_iter().find(|k| k.as_str() == name)
    }
}

/// Where a party stands, apart from its licences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartyState {
    /// In the trade.
    Active,
    /// Barred from the trade, for a time or until further notice.
    Barred,
    /// A person who died.
    Dead,
    /// An organisation that was dissolved.
    Ended,
}

impl PartyState {
    /// All of them, in the order shown.
    pub const ALL: [Self; 4] = [Self::Active, Self::Barred, Self::Dead, Self::Ended];
    /// As written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Barred => "barred",
            Self::Dead => "dead",
            Self::Ended => "ended",
        }
    }
    /// The state with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == name)
    }
}

/// A party died, ended, was barred, or is in the trade again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyStateChanged {
    /// The party.
    pub party: PartyId,
    /// What it is.
    pub state: PartyState,
    /// From which day on.
    pub on: Day,
    /// Why.
    pub reason: String,
    /// Remarks: who told, which paper.
    pub note: Option<String>,
    /// The offence for which it is so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offence: Option<OffenceId>,
}

/// The personal details of a party were erased, as far back as the journal goes. Its digests stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyDetailsErased {
    /// The party.
    pub party: PartyId,
    /// Why.
    pub reason: String,
}

/// What the journal says of a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyFacts {
    /// Person or organisation.
    pub kind: PartyKind,
    /// Its roles, each once, in order.
    pub roles: Vec<Role>,
    /// The office that keeps the record.
    pub office: Option<OfficeId>,
    /// The supporter who pre-finances, if any.
    pub supporter: Option<PartyId>,
    /// SHA-256 over salt and details, in hex.
    pub details_digest: String,
    /// Where it was imported from.
    pub reference: Option<Reference>,
}

/// A party was registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyRegistered {
    /// The party.
    pub party: PartyId,
    /// Dense number.
    pub no: i64,
    /// The code people read aloud.
    pub code: String,
    /// The rest.
    pub facts: PartyFacts,
}

/// A party changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyChanged {
    /// The party.
    pub party: PartyId,
    /// Its facts from now on.
    pub facts: PartyFacts,
    /// Why.
    pub reason: String,
}

/// What a licence says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicenceTerms {
    /// Type code of the jurisdiction profile.
    pub kind: String,
    /// Who holds it.
    pub holder: PartyId,
    /// The issuing office.
    pub office: Option<OfficeId>,
    /// Day of issue.
    pub issued_on: Day,
    /// First valid day.
    pub starts_on: Day,
    /// Last valid day.
    pub ends_on: Day,
    /// The licensed area, where the type has one.
    pub area: Option<Shape>,
    /// Its size in whole square metres on the ellipsoid.
    pub area_m2: Option<i64>,
    /// Fee paid.
    pub fee: Option<Money>,
    /// Number of the receipt.
    pub receipt: Option<String>,
    /// Most workers allowed.
    pub workers_max: Option<u32>,
    /// Depth allowed, decimetres.
    pub depth_max_dm: Option<u32>,
    /// Codes of the documents seen.
    pub documents: Vec<String>,
    /// Conditions in words.
    pub conditions: Option<String>,
    /// The licence it renews.
    pub renews: Option<LicenceId>,
    /// Where it was imported from.
    pub reference: Option<Reference>,
}

/// A licence was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicenceIssued {
    /// The licence.
    pub licence: LicenceId,
    /// Dense number.
    pub no: i64,
    /// The number printed on it, unique.
    pub number: String,
    /// What it says.
    pub terms: LicenceTerms,
}

/// A licence's terms changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicenceChanged {
    /// The licence.
    pub licence: LicenceId,
    /// What it says from now on.
    pub terms: LicenceTerms,
    /// Why.
    pub reason: String,
}

/// What can happen to a licence besides ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LicenceState {
    /// In force (within its term).
    Issued,
    /// Not usable until reinstated.
    Suspended,
    /// Gone for good.
    Revoked,
}

impl LicenceState {
    /// As written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Suspended => "suspended",
            Self::Revoked => "revoked",
        }
    }
    /// The state with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Issued, Self::Suspended, Self::Revoked].into_iter().find(|k| k.as_str() == name)
    }
}

/// A licence was suspended, reinstated or revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicenceStateChanged {
    /// The licence.
    pub licence: LicenceId,
    /// Its state from that day.
    pub state: LicenceState,
    /// From which day.
    pub on: Day,
    /// Why.
    pub reason: String,
    /// The offence for which it is so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offence: Option<OffenceId>,
}

/// How a position or boundary was obtained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Obtained {
    /// A satellite receiver or phone at the place.
    Gps,
    /// A survey with instruments.
    Survey,
    /// Drawn on a map or image.
    Map,
    /// Estimated from a description.
    Estimate,
    /// Not known (imports).
    Unknown,
}

impl Obtained {
    /// All, in the order shown.
    pub const ALL: [Self; 5] = [Self::Gps, Self::Survey, Self::Map, Self::Estimate, Self::Unknown];
    /// As written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gps => "gps",
            Self::Survey => "survey",
            Self::Map => "map",
            Self::Estimate => "estimate",
            Self::Unknown => "unknown",
        }
    }
    /// The way with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == name)
    }
}

/// What the journal says of a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteFacts {
    /// Its name.
    pub name: String,
    /// The licence under which it is dug.
    pub licence: Option<LicenceId>,
    /// The office that looks after it.
    pub office: Option<OfficeId>,
    /// Point or polygon.
    pub shape: Shape,
    /// A place inside it, for maps and lists.
    pub centre: Position,
    /// Size in whole square metres on the ellipsoid; none for a point.
    pub area_m2: Option<i64>,
    /// Accuracy of the position, metres.
    pub accuracy_m: Option<u32>,
    /// How it was obtained.
    pub obtained: Obtained,
    /// When.
    pub surveyed_on: Option<Day>,
    /// Service or badge of the surveyor (no personal name).
    pub surveyor: Option<String>,
    /// Deposit type code of the profile.
    pub deposit: Option<String>,
    /// First-level administrative area found by position.
    pub admin_code: Option<String>,
    /// Its name.
    pub admin_name: Option<String>,
    /// Local names of smaller areas (district, chiefdom, village), as told.
    pub locality: Option<String>,
    /// Distance to the country's border, metres.
    pub border_m: Option<i64>,
    /// What was remarkable when it was registered (codes: `no_licence`, `overlap`, `winding_mended`, ...).
    pub flags: Vec<String>,
    /// Where it was imported from.
    pub reference: Option<Reference>,
}

/// A site was registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteRegistered {
    /// The site.
    pub site: SiteId,
    /// Dense number.
    pub no: i64,
    /// The code people read aloud.
    pub code: String,
    /// The rest.
    pub facts: SiteFacts,
}

/// A site changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteChanged {
    /// The site.
    pub site: SiteId,
    /// Its facts from now on.
    pub facts: SiteFacts,
    /// Why.
    pub reason: String,
}
