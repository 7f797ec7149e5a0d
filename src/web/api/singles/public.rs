//! What anybody may ask: the same as the public pages, nothing personal, no price.

use crate::domain::licence::Standing;
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use crate::web::api::json;
use crate::web::certificate;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::licence::licence_told;
use crate::web::purchase::slip_told;
use actix_web::http::StatusCode;
use actix_web::web;
use serde::Serialize;
use utoipa::ToSchema;

/// A certificate's state and days, or what became of the blank form with that number.
#[derive(Debug, Serialize, ToSchema)]
pub struct CertificateTold {
    number: String,
    /// Its standing today: `valid`, `used` (receipt confirmed abroad), `expired`, `void`, `lost` or `replaced`; of a number
    /// that is no certificate's `no_certificate`.
    standing: &'static str,
    /// Of a number that is no certificate's what became of its form: `spoiled`, `lost`, `stolen` or `returned`.
    form: Option<&'static str>,
    #[schema(value_type = Option<String>, format = Date)]
    issued_on: Option<Day>,
    /// Last day of validity.
    #[schema(value_type = Option<String>, format = Date)]
    expires_on: Option<Day>,
    /// The day of receipt that was confirmed abroad.
    #[schema(value_type = Option<String>, format = Date)]
    confirmed_on: Option<Day>,
}

pub(super) async fn certificate(ctx: Ctx, key: web::Path<String>) -> Answer {
    let told = match certificate::Told::read(&ctx, &key).await? {
        Some(t) => CertificateTold {
            number: t.number,
            standing: t.standing.as_str(),
            form: None,
            issued_on: Some(t.issued_on),
            expires_on: Some(t.expires_on),
            confirmed_on: t.confirmed_on,
        },
        None => {
            let (number, state) = certificate::warned(&ctx, &key).await?.ok_or(WebError::NotFound)?;
            let (standing, form) = ("no_certificate", Some(state.as_str()));
            CertificateTold { number, standing, form, issued_on: None, expires_on: None, confirmed_on: None }
        }
    };
    json(StatusCode::OK, &told)
}

/// A licence's type, state and days.
#[derive(Debug, Serialize, ToSchema)]
pub struct LicenceTold {
    number: String,
    /// Type code of the jurisdiction profile.
    kind: String,
    /// Its standing today: `valid`, `not_yet`, `expired`, `suspended` or `revoked`.
    #[schema(value_type = String)]
    standing: Standing,
    #[schema(value_type = String, format = Date)]
    starts_on: Day,
    #[schema(value_type = String, format = Date)]
    ends_on: Day,
}

pub(super) async fn licence(ctx: Ctx, key: web::Path<String>) -> Answer {
    let found = licence_told(&ctx, key.trim()).await?.ok_or(WebError::NotFound)?;
    let told = LicenceTold {
        standing: found.standing_on(ctx.today()),
        number: found.number,
        kind: found.terms.kind,
        starts_on: found.terms.starts_on,
        ends_on: found.terms.ends_on,
    };
    json(StatusCode::OK, &told)
}

/// A slip: what was sold when, between which roles.
#[derive(Debug, Serialize, ToSchema)]
pub struct SlipTold {
    serial: String,
    /// `open`, `expired`, `accepted`, `declined` or `withdrawn`, as of now.
    standing: &'static str,
    #[schema(value_type = String, format = Date)]
    on: Day,
    weight_mct: Mass,
    stones: i64,
    seller_role: String,
    buyer_role: String,
    test: bool,
}

pub(super) async fn slip(ctx: Ctx, key: web::Path<String>) -> Answer {
    let t = slip_told(&ctx, &key).await?.ok_or(WebError::NotFound)?;
    let told = SlipTold {
        serial: t.purchase.serial,
        standing: t.standing,
        on: t.purchase.on,
        weight_mct: t.weight,
        stones: t.purchase.stones,
        seller_role: t.seller.role,
        buyer_role: t.buyer.role,
        test: t.purchase.test,
    };
    json(StatusCode::OK, &told)
}
