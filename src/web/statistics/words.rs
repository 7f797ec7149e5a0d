//! How periods, regions and lines of a return are called.

use crate::domain::country::country_or_union;
use crate::domain::event::HsCode;
use crate::domain::statistics::{FigureLine, FigurePart, OTHERS, Period, carats_2};
use crate::service::Env;
use crate::web::locale::{Locale, format, label, text};

/// A period as people call it.
#[must_use]
pub(super) fn period_name(l: Locale, period: Period) -> String {
    let year = ("year", period.year().to_string().into());
    match period {
        Period::Year(_) => text(l, "period-year", &[year]),
        Period::Half(_, nth) => text(l, "period-half", &[("nth", i64::from(nth).into()), year]),
        Period::Quarter(_, nth) => text(l, "period-quarter", &[("nth", i64::from(nth).into()), year]),
    }
}

/// Hundredths of a carat, as returns tell them.
#[must_use]
pub(super) fn carats(l: Locale, mct: i64) -> String {
    format::scaled(l, carats_2(mct), 2, 2)
}

/// A country by its code.
#[must_use]
pub(super) fn country_name(l: Locale, alpha2: &str) -> String {
    country_or_union(alpha2).map_or_else(|| alpha2.to_owned(), |c| c.name(l.tag()).to_owned())
}

/// A first-level area by its code.
#[must_use]
pub(in crate::web) fn region_name(l: Locale, env: &Env, code: &str) -> String {
    if code.is_empty() {
        return text(l, "figure-region-unknown", &[]);
    }
    let found = env.atlas.areas.all().iter().find(|a| a.code.as_deref() == Some(code));
    found.map_or_else(|| code.to_owned(), |a| a.name.clone())
}

/// What a line is about, within its table.
#[must_use]
pub(super) fn line_name(l: Locale, env: &Env, line: &FigureLine) -> String {
    match line.part {
        FigurePart::Production | FigurePart::ExportTotal | FigurePart::ImportTotal => text(l, "word-total", &[]),
        FigurePart::ProductionRegion => region_name(l, env, &line.key),
        FigurePart::Export | FigurePart::Import => country_name(l, &line.key),
        FigurePart::Certificates => label(l, "figure-certificates", &line.key),
    }
}

/// Countries of origin of a line.
#[must_use]
pub(super) fn origin_name(l: Locale, line: &FigureLine) -> String {
    if !matches!(line.part, FigurePart::Export | FigurePart::Import) {
        return String::new();
    }
    if line.origin.is_empty() {
        return text(l, "figure-origin-unknown", &[]);
    }
    if line.origin == OTHERS {
        return text(l, "figure-origin-unnamed", &[]);
    }
    let word = |code: &str| if code == OTHERS { text(l, "figure-origin-others", &[]) } else { country_name(l, code) };
    line.origin.split('+').map(word).collect::<Vec<_>>().join(", ")
}

/// A line in one text, with its table: for differences.
#[must_use]
pub(super) fn whole_name(l: Locale, env: &Env, line: &FigureLine) -> String {
    let hs = line.hs.map_or("", HsCode::as_str);
    let parts = [label(l, "figure-part", line.part.as_str()), line_name(l, env, line), origin_name(l, line), hs.to_owned()];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ")
}
