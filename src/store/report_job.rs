//! The queue of long reports beside the journal, and their files in sealed pieces.
//!
//! Who takes a job writes its name and the time under it, again and again; whoever stopped doing so has ended, and the job
//! is taken anew. Every move is by compare-and-set, so of two workers one has it.

use crate::domain::ids::{AccountId, ReportId};
use crate::domain::report::{ReportJob, ReportOrder, ReportState, Span};
use crate::domain::seal::SealKey;
use crate::domain::time::Instant;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::schema::{report_job, report_piece};
use crate::store::sealing::{id_text, seal};
use crate::store::text::{parsed, parsed_opt};
use diesel::dsl::{count_star, max};
use diesel::prelude::*;

#[derive(Queryable, Insertable)]
#[diesel(table_name = report_job, treat_none_as_default_value = false)]
struct Row {
    id: String,
    no: i64,
    kind: String,
    first_on: String,
    last_on: String,
    language: String,
    account_id: String,
    asked_at: String,
    state: String,
    worker: Option<String>,
    beat_at: Option<String>,
    tries: i64,
    done: i64,
    total: i64,
    step: Option<String>,
    started_at: Option<String>,
    ended_at: Option<String>,
    error: Option<String>,
    size: Option<i64>,
    expires_at: Option<String>,
}

impl Row {
    fn into_domain(self) -> Result<ReportJob, StoreError> {
        Ok(ReportJob {
            id: parsed(&self.id)?,
            no: self.no,
            kind: parsed(&self.kind)?,
            span: Span { first: parsed(&self.first_on)?, last: parsed(&self.last_on)? },
            language: self.language,
            account: parsed(&self.account_id)?,
            asked_at: parsed(&self.asked_at)?,
            state: parsed(&self.state)?,
            tries: self.tries,
            done: self.done,
            total: self.total,
            step: self.step,
            started_at: parsed_opt(self.started_at.as_deref())?,
            ended_at: parsed_opt(self.ended_at.as_deref())?,
            error: self.error,
            size: self.size,
            expires_at: parsed_opt(self.expires_at.as_deref())?,
        })
    }
}

const OPEN: [&str; 2] = [ReportState::Waiting.as_str(), ReportState::Running.as_str()];

/// Puts a job into the queue.
///
/// # Errors
/// When the database fails.
pub fn job_add(tx: &mut Tx<'_>, no: i64, order: &ReportOrder, language: &str) -> Result<(), StoreError> {
    let row = Row {
        id: order.id.to_string(),
        no,
        kind: order.kind.to_string(),
        first_on: order.span.first.to_string(),
        last_on: order.span.last.to_string(),
        language: language.to_owned(),
        account_id: order.account.to_string(),
        asked_at: tx.recorded_at().to_string(),
        state: ReportState::Waiting.to_string(),
        worker: None,
        beat_at: None,
        tries: 0,
        done: 0,
        total: 0,
        step: None,
        started_at: None,
        ended_at: None,
        error: None,
        size: None,
        expires_at: None,
    };
    diesel::insert_into(report_job::table).values(&row).execute(tx.conn)?;
    Ok(())
}

/// The number the next job gets.
///
/// # Errors
/// When the database fails.
pub fn job_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = report_job::table.select(max(report_job::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// One job.
///
/// # Errors
/// When the database fails.
pub fn job_fetch(rx: &mut Rx<'_>, id: ReportId) -> Result<Option<ReportJob>, StoreError> {
    let row: Option<Row> = report_job::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// Jobs of an account or of all, newest first, with numbers below `before`.
///
/// # Errors
/// When the database fails.
pub fn jobs(rx: &mut Rx<'_>, of: Option<AccountId>, before: Option<i64>, limit: i64) -> Result<Vec<ReportJob>, StoreError> {
    let mut query = report_job::table.into_boxed();
    if let Some(of) = of {
        query = query.filter(report_job::account_id.eq(of.to_string()));
    }
    if let Some(before) = before {
        query = query.filter(report_job::no.lt(before));
    }
    let rows: Vec<Row> = query.order(report_job::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// The jobs that wait or are being made, in the order in which they were asked for.
///
/// # Errors
/// When the database fails.
pub fn jobs_open(rx: &mut Rx<'_>) -> Result<Vec<ReportJob>, StoreError> {
    let rows: Vec<Row> = report_job::table.filter(report_job::state.eq_any(OPEN)).order(report_job::no).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// Bytes of all files that are kept.
///
/// # Errors
/// When the database fails.
pub fn jobs_kept_bytes(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let ready = report_job::table.filter(report_job::state.eq(ReportState::Ready.as_str())).select(report_job::size);
    let sizes: Vec<Option<i64>> = ready.load(rx.conn)?;
    Ok(sizes.into_iter().flatten().fold(0, i64::saturating_add))
}

/// The first job that nobody has: it waits, or whoever took it has said nothing since `silent`.
///
/// # Errors
/// When the database fails.
pub fn job_to_take(rx: &mut Rx<'_>, silent: Instant) -> Result<Option<ReportJob>, StoreError> {
    let waits = report_job::state.eq(ReportState::Waiting.as_str());
    let left = report_job::state.eq(ReportState::Running.as_str()).and(report_job::beat_at.lt(silent.to_string()).assume_not_null());
    let free = report_job::table.filter(waits.or(left)).order(report_job::no).limit(1);
    let row: Option<Row> = free.get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// Takes a job for a worker: it begins anew.
///
/// # Errors
/// When the database fails.
pub fn job_take(tx: &mut Tx<'_>, id: ReportId, worker: &str, tries: i64, now: Instant) -> Result<(), StoreError> {
    pieces_remove(tx, id)?;
    diesel::update(report_job::table.find(id.to_string()))
        .set((
            report_job::state.eq(ReportState::Running.as_str()),
            report_job::worker.eq(worker),
            report_job::beat_at.eq(now.to_string()),
            report_job::started_at.eq(now.to_string()),
            report_job::tries.eq(tries),
            report_job::done.eq(0_i64),
            report_job::total.eq(0_i64),
            report_job::step.eq(None::<String>),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Notes how far a job is, and that its worker lives; whether the job is still the worker's.
///
/// # Errors
/// When the database fails.
pub fn job_beat(
    tx: &mut Tx<'_>,
    id: ReportId,
    worker: &str,
    (step, done, total): (&str, i64, i64),
    now: Instant,
) -> Result<bool, StoreError> {
    let own = report_job::table
        .find(id.to_string())
        .filter(report_job::worker.eq(worker))
        .filter(report_job::state.eq(ReportState::Running.as_str()));
    let moved = diesel::update(own)
        .set((
            report_job::beat_at.eq(now.to_string()),
            report_job::step.eq(step),
            report_job::done.eq(done.min(total)),
            report_job::total.eq(total),
        ))
        .execute(tx.conn)?;
    Ok(moved == 1)
}

/// Whether a job is in a worker's hands.
///
/// # Errors
/// When the database fails.
pub fn job_is_of(rx: &mut Rx<'_>, id: ReportId, worker: &str) -> Result<bool, StoreError> {
    let own = report_job::table
        .find(id.to_string())
        .filter(report_job::worker.eq(worker.to_owned()))
        .filter(report_job::state.eq(ReportState::Running.as_str()));
    let found: i64 = own.count().get_result(rx.conn)?;
    Ok(found > 0)
}

/// Puts a job that a worker has back into the queue.
///
/// # Errors
/// When the database fails.
pub fn job_give_back(tx: &mut Tx<'_>, id: ReportId, worker: &str) -> Result<(), StoreError> {
    let own = report_job::table.find(id.to_string()).filter(report_job::worker.eq(worker.to_owned()));
    diesel::update(own)
        .set((report_job::state.eq(ReportState::Waiting.as_str()), report_job::worker.eq(None::<String>)))
        .execute(tx.conn)?;
    Ok(())
}

/// How a job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobEnd<'a> {
    /// Its file is there: bytes, and until when it is kept.
    Ready(i64, Instant),
    /// It could not be made: why, as a word of the catalogue.
    Failed(&'a str),
    /// Somebody called it off.
    Cancelled,
    /// Its file is gone.
    Expired,
}

/// Ends a job. Nothing is kept of its file unless it is ready.
///
/// # Errors
/// When the database fails.
pub fn job_end(tx: &mut Tx<'_>, id: ReportId, end: JobEnd<'_>, now: Instant) -> Result<(), StoreError> {
    let one = report_job::table.find(id.to_string());
    let worker = (report_job::worker.eq(None::<String>), report_job::step.eq(None::<String>));
    match end {
        JobEnd::Ready(size, until) => {
            let to = (
                report_job::state.eq(ReportState::Ready.as_str()),
                report_job::size.eq(size),
                report_job::ended_at.eq(now.to_string()),
                report_job::expires_at.eq(until.to_string()),
                report_job::error.eq(None::<String>),
            );
            diesel::update(one).set((to, worker)).execute(tx.conn)?;
            return Ok(());
        }
        JobEnd::Failed(why) => {
            let to =
                (report_job::state.eq(ReportState::Failed.as_str()), report_job::error.eq(why), report_job::ended_at.eq(now.to_string()));
            diesel::update(one).set((to, worker)).execute(tx.conn)?;
        }
        JobEnd::Cancelled => {
            let to = (report_job::state.eq(ReportState::Cancelled.as_str()), report_job::ended_at.eq(now.to_string()));
            diesel::update(one).set((to, worker)).execute(tx.conn)?;
        }
        JobEnd::Expired => {
            diesel::update(one).set(report_job::state.eq(ReportState::Expired.as_str())).execute(tx.conn)?;
        }
    }
    pieces_remove(tx, id)
}

/// The jobs whose files have been kept long enough.
///
/// # Errors
/// When the database fails.
pub fn jobs_past(rx: &mut Rx<'_>, now: Instant) -> Result<Vec<ReportId>, StoreError> {
    let past = report_job::table
        .filter(report_job::state.eq(ReportState::Ready.as_str()))
        .filter(report_job::expires_at.le(now.to_string()).assume_not_null());
    let ids: Vec<String> = past.order(report_job::no).select(report_job::id).load(rx.conn)?;
    ids.iter().map(|id| parsed(id)).collect()
}

/// Takes away the files of all reports: they may name whom nothing must be kept of any more.
pub(super) fn files_erase(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let ready = report_job::table.filter(report_job::state.eq(ReportState::Ready.as_str()));
    let ids: Vec<String> = ready.select(report_job::id).load(tx.conn)?;
    for id in ids {
        let at = tx.recorded_at();
        job_end(tx, parsed(&id)?, JobEnd::Expired, at)?;
    }
    Ok(())
}

fn context(id: &str, no: i64) -> String {
    format!("report {id} {no}")
}

/// Keeps a piece of a report's file, sealed.
///
/// # Errors
/// When there is no key, or the database fails.
pub fn piece_write(tx: &mut Tx<'_>, id: ReportId, no: i64, bytes: &[u8]) -> Result<(), StoreError> {
    let key = tx.keys.current()?;
    row_write(tx, &key, &id.to_string(), no, bytes)
}

fn row_write(tx: &mut Tx<'_>, key: &SealKey, id: &str, no: i64, bytes: &[u8]) -> Result<(), StoreError> {
    diesel::insert_into(report_piece::table)
        .values((
            report_piece::job_id.eq(id),
            report_piece::no.eq(no),
            report_piece::key_id.eq(id_text(key)),
            report_piece::sealed.eq(seal(key, &context(id, no), bytes)),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// A piece of a report's file; none after the last.
///
/// # Errors
/// When it cannot be opened, or the database fails.
pub fn piece_fetch(rx: &mut Rx<'_>, id: ReportId, no: i64) -> Result<Option<Vec<u8>>, StoreError> {
    let id = id.to_string();
    let sealed: Option<Vec<u8>> = report_piece::table.find((&id, no)).select(report_piece::sealed).get_result(rx.conn).optional()?;
    sealed.map(|sealed| rx.keys.open(&context(&id, no), &sealed)).transpose()
}

fn pieces_remove(tx: &mut Tx<'_>, id: ReportId) -> Result<(), StoreError> {
    diesel::delete(report_piece::table.filter(report_piece::job_id.eq(id.to_string()))).execute(tx.conn)?;
    Ok(())
}

/// Seals at most so many pieces anew with the current key; tells how many it were.
pub(super) fn pieces_reseal(tx: &mut Tx<'_>, limit: i64) -> Result<usize, StoreError> {
    let key = tx.keys.current()?;
    let older = report_piece::table.filter(report_piece::key_id.ne(id_text(&key)));
    let order = (report_piece::job_id, report_piece::no);
    let rows: Vec<(String, i64)> = older.order(order).limit(limit).select(order).load(tx.conn)?;
    for (id, no) in &rows {
        let one = report_piece::table.find((id, no));
        let sealed: Vec<u8> = one.select(report_piece::sealed).get_result(tx.conn)?;
        let bytes = tx.keys.open(&context(id, *no), &sealed)?;
        diesel::delete(one).execute(tx.conn)?;
        row_write(tx, &key, id, *no, &bytes)?;
    }
    Ok(rows.len())
}

/// How many pieces stand under each key.
pub(super) fn pieces_by_key(rx: &mut Rx<'_>) -> Result<Vec<(String, i64)>, StoreError> {
    let counted = report_piece::table.group_by(report_piece::key_id).select((report_piece::key_id, count_star()));
    Ok(counted.load(rx.conn)?)
}
