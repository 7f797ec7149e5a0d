//! The Merkle tree over the journal, after RFC 6962: heads, inclusion proofs and consistency proofs.
//!
//! Only complete subtrees are ever kept: the node at `(level, index)` covers the leaves from `index * 2^level` on,
//! `2^level` of them, and never changes again. Everything else is put together from those, with at most two reads a
//! level. Leaf number `i` is the journal's entry `i + 1`.

use sha2::{Digest, Sha256};

/// A hash of the tree.
pub type Hash = [u8; 32];

/// Where a complete subtree stands: its level (0 for leaves) and its number within the level.
pub type Place = (u32, u64);

/// Why a proof does not show what it claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The numbers make no sense: a leaf outside the tree, or an older tree larger than the newer one.
    #[error("the numbers are outside the tree")]
    Outside,
    /// It has more or fewer hashes than the numbers ask for.
    #[error("it has the wrong length")]
    Length,
    /// The hashes lead elsewhere.
    #[error("it leads to another head")]
    Head,
}

/// `SHA-256(0x00 || bytes)`.
#[must_use]
pub fn leaf_hash(bytes: &[u8]) -> Hash {
    let mut hash = Sha256::new();
    hash.update([0u8]);
    hash.update(bytes);
    hash.finalize().into()
}

/// `SHA-256(0x01 || left || right)`.
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut hash = Sha256::new();
    hash.update([1u8]);
    hash.update(left);
    hash.update(right);
    hash.finalize().into()
}

/// The head of a tree without leaves: SHA-256 of nothing.
#[must_use]
pub fn empty_head() -> Hash {
    Sha256::digest([]).into()
}

/// Where the complete subtrees are read from.
pub trait Nodes {
    /// What reading ends with when it fails.
    type Error;
    /// The hash of a complete subtree.
    ///
    /// # Errors
    /// When it cannot be read or is not there.
    fn node(&mut self, place: Place) -> Result<Hash, Self::Error>;
}

/// The complete subtrees that end with a leaf, above the leaf itself, each with the place of its left half's neighbour:
/// what has to be kept when that leaf is added.
///
/// # Errors
/// When a neighbour cannot be read.
pub fn completed<N: Nodes>(index: u64, leaf: Hash, nodes: &mut N) -> Result<Vec<(Place, Hash)>, N::Error> {
    let (mut level, mut at, mut hash) = (0u32, index, leaf);
    let mut found = Vec::new();
    while at & 1 == 1 {
        let left = nodes.node((level, at.wrapping_sub(1)))?;
        hash = node_hash(&left, &hash);
        level = level.saturating_add(1);
        at >>= 1;
        found.push(((level, at), hash));
    }
    Ok(found)
}

/// The largest power of two below `size`, as a level; for sizes of two and more.
fn split(size: u64) -> u32 {
    63u32.saturating_sub(size.saturating_sub(1).leading_zeros())
}

fn width(level: u32) -> u64 {
    1u64.checked_shl(level).unwrap_or(0)
}

/// The hash over the leaves from `from` on, `size` of them; `from` is a multiple of the power of two that holds `size`.
fn range<N: Nodes>(from: u64, size: u64, nodes: &mut N) -> Result<Hash, N::Error> {
    if size.is_power_of_two() {
        let level = size.trailing_zeros();
        return nodes.node((level, from >> level));
    }
    let level = split(size);
    let left = nodes.node((level, from >> level))?;
    let right = range(from.saturating_add(width(level)), size.saturating_sub(width(level)), nodes)?;
    Ok(node_hash(&left, &right))
}

/// The head of the tree of the first `size` leaves.
///
/// # Errors
/// When a subtree cannot be read.
pub fn head<N: Nodes>(size: u64, nodes: &mut N) -> Result<Hash, N::Error> {
    if size == 0 { Ok(empty_head()) } else { range(0, size, nodes) }
}

/// The hashes that lead from a leaf to the head of the tree of `size` leaves, the leaf's neighbour first (RFC 6962,
/// 2.1.1); nothing when the leaf is not in that tree.
///
/// # Errors
/// When a subtree cannot be read.
pub fn inclusion<N: Nodes>(index: u64, size: u64, nodes: &mut N) -> Result<Option<Vec<Hash>>, N::Error> {
    if index >= size {
        return Ok(None);
    }
    let (mut from, mut left, mut path) = (0u64, size, Vec::new());
    while left > 1 {
        let level = split(left);
        let half = width(level);
        if index.saturating_sub(from) < half {
            path.push(range(from.saturating_add(half), left.saturating_sub(half), nodes)?);
            left = half;
        } else {
            path.push(range(from, half, nodes)?);
            from = from.saturating_add(half);
            left = left.saturating_sub(half);
        }
    }
    path.reverse();
    Ok(Some(path))
}

/// The hashes that show that the tree of `old` leaves is the beginning of that of `new` (RFC 6962, 2.1.2); nothing
/// when the older one is larger. Empty where one of them has no leaves or both are the same.
///
/// # Errors
/// When a subtree cannot be read.
pub fn consistency<N: Nodes>(old: u64, new: u64, nodes: &mut N) -> Result<Option<Vec<Hash>>, N::Error> {
    if old > new {
        return Ok(None);
    }
    let mut path = Vec::new();
    if old == 0 || old == new {
        return Ok(Some(path));
    }
    let (mut from, mut left, mut inner) = (0u64, new, false);
    // Down to where the older tree ends, a sibling at each turn.
    while old.saturating_sub(from) != left {
        let level = split(left);
        let half = width(level);
        if old.saturating_sub(from) <= half {
            path.push(range(from.saturating_add(half), left.saturating_sub(half), nodes)?);
            left = half;
        } else {
            path.push(range(from, half, nodes)?);
            from = from.saturating_add(half);
            left = left.saturating_sub(half);
            inner = true;
        }
    }
    if inner {
        path.push(range(from, left, nodes)?);
    }
    path.reverse();
    Ok(Some(path))
}

/// Walks a path upwards from place `at` of a level whose last place is `last`: tells `step` each sibling, and whether it
/// stands to the left.
fn climb(mut at: u64, mut last: u64, path: &[Hash], mut step: impl FnMut(&Hash, bool)) -> Result<(), ProofError> {
    for sibling in path {
        if last == 0 {
            return Err(ProofError::Length);
        }
        let left = at & 1 == 1 || at == last;
        step(sibling, left);
        // A right edge without a sibling of its own stands for the level above.
        while left && at & 1 == 0 && at != 0 {
            at >>= 1;
            last >>= 1;
        }
        at >>= 1;
        last >>= 1;
    }
    if last == 0 { Ok(()) } else { Err(ProofError::Length) }
}

/// The head that a path leads to from a leaf.
///
/// # Errors
/// [`ProofError::Outside`] and [`ProofError::Length`].
pub fn head_from_path(index: u64, size: u64, leaf: Hash, path: &[Hash]) -> Result<Hash, ProofError> {
    if index >= size {
        return Err(ProofError::Outside);
    }
    let mut hash = leaf;
    climb(index, size.saturating_sub(1), path, |sibling, left| {
        hash = if left { node_hash(sibling, &hash) } else { node_hash(&hash, sibling) };
    })?;
    Ok(hash)
}

/// Checks that a leaf stands at `index` of the tree with this head.
///
/// # Errors
/// [`ProofError`].
pub fn check_inclusion(index: u64, size: u64, leaf: Hash, path: &[Hash], head: &Hash) -> Result<(), ProofError> {
    if head_from_path(index, size, leaf, path)? == *head { Ok(()) } else { Err(ProofError::Head) }
}

/// Checks that the tree of `old` leaves with head `old_head` is the beginning of that of `new` with head `new_head`.
///
/// # Errors
/// [`ProofError`].
pub fn check_consistency(old: u64, new: u64, old_head: &Hash, new_head: &Hash, path: &[Hash]) -> Result<(), ProofError> {
    if old > new {
        return Err(ProofError::Outside);
    }
    if old == new || old == 0 {
        let same = old == 0 || old_head == new_head;
        let empty = old != 0 || *old_head == empty_head();
        return match (path.is_empty(), same && empty) {
            (false, _) => Err(ProofError::Length),
            (true, false) => Err(ProofError::Head),
            (true, true) => Ok(()),
        };
    }
    let (mut at, mut last) = (old.saturating_sub(1), new.saturating_sub(1));
    while at & 1 == 1 {
        at >>= 1;
        last >>= 1;
    }
    // Where the older tree is itself a complete subtree, its head is where the walk begins.
    let (first, rest) = match path.split_first() {
        _ if old.is_power_of_two() => (*old_head, path),
        Some((first, rest)) => (*first, rest),
        None => return Err(ProofError::Length),
    };
    let (mut older, mut newer) = (first, first);
    climb(at, last, rest, |sibling, left| {
        if left {
            older = node_hash(sibling, &older);
            newer = node_hash(sibling, &newer);
        } else {
            newer = node_hash(&newer, sibling);
        }
    })?;
    if older == *old_head && newer == *new_head { Ok(()) } else { Err(ProofError::Head) }
}

#[cfg(test)]
mod tests;
