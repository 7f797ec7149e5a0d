//! Sites: the list beside the map, one site with its history, registering and changing.

mod check;
mod form;
mod show;

use crate::domain::access::Permission;
use crate::domain::code;
use crate::domain::event::Event;
use crate::domain::ids::SiteId;
use crate::domain::licence::Standing;
use crate::domain::site::Site;
use crate::domain::violation::Violation;
use crate::service::site::ChangeSite;
use crate::store::error::StoreError;
use crate::store::site::{SiteRow, site_by_code, site_fetch, sites, sites_count};
use crate::web::check::{Attempt, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::map::{FilterView, MapView, SiteQuery, status_key, tag_colour};
use crate::web::routes::{Access, Route, posted, shown};
use actix_web::web::{self, get, post};
use askama::Template;
use form::{FormPage, SiteForm};
use serde::Deserialize;

/// Sites on a page of the list.
const PAGE: i64 = 50;

/// The routes of sites.
#[must_use]
pub fn routes() -> Vec<Route> {
    let (read, write) = (Access::Needs(Permission::SiteRead), Access::Needs(Permission::SiteWrite));
    vec![
        shown("/sites", read, || get().to(list)),
        shown("/sites/new", write, || get().to(new)),
        posted("/sites/new", write, || post().to(register)),
        shown("/sites/{code}", read, || get().to(show)),
        shown("/sites/{code}/edit", write, || get().to(edit)),
        posted("/sites/{code}/edit", write, || post().to(change)),
    ]
}

/// A line of the list as the template shows it.
struct Line {
    row: SiteRow,
    area: String,
    status: &'static str,
    colour: &'static str,
}

#[derive(Template)]
#[template(path = "sites/list.html")]
struct ListPage {
    filters: FilterView,
    map: MapView,
    lines: Vec<Line>,
    found: i64,
    /// Addresses of the next page and of the first.
    older: Option<String>,
    first: Option<String>,
    file: String,
    on_map: String,
    may_write: bool,
}

/// `GET /sites`.
///
/// # Errors
/// [`WebError::UnreadablePage`], or a fault.
pub async fn list(ctx: Ctx, query: web::Query<SiteQuery>) -> Answer {
    let rows_shown = ctx.rows(PAGE);
    let query = query.into_inner();
    let filter = query.filter(&ctx).await?;
    let before = match query.before.as_str() {
        "" => None,
        text => Some(text.parse::<i64>().map_err(|_| WebError::UnreadablePage(Violation::new("query.unreadable")))?),
    };
    let (reach, today) = (ctx.reach(Permission::SiteRead), ctx.today());
    let (rows, found) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let found = sites_count(rx, reach, &filter)?;
            Ok((sites(rx, reach, &filter, today, before, rows_shown.saturating_add(1))?, found))
        })
        .await?;
    let more = rows.len() > usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let rows: Vec<SiteRow> = rows.into_iter().take(usize::try_from(rows_shown).unwrap_or(usize::MAX)).collect();
    let older = rows.last().filter(|_| more).map(|row| query.address("/sites", &format!("before={}", row.no)));
    let areas = &ctx.state.app.env.atlas.areas;
    let name_of = |code: &str| areas.all().iter().find(|a| a.code.as_deref() == Some(code)).map(|a| a.name.clone());
    let lines = rows.into_iter().map(|row| {
        let standing = row.licence.as_ref().map(|(_, _, s): &(_, _, Standing)| *s);
        let area = row.area.as_deref().map(|code| name_of(code).unwrap_or_else(|| code.to_owned())).unwrap_or_default();
        Line { area, status: status_key(standing), colour: tag_colour(standing), row }
    });
    let page = ListPage {
        lines: lines.collect(),
        map: MapView::of_query(&ctx, &query, false),
        found,
        older,
        first: before.map(|_| query.address("/sites", "")),
        file: query.address("/sites.geojson", ""),
        on_map: query.address("/map", ""),
        may_write: ctx.can(Permission::SiteWrite),
        filters: FilterView::new(&ctx, query).await?,
    };
    ctx.render(&page)
}

/// The site with a code as typed, where the reader may see it.
pub(super) async fn fetch(ctx: &Ctx, typed: &str, permission: Permission) -> Result<Site, WebError> {
    let code = code::written(typed);
    let found = ctx.read(move |rx| -> Result<_, StoreError> { site_by_code(rx, &code) }).await?;
    found.filter(|s| ctx.reach(permission).covers(&s.belongs())).ok_or(WebError::NotFound)
}

/// What brought the reader here.
#[derive(Debug, Default, Deserialize)]
pub struct Arrival {
    /// `registered` or `changed`, after a form.
    #[serde(default)]
    saved: String,
}

/// `GET /sites/{code}`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn show(ctx: Ctx, path: web::Path<String>, arrival: web::Query<Arrival>) -> Answer {
    let site = fetch(&ctx, &path, Permission::SiteRead).await?;
    let page = show::page(&ctx, site, &arrival.saved).await?;
    ctx.render(&page)
}

/// What the form begins with.
#[derive(Debug, Default, Deserialize)]
pub struct Start {
    /// The number of a licence, from its page.
    #[serde(default)]
    licence: String,
}

/// `GET /sites/new`.
///
/// # Errors
/// A fault.
pub async fn new(ctx: Ctx, start: web::Query<Start>) -> Answer {
    let values = [("licence", start.into_inner().licence), ("mode", "point".to_owned())];
    let page = FormPage::new(&ctx, Form::new(Posted::of(values)), None).await?;
    ctx.render(&page)
}

/// `POST /sites/new`.
///
/// # Errors
/// A fault.
pub async fn register(ctx: Ctx, posted: Posted) -> Answer {
    let stage = Stage::of(&posted);
    if stage == Stage::Change {
        let page = FormPage::new(&ctx, changed(posted, ctx.locale()), None).await?;
        return ctx.render(&page);
    }
    let read = SiteForm::read(&ctx, &posted).await?;
    match attempt(&ctx, &posted, stage, read.entry).await? {
        Attempt::Done(receipt) => saved(&ctx, &receipt.subject, "registered").await,
        Attempt::Check(event) => match *event {
            Event::SiteRegistered(event) => check::page(&ctx, &posted, event.facts).await,
            _ => Err(WebError::Fault("a site became another event".into())),
        },
        Attempt::Refused(status, v) => {
            let v = read.place.point_at(v);
            let page = FormPage::new(&ctx, Form::again(posted, &v, ctx.locale()), None).await?;
            ctx.render_as(status, &page)
        }
    }
}

/// On to the page of the site, which tells what was mended.
async fn saved(ctx: &Ctx, subject: &str, how: &str) -> Answer {
    let id: SiteId = subject.parse().map_err(|_| WebError::Fault("a receipt without the id of a site".into()))?;
    let site = ctx.read(move |rx| -> Result<_, StoreError> { site_fetch(rx, id) }).await?.ok_or(WebError::NotFound)?;
    Ok(ctx.see_other(&format!("/sites/{}?saved={how}", site.code)))
}

/// `GET /sites/{code}/edit`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn edit(ctx: Ctx, path: web::Path<String>) -> Answer {
    let site = fetch(&ctx, &path, Permission::SiteWrite).await?;
    let values = form::values_of(&ctx, &site).await?;
    let page = FormPage::new(&ctx, Form::new(values), Some(site)).await?;
    ctx.render(&page)
}

/// `POST /sites/{code}/edit`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn change(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let site = fetch(&ctx, &path, Permission::SiteWrite).await?;
    let read = SiteForm::read(&ctx, &posted).await?;
    let reason = posted.get("reason").unwrap_or_default().to_owned();
    let done = match read.entry {
        Ok(to) => ctx.submit(&posted, ChangeSite { site: site.id, to, reason }).await,
        Err(v) => Err(WebError::Service(v.into())),
    };
    match done {
        Ok(receipt) => saved(&ctx, &receipt.subject, "changed").await,
        Err(e) => {
            let (status, v) = refusals(e)?;
            let v = read.place.point_at(v);
            let page = FormPage::new(&ctx, Form::again(posted, &v, ctx.locale()), Some(site)).await?;
            ctx.render_as(status, &page)
        }
    }
}
