//! The buyer writes down both sides: the seller's licence and the parcel codes from his production slips,
//! and what the buyer's own scale shows.

use super::lines::{ROWS, Row, beside_lines, row_count, row_count_again, rows};
use super::offer::next_serial;
use super::{again, terms};
use crate::domain::event::{Event, PurchaseRecorded};
use crate::domain::parcel::parcel_code;
use crate::domain::violation::Violation;
use crate::service::error::ServiceError;
use crate::service::purchase::{RecordPurchase, WeighedParcel};
use crate::store::error::StoreError;
use crate::web::check::{CheckPage, Stage, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::locale::{format, text};
use crate::web::purchase::terms::Choices;
use actix_web::http::StatusCode;
use askama::Template;

#[derive(Template)]
#[template(path = "purchases/record.html")]
struct FormPage {
    form: Form,
    rows: Vec<Row>,
    next_serial: Option<String>,
    choices: Choices,
    /// Whether a refusal says that somebody was first, so that a claim may be made.
    claims: bool,
}

async fn page(ctx: &Ctx, (form, claims): (Form, bool), count: usize, status: StatusCode) -> Answer {
    let party = ctx.actor()?.party.ok_or(WebError::Service(ServiceError::Forbidden))?;
    let next_serial = ctx.read(move |rx| -> Result<_, StoreError> { next_serial(rx, party) }).await?;
    ctx.render_as(status, &FormPage { form, rows: rows(count), next_serial, choices: Choices::of(ctx), claims })
}

/// `GET /purchases/record`.
pub(super) async fn new(ctx: Ctx) -> Answer {
    let form = terms::fresh(&ctx);
    page(&ctx, (form, false), ROWS, StatusCode::OK).await
}

async fn read(ctx: &Ctx, form: &Posted) -> Result<RecordPurchase, WebError> {
    let agent = terms::agent(ctx, form).await?;
    let mut f = form.reader(ctx.locale());
    let seller_licence = f.required("seller_licence");
    let mut weighed = Vec::new();
    for row in rows(row_count(form)) {
        let blank = [&row.parcel, &row.weight, &row.stones].into_iter().all(|field| f.text(field).is_none());
        if blank {
            continue;
        }
        let parcel = f.required(&row.parcel);
        let weight_mct = f.required_mass(&row.weight);
        let stones = f.required_count(&row.stones);
        weighed.push(WeighedParcel { parcel, weight_mct, stones });
    }
    if weighed.is_empty() {
        f.problem(Violation::on("purchase.no_parcels", "parcel-1"));
    }
    let terms = terms::read(&mut f, agent);
    let (serial, buyer_licence) = (f.text("serial"), f.text("buyer_licence"));
    let command = terms.map(|terms| RecordPurchase { serial, seller_licence, buyer_licence, weighed, terms });
    Ok(f.finish_with(command).map_err(ServiceError::from)?)
}

/// `POST /purchases/record`.
pub(super) async fn record(ctx: Ctx, form: Posted) -> Answer {
    let (stage, count) = (Stage::of(&form), row_count(&form));
    if stage == Stage::Change || form.has("more") {
        let count = row_count_again(&form);
        let form = changed(form, ctx.locale());
        return page(&ctx, (form, false), count, StatusCode::OK).await;
    }
    let done = match read(&ctx, &form).await {
        Err(e) => Err(e),
        Ok(command) if stage == Stage::Confirmed => {
            ctx.submit(&form, command).await.map(|receipt| ctx.see_other(&format!("/purchases/{}?told=recorded", receipt.subject)))
        }
        Ok(command) => match ctx.preview(&form, command).await {
            Ok(Event::PurchaseRecorded(e)) => check(&ctx, &form, &e).await,
            Ok(_) => Err(WebError::Fault("another event than asked for".into())),
            Err(e) => Err(e),
        },
    };
    match done {
        Ok(answer) => Ok(answer),
        Err(e) => {
            let typed = form.clone();
            let (status, form, claims) = again(&ctx, form, e, |v| beside_lines(&typed, v))?;
            page(&ctx, (form, claims), count, status).await
        }
    }
}

async fn check(ctx: &Ctx, form: &Posted, e: &PurchaseRecorded) -> Answer {
    let locale = ctx.locale();
    let mut page = CheckPage::new(text(locale, "purchase-record-check", &[]), text(locale, "purchase-record-confirm", &[]), form)
        .lead(text(locale, "purchase-record-check-lead", &[]));
    terms::check_rows(ctx, &mut page, &e.slip).await?;
    for w in &e.weighed {
        let stated = e.slip.items.iter().find(|i| i.parcel_no == w.parcel_no).map(|i| i.weight_mct);
        if stated.is_some_and(|s| s != w.weight_mct) {
            let weighed = format::carats_unit(locale, w.weight_mct);
            page.notice(text(
                locale,
                "purchase-reweigh-notice",
                &[("parcel", parcel_code(w.parcel_no).into()), ("carats", weighed.into())],
            ));
        }
    }
    page.show(ctx)
}
