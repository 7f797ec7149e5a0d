//! What is left undone on the last evening, so that everybody who signs in finds work: offers, shipments, a correction,
//! a test entry, licences that no longer hold.

use super::people::{Cast, Miner};
use super::trade::{Market, Trader};
use super::{DemoError, Stage};
use crate::domain::event::LicenceState;
use crate::domain::jurisdiction::Permission;
use crate::domain::quantity::Mass;
use crate::domain::role::Role;
use crate::domain::time::Day;
use crate::service::Batch;
use crate::service::certificate::ProposeCertificate;
use crate::service::correction::ProposeProductionCorrection;
use crate::service::licence::SetLicenceState;
use crate::service::production::RecordProduction;
use crate::service::purchase::OfferParcels;

/// Leaves work for each role; `last` is the parcel written down last, with its milli-carats.
pub(super) fn leave(
    stage: &mut Stage<'_>,
    b: &mut Batch<'_, '_>,
    cast: &mut Cast,
    market: &Market,
    next_no: &mut i64,
    day: Day,
    last: Option<(String, i64)>,
) -> Result<(), DemoError> {
    shipments(stage, b, cast, market, next_no, day)?;
    offers(stage, b, cast, market, day)?;
    licences(stage, b, cast, day)?;
    let officer = cast.officers.last().cloned();
    if let (Some(officer), Some((parcel, mct))) = (officer, last) {
        let propose = ProposeProductionCorrection {
            weight_mct: Mass::new(mct.saturating_sub(mct / 20).max(1)),
            largest_mct: Some(Mass::ZERO),
            ..ProposeProductionCorrection::of(parcel, stage.words.exchanged.into())
        };
        stage.may(b, &officer, &propose)?;
    }
    Ok(())
}

/// A walk through the chain with stones that are none: marked, and in no total.
pub(super) fn test_entry(
    stage: &mut Stage<'_>,
    b: &mut Batch<'_, '_>,
    cast: &Cast,
    entry: RecordProduction,
    next_no: &mut i64,
) -> Result<(), DemoError> {
    let Some(miner) = cast.miners.first() else { return Ok(()) };
    let registrar = miner.registrar.clone();
    if stage.may(b, &registrar, &RecordProduction { test: true, ..entry })?.is_some() {
        *next_no = next_no.saturating_add(1);
    }
    Ok(())
}

/// Whoever holds nothing buys from a miner who does.
fn provide(
    stage: &mut Stage<'_>,
    b: &mut Batch<'_, '_>,
    market: &Market,
    miners: &mut [Miner],
    who: &mut Trader,
    day: Day,
) -> Result<(), DemoError> {
    let miner = miners.iter_mut().find(|m| !m.stock.is_empty() && m.papers.valid_on(day).is_some());
    match miner.filter(|_| who.stock.is_empty()) {
        Some(miner) => stage.sell_at_pit(b, market, miner, who, None, day),
        None => Ok(()),
    }
}

/// One shipment waits for the officer, one for the second signature.
fn shipments(
    stage: &mut Stage<'_>,
    b: &mut Batch<'_, '_>,
    cast: &mut Cast,
    market: &Market,
    next_no: &mut i64,
    day: Day,
) -> Result<(), DemoError> {
    let officer = cast.officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
    for (at, exporter) in cast.exporters.iter_mut().take(2).enumerate() {
        if let Some(dealer) = cast.dealers.get_mut(at).filter(|d| !d.stock.is_empty()) {
            stage.sell_on(b, market, dealer, exporter, day)?;
        }
        provide(stage, b, market, &mut cast.miners, exporter, day)?;
        stage.mix(b, exporter, next_no)?;
        stage.sort_and_seal(b, exporter, next_no)?;
        if exporter.sealed.is_empty() {
            continue;
        }
        let Some(shipment) = stage.ship(b, exporter)? else { continue };
        if at == 1 {
            let shipment = shipment.parse().map_err(|_| DemoError::Missing("shipment id"))?;
            let reason = Some(stage.words.stock.to_owned());
            stage.may(b, &officer, &ProposeCertificate { shipment, expires_on: None, unestablished_reason: reason })?;
        }
    }
    Ok(())
}

/// Dealers offer what they hold to the first exporter and, where dealers may trade among themselves, to the first dealer:
/// theirs are the sign-ins that are told.
fn offers(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &mut Cast, market: &Market, day: Day) -> Result<(), DemoError> {
    let among_dealers = stage.app.env.profile.may_sell(Role::Dealer, Role::Dealer) == Permission::Allowed;
    let to = [cast.exporters.first(), cast.dealers.first().filter(|_| among_dealers).or(cast.exporters.first())];
    let to = to.map(|t| t.map(|t| t.papers.on(day).number.clone()));
    let mut left = 4_usize;
    for (at, dealer) in cast.dealers.iter_mut().skip(1).enumerate() {
        provide(stage, b, market, &mut cast.miners, dealer, day)?;
        let Some(Some(buyer_licence)) = to.get(at % 2) else { continue };
        let Some(packet) = dealer.stock.pop() else { continue };
        let offer = OfferParcels {
            serial: None,
            parcels: vec![packet.code],
            buyer_licence: buyer_licence.clone(),
            seller_licence: Some(dealer.papers.on(day).number.clone()),
            terms: market.terms(&mut stage.chance, packet.mct, day, 125),
        };
        let actor = dealer.actor.clone();
        stage.may(b, &actor, &offer)?;
        left = left.saturating_sub(1);
        if left == 0 {
            break;
        }
    }
    Ok(())
}

/// One licence is suspended and one revoked.
fn licences(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, day: Day) -> Result<(), DemoError> {
    let officer = cast.officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
    let cases = [(LicenceState::Suspended, stage.words.disputed), (LicenceState::Revoked, stage.words.outside)];
    for (miner, (state, reason)) in cast.miners.iter().skip(1).zip(cases) {
        stage.may(b, &officer, &SetLicenceState { licence: miner.papers.on(day).id, state, on: day, reason: reason.into() })?;
    }
    Ok(())
}
