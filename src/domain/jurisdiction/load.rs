//! Reading a profile: every problem with its line, as many as can be told at once.
//!
//! First the TOML itself; then every value's source and every section's keys and types; then, when all
//! sections could be read, what they mean together.

use super::ground::OffenceGround;
use super::sections::{DepositType, LicenceType, Office, SizeTable, TradeRule};
use super::sourced::Stated;
use super::{Profile, check};
use serde::Deserialize;
use std::fmt;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

/// The sections, as the documentation lists them.
const SECTIONS: [&str; 24] = [
    "country",
    "authority",
    "licence_type",
    "trade",
    "tolerances",
    "times",
    "numbers",
    "certificate",
    "valuation",
    "confirmation",
    "statistics",
    "capacity",
    "controls",
    "footprint",
    "purchase",
    "production",
    "size_table",
    "deposit_type",
    "offence",
    "office",
    "opening_stock",
    "zones",
    "inspections",
    "stock_count",
];

/// One thing wrong with a profile, for the operator's console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileProblem {
    /// Line of the file, from 1.
    pub line: usize,
    /// `profile.what`, stable.
    pub code: &'static str,
    /// What is wrong and what to do, in English.
    pub detail: String,
}

/// Why a profile was refused: all its problems, in the order of their lines.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ProfileError {
    /// The file as the operator named it.
    pub file: String,
    /// At least one.
    pub problems: Vec<ProfileProblem>,
}

impl fmt::Display for ProfileError {
    /// One line for each problem: `SL.toml:12: what is wrong [profile.value]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.problems.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{}:{}: {} [{}]", self.file, problem.line, problem.detail, problem.code)?;
        }
        Ok(())
    }
}

impl ProfileError {
    pub(super) fn unknown(code: &str, known: impl Iterator<Item = &'static str>) -> Self {
        let known = known.collect::<Vec<_>>().join(", ");
        let detail = format!("there is no built-in profile `{code}`; name one of {known}, or give a file");
        Self { file: code.to_owned(), problems: vec![ProfileProblem { line: 1, code: "profile.unknown", detail }] }
    }
}

/// Gathers problems and knows the lines.
pub(super) struct Problems {
    /// Where each line ends, in bytes.
    line_ends: Vec<usize>,
    found: Vec<ProfileProblem>,
}

impl Problems {
    fn of(text: &str) -> Self {
        Self { line_ends: text.match_indices('\n').map(|(at, _)| at).collect(), found: Vec::new() }
    }
    /// The line of a place in the text, from 1.
    fn line(&self, at: usize) -> usize {
        self.line_ends.partition_point(|end| *end < at).saturating_add(1)
    }
    /// Adds a problem at a line.
    pub(super) fn on(&mut self, line: usize, code: &'static str, detail: impl Into<String>) {
        self.found.push(ProfileProblem { line, code, detail: detail.into() });
    }
    /// Adds a problem at a place.
    pub(super) fn at(&mut self, at: usize, code: &'static str, detail: impl Into<String>) {
        self.on(self.line(at), code, detail);
    }
}

impl Profile {
    /// Reads a profile; `file_name` is only for the messages.
    ///
    /// # Errors
    /// All problems found, each with its line and what to do.
    pub fn parse(text: &str, file_name: &str) -> Result<Self, ProfileError> {
        let mut problems = Problems::of(text);
        let profile = read(text, &mut problems);
        if problems.found.is_empty()
            && let Some(profile) = &profile
        {
            check::profile(profile, &mut problems);
        }
        let mut found = problems.found;
        found.sort_by_key(|p| p.line);
        match profile {
            Some(profile) if found.is_empty() => Ok(profile),
            _ => Err(ProfileError { file: file_name.to_owned(), problems: found }),
        }
    }
}

/// The sections as typed values; `None` when one is missing or cannot be read, which is among the problems then.
fn read(text: &str, problems: &mut Problems) -> Option<Profile> {
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        problems.at(error.span().map_or(0, |s| s.start), "profile.syntax", format!("not TOML: {}", error.message()));
    }
    if !errors.is_empty() {
        return None;
    }
    let mut root = root.into_inner();
    let mut stated = Vec::new();
    for (key, value) in &root {
        if SECTIONS.contains(&key.get_ref().as_ref()) {
            walk(value, key.get_ref(), None, &mut stated, problems);
        } else {
            problems.at(
                key.span().start,
                "profile.key",
                format!("no section is named `{}`; the sections are {}", key.get_ref(), SECTIONS.join(", ")),
            );
        }
    }
    let (country, authority) = (section(&mut root, "country", problems), section(&mut root, "authority", problems));
    let licence_types = rows::<LicenceType>(&mut root, "licence_type", problems);
    let trade = trade(&mut root, problems);
    let (tolerances, times) = (section(&mut root, "tolerances", problems), section(&mut root, "times", problems));
    let numbers = section(&mut root, "numbers", problems);
    let certificate = section(&mut root, "certificate", problems);
    let valuation = section(&mut root, "valuation", problems);
    let confirmation = section(&mut root, "confirmation", problems);
    let statistics = section(&mut root, "statistics", problems);
    let (purchase, production) = (section(&mut root, "purchase", problems), section(&mut root, "production", problems));
    let size_tables = rows::<SizeTable>(&mut root, "size_table", problems);
    let deposit_types = rows::<DepositType>(&mut root, "deposit_type", problems);
    // Rules from before offences and footprints were kept name none.
    let offences = if root.contains_key("offence") { rows::<OffenceGround>(&mut root, "offence", problems) } else { Some(Vec::new()) };
    let offices = rows::<Office>(&mut root, "office", problems);
    let (capacity, controls) = (section(&mut root, "capacity", problems), section(&mut root, "controls", problems));
    let footprint = root.remove("footprint").map_or(Some(None), |value| typed(value, "footprint", problems).map(Some));
    let opening_stock = section(&mut root, "opening_stock", problems);
    let (zones, stock_count) = (optional(&mut root, "zones", problems), optional(&mut root, "stock_count", problems));
    Some(Profile {
        inspections: optional(&mut root, "inspections", problems)?,
        country: country?,
        authority: authority?,
        licence_types: licence_types?,
        trade: trade?,
        tolerances: tolerances?,
        times: times?,
        numbers: numbers?,
        certificate: certificate?,
        valuation: valuation?,
        confirmation: confirmation?,
        statistics: statistics?,
        purchase: purchase?,
        production: production?,
        size_tables: size_tables?,
        deposit_types: deposit_types?,
        offences: offences?,
        offices: offices?,
        capacity: capacity?,
        controls: controls?,
        footprint: footprint?,
        opening_stock: opening_stock?,
        zones: zones?,
        stock_count: stock_count?,
        stated,
        text: text.to_owned(),
    })
}

/// A row that remembers its line.
trait Row {
    fn set_line(&mut self, line: usize);
}
macro_rules! rows_have_lines {
    ($($name:ident),*) => {$(impl Row for $name { fn set_line(&mut self, line: usize) { self.line = line; } })*};
}
rows_have_lines!(LicenceType, TradeRule, SizeTable, DepositType, OffenceGround, Office);

fn missing(name: &str, problems: &mut Problems) {
    problems.on(1, "profile.missing", format!("`{name}` is missing; add it as docs/jurisdictions.md describes it"));
}

/// Reads a value, or tells why not.
fn typed<'i, T: Deserialize<'i>>(value: Spanned<DeValue<'i>>, name: &str, problems: &mut Problems) -> Option<T> {
    let start = value.span().start;
    T::deserialize(ValueDeserializer::from(value))
        .map_err(|error| {
            let message = error.message().trim_end();
            let code = match () {
                () if message.starts_with("missing field") => "profile.missing",
                () if message.starts_with("unknown field") => "profile.key",
                () => "profile.value",
            };
            problems.at(error.span().map_or(start, |s| s.start), code, format!("in `{name}`: {message}"));
        })
        .ok()
}

fn section<'i, T: Deserialize<'i>>(root: &mut DeTable<'i>, name: &str, problems: &mut Problems) -> Option<T> {
    match root.remove(name) {
        Some(value) => typed(value, name, problems),
        None => {
            missing(&format!("[{name}]"), problems);
            None
        }
    }
}

/// A section that may be left out.
fn optional<'i, T: Deserialize<'i> + Default>(root: &mut DeTable<'i>, name: &str, problems: &mut Problems) -> Option<T> {
    root.remove(name).map_or_else(|| Some(T::default()), |value| typed(value, name, problems))
}

fn rows<'i, T: Deserialize<'i> + Row>(root: &mut DeTable<'i>, name: &str, problems: &mut Problems) -> Option<Vec<T>> {
    match root.remove(name) {
        Some(value) => each(value, name, problems),
        None => {
            missing(&format!("[[{name}]]"), problems);
            None
        }
    }
}

/// Each row on its own, so that one that cannot be read does not hide the next.
fn each<'i, T: Deserialize<'i> + Row>(value: Spanned<DeValue<'i>>, name: &str, problems: &mut Problems) -> Option<Vec<T>> {
    let start = value.span().start;
    let DeValue::Array(list) = value.into_inner() else {
        problems.at(start, "profile.value", format!("`{name}` is a list of tables"));
        return None;
    };
    let read: Vec<Option<T>> = list
        .into_iter()
        .map(|row| {
            let line = problems.line(row.span().start);
            let mut row: T = typed(row, name, problems)?;
            row.set_line(line);
            Some(row)
        })
        .collect();
    read.into_iter().collect()
}

/// The rules in `[trade]`, its one key.
fn trade(root: &mut DeTable<'_>, problems: &mut Problems) -> Option<Vec<TradeRule>> {
    let Some(value) = root.remove("trade") else {
        missing("[trade]", problems);
        return None;
    };
    let start = value.span().start;
    let DeValue::Table(mut table) = value.into_inner() else {
        problems.at(start, "profile.value", "`trade` is a table with the list `rules`");
        return None;
    };
    let rules = table.remove("rules");
    for (key, _) in &table {
        problems.at(key.span().start, "profile.key", format!("`trade` has no key `{}`, only `rules`", key.get_ref()));
    }
    match rules {
        Some(rules) => each(rules, "trade.rules", problems),
        None => {
            problems.at(start, "profile.missing", "`trade` needs the list `rules`");
            None
        }
    }
}

/// Goes through all values beneath one, hands each its own source or that of the row it belongs to, and tells
/// of those without.
fn walk(value: &Spanned<DeValue<'_>>, key: &str, source: Option<&str>, out: &mut Vec<Stated>, problems: &mut Problems) {
    match value.get_ref() {
        DeValue::Table(table) => {
            let own = table.get("source");
            let source = match own.and_then(|s| s.get_ref().as_str()).map(str::trim) {
                Some(own) if own.is_empty() || own == super::sourced::ASSUMPTION => {
                    let at = table.get("source").map_or(0, |s| s.span().start);
                    problems.at(
                        at,
                        "profile.source",
                        format!("the source of `{key}` is empty; name the public document, or write `assumption: ` and the reason"),
                    );
                    Some(own)
                }
                Some(own) => Some(own),
                // A value with a place for its own source may not lean on its row's.
                None if table.contains_key("value") => None,
                None => source,
            };
            for (name, inner) in table.iter().filter(|(name, _)| name.get_ref() != "source") {
                let name = name.get_ref();
                let inner_key = if name == "value" { key.to_owned() } else { format!("{key}.{name}") };
                walk(inner, &inner_key, source, out, problems);
            }
        }
        DeValue::Array(list) => {
            for (i, inner) in list.iter().enumerate() {
                let code = inner.get_ref().as_table().and_then(|row| row.get("code")).and_then(|code| code.get_ref().as_str());
                let name = code.map_or_else(|| i.saturating_add(1).to_string(), str::to_owned);
                walk(inner, &format!("{key}.{name}"), source, out, problems);
            }
        }
        leaf => match source {
            Some(source) => {
                let line = problems.line(value.span().start);
                out.push(Stated { key: key.to_owned(), value: shown(leaf), source: source.to_owned(), line });
            }
            None => {
                let detail = format!("`{key}` has no source; write `{{ value = .., source = \"..\" }}` or give its row a `source`");
                problems.at(value.span().start, "profile.source", detail);
            }
        },
    }
}

fn shown(leaf: &DeValue<'_>) -> String {
    match leaf {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(yes) => yes.to_string(),
        DeValue::Datetime(at) => at.to_string(),
        DeValue::Array(_) | DeValue::Table(_) => String::new(),
    }
}
