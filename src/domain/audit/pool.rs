//! Shares of source parcels: at another total, added up, and written out for a digest.

use crate::domain::entry::sha256_hex;
use std::collections::BTreeMap;

/// Shares at another total: whole parts rounded down, and what is left one by one to the largest remainders,
/// the first of equals first. What rounds to nothing is left out.
pub(super) fn at_mass(shares: &[(i64, i64)], total: i64) -> Vec<(i64, i64)> {
    let sum: i128 = shares.iter().map(|(_, s)| i128::from(*s)).fold(0, i128::saturating_add);
    if sum == 0 {
        return Vec::new();
    }
    let exact = |s: i64| i128::from(s).saturating_mul(i128::from(total));
    let mut order: Vec<usize> = (0..shares.len()).collect();
    let remainder = |at: usize| shares.get(at).map_or(0, |(_, s)| exact(*s).checked_rem(sum).unwrap_or(0));
    order.sort_by(|a, b| remainder(*b).cmp(&remainder(*a)).then(a.cmp(b)));
    let floor = |s: i64| i64::try_from(exact(s).checked_div(sum).unwrap_or(0)).unwrap_or(0);
    let mut parts: Vec<i64> = shares.iter().map(|(_, s)| floor(*s)).collect();
    let given = parts.iter().fold(0i64, |s, p| s.saturating_add(*p));
    let left = usize::try_from(total.saturating_sub(given)).unwrap_or(0);
    for at in order.into_iter().take(left) {
        if let Some(part) = parts.get_mut(at) {
            *part = part.saturating_add(1);
        }
    }
    shares.iter().zip(parts).filter(|(_, p)| *p > 0).map(|((no, _), p)| (*no, p)).collect()
}

/// The sum of several pools, in the order of source numbers.
pub(super) fn added(pools: impl IntoIterator<Item = (i64, i64)>) -> Vec<(i64, i64)> {
    let mut sum: BTreeMap<i64, i64> = BTreeMap::new();
    for (source, share) in pools {
        let entry = sum.entry(source).or_default();
        *entry = entry.saturating_add(share);
    }
    sum.into_iter().collect()
}

/// Version, count, then for each source the step from the number before and its share, in seven bits a byte. None for
/// numbers that no parcel can have.
fn encoded(pool: &[(i64, i64)]) -> Option<Vec<u8>> {
    let mut bytes = vec![1u8];
    leb128(&mut bytes, u64::try_from(pool.len()).ok()?);
    let mut before = 0i64;
    for (no, share) in pool {
        let step = u64::try_from(no.checked_sub(before)?).ok()?;
        if *no < 1 {
            return None;
        }
        leb128(&mut bytes, step);
        leb128(&mut bytes, u64::try_from(*share).ok()?);
        before = *no;
    }
    Some(bytes)
}

fn leb128(bytes: &mut Vec<u8>, mut value: u64) {
    loop {
        let low = u8::try_from(value & 0x7f).unwrap_or(0);
        value >>= 7;
        if value == 0 {
            bytes.push(low);
            return;
        }
        bytes.push(low | 0x80);
    }
}

/// SHA-256 of a pool written out and of what follows it, in hex.
pub(super) fn digest(pool: &[(i64, i64)], after: &str) -> Option<String> {
    encoded(pool).map(|bytes| sha256_hex(&[&bytes, after.as_bytes()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_out_as_the_document_says() {
        assert_eq!(encoded(&[(3, 1), (300, 200)]).unwrap(), [1, 2, 3, 1, 0xa9, 2, 0xc8, 1]);
        assert_eq!(encoded(&[]).unwrap(), [1, 0]);
        assert_eq!(encoded(&[(0, 1)]), None);
    }
}
