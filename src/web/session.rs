//! Signing in and out.

use crate::domain::entry::sha256_hex;
use crate::domain::factor::app_code;
use crate::domain::violation::{Violation, Violations};
use crate::edge;
use crate::service::session::{Opened, Opening, Shown};
use crate::store::session::Session;
use crate::web::agent;
use crate::web::ctx::{Answer, Ctx};
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::frame::{DEVICE_COOKIE, SESSION_COOKIE, VISIT_COOKIE, cookie_of};
use crate::web::half::{self, Half};
use crate::web::kept;
use crate::web::locale::PageValues;
use crate::web::passkey::{self, Asked};
use crate::web::password;
pub use crate::web::proxy::address;
use crate::web::watch::numbers;
use actix_web::cookie::time::Duration;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderName, HeaderValue, RETRY_AFTER, USER_AGENT};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

/// Days for which a browser keeps its own mark (browsers allow no more).
const DEVICE_DAYS: i64 = 400;

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

/// The second page: the code of the app, or a passkey.
#[derive(Template)]
#[template(path = "sign_in_code.html")]
struct CodePage {
    form: Form,
    asked: Asked,
}

/// Where to go after signing in.
#[derive(serde::Deserialize)]
pub struct To {
    to: Option<String>,
    /// A form was sent that could not be kept.
    #[serde(default)]
    lost: String,
}

impl To {
    /// Whether one was named.
    #[must_use]
    pub const fn is_named(&self) -> bool {
        self.to.is_some()
    }

    /// A path of ours, or the first page.
    #[must_use]
    pub fn path(&self) -> String {
        local(self.to.as_deref().unwrap_or_default())
    }
}

/// `GET /sign-in`.
///
/// # Errors
/// When the template fails.
pub async fn form(ctx: Ctx, query: web::Query<To>) -> Answer {
    let To { to, lost } = query.into_inner();
    ctx.render(&SignInPage::new(Form::new(Posted::of([("to", to.unwrap_or_default()), ("lost", lost)])), None))
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

/// The session that is about to begin, and its browser's mark where it is a new one.
fn opening(ctx: &Ctx, req: &HttpRequest) -> (Opening, Option<String>) {
    let known = req.cookie(DEVICE_COOKIE.of(ctx.state.reach.secure)).map(|c| c.value().to_owned()).filter(|mark| mark.len() == 32);
    let new = known.is_none().then(|| data_encoding::HEXLOWER.encode(&edge::random::<16>()));
    let mark = known.or_else(|| new.clone()).unwrap_or_default();
    let said = req.headers().get(USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let opening = Opening {
        token: password::token(),
        csrf: password::token(),
        old: ctx.signed_in.as_ref().map(|s| s.token_hash.clone()),
        device: sha256_hex(&[b"device\n", mark.as_bytes()]),
        agent: agent::words(said),
        now: ctx.now(),
    };
    (opening, new)
}

/// `POST /sign-in`: the same answer for an unknown name and a wrong password, after the same work. Who has a second
/// factor goes on to the page that asks for its code.
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
    let Some(secret) = secret.filter(|_| right) else { return wrong(&ctx, &posted).await };
    let (begun, mark) = opening(&ctx, &req);
    let (asked, with) = (secret.clone(), begun.clone());
    match ctx.block(move |state| state.app.sign_in(&asked, None, &with)).await? {
        Opened::In(session) => {
            ctx.state.attempts.succeeded(&login, from);
            ctx.keep_waits().await;
            finish(&ctx, (&session, &begun, mark), &to(&posted), posted.get(kept::LEFT))
        }
        Opened::Code => {
            // Failures before this one stay counted until the code is right too.
            ctx.state.attempts.unheard(&login, from);
            ctx.keep_waits().await;
            let half = Half { secret, to: to(&posted), kept: posted.get(kept::LEFT).map(str::to_owned), at: ctx.now() };
            let cookie = ctx.state.halves.leave(half);
            let mut response = ctx.see_other("/sign-in/code");
            let _ = response.add_cookie(&cookie_of(&half::COOKIE, cookie, ctx.state.reach.secure));
            Ok(response)
        }
        Opened::WrongCode | Opened::No => wrong(&ctx, &posted).await,
    }
}

async fn wrong(ctx: &Ctx, posted: &Posted) -> Answer {
    numbers::sign_in_failed("wrong");
    ctx.keep_waits().await;
    let wrong = Violations::from(Violation::on("sign_in.wrong", "login"));
    ctx.render_as(StatusCode::UNPROCESSABLE_ENTITY, &again(ctx, posted, &wrong))
}

/// The way into the register: cookies, and the form that lay here or the page that was asked for.
fn finish(ctx: &Ctx, (session, begun, mark): (&Session, &Opening, Option<String>), to: &str, left: Option<&str>) -> Answer {
    let kept = left.and_then(|left| ctx.state.kept.give(left, session.account, ctx.now()));
    let mut response = match &kept {
        Some(kept) => kept::page(kept, &PageValues { csrf: session.csrf.clone(), ..ctx.page.clone() }, StatusCode::OK)?,
        None => ctx.see_other(to),
    };
    let secure = ctx.state.reach.secure;
    let _ = response.add_cookie(&cookie_of(&SESSION_COOKIE, begun.token.clone(), secure));
    if let Some(mark) = mark {
        let mut cookie = cookie_of(&DEVICE_COOKIE, mark, secure);
        cookie.set_max_age(Duration::days(DEVICE_DAYS));
        let _ = response.add_cookie(&cookie);
    }
    let _ = response.add_removal_cookie(&cookie_of(&VISIT_COOKIE, String::new(), secure));
    let _ = response.add_removal_cookie(&cookie_of(&half::COOKIE, String::new(), secure));
    Ok(response)
}

fn half_of(ctx: &Ctx, req: &HttpRequest) -> Option<(String, Half)> {
    let cookie = req.cookie(half::COOKIE.of(ctx.state.reach.secure))?.value().to_owned();
    let half = ctx.state.halves.find(&cookie, ctx.now())?;
    Some((cookie, half))
}

/// `GET /sign-in/code`: back to the beginning for who has typed no password.
///
/// # Errors
/// When the template fails.
pub async fn code_form(ctx: Ctx, req: HttpRequest) -> Answer {
    match half_of(&ctx, &req) {
        Some((cookie, half)) => {
            let asked = passkey::asked(&ctx.state, half.secret.account, &cookie).await?;
            ctx.render(&CodePage { form: Form::new(Posted::default()), asked })
        }
        None => Ok(ctx.see_other("/sign-in")),
    }
}

/// `POST /sign-in/code`: the code of the app, a recovery code, or what a passkey answered. Wrong ones count as wrong passwords
/// do.
///
/// # Errors
/// A fault.
pub async fn sign_in_code(ctx: Ctx, req: HttpRequest, posted: Posted) -> Answer {
    let Some((cookie, half)) = half_of(&ctx, &req) else { return Ok(ctx.see_other("/sign-in")) };
    let (login, from) = (half.secret.login.clone(), address(&req));
    let typed = posted.get("code").unwrap_or_default().trim().to_owned();
    let answer = posted.get("passkey").filter(|a| !a.is_empty());
    // Before another challenge is made for the page that may follow: this one counts once.
    let used = answer.and_then(|answer| ctx.state.passkeys.shown(&cookie, answer, ctx.now()));
    let asked = passkey::asked(&ctx.state, half.secret.account, &cookie).await?;
    let again = |status, v: &Violations| {
        let form = Form::again(Posted::default(), v, ctx.locale());
        ctx.render_as(status, &CodePage { form, asked: asked.clone() })
    };
    if typed.is_empty() && answer.is_none() {
        return again(StatusCode::UNPROCESSABLE_ENTITY, &Violation::on("required", "code").into());
    }
    if let Err(seconds) = ctx.state.attempts.begin(&login, from, ctx.now()) {
        return wait(seconds, |v| again(StatusCode::TOO_MANY_REQUESTS, v));
    }
    let wrong = if answer.is_some() { Violation::new("passkey.failed") } else { Violation::on("factor.code", "code") };
    let (begun, mark) = opening(&ctx, &req);
    let (secret, with, by_passkey) = (half.secret, begun.clone(), answer.is_some());
    let recovery = !by_passkey && app_code(&typed).is_none();
    let opened = ctx.block(move |state| {
        if by_passkey && used.is_none() {
            return Ok(Opened::WrongCode);
        }
        state.app.sign_in_with(&secret, used.as_ref().map_or(Shown::Code(&typed), Shown::Passkey), &with)
    });
    let opened = opened.await?;
    if !matches!(opened, Opened::In(_)) {
        numbers::sign_in_failed("wrong");
    }
    match opened {
        Opened::In(session) => {
            ctx.state.attempts.succeeded(&login, from);
            ctx.state.halves.end(&cookie);
            ctx.keep_waits().await;
            // Whoever used up a recovery code is told how many are left, and goes on from there.
            let on = askama::filters::urlencode_strict(&half.to).map(|to| to.to_string()).unwrap_or_default();
            let to = if recovery { format!("/me/factor?to={on}") } else { half.to };
            finish(&ctx, (&session, &begun, mark), &to, half.kept.as_deref())
        }
        Opened::WrongCode if ctx.state.halves.wrong(&cookie) => {
            ctx.keep_waits().await;
            again(StatusCode::UNPROCESSABLE_ENTITY, &wrong.into())
        }
        _ => {
            ctx.state.halves.end(&cookie);
            ctx.keep_waits().await;
            Ok(ctx.see_other("/sign-in"))
        }
    }
}

fn again(ctx: &Ctx, posted: &Posted, wrong: &Violations) -> SignInPage {
    let shown = Posted::of([("login", posted.get("login").unwrap_or_default().to_owned()), ("to", to(posted))]);
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

fn to(posted: &Posted) -> String {
    local(posted.get("to").unwrap_or_default())
}

/// Only a path of ours: never a way to another site.
fn local(to: &str) -> String {
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
