//! A period held against everything: stock and what moved, what was submitted, what partners say; and answers.

use super::words::{carats, country_name, period_name, whole_name};
use crate::domain::access::Permission as P;
use crate::domain::balance::{Balance, Movement};
use crate::domain::event::HsCode;
use crate::domain::statistics::{Alarm, Answer as Answered, DifferenceCause, FigureLine, Period};
use crate::domain::violation::Arg;
use crate::service::Env;
use crate::service::statistics::{AnswerReturnDifference, DifferenceKind, Ratio, Reconciliation, reconciliation};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::{Locale, format, label, text};
use crate::web::party::{Names, OfficeNames, office_names};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

/// Holders that a page shows.
const HOLDERS: usize = 50;

/// A line of a balance.
struct BalanceLine {
    /// Message id behind `movement-`.
    code: &'static str,
    carats: String,
}

fn balance_lines(l: Locale, b: &Balance) -> Vec<BalanceLine> {
    let line = |code, mct| BalanceLine { code, carats: carats(l, mct) };
    let moved = Movement::ALL.iter().filter(|m| **m != Movement::Mixed).map(|m| line(m.as_str(), b.of(*m).mct));
    let (opening, closing) = (line("opening", b.opening.mct), line("closing", b.closing.mct));
    [opening].into_iter().chain(moved).chain([closing]).collect()
}

/// What the state kept when the period began and when it ended: it stands in nobody's stock.
fn kept_lines(l: Locale, (before, after): (i64, i64)) -> Vec<BalanceLine> {
    let line = |code, mct| BalanceLine { code, carats: carats(l, mct) };
    if before == 0 && after == 0 { Vec::new() } else { vec![line("kept_before", before), line("kept_after", after)] }
}

/// A holder or an office in one line.
struct Row {
    name: String,
    opening: String,
    came: String,
    went: String,
    closing: String,
    difference: Option<String>,
}

fn row(l: Locale, name: String, b: &Balance) -> Row {
    Row {
        name,
        opening: carats(l, b.opening.mct),
        came: carats(l, b.sum(true).mct),
        went: carats(l, b.sum(false).mct),
        closing: carats(l, b.closing.mct),
        difference: (b.difference().mct != 0).then(|| carats(l, b.difference().mct)),
    }
}

/// Exports against what came in, in words.
struct Against {
    exports: String,
    production: String,
    imports: String,
    share: Option<String>,
}

impl Against {
    fn of(l: Locale, r: &Ratio) -> Self {
        let (exports, production, imports) = (carats(l, r.exports_mct), carats(l, r.production_mct), carats(l, r.imports_mct));
        Self { exports, production, imports, share: r.ppm.map(|ppm| format::share(l, ppm)) }
    }
}

/// A difference as the page shows it.
struct Told {
    name: String,
    title: String,
    what: String,
    /// The page that it is about.
    link: Option<String>,
    alarm: Option<Alarm>,
    answers: Vec<Answered>,
    /// It was answered, and not as it is now.
    grown: bool,
    /// It was answered as it is.
    answered: bool,
}

impl Told {
    fn colour(&self) -> &'static str {
        match self.alarm {
            Some(Alarm::Critical) => "red",
            Some(Alarm::Alarm) => "orange",
            None => "grey",
        }
    }
}

#[derive(Template)]
#[template(path = "statistics/reconcile.html")]
struct ReconcilePage {
    period: Period,
    name: String,
    found: Reconciliation,
    country: Vec<BalanceLine>,
    difference: Option<String>,
    /// Message id of the heading, and the rows.
    groups: [(&'static str, Vec<Row>); 2],
    more: usize,
    told: Vec<Told>,
    ratio: Against,
    causes: Vec<Choice>,
    form: Form,
    may_answer: bool,
}

pub(super) fn title_of(l: Locale, kind: &DifferenceKind) -> String {
    let code = match kind {
        DifferenceKind::Balance { .. } => "balance",
        DifferenceKind::Recording { .. } => "recording",
        DifferenceKind::Submitted { .. } => "submitted",
        DifferenceKind::Ratio(_) => "ratio",
        DifferenceKind::Jump { .. } => "jump",
        DifferenceKind::Receipt { said_mct: Some(_), .. } => "receipt",
        DifferenceKind::Receipt { .. } => "unconfirmed",
        DifferenceKind::Stayed { .. } => "stayed",
        DifferenceKind::Unseen { .. } => "unseen",
        DifferenceKind::Mirror { .. } => "mirror",
        DifferenceKind::MirrorValue { .. } => "mirror-value",
    };
    label(l, "difference", code)
}

/// A month that is kept as `2026-03`.
fn month_name(l: Locale, month: &str) -> String {
    format!("{month}-01").parse().map_or_else(|_| month.to_owned(), |day| format::month(l, day))
}

pub(super) fn what_of(l: Locale, env: &Env, kind: &DifferenceKind, mct: i64, names: &Names, offices: &OfficeNames) -> String {
    let ct = |mct: i64| carats(l, mct);
    let usd = |minor: i64| format::usd(l, minor);
    match kind {
        DifferenceKind::Balance { holder } => {
            text(l, "difference-balance-what", &[("holder", names.full(holder).into()), ("carats", ct(mct).into())])
        }
        DifferenceKind::Recording { later_mct, earlier_mct } => {
            text(l, "difference-recording-what", &[("later", ct(*later_mct).into()), ("earlier", ct(*earlier_mct).into())])
        }
        DifferenceKind::Submitted { was, now } => {
            let line = now.as_ref().or(was.as_ref()).map(|line| whole_name(l, env, line)).unwrap_or_default();
            let side = |f: &Option<FigureLine>| ct(f.as_ref().map_or(0, |f| f.weight_mct));
            let what = text(l, "difference-submitted-what", &[("line", line.into()), ("was", side(was).into()), ("now", side(now).into())]);
            let value = |f: &Option<FigureLine>| f.as_ref().and_then(|f| f.value_usd_cents);
            if value(was) == value(now) {
                return what;
            }
            let told = |cents: Option<i64>| cents.map_or_else(|| text(l, "matrix-nothing", &[]), usd);
            format!(
                "{what} {}",
                text(l, "difference-submitted-value", &[("was", told(value(was)).into()), ("now", told(value(now)).into())])
            )
        }
        DifferenceKind::Ratio(r) => {
            let args = [("exports", r.exports_mct), ("production", r.production_mct), ("imports", r.imports_mct), ("stock", r.stock_mct)];
            text(l, "difference-ratio-what", &args.map(|(name, mct)| (name, ct(mct).into())))
        }
        DifferenceKind::Jump { office, month } => {
            let name = office.and_then(|o| offices.get(&o).cloned()).unwrap_or_else(|| text(l, "reconcile-no-office", &[]));
            text(l, "difference-jump-what", &[("office", name.into()), ("month", month_name(l, month).into()), ("carats", ct(mct).into())])
        }
        DifferenceKind::Receipt { number, said_mct: Some(said), .. } => {
            let args = [("number", number.as_str().into()), ("said", ct(*said).into()), ("by", ct(mct).into())];
            text(l, "difference-receipt-what", &args)
        }
        DifferenceKind::Receipt { number, .. } => {
            text(l, "difference-unconfirmed-what", &[("number", number.as_str().into()), ("carats", ct(mct).into())])
        }
        DifferenceKind::Stayed { number, .. } => {
            text(l, "difference-stayed-what", &[("number", number.as_str().into()), ("carats", ct(mct).into())])
        }
        DifferenceKind::Unseen { number, received_on, left_on, .. } => {
            let mut args = vec![("number", number.as_str().into()), ("received", (*received_on).into()), ("carats", ct(mct).into())];
            args.extend(left_on.map(|on| ("left", on.into())));
            text(l, if left_on.is_some() { "difference-unseen-after" } else { "difference-unseen-what" }, &args)
        }
        DifferenceKind::Mirror { partner, hs, own, said } => {
            let what = text(l, "difference-mirror-what", &mirror_args(l, partner, *hs, [ct(own.0), ct(said.0)]));
            let Some(value) = said.1 else { return what };
            format!("{what} {}", text(l, "difference-mirror-worth", &[("own", usd(own.1).into()), ("said", usd(value).into())]))
        }
        DifferenceKind::MirrorValue { partner, hs, own_cents, said_cents } => {
            text(l, "difference-mirror-value-what", &mirror_args(l, partner, *hs, [usd(*own_cents), usd(*said_cents)]))
        }
    }
}

fn mirror_args(l: Locale, partner: &str, hs: Option<HsCode>, [own, said]: [String; 2]) -> [(&'static str, Arg); 4] {
    let hs = hs.map_or_else(|| text(l, "word-total", &[]), |hs: HsCode| hs.as_str().to_owned());
    [("partner", country_name(l, partner).into()), ("hs", hs.into()), ("own", own.into()), ("said", said.into())]
}

fn link_of(kind: &DifferenceKind) -> Option<String> {
    match kind {
        DifferenceKind::Receipt { certificate, .. }
        | DifferenceKind::Stayed { certificate, .. }
        | DifferenceKind::Unseen { certificate, .. } => Some(format!("/certificates/{certificate}")),
        _ => None,
    }
}

async fn page(ctx: &Ctx, period: Period, status: StatusCode, form: Form) -> Answer {
    let (app, l, today) = (ctx.state.app.clone(), ctx.locale(), ctx.today());
    if period.first() > today {
        return Err(WebError::NotFound);
    }
    let found = ctx.read(move |rx| reconciliation(rx, &app.env.profile, period, today)).await?;
    let offices = ctx.read(office_names).await?;
    let shown = found.holders.iter().take(HOLDERS).map(|(id, _)| *id);
    let among = found.differences.iter().filter_map(|d| match d.kind {
        DifferenceKind::Balance { holder } => Some(holder),
        _ => None,
    });
    let names = ctx.names(shown.chain(among).collect::<Vec<_>>()).await?;
    let env = &ctx.state.app.env;
    let told = |d: &crate::service::statistics::Difference| Told {
        name: d.name.clone(),
        title: title_of(l, &d.kind),
        what: what_of(l, env, &d.kind, d.extent.mct, &names, &offices),
        link: link_of(&d.kind),
        alarm: d.alarm,
        answers: d.answers.clone(),
        grown: !d.answers.is_empty() && !d.is_answered(),
        answered: d.is_answered(),
    };
    let told = found.differences.iter().map(told).collect();
    let office = |id: &Option<_>| id.and_then(|o| offices.get(&o).cloned()).unwrap_or_else(|| text(l, "reconcile-no-office", &[]));
    let difference = (found.country.difference().mct != 0).then(|| carats(l, found.country.difference().mct));
    let causes = DifferenceCause::ALL.iter().map(|c| Choice::new(c.as_str(), label(l, "difference-cause", c.as_str()))).collect();
    ctx.render_as(
        status,
        &ReconcilePage {
            period,
            name: period_name(l, period),
            country: balance_lines(l, &found.country).into_iter().chain(kept_lines(l, found.kept)).collect(),
            difference,
            groups: [
                ("reconcile-offices", found.offices.iter().map(|(id, b)| row(l, office(id), b)).collect()),
                ("reconcile-holders", found.holders.iter().take(HOLDERS).map(|(id, b)| row(l, names.full(id), b)).collect()),
            ],
            more: found.holders.len().saturating_sub(HOLDERS),
            told,
            ratio: Against::of(l, &found.ratio),
            causes,
            form,
            may_answer: ctx.can(P::StatisticsWrite),
            found,
        },
    )
}

fn asked(path: &str) -> Result<Period, WebError> {
    path.parse().map_err(|_| WebError::NotFound)
}

/// `GET /statistics/{period}/reconciliation`.
pub(super) async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    page(&ctx, asked(&path)?, StatusCode::OK, Form::new(Posted::default())).await
}

/// `POST /statistics/{period}/reconciliation`: an answer for one difference.
pub(super) async fn answer(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let period = asked(&path)?;
    let mut f = posted.reader(ctx.locale());
    let (difference, cause) = (f.required("difference"), f.parsed("cause"));
    let answer = f.text("answer").unwrap_or_default();
    let done = match f.finish_with(Some(AnswerReturnDifference { period, difference, cause, answer })) {
        Ok(command) => ctx.submit(&posted, command).await,
        Err(v) => Err(WebError::Service(v.into())),
    };
    match done {
        Ok(_) => Ok(ctx.see_other(&format!("/statistics/{period}/reconciliation"))),
        Err(e) => {
            let (status, v) = refusals(e)?;
            let form = Form::again(posted, &v, ctx.locale());
            page(&ctx, period, status, form).await
        }
    }
}
