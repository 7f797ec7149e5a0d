//! What was typed into a form that came when the session had ended. It lies in the server's memory until the account
//! in whose session the form was shown signs in, and the form is shown again with it; nobody else ever sees it. Nothing
//! is done with it until the person looks at it and sends that form.

use crate::domain::ids::AccountId;
use crate::domain::time::Instant;
use crate::domain::violation::Violation;
use crate::edge;
use crate::service::session::SESSION_HOURS;
use crate::web::ctx::Answer;
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::Posted;
use crate::web::locale::PageValues;
use crate::web::routes::{Access, access_of};
use actix_web::http::{Method, StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The field that marks a form which is only to be shown again.
pub const MARK: &str = "kept";
/// The field of the page that asks to sign in with the name under which a form lies.
pub const LEFT: &str = "kept_form";
/// The most bytes that are kept, and the most fields.
const MOST_BYTES: usize = 256 * 1024;
const MOST_FIELDS: usize = 2_000;
/// The most forms of one account that lie here, and the most bytes of all.
const MOST_OWN: usize = 5;
const MOST_OF_ALL: usize = 32 * 1024 * 1024;

/// Fields of a form and the address they were sent to.
#[derive(Debug, Clone)]
pub struct Kept {
    /// A path of ours, with its query.
    pub to: String,
    /// What was typed, without token, passwords and buttons.
    pub fields: Vec<(String, String)>,
    /// The token with which it came: it says in whose session the form was shown.
    pub token: String,
}

impl Kept {
    /// What a request brought, where it may be kept: a form of one of our own pages, to an address for which one must
    /// be signed in and have a permission.
    #[must_use]
    pub fn of(req: &HttpRequest, fields: Vec<(String, String)>) -> Option<Self> {
        let kind = req.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let form = ["application/x-www-form-urlencoded", "multipart/form-data"].iter().any(|k| kind.starts_with(k));
        if !form || !from_here(req) {
            return None;
        }
        let to = req.uri().path_and_query().map(ToString::to_string)?;
        let token = fields.iter().find(|(name, _)| name == "csrf").map(|(_, value)| value.clone())?;
        Self::new(req, to, fields, token)
    }

    fn new(req: &HttpRequest, to: String, mut fields: Vec<(String, String)>, token: String) -> Option<Self> {
        fields.retain(|(name, _)| !matches!(name.as_str(), "csrf" | "confirmed" | "change" | "check" | MARK) && !name.contains("password"));
        let some = fields.iter().any(|(name, value)| name != "key" && !value.trim().is_empty());
        let fits = some && fields.len() <= MOST_FIELDS && bytes_of(&fields) <= MOST_BYTES;
        (fits && is_own_form(req, &to)).then_some(Self { to, fields, token })
    }
}

fn bytes_of(fields: &[(String, String)]) -> usize {
    fields.iter().map(|(name, value)| name.len().saturating_add(value.len())).sum()
}

/// A form that waits for its account.
#[derive(Debug)]
struct Left {
    name: String,
    account: AccountId,
    at: Instant,
    kept: Kept,
}

/// Forms that wait until the account whose they are signs in again, the oldest first. A restart forgets them.
#[derive(Debug, Default)]
pub struct KeptForms {
    left: Mutex<VecDeque<Left>>,
}

impl KeptForms {
    fn lock(&self) -> MutexGuard<'_, VecDeque<Left>> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a form for an account and says under which name. The oldest give way where there are too many.
    pub fn leave(&self, kept: Kept, account: AccountId, now: Instant) -> String {
        let name = data_encoding::HEXLOWER.encode(&edge::random::<16>());
        let mut left = self.lock();
        left.retain(|l| l.at.plus_hours(SESSION_HOURS).is_some_and(|end| end > now));
        if left.iter().filter(|l| l.account == account).count() >= MOST_OWN
            && let Some(oldest) = left.iter().position(|l| l.account == account)
        {
            let _ = left.remove(oldest);
        }
        left.push_back(Left { name: name.clone(), account, at: now, kept });
        while left.iter().map(|l| bytes_of(&l.kept.fields)).sum::<usize>() > MOST_OF_ALL {
            let _ = left.pop_front();
        }
        name
    }

    /// Gives a form back to its account, as often as it asks; when another account asks, the form is gone.
    pub fn give(&self, name: &str, account: AccountId, now: Instant) -> Option<Kept> {
        let mut left = self.lock();
        left.retain(|l| l.name != name || (l.account == account && l.at.plus_hours(SESSION_HOURS).is_some_and(|end| end > now)));
        left.iter().find(|l| l.name == name).map(|l| l.kept.clone())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn form(bytes: usize) -> Kept {
        Kept { to: "/parties/new".into(), fields: vec![("note".into(), "x".repeat(bytes))], token: String::new() }
    }

    fn account(n: u128) -> AccountId {
        uuid::Uuid::from_u128(n).to_string().parse().unwrap()
    }

    #[test]
    fn a_form_is_its_accounts_own_and_waits_as_long_as_a_session() {
        let forms = KeptForms::default();
        let now: Instant = "2026-06-01T08:00:00Z".parse().unwrap();
        let name = forms.leave(form(1), account(1), now);
        assert!(forms.give(&name, account(1), now).is_some() && forms.give(&name, account(1), now).is_some());
        assert!(forms.give(&name, account(2), now).is_none());
        assert!(forms.give(&name, account(1), now).is_none(), "gone when another account asked");
        let name = forms.leave(form(1), account(1), now);
        assert!(forms.give(&name, account(1), now.plus_hours(SESSION_HOURS).unwrap()).is_none());
    }

    #[test]
    fn memory_is_bounded_for_each_account_and_for_all() {
        let forms = KeptForms::default();
        let now: Instant = "2026-06-01T08:00:00Z".parse().unwrap();
        let own: Vec<String> = (0..=MOST_OWN).map(|_| forms.leave(form(1), account(1), now)).collect();
        let there: Vec<bool> = own.iter().map(|name| forms.give(name, account(1), now).is_some()).collect();
        assert_eq!(there, [false, true, true, true, true, true]);
        for n in 0..200 {
            forms.leave(form(MOST_BYTES), account(n + 10), now);
        }
        assert!(forms.lock().iter().map(|l| bytes_of(&l.kept.fields)).sum::<usize>() <= MOST_OF_ALL);
    }
}
