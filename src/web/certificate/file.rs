//! The certificate as a file for programs.

use super::Seen;
use crate::domain::access::{ReadVia, Sight};
use crate::domain::token::verify;
use crate::domain::violation::{Violation, Violations};
use crate::interop::certificate_file::{CertificateFile, Exporter, FORMAT};
use crate::service::error::ServiceError;
use crate::store::error::StoreError;
use crate::store::journal::entry_fetch;
use crate::store::party::party_fetch;
use crate::store::shipment::shipment_parcels;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::heads::proof_text;
use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web;

/// `GET /certificates/{id}/file`: all fields, the token and the proof of the entry, for whoever may read the certificate.
///
/// # Errors
/// [`WebError::NotFound`], a refusal where there is no token, or a fault.
pub(super) async fn file(ctx: Ctx, path: web::Path<String>) -> Answer {
    let certificate = Seen::read(&ctx, &path).await?.certificate;
    let (exporter, shipment, seq) = (certificate.facts.exporter, certificate.facts.shipment, certificate.issued_seq);
    let state = ctx.state.clone();
    let (certificate, token, keys, party, seals, stored) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let token = state.app.certificate_token(rx, &certificate)?;
            let seals: Vec<String> = shipment_parcels(rx, shipment)?.into_iter().map(|p| p.seal).collect();
            let keys = state.app.certificate_key_list(rx)?;
            Ok((certificate, token, keys, party_fetch(rx, exporter)?, seals, entry_fetch(rx, seq)?))
        })
        .await?;
    // Not "no such page": whoever may read the certificate is told why it has no token, as on its page.
    let token = token.map_err(|why| ServiceError::from(Violations::from(Violation::new(why.violation()).conflict())))?;
    let claims = verify(&token, &keys).map_err(|e| WebError::Fault(e.to_string()))?.claims;
    let party = party.filter(|p| ctx.sight(&p.belongs()) != Sight::Nothing);
    let details = match party {
        Some(party) => ctx.details(ReadVia::Certificate, None, move |app, reading| app.details_as_of(reading, &party, seq)).await?,
        None => None,
    };
    let address = details.map(|d| d.address.iter().flat_map(|a| a.lines()).map(str::to_owned).collect());
    let proof = match proof_text(&ctx, stored.ok_or(WebError::NotFound)?, false).await {
        Ok(text) => Some(text),
        // A register whose heads are not signed has no proof; one that is closed signs none.
        Err(WebError::NotFound | WebError::Service(_)) => None,
        Err(other) => return Err(other),
    };
    let f = certificate.facts;
    let file = CertificateFile {
        format: FORMAT.to_owned(),
        country: claims.country().to_owned(),
        authority: ctx.state.app.env.profile.authority.issuing.value.get("en").to_owned(),
        number: f.number,
        issued_on: f.issued_on,
        expires_on: f.expires_on,
        exporter: Exporter { name: claims.exporter, address: address.unwrap_or_default() },
        importer: f.importer,
        origins: f.origins,
        mixed: f.mixed,
        weight_mct: f.weight_mct,
        stones: f.stones,
        value_usd_cents: f.value_usd_cents,
        parcels: f.parcels,
        lines: f.lines,
        seals,
        unestablished_mct: f.unestablished_mct,
        unestablished_reason: f.unestablished_reason,
        composition_digest: f.composition_digest,
        token,
        proof,
    };
    let name: String = file.number.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let mut answer = HttpResponse::Ok();
    answer.content_type("application/json; charset=utf-8").insert_header((CACHE_CONTROL, "no-store"));
    answer.insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"certificate-{name}.json\"")));
    Ok(answer.body(file.written()))
}
