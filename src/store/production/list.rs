//! Production entries in lists, with their totals, and the sites a registrar digs in.

use super::Row;
use crate::domain::access::Reach;
use crate::domain::event::ProductionFlag;
use crate::domain::ids::{AccountId, LicenceId, OfficeId, PartyId, SiteId};
use crate::domain::parcel::{Source, SourceKind};
use crate::domain::time::Day;
use crate::store::connection::Conn;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::schema::{journal, site, source, stock_declaration};
use crate::store::text::{fold, parsed, parsed_opt};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use std::collections::HashMap;

/// How many ids one `IN (..)` may hold on both databases.
const IN_LIST: usize = 500;

/// What a list of production entries is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProductionFilter {
    /// Of one site.
    pub site: Option<SiteId>,
    /// Under one licence.
    pub licence: Option<LicenceId>,
    /// Written down by one office.
    pub office: Option<OfficeId>,
    /// Written down by one account.
    pub account: Option<AccountId>,
    /// From this day on.
    pub from: Option<Day>,
    /// Up to this day.
    pub to: Option<Day>,
    /// With this oddity.
    pub flag: Option<ProductionFlag>,
}

/// What a list adds up to. Test entries are counted apart and weigh nothing; those taken back are not counted at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProductionTotals {
    /// Entries that count.
    pub entries: i64,
    /// Their stones.
    pub stones: i64,
    /// Their mass, milli-carats.
    pub weight_mct: i64,
    /// Test entries.
    pub tests: i64,
}

type Boxed<'a> = source::BoxedQuery<'a, <Conn as diesel::Connection>::Backend>;

fn narrowed(reach: Reach, filter: &ProductionFilter) -> Option<Boxed<'static>> {
    let mut query = source::table.into_boxed().filter(source::kind.eq(SourceKind::Production.as_str()));
    query = match reach {
        Reach::All => query,
        Reach::Office(office) => query.filter(source::office_id.eq(office.to_string())),
        Reach::Party(party) => query.filter(source::holder_id.eq(party.to_string())),
        Reach::Nothing => return None,
    };
    if let Some(site) = filter.site {
        query = query.filter(source::site_id.eq(site.to_string()));
    }
    if let Some(licence) = filter.licence {
        query = query.filter(source::licence_id.eq(licence.to_string()));
    }
    if let Some(office) = filter.office {
        query = query.filter(source::office_id.eq(office.to_string()));
    }
    if let Some(account) = filter.account {
        query = query.filter(source::account_id.eq(account.to_string()));
    }
    if let Some(from) = filter.from {
        query = query.filter(source::on_day.ge(from.to_string()));
    }
    if let Some(to) = filter.to {
        query = query.filter(source::on_day.le(to.to_string()));
    }
    if let Some(flag) = filter.flag {
        // The list is JSON text: each word stands in quotation marks.
        query = query.filter(source::flags.like(format!("%\"{}\"%", flag.as_str())));
    }
    Some(query)
}

/// Production entries within a reach, newest first, those with a parcel number before `before`.
///
/// # Errors
/// When the database fails.
pub fn productions(
    rx: &mut Rx<'_>,
    reach: Reach,
    filter: &ProductionFilter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Source>, StoreError> {
    let Some(mut query) = narrowed(reach, filter) else { return Ok(Vec::new()) };
    if let Some(before) = before {
        query = query.filter(source::parcel_no.lt(before));
    }
    let rows: Vec<Row> = query.order(source::parcel_no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// Entries that a correction took back, as [`Source::is_withdrawn`] says it.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn taken_back() -> _ {
    source::weight_mct.eq(0_i64).and(source::corrected_seq.is_not_null())
}

/// What the whole list adds up to.
///
/// # Errors
/// When the database fails.
pub fn production_totals(rx: &mut Rx<'_>, reach: Reach, filter: &ProductionFilter) -> Result<ProductionTotals, StoreError> {
    let Some(query) = narrowed(reach, filter) else { return Ok(ProductionTotals::default()) };
    let (entries, stones, weight_mct, tests) = query
        .filter(diesel::dsl::not(taken_back()))
        .select((
            sql::<BigInt>("CAST(COALESCE(SUM(1 - test), 0) AS BIGINT)"),
            sql::<BigInt>("CAST(COALESCE(SUM(stones * (1 - test)), 0) AS BIGINT)"),
            sql::<BigInt>("CAST(COALESCE(SUM(weight_mct * (1 - test)), 0) AS BIGINT)"),
            sql::<BigInt>("CAST(COALESCE(SUM(test), 0) AS BIGINT)"),
        ))
        .get_result(rx.conn)?;
    Ok(ProductionTotals { entries, stones, weight_mct, tests })
}

/// How a page names a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteLabel {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// Codes and names of sites.
///
/// # Errors
/// When the database fails.
pub fn site_labels(rx: &mut Rx<'_>, ids: impl IntoIterator<Item = SiteId>) -> Result<HashMap<SiteId, SiteLabel>, StoreError> {
    let mut texts: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
    texts.sort();
    texts.dedup();
    let mut found = HashMap::with_capacity(texts.len());
    for part in texts.chunks(IN_LIST) {
        let rows: Vec<(String, String, String)> =
            site::table.filter(site::id.eq_any(part.to_vec())).select((site::id, site::code, site::name)).load(rx.conn)?;
        for (id, code, name) in rows {
            found.insert(parsed(&id)?, SiteLabel { code, name });
        }
    }
    Ok(found)
}

/// The sites of the last entries an account wrote down, the latest first.
///
/// # Errors
/// When the database fails.
pub fn sites_lately(rx: &mut Rx<'_>, account: AccountId, limit: usize) -> Result<Vec<SiteId>, StoreError> {
    let rows: Vec<Option<String>> = source::table
        .filter(source::account_id.eq(account.to_string()))
        .order(source::parcel_no.desc())
        .limit(200)
        .select(source::site_id)
        .load(rx.conn)?;
    let mut sites: Vec<SiteId> = Vec::new();
    for id in rows.iter().flatten() {
        let id = parsed(id)?;
        if !sites.contains(&id) {
            sites.push(id);
        }
        if sites.len() == limit {
            break;
        }
    }
    Ok(sites)
}

/// Sites with a licence, within a reach, by a part of the name or the beginning of the code; newest first.
///
/// # Errors
/// When the database fails.
pub fn sites_to_dig(rx: &mut Rx<'_>, reach: Reach, text: &str, limit: i64) -> Result<Vec<SiteId>, StoreError> {
    let mut query = site::table.into_boxed().filter(site::licence_id.is_not_null());
    query = match reach {
        Reach::All => query,
        Reach::Office(office) => query.filter(site::office_id.eq(office.to_string())),
        Reach::Party(_) | Reach::Nothing => return Ok(Vec::new()),
    };
    let name = fold(text);
    if !name.is_empty() {
        let code = crate::domain::code::written(text).replace(['%', '_'], "");
        let named = site::name_search.like(format!("%{name}%"));
        query = query.filter(named.or(site::code.like(format!("{code}%"))));
    }
    let rows: Vec<String> = query.order(site::no.desc()).limit(limit).select(site::id).load(rx.conn)?;
    rows.iter().map(|id| parsed(id)).collect()
}

/// Whether a site already has an entry of the same day, mass and count: perhaps the same page written twice.
///
/// # Errors
/// When the database fails.
pub fn production_twin(rx: &mut Rx<'_>, site_id: SiteId, on: Day, weight_mct: i64, stones: i64) -> Result<Option<i64>, StoreError> {
    Ok(source::table
        .filter(source::site_id.eq(site_id.to_string()))
        .filter(source::on_day.eq(on.to_string()))
        .filter(source::weight_mct.eq(weight_mct))
        .filter(source::stones.eq(stones))
        .order(source::parcel_no)
        .limit(1)
        .select(source::parcel_no)
        .get_result(rx.conn)
        .optional()?)
}

/// A declaration of opening stock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// Its entry.
    pub seq: i64,
    /// Whose.
    pub holder: PartyId,
    /// The day of the count.
    pub on: Day,
    /// The office.
    pub office: Option<OfficeId>,
    /// A trial.
    pub test: bool,
    /// How many parcels.
    pub parcels: i64,
    /// Their stones.
    pub stones: i64,
    /// Their mass, milli-carats.
    pub weight_mct: i64,
    /// Mass of those that name no site, milli-carats.
    pub unestablished_mct: i64,
}

/// Declarations within a reach, newest first, those with an entry before `before`.
///
/// # Errors
/// When the database fails.
pub fn declarations(rx: &mut Rx<'_>, reach: Reach, before: Option<i64>, limit: i64) -> Result<Vec<Declaration>, StoreError> {
    type Columns = (i64, String, String, Option<String>, i64);
    let mut query = stock_declaration::table.into_boxed();
    query = match reach {
        Reach::All => query,
        Reach::Office(office) => query.filter(stock_declaration::office_id.eq(office.to_string())),
        Reach::Party(party) => query.filter(stock_declaration::holder_id.eq(party.to_string())),
        Reach::Nothing => return Ok(Vec::new()),
    };
    if let Some(before) = before {
        query = query.filter(stock_declaration::seq.lt(before));
    }
    let columns = (
        stock_declaration::seq,
        stock_declaration::holder_id,
        stock_declaration::on_day,
        stock_declaration::office_id,
        stock_declaration::test,
    );
    let rows: Vec<Columns> = query.order(stock_declaration::seq.desc()).limit(limit).select(columns).load(rx.conn)?;
    rows.into_iter()
        .map(|(seq, holder, on, office, test)| {
            let (parcels, stones, weight_mct, unestablished_mct) = source::table
                .filter(source::seq.eq(seq))
                .filter(source::holder_id.eq(&holder))
                .select((
                    sql::<BigInt>("COUNT(*)"),
                    sql::<BigInt>("CAST(COALESCE(SUM(stones), 0) AS BIGINT)"),
                    sql::<BigInt>("CAST(COALESCE(SUM(weight_mct), 0) AS BIGINT)"),
                    sql::<BigInt>("CAST(COALESCE(SUM(CASE WHEN site_id IS NULL THEN weight_mct ELSE 0 END), 0) AS BIGINT)"),
                ))
                .get_result(rx.conn)?;
            let (holder, on, office) = (parsed(&holder)?, parsed(&on)?, parsed_opt(office.as_deref())?);
            Ok(Declaration { seq, holder, on, office, test: test != 0, parcels, stones, weight_mct, unestablished_mct })
        })
        .collect()
}

/// When an entry was recorded, and of what kind it is.
pub type Stamp = (crate::domain::time::Instant, String);

/// The stamps of some entries.
///
/// # Errors
/// When the database fails.
pub fn stamps(rx: &mut Rx<'_>, seqs: impl IntoIterator<Item = i64>) -> Result<HashMap<i64, Stamp>, StoreError> {
    let mut seqs: Vec<i64> = seqs.into_iter().collect();
    seqs.sort_unstable();
    seqs.dedup();
    let mut found = HashMap::with_capacity(seqs.len());
    for part in seqs.chunks(IN_LIST) {
        let rows: Vec<(i64, String, String)> = journal::table
            .filter(journal::seq.eq_any(part.to_vec()))
            .select((journal::seq, journal::recorded_at, journal::kind))
            .load(rx.conn)?;
        for (seq, at, kind) in rows {
            found.insert(seq, (parsed(&at)?, kind));
        }
    }
    Ok(found)
}
