//! Signing in and out.

use crate::domain::violation::{Violation, Violations};
use crate::edge;
use crate::web::ctx::{Answer, Ctx};
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::frame::{SESSION_COOKIE, VISIT_COOKIE, cookie_of};
use crate::web::kept;
use crate::web::locale::PageValues;
use crate::web::password;
pub use crate::web::proxy::address;
use crate::web::watch::numbers;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderName, HeaderValue, RETRY_AFTER};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    form: Form,
    /// The name under which a form lies that came when the session had ended.
    kept: Option<String>,
    kept_field: &'static str,
}

impl SignInPage {
    const fn new(form: Form, kept: Option<String>) -> Self {
        Self { form, kept, kept_field: kept::LEFT }
    }
}

/// Where to go after signing in.
#[derive(serde::Deserialize)]
pub struct To {
    to: Option<String>,
}

/// `GET /sign-in`.
///
/// # Errors
/// When the template fails.
pub async fn form(ctx: Ctx, query: web::Query<To>) -> Answer {
    let to = query.into_inner().to.unwrap_or_default();
    ctx.render(&SignInPage::new(Form::new(Posted::of([("to", to)])), None))
}

/// The page in answer to a form that came when the session had ended.
///
/// # Errors
/// When the template fails.
pub fn asked_by(page: &PageValues, kept: String) -> Answer {
    let body = page.render(&SignInPage::new(Form::new(Posted::default()), Some(kept)))?;
    let mut answer = HttpResponse::Unauthorized();
    Ok(answer.content_type("text/html; charset=utf-8").insert_header((CACHE_CONTROL, "no-store")).body(body))
}

/// `POST /sign-in`: the same answer for an unknown name and a wrong password, after the same work.
///
/// # Errors
/// A fault.
pub async fn sign_in(ctx: Ctx, req: HttpRequest, posted: Posted) -> Answer {
    let login = posted.get("login").unwrap_or_default().to_owned();
    let typed = posted.get("password").unwrap_or_default().to_owned();
    let from = address(&req);
    if let Err(seconds) = ctx.state.attempts.begin(&login, from, ctx.now()) {
        numbers::sign_in_failed("wait");
        return wait(seconds, |v| ctx.render_as(StatusCode::TOO_MANY_REQUESTS, &again(&ctx, &posted, v)));
    }
    let name = login.clone();
    let secret = ctx.block(move |state| state.app.secret(&name)).await?;
    let right = match password::is_right(typed, secret.as_ref().map(|s| s.password_hash.clone())).await {
        Ok(right) => right,
        Err(e) => {
            ctx.state.attempts.unheard(&login, from);
            return Err(e);
        }
    };
    let (token, csrf) = (password::token(), password::token());
    let (old, now) = (ctx.signed_in.as_ref().map(|s| s.token_hash.clone()), ctx.now());
    let made = (token.clone(), csrf.clone());
    let session = match secret.filter(|_| right) {
        Some(secret) => ctx.block(move |state| state.app.sign_in(&secret, &made.0, &made.1, old.as_deref(), now)).await?,
        None => None,
    };
    let Some(session) = session else {
        numbers::sign_in_failed("wrong");
        let wrong = Violations::from(Violation::on("sign_in.wrong", "login"));
        return ctx.render_as(StatusCode::UNPROCESSABLE_ENTITY, &again(&ctx, &posted, &wrong));
    };
    ctx.state.attempts.succeeded(&login, from);
    let kept = posted.get(kept::LEFT).and_then(|left| ctx.state.kept.give(left, session.account, ctx.now()));
    let mut response = match &kept {
        Some(kept) => kept::page(kept, &PageValues { csrf, ..ctx.page.clone() }, StatusCode::OK)?,
        None => ctx.see_other(&local(&posted)),
    };
    let _ = response.add_cookie(&cookie_of(&SESSION_COOKIE, token, ctx.state.reach.secure));
    let _ = response.add_removal_cookie(&cookie_of(&VISIT_COOKIE, String::new(), ctx.state.reach.secure));
    Ok(response)
}

fn again(ctx: &Ctx, posted: &Posted, wrong: &Violations) -> SignInPage {
    let shown = Posted::of([("login", posted.get("login").unwrap_or_default().to_owned()), ("to", local(posted))]);
    SignInPage::new(Form::again(shown, wrong, ctx.locale()), posted.get(kept::LEFT).map(str::to_owned))
}

/// The answer to an attempt that comes too early: the form again, and when to come back.
///
/// # Errors
/// When the form cannot be shown.
pub fn wait(seconds: i64, show: impl FnOnce(&Violations) -> Answer) -> Answer {
    let too_early = match seconds {
        ..=90 => Violation::new("sign_in.wait_seconds").with("seconds", seconds),
        _ => Violation::new("sign_in.wait_minutes").with("minutes", seconds.saturating_add(59).div_euclid(60)),
    };
    let mut response = show(&too_early.into())?;
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    Ok(response)
}

/// Only a path of ours: never a way to another site.
fn local(posted: &Posted) -> String {
    let to = posted.get("to").unwrap_or_default();
    let ours = to.starts_with('/') && !to.starts_with("//") && !to.contains('\\') && !to.contains(char::is_control);
    if ours { to.to_owned() } else { "/".to_owned() }
}

/// `POST /sign-out`.
///
/// # Errors
/// A fault.
pub async fn sign_out(ctx: Ctx, _posted: Posted) -> Answer {
    let now = edge::now();
    if let Some(hash) = ctx.signed_in.as_ref().map(|s| s.token_hash.clone()) {
        ctx.block(move |state| state.app.sign_out(&hash, now)).await?;
    }
    let mut response = ctx.see_other("/");
    // What a browser kept in spite of being told not to.
    response.headers_mut().insert(HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\""));
    let _ = response.add_removal_cookie(&cookie_of(&SESSION_COOKIE, String::new(), ctx.state.reach.secure));
    Ok(response)
}
