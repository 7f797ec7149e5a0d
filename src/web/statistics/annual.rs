//! The annual report on implementation in words: what the register can fill, and marked places where a person writes.

use super::document::{Known, area_line, draft_lead, office_line};
use super::matrix::matrix_sections;
use super::reconcile::{title_of, what_of};
use super::words::{carats, line_name, origin_name, period_name};
use crate::domain::event::HsCode;
use crate::domain::review::{FollowUp, Review};
use crate::domain::statistics::{FigureLine, MatrixFigure};
use crate::interop::odt::{Document, Section, Table};
use crate::service::Env;
use crate::service::statistics::{AnnualReport, Followed, YearReturn};
use crate::web::locale::{Locale, format, label, text};
use crate::web::review::name_of as review_name;

/// The themes of internal controls over alluvial production (field notes 1.2), in their order.
const THEMES: [&str; 14] = ["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10", "m11", "m12", "m13", "m14"];

fn say(l: Locale, id: &str) -> String {
    text(l, id, &[])
}

fn table<const N: usize>(l: Locale, caption: &str, heads: [(&str, bool); N]) -> Table {
    Table::new(say(l, caption), heads.map(|(id, number)| (say(l, id), number)))
}

fn institutions(l: Locale, env: &Env, told: &AnnualReport) -> Section {
    let mut s = Section::new(say(l, "annual-institutions"));
    let authority = &env.profile.authority;
    let mut named = table(l, "annual-authorities", [("annual-duty", false), ("annual-authority", false)]);
    named.rows.push(vec![say(l, "annual-issuing"), authority.issuing.value.get(l.tag()).to_owned()]);
    named.rows.push(vec![say(l, "annual-licensing"), authority.licensing.value.get(l.tag()).to_owned()]);
    s.table(named, "");
    let mut offices = table(l, "annual-offices", [("annual-office", false), ("annual-areas", false)]);
    offices.rows.extend(told.offices.iter().map(|o| vec![office_line(o), area_line(l, env, o)]));
    s.table(offices, say(l, "annual-offices-none"));
    let mut roles = table(l, "annual-roles", [("annual-role", false), ("annual-accounts", true)]);
    roles.rows.extend(told.roles.iter().map(|(role, n)| vec![label(l, "account-role", role.as_str()), format::integer(l, *n)]));
    s.table(roles, "");
    s.place(say(l, "annual-institutions-write"));
    s
}

fn legislation(l: Locale, env: &Env, told: &AnnualReport) -> Section {
    let mut s = Section::new(say(l, "annual-legislation"));
    s.text(say(l, "annual-legislation-text"));
    let mut rules = table(l, "annual-rules", [("annual-rules-no", true), ("annual-rules-since", false), ("annual-rules-digest", false)]);
    let row = |v: &crate::store::register::ProfileVersion| {
        let since = format::day(l, env.profile.local_day(v.adopted_at));
        vec![v.no.to_string(), since, v.digest.clone()]
    };
    rules.rows.extend(told.rules.iter().map(row));
    s.table(rules, say(l, "annual-rules-none"));
    let mut types = table(l, "annual-types", [("annual-type", false), ("annual-type-role", false), ("annual-type-source", false)]);
    let kind = |t: &crate::domain::jurisdiction::LicenceType| {
        vec![t.name.get(l.tag()).to_owned(), label(l, "role", t.role.value.as_str()), t.source.clone()]
    };
    types.rows.extend(env.profile.licence_types.iter().map(kind));
    s.table(types, "");
    s.place(say(l, "annual-legislation-write"));
    s
}

fn controls(l: Locale) -> Section {
    let mut s = Section::new(say(l, "annual-controls"));
    s.text(say(l, "annual-controls-text"));
    let mut themes = table(l, "annual-controls", [("annual-theme", false), ("annual-control", false)]);
    themes
        .rows
        .extend(THEMES.map(|theme| vec![format!("{}: {}", theme.to_uppercase(), label(l, "theme", theme)), label(l, "control", theme)]));
    s.table(themes, "");
    s.place(say(l, "annual-controls-write"));
    s
}

fn dollars(l: Locale, cents: Option<i64>) -> String {
    cents.map(|minor| format::usd(l, minor)).unwrap_or_default()
}

/// A return of a period: the figures, and how they came to be submitted.
fn return_section(l: Locale, env: &Env, of: &YearReturn) -> Section {
    let kind = label(l, "return-kind", of.period.kind().as_str());
    let mut s = Section::within(format!("{} · {kind}", period_name(l, of.period)));
    let heads = [
        ("annual-line", false),
        ("annual-which", false),
        ("figure-origin", false),
        ("figure-hs", false),
        ("annual-number", true),
        ("figure-carats-label", true),
        ("figure-value", true),
    ];
    let lines = of.versions.first().map_or(&of.now, |v| &v.lines);
    let mut figures = table(l, if of.versions.is_empty() { "annual-figures-now" } else { "annual-figures" }, heads);
    let row = |line: &FigureLine| {
        vec![
            label(l, "figure-part", line.part.as_str()),
            line_name(l, env, line),
            origin_name(l, line),
            line.hs.map_or("", HsCode::as_str).to_owned(),
            format::integer(l, line.count),
            carats(l, line.weight_mct),
            dollars(l, line.value_usd_cents),
        ]
    };
    figures.rows.extend(lines.iter().map(row));
    s.table(figures, say(l, "return-nothing"));
    let heads = [("return-version-label", true), ("return-submitted-on", false), ("return-reason", false), ("return-hash", false)];
    let mut versions = table(l, "return-versions", heads);
    let row = |v: &crate::domain::statistics::Submission| {
        vec![v.version.to_string(), format::instant(l, v.at), v.reason.clone().unwrap_or_default(), v.sha256.clone()]
    };
    versions.rows.extend(of.versions.iter().rev().map(row));
    s.table(versions, say(l, "return-never"));
    if of.versions.first().is_some_and(|v| v.lines != of.now) {
        s.text(say(l, "return-changed"));
    }
    s
}

fn figures(l: Locale, env: &Env, told: &AnnualReport) -> Vec<Section> {
    let mut s = Section::new(say(l, "annual-figures-title"));
    s.text(say(l, "annual-figures-text"));
    s.place(say(l, "annual-figures-write"));
    std::iter::once(s).chain(told.returns.iter().map(|of| return_section(l, env, of))).collect()
}

fn confirmations(l: Locale, told: &AnnualReport) -> Section {
    let mut s = Section::new(say(l, "annual-confirmations"));
    let receipts = told.receipts;
    let mut counts = table(l, "annual-confirmations", [("annual-line", false), ("annual-number", true)]);
    let issued = told.matrix.lines.iter().find(|line| line.code == "certificates_issued").map(|line| line.figure);
    let issued = if let Some(MatrixFigure::Count(n)) = issued { n } else { 0 };
    for (id, n) in [
        ("annual-certificates", issued),
        ("annual-left", receipts.left),
        ("annual-confirmed", receipts.confirmed),
        ("annual-confirmed-not", receipts.left.saturating_sub(receipts.confirmed)),
        ("annual-differ", receipts.differ),
        ("annual-differ-open", receipts.open),
    ] {
        counts.rows.push(vec![say(l, id), format::integer(l, n)]);
    }
    s.table(counts, "");
    s.place(say(l, "annual-confirmations-write"));
    s
}

fn discrepancies(l: Locale, env: &Env, told: &AnnualReport, known: &Known) -> Section {
    let mut s = Section::new(say(l, "annual-discrepancies"));
    let r = told.found.ratio;
    let ratio = r.ppm.map_or_else(|| say(l, "matrix-nothing"), |ppm| format::share(l, ppm));
    let masses = [("exports", r.exports_mct), ("production", r.production_mct), ("imports", r.imports_mct)];
    let args: Vec<_> = masses.map(|(name, mct)| (name, carats(l, mct).into())).into_iter().chain([("ratio", ratio.into())]).collect();
    s.text(text(l, "annual-ratio", &args));
    let heads = [("annual-difference", false), ("annual-what", false), ("figure-carats-label", true), ("annual-answers", false)];
    let mut found = table(l, "annual-discrepancies", heads);
    for d in &told.found.differences {
        let answer = |a: &crate::domain::statistics::Answer| format!("{}: {}", label(l, "difference-cause", a.cause.as_str()), a.answer);
        let answers: Vec<String> = d.answers.iter().map(answer).collect();
        let waits = (!d.is_answered()).then(|| say(l, if answers.is_empty() { "annual-unanswered" } else { "reconcile-grown" }));
        let answers = answers.into_iter().chain(waits).collect::<Vec<_>>().join("\n");
        let what = what_of(l, env, &d.kind, d.extent.mct, &known.holders, &known.offices);
        found.rows.push(vec![title_of(l, &d.kind), what, carats(l, d.extent.mct), answers]);
    }
    s.table(found, say(l, "annual-discrepancies-none"));
    s.place(say(l, "annual-discrepancies-write"));
    s
}

/// A visit with what became of its recommendations.
fn review_section(l: Locale, (review, of): &(Review, Vec<Followed>)) -> Section {
    let f = &review.facts;
    let mut s = Section::within(review_name(l, review.no, f));
    let report = f.report.as_ref().map_or_else(|| say(l, "review-no-report"), |r| format!("{}, {}", r.reference, format::day(l, r.on)));
    s.text(format!("{} – {}\n{}\n{report}", format::day(l, f.first_on), format::day(l, f.last_on), f.team));
    let heads = [
        ("recommendation-number", false),
        ("recommendation-text", false),
        ("recommendation-owner", false),
        ("recommendation-due-on", false),
        ("word-state", false),
        ("recommendation-history", false),
    ];
    let mut table = table(l, "review-recommendations", heads);
    for (one, said) in of {
        let line = |f: &FollowUp| {
            let evidence = f.facts.evidence.as_ref().map(|e| format!(" ({}: {e})", say(l, "recommendation-evidence"))).unwrap_or_default();
            format!("{}: {}{evidence}", format::day(l, f.facts.on), f.facts.statement)
        };
        let history: Vec<String> = said.iter().map(line).collect();
        table.rows.push(vec![
            one.number(),
            one.facts.text.clone(),
            one.facts.owner.clone(),
            format::day(l, one.due_on),
            label(l, "recommendation-state", one.state.as_str()),
            history.join("\n"),
        ]);
    }
    s.table(table, say(l, "recommendation-none"));
    s
}

fn reviews(l: Locale, told: &AnnualReport) -> Vec<Section> {
    let mut s = Section::new(say(l, "annual-reviews"));
    if told.reviews.is_empty() {
        s.text(say(l, "review-none"));
    }
    s.place(say(l, "annual-reviews-write"));
    std::iter::once(s).chain(told.reviews.iter().map(|visit| review_section(l, visit))).collect()
}

fn enforcement(l: Locale, told: &AnnualReport) -> Section {
    let mut s = Section::new(say(l, "annual-enforcement"));
    let (corrections, suspended, revoked) = told.acted;
    let mut counts = table(l, "annual-enforcement", [("annual-line", false), ("annual-number", true)]);
    for (id, n) in [("annual-suspended", suspended), ("annual-revoked", revoked), ("annual-corrections", corrections)] {
        counts.rows.push(vec![say(l, id), format::integer(l, n)]);
    }
    s.table(counts, "");
    s.text(say(l, "annual-enforcement-text"));
    s.place(say(l, "annual-enforcement-write"));
    s
}

/// The report as a document that the authority completes.
pub(super) fn annual_document(l: Locale, env: &Env, told: &AnnualReport, known: &Known) -> Document {
    let title = text(l, "annual-title", &[("year", told.period.to_string().into())]);
    let mut summary = Section::new(say(l, "annual-summary"));
    summary.place(say(l, "annual-summary-write"));
    let mut sections = vec![summary, institutions(l, env, told), legislation(l, env, told), controls(l)];
    sections.push(Section::new(say(l, "annual-inventory")));
    sections.extend(matrix_sections(l, env, &told.matrix, Section::within));
    sections.extend(figures(l, env, told));
    sections.extend([confirmations(l, told), discrepancies(l, env, told, known)]);
    sections.extend(reviews(l, told));
    sections.push(enforcement(l, told));
    let mut annex = Section::new(say(l, "annual-annex"));
    annex.place(say(l, "annual-annex-write"));
    sections.push(annex);
    let lead = draft_lead(l, env, (told.matrix.upto, told.matrix.entries));
    Document { language: l.tag().to_owned(), country: env.profile.code().to_owned(), title, lead, sections }
}
