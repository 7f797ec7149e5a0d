//! Writing down production: choose the site, fill in the day, check, done.

use super::unlikely::unlikely;
use crate::domain::access::{Permission, Reach};
use crate::domain::event::{Event, LicenceState, ProductionFlag, ProductionRecorded, SizeLine};
use crate::domain::geo::{Position, distance_m, parse_position};
use crate::domain::ids::{LicenceId, SiteId};
use crate::domain::jurisdiction::Profile;
use crate::domain::licence::{Licence, Standing};
use crate::domain::parcel::parcel_code;
use crate::domain::quantity::Mass;
use crate::domain::site::Site;
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::service::production::{RecordProduction, licence_on};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::parcel::parcel_by_id;
use crate::store::production::{SiteLabel, production_twin, site_labels, sites_lately, sites_to_dig};
use crate::store::site::{site_by_code, site_fetch};
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted, Reader};
use crate::web::listing::Listing;
use crate::web::locale::{Locale, format, label, text};
use crate::web::place_hint::Example;
use crate::web::zone::judgement_words;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

/// How many sites the first step shows.
const SITES: i64 = 12;
/// How many it looks at to find those that may be dug today.
const SITES_LOOKED_AT: i64 = 60;

/// Whether something may be dug at a site on a day: its licence, or the one that renewed it, is valid.
///
/// # Errors
/// When the database fails.
pub fn live(rx: &mut Rx<'_>, site: &Site, on: Day) -> Result<bool, StoreError> {
    Ok(licence_on(rx, site, on)?.is_some_and(|l| l.is_valid_on(on)))
}

/// The labels of those sites that lie within a reach and have a licence, in the order given; with a day only those
/// that may be dug on it.
pub(super) fn reachable(rx: &mut Rx<'_>, reach: Reach, ids: Vec<SiteId>, on: Option<Day>) -> Result<Vec<SiteLabel>, StoreError> {
    let mut kept = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(site) = site_fetch(rx, id)?.filter(|s| s.facts.licence.is_some() && reach.covers(&s.belongs())) else { continue };
        if on.map_or(Ok(true), |on| live(rx, &site, on))? {
            kept.push(site.id);
        }
    }
    let mut labels = site_labels(rx, kept.iter().copied())?;
    Ok(kept.iter().filter_map(|id| labels.remove(id)).collect())
}

#[derive(Template)]
#[template(path = "production/pick.html")]
struct PickPage {
    form: Form,
    searched: bool,
    recent: Vec<SiteLabel>,
    found: Vec<SiteLabel>,
}

/// A size class with its bounds in words and the names of its fields.
struct ClassField {
    label: String,
    weight: String,
    stones: String,
}

#[derive(Template)]
#[template(path = "production/form.html")]
struct FormPage {
    form: Form,
    site: Site,
    licence: Option<Licence>,
    /// Why nothing can be written down for the day under that licence, if that is so.
    standing: Option<String>,
    holder: String,
    /// A position in this country, as it may be typed.
    example: Example,
    classes: Vec<ClassField>,
    late_days: u32,
}

impl FormPage {
    /// Whether one of these fields was filled in or is wrong: then its part of the form stands open.
    fn open(&self, fields: &[&str]) -> bool {
        fields.iter().any(|f| !self.form.value(f).is_empty() || !self.form.wrong(f).is_empty())
    }
    fn classes_open(&self) -> bool {
        self.open(&["classes"]) || self.classes.iter().any(|c| self.open(&[&c.weight, &c.stones]))
    }
    /// A reason is asked for once the register found the day to be late.
    fn asks_reason(&self) -> bool {
        self.open(&["late_reason"])
    }
}

/// `GET /production/new`: the first step without a site, the second with one.
///
/// # Errors
/// [`WebError::NotFound`] for a site out of reach, or a fault.
pub async fn form(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let asked = Listing::new(query).posted();
    match asked.get("site").map(str::trim).filter(|s| !s.is_empty()) {
        Some(code) => {
            let site = site(&ctx, code).await?;
            let today = ctx.today();
            let values = Posted::of([("site", site.code.clone()), ("on", today.to_string())]);
            filled(&ctx, StatusCode::OK, Form::new(values), site, today).await
        }
        None => pick(&ctx, asked).await,
    }
}

async fn pick(ctx: &Ctx, asked: Posted) -> Answer {
    let (reach, account) = (ctx.reach(Permission::ProductionWrite), ctx.actor()?.account);
    let text = asked.get("q").unwrap_or_default().trim().to_owned();
    let (searched, today) = (!text.is_empty(), ctx.today());
    let (recent, found) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let recent = if searched { Vec::new() } else { sites_lately(rx, account, 6)? };
            // Who searches may have an entry of a day when the licence still held.
            let (most, on) = if searched { (SITES, None) } else { (SITES_LOOKED_AT, Some(today)) };
            let found: Vec<SiteId> = sites_to_dig(rx, reach, &text, most)?.into_iter().filter(|id| !recent.contains(id)).collect();
            let mut found = reachable(rx, reach, found, on)?;
            found.truncate(usize::try_from(SITES).unwrap_or(usize::MAX));
            Ok((reachable(rx, reach, recent, on)?, found))
        })
        .await?;
    ctx.render(&PickPage { form: Form::new(asked), searched, recent, found })
}

async fn site(ctx: &Ctx, code: &str) -> Result<Site, WebError> {
    let (code, reach) = (crate::domain::code::written(code), ctx.reach(Permission::ProductionWrite));
    let found = ctx.read(move |rx| -> Result<_, StoreError> { site_by_code(rx, &code) }).await?;
    found.filter(|s| reach.covers(&crate::domain::access::Belongs::office(s.facts.office))).ok_or(WebError::NotFound)
}

async fn filled(ctx: &Ctx, status: StatusCode, form: Form, site: Site, on: Day) -> Answer {
    let dug = site.clone();
    let licence = ctx.read(move |rx| -> Result<_, StoreError> { licence_on(rx, &dug, on) }).await?;
    let holder = match &licence {
        Some(l) => ctx.names([l.terms.holder]).await?.full(&l.terms.holder),
        None => String::new(),
    };
    let profile = &ctx.state.app.env.profile;
    let classes = class_fields(profile, ctx.locale());
    let late_days = profile.times.production_late_working_days.value;
    let standing = licence.as_ref().and_then(|l| standing(ctx.locale(), l, on));
    let example = Example::of(ctx);
    ctx.render_as(status, &FormPage { form, site, licence, standing, holder, example, classes, late_days })
}

/// What stands against writing down a day under a licence, before anything is typed.
fn standing(locale: Locale, licence: &Licence, on: Day) -> Option<String> {
    let changed = |state| licence.history.iter().filter(|c| c.on <= on && c.state == state).map(|c| c.on).max();
    let (id, day) = match licence.standing_on(on) {
        Standing::Valid => return None,
        Standing::NotYet => ("production-under-not-yet", Some(licence.terms.starts_on)),
        Standing::Expired => ("production-under-expired", Some(licence.terms.ends_on)),
        Standing::Suspended => ("production-under-suspended", changed(LicenceState::Suspended)),
        Standing::Revoked => ("production-under-revoked", changed(LicenceState::Revoked)),
    };
    Some(text(locale, id, &[("day", format::day(locale, day.unwrap_or(on)).into())]))
}

fn class_fields(profile: &Profile, locale: Locale) -> Vec<ClassField> {
    let Some(table) = profile.production_sizes() else { return Vec::new() };
    let bounds = |code: &str| table.bounds(code).map(|(from, below)| format::between(locale, from, below));
    let field = |(at, class): (usize, &crate::domain::jurisdiction::SizeClass)| ClassField {
        label: bounds(&class.code).unwrap_or_else(|| class.code.clone()),
        weight: format!("classes.{at}.weight_mct"),
        stones: format!("classes.{at}.stones"),
    };
    table.classes.iter().enumerate().map(field).collect()
}

/// Everything a form said, once it can be read.
fn read(
    form: &Posted,
    profile: &Profile,
    site: SiteId,
    licence: Option<LicenceId>,
    locale: Locale,
) -> Result<RecordProduction, Violations> {
    let mut f = form.reader(locale);
    let on = f.required_day("on");
    let (weight_mct, stones) = (f.required_mass("weight_mct"), f.required_count("stones"));
    let largest_mct = f.mass("largest_mct");
    let classes = classes(&mut f, profile);
    let (diggers, gravel_dm3, page) = (f.count_u32("diggers"), f.scaled("gravel_dm3", 3), f.text("page"));
    let days_worked = f.count_u32("days_worked");
    let (position, accuracy_m) = (position(&mut f), f.count_u32("accuracy_m"));
    let (late_reason, test) = (f.text("late_reason"), f.ticked("test"));
    if licence.is_none() {
        f.problem(Violation::on("production.no_licence", "licence"));
    }
    let command = on.zip(licence).map(|(on, licence)| RecordProduction {
        site,
        licence,
        on,
        stones,
        weight_mct,
        largest_mct,
        classes,
        diggers,
        gravel_dm3,
        days_worked,
        page,
        position,
        accuracy_m,
        late_reason,
        test,
    });
    f.finish_with(command)
}

fn classes(f: &mut Reader<'_>, profile: &Profile) -> Vec<SizeLine> {
    let mut lines = Vec::new();
    for (at, class) in profile.production_sizes().map(|t| t.classes.as_slice()).unwrap_or_default().iter().enumerate() {
        let (weight, stones) = (f.mass(&format!("classes.{at}.weight_mct")), f.count(&format!("classes.{at}.stones")));
        if weight.is_some() || stones.is_some() {
            let (weight_mct, stones) = (weight.unwrap_or(Mass::ZERO), stones.unwrap_or(0));
            lines.push(SizeLine { class: class.code.clone(), stones, weight_mct });
        }
    }
    lines
}

/// The position in two fields, where there is one.
pub(in crate::web) fn position(f: &mut Reader<'_>) -> Option<Position> {
    let (lon, lat) = (f.text("lon"), f.text("lat"));
    if lon.is_none() && lat.is_none() {
        return None;
    }
    match parse_position(("lon", &lon.unwrap_or_default()), ("lat", &lat.unwrap_or_default())) {
        Ok(position) => Some(position),
        Err(wrong) => {
            wrong.0.into_iter().for_each(|v| f.problem(v));
            None
        }
    }
}

/// `POST /production/new`.
///
/// # Errors
/// A fault.
pub async fn record(ctx: Ctx, form: Posted) -> Answer {
    let site = site(&ctx, form.get("site").unwrap_or_default()).await?;
    let on = form.reader(ctx.locale()).day("on").unwrap_or_else(|| ctx.today());
    let stage = Stage::of(&form);
    if stage == Stage::Change {
        return filled(&ctx, StatusCode::OK, changed(form, ctx.locale()), site, on).await;
    }
    let dug = site.clone();
    let licence = ctx.read(move |rx| -> Result<_, StoreError> { licence_on(rx, &dug, on) }).await?;
    let read = read(&form, &ctx.state.app.env.profile, site.id, licence.as_ref().map(|l| l.id), ctx.locale());
    match attempt(&ctx, &form, stage, read).await? {
        Attempt::Done(receipt) => written(&ctx, &receipt.subject).await,
        Attempt::Check(event) => match *event {
            Event::ProductionRecorded(event) => check(&ctx, &form, &site, licence.as_ref(), &event).await,
            _ => Err(WebError::Fault("a production entry became another event".into())),
        },
        Attempt::Refused(status, v) => filled(&ctx, status, Form::again(form, &v, ctx.locale()), site, on).await,
    }
}

async fn written(ctx: &Ctx, parcel: &str) -> Answer {
    let id = parcel.parse().map_err(|_| WebError::NotFound)?;
    let found = ctx.read(move |rx| -> Result<_, StoreError> { parcel_by_id(rx, id) }).await?;
    let code = found.ok_or(WebError::NotFound)?.code;
    Ok(ctx.see_other(&format!("/production/{code}/receipt")))
}

/// What is about to be written, and anything odd about it.
async fn check(ctx: &Ctx, form: &Posted, site: &Site, licence: Option<&Licence>, event: &ProductionRecorded) -> Answer {
    let (l, f) = (ctx.locale(), &event.facts);
    let word = |id: &str| text(l, id, &[]);
    let mut page = CheckPage::new(text(l, "production-check", &[]), text(l, "production-confirm", &[]), form);
    let (site_id, on, weight, stones) = (f.site, f.on, f.weight_mct.mct(), f.stones);
    let twin = ctx.read(move |rx| -> Result<_, StoreError> { production_twin(rx, site_id, on, weight, stones) }).await?;
    if let Some(no) = twin {
        page.notice(text(l, "production-twin", &[("code", parcel_code(no).into())]));
    }
    for what in unlikely(f) {
        let mean = Mass::new(weight.checked_div(stones).unwrap_or(0)).unwrap_or(Mass::ZERO);
        let largest = f.largest_mct.unwrap_or(Mass::ZERO);
        let values =
            [("mean", format::carats_unit(l, mean).into()), ("largest", format::carats_unit(l, largest).into()), ("stones", stones.into())];
        page.notice(text(l, &format!("production-unlikely-{what}"), &values));
    }
    for flag in &f.flags {
        let away = f.position.filter(|_| *flag == ProductionFlag::OutsideSite).map(|p| distance_m(p, &site.facts.shape));
        page.notice(match away {
            Some(m) => text(l, "production-notice-outside-by", &[("distance", far(l, m).into())]),
            None => label(l, "production-notice", flag.as_str()),
        });
    }
    if event.test {
        page.notice(word("test-parcel-explained"));
    }
    let holder = ctx.names([event.holder]).await?.full(&event.holder);
    page.row(word("production-site"), format!("{} ({})", site.facts.name, site.code));
    page.row(word("production-licence"), licence.map(|l| l.number.clone()).unwrap_or_default());
    page.row(word("production-holder"), holder);
    page.row(word("production-on"), format::day(l, f.on));
    if let Some(zones) = judgement_words(ctx, f.zone.as_ref()).await? {
        page.row(word("zone-judged"), zones);
    }
    page.row(word("production-weight"), format::carats_unit(l, f.weight_mct));
    page.row(word("word-stones"), format::integer(l, f.stones));
    page.row(word("production-largest"), f.largest_mct.map(|m| format::carats_unit(l, m)).unwrap_or_default());
    page.row(word("production-classes"), class_lines(ctx, f.classes.as_slice()));
    page.row(word("production-diggers"), f.diggers.map(|d| format::integer(l, i64::from(d))).unwrap_or_default());
    let gravel = f.gravel_dm3.map(|g| text(l, "unit-cubic-metres", &[("n", format::scaled(l, g, 3, 0).into())]));
    page.row(word("production-gravel"), gravel.unwrap_or_default());
    page.row(word("production-days-worked"), f.days_worked.map(|d| format::integer(l, i64::from(d))).unwrap_or_default());
    page.row(word("production-page"), f.page.clone().unwrap_or_default());
    let place = |p: Position| {
        let (lat, lon) = (format::latitude(l, i64::from(p.lat_e7())), format::longitude(l, i64::from(p.lon_e7())));
        let accuracy = f.accuracy_m.map(|m| format!(" ± {}", format::metres(l, i64::from(m)))).unwrap_or_default();
        format!("{lat}, {lon}{accuracy}")
    };
    page.row(word("production-position"), f.position.map(place).unwrap_or_default());
    page.row(word("production-late-reason"), f.late_reason.clone().unwrap_or_default());
    page.show(ctx)
}

/// A distance, in kilometres past the first.
fn far(l: Locale, m: i64) -> String {
    if m < 1_000 {
        format::metres(l, m)
    } else {
        text(l, "unit-kilometres", &[("n", format::integer(l, m.saturating_add(500).div_euclid(1_000)).into())])
    }
}

fn class_lines(ctx: &Ctx, lines: &[SizeLine]) -> String {
    let l = ctx.locale();
    let fields = class_fields(&ctx.state.app.env.profile, l);
    let codes: Vec<&str> =
        ctx.state.app.env.profile.production_sizes().map(|t| t.classes.iter().map(|c| c.code.as_str()).collect()).unwrap_or_default();
    let named =
        |code: &str| codes.iter().position(|c| *c == code).and_then(|at| fields.get(at)).map_or(code.to_owned(), |f| f.label.clone());
    let line = |s: &SizeLine| {
        let stones = text(l, "unit-stones", &[("count", s.stones.into())]);
        format!("{}: {}, {stones}", named(&s.class), format::carats_unit(l, s.weight_mct))
    };
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}
