//! Corrections: proposed from the thing itself, listed, decided by a second person, and shown beside what they changed.

mod decide;
mod list;
mod production;
mod propose;
mod purchase;
mod seen;
mod stock;

pub use list::{Line, Waiting, of_my_sales, waiting};
pub use seen::{Corrected, corrected};

use crate::domain::access::Permission as P;
use crate::domain::correction::CorrectionState;
use crate::web::routes::{Access, Route, posted, shown};
use actix_web::web::{get, post};

/// The routes of corrections.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/corrections", Access::Needs(P::CorrectionRead), || get().to(list::list)),
        shown("/corrections/new", Access::Needs(P::CorrectionPropose), || get().to(propose::form)),
        posted("/corrections/new", Access::Needs(P::CorrectionPropose), || post().to(propose::propose)),
        shown("/corrections/{id}", Access::Needs(P::CorrectionRead), || get().to(decide::show)),
        shown("/corrections/{id}/decide", Access::Needs(P::CorrectionDecide), || get().to(decide::form)),
        posted("/corrections/{id}/decide", Access::Needs(P::CorrectionDecide), || post().to(decide::decide)),
    ]
}

/// Colour of the tag of a state.
#[must_use]
pub const fn colour(state: CorrectionState) -> &'static str {
    match state {
        CorrectionState::Proposed => "yellow",
        CorrectionState::Approved => "green",
        CorrectionState::Refused => "red",
    }
}
