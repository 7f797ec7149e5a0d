//! What a list is asked for: each name of an address's query is read, or the request is refused.

use crate::web::error::WebError;
use serde_json::{Value, json};
use std::str::FromStr;

/// How many things a list gives when nothing is said.
pub const LIMIT: i64 = 100;
/// The most things a list gives.
pub const LIMIT_MOST: i64 = 500;
/// Names that every list knows; `lang` is read elsewhere.
const ALWAYS: [&str; 3] = ["before", "limit", "lang"];

/// A name by which a list is narrowed.
#[derive(Debug, Clone, Copy)]
pub struct Filter {
    /// In the address.
    pub name: &'static str,
    /// What stands behind it: a JSON schema's format, or its words.
    kind: Kind,
    /// What it does.
    told: &'static str,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Text,
    Id,
    Day,
    YesNo,
    Word,
}

impl Filter {
    /// Any text.
    #[must_use]
    pub const fn text(name: &'static str, told: &'static str) -> Self {
        Self { name, kind: Kind::Text, told }
    }
    /// An id.
    #[must_use]
    pub const fn id(name: &'static str, told: &'static str) -> Self {
        Self { name, kind: Kind::Id, told }
    }
    /// A day, `YYYY-MM-DD`.
    #[must_use]
    pub const fn day(name: &'static str, told: &'static str) -> Self {
        Self { name, kind: Kind::Day, told }
    }
    /// `yes` or `no`.
    #[must_use]
    pub const fn yes_no(name: &'static str, told: &'static str) -> Self {
        Self { name, kind: Kind::YesNo, told }
    }
    /// One of a few words; another one is refused.
    #[must_use]
    pub const fn word(name: &'static str, told: &'static str) -> Self {
        Self { name, kind: Kind::Word, told }
    }

    /// As a parameter of the description.
    #[must_use]
    pub fn parameter(&self) -> Value {
        let schema = match self.kind {
            Kind::Text | Kind::Word => json!({ "type": "string" }),
            Kind::Id => json!({ "type": "string", "format": "uuid" }),
            Kind::Day => json!({ "type": "string", "format": "date" }),
            Kind::YesNo => json!({ "type": "string", "enum": ["yes", "no"] }),
        };
        json!({ "name": self.name, "in": "query", "required": false, "schema": schema, "description": self.told })
    }
}

/// The query of a list's address. A name nobody knows is refused rather than passed over: a list that shows more
/// than was asked for would be believed.
pub struct Asked {
    pairs: Vec<(String, String)>,
}

impl Asked {
    /// Keeps what is filled in.
    ///
    /// # Errors
    /// [`WebError::Unreadable`] for a name that is none of the filters, or stands twice.
    pub fn new(pairs: Vec<(String, String)>, filters: &[Filter]) -> Result<Self, WebError> {
        let known = || ALWAYS.into_iter().chain(filters.iter().map(|f| f.name));
        for (at, (name, _)) in pairs.iter().enumerate() {
            if !known().any(|k| k == name) {
                let all = known().collect::<Vec<_>>().join(", ");
                return Err(WebError::Unreadable(format!("query {name}: not known here; known are {all}")));
            }
            if pairs.iter().take(at).any(|(earlier, _)| earlier == name) {
                return Err(WebError::Unreadable(format!("query {name}: stands twice")));
            }
        }
        let pairs = pairs.into_iter().map(|(n, v)| (n, v.trim().to_owned())).filter(|(_, v)| !v.is_empty());
        Ok(Self { pairs: pairs.collect() })
    }

    /// What stands behind a name, as it is.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        self.pairs.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone())
    }

    /// One of a few words, or whatever else can tell whether it reads a text.
    ///
    /// # Errors
    /// [`WebError::Unreadable`].
    pub fn read<T>(&self, name: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, WebError> {
        let Some(text) = self.text(name) else { return Ok(None) };
        read(&text).map(Some).ok_or_else(|| WebError::Unreadable(format!("query {name}: cannot be read")))
    }

    /// An id, a day, a number.
    ///
    /// # Errors
    /// [`WebError::Unreadable`].
    pub fn parsed<T: FromStr>(&self, name: &str) -> Result<Option<T>, WebError> {
        self.read(name, |text| text.parse().ok())
    }

    /// `yes` or `no`.
    ///
    /// # Errors
    /// [`WebError::Unreadable`].
    pub fn yes_no(&self, name: &str) -> Result<Option<bool>, WebError> {
        self.read(name, |text| match text {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        })
    }

    /// Where the page begins: after the thing with this number.
    ///
    /// # Errors
    /// [`WebError::Unreadable`].
    pub fn before(&self) -> Result<Option<i64>, WebError> {
        self.parsed("before")
    }

    /// How many things are wanted.
    ///
    /// # Errors
    /// [`WebError::Unreadable`] outside 1 to [`LIMIT_MOST`].
    pub fn limit(&self) -> Result<i64, WebError> {
        let limit = self.parsed("limit")?.unwrap_or(LIMIT);
        let fits = (1..=LIMIT_MOST).contains(&limit);
        if fits { Ok(limit) } else { Err(WebError::Unreadable(format!("limit: 1 to {LIMIT_MOST}"))) }
    }
}
