//! The matrix of inventories in words.

use super::document::draft_lead;
use super::words::{carats, period_name, region_name};
use crate::domain::role::Role;
use crate::domain::statistics::{MATRIX_PARTS, Matrix, MatrixFigure, MatrixLine};
use crate::interop::odt::{Document, Section, Table};
use crate::service::Env;
use crate::web::locale::{Locale, format, label, text};

/// What a line is told of: a type of licence, a role, a region, or all.
fn which(l: Locale, env: &Env, line: &MatrixLine) -> String {
    if let Some(region) = &line.region {
        return region_name(l, env, region);
    }
    match &line.key {
        Some(key) if line.code == "parties" => key.parse::<Role>().map_or_else(|_| key.clone(), |role| label(l, "role", role.as_str())),
        Some(key) => env.profile.licence_type(key).map_or_else(|| key.clone(), |kind| kind.name.get(l.tag()).to_owned()),
        // Licences are told by type, everything else of the whole country.
        None if line.code.starts_with("licences") => text(l, "matrix-all", &[]),
        None => text(l, "matrix-country", &[]),
    }
}

/// What a line tells and of what, in words.
pub(super) fn line_words(l: Locale, env: &Env, line: &MatrixLine) -> [String; 2] {
    [label(l, "matrix-what", line.code), which(l, env, line)]
}

fn figure(l: Locale, figure: MatrixFigure) -> String {
    match figure {
        MatrixFigure::Count(n) => format::integer(l, n),
        MatrixFigure::Mass(mct) => text(l, "figure-carats", &[("carats", carats(l, mct).into())]),
        MatrixFigure::Share { part, whole } => match MatrixFigure::ppm(part, whole) {
            Some(ppm) => format::share(l, ppm),
            None => text(l, "matrix-nothing", &[]),
        },
        MatrixFigure::NotRecorded => text(l, "matrix-not-recorded", &[]),
    }
}

/// The tables of a matrix, one for each part, under headings of the given make.
pub(super) fn matrix_sections(l: Locale, env: &Env, matrix: &Matrix, heading: fn(String) -> Section) -> Vec<Section> {
    let mut sections = Vec::new();
    for (part, codes) in MATRIX_PARTS {
        let title = label(l, "matrix-part", part);
        let heads = [("matrix-what", false), ("matrix-which", false), ("matrix-figure", true), ("matrix-from", false)];
        let mut table = Table::new(title.clone(), heads.map(|(id, number)| (text(l, id, &[]), number)));
        let mut last = "";
        for line in matrix.lines.iter().filter(|line| codes.contains(&line.code)) {
            // What it is and from what it is counted is said once.
            let first = line.code != std::mem::replace(&mut last, line.code);
            let [what, of] = line_words(l, env, line);
            let from = label(l, "matrix-from", line.code);
            let [what, from] = [what, from].map(|words| if first { words } else { String::new() });
            table.rows.push(vec![what, of, figure(l, line.figure), from]);
        }
        let mut section = heading(title);
        section.table(table, text(l, "matrix-none", &[]));
        sections.push(section);
    }
    sections
}

/// The matrix as a document that the authority completes.
pub(super) fn matrix_document(l: Locale, env: &Env, matrix: &Matrix) -> Document {
    let title = text(l, "matrix-title", &[("period", period_name(l, matrix.period).into())]);
    let mut sections = matrix_sections(l, env, matrix, Section::new);
    let mut remarks = Section::new(text(l, "matrix-remarks", &[]));
    remarks.place(text(l, "matrix-remarks-write", &[]));
    sections.push(remarks);
    let lead = draft_lead(l, env, (matrix.upto, matrix.entries));
    Document { language: l.tag().to_owned(), country: env.profile.code().to_owned(), title, lead, sections }
}
