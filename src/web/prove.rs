//! Showing again that it is you, for acts that sign. The form that was sent is carried through the page and, once the
//! password (and the code) was right, sent on to its address by the browser itself (307): nothing has to be typed twice.

use crate::domain::access::{Actor, Reach, reach};
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::session::{Opened, Shown};
use crate::web::ctx::{Answer, Ctx, Visitor};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::frame::{SESSION_COOKIE, cookie_of};
use crate::web::journal::name_of;
use crate::web::locale::Locale;
use crate::web::passkey::{self, Asked};
use crate::web::password;
use crate::web::routes::{Access, Route, access_of, posted, shown};
use crate::web::session::{To, address, wait};
use crate::web::state::State;
use crate::web::watch::numbers;
use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::http::{Method, StatusCode};
use actix_web::web::{self, get, post};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

/// The address of the page.
pub const PATH: &str = "/me/prove";
/// How the fields begin that are for this page alone; no other handler ever sees them.
pub const OWN: &str = "prove_";

/// Its routes.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![shown(PATH, Access::SignedIn, || get().to(show)), posted(PATH, Access::SignedIn, || post().to(prove))]
}

#[derive(Template)]
#[template(path = "me/prove.html")]
struct ProvePage {
    form: Form,
    /// What is asked for too.
    asked: Asked,
    /// For what, where that has a name.
    act: Option<Act>,
    /// Where it goes on.
    to: String,
    /// The form that was sent, with its key and buttons.
    carried: Vec<(String, String)>,
}

/// What somebody is about to do, as the page names it.
#[derive(Debug, Clone)]
struct Act {
    /// The end of a message id `prove-act-…`.
    what: &'static str,
    /// The code, number or name of the thing it is done to.
    name: Option<String>,
}

/// The forms that sign or need the password again, with what the thing is that they name, and what they do.
const ACTS: [(&str, &str, &str); 68] = [
    ("/shipments/{id}/value", "shipment", "value-shipment"),
    ("/shipments/{id}/propose", "shipment", "propose-certificate"),
    ("/shipments/{id}/approve", "shipment", "issue-certificate"),
    ("/shipments/{id}/decline", "shipment", "decline-certificate"),
    ("/certificates/{id}/void", "certificate", "void-certificate"),
    ("/certificates/{id}/endorse", "certificate", "endorse-certificate"),
    ("/arrivals/new", "", "record-arrival"),
    ("/arrivals/{id}/close", "arrival", "close-arrival"),
    ("/warnings/{id}", "warning", "withdraw-warnings"),
    ("/letters/new", "", "issue-letter"),
    ("/letters/{id}/withdraw", "letter", "withdraw-letter"),
    ("/blanks/new", "", "receive-blanks"),
    ("/blanks/allocate", "", "allocate-blanks"),
    ("/blanks/report", "", "report-blanks"),
    ("/blanks/reports/{id}", "", "decide-blank-report"),
    ("/removals/{id}", "removal", "decide-removal"),
    ("/seizures/new", "", "record-seizure"),
    ("/seizures/safes", "", "count-safe"),
    ("/seizures/orders/{id}", "", "decide-seizure-order"),
    ("/seizures/{id}/move", "seizure", "move-seizure"),
    ("/seizures/{id}/answer", "seizure", "answer-seizure-difference"),
    ("/seizures/{id}/order", "seizure", "propose-seizure-order"),
    ("/offences/new", "", "record-offence"),
    ("/offences/{id}", "offence", "follow-up-offence"),
    ("/zones/new", "", "propose-zone"),
    ("/zones/load", "", "propose-zone"),
    ("/zones/release", "", "propose-release"),
    ("/zones/{code}/status", "", "propose-zone"),
    ("/zones/{code}/boundary", "", "propose-zone"),
    ("/zones/changes/{id}", "", "decide-zone"),
    ("/parcels/{code}/sizes/new", "", "size-parcel"),
    ("/footprints/new", "", "propose-footprint"),
    ("/footprints/{id}", "", "decide-footprint"),
    ("/estimates/new", "", "propose-estimate"),
    ("/parcels/{code}/let-go", "parcel", "lift-hold"),
    ("/estimates/{id}", "", "decide-estimate"),
    ("/alerts/{no}", "", "handle-alert"),
    ("/participants/new", "", "propose-participants"),
    ("/participants/load", "", "propose-participants"),
    ("/participants/changes/{id}", "", "decide-participants"),
    ("/confirmations/{id}", "", "answer-difference"),
    ("/statistics/{period}/submit", "", "submit-return"),
    ("/corrections/{id}/decide", "correction", "decide-correction"),
    ("/disputes/{id}/decide", "dispute", "decide-dispute"),
    ("/parties/{code}/erase", "", "erase-details"),
    ("/parties/{code}/state", "", "party-state"),
    ("/licences/new/{kind}", "", "issue-licence"),
    ("/licences/{id}/edit", "licence", "change-licence"),
    ("/licences/{id}/state/{act}", "licence", "licence-state"),
    ("/stock/new", "", "declare-stock"),
    ("/accounts/new", "", "create-account"),
    ("/accounts/{id}/edit", "account", "change-account"),
    ("/accounts/{id}/state", "account", "account-state"),
    ("/accounts/{id}/password", "account", "reset-password"),
    ("/accounts/{id}/factor", "account", "reset-factor"),
    ("/offices/new", "", "open-office"),
    ("/offices/{id}/edit", "office", "change-office"),
    ("/standing/propose", "", "propose-recovery"),
    ("/standing/approve", "", "approve-recovery"),
    ("/me/tokens", "", "make-token"),
    ("/me/factor/new", "", "own-factor"),
    ("/me/factor/confirm", "", "own-factor"),
    ("/me/factor/codes", "", "recovery-codes"),
    ("/me/factor/drop", "", "drop-factor"),
    ("/me/passkeys/new", "", "own-passkey"),
    ("/me/passkeys/confirm", "", "own-passkey"),
    ("/me/passkeys/remove", "", "drop-passkey"),
    ("/me/sessions/end-others", "", "end-sessions"),
];

impl Act {
    /// What a form does that is sent to an address. The thing is named by what stands in the address itself, and by what
    /// the register calls it to whoever acts in the whole country.
    async fn of(req: &HttpRequest, state: &web::Data<State>, actor: &Actor, locale: Locale, to: &str) -> Result<Option<Self>, WebError> {
        let path = to.split('?').next().unwrap_or_default();
        let pattern = req.resource_map().match_pattern(path).unwrap_or_default();
        let Some((pattern, noun, what)) = ACTS.into_iter().find(|(at, ..)| *at == pattern) else { return Ok(None) };
        let key = path.split('/').nth(2).unwrap_or_default().to_owned();
        if pattern.starts_with("/parties/") {
            return Ok(Some(Self { what, name: Some(key) }));
        }
        let everywhere = matches!(access_of(&Method::POST, pattern), Some(Access::Needs(p)) if reach(actor, p) == Reach::All);
        if !everywhere || noun.is_empty() {
            return Ok(Some(Self { what, name: None }));
        }
        let app = state.app.clone();
        let named = web::block(move || app.db.read(|rx| name_of(rx, noun, &key, locale))).await;
        Ok(Some(Self { what, name: named.map_err(|e| WebError::Fault(e.to_string()))?? }))
    }
}

/// A form as it was sent, for the page that asks first who sends it.
#[derive(Debug, Clone)]
pub struct Sent {
    /// Its address.
    pub to: String,
    /// All its fields.
    pub fields: Vec<(String, String)>,
}

/// The page in answer to a form that asks for an act that signs.
///
/// # Errors
/// A fault.
pub async fn asked_by(req: &HttpRequest, visitor: &Visitor, state: &web::Data<State>, sent: Sent) -> Answer {
    let signed_in = visitor.signed_in.as_ref().ok_or(WebError::SignIn)?;
    let asked = passkey::asked(state, signed_in.actor.account, &signed_in.token_hash).await?;
    let act = Act::of(req, state, &signed_in.actor, visitor.page.locale, &sent.to).await?;
    let carried = sent.fields.into_iter().filter(|(name, _)| name != "csrf").collect();
    let page = ProvePage { form: Form::new(Posted::default()), asked, act, to: sent.to, carried };
    let body = visitor.page.render(&page)?;
    let mut answer = HttpResponse::Forbidden();
    Ok(answer.content_type("text/html; charset=utf-8").insert_header((CACHE_CONTROL, "no-store")).body(body))
}

async fn asked(ctx: &Ctx) -> Result<Asked, WebError> {
    let s = ctx.signed_in.as_ref().ok_or(WebError::SignIn)?;
    passkey::asked(&ctx.state, s.actor.account, &s.token_hash).await
}

/// `GET /me/prove`: the page by itself, for programs that use a session.
///
/// # Errors
/// A fault.
pub async fn show(ctx: Ctx, query: web::Query<To>) -> Answer {
    let asked = asked(&ctx).await?;
    ctx.render(&ProvePage { form: Form::new(Posted::default()), asked, act: None, to: query.path(), carried: Vec::new() })
}

/// `POST /me/prove`: the session goes on under another token, and the form goes on to where it was sent.
///
/// # Errors
/// A fault.
pub async fn prove(ctx: Ctx, req: HttpRequest, query: web::Query<To>, form: Posted) -> Answer {
    let to = query.path();
    let carried: Vec<(String, String)> = form.whole().filter(|(name, _)| name != "csrf" && !name.starts_with(OWN)).cloned().collect();
    let (account, held) = ctx.signed_in.as_ref().map(|s| (s.actor.account, s.token_hash.clone())).ok_or(WebError::SignIn)?;
    let typed = form.get("prove_password").unwrap_or_default().to_owned();
    let code = form.get("prove_code").map(str::trim).filter(|c| !c.is_empty()).map(str::to_owned);
    let answer = form.get("prove_passkey").filter(|a| !a.is_empty());
    // Before another challenge is made for the page that may follow: this one counts once.
    let used = answer.and_then(|answer| ctx.state.passkeys.shown(&held, answer, ctx.now()));
    let asked = asked(&ctx).await?;
    let act = match carried.is_empty() {
        true => None,
        false => Act::of(&req, &ctx.state, ctx.actor()?, ctx.locale(), &to).await?,
    };
    let again = |status, v: &Violations| {
        let form = Form::again(Posted::default(), v, ctx.locale());
        ctx.render_as(status, &ProvePage { form, asked: asked.clone(), act: act.clone(), to: to.clone(), carried: carried.clone() })
    };
    let mut v = Violations::none();
    v.check(!typed.is_empty(), || Violation::on("required", "prove_password"));
    v.check(!asked.any() || code.is_some() || answer.is_some(), || Violation::on("required", "prove_code"));
    if !v.0.is_empty() {
        return again(StatusCode::UNPROCESSABLE_ENTITY, &v);
    }
    let own = ctx.block(move |state| state.app.secret_of(account)).await?;
    let (login, from) = (own.login.clone(), address(&req));
    if let Err(seconds) = ctx.state.attempts.begin(&login, from, ctx.now()) {
        return wait(seconds, |v| again(StatusCode::TOO_MANY_REQUESTS, v));
    }
    let right = password::is_right(typed, Some(own.password_hash.clone())).await;
    if right.is_err() {
        ctx.state.attempts.unheard(&login, from);
    }
    let by_passkey = answer.is_some();
    let (token, now) = (password::token(), ctx.now());
    let with = token.clone();
    let proven = match right? {
        true => {
            ctx.block(move |state| {
                let code = code.as_deref().filter(|_| !by_passkey);
                let shown = used.as_ref().map_or_else(|| Shown::from(code), Shown::Passkey);
                state.app.prove(&held, &own, shown, &with, now)
            })
            .await?
        }
        false => Opened::No,
    };
    match proven {
        Opened::In(_) => {
            ctx.state.attempts.succeeded(&login, from);
            ctx.keep_waits().await;
            Ok(go_on(&ctx, &to, !carried.is_empty(), token))
        }
        end => {
            numbers::sign_in_failed("wrong");
            ctx.keep_waits().await;
            let wrong = match end {
                Opened::No => Violation::on("password.wrong", "prove_password"),
                _ if by_passkey => Violation::new("passkey.failed"),
                _ => Violation::on("factor.code", "prove_code"),
            };
            again(StatusCode::UNPROCESSABLE_ENTITY, &wrong.into())
        }
    }
}

fn go_on(ctx: &Ctx, to: &str, carries: bool, token: String) -> HttpResponse {
    let onward = || HttpResponse::TemporaryRedirect().insert_header((LOCATION, to)).finish();
    let mut response = if carries { onward() } else { ctx.see_other(to) };
    let _ = response.add_cookie(&cookie_of(&SESSION_COOKIE, token, ctx.state.reach.secure));
    response
}

impl Ctx {
    /// Refuses where the password was not typed within the last minutes, for what is no act and still needs it.
    ///
    /// # Errors
    /// [`ServiceError::ProveAgain`].
    pub fn proved(&self) -> Result<(), WebError> {
        let fresh = self.signed_in.as_ref().is_some_and(|s| s.proof.is_fresh(self.now()));
        if fresh { Ok(()) } else { Err(WebError::Service(ServiceError::ProveAgain)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::locale::label;
    use crate::web::routes;

    #[test]
    fn every_form_that_signs_is_named_in_every_language() {
        let named = |path: &str| ACTS.iter().any(|(at, ..)| *at == path);
        let posts = routes::all().into_iter().filter(|r| r.method == Method::POST && !r.path.starts_with("/api/"));
        let signing = posts.filter(|r| matches!(r.access, Access::Needs(p) if p.signs())).map(|r| r.path);
        let missing: Vec<&str> = signing.filter(|path| !named(path)).collect();
        assert!(missing.is_empty(), "{missing:?}");
        for (path, _, what) in ACTS {
            assert!(access_of(&Method::POST, path).is_some() || path.starts_with("/me/passkeys"), "{path} is no form");
            for locale in Locale::ALL.iter().copied() {
                assert!(!label(locale, "prove-act", what).contains("prove-act"), "{what} in {locale}");
            }
        }
    }
}
