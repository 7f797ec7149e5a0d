//! Zones, and what is proposed of them.

use crate::domain::access::Permission;
use crate::domain::event::ZoneStatusStated;
use crate::domain::ids::{AccountId, OfficeId, ZoneChangeId, ZoneId};
use crate::domain::time::Day;
use crate::domain::zone::{self, ZoneArea, ZoneChangeState};
use crate::store::db::Rx;
use crate::store::zone::{zone_by_code, zone_change_fetch, zone_changes, zone_fetch, zone_history, zones};
use crate::web::api::asked::{Asked, Filter};
use crate::web::api::nouns::{Noun, Reader};
use crate::web::error::WebError;
use serde::Serialize;
use utoipa::ToSchema;

/// Where a zone is, from a day on.
#[derive(Debug, Serialize, ToSchema)]
pub struct ZoneBoundary {
    /// None: from the beginning.
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<Day>,
    /// Its areas, each as rings of `[longitude, latitude]` in 1e-7 degrees.
    area: ZoneArea,
}

/// A zone with all that was confirmed of it, the latest last: of a day the last statement about it counts.
#[derive(Debug, Serialize, ToSchema)]
pub struct Zone {
    id: ZoneId,
    no: i64,
    code: String,
    name: String,
    authority: String,
    office: Option<OfficeId>,
    boundaries: Vec<ZoneBoundary>,
    statuses: Vec<ZoneStatusStated>,
    seq: i64,
}

fn view(rx: &mut Rx<'_>, zone: zone::Zone) -> Result<Zone, WebError> {
    let history = zone_history(rx, zone.no, None)?.ok_or(WebError::NotFound)?;
    let (authority, office) = match zone.facts.act {
        crate::domain::event::ZoneAct::Zone { authority, office, .. } => (authority, office),
        _ => (String::new(), None),
    };
    let boundaries = history.boundaries.into_iter().map(|(from, area)| ZoneBoundary { from, area }).collect();
    let (id, no, code, name, seq) = (zone.id, zone.no, zone.code, zone.name, zone.seq);
    Ok(Zone { id, no, code, name, authority, office, boundaries, statuses: history.statuses, seq })
}

impl Noun for Zone {
    const PERMISSION: Permission = Permission::SiteRead;
    const FILTERS: &'static [Filter] = &[];

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, _reader: &Reader, _asked: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let mut all = zones(rx)?;
        all.retain(|z| before.is_none_or(|before| z.no < before));
        all.reverse();
        all.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        all.into_iter().map(|z| view(rx, z)).collect()
    }
    fn one(rx: &mut Rx<'_>, _reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let found = match key.parse() {
            Ok(id) => zone_fetch(rx, id)?,
            Err(_) => zone_by_code(rx, &crate::domain::code::written(key))?,
        };
        found.map(|z| view(rx, z)).transpose()
    }
}

/// A proposal about zones, or of a release of frozen stones.
#[derive(Debug, Serialize, ToSchema)]
pub struct ZoneChange {
    id: ZoneChangeId,
    no: i64,
    zone: Option<ZoneId>,
    /// What is proposed, as it stands in the journal; told apart by `of`: `zone`, `boundary`, `status`, `release`.
    #[schema(value_type = Object)]
    act: serde_json::Value,
    /// `waiting`, `confirmed` or `refused`.
    state: &'static str,
    proposed_by: AccountId,
    proposed_seq: i64,
    decided_by: Option<AccountId>,
    decided_seq: Option<i64>,
    reason: Option<String>,
}

impl From<zone::ZoneChange> for ZoneChange {
    fn from(c: zone::ZoneChange) -> Self {
        Self {
            id: c.facts.change,
            no: c.facts.no,
            zone: c.facts.zone,
            act: serde_json::to_value(&c.facts.act).unwrap_or_default(),
            state: c.state.as_str(),
            proposed_by: c.proposed_by,
            proposed_seq: c.proposed_seq,
            decided_by: c.decided_by,
            decided_seq: c.decided_seq,
            reason: c.reason,
        }
    }
}

impl Noun for ZoneChange {
    const PERMISSION: Permission = Permission::SiteRead;
    const FILTERS: &'static [Filter] = &[Filter::word("state", "`waiting`, `confirmed` or `refused`.")];

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, _reader: &Reader, asked: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let state = asked.read("state", |word| word.parse::<ZoneChangeState>().ok())?;
        Ok(zone_changes(rx, state, None, before, limit)?.into_iter().map(Self::from).collect())
    }
    fn one(rx: &mut Rx<'_>, _reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let Ok(id) = key.parse() else { return Ok(None) };
        Ok(zone_change_fetch(rx, id)?.map(Self::from))
    }
}
