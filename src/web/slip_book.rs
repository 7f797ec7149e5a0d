//! Books of purchase slips: which are out, and handing one out.

use crate::domain::access::Permission;
use crate::domain::code;
use crate::domain::event::{Event, SlipBookIssued};
use crate::domain::ids::PartyId;
use crate::domain::purchase::SlipBook;
use crate::domain::violation::Violation;
use crate::service::error::ServiceError;
use crate::service::slip_book::IssueSlipBook;
use crate::store::error::StoreError;
use crate::store::party::party_by_code;
use crate::store::slip_book::{slip_book_last_number, slip_book_next_serial, slip_book_used, slip_books};
use crate::web::check::{CheckPage, Stage, changed};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::locale::{label, text};
use crate::web::party::Names;
use crate::web::routes::{Access, Route, posted, shown};
use actix_web::http::StatusCode;
use actix_web::web::{self, get, post};
use askama::Template;
use serde::Deserialize;

/// Books on a page of the list.
const PAGE: i64 = 50;
/// Slips of a usual book.
const USUAL: i64 = 50;

/// The routes of slip books.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/slip-books", Access::Needs(Permission::PurchaseRead), || get().to(list)),
        shown("/slip-books/new", Access::Needs(Permission::SlipBookWrite), || get().to(new)),
        posted("/slip-books/new", Access::Needs(Permission::SlipBookWrite), || post().to(issue)),
    ]
}

struct Line {
    book: SlipBook,
    used: i64,
    next: Option<String>,
}

impl Line {
    fn unused(&self) -> i64 {
        self.book.size().saturating_sub(self.used)
    }
    fn range(&self) -> String {
        range(&self.book)
    }
}

fn range(book: &SlipBook) -> String {
    format!("{} – {}", book.serial(book.first), book.serial(book.last))
}

#[derive(Template)]
#[template(path = "slip_books/list.html")]
struct ListPage {
    lines: Vec<Line>,
    names: Names,
    next: Option<i64>,
    may_issue: bool,
    own: bool,
}

#[derive(Deserialize)]
struct Query {
    before: Option<i64>,
}

/// `GET /slip-books`.
async fn list(ctx: Ctx, query: web::Query<Query>) -> Answer {
    let rows_shown = ctx.rows(PAGE);
    let (reach, before) = (ctx.reach(Permission::PurchaseRead), query.before);
    let mut lines = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let mut lines = Vec::new();
            for book in slip_books(rx, reach, None, before, rows_shown.saturating_add(1))? {
                let (used, next) = (slip_book_used(rx, &book)?, slip_book_next_serial(rx, &book)?);
                lines.push(Line { book, used, next });
            }
            Ok(lines)
        })
        .await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = lines.len() > page;
    lines.truncate(page);
    let next = lines.last().filter(|_| more).map(|l| l.book.no);
    let names = ctx.names(lines.iter().map(|l| l.book.holder)).await?;
    let own = ctx.actor()?.party.is_some();
    ctx.render(&ListPage { lines, names, next, may_issue: ctx.can(Permission::SlipBookWrite), own })
}

#[derive(Template)]
#[template(path = "slip_books/form.html")]
struct FormPage {
    form: Form,
}

/// Who the book is for, where the link to the form says so.
#[derive(Deserialize)]
struct For {
    holder: Option<String>,
}

/// The letters before the number and its digits as the profile prints slips; none where its pattern has a year
/// or something behind the number.
fn usual_print(ctx: &Ctx) -> (String, u32) {
    let one = ctx.state.app.env.profile.numbers.purchase_slip.value.pattern.format(9999, 0);
    let prefix = one.trim_end_matches('0');
    let plain = !prefix.contains("9999") && prefix.len() < one.len();
    let width = u32::try_from(one.len().saturating_sub(prefix.len())).unwrap_or(1);
    if plain { (prefix.to_owned(), width) } else { (String::new(), 7) }
}

/// `GET /slip-books/new`: begins after the last book of the usual print.
async fn new(ctx: Ctx, query: web::Query<For>) -> Answer {
    let (prefix, width) = usual_print(&ctx);
    let asked = prefix.clone();
    let last = ctx.read(move |rx| -> Result<_, StoreError> { slip_book_last_number(rx, &asked) }).await?.unwrap_or(0);
    let holder = query.into_inner().holder.unwrap_or_default();
    let values = [
        ("holder", holder),
        ("prefix", prefix),
        ("first", last.saturating_add(1).to_string()),
        ("last", last.saturating_add(USUAL).to_string()),
        ("width", width.to_string()),
    ];
    ctx.render(&FormPage { form: Form::new(Posted::of(values)) })
}

async fn read(ctx: &Ctx, form: &Posted) -> Result<IssueSlipBook, WebError> {
    let typed = form.get("holder").map(code::written).filter(|c| !c.is_empty());
    let wanted = typed.clone();
    let found: Option<PartyId> = match wanted {
        None => None,
        Some(code) => ctx.read(move |rx| -> Result<_, StoreError> { party_by_code(rx, &code) }).await?.map(|p| p.id),
    };
    let mut f = form.reader(ctx.locale());
    f.require("holder");
    if let (Some(code), None) = (typed, found) {
        f.problem(Violation::on("slip_book.holder", "holder").with("code", code));
    }
    // As typed, since the blank between letters and number is part of the print.
    let prefix = form.get("prefix").unwrap_or_default().to_owned();
    let (first, last) = (f.required_count("first"), f.required_count("last"));
    f.require("width");
    let width = f.count_u32("width").unwrap_or(0);
    let command = found.map(|holder| IssueSlipBook { holder, prefix, first, last, width });
    Ok(f.finish_with(command).map_err(ServiceError::from)?)
}

/// `POST /slip-books/new`.
async fn issue(ctx: Ctx, form: Posted) -> Answer {
    let stage = Stage::of(&form);
    if stage == Stage::Change {
        let form = changed(form, ctx.locale());
        return ctx.render(&FormPage { form });
    }
    let done = match read(&ctx, &form).await {
        Err(e) => Err(e),
        Ok(command) if stage == Stage::Confirmed => ctx.submit(&form, command).await.map(|_| ctx.see_other("/slip-books")),
        Ok(command) => match ctx.preview(&form, command).await {
            Ok(Event::SlipBookIssued(e)) => check(&ctx, &form, &e).await,
            Ok(_) => Err(WebError::Fault("another event than asked for".into())),
            Err(e) => Err(e),
        },
    };
    match done {
        Ok(answer) => Ok(answer),
        Err(e) => {
            let (status, v): (StatusCode, _) = refusals(e)?;
            ctx.render_as(status, &FormPage { form: Form::again(form, &v, ctx.locale()) })
        }
    }
}

async fn check(ctx: &Ctx, form: &Posted, e: &SlipBookIssued) -> Answer {
    let locale = ctx.locale();
    let names = ctx.names([e.holder]).await?;
    let book =
        SlipBook { id: e.book, no: e.no, holder: e.holder, prefix: e.prefix.clone(), first: e.first, last: e.last, width: e.width, seq: 0 };
    let mut page = CheckPage::new(text(locale, "slip-book-check", &[]), text(locale, "slip-book-issue", &[]), form);
    page.row(label(locale, "slip-book", "holder"), names.full(&e.holder));
    page.row(label(locale, "slip-book", "range"), range(&book));
    page.row(text(locale, "word-total", &[]), text(locale, "slip-book-size", &[("count", book.size().into())]));
    page.show(ctx)
}
