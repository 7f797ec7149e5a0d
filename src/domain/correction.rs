//! Corrections: proposed by one person, decided by another; the old value stays visible.

use crate::domain::event::CorrectionChange;
use crate::domain::ids::{AccountId, CorrectionId, OfficeId};

/// Where a correction stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CorrectionState {
    /// Waits for a second person.
    Proposed,
    /// In effect.
    Approved,
    /// Without effect.
    Refused,
}

impl CorrectionState {
    /// As stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Approved => "approved",
            Self::Refused => "refused",
        }
    }
    /// The state with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Proposed, Self::Approved, Self::Refused].into_iter().find(|s| s.as_str() == name)
    }
}

/// What a correction puts right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CorrectionKind {
    /// An entry of the book at the pit.
    Production,
    /// Price or payment of a slip.
    Purchase,
    /// A parcel of declared stock.
    Stock,
    /// An entry of the book at the pit that should not be there at all.
    Withdrawal,
}

impl CorrectionKind {
    /// All of them, in the order shown.
    pub const ALL: [Self; 4] = [Self::Production, Self::Withdrawal, Self::Stock, Self::Purchase];
    /// As stored, and in addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Purchase => "purchase",
            Self::Stock => "stock",
            Self::Withdrawal => "withdrawal",
        }
    }
    /// The kind with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == name)
    }
}

/// A correction.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// Id.
    pub id: CorrectionId,
    /// Dense number.
    pub no: i64,
    /// The entry it corrects.
    pub corrects_seq: i64,
    /// The office that decides.
    pub office: Option<OfficeId>,
    /// Who proposed it.
    pub proposed_by: AccountId,
    /// In which entry.
    pub proposed_seq: i64,
    /// What should stand instead.
    pub change: CorrectionChange,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub state: CorrectionState,
    /// Who decided.
    pub decided_by: Option<AccountId>,
    /// In which entry.
    pub decided_seq: Option<i64>,
    /// Why so.
    pub decision_reason: Option<String>,
}

impl Correction {
    /// What it puts right.
    #[must_use]
    pub const fn kind(&self) -> CorrectionKind {
        match self.change {
            CorrectionChange::Production { .. } => CorrectionKind::Production,
            CorrectionChange::Purchase { .. } => CorrectionKind::Purchase,
            CorrectionChange::Stock { .. } => CorrectionKind::Stock,
            CorrectionChange::Withdrawal { .. } => CorrectionKind::Withdrawal,
        }
    }
}
