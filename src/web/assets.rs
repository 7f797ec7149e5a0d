//! The files of `static/`, embedded in the binary.

use crate::web::error::WebError;
use actix_web::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::Embed;

#[derive(Embed)]
#[folder = "static/"]
struct Files;

/// `GET /static/{path}`.
///
/// # Errors
/// [`WebError::NotFound`].
pub async fn asset(req: HttpRequest, path: web::Path<String>) -> Result<HttpResponse, WebError> {
    let file = Files::get(&path).ok_or(WebError::NotFound)?;
    let tag = format!("\"{}\"", data_encoding::HEXLOWER.encode(&file.metadata.sha256_hash()));
    if req.headers().get(IF_NONE_MATCH).and_then(|v| v.to_str().ok()) == Some(&tag) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, tag)).finish());
    }
    let kind = if path.ends_with(".geojson") { "application/geo+json" } else { file.metadata.mimetype() };
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((ETAG, tag))
        .insert_header((CACHE_CONTROL, "public, max-age=3600"))
        .body(file.data.into_owned()))
}

/// The text of an embedded file, such as a map layer.
#[must_use]
pub fn text_of(path: &str) -> Option<String> {
    Files::get(path).and_then(|f| String::from_utf8(f.data.into_owned()).ok())
}
