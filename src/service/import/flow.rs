//! From rows to acts: in groups, each kept as a whole, a refused row leaving the others alone.

use super::noun::Noun;
use super::report::{Place, Problem, Report};
use super::thing::Taker;
use super::{Edge, ImportError, Order, stopped};
use crate::domain::event::Reference;
use crate::domain::party::is_hidden;
use crate::domain::time::Day;
use crate::domain::violation::Violation;
use crate::interop::mapping::{Group, Mapping};
use crate::interop::rows::{Fault, Row, read};
use crate::service::error::ServiceError;
use crate::service::{App, Batch};
use std::collections::HashMap;
use std::marker::PhantomData;
use std::ops::ControlFlow;

/// Longest source and key of a reference, in characters.
const REFERENCE_MAX: usize = 200;

/// The rows of one thing, in order; one row where the mapping does not group.
type Rows = Vec<Row>;
/// Takes things within a transaction.
type Chunk<'c, F> = &'c mut dyn FnMut(&mut F, Vec<Rows>) -> Result<Report, ServiceError>;

/// One import on its way.
pub(super) struct Flow<'a, 'e, N> {
    app: &'a App,
    order: &'a Order<'a>,
    edge: &'a mut Edge<'e>,
    mapping: &'a Mapping,
    total: u64,
    done: u64,
    /// The line on which each reference was met first.
    lines: HashMap<Reference, u64>,
    noun: PhantomData<N>,
}

impl<'a, 'e, N: Noun> Flow<'a, 'e, N> {
    pub(super) fn new(app: &'a App, order: &'a Order<'a>, edge: &'a mut Edge<'e>, mapping: &'a Mapping, total: u64) -> Self {
        Self { app, order, edge, mapping, total, done: 0, lines: HashMap::new(), noun: PhantomData }
    }

    /// Takes the whole file.
    pub(super) fn run(mut self, report: &mut Report) -> Result<(), ImportError> {
        let app = self.app;
        let end = if self.order.keep {
            self.feed(report, &mut |flow, things| {
                let now = (flow.edge.now)();
                app.batch(now, true, |batch| flow.chunk(batch, &things))
            })
        } else {
            let now = (self.edge.now)();
            app.batch(now, false, |batch| Ok(self.feed(report, &mut |flow, things| flow.chunk(batch, &things))))?
        };
        report.problems.sort_by_key(|p| (p.line, p.row));
        end
    }

    /// Reads the file and hands on its things in groups.
    fn feed(&mut self, report: &mut Report, chunk: Chunk<'_, Self>) -> Result<(), ImportError> {
        let order = self.order;
        let size = order.group.max(1);
        let mut waiting: Vec<Rows> = Vec::new();
        let mut held: Rows = Vec::new();
        let mut failed: Option<ServiceError> = None;
        let end = read((order.open)()?, self.mapping.delimiter, order.limits, &mut |item| {
            report.counts.read = report.counts.read.saturating_add(1);
            match self.sorted_out(item, report) {
                Some(row) if self.mapping.group.is_some() => held.push(row),
                Some(row) => waiting.push(vec![row]),
                None => {}
            }
            if waiting.len() < size {
                return ControlFlow::Continue(());
            }
            match chunk(self, std::mem::take(&mut waiting)) {
                Ok(part) => report.add(part),
                Err(error) => {
                    failed = Some(error);
                    return ControlFlow::Break(());
                }
            }
            ControlFlow::Continue(())
        });
        if let Some(error) = failed {
            return Err(error.into());
        }
        end.map_err(|stop| stopped(report, stop))?;
        if let Some(group) = &self.mapping.group {
            waiting = self.grouped(group, held, report);
        }
        while !waiting.is_empty() {
            let rest = waiting.split_off(waiting.len().min(size));
            report.add(chunk(self, std::mem::replace(&mut waiting, rest))?);
        }
        Ok(())
    }

    /// What can be told of a row without the register: whether it can be read, is to be left out, has a
    /// reference, and is the first with it.
    fn sorted_out(&mut self, item: Result<Row, Fault>, report: &mut Report) -> Option<Row> {
        let row = match item {
            Ok(row) => row,
            Err(fault) => {
                self.done = self.done.saturating_add(1);
                report.refuse(vec![Problem::of(Place::File, fault)]);
                return None;
            }
        };
        if let Some(reason) = self.mapping.skips(&row) {
            self.done = self.done.saturating_add(1);
            report.skip(Problem::on_row(&row, Violation::new("import.skipped").with("reason", reason)));
            return None;
        }
        match self.check_reference(&row) {
            None => Some(row),
            Some(violation) => {
                self.done = self.done.saturating_add(1);
                let mut problem = Problem::on_row(&row, violation);
                problem.heading = self.mapping.reference_heading();
                report.refuse(vec![problem]);
                None
            }
        }
    }

    fn check_reference(&mut self, row: &Row) -> Option<Violation> {
        let reference = self.reference(row);
        let sound = |text: &str| {
            let length = text.chars().count();
            (1..=REFERENCE_MAX).contains(&length) && !text.contains(|c| is_hidden(c) || c == '\n')
        };
        if !sound(&reference.source) || !sound(&reference.key) {
            return Some(Violation::on("import.no_key", "reference"));
        }
        if self.mapping.group.is_some() {
            return None;
        }
        if let Some(line) = self.lines.get(&reference) {
            let line = i64::try_from(*line).unwrap_or(i64::MAX);
            return Some(Violation::on("import.key_twice", "reference").with("key", reference.key).with("line", line));
        }
        self.lines.insert(reference, row.line);
        None
    }

    fn reference(&self, row: &Row) -> Reference {
        let (source, key) = self.mapping.reference(row).unwrap_or_default();
        Reference { source, key }
    }

    /// Puts the rows of one thing together, in the order of their days; things stay in the order of the file.
    fn grouped(&mut self, group: &Group, rows: Rows, report: &mut Report) -> Vec<Rows> {
        let mut places: HashMap<Reference, usize> = HashMap::new();
        let mut things: Vec<Vec<(Day, Row)>> = Vec::new();
        for row in rows {
            let Some(day) = row.cell(&group.order).and_then(|text| self.mapping.day(text)) else {
                let mut problem = Problem::on_row(&row, Violation::new("import.day").with("forms", self.mapping.date_names()));
                (problem.heading, problem.value) = (Some(group.order.clone()), row.cell(&group.order).map(str::to_owned));
                self.done = self.done.saturating_add(1);
                report.refuse(vec![problem]);
                continue;
            };
            let reference = self.reference(&row);
            match places.get(&reference).and_then(|at| things.get_mut(*at)) {
                Some(thing) => thing.push((day, row)),
                None => {
                    places.insert(reference, things.len());
                    things.push(vec![(day, row)]);
                }
            }
        }
        let mut ordered = Vec::with_capacity(things.len());
        for mut thing in things {
            thing.sort_by_key(|(day, row)| (*day, row.number));
            let mut rows: Rows = thing.into_iter().map(|(_, row)| row).collect();
            if !group.every
                && let Some(last) = rows.pop()
            {
                self.done = self.done.saturating_add(u64::try_from(rows.len()).unwrap_or(0));
                rows.iter().for_each(|row| report.skip(super::thing::superseded(row, last.line)));
                rows = vec![last];
            }
            ordered.push(rows);
        }
        ordered
    }

    /// Takes a group of things within one transaction.
    fn chunk(&mut self, batch: &mut Batch<'_, '_>, things: &[Rows]) -> Result<Report, ServiceError> {
        let mut part = Report::default();
        for rows in things {
            let Some(reference) = rows.first().map(|row| self.reference(row)) else { continue };
            let taker = Taker::<N>::new(self.app, self.order, self.edge, self.mapping, reference);
            taker.take(batch, rows, &mut part)?;
            self.done = self.done.saturating_add(u64::try_from(rows.len()).unwrap_or(0));
        }
        (self.edge.progress)(self.done.min(self.total), self.total);
        Ok(part)
    }
}
