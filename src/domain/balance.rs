//! What was there, what came, what went, and what is left: of a holder, an office, a site, a licence or an area.

use crate::domain::event::StockCounted;
use crate::domain::ids::{AccountId, PartyId};
use crate::domain::jurisdiction::{Sourced, StockCounts};
use crate::domain::month::Month;
use crate::domain::text_enum::text_enum;
use crate::domain::time::Day;
use std::collections::BTreeMap;

text_enum! {
    /// What happened to carats. Every movement is one of these, and the order is that in which they are shown.
    Movement, "movement", {
        /// Dug.
        Dug = "dug",
        /// Declared as opening stock.
        Declared = "declared",
        /// Came from abroad and was let in.
        Imported = "imported",
        /// Weighed and found more.
        Found = "found",
        /// Back, because the certificate was made void and nothing had left.
        Back = "back",
        /// Bought.
        Bought = "bought",
        /// Given by the decision of a case.
        Received = "received",
        /// Given back by the state, by an order.
        Released = "released",
        /// Bought from the state, which had taken it.
        SoldByState = "sold_by_state",
        /// Sold.
        Sold = "sold",
        /// Taken by the decision of a case.
        Given = "given",
        /// Weighed and found less.
        WeighedLess = "weighed_less",
        /// Lost in sorting, mixing, splitting. Fewer than no stones were lost where some broke.
        Lost = "lost",
        /// Used inside the country, by a confirmed report.
        Domestic = "domestic",
        /// Lost, stolen or destroyed, by a confirmed report.
        Gone = "gone",
        /// Taken by the state.
        Seized = "seized",
        /// Left under a certificate.
        Exported = "exported",
        /// Of a place: mixed with stones of other places, so that it cannot be told apart any more.
        Mixed = "mixed",
    }
}

impl Movement {
    /// Whether it makes a stock larger.
    #[must_use]
    pub const fn comes_in(self) -> bool {
        use Movement as M;
        matches!(self, M::Dug | M::Declared | M::Imported | M::Found | M::Bought | M::Received | M::Released | M::SoldByState | M::Back)
    }
}

/// Carats and stones; either may be below nought where something is told by how much less there is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Amount {
    /// Milli-carats.
    pub mct: i64,
    /// Stones.
    pub stones: i64,
}

impl Amount {
    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self { mct: self.mct.saturating_add(other.mct), stones: self.stones.saturating_add(other.stones) }
    }
    /// This without the other.
    #[must_use]
    pub const fn less(self, other: Self) -> Self {
        Self { mct: self.mct.saturating_sub(other.mct), stones: self.stones.saturating_sub(other.stones) }
    }
    /// Nothing of either.
    #[must_use]
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
    /// Less than nothing of either.
    #[must_use]
    pub const fn is_below(self) -> bool {
        self.mct < 0 || self.stones < 0
    }
}

/// Opening stock, what moved, and closing stock.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Balance {
    /// What was held when the period began.
    pub opening: Amount,
    /// What moved.
    pub moved: BTreeMap<Movement, Amount>,
    /// What was held when it ended.
    pub closing: Amount,
}

impl Balance {
    /// What moved of a kind.
    #[must_use]
    pub fn of(&self, movement: Movement) -> Amount {
        self.moved.get(&movement).copied().unwrap_or_default()
    }
    /// What was there and came, without what went.
    #[must_use]
    pub fn expected(&self) -> Amount {
        self.moved.iter().fold(self.opening, |sum, (movement, by)| if movement.comes_in() { sum.plus(*by) } else { sum.less(*by) })
    }
    /// What does not add up: closing stock less what should be there.
    #[must_use]
    pub fn difference(&self) -> Amount {
        self.closing.less(self.expected())
    }
    /// All that came, or all that went.
    #[must_use]
    pub fn sum(&self, comes_in: bool) -> Amount {
        self.moved.iter().filter(|(m, _)| m.comes_in() == comes_in).fold(Amount::default(), |sum, (_, by)| sum.plus(*by))
    }
    /// All that moved, milli-carats, for putting the busiest first.
    #[must_use]
    pub fn turnover(&self) -> i64 {
        self.moved.values().fold(self.opening.mct.max(self.closing.mct), |sum, by| sum.saturating_add(by.mct))
    }
    /// Adds what moved.
    pub fn moves(&mut self, movement: Movement, by: Amount) {
        let sum = self.moved.entry(movement).or_default();
        *sum = sum.plus(by);
    }
    /// Adds another balance of the same time.
    pub fn add(&mut self, other: &Self) {
        (self.opening, self.closing) = (self.opening.plus(other.opening), self.closing.plus(other.closing));
        other.moved.iter().for_each(|(movement, by)| self.moves(*movement, *by));
    }
}

/// One movement: what an entry did to the stock of a holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The entry.
    pub seq: i64,
    /// The day on which it happened; of acts that name none the day on which they were written down.
    pub on: Day,
    /// Whose stock.
    pub holder: PartyId,
    /// What.
    pub movement: Movement,
    /// The parcel; of what was lost in rework the first that came out of it.
    pub parcel_no: i64,
    /// How much, as the register believes today.
    pub by: Amount,
}

impl Moved {
    /// What it adds to the stock; below nought what it takes away.
    #[must_use]
    pub fn effect(&self) -> Amount {
        if self.movement.comes_in() { self.by } else { Amount::default().less(self.by) }
    }
}

/// Puts movements in the order of their days, and of one day in the order of entries.
pub fn in_order_of_days(lines: &mut [Moved]) {
    lines.sort_by_key(|l| (l.on, l.seq, l.parcel_no, l.movement));
}

/// The first day on which there would have been less than nothing: once all of a day and of the days before it has happened
/// in the order of entries. There must be none.
#[must_use]
pub fn first_below(lines: &[Moved]) -> Option<(Day, Amount)> {
    let mut ordered = lines.to_vec();
    in_order_of_days(&mut ordered);
    let mut stock = Amount::default();
    let mut at = ordered.iter().peekable();
    while let Some(line) = at.next() {
        stock = stock.plus(line.effect());
        // What one entry does to several parcels happens at once.
        let same = at.peek().is_some_and(|next| (next.on, next.seq) == (line.on, line.seq));
        if stock.is_below() && !same {
            return Some((line.on, stock));
        }
    }
    None
}

/// What was held at the end of a day.
#[must_use]
pub fn stock_on(lines: &[Moved], day: Day) -> Amount {
    lines.iter().filter(|l| l.on <= day).fold(Amount::default(), |sum, l| sum.plus(l.effect()))
}

/// What was held when a count was made. One that was written down on its own day stands among what was written down of that
/// day; one that was written down later is of the end of its day.
#[must_use]
pub fn stock_at_count(lines: &[Moved], count: &StockCount, entered: Day) -> Amount {
    let on = count.facts.on;
    let before = |l: &&Moved| l.on < on || (l.on == on && (entered != on || l.seq < count.seq));
    lines.iter().filter(before).fold(Amount::default(), |sum, l| sum.plus(l.effect()))
}

/// The balance of some days, by the days on which things happened.
#[must_use]
pub fn balance(lines: &[Moved], (first, last): (Day, Day)) -> Balance {
    let opening = lines.iter().filter(|l| l.on < first).fold(Amount::default(), |sum, l| sum.plus(l.effect()));
    let mut found = Balance { opening, ..Balance::default() };
    lines.iter().filter(|l| (first..=last).contains(&l.on)).for_each(|l| found.moves(l.movement, l.by));
    found.closing = stock_on(lines, last);
    found
}

/// The balances of months, one after the other.
#[must_use]
pub fn months(lines: &[Moved], (first, last): (Month, Month)) -> Vec<(Month, Balance)> {
    first.until(last).map(|month| (month, balance(lines, (month.first(), month.last())))).collect()
}

/// A count of a holder's stock, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockCount {
    /// What was found.
    pub facts: StockCounted,
    /// Who wrote it down.
    pub by: AccountId,
    /// The entry.
    pub seq: i64,
}

/// A count against the balance of its day, as the register knows that day now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The count.
    pub count: StockCount,
    /// What the balance says.
    pub book: Amount,
}

impl Compared {
    /// What was found beyond the balance; below nought what was missing.
    #[must_use]
    pub const fn apart(&self) -> Amount {
        Amount { mct: self.count.facts.weight_mct.mct(), stones: self.count.facts.stones }.less(self.book)
    }
    /// Whether it is further apart than counts may be.
    #[must_use]
    pub fn is_beyond(&self, rules: &StockCounts) -> bool {
        let of = |rule: &Option<Sourced<u32>>| rule.as_ref().map_or(0, |r| i64::from(r.value));
        let part = i128::from(self.book.mct).saturating_mul(of(&rules.tolerance_ppm).into()).checked_div(1_000_000).unwrap_or(0);
        let most = of(&rules.tolerance_mct).max(i64::try_from(part).unwrap_or(i64::MAX));
        let apart = self.apart();
        apart.mct.saturating_abs() > most || apart.stones.saturating_abs() > of(&rules.tolerance_stones)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(seq: i64, on: &str, movement: Movement, mct: i64) -> Moved {
        let holder = PartyId::new(uuid::Uuid::nil());
        Moved { seq, on: on.parse().unwrap(), holder, movement, parcel_no: seq, by: Amount { mct, stones: 1 } }
    }

    #[test]
    fn what_was_written_down_late_counts_on_its_day() {
        let lines = [
            line(1, "2026-02-03", Movement::Dug, 500),
            line(2, "2026-02-20", Movement::Sold, 200),
            line(3, "2026-01-30", Movement::Dug, 100),
        ];
        let february = balance(&lines, ("2026-02-01".parse().unwrap(), "2026-02-28".parse().unwrap()));
        assert_eq!((february.opening.mct, february.of(Movement::Dug).mct, february.closing.mct), (100, 500, 400));
        assert!(february.difference().is_nothing());
        let all = months(&lines, ("2026-01".parse().unwrap(), "2026-03".parse().unwrap()));
        assert!(all.windows(2).all(|pair| pair[0].1.closing == pair[1].1.opening));
        assert_eq!(first_below(&lines), None);
    }

    #[test]
    fn less_than_nothing_is_seen_by_day_though_not_by_entry() {
        let lines = [line(1, "2026-02-08", Movement::Bought, 500), line(2, "2026-02-05", Movement::Sold, 500)];
        assert_eq!(first_below(&lines).map(|(on, by)| (on.to_string(), by.mct)), Some(("2026-02-05".to_owned(), -500)));
    }
}
