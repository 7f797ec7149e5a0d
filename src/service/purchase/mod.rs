//! Offers, purchases and their slips: both sides, each with its own act.
//!
//! A holder with an account offers, and the named buyer accepts with a weighing of his own; until then the
//! holder holds (C7). With a seller who has no account the buyer records both sides. What is asked of every
//! sale alike is in [`sale`], what is asked of a weighing in [`weighing`].

mod accept;
mod close;
mod offer;
mod record;
mod sale;
mod slip;
mod weighing;

pub use accept::AcceptPurchase;
pub use close::{DeclinePurchase, WithdrawOffer};
pub use offer::OfferParcels;
pub use record::RecordPurchase;
pub use sale::SaleTerms;
pub use weighing::WeighedParcel;

pub(super) use sale::check_cash;

use crate::domain::ids::PartyId;
use crate::domain::purchase::Purchase;
use crate::domain::time::Instant;
use crate::domain::violation::{Violation, Violations};
use crate::service::party::check_seen;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::recorded_at;
use crate::store::party::party_fetch;

/// The longest note a person may add: place, reference, reason.
const NOTE_MAX: usize = 200;

/// Notes longer than [`NOTE_MAX`], or with hidden characters, are refused.
pub(super) fn note(v: &mut Violations, field: &'static str, text: Option<&str>) -> Option<String> {
    let text = text.map(str::trim).filter(|t| !t.is_empty())?;
    let fits = text.chars().count() <= NOTE_MAX;
    v.check(fits, || Violation::on("too_long", field).with("limit", i64::try_from(NOTE_MAX).unwrap_or(i64::MAX)));
    check_seen(text, field, v);
    Some(text.to_owned())
}

/// The code by which a party is called in a refusal: never its name.
fn party_code(rx: &mut Rx<'_>, id: PartyId) -> Result<String, StoreError> {
    Ok(party_fetch(rx, id)?.map(|p| p.code).unwrap_or_default())
}

/// When an offer ended, for the refusal of whoever came later.
fn ended_at(rx: &mut Rx<'_>, purchase: &Purchase) -> Result<Instant, StoreError> {
    let seq = purchase.closed_seq.unwrap_or(purchase.offered_seq);
    recorded_at(rx, seq)?.ok_or_else(|| StoreError::Damaged(format!("entry {seq} is missing")))
}
