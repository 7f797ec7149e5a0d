//! Tokens of certificates on pages: shown on a certificate, checked by anybody, and the page that checks them without a
//! network.

pub mod facts;
mod offline;

use crate::domain::money::Currency;
use crate::domain::shipment::{Certificate, CertificateStanding};
use crate::domain::time::Instant;
use crate::domain::token::{Genuine, OnPaper, Standing, TokenError, verify};
use crate::service::token::NoToken;
use crate::store::certificate::certificate_by_number;
use crate::store::error::StoreError;
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::locale::Locale;
use crate::web::qr::Qr;
use crate::web::routes::{Access, Route, posted, shown};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::{get, post};
use askama::Template;

/// The routes of tokens.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/check/token", Access::Public, || get().to(form)),
        posted("/check/token", Access::Public, || post().to(check)),
        shown("/check/keys.json", Access::Public, || get().to(keys)),
        shown("/check/offline", Access::Public, || get().to(offline::page)),
        shown("/check/offline.html", Access::Public, || get().to(offline::download)),
    ]
}

/// The token on the page of a certificate.
pub enum Shown {
    /// It is there.
    Made {
        /// The token.
        text: String,
        /// As a QR code, where it fits one.
        qr: Option<Qr>,
    },
    /// There is none.
    None(NoToken),
}

impl Shown {
    /// The token of a certificate that the reader may see.
    ///
    /// # Errors
    /// A fault.
    pub async fn read(ctx: &Ctx, certificate: &Certificate) -> Result<Self, WebError> {
        let (state, certificate) = (ctx.state.clone(), certificate.clone());
        let made = ctx.read(move |rx| -> Result<_, StoreError> { state.app.certificate_token(rx, &certificate) }).await?;
        Ok(match made {
            Ok(text) => Self::Made { qr: Qr::new(&text), text },
            Err(why) => Self::None(why),
        })
    }
}

/// `GET /check/keys.json`: the public keys that sign tokens, or did.
///
/// # Errors
/// A fault.
async fn keys(ctx: Ctx) -> Answer {
    let state = ctx.state.clone();
    let list = ctx.read(move |rx| -> Result<_, StoreError> { state.app.certificate_key_list(rx) }).await?;
    let mut answer = HttpResponse::Ok();
    answer.content_type("application/json; charset=utf-8").insert_header((CACHE_CONTROL, "public, max-age=300"));
    answer.insert_header((CONTENT_DISPOSITION, "inline; filename=\"certificate-keys.json\""));
    Ok(answer.body(list.written()))
}

/// What was found out about a pasted token.
enum Found {
    /// Nothing was asked yet.
    Nothing,
    /// It is not genuine: why.
    False(TokenError),
    /// It is.
    Genuine(Box<Told>),
}

/// What is told of a genuine token. All facts are the token's own: whoever pasted it has them already.
struct Told {
    genuine: Genuine,
    /// How it stands by its own days.
    own: Standing,
    /// How the register stands to it.
    live: Live,
    /// What the register has otherwise.
    other_record: Vec<&'static str>,
    /// What the paper, as it was typed, has otherwise.
    other_paper: Vec<&'static str>,
}

/// How the register stands to a genuine token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Live {
    /// It knows the number, and this is its state.
    Stands(CertificateStanding),
    /// It knows no such number: a token of its own key for a certificate that it does not have.
    Unknown,
}

impl Live {
    /// The state in message ids, and whether goods may be accepted with it. Each state of a certificate is told here, and
    /// nowhere else of the page: one that is added to [`CertificateStanding`] is asked for by the compiler.
    const fn told(self) -> (&'static str, bool) {
        match self {
            Self::Stands(CertificateStanding::Valid) => ("valid", true),
            Self::Stands(CertificateStanding::Used) => ("used", false),
            Self::Stands(CertificateStanding::Expired) => ("expired", false),
            Self::Stands(CertificateStanding::Void) => ("void", false),
            Self::Stands(CertificateStanding::Lost) => ("lost", false),
            Self::Stands(CertificateStanding::Replaced) => ("replaced", false),
            Self::Unknown => ("unknown", false),
        }
    }
}

impl Told {
    fn code(&self) -> &'static str {
        self.live.told().0
    }
    /// Whether nothing at all speaks against it.
    fn is_good(&self) -> bool {
        self.live.told().1 && self.own == Standing::Valid && self.other_record.is_empty() && self.other_paper.is_empty()
    }
    fn tag(&self) -> &'static str {
        match self.live {
            Live::Stands(standing) => standing.as_str(),
            Live::Unknown => "unknown",
        }
    }
    fn rows(&self, locale: Locale) -> Vec<(String, String)> {
        facts::rows(locale, &self.genuine.claims)
    }
    fn behind(&self, locale: Locale) -> Vec<(String, String)> {
        facts::behind(locale, &self.genuine.claims, &self.genuine.kid)
    }
}

#[derive(Template)]
#[template(path = "token/check.html")]
struct CheckPage {
    form: Form,
    found: Found,
    locale: Locale,
    authority: String,
}

impl CheckPage {
    fn new(ctx: &Ctx, form: Form, found: Found) -> Self {
        let authority = ctx.state.app.env.profile.authority.issuing.value.get(ctx.locale().tag()).to_owned();
        Self { form, found, locale: ctx.locale(), authority }
    }
    fn fault(&self, error: &TokenError) -> String {
        facts::fault(self.locale, error)
    }
    fn named(&self, names: &[&'static str]) -> String {
        facts::claims_named(self.locale, names)
    }
}

async fn form(ctx: Ctx) -> Answer {
    ctx.render(&CheckPage::new(&ctx, Form::new(Posted::default()), Found::Nothing))
}

/// `POST /check/token`: a token holds names, so it stands in no address.
async fn check(ctx: Ctx, posted: Posted) -> Answer {
    let mut f = posted.reader(ctx.locale());
    // Not trimmed as other texts are: what belongs to a token is for whoever reads it to say.
    let token = posted.get("token").unwrap_or_default().to_owned();
    f.require("token");
    let paper =
        OnPaper { number: f.text("number"), weight: f.mass("carats"), value_usd_cents: f.money("value", Currency::USD).map(|m| m.minor) };
    if let Err(v) = f.finish() {
        let (status, v) = refusals(WebError::Service(v.into()))?;
        let form = Form::again(posted, &v, ctx.locale());
        return ctx.render_as(status, &CheckPage::new(&ctx, form, Found::Nothing));
    }
    let found = looked_up(&ctx, token, paper).await?;
    let status = if matches!(found, Found::False(_)) { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    ctx.render_as(status, &CheckPage::new(&ctx, Form::new(posted), found))
}

/// Checks a token and, where it is genuine, holds it against the register. Of one that is not genuine nothing is looked
/// up: else somebody could ask the register whether it has what he made up.
async fn looked_up(ctx: &Ctx, token: String, paper: OnPaper) -> Result<Found, WebError> {
    let (state, now): (_, Instant) = (ctx.state.clone(), ctx.now());
    ctx.read(move |rx| -> Result<Found, StoreError> {
        let genuine = match verify(&token, &state.app.certificate_key_list(rx)?) {
            Ok(genuine) => genuine,
            Err(error) => return Ok(Found::False(error)),
        };
        let claims = &genuine.claims;
        let today = state.app.env.profile.local_day(now);
        let (live, other_record) = match certificate_by_number(rx, &claims.number)? {
            Some(c) => (Live::Stands(c.standing_on(today)), claims.differs_from(&c.facts, c.issued_seq)),
            None => (Live::Unknown, Vec::new()),
        };
        let (own, other_paper) = (claims.standing_on(today), paper.differs(claims));
        Ok(Found::Genuine(Box::new(Told { genuine, own, live, other_record, other_paper })))
    })
    .await
}
