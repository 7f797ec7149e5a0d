//! Calendar months, counted without days.

use crate::domain::time::Day;
use chrono::{Datelike, Months};

/// A calendar month: years times twelve plus the month, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Month(i32);

impl Month {
    /// The month of a day.
    #[must_use]
    pub fn of(day: Day) -> Self {
        let month = i32::try_from(day.month0()).unwrap_or(0);
        Self(day.year().saturating_mul(12).saturating_add(month))
    }
    /// So many months later; earlier where the count is below nought.
    #[must_use]
    pub const fn plus(self, months: i32) -> Self {
        Self(self.0.saturating_add(months))
    }
    /// How many months another one lies before this one.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }
    /// Its first day.
    #[must_use]
    pub fn first(self) -> Day {
        let month = u32::try_from(self.0.rem_euclid(12)).unwrap_or(0).saturating_add(1);
        Day::from_ymd_opt(self.0.div_euclid(12), month, 1).unwrap_or_default()
    }
    /// Its last day.
    #[must_use]
    pub fn last(self) -> Day {
        let next = self.first().checked_add_months(Months::new(1));
        next.and_then(|d| d.pred_opt()).unwrap_or_default()
    }
    /// The first month of its quarter.
    #[must_use]
    pub const fn quarter(self) -> Self {
        Self(self.0.saturating_sub(self.0.rem_euclid(3)))
    }
    /// This month and all after it up to another one.
    pub fn until(self, last: Self) -> impl Iterator<Item = Self> {
        (self.0..=last.0).map(Self)
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.0.div_euclid(12), self.0.rem_euclid(12).saturating_add(1))
    }
}

/// A text that is no month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a month: {0}")]
pub struct MonthError(pub String);

impl std::str::FromStr for Month {
    type Err = MonthError;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let day = format!("{s}-01").parse::<Day>().ok().filter(|_| s.len() == 7);
        day.map(Self::of).ok_or_else(|| MonthError(s.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_counted_over_the_turn_of_the_year() {
        let december: Month = "2025-12".parse().expect("a month");
        assert_eq!(december.plus(1).to_string(), "2026-01");
        assert_eq!(december.plus(-12).to_string(), "2024-12");
        assert_eq!(december.plus(3).since(december), 3);
        assert_eq!((december.first().to_string(), december.last().to_string()), ("2025-12-01".into(), "2025-12-31".into()));
        assert_eq!(december.quarter().to_string(), "2025-10");
        assert_eq!(december.until(december.plus(2)).count(), 3);
        assert!("2025-13".parse::<Month>().is_err() && "2025-1".parse::<Month>().is_err());
    }
}
