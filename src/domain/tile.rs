//! The journal's tree as tiles, after C2SP tlog-tiles: files of up to 256 hashes that never change once they are full,
//! so that a mirror is a copy of files.

use crate::domain::merkle::{self, Hash, Nodes};

/// Hashes in a full tile.
pub const TILE: u64 = 256;
/// How many levels of the tree a tile covers.
const HEIGHT: u32 = 8;

/// One tile: at a level of tiles, its number there, and how many hashes it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tile {
    /// Level of tiles: each covers eight levels of the tree.
    pub level: u32,
    /// Number within the level.
    pub number: u64,
    /// How many hashes, 1 to 256.
    pub width: u64,
}

impl Tile {
    /// Its path below `tile/`: `0/x001/234`, and `.p/112` for one that is not full.
    #[must_use]
    pub fn path(&self) -> String {
        let mut parts = Vec::new();
        let mut left = self.number;
        loop {
            parts.push(left % 1000);
            left /= 1000;
            if left == 0 {
                break;
            }
        }
        let last = parts.len().saturating_sub(1);
        let words = parts.iter().rev().enumerate().map(|(at, part)| if at == last { format!("{part:03}") } else { format!("x{part:03}") });
        let partial = if self.width < TILE { format!(".p/{}", self.width) } else { String::new() };
        format!("{}/{}{partial}", self.level, words.collect::<Vec<_>>().join("/"))
    }

    /// Reads a path below `tile/`; nothing for what is not written in the one right way.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let (whole, width) = match path.split_once(".p/") {
            Some((whole, width)) => (whole, width.parse().ok().filter(|w| (1..TILE).contains(w))?),
            None => (path, TILE),
        };
        let (level, words) = whole.split_once('/')?;
        let digits = |word: &str| word.len() == 3 && word.bytes().all(|b| b.is_ascii_digit());
        let mut number = 0u64;
        for word in words.split('/') {
            let plain = word.strip_prefix('x').unwrap_or(word);
            if !digits(plain) {
                return None;
            }
            number = number.checked_mul(1000)?.checked_add(plain.parse().ok()?)?;
        }
        let tile = Self { level: level.parse().ok()?, number, width };
        (tile.level < HEIGHT && tile.path() == path).then_some(tile)
    }

    /// Whether a tree of `size` leaves has this tile: all its hashes, and for a part of a tile just so many or fewer.
    #[must_use]
    pub fn within(&self, size: u64) -> bool {
        let hashes = size.checked_shr(self.level.saturating_mul(HEIGHT)).unwrap_or(0);
        self.number.checked_mul(TILE).and_then(|from| from.checked_add(self.width)).is_some_and(|to| to <= hashes)
    }

    /// The tiles of a tree, level by level.
    #[must_use]
    pub fn all_of(size: u64) -> Vec<Self> {
        let mut tiles = Vec::new();
        let (mut level, mut hashes) = (0, size);
        while hashes > 0 {
            tiles.extend((0..hashes / TILE).map(|number| Self { level, number, width: TILE }));
            if hashes % TILE > 0 {
                tiles.push(Self { level, number: hashes / TILE, width: hashes % TILE });
            }
            hashes /= TILE;
            level = level.saturating_add(1);
        }
        tiles
    }

    /// The level of the tree its hashes stand at, and the number of the first.
    #[must_use]
    pub const fn first(&self) -> merkle::Place {
        (self.level.saturating_mul(HEIGHT), self.number.saturating_mul(TILE))
    }
}

/// The hashes of a tree read from tiles alone, as an auditor's copy has them.
pub struct FromTiles<'a, F> {
    /// Gives the bytes of a tile.
    pub read: &'a mut F,
    /// Leaves of the tree.
    pub size: u64,
}

impl<E, F: FnMut(Tile) -> Result<Vec<Hash>, E>> Nodes for FromTiles<'_, F> {
    type Error = E;
    fn node(&mut self, (level, index): merkle::Place) -> Result<Hash, E> {
        // The subtree's root is put together from the hashes of the tile that lies at or below its level.
        let (tiles, above) = (level / HEIGHT, level % HEIGHT);
        let from = index << above;
        let hashes = self.size.checked_shr(tiles.saturating_mul(HEIGHT)).unwrap_or(0);
        let number = from / TILE;
        let width = hashes.saturating_sub(number.saturating_mul(TILE)).min(TILE);
        let all = (self.read)(Tile { level: tiles, number, width })?;
        let start = usize::try_from(from % TILE).unwrap_or(usize::MAX);
        let mut row: Vec<Hash> = all.into_iter().skip(start).take(1usize << above).collect();
        while row.len() > 1 {
            row = row.chunks(2).map(|pair| if let [l, r] = pair { merkle::node_hash(l, r) } else { [0; 32] }).collect();
        }
        Ok(row.first().copied().unwrap_or([0; 32]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::merkle::{completed, head, inclusion, leaf_hash};
    use std::collections::HashMap;
    use std::convert::Infallible;

    #[test]
    fn paths_are_written_in_one_way() {
        let tile = |level, number, width| Tile { level, number, width };
        for (t, path) in [
            (tile(0, 1_234_067, 256), "0/x001/x234/067"),
            (tile(0, 0, 256), "0/000"),
            (tile(2, 0, 1), "2/000.p/1"),
            (tile(1, 999, 17), "1/999.p/17"),
            (tile(0, 1_000, 255), "0/x001/000.p/255"),
        ] {
            assert_eq!(t.path(), path);
            assert_eq!(Tile::parse(path), Some(t));
        }
        for bad in [
            "",
            "0",
            "0/",
            "0/1",
            "0/0000",
            "0/x000/001",
            "0/001.p/0",
            "0/001.p/256",
            "00/001",
            "8/000",
            "0/001/002",
            "0/x001",
            "-1/000",
            "0/+01",
            "0/001.p/+1",
        ] {
            assert_eq!(Tile::parse(bad), None, "{bad}");
        }
    }

    /// The example of the specification: a tree of 70,000.
    #[test]
    fn the_tiles_of_seventy_thousand() {
        let all = Tile::all_of(70_000);
        let count = |level, full: bool| all.iter().filter(|t| t.level == level && (t.width == TILE) == full).count();
        assert_eq!((count(0, true), count(0, false), count(1, true), count(1, false), count(2, false)), (273, 1, 1, 1, 1));
        assert!(all.contains(&Tile { level: 0, number: 273, width: 112 }));
        assert!(all.contains(&Tile { level: 1, number: 1, width: 17 }) && all.contains(&Tile { level: 2, number: 0, width: 1 }));
        assert!(all.iter().all(|t| t.within(70_000)));
        assert!(!Tile { level: 0, number: 273, width: 113 }.within(70_000));
        assert_eq!(Tile::all_of(256), [Tile { level: 0, number: 0, width: 256 }, Tile { level: 1, number: 0, width: 1 }]);
        assert_eq!(Tile::all_of(0), []);
    }

    #[test]
    fn heads_and_proofs_come_out_of_tiles_alone() {
        struct Kept(HashMap<merkle::Place, Hash>);
        impl Nodes for Kept {
            type Error = Infallible;
            fn node(&mut self, place: merkle::Place) -> Result<Hash, Infallible> {
                Ok(self.0[&place])
            }
        }
        let mut kept = Kept(HashMap::new());
        for i in 0..700u64 {
            let leaf = leaf_hash(&i.to_be_bytes());
            for (place, hash) in completed(i, leaf, &mut kept).unwrap() {
                kept.0.insert(place, hash);
            }
            kept.0.insert((0, i), leaf);
            let size = i + 1;
            if size % 37 != 0 && !(250..260).contains(&size) && !(510..515).contains(&size) {
                continue;
            }
            let tiles: HashMap<Tile, Vec<Hash>> = Tile::all_of(size)
                .into_iter()
                .map(|t| {
                    let (level, from) = t.first();
                    (t, (from..from + t.width).map(|at| kept.0[&(level, at)]).collect())
                })
                .collect();
            let mut read = |t: Tile| -> Result<Vec<Hash>, Infallible> { Ok(tiles[&t].clone()) };
            let mut from_tiles = FromTiles { read: &mut read, size };
            assert_eq!(head(size, &mut from_tiles).unwrap(), head(size, &mut kept).unwrap(), "{size}");
            let at = size / 2;
            assert_eq!(inclusion(at, size, &mut from_tiles).unwrap(), inclusion(at, size, &mut kept).unwrap(), "{size}");
        }
    }
}
