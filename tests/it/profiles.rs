//! The jurisdiction profiles from outside: their words exist in every language, and the documentation names
//! every key.

use placer::domain::jurisdiction::{Basis, HolderKind, MixedOrigin, PaymentMethod, Profile};
use placer::domain::role::Role;
use placer::web::locale::{Catalogue, Locale};
use std::collections::BTreeSet;

#[test]
fn every_word_of_a_closed_list_has_its_message() {
    let ids = (Role::ALL.iter().map(|w| w.message_id()))
        .chain(HolderKind::ALL.iter().map(|w| w.message_id()))
        .chain(PaymentMethod::ALL.iter().map(|w| w.message_id()))
        .chain(MixedOrigin::ALL.iter().map(|w| w.message_id()))
        .chain(Basis::ALL.iter().map(|w| w.message_id()));
    for id in ids {
        for locale in Locale::ALL {
            assert!(Catalogue::get().has(*locale, &id), "{locale}: `{id}` is missing");
        }
    }
}

#[test]
fn every_language_of_a_profile_is_a_language_of_the_pages() {
    for code in Profile::bundled_codes() {
        for language in &Profile::bundled(code).unwrap().country.languages.value {
            assert!(Locale::ALL.iter().any(|l| l.tag() == language), "{code}: {language}");
        }
    }
}

/// The names of all keys of a file, at any depth.
fn keys(value: &toml::Value, found: &mut BTreeSet<String>) {
    match value {
        toml::Value::Table(table) => {
            for (name, inner) in table {
                found.insert(name.clone());
                keys(inner, found);
            }
        }
        toml::Value::Array(list) => list.iter().for_each(|inner| keys(inner, found)),
        _ => {}
    }
}

#[test]
fn the_documentation_names_every_key_and_every_problem() {
    let page = include_str!("../../docs/jurisdictions.md");
    let mut names = BTreeSet::new();
    for code in Profile::bundled_codes() {
        keys(&toml::Value::Table(Profile::bundled_text(code).unwrap().parse().unwrap()), &mut names);
    }
    let in_code = page.split('`').skip(1).step_by(2);
    let words: BTreeSet<&str> = in_code.flat_map(|code| code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')).collect();
    // Keys no built-in profile uses.
    names.extend(["workers_max", "cash_ceiling", "from", "until"].map(str::to_owned));
    for name in names {
        assert!(words.contains(name.as_str()), "docs/jurisdictions.md does not name `{name}`");
    }
    let sources = [include_str!("../../src/domain/jurisdiction/check.rs"), include_str!("../../src/domain/jurisdiction/load.rs")];
    for source in sources {
        for after in source.split("\"profile.").skip(1) {
            let code = format!("`profile.{}`", after.split('"').next().unwrap());
            assert!(page.contains(&code), "docs/jurisdictions.md does not name {code}");
        }
    }
}
