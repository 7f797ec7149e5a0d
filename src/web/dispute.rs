//! Cases about two acts that cannot both hold: put on record, listed, shown beside what is recorded, and decided.

mod decide;
mod list;
mod open;
mod seen;

use crate::domain::access::Permission as P;
use crate::domain::dispute::DisputeState;
use crate::web::routes::{Access, Route, posted, shown};
use actix_web::web::{get, post};

pub use list::{CaseCount, case_count};

/// The routes of cases.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/disputes", Access::Needs(P::DisputeRead), || get().to(list::list)),
        shown("/disputes/new", Access::Needs(P::DisputeOpen), || get().to(open::form)),
        posted("/disputes/new", Access::Needs(P::DisputeOpen), || post().to(open::open)),
        shown("/disputes/{id}", Access::Needs(P::DisputeRead), || get().to(decide::show)),
        shown("/disputes/{id}/decide", Access::Needs(P::DisputeDecide), || get().to(decide::decide_form)),
        posted("/disputes/{id}/decide", Access::Needs(P::DisputeDecide), || post().to(decide::decide)),
        shown("/disputes/{id}/withdraw", Access::Needs(P::DisputeOpen), || get().to(decide::withdraw_form)),
        posted("/disputes/{id}/withdraw", Access::Needs(P::DisputeOpen), || post().to(decide::withdraw)),
    ]
}

/// Colour of the tag of a state.
#[must_use]
pub const fn colour(state: DisputeState) -> &'static str {
    match state {
        DisputeState::Open => "red",
        DisputeState::Upheld => "purple",
        DisputeState::Stands | DisputeState::Settled => "green",
        DisputeState::Withdrawn => "grey",
    }
}
