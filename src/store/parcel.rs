//! Parcels: who holds what, sealed with what.

mod history;
mod list;

pub use history::{Held, ParcelHistory, Sealing, Weighing, parcel_history};
pub use list::{Hold, ParcelFilter, ParcelTotals, holds_of, open_offers, parcel_totals, parcels, withdrawn_among};

use crate::domain::event::{HsCode, NewParcel, ParcelSealed, ParcelUnsealed};
use crate::domain::ids::{OfficeId, ParcelId, PartyId, PurchaseId, ShipmentId};
use crate::domain::parcel::{Parcel, ParcelState, parcel_code};
use crate::domain::zone::ZoneMark;
use crate::store::db::{Rx, Tx};
use crate::store::direct::{Bind, Update, direct};
use crate::store::error::StoreError;
use crate::store::guards::Guard;
use crate::store::journal::At;
use crate::store::schema::{custody, parcel, seal, weighing};
use crate::store::text::{known, mass, parsed, parsed_opt};
use diesel::dsl::max;
use diesel::prelude::*;

#[derive(Queryable, Insertable)]
#[diesel(table_name = parcel, treat_none_as_default_value = false)]
pub(super) struct Row {
    pub(super) no: i64,
    id: String,
    code: String,
    weight_mct: i64,
    stones: i64,
    hs: String,
    class: Option<String>,
    origin: i64,
    gain_mct: i64,
    holder_id: String,
    state: String,
    seal: Option<String>,
    purchase_id: Option<String>,
    shipment_id: Option<String>,
    office_id: Option<String>,
    test: i64,
    produced_seq: i64,
    consumed_seq: Option<i64>,
    dispute_no: Option<i64>,
    removal_no: Option<i64>,
    seizure_no: Option<i64>,
    zone_mark: Option<String>,
    held: i64,
}

impl Row {
    pub(super) fn into_domain(self) -> Result<Parcel, StoreError> {
        Ok(Parcel {
            no: self.no,
            id: parsed(&self.id)?,
            code: self.code,
            weight: mass(self.weight_mct)?,
            stones: self.stones,
            hs: known(HsCode::parse(&self.hs), &self.hs)?,
            class: self.class,
            origin: self.origin,
            gain_mct: self.gain_mct,
            holder: parsed(&self.holder_id)?,
            state: known(ParcelState::parse(&self.state), &self.state)?,
            seal: self.seal,
            purchase: parsed_opt(self.purchase_id.as_deref())?,
            shipment: parsed_opt(self.shipment_id.as_deref())?,
            dispute: self.dispute_no,
            removal: self.removal_no,
            seizure: self.seizure_no,
            zone: parsed_opt(self.zone_mark.as_deref())?,
            held: self.held != 0,
            office: parsed_opt(self.office_id.as_deref())?,
            test: self.test != 0,
            produced_seq: self.produced_seq,
            consumed_seq: self.consumed_seq,
        })
    }
}

/// What a new parcel inherits.
pub(super) struct Birth {
    pub holder: PartyId,
    pub origin: i64,
    pub gain_mct: i64,
    pub office: Option<OfficeId>,
    pub test: bool,
    pub zone: Option<ZoneMark>,
    pub held: bool,
}

pub(super) fn create(tx: &mut Tx<'_>, at: At, new: &NewParcel, birth: &Birth) -> Result<(), StoreError> {
    let row = Row {
        no: new.no,
        id: new.parcel.to_string(),
        code: parcel_code(new.no),
        weight_mct: new.weight_mct.mct(),
        stones: new.stones,
        hs: new.hs.as_str().to_owned(),
        class: new.class.clone(),
        origin: birth.origin,
        gain_mct: birth.gain_mct,
        holder_id: birth.holder.to_string(),
        state: ParcelState::Live.as_str().to_owned(),
        seal: None,
        purchase_id: None,
        shipment_id: None,
        office_id: birth.office.map(|o| o.to_string()),
        test: i64::from(birth.test),
        produced_seq: at.seq,
        consumed_seq: None,
        dispute_no: None,
        removal_no: None,
        seizure_no: None,
        zone_mark: birth.zone.map(|z| z.as_str().to_owned()),
        held: i64::from(birth.held),
    };
    direct!(tx.conn, c => diesel::insert_into(parcel::table).values(&row).execute(c))?;
    custody_open(tx, at, new.no, birth.holder)
}

fn custody_open(tx: &mut Tx<'_>, at: At, no: i64, holder: PartyId) -> Result<(), StoreError> {
    let row = (custody::parcel_no.eq(no), custody::from_seq.eq(at.seq), custody::holder_id.eq(holder.to_string()));
    direct!(tx.conn, c => diesel::insert_into(custody::table).values(row).execute(c))?;
    Ok(())
}

fn custody_close(tx: &mut Tx<'_>, at: At, no: i64) -> Result<(), StoreError> {
    let live = &["UPDATE custody SET to_seq = ", " WHERE parcel_no = ", " AND to_seq IS NULL"];
    let binds = [Bind::Int(at.seq), Bind::Int(no)];
    let closed = direct!(tx.conn, c => Update::new(live, &binds).execute(c))?;
    if closed == 1 { Ok(()) } else { Err(StoreError::Constraint(format!("parcel {no} has no live holder"))) }
}

/// Takes a live parcel out of circulation: used up, or exported. Compare and set: a parcel that is not
/// live any more refuses (C5).
pub(super) fn end(tx: &mut Tx<'_>, at: At, no: i64, state: ParcelState) -> Result<(), StoreError> {
    let consumed = (state == ParcelState::Consumed).then_some(at.seq);
    let live = &["UPDATE parcel SET state = ", ", consumed_seq = ", " WHERE no = ", " AND state = ", ""];
    let binds = [Bind::Text(state.as_str()), Bind::int(consumed), Bind::Int(no), Bind::Text(ParcelState::Live.as_str())];
    let done = direct!(tx.conn, c => Update::new(live, &binds).execute(c))?;
    if done != 1 {
        return Err(StoreError::Constraint(format!("parcel {no} is not live")));
    }
    custody_close(tx, at, no)
}

/// Puts an exported parcel back where it was: its certificate is void and it never left. Compare and set (C5).
pub(super) fn bring_back(tx: &mut Tx<'_>, at: At, no: i64) -> Result<(), StoreError> {
    let gone = parcel::table.find(no).filter(parcel::state.eq(ParcelState::Exported.as_str()));
    let done = diesel::update(gone).set(parcel::state.eq(ParcelState::Live.as_str())).execute(tx.conn)?;
    if done != 1 {
        return Err(StoreError::Constraint(format!("parcel {no} is not exported")));
    }
    let holder: String = parcel::table.find(no).select(parcel::holder_id).get_result(tx.conn)?;
    custody_open(tx, at, no, parsed(&holder)?)
}

/// Takes a live parcel from who holds it: the state keeps it, and nobody holds it. Compare and set (C5).
pub(super) fn seize(tx: &mut Tx<'_>, at: At, no: i64, seizure: i64) -> Result<(), StoreError> {
    let live = parcel::table.find(no).filter(parcel::state.eq(ParcelState::Live.as_str()));
    let to = (parcel::state.eq(ParcelState::Seized.as_str()), parcel::seizure_no.eq(seizure));
    if diesel::update(live).set(to).execute(tx.conn)? != 1 {
        return Err(StoreError::Constraint(format!("parcel {no} is not live")));
    }
    custody_close(tx, at, no)
}

/// Gives a parcel that the state keeps to somebody, or to nobody: it is used up. Compare and set (C5).
pub(super) fn let_go(tx: &mut Tx<'_>, at: At, no: i64, to: Option<PartyId>) -> Result<(), StoreError> {
    let kept = parcel::table.find(no).filter(parcel::state.eq(ParcelState::Seized.as_str()));
    let done = match to {
        Some(to) => diesel::update(kept)
            .set((
                parcel::state.eq(ParcelState::Live.as_str()),
                parcel::holder_id.eq(to.to_string()),
                parcel::purchase_id.eq(None::<String>),
            ))
            .execute(tx.conn)?,
        None => diesel::update(kept)
            .set((parcel::state.eq(ParcelState::Consumed.as_str()), parcel::consumed_seq.eq(at.seq)))
            .execute(tx.conn)?,
    };
    if done != 1 {
        return Err(StoreError::Constraint(format!("parcel {no} is not kept by the state")));
    }
    to.map_or(Ok(()), |to| custody_open(tx, at, no, to))
}

/// Gives a live parcel from one holder to another. Compare and set (C5).
pub(super) fn hand_over(tx: &mut Tx<'_>, at: At, no: i64, from: PartyId, to: PartyId) -> Result<(), StoreError> {
    let live = &["UPDATE parcel SET purchase_id = NULL, holder_id = ", " WHERE no = ", " AND holder_id = ", " AND state = ", ""];
    let (giver, taker) = (from.to_string(), to.to_string());
    let binds = [Bind::Text(&taker), Bind::Int(no), Bind::Text(&giver), Bind::Text(ParcelState::Live.as_str())];
    let done = direct!(tx.conn, c => Update::new(live, &binds).execute(c))?;
    if done != 1 && !Guard::CompareAndSet.is_off() {
        return Err(StoreError::Constraint(format!("parcel {no} is not held by the giver")));
    }
    custody_close(tx, at, no)?;
    custody_open(tx, at, no, to)
}

pub(super) fn offered(tx: &mut Tx<'_>, no: i64, purchase: Option<PurchaseId>) -> Result<(), StoreError> {
    let purchase = purchase.map(|p| p.to_string());
    let binds = [Bind::text(purchase.as_deref()), Bind::Int(no)];
    direct!(tx.conn, c => Update::new(&["UPDATE parcel SET purchase_id = ", " WHERE no = ", ""], &binds).execute(c))?;
    Ok(())
}

pub(super) fn put_in_shipment(tx: &mut Tx<'_>, no: i64, shipment: Option<ShipmentId>) -> Result<(), StoreError> {
    diesel::update(parcel::table.find(no)).set(parcel::shipment_id.eq(shipment.map(|s| s.to_string()))).execute(tx.conn)?;
    Ok(())
}

/// The oldest open case that holds a parcel, or none.
pub(super) fn held_by_case(tx: &mut Tx<'_>, no: i64, case: Option<i64>) -> Result<(), StoreError> {
    diesel::update(parcel::table.find(no)).set(parcel::dispute_no.eq(case)).execute(tx.conn)?;
    Ok(())
}

/// The report that waits, by which a parcel is gone, or none.
pub(super) fn reported_gone(tx: &mut Tx<'_>, no: i64, removal: Option<i64>) -> Result<(), StoreError> {
    diesel::update(parcel::table.find(no)).set(parcel::removal_no.eq(removal)).execute(tx.conn)?;
    Ok(())
}

/// What the zones of a parcel's carats made of it.
pub(super) fn zone_marked(tx: &mut Tx<'_>, no: i64, mark: Option<ZoneMark>) -> Result<(), StoreError> {
    diesel::update(parcel::table.find(no)).set(parcel::zone_mark.eq(mark.map(ZoneMark::as_str))).execute(tx.conn)?;
    Ok(())
}

/// A parcel that was held is let go. Compare and set.
pub(super) fn hold_lifted(tx: &mut Tx<'_>, no: i64) -> Result<(), StoreError> {
    let held = parcel::table.find(no).filter(parcel::held.eq(1));
    let done = diesel::update(held).set(parcel::held.eq(0)).execute(tx.conn)?;
    if done == 1 { Ok(()) } else { Err(StoreError::Constraint(format!("parcel {no} is not held"))) }
}

/// What a scale found.
pub(super) struct Reading {
    pub before_mct: i64,
    pub after_mct: i64,
    pub stones_before: i64,
    pub stones_after: i64,
}

/// Writes down a weighing that differs from what was written before, and what that does to the parcel.
pub(super) fn weigh(tx: &mut Tx<'_>, at: At, no: i64, r: &Reading, reason: Option<&str>) -> Result<(), StoreError> {
    if r.before_mct == r.after_mct && r.stones_before == r.stones_after {
        return Ok(());
    }
    weighing_write(tx, at.seq, no, r, reason)?;
    let weighed = &["UPDATE parcel SET weight_mct = ", ", stones = ", ", gain_mct = gain_mct + ", " WHERE no = ", ""];
    let gain = r.after_mct.saturating_sub(r.before_mct);
    let binds = [Bind::Int(r.after_mct), Bind::Int(r.stones_after), Bind::Int(gain), Bind::Int(no)];
    direct!(tx.conn, c => Update::new(weighed, &binds).execute(c))?;
    Ok(())
}

pub(super) fn weighing_write(tx: &mut Tx<'_>, seq: i64, no: i64, r: &Reading, reason: Option<&str>) -> Result<(), StoreError> {
    let row = (
        weighing::parcel_no.eq(no),
        weighing::seq.eq(seq),
        weighing::before_mct.eq(r.before_mct),
        weighing::after_mct.eq(r.after_mct),
        weighing::stones_before.eq(r.stones_before),
        weighing::stones_after.eq(r.stones_after),
        weighing::reason.eq(reason),
    );
    direct!(tx.conn, c => diesel::insert_into(weighing::table).values(row).execute(c))?;
    Ok(())
}

pub(super) fn sealed(tx: &mut Tx<'_>, at: At, e: &ParcelSealed) -> Result<(), StoreError> {
    diesel::update(parcel::table.find(e.parcel_no)).set(parcel::seal.eq(&e.seal)).execute(tx.conn)?;
    diesel::insert_into(seal::table)
        .values((seal::parcel_no.eq(e.parcel_no), seal::from_seq.eq(at.seq), seal::number.eq(&e.seal)))
        .execute(tx.conn)?;
    Ok(())
}

pub(super) fn unsealed(tx: &mut Tx<'_>, at: At, e: &ParcelUnsealed) -> Result<(), StoreError> {
    diesel::update(parcel::table.find(e.parcel_no)).set(parcel::seal.eq(None::<String>)).execute(tx.conn)?;
    diesel::update(seal::table.filter(seal::parcel_no.eq(e.parcel_no)).filter(seal::to_seq.is_null()))
        .set((seal::to_seq.eq(at.seq), seal::reason.eq(&e.reason)))
        .execute(tx.conn)?;
    Ok(())
}

/// The parcel with a number.
///
/// # Errors
/// When the database fails.
pub fn parcel_fetch(rx: &mut Rx<'_>, no: i64) -> Result<Option<Parcel>, StoreError> {
    let row: Option<Row> = direct!(rx.conn, c => parcel::table.find(no).get_result(c)).optional()?;
    row.map(Row::into_domain).transpose()
}

/// The parcel with an id.
///
/// # Errors
/// When the database fails.
pub fn parcel_by_id(rx: &mut Rx<'_>, id: ParcelId) -> Result<Option<Parcel>, StoreError> {
    let row: Option<Row> = parcel::table.filter(parcel::id.eq(id.to_string())).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// The parcel with a code as read aloud.
///
/// # Errors
/// When the database fails.
pub fn parcel_by_code(rx: &mut Rx<'_>, code: &str) -> Result<Option<Parcel>, StoreError> {
    let row: Option<Row> = parcel::table.filter(parcel::code.eq(code)).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// The live parcel under a seal, or one that the state keeps in its bag.
///
/// # Errors
/// When the database fails.
pub fn parcel_by_live_seal(rx: &mut Rx<'_>, number: &str) -> Result<Option<Parcel>, StoreError> {
    let row: Option<Row> = parcel::table
        .filter(parcel::seal.eq(number))
        .filter(parcel::state.eq_any([ParcelState::Live.as_str(), ParcelState::Seized.as_str()]))
        .get_result(rx.conn)
        .optional()?;
    row.map(Row::into_domain).transpose()
}

/// Whether a bag that was lost, stolen or destroyed bears a seal: what is used up otherwise bears none.
///
/// # Errors
/// When the database fails.
pub fn seal_is_gone(rx: &mut Rx<'_>, number: &str) -> Result<bool, StoreError> {
    let gone = parcel::table.filter(parcel::seal.eq(number)).filter(parcel::state.eq(ParcelState::Consumed.as_str()));
    let found: Option<i64> = gone.select(parcel::no).limit(1).get_result(rx.conn).optional()?;
    Ok(found.is_some())
}

/// The number the next parcel gets.
///
/// # Errors
/// When the database fails.
pub fn parcel_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = parcel::table.select(max(parcel::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// Whether a party holds a parcel or ever held it.
///
/// # Errors
/// When the database fails.
pub fn parcel_was_held_by(rx: &mut Rx<'_>, no: i64, holder: PartyId) -> Result<bool, StoreError> {
    let found: i64 =
        custody::table.filter(custody::parcel_no.eq(no)).filter(custody::holder_id.eq(holder.to_string())).count().get_result(rx.conn)?;
    Ok(found > 0)
}

/// Whether a parcel came into somebody's hands again after it was made: sold, awarded, given back, back from a void certificate.
///
/// # Errors
/// When the database fails.
pub fn parcel_changed_hands(rx: &mut Rx<'_>, parcel: &Parcel) -> Result<bool, StoreError> {
    let later = custody::table.filter(custody::parcel_no.eq(parcel.no)).filter(custody::from_seq.gt(parcel.produced_seq));
    let found: i64 = later.count().get_result(rx.conn)?;
    Ok(found > 0)
}

/// How many live parcels a party holds.
///
/// # Errors
/// When the database fails.
pub fn parcels_held_by(rx: &mut Rx<'_>, holder: PartyId) -> Result<i64, StoreError> {
    Ok(parcel::table
        .filter(parcel::holder_id.eq(holder.to_string()))
        .filter(parcel::state.eq(ParcelState::Live.as_str()))
        .count()
        .get_result(rx.conn)?)
}
