//! What anybody may know of a certificate by its number.

use super::{check_path, standing_colour};
use crate::domain::blank::BlankState;
use crate::domain::shipment::CertificateStanding;
use crate::domain::time::Day;
use crate::store::certificate::certificate_by_number;
use crate::store::error::StoreError;
use crate::web::blank::warned_of;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

/// What anybody is told of a certificate: its number, its state and its days, nothing of any person or firm.
pub struct Told {
    /// Its number.
    pub number: String,
    /// What it is today.
    pub standing: CertificateStanding,
    /// Day of issue.
    pub issued_on: Day,
    /// Last day of validity.
    pub expires_on: Day,
    /// The day of receipt that was confirmed abroad: it is used.
    pub confirmed_on: Option<Day>,
}

impl Told {
    /// What is told of a number as somebody typed it: blanks and small letters do not matter.
    ///
    /// # Errors
    /// A fault.
    pub async fn read(ctx: &Ctx, typed: &str) -> Result<Option<Self>, WebError> {
        let plain = || typed.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
        let number = ctx.state.app.env.profile.certificate_number_typed(typed).unwrap_or_else(plain);
        let today = ctx.today();
        let found = ctx.read(move |rx| -> Result<_, StoreError> { certificate_by_number(rx, &number) }).await?;
        Ok(found.map(|c| Self {
            confirmed_on: c.used_on,
            standing: c.standing_on(today),
            number: c.facts.number,
            issued_on: c.facts.issued_on,
            expires_on: c.facts.expires_on,
        }))
    }

    fn code(&self) -> &'static str {
        self.standing.as_str()
    }
    fn colour(&self) -> &'static str {
        standing_colour(self.standing)
    }
    fn is_valid(&self) -> bool {
        self.standing == CertificateStanding::Valid
    }
    /// Where whoever has the one-time code confirms what arrived.
    fn receipt_path(&self) -> String {
        format!("{}/receipt", check_path(&self.number))
    }
    /// Whether a receipt can be confirmed at all.
    fn is_open(&self) -> bool {
        !self.standing.is_void()
    }
}

#[derive(Template)]
#[template(path = "certificates/check.html")]
struct CheckedPage {
    asked: String,
    told: Option<Told>,
    /// What became of the blank form with this number, where it is no certificate's.
    form: Option<&'static str>,
    authority: String,
}

/// Without a number: to the form that takes one.
pub(super) async fn ask(ctx: Ctx) -> Answer {
    Ok(ctx.see_other("/check"))
}

/// What anybody is told of a number that is no certificate's: the number, and what became of its form.
pub async fn warned(ctx: &Ctx, typed: &str) -> Result<Option<(String, BlankState)>, WebError> {
    let Some(number) = ctx.state.app.env.profile.certificate_number_typed(typed) else { return Ok(None) };
    let asked = number.clone();
    Ok(ctx.read(move |rx| warned_of(rx, &asked)).await?.map(|state| (number, state)))
}

pub(super) async fn check(ctx: Ctx, path: web::Path<String>) -> Answer {
    let asked: String = path.chars().take(60).collect();
    let told = Told::read(&ctx, &path).await?;
    let status = if told.is_some() { StatusCode::OK } else { StatusCode::NOT_FOUND };
    let authority = ctx.state.app.env.profile.authority.issuing.value.get(ctx.locale().tag()).to_owned();
    let form = if told.is_none() { warned(&ctx, &path).await?.map(|(_, state)| state.as_str()) } else { None };
    ctx.render_as(status, &CheckedPage { asked, told, form, authority })
}
