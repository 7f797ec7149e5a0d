//! Lists of sites: for a page, and for the map.

use crate::domain::access::Reach;
use crate::domain::geo::{Bbox, Position};
use crate::domain::ids::{LicenceId, OfficeId, SiteId};
use crate::domain::licence::{Standing, StateChange, standing_within};
use crate::domain::time::Day;
use crate::domain::{code, event::LicenceState};
use crate::store::connection::Conn;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::schema::{licence, licence_history, site, source};
use crate::store::text::{fold, known, parsed, parsed_opt};
use diesel::dsl::{count_star, exists, not, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use serde::Deserialize;
use std::collections::HashMap;

/// Which sites, by their licence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LicenceFilter {
    /// Valid on the day asked for.
    Valid,
    /// A licence that is not valid on that day.
    NotValid,
    /// None at all.
    Missing,
}

/// Which sites are asked for; everything left out asks nothing.
#[derive(Debug, Clone, Default)]
pub struct SiteFilter {
    /// Words of the name or locality, the code, or the number of the licence.
    pub text: Option<String>,
    /// The office that looks after them.
    pub office: Option<OfficeId>,
    /// Code of the first-level area.
    pub area: Option<String>,
    /// By their licence, on a day.
    pub licence: Option<(LicenceFilter, Day)>,
    /// With or without production entries.
    pub production: Option<bool>,
    /// Whose box meets this one.
    pub bbox: Option<Bbox>,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteRow {
    /// Id.
    pub id: SiteId,
    /// Dense number.
    pub no: i64,
    /// The code people read aloud.
    pub code: String,
    /// Its name.
    pub name: String,
    /// A place inside it.
    pub centre: Position,
    /// Code of the first-level area.
    pub area: Option<String>,
    /// The office that looks after it.
    pub office: Option<OfficeId>,
    /// Its licence: id; number and standing on the day asked for, of its renewal where it is over and was renewed.
    pub licence: Option<(LicenceId, String, Standing)>,
}

type Query<'a> = site::BoxedQuery<'a, <Conn as Connection>::Backend>;

/// The licence of a site, and those of the same holder that renewed it one after the other: the one or the other of
/// them is what the site is dug under on a day.
const OWN_AND_RENEWALS: &str = "licence.id IN (WITH RECURSIVE chain(id, holder_id) AS (\
    SELECT l.id, l.holder_id FROM licence l WHERE l.id = site.licence_id \
    UNION SELECT n.id, n.holder_id FROM licence n JOIN chain c ON n.renews_id = c.id AND n.holder_id = c.holder_id) \
    SELECT chain.id FROM chain)";

/// Valid on a day, as [`standing_within`] decides it; held by a test.
fn valid_sql(day: Day) -> String {
    format!(
        "(licence.starts_on <= '{day}' AND licence.ends_on >= '{day}' \
         AND NOT EXISTS (SELECT 1 FROM licence_history h WHERE h.licence_id = licence.id AND h.state = 'revoked' AND h.on_day <= '{day}') \
         AND COALESCE((SELECT h.state FROM licence_history h WHERE h.licence_id = licence.id AND h.on_day <= '{day}' \
         ORDER BY h.on_day DESC, h.seq DESC LIMIT 1), 'issued') <> 'suspended')"
    )
}

fn query<'a>(reach: Reach, filter: &SiteFilter) -> Query<'a> {
    let mut query = site::table.into_boxed();
    match reach {
        Reach::All => {}
        Reach::Office(office) => query = query.filter(site::office_id.eq(office.to_string())),
        // A site belongs to no party: whoever sees a party's things only sees no sites.
        Reach::Party(_) | Reach::Nothing => query = query.filter(sql::<Bool>("1 = 0")),
    }
    if let Some(office) = filter.office {
        query = query.filter(site::office_id.eq(office.to_string()));
    }
    if let Some(area) = &filter.area {
        query = query.filter(site::admin_code.eq(area.clone()));
    }
    if let Some((wanted, day)) = filter.licence {
        let valid = licence::table.filter(sql::<Bool>(OWN_AND_RENEWALS)).filter(sql::<Bool>(&valid_sql(day)));
        query = match wanted {
            LicenceFilter::Valid => query.filter(exists(valid)),
            LicenceFilter::NotValid => query.filter(site::licence_id.is_not_null()).filter(not(exists(valid))),
            LicenceFilter::Missing => query.filter(site::licence_id.is_null()),
        };
    }
    if let Some(wanted) = filter.production {
        let produced = source::table.filter(source::site_id.eq(site::id.nullable())).filter(source::test.eq(0));
        query = if wanted { query.filter(exists(produced)) } else { query.filter(not(exists(produced))) };
    }
    if let Some(b) = filter.bbox {
        query = query
            .filter(site::south_e7.le(i64::from(b.north_e7)))
            .filter(site::north_e7.ge(i64::from(b.south_e7)))
            .filter(site::west_e7.le(i64::from(b.east_e7)))
            .filter(site::east_e7.ge(i64::from(b.west_e7)));
    }
    match filter.text.as_deref().map(str::trim).filter(|t| !t.is_empty()) {
        Some(text) => named(query, text),
        None => query,
    }
}

/// Every word begins a word of the name; or the whole is the code, its beginning, or the number of the licence.
fn named<'a>(query: Query<'a>, text: &str) -> Query<'a> {
    // A folded word holds letters and digits only, so nothing in it means anything to LIKE.
    let words: Vec<String> = fold(text).split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let begun: String = code::written(text).chars().filter(|c| plain(*c)).collect();
    // No code begins with a hyphen, so a text without letters and digits finds none.
    let begun = if begun.is_empty() { "-".to_owned() } else { begun };
    let numbered = licence::number.eq(text.to_owned()).or(licence::number.eq(text.to_uppercase()));
    let numbered = licence::table.filter(sql::<Bool>(OWN_AND_RENEWALS)).filter(numbered);
    let mut by_name: Box<dyn BoxableExpression<site::table, <Conn as Connection>::Backend, SqlType = Bool>> =
        if words.is_empty() { Box::new(sql::<Bool>("1 = 0")) } else { Box::new(sql::<Bool>("1 = 1")) };
    for word in words {
        let starts = site::name_search.like(format!("{word}%")).or(site::name_search.like(format!("% {word}%")));
        by_name = Box::new(by_name.and(starts));
    }
    query.filter(by_name.or(site::code.like(format!("{begun}%"))).or(exists(numbered)))
}

type Columns = (String, i64, String, String, i64, i64, Option<String>, Option<String>, Option<String>);

/// Sites before a number, newest first, with their licences on a day.
///
/// # Errors
/// When the database fails.
pub fn sites(
    rx: &mut Rx<'_>,
    reach: Reach,
    filter: &SiteFilter,
    on: Day,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<SiteRow>, StoreError> {
    let mut query = query(reach, filter);
    if let Some(before) = before {
        query = query.filter(site::no.lt(before));
    }
    let rows: Vec<Columns> = query
        .order(site::no.desc())
        .limit(limit)
        .select((
            site::id,
            site::no,
            site::code,
            site::name,
            site::lon_e7,
            site::lat_e7,
            site::admin_code,
            site::office_id,
            site::licence_id,
        ))
        .load(rx.conn)?;
    let named: Vec<String> = rows.iter().filter_map(|r| r.8.clone()).collect();
    let licences = standings(rx, Some(named), on)?;
    rows.into_iter()
        .map(|(id, no, code, name, lon, lat, area, office, licence)| {
            let licence = match licence.as_ref().and_then(|id| licences.get_key_value(id)) {
                Some((id, (number, standing))) => Some((parsed(id)?, number.clone(), *standing)),
                None => None,
            };
            Ok(SiteRow {
                id: parsed(&id)?,
                no,
                code,
                name,
                centre: position(lon, lat)?,
                area,
                office: parsed_opt(office.as_deref())?,
                licence,
            })
        })
        .collect::<Result<_, StoreError>>()
}

/// How many there are.
///
/// # Errors
/// When the database fails.
pub fn sites_count(rx: &mut Rx<'_>, reach: Reach, filter: &SiteFilter) -> Result<i64, StoreError> {
    Ok(query(reach, filter).select(count_star()).get_result(rx.conn)?)
}

/// The areas that sites lie in, by code, for a list to choose from.
///
/// # Errors
/// When the database fails.
pub fn area_names(rx: &mut Rx<'_>) -> Result<Vec<String>, StoreError> {
    let found: Vec<Option<String>> =
        site::table.filter(site::admin_code.is_not_null()).select(site::admin_code).distinct().load(rx.conn)?;
    let mut found: Vec<String> = found.into_iter().flatten().collect();
    found.sort();
    Ok(found)
}

fn position(lon: i64, lat: i64) -> Result<Position, StoreError> {
    let whole = |v: i64| i32::try_from(v).ok();
    let found = whole(lon).zip(whole(lat)).and_then(|(lon, lat)| Position::new(lon, lat));
    found.ok_or_else(|| StoreError::Damaged(format!("position {lon} {lat}")))
}

/// A licence as a list of sites tells it.
struct Told {
    number: String,
    standing: Standing,
    holder: String,
}

/// Numbers and standings of licences by id, of those named or of all; where the term is over and the holder renewed it,
/// those of the renewal.
fn standings(rx: &mut Rx<'_>, ids: Option<Vec<String>>, day: Day) -> Result<HashMap<String, (String, Standing)>, StoreError> {
    let mut told: HashMap<String, Told> = HashMap::new();
    let mut renewal_of: HashMap<String, String> = HashMap::new();
    let mut wanted = ids.clone();
    loop {
        let found = told_on(rx, wanted.take(), day, &mut renewal_of)?;
        let over: Vec<String> = found.iter().filter(|(_, l)| l.standing == Standing::Expired).map(|(id, _)| id.clone()).collect();
        told.extend(found);
        if ids.is_none() || over.is_empty() {
            break;
        }
        let next: Vec<String> = licence::table.filter(licence::renews_id.eq_any(over)).select(licence::id).load(rx.conn)?;
        wanted = Some(next.into_iter().filter(|id| !told.contains_key(id)).collect());
    }
    let asked = ids.unwrap_or_else(|| told.keys().cloned().collect());
    let last = |id: &String| -> Option<(String, Standing)> {
        let (mut at, mut next) = (told.get(id)?, renewal_of.get(id));
        // No chain is longer than there are licences.
        for _ in 0..told.len() {
            let renewal = next.and_then(|id| told.get_key_value(id)).filter(|(_, l)| l.holder == at.holder);
            let Some((id, renewal)) = renewal.filter(|_| at.standing == Standing::Expired) else { break };
            (at, next) = (renewal, renewal_of.get(id));
        }
        Some((at.number.clone(), at.standing))
    };
    Ok(asked.into_iter().filter_map(|id| last(&id).map(|told| (id, told))).collect())
}

/// Licences as they stand on a day, and which of them renewed which.
fn told_on(
    rx: &mut Rx<'_>,
    ids: Option<Vec<String>>,
    day: Day,
    renewal_of: &mut HashMap<String, String>,
) -> Result<HashMap<String, Told>, StoreError> {
    let columns = (licence::id, licence::number, licence::holder_id, licence::starts_on, licence::ends_on, licence::renews_id);
    let marks = (licence_history::licence_id, licence_history::seq, licence_history::state, licence_history::on_day);
    type Licences = Vec<(String, String, String, String, String, Option<String>)>;
    type Marks = Vec<(String, i64, String, String)>;
    let (licences, history): (Licences, Marks) = match ids {
        Some(ids) => (
            licence::table.filter(licence::id.eq_any(ids.clone())).select(columns).load(rx.conn)?,
            licence_history::table.filter(licence_history::licence_id.eq_any(ids)).select(marks).load(rx.conn)?,
        ),
        None => (licence::table.select(columns).load(rx.conn)?, licence_history::table.select(marks).load(rx.conn)?),
    };
    let mut changes: HashMap<String, Vec<StateChange>> = HashMap::new();
    for (id, seq, state, on) in history {
        let change = StateChange { seq, state: known(LicenceState::parse(&state), &state)?, on: parsed(&on)?, reason: None };
        changes.entry(id).or_default().push(change);
    }
    let mut told = HashMap::new();
    for (id, number, holder, starts, ends, renews) in licences {
        let history = changes.get(&id).map_or(&[][..], Vec::as_slice);
        let standing = standing_within((parsed(&starts)?, parsed(&ends)?), history, day);
        renewal_of.extend(renews.map(|old| (old, id.clone())));
        told.insert(id, Told { number, standing, holder });
    }
    Ok(told)
}

/// A site for the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feature {
    /// The code people read aloud.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Point or rings, in 1e-7 degrees.
    pub shape: FeatureShape,
    /// The standing of its licence on the day asked for.
    pub standing: Option<Standing>,
}

/// A kept shape read without checking it again: ten thousand checks would take longer than the rest of the answer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeatureShape {
    /// One position.
    Point((i32, i32)),
    /// Rings, not closed.
    Polygon(Vec<Vec<(i32, i32)>>),
}

/// The one part of a site's facts that the map wants.
#[derive(Deserialize)]
struct ShapeOnly {
    shape: FeatureShape,
}

/// Every site within reach that the filter lets through, in the order of their numbers, for the map.
///
/// # Errors
/// When the database fails.
pub fn site_features(rx: &mut Rx<'_>, reach: Reach, filter: &SiteFilter, on: Day, limit: i64) -> Result<Vec<Feature>, StoreError> {
    let rows: Vec<(String, String, Option<String>, String)> =
        query(reach, filter).order(site::no).limit(limit).select((site::code, site::name, site::licence_id, site::facts)).load(rx.conn)?;
    let licences = standings(rx, None, on)?;
    rows.into_iter()
        .map(|(code, name, licence, facts)| {
            let ShapeOnly { shape } = serde_json::from_str(&facts).map_err(StoreError::damaged)?;
            let standing = licence.and_then(|id| licences.get(&id)).map(|(_, standing)| *standing);
            Ok(Feature { code, name, shape, standing })
        })
        .collect()
}
