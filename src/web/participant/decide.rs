//! A change of the list, and the word of the second person.

use super::act::lines;
use crate::domain::access::Permission as P;
use crate::domain::ids::ParticipantChangeId;
use crate::domain::participant::{ParticipantChange, ParticipantChangeState};
use crate::domain::time::Instant;
use crate::service::participant::DecideParticipants;
use crate::store::error::StoreError;
use crate::store::journal::recorded_at;
use crate::store::participant::participant_change_fetch;
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::shipment::seen::{Reader, Who};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "participants/decide.html")]
struct DecidePage {
    change: ParticipantChange,
    /// Each statement in a line.
    lines: Vec<String>,
    proposed: (Who, Instant),
    decided: Option<(Who, Instant)>,
    may_decide: bool,
    own: bool,
    form: Form,
}

impl DecidePage {
    fn waits(&self) -> bool {
        self.change.state == ParticipantChangeState::Waiting
    }
}

async fn page(ctx: &Ctx, id: ParticipantChangeId, status: StatusCode, form: Form) -> Answer {
    let reader = Reader::new(ctx.actor()?, ctx.reach(P::ShipmentRead));
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let Some(change) = participant_change_fetch(rx, id)? else { return Ok(None) };
            let at = |rx: &mut _, seq| recorded_at(rx, seq)?.ok_or_else(|| StoreError::Damaged("no such entry".into()));
            let proposed = (Who::read(rx, change.proposed_by, &reader)?, at(rx, change.proposed_seq)?);
            let decided = match change.decided_by.zip(change.decided_seq) {
                Some((who, seq)) => Some((Who::read(rx, who, &reader)?, at(rx, seq)?)),
                None => None,
            };
            Ok(Some((change, proposed, decided)))
        })
        .await?;
    let (change, proposed, decided) = found.ok_or(WebError::NotFound)?;
    let own = change.proposed_by == ctx.actor()?.account;
    let lines = lines(ctx.locale(), &change.facts);
    ctx.render_as(status, &DecidePage { change, lines, proposed, decided, may_decide: ctx.can(P::ParticipantDecide), own, form })
}

/// `GET /participants/changes/{id}`.
pub(super) async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let id = path.parse().map_err(|_| WebError::NotFound)?;
    page(&ctx, id, StatusCode::OK, Form::new(Posted::default())).await
}

/// `POST /participants/changes/{id}`.
pub(super) async fn decide(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let change: ParticipantChangeId = path.parse().map_err(|_| WebError::NotFound)?;
    let f = posted.reader(ctx.locale());
    let command = DecideParticipants { change, confirm: posted.get("act") == Some("confirm"), reason: f.text("reason") };
    match ctx.submit(&posted, command).await {
        Ok(_) => Ok(ctx.see_other(&format!("/participants/changes/{change}"))),
        Err(e) => {
            let (status, v) = refusals(e)?;
            let form = Form::again(posted, &v, ctx.locale());
            page(&ctx, change, status, form).await
        }
    }
}
