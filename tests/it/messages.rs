//! Every language says everything: the same messages with the same values, and one for each key that the
//! templates and the code name.

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};
use placer::domain::quantity::DecimalError;
use placer::domain::violation::{Arg, Violation};
use placer::web::locale::{Catalogue, Locale, violation_text};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

type Names = BTreeSet<String>;

/// The files below a folder of the repository with this ending, as (path, text). None where the folder is absent.
fn files(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.map(|e| e.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == ending) {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

/// Fails with all findings at once.
fn none(what: &str, findings: &[String]) {
    assert!(findings.is_empty(), "{what}:\n  {}\n", findings.join("\n  "));
}

/// What a message takes: the values named in it, and the messages and terms it holds.
#[derive(Default)]
struct Taken {
    values: Names,
    messages: Names,
}

impl Taken {
    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }
    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                variants.iter().for_each(|v| self.pattern(&v.value));
            }
        }
    }
    fn inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.values.insert(id.name.to_owned());
            }
            InlineExpression::MessageReference { id, .. } => {
                self.messages.insert(id.name.to_owned());
            }
            InlineExpression::TermReference { id, arguments, .. } => {
                self.messages.insert(format!("-{}", id.name));
                arguments.iter().for_each(|a| self.call(a));
            }
            InlineExpression::FunctionReference { arguments, .. } => self.call(arguments),
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        }
    }
    fn call(&mut self, arguments: &CallArguments<&str>) {
        arguments.positional.iter().for_each(|a| self.inline(a));
    }
}

/// Every message and term (`-name`) of a language with the values it takes, those of messages it holds included.
fn messages(locale: Locale) -> BTreeMap<String, Names> {
    let mut taken = BTreeMap::new();
    for (path, text) in files(&format!("locales/{locale}"), "ftl") {
        let resource = fluent_syntax::parser::parse(text.as_str()).unwrap_or_else(|(_, e)| panic!("{}: {e:?}", path.display()));
        for entry in &resource.body {
            let (id, pattern) = match entry {
                Entry::Message(m) => (m.id.name.to_owned(), m.value.as_ref()),
                Entry::Term(t) => (format!("-{}", t.id.name), Some(&t.value)),
                _ => continue,
            };
            let mut of_this = Taken::default();
            of_this.pattern(pattern.unwrap_or_else(|| panic!("{}: {id} says nothing", path.display())));
            taken.insert(id, of_this);
        }
    }
    fn all(id: &str, taken: &BTreeMap<String, Taken>) -> Names {
        let of_this = taken.get(id).unwrap_or_else(|| panic!("a message holds {id}, which is not there"));
        of_this.messages.iter().flat_map(|m| all(m, taken)).chain(of_this.values.clone()).collect()
    }
    taken.keys().map(|id| (id.clone(), all(id, &taken))).collect()
}

/// What is wrong with a use of a message: it is missing in a language, or takes a value that is not given.
/// `given` is `None` where the values cannot be read from the source.
fn fault(id: &str, given: Option<&Names>) -> Option<String> {
    let missing: Vec<_> = Locale::ALL.iter().filter(|l| !Catalogue::get().has(**l, id)).map(|l| l.tag()).collect();
    if !missing.is_empty() {
        return Some(format!("`{id}` has no message in {}", missing.join(", ")));
    }
    static ENGLISH: LazyLock<BTreeMap<String, Names>> = LazyLock::new(|| messages(Locale::En));
    let lacking: Vec<_> = ENGLISH[id].difference(given?).cloned().collect();
    (!lacking.is_empty()).then(|| format!("`{id}` takes {}, not given here", lacking.join(", ")))
}

#[test]
fn every_file_is_read_without_fault() {
    none("faults of message files", Catalogue::get().problems());
    let names = |l: &Locale| -> Names {
        files(&format!("locales/{l}"), "ftl").iter().map(|(p, _)| p.file_name().unwrap().to_string_lossy().into_owned()).collect()
    };
    for locale in Locale::ALL {
        assert_eq!(names(locale), names(&Locale::En), "the files of `{locale}`");
        none("languages without a name", &fault(&format!("language-{locale}"), None).into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn every_language_has_the_same_messages_with_the_same_values() {
    let english = messages(Locale::En);
    assert!(english.len() > 100);
    let mut findings = Vec::new();
    for locale in Locale::ALL {
        let own = messages(*locale);
        for id in english.keys().filter(|id| !own.contains_key(*id)) {
            findings.push(format!("{locale}: `{id}` is missing"));
        }
        for (id, values) in &own {
            match english.get(id) {
                None => findings.push(format!("{locale}: `{id}` is not in English")),
                Some(theirs) if theirs != values => findings.push(format!("{locale}: `{id}` takes {values:?}, in English {theirs:?}")),
                Some(_) => {}
            }
        }
    }
    none("differences between the languages", &findings);
}

#[test]
fn french_words_are_joined_by_the_sign_that_french_prints() {
    let straight = |line: &&str| {
        let letters: Vec<char> = line.chars().collect();
        letters.windows(3).any(|w| w[0].is_alphabetic() && w[1] == '\'' && (w[2].is_alphabetic() || "«{".contains(w[2])))
    };
    let mut found = Vec::new();
    for (path, text) in files("locales/fr", "ftl") {
        found.extend(text.lines().filter(|l| !l.starts_with('#')).filter(straight).map(|l| format!("{}: {l}", path.display())));
    }
    none("a straight apostrophe", &found);
}

#[test]
fn every_message_can_be_written() {
    for locale in Locale::ALL {
        for (id, values) in messages(*locale).iter().filter(|(id, _)| !id.starts_with('-')) {
            let args: Vec<_> = values.iter().map(|v| (v.as_str(), Arg::Count(2))).collect();
            let text = Catalogue::get().text(*locale, id, &args);
            assert!(!text.is_empty() && !text.contains(['{', '}']) && !text.starts_with('['), "{locale}: {id}: {text}");
        }
    }
}

#[test]
fn every_key_of_a_template_has_its_message() {
    let mut findings = Vec::new();
    for (path, text) in files("templates", "html") {
        for (id, given) in keys_in_template(&text) {
            findings.extend(fault(&id, given.as_ref()).map(|f| format!("{}: {f}", path.display())));
        }
    }
    none("keys in templates", &findings);
}

#[test]
fn every_key_and_violation_of_the_code_has_its_message() {
    let mut findings = Vec::new();
    for (path, text) in files("src", "rs") {
        for id in keys_in_code(&text) {
            findings.extend(fault(&id, None).map(|f| format!("{}: {f}", path.display())));
        }
        for (code, given) in violations_in_code(&text) {
            let id = format!("violation-{}", code.replace(['.', '_'], "-"));
            findings.extend(fault(&id, Some(&given)).map(|f| format!("{}: {f}", path.display())));
        }
    }
    none("keys and violations in the code", &findings);
}

#[test]
fn every_wrong_number_is_told_in_words() {
    use DecimalError::{Ambiguous, Empty, NotANumber, TooFine, TooLarge};
    for error in [Empty, NotANumber, Ambiguous, TooFine, TooLarge] {
        let violation = Violation::number(error, "carats", " 1,250 ", 3);
        none(
            "faults",
            &fault(&violation.message_id(), Some(&violation.args.iter().map(|(n, _)| (*n).to_owned()).collect()))
                .into_iter()
                .collect::<Vec<_>>(),
        );
        for locale in Locale::ALL {
            let text = violation_text(*locale, &violation);
            assert_eq!(text.contains("1,250"), error != Empty, "{text}");
        }
    }
    let long = Violation::number(NotANumber, "carats", &"9".repeat(500), 3);
    assert!(violation_text(Locale::En, &long).len() < 200);
}

const FILTERS: [&str; 6] = ["t", "tn", "t1", "t2", "t3", "t4"];

/// The keys written out before a message filter, with the names of the values given to it.
fn keys_in_template(text: &str) -> Vec<(String, Option<Names>)> {
    let mut found = Vec::new();
    for (bar, _) in text.match_indices('|') {
        let after = text[bar + 1..].trim_start();
        let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len());
        let (filter, rest) = after.split_at(end);
        let before = text[..bar].trim_end();
        let key = before.strip_suffix('"').and_then(|b| b.rsplit('"').next());
        if let (true, Some(key)) = (FILTERS.contains(&filter), key) {
            found.push((key.to_owned(), Some(given_names(filter, rest))));
        }
    }
    found
}

fn given_names(filter: &str, rest: &str) -> Names {
    match filter {
        "t" => Names::new(),
        "tn" => Names::from(["count".to_owned()]),
        _ => {
            let literal = |arg: &str| arg.trim().strip_prefix('"').and_then(|a| a.strip_suffix('"')).map(str::to_owned);
            arguments(rest).iter().step_by(2).filter_map(|a| literal(a)).collect()
        }
    }
}

/// The arguments of a call from its opening bracket on, split at the commas of the first level.
fn arguments(call: &str) -> Vec<String> {
    let (mut depth, mut quoted) = (0, false);
    let mut all = vec![String::new()];
    for c in call.chars() {
        let was = depth;
        match c {
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth -= 1,
            ',' if !quoted && depth == 1 => {
                all.push(String::new());
                continue;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if was > 0 {
            all.last_mut().unwrap().push(c);
        }
    }
    all
}

/// What a file has before its unit tests, which may use codes of their own.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap()
}

/// The text of the literal a call begins with, and what follows it.
fn literal(call: &str) -> Option<(&str, &str)> {
    call.trim_start().strip_prefix('"')?.split_once('"')
}

/// The keys written out as the second argument of `text(locale, "key", ..)`.
fn keys_in_code(text: &str) -> Vec<String> {
    let text = without_tests(text);
    let calls = text.match_indices("text(").filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
    // A first argument that is a literal is no language: that is another function of the same name.
    let ours = calls.filter(|(at, call)| literal(&text[at + call.len()..]).is_none());
    ours.filter_map(|(at, call)| literal(text[at + call.len()..].split_once(',')?.1)).map(|(key, _)| key.to_owned()).collect()
}

/// The codes written out in `Violation::new("code")` and `Violation::on("code", ..)`, with the names given by
/// `.with("name", ..)` up to the end of the statement or the next violation.
fn violations_in_code(text: &str) -> Vec<(String, Names)> {
    let text = without_tests(text);
    let mut found = Vec::new();
    for start in ["Violation::new(", "Violation::on("] {
        for (at, _) in text.match_indices(start) {
            let Some((code, rest)) = literal(&text[at + start.len()..]) else { continue };
            let end = [rest.find(';'), rest.find("Violation::")].into_iter().flatten().min().unwrap_or(rest.len());
            let given = rest[..end].split(".with(").skip(1).filter_map(literal).map(|(name, _)| name.to_owned()).collect();
            found.push((code.to_owned(), given));
        }
    }
    found
}

#[test]
fn the_scanners_see_what_they_should() {
    let names = |all: &[&str]| -> Names { all.iter().map(|n| (*n).to_owned()).collect() };
    let template = r#"<a title="{{ "nav-home"|t }}">{{"a"|tn(list.len())}} {{ key|t }} {{ "x" | t2("one", f(1, "b"), "two", "word"|t) }} {{ "day"|today }}"#;
    let seen = keys_in_template(template);
    let expected = [("nav-home", names(&[])), ("a", names(&["count"])), ("x", names(&["one", "two"])), ("word", names(&[]))];
    assert_eq!(seen, expected.map(|(key, given)| (key.to_owned(), Some(given))));

    let code = r#"
        let it = text(locale, "app-name", &[]); context(a, "no"); text(locale, &id, &[]); self.text( x,
            "two", &[]);
        violations.check(ok, || Violation::on("sale.too_heavy", "carats").with("most", most).with("mass", mass));
        match x { A => Violation::new(
            "sale.twice"), B => Violation::new(CODE) }
        #[cfg(test)] mod tests { Violation::new("made.up") }"#;
    assert_eq!(keys_in_code(code), ["app-name", "two"]);
    let seen = violations_in_code(code);
    assert_eq!(seen, [("sale.twice".to_owned(), names(&[])), ("sale.too_heavy".to_owned(), names(&["mass", "most"]))]);
    assert!(fault("no-such-key", None).is_some_and(|f| f.ends_with("no message in en, fr")));
    assert!(fault("app-title", Some(&names(&[]))).is_some_and(|f| f.contains("takes page")));
}
