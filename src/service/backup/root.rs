//! The root of the tree over the journal, from its leaf hashes in order.

use crate::domain::merkle::{Hash, empty_head, node_hash};

/// The Merkle tree hash of RFC 6962 (section 2.1), worked out as leaves come in: at most one whole tree of each size is
/// held.
#[derive(Debug, Clone, Default)]
pub struct Root {
    whole: Vec<(u32, Hash)>,
    leaves: i64,
}

impl Root {
    /// Takes the next leaf hash.
    pub fn add(&mut self, leaf: &[u8]) {
        let mut hash = [0u8; 32];
        hash.iter_mut().zip(leaf).for_each(|(to, from)| *to = *from);
        let mut top = (0u32, hash);
        while let Some(left) = self.whole.pop_if(|(height, _)| *height == top.0) {
            top = (top.0.saturating_add(1), node_hash(&left.1, &top.1));
        }
        self.whole.push(top);
        self.leaves = self.leaves.saturating_add(1);
    }

    /// How many leaves there were.
    #[must_use]
    pub const fn leaves(&self) -> i64 {
        self.leaves
    }

    /// The root in hex; of no leaves the hash of nothing.
    #[must_use]
    pub fn hex(&self) -> String {
        let mut trees = self.whole.iter().rev().map(|(_, hash)| *hash);
        let root = match trees.next() {
            Some(last) => trees.fold(last, |right, left| node_hash(&left, &right)),
            None => empty_head(),
        };
        data_encoding::HEXLOWER.encode(&root)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::merkle::node_hash as node;
    use sha2::{Digest, Sha256};

    /// The definition of RFC 6962, word by word.
    fn defined(leaves: &[[u8; 32]]) -> [u8; 32] {
        match leaves {
            [] => Sha256::digest([]).into(),
            [one] => *one,
            more => {
                let mut k = 1;
                while k * 2 < more.len() {
                    k *= 2;
                }
                node(&defined(&more[..k]), &defined(&more[k..]))
            }
        }
    }

    #[test]
    fn the_root_is_that_of_the_definition_at_every_size() {
        let mut root = Root::default();
        let mut leaves: Vec<[u8; 32]> = Vec::new();
        for n in 0u8..70 {
            assert_eq!(root.hex(), data_encoding::HEXLOWER.encode(&defined(&leaves)), "{n} leaves");
            let leaf: [u8; 32] = Sha256::digest([0, n]).into();
            leaves.push(leaf);
            root.add(&leaf);
        }
        assert_eq!(root.leaves(), 70);
    }
}
