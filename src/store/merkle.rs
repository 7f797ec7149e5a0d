//! The nodes of the journal's Merkle tree. Leaves are the journal's own leaf hashes; every complete subtree above them
//! is a row, written with the entry that completed it.

use crate::domain::merkle::{self, Hash, Nodes, Place};
use crate::store::db::{Rx, Tx};
use crate::store::direct::direct;
use crate::store::error::StoreError;
use crate::store::schema::{journal, merkle_node};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// How many leaves are read at once when nodes are written after the fact.
const CHUNK: i64 = 5_000;

/// A number of the tree as the database keeps it.
fn signed(n: u64) -> Result<i64, StoreError> {
    i64::try_from(n).map_err(StoreError::damaged)
}

/// A number of the database as the tree counts it.
///
/// # Errors
/// [`StoreError::Damaged`] below zero.
pub fn unsigned(n: i64) -> Result<u64, StoreError> {
    u64::try_from(n).map_err(StoreError::damaged)
}

fn hash_of(bytes: Vec<u8>) -> Result<Hash, StoreError> {
    bytes.try_into().map_err(|_| StoreError::damaged("a hash has 32 bytes"))
}

impl Nodes for Rx<'_> {
    type Error = StoreError;
    fn node(&mut self, (level, index): Place) -> Result<Hash, StoreError> {
        let index = signed(index)?;
        let found: Option<Vec<u8>> = if level == 0 {
            let leaf = journal::table.find(index.saturating_add(1)).select(journal::leaf_hash);
            direct!(self.conn, c => leaf.get_result(c)).optional()?
        } else {
            let node = merkle_node::table.find((i64::from(level), index)).select(merkle_node::hash);
            direct!(self.conn, c => node.get_result(c)).optional()?
        };
        hash_of(found.ok_or_else(|| StoreError::Damaged(format!("the tree lacks node {index} of level {level}")))?)
    }
}

/// Writes the subtrees that the entry at `seq` completes.
///
/// # Errors
/// When the database fails or an older node is missing.
pub(super) fn integrate(tx: &mut Tx<'_>, seq: i64, leaf: Hash) -> Result<(), StoreError> {
    let index = unsigned(seq.saturating_sub(1))?;
    let rx: &mut Rx<'_> = tx;
    for ((level, at), hash) in merkle::completed(index, leaf, rx)? {
        let row = (merkle_node::level.eq(i64::from(level)), merkle_node::idx.eq(signed(at)?), merkle_node::hash.eq(hash.to_vec()));
        direct!(rx.conn, c => diesel::insert_into(merkle_node::table).values(&row).execute(c))?;
    }
    Ok(())
}

/// Writes the nodes of a journal from before they were kept; says how many entries that were.
///
/// # Errors
/// When the database fails.
pub(super) fn catch_up(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    let any: i64 = merkle_node::table.count().get_result(tx.conn)?;
    if any > 0 || tx.size < 2 {
        return Ok(0);
    }
    let mut after = 0;
    loop {
        let leaves = leaves_after(tx, after, CHUNK)?;
        if leaves.is_empty() {
            return Ok(after);
        }
        for leaf in leaves {
            after = after.saturating_add(1);
            integrate(tx, after, leaf)?;
        }
    }
}

/// The leaf hashes after a position, in order.
///
/// # Errors
/// When the database fails or one is damaged.
pub fn leaves_after(rx: &mut Rx<'_>, after: i64, limit: i64) -> Result<Vec<Hash>, StoreError> {
    let rows: Vec<Vec<u8>> =
        journal::table.filter(journal::seq.gt(after)).order(journal::seq).limit(limit).select(journal::leaf_hash).load(rx.conn)?;
    rows.into_iter().map(hash_of).collect()
}

/// The kept nodes of a level from an index on, in order; level 0 are the leaves.
///
/// # Errors
/// When the database fails or one is damaged.
pub fn nodes_of(rx: &mut Rx<'_>, level: u32, from: u64, limit: i64) -> Result<Vec<Hash>, StoreError> {
    let from = signed(from)?;
    if level == 0 {
        return leaves_after(rx, from, limit);
    }
    let rows: Vec<Vec<u8>> = merkle_node::table
        .filter(merkle_node::level.eq(i64::from(level)))
        .filter(merkle_node::idx.ge(from))
        .order(merkle_node::idx)
        .limit(limit)
        .select(merkle_node::hash)
        .load(rx.conn)?;
    rows.into_iter().map(hash_of).collect()
}

/// The places and hashes of kept nodes of a level from an index on, in order, whatever they hold.
///
/// # Errors
/// When the database fails.
pub fn nodes_kept(rx: &mut Rx<'_>, level: u32, from: u64, limit: i64) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
    let of_level = merkle_node::table.filter(merkle_node::level.eq(i64::from(level))).filter(merkle_node::idx.ge(signed(from)?));
    let next = of_level.order(merkle_node::idx).limit(limit).select((merkle_node::idx, merkle_node::hash));
    Ok(direct!(rx.conn, c => next.load(c))?)
}

/// Kept nodes that no tree of so many entries has, at most `limit`.
///
/// # Errors
/// When the database fails.
pub fn nodes_beyond(rx: &mut Rx<'_>, size: i64, limit: i64) -> Result<Vec<(i64, i64)>, StoreError> {
    // The levels one by one: a shift by more than 62 means something else on each database.
    let sql = format!(
        "SELECT level, idx FROM merkle_node WHERE CASE WHEN level BETWEEN 1 AND 62 \
         THEN idx < 0 OR idx >= ($1 >> CAST(level AS INTEGER)) ELSE 1 = 1 END ORDER BY level, idx LIMIT {limit}"
    );
    let rows: Vec<AtPlace> = diesel::sql_query(sql).bind::<BigInt, _>(size).load(rx.conn)?;
    Ok(rows.into_iter().map(|r| (r.level, r.idx)).collect())
}

#[derive(QueryableByName)]
struct AtPlace {
    #[diesel(sql_type = BigInt)]
    level: i64,
    #[diesel(sql_type = BigInt)]
    idx: i64,
}

/// How many nodes are kept.
///
/// # Errors
/// When the database fails.
pub fn nodes_count(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    Ok(merkle_node::table.count().get_result(rx.conn)?)
}

/// The head of the tree of the first `size` entries.
///
/// # Errors
/// When the database fails or a node is missing.
pub fn head(rx: &mut Rx<'_>, size: u64) -> Result<Hash, StoreError> {
    merkle::head(size, rx)
}
