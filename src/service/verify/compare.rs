//! The tables as they stand against those of the replay. An embedded register is compared within the database, table by
//! table; where a table is not the same, and on PostgreSQL, both are read in the order of their keys and merged, so that
//! neither is ever held in memory.

use super::Report;
use crate::store::db::{Db, Rx};
use crate::store::dump::{BETWEEN, Column, PROJECTIONS, Projection, RowText, attach, columns, each_row, rows_count, same_as_attached};
use crate::store::error::StoreError;
use std::cmp::Ordering;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

/// More findings of one table than this are counted, not listed.
const LISTED: usize = 50;
/// Rows that are handed over at once, and such lots that may wait.
const LOT: usize = 500;
const WAITING: usize = 4;

/// Compares every table with that of the replayed file.
pub(super) fn tables(rx: &mut Rx<'_>, replayed: &str, report: &mut Report) -> Result<(), StoreError> {
    // By the columns that should be there: one more in the register has been told of with the schema.
    let should: Vec<Vec<Column>> =
        Db::open_scratch(replayed)?.read(|fresh| PROJECTIONS.iter().map(|p| columns(fresh, p.table)).collect::<Result<_, StoreError>>())?;
    let attached = attach(rx, replayed)?;
    for (p, columns) in PROJECTIONS.iter().zip(&should) {
        report.rows = report.rows.saturating_add(rows_count(rx, *p)?);
        if attached && same_as_attached(rx, *p, columns)? {
            continue;
        }
        let before = report.findings.len();
        merged(rx, replayed, (*p, columns), report)?;
        if attached && report.findings.len() == before {
            report.find("projection.differs", p.table, "its rows read the same but are kept otherwise");
        }
    }
    Ok(())
}

/// A key as the databases order it: numbers by size, texts by their bytes.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(i64),
    Text(String),
}

fn key(kinds: &[bool], k: &str) -> Vec<Part> {
    let numbers = kinds.iter().copied().chain(std::iter::repeat(false));
    let part = |(text, number): (&str, bool)| {
        let plain = text.strip_prefix('\'').and_then(|t| t.strip_suffix('\'')).unwrap_or(text);
        match plain.parse() {
            Ok(n) if number => Part::Number(n),
            _ => Part::Text(plain.replace("''", "'")),
        }
    };
    k.split(BETWEEN).zip(numbers).map(part).collect()
}

/// The rows of the replay, one after the other, from another thread.
struct Replayed<'a> {
    lots: Receiver<Vec<RowText>>,
    lot: std::vec::IntoIter<RowText>,
    kinds: &'a [bool],
    next: Option<(Vec<Part>, RowText)>,
}

impl Replayed<'_> {
    fn advance(&mut self) {
        let row = self.lot.next().or_else(|| {
            self.lot = self.lots.recv().ok()?.into_iter();
            self.lot.next()
        });
        self.next = row.map(|row| (key(self.kinds, &row.k), row));
    }
}

/// What is wrong with one table.
struct Wrong<'a> {
    table: &'static str,
    names: &'a [String],
    found: usize,
    report: &'a mut Report,
}

impl Wrong<'_> {
    fn tell(&mut self, code: &'static str, k: &str, what: impl FnOnce(&[String]) -> String) {
        self.found = self.found.saturating_add(1);
        if self.found <= LISTED {
            self.report.find(code, format!("{} {}", self.table, k.replace(BETWEEN, ",")), what(self.names));
        }
    }
    fn missing(&mut self, k: &str) {
        self.tell("projection.missing", k, |_| "the journal makes this row, the table lacks it".to_owned());
    }
    fn extra(&mut self, k: &str) {
        self.tell("projection.extra", k, |_| "nothing in the journal makes this row".to_owned());
    }
    fn differs(&mut self, kept: &RowText, expected: &RowText) {
        self.tell("projection.differs", &kept.k, |names| differing(names, &kept.r, &expected.r));
    }
}

/// The columns in which two rows differ, with what they hold and should hold.
fn differing(names: &[String], kept: &str, expected: &str) -> String {
    let pairs = kept.split(BETWEEN).zip(expected.split(BETWEEN));
    let wrong = names.iter().zip(pairs).filter(|(_, (is, should))| is != should);
    wrong.map(|(name, (is, should))| format!("{name} is {is}, should be {should}")).collect::<Vec<_>>().join("; ")
}

fn merged(rx: &mut Rx<'_>, replayed: &str, (p, columns): (Projection, &[Column]), report: &mut Report) -> Result<(), StoreError> {
    let number = |name: &str| columns.iter().any(|(n, kind)| n == name && matches!(kind.as_str(), "integer" | "bigint"));
    let kinds: Vec<bool> = p.key.iter().map(|name| number(name)).collect();
    let names: Vec<String> = columns.iter().map(|(name, _)| name.clone()).collect();
    let mut wrong = Wrong { table: p.table, names: &names, found: 0, report };
    thread::scope(|scope| -> Result<(), StoreError> {
        let (send, lots) = sync_channel(WAITING);
        let reading = scope.spawn(move || -> Result<(), StoreError> {
            let mut lot = Vec::with_capacity(LOT);
            Db::open_scratch(replayed)?.read(|fresh| {
                each_row(fresh, p, columns, |row| {
                    lot.push(row);
                    // Nobody takes them where the other side failed.
                    lot.len() < LOT || send.send(std::mem::replace(&mut lot, Vec::with_capacity(LOT))).is_ok()
                })
            })?;
            let _ = send.send(lot);
            Ok(())
        });
        let mut other = Replayed { lots, lot: Vec::new().into_iter(), kinds: &kinds, next: None };
        other.advance();
        let kept = each_row(rx, p, columns, |row| {
            beside(&mut other, &row, &mut wrong);
            true
        });
        while kept.is_ok()
            && let Some((_, row)) = other.next.take()
        {
            wrong.missing(&row.k);
            other.advance();
        }
        drop(other);
        let replayed = reading.join().map_err(|_| StoreError::damaged("reading the replay broke off"))?;
        kept.and(replayed)
    })?;
    let more = wrong.found.saturating_sub(LISTED);
    if more > 0 {
        report.find("projection.more", p.table, format!("and {more} more rows"));
    }
    Ok(())
}

/// One row of the table against what the replay has from here on.
fn beside(other: &mut Replayed<'_>, row: &RowText, wrong: &mut Wrong<'_>) {
    let here = key(other.kinds, &row.k);
    loop {
        match other.next.as_ref().map(|(there, expected)| (there.cmp(&here), expected)) {
            Some((Ordering::Less, expected)) => wrong.missing(&expected.k),
            Some((Ordering::Equal, expected)) => {
                if row.r != expected.r {
                    wrong.differs(row, expected);
                }
                return other.advance();
            }
            Some((Ordering::Greater, _)) | None => return wrong.extra(&row.k),
        }
        other.advance();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stand_in_the_order_of_the_databases() {
        let of = |k: &str| key(&[true, false], k);
        assert!(of("'9'\u{1f}'b'") < of("'10'\u{1f}'a'"), "numbers by size");
        assert!(of("'9'\u{1f}'O''a'") < of("'9'\u{1f}'Ob'"), "texts by their bytes");
        assert_eq!(of("'9'\u{1f}'b'"), [Part::Number(9), Part::Text("b".into())]);
    }
}
