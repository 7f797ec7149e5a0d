//! Leaving the country: what a container bears, and where a certificate stands on its way out.

use crate::domain::event::{CertificateDeparted, CertificateEndorsed, ContainerSealed, EndorsedField, Importer};
use crate::domain::ids::AccountId;
use crate::domain::shipment::Certificate;
use crate::domain::text_enum::text_enum;
use crate::domain::time::{Day, Instant};

/// How many days before its end a certificate whose goods are still here is told of.
pub const EXPIRES_SOON_DAYS: i64 = 14;

/// Something that was done with an issued certificate, with the entry that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done<E> {
    /// What.
    pub facts: E,
    /// By whom.
    pub account: AccountId,
    /// When it was recorded.
    pub at: Instant,
    /// The entry.
    pub seq: i64,
}

/// What happened to the goods and the paper of a certificate since it was issued.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leaving {
    /// Each time its container was closed, the first time first.
    pub containers: Vec<Done<ContainerSealed>>,
    /// That they left.
    pub departed: Option<Done<CertificateDeparted>>,
    /// Endorsements of the paper.
    pub endorsed: Vec<Done<CertificateEndorsed>>,
}

impl Leaving {
    /// The seal that the container is under.
    #[must_use]
    pub fn container(&self) -> Option<&Done<ContainerSealed>> {
        self.containers.last()
    }

    /// What stands on the paper of this, with its endorsements.
    #[must_use]
    pub fn now<'a>(&'a self, importer: &'a Importer, field: EndorsedField) -> &'a str {
        let printed = match field {
            EndorsedField::ImporterName => &importer.name,
            EndorsedField::ImporterAddress => &importer.address,
        };
        self.endorsed.iter().rev().find(|e| e.facts.field == field).map_or(printed, |e| &e.facts.is)
    }
}

text_enum! {
    /// What is to be done next with a valid certificate whose goods have not left.
    Next, "departure-next", {
        /// It ended before its goods left: the paper comes back and is made void.
        Return = "return",
        /// Its container is closed, and it ends soon.
        LeaveSoon = "leave_soon",
        /// Its container is to be closed, and it ends soon.
        SealSoon = "seal_soon",
        /// Its container is to be closed.
        Seal = "seal",
        /// Its goods may leave.
        Leave = "leave",
    }
}

impl Next {
    /// Of a certificate on a day, whose container is closed or not.
    #[must_use]
    pub fn of(certificate: &Certificate, sealed: bool, today: Day) -> Self {
        let left = certificate.facts.expires_on.signed_duration_since(today).num_days();
        match (left < 0, left <= EXPIRES_SOON_DAYS, sealed) {
            (true, ..) => Self::Return,
            (_, true, true) => Self::LeaveSoon,
            (_, true, false) => Self::SealSoon,
            (_, false, true) => Self::Leave,
            (_, false, false) => Self::Seal,
        }
    }

    /// Whether the container is closed and the goods may leave.
    #[must_use]
    pub const fn is_sealed(self) -> bool {
        matches!(self, Self::Leave | Self::LeaveSoon)
    }

    /// Whether somebody has to hurry.
    #[must_use]
    pub const fn is_urgent(self) -> bool {
        matches!(self, Self::Return | Self::LeaveSoon | Self::SealSoon)
    }
}

/// Whether a parcel number ends in the serial of a certificate: its last digits are that number, with or without zeros
/// before it. A forged certificate of 2015 was known by a parcel number that did not (domain rule F4).
#[must_use]
pub fn ends_in_serial(parcel_number: &str, serial: i64) -> bool {
    let plain = parcel_number.trim_end();
    let from =
        plain.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at.saturating_add(plain[at..].chars().next().map_or(1, char::len_utf8)));
    plain.get(from..).is_some_and(|digits| digits.parse::<i64>() == Ok(serial))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parcel_number_ends_in_the_serial_of_its_certificate() {
        // The Diamond Loupe, 1 December 2015: certificate 4306 with parcel JMI/GGDO/4199.
        assert!(!ends_in_serial("JMI/GGDO/4199", 4306));
        for right in ["JMI/GGDO/4306", "JMI/GGDO/004306", "4306", "JMI 4306 "] {
            assert!(ends_in_serial(right, 4306), "{right}");
        }
        for wrong in ["JMI/GGDO/14306", "JMI/GGDO/4306A", "JMI/4306/1", "", "é", "4306é", "JMI/GGDO/99999999999999999999"] {
            assert!(!ends_in_serial(wrong, 4306), "{wrong}");
        }
        assert!(ends_in_serial("é4306", 4306));
    }
}
