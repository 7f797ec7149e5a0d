//! The files of `static/`, embedded in the binary.

use crate::web::error::WebError;
use actix_web::http::header::{AcceptEncoding, CACHE_CONTROL, CONTENT_ENCODING, ETAG, Encoding, Header, IF_NONE_MATCH, VARY};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::Embed;
use std::collections::HashMap;
use std::io::Write;
use std::sync::{LazyLock, Mutex, PoisonError};

#[derive(Embed)]
#[folder = "static/"]
struct Files;

/// How long browsers keep them.
const KEPT: &str = "public, max-age=3600";

/// Files as they are sent, compressed as far as it goes: once for each, not once for each answer.
static PACKED: LazyLock<Mutex<HashMap<String, Bytes>>> = LazyLock::new(Mutex::default);

/// `GET /static/{path}`.
///
/// # Errors
/// [`WebError::NotFound`].
pub async fn asset(req: HttpRequest, path: web::Path<String>) -> Result<HttpResponse, WebError> {
    let file = Files::get(&path).ok_or(WebError::NotFound)?;
    let kind = if path.ends_with(".geojson") { "application/geo+json" } else { file.metadata.mimetype() };
    let text = ["text/", "json", "javascript", "xml"].iter().any(|part| kind.contains(part));
    let packed = text && accepts_gzip(&req);
    let hash = data_encoding::HEXLOWER.encode(&file.metadata.sha256_hash());
    let tag = if packed { format!("\"{hash}-gzip\"") } else { format!("\"{hash}\"") };
    if req.headers().get(IF_NONE_MATCH).and_then(|v| v.to_str().ok()) == Some(&tag) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, tag)).insert_header((CACHE_CONTROL, KEPT)).finish());
    }
    let mut answer = HttpResponse::Ok();
    answer.content_type(kind).insert_header((ETAG, tag)).insert_header((CACHE_CONTROL, KEPT));
    if packed {
        answer.insert_header((CONTENT_ENCODING, "gzip")).insert_header((VARY, "accept-encoding"));
        return Ok(answer.body(packed_file(&path, &file.data)?));
    }
    Ok(answer.body(file.data.into_owned()))
}

fn accepts_gzip(req: &HttpRequest) -> bool {
    AcceptEncoding::parse(req).is_ok_and(|accepted| accepted.negotiate([Encoding::gzip()].iter()) == Some(Encoding::gzip()))
}

fn packed_file(path: &str, data: &[u8]) -> Result<Bytes, WebError> {
    let fault = |e: std::io::Error| WebError::Fault(format!("{path} cannot be compressed: {e}"));
    if let Some(found) = PACKED.lock().unwrap_or_else(PoisonError::into_inner).get(path) {
        return Ok(found.clone());
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).map_err(fault)?;
    let packed = Bytes::from(encoder.finish().map_err(fault)?);
    PACKED.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), packed.clone());
    Ok(packed)
}

/// The text of an embedded file, such as a map layer.
#[must_use]
pub fn text_of(path: &str) -> Option<String> {
    Files::get(path).and_then(|f| String::from_utf8(f.data.into_owned()).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::body::to_bytes;
    use actix_web::test::TestRequest;
    use std::io::Read;

    async fn fetched(path: &str, headers: &[(&'static str, &str)]) -> HttpResponse {
        let request = headers.iter().fold(TestRequest::get(), |r, h| r.insert_header((h.0, h.1))).to_http_request();
        asset(request, web::Path::from(path.to_owned())).await.unwrap_or_else(|e| panic!("{path}: {e:?}"))
    }

    #[actix_web::test]
    async fn text_travels_compressed_and_is_the_same_text() {
        let plain = fetched("css/placer.css", &[]).await;
        assert!(plain.headers().get(CONTENT_ENCODING).is_none());
        let plain = to_bytes(plain.into_body()).await.unwrap();
        let packed = fetched("css/placer.css", &[("accept-encoding", "br, gzip")]).await;
        assert_eq!(packed.headers().get(CONTENT_ENCODING).unwrap(), "gzip");
        let tag = packed.headers().get(ETAG).unwrap().to_str().unwrap().to_owned();
        let packed = to_bytes(packed.into_body()).await.unwrap();
        assert!(packed.len() < 20_000, "the style sheet takes {} bytes of a first visit", packed.len());
        let mut text = Vec::new();
        flate2::read::GzDecoder::new(packed.as_ref()).read_to_end(&mut text).unwrap();
        assert_eq!(text, plain);
        let again = fetched("css/placer.css", &[("accept-encoding", "gzip"), ("if-none-match", &tag)]).await;
        assert_eq!(again.status(), 304);
        let refused = fetched("css/placer.css", &[("accept-encoding", "gzip;q=0")]).await;
        assert!(refused.headers().get(CONTENT_ENCODING).is_none());
    }
}
