//! Forms that propose a zone, a boundary, a status, or the release of frozen stones.

use super::decide::rows;
use crate::domain::event::{Event, ZoneDocument};
use crate::domain::time::Day;
use crate::domain::zone::{Zone, ZoneStatus};
use crate::service::Command;
use crate::service::zone::{ProposeRelease, ProposeZone, ProposeZoneBoundary, ProposeZoneStatus, ZoneSpan};
use crate::store::error::StoreError;
use crate::store::office::offices;
use crate::store::zone::zone_by_code;
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted, Reader};
use crate::web::listing::Listing;
use crate::web::locale::{label, text};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

/// What a form is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Zone,
    Status,
    Boundary,
    Release,
}

impl Kind {
    /// The id of its title.
    const fn title(self) -> &'static str {
        match self {
            Self::Zone => "zone-propose-zone",
            Self::Status => "zone-propose-status",
            Self::Boundary => "zone-propose-boundary",
            Self::Release => "zone-propose-release",
        }
    }
    const fn has_area(self) -> bool {
        matches!(self, Self::Zone | Self::Boundary)
    }
    const fn has_status(self) -> bool {
        matches!(self, Self::Zone | Self::Status)
    }
}

#[derive(Template)]
#[template(path = "zones/form.html")]
struct FormPage {
    kind: Kind,
    zone: Option<Zone>,
    form: Form,
    statuses: Vec<Choice>,
    offices: Vec<Choice>,
}

impl FormPage {
    const fn title(&self) -> &'static str {
        self.kind.title()
    }
    const fn lead(&self) -> &'static str {
        match self.kind {
            Kind::Zone => "zone-propose-zone-lead",
            Kind::Status => "zone-propose-status-lead",
            Kind::Boundary => "zone-propose-boundary-lead",
            Kind::Release => "zone-propose-release-lead",
        }
    }
    fn is(&self, word: &str) -> bool {
        self.kind.title().ends_with(word)
    }
}

async fn page(ctx: &Ctx, kind: Kind, zone: Option<Zone>, status: StatusCode, form: Form) -> Answer {
    let l = ctx.locale();
    let statuses = ZoneStatus::ALL.iter().map(|s| Choice::new(s.as_str(), label(l, "zone-status", s.as_str()))).collect();
    let offices = ctx.read(offices).await?.into_iter().map(|o| Choice::new(o.id, o.name)).collect();
    ctx.render_as(status, &FormPage { kind, zone, form, statuses, offices })
}

async fn zone_of(ctx: &Ctx, path: &str) -> Result<Zone, WebError> {
    let code = crate::domain::code::written(path);
    ctx.read(move |rx| -> Result<_, StoreError> { zone_by_code(rx, &code) }).await?.ok_or(WebError::NotFound)
}

fn document(f: &mut Reader<'_>) -> ZoneDocument {
    let (title, number) = (f.text("title").unwrap_or_default(), f.text("number"));
    ZoneDocument { title, number, on: f.required_day("document_on").unwrap_or_default() }
}

fn span(f: &mut Reader<'_>) -> ZoneSpan {
    ZoneSpan { status: f.parsed("status"), from: f.day("from"), to: f.day("to") }
}

/// `GET /zones/new`.
pub(super) async fn zone_form(ctx: Ctx) -> Answer {
    page(&ctx, Kind::Zone, None, StatusCode::OK, Form::new(begun(&ctx, &[]))).await
}

/// A form with today's day on its document, and whatever else.
fn begun(ctx: &Ctx, more: &[(&'static str, String)]) -> Posted {
    let today: Day = ctx.today();
    Posted::of(more.iter().cloned().chain([("document_on", today.to_string())]))
}

/// `POST /zones/new`.
pub(super) async fn zone(ctx: Ctx, posted: Posted) -> Answer {
    let mut f = posted.reader(ctx.locale());
    let word = |name: &str| posted.get(name).unwrap_or_default().to_owned();
    let said = ["status", "from", "to"].iter().any(|name| !word(name).trim().is_empty());
    let statuses = if said { vec![span(&mut f)] } else { Vec::new() };
    let (document, office) = (document(&mut f), f.parsed("office"));
    let command = ProposeZone {
        name: word("name"),
        authority: word("authority"),
        office,
        area: word("area"),
        document,
        statuses,
        reason: word("reason"),
    };
    let read = f.finish_with(Some(command));
    answer(&ctx, Kind::Zone, None, posted, read).await
}

/// `GET /zones/{code}/status`.
pub(super) async fn status_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let zone = zone_of(&ctx, &path).await?;
    page(&ctx, Kind::Status, Some(zone), StatusCode::OK, Form::new(begun(&ctx, &[]))).await
}

/// `POST /zones/{code}/status`.
pub(super) async fn status(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let zone = zone_of(&ctx, &path).await?;
    let mut f = posted.reader(ctx.locale());
    let ZoneSpan { status, from, to } = span(&mut f);
    let reason = posted.get("reason").unwrap_or_default().to_owned();
    let command = ProposeZoneStatus { zone: zone.id, status, from, to, document: document(&mut f), reason };
    let read = f.finish_with(Some(command));
    answer(&ctx, Kind::Status, Some(zone), posted, read).await
}

/// `GET /zones/{code}/boundary`.
pub(super) async fn boundary_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let zone = zone_of(&ctx, &path).await?;
    page(&ctx, Kind::Boundary, Some(zone), StatusCode::OK, Form::new(begun(&ctx, &[]))).await
}

/// `POST /zones/{code}/boundary`.
pub(super) async fn boundary(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let zone = zone_of(&ctx, &path).await?;
    let mut f = posted.reader(ctx.locale());
    let (from, document) = (f.day("from"), document(&mut f));
    let word = |name: &str| posted.get(name).unwrap_or_default().to_owned();
    let command = ProposeZoneBoundary { zone: zone.id, from, area: word("area"), document, reason: word("reason") };
    let read = f.finish_with(Some(command));
    answer(&ctx, Kind::Boundary, Some(zone), posted, read).await
}

/// `GET /zones/release`, with `?parcel=CODE`.
pub(super) async fn release_form(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let parcel = Listing::new(query).posted().get("parcel").unwrap_or_default().to_owned();
    page(&ctx, Kind::Release, None, StatusCode::OK, Form::new(begun(&ctx, &[("parcels", parcel)]))).await
}

/// `POST /zones/release`.
pub(super) async fn release(ctx: Ctx, posted: Posted) -> Answer {
    let mut f = posted.reader(ctx.locale());
    let typed = posted.get("parcels").unwrap_or_default();
    let parcels = typed.split(['\n', ',', ';']).map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect();
    let reason = posted.get("reason").unwrap_or_default().to_owned();
    let command = ProposeRelease { parcels, order: document(&mut f), reason };
    let read = f.finish_with(Some(command));
    answer(&ctx, Kind::Release, None, posted, read).await
}

/// Checks, does, or shows the form again.
async fn answer<C: Command + Send + 'static>(
    ctx: &Ctx,
    kind: Kind,
    zone: Option<Zone>,
    posted: Posted,
    read: Result<C, crate::domain::violation::Violations>,
) -> Answer {
    let (stage, l) = (Stage::of(&posted), ctx.locale());
    if stage == Stage::Change {
        return page(ctx, kind, zone, StatusCode::OK, changed(posted, l)).await;
    }
    match attempt(ctx, &posted, stage, read).await? {
        Attempt::Done(receipt) => Ok(ctx.see_other(&format!("/zones/changes/{}", receipt.subject))),
        Attempt::Check(event) => match *event {
            Event::ZoneProposed(e) => {
                let title = text(l, kind.title(), &[]);
                let mut page = CheckPage::new(title, text(l, "zone-propose-confirm", &[]), &posted).lead(text(l, "zone-waits", &[]));
                for (name, value) in rows(l, &e.act) {
                    page.row(name, value);
                }
                page.show(ctx)
            }
            _ => Err(WebError::Fault("another event than asked for".into())),
        },
        Attempt::Refused(status, v) => page(ctx, kind, zone, status, Form::again(posted, &v, l)).await,
    }
}
