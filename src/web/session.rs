//! Signing in and out.

use crate::domain::violation::{Violation, Violations};
use crate::edge;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::frame::{SESSION_COOKIE, VISIT_COOKIE, cookie_of};
use crate::web::password;
use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    form: Form,
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
    ctx.render(&SignInPage { form: Form::new(Posted::of([("to", to)])) })
}

/// `POST /sign-in`: the same answer for an unknown name and a wrong password, after the same work.
///
/// # Errors
/// A fault.
pub async fn sign_in(ctx: Ctx, posted: Posted) -> Answer {
    let login = posted.get("login").unwrap_or_default().to_owned();
    let typed = posted.get("password").unwrap_or_default().to_owned();
    let (token, csrf) = (password::token(), password::token());
    let (old, now) = (ctx.signed_in.as_ref().map(|s| s.token_hash.clone()), ctx.now());
    let answer = (token.clone(), csrf);
    let session = ctx
        .block(move |state| -> Result<_, WebError> {
            let secret = state.app.secret(&login)?;
            let right = password::matches(&typed, secret.as_ref().map(|s| s.password_hash.as_str()));
            let Some(secret) = secret.filter(|_| right) else { return Ok(None) };
            Ok(state.app.sign_in(&secret, &answer.0, &answer.1, old.as_deref(), now)?)
        })
        .await?;
    if session.is_none() {
        let wrong = Violations::from(Violation::on("sign_in.wrong", "login"));
        let shown = Posted::of([("login", posted.get("login").unwrap_or_default().to_owned()), ("to", local(&posted))]);
        return ctx.render_as(StatusCode::UNPROCESSABLE_ENTITY, &SignInPage { form: Form::again(shown, &wrong, ctx.locale()) });
    }
    let mut response = ctx.see_other(&local(&posted));
    let _ = response.add_cookie(&cookie_of(SESSION_COOKIE, token, ctx.state.reach.secure));
    let _ = response.add_removal_cookie(&Cookie::build(VISIT_COOKIE, "").path("/").finish());
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
    let _ = response.add_removal_cookie(&Cookie::build(SESSION_COOKIE, "").path("/").finish());
    Ok(response)
}
