//! Counts of stock: each stands once, is of a day that was over or began, and adds up in itself (C4).

use super::ledger::Ledger;
use super::{At, Told};
use crate::domain::event::StockCounted;
use std::collections::BTreeSet;

impl Ledger {
    pub(super) fn stock_counted(&mut self, at: &At<'_>, told: &mut Told, e: &StockCounted) {
        let next = i64::try_from(self.counts.len()).unwrap_or(i64::MAX).saturating_add(1);
        let fresh = self.counts.insert(e.count) && e.no == next;
        told.check(fresh, at.seq, "C4", || format!("count {} is there, or is not the next one", e.no));
        let day = at.today.is_none_or(|today| e.on <= today);
        told.check(day, at.seq, "C4", || format!("{} is after the day of the count", e.on));
        let nos: BTreeSet<i64> = e.parcels.iter().map(|p| p.parcel_no).collect();
        let known = nos.iter().all(|no| self.lineage.parcels.contains_key(no));
        told.check(known && nos.len() == e.parcels.len(), at.seq, "C4", || {
            format!("count {} names a parcel twice, or one that is not there", e.no)
        });
        let sum = e.parcels.iter().fold((0_i64, 0_i64), |s, p| (s.0.saturating_add(p.weight_mct.mct()), s.1.saturating_add(p.stones)));
        let adds_up = e.parcels.is_empty() || sum == (e.weight_mct.mct(), e.stones);
        told.check(adds_up && e.stones >= 0, at.seq, "C4", || format!("the parcels of count {} do not make its whole", e.no));
    }
}
