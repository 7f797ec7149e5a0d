//! The exporter puts sealed parcels together: tick, give values and the importer, check, done.

use super::{again, country_name};
use crate::domain::country::countries;
use crate::domain::event::{Event, HsCode, Importer, ShipmentPrepared};
use crate::domain::money::Currency;
use crate::domain::parcel::{Parcel, parcel_code};
use crate::domain::violation::Violations;
use crate::service::error::ServiceError;
use crate::service::shipment::{ParcelToShip, PrepareShipment, export_licence};
use crate::store::shipment::parcels_sealed;
use crate::web::check::{CheckPage, Stage, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::{Locale, format, label, text};
use actix_web::http::StatusCode;
use askama::Template;

/// A parcel that may be put in.
struct Offerable {
    parcel: Parcel,
    value_field: String,
    hs_field: String,
}

impl Offerable {
    /// Whether it may leave under a subheading: what was sorted leaves as sorted.
    fn may_be(&self, hs: &str) -> bool {
        self.parcel.hs == HsCode::Unsorted || self.parcel.hs.as_str() == hs
    }
}

#[derive(Template)]
#[template(path = "shipments/form.html")]
struct FormPage {
    form: Form,
    parcels: Vec<Offerable>,
    countries: Vec<Choice>,
    hs: Vec<Choice>,
    licence: Option<String>,
}

async fn page(ctx: &Ctx, form: Form, status: StatusCode) -> Answer {
    let party = ctx.actor()?.party.ok_or(WebError::Service(ServiceError::Forbidden))?;
    let (env, today, locale) = (ctx.state.app.env.clone(), ctx.today(), ctx.locale());
    let (parcels, licence) = ctx
        .read(move |rx| -> Result<_, ServiceError> { Ok((parcels_sealed(rx, party)?, export_licence(rx, &env.profile, party, today)?)) })
        .await?;
    let own = ctx.state.app.env.profile.code().to_owned();
    let offerable =
        |parcel: Parcel| Offerable { value_field: format!("value-{}", parcel.code), hs_field: format!("hs-{}", parcel.code), parcel };
    let page = FormPage {
        form,
        parcels: parcels.into_iter().map(offerable).collect(),
        countries: countries(locale.tag())
            .into_iter()
            .filter(|c| c.alpha2 != own)
            .map(|c| Choice::new(c.alpha2, c.name(locale.tag())))
            .collect(),
        hs: HsCode::ALL.into_iter().map(|h| Choice::new(h.as_str(), label(locale, "hs", h.as_str()))).collect(),
        licence: licence.map(|l| l.number),
    };
    ctx.render_as(status, &page)
}

/// `GET /shipments/new`.
pub(super) async fn new(ctx: Ctx) -> Answer {
    page(&ctx, Form::new(Posted::default()), StatusCode::OK).await
}

fn read(form: &Posted, locale: Locale) -> Result<PrepareShipment, Violations> {
    let mut f = form.reader(locale);
    let mut parcels = Vec::new();
    for parcel in f.texts("parcels") {
        let value = f.money(&format!("value-{parcel}"), Currency::USD).map_or(0, |m| m.minor);
        let hs = f.text(&format!("hs-{parcel}")).and_then(|t| HsCode::parse(&t));
        parcels.push(ParcelToShip { parcel, value_usd_cents: value, hs });
    }
    let word = |name: &str| f.text(name).unwrap_or_default();
    let importer = Importer { name: word("importer_name"), address: word("importer_address"), country: word("destination") };
    f.finish_with(Some(PrepareShipment { importer, parcels }))
}

/// `POST /shipments/new`.
pub(super) async fn prepare(ctx: Ctx, form: Posted) -> Answer {
    let stage = Stage::of(&form);
    if stage == Stage::Change {
        let form = changed(form, ctx.locale());
        return page(&ctx, form, StatusCode::OK).await;
    }
    let done = match read(&form, ctx.locale()) {
        Err(v) => Err(WebError::Service(v.into())),
        Ok(command) if stage == Stage::Confirmed => {
            ctx.submit(&form, command).await.map(|receipt| ctx.see_other(&format!("/shipments/{}?told=prepared", receipt.subject)))
        }
        Ok(command) => match ctx.preview(&form, command).await {
            Ok(Event::ShipmentPrepared(e)) => check(&ctx, &form, &e),
            Ok(_) => Err(WebError::Fault("another event than asked for".into())),
            Err(e) => Err(e),
        },
    };
    match done {
        Ok(answer) => Ok(answer),
        Err(e) => {
            let (status, form) = again(&ctx, form, e)?;
            page(&ctx, form, status).await
        }
    }
}

fn check(ctx: &Ctx, form: &Posted, e: &ShipmentPrepared) -> Answer {
    let locale = ctx.locale();
    let say = |id: &str| label(locale, "shipment", id);
    let usd = |minor: i64| format::usd(locale, minor);
    let mut page = CheckPage::new(text(locale, "shipment-check", &[]), text(locale, "shipment-prepare-confirm", &[]), form).lead(text(
        locale,
        "shipment-check-lead",
        &[],
    ));
    if e.test {
        page.notice(text(locale, "test-parcel-explained", &[]));
    }
    page.row(say("importer"), format!("{}\n{}", e.importer.name, e.importer.address));
    page.row(say("destination"), country_name(locale, &e.importer.country));
    for p in &e.parcels {
        let stones = text(locale, "unit-stones", &[("count", p.stones.into())]);
        let lines = [format::carats_unit(locale, p.weight_mct), stones, label(locale, "hs", p.hs.as_str()), usd(p.value_usd_cents)];
        page.row(parcel_code(p.parcel_no), lines.join("\n"));
    }
    let weight = e.parcels.iter().map(|p| p.weight_mct.mct()).fold(0, i64::saturating_add);
    let value = e.parcels.iter().map(|p| p.value_usd_cents).fold(0, i64::saturating_add);
    let total = text(locale, "shipment-total-carats", &[("carats", format::milli_carats(locale, weight).into())]);
    page.row(text(locale, "word-total", &[]), format!("{total}\n{}", usd(value)));
    page.show(ctx)
}
