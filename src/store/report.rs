//! Long reports that were made, as the journal has them.

use crate::domain::event::ReportMade;
use crate::domain::ids::ReportId;
use crate::domain::report::Report;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::report;
use crate::store::text::parsed;
use diesel::dsl::max;
use diesel::prelude::*;

#[derive(Queryable, Insertable)]
#[diesel(table_name = report, treat_none_as_default_value = false)]
struct Row {
    id: String,
    no: i64,
    kind: String,
    first_on: String,
    last_on: String,
    sha256: String,
    size: i64,
    head_size: i64,
    head_root: String,
    account_id: String,
    made_at: String,
    seq: i64,
}

impl Row {
    fn into_domain(self) -> Result<Report, StoreError> {
        Ok(Report {
            facts: ReportMade {
                report: parsed(&self.id)?,
                no: self.no,
                kind: parsed(&self.kind)?,
                first: parsed(&self.first_on)?,
                last: parsed(&self.last_on)?,
                sha256: self.sha256,
                size: self.size,
                head_size: self.head_size,
                head_root: self.head_root,
            },
            account: parsed(&self.account_id)?,
            at: parsed(&self.made_at)?,
            seq: self.seq,
        })
    }
}

pub(super) fn made(tx: &mut Tx<'_>, at: At, e: &ReportMade) -> Result<(), StoreError> {
    let row = Row {
        id: e.report.to_string(),
        no: e.no,
        kind: e.kind.to_string(),
        first_on: e.first.to_string(),
        last_on: e.last.to_string(),
        sha256: e.sha256.clone(),
        size: e.size,
        head_size: e.head_size,
        head_root: e.head_root.clone(),
        account_id: at.account.to_string(),
        made_at: at.recorded_at.to_string(),
        seq: at.seq,
    };
    diesel::insert_into(report::table).values(&row).execute(tx.conn)?;
    Ok(())
}

/// One report.
///
/// # Errors
/// When the database fails.
pub fn report_fetch(rx: &mut Rx<'_>, id: ReportId) -> Result<Option<Report>, StoreError> {
    let row: Option<Row> = report::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// Reports, newest first, with dense numbers below `before`.
///
/// # Errors
/// When the database fails.
pub fn reports(rx: &mut Rx<'_>, before: Option<i64>, limit: i64) -> Result<Vec<Report>, StoreError> {
    let mut query = report::table.into_boxed();
    if let Some(before) = before {
        query = query.filter(report::no.lt(before));
    }
    let rows: Vec<Row> = query.order(report::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// The number the next report gets.
///
/// # Errors
/// When the database fails.
pub fn report_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = report::table.select(max(report::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}
