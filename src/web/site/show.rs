//! The page of one site: its facts in words, its licence, what else lies there, and every version.

use crate::domain::access::Permission;
use crate::domain::event::SiteFacts;
use crate::domain::geo::{Shape, bbox_e7};
use crate::domain::ids::{LicenceId, OfficeId};
use crate::domain::licence::{Licence, Standing};
use crate::domain::site::Site;
use crate::domain::time::Instant;
use crate::domain::zone::{ZoneHeld, ZoneRules};
use crate::service::capacity::capacity_of_site;
use crate::service::production::licence_on;
use crate::service::site::{Overlap, overlaps};
use crate::service::zone::zone_judgement;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::licence::licence_fetch;
use crate::store::office::office_fetch;
use crate::store::site::{SiteVersion, site_production, site_versions};
use crate::store::zone::zones;
use crate::web::capacity::{CapacityLine, lines, span};
use crate::web::ctx::Ctx;
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::locale::{Locale, ToArg, format, label, text};
use crate::web::map::{MapView, status_key, tag_colour};
use crate::web::production::live;
use crate::web::zone::colour;
use askama::Template;
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "sites/show.html")]
pub(super) struct ShowPage {
    site: Site,
    saved: String,
    map: MapView,
    /// Label and value, written out.
    facts: Vec<(String, String)>,
    corners: Vec<(String, String)>,
    licence: Option<LicenceLine>,
    overlaps: Vec<OverlapLine>,
    versions: Vec<VersionView>,
    /// Production entries and their carats, without test parcels.
    production: (i64, i64),
    /// Zones that it touches today, each with what it is and its colour.
    zones: Vec<(String, String, String, &'static str)>,
    may_write: bool,
    may_record: bool,
    may_journal: bool,
    may_balance: bool,
    capacity: Vec<CapacityLine>,
    may_estimate: bool,
}

struct LicenceLine {
    id: LicenceId,
    number: String,
    from: String,
    to: String,
    status: &'static str,
    colour: &'static str,
}

pub(super) struct OverlapLine {
    pub(super) code: String,
    name: String,
    /// Whether the reader may open it.
    open: bool,
    pub(super) what: String,
}

/// One version and what it changed: label, before, after.
struct VersionView {
    seq: i64,
    at: Instant,
    reason: Option<String>,
    changes: Vec<(String, String, String)>,
}

impl ShowPage {
    fn flags(&self) -> &[String] {
        &self.site.facts.flags
    }
}

/// What the words of facts need besides them.
#[derive(Default)]
pub(super) struct Named {
    licences: HashMap<LicenceId, Licence>,
    offices: HashMap<OfficeId, String>,
}

impl Named {
    pub(super) fn of<'a>(rx: &mut Rx<'_>, all: impl Iterator<Item = &'a SiteFacts>) -> Result<Self, StoreError> {
        let mut named = Self::default();
        for f in all {
            if let Some(id) = f.licence.filter(|id| !named.licences.contains_key(id)) {
                named.licences.extend(licence_fetch(rx, id)?.map(|l| (id, l)));
            }
            if let Some(id) = f.office.filter(|id| !named.offices.contains_key(id)) {
                named.offices.extend(office_fetch(rx, id)?.map(|o| (id, o.name)));
            }
        }
        Ok(named)
    }
}

/// The zones that a site touches today: code, name, status and colour.
async fn zones_today(ctx: &Ctx, site: &Site) -> Result<Vec<(String, String, String, &'static str)>, WebError> {
    let (profile, site, today) = (ctx.state.app.env.profile.clone(), site.clone(), ctx.today());
    let (judged, all) =
        ctx.read(move |rx| -> Result<_, StoreError> { Ok((zone_judgement(rx, &profile, &site, today)?, zones(rx)?)) }).await?;
    let rules = &ctx.state.app.env.profile.zones;
    let line = |held: &ZoneHeld| {
        let zone = all.iter().find(|z| z.no == held.zone_no)?;
        let status = label(ctx.locale(), "zone-status", held.status.as_str());
        Some((zone.code.clone(), zone.name.clone(), status, colour(rules.effect(held.status))))
    };
    Ok(judged.held.iter().filter_map(line).collect())
}

/// What it can give beside what it gave, for whoever may see what it gave.
async fn beside(ctx: &Ctx, site: &Site) -> Result<Vec<CapacityLine>, WebError> {
    if !ctx.reach(Permission::ProductionRead).covers(&site.belongs()) {
        return Ok(Vec::new());
    }
    let (profile, site, span) = (ctx.state.app.env.profile.clone(), site.clone(), span(ctx.today()));
    let months = ctx.read(move |rx| capacity_of_site(rx, &profile, &site, span)).await?;
    Ok(lines(ctx.locale(), &months, &ctx.state.app.env.profile.capacity))
}

/// Gathers the page.
pub(super) async fn page(ctx: &Ctx, site: Site, saved: &str) -> Result<ShowPage, WebError> {
    let tolerated = ctx.state.app.env.profile.tolerances.overlap_max_m2.value;
    let (id, facts) = (site.id, site.facts.clone());
    let (today, dug) = (ctx.today(), site.clone());
    let (versions, named, others, production, live, licence) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let versions = site_versions(rx, id)?;
            let named = Named::of(rx, versions.iter().map(|v| &v.facts))?;
            let others = overlaps(rx, &facts.shape, Some(id), tolerated)?;
            Ok((versions, named, others, site_production(rx, id)?, live(rx, &dug, today)?, licence_on(rx, &dug, today)?))
        })
        .await?;
    let licence = licence.map(|l| {
        let standing: Standing = l.standing_on(today);
        let day = |d| format::day(ctx.locale(), d);
        let (from, to) = (day(l.terms.starts_on), day(l.terms.ends_on));
        LicenceLine { id: l.id, number: l.number, from, to, status: status_key(Some(standing)), colour: tag_colour(Some(standing)) }
    });
    let zones = zones_today(ctx, &site).await?;
    let capacity = beside(ctx, &site).await?;
    Ok(ShowPage {
        saved: saved.to_owned(),
        map: MapView::around(ctx, &site.code, bbox_e7(&site.facts.shape)),
        facts: words(ctx, &site.facts, &named, true).into_iter().filter(|(_, value)| !value.is_empty()).collect(),
        corners: corners(&site.facts.shape),
        licence,
        overlaps: others.iter().map(|o| overlap_line(ctx, o)).collect(),
        versions: version_views(ctx, &versions, &named),
        production,
        zones,
        capacity,
        may_estimate: ctx.can(Permission::ZoneWrite),
        may_write: ctx.reach(Permission::SiteWrite).covers(&site.belongs()),
        may_record: live && ctx.reach(Permission::ProductionWrite).covers(&site.belongs()),
        may_journal: ctx.can(Permission::JournalRead),
        may_balance: ctx.reach(Permission::ProductionRead).covers(&site.belongs()),
        site,
    })
}

pub(super) fn overlap_line(ctx: &Ctx, o: &Overlap) -> OverlapLine {
    let locale = ctx.locale();
    let what = match o.depth_m {
        None => text(locale, "site-overlap-area", &[("area", format::area(locale, o.area_m2).to_arg())]),
        Some(_) => text(locale, "site-overlap-point", &[]),
    };
    let open = ctx.reach(Permission::SiteRead).covers(&o.site.belongs());
    OverlapLine { code: o.site.code.clone(), name: o.site.facts.name.clone(), open, what }
}

fn corners(shape: &Shape) -> Vec<(String, String)> {
    match shape {
        Shape::Point(_) => Vec::new(),
        Shape::Polygon(rings) => rings.corners().map(|p| (p.lon_text(), p.lat_text())).collect(),
    }
}

/// Everything recorded of a site as label and value, always the same labels in the same order, so that two
/// versions can be laid side by side. Without `page` the licence and the name stand among them too.
pub(super) fn words(ctx: &Ctx, f: &SiteFacts, named: &Named, page: bool) -> Vec<(String, String)> {
    let locale = ctx.locale();
    let profile = &ctx.state.app.env.profile;
    let is = |id: &str| text(locale, id, &[]);
    let said = |t: &Option<String>| t.clone().unwrap_or_default();
    let shape = match &f.shape {
        Shape::Point(_) => is("site-kind-point"),
        Shape::Polygon(rings) => text(locale, "site-kind-polygon", &[("count", rings.corners().count().to_arg())]),
    };
    let deposit = f.deposit.as_deref().map(|c| profile.deposit_type(c).map_or(c, |d| d.name.get(locale.tag())).to_owned());
    let licence = f.licence.map(|id| named.licences.get(&id).map_or_else(|| id.to_string(), |l| l.number.clone()));
    let survey: Vec<String> = f.surveyed_on.map(|d| format::day(locale, d)).into_iter().chain(f.surveyor.clone()).collect();
    let reference = f.reference.as_ref().map(|r| {
        let values = [("source", r.source.as_str().to_arg()), ("key", r.key.as_str().to_arg())];
        text(locale, "site-reference-of", &values)
    });
    let metres = |m: i64| format::metres(locale, m);
    let mut all = Vec::new();
    if !page {
        all.push((is("site-name"), f.name.clone()));
        all.push((is("site-licence"), licence.unwrap_or_default()));
    }
    all.extend([
        (is("site-centre"), place(locale, f)),
        (is("site-shape-kind"), shape),
        (is("site-size"), f.area_m2.map(|m2| format::area(locale, m2)).unwrap_or_default()),
        (is("site-accuracy"), f.accuracy_m.map(|m| metres(i64::from(m))).unwrap_or_default()),
        (is("site-obtained"), label(locale, "site-obtained", f.obtained.as_str())),
        (is("site-survey"), survey.join(", ")),
        (is("site-deposit"), deposit.unwrap_or_default()),
        (is("site-locality"), said(&f.locality)),
        (is("site-admin"), said(&f.admin_name)),
        (is("site-border"), f.border_m.map(metres).unwrap_or_default()),
        (is("site-office"), f.office.and_then(|id| named.offices.get(&id).cloned()).unwrap_or_default()),
        (is("site-reference"), reference.unwrap_or_default()),
    ]);
    all
}

fn place(locale: Locale, f: &SiteFacts) -> String {
    let (lon, lat) = (i64::from(f.centre.lon_e7()), i64::from(f.centre.lat_e7()));
    format!("{}, {}", format::latitude(locale, lat), format::longitude(locale, lon))
}

/// Newest first, each with what differs from the one before it.
fn version_views(ctx: &Ctx, versions: &[SiteVersion], named: &Named) -> Vec<VersionView> {
    let mut views = Vec::with_capacity(versions.len());
    let mut before: Option<Vec<(String, String)>> = None;
    for v in versions {
        let mut now = words(ctx, &v.facts, named, false);
        if let Shape::Polygon(_) = &v.facts.shape {
            // Two outlines may have the same size and number of corners.
            let all = corners(&v.facts.shape).into_iter().map(|(lon, lat)| format!("{lon}, {lat}")).collect::<Vec<_>>();
            now.push((text(ctx.locale(), "site-corners", &[]), all.join("; ")));
        } else {
            now.push((text(ctx.locale(), "site-corners", &[]), String::new()));
        }
        let changes = before.iter().flatten().zip(&now).filter(|(old, new)| old.1 != new.1);
        let changes = changes.map(|(old, new)| (new.0.clone(), old.1.clone(), new.1.clone())).collect();
        views.push(VersionView { seq: v.seq, at: v.recorded_at, reason: v.reason.clone(), changes });
        before = Some(now);
    }
    views.reverse();
    views
}
