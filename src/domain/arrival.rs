//! Rough diamonds from abroad: what is compared when a shipment comes with a certificate of another participant.

use crate::domain::event::{ArrivalClosed, ArrivalOutcome, ArrivalRecorded};
use crate::domain::jurisdiction::CERTIFICATE_DAYS_MAX;
use crate::domain::quantity::Mass;
use crate::domain::text_enum::text_enum;
use crate::domain::violation::{Violation, Violations};

/// How the codes of arrivals begin.
pub const PREFIX: &str = "IM";

text_enum! {
    /// Where an arrival stands.
    ArrivalState, "arrival-state", {
        /// Let in, at once or after it was detained.
        Accepted = "accepted",
        /// Detained; somebody has to decide.
        Detained = "detained",
        /// Sent back.
        Returned = "returned",
        /// Seized.
        Seized = "seized",
    }
}

impl From<ArrivalOutcome> for ArrivalState {
    fn from(outcome: ArrivalOutcome) -> Self {
        match outcome {
            ArrivalOutcome::Released => Self::Accepted,
            ArrivalOutcome::Returned => Self::Returned,
            ArrivalOutcome::Seized => Self::Seized,
        }
    }
}

/// An arrival.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// What was written down.
    pub facts: ArrivalRecorded,
    /// Where it stands.
    pub state: ArrivalState,
    /// What was decided of a detained one.
    pub closed: Option<ArrivalClosed>,
    /// Entry that recorded it.
    pub seq: i64,
    /// Entry that decided.
    pub closed_seq: Option<i64>,
}

impl ArrivalRecorded {
    /// Carats by the certificate.
    #[must_use]
    pub fn weight(&self) -> Mass {
        Mass::total(self.lines.iter().map(|l| l.weight_mct)).unwrap_or(Mass::ZERO)
    }
    /// Value by the certificate, US cents.
    #[must_use]
    pub fn value_usd_cents(&self) -> i64 {
        self.lines.iter().map(|l| l.value_usd_cents).fold(0, i64::saturating_add)
    }
}

/// A number as it is compared: capitals and figures alone.
#[must_use]
pub fn plain_number(printed: &str) -> String {
    printed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// What the paper itself says against letting a shipment in: its days, and what was found. That its participant may not
/// trade, that its number is known or warned of, is for whoever has the lists.
#[must_use]
pub fn paper_against(e: &ArrivalRecorded, same_weight: bool) -> Violations {
    let mut v = Violations::none();
    let days = e.expires_on.signed_duration_since(e.issued_on).num_days();
    v.check((0..=i64::from(CERTIFICATE_DAYS_MAX)).contains(&days), || Violation::on("arrival.days", "expires_on").with("days", days));
    v.check(e.arrived_on >= e.issued_on, || Violation::on("arrival.before", "arrived_on").with("on", e.issued_on));
    v.check(e.arrived_on <= e.expires_on, || Violation::on("arrival.expired", "arrived_on").with("on", e.expires_on));
    v.check(e.seals_intact, || Violation::on("arrival.seals", "seals"));
    v.check(same_weight, || Violation::on("arrival.weight", "found_mct").with("found", e.found_mct).with("stated", e.weight()));
    v
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_without_their_spacing() {
        assert_eq!(plain_number(" be 0012-45/a "), "BE001245A");
        assert_eq!(plain_number("é"), "");
    }
}
