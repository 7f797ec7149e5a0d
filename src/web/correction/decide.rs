//! One correction, and its decision by a second person.

use super::seen::{Eyes, Seen};
use crate::domain::access::{Belongs, Permission as P};
use crate::domain::event::Event;
use crate::domain::ids::CorrectionId;
use crate::domain::violation::{Violation, Violations};
use crate::service::correction::DecideCorrection;
use crate::service::error::ServiceError;
use crate::store::correction::correction_fetch;
use crate::store::error::StoreError;
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::text;
use crate::web::party::Names;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "corrections/show.html")]
struct ShowPage {
    seen: Seen,
    names: Names,
    form: Form,
    /// Whether the reader decides it, or, having proposed it, may take it back.
    may_decide: bool,
    /// What stands against approving it now.
    against: Vec<Violation>,
    choices: Vec<Choice>,
}

async fn read(ctx: &Ctx, id: &str) -> Result<Seen, WebError> {
    let id: CorrectionId = id.parse().map_err(|_| WebError::NotFound)?;
    let eyes = Eyes::of(ctx)?;
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let Some(one) = correction_fetch(rx, id)? else { return Ok(None) };
            if !eyes.may_read(rx, &one)? {
                return Ok(None);
            }
            Seen::read(rx, &eyes, one).map(Some)
        })
        .await?;
    found.ok_or(WebError::NotFound)
}

fn decides(ctx: &Ctx, seen: &Seen) -> bool {
    ctx.reach(P::CorrectionDecide).covers(&Belongs::office(seen.correction.office))
}

/// What the command would say to an approval now.
async fn against(ctx: &Ctx, seen: &Seen) -> Result<Vec<Violation>, WebError> {
    let command = DecideCorrection { correction: seen.correction.id, approved: true, reason: None };
    match ctx.preview(&Posted::default(), command).await {
        Ok(_) => Ok(Vec::new()),
        Err(e) => refusals(e).map(|(_, v)| v.0),
    }
}

async fn page(ctx: &Ctx, status: StatusCode, seen: Seen, form: Form) -> Answer {
    let may_decide = seen.is_waiting() && decides(ctx, &seen);
    // Whoever proposed it is told so once, and not also as something that stands against it.
    let against = if may_decide && !seen.own { against(ctx, &seen).await? } else { Vec::new() };
    let l = ctx.locale();
    let mut choices = vec![Choice::new("no", text(l, "correction-refuse", &[]))];
    if against.is_empty() {
        choices.insert(0, Choice::new("yes", text(l, "correction-approve", &[])));
    }
    let names = ctx.names(seen.subject.parties.clone()).await?;
    ctx.render_as(status, &ShowPage { seen, names, form, may_decide, against, choices })
}

/// `GET /corrections/{id}`.
pub(super) async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let seen = read(&ctx, &path).await?;
    page(&ctx, StatusCode::OK, seen, Form::new(Posted::default())).await
}

/// `GET /corrections/{id}/decide`: the page itself holds the form.
pub(super) async fn form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let seen = to_decide(&ctx, &path).await?;
    Ok(ctx.see_other(&format!("/corrections/{}", seen.correction.id)))
}

async fn to_decide(ctx: &Ctx, id: &str) -> Result<Seen, WebError> {
    let seen = read(ctx, id).await?;
    if decides(ctx, &seen) { Ok(seen) } else { Err(ServiceError::Forbidden.into()) }
}

/// `POST /corrections/{id}/decide`.
pub(super) async fn decide(ctx: Ctx, path: web::Path<String>, form: Posted) -> Answer {
    let seen = to_decide(&ctx, &path).await?;
    let (stage, l, correction) = (Stage::of(&form), ctx.locale(), seen.correction.id);
    if stage == Stage::Change {
        return page(&ctx, StatusCode::OK, seen, changed(form, l)).await;
    }
    let mut f = form.reader(l);
    let answer = f.required("approved");
    let command = DecideCorrection { correction, approved: answer == "yes", reason: f.text("reason") };
    let command: Result<_, Violations> = f.finish_with(Some(command));
    match attempt(&ctx, &form, stage, command).await? {
        Attempt::Done(_) => Ok(ctx.see_other(&format!("/corrections/{correction}"))),
        Attempt::Check(event) => match *event {
            Event::CorrectionDecided(e) => check(&ctx, &form, seen, e.approved, e.reason.unwrap_or_default()),
            _ => Err(WebError::Fault("a decision became another event".into())),
        },
        Attempt::Refused(status, v) => page(&ctx, status, seen, Form::again(form, &v, l)).await,
    }
}

fn check(ctx: &Ctx, form: &Posted, seen: Seen, approved: bool, reason: String) -> Answer {
    let l = ctx.locale();
    let word = |id: &str| text(l, id, &[]);
    let (title, lead, confirm) = match (approved, seen.own) {
        (true, _) => ("correction-check-approve", "correction-check-approve-lead", "correction-confirm-approve"),
        (false, false) => ("correction-check-refuse", "correction-check-refuse-lead", "correction-confirm-refuse"),
        (false, true) => ("correction-take-back", "correction-check-back-lead", "correction-confirm-back"),
    };
    let mut page = CheckPage::new(word(title), word(confirm), form).lead(word(lead));
    page.row(word("correction-of"), seen.subject.code);
    page.row(word("correction-proposed-because"), seen.correction.reason);
    page.compare(seen.compared);
    if let Some(f) = seen.follows.filter(|_| approved) {
        let count = |id: &str, n: usize| text(l, id, &[("count", i64::try_from(n).unwrap_or(i64::MAX).into())]);
        let then = text(l, "correction-parcel-then", &[("weight", f.parcel.weight.into())]);
        let stones = text(l, "unit-stones", &[("count", f.parcel.stones.into())]);
        let mut lines = vec![format!("{} {then} {stones}", f.parcel.code)];
        lines.push(count("correction-came-count", f.parcels.len().saturating_add(f.hidden)));
        lines.push(count("correction-certificates-count", f.certificates.len().saturating_add(f.certificates_hidden)));
        if f.cut {
            lines.push(word("correction-cut"));
        }
        page.row(word("correction-would-follow"), lines.join("\n"));
    }
    page.row(word("correction-decision-reason"), reason);
    page.show(ctx)
}
