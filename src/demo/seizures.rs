//! Stones that the state takes, and offences.

use super::people::Cast;
use super::{DemoError, Stage};
use crate::domain::access::Actor;
use crate::domain::event::{HsCode, OffenceState, SeizureOutcome};
use crate::domain::ids::{PartyId, SeizureId};
use crate::domain::money::{Currency, Money};
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use crate::service::Batch;
use crate::service::error::ServiceError;
use crate::service::offence::{FollowUpOffence, RecordOffence};
use crate::service::purchase::WeighedParcel;
use crate::service::seizure::{DecideSeizureOrder, FoundStones, MoveSeizure, ProposeSeizureOrder, RecordSeizure};
use crate::store::party::party_fetch;
use crate::store::seizure::seizure_fetch;

fn reading(e: impl Into<ServiceError>) -> DemoError {
    DemoError::Act("reading", e.into())
}

/// A dealer's stones are taken, brought to the vault and forfeited, and he is fined.
pub(super) fn in_the_year(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &mut Cast, day: Day) -> Result<(), DemoError> {
    let Some(dealer) = cast.dealers.iter_mut().rev().find(|d| d.stock.len() > 1) else { return Ok(()) };
    let (holder, Some(packet)) = (dealer.papers.holder, dealer.stock.pop()) else { return Ok(()) };
    let officer = cast.officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
    let approver = cast.approvers.first().cloned().ok_or(DemoError::Missing("approver"))?;
    let taken = RecordSeizure { parcels: vec![packet.code.clone()], ..take(stage, 1, "unlicensed_trade") };
    let Some(receipt) = stage.may(b, &officer, &taken)? else { return Ok(()) };
    let seizure: SeizureId = receipt.subject.parse().map_err(|_| DemoError::Missing("seizure id"))?;
    let kept = seizure_fetch(b.rx(), seizure).map_err(reading)?.ok_or(DemoError::Missing("seizure"))?;
    let weighed = kept.here().map(|k| WeighedParcel { parcel: packet.code.clone(), weight_mct: k.weight, stones: k.stones }).collect();
    let words = stage.words;
    let moved = MoveSeizure {
        seizure,
        on: None,
        to: words.vault.into(),
        given_by: words.mines_police.into(),
        taken_by: words.treasury.into(),
        seal_read: kept.seal,
        seal_new: None,
        weighed,
    };
    stage.must(b, &officer, &moved)?;
    let order = stage.must(b, &officer, &order(stage, seizure, SeizureOutcome::Forfeited, day))?;
    let order = order.subject.parse().map_err(|_| DemoError::Missing("order id"))?;
    stage.must(b, &approver, &DecideSeizureOrder { order, confirm: true, reason: None })?;
    let fine = Money { minor: 250_000, currency: Currency::USD };
    suspected(stage, b, &officer, (holder, &kept.facts.code, "unlicensed_trade"), OffenceState::Fined, Some(fine))
}

/// Stones that no register had, with an order over them that waits. Whether they became a parcel.
pub(super) fn on_the_last_evening(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, day: Day) -> Result<bool, DemoError> {
    let officer = cast.officers.last().cloned().ok_or(DemoError::Missing("officer"))?;
    let found = vec![FoundStones { weight_mct: Mass::new(2_350).unwrap_or(Mass::ZERO), stones: 7, hs: HsCode::Unsorted }];
    let taken = RecordSeizure { found, ..take(stage, 2, "undeclared") };
    let Some(receipt) = stage.may(b, &officer, &taken)? else { return Ok(false) };
    let seizure: SeizureId = receipt.subject.parse().map_err(|_| DemoError::Missing("seizure id"))?;
    stage.must(b, &officer, &order(stage, seizure, SeizureOutcome::Forfeited, day))?;
    Ok(true)
}

fn take(stage: &Stage<'_>, n: u32, ground: &str) -> RecordSeizure {
    let words = stage.words;
    RecordSeizure {
        parcels: Vec::new(),
        found: Vec::new(),
        from: None,
        office: None,
        on: None,
        place: words.checkpoint.into(),
        ground: ground.into(),
        receipt: format!("RS-{n:04}"),
        seal: format!("EV-{n:04}"),
        safe: words.office_safe.into(),
        witnesses: vec![words.mines_police.into(), words.customs.into()],
        account: Some(words.seized.into()),
    }
}

fn order(stage: &Stage<'_>, seizure: SeizureId, outcome: SeizureOutcome, day: Day) -> ProposeSeizureOrder {
    ProposeSeizureOrder {
        seizure,
        outcome: Some(outcome),
        number: "HC 12 (fict.)".into(),
        authority: stage.words.court.into(),
        on: Some(day),
        parcels: Vec::new(),
        licence: None,
        buyer: None,
        price: None,
        slip: None,
        note: None,
    }
}

fn suspected(
    stage: &mut Stage<'_>,
    b: &mut Batch<'_, '_>,
    officer: &Actor,
    (party, seizure, ground): (PartyId, &str, &str),
    state: OffenceState,
    fine: Option<Money>,
) -> Result<(), DemoError> {
    let code = party_fetch(b.rx(), party).map_err(reading)?.ok_or(DemoError::Missing("party"))?.code;
    let words = stage.words;
    let said = RecordOffence {
        ground: ground.into(),
        parties: vec![code],
        office: None,
        on: None,
        account: words.seized.into(),
        seizure: Some(seizure.into()),
        parcels: Vec::new(),
        certificate: None,
        arrival: None,
        licence: None,
    };
    let offence = stage.must(b, officer, &said)?.subject.parse().map_err(|_| DemoError::Missing("offence id"))?;
    let authority = words.court.to_owned();
    let charged = FollowUpOffence {
        offence,
        state: Some(OffenceState::Charged),
        on: None,
        authority,
        case_number: Some("K 7".into()),
        fine: None,
        note: None,
    };
    stage.must(b, officer, &charged)?;
    stage.must(b, officer, &FollowUpOffence { state: Some(state), fine, ..charged })?;
    Ok(())
}
