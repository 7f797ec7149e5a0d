//! Balances by the days on which things happened, and corrections of days.

use super::play::{Stage, Step, pick};
use placer::domain::balance::{Amount, balance, first_below, months};
use placer::domain::month::Month;
use placer::domain::parcel::parcel_code;
use placer::service::balance::{Account, Of, account};
use placer::service::correction::{DecideCorrection, ProposeProductionCorrection};

impl Stage<'_> {
    /// Reads the day of an entry anew, where the register lets one.
    pub(super) fn redate(&mut self, s: &Step) {
        let dug: Vec<i64> = self.m.entries.iter().filter(|(_, e)| e.licence.is_some()).map(|(no, _)| *no).collect();
        let Some(no) = pick(&dug, s.b) else { return };
        let on = self.w.now.day().checked_sub_days(chrono::Days::new(u64::from(s.a % 8))).unwrap();
        let command = ProposeProductionCorrection { on: Some(on), ..ProposeProductionCorrection::of(parcel_code(no), "Wrong day".into()) };
        let officer = self.officer.clone();
        let Ok(receipt) = self.w.submit(&officer, &command) else { return };
        let approver = self.approver.clone();
        let decided = DecideCorrection { correction: receipt.subject.parse().unwrap(), approved: true, reason: None };
        if self.w.submit(&approver, &decided).is_err() {
            let refused = DecideCorrection { approved: false, reason: Some("It does not fit".into()), ..decided };
            self.w.submit(&approver, &refused).unwrap();
        }
    }
}

/// Every movement stands in one column and all columns add up to what the parcels are; of holders on no day less than nothing.
pub(super) fn balances(stage: &Stage<'_>) {
    let w = &stage.w;
    let of = |of: Of| w.read(|rx| account(rx, &w.app.env.profile, &of));
    let adds_up = |told: &str, found: &Account| {
        assert_eq!(found.difference(), Amount::default(), "{told}: {:?}", found.lines);
        let (Some(first), Some(last)) = (found.lines.first(), found.lines.last()) else { return };
        let whole = balance(&found.lines, (first.on, last.on));
        assert_eq!((whole.opening, whole.closing, whole.difference()), (Amount::default(), found.there, Amount::default()), "{told}");
        let months = months(&found.lines, (Month::of(first.on), Month::of(last.on)));
        assert!(months.windows(2).all(|pair| pair[0].1.closing == pair[1].1.opening), "{told}: a month opens with what the last left");
        let lines: usize = found.lines.len();
        let counted: usize =
            found.lines.iter().filter(|l| months.iter().any(|(m, b)| *m == Month::of(l.on) && b.moved.contains_key(&l.movement))).count();
        assert_eq!(counted, lines, "{told}: every movement is in a column");
    };
    let holders = stage.traders.iter().map(|t| t.party).chain(stage.pits.iter().map(|p| p.miner));
    for holder in holders {
        let found = of(Of::Holder(holder));
        adds_up("holder", &found);
        assert_eq!(first_below(&found.lines), None, "less than nothing on a day: {:?}", found.lines);
    }
    for pit in &stage.pits {
        adds_up("site", &of(Of::Site(pit.site)));
        adds_up("licence", &of(Of::Licence(pit.licence)));
    }
}
