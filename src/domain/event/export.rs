//! Events of export: shipments and certificates.

use crate::domain::event::HsCode;
use crate::domain::ids::{AccountId, CertificateId, LicenceId, PartyId, ShipmentId};
use crate::domain::quantity::Mass;
use crate::domain::text_enum::text_enum;
use crate::domain::time::Day;
use crate::domain::valuation::{Charge, ValuedLine, Valuer};
use serde::{Deserialize, Serialize};

/// The consignee abroad, as printed on the certificate (field 8 of the minimum contents).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Importer {
    /// Firm.
    pub name: String,
    /// Postal address.
    pub address: String,
    /// ISO 3166-1 alpha-2 country of destination.
    pub country: String,
}

/// One parcel of a shipment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipmentParcel {
    /// The parcel's dense number.
    pub parcel_no: i64,
    /// Its mass when it was put in.
    pub weight_mct: Mass,
    /// Its stones.
    pub stones: i64,
    /// Its subheading.
    pub hs: HsCode,
    /// Its seal.
    pub seal: String,
    /// Declared value, US cents.
    pub value_usd_cents: i64,
}

/// An exporter put sealed parcels together to leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipmentPrepared {
    /// The shipment.
    pub shipment: ShipmentId,
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
    /// What.
    pub parcels: Vec<ShipmentParcel>,
    /// A test shipment.
    pub test: bool,
}

/// It was taken apart again; its parcels are free.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipmentCancelled {
    /// The shipment.
    pub shipment: ShipmentId,
    /// Why.
    pub reason: String,
}

/// It had been sent back; the exporter answered, and it waits to be checked again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipmentPresented {
    /// The shipment.
    pub shipment: ShipmentId,
    /// What the exporter did about the reason for which it came back.
    pub answer: String,
}

/// It was sorted, weighed and valued in one sitting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipmentValued {
    /// The shipment.
    pub shipment: ShipmentId,
    /// The day of the sitting.
    pub on: Day,
    /// The table of the size classes.
    pub table: String,
    /// Who was present for the authority, by their records.
    pub present: Vec<PartyId>,
    /// The independent valuer.
    pub independent: Option<PartyId>,
    /// By subheading and class, with every value stated.
    pub lines: Vec<ValuedLine>,
    /// Whose value is taken.
    pub taken: Valuer,
    /// The value taken, US cents.
    pub value_usd_cents: i64,
    /// What is to be paid on it.
    pub charges: Vec<Charge>,
}

/// The first signature: an officer checked the shipment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateProposed {
    /// The shipment.
    pub shipment: ShipmentId,
    /// Proposed last day of validity.
    pub expires_on: Day,
    /// What the officer says to carats without established origin; needed when there are any.
    pub unestablished_reason: Option<String>,
    /// SHA-256 of the carats by entry and by site that the officer saw, hex: the second signature is for the same.
    pub signed_digest: String,
    /// The number of the blank certificate that is set aside for it.
    pub blank: String,
}

/// The officer who proposed took his signature back; the shipment waits for an officer again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateRetracted {
    /// The shipment.
    pub shipment: ShipmentId,
    /// Why.
    pub reason: String,
}

/// The shipment was sent back to its exporter; a proposal is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateDeclined {
    /// The shipment.
    pub shipment: ShipmentId,
    /// Why.
    pub reason: String,
}

/// A line of the certificate per subheading (field 12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct HsLine {
    /// The subheading.
    pub hs: HsCode,
    /// Its mass.
    pub weight_mct: Mass,
    /// Its value, US cents.
    pub value_usd_cents: i64,
}

/// The second signature: the thirteen fields of a certificate are all here or in the message catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateIssued {
    /// The certificate.
    pub certificate: CertificateId,
    /// Dense number.
    pub no: i64,
    /// The number printed on it, unique, beginning with the country code: that of the blank certificate set aside for it.
    pub number: String,
    /// The void certificate over the same goods that it replaces.
    pub replaces: Option<CertificateId>,
    /// The shipment it covers.
    pub shipment: ShipmentId,
    /// Who signed first.
    pub proposed_by: AccountId,
    /// Day of issue.
    pub issued_on: Day,
    /// Last day of validity, at most 60 days later.
    pub expires_on: Day,
    /// Who exports.
    pub exporter: PartyId,
    /// To whom.
    pub importer: Importer,
    /// Countries where the stones were mined; empty when none is established.
    pub origins: Vec<String>,
    /// Whether origins are mixed.
    pub mixed: bool,
    /// Total mass.
    pub weight_mct: Mass,
    /// Stones.
    pub stones: i64,
    /// Total value, US cents.
    pub value_usd_cents: i64,
    /// Number of parcels.
    pub parcels: i64,
    /// By subheading.
    pub lines: Vec<HsLine>,
    /// Mass whose origin is not established.
    pub unestablished_mct: Mass,
    /// What the officer said to that.
    pub unestablished_reason: Option<String>,
    /// SHA-256 of the frozen composition's encoding, in hex.
    pub composition_digest: String,
}

/// Where the goods of a certificate are when it is made void.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VoidedGoods {
    /// Still in the country and under their seals: the shipment is as it was before anybody signed.
    Here,
    /// They left before.
    Gone,
}

impl VoidedGoods {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Here, Self::Gone];
    /// As written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Gone => "gone",
        }
    }
    /// The answer written so.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|g| g.as_str() == text)
    }
}

/// A certificate was put on paper: the file that was printed is kept beside the journal, sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificatePrinted {
    /// The certificate.
    pub certificate: CertificateId,
    /// 1 for the original, 2 and more for what was printed again.
    pub copy: i64,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// Its bytes.
    pub size: i64,
    /// SHA-256 of the template it was drawn by, in hex.
    pub template: String,
    /// Why it was printed again; none for the original.
    pub reason: Option<String>,
}

text_enum! {
    /// Why a certificate is made void.
    VoidCause, "void-cause", {
        /// Something on it is wrong.
        Error = "error",
        /// The paper was spoiled.
        Spoiled = "spoiled",
        /// The paper was lost after it was issued.
        Lost = "lost",
        /// The paper was stolen after it was issued.
        Stolen = "stolen",
        /// It was not used and came back.
        Unused = "unused",
    }
}

impl VoidCause {
    /// Whether the paper is in hands that nobody knows.
    #[must_use]
    pub const fn is_at_large(self) -> bool {
        matches!(self, Self::Lost | Self::Stolen)
    }
}

/// A certificate was made void, for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateVoided {
    /// The certificate.
    pub certificate: CertificateId,
    /// Why.
    pub reason: String,
    /// Where the goods are. Entries of before this was asked say nothing: those goods stay exported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goods: Option<VoidedGoods>,
    /// What it is made void for. Entries of before this was asked say nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<VoidCause>,
}
