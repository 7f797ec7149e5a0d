//! Certificates and their frozen compositions.

use crate::domain::access::Reach;
use crate::domain::certificate::SiteShare;
use crate::domain::correction::CorrectionState;
use crate::domain::event::{CertificateIssued, CertificateVoided, CorrectionChange, VoidCause, VoidedGoods};
use crate::domain::ids::{CertificateId, ShipmentId};
use crate::domain::lineage::Pool;
use crate::domain::parcel::{Import, ParcelState, SourceKind};
use crate::domain::shipment::{Certificate, CertificateStanding, CertificateState};
use crate::domain::time::{Day, Instant};
use crate::store::blank;
use crate::store::db::{Rx, Tx};
use crate::store::direct::direct;
use crate::store::error::StoreError;
use crate::store::journal::{At, recorded_at_of};
use crate::store::schema::{certificate, certificate_arrival, certificate_part, certificate_site, correction, shipment_parcel, source};
use crate::store::text::{IN_LIST, from_json, known, parsed, parsed_opt, to_json};
use crate::store::{lineage, parcel as parcels, shipment};
use diesel::dsl::max;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Queryable, Insertable)]
#[diesel(table_name = certificate, treat_none_as_default_value = false)]
pub(super) struct Row {
    id: String,
    no: i64,
    number: String,
    shipment_id: String,
    exporter_id: String,
    issued_on: String,
    expires_on: String,
    state: String,
    reason: Option<String>,
    weight_mct: i64,
    stones: i64,
    value_usd_cents: i64,
    parcels: i64,
    unestablished_mct: i64,
    revision: i64,
    facts: String,
    issued_seq: i64,
    voided_seq: Option<i64>,
    goods: Option<String>,
    cause: Option<String>,
    replaced_by: Option<String>,
    used_on: Option<String>,
}

impl Row {
    pub(super) fn into_domain(self) -> Result<Certificate, StoreError> {
        Ok(Certificate {
            facts: from_json(&self.facts)?,
            state: known(CertificateState::parse(&self.state), &self.state)?,
            reason: self.reason,
            revision: self.revision,
            issued_seq: self.issued_seq,
            voided_seq: self.voided_seq,
            cause: parsed_opt(self.cause.as_deref())?,
            replaced_by: parsed_opt(self.replaced_by.as_deref())?,
            used_on: parsed_opt(self.used_on.as_deref())?,
            goods: self.goods.as_deref().map(|g| known(VoidedGoods::parse(g), g)).transpose()?,
        })
    }
}

pub(super) fn issued(tx: &mut Tx<'_>, at: At, e: &CertificateIssued) -> Result<(), StoreError> {
    let row = Row {
        id: e.certificate.to_string(),
        no: e.no,
        number: e.number.clone(),
        shipment_id: e.shipment.to_string(),
        exporter_id: e.exporter.to_string(),
        issued_on: e.issued_on.to_string(),
        expires_on: e.expires_on.to_string(),
        state: CertificateState::Valid.as_str().to_owned(),
        reason: None,
        weight_mct: e.weight_mct.mct(),
        stones: e.stones,
        value_usd_cents: e.value_usd_cents,
        parcels: e.parcels,
        unestablished_mct: e.unestablished_mct.mct(),
        revision: 0,
        facts: to_json(e)?,
        issued_seq: at.seq,
        voided_seq: None,
        goods: None,
        cause: None,
        replaced_by: None,
        used_on: None,
    };
    diesel::insert_into(certificate::table).values(&row).execute(tx.conn)?;
    if let Some(before) = e.replaces {
        let by = certificate::replaced_by.eq(e.certificate.to_string());
        diesel::update(certificate::table.find(before.to_string())).set(by).execute(tx.conn)?;
    }
    blank::issued(tx, at, &e.number, e.shipment, e.certificate)?;
    let whole = shipment_composition(tx, e.shipment)?;
    freeze(tx, e.no, 0, &whole)?;
    for p in shipment::shipment_parcels(tx, e.shipment)? {
        parcels::end(tx, at, p.parcel_no, ParcelState::Exported)?;
    }
    shipment::certified(tx, at, e.shipment, e.certificate)
}

pub(super) fn voided(tx: &mut Tx<'_>, at: At, e: &CertificateVoided) -> Result<(), StoreError> {
    diesel::update(certificate::table.find(e.certificate.to_string()))
        .set((
            certificate::state.eq(CertificateState::Void.as_str()),
            certificate::reason.eq(&e.reason),
            certificate::voided_seq.eq(at.seq),
            certificate::goods.eq(e.goods.map(VoidedGoods::as_str)),
            certificate::cause.eq(e.cause.map(VoidCause::as_str)),
        ))
        .execute(tx.conn)?;
    if e.goods != Some(VoidedGoods::Here) {
        return Ok(());
    }
    let found: String = certificate::table.find(e.certificate.to_string()).select(certificate::shipment_id).get_result(tx.conn)?;
    let id: ShipmentId = crate::store::text::parsed(&found)?;
    for p in shipment::shipment_parcels(tx, id)? {
        parcels::bring_back(tx, at, p.parcel_no)?;
    }
    shipment::free_again(tx, at, id, &e.reason)
}

/// The composition of a shipment: every parcel's, added up. Its total is the shipment's mass, exactly.
///
/// # Errors
/// When the database fails or a pool is damaged.
pub fn shipment_composition(rx: &mut Rx<'_>, id: ShipmentId) -> Result<Pool, StoreError> {
    let mut parts = Vec::new();
    for p in shipment::shipment_parcels(rx, id)? {
        let parcel = parcels::parcel_fetch(rx, p.parcel_no)?.ok_or_else(|| StoreError::damaged("no such parcel"))?;
        parts.push(lineage::composition(rx, parcel.origin, p.weight_mct.mct())?);
    }
    Pool::merge(&parts).map_err(StoreError::damaged)
}

/// Where carats came in.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Site(String),
    Abroad(Import),
    Unknown,
}

/// Where the carats of a source parcel came in; none when the register has no such source.
fn place_of(rx: &mut Rx<'_>, parcel_no: i64) -> Result<Option<Place>, StoreError> {
    let columns = source::table.find(parcel_no).select((source::site_id, source::kind));
    let found: Option<(Option<String>, String)> = direct!(rx.conn, c => columns.get_result(c)).optional()?;
    Ok(match found {
        None => None,
        Some((Some(site), _)) => Some(Place::Site(site)),
        Some((None, kind)) if kind == SourceKind::Import.as_str() => {
            let facts: String = source::table.find(parcel_no).select(source::facts).get_result(rx.conn)?;
            Some(Place::Abroad(from_json(&facts)?))
        }
        Some((None, _)) => Some(Place::Unknown),
    })
}

fn freeze(tx: &mut Tx<'_>, no: i64, revision: i64, whole: &Pool) -> Result<(), StoreError> {
    let (mut by_site, mut by_arrival): (BTreeMap<String, i64>, BTreeMap<String, i64>) = (BTreeMap::new(), BTreeMap::new());
    for (parcel_no, share) in whole.entries() {
        let part = (
            certificate_part::certificate_no.eq(no),
            certificate_part::revision.eq(revision),
            certificate_part::parcel_no.eq(parcel_no),
            certificate_part::weight_mct.eq(share),
        );
        direct!(tx.conn, c => diesel::insert_into(certificate_part::table).values(part).execute(c))?;
        let sum = match place_of(tx, *parcel_no)?.ok_or_else(|| StoreError::damaged("a share of no source"))? {
            Place::Site(site) => by_site.entry(site).or_default(),
            Place::Abroad(import) => by_arrival.entry(import.arrival.to_string()).or_default(),
            Place::Unknown => by_site.entry(String::new()).or_default(),
        };
        *sum = sum.saturating_add(*share);
    }
    for (arrival, sum) in by_arrival {
        diesel::insert_into(certificate_arrival::table)
            .values((
                certificate_arrival::arrival_id.eq(arrival),
                certificate_arrival::certificate_no.eq(no),
                certificate_arrival::revision.eq(revision),
                certificate_arrival::weight_mct.eq(sum),
            ))
            .execute(tx.conn)?;
    }
    for (site, sum) in by_site {
        diesel::insert_into(certificate_site::table)
            .values((
                certificate_site::site_id.eq(site),
                certificate_site::certificate_no.eq(no),
                certificate_site::revision.eq(revision),
                certificate_site::weight_mct.eq(sum),
            ))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// A corrected source, and the parcels put together again because of it: every certificate that holds
/// one of them gets another revision of its composition.
pub(super) fn rederive(tx: &mut Tx<'_>, source_no: i64, remixed: &[i64]) -> Result<(), StoreError> {
    let held: Vec<i64> = certificate_part::table
        .filter(certificate_part::parcel_no.eq(source_no))
        .select(certificate_part::certificate_no)
        .distinct()
        .load(tx.conn)?;
    let mut nos: BTreeSet<i64> = held.into_iter().collect();
    for no in remixed {
        // Not the shipment it is in now alone: goods of a void certificate may have gone elsewhere since.
        let shipments = shipment_parcel::table.filter(shipment_parcel::parcel_no.eq(no)).select(shipment_parcel::shipment_id);
        let found: Vec<i64> =
            certificate::table.filter(certificate::shipment_id.eq_any(shipments)).select(certificate::no).load(tx.conn)?;
        nos.extend(found);
    }
    nos.into_iter().try_for_each(|no| revise(tx, no))
}

/// Adds a revision when the composition, by source or by site, is not what the last one says.
fn revise(tx: &mut Tx<'_>, no: i64) -> Result<(), StoreError> {
    let (shipment, revision): (String, i64) =
        certificate::table.filter(certificate::no.eq(no)).select((certificate::shipment_id, certificate::revision)).get_result(tx.conn)?;
    let whole = shipment_composition(tx, crate::store::text::parsed(&shipment)?)?;
    let next = revision.saturating_add(1);
    diesel::update(certificate::table.filter(certificate::no.eq(no))).set(certificate::revision.eq(next)).execute(tx.conn)?;
    freeze(tx, no, next, &whole)
}

/// One certificate.
///
/// # Errors
/// When the database fails.
pub fn certificate_fetch(rx: &mut Rx<'_>, id: CertificateId) -> Result<Option<Certificate>, StoreError> {
    let row: Option<Row> = certificate::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// The certificate with a number as printed.
///
/// # Errors
/// When the database fails.
pub fn certificate_by_number(rx: &mut Rx<'_>, number: &str) -> Result<Option<Certificate>, StoreError> {
    let row: Option<Row> = certificate::table.filter(certificate::number.eq(number)).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// The latest revision of a certificate's composition: source parcels and shares, ascending.
///
/// # Errors
/// When the database fails.
pub fn certificate_parts(rx: &mut Rx<'_>, no: i64) -> Result<(i64, Vec<(i64, i64)>), StoreError> {
    let revision: Option<i64> =
        certificate::table.filter(certificate::no.eq(no)).select(certificate::revision).get_result(rx.conn).optional()?;
    let revision = revision.unwrap_or(0);
    Ok((revision, certificate_parts_at(rx, no, revision)?))
}

/// A certificate's composition as a revision has it; revision 0 is as issued.
///
/// # Errors
/// When the database fails.
pub fn certificate_parts_at(rx: &mut Rx<'_>, no: i64, revision: i64) -> Result<Vec<(i64, i64)>, StoreError> {
    let parts = certificate_part::table
        .filter(certificate_part::certificate_no.eq(no))
        .filter(certificate_part::revision.eq(revision))
        .order(certificate_part::parcel_no)
        .select((certificate_part::parcel_no, certificate_part::weight_mct));
    Ok(direct!(rx.conn, c => parts.load(c))?)
}

/// The number the next certificate gets in the register (not the printed one).
///
/// # Errors
/// When the database fails.
pub fn certificate_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = certificate::table.select(max(certificate::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// The certificates of a shipment, the latest first: one, or several where the goods of void ones had not left.
///
/// # Errors
/// When the database fails.
pub fn certificates_of(rx: &mut Rx<'_>, shipment: ShipmentId) -> Result<Vec<Certificate>, StoreError> {
    let of_it = certificate::table.filter(certificate::shipment_id.eq(shipment.to_string()));
    let rows: Vec<Row> = of_it.order(certificate::no.desc()).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// Whether a certificate was ever issued over a parcel, void ones counted: its mass was then looked at by two people.
///
/// # Errors
/// When the database fails.
pub fn parcel_certified(rx: &mut Rx<'_>, no: i64) -> Result<bool, StoreError> {
    let shipments = shipment_parcel::table.filter(shipment_parcel::parcel_no.eq(no)).select(shipment_parcel::shipment_id);
    let found: i64 = certificate::table.filter(certificate::shipment_id.eq_any(shipments)).count().get_result(rx.conn)?;
    Ok(found > 0)
}

/// Ids and numbers of the certificates that were ever issued over any of these parcels, in the order of issue.
///
/// # Errors
/// When the database fails.
pub fn certificates_of_parcels(rx: &mut Rx<'_>, numbers: &[i64]) -> Result<Vec<(CertificateId, String)>, StoreError> {
    let mut found: BTreeMap<i64, (String, String)> = BTreeMap::new();
    for chunk in numbers.chunks(IN_LIST) {
        let shipments = shipment_parcel::table.filter(shipment_parcel::parcel_no.eq_any(chunk)).select(shipment_parcel::shipment_id);
        let rows: Vec<(i64, String, String)> = certificate::table
            .filter(certificate::shipment_id.eq_any(shipments))
            .select((certificate::no, certificate::id, certificate::number))
            .load(rx.conn)?;
        found.extend(rows.into_iter().map(|(no, id, number)| (no, (id, number))));
    }
    found.into_values().map(|(id, number)| Ok((parsed(&id)?, number))).collect()
}

/// Whether any certificate was ever issued.
///
/// # Errors
/// When the database fails.
pub fn certificates_issued(rx: &mut Rx<'_>) -> Result<bool, StoreError> {
    Ok(certificate_next_no(rx)? > 1)
}

/// The numbers of all void certificates with the instant since when and the cause, oldest first.
///
/// # Errors
/// When the database fails.
pub fn certificates_void(rx: &mut Rx<'_>) -> Result<Vec<(String, Instant, Option<VoidCause>)>, StoreError> {
    let rows: Vec<(String, Option<i64>, Option<String>)> = certificate::table
        .filter(certificate::state.eq(CertificateState::Void.as_str()))
        .order(certificate::no)
        .select((certificate::number, certificate::voided_seq, certificate::cause))
        .load(rx.conn)?;
    let seqs: Vec<i64> = rows.iter().filter_map(|(_, seq, _)| *seq).collect();
    let since = recorded_at_of(rx, &seqs)?;
    rows.into_iter()
        .map(|(number, seq, cause)| {
            let at = seq.and_then(|seq| since.get(&seq).copied());
            Ok((number, at.ok_or_else(|| StoreError::damaged("void since no entry"))?, parsed_opt(cause.as_deref())?))
        })
        .collect()
}

/// Which certificates a list shows.
#[derive(Debug, Clone, Default)]
pub struct CertificateFilter {
    /// Only valid ones by the record, or only void ones.
    pub state: Option<CertificateState>,
    /// Only those that stand so on a day; void, lost and replaced ones are all void.
    pub standing: Option<(CertificateStanding, Day)>,
    /// Only those whose number holds this text.
    pub number: Option<String>,
}

/// Certificates within reach, newest first, with dense numbers below `before`.
///
/// # Errors
/// When the database fails.
pub fn certificates(
    rx: &mut Rx<'_>,
    reach: Reach,
    filter: &CertificateFilter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Certificate>, StoreError> {
    let mut query = certificate::table.into_boxed();
    match reach {
        Reach::All => {}
        Reach::Party(party) => query = query.filter(certificate::exporter_id.eq(party.to_string())),
        // A certificate is kept by no office.
        Reach::Office(_) | Reach::Nothing => return Ok(Vec::new()),
    }
    if let Some(state) = filter.state {
        query = query.filter(certificate::state.eq(state.as_str()));
    }
    if let Some((standing, day)) = filter.standing {
        let state = if standing.is_void() { CertificateState::Void } else { CertificateState::Valid };
        query = query.filter(certificate::state.eq(state.as_str()));
        query = match standing {
            CertificateStanding::Used => query.filter(certificate::used_on.is_not_null()),
            CertificateStanding::Expired => {
                query.filter(certificate::used_on.is_null()).filter(certificate::expires_on.lt(day.to_string()))
            }
            CertificateStanding::Valid => query.filter(certificate::used_on.is_null()).filter(certificate::expires_on.ge(day.to_string())),
            CertificateStanding::Void | CertificateStanding::Lost | CertificateStanding::Replaced => query,
        };
    }
    if let Some(number) = &filter.number {
        let plain: String = number.to_uppercase().chars().filter(|c| !matches!(c, '%' | '_' | '\\')).collect();
        query = query.filter(certificate::number.like(format!("%{plain}%")));
    }
    if let Some(before) = before {
        query = query.filter(certificate::no.lt(before));
    }
    let rows: Vec<Row> = query.order(certificate::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// The certificates in which carats of a pit or stock parcel left, in any revision, newest first.
///
/// # Errors
/// When the database fails.
pub fn certificates_holding(rx: &mut Rx<'_>, source_no: i64) -> Result<Vec<Certificate>, StoreError> {
    let held = certificate_part::table.filter(certificate_part::parcel_no.eq(source_no)).select(certificate_part::certificate_no);
    let rows: Vec<Row> = certificate::table.filter(certificate::no.eq_any(held)).order(certificate::no.desc()).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// A composition by site, the most carats first, then by foreign certificate, and what is not established last. A share whose entry is not in
/// the register is left out, so the sum tells whether the origin is complete.
///
/// # Errors
/// When the database fails.
pub fn composition_sites(rx: &mut Rx<'_>, whole: &Pool) -> Result<Vec<SiteShare>, StoreError> {
    let mut by_place: BTreeMap<Place, (i64, i64)> = BTreeMap::new();
    for (parcel_no, share) in whole.entries() {
        if let Some(place) = place_of(rx, *parcel_no)? {
            let sum = by_place.entry(place).or_default();
            *sum = (sum.0.saturating_add(*share), sum.1.saturating_add(1));
        }
    }
    let mut shares = Vec::with_capacity(by_place.len());
    for (place, (weight_mct, sources)) in by_place {
        let (site, import) = match place {
            Place::Site(site) => (Some(crate::store::text::parsed(&site)?), None),
            Place::Abroad(import) => (None, Some(import)),
            Place::Unknown => (None, None),
        };
        shares.push(SiteShare { site, import, weight_mct, sources });
    }
    // Stable: of equal ones abroad the order of their arrivals stays.
    shares.sort_by_key(|s| (s.site.is_none(), s.import.is_none(), -s.weight_mct, s.site));
    Ok(shares)
}

/// The pit parcels of a composition whose entry somebody wants corrected, undecided.
///
/// # Errors
/// When the database fails.
pub fn composition_pending(rx: &mut Rx<'_>, whole: &Pool) -> Result<Vec<i64>, StoreError> {
    let open: Vec<String> = correction::table
        .filter(correction::state.eq(CorrectionState::Proposed.as_str()))
        .order(correction::no)
        .select(correction::change)
        .load(rx.conn)?;
    let mut found = BTreeSet::new();
    for change in open {
        if let Some(parcel_no) = from_json::<CorrectionChange>(&change)?.parcel_no()
            && whole.entries().binary_search_by_key(&parcel_no, |(no, _)| *no).is_ok()
        {
            found.insert(parcel_no);
        }
    }
    Ok(found.into_iter().collect())
}
