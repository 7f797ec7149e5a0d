//! One confirmation, and the answers to what differs.

use super::enter::told;
use crate::domain::access::Permission as P;
use crate::domain::confirmation::{Answered, Confirmation, ConfirmationWay, DifferenceAnswer};
use crate::domain::ids::ConfirmationId;
use crate::domain::shipment::Certificate;
use crate::service::confirmation::AnswerDifference;
use crate::store::certificate::certificate_fetch;
use crate::store::confirmation::{confirmation_fetch, confirmations_of};
use crate::store::error::StoreError;
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::{format, label};
use crate::web::shipment::seen::{Reader, Who};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

struct Told {
    answered: Answered,
    who: Option<Who>,
}

impl Told {
    /// What a field of its form is called among the problems: each difference has a form of its own.
    fn field(&self, name: &str) -> String {
        format!("{}-{name}", self.answered.difference)
    }
}

#[derive(Template)]
#[template(path = "receipts/show.html")]
struct ShowPage {
    confirmation: Confirmation,
    certificate: Certificate,
    certified: Vec<(String, String)>,
    said: Vec<(String, String)>,
    who: Who,
    differences: Vec<Told>,
    /// Other confirmations of the same certificate.
    others: Vec<Confirmation>,
    answers: Vec<Choice>,
    form: Form,
    may_write: bool,
}

impl ShowPage {
    fn waits(&self, told: &Told) -> bool {
        told.answered.answer.is_none()
    }
    /// Whether nobody of the register said so, though it stands in the name of who issued the certificate.
    fn by_code(&self) -> bool {
        self.confirmation.facts.way == ConfirmationWay::Code
    }
}

async fn page(ctx: &Ctx, id: ConfirmationId, status: StatusCode, form: Form) -> Answer {
    let reader = Reader::new(ctx.actor()?, ctx.reach(P::AbroadRead));
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let Some(confirmation) = confirmation_fetch(rx, id)? else { return Ok(None) };
            let certificate = certificate_fetch(rx, confirmation.facts.certificate)?;
            let certificate = certificate.ok_or_else(|| StoreError::Damaged("a confirmation of no certificate".into()))?;
            let mut differences = Vec::new();
            for answered in confirmation.differences.clone() {
                let who = answered.answer.as_ref().map(|(_, _, by, _)| Who::read(rx, *by, &reader)).transpose()?;
                differences.push(Told { answered, who });
            }
            let mut others = confirmations_of(rx, confirmation.facts.certificate)?;
            others.retain(|c| c.facts.confirmation != id);
            let who = Who::read(rx, confirmation.account, &reader)?;
            Ok(Some((confirmation, certificate, differences, others, who)))
        })
        .await?;
    let (confirmation, certificate, differences, others, who) = found.ok_or(WebError::NotFound)?;
    let l = ctx.locale();
    let say = |id: &str| crate::web::locale::text(l, id, &[]);
    let f = &certificate.facts;
    let certified = vec![
        (say("certificate-issued-on"), format::day(l, f.issued_on)),
        (say("certificate-expires-on"), format::day(l, f.expires_on)),
        (say("receipt-parcels"), format::integer(l, f.parcels)),
        (say("word-carats"), format::carats_unit(l, f.weight_mct)),
        (say("shipment-value"), format::usd(l, f.value_usd_cents)),
        (say("shipment-importer"), f.importer.name.clone()),
    ];
    let answers = DifferenceAnswer::ALL.iter().map(|a| Choice::new(a, label(l, "difference-answer", a.as_str()))).collect();
    let said = told(l, &confirmation.facts);
    let may_write = ctx.can(P::AbroadWrite);
    ctx.render_as(status, &ShowPage { confirmation, certificate, certified, said, who, differences, others, answers, form, may_write })
}

/// `GET /confirmations/{id}`.
pub(super) async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let id = path.parse().map_err(|_| WebError::NotFound)?;
    page(&ctx, id, StatusCode::OK, Form::new(Posted::default())).await
}

/// `POST /confirmations/{id}`.
pub(super) async fn answer(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let confirmation: ConfirmationId = path.parse().map_err(|_| WebError::NotFound)?;
    let mut f = posted.reader(ctx.locale());
    let (difference, answer) = (f.required_parsed("difference"), f.parsed("answer"));
    let reason = f.text("reason").unwrap_or_default();
    let noted = f.noted();
    let done = match difference {
        Some(difference) if noted.0.is_empty() => ctx.submit(&posted, AnswerDifference { confirmation, difference, answer, reason }).await,
        _ => Err(WebError::Service(noted.into())),
    };
    match done {
        Ok(_) => Ok(ctx.see_other(&format!("/confirmations/{confirmation}"))),
        Err(e) => {
            let (status, mut v) = refusals(e)?;
            // Each difference has a form of its own on the page.
            if let Some(difference) = difference {
                for p in &mut v.0 {
                    p.field = p.field.take().map(|field| format!("{difference}-{field}"));
                }
            }
            let form = Form::again(posted, &v, ctx.locale());
            page(&ctx, confirmation, status, form).await
        }
    }
}
