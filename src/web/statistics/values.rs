//! How the value of shipments moves against their weight, month by month, and the last twelve months against those before.

use super::bars::Bars;
use crate::domain::statistics::{Growth, Valued, by_month, growth, total_valued};
use crate::domain::time::Day;
use crate::store::error::StoreError;
use crate::store::valuation::valuations_between;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::locale::{Locale, format, text};
use askama::Template;
use chrono::Months;

/// Months that the page shows.
const MONTHS: u32 = 24;
/// Months of a year.
const YEAR: u32 = 12;

struct Row {
    month: String,
    valued: Valued,
}

#[derive(Template)]
#[template(path = "statistics/values.html")]
struct ValuesPage {
    rows: Vec<Row>,
    growth: Option<Growth>,
    b: Bars,
}

fn bars(l: Locale, rows: &[Row]) -> Bars {
    let usd = |minor: i64| format::usd(l, minor);
    let bar = |r: &Row| r.valued.cents_per_carat().map(|cents| (r.month.clone(), usd(cents), cents));
    Bars::new(text(l, "values-bars", &[]), rows.iter().filter_map(bar).collect())
}

fn before(day: Day, months: u32) -> Result<Day, WebError> {
    day.checked_sub_months(Months::new(months)).ok_or_else(|| WebError::Fault("the calendar begins".into()))
}

/// `GET /statistics/values`.
pub(super) async fn values(ctx: Ctx) -> Answer {
    let today = ctx.today();
    let (from, middle) = (before(today, MONTHS)?, before(today, YEAR)?);
    let found = ctx.read(move |rx| -> Result<_, StoreError> { valuations_between(rx, from, today) }).await?;
    let of = |late: bool| total_valued(found.iter().filter(|(on, ..)| (*on > middle) == late).map(|(_, cents, mct)| (*cents, *mct)));
    let growth = growth(of(false), of(true));
    let l = ctx.locale();
    let rows: Vec<Row> = by_month(&found).into_iter().map(|(day, valued)| Row { month: format::month(l, day), valued }).collect();
    let b = bars(l, &rows);
    ctx.render(&ValuesPage { rows, growth, b })
}
