//! What is done with an issued certificate before its goods are gone: the container is closed, customs let it out, and a
//! slip of the pen is endorsed. And the list of certificates whose goods are still here.

use super::Seen;
use crate::domain::access::Permission as P;
use crate::domain::departure::{Leaving, Next};
use crate::domain::event::{EndorsedField, Event, Transport};
use crate::domain::ids::CertificateId;
use crate::domain::shipment::Certificate;
use crate::domain::violation::Violations;
use crate::service::departure::{EndorseCertificate, RecordDeparture, SealContainer, cautions};
use crate::store::db::Rx;
use crate::store::departure::{certificates_here, leaving};
use crate::store::error::StoreError;
use crate::store::participant::participant_roll;
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::{Locale, format, label, text, violation_text};
use crate::web::shipment::country_name;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

/// Certificates that the list of goods still here shows.
const HERE: i64 = 200;

/// Which of the three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Seal,
    Depart,
    Endorse,
}

impl What {
    /// The last part of its address, and of its message ids.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Seal => "seal",
            Self::Depart => "depart",
            Self::Endorse => "endorse",
        }
    }
    /// What is told of it afterwards.
    const fn told(self) -> &'static str {
        match self {
            Self::Seal => "closed",
            Self::Depart => "departed",
            Self::Endorse => "endorsed",
        }
    }
}

#[derive(Template)]
#[template(path = "certificates/leave.html")]
struct LeavePage {
    what: What,
    seen: Seen,
    left: Leaving,
    form: Form,
    /// Whether the parcel number must end in the serial.
    container_serial: bool,
    choices: Vec<Choice>,
    /// What should be known before the goods leave; it stands against nothing.
    cautions: Vec<String>,
}

impl LeavePage {
    /// What stands on the paper now, by what may be endorsed.
    fn printed(&self) -> Vec<(&'static str, &str)> {
        let now = |f: &EndorsedField| (f.as_str(), self.left.now(&self.seen.certificate.facts.importer, *f));
        EndorsedField::ALL.iter().map(now).collect()
    }
}

async fn left(ctx: &Ctx, id: CertificateId) -> Result<Leaving, WebError> {
    ctx.read(move |rx| -> Result<_, StoreError> { leaving(rx, id) }).await
}

/// What should be known before the goods leave, where they have not.
async fn cautions_of(ctx: &Ctx, what: What, seen: &Seen) -> Result<Vec<String>, WebError> {
    if what == What::Endorse {
        return Ok(Vec::new());
    }
    let (facts, today, l) = (seen.certificate.facts.clone(), ctx.today(), ctx.locale());
    let found = ctx.read(move |rx| cautions(rx, &facts, today)).await?;
    Ok(found.iter().map(|v| violation_text(l, v)).collect())
}

async fn page(ctx: &Ctx, what: What, seen: Seen, form: Form, status: StatusCode) -> Answer {
    let l = ctx.locale();
    let left = left(ctx, seen.certificate.facts.certificate).await?;
    let choices = match what {
        What::Seal => Vec::new(),
        What::Depart => Transport::ALL.iter().map(|t| Choice::new(t.as_str(), label(l, "transport", t.as_str()))).collect(),
        What::Endorse => EndorsedField::ALL.iter().map(|f| Choice::new(f.as_str(), label(l, "endorsed-field", f.as_str()))).collect(),
    };
    let cautions = cautions_of(ctx, what, &seen).await?;
    let container_serial = ctx.state.app.env.profile.certificate.container_serial.value;
    ctx.render_as(status, &LeavePage { what, seen, left, form, container_serial, choices, cautions })
}

async fn blank(ctx: Ctx, path: web::Path<String>, what: What) -> Answer {
    let seen = Seen::read(&ctx, &path).await?;
    if seen.is_void() {
        return Ok(ctx.see_other(&format!("/certificates/{}", seen.certificate.facts.certificate)));
    }
    let form = Form::new(Posted::of([("on", ctx.today().to_string())]));
    page(&ctx, what, seen, form, StatusCode::OK).await
}

/// `GET /certificates/{id}/seal`.
pub(super) async fn seal_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    blank(ctx, path, What::Seal).await
}

/// `GET /certificates/{id}/depart`.
pub(super) async fn depart_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    blank(ctx, path, What::Depart).await
}

/// `GET /certificates/{id}/endorse`.
pub(super) async fn endorse_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    blank(ctx, path, What::Endorse).await
}

/// `POST /certificates/{id}/seal`.
pub(super) async fn seal(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    act(ctx, path, posted, What::Seal).await
}

/// `POST /certificates/{id}/depart`.
pub(super) async fn depart(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    act(ctx, path, posted, What::Depart).await
}

/// `POST /certificates/{id}/endorse`.
pub(super) async fn endorse(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    act(ctx, path, posted, What::Endorse).await
}

fn read_seal(form: &Posted, l: Locale, certificate: CertificateId) -> Result<SealContainer, Violations> {
    let mut f = form.reader(l);
    let (seal, number) = (f.text("seal").unwrap_or_default(), f.text("number").unwrap_or_default());
    let (parcel_number, on, reason) = (f.text("parcel_number"), f.day("on"), f.text("reason"));
    f.finish_with(Some(SealContainer { certificate, seal, number, parcel_number, on, reason }))
}

fn read_departure(form: &Posted, l: Locale, certificate: CertificateId) -> Result<RecordDeparture, Violations> {
    let mut f = form.reader(l);
    let word = |name: &str| form.get(name).unwrap_or_default().to_owned();
    let transport = f.parsed("transport");
    let courier = f.text("courier").map(|typed| crate::domain::code::written(&typed));
    let on = f.day("on");
    let command =
        RecordDeparture { certificate, on, place: word("place"), transport, reference: word("reference"), courier, seal: word("seal") };
    f.finish_with(Some(command))
}

fn read_endorsement(form: &Posted, l: Locale, certificate: CertificateId) -> Result<EndorseCertificate, Violations> {
    let mut f = form.reader(l);
    let word = |name: &str| form.get(name).unwrap_or_default().to_owned();
    let field = f.parsed("field");
    f.finish_with(Some(EndorseCertificate { certificate, field, is: word("is"), reason: word("reason") }))
}

async fn act(ctx: Ctx, path: web::Path<String>, posted: Posted, what: What) -> Answer {
    let seen = Seen::read(&ctx, &path).await?;
    let (stage, l, id) = (Stage::of(&posted), ctx.locale(), seen.certificate.facts.certificate);
    if stage == Stage::Change {
        let form = changed(posted, l);
        return page(&ctx, what, seen, form, StatusCode::OK).await;
    }
    let done = match what {
        What::Seal => attempt(&ctx, &posted, stage, read_seal(&posted, l, id)).await,
        What::Depart => attempt(&ctx, &posted, stage, read_departure(&posted, l, id)).await,
        What::Endorse => attempt(&ctx, &posted, stage, read_endorsement(&posted, l, id)).await,
    };
    match done? {
        Attempt::Done(_) => Ok(ctx.see_other(&format!("/certificates/{id}?told={}", what.told()))),
        Attempt::Check(event) => check(&ctx, &posted, what, &seen, &event).await,
        Attempt::Refused(status, v) => {
            let form = Form::again(posted, &v, l);
            page(&ctx, what, seen, form, status).await
        }
    }
}

async fn check(ctx: &Ctx, form: &Posted, what: What, seen: &Seen, event: &Event) -> Answer {
    let l = ctx.locale();
    let say = |id: &str| text(l, id, &[]);
    let name = what.as_str();
    let mut page = CheckPage::new(label(l, "departure-do", name), label(l, "departure-confirm", name), form);
    page.row(say("certificate-one"), seen.certificate.facts.number.clone());
    if what == What::Depart {
        cautions_of(ctx, what, seen).await?.into_iter().for_each(|caution| page.notice(caution));
    }
    match event {
        Event::ContainerSealed(e) => {
            page.row(say("departure-seal"), e.seal.clone());
            page.row(say("departure-number"), e.number.clone());
            page.row(say("departure-parcel-number"), e.parcel_number.clone().unwrap_or_default());
            page.row(say("departure-on"), format::day(l, e.on));
            if let Some(reason) = &e.reason {
                page.row(say("departure-again"), reason.clone());
            }
        }
        Event::CertificateDeparted(e) => {
            let carried = match e.courier {
                Some(party) => ctx.names([party]).await?.full(&party),
                None => say("departure-freight"),
            };
            page.row(say("departure-on"), format::day(l, e.on));
            page.row(say("departure-place"), e.place.clone());
            page.row(say("departure-transport"), format!("{}\n{}", label(l, "transport", e.transport.as_str()), e.reference));
            page.row(say("departure-courier"), carried);
            page.row(say("departure-seal"), e.seal.clone());
        }
        Event::CertificateEndorsed(e) => {
            page.row(say("departure-endorse-what"), label(l, "endorsed-field", e.field.as_str()));
            page.row(say("departure-was"), e.was.clone());
            page.row(say("departure-is"), e.is.clone());
            page.row(say("shipment-reason"), e.reason.clone());
        }
        _ => return Err(WebError::Fault("another event than asked for".into())),
    }
    page.show(ctx)
}

/// A certificate whose goods are still here.
struct Line {
    certificate: Certificate,
    exporter: String,
    destination: String,
    next: Next,
    /// Days until it ends; below 0 when it has.
    days: i64,
    /// Whether there is no trade with the destination any more.
    closed: bool,
}

#[derive(Template)]
#[template(path = "certificates/here.html")]
struct HerePage {
    lines: Vec<Line>,
    more: bool,
    may: bool,
    may_void: bool,
}

/// `GET /certificates/here`: what is to be closed, to leave, and to come back, the most urgent first.
pub(super) async fn here(ctx: Ctx) -> Answer {
    let (reach, today) = (ctx.reach(P::CertificateRead), ctx.today());
    let read = move |rx: &mut Rx<'_>| -> Result<_, StoreError> {
        Ok((certificates_here(rx, reach, HERE.saturating_add(1))?, participant_roll(rx)?))
    };
    let (mut found, roll) = ctx.read(read).await?;
    let shown = usize::try_from(HERE).unwrap_or(usize::MAX);
    let more = found.len() > shown;
    found.truncate(shown);
    let names = ctx.names(found.iter().map(|(c, _)| c.facts.exporter)).await?;
    let line = |(certificate, sealed): (Certificate, bool)| Line {
        exporter: names.of(&certificate.facts.exporter).to_owned(),
        destination: country_name(ctx.locale(), &certificate.facts.importer.country),
        next: Next::of(&certificate, sealed, today),
        days: certificate.facts.expires_on.signed_duration_since(today).num_days(),
        closed: roll.destination(&certificate.facts.importer.country, today).is_err(),
        certificate,
    };
    let lines = found.into_iter().map(line).collect();
    ctx.render(&HerePage { lines, more, may: ctx.can(P::CertificateHandle), may_void: ctx.can(P::CertificateApprove) })
}

/// How many valid certificates cover goods that are still here, and how many of them are urgent.
///
/// # Errors
/// A fault.
pub async fn here_count(ctx: &Ctx) -> Result<(usize, usize), WebError> {
    let (reach, today) = (ctx.reach(P::CertificateRead), ctx.today());
    let found = ctx.read(move |rx| -> Result<_, StoreError> { certificates_here(rx, reach, HERE) }).await?;
    let urgent = found.iter().filter(|(c, sealed)| Next::of(c, *sealed, today).is_urgent()).count();
    Ok((found.len(), urgent))
}
