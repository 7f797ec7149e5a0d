//! Every route, with what it needs. A route without an entry here does not exist.

use crate::domain::access::Permission as P;
use crate::web as pages;
use crate::web::{assets, home, session};
use actix_web::http::Method;
use actix_web::web::{self, get, post};
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a route asks of its visitor; how far a permission reaches is then for the handler and the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Anybody who is signed in.
    SignedIn,
    /// Whoever has this permission at all.
    Needs(P),
}

/// One route.
pub struct Route {
    /// GET or POST.
    pub method: Method,
    /// Pattern as actix writes it.
    pub path: &'static str,
    /// Who may.
    pub access: Access,
    /// The handler.
    pub to: fn() -> actix_web::Route,
}

const fn at(method: Method, path: &'static str, access: Access, to: fn() -> actix_web::Route) -> Route {
    Route { method, path, access, to }
}

/// The whole list. Fixed words stand before patterns that would take them (`/offices/new` before `/offices/{id}`).
#[must_use]
pub fn all() -> Vec<Route> {
    let mut routes = frame();
    routes.extend(pages::health::routes());
    routes.extend(pages::me::routes());
    routes.extend(pages::prove::routes());
    routes.extend(pages::factor::routes());
    routes.extend(pages::passkey::routes());
    routes.extend(pages::account::routes());
    routes.extend(pages::office::routes());
    routes.extend(pages::party::routes());
    routes.extend(pages::licence::routes());
    routes.extend(pages::production::routes());
    routes.extend(pages::parcel::routes());
    routes.extend(pages::stock::routes());
    routes.extend(pages::heads::routes());
    routes.extend(pages::journal::routes());
    routes.extend(pages::map::routes());
    routes.extend(pages::site::routes());
    routes.extend(pages::api::routes());
    routes.extend(pages::trace::routes());
    routes.extend(pages::purchase::routes());
    routes.extend(pages::slip_book::routes());
    routes.extend(pages::shipment::routes());
    routes.extend(pages::blank::routes());
    routes.extend(pages::participant::routes());
    routes.extend(pages::notice::routes());
    routes.extend(pages::receipt::routes());
    routes.extend(pages::certificate::routes());
    routes.extend(pages::letter::routes());
    routes.extend(pages::removal::routes());
    routes.extend(pages::seizure::routes());
    routes.extend(pages::offence::routes());
    routes.extend(pages::inspection::routes());
    routes.extend(pages::zone::routes());
    routes.extend(pages::footprint::routes());
    routes.extend(pages::arrival::routes());
    routes.extend(pages::token::routes());
    routes.extend(pages::balance::routes());
    routes.extend(pages::count::routes());
    routes.extend(pages::estimate::routes());
    routes.extend(pages::statistics::routes());
    routes.extend(pages::review::routes());
    routes.extend(pages::report::routes());
    routes.extend(pages::correction::routes());
    routes.extend(pages::dispute::routes());
    routes.extend(pages::control::routes());
    routes.extend(pages::lists::routes());
    routes.extend(pages::place::routes());
    routes.extend(pages::search::routes());
    routes.extend(pages::story::routes());
    routes
}

fn frame() -> Vec<Route> {
    vec![
        at(Method::GET, "/static/{path:.*}", Access::Public, || get().to(assets::asset)),
        at(Method::GET, "/", Access::Public, || get().to(home::home)),
        at(Method::GET, "/sign-in", Access::Public, || get().to(session::form)),
        at(Method::POST, "/sign-in", Access::Public, || post().to(session::sign_in)),
        at(Method::GET, "/sign-in/code", Access::Public, || get().to(session::code_form)),
        at(Method::POST, "/sign-in/code", Access::Public, || post().to(session::sign_in_code)),
        at(Method::POST, "/sign-out", Access::SignedIn, || post().to(session::sign_out)),
    ]
}

/// A GET route.
#[must_use]
pub const fn shown(path: &'static str, access: Access, to: fn() -> actix_web::Route) -> Route {
    at(Method::GET, path, access, to)
}

/// A POST route.
#[must_use]
pub const fn posted(path: &'static str, access: Access, to: fn() -> actix_web::Route) -> Route {
    at(Method::POST, path, access, to)
}

static TABLE: LazyLock<HashMap<(Method, &'static str), Access>> =
    LazyLock::new(|| all().into_iter().map(|r| ((r.method, r.path), r.access)).collect());

/// What a route asks for; none for a route that does not exist.
#[must_use]
pub fn access_of(method: &Method, pattern: &str) -> Option<Access> {
    let method = if *method == Method::HEAD { &Method::GET } else { method };
    TABLE.iter().find(|((m, p), _)| m == method && *p == pattern).map(|(_, a)| *a)
}

/// Registers every route.
pub fn configure(config: &mut web::ServiceConfig) {
    let mut resources: Vec<(&'static str, actix_web::Resource)> = Vec::new();
    for route in all() {
        match resources.iter().position(|(path, _)| *path == route.path) {
            Some(at) => {
                let (path, resource) = resources.remove(at);
                resources.insert(at, (path, resource.route((route.to)())));
            }
            None => resources.push((route.path, web::resource(route.path).route((route.to)()))),
        }
    }
    for (_, resource) in resources {
        config.service(resource);
    }
}
