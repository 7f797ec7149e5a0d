//! The countries and territories of ISO 3166-1 with their names (Unicode CLDR), from `data/countries.tsv`.

use crate::domain::jurisdiction::Text;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../data/countries.tsv");
const UNIONS: &str = include_str!("../../data/unions.tsv");

/// A country or territory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub alpha2: &'static str,
    /// ISO 3166-1 alpha-3.
    pub alpha3: &'static str,
    names: Vec<(&'static str, &'static str)>,
}

impl Country {
    /// Its name in a language (`fr`), or else in English.
    #[must_use]
    pub fn name(&self, language: &str) -> &'static str {
        let found = |wanted: &str| self.names.iter().find(|(l, _)| *l == wanted).map(|(_, name)| *name);
        found(language).or_else(|| found("en")).unwrap_or(self.alpha2)
    }
    /// Its name in every language, for a message to whoever reads it.
    #[must_use]
    pub fn text(&self) -> Text {
        Text::of(self.names.iter().copied())
    }
}

static COUNTRIES: LazyLock<BTreeMap<&'static str, Country>> = LazyLock::new(|| table(TABLE));
static UNION_NAMES: LazyLock<BTreeMap<&'static str, Country>> = LazyLock::new(|| table(UNIONS));

fn table(text: &'static str) -> BTreeMap<&'static str, Country> {
    let mut lines = text.lines();
    let languages: Vec<&'static str> = lines.next().unwrap_or_default().split('\t').skip(2).collect();
    lines.filter_map(|line| read(line, &languages)).map(|c| (c.alpha2, c)).collect()
}

fn read(line: &'static str, languages: &[&'static str]) -> Option<Country> {
    let mut fields = line.split('\t');
    let (alpha2, alpha3) = (fields.next()?, fields.next()?);
    Some(Country { alpha2, alpha3, names: languages.iter().copied().zip(fields).collect() })
}

/// The country with an alpha-2 code in capital letters.
#[must_use]
pub fn country(alpha2: &str) -> Option<&'static Country> {
    COUNTRIES.get(alpha2)
}

/// The country or the union of countries with a code in capital letters: whoever may take part in the Kimberley Process.
#[must_use]
pub fn country_or_union(code: &str) -> Option<&'static Country> {
    country(code).or_else(|| UNION_NAMES.get(code))
}

/// The unions of countries.
pub fn unions() -> impl Iterator<Item = &'static Country> {
    UNION_NAMES.values()
}

/// All of them by their names in a language, for lists to choose from.
#[must_use]
pub fn countries(language: &str) -> Vec<&'static Country> {
    let mut all: Vec<&Country> = COUNTRIES.values().collect();
    all.sort_by_key(|c| sort_key(c.name(language)));
    all
}

/// Accents of a first letter would put `Émirats` behind `Zambie`.
fn sort_key(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'à'..='å' => 'a',
            'ç' => 'c',
            'è'..='ë' => 'e',
            'ì'..='ï' => 'i',
            'ò'..='ö' => 'o',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_the_producers_and_their_names() {
        assert!(COUNTRIES.len() > 240);
        let one = country("CF").unwrap();
        assert_eq!((one.alpha3, one.name("fr")), ("CAF", "République centrafricaine"));
        assert_eq!(country("SL").unwrap().name("xx"), "Sierra Leone");
        assert!(country("sl").is_none() && country("ZZ").is_none() && country("EU").is_none());
        assert_eq!(country_or_union("EU").unwrap().name("fr"), "Union européenne");
        assert_eq!(country("SL").unwrap().text().get("en"), "Sierra Leone");
        assert!(COUNTRIES.values().all(|c| c.alpha2.len() == 2 && c.alpha3.len() == 3 && c.names.len() >= 2));
    }

    #[test]
    fn lists_are_in_the_order_of_the_language() {
        let names: Vec<&str> = countries("fr").iter().map(|c| c.name("fr")).collect();
        let at = |name: &str| names.iter().position(|n| *n == name).unwrap();
        assert!(at("Égypte") < at("France"));
    }
}
