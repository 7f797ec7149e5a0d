//! What holders held at an entry, and what moved between two entries. Masses are those that the register believes today:
//! a correction counts from the entry it corrects. Tests are in nothing.

use crate::domain::ids::{OfficeId, PartyId};
use crate::domain::time::{Day, Instant};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::{journal_size, recorded_at};
use crate::store::schema::{certificate, certificate_arrival, party};
use crate::store::text::{IN_LIST, parsed, parsed_opt};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::collections::{BTreeMap, HashMap};

/// What happened to carats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Movement {
    /// Dug.
    Dug,
    /// Declared as opening stock.
    Declared,
    /// Came from abroad and was let in.
    Imported,
    /// Weighed and found more.
    Found,
    /// Weighed and found less.
    WeighedLess,
    /// Lost in sorting, mixing, splitting.
    Lost,
    /// Bought, or given by the decision of a case.
    Received,
    /// Sold, or taken by the decision of a case.
    Given,
    /// Used inside the country, by a confirmed report.
    Domestic,
    /// Lost, stolen or destroyed, by a confirmed report.
    Gone,
    /// Taken by the state.
    Seized,
    /// Given back by the state, by an order.
    Released,
    /// Bought from the state, which had taken it.
    SoldByState,
    /// Left under a certificate.
    Exported,
    /// Back, because the certificate was made void and nothing had left.
    Back,
}

impl Movement {
    /// All, in the order shown.
    pub const ALL: [Self; 15] = [
        Self::Dug,
        Self::Declared,
        Self::Imported,
        Self::Found,
        Self::Back,
        Self::Received,
        Self::Released,
        Self::SoldByState,
        Self::Given,
        Self::WeighedLess,
        Self::Lost,
        Self::Domestic,
        Self::Gone,
        Self::Seized,
        Self::Exported,
    ];
    /// As named in messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dug => "dug",
            Self::Declared => "declared",
            Self::Imported => "imported",
            Self::Found => "found",
            Self::WeighedLess => "weighed_less",
            Self::Lost => "lost",
            Self::Received => "received",
            Self::Given => "given",
            Self::Domestic => "domestic",
            Self::Gone => "gone",
            Self::Seized => "seized",
            Self::Released => "released",
            Self::SoldByState => "sold_by_state",
            Self::Exported => "exported",
            Self::Back => "back",
        }
    }
    /// Whether it makes the stock of a holder larger.
    #[must_use]
    pub const fn comes_in(self) -> bool {
        matches!(
            self,
            Self::Dug | Self::Declared | Self::Imported | Self::Found | Self::Received | Self::Released | Self::SoldByState | Self::Back
        )
    }
}

/// How much of something moved for a holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Whose, the id as kept.
    pub holder: String,
    /// What.
    pub movement: Movement,
    /// Milli-carats.
    pub mct: i64,
}

#[derive(QueryableByName)]
struct Sum {
    #[diesel(sql_type = Text)]
    holder: String,
    #[diesel(sql_type = BigInt)]
    mct: i64,
}

fn sums(rx: &mut Rx<'_>, sql: &str, (after, upto): (i64, i64)) -> Result<Vec<Sum>, StoreError> {
    Ok(diesel::sql_query(sql).bind::<BigInt, _>(after).bind::<BigInt, _>(upto).load(rx.conn)?)
}

/// The mass of a parcel before what was weighed at or after an entry: `at` is `>` or `>=` and the entry.
fn mass_before(at: &str) -> String {
    format!("p.weight_mct - COALESCE((SELECT SUM(w.after_mct - w.before_mct) FROM weighing w WHERE w.parcel_no = p.no AND w.seq {at}), 0)")
}

/// What each holder held after an entry: (holder, milli-carats), those that held nothing left out. What reads it looks at
/// what lives now and at what went since, not at what was before.
///
/// # Errors
/// When the database fails.
pub fn stock_at(rx: &mut Rx<'_>, seq: i64) -> Result<Vec<(String, i64)>, StoreError> {
    let mass = mass_before("> $1");
    let part = |ended: &str| {
        format!(
            "SELECT c.holder_id AS holder, {mass} AS mct FROM custody c JOIN parcel p ON p.no = c.parcel_no \
             WHERE {ended} AND c.from_seq <= $1 AND p.test = 0 AND NOT EXISTS (SELECT 1 FROM source s \
             WHERE s.parcel_no = p.no AND s.weight_mct = 0 AND s.corrected_seq IS NOT NULL)"
        )
    };
    let sql = format!(
        "SELECT holder, CAST(SUM(mct) AS BIGINT) AS mct FROM ({} UNION ALL {}) AS held GROUP BY holder HAVING SUM(mct) <> 0 ORDER BY holder",
        part("c.to_seq IS NULL"),
        part("c.to_seq > $1"),
    );
    let rows: Vec<Sum> = diesel::sql_query(sql).bind::<BigInt, _>(seq).load(rx.conn)?;
    Ok(rows.into_iter().map(|s| (s.holder, s.mct)).collect())
}

/// What moved by the entries after one up to another, by holder.
///
/// # Errors
/// When the database fails.
pub fn movements(rx: &mut Rx<'_>, range: (i64, i64)) -> Result<Vec<Moved>, StoreError> {
    let source = |kind: &str| {
        format!(
            "SELECT holder_id AS holder, CAST(SUM(weight_mct) AS BIGINT) AS mct FROM source \
             WHERE seq > $1 AND seq <= $2 AND kind = '{kind}' AND test = 0 GROUP BY holder_id"
        )
    };
    let weighed = |sign: &str, mass: &str| {
        format!(
            "SELECT c.holder_id AS holder, CAST(SUM({mass}) AS BIGINT) AS mct FROM weighing w JOIN parcel p ON p.no = w.parcel_no \
             JOIN custody c ON c.parcel_no = w.parcel_no AND c.from_seq <= w.seq AND (c.to_seq IS NULL OR c.to_seq > w.seq) \
             WHERE w.seq > $1 AND w.seq <= $2 AND p.test = 0 AND w.after_mct {sign} w.before_mct GROUP BY c.holder_id"
        )
    };
    let handed = |side: &str| {
        format!(
            "SELECT {side}.holder_id AS holder, CAST(SUM({}) AS BIGINT) AS mct FROM custody b \
             JOIN custody a ON a.parcel_no = b.parcel_no AND a.to_seq = b.from_seq JOIN parcel p ON p.no = b.parcel_no \
             WHERE b.from_seq > $1 AND b.from_seq <= $2 AND p.test = 0 AND a.holder_id <> b.holder_id GROUP BY {side}.holder_id",
            mass_before(">= b.from_seq")
        )
    };
    let certified = |seq: &str, only: &str| {
        format!(
            "SELECT exporter_id AS holder, CAST(SUM(weight_mct) AS BIGINT) AS mct FROM certificate \
             WHERE {seq} > $1 AND {seq} <= $2{only} GROUP BY exporter_id"
        )
    };
    let lost = "SELECT o.holder_id AS holder, CAST(SUM(o.loss_mct) AS BIGINT) AS mct FROM operation o \
                WHERE o.seq > $1 AND o.seq <= $2 AND o.loss_mct <> 0 \
                AND EXISTS (SELECT 1 FROM parcel p WHERE p.produced_seq = o.seq AND p.test = 0) GROUP BY o.holder_id";
    let removed = |only: &str| {
        format!(
            "SELECT holder_id AS holder, CAST(SUM(weight_mct) AS BIGINT) AS mct FROM removal \
             WHERE decided_seq > $1 AND decided_seq <= $2 AND state = 'confirmed' AND test = 0 AND cause {only} 'domestic' GROUP BY holder_id"
        )
    };
    let released = |state: &str| {
        format!(
            "SELECT s.to_id AS holder, CAST(SUM(s.gone_mct) AS BIGINT) AS mct FROM seizure_parcel s JOIN parcel p ON p.no = s.parcel_no \
             WHERE s.gone_seq > $1 AND s.gone_seq <= $2 AND s.state = '{state}' AND p.test = 0 GROUP BY s.to_id"
        )
    };
    let seized = "SELECT s.holder_id AS holder, CAST(SUM(s.taken_mct) AS BIGINT) AS mct FROM seizure_parcel s \
                  JOIN parcel p ON p.no = s.parcel_no \
                  WHERE s.seq > $1 AND s.seq <= $2 AND s.registered = 1 AND p.test = 0 GROUP BY s.holder_id";
    let asked = [
        (Movement::Dug, source("production")),
        (Movement::Declared, source("stock")),
        (Movement::Imported, source("import")),
        (Movement::Found, weighed(">", "w.after_mct - w.before_mct")),
        (Movement::WeighedLess, weighed("<", "w.before_mct - w.after_mct")),
        (Movement::Lost, lost.to_owned()),
        (Movement::Received, handed("b")),
        (Movement::Given, handed("a")),
        (Movement::Domestic, removed("=")),
        (Movement::Gone, removed("<>")),
        (Movement::Seized, seized.to_owned()),
        (Movement::Released, released("returned")),
        (Movement::SoldByState, released("sold")),
        (Movement::Exported, certified("issued_seq", "")),
        (Movement::Back, certified("voided_seq", " AND goods = 'here'")),
    ];
    let mut found = Vec::new();
    for (movement, sql) in asked {
        found.extend(sums(rx, &sql, range)?.into_iter().map(|s| Moved { holder: s.holder, movement, mct: s.mct }));
    }
    Ok(found)
}

/// What the state kept of all that it took, after an entry: milli-carats, at the mass that was believed then.
///
/// # Errors
/// When the database fails.
pub fn kept_by_state_at(rx: &mut Rx<'_>, seq: i64) -> Result<i64, StoreError> {
    let sql = format!(
        "SELECT '' AS holder, CAST(COALESCE(SUM({}), 0) AS BIGINT) AS mct FROM seizure_parcel s JOIN parcel p ON p.no = s.parcel_no \
         WHERE s.seq <= $1 AND (s.gone_seq IS NULL OR s.gone_seq > $1) AND p.test = 0",
        mass_before("> $1")
    );
    let rows: Vec<Sum> = diesel::sql_query(sql).bind::<BigInt, _>(seq).load(rx.conn)?;
    Ok(rows.first().map_or(0, |s| s.mct))
}

/// The last entry recorded before an instant; 0 where there is none. Found by halves: no entry was recorded before the one
/// it follows.
///
/// # Errors
/// When the database fails.
pub fn seq_before(rx: &mut Rx<'_>, at: Instant) -> Result<i64, StoreError> {
    let (mut before, mut not) = (0, journal_size(rx)?.saturating_add(1));
    while not.saturating_sub(before) > 1 {
        let middle = before.midpoint(not);
        let recorded = recorded_at(rx, middle)?.ok_or_else(|| StoreError::damaged(format!("entry {middle} is missing")))?;
        if recorded < at { before = middle } else { not = middle }
    }
    Ok(before)
}

/// What was dug by the entries after one up to another, on days before a time, within it and after it: milli-carats.
///
/// # Errors
/// When the database fails.
pub fn came_in_by_day(rx: &mut Rx<'_>, range: (i64, i64), (from, to): (Day, Day)) -> Result<[i64; 3], StoreError> {
    // An embedded database numbers parameters as they first stand in the text, so the days come first.
    let sql = "SELECT CASE WHEN on_day < $1 THEN 'a' WHEN on_day > $2 THEN 'c' ELSE 'b' END AS holder, \
               CAST(SUM(weight_mct) AS BIGINT) AS mct FROM source \
               WHERE seq > $3 AND seq <= $4 AND kind = 'production' AND test = 0 GROUP BY 1";
    let rows: Vec<Sum> = diesel::sql_query(sql)
        .bind::<Text, _>(from.to_string())
        .bind::<Text, _>(to.to_string())
        .bind::<BigInt, _>(range.0)
        .bind::<BigInt, _>(range.1)
        .load(rx.conn)?;
    let of = |part: &str| rows.iter().find(|s| s.holder == part).map_or(0, |s| s.mct);
    Ok([of("a"), of("b"), of("c")])
}

/// The milli-carats of certificates of some days that had come from abroad, by the numbers of those that have any.
///
/// # Errors
/// When the database fails.
pub(super) fn reexported_between(rx: &mut Rx<'_>, (from, to): (Day, Day)) -> Result<Vec<(i64, i64)>, StoreError> {
    let shares = certificate_arrival::table
        .inner_join(certificate::table.on(certificate::no.eq(certificate_arrival::certificate_no)))
        .filter(certificate_arrival::revision.eq(certificate::revision))
        .filter(certificate::issued_on.between(from.to_string(), to.to_string()))
        .select((certificate_arrival::certificate_no, certificate_arrival::weight_mct));
    let mut sums: BTreeMap<i64, i64> = BTreeMap::new();
    for (no, mct) in shares.load::<(i64, i64)>(rx.conn)? {
        let sum = sums.entry(no).or_default();
        *sum = sum.saturating_add(mct);
    }
    Ok(sums.into_iter().collect())
}

/// The office that keeps the record of each of some parties.
///
/// # Errors
/// When the database fails.
pub fn party_offices(rx: &mut Rx<'_>, ids: &[PartyId]) -> Result<HashMap<PartyId, Option<OfficeId>>, StoreError> {
    let mut found = HashMap::with_capacity(ids.len());
    for part in ids.chunks(IN_LIST) {
        let texts: Vec<String> = part.iter().map(ToString::to_string).collect();
        let rows: Vec<(String, Option<String>)> =
            party::table.filter(party::id.eq_any(texts)).select((party::id, party::office_id)).load(rx.conn)?;
        for (id, office) in rows {
            found.insert(parsed(&id)?, parsed_opt(office.as_deref())?);
        }
    }
    Ok(found)
}
