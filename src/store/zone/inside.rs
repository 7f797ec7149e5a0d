//! What was dug and declared in zones.

use crate::domain::event::ZoneFound;
use crate::domain::ids::{PartyId, SiteId, ZoneId};
use crate::domain::parcel::{Parcel, Source, SourceKind};
use crate::domain::zone::{ZoneEffect, ZoneMark};
use crate::store::db::Rx;
use crate::store::dispute::remains;
use crate::store::error::StoreError;
use crate::store::parcel::parcel_fetch;
use crate::store::production::{Row, taken_back};
use crate::store::schema::{source, stock_declaration, zone_change, zone_finding};
use crate::store::text::{IN_LIST, parsed};
use diesel::dsl::{not, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use std::collections::BTreeMap;

/// An entry of the book at the pit in a zone, with what there is of its parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneEntry {
    /// The entry.
    pub source: Source,
    /// The parcel that it made.
    pub parcel: Parcel,
    /// The entry that found it later; none where it was judged when it was written down.
    pub found: Option<i64>,
}

/// The entries of the book at the pit of some sites that stand, in the order of their parcels.
///
/// # Errors
/// When the database fails.
pub fn sites_by_source(rx: &mut Rx<'_>, sites: &[SiteId]) -> Result<Vec<Source>, StoreError> {
    let mut all = Vec::new();
    let names: Vec<String> = sites.iter().map(ToString::to_string).collect();
    for chunk in names.chunks(IN_LIST) {
        let rows: Vec<Row> = source::table
            .filter(source::site_id.eq_any(chunk))
            .filter(source::kind.eq(SourceKind::Production.as_str()))
            .filter(not(taken_back()))
            .load(rx.conn)?;
        for row in rows {
            all.push(row.into_domain()?);
        }
    }
    all.sort_by_key(|s| s.parcel_no);
    Ok(all)
}

/// The newest entries of some sites, each with its parcel and whether it was found later.
///
/// # Errors
/// When the database fails.
pub fn zone_entries(rx: &mut Rx<'_>, sites: &[SiteId], limit: usize) -> Result<Vec<ZoneEntry>, StoreError> {
    let mut all = sites_by_source(rx, sites)?;
    all.sort_by_key(|s| std::cmp::Reverse((s.on, s.parcel_no)));
    all.truncate(limit);
    let mut entries = Vec::with_capacity(all.len());
    for source in all {
        let Some(parcel) = parcel_fetch(rx, source.parcel_no)? else { continue };
        let found: Option<Option<i64>> = zone_finding::table
            .inner_join(zone_change::table.on(zone_change::no.eq(zone_finding::change_no)))
            .filter(zone_finding::parcel_no.eq(source.parcel_no))
            .order(zone_finding::change_no.desc())
            .limit(1)
            .select(zone_change::decided_seq)
            .get_result(rx.conn)
            .optional()?;
        entries.push(ZoneEntry { source, parcel, found: found.flatten() });
    }
    Ok(entries)
}

/// What there is, here or gone, of the entries that a decision found; each with its finding.
///
/// # Errors
/// When the database fails.
pub fn zone_frozen_parcels(rx: &mut Rx<'_>, change_no: i64) -> Result<Vec<(ZoneFound, Vec<Parcel>)>, StoreError> {
    let rows: Vec<(i64, String)> = zone_finding::table
        .filter(zone_finding::change_no.eq(change_no))
        .order(zone_finding::parcel_no)
        .select((zone_finding::parcel_no, zone_finding::effect))
        .load(rx.conn)?;
    let mut found = Vec::with_capacity(rows.len());
    for (parcel_no, effect) in rows {
        let effect: ZoneEffect = parsed(&effect)?;
        let here = remains(rx, &[parcel_no])?.into_iter().map(|(p, _)| p).collect();
        found.push((ZoneFound { parcel_no, effect }, here));
    }
    Ok(found)
}

/// What a holder declared on the cut-off day of a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneStock {
    /// Whose.
    pub holder: PartyId,
    /// The entry.
    pub seq: i64,
    /// How many parcels.
    pub parcels: i64,
    /// Their stones.
    pub stones: i64,
    /// Their mass, milli-carats.
    pub weight_mct: i64,
    /// Mass of what of it is frozen now, milli-carats.
    pub frozen_mct: i64,
}

/// Stock that was declared, counted and sealed when a zone was closed to the trade, by holder; tests aside.
///
/// # Errors
/// When the database fails.
pub fn zone_stock(rx: &mut Rx<'_>, zone: ZoneId) -> Result<Vec<ZoneStock>, StoreError> {
    let rows: Vec<(String, i64)> = stock_declaration::table
        .filter(stock_declaration::zone_id.eq(zone.to_string()))
        .filter(stock_declaration::test.eq(0))
        .order(stock_declaration::seq)
        .select((stock_declaration::holder_id, stock_declaration::seq))
        .load(rx.conn)?;
    let mut all = BTreeMap::new();
    for (holder, seq) in rows {
        let declared: Vec<i64> = source::table.filter(source::seq.eq(seq)).select(source::parcel_no).load(rx.conn)?;
        let (stones, weight_mct): (i64, i64) = source::table
            .filter(source::seq.eq(seq))
            .select((
                sql::<BigInt>("CAST(COALESCE(SUM(stones), 0) AS BIGINT)"),
                sql::<BigInt>("CAST(COALESCE(SUM(weight_mct), 0) AS BIGINT)"),
            ))
            .get_result(rx.conn)?;
        let mut frozen_mct = 0i64;
        for (p, _) in remains(rx, &declared)? {
            if p.zone == Some(ZoneMark::Frozen) {
                frozen_mct = frozen_mct.saturating_add(p.weight.mct());
            }
        }
        let parcels = i64::try_from(declared.len()).unwrap_or(i64::MAX);
        all.insert(seq, ZoneStock { holder: parsed(&holder)?, seq, parcels, stones, weight_mct, frozen_mct });
    }
    Ok(all.into_values().collect())
}
