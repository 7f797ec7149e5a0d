//! The sizes of a parcel's stones: writing them down, and holding them against the references of where they are from.

use super::{Areas, Bar, Compared, bars, class_name, csv_file, verdict};
use crate::domain::access::Permission as P;
use crate::domain::event::{Event, SizeLine};
use crate::domain::footprint::Judged;
use crate::domain::parcel::{Parcel, parcel_no_typed};
use crate::domain::quantity::Mass;
use crate::service::footprint::{SizeParcel, Sizing, parcel_judged, parcel_sizes};
use crate::store::error::StoreError;
use crate::store::footprint::parcel_was_sorted;
use crate::store::parcel::parcel_fetch;
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted, Reader};
use crate::web::locale::{format, text};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

/// What is known of a parcel's sizes.
struct Known {
    parcel: Parcel,
    sorted: bool,
    sizing: Option<Sizing>,
    /// Held against the references that hold now.
    now: Option<Judged>,
    /// Held against those that held when the sizes were written down, where these are others.
    then: Option<Judged>,
}

async fn known(ctx: &Ctx, code: &str) -> Result<(Known, Areas), WebError> {
    let no = parcel_no_typed(code).ok_or(WebError::NotFound)?;
    let profile = ctx.state.app.env.profile.clone();
    let reach = ctx.reach(P::ParcelRead);
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let Some(parcel) = parcel_fetch(rx, no)?.filter(|p| reach.covers(&p.belongs())) else { return Ok(None) };
            let sorted = parcel_was_sorted(rx, &parcel)?;
            let sizing = parcel_sizes(rx, &profile, &parcel)?;
            let (mut now, mut then) = (None, None);
            if let Some(s) = &sizing {
                now = parcel_judged(rx, &profile, &parcel, s, None)?;
                let before = parcel_judged(rx, &profile, &parcel, s, Some(s.seq))?;
                then = before.filter(|b| rests_on(Some(b)) != rests_on(now.as_ref()));
            }
            Ok(Some((Known { parcel, sorted, sizing, now, then }, Areas::read(rx)?)))
        })
        .await?;
    found.ok_or(WebError::NotFound)
}

/// The numbers of the references that a comparison rests on.
fn rests_on(judged: Option<&Judged>) -> Vec<i64> {
    judged.iter().flat_map(|j| &j.references).map(|(f, _)| f.facts.no).collect()
}

/// What the sizes of a parcel come to, in one sentence, for whoever may read comparisons; none where nobody counted them.
///
/// # Errors
/// A fault.
pub async fn parcel_line(ctx: &Ctx, parcel: &Parcel) -> Result<Option<String>, WebError> {
    if !ctx.can(P::StatisticsRead) {
        return Ok(None);
    }
    let (known, _) = known(ctx, &parcel.code).await?;
    let l = ctx.locale();
    let Some(limits) = &ctx.state.app.env.profile.footprint else { return Ok(None) };
    let id = match (&known.sizing, &known.now) {
        (None, _) => return Ok(None),
        (Some(_), _) if known.sorted => "footprint-verdict-sorted",
        (Some(_), None) => "footprint-verdict-none",
        (Some(_), Some(judged)) => verdict(judged, limits),
    };
    Ok(Some(text(l, id, &[])))
}

#[derive(Template)]
#[template(path = "footprints/sizes.html")]
struct ShowPage {
    parcel: Parcel,
    sorted: bool,
    sizing: Option<Sizing>,
    bars: Vec<Bar>,
    now: Option<Compared>,
    then: Option<Compared>,
    may_write: bool,
}

/// `GET /parcels/{code}/sizes`.
pub(super) async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let (known, areas) = known(&ctx, &path).await?;
    let (l, profile) = (ctx.locale(), &ctx.state.app.env.profile);
    let compared = |j: Option<Judged>| j.and_then(|j| Compared::of(l, profile, &areas, j));
    ctx.render(&ShowPage {
        bars: known.sizing.as_ref().map(|s| bars(l, profile.production_sizes(), &s.lines)).unwrap_or_default(),
        now: compared(known.now),
        then: compared(known.then),
        may_write: ctx.can(P::FootprintWrite),
        parcel: known.parcel,
        sorted: known.sorted,
        sizing: known.sizing,
    })
}

/// `GET /parcels/{code}/sizes.csv`: the comparison by class, or the breakdown alone where there is none.
pub(super) async fn csv(ctx: Ctx, path: web::Path<String>) -> Answer {
    let (known, areas) = known(&ctx, &path).await?;
    let (l, profile) = (ctx.locale(), &ctx.state.app.env.profile);
    let name = format!("sizes-{}.csv", known.parcel.code);
    if let Some(compared) = known.now.and_then(|j| Compared::of(l, profile, &areas, j)) {
        return csv_file(&name, &compared.rows());
    }
    let bars = known.sizing.map(|s| bars(l, profile.production_sizes(), &s.lines)).unwrap_or_default();
    csv_file(&name, &bars.iter().map(Bar::row).collect::<Vec<_>>())
}

/// A class of the form: its name and those of its fields.
struct ClassField {
    label: String,
    stones: String,
    weight: String,
}

#[derive(Template)]
#[template(path = "footprints/count.html")]
struct CountPage {
    parcel: Parcel,
    form: Form,
    classes: Vec<ClassField>,
}

async fn count_page(ctx: &Ctx, code: &str, status: StatusCode, form: Form) -> Answer {
    let no = parcel_no_typed(code).ok_or(WebError::NotFound)?;
    let parcel = ctx.read(move |rx| -> Result<_, StoreError> { parcel_fetch(rx, no) }).await?.ok_or(WebError::NotFound)?;
    let (l, table) = (ctx.locale(), ctx.state.app.env.profile.production_sizes());
    let field = |(at, class): (usize, &crate::domain::jurisdiction::SizeClass)| ClassField {
        label: class_name(l, table, &class.code),
        stones: format!("classes.{at}.stones"),
        weight: format!("classes.{at}.weight_mct"),
    };
    let classes = table.map(|t| t.classes.iter().enumerate().map(field).collect()).unwrap_or_default();
    ctx.render_as(status, &CountPage { parcel, form, classes })
}

/// `GET /parcels/{code}/sizes/new`.
pub(super) async fn form(ctx: Ctx, path: web::Path<String>) -> Answer {
    count_page(&ctx, &path, StatusCode::OK, Form::new(Posted::of([("on", ctx.today().to_string())]))).await
}

fn lines(f: &mut Reader<'_>, ctx: &Ctx) -> Vec<SizeLine> {
    let mut lines = Vec::new();
    for (at, class) in ctx.state.app.env.profile.production_sizes().map(|t| t.classes.as_slice()).unwrap_or_default().iter().enumerate() {
        let (weight, stones) = (f.mass(&format!("classes.{at}.weight_mct")), f.count(&format!("classes.{at}.stones")));
        if weight.is_some() || stones.is_some() {
            lines.push(SizeLine { class: class.code.clone(), stones: stones.unwrap_or(0), weight_mct: weight.unwrap_or(Mass::ZERO) });
        }
    }
    lines
}

/// `POST /parcels/{code}/sizes/new`.
pub(super) async fn size(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let (stage, l) = (Stage::of(&posted), ctx.locale());
    if stage == Stage::Change {
        return count_page(&ctx, &path, StatusCode::OK, changed(posted, l)).await;
    }
    let mut f = posted.reader(l);
    let (on, classes) = (f.day("on"), lines(&mut f, &ctx));
    let read = f.finish_with(Some(SizeParcel { parcel: path.to_string(), on, classes }));
    match attempt(&ctx, &posted, stage, read).await? {
        Attempt::Done(_) => Ok(ctx.see_other(&format!("/parcels/{}/sizes", crate::domain::code::written(&path)))),
        Attempt::Check(event) => match *event {
            Event::ParcelSized(e) => {
                let say = |id: &str| text(l, id, &[]);
                let mut page =
                    CheckPage::new(say("footprint-count"), say("footprint-count-confirm"), &posted).lead(say("footprint-count-lead"));
                page.row(say("footprint-on"), format::day(l, e.on));
                for b in bars(l, ctx.state.app.env.profile.size_table(&e.table), &e.lines) {
                    let stones = text(l, "unit-stones", &[("count", b.stones.into())]);
                    page.row(b.name.clone(), format!("{stones}, {}", format::carats_unit(l, Mass::new(b.mct).unwrap_or(Mass::ZERO))));
                }
                page.show(&ctx)
            }
            _ => Err(WebError::Fault("another event than asked for".into())),
        },
        Attempt::Refused(status, v) => count_page(&ctx, &path, status, Form::again(posted, &v, l)).await,
    }
}
