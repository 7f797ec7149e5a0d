//! Footprints: what was proposed and adopted, stones of parcels counted by size, and what both rest on.

use crate::domain::event::{FootprintDecided, FootprintProposed, ParcelSized, ProductionFacts, SizeLine};
use crate::domain::footprint::{Footprint, FootprintArea, FootprintState};
use crate::domain::ids::{CertificateId, FootprintId, PartyId, ShipmentId};
use crate::domain::parcel::{Parcel, SourceKind};
use crate::domain::shipment::CertificateState;
use crate::domain::statistics::{Period, ReturnKind};
use crate::domain::time::Day;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::operation::{operation_fetch, parcels_where_consumed};
use crate::store::production::taken_back;
use crate::store::schema::{certificate, certificate_part, footprint, shipment, size_sheet, source};
use crate::store::text::{from_json, parsed, parsed_opt, to_json};
use diesel::dsl::{max, not};
use diesel::prelude::*;
use std::collections::BTreeSet;

/// Canonical JSON of facts whose breakdown by size is not empty holds this.
const HAS_CLASSES: &str = "%\"classes\":[{%";

#[derive(Queryable, Insertable)]
#[diesel(table_name = footprint, treat_none_as_default_value = false)]
struct Row {
    id: String,
    no: i64,
    area: String,
    facts: String,
    state: String,
    version: Option<i64>,
    proposed_by: String,
    proposed_seq: i64,
    decided_by: Option<String>,
    decided_seq: Option<i64>,
    decision_reason: Option<String>,
}

impl Row {
    fn into_domain(self) -> Result<Footprint, StoreError> {
        Ok(Footprint {
            facts: from_json(&self.facts)?,
            state: parsed(&self.state)?,
            version: self.version,
            proposed_by: parsed(&self.proposed_by)?,
            proposed_seq: self.proposed_seq,
            decided_by: parsed_opt(self.decided_by.as_deref())?,
            decided_seq: self.decided_seq,
            reason: self.decision_reason,
        })
    }
}

pub(super) fn sized(tx: &mut Tx<'_>, at: At, e: &ParcelSized) -> Result<(), StoreError> {
    let row = (
        size_sheet::parcel_no.eq(e.parcel_no),
        size_sheet::seq.eq(at.seq),
        size_sheet::on_day.eq(e.on.to_string()),
        size_sheet::facts.eq(to_json(e)?),
    );
    diesel::insert_into(size_sheet::table).values(row).execute(tx.conn)?;
    Ok(())
}

pub(super) fn proposed(tx: &mut Tx<'_>, at: At, e: &FootprintProposed) -> Result<(), StoreError> {
    let row = Row {
        id: e.footprint.to_string(),
        no: e.no,
        area: e.area.to_string(),
        facts: to_json(e)?,
        state: FootprintState::Waiting.as_str().to_owned(),
        version: None,
        proposed_by: at.account.to_string(),
        proposed_seq: at.seq,
        decided_by: None,
        decided_seq: None,
        decision_reason: None,
    };
    diesel::insert_into(footprint::table).values(&row).execute(tx.conn)?;
    Ok(())
}

pub(super) fn decided(tx: &mut Tx<'_>, at: At, e: &FootprintDecided) -> Result<(), StoreError> {
    use footprint as f;
    let found = footprint_fetch(tx, e.footprint)?.ok_or_else(|| StoreError::damaged("no such footprint"))?;
    let adopted = f::table.filter(f::area.eq(found.facts.area.to_string())).filter(f::state.eq(FootprintState::Adopted.as_str()));
    let before: i64 = adopted.count().get_result(tx.conn)?;
    let state = if e.adopted { FootprintState::Adopted } else { FootprintState::Refused };
    let waiting = f::table.find(e.footprint.to_string()).filter(f::state.eq(FootprintState::Waiting.as_str()));
    let moved = diesel::update(waiting)
        .set((
            f::state.eq(state.as_str()),
            f::version.eq(e.adopted.then(|| before.saturating_add(1))),
            f::decided_by.eq(at.account.to_string()),
            f::decided_seq.eq(at.seq),
            f::decision_reason.eq(&e.reason),
        ))
        .execute(tx.conn)?;
    if moved == 1 { Ok(()) } else { Err(StoreError::damaged("the footprint does not wait")) }
}

/// One reference.
///
/// # Errors
/// When the database fails.
pub fn footprint_fetch(rx: &mut Rx<'_>, id: FootprintId) -> Result<Option<Footprint>, StoreError> {
    let row: Option<Row> = footprint::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// References, newest first, in one state and of one area where these are given, with numbers below `before`.
///
/// # Errors
/// When the database fails.
pub fn footprints(
    rx: &mut Rx<'_>,
    state: Option<FootprintState>,
    area: Option<FootprintArea>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Footprint>, StoreError> {
    let mut query = footprint::table.into_boxed();
    if let Some(state) = state {
        query = query.filter(footprint::state.eq(state.as_str()));
    }
    if let Some(area) = area {
        query = query.filter(footprint::area.eq(area.to_string()));
    }
    if let Some(before) = before {
        query = query.filter(footprint::no.lt(before));
    }
    let rows: Vec<Row> = query.order(footprint::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// How many wait for a second person.
///
/// # Errors
/// When the database fails.
pub fn footprints_waiting(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    Ok(footprint::table.filter(footprint::state.eq(FootprintState::Waiting.as_str())).count().get_result(rx.conn)?)
}

/// The number the next one gets.
///
/// # Errors
/// When the database fails.
pub fn footprint_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = footprint::table.select(max(footprint::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// The reference of an area that held after an entry; that which holds now, where none is named.
///
/// # Errors
/// When the database fails.
pub fn footprint_holding(rx: &mut Rx<'_>, area: FootprintArea, as_of: Option<i64>) -> Result<Option<Footprint>, StoreError> {
    let row: Option<Row> = footprint::table
        .filter(footprint::area.eq(area.to_string()))
        .filter(footprint::state.eq(FootprintState::Adopted.as_str()))
        .filter(footprint::decided_seq.le(as_of.unwrap_or(i64::MAX)))
        .order(footprint::version.desc())
        .limit(1)
        .get_result(rx.conn)
        .optional()?;
    row.map(Row::into_domain).transpose()
}

/// Stones of a parcel counted by size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SizeSheet {
    /// What was counted.
    pub facts: ParcelSized,
    /// The entry.
    pub seq: i64,
}

/// The counts by size of a parcel, the latest first.
///
/// # Errors
/// When the database fails.
pub fn size_sheets(rx: &mut Rx<'_>, parcel_no: i64) -> Result<Vec<SizeSheet>, StoreError> {
    let rows: Vec<(i64, String)> = size_sheet::table
        .filter(size_sheet::parcel_no.eq(parcel_no))
        .order(size_sheet::seq.desc())
        .select((size_sheet::seq, size_sheet::facts))
        .load(rx.conn)?;
    rows.into_iter().map(|(seq, facts)| Ok(SizeSheet { facts: from_json(&facts)?, seq })).collect()
}

/// Entries of the book at the pit that a reference of an area rests on: parcel and breakdown, of those that stand, are no
/// test, were dug on these days and say how their stones are spread over sizes.
///
/// # Errors
/// When the database fails.
pub fn run_of_mine(rx: &mut Rx<'_>, area: FootprintArea, (from, to): (Day, Day)) -> Result<Vec<(i64, Vec<SizeLine>)>, StoreError> {
    let mut query = source::table
        .filter(source::kind.eq(SourceKind::Production.as_str()))
        .filter(source::test.eq(0))
        .filter(not(taken_back()))
        .filter(source::on_day.between(from.to_string(), to.to_string()))
        .filter(source::facts.like(HAS_CLASSES))
        .into_boxed();
    if let FootprintArea::Office { office } = area {
        query = query.filter(source::office_id.eq(office.to_string()));
    }
    let rows: Vec<(i64, String)> = query.order(source::parcel_no).select((source::parcel_no, source::facts)).load(rx.conn)?;
    let mut found = Vec::new();
    for (no, facts) in rows {
        let facts: ProductionFacts = from_json(&facts)?;
        let within = match area {
            FootprintArea::Zone { zone_no } => facts.zone.iter().flat_map(|z| &z.held).any(|h| h.zone_no == zone_no),
            FootprintArea::Office { .. } => true,
        };
        if within {
            found.push((no, facts.classes));
        }
    }
    Ok(found)
}

/// Whether a parcel was sorted, or anything that it was made of: what the register knows of it, from the parcel back to where
/// its carats came in.
///
/// # Errors
/// When the database fails.
pub fn parcel_was_sorted(rx: &mut Rx<'_>, parcel: &Parcel) -> Result<bool, StoreError> {
    let (mut todo, mut seen) = (vec![parcel.produced_seq], BTreeSet::new());
    while let Some(seq) = todo.pop() {
        if !seen.insert(seq) {
            continue;
        }
        let Some(made_by) = operation_fetch(rx, seq)? else { continue };
        if made_by.kind == "sort" {
            return Ok(true);
        }
        todo.extend(parcels_where_consumed(rx, seq)?.iter().map(|p| p.produced_seq));
    }
    Ok(false)
}

/// Parcels whose stones were counted by size, at the pit or later, none of them a test.
///
/// # Errors
/// When the database fails.
pub fn parcels_with_sizes(rx: &mut Rx<'_>) -> Result<Vec<i64>, StoreError> {
    let at_pit: Vec<i64> = source::table
        .filter(source::kind.eq(SourceKind::Production.as_str()))
        .filter(source::test.eq(0))
        .filter(source::facts.like(HAS_CLASSES))
        .select(source::parcel_no)
        .load(rx.conn)?;
    let mut all: BTreeSet<i64> = at_pit.into_iter().collect();
    all.extend(parcels_with_sheets(rx)?);
    Ok(all.into_iter().collect())
}

/// Parcels with a count by size of their own.
///
/// # Errors
/// When the database fails.
pub fn parcels_with_sheets(rx: &mut Rx<'_>) -> Result<Vec<i64>, StoreError> {
    Ok(size_sheet::table.select(size_sheet::parcel_no).distinct().order(size_sheet::parcel_no).load(rx.conn)?)
}

/// A certificate that was not made void, as far as the sizes of what it covers go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Id.
    pub id: CertificateId,
    /// Dense number.
    pub no: i64,
    /// Number as printed.
    pub number: String,
    /// Its shipment.
    pub shipment: ShipmentId,
    /// The entry of issue.
    pub seq: i64,
    /// Milli-carats.
    pub weight_mct: i64,
}

/// The certificates of an exporter that were issued on some days and stand, in the order of their numbers; no tests.
///
/// # Errors
/// When the database fails.
pub fn sent_by(rx: &mut Rx<'_>, exporter: PartyId, (from, to): (Day, Day)) -> Result<Vec<Sent>, StoreError> {
    type Columns = (String, i64, String, String, i64, i64);
    let rows: Vec<Columns> = certificate::table
        .inner_join(shipment::table.on(shipment::id.eq(certificate::shipment_id)))
        .filter(certificate::exporter_id.eq(exporter.to_string()))
        .filter(certificate::state.ne(CertificateState::Void.as_str()))
        .filter(certificate::issued_on.between(from.to_string(), to.to_string()))
        .filter(shipment::test.eq(0))
        .order(certificate::no)
        .select((
            certificate::id,
            certificate::no,
            certificate::number,
            certificate::shipment_id,
            certificate::issued_seq,
            certificate::weight_mct,
        ))
        .load(rx.conn)?;
    rows.into_iter()
        .map(|(id, no, number, shipment, seq, weight_mct)| {
            Ok(Sent { id: parsed(&id)?, no, number, shipment: parsed(&shipment)?, seq, weight_mct })
        })
        .collect()
}

/// Every party to whom a certificate was ever issued.
///
/// # Errors
/// When the database fails.
pub fn exporters_sending(rx: &mut Rx<'_>) -> Result<Vec<PartyId>, StoreError> {
    let rows: Vec<String> = certificate::table.select(certificate::exporter_id).distinct().order(certificate::exporter_id).load(rx.conn)?;
    rows.iter().map(|id| parsed(id)).collect()
}

/// The exporters of certificates in which carats of an entry left, in any revision.
///
/// # Errors
/// When the database fails.
pub fn exporters_holding(rx: &mut Rx<'_>, source_no: i64) -> Result<Vec<PartyId>, StoreError> {
    let held = certificate_part::table.filter(certificate_part::parcel_no.eq(source_no)).select(certificate_part::certificate_no);
    let rows: Vec<String> =
        certificate::table.filter(certificate::no.eq_any(held)).select(certificate::exporter_id).distinct().load(rx.conn)?;
    rows.iter().map(|id| parsed(id)).collect()
}

/// The half-years in which certificates were issued to an exporter, the earliest first.
///
/// # Errors
/// When the database fails.
pub fn halves_sent(rx: &mut Rx<'_>, exporter: PartyId) -> Result<Vec<Period>, StoreError> {
    let days: Vec<String> = certificate::table
        .filter(certificate::exporter_id.eq(exporter.to_string()))
        .select(certificate::issued_on)
        .distinct()
        .order(certificate::issued_on)
        .load(rx.conn)?;
    let mut halves: Vec<Period> = Vec::new();
    for day in days {
        let half = Period::of(ReturnKind::Production, parsed(&day)?);
        if halves.last() != Some(&half) {
            halves.push(half);
        }
    }
    Ok(halves)
}
