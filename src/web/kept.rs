//! What was typed into a form that came when the session had ended. It is kept in the page that asks to sign in, and
//! the form is shown again with it. Nothing is done with it until the person looks at it and sends that form.

use crate::domain::violation::Violation;
use crate::web::ctx::Answer;
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Posted, form_fields};
use crate::web::locale::PageValues;
use crate::web::routes::{Access, access_of};
use actix_web::http::{Method, StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

/// The field that marks a form which is only to be shown again.
pub const MARK: &str = "kept";
/// Begins the names of kept fields in the page that asks to sign in.
const PREFIX: &str = "kept.";
/// The field that says where they belong.
const WHERE: &str = "kept_to";
/// The most bytes that are kept, and the most fields.
const MOST_BYTES: usize = 256 * 1024;
const MOST_FIELDS: usize = 2_000;

/// Fields of a form and the address they were sent to.
#[derive(Debug, Clone)]
pub struct Kept {
    /// A path of ours, with its query.
    pub to: String,
    /// What was typed, without token, passwords and buttons.
    pub fields: Vec<(String, String)>,
}

impl Kept {
    /// What a request brought, where it may be kept: a form of one of our own pages, to an address for which one must
    /// be signed in and have a permission.
    #[must_use]
    pub fn of(req: &HttpRequest, body: &[u8]) -> Option<Self> {
        let form = req.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if !form.starts_with("application/x-www-form-urlencoded") || body.len() > MOST_BYTES || !from_here(req) {
            return None;
        }
        let to = req.uri().path_and_query().map(ToString::to_string)?;
        Self::new(req, to, form_fields(body).ok()?)
    }

    /// What the page that asks to sign in carried on.
    #[must_use]
    pub fn carried(req: &HttpRequest, posted: &Posted) -> Option<Self> {
        let fields = posted.carried().filter_map(|(name, value)| Some((name.strip_prefix(PREFIX)?.to_owned(), value.clone()))).collect();
        Self::new(req, posted.get(WHERE)?.to_owned(), fields)
    }

    fn new(req: &HttpRequest, to: String, mut fields: Vec<(String, String)>) -> Option<Self> {
        fields.retain(|(name, _)| !matches!(name.as_str(), "csrf" | "confirmed" | "change" | "check" | MARK) && !name.contains("password"));
        let bytes: usize = fields.iter().map(|(name, value)| name.len().saturating_add(value.len())).sum();
        let some = fields.iter().any(|(name, value)| name != "key" && !value.trim().is_empty());
        let fits = some && fields.len() <= MOST_FIELDS && bytes <= MOST_BYTES;
        (fits && is_own_form(req, &to)).then_some(Self { to, fields })
    }

    /// As the hidden fields of the page that asks to sign in.
    #[must_use]
    pub fn hidden(&self) -> Vec<(String, String)> {
        let fields = self.fields.iter().map(|(name, value)| (format!("{PREFIX}{name}"), value.clone()));
        std::iter::once((WHERE.to_owned(), self.to.clone())).chain(fields).collect()
    }
}

/// Whether a page of ours sent it; other sites cannot put words into our forms.
fn from_here(req: &HttpRequest) -> bool {
    let of = |name: &str| req.headers().get(name).and_then(|v| v.to_str().ok());
    let host = of("host").unwrap_or_default();
    let on_host = |address: &str| address.split("://").nth(1).and_then(|rest| rest.split('/').next()) == Some(host);
    match (of("sec-fetch-site"), of("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => on_host(origin),
        (None, None) => of("referer").is_some_and(on_host),
    }
}

/// Whether an address is a form of ours that needs a permission. (Passwords, sessions and tokens need none.)
fn is_own_form(req: &HttpRequest, to: &str) -> bool {
    let path = to.split('?').next().unwrap_or_default();
    let plain = path.starts_with('/') && !path.starts_with("//") && !to.contains('\\') && !to.contains(char::is_control);
    let pattern = req.resource_map().match_pattern(path);
    plain && pattern.is_some_and(|p| matches!(access_of(&Method::POST, &p), Some(Access::Needs(_))))
}

/// The page after signing in: the way back to the form.
#[derive(Template)]
#[template(path = "kept.html")]
struct KeptPage<'a> {
    kept: &'a Kept,
    mark: &'static str,
}

/// The way back to the form, as a page with these values; its token is that of the session there is now.
///
/// # Errors
/// When the template fails.
pub fn page(kept: &Kept, page: &PageValues, status: StatusCode) -> Answer {
    let body = page.render(&KeptPage { kept, mark: MARK })?;
    let mut answer = HttpResponse::build(status);
    Ok(answer.content_type("text/html; charset=utf-8").insert_header((header::CACHE_CONTROL, "no-store")).body(body))
}

/// A form that is only to be shown again is refused, so that its page shows it with everything typed.
///
/// # Errors
/// The refusal.
pub fn only_shown(posted: &Posted) -> Result<(), WebError> {
    if posted.has(MARK) { Err(WebError::Service(Violation::new("form.kept").into())) } else { Ok(()) }
}
