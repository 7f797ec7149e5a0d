//! Alerts as they are kept: what was seen, folded.

use super::note_standing;
use crate::domain::access::Reach;
use crate::domain::control::{Alert, AlertKey, AlertState, Severity, Sighting, Subject, SubjectKind};
use crate::domain::ids::OfficeId;
use crate::domain::time::Instant;
use crate::store::connection::Conn;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::schema::{account, alert, licence, office, parcel, party, site};
use crate::store::text::{from_json, parsed, parsed_opt, to_json};
use diesel::dsl::max;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::collections::BTreeMap;

#[derive(Queryable, Insertable)]
#[diesel(table_name = alert, treat_none_as_default_value = false)]
struct Row {
    no: i64,
    control: String,
    subject_kind: String,
    subject_id: String,
    period: String,
    office_id: Option<String>,
    severity: String,
    measure: i64,
    evidence: String,
    state: String,
    owner_id: Option<String>,
    weight: i64,
    first_seen_at: String,
    last_seen_at: String,
    sightings: i64,
    gone_at: Option<String>,
}

impl Row {
    fn into_domain(self) -> Result<Alert, StoreError> {
        let subject = Subject { kind: parsed(&self.subject_kind)?, id: self.subject_id };
        Ok(Alert {
            no: self.no,
            key: AlertKey { control: self.control, subject, period: self.period },
            office: parsed_opt(self.office_id.as_deref())?,
            severity: parsed(&self.severity)?,
            measure: self.measure,
            evidence: from_json(&self.evidence)?,
            state: parsed(&self.state)?,
            owner: parsed_opt(self.owner_id.as_deref())?,
            first_seen_at: parsed(&self.first_seen_at)?,
            last_seen_at: parsed(&self.last_seen_at)?,
            sightings: self.sightings,
            gone_at: parsed_opt(self.gone_at.as_deref())?,
        })
    }
}

/// By what lists of alerts are ordered: what weighs more stands first.
fn weight(severity: Severity) -> i64 {
    match severity {
        Severity::Notice => 0,
        Severity::Alarm => 1,
        Severity::Critical => 2,
    }
}

/// The office that looks after a subject, where one does.
///
/// # Errors
/// When the database fails.
pub fn office_of_subject(rx: &mut Rx<'_>, subject: &Subject) -> Result<Option<OfficeId>, StoreError> {
    let id = &subject.id;
    let found: Option<Option<String>> = match subject.kind {
        SubjectKind::Site => site::table.find(id).select(site::office_id).get_result(rx.conn).optional()?,
        SubjectKind::Party => party::table.find(id).select(party::office_id).get_result(rx.conn).optional()?,
        SubjectKind::Licence => licence::table.find(id).select(licence::office_id).get_result(rx.conn).optional()?,
        SubjectKind::Office => office::table.find(id).select(office::id.nullable()).get_result(rx.conn).optional()?,
        SubjectKind::Account => account::table.find(id).select(account::office_id).get_result(rx.conn).optional()?,
        SubjectKind::Parcel => parcel::table.find(parsed::<i64>(id)?).select(parcel::office_id).get_result(rx.conn).optional()?,
        SubjectKind::Shipment | SubjectKind::Certificate | SubjectKind::Country => None,
    };
    parsed_opt(found.flatten().as_deref())
}

/// The alert with a key.
///
/// # Errors
/// When the database fails.
pub fn alert_by_key(rx: &mut Rx<'_>, key: &AlertKey) -> Result<Option<Alert>, StoreError> {
    let row: Option<Row> = alert::table
        .filter(alert::control.eq(&key.control))
        .filter(alert::subject_kind.eq(key.subject.kind.as_str()))
        .filter(alert::subject_id.eq(&key.subject.id))
        .filter(alert::period.eq(&key.period))
        .get_result(rx.conn)
        .optional()?;
    row.map(Row::into_domain).transpose()
}

/// One alert by its number.
///
/// # Errors
/// When the database fails.
pub fn alert_fetch(rx: &mut Rx<'_>, no: i64) -> Result<Option<Alert>, StoreError> {
    let row: Option<Row> = alert::table.find(no).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// The alerts of some controls about a subject, of a period or later, and those of no period; by control and period.
///
/// # Errors
/// When the database fails.
pub fn sight(rx: &mut Rx<'_>, controls: &[&str], subject: &Subject, from: &str) -> Result<Vec<Alert>, StoreError> {
    let rows: Vec<Row> = alert::table
        .filter(alert::subject_kind.eq(subject.kind.as_str()))
        .filter(alert::subject_id.eq(&subject.id))
        .filter(alert::control.eq_any(controls.to_vec()))
        .filter(alert::period.ge(from).or(alert::period.eq("")))
        .order((alert::control, alert::period))
        .load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// All alerts about a subject, the last seen first.
///
/// # Errors
/// When the database fails.
pub fn alerts_of(rx: &mut Rx<'_>, subject: &Subject) -> Result<Vec<Alert>, StoreError> {
    let rows: Vec<Row> = alert::table
        .filter(alert::subject_kind.eq(subject.kind.as_str()))
        .filter(alert::subject_id.eq(&subject.id))
        .order(alert::no.desc())
        .load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// Puts down what a look saw. What was seen before is one alert with what was seen here; what was answered for stays answered
/// for unless it weighs more now.
///
/// # Errors
/// When the database fails.
pub fn alerts_write(tx: &mut Tx<'_>, seen: &[Sighting], gone: &[Alert], now: Instant) -> Result<(), StoreError> {
    for s in seen {
        let key = AlertKey { control: s.control.to_owned(), subject: s.subject.clone(), period: s.period.clone() };
        let known = alert_by_key(tx, &key)?;
        match &known {
            Some(a) => again(tx, a, s, now)?,
            None => first(tx, &key, s, now)?,
        }
        if let Some(a) = alert_by_key(tx, &key)? {
            note_standing(tx, &a)?;
        }
    }
    for a in gone {
        diesel::update(alert::table.find(a.no).filter(alert::gone_at.is_null()))
            .set(alert::gone_at.eq(now.to_string()))
            .execute(tx.conn)?;
    }
    Ok(())
}

fn again(tx: &mut Tx<'_>, a: &Alert, s: &Sighting, now: Instant) -> Result<(), StoreError> {
    diesel::update(alert::table.find(a.no))
        .set((
            alert::severity.eq(s.severity.as_str()),
            alert::weight.eq(weight(s.severity)),
            alert::measure.eq(s.measure),
            alert::evidence.eq(to_json(&s.evidence)?),
            alert::last_seen_at.eq(now.to_string()),
            alert::sightings.eq(a.sightings.saturating_add(1)),
            alert::gone_at.eq(None::<String>),
        ))
        .execute(tx.conn)?;
    Ok(())
}

fn first(tx: &mut Tx<'_>, key: &AlertKey, s: &Sighting, now: Instant) -> Result<(), StoreError> {
    let last: Option<i64> = alert::table.select(max(alert::no)).get_result(tx.conn)?;
    let office = office_of_subject(tx, &key.subject)?;
    let row = Row {
        no: last.unwrap_or(0).saturating_add(1),
        control: key.control.clone(),
        subject_kind: key.subject.kind.as_str().to_owned(),
        subject_id: key.subject.id.clone(),
        period: key.period.clone(),
        office_id: office.map(|o| o.to_string()),
        severity: s.severity.as_str().to_owned(),
        measure: s.measure,
        evidence: to_json(&s.evidence)?,
        state: AlertState::Open.as_str().to_owned(),
        owner_id: None,
        weight: weight(s.severity),
        first_seen_at: now.to_string(),
        last_seen_at: now.to_string(),
        sightings: 1,
        gone_at: None,
    };
    diesel::insert_into(alert::table).values(&row).execute(tx.conn)?;
    Ok(())
}

/// What a list of alerts shows.
#[derive(Debug, Clone, Default)]
pub struct AlertFilter {
    /// Of one control.
    pub control: Option<String>,
    /// In one state; all where none.
    pub state: Option<AlertState>,
    /// Whether those that are not seen any more are left out.
    pub current: bool,
}

/// None where the reach is empty.
fn narrowed(reach: Reach, filter: &AlertFilter) -> Option<alert::BoxedQuery<'static, <Conn as diesel::Connection>::Backend>> {
    let mut query = alert::table.into_boxed();
    query = match reach {
        Reach::All => query,
        Reach::Office(office) => query.filter(alert::office_id.eq(office.to_string())),
        Reach::Party(_) | Reach::Nothing => return None,
    };
    if let Some(control) = &filter.control {
        query = query.filter(alert::control.eq(control.clone()));
    }
    if let Some(state) = filter.state {
        query = query.filter(alert::state.eq(state.as_str()));
    }
    if filter.current {
        query = query.filter(alert::gone_at.is_null());
    }
    Some(query)
}

/// Alerts within a reach: what weighs most first, then the newest; `after` so many.
///
/// # Errors
/// When the database fails.
pub fn alerts(rx: &mut Rx<'_>, reach: Reach, filter: &AlertFilter, skip: i64, limit: i64) -> Result<Vec<Alert>, StoreError> {
    let Some(query) = narrowed(reach, filter) else { return Ok(Vec::new()) };
    let rows: Vec<Row> = query.order((alert::weight.desc(), alert::no.desc())).offset(skip).limit(limit).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// How many alerts of a control there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AlertCounts {
    /// First seen within the time.
    pub seen: i64,
    /// Of these, answered for as wrong.
    pub wrong: i64,
    /// Of these, answered for in any way.
    pub answered: i64,
    /// Open now and still seen, whenever first seen.
    pub open: i64,
}

#[derive(QueryableByName)]
struct CountRow {
    #[diesel(sql_type = Text)]
    control: String,
    #[diesel(sql_type = BigInt)]
    seen: i64,
    #[diesel(sql_type = BigInt)]
    wrong: i64,
    #[diesel(sql_type = BigInt)]
    answered: i64,
    #[diesel(sql_type = BigInt)]
    open: i64,
}

/// How many alerts each control gave between two instants, the second left out.
///
/// # Errors
/// When the database fails.
pub fn alert_counts(rx: &mut Rx<'_>, (from, until): (Instant, Instant)) -> Result<BTreeMap<String, AlertCounts>, StoreError> {
    let within = |also: &str, a: u32, b: u32| {
        format!("CAST(SUM(CASE WHEN first_seen_at >= ${a} AND first_seen_at < ${b}{also} THEN 1 ELSE 0 END) AS BIGINT)")
    };
    let sql = format!(
        "SELECT control, {} AS seen, {} AS wrong, {} AS answered, \
         CAST(SUM(CASE WHEN state = 'open' AND gone_at IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS open \
         FROM alert GROUP BY control ORDER BY control",
        within("", 1, 2),
        within(" AND state = 'false'", 3, 4),
        within(" AND state <> 'open'", 5, 6),
    );
    let (from, until) = (from.to_string(), until.to_string());
    let rows: Vec<CountRow> = diesel::sql_query(sql)
        .bind::<Text, _>(&from)
        .bind::<Text, _>(&until)
        .bind::<Text, _>(&from)
        .bind::<Text, _>(&until)
        .bind::<Text, _>(&from)
        .bind::<Text, _>(&until)
        .load(rx.conn)?;
    let counts = |r: CountRow| (r.control, AlertCounts { seen: r.seen, wrong: r.wrong, answered: r.answered, open: r.open });
    Ok(rows.into_iter().map(counts).collect())
}

/// How many alerts within a reach are open and still seen, by weight: critical, alarm, notice.
///
/// # Errors
/// When the database fails.
pub fn alerts_open(rx: &mut Rx<'_>, reach: Reach) -> Result<[i64; 3], StoreError> {
    let mut counts = [0; 3];
    for (count, severity) in counts.iter_mut().zip([Severity::Critical, Severity::Alarm, Severity::Notice]) {
        let filter = AlertFilter { state: Some(AlertState::Open), current: true, ..AlertFilter::default() };
        let Some(query) = narrowed(reach, &filter) else { return Ok(counts) };
        *count = query.filter(alert::weight.eq(weight(severity))).count().get_result(rx.conn)?;
    }
    Ok(counts)
}

/// The alerts of one control of one period, whoever they are about.
///
/// # Errors
/// When the database fails.
pub fn alerts_in_period(rx: &mut Rx<'_>, control: &str, period: &str) -> Result<Vec<Alert>, StoreError> {
    let rows: Vec<Row> = alert::table.filter(alert::control.eq(control)).filter(alert::period.eq(period)).order(alert::no).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// Alerts within a reach, the last first seen first, with numbers below `before`.
///
/// # Errors
/// When the database fails.
pub fn alerts_before(
    rx: &mut Rx<'_>,
    reach: Reach,
    filter: &AlertFilter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Alert>, StoreError> {
    let Some(mut query) = narrowed(reach, filter) else { return Ok(Vec::new()) };
    if let Some(before) = before {
        query = query.filter(alert::no.lt(before));
    }
    let rows: Vec<Row> = query.order(alert::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}
