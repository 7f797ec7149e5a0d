//! What is left undone on the last evening, so that everybody who signs in finds work: offers, shipments, a correction,
//! a test entry, licences that no longer hold.

use super::people::Cast;
use super::trade::Market;
use super::{DemoError, Stage};
use crate::domain::event::LicenceState;
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use crate::service::Batch;
use crate::service::certificate::ProposeCertificate;
use crate::service::correction::ProposeProductionCorrection;
use crate::service::licence::{IssueLicence, LicenceInput, SetLicenceState};
use crate::service::production::RecordProduction;
use crate::service::purchase::OfferParcels;
use crate::store::error::StoreError;
use crate::store::licence::{licence_by_number, licence_fetch};
use chrono::Months;

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

/// Licences run for a year and so does the demonstration: each is renewed before it ends, so that work goes on.
pub(super) fn renew(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, day: Day) -> Result<(), DemoError> {
    let officer = cast.officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
    let reading = |e: StoreError| DemoError::Act("reading", e.into());
    let mut old = Vec::new();
    for miner in &cast.miners {
        old.extend(licence_fetch(b.rx(), miner.licence).map_err(reading)?);
    }
    for trader in cast.dealers.iter().chain(&cast.exporters) {
        old.extend(licence_by_number(b.rx(), &trader.licence).map_err(reading)?);
    }
    for licence in old {
        let (id, t) = (licence.id, licence.terms);
        let starts_on = t.ends_on.succ_opt().unwrap_or(t.ends_on);
        let months = Months::new(if t.ends_on.signed_duration_since(t.starts_on).num_days() > 200 { 12 } else { 6 });
        let ends_on = starts_on.checked_add_months(months).and_then(|d| d.pred_opt()).unwrap_or(starts_on);
        let terms = LicenceInput {
            kind: t.kind,
            holder: t.holder,
            office: t.office,
            issued_on: day,
            starts_on,
            ends_on,
            area: None,
            fee: t.fee,
            receipt: t.receipt,
            workers_max: t.workers_max,
            depth_max_dm: t.depth_max_dm,
            documents: t.documents,
            conditions: t.conditions,
            reference: None,
        };
        stage.may(b, &officer, &IssueLicence { number: None, renews: Some(id), terms })?;
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

/// Dealers who still hold something offer it to the first dealer and the first exporter, whose sign-ins are told.
fn offers(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &mut Cast, market: &Market, day: Day) -> Result<(), DemoError> {
    let to = [cast.exporters.first(), cast.dealers.first()].map(|t| t.map(|t| t.licence.clone()));
    let mut left = 4_usize;
    for (at, dealer) in cast.dealers.iter_mut().skip(1).enumerate() {
        let Some(Some(buyer_licence)) = to.get(at % 2) else { continue };
        let Some(packet) = dealer.stock.pop() else { continue };
        let offer = OfferParcels {
            serial: None,
            parcels: vec![packet.code],
            buyer_licence: buyer_licence.clone(),
            seller_licence: Some(dealer.licence.clone()),
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
        stage.may(b, &officer, &SetLicenceState { licence: miner.licence, state, on: day, reason: reason.into() })?;
    }
    Ok(())
}
