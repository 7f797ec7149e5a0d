//! Comma-separated values as spreadsheets write them: UTF-8 with or without its mark, parted by comma,
//! semicolon or tab, quoted where needed, a heading on the first line.

use super::rows::{Census, Counted, Fault, Limits, Row, Sink, Stop, shown};
use crate::domain::violation::Violation;
use csv::ByteRecord;
use std::collections::BTreeSet;
use std::io::BufRead;
use std::sync::Arc;

/// A cell longer than this is a quotation mark that was never closed.
const CELL_MAX: usize = 1_000_000;

/// Reads rows as [`super::rows::read`] says.
pub(super) fn read(mut source: impl BufRead, delimiter: Option<u8>, limits: Limits, sink: &mut Sink<'_>) -> Result<Census, Stop> {
    let delimiter = match delimiter {
        Some(given) => given,
        None => delimiter_of(source.fill_buf().map_err(Stop::Io)?),
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(Counted::with_lines(source, limits.bytes));
    let counter = reader.get_ref().counter();
    let failed = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(_) if counter.over.get() => too_large(limits).into(),
        csv::ErrorKind::Io(error) => Stop::Io(error),
        // The reader is told to take any length and any bytes, so nothing else is left.
        other => Stop::Io(std::io::Error::other(format!("{other:?}"))),
    };
    let mut record = ByteRecord::new();
    reader.read_byte_record(&mut record).map_err(&failed)?;
    let headings = headings(&record, line_of(&record, &mut reader))?;
    let mut rows = 0u64;
    while reader.read_byte_record(&mut record).map_err(&failed)? {
        if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            continue;
        }
        rows = rows.saturating_add(1);
        let line = line_of(&record, &mut reader);
        if rows > limits.rows {
            return Err(Fault::of_file(line, Violation::new("import.too_many_rows").with("most", count(limits.rows))).into());
        }
        if sink(row(&record, &headings, rows, line)).is_break() {
            return Err(Stop::Halted);
        }
    }
    Ok(Census { rows, headings })
}

pub(super) fn too_large(limits: Limits) -> Fault {
    let most = limits.bytes.checked_div(1_000_000).unwrap_or(0);
    Fault::of_file(1, Violation::new("import.too_large").with("most", count(most)))
}

pub(super) fn count(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The line a record begins on. The reader of the `csv` crate counts blank lines before it as its own.
fn line_of<R: std::io::Read>(record: &ByteRecord, reader: &mut csv::Reader<Counted<R>>) -> u64 {
    let (byte, line) = record.position().map_or((0, 1), |p| (p.byte(), p.line()));
    reader.get_mut().line_at(byte).unwrap_or(line)
}

/// The sign that parts the cells: the one that stands most often in the first line outside quotation marks.
fn delimiter_of(start: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0usize), (b';', 0), (b'\t', 0)];
    for byte in start {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted && counts.iter().any(|(_, n)| *n > 0) => break,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|(sign, _)| sign == byte).for_each(|(_, n)| *n = n.saturating_add(1)),
        }
    }
    let most = counts.iter().map(|(_, n)| *n).max().unwrap_or(0);
    counts.iter().find(|(_, n)| *n == most).map_or(b',', |(sign, _)| *sign)
}

fn headings(record: &ByteRecord, line: u64) -> Result<Vec<Arc<str>>, Stop> {
    let (mut headings, mut seen, mut faults) = (Vec::new(), BTreeSet::new(), Vec::new());
    for cell in record {
        let Ok(heading) = std::str::from_utf8(cell) else {
            faults.push(unreadable(0, line, None, cell));
            continue;
        };
        let heading: Arc<str> = heading.trim().into();
        if !heading.is_empty() && !seen.insert(Arc::clone(&heading)) {
            let violation = Violation::new("import.heading_twice").with("heading", shown(&heading));
            faults.push(Fault { heading: Some(heading.to_string()), ..Fault::of_file(line, violation) });
        }
        headings.push(heading);
    }
    if faults.is_empty() { Ok(headings) } else { Err(Stop::Faults(faults)) }
}

#[expect(clippy::result_large_err, reason = "a fault is rare, and is listed rather than passed up")]
fn row(record: &ByteRecord, headings: &[Arc<str>], number: u64, line: u64) -> Result<Row, Fault> {
    let surplus = record.iter().skip(headings.len()).any(|cell| !cell.trim_ascii().is_empty());
    if record.len() < headings.len() || surplus {
        let [found, wanted] = [record.len(), headings.len()].map(|n| i64::try_from(n).unwrap_or(i64::MAX));
        let violation = Violation::new("import.cells").with("found", found).with("wanted", wanted);
        return Err(Fault { row: number, line, heading: None, value: None, violation });
    }
    let mut cells = Vec::with_capacity(headings.len());
    for (heading, cell) in headings.iter().zip(record) {
        if cell.len() > CELL_MAX {
            let violation = Violation::new("import.cell_too_long");
            let value = Some(shown(&String::from_utf8_lossy(cell)));
            return Err(Fault { row: number, line, heading: Some(heading.to_string()), value, violation });
        }
        match std::str::from_utf8(cell) {
            Ok(text) => cells.push((Arc::clone(heading), text.to_owned())),
            Err(_) => return Err(unreadable(number, line, Some(heading.to_string()), cell)),
        }
    }
    Ok(Row::new(number, line, cells))
}

fn unreadable(row: u64, line: u64, heading: Option<String>, cell: &[u8]) -> Fault {
    let value = Some(shown(&String::from_utf8_lossy(cell)));
    Fault { row, line, heading, value, violation: Violation::new("import.not_utf8") }
}

#[cfg(test)]
mod tests {
    use super::super::rows::read;
    use super::*;
    use std::ops::ControlFlow;

    const LIMITS: Limits = Limits { bytes: 10_000_000, rows: 100 };

    type Found = Result<(Vec<String>, Vec<String>), Vec<(u64, &'static str)>>;

    /// Every row as `line: cells` or `line! code`, and the headings.
    fn all(bytes: &[u8]) -> Found {
        let mut found = Vec::new();
        let census = read(bytes, None, LIMITS, &mut |item| {
            found.push(match item {
                Ok(row) => {
                    format!("{}: {}", row.line, row.cells_text())
                }
                Err(fault) => format!("{}! {}", fault.line, fault.violation.code),
            });
            ControlFlow::Continue(())
        });
        match census {
            Ok(census) => Ok((census.headings.iter().map(|h| h.to_string()).collect(), found)),
            Err(Stop::Faults(faults)) => Err(faults.iter().map(|f| (f.line, f.violation.code)).collect()),
            Err(other) => panic!("{other:?}"),
        }
    }

    impl Row {
        fn cells_text(&self) -> String {
            self.all().map(|(h, c)| format!("{h}={c}")).collect::<Vec<_>>().join("|")
        }
    }

    fn rows(text: &str) -> Vec<String> {
        all(text.as_bytes()).unwrap().1
    }

    #[test]
    fn the_delimiter_is_found_in_the_heading() {
        assert_eq!(rows("a,b\n1,2"), ["2: a=1|b=2"]);
        assert_eq!(rows("a;b\n1,5;2"), ["2: a=1,5|b=2"]);
        assert_eq!(rows("a\tb\n1;2\t3"), ["2: a=1;2|b=3"]);
        assert_eq!(rows("\"x;y;z\",b\n1,2"), ["2: x;y;z=1|b=2"]);
        assert_eq!(rows("only\n1\n"), ["2: only=1"]);
    }

    #[test]
    fn marks_line_ends_quotes_and_blank_lines() {
        assert_eq!(rows("\u{feff}a,b\r\n1,2\r\n\r\n\r\n3,4\r\n"), ["2: a=1|b=2", "5: a=3|b=4"]);
        assert_eq!(rows("\n\na,b\n\n1,2\n,\n3,\"x\ny\"\n\n5,6"), ["5: a=1|b=2", "7: a=3|b=x\ny", "10: a=5|b=6"]);
        assert_eq!(rows("a,b\n1,\"say \"\"hi\"\", then\r\ngo\"\n2,q\"uo\"te\n"), ["2: a=1|b=say \"hi\", then\r\ngo", "4: a=2|b=q\"uo\"te"]);
    }

    #[test]
    fn lines_stay_right_beyond_the_buffer() {
        let long = "x".repeat(700);
        let text: String = std::iter::once("a,b\n".to_owned()).chain((0..90).map(|n| format!("{n},\"{long}\n{long}\"\r\n\n"))).collect();
        let lines: Vec<String> = rows(&text).iter().map(|r| r.split(':').next().unwrap().to_owned()).collect();
        assert_eq!(lines, (0..90).map(|n| (2 + n * 3).to_string()).collect::<Vec<_>>());
    }

    #[test]
    fn wrong_numbers_of_cells_and_wrong_bytes_are_told_with_their_line() {
        assert_eq!(rows("a,b\n1\n1,2,3\n1,2,,\n"), ["2! import.cells", "3! import.cells", "4: a=1|b=2"]);
        let latin = b"a,b\n1,Bo\n2,Ou\xe9d\xe9\n3,Kono\n";
        assert_eq!(all(latin).unwrap().1, ["2: a=1|b=Bo", "3! import.not_utf8", "4: a=3|b=Kono"]);
        assert_eq!(rows("a,b\n1,\"never closed\n2,3\n4,5\n"), ["2: a=1|b=never closed\n2,3\n4,5\n"]);
    }

    #[test]
    fn files_that_cannot_be_read_at_all() {
        assert_eq!(all(b"a,b,a,b\n1,2,3,4").unwrap_err(), [(1, "import.heading_twice"), (1, "import.heading_twice")]);
        assert_eq!(all(b"\xff\xfea\0").unwrap_err(), [(1, "import.utf16")]);
        assert_eq!(all(b"PK\x03\x04xx").unwrap_err(), [(1, "import.spreadsheet")]);
        assert_eq!(all(b" \n").unwrap_err(), [(1, "import.empty")]);
        assert_eq!(all(b"r\xe9f,b\n1,2").unwrap_err(), [(1, "import.not_utf8")]);
        let many: String = std::iter::once("a\n".to_owned()).chain((0..101).map(|n| format!("{n}\n"))).collect();
        assert_eq!(all(many.as_bytes()).unwrap_err(), [(102, "import.too_many_rows")]);
        let large = read(&b"a,b\n1,2\n"[..], None, Limits { bytes: 5, rows: 9 }, &mut |_| ControlFlow::Continue(()));
        assert!(matches!(large, Err(Stop::Faults(f)) if f[0].violation.code == "import.too_large"));
    }
}
