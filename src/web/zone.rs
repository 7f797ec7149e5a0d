//! Zones: the list with what each is today, one with its history and what was dug in it, what is proposed, and the second
//! person's word.

mod act;
mod decide;
mod load;
mod show;

use crate::domain::access::Permission as P;
use crate::domain::event::{ZoneAct, ZoneDocument, ZoneStatusStated};
use crate::domain::parcel::parcel_code;
use crate::domain::time::Day;
use crate::domain::violation::Violation;
use crate::domain::zone::{Zone, ZoneChange, ZoneChangeState, ZoneEffect, ZoneHistory, ZoneJudgement, ZoneRules, ZoneStatus};
use crate::interop::zones_geojson::{Shown, collection};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::zone::{zone_changes, zone_changes_waiting, zone_histories, zones};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::listing::Listing;
use crate::web::locale::{Locale, format, label, text};
use crate::web::routes::{Access, Route, posted, shown};
use crate::web::trace::file;
use actix_web::web::{self, get, post};
use askama::Template;
use std::collections::BTreeMap;

/// Proposals that a page shows.
const CHANGES: i64 = 50;

/// The routes of zones.
#[must_use]
pub fn routes() -> Vec<Route> {
    let (read, write) = (Access::Needs(P::SiteRead), Access::Needs(P::ZoneWrite));
    vec![
        shown("/zones", read, || get().to(list)),
        shown("/zones.geojson", read, || get().to(geojson)),
        shown("/zones/new", write, || get().to(act::zone_form)),
        posted("/zones/new", write, || post().to(act::zone)),
        shown("/zones/load", write, || get().to(load::form)),
        posted("/zones/load", write, || post().to(load::load)),
        shown("/zones/release", write, || get().to(act::release_form)),
        posted("/zones/release", write, || post().to(act::release)),
        shown("/zones/changes/{id}", read, || get().to(decide::show)),
        posted("/zones/changes/{id}", Access::Needs(P::ZoneDecide), || post().to(decide::decide)),
        shown("/zones/{code}", read, || get().to(show::show)),
        shown("/zones/{code}/status", write, || get().to(act::status_form)),
        posted("/zones/{code}/status", write, || post().to(act::status)),
        shown("/zones/{code}/boundary", write, || get().to(act::boundary_form)),
        posted("/zones/{code}/boundary", write, || post().to(act::boundary)),
    ]
}

/// Colour of the tag of what a status does.
#[must_use]
pub const fn colour(effect: ZoneEffect) -> &'static str {
    match effect {
        ZoneEffect::None => "green",
        ZoneEffect::Flag => "yellow",
        ZoneEffect::Freeze => "blue",
        ZoneEffect::Refuse => "red",
    }
}

/// A document in one line.
pub(super) fn document(l: Locale, d: &ZoneDocument) -> String {
    let on = format::day(l, d.on);
    match &d.number {
        Some(number) => {
            text(l, "zone-document-numbered", &[("title", d.title.clone().into()), ("number", number.clone().into()), ("on", on.into())])
        }
        None => text(l, "zone-document-line", &[("title", d.title.clone().into()), ("on", on.into())]),
    }
}

/// The days of a status in words.
fn days(l: Locale, s: &ZoneStatusStated) -> String {
    let from = format::day(l, s.from);
    match s.to {
        Some(to) => text(l, "zone-days", &[("from", from.into()), ("to", format::day(l, to).into())]),
        None => text(l, "zone-days-open", &[("from", from.into())]),
    }
}

/// What is proposed, in one line.
fn proposed_line(l: Locale, act: &ZoneAct) -> String {
    match act {
        ZoneAct::Zone { name, .. } => text(l, "zone-change-zone", &[("name", name.clone().into())]),
        ZoneAct::Boundary { from, .. } => text(l, "zone-change-boundary", &[("from", format::day(l, *from).into())]),
        ZoneAct::Status { stated } => {
            let status = label(l, "zone-status", stated.status.as_str());
            text(l, "zone-change-status", &[("status", status.into()), ("days", days(l, stated).into())])
        }
        ZoneAct::Release { parcels, .. } => {
            let codes: Vec<String> = parcels.iter().map(|no| parcel_code(*no)).collect();
            text(l, "zone-change-release", &[("parcels", codes.join(", ").into())])
        }
    }
}

/// How many proposals wait for the reader, who decides them.
///
/// # Errors
/// A fault.
pub async fn waiting_count(ctx: &Ctx) -> Result<i64, WebError> {
    if ctx.can(P::ZoneDecide) { ctx.read(zone_changes_waiting).await } else { Ok(0) }
}

/// The zones of a judgement in words, each with what it is then, and what follows; nothing where there is none.
///
/// # Errors
/// A fault.
pub async fn judgement_words(ctx: &Ctx, judged: Option<&ZoneJudgement>) -> Result<Option<String>, WebError> {
    let Some(judged) = judged else { return Ok(None) };
    let names: BTreeMap<i64, String> = ctx.read(zones).await?.into_iter().map(|z| (z.no, format!("{} {}", z.code, z.name))).collect();
    let l = ctx.locale();
    let mut lines: Vec<String> = Vec::new();
    for held in &judged.held {
        let zone = names.get(&held.zone_no).cloned().unwrap_or_default();
        let status = label(l, "zone-status", held.status.as_str());
        lines.push(text(l, "zone-held", &[("zone", zone.into()), ("status", status.into())]));
    }
    if judged.outside {
        lines.push(text(l, "zone-outside", &[]));
    }
    lines.push(label(l, "zone-effect-said", judged.effect.as_str()));
    Ok(Some(lines.join("\n")))
}

/// A zone of a list.
struct Line {
    zone: Zone,
    authority: String,
    status: Option<ZoneStatusStated>,
    effect: ZoneEffect,
}

impl Line {
    fn colour(&self) -> &'static str {
        colour(self.effect)
    }
}

/// A proposal of a list.
struct Waiting {
    change: ZoneChange,
    what: String,
}

#[derive(Template)]
#[template(path = "zones/list.html")]
struct ListPage {
    lines: Vec<Line>,
    waiting: Vec<Waiting>,
    effects: Vec<(ZoneStatus, ZoneEffect)>,
    compliant_only: bool,
    today: Day,
    may_write: bool,
    may_estimates: bool,
}

impl ListPage {
    fn colour(&self, effect: &ZoneEffect) -> &'static str {
        colour(*effect)
    }
}

fn all_zones(rx: &mut Rx<'_>, as_of: Option<i64>) -> Result<Vec<(Zone, ZoneHistory)>, StoreError> {
    let mut known: BTreeMap<i64, ZoneHistory> = zone_histories(rx, None, as_of)?.into_iter().map(|z| (z.no, z)).collect();
    Ok(zones(rx)?.into_iter().filter_map(|z| known.remove(&z.no).map(|h| (z, h))).collect())
}

fn authority_of(zone: &Zone) -> &str {
    match &zone.facts.act {
        ZoneAct::Zone { authority, .. } => authority,
        _ => "",
    }
}

/// `GET /zones`.
async fn list(ctx: Ctx) -> Answer {
    let today = ctx.today();
    let (all, waiting) = ctx
        .read(|rx| -> Result<_, StoreError> {
            Ok((all_zones(rx, None)?, zone_changes(rx, Some(ZoneChangeState::Waiting), None, None, CHANGES)?))
        })
        .await?;
    let rules = &ctx.state.app.env.profile.zones;
    let line = |(zone, history): (Zone, ZoneHistory)| {
        let status = history.status_on(today).cloned();
        let effect = status.as_ref().map_or(ZoneEffect::None, |s| rules.effect(s.status));
        Line { authority: authority_of(&zone).to_owned(), zone, status, effect }
    };
    let l = ctx.locale();
    ctx.render(&ListPage {
        lines: all.into_iter().map(line).collect(),
        waiting: waiting.into_iter().map(|change| Waiting { what: proposed_line(l, &change.facts.act), change }).collect(),
        effects: ZoneStatus::ALL.iter().map(|s| (*s, rules.effect(*s))).collect(),
        compliant_only: rules.compliant_only(),
        today,
        may_write: ctx.can(P::ZoneWrite),
        may_estimates: ctx.can(P::StatisticsRead),
    })
}

/// `GET /zones.geojson`, with `?effect=freeze` those whose status today does that, `?on=DAY` as of another day.
async fn geojson(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let asked = Listing::new(query).posted();
    let unknown = |field: &'static str| WebError::UnreadablePage(Violation::on("query.unknown", field).with("field", field));
    let word = |name: &str| asked.get(name).map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
    let effect: Option<ZoneEffect> = word("effect").map(|w| w.parse().map_err(|_| unknown("effect"))).transpose()?;
    let on = word("on").map(|w| w.parse().map_err(|_| unknown("on"))).transpose()?.unwrap_or_else(|| ctx.today());
    let rules = ctx.state.app.env.profile.zones.clone();
    let all = ctx.read(|rx| -> Result<_, StoreError> { all_zones(rx, None) }).await?;
    let of = |h: &ZoneHistory| h.status_on(on).map_or(ZoneEffect::None, |s| rules.effect(s.status));
    let shown = all.iter().filter(|(_, h)| effect.is_none_or(|e| e == of(h))).filter_map(|(z, h)| {
        let area = h.area_on(on)?;
        Some(Shown { code: &z.code, name: &z.name, authority: authority_of(z), area, status: h.status_on(on) })
    });
    Ok(file("application/geo+json", "zones.geojson", collection(shown).to_string().into_bytes(), false))
}
