//! Who read the personal details of a party in full: beside the journal, written down before they are shown.

use crate::domain::access::ReadVia;
use crate::domain::ids::{AccountId, PartyId};
use crate::domain::time::Instant;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::schema::detail_read;
use crate::store::text::parsed;
use diesel::dsl::{count_star, max};
use diesel::prelude::*;

/// One reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetailRead {
    /// Dense number.
    pub no: i64,
    /// When.
    pub at: Instant,
    /// Who.
    pub account: AccountId,
    /// Whose details.
    pub party: PartyId,
    /// Where.
    pub via: ReadVia,
    /// What for, where it was asked.
    pub purpose: Option<String>,
}

type Columns = (i64, String, String, String, String, Option<String>);

/// Writes down that an account reads the details of a party, at the transaction's time.
///
/// # Errors
/// When the database fails.
pub fn detail_read_write(
    tx: &mut Tx<'_>,
    account: AccountId,
    party: PartyId,
    via: ReadVia,
    purpose: Option<&str>,
) -> Result<(), StoreError> {
    let last: Option<i64> = detail_read::table.select(max(detail_read::no)).get_result(tx.conn)?;
    diesel::insert_into(detail_read::table)
        .values((
            detail_read::no.eq(last.unwrap_or(0).saturating_add(1)),
            detail_read::read_at.eq(tx.recorded_at().to_string()),
            detail_read::account_id.eq(account.to_string()),
            detail_read::party_id.eq(party.to_string()),
            detail_read::via.eq(via.as_str()),
            detail_read::purpose.eq(purpose),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Who read the details of a party, newest first, those with a number before `before`.
///
/// # Errors
/// When the database fails.
pub fn detail_reads(rx: &mut Rx<'_>, party: PartyId, before: Option<i64>, limit: i64) -> Result<Vec<DetailRead>, StoreError> {
    let rows: Vec<Columns> = detail_read::table
        .filter(detail_read::party_id.eq(party.to_string()))
        .filter(detail_read::no.lt(before.unwrap_or(i64::MAX)))
        .order(detail_read::no.desc())
        .limit(limit)
        .load(rx.conn)?;
    let one = |(no, at, account, party, via, purpose): Columns| -> Result<DetailRead, StoreError> {
        Ok(DetailRead { no, at: parsed(&at)?, account: parsed(&account)?, party: parsed(&party)?, via: parsed(&via)?, purpose })
    };
    rows.into_iter().map(one).collect()
}

/// The number of the last reading and how many there are: the same where none was taken out.
///
/// # Errors
/// When the database fails.
pub fn detail_reads_count(rx: &mut Rx<'_>) -> Result<(i64, i64), StoreError> {
    let (last, count): (Option<i64>, i64) = detail_read::table.select((max(detail_read::no), count_star())).get_result(rx.conn)?;
    Ok((last.unwrap_or(0), count))
}
