//! The forms: a shipment that came, and what becomes of a detained one.

use super::{Line, read};
use crate::domain::country::{countries, unions};
use crate::domain::event::{ArrivalOutcome, ArrivalRecorded, Event, FoundLine, HsCode, HsLine, Importer};
use crate::domain::money::Currency;
use crate::domain::violation::Violations;
use crate::service::arrival::{CloseArrival, RecordArrival};
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted, Reader};
use crate::web::locale::{Locale, format, label, text};
use crate::web::participant::participant_name;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "arrivals/form.html")]
struct FormPage {
    form: Form,
    /// Whose certificates there are: countries, and unions that are one participant.
    issuers: Vec<Choice>,
    countries: Vec<Choice>,
    lines: Vec<LineFields>,
}

/// The fields of a subheading: what the certificate says of it, and what was found.
struct LineFields {
    name: String,
    mass: String,
    value: String,
    found: String,
    stones: String,
}

/// The field of a subheading.
fn field(what: &str, hs: HsCode) -> String {
    format!("{what}-{}", hs.as_str().replace('.', ""))
}

fn line_fields(ctx: &Ctx, hs: HsCode) -> LineFields {
    LineFields {
        name: label(ctx.locale(), "hs", hs.as_str()),
        mass: field("mass", hs),
        value: field("value", hs),
        found: field("found", hs),
        stones: field("stones", hs),
    }
}

/// What was weighed and counted, of the subheadings of which something was typed.
fn read_found(f: &mut Reader<'_>) -> Vec<FoundLine> {
    let mut found = Vec::new();
    for hs in HsCode::ALL {
        let (weight, stones) = (f.mass(&field("found", hs)), f.count(&field("stones", hs)));
        if weight.is_some() || stones.is_some() {
            found.push(FoundLine { hs, weight_mct: weight.unwrap_or_default(), stones: stones.unwrap_or(0) });
        }
    }
    found
}

/// Refusals name the lines found by their order, the form by their subheading.
fn placed(mut v: Violations, form: &Posted) -> Violations {
    let typed = |hs: &HsCode| ["found", "stones"].iter().any(|what| form.get(&field(what, *hs)).is_some_and(|t| !t.trim().is_empty()));
    let filled: Vec<HsCode> = HsCode::ALL.into_iter().filter(typed).collect();
    for violation in &mut v.0 {
        let Some((at, part)) = violation.field.as_deref().and_then(|f| f.strip_prefix("found.")?.split_once('.')) else { continue };
        let Some(hs) = at.parse::<usize>().ok().and_then(|at| filled.get(at)) else { continue };
        violation.field = Some(field(if part == "stones" { "stones" } else { "found" }, *hs));
    }
    v
}

fn abroad(ctx: &Ctx) -> Vec<Choice> {
    let (l, own) = (ctx.locale(), ctx.state.app.env.profile.code());
    let all = countries(l.tag()).into_iter().filter(|c| c.alpha2 != own);
    all.map(|c| Choice::new(c.alpha2, c.name(l.tag()))).collect()
}

/// Whose certificates a shipment may come with: unions that are one participant, and all other countries.
pub(super) fn issuers(ctx: &Ctx) -> Vec<Choice> {
    let l = ctx.locale();
    unions().map(|c| Choice::new(c.alpha2, c.name(l.tag()))).chain(abroad(ctx)).collect()
}

fn form_page(ctx: &Ctx, form: Form, status: StatusCode) -> Answer {
    let lines = HsCode::ALL.into_iter().map(|hs| line_fields(ctx, hs)).collect();
    ctx.render_as(status, &FormPage { form, issuers: issuers(ctx), countries: abroad(ctx), lines })
}

/// `GET /arrivals/new`.
pub(super) async fn form(ctx: Ctx) -> Answer {
    form_page(&ctx, Form::new(Posted::of([("arrived_on", ctx.today().to_string())])), StatusCode::OK)
}

fn read_arrival(form: &Posted, l: Locale) -> Result<RecordArrival, Violations> {
    let mut f = form.reader(l);
    let word = |name: &str| form.get(name).unwrap_or_default().to_owned();
    let mut lines = Vec::new();
    for hs in HsCode::ALL {
        let (weight, money) = (f.mass(&field("mass", hs)), f.money(&field("value", hs), Currency::USD));
        if weight.is_some() || money.is_some() {
            let (weight_mct, value_usd_cents) = (weight.unwrap_or_default(), money.map_or(0, |m| m.minor));
            lines.push(HsLine { hs, weight_mct, value_usd_cents });
        }
    }
    let exporter = Importer { name: word("exporter_name"), address: word("exporter_address"), country: word("exporter_country") };
    let origins = f.text("origins").map(|o| o.split([',', ' ', ';']).map(str::to_owned).collect()).unwrap_or_default();
    let (issued_on, expires_on, arrived_on) = (f.day("issued_on"), f.day("expires_on"), f.day("arrived_on"));
    let (parcels, found_parcels) = (f.count("parcels").unwrap_or(0), f.count("found_parcels"));
    let found = read_found(&mut f);
    let (mixed, seals_intact) = (f.ticked("mixed"), f.ticked("seals"));
    let (importer_stated, detain, remark) = (f.text("importer_stated"), f.text("detain"), f.text("remark"));
    let command = RecordArrival {
        importer: word("importer"),
        importer_stated,
        number: word("number"),
        issuer: word("issuer"),
        issued_on,
        expires_on,
        arrived_on,
        exporter,
        origins,
        mixed,
        parcels,
        found_parcels,
        lines,
        found,
        seals_intact,
        detain,
        remark,
    };
    f.finish_with(Some(command))
}

/// `POST /arrivals/new`.
pub(super) async fn record(ctx: Ctx, posted: Posted) -> Answer {
    let stage = Stage::of(&posted);
    if stage == Stage::Change {
        let form = changed(posted, ctx.locale());
        return form_page(&ctx, form, StatusCode::OK);
    }
    match attempt(&ctx, &posted, stage, read_arrival(&posted, ctx.locale())).await? {
        Attempt::Done(receipt) => Ok(ctx.see_other(&format!("/arrivals/{}", receipt.subject))),
        Attempt::Check(event) => match *event {
            Event::ArrivalRecorded(e) => check(&ctx, &posted, &e).await,
            _ => Err(WebError::Fault("another event than asked for".into())),
        },
        Attempt::Refused(status, v) => {
            let v = placed(v, &posted);
            form_page(&ctx, Form::again(posted, &v, ctx.locale()), status)
        }
    }
}

async fn check(ctx: &Ctx, form: &Posted, e: &ArrivalRecorded) -> Answer {
    let l = ctx.locale();
    let say = |id: &str| text(l, id, &[]);
    let usd = |minor: i64| format::usd(l, minor);
    let lead = if e.detained.is_some() { "arrival-lead-detained" } else { "arrival-lead-accepted" };
    let mut page = CheckPage::new(say("arrival-new"), say("arrival-confirm"), form).lead(say(lead));
    page.row(say("arrival-importer"), super::importer_of(ctx, e.importer, e.importer_stated.as_deref()).await?);
    page.row(say("arrival-number"), format!("{}, {}", e.number, participant_name(l, &e.issuer)));
    page.row(say("arrival-days"), format!("{} – {}", format::day(l, e.issued_on), format::day(l, e.expires_on)));
    page.row(say("arrival-on"), format::day(l, e.arrived_on));
    page.row(say("arrival-exporter"), format!("{}\n{}\n{}", e.exporter.name, e.exporter.address, participant_name(l, &e.exporter.country)));
    for line in &e.lines {
        let told = [format::carats_unit(l, line.weight_mct), usd(line.value_usd_cents)];
        let found = e.found.iter().filter(|f| f.hs == line.hs).map(|f| super::found_words(l, f));
        page.row(label(l, "hs", line.hs.as_str()), told.into_iter().chain(found).collect::<Vec<_>>().join("\n"));
    }
    for found in e.found.iter().filter(|f| e.lines.iter().all(|l| l.hs != f.hs)) {
        page.row(label(l, "hs", found.hs.as_str()), super::found_words(l, found));
    }
    let seals = say(if e.seals_intact { "arrival-seals-whole" } else { "arrival-seals-broken" });
    page.row(say("arrival-found"), format!("{}\n{seals}", format::carats_unit(l, e.found_mct)));
    let named: Vec<String> = e.origins.iter().map(|o| participant_name(l, o)).chain(e.mixed.then(|| say("arrival-mixed"))).collect();
    page.row(say("arrival-origins"), named.join(", "));
    page.row(say("arrival-parcels"), format::integer(l, e.parcels));
    page.row(say("arrival-found-parcels"), e.found_parcels.map(|n| format::integer(l, n)).unwrap_or_default());
    page.row(say("arrival-remark"), e.remark.clone().unwrap_or_default());
    if let Some(reason) = &e.detained {
        let told = std::iter::once(reason.clone()).chain(super::against_words(l, e));
        page.row(say("arrival-detain"), told.collect::<Vec<_>>().join("\n"));
    }
    page.show(ctx)
}

#[derive(Template)]
#[template(path = "arrivals/close.html")]
struct ClosePage {
    line: Line,
    form: Form,
    outcomes: Vec<Choice>,
    /// Subheadings to weigh and count, where that was not written down when it came.
    lines: Vec<LineFields>,
}

fn close_page(ctx: &Ctx, line: Line, form: Form, status: StatusCode) -> Answer {
    let choice = |o: &ArrivalOutcome| Choice::new(o.as_str(), label(ctx.locale(), "arrival-outcome", o.as_str()));
    let facts = &line.arrival.facts;
    let open = facts.lines.iter().filter(|_| facts.found.is_empty());
    let lines = open.map(|stated| line_fields(ctx, stated.hs)).collect();
    ctx.render_as(status, &ClosePage { line, form, outcomes: ArrivalOutcome::ALL.iter().map(choice).collect(), lines })
}

/// `GET /arrivals/{id}/close`.
pub(super) async fn close_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let line = read(&ctx, &path).await?;
    close_page(&ctx, line, Form::new(Posted::default()), StatusCode::OK)
}

/// `POST /arrivals/{id}/close`.
pub(super) async fn close(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let line = read(&ctx, &path).await?;
    let (stage, l, arrival) = (Stage::of(&posted), ctx.locale(), line.arrival.facts.arrival);
    if stage == Stage::Change {
        return close_page(&ctx, line, changed(posted, l), StatusCode::OK);
    }
    let mut f = posted.reader(l);
    let outcome = f.parsed("outcome");
    let reason = posted.get("reason").unwrap_or_default().to_owned();
    let (importer, found) = (f.text("importer"), read_found(&mut f));
    let command = f.finish_with(Some(CloseArrival { arrival, outcome, importer, found, reason }));
    match attempt(&ctx, &posted, stage, command).await? {
        Attempt::Done(_) => Ok(ctx.see_other(&format!("/arrivals/{arrival}"))),
        Attempt::Check(event) => {
            let Event::ArrivalClosed(e) = *event else { return Err(WebError::Fault("another event than asked for".into())) };
            let say = |id: &str| text(l, id, &[]);
            let mut page = CheckPage::new(say("arrival-close"), say("arrival-close-confirm"), &posted);
            page.row(say("arrival-one"), line.arrival.facts.code.clone());
            page.row(say("arrival-outcome"), label(l, "arrival-outcome", e.outcome.as_str()));
            if e.importer.is_some() {
                page.row(say("arrival-importer"), super::importer_of(&ctx, e.importer, None).await?);
            }
            for parcel in &e.received {
                let found = FoundLine { hs: parcel.hs, weight_mct: parcel.weight_mct, stones: parcel.stones };
                page.row(label(l, "hs", parcel.hs.as_str()), super::found_words(l, &found));
            }
            page.row(say("shipment-reason"), e.reason);
            page.show(&ctx)
        }
        Attempt::Refused(status, v) => {
            let v = placed(v, &posted);
            close_page(&ctx, line, Form::again(posted, &v, l), status)
        }
    }
}
