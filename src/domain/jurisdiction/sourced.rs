//! Values that say where they come from.

use crate::domain::money::{Currency, Money};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use toml::Spanned;

/// How a source begins that names no document.
pub const ASSUMPTION: &str = "assumption:";

/// A value and the public document it was taken from, or `assumption: …` where there is none.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "Raw<T>")]
pub struct Sourced<T> {
    /// The value itself.
    pub value: T,
    /// The public document, or `assumption: ` and the reason.
    pub source: String,
    at: usize,
}

/// As written in the file. A missing source is told by the walk over all values, with its line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table `{ value = .., source = \"..\" }`")]
struct Raw<T> {
    value: Spanned<T>,
    #[serde(default)]
    source: String,
}

impl<T> From<Raw<T>> for Sourced<T> {
    fn from(raw: Raw<T>) -> Self {
        Self { at: raw.value.span().start, value: raw.value.into_inner(), source: raw.source }
    }
}

impl<T> Sourced<T> {
    /// Whether no document stands behind the value.
    #[must_use]
    pub fn is_assumption(&self) -> bool {
        self.source.starts_with(ASSUMPTION)
    }
    /// Where the value stands in the file, in bytes.
    pub(super) const fn at(&self) -> usize {
        self.at
    }
}

/// One text in several languages: `{ en = "Dealer", fr = "Négociant" }`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(pub(super) BTreeMap<String, String>);

impl Text {
    /// From languages and texts.
    pub fn of<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self(texts.into_iter().map(|(language, text)| (language.to_owned(), text.to_owned())).collect())
    }
    /// The text in a language (`fr`), or else in English, or else in any.
    #[must_use]
    pub fn get(&self, language: &str) -> &str {
        let any = || self.0.get("en").or_else(|| self.0.values().next());
        self.0.get(language).or_else(any).map_or("", String::as_str)
    }
    /// Whether there is a text in the language itself.
    #[must_use]
    pub fn has(&self, language: &str) -> bool {
        self.0.get(language).is_some_and(|text| !text.trim().is_empty())
    }
}

/// Money as a profile writes it; a key too many is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table `{ minor = .., currency = \"..\" }`")]
struct Amount {
    minor: i64,
    currency: Currency,
}

/// Reads `{ value = { minor = 150000, currency = "USD" }, source = ".." }`.
pub(super) fn money<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Sourced<Money>>, D::Error> {
    let read = Option::<Sourced<Amount>>::deserialize(d)?;
    Ok(read.map(|s| Sourced { value: Money { minor: s.value.minor, currency: s.value.currency }, source: s.source, at: s.at }))
}

/// One value of a profile for those who want to see what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Stated {
    /// Where it stands, as `licence_type.artisanal.area_max_m2`.
    pub key: String,
    /// As written.
    pub value: String,
    /// The public document, or `assumption: ` and the reason.
    pub source: String,
    /// Line of the file, from 1.
    pub line: usize,
}

impl Stated {
    /// Whether no document stands behind the value.
    #[must_use]
    pub fn is_assumption(&self) -> bool {
        self.source.starts_with(ASSUMPTION)
    }
}
