//! Files that somebody pastes into a form: read whole, and taken whole or not at all.

use crate::domain::violation::{Violation, Violations};
use crate::interop::neutral;
use crate::interop::rows::{Fault, Limits, Row, Stop, read};
use std::ops::ControlFlow;

/// What stands under a heading, without what we made inert for spreadsheets on the way out; nothing where it is missing.
#[must_use]
pub fn cell(row: &Row, heading: &str) -> String {
    let text = row.cell(heading).unwrap_or_default();
    text.strip_prefix('\'').filter(|rest| neutral(rest) == text).unwrap_or(text).to_owned()
}

/// Every row of a file, made into something; `needed` are headings that must be there.
///
/// # Errors
/// Everything that makes it no such file, on the field `file`.
pub fn read_all<'a, T>(
    text: &str,
    limits: Limits,
    needed: impl IntoIterator<Item = &'a str>,
    make: impl Fn(&Row) -> T,
) -> Result<Vec<T>, Violations> {
    let (mut rows, mut wrong) = (Vec::new(), Violations::none());
    let on_file = |fault: Fault| Violation { field: Some("file".to_owned()), ..fault.violation };
    let census = read(text.as_bytes(), None, limits, &mut |found| {
        match found {
            Ok(row) => rows.push(make(&row)),
            Err(fault) => wrong.push(on_file(fault)),
        }
        ControlFlow::Continue(())
    });
    match census {
        Ok(census) => {
            for column in needed {
                let there = census.headings.iter().any(|h| h.as_ref() == column);
                wrong.check(there, || Violation::on("participant.column", "file").with("column", column));
            }
        }
        Err(Stop::Faults(faults)) => faults.into_iter().for_each(|fault| wrong.push(on_file(fault))),
        Err(Stop::Io(_) | Stop::Halted) => wrong.push(Violation::on("form.unreadable", "file")),
    }
    wrong.finish()?;
    Ok(rows)
}
