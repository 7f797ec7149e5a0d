//! The part of the review file about what the state took, and about offences.

use super::make::{AT_ONCE, Fact, Making, ReportError, Told, named, office, or_none};
use super::returns::carats;
use crate::domain::offence::Offence;
use crate::domain::parcel::parcel_code;
use crate::domain::seizure::{Kept, KeptState, OrderState, Seizure};
use crate::interop::table::Table;
use crate::store::error::StoreError;
use crate::store::offence::{offence_statements, offences_on};
use crate::store::seizure::{seizure_orders, seizures_on};

const SEIZURES: [&str; 24] = [
    "code",
    "on",
    "place",
    "ground",
    "receipt",
    "office",
    "from",
    "from_name",
    "parcel",
    "registered",
    "taken_mct",
    "taken_ct",
    "stones",
    "weight_mct",
    "state",
    "safe",
    "seal",
    "order_number",
    "order_authority",
    "order_on",
    "goes_to",
    "price",
    "test",
    "entry",
];

const OFFENCES: [&str; 11] =
    ["code", "on", "ground", "office", "parties", "seizure", "state", "statements", "last_on", "last_authority", "entry"];

/// Every seizure whose day is one of the report's; a row for each parcel of a seizure.
pub(super) fn seizures(m: &mut Making<'_, '_>) -> Result<Told, ReportError> {
    let (mut after, mut count, mut taken, mut here) = (0, 0_i64, 0_i64, 0_i64);
    let mut rows = Vec::new();
    loop {
        let page = seizures_on(m.rx, m.span, after, AT_ONCE)?;
        let Some(last) = page.last() else { break };
        after = last.facts.no;
        for s in &page {
            count = count.saturating_add(1);
            if !s.facts.test {
                taken = taken.saturating_add(s.weight_taken().mct());
                here = here.saturating_add(s.weight_here().mct());
            }
            for kept in &s.kept {
                rows.push(row(m, s, kept)?);
            }
        }
        m.steps.going()?;
    }
    let mut table = Table::begin(m.out, "seizures.csv", &SEIZURES)?;
    rows.into_iter().try_for_each(|row| table.row(row))?;
    let seized = table.end()?;
    let facts = vec![Fact::Count("seizures", count), Fact::Carats("seized", taken), Fact::Carats("seized-here", here)];
    Ok(Told { files: vec![("seizures.csv".to_owned(), Some(seized))], facts })
}

fn row(m: &mut Making<'_, '_>, s: &Seizure, kept: &Kept) -> Result<[String; 24], StoreError> {
    let f = &s.facts;
    let (from, from_name) = match f.from {
        Some(party) => named(m.rx, &[party])?.remove(&party).unwrap_or_default(),
        None => Default::default(),
    };
    let orders = seizure_orders(m.rx, f.no)?;
    let of = |o: &&crate::domain::seizure::Order| {
        o.state == OrderState::Confirmed && o.facts.parcels.iter().any(|p| p.parcel_no == kept.parcel_no)
    };
    let order = orders.iter().rev().find(of).map(|o| &o.facts);
    let to = match order.and_then(|o| o.to) {
        Some(party) => named(m.rx, &[party])?.remove(&party).map(|(code, _)| code).unwrap_or_default(),
        None => String::new(),
    };
    let price = order.and_then(|o| o.price).map(|p| format!("{} {}", p.minor, p.currency));
    let here = |text: &str| if kept.state.is_here() { text.to_owned() } else { String::new() };
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    Ok([
        f.code.clone(),
        f.on.to_string(),
        f.place.clone(),
        f.ground.clone(),
        f.receipt.clone(),
        office(&m.offices, f.office),
        from,
        from_name,
        parcel_code(kept.parcel_no),
        yes(kept.registered),
        kept.taken.mct().to_string(),
        carats(kept.taken.mct()),
        kept.stones.to_string(),
        kept.weight.mct().to_string(),
        kept.state.to_string(),
        here(&s.safe),
        here(&s.seal),
        order.map(|o| o.number.clone()).unwrap_or_default(),
        order.map(|o| o.authority.clone()).unwrap_or_default(),
        or_none(order.map(|o| o.on)),
        to,
        price.filter(|_| kept.state == KeptState::Sold).unwrap_or_default(),
        yes(f.test),
        s.seq.to_string(),
    ])
}

/// The offences of the time: how many, and how many of them are not over.
pub(super) fn offences(m: &mut Making<'_, '_>) -> Result<Told, ReportError> {
    let (mut after, mut open) = (0, 0_i64);
    let mut rows = Vec::new();
    loop {
        let page = offences_on(m.rx, m.span, after, AT_ONCE)?;
        let Some(last) = page.last() else { break };
        after = last.facts.no;
        for o in &page {
            open = open.saturating_add(i64::from(!o.state.is_over()));
            rows.push(offence_row(m, o)?);
        }
        m.steps.going()?;
    }
    let mut table = Table::begin(m.out, "offences.csv", &OFFENCES)?;
    rows.into_iter().try_for_each(|row| table.row(row))?;
    let written = table.end()?;
    let count = i64::try_from(written).unwrap_or(i64::MAX);
    let facts = vec![Fact::Count("offences", count), Fact::Count("offences-open", open)];
    Ok(Told { files: vec![("offences.csv".to_owned(), Some(written))], facts })
}

fn offence_row(m: &mut Making<'_, '_>, o: &Offence) -> Result<[String; 11], StoreError> {
    let f = &o.facts;
    let mut known = named(m.rx, &f.parties)?;
    let parties: Vec<String> = f.parties.iter().filter_map(|p| known.remove(p)).map(|(code, _)| code).collect();
    let said = offence_statements(m.rx, f.no)?;
    let seizure = f.seizure.map(|id| crate::store::seizure::seizure_fetch(m.rx, id)).transpose()?.flatten();
    let last = said.last().map(|s| &s.facts);
    Ok([
        f.code.clone(),
        f.on.to_string(),
        f.ground.clone(),
        office(&m.offices, f.office),
        parties.join(" "),
        seizure.map(|s| s.facts.code).unwrap_or_default(),
        o.state.to_string(),
        said.len().to_string(),
        or_none(last.map(|l| l.on)),
        last.map(|l| l.authority.clone()).unwrap_or_default(),
        o.seq.to_string(),
    ])
}
