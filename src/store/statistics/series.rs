//! What happened in a district or an office, month by month.

use crate::domain::ids::OfficeId;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::collections::BTreeMap;

/// A part of the country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A first-level area, by its code.
    District(String),
    /// What an office looks after.
    Office(OfficeId),
}

impl Place {
    fn key(&self) -> String {
        match self {
            Self::District(code) => code.clone(),
            Self::Office(id) => id.to_string(),
        }
    }
    /// The column of `production_sum`, and that of `site`.
    const fn columns(&self) -> (&'static str, &'static str) {
        match self {
            Self::District(_) => ("region", "t.admin_code"),
            Self::Office(_) => ("office_id", "t.office_id"),
        }
    }
    /// Its alerts: of a district those about its sites, of an office all that are its own.
    const fn alerts(&self) -> &'static str {
        match self {
            Self::District(_) => "alert a JOIN site t ON t.id = a.subject_id WHERE t.admin_code = $1 AND a.subject_kind = 'site'",
            Self::Office(_) => "alert a WHERE a.office_id = $1",
        }
    }
}

/// One month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MonthFigures {
    /// Entries of production.
    pub entries: i64,
    /// What was dug, milli-carats.
    pub dug_mct: i64,
    /// Entries that were written down late.
    pub late: i64,
    /// What was sold as it was dug, milli-carats.
    pub sold_mct: i64,
    /// What certificates of the month traced to its sites, milli-carats.
    pub exported_mct: i64,
    /// Alerts first seen.
    pub alerts: i64,
}

/// How it stands now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Sites.
    pub sites: i64,
    /// Licences of its sites that are in force.
    pub licences: i64,
    /// Alerts that are open.
    pub alerts: i64,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    month: String,
    #[diesel(sql_type = BigInt)]
    a: i64,
    #[diesel(sql_type = BigInt)]
    b: i64,
}

fn rows(rx: &mut Rx<'_>, sql: &str, key: &str, (from, to): (&str, &str)) -> Result<Vec<Row>, StoreError> {
    Ok(diesel::sql_query(sql).bind::<Text, _>(key).bind::<Text, _>(from).bind::<Text, _>(to).load(rx.conn)?)
}

/// The figures of some months, the first and the last named (`2026-03`), by month; months of which nothing is known are left
/// out.
///
/// # Errors
/// When the database fails.
pub fn month_figures(rx: &mut Rx<'_>, place: &Place, (from, to): (&str, &str)) -> Result<BTreeMap<String, MonthFigures>, StoreError> {
    let (key, (sum, site)) = (place.key(), place.columns());
    let days = (format!("{from}-01"), format!("{to}-99"));
    let days = (days.0.as_str(), days.1.as_str());
    let mut found: BTreeMap<String, MonthFigures> = BTreeMap::new();
    let sql = format!(
        "SELECT month, CAST(SUM(entries) AS BIGINT) AS a, CAST(SUM(weight_mct) AS BIGINT) AS b FROM production_sum \
         WHERE {sum} = $1 AND month >= $2 AND month <= $3 GROUP BY month ORDER BY month"
    );
    for row in rows(rx, &sql, &key, (from, to))? {
        let month = found.entry(row.month).or_default();
        (month.entries, month.dug_mct) = (row.a, row.b);
    }
    let sql = format!(
        "SELECT substr(s.on_day, 1, 7) AS month, COUNT(*) AS a, CAST(0 AS BIGINT) AS b FROM source s JOIN site t ON t.id = s.site_id \
         WHERE {site} = $1 AND s.on_day >= $2 AND s.on_day <= $3 AND s.test = 0 AND s.kind = 'production' AND s.weight_mct > 0 AND s.flags LIKE '%\"late\"%' \
         GROUP BY 1 ORDER BY 1"
    );
    for row in rows(rx, &sql, &key, days)? {
        found.entry(row.month).or_default().late = row.a;
    }
    let sql = format!(
        "SELECT substr(p.on_day, 1, 7) AS month, CAST(SUM(i.weight_mct) AS BIGINT) AS a, COUNT(*) AS b FROM purchase p \
         JOIN purchase_item i ON i.purchase_id = p.id JOIN source s ON s.parcel_no = i.parcel_no JOIN site t ON t.id = s.site_id \
         WHERE {site} = $1 AND p.on_day >= $2 AND p.on_day <= $3 AND p.state = 'accepted' AND p.test = 0 GROUP BY 1 ORDER BY 1"
    );
    for row in rows(rx, &sql, &key, days)? {
        found.entry(row.month).or_default().sold_mct = row.a;
    }
    let sql = format!(
        "SELECT substr(c.issued_on, 1, 7) AS month, CAST(SUM(x.weight_mct) AS BIGINT) AS a, COUNT(*) AS b FROM certificate c \
         JOIN certificate_site x ON x.certificate_no = c.no AND x.revision = c.revision JOIN site t ON t.id = x.site_id \
         WHERE {site} = $1 AND c.issued_on >= $2 AND c.issued_on <= $3 AND c.voided_seq IS NULL GROUP BY 1 ORDER BY 1"
    );
    for row in rows(rx, &sql, &key, days)? {
        found.entry(row.month).or_default().exported_mct = row.a;
    }
    let sql = format!(
        "SELECT substr(a.first_seen_at, 1, 7) AS month, COUNT(*) AS a, CAST(0 AS BIGINT) AS b FROM {} \
         AND a.first_seen_at >= $2 AND a.first_seen_at <= $3 GROUP BY 1 ORDER BY 1",
        place.alerts()
    );
    for row in rows(rx, &sql, &key, days)? {
        found.entry(row.month).or_default().alerts = row.a;
    }
    Ok(found)
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

fn counted(rx: &mut Rx<'_>, sql: &str, key: &str, today: &str) -> Result<i64, StoreError> {
    let found: Counted = diesel::sql_query(sql).bind::<Text, _>(key).bind::<Text, _>(today).get_result(rx.conn)?;
    Ok(found.n)
}

/// How many sites, licences in force and open alerts there are today.
///
/// # Errors
/// When the database fails.
pub fn place_standing(rx: &mut Rx<'_>, place: &Place, today: crate::domain::time::Day) -> Result<Standing, StoreError> {
    let (key, (_, site), today) = (place.key(), place.columns(), today.to_string());
    let sites = format!("SELECT COUNT(*) AS n FROM site t WHERE {site} = $1 AND $2 <> ''");
    let licences = format!(
        "SELECT COUNT(DISTINCT l.id) AS n FROM site t JOIN licence l ON l.id = t.licence_id \
         WHERE {site} = $1 AND l.starts_on <= $2 AND l.ends_on >= $2 AND l.state = 'issued'"
    );
    let alerts = format!("SELECT COUNT(*) AS n FROM {} AND $2 <> '' AND a.state = 'open' AND a.gone_at IS NULL", place.alerts());
    Ok(Standing {
        sites: counted(rx, &sites, &key, &today)?,
        licences: counted(rx, &licences, &key, &today)?,
        alerts: counted(rx, &alerts, &key, &today)?,
    })
}

/// What a site gave in a time.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct SiteFigures {
    /// Its id.
    #[diesel(sql_type = Text)]
    pub id: String,
    /// The code people read aloud.
    #[diesel(sql_type = Text)]
    pub code: String,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Milli-carats.
    #[diesel(sql_type = BigInt)]
    pub dug_mct: i64,
    /// Entries.
    #[diesel(sql_type = BigInt)]
    pub entries: i64,
    /// Open alerts.
    #[diesel(sql_type = BigInt)]
    pub alerts: i64,
}

/// What each site of an office, or of all, gave in some months, the most first; those that gave nothing are left out.
///
/// # Errors
/// When the database fails.
pub fn site_figures(
    rx: &mut Rx<'_>,
    office: Option<OfficeId>,
    (from, to): (&str, &str),
    limit: i64,
) -> Result<Vec<SiteFigures>, StoreError> {
    let sql = "SELECT t.id AS id, t.code AS code, t.name AS name, CAST(SUM(s.weight_mct) AS BIGINT) AS dug_mct, COUNT(*) AS entries, \
               (SELECT COUNT(*) FROM alert a WHERE a.subject_kind = 'site' AND a.subject_id = t.id AND a.state = 'open' AND a.gone_at IS NULL) AS alerts \
               FROM source s JOIN site t ON t.id = s.site_id \
               WHERE s.kind = 'production' AND s.test = 0 AND s.weight_mct > 0 AND s.on_day >= $1 AND s.on_day <= $2 AND (t.office_id = $3 OR $3 = '') \
               GROUP BY t.id, t.code, t.name ORDER BY dug_mct DESC, t.code LIMIT $4";
    Ok(diesel::sql_query(sql)
        .bind::<Text, _>(format!("{from}-01"))
        .bind::<Text, _>(format!("{to}-99"))
        .bind::<Text, _>(office.map(|o| o.to_string()).unwrap_or_default())
        .bind::<BigInt, _>(limit)
        .load(rx.conn)?)
}
