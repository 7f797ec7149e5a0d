//! The public page on which whoever has the one-time code confirms what arrived.

use super::enter::{read, told as shown, yes_no};
use crate::domain::event::CertificateConfirmed;
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::edge;
use crate::service::error::ServiceError;
use crate::web::certificate::{Told, check_path};
use crate::web::check::{CheckPage, Stage, changed};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::{label, text};
use crate::web::proxy::address;
use crate::web::session::wait;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

#[derive(Template)]
#[template(path = "receipts/public.html")]
struct PublicPage {
    number: String,
    back: String,
    confirmed_on: Option<Day>,
    authority: String,
    form: Form,
    seals: Vec<Choice>,
}

fn page(ctx: &Ctx, told: &Told, status: StatusCode, form: Form) -> Answer {
    let authority = ctx.state.app.env.profile.authority.issuing.value.get(ctx.locale().tag()).to_owned();
    let (number, back) = (told.number.clone(), check_path(&told.number));
    ctx.render_as(status, &PublicPage { number, back, confirmed_on: told.confirmed_on, authority, form, seals: yes_no(ctx.locale()) })
}

async fn certificate(ctx: &Ctx, path: &str) -> Result<Told, WebError> {
    Told::read(ctx, path).await?.ok_or(WebError::NotFound)
}

/// `GET /check/certificate/{number}/receipt`.
pub(super) async fn form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let told = certificate(&ctx, &path).await?;
    page(&ctx, &told, StatusCode::OK, Form::new(Posted::default()))
}

/// `POST /check/certificate/{number}/receipt`. Wrong codes of one certificate, and from one address, are slowed down as wrong
/// passwords are.
pub(super) async fn confirm(ctx: Ctx, req: HttpRequest, path: web::Path<String>, posted: Posted) -> Answer {
    let told = certificate(&ctx, &path).await?;
    let stage = Stage::of(&posted);
    if stage == Stage::Change {
        let form = changed(posted, ctx.locale());
        return page(&ctx, &told, StatusCode::OK, form);
    }
    let again = |posted: Posted, status, v: &Violations| page(&ctx, &told, status, Form::again(posted, v, ctx.locale()));
    let code = posted.get("code").map(str::trim).unwrap_or_default().to_owned();
    let mut said = read(&posted, &told.number, ctx.locale());
    if code.is_empty() {
        let required = Violation::on("required", "code");
        said = Err(match said {
            Ok(_) => required.into(),
            Err(mut wrong) => {
                wrong.push(required);
                wrong
            }
        });
    }
    let said = match said {
        Ok(said) => said,
        Err(wrong) => return again(posted, StatusCode::UNPROCESSABLE_ENTITY, &wrong),
    };
    let (who, from) = (format!("code of {}", told.number), address(&req));
    if let Err(seconds) = ctx.state.attempts.begin(&who, from, ctx.now()) {
        ctx.keep_waits().await;
        return wait(seconds, |v| again(posted, StatusCode::TOO_MANY_REQUESTS, v));
    }
    let (key, now) = (posted.key().to_owned(), ctx.now());
    let keep = stage == Stage::Confirmed;
    let done = ctx
        .block(move |state| -> Result<Option<CertificateConfirmed>, ServiceError> {
            let entropy = Box::new(edge::System);
            if keep {
                return state.app.confirm_by_code(said, &code, &key, now, entropy).map(|_| None);
            }
            state.app.preview_by_code(said, &code, now, entropy).map(Some)
        })
        .await;
    let wrong_code = matches!(&done, Err(WebError::Service(ServiceError::Refused(v))) if v.0.iter().any(|v| v.code == "confirmation.code"));
    if !wrong_code {
        ctx.state.attempts.succeeded(&who, from);
    }
    ctx.keep_waits().await;
    match done {
        Ok(Some(e)) => check(&ctx, &posted, &told.number, &e),
        Ok(None) => Ok(ctx.see_other(&format!("{}?told=confirmed", check_path(&told.number)))),
        Err(e) => {
            let (status, v) = refusals(e)?;
            again(posted, status, &v)
        }
    }
}

/// What was typed, with what stands out, to be looked at once more: the code opens the form only once.
fn check(ctx: &Ctx, form: &Posted, number: &str, e: &CertificateConfirmed) -> Answer {
    let l = ctx.locale();
    let say = |id: &str| text(l, id, &[]);
    let mut page = CheckPage::new(say("receipt-public-title"), say("receipt-public-confirm"), form).lead(say("receipt-public-once"));
    for difference in &e.differences {
        page.notice(label(l, "difference-told", difference.as_str()));
    }
    page.row(say("certificate-one"), number);
    for (name, value) in shown(l, e) {
        page.row(name, value);
    }
    page.show(ctx)
}
