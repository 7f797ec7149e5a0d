//! Zones: a strip along a border, an embargo in the course of the year with stock from before it, and its lifting, of which
//! nobody has decided.

use super::people::Cast;
use super::{DemoError, Stage};
use crate::domain::event::ZoneDocument;
use crate::domain::geo::Position;
use crate::domain::ids::{ZoneChangeId, ZoneId};
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use crate::domain::zone::ZoneStatus;
use crate::service::Batch;
use crate::service::stock::{DeclareStock, StockLine};
use crate::service::zone::{DecideZone, ProposeZone, ProposeZoneStatus, ZoneSpan};
use crate::store::parcel::parcel_fetch;
use crate::store::zone::{zone_change_fetch, zones};

/// How far a zone reaches to each side of a site, 1e-7 degrees.
const HALF_E7: i32 = 300_000;

/// The corners of a square around a position.
fn around(centre: Position) -> String {
    let steps = [(-1, -1), (1, -1), (1, 1), (-1, 1)];
    let at = |(x, y): (i32, i32)| Position::new(centre.lon_e7() + x * HALF_E7, centre.lat_e7() + y * HALF_E7);
    steps.into_iter().filter_map(at).map(|p| p.to_string()).collect::<Vec<_>>().join("\n")
}

/// Whether the parcel with a number was neither marked nor frozen by its zones.
pub(super) fn is_free(b: &mut Batch<'_, '_>, no: i64) -> Result<bool, DemoError> {
    let found = parcel_fetch(b.rx(), no).map_err(|e| DemoError::Act("reading", e.into()))?;
    Ok(found.is_none_or(|p| p.zone.is_none()))
}

fn zone(
    stage: &mut Stage<'_>,
    b: &mut Batch<'_, '_>,
    cast: &Cast,
    (name, reason, centre): (&str, &str, Position),
    (status, from): (ZoneStatus, Day),
) -> Result<ZoneId, DemoError> {
    let words = &stage.words.zones;
    let officer = cast.officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
    let propose = ProposeZone {
        name: name.to_owned(),
        authority: words.authority.to_owned(),
        office: None,
        area: around(centre),
        document: ZoneDocument { title: words.decision.to_owned(), number: Some("AD-1".to_owned()), on: from },
        statuses: vec![ZoneSpan { status: Some(status), from: Some(from), to: None }],
        reason: reason.to_owned(),
    };
    let change: ZoneChangeId = stage.must(b, &officer, &propose)?.subject.parse().map_err(|_| DemoError::Missing("zone"))?;
    let approver = cast.approvers.first().cloned().ok_or(DemoError::Missing("approver"))?;
    stage.must(b, &approver, &DecideZone { change, confirm: true, reason: None })?;
    let found = zone_change_fetch(b.rx(), change).map_err(|e| DemoError::Act("reading", e.into()))?;
    found.and_then(|c| c.facts.zone).ok_or(DemoError::Missing("zone"))
}

/// A strip where stones may come from across the border.
pub(super) fn strip(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, day: Day) -> Result<(), DemoError> {
    let Some(miner) = cast.miners.get(1) else { return Ok(()) };
    let words = &stage.words.zones;
    zone(stage, b, cast, (words.strip, words.crossing, miner.first_centre), (ZoneStatus::Border, day)).map(|_| ())
}

/// An embargo from a day on; a dealer has stones from before, which are counted and sealed.
pub(super) fn embargo(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, next_no: &mut i64, day: Day) -> Result<(), DemoError> {
    let Some(miner) = cast.miners.get(2) else { return Ok(()) };
    let words = &stage.words.zones;
    let named = (words.embargo, words.unrest, miner.first_centre);
    let zone = zone(stage, b, cast, named, (ZoneStatus::Embargo, day))?;
    let officer = cast.officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
    let Some(dealer) = cast.dealers.first() else { return Ok(()) };
    let line = StockLine {
        weight_mct: Mass::new(6_400).unwrap_or(Mass::ZERO),
        stones: 11,
        site: None,
        note: Some(stage.words.declared.to_owned()),
        seal: Some("CUT-0001".to_owned()),
    };
    let declare = DeclareStock { holder: dealer.party, on: day, lines: vec![line], test: false, zone: Some(zone) };
    if stage.may(b, &officer, &declare)?.is_some() {
        *next_no += 1;
    }
    Ok(())
}

/// An officer would lift the embargo, and nobody has decided.
pub(super) fn on_the_last_evening(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, day: Day) -> Result<(), DemoError> {
    let words = &stage.words.zones;
    let all = zones(b.rx()).map_err(|e| DemoError::Act("reading", e.into()))?;
    let Some(zone) = all.into_iter().find(|z| z.name == words.embargo) else { return Ok(()) };
    let officer = cast.officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
    let lift = ProposeZoneStatus {
        zone: zone.id,
        status: Some(ZoneStatus::Open),
        from: Some(day),
        to: None,
        document: ZoneDocument { title: words.decision.to_owned(), number: Some("AD-2".to_owned()), on: day },
        reason: words.calm.to_owned(),
    };
    stage.must(b, &officer, &lift).map(|_| ())
}
