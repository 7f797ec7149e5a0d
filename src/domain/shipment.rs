//! Shipments and certificates.

use crate::domain::access::Belongs;
use crate::domain::event::{CertificateIssued, Importer, ShipmentParcel, VoidCause, VoidedGoods};
use crate::domain::ids::{AccountId, CertificateId, LicenceId, PartyId, ShipmentId};
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use serde::Serialize;

/// Where a shipment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ShipmentState {
    /// Put together by the exporter; waits for the officer.
    Prepared,
    /// The officer signed; waits for the approver.
    Proposed,
    /// A certificate was issued.
    Certified,
    /// Taken apart.
    Cancelled,
}

impl ShipmentState {
    /// As stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::Proposed => "proposed",
            Self::Certified => "certified",
            Self::Cancelled => "cancelled",
        }
    }
    /// The state with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Prepared, Self::Proposed, Self::Certified, Self::Cancelled].into_iter().find(|s| s.as_str() == name)
    }
}

/// A shipment without its parcels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipment {
    /// Id.
    pub id: ShipmentId,
    /// Dense number.
    pub no: i64,
    /// The code people read aloud.
    pub code: String,
    /// Who exports.
    pub exporter: PartyId,
    /// By which licence.
    pub licence: LicenceId,
    /// To whom.
    pub importer: Importer,
    /// How many parcels.
    pub parcels: i64,
    /// Stones.
    pub stones: i64,
    /// Mass.
    pub weight: Mass,
    /// Declared value, US cents.
    pub value_usd_cents: i64,
    /// Where it stands.
    pub state: ShipmentState,
    /// Why it was sent back, its proposal taken back, or it was cancelled last, or its certificate made void while it was still here.
    pub reason: Option<String>,
    /// Who signed first.
    pub proposed_by: Option<AccountId>,
    /// The last day of validity that was proposed.
    pub proposed_expires_on: Option<Day>,
    /// SHA-256 of the carats by entry and by site that were signed for first, hex.
    pub proposed_digest: Option<String>,
    /// What the officer said to carats without established origin.
    pub unestablished_reason: Option<String>,
    /// Its certificate.
    pub certificate: Option<CertificateId>,
    /// A test shipment.
    pub test: bool,
    /// Entry that prepared it.
    pub prepared_seq: i64,
    /// Entry that last changed it.
    pub changed_seq: i64,
}

impl Shipment {
    /// What it belongs to.
    #[must_use]
    pub fn belongs(&self) -> Belongs {
        Belongs::party(self.exporter)
    }
}

/// A shipment with its parcels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShipmentWhole {
    /// The shipment.
    pub shipment: Shipment,
    /// What is in it.
    pub parcels: Vec<ShipmentParcel>,
}

/// Where a certificate stands, as recorded; that it expired is a question of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CertificateState {
    /// Issued and not made void.
    Valid,
    /// Made void, for good.
    Void,
}

/// What the public is told of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateStanding {
    /// Within its validity.
    Valid,
    /// Its goods arrived, and that was confirmed abroad: no other goods may travel with it.
    Used,
    /// After its last day.
    Expired,
    /// Made void.
    Void,
    /// Made void because the paper was lost or stolen.
    Lost,
    /// Made void, and another certificate over the same goods took its place.
    Replaced,
}

impl CertificateStanding {
    /// Whether it was made void, for whatever reason.
    #[must_use]
    pub const fn is_void(self) -> bool {
        matches!(self, Self::Void | Self::Lost | Self::Replaced)
    }
    /// Name, as in message ids and files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Used => "used",
            Self::Expired => "expired",
            Self::Void => "void",
            Self::Lost => "lost",
            Self::Replaced => "replaced",
        }
    }
}

impl CertificateState {
    /// As stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Void => "void",
        }
    }
    /// The state with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Valid, Self::Void].into_iter().find(|s| s.as_str() == name)
    }
}

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// What was issued: the fields of the paper.
    pub facts: CertificateIssued,
    /// Where it stands.
    pub state: CertificateState,
    /// Why it was made void.
    pub reason: Option<String>,
    /// Revision of its composition: 0 as issued, one more for each approved correction to its past.
    pub revision: i64,
    /// Entry that issued it.
    pub issued_seq: i64,
    /// Entry that made it void.
    pub voided_seq: Option<i64>,
    /// Where the goods were then; nothing while it is valid, and of those made void before this was asked.
    pub goods: Option<VoidedGoods>,
    /// What it was made void for; nothing while it is valid, and of those made void before this was asked.
    pub cause: Option<VoidCause>,
    /// The certificate over the same goods that took its place.
    pub replaced_by: Option<CertificateId>,
    /// The day of receipt by the confirmation in force.
    pub used_on: Option<Day>,
}

impl Certificate {
    /// What it belongs to.
    #[must_use]
    pub fn belongs(&self) -> Belongs {
        Belongs::party(self.facts.exporter)
    }
    /// What to say of it on a day.
    #[must_use]
    pub fn standing_on(&self, day: Day) -> CertificateStanding {
        match self.state {
            CertificateState::Void if self.cause.is_some_and(VoidCause::is_at_large) => CertificateStanding::Lost,
            CertificateState::Void if self.replaced_by.is_some() => CertificateStanding::Replaced,
            CertificateState::Void => CertificateStanding::Void,
            CertificateState::Valid if self.used_on.is_some() => CertificateStanding::Used,
            CertificateState::Valid if day > self.facts.expires_on => CertificateStanding::Expired,
            CertificateState::Valid => CertificateStanding::Valid,
        }
    }
}
