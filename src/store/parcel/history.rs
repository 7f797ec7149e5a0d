//! What happened to one parcel.

use crate::domain::ids::{PartyId, PurchaseId};
use crate::domain::parcel::Parcel;
use crate::domain::purchase::Purchase;
use crate::domain::quantity::Mass;
use crate::domain::time::Instant;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::operation::{Operation, operation_fetch, parcels_where_consumed, parcels_where_produced};
use crate::store::production::stamps;
use crate::store::purchase::purchase_fetch;
use crate::store::schema::{custody, purchase, purchase_item, seal, weighing};
use crate::store::text::{mass, parsed};
use diesel::prelude::*;
use serde::Serialize;
use std::collections::HashMap;

/// Who held a parcel, from one entry to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Held {
    /// Who.
    pub holder: PartyId,
    /// The entry by which he got it.
    pub from_seq: i64,
    /// The entry by which it left him.
    pub to_seq: Option<i64>,
}

/// A weighing that differed from what was written before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Weighing {
    /// The entry.
    pub seq: i64,
    /// Milli-carats before.
    pub before_mct: i64,
    /// Milli-carats found.
    pub after_mct: i64,
    /// Stones before.
    pub stones_before: i64,
    /// Stones counted.
    pub stones_after: i64,
    /// Why; none at a sale.
    pub reason: Option<String>,
}

impl Weighing {
    /// Milli-carats more or fewer.
    #[must_use]
    pub const fn difference_mct(&self) -> i64 {
        self.after_mct.saturating_sub(self.before_mct)
    }
}

/// A seal, from one entry to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Sealing {
    /// Its number.
    pub number: String,
    /// The entry that put it on.
    pub from_seq: i64,
    /// The entry that opened it.
    pub to_seq: Option<i64>,
    /// Why it was opened.
    pub reason: Option<String>,
}

/// All of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ParcelHistory {
    /// The chain of custody, oldest first.
    pub held: Vec<Held>,
    /// Weighings, oldest first.
    pub weighings: Vec<Weighing>,
    /// Seals, oldest first.
    pub seals: Vec<Sealing>,
    /// Offers and purchases it was part of, oldest first.
    pub offers: Vec<Purchase>,
    /// The operation that made it.
    pub made_by: Option<Operation>,
    /// What it was made of.
    pub made_of: Vec<Parcel>,
    /// The operation that used it up.
    pub used_by: Option<Operation>,
    /// What was made of it.
    pub became: Vec<Parcel>,
    times: HashMap<i64, Instant>,
    weighed_since: HashMap<i64, (Mass, i64)>,
}

impl ParcelHistory {
    /// When an entry named here was recorded.
    #[must_use]
    pub fn at(&self, seq: &i64) -> Option<Instant> {
        self.times.get(seq).copied()
    }
    /// What a parcel of [`Self::made_of`] or [`Self::became`] weighed and counted when it was used up or made: what
    /// was found since has its own entry, and the sum of the operation holds without it.
    #[must_use]
    pub fn at_the_act(&self, parcel: &Parcel) -> (Mass, i64) {
        self.weighed_since.get(&parcel.no).copied().unwrap_or((parcel.weight, parcel.stones))
    }
}

/// What happened to a parcel.
///
/// # Errors
/// When the database fails.
pub fn parcel_history(rx: &mut Rx<'_>, p: &Parcel) -> Result<ParcelHistory, StoreError> {
    let made_by = operation_fetch(rx, p.produced_seq)?;
    let made_of = if made_by.is_some() { parcels_where_consumed(rx, p.produced_seq)? } else { Vec::new() };
    let used_by = match p.consumed_seq {
        Some(seq) => operation_fetch(rx, seq)?,
        None => None,
    };
    let became = match p.consumed_seq {
        Some(seq) => parcels_where_produced(rx, seq)?,
        None => Vec::new(),
    };
    let (held, weighings, seals) = (held(rx, p.no)?, weighings(rx, p.no)?, seals(rx, p.no)?);
    let offers = offers(rx, p.no)?;
    let seqs: Vec<i64> = held
        .iter()
        .flat_map(|h| [Some(h.from_seq), h.to_seq])
        .chain(seals.iter().flat_map(|s| [Some(s.from_seq), s.to_seq]))
        .chain(weighings.iter().map(|w| Some(w.seq)))
        .chain(offers.iter().flat_map(|o| [Some(o.offered_seq), o.closed_seq]))
        .chain([Some(p.produced_seq), p.consumed_seq])
        .flatten()
        .collect();
    let times = stamps(rx, seqs)?.into_iter().map(|(seq, (at, _))| (seq, at)).collect();
    let mut weighed_since = first_after(rx, &made_of, p.produced_seq)?;
    if let Some(seq) = p.consumed_seq {
        weighed_since.extend(first_after(rx, &became, seq)?);
    }
    Ok(ParcelHistory { held, weighings, seals, offers, made_by, made_of, used_by, became, times, weighed_since })
}

fn held(rx: &mut Rx<'_>, no: i64) -> Result<Vec<Held>, StoreError> {
    let rows: Vec<(String, i64, Option<i64>)> = custody::table
        .filter(custody::parcel_no.eq(no))
        .order(custody::from_seq)
        .select((custody::holder_id, custody::from_seq, custody::to_seq))
        .load(rx.conn)?;
    rows.into_iter().map(|(holder, from_seq, to_seq)| Ok(Held { holder: parsed(&holder)?, from_seq, to_seq })).collect()
}

fn weighings(rx: &mut Rx<'_>, no: i64) -> Result<Vec<Weighing>, StoreError> {
    type Columns = (i64, i64, i64, i64, i64, Option<String>);
    let rows: Vec<Columns> = weighing::table
        .filter(weighing::parcel_no.eq(no))
        .order(weighing::seq)
        .select((
            weighing::seq,
            weighing::before_mct,
            weighing::after_mct,
            weighing::stones_before,
            weighing::stones_after,
            weighing::reason,
        ))
        .load(rx.conn)?;
    let whole = |(seq, before_mct, after_mct, stones_before, stones_after, reason): Columns| Weighing {
        seq,
        before_mct,
        after_mct,
        stones_before,
        stones_after,
        reason,
    };
    Ok(rows.into_iter().map(whole).collect())
}

/// How many parcels are asked about at once.
const CHUNK: usize = 500;

/// Mass and stones of those parcels before the first weighing that changed them after an entry.
fn first_after(rx: &mut Rx<'_>, parcels: &[Parcel], seq: i64) -> Result<HashMap<i64, (Mass, i64)>, StoreError> {
    let mut found = HashMap::new();
    for chunk in parcels.chunks(CHUNK) {
        // The latest first, so that the earliest of a parcel is what stays.
        let rows: Vec<(i64, i64, i64)> = weighing::table
            .filter(weighing::parcel_no.eq_any(chunk.iter().map(|p| p.no)))
            .filter(weighing::seq.gt(seq))
            .order(weighing::seq.desc())
            .select((weighing::parcel_no, weighing::before_mct, weighing::stones_before))
            .load(rx.conn)?;
        for (no, before_mct, stones_before) in rows {
            found.insert(no, (mass(before_mct)?, stones_before));
        }
    }
    Ok(found)
}

fn seals(rx: &mut Rx<'_>, no: i64) -> Result<Vec<Sealing>, StoreError> {
    type Columns = (String, i64, Option<i64>, Option<String>);
    let rows: Vec<Columns> = seal::table
        .filter(seal::parcel_no.eq(no))
        .order(seal::from_seq)
        .select((seal::number, seal::from_seq, seal::to_seq, seal::reason))
        .load(rx.conn)?;
    Ok(rows.into_iter().map(|(number, from_seq, to_seq, reason)| Sealing { number, from_seq, to_seq, reason }).collect())
}

fn offers(rx: &mut Rx<'_>, no: i64) -> Result<Vec<Purchase>, StoreError> {
    let ids: Vec<String> = purchase_item::table
        .inner_join(purchase::table.on(purchase::id.eq(purchase_item::purchase_id)))
        .filter(purchase_item::parcel_no.eq(no))
        .order(purchase::no)
        .select(purchase::id)
        .load(rx.conn)?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let id: PurchaseId = parsed(&id)?;
        found.extend(purchase_fetch(rx, id)?);
    }
    Ok(found)
}
