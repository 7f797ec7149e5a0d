//! Saying where a party stands: barred, dead, ended, or in the trade again.

use super::fetch;
use crate::domain::access::Permission;
use crate::domain::event::{PartyKind, PartyState};
use crate::domain::party::Party;
use crate::service::party_state::SetPartyState;
use crate::store::party::party_states;
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::label;
use crate::web::offence::offence_asked;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "parties/state.html")]
struct StatePage {
    form: Form,
    party: Party,
    now: &'static str,
    choices: Vec<Choice>,
}

async fn page(ctx: &Ctx, status: StatusCode, form: Form, party: Party) -> Answer {
    let id = party.id;
    let now = ctx.read(move |rx| party_states(rx, id)).await?.last().map_or(PartyState::Active, |c| c.state);
    let person = party.facts.kind == PartyKind::Person;
    let over = matches!(now, PartyState::Dead | PartyState::Ended);
    let fits = |state: &PartyState| match state {
        PartyState::Active => now != PartyState::Active,
        PartyState::Barred => !over && now != PartyState::Barred,
        PartyState::Dead => person && !over,
        PartyState::Ended => !person && !over,
    };
    let choice = |state: PartyState| Choice::new(state.as_str(), label(ctx.locale(), "party-state-set", state.as_str()));
    let choices = PartyState::ALL.into_iter().filter(fits).map(choice).collect();
    ctx.render_as(status, &StatePage { form, party, now: now.as_str(), choices })
}

/// `GET /parties/{code}/state`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub(super) async fn form(ctx: Ctx, path: web::Path<String>, query: web::Query<Vec<(String, String)>>) -> Answer {
    let party = fetch(&ctx, &path, Permission::LicenceWrite).await?;
    let form = Form::new(Posted::of([("on", ctx.today().to_string()), ("offence", offence_asked(query))]));
    page(&ctx, StatusCode::OK, form, party).await
}

/// `POST /parties/{code}/state`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub(super) async fn set(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let party = fetch(&ctx, &path, Permission::LicenceWrite).await?;
    let mut f = posted.reader(ctx.locale());
    f.require("state");
    let state = f.text("state").as_deref().and_then(PartyState::parse);
    let on = f.required_day("on");
    let reason = f.required("reason");
    let note = f.text("note");
    let offence = f.text("offence");
    let command = state.zip(on).map(|(state, on)| SetPartyState { party: party.id, state, on, reason, note, offence });
    let done = match f.finish_with(command) {
        Ok(command) => ctx.submit(&posted, command).await,
        Err(v) => Err(WebError::Service(v.into())),
    };
    match done {
        Ok(_) => Ok(ctx.see_other(&format!("/parties/{}?done=state", party.code))),
        Err(e) => {
            let (status, v) = refusals(e)?;
            let form = Form::again(posted, &v, ctx.locale());
            page(&ctx, status, form, party).await
        }
    }
}
