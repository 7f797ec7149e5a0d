//! Stones that the state takes: a seizure with its receipt, the way of the stones from safe to safe, counts of safes, and
//! orders by which they go again. Whoever takes them does not decide what becomes of them.

mod custody;
mod order;
mod record;

pub use custody::{AnswerSeizureDifference, CountSafe, MoveSeizure};
pub use order::{DecideSeizureOrder, ProposeSeizureOrder};
pub use record::{FoundStones, RecordSeizure};

use crate::domain::access::Permission;
use crate::domain::ids::SeizureId;
use crate::domain::party::Party;
use crate::domain::seizure::Seizure;
use crate::domain::violation::{Violation, Violations};
use crate::service::Case;
use crate::service::error::ServiceError;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::party::party_by_code;
use crate::store::seizure::seizure_fetch;

/// The most characters of a place, a safe, a service or a number.
pub const NAME_MAX: usize = 200;
/// The most characters of what is told.
pub const TEXT_MAX: usize = 2_000;
/// The most parcels of one seizure.
pub const PARCELS_MAX: usize = 200;

/// A seizure within the actor's reach; nobody else is told that it is there.
fn seizure_of(rx: &mut Rx<'_>, case: &Case<'_>, permission: Permission, id: SeizureId) -> Result<Seizure, ServiceError> {
    let found = seizure_fetch(rx, id)?.filter(|s| case.reach(Permission::SeizureRead).covers(&s.belongs()));
    let found = found.ok_or(ServiceError::NotFound("seizure"))?;
    case.require(permission, &found.belongs())?;
    Ok(found)
}

/// Nothing is done with a seizure while somebody has to answer for a difference, or while an order waits.
fn not_waiting(seizure: &Seizure, v: &mut Violations) {
    let told = |code: &'static str| Violation::new(code).with("code", seizure.facts.code.clone()).conflict();
    v.check(!seizure.differs, || told("seizure.difference_open"));
    v.check(!seizure.ordered, || told("seizure.order_waits"));
}

/// The party that somebody names by its code; one that is not there is noted.
pub(super) fn party_typed(rx: &mut Rx<'_>, typed: &str, field: &'static str, v: &mut Violations) -> Result<Option<Party>, StoreError> {
    let code = crate::domain::code::written(typed);
    let found = party_by_code(rx, &code)?;
    v.check(found.is_some(), || Violation::on("seizure.party_unknown", field).with("typed", typed.chars().take(40).collect::<String>()));
    Ok(found)
}
