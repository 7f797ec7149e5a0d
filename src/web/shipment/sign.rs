//! The two signatures: the officer's review, the approver's, and sending back.

use super::seen::Seen;
use super::{ReasonPage, again, id_of, reason_asked, with_reason};
use crate::domain::access::Permission as P;
use crate::domain::certificate::certified_value;
use crate::domain::event::{CertificateIssued, CertificateProposed, Event, HsLine};
use crate::domain::ids::ShipmentId;
use crate::domain::shipment::ShipmentState;
use crate::domain::valuation::taken;
use crate::domain::violation::{Violation, Violations};
use crate::service::certificate::{DeclineCertificate, IssueCertificate, ProposeCertificate, takes_back};
use crate::service::error::ServiceError;
use crate::service::trace::Back;
use crate::store::blank::{blank_next_at, blank_reserved_for};
use crate::web::check::{CheckPage, Stage, changed};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::locale::{Locale, format, label, text};
use crate::web::trace::words::{ExplainGroup, explain_groups};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::Datelike;

#[derive(Template)]
#[template(path = "shipments/propose.html")]
struct ProposePage {
    seen: Seen,
    /// What the trace says would have to be explained.
    explain: Vec<ExplainGroup>,
    form: Form,
}

/// What a trace of the shipment would have to explain: it stands against no signature, but whoever signs has read it.
async fn to_explain(ctx: &Ctx, shipment: ShipmentId) -> Result<Vec<ExplainGroup>, WebError> {
    let trace = crate::web::trace::back(ctx, Back::Shipment(shipment)).await?;
    Ok(explain_groups(ctx.locale(), &trace.explain))
}

async fn propose_page(ctx: &Ctx, status: StatusCode, seen: Seen, form: Form) -> Answer {
    let explain = to_explain(ctx, seen.shipment.id).await?;
    ctx.render_as(status, &ProposePage { seen, explain, form })
}

/// `GET /shipments/{id}/propose`.
pub(super) async fn propose_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let seen = Seen::read(&ctx, id_of(&path)?).await?;
    if !seen.to_check() {
        return Ok(ctx.see_other(&format!("/shipments/{}", seen.shipment.id)));
    }
    let (year, by_year) = (ctx.today().year(), ctx.state.app.env.profile.certificate.blanks_of_year.value);
    let office = ctx.actor()?.office;
    let next = ctx.read(move |rx| blank_next_at(rx, by_year.then_some(year), office)).await?;
    let number = next.map(|form| form.number).unwrap_or_default();
    let form = Form::new(Posted::of([("expires_on", seen.latest.to_string()), ("blank", number)]));
    propose_page(&ctx, StatusCode::OK, seen, form).await
}

fn read_proposal(shipment: ShipmentId, form: &Posted, locale: Locale) -> Result<ProposeCertificate, Violations> {
    let mut f = form.reader(locale);
    let expires_on = f.required_day("expires_on");
    let command = ProposeCertificate { shipment, expires_on, unestablished_reason: f.text("unestablished_reason"), blank: f.text("blank") };
    f.finish_with(Some(command))
}

/// `POST /shipments/{id}/propose`.
pub(super) async fn propose(ctx: Ctx, path: web::Path<String>, form: Posted) -> Answer {
    let seen = Seen::read(&ctx, id_of(&path)?).await?;
    let (id, stage) = (seen.shipment.id, Stage::of(&form));
    if stage == Stage::Change {
        let form = changed(form, ctx.locale());
        return propose_page(&ctx, StatusCode::OK, seen, form).await;
    }
    let done = match read_proposal(id, &form, ctx.locale()) {
        Err(v) => Err(WebError::Service(v.into())),
        Ok(command) if stage == Stage::Confirmed => {
            ctx.submit(&form, command).await.map(|_| ctx.see_other(&format!("/shipments/{id}?told=signed")))
        }
        Ok(command) => match ctx.preview(&form, command).await {
            Ok(Event::CertificateProposed(e)) => check_proposal(&ctx, &form, &seen, &e),
            Ok(_) => Err(WebError::Fault("another event than asked for".into())),
            Err(e) => Err(e),
        },
    };
    match done {
        Ok(answer) => Ok(answer),
        Err(e) => {
            let (status, form) = again(&ctx, form, e)?;
            propose_page(&ctx, status, seen, form).await
        }
    }
}

/// What the shipment is and what the certificate says it is worth.
fn summary(page: &mut CheckPage, ctx: &Ctx, seen: &Seen, (value_usd_cents, lines): (i64, &[HsLine])) {
    let locale = ctx.locale();
    let say = |id: &str| label(locale, "shipment", id);
    let s = &seen.shipment;
    page.row(say("code"), s.code.clone());
    page.row(say("exporter"), seen.exporter.clone());
    page.row(say("importer"), format!("{}\n{}", s.importer.name, seen.destination));
    let parcels = text(locale, "shipment-parcels-count", &[("count", s.parcels.into())]);
    page.row(say("contents"), format!("{}\n{parcels}", format::carats_unit(locale, s.weight)));
    page.row(
        text(locale, "shipment-value-certified", &[]),
        format!("{}\n{}", format::usd(locale, value_usd_cents), value_source(ctx, seen)),
    );
    let line = |l: &HsLine| {
        format!("{}: {}, {}", l.hs.as_str(), format::carats_unit(locale, l.weight_mct), format::usd(locale, l.value_usd_cents))
    };
    page.row(text(locale, "certificate-lines", &[]), lines.iter().map(line).collect::<Vec<_>>().join("\n"));
    page.row(text(locale, "valuation-declared", &[]), format::usd(locale, s.value_usd_cents));
    page.row(say("origin"), seen.countries(&locale));
}

/// Whose value goes on the certificate, and by which rule.
fn value_source(ctx: &Ctx, seen: &Seen) -> String {
    let (locale, basis) = (ctx.locale(), ctx.state.app.env.profile.valuation.basis.value);
    let Some(sheet) = &seen.sheet else { return text(locale, "shipment-value-declared", &[]) };
    let v = &sheet.facts;
    // The rules may be others by now than on the day of the sitting.
    let rule = match taken(&v.lines, basis) {
        Some(found) if found == (v.taken, v.value_usd_cents) => basis.as_str(),
        _ => "none",
    };
    text(locale, "shipment-value-source", &[("valuer", sheet.taken.as_str().into()), ("rule", rule.into())])
}

fn check_proposal(ctx: &Ctx, form: &Posted, seen: &Seen, e: &CertificateProposed) -> Answer {
    let locale = ctx.locale();
    let mut page = CheckPage::new(text(locale, "shipment-propose", &[]), text(locale, "shipment-propose-confirm", &[]), form).lead(text(
        locale,
        "shipment-propose-lead",
        &[],
    ));
    if seen.shipment.test {
        page.notice(text(locale, "test-parcel-explained", &[]));
    }
    let (value, lines) = certified_value(seen.sheet.as_ref().map(|sheet| &sheet.facts), &seen.parcels);
    summary(&mut page, ctx, seen, (value, &lines));
    page.row(text(locale, "blank-set-aside", &[]), e.blank.clone());
    page.row(text(locale, "certificate-expires-on", &[]), format::day(locale, e.expires_on));
    page.row(text(locale, "shipment-unestablished-why", &[]), e.unestablished_reason.clone().unwrap_or_default());
    page.show(ctx)
}

#[derive(Template)]
#[template(path = "shipments/approve.html")]
struct ApprovePage {
    seen: Seen,
    /// What the trace says would have to be explained.
    explain: Vec<ExplainGroup>,
    /// Everything that stands against issuing it, by this person, now.
    against: Vec<Violation>,
    /// The number of the blank certificate that is set aside for it.
    number: String,
    form: Form,
}

/// What the command would say now, were the right form in hand: everything against it.
async fn tried(ctx: &Ctx, shipment: ShipmentId, blank: String) -> Result<Result<CertificateIssued, Violations>, WebError> {
    match ctx.preview(&Posted::default(), IssueCertificate { shipment, blank }).await {
        Ok(Event::CertificateIssued(e)) => Ok(Ok(e)),
        Ok(_) => Err(WebError::Fault("another event than asked for".into())),
        Err(e) => refusals(e).map(|(_, v)| Err(v)),
    }
}

async fn approve_page(ctx: &Ctx, seen: Seen, form: Form, status: StatusCode) -> Answer {
    let id = seen.shipment.id;
    let number = ctx.read(move |rx| blank_reserved_for(rx, id)).await?.map(|form| form.number).unwrap_or_default();
    let against = match tried(ctx, id, number.clone()).await? {
        Ok(_) => Vec::new(),
        Err(v) => v.0,
    };
    let explain = to_explain(ctx, seen.shipment.id).await?;
    ctx.render_as(status, &ApprovePage { seen, explain, against, number, form })
}

/// `GET /shipments/{id}/approve`.
pub(super) async fn approve_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let seen = Seen::read(&ctx, id_of(&path)?).await?;
    if seen.shipment.state != ShipmentState::Proposed {
        return Ok(ctx.see_other(&format!("/shipments/{}", seen.shipment.id)));
    }
    approve_page(&ctx, seen, Form::new(Posted::default()), StatusCode::OK).await
}

/// `POST /shipments/{id}/approve`.
pub(super) async fn approve(ctx: Ctx, path: web::Path<String>, form: Posted) -> Answer {
    let seen = Seen::read(&ctx, id_of(&path)?).await?;
    let command = IssueCertificate { shipment: seen.shipment.id, blank: form.get("blank").unwrap_or_default().to_owned() };
    let done = match Stage::of(&form) {
        Stage::Change => {
            let form = changed(form, ctx.locale());
            return approve_page(&ctx, seen, form, StatusCode::OK).await;
        }
        Stage::Confirmed => {
            ctx.submit(&form, command).await.map(|receipt| ctx.see_other(&format!("/certificates/{}?told=issued", receipt.subject)))
        }
        Stage::Asked => match ctx.preview(&form, command).await {
            Ok(Event::CertificateIssued(e)) => check_issue(&ctx, &form, &seen, &e),
            Ok(_) => Err(WebError::Fault("another event than asked for".into())),
            Err(e) => Err(e),
        },
    };
    match done {
        Ok(answer) => Ok(answer),
        Err(e) => {
            let (status, form) = again(&ctx, form, e)?;
            approve_page(&ctx, seen, form, status).await
        }
    }
}

fn check_issue(ctx: &Ctx, form: &Posted, seen: &Seen, e: &CertificateIssued) -> Answer {
    let locale = ctx.locale();
    let mut page = CheckPage::new(text(locale, "shipment-approve", &[]), text(locale, "shipment-approve-confirm", &[]), form).lead(text(
        locale,
        "shipment-approve-lead",
        &[],
    ));
    page.row(text(locale, "blank-in-hand", &[]), e.number.clone());
    summary(&mut page, ctx, seen, (e.value_usd_cents, &e.lines));
    page.row(text(locale, "certificate-issued-on", &[]), format::day(locale, e.issued_on));
    page.row(text(locale, "certificate-expires-on", &[]), format::day(locale, e.expires_on));
    page.row(text(locale, "shipment-unestablished-why", &[]), e.unestablished_reason.clone().unwrap_or_default());
    page.show(ctx)
}

/// Only those who sign may send back.
async fn to_decline(ctx: &Ctx, path: &str) -> Result<Seen, WebError> {
    let seen = Seen::read(ctx, id_of(path)?).await?;
    let signs = |p| ctx.reach(p).covers(&seen.shipment.belongs());
    if signs(P::CertificatePropose) || signs(P::CertificateApprove) { Ok(seen) } else { Err(ServiceError::Forbidden.into()) }
}

/// The page says where the shipment goes: to the exporter, or to the officers where one takes his own signature back.
fn decline_page(ctx: &Ctx, seen: &Seen, own: bool, form: Form) -> ReasonPage {
    let locale = ctx.locale();
    let (word, lead, told) = match own {
        true => ("shipment-take-back", "shipment-take-back-lead", "taken-back"),
        false => ("shipment-decline", "shipment-decline-lead", "sent-back"),
    };
    ReasonPage {
        title: text(locale, word, &[]),
        code: seen.shipment.code.clone(),
        lead: text(locale, lead, &[]),
        asked: reason_asked(locale),
        warns: true,
        button: text(locale, word, &[]),
        back: format!("/shipments/{}", seen.shipment.id),
        told,
        form,
    }
}

/// `GET /shipments/{id}/decline`.
pub(super) async fn decline_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let seen = to_decline(&ctx, &path).await?;
    let own = takes_back(&seen.shipment, ctx.actor()?.account);
    ctx.render(&decline_page(&ctx, &seen, own, Form::new(Posted::default())))
}

/// `POST /shipments/{id}/decline`.
pub(super) async fn decline(ctx: Ctx, path: web::Path<String>, form: Posted) -> Answer {
    let seen = to_decline(&ctx, &path).await?;
    let shipment = seen.shipment.id;
    let own = takes_back(&seen.shipment, ctx.actor()?.account);
    let page = |form| decline_page(&ctx, &seen, own, form);
    with_reason(&ctx, form, |reason| DeclineCertificate { shipment, reason }, page).await
}
