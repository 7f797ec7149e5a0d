//! Dry runs: a test parcel and what the journal says of it on its way.

use crate::domain::access::Reach;
use crate::domain::event::{DryRunConcluded, DryRunStarted, Event};
use crate::domain::ids::{AccountId, DryRunId};
use crate::domain::inspection::DryRun;
use crate::domain::time::{Day, Instant};
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::{At, entry_fetch};
use crate::store::parcel::{parcel_fetch, parcel_history};
use crate::store::schema::dry_run;
use crate::store::text::{from_json, parsed, to_json};
use diesel::dsl::max;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::collections::BTreeSet;

type Row = (String, String, String, i64, Option<String>, Option<i64>);

fn into_domain((facts, by, at, seq, concluded, concluded_seq): Row) -> Result<DryRun, StoreError> {
    let concluded = match (concluded, concluded_seq) {
        (Some(said), Some(seq)) => Some((from_json(&said)?, seq)),
        _ => None,
    };
    Ok(DryRun { facts: from_json(&facts)?, concluded, by: parsed(&by)?, at: parsed(&at)?, seq })
}

const COLUMNS: (dry_run::facts, dry_run::account_id, dry_run::recorded_at, dry_run::seq, dry_run::concluded, dry_run::concluded_seq) =
    (dry_run::facts, dry_run::account_id, dry_run::recorded_at, dry_run::seq, dry_run::concluded, dry_run::concluded_seq);

pub(in crate::store) fn started(tx: &mut Tx<'_>, at: At, e: &DryRunStarted) -> Result<(), StoreError> {
    let row = (
        (dry_run::id.eq(e.run.to_string()), dry_run::no.eq(e.no), dry_run::code.eq(&e.code)),
        (dry_run::office_id.eq(e.office.map(|o| o.to_string())), dry_run::parcel_no.eq(e.parcel_no), dry_run::facts.eq(to_json(e)?)),
        (dry_run::account_id.eq(at.account.to_string()), dry_run::recorded_at.eq(at.recorded_at.to_string()), dry_run::seq.eq(at.seq)),
    );
    diesel::insert_into(dry_run::table).values(row).execute(tx.conn)?;
    Ok(())
}

pub(in crate::store) fn concluded(tx: &mut Tx<'_>, at: At, e: &DryRunConcluded) -> Result<(), StoreError> {
    diesel::update(dry_run::table.find(e.run.to_string()))
        .set((dry_run::concluded.eq(to_json(e)?), dry_run::concluded_seq.eq(at.seq)))
        .execute(tx.conn)?;
    Ok(())
}

/// One dry run.
///
/// # Errors
/// When the database fails.
pub fn dry_run_fetch(rx: &mut Rx<'_>, id: DryRunId) -> Result<Option<DryRun>, StoreError> {
    let row: Option<Row> = dry_run::table.find(id.to_string()).select(COLUMNS).get_result(rx.conn).optional()?;
    row.map(into_domain).transpose()
}

/// The dry run with a code as read aloud.
///
/// # Errors
/// When the database fails.
pub fn dry_run_by_code(rx: &mut Rx<'_>, code: &str) -> Result<Option<DryRun>, StoreError> {
    let row: Option<Row> = dry_run::table.filter(dry_run::code.eq(code)).select(COLUMNS).get_result(rx.conn).optional()?;
    row.map(into_domain).transpose()
}

/// The number the next dry run gets.
///
/// # Errors
/// When the database fails.
pub fn dry_run_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = dry_run::table.select(max(dry_run::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// Dry runs within a reach, newest first, those with a number before `before`.
///
/// # Errors
/// When the database fails.
pub fn dry_runs(rx: &mut Rx<'_>, reach: Reach, before: Option<i64>, limit: i64) -> Result<Vec<DryRun>, StoreError> {
    let mut query = dry_run::table.select(COLUMNS).into_boxed();
    query = match reach {
        Reach::All => query,
        Reach::Office(office) => query.filter(dry_run::office_id.eq(office.to_string())),
        Reach::Party(_) | Reach::Nothing => return Ok(Vec::new()),
    };
    if let Some(before) = before {
        query = query.filter(dry_run::no.lt(before));
    }
    let rows: Vec<Row> = query.order(dry_run::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(into_domain).collect()
}

/// The most parcels that a dry run is followed through.
const PARCELS: usize = 100;

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = Text)]
    id: String,
}
#[derive(QueryableByName)]
struct Seq {
    #[diesel(sql_type = BigInt)]
    seq: i64,
}

fn ids(rx: &mut Rx<'_>, sql: &str, no: i64) -> Result<Vec<String>, StoreError> {
    let rows: Vec<Id> = diesel::sql_query(sql).bind::<BigInt, _>(no).load(rx.conn)?;
    Ok(rows.into_iter().map(|r| r.id).collect())
}

/// The parcel of a dry run and all that was made of it, by number.
///
/// # Errors
/// When the database fails.
pub fn dry_run_parcels(rx: &mut Rx<'_>, parcel_no: i64) -> Result<BTreeSet<i64>, StoreError> {
    let (mut all, mut next) = (BTreeSet::new(), vec![parcel_no]);
    while let Some(no) = next.pop().filter(|_| all.len() < PARCELS) {
        if let Some(parcel) = parcel_fetch(rx, no)?.filter(|_| all.insert(no)) {
            next.extend(parcel_history(rx, &parcel)?.became.iter().map(|p| p.no));
        }
    }
    Ok(all)
}

/// A step of a dry run: an entry of the journal about its parcels.
#[derive(Debug, Clone, PartialEq)]
pub struct DryRunStep {
    /// The entry.
    pub seq: i64,
    /// When it was recorded.
    pub at: Instant,
    /// What.
    pub event: Event,
    /// Who.
    pub by: AccountId,
}

/// What the journal says of the parcel of a dry run and all that was made of it, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn dry_run_steps(rx: &mut Rx<'_>, parcel_no: i64) -> Result<Vec<DryRunStep>, StoreError> {
    let mut subjects = BTreeSet::new();
    let mut seqs = BTreeSet::new();
    for no in dry_run_parcels(rx, parcel_no)? {
        if let Some(parcel) = parcel_fetch(rx, no)? {
            subjects.insert(parcel.id.to_string());
            seqs.extend([Some(parcel.produced_seq), parcel.consumed_seq].into_iter().flatten());
        }
        subjects.extend(ids(rx, "SELECT purchase_id AS id FROM purchase_item WHERE parcel_no = $1", no)?);
        subjects.extend(ids(rx, "SELECT shipment_id AS id FROM shipment_parcel WHERE parcel_no = $1", no)?);
        let certificates = "SELECT c.id FROM certificate c JOIN shipment_parcel s ON s.shipment_id = c.shipment_id WHERE s.parcel_no = $1";
        subjects.extend(ids(rx, certificates, no)?);
    }
    for subject in &subjects {
        let rows: Vec<Seq> = diesel::sql_query("SELECT seq FROM journal WHERE subject = $1").bind::<Text, _>(subject).load(rx.conn)?;
        seqs.extend(rows.into_iter().map(|r| r.seq));
    }
    let mut steps = Vec::new();
    for seq in seqs {
        if let Some(stored) = entry_fetch(rx, seq)? {
            let e = stored.entry;
            steps.push(DryRunStep { seq, at: e.recorded_at, event: e.event, by: e.account });
        }
    }
    Ok(steps)
}

/// How often controls refused anything between two days, by the code of the refusal: nobody notes for which parcel.
///
/// # Errors
/// When the database fails.
pub fn dry_run_refusals(rx: &mut Rx<'_>, days: (Day, Day)) -> Result<Vec<(String, i64)>, StoreError> {
    Ok(crate::store::control::refusals_between(rx, days)?.into_iter().map(|r| (r.code, r.refusals)).collect())
}
