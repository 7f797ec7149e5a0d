//! The form for another price or payment of a slip.

use super::propose::also_reason;
use crate::domain::access::Permission as P;
use crate::domain::money::{Currency, RateE6};
use crate::domain::purchase::{Purchase, PurchaseState};
use crate::domain::violation::Violation;
use crate::service::correction::ProposePurchaseCorrection;
use crate::service::error::ServiceError;
use crate::store::error::StoreError;
use crate::store::purchase::{purchase_by_serial, purchase_within};
use crate::web::check::{Attempt, Stage, attempt};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::locale::format;
use crate::web::purchase::terms::{Choices, RATE_SCALE};
use actix_web::http::StatusCode;
use askama::Template;

/// One US dollar is one US dollar.
const ONE: RateE6 = RateE6(1_000_000);

/// A slip to be corrected.
pub(super) struct Target {
    pub(super) purchase: Purchase,
}

#[derive(Template)]
#[template(path = "corrections/purchase.html")]
struct FormPage {
    form: Form,
    purchase: Purchase,
    choices: Choices,
}

/// The slip with a serial, or why there is none. What the reader cannot see is not there.
pub(super) async fn find(ctx: &Ctx, serial: &str) -> Result<Result<Target, Violation>, WebError> {
    let (serial, reach) = (serial.trim().to_uppercase(), ctx.reach(P::PurchaseRead));
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let Some(purchase) = purchase_by_serial(rx, &serial)? else { return Ok(None) };
            let within = purchase_within(rx, reach, &purchase)?;
            Ok(Some(purchase).filter(|_| within))
        })
        .await?;
    let Some(purchase) = found else { return Ok(Err(Violation::on("correction.not_found", "q"))) };
    if !ctx.reach(P::CorrectionPropose).covers(&purchase.belongs()) {
        return Err(ServiceError::Forbidden.into());
    }
    if purchase.state != PurchaseState::Accepted {
        return Ok(Err(Violation::on("correction.not_sold", "q")));
    }
    Ok(Ok(Target { purchase }))
}

/// The form, filled with what is written where nothing was typed yet.
pub(super) fn page(ctx: &Ctx, status: StatusCode, form: Option<Form>, target: Target) -> Answer {
    let l = ctx.locale();
    let t = &target.purchase.terms;
    let form = form.unwrap_or_else(|| {
        let in_usd = t.price.currency == Currency::USD;
        let rate = if in_usd { String::new() } else { format::input_scaled(l, t.rate_e6.0, RATE_SCALE, 0) };
        Form::new(Posted::of([
            ("price_minor", format::input_money(l, t.price)),
            ("currency", t.price.currency.to_string()),
            ("rate_e6", rate),
            ("payment", t.payment.clone()),
            ("payment_reference", t.payment_reference.clone().unwrap_or_default()),
        ]))
    });
    ctx.render_as(status, &FormPage { form, choices: Choices::of(ctx), purchase: target.purchase })
}

/// Previews or proposes what the form says.
pub(super) async fn attempted(ctx: &Ctx, form: &Posted, stage: Stage, target: &Target) -> Result<Attempt, WebError> {
    let mut f = form.reader(ctx.locale());
    let currency = f.required_parsed::<Currency>("currency");
    f.require("price_minor");
    let price = currency.and_then(|c| f.money("price_minor", c));
    let rate = match currency {
        Some(Currency::USD) => Some(ONE),
        _ => {
            f.require("rate_e6");
            f.scaled("rate_e6", RATE_SCALE).map(RateE6)
        }
    };
    let payment = f.required("payment");
    let command = price.zip(rate).map(|(price, rate_e6)| ProposePurchaseCorrection {
        serial: target.purchase.serial.clone(),
        price_minor: price.minor,
        currency: price.currency,
        rate_e6,
        payment,
        payment_reference: f.text("payment_reference"),
        reason: f.text("reason").unwrap_or_default(),
    });
    let command = f.finish_with(command).map_err(|v| also_reason(form, v));
    attempt(ctx, form, stage, command).await
}
