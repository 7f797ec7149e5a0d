//! Identities. Every thing has an id made at the edge (a UUID, version 7); the types keep
//! a licence from being taken for a site.

use crate::domain::schema::text_schema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// A text that is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id: {0}")]
pub struct IdError(pub String);

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Takes an id made at the edge.
            #[must_use]
            pub const fn new(id: Uuid) -> Self { Self(id) }
            /// No id at all: zeros.
            #[must_use]
            pub const fn nobody() -> Self { Self(Uuid::nil()) }
            /// The bare id.
            #[must_use]
            pub const fn uuid(self) -> Uuid { self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self { Self(id) }
        }
        impl FromStr for $name {
            type Err = IdError;
            fn from_str(s: &str) -> Result<Self, IdError> {
                Uuid::parse_str(s).map(Self).map_err(|_| IdError(s.to_owned()))
            }
        }
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> { text_schema("uuid") }
        }
        impl utoipa::ToSchema for $name {}
    )*};
}

ids! {
    /// Who signs in.
    AccountId,
    /// A person or organisation.
    PartyId,
    /// A permission with holder, type and term.
    LicenceId,
    /// A place where stones are dug.
    SiteId,
    /// A regional office of the authority.
    OfficeId,
    /// A packed lot of stones: the unit of custody.
    ParcelId,
    /// A book of purchase slips.
    SlipBookId,
    /// An offer and the purchase it becomes.
    PurchaseId,
    /// Parcels that leave together.
    ShipmentId,
    /// A Kimberley Process certificate.
    CertificateId,
    /// A delivery of blank certificates.
    BlankRunId,
    /// A report of blank certificates that are spoiled, lost, stolen or returned.
    BlankReportId,
    /// A technical certificate or a letter of comfort.
    LetterId,
    /// A shipment from abroad.
    ArrivalId,
    /// A foreign authority's warning of numbers.
    WarningListId,
    /// A confirmation of receipt from abroad.
    ConfirmationId,
    /// A proposed or decided change of the list of participants.
    ParticipantChangeId,
    /// A proposed or decided correction.
    CorrectionId,
    /// A report that a parcel is no stock any more.
    RemovalId,
    /// Stones that the state took.
    SeizureId,
    /// A proposed or decided order over them.
    SeizureOrderId,
    /// A count of a safe.
    SafeCountId,
    /// An official estimate of what can be dug.
    EstimateId,
    /// A count of a holder's stock.
    StockCountId,
    /// A suspected, charged or decided offence.
    OffenceId,
    /// A plan of inspections.
    InspectionPlanId,
    /// An inspection.
    InspectionId,
    /// What is inspected: a site, a party or an office, by the kind that stands with it.
    TargetId,
    /// A dry run: a test parcel that inspectors walk through the chain.
    DryRunId,
    /// A zone: an area with dated statuses.
    ZoneId,
    /// A proposed or decided change of a zone, or a release of frozen stones.
    ZoneChangeId,
    /// A proposed or adopted footprint of an area.
    FootprintId,
    /// A case about two acts that cannot both hold.
    DisputeId,
    /// A return of statistics as it was submitted.
    ReturnId,
    /// A table of a partner's figures.
    PartnerFileId,
    /// A review visit.
    ReviewId,
    /// A recommendation of one.
    RecommendationId,
    /// A long report, from when it was asked for.
    ReportId,
    /// A proposed or agreed giving up of lost entries.
    RecoveryId,
    /// An entry of the journal.
    EntryId,
}
