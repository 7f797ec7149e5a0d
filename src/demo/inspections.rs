//! Inspections that are drawn, carried out and put right, and a dry run.

use super::people::Cast;
use super::{DemoError, Stage};
use crate::domain::access::Actor;
use crate::domain::event::{
    Checked, DryRunOutcome, Finding, FindingSeverity, InspectionAnswer, InspectionItem, InspectionKind, InspectionRecorded,
};
use crate::domain::ids::{DryRunId, InspectionId, InspectionPlanId};
use crate::domain::parcel::parcel_code;
use crate::domain::time::Day;
use crate::service::Batch;
use crate::service::error::ServiceError;
use crate::service::inspection::{
    ActionAsked, AnnounceInspections, ConcludeDryRun, DrawInspections, FinishInspectionAction, RecordInspection, StartDryRun,
};
use crate::store::inspection::{inspection_fetch, plan_fetch, plan_targets};
use chrono::TimeDelta;

/// Days after the announcement on which a plan is drawn: its day is the next one.
const DRAWN_AFTER: i64 = 2;

fn reading(e: impl Into<ServiceError>) -> DemoError {
    DemoError::Act("reading", e.into())
}

fn later(day: Day, days: i64) -> Day {
    day.checked_add_signed(TimeDelta::days(days)).unwrap_or(day)
}

/// What inspections of the year go on with.
#[derive(Debug, Default)]
pub(super) struct Inspected {
    plans: Vec<(Day, InspectionPlanId)>,
    to_do: Vec<(Day, InspectionId)>,
    run: Option<DryRunId>,
}

fn officer(cast: &Cast) -> Result<Actor, DemoError> {
    cast.officers.first().cloned().ok_or(DemoError::Missing("officer"))
}

/// Announces a draw whose day is the next one.
pub(super) fn announce(
    stage: &mut Stage<'_>,
    b: &mut Batch<'_, '_>,
    (cast, seen): (&Cast, &mut Inspected),
    (kind, count): (InspectionKind, i64),
    day: Day,
) -> Result<(), DemoError> {
    let until = Some(later(day, 30));
    let asked = AnnounceInspections { kind: Some(kind), count, office: None, draw_on: Some(later(day, 1)), until };
    if let Some(receipt) = stage.may(b, &officer(cast)?, &asked)? {
        let plan = receipt.subject.parse().map_err(|_| DemoError::Missing("plan id"))?;
        seen.plans.push((later(day, DRAWN_AFTER), plan));
    }
    Ok(())
}

/// Draws what is due to be drawn and visits all of it but the last, and says what was put right in time.
pub(super) fn go_on(
    stage: &mut Stage<'_>,
    b: &mut Batch<'_, '_>,
    (cast, seen): (&Cast, &mut Inspected),
    day: Day,
) -> Result<(), DemoError> {
    let by = officer(cast)?;
    for (on, plan) in std::mem::take(&mut seen.plans) {
        if on > day {
            seen.plans.push((on, plan));
            continue;
        }
        stage.must(b, &by, &DrawInspections { plan })?;
        let found = plan_fetch(b.rx(), plan).map_err(reading)?.ok_or(DemoError::Missing("plan"))?;
        let drawn = plan_targets(b.rx(), found.facts.no).map_err(reading)?;
        let visited = drawn.len().saturating_sub(1);
        for (n, target) in drawn.into_iter().take(visited).enumerate() {
            let visit = visit(stage, (found.facts.kind, &target.code, &found.facts.code), n, day);
            if let Some(receipt) = stage.may(b, &by, &visit)? {
                // What a later one asks for is not put right in time.
                let id = receipt.subject.parse().map_err(|_| DemoError::Missing("inspection id"))?;
                seen.to_do.extend((n == 0).then_some((later(day, 12), id)));
            }
        }
    }
    for (on, inspection) in std::mem::take(&mut seen.to_do) {
        if on > day {
            seen.to_do.push((on, inspection));
            continue;
        }
        let facts: Option<InspectionRecorded> = inspection_fetch(b.rx(), inspection).map_err(reading)?.map(|i| i.facts);
        if facts.is_some_and(|f| !f.actions.is_empty()) {
            let proof = stage.words.put_right.to_owned();
            stage.may(b, &by, &FinishInspectionAction { inspection, action: 1, on: None, proof })?;
        }
    }
    Ok(())
}

fn visit(stage: &Stage<'_>, (kind, target, plan): (InspectionKind, &str, &str), n: usize, day: Day) -> RecordInspection {
    let rules = stage.app.env.profile.inspections.as_ref();
    let items: &[InspectionItem] = rules.map(|r| r.items(kind)).unwrap_or_default();
    let wrong = n.is_multiple_of(2);
    let answer = |at: usize| if wrong && at == 2 { InspectionAnswer::No } else { InspectionAnswer::Yes };
    let words = stage.words;
    let found = || Finding { severity: FindingSeverity::Major, text: words.found_wrong.into() };
    let asked = || ActionAsked { what: words.to_put_right.into(), by_party: kind != InspectionKind::Office, due: later(day, 14) };
    RecordInspection {
        kind: Some(kind),
        target: target.into(),
        plan: Some(plan.into()),
        checked: items.iter().enumerate().map(|(at, item)| Checked { item: *item, answer: answer(at) }).collect(),
        findings: wrong.then(found).into_iter().collect(),
        actions: wrong.then(asked).into_iter().collect(),
        ..RecordInspection::default()
    }
}

/// Begins a dry run with the test entry that was just written down.
pub(super) fn dry_run(
    stage: &mut Stage<'_>,
    b: &mut Batch<'_, '_>,
    (cast, seen): (&Cast, &mut Inspected),
    parcel_no: i64,
) -> Result<(), DemoError> {
    let start = StartDryRun { parcel: parcel_code(parcel_no), purpose: stage.words.dry_run.into() };
    if let Some(receipt) = stage.may(b, &officer(cast)?, &start)? {
        seen.run = receipt.subject.parse().ok();
    }
    Ok(())
}

/// Concludes it.
pub(super) fn conclude(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, (cast, seen): (&Cast, &mut Inspected)) -> Result<(), DemoError> {
    let Some(run) = seen.run.take() else { return Ok(()) };
    let said = ConcludeDryRun { run, outcome: Some(DryRunOutcome::Stopped), report: stage.words.dry_run_said.into() };
    stage.may(b, &officer(cast)?, &said)?;
    Ok(())
}
