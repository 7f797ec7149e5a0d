//! Buying and selling inside the country.

use super::alert::{LinkKind, Severity, Sighting, SubjectKind, Value};
use super::{Control, ControlKind, Family, Theme};
use crate::domain::ids::{PartyId, PurchaseId};
use crate::domain::jurisdiction::Controls;
use crate::domain::month::Month;
use crate::domain::time::Day;
use crate::domain::trace::share_ppm;
use std::collections::BTreeMap;

/// The controls of this family.
pub const CONTROLS: &[Control] = &[
    Control {
        code: "C16",
        family: Family::Trade,
        kind: ControlKind::Alerts,
        themes: &[Theme::M7, Theme::M12],
        frauds: &["F9"],
        source: "6.2 C16, 6.1 F9 [V:49]",
        refusals: &[],
        settings: &["controls.price_apart", "controls.price_least"],
        subject: Some(SubjectKind::Party),
        evidence: "/purchases",
    },
    Control {
        code: "C18",
        family: Family::Trade,
        kind: ControlKind::Alerts,
        themes: &[Theme::M6, Theme::M7],
        frauds: &["F8"],
        source: "6.2 C18 [D]",
        refusals: &[],
        settings: &["controls.circle_days"],
        subject: Some(SubjectKind::Party),
        evidence: "/purchases",
    },
    Control {
        code: "C19",
        family: Family::Trade,
        kind: ControlKind::Alerts,
        themes: &[Theme::M6, Theme::M7],
        frauds: &["F8", "F10"],
        source: "6.2 C19 [D]",
        refusals: &[],
        settings: &["controls.share_ppm", "controls.share_least_purchases"],
        subject: Some(SubjectKind::Party),
        evidence: "/purchases",
    },
];

/// A purchase, as controls look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sale {
    /// Its id.
    pub purchase: PurchaseId,
    /// The day.
    pub on: Day,
    /// Who sold.
    pub seller: PartyId,
    /// Who bought.
    pub buyer: PartyId,
    /// Milli-carats.
    pub mct: i64,
    /// US cents.
    pub usd_cents: i64,
}

/// Sales by which stones may have come back to who sold before: the seller of the last sale of each chain bought, within the
/// days of the profile before it, from who buys now, or from one who bought from him (C18). `chains` begin with the earliest.
#[must_use]
pub fn circles(chains: &[Vec<Sale>], from: Month, limits: &Controls) -> Vec<Sighting> {
    let mut months: BTreeMap<(PartyId, PartyId, Month), Vec<&Vec<Sale>>> = BTreeMap::new();
    for chain in chains {
        let [first, .., last] = chain.as_slice() else { continue };
        let rising = chain.windows(2).all(|pair| matches!(pair, [a, b] if a.on <= b.on && a.buyer == b.seller));
        let days = last.on.signed_duration_since(first.on).num_days();
        let round = first.seller == last.buyer && rising && days <= i64::from(limits.circle_days.value);
        if round && Month::of(last.on) >= from {
            months.entry((last.buyer, last.seller, Month::of(last.on))).or_default().push(chain);
        }
    }
    let mut found = Vec::new();
    for ((party, from_whom, month), chains) in months {
        let Some([first, .., last]) = chains.first().map(|c| c.as_slice()) else { continue };
        let sighting = Sighting::new("C18", party, pair_period(month, from_whom))
            .weighing(Severity::Alarm, i64::try_from(chains.len()).unwrap_or(i64::MAX))
            .fact("party", Value::Party(party))
            .fact("other", Value::Party(from_whom))
            .fact("first", Value::Day(first.on))
            .fact("last", Value::Day(last.on))
            .fact("out", Value::Mct(first.mct))
            .fact("back", Value::Mct(last.mct))
            .fact("sales", Value::Count(i64::try_from(chains.first().map_or(0, |c| c.len())).unwrap_or(0)));
        found.push(sighting.links(LinkKind::Purchase, chains.iter().flat_map(|c| c.iter()).map(|s| s.purchase)));
    }
    found
}

/// The period of an alert about a pair: the month, and who sold.
#[must_use]
pub fn pair_period(month: Month, seller: PartyId) -> String {
    format!("{month}/{seller}")
}

/// What a buyer bought from one seller in a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FromSeller {
    /// The seller.
    pub seller: PartyId,
    /// The first month of the quarter.
    pub quarter: Month,
    /// Purchases.
    pub purchases: i64,
    /// Milli-carats.
    pub mct: i64,
}

/// Quarters in which one seller gave too large a part of what somebody bought (C19).
#[must_use]
pub fn one_seller(buyer: PartyId, bought: &[FromSeller], from: Month, limits: &Controls) -> Vec<Sighting> {
    let mut quarters: BTreeMap<Month, (i64, i64, Option<FromSeller>)> = BTreeMap::new();
    for b in bought.iter().filter(|b| b.quarter >= from.quarter()) {
        let (purchases, mct, most) = quarters.entry(b.quarter).or_default();
        *purchases = purchases.saturating_add(b.purchases);
        *mct = mct.saturating_add(b.mct);
        if most.is_none_or(|m| b.mct > m.mct) {
            *most = Some(*b);
        }
    }
    let mut found = Vec::new();
    for (quarter, (purchases, mct, most)) in quarters {
        let Some(most) = most else { continue };
        let share = share_ppm(most.mct, mct);
        if purchases >= i64::from(limits.share_least_purchases.value) && share > i64::from(limits.share_ppm.value) {
            let sighting = Sighting::new("C19", buyer, quarter)
                .weighing(Severity::Notice, share)
                .fact("month", quarter)
                .fact("seller", Value::Party(most.seller))
                .fact("share", Value::Ppm(share))
                .fact("mct", Value::Mct(mct))
                .fact("purchases", Value::Count(purchases));
            found.push(sighting.links(LinkKind::Party, [most.seller]));
        }
    }
    found
}

/// US cents a carat.
fn price(s: &Sale) -> i64 {
    let price = i128::from(s.usd_cents).saturating_mul(1_000).checked_div(i128::from(s.mct)).unwrap_or(0);
    i64::try_from(price).unwrap_or(i64::MAX)
}

/// The price a carat below which one of ten of these purchases lay, and above which one of ten lay; none where they are too few.
#[must_use]
pub fn price_band(before: &[Sale], least: usize) -> Option<(i64, i64)> {
    let mut prices: Vec<i64> = before.iter().filter(|s| s.mct > 0).map(price).collect();
    prices.sort_unstable();
    let tenth = prices.len().div_euclid(10);
    let low = prices.get(tenth).copied()?;
    let high = prices.iter().rev().nth(tenth).copied()?;
    (prices.len() >= least).then_some((low, high))
}

/// Purchases of a month far outside the band of the months before (C16): one alert for a buyer and month.
#[must_use]
pub fn odd_prices(month: Month, sales: &[Sale], (low, high): (i64, i64), limits: &Controls) -> Vec<Sighting> {
    let apart = i128::from(limits.price_apart.value);
    let mut buyers: BTreeMap<PartyId, Vec<&Sale>> = BTreeMap::new();
    for sale in sales.iter().filter(|s| s.mct > 0) {
        let cents = i128::from(price(sale));
        if cents.saturating_mul(apart) < i128::from(low) || cents > i128::from(high).saturating_mul(apart) {
            buyers.entry(sale.buyer).or_default().push(sale);
        }
    }
    let mut found = Vec::new();
    for (buyer, odd) in buyers {
        let Some(first) = odd.iter().min_by_key(|s| (price(s), s.purchase)) else { continue };
        let count = i64::try_from(odd.len()).unwrap_or(i64::MAX);
        let sighting = Sighting::new("C16", buyer, month)
            .weighing(Severity::Notice, count)
            .fact("month", month)
            .fact("count", Value::Count(count))
            .fact("price", Value::UsdCents(price(first)))
            .fact("low", Value::UsdCents(low))
            .fact("high", Value::UsdCents(high))
            .fact("apart", Value::Count(i64::from(limits.price_apart.value)));
        found.push(sighting.links(LinkKind::Purchase, odd.iter().map(|s| s.purchase)));
    }
    found
}
