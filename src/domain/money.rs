//! Money in whole minor units, never a float.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An ISO 4217 code: three capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The United States dollar, the currency of certificates and statistics.
    pub const USD: Self = Self(*b"USD");
    /// Decimals of the minor unit (ISO 4217): none for the CFA francs and the Guinean franc, else two.
    #[must_use]
    pub const fn decimals(self) -> u32 {
        match &self.0 {
            b"XAF" | b"XOF" | b"GNF" => 0,
            _ => 2,
        }
    }
    /// The three letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }
}

/// A text that is no currency code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a currency code: {0}")]
pub struct CurrencyError(pub String);

impl FromStr for Currency {
    type Err = CurrencyError;
    fn from_str(s: &str) -> Result<Self, CurrencyError> {
        match s.as_bytes() {
            [a, b, c] if s.bytes().all(|x| x.is_ascii_uppercase()) => Ok(Self([*a, *b, *c])),
            _ => Err(CurrencyError(s.to_owned())),
        }
    }
}
impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}
impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}
impl utoipa::PartialSchema for Currency {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        crate::domain::schema::text_schema("iso-4217")
    }
}
impl utoipa::ToSchema for Currency {}

/// An amount in minor units of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Money {
    /// Whole minor units (cents), not negative in any record.
    pub minor: i64,
    /// ISO 4217.
    pub currency: Currency,
}

/// Units of local currency for one US dollar, in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(transparent)]
pub struct RateE6(pub i64);

impl Money {
    /// The value in whole US cents at a rate, rounded half up. `None` when the rate is not positive or the result does not fit.
    #[must_use]
    pub fn usd_cents(self, rate: RateE6) -> Option<i64> {
        if self.currency == Currency::USD {
            return Some(self.minor);
        }
        if rate.0 <= 0 || self.minor < 0 {
            return None;
        }
        // minor / 10^d / (rate / 10^6) * 100
        let numerator = i128::from(self.minor).checked_mul(100_000_000)?;
        let denominator = i128::from(rate.0).checked_mul(10i128.checked_pow(self.currency.decimals())?)?;
        let half = denominator.checked_div(2)?;
        i64::try_from(numerator.checked_add(half)?.checked_div(denominator)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn local_money_in_us_cents() {
        let sle: Currency = "SLE".parse().unwrap();
        let xaf: Currency = "XAF".parse().unwrap();
        assert_eq!(Money { minor: 225_000, currency: sle }.usd_cents(RateE6(22_500_000)), Some(10_000));
        assert_eq!(Money { minor: 600, currency: xaf }.usd_cents(RateE6(600_000_000)), Some(100));
        assert_eq!(Money { minor: 60_170_100, currency: Currency::USD }.usd_cents(RateE6(0)), Some(60_170_100));
        assert_eq!(Money { minor: 1, currency: sle }.usd_cents(RateE6(0)), None);
    }
}
