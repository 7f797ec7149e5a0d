//! An officer writes down what was confirmed on paper or by mail.

use crate::domain::event::{CertificateConfirmed, Event};
use crate::domain::ids::CertificateId;
use crate::domain::money::Currency;
use crate::domain::shipment::Certificate;
use crate::domain::violation::{Violation, Violations};
use crate::service::confirmation::{ConfirmReceipt, Receipted};
use crate::store::certificate::certificate_fetch;
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::{Locale, format, label, text};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

/// What is typed of a receipt: everything that does not read is told, with stand-ins for the rest.
pub(super) fn read(form: &Posted, number: &str, locale: Locale) -> Result<Receipted, Violations> {
    let mut f = form.reader(locale);
    let received_on = f.required_day("received_on");
    let (parcels, weight) = (f.required_count("parcels"), f.required_mass("carats"));
    let value_usd_cents = f.money("value", Currency::USD).map(|m| m.minor);
    let seals_intact = match f.text("seals_intact").as_deref() {
        Some("yes") => Some(true),
        Some("no") => Some(false),
        _ => {
            f.problem(Violation::on("confirmation.seals", "seals_intact"));
            None
        }
    };
    let (importer, confirmed_by) = (f.required("importer"), f.required("confirmed_by"));
    let (reference, remark) = (f.text("reference"), f.text("remark"));
    let certificate = number.to_owned();
    let said = Receipted {
        certificate,
        received_on,
        parcels,
        weight_mct: weight,
        value_usd_cents,
        importer,
        seals_intact,
        confirmed_by,
        reference,
        remark,
    };
    f.finish_with(Some(said))
}

/// Yes and no, for the seals.
pub(super) fn yes_no(locale: Locale) -> Vec<Choice> {
    ["yes", "no"].iter().map(|c| Choice::new(c, text(locale, &format!("word-{c}"), &[]))).collect()
}

#[derive(Template)]
#[template(path = "receipts/form.html")]
struct FormPage {
    certificate: Certificate,
    form: Form,
    seals: Vec<Choice>,
}

async fn fetch(ctx: &Ctx, path: &str) -> Result<Certificate, WebError> {
    let id: CertificateId = path.parse().map_err(|_| WebError::NotFound)?;
    ctx.read(move |rx| certificate_fetch(rx, id)).await?.ok_or(WebError::NotFound)
}

fn page(ctx: &Ctx, certificate: Certificate, status: StatusCode, form: Form) -> Answer {
    ctx.render_as(status, &FormPage { certificate, form, seals: yes_no(ctx.locale()) })
}

/// `GET /certificates/{id}/receipt`.
pub(super) async fn form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let certificate = fetch(&ctx, &path).await?;
    let importer = certificate.facts.importer.name.clone();
    page(&ctx, certificate, StatusCode::OK, Form::new(Posted::of([("importer", importer)])))
}

/// `POST /certificates/{id}/receipt`.
pub(super) async fn enter(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let certificate = fetch(&ctx, &path).await?;
    let stage = Stage::of(&posted);
    if stage == Stage::Change {
        let form = changed(posted, ctx.locale());
        return page(&ctx, certificate, StatusCode::OK, form);
    }
    let mut said = read(&posted, &certificate.facts.number, ctx.locale());
    if let (Err(wrong), None) = (&mut said, posted.get("reference").map(str::trim).filter(|r| !r.is_empty())) {
        wrong.push(Violation::on("required", "reference"));
    }
    let command = said.map(|said| ConfirmReceipt { said, file_sha256: None });
    match attempt(&ctx, &posted, stage, command).await? {
        Attempt::Done(receipt) => Ok(ctx.see_other(&format!("/confirmations/{}", receipt.subject))),
        Attempt::Check(event) => match *event {
            Event::CertificateConfirmed(e) => check(&ctx, &posted, &certificate, &e),
            _ => Err(WebError::Fault("another event than asked for".into())),
        },
        Attempt::Refused(status, v) => page(&ctx, certificate, status, Form::again(posted, &v, ctx.locale())),
    }
}

fn check(ctx: &Ctx, form: &Posted, certificate: &Certificate, e: &CertificateConfirmed) -> Answer {
    let l = ctx.locale();
    let say = |id: &str| text(l, id, &[]);
    let mut page = CheckPage::new(say("receipt-enter"), say("receipt-enter-confirm"), form);
    if e.supersedes.is_some() {
        page.notice(say("receipt-supersedes"));
    }
    for difference in &e.differences {
        page.notice(label(l, "difference-told", difference.as_str()));
    }
    page.row(say("certificate-one"), certificate.facts.number.clone());
    for (name, value) in told(l, e) {
        page.row(name, value);
    }
    page.show(ctx)
}

/// What a confirmation says, line by line.
pub(super) fn told(l: Locale, e: &CertificateConfirmed) -> Vec<(String, String)> {
    let say = |id: &str| text(l, id, &[]);
    let value = e.value_usd_cents.map(|minor| format::usd(l, minor));
    let lines = [
        ("receipt-received-on", format::day(l, e.received_on)),
        ("receipt-parcels", format::integer(l, e.parcels)),
        ("word-carats", format::carats_unit(l, e.weight_mct)),
        ("shipment-value", value.unwrap_or_default()),
        ("shipment-importer", e.importer.clone()),
        ("receipt-seals", say(if e.seals_intact { "word-yes" } else { "word-no" })),
        ("receipt-by", e.confirmed_by.clone()),
        ("notice-reference", e.reference.clone().unwrap_or_default()),
        ("receipt-remark", e.remark.clone().unwrap_or_default()),
        ("receipt-file-sha256", e.file_sha256.clone().unwrap_or_default()),
    ];
    lines.into_iter().filter(|(_, v)| !v.is_empty()).map(|(id, value)| (say(id), value)).collect()
}
