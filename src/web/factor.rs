//! One's own second factor: setting it up, recovery codes, taking it away where the role need not have one.

use crate::domain::factor::{RECOVERY_CODES, address, secret_text};
use crate::domain::violation::Violations;
use crate::edge;
use crate::service::factor::FactorState;
use crate::store::error::StoreError;
use crate::store::secret::secret_fetch;
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::locale::text;
use crate::web::password;
use crate::web::qr::Qr;
use crate::web::routes::{Access, Route, posted, shown};
use crate::web::session::To;
use actix_web::http::StatusCode;
use actix_web::web::{self, get, post};
use askama::Template;

/// The routes of one's own second factor.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/me/factor", Access::SignedIn, || get().to(show)),
        posted("/me/factor/new", Access::SignedIn, || post().to(offer)),
        shown("/me/factor/confirm", Access::SignedIn, || get().to(confirm_form)),
        posted("/me/factor/confirm", Access::SignedIn, || post().to(confirm)),
        posted("/me/factor/codes", Access::SignedIn, || post().to(codes)),
        posted("/me/factor/drop", Access::SignedIn, || post().to(drop_factor)),
    ]
}

#[derive(Template)]
#[template(path = "me/factor.html")]
struct FactorPage {
    form: Form,
    factor: FactorState,
    demonstration: bool,
    first: bool,
    /// Where whoever has just signed in with a recovery code goes on.
    on: Option<String>,
    /// Whether passkeys can be added and used here.
    passkeys: bool,
}

#[derive(Template)]
#[template(path = "me/factor_confirm.html")]
struct ConfirmPage {
    form: Form,
    /// The secret, to be typed by hand.
    secret: String,
    /// What the app reads, as a picture and as an address that opens it on the device itself.
    qr: Option<Qr>,
    told: Option<String>,
}

/// Recovery codes, on the one page that ever shows them.
#[derive(Template)]
#[template(path = "me/recovery.html")]
pub(super) struct RecoveryPage {
    pub(super) codes: Vec<String>,
    pub(super) first: bool,
}

async fn page(ctx: &Ctx, form: Form) -> Result<FactorPage, WebError> {
    let account = ctx.actor()?.account;
    let factor = ctx.block(move |state| state.app.factor_state(account)).await?;
    let first = ctx.signed_in.as_ref().is_some_and(|s| s.lacks_factor);
    let (demonstration, passkeys) = (ctx.state.register.demonstration, ctx.state.passkeys.possible());
    Ok(FactorPage { form, factor, demonstration, first, on: None, passkeys })
}

/// `GET /me/factor`.
///
/// # Errors
/// A fault.
pub async fn show(ctx: Ctx, query: web::Query<To>) -> Answer {
    let on = query.is_named().then(|| query.path());
    ctx.render(&FactorPage { on, ..page(&ctx, Form::new(Posted::default())).await? })
}

/// The page again with what was refused, and the name of a passkey that was typed.
pub(super) async fn refused(ctx: &Ctx, typed: Posted, error: WebError) -> Answer {
    let (status, v) = refusals(error)?;
    let name = typed.get("name").unwrap_or_default().to_owned();
    let form = Form::again(Posted::of([("key", edge::id().to_string()), ("name", name)]), &v, ctx.locale());
    ctx.render_as(status, &page(ctx, form).await?)
}

/// `POST /me/factor/new`: offers a secret. Whoever finds a screen left open cannot set up his own app here.
///
/// # Errors
/// A fault.
pub async fn offer(ctx: Ctx, form: Posted) -> Answer {
    ctx.proved()?;
    let (account, now) = (ctx.actor()?.account, ctx.now());
    let random = edge::random();
    match ctx.block(move |state| state.app.factor_offer(account, random, now)).await {
        Ok(()) => Ok(ctx.see_other("/me/factor/confirm")),
        Err(e) => refused(&ctx, form, e).await,
    }
}

async fn confirm_page(ctx: &Ctx, form: Form) -> Result<Option<ConfirmPage>, WebError> {
    let (account, now) = (ctx.actor()?.account, ctx.now());
    let Some(secret) = ctx.block(move |state| state.app.factor_offered(account, now)).await? else { return Ok(None) };
    let own = ctx.read(move |rx| -> Result<_, StoreError> { secret_fetch(rx, account) }).await?;
    let login = own.map(|s| s.login).unwrap_or_default();
    let issuer = text(ctx.locale(), "factor-issuer", &[("country", ctx.page.country.as_str().into())]);
    let told = address(&secret, &login, &issuer);
    let qr = told.as_deref().and_then(Qr::new);
    Ok(Some(ConfirmPage { form, secret: secret_text(&secret), qr, told }))
}

/// `GET /me/factor/confirm`: the secret that waits for its first code.
///
/// # Errors
/// A fault.
pub async fn confirm_form(ctx: Ctx) -> Answer {
    match confirm_page(&ctx, Form::new(Posted::default())).await? {
        Some(page) => ctx.render(&page),
        None => Ok(ctx.see_other("/me/factor")),
    }
}

pub(super) fn fresh_codes() -> Vec<String> {
    std::iter::repeat_with(password::recovery).take(RECOVERY_CODES).collect()
}

/// `POST /me/factor/confirm`: with the first code the app counts, and recovery codes are shown.
///
/// # Errors
/// A fault.
pub async fn confirm(ctx: Ctx, form: Posted) -> Answer {
    // Whoever finds this page left open on a screen cannot confirm an app of his own.
    ctx.proved()?;
    let mut f = form.reader(ctx.locale());
    let typed = f.required("code");
    let account = ctx.actor()?.account;
    let keep = ctx.signed_in.as_ref().map(|s| s.token_hash.clone()).unwrap_or_default();
    let first = ctx.signed_in.as_ref().is_some_and(|s| s.lacks_factor);
    let (codes, now) = (fresh_codes(), ctx.now());
    let shown = codes.clone();
    let done = match f.finish() {
        Ok(()) => ctx.block(move |state| state.app.factor_confirm(account, &typed, &codes, &keep, now)).await,
        Err(v) => Err(WebError::Service(v.into())),
    };
    match done {
        Ok(()) => ctx.render(&RecoveryPage { codes: shown, first }),
        Err(e) => {
            let (status, v): (StatusCode, Violations) = refusals(e)?;
            let key = Posted::of([("key", form.key().to_owned())]);
            match confirm_page(&ctx, Form::again(key, &v, ctx.locale())).await? {
                Some(page) => ctx.render_as(status, &page),
                None => Ok(ctx.see_other("/me/factor")),
            }
        }
    }
}

/// `POST /me/factor/codes`: other recovery codes in place of those there were.
///
/// # Errors
/// A fault.
pub async fn codes(ctx: Ctx, form: Posted) -> Answer {
    ctx.proved()?;
    let (account, codes, now) = (ctx.actor()?.account, fresh_codes(), ctx.now());
    let shown = codes.clone();
    match ctx.block(move |state| state.app.recovery_renew(account, &codes, now)).await {
        Ok(()) => ctx.render(&RecoveryPage { codes: shown, first: false }),
        Err(e) => refused(&ctx, form, e).await,
    }
}

/// `POST /me/factor/drop`.
///
/// # Errors
/// A fault.
pub async fn drop_factor(ctx: Ctx, form: Posted) -> Answer {
    ctx.proved()?;
    let (account, now) = (ctx.actor()?.account, ctx.now());
    match ctx.block(move |state| state.app.factor_drop(account, now)).await {
        Ok(()) => Ok(ctx.see_other("/me/factor")),
        Err(e) => refused(&ctx, form, e).await,
    }
}
