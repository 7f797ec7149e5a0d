//! Statistics: sums kept with the entries, certificates of a time, what moved between two entries, and what was submitted,
//! answered and received.

mod movement;
mod series;
mod stock;
mod sums;

pub use movement::{Among, Dug as DugAt, HeldParcel, moved_lines, parcels_ever_held, sources_of};
pub use series::{MonthFigures, Place, SiteFigures, Standing as PlaceStanding, month_figures, place_standing, site_figures};
use stock::reexported_between;
pub use stock::{MovedSum, came_in_by_day, kept_by_state_at, movements, party_offices, seq_before, stock_at, stock_holders};
pub use sums::{By, OfficeMonth, ProductionSum, production_by_office, production_holders, production_sums};
pub(in crate::store) use sums::{Dug, counted, moved, uncounted};

use crate::domain::event::{
    CertificateConfirmed, CertificateIssued, PartnerFiguresReceived, ReturnDifferenceAnswered, ReturnSubmitted, VoidedGoods,
};
use crate::domain::ids::{AccountId, CertificateId, PartnerFileId, ReturnId};
use crate::domain::shipment::CertificateState;
use crate::domain::statistics::{Answer, Extent, Period, Submission};
use crate::domain::time::{Day, Instant};
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::{certificate, confirmation, departure, difference_answer, partner_file, return_submission};
use crate::store::text::{from_json, parsed, to_json};
use diesel::dsl::max;
use diesel::prelude::*;
use std::collections::HashMap;

#[derive(Queryable, Insertable)]
#[diesel(table_name = return_submission, treat_none_as_default_value = false)]
struct Row {
    id: String,
    no: i64,
    period: String,
    version: i64,
    lines: String,
    sha256: String,
    reason: Option<String>,
    account_id: String,
    submitted_at: String,
    seq: i64,
}

impl Row {
    fn into_domain(self) -> Result<Submission, StoreError> {
        Ok(Submission {
            id: parsed(&self.id)?,
            no: self.no,
            period: parsed(&self.period)?,
            version: self.version,
            lines: from_json(&self.lines)?,
            sha256: self.sha256,
            reason: self.reason,
            by: parsed(&self.account_id)?,
            at: parsed(&self.submitted_at)?,
            seq: self.seq,
        })
    }
}

pub(super) fn submitted(tx: &mut Tx<'_>, at: At, e: &ReturnSubmitted) -> Result<(), StoreError> {
    let row = Row {
        id: e.submission.to_string(),
        no: e.no,
        period: e.period.to_string(),
        version: e.version,
        lines: to_json(&e.lines)?,
        sha256: e.sha256.clone(),
        reason: e.reason.clone(),
        account_id: at.account.to_string(),
        submitted_at: at.recorded_at.to_string(),
        seq: at.seq,
    };
    diesel::insert_into(return_submission::table).values(&row).execute(tx.conn)?;
    Ok(())
}

pub(super) fn answered(tx: &mut Tx<'_>, at: At, e: &ReturnDifferenceAnswered) -> Result<(), StoreError> {
    diesel::insert_into(difference_answer::table)
        .values((
            difference_answer::seq.eq(at.seq),
            difference_answer::period.eq(e.period.to_string()),
            difference_answer::difference.eq(&e.difference),
            difference_answer::mct.eq(e.mct),
            difference_answer::usd_cents.eq(e.usd_cents),
            difference_answer::cause.eq(e.cause.as_str()),
            difference_answer::answer.eq(&e.answer),
            difference_answer::account_id.eq(at.account.to_string()),
            difference_answer::answered_at.eq(at.recorded_at.to_string()),
        ))
        .execute(tx.conn)?;
    Ok(())
}

pub(super) fn partner_received(tx: &mut Tx<'_>, at: At, e: &PartnerFiguresReceived) -> Result<(), StoreError> {
    diesel::insert_into(partner_file::table)
        .values((
            partner_file::id.eq(e.file.to_string()),
            partner_file::no.eq(e.no),
            partner_file::source.eq(&e.source),
            partner_file::text.eq(&e.text),
            partner_file::sha256.eq(&e.sha256),
            partner_file::account_id.eq(at.account.to_string()),
            partner_file::received_at.eq(at.recorded_at.to_string()),
            partner_file::seq.eq(at.seq),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// A submission by its id.
///
/// # Errors
/// When the database fails.
pub fn submission_fetch(rx: &mut Rx<'_>, id: ReturnId) -> Result<Option<Submission>, StoreError> {
    let row: Option<Row> = return_submission::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// The submissions of a period, the latest version first.
///
/// # Errors
/// When the database fails.
pub fn submissions_of(rx: &mut Rx<'_>, period: Period) -> Result<Vec<Submission>, StoreError> {
    let of_it = return_submission::table.filter(return_submission::period.eq(period.to_string()));
    let rows: Vec<Row> = of_it.order(return_submission::version.desc()).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// Submissions with dense numbers below `before`, newest first.
///
/// # Errors
/// When the database fails.
pub fn submissions(rx: &mut Rx<'_>, before: Option<i64>, limit: i64) -> Result<Vec<Submission>, StoreError> {
    let mut query = return_submission::table.into_boxed();
    if let Some(before) = before {
        query = query.filter(return_submission::no.lt(before));
    }
    let rows: Vec<Row> = query.order(return_submission::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// The periods for which a return was submitted, with the day and instant of the first and the number of versions.
///
/// # Errors
/// When the database fails.
pub fn submitted_periods(rx: &mut Rx<'_>) -> Result<Vec<(Period, Instant, i64)>, StoreError> {
    let columns = (return_submission::period, return_submission::submitted_at, return_submission::version);
    let rows: Vec<(String, String, i64)> = return_submission::table.order(return_submission::no).select(columns).load(rx.conn)?;
    let mut found: Vec<(Period, Instant, i64)> = Vec::new();
    for (period, at, version) in rows {
        let period = parsed(&period)?;
        match found.iter_mut().find(|(p, ..)| *p == period) {
            Some(known) => known.2 = known.2.max(version),
            None => found.push((period, parsed(&at)?, version)),
        }
    }
    Ok(found)
}

/// The number the next submission gets.
///
/// # Errors
/// When the database fails.
pub fn submission_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = return_submission::table.select(max(return_submission::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// A certificate as statistics see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateOf {
    /// As issued.
    pub facts: CertificateIssued,
    /// Whether it is void.
    pub void: bool,
    /// Whether its goods left: a void one's that were still here did not.
    pub left: bool,
    /// Milli-carats of it that had come from abroad.
    pub imported_mct: i64,
    /// The entry that issued it.
    pub issued_seq: i64,
    /// The entry that made it void.
    pub voided_seq: Option<i64>,
}

/// The certificates issued in a time, oldest first.
///
/// # Errors
/// When the database fails.
pub fn certificates_between(rx: &mut Rx<'_>, (from, to): (Day, Day)) -> Result<Vec<CertificateOf>, StoreError> {
    type Columns = (String, String, Option<String>, i64, Option<i64>);
    let rows: Vec<Columns> = certificate::table
        .filter(certificate::issued_on.between(from.to_string(), to.to_string()))
        .order((certificate::issued_on, certificate::no))
        .select((certificate::facts, certificate::state, certificate::goods, certificate::issued_seq, certificate::voided_seq))
        .load(rx.conn)?;
    let abroad: HashMap<i64, i64> = reexported_between(rx, (from, to))?.into_iter().collect();
    let read = |(facts, state, goods, issued_seq, voided_seq): Columns| {
        let void = state == CertificateState::Void.as_str();
        let left = goods.as_deref() != Some(VoidedGoods::Here.as_str());
        let facts: CertificateIssued = from_json(&facts)?;
        let imported_mct = abroad.get(&facts.no).copied().unwrap_or(0);
        Ok(CertificateOf { facts, void, left, imported_mct, issued_seq, voided_seq })
    };
    rows.into_iter().map(read).collect()
}

/// The answers for differences of a period, oldest first.
///
/// # Errors
/// When the database fails.
pub fn answers_of(rx: &mut Rx<'_>, period: Period) -> Result<Vec<Answer>, StoreError> {
    type Columns = (i64, String, i64, i64, String, String, String, String);
    let rows: Vec<Columns> = difference_answer::table
        .filter(difference_answer::period.eq(period.to_string()))
        .order(difference_answer::seq)
        .select((
            difference_answer::seq,
            difference_answer::difference,
            difference_answer::mct,
            difference_answer::usd_cents,
            difference_answer::cause,
            difference_answer::answer,
            difference_answer::account_id,
            difference_answer::answered_at,
        ))
        .load(rx.conn)?;
    rows.into_iter()
        .map(|(seq, difference, mct, usd_cents, cause, answer, by, at)| {
            let (cause, extent) = (cause.parse().map_err(StoreError::damaged)?, Extent { mct, usd_cents });
            Ok(Answer { period, difference, extent, cause, answer, by: parsed(&by)?, at: parsed(&at)?, seq })
        })
        .collect()
}

/// A table of a partner's figures as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerFile {
    /// Its id.
    pub id: PartnerFileId,
    /// Dense number.
    pub no: i64,
    /// Where it is from.
    pub source: String,
    /// The CSV file.
    pub text: String,
    /// SHA-256 in hex.
    pub sha256: String,
    /// Who took it in.
    pub by: AccountId,
    /// When.
    pub at: Instant,
    /// The entry.
    pub seq: i64,
}

/// The tables of partners' figures, newest first.
///
/// # Errors
/// When the database fails.
pub fn partner_files(rx: &mut Rx<'_>, limit: i64) -> Result<Vec<PartnerFile>, StoreError> {
    let rows: Vec<PartnerRow> = partner_file::table.order(partner_file::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(partner_of).collect()
}

/// Every table in which a period may be named, newest first.
///
/// # Errors
/// When the database fails.
pub fn partner_files_naming(rx: &mut Rx<'_>, period: Period) -> Result<Vec<PartnerFile>, StoreError> {
    let naming = partner_file::table.filter(partner_file::text.like(format!("%{period}%")));
    let rows: Vec<PartnerRow> = naming.order(partner_file::no.desc()).load(rx.conn)?;
    rows.into_iter().map(partner_of).collect()
}

/// One table by its number.
///
/// # Errors
/// When the database fails.
pub fn partner_file_fetch(rx: &mut Rx<'_>, no: i64) -> Result<Option<PartnerFile>, StoreError> {
    let row: Option<PartnerRow> = partner_file::table.filter(partner_file::no.eq(no)).get_result(rx.conn).optional()?;
    row.map(partner_of).transpose()
}

type PartnerRow = (String, i64, String, String, String, String, String, i64);

fn partner_of((id, no, source, text, sha256, by, at, seq): PartnerRow) -> Result<PartnerFile, StoreError> {
    Ok(PartnerFile { id: parsed(&id)?, no, source, text, sha256, by: parsed(&by)?, at: parsed(&at)?, seq })
}

/// What the confirmations in force say of certificates issued in a time.
///
/// # Errors
/// When the database fails.
pub fn receipts_between(rx: &mut Rx<'_>, (from, to): (Day, Day)) -> Result<HashMap<CertificateId, CertificateConfirmed>, StoreError> {
    let rows: Vec<String> = confirmation::table
        .inner_join(certificate::table.on(certificate::id.eq(confirmation::certificate_id)))
        .filter(certificate::issued_on.between(from.to_string(), to.to_string()))
        .filter(confirmation::in_force.eq(1_i64))
        .select(confirmation::facts)
        .load(rx.conn)?;
    let read = |facts: String| {
        let facts: CertificateConfirmed = from_json(&facts)?;
        Ok((facts.certificate, facts))
    };
    rows.into_iter().map(read).collect()
}

/// The certificates issued in a time whose goods crossed the border, with the day, as was written down.
///
/// # Errors
/// When the database fails.
pub fn departed_between(rx: &mut Rx<'_>, (from, to): (Day, Day)) -> Result<HashMap<CertificateId, Day>, StoreError> {
    let of_time = certificate::table.filter(certificate::issued_on.between(from.to_string(), to.to_string())).select(certificate::id);
    let rows: Vec<(String, String)> = departure::table
        .filter(departure::certificate_id.eq_any(of_time))
        .select((departure::certificate_id, departure::departed_on))
        .load(rx.conn)?;
    rows.iter().map(|(id, on)| Ok((parsed(id)?, parsed(on)?))).collect()
}

/// Whether a file with this hash came before, and the number the next one gets.
///
/// # Errors
/// When the database fails.
pub fn partner_file_known(rx: &mut Rx<'_>, sha256: &str) -> Result<(bool, i64), StoreError> {
    let known: i64 = partner_file::table.filter(partner_file::sha256.eq(sha256)).count().get_result(rx.conn)?;
    let last: Option<i64> = partner_file::table.select(max(partner_file::no)).get_result(rx.conn)?;
    Ok((known > 0, last.unwrap_or(0).saturating_add(1)))
}
