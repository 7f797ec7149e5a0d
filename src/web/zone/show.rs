//! A zone: what it is, its history, the sites in it, what was dug there by the day it was judged by, and declared stock.

use super::{authority_of, colour, days, document, proposed_line};
use crate::domain::access::{Permission as P, Reach};
use crate::domain::control::capacity::CapacityMonth;
use crate::domain::event::ZoneAct;
use crate::domain::geo::{Bbox, areas_box};
use crate::domain::ids::CertificateId;
use crate::domain::parcel::{Parcel, ParcelState};
use crate::domain::quantity::Mass;
use crate::domain::time::{Day, Instant};
use crate::domain::violation::Violation;
use crate::domain::zone::{Zone, ZoneChange, ZoneChangeState, ZoneEffect, ZoneHistory, ZoneMark, ZoneRules};
use crate::service::capacity::capacity_of_zone;
use crate::service::zone::sites_of_zone;
use crate::store::certificate::certificates_of_parcels;
use crate::store::error::StoreError;
use crate::store::journal::recorded_at;
use crate::store::zone::{ZoneEntry, ZoneStock, zone_by_code, zone_changes, zone_entries, zone_frozen_parcels, zone_history, zone_stock};
use crate::web::capacity::{CapacityLine, lines, span};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::listing::Listing;
use crate::web::locale::{Locale, label, text};
use crate::web::map::{MapView, degrees};
use crate::web::party::Names;
use actix_web::web;
use askama::Template;
use std::collections::HashMap;

/// Entries and sites that a page shows.
const ENTRIES: usize = 200;
const SITES: usize = 200;

/// A statement of the history.
struct Said {
    status: String,
    colour: &'static str,
    days: String,
    document: String,
    reason: String,
}

/// An entry with what its zone was on its day.
struct Dug {
    entry: ZoneEntry,
    site: String,
    /// What the zone is now known to have been on the day.
    status: String,
    effect: ZoneEffect,
}

impl Dug {
    fn colour(&self) -> &'static str {
        colour(self.effect)
    }
    fn mark(&self) -> Option<&'static str> {
        self.entry.parcel.zone.map(ZoneMark::as_str)
    }
}

/// What a late decision found, with what there is of it and where it left.
struct Late {
    what: String,
    parcels: Vec<Parcel>,
    certificates: Vec<(CertificateId, String)>,
}

/// A proposal of the zone.
struct Proposal {
    change: ZoneChange,
    what: String,
    at: Instant,
}

#[derive(Template)]
#[template(path = "zones/show.html")]
struct ShowPage {
    zone: Zone,
    authority: String,
    document: String,
    map: MapView,
    as_of: Option<i64>,
    status: Option<(String, &'static str, String)>,
    effect: ZoneEffect,
    said: Vec<Said>,
    boundaries: Vec<Option<Day>>,
    proposals: Vec<Proposal>,
    sites: Vec<(String, String)>,
    entries: Vec<Dug>,
    late: Vec<Late>,
    stock: Vec<ZoneStock>,
    capacity: Vec<CapacityLine>,
    may_estimate: bool,
    names: Names,
    cut_offs: Vec<Day>,
    may_write: bool,
    may_declare: bool,
    whole: bool,
}

impl ShowPage {
    fn exported(&self, p: &Parcel) -> bool {
        p.state == ParcelState::Exported
    }
    fn mass(&self, mct: &i64) -> Mass {
        Mass::new(*mct).unwrap_or(Mass::ZERO)
    }
}

fn said(l: Locale, history: &ZoneHistory, rules: &impl ZoneRules) -> Vec<Said> {
    let one = |s: &crate::domain::event::ZoneStatusStated| Said {
        status: label(l, "zone-status", s.status.as_str()),
        colour: colour(rules.effect(s.status)),
        days: days(l, s),
        document: document(l, &s.document),
        reason: s.reason.clone(),
    };
    history.statuses.iter().rev().map(one).collect()
}

/// A decision, what there is of what it found, and the certificates by which it left.
type FoundLate = (ZoneChange, Vec<Parcel>, Vec<(CertificateId, String)>);

/// All that the page is made of, read at one moment.
struct Seen {
    zone: Zone,
    history: ZoneHistory,
    changes: Vec<(ZoneChange, Instant)>,
    sites: Vec<crate::domain::site::Site>,
    entries: Vec<ZoneEntry>,
    late: Vec<FoundLate>,
    stock: Vec<ZoneStock>,
    capacity: Vec<CapacityMonth>,
}

async fn read(ctx: &Ctx, code: String, as_of: Option<i64>) -> Result<Seen, WebError> {
    let profile = ctx.state.app.env.profile.clone();
    let (reach, months) = (ctx.reach(P::SiteRead), span(ctx.today()));
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let Some(zone) = zone_by_code(rx, &code)? else { return Ok(None) };
            let Some(history) = zone_history(rx, zone.no, as_of)? else { return Ok(None) };
            let now = zone_history(rx, zone.no, None)?.unwrap_or_else(|| history.clone());
            let mut sites = sites_of_zone(rx, &profile, &now)?;
            sites.retain(|s| reach.covers(&s.belongs()));
            let ids: Vec<_> = sites.iter().map(|s| s.id).collect();
            let entries = zone_entries(rx, &ids, ENTRIES)?;
            let mut changes = Vec::new();
            let mut late = Vec::new();
            for change in zone_changes(rx, None, Some(zone.id), None, i64::MAX)? {
                let at = recorded_at(rx, change.proposed_seq)?.ok_or_else(|| StoreError::damaged("no such entry"))?;
                if change.state == ZoneChangeState::Confirmed && reach == Reach::All {
                    let all = zone_frozen_parcels(rx, change.facts.no)?;
                    let parcels: Vec<Parcel> = all.into_iter().flat_map(|(_, parcels)| parcels).collect();
                    if !parcels.is_empty() {
                        let gone: Vec<i64> = parcels.iter().filter(|p| p.state == ParcelState::Exported).map(|p| p.no).collect();
                        let certificates = certificates_of_parcels(rx, &gone)?;
                        late.push((change.clone(), parcels, certificates));
                    }
                }
                changes.push((change, at));
            }
            let stock = if reach == Reach::All { zone_stock(rx, zone.id)? } else { Vec::new() };
            let capacity = if reach == Reach::All { capacity_of_zone(rx, &profile, (&zone, &now), months)? } else { Vec::new() };
            Ok(Some(Seen { zone, history, changes, sites, entries, late, stock, capacity }))
        })
        .await?;
    found.ok_or(WebError::NotFound)
}

/// `GET /zones/{code}`, with `?as_of=ENTRY` as it was known after an entry.
pub(super) async fn show(ctx: Ctx, path: web::Path<String>, query: web::Query<Vec<(String, String)>>) -> Answer {
    let asked = Listing::new(query).posted();
    let unknown = || WebError::UnreadablePage(Violation::on("query.unknown", "as_of").with("field", "as_of"));
    let as_of = asked.get("as_of").map(|t| t.trim().parse::<i64>().map_err(|_| unknown())).transpose()?;
    let seen = read(&ctx, crate::domain::code::written(&path), as_of).await?;
    let (l, today) = (ctx.locale(), ctx.today());
    let rules = ctx.state.app.env.profile.zones.clone();
    let (history, zone) = (&seen.history, &seen.zone);
    let now = history.status_on(today);
    let source = match &zone.facts.act {
        ZoneAct::Zone { document: d, .. } => document(l, d),
        _ => String::new(),
    };
    let names: HashMap<_, _> = seen.sites.iter().map(|s| (s.id, s.code.clone())).collect();
    let dug = |entry: ZoneEntry| {
        let status = history.status_on(entry.source.on);
        Dug {
            site: entry.source.site.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
            status: status.map(|s| label(l, "zone-status", s.status.as_str())).unwrap_or_default(),
            effect: status.map_or(ZoneEffect::None, |s| rules.effect(s.status)),
            entry,
        }
    };
    let area = history.area_on(today).and_then(|a| areas_box(a.all()));
    let whole = ctx.reach(P::SiteRead) == Reach::All;
    let stops = |s: &&crate::domain::event::ZoneStatusStated| rules.effect(s.status) >= ZoneEffect::Freeze;
    let page = ShowPage {
        authority: authority_of(zone).to_owned(),
        document: source,
        map: map_of(&ctx, &zone.code, area),
        as_of,
        status: now.map(|s| (label(l, "zone-status", s.status.as_str()), colour(rules.effect(s.status)), days(l, s))),
        effect: now.map_or(ZoneEffect::None, |s| rules.effect(s.status)),
        said: said(l, history, &rules),
        boundaries: history.boundaries.iter().rev().map(|(from, _)| *from).collect(),
        cut_offs: history.statuses.iter().filter(stops).map(|s| s.from).collect(),
        sites: seen.sites.iter().take(SITES).map(|s| (s.code.clone(), s.facts.name.clone())).collect(),
        names: ctx.names(seen.stock.iter().map(|s| s.holder)).await?,
        entries: seen.entries.into_iter().map(dug).collect(),
        late: seen
            .late
            .into_iter()
            .map(|(change, parcels, certificates)| Late { what: proposed_line(l, &change.facts.act), parcels, certificates })
            .collect(),
        proposals: seen
            .changes
            .into_iter()
            .map(|(change, at)| Proposal { what: proposed_line(l, &change.facts.act), change, at })
            .collect(),
        stock: seen.stock,
        capacity: lines(l, &seen.capacity, &ctx.state.app.env.profile.capacity),
        may_write: ctx.can(P::ZoneWrite),
        may_estimate: ctx.can(P::ZoneWrite),
        may_declare: ctx.can(P::StockWrite),
        whole,
        zone: seen.zone,
    };
    ctx.render(&page)
}

/// The map over a zone.
fn map_of(ctx: &Ctx, code: &str, area: Option<Bbox>) -> MapView {
    let bbox = area.map_or_else(|| degrees(ctx.state.app.env.atlas.outline.bbox(), 0.0), |b| degrees(b, 0.02));
    let label = text(ctx.locale(), "zone-map", &[("code", code.into())]);
    MapView::over(ctx, label, bbox)
}
