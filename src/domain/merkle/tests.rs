//! The tree held against RFC 6962's own words written out naively, published vectors, and another implementation.

use super::*;
use std::collections::BTreeMap;
use std::convert::Infallible;

/// The inputs that implementations of RFC 6962 commonly check against.
const INPUTS: [&str; 8] = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

/// Heads of the trees of the first one to eight of them, as published with Certificate Transparency.
const HEADS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn hex(text: &str) -> Vec<u8> {
    data_encoding::HEXLOWER.decode(text.as_bytes()).unwrap()
}

/// Complete subtrees kept one leaf at a time, as the journal keeps them.
#[derive(Default)]
struct Kept {
    nodes: BTreeMap<Place, Hash>,
    size: u64,
    reads: usize,
}

impl Nodes for Kept {
    type Error = Infallible;
    fn node(&mut self, place: Place) -> Result<Hash, Infallible> {
        self.reads += 1;
        Ok(self.nodes[&place])
    }
}

impl Kept {
    fn add(&mut self, leaf: Hash) {
        let index = self.size;
        for (place, hash) in completed(index, leaf, self).unwrap() {
            assert!(self.nodes.insert(place, hash).is_none(), "a subtree is written once");
        }
        self.nodes.insert((0, index), leaf);
        self.size += 1;
    }
    fn of(leaves: &[Hash]) -> Self {
        let mut kept = Self::default();
        leaves.iter().for_each(|leaf| kept.add(*leaf));
        kept
    }
}

/// RFC 6962, 2.1, word by word.
fn naive_head(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_head(),
        [one] => *one,
        more => {
            let half = more.len().next_power_of_two() / 2;
            node_hash(&naive_head(&more[..half]), &naive_head(&more[half..]))
        }
    }
}

/// RFC 6962, 2.1.1.
fn naive_inclusion(at: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let half = leaves.len().next_power_of_two() / 2;
    let (left, right) = leaves.split_at(half);
    let (mut path, other) =
        if at < half { (naive_inclusion(at, left), naive_head(right)) } else { (naive_inclusion(at - half, right), naive_head(left)) };
    path.push(other);
    path
}

/// RFC 6962, 2.1.2.
fn naive_consistency(old: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
    if old == leaves.len() {
        return if whole { Vec::new() } else { vec![naive_head(leaves)] };
    }
    let half = leaves.len().next_power_of_two() / 2;
    let (left, right) = leaves.split_at(half);
    let (mut path, other) = if old <= half {
        (naive_consistency(old, left, whole), naive_head(right))
    } else {
        (naive_consistency(old - half, right, false), naive_head(left))
    };
    path.push(other);
    path
}

fn leaves(n: u32) -> Vec<Hash> {
    (0..n).map(|i| leaf_hash(&i.to_be_bytes())).collect()
}

#[test]
fn the_published_vectors() {
    assert_eq!(data_encoding::HEXLOWER.encode(&empty_head()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    let mut kept = Kept::default();
    for (input, expected) in INPUTS.iter().zip(HEADS) {
        kept.add(leaf_hash(&hex(input)));
        assert_eq!(data_encoding::HEXLOWER.encode(&head(kept.size, &mut kept).unwrap()), expected, "size {}", kept.size);
    }
    let path = inclusion(0, 8, &mut kept).unwrap().unwrap();
    let written: Vec<String> = path.iter().map(|h| data_encoding::HEXLOWER.encode(h)).collect();
    let published = [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ];
    assert_eq!(written, published);
}

#[test]
fn every_proof_of_every_size_is_that_of_the_naive_tree_and_holds() {
    let all = leaves(130);
    for size in 0..=all.len() {
        let now = &all[..size];
        let mut kept = Kept::of(now);
        let whole = u64::try_from(size).unwrap();
        let top = head(whole, &mut kept).unwrap();
        assert_eq!(top, naive_head(now), "size {size}");
        for (index, leaf) in now.iter().enumerate() {
            let i = u64::try_from(index).unwrap();
            let path = inclusion(i, whole, &mut kept).unwrap().unwrap();
            assert_eq!(path, naive_inclusion(index, now), "{index} of {size}");
            assert_eq!(check_inclusion(i, whole, *leaf, &path, &top), Ok(()));
        }
        for old in 0..=size {
            let o = u64::try_from(old).unwrap();
            let path = consistency(o, whole, &mut kept).unwrap().unwrap();
            if old > 0 {
                assert_eq!(path, naive_consistency(old, now, true), "{old} to {size}");
            }
            assert_eq!(check_consistency(o, whole, &naive_head(&all[..old]), &top, &path), Ok(()), "{old} to {size}");
        }
        assert_eq!(inclusion(whole, whole, &mut kept).unwrap(), None);
        assert_eq!(consistency(whole + 1, whole, &mut kept).unwrap(), None);
    }
}

#[test]
fn no_changed_proof_holds() {
    let all = leaves(37);
    for size in 1..=all.len() {
        let now = &all[..size];
        let (whole, top) = (u64::try_from(size).unwrap(), naive_head(now));
        let wrong = leaf_hash(b"wrong");
        for index in 0..size {
            let i = u64::try_from(index).unwrap();
            let path = naive_inclusion(index, now);
            assert_eq!(check_inclusion(i, whole, wrong, &path, &top), Err(ProofError::Head));
            assert_eq!(check_inclusion(i, whole, now[index], &[path.clone(), vec![wrong]].concat(), &top), Err(ProofError::Length));
            for at in 0..path.len() {
                let mut other = path.clone();
                other[at] = wrong;
                assert_eq!(check_inclusion(i, whole, now[index], &other, &top), Err(ProofError::Head));
                other.remove(at);
                assert!(check_inclusion(i, whole, now[index], &other, &top).is_err());
            }
            for elsewhere in (0..whole).filter(|e| *e != i) {
                assert!(check_inclusion(elsewhere, whole, now[index], &path, &top).is_err(), "{index} passes for {elsewhere} of {size}");
            }
        }
        for old in 1..=size {
            let (o, before) = (u64::try_from(old).unwrap(), naive_head(&all[..old]));
            let path = naive_consistency(old, now, true);
            assert!(check_consistency(o, whole, &wrong, &top, &path).is_err());
            assert!(check_consistency(o, whole, &before, &wrong, &path).is_err());
            assert!(check_consistency(o, whole, &before, &top, &[path.clone(), vec![wrong]].concat()).is_err());
            for at in 0..path.len() {
                let mut other = path.clone();
                other[at] = wrong;
                assert!(check_consistency(o, whole, &before, &top, &other).is_err());
                other.remove(at);
                assert!(check_consistency(o, whole, &before, &top, &other).is_err());
            }
        }
    }
    assert_eq!(check_consistency(3, 2, &empty_head(), &empty_head(), &[]), Err(ProofError::Outside));
    assert_eq!(check_consistency(0, 2, &leaf_hash(b""), &empty_head(), &[]), Err(ProofError::Head));
    assert_eq!(head_from_path(2, 2, empty_head(), &[]), Err(ProofError::Outside));
}

/// The tree as another crate builds it.
#[test]
fn another_implementation_agrees() {
    use ct_merkle::mem_backed_tree::MemoryBackedTree;
    let mut theirs: MemoryBackedTree<sha2::Sha256, Vec<u8>> = MemoryBackedTree::new();
    let mut ours = Kept::default();
    for i in 0u32..300 {
        theirs.push(i.to_be_bytes().to_vec());
        ours.add(leaf_hash(&i.to_be_bytes()));
        assert_eq!(theirs.root().as_bytes()[..], head(ours.size, &mut ours).unwrap()[..], "{i}");
        let at = u64::from(i) / 3;
        let path = inclusion(at, ours.size, &mut ours).unwrap().unwrap().concat();
        assert_eq!(theirs.prove_inclusion(usize::try_from(at).unwrap()).as_bytes(), path);
        if at > 0 {
            let grown = usize::try_from(ours.size - at).unwrap();
            let path = consistency(at, ours.size, &mut ours).unwrap().unwrap().concat();
            assert_eq!(theirs.prove_consistency(grown).as_bytes(), path, "{at} to {}", ours.size);
        }
    }
}

/// Log n reads for a proof, and two nodes kept for a leaf on the average.
#[test]
fn proofs_are_cheap() {
    let mut kept = Kept::of(&leaves(4_096));
    assert_eq!(kept.nodes.len(), 2 * 4_096 - 1);
    kept.add(leaf_hash(b"x"));
    for index in [0, 1, 77, 2_048, 4_095, 4_096] {
        kept.reads = 0;
        let _ = inclusion(index, 4_097, &mut kept).unwrap();
        assert!(kept.reads <= 24, "{index}: {}", kept.reads);
        kept.reads = 0;
        let _ = consistency(index, 4_097, &mut kept).unwrap();
        assert!(kept.reads <= 24, "{index}: {}", kept.reads);
    }
}
