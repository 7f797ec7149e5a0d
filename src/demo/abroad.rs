//! Other countries in the fictitious year: the list of participants that comes with the program, made-up contacts, and a
//! change that waits.

use super::people::Cast;
use super::{DemoError, Stage};
use crate::domain::confirmation::DifferenceAnswer;
use crate::domain::ids::CertificateId;
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use crate::service::Batch;
use crate::service::confirmation::{AnswerDifference, ConfirmReceipt, Receipted};
use crate::service::error::ServiceError;
use crate::service::participant::{DecideParticipants, ParticipantRow, ProposeParticipants, RowKind};
use crate::store::certificate::certificate_fetch;
use crate::store::confirmation::confirmation_fetch;
use chrono::Days;

/// Where the importers of the year are, besides the one of which nobody knows how it is reached.
const REACHED: [(&str, &str); 3] = [("EU", "eu"), ("AE", "ae"), ("IN", "in")];

fn contact(stage: &Stage<'_>, participant: &str, host: &str) -> ParticipantRow {
    ParticipantRow {
        row: Some(RowKind::Importing),
        participant: participant.to_owned(),
        country: None,
        standing: None,
        from: None,
        authority: Some(format!("{} {participant} {}", stage.words.authority, stage.words.mark)),
        email: Some(format!("imports@{host}.authority.example")),
        address: Some(stage.words.address.to_owned()),
        source: None,
    }
}

fn change(
    stage: &mut Stage<'_>,
    b: &mut Batch<'_, '_>,
    cast: &Cast,
    propose: ProposeParticipants,
    confirmed: bool,
) -> Result<(), DemoError> {
    let officer = cast.officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
    let approver = cast.approvers.first().cloned().ok_or(DemoError::Missing("approver"))?;
    let receipt = stage.must(b, &officer, &propose)?;
    if confirmed {
        let change = receipt.subject.parse().map_err(|_| DemoError::Missing("change id"))?;
        stage.must(b, &approver, &DecideParticipants { change, confirm: true, reason: None })?;
    }
    Ok(())
}

/// The list and how some authorities are reached, when the year begins.
pub(super) fn participants(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, day: Day) -> Result<(), DemoError> {
    let rows = ParticipantRow::bundled().map_err(|_| DemoError::Missing("list of participants"))?;
    let source = stage.words.participants.to_owned();
    change(stage, b, cast, ProposeParticipants { source, on: Some(day), rows }, true)?;
    let rows = REACHED.iter().map(|(participant, host)| contact(stage, participant, host)).collect();
    change(stage, b, cast, ProposeParticipants { source: stage.words.letter.into(), on: Some(day), rows }, true)
}

/// A contact that waits for an approver when the year ends.
pub(super) fn waits(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, day: Day) -> Result<(), DemoError> {
    let rows = vec![contact(stage, "IL", "il")];
    change(stage, b, cast, ProposeParticipants { source: stage.words.letter.into(), on: Some(day), rows }, false)
}

/// What came back of a certificate issued a while ago: mostly what was certified; of every sixth fewer carats, which waits
/// for an answer or was explained; of every fourth nothing.
pub(super) fn receipt(
    stage: &mut Stage<'_>,
    b: &mut Batch<'_, '_>,
    cast: &Cast,
    (number, id): (usize, CertificateId),
    day: Day,
) -> Result<(), DemoError> {
    let reading = |e: ServiceError| DemoError::Act("reading", e);
    let officer = cast.officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
    let Some(certificate) = certificate_fetch(b.rx(), id).map_err(|e| reading(e.into()))? else { return Ok(()) };
    if number % 4 == 1 {
        return Ok(());
    }
    let f = certificate.facts;
    let received_on = f.issued_on.checked_add_days(Days::new(6)).unwrap_or(day).min(day);
    let short = if number % 6 == 2 { Mass::new(150).filter(|m| m.mct() < f.weight_mct.mct()) } else { None };
    let weight = Mass::new(f.weight_mct.mct().saturating_sub(short.map_or(0, Mass::mct))).unwrap_or(f.weight_mct);
    let said = Receipted {
        certificate: f.number,
        received_on: Some(received_on),
        parcels: f.parcels,
        weight_mct: weight,
        value_usd_cents: Some(f.value_usd_cents),
        importer: f.importer.name,
        seals_intact: Some(true),
        confirmed_by: format!("{} {}", stage.words.authority, stage.words.mark),
        reference: Some(stage.words.letter.into()),
        remark: None,
    };
    let Some(receipt) = stage.may(b, &officer, &ConfirmReceipt { said, file_sha256: None })? else { return Ok(()) };
    let confirmation = receipt.subject.parse().map_err(|_| DemoError::Missing("confirmation id"))?;
    let found = confirmation_fetch(b.rx(), confirmation).map_err(|e| reading(e.into()))?;
    let first = found.and_then(|c| c.differences.first().map(|d| d.difference));
    if let Some(difference) = first.filter(|_| number % 12 == 8) {
        let (answer, reason) = (Some(DifferenceAnswer::Explained), stage.words.cleaned.to_owned());
        stage.must(b, &officer, &AnswerDifference { confirmation, difference, answer, reason })?;
    }
    Ok(())
}
