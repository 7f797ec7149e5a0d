//! Bringing in parties, licences and sites from files of others.
//!
//! Every row becomes the same command that the browser sends, so no rule is passed over. A record is known
//! again by its reference (source and key). What an import said of it last stands in the journal; a row that
//! says the same again changes nothing, even where people have changed the record since, and a row that says
//! something new changes only what is new in it. So the same file may be run as often as one likes.

mod flow;
mod licences;
mod noun;
mod parties;
mod record;
mod report;
mod sites;
mod thing;

pub use report::{Counts, Outcome, Place, Problem, Report};

use crate::domain::access::{Actor, Permission, Reach, reach};
use crate::domain::time::Instant;
use crate::interop::mapping::{Mapping, MappingProblem};
use crate::interop::rows::{Fault, Limits, Stop, read};
use crate::service::error::ServiceError;
use crate::service::{App, Entropy};
use flow::Flow;
use noun::Noun;
use std::io::{self, Read};
use std::ops::ControlFlow;

/// What stands as device in the journal for what was imported.
pub const DEVICE: &str = "import";

/// What is in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Persons and organisations.
    Parties,
    /// Licences of parties that are registered.
    Licences,
    /// Sites.
    Sites,
}

impl What {
    /// As on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Parties => "parties",
            Self::Licences => "licences",
            Self::Sites => "sites",
        }
    }
    /// The fields that a file can fill, those it must fill marked.
    #[must_use]
    pub const fn fields(self) -> &'static [crate::interop::mapping::Field] {
        match self {
            Self::Parties => parties::Parties::FIELDS,
            Self::Licences => licences::Licences::FIELDS,
            Self::Sites => sites::Sites::FIELDS,
        }
    }
}

/// What is to be done.
pub struct Order<'a> {
    /// What is in the file.
    pub what: What,
    /// For whom.
    pub actor: &'a Actor,
    /// Name of the file, for the journal and the report.
    pub file: &'a str,
    /// Text of the mapping file.
    pub mapping: Option<&'a str>,
    /// How much is taken.
    pub limits: Limits,
    /// How many things go into one transaction.
    pub group: usize,
    /// Whether anything is kept. Without, all of it is one transaction that is undone, for a row may need an
    /// earlier one; nobody else can write meanwhile.
    pub keep: bool,
    /// Opens the file; it is read twice.
    pub open: &'a dyn Fn() -> io::Result<Box<dyn Read>>,
}

/// What comes in from the edge.
pub struct Edge<'a> {
    /// The clock.
    pub now: &'a dyn Fn() -> Instant,
    /// Ids and random bytes.
    pub entropy: &'a dyn Fn() -> Box<dyn Entropy>,
    /// Told how many rows of how many are done.
    pub progress: &'a mut dyn FnMut(u64, u64),
}

/// Why an import did not run to its end. What was kept until then stands in the report.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The account may not import this.
    #[error("not allowed")]
    Forbidden,
    /// The file or the mapping file cannot be used; the report says why.
    #[error("not run")]
    NotRun,
    /// The file cannot be read.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// A fault below the rules.
    #[error(transparent)]
    Service(#[from] ServiceError),
}

/// Imports a file. Whatever happens is written into `report`.
///
/// # Errors
/// [`ImportError`]; refused rows are no error.
pub fn import(app: &App, order: &Order<'_>, edge: &mut Edge<'_>, report: &mut Report) -> Result<(), ImportError> {
    match order.what {
        What::Parties => run::<parties::Parties>(app, order, edge, report),
        What::Licences => run::<licences::Licences>(app, order, edge, report),
        What::Sites => run::<sites::Sites>(app, order, edge, report),
    }
}

fn run<N: Noun>(app: &App, order: &Order<'_>, edge: &mut Edge<'_>, report: &mut Report) -> Result<(), ImportError> {
    if [Permission::ImportRun, N::PERMISSION].iter().any(|p| reach(order.actor, *p) == Reach::Nothing) {
        return Err(ImportError::Forbidden);
    }
    let given =
        order.mapping.map(|text| Mapping::parse(text, N::FIELDS)).transpose().map_err(|all| not_run(report, Place::Mapping, all))?;
    let delimiter = given.as_ref().and_then(|m| m.delimiter);
    // The first reading finds what is wrong with the file as a whole before anything is written.
    let census =
        read((order.open)()?, delimiter, order.limits, &mut |_| ControlFlow::Continue(())).map_err(|stop| stopped(report, stop))?;
    let (mut mapping, place) = match given {
        Some(mapping) => (mapping, Place::Mapping),
        None => (Mapping::plain(N::FIELDS, &census.headings), Place::File),
    };
    N::complete(&mut mapping, &census.headings);
    let wrong: Vec<MappingProblem> = mapping.check(N::FIELDS, &census.headings).into_iter().chain(N::check(&mapping)).collect();
    if !wrong.is_empty() {
        return Err(not_run(report, place, wrong));
    }
    report.ran = true;
    report.ignored = mapping.ignored(&census.headings);
    Flow::<N>::new(app, order, edge, &mapping, census.rows).run(report)
}

fn not_run(report: &mut Report, place: Place, problems: Vec<MappingProblem>) -> ImportError {
    for MappingProblem { line, violation } in problems {
        report.note(Outcome::Stopped, Problem::of(place, Fault::of_file(line, violation)));
    }
    ImportError::NotRun
}

fn stopped(report: &mut Report, stop: Stop) -> ImportError {
    match stop {
        Stop::Io(error) => error.into(),
        // Nobody halts but the flow, which keeps its own error.
        Stop::Halted => ImportError::NotRun,
        Stop::Faults(faults) => {
            for fault in faults {
                report.note(Outcome::Stopped, Problem::of(Place::File, fault));
            }
            ImportError::NotRun
        }
    }
}
