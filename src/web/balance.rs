//! Balances month by month, with what moved: of a holder, an office, a site, a licence or an area; as page and as file.

pub mod told;

use crate::domain::access::{Belongs, Permission as P, Reach};
use crate::domain::balance::{Balance, Moved, Movement, balance, months};
use crate::domain::month::Month;
use crate::domain::parcel::parcel_code;
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::interop::balance_table;
use crate::service::balance::{Account, Of, account};
use crate::store::error::StoreError;
use crate::store::parcel::parcel_fetch;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::listing::Listing;
use crate::web::locale::{Locale, format, label, text};
use crate::web::party::{Names, fetch as party_fetch, office_names};
use crate::web::routes::{Access, Route, shown};
use crate::web::statistics::region_name;
use crate::web::trace::file;
use crate::web::{licence, site};
use actix_web::web::{self, get};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use std::collections::BTreeSet;

/// Months shown where nobody says which.
const MONTHS: i32 = 12;
/// The most months of one page.
const MONTHS_MAX: i32 = 120;
/// Movements that a page of a month shows.
const LINES: usize = 300;

/// The routes of balances: each as page, CSV and workbook.
#[must_use]
pub fn routes() -> Vec<Route> {
    let (parcels, production, all) = (Access::Needs(P::ParcelRead), Access::Needs(P::ProductionRead), Access::Needs(P::StatisticsRead));
    vec![
        shown("/balance", parcels, || get().to(page)),
        shown("/balance/csv", parcels, || get().to(csv)),
        shown("/balance/xlsx", parcels, || get().to(xlsx)),
        shown("/parties/{code}/balance", parcels, || get().to(page)),
        shown("/parties/{code}/balance/csv", parcels, || get().to(csv)),
        shown("/parties/{code}/balance/xlsx", parcels, || get().to(xlsx)),
        shown("/sites/{code}/balance", production, || get().to(page)),
        shown("/sites/{code}/balance/csv", production, || get().to(csv)),
        shown("/sites/{code}/balance/xlsx", production, || get().to(xlsx)),
        shown("/licences/{id}/balance", production, || get().to(page)),
        shown("/licences/{id}/balance/csv", production, || get().to(csv)),
        shown("/licences/{id}/balance/xlsx", production, || get().to(xlsx)),
        shown("/statistics/balance/offices/{id}", all, || get().to(page)),
        shown("/statistics/balance/offices/{id}/csv", all, || get().to(csv)),
        shown("/statistics/balance/offices/{id}/xlsx", all, || get().to(xlsx)),
        shown("/statistics/balance/areas/{code}", all, || get().to(page)),
        shown("/statistics/balance/areas/{code}/csv", all, || get().to(csv)),
        shown("/statistics/balance/areas/{code}/xlsx", all, || get().to(xlsx)),
    ]
}

/// Whose balance is asked for, as far as the reader may see it.
struct Asked {
    of: Of,
    /// Word of the kind, as files and messages have it.
    kind: &'static str,
    /// Code or id, as files have it.
    key: String,
    name: String,
    /// Its page, where the reader may open it.
    back: Option<String>,
}

/// The one piece of the address that names something.
fn key_of(req: &HttpRequest) -> String {
    req.match_info().iter().next().map(|(_, value)| value.to_owned()).unwrap_or_default()
}

async fn office(ctx: &Ctx, id: crate::domain::ids::OfficeId) -> Result<Asked, WebError> {
    let name = ctx.read(office_names).await?.remove(&id).ok_or(WebError::NotFound)?;
    Ok(Asked { of: Of::Office(id), kind: "office", key: id.to_string(), name, back: None })
}

async fn holder(ctx: &Ctx, named: &str) -> Result<Asked, WebError> {
    let party = party_fetch(ctx, named, P::ParcelRead).await?;
    let name = ctx.names([party.id]).await?.full(&party.id);
    let open = ctx.reach(P::PartyRead).covers(&party.belongs());
    Ok(Asked { of: Of::Holder(party.id), kind: "party", back: open.then(|| format!("/parties/{}", party.code)), key: party.code, name })
}

/// The answer to whoever has no stock and no office of his own: he says whose balance he wants.
fn whose() -> WebError {
    WebError::UnreadablePage(Violation::new("balance.whose"))
}

/// What the address asks for; nothing where it is the balance of everybody.
async fn asked(ctx: &Ctx, req: &HttpRequest) -> Result<Option<Asked>, WebError> {
    let pattern = req.match_pattern().unwrap_or_default();
    let path = pattern.strip_prefix("/api/v1").unwrap_or(&pattern);
    let key = key_of(req);
    let found = if path.starts_with("/parties/") {
        holder(ctx, &key).await?
    } else if path.starts_with("/sites/") {
        let site = site::fetch(ctx, &key, P::ProductionRead).await?;
        let name = format!("{} {}", site.code, site.facts.name);
        let open = ctx.reach(P::SiteRead).covers(&site.belongs());
        Asked { of: Of::Site(site.id), kind: "site", back: open.then(|| format!("/sites/{}", site.code)), key: site.code, name }
    } else if path.starts_with("/licences/") {
        let licence = licence::fetch(ctx, &key, P::ProductionRead).await?;
        let open = ctx.reach(P::LicenceRead).covers(&licence.belongs());
        let back = open.then(|| format!("/licences/{}", licence.id));
        Asked { of: Of::Licence(licence.id), kind: "licence", key: licence.number.clone(), name: licence.number, back }
    } else if path.contains("/offices/") {
        office(ctx, key.parse().map_err(|_| WebError::NotFound)?).await?
    } else if path.contains("/areas/") {
        let env = &ctx.state.app.env;
        let name = region_name(ctx.locale(), env, &key);
        Asked { of: Of::Area(key.clone()), kind: "area", key, name, back: None }
    } else {
        match ctx.reach(P::ParcelRead) {
            Reach::Party(own) => holder(ctx, &own.to_string()).await?,
            Reach::Office(own) => office(ctx, own).await?,
            Reach::All | Reach::Nothing => return Ok(None),
        }
    };
    Ok(Some(found))
}

/// The months that an address asks for, and what stands against them; the last twelve where it asks for none that can be.
fn span(today: Day, typed: &Posted) -> ((Month, Month), Violations) {
    let today = Month::of(today);
    let usual = (today.plus(1 - MONTHS), today);
    let mut v = Violations::none();
    let mut read = |field: &'static str, usual: Month| match typed.get(field).map(str::trim).filter(|t| !t.is_empty()) {
        None => Some(usual),
        Some(word) => {
            let month = word.parse::<Month>().ok();
            v.check(month.is_some(), || Violation::on("balance.month", field));
            month
        }
    };
    let found = read("from", usual.0).zip(read("to", usual.1));
    let fits = |(from, to): &(Month, Month)| (0..MONTHS_MAX).contains(&to.since(*from));
    v.check(found.as_ref().is_none_or(fits), || Violation::on("balance.span", "to").with("most", i64::from(MONTHS_MAX)));
    (found.filter(fits).unwrap_or(usual), v)
}

/// A line of figures, written out.
struct Line {
    name: String,
    /// Where it leads.
    link: Option<String>,
    /// Carats, then stones.
    cells: Vec<String>,
}

fn amounts(l: Locale, b: &Balance) -> Vec<Line> {
    let line = |code: &str, by: crate::domain::balance::Amount| Line {
        name: label(l, "movement", code),
        link: None,
        cells: vec![format::milli_carats(l, by.mct), format::integer(l, by.stones)],
    };
    let moved = Movement::ALL.iter().filter_map(|m| b.moved.get(m).map(|by| line(m.as_str(), *by)));
    [line("opening", b.opening)].into_iter().chain(moved).chain([line("closing", b.closing)]).collect()
}

fn month_line(l: Locale, path: &str, (month, b): &(Month, Balance)) -> Line {
    let ct = |by: crate::domain::balance::Amount| format::milli_carats(l, by.mct);
    Line {
        name: format::month(l, month.first()),
        link: Some(format!("{path}?from={month}&to={month}")),
        cells: vec![ct(b.opening), ct(b.sum(true)), ct(b.sum(false)), ct(b.closing), format::integer(l, b.closing.stones)],
    }
}

/// A movement, written out.
struct Move {
    on: Day,
    what: String,
    comes_in: bool,
    holder: Option<String>,
    parcel: String,
    /// Whether the reader may open the parcel.
    open: bool,
    carats: String,
    stones: String,
    seq: i64,
}

#[derive(Template)]
#[template(path = "balances/show.html")]
struct Page {
    name: String,
    kind: &'static str,
    back: Option<String>,
    form: Form,
    path: String,
    query: String,
    whole: Vec<Line>,
    /// Opening, what came, what went, closing, written out.
    sum: [String; 4],
    /// What does not add up, written out.
    difference: Option<String>,
    /// What lives today by the parcels.
    there: (String, String),
    months: Vec<Line>,
    /// The movements of a single month.
    moves: Option<Vec<Move>>,
    more: usize,
    may_journal: bool,
}

#[derive(Template)]
#[template(path = "balances/choose.html")]
struct Choose {
    offices: Vec<(String, String)>,
    areas: Vec<(String, String)>,
}

async fn choose(ctx: &Ctx) -> Answer {
    let mut offices: Vec<(String, String)> =
        ctx.read(office_names).await?.into_iter().map(|(id, name)| (name, format!("/statistics/balance/offices/{id}"))).collect();
    offices.sort();
    let areas = ctx.state.app.env.atlas.areas.all().iter();
    let mut areas: Vec<(String, String)> =
        areas.filter_map(|a| Some((a.name.clone(), format!("/statistics/balance/areas/{}", a.code.as_deref()?)))).collect();
    areas.sort();
    ctx.render(&Choose { offices, areas })
}

async fn read(ctx: &Ctx, of: &Of) -> Result<Account, WebError> {
    let (app, of) = (ctx.state.app.clone(), of.clone());
    ctx.read(move |rx| -> Result<_, StoreError> { account(rx, &app.env.profile, &of) }).await
}

/// The parcels among these that the reader may open.
async fn openable(ctx: &Ctx, lines: &[Moved]) -> Result<BTreeSet<i64>, WebError> {
    let (reach, nos) = (ctx.reach(P::ParcelRead), lines.iter().map(|l| l.parcel_no).collect::<BTreeSet<i64>>());
    if reach == Reach::All {
        return Ok(nos);
    }
    ctx.read(move |rx| -> Result<_, StoreError> {
        let mut open = BTreeSet::new();
        for no in nos {
            let covered = |b: &Belongs| reach.covers(b);
            if parcel_fetch(rx, no)?.is_some_and(|p| covered(&p.belongs())) {
                open.insert(no);
            }
        }
        Ok(open)
    })
    .await
}

async fn moves(ctx: &Ctx, asked: &Asked, lines: &[Moved]) -> Result<Vec<Move>, WebError> {
    let l = ctx.locale();
    let open = openable(ctx, lines).await?;
    let many = !matches!(asked.of, Of::Holder(_));
    let names: Names = ctx.names(lines.iter().filter(|_| many).map(|l| l.holder).collect::<BTreeSet<_>>()).await?;
    let told = |line: &Moved| Move {
        on: line.on,
        what: label(l, "movement", line.movement.as_str()),
        comes_in: line.movement.comes_in(),
        holder: many.then(|| names.full(&line.holder)),
        parcel: parcel_code(line.parcel_no),
        open: open.contains(&line.parcel_no),
        carats: format::milli_carats(l, line.by.mct),
        stones: format::integer(l, line.by.stones),
        seq: line.seq,
    };
    Ok(lines.iter().map(told).collect())
}

/// The page of a balance.
async fn page(ctx: Ctx, req: HttpRequest, query: web::Query<Vec<(String, String)>>) -> Answer {
    let Some(asked) = asked(&ctx, &req).await? else { return choose(&ctx).await };
    let typed = Listing::new(query).posted();
    let (span, wrong) = span(ctx.today(), &typed);
    let months_shown = Posted::of([("from", span.0.to_string()), ("to", span.1.to_string())]);
    let form = Form::again(if wrong.0.is_empty() { months_shown } else { typed }, &wrong, ctx.locale());
    let found = read(&ctx, &asked.of).await?;
    let l = ctx.locale();
    let whole = balance(&found.lines, (span.0.first(), span.1.last()));
    let path = req.path().to_owned();
    let ct = |mct: i64| format::milli_carats(l, mct);
    let single = span.0 == span.1;
    let within: Vec<Moved> = found.lines.iter().filter(|m| single && (span.0.first()..=span.1.last()).contains(&m.on)).cloned().collect();
    let apart = found.difference();
    let shown = within.get(..LINES.min(within.len())).unwrap_or_default();
    ctx.render(&Page {
        sum: [ct(whole.opening.mct), ct(whole.sum(true).mct), ct(whole.sum(false).mct), ct(whole.closing.mct)],
        whole: amounts(l, &whole),
        difference: (!apart.is_nothing())
            .then(|| text(l, "balance-differs", &[("carats", ct(apart.mct).into()), ("stones", format::integer(l, apart.stones).into())])),
        there: (ct(found.there.mct), format::integer(l, found.there.stones)),
        months: months(&found.lines, span).iter().rev().map(|m| month_line(l, &path, m)).collect(),
        moves: if single { Some(moves(&ctx, &asked, shown).await?) } else { None },
        more: within.len().saturating_sub(LINES),
        may_journal: ctx.can(P::JournalRead),
        query: format!("from={}&to={}", span.0, span.1),
        path,
        form,
        name: asked.name,
        kind: asked.kind,
        back: asked.back,
    })
}

/// The figures of months as rows of a file.
async fn table(
    ctx: &Ctx,
    req: &HttpRequest,
    query: web::Query<Vec<(String, String)>>,
) -> Result<(String, Vec<balance_table::Row>), WebError> {
    let asked = asked(ctx, req).await?.ok_or_else(whose)?;
    let (span, _) = span(ctx.today(), &Listing::new(query).posted());
    let found = read(ctx, &asked.of).await?;
    let name = format!("balance-{}-{}-{}", asked.kind, span.0, span.1);
    Ok((name, balance_table::rows(asked.kind, &asked.key, &months(&found.lines, span))))
}

async fn csv(ctx: Ctx, req: HttpRequest, query: web::Query<Vec<(String, String)>>) -> Result<HttpResponse, WebError> {
    let (name, rows) = table(&ctx, &req, query).await?;
    let bytes = balance_table::csv(&rows).map_err(|e| WebError::Fault(e.to_string()))?;
    Ok(file("text/csv; charset=utf-8", &format!("{name}.csv"), bytes, true))
}

async fn xlsx(ctx: Ctx, req: HttpRequest, query: web::Query<Vec<(String, String)>>) -> Result<HttpResponse, WebError> {
    let (name, rows) = table(&ctx, &req, query).await?;
    let bytes = balance_table::xlsx(&name, &rows).map_err(|e| WebError::Fault(e.to_string()))?;
    Ok(file("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &format!("{name}.xlsx"), bytes, true))
}
