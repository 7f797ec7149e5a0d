//! The mapping file: what foreign headings and code words are called here. Its form is in `docs/import.md`.

mod load;

use super::rows::{GEOMETRY, Row};
use crate::domain::time::Day;
use crate::domain::violation::Violation;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A field that an import can fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name in mapping files and, without one, as a heading.
    pub name: &'static str,
    /// Whether a file without it can be taken at all.
    pub required: bool,
}

impl Field {
    /// A file without it cannot be taken.
    #[must_use]
    pub const fn required(name: &'static str) -> Self {
        Self { name, required: true }
    }
    /// It may be missing.
    #[must_use]
    pub const fn optional(name: &'static str) -> Self {
        Self { name, required: false }
    }
}

/// Something wrong with a mapping, with its line in the mapping file.
#[derive(Debug, Clone, PartialEq)]
pub struct MappingProblem {
    /// From 1.
    pub line: u64,
    /// What.
    pub violation: Violation,
}

/// How foreign rows are read.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping {
    /// The sign between the cells of CSV; found from the heading where absent.
    pub delimiter: Option<u8>,
    /// The ways days are written, tried in order.
    pub dates: Vec<DayForm>,
    /// The decimal sign, `.` or `,`.
    pub decimal: char,
    /// The sign between several words in one cell.
    pub list: char,
    columns: BTreeMap<String, Column>,
    words: BTreeMap<String, Vec<Word>>,
    constants: BTreeMap<String, String>,
    reference: Option<ReferenceFrom>,
    /// How several rows of one thing are taken.
    pub group: Option<Group>,
    skips: Vec<Skip>,
}

/// From which headings a field is filled; the cells that are not blank are joined with a comma.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Column {
    headings: Vec<String>,
    line: u64,
}

/// A foreign word, or with `*` at its end the beginning of one, and ours.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    foreign: String,
    ours: String,
}

/// Where the reference of a row comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
struct ReferenceFrom {
    source: Source,
    key: String,
    line: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Source {
    /// The same for the whole file.
    Always(String),
    /// Under a heading.
    Heading(String),
}

/// Several rows of one thing, such as repeated visits of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The heading by whose day they are put in order.
    pub order: String,
    /// Whether each becomes a version, or the last alone is taken.
    pub every: bool,
    line: u64,
}

/// Rows that are left out on purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Skip {
    headings: Vec<String>,
    words: Vec<String>,
    /// Left out when one of the cells holds one of the words, or when none does.
    when_found: bool,
    reason: String,
    line: u64,
}

/// A way of writing a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayForm {
    name: &'static str,
    chrono: &'static str,
}

const DAY_FORMS: [DayForm; 7] = [
    DayForm { name: "YYYY-MM-DD", chrono: "%Y-%m-%d" },
    DayForm { name: "DD/MM/YYYY", chrono: "%d/%m/%Y" },
    DayForm { name: "DD.MM.YYYY", chrono: "%d.%m.%Y" },
    DayForm { name: "DD-MM-YYYY", chrono: "%d-%m-%Y" },
    DayForm { name: "MM/DD/YYYY", chrono: "%m/%d/%Y" },
    DayForm { name: "YYYY/MM/DD", chrono: "%Y/%m/%d" },
    DayForm { name: "YYYYMMDD", chrono: "%Y%m%d" },
];

/// Years outside this are slips of the hand: `26` for 2026, `20226`.
const YEARS: std::ops::RangeInclusive<i32> = 1850..=2200;

impl DayForm {
    /// As it stands in a mapping file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }
}

impl Mapping {
    /// Without a mapping file: every heading that is the name of a field fills it, `source` and `key` hold
    /// the reference, and a GeoJSON geometry is the shape.
    #[must_use]
    pub fn plain(fields: &[Field], headings: &[Arc<str>]) -> Self {
        let named = |name: &str| headings.iter().any(|h| h.as_ref() == name);
        let column = |name: &str| Column { headings: vec![name.to_owned()], line: 1 };
        let columns = fields.iter().filter(|f| named(f.name)).map(|f| (f.name.to_owned(), column(f.name))).collect();
        let source = Source::Heading("source".to_owned());
        let reference = Some(ReferenceFrom { source, key: "key".to_owned(), line: 1 });
        Self { columns, reference, ..Self::empty() }
    }

    fn empty() -> Self {
        Self {
            delimiter: None,
            dates: vec![DAY_FORMS[0]],
            decimal: '.',
            list: ';',
            columns: BTreeMap::new(),
            words: BTreeMap::new(),
            constants: BTreeMap::new(),
            reference: None,
            group: None,
            skips: Vec::new(),
        }
    }

    /// Reads a mapping file.
    ///
    /// # Errors
    /// All problems that can be told without the file to be imported.
    pub fn parse(text: &str, fields: &[Field]) -> Result<Self, Vec<MappingProblem>> {
        load::mapping(text, fields)
    }

    /// Compares it with the headings of the file to be imported: every heading it names must be there, every
    /// required field must be filled.
    #[must_use]
    pub fn check(&self, fields: &[Field], headings: &[Arc<str>]) -> Vec<MappingProblem> {
        let known = || headings.iter().map(|h| h.as_ref()).filter(|h| !h.is_empty()).collect::<Vec<_>>().join(", ");
        let mut problems = Vec::new();
        for (heading, line) in self.named() {
            if !headings.iter().any(|h| h.as_ref() == heading) {
                let violation = Violation::new("import.no_column").with("heading", heading).with("known", known());
                problems.push(MappingProblem { line, violation });
            }
        }
        for field in fields.iter().filter(|f| f.required && !self.fills(f.name)) {
            problems.push(MappingProblem { line: 1, violation: Violation::on("import.map_missing", field.name).with("field", field.name) });
        }
        problems
    }

    /// Takes the geometry of a feature as the field of this name, unless something else fills one of `instead`.
    pub fn take_geometry(&mut self, field: &str, instead: &[&str], headings: &[Arc<str>]) {
        if headings.iter().any(|h| h.as_ref() == GEOMETRY) && !instead.iter().any(|f| self.fills(f)) {
            self.columns.insert(field.to_owned(), Column { headings: vec![GEOMETRY.to_owned()], line: 1 });
        }
    }

    /// Every heading it names, with the line that does.
    fn named(&self) -> impl Iterator<Item = (&str, u64)> {
        let columns = self.columns.values().flat_map(|c| c.headings.iter().map(|h| (h.as_str(), c.line)));
        let reference = self.reference.iter().flat_map(|r| {
            let source = if let Source::Heading(h) = &r.source { Some(h.as_str()) } else { None };
            source.into_iter().chain([r.key.as_str()]).map(|h| (h, r.line))
        });
        let group = self.group.iter().map(|g| (g.order.as_str(), g.line));
        let skips = self.skips.iter().flat_map(|s| s.headings.iter().map(|h| (h.as_str(), s.line)));
        columns.chain(reference).chain(group).chain(skips)
    }

    /// The headings of a file that nothing is taken from.
    #[must_use]
    pub fn ignored(&self, headings: &[Arc<str>]) -> Vec<String> {
        let named = |h: &str| self.named().any(|(n, _)| n == h);
        headings.iter().filter(|h| !h.is_empty() && !named(h)).map(|h| h.to_string()).collect()
    }

    /// Whether a field gets anything, even if blank.
    #[must_use]
    pub fn fills(&self, field: &str) -> bool {
        self.columns.contains_key(field) || self.constants.contains_key(field)
    }

    /// The headings of a field, for a report.
    #[must_use]
    pub fn headings_of(&self, field: &str) -> &[String] {
        self.columns.get(field).map_or(&[], |c| &c.headings)
    }

    /// The heading of the key, for a report.
    #[must_use]
    pub fn reference_heading(&self) -> Option<String> {
        self.reference.as_ref().map(|r| r.key.clone())
    }

    /// What a row says in a field, foreign words put into ours; `None` where it says nothing.
    #[must_use]
    pub fn text(&self, row: &Row, field: &str) -> Option<String> {
        let raw = match (self.columns.get(field), self.constants.get(field)) {
            (Some(column), _) => {
                let cells = column.headings.iter().filter_map(|h| row.cell(h)).filter(|c| !c.is_empty());
                cells.collect::<Vec<_>>().join(", ")
            }
            (None, Some(constant)) => return Some(constant.clone()),
            (None, None) => return None,
        };
        let ours = self.ours(field, &raw).unwrap_or(&raw);
        if ours.is_empty() { None } else { Some(ours.to_owned()) }
    }

    /// Our word for a foreign one; one that is written out goes before a beginning, a longer beginning before a shorter.
    #[must_use]
    pub fn ours(&self, field: &str, foreign: &str) -> Option<&str> {
        let words = self.words.get(field)?;
        let same = |w: &&Word| w.foreign.to_lowercase() == foreign.to_lowercase();
        let begins = |w: &&Word| w.foreign.strip_suffix('*').is_some_and(|start| foreign.to_lowercase().starts_with(&start.to_lowercase()));
        let found = words.iter().find(same).or_else(|| words.iter().filter(begins).max_by_key(|w| w.foreign.len()));
        found.map(|w| w.ours.as_str())
    }

    /// Whether rows carry a reference at all.
    #[must_use]
    pub const fn refers(&self) -> bool {
        self.reference.is_some()
    }

    /// Source and key of a row; either may be blank.
    #[must_use]
    pub fn reference(&self, row: &Row) -> Option<(String, String)> {
        let from = self.reference.as_ref()?;
        let source = match &from.source {
            Source::Always(name) => name.as_str(),
            Source::Heading(heading) => row.cell(heading).unwrap_or_default(),
        };
        Some((source.to_owned(), row.cell(&from.key).unwrap_or_default().to_owned()))
    }

    /// Why a row is left out, in the words of the mapping file.
    #[must_use]
    pub fn skips(&self, row: &Row) -> Option<&str> {
        let holds = |s: &&Skip| {
            let mut cells = s.headings.iter().map(|h| row.cell(h).unwrap_or_default());
            let found = cells.any(|cell| s.words.iter().any(|w| w.to_lowercase() == cell.to_lowercase()));
            found == s.when_found
        };
        self.skips.iter().find(holds).map(|s| s.reason.as_str())
    }

    /// Reads a day in one of the forms. A midnight behind it is passed over, as databases write one.
    #[must_use]
    pub fn day(&self, text: &str) -> Option<Day> {
        use chrono::Datelike;
        let midnight = |c: char| matches!(c, '0' | ':' | '.' | 'Z');
        let text = match text.split_once(['T', ' ']) {
            Some((day, rest)) if rest.starts_with("00:00") && rest.chars().all(midnight) => day,
            _ => text,
        };
        self.dates.iter().filter_map(|form| Day::parse_from_str(text, form.chrono).ok()).find(|day| YEARS.contains(&day.year()))
    }

    /// The names of the ways in which days are read.
    #[must_use]
    pub fn date_names(&self) -> String {
        self.dates.iter().map(|d| d.name).collect::<Vec<_>>().join(", ")
    }
}
