//! Reweighing, sealing, opening a seal.

use super::fetch;
use crate::domain::access::Permission;
use crate::domain::event::Event;
use crate::domain::parcel::Parcel;
use crate::domain::quantity::Mass;
use crate::service::capacity::LiftHold;
use crate::service::parcel::{OpenSeal, ReweighParcel, SealParcel};
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::locale::{format, text};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "parcels/reweigh.html")]
struct ReweighPage {
    form: Form,
    parcel: Parcel,
    most: Mass,
}

#[derive(Template)]
#[template(path = "parcels/seal.html")]
struct SealPage {
    form: Form,
    parcel: Parcel,
}

#[derive(Template)]
#[template(path = "parcels/open_seal.html")]
struct OpenPage {
    form: Form,
    parcel: Parcel,
    seal: String,
}

fn reweigh_page(ctx: &Ctx, status: StatusCode, form: Form, parcel: Parcel) -> Answer {
    let most = ctx.state.app.env.profile.tolerances.reweigh_tolerance(parcel.weight);
    ctx.render_as(status, &ReweighPage { form, most: Mass::new(most).unwrap_or(Mass::ZERO), parcel })
}

/// `GET /parcels/{code}/reweigh`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn reweigh_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let parcel = fetch(&ctx, &path, Permission::ParcelWrite).await?;
    let values = Posted::of([("stones", format::input_scaled(ctx.locale(), parcel.stones, 0, 0))]);
    reweigh_page(&ctx, StatusCode::OK, Form::new(values), parcel)
}

/// `POST /parcels/{code}/reweigh`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn reweigh(ctx: Ctx, path: web::Path<String>, form: Posted) -> Answer {
    let parcel = fetch(&ctx, &path, Permission::ParcelWrite).await?;
    let (stage, l) = (Stage::of(&form), ctx.locale());
    if stage == Stage::Change {
        return reweigh_page(&ctx, StatusCode::OK, changed(form, l), parcel);
    }
    let mut f = form.reader(l);
    let command = ReweighParcel {
        parcel: parcel.code.clone(),
        weight_mct: f.required_mass("weight_mct"),
        stones: f.required_count("stones"),
        reason: f.required("reason"),
    };
    let command = f.finish_with(Some(command));
    match attempt(&ctx, &form, stage, command).await? {
        Attempt::Done(_) => Ok(ctx.see_other(&format!("/parcels/{}?told=reweighed", parcel.code))),
        Attempt::Check(event) => match *event {
            Event::ParcelReweighed(e) => {
                let word = |id: &str| text(l, id, &[]);
                let mut page = CheckPage::new(text(l, "parcel-reweigh", &[]), text(l, "parcel-write-down", &[]), &form);
                let step = e.after_mct.mct().saturating_sub(e.before_mct.mct());
                page.row(word("parcel-parcel"), parcel.code);
                page.row(word("parcel-before"), pair(&ctx, e.before_mct, e.stones_before));
                page.row(word("parcel-after"), pair(&ctx, e.after_mct, e.stones_after));
                page.row(word("parcel-difference"), text(l, "unit-carats", &[("n", format::milli_carats(l, step).into())]));
                page.row(word("parcel-reason"), e.reason);
                page.show(&ctx)
            }
            _ => Err(WebError::Fault("a weighing became another event".into())),
        },
        Attempt::Refused(status, v) => reweigh_page(&ctx, status, Form::again(form, &v, l), parcel),
    }
}

/// Mass and stones in one line.
pub(super) fn pair(ctx: &Ctx, weight: Mass, stones: i64) -> String {
    let l = ctx.locale();
    format!("{}, {}", format::carats_unit(l, weight), text(l, "unit-stones", &[("count", stones.into())]))
}

/// `GET /parcels/{code}/seal`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn seal_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let parcel = fetch(&ctx, &path, Permission::ParcelWrite).await?;
    ctx.render(&SealPage { form: Form::new(Posted::default()), parcel })
}

/// `POST /parcels/{code}/seal`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn seal(ctx: Ctx, path: web::Path<String>, form: Posted) -> Answer {
    let parcel = fetch(&ctx, &path, Permission::ParcelWrite).await?;
    let mut f = form.reader(ctx.locale());
    let command = SealParcel { parcel: parcel.code.clone(), seal: f.required("seal") };
    let command = f.finish_with(Some(command));
    match attempt(&ctx, &form, Stage::Confirmed, command).await? {
        Attempt::Refused(status, v) => ctx.render_as(status, &SealPage { form: Form::again(form, &v, ctx.locale()), parcel }),
        Attempt::Done(_) | Attempt::Check(_) => Ok(ctx.see_other(&format!("/parcels/{}?told=sealed", parcel.code))),
    }
}

/// `GET /parcels/{code}/open-seal`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn open_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let parcel = fetch(&ctx, &path, Permission::ParcelWrite).await?;
    let seal = parcel.seal.clone().ok_or(WebError::NotFound)?;
    ctx.render(&OpenPage { form: Form::new(Posted::default()), parcel, seal })
}

/// `POST /parcels/{code}/open-seal`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn open(ctx: Ctx, path: web::Path<String>, form: Posted) -> Answer {
    let parcel = fetch(&ctx, &path, Permission::ParcelWrite).await?;
    let mut f = form.reader(ctx.locale());
    let command = OpenSeal { parcel: parcel.code.clone(), reason: f.required("reason") };
    let command = f.finish_with(Some(command));
    match attempt(&ctx, &form, Stage::Confirmed, command).await? {
        Attempt::Refused(status, v) => {
            let seal = parcel.seal.clone().unwrap_or_default();
            ctx.render_as(status, &OpenPage { form: Form::again(form, &v, ctx.locale()), parcel, seal })
        }
        Attempt::Done(_) | Attempt::Check(_) => Ok(ctx.see_other(&format!("/parcels/{}?told=unsealed", parcel.code))),
    }
}

#[derive(Template)]
#[template(path = "parcels/let_go.html")]
struct LetGoPage {
    form: Form,
    parcel: Parcel,
}

/// The parcel, where it is held.
async fn held(ctx: &Ctx, path: &str) -> Result<Parcel, WebError> {
    let parcel = fetch(ctx, path, Permission::ZoneWrite).await?;
    if parcel.held { Ok(parcel) } else { Err(WebError::NotFound) }
}

/// `GET /parcels/{code}/let-go`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn let_go_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let parcel = held(&ctx, &path).await?;
    ctx.render(&LetGoPage { form: Form::new(Posted::default()), parcel })
}

/// `POST /parcels/{code}/let-go`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn let_go(ctx: Ctx, path: web::Path<String>, form: Posted) -> Answer {
    let parcel = held(&ctx, &path).await?;
    let mut f = form.reader(ctx.locale());
    let command = LiftHold { parcel: parcel.code.clone(), reason: f.required("reason") };
    let command = f.finish_with(Some(command));
    match attempt(&ctx, &form, Stage::Confirmed, command).await? {
        Attempt::Refused(status, v) => ctx.render_as(status, &LetGoPage { form: Form::again(form, &v, ctx.locale()), parcel }),
        Attempt::Done(_) | Attempt::Check(_) => Ok(ctx.see_other(&format!("/parcels/{}", parcel.code))),
    }
}
