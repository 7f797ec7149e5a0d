//! Warnings of foreign authorities: their lists, what was let in under a number that is warned of, adding numbers by hand or
//! by a file, and withdrawing a warning.

use super::act::issuers;
use super::{Line, lines};
use crate::domain::access::Permission as P;
use crate::domain::arrival::NumberRange;
use crate::domain::event::Event;
use crate::domain::ids::WarningListId;
use crate::domain::violation::{Violation, Violations};
use crate::interop::warnings_csv::{COLUMNS, parse};
use crate::service::warning::{ListWarnings, WithdrawWarnings};
use crate::store::error::StoreError;
use crate::store::warning::{WarnedArrival, WarnedNumber, WarningList, arrivals_warned, warned_numbers, warning_list_fetch, warning_lists};
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::{Locale, text};
use crate::web::participant::participant_name;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

/// Lists that the page shows.
const LISTS: i64 = 200;
/// Numbers that the page on which they are confirmed shows.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "arrivals/warnings.html")]
struct ListPage {
    /// Let in under a number that is warned of, each with who warns and where.
    inside: Vec<(Line, WarningList)>,
    /// Lists with the name of their country, and how many of their numbers stand.
    lists: Vec<(WarningList, String, i64)>,
    may_write: bool,
}

/// `GET /warnings`.
pub(super) async fn list(ctx: Ctx) -> Answer {
    let (found, listed) = ctx.read(|rx| -> Result<_, StoreError> { Ok((arrivals_warned(rx)?, warning_lists(rx, LISTS)?)) }).await?;
    let (arrivals, by): (Vec<_>, Vec<_>) = found.into_iter().map(|WarnedArrival { arrival, list }| (arrival, list)).unzip();
    let inside = lines(&ctx, arrivals).await?.into_iter().zip(by).collect();
    let lists = listed.into_iter().map(|(list, n)| {
        let name = participant_name(ctx.locale(), &list.issuer);
        (list, name, n)
    });
    ctx.render(&ListPage { inside, lists: lists.collect(), may_write: ctx.can(P::AbroadWrite) })
}

#[derive(Template)]
#[template(path = "arrivals/warn.html")]
struct FormPage {
    form: Form,
    issuers: Vec<Choice>,
    columns: String,
}

fn form_page(ctx: &Ctx, status: StatusCode, form: Form) -> Answer {
    ctx.render_as(status, &FormPage { form, issuers: issuers(ctx), columns: COLUMNS.join(",") })
}

/// `GET /warnings/new`.
pub(super) async fn form(ctx: Ctx) -> Answer {
    form_page(&ctx, StatusCode::OK, Form::new(Posted::default()))
}

fn read_form(form: &Posted, l: Locale) -> Result<ListWarnings, Violations> {
    let mut f = form.reader(l);
    let (issuer, source) = (f.text("issuer").unwrap_or_default(), f.text("source").unwrap_or_default());
    let given = f.read("numbers", parse);
    let mut v = f.noted();
    for row in given.rows.iter().filter(|r| !r.country.is_empty() && !r.country.eq_ignore_ascii_case(&issuer)) {
        let line = i64::try_from(row.line).unwrap_or(i64::MAX);
        v.push(Violation::on("arrival.warning_country", "numbers").with("line", line).with("typed", row.country.clone()));
    }
    v.finish()?;
    let ranges = given.rows.into_iter().map(|r| NumberRange { first: r.first, last: r.last }).collect();
    Ok(ListWarnings { issuer, source, numbers: given.numbers, ranges })
}

/// Numbers one below the other; of very many the first.
fn shown(l: Locale, numbers: &[String]) -> String {
    let mut told: Vec<String> = numbers.iter().take(SHOWN).cloned().collect();
    if let Some(more) = numbers.len().checked_sub(SHOWN).filter(|n| *n > 0) {
        told.push(text(l, "arrival-numbers-more", &[("count", i64::try_from(more).unwrap_or(i64::MAX).into())]));
    }
    told.join("\n")
}

/// `POST /warnings/new`.
pub(super) async fn add(ctx: Ctx, posted: Posted) -> Answer {
    let (stage, l) = (Stage::of(&posted), ctx.locale());
    if stage == Stage::Change {
        return form_page(&ctx, StatusCode::OK, changed(posted, l));
    }
    match attempt(&ctx, &posted, stage, read_form(&posted, l)).await? {
        Attempt::Done(receipt) => Ok(ctx.see_other(&format!("/warnings/{}", receipt.subject))),
        Attempt::Check(event) => {
            let Event::WarningsListed(e) = *event else { return Err(WebError::Fault("another event than asked for".into())) };
            let say = |id: &str| text(l, id, &[]);
            let mut page = CheckPage::new(say("arrival-warnings"), say("arrival-warnings-confirm"), &posted);
            page.row(say("arrival-issuer"), participant_name(l, &e.issuer));
            page.row(say("arrival-source"), e.source);
            let count = i64::try_from(e.numbers.len()).unwrap_or(i64::MAX);
            page.row(say("arrival-numbers-count"), text(l, "arrival-numbers-of", &[("count", count.into())]));
            page.row(say("arrival-numbers"), shown(l, &e.numbers));
            page.show(&ctx)
        }
        Attempt::Refused(status, v) => form_page(&ctx, status, Form::again(posted, &v, l)),
    }
}

#[derive(Template)]
#[template(path = "arrivals/warning.html")]
struct ShowPage {
    list: WarningList,
    issuer: String,
    numbers: Vec<WarnedNumber>,
    may_withdraw: bool,
    may_journal: bool,
    form: Form,
}

async fn show_page(ctx: &Ctx, path: &str, status: StatusCode, form: Form) -> Answer {
    let id: WarningListId = path.parse().map_err(|_| WebError::NotFound)?;
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let Some(list) = warning_list_fetch(rx, id)? else { return Ok(None) };
            let numbers = warned_numbers(rx, &list)?;
            Ok(Some((list, numbers)))
        })
        .await?;
    let (list, numbers) = found.ok_or(WebError::NotFound)?;
    let stands = numbers.iter().any(|n| n.withdrawn.is_none());
    let (may_withdraw, may_journal) = (stands && ctx.can(P::CertificateApprove), ctx.can(P::JournalRead));
    let issuer = participant_name(ctx.locale(), &list.issuer);
    ctx.render_as(status, &ShowPage { list, issuer, numbers, may_withdraw, may_journal, form })
}

/// `GET /warnings/{id}`.
pub(super) async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    show_page(&ctx, &path, StatusCode::OK, Form::new(Posted::default())).await
}

/// `POST /warnings/{id}`.
pub(super) async fn withdraw(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let (stage, l) = (Stage::of(&posted), ctx.locale());
    if stage == Stage::Change {
        let form = changed(posted, l);
        return show_page(&ctx, &path, StatusCode::OK, form).await;
    }
    let list: WarningListId = path.parse().map_err(|_| WebError::NotFound)?;
    let word = |name: &str| posted.get(name).unwrap_or_default().to_owned();
    let numbers = word("numbers").lines().map(str::to_owned).collect();
    match attempt(&ctx, &posted, stage, Ok(WithdrawWarnings { list, numbers, reason: word("reason") })).await? {
        Attempt::Done(_) => Ok(ctx.see_other(&format!("/warnings/{list}"))),
        Attempt::Check(event) => {
            let Event::WarningsWithdrawn(e) = *event else { return Err(WebError::Fault("another event than asked for".into())) };
            let say = |id: &str| text(l, id, &[]);
            let mut page =
                CheckPage::new(say("arrival-withdraw"), say("arrival-withdraw-confirm"), &posted).lead(say("arrival-withdraw-lead"));
            page.row(say("arrival-numbers"), shown(l, &e.numbers));
            page.row(say("shipment-reason"), e.reason);
            page.show(&ctx)
        }
        Attempt::Refused(status, v) => show_page(&ctx, &path, status, Form::again(posted, &v, l)).await,
    }
}
