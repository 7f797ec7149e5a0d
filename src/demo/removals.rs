//! Stones that leave the trade inside the country.

use super::people::Cast;
use super::trade::Packet;
use super::{DemoError, Stage};
use crate::domain::access::Actor;
use crate::domain::event::RemovalCause;
use crate::service::Batch;
use crate::service::removal::{DecideRemoval, ReportRemoval};

/// A dealer's stones are cut here and a miner loses some, both agreed to.
pub(super) fn in_the_year(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &mut Cast) -> Result<(), DemoError> {
    if let Some(dealer) = cast.dealers.iter_mut().find(|d| d.stock.len() > 1) {
        let (actor, packet) = (dealer.actor.clone(), dealer.stock.pop());
        gone(stage, b, cast, (&actor, packet), RemovalCause::Domestic, true)?;
    }
    if let Some(miner) = cast.miners.iter_mut().find(|m| !m.stock.is_empty()) {
        let (actor, packet) = (miner.registrar.clone(), miner.stock.pop());
        gone(stage, b, cast, (&actor, packet), RemovalCause::Lost, true)?;
    }
    Ok(())
}

/// A dealer says that stones were stolen, and nobody has decided.
pub(super) fn on_the_last_evening(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &mut Cast) -> Result<(), DemoError> {
    let Some(dealer) = cast.dealers.iter_mut().rev().find(|d| d.stock.len() > 1) else { return Ok(()) };
    let (actor, packet) = (dealer.actor.clone(), dealer.stock.pop());
    gone(stage, b, cast, (&actor, packet), RemovalCause::Stolen, false)
}

fn gone(
    stage: &mut Stage<'_>,
    b: &mut Batch<'_, '_>,
    cast: &Cast,
    (actor, packet): (&Actor, Option<Packet>),
    cause: RemovalCause,
    confirmed: bool,
) -> Result<(), DemoError> {
    let Some(packet) = packet else { return Ok(()) };
    let words = stage.words;
    let (taker, reference, happened) = match cause {
        RemovalCause::Domestic => (Some(words.cutter), Some("R-0001"), words.cut),
        RemovalCause::Stolen => (None, Some("CID-0001"), words.stolen_stones),
        RemovalCause::Lost | RemovalCause::Destroyed => (None, None, words.lost_stones),
    };
    let told = |text: Option<&str>| text.map(str::to_owned);
    let report = ReportRemoval {
        parcel: packet.code,
        cause: Some(cause),
        on: None,
        taker: told(taker),
        reference: told(reference),
        happened: happened.into(),
    };
    let Some(receipt) = stage.may(b, actor, &report)? else { return Ok(()) };
    if confirmed {
        let approver = cast.approvers.first().cloned().ok_or(DemoError::Missing("approver"))?;
        let removal = receipt.subject.parse().map_err(|_| DemoError::Missing("report id"))?;
        stage.must(b, &approver, &DecideRemoval { removal, confirm: true, reason: None })?;
    }
    Ok(())
}
