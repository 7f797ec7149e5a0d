//! Other countries in the fictitious year: the list of participants that comes with the program, made-up contacts, and a
//! change that waits.

use super::people::Cast;
use super::{DemoError, Stage};
use crate::domain::time::Day;
use crate::domain::violation::Violations;
use crate::interop::participants_csv::{BUNDLED, parse};
use crate::service::Batch;
use crate::service::participant::{DecideParticipants, ParticipantRow, ProposeParticipants, RowKind};

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
    let mut wrong = Violations::none();
    let written = parse(BUNDLED).map_err(|_| DemoError::Missing("list of participants"))?;
    let rows = (1_i64..).zip(written).map(|(number, w)| ParticipantRow::written(number, w, &mut wrong)).collect();
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
