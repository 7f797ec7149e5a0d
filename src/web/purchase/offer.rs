//! The holder's offer: tick parcels, name the buyer's licence, price; check; done.

use super::{again, terms};
use crate::domain::event::{Event, PurchaseOffered};
use crate::domain::parcel::{Parcel, ParcelState};
use crate::domain::violation::Violations;
use crate::service::error::ServiceError;
use crate::service::purchase::OfferParcels;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::parcel::{ParcelFilter, parcels};
use crate::store::slip_book::{slip_book_next_serial, slip_books_of};
use crate::web::check::{CheckPage, Stage, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::{Locale, format, label, text};
use crate::web::purchase::terms::Choices;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

/// Parcels offered on one form; a holder of more narrows his stock by mixing.
const PARCELS: i64 = 300;

#[derive(Template)]
#[template(path = "purchases/offer.html")]
struct FormPage {
    form: Form,
    parcels: Vec<Choice>,
    cut: bool,
    next_serial: Option<String>,
    choices: Choices,
    hours: u32,
    /// Whether a refusal says that somebody was first, so that a claim may be made.
    claims: bool,
}

/// The next free slip of a party's books.
pub(super) fn next_serial(rx: &mut Rx<'_>, party: crate::domain::ids::PartyId) -> Result<Option<String>, StoreError> {
    for book in slip_books_of(rx, party)?.iter().rev() {
        if let Some(serial) = slip_book_next_serial(rx, book)? {
            return Ok(Some(serial));
        }
    }
    Ok(None)
}

fn choice(locale: Locale, p: &Parcel) -> Choice {
    let mut words = vec![p.code.clone(), format::carats_unit(locale, p.weight), text(locale, "unit-stones", &[("count", p.stones.into())])];
    words.extend(p.class.clone());
    if let Some(seal) = &p.seal {
        words.push(text(locale, "purchase-sealed", &[("seal", seal.as_str().into())]));
    }
    if p.test {
        words.push(text(locale, "test-parcel", &[]));
    }
    Choice::new(&p.code, words.join(" · "))
}

async fn page(ctx: &Ctx, (form, claims): (Form, bool), status: StatusCode) -> Answer {
    let party = ctx.actor()?.party.ok_or(WebError::Service(ServiceError::Forbidden))?;
    let (now, reach) = (ctx.now(), ctx.reach(crate::domain::access::Permission::PurchaseWrite));
    let filter = ParcelFilter {
        holder: Some(party),
        state: Some(ParcelState::Live),
        offered: Some(false),
        shipped: Some(false),
        frozen: Some(false),
        held: Some(false),
        ..ParcelFilter::default()
    };
    let (mut held, next_serial) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            Ok((parcels(rx, reach, &filter, now, None, PARCELS.saturating_add(1))?, next_serial(rx, party)?))
        })
        .await?;
    let most = usize::try_from(PARCELS).unwrap_or(usize::MAX);
    let cut = held.len() > most;
    held.truncate(most);
    let page = FormPage {
        form,
        parcels: held.iter().map(|p| choice(ctx.locale(), p)).collect(),
        cut,
        next_serial,
        choices: Choices::of(ctx),
        hours: ctx.state.app.env.profile.times.offer_expires_hours.value,
        claims,
    };
    ctx.render_as(status, &page)
}

/// Which parcels are ticked to begin with.
#[derive(serde::Deserialize)]
pub(super) struct Ticked {
    parcel: Option<String>,
}

/// `GET /purchases/offer`.
pub(super) async fn new(ctx: Ctx, query: web::Query<Ticked>) -> Answer {
    let mut values = vec![("on", ctx.today().to_string())];
    values.extend(query.into_inner().parcel.map(|p| ("parcels", p)));
    page(&ctx, (Form::new(Posted::of(values)), false), StatusCode::OK).await
}

async fn read(ctx: &Ctx, form: &Posted) -> Result<OfferParcels, WebError> {
    let agent = terms::agent(ctx, form).await?;
    let mut f = form.reader(ctx.locale());
    let parcels = f.texts("parcels");
    if parcels.is_empty() {
        f.problem(crate::domain::violation::Violation::on("purchase.no_parcels", "parcels"));
    }
    let buyer_licence = f.required("buyer_licence");
    let terms = terms::read(&mut f, agent);
    let (serial, seller_licence) = (f.text("serial"), f.text("seller_licence"));
    let command = terms.map(|terms| OfferParcels { serial, parcels, buyer_licence, seller_licence, terms });
    Ok(f.finish_with(command).map_err(ServiceError::from)?)
}

/// `POST /purchases/offer`.
pub(super) async fn offer(ctx: Ctx, form: Posted) -> Answer {
    let stage = Stage::of(&form);
    if stage == Stage::Change {
        let form = changed(form, ctx.locale());
        return page(&ctx, (form, false), StatusCode::OK).await;
    }
    let done = match read(&ctx, &form).await {
        Err(e) => Err(e),
        Ok(command) if stage == Stage::Confirmed => {
            ctx.submit(&form, command).await.map(|receipt| ctx.see_other(&format!("/purchases/{}?told=offered", receipt.subject)))
        }
        Ok(command) => match ctx.preview(&form, command).await {
            Ok(Event::PurchaseOffered(e)) => check(&ctx, &form, &e).await,
            Ok(_) => Err(WebError::Fault("another event than asked for".into())),
            Err(e) => Err(e),
        },
    };
    match done {
        Ok(answer) => Ok(answer),
        Err(e) => {
            let (status, form, claims) = again(&ctx, form, e, |v: Violations| v)?;
            page(&ctx, (form, claims), status).await
        }
    }
}

async fn check(ctx: &Ctx, form: &Posted, e: &PurchaseOffered) -> Answer {
    let locale = ctx.locale();
    let mut page = CheckPage::new(text(locale, "purchase-offer-check", &[]), text(locale, "purchase-offer-confirm", &[]), form).lead(text(
        locale,
        "purchase-offer-check-lead",
        &[],
    ));
    terms::check_rows(ctx, &mut page, &e.slip).await?;
    page.row(label(locale, "purchase", "until"), format::instant(locale, e.expires_at));
    page.show(ctx)
}
