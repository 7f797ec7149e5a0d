//! Rough diamonds from abroad: what is compared when a shipment comes with a certificate of another participant.

use crate::domain::event::{ArrivalClosed, ArrivalOutcome, ArrivalRecorded, FoundLine, NewParcel};
use crate::domain::ids::PartyId;
use crate::domain::jurisdiction::CERTIFICATE_DAYS_MAX;
use crate::domain::quantity::Mass;
use crate::domain::text_enum::text_enum;
use crate::domain::violation::{Violation, Violations};
use serde::{Deserialize, Serialize};

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

impl Arrival {
    /// Who imports: as it was written down when it came, or when it was let in.
    #[must_use]
    pub fn importer(&self) -> Option<PartyId> {
        self.facts.importer.or_else(|| self.closed.as_ref()?.importer)
    }
    /// What was weighed and counted by subheading: when it came, or when it was let in; nothing in old entries.
    #[must_use]
    pub fn found(&self) -> &[FoundLine] {
        match &self.closed {
            Some(closed) if self.facts.found.is_empty() => &closed.found,
            _ => &self.facts.found,
        }
    }
    /// The parcels that it became in the hands of the importer; none while it is detained, and of old entries.
    #[must_use]
    pub fn received(&self) -> &[NewParcel] {
        match &self.closed {
            Some(closed) if self.facts.received.is_empty() => &closed.received,
            _ => &self.facts.received,
        }
    }
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

/// A number as it is compared: capitals and figures alone, without the noughts before a figure.
#[must_use]
pub fn plain_number(printed: &str) -> String {
    let mut plain = String::new();
    let mut signs = printed.chars().filter(char::is_ascii_alphanumeric).peekable();
    while let Some(sign) = signs.next() {
        let begins = !plain.ends_with(|c: char| c.is_ascii_digit());
        let nought = sign == '0' && begins && signs.peek().is_some_and(char::is_ascii_digit);
        plain.extend((!nought).then_some(sign.to_ascii_uppercase()));
    }
    plain
}

/// Certificate numbers from the first to the last, both as printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NumberRange {
    /// The first.
    pub first: String,
    /// The last; the first alone where it is the same.
    pub last: String,
}

/// Why two numbers are no range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RangeFault {
    /// They differ in more than one group of figures, or the last comes before the first.
    Shape,
    /// There are too many numbers between them.
    Size,
}

impl NumberRange {
    /// Every number of it, as it would be printed, the first and the last with them.
    ///
    /// # Errors
    /// When the two are no range, or of more than `most` numbers.
    pub fn numbers(&self, most: usize) -> Result<Vec<String>, RangeFault> {
        let (first, last) = (self.first.trim(), self.last.trim());
        if first == last {
            return Ok(vec![first.to_owned()]);
        }
        let same: usize = first.chars().zip(last.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        let before = first.get(..same).unwrap_or_default().trim_end_matches(|c: char| c.is_ascii_digit());
        let ((from, after), (to, behind)) = (figures(first, before), figures(last, before));
        // "9" to "12" is a range, "09" to "12" too, "09" to "112" is not: the one is filled with zeros, the other is not.
        let filled = from.len() == to.len() || (from.len() < to.len() && (from == "0" || !from.starts_with('0')));
        let (Ok(low), Ok(high)) = (from.parse::<u64>(), to.parse::<u64>()) else { return Err(RangeFault::Shape) };
        if after != behind || !filled || high < low {
            return Err(RangeFault::Shape);
        }
        if usize::try_from(high.saturating_sub(low)).map_or(true, |steps| steps >= most) {
            return Err(RangeFault::Size);
        }
        let width = from.len();
        Ok((low..=high).map(|serial| format!("{before}{serial:0width$}{after}")).collect())
    }
}

/// The figures of a number that come after what stands before them, and the rest.
fn figures<'a>(number: &'a str, before: &str) -> (&'a str, &'a str) {
    let rest = number.get(before.len()..).unwrap_or_default();
    rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()))
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
    let other = e.found_parcels.filter(|n| *n != e.parcels);
    v.0.extend(other.map(|n| Violation::on("arrival.parcels_found", "found_parcels").with("found", n).with("stated", e.parcels)));
    v.check(same_weight, || Violation::on("arrival.weight", "found").with("found", e.found_mct).with("stated", e.weight()));
    v
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_without_their_spacing() {
        assert_eq!(plain_number(" be 0012-45/a "), "BE1245A");
        for (one, other) in [("BW 004301", "bw4301"), ("SL-000", "sl 0"), ("A1/010", "a1 010 "), ("7/09", "709")] {
            assert_eq!(plain_number(one), plain_number(other));
        }
        assert_ne!(plain_number("BW 4301"), plain_number("BW 43010"));
        assert_eq!(plain_number("é"), "");
    }

    #[test]
    fn a_range_is_every_number_between_two_that_differ_in_one_group_of_figures() {
        let of = |first: &str, last: &str| NumberRange { first: first.into(), last: last.into() }.numbers(100);
        let six: Vec<String> = (4..=9).map(|n| format!("SL 00000{n}")).collect();
        assert_eq!(of("SL 000004", " SL 000009 "), Ok(six));
        assert_eq!(of("SL 000009", "SL 000011").unwrap(), ["SL 000009", "SL 000010", "SL 000011"]);
        assert_eq!(of("A1/9-26", "A1/11-26").unwrap(), ["A1/9-26", "A1/10-26", "A1/11-26"]);
        assert_eq!(of("SL 7", "SL 7").unwrap(), ["SL 7"]);
        assert_eq!(of("Eins", "Eins").unwrap(), ["Eins"]);
        assert_eq!(of("1", "100").map(|all| all.len()), Ok(100));
        assert_eq!(of("1", "101"), Err(RangeFault::Size));
        assert_eq!(of("1", "18446744073709551615"), Err(RangeFault::Size));
        for (first, last) in
            [("SL 9", "SL 4"), ("SL 000004", "BE 000009"), ("SL 4/25", "SL 9/26"), ("09", "112"), ("SL", "SL 9"), ("", "x")]
        {
            assert_eq!(of(first, last), Err(RangeFault::Shape), "{first} to {last}");
        }
        assert_eq!(of("1", "99999999999999999999"), Err(RangeFault::Shape), "too long to count");
    }
}
