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
