//! Reading a mapping file: every problem with its line.

use super::{Column, DAY_FORMS, DayForm, Field, Group, Mapping, MappingProblem, ReferenceFrom, Skip, Source, Word};
use crate::domain::violation::Violation;
use std::borrow::Cow;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

type Key<'a> = Spanned<Cow<'a, str>>;
type Value<'a> = Spanned<DeValue<'a>>;

const SECTIONS: [&str; 7] = ["file", "reference", "columns", "values", "constants", "group", "skip"];

/// Reads the text; `fields` are those of what is imported.
pub(super) fn mapping(text: &str, fields: &[Field]) -> Result<Mapping, Vec<MappingProblem>> {
    let mut load = Load { line_ends: text.match_indices('\n').map(|(at, _)| at).collect(), fields, problems: Vec::new() };
    let (root, errors) = DeTable::parse_recoverable(text.strip_prefix('\u{feff}').unwrap_or(text));
    for error in &errors {
        let at = error.span().map_or(0, |s| s.start);
        load.at(at, Violation::new("import.map_syntax").with("detail", error.message()));
    }
    let mut mapping = Mapping::empty();
    if errors.is_empty() {
        load.sections(root.get_ref(), &mut mapping);
    }
    load.problems.sort_by_key(|p| p.line);
    if load.problems.is_empty() { Ok(mapping) } else { Err(load.problems) }
}

struct Load<'f> {
    line_ends: Vec<usize>,
    fields: &'f [Field],
    problems: Vec<MappingProblem>,
}

impl Load<'_> {
    fn line(&self, at: usize) -> u64 {
        u64::try_from(self.line_ends.partition_point(|end| *end < at)).unwrap_or(0).saturating_add(1)
    }
    fn at(&mut self, at: usize, violation: Violation) {
        let line = self.line(at);
        self.problems.push(MappingProblem { line, violation });
    }
    fn unknown(&mut self, key: &Key<'_>, known: &[&str]) {
        let violation = Violation::new("import.map_key").with("key", key.get_ref().as_ref()).with("known", known.join(", "));
        self.at(key.span().start, violation);
    }
    fn wrong_type(&mut self, key: &Key<'_>) {
        self.at(key.span().start, Violation::new("import.map_type").with("key", key.get_ref().as_ref()));
    }

    fn sections(&mut self, root: &DeTable<'_>, to: &mut Mapping) {
        for (key, value) in root {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("skip", DeValue::Array(all)) => {
                    for one in all.iter() {
                        match one.get_ref() {
                            DeValue::Table(table) => self.skip(key, table, to),
                            _ => self.wrong_type(key),
                        }
                    }
                }
                ("skip", DeValue::Table(table)) => self.skip(key, table, to),
                ("file", DeValue::Table(table)) => self.file(table, to),
                ("reference", DeValue::Table(table)) => self.reference(key, table, to),
                ("columns", DeValue::Table(table)) => self.columns(table, to),
                ("values", DeValue::Table(table)) => self.values(table, to),
                ("constants", DeValue::Table(table)) => self.constants(table, to),
                ("group", DeValue::Table(table)) => self.group(key, table, to),
                (name, _) if SECTIONS.contains(&name) => self.wrong_type(key),
                _ => self.unknown(key, &SECTIONS),
            }
        }
        // What [group] says of [reference] can only be looked at when both are read.
        let by = root.get("group").and_then(|g| g.get_ref().get("by"));
        if let (Some(by), Some(reference)) = (by, &to.reference)
            && by.get_ref().as_str() != Some(reference.key.as_str())
        {
            self.at(by.span().start, Violation::new("import.map_group").with("key", reference.key.clone()));
        }
    }

    fn text(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<String> {
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong_type(key);
        }
        text
    }

    /// A text, or several.
    fn texts(&mut self, key: &Key<'_>, value: &Value<'_>) -> Vec<String> {
        let DeValue::Array(all) = value.get_ref() else { return self.text(key, value).into_iter().collect() };
        if all.is_empty() {
            self.wrong_type(key);
        }
        all.iter().filter_map(|one| self.text(key, one)).collect()
    }

    /// The name of a field, or a problem.
    fn field(&mut self, key: &Key<'_>) -> Option<String> {
        let name = key.get_ref().as_ref();
        if self.fields.iter().any(|f| f.name == name) {
            return Some(name.to_owned());
        }
        let known = self.fields.iter().map(|f| f.name).collect::<Vec<_>>().join(", ");
        self.at(key.span().start, Violation::new("import.map_field").with("field", name).with("known", known));
        None
    }

    fn file(&mut self, table: &DeTable<'_>, to: &mut Mapping) {
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "delimiter" => match self.text(key, value).as_deref().map(str::as_bytes) {
                    Some([sign @ (b',' | b';' | b'\t' | b'|')]) => to.delimiter = Some(*sign),
                    Some(_) => self.choice(key, "\",\" \";\" \"\\t\" \"|\""),
                    None => {}
                },
                "decimal" => match self.text(key, value).as_deref() {
                    Some(".") => to.decimal = '.',
                    Some(",") => to.decimal = ',',
                    Some(_) => self.choice(key, "\".\" \",\""),
                    None => {}
                },
                "list" => match self.text(key, value).as_deref().map(str::as_bytes) {
                    Some([sign @ (b',' | b';' | b'|' | b'/' | b'+')]) => to.list = char::from(*sign),
                    Some(_) => self.choice(key, "\";\" \",\" \"|\" \"/\" \"+\""),
                    None => {}
                },
                "dates" => {
                    let named: Vec<DayForm> =
                        self.texts(key, value).iter().filter_map(|name| DAY_FORMS.into_iter().find(|f| f.name == name)).collect();
                    let given = value.get_ref().as_array().map_or(1, |all| all.len());
                    if named.len() == given && !both_ways(&named) {
                        to.dates = named;
                    } else {
                        self.choice(key, &DAY_FORMS.map(DayForm::name).join(" "));
                    }
                }
                _ => self.unknown(key, &["delimiter", "decimal", "list", "dates"]),
            }
        }
    }

    fn choice(&mut self, key: &Key<'_>, known: &str) {
        let violation = Violation::new("import.map_choice").with("key", key.get_ref().as_ref()).with("known", known);
        self.at(key.span().start, violation);
    }

    fn needs(&mut self, section: &Key<'_>, needs: &str) {
        let violation = Violation::new("import.map_needs").with("section", section.get_ref().as_ref()).with("key", needs);
        self.at(section.span().start, violation);
    }

    fn reference(&mut self, section: &Key<'_>, table: &DeTable<'_>, to: &mut Mapping) {
        let (mut source, mut from) = (None, None);
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "source" => source = self.text(key, value).map(Source::Always),
                "source_column" => source = self.text(key, value).map(Source::Heading),
                "key" => from = self.text(key, value),
                _ => self.unknown(key, &["source", "source_column", "key"]),
            }
        }
        match (source.filter(|s| !matches!(s, Source::Always(name) if name.trim().is_empty())), from) {
            (Some(source), Some(key)) => {
                let line = self.line(section.span().start);
                to.reference = Some(ReferenceFrom { source, key, line });
            }
            (None, _) => self.needs(section, "source"),
            (_, None) => self.needs(section, "key"),
        }
    }

    fn columns(&mut self, table: &DeTable<'_>, to: &mut Mapping) {
        for (key, value) in table {
            let headings = self.texts(key, value);
            let Some(field) = self.field(key) else { continue };
            let line = self.line(key.span().start);
            to.columns.insert(field, Column { headings, line });
        }
    }

    fn constants(&mut self, table: &DeTable<'_>, to: &mut Mapping) {
        for (key, value) in table {
            let text = self.text(key, value);
            let Some(field) = self.field(key) else { continue };
            if to.columns.contains_key(&field) {
                self.at(key.span().start, Violation::new("import.map_twice").with("field", field.clone()));
            }
            to.constants.insert(field, text.unwrap_or_default());
        }
    }

    fn values(&mut self, table: &DeTable<'_>, to: &mut Mapping) {
        for (key, value) in table {
            let DeValue::Table(words) = value.get_ref() else {
                self.wrong_type(key);
                continue;
            };
            let mut all = Vec::new();
            for (foreign, ours) in words {
                if let Some(ours) = self.text(foreign, ours) {
                    all.push(Word { foreign: foreign.get_ref().trim().to_owned(), ours });
                }
            }
            if let Some(field) = self.field(key) {
                to.words.insert(field, all);
            }
        }
    }

    fn group(&mut self, section: &Key<'_>, table: &DeTable<'_>, to: &mut Mapping) {
        let (mut order, mut every) = (None, true);
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "by" => _ = self.text(key, value),
                "order" => order = self.text(key, value),
                "take" => match self.text(key, value).as_deref() {
                    Some("every") => every = true,
                    Some("last") => every = false,
                    Some(_) => self.choice(key, "\"every\" \"last\""),
                    None => {}
                },
                _ => self.unknown(key, &["by", "order", "take"]),
            }
        }
        match order {
            Some(order) => {
                let line = self.line(section.span().start);
                to.group = Some(Group { order, every, line });
            }
            None => self.needs(section, "order"),
        }
    }

    fn skip(&mut self, section: &Key<'_>, table: &DeTable<'_>, to: &mut Mapping) {
        let mut skip = Skip { headings: vec![], words: vec![], when_found: true, reason: String::new(), line: 1 };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "columns" => {
                    skip.headings = self.texts(key, value);
                    skip.line = self.line(key.span().start);
                }
                "any_is" => skip.words = self.texts(key, value),
                "none_is" => {
                    skip.words = self.texts(key, value);
                    skip.when_found = false;
                }
                "reason" => skip.reason = self.text(key, value).unwrap_or_default(),
                _ => self.unknown(key, &["columns", "any_is", "none_is", "reason"]),
            }
        }
        let lacking = [("columns", skip.headings.is_empty()), ("any_is", skip.words.is_empty()), ("reason", skip.reason.trim().is_empty())];
        match lacking.iter().find(|(_, lacks)| *lacks) {
            Some((key, _)) => self.needs(section, key),
            None => to.skips.push(skip),
        }
    }
}

/// Whether two of the forms read the same figures as different days.
fn both_ways(forms: &[DayForm]) -> bool {
    ["DD/MM/YYYY", "MM/DD/YYYY"].iter().all(|name| forms.iter().any(|f| f.name == *name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interop::rows::Row;

    const FIELDS: [Field; 3] = [Field::required("name"), Field::optional("obtained"), Field::optional("locality")];

    fn parse(text: &str) -> Result<Mapping, Vec<(u64, &'static str)>> {
        Mapping::parse(text, &FIELDS).map_err(|all| all.into_iter().map(|p| (p.line, p.violation.code)).collect())
    }

    fn row(cells: &[(&str, &str)]) -> Row {
        Row::new(1, 2, cells.iter().map(|(h, c)| ((*h).into(), (*c).to_owned())).collect())
    }

    const WHOLE: &str = r#"
[file]
delimiter = ";"
decimal = ","
dates = ["DD/MM/YYYY", "YYYY-MM-DD"]
[reference]
source = "Survey"
key = "code"
[columns]
name = "nom"
obtained = "origine"
locality = ["village", "district"]
[values.obtained]
"GPS" = "gps"
"GPS (*" = "estimate"
"" = "unknown"
[group]
by = "code"
order = "date"
[[skip]]
columns = ["m1", "m2"]
none_is = ["Diamant"]
reason = "no diamond"
"#;

    #[test]
    fn a_whole_one_reads_rows() {
        let m = parse(WHOLE).unwrap();
        assert_eq!((m.delimiter, m.decimal, m.list), (Some(b';'), ',', ';'));
        let r = row(&[
            ("nom", " Bo "),
            ("origine", "gps (village A)"),
            ("village", "A"),
            ("district", ""),
            ("code", "7"),
            ("m1", "Or"),
            ("m2", "diamant"),
        ]);
        assert_eq!(m.text(&r, "name").as_deref(), Some("Bo"));
        assert_eq!(m.text(&r, "obtained").as_deref(), Some("estimate"));
        assert_eq!(m.text(&r, "locality").as_deref(), Some("A"));
        assert_eq!(m.text(&row(&[("origine", "")]), "obtained").as_deref(), Some("unknown"));
        assert_eq!(m.text(&row(&[("origine", "theodolite")]), "obtained").as_deref(), Some("theodolite"));
        assert_eq!(m.reference(&r), Some(("Survey".to_owned(), "7".to_owned())));
        assert_eq!(m.skips(&r), None);
        assert_eq!(m.skips(&row(&[("m1", "Or"), ("m2", "")])), Some("no diamond"));
        assert_eq!(m.day("03/04/2026"), m.day("2026-04-03T00:00:00Z"));
        assert_eq!([m.day("2026-13-01"), m.day("3/4/26"), m.day("2026-04-03 10:30")], [None; 3]);
        let headings: Vec<_> = ["nom", "origine", "code", "m1", "date", "extra"].map(Into::into).into();
        let missing: Vec<_> = m.check(&FIELDS, &headings).into_iter().map(|p| (p.line, p.violation.code)).collect();
        assert!(missing.iter().all(|(_, code)| *code == "import.no_column"));
        let lines: Vec<_> = missing.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [12, 12, 21], "the entries `locality` and the `columns` of [[skip]]");
        assert_eq!(m.ignored(&headings), ["extra"]);
    }

    #[test]
    fn every_mistake_is_told_with_its_line() {
        assert_eq!(parse("[columns]\nname = \n").unwrap_err(), [(2, "import.map_syntax")]);
        let all = "[colums]\nname = \"x\"\n[columns]\nnmae = \"x\"\nname = 5\nobtained = []\n[constants]\nname = \"y\"\n[file]\ndecimal = \"'\"\ndates = [\"DD/MM/YYYY\", \"MM/DD/YYYY\"]\n[reference]\nkey = \"k\"\n[group]\nby = \"k\"\n[values]\nname = \"x\"";
        let expected = [
            (1, "import.map_key"),
            (4, "import.map_field"),
            (5, "import.map_type"),
            (6, "import.map_type"),
            (8, "import.map_twice"),
            (10, "import.map_choice"),
            (11, "import.map_choice"),
            (12, "import.map_needs"),
            (14, "import.map_needs"),
            (17, "import.map_type"),
        ];
        assert_eq!(parse(all).unwrap_err(), expected);
        assert_eq!(parse(&WHOLE.replace("by = \"code\"", "by = \"date\"")).unwrap_err(), [(18, "import.map_group")]);
        assert_eq!(parse("[skip]\ncolumns = \"a\"\nreason = \"b\"").unwrap_err(), [(1, "import.map_needs")]);
    }

    #[test]
    fn without_a_file_headings_are_fields() {
        let headings: Vec<_> = ["name", "key", "source", "other"].map(Into::into).into();
        let m = Mapping::plain(&FIELDS, &headings);
        assert!(m.check(&FIELDS, &headings).is_empty());
        assert_eq!(m.ignored(&headings), ["other"]);
        assert!(m.fills("name") && !m.fills("locality"));
    }
}
