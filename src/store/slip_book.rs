//! Books of purchase slips.

use crate::domain::access::Reach;
use crate::domain::event::SlipBookIssued;
use crate::domain::ids::{PartyId, SlipBookId};
use crate::domain::purchase::SlipBook;
use crate::store::db::{Rx, Tx};
use crate::store::direct::direct;
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::{party, purchase, slip_book};
use crate::store::text::parsed;
use diesel::dsl::max;
use diesel::prelude::*;

#[derive(Queryable, Insertable)]
#[diesel(table_name = slip_book, treat_none_as_default_value = false)]
struct Row {
    id: String,
    no: i64,
    holder_id: String,
    office_id: Option<String>,
    prefix: String,
    first: i64,
    last: i64,
    width: i64,
    seq: i64,
}

impl Row {
    fn into_domain(self) -> Result<SlipBook, StoreError> {
        Ok(SlipBook {
            id: parsed(&self.id)?,
            no: self.no,
            holder: parsed(&self.holder_id)?,
            prefix: self.prefix,
            first: self.first,
            last: self.last,
            width: u32::try_from(self.width).map_err(StoreError::damaged)?,
            seq: self.seq,
        })
    }
}

pub(super) fn issued(tx: &mut Tx<'_>, at: At, e: &SlipBookIssued) -> Result<(), StoreError> {
    let row = Row {
        id: e.book.to_string(),
        no: e.no,
        holder_id: e.holder.to_string(),
        office_id: e.office.map(|o| o.to_string()),
        prefix: e.prefix.clone(),
        first: e.first,
        last: e.last,
        width: i64::from(e.width),
        seq: at.seq,
    };
    diesel::insert_into(slip_book::table).values(&row).execute(tx.conn)?;
    Ok(())
}

/// One book.
///
/// # Errors
/// When the database fails.
pub fn slip_book_fetch(rx: &mut Rx<'_>, id: SlipBookId) -> Result<Option<SlipBook>, StoreError> {
    let row: Option<Row> = slip_book::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// The books of a holder, newest first.
///
/// # Errors
/// When the database fails.
pub fn slip_books_of(rx: &mut Rx<'_>, holder: PartyId) -> Result<Vec<SlipBook>, StoreError> {
    let held = slip_book::table.filter(slip_book::holder_id.eq(holder.to_string())).order(slip_book::no.desc());
    let rows: Vec<Row> = direct!(rx.conn, c => held.load(c))?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// A book of the same prefix whose range meets this one.
///
/// # Errors
/// When the database fails.
pub fn slip_book_overlapping(rx: &mut Rx<'_>, prefix: &str, first: i64, last: i64) -> Result<Option<SlipBook>, StoreError> {
    let row: Option<Row> = slip_book::table
        .filter(slip_book::prefix.eq(prefix))
        .filter(slip_book::first.le(last))
        .filter(slip_book::last.ge(first))
        .limit(1)
        .get_result(rx.conn)
        .optional()?;
    row.map(Row::into_domain).transpose()
}

/// The number the next book gets.
///
/// # Errors
/// When the database fails.
pub fn slip_book_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = slip_book::table.select(max(slip_book::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// The purchases on slips of a book. The range of serials is what the database seeks by.
#[diesel::dsl::auto_type]
fn of_book(book: &SlipBook) -> _ {
    let (first, last): (String, String) = (book.serial(book.first), book.serial(book.last));
    let id: String = book.id.to_string();
    purchase::table.filter(purchase::serial.between(first, last)).filter(purchase::book_id.eq(id))
}

/// The next free serial of a book: after the highest used, or else the lowest one left out; none when the
/// book is used up.
///
/// # Errors
/// When the database fails.
pub fn slip_book_next_serial(rx: &mut Rx<'_>, book: &SlipBook) -> Result<Option<String>, StoreError> {
    // All serials of a book have the same width, so the last as text is the highest.
    let last = of_book(book).select(max(purchase::serial));
    let highest: Option<String> = direct!(rx.conn, c => last.get_result(c))?;
    let after = highest.as_deref().and_then(|s| book.number_of(s)).map_or(book.first, |n| n.saturating_add(1));
    if after <= book.last {
        return Ok(Some(book.serial(after)));
    }
    let used: Vec<String> = of_book(book).select(purchase::serial).order(purchase::serial).load(rx.conn)?;
    let mut free = book.first;
    for number in used.iter().filter_map(|s| book.number_of(s)) {
        if number != free {
            break;
        }
        free = free.saturating_add(1);
    }
    Ok((free <= book.last).then(|| book.serial(free)))
}

/// How many slips of a book are used.
///
/// # Errors
/// When the database fails.
pub fn slip_book_used(rx: &mut Rx<'_>, book: &SlipBook) -> Result<i64, StoreError> {
    Ok(of_book(book).count().get_result(rx.conn)?)
}

/// The highest number of any book with a prefix, to begin the next one after it.
///
/// # Errors
/// When the database fails.
pub fn slip_book_last_number(rx: &mut Rx<'_>, prefix: &str) -> Result<Option<i64>, StoreError> {
    Ok(slip_book::table.filter(slip_book::prefix.eq(prefix)).select(max(slip_book::last)).get_result(rx.conn)?)
}

/// Books within reach, newest first: those of a party, or those of the parties an office keeps.
///
/// # Errors
/// When the database fails.
pub fn slip_books(
    rx: &mut Rx<'_>,
    reach: Reach,
    holder: Option<PartyId>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<SlipBook>, StoreError> {
    let mut query = slip_book::table.into_boxed();
    match reach {
        Reach::All => {}
        Reach::Party(id) => query = query.filter(slip_book::holder_id.eq(id.to_string())),
        Reach::Office(id) => {
            let kept = party::table.filter(party::office_id.eq(id.to_string())).select(party::id);
            query = query.filter(slip_book::holder_id.eq_any(kept));
        }
        Reach::Nothing => return Ok(Vec::new()),
    }
    if let Some(holder) = holder {
        query = query.filter(slip_book::holder_id.eq(holder.to_string()));
    }
    if let Some(before) = before {
        query = query.filter(slip_book::no.lt(before));
    }
    let rows: Vec<Row> = query.order(slip_book::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}
