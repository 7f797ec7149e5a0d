//! Origin pools: which production parcels a parcel came from, and with how many milli-carats each.
//!
//! A pool is computed, never typed, and everybody who has the journal must be able to compute it
//! again to the milli-carat. The whole arithmetic is therefore these three rules:
//!
//! 1. **Apportion** (largest remainder, after Hamilton). To share `total` by weights `w`, with `W` their
//!    sum: everyone gets `floor(total * w / W)`; what is then left (fewer units than there are weights)
//!    goes, one unit each, to the largest remainders `total * w mod W`, the earlier of equal ones first.
//! 2. **Scale** a pool to a total: apportion the total by the shares, in ascending order of production
//!    parcel number; entries whose share becomes nothing are dropped.
//! 3. **Combine** parcels: scale each input's pool to the input's weight, add the shares of equal
//!    numbers, and scale the sum to the weight that came out. Nothing is rounded in between.

/// Why a pool could not be made or read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PoolError {
    /// The first byte is not the version known here.
    #[error("unknown version of the pool encoding")]
    Version,
    /// The bytes end in the middle of a number or before the promised count of entries.
    #[error("the pool is cut short")]
    Truncated,
    /// Bytes follow the last entry.
    #[error("bytes after the end of the pool")]
    Trailing,
    /// A number is written with more bytes than it needs.
    #[error("a number of the pool is written too long")]
    Overlong,
    /// A number or the sum of the shares is past the largest 64-bit integer.
    #[error("a number of the pool is too large")]
    Overflow,
    /// A production parcel number is not above the one before (the first: not above 0).
    #[error("the production parcels of the pool do not ascend")]
    NotAscending,
    /// A share is zero or negative.
    #[error("a share of the pool is not above zero")]
    NoShare,
    /// A mass is to be shared by a pool that has no entries, or the mass is negative.
    #[error("there is nothing to share the mass by")]
    NothingToShareBy,
}

/// Shares a total by weights so that the parts add up to it exactly (rule 1 of this module).
///
/// Negative weights count as zero and get nothing. `None` when the total is negative, or when it is
/// positive and no weight is.
#[must_use]
pub fn apportion(total: i64, weights: &[i64]) -> Option<Vec<i64>> {
    if total < 0 {
        return None;
    }
    if total == 0 {
        return Some(vec![0; weights.len()]);
    }
    let weight = |w: i64| i128::from(w.max(0));
    let sum = weights.iter().try_fold(0i128, |s, w| s.checked_add(weight(*w))).filter(|sum| *sum > 0)?;
    let mut parts = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    let mut left = total;
    for (at, w) in weights.iter().enumerate() {
        let exact = i128::from(total).checked_mul(weight(*w))?;
        let part = i64::try_from(exact.checked_div(sum)?).ok()?;
        left = left.checked_sub(part)?;
        parts.push(part);
        remainders.push((exact.checked_rem(sum)?, at));
    }
    let left = usize::try_from(left).ok()?;
    // Partition instead of sorting: only who is among the first `left` matters.
    if left > 0 && left < remainders.len() {
        remainders.select_nth_unstable_by(left, |a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    }
    for (_, at) in remainders.iter().take(left) {
        let part = parts.get_mut(*at)?;
        *part = part.checked_add(1)?;
    }
    Some(parts)
}

/// The shares of production parcels in a parcel: numbers ascending and above 0, shares above 0, in
/// milli-carats, with a sum that fits 64 bits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Pool {
    entries: Vec<(i64, i64)>,
}

/// The first byte of an encoded pool.
const VERSION: u8 = 1;

impl Pool {
    /// Takes entries that are already in order: (production parcel number, milli-carats).
    ///
    /// # Errors
    /// [`PoolError::NotAscending`], [`PoolError::NoShare`] or [`PoolError::Overflow`].
    pub fn new(entries: Vec<(i64, i64)>) -> Result<Self, PoolError> {
        let mut before = 0;
        let mut total = 0i64;
        for (number, mct) in &entries {
            if *number <= before {
                return Err(PoolError::NotAscending);
            }
            if *mct <= 0 {
                return Err(PoolError::NoShare);
            }
            before = *number;
            total = total.checked_add(*mct).ok_or(PoolError::Overflow)?;
        }
        Ok(Self { entries })
    }

    /// The pool of one production parcel.
    ///
    /// # Errors
    /// [`PoolError::NotAscending`] for a number below 1, [`PoolError::NoShare`] for a mass below 1.
    pub fn single(number: i64, mct: i64) -> Result<Self, PoolError> {
        Self::new(vec![(number, mct)])
    }

    /// (production parcel number, milli-carats), ascending.
    #[must_use]
    pub fn entries(&self) -> &[(i64, i64)] {
        &self.entries
    }

    /// How many production parcels have a share.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is in it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The sum of the shares, in milli-carats.
    #[must_use]
    pub fn total(&self) -> i64 {
        // Cannot saturate: every way to make a pool checks the sum.
        self.entries.iter().fold(0, |sum, (_, mct)| sum.saturating_add(*mct))
    }

    /// The canonical bytes: version 1, the count of entries, then for each entry the step from the
    /// number before (from 0 for the first) and the share; all as unsigned LEB128.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.entries.len().saturating_mul(4).saturating_add(4));
        bytes.push(VERSION);
        put(&mut bytes, u64::try_from(self.entries.len()).unwrap_or(u64::MAX));
        let mut before = 0i64;
        for (number, mct) in &self.entries {
            put(&mut bytes, number.abs_diff(before));
            put(&mut bytes, mct.unsigned_abs());
            before = *number;
        }
        bytes
    }

    /// Reads what [`Pool::encode`] wrote. Takes nothing else: equal pools have equal bytes.
    ///
    /// # Errors
    /// One of [`PoolError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, PoolError> {
        let (version, mut rest) = bytes.split_first().ok_or(PoolError::Truncated)?;
        if *version != VERSION {
            return Err(PoolError::Version);
        }
        let count = usize::try_from(take(&mut rest)?).map_err(|_| PoolError::Overflow)?;
        // An entry takes two bytes at least, so a lying count cannot make us reserve much.
        if count > rest.len() / 2 {
            return Err(PoolError::Truncated);
        }
        let mut entries = Vec::with_capacity(count);
        let mut number = 0i64;
        for _ in 0..count {
            let step = take(&mut rest)?;
            number = number.checked_add(step).ok_or(PoolError::Overflow)?;
            entries.push((number, take(&mut rest)?));
        }
        if !rest.is_empty() {
            return Err(PoolError::Trailing);
        }
        Self::new(entries)
    }

    /// The same proportions at another total (rule 2 of this module).
    ///
    /// # Errors
    /// [`PoolError::NothingToShareBy`] when the total is negative, or positive for an empty pool.
    pub fn scaled(&self, total: i64) -> Result<Self, PoolError> {
        let weights: Vec<i64> = self.entries.iter().map(|(_, mct)| *mct).collect();
        let shares = apportion(total, &weights).ok_or(PoolError::NothingToShareBy)?;
        let entries = self.entries.iter().zip(shares).filter(|(_, mct)| *mct > 0).map(|((number, _), mct)| (*number, mct)).collect();
        Ok(Self { entries })
    }

    /// The sum of pools, number by number.
    ///
    /// # Errors
    /// [`PoolError::Overflow`] when the shares add up to more than 64 bits hold.
    pub fn merge<'a>(parts: impl IntoIterator<Item = &'a Self>) -> Result<Self, PoolError> {
        let mut all: Vec<(i64, i64)> = Vec::new();
        for part in parts {
            all.extend_from_slice(&part.entries);
        }
        // The stable sort finds the ascending runs and merges them, so this is a k-way merge.
        all.sort_by_key(|(number, _)| *number);
        let mut entries: Vec<(i64, i64)> = Vec::with_capacity(all.len());
        for (number, mct) in all {
            match entries.last_mut() {
                Some((last, sum)) if *last == number => *sum = sum.checked_add(mct).ok_or(PoolError::Overflow)?,
                _ => entries.push((number, mct)),
            }
        }
        Self::new(entries)
    }
}

/// One input of a combination: what it weighed when it went in, and its origins.
#[derive(Debug, Clone, Copy)]
pub struct PartComposition<'a> {
    /// Milli-carats that went in; the pool is scaled to it.
    pub weight_mct: i64,
    /// The origins; only their proportions count.
    pub pool: &'a Pool,
}

impl PartComposition<'_> {
    /// The origins of what came out of a combination (rule 3 of this module). The order of the inputs
    /// does not matter. What was lost in handling is taken from all origins alike.
    ///
    /// # Errors
    /// [`PoolError::NothingToShareBy`] when a weight is negative, or positive with nothing behind it;
    /// [`PoolError::Overflow`] past 64 bits.
    pub fn combine(inputs: &[PartComposition<'_>], out_weight_mct: i64) -> Result<Pool, PoolError> {
        let parts = inputs.iter().map(|input| input.pool.scaled(input.weight_mct)).collect::<Result<Vec<_>, _>>()?;
        Pool::merge(&parts)?.scaled(out_weight_mct)
    }
}

/// Seven bits a byte, the lowest first, the top bit set on all but the last.
fn put(bytes: &mut Vec<u8>, mut value: u64) {
    loop {
        let [low, ..] = value.to_le_bytes();
        value >>= 7;
        if value == 0 {
            bytes.push(low & 0x7f);
            return;
        }
        bytes.push(low | 0x80);
    }
}

/// Takes a number off the front; only the shortest form and at most 63 bits.
fn take(rest: &mut &[u8]) -> Result<i64, PoolError> {
    let mut value = 0u64;
    for shift in (0u32..63).step_by(7) {
        let (byte, after) = rest.split_first().ok_or(PoolError::Truncated)?;
        *rest = after;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            if *byte == 0 && shift > 0 {
                return Err(PoolError::Overlong);
            }
            return i64::try_from(value).map_err(|_| PoolError::Overflow);
        }
    }
    Err(PoolError::Overflow)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;
    use std::collections::BTreeMap;

    #[rstest]
    #[case(10, &[1, 1, 1], Some(vec![4, 3, 3]))] // equal remainders: the earlier first
    #[case(100, &[1, 2, 4], Some(vec![14, 29, 57]))] // 14.29, 28.57, 57.14
    #[case(7, &[0, 5, -3, 5], Some(vec![0, 4, 0, 3]))]
    #[case(0, &[0, 0], Some(vec![0, 0]))]
    #[case(0, &[], Some(vec![]))]
    #[case(1, &[0, -1], None)]
    #[case(1, &[], None)]
    #[case(-1, &[1], None)]
    #[case(i64::MAX, &[i64::MAX, i64::MAX], Some(vec![i64::MAX / 2 + 1, i64::MAX / 2]))]
    fn largest_remainder(#[case] total: i64, #[case] weights: &[i64], #[case] parts: Option<Vec<i64>>) {
        assert_eq!(apportion(total, weights), parts);
    }

    #[rstest]
    #[case(&[], PoolError::Truncated)]
    #[case(&[2, 0], PoolError::Version)]
    #[case(&[1], PoolError::Truncated)]
    #[case(&[1, 1], PoolError::Truncated)]
    #[case(&[1, 1, 5], PoolError::Truncated)]
    #[case(&[1, 0, 0], PoolError::Trailing)]
    #[case(&[1, 1, 5, 9, 0], PoolError::Trailing)]
    #[case(&[1, 1, 0, 9], PoolError::NotAscending)]
    #[case(&[1, 2, 5, 9, 0, 9], PoolError::NotAscending)]
    #[case(&[1, 1, 5, 0], PoolError::NoShare)]
    #[case(&[1, 1, 0x85, 0, 9], PoolError::Overlong)]
    #[case(&[1, 0x81, 0, 5, 9], PoolError::Overlong)]
    #[case(&[1, 1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 9], PoolError::Overflow)]
    #[case(&[1, 2, 255, 255, 255, 255, 255, 255, 255, 255, 127, 9, 1, 9], PoolError::Overflow)]
    #[case(&[1, 2, 1, 255, 255, 255, 255, 255, 255, 255, 255, 127, 1, 9], PoolError::Overflow)]
    #[case(&[1, 255, 255, 255, 255, 127, 9], PoolError::Truncated)]
    fn bytes_that_are_no_pool(#[case] bytes: &[u8], #[case] why: PoolError) {
        assert_eq!(Pool::decode(bytes), Err(why));
    }

    #[test]
    fn the_bytes_are_as_documented() {
        let pool = Pool::new(vec![(3, 1), (300, 200)]).unwrap();
        assert_eq!(pool.encode(), [1, 2, 3, 1, 0xa9, 0x02, 0xc8, 0x01]); // 297 = 0x02a9 in sevens, 200
        assert_eq!(Pool::decode(&[1, 0]), Ok(Pool::default()));
        let far = Pool::single(i64::MAX, i64::MAX).unwrap();
        assert_eq!(Pool::decode(&far.encode()), Ok(far));
    }

    #[test]
    fn a_combination_by_hand() {
        // 3.000 ct of which a third from 1 and two thirds from 2; 1.000 ct from 2; 3.999 ct came out.
        let mixed = Pool::new(vec![(1, 1), (2, 2)]).unwrap();
        let plain = Pool::single(2, 77).unwrap();
        let inputs = [PartComposition { weight_mct: 3000, pool: &mixed }, PartComposition { weight_mct: 1000, pool: &plain }];
        let out = PartComposition::combine(&inputs, 3999).unwrap();
        // 1000 and 3000 of 4000: 999.75 and 2999.25.
        assert_eq!(out.entries(), [(1, 1000), (2, 2999)]);
        assert_eq!(PartComposition::combine(&inputs, 0), Ok(Pool::default()));
        assert_eq!(PartComposition::combine(&inputs, -1), Err(PoolError::NothingToShareBy));
        let nothing = PartComposition { weight_mct: 1, pool: &Pool::default() };
        assert_eq!(PartComposition::combine(&[nothing], 1), Err(PoolError::NothingToShareBy));
    }

    #[test]
    fn many_large_pools_are_merged() {
        let parts: Vec<Pool> = (0..20).map(|p| Pool::new((1..=5_000).map(|n| (n * 20 + p, 1_000 + n)).collect()).unwrap()).collect();
        // 100,000 entries: a quadratic merge would take minutes, and be noticed.
        let merged = Pool::merge(&parts).unwrap();
        let scaled = merged.scaled(merged.total() / 3).unwrap();
        assert_eq!(merged.len(), 100_000);
        assert_eq!(scaled.total(), merged.total() / 3);
    }

    fn pools() -> impl Strategy<Value = Pool> {
        let share = prop_oneof![1i64..200, 1i64..1_000_000_000_000];
        let number = prop_oneof![1i64..60, 1i64..10_000_000];
        prop::collection::btree_map(number, share, 1..40).prop_map(|m| Pool::new(m.into_iter().collect()).unwrap())
    }

    proptest! {
        #[test]
        fn parts_add_up_and_are_fair(total in 0..i64::MAX, weights in prop::collection::vec(prop_oneof![Just(0i64), -5i64..50, 0..i64::MAX], 1..30)) {
            let sum: i128 = weights.iter().map(|w| i128::from((*w).max(0))).sum();
            match apportion(total, &weights) {
                None => prop_assert!(sum == 0 && total > 0),
                Some(parts) => {
                    prop_assert_eq!(parts.iter().map(|p| i128::from(*p)).sum::<i128>(), i128::from(total));
                    for (part, w) in parts.iter().zip(&weights) {
                        // |part - total * w / sum| < 1, multiplied out
                        let off = i128::from(*part) * sum - i128::from(total) * i128::from((*w).max(0));
                        prop_assert!(off.abs() < sum || (sum == 0 && *part == 0));
                    }
                }
            }
        }

        #[test]
        fn an_earlier_equal_weight_never_gets_less(total in 0i64..1_000_000, weights in prop::collection::vec(0i64..6, 1..20)) {
            prop_assume!(weights.iter().any(|w| *w > 0));
            let parts = apportion(total, &weights).unwrap();
            for a in 0..parts.len() {
                for b in a + 1..parts.len() {
                    prop_assert!(weights[a] != weights[b] || parts[a] >= parts[b]);
                    prop_assert!(weights[a] <= weights[b] || parts[a] >= parts[b]);
                }
            }
        }

        #[test]
        fn what_is_encoded_is_read_back(pool in pools()) {
            let bytes = pool.encode();
            prop_assert_eq!(Pool::decode(&bytes), Ok(pool));
            for cut in 0..bytes.len() {
                prop_assert!(Pool::decode(&bytes[..cut]).is_err());
            }
        }

        #[test]
        fn random_bytes_are_refused_or_canonical(mut bytes in prop::collection::vec(prop_oneof![any::<u8>(), 0u8..4], 0..60), headed in any::<bool>()) {
            if headed && let Some(first) = bytes.first_mut() {
                *first = VERSION;
            }
            if let Ok(pool) = Pool::decode(&bytes) {
                prop_assert_eq!(pool.encode(), bytes);
            }
        }

        #[test]
        fn one_changed_byte_never_passes_for_the_same_pool(pool in pools(), at in any::<prop::sample::Index>(), other in any::<u8>()) {
            let mut bytes = pool.encode();
            let at = at.index(bytes.len());
            prop_assume!(bytes[at] != other);
            bytes[at] = other;
            if let Ok(read) = Pool::decode(&bytes) {
                prop_assert_eq!(read.encode(), bytes);
                prop_assert_ne!(read, pool);
            }
        }

        #[test]
        fn merging_adds_up_number_by_number(parts in prop::collection::vec(pools(), 0..8)) {
            let mut sums: BTreeMap<i64, i64> = BTreeMap::new();
            for (number, mct) in parts.iter().flat_map(Pool::entries) {
                *sums.entry(*number).or_default() += mct;
            }
            let merged = Pool::merge(&parts).unwrap();
            prop_assert_eq!(merged.entries().to_vec(), sums.into_iter().collect::<Vec<_>>());
            prop_assert_eq!(merged.total(), parts.iter().map(Pool::total).sum::<i64>());
        }

        #[test]
        fn a_combination_has_the_weight_that_came_out(
            inputs in prop::collection::vec((1i64..10_000_000, pools()), 1..6),
            kept in 500i64..1_000,
            turn in any::<prop::sample::Index>(),
        ) {
            let weight: i64 = inputs.iter().map(|(w, _)| w).sum();
            let out = weight * kept / 1_000;
            let mut parts: Vec<_> = inputs.iter().map(|(w, pool)| PartComposition { weight_mct: *w, pool }).collect();
            let pool = PartComposition::combine(&parts, out).unwrap();
            prop_assert_eq!(pool.total(), out);
            prop_assert!(pool.entries().iter().all(|(n, _)| inputs.iter().any(|(_, p)| p.entries().iter().any(|(m, _)| m == n))));
            let turn = turn.index(parts.len());
            parts.rotate_left(turn);
            prop_assert_eq!(PartComposition::combine(&parts, out), Ok(pool));
        }
    }
}
