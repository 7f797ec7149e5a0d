//! The messages of every language, read once.

use super::{Locale, format};
use crate::domain::violation::Arg;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::{LazyLock, Mutex};
use unic_langid::LanguageIdentifier;

pub(super) type Bundle = fluent_bundle::concurrent::FluentBundle<FluentResource>;

#[derive(RustEmbed)]
#[folder = "locales/"]
#[include = "*.ftl"]
struct Files;

/// Every message of every language.
pub struct Catalogue {
    bundles: Vec<(Locale, Bundle)>,
    problems: Vec<String>,
    told: Mutex<HashSet<String>>,
}

/// A message in a language; see [`Catalogue::text`].
#[must_use]
pub fn text(locale: Locale, id: &str, args: &[(&str, Arg)]) -> String {
    Catalogue::get().text(locale, id, args)
}

impl Catalogue {
    /// The one catalogue of the program, from `locales/<tag>/*.ftl`.
    #[must_use]
    pub fn get() -> &'static Self {
        static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
            let mut names: Vec<_> = Files::iter().collect();
            names.sort();
            let files = names.iter().filter_map(|name| {
                let bytes = Files::get(name)?.data;
                Some((name.to_string(), String::from_utf8_lossy(&bytes).into_owned()))
            });
            Catalogue::from_files(files)
        });
        &CATALOGUE
    }

    /// A catalogue from files given as (`<tag>/<noun>.ftl`, text).
    pub fn from_files(files: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut bundles: Vec<_> = Locale::ALL.iter().map(|locale| (*locale, empty_bundle(*locale))).collect();
        let mut problems = Vec::new();
        for (name, text) in files {
            let folder = name.split('/').next().unwrap_or_default();
            let Some((_, bundle)) = bundles.iter_mut().find(|(locale, _)| locale.tag() == folder) else {
                problems.push(format!("{name}: no language is called `{folder}`"));
                continue;
            };
            let resource = FluentResource::try_new(text).unwrap_or_else(|(resource, errors)| {
                problems.extend(errors.iter().map(|e| format!("{name}: {e}")));
                resource
            });
            if let Err(errors) = bundle.add_resource(resource) {
                problems.extend(errors.iter().map(|e| format!("{name}: {e}")));
            }
        }
        for problem in &problems {
            tracing::error!(problem, "message file");
        }
        Self { bundles, problems, told: Mutex::default() }
    }

    /// What was wrong with the files; a test keeps it empty.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// Whether a language itself has a message.
    #[must_use]
    pub fn has(&self, locale: Locale, id: &str) -> bool {
        self.bundle(locale).and_then(|b| b.get_message(id)).is_some_and(|m| m.value().is_some())
    }

    /// A message with its values: `12.30 ct` for a mass, long days, plural forms by whole numbers.
    ///
    /// A message that the language lacks is shown in English; one that English lacks as its id in brackets.
    /// Both are logged once.
    #[must_use]
    pub fn text(&self, locale: Locale, id: &str, args: &[(&str, Arg)]) -> String {
        if let Some(text) = self.find(locale, id, args) {
            return text;
        }
        self.warn(locale, id, "no such message");
        self.find(Locale::En, id, args).unwrap_or_else(|| format!("[{id}]"))
    }

    fn find(&self, locale: Locale, id: &str, args: &[(&str, Arg)]) -> Option<String> {
        let bundle = self.bundle(locale)?;
        let message = bundle.get_message(id)?;
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            values.set(*name, value(locale, arg));
        }
        let mut errors = Vec::new();
        let text = bundle.format_pattern(message.value()?, Some(&values), &mut errors).into_owned();
        if let Some(error) = errors.first() {
            self.warn(locale, id, &error.to_string());
        }
        Some(text)
    }

    fn bundle(&self, locale: Locale) -> Option<&Bundle> {
        self.bundles.iter().find(|(l, _)| *l == locale).map(|(_, bundle)| bundle)
    }

    fn warn(&self, locale: Locale, id: &str, problem: &str) {
        let mut told = self.told.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if told.insert(format!("{locale} {id} {problem}")) {
            tracing::warn!(%locale, id, problem, "message");
        }
    }
}

fn empty_bundle(locale: Locale) -> Bundle {
    // The tags are our own and valid; the empty one would only lose the plural rules.
    let tag: LanguageIdentifier = locale.tag().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    // Isolation marks would travel into copied text, exports and tests; all our languages run left to right.
    bundle.set_use_isolating(false);
    locale.number_format(&mut bundle);
    if locale == Locale::Fr {
        bundle.set_transform(Some(french_blanks));
    }
    bundle
}

/// The blanks that French puts beside high punctuation must not break a line.
fn french_blanks(text: &str) -> Cow<'_, str> {
    const HIGH: [(&str, &str); 6] =
        [(" :", "\u{a0}:"), (" ;", "\u{202f};"), (" !", "\u{202f}!"), (" ?", "\u{202f}?"), ("« ", "«\u{a0}"), (" »", "\u{a0}»")];
    if !HIGH.iter().any(|(plain, _)| text.contains(plain)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(HIGH.iter().fold(text.to_owned(), |text, (plain, bound)| text.replace(plain, bound)))
}

/// Whole numbers above this are not exact as the numbers Fluent knows.
const EXACT: u64 = 1 << 53;

fn value(locale: Locale, arg: &Arg) -> FluentValue<'static> {
    match arg {
        Arg::Text(text) => FluentValue::from(text.clone()),
        Arg::Count(n) if n.unsigned_abs() <= EXACT => FluentValue::from(*n),
        Arg::Count(n) => FluentValue::from(format::integer(locale, *n)),
        Arg::Money(money) => FluentValue::from(format::money(locale, *money)),
        Arg::Mass(mass) => FluentValue::from(format::carats_unit(locale, *mass)),
        Arg::Day(day) => FluentValue::from(format::day(locale, *day)),
        Arg::At(at) => FluentValue::from(format::instant(locale, *at)),
        Arg::Names(names) => FluentValue::from(names.iter().map(|name| name.get(locale.tag())).collect::<Vec<_>>().join(", ")),
        Arg::Between(from, below) => FluentValue::from(format::between(locale, *from, *below)),
    }
}

/// How a number inside a message is written: grouped as the language groups.
pub(super) fn number(locale: Locale, value: &FluentValue) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    Some(format::written(locale, &number.as_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::quantity::Mass;

    fn small(fr: &str) -> Catalogue {
        let en = "one = One\nmany = { $n ->\n    [one] { $n } stone\n   *[other] { $n } stones\n }\nsaid = He said { $what }.";
        Catalogue::from_files([("en/a.ftl".to_owned(), en.to_owned()), ("fr/a.ftl".to_owned(), fr.to_owned())])
    }

    #[test]
    fn what_a_language_lacks_is_shown_in_english_then_as_the_id() {
        let catalogue = small("many = { $n } pierres");
        assert_eq!(catalogue.text(Locale::Fr, "one", &[]), "One");
        assert_eq!(catalogue.text(Locale::Fr, "two", &[]), "[two]");
        assert_eq!(catalogue.text(Locale::Fr, "many", &[("n", Arg::Count(12_345))]), "12\u{202f}345 pierres");
        assert!(catalogue.has(Locale::En, "one") && !catalogue.has(Locale::Fr, "one"));
        assert_eq!(catalogue.told.lock().unwrap().len(), 2, "each told once");
        let _ = catalogue.text(Locale::Fr, "one", &[]);
        assert_eq!(catalogue.told.lock().unwrap().len(), 2);
    }

    #[test]
    fn plural_forms_follow_the_number() {
        let catalogue = small("many = { $n ->\n    [one] { $n } pierre\n   *[other] { $n } pierres\n }");
        let say = |locale, n| catalogue.text(locale, "many", &[("n", Arg::Count(n))]);
        assert_eq!(say(Locale::En, 0), "0 stones");
        assert_eq!(say(Locale::En, 1), "1 stone");
        assert_eq!(say(Locale::Fr, 0), "0 pierre");
        assert_eq!(say(Locale::Fr, 2), "2 pierres");
        assert_eq!(say(Locale::En, i64::MAX), "9,223,372,036,854,775,807 stones");
    }

    #[test]
    fn values_are_written_by_their_kind() {
        let catalogue = small("said = Il a dit « { $what } » !");
        let say = |locale, arg| catalogue.text(locale, "said", &[("what", arg)]);
        assert_eq!(say(Locale::En, Arg::from("no")), "He said no.");
        assert_eq!(say(Locale::En, Mass::new(1_234_500).unwrap().into()), "He said 1,234.50\u{a0}ct.");
        assert_eq!(say(Locale::En, "2026-11-22".parse::<crate::domain::time::Day>().unwrap().into()), "He said 22 November 2026.");
        assert_eq!(say(Locale::Fr, Arg::from("non ?")), "Il a dit «\u{a0}non ?\u{a0}»\u{202f}!", "only our own words are touched");
        assert_eq!(catalogue.text(Locale::En, "said", &[]), "He said {$what}.");
        let (half, one) = (Mass::new(500).unwrap(), Mass::new(1_000).unwrap());
        assert_eq!(say(Locale::En, Arg::Between(half, Some(one))), "He said 0.50 to below 1.00\u{a0}ct.");
        assert_eq!(say(Locale::En, Arg::Between(one, None)), "He said 1.00\u{a0}ct and more.");
        let paper = |text: &str| serde_json::from_str::<crate::domain::jurisdiction::Text>(text).unwrap();
        let papers = [r#"{"en":"Receipt","fr":"Quittance"}"#, r#"{"en":"Map"}"#].map(paper).to_vec();
        assert_eq!(say(Locale::Fr, Arg::Names(papers)), "Il a dit «\u{a0}Quittance, Map\u{a0}»\u{202f}!");
    }

    #[test]
    fn faults_of_the_files_are_kept() {
        let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let catalogue = Catalogue::from_files([file("en/a.ftl", "a = A"), file("en/b.ftl", "a = B\nb = {"), file("xx/a.ftl", "")]);
        assert_eq!(catalogue.problems().len(), 3, "{:?}", catalogue.problems());
        assert_eq!(catalogue.text(Locale::En, "a", &[]), "A");
    }
}
