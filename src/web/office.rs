//! Offices: a list, a form, a change.

use crate::domain::access::Permission;
use crate::domain::ids::OfficeId;
use crate::service::office::{ChangeOffice, OpenOffice};
use crate::store::error::StoreError;
use crate::store::office::{Office, office_fetch, offices};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::locale::Locale;
use crate::web::routes::{Access, Route, posted, shown};
use actix_web::web::{self, get, post};
use askama::Template;

/// The routes of offices.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/offices", Access::Needs(Permission::AccountManage), || get().to(list)),
        shown("/offices/new", Access::Needs(Permission::AccountManage), || get().to(new)),
        posted("/offices/new", Access::Needs(Permission::AccountManage), || post().to(open)),
        shown("/offices/{id}/edit", Access::Needs(Permission::AccountManage), || get().to(edit)),
        posted("/offices/{id}/edit", Access::Needs(Permission::AccountManage), || post().to(change)),
    ]
}

#[derive(Template)]
#[template(path = "offices/list.html")]
struct ListPage {
    offices: Vec<Office>,
}

#[derive(Template)]
#[template(path = "offices/form.html")]
struct FormPage {
    form: Form,
    office: Option<Office>,
}

/// `GET /offices`.
///
/// # Errors
/// A fault.
pub async fn list(ctx: Ctx) -> Answer {
    let offices = ctx.read(offices).await?;
    ctx.render(&ListPage { offices })
}

/// `GET /offices/new`.
///
/// # Errors
/// A fault.
pub async fn new(ctx: Ctx) -> Answer {
    ctx.render(&FormPage { form: Form::new(Posted::default()), office: None })
}

fn areas(text: Option<String>) -> Vec<String> {
    text.unwrap_or_default().lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect()
}

/// What was typed; the rules tell what is missing.
fn read_new(form: &Posted, locale: Locale) -> OpenOffice {
    let f = form.reader(locale);
    let typed = |field: &str| f.text(field).unwrap_or_default();
    OpenOffice { code: typed("code"), name: typed("name"), areas: areas(f.text("areas")) }
}

/// `POST /offices/new`.
///
/// # Errors
/// A fault.
pub async fn open(ctx: Ctx, form: Posted) -> Answer {
    match ctx.submit(&form, read_new(&form, ctx.locale())).await {
        Ok(_) => Ok(ctx.see_other("/offices")),
        Err(e) => {
            let (status, v) = refusals(e)?;
            ctx.render_as(status, &FormPage { form: Form::again(form, &v, ctx.locale()), office: None })
        }
    }
}

async fn fetch(ctx: &Ctx, id: &str) -> Result<Office, WebError> {
    let id: OfficeId = id.parse().map_err(|_| WebError::NotFound)?;
    ctx.read(move |rx| -> Result<_, StoreError> { office_fetch(rx, id) }).await?.ok_or(WebError::NotFound)
}

/// `GET /offices/{id}/edit`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn edit(ctx: Ctx, path: web::Path<String>) -> Answer {
    let office = fetch(&ctx, &path).await?;
    let form = Form::new(Posted::of([("name", office.name.clone()), ("areas", office.areas.join("\n"))]));
    ctx.render(&FormPage { form, office: Some(office) })
}

/// `POST /offices/{id}/edit`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn change(ctx: Ctx, path: web::Path<String>, form: Posted) -> Answer {
    let office = fetch(&ctx, &path).await?;
    let mut f = form.reader(ctx.locale());
    let command = ChangeOffice { office: office.id, name: f.required("name"), areas: areas(f.text("areas")) };
    let done = match f.finish_with(Some(command)) {
        Ok(command) => ctx.submit(&form, command).await,
        Err(v) => Err(WebError::Service(v.into())),
    };
    match done {
        Ok(_) => Ok(ctx.see_other("/offices")),
        Err(e) => {
            let (status, v) = refusals(e)?;
            ctx.render_as(status, &FormPage { form: Form::again(form, &v, ctx.locale()), office: Some(office) })
        }
    }
}
