//! Events of corrections: what was written, and what should stand instead.

use crate::domain::event::ProductionFacts;
use crate::domain::ids::{CorrectionId, OfficeId, PurchaseId, SiteId};
use crate::domain::money::{Money, RateE6};
use crate::domain::quantity::Mass;
use serde::{Deserialize, Serialize};

/// What a correction would put in place of what was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum CorrectionChange {
    /// Another reading of the book at the pit.
    Production {
        /// The parcel that the entry made.
        parcel_no: i64,
        /// What was written.
        was: Box<ProductionFacts>,
        /// What should stand.
        now: Box<ProductionFacts>,
    },
    /// Another price on a slip; masses are corrected at the pit or by a reweigh.
    Purchase {
        /// The purchase.
        purchase: PurchaseId,
        /// What was written.
        was: PurchaseTerms,
        /// What should stand.
        now: PurchaseTerms,
    },
    /// Another reading of one parcel of declared stock.
    Stock {
        /// The parcel declared.
        parcel_no: i64,
        /// What was written.
        was: StockFacts,
        /// What should stand.
        now: StockFacts,
    },
    /// An entry of the book at the pit that was made twice by mistake: nothing should stand.
    Withdrawal {
        /// The parcel that the entry made.
        parcel_no: i64,
        /// What was written.
        was: Box<ProductionFacts>,
    },
}

impl CorrectionChange {
    /// Mass and stones as written and as they should be, where it corrects those of a parcel.
    #[must_use]
    pub fn readings(&self) -> Option<((Mass, i64), (Mass, i64))> {
        match self {
            Self::Production { was, now, .. } => Some(((was.weight_mct, was.stones), (now.weight_mct, now.stones))),
            Self::Stock { was, now, .. } => Some(((was.weight_mct, was.stones), (now.weight_mct, now.stones))),
            _ => None,
        }
    }
    /// The parcel whose entry it puts right; none for a slip.
    #[must_use]
    pub const fn parcel_no(&self) -> Option<i64> {
        match self {
            Self::Production { parcel_no, .. } | Self::Stock { parcel_no, .. } | Self::Withdrawal { parcel_no, .. } => Some(*parcel_no),
            Self::Purchase { .. } => None,
        }
    }
}

/// What a declaration of stock says of one parcel; the part that a correction may put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockFacts {
    /// The site its papers name; none means that the origin is not established.
    pub site: Option<SiteId>,
    /// Stones.
    pub stones: i64,
    /// Their mass.
    pub weight_mct: Mass,
    /// What papers there are.
    pub note: Option<String>,
}

/// The part of a slip that a correction may put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseTerms {
    /// For how much.
    pub price: Money,
    /// Local units for one US dollar, millionths.
    pub rate_e6: RateE6,
    /// In US cents.
    pub usd_cents: i64,
    /// Code of the payment method.
    pub payment: String,
    /// Its reference.
    pub payment_reference: Option<String>,
}

/// Somebody found an entry to be wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionProposed {
    /// The correction.
    pub correction: CorrectionId,
    /// Dense number.
    pub no: i64,
    /// The entry it corrects.
    pub corrects_seq: i64,
    /// The office that decides.
    pub office: Option<OfficeId>,
    /// What should stand instead.
    pub change: CorrectionChange,
    /// Why.
    pub reason: String,
}

/// Somebody else decided. When approved, descendants follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionDecided {
    /// The correction.
    pub correction: CorrectionId,
    /// Whether it takes effect.
    pub approved: bool,
    /// Why.
    pub reason: Option<String>,
}
