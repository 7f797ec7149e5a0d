//! How far a long command is, on standard error.

use std::io::{self, IsTerminal, Write};
use std::time::Instant;

/// Seconds between two lines where nobody sits before a terminal: a log file needs no more.
const APART_S: u64 = 10;

/// Tells how far a command is: on a terminal over what was told before, else in a line of its own now and then.
pub struct Progress {
    begun: Instant,
    last: Option<u64>,
    terminal: bool,
}

impl Progress {
    /// From now on.
    pub fn begin() -> Self {
        Self { begun: Instant::now(), last: None, terminal: io::stderr().is_terminal() }
    }

    /// Tells what `line` says, which is given the seconds since the beginning; of the end in any case.
    pub fn show(&mut self, end: bool, line: impl FnOnce(u64) -> String) {
        let seconds = self.begun.elapsed().as_secs();
        if !self.terminal && !end && self.last.is_some_and(|last| seconds < last.saturating_add(APART_S)) {
            return;
        }
        self.last = Some(seconds);
        let mut err = io::stderr().lock();
        let _ = if self.terminal { write!(err, "\r{}", line(seconds)) } else { writeln!(err, "{}", line(seconds)) };
        let _ = err.flush();
    }

    /// Ends the line on a terminal.
    pub fn end(&self) {
        if self.terminal && self.last.is_some() {
            eprintln!();
        }
    }
}
