//! The buyer's own weighing, parcel by parcel; nothing of the seller's is filled in.

use super::again;
use super::seen::Seen;
use crate::domain::event::Event;
use crate::domain::parcel::parcel_code;
use crate::domain::violation::Violations;
use crate::service::error::ServiceError;
use crate::service::purchase::{AcceptPurchase, WeighedParcel};
use crate::web::check::{CheckPage, Stage, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::locale::{format, label, text};
use actix_web::web;
use askama::Template;

/// The input names of one parcel.
struct Row {
    code: String,
    stated: crate::domain::quantity::Mass,
    stones: i64,
    weight_field: String,
    stones_field: String,
}

#[derive(Template)]
#[template(path = "purchases/accept.html")]
struct FormPage {
    form: Form,
    seen: Seen,
    rows: Vec<Row>,
    /// Whether a refusal says that somebody was first, so that a claim may be made.
    claims: bool,
}

impl FormPage {
    /// Where a claim goes on, with all that the offer says.
    fn claim_to(&self) -> String {
        format!("/disputes/new?purchase={}", self.seen.purchase.id)
    }
}

fn rows(seen: &Seen) -> Vec<Row> {
    let row = |l: &super::seen::Line| Row {
        code: l.code.clone(),
        stated: l.item.weight,
        stones: l.item.stones,
        weight_field: format!("weight_mct.{}", l.code),
        stones_field: format!("stones.{}", l.code),
    };
    seen.lines.iter().map(row).collect()
}

/// Only the named buyer weighs.
async fn own(ctx: &Ctx, id: &str) -> Result<Seen, WebError> {
    let seen = Seen::read(ctx, id).await?;
    if seen.buys { Ok(seen) } else { Err(ServiceError::Forbidden.into()) }
}

/// `GET /purchases/{id}/accept`.
pub(super) async fn form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let seen = own(&ctx, &path).await?;
    if !seen.is_open() {
        return Ok(ctx.see_other(&format!("/purchases/{}", seen.purchase.id)));
    }
    ctx.render(&FormPage { form: Form::new(Posted::default()), rows: rows(&seen), seen, claims: false })
}

fn read(ctx: &Ctx, form: &Posted, seen: &Seen) -> Result<AcceptPurchase, Violations> {
    let mut f = form.reader(ctx.locale());
    let mut weighed = Vec::new();
    for row in rows(seen) {
        let weight_mct = f.required_mass(&row.weight_field);
        let stones = f.required_count(&row.stones_field);
        weighed.push(WeighedParcel { parcel: row.code, weight_mct, stones });
    }
    f.finish_with(Some(AcceptPurchase { purchase: seen.purchase.id, weighed }))
}

/// `POST /purchases/{id}/accept`.
pub(super) async fn accept(ctx: Ctx, path: web::Path<String>, form: Posted) -> Answer {
    let seen = own(&ctx, &path).await?;
    let stage = Stage::of(&form);
    if stage == Stage::Change {
        let form = changed(form, ctx.locale());
        return ctx.render(&FormPage { form, rows: rows(&seen), seen, claims: false });
    }
    let done = match read(&ctx, &form, &seen) {
        Err(v) => Err(WebError::Service(v.into())),
        Ok(command) if stage == Stage::Confirmed => {
            ctx.submit(&form, command).await.map(|receipt| ctx.see_other(&format!("/purchases/{}?told=accepted", receipt.subject)))
        }
        Ok(command) => match ctx.preview(&form, command).await {
            Ok(Event::PurchaseAccepted(e)) => check(&ctx, &form, &seen, &e.weighed),
            Ok(_) => Err(WebError::Fault("another event than asked for".into())),
            Err(e) => Err(e),
        },
    };
    match done {
        Ok(answer) => Ok(answer),
        Err(e) => {
            let (status, form, claims) = again(&ctx, form, e, |v| v)?;
            ctx.render_as(status, &FormPage { form, rows: rows(&seen), seen, claims })
        }
    }
}

fn check(ctx: &Ctx, form: &Posted, seen: &Seen, weighed: &[crate::domain::event::Weighed]) -> Answer {
    let locale = ctx.locale();
    let mut page = CheckPage::new(text(locale, "purchase-accept-check", &[]), text(locale, "purchase-accept-confirm", &[]), form)
        .lead(text(locale, "purchase-accept-check-lead", &[]));
    page.row(label(locale, "purchase", "serial"), seen.purchase.serial.clone());
    page.row(label(locale, "purchase", "seller"), seen.names.full(&seen.purchase.seller));
    for w in weighed {
        let stones = text(locale, "unit-stones", &[("count", w.stones.into())]);
        let mut lines = vec![format::carats_unit(locale, w.weight_mct), stones];
        let stated = seen.lines.iter().find(|l| l.item.parcel_no == w.parcel_no).map(|l| l.item.weight);
        if let Some(stated) = stated.filter(|s| *s != w.weight_mct) {
            let values = [("parcel", parcel_code(w.parcel_no).into()), ("carats", format::carats_unit(locale, w.weight_mct).into())];
            page.notice(text(locale, "purchase-reweigh-notice", &values));
            lines.push(text(locale, "purchase-stated-was", &[("carats", format::carats_unit(locale, stated).into())]));
        }
        page.row(parcel_code(w.parcel_no), lines.join("\n"));
    }
    page.row(label(locale, "purchase", "price"), format::money(locale, seen.purchase.terms.price));
    page.row(label(locale, "purchase", "payment"), label(locale, "payment", &seen.purchase.terms.payment));
    page.show(ctx)
}
