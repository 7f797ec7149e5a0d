//! How often the rules refused: counted beside the journal, since what is refused leaves no entry.

use crate::domain::control::control_of_refusal;
use crate::domain::ids::OfficeId;
use crate::domain::time::{Day, Instant};
use crate::domain::violation::Violations;
use crate::service::error::ServiceError;
use crate::service::notary::Standing;
use crate::service::{Act, App};
use crate::store::control::refusals_count;
use crate::store::db::Tx;
use crate::store::error::StoreError;
use std::collections::BTreeSet;

/// The refusals of one act: each once, however many lines of it were refused, and only those by which a control speaks.
#[derive(Debug)]
pub struct Refusals {
    on: Day,
    office: Option<OfficeId>,
    codes: BTreeSet<&'static str>,
}

impl Refusals {
    /// What is to be counted of an act that was refused; none where no control speaks by it.
    #[must_use]
    pub fn of(on: Day, act: &Act, found: &Violations) -> Option<Self> {
        let codes: BTreeSet<&'static str> = found.0.iter().map(|v| v.code).filter(|code| control_of_refusal(code).is_some()).collect();
        (!codes.is_empty()).then_some(Self { on, office: act.actor.office, codes })
    }

    /// Counts them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn count(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let office = self.office.map(|o| o.to_string()).unwrap_or_default();
        self.codes.iter().try_for_each(|code| refusals_count(tx, self.on, code, &office, 1))
    }
}

impl App {
    /// Counts what was refused, where it was. The answer does not wait for it to succeed: it is no evidence.
    pub(in crate::service) fn note_refusal<T>(&self, act: &Act, now: Instant, result: &Result<T, ServiceError>) {
        let Err(ServiceError::Refused(found)) = result else { return };
        let Some(refused) = Refusals::of(self.env.profile.local_day(now), act, found) else { return };
        if self.notary.standing() != Standing::Open {
            return;
        }
        if let Err(error) = self.db.write(now, |tx| refused.count(tx)) {
            tracing::warn!(%error, "a refusal was not counted");
        }
    }
}
