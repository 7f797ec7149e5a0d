//! Districts and offices: how they stand, and what happened there month by month.

use crate::domain::access::{Belongs, Permission as P, Reach};
use crate::domain::month::Month;
use crate::domain::trace::share_ppm;
use crate::store::error::StoreError;
use crate::store::office::offices;
use crate::store::statistics::{MonthFigures, Place, PlaceStanding, month_figures, place_standing};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::locale::format;
use crate::web::routes::{Access, Route, shown};
use actix_web::web::{self, get};
use askama::Template;
use serde::Deserialize;
use std::collections::BTreeMap;

/// How many months a series may have, the first where nothing is asked.
const MONTHS: [i32; 3] = [12, 24, 36];

/// The routes of districts and offices.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/places", Access::Needs(P::ControlRead), || get().to(list)),
        shown("/places/districts/{code}", Access::Needs(P::ControlRead), || get().to(district)),
        shown("/places/offices/{code}", Access::Needs(P::ControlRead), || get().to(office)),
    ]
}

/// A place in the list.
struct Line {
    /// `district` or `office`.
    kind: &'static str,
    name: String,
    href: String,
    standing: PlaceStanding,
    /// Of this month and the eleven before.
    dug_mct: i64,
    exported_mct: i64,
}

#[derive(Template)]
#[template(path = "places/list.html")]
struct ListPage {
    lines: Vec<Line>,
}

/// The first and the last month of a series that ends with this one.
fn span(today: crate::domain::time::Day, months: i32) -> (Month, Month) {
    let last = Month::of(today);
    (last.plus(1_i32.saturating_sub(months)), last)
}

/// The places that the reader sees: his office, or all.
async fn places(ctx: &Ctx) -> Result<Vec<(&'static str, String, String, Place)>, WebError> {
    let reach = ctx.reach(P::ControlRead);
    let kept = ctx.read(offices).await?.into_iter().filter(|o| reach.covers(&Belongs::office(Some(o.id))));
    let of_office = kept.map(|o| ("office", o.name, format!("/places/offices/{}", o.code), Place::Office(o.id)));
    let areas = ctx.state.app.env.atlas.areas.all().iter().filter(|_| reach == Reach::All);
    let of_district = areas.filter_map(|a| {
        let code = a.code.clone()?;
        Some(("district", a.name.clone(), format!("/places/districts/{code}"), Place::District(code)))
    });
    Ok(of_district.chain(of_office).collect())
}

/// `GET /places`.
async fn list(ctx: Ctx) -> Answer {
    let (places, today) = (places(&ctx).await?, ctx.today());
    let (from, to) = span(today, 12);
    let (from, to) = (from.to_string(), to.to_string());
    let lines = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let mut lines = Vec::new();
            for (kind, name, href, place) in places {
                let months = month_figures(rx, &place, (&from, &to))?;
                let sum = |of: fn(&MonthFigures) -> i64| months.values().map(of).fold(0, i64::saturating_add);
                let (dug_mct, exported_mct) = (sum(|m| m.dug_mct), sum(|m| m.exported_mct));
                lines.push(Line { kind, name, href, standing: place_standing(rx, &place, today)?, dug_mct, exported_mct });
            }
            Ok(lines)
        })
        .await?;
    ctx.render(&ListPage { lines })
}

/// What the address of a series asks for.
#[derive(Debug, Default, Deserialize)]
struct Query {
    months: Option<i32>,
}

/// A month of a series as the page shows it.
struct MonthLine {
    name: String,
    figures: MonthFigures,
    /// Late entries of all, parts per million.
    late_ppm: i64,
}

#[derive(Template)]
#[template(path = "places/show.html")]
struct ShowPage {
    name: String,
    kind: &'static str,
    standing: PlaceStanding,
    lines: Vec<MonthLine>,
    /// The most that was dug in a month, milli-carats; the longest bar.
    most_mct: i64,
    months: i32,
    choices: [i32; 3],
    /// Where its sites and alerts are listed.
    sites: String,
}

/// The months of a series, the newest first, also those in which nothing happened.
fn month_lines(ctx: &Ctx, (from, to): (Month, Month), found: &BTreeMap<String, MonthFigures>) -> Vec<MonthLine> {
    let mut months: Vec<Month> = from.until(to).collect();
    months.reverse();
    let line = |month: Month| {
        let figures = found.get(&month.to_string()).copied().unwrap_or_default();
        MonthLine { name: format::month(ctx.locale(), month.first()), late_ppm: share_ppm(figures.late, figures.entries), figures }
    };
    months.into_iter().map(line).collect()
}

async fn show(ctx: Ctx, query: &Query, (kind, name, sites): (&'static str, String, String), place: Place) -> Answer {
    let months = query.months.filter(|m| MONTHS.contains(m)).unwrap_or(12);
    let (today, range) = (ctx.today(), span(ctx.today(), months));
    let (from, to) = (range.0.to_string(), range.1.to_string());
    let (found, standing) = ctx
        .read(move |rx| -> Result<_, StoreError> { Ok((month_figures(rx, &place, (&from, &to))?, place_standing(rx, &place, today)?)) })
        .await?;
    let lines = month_lines(&ctx, range, &found);
    let most_mct = lines.iter().map(|l| l.figures.dug_mct).max().unwrap_or(0).max(1);
    ctx.render(&ShowPage { name, kind, standing, lines, most_mct, months, choices: MONTHS, sites })
}

/// `GET /places/districts/{code}`: for whoever sees the whole country.
async fn district(ctx: Ctx, path: web::Path<String>, query: web::Query<Query>) -> Answer {
    let all = ctx.reach(P::ControlRead) == Reach::All;
    let areas = ctx.state.app.env.atlas.areas.all();
    let found = areas.iter().find(|a| a.code.as_deref() == Some(path.as_str())).filter(|_| all);
    let name = found.map(|a| a.name.clone()).ok_or(WebError::NotFound)?;
    let sites = format!("/sites?area={}", path.as_str());
    show(ctx, &query, ("district", name, sites), Place::District(path.into_inner())).await
}

/// `GET /places/offices/{code}`.
async fn office(ctx: Ctx, path: web::Path<String>, query: web::Query<Query>) -> Answer {
    let (reach, code) = (ctx.reach(P::ControlRead), path.to_uppercase());
    let found = ctx.read(offices).await?.into_iter().find(|o| o.code == code);
    let office = found.filter(|o| reach.covers(&Belongs::office(Some(o.id)))).ok_or(WebError::NotFound)?;
    let sites = if reach == Reach::All { format!("/sites?office={}", office.code) } else { "/sites".to_owned() };
    show(ctx, &query, ("office", office.name, sites), Place::Office(office.id)).await
}
