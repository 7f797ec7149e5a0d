//! How a registrar's own entries of this month do beside those of his office.

use crate::domain::control::median;
use crate::domain::month::Month;
use crate::domain::trace::share_ppm;
use crate::store::control::{Quality, quality_of};
use crate::web::ctx::Ctx;
use crate::web::error::WebError;

/// One measure.
pub struct Measure {
    /// The end of the message id of its name.
    pub name: &'static str,
    /// Own entries.
    pub mine: i64,
    /// Their share of own entries, parts per million.
    pub share: i64,
    /// The middle share of all who write for the office.
    pub office: i64,
}

impl Measure {
    /// Whether there is something to be gained: more of it than the office's middle has.
    #[must_use]
    pub const fn above(&self) -> bool {
        self.share > self.office
    }
}

/// The figures (`home/quality.html`).
pub struct MyQuality {
    /// Own entries this month.
    pub entries: i64,
    /// The middle number of entries of all who write for the office.
    pub office_entries: i64,
    /// What can go wrong with them.
    pub measures: Vec<Measure>,
}

impl MyQuality {
    /// Whether no measure is above the office's middle.
    #[must_use]
    pub fn all_well(&self) -> bool {
        !self.measures.iter().any(Measure::above)
    }
}

/// What is measured, with its name.
type Measured = (&'static str, fn(&Quality) -> i64);

const MEASURES: [Measured; 6] = [
    ("late", |q| q.late),
    ("corrected", |q| q.corrected),
    ("no-position", |q| q.no_position),
    ("outside", |q| q.outside),
    ("doubles", |q| q.doubles),
    ("remarked", |q| q.remarked),
];

fn figures(all: &[Quality], mine: &Quality) -> MyQuality {
    let share = |q: &Quality, of: fn(&Quality) -> i64| share_ppm(of(q), q.entries);
    let measure = |(name, of): Measured| Measure {
        name,
        mine: of(mine),
        share: share(mine, of),
        office: median(all.iter().map(|q| share(q, of)).collect()),
    };
    MyQuality {
        entries: mine.entries,
        office_entries: median(all.iter().map(|q| q.entries).collect()),
        measures: MEASURES.into_iter().map(measure).collect(),
    }
}

/// The figures of whoever asks; none before his first entry of the month, or without an office.
///
/// # Errors
/// A fault.
pub async fn quality(ctx: &Ctx) -> Result<Option<MyQuality>, WebError> {
    let actor = ctx.actor()?;
    let (Some(office), me, since) = (actor.office, actor.account, Month::of(ctx.today()).first()) else { return Ok(None) };
    let all = ctx.read(move |rx| quality_of(rx, office, since)).await?;
    Ok(all.iter().find(|q| q.account == me).map(|mine| figures(&all, mine)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::AccountId;

    fn account(entries: i64, late: i64) -> Quality {
        let account = AccountId::new(uuid::Uuid::nil());
        Quality { account, entries, late, corrected: 0, no_position: 0, outside: 0, doubles: 0, remarked: late }
    }

    #[test]
    fn shares_stand_beside_the_middle_of_the_office() {
        let all = [account(10, 5), account(20, 1), account(40, 4)];
        let figures = figures(&all, &all[0]);
        assert_eq!((figures.entries, figures.office_entries), (10, 20));
        let late = &figures.measures[0];
        assert_eq!((late.mine, late.share, late.office, late.above()), (5, 500_000, 100_000, true));
        assert!(!figures.all_well());
        assert!(super::figures(&all, &all[1]).all_well(), "the middle and less is well");
    }
}
