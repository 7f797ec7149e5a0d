//! One's own account: password, sessions, machine tokens.

use crate::domain::time::Instant;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::factor::FactorState;
use crate::service::session::TOKEN_DAYS;
use crate::store::error::StoreError;
use crate::store::office::office_fetch;
use crate::store::party::party_fetch;
use crate::store::secret::{Secret, secret_fetch};
use crate::store::session::{ApiToken, Session, sessions_of, tokens_of};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::text;
use crate::web::password;
use crate::web::routes::{Access, Route, posted, shown};
use crate::web::session::{address, wait};
use crate::web::state::State;
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{get, post};
use askama::Template;
use uuid::Uuid;

/// The routes of one's own account.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/me", Access::SignedIn, || get().to(show)),
        shown("/me/password", Access::SignedIn, || get().to(password_form)),
        posted("/me/password", Access::SignedIn, || post().to(change_password)),
        posted("/me/sessions/end", Access::SignedIn, || post().to(end_session)),
        posted("/me/sessions/end-others", Access::SignedIn, || post().to(end_others)),
        posted("/me/tokens", Access::SignedIn, || post().to(make_token)),
        posted("/me/tokens/revoke", Access::SignedIn, || post().to(revoke_token)),
    ]
}

struct SessionRow {
    session: Session,
    this: bool,
}

#[derive(Template)]
#[template(path = "me/show.html")]
struct MePage {
    form: Form,
    login: String,
    name: String,
    role: &'static str,
    office: Option<String>,
    party: Option<String>,
    factor: FactorState,
    demonstration: bool,
    sessions: Vec<SessionRow>,
    /// When this session ends at the latest.
    ends: Option<Instant>,
    tokens: Vec<ApiToken>,
    days: Vec<Choice>,
    /// A token just made, to be shown this once.
    fresh: Option<String>,
}

#[derive(Template)]
#[template(path = "me/password.html")]
struct PasswordPage {
    form: Form,
    first: bool,
}

async fn page(ctx: &Ctx, form: Form, fresh: Option<String>) -> Result<MePage, WebError> {
    let actor = ctx.actor()?.clone();
    let this = ctx.signed_in.as_ref().map(|s| s.token_hash.clone()).unwrap_or_default();
    let now = ctx.now();
    let locale = ctx.locale();
    let (account, demonstration) = (actor.account, ctx.state.register.demonstration);
    let factor = ctx.block(move |state| state.app.factor_state(account)).await?;
    let guard = ctx.state.app.guard.clone();
    ctx.read(move |rx| -> Result<_, StoreError> {
        let secret = secret_fetch(rx, actor.account)?;
        let office = actor.office.map(|id| office_fetch(rx, id)).transpose()?.flatten();
        let party = actor.party.map(|id| party_fetch(rx, id)).transpose()?.flatten();
        let sessions = sessions_of(rx, actor.account, now)?;
        let mut tokens = tokens_of(rx, actor.account)?;
        tokens.retain(|t| t.holds(now));
        let ends = sessions.iter().find(|s| s.token_hash == this).map(|s| guard.session_end(actor.role, s.created_at)).transpose()?;
        Ok(MePage {
            form,
            login: secret.as_ref().map(|s| s.login.clone()).unwrap_or_default(),
            name: secret.map(|s| s.display_name).unwrap_or_default(),
            role: actor.role.as_str(),
            office: office.map(|o| o.name),
            party: party.map(|p| p.code),
            factor,
            demonstration,
            ends,
            sessions: sessions.into_iter().map(|session| SessionRow { this: session.token_hash == this, session }).collect(),
            tokens,
            days: TOKEN_DAYS.iter().map(|d| Choice::new(d, text(locale, "me-token-days", &[("count", (*d).into())]))).collect(),
            fresh,
        })
    })
    .await
}

/// `GET /me`.
///
/// # Errors
/// A fault.
pub async fn show(ctx: Ctx) -> Answer {
    let form = Form::new(Posted::of([("days", "90".to_owned())]));
    ctx.render(&page(&ctx, form, None).await?)
}

fn is_first(ctx: &Ctx) -> bool {
    ctx.signed_in.as_ref().is_some_and(|s| s.must_change)
}

/// `GET /me/password`.
///
/// # Errors
/// When the template fails.
pub async fn password_form(ctx: Ctx) -> Answer {
    ctx.render(&PasswordPage { form: Form::new(Posted::default()), first: is_first(&ctx) })
}

/// `POST /me/password`: needs the old one, ends the account's other sessions and its machine tokens.
///
/// # Errors
/// A fault.
pub async fn change_password(ctx: Ctx, req: HttpRequest, form: Posted) -> Answer {
    let again = |status, v: &Violations| {
        let page = PasswordPage { form: Form::again(Posted::default(), v, ctx.locale()), first: is_first(&ctx) };
        ctx.render_as(status, &page)
    };
    let account = ctx.actor()?.account;
    let old = ctx.block(move |state| state.app.secret_of(account)).await?;
    let (typed, new) = (form.get("old").unwrap_or_default().to_owned(), form.get("password").unwrap_or_default().to_owned());
    let office = ctx.actor()?.office;
    let office = ctx.read(move |rx| -> Result<_, StoreError> { Ok(office.map(|id| office_fetch(rx, id)).transpose()?.flatten()) }).await?;
    let office = office.map(|o| o.name).unwrap_or_default();
    let (own, wanted) = (old.clone(), new.clone());
    let problems = move |state: &State| state.app.guard.password_problems(&own.login, &[&own.display_name, &office], &wanted, "password");
    let mut v = ctx.block(problems).await?;
    v.check(new == form.get("again").unwrap_or_default(), || Violation::on("password.differs", "again"));
    v.check(new != typed, || Violation::on("password.same", "password"));
    if !v.0.is_empty() {
        return again(StatusCode::UNPROCESSABLE_ENTITY, &v);
    }
    let known = ask(&ctx, &req, &old, typed).await?;
    ctx.keep_waits().await;
    match known {
        Known::Yes => {}
        Known::No => return again(StatusCode::UNPROCESSABLE_ENTITY, &Violation::on("password.wrong", "old").into()),
        Known::Wait(seconds) => return wait(seconds, |v| again(StatusCode::TOO_MANY_REQUESTS, v)),
    }
    let keep = ctx.signed_in.as_ref().map(|s| s.token_hash.clone()).unwrap_or_default();
    let (hash, now) = (password::hashed(new).await?, ctx.now());
    match ctx.block(move |state| state.app.change_password(&old, hash, &keep, now)).await {
        Ok(()) => Ok(ctx.see_other(if is_first(&ctx) { "/" } else { "/me" })),
        Err(e) => {
            let (status, v) = refusals(e)?;
            again(status, &v)
        }
    }
}

/// Whether somebody who is signed in knows the account's password.
enum Known {
    Yes,
    No,
    /// Too many attempts: the seconds to wait.
    Wait(i64),
}

/// Looks at a password typed again by somebody who is signed in; attempts count as those at sign-in do.
async fn ask(ctx: &Ctx, req: &HttpRequest, own: &Secret, typed: String) -> Result<Known, WebError> {
    let (attempts, login, from) = (&ctx.state.attempts, own.login.as_str(), address(req));
    if let Err(seconds) = attempts.begin(login, from, ctx.now()) {
        return Ok(Known::Wait(seconds));
    }
    match password::is_right(typed, Some(own.password_hash.clone())).await {
        Ok(true) => {
            attempts.succeeded(login, from);
            Ok(Known::Yes)
        }
        Ok(false) => Ok(Known::No),
        Err(e) => {
            attempts.unheard(login, from);
            Err(e)
        }
    }
}

/// `POST /me/sessions/end-others`. Whoever finds a screen left open throws nobody out.
///
/// # Errors
/// Where the password was not just typed, or a fault.
pub async fn end_others(ctx: Ctx, _form: Posted) -> Answer {
    ctx.proved()?;
    let (account, now) = (ctx.actor()?.account, ctx.now());
    let keep = ctx.signed_in.as_ref().map(|s| s.token_hash.clone()).unwrap_or_default();
    ctx.block(move |state| state.app.end_other_sessions(account, &keep, now)).await?;
    Ok(ctx.see_other("/me"))
}

/// `POST /me/sessions/end`.
///
/// # Errors
/// Where the password was not just typed, [`WebError::NotFound`] for a session that is not one's own, or a fault.
pub async fn end_session(ctx: Ctx, form: Posted) -> Answer {
    ctx.proved()?;
    let (account, now) = (ctx.actor()?.account, ctx.now());
    let short = form.get("session").unwrap_or_default().to_owned();
    ctx.block(move |state| state.app.end_session(account, &short, now)).await?;
    Ok(ctx.see_other("/me"))
}

/// `POST /me/tokens`: needs the password, for a token outlives the session. It is shown on the page that answers, and
/// never again.
///
/// # Errors
/// A fault.
pub async fn make_token(ctx: Ctx, req: HttpRequest, form: Posted) -> Answer {
    // The second factor too, where there is one.
    ctx.proved()?;
    let (account, now) = (ctx.actor()?.account, ctx.now());
    let mut f = form.reader(ctx.locale());
    let label = f.required("label");
    let days = f.required_parsed::<u32>("days");
    let typed = form.get("password").unwrap_or_default().to_owned();
    if typed.is_empty() {
        f.problem(Violation::on("required", "password"));
    }
    // The form's key is the token's id, so that a form sent twice makes one token.
    let id = Uuid::parse_str(form.key()).map_err(|_| WebError::Stale)?;
    let token = format!("placer_{}", password::token());
    let shown = token.clone();
    let made = match f.finish_with(days) {
        Ok(days) => {
            let own = ctx.block(move |state| state.app.secret_of(account)).await?;
            let known = ask(&ctx, &req, &own, typed).await?;
            ctx.keep_waits().await;
            match known {
                Known::Yes => ctx.block(move |state| state.app.make_token(&own, &label, days, (&token, id), now)).await,
                Known::No => Err(WebError::Service(Violation::on("password.wrong", "password").into())),
                Known::Wait(seconds) => return wait_for_token(&ctx, form, seconds).await,
            }
        }
        Err(v) => Err(WebError::Service(v.into())),
    };
    match made {
        Ok(_) => {
            let form = Form::new(Posted::of([("days", "90".to_owned())]));
            ctx.render(&page(&ctx, form, Some(shown)).await?)
        }
        Err(WebError::Service(ServiceError::Store(StoreError::Constraint(_)))) => Ok(ctx.see_other("/me")),
        Err(e) => {
            let (status, v) = refusals(e)?;
            let again = Form::again(form, &v, ctx.locale());
            ctx.render_as(status, &page(&ctx, again, None).await?)
        }
    }
}

async fn wait_for_token(ctx: &Ctx, form: Posted, seconds: i64) -> Answer {
    let (status, locale) = (StatusCode::TOO_MANY_REQUESTS, ctx.locale());
    let mut page = page(ctx, Form::new(Posted::default()), None).await?;
    wait(seconds, move |v| {
        page.form = Form::again(form, v, locale);
        ctx.render_as(status, &page)
    })
}

/// `POST /me/tokens/revoke`.
///
/// # Errors
/// [`WebError::NotFound`] for a token that is not one's own, or a fault.
pub async fn revoke_token(ctx: Ctx, form: Posted) -> Answer {
    let (account, now) = (ctx.actor()?.account, ctx.now());
    let id = form.get("token").and_then(|t| Uuid::parse_str(t).ok()).ok_or(WebError::NotFound)?;
    ctx.block(move |state| state.app.revoke_token(account, id, now)).await?;
    Ok(ctx.see_other("/me"))
}
