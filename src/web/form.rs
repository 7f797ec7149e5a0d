//! Forms: reading what was typed, collecting every problem, and showing it all again.

use crate::domain::money::{Currency, Money};
use crate::domain::quantity::{Mass, parse_decimal};
use crate::domain::time::{Day, day_typed};
use crate::domain::violation::{Violation, Violations};
use crate::web::ctx::Visitor;
use crate::web::error::WebError;
use crate::web::kept::{Kept, MARK};
use crate::web::locale::{Locale, violation_text};
use crate::web::prove::{self, Sent};
use crate::web::upload::fields_of;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;
use subtle::ConstantTimeEq;

/// The most bytes a form may have. (Boundaries of sites are the longest.)
const FORM_BYTES: usize = 512 * 1024;

/// The fields of a form as they came, in order, after its token was checked.
#[derive(Debug, Clone, Default)]
pub struct Posted {
    fields: Vec<(String, String)>,
    /// What is wrong with files that came with it.
    files: Violations,
}

impl FromRequest for Posted {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebError>>>>;

    fn from_request(req: &HttpRequest, payload: &mut actix_web::dev::Payload) -> Self::Future {
        let req = req.clone();
        let expected = req.extensions().get::<Visitor>().map(|v| v.page.csrf.clone()).unwrap_or_default();
        let body = web::Bytes::from_request(&req, payload);
        Box::pin(async move {
            let body = body.await.map_err(|e| unread(&e))?;
            if body.len() > FORM_BYTES {
                return Err(WebError::UnreadablePage(Violation::new("form.too_large")));
            }
            let (fields, files) = fields_of(req.headers(), &body).await?;
            let mut posted = Self { fields, files };
            if req.path() != prove::PATH {
                posted.fields.retain(|(name, _)| !name.starts_with(prove::OWN));
                let to = req.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
                req.extensions_mut().insert(Sent { to, fields: posted.fields.clone() });
            }
            let sent = posted.get("csrf").unwrap_or_default();
            let same: bool = sent.as_bytes().ct_eq(expected.as_bytes()).into();
            if expected.is_empty() || !same { Err(WebError::StaleForm(Kept::of(&req, posted.fields).map(Box::new))) } else { Ok(posted) }
        })
    }
}

/// A form that did not arrive whole, or is larger than the server takes at all.
fn unread(error: &actix_web::Error) -> WebError {
    let large = error.as_response_error().status_code() == StatusCode::PAYLOAD_TOO_LARGE;
    WebError::UnreadablePage(Violation::new(if large { "form.too_large" } else { "form.unreadable" }))
}

impl Posted {
    /// From pairs, for values shown in a form before anything was sent.
    pub fn of<'a>(pairs: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        Self { fields: pairs.into_iter().map(|(n, v)| (n.to_owned(), v)).collect(), files: Violations::none() }
    }

    /// The first value of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// All values of a field, for checkboxes and repeated rows.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.fields.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// Whether a field (a button, a box) was sent at all.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The key under which the form may be sent twice and count once.
    #[must_use]
    pub fn key(&self) -> &str {
        self.get("key").unwrap_or_default()
    }

    /// Everything, as it was sent.
    pub fn whole(&self) -> impl Iterator<Item = &(String, String)> {
        self.fields.iter()
    }

    /// Everything but the token and buttons, to be sent again from a check page.
    pub fn carried(&self) -> impl Iterator<Item = &(String, String)> {
        self.fields.iter().filter(|(n, _)| !matches!(n.as_str(), "csrf" | "confirmed" | "change" | "check" | MARK))
    }

    /// Reads the fields with their types.
    #[must_use]
    pub fn reader(&self, locale: Locale) -> Reader<'_> {
        Reader { posted: self, locale, found: self.files.clone() }
    }
}

/// Reads fields by type and gathers what is wrong with them.
pub struct Reader<'a> {
    posted: &'a Posted,
    locale: Locale,
    found: Violations,
}

impl Reader<'_> {
    /// The text typed, trimmed; none when empty.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<String> {
        self.posted.get(field).map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
    }

    /// A text that must be there. Empty (and a problem noted) when it is not.
    pub fn required(&mut self, field: &str) -> String {
        self.text(field).unwrap_or_else(|| {
            self.found.push(Violation::on("required", field));
            String::new()
        })
    }

    /// Notes a problem.
    pub fn problem(&mut self, violation: Violation) {
        self.found.push(violation);
    }

    /// Every value of a repeated field, trimmed, without the empty ones.
    #[must_use]
    pub fn texts(&self, field: &str) -> Vec<String> {
        self.posted.all(field).map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect()
    }

    /// Whether a box was ticked.
    #[must_use]
    pub fn ticked(&self, field: &str) -> bool {
        self.posted.has(field)
    }

    /// A number of 10^-`scale` units; none when nothing or no number was typed (a problem is noted for the latter).
    pub fn scaled(&mut self, field: &str, scale: u32) -> Option<i64> {
        let typed = self.text(field)?;
        match parse_decimal(&typed, scale, self.locale.decimal_sign()) {
            Ok(n) => Some(n),
            Err(e) => {
                self.found.push(Violation::number(e, field, &typed, scale));
                None
            }
        }
    }

    /// A whole number. A sign before three figures groups thousands in some hand or other, so it is asked about.
    pub fn count(&mut self, field: &str) -> Option<i64> {
        let typed = self.text(field)?;
        let figures = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        let grouped = typed.split_once(['.', ',']).is_some_and(|(before, rest)| figures(before) && figures(rest) && rest.len() == 3);
        if grouped {
            self.found.push(Violation::on("number.grouped", field).with("typed", typed));
            return None;
        }
        self.scaled(field, 0)
    }

    /// A whole number up to four thousand million.
    pub fn count_u32(&mut self, field: &str) -> Option<u32> {
        let n = self.count(field)?;
        u32::try_from(n).ok().or_else(|| {
            self.found.push(Violation::on("number.too_large", field).with("typed", self.text(field).unwrap_or_default()));
            None
        })
    }

    /// A mass typed in carats.
    pub fn mass(&mut self, field: &str) -> Option<Mass> {
        let mct = self.scaled(field, 3)?;
        Mass::new(mct).or_else(|| {
            self.found.push(Violation::on("number.too_large", field).with("typed", self.text(field).unwrap_or_default()));
            None
        })
    }

    /// A mass that must be there.
    pub fn required_mass(&mut self, field: &str) -> Mass {
        self.require(field);
        self.mass(field).unwrap_or(Mass::ZERO)
    }

    /// A whole number that must be there.
    pub fn required_count(&mut self, field: &str) -> i64 {
        self.require(field);
        self.count(field).unwrap_or(0)
    }

    /// An amount of money.
    pub fn money(&mut self, field: &str, currency: Currency) -> Option<Money> {
        let minor = self.scaled(field, currency.decimals())?;
        Some(Money { minor, currency })
    }

    /// A day, however both languages write it.
    pub fn day(&mut self, field: &str) -> Option<Day> {
        let typed = self.text(field)?;
        let day = day_typed(&typed);
        if day.is_none() {
            self.found.push(Violation::on("day.invalid", field).with("typed", typed));
        }
        day
    }

    /// A day that must be there.
    pub fn required_day(&mut self, field: &str) -> Option<Day> {
        self.require(field);
        self.day(field)
    }

    /// Anything that parses, such as an id or a code of a list.
    pub fn parsed<T: FromStr>(&mut self, field: &str) -> Option<T> {
        let typed = self.text(field)?;
        let value = typed.parse().ok();
        if value.is_none() {
            self.found.push(Violation::on("unknown_choice", field).with("typed", typed));
        }
        value
    }

    /// The same where it must be there.
    pub fn required_parsed<T: FromStr>(&mut self, field: &str) -> Option<T> {
        self.require(field);
        self.parsed(field)
    }

    /// What a text that may have come as a file says; nothing where the file could not be read, or it says nothing right. What
    /// is wrong is noted, on the field.
    pub fn read<T: Default>(&mut self, field: &str, parse: impl FnOnce(&str) -> Result<T, Violations>) -> T {
        if self.found.0.iter().any(|p| p.field.as_deref() == Some(field)) {
            return T::default();
        }
        parse(self.posted.get(field).unwrap_or_default()).unwrap_or_else(|wrong| {
            let on_field = |p: Violation| Violation { field: Some(field.to_owned()), ..p };
            self.found.0.extend(wrong.0.into_iter().map(on_field));
            T::default()
        })
    }

    /// Notes a problem when nothing was typed.
    pub fn require(&mut self, field: &str) {
        if self.text(field).is_none() {
            self.found.push(Violation::on("required", field));
        }
    }

    /// Every problem noted, where the command is made all the same, with stand-ins, so that the rules can be asked too.
    #[must_use]
    pub fn noted(self) -> Violations {
        self.found
    }

    /// `Ok` when nothing is wrong so far.
    ///
    /// # Errors
    /// Every problem noted.
    pub fn finish(self) -> Result<(), Violations> {
        self.found.finish()
    }

    /// The value, when it is there and nothing else is wrong.
    ///
    /// # Errors
    /// Every problem noted.
    pub fn finish_with<T>(self, value: Option<T>) -> Result<T, Violations> {
        match value {
            Some(value) if self.found.0.is_empty() => Ok(value),
            _ => Err(self.found),
        }
    }
}

/// A form as a template shows it: what was typed, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct Form {
    posted: Posted,
    /// Each problem with the field it concerns, written out.
    pub problems: Vec<FieldProblem>,
    /// The key under which it may be sent twice and count once.
    pub key: String,
}

/// One problem, written out.
#[derive(Debug, Clone)]
pub struct FieldProblem {
    /// The field's name, where it concerns one.
    pub field: Option<String>,
    /// What is wrong and what to do.
    pub text: String,
}

impl Form {
    /// An empty form, or one with values to begin with.
    #[must_use]
    pub fn new(values: Posted) -> Self {
        Self { posted: values, problems: Vec::new(), key: crate::edge::id().to_string() }
    }

    /// The form shown again with everything typed and every problem. It keeps its key: nothing was written.
    #[must_use]
    pub fn again(posted: Posted, violations: &Violations, locale: Locale) -> Self {
        let problems = violations.0.iter().map(|v| FieldProblem { field: v.field.clone(), text: violation_text(locale, v) }).collect();
        let key = posted.key().to_owned();
        Self { posted, problems, key }
    }

    /// What was typed in a field.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.posted.get(name).unwrap_or_default()
    }

    /// Whether a choice was made, for radios, boxes and lists.
    #[must_use]
    pub fn chose(&self, name: &str, value: &str) -> bool {
        self.posted.all(name).any(|v| v == value)
    }

    /// Every value of a repeated field.
    #[must_use]
    pub fn values<'a>(&'a self, name: &'a str) -> Vec<&'a str> {
        self.posted.all(name).collect()
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn wrong(&self, name: &str) -> Vec<&str> {
        self.problems.iter().filter(|p| p.field.as_deref() == Some(name)).map(|p| p.text.as_str()).collect()
    }

    /// Whether anything is wrong.
    #[must_use]
    pub fn has_problems(&self) -> bool {
        !self.problems.is_empty()
    }
}

/// One choice of a list, written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub text: String,
}

impl Choice {
    /// A choice.
    pub fn new(value: impl ToString, text: impl Into<String>) -> Self {
        Self { value: value.to_string(), text: text.into() }
    }
}
