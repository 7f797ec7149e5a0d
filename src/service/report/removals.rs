//! The part of the review file about stones that left the trade inside the country.

use super::abroad::day_of;
use super::make::{AT_ONCE, Fact, Making, ReportError, Told, named, office, or_none};
use super::returns::carats;
use crate::domain::event::RemovalCause;
use crate::domain::parcel::parcel_code;
use crate::domain::removal::{Removal, RemovalState};
use crate::interop::table::Table;
use crate::store::error::StoreError;
use crate::store::report_rows::removals_on;

const REMOVALS: [&str; 19] = [
    "code",
    "on",
    "cause",
    "state",
    "parcel",
    "weight_mct",
    "weight_ct",
    "stones",
    "holder",
    "holder_name",
    "office",
    "taker",
    "reference",
    "happened",
    "decided_on",
    "decided_reason",
    "test",
    "entry",
    "decided_entry",
];

/// Every report whose day is one of the report's.
pub(super) fn removals(m: &mut Making<'_, '_>) -> Result<Told, ReportError> {
    let name = "removals.csv";
    let (mut after, mut waiting, mut used, mut gone) = (0, 0_i64, 0_i64, 0_i64);
    let mut rows = Vec::new();
    loop {
        let page = removals_on(m.rx, m.span, after, AT_ONCE)?;
        let Some(last) = page.last() else { break };
        after = last.facts.no;
        for r in &page {
            let mct = if r.test || r.state != RemovalState::Confirmed { 0 } else { r.facts.weight_mct.mct() };
            let sum = if r.facts.cause == RemovalCause::Domestic { &mut used } else { &mut gone };
            *sum = sum.saturating_add(mct);
            waiting = waiting.saturating_add(i64::from(r.waits()));
            rows.push(row(m, r)?);
        }
        m.steps.going()?;
    }
    let mut table = Table::begin(m.out, name, &REMOVALS)?;
    rows.into_iter().try_for_each(|row| table.row(row))?;
    let rows = table.end()?;
    let facts = vec![
        Fact::Count("removals", i64::try_from(rows).unwrap_or(i64::MAX)),
        Fact::Count("removals-waiting", waiting),
        Fact::Carats("removed-domestic", used),
        Fact::Carats("removed-gone", gone),
    ];
    Ok(Told { files: vec![(name.to_owned(), Some(rows))], facts })
}

fn row(m: &mut Making<'_, '_>, r: &Removal) -> Result<[String; 19], StoreError> {
    let f = &r.facts;
    let (code, firm) = named(m.rx, &[f.holder])?.remove(&f.holder).ok_or_else(|| StoreError::damaged("a report of nobody's stones"))?;
    let decided_on = r.decided.as_ref().map(|d| day_of(m, d.seq)).transpose()?;
    let opt = |text: Option<&String>| text.cloned().unwrap_or_default();
    Ok([
        f.code.clone(),
        f.on.to_string(),
        f.cause.to_string(),
        r.state.to_string(),
        parcel_code(f.parcel_no),
        f.weight_mct.mct().to_string(),
        carats(f.weight_mct.mct()),
        f.stones.to_string(),
        code,
        firm,
        office(&m.offices, f.office),
        opt(f.taker.as_ref()),
        opt(f.reference.as_ref()),
        f.happened.clone(),
        or_none(decided_on),
        opt(r.decided.as_ref().and_then(|d| d.reason.as_ref())),
        if r.test { "yes" } else { "no" }.to_owned(),
        r.reported_seq.to_string(),
        or_none(r.decided.as_ref().map(|d| d.seq)),
    ])
}
