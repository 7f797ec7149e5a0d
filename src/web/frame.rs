//! The outermost layer: who asks and in which language, whether the route lets them, the safety headers,
//! and faults written out.

use crate::domain::access::{Permission, Reach, reach};
use crate::domain::ids::AccountId;
use crate::edge;
use crate::service::notary::Standing;
use crate::service::session::SignedIn;
use crate::web::ctx::Visitor;
use crate::web::error::{Problem, WebError};
use crate::web::filters;
use crate::web::kept::{self, Kept};
use crate::web::limits::Class;
use crate::web::lists::{FileKind, Saved, list_at};
use crate::web::locale::{self, Locale, PageValues, violation_text};
use crate::web::origin;
use crate::web::prove::{self, Sent};
use crate::web::proxy;
use crate::web::routes::{Access, access_of};
use crate::web::session;
use crate::web::state::State;
use crate::web::upload::fields_of;
use crate::web::watch;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError, web};
use askama::Template;
use std::time::Instant;

/// What a cookie is called.
pub struct CookieName {
    /// Where the register is reached without encryption, as in a demonstration.
    pub plain: &'static str,
    /// Where it is reached encrypted: browsers take a name that begins so only from this very host, and encrypted.
    pub host: &'static str,
}

impl CookieName {
    /// The name, by how the register is reached.
    #[must_use]
    pub const fn of(&self, secure: bool) -> &'static str {
        if secure { self.host } else { self.plain }
    }
}

/// The session cookie.
pub const SESSION_COOKIE: CookieName = CookieName { plain: "placer_session", host: "__Host-placer_session" };
/// The cookie that carries a form's token before anybody is signed in.
pub const VISIT_COOKIE: CookieName = CookieName { plain: "placer_visit", host: "__Host-placer_visit" };
/// The cookie by which a browser is known again, whoever signs in with it: two signatures come from two.
pub const DEVICE_COOKIE: CookieName = CookieName { plain: "placer_device", host: "__Host-placer_device" };
/// The cookie that keeps the language somebody chose.
const LANGUAGE_COOKIE: CookieName = CookieName { plain: locale::COOKIE, host: "__Host-lang" };

/// Header by which our own scripts say that they, not a form, use the session at the API.
pub const SCRIPT_HEADER: &str = "x-placer";
/// Where an account with a first password may go before it has chosen its own.
const BEFORE_PASSWORD: [&str; 7] = ["/static/{path:.*}", "/me/password", "/sign-in", "/sign-in/code", "/sign-out", "/healthz", "/readyz"];
/// Where else an account may go that has to set up a second factor first.
const BEFORE_FACTOR: [&str; 7] =
    ["/me/factor", "/me/factor/new", "/me/factor/confirm", "/me/factor/codes", "/me/passkeys/new", "/me/passkeys/confirm", prove::PATH];

/// Wraps every request.
///
/// # Errors
/// Those of the layers within that are no [`WebError`] (unreadable paths).
pub async fn frame(req: ServiceRequest, next: Next<impl MessageBody + 'static>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let (since, method) = (Instant::now(), req.method().to_string());
    let request_id = edge::random::<6>().iter().map(|b| format!("{b:02x}")).collect::<String>();
    let answer = answered(req, next, &request_id).await?;
    watch::answered(&answer, &method, &request_id, since);
    Ok(answer)
}

/// The answer to a visitor of whom nothing is known yet.
fn before_anybody(req: ServiceRequest, state: &State, request_id: &str, error: &WebError) -> ServiceResponse<BoxBody> {
    let page = PageValues {
        request_id: request_id.to_owned(),
        path: req.path().to_owned(),
        country: String::new(),
        ..PageValues::new(language(&req, state))
    };
    let visitor = Visitor { signed_in: None, page, machine: wants_json(&req) };
    let mut answer = written_out(error.error_response(), &visitor);
    safety_headers(answer.headers_mut(), state.reach.secure, request_id);
    req.into_response(answer)
}

/// Refuses whoever asks too often, before anything is looked up for him.
fn counted(req: &ServiceRequest, state: &State) -> Result<(), WebError> {
    let class = Class::of(req.method(), req.match_pattern().as_deref());
    let counted = state.limits.count(class, proxy::address(req.request()));
    counted.map_err(|seconds| {
        watch::numbers::limited(class.name());
        WebError::TooOften(seconds)
    })
}

async fn answered(
    mut req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
    request_id: &str,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let state = req.app_data::<web::Data<State>>().cloned();
    let Some(state) = state else { return Ok(req.into_response(HttpResponse::InternalServerError().finish())) };
    if let Err(error) = counted(&req, &state) {
        return Ok(before_anybody(req, &state, request_id, &error));
    }
    let (visitor, new_visit) = match visitor(&req, &state, request_id).await {
        Ok(found) => found,
        Err(error) => return Ok(before_anybody(req, &state, request_id, &error)),
    };
    req.extensions_mut().insert(visitor.clone());
    if *req.method() == Method::HEAD {
        // It is answered as GET is; the server leaves the body out by itself.
        req.head_mut().method = Method::GET;
    }
    let outcome = match admitted(&req, &visitor) {
        Ok(()) => next.call(req).await?.map_into_boxed_body(),
        Err(WebError::SignIn) if !visitor.machine && *req.method() == Method::POST => {
            let answer = signed_out(&mut req, &visitor, &state).await;
            req.into_response(answer)
        }
        Err(error) => req.into_response(error.error_response()),
    };
    let (req, mut response) = outcome.into_parts();
    only_own(&mut response, &visitor, &state).await;
    if let Some(page) = proof_asked(&req, &response, &visitor, &state).await {
        response = page;
    }
    if response.extensions().get::<Problem>().is_some() || bare_refusal(&response) {
        response = written_out(response, &visitor);
    }
    if response.status() == StatusCode::SERVICE_UNAVAILABLE && !response.headers().contains_key(header::RETRY_AFTER) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    if let Some(cookie) = new_visit {
        let _ = response.add_cookie(&cookie);
    }
    if req.uri().query().is_some_and(|q| q.contains("lang=")) {
        let chosen = visitor.page.locale.tag().to_owned();
        let _ = response.add_cookie(&cookie_of(&LANGUAGE_COOKIE, chosen, state.reach.secure));
    }
    safety_headers(response.headers_mut(), state.reach.secure, request_id);
    Ok(ServiceResponse::new(req, response))
}

/// The answer to a form that came when the session had ended: what was typed is kept for the account in whose session
/// the form was shown, where it may be.
async fn signed_out(req: &mut ServiceRequest, visitor: &Visitor, state: &web::Data<State>) -> HttpResponse<BoxBody> {
    let body = req.extract::<web::Bytes>().await.unwrap_or_default();
    let fields = fields_of(req.headers(), &body).await.map(|(fields, _)| fields).unwrap_or_default();
    let Some(kept) = Kept::of(req.request(), fields) else { return WebError::SignIn.error_response() };
    let Some(account) = owner(state, &kept).await else { return WebError::SignIn.error_response() };
    let name = state.kept.leave(kept, account, edge::now());
    session::asked_by(&visitor.page, name).unwrap_or_else(|e| e.error_response())
}

/// In whose session a form was shown; nobody's where that cannot be said.
async fn owner(state: &web::Data<State>, kept: &Kept) -> Option<AccountId> {
    let (app, token) = (state.app.clone(), kept.token.clone());
    let found = run(move || app.session_owner(&token, edge::now())).await;
    found.unwrap_or_else(|error| {
        tracing::warn!(%error, "nobody was found for a form whose session had ended");
        None
    })
}

/// The page that asks first who sends a form, where the act it asks for is a signature.
async fn proof_asked(
    req: &HttpRequest,
    response: &HttpResponse<BoxBody>,
    visitor: &Visitor,
    state: &web::Data<State>,
) -> Option<HttpResponse<BoxBody>> {
    let asked = response.extensions().get::<Problem>().is_some_and(|problem| problem.kind == "prove");
    let sent = req.extensions().get::<Sent>().cloned().filter(|_| asked && !visitor.machine)?;
    Some(prove::asked_by(req, visitor, state, sent).await.unwrap_or_else(|e| e.error_response()))
}

/// A form of an older session is shown again only to the account that had it open.
async fn only_own(response: &mut HttpResponse<BoxBody>, visitor: &Visitor, state: &web::Data<State>) {
    let kept = response.extensions().get::<Problem>().and_then(|problem| problem.kept.clone());
    let Some(kept) = kept else { return };
    let account = visitor.signed_in.as_ref().map(|s| s.actor.account);
    let own = account.is_some() && owner(state, &kept).await == account;
    if let Some(problem) = response.extensions_mut().get_mut::<Problem>().filter(|_| !own) {
        problem.kept = None;
    }
}

/// actix's own refusals (no such route, no such method) have no body.
fn bare_refusal(response: &HttpResponse<BoxBody>) -> bool {
    response.status().is_client_error() && response.headers().get(header::CONTENT_TYPE).is_none()
}

async fn visitor(req: &ServiceRequest, state: &web::Data<State>, request_id: &str) -> Result<(Visitor, Option<Cookie<'static>>), WebError> {
    let signed_in = who(req, state).await?;
    let profile = &state.app.env.profile;
    let mut page = PageValues::new(language(req, state));
    let mut new_visit = None;
    page.csrf = match &signed_in {
        Some(s) => s.csrf.clone(),
        None => match req.cookie(VISIT_COOKIE.of(state.reach.secure)) {
            Some(c) if c.value().len() == 32 => c.value().to_owned(),
            _ => {
                let token = data_encoding::HEXLOWER.encode(&edge::random::<16>());
                new_visit = Some(cookie_of(&VISIT_COOKIE, token.clone(), state.reach.secure));
                token
            }
        },
    };
    page.account = signed_in.as_ref().map(|s| locale::SignedIn { name: s.name.clone(), role: s.actor.role.as_str().to_owned() });
    page.path = req.path().to_owned();
    page.query = req.query_string().to_owned();
    page.country = profile.country.name.value.get(page.locale.tag()).to_owned();
    page.demo = state.register.demonstration;
    page.request_id = request_id.to_owned();
    page.closed = state.app.notary.standing() != Standing::Open;
    page.records = req.match_pattern().is_some_and(|pattern| records(&pattern));
    page.sent = *req.method() == Method::POST;
    page.file = FileKind::asked(&page.path, &page.query).filter(|_| !page.sent);
    page.saved = saved(&page.path, signed_in.as_ref(), state).await?;
    Ok((Visitor { signed_in, page, machine: wants_json(req) }, new_visit))
}

/// The filters that the reader saved of a list, or all of them for the first page.
async fn saved(path: &str, signed_in: Option<&SignedIn>, state: &web::Data<State>) -> Result<Vec<Saved>, WebError> {
    let Some(me) = signed_in.map(|s| s.actor.account).filter(|_| path == "/" || list_at(path).is_some()) else { return Ok(Vec::new()) };
    let (app, of) = (state.app.clone(), Some(path.to_owned()).filter(|p| p != "/"));
    let kept = run(move || app.saved_filters(me, of.as_deref())).await?;
    Ok(kept.into_iter().filter_map(Saved::of).collect())
}

/// Whether something is recorded in the journal by sending the form at an address. (Searching and reading are sent too,
/// so that names stand in no address; and the page of a closed register says by itself what it is.)
fn records(pattern: &str) -> bool {
    use Permission as P;
    let needs = access_of(&Method::POST, pattern);
    matches!(needs, Some(Access::Needs(p)) if !matches!(p, P::PartyRead | P::DetailsRead | P::RegisterRecover))
}

/// The language to answer in.
fn language(req: &ServiceRequest, state: &State) -> Locale {
    let accept = req.headers().get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
    let lang = req.query_string().split('&').find_map(|p| p.strip_prefix("lang=")).map(str::to_owned);
    let cookie = req.cookie(LANGUAGE_COOKIE.of(state.reach.secure)).map(|c| c.value().to_owned());
    let usual = state.app.env.profile.default_language();
    let fallback = Locale::ALL.iter().copied().find(|l| l.tag() == usual).unwrap_or(Locale::En);
    locale::negotiate(lang.as_deref(), cookie.as_deref(), accept, fallback)
}

/// A cookie that scripts cannot read and other sites cannot send along.
#[must_use]
pub fn cookie_of(name: &CookieName, value: String, secure: bool) -> Cookie<'static> {
    Cookie::build(name.of(secure), value).path("/").http_only(true).secure(secure).same_site(SameSite::Lax).finish()
}

async fn who(req: &ServiceRequest, state: &web::Data<State>) -> Result<Option<SignedIn>, WebError> {
    let bearer = req.headers().get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).and_then(|v| v.strip_prefix("Bearer "));
    let now = edge::now();
    let app = state.app.clone();
    if wants_json(req) {
        if let Some(token) = bearer {
            let token = token.trim().to_owned();
            return run(move || app.machine(&token, now)).await;
        }
        // A page of another site cannot set this header, so a cookie alone opens nothing here.
        if req.headers().get(SCRIPT_HEADER).is_none_or(|v| v != "1") {
            return Ok(None);
        }
    }
    let Some(cookie) = req.cookie(SESSION_COOKIE.of(state.reach.secure)) else { return Ok(None) };
    run(move || {
        let found = app.session(cookie.value(), now)?;
        if let Some(s) = found.as_ref().filter(|s| s.stale) {
            // Reading goes on while the register is busy; the note is made with the next request then.
            if let Err(error) = app.session_touch(&s.token_hash, now) {
                tracing::warn!(%error, "a session's use was not noted");
            }
        }
        Ok(found)
    })
    .await
}

async fn run<T: Send + 'static>(
    f: impl FnOnce() -> Result<T, crate::service::error::ServiceError> + Send + 'static,
) -> Result<T, WebError> {
    Ok(web::block(f).await.map_err(|e| WebError::Fault(e.to_string()))??)
}

fn wants_json(req: &ServiceRequest) -> bool {
    req.path().starts_with("/api/")
}

/// Whether the route lets the visitor in. A route that declares nothing lets nobody in.
fn admitted(req: &ServiceRequest, visitor: &Visitor) -> Result<(), WebError> {
    if !origin::is_ours(req) {
        return Err(WebError::Stale);
    }
    let Some(pattern) = req.match_pattern() else { return Ok(()) };
    let Some(access) = access_of(req.method(), &pattern) else { return unlisted(&pattern) };
    let waits = visitor.signed_in.as_ref().is_some_and(|s| s.must_change);
    if waits && !BEFORE_PASSWORD.contains(&pattern.as_str()) {
        return Err(WebError::PasswordFirst);
    }
    let lacks = visitor.signed_in.as_ref().is_some_and(|s| s.lacks_factor);
    if lacks && !BEFORE_PASSWORD.contains(&pattern.as_str()) && !BEFORE_FACTOR.contains(&pattern.as_str()) {
        return Err(WebError::FactorFirst);
    }
    match access {
        Access::Public => Ok(()),
        Access::SignedIn => visitor.signed_in.as_ref().map(|_| ()).ok_or(WebError::SignIn),
        Access::Needs(permission) => {
            let s = visitor.signed_in.as_ref().ok_or(WebError::SignIn)?;
            if reach(&s.actor, permission) == Reach::Nothing {
                return Err(crate::service::error::ServiceError::Forbidden.into());
            }
            Ok(())
        }
    }
}

/// What is not in the list of routes: another method of an address that is, or nothing.
fn unlisted(pattern: &str) -> Result<(), WebError> {
    let known = [Method::GET, Method::POST].iter().any(|method| access_of(method, pattern).is_some());
    Err(if known { WebError::Method } else { WebError::NotFound })
}

/// What actix refuses by itself.
fn bare_kind(status: StatusCode) -> &'static str {
    match status {
        StatusCode::METHOD_NOT_ALLOWED => "method",
        StatusCode::PAYLOAD_TOO_LARGE => "too-large",
        StatusCode::BAD_REQUEST => "unreadable",
        _ => "not-found",
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    title: String,
    text: String,
    violations: Vec<String>,
    /// Whether a visitor who has no search is shown where papers are checked.
    check: bool,
}

/// The answer in the reader's language, or as `application/problem+json`.
fn written_out(response: HttpResponse<BoxBody>, visitor: &Visitor) -> HttpResponse<BoxBody> {
    let status = response.status();
    let problem = response.extensions().get::<Problem>().cloned();
    let problem = problem.unwrap_or_else(|| Problem::of(status, bare_kind(status)));
    if let Some(fault) = &problem.fault {
        tracing::error!(request = visitor.page.request_id, error = fault, "request failed");
    }
    watch::numbers::refused(&problem.violations);
    let locale = visitor.page.locale;
    let mut answer = HttpResponse::build(status);
    if let Some(seconds) = problem.wait {
        answer.insert_header((header::RETRY_AFTER, seconds));
    }
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    if let Some(kept) = problem.kept.as_ref().filter(|_| visitor.signed_in.is_some() && !visitor.machine) {
        return kept::page(kept, &visitor.page, status).unwrap_or_else(|e| e.error_response());
    }
    if visitor.machine {
        if status == StatusCode::UNAUTHORIZED {
            answer.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        let body = crate::web::problem::problem_json(&problem, &visitor.page);
        return answer.content_type("application/problem+json").body(body.to_string());
    }
    if status == StatusCode::UNAUTHORIZED {
        let page = &visitor.page;
        let whole = if page.query.is_empty() { page.path.clone() } else { format!("{}?{}", page.path, page.query) };
        let to = askama::filters::urlencode(&whole).map(|u| u.to_string()).unwrap_or_default();
        return HttpResponse::SeeOther()
            .insert_header((header::LOCATION, format!("/sign-in?to={to}{}", if page.sent { "&lost=form" } else { "" })))
            .finish();
    }
    let first = match problem.kind {
        "password" => Some("/me/password"),
        "factor" => Some("/me/factor"),
        _ => None,
    };
    if let Some(first) = first {
        return HttpResponse::SeeOther().insert_header((header::LOCATION, first)).finish();
    }
    let violations = problem.violations.iter().map(|v| violation_text(locale, v)).collect();
    let check = problem.kind == "not-found" && visitor.signed_in.is_none();
    let told = if check { "fault-not-found-visitor".to_owned() } else { format!("fault-{}-text", problem.kind) };
    let page = ErrorPage {
        check,
        title: locale::text(locale, &format!("fault-{}-title", problem.kind), &[]),
        text: locale::text(locale, &told, &[]),
        violations,
    };
    let body = visitor.page.render(&page).unwrap_or_else(|e| {
        tracing::error!(request = visitor.page.request_id, error = %e, "the error page failed");
        String::new()
    });
    answer.content_type("text/html; charset=utf-8").body(body)
}

/// No scripts or styles but our own, no frames, no guessing of types, no address told to others.
fn safety_headers(headers: &mut header::HeaderMap, secure: bool, request_id: &str) {
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                  connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    let fixed = [
        ("content-security-policy", policy),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-embedder-policy", "require-corp"),
        ("permissions-policy", "geolocation=(self), camera=(self), microphone=()"),
    ];
    for (name, value) in fixed {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    }
    // What says nothing of its own is for its reader alone.
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Ok(value) = HeaderValue::from_str(request_id) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
}
