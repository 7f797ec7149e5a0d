//! Valuations of shipments, and the values by class from which bands are learnt.

use crate::domain::event::{HsCode, ShipmentValued};
use crate::domain::ids::ShipmentId;
use crate::domain::report::Span;
use crate::domain::shipment::ShipmentState;
use crate::domain::time::Day;
use crate::domain::valuation::{Valuation, Valuer, region_of};
use crate::store::certificate::{composition_sites, shipment_composition};
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::{shipment, site, valuation, valuation_line};
use crate::store::text::{from_json, parsed, to_json};
use diesel::dsl::{exists, not};
use diesel::prelude::*;

/// The most lines from which a band is learnt: the latest.
const BAND_LINES: i64 = 500;

/// Of some valuations those that count for others: the latest of each shipment that is neither a test nor cancelled.
macro_rules! counting {
    ($valuations:expr) => {{
        let later = diesel::alias!(valuation as later);
        let same = later.field(valuation::shipment_id).eq(valuation::shipment_id);
        let superseded = later.filter(same).filter(later.field(valuation::seq).gt(valuation::seq));
        $valuations
            .inner_join(shipment::table.on(shipment::id.eq(valuation::shipment_id)))
            .filter(shipment::test.eq(0))
            .filter(shipment::state.ne(ShipmentState::Cancelled.as_str()))
            .filter(not(exists(superseded)))
    }};
}

pub(super) fn valued(tx: &mut Tx<'_>, at: At, e: &ShipmentValued) -> Result<(), StoreError> {
    let region = shipment_region(tx, e.shipment)?;
    diesel::insert_into(valuation::table)
        .values((
            valuation::seq.eq(at.seq),
            valuation::shipment_id.eq(e.shipment.to_string()),
            valuation::valued_on.eq(e.on.to_string()),
            valuation::taken.eq(e.taken.as_str()),
            valuation::value_usd_cents.eq(e.value_usd_cents),
            valuation::facts.eq(to_json(e)?),
            valuation::region.eq(region),
        ))
        .execute(tx.conn)?;
    for (no, line) in (1_i64..).zip(&e.lines) {
        let Some(cents) = line.cents_per_carat(Valuer::Government) else { continue };
        diesel::insert_into(valuation_line::table)
            .values((
                valuation_line::seq.eq(at.seq),
                valuation_line::no.eq(no),
                valuation_line::hs.eq(line.hs.as_str()),
                valuation_line::size_table.eq(&e.table),
                valuation_line::class.eq(&line.class),
                valuation_line::cents_per_carat.eq(cents),
            ))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// The region from which more than half of the carats of a shipment came, as its sites are registered now.
///
/// # Errors
/// When the database fails or a composition is damaged.
pub fn shipment_region(rx: &mut Rx<'_>, shipment: ShipmentId) -> Result<Option<String>, StoreError> {
    let whole = shipment_composition(rx, shipment)?;
    let mut shares = Vec::new();
    for share in composition_sites(rx, &whole)? {
        let region: Option<Option<String>> = match share.site {
            Some(id) => site::table.find(id.to_string()).select(site::admin_code).get_result(rx.conn).optional()?,
            None => None,
        };
        shares.push((region.flatten(), share.weight_mct));
    }
    Ok(region_of(shares))
}

/// The valuation of a shipment that counts: the latest.
///
/// # Errors
/// When the database fails.
pub fn valuation_of(rx: &mut Rx<'_>, shipment: ShipmentId) -> Result<Option<Valuation>, StoreError> {
    let row: Option<(i64, String, Option<String>)> = valuation::table
        .filter(valuation::shipment_id.eq(shipment.to_string()))
        .order(valuation::seq.desc())
        .select((valuation::seq, valuation::facts, valuation::region))
        .limit(1)
        .get_result(rx.conn)
        .optional()?;
    row.map(|(seq, facts, region)| Ok(Valuation { facts: from_json(&facts)?, seq, region })).transpose()
}

/// US cents a carat of a class and subheading in the valuations of a time that count, the latest first: those of one region
/// or all, and those of one shipment left out.
///
/// # Errors
/// When the database fails.
pub fn values_of_class(
    rx: &mut Rx<'_>,
    (table, class, hs): (&str, &str, HsCode),
    (from, to): (Day, Day),
    region: Option<&str>,
    but: ShipmentId,
) -> Result<Vec<i64>, StoreError> {
    let lines = valuation_line::table.inner_join(valuation::table.on(valuation::seq.eq(valuation_line::seq)));
    let mut found = counting!(lines)
        .filter(valuation_line::size_table.eq(table))
        .filter(valuation_line::class.eq(class))
        .filter(valuation_line::hs.eq(hs.as_str()))
        .filter(valuation::valued_on.between(from.to_string(), to.to_string()))
        .filter(valuation::shipment_id.ne(but.to_string()))
        .order(valuation_line::seq.desc())
        .select(valuation_line::cents_per_carat)
        .limit(BAND_LINES)
        .into_boxed();
    if let Some(region) = region {
        found = found.filter(valuation::region.eq(region));
    }
    Ok(found.load(rx.conn)?)
}

/// The valuations of a time that count, oldest first, after an entry.
///
/// # Errors
/// When the database fails.
pub fn valuations_counting(rx: &mut Rx<'_>, span: Span, after: i64, limit: i64) -> Result<Vec<Valuation>, StoreError> {
    let rows: Vec<(i64, String, Option<String>)> = counting!(valuation::table)
        .filter(valuation::valued_on.between(span.first.to_string(), span.last.to_string()))
        .filter(valuation::seq.gt(after))
        .order(valuation::seq)
        .limit(limit)
        .select((valuation::seq, valuation::facts, valuation::region))
        .load(rx.conn)?;
    rows.into_iter().map(|(seq, facts, region)| Ok(Valuation { facts: from_json(&facts)?, seq, region })).collect()
}

/// Day, value taken and milli-carats of the valuations of a time that count, in the order in which they were written down:
/// how value moves against weight.
///
/// # Errors
/// When the database fails.
pub fn valuations_between(rx: &mut Rx<'_>, from: Day, to: Day) -> Result<Vec<(Day, i64, i64)>, StoreError> {
    let rows: Vec<(String, i64, String)> = counting!(valuation::table)
        .filter(valuation::valued_on.between(from.to_string(), to.to_string()))
        .order(valuation::seq)
        .select((valuation::valued_on, valuation::value_usd_cents, valuation::facts))
        .load(rx.conn)?;
    rows.into_iter()
        .map(|(on, cents, facts)| {
            let facts: ShipmentValued = from_json(&facts)?;
            let mct = facts.lines.iter().map(|l| l.weight_mct.mct()).fold(0_i64, i64::saturating_add);
            Ok((parsed(&on)?, cents, mct))
        })
        .collect()
}
