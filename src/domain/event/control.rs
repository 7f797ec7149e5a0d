//! The event of alerts.

use crate::domain::control::{AlertKey, AlertState, Severity};
use crate::domain::ids::{AccountId, OfficeId};
use serde::{Deserialize, Serialize};

/// Somebody answered for an alert, or took it on. It carries what was seen then, so that nobody can say later that he answered
/// for something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertHandled {
    /// Which alert.
    pub alert: AlertKey,
    /// The office that looks after its subject.
    pub office: Option<OfficeId>,
    /// Where it stands from now on.
    pub state: AlertState,
    /// Who looks after it.
    pub owner: Option<AccountId>,
    /// Why, or what is to be done; no name of a person.
    pub reason: String,
    /// The number of the case, where it is one.
    pub case: Option<String>,
    /// How much it weighed.
    pub severity: Severity,
    /// How far it was out of the way.
    pub measure: i64,
    /// SHA-256 of the evidence, in hex.
    pub evidence: String,
}

impl AlertHandled {
    /// The alert as one text: subject of the entry.
    #[must_use]
    pub fn subject(&self) -> String {
        let AlertKey { control, subject, period } = &self.alert;
        [control.as_str(), subject.kind.as_str(), subject.id.as_str(), period.as_str()].join("/")
    }
}
