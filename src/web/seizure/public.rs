//! The public check of a receipt by its short code: what was taken and what became of it, nothing personal.

use super::{ground_name, standing};
use crate::domain::purchase::{is_short_code, short_code_fold};
use crate::domain::seizure::Seizure;
use crate::store::seizure::seizure_by_check_code;
use crate::web::ctx::{Answer, Ctx};
use crate::web::filters;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "seizures/check.html")]
struct CheckPage {
    found: Option<(Seizure, String)>,
    asked: String,
    demo: bool,
}

impl CheckPage {
    fn standing(seizure: &Seizure) -> &'static str {
        standing(seizure)
    }
}

/// `GET /check/seizure/{code}`.
pub(super) async fn check(ctx: Ctx, path: web::Path<String>) -> Answer {
    let asked: String = short_code_fold(&path).chars().take(60).collect();
    let code = asked.clone();
    let found = if is_short_code(&asked) { ctx.read(move |rx| seizure_by_check_code(rx, &code)).await? } else { None };
    let status = if found.is_some() { StatusCode::OK } else { StatusCode::NOT_FOUND };
    let found = found.map(|s| {
        let ground = ground_name(&ctx, &s.facts.ground);
        (s, ground)
    });
    ctx.render_as(status, &CheckPage { found, asked, demo: ctx.state.register.demonstration })
}
