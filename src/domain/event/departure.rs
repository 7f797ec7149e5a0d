//! Events of leaving the country: the container under its seal, the border, and small errors put right on the paper.

use crate::domain::ids::{CertificateId, PartyId};
use crate::domain::text_enum::text_enum;
use crate::domain::time::Day;
use serde::{Deserialize, Serialize};

/// The goods of a certificate were closed into their container. What the container bears is read from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContainerSealed {
    /// The certificate.
    pub certificate: CertificateId,
    /// 1 for the first time, one more for each time it was closed again.
    pub no: i64,
    /// Number of its seal.
    pub seal: String,
    /// The certificate's number as it stands on the container.
    pub number: String,
    /// The parcel number written on the container, where there is one.
    pub parcel_number: Option<String>,
    /// The day.
    pub on: Day,
    /// Why it was closed again; none the first time.
    pub reason: Option<String>,
}

text_enum! {
    /// How goods leave.
    Transport, "transport", {
        /// By air.
        Air = "air",
        /// By road.
        Road = "road",
        /// By ship or boat.
        Water = "water",
    }
}

/// The goods of a certificate left the country.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateDeparted {
    /// The certificate.
    pub certificate: CertificateId,
    /// The day.
    pub on: Day,
    /// The airport or border post.
    pub place: String,
    /// How.
    pub transport: Transport,
    /// Flight and air waybill, registration of the vehicle, or name of the ship.
    pub reference: String,
    /// Who carries it, by the record in the register; none when it goes as freight.
    pub courier: Option<PartyId>,
    /// The number of the seal as customs read it.
    pub seal: String,
}

text_enum! {
    /// What on a certificate may be put right by an endorsement: what names the consignee, and nothing that counts.
    EndorsedField, "endorsed-field", {
        /// The consignee's name.
        ImporterName = "importer_name",
        /// The consignee's address.
        ImporterAddress = "importer_address",
    }
}

/// A small error on the paper was put right by an endorsement on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateEndorsed {
    /// The certificate.
    pub certificate: CertificateId,
    /// 1 for its first endorsement.
    pub no: i64,
    /// What.
    pub field: EndorsedField,
    /// What stood there.
    pub was: String,
    /// What should stand there.
    pub is: String,
    /// Why, and on whose instruction.
    pub reason: String,
}
