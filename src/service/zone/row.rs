//! Zones out of a file: each feature becomes a proposal of its own.

use super::{ProposeZone, ZoneSpan};
use crate::domain::event::ZoneDocument;
use crate::domain::time::{Day, day_typed};
use crate::domain::violation::{OF_COLUMN, OF_ROW, Violation, Violations};
use crate::interop::zones_geojson::{Written, parse};
use crate::service::error::ServiceError;
use crate::service::{Act, App};

/// A feature of a file, and what is wrong with it before anybody looks into the register.
#[derive(Debug, Clone)]
pub struct ZoneRow {
    /// Its number in the file, from 1.
    pub line: i64,
    /// The proposal that it becomes.
    pub proposal: ProposeZone,
    /// What does not read.
    pub wrong: Violations,
}

/// The features of a file as proposals.
///
/// # Errors
/// When the file is no list of features.
pub fn zone_rows(text: &str) -> Result<Vec<ZoneRow>, Violations> {
    Ok((1_i64..).zip(parse(text)?).map(|(line, written)| row(line, written)).collect())
}

fn row(line: i64, w: Written) -> ZoneRow {
    let mut wrong = Violations::none();
    let mut day = |field: &'static str, typed: &str| -> Option<Day> {
        let read = day_typed(typed);
        wrong.check(typed.is_empty() || read.is_some(), || Violation::on("zone.day", field).with("typed", typed));
        read
    };
    let (from, to, on) = (day("from", &w.from), day("to", &w.to), day("document_on", &w.document_on));
    wrong.check(!w.document_on.is_empty(), || Violation::on("required", "document_on"));
    let status = w.status.parse().ok();
    wrong.check(w.status.is_empty() || status.is_some(), || Violation::on("zone.status_word", "status").with("typed", w.status.clone()));
    let said = !(w.status.is_empty() && w.from.is_empty() && w.to.is_empty());
    let statuses = if said { vec![ZoneSpan { status, from, to }] } else { Vec::new() };
    let number = Some(w.number).filter(|n| !n.is_empty());
    let document = ZoneDocument { title: w.title, number, on: on.unwrap_or_default() };
    let proposal = ProposeZone { name: w.name, authority: w.authority, office: None, area: w.area, document, statuses, reason: w.reason };
    ZoneRow { line, proposal, wrong }
}

impl App {
    /// Proposes every feature of a file, or none of them: gives what stands against them, each with its number. With `keep`
    /// false nothing is written in the end.
    ///
    /// # Errors
    /// When the database fails, or the account may not.
    pub fn propose_zones(
        &self,
        rows: &[ZoneRow],
        key: &str,
        keep: bool,
        mut act: impl FnMut(String) -> Act,
    ) -> Result<Violations, ServiceError> {
        let mut against = Violations::none();
        let readable = rows.iter().all(|row| row.wrong.0.is_empty());
        let now = act(String::new()).now;
        self.batch(now, keep && readable, |b| {
            for row in rows {
                against.0.extend(of_row(row.line, row.wrong.clone()));
                // Days and words that do not read are told once.
                let told = |v: &Violation| row.wrong.0.iter().any(|w| w.field == v.field);
                match b.submit(&mut act(format!("{key} {}", row.line)), &row.proposal) {
                    Ok(_) => {}
                    Err(ServiceError::Refused(found)) => {
                        let fresh = found.0.into_iter().filter(|v| !told(v)).collect();
                        against.0.extend(of_row(row.line, Violations(fresh)));
                    }
                    Err(other) => return Err(other),
                }
            }
            if keep && !against.0.is_empty() { Err(against.clone().into()) } else { Ok(()) }
        })?;
        Ok(against)
    }
}

/// What is said of a feature belongs to the field in which the file stands, with the number and the name of the property.
fn of_row(line: i64, found: Violations) -> impl Iterator<Item = Violation> {
    found.0.into_iter().map(move |v| {
        let of = v.field.clone().unwrap_or_default();
        Violation { field: Some("file".to_owned()), ..v }.with(OF_ROW, line).with(OF_COLUMN, of)
    })
}
