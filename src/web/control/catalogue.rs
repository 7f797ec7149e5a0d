//! The catalogue of controls, theme by theme, and one control.

use super::alerts::{Line, lines};
use crate::domain::access::Permission as P;
use crate::domain::control::{Control, ControlKind, Theme, catalogue, control};
use crate::domain::jurisdiction::Profile;
use crate::domain::statistics::{Period, ReturnKind};
use crate::domain::time::Day;
use crate::domain::trace::share_ppm;
use crate::domain::violation::Arg;
use crate::service::control::{Acted, ControlYear, Coverage, Part, control_year};
use crate::store::control::{AlertFilter, alerts};
use crate::store::error::StoreError;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::listing::Listing;
use crate::web::locale::{Locale, format, text};
use crate::web::routes::{Access, access_of};
use actix_web::http::Method;
use actix_web::web;
use askama::Template;

/// Alerts shown with a control.
const LATEST: i64 = 20;
/// What is said not to be covered.
const UNCOVERED: [&str; 5] = [
    "control-uncovered-lie",
    "control-uncovered-outside",
    "control-uncovered-capacity",
    "control-uncovered-inspections",
    "control-uncovered-refusals",
];

/// A control with what it did in a year.
struct Row {
    control: &'static Control,
    name: String,
    acted: Acted,
}

impl Row {
    fn new(l: Locale, control: &'static Control, year: &ControlYear) -> Self {
        Self { control, name: text(l, &control.message_id("name"), &[]), acted: year.of(control) }
    }
    /// Whether it speaks by refusals.
    fn refuses(&self) -> bool {
        self.control.kind != ControlKind::Alerts
    }
    /// Of its alerts that were answered for, which part was wrong, in words; empty where none was answered for.
    fn wrong(&self, l: &Locale) -> String {
        let a = &self.acted.alerts;
        if a.answered == 0 { String::new() } else { format::share(*l, share_ppm(a.wrong, a.answered)) }
    }
}

/// A theme with the controls that work on it.
struct Of {
    theme: Theme,
    rows: Vec<Row>,
}

/// A figure of the controls' reach, in words.
struct Covered {
    name: &'static str,
    share: String,
}

fn covered(l: Locale, c: &Coverage) -> Vec<Covered> {
    let figures: [(&str, Part); 5] = [
        ("control-cover-traced", c.traced),
        ("control-cover-surveyed", c.surveyed),
        ("control-cover-on-time", c.on_time),
        ("control-cover-confirmed", c.confirmed),
        ("control-cover-inspected", c.inspected),
    ];
    let share = |p: Part| if p.whole == 0 { text(l, "control-cover-nothing", &[]) } else { format::share(l, share_ppm(p.part, p.whole)) };
    figures.into_iter().map(|(name, part)| Covered { name, share: share(part) }).collect()
}

#[derive(Template)]
#[template(path = "controls/list.html")]
struct ListPage {
    form: Form,
    years: Vec<Choice>,
    year: String,
    themes: Vec<Of>,
    coverage: Vec<Covered>,
    uncovered: [&'static str; 5],
}

/// The year of a day.
fn year_of(day: Day) -> Period {
    Period::of(ReturnKind::Annual, day)
}

/// The year that is asked for, or this one.
fn asked_year(listing: &Listing, today: Day) -> Period {
    let asked = listing.posted().get("year").and_then(|y| y.trim().parse::<Period>().ok());
    asked.filter(|p| p.kind() == ReturnKind::Annual).unwrap_or_else(|| year_of(today))
}

/// `GET /controls`.
pub(super) async fn list(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let listing = Listing::new(query);
    let (l, today) = (ctx.locale(), ctx.today());
    let asked = asked_year(&listing, today);
    let app = ctx.state.app.clone();
    let year = ctx.read(move |rx| -> Result<_, StoreError> { control_year(rx, &app.env.profile, asked, today) }).await?;
    let of = |theme: &Theme| {
        let rows = catalogue().filter(|c| c.themes.contains(theme)).map(|c| Row::new(l, c, &year)).collect();
        Of { theme: *theme, rows }
    };
    let begun = year_of(ctx.state.app.env.profile.local_day(ctx.state.register.created_at)).year();
    let years = (begun.min(asked.year())..=year_of(today).year()).rev();
    ctx.render(&ListPage {
        form: Form::new(Posted::of([("year", asked.to_string())])),
        years: years.map(|y| Choice::new(y.to_string(), y.to_string())).collect(),
        year: asked.to_string(),
        themes: Theme::ALL.iter().map(of).collect(),
        coverage: covered(l, &year.coverage),
        uncovered: UNCOVERED,
    })
}

/// A setting of the country by which a control works.
struct Setting {
    key: String,
    value: String,
    source: String,
}

/// The settings that a control names, a whole section where it names one.
fn settings(profile: &Profile, control: &Control) -> Vec<Setting> {
    profile
        .stated
        .iter()
        .filter(|s| control.settings.contains(&s.key.as_str()))
        .map(|s| Setting { key: s.key.clone(), value: s.value.clone(), source: s.source.clone() })
        .collect()
}

#[derive(Template)]
#[template(path = "controls/show.html")]
struct ShowPage {
    row: Row,
    checks: String,
    /// Whether the reader may see what it rests on.
    open: bool,
    frauds: Vec<String>,
    settings: Vec<Setting>,
    told: Vec<(String, i64)>,
    lines: Vec<Line>,
    year: String,
}

/// `GET /controls/{code}`.
pub(super) async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let (l, today, reach) = (ctx.locale(), ctx.today(), ctx.reach(P::ControlRead));
    let control = control(path.as_str()).ok_or(WebError::NotFound)?;
    let app = ctx.state.app.clone();
    let (year, latest) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let year = control_year(rx, &app.env.profile, year_of(today), today)?;
            let filter = AlertFilter { control: Some(control.code.to_owned()), ..AlertFilter::default() };
            Ok((year, alerts(rx, reach, &filter, 0, LATEST)?))
        })
        .await?;
    let number: Arg = year_of(today).to_string().into();
    let told = year.refusals_of(control).into_iter().map(|(code, n)| (code.to_owned(), n)).collect();
    ctx.render(&ShowPage {
        row: Row::new(l, control, &year),
        checks: text(l, &control.message_id("checks"), &[]),
        open: access_of(&Method::GET, control.evidence).is_some_and(|a| match a {
            Access::Needs(permission) => ctx.can(permission),
            Access::SignedIn | Access::Public => true,
        }),
        frauds: control.frauds.iter().map(|f| text(l, &format!("fraud-{f}"), &[])).collect(),
        settings: settings(&ctx.state.app.env.profile, control),
        told,
        lines: lines(&ctx, latest).await?,
        year: text(l, "control-year-of", &[("year", number)]),
    })
}
