//! Putting a certificate on paper: its prints, printing it once, printing it again with a reason, and the files.

use super::Seen;
use super::paper::drawn;
use crate::domain::access::{Permission as P, ReadVia};
use crate::domain::ids::CertificateId;
use crate::domain::violation::Violations;
use crate::service::error::ServiceError;
use crate::service::print::PrintCertificate;
use crate::store::certificate_print::{Print, certificate_copies_of, certificate_prints};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::Receipt;
use crate::store::party::party_fetch;
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::kept;
use crate::web::shipment::seen::{Reader, Who};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web;
use askama::Template;

/// How often a copy is drawn anew because somebody else's print came between.
const TRIES: usize = 3;

/// A print and who made it.
pub struct Line {
    /// The print.
    pub print: Print,
    /// Who made it.
    pub who: Who,
    /// Whether its file is there.
    pub kept: bool,
}

/// The prints of a certificate with who made them.
///
/// # Errors
/// When the database fails.
pub(super) fn lines(rx: &mut Rx<'_>, id: CertificateId, reader: &Reader) -> Result<Vec<Line>, StoreError> {
    let kept = certificate_copies_of(rx, id)?;
    let prints = certificate_prints(rx, id)?;
    prints
        .into_iter()
        .map(|print| Ok(Line { who: Who::read(rx, print.account, reader)?, kept: kept.contains(&print.copy), print }))
        .collect()
}

#[derive(Template)]
#[template(path = "certificates/print.html")]
struct PrintPage {
    seen: Seen,
    lines: Vec<Line>,
    may_print: bool,
    erased: bool,
    form: Form,
}

impl PrintPage {
    async fn read(ctx: &Ctx, seen: Seen, form: Form) -> Result<Self, WebError> {
        let (id, exporter) = (seen.certificate.facts.certificate, seen.certificate.facts.exporter);
        let reader = Reader::new(ctx.actor()?, ctx.reach(P::CertificateRead));
        let (lines, party) =
            ctx.read(move |rx| -> Result<_, StoreError> { Ok((lines(rx, id, &reader)?, party_fetch(rx, exporter)?)) }).await?;
        let may_print = !seen.is_void() && ctx.reach(P::CertificateHandle).covers(&seen.certificate.belongs());
        Ok(Self { seen, lines, may_print, erased: party.is_some_and(|p| p.erased_seq.is_some()), form })
    }
    /// The number of the copy that would be printed now.
    fn next(&self) -> i64 {
        self.lines.last().map_or(1, |l| l.print.copy.saturating_add(1))
    }
    /// The newest print, where one was just made.
    fn fitting(&self) -> &'static [&'static str] {
        if self.lines.is_empty() { &[] } else { &["printed"] }
    }
}

/// `GET /certificates/{id}/print`.
pub(super) async fn page(ctx: Ctx, path: web::Path<String>) -> Answer {
    let seen = Seen::read(&ctx, &path).await?;
    let page = PrintPage::read(&ctx, seen, Form::new(Posted::default())).await?;
    ctx.render(&page)
}

/// `POST /certificates/{id}/print`: draws the copy that the form speaks of and writes it down. Where another print came
/// between, the page is shown again; one that is printed again anyway is drawn with the next number.
pub(super) async fn print(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let seen = Seen::read(&ctx, &path).await?;
    kept::only_shown(&posted)?;
    let id = seen.certificate.facts.certificate;
    let f = posted.reader(ctx.locale());
    let reason = f.text("reason");
    let copy = f.text("copy").and_then(|c| c.parse().ok()).unwrap_or(1);
    let mut act = ctx.act(posted.key())?;
    let done = ctx
        .block(move |state| -> Result<Receipt, WebError> {
            let mut command = PrintCertificate { certificate: id, copy, reason, drawn: Default::default() };
            for _ in 1..TRIES {
                command.drawn = drawn(state, &act.actor, act.now, id, command.copy)?;
                match state.app.submit(&mut act, &command) {
                    Err(ServiceError::Refused(v)) if command.copy > 1 => match other_copy(&v) {
                        Some(next) => command.copy = next,
                        None => return Err(ServiceError::Refused(v).into()),
                    },
                    done => return Ok(done?),
                }
            }
            command.drawn = drawn(state, &act.actor, act.now, id, command.copy)?;
            Ok(state.app.submit(&mut act, &command)?)
        })
        .await;
    match done {
        Ok(_) => Ok(ctx.see_other(&format!("/certificates/{id}/print?told=printed"))),
        Err(error) => {
            let (status, v) = refusals(error)?;
            again(&ctx, seen, posted, status, &v).await
        }
    }
}

async fn again(ctx: &Ctx, seen: Seen, posted: Posted, status: StatusCode, v: &Violations) -> Answer {
    // It may have been made void since.
    let id = seen.certificate.facts.certificate.to_string();
    let page = PrintPage::read(ctx, Seen::read(ctx, &id).await?, Form::again(posted, v, ctx.locale())).await?;
    ctx.render_as(status, &page)
}

/// The number that is next, where a copy was refused for another print that came before it.
fn other_copy(v: &Violations) -> Option<i64> {
    use crate::domain::violation::Arg;
    let found = v.0.iter().find(|v| v.code == "certificate.print_other")?;
    found.args.iter().find_map(|(name, arg)| if let ("copy", Arg::Count(next)) = (*name, arg) { Some(*next) } else { None })
}

/// `GET /certificates/{id}/print/{copy}`.
pub(super) async fn file(ctx: Ctx, path: web::Path<(String, String)>) -> Answer {
    let (id, copy) = path.into_inner();
    printed_file(&ctx, &id, copy.parse().map_err(|_| WebError::NotFound)?).await
}

/// The file of a print, byte for byte. The exporter's details in it are read with it, which is written down.
///
/// # Errors
/// Not found where there is no such print, or not for this reader.
pub async fn printed_file(ctx: &Ctx, id: &str, copy: i64) -> Answer {
    let certificate = Seen::read(ctx, id).await?.certificate;
    let (id, exporter) = (certificate.facts.certificate, certificate.facts.exporter);
    let party = ctx.read(move |rx| -> Result<_, StoreError> { party_fetch(rx, exporter) }).await?.ok_or(WebError::NotFound)?;
    let bytes = ctx.details(ReadVia::Certificate, None, move |app, reading| app.printed_file(reading, &party, id, copy)).await?;
    let bytes = bytes.ok_or(WebError::NotFound)?;
    let name: String = certificate.facts.number.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let name = format!("inline; filename=\"{name}-{copy}.pdf\"");
    let mut answer = HttpResponse::Ok();
    answer.content_type("application/pdf").insert_header((CACHE_CONTROL, "no-store")).insert_header((CONTENT_DISPOSITION, name));
    Ok(answer.body(bytes))
}
