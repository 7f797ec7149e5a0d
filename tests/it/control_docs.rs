//! The catalogue of controls: its page of documentation, its words in each language, and where its evidence is.

use placer::domain::control::{Control, ControlKind, Family, Theme, catalogue};
use placer::domain::jurisdiction::Profile;
use placer::web::locale::{Locale, label, text};
use std::fmt::Write;
use std::path::Path;

fn say(id: &str) -> String {
    text(Locale::En, id, &[])
}

fn listed<T: ToString>(things: impl IntoIterator<Item = T>) -> String {
    things.into_iter().map(|t| format!("`{}`", t.to_string())).collect::<Vec<_>>().join(", ")
}

fn one(out: &mut String, c: &Control) {
    let row = |out: &mut String, name: &str, value: String| {
        if !value.is_empty() {
            writeln!(out, "- {name}: {value}").unwrap();
        }
    };
    writeln!(out, "### {} {}\n\n{}\n", c.code, say(&c.message_id("name")), say(&c.message_id("checks"))).unwrap();
    row(out, "does", label(Locale::En, "control-kind", c.kind.as_str()));
    row(out, "how soon", label(Locale::En, "control-within", c.within().as_str()));
    let themes: Vec<String> = c.themes.iter().map(|t| format!("{t} ({})", label(Locale::En, "theme", t.as_str()))).collect();
    row(out, "themes", themes.join("; "));
    let frauds: Vec<String> = c.frauds.iter().map(|f| format!("{f} ({})", say(&format!("fraud-{f}")))).collect();
    row(out, "against", frauds.join("; "));
    row(out, "source", c.source.to_owned());
    row(out, "settings of the profile", listed(c.settings));
    row(out, "speaks by", listed(c.refusals));
    row(out, "alerts are about", c.subject.map(|s| label(Locale::En, "subject", s.as_str())).unwrap_or_default());
    row(out, "evidence", format!("`{}`", c.evidence));
    if c.kind == ControlKind::Alerts {
        row(out, "what to do", say(&c.message_id("do")));
    }
    out.push('\n');
}

/// `docs/controls.md`, from the catalogue.
fn page() -> String {
    let mut out = String::from(
        "# Controls\n\nWritten from the catalogue (`src/domain/control/`); do not edit. A control refuses an act, holds it back, or tells somebody.\n\
         Sources are sections of the field notes with their marks: [V:n] read in a public page, [S..] read in a Kimberley Process\n\
         document, [U] background knowledge, [D] a proposal. Themes are no quotation of any declaration.\n\n\
         | theme | what works on it |\n|---|---|\n",
    );
    for theme in Theme::ALL {
        let of: Vec<&str> = catalogue().filter(|c| c.themes.contains(theme)).map(|c| c.code).collect();
        writeln!(out, "| {theme} {} | {} |", label(Locale::En, "theme", theme.as_str()), of.join(", ")).unwrap();
    }
    out.push('\n');
    for family in Family::ALL {
        writeln!(out, "## {}\n", label(Locale::En, "control-family", family.as_str())).unwrap();
        catalogue().filter(|c| c.family == *family).for_each(|c| one(&mut out, c));
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

#[test]
fn the_page_of_documentation_is_that_of_the_catalogue() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/controls.md");
    if std::env::var_os("PLACER_WRITE_CONTROLS").is_some() {
        std::fs::write(&path, page()).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == page(), "docs/controls.md is not that of the catalogue; write it with PLACER_WRITE_CONTROLS=1");
}

#[test]
fn every_control_has_its_words_in_each_language() {
    for l in Locale::ALL.iter().copied() {
        for c in catalogue() {
            let mut parts = vec!["name", "checks"];
            if c.kind == ControlKind::Alerts {
                parts.extend(["alert", "do"]);
            }
            for part in parts {
                let id = c.message_id(part);
                assert!(!text(l, &id, &[]).contains(&id), "{l:?} has no {id}");
            }
            for fraud in c.frauds {
                assert!(!text(l, &format!("fraud-{fraud}"), &[]).contains('['), "{l:?} has no fraud-{fraud}");
            }
        }
    }
}

#[test]
fn every_refusal_that_a_control_names_is_one_and_every_setting_is_in_the_profiles() {
    for c in catalogue() {
        for code in c.refusals {
            let id = format!("violation-{}", code.replace(['.', '_'], "-"));
            assert!(!say(&id).contains(&format!("[{id}")), "{} names {code}, which has no words", c.code);
        }
        for code in Profile::bundled_codes() {
            let profile = Profile::bundled(code).unwrap();
            for setting in c.settings.iter().filter(|s| s.starts_with("controls.")) {
                assert!(profile.stated.iter().any(|s| s.key == **setting), "{code} does not state {setting}");
            }
        }
    }
    // And each limit belongs to a control.
    let profile = Profile::bundled("SL").unwrap();
    for stated in profile.stated.iter().filter(|s| s.key.starts_with("controls.")) {
        assert!(catalogue().any(|c| c.settings.contains(&stated.key.as_str())), "{} is no control's", stated.key);
    }
}
