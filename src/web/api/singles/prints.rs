//! The prints of a certificate.

use super::traces::certificate_id;
use crate::domain::access::Permission;
use crate::domain::ids::AccountId;
use crate::domain::time::Instant;
use crate::store::certificate::certificate_fetch;
use crate::store::certificate_print::{Print, certificate_copies_of, certificate_prints};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::web::api::asked::{Asked, Filter};
use crate::web::api::json;
use crate::web::certificate::printed_file;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use actix_web::http::StatusCode;
use actix_web::web;
use serde::Serialize;
use utoipa::ToSchema;

/// One print.
#[derive(Debug, Serialize, ToSchema)]
pub struct CertificatePrint {
    /// 1 for the original.
    copy: i64,
    /// The entry.
    seq: i64,
    printed_at: Instant,
    account: AccountId,
    /// SHA-256 of the file, in hex.
    sha256: String,
    /// Its bytes.
    size: i64,
    /// Why it was printed again.
    reason: Option<String>,
    /// Where the file is, PDF; none once the exporter's details were erased.
    file: Option<String>,
}

/// Every print of a certificate, the original first.
#[derive(Debug, Serialize, ToSchema)]
pub struct CertificatePrints {
    prints: Vec<CertificatePrint>,
}

pub(super) async fn prints(ctx: Ctx, key: web::Path<String>) -> Answer {
    let id = certificate_id(&ctx, key).await?;
    let reach = ctx.reach(Permission::CertificateRead);
    let read = move |rx: &mut Rx<'_>| -> Result<_, WebError> {
        certificate_fetch(rx, id)?.filter(|c| reach.covers(&c.belongs())).ok_or(WebError::NotFound)?;
        Ok((certificate_prints(rx, id)?, certificate_copies_of(rx, id)?))
    };
    let (found, kept) = ctx.read(read).await?;
    let one = |p: Print| CertificatePrint {
        copy: p.copy,
        seq: p.seq,
        printed_at: p.at,
        account: p.account,
        sha256: p.sha256,
        size: p.size,
        reason: p.reason,
        file: kept.contains(&p.copy).then(|| format!("/api/v1/certificates/{id}/paper?copy={}", p.copy)),
    };
    json(StatusCode::OK, &CertificatePrints { prints: found.into_iter().map(one).collect() })
}

const FILTERS: &[Filter] = &[Filter::word("copy", "The number of the copy; the newest where none is named.")];

/// The file, with a record that the exporter's details in it were read.
pub(super) async fn paper(ctx: Ctx, key: web::Path<String>, query: web::Query<Vec<(String, String)>>) -> Answer {
    let asked = Asked::new(query.into_inner(), FILTERS)?.read("copy", |word| word.parse::<i64>().ok())?;
    let id = certificate_id(&ctx, key).await?;
    let copy = match asked {
        Some(copy) => copy,
        None => {
            let prints = ctx.read(move |rx| -> Result<_, StoreError> { certificate_prints(rx, id) }).await?;
            prints.last().map(|p| p.copy).ok_or(WebError::NotFound)?
        }
    };
    printed_file(&ctx, &id.to_string(), copy).await
}
