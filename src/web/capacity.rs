//! What can be given beside what was given, month by month, on the pages of sites, licences and zones.

use crate::domain::control::capacity::CapacityMonth;
use crate::domain::jurisdiction::Capacity;
use crate::domain::month::Month;
use crate::domain::time::Day;
use crate::web::locale::{Locale, format};

/// Months that a page shows.
const MONTHS: i32 = 12;

/// A month, written out.
pub struct CapacityLine {
    /// The month.
    pub name: String,
    /// What can be given, carats.
    pub can: String,
    /// What was given, carats.
    pub dug: String,
    /// The part, per cent.
    pub share: String,
    /// The part in hundredths, for the bar: at most the whole.
    pub part: i64,
    /// Whether the control tells it.
    pub over: bool,
    /// Whether an official estimate says what can be given.
    pub estimated: bool,
}

/// The months that end with a day's.
#[must_use]
pub fn span(today: Day) -> (Month, Month) {
    let last = Month::of(today);
    (last.plus(1 - MONTHS), last)
}

/// The months written out, the latest first; nothing where none gave anything.
#[must_use]
pub fn lines(l: Locale, months: &[CapacityMonth], rules: &Capacity) -> Vec<CapacityLine> {
    if months.iter().all(|m| m.dug_mct == 0 && !m.estimated) {
        return Vec::new();
    }
    let line = |m: &CapacityMonth| CapacityLine {
        name: format::month(l, m.month.first()),
        can: format::milli_carats(l, m.can_mct),
        dug: format::milli_carats(l, m.dug_mct),
        share: m.share_ppm().map(|ppm| format::share(l, ppm)).unwrap_or_default(),
        part: m.share_ppm().unwrap_or(0).checked_div(10_000).unwrap_or(0).clamp(0, 100),
        over: m.is_over(rules),
        estimated: m.estimated,
    };
    months.iter().rev().map(line).collect()
}
