//! Which cells of a public table are left blank, so that nobody can tell what one holder dug or sold.

use std::collections::BTreeSet;

/// A cell of a table whose total is told: a size by which it is put in order, and who stands behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell<H: Ord> {
    /// Its mass.
    pub mct: i64,
    /// Who stands behind it.
    pub holders: BTreeSet<H>,
}

/// Which cells are hidden, and whether the total is. A cell is hidden where fewer than `least` holders stand behind it.
/// What is hidden could be found by taking all others from the total, so the hidden ones together must have `least`
/// holders too, and be two at least: else the smallest of the others is hidden as well. Empty cells are told; the total
/// is hidden where the whole table has fewer. A cell with mass and nobody behind it is hidden: who dug it is not known.
#[must_use]
pub fn hidden_cells<H: Ord + Clone>(cells: &[Cell<H>], least: usize) -> (Vec<bool>, bool) {
    let all: BTreeSet<&H> = cells.iter().flat_map(|c| &c.holders).collect();
    let full = |c: &Cell<H>| c.mct > 0 || !c.holders.is_empty();
    let total_hidden = cells.iter().any(full) && all.len() < least;
    let mut hidden: Vec<bool> = cells.iter().map(|c| full(c) && (total_hidden || c.holders.len() < least)).collect();
    loop {
        let chosen = || cells.iter().zip(&hidden).filter(|(_, h)| **h).map(|(c, _)| c);
        let behind: BTreeSet<&H> = chosen().flat_map(|c| &c.holders).collect();
        let count = chosen().count();
        if count == 0 || total_hidden || (count >= 2 && behind.len() >= least) {
            return (hidden, total_hidden);
        }
        let told = cells.iter().zip(&hidden).enumerate().filter(|(_, (c, h))| !**h && full(c));
        let Some(at) = told.min_by_key(|(_, (c, _))| c.mct).map(|(at, _)| at) else {
            // Nothing is left to hide: the total would tell.
            return (hidden, true);
        };
        if let Some(h) = hidden.get_mut(at) {
            *h = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cell(mct: i64, holders: &[u32]) -> Cell<u32> {
        Cell { mct, holders: holders.iter().copied().collect() }
    }

    #[test]
    fn a_single_small_cell_takes_the_next_with_it() {
        let cells = [cell(900, &[1, 2, 3]), cell(50, &[4]), cell(400, &[5, 6, 7])];
        assert_eq!(hidden_cells(&cells, 3), (vec![false, true, true], false));
    }

    #[test]
    fn small_cells_of_one_holder_do_not_hide_each_other() {
        // The same holder in two places: together they are still one.
        let cells = [cell(10, &[1]), cell(20, &[1]), cell(900, &[2, 3, 4]), cell(800, &[5, 6, 7])];
        assert_eq!(hidden_cells(&cells, 3), (vec![true, true, false, true], false));
    }

    #[test]
    fn what_many_stand_behind_is_told_and_what_few_do_is_not() {
        assert_eq!(hidden_cells(&[cell(1, &[1, 2, 3]), cell(0, &[])], 3), (vec![false, false], false));
        assert_eq!(hidden_cells(&[cell(1, &[1]), cell(2, &[2])], 3), (vec![true, true], true));
        assert_eq!(hidden_cells(&[cell(1, &[1, 2]), cell(2, &[2, 3])], 3), (vec![true, true], false));
        assert_eq!(hidden_cells::<u32>(&[], 3), (vec![], false));
        assert_eq!(hidden_cells(&[cell(1, &[1, 2, 3]), cell(5, &[])], 3), (vec![true, true], false));
    }

    proptest! {
        #[test]
        fn no_hidden_cell_can_be_found_by_taking_away(
            sets in prop::collection::vec((0i64..1_000, prop::collection::btree_set(0u32..12, 0..6)), 0..9),
            least in 1usize..5,
        ) {
            let cells: Vec<Cell<u32>> = sets.into_iter().map(|(mct, holders)| Cell { mct, holders }).collect();
            let (hidden, total) = hidden_cells(&cells, least);
            for (c, h) in cells.iter().zip(&hidden) {
                prop_assert!(*h || (c.mct == 0 && c.holders.is_empty()) || c.holders.len() >= least);
            }
            let rest: Vec<_> = cells.iter().zip(&hidden).filter(|(_, h)| **h).map(|(c, _)| c).collect();
            let behind: BTreeSet<u32> = rest.iter().flat_map(|c| c.holders.clone()).collect();
            prop_assert!(total || rest.is_empty() || (rest.len() >= 2 && behind.len() >= least));
        }
    }
}
