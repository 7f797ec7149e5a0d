//! A rule that refuses: a stable code, the field it concerns and what the message needs.
//!
//! The words themselves are in the message catalogue under `violation-<code with hyphens>`.

use crate::domain::jurisdiction::Text;
use crate::domain::money::Money;
use crate::domain::quantity::{DecimalError, Mass};
use crate::domain::time::{Day, Instant};
use serde::Serialize;

/// A value a message may show; written in the reader's language at the edge.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Arg {
    /// Shown as it is.
    Text(String),
    /// A whole number.
    Count(i64),
    /// Shown in carats.
    Mass(Mass),
    /// Shown with its currency.
    Money(Money),
    /// A calendar day.
    Day(Day),
    /// An instant in UTC.
    At(Instant),
    /// Things that the rules of the country name, one after the other.
    Names(Vec<Text>),
    /// A size class by its bounds: from so much to below so much, or without end.
    Between(Mass, Option<Mass>),
}

/// How a refusal is told to a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Kind {
    /// 422: the rule says no.
    Refused,
    /// 409: somebody or something was first.
    Conflict,
}

/// One refusal.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Violation {
    /// `noun.what`, stable for ever.
    pub code: &'static str,
    /// The name of the field as the command and the form have it.
    pub field: Option<String>,
    /// Values for the message.
    pub args: Vec<(&'static str, Arg)>,
    /// Refused or too late.
    #[serde(skip)]
    pub kind: Kind,
}

/// Argument that says of which row of a file a violation is; what tells it puts that before its words.
pub const OF_ROW: &str = "of_row";
/// The same for the column, by its heading.
pub const OF_COLUMN: &str = "of_column";
/// The same for the line of a form that has several.
pub const OF_LINE: &str = "of_line";

impl Violation {
    /// A refusal that concerns the whole act.
    #[must_use]
    pub const fn new(code: &'static str) -> Self {
        Self { code, field: None, args: Vec::new(), kind: Kind::Refused }
    }
    /// A refusal that concerns a field.
    #[must_use]
    pub fn on(code: &'static str, field: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..Self::new(code) }
    }
    /// Somebody was first (409).
    #[must_use]
    pub const fn conflict(mut self) -> Self {
        self.kind = Kind::Conflict;
        self
    }
    /// Adds a value for the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, arg: impl Into<Arg>) -> Self {
        self.args.push((name, arg.into()));
        self
    }
    /// What an argument says.
    #[must_use]
    pub fn arg(&self, name: &str) -> Option<&Arg> {
        self.args.iter().find(|(of, _)| *of == name).map(|(_, arg)| arg)
    }
    /// A typed number that was not taken by `parse_decimal`; `scale` is how many decimals the field keeps.
    #[must_use]
    pub fn number(error: DecimalError, field: impl Into<String>, typed: &str, scale: u32) -> Self {
        let code = match error {
            DecimalError::Empty => "number.empty",
            DecimalError::NotANumber => "number.not_a_number",
            DecimalError::Ambiguous => "number.ambiguous",
            DecimalError::TooFine => "number.too_fine",
            DecimalError::TooLarge => "number.too_large",
        };
        // Enough to know one's own typing again, however much was pasted.
        let shown: String = typed.trim().chars().take(40).collect();
        Self::on(code, field).with("typed", shown).with("decimals", scale)
    }
    /// The id of its message.
    #[must_use]
    pub fn message_id(&self) -> String {
        format!("violation-{}", self.code.replace(['.', '_'], "-"))
    }
}

impl From<String> for Arg {
    fn from(v: String) -> Self {
        Self::Text(v)
    }
}
impl From<&str> for Arg {
    fn from(v: &str) -> Self {
        Self::Text(v.to_owned())
    }
}
impl From<i64> for Arg {
    fn from(v: i64) -> Self {
        Self::Count(v)
    }
}
impl From<u32> for Arg {
    fn from(v: u32) -> Self {
        Self::Count(i64::from(v))
    }
}
impl From<Mass> for Arg {
    fn from(v: Mass) -> Self {
        Self::Mass(v)
    }
}
impl From<Money> for Arg {
    fn from(v: Money) -> Self {
        Self::Money(v)
    }
}
impl From<Day> for Arg {
    fn from(v: Day) -> Self {
        Self::Day(v)
    }
}
impl From<Instant> for Arg {
    fn from(v: Instant) -> Self {
        Self::At(v)
    }
}

/// All refusals of one act, gathered before anything is written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Violations(pub Vec<Violation>);

impl Violations {
    /// None yet.
    #[must_use]
    pub const fn none() -> Self {
        Self(Vec::new())
    }
    /// Adds one.
    pub fn push(&mut self, violation: Violation) {
        self.0.push(violation);
    }
    /// Adds one when the rule is broken.
    pub fn check(&mut self, kept: bool, violation: impl FnOnce() -> Violation) {
        if !kept {
            self.0.push(violation());
        }
    }
    /// `Ok` when there are none.
    ///
    /// # Errors
    /// Itself, when there is at least one.
    pub fn finish(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl From<Violation> for Violations {
    fn from(v: Violation) -> Self {
        Self(vec![v])
    }
}
