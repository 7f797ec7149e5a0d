//! Importing: every row taken or told why not, the same file twice changes nothing, what people changed stays.

mod command;
mod register;
mod sites;
mod visits;

pub use visits::published_visits;

use crate::world::World;
use placer::domain::access::{AccountRole, Actor};
use placer::edge::Seeded;
use placer::interop::rows::Limits;
use placer::service::import::{Counts, Edge, ImportError, Order, Report, What, import};
use placer::store::journal::journal_size;
use std::cell::RefCell;
use std::io::Read;

/// One import; `map` is the text of a mapping file.
pub struct Run<'a> {
    pub what: What,
    pub actor: &'a Actor,
    pub text: &'a [u8],
    pub map: Option<&'a str>,
    pub group: usize,
    pub keep: bool,
}

impl<'a> Run<'a> {
    pub fn new(what: What, actor: &'a Actor, text: &'a [u8]) -> Self {
        Self { what, actor, text, map: None, group: 2, keep: true }
    }
    pub fn with(mut self, map: &'a str) -> Self {
        self.map = Some(map);
        self
    }
    pub fn dry(mut self) -> Self {
        self.keep = false;
        self
    }

    /// Runs it, and gives how it ended and the report.
    pub fn end(self, w: &mut World) -> (Result<(), ImportError>, Report) {
        // Ids of one run must not meet those of another.
        let base: u64 = w.id::<placer::domain::ids::EntryId>().to_string().bytes().map(u64::from).sum();
        let size = w.read(journal_size).unsigned_abs();
        let seeds = RefCell::new(Seeded::new(Seeded::new(base).next_u64() ^ size));
        let text = self.text.to_vec();
        let order = Order {
            what: self.what,
            actor: self.actor,
            file: "book.csv",
            mapping: self.map,
            limits: Limits { bytes: 10_000_000, rows: 10_000 },
            group: self.group,
            keep: self.keep,
            open: &|| Ok(Box::new(std::io::Cursor::new(text.clone())) as Box<dyn Read>),
        };
        let now = w.now;
        let mut told = Vec::new();
        let mut progress = |done, total| told.push((done, total));
        let entropy = || Box::new(Seeded::new(seeds.borrow_mut().next_u64())) as Box<dyn placer::service::Entropy>;
        let mut edge = Edge { now: &|| now, entropy: &entropy, progress: &mut progress };
        let mut report = Report::default();
        let end = import(&w.app, &order, &mut edge, &mut report);
        let c = report.counts;
        if end.is_ok() {
            assert_eq!(c.read, c.registered + c.changed + c.unchanged + c.skipped + c.refused, "every row is accounted for: {c:?}");
            assert!(told.iter().all(|(done, total)| done <= total) && told.is_sorted(), "{told:?}");
        }
        (end, report)
    }

    /// Runs it where it must run to its end.
    pub fn report(self, w: &mut World) -> Report {
        let (end, report) = self.end(w);
        end.unwrap_or_else(|e| panic!("{e}: {:?}", codes(&report)));
        report
    }
}

/// Every problem as `line code`, and its heading and value where it has them.
pub fn codes(report: &Report) -> Vec<String> {
    let cell = |p: &placer::service::import::Problem| match (&p.heading, &p.value) {
        (Some(heading), Some(value)) => format!(" {heading}={value}"),
        (Some(heading), None) => format!(" {heading}"),
        _ => String::new(),
    };
    report.problems.iter().map(|p| format!("{} {}{}", p.line, p.violation.code, cell(p))).collect()
}

/// Registered, changed, unchanged, skipped, refused.
pub fn counts(report: &Report) -> [u64; 5] {
    let Counts { registered, changed, unchanged, skipped, refused, .. } = report.counts;
    [registered, changed, unchanged, skipped, refused]
}

/// An officer, who may import everywhere.
pub fn officer(w: &mut World) -> Actor {
    w.account(AccountRole::Officer, None, None)
}
