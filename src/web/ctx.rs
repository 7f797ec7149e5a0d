//! What a handler gets: who asks, in which language, and the ways to read, to act and to answer.

use crate::domain::access::{Actor, Permission, Reach, reach};
use crate::domain::event::Event;
use crate::domain::time::{Day, Instant};
use crate::domain::violation::{Kind, Violation, Violations};
use crate::edge;
use crate::service::error::ServiceError;
use crate::service::proof::Proof;
use crate::service::session::SignedIn;
use crate::service::{Act, Command};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::Receipt;
use crate::web::error::WebError;
use crate::web::form::Posted;
use crate::web::kept;
use crate::web::lists::{ROWS, as_file};
use crate::web::locale::{Locale, PageValues};
use crate::web::state::State;
use crate::web::summary;
use crate::web::watch::numbers;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, HttpResponseBuilder, web};
use askama::Template;
use std::future::{Ready, ready};
use std::sync::Arc;

/// What the outermost layer found out about a request.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// Who is signed in.
    pub signed_in: Option<SignedIn>,
    /// The frame's values.
    pub page: PageValues,
    /// Whether the client wants JSON.
    pub machine: bool,
}

/// One request, for a handler.
pub struct Ctx {
    /// Shared by all.
    pub state: web::Data<State>,
    /// Who asks.
    pub signed_in: Option<SignedIn>,
    /// The frame's values.
    pub page: PageValues,
}

/// What a page handler answers.
pub type Answer = Result<HttpResponse, WebError>;

impl FromRequest for Ctx {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(req: &HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        let visitor = req.extensions().get::<Visitor>().cloned();
        let state = req.app_data::<web::Data<State>>().cloned();
        ready(match (visitor, state) {
            (Some(v), Some(state)) => Ok(Self { state, signed_in: v.signed_in, page: v.page }),
            _ => Err(WebError::Fault("a request reached a handler without its visitor".into())),
        })
    }
}

impl Ctx {
    /// The reader's language.
    #[must_use]
    pub const fn locale(&self) -> Locale {
        self.page.locale
    }

    /// The clock.
    #[must_use]
    pub fn now(&self) -> Instant {
        edge::now()
    }

    /// Today, where the country is.
    #[must_use]
    pub fn today(&self) -> Day {
        self.state.app.env.profile.local_day(self.now())
    }

    /// Who asks.
    ///
    /// # Errors
    /// [`WebError::SignIn`] when nobody is signed in.
    pub fn actor(&self) -> Result<&Actor, WebError> {
        self.signed_in.as_ref().map(|s| &s.actor).ok_or(WebError::SignIn)
    }

    /// How far a permission of whoever asks reaches; nowhere without a session.
    #[must_use]
    pub fn reach(&self, permission: Permission) -> Reach {
        self.signed_in.as_ref().map_or(Reach::Nothing, |s| reach(&s.actor, permission))
    }

    /// Whether a page should offer something at all.
    #[must_use]
    pub fn can(&self, permission: Permission) -> bool {
        self.reach(permission) != Reach::Nothing
    }

    /// Reads in one consistent view, off the server's own threads.
    ///
    /// # Errors
    /// The closure's, or a fault.
    pub async fn read<T, E, F>(&self, f: F) -> Result<T, WebError>
    where
        T: Send + 'static,
        E: From<StoreError> + Into<WebError> + Send + 'static,
        F: FnOnce(&mut Rx<'_>) -> Result<T, E> + Send + 'static,
    {
        let db = self.state.app.db.clone();
        web::block(move || db.read(f)).await.map_err(|e| WebError::Fault(e.to_string()))?.map_err(Into::into)
    }

    /// Runs anything that blocks (passwords, files) off the server's own threads.
    ///
    /// # Errors
    /// The closure's, or a fault.
    pub async fn block<T, E, F>(&self, f: F) -> Result<T, WebError>
    where
        T: Send + 'static,
        E: Into<WebError> + Send + 'static,
        F: FnOnce(&State) -> Result<T, E> + Send + 'static,
    {
        let state: Arc<State> = self.state.clone().into_inner();
        web::block(move || f(&state)).await.map_err(|e| WebError::Fault(e.to_string()))?.map_err(Into::into)
    }

    /// An act of whoever asks, now.
    ///
    /// # Errors
    /// [`WebError::SignIn`] when nobody is signed in.
    pub fn act(&self, key: &str) -> Result<Act, WebError> {
        Ok(Act {
            actor: self.actor()?.clone(),
            now: self.now(),
            occurred_at: None,
            device: None,
            key: key.to_owned(),
            entropy: Box::new(edge::System),
            proof: self.signed_in.as_ref().map_or(Proof::Token, |s| s.proof.clone()),
        })
    }

    /// Makes the acts of one file: of whoever asks, all at one instant, each under a key of its own.
    ///
    /// # Errors
    /// [`WebError::SignIn`] when nobody is signed in.
    pub fn acts(&self) -> Result<impl Fn(String) -> Act + Send + 'static, WebError> {
        let Act { actor, now, proof, .. } = self.act("")?;
        Ok(move |key| Act {
            actor: actor.clone(),
            now,
            occurred_at: None,
            device: None,
            key,
            entropy: Box::new(edge::System),
            proof: proof.clone(),
        })
    }

    /// Does what a form asked for, under the form's key.
    ///
    /// # Errors
    /// The service's.
    pub async fn submit<C: Command + Send + 'static>(&self, posted: &Posted, command: C) -> Result<Receipt, WebError> {
        kept::only_shown(posted)?;
        let mut act = self.act(posted.key())?;
        self.block(move |state| state.app.submit(&mut act, &command)).await
    }

    /// Decides as [`Ctx::submit`] would and writes nothing.
    ///
    /// # Errors
    /// The service's.
    pub async fn preview<C: Command + Send + 'static>(&self, posted: &Posted, command: C) -> Result<Event, WebError> {
        kept::only_shown(posted)?;
        let mut act = self.act(posted.key())?;
        self.block(move |state| state.app.preview(&mut act, &command)).await
    }

    /// Notes beside the journal who has to wait before the next attempt to sign in, so that a restart does not forget
    /// it. Where that fails, they wait until then all the same.
    pub async fn keep_waits(&self) {
        let (changed, now) = (self.state.attempts.changed(), self.now());
        if changed.is_empty() {
            return;
        }
        if let Err(error) = self.block(move |state| state.app.keep_waits(&changed, now)).await {
            tracing::warn!(%error, "who has to wait was not noted");
        }
    }

    /// How many rows a list shows: so many on a page, more in a file.
    #[must_use]
    pub fn rows(&self, page: i64) -> i64 {
        if self.page.file.is_some() { ROWS } else { page }
    }

    /// A page.
    ///
    /// # Errors
    /// When the template fails.
    pub fn render(&self, template: &impl Template) -> Answer {
        self.render_as(StatusCode::OK, template)
    }

    /// A page with a status of its own, as for a form that is shown again.
    ///
    /// # Errors
    /// When the template fails.
    pub fn render_as(&self, status: StatusCode, template: &impl Template) -> Answer {
        let body = summary::complete(self.page.render(template)?, self.locale());
        if let Some(kind) = self.page.file.filter(|_| status == StatusCode::OK) {
            return as_file(&body, kind, &self.page.path, self.locale(), self.today());
        }
        Ok(HttpResponseBuilder::new(status).content_type("text/html; charset=utf-8").insert_header((CACHE_CONTROL, "no-store")).body(body))
    }

    /// After a form: on to a page.
    #[must_use]
    pub fn see_other(&self, url: &str) -> HttpResponse {
        HttpResponse::SeeOther().insert_header((LOCATION, url)).finish()
    }
}

/// Faults of the register that pass: the form is shown again with all that was typed, to be sent again under its key.
fn passing(error: &WebError) -> Option<&'static str> {
    match error {
        WebError::Service(ServiceError::Closed) => Some("register.closed"),
        WebError::Service(ServiceError::Store(StoreError::DiskFull)) => Some("register.full"),
        WebError::Service(ServiceError::Store(StoreError::DiskFault(_))) => Some("register.disk"),
        WebError::Service(ServiceError::Store(StoreError::Lost(_))) => Some("register.lost"),
        WebError::Service(ServiceError::Store(StoreError::Busy(_))) => Some("register.busy"),
        _ => None,
    }
}

/// What a form handler does with a refusal: the violations to show beside the fields, or the fault to pass on.
///
/// # Errors
/// Everything that is no refusal of a rule and does not pass by itself.
pub fn refusals(error: WebError) -> Result<(StatusCode, Violations), WebError> {
    if let Some(code) = passing(&error) {
        tracing::error!(%error, "a form was not taken");
        return Ok((error.problem().status, Violation::new(code).into()));
    }
    match error {
        WebError::Service(ServiceError::Refused(v)) => {
            numbers::refused(&v.0);
            let conflict = v.0.iter().any(|v| v.kind == Kind::Conflict);
            Ok((if conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY }, v))
        }
        other => Err(other),
    }
}
