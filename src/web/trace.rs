//! Traces as pages and as files: both are made from the same struct.

mod page;
mod sketch;
pub mod words;

use crate::domain::access::Permission as P;
use crate::domain::trace::{Forward, Trace};
use crate::interop::{trace_csv, trace_geojson};
use crate::service::error::ServiceError;
use crate::service::trace::{Asker, Back, Onward, trace_back, trace_forward};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::routes::{Access, Route, shown};
use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::{self, get};
use page::{BackPage, OnwardPage};
use serde::Serialize;

/// The routes of traces.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/certificates/{id}/trace", Access::Needs(P::CertificateRead), || get().to(certificate_page)),
        shown("/certificates/{id}/trace.{format}", Access::Needs(P::CertificateRead), || get().to(certificate_file)),
        shown("/shipments/{id}/trace", Access::Needs(P::ShipmentRead), || get().to(shipment_page)),
        shown("/shipments/{id}/trace.{format}", Access::Needs(P::ShipmentRead), || get().to(shipment_file)),
        shown("/parcels/{id}/trace", Access::Needs(P::ParcelRead), || get().to(parcel_page)),
        shown("/parcels/{id}/trace.{format}", Access::Needs(P::ParcelRead), || get().to(parcel_file)),
        shown("/sites/{id}/forward", Access::Needs(P::SiteRead), || get().to(site_page)),
        shown("/sites/{id}/forward.{format}", Access::Needs(P::SiteRead), || get().to(site_file)),
        shown("/licences/{id}/forward", Access::Needs(P::LicenceRead), || get().to(licence_page)),
        shown("/licences/{id}/forward.{format}", Access::Needs(P::LicenceRead), || get().to(licence_file)),
        shown("/production/{id}/forward", Access::Needs(P::ProductionRead), || get().to(production_page)),
        shown("/production/{id}/forward.{format}", Access::Needs(P::ProductionRead), || get().to(production_file)),
    ]
}

fn certificate(id: &str) -> Result<Back, WebError> {
    Ok(Back::Certificate(id.parse().map_err(|_| WebError::NotFound)?))
}
fn shipment(id: &str) -> Result<Back, WebError> {
    Ok(Back::Shipment(id.parse().map_err(|_| WebError::NotFound)?))
}
fn parcel(code: &str) -> Back {
    Back::Parcel(crate::domain::code::written(code))
}
fn site(code: &str) -> Onward {
    Onward::Site(crate::domain::code::written(code))
}
fn licence(id: &str) -> Result<Onward, WebError> {
    Ok(Onward::Licence(id.parse().map_err(|_| WebError::NotFound)?))
}
fn production(code: &str) -> Onward {
    Onward::Production(crate::domain::code::written(code))
}

/// The trace that a page or a file is made from.
///
/// # Errors
/// [`WebError::NotFound`] also outside the reader's reach; faults.
pub async fn back(ctx: &Ctx, start: Back) -> Result<Trace, WebError> {
    let (asker, today) = (Asker::Account(ctx.actor()?.clone()), ctx.today());
    let env = ctx.state.app.env.clone();
    ctx.read(move |rx| -> Result<_, ServiceError> { trace_back(rx, &env.profile, &asker, &start, today) }).await
}

/// The same forward.
///
/// # Errors
/// As [`back`].
pub async fn onward(ctx: &Ctx, start: Onward) -> Result<Forward, WebError> {
    let (asker, today) = (Asker::Account(ctx.actor()?.clone()), ctx.today());
    ctx.read(move |rx| -> Result<_, ServiceError> { trace_forward(rx, &asker, &start, today) }).await
}

async fn back_page(ctx: Ctx, start: Back) -> Answer {
    let trace = back(&ctx, start).await?;
    let page = BackPage::new(trace, ctx.locale(), &ctx.state.app.env.profile);
    let open = ctx.open(page.leads_to()).await?;
    ctx.render(&page.opening(open))
}

async fn onward_page(ctx: Ctx, start: Onward) -> Answer {
    let forward = onward(&ctx, start).await?;
    let page = OnwardPage::new(forward, &ctx.state.app.env.profile);
    ctx.render(&page)
}

/// The name of a file: plain letters, figures and hyphens only.
fn file_name(what: &str, code: &str, ending: &str) -> String {
    let plain: String = code.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("{what}-{plain}.{ending}")
}

/// Bytes as a file, saved or shown.
#[must_use]
pub fn file(kind: &str, name: &str, body: Vec<u8>, saved: bool) -> HttpResponse {
    let place = if saved { "attachment" } else { "inline" };
    HttpResponse::Ok()
        .content_type(kind)
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_DISPOSITION, format!("{place}; filename=\"{name}\"")))
        .body(body)
}

fn json(value: &impl Serialize) -> Result<Vec<u8>, WebError> {
    serde_json::to_vec(value).map_err(|e| WebError::Fault(e.to_string()))
}

/// Which of the formats a file is asked in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Json,
    Csv,
    GeoJson,
}

impl Format {
    fn of(ending: &str) -> Result<Self, WebError> {
        match ending {
            "json" => Ok(Self::Json),
            "csv" => Ok(Self::Csv),
            "geojson" => Ok(Self::GeoJson),
            _ => Err(WebError::NotFound),
        }
    }
}

fn fault(e: &csv::Error) -> WebError {
    WebError::Fault(e.to_string())
}

/// A trace back as a file; the ending says which.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub(crate) async fn back_file(ctx: Ctx, start: Back, ending: &str) -> Answer {
    let format = Format::of(ending)?;
    let trace = back(&ctx, start).await?;
    let name = file_name("trace", &trace.subject.code, ending);
    Ok(match format {
        Format::Json => file("application/json", &name, json(&trace)?, false),
        Format::Csv => file("text/csv; charset=utf-8", &name, trace_csv::back(&trace).map_err(|e| fault(&e))?, true),
        Format::GeoJson => file("application/geo+json", &name, json(&trace_geojson::back(&trace))?, false),
    })
}

/// A forward trace as a file; the ending says which.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub(crate) async fn onward_file(ctx: Ctx, start: Onward, ending: &str) -> Answer {
    let format = Format::of(ending)?;
    let forward = onward(&ctx, start).await?;
    let name = file_name("forward", &forward.of.code, ending);
    Ok(match format {
        Format::Json => file("application/json", &name, json(&forward)?, false),
        Format::Csv => file("text/csv; charset=utf-8", &name, trace_csv::forward(&forward).map_err(|e| fault(&e))?, true),
        Format::GeoJson => file("application/geo+json", &name, json(&trace_geojson::forward(&forward))?, false),
    })
}

/// `GET /certificates/{id}/trace`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn certificate_page(ctx: Ctx, id: web::Path<String>) -> Answer {
    back_page(ctx, certificate(&id)?).await
}

/// `GET /certificates/{id}/trace.{format}`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn certificate_file(ctx: Ctx, path: web::Path<(String, String)>) -> Answer {
    back_file(ctx, certificate(&path.0)?, &path.1).await
}

/// `GET /shipments/{id}/trace`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn shipment_page(ctx: Ctx, id: web::Path<String>) -> Answer {
    back_page(ctx, shipment(&id)?).await
}

/// `GET /shipments/{id}/trace.{format}`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn shipment_file(ctx: Ctx, path: web::Path<(String, String)>) -> Answer {
    back_file(ctx, shipment(&path.0)?, &path.1).await
}

/// `GET /parcels/{code}/trace`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn parcel_page(ctx: Ctx, code: web::Path<String>) -> Answer {
    back_page(ctx, parcel(&code)).await
}

/// `GET /parcels/{code}/trace.{format}`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn parcel_file(ctx: Ctx, path: web::Path<(String, String)>) -> Answer {
    back_file(ctx, parcel(&path.0), &path.1).await
}

/// `GET /sites/{code}/forward`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn site_page(ctx: Ctx, code: web::Path<String>) -> Answer {
    onward_page(ctx, site(&code)).await
}

/// `GET /sites/{code}/forward.{format}`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn site_file(ctx: Ctx, path: web::Path<(String, String)>) -> Answer {
    onward_file(ctx, site(&path.0), &path.1).await
}

/// `GET /licences/{id}/forward`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn licence_page(ctx: Ctx, id: web::Path<String>) -> Answer {
    onward_page(ctx, licence(&id)?).await
}

/// `GET /licences/{id}/forward.{format}`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn licence_file(ctx: Ctx, path: web::Path<(String, String)>) -> Answer {
    onward_file(ctx, licence(&path.0)?, &path.1).await
}

/// `GET /production/{parcel code}/forward`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn production_page(ctx: Ctx, code: web::Path<String>) -> Answer {
    onward_page(ctx, production(&code)).await
}

/// `GET /production/{parcel code}/forward.{format}`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn production_file(ctx: Ctx, path: web::Path<(String, String)>) -> Answer {
    onward_file(ctx, production(&path.0), &path.1).await
}
