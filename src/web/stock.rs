//! Opening stock: the declarations there are, and making one.

use crate::domain::access::Permission;
use crate::domain::event::Event;
use crate::domain::party::Party;
use crate::domain::violation::{Violation, Violations};
use crate::domain::zone::Zone;
use crate::service::stock::{DeclareStock, StockLine};
use crate::store::error::StoreError;
use crate::store::party::party_by_code;
use crate::store::production::{Declaration, declarations};
use crate::store::site::site_by_code;
use crate::store::zone::{zone_by_code, zone_fetch};
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted, Reader};
use crate::web::listing::Listing;
use crate::web::locale::{format, text};
use crate::web::party::Names;
use crate::web::routes::{Access, Route, posted, shown};
use crate::web::rows::Rows;
use actix_web::http::StatusCode;
use actix_web::web::{self, get, post};
use askama::Template;

/// How many declarations a page shows.
const PAGE: i64 = 50;
const PARTS: [&str; 5] = ["weight_mct", "stones", "site", "note", "seal"];

/// The routes of opening stock.
#[must_use]
pub fn routes() -> Vec<Route> {
    use Permission as P;
    vec![
        shown("/stock", Access::Needs(P::ParcelRead), || get().to(list)),
        shown("/stock/new", Access::Needs(P::StockWrite), || get().to(form)),
        posted("/stock/new", Access::Needs(P::StockWrite), || post().to(declare)),
    ]
}

#[derive(Template)]
#[template(path = "stock/list.html")]
struct ListPage {
    declarations: Vec<Declaration>,
    names: Names,
    next: Option<String>,
    may_declare: bool,
}

/// `GET /stock`.
///
/// # Errors
/// A fault.
pub async fn list(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let rows_shown = ctx.rows(PAGE);
    let listing = Listing::new(query);
    let (reach, before) = (ctx.reach(Permission::ParcelRead), listing.before());
    let mut declarations =
        ctx.read(move |rx| -> Result<_, StoreError> { declarations(rx, reach, before, rows_shown.saturating_add(1)) }).await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = declarations.len() > page;
    declarations.truncate(page);
    let next = declarations.last().filter(|_| more).map(|d| listing.next("/stock", d.seq));
    let names = ctx.names(declarations.iter().map(|d| d.holder)).await?;
    ctx.render(&ListPage { declarations, names, next, may_declare: ctx.can(Permission::StockWrite) })
}

/// The fields of one line, by their names.
struct LineFields {
    number: usize,
    weight: String,
    stones: String,
    site: String,
    note: String,
    seal: String,
}

#[derive(Template)]
#[template(path = "stock/form.html")]
struct FormPage {
    form: Form,
    rows: usize,
    lines: Vec<LineFields>,
}

fn form_page(ctx: &Ctx, status: StatusCode, form: Form, rows: &Rows) -> Answer {
    let fields = |at: usize| LineFields {
        number: at.saturating_add(1),
        weight: rows.field(at, "weight_mct"),
        stones: rows.field(at, "stones"),
        site: rows.field(at, "site"),
        note: rows.field(at, "note"),
        seal: rows.field(at, "seal"),
    };
    ctx.render_as(status, &FormPage { form, rows: rows.shown, lines: (0..rows.shown).map(fields).collect() })
}

/// `GET /stock/new`, with `?holder=CODE` where the holder is known, `?zone=CODE&on=DAY` for the cut-off of a zone.
///
/// # Errors
/// A fault.
pub async fn form(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let asked = Listing::new(query).posted();
    let named = |name: &str| asked.get(name).unwrap_or_default().to_owned();
    let on = asked.get("on").map_or_else(|| ctx.today().to_string(), str::to_owned);
    let values = Posted::of([("on", on), ("holder", named("holder")), ("zone", named("zone"))]);
    let rows = Rows::of(&values, "lines", &PARTS, 3);
    form_page(&ctx, StatusCode::OK, Form::new(values), &rows)
}

/// Everything the form said, once it can be read; the holder beside it.
async fn read(ctx: &Ctx, form: &Posted, rows: &Rows) -> Result<Result<(DeclareStock, Party), Violations>, WebError> {
    let mut f = form.reader(ctx.locale());
    let code = crate::domain::code::written(&f.required("holder"));
    let typed = !code.is_empty();
    let holder = ctx.read(move |rx| -> Result<_, StoreError> { party_by_code(rx, &code) }).await?;
    let reach = ctx.reach(Permission::StockWrite);
    let holder = holder.filter(|p| reach.covers(&p.belongs()));
    if typed && holder.is_none() {
        f.problem(Violation::on("stock.holder_unknown", "holder"));
    }
    let zone = zone_named(ctx, &mut f).await?;
    let on = f.required_day("on");
    let mut lines = Vec::with_capacity(rows.filled.len());
    for at in &rows.filled {
        let weight_mct = f.required_mass(&rows.field(*at, "weight_mct"));
        let stones = f.required_count(&rows.field(*at, "stones"));
        let (field, note, seal) = (rows.field(*at, "site"), rows.field(*at, "note"), rows.field(*at, "seal"));
        let note = f.text(&note);
        let seal = f.text(&seal);
        let site = match f.text(&field) {
            Some(code) => {
                let code = crate::domain::code::written(&code);
                let found = ctx.read(move |rx| -> Result<_, StoreError> { site_by_code(rx, &code) }).await?;
                if found.is_none() {
                    f.problem(Violation::on("stock.no_site", field));
                }
                found.map(|s| s.id)
            }
            None => None,
        };
        lines.push(StockLine { weight_mct, stones, site, note, seal });
    }
    let test = f.ticked("test");
    let command =
        holder.zip(on).map(|(holder, on)| (DeclareStock { holder: holder.id, on, lines, test, zone: zone.map(|z| z.id) }, holder));
    Ok(f.finish_with(command))
}

/// The zone on whose cut-off day it was counted, where one is typed.
async fn zone_named(ctx: &Ctx, f: &mut Reader<'_>) -> Result<Option<Zone>, WebError> {
    let Some(typed) = f.text("zone").map(|t| t.to_string()) else { return Ok(None) };
    let code = crate::domain::code::written(&typed);
    let zone = ctx.read(move |rx| -> Result<_, StoreError> { zone_by_code(rx, &code) }).await?;
    if zone.is_none() {
        f.problem(Violation::on("zone.unknown", "zone").with("typed", typed));
    }
    Ok(zone)
}

/// `POST /stock/new`.
///
/// # Errors
/// A fault.
pub async fn declare(ctx: Ctx, form: Posted) -> Answer {
    let (stage, rows, l) = (Stage::of(&form), Rows::of(&form, "lines", &PARTS, 3), ctx.locale());
    if stage == Stage::Change || form.has("more") {
        return form_page(&ctx, StatusCode::OK, changed(form, l), &rows);
    }
    let (command, holder) = match read(&ctx, &form, &rows).await? {
        Ok(read) => read,
        Err(v) => return form_page(&ctx, StatusCode::UNPROCESSABLE_ENTITY, Form::again(form, &v, l), &rows),
    };
    match attempt(&ctx, &form, stage, Ok(command)).await? {
        Attempt::Done(_) => Ok(ctx.see_other("/stock")),
        Attempt::Check(event) => match *event {
            Event::StockDeclared(e) => check(&ctx, &form, &holder, &e).await,
            _ => Err(WebError::Fault("a declaration became another event".into())),
        },
        Attempt::Refused(status, v) => form_page(&ctx, status, Form::again(form, &rows.placed(v), l), &rows),
    }
}

async fn check(ctx: &Ctx, form: &Posted, holder: &Party, e: &crate::domain::event::StockDeclared) -> Answer {
    let l = ctx.locale();
    let mut page = CheckPage::new(text(l, "stock-check", &[]), text(l, "stock-confirm", &[]), form).lead(text(l, "stock-once", &[]));
    if e.test {
        page.notice(text(l, "test-parcel-explained", &[]));
    }
    let unknown = e.parcels.iter().filter(|p| p.site.is_none()).count();
    if unknown > 0 {
        page.notice(text(l, "stock-unestablished", &[("count", i64::try_from(unknown).unwrap_or(i64::MAX).into())]));
    }
    page.row(text(l, "stock-holder", &[]), ctx.names([holder.id]).await?.full(&holder.id));
    page.row(text(l, "stock-on", &[]), format::day(l, e.on));
    if let Some(zone) = e.zone {
        let zone = ctx.read(move |rx| -> Result<_, StoreError> { zone_fetch(rx, zone) }).await?;
        page.row(text(l, "stock-zone", &[]), zone.map(|z| format!("{} {}", z.code, z.name)).unwrap_or_default());
        page.notice(text(l, "stock-zone-frozen", &[]));
    }
    for (at, p) in e.parcels.iter().enumerate() {
        let stones = text(l, "unit-stones", &[("count", p.parcel.stones.into())]);
        let what = format!("{}, {stones}", format::carats_unit(l, p.parcel.weight_mct));
        let line = text(l, "stock-line", &[("number", i64::try_from(at.saturating_add(1)).unwrap_or(i64::MAX).into())]);
        let seal = p.seal.as_ref().map(|s| text(l, "stock-seal-of", &[("seal", s.clone().into())]));
        page.row(line, [Some(what), seal, p.note.clone()].into_iter().flatten().collect::<Vec<_>>().join("\n"));
    }
    page.show(ctx)
}
