//! The JSON API: every act as a POST, every noun as a list and a single thing, under the same rules and the same
//! reach as the pages.

pub mod acts;
pub mod asked;
pub mod nouns;
pub mod openapi;
pub mod sample;
pub mod search;
pub mod singles;
pub mod views;

use crate::domain::access::Permission;
use crate::domain::event::Event;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::routes::{Access, Route, shown};
use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::get;
use askama::Template;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::sync::LazyLock;

/// The routes of the API.
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut routes =
        vec![shown("/api", Access::Public, || get().to(page)), shown("/api/v1/openapi.json", Access::Public, || get().to(description))];
    routes.extend(acts::routes());
    // Fixed words before the nouns' `{key}`.
    routes.extend(singles::routes());
    routes.extend(search::routes());
    routes.extend(nouns::routes());
    routes
}

struct Line {
    method: &'static str,
    path: &'static str,
    permission: String,
}

#[derive(Template)]
#[template(path = "api/show.html")]
struct ApiPage {
    acts: Vec<Line>,
    reads: Vec<Line>,
}

/// The name of a permission, as commands and journals write names.
fn permission_name(permission: Permission) -> String {
    serde_json::to_value(permission).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What an address asks for: a permission, or nothing for those that everybody or everybody signed in may read.
fn access_name(access: Access) -> String {
    match access {
        Access::Needs(permission) => permission_name(permission),
        Access::Public | Access::SignedIn => "–".to_owned(),
    }
}

/// `GET /api`: what there is, for whoever writes a client.
///
/// # Errors
/// When the template fails.
pub async fn page(ctx: Ctx) -> Answer {
    let acts = acts::all().into_iter().map(|a| Line { method: "POST", path: a.path, permission: permission_name(a.permission) });
    let reads = nouns::all().into_iter().flat_map(|n| {
        let line = |path| Line { method: "GET", path, permission: permission_name(n.permission) };
        [line(n.list_path), line(n.one_path)]
    });
    let singles = singles::all().into_iter().map(|s| Line { method: "GET", path: s.path, permission: access_name(s.access) });
    let search = Line { method: "POST", path: search::PATH, permission: permission_name(search::PERMISSION) };
    ctx.render(&ApiPage { acts: acts.collect(), reads: reads.chain([search]).chain(singles).collect() })
}

/// `GET /api/v1/openapi.json`: OpenAPI 3.1, made from the types of the code.
///
/// # Errors
/// Never.
pub async fn description() -> Answer {
    static TEXT: LazyLock<String> = LazyLock::new(|| openapi::document().to_string());
    let mut answer = HttpResponse::Ok();
    answer.content_type("application/json").insert_header((CACHE_CONTROL, "no-cache"));
    Ok(answer.insert_header((CONTENT_DISPOSITION, "inline; filename=\"openapi.json\"")).body(TEXT.as_str()))
}

/// Reads a JSON body; the place is named when it cannot be read.
pub(crate) fn read_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, WebError> {
    serde_json::from_slice(body).map_err(|e| {
        let told = e.to_string();
        // The text of the error ends with the place; it comes first here.
        let what = told.rsplit_once(" at line ").map_or(told.as_str(), |(what, _)| what);
        WebError::Unreadable(format!("line {}, column {}: {what}", e.line(), e.column()))
    })
}

/// What an event says, without its kind.
fn body_of(event: &Event) -> Value {
    serde_json::to_value(event).ok().and_then(|mut v| v.get_mut("body").map(Value::take)).unwrap_or_default()
}

pub(crate) fn json(status: actix_web::http::StatusCode, value: &impl Serialize) -> Answer {
    let body = serde_json::to_string(value).map_err(|e| WebError::Fault(e.to_string()))?;
    let mut answer = HttpResponse::build(status);
    answer.content_type("application/json").insert_header((CACHE_CONTROL, "no-store"));
    // Whatever stands at the end of the address: who saves it gets a file of this name.
    Ok(answer.insert_header((CONTENT_DISPOSITION, "inline; filename=\"answer.json\"")).body(body))
}
