//! One thing with its rows: what is new in them becomes acts.

use super::noun::{Change, Known, Noun};
use super::record::Record;
use super::report::{Problem, Report};
use super::{DEVICE, Edge, Order};
use crate::domain::event::Reference;
use crate::domain::violation::Violation;
use crate::interop::mapping::Mapping;
use crate::interop::rows::Row;
use crate::service::error::ServiceError;
use crate::service::proof::Proof;
use crate::service::{Act, App, Batch};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::{Receipt, entries_latest};
use std::marker::PhantomData;

/// How far back the imports of one record are looked at.
const IMPORTS_MAX: i64 = 1_000;

/// The record as it stands, and what an import said of it last.
struct Standing<N: Noun> {
    known: Option<Known<N>>,
    base: Option<N::Draft>,
}

/// Takes the rows of one thing.
pub(super) struct Taker<'a, 'e, N> {
    app: &'a App,
    order: &'a Order<'a>,
    edge: &'a Edge<'e>,
    mapping: &'a Mapping,
    reference: Reference,
    noun: PhantomData<N>,
}

impl<'a, 'e, N: Noun> Taker<'a, 'e, N> {
    pub(super) fn new(app: &'a App, order: &'a Order<'a>, edge: &'a Edge<'e>, mapping: &'a Mapping, reference: Reference) -> Self {
        Self { app, order, edge, mapping, reference, noun: PhantomData }
    }

    /// Takes them in order; what became of each goes into the report.
    pub(super) fn take(&self, batch: &mut Batch<'_, '_>, rows: &[Row], part: &mut Report) -> Result<(), ServiceError> {
        let mut ready: Vec<(&Row, N::Draft)> = Vec::new();
        for row in rows {
            let mut record = self.record(row);
            match N::draft(batch.rx(), &self.app.env, &mut record)? {
                Some(draft) if record.problems.is_empty() => ready.push((row, draft)),
                Some(draft) => {
                    self.ask_rules(batch, &mut record, draft)?;
                    part.refuse(record.problems);
                }
                None => part.refuse(record.problems),
            }
        }
        let Some((_, first)) = ready.first() else { return Ok(()) };
        let mut standing = Standing { known: N::find(batch.rx(), &self.reference, first)?, base: None };
        if let Some(known) = &standing.known {
            let imports = self.imports(batch.rx(), known)?;
            ready = self.fresh(ready, &imports, part);
            standing.base = imports.into_iter().next();
        }
        for (row, draft) in ready {
            if self.act(batch, row, &draft, &standing, part)? {
                standing = Standing { known: N::find(batch.rx(), &self.reference, &draft)?, base: Some(draft) };
            }
        }
        Ok(())
    }

    /// Notes what the rules say of the rest of a row that cannot be read wholly, so that all of it is told at once.
    fn ask_rules(&self, batch: &mut Batch<'_, '_>, record: &mut Record<'_>, draft: N::Draft) -> Result<(), ServiceError> {
        if N::find(batch.rx(), &self.reference, &draft)?.is_some() {
            return Ok(());
        }
        let rules = match batch.refusals(&mut self.new_act(), &N::register(draft, self.reference.clone())) {
            Ok(rules) => rules,
            Err(ServiceError::Forbidden | ServiceError::NotFound(_)) => return Ok(()),
            Err(fault) => return Err(fault),
        };
        let told: Vec<Option<String>> = record.problems.iter().map(|p| p.field.clone()).collect();
        for violation in rules.0.into_iter().filter(|v| !told.contains(&v.field)) {
            let field = violation.field.clone();
            record.refuse_on(&field.as_deref().map(N::columns).unwrap_or_default(), violation);
        }
        Ok(())
    }

    fn record<'r>(&'r self, row: &'r Row) -> Record<'r> {
        Record { row, map: self.mapping, reference: &self.reference, problems: Vec::new() }
    }

    /// What imports said of a record, the last first. The version an import made also holds what people had
    /// changed before it; that is no word of the file, so only what the import itself changed counts as said
    /// then, and the rest as it was said before.
    fn imports(&self, rx: &mut Rx<'_>, known: &Known<N>) -> Result<Vec<N::Draft>, StoreError> {
        let mut said: Vec<N::Draft> = Vec::new();
        let mut before: Option<N::Draft> = None;
        let entries = entries_latest(rx, Some(&known.id.to_string()), None, IMPORTS_MAX)?;
        for stored in entries.into_iter().rev() {
            let imported = stored.entry.device.as_deref() == Some(DEVICE);
            let Some(version) = N::said(rx, stored.entry.event)? else { continue };
            if imported {
                let words = match (&before, said.last()) {
                    (Some(before), Some(last)) => N::merged(self.mapping, &version, Some(before), last),
                    _ => version.clone(),
                };
                said.push(words);
            }
            before = Some(version);
        }
        said.reverse();
        Ok(said)
    }

    /// The rows that come after what was imported last. Of those before it, what an import said already is
    /// unchanged, and what none said (an old visit put right) came too late to count.
    fn fresh<'r>(&self, rows: Vec<(&'r Row, N::Draft)>, imports: &[N::Draft], part: &mut Report) -> Vec<(&'r Row, N::Draft)> {
        let repeats = |draft: &N::Draft, before: &N::Draft| N::repeats(self.mapping, draft, before);
        let last = imports.first().and_then(|base| rows.iter().rposition(|(_, draft)| repeats(draft, base)));
        let line = last.and_then(|at| rows.get(at)).map_or(0, |(row, _)| row.line);
        let mut fresh = Vec::new();
        for (at, (row, draft)) in rows.into_iter().enumerate() {
            let behind = last.is_some_and(|last| at > last);
            // Outside a group a record may well go back to what it was once.
            let before = if self.mapping.group.is_some() { imports } else { imports.get(..1).unwrap_or_default() };
            if behind {
                fresh.push((row, draft));
            } else if before.iter().any(|before| repeats(&draft, before)) {
                part.counts.unchanged = part.counts.unchanged.saturating_add(1);
            } else if last.is_some() {
                part.skip(superseded(row, line));
            } else {
                fresh.push((row, draft));
            }
        }
        fresh
    }

    /// Does what one row asks for; says whether anything was written.
    fn act(
        &self,
        batch: &mut Batch<'_, '_>,
        row: &Row,
        draft: &N::Draft,
        standing: &Standing<N>,
        part: &mut Report,
    ) -> Result<bool, ServiceError> {
        let counts = &mut part.counts;
        let (done, count) = match &standing.known {
            None => {
                let command = N::register(draft.clone(), self.reference.clone());
                (batch.submit(&mut self.new_act(), &command), &mut counts.registered)
            }
            Some(known) => {
                let merged = N::merged(self.mapping, draft, standing.base.as_ref(), &known.current);
                if merged == known.current {
                    counts.unchanged = counts.unchanged.saturating_add(1);
                    return Ok(false);
                }
                let reason = format!("{DEVICE} {}", self.order.file);
                let change = Change { draft: merged, reference: self.reference.clone(), reason };
                (N::change(batch, &mut self.new_act(), known.id, change), &mut counts.changed)
            }
        };
        match done {
            Ok(Receipt { .. }) => {
                *count = count.saturating_add(1);
                Ok(true)
            }
            Err(error) => self.refused(row, error, part).map(|()| false),
        }
    }

    fn new_act(&self) -> Act {
        let mut entropy = (self.edge.entropy)();
        let key = entropy.id().to_string();
        Act {
            actor: self.order.actor.clone(),
            now: (self.edge.now)(),
            occurred_at: None,
            device: Some(DEVICE.to_owned()),
            key,
            entropy,
            proof: Proof::AtServer,
        }
    }

    /// A refusal is told; a fault ends the import.
    fn refused(&self, row: &Row, error: ServiceError, part: &mut Report) -> Result<(), ServiceError> {
        let violations = match error {
            ServiceError::Refused(violations) => violations.0,
            ServiceError::Forbidden | ServiceError::NotFound(_) => vec![Violation::new("import.forbidden")],
            other => return Err(other),
        };
        if violations.iter().all(|v| v.code.ends_with(".unchanged")) {
            part.counts.unchanged = part.counts.unchanged.saturating_add(1);
            return Ok(());
        }
        let mut record = self.record(row);
        for violation in violations {
            let field = violation.field.clone();
            record.refuse_on(&field.as_deref().map(N::columns).unwrap_or_default(), violation);
        }
        part.refuse(record.problems);
        Ok(())
    }
}

/// A later row of the same thing took the place of this one.
pub(super) fn superseded(row: &Row, line: u64) -> Problem {
    Problem::on_row(row, Violation::new("import.superseded").with("line", i64::try_from(line).unwrap_or(i64::MAX)))
}
