//! What is left undone on the last evening, so that everybody who signs in finds work: offers, shipments, a correction,
//! a test entry, licences that no longer hold.

use super::people::{Cast, Miner};
use super::trade::{Market, Trader};
use super::{DemoError, Stage, blanks, counts, removals, seizures, valuation, zones};
use crate::domain::access::Actor;
use crate::domain::blank::BlankFate;
use crate::domain::event::{ClaimedAct, LicenceState, Ruling};
use crate::domain::jurisdiction::Permission;
use crate::domain::parcel::parcel_no_typed;
use crate::domain::quantity::Mass;
use crate::domain::role::Role;
use crate::domain::time::Day;
use crate::service::Batch;
use crate::service::certificate::ProposeCertificate;
use crate::service::correction::ProposeProductionCorrection;
use crate::service::dispute::{DecideDispute, OpenDispute};
use crate::service::licence::SetLicenceState;
use crate::service::production::RecordProduction;
use crate::service::purchase::{OfferParcels, WeighedParcel};
use crate::store::error::StoreError;
use crate::store::licence::licence_fetch;
use crate::store::purchase::purchase_last_of;

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
    blanks::mishap(stage, b, cast, BlankFate::Stolen, false)?;
    disputes(stage, b, cast, market, day)?;
    removals::on_the_last_evening(stage, b, cast)?;
    zones::on_the_last_evening(stage, b, cast, day)?;
    offers(stage, b, cast, market, day)?;
    licences(stage, b, cast, day)?;
    let officer = cast.officers.last().cloned();
    // What was sold may lie in a shipment that waits for a signature, which a pending correction would hold up.
    let held = cast.miners.iter().filter_map(|m| m.stock.last()).max_by(|a, b| a.code.cmp(&b.code));
    let put_right = held.map(|p| (p.code.clone(), p.mct)).or(last);
    if let (Some(officer), Some((parcel, mct))) = (officer, put_right) {
        let propose = ProposeProductionCorrection {
            weight_mct: Mass::new(mct.saturating_sub(mct / 20).max(1)),
            largest_mct: Some(Mass::ZERO),
            ..ProposeProductionCorrection::of(parcel, stage.words.exchanged.into())
        };
        stage.may(b, &officer, &propose)?;
    }
    if seizures::on_the_last_evening(stage, b, cast, day)? {
        *next_no = next_no.saturating_add(1);
    }
    counts::estimates(stage, b, cast, day)?;
    counts::on_the_last_evening(stage, b, cast, day)
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
    let mut shipped = Vec::new();
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
        shipped.push((at, shipment.parse().map_err(|_| DemoError::Missing("shipment id"))?));
    }
    for (at, shipment) in shipped {
        valuation::value(stage, b, cast, shipment, day)?;
        if at == 1 {
            let reason = Some(stage.words.stock.to_owned());
            stage.may(b, &officer, &ProposeCertificate { shipment, expires_on: None, unestablished_reason: reason, blank: None })?;
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

/// A parcel that a dealer bought at the pit, as another could say he had bought it.
struct Contested {
    code: String,
    claim: OpenDispute,
    late: Actor,
}

/// What the next dealer says of a parcel that this one bought of a miner.
fn contested(stage: &Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, at: usize) -> Result<Option<Contested>, DemoError> {
    let failed = |e: StoreError| DemoError::Act("open_dispute", e.into());
    let (Some(first), Some(late)) = (cast.dealers.get(at), cast.dealers.get(at.saturating_add(1)).or(cast.dealers.first())) else {
        return Ok(None);
    };
    for packet in &first.stock {
        let Some(no) = parcel_no_typed(&packet.code) else { continue };
        let Some(sale) = purchase_last_of(b.rx(), no).map_err(failed)?.filter(|p| p.buyer == first.party) else { continue };
        let Some(licence) = licence_fetch(b.rx(), sale.seller_licence).map_err(failed)? else { continue };
        if !cast.miners.iter().any(|m| m.papers.holder == sale.seller) || late.party == first.party {
            continue;
        }
        let claim = OpenDispute {
            act: ClaimedAct::Sale,
            claimant: None,
            seller_licence: Some(licence.number),
            buyer_licence: Some(late.papers.on(sale.on).number.clone()),
            weighed: vec![WeighedParcel {
                parcel: packet.code.clone(),
                weight_mct: Mass::new(packet.mct).unwrap_or(Mass::ZERO),
                stones: packet.stones,
            }],
            price: sale.terms.price,
            slip: Some(format!("{}-{}", late.tag, sale.no)),
            agent: None,
            place: None,
            on: sale.on,
            statement: stage.words.claimed.into(),
        };
        return Ok(Some(Contested { code: packet.code.clone(), claim, late: late.actor.clone() }));
    }
    Ok(None)
}

/// Two parcels are claimed by a dealer who came late: an officer has decided about one, the other waits.
fn disputes(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &mut Cast, market: &Market, day: Day) -> Result<(), DemoError> {
    let officer = cast.officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
    let mut decided = false;
    for at in 0..cast.dealers.len() {
        if let Some(dealer) = cast.dealers.get_mut(at) {
            provide(stage, b, market, &mut cast.miners, dealer, day)?;
        }
        let Some(found) = contested(stage, b, cast, at)? else { continue };
        let Some(receipt) = stage.may(b, &found.late, &found.claim)? else { continue };
        if decided {
            // What is frozen is offered to nobody.
            cast.dealers.iter_mut().for_each(|d| d.stock.retain(|p| p.code != found.code));
            break;
        }
        let dispute = receipt.subject.parse().map_err(|_| DemoError::Missing("case id"))?;
        let decide = DecideDispute { dispute, ruling: Ruling::Stands, reason: stage.words.dismissed.into() };
        decided = stage.may(b, &officer, &decide)?.is_some();
    }
    Ok(())
}

/// One licence is suspended and one revoked.
fn licences(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, day: Day) -> Result<(), DemoError> {
    let officer = cast.officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
    let cases = [(LicenceState::Suspended, stage.words.disputed), (LicenceState::Revoked, stage.words.outside)];
    for (miner, (state, reason)) in cast.miners.iter().skip(1).zip(cases) {
        stage.may(
            b,
            &officer,
            &SetLicenceState { licence: miner.papers.on(day).id, state, on: day, reason: reason.into(), offence: None },
        )?;
    }
    Ok(())
}
