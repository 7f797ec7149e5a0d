//! What the sizes of a parcel, or of all that an exporter sent in half a year, are held against.

use crate::domain::event::SizeLine;
use crate::domain::footprint::{Comparison, Expected, Footprint, FootprintArea, Judged, Sizes};
use crate::domain::ids::{CertificateId, PartyId};
use crate::domain::jurisdiction::{Profile, SizeTable};
use crate::domain::lineage::Pool;
use crate::domain::parcel::{Parcel, Source, SourceKind};
use crate::domain::statistics::Period;
use crate::domain::time::Day;
use crate::domain::trace::share_ppm;
use crate::store::certificate::certificate_parts;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::footprint::{footprint_holding, parcel_was_sorted, sent_by, size_sheets};
use crate::store::lineage::composition;
use crate::store::parcel::parcel_fetch;
use crate::store::production::source_fetch;
use crate::store::shipment::shipment_parcels;
use crate::store::valuation::valuation_of;
use std::collections::BTreeMap;

/// A count of the stones of a parcel by size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sizing {
    /// By class.
    pub lines: Vec<SizeLine>,
    /// The day of the count; of an entry at the pit the day of digging.
    pub on: Day,
    /// The journal entry that says so.
    pub seq: i64,
    /// Whether it is the breakdown of its entry at the pit.
    pub at_pit: bool,
}

/// How the stones of a parcel are spread over sizes: by the last count, or as its entry at the pit says. None where nobody
/// counted them so.
///
/// # Errors
/// When the database fails.
pub fn parcel_sizes(rx: &mut Rx<'_>, profile: &Profile, parcel: &Parcel) -> Result<Option<Sizing>, StoreError> {
    let Some(table) = profile.production_sizes() else { return Ok(None) };
    if let Some(sheet) = size_sheets(rx, parcel.no)?.into_iter().find(|s| s.facts.table == table.code) {
        return Ok(Some(Sizing { lines: sheet.facts.lines, on: sheet.facts.on, seq: sheet.seq, at_pit: false }));
    }
    let source = source_fetch(rx, parcel.no)?.filter(|s| !s.is_withdrawn());
    Ok(source.and_then(|s| {
        let seq = s.corrected_seq.unwrap_or(s.seq);
        let facts = s.facts.filter(|f| !f.classes.is_empty())?;
        Some(Sizing { lines: facts.classes, on: facts.on, seq, at_pit: true })
    }))
}

/// The areas of an entry, in the order in which their references are asked: zones by number, then the office.
fn areas_of(source: &Source) -> Vec<FootprintArea> {
    let from_here = match source.kind {
        SourceKind::Production => true,
        SourceKind::Stock => source.site.is_some(),
        SourceKind::Import | SourceKind::Seizure => false,
    };
    if !from_here {
        return Vec::new();
    }
    let zones = source.facts.iter().filter_map(|f| f.zone.as_ref()).flat_map(|z| &z.held);
    let mut areas: Vec<FootprintArea> = zones.map(|h| FootprintArea::Zone { zone_no: h.zone_no }).collect();
    areas.extend(source.office.map(|office| FootprintArea::Office { office }));
    areas
}

/// References that are asked for more than once.
#[derive(Default)]
struct Holding(BTreeMap<FootprintArea, Option<Footprint>>);

impl Holding {
    fn of(&mut self, rx: &mut Rx<'_>, area: FootprintArea, as_of: Option<i64>) -> Result<Option<Footprint>, StoreError> {
        if let Some(known) = self.0.get(&area) {
            return Ok(known.clone());
        }
        let found = footprint_holding(rx, area, as_of)?;
        self.0.insert(area, found.clone());
        Ok(found)
    }
}

/// Holds sizes against the references of where their carats are said to come from. None where no reference holds for any.
fn judged(rx: &mut Rx<'_>, table: &SizeTable, sizes: &Sizes, whole: &Pool, as_of: Option<i64>) -> Result<Option<Judged>, StoreError> {
    let (mut known, mut parts): (Holding, BTreeMap<i64, (Footprint, i64)>) = (Holding::default(), BTreeMap::new());
    for (no, mct) in whole.entries() {
        let Some(source) = source_fetch(rx, *no)? else { continue };
        for area in areas_of(&source) {
            let Some(found) = known.of(rx, area, as_of)?.filter(|f| f.facts.table == table.code) else { continue };
            let part = parts.entry(found.facts.no).or_insert((found, 0));
            part.1 = part.1.saturating_add(*mct);
            break;
        }
    }
    let mut references: Vec<(Footprint, i64)> = parts.into_values().collect();
    references.sort_by_key(|(f, mct)| (std::cmp::Reverse(*mct), f.facts.no));
    let covered = references.iter().fold(0_i64, |sum, (_, mct)| sum.saturating_add(*mct));
    let by_size: Option<Vec<(i64, Sizes)>> = references.iter().map(|(f, mct)| Some((*mct, Sizes::of(table, &f.facts.lines)?))).collect();
    let by_size = by_size.ok_or_else(|| StoreError::damaged("a class that no table has"))?;
    let mixed: Vec<(i64, &Sizes)> = by_size.iter().map(|(mct, sizes)| (*mct, sizes)).collect();
    let comparison = Expected::mixed(&mixed).and_then(|expected| Comparison::of(sizes, &expected));
    let covered_ppm = share_ppm(covered, whole.total());
    Ok(comparison.map(|comparison| Judged { comparison, references, covered_ppm }))
}

/// Holds a parcel that nobody sorted against the references that held after an entry (now, where none is named). None where it
/// was sorted, its stones were not counted by size, or there is no reference.
///
/// # Errors
/// When the database fails.
pub fn parcel_judged(
    rx: &mut Rx<'_>,
    profile: &Profile,
    parcel: &Parcel,
    sizing: &Sizing,
    as_of: Option<i64>,
) -> Result<Option<Judged>, StoreError> {
    let Some(table) = profile.production_sizes() else { return Ok(None) };
    if parcel_was_sorted(rx, parcel)? {
        return Ok(None);
    }
    let Some(sizes) = Sizes::of(table, &sizing.lines) else { return Ok(None) };
    let whole = composition(rx, parcel.origin, sizes.mct())?;
    judged(rx, table, &sizes, &whole, as_of)
}

/// All that an exporter sent in half a year, by size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Half {
    /// Who.
    pub exporter: PartyId,
    /// Which half-year.
    pub period: Period,
    /// Certificates that stand.
    pub certificates: Vec<(CertificateId, String)>,
    /// Milli-carats that they cover.
    pub weight_mct: i64,
    /// Of these, milli-carats whose stones were counted by size.
    pub sized_mct: i64,
    /// What these are compared with, as the references held when the last certificate was issued; none where there is none.
    pub judged: Option<Judged>,
}

/// Holds all that an exporter sent under certificates of half a year against the references of where it is said to come from:
/// by the sheets of the valuations where these have the classes of production, else by the counts of the parcels.
///
/// # Errors
/// When the database fails.
pub fn exporter_judged(rx: &mut Rx<'_>, profile: &Profile, exporter: PartyId, period: Period) -> Result<Option<Half>, StoreError> {
    let Some(table) = profile.production_sizes() else { return Ok(None) };
    let sent = sent_by(rx, exporter, (period.first(), period.last()))?;
    let Some(last) = sent.iter().map(|s| s.seq).max() else { return Ok(None) };
    let (mut sizes, mut pools, mut weight_mct) = (Sizes::empty(table), Vec::new(), 0_i64);
    for one in &sent {
        weight_mct = weight_mct.saturating_add(one.weight_mct);
        if let Some(valuation) = valuation_of(rx, one.shipment)?.filter(|v| v.facts.table == table.code) {
            let lines = valuation.facts.lines.iter();
            let lines: Vec<SizeLine> =
                lines.map(|l| SizeLine { class: l.class.clone(), stones: l.stones, weight_mct: l.weight_mct }).collect();
            sizes.add(&Sizes::of(table, &lines).unwrap_or_default());
            let (_, parts) = certificate_parts(rx, one.no)?;
            pools.push(Pool::new(parts).map_err(StoreError::damaged)?);
            continue;
        }
        for packed in shipment_parcels(rx, one.shipment)? {
            let Some(parcel) = parcel_fetch(rx, packed.parcel_no)? else { continue };
            let Some(counted) = parcel_sizes(rx, profile, &parcel)?.and_then(|s| Sizes::of(table, &s.lines)) else { continue };
            pools.push(composition(rx, parcel.origin, counted.mct())?);
            sizes.add(&counted);
        }
    }
    let whole = Pool::merge(&pools).map_err(StoreError::damaged)?;
    let judged = judged(rx, table, &sizes, &whole, Some(last))?;
    let certificates = sent.into_iter().map(|s| (s.id, s.number)).collect();
    Ok(Some(Half { exporter, period, certificates, weight_mct, sized_mct: sizes.mct(), judged }))
}
