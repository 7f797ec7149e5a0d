//! What controls look at of the whole country: what left against what was dug, month by month.

use crate::domain::control::exports::{Left, beyond_production, large_stones_fall, value_outruns};
use crate::domain::control::{Sighting, Subject};
use crate::domain::jurisdiction::Profile;
use crate::domain::month::Month;
use crate::domain::report::Span;
use crate::service::statistics::certificates_of;
use crate::store::control::declared_mct;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::statistics::{By, production_sums};
use crate::store::valuation::valuations_counting;
use std::collections::BTreeMap;

/// Months before the first one looked at: five years, and the year that ends with it.
const BACK: i32 = 72;
/// Valuations read at once.
const AT_ONCE: i64 = 500;

pub(super) fn look(rx: &mut Rx<'_>, profile: &Profile, country: &Subject, span: (Month, Month)) -> Result<Vec<Sighting>, StoreError> {
    let begin = span.0.plus(-BACK);
    let last = span.1;
    let mut dug = BTreeMap::new();
    for sum in production_sums(rx, (&begin.to_string(), &last.to_string()), By::Month)? {
        dug.insert(sum.key.parse::<Month>().map_err(StoreError::damaged)?, sum.weight_mct);
    }
    let mut left: BTreeMap<Month, Left> = BTreeMap::new();
    for c in certificates_of(rx, profile, (begin.first(), last.last()))?.into_iter().filter(|c| c.left) {
        let month = left.entry(Month::of(c.facts.issued_on)).or_default();
        let (own, whole) = (c.facts.weight_mct.mct().saturating_sub(c.imported_mct), c.facts.weight_mct.mct());
        month.mct = month.mct.saturating_add(own);
        month.usd_cents = month.usd_cents.saturating_add(part(c.facts.value_usd_cents, own, whole));
    }
    large(rx, profile, (begin, last), &mut left)?;
    // From the first month of which anything is known: before it there is nothing to see.
    let first = left.keys().chain(dug.keys()).min().copied().unwrap_or(last).max(span.0);
    let span = (first, last);
    let mut seen = beyond_production(country, &left, &dug, declared_mct(rx)?, span);
    seen.extend(value_outruns(country, &left, span));
    seen.extend(large_stones_fall(country, &left, &profile.controls, span));
    Ok(seen)
}

/// The part of a value that belongs to a part of the mass.
fn part(cents: i64, own: i64, whole: i64) -> i64 {
    let cents = i128::from(cents).saturating_mul(i128::from(own)).checked_div(i128::from(whole)).unwrap_or(0);
    i64::try_from(cents).unwrap_or(i64::MAX)
}

/// Counts the stones of valuations whose line is of large ones.
fn large(rx: &mut Rx<'_>, profile: &Profile, (begin, last): (Month, Month), left: &mut BTreeMap<Month, Left>) -> Result<(), StoreError> {
    let least = i64::from(profile.controls.large_stone_mct.value);
    let span = Span { first: begin.first(), last: last.last() };
    let mut after = 0;
    loop {
        let page = valuations_counting(rx, span, after, AT_ONCE)?;
        let Some(latest) = page.last() else { return Ok(()) };
        after = latest.seq;
        for v in &page {
            let of_large = v.facts.lines.iter().filter(|l| l.stones > 0 && l.weight_mct.mct() >= least.saturating_mul(l.stones));
            let stones = of_large.fold(0_i64, |sum, l| sum.saturating_add(l.stones));
            let month = left.entry(Month::of(v.facts.on)).or_default();
            month.large = month.large.saturating_add(stones);
        }
    }
}
