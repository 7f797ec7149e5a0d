//! `[controls]`: from where on the controls that alert tell somebody; `[capacity]`: how much a site can give.

use super::sourced::Sourced;
use serde::Deserialize;

/// `[controls]`. What a limit is for stands in `docs/controls.md`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Controls {
    /// A month is told above so many times the median of the twelve before. (F2, F8)
    pub spike_factor: Sourced<u32>,
    /// Months of an office below so many milli-carats are never told. (F2)
    pub office_spike_least_mct: Sourced<u32>,
    /// Months of a site below so many milli-carats are never told. (F8, F6)
    pub site_spike_least_mct: Sourced<u32>,
    /// Sites so near to a border are looked at more closely, metres. (F6)
    pub border_m: Sourced<u32>,
    /// There a month is told above so many times the median. (F6)
    pub border_spike_factor: Sourced<u32>,
    /// Days without an entry after which an office is silent. (F17)
    pub silent_days: Sourced<u32>,
    /// An office with fewer entries a month is never told to be silent. (F17)
    pub silent_least_entries: Sourced<u32>,
    /// Days without any act after which a licence is dormant. (C17)
    pub dormant_days: Sourced<u32>,
    /// Above which part of a month's entries lateness is told, millionths. (C13)
    pub late_share_ppm: Sourced<u32>,
    /// Never where fewer entries were late. (C13)
    pub late_least: Sourced<u32>,
    /// A stone above so many times the largest of its site is told. (C10)
    pub outlier_factor: Sourced<u32>,
    /// Never a smaller stone, milli-carats. (C10)
    pub outlier_least_mct: Sourced<u32>,
    /// Entries or sales alike on one day are told from this mass on, milli-carats. (C14)
    pub duplicate_least_mct: Sourced<u32>,
    /// Above which part of a month's weights roundness is told, millionths. (C15)
    pub round_share_ppm: Sourced<u32>,
    /// Fewer weights of a carat or more are not looked at. (C15)
    pub digits_least: Sourced<u32>,
    /// Above which part of a month's entries positions outside the site are told, millionths. (X4)
    pub outside_share_ppm: Sourced<u32>,
    /// Never where fewer lay outside. (X4)
    pub outside_least: Sourced<u32>,
    /// Nobody travels faster, kilometres an hour. (X5)
    pub travel_km_per_hour: Sourced<u32>,
    /// A price is told so many times below the lower or above the upper tenth of the months before. (C16)
    pub price_apart: Sourced<u32>,
    /// With fewer purchases there is no band. (C16)
    pub price_least: Sourced<u32>,
    /// Stones that come back within so many days are told. (C18)
    pub circle_days: Sourced<u32>,
    /// Above which part of a quarter's purchases one seller is told, millionths. (C19)
    pub share_ppm: Sourced<u32>,
    /// Buyers with fewer purchases a quarter are not looked at. (C19)
    pub share_least_purchases: Sourced<u32>,
    /// From this mass on a stone is large, milli-carats. (F7)
    pub large_stone_mct: Sourced<u32>,
}

/// `[stock_count]`: counts of stock against the balance of their day (X10). A file without it asks nobody to count.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StockCounts {
    /// Every so many months a holder counts what he has; 0 where nobody must.
    pub every_months: Option<Sourced<u32>>,
    /// Days after such a time in which the count is still in time.
    pub due_days: Option<Sourced<u32>>,
    /// A count may differ from the balance by so many milli-carats,
    pub tolerance_mct: Option<Sourced<u32>>,
    /// or by this part of it, millionths, where that is more,
    pub tolerance_ppm: Option<Sourced<u32>>,
    /// and by so many stones.
    pub tolerance_stones: Option<Sourced<u32>>,
}

/// What becomes of an entry with which a site gave far more than it can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CapacityAct {
    /// Somebody is told.
    Alert,
    /// Its stones are held as well, until an officer lets them go.
    Hold,
}

/// `[capacity]`: diggers by days by gravel by grade is what a site can give in a month. (C9)
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capacity {
    /// Diggers where neither the entries nor the licence say how many.
    pub diggers: Sourced<u32>,
    /// Days of digging in a month.
    pub days_per_month: Sourced<u32>,
    /// Months in which pits stand under water, 1 to 12.
    pub wet_months: Sourced<Vec<u32>>,
    /// Days of digging in such a month.
    pub wet_days_per_month: Sourced<u32>,
    /// Gravel that one digger washes in a day, cubic decimetres.
    pub gravel_dm3_per_digger_day: Sourced<u32>,
    /// The upper grade, milli-carats in a cubic metre.
    pub grade_mct_per_m3: Sourced<u32>,
    /// A month is told above so many times what the site can give.
    pub over: Sourced<u32>,
    /// What becomes of an entry that makes a month so; told alone where the file does not say.
    #[serde(default)]
    pub act: Option<Sourced<CapacityAct>>,
}

impl Capacity {
    /// Whether the stones of an entry that makes a month too much are held.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.act.as_ref().is_some_and(|act| act.value == CapacityAct::Hold)
    }
}
