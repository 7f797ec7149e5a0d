//! From a fault or a refusal to an answer: a page for browsers, RFC 9457 for machines.

use crate::domain::violation::Violation;
use crate::service::error::ServiceError;
use crate::store::error::StoreError;
use crate::store::journal::Receipt;
use crate::web::kept::Kept;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError};

/// What a handler ends with when it cannot do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// From below.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// The request of a program cannot be read: where, and why.
    #[error("unreadable: {0}")]
    Unreadable(String),
    /// A request that pages make cannot be read. People get the message, programs the code and the field too.
    #[error("unreadable: {}", .0.code)]
    UnreadablePage(Violation),
    /// Nobody is signed in.
    #[error("sign in first")]
    SignIn,
    /// A first password must be replaced before anything else.
    #[error("choose a password first")]
    PasswordFirst,
    /// A second factor must be set up before anything else.
    #[error("set up a second factor first")]
    FactorFirst,
    /// The form's token is missing or old.
    #[error("the form is too old")]
    Stale,
    /// The same of a form whose fields could be read; they are kept where they may be.
    #[error("the form is too old")]
    StaleForm(Option<Box<Kept>>),
    /// Too many ask for something costly at once.
    #[error("too many at once")]
    Busy,
    /// Too many requests from one address: the seconds to wait.
    #[error("too many requests")]
    TooOften(u64),
    /// The address is there, but not for this method.
    #[error("method not allowed")]
    Method,
    /// No such page.
    #[error("not found")]
    NotFound,
    /// The template failed, or a thread died.
    #[error("fault: {0}")]
    Fault(String),
}

impl From<StoreError> for WebError {
    fn from(e: StoreError) -> Self {
        Self::Service(e.into())
    }
}
impl From<askama::Error> for WebError {
    fn from(e: askama::Error) -> Self {
        Self::Fault(e.to_string())
    }
}

/// What the outermost layer needs to write the answer in the reader's language; it rides in the
/// response's extensions.
#[derive(Debug, Clone)]
pub struct Problem {
    /// HTTP status.
    pub status: StatusCode,
    /// Message id of what is told: `fault-<kind>-title` and `fault-<kind>-text`.
    pub kind: &'static str,
    /// Refusals, where rules refused.
    pub violations: Vec<Violation>,
    /// For machines: where in the request it lies, where that is known.
    pub place: Option<String>,
    /// For machines: the receipt of what was there first, where that is known.
    pub receipt: Option<Receipt>,
    /// For machines: the act by which whoever was refused may put his own on record beside it, where there is one.
    pub claim: Option<&'static str>,
    /// Seconds after which to ask again, where they are known.
    pub wait: Option<u64>,
    /// What was typed, where it can be shown again.
    pub kept: Option<Kept>,
    /// For the log only: the fault in the program's own words. It is in no answer.
    pub fault: Option<String>,
}

impl Problem {
    /// A problem without particulars.
    #[must_use]
    pub const fn of(status: StatusCode, kind: &'static str) -> Self {
        Self { status, kind, violations: Vec::new(), place: None, receipt: None, claim: None, wait: None, kept: None, fault: None }
    }
}

impl WebError {
    /// How it is told.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let of = Problem::of;
        match self {
            Self::Service(refused @ ServiceError::Refused(v)) => {
                let conflict = refused.is_conflict();
                let status = if conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
                Problem { violations: v.0.clone(), ..of(status, if conflict { "conflict" } else { "refused" }) }
            }
            Self::Service(ServiceError::Forbidden) => of(StatusCode::FORBIDDEN, "forbidden"),
            Self::Service(ServiceError::ProveAgain) => of(StatusCode::FORBIDDEN, "prove"),
            Self::Service(ServiceError::TokenSigns) => of(StatusCode::FORBIDDEN, "token-signs"),
            Self::Service(ServiceError::NoFactor) | Self::FactorFirst => of(StatusCode::FORBIDDEN, "factor"),
            Self::Service(ServiceError::NotFound(_)) | Self::NotFound => of(StatusCode::NOT_FOUND, "not-found"),
            Self::Service(ServiceError::KeyReused) => of(StatusCode::CONFLICT, "conflict"),
            Self::Service(ServiceError::Closed) => of(StatusCode::SERVICE_UNAVAILABLE, "closed"),
            Self::Service(ServiceError::OtherRules) => of(StatusCode::SERVICE_UNAVAILABLE, "other-rules"),
            Self::Busy | Self::Service(ServiceError::Store(StoreError::Busy(_))) => of(StatusCode::SERVICE_UNAVAILABLE, "busy"),
            Self::Service(ServiceError::Store(StoreError::DiskFull)) => of(StatusCode::INSUFFICIENT_STORAGE, "full"),
            Self::Service(ServiceError::Store(StoreError::Lost(_))) => of(StatusCode::SERVICE_UNAVAILABLE, "lost"),
            Self::Service(ServiceError::Store(StoreError::DiskFault(_))) => of(StatusCode::INTERNAL_SERVER_ERROR, "disk"),
            Self::Service(ServiceError::Store(StoreError::Constraint(_))) => of(StatusCode::CONFLICT, "conflict"),
            Self::Service(ServiceError::Store(_)) | Self::Fault(_) => of(StatusCode::INTERNAL_SERVER_ERROR, "internal"),
            Self::Unreadable(place) => Problem { place: Some(place.clone()), ..of(StatusCode::BAD_REQUEST, "unreadable") },
            Self::UnreadablePage(v) => Problem { violations: vec![v.clone()], ..of(StatusCode::BAD_REQUEST, "unreadable") },
            Self::TooOften(seconds) => {
                let wait = Violation::new("limit.wait").with("seconds", i64::try_from(*seconds).unwrap_or(i64::MAX));
                Problem { violations: vec![wait], wait: Some(*seconds), ..of(StatusCode::TOO_MANY_REQUESTS, "too-often") }
            }
            Self::Method => of(StatusCode::METHOD_NOT_ALLOWED, "method"),
            Self::PasswordFirst => of(StatusCode::FORBIDDEN, "password"),
            Self::SignIn => of(StatusCode::UNAUTHORIZED, "unauthenticated"),
            Self::StaleForm(kept) => Problem { kept: kept.as_deref().cloned(), ..of(StatusCode::FORBIDDEN, "stale") },
            Self::Stale => of(StatusCode::FORBIDDEN, "stale"),
        }
    }
}

impl ResponseError for WebError {
    fn status_code(&self) -> StatusCode {
        self.problem().status
    }
    fn error_response(&self) -> HttpResponse {
        let mut problem = self.problem();
        // It is logged where the number of the request is known.
        problem.fault = problem.status.is_server_error().then(|| self.to_string());
        let mut response = HttpResponseBuilder::new(problem.status).finish();
        response.extensions_mut().insert(problem);
        response
    }
}
