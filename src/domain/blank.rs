//! Blank certificates: the numbered forms that a printer delivers, and what became of each.
//!
//! Every form of every run is in exactly one state at every moment (K1): issued + spoiled + lost + stolen + returned +
//! unused (in stock, reserved, reported) = the run.

use crate::domain::event::BlanksReceived;
use crate::domain::ids::{AccountId, BlankReportId, BlankRunId, CertificateId, OfficeId, ShipmentId};
use crate::domain::text_enum::text_enum;
use crate::domain::time::Day;

/// The most forms of one run: more is a typing error, not a delivery.
pub const RUN_MAX: i64 = 10_000;
/// The most digits of a serial.
const WIDTH_MAX: u32 = 12;

text_enum! {
    /// Where a form stands.
    BlankState, "blank-state", {
        /// In a safe, free to be used.
        Stock = "stock",
        /// Set aside for a shipment that an officer has signed.
        Reserved = "reserved",
        /// Somebody reported it; waits for a second person, and cannot be used meanwhile.
        Reported = "reported",
        /// A certificate was issued on it.
        Issued = "issued",
        /// Spoiled before it was issued.
        Spoiled = "spoiled",
        /// Lost.
        Lost = "lost",
        /// Stolen.
        Stolen = "stolen",
        /// Given back to the printer or destroyed unused.
        Returned = "returned",
    }
}

impl BlankState {
    /// Whether a certificate can still be issued on it.
    #[must_use]
    pub const fn is_unused(self) -> bool {
        matches!(self, Self::Stock | Self::Reserved | Self::Reported)
    }
}

text_enum! {
    /// What is reported of forms that were not issued.
    BlankFate, "blank-fate", {
        /// Damaged, or printed wrongly.
        Spoiled = "spoiled",
        /// Not to be found.
        Lost = "lost",
        /// Taken by somebody.
        Stolen = "stolen",
        /// Given back to the printer, or destroyed under supervision.
        Returned = "returned",
    }
}

impl BlankFate {
    /// The state of the form once two people have said so.
    #[must_use]
    pub const fn state(self) -> BlankState {
        match self {
            Self::Spoiled => BlankState::Spoiled,
            Self::Lost => BlankState::Lost,
            Self::Stolen => BlankState::Stolen,
            Self::Returned => BlankState::Returned,
        }
    }
    /// Whether foreign authorities are to look out for the numbers.
    #[must_use]
    pub const fn is_warning(self) -> bool {
        matches!(self, Self::Lost | Self::Stolen)
    }
}

/// A delivery of numbered forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlankRun {
    /// What was received.
    pub facts: BlanksReceived,
    /// The entry.
    pub seq: i64,
}

/// How the numbers of a run are printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers<'a> {
    before: &'a str,
    width: usize,
    after: &'a str,
}

impl Numbers<'_> {
    /// The number printed on the form with a serial.
    #[must_use]
    pub fn of(&self, serial: i64) -> String {
        format!("{}{:0w$}{}", self.before, serial.max(0), self.after, w = self.width)
    }
    /// The serial of a number that is printed so.
    #[must_use]
    pub fn serial(&self, number: &str) -> Option<i64> {
        let serial = number.strip_prefix(self.before)?.strip_suffix(self.after)?.parse().ok()?;
        (self.of(serial) == number).then_some(serial)
    }
}

impl BlanksReceived {
    /// How its numbers are printed.
    #[must_use]
    pub fn numbers(&self) -> Numbers<'_> {
        Numbers { before: &self.before, width: usize::try_from(self.width.min(WIDTH_MAX)).unwrap_or(0), after: &self.after }
    }
    /// How many forms it has.
    #[must_use]
    pub const fn size(&self) -> i64 {
        self.last.saturating_sub(self.first).saturating_add(1)
    }
    /// Its first and last number.
    #[must_use]
    pub fn ends(&self) -> (String, String) {
        let numbers = self.numbers();
        (numbers.of(self.first), numbers.of(self.last))
    }
}

/// One form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blank {
    /// The number printed on it.
    pub number: String,
    /// Its run.
    pub run: BlankRunId,
    /// Its serial in the run.
    pub serial: i64,
    /// The year of the run.
    pub year: i32,
    /// Where it stands.
    pub state: BlankState,
    /// The office that keeps it; none: the head office's safe.
    pub office: Option<OfficeId>,
    /// The shipment it is reserved for or was issued for.
    pub shipment: Option<ShipmentId>,
    /// The certificate issued on it.
    pub certificate: Option<CertificateId>,
    /// The report that names it.
    pub report: Option<BlankReportId>,
    /// The entry that changed it last.
    pub changed_seq: i64,
}

/// Forms of one run with following serials that share state and office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlankSpan {
    /// First serial.
    pub first: i64,
    /// Last serial.
    pub last: i64,
    /// Their state.
    pub state: BlankState,
    /// Who keeps them.
    pub office: Option<OfficeId>,
}

impl BlankSpan {
    /// How many forms.
    #[must_use]
    pub const fn size(&self) -> i64 {
        self.last.saturating_sub(self.first).saturating_add(1)
    }
}

/// Joins forms, in the order of their serials, to spans.
#[must_use]
pub fn spans(forms: impl IntoIterator<Item = (i64, BlankState, Option<OfficeId>)>) -> Vec<BlankSpan> {
    let mut found: Vec<BlankSpan> = Vec::new();
    for (serial, state, office) in forms {
        match found.last_mut() {
            Some(span) if span.last.checked_add(1) == Some(serial) && span.state == state && span.office == office => span.last = serial,
            _ => found.push(BlankSpan { first: serial, last: serial, state, office }),
        }
    }
    found
}

text_enum! {
    /// Where a report stands.
    BlankReportState, "blank-report", {
        /// Waits for a second person.
        Waiting = "waiting",
        /// Confirmed, for good.
        Confirmed = "confirmed",
        /// Not so: the forms are in stock again.
        Refused = "refused",
    }
}

/// What somebody said of forms, and what became of that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlankReport {
    /// Id.
    pub id: BlankReportId,
    /// Dense number.
    pub no: i64,
    /// The run.
    pub run: BlankRunId,
    /// First serial.
    pub first: i64,
    /// Last serial.
    pub last: i64,
    /// What is said of them.
    pub fate: BlankFate,
    /// The day on which it happened or was noticed.
    pub on: Day,
    /// How it came about.
    pub reason: String,
    /// Where it stands.
    pub state: BlankReportState,
    /// Who reported.
    pub reported_by: AccountId,
    /// The entry.
    pub reported_seq: i64,
    /// Who decided.
    pub decided_by: Option<AccountId>,
    /// The entry.
    pub decided_seq: Option<i64>,
    /// What the second person said.
    pub decision_reason: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn following_forms_that_stand_alike_are_one_span() {
        use BlankState as S;
        let found = spans([(1, S::Stock, None), (2, S::Stock, None), (3, S::Issued, None), (4, S::Stock, None), (7, S::Stock, None)]);
        let told: Vec<_> = found.iter().map(|s| (s.first, s.last, s.state)).collect();
        assert_eq!(told, [(1, 2, S::Stock), (3, 3, S::Issued), (4, 4, S::Stock), (7, 7, S::Stock)]);
        assert_eq!(found.iter().map(BlankSpan::size).sum::<i64>(), 5);
    }

    #[test]
    fn a_fate_is_never_unused() {
        for fate in BlankFate::ALL {
            assert!(!fate.state().is_unused(), "{fate}");
            assert_eq!(fate.state().as_str(), fate.as_str());
        }
    }
}
