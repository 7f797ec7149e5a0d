//! The documents that the register fills and the authority completes: the matrix of inventories and the annual report, as
//! pages and as files of a word processor. Both are plain functions of what is read, so that whatever makes files can call
//! them.

use super::annual::annual_document;
use super::matrix::{line_words, matrix_document};
use super::odt::odt;
use super::words::period_name;
use crate::domain::access::{Naming, Reach};
use crate::domain::site::{WHOLE_COUNTRY, looks_after};
use crate::domain::statistics::{MatrixLine, Period, ReturnKind};
use crate::domain::time::Day;
use crate::interop::matrix_table;
use crate::interop::odt::{Document, MEDIA, Part, Table};
use crate::service::Env;
use crate::service::statistics::{AnnualReport, DifferenceKind, annual_report, matrix};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::office::Office;
use crate::store::party::party_names;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::locale::{Locale, text};
use crate::web::party::{Names, OfficeNames, office_names};
use crate::web::trace::file;
use actix_web::web;
use askama::Template;

/// Which document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The matrix of inventories of a half-year.
    Matrix,
    /// The annual report on implementation.
    Annual,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Matrix => "matrix",
            Self::Annual => "report",
        }
    }
    /// Whether it is drawn up for a period.
    const fn fits(self, period: Period) -> bool {
        match self {
            Self::Matrix => matches!(period.kind(), ReturnKind::Production),
            Self::Annual => matches!(period.kind(), ReturnKind::Annual),
        }
    }
}

/// What holders and offices that a document names are called.
pub(super) struct Known {
    /// Holders by their codes alone: the document goes to other countries.
    pub holders: Names,
    /// Offices.
    pub offices: OfficeNames,
}

impl Known {
    fn read(rx: &mut Rx<'_>, told: &AnnualReport) -> Result<Self, StoreError> {
        let holder = |kind: &DifferenceKind| if let DifferenceKind::Balance { holder } = kind { Some(*holder) } else { None };
        let ids: Vec<_> = told.found.differences.iter().filter_map(|d| holder(&d.kind)).collect();
        Ok(Self { holders: Names::new(party_names(rx, &ids)?, Naming::from(Reach::Nothing)), offices: office_names(rx)? })
    }
}

/// A document of a period that has begun, by the ledger as it stands, in a language.
///
/// # Errors
/// When the database fails.
pub fn document(rx: &mut Rx<'_>, env: &Env, l: Locale, kind: Kind, (period, today): (Period, Day)) -> Result<Document, StoreError> {
    match kind {
        Kind::Matrix => Ok(matrix_document(l, env, &matrix(rx, &env.profile, period, today)?)),
        Kind::Annual => {
            let told = annual_report(rx, &env.profile, period, today)?;
            let known = Known::read(rx, &told)?;
            Ok(annual_document(l, env, &told, &known))
        }
    }
}

/// The same as a file of OpenDocument text.
///
/// # Errors
/// When the database fails or the file cannot be written.
pub fn document_odt(rx: &mut Rx<'_>, env: &Env, l: Locale, kind: Kind, of: (Period, Day)) -> Result<Vec<u8>, StoreError> {
    odt(&document(rx, env, l, kind, of)?)
}

/// The matrix of a period as CSV, or as a workbook; beside the words for programs each line says in a language what it is.
///
/// # Errors
/// When the database fails or the file cannot be written.
pub fn matrix_file(rx: &mut Rx<'_>, env: &Env, l: Locale, (period, today): (Period, Day), workbook: bool) -> Result<Vec<u8>, StoreError> {
    let (found, country) = (matrix(rx, &env.profile, period, today)?, env.profile.code());
    let told = |line: &MatrixLine| line_words(l, env, line);
    if workbook {
        matrix_table::xlsx(country, &found, &told).map_err(StoreError::damaged)
    } else {
        matrix_table::csv(country, &found, &told).map_err(StoreError::damaged)
    }
}

/// What an office is called in a document.
pub(super) fn office_line(office: &Office) -> String {
    format!("{} ({})", office.name, office.code)
}

/// Where an office looks after, in words.
pub(super) fn area_line(l: Locale, env: &Env, office: &Office) -> String {
    let known = env.atlas.areas.all();
    let mut named: Vec<String> = Vec::new();
    for area in &office.areas {
        let one = std::slice::from_ref(area);
        let name = if area == WHOLE_COUNTRY {
            text(l, "matrix-country", &[])
        } else {
            known.iter().find(|a| looks_after(one, &a.name, a.code.as_deref())).map_or_else(|| area.clone(), |a| a.name.clone())
        };
        // An area may stand there by its code and by its name.
        if !named.contains(&name) {
            named.push(name);
        }
    }
    named.join(", ")
}

#[derive(Template)]
#[template(path = "statistics/document.html")]
struct DocumentPage {
    document: Document,
    period: Period,
    name: String,
    word: &'static str,
    tables: bool,
}

impl DocumentPage {
    fn label<'t>(&self, table: &'t Table, at: &usize) -> &'t str {
        table.column(at).map_or("", |c| c.name.as_str())
    }
    fn number(&self, table: &Table, at: &usize) -> bool {
        table.column(at).is_some_and(|c| c.number)
    }
}

fn asked(ctx: &Ctx, kind: Kind, path: &str) -> Result<Period, WebError> {
    let period: Period = path.parse().map_err(|_| WebError::NotFound)?;
    if kind.fits(period) && period.first() <= ctx.today() { Ok(period) } else { Err(WebError::NotFound) }
}

async fn page(ctx: &Ctx, kind: Kind, path: &str) -> Answer {
    let (period, app, l, today) = (asked(ctx, kind, path)?, ctx.state.app.clone(), ctx.locale(), ctx.today());
    let document = ctx.read(move |rx| document(rx, &app.env, l, kind, (period, today))).await?;
    let (name, tables) = (period_name(l, period), kind == Kind::Matrix);
    ctx.render(&DocumentPage { document, period, name, word: kind.word(), tables })
}

async fn saved(ctx: &Ctx, kind: Kind, path: &str) -> Answer {
    let (period, app, l, today) = (asked(ctx, kind, path)?, ctx.state.app.clone(), ctx.locale(), ctx.today());
    let bytes = ctx.read(move |rx| document_odt(rx, &app.env, l, kind, (period, today))).await?;
    let name = format!("{}-{}-{period}-{}.odt", kind.word(), ctx.state.app.env.profile.code(), l.tag());
    Ok(file(MEDIA, &name, bytes, true))
}

async fn table(ctx: &Ctx, path: &str, workbook: bool) -> Answer {
    let (period, app, l, today) = (asked(ctx, Kind::Matrix, path)?, ctx.state.app.clone(), ctx.locale(), ctx.today());
    let bytes = ctx.read(move |rx| matrix_file(rx, &app.env, l, (period, today), workbook)).await?;
    let name = format!("matrix-{}-{period}", ctx.state.app.env.profile.code());
    Ok(if workbook {
        file("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &format!("{name}.xlsx"), bytes, true)
    } else {
        file("text/csv; charset=utf-8", &format!("{name}.csv"), bytes, true)
    })
}

/// `GET /statistics/{period}/matrix`.
pub(super) async fn matrix_page(ctx: Ctx, path: web::Path<String>) -> Answer {
    page(&ctx, Kind::Matrix, &path).await
}

/// `GET /statistics/{period}/matrix/odt`.
pub(super) async fn matrix_odt(ctx: Ctx, path: web::Path<String>) -> Answer {
    saved(&ctx, Kind::Matrix, &path).await
}

/// `GET /statistics/{period}/matrix/csv`.
pub(super) async fn matrix_csv(ctx: Ctx, path: web::Path<String>) -> Answer {
    table(&ctx, &path, false).await
}

/// `GET /statistics/{period}/matrix/xlsx`.
pub(super) async fn matrix_xlsx(ctx: Ctx, path: web::Path<String>) -> Answer {
    table(&ctx, &path, true).await
}

/// `GET /statistics/{period}/report`.
pub(super) async fn annual_page(ctx: Ctx, path: web::Path<String>) -> Answer {
    page(&ctx, Kind::Annual, &path).await
}

/// `GET /statistics/{period}/report/odt`.
pub(super) async fn annual_odt(ctx: Ctx, path: web::Path<String>) -> Answer {
    saved(&ctx, Kind::Annual, &path).await
}

/// The first lines of a draft: up to which day and entry it tells, under which country.
pub(super) fn draft_lead(l: Locale, env: &Env, (upto, entries): (Day, i64)) -> Vec<String> {
    let country = env.profile.country.name.value.get(l.tag()).to_owned();
    let issuing = env.profile.authority.issuing.value.get(l.tag()).to_owned();
    let day = crate::web::locale::format::day(l, upto);
    vec![format!("{country} · {issuing}"), text(l, "draft-lead", &[("day", day.into()), ("entries", entries.into())])]
}
