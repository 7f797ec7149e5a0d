//! Sites and their versions.

mod list;

pub use list::{Feature, FeatureShape, LicenceFilter, SiteFilter, SiteRow, area_names, site_features, sites, sites_count};

use crate::domain::event::{Reference, SiteChanged, SiteFacts, SiteRegistered};
use crate::domain::geo::{Bbox, bbox_e7};
use crate::domain::ids::{AccountId, LicenceId, SiteId};
use crate::domain::site::Site;
use crate::domain::time::Instant;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::production::taken_back;
use crate::store::schema::{journal, site, site_version, source};
use crate::store::statistics;
use crate::store::text::{fold, from_json, parsed, to_json};
use diesel::dsl::max;
use diesel::prelude::*;

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = site, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    id: String,
    no: i64,
    code: String,
    name: String,
    name_search: String,
    licence_id: Option<String>,
    office_id: Option<String>,
    lon_e7: i64,
    lat_e7: i64,
    west_e7: i64,
    south_e7: i64,
    east_e7: i64,
    north_e7: i64,
    admin_code: Option<String>,
    facts: String,
    reference_source: Option<String>,
    reference_key: Option<String>,
    registered_seq: i64,
    changed_seq: i64,
}

impl Row {
    fn new(id: SiteId, no: i64, code: &str, f: &SiteFacts, registered_seq: i64, changed_seq: i64) -> Result<Self, StoreError> {
        let bbox = bbox_e7(&f.shape);
        Ok(Self {
            id: id.to_string(),
            no,
            code: code.to_owned(),
            name: f.name.clone(),
            // The village or chiefdom is what people often know a pit by.
            name_search: fold(&format!("{} {}", f.name, f.locality.as_deref().unwrap_or_default())),
            licence_id: f.licence.map(|l| l.to_string()),
            office_id: f.office.map(|o| o.to_string()),
            lon_e7: i64::from(f.centre.lon_e7()),
            lat_e7: i64::from(f.centre.lat_e7()),
            west_e7: i64::from(bbox.west_e7),
            south_e7: i64::from(bbox.south_e7),
            east_e7: i64::from(bbox.east_e7),
            north_e7: i64::from(bbox.north_e7),
            admin_code: f.admin_code.clone(),
            facts: to_json(f)?,
            reference_source: f.reference.as_ref().map(|r| r.source.clone()),
            reference_key: f.reference.as_ref().map(|r| r.key.clone()),
            registered_seq,
            changed_seq,
        })
    }
    fn into_domain(self) -> Result<Site, StoreError> {
        Ok(Site {
            id: parsed(&self.id)?,
            no: self.no,
            code: self.code,
            facts: from_json(&self.facts)?,
            registered_seq: self.registered_seq,
            changed_seq: self.changed_seq,
        })
    }
}

pub(super) fn registered(tx: &mut Tx<'_>, at: At, e: &SiteRegistered) -> Result<(), StoreError> {
    let row = Row::new(e.site, e.no, &e.code, &e.facts, at.seq, at.seq)?;
    diesel::insert_into(site::table).values(&row).execute(tx.conn)?;
    version_write(tx, at, e.site, &e.facts, None)
}

pub(super) fn changed(tx: &mut Tx<'_>, at: At, e: &SiteChanged) -> Result<(), StoreError> {
    let before: Row = site::table.find(e.site.to_string()).get_result(tx.conn)?;
    let row = Row::new(e.site, before.no, &before.code, &e.facts, before.registered_seq, at.seq)?;
    diesel::update(site::table.find(e.site.to_string())).set(&row).execute(tx.conn)?;
    statistics::moved(tx, e.site, before.admin_code.as_deref(), e.facts.admin_code.as_deref())?;
    version_write(tx, at, e.site, &e.facts, Some(&e.reason))
}

fn version_write(tx: &mut Tx<'_>, at: At, id: SiteId, facts: &SiteFacts, reason: Option<&str>) -> Result<(), StoreError> {
    diesel::insert_into(site_version::table)
        .values((
            site_version::site_id.eq(id.to_string()),
            site_version::seq.eq(at.seq),
            site_version::facts.eq(to_json(facts)?),
            site_version::reason.eq(reason),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// One site.
///
/// # Errors
/// When the database fails.
pub fn site_fetch(rx: &mut Rx<'_>, id: SiteId) -> Result<Option<Site>, StoreError> {
    let row: Option<Row> = site::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// The site with a code as read aloud.
///
/// # Errors
/// When the database fails.
pub fn site_by_code(rx: &mut Rx<'_>, code: &str) -> Result<Option<Site>, StoreError> {
    let row: Option<Row> = site::table.filter(site::code.eq(code)).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// The site imported under a reference.
///
/// # Errors
/// When the database fails.
pub fn site_by_reference(rx: &mut Rx<'_>, reference: &Reference) -> Result<Option<Site>, StoreError> {
    let row: Option<Row> = site::table
        .filter(site::reference_source.eq(&reference.source))
        .filter(site::reference_key.eq(&reference.key))
        .get_result(rx.conn)
        .optional()?;
    row.map(Row::into_domain).transpose()
}

/// The number the next site gets.
///
/// # Errors
/// When the database fails.
pub fn site_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = site::table.select(max(site::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// The sites dug under a licence, in the order of their numbers.
///
/// # Errors
/// When the database fails.
pub fn sites_of_licence(rx: &mut Rx<'_>, licence: LicenceId) -> Result<Vec<Site>, StoreError> {
    let rows: Vec<Row> = site::table.filter(site::licence_id.eq(licence.to_string())).order(site::no).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// The sites whose boxes have a point in common with a box, in the order of their numbers.
///
/// # Errors
/// When the database fails.
pub fn sites_meeting(rx: &mut Rx<'_>, bbox: Bbox) -> Result<Vec<Site>, StoreError> {
    let rows: Vec<Row> = site::table
        .filter(site::south_e7.le(i64::from(bbox.north_e7)))
        .filter(site::north_e7.ge(i64::from(bbox.south_e7)))
        .filter(site::west_e7.le(i64::from(bbox.east_e7)))
        .filter(site::east_e7.ge(i64::from(bbox.west_e7)))
        .order(site::no)
        .load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// What was known of a site from an entry on.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteVersion {
    /// The entry.
    pub seq: i64,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// By whom.
    pub account: AccountId,
    /// What it said.
    pub facts: SiteFacts,
    /// Why it was changed; none for the first.
    pub reason: Option<String>,
}

/// Every version of a site, oldest first.
///
/// # Errors
/// When the database fails.
pub fn site_versions(rx: &mut Rx<'_>, id: SiteId) -> Result<Vec<SiteVersion>, StoreError> {
    let rows: Vec<(i64, String, String, String, Option<String>)> = site_version::table
        .inner_join(journal::table.on(journal::seq.eq(site_version::seq)))
        .filter(site_version::site_id.eq(id.to_string()))
        .order(site_version::seq)
        .select((site_version::seq, journal::recorded_at, journal::account, site_version::facts, site_version::reason))
        .load(rx.conn)?;
    rows.into_iter()
        .map(|(seq, at, account, facts, reason)| {
            Ok(SiteVersion { seq, recorded_at: parsed(&at)?, account: parsed(&account)?, facts: from_json(&facts)?, reason })
        })
        .collect()
}

/// How many production entries a site has and their mass in milli-carats; test parcels and entries
/// taken back do not count.
///
/// # Errors
/// When the database fails.
pub fn site_production(rx: &mut Rx<'_>, id: SiteId) -> Result<(i64, i64), StoreError> {
    let sum = diesel::dsl::sql::<diesel::sql_types::BigInt>("CAST(COALESCE(SUM(weight_mct), 0) AS BIGINT)");
    Ok(source::table
        .filter(source::site_id.eq(id.to_string()))
        .filter(source::kind.eq("production"))
        .filter(source::test.eq(0))
        .filter(diesel::dsl::not(taken_back()))
        .select((diesel::dsl::count_star(), sum))
        .get_result(rx.conn)?)
}
