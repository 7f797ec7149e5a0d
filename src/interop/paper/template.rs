//! What a country's certificate looks like, as data: one TOML file each (`docs/jurisdictions.md`, "The paper").

use super::Place;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The templates built into the program, by ISO 3166-1 alpha-2 code, and the one for every other country.
const BUNDLED: [(&str, &str); 3] = [
    ("SL", include_str!("../../../jurisdictions/paper/SL.toml")),
    ("CF", include_str!("../../../jurisdictions/paper/CF.toml")),
    ("CD", include_str!("../../../jurisdictions/paper/CD.toml")),
];
const DEFAULT: &str = include_str!("../../../jurisdictions/paper/default.toml");

/// Columns of the grid across the paper.
pub const COLUMNS: u32 = 12;
/// Shortest and longest side of a page, in millimetres.
const PAGE_MM: std::ops::RangeInclusive<u32> = 148..=420;
/// Least side of a code with its white margin, in millimetres.
const CODE_MM: std::ops::RangeInclusive<u32> = 20..=100;

/// Why a template was refused: all that could be told at once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct TemplateError {
    /// The file as the operator named it.
    pub file: String,
    /// At least one, in English for the operator's console.
    pub problems: Vec<String>,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.problems.iter().map(|p| format!("{}: {p}", self.file)).collect();
        f.write_str(&lines.join("\n"))
    }
}

/// A colour, written `"0b4f3c"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Colour(pub [u8; 3]);

impl TryFrom<String> for Colour {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok().and_then(|b| b.try_into().ok());
        bytes.map(Self).ok_or_else(|| format!("`{text}` is no colour; write six hex digits for red, green and blue, like \"0b4f3c\""))
    }
}

impl Colour {
    /// How light it is, 0 (black) to 255 (white), as the eye weighs it (ITU-R BT.601, in thousandths).
    fn lightness(self) -> u32 {
        let [r, g, b] = self.0.map(u32::from);
        (r * 299 + g * 587 + b * 114) / 1_000
    }
}

/// `[page]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Width.
    pub width_mm: u32,
    /// Height.
    pub height_mm: u32,
    /// White on all four sides of what is written.
    pub margin_mm: u32,
}

/// `[colours]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colours {
    /// What is written.
    pub ink: Colour,
    /// Title, labels and lines.
    pub accent: Colour,
    /// Words across the page.
    pub mark: Colour,
    /// The lines of the background, one after the other.
    pub background: Vec<Colour>,
}

/// `[background]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Background {
    /// Waves across the page.
    pub waves: u32,
    /// Loops of each rosette.
    pub loops: u32,
    /// Rosettes on the first page.
    pub rosettes: u32,
    /// Height of the waves, in tenths of a millimetre.
    pub amplitude_dmm: u32,
}

/// A field and where it stands in its row.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// Which.
    pub field: Place,
    /// Its width in columns of the grid.
    pub columns: u32,
    /// How many lines it takes on the first page at most; more go on to the next pages.
    #[serde(default = "four")]
    pub lines: u32,
    /// The side of a code with its white margin.
    pub side_mm: Option<u32>,
    /// Which of the fixed texts, for `field = "text"`.
    pub text: Option<String>,
}

const fn four() -> u32 {
    4
}

/// `[[row]]`: fields side by side.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// From left to right.
    pub cells: Vec<Cell>,
    /// Least height.
    #[serde(default)]
    pub height_mm: u32,
    /// Whether this row and those after it stand at the foot of the page.
    #[serde(default)]
    pub foot: bool,
}

/// `[[text]]`: words that stand on every certificate of the country.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FixedText {
    /// Named by a cell.
    pub code: String,
    /// The words by language; English is always there.
    pub words: BTreeMap<String, String>,
    /// Where they come from, or `assumption:` and why.
    pub source: String,
}

/// What a certificate looks like.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Size and margins.
    pub page: Page,
    /// Colours.
    pub colours: Colours,
    /// The guilloche.
    pub background: Background,
    /// The grid.
    #[serde(rename = "row")]
    pub rows: Vec<Row>,
    /// Fixed texts.
    #[serde(default, rename = "text")]
    pub texts: Vec<FixedText>,
    /// The file, as it was read.
    #[serde(skip)]
    body: String,
}

impl Template {
    /// The template of a country by its ISO 3166-1 alpha-2 code; the usual one where the country has none of its own.
    ///
    /// # Errors
    /// When the file built into the program is wrong, which a test rules out.
    pub fn of_country(code: &str) -> Result<Self, TemplateError> {
        match BUNDLED.iter().find(|(c, _)| *c == code) {
            Some((_, text)) => Self::parse(text, &format!("jurisdictions/paper/{code}.toml")),
            None => Self::parse(DEFAULT, "jurisdictions/paper/default.toml"),
        }
    }

    /// Reads a template; `file` is only for the messages.
    ///
    /// # Errors
    /// A wrong key or type with its line, or else everything that does not fit together.
    pub fn parse(text: &str, file: &str) -> Result<Self, TemplateError> {
        let refused = |problems| TemplateError { file: file.to_owned(), problems };
        let mut template: Self = toml::from_str(text).map_err(|e| {
            let line = e.span().and_then(|s| text.get(..s.start)).map_or(1, |before| before.matches('\n').count() + 1);
            refused(vec![format!("line {line}: {}", e.message().trim_end())])
        })?;
        template.body = text.to_owned();
        let problems = template.problems();
        if problems.is_empty() { Ok(template) } else { Err(refused(problems)) }
    }

    /// SHA-256 of the file in hex: tells which look a print has.
    #[must_use]
    pub fn digest(&self) -> String {
        crate::domain::entry::sha256_hex(&[self.body.as_bytes()])
    }

    fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.rows.iter().flat_map(|r| &r.cells)
    }

    fn problems(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut check = |holds: bool, say: &dyn Fn() -> String| {
            if !holds {
                found.push(say());
            }
        };
        let page = &self.page;
        for (name, mm) in [("width_mm", page.width_mm), ("height_mm", page.height_mm)] {
            check(PAGE_MM.contains(&mm), &|| format!("`page.{name}` is {mm}; it must be {} to {}", PAGE_MM.start(), PAGE_MM.end()));
        }
        check((10..=30).contains(&page.margin_mm), &|| format!("`page.margin_mm` is {}; it must be 10 to 30", page.margin_mm));
        let (colours, behind) = (&self.colours, &self.background);
        check(!colours.background.is_empty(), &|| "`colours.background` needs a colour".into());
        for (name, colour) in [("ink", colours.ink), ("accent", colours.accent)] {
            check(colour.lightness() <= 110, &|| format!("`colours.{name}` is too light to be read"));
        }
        for colour in colours.background.iter().chain([&colours.mark]) {
            let name = data_encoding::HEXLOWER.encode(&colour.0);
            check(colour.lightness() >= 190, &|| format!("`{name}` in `colours` is too dark to stand behind what is written"));
        }
        for (name, value, most) in [
            ("waves", behind.waves, 120),
            ("loops", behind.loops, 60),
            ("rosettes", behind.rosettes, 5),
            ("amplitude_dmm", behind.amplitude_dmm, 400),
        ] {
            check(value <= most, &|| format!("`background.{name}` is {value}; it is at most {most}"));
        }
        for place in Place::NEEDED {
            let times = self.cells().filter(|c| c.field == place).count();
            check(times > 0, &|| format!("the field `{}` has no place; every certificate needs it", place.as_str()));
        }
        let mut seen = BTreeSet::new();
        for place in self.cells().map(|c| c.field).filter(|p| *p != Place::Text) {
            check(seen.insert(place), &|| format!("the field `{}` has two places", place.as_str()));
        }
        for (at, row) in self.rows.iter().enumerate() {
            let (at, columns) = (at + 1, row.cells.iter().map(|c| c.columns).fold(0, u32::saturating_add));
            let whole = row.cells.iter().all(|c| c.columns > 0) && (1..=COLUMNS).contains(&columns);
            check(whole, &|| format!("row {at} has {columns} columns; its fields together have 1 to {COLUMNS}, each at least 1"));
            check(row.height_mm <= page.height_mm / 2, &|| format!("row {at} is higher than half a page"));
        }
        self.fields_fit(&mut check);
        found
    }

    fn fields_fit(&self, check: &mut dyn FnMut(bool, &dyn Fn() -> String)) {
        let width_mm = self.page.width_mm.saturating_sub(self.page.margin_mm * 2);
        for cell in self.cells() {
            let name = cell.field.as_str();
            check((1..=40).contains(&cell.lines), &|| format!("`{name}` has {} lines; it has 1 to 40", cell.lines));
            let (is_code, side) = (cell.field.is_code(), cell.side_mm);
            check(side.is_some() == is_code, &|| format!("`{name}`: codes have a `side_mm`, and nothing else does"));
            let fits = side.is_none_or(|mm| CODE_MM.contains(&mm) && mm * COLUMNS <= width_mm * cell.columns);
            check(fits, &|| format!("`{name}`: `side_mm` is {} to {}, and no wider than its columns", CODE_MM.start(), CODE_MM.end()));
            let named = cell.text.as_deref().is_some_and(|code| self.texts.iter().any(|t| t.code == code));
            check(named == (cell.field == Place::Text), &|| format!("`{name}`: a `text` names a [[text]], and nothing else has one"));
        }
        for text in &self.texts {
            let code = &text.code;
            let placed = self.cells().any(|c| c.text.as_ref() == Some(code));
            check(placed, &|| format!("the text `{code}` has no place"));
            check(text.words.contains_key("en"), &|| format!("the text `{code}` has no words in English (`en`)"));
            let source = text.source.trim();
            check(!source.is_empty() && source != "assumption:", &|| format!("the text `{code}` has no source"));
        }
    }

    /// The words of a fixed text in each language, the same once only; English where there are none in a language.
    pub(super) fn words(&self, code: &str, languages: &[String]) -> Vec<String> {
        let Some(text) = self.texts.iter().find(|t| t.code == code) else { return Vec::new() };
        let mut all: Vec<String> = Vec::new();
        for words in languages.iter().filter_map(|l| text.words.get(l).or_else(|| text.words.get("en"))) {
            if !all.contains(words) {
                all.push(words.clone());
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(from: &str, to: &str) -> Vec<String> {
        let text = DEFAULT.replacen(from, to, 1);
        assert_ne!(text, DEFAULT, "{from} is not in the template");
        Template::parse(&text, "test").unwrap_err().problems
    }

    #[test]
    fn every_template_in_the_program_is_right_and_other_countries_have_the_usual_one() {
        for (code, _) in BUNDLED {
            Template::of_country(code).unwrap_or_else(|e| panic!("{e}"));
        }
        let usual = Template::of_country("ZZ").unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(usual.digest(), Template::of_country("XX").unwrap().digest());
        assert_ne!(usual.digest(), Template::of_country("CF").unwrap().digest());
    }

    #[test]
    fn every_field_of_the_minimum_contents_must_have_a_place() {
        for place in Place::NEEDED {
            let name = format!("field = \"{}\"", place.as_str());
            let told = problems(&name, "field = \"seals\"");
            assert!(told.iter().any(|p| p.contains(&format!("`{}` has no place", place.as_str()))), "{place:?}: {told:?}");
        }
    }

    #[test]
    fn slips_of_the_pen_are_told() {
        for (from, to, wanted) in [
            ("width_mm = 210", "width_mm = 21", "page.width_mm"),
            ("width_mm = 210", "with_mm = 210", "unknown field"),
            ("margin_mm = 15", "margin_mm = 2", "page.margin_mm"),
            ("ink = \"", "ink = \"x", "is no colour"),
            ("mark = \"f3dcdc\"", "mark = \"330000\"", "too dark"),
            ("accent = \"1d3f72\"", "accent = \"eeeeee\"", "too light"),
            ("columns = 12", "columns = 13", "row 1 has 13 columns"),
            ("side_mm = 34", "side_mm = 4", "`side_mm` is 20 to 100"),
            ("side_mm = 34", "lines = 34", "codes have a `side_mm`"),
            ("field = \"title\"", "field = \"titel\"", "unknown variant"),
            ("field = \"seals\"", "field = \"number\"", "has two places"),
            ("waves = ", "waves = 9", "background.waves"),
        ] {
            let told = problems(from, to);
            assert!(told.iter().any(|p| p.contains(wanted)), "{wanted}: {told:?}");
        }
        let text = "\n[[text]]\ncode = \"thanks\"\nsource = \"\"\nwords = { fr = \"Merci\" }\n";
        let told = Template::parse(&format!("{DEFAULT}{text}"), "test").unwrap_err().problems;
        assert_eq!(told.len(), 3, "no place, no English, no source: {told:?}");
    }
}
