//! Rows on their way in, whatever file they come from.

use crate::domain::violation::Violation;
use crate::interop::{csv_rows, geojson_rows};
use std::cell::Cell;
use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::rc::Rc;
use std::sync::Arc;

/// The heading under which the geometry of a GeoJSON feature stands, as the text of the geometry.
pub const GEOMETRY: &str = "geometry";
/// Characters of a value that a report repeats.
const SHOWN: usize = 80;

/// One row that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number among the rows of data, from 1.
    pub number: u64,
    /// The line of the file on which it begins, from 1.
    pub line: u64,
    cells: Vec<(Arc<str>, String)>,
}

impl Row {
    /// A row from its cells, each with its heading.
    #[must_use]
    pub const fn new(number: u64, line: u64, cells: Vec<(Arc<str>, String)>) -> Self {
        Self { number, line, cells }
    }
    /// Every cell with its heading, in order.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.cells.iter().map(|(heading, text)| (heading.as_ref(), text.as_str()))
    }
    /// What stands under a heading, blanks around it taken away; `None` where the row has no such cell.
    #[must_use]
    pub fn cell(&self, heading: &str) -> Option<&str> {
        self.cells.iter().find(|(h, _)| h.as_ref() == heading).map(|(_, text)| text.trim())
    }
}

/// What is wrong with a row, or with the file as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// Number of the row, 0 where it is the heading or the whole file.
    pub row: u64,
    /// Line of the file, from 1.
    pub line: u64,
    /// Under which heading.
    pub heading: Option<String>,
    /// What stands there, as far as it can be shown.
    pub value: Option<String>,
    /// What is wrong.
    pub violation: Violation,
}

impl Fault {
    /// One that concerns the file rather than a row.
    #[must_use]
    pub const fn of_file(line: u64, violation: Violation) -> Self {
        Self { row: 0, line, heading: None, value: None, violation }
    }
}

/// Why reading came to an end before the end of the file.
#[derive(Debug)]
pub enum Stop {
    /// The file cannot be read as what it seems to be.
    Faults(Vec<Fault>),
    /// The disk.
    Io(io::Error),
    /// Whoever takes the rows wants no more.
    Halted,
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Faults(vec![fault])
    }
}

/// How much is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest file, in bytes.
    pub bytes: u64,
    /// Most rows of data.
    pub rows: u64,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Census {
    /// Rows of data.
    pub rows: u64,
    /// The headings, in order; of GeoJSON all names of properties met.
    pub headings: Vec<Arc<str>>,
}

/// Takes the rows one by one, the readable and the others.
pub type Sink<'a> = dyn FnMut(Result<Row, Fault>) -> ControlFlow<()> + 'a;

/// Reads CSV or GeoJSON, whichever it is by its first sign, and gives each row to `sink`. No more than one
/// row is held. `delimiter` parts the cells of CSV; it is found from the heading where none is given.
///
/// # Errors
/// [`Stop`].
pub fn read(source: impl Read, delimiter: Option<u8>, limits: Limits, sink: &mut Sink<'_>) -> Result<Census, Stop> {
    let mut source = BufReader::with_capacity(1 << 16, source);
    let start = source.fill_buf().map_err(Stop::Io)?;
    let wrong = |code: Violation| Err(Fault::of_file(1, code).into());
    match start {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return wrong(Violation::new("import.utf16")),
        [b'P', b'K', 3, 4, ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] => return wrong(Violation::new("import.spreadsheet")),
        [0xef, 0xbb, 0xbf, ..] => source.consume(3),
        _ => {}
    }
    let start = source.fill_buf().map_err(Stop::Io)?;
    match start.iter().find(|b| !b.is_ascii_whitespace()) {
        None => wrong(Violation::new("import.empty")),
        Some(b'{') => geojson_rows::read(source, limits, sink),
        Some(_) => csv_rows::read(source, delimiter, limits, sink),
    }
}

/// The beginning of a value, for a report.
#[must_use]
pub fn shown(value: &str) -> String {
    let mut short: String = value.chars().take(SHOWN).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if value.chars().nth(SHOWN).is_some() {
        short.push('…');
    }
    short
}

/// What has gone through a [`Counted`] reader; shared with whoever parses behind it.
#[derive(Debug, Default)]
pub(super) struct Counter {
    pub(super) bytes: Cell<u64>,
    pub(super) line_ends: Cell<u64>,
    /// Where the present item began.
    pub(super) item_from: Cell<u64>,
    /// Whether the largest file or item was exceeded.
    pub(super) over: Cell<bool>,
}

/// A run of line ends without anything between them.
struct Run {
    start: u64,
    end: u64,
    /// Line ends in the file up to the end of the run.
    line_ends: u64,
}

/// Counts bytes and lines on their way, and stops at a limit.
pub(super) struct Counted<R> {
    inner: R,
    counter: Rc<Counter>,
    limit: u64,
    item_limit: u64,
    runs: Option<VecDeque<Run>>,
}

impl<R: Read> Counted<R> {
    /// For a parser that takes byte by byte, so that the counter always stands where the parser does.
    pub(super) fn plain(inner: R, limit: u64, item_limit: u64) -> Self {
        Self { inner, counter: Rc::default(), limit, item_limit, runs: None }
    }
    /// For a parser that reads ahead; [`Self::line_at`] tells afterwards.
    pub(super) fn with_lines(inner: R, limit: u64) -> Self {
        Self { inner, counter: Rc::default(), limit, item_limit: u64::MAX, runs: Some(VecDeque::new()) }
    }
    pub(super) fn counter(&self) -> Rc<Counter> {
        Rc::clone(&self.counter)
    }

    /// The line of the first sign at or after an offset that is no line end, where line ends stand at the
    /// offset; to be asked with rising offsets.
    pub(super) fn line_at(&mut self, offset: u64) -> Option<u64> {
        let runs = self.runs.as_mut()?;
        while runs.front().is_some_and(|r| r.end <= offset) {
            runs.pop_front();
        }
        runs.front().filter(|r| r.start <= offset).map(|r| r.line_ends.saturating_add(1))
    }

    fn note(&mut self, read: &[u8]) {
        for byte in read {
            let at = self.counter.bytes.get();
            self.counter.bytes.set(at.saturating_add(1));
            if *byte == b'\n' {
                self.counter.line_ends.set(self.counter.line_ends.get().saturating_add(1));
            }
            let (Some(runs), b'\n' | b'\r') = (&mut self.runs, byte) else { continue };
            match runs.back_mut().filter(|r| r.end == at) {
                Some(run) => {
                    run.end = at.saturating_add(1);
                    run.line_ends = self.counter.line_ends.get();
                }
                None => runs.push_back(Run { start: at, end: at.saturating_add(1), line_ends: self.counter.line_ends.get() }),
            }
        }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.note(buffer.get(..count).unwrap_or_default());
        let (bytes, item) = (self.counter.bytes.get(), self.counter.item_from.get());
        if bytes > self.limit || bytes.saturating_sub(item) > self.item_limit {
            self.counter.over.set(true);
            return Err(io::Error::other("too large"));
        }
        Ok(count)
    }
}
