//! Footprints: some months in which an office has all stones of some days counted by size, the reference that is adopted from
//! them, and two later entries, of which one differs.

use super::chance::Chance;
use super::people::Cast;
use super::year::in_classes;
use super::{DemoError, Stage};
use crate::domain::footprint::FootprintArea;
use crate::domain::ids::FootprintId;
use crate::domain::jurisdiction::Basis;
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use crate::edge::Seeded;
use crate::service::Batch;
use crate::service::footprint::{DecideFootprint, ProposeFootprint};
use crate::service::production::RecordProduction;

/// Days of the year on which stones are counted.
const COUNTED: [u32; 4] = [40, 70, 100, 130];
/// The day on which the reference is proposed and adopted.
const ADOPTED: u32 = 135;
/// The day of the entries that come after it.
const LATER: u32 = 220;
/// Stones that the reference rests on, at least.
const STONES: usize = 1_100;
/// What an ordinary dozen of stones weighs, one by one.
const USUAL: [i64; 12] = [20, 25, 30, 40, 50, 60, 70, 80, 95, 120, 160, 260];
/// Coarser goods.
const OTHER: [i64; 10] = [20, 60, 110, 120, 130, 150, 160, 180, 200, 260];

/// What a day of the year brings of it. The year's own chance is left as it was.
pub(super) fn in_the_year(
    stage: &mut Stage<'_>,
    b: &mut Batch<'_, '_>,
    cast: &Cast,
    next_no: &mut i64,
    (begin, day, done): (Day, Day, u32),
) -> Result<(), DemoError> {
    if !COUNTED.contains(&done) && done != ADOPTED && done != LATER {
        return Ok(());
    }
    let kept = std::mem::replace(&mut stage.chance, Chance(Seeded::new(u64::from(done).wrapping_add(0xF007))));
    let made = if done == ADOPTED { adopt(stage, b, cast, (begin, day)) } else { dig(stage, b, cast, next_no, (day, done)) };
    stage.chance = kept;
    made
}

fn dig(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, next_no: &mut i64, (day, done): (Day, u32)) -> Result<(), DemoError> {
    let Some(office) = cast.miners.first().map(|m| m.registrar.office) else { return Ok(()) };
    let profile = &stage.app.env.profile;
    let Some(table) = profile.production_sizes().filter(|t| t.basis == Basis::MassMct).cloned() else { return Ok(()) };
    let miners: Vec<_> = cast.miners.iter().filter(|m| m.registrar.office == office).collect();
    for (at, miner) in miners.iter().enumerate() {
        let (stones, goods) = match (done == LATER, at) {
            (false, _) => (STONES.div_ceil(COUNTED.len() * miners.len()), USUAL.as_slice()),
            (true, 0) => (100, OTHER.as_slice()),
            (true, 1) => (100, USUAL.as_slice()),
            _ => break,
        };
        let each: Vec<i64> = goods.iter().copied().cycle().take(stones).collect();
        let command = RecordProduction {
            site: miner.first_site,
            licence: miner.papers.on(day).id,
            on: day,
            stones: i64::try_from(stones).unwrap_or(i64::MAX),
            weight_mct: Mass::new(each.iter().sum()).unwrap_or(Mass::ZERO),
            largest_mct: each.iter().copied().max().and_then(Mass::new),
            classes: in_classes(&table, &each),
            diggers: Some(14),
            gravel_dm3: Some(40_000),
            days_worked: Some(20),
            page: None,
            position: Some(miner.first_centre),
            accuracy_m: Some(8),
            late_reason: None,
            test: false,
        };
        if stage.may(b, &miner.registrar, &command)?.is_some() {
            *next_no += 1;
            stage.made.entries += 1;
        }
    }
    Ok(())
}

fn adopt(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, (begin, day): (Day, Day)) -> Result<(), DemoError> {
    let Some(office) = cast.miners.first().and_then(|m| m.registrar.office) else { return Ok(()) };
    let (Some(officer), Some(approver)) = (cast.officers.first().cloned(), cast.approvers.first().cloned()) else { return Ok(()) };
    let reason = stage.words.counted.to_owned();
    let propose = ProposeFootprint { area: Some(FootprintArea::Office { office }), from: Some(begin), to: Some(day), reason };
    let Some(receipt) = stage.may(b, &officer, &propose)? else { return Ok(()) };
    let footprint: FootprintId = receipt.subject.parse().map_err(|_| DemoError::Missing("footprint"))?;
    stage.must(b, &approver, &DecideFootprint { footprint, adopt: true, reason: None }).map(|_| ())
}
