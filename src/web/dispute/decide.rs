//! One case: shown, decided by an officer, or taken back.

use super::seen::Seen;
use crate::domain::access::Permission as P;
use crate::domain::event::{DisputeDecided, Event, Ruling};
use crate::domain::parcel::parcel_code;
use crate::domain::violation::Violation;
use crate::service::dispute::{DecideDispute, WithdrawDispute};
use crate::service::error::ServiceError;
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::{label, text};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "disputes/show.html")]
struct ShowPage {
    seen: Seen,
    form: Form,
    /// Whether the reader decides it.
    decides: bool,
    /// What stands against giving the parcels to whom the claim says.
    against: Vec<Violation>,
    rulings: Vec<Choice>,
}

fn decides(ctx: &Ctx, seen: &Seen) -> bool {
    ctx.reach(P::DisputeDecide).covers(&seen.case.belongs())
}

/// What the command would say to this ruling now.
async fn refused(ctx: &Ctx, seen: &Seen, ruling: Ruling) -> Result<Vec<Violation>, WebError> {
    let command = DecideDispute { dispute: seen.case.id, ruling, reason: "-".into() };
    match ctx.preview(&Posted::default(), command).await {
        Ok(_) => Ok(Vec::new()),
        Err(e) => refusals(e).map(|(_, v)| v.0),
    }
}

async fn page(ctx: &Ctx, status: StatusCode, seen: Seen, form: Form) -> Answer {
    let (l, open) = (ctx.locale(), seen.case.is_open());
    let mut decides = open && decides(ctx, &seen);
    let mut against = Vec::new();
    let mut rulings: Vec<Ruling> = Ruling::ALL.to_vec();
    if decides {
        against = refused(ctx, &seen, Ruling::Upheld).await?;
        // Who may not decide at all is told why, and asked for nothing.
        decides = refused(ctx, &seen, Ruling::Stands).await?.is_empty();
        rulings.retain(|r| *r != Ruling::Upheld || against.is_empty());
    }
    let rulings = rulings.into_iter().map(|r| Choice::new(r, label(l, "ruling", r.as_str()))).collect();
    ctx.render_as(status, &ShowPage { seen, form, decides, against, rulings })
}

/// `GET /disputes/{id}`.
pub(super) async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let seen = Seen::read(&ctx, &path).await?;
    page(&ctx, StatusCode::OK, seen, Form::new(Posted::default())).await
}

async fn to_decide(ctx: &Ctx, id: &str) -> Result<Seen, WebError> {
    let seen = Seen::read(ctx, id).await?;
    if decides(ctx, &seen) { Ok(seen) } else { Err(ServiceError::Forbidden.into()) }
}

/// `GET /disputes/{id}/decide`: the page itself holds the form.
pub(super) async fn decide_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let seen = to_decide(&ctx, &path).await?;
    Ok(ctx.see_other(&format!("/disputes/{}", seen.case.id)))
}

/// `GET /disputes/{id}/withdraw`: likewise.
pub(super) async fn withdraw_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let seen = Seen::read(&ctx, &path).await?;
    Ok(ctx.see_other(&format!("/disputes/{}", seen.case.id)))
}

/// `POST /disputes/{id}/decide`.
pub(super) async fn decide(ctx: Ctx, path: web::Path<String>, form: Posted) -> Answer {
    let seen = to_decide(&ctx, &path).await?;
    let (stage, l, dispute) = (Stage::of(&form), ctx.locale(), seen.case.id);
    if stage == Stage::Change {
        return page(&ctx, StatusCode::OK, seen, changed(form, l)).await;
    }
    let mut f = form.reader(l);
    let (ruling, reason) = (f.required_parsed::<Ruling>("ruling"), f.required("reason"));
    let command = f.finish_with(ruling.map(|ruling| DecideDispute { dispute, ruling, reason }));
    match attempt(&ctx, &form, stage, command).await? {
        Attempt::Done(_) => Ok(ctx.see_other(&format!("/disputes/{dispute}"))),
        Attempt::Check(event) => match *event {
            Event::DisputeDecided(e) => check(&ctx, &form, &seen, &e),
            _ => Err(WebError::Fault("a decision became another event".into())),
        },
        Attempt::Refused(status, v) => page(&ctx, status, seen, Form::again(form, &v, l)).await,
    }
}

fn check(ctx: &Ctx, form: &Posted, seen: &Seen, e: &DisputeDecided) -> Answer {
    let l = ctx.locale();
    let word = |id: &str| text(l, id, &[]);
    let mut page = CheckPage::new(word("dispute-check-decision"), word("dispute-confirm-decision"), form).lead(label(
        l,
        "ruling-means",
        e.ruling.as_str(),
    ));
    page.row(word("dispute-one"), seen.case.code.clone());
    page.row(word("dispute-ruling"), label(l, "ruling", e.ruling.as_str()));
    page.row(word("dispute-reason"), e.reason.clone());
    if let Some(to) = &e.to {
        page.row(word("dispute-to"), seen.names.full(to));
        let moved = e.moved.iter().map(|m| format!("{} ← {}", parcel_code(m.parcel_no), seen.names.full(&m.from)));
        page.row(word("dispute-moved"), moved.collect::<Vec<_>>().join("\n"));
    }
    if !e.shipments.is_empty() {
        page.notice(word("dispute-shipments-end"));
    }
    if !e.offers.is_empty() {
        page.notice(word("dispute-offers-end"));
    }
    page.show(ctx)
}

/// `POST /disputes/{id}/withdraw`.
pub(super) async fn withdraw(ctx: Ctx, path: web::Path<String>, form: Posted) -> Answer {
    let seen = Seen::read(&ctx, &path).await?;
    let (l, dispute) = (ctx.locale(), seen.case.id);
    let mut f = form.reader(l);
    let command = WithdrawDispute { dispute, reason: f.required("reason") };
    let command = f.finish_with(Some(command));
    match attempt(&ctx, &form, Stage::Confirmed, command).await? {
        Attempt::Refused(status, v) => page(&ctx, status, seen, Form::again(form, &v, l)).await,
        Attempt::Done(_) | Attempt::Check(_) => Ok(ctx.see_other(&format!("/disputes/{dispute}"))),
    }
}
