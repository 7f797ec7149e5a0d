//! The kept nodes of the Merkle tree against those of the entries that were read, as they become complete. Of what was
//! computed only the newest node of each level is held.

use super::Report;
use crate::domain::merkle::{self, Hash, Nodes, Place, completed};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::merkle::{nodes_beyond, nodes_kept};
use std::collections::VecDeque;
use std::convert::Infallible;

/// How many kept nodes of a level are read at once.
const CHUNK: i64 = 2_000;
/// More wrong nodes than this are counted, not listed.
const LISTED: u64 = 50;

/// The newest complete subtree of each level: all that the next entry and the head need.
#[derive(Default)]
struct Newest(Vec<Hash>);

impl Nodes for Newest {
    type Error = Infallible;
    fn node(&mut self, (level, _): Place) -> Result<Hash, Infallible> {
        // Asked only for the newest of a level.
        Ok(usize::try_from(level).ok().and_then(|l| self.0.get(l)).copied().unwrap_or_default())
    }
}

impl Newest {
    fn put(&mut self, level: u32, hash: Hash) {
        let level = usize::try_from(level).unwrap_or(usize::MAX);
        match self.0.get_mut(level) {
            Some(there) => *there = hash,
            None => self.0.push(hash),
        }
    }
}

/// The tree of the entries read so far.
#[derive(Default)]
pub(super) struct Tree {
    size: u64,
    newest: Newest,
    kept: Vec<VecDeque<(i64, Vec<u8>)>>,
    wrong: u64,
    compared: u64,
}

impl Tree {
    /// The head over what was read.
    pub(super) fn root(&mut self) -> Hash {
        let Ok(root) = merkle::head(self.size, &mut self.newest);
        root
    }

    /// Takes the next entry's leaf hash and compares the nodes that it completes.
    pub(super) fn add(&mut self, rx: &mut Rx<'_>, leaf: Hash, report: &mut Report) -> Result<(), StoreError> {
        let Ok(above) = completed(self.size, leaf, &mut self.newest);
        self.newest.put(0, leaf);
        self.size = self.size.saturating_add(1);
        for ((level, index), hash) in above {
            self.newest.put(level, hash);
            self.compare(rx, (level, index), &hash, report)?;
        }
        Ok(())
    }

    fn compare(&mut self, rx: &mut Rx<'_>, (level, index): Place, hash: &Hash, report: &mut Report) -> Result<(), StoreError> {
        let at = usize::try_from(level).unwrap_or(usize::MAX);
        if self.kept.len() <= at {
            self.kept.resize_with(at.saturating_add(1), VecDeque::new);
        }
        let Some(row) = self.kept.get_mut(at) else { return Ok(()) };
        if row.is_empty() {
            row.extend(nodes_kept(rx, level, index, CHUNK)?);
        }
        self.compared = self.compared.saturating_add(1);
        let here = row.front().is_some_and(|(kept, _)| u64::try_from(*kept) == Ok(index));
        let kept = if here { row.pop_front() } else { None };
        let (code, what) = match kept {
            Some((_, kept)) if kept == hash => return Ok(()),
            Some(_) => ("projection.differs", "the hash is not that of the entries below it"),
            None => ("projection.missing", "the journal makes this node, the table lacks it"),
        };
        self.wrong = self.wrong.saturating_add(1);
        if self.wrong <= LISTED {
            report.find(code, format!("merkle_node {level},{index}"), what);
        }
        Ok(())
    }

    /// What is left once all entries were read: nodes that no entry completes.
    pub(super) fn end(self, rx: &mut Rx<'_>, report: &mut Report) -> Result<(), StoreError> {
        report.rows = report.rows.saturating_add(self.compared);
        let beyond = nodes_beyond(rx, i64::try_from(self.size).map_err(StoreError::damaged)?, 50)?;
        for (level, index) in beyond {
            report.find("projection.extra", format!("merkle_node {level},{index}"), "nothing in the journal makes this node");
        }
        if self.wrong > LISTED {
            report.find("projection.more", "merkle_node", format!("and {} more rows", self.wrong.saturating_sub(LISTED)));
        }
        Ok(())
    }
}
