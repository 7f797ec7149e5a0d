//! Confirmations of receipt: what the authority of the destination, or the importer, says arrived, and how far that is from
//! what was certified. A confirmation alters no certificate; a later one takes the place of an earlier, both are kept, and
//! what differed waits until it is answered. What came with a one-time code takes no other one's place.

use crate::domain::event::{CertificateConfirmed, CertificateIssued};
use crate::domain::ids::AccountId;
use crate::domain::quantity::Mass;
use crate::domain::text_enum::text_enum;
use crate::domain::time::{Day, Instant};

text_enum! {
    /// How a confirmation came.
    ConfirmationWay, "confirmation-way", {
        /// An officer wrote it down from a paper or a mail.
        Officer = "officer",
        /// From a file of an authority.
        File = "file",
        /// Given on the public page by whoever had the one-time code.
        Code = "code",
    }
}

text_enum! {
    /// In what a confirmation differs from its certificate.
    Difference, "difference", {
        /// More or fewer carats than two scales may differ by.
        Weight = "weight",
        /// Another number of parcels.
        Parcels = "parcels",
        /// Another value.
        Value = "value",
        /// Received before it was issued.
        Early = "early",
        /// Received after it had expired.
        Late = "late",
        /// Seals were not intact.
        Seals = "seals",
    }
}

text_enum! {
    /// What an officer answers to a difference.
    DifferenceAnswer, "difference-answer", {
        /// There is a good reason.
        Explained = "explained",
        /// The partner corrects what he said.
        Corrected = "corrected",
        /// It is looked into as a case.
        Case = "case",
    }
}

/// How far carats may differ: a fixed mass and a part in millionths, the larger counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tolerance {
    /// Milli-carats.
    pub abs_mct: i64,
    /// Millionths.
    pub ppm: i64,
}

impl Tolerance {
    /// Whether a mass lies within it of another.
    #[must_use]
    pub fn covers(self, certified: Mass, said: Mass) -> bool {
        let part = i128::from(certified.mct()).saturating_mul(i128::from(self.ppm)).checked_div(1_000_000).unwrap_or(0);
        let most = u128::try_from(part.max(i128::from(self.abs_mct))).unwrap_or(0);
        u128::from(certified.mct().abs_diff(said.mct())) <= most
    }
}

/// What is said to have arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrived {
    /// When.
    pub received_on: Day,
    /// How many parcels.
    pub parcels: i64,
    /// Carats.
    pub weight: Mass,
    /// Value, US cents, where it was said.
    pub value_usd_cents: Option<i64>,
    /// Whether seals were intact.
    pub seals_intact: bool,
}

/// In what that differs from the certificate.
#[must_use]
pub fn differences(certificate: &CertificateIssued, said: Arrived, tolerance: Tolerance) -> Vec<Difference> {
    let found = [
        (Difference::Weight, !tolerance.covers(certificate.weight_mct, said.weight)),
        (Difference::Parcels, said.parcels != certificate.parcels),
        (Difference::Value, said.value_usd_cents.is_some_and(|cents| cents != certificate.value_usd_cents)),
        (Difference::Early, said.received_on < certificate.issued_on),
        (Difference::Late, said.received_on > certificate.expires_on),
        (Difference::Seals, !said.seals_intact),
    ];
    found.into_iter().filter(|(_, differs)| *differs).map(|(difference, _)| difference).collect()
}

/// A difference and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// In what.
    pub difference: Difference,
    /// The answer, with its reason, who gave it and the entry.
    pub answer: Option<(DifferenceAnswer, String, AccountId, i64)>,
}

/// A confirmation as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// What was said.
    pub facts: CertificateConfirmed,
    /// Whether a later one took its place.
    pub superseded: bool,
    /// Each difference.
    pub differences: Vec<Answered>,
    /// When it was recorded.
    pub at: Instant,
    /// In whose name.
    pub account: AccountId,
    /// The entry.
    pub seq: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_larger_of_the_two_counts() {
        let tolerance = Tolerance { abs_mct: 20, ppm: 1_000 };
        let mass = |mct| Mass::new(mct).unwrap();
        for (certified, said, within) in [
            (1_000, 1_020, true),
            (1_000, 1_021, false),
            (1_000, 980, true),
            (1_000, 979, false),
            (100_000, 100_100, true),
            (100_000, 100_101, false),
            (100_000, 99_899, false),
        ] {
            assert_eq!(tolerance.covers(mass(certified), mass(said)), within, "{certified} {said}");
        }
    }
}
