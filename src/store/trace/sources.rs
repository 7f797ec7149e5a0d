//! The entries behind a composition.

use crate::domain::event::ProductionFlag;
use crate::domain::lineage::Pool;
use crate::domain::parcel::{Import, SourceKind};
use crate::domain::trace::FoundSource;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::lineage::CHUNK;
use crate::store::schema::{certificate_arrival, certificate_part, certificate_site, source};
use crate::store::text::{from_json, known, parsed};
use diesel::prelude::*;
use std::collections::HashMap;

/// Entries, and the sites and licences they name: each once, in order of first appearance.
pub(super) struct Sources {
    pub rows: Vec<FoundSource>,
    pub sites: Vec<String>,
    pub licences: Vec<String>,
}

type Columns = (i64, String, Option<String>, Option<String>, String, i64, String, i64, i64, Option<i64>);

macro_rules! columns {
    () => {
        (
            source::parcel_no,
            source::kind,
            source::site_id,
            source::licence_id,
            source::on_day,
            source::weight_mct,
            source::flags,
            source::test,
            source::seq,
            source::corrected_seq,
        )
    };
}

/// Gives each text one number.
#[derive(Default)]
struct Numbers {
    of: HashMap<String, usize>,
    all: Vec<String>,
}

impl Numbers {
    fn number(&mut self, id: String) -> usize {
        if let Some(at) = self.of.get(&id) {
            return *at;
        }
        let at = self.all.len();
        self.all.push(id.clone());
        self.of.insert(id, at);
        at
    }
}

impl Sources {
    /// The frozen composition of a certificate: one join over the primary keys of both tables.
    pub(super) fn of_certificate(rx: &mut Rx<'_>, no: i64, revision: i64) -> Result<Self, StoreError> {
        let rows: Vec<(i64, Columns)> = certificate_part::table
            .inner_join(source::table.on(source::parcel_no.eq(certificate_part::parcel_no)))
            .filter(certificate_part::certificate_no.eq(no))
            .filter(certificate_part::revision.eq(revision))
            .order(certificate_part::parcel_no)
            .select((certificate_part::weight_mct, columns!()))
            .load(rx.conn)?;
        Self::read(rx, rows)
    }

    /// The composition of anything else.
    pub(super) fn of_pool(rx: &mut Rx<'_>, pool: &Pool) -> Result<Self, StoreError> {
        let mut all = Vec::with_capacity(pool.len());
        for chunk in pool.entries().chunks(CHUNK) {
            let nos: Vec<i64> = chunk.iter().map(|(no, _)| *no).collect();
            let rows: Vec<Columns> =
                source::table.filter(source::parcel_no.eq_any(nos)).order(source::parcel_no).select(columns!()).load(rx.conn)?;
            if rows.len() != chunk.len() {
                return Err(StoreError::damaged("a pool names a parcel that is no source"));
            }
            // Both ascend by the same numbers.
            all.extend(chunk.iter().map(|(_, share)| *share).zip(rows));
        }
        Self::read(rx, all)
    }

    fn read(rx: &mut Rx<'_>, rows: Vec<(i64, Columns)>) -> Result<Self, StoreError> {
        let (mut sites, mut licences) = (Numbers::default(), Numbers::default());
        let mut days: HashMap<String, crate::domain::time::Day> = HashMap::new();
        let mut found = Vec::with_capacity(rows.len());
        for (share_mct, (parcel_no, kind, site, licence, on, produced_mct, flags, test, seq, corrected_seq)) in rows {
            let day = match days.get(&on) {
                Some(day) => *day,
                None => *days.entry(on.clone()).or_insert(parsed(&on)?),
            };
            found.push(FoundSource {
                parcel_no,
                kind: known(SourceKind::parse(&kind), &kind)?,
                site: site.map(|s| sites.number(s)),
                import: None,
                licence: licence.map(|l| licences.number(l)),
                on: day,
                produced_mct,
                share_mct,
                flags: if flags == "[]" { Vec::new() } else { from_json(&flags)? },
                test: test != 0,
                seq,
                corrected_seq,
                late_reason: None,
            });
        }
        add_late_reasons(rx, &mut found)?;
        add_imports(rx, &mut found)?;
        Ok(Self { rows: found, sites: sites.all, licences: licences.all })
    }
}

/// The part of an entry's facts that only late ones, and those after a stop, need.
#[derive(serde::Deserialize)]
struct Lateness {
    #[serde(default)]
    late_reason: Option<String>,
}

fn add_late_reasons(rx: &mut Rx<'_>, found: &mut [FoundSource]) -> Result<(), StoreError> {
    let asked = |s: &&FoundSource| s.flags.iter().any(|f| matches!(f, ProductionFlag::Late | ProductionFlag::AfterStop));
    let late: Vec<i64> = found.iter().filter(asked).map(|s| s.parcel_no).collect();
    let mut reasons: HashMap<i64, String> = HashMap::new();
    for chunk in late.chunks(CHUNK) {
        let rows: Vec<(i64, String)> =
            source::table.filter(source::parcel_no.eq_any(chunk)).select((source::parcel_no, source::facts)).load(rx.conn)?;
        for (no, facts) in rows {
            let lateness: Lateness = from_json(&facts)?;
            reasons.extend(lateness.late_reason.map(|reason| (no, reason)));
        }
    }
    if reasons.is_empty() {
        return Ok(());
    }
    for source in found {
        source.late_reason = reasons.remove(&source.parcel_no);
    }
    Ok(())
}

/// The foreign certificates of what came from abroad.
fn add_imports(rx: &mut Rx<'_>, found: &mut [FoundSource]) -> Result<(), StoreError> {
    let mut abroad: Vec<&mut FoundSource> = found.iter_mut().filter(|s| s.kind == SourceKind::Import).collect();
    for chunk in abroad.chunks_mut(CHUNK) {
        let nos: Vec<i64> = chunk.iter().map(|s| s.parcel_no).collect();
        let rows: Vec<(i64, String)> =
            source::table.filter(source::parcel_no.eq_any(nos)).select((source::parcel_no, source::facts)).load(rx.conn)?;
        let facts: HashMap<i64, String> = rows.into_iter().collect();
        for source in chunk {
            source.import = facts.get(&source.parcel_no).map(|f| from_json::<Import>(f)).transpose()?;
        }
    }
    Ok(())
}

/// Carats of a certificate that came from abroad, by arrival id, at a revision.
///
/// # Errors
/// When the database fails.
pub fn certificate_arrivals(rx: &mut Rx<'_>, certificate_no: i64, revision: i64) -> Result<Vec<(String, i64)>, StoreError> {
    Ok(certificate_arrival::table
        .filter(certificate_arrival::certificate_no.eq(certificate_no))
        .filter(certificate_arrival::revision.eq(revision))
        .order(certificate_arrival::arrival_id)
        .select((certificate_arrival::arrival_id, certificate_arrival::weight_mct))
        .load(rx.conn)?)
}

/// Carats of a certificate by site id at a revision; an empty id is without established origin. The quick
/// answer from the frozen sums, without the entries.
///
/// # Errors
/// When the database fails.
pub fn certificate_sites(rx: &mut Rx<'_>, certificate_no: i64, revision: i64) -> Result<Vec<(String, i64)>, StoreError> {
    Ok(certificate_site::table
        .filter(certificate_site::certificate_no.eq(certificate_no))
        .filter(certificate_site::revision.eq(revision))
        .order(certificate_site::site_id)
        .select((certificate_site::site_id, certificate_site::weight_mct))
        .load(rx.conn)?)
}
