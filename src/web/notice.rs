//! Advance notices: which authorities abroad were told, what stands in the way, and telling them by hand.

pub mod compose;
pub mod mail;
pub mod worker;

use crate::domain::access::Permission as P;
use crate::domain::event::{Event, VoidCause};
use crate::domain::ids::CertificateId;
use crate::domain::notice::{Notice, NoticeSent, NoticeState};
use crate::domain::shipment::{Certificate, CertificateState};
use crate::edge;
use crate::service::notice::{Message, RecordNotice};
use crate::store::certificate::certificate_fetch;
use crate::store::error::StoreError;
use crate::store::journal::entry_fetch;
use crate::store::notice::{notice_fetch, notices, notices_of};
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::locale::{Locale, format, text};
use crate::web::routes::{Access, Route, posted, shown};
use crate::web::shipment::country_name;
use crate::web::shipment::seen::{Reader, Who};
use crate::web::trace::file;
use actix_web::http::StatusCode;
use actix_web::web::{self, get, post};
use askama::Template;
use compose::{compose, void_words};
use serde::Deserialize;

/// Notices on a page of the list.
const PAGE: i64 = 50;

/// The routes of notices.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/notices", Access::Needs(P::AbroadRead), || get().to(list)),
        shown("/certificates/{id}/notice", Access::Needs(P::AbroadRead), || get().to(show)),
        posted("/certificates/{id}/notice", Access::Needs(P::AbroadWrite), || post().to(act)),
        shown("/certificates/{id}/notice/mail", Access::Needs(P::AbroadWrite), || get().to(mail_file)),
    ]
}

/// Colour of the tag of a state.
#[must_use]
pub const fn colour(state: NoticeState) -> &'static str {
    match state {
        NoticeState::Sent | NoticeState::ByHand => "green",
        NoticeState::Waiting => "blue",
        NoticeState::Failed => "orange",
        NoticeState::GivenUp => "red",
    }
}

/// What stood in the way, in the reader's language; what a mail server said as it said it.
fn trouble(locale: Locale, said: &str) -> String {
    match said {
        "no_server" | "no_address" | "no_file" | "void" => text(locale, &format!("notice-trouble-{}", said.replace('_', "-")), &[]),
        other => other.to_owned(),
    }
}

struct Line {
    number: String,
    notice: Notice,
    trouble: Option<String>,
}

#[derive(Template)]
#[template(path = "notices/list.html")]
struct ListPage {
    lines: Vec<Line>,
    open: bool,
    next: Option<i64>,
}

impl ListPage {
    fn colour(&self, state: &NoticeState) -> &'static str {
        colour(*state)
    }
}

#[derive(Deserialize)]
struct Query {
    before: Option<i64>,
    #[serde(default)]
    state: String,
}

/// `GET /notices`.
async fn list(ctx: Ctx, query: web::Query<Query>) -> Answer {
    let rows_shown = ctx.rows(PAGE);
    let (before, open) = (query.before, query.state == "open");
    let states = [NoticeState::Waiting, NoticeState::Failed, NoticeState::GivenUp];
    let mut found = ctx.read(move |rx| notices(rx, Some(states.as_slice()).filter(|_| open), before, rows_shown.saturating_add(1))).await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = found.len() > page;
    found.truncate(page);
    let next = found.last().filter(|_| more).map(|(no, ..)| *no);
    let l = ctx.locale();
    let line =
        |(_, number, notice): (i64, String, Notice)| Line { number, trouble: notice.last_error.as_deref().map(|e| trouble(l, e)), notice };
    ctx.render(&ListPage { lines: found.into_iter().map(line).collect(), open, next })
}

struct Past {
    sent: NoticeSent,
    who: Who,
}

#[derive(Template)]
#[template(path = "notices/show.html")]
struct ShowPage {
    certificate: Certificate,
    destination: String,
    notice: Option<Notice>,
    trouble: Option<String>,
    goes_to: (Option<String>, Option<String>),
    /// The message, for those who may send it.
    message: Option<Message>,
    /// What to tell an authority that was told of it before it was made void.
    void_text: Option<String>,
    sent: Vec<Past>,
    form: Form,
    may_write: bool,
    has_server: bool,
}

impl ShowPage {
    fn colour(&self, state: &NoticeState) -> &'static str {
        colour(*state)
    }
    fn is_void(&self) -> bool {
        self.certificate.state == CertificateState::Void
    }
    fn is_told(&self) -> bool {
        self.notice.as_ref().is_some_and(|n| n.state.is_told())
    }
}

async fn fetch(ctx: &Ctx, path: &str) -> Result<Certificate, WebError> {
    let id: CertificateId = path.parse().map_err(|_| WebError::NotFound)?;
    ctx.read(move |rx| certificate_fetch(rx, id)).await?.ok_or(WebError::NotFound)
}

/// The message, made now where there is none yet.
async fn message(ctx: &Ctx, certificate: &Certificate) -> Result<Option<Message>, WebError> {
    let (id, now) = (certificate.facts.certificate, ctx.now());
    let made = ctx
        .block(move |state| {
            let smtp = state.smtp.as_deref();
            state.app.notice_make(id, now, &mut edge::System, smtp.is_some(), |making| {
                compose(&state.app, &state.reach.base_url, smtp, making, now)
            })
        })
        .await;
    match made {
        Ok((_, message)) => Ok(Some(message)),
        // No token, no key to seal with, or closed: the page says the rest.
        Err(WebError::Service(crate::service::error::ServiceError::Refused(_))) => Ok(None),
        Err(other) => Err(other),
    }
}

async fn page(ctx: &Ctx, certificate: Certificate, status: StatusCode, form: Form) -> Answer {
    let (id, may_write) = (certificate.facts.certificate, ctx.can(P::AbroadWrite));
    let void = certificate.state == CertificateState::Void;
    let message = if may_write && !void { message(ctx, &certificate).await? } else { None };
    let reader = Reader::new(ctx.actor()?, ctx.reach(P::AbroadRead));
    let (notice, sent, voided) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let mut sent = Vec::new();
            for one in notices_of(rx, id)? {
                sent.push(Past { who: Who::read(rx, one.account, &reader)?, sent: one });
            }
            let voided = match certificate_fetch(rx, id)?.and_then(|c| c.voided_seq) {
                Some(seq) if may_write && !sent.is_empty() => entry_fetch(rx, seq)?.map(|stored| stored.entry),
                _ => None,
            };
            Ok((notice_fetch(rx, id)?, sent, voided))
        })
        .await?;
    let of = certificate.clone();
    let goes_to = ctx.block(move |state| state.app.notice_goes_to(&of)).await?;
    let l = ctx.locale();
    let void_text = voided.and_then(|entry| match &entry.event {
        Event::CertificateVoided(e) => {
            let (state, on) = (&ctx.state, ctx.state.app.env.profile.local_day(entry.recorded_at));
            let cause = e.cause.map_or("error", VoidCause::as_str);
            Some(void_words(&state.app, &state.reach.base_url, &certificate.facts, (on, cause), goes_to.0.as_deref()))
        }
        _ => None,
    });
    let page = ShowPage {
        void_text,
        destination: country_name(l, &certificate.facts.importer.country),
        trouble: notice.as_ref().and_then(|n| n.last_error.as_deref()).map(|e| trouble(l, e)),
        has_server: ctx.state.smtp.is_some(),
        certificate,
        notice,
        goes_to,
        message,
        sent,
        form,
        may_write,
    };
    ctx.render_as(status, &page)
}

/// `GET /certificates/{id}/notice`.
async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let certificate = fetch(&ctx, &path).await?;
    page(&ctx, certificate, StatusCode::OK, Form::new(Posted::of([("on", ctx.today().to_string())]))).await
}

/// `POST /certificates/{id}/notice`: try again, or record what was sent by hand.
async fn act(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let certificate = fetch(&ctx, &path).await?;
    let (id, now) = (certificate.facts.certificate, ctx.now());
    let own = format!("/certificates/{id}/notice");
    if posted.get("act") == Some("again") {
        ctx.block(move |state| state.app.notice_again(id, now)).await?;
        return Ok(ctx.see_other(&own));
    }
    let stage = Stage::of(&posted);
    if stage == Stage::Change {
        let form = changed(posted, ctx.locale());
        return page(&ctx, certificate, StatusCode::OK, form).await;
    }
    let mut f = posted.reader(ctx.locale());
    let on = f.required_day("on");
    let (recipient, reference) = (f.text("recipient").unwrap_or_default(), f.text("reference"));
    let command = f.finish_with(Some(RecordNotice { certificate: id, recipient, on, reference }));
    match attempt(&ctx, &posted, stage, command).await? {
        Attempt::Done(_) => Ok(ctx.see_other(&own)),
        Attempt::Check(event) => match *event {
            Event::CertificateNotified(e) => {
                let l = ctx.locale();
                let say = |id: &str| text(l, id, &[]);
                let mut check = CheckPage::new(say("notice-by-hand"), say("notice-by-hand-confirm"), &posted);
                check.row(say("certificate-one"), certificate.facts.number.clone());
                check.row(say("notice-recipient"), e.recipient);
                check.row(say("notice-on"), format::day(l, e.on));
                check.row(say("notice-reference"), e.reference.unwrap_or_default());
                check.show(&ctx)
            }
            _ => Err(WebError::Fault("another event than asked for".into())),
        },
        Attempt::Refused(status, v) => {
            let form = Form::again(posted, &v, ctx.locale());
            page(&ctx, certificate, status, form).await
        }
    }
}

/// `GET /certificates/{id}/notice/mail`: the mail as a file that other mail programs open.
async fn mail_file(ctx: Ctx, path: web::Path<String>) -> Answer {
    let certificate = fetch(&ctx, &path).await?;
    let id = certificate.facts.certificate;
    let message = ctx.block(move |state| state.app.notice_message(id)).await?.ok_or(WebError::NotFound)?;
    let plain: String = certificate.facts.number.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    Ok(match message.mail {
        Some(mail) => file("message/rfc822", &format!("notice-{plain}.eml"), mail.into_bytes(), true),
        None => file("text/plain; charset=utf-8", &format!("notice-{plain}.txt"), message.text.into_bytes(), true),
    })
}
