//! Traces under the keys of the API: ids, codes and numbers.

use crate::domain::code::written;
use crate::domain::ids::CertificateId;
use crate::service::trace::{Back, Onward};
use crate::store::certificate::certificate_by_number;
use crate::store::error::StoreError;
use crate::store::licence::licence_by_number;
use crate::store::parcel::parcel_by_id;
use crate::store::shipment::shipment_by_code;
use crate::store::site::site_fetch;
use crate::web::api::asked::{Asked, Filter};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::trace::{back_file, onward_file};
use actix_web::web;

const FILTERS: &[Filter] = &[Filter::word("format", "`json`, `csv` or `geojson`.")];

type Pairs = web::Query<Vec<(String, String)>>;
type Key = web::Path<String>;

fn format(query: Pairs) -> Result<&'static str, WebError> {
    let asked = Asked::new(query.into_inner(), FILTERS)?;
    let known = |word: &str| ["json", "csv", "geojson"].into_iter().find(|f| *f == word);
    Ok(asked.read("format", known)?.unwrap_or("json"))
}

pub(super) async fn certificate(ctx: Ctx, key: Key, query: Pairs) -> Answer {
    let format = format(query)?;
    let id = certificate_id(&ctx, key).await?;
    back_file(ctx, Back::Certificate(id), format).await
}

/// The certificate with an id, or with a number.
pub(super) async fn certificate_id(ctx: &Ctx, key: Key) -> Result<CertificateId, WebError> {
    if let Ok(id) = key.parse() {
        return Ok(id);
    }
    let found = ctx.read(move |rx| -> Result<_, StoreError> { certificate_by_number(rx, &key) }).await?;
    Ok(found.ok_or(WebError::NotFound)?.facts.certificate)
}

pub(super) async fn shipment(ctx: Ctx, key: Key, query: Pairs) -> Answer {
    let format = format(query)?;
    let id = match key.parse() {
        Ok(id) => Some(id),
        Err(_) => ctx.read(move |rx| -> Result<_, StoreError> { shipment_by_code(rx, &written(&key)) }).await?.map(|s| s.id),
    };
    back_file(ctx, Back::Shipment(id.ok_or(WebError::NotFound)?), format).await
}

/// The code of the parcel with an id, or the code itself.
async fn parcel_code(ctx: &Ctx, key: Key) -> Result<String, WebError> {
    let Ok(id) = key.parse() else { return Ok(written(&key)) };
    let found = ctx.read(move |rx| -> Result<_, StoreError> { parcel_by_id(rx, id) }).await?;
    Ok(found.ok_or(WebError::NotFound)?.code)
}

pub(super) async fn parcel(ctx: Ctx, key: Key, query: Pairs) -> Answer {
    let format = format(query)?;
    let code = parcel_code(&ctx, key).await?;
    back_file(ctx, Back::Parcel(code), format).await
}

pub(super) async fn production(ctx: Ctx, key: Key, query: Pairs) -> Answer {
    let format = format(query)?;
    let code = parcel_code(&ctx, key).await?;
    onward_file(ctx, Onward::Production(code), format).await
}

pub(super) async fn site(ctx: Ctx, key: Key, query: Pairs) -> Answer {
    let format = format(query)?;
    let code = match key.parse() {
        Err(_) => written(&key),
        Ok(id) => {
            let found = ctx.read(move |rx| -> Result<_, StoreError> { site_fetch(rx, id) }).await?;
            found.ok_or(WebError::NotFound)?.code
        }
    };
    onward_file(ctx, Onward::Site(code), format).await
}

pub(super) async fn licence(ctx: Ctx, key: Key, query: Pairs) -> Answer {
    let format = format(query)?;
    let id = match key.parse() {
        Ok(id) => Some(id),
        Err(_) => ctx.read(move |rx| -> Result<_, StoreError> { licence_by_number(rx, &key) }).await?.map(|l| l.id),
    };
    onward_file(ctx, Onward::Licence(id.ok_or(WebError::NotFound)?), format).await
}
