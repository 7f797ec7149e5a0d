//! One's own passkeys: adding one, with its name, and taking one away. (docs/decisions/0012-passkeys.md)
//!
//! What a device is asked stands in the page, and a script passes it on (`static/js/passkey.js`); what it answers comes back in
//! a form like any other. Without scripts the pages say so and ask for a code.

pub mod ceremony;
#[cfg(feature = "passkeys")]
mod relying;
#[cfg(not(feature = "passkeys"))]
#[path = "relying_none.rs"]
mod relying;

use crate::domain::ids::AccountId;
use crate::domain::violation::Violation;
use crate::edge;
use crate::service::error::ServiceError;
use crate::service::passkey::{NewPasskey, Opened, passkey_name_problems};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::factor::{self, RecoveryPage, fresh_codes};
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::routes::{Access, Route, posted, shown};
use crate::web::state::State;
use actix_web::web::{self, get, post};
use askama::Template;
use ceremony::Person;
use uuid::Uuid;

/// Their routes.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        posted("/me/passkeys/new", Access::SignedIn, || post().to(begin)),
        shown("/me/passkeys/confirm", Access::SignedIn, || get().to(confirm_form)),
        posted("/me/passkeys/confirm", Access::SignedIn, || post().to(confirm)),
        posted("/me/passkeys/remove", Access::SignedIn, || post().to(remove)),
    ]
}

#[derive(Template)]
#[template(path = "me/passkey.html")]
struct ConfirmPage {
    form: Form,
    name: String,
    options: String,
}

/// What a page asks of an account besides its password.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Whether it has an authenticator app.
    pub app: bool,
    /// Whether it has passkeys.
    pub passkeys: bool,
    /// What a device is told, where one of them can be used here and now.
    pub options: Option<String>,
}

impl Asked {
    /// Whether there is a second factor at all.
    #[must_use]
    pub const fn any(&self) -> bool {
        self.app || self.passkeys
    }
}

/// What is asked of an account besides its password; a challenge waits then for whoever it is.
///
/// # Errors
/// A fault.
pub async fn asked(state: &web::Data<State>, account: AccountId, whose: &str) -> Result<Asked, WebError> {
    let (state, whose) = (state.clone(), whose.to_owned());
    let look = move || -> Result<Asked, ServiceError> {
        let factor = state.app.factor_state(account)?;
        let (app, passkeys) = (factor.since.is_some(), !factor.passkeys.is_empty());
        if !passkeys || !state.passkeys.possible() {
            return Ok(Asked { app, passkeys, options: None });
        }
        let keys = state.app.passkeys_opened(account)?;
        Ok(Asked { app, passkeys, options: state.passkeys.show(&whose, &keys, edge::now()) })
    };
    Ok(web::block(look).await.map_err(|e| WebError::Fault(e.to_string()))??)
}

fn session(ctx: &Ctx) -> String {
    ctx.signed_in.as_ref().map(|s| s.token_hash.clone()).unwrap_or_default()
}

/// `POST /me/passkeys/new`: takes the name, and goes on to where the device is asked.
///
/// # Errors
/// Where the password was not just typed, or a fault.
pub async fn begin(ctx: Ctx, form: Posted) -> Answer {
    ctx.proved()?;
    let name = form.get("name").unwrap_or_default().trim().to_owned();
    let (account, session, now) = (ctx.actor()?.account, session(&ctx), ctx.now());
    let mut v = passkey_name_problems(&name);
    v.check(ctx.state.passkeys.possible(), || Violation::new("passkey.not_here"));
    v.check(!ctx.state.app.guard.demonstration, || Violation::new("factor.demonstration"));
    if let Err(v) = v.finish() {
        return factor::refused(&ctx, form, WebError::Service(v.into())).await;
    }
    let begun = move |state: &State| -> Result<bool, ServiceError> {
        let known: Vec<Opened> = state.app.passkeys_opened(account)?;
        let own = state.app.secret_of(account)?;
        let person = Person { id: account.uuid(), login: own.login, name: own.display_name };
        Ok(state.passkeys.add(&session, &person, &name, &known, now))
    };
    if ctx.block(begun).await? {
        return Ok(ctx.see_other("/me/passkeys/confirm"));
    }
    factor::refused(&ctx, form, WebError::Service(Violation::new("passkey.failed").into())).await
}

/// `GET /me/passkeys/confirm`: asks the device.
///
/// # Errors
/// A fault.
pub async fn confirm_form(ctx: Ctx) -> Answer {
    match ctx.state.passkeys.begun(&session(&ctx), ctx.now()) {
        Some((name, options)) => ctx.render(&ConfirmPage { form: Form::new(Posted::default()), name, options }),
        None => Ok(ctx.see_other("/me/factor")),
    }
}

/// `POST /me/passkeys/confirm`: what the device answered.
///
/// # Errors
/// A fault.
pub async fn confirm(ctx: Ctx, form: Posted) -> Answer {
    // Whoever finds this page left open on a screen cannot add a device of his own.
    ctx.proved()?;
    let (account, session, now) = (ctx.actor()?.account, session(&ctx), ctx.now());
    let first = ctx.signed_in.as_ref().is_some_and(|s| s.lacks_factor);
    let made = ctx.state.passkeys.added(&session, form.get("passkey").unwrap_or_default(), now);
    let Some((name, made)) = made else {
        return factor::refused(&ctx, form, WebError::Service(Violation::new("passkey.failed").into())).await;
    };
    let codes = fresh_codes();
    let new = NewPasskey { id: edge::id(), name, digest: made.digest, credential: made.credential, counter: made.counter };
    let kept = codes.clone();
    match ctx.block(move |state| state.app.passkey_add(account, new, &kept, &session, now)).await {
        Ok(true) => ctx.render(&RecoveryPage { codes, first }),
        Ok(false) => Ok(ctx.see_other("/me/factor")),
        Err(e) => factor::refused(&ctx, form, e).await,
    }
}

/// `POST /me/passkeys/remove`.
///
/// # Errors
/// Where the password was not just typed, [`WebError::NotFound`] for one that is not one's own, or a fault.
pub async fn remove(ctx: Ctx, form: Posted) -> Answer {
    ctx.proved()?;
    let (account, session, now) = (ctx.actor()?.account, session(&ctx), ctx.now());
    let id = form.get("passkey").and_then(|id| Uuid::parse_str(id).ok()).ok_or(WebError::NotFound)?;
    match ctx.block(move |state| state.app.passkey_remove(account, id, &session, now)).await {
        Ok(()) => Ok(ctx.see_other("/me/factor")),
        Err(e) => factor::refused(&ctx, form, e).await,
    }
}
