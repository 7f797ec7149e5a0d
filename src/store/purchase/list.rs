//! Lists of offers and purchases, filtered by who asks.

use super::Row;
use crate::domain::access::Reach;
use crate::domain::ids::PartyId;
use crate::domain::purchase::{Purchase, PurchaseState};
use crate::domain::time::Instant;
use crate::store::connection::Conn;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::schema::{party, purchase};
use diesel::prelude::*;

/// On which side of a sale a party stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PurchaseSide {
    /// It sells.
    Seller,
    /// It buys.
    Buyer,
}

/// What became of an offer, as of now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PurchaseWhen {
    /// Waits for the buyer at this instant.
    Open(Instant),
    /// Lapsed without an answer before this instant.
    Expired(Instant),
    /// Ended so.
    Ended(PurchaseState),
}

impl PurchaseWhen {
    /// The word of a filter, as [`Purchase::standing_at`] writes it.
    #[must_use]
    pub fn parse(word: &str, now: Instant) -> Option<Self> {
        match word {
            "open" => Some(Self::Open(now)),
            "expired" => Some(Self::Expired(now)),
            ended => PurchaseState::parse(ended).filter(|s| *s != PurchaseState::Offered).map(Self::Ended),
        }
    }
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct PurchaseFilter {
    /// What became of it.
    pub when: Option<PurchaseWhen>,
    /// A party on either side, or on one.
    pub party: Option<(PartyId, Option<PurchaseSide>)>,
    /// A serial, or how one begins.
    pub serial: Option<String>,
}

type Boxed<'a> = purchase::BoxedQuery<'a, <Conn as diesel::Connection>::Backend>;

fn narrowed(reach: Reach, filter: &PurchaseFilter) -> Option<Boxed<'static>> {
    let mut query = purchase::table.into_boxed();
    match reach {
        Reach::All => {}
        Reach::Party(id) => {
            let id = id.to_string();
            query = query.filter(purchase::seller_id.eq(id.clone()).or(purchase::buyer_id.eq(id)));
        }
        Reach::Office(id) => {
            let kept = || party::table.filter(party::office_id.eq(id.to_string())).select(party::id);
            query = query.filter(purchase::seller_id.eq_any(kept()).or(purchase::buyer_id.eq_any(kept())));
        }
        Reach::Nothing => return None,
    }
    if let Some((id, side)) = filter.party {
        let id = id.to_string();
        query = match side {
            Some(PurchaseSide::Seller) => query.filter(purchase::seller_id.eq(id)),
            Some(PurchaseSide::Buyer) => query.filter(purchase::buyer_id.eq(id)),
            None => query.filter(purchase::seller_id.eq(id.clone()).or(purchase::buyer_id.eq(id))),
        };
    }
    if let Some(when) = filter.when {
        let state = match when {
            PurchaseWhen::Ended(state) => state,
            PurchaseWhen::Open(_) | PurchaseWhen::Expired(_) => PurchaseState::Offered,
        };
        query = query.filter(purchase::state.eq(state.as_str()));
        match when {
            PurchaseWhen::Open(now) => query = query.filter(purchase::expires_at.ge(now.to_string())),
            PurchaseWhen::Expired(now) => query = query.filter(purchase::expires_at.lt(now.to_string())),
            PurchaseWhen::Ended(_) => {}
        }
    }
    if let Some(serial) = filter.serial.as_deref().filter(|s| !s.is_empty()) {
        // A range rather than LIKE: it needs no escaping and reads the same on both databases.
        query = query.filter(purchase::serial.ge(serial.to_owned())).filter(purchase::serial.lt(format!("{serial}\u{7f}")));
    }
    Some(query)
}

/// Purchases within reach, newest first: an office sees those in which a party it keeps sells or buys.
///
/// # Errors
/// When the database fails.
pub fn purchases(
    rx: &mut Rx<'_>,
    reach: Reach,
    filter: &PurchaseFilter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Purchase>, StoreError> {
    let Some(mut query) = narrowed(reach, filter) else { return Ok(Vec::new()) };
    if let Some(before) = before {
        query = query.filter(purchase::no.lt(before));
    }
    let rows: Vec<Row> = query.order(purchase::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// Whether one purchase lies within reach, as [`purchases`] would list it.
///
/// # Errors
/// When the database fails.
pub fn purchase_within(rx: &mut Rx<'_>, reach: Reach, one: &Purchase) -> Result<bool, StoreError> {
    match reach {
        Reach::Office(id) => {
            let sides = [one.seller.to_string(), one.buyer.to_string()];
            let kept: i64 =
                party::table.filter(party::office_id.eq(id.to_string())).filter(party::id.eq_any(sides)).count().get_result(rx.conn)?;
            Ok(kept > 0)
        }
        other => Ok(other.covers(&one.belongs())),
    }
}

/// How many purchases a list would have.
///
/// # Errors
/// When the database fails.
pub fn purchase_count(rx: &mut Rx<'_>, reach: Reach, filter: &PurchaseFilter) -> Result<i64, StoreError> {
    let Some(query) = narrowed(reach, filter) else { return Ok(0) };
    Ok(query.count().get_result(rx.conn)?)
}
