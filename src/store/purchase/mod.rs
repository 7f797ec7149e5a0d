//! Offers and purchases.

mod list;
mod trail;

pub use list::{PurchaseFilter, PurchaseSide, PurchaseWhen, purchase_count, purchase_within, purchases};
pub use trail::{EarlierSlip, SlipOrigin, earlier_slips, latest_source_day, purchase_at, slip_origins};

use crate::domain::event::{PurchaseAccepted, PurchaseClosed, PurchaseOffered, PurchaseRecorded, PurchaseTerms, Slip, Weighed};
use crate::domain::ids::{PartyId, PurchaseId};
use crate::domain::money::{Money, RateE6};
use crate::domain::purchase::{Purchase, PurchaseItem, PurchaseState};
use crate::store::db::{Rx, Tx};
use crate::store::direct::{Bind, Update, direct};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::parcel::{self as parcels, Reading};
use crate::store::schema::{purchase, purchase_item};
use crate::store::text::{known, mass, parsed, parsed_opt};
use diesel::dsl::max;
use diesel::prelude::*;

#[derive(Queryable, Insertable)]
#[diesel(table_name = purchase, treat_none_as_default_value = false)]
pub(super) struct Row {
    id: String,
    no: i64,
    book_id: String,
    serial: String,
    check_code: String,
    seller_id: String,
    seller_licence_id: String,
    buyer_id: String,
    buyer_licence_id: String,
    agent_id: Option<String>,
    on_day: String,
    price_minor: i64,
    currency: String,
    rate_e6: i64,
    usd_cents: i64,
    payment: String,
    payment_reference: Option<String>,
    place: Option<String>,
    weight_mct: i64,
    stones: i64,
    state: String,
    expires_at: Option<String>,
    close_reason: Option<String>,
    test: i64,
    offered_seq: i64,
    closed_seq: Option<i64>,
    corrected_seq: Option<i64>,
}

impl Row {
    fn new(at: At, s: &Slip, state: PurchaseState, expires_at: Option<String>) -> Self {
        Self {
            id: s.purchase.to_string(),
            no: s.no,
            book_id: s.book.to_string(),
            serial: s.serial.clone(),
            check_code: s.check_code.clone(),
            seller_id: s.seller.to_string(),
            seller_licence_id: s.seller_licence.to_string(),
            buyer_id: s.buyer.to_string(),
            buyer_licence_id: s.buyer_licence.to_string(),
            agent_id: s.agent.map(|a| a.to_string()),
            on_day: s.on.to_string(),
            price_minor: s.price.minor,
            currency: s.price.currency.to_string(),
            rate_e6: s.rate_e6.0,
            usd_cents: s.usd_cents,
            payment: s.payment.clone(),
            payment_reference: s.payment_reference.clone(),
            place: s.place.clone(),
            weight_mct: s.items.iter().map(|i| i.weight_mct.mct()).fold(0, i64::saturating_add),
            stones: s.items.iter().map(|i| i.stones).fold(0, i64::saturating_add),
            state: state.as_str().to_owned(),
            expires_at,
            close_reason: None,
            test: i64::from(s.test),
            offered_seq: at.seq,
            closed_seq: (state == PurchaseState::Accepted).then_some(at.seq),
            corrected_seq: None,
        }
    }
    pub(super) fn into_domain(self) -> Result<Purchase, StoreError> {
        Ok(Purchase {
            id: parsed(&self.id)?,
            no: self.no,
            book: parsed(&self.book_id)?,
            serial: self.serial,
            check_code: self.check_code,
            seller: parsed(&self.seller_id)?,
            seller_licence: parsed(&self.seller_licence_id)?,
            buyer: parsed(&self.buyer_id)?,
            buyer_licence: parsed(&self.buyer_licence_id)?,
            agent: parsed_opt(self.agent_id.as_deref())?,
            on: parsed(&self.on_day)?,
            terms: PurchaseTerms {
                price: Money { minor: self.price_minor, currency: parsed(&self.currency)? },
                rate_e6: RateE6(self.rate_e6),
                usd_cents: self.usd_cents,
                payment: self.payment,
                payment_reference: self.payment_reference,
            },
            place: self.place,
            weight: mass(self.weight_mct)?,
            stones: self.stones,
            state: known(PurchaseState::parse(&self.state), &self.state)?,
            expires_at: parsed_opt(self.expires_at.as_deref())?,
            close_reason: self.close_reason,
            test: self.test != 0,
            offered_seq: self.offered_seq,
            closed_seq: self.closed_seq,
            corrected_seq: self.corrected_seq,
        })
    }
}

pub(super) fn offered(tx: &mut Tx<'_>, at: At, e: &PurchaseOffered) -> Result<(), StoreError> {
    let row = Row::new(at, &e.slip, PurchaseState::Offered, Some(e.expires_at.to_string()));
    direct!(tx.conn, c => diesel::insert_into(purchase::table).values(&row).execute(c))?;
    items_write(tx, &e.slip, &[])?;
    for item in &e.slip.items {
        parcels::offered(tx, item.parcel_no, Some(e.slip.purchase))?;
    }
    Ok(())
}

pub(super) fn recorded(tx: &mut Tx<'_>, at: At, e: &PurchaseRecorded) -> Result<(), StoreError> {
    let row = Row::new(at, &e.slip, PurchaseState::Accepted, None);
    direct!(tx.conn, c => diesel::insert_into(purchase::table).values(&row).execute(c))?;
    items_write(tx, &e.slip, &e.weighed)?;
    let sold: Vec<Sold> = e.slip.items.iter().map(|i| (i.parcel_no, i.weight_mct.mct(), i.stones)).collect();
    change_hands(tx, at, (e.slip.seller, e.slip.buyer), &sold, &e.weighed)
}

fn items_write(tx: &mut Tx<'_>, slip: &Slip, weighed: &[Weighed]) -> Result<(), StoreError> {
    for item in &slip.items {
        let found = weighed.iter().find(|w| w.parcel_no == item.parcel_no);
        let line = (
            purchase_item::purchase_id.eq(slip.purchase.to_string()),
            purchase_item::parcel_no.eq(item.parcel_no),
            purchase_item::weight_mct.eq(item.weight_mct.mct()),
            purchase_item::stones.eq(item.stones),
            purchase_item::weighed_mct.eq(found.map(|w| w.weight_mct.mct())),
            purchase_item::stones_counted.eq(found.map(|w| w.stones)),
        );
        direct!(tx.conn, c => diesel::insert_into(purchase_item::table).values(line).execute(c))?;
    }
    Ok(())
}

pub(super) fn accepted(tx: &mut Tx<'_>, at: At, e: &PurchaseAccepted) -> Result<(), StoreError> {
    let waiting = &["UPDATE purchase SET state = ", ", closed_seq = ", " WHERE id = ", " AND state = ", ""];
    let (id, [offered, accepted]) = (e.purchase.to_string(), [PurchaseState::Offered, PurchaseState::Accepted].map(PurchaseState::as_str));
    let binds = [Bind::Text(accepted), Bind::Int(at.seq), Bind::Text(&id), Bind::Text(offered)];
    let done = direct!(tx.conn, c => Update::new(waiting, &binds).execute(c))?;
    if done != 1 {
        return Err(StoreError::Constraint(format!("purchase {} is not waiting", e.purchase)));
    }
    for w in &e.weighed {
        let item = &["UPDATE purchase_item SET weighed_mct = ", ", stones_counted = ", " WHERE purchase_id = ", " AND parcel_no = ", ""];
        let binds = [Bind::Int(w.weight_mct.mct()), Bind::Int(w.stones), Bind::Text(&id), Bind::Int(w.parcel_no)];
        direct!(tx.conn, c => Update::new(item, &binds).execute(c))?;
    }
    let sold = purchase_fetch(tx, e.purchase)?.ok_or_else(|| StoreError::damaged("purchase vanished"))?;
    let items: Vec<Sold> = purchase_items(tx, sold.id)?.iter().map(|i| (i.parcel_no, i.weight.mct(), i.stones)).collect();
    change_hands(tx, at, (sold.seller, sold.buyer), &items, &e.weighed)
}

/// A sold parcel: its number, milli-carats and stones as stated.
type Sold = (i64, i64, i64);

fn change_hands(
    tx: &mut Tx<'_>,
    at: At,
    (seller, buyer): (PartyId, PartyId),
    sold: &[Sold],
    weighed: &[Weighed],
) -> Result<(), StoreError> {
    for &(no, before_mct, stones_before) in sold {
        parcels::hand_over(tx, at, no, seller, buyer)?;
        if let Some(w) = weighed.iter().find(|w| w.parcel_no == no) {
            let reading = Reading { before_mct, after_mct: w.weight_mct.mct(), stones_before, stones_after: w.stones };
            parcels::weigh(tx, at, no, &reading, None)?;
        }
    }
    Ok(())
}

pub(super) fn closed(tx: &mut Tx<'_>, at: At, e: &PurchaseClosed) -> Result<(), StoreError> {
    let waiting = purchase::table.find(e.purchase.to_string()).filter(purchase::state.eq(PurchaseState::Offered.as_str()));
    let done = diesel::update(waiting)
        .set((purchase::state.eq(e.end.as_str()), purchase::close_reason.eq(&e.reason), purchase::closed_seq.eq(at.seq)))
        .execute(tx.conn)?;
    if done != 1 {
        return Err(StoreError::Constraint(format!("purchase {} is not waiting", e.purchase)));
    }
    for item in purchase_items(tx, e.purchase)? {
        let parcel = parcels::parcel_fetch(tx, item.parcel_no)?;
        if parcel.is_some_and(|p| p.purchase == Some(e.purchase)) {
            parcels::offered(tx, item.parcel_no, None)?;
        }
    }
    Ok(())
}

pub(super) fn corrected(tx: &mut Tx<'_>, at: At, id: PurchaseId, now: &PurchaseTerms) -> Result<(), StoreError> {
    diesel::update(purchase::table.find(id.to_string()))
        .set((
            purchase::price_minor.eq(now.price.minor),
            purchase::currency.eq(now.price.currency.to_string()),
            purchase::rate_e6.eq(now.rate_e6.0),
            purchase::usd_cents.eq(now.usd_cents),
            purchase::payment.eq(&now.payment),
            purchase::payment_reference.eq(&now.payment_reference),
            purchase::corrected_seq.eq(at.seq),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// One purchase.
///
/// # Errors
/// When the database fails.
pub fn purchase_fetch(rx: &mut Rx<'_>, id: PurchaseId) -> Result<Option<Purchase>, StoreError> {
    let row: Option<Row> = direct!(rx.conn, c => purchase::table.find(id.to_string()).get_result(c)).optional()?;
    row.map(Row::into_domain).transpose()
}

/// The purchase on a slip.
///
/// # Errors
/// When the database fails.
pub fn purchase_by_serial(rx: &mut Rx<'_>, serial: &str) -> Result<Option<Purchase>, StoreError> {
    let row: Option<Row> = purchase::table.filter(purchase::serial.eq(serial)).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// The purchase behind a short code.
///
/// # Errors
/// When the database fails.
pub fn purchase_by_check_code(rx: &mut Rx<'_>, code: &str) -> Result<Option<Purchase>, StoreError> {
    let row: Option<Row> = purchase::table.filter(purchase::check_code.eq(code)).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// The parcels of a purchase in number order.
///
/// # Errors
/// When the database fails.
pub fn purchase_items(rx: &mut Rx<'_>, id: PurchaseId) -> Result<Vec<PurchaseItem>, StoreError> {
    type Columns = (i64, i64, i64, Option<i64>, Option<i64>);
    let of_it = purchase_item::table.filter(purchase_item::purchase_id.eq(id.to_string())).order(purchase_item::parcel_no).select((
        purchase_item::parcel_no,
        purchase_item::weight_mct,
        purchase_item::stones,
        purchase_item::weighed_mct,
        purchase_item::stones_counted,
    ));
    let rows: Vec<Columns> = direct!(rx.conn, c => of_it.load(c))?;
    rows.into_iter()
        .map(|(parcel_no, weight, stones, weighed, counted)| {
            Ok(PurchaseItem { parcel_no, weight: mass(weight)?, stones, weighed: weighed.map(mass).transpose()?, counted })
        })
        .collect()
}

/// The number the next purchase gets.
///
/// # Errors
/// When the database fails.
pub fn purchase_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = direct!(rx.conn, c => purchase::table.select(max(purchase::no)).get_result(c))?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// The last sale of a parcel that was accepted. A parcel is in one open offer at a time, so the order of the
/// numbers is that of the sales.
///
/// # Errors
/// When the database fails.
pub fn purchase_last_of(rx: &mut Rx<'_>, parcel_no: i64) -> Result<Option<Purchase>, StoreError> {
    let row: Option<Row> = purchase::table
        .inner_join(purchase_item::table.on(purchase_item::purchase_id.eq(purchase::id)))
        .filter(purchase_item::parcel_no.eq(parcel_no))
        .filter(purchase::state.eq(PurchaseState::Accepted.as_str()))
        .order(purchase::no.desc())
        .limit(1)
        .select(purchase::all_columns)
        .get_result(rx.conn)
        .optional()?;
    row.map(Row::into_domain).transpose()
}
