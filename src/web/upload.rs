//! What a form brings, with files or without. The text of a file takes the place of what stands in the field beside which it was chosen, so that
//! a form with a file is kept, shown again and checked like any other.

use crate::domain::violation::{Violation, Violations};
use crate::web::error::WebError;
use actix_multipart::{Field, Multipart};
use actix_web::http::header::{self, HeaderMap};
use actix_web::web::{self, Bytes};
use futures_util::{StreamExt, stream};

/// What is added to a field's name for the file that takes its place.
pub const BESIDE: &str = "-upload";

/// Fields of a form as they came, and what is wrong with files among them.
pub(super) type Read = (Vec<(String, String)>, Violations);

/// Reads the body of a form, with or without files.
///
/// # Errors
/// When it did not arrive as a form.
pub(super) async fn fields_of(headers: &HeaderMap, body: &Bytes) -> Result<Read, WebError> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !kind.to_ascii_lowercase().starts_with("multipart/form-data") {
        return Ok((form_fields(body)?, Violations::none()));
    }
    let (mut fields, mut files, mut wrong) = (Vec::new(), Vec::new(), Violations::none());
    let whole = stream::once(std::future::ready(Ok(body.clone())));
    let mut parts = Multipart::new(headers, whole);
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|_| odd())?;
        let name = part.name().ok_or_else(odd)?.to_owned();
        let bytes = content(&mut part, body.len()).await?;
        match name.strip_suffix(BESIDE) {
            // A browser sends an empty part where no file was chosen.
            Some(_) if bytes.is_empty() => {}
            Some(field) => match text_of(&bytes) {
                Ok(text) => files.push((field.to_owned(), text)),
                Err(code) => wrong.push(Violation::on(code, field)),
            },
            None => fields.push((name, String::from_utf8(bytes.into()).map_err(|_| odd())?)),
        }
    }
    for (field, text) in files {
        fields.retain(|(name, _)| *name != field);
        fields.push((field, text));
    }
    Ok((fields, wrong))
}

/// The fields of `application/x-www-form-urlencoded` bytes.
fn form_fields(body: &[u8]) -> Result<Vec<(String, String)>, WebError> {
    let text = std::str::from_utf8(body).map_err(|_| odd())?;
    web::Query::<Vec<(String, String)>>::from_query(text).map(web::Query::into_inner).map_err(|_| odd())
}

async fn content(part: &mut Field, most: usize) -> Result<Bytes, WebError> {
    part.bytes(most).await.map_err(|_| odd())?.map_err(|_| odd())
}

fn odd() -> WebError {
    WebError::UnreadablePage(Violation::new("form.unreadable"))
}

/// The text of a file, without its byte order mark; the code of the problem where it is no UTF-8.
fn text_of(bytes: &[u8]) -> Result<String, &'static str> {
    if matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return Err("import.utf16");
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "import.not_utf8")?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    fn sent(parts: &[(&str, &[u8])]) -> (HeaderMap, Bytes) {
        let mut body = Vec::new();
        for (head, content) in parts {
            body.extend_from_slice(format!("--b\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--b--\r\n");
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("multipart/form-data; boundary=b"));
        (headers, body.into())
    }

    async fn read(parts: &[(&str, &[u8])]) -> Read {
        let (headers, body) = sent(parts);
        fields_of(&headers, &body).await.unwrap()
    }

    #[actix_web::test]
    async fn a_file_takes_the_place_of_what_was_typed_and_an_empty_one_leaves_it() {
        let typed: (&str, &[u8]) = ("name=\"file\"", b"typed");
        let (fields, wrong) = read(&[typed, ("name=\"file-upload\"; filename=\"a.csv\"", b"\xef\xbb\xbfa,b\r\n1,\xc3\xa9")]).await;
        assert_eq!((fields, wrong.0.len()), (vec![("file".to_owned(), "a,b\r\n1,é".to_owned())], 0));
        let (fields, wrong) = read(&[typed, ("name=\"file-upload\"; filename=\"\"", b"")]).await;
        assert_eq!((fields, wrong.0.len()), (vec![("file".to_owned(), "typed".to_owned())], 0));
    }

    #[actix_web::test]
    async fn a_file_that_is_no_text_is_told_at_its_field_and_leaves_what_was_typed() {
        for (bytes, code) in [(b"r\xe9f".as_slice(), "import.not_utf8"), (b"\xff\xfea\0", "import.utf16")] {
            let (fields, wrong) = read(&[("name=\"file\"", b"typed"), ("name=\"file-upload\"; filename=\"a.csv\"", bytes)]).await;
            assert_eq!(fields, [("file".to_owned(), "typed".to_owned())]);
            assert_eq!(wrong.0.iter().map(|v| (v.code, v.field.as_deref())).collect::<Vec<_>>(), [(code, Some("file"))]);
        }
    }

    #[actix_web::test]
    async fn a_form_that_stops_short_is_refused() {
        let (headers, body) = sent(&[("name=\"file\"", b"typed")]);
        for cut in [body.slice(..body.len() - 9), body.slice(..20)] {
            assert!(fields_of(&headers, &cut).await.is_err());
        }
    }
}
