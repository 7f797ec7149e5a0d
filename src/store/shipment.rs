//! Shipments.

use crate::domain::access::Reach;
use crate::domain::event::{
    CertificateProposed, Event, HsCode, Importer, ShipmentCancelled, ShipmentParcel, ShipmentPrepared, ShipmentPresented,
};
use crate::domain::ids::{CertificateId, PartyId, ShipmentId};
use crate::domain::parcel::{Parcel, ParcelState};
use crate::domain::shipment::{Shipment, ShipmentState, ShipmentWhole};
use crate::store::blank;
use crate::store::connection::Conn;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::{At, entry_fetch};
use crate::store::parcel as parcels;
use crate::store::schema::{journal, parcel, shipment, shipment_parcel};
use crate::store::text::{known, mass, parsed, parsed_opt};
use diesel::dsl::{exists, max, not};
use diesel::prelude::*;

/// The kind of the entry by which a shipment is sent back to its exporter.
const SENT_BACK: &str = "certificate.declined";

#[derive(Queryable, Insertable)]
#[diesel(table_name = shipment, treat_none_as_default_value = false)]
pub(super) struct Row {
    id: String,
    no: i64,
    code: String,
    exporter_id: String,
    licence_id: String,
    importer_name: String,
    importer_address: String,
    destination: String,
    parcels: i64,
    stones: i64,
    weight_mct: i64,
    value_usd_cents: i64,
    state: String,
    reason: Option<String>,
    proposed_by: Option<String>,
    proposed_expires_on: Option<String>,
    proposed_digest: Option<String>,
    unestablished_reason: Option<String>,
    certificate_id: Option<String>,
    test: i64,
    prepared_seq: i64,
    changed_seq: i64,
}

impl Row {
    pub(super) fn into_domain(self) -> Result<Shipment, StoreError> {
        Ok(Shipment {
            id: parsed(&self.id)?,
            no: self.no,
            code: self.code,
            exporter: parsed(&self.exporter_id)?,
            licence: parsed(&self.licence_id)?,
            importer: Importer { name: self.importer_name, address: self.importer_address, country: self.destination },
            parcels: self.parcels,
            stones: self.stones,
            weight: mass(self.weight_mct)?,
            value_usd_cents: self.value_usd_cents,
            state: known(ShipmentState::parse(&self.state), &self.state)?,
            reason: self.reason,
            proposed_by: parsed_opt(self.proposed_by.as_deref())?,
            proposed_expires_on: parsed_opt(self.proposed_expires_on.as_deref())?,
            proposed_digest: self.proposed_digest,
            unestablished_reason: self.unestablished_reason,
            certificate: parsed_opt(self.certificate_id.as_deref())?,
            test: self.test != 0,
            prepared_seq: self.prepared_seq,
            changed_seq: self.changed_seq,
        })
    }
}

pub(super) fn prepared(tx: &mut Tx<'_>, at: At, e: &ShipmentPrepared) -> Result<(), StoreError> {
    let sum = |f: fn(&ShipmentParcel) -> i64| e.parcels.iter().map(f).fold(0i64, i64::saturating_add);
    let row = Row {
        id: e.shipment.to_string(),
        no: e.no,
        code: e.code.clone(),
        exporter_id: e.exporter.to_string(),
        licence_id: e.licence.to_string(),
        importer_name: e.importer.name.clone(),
        importer_address: e.importer.address.clone(),
        destination: e.importer.country.clone(),
        parcels: i64::try_from(e.parcels.len()).map_err(StoreError::damaged)?,
        stones: sum(|p| p.stones),
        weight_mct: sum(|p| p.weight_mct.mct()),
        value_usd_cents: sum(|p| p.value_usd_cents),
        state: ShipmentState::Prepared.as_str().to_owned(),
        reason: None,
        proposed_by: None,
        proposed_expires_on: None,
        proposed_digest: None,
        unestablished_reason: None,
        certificate_id: None,
        test: i64::from(e.test),
        prepared_seq: at.seq,
        changed_seq: at.seq,
    };
    diesel::insert_into(shipment::table).values(&row).execute(tx.conn)?;
    for p in &e.parcels {
        diesel::insert_into(shipment_parcel::table)
            .values((
                shipment_parcel::shipment_id.eq(e.shipment.to_string()),
                shipment_parcel::parcel_no.eq(p.parcel_no),
                shipment_parcel::weight_mct.eq(p.weight_mct.mct()),
                shipment_parcel::stones.eq(p.stones),
                shipment_parcel::hs.eq(p.hs.as_str()),
                shipment_parcel::seal.eq(&p.seal),
                shipment_parcel::value_usd_cents.eq(p.value_usd_cents),
            ))
            .execute(tx.conn)?;
        parcels::put_in_shipment(tx, p.parcel_no, Some(e.shipment))?;
    }
    Ok(())
}

pub(super) fn cancelled(tx: &mut Tx<'_>, at: At, e: &ShipmentCancelled) -> Result<(), StoreError> {
    for p in shipment_parcels(tx, e.shipment)? {
        parcels::put_in_shipment(tx, p.parcel_no, None)?;
    }
    blank::free(tx, at, e.shipment)?;
    move_to(tx, at, e.shipment, ShipmentState::Cancelled, Some(&e.reason))
}

pub(super) fn presented(tx: &mut Tx<'_>, at: At, e: &ShipmentPresented) -> Result<(), StoreError> {
    move_to(tx, at, e.shipment, ShipmentState::Prepared, None)
}

pub(super) fn proposed(tx: &mut Tx<'_>, at: At, e: &CertificateProposed) -> Result<(), StoreError> {
    diesel::update(shipment::table.find(e.shipment.to_string()))
        .set((
            shipment::proposed_by.eq(at.account.to_string()),
            shipment::proposed_expires_on.eq(e.expires_on.to_string()),
            shipment::proposed_digest.eq(&e.signed_digest),
            shipment::unestablished_reason.eq(&e.unestablished_reason),
        ))
        .execute(tx.conn)?;
    blank::reserve(tx, at, &e.blank, e.shipment)?;
    move_to(tx, at, e.shipment, ShipmentState::Proposed, None)
}

/// Sent back, or its proposal taken back: nobody has signed it.
pub(super) fn unsigned(tx: &mut Tx<'_>, at: At, id: ShipmentId, reason: &str) -> Result<(), StoreError> {
    diesel::update(shipment::table.find(id.to_string()))
        .set((
            shipment::proposed_by.eq(None::<String>),
            shipment::proposed_expires_on.eq(None::<String>),
            shipment::proposed_digest.eq(None::<String>),
        ))
        .execute(tx.conn)?;
    blank::free(tx, at, id)?;
    move_to(tx, at, id, ShipmentState::Prepared, Some(reason))
}

fn move_to(tx: &mut Tx<'_>, at: At, id: ShipmentId, state: ShipmentState, reason: Option<&str>) -> Result<(), StoreError> {
    diesel::update(shipment::table.find(id.to_string()))
        .set((shipment::state.eq(state.as_str()), shipment::reason.eq(reason), shipment::changed_seq.eq(at.seq)))
        .execute(tx.conn)?;
    Ok(())
}

/// Its certificate is void and the goods are still here: nobody has signed, and it may be cancelled or proposed again.
pub(super) fn free_again(tx: &mut Tx<'_>, at: At, id: ShipmentId, reason: &str) -> Result<(), StoreError> {
    let none = None::<String>;
    diesel::update(shipment::table.find(id.to_string()))
        .set((
            shipment::proposed_by.eq(&none),
            shipment::proposed_expires_on.eq(&none),
            shipment::proposed_digest.eq(&none),
            shipment::unestablished_reason.eq(&none),
            shipment::certificate_id.eq(&none),
        ))
        .execute(tx.conn)?;
    move_to(tx, at, id, ShipmentState::Prepared, Some(reason))
}

pub(super) fn certified(tx: &mut Tx<'_>, at: At, id: ShipmentId, certificate: CertificateId) -> Result<(), StoreError> {
    diesel::update(shipment::table.find(id.to_string())).set(shipment::certificate_id.eq(certificate.to_string())).execute(tx.conn)?;
    move_to(tx, at, id, ShipmentState::Certified, None)
}

/// One shipment.
///
/// # Errors
/// When the database fails.
pub fn shipment_fetch(rx: &mut Rx<'_>, id: ShipmentId) -> Result<Option<Shipment>, StoreError> {
    let row: Option<Row> = shipment::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// One shipment with its parcels.
///
/// # Errors
/// When the database fails.
pub fn shipment_whole(rx: &mut Rx<'_>, id: ShipmentId) -> Result<Option<ShipmentWhole>, StoreError> {
    let Some(shipment) = shipment_fetch(rx, id)? else { return Ok(None) };
    let parcels = shipment_parcels(rx, id)?;
    Ok(Some(ShipmentWhole { shipment, parcels }))
}

/// The parcels of a shipment in number order.
///
/// # Errors
/// When the database fails.
pub fn shipment_parcels(rx: &mut Rx<'_>, id: ShipmentId) -> Result<Vec<ShipmentParcel>, StoreError> {
    type Columns = (i64, i64, i64, String, String, i64);
    let rows: Vec<Columns> = shipment_parcel::table
        .filter(shipment_parcel::shipment_id.eq(id.to_string()))
        .order(shipment_parcel::parcel_no)
        .select((
            shipment_parcel::parcel_no,
            shipment_parcel::weight_mct,
            shipment_parcel::stones,
            shipment_parcel::hs,
            shipment_parcel::seal,
            shipment_parcel::value_usd_cents,
        ))
        .load(rx.conn)?;
    rows.into_iter()
        .map(|(parcel_no, weight, stones, hs, seal, value_usd_cents)| {
            let hs = known(HsCode::parse(&hs), &hs)?;
            Ok(ShipmentParcel { parcel_no, weight_mct: mass(weight)?, stones, hs, seal, value_usd_cents })
        })
        .collect()
}

/// The number the next shipment gets.
///
/// # Errors
/// When the database fails.
pub fn shipment_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = shipment::table.select(max(shipment::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// The shipment with a code as read aloud.
///
/// # Errors
/// When the database fails.
pub fn shipment_by_code(rx: &mut Rx<'_>, code: &str) -> Result<Option<Shipment>, StoreError> {
    let row: Option<Row> = shipment::table.filter(shipment::code.eq(code)).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// Which shipments a list shows.
#[derive(Debug, Clone, Default)]
pub struct ShipmentFilter {
    /// Only those in this state.
    pub state: Option<ShipmentState>,
    /// Only this exporter's.
    pub exporter: Option<PartyId>,
}

/// Shipments within reach, newest first, with numbers below `before`.
///
/// # Errors
/// When the database fails.
pub fn shipments(
    rx: &mut Rx<'_>,
    reach: Reach,
    filter: &ShipmentFilter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Shipment>, StoreError> {
    let mut query = shipment::table.into_boxed();
    match reach {
        Reach::All => {}
        Reach::Party(party) => query = query.filter(shipment::exporter_id.eq(party.to_string())),
        // A shipment is kept by no office.
        Reach::Office(_) | Reach::Nothing => return Ok(Vec::new()),
    }
    if let Some(state) = filter.state {
        query = query.filter(shipment::state.eq(state.as_str()));
    }
    if let Some(exporter) = filter.exporter {
        query = query.filter(shipment::exporter_id.eq(exporter.to_string()));
    }
    if let Some(before) = before {
        query = query.filter(shipment::no.lt(before));
    }
    let rows: Vec<Row> = query.order(shipment::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// The shipments in a state, the one that waits longest first. What was sent back waits for nobody but its exporter.
///
/// # Errors
/// When the database fails.
pub fn shipments_waiting(rx: &mut Rx<'_>, state: ShipmentState, limit: i64) -> Result<Vec<Shipment>, StoreError> {
    let rows: Vec<Row> = shipment::table.filter(waits_in(state)).order(shipment::changed_seq).limit(limit).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// How many shipments wait in a state, as in [`shipments_waiting`].
///
/// # Errors
/// When the database fails.
pub fn shipments_count(rx: &mut Rx<'_>, state: ShipmentState) -> Result<i64, StoreError> {
    Ok(shipment::table.filter(waits_in(state)).count().get_result(rx.conn)?)
}

type Condition = Box<dyn BoxableExpression<shipment::table, <Conn as diesel::Connection>::Backend, SqlType = diesel::sql_types::Bool>>;

/// In a state, and not sent back.
fn waits_in(state: ShipmentState) -> Condition {
    Box::new(
        shipment::state
            .eq(state.as_str())
            .and(not(exists(journal::table.filter(journal::seq.eq(shipment::changed_seq)).filter(journal::kind.eq(SENT_BACK))))),
    )
}

/// The shipments of an exporter that were sent back and wait for his answer, the one that waits longest first.
///
/// # Errors
/// When the database fails.
pub fn shipments_sent_back(rx: &mut Rx<'_>, exporter: PartyId, limit: i64) -> Result<Vec<Shipment>, StoreError> {
    let back = exists(journal::table.filter(journal::seq.eq(shipment::changed_seq)).filter(journal::kind.eq(SENT_BACK)));
    let rows: Vec<Row> = shipment::table
        .filter(shipment::exporter_id.eq(exporter.to_string()))
        .filter(shipment::state.eq(ShipmentState::Prepared.as_str()))
        .filter(back)
        .order(shipment::changed_seq)
        .limit(limit)
        .load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// Whether a shipment was sent back and its exporter has not answered yet.
///
/// # Errors
/// When the database fails.
pub fn shipment_is_sent_back(rx: &mut Rx<'_>, s: &Shipment) -> Result<bool, StoreError> {
    let last = entry_fetch(rx, s.changed_seq)?;
    Ok(s.state == ShipmentState::Prepared && last.is_some_and(|stored| matches!(stored.entry.event, Event::CertificateDeclined(_))))
}

/// The live, sealed parcels of a holder that are in no shipment, in number order.
///
/// # Errors
/// When the database fails.
pub fn parcels_sealed(rx: &mut Rx<'_>, holder: PartyId) -> Result<Vec<Parcel>, StoreError> {
    let rows: Vec<parcels::Row> = parcel::table
        .filter(parcel::holder_id.eq(holder.to_string()))
        .filter(parcel::state.eq(ParcelState::Live.as_str()))
        .filter(parcel::seal.is_not_null())
        .filter(parcel::shipment_id.is_null())
        .filter(parcel::dispute_no.is_null())
        .filter(parcel::removal_no.is_null())
        .order(parcel::no)
        .load(rx.conn)?;
    rows.into_iter().map(parcels::Row::into_domain).collect()
}
