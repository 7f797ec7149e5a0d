//! Reports of stones that left the trade inside the country.

use crate::domain::access::Permission;
use crate::domain::event::RemovalCause;
use crate::domain::ids::{AccountId, OfficeId, PartyId, RemovalId};
use crate::domain::parcel::parcel_code;
use crate::domain::quantity::Mass;
use crate::domain::removal;
use crate::domain::removal::RemovalState;
use crate::domain::time::Day;
use crate::store::db::Rx;
use crate::store::removal::{removal_fetch, removals};
use crate::web::api::asked::{Asked, Filter};
use crate::web::api::nouns::{Noun, Reader};
use crate::web::error::WebError;
use serde::Serialize;
use utoipa::ToSchema;

/// A report that a parcel is no stock any more.
#[derive(Debug, Serialize, ToSchema)]
pub struct Removal {
    id: RemovalId,
    no: i64,
    code: String,
    /// Code of the parcel.
    parcel: String,
    holder: PartyId,
    office: Option<OfficeId>,
    weight_mct: Mass,
    stones: i64,
    cause: RemovalCause,
    #[schema(value_type = String, format = Date)]
    on: Day,
    taker: Option<String>,
    reference: Option<String>,
    happened: String,
    test: bool,
    /// `waiting`, `confirmed` or `refused`.
    state: &'static str,
    reported_by: AccountId,
    reported_seq: i64,
    decided_by: Option<AccountId>,
    decided_seq: Option<i64>,
    decision_reason: Option<String>,
}

impl From<removal::Removal> for Removal {
    fn from(r: removal::Removal) -> Self {
        let (f, decided) = (r.facts, r.decided);
        Self {
            id: f.removal,
            no: f.no,
            code: f.code,
            parcel: parcel_code(f.parcel_no),
            holder: f.holder,
            office: f.office,
            weight_mct: f.weight_mct,
            stones: f.stones,
            cause: f.cause,
            on: f.on,
            taker: f.taker,
            reference: f.reference,
            happened: f.happened,
            test: r.test,
            state: r.state.as_str(),
            reported_by: r.reported_by,
            reported_seq: r.reported_seq,
            decided_by: decided.as_ref().map(|d| d.by),
            decided_seq: decided.as_ref().map(|d| d.seq),
            decision_reason: decided.and_then(|d| d.reason),
        }
    }
}

impl Noun for Removal {
    const PERMISSION: Permission = Permission::ParcelRead;
    const FILTERS: &'static [Filter] = &[Filter::word("state", "`waiting`, `confirmed` or `refused`.")];

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, reader: &Reader, asked: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let state = asked.read("state", |word| word.parse::<RemovalState>().ok())?;
        let found = removals(rx, reader.reach(Self::PERMISSION), state, before, limit)?;
        Ok(found.into_iter().map(Self::from).collect())
    }
    fn one(rx: &mut Rx<'_>, reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let Ok(id) = key.parse() else { return Ok(None) };
        let reach = reader.reach(Self::PERMISSION);
        Ok(removal_fetch(rx, id)?.filter(|r| reach.covers(&r.belongs())).map(Self::from))
    }
}
