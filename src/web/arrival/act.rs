//! The forms: a shipment that came, and what becomes of a detained one.

use super::{Line, read};
use crate::domain::country::{countries, unions};
use crate::domain::event::{ArrivalOutcome, ArrivalRecorded, Event, HsCode, HsLine, Importer};
use crate::domain::money::{Currency, Money};
use crate::domain::violation::Violations;
use crate::service::arrival::{CloseArrival, RecordArrival};
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
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
    /// By subheading: its name, and the fields of its carats and value.
    lines: Vec<(String, String, String)>,
}

fn fields(hs: HsCode) -> (String, String) {
    let plain = hs.as_str().replace('.', "");
    (format!("mass-{plain}"), format!("value-{plain}"))
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
    let line = |hs: HsCode| {
        let (mass, value) = fields(hs);
        (label(ctx.locale(), "hs", hs.as_str()), mass, value)
    };
    ctx.render_as(
        status,
        &FormPage { form, issuers: issuers(ctx), countries: abroad(ctx), lines: HsCode::ALL.into_iter().map(line).collect() },
    )
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
        let (mass, value) = fields(hs);
        let (weight, money) = (f.mass(&mass), f.money(&value, Currency::USD));
        if weight.is_some() || money.is_some() {
            let (weight_mct, value_usd_cents) = (weight.unwrap_or_default(), money.map_or(0, |m| m.minor));
            lines.push(HsLine { hs, weight_mct, value_usd_cents });
        }
    }
    let exporter = Importer { name: word("exporter_name"), address: word("exporter_address"), country: word("exporter_country") };
    let origins = f.text("origins").map(|o| o.split([',', ' ', ';']).map(str::to_owned).collect()).unwrap_or_default();
    let (issued_on, expires_on, arrived_on) = (f.day("issued_on"), f.day("expires_on"), f.day("arrived_on"));
    let (parcels, found_mct) = (f.count("parcels").unwrap_or(0), f.mass("found_mct").unwrap_or_default());
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
        lines,
        found_mct,
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
        Attempt::Refused(status, v) => form_page(&ctx, Form::again(posted, &v, ctx.locale()), status),
    }
}

async fn check(ctx: &Ctx, form: &Posted, e: &ArrivalRecorded) -> Answer {
    let l = ctx.locale();
    let say = |id: &str| text(l, id, &[]);
    let usd = |minor| format::money(l, Money { minor, currency: Currency::USD });
    let lead = if e.detained.is_some() { "arrival-lead-detained" } else { "arrival-lead-accepted" };
    let mut page = CheckPage::new(say("arrival-new"), say("arrival-confirm"), form).lead(say(lead));
    page.row(say("arrival-importer"), super::importer_of(ctx, e.importer, e.importer_stated.as_deref()).await?);
    page.row(say("arrival-number"), format!("{}, {}", e.number, participant_name(l, &e.issuer)));
    page.row(say("arrival-days"), format!("{} – {}", format::day(l, e.issued_on), format::day(l, e.expires_on)));
    page.row(say("arrival-on"), format::day(l, e.arrived_on));
    page.row(say("arrival-exporter"), format!("{}\n{}\n{}", e.exporter.name, e.exporter.address, participant_name(l, &e.exporter.country)));
    for line in &e.lines {
        let told = [format::carats_unit(l, line.weight_mct), usd(line.value_usd_cents)];
        page.row(label(l, "hs", line.hs.as_str()), told.join("\n"));
    }
    page.row(say("arrival-found"), format::carats_unit(l, e.found_mct));
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
}

fn close_page(ctx: &Ctx, line: Line, form: Form, status: StatusCode) -> Answer {
    let choice = |o: &ArrivalOutcome| Choice::new(o.as_str(), label(ctx.locale(), "arrival-outcome", o.as_str()));
    ctx.render_as(status, &ClosePage { line, form, outcomes: ArrivalOutcome::ALL.iter().map(choice).collect() })
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
    let importer = f.text("importer");
    let command = f.finish_with(Some(CloseArrival { arrival, outcome, importer, reason }));
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
            page.row(say("shipment-reason"), e.reason);
            page.show(&ctx)
        }
        Attempt::Refused(status, v) => close_page(&ctx, line, Form::again(posted, &v, l), status),
    }
}
