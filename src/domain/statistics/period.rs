//! Reporting periods, and when their returns are due.

use super::ReturnKind;
use crate::domain::schema::text_schema;
use crate::domain::time::Day;
use chrono::{Datelike, Months};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Months after the end of a period within which its return is due (KPCS Annex III, field notes 3).
const DUE_MONTHS: u32 = 2;
/// The annual report is due on the last of this many months after its year: 31 March.
const REPORT_MONTHS: u32 = 3;

/// A year, a half or a quarter of one: written `2026`, `2026-H1`, `2026-Q3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Period {
    /// A whole year.
    Year(i32),
    /// A half-year, 1 or 2.
    Half(i32, u32),
    /// A quarter, 1 to 4.
    Quarter(i32, u32),
}

/// A text that is no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a period: {0}")]
pub struct PeriodError(pub String);

impl Period {
    /// Which return is made for it.
    #[must_use]
    pub const fn kind(self) -> ReturnKind {
        match self {
            Self::Year(_) => ReturnKind::Annual,
            Self::Half(..) => ReturnKind::Production,
            Self::Quarter(..) => ReturnKind::Trade,
        }
    }
    /// The period of a kind in which a day lies.
    #[must_use]
    pub fn of(kind: ReturnKind, day: Day) -> Self {
        let (year, month) = (day.year(), day.month0());
        let nth = |months: u32| month.checked_div(months).unwrap_or(0).saturating_add(1);
        match kind {
            ReturnKind::Annual => Self::Year(year),
            ReturnKind::Production => Self::Half(year, nth(6)),
            ReturnKind::Trade => Self::Quarter(year, nth(3)),
        }
    }
    /// Its year.
    #[must_use]
    pub const fn year(self) -> i32 {
        match self {
            Self::Year(y) | Self::Half(y, _) | Self::Quarter(y, _) => y,
        }
    }
    const fn months(self) -> u32 {
        match self {
            Self::Year(_) => 12,
            Self::Half(..) => 6,
            Self::Quarter(..) => 3,
        }
    }
    const fn nth(self) -> u32 {
        match self {
            Self::Year(_) => 1,
            Self::Half(_, n) | Self::Quarter(_, n) => n,
        }
    }
    /// Its first day.
    #[must_use]
    pub fn first(self) -> Day {
        let month = self.nth().saturating_sub(1).saturating_mul(self.months()).saturating_add(1);
        Day::from_ymd_opt(self.year(), month, 1).unwrap_or(Day::MIN)
    }
    /// Its last day.
    #[must_use]
    pub fn last(self) -> Day {
        self.end_after(0)
    }
    /// The last day of the month so many months after its end.
    fn end_after(self, months: u32) -> Day {
        let next = self.first().checked_add_months(Months::new(self.months().saturating_add(months)));
        next.and_then(|day| day.pred_opt()).unwrap_or(Day::MAX)
    }
    /// The last day on which its return is in time: 31 August and end of February for half-years; 31 May, 31 August,
    /// 30 November and end of February for quarters; 31 March for the annual report.
    #[must_use]
    pub fn due(self) -> Day {
        self.end_after(if self.kind() == ReturnKind::Annual { REPORT_MONTHS } else { DUE_MONTHS })
    }
    /// Whether a day lies in it.
    #[must_use]
    pub fn holds(self, day: Day) -> bool {
        self.first() <= day && day <= self.last()
    }
    /// Its months' forerunners, the oldest first, each written `2026-03`.
    #[must_use]
    pub fn before_months(self, count: u32) -> Vec<String> {
        self.first().pred_opt().map_or_else(Vec::new, |day| months_back(day, count))
    }
    /// The half-years and quarters of its year, and the year, for which returns are made.
    #[must_use]
    pub const fn parts(self) -> [Self; 7] {
        let y = self.year();
        let (first, second) = (Self::Half(y, 1), Self::Half(y, 2));
        [first, second, Self::Quarter(y, 1), Self::Quarter(y, 2), Self::Quarter(y, 3), Self::Quarter(y, 4), Self::Year(y)]
    }
    /// The half-years of a year; of any other itself.
    #[must_use]
    pub fn halves(self) -> Vec<Self> {
        match self {
            Self::Year(y) => vec![Self::Half(y, 1), Self::Half(y, 2)],
            other => vec![other],
        }
    }
    /// The one before.
    #[must_use]
    pub fn before(self) -> Self {
        self.first().pred_opt().map_or(self, |day| Self::of(self.kind(), day))
    }
    /// The one after.
    #[must_use]
    pub fn after(self) -> Self {
        self.last().succ_opt().map_or(self, |day| Self::of(self.kind(), day))
    }
}

/// The months up to one with a day, the oldest first, each written `2026-03`.
#[must_use]
pub fn months_back(last: Day, count: u32) -> Vec<String> {
    let month = |back: u32| last.checked_sub_months(Months::new(back)).map(|d| d.format("%Y-%m").to_string());
    (0..count).rev().filter_map(month).collect()
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(y) => write!(f, "{y:04}"),
            Self::Half(y, n) => write!(f, "{y:04}-H{n}"),
            Self::Quarter(y, n) => write!(f, "{y:04}-Q{n}"),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;
    fn from_str(s: &str) -> Result<Self, PeriodError> {
        let none = || PeriodError(s.to_owned());
        let (year, part) = s.split_once('-').map_or((s, None), |(year, part)| (year, Some(part)));
        let plain = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
        let year: i32 = Some(year).filter(|_| plain).and_then(|y| y.parse().ok()).filter(|y| *y >= 1).ok_or_else(none)?;
        match part {
            None => Ok(Self::Year(year)),
            Some("H1") => Ok(Self::Half(year, 1)),
            Some("H2") => Ok(Self::Half(year, 2)),
            Some("Q1") => Ok(Self::Quarter(year, 1)),
            Some("Q2") => Ok(Self::Quarter(year, 2)),
            Some("Q3") => Ok(Self::Quarter(year, 3)),
            Some("Q4") => Ok(Self::Quarter(year, 4)),
            Some(_) => Err(none()),
        }
    }
}

impl Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}
impl utoipa::PartialSchema for Period {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        text_schema("period")
    }
}
impl utoipa::ToSchema for Period {}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(text: &str) -> String {
        text.parse::<Period>().unwrap().due().to_string()
    }

    /// Field notes 9: period end 30 June, production due 31 August; 31 December, 28 or 29 February.
    #[test]
    fn returns_are_due_two_months_after_the_period() {
        assert_eq!((due("2026-H1"), due("2026-H2")), ("2026-08-31".into(), "2027-02-28".into()));
        assert_eq!(due("2027-H2"), "2028-02-29");
        let quarters = ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"].map(due);
        assert_eq!(quarters, ["2026-05-31", "2026-08-31", "2026-11-30", "2027-02-28"]);
        assert_eq!(due("2026"), "2027-03-31");
    }

    #[test]
    fn a_period_is_written_as_it_is_read_and_follows_the_one_before() {
        for text in ["2026", "2026-H1", "2026-H2", "2026-Q1", "2026-Q4", "0999-Q2"] {
            let period: Period = text.parse().unwrap();
            assert_eq!(period.to_string(), text);
            assert_eq!(period.before().after(), period);
            assert_eq!(period.before().last().succ_opt(), Some(period.first()));
            assert!(period.holds(period.first()) && period.holds(period.last()) && !period.holds(period.after().first()));
            assert_eq!(Period::of(period.kind(), period.last()), period);
        }
        for text in ["", "26", "2026-", "2026-Q5", "2026-H3", "2026-h1", "+026", "2026-Q1-", "0000", "20 6"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn months_are_counted_over_the_turn_of_the_year() {
        assert_eq!(months_back("2026-03-31".parse().unwrap(), 5), ["2025-11", "2025-12", "2026-01", "2026-02", "2026-03"]);
    }
}
