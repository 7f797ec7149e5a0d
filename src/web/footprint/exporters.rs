//! What exporters sent, by half-years, held against the references of where it is said to come from.

use super::{Areas, Compared, csv_file, verdict};
use crate::domain::access::Permission as P;
use crate::domain::statistics::Period;
use crate::domain::trace::share_ppm;
use crate::interop::sizes_csv::{HalfRow, halves_written};
use crate::service::footprint::{Half, exporter_judged};
use crate::store::error::StoreError;
use crate::store::footprint::{exporters_sending, halves_sent};
use crate::store::party::{party_by_code, party_fetch};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::listing::Listing;
use crate::web::party::Names;
use crate::web::trace::file;
use actix_web::web;
use askama::Template;

/// Half-years of one exporter that a page shows, the latest.
const HALVES: usize = 4;

struct Line {
    half: Half,
    code: String,
    verdict: &'static str,
    differs: bool,
}

impl Line {
    fn sized_ppm(&self) -> i64 {
        share_ppm(self.half.sized_mct, self.half.weight_mct)
    }
    fn gap_ppm(&self) -> Option<i64> {
        self.half.judged.as_ref().map(|j| j.comparison.gap_ppm)
    }
}

#[derive(Template)]
#[template(path = "footprints/exporters.html")]
struct ListPage {
    lines: Vec<Line>,
    names: Names,
}

async fn lines(ctx: &Ctx) -> Result<Vec<Line>, WebError> {
    let profile = ctx.state.app.env.profile.clone();
    let all = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let mut all = Vec::new();
            for exporter in exporters_sending(rx)? {
                let code = party_fetch(rx, exporter)?.map(|p| p.code).unwrap_or_default();
                for period in halves_sent(rx, exporter)?.into_iter().rev().take(HALVES) {
                    all.extend(exporter_judged(rx, &profile, exporter, period)?.map(|half| (code.clone(), half)));
                }
            }
            Ok(all)
        })
        .await?;
    let limits = ctx.state.app.env.profile.footprint.as_ref();
    let line = |(code, half): (String, Half)| {
        let judged = half.judged.as_ref().zip(limits);
        let verdict = judged.map_or("footprint-verdict-none", |(j, limits)| verdict(j, limits));
        Line { differs: judged.is_some_and(|(j, limits)| j.differs(limits)), verdict, code, half }
    };
    Ok(all.into_iter().map(line).collect())
}

/// `GET /footprints/exporters`.
pub(super) async fn list(ctx: Ctx) -> Answer {
    let lines = lines(&ctx).await?;
    let names = ctx.names(lines.iter().map(|l| l.half.exporter)).await?;
    ctx.render(&ListPage { lines, names })
}

/// `GET /footprints/exporters.csv`.
pub(super) async fn csv(ctx: Ctx) -> Answer {
    let lines = lines(&ctx).await?;
    let row = |l: &Line| HalfRow {
        exporter: l.code.clone(),
        period: l.half.period.to_string(),
        certificates: l.half.certificates.len(),
        weight_mct: l.half.weight_mct,
        sized_mct: l.half.sized_mct,
        compared: l.half.judged.as_ref().map(|j| {
            let c = &j.comparison;
            (c.stones, c.gap_ppm, c.divergence_ppm, c.chance_ppb, j.covered_ppm)
        }),
        differs: l.differs,
    };
    let rows: Vec<HalfRow> = lines.iter().map(row).collect();
    let body = halves_written(&rows).map_err(|e| WebError::Fault(e.to_string()))?;
    Ok(file("text/csv; charset=utf-8", "footprints-exporters.csv", body, true))
}

#[derive(Template)]
#[template(path = "footprints/half.html")]
struct HalfPage {
    half: Half,
    code: String,
    compared: Option<Compared>,
    names: Names,
    may_read_party: bool,
}

/// `GET /footprints/exporters/{party}/{period}`, with `?format=csv` its table as a file.
pub(super) async fn one(ctx: Ctx, path: web::Path<(String, String)>, query: web::Query<Vec<(String, String)>>) -> Answer {
    let (code, period) = path.into_inner();
    let code = crate::domain::code::written(&code);
    let period: Period = period.parse().ok().filter(|p| matches!(p, Period::Half(..))).ok_or(WebError::NotFound)?;
    let profile = ctx.state.app.env.profile.clone();
    let asked = code.clone();
    let found = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let Some(party) = party_by_code(rx, &asked)? else { return Ok(None) };
            let Some(half) = exporter_judged(rx, &profile, party.id, period)? else { return Ok(None) };
            Ok(Some((half, Areas::read(rx)?)))
        })
        .await?;
    let (mut half, areas) = found.ok_or(WebError::NotFound)?;
    let judged = half.judged.take();
    let compared = judged.and_then(|j| Compared::of(ctx.locale(), &ctx.state.app.env.profile, &areas, j));
    if Listing::new(query).posted().get("format") == Some("csv") {
        let rows = compared.as_ref().map(Compared::rows).unwrap_or_default();
        return csv_file(&format!("footprint-{code}-{period}.csv"), &rows);
    }
    let names = ctx.names([half.exporter]).await?;
    ctx.render(&HalfPage { half, code, compared, names, may_read_party: ctx.can(P::PartyRead) })
}
