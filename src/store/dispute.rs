//! Disputes: cases about two acts that cannot both hold, and which parcels they freeze.

use crate::domain::access::Reach;
use crate::domain::dispute::{Dispute, DisputeState, Disputed};
use crate::domain::event::{DisputeDecided, DisputeOpened, DisputeWithdrawn, PurchaseClosed, PurchaseEnd, Ruling, ShipmentCancelled};
use crate::domain::ids::{AccountId, DisputeId};
use crate::domain::parcel::{Parcel, ParcelState};
use crate::store::connection::Conn;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::operation::{parcels_where_consumed, parcels_where_produced};
use crate::store::schema::{dispute, dispute_parcel};
use crate::store::text::{IN_LIST, from_json, parsed, parsed_opt, to_json};
use crate::store::{parcel as parcels, purchase, shipment};
use diesel::dsl::{max, min};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Queryable, Insertable)]
#[diesel(table_name = dispute, treat_none_as_default_value = false)]
struct Row {
    id: String,
    no: i64,
    code: String,
    office_id: Option<String>,
    claimant: String,
    seller_id: String,
    buyer_id: String,
    claim: String,
    statement: String,
    against: String,
    state: String,
    opened_by: String,
    opened_seq: i64,
    ended_by: Option<String>,
    ended_seq: Option<i64>,
    reason: Option<String>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = dispute_parcel, treat_none_as_default_value = false)]
struct ParcelRow {
    dispute_no: i64,
    parcel_no: i64,
    claimed: i64,
    holder_id: Option<String>,
    whole: i64,
    gone: i64,
}

impl Row {
    fn into_domain(self, rx: &mut Rx<'_>) -> Result<Dispute, StoreError> {
        let rows: Vec<ParcelRow> = dispute_parcel::table
            .filter(dispute_parcel::dispute_no.eq(self.no))
            .filter(dispute_parcel::holder_id.is_not_null())
            .order(dispute_parcel::parcel_no)
            .load(rx.conn)?;
        let mut holds = Vec::with_capacity(rows.len());
        for row in rows {
            let holder = parsed(row.holder_id.as_deref().unwrap_or_default())?;
            holds.push(Disputed { parcel_no: row.parcel_no, holder, whole: row.whole != 0, gone: row.gone != 0 });
        }
        Ok(Dispute {
            id: parsed(&self.id)?,
            no: self.no,
            code: self.code,
            office: parsed_opt(self.office_id.as_deref())?,
            claimant: parsed(&self.claimant)?,
            claim: from_json(&self.claim)?,
            statement: self.statement,
            against: from_json(&self.against)?,
            holds,
            state: parsed(&self.state)?,
            opened_by: parsed(&self.opened_by)?,
            opened_seq: self.opened_seq,
            ended_by: parsed_opt(self.ended_by.as_deref())?,
            ended_seq: self.ended_seq,
            reason: self.reason,
        })
    }
}

pub(super) fn opened(tx: &mut Tx<'_>, at: At, e: &DisputeOpened) -> Result<(), StoreError> {
    let row = Row {
        id: e.dispute.to_string(),
        no: e.no,
        code: e.code.clone(),
        office_id: e.office.map(|o| o.to_string()),
        claimant: e.claimant.as_str().to_owned(),
        seller_id: e.claim.seller.to_string(),
        buyer_id: e.claim.buyer.to_string(),
        claim: to_json(&e.claim)?,
        statement: e.statement.clone(),
        against: to_json(&e.against)?,
        state: DisputeState::Open.as_str().to_owned(),
        opened_by: at.account.to_string(),
        opened_seq: at.seq,
        ended_by: None,
        ended_seq: None,
        reason: None,
    };
    diesel::insert_into(dispute::table).values(&row).execute(tx.conn)?;
    let claimed: BTreeSet<i64> = e.claim.parcels.iter().map(|p| p.parcel_no).collect();
    let numbers: Vec<i64> = claimed.iter().copied().collect();
    let held: BTreeMap<i64, (Parcel, bool)> = remains(tx, &numbers)?.into_iter().map(|(p, whole)| (p.no, (p, whole))).collect();
    for no in claimed.iter().chain(held.keys()).collect::<BTreeSet<_>>() {
        let here = held.get(no);
        let row = ParcelRow {
            dispute_no: e.no,
            parcel_no: *no,
            claimed: i64::from(claimed.contains(no)),
            holder_id: here.map(|(p, _)| p.holder.to_string()),
            whole: i64::from(here.is_some_and(|(_, whole)| *whole)),
            gone: i64::from(here.is_some_and(|(p, _)| p.state == ParcelState::Exported)),
        };
        diesel::insert_into(dispute_parcel::table).values(&row).execute(tx.conn)?;
        if here.is_some() {
            mark(tx, *no)?;
        }
    }
    Ok(())
}

/// Marks a parcel with the oldest open case that holds it.
fn mark(tx: &mut Tx<'_>, no: i64) -> Result<(), StoreError> {
    let oldest: Option<i64> = dispute_parcel::table
        .inner_join(dispute::table.on(dispute::no.eq(dispute_parcel::dispute_no)))
        .filter(dispute_parcel::parcel_no.eq(no))
        .filter(dispute_parcel::holder_id.is_not_null())
        .filter(dispute::state.eq(DisputeState::Open.as_str()))
        .select(min(dispute::no))
        .get_result(tx.conn)?;
    parcels::held_by_case(tx, no, oldest)
}

/// Ends an open case. Compare and set: one that was ended already refuses.
fn end(tx: &mut Tx<'_>, at: At, id: DisputeId, state: DisputeState, reason: &str) -> Result<Dispute, StoreError> {
    let open = dispute::table.find(id.to_string()).filter(dispute::state.eq(DisputeState::Open.as_str()));
    let done = diesel::update(open)
        .set((
            dispute::state.eq(state.as_str()),
            dispute::ended_by.eq(at.account.to_string()),
            dispute::ended_seq.eq(at.seq),
            dispute::reason.eq(reason),
        ))
        .execute(tx.conn)?;
    if done != 1 {
        return Err(StoreError::Constraint(format!("case {id} is not open")));
    }
    let ended = dispute_fetch(tx, id)?.ok_or_else(|| StoreError::damaged("a case vanished"))?;
    for held in &ended.holds {
        mark(tx, held.parcel_no)?;
    }
    Ok(ended)
}

pub(super) fn withdrawn(tx: &mut Tx<'_>, at: At, e: &DisputeWithdrawn) -> Result<(), StoreError> {
    end(tx, at, e.dispute, DisputeState::Withdrawn, &e.reason).map(|_| ())
}

pub(super) fn decided(tx: &mut Tx<'_>, at: At, e: &DisputeDecided) -> Result<(), StoreError> {
    let state = match e.ruling {
        Ruling::Stands => DisputeState::Stands,
        Ruling::Upheld => DisputeState::Upheld,
        Ruling::Settled => DisputeState::Settled,
    };
    let ended = end(tx, at, e.dispute, state, &e.reason)?;
    for offer in &e.offers {
        let closed = PurchaseClosed { purchase: *offer, end: PurchaseEnd::Withdrawn, reason: Some(ended.code.clone()) };
        purchase::closed(tx, at, &closed)?;
    }
    for id in &e.shipments {
        shipment::cancelled(tx, at, &ShipmentCancelled { shipment: *id, reason: ended.code.clone() })?;
    }
    let Some(to) = e.to else { return Ok(()) };
    for moved in &e.moved {
        parcels::hand_over(tx, at, moved.parcel_no, moved.from, to)?;
        // Another case that holds it is now about what somebody else holds.
        let others = dispute::table.filter(dispute::state.eq(DisputeState::Open.as_str())).select(dispute::no);
        diesel::update(
            dispute_parcel::table
                .filter(dispute_parcel::parcel_no.eq(moved.parcel_no))
                .filter(dispute_parcel::holder_id.is_not_null())
                .filter(dispute_parcel::dispute_no.eq_any(others)),
        )
        .set(dispute_parcel::holder_id.eq(to.to_string()))
        .execute(tx.conn)?;
    }
    Ok(())
}

/// What there is today of parcels, in number order: those that live or have left, of themselves and of all that was made
/// of them, each with whether it was made of these parcels alone.
///
/// # Errors
/// When the database fails.
pub fn remains(rx: &mut Rx<'_>, of: &[i64]) -> Result<Vec<(Parcel, bool)>, StoreError> {
    let mut whole: BTreeMap<i64, bool> = BTreeMap::new();
    let mut found: BTreeMap<i64, Parcel> = BTreeMap::new();
    for no in of {
        if let Some(parcel) = parcels::parcel_fetch(rx, *no)? {
            whole.insert(*no, true);
            found.insert(*no, parcel);
        }
    }
    // In the order of entries, so that all that an act took in is known before what came out of it.
    let mut todo: BTreeSet<i64> = found.values().filter_map(|p| p.consumed_seq).collect();
    while let Some(seq) = todo.pop_first() {
        let alone = parcels_where_consumed(rx, seq)?.iter().all(|p| whole.get(&p.no) == Some(&true));
        for parcel in parcels_where_produced(rx, seq)? {
            todo.extend(parcel.consumed_seq);
            whole.insert(parcel.no, alone);
            found.insert(parcel.no, parcel);
        }
    }
    let there = found.into_iter().filter(|(_, p)| p.state != ParcelState::Consumed);
    Ok(there.map(|(no, parcel)| (parcel, whole.get(&no) == Some(&true))).collect())
}

/// One case.
///
/// # Errors
/// When the database fails.
pub fn dispute_fetch(rx: &mut Rx<'_>, id: DisputeId) -> Result<Option<Dispute>, StoreError> {
    let row: Option<Row> = dispute::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(|row| row.into_domain(rx)).transpose()
}

/// The case with a code as read aloud.
///
/// # Errors
/// When the database fails.
pub fn dispute_by_code(rx: &mut Rx<'_>, code: &str) -> Result<Option<Dispute>, StoreError> {
    let row: Option<Row> = dispute::table.filter(dispute::code.eq(code)).get_result(rx.conn).optional()?;
    row.map(|row| row.into_domain(rx)).transpose()
}

/// The cases that claim or hold any of these parcels, oldest first.
///
/// # Errors
/// When the database fails.
pub fn disputes_of(rx: &mut Rx<'_>, parcels: &[i64]) -> Result<Vec<Dispute>, StoreError> {
    let mut numbers = BTreeSet::new();
    for chunk in parcels.chunks(IN_LIST) {
        let of = dispute_parcel::table.filter(dispute_parcel::parcel_no.eq_any(chunk)).select(dispute_parcel::dispute_no);
        numbers.extend(of.load::<i64>(rx.conn)?);
    }
    let mut found = Vec::with_capacity(numbers.len());
    for no in numbers {
        let row: Row = dispute::table.filter(dispute::no.eq(no)).get_result(rx.conn)?;
        found.push(row.into_domain(rx)?);
    }
    Ok(found)
}

/// What a list of cases is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct DisputeFilter {
    /// Where they stand.
    pub state: Option<DisputeState>,
    /// That claim or hold this parcel.
    pub parcel: Option<i64>,
    /// Only those that somebody else than this account opened.
    pub not_by: Option<AccountId>,
}

impl DisputeFilter {
    /// Those that wait for an officer.
    #[must_use]
    pub fn open() -> Self {
        Self { state: Some(DisputeState::Open), ..Self::default() }
    }
}

type Boxed = dispute::BoxedQuery<'static, <Conn as diesel::Connection>::Backend>;

/// None where the reach is empty. A party sees what it claims, what is claimed of it, and what concerns what it holds.
fn narrowed(reach: Reach, filter: &DisputeFilter) -> Option<Boxed> {
    let mut query = dispute::table.into_boxed();
    query = match reach {
        Reach::All => query,
        Reach::Office(office) => query.filter(dispute::office_id.eq(office.to_string())),
        Reach::Party(party) => {
            let id = party.to_string();
            let holds = dispute_parcel::table.filter(dispute_parcel::holder_id.eq(id.clone())).select(dispute_parcel::dispute_no);
            let side = dispute::seller_id.eq(id.clone()).or(dispute::buyer_id.eq(id));
            query.filter(side.or(dispute::no.eq_any(holds)))
        }
        Reach::Nothing => return None,
    };
    if let Some(state) = filter.state {
        query = query.filter(dispute::state.eq(state.as_str()));
    }
    if let Some(no) = filter.parcel {
        let of = dispute_parcel::table.filter(dispute_parcel::parcel_no.eq(no)).select(dispute_parcel::dispute_no);
        query = query.filter(dispute::no.eq_any(of));
    }
    if let Some(by) = filter.not_by {
        query = query.filter(dispute::opened_by.ne(by.to_string()));
    }
    Some(query)
}

/// Cases within a reach, newest first, those with a number before `before`.
///
/// # Errors
/// When the database fails.
pub fn disputes(
    rx: &mut Rx<'_>,
    reach: Reach,
    filter: &DisputeFilter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Dispute>, StoreError> {
    let Some(mut query) = narrowed(reach, filter) else { return Ok(Vec::new()) };
    if let Some(before) = before {
        query = query.filter(dispute::no.lt(before));
    }
    let rows: Vec<Row> = query.order(dispute::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(|row| row.into_domain(rx)).collect()
}

/// How many cases a list would have.
///
/// # Errors
/// When the database fails.
pub fn disputes_count(rx: &mut Rx<'_>, reach: Reach, filter: &DisputeFilter) -> Result<i64, StoreError> {
    let Some(query) = narrowed(reach, filter) else { return Ok(0) };
    Ok(query.count().get_result(rx.conn)?)
}

/// The number the next case gets.
///
/// # Errors
/// When the database fails.
pub fn dispute_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = dispute::table.select(max(dispute::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}
