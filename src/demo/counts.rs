//! Counts of stock on the last evening, of which one is far from the balance and one is missing; and official estimates of what
//! can be dug, of which one waits.

use super::people::Cast;
use super::{DemoError, Stage};
use crate::domain::event::{EstimateOf, EstimatePer, ZoneDocument};
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use crate::service::Batch;
use crate::service::balance::{Of, account};
use crate::service::capacity::{DecideEstimate, ProposeEstimate};
use crate::service::stock_count::CountStock;

/// The milli-carats that the first count misses.
const MISSING: i64 = 1_500;

/// Everybody but the last dealer counts what he has; the first finds less than he should.
pub(super) fn on_the_last_evening(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, day: Day) -> Result<(), DemoError> {
    let last = cast.dealers.len().saturating_sub(1);
    for (at, trader) in cast.dealers.iter().take(last).chain(&cast.exporters).enumerate() {
        let found = account(b.rx(), &stage.app.env.profile, &Of::Holder(trader.party)).map_err(|e| DemoError::Act("reading", e.into()))?;
        let missing = if at == 0 { MISSING.min(found.there.mct) } else { 0 };
        let count = CountStock {
            holder: None,
            on: Some(day),
            parcels: Vec::new(),
            weight_mct: Mass::new(found.there.mct.saturating_sub(missing)),
            stones: Some(found.there.stones),
            note: None,
        };
        stage.may(b, &trader.actor, &count)?;
    }
    Ok(())
}

/// The survey says what two sites can give; of the second nobody has decided.
pub(super) fn estimates(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, day: Day) -> Result<(), DemoError> {
    let officer = cast.officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
    let approver = cast.approvers.first().cloned().ok_or(DemoError::Missing("approver"))?;
    let words = &stage.words.zones;
    for (miner, number) in cast.miners.iter().take(2).zip(["GS-1", "GS-2"]) {
        let propose = ProposeEstimate {
            about: EstimateOf::Site(miner.first_site),
            from: Some(day),
            to: None,
            weight_mct: Mass::new(480_000),
            per: Some(EstimatePer::Year),
            document: ZoneDocument { title: words.survey.to_owned(), number: Some(number.to_owned()), on: day },
            reason: words.surveyed.to_owned(),
        };
        let receipt = stage.must(b, &officer, &propose)?;
        if number == "GS-1" {
            let estimate = receipt.subject.parse().map_err(|_| DemoError::Missing("estimate"))?;
            stage.must(b, &approver, &DecideEstimate { estimate, confirm: true, reason: None })?;
        }
    }
    Ok(())
}
