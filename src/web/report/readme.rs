//! The index of the review file: what each part is, in the reader's language, and how the head in it is checked.

use crate::service::Env;
use crate::service::report::make::{Fact, Index, Told};
use crate::web::locale::{Locale, format, label, text};

fn fact(l: Locale, of: Fact) -> String {
    let (word, value) = match of {
        Fact::Count(word, n) => (word, format::integer(l, n)),
        Fact::Carats(word, mct) => (word, text(l, "figure-carats", &[("carats", format::scaled(l, mct, 3, 2).into())])),
        Fact::Usd(word, minor) => (word, format::usd(l, minor)),
        Fact::So(word) => return label(l, "report-fact", word),
    };
    format!("{}: {value}", label(l, "report-fact", word))
}

fn part(l: Locale, (name, told): &(&'static str, Told), lines: &mut Vec<String>) {
    let title = label(l, "report-part", name);
    lines.push(String::new());
    lines.push(title.clone());
    lines.push("-".repeat(title.chars().count()));
    lines.push(text(l, &format!("report-part-{name}-text"), &[]));
    for (file, rows) in &told.files {
        lines.push(match rows {
            Some(rows) => {
                text(l, "report-file-rows", &[("file", file.as_str().into()), ("rows", i64::try_from(*rows).unwrap_or(i64::MAX).into())])
            }
            None => text(l, "report-file", &[("file", file.as_str().into())]),
        });
    }
    lines.extend(told.facts.iter().map(|f| format!("  {}", fact(l, *f))));
}

/// The index as plain text.
#[must_use]
pub fn readme(env: &Env, l: Locale, index: &Index) -> String {
    let country = env.profile.country.name.value.get(l.tag()).to_owned();
    let authority = env.profile.authority.issuing.value.get(l.tag()).to_owned();
    let days = [("first", format::day(l, index.span.first).into()), ("last", format::day(l, index.span.last).into())];
    let title = text(l, "report-readme-title", &[("country", country.into())]);
    let mut lines = vec![title.clone(), "=".repeat(title.chars().count()), authority, text(l, "report-readme-days", &days)];
    lines.push(text(l, "report-readme-at", &[("at", format::instant_exact(l, index.at).into())]));
    lines.push(text(l, "report-readme-head", &[("entries", index.head_size.into()), ("root", index.head_root.as_str().into())]));
    lines.push(String::new());
    lines.push(text(l, "report-readme-lead", &[]));
    lines.push(text(l, "report-readme-units", &[]));
    lines.push(text(l, "report-readme-names", &[]));
    lines.push(text(l, "report-readme-manifest", &[]));
    for of in &index.parts {
        part(l, of, &mut lines);
    }
    let mut whole = lines.join("\n");
    whole.push('\n');
    whole
}
