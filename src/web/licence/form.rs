//! Issuing, renewing and putting right: the type, the form, the check, done.

use super::{fetch, kind_of, term_rows};
use crate::domain::access::Permission;
use crate::domain::code;
use crate::domain::event::{Event, LicenceTerms};
use crate::domain::geo::{Shape, parse_polygon, to_geojson};
use crate::domain::ids::{LicenceId, PartyId};
use crate::domain::jurisdiction::LicenceType;
use crate::domain::licence::Licence;
use crate::domain::money::{Currency, Money};
use crate::domain::party::Party;
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::service::Command;
use crate::service::licence::{ChangeLicence, IssueLicence, LicenceInput};
use crate::store::error::StoreError;
use crate::store::licence::licence_fetch;
use crate::store::party::{party_by_code, party_fetch};
use crate::web::check::{CheckPage, Stage, changed, with_rules};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::{format, label, text};
use crate::web::party::{office_choices, office_names};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use std::collections::BTreeSet;

/// One type to choose.
struct Type {
    code: String,
    name: String,
    role: String,
    months: u32,
    fits: bool,
}

#[derive(Template)]
#[template(path = "licences/choose.html")]
struct ChoosePage {
    types: Vec<Type>,
    holder: Option<Party>,
}

/// For whom, or which licence to renew.
#[derive(serde::Deserialize)]
pub struct Asked {
    holder: Option<String>,
    renews: Option<String>,
}

/// The party with a code that the reader may see.
async fn holder(ctx: &Ctx, typed: Option<String>) -> Result<Option<Party>, WebError> {
    let Some(typed) = typed.filter(|t| !t.trim().is_empty()) else { return Ok(None) };
    let found = ctx.read(move |rx| -> Result<_, StoreError> { party_by_code(rx, &code::written(&typed)) }).await?;
    Ok(found.filter(|p| ctx.reach(Permission::PartyRead).covers(&p.belongs())))
}

/// `GET /licences/new`: which type; those that fit the holder's roles first.
///
/// # Errors
/// A fault.
pub async fn choose(ctx: Ctx, asked: web::Query<Asked>) -> Answer {
    let holder = holder(&ctx, asked.into_inner().holder).await?;
    let locale = ctx.locale();
    let types = ctx.state.app.env.profile.licence_types.iter().map(|t| Type {
        code: t.code.clone(),
        name: t.name.get(locale.tag()).to_owned(),
        role: label(locale, "role", t.role.value.as_str()),
        months: t.term_max_months(),
        fits: holder.as_ref().is_none_or(|h| h.is(t.role.value)),
    });
    let mut types: Vec<Type> = types.collect();
    types.sort_by_key(|t| !t.fits);
    ctx.render(&ChoosePage { types, holder })
}

#[derive(Template)]
#[template(path = "licences/form.html")]
struct FormPage {
    form: Form,
    licence: Option<Licence>,
    renews: Option<Licence>,
    kind_code: String,
    kind: String,
    needs_area: bool,
    area_limit: Option<u32>,
    workers_limit: Option<u32>,
    depth_limit: Option<u32>,
    fee_due: Option<Money>,
    months: u32,
    documents: Vec<Choice>,
    currencies: Vec<Choice>,
    offices: Vec<Choice>,
    example: String,
    /// A corner in this country, as it may be typed.
    area_example: String,
}

/// What the form is about.
struct About {
    kind: LicenceType,
    licence: Option<Licence>,
    renews: Option<Licence>,
}

async fn render(ctx: &Ctx, status: StatusCode, form: Form, about: About) -> Answer {
    let language = ctx.locale().tag();
    let profile = &ctx.state.app.env.profile;
    let kind = about.kind;
    let currencies: BTreeSet<Currency> =
        [Some(profile.country.currency.value), Some(Currency::USD), kind.fee.as_ref().map(|f| f.value.currency)]
            .into_iter()
            .flatten()
            .collect();
    let page = FormPage {
        form,
        licence: about.licence,
        renews: about.renews,
        kind_code: kind.code.clone(),
        kind: kind.name.get(language).to_owned(),
        needs_area: kind.needs_site.value,
        area_limit: kind.area_max_m2.as_ref().map(|s| s.value),
        workers_limit: kind.workers_max.as_ref().map(|s| s.value),
        depth_limit: kind.depth_max_dm.as_ref().map(|s| s.value),
        fee_due: kind.fee.as_ref().map(|f| f.value),
        months: kind.term_max_months(),
        documents: kind.documents.iter().map(|d| Choice::new(&d.code, d.name.get(language))).collect(),
        currencies: currencies.iter().map(|c| Choice::new(c, c.as_str())).collect(),
        offices: office_choices(ctx, Permission::LicenceWrite).await?,
        example: code::make(&profile.country.alpha3.value, 123),
        area_example: crate::web::place_hint::Example::of(ctx).pair,
    };
    ctx.render_as(status, &page)
}

/// The type that an address names.
fn kind_named(ctx: &Ctx, code: &str) -> Result<LicenceType, WebError> {
    ctx.state.app.env.profile.licence_type(code).cloned().ok_or(WebError::NotFound)
}

/// The last day of the usual term from a first day.
fn usual_end(kind: &LicenceType, starts_on: Day) -> Option<Day> {
    let months = kind.terms_months.value.first().copied().unwrap_or(12);
    starts_on.checked_add_months(chrono::Months::new(months))?.pred_opt()
}

/// The licence to be renewed, by its id.
async fn renewed(ctx: &Ctx, id: Option<&str>) -> Result<Option<Licence>, WebError> {
    let Some(id) = id.and_then(|id| id.parse::<LicenceId>().ok()) else { return Ok(None) };
    let found = ctx.read(move |rx| -> Result<_, StoreError> { licence_fetch(rx, id) }).await?;
    Ok(found.filter(|l| ctx.reach(Permission::LicenceWrite).covers(&l.belongs())))
}

/// `GET /licences/new/{kind}`, for `?holder=CODE` or as the renewal of `?renews=ID`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn new(ctx: Ctx, path: web::Path<String>, asked: web::Query<Asked>) -> Answer {
    let kind = kind_named(&ctx, &path)?;
    let renews = renewed(&ctx, asked.renews.as_deref()).await?;
    let today = ctx.today();
    let mut values = match &renews {
        Some(old) => {
            let mut values = term_values(&ctx, &old.terms);
            values.retain(|(field, _)| !matches!(*field, "issued_on" | "starts_on" | "ends_on" | "documents" | "fee" | "receipt"));
            let owner = old.terms.holder;
            let owner = ctx.read(move |rx| -> Result<_, StoreError> { party_fetch(rx, owner) }).await?;
            values.push(("holder", owner.map(|p| p.code).unwrap_or_default()));
            values.push(("renews", old.id.to_string()));
            values
        }
        None => vec![("holder", holder(&ctx, asked.into_inner().holder).await?.map(|p| p.code).unwrap_or_default())],
    };
    let starts_on = renews.as_ref().and_then(|old| old.terms.ends_on.succ_opt()).map_or(today, |after| after.max(today));
    values.push(("issued_on", today.to_string()));
    values.push(("starts_on", starts_on.to_string()));
    values.extend(usual_end(&kind, starts_on).map(|end| ("ends_on", end.to_string())));
    let currency = kind.fee.as_ref().map_or(ctx.state.app.env.profile.country.currency.value, |f| f.value.currency);
    values.extend(kind.fee.as_ref().map(|f| ("fee", format::input_money(ctx.locale(), f.value))));
    values.push(("fee_currency", currency.to_string()));
    render(&ctx, StatusCode::OK, Form::new(Posted::of(values)), About { kind, licence: None, renews }).await
}

/// Terms as the fields of the form.
fn term_values(ctx: &Ctx, t: &LicenceTerms) -> Vec<(&'static str, String)> {
    let locale = ctx.locale();
    let mut values = vec![
        ("issued_on", t.issued_on.to_string()),
        ("starts_on", t.starts_on.to_string()),
        ("ends_on", t.ends_on.to_string()),
        ("conditions", t.conditions.clone().unwrap_or_default()),
        ("receipt", t.receipt.clone().unwrap_or_default()),
    ];
    let area = t.area.as_ref().map(area_lines);
    values.extend(area.map(|lines| ("area", lines)));
    values.extend(t.workers_max.map(|n| ("workers_max", n.to_string())));
    values.extend(t.depth_max_dm.map(|dm| ("depth_max_dm", format::input_scaled(locale, i64::from(dm), 1, 0))));
    if let Some(fee) = t.fee {
        values.push(("fee", format::input_money(locale, fee)));
        values.push(("fee_currency", fee.currency.to_string()));
    }
    values.extend(t.documents.iter().map(|d| ("documents", d.clone())));
    values.extend(t.office.map(|o| ("office", o.to_string())));
    values
}

/// An area as one corner a line; one with holes as GeoJSON.
fn area_lines(shape: &Shape) -> String {
    match shape {
        Shape::Polygon(rings) if rings.all().len() == 1 => {
            rings.outline().iter().map(|p| format!("{}, {}", p.lon_text(), p.lat_text())).collect::<Vec<_>>().join("\n")
        }
        other => to_geojson(other).to_string(),
    }
}

/// What was typed; `holder` where the form does not ask for one.
///
/// What could not be read has a stand-in to which no rule objects, or only of the same field: nobody for the holder,
/// for a day the one before it.
async fn read(ctx: &Ctx, posted: &Posted, kind: &LicenceType, fixed: Option<PartyId>) -> Result<(LicenceInput, Violations), WebError> {
    let mut f = posted.reader(ctx.locale());
    let holder = match fixed {
        Some(id) => Some(id),
        None => {
            f.require("holder");
            let typed = f.text("holder");
            let named = typed.is_some();
            let found = match typed {
                Some(typed) => ctx.read(move |rx| -> Result<_, StoreError> { party_by_code(rx, &code::written(&typed)) }).await?,
                None => None,
            };
            if named && found.is_none() {
                f.problem(Violation::on("licence.no_holder", "holder"));
            }
            found.map(|p| p.id)
        }
    };
    let (issued, starts, ends) = (f.required_day("issued_on"), f.required_day("starts_on"), f.required_day("ends_on"));
    let issued_on = issued.or(starts).unwrap_or_else(|| ctx.today());
    let starts_on = starts.unwrap_or(issued_on);
    let ends_on = ends.filter(|_| starts.is_some()).or_else(|| usual_end(kind, starts_on)).unwrap_or(starts_on);
    let local = ctx.state.app.env.profile.country.currency.value;
    let currency = f.parsed("fee_currency").unwrap_or(local);
    let depth = f.scaled("depth_max_dm", 1);
    let depth_max_dm = depth.and_then(|d| u32::try_from(d).ok());
    if depth.is_some() && depth_max_dm.is_none() {
        f.problem(Violation::on("licence.limit_zero", "depth_max_dm"));
    }
    let unreadable = || {
        posted
            .get("fee")
            .is_some_and(|t| !t.trim().is_empty())
            .then(|| kind.fee.as_ref().map_or(Money { minor: 1, currency }, |due| due.value))
    };
    let (fee, workers_max, office) = (f.money("fee", currency).or_else(unreadable), f.count_u32("workers_max"), f.parsed("office"));
    let input = LicenceInput {
        kind: kind.code.clone(),
        holder: holder.unwrap_or_else(|| PartyId::new(uuid::Uuid::nil())),
        office,
        issued_on,
        starts_on,
        ends_on,
        area: f.text("area"),
        fee,
        receipt: f.text("receipt"),
        workers_max,
        depth_max_dm,
        documents: f.texts("documents"),
        conditions: f.text("conditions"),
        reference: None,
    };
    Ok((input, f.noted()))
}

/// `POST /licences/new/{kind}`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn issue(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let kind = kind_named(&ctx, &path)?;
    let renews = renewed(&ctx, posted.get("renews")).await?;
    let about = About { kind, licence: None, renews };
    if Stage::of(&posted) == Stage::Change {
        return render(&ctx, StatusCode::OK, changed(posted, ctx.locale()), about).await;
    }
    let fixed = about.renews.as_ref().map(|old| old.terms.holder);
    let (terms, noted) = read(&ctx, &posted, &about.kind, fixed).await?;
    let renews = about.renews.as_ref().map(|old| old.id);
    let command = IssueLicence { number: posted.get("number").map(str::to_owned), renews, terms };
    act(&ctx, posted, (command, noted), about).await
}

/// `GET /licences/{id}/edit`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn edit(ctx: Ctx, path: web::Path<String>) -> Answer {
    let licence = fetch(&ctx, &path, Permission::LicenceWrite).await?;
    let kind = kind_of(&ctx, &licence).cloned().ok_or(WebError::NotFound)?;
    let form = Form::new(Posted::of(term_values(&ctx, &licence.terms)));
    render(&ctx, StatusCode::OK, form, About { kind, licence: Some(licence), renews: None }).await
}

/// `POST /licences/{id}/edit`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn change(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let licence = fetch(&ctx, &path, Permission::LicenceWrite).await?;
    let kind = kind_of(&ctx, &licence).cloned().ok_or(WebError::NotFound)?;
    let (id, fixed) = (licence.id, licence.terms.holder);
    let about = About { kind, licence: Some(licence), renews: None };
    if Stage::of(&posted) == Stage::Change {
        return render(&ctx, StatusCode::OK, changed(posted, ctx.locale()), about).await;
    }
    let reason = posted.get("reason").unwrap_or_default().to_owned();
    let (terms, noted) = read(&ctx, &posted, &about.kind, Some(fixed)).await?;
    act(&ctx, posted, (ChangeLicence { licence: id, terms, reason }, noted), about).await
}

/// Checks or does it; a refusal shows the form again.
async fn act<C: Command + Send + 'static>(ctx: &Ctx, posted: Posted, (command, noted): (C, Violations), about: About) -> Answer {
    let done = match Stage::of(&posted) {
        _ if !noted.0.is_empty() => Err(with_rules(ctx, &posted, command, noted).await),
        Stage::Confirmed => ctx.submit(&posted, command).await.map(|receipt| {
            let what = if about.licence.is_some() { "changed" } else { "issued" };
            Ok(format!("/licences/{}?done={what}", receipt.subject))
        }),
        _ => ctx.preview(&posted, command).await.map(|event| Err(Box::new(event))),
    };
    match done {
        Ok(Ok(page)) => Ok(ctx.see_other(&page)),
        Ok(Err(event)) => match *event {
            Event::LicenceIssued(e) => check(ctx, &posted, &about, &e.terms, None).await,
            Event::LicenceChanged(e) => check(ctx, &posted, &about, &e.terms, Some(e.reason)).await,
            _ => Err(WebError::Fault("a licence's form led to another event".into())),
        },
        Err(e) => {
            let (status, v) = refusals(e)?;
            render(ctx, status, Form::again(posted, &v, ctx.locale()), about).await
        }
    }
}

async fn check(ctx: &Ctx, posted: &Posted, about: &About, terms: &LicenceTerms, reason: Option<String>) -> Answer {
    let locale = ctx.locale();
    let word = |id: &str| text(locale, id, &[]);
    let mut page = if reason.is_some() {
        CheckPage::new(word("licence-check-change-title"), word("licence-confirm-change"), posted).lead(word("licence-check-change-lead"))
    } else {
        CheckPage::new(word("licence-check-title"), word("licence-confirm-issue"), posted).lead(word("licence-check-lead"))
    };
    // What was put right in the area without asking is told.
    let raw = posted.get("area").filter(|t| !t.trim().is_empty()).and_then(|t| parse_polygon(t, "area").ok());
    for mended in raw.and_then(|raw| Shape::check(raw, "area").ok()).map(|(_, mended)| mended).unwrap_or_default() {
        let count = if let crate::domain::geo::Mended::Repeated(n) = mended { n } else { 0 };
        page.notice(text(locale, mended.message_id(), &[("count", count.into())]));
    }
    let typed = posted.get("number").map(str::trim).filter(|n| !n.is_empty());
    let number =
        about.licence.as_ref().map(|l| l.number.as_str()).or(typed).map_or_else(|| word("licence-given-on-confirm"), str::to_owned);
    page.row(word("licence-number"), number);
    page.row(word("licence-kind"), about.kind.name.get(locale.tag()));
    page.row(word("licence-holder"), ctx.names([terms.holder]).await?.full(&terms.holder));
    page.row(word("licence-renews"), about.renews.as_ref().map(|l| l.number.clone()).unwrap_or_default());
    let codes = ctx.read(office_names).await?;
    for (label, value) in term_rows(locale, Some(&about.kind), terms, &codes) {
        page.row(label, value);
    }
    page.row(word("licence-reason"), reason.unwrap_or_default());
    page.show(ctx)
}
