//! What may be inspected, when it was last, and how much of it was within the interval.

use crate::domain::event::{InspectionKind, PartyState};
use crate::domain::ids::{OfficeId, PartyId, SiteId, TargetId};
use crate::domain::inspection::{Covered, role_of};
use crate::domain::party::party_state_on;
use crate::domain::time::Day;
use crate::store::control::seq_surely_before;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::office::{office_fetch, offices};
use crate::store::party::{party_by_code, party_fetch, party_states_of};
use crate::store::schema::inspection;
use crate::store::site::{site_by_code, site_fetch};
use crate::store::text::{parsed, parsed_opt};
use chrono::TimeDelta;
use diesel::dsl::max;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use std::collections::{BTreeMap, HashMap};

/// Something that may be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its id, of its kind.
    pub target: TargetId,
    /// Its code.
    pub code: String,
    /// The office that looks after it.
    pub office: Option<OfficeId>,
    /// Open alerts about it: notices, alarms, critical ones.
    pub alerts: [i64; 3],
    /// Metres to the border, of a site where they are known.
    pub border_m: Option<i64>,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Text)]
    code: String,
    #[diesel(sql_type = Nullable<Text>)]
    office_id: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    facts: Option<String>,
}

#[derive(QueryableByName)]
struct Open {
    #[diesel(sql_type = Text)]
    subject_id: String,
    #[diesel(sql_type = Text)]
    severity: String,
    #[diesel(sql_type = BigInt)]
    n: i64,
}

fn open_alerts(rx: &mut Rx<'_>, kind: InspectionKind) -> Result<HashMap<String, [i64; 3]>, StoreError> {
    let subject = match kind {
        InspectionKind::Site => "site",
        InspectionKind::Office => "office",
        InspectionKind::Buyer | InspectionKind::Exporter => "party",
    };
    let sql = "SELECT subject_id, severity, COUNT(*) AS n FROM alert \
               WHERE subject_kind = $1 AND state = 'open' AND gone_at IS NULL GROUP BY subject_id, severity";
    let rows: Vec<Open> = diesel::sql_query(sql).bind::<Text, _>(subject).load(rx.conn)?;
    let mut all: HashMap<String, [i64; 3]> = HashMap::new();
    for row in rows {
        let at = ["notice", "alarm", "critical"].iter().position(|s| *s == row.severity).unwrap_or(0);
        if let Some(n) = all.entry(row.subject_id).or_default().get_mut(at) {
            *n = row.n;
        }
    }
    Ok(all)
}

/// All that may be inspected of a kind, of one office or all, by code: sites with a licence, parties in the trade with the role
/// of the kind, offices.
///
/// # Errors
/// When the database fails.
pub fn candidates(rx: &mut Rx<'_>, kind: InspectionKind, office: Option<OfficeId>, day: Day) -> Result<Vec<Candidate>, StoreError> {
    let mut rows: Vec<Found> = match role_of(kind) {
        Some(role) => {
            let sql = "SELECT p.id, p.code, p.office_id, NULL AS facts FROM party p \
                       JOIN party_role r ON r.party_id = p.id WHERE r.role = $1 ORDER BY p.code";
            diesel::sql_query(sql).bind::<Text, _>(role.as_str()).load(rx.conn)?
        }
        None if kind == InspectionKind::Site => {
            diesel::sql_query("SELECT id, code, office_id, facts FROM site WHERE licence_id IS NOT NULL ORDER BY code").load(rx.conn)?
        }
        None => diesel::sql_query("SELECT id, code, id AS office_id, NULL AS facts FROM office ORDER BY code").load(rx.conn)?,
    };
    let own = office.map(|o| o.to_string());
    rows.retain(|r| own.is_none() || r.office_id == own);
    if role_of(kind).is_some() {
        let ids: Vec<PartyId> = rows.iter().map(|r| parsed(&r.id)).collect::<Result<_, _>>()?;
        let states = party_states_of(rx, &ids)?;
        let active = |r: &Found| {
            let id: Option<PartyId> = r.id.parse().ok();
            id.and_then(|id| states.get(&id)).is_none_or(|history| party_state_on(history, day) == PartyState::Active)
        };
        rows.retain(active);
    }
    let alerts = open_alerts(rx, kind)?;
    let read = |r: Found| {
        let facts: Option<crate::domain::event::SiteFacts> = r.facts.as_deref().map(crate::store::text::from_json).transpose()?;
        Ok(Candidate {
            target: parsed(&r.id)?,
            office: parsed_opt(r.office_id.as_deref())?,
            alerts: alerts.get(&r.id).copied().unwrap_or_default(),
            border_m: facts.and_then(|f| f.border_m),
            code: r.code,
        })
    };
    rows.into_iter().map(read).collect()
}

/// When each target of a kind was last inspected.
pub type Visited = HashMap<TargetId, Day>;

/// When each target of a kind was last inspected, up to a day.
///
/// # Errors
/// When the database fails.
pub fn visits_of(rx: &mut Rx<'_>, kind: InspectionKind, upto: Day) -> Result<Visited, StoreError> {
    let rows: Vec<(String, Option<String>)> = inspection::table
        .filter(inspection::kind.eq(kind.as_str()))
        .filter(inspection::on_day.le(upto.to_string()))
        .group_by(inspection::target_id)
        .select((inspection::target_id, max(inspection::on_day)))
        .load(rx.conn)?;
    let read = |(target, last): (String, Option<String>)| Ok((parsed(&target)?, parsed(&last.unwrap_or_default())?));
    rows.into_iter().map(read).collect()
}

/// When one target was last inspected.
///
/// # Errors
/// When the database fails.
pub fn last_visit(rx: &mut Rx<'_>, kind: InspectionKind, target: TargetId) -> Result<Option<Day>, StoreError> {
    let last: Option<String> = inspection::table
        .filter(inspection::kind.eq(kind.as_str()))
        .filter(inspection::target_id.eq(target.to_string()))
        .select(max(inspection::on_day))
        .get_result(rx.conn)?;
    parsed_opt(last.as_deref())
}

/// How much of a kind was inspected on a day or since, by office.
///
/// # Errors
/// When the database fails.
pub fn coverage(rx: &mut Rx<'_>, kind: InspectionKind, since: Day, today: Day) -> Result<BTreeMap<Option<OfficeId>, Covered>, StoreError> {
    let visits = visits_of(rx, kind, today)?;
    let mut all: BTreeMap<Option<OfficeId>, Covered> = BTreeMap::new();
    for c in candidates(rx, kind, None, today)? {
        let covered = all.entry(c.office).or_default();
        covered.whole = covered.whole.saturating_add(1);
        match visits.get(&c.target) {
            Some(last) if *last >= since => covered.within = covered.within.saturating_add(1),
            Some(_) => {}
            None => covered.never = covered.never.saturating_add(1),
        }
    }
    Ok(all)
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = Text)]
    id: String,
}

/// Sites with a licence that were not inspected since a day nor registered since, and about which no alert of the control speaks as an alarm:
/// a notice may have grown into one.
///
/// # Errors
/// When the database fails.
pub fn sites_not_inspected(rx: &mut Rx<'_>, control: &str, since: Day) -> Result<Vec<String>, StoreError> {
    // A little more than is surely due: who looks reads the day.
    let upto = seq_surely_before(rx, since.checked_add_signed(TimeDelta::days(2)).unwrap_or(since))?;
    let sql = "SELECT s.id FROM site s WHERE s.licence_id IS NOT NULL AND s.registered_seq <= $1 \
               AND NOT EXISTS (SELECT 1 FROM inspection i WHERE i.kind = 'site' AND i.target_id = s.id AND i.on_day >= $2) \
               AND NOT EXISTS (SELECT 1 FROM alert a WHERE a.control = $3 AND a.subject_kind = 'site' AND a.subject_id = s.id \
               AND a.severity = 'alarm' AND a.gone_at IS NULL) ORDER BY s.no";
    let rows: Vec<Id> =
        diesel::sql_query(sql).bind::<BigInt, _>(upto).bind::<Text, _>(since.to_string()).bind::<Text, _>(control).load(rx.conn)?;
    Ok(rows.into_iter().map(|r| r.id).collect())
}

/// The code of a target; none of one that is not there.
///
/// # Errors
/// When the database fails.
pub fn target_code(rx: &mut Rx<'_>, kind: InspectionKind, target: TargetId) -> Result<Option<String>, StoreError> {
    let id = target.uuid();
    Ok(match kind {
        InspectionKind::Site => site_fetch(rx, SiteId::new(id))?.map(|s| s.code),
        InspectionKind::Office => office_fetch(rx, OfficeId::new(id))?.map(|o| o.code),
        InspectionKind::Buyer | InspectionKind::Exporter => party_fetch(rx, PartyId::new(id))?.map(|p| p.code),
    })
}

/// The target of a kind with a code, of a party one with the role of the kind.
///
/// # Errors
/// When the database fails.
pub fn target_typed(rx: &mut Rx<'_>, kind: InspectionKind, typed: &str) -> Result<Option<TargetId>, StoreError> {
    let code = crate::domain::code::written(typed);
    Ok(match role_of(kind) {
        Some(role) => party_by_code(rx, &code)?.filter(|p| p.is(role)).map(|p| TargetId::new(p.id.uuid())),
        None if kind == InspectionKind::Site => site_by_code(rx, &code)?.map(|s| TargetId::new(s.id.uuid())),
        None => {
            let asked = typed.trim().to_uppercase();
            offices(rx)?.into_iter().find(|o| o.code == asked).map(|o| TargetId::new(o.id.uuid()))
        }
    })
}
