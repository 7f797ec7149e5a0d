//! A return: its figures as they stand, the versions submitted, what differs, and submitting it; and a version as it was.

use super::bars::Bars;
use super::words::{carats, line_name, origin_name, period_name, whole_name};
use crate::domain::access::Permission as P;
use crate::domain::entry::sha256_hex;
use crate::domain::event::{Event, HsCode};
use crate::domain::ids::ReturnId;
use crate::domain::statistics::{FigureLine, FigurePart, Period, ReturnKind, Submission, apart, months_back};
use crate::interop::return_table::{self, Head};
use crate::service::Env;
use crate::service::statistics::{SubmitReturn, csv_of, figures};
use crate::store::error::StoreError;
use crate::store::statistics::{By, ProductionSum, production_sums, submission_fetch, submissions_of};
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::locale::{Locale, format, text};
use crate::web::shipment::seen::{Reader, Who};
use crate::web::trace::file;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

/// Months of the picture of production.
const BAR_MONTHS: u32 = 12;
/// Destinations of the picture of trade.
const BAR_PLACES: usize = 10;

/// A line as a page shows it.
pub(super) struct Shown {
    name: String,
    origin: String,
    hs: &'static str,
    count: i64,
    carats: String,
    value: Option<i64>,
    per_carat: Option<i64>,
    total: bool,
}

/// The lines of a part.
pub(super) struct Table {
    part: &'static str,
    by_origin: bool,
    valued: bool,
    rows: Vec<Shown>,
}

fn shown(l: Locale, env: &Env, line: &FigureLine) -> Shown {
    Shown {
        name: line_name(l, env, line),
        origin: origin_name(l, line),
        hs: line.hs.map_or("", HsCode::as_str),
        count: line.count,
        carats: carats(l, line.weight_mct),
        value: line.value_usd_cents,
        per_carat: line.cents_per_carat(),
        total: matches!(line.part, FigurePart::Production | FigurePart::ExportTotal | FigurePart::ImportTotal),
    }
}

/// Figures as tables, the total of each last.
pub(super) fn tables(l: Locale, env: &Env, lines: &[FigureLine]) -> Vec<Table> {
    let parts = [
        ("production", vec![FigurePart::ProductionRegion, FigurePart::Production]),
        ("export", vec![FigurePart::Export, FigurePart::ExportTotal]),
        ("import", vec![FigurePart::Import, FigurePart::ImportTotal]),
        ("certificates", vec![FigurePart::Certificates]),
    ];
    let table = |(part, of): (&'static str, Vec<FigurePart>)| Table {
        part,
        by_origin: matches!(part, "export" | "import"),
        valued: lines.iter().any(|line| of.contains(&line.part) && line.value_usd_cents.is_some()),
        rows: of.iter().flat_map(|p| lines.iter().filter(|line| line.part == *p)).map(|line| shown(l, env, line)).collect(),
    };
    parts.into_iter().map(table).filter(|t| !t.rows.is_empty()).collect()
}

/// A difference as a page shows it.
struct Differs {
    name: String,
    was: Option<(String, Option<i64>, i64)>,
    now: Option<(String, Option<i64>, i64)>,
}

fn differences(l: Locale, env: &Env, was: &[FigureLine], now: &[FigureLine]) -> Vec<Differs> {
    let side = |line: Option<FigureLine>| line.map(|f| (carats(l, f.weight_mct), f.value_usd_cents, f.count));
    let told = |c: crate::domain::statistics::Change| Differs {
        name: c.line().map(|line| whole_name(l, env, line)).unwrap_or_default(),
        was: side(c.was),
        now: side(c.now),
    };
    apart(was, now).into_iter().map(told).collect()
}

#[derive(Template)]
#[template(path = "statistics/show.html")]
struct ShowPage {
    period: Period,
    name: String,
    over: bool,
    tables: Vec<Table>,
    bars: Bars,
    versions: Vec<Submission>,
    differences: Vec<Differs>,
    seen: String,
    form: Form,
    may_submit: bool,
    method: Option<&'static str>,
}

impl ShowPage {
    /// The document that is drawn up for the period.
    fn draft(&self) -> Option<&'static str> {
        super::draft_of(self.period)
    }
    fn trade(&self) -> bool {
        self.period.kind() != ReturnKind::Production
    }
    fn changed(&self) -> bool {
        !self.versions.is_empty() && !self.differences.is_empty()
    }
    fn submits(&self) -> bool {
        self.may_submit && self.over && (self.versions.is_empty() || self.changed())
    }
}

/// Production of the twelve months up to the end of a period, or exports by destination.
fn bars(l: Locale, period: Period, lines: &[FigureLine], months: &[ProductionSum]) -> Bars {
    if period.kind() == ReturnKind::Trade {
        let mut places: std::collections::BTreeMap<&str, i64> = std::collections::BTreeMap::new();
        for line in lines.iter().filter(|line| line.part == FigurePart::Export) {
            let sum = places.entry(line.key.as_str()).or_default();
            *sum = sum.saturating_add(line.weight_mct);
        }
        let mut items: Vec<(&str, i64)> = places.into_iter().collect();
        items.sort_by_key(|(key, mct)| (std::cmp::Reverse(*mct), *key));
        let item = |(key, mct): (&str, i64)| (super::words::country_name(l, key), carats(l, mct), mct);
        let items = items.into_iter().take(BAR_PLACES).map(item).collect();
        return Bars::new(text(l, "statistics-bars-exports", &[]), items);
    }
    let of = |month: &String| months.iter().find(|s| s.key == *month).map_or(0, |s| s.weight_mct);
    let items = months_back(period.last(), BAR_MONTHS).iter().map(|m| (m.clone(), carats(l, of(m)), of(m))).collect();
    Bars::new(text(l, "statistics-bars-production", &[]), items)
}

async fn page(ctx: &Ctx, period: Period, status: StatusCode, form: Form) -> Answer {
    let (app, l) = (ctx.state.app.clone(), ctx.locale());
    let read = move |rx: &mut crate::store::db::Rx<'_>| -> Result<_, StoreError> {
        let lines = figures(rx, &app.env.profile, period)?;
        let months = months_back(period.last(), BAR_MONTHS);
        let (first, last) = (months.first().cloned().unwrap_or_default(), months.last().cloned().unwrap_or_default());
        Ok((lines, production_sums(rx, (&first, &last), By::Month)?, submissions_of(rx, period)?))
    };
    let (lines, months, versions) = ctx.read(read).await?;
    let env = &ctx.state.app.env;
    let last = versions.first();
    let version = last.map_or(0, |s| s.version).saturating_add(1);
    let seen = sha256_hex(&[&csv_of(&env.profile, period, version, &lines)?]);
    let method = (period.kind() != ReturnKind::Trade).then(|| env.profile.statistics.production_value.value.as_str());
    ctx.render_as(
        status,
        &ShowPage {
            period,
            name: period_name(l, period),
            over: period.last() < ctx.today(),
            tables: tables(l, env, &lines),
            bars: bars(l, period, &lines, &months),
            differences: last.map(|s| differences(l, env, &s.lines, &lines)).unwrap_or_default(),
            versions,
            seen,
            form,
            may_submit: ctx.can(P::ReturnSubmit),
            method,
        },
    )
}

fn asked(path: &str) -> Result<Period, WebError> {
    path.parse().map_err(|_| WebError::NotFound)
}

/// `GET /statistics/{period}`.
pub(super) async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    page(&ctx, asked(&path)?, StatusCode::OK, Form::new(Posted::default())).await
}

/// `POST /statistics/{period}/submit`.
pub(super) async fn submit(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let period = asked(&path)?;
    let stage = Stage::of(&posted);
    if stage == Stage::Change {
        let form = changed(posted, ctx.locale());
        return page(&ctx, period, StatusCode::OK, form).await;
    }
    let f = posted.reader(ctx.locale());
    let command = SubmitReturn { period, seen: posted.get("seen").unwrap_or_default().to_owned(), reason: f.text("reason") };
    match attempt(&ctx, &posted, stage, Ok(command)).await? {
        Attempt::Done(receipt) => Ok(ctx.see_other(&format!("/statistics/versions/{}", receipt.subject))),
        Attempt::Check(event) => match *event {
            Event::ReturnSubmitted(e) => check(&ctx, &posted, &e),
            _ => Err(WebError::Fault("another event than asked for".into())),
        },
        Attempt::Refused(status, v) => {
            let form = Form::again(posted, &v, ctx.locale());
            page(&ctx, period, status, form).await
        }
    }
}

fn check(ctx: &Ctx, form: &Posted, e: &crate::domain::event::ReturnSubmitted) -> Answer {
    let (l, env) = (ctx.locale(), &ctx.state.app.env);
    let mut page =
        CheckPage::new(text(l, "return-submit", &[]), text(l, "return-submit-confirm", &[]), form).lead(text(l, "return-submit-lead", &[]));
    page.row(text(l, "return-period", &[]), period_name(l, e.period));
    page.row(text(l, "return-version-label", &[]), e.version.to_string());
    page.row(text(l, "return-reason", &[]), e.reason.clone().unwrap_or_default());
    for line in e.lines.iter().filter(|line| {
        matches!(line.part, FigurePart::Production | FigurePart::ExportTotal | FigurePart::ImportTotal | FigurePart::Certificates)
    }) {
        let value = line
            .value_usd_cents
            .map(|cents| format::money(l, crate::domain::money::Money { minor: cents, currency: crate::domain::money::Currency::USD }));
        let told = [Some(text(l, "figure-carats", &[("carats", carats(l, line.weight_mct).into())])), value].into_iter().flatten();
        let told: Vec<String> = told.chain([text(l, "figure-count", &[("count", line.count.into())])]).collect();
        page.row(whole_name(l, env, line), told.join(" · "));
    }
    page.row(text(l, "return-hash", &[]), e.sha256.clone());
    page.show(ctx)
}

/// A format of files: its ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Csv,
    Xlsx,
}

/// The file of some figures under a name.
fn drawn(env: &Env, (period, version): (Period, i64), lines: &[FigureLine], format: Format, name: &str) -> Answer {
    Ok(match format {
        Format::Csv => {
            let bytes = csv_of(&env.profile, period, version, lines)?;
            file("text/csv; charset=utf-8", &format!("{name}.csv"), bytes, true)
        }
        Format::Xlsx => {
            let head = Head { country: env.profile.code(), period, version };
            let bytes = return_table::xlsx(head, lines).map_err(|e| WebError::Fault(e.to_string()))?;
            file("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &format!("{name}.xlsx"), bytes, true)
        }
    })
}

/// The figures as they stand.
async fn draft(ctx: &Ctx, period: &str, format: Format) -> Answer {
    let period = asked(period)?;
    let app = ctx.state.app.clone();
    let read = move |rx: &mut crate::store::db::Rx<'_>| -> Result<_, StoreError> {
        let lines = figures(rx, &app.env.profile, period)?;
        // What is as it was submitted is no draft of another version.
        let last = submissions_of(rx, period)?.into_iter().next();
        let version = last.map_or(1, |s| s.version.saturating_add(i64::from(s.lines != lines)));
        Ok((lines, version))
    };
    let (lines, version) = ctx.read(read).await?;
    let env = &ctx.state.app.env;
    drawn(env, (period, version), &lines, format, &format!("draft-{}-{period}", env.profile.code()))
}

/// `GET /statistics/{period}/csv`.
pub(super) async fn draft_csv(ctx: Ctx, path: web::Path<String>) -> Answer {
    draft(&ctx, &path, Format::Csv).await
}

/// `GET /statistics/{period}/xlsx`.
pub(super) async fn draft_xlsx(ctx: Ctx, path: web::Path<String>) -> Answer {
    draft(&ctx, &path, Format::Xlsx).await
}

async fn version_of(ctx: &Ctx, id: &str) -> Result<Submission, WebError> {
    let id: ReturnId = id.parse().map_err(|_| WebError::NotFound)?;
    ctx.read(move |rx| submission_fetch(rx, id)).await?.ok_or(WebError::NotFound)
}

/// The file whose hash stands in the journal, or the same as a workbook.
async fn frozen(ctx: &Ctx, id: &str, format: Format) -> Answer {
    let s = version_of(ctx, id).await?;
    let env = &ctx.state.app.env;
    drawn(env, (s.period, s.version), &s.lines, format, &format!("return-{}-{}-v{}", env.profile.code(), s.period, s.version))
}

/// `GET /statistics/versions/{id}/csv`.
pub(super) async fn version_csv(ctx: Ctx, path: web::Path<String>) -> Answer {
    frozen(&ctx, &path, Format::Csv).await
}

/// `GET /statistics/versions/{id}/xlsx`.
pub(super) async fn version_xlsx(ctx: Ctx, path: web::Path<String>) -> Answer {
    frozen(&ctx, &path, Format::Xlsx).await
}

#[derive(Template)]
#[template(path = "statistics/version.html")]
struct VersionPage {
    of: Submission,
    name: String,
    tables: Vec<Table>,
    before: Option<i64>,
    differences: Vec<Differs>,
    /// Who submitted it.
    who: Who,
}

/// `GET /statistics/versions/{id}`.
pub(super) async fn version(ctx: Ctx, path: web::Path<String>) -> Answer {
    let of = version_of(&ctx, &path).await?;
    let period = of.period;
    let all = ctx.read(move |rx| submissions_of(rx, period)).await?;
    let before = all.iter().find(|s| s.version < of.version);
    let (l, env) = (ctx.locale(), &ctx.state.app.env);
    let differences = before.map(|b| differences(l, env, &b.lines, &of.lines)).unwrap_or_default();
    let (name, tables) = (period_name(l, period), tables(l, env, &of.lines));
    let (reader, by) = (Reader::new(ctx.actor()?, ctx.reach(P::StatisticsRead)), of.by);
    let who = ctx.read(move |rx| Who::read(rx, by, &reader)).await?;
    ctx.render(&VersionPage { who, name, tables, before: before.map(|b| b.version), differences, of })
}
