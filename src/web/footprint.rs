//! Footprints: the references of areas, one of them with its table and the second person's word, proposing one; the sizes of a
//! parcel's stones held against them; what exporters sent by half-years.

mod act;
mod exporters;
mod sizes;

pub use sizes::parcel_line;

use crate::domain::access::Permission as P;
use crate::domain::control::footprint::once_in;
use crate::domain::footprint::{Footprint, FootprintArea, FootprintState, Judged};
use crate::domain::jurisdiction::{Footprint as Limits, Profile, SizeTable};
use crate::domain::quantity::Mass;
use crate::domain::time::Instant;
use crate::domain::trace::share_ppm;
use crate::interop::sizes_csv::{SizeRow, written};
use crate::service::footprint::DecideFootprint;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::footprint::{footprint_fetch, footprint_holding, footprints, footprints_waiting};
use crate::store::journal::recorded_at;
use crate::store::office::offices;
use crate::store::zone::zones;
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::locale::{Locale, format, text};
use crate::web::routes::{Access, Route, posted, shown};
use crate::web::shipment::seen::{Reader, Who};
use crate::web::trace::file;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{self, get, post};
use askama::Template;
use std::collections::BTreeMap;

/// References that a page shows.
const SHOWN: i64 = 200;

/// The routes of footprints.
#[must_use]
pub fn routes() -> Vec<Route> {
    let (read, write) = (Access::Needs(P::StatisticsRead), Access::Needs(P::FootprintWrite));
    vec![
        shown("/footprints", read, || get().to(list)),
        shown("/footprints/new", write, || get().to(act::form)),
        posted("/footprints/new", write, || post().to(act::propose)),
        shown("/footprints/exporters", read, || get().to(exporters::list)),
        shown("/footprints/exporters.csv", read, || get().to(exporters::csv)),
        shown("/footprints/exporters/{party}/{period}", read, || get().to(exporters::one)),
        shown("/footprints/{id}", read, || get().to(show)),
        posted("/footprints/{id}", Access::Needs(P::FootprintDecide), || post().to(decide)),
        shown("/footprints/{id}/table.csv", read, || get().to(table_csv)),
        shown("/parcels/{code}/sizes", read, || get().to(sizes::show)),
        shown("/parcels/{code}/sizes.csv", read, || get().to(sizes::csv)),
        shown("/parcels/{code}/sizes/new", write, || get().to(sizes::form)),
        posted("/parcels/{code}/sizes/new", write, || post().to(sizes::size)),
    ]
}

/// How many references wait for the reader, who decides them.
///
/// # Errors
/// A fault.
pub async fn waiting_count(ctx: &Ctx) -> Result<i64, WebError> {
    if ctx.can(P::FootprintDecide) { ctx.read(footprints_waiting).await } else { Ok(0) }
}

/// The names of areas.
pub(super) struct Areas(BTreeMap<FootprintArea, String>);

impl Areas {
    pub(super) fn read(rx: &mut Rx<'_>) -> Result<Self, StoreError> {
        let mut names = BTreeMap::new();
        for z in zones(rx)? {
            names.insert(FootprintArea::Zone { zone_no: z.no }, format!("{} {}", z.code, z.name));
        }
        for o in offices(rx)? {
            names.insert(FootprintArea::Office { office: o.id }, o.name);
        }
        Ok(Self(names))
    }
    pub(super) fn name(&self, l: Locale, area: FootprintArea) -> String {
        let name = self.0.get(&area).cloned().unwrap_or_default();
        let id = if matches!(area, FootprintArea::Zone { .. }) { "footprint-area-zone" } else { "footprint-area-office" };
        text(l, id, &[("name", name.into())])
    }
    fn all(&self) -> impl Iterator<Item = FootprintArea> {
        self.0.keys().copied()
    }
}

/// A class as people read it.
pub(super) fn class_name(l: Locale, table: Option<&SizeTable>, code: &str) -> String {
    table.and_then(|t| t.bounds(code)).map_or_else(|| code.to_owned(), |(from, below)| format::between(l, from, below))
}

/// A class of a table: what there is, and what is to be expected where it is a comparison.
pub(super) struct Bar {
    name: String,
    code: String,
    stones: i64,
    mct: i64,
    stones_ppm: i64,
    carats_ppm: i64,
    /// Shares of stones and of carats to be expected.
    expected: Option<(i64, i64)>,
}

impl Bar {
    fn expected_stones(&self, l: &Locale) -> String {
        self.expected.map(|(stones, _)| format::share(*l, stones)).unwrap_or_default()
    }
    fn expected_carats(&self, l: &Locale) -> String {
        self.expected.map(|(_, carats)| format::share(*l, carats)).unwrap_or_default()
    }
    fn row(&self) -> SizeRow<'_> {
        SizeRow {
            class: &self.code,
            stones: self.stones,
            mct: self.mct,
            stones_ppm: self.stones_ppm,
            carats_ppm: self.carats_ppm,
            expected: self.expected,
        }
    }
}

/// The table of a breakdown by itself.
pub(super) fn bars(l: Locale, table: Option<&SizeTable>, lines: &[crate::domain::event::SizeLine]) -> Vec<Bar> {
    let stones = lines.iter().fold(0_i64, |sum, s| sum.saturating_add(s.stones));
    let mct = lines.iter().fold(0_i64, |sum, s| sum.saturating_add(s.weight_mct.mct()));
    let bar = |s: &crate::domain::event::SizeLine| Bar {
        name: class_name(l, table, &s.class),
        code: s.class.clone(),
        stones: s.stones,
        mct: s.weight_mct.mct(),
        stones_ppm: share_ppm(s.stones, stones),
        carats_ppm: share_ppm(s.weight_mct.mct(), mct),
        expected: None,
    };
    lines.iter().map(bar).collect()
}

/// A comparison as a page shows it.
pub(super) struct Compared {
    /// Message id of what it comes to.
    verdict: &'static str,
    bars: Vec<Bar>,
    stones: i64,
    rests_on: i64,
    gap_ppm: i64,
    stones_gap_ppm: i64,
    divergence_ppm: i64,
    chi_square_milli: i64,
    freedom: i64,
    once_in: i64,
    covered_ppm: i64,
    /// Up to which class the gap of carats is, and whether the stones are finer than expected.
    gap: String,
    finer: bool,
    references: Vec<(String, Footprint, i64)>,
}

impl Compared {
    pub(super) fn of(l: Locale, profile: &Profile, areas: &Areas, judged: Judged) -> Option<Self> {
        let (limits, table) = profile.footprint.as_ref().zip(profile.production_sizes())?;
        let c = &judged.comparison;
        let bar = |(class, shares): (&crate::domain::jurisdiction::SizeClass, &crate::domain::footprint::ClassShares)| Bar {
            name: class_name(l, Some(table), &class.code),
            code: class.code.clone(),
            stones: shares.stones,
            mct: shares.mct,
            stones_ppm: shares.stones_ppm,
            carats_ppm: shares.carats_ppm,
            expected: Some((shares.expected_stones_ppm, shares.expected_carats_ppm)),
        };
        Some(Self {
            verdict: verdict(&judged, limits),
            bars: table.classes.iter().zip(&c.classes).map(bar).collect(),
            stones: c.stones,
            rests_on: c.rests_on,
            gap_ppm: c.gap_ppm,
            stones_gap_ppm: c.stones_gap_ppm,
            divergence_ppm: c.divergence_ppm,
            chi_square_milli: c.chi_square_milli,
            freedom: c.freedom,
            once_in: once_in(c),
            covered_ppm: judged.covered_ppm,
            gap: table.classes.get(c.gap_class).map(|class| class_name(l, Some(table), &class.code)).unwrap_or_default(),
            finer: c.finer,
            references: judged.references.into_iter().map(|(f, mct)| (areas.name(l, f.facts.area), f, mct)).collect(),
        })
    }
    fn covered(&self, l: &Locale) -> String {
        format::share(*l, self.covered_ppm)
    }
    fn rows(&self) -> Vec<SizeRow<'_>> {
        self.bars.iter().map(Bar::row).collect()
    }
}

/// Message id of what a comparison comes to.
pub(super) fn verdict(judged: &Judged, limits: &Limits) -> &'static str {
    match (judged.is_enough(limits), judged.differs(limits)) {
        (false, _) => "footprint-verdict-few",
        (true, true) => "footprint-verdict-differs",
        (true, false) => "footprint-verdict-alike",
    }
}

/// A table as a file.
pub(super) fn csv_file(name: &str, rows: &[SizeRow<'_>]) -> Result<HttpResponse, WebError> {
    let body = written(rows).map_err(|e| WebError::Fault(e.to_string()))?;
    Ok(file("text/csv; charset=utf-8", name, body, true))
}

struct Line {
    footprint: Footprint,
    area: String,
    holds: bool,
}

#[derive(Template)]
#[template(path = "footprints/list.html")]
struct ListPage {
    lines: Vec<Line>,
    waiting: Vec<Line>,
    limits: Option<Limits>,
    may_write: bool,
}

/// `GET /footprints`.
async fn list(ctx: Ctx) -> Answer {
    let rows_shown = ctx.rows(SHOWN);
    let (areas, all) =
        ctx.read(move |rx| -> Result<_, StoreError> { Ok((Areas::read(rx)?, footprints(rx, None, None, None, rows_shown)?)) }).await?;
    let l = ctx.locale();
    let mut newest: BTreeMap<FootprintArea, i64> = BTreeMap::new();
    for f in &all {
        let version = newest.entry(f.facts.area).or_default();
        *version = f.version.unwrap_or(0).max(*version);
    }
    let line = |footprint: Footprint| Line {
        area: areas.name(l, footprint.facts.area),
        holds: footprint.version.is_some() && footprint.version == newest.get(&footprint.facts.area).copied(),
        footprint,
    };
    let (waiting, mut lines): (Vec<Line>, Vec<Line>) = all.into_iter().map(line).partition(|l| l.footprint.waits());
    lines.sort_by_key(|l| (!l.holds, l.area.clone(), std::cmp::Reverse(l.footprint.facts.no)));
    let limits = ctx.state.app.env.profile.footprint.clone();
    ctx.render(&ListPage { lines, waiting, limits, may_write: ctx.can(P::FootprintWrite) })
}

#[derive(Template)]
#[template(path = "footprints/show.html")]
struct ShowPage {
    footprint: Footprint,
    area: String,
    bars: Vec<Bar>,
    versions: Vec<Footprint>,
    holds: bool,
    proposed: (Who, Instant),
    decided: Option<(Who, Instant)>,
    may_decide: bool,
    own: bool,
    form: Form,
}

impl ShowPage {
    fn mass(&self) -> Mass {
        self.footprint.facts.weight_mct
    }
}

async fn page(ctx: &Ctx, id: &str, status: StatusCode, form: Form) -> Answer {
    let id = id.parse().map_err(|_| WebError::NotFound)?;
    let reader = Reader::new(ctx.actor()?, ctx.reach(P::ParcelRead));
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let Some(f) = footprint_fetch(rx, id)? else { return Ok(None) };
            let at = |rx: &mut Rx<'_>, seq| recorded_at(rx, seq)?.ok_or_else(|| StoreError::Damaged("no such entry".into()));
            let proposed = (Who::read(rx, f.proposed_by, &reader)?, at(rx, f.proposed_seq)?);
            let decided = match f.decided_by.zip(f.decided_seq) {
                Some((who, seq)) => Some((Who::read(rx, who, &reader)?, at(rx, seq)?)),
                None => None,
            };
            let versions = footprints(rx, Some(FootprintState::Adopted), Some(f.facts.area), None, SHOWN)?;
            let holds = footprint_holding(rx, f.facts.area, None)?.is_some_and(|h| h.facts.no == f.facts.no);
            Ok(Some((f, proposed, decided, versions, holds, Areas::read(rx)?)))
        })
        .await?;
    let (footprint, proposed, decided, versions, holds, areas) = found.ok_or(WebError::NotFound)?;
    let l = ctx.locale();
    let table = ctx.state.app.env.profile.size_table(&footprint.facts.table);
    let page = ShowPage {
        area: areas.name(l, footprint.facts.area),
        bars: bars(l, table, &footprint.facts.lines),
        versions,
        holds,
        proposed,
        decided,
        may_decide: ctx.can(P::FootprintDecide),
        own: footprint.proposed_by == ctx.actor()?.account,
        form,
        footprint,
    };
    ctx.render_as(status, &page)
}

/// `GET /footprints/{id}`.
async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    page(&ctx, &path, StatusCode::OK, Form::new(Posted::default())).await
}

/// `POST /footprints/{id}`.
async fn decide(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let footprint = path.parse().map_err(|_| WebError::NotFound)?;
    let adopt = posted.get("act") == Some("adopt");
    let command = DecideFootprint { footprint, adopt, reason: posted.reader(ctx.locale()).text("reason") };
    match ctx.submit(&posted, command).await {
        Ok(_) => Ok(ctx.see_other(&format!("/footprints/{footprint}"))),
        Err(e) => {
            let (status, v) = refusals(e)?;
            let form = Form::again(posted, &v, ctx.locale());
            page(&ctx, &path, status, form).await
        }
    }
}

/// `GET /footprints/{id}/table.csv`.
async fn table_csv(ctx: Ctx, path: web::Path<String>) -> Answer {
    let id = path.parse().map_err(|_| WebError::NotFound)?;
    let found = ctx.read(move |rx| -> Result<_, StoreError> { footprint_fetch(rx, id) }).await?.ok_or(WebError::NotFound)?;
    let bars = bars(ctx.locale(), None, &found.facts.lines);
    csv_file(&format!("footprint-{}.csv", found.facts.no), &bars.iter().map(Bar::row).collect::<Vec<_>>())
}
