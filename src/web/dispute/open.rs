//! The form of a claim: filled in with what was typed on a page that was refused, checked, and put on record.

use crate::domain::access::Permission as P;
use crate::domain::event::{ClaimSide, ClaimedAct, DisputeOpened, Event};
use crate::domain::parcel::parcel_code;
use crate::domain::violation::{Violation, Violations};
use crate::service::dispute::OpenDispute;
use crate::service::error::ServiceError;
use crate::service::purchase::WeighedParcel;
use crate::store::error::StoreError;
use crate::store::licence::licence_fetch;
use crate::store::purchase::{purchase_fetch, purchase_items, purchase_within};
use crate::web::check::{CheckPage, Stage, changed};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::{format, label, text};
use crate::web::purchase::lines::{ROWS_MAX, Row, beside_lines, row_count, row_count_again, rows};
use crate::web::purchase::terms::{self, Choices};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "disputes/form.html")]
struct FormPage {
    form: Form,
    rows: Vec<Row>,
    acts: Vec<Choice>,
    sides: Vec<Choice>,
    choices: Choices,
    /// Whether the reader acts for a party, and so for its own side.
    own: bool,
}

fn page(ctx: &Ctx, form: Form, count: usize, status: StatusCode) -> Answer {
    let l = ctx.locale();
    let page = FormPage {
        form,
        rows: rows(count),
        acts: ClaimedAct::ALL.iter().map(|a| Choice::new(a, label(l, "claimed-act", a.as_str()))).collect(),
        sides: ClaimSide::ALL.iter().map(|s| Choice::new(s, label(l, "claim-side", s.as_str()))).collect(),
        choices: Choices::of(ctx),
        own: ctx.actor()?.party.is_some(),
    };
    ctx.render_as(status, &page)
}

/// What the form begins with.
#[derive(serde::Deserialize)]
pub(super) struct Begun {
    /// An offer that was refused or lapsed.
    purchase: Option<String>,
    /// One parcel.
    parcel: Option<String>,
}

/// `GET /disputes/new`.
pub(super) async fn form(ctx: Ctx, query: web::Query<Begun>) -> Answer {
    let begun = query.into_inner();
    let mut values = of_purchase(&ctx, begun.purchase.as_deref()).await?;
    if let Some(parcel) = begun.parcel.filter(|_| values.is_empty()) {
        values.push(("parcel-1".into(), parcel));
    }
    prefilled(&ctx, values)
}

fn prefilled(ctx: &Ctx, mut values: Vec<(String, String)>) -> Answer {
    let has = |values: &[(String, String)], name: &str| values.iter().any(|(n, _)| n == name);
    if !has(&values, "act") {
        values.push(("act".into(), ClaimedAct::Sale.as_str().into()));
    }
    if !has(&values, "on") {
        values.push(("on".into(), ctx.today().to_string()));
    }
    let posted = Posted::of(values.iter().map(|(n, v)| (n.as_str(), v.clone())));
    let count = row_count(&posted).max(rows_named(&posted));
    page(ctx, Form::new(posted), count, StatusCode::OK)
}

/// The last line that has a parcel.
fn rows_named(posted: &Posted) -> usize {
    (1..=ROWS_MAX).filter(|n| posted.has(&format!("parcel-{n}"))).max().unwrap_or(1)
}

/// What an offer says, for one of its sides.
async fn of_purchase(ctx: &Ctx, id: Option<&str>) -> Result<Vec<(String, String)>, WebError> {
    let Some(id) = id.and_then(|id| id.parse().ok()) else { return Ok(Vec::new()) };
    let (reach, l) = (ctx.reach(P::PurchaseRead), ctx.locale());
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let Some(p) = purchase_fetch(rx, id)? else { return Ok(None) };
            if !purchase_within(rx, reach, &p)? {
                return Ok(None);
            }
            let numbers = [licence_fetch(rx, p.seller_licence)?, licence_fetch(rx, p.buyer_licence)?];
            Ok(Some((purchase_items(rx, id)?, numbers, p)))
        })
        .await?;
    let Some((items, [seller, buyer], p)) = found else { return Ok(Vec::new()) };
    let mut values: Vec<(String, String)> = vec![
        ("price".into(), format::input_scaled(l, p.terms.price.minor, p.terms.price.currency.decimals(), 0)),
        ("currency".into(), p.terms.price.currency.to_string()),
        ("slip".into(), p.serial),
        ("on".into(), p.on.to_string()),
        ("place".into(), p.place.unwrap_or_default()),
    ];
    values.extend(seller.map(|l| ("seller_licence".to_owned(), l.number)));
    values.extend(buyer.map(|l| ("buyer_licence".to_owned(), l.number)));
    for (at, item) in items.iter().enumerate() {
        let n = at.saturating_add(1);
        values.push((format!("parcel-{n}"), parcel_code(item.parcel_no)));
        values.push((format!("weight-{n}"), format::input_scaled(l, item.weight.mct(), 3, 0)));
        values.push((format!("stones-{n}"), format::input_scaled(l, item.stones, 0, 0)));
    }
    Ok(values)
}

/// What was typed on a page of a sale that was refused, under the names of this form: nothing has to be typed again.
async fn of_refused(ctx: &Ctx, begun: &Begun, typed: &Posted) -> Result<Vec<(String, String)>, WebError> {
    let mut values = of_purchase(ctx, begun.purchase.as_deref()).await?;
    // On the buyer's page for an offer the fields are named after the parcels.
    for n in 1..=values.len() {
        let Some(code) = values.iter().find(|(name, _)| *name == format!("parcel-{n}")).map(|(_, code)| code.clone()) else { continue };
        for (part, field) in [("weight", format!("weight_mct.{code}")), ("stones", format!("stones.{code}"))] {
            let said = typed.get(&field).map(str::trim).filter(|t| !t.is_empty());
            if let (Some(said), Some(value)) = (said, values.iter_mut().find(|(name, _)| *name == format!("{part}-{n}"))) {
                said.clone_into(&mut value.1);
            }
        }
    }
    let ticked: Vec<String> = typed.all("parcels").map(str::to_owned).collect();
    if !ticked.is_empty() {
        values.push(("act".into(), ClaimedAct::Offer.as_str().into()));
        values.extend(ticked.into_iter().enumerate().map(|(at, code)| (format!("parcel-{}", at.saturating_add(1)), code)));
    }
    for (name, value) in typed.whole() {
        let own = name.starts_with("parcel-") || name.starts_with("weight-") || name.starts_with("stones-");
        let same = ["seller_licence", "buyer_licence", "price", "currency", "on", "place", "agent", "rows"].contains(&name.as_str());
        if own || same {
            values.push((name.clone(), value.clone()));
        } else if name == "serial" {
            values.push(("slip".into(), value.clone()));
        }
    }
    Ok(values)
}

async fn read(ctx: &Ctx, form: &Posted) -> Result<OpenDispute, WebError> {
    let agent = terms::agent(ctx, form).await?;
    let mut f = form.reader(ctx.locale());
    let act = f.required_parsed::<ClaimedAct>("act");
    let claimant = f.parsed::<ClaimSide>("claimant");
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
    let currency = f.required_parsed("currency");
    f.require("price");
    let price = currency.and_then(|c| f.money("price", c));
    let on = f.required_day("on");
    let agent = agent.unwrap_or_else(|wrong| {
        f.problem(wrong);
        None
    });
    let statement = f.required("statement");
    let (slip, place) = (f.text("slip"), f.text("place"));
    let (seller_licence, buyer_licence) = (f.text("seller_licence"), f.text("buyer_licence"));
    let command = act.zip(price).zip(on).map(|((act, price), on)| OpenDispute {
        act,
        claimant,
        seller_licence,
        buyer_licence,
        weighed,
        price,
        slip,
        agent,
        place,
        on,
        statement,
    });
    Ok(f.finish_with(command).map_err(ServiceError::from)?)
}

/// `POST /disputes/new`.
pub(super) async fn open(ctx: Ctx, query: web::Query<Begun>, form: Posted) -> Answer {
    if form.has("claim") {
        let values = of_refused(&ctx, &query, &form).await?;
        return prefilled(&ctx, values);
    }
    let (stage, count) = (Stage::of(&form), row_count(&form));
    if stage == Stage::Change || form.has("more") {
        let count = row_count_again(&form);
        let form = changed(form, ctx.locale());
        return page(&ctx, form, count, StatusCode::OK);
    }
    let done = match read(&ctx, &form).await {
        Err(e) => Err(e),
        Ok(command) if stage == Stage::Confirmed => {
            ctx.submit(&form, command).await.map(|receipt| ctx.see_other(&format!("/disputes/{}", receipt.subject)))
        }
        Ok(command) => match ctx.preview(&form, command).await {
            Ok(Event::DisputeOpened(e)) => check(&ctx, &form, &e).await,
            Ok(_) => Err(WebError::Fault("another event than asked for".into())),
            Err(e) => Err(e),
        },
    };
    match done {
        Ok(answer) => Ok(answer),
        Err(e) => {
            let (status, v) = refusals(e)?;
            let v: Violations = beside_lines(&form, v);
            let form = Form::again(form, &v, ctx.locale());
            page(&ctx, form, count, status)
        }
    }
}

async fn check(ctx: &Ctx, form: &Posted, e: &DisputeOpened) -> Answer {
    let l = ctx.locale();
    let (word, claim) = (|id: &str| text(l, id, &[]), &e.claim);
    let names = ctx.names([Some(claim.seller), Some(claim.buyer), claim.agent].into_iter().flatten()).await?;
    let mut page = CheckPage::new(word("dispute-check"), word("dispute-confirm"), form).lead(word("dispute-check-lead"));
    page.notice(word("dispute-check-freezes"));
    page.row(word("dispute-claimant"), label(l, "claim-side", e.claimant.as_str()));
    page.row(word("dispute-act"), label(l, "claimed-act", claim.act.as_str()));
    page.row(word("dispute-seller"), names.full(&claim.seller));
    page.row(word("dispute-buyer"), names.full(&claim.buyer));
    for p in &claim.parcels {
        let stones = text(l, "unit-stones", &[("count", p.stones.into())]);
        page.row(parcel_code(p.parcel_no), format!("{}\n{stones}", format::carats_unit(l, p.weight_mct)));
    }
    page.row(word("dispute-price"), format::money(l, claim.price));
    page.row(word("dispute-slip"), claim.slip.clone().unwrap_or_default());
    if let Some(agent) = &claim.agent {
        page.row(word("dispute-agent"), names.full(agent));
    }
    page.row(word("dispute-place"), claim.place.clone().unwrap_or_default());
    page.row(word("dispute-on"), format::day(l, claim.on));
    page.row(word("dispute-statement"), e.statement.clone());
    page.show(ctx)
}
