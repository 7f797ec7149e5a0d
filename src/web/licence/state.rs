//! Suspending, reinstating and revoking: a day, a reason, and for revoking a second look.

use super::fetch;
use crate::domain::access::Permission;
use crate::domain::event::LicenceState;
use crate::domain::licence::Licence;
use crate::service::licence::SetLicenceState;
use crate::web::check::{CheckPage, Stage, changed};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::locale::{format, text};
use crate::web::offence::offence_asked;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

/// What the last part of the address stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Suspend,
    Reinstate,
    Revoke,
}

impl Act {
    fn parse(word: &str) -> Option<Self> {
        [Self::Suspend, Self::Reinstate, Self::Revoke].into_iter().find(|a| a.as_str() == word)
    }
    const fn as_str(self) -> &'static str {
        match self {
            Self::Suspend => "suspend",
            Self::Reinstate => "reinstate",
            Self::Revoke => "revoke",
        }
    }
    const fn state(self) -> LicenceState {
        match self {
            Self::Suspend => LicenceState::Suspended,
            Self::Reinstate => LicenceState::Issued,
            Self::Revoke => LicenceState::Revoked,
        }
    }
}

#[derive(Template)]
#[template(path = "licences/state.html")]
struct StatePage {
    form: Form,
    licence: Licence,
    act: &'static str,
}

/// `GET /licences/{id}/state/{act}`: `suspend`, `reinstate` or `revoke`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn form(ctx: Ctx, path: web::Path<(String, String)>, query: web::Query<Vec<(String, String)>>) -> Answer {
    let act = Act::parse(&path.1).ok_or(WebError::NotFound)?;
    let licence = fetch(&ctx, &path.0, Permission::LicenceWrite).await?;
    let form = Form::new(Posted::of([("on", ctx.today().to_string()), ("offence", offence_asked(query))]));
    ctx.render(&StatePage { form, licence, act: act.as_str() })
}

/// `POST /licences/{id}/state/{act}`.
///
/// # Errors
/// [`WebError::NotFound`], or a fault.
pub async fn set(ctx: Ctx, path: web::Path<(String, String)>, posted: Posted) -> Answer {
    let act = Act::parse(&path.1).ok_or(WebError::NotFound)?;
    let licence = fetch(&ctx, &path.0, Permission::LicenceWrite).await?;
    let stage = Stage::of(&posted);
    if stage == Stage::Change {
        let form = changed(posted, ctx.locale());
        return ctx.render(&StatePage { form, licence, act: act.as_str() });
    }
    let done = match read(&ctx, &posted, &licence, act) {
        Ok(command) if stage == Stage::Confirmed || act != Act::Revoke => ctx.submit(&posted, command).await.map(|_| None),
        Ok(command) => ctx.preview(&posted, command.clone()).await.map(|_| Some(command)),
        Err(e) => Err(e),
    };
    match done {
        Ok(None) => Ok(ctx.see_other(&format!("/licences/{}?done=state", licence.id))),
        Ok(Some(command)) => check(&ctx, &posted, &licence, &command),
        Err(e) => {
            let (status, v) = refusals(e)?;
            again(&ctx, status, Form::again(posted, &v, ctx.locale()), licence, act)
        }
    }
}

fn again(ctx: &Ctx, status: StatusCode, form: Form, licence: Licence, act: Act) -> Answer {
    ctx.render_as(status, &StatePage { form, licence, act: act.as_str() })
}

fn read(ctx: &Ctx, posted: &Posted, licence: &Licence, act: Act) -> Result<SetLicenceState, WebError> {
    let mut f = posted.reader(ctx.locale());
    let on = f.required_day("on");
    let reason = f.required("reason");
    let offence = f.text("offence");
    let command = on.map(|on| SetLicenceState { licence: licence.id, state: act.state(), on, reason, offence });
    f.finish_with(command).map_err(|v| WebError::Service(v.into()))
}

fn check(ctx: &Ctx, posted: &Posted, licence: &Licence, command: &SetLicenceState) -> Answer {
    let locale = ctx.locale();
    let word = |id: &str| text(locale, id, &[]);
    let mut page = CheckPage::new(word("licence-revoke"), word("licence-confirm-revoke"), posted).lead(word("licence-revoke-explained"));
    page.row(word("licence-number"), licence.number.as_str());
    page.row(word("licence-state-on"), format::day(locale, command.on));
    page.row(word("licence-reason"), command.reason.as_str());
    page.row(word("offence-stop-code"), command.offence.clone().unwrap_or_default());
    page.show(ctx)
}
