//! Offices: a list, a form, a change.

use crate::domain::access::Permission;
use crate::domain::ids::OfficeId;
use crate::domain::site::{WHOLE_COUNTRY, looks_after};
use crate::service::office::{ChangeOffice, OpenOffice};
use crate::store::error::StoreError;
use crate::store::office::{Office, office_fetch, offices};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::{Locale, text};
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
    areas: Vec<Choice>,
}

impl FormPage {
    fn new(ctx: &Ctx, form: Form, office: Option<Office>) -> Self {
        let areas = choices(ctx, &form);
        Self { form, office, areas }
    }
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
    ctx.render(&FormPage::new(&ctx, Form::new(Posted::default()), None))
}

/// The whole country and the areas of the map, and what a form names besides.
fn choices(ctx: &Ctx, form: &Form) -> Vec<Choice> {
    let known = ctx.state.app.env.atlas.areas.all();
    let mut choices = vec![Choice::new(WHOLE_COUNTRY, text(ctx.locale(), "office-areas-all", &[]))];
    choices.extend(known.iter().map(|a| Choice::new(a.code.as_deref().unwrap_or(&a.name), a.name.clone())));
    for other in form.values("areas") {
        if choices.iter().all(|c| c.value != other) {
            choices.push(Choice::new(other, other));
        }
    }
    choices
}

/// The areas of an office as the boxes of the form name them: by their codes.
fn ticked(ctx: &Ctx, office: &Office) -> Vec<String> {
    let known = ctx.state.app.env.atlas.areas.all();
    let code = |area: &String| {
        let one = std::slice::from_ref(area);
        let same = known.iter().find(|a| area != WHOLE_COUNTRY && looks_after(one, &a.name, a.code.as_deref()));
        same.map_or_else(|| area.clone(), |a| a.code.clone().unwrap_or_else(|| a.name.clone()))
    };
    office.areas.iter().map(code).collect()
}

/// What was typed; the rules tell what is missing.
fn read_new(form: &Posted, locale: Locale) -> OpenOffice {
    let f = form.reader(locale);
    let typed = |field: &str| f.text(field).unwrap_or_default();
    OpenOffice { code: typed("code"), name: typed("name"), areas: f.texts("areas") }
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
            ctx.render_as(status, &FormPage::new(&ctx, Form::again(form, &v, ctx.locale()), None))
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
    let areas = ticked(&ctx, &office).into_iter().map(|a| ("areas", a));
    let form = Form::new(Posted::of(std::iter::once(("name", office.name.clone())).chain(areas)));
    ctx.render(&FormPage::new(&ctx, form, Some(office)))
}

/// `POST /offices/{id}/edit`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn change(ctx: Ctx, path: web::Path<String>, form: Posted) -> Answer {
    let office = fetch(&ctx, &path).await?;
    let mut f = form.reader(ctx.locale());
    let command = ChangeOffice { office: office.id, name: f.required("name"), areas: f.texts("areas") };
    let done = match f.finish_with(Some(command)) {
        Ok(command) => ctx.submit(&form, command).await,
        Err(v) => Err(WebError::Service(v.into())),
    };
    match done {
        Ok(_) => Ok(ctx.see_other("/offices")),
        Err(e) => {
            let (status, v) = refusals(e)?;
            ctx.render_as(status, &FormPage::new(&ctx, Form::again(form, &v, ctx.locale()), Some(office)))
        }
    }
}
