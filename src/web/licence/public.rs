//! What leaves the house: the printed licence, and what anybody may ask about a number.

use super::{fetch, kind_of, term_rows};
use crate::domain::access::Permission;
use crate::domain::jurisdiction::Profile;
use crate::domain::licence::{Licence, Standing};
use crate::domain::time::Day;
use crate::service::licence::licence_typed;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::party::{Names, office_names};
use crate::web::qr::Qr;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

/// The longest text that is looked up as a number.
const NUMBER_MAX: usize = 80;

/// The public address of a licence's status, without the host.
pub(super) fn path(number: &str) -> String {
    let encoded = askama::filters::urlencode_strict(number).map(|t| t.to_string()).unwrap_or_default();
    format!("/check/licence/{encoded}")
}

#[derive(Template)]
#[template(path = "licences/print.html")]
struct PrintPage {
    licence: Licence,
    kind: String,
    authority: String,
    names: Names,
    rows: Vec<(String, String)>,
    standing: Standing,
    url: String,
    qr: Option<Qr>,
}

/// `GET /licences/{id}/print`.
///
/// # Errors
/// [`crate::web::error::WebError::NotFound`], or a fault.
pub async fn print(ctx: Ctx, id: web::Path<String>) -> Answer {
    let licence = fetch(&ctx, &id, Permission::LicenceRead).await?;
    let codes = ctx.read(office_names).await?;
    let kind = kind_of(&ctx, &licence);
    let language = ctx.locale().tag();
    let url = format!("{}{}", ctx.state.reach.base_url, path(&licence.number));
    ctx.render(&PrintPage {
        kind: kind.map_or(licence.terms.kind.as_str(), |k| k.name.get(language)).to_owned(),
        authority: ctx.state.app.env.profile.authority.licensing.value.get(language).to_owned(),
        names: ctx.names([licence.terms.holder]).await?,
        rows: term_rows(ctx.locale(), kind, &licence.terms, &codes),
        standing: licence.standing_on(ctx.today()),
        qr: Qr::new(&url),
        url,
        licence,
    })
}

/// The public page of a licence's number, where what somebody typed is one.
#[must_use]
pub fn check_path_typed(profile: &Profile, typed: &str) -> Option<String> {
    profile.licence_number_typed(typed).map(|number| path(&number))
}

#[derive(Template)]
#[template(path = "licences/status.html")]
struct StatusPage {
    form: Form,
    example: String,
    authority: String,
    asked: Option<String>,
    found: Option<Licence>,
    kind: String,
    standing: Standing,
    today: Day,
}

/// What is asked for by the form.
#[derive(serde::Deserialize)]
pub struct Asked {
    number: Option<String>,
}

/// `GET /check/licence`: the form, or on to the number typed.
///
/// # Errors
/// A fault.
pub async fn ask(ctx: Ctx, query: web::Query<Asked>) -> Answer {
    match query.into_inner().number.as_deref().map(str::trim).filter(|n| !n.is_empty()) {
        Some(number) => Ok(ctx.see_other(&path(number))),
        None => answer(&ctx, None, None),
    }
}

/// `GET /check/licence/{number}`: number, type, standing today and days; nothing about the holder.
///
/// # Errors
/// A fault.
pub async fn status(ctx: Ctx, number: web::Path<String>) -> Answer {
    let number = number.trim().to_owned();
    if number.is_empty() {
        return answer(&ctx, None, None);
    }
    let found = told(&ctx, &number).await?;
    answer(&ctx, Some(number), found)
}

/// The licence with a number as somebody typed it; only its number, type, standing and days are for everybody.
///
/// # Errors
/// A fault.
pub async fn told(ctx: &Ctx, typed: &str) -> Result<Option<Licence>, WebError> {
    let (asked, env) = (typed.to_owned(), ctx.state.app.env.clone());
    let read = move |rx: &mut Rx<'_>| -> Result<_, StoreError> {
        if asked.chars().count() > NUMBER_MAX {
            return Ok(None);
        }
        licence_typed(rx, &env.profile, &asked)
    };
    ctx.read(read).await
}

fn answer(ctx: &Ctx, asked: Option<String>, found: Option<Licence>) -> Answer {
    let profile = &ctx.state.app.env.profile;
    let language = ctx.locale().tag();
    let today = ctx.today();
    let kind = found.as_ref().map(|l| kind_of(ctx, l).map_or(l.terms.kind.as_str(), |k| k.name.get(language)).to_owned());
    let example = profile.licence_types.first().map(|t| t.number.value.pattern.format(chrono::Datelike::year(&today), 42));
    let status = if asked.is_some() && found.is_none() { StatusCode::NOT_FOUND } else { StatusCode::OK };
    let page = StatusPage {
        form: Form::new(Posted::of(asked.iter().map(|n| ("number", n.clone())))),
        example: example.unwrap_or_default(),
        authority: profile.authority.licensing.value.get(language).to_owned(),
        kind: kind.unwrap_or_default(),
        standing: found.as_ref().map_or(Standing::Expired, |l| l.standing_on(today)),
        today,
        asked: asked.map(|n| n.chars().take(NUMBER_MAX).collect()),
        found,
    };
    ctx.render_as(status, &page)
}
