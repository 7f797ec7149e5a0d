//! What whoever watches over a server can see: one line in the log and a few numbers for each request. Neither holds
//! anything of what was asked or of who asked: patterns of routes stand for addresses, roles for people.

pub mod lines;
pub mod numbers;

use crate::web::ctx::Visitor;
use actix_web::HttpMessage;
use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use std::time::Instant;

/// Notes an answered request.
pub fn answered(response: &ServiceResponse<BoxBody>, method: &str, request_id: &str, since: Instant) {
    let request = response.request();
    let pattern = request.match_pattern();
    let route = pattern.as_deref().unwrap_or("none");
    let status = response.status().as_u16();
    let took = since.elapsed();
    let role = request.extensions().get::<Visitor>().and_then(|v| v.signed_in.as_ref().map(|s| s.actor.role.as_str()));
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(target: "placer::request", request = request_id, method, route, status, ms, role = role.unwrap_or("nobody"), "answered");
    numbers::request(method, route, status, took);
}
