//! Instants (UTC, whole microseconds) and days.

use chrono::{DateTime, SubsecRound, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A calendar day; the day's meaning (local day of the country) comes with the record.
pub type Day = chrono::NaiveDate;

/// An instant in UTC, cut to whole microseconds so that both databases keep it exactly.
/// Written as `2026-11-22T03:46:00.123456Z`, always with six decimals: text order is time order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Instant(DateTime<Utc>);

const FORMAT: &str = "%Y-%m-%dT%H:%M:%S%.6fZ";

impl Instant {
    /// Cuts to microseconds.
    #[must_use]
    pub fn new(at: DateTime<Utc>) -> Self {
        Self(at.trunc_subsecs(6))
    }
    /// The instant as chrono knows it.
    #[must_use]
    pub const fn utc(self) -> DateTime<Utc> {
        self.0
    }
    /// The day in UTC. (The producers of the profiles lie within two hours of UTC.)
    #[must_use]
    pub fn day(self) -> Day {
        self.0.date_naive()
    }
    /// This instant and so many hours; `None` past the end of the calendar.
    #[must_use]
    pub fn plus_hours(self, hours: u32) -> Option<Self> {
        self.0.checked_add_signed(chrono::TimeDelta::hours(i64::from(hours))).map(Self)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.format(FORMAT).fmt(f)
    }
}

/// A text that is no instant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an instant: {0}")]
pub struct InstantError(pub String);

impl FromStr for Instant {
    type Err = InstantError;
    /// Takes any RFC 3339 instant.
    fn from_str(s: &str) -> Result<Self, InstantError> {
        DateTime::parse_from_rfc3339(s).map(|d| Self::new(d.with_timezone(&Utc))).map_err(|_| InstantError(s.to_owned()))
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
impl utoipa::PartialSchema for Instant {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        crate::domain::schema::text_schema("date-time")
    }
}
impl utoipa::ToSchema for Instant {}

/// A day as people write it in both languages: `22/11/2026`, with points, hyphens or blanks as well, the day first;
/// or the year first, `2026-11-22` and `2026/11/22`. The year has four figures, so that nothing can be read two ways.
/// `None` for what is no such day.
#[must_use]
pub fn day_typed(typed: &str) -> Option<Day> {
    let typed = typed.trim();
    let sign = typed.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '/' | '.' | '-' | ' '))?;
    let parts: Vec<&str> = typed.split(sign).collect();
    let [first, month, last] = parts.as_slice() else { return None };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    let figures = |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if year.len() != 4 || !figures(year, 4) || !figures(month, 2) || !figures(day, 2) {
        return None;
    }
    Day::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Whole working days (Monday to Friday) after `from` up to and with `to`; 0 when `to` is not later.
#[must_use]
pub fn working_days_between(from: Day, to: Day) -> u32 {
    use chrono::Datelike;
    let mut days = 0u32;
    let mut day = from;
    while day < to {
        let Some(next) = day.succ_opt() else { break };
        day = next;
        if day.weekday().num_days_from_monday() < 5 {
            days = days.saturating_add(1);
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn a_day_is_taken_as_people_write_it_and_never_guessed() {
        let wanted = Day::from_ymd_opt(2026, 11, 2).unwrap();
        for typed in ["2026-11-02", "2026/11/02", "2026.11.2", "02/11/2026", "2/11/2026", "02.11.2026", "02-11-2026", " 2 11 2026 "] {
            assert_eq!(day_typed(typed), Some(wanted), "{typed}");
        }
        for typed in
            ["11/22/2026", "2/11/26", "26/11/2", "31.11.2026", "2026-13-01", "02/11-2026", "2/11", "2026-11-02-1", "", "x", "2//2026"]
        {
            assert_eq!(day_typed(typed), None, "{typed}");
        }
    }

    #[test]
    fn written_with_six_decimals_and_read_back() {
        let at: Instant = "2026-01-02T03:04:05Z".parse().unwrap();
        assert_eq!(at.to_string(), "2026-01-02T03:04:05.000000Z");
        assert_eq!(at.to_string().parse::<Instant>().unwrap(), at);
    }
    #[test]
    fn working_days_pass_over_the_weekend() {
        let d = |s: &str| s.parse::<Day>().unwrap();
        assert_eq!(working_days_between(d("2026-11-20"), d("2026-11-23")), 1); // Friday to Monday
        assert_eq!(working_days_between(d("2026-11-02"), d("2026-11-16")), 10);
        assert_eq!(working_days_between(d("2026-11-16"), d("2026-11-02")), 0);
    }
}
