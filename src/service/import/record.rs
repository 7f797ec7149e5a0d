//! One row as the fields of a record: typed, with all that is wrong noted.

use super::report::{Place, Problem};
use crate::domain::event::Reference;
use crate::domain::ids::{OfficeId, PartyId};
use crate::domain::party::is_hidden;
use crate::domain::quantity::parse_decimal;
use crate::domain::time::Day;
use crate::domain::violation::Violation;
use crate::interop::mapping::Mapping;
use crate::interop::rows::{Fault, GEOMETRY, Row, shown};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::office::offices;
use crate::store::party::{party_by_code, party_by_reference};

/// Fields whose text may have several lines.
const LINES: [&str; 6] = ["shape", "area", "address", "owners", "note", "conditions"];

/// A row and its mapping.
pub(super) struct Record<'a> {
    pub row: &'a Row,
    pub map: &'a Mapping,
    pub reference: &'a Reference,
    pub problems: Vec<Problem>,
}

impl Record<'_> {
    /// What a field says; hidden characters are refused, for they make two things look like one.
    pub fn text(&mut self, field: &str) -> Option<String> {
        let text = self.map.text(self.row, field)?;
        let lines = LINES.contains(&field);
        let refused = |c: char| if lines { is_hidden(c) && !matches!(c, '\r' | '\t') } else { is_hidden(c) || c == '\n' };
        if text.contains(refused) {
            self.refuse(Violation::on("import.hidden", field));
            return None;
        }
        Some(text)
    }

    /// A day in one of the forms of the mapping.
    pub fn day(&mut self, field: &str) -> Option<Day> {
        let text = self.text(field)?;
        let day = self.map.day(&text);
        if day.is_none() {
            self.refuse(Violation::on("import.day", field).with("forms", self.map.date_names()));
        }
        day
    }

    /// A number in units of 10^-`scale`, not negative.
    pub fn number(&mut self, field: &str, scale: u32) -> Option<i64> {
        let text = self.text(field)?;
        match parse_decimal(&text, scale, self.map.decimal) {
            Ok(number) => Some(number),
            Err(error) => {
                self.refuse(Violation::number(error, field, &text, scale));
                None
            }
        }
    }

    /// The same as a count.
    pub fn whole(&mut self, field: &str, scale: u32) -> Option<u32> {
        let number = self.number(field, scale)?;
        let fits = u32::try_from(number).ok();
        if fits.is_none() {
            self.refuse(Violation::on("number.too_large", field).with("typed", number.to_string()));
        }
        fits
    }

    /// One of a set of words.
    pub fn choice<T>(&mut self, field: &str, parse: impl Fn(&str) -> Option<T>, known: &[&str]) -> Option<T> {
        let text = self.text(field)?;
        let found = parse(&text);
        if found.is_none() {
            self.unknown(field, known, None);
        }
        found
    }

    /// Several of a set of words; foreign words are put into ours one by one.
    pub fn choices<T>(&mut self, field: &str, parse: impl Fn(&str) -> Option<T>, known: &[&str]) -> Vec<T> {
        let Some(text) = self.text(field) else { return Vec::new() };
        let words = text.split(self.map.list).map(str::trim).filter(|w| !w.is_empty());
        let found: Option<Vec<T>> = words.map(|w| parse(self.map.ours(field, w).unwrap_or(w))).collect();
        if found.is_none() {
            self.unknown(field, known, Some(self.map.list));
        }
        found.unwrap_or_default()
    }

    /// A word that is not known; `list` divides several of them in one cell.
    fn unknown(&mut self, field: &str, known: &[&str], list: Option<char>) {
        let list = list.map_or_else(|| "no".to_owned(), String::from);
        self.refuse(Violation::on("import.word", field).with("field", field).with("known", known.join(", ")).with("list", list));
    }

    /// The office with a code or name.
    pub fn office(&mut self, rx: &mut Rx<'_>) -> Result<Option<OfficeId>, StoreError> {
        let Some(text) = self.text("office") else { return Ok(None) };
        let all = offices(rx)?;
        let wanted = text.to_lowercase();
        let found = all.iter().find(|o| o.code.to_lowercase() == wanted || o.name.to_lowercase() == wanted);
        if found.is_none() {
            let codes: Vec<&str> = all.iter().map(|o| o.code.as_str()).collect();
            self.unknown("office", &codes, None);
        }
        Ok(found.map(|o| o.id))
    }

    /// The party with a code, or with a key of the same source.
    pub fn party(&mut self, rx: &mut Rx<'_>, field: &str) -> Result<Option<PartyId>, StoreError> {
        let Some(text) = self.text(field) else { return Ok(None) };
        let found = match party_by_code(rx, &crate::domain::code::written(&text))? {
            Some(found) => Some(found),
            None => party_by_reference(rx, &self.beside(&text))?,
        };
        if found.is_none() {
            self.refuse(Violation::on("import.no_party", field).with("source", self.reference.source.clone()));
        }
        Ok(found.map(|p| p.id))
    }

    /// A reference to something from the same source.
    pub fn beside(&self, key: &str) -> Reference {
        Reference { source: self.reference.source.clone(), key: key.to_owned() }
    }

    /// Notes what is wrong.
    pub fn refuse(&mut self, violation: Violation) {
        let field = violation.field.clone();
        let columns: Vec<&str> = field.as_deref().into_iter().collect();
        self.refuse_on(&columns, violation);
    }

    /// Notes what is wrong with a field that is filled from one of several columns.
    pub fn refuse_on(&mut self, columns: &[&str], violation: Violation) {
        let headings: Vec<&str> = columns.iter().flat_map(|c| self.map.headings_of(c)).map(String::as_str).collect();
        let cells: Vec<&str> = headings.iter().filter_map(|h| self.row.cell(h)).filter(|c| !c.is_empty()).collect();
        let fault = Fault {
            row: self.row.number,
            line: self.row.line,
            heading: Some(headings.join(" + ")).filter(|h| !h.is_empty() && h != GEOMETRY),
            value: Some(shown(&cells.join(", "))).filter(|_| !headings.is_empty()),
            violation,
        };
        self.problems.push(Problem::of(Place::File, fault));
    }
}
