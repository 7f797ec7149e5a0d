//! What a token claims: the fields of the certificate, and where its entry stands in the journal.

use super::TokenError;
use crate::domain::event::{CertificateIssued, HsCode, HsLine};
use crate::domain::merkle::Hash;
use crate::domain::note::is_key_name;
use crate::domain::quantity::Mass;
use crate::domain::time::{Day, Instant};
use chrono::{Datelike, Days, TimeDelta};
use coset::cbor::value::Value;
use coset::cwt::{ClaimName, ClaimsSet, Timestamp};
use coset::{CborSerializable, CoseError};

/// The claim that holds the fields of a certificate, in the range for private use (RFC 8392, section 9.1).
const CERTIFICATE: i64 = -65_537;
/// The version of those fields.
const VERSION: i64 = 1;
/// The largest whole number: every language's numbers hold it exactly.
const WHOLE_MOST: i64 = (1 << 53) - 1;
/// The most signs of a certificate's number.
pub const NUMBER_MOST: usize = 60;
/// The most bytes of a name.
const NAME_MOST: usize = 800;
/// The most entries of a list.
const LIST_MOST: usize = 250;
/// How far a country's time may be from UTC, in hours.
const OFFSET_MOST: i64 = 14;
const DAY_SECONDS: i64 = 86_400;

/// How a genuine token stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Within its days.
    Valid,
    /// Its last day is over.
    Expired,
    /// Its first day has not come.
    NotYet,
}

impl Standing {
    /// Its name in message ids, and in the page that checks without a network.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Expired => "expired",
            Self::NotYet => "not-yet",
        }
    }
}

/// What a token claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// Who issued it: the country (ISO 3166-1 alpha-2), a slash, and the name of the register's journal.
    pub issuer: String,
    /// The certificate's number.
    pub number: String,
    /// When it was issued, seconds since 1970.
    pub issued_at: i64,
    /// The first second after its last day, in the country's time, seconds since 1970.
    pub expires_at: i64,
    /// Day of issue, in the country's time.
    pub issued_on: Day,
    /// Last day of validity.
    pub expires_on: Day,
    /// Mass.
    pub weight_mct: Mass,
    /// Value, US cents.
    pub value_usd_cents: i64,
    /// How many parcels.
    pub parcels: i64,
    /// How many stones.
    pub stones: i64,
    /// By subheading.
    pub lines: Vec<HsLine>,
    /// The exporter, as printed.
    pub exporter: String,
    /// The importer, as printed.
    pub importer: String,
    /// Country of destination, ISO 3166-1 alpha-2.
    pub destination: String,
    /// Countries of mining, ISO 3166-1 alpha-2.
    pub origins: Vec<String>,
    /// Whether origins are mixed.
    pub mixed: bool,
    /// Mass without established origin.
    pub unestablished_mct: Mass,
    /// SHA-256 of the frozen composition.
    pub composition: [u8; 32],
    /// Position of the entry that issued it in the journal.
    pub entry: i64,
    /// Leaf hash of that entry.
    pub leaf: Hash,
}

/// What a certificate's entry knows beside its facts.
#[derive(Debug, Clone, Copy)]
pub struct Issue<'a> {
    /// The issuer that its key names.
    pub issuer: &'a str,
    /// The exporter's name on the day of issue.
    pub exporter: &'a str,
    /// Position of the entry.
    pub seq: i64,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// Its leaf hash.
    pub leaf: Hash,
    /// Hours that the country's time is ahead of UTC.
    pub offset_hours: i64,
}

/// The country of an issuer.
#[must_use]
pub fn country_of(issuer: &str) -> Option<&str> {
    let (country, origin) = issuer.split_once('/')?;
    (is_country(country) && is_key_name(origin)).then_some(country)
}

fn is_country(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase())
}

/// Midnight in UTC with which a day begins, seconds since 1970.
fn midnight(day: Day) -> i64 {
    days_since_1970(day).saturating_mul(DAY_SECONDS)
}

/// Days since 1970-01-01 (as RFC 8943 counts them).
fn days_since_1970(day: Day) -> i64 {
    // 719,163 days lie between the first of the calendar and that day.
    i64::from(day.num_days_from_ce()).saturating_sub(719_163)
}

fn day_at(days: i64) -> Option<Day> {
    Day::from_ymd_opt(1970, 1, 1)?.checked_add_days(Days::new(u64::try_from(days).ok()?))
}

impl Claims {
    /// The claims of a certificate.
    ///
    /// # Errors
    /// [`TokenError::Claim`] or [`TokenError::Contradiction`] where its facts cannot be a token's.
    pub fn of(facts: &CertificateIssued, issue: Issue<'_>) -> Result<Self, TokenError> {
        let mut composition = [0; 32];
        let hex = facts.composition_digest.as_bytes();
        if data_encoding::HEXLOWER.decode_mut(hex, &mut composition) != Ok(32) {
            return Err(TokenError::Claim("composition"));
        }
        let end = midnight(facts.expires_on).saturating_add(DAY_SECONDS);
        let claims = Self {
            issuer: issue.issuer.to_owned(),
            number: facts.number.clone(),
            issued_at: issue.recorded_at.utc().timestamp(),
            expires_at: end.saturating_sub(issue.offset_hours.saturating_mul(3_600)),
            issued_on: facts.issued_on,
            expires_on: facts.expires_on,
            weight_mct: facts.weight_mct,
            value_usd_cents: facts.value_usd_cents,
            parcels: facts.parcels,
            stones: facts.stones,
            lines: facts.lines.clone(),
            exporter: issue.exporter.to_owned(),
            importer: facts.importer.name.clone(),
            destination: facts.importer.country.clone(),
            origins: facts.origins.clone(),
            mixed: facts.mixed,
            unestablished_mct: facts.unestablished_mct,
            composition,
            entry: issue.seq,
            leaf: issue.leaf,
        };
        // What cannot be read again is not written.
        let read = Self::parse(&claims.encode()?)?;
        if read == claims { Ok(claims) } else { Err(TokenError::NotCanonical) }
    }

    /// The country that issued it, ISO 3166-1 alpha-2.
    #[must_use]
    pub fn country(&self) -> &str {
        country_of(&self.issuer).unwrap_or_default()
    }

    /// How it stands on a day of the country's calendar.
    #[must_use]
    pub fn standing_on(&self, day: Day) -> Standing {
        if day > self.expires_on {
            Standing::Expired
        } else if day < self.issued_on {
            Standing::NotYet
        } else {
            Standing::Valid
        }
    }

    /// The day of the country's calendar at an instant.
    #[must_use]
    pub fn day_at(&self, at: Instant) -> Day {
        let ahead = TimeDelta::try_seconds(self.ahead_seconds()).unwrap_or_default();
        at.utc().checked_add_signed(ahead).map_or_else(|| at.day(), |local| local.date_naive())
    }

    /// How far the country's time is ahead of UTC: from when its last day ends.
    fn ahead_seconds(&self) -> i64 {
        midnight(self.expires_on).saturating_add(DAY_SECONDS).saturating_sub(self.expires_at)
    }

    /// What is not as the register has it, by the names of the claims. (The exporter's name is not compared: it may have been
    /// erased since.)
    #[must_use]
    pub fn differs_from(&self, facts: &CertificateIssued, seq: i64) -> Vec<&'static str> {
        let found = [
            ("number", self.number != facts.number),
            ("issued_on", self.issued_on != facts.issued_on),
            ("expires_on", self.expires_on != facts.expires_on),
            ("importer", self.importer != facts.importer.name),
            ("destination", self.destination != facts.importer.country),
            ("origins", self.origins != facts.origins || self.mixed != facts.mixed),
            ("weight_mct", self.weight_mct != facts.weight_mct),
            ("value_usd_cents", self.value_usd_cents != facts.value_usd_cents),
            ("parcels", self.parcels != facts.parcels),
            ("stones", self.stones != facts.stones),
            ("lines", self.lines != facts.lines),
            ("unestablished_mct", self.unestablished_mct != facts.unestablished_mct),
            ("composition", data_encoding::HEXLOWER.encode(&self.composition) != facts.composition_digest),
            ("entry", self.entry != seq),
        ];
        found.into_iter().filter(|(_, other)| *other).map(|(name, _)| name).collect()
    }

    /// The CBOR of the claims, in the one way that it is written.
    pub(super) fn encode(&self) -> Result<Vec<u8>, TokenError> {
        let whole = |n: i64| Value::Integer(n.into());
        let text = |t: &str| Value::Text(t.to_owned());
        let line = |l: &HsLine| Value::Array(vec![text(l.hs.as_str()), whole(l.weight_mct.mct()), whole(l.value_usd_cents)]);
        let fields = [
            whole(VERSION),
            whole(days_since_1970(self.issued_on)),
            whole(days_since_1970(self.expires_on)),
            whole(self.weight_mct.mct()),
            whole(self.value_usd_cents),
            whole(self.parcels),
            whole(self.stones),
            Value::Array(self.lines.iter().map(line).collect()),
            text(&self.exporter),
            Value::Array(vec![text(&self.importer), text(&self.destination)]),
            Value::Array(self.origins.iter().map(|o| text(o)).collect()),
            Value::Bool(self.mixed),
            whole(self.unestablished_mct.mct()),
            Value::Bytes(self.composition.to_vec()),
            Value::Array(vec![whole(self.entry), Value::Bytes(self.leaf.to_vec())]),
        ];
        let map = (1..).zip(fields).map(|(label, value)| (whole(label), value)).collect();
        let set = ClaimsSet {
            issuer: Some(self.issuer.clone()),
            subject: Some(self.number.clone()),
            expiration_time: Some(Timestamp::WholeSeconds(self.expires_at)),
            issued_at: Some(Timestamp::WholeSeconds(self.issued_at)),
            rest: vec![(ClaimName::PrivateUse(CERTIFICATE), Value::Map(map))],
            ..ClaimsSet::default()
        };
        set.to_vec().map_err(|_| TokenError::Cbor)
    }

    /// Reads claims. That they are written in the one way is for the caller to see, by writing them again.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, TokenError> {
        let set = ClaimsSet::from_slice(bytes).map_err(of_cbor)?;
        let foreign = [("aud", set.audience.is_some()), ("nbf", set.not_before.is_some()), ("cti", set.cwt_id.is_some())];
        if let Some((name, _)) = foreign.into_iter().find(|(_, there)| *there) {
            return Err(TokenError::UnknownClaim(name.to_owned()));
        }
        let mut fields = None;
        for (name, value) in set.rest {
            match name {
                ClaimName::PrivateUse(CERTIFICATE) => fields = Some(value),
                ClaimName::PrivateUse(label) => return Err(TokenError::UnknownClaim(label.to_string())),
                ClaimName::Assigned(assigned) => return Err(TokenError::UnknownClaim(format!("{assigned:?}"))),
                ClaimName::Text(text) => return Err(TokenError::UnknownClaim(text.chars().take(40).collect())),
            }
        }
        let mut f = Fields::of(fields.ok_or(TokenError::Claim("certificate"))?)?;
        let claims = Self {
            issuer: set.issuer.filter(|i| country_of(i).is_some()).ok_or(TokenError::Claim("iss"))?,
            number: set.subject.filter(|n| is_number(n)).ok_or(TokenError::Claim("sub"))?,
            expires_at: seconds(set.expiration_time, "exp")?,
            issued_at: seconds(set.issued_at, "iat")?,
            issued_on: f.day("issued_on")?,
            expires_on: f.day("expires_on")?,
            weight_mct: f.mass("weight_mct")?,
            value_usd_cents: f.whole("value_usd_cents")?,
            parcels: f.whole("parcels")?,
            stones: f.whole("stones")?,
            lines: f.list("lines", hs_line)?,
            exporter: f.text("exporter")?,
            importer: String::new(),
            destination: String::new(),
            origins: Vec::new(),
            mixed: false,
            unestablished_mct: Mass::ZERO,
            composition: [0; 32],
            entry: 0,
            leaf: [0; 32],
        };
        f.rest(claims)?.sound()
    }

    /// Refuses claims that contradict each other.
    fn sound(self) -> Result<Self, TokenError> {
        let ahead = self.ahead_seconds();
        let hours = ahead.wrapping_rem(3_600) == 0 && (-OFFSET_MOST..=OFFSET_MOST).contains(&ahead.wrapping_div(3_600));
        let local_days = self.issued_at.saturating_add(ahead).div_euclid(DAY_SECONDS);
        let sum = |of: fn(&HsLine) -> i64| self.lines.iter().map(of).try_fold(0i64, i64::checked_add);
        let days = self.issued_on <= self.expires_on && hours && local_days == days_since_1970(self.issued_on);
        let mass = sum(|l| l.weight_mct.mct()) == Some(self.weight_mct.mct()) && self.unestablished_mct <= self.weight_mct;
        let found = [
            ("days", days),
            ("weight_mct", mass),
            ("value_usd_cents", sum(|l| l.value_usd_cents) == Some(self.value_usd_cents)),
            ("lines", self.lines.windows(2).all(|pair| matches!(pair, [a, b] if a.hs.as_str() < b.hs.as_str()))),
        ];
        match found.into_iter().find(|(_, holds)| !holds) {
            Some((name, _)) => Err(TokenError::Contradiction(name)),
            None => Ok(self),
        }
    }
}

fn of_cbor(error: CoseError) -> TokenError {
    if matches!(error, CoseError::ExtraneousData) { TokenError::Trailing } else { TokenError::Cbor }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= NUMBER_MOST && !text.chars().any(char::is_control)
}

fn seconds(claim: Option<Timestamp>, name: &'static str) -> Result<i64, TokenError> {
    match claim {
        Some(Timestamp::WholeSeconds(s)) if (0..=WHOLE_MOST).contains(&s) => Ok(s),
        _ => Err(TokenError::Claim(name)),
    }
}

/// The fields of a certificate, taken one after the other.
struct Fields {
    left: std::vec::IntoIter<Value>,
}

impl Fields {
    /// Of a map with the labels from 1 upwards, in order, whose first is the version.
    fn of(value: Value) -> Result<Self, TokenError> {
        let Value::Map(pairs) = value else { return Err(TokenError::Claim("certificate")) };
        let version = pairs.first().filter(|(label, _)| *label == Value::Integer(1.into())).and_then(|(_, v)| number(v));
        let version = version.ok_or(TokenError::Claim("version"))?;
        if version != VERSION {
            return Err(TokenError::Version(version.to_string()));
        }
        let mut values = Vec::with_capacity(pairs.len());
        for (at, (label, value)) in (1i64..).zip(pairs) {
            match label {
                Value::Integer(n) if i128::from(n) == i128::from(at) && at <= 15 => values.push(value),
                Value::Integer(n) if i128::from(n) < 1 || i128::from(n) > 15 => {
                    return Err(TokenError::UnknownClaim(i128::from(n).to_string()));
                }
                Value::Integer(_) => return Err(TokenError::NotCanonical),
                _ => return Err(TokenError::UnknownClaim("certificate".into())),
            }
        }
        let mut left = values.into_iter();
        let _ = left.next();
        Ok(Self { left })
    }

    fn next(&mut self, name: &'static str) -> Result<Value, TokenError> {
        self.left.next().ok_or(TokenError::Claim(name))
    }

    fn whole(&mut self, name: &'static str) -> Result<i64, TokenError> {
        number(&self.next(name)?).ok_or(TokenError::Claim(name))
    }

    fn mass(&mut self, name: &'static str) -> Result<Mass, TokenError> {
        self.whole(name).and_then(|n| Mass::new(n).ok_or(TokenError::Claim(name)))
    }

    fn day(&mut self, name: &'static str) -> Result<Day, TokenError> {
        // Four figures of a year, as paper has them.
        self.whole(name).and_then(|n| day_at(n).filter(|d| d.year() <= 9_999).ok_or(TokenError::Claim(name)))
    }

    fn text(&mut self, name: &'static str) -> Result<String, TokenError> {
        name_in(self.next(name)?).ok_or(TokenError::Claim(name))
    }

    fn list<T>(&mut self, name: &'static str, read: impl Fn(Value) -> Option<T>) -> Result<Vec<T>, TokenError> {
        let Value::Array(values) = self.next(name)? else { return Err(TokenError::Claim(name)) };
        let read: Option<Vec<T>> = if values.len() > LIST_MOST { None } else { values.into_iter().map(read).collect() };
        read.ok_or(TokenError::Claim(name))
    }

    /// The second half, from the importer on.
    fn rest(&mut self, claims: Claims) -> Result<Claims, TokenError> {
        let [importer, destination] = self.array("importer")?;
        let importer = name_in(importer).ok_or(TokenError::Claim("importer"))?;
        let destination = country_in(destination).ok_or(TokenError::Claim("importer"))?;
        let origins = self.list("origins", country_in)?;
        let Value::Bool(mixed) = self.next("mixed")? else { return Err(TokenError::Claim("mixed")) };
        let unestablished_mct = self.mass("unestablished_mct")?;
        let composition = digest(self.next("composition")?).ok_or(TokenError::Claim("composition"))?;
        let [entry, leaf] = self.array("entry")?;
        let entry = number(&entry).ok_or(TokenError::Claim("entry"))?;
        let leaf = digest(leaf).ok_or(TokenError::Claim("entry"))?;
        Ok(Claims { importer, destination, origins, mixed, unestablished_mct, composition, entry, leaf, ..claims })
    }

    fn array<const N: usize>(&mut self, name: &'static str) -> Result<[Value; N], TokenError> {
        let Value::Array(values) = self.next(name)? else { return Err(TokenError::Claim(name)) };
        values.try_into().map_err(|_| TokenError::Claim(name))
    }
}

fn number(value: &Value) -> Option<i64> {
    let Value::Integer(n) = value else { return None };
    i64::try_from(*n).ok().filter(|n| (0..=WHOLE_MOST).contains(n))
}

fn name_in(value: Value) -> Option<String> {
    let Value::Text(text) = value else { return None };
    (!text.is_empty() && text.len() <= NAME_MOST && !text.chars().any(char::is_control)).then_some(text)
}

fn country_in(value: Value) -> Option<String> {
    let Value::Text(text) = value else { return None };
    is_country(&text).then_some(text)
}

fn digest(value: Value) -> Option<[u8; 32]> {
    let Value::Bytes(bytes) = value else { return None };
    bytes.try_into().ok()
}

fn hs_line(value: Value) -> Option<HsLine> {
    let Value::Array(parts) = value else { return None };
    let [Value::Text(code), mct, cents] = parts.as_slice() else { return None };
    let hs = HsCode::ALL.into_iter().find(|hs| hs.as_str() == code)?;
    Some(HsLine { hs, weight_mct: Mass::new(number(mct)?)?, value_usd_cents: number(cents)? })
}
