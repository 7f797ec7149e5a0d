//! The certificate as a file for programs.

use super::Seen;
use crate::domain::access::{ReadVia, Sight};
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::store::party::party_fetch;
use crate::web::ctx::{Answer, Ctx};
use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web;

/// `GET /certificates/{id}/file`: all fields, the token and the proof of the entry, for whoever may read the certificate.
///
/// # Errors
/// [`WebError::NotFound`](crate::web::error::WebError::NotFound), a refusal where there is no token, or a fault.
pub(super) async fn file(ctx: Ctx, path: web::Path<String>) -> Answer {
    let certificate = Seen::read(&ctx, &path).await?.certificate;
    let (exporter, seq, now) = (certificate.facts.exporter, certificate.issued_seq, ctx.now());
    let party = ctx.read(move |rx| party_fetch(rx, exporter)).await?;
    let party = party.filter(|p| ctx.sight(&p.belongs()) != Sight::Nothing);
    let details = match party {
        Some(party) => ctx.details(ReadVia::Certificate, None, move |app, reading| app.details_as_of(reading, &party, seq)).await?,
        None => None,
    };
    let address: Option<Vec<_>> = details.map(|d| d.address.iter().flat_map(|a| a.lines()).map(str::to_owned).collect());
    let file = ctx.block(move |state| state.app.certificate_file(certificate, address.unwrap_or_default(), now)).await?;
    // Not "no such page": whoever may read the certificate is told why it has no token, as on its page.
    let file = file.map_err(|why| ServiceError::from(Violations::from(Violation::new(why.violation()).conflict())))?;
    let name: String = file.number.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let mut answer = HttpResponse::Ok();
    answer.content_type("application/json; charset=utf-8").insert_header((CACHE_CONTROL, "no-store"));
    answer.insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"certificate-{name}.json\"")));
    Ok(answer.body(file.written()))
}
