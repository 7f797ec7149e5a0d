//! Valuations of shipments, and the values by class from which bands are learnt.

use crate::domain::event::{HsCode, ShipmentValued};
use crate::domain::ids::ShipmentId;
use crate::domain::time::Day;
use crate::domain::valuation::{Valuation, Valuer};
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::{valuation, valuation_line};
use crate::store::text::{from_json, parsed, to_json};
use diesel::prelude::*;

/// The most lines from which a band is learnt: the latest.
const BAND_LINES: i64 = 500;

pub(super) fn valued(tx: &mut Tx<'_>, at: At, e: &ShipmentValued) -> Result<(), StoreError> {
    diesel::insert_into(valuation::table)
        .values((
            valuation::seq.eq(at.seq),
            valuation::shipment_id.eq(e.shipment.to_string()),
            valuation::valued_on.eq(e.on.to_string()),
            valuation::taken.eq(e.taken.as_str()),
            valuation::value_usd_cents.eq(e.value_usd_cents),
            valuation::facts.eq(to_json(e)?),
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

/// The valuation of a shipment that counts: the latest.
///
/// # Errors
/// When the database fails.
pub fn valuation_of(rx: &mut Rx<'_>, shipment: ShipmentId) -> Result<Option<Valuation>, StoreError> {
    let row: Option<(i64, String)> = valuation::table
        .filter(valuation::shipment_id.eq(shipment.to_string()))
        .order(valuation::seq.desc())
        .select((valuation::seq, valuation::facts))
        .limit(1)
        .get_result(rx.conn)
        .optional()?;
    row.map(|(seq, facts)| Ok(Valuation { facts: from_json(&facts)?, seq })).transpose()
}

/// US cents a carat of a class and subheading in valuations of a time, the latest first, those of one shipment left out.
///
/// # Errors
/// When the database fails.
pub fn values_of_class(
    rx: &mut Rx<'_>,
    (table, class, hs): (&str, &str, HsCode),
    (from, to): (Day, Day),
    but: ShipmentId,
) -> Result<Vec<i64>, StoreError> {
    let found = valuation_line::table
        .inner_join(valuation::table.on(valuation::seq.eq(valuation_line::seq)))
        .filter(valuation_line::size_table.eq(table))
        .filter(valuation_line::class.eq(class))
        .filter(valuation_line::hs.eq(hs.as_str()))
        .filter(valuation::valued_on.between(from.to_string(), to.to_string()))
        .filter(valuation::shipment_id.ne(but.to_string()))
        .order(valuation_line::seq.desc())
        .select(valuation_line::cents_per_carat)
        .limit(BAND_LINES);
    Ok(found.load(rx.conn)?)
}

/// Day, value taken and milli-carats of the valuations of a time, oldest first: how value moves against weight.
///
/// # Errors
/// When the database fails.
pub fn valuations_between(rx: &mut Rx<'_>, from: Day, to: Day) -> Result<Vec<(Day, i64, i64)>, StoreError> {
    let rows: Vec<(String, i64, String)> = valuation::table
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
