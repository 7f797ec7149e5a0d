//! Blank certificates: a row for every form, so that each is in one state at every moment (K1). Every change is a
//! compare-and-set: a form that is not where it should be stops the whole write.

use crate::domain::blank::{Blank, BlankFate, BlankReport, BlankReportState, BlankRun, BlankSpan, BlankState, RUN_MAX, spans};
use crate::domain::event::{BlankReportDecided, BlanksAllocated, BlanksReceived, BlanksReported};
use crate::domain::ids::{BlankReportId, BlankRunId, CertificateId, OfficeId, ShipmentId};
use crate::domain::text_enum::UnknownWord;
use crate::store::db::{Rx, Tx};
use crate::store::direct::direct;
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::{blank, blank_report, blank_run};
use crate::store::text::{from_json, parsed, parsed_opt, to_json};
use diesel::dsl::max;
use diesel::prelude::*;

/// Numbers between two others are looked at so far: of one pattern all are equally long.
const NEAR: i64 = 100;

#[derive(Queryable, Insertable)]
#[diesel(table_name = blank_run)]
struct RunRow {
    id: String,
    no: i64,
    year: i64,
    first_number: String,
    last_number: String,
    size: i64,
    facts: String,
    seq: i64,
}

impl RunRow {
    fn into_domain(self) -> Result<BlankRun, StoreError> {
        Ok(BlankRun { facts: from_json(&self.facts)?, seq: self.seq })
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = blank, treat_none_as_default_value = false)]
struct Row {
    number: String,
    run_id: String,
    serial: i64,
    year: i64,
    state: String,
    office_id: Option<String>,
    shipment_id: Option<String>,
    certificate_id: Option<String>,
    report_id: Option<String>,
    changed_seq: i64,
}

impl Row {
    fn into_domain(self) -> Result<Blank, StoreError> {
        Ok(Blank {
            number: self.number,
            run: parsed(&self.run_id)?,
            serial: self.serial,
            year: i32::try_from(self.year).map_err(StoreError::damaged)?,
            state: word(&self.state)?,
            office: parsed_opt(self.office_id.as_deref())?,
            shipment: parsed_opt(self.shipment_id.as_deref())?,
            certificate: parsed_opt(self.certificate_id.as_deref())?,
            report: parsed_opt(self.report_id.as_deref())?,
            changed_seq: self.changed_seq,
        })
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = blank_report, treat_none_as_default_value = false)]
struct ReportRow {
    id: String,
    no: i64,
    run_id: String,
    first: i64,
    last: i64,
    fate: String,
    happened_on: String,
    reason: String,
    state: String,
    reported_by: String,
    reported_seq: i64,
    decided_by: Option<String>,
    decided_seq: Option<i64>,
    decision_reason: Option<String>,
}

impl ReportRow {
    fn into_domain(self) -> Result<BlankReport, StoreError> {
        Ok(BlankReport {
            id: parsed(&self.id)?,
            no: self.no,
            run: parsed(&self.run_id)?,
            first: self.first,
            last: self.last,
            fate: word(&self.fate)?,
            on: parsed(&self.happened_on)?,
            reason: self.reason,
            state: word(&self.state)?,
            reported_by: parsed(&self.reported_by)?,
            reported_seq: self.reported_seq,
            decided_by: parsed_opt(self.decided_by.as_deref())?,
            decided_seq: self.decided_seq,
            decision_reason: self.decision_reason,
        })
    }
}

fn word<T: std::str::FromStr<Err = UnknownWord>>(text: &str) -> Result<T, StoreError> {
    text.parse().map_err(StoreError::damaged)
}

pub(super) fn received(tx: &mut Tx<'_>, at: At, e: &BlanksReceived) -> Result<(), StoreError> {
    if !(1..=RUN_MAX).contains(&e.size()) {
        return Err(StoreError::damaged("a delivery of forms that is none"));
    }
    let (first_number, last_number) = e.ends();
    let run = RunRow {
        id: e.run.to_string(),
        no: e.no,
        year: e.year.into(),
        first_number,
        last_number,
        size: e.size(),
        facts: to_json(e)?,
        seq: at.seq,
    };
    diesel::insert_into(blank_run::table).values(&run).execute(tx.conn)?;
    let numbers = e.numbers();
    for serial in e.first..=e.last {
        let row = Row {
            number: numbers.of(serial),
            run_id: run.id.clone(),
            serial,
            year: run.year,
            state: BlankState::Stock.as_str().to_owned(),
            office_id: None,
            shipment_id: None,
            certificate_id: None,
            report_id: None,
            changed_seq: at.seq,
        };
        direct!(tx.conn, c => diesel::insert_into(blank::table).values(&row).execute(c))?;
    }
    Ok(())
}

pub(super) fn allocated(tx: &mut Tx<'_>, at: At, e: &BlanksAllocated) -> Result<(), StoreError> {
    let moved = diesel::update(range(e.run, e.first, e.last).filter(blank::state.eq(BlankState::Stock.as_str())))
        .set((blank::office_id.eq(e.office.map(|o| o.to_string())), blank::changed_seq.eq(at.seq)))
        .execute(tx.conn)?;
    all_of(moved, e.first, e.last)
}

pub(super) fn reported(tx: &mut Tx<'_>, at: At, e: &BlanksReported) -> Result<(), StoreError> {
    let row = ReportRow {
        id: e.report.to_string(),
        no: e.no,
        run_id: e.run.to_string(),
        first: e.first,
        last: e.last,
        fate: e.fate.as_str().to_owned(),
        happened_on: e.on.to_string(),
        reason: e.reason.clone(),
        state: BlankReportState::Waiting.as_str().to_owned(),
        reported_by: at.account.to_string(),
        reported_seq: at.seq,
        decided_by: None,
        decided_seq: None,
        decision_reason: None,
    };
    diesel::insert_into(blank_report::table).values(&row).execute(tx.conn)?;
    let moved = diesel::update(range(e.run, e.first, e.last).filter(blank::state.eq(BlankState::Stock.as_str())))
        .set((blank::state.eq(BlankState::Reported.as_str()), blank::report_id.eq(&row.id), blank::changed_seq.eq(at.seq)))
        .execute(tx.conn)?;
    all_of(moved, e.first, e.last)
}

pub(super) fn report_decided(tx: &mut Tx<'_>, at: At, e: &BlankReportDecided) -> Result<(), StoreError> {
    let report = blank_report_fetch(tx, e.report)?.ok_or_else(|| StoreError::damaged("no such report"))?;
    let (outcome, state) = match e.confirmed {
        true => (BlankReportState::Confirmed, report.fate.state()),
        false => (BlankReportState::Refused, BlankState::Stock),
    };
    let id = report.id.to_string();
    let waiting = blank_report::table.find(&id).filter(blank_report::state.eq(BlankReportState::Waiting.as_str()));
    let decided = diesel::update(waiting)
        .set((
            blank_report::state.eq(outcome.as_str()),
            blank_report::decided_by.eq(at.account.to_string()),
            blank_report::decided_seq.eq(at.seq),
            blank_report::decision_reason.eq(&e.reason),
        ))
        .execute(tx.conn)?;
    one(decided)?;
    let of_it = blank::table.filter(blank::report_id.eq(&id)).filter(blank::state.eq(BlankState::Reported.as_str()));
    let moved = diesel::update(of_it)
        .set((blank::state.eq(state.as_str()), blank::report_id.eq(e.confirmed.then_some(id.as_str())), blank::changed_seq.eq(at.seq)))
        .execute(tx.conn)?;
    all_of(moved, report.first, report.last)
}

/// Sets a form aside for a shipment.
pub(super) fn reserve(tx: &mut Tx<'_>, at: At, number: &str, shipment: ShipmentId) -> Result<(), StoreError> {
    let free = blank::table.find(number).filter(blank::state.eq(BlankState::Stock.as_str()));
    let moved = diesel::update(free)
        .set((blank::state.eq(BlankState::Reserved.as_str()), blank::shipment_id.eq(shipment.to_string()), blank::changed_seq.eq(at.seq)))
        .execute(tx.conn)?;
    one(moved)
}

/// The form set aside for a shipment, if there is one, is in stock again.
pub(super) fn free(tx: &mut Tx<'_>, at: At, shipment: ShipmentId) -> Result<(), StoreError> {
    diesel::update(reserved_for(shipment))
        .set((blank::state.eq(BlankState::Stock.as_str()), blank::shipment_id.eq(None::<String>), blank::changed_seq.eq(at.seq)))
        .execute(tx.conn)?;
    Ok(())
}

/// The certificate of a shipment was issued on the form set aside for it.
pub(super) fn issued(tx: &mut Tx<'_>, at: At, number: &str, shipment: ShipmentId, id: CertificateId) -> Result<(), StoreError> {
    let moved = diesel::update(reserved_for(shipment).filter(blank::number.eq(number)))
        .set((blank::state.eq(BlankState::Issued.as_str()), blank::certificate_id.eq(id.to_string()), blank::changed_seq.eq(at.seq)))
        .execute(tx.conn)?;
    one(moved)
}

#[diesel::dsl::auto_type]
fn range(run: BlankRunId, first: i64, last: i64) -> _ {
    let run: String = run.to_string();
    blank::table.filter(blank::run_id.eq(run)).filter(blank::serial.between(first, last))
}

#[diesel::dsl::auto_type]
fn reserved_for(shipment: ShipmentId) -> _ {
    let id: String = shipment.to_string();
    let state: &'static str = BlankState::Reserved.as_str();
    blank::table.filter(blank::shipment_id.eq(id)).filter(blank::state.eq(state))
}

fn all_of(moved: usize, first: i64, last: i64) -> Result<(), StoreError> {
    let wanted = last.saturating_sub(first).saturating_add(1);
    if i64::try_from(moved) == Ok(wanted) { Ok(()) } else { Err(StoreError::damaged("blank certificates are not where they should be")) }
}

fn one(moved: usize) -> Result<(), StoreError> {
    all_of(moved, 1, 1)
}

/// One form by the number printed on it.
///
/// # Errors
/// When the database fails.
pub fn blank_fetch(rx: &mut Rx<'_>, number: &str) -> Result<Option<Blank>, StoreError> {
    let row: Option<Row> = blank::table.find(number).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// The form set aside for a shipment.
///
/// # Errors
/// When the database fails.
pub fn blank_reserved_for(rx: &mut Rx<'_>, shipment: ShipmentId) -> Result<Option<Blank>, StoreError> {
    let row: Option<Row> = reserved_for(shipment).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// The form to take next: the lowest in stock, of a year's runs where one is given.
///
/// # Errors
/// When the database fails.
pub fn blank_next(rx: &mut Rx<'_>, year: Option<i32>) -> Result<Option<Blank>, StoreError> {
    lowest(rx, year, None)
}

/// The form to take next at an office: the lowest that is kept there, else the lowest in the head office's safe.
///
/// # Errors
/// When the database fails.
pub fn blank_next_at(rx: &mut Rx<'_>, year: Option<i32>, office: Option<OfficeId>) -> Result<Option<Blank>, StoreError> {
    match lowest(rx, year, Some(office))? {
        None if office.is_some() => lowest(rx, year, Some(None)),
        found => Ok(found),
    }
}

/// The lowest form in stock, of a year and at a place where those are given.
fn lowest(rx: &mut Rx<'_>, year: Option<i32>, place: Option<Option<OfficeId>>) -> Result<Option<Blank>, StoreError> {
    let mut query = blank::table.filter(blank::state.eq(BlankState::Stock.as_str())).into_boxed();
    if let Some(year) = year {
        query = query.filter(blank::year.eq(i64::from(year)));
    }
    query = match place {
        None => query,
        Some(Some(office)) => query.filter(blank::office_id.eq(office.to_string())),
        Some(None) => query.filter(blank::office_id.is_null()),
    };
    let row: Option<Row> = query.order((blank::year, blank::serial)).limit(1).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// Runs, newest first, with dense numbers below `before`.
///
/// # Errors
/// When the database fails.
pub fn blank_runs(rx: &mut Rx<'_>, before: Option<i64>, limit: i64) -> Result<Vec<BlankRun>, StoreError> {
    let mut query = blank_run::table.into_boxed();
    if let Some(before) = before {
        query = query.filter(blank_run::no.lt(before));
    }
    let rows: Vec<RunRow> = query.order(blank_run::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(RunRow::into_domain).collect()
}

/// One run.
///
/// # Errors
/// When the database fails.
pub fn blank_run_fetch(rx: &mut Rx<'_>, id: BlankRunId) -> Result<Option<BlankRun>, StoreError> {
    let row: Option<RunRow> = blank_run::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(RunRow::into_domain).transpose()
}

/// The number the next run gets.
///
/// # Errors
/// When the database fails.
pub fn blank_run_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = blank_run::table.select(max(blank_run::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// A form of these numbers that is in a run already. All numbers of a run are equally long, so their order as text is
/// that of their serials.
///
/// # Errors
/// When the database fails.
pub fn blank_known_among(rx: &mut Rx<'_>, run: &BlanksReceived) -> Result<Option<String>, StoreError> {
    let (first, last) = run.ends();
    let length = first.len();
    let near: Vec<String> =
        blank::table.filter(blank::number.between(first, last)).order(blank::number).select(blank::number).limit(NEAR).load(rx.conn)?;
    Ok(near.into_iter().find(|n| n.len() == length))
}

/// The forms of a run as spans of like state and office, in the order of serials.
///
/// # Errors
/// When the database fails.
pub fn blank_spans(rx: &mut Rx<'_>, run: BlankRunId) -> Result<Vec<BlankSpan>, StoreError> {
    let rows: Vec<(i64, String, Option<String>)> = blank::table
        .filter(blank::run_id.eq(run.to_string()))
        .order(blank::serial)
        .select((blank::serial, blank::state, blank::office_id))
        .load(rx.conn)?;
    let mut forms = Vec::with_capacity(rows.len());
    for (serial, state, office) in rows {
        forms.push((serial, word(&state)?, parsed_opt(office.as_deref())?));
    }
    Ok(spans(forms))
}

/// How many forms are in stock.
///
/// # Errors
/// When the database fails.
pub fn blanks_in_stock(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    Ok(blank::table.filter(blank::state.eq(BlankState::Stock.as_str())).count().get_result(rx.conn)?)
}

/// How many forms there are in each state, in all runs or in one.
///
/// # Errors
/// When the database fails.
pub fn blank_counts(rx: &mut Rx<'_>, run: Option<BlankRunId>) -> Result<Vec<(BlankState, i64)>, StoreError> {
    let mut counts = Vec::new();
    for state in BlankState::ALL {
        let mut query = blank::table.filter(blank::state.eq(state.as_str())).into_boxed();
        if let Some(run) = run {
            query = query.filter(blank::run_id.eq(run.to_string()));
        }
        counts.push((*state, query.count().get_result(rx.conn)?));
    }
    Ok(counts)
}

/// One report.
///
/// # Errors
/// When the database fails.
pub fn blank_report_fetch(rx: &mut Rx<'_>, id: BlankReportId) -> Result<Option<BlankReport>, StoreError> {
    let row: Option<ReportRow> = blank_report::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(ReportRow::into_domain).transpose()
}

/// The number the next report gets.
///
/// # Errors
/// When the database fails.
pub fn blank_report_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = blank_report::table.select(max(blank_report::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// Reports, newest first, in one state or of one run where that is given.
///
/// # Errors
/// When the database fails.
pub fn blank_reports(
    rx: &mut Rx<'_>,
    state: Option<BlankReportState>,
    run: Option<BlankRunId>,
    limit: i64,
) -> Result<Vec<BlankReport>, StoreError> {
    let mut query = blank_report::table.into_boxed();
    if let Some(state) = state {
        query = query.filter(blank_report::state.eq(state.as_str()));
    }
    if let Some(run) = run {
        query = query.filter(blank_report::run_id.eq(run.to_string()));
    }
    let rows: Vec<ReportRow> = query.order(blank_report::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(ReportRow::into_domain).collect()
}

/// The reports of lost and stolen forms that were not refused, and of spoiled and returned ones that were confirmed, oldest
/// first: no paper with these numbers is to be accepted.
///
/// # Errors
/// When the database fails.
pub fn blank_warnings(rx: &mut Rx<'_>) -> Result<Vec<BlankReport>, StoreError> {
    let fates: Vec<&str> = BlankFate::ALL.iter().filter(|f| f.is_warning()).map(|f| f.as_str()).collect();
    let rows: Vec<ReportRow> = blank_report::table
        .filter(blank_report::state.ne(BlankReportState::Refused.as_str()))
        .filter(blank_report::fate.eq_any(fates).or(blank_report::state.eq(BlankReportState::Confirmed.as_str())))
        .order(blank_report::no)
        .load(rx.conn)?;
    rows.into_iter().map(ReportRow::into_domain).collect()
}
