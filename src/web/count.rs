//! Counts of stock: the list with what the balance says of each, who is late with one, and writing one down.

use crate::domain::access::{Permission as P, Reach};
use crate::domain::balance::{Compared, StockCount};
use crate::domain::event::{Event, StockCounted};
use crate::domain::parcel::parcel_code;
use crate::domain::violation::{Violation, Violations};
use crate::service::stock_count::{CountDue, CountLine, CountStock, against_balance, counts_due};
use crate::store::error::StoreError;
use crate::store::stock_count::stock_counts;
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::listing::Listing;
use crate::web::locale::{format, text};
use crate::web::party::Names;
use crate::web::routes::{Access, Route, posted, shown};
use actix_web::http::StatusCode;
use actix_web::web::{self, get, post};
use askama::Template;

/// Counts on a page of the list.
const PAGE: i64 = 50;

/// The routes of counts.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/counts", Access::Needs(P::ParcelRead), || get().to(list)),
        shown("/counts/new", Access::Needs(P::StockCount), || get().to(form)),
        posted("/counts/new", Access::Needs(P::StockCount), || post().to(count)),
    ]
}

/// A count of the list.
struct Line {
    count: StockCount,
    holder: String,
    counted: (String, String),
    book: (String, String),
    apart: (String, String),
    beyond: bool,
}

#[derive(Template)]
#[template(path = "counts/list.html")]
struct ListPage {
    lines: Vec<Line>,
    due: Vec<CountDue>,
    names: Names,
    next: Option<String>,
    may_count: bool,
}

/// Counts with what the balance says of their days.
async fn read(ctx: &Ctx, before: Option<i64>, limit: i64) -> Result<Vec<Compared>, WebError> {
    let (app, reach) = (ctx.state.app.clone(), ctx.reach(P::ParcelRead));
    ctx.read(move |rx| -> Result<_, StoreError> {
        let counts = stock_counts(rx, reach, None, before, limit)?;
        against_balance(rx, &app.env.profile, counts)
    })
    .await
}

/// Holders of whom the reader should know that a count is missing: his own party, or those whose stock he may count.
///
/// # Errors
/// A fault.
pub async fn due(ctx: &Ctx) -> Result<Vec<CountDue>, WebError> {
    let reach = ctx.reach(if ctx.can(P::StockCount) { P::StockCount } else { P::ControlRead });
    if reach == Reach::Nothing {
        return Ok(Vec::new());
    }
    let own = if let Reach::Party(own) = reach { Some(own) } else { None };
    let (app, today) = (ctx.state.app.clone(), ctx.today());
    ctx.read(move |rx| -> Result<_, StoreError> { counts_due(rx, &app.env.profile, reach, own, today) }).await
}

/// Whether the reader's own party is late with a count.
///
/// # Errors
/// A fault.
pub async fn own_due(ctx: &Ctx) -> Result<Option<CountDue>, WebError> {
    match ctx.reach(P::StockCount) {
        Reach::Party(_) => Ok(due(ctx).await?.into_iter().next()),
        _ => Ok(None),
    }
}

/// `GET /counts`.
async fn list(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let listing = Listing::new(query);
    let rows_shown = ctx.rows(PAGE);
    let mut found = read(&ctx, listing.before(), rows_shown.saturating_add(1)).await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = found.len() > page;
    found.truncate(page);
    let next = found.last().filter(|_| more).map(|c| listing.next("/counts", c.count.facts.no));
    let due = due(&ctx).await?;
    let names = ctx.names(found.iter().map(|c| c.count.facts.holder).chain(due.iter().map(|d| d.holder))).await?;
    let (l, rules) = (ctx.locale(), ctx.state.app.env.profile.stock_count.clone());
    let written = |by: crate::domain::balance::Amount| (format::milli_carats(l, by.mct), format::integer(l, by.stones));
    let line = |c: Compared| {
        let f = &c.count.facts;
        let counted = (format::carats(l, f.weight_mct), format::integer(l, f.stones));
        Line {
            holder: names.full(&f.holder),
            counted,
            book: written(c.book),
            apart: written(c.apart()),
            beyond: c.is_beyond(&rules),
            count: c.count,
        }
    };
    let lines = found.into_iter().map(line).collect();
    ctx.render(&ListPage { lines, due, names, next, may_count: ctx.can(P::StockCount) })
}

#[derive(Template)]
#[template(path = "counts/form.html")]
struct FormPage {
    form: Form,
    /// Whether the holder must be named.
    for_others: bool,
}

fn form_page(ctx: &Ctx, status: StatusCode, form: Form) -> Answer {
    let for_others = !matches!(ctx.reach(P::StockCount), Reach::Party(_));
    ctx.render_as(status, &FormPage { form, for_others })
}

/// `GET /counts/new`, with `?holder=CODE` where the holder is known.
async fn form(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let holder = Listing::new(query).posted().get("holder").unwrap_or_default().to_owned();
    form_page(&ctx, StatusCode::OK, Form::new(Posted::of([("on", ctx.today().to_string()), ("holder", holder)])))
}

/// Parcels as typed, one on a line: code, carats, stones.
fn lines(ctx: &Ctx, typed: &str, v: &mut Violations) -> Vec<CountLine> {
    let mut found = Vec::new();
    for (at, line) in (1_i64..).zip(typed.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let words: Vec<&str> = line.split([' ', '\t', ';']).map(str::trim).filter(|w| !w.is_empty()).collect();
        let read = || {
            let [parcel, carats, stones] = words.as_slice() else { return None };
            let posted = Posted::of([("weight", (*carats).to_owned()), ("stones", (*stones).to_owned())]);
            let mut f = posted.reader(ctx.locale());
            let (weight_mct, stones) = (f.mass("weight")?, f.count("stones")?);
            Some(CountLine { parcel: (*parcel).to_owned(), weight_mct, stones })
        };
        match read() {
            Some(line) => found.push(line),
            None => v.push(Violation::on("count.line", "parcels").with("line", at)),
        }
    }
    found
}

/// Refusals of parcels stand beside the one field into which they are typed.
fn beside(mut v: Violations) -> Violations {
    for wrong in v.0.iter_mut().filter(|w| w.field.as_deref().is_some_and(|f| f.starts_with("parcels."))) {
        wrong.field = Some("parcels".to_owned());
    }
    v
}

/// `POST /counts/new`.
async fn count(ctx: Ctx, posted: Posted) -> Answer {
    let (stage, l) = (Stage::of(&posted), ctx.locale());
    if stage == Stage::Change {
        return form_page(&ctx, StatusCode::OK, changed(posted, l));
    }
    let mut wrong = Violations::none();
    let parcels = lines(&ctx, posted.get("parcels").unwrap_or_default(), &mut wrong);
    let mut f = posted.reader(l);
    wrong.0.into_iter().for_each(|one| f.problem(one));
    let (on, weight_mct, stones) = (f.day("on"), f.mass("weight_mct"), f.count("stones"));
    let command = CountStock { holder: f.text("holder"), on, parcels, weight_mct, stones, note: f.text("note") };
    match attempt(&ctx, &posted, stage, f.finish_with(Some(command))).await? {
        Attempt::Done(_) => Ok(ctx.see_other("/counts")),
        Attempt::Check(event) => match *event {
            Event::StockCounted(e) => check(&ctx, &posted, &e).await,
            _ => Err(WebError::Fault("another event than asked for".into())),
        },
        Attempt::Refused(status, v) => form_page(&ctx, status, Form::again(posted, &beside(v), l)),
    }
}

async fn check(ctx: &Ctx, form: &Posted, e: &StockCounted) -> Answer {
    let l = ctx.locale();
    let say = |id: &str| text(l, id, &[]);
    let mut page = CheckPage::new(say("count-new"), say("count-confirm"), form).lead(say("count-check-lead"));
    page.row(say("count-holder"), ctx.names([e.holder]).await?.full(&e.holder));
    page.row(say("count-on"), format::day(l, e.on));
    page.row(say("word-carats"), format::carats_unit(l, e.weight_mct));
    page.row(say("word-stones"), format::integer(l, e.stones));
    let parcel = |p: &crate::domain::event::CountedParcel| {
        let stones = text(l, "unit-stones", &[("count", p.stones.into())]);
        format!("{}: {}, {stones}", parcel_code(p.parcel_no), format::carats_unit(l, p.weight_mct))
    };
    page.row(say("count-parcels"), e.parcels.iter().map(parcel).collect::<Vec<_>>().join("\n"));
    page.row(say("count-note"), e.note.clone().unwrap_or_default());
    page.show(ctx)
}
