//! Price, payment, day and place, as a form asks for them.

use crate::domain::code;
use crate::domain::event::Slip;
use crate::domain::ids::PartyId;
use crate::domain::jurisdiction::PaymentMethod;
use crate::domain::money::{Currency, RateE6};
use crate::domain::parcel::parcel_code;
use crate::domain::role::Role;
use crate::domain::violation::Violation;
use crate::service::purchase::SaleTerms;
use crate::store::error::StoreError;
use crate::store::party::party_by_code;
use crate::web::check::CheckPage;
use crate::web::ctx::Ctx;
use crate::web::error::WebError;
use crate::web::form::{Choice, Form, Posted, Reader};
use crate::web::locale::{format, label, text};
use crate::web::purchase::seen::side;

/// The choices of the terms' part of a form.
pub struct Choices {
    /// The country's own and US dollars.
    pub currencies: Vec<Choice>,
    /// Ways of paying that are allowed.
    pub payments: Vec<Choice>,
    /// The country's own currency.
    pub local: String,
}

/// Decimals of a rate as typed.
pub const RATE_SCALE: u32 = 6;

impl Choices {
    /// As the country allows them.
    #[must_use]
    pub fn of(ctx: &Ctx) -> Self {
        let profile = &ctx.state.app.env.profile;
        let local = profile.country.currency.value;
        let mut currencies = vec![Choice::new(local, local.as_str())];
        if local != Currency::USD {
            currencies.push(Choice::new(Currency::USD, text(ctx.locale(), "purchase-usd", &[])));
        }
        let allowed = PaymentMethod::ALL.iter().filter(|m| profile.payment_allowed(**m));
        let payments = allowed.map(|m| Choice::new(m.as_str(), label(ctx.locale(), "payment", m.as_str()))).collect();
        Self { currencies, payments, local: local.to_string() }
    }
}

/// An empty form begins with today.
pub(super) fn fresh(ctx: &Ctx) -> Form {
    let today = ctx.today().to_string();
    Form::new(Posted::of([("on", today)]))
}

/// The party behind the agent's code, or what is wrong with the code.
///
/// # Errors
/// A fault.
pub async fn agent(ctx: &Ctx, posted: &Posted) -> Result<Result<Option<PartyId>, Violation>, WebError> {
    let Some(typed) = posted.get("agent").map(code::written).filter(|c| !c.is_empty()) else { return Ok(Ok(None)) };
    let found = ctx.read(move |rx| -> Result<_, StoreError> { party_by_code(rx, &typed) }).await?;
    Ok(found.map(|p| Some(p.id)).ok_or_else(|| Violation::on("purchase.agent_unknown", "agent")))
}

/// Reads the terms; problems are noted in the reader.
pub(super) fn read(f: &mut Reader<'_>, agent: Result<Option<PartyId>, Violation>) -> Option<SaleTerms> {
    let currency = f.required_parsed::<Currency>("currency");
    f.require("price");
    let price = currency.and_then(|c| f.money("price", c));
    let rate_e6 = f.scaled("rate_e6", RATE_SCALE).map(RateE6);
    let payment = f.required_parsed::<PaymentMethod>("payment");
    let on = f.required_day("on");
    let agent = agent.unwrap_or_else(|wrong| {
        f.problem(wrong);
        None
    });
    Some(SaleTerms {
        price: price?,
        rate_e6,
        payment: payment?,
        payment_reference: f.text("payment_reference"),
        agent,
        place: f.text("place"),
        on: on?,
    })
}

/// The rows of a check page: both sides as the register knows them, parcels, money, day.
pub(super) async fn check_rows(ctx: &Ctx, page: &mut CheckPage, slip: &Slip) -> Result<(), WebError> {
    let (env, s) = (ctx.state.app.env.clone(), slip.clone());
    let (seller, buyer) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            Ok((side(rx, &env, s.seller, s.seller_licence)?, side(rx, &env, s.buyer, s.buyer_licence)?))
        })
        .await?;
    let names = ctx.names([Some(slip.seller), Some(slip.buyer), slip.agent].into_iter().flatten()).await?;
    let names = names.of_sales(ctx.actor()?.party, [[slip.seller, slip.buyer]]);
    let locale = ctx.locale();
    let say = |id: &str| label(locale, "purchase", id);
    let role = |role: &str| role.parse::<Role>().map_or_else(|_| String::new(), |r| text(locale, &r.message_id(), &[]));
    page.row(say("serial"), slip.serial.clone());
    page.row(say("seller"), format!("{}\n{}\n{}", names.full(&slip.seller), role(&seller.role), seller.licence));
    page.row(say("buyer"), format!("{}\n{}\n{}", names.full(&slip.buyer), role(&buyer.role), buyer.licence));
    for item in &slip.items {
        let stones = text(locale, "unit-stones", &[("count", item.stones.into())]);
        page.row(parcel_code(item.parcel_no), format!("{}\n{stones}", format::carats_unit(locale, item.weight_mct)));
    }
    let usd = format::usd(locale, slip.usd_cents);
    let price = format::money(locale, slip.price);
    if slip.price.currency == Currency::USD {
        page.row(say("price"), price);
    } else {
        page.row(say("price"), format!("{price}\n{usd}"));
        page.row(say("rate"), format::rate(locale, slip.rate_e6));
    }
    page.row(say("payment"), label(locale, "payment", &slip.payment));
    page.row(say("payment-reference"), slip.payment_reference.clone().unwrap_or_default());
    if let Some(agent) = &slip.agent {
        page.row(say("agent"), names.full(agent));
    }
    page.row(say("place"), slip.place.clone().unwrap_or_default());
    page.row(say("on"), format::day(locale, slip.on));
    if slip.test {
        page.notice(text(locale, "test-parcel-explained", &[]));
    }
    Ok(())
}
