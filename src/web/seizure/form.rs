//! Forms about seizures: taking stones, moving them, and writing an order down. Each is checked before it is done.

use super::show::seizure_of;
use super::{codes, count, ground_choices, ground_name, outcome_choices};
use crate::domain::access::Permission as P;
use crate::domain::event::{Event, HsCode, SeizureMoved, SeizureOrderProposed, SeizureRecorded};
use crate::domain::ids::OfficeId;
use crate::domain::money::Currency;
use crate::domain::parcel::parcel_code;
use crate::domain::quantity::Mass;
use crate::domain::seizure::{Kept, Seizure};
use crate::service::purchase::WeighedParcel;
use crate::service::seizure::{FoundStones, MoveSeizure, ProposeSeizureOrder, RecordSeizure};
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::listing::Listing;
use crate::web::locale::{format, label, text};
use crate::web::party::office_choices;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

/// Bags of stones in no register that one form takes.
const BAGS: usize = 3;

#[derive(Template)]
#[template(path = "seizures/form.html")]
struct RecordPage {
    form: Form,
    grounds: Vec<Choice>,
    offices: Vec<Choice>,
    bags: Vec<usize>,
    hs: Vec<Choice>,
}

impl RecordPage {
    fn field(at: &usize) -> String {
        format!("found_{at}")
    }
    fn stones(at: &usize) -> String {
        format!("found_{at}_stones")
    }
    fn subheading(at: &usize) -> String {
        format!("found_{at}_hs")
    }
}

async fn record_page(ctx: &Ctx, status: StatusCode, form: Form) -> Answer {
    let offices = office_choices(ctx, P::SeizureWrite).await?;
    let l = ctx.locale();
    let hs = HsCode::ALL.iter().map(|h| Choice::new(h.as_str(), label(l, "hs", h.as_str()))).collect();
    ctx.render_as(status, &RecordPage { form, grounds: ground_choices(ctx), offices, bags: (1..=BAGS).collect(), hs })
}

/// `GET /seizures/new`.
pub(super) async fn form(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let asked = Listing::new(query).posted();
    let of = |name: &str| asked.get(name).unwrap_or_default().to_owned();
    let values = [("parcels", of("parcel")), ("from", of("from")), ("on", ctx.today().to_string())];
    record_page(&ctx, StatusCode::OK, Form::new(Posted::of(values))).await
}

fn read_seizure(ctx: &Ctx, posted: &Posted) -> Result<RecordSeizure, crate::domain::violation::Violations> {
    let mut f = posted.reader(ctx.locale());
    let word = |name: &str| posted.get(name).map(str::to_owned).unwrap_or_default();
    let mut found = Vec::new();
    for at in 1..=BAGS {
        let [mass, count, hs] = [format!("found_{at}"), format!("found_{at}_stones"), format!("found_{at}_hs")];
        if [&mass, &count].into_iter().any(|name| posted.get(name).is_some_and(|t| !t.trim().is_empty())) {
            let (weight_mct, stones) = (f.required_mass(&mass), f.required_count(&count));
            let hs = posted.get(&hs).and_then(HsCode::parse).unwrap_or(HsCode::Unsorted);
            found.push(FoundStones { weight_mct, stones, hs });
        }
    }
    let office: Option<OfficeId> = f.parsed("office");
    let on = f.day("on");
    let command = RecordSeizure {
        parcels: codes(posted.get("parcels")),
        found,
        from: f.text("from"),
        office,
        on,
        place: word("place"),
        ground: word("ground"),
        receipt: word("receipt"),
        seal: word("seal"),
        safe: word("safe"),
        witnesses: vec![word("witness_1"), word("witness_2")],
        account: f.text("account"),
    };
    f.finish_with(Some(command))
}

/// `POST /seizures/new`.
pub(super) async fn record(ctx: Ctx, posted: Posted) -> Answer {
    let stage = Stage::of(&posted);
    if stage == Stage::Change {
        let form = changed(posted, ctx.locale());
        return record_page(&ctx, StatusCode::OK, form).await;
    }
    match attempt(&ctx, &posted, stage, read_seizure(&ctx, &posted)).await? {
        Attempt::Done(receipt) => Ok(ctx.see_other(&format!("/seizures/{}?told=seized", receipt.subject))),
        Attempt::Check(event) => match *event {
            Event::SeizureRecorded(e) => check_seizure(&ctx, &posted, &e).await,
            _ => Err(WebError::Fault("another event than asked for".into())),
        },
        Attempt::Refused(status, v) => {
            let form = Form::again(posted, &v, ctx.locale());
            record_page(&ctx, status, form).await
        }
    }
}

async fn check_seizure(ctx: &Ctx, posted: &Posted, e: &SeizureRecorded) -> Answer {
    let l = ctx.locale();
    let say = |id: &str| text(l, id, &[]);
    let names = ctx.names(e.from).await?;
    let mut page = CheckPage::new(say("seizure-record"), say("seizure-record-confirm"), posted).lead(say("seizure-record-lead"));
    for p in &e.taken {
        let carats = format::carats_unit(l, p.weight_mct);
        page.row(say("parcel-parcel"), format!("{}: {carats}, {}", parcel_code(p.parcel_no), format::integer(l, p.stones)));
    }
    for new in &e.found {
        let carats = format::carats_unit(l, new.weight_mct);
        page.row(say("seizure-found"), format!("{carats}, {}, {}", format::integer(l, new.stones), label(l, "hs", new.hs.as_str())));
    }
    page.row(say("seizure-from"), e.from.map_or_else(|| say("seizure-nobody-known"), |p| names.full(&p)));
    page.row(say("seizure-on"), format::day(l, e.on));
    page.row(say("seizure-place"), e.place.clone());
    page.row(say("seizure-ground"), ground_name(ctx, &e.ground));
    page.row(say("seizure-receipt-number"), e.receipt.clone());
    page.row(say("seizure-seal"), e.seal.clone());
    page.row(say("seizure-safe"), e.safe.clone());
    page.row(say("seizure-witnesses"), e.witnesses.join("; "));
    page.row(say("seizure-account"), e.account.clone().unwrap_or_default());
    if !e.offers.is_empty() {
        page.notice(text(l, "seizure-ends-offers", &[("count", count(e.offers.len()))]));
    }
    if !e.shipments.is_empty() {
        page.notice(text(l, "seizure-ends-shipments", &[("count", count(e.shipments.len()))]));
    }
    page.show(ctx)
}

#[derive(Template)]
#[template(path = "seizures/move.html")]
struct MovePage {
    form: Form,
    seizure: Seizure,
    kept: Vec<Kept>,
}

impl MovePage {
    fn code(kept: &Kept) -> String {
        parcel_code(kept.parcel_no)
    }
    fn mass(kept: &Kept) -> String {
        format!("weight_mct.{}", parcel_code(kept.parcel_no))
    }
    fn stones(kept: &Kept) -> String {
        format!("stones.{}", parcel_code(kept.parcel_no))
    }
}

fn move_page(ctx: &Ctx, status: StatusCode, form: Form, seizure: Seizure) -> Answer {
    let kept = seizure.here().cloned().collect();
    ctx.render_as(status, &MovePage { form, seizure, kept })
}

/// `GET /seizures/{id}/move`.
pub(super) async fn move_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let seizure = seizure_of(&ctx, &path, P::SeizureWrite).await?;
    let form = Form::new(Posted::of([("on", ctx.today().to_string())]));
    move_page(&ctx, StatusCode::OK, form, seizure)
}

fn read_move(ctx: &Ctx, posted: &Posted, seizure: &Seizure) -> Result<MoveSeizure, crate::domain::violation::Violations> {
    let mut f = posted.reader(ctx.locale());
    let word = |name: &str| posted.get(name).map(str::to_owned).unwrap_or_default();
    let mut weighed = Vec::new();
    for kept in seizure.here() {
        let parcel = parcel_code(kept.parcel_no);
        let mass = f.mass(&format!("weight_mct.{parcel}"));
        let stones = f.count(&format!("stones.{parcel}"));
        if let (Some(weight_mct), Some(stones)) = (mass, stones) {
            weighed.push(WeighedParcel { parcel, weight_mct, stones });
        }
    }
    let on = f.day("on");
    let command = MoveSeizure {
        seizure: seizure.facts.seizure,
        on,
        to: word("to"),
        given_by: word("given_by"),
        taken_by: word("taken_by"),
        seal_read: word("seal_read"),
        seal_new: f.text("seal_new"),
        weighed,
    };
    f.finish_with(Some(command))
}

/// `POST /seizures/{id}/move`.
pub(super) async fn go(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let seizure = seizure_of(&ctx, &path, P::SeizureWrite).await?;
    let stage = Stage::of(&posted);
    if stage == Stage::Change {
        let form = changed(posted, ctx.locale());
        return move_page(&ctx, StatusCode::OK, form, seizure);
    }
    match attempt(&ctx, &posted, stage, read_move(&ctx, &posted, &seizure)).await? {
        Attempt::Done(_) => Ok(ctx.see_other(&format!("/seizures/{}?told=seizure-moved", seizure.facts.seizure))),
        Attempt::Check(event) => match *event {
            Event::SeizureMoved(e) => check_move(&ctx, &posted, &e),
            _ => Err(WebError::Fault("another event than asked for".into())),
        },
        Attempt::Refused(status, v) => {
            let form = Form::again(posted, &v, ctx.locale());
            move_page(&ctx, status, form, seizure)
        }
    }
}

fn check_move(ctx: &Ctx, posted: &Posted, e: &SeizureMoved) -> Answer {
    let l = ctx.locale();
    let say = |id: &str| text(l, id, &[]);
    let mut page = CheckPage::new(say("seizure-move"), say("seizure-move-confirm"), posted).lead(say("seizure-move-lead"));
    page.row(say("seizure-move-from"), e.from.clone());
    page.row(say("seizure-move-to"), e.to.clone());
    page.row(say("seizure-given-by"), e.given_by.clone());
    page.row(say("seizure-taken-by"), e.taken_by.clone());
    page.row(say("seizure-on"), format::day(l, e.on));
    page.row(say("seizure-seal-read"), e.seal_read.clone());
    page.row(say("seizure-seal-new"), e.seal_new.clone().unwrap_or_default());
    for r in &e.readings {
        let (was, is) = (format::carats_unit(l, r.before_mct), format::carats_unit(l, r.after_mct));
        let stones = [r.stones_before, r.stones_after].map(|n| format::integer(l, n));
        page.row(parcel_code(r.parcel_no), format!("{was}, {} → {is}, {}", stones[0], stones[1]));
    }
    if e.differs {
        page.notice(say("seizure-move-differs"));
    }
    page.show(ctx)
}

#[derive(Template)]
#[template(path = "seizures/order.html")]
struct OrderPage {
    form: Form,
    seizure: Seizure,
    outcomes: Vec<Choice>,
    currencies: Vec<Choice>,
    parcels: Vec<Choice>,
}

fn order_page(ctx: &Ctx, status: StatusCode, form: Form, seizure: Seizure) -> Answer {
    let l = ctx.locale();
    let local = ctx.state.app.env.profile.country.currency.value;
    let currencies = [local, Currency::USD].into_iter().map(|c| Choice::new(c.as_str(), c.as_str())).collect();
    let told =
        |k: &Kept| Choice::new(parcel_code(k.parcel_no), format!("{}: {}", parcel_code(k.parcel_no), format::carats_unit(l, k.weight)));
    let parcels = seizure.here().map(told).collect();
    ctx.render_as(status, &OrderPage { form, seizure, outcomes: outcome_choices(l), currencies, parcels })
}

/// `GET /seizures/{id}/order`.
pub(super) async fn order_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let seizure = seizure_of(&ctx, &path, P::SeizureWrite).await?;
    let currency = ctx.state.app.env.profile.country.currency.value;
    let form = Form::new(Posted::of([("currency", currency.as_str().to_owned())]));
    order_page(&ctx, StatusCode::OK, form, seizure)
}

fn read_order(ctx: &Ctx, posted: &Posted, seizure: &Seizure) -> Result<ProposeSeizureOrder, crate::domain::violation::Violations> {
    let mut f = posted.reader(ctx.locale());
    let word = |name: &str| posted.get(name).map(str::to_owned).unwrap_or_default();
    let local = ctx.state.app.env.profile.country.currency.value;
    let currency = if posted.get("currency") == Some("USD") { Currency::USD } else { local };
    let (outcome, on, price) = (f.parsed("outcome"), f.day("on"), f.money("price", currency));
    let command = ProposeSeizureOrder {
        seizure: seizure.facts.seizure,
        outcome,
        number: word("number"),
        authority: word("authority"),
        on,
        parcels: f.texts("parcels"),
        licence: f.text("licence"),
        buyer: f.text("buyer"),
        price,
        slip: f.text("slip"),
        note: f.text("note"),
    };
    f.finish_with(Some(command))
}

/// `POST /seizures/{id}/order`.
pub(super) async fn order(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let seizure = seizure_of(&ctx, &path, P::SeizureWrite).await?;
    let stage = Stage::of(&posted);
    if stage == Stage::Change {
        let form = changed(posted, ctx.locale());
        return order_page(&ctx, StatusCode::OK, form, seizure);
    }
    match attempt(&ctx, &posted, stage, read_order(&ctx, &posted, &seizure)).await? {
        Attempt::Done(_) => Ok(ctx.see_other(&format!("/seizures/{}?told=seizure-ordered", seizure.facts.seizure))),
        Attempt::Check(event) => match *event {
            Event::SeizureOrderProposed(e) => check_order(&ctx, &posted, &e).await,
            _ => Err(WebError::Fault("another event than asked for".into())),
        },
        Attempt::Refused(status, v) => {
            let form = Form::again(posted, &v, ctx.locale());
            order_page(&ctx, status, form, seizure)
        }
    }
}

async fn check_order(ctx: &Ctx, posted: &Posted, e: &SeizureOrderProposed) -> Answer {
    let l = ctx.locale();
    let say = |id: &str| text(l, id, &[]);
    let names = ctx.names(e.to).await?;
    let mut page = CheckPage::new(say("seizure-order"), say("seizure-order-confirm"), posted).lead(say("seizure-order-lead"));
    page.row(say("seizure-outcome"), label(l, "seizure-outcome", e.outcome.as_str()));
    page.row(say("seizure-order-number"), e.number.clone());
    page.row(say("seizure-order-authority"), e.authority.clone());
    page.row(say("seizure-order-on"), format::day(l, e.on));
    page.row(say("nav-parcels"), e.parcels.iter().map(|p| parcel_code(p.parcel_no)).collect::<Vec<_>>().join(", "));
    let total = Mass::total(e.parcels.iter().map(|p| p.weight_mct)).unwrap_or(Mass::ZERO);
    page.row(say("word-carats"), format::carats_unit(l, total));
    page.row(say("seizure-order-to"), e.to.map(|p| names.full(&p)).unwrap_or_default());
    page.row(say("seizure-order-price"), e.price.map(|p| format::money(l, p)).unwrap_or_default());
    page.row(say("seizure-order-slip"), e.slip.clone().unwrap_or_default());
    page.row(say("seizure-order-note"), e.note.clone().unwrap_or_default());
    page.show(ctx)
}
