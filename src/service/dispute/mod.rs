//! Disputes: an act that contradicts what is recorded is kept beside it, what lives of its parcels is frozen, and an
//! officer decides with reasons.
//!
//! Nothing is taken from anybody by a claim: [`OpenDispute`] holds the parcels where they are. Only [`DecideDispute`],
//! by somebody else, can give them to another.

mod decide;
mod open;

pub use decide::{DecideDispute, WithdrawDispute, may_withdraw};
pub use open::OpenDispute;

use crate::domain::access::Permission;
use crate::domain::dispute::Dispute;
use crate::domain::ids::DisputeId;
use crate::domain::violation::Violation;
use crate::service::Case;
use crate::service::error::ServiceError;
use crate::store::db::Rx;
use crate::store::dispute::dispute_fetch;

/// The most characters of a statement or a reason.
pub const TEXT_MAX: usize = 1_000;

/// An open case that the actor may read; nobody else is told that it is there.
fn open_case(rx: &mut Rx<'_>, case: &Case<'_>, id: DisputeId) -> Result<Dispute, ServiceError> {
    let found = dispute_fetch(rx, id)?.ok_or(ServiceError::NotFound("dispute"))?;
    if !case.reach(Permission::DisputeRead).covers(&found.belongs()) {
        return Err(ServiceError::NotFound("dispute"));
    }
    if !found.is_open() {
        let over = Violation::new("dispute.over").with("case", found.code.clone()).with("state", found.state.as_str());
        return Err(found.ended_seq.into_iter().fold(over, |over, seq| over.with("seq", seq)).conflict().into());
    }
    Ok(found)
}
