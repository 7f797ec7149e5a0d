//! Going on after entries were lost: two people say so, and the journal gets another name, because the old one's signed
//! heads can never be reached again.

use crate::domain::access::Permission;
use crate::domain::event::{RecoveryApproved, RecoveryProposed};
use crate::domain::ids::RecoveryId;
use crate::domain::note::{KeyKind, SignerKey};
use crate::domain::violation::{Violation, Violations};
use crate::service::certificate::same_person;
use crate::service::error::ServiceError;
use crate::service::notary::{Standing, Trouble};
use crate::service::party::check_reason;
use crate::service::proof::same_hands;
use crate::service::{App, Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::recovery::{Recovery, recoveries};
use serde::{Deserialize, Serialize};

/// Proposes to give up the entries that are lost.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeRecovery {
    /// What happened, and where the lost entries are on paper.
    pub reason: String,
}

impl Command for ProposeRecovery {
    const NAME: &'static str = "propose_recovery";
    const PERMISSION: Permission = Permission::RegisterRecover;
    const WHEN_CLOSED: bool = true;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let mut v = Violations::none();
        let reason = check_reason(&self.reason, &mut v);
        let Standing::Closed { known, trouble } = case.standing.clone() else {
            return Err(Violation::new("recovery.not_closed").conflict().into());
        };
        // Nothing can follow a hole.
        v.check(!matches!(trouble, Trouble::Torn { .. }), || Violation::new("recovery.torn").conflict());
        let known_root = data_encoding::HEXLOWER.encode(&known.root);
        let open = waiting(rx)?.filter(|r| r.known_root == known_root);
        v.check(open.is_none(), || Violation::new("recovery.waiting").conflict());
        v.finish()?;
        let known_size = i64::try_from(known.size).map_err(StoreError::damaged)?;
        Ok(RecoveryProposed { recovery: case.id(), known_origin: known.origin, known_size, known_root, reason }.into())
    }
}

/// Agrees that the lost entries are given up.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveRecovery {
    /// The proposal.
    pub recovery: RecoveryId,
}

impl Command for ApproveRecovery {
    const NAME: &'static str = "approve_recovery";
    const PERMISSION: Permission = Permission::RegisterRecover;
    const WHEN_CLOSED: bool = true;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let found = recoveries(rx)?.into_iter().find(|r| r.id == self.recovery).ok_or(ServiceError::NotFound("recovery"))?;
        let mut v = Violations::none();
        v.check(found.approved_seq.is_none(), || Violation::new("recovery.decided").conflict());
        let same = same_person(rx, case, found.proposed_by)?;
        v.check(!same, || Violation::new("recovery.same_person"));
        v.0.extend(same_hands(rx, case, found.proposed_by, &self.recovery.to_string())?);
        v.finish()?;
        Ok(RecoveryApproved { recovery: self.recovery }.into())
    }
}

impl App {
    /// Where two people gave up what a closed register lacks, it goes on under another name: the key that signs from now
    /// on is kept by `keep` first, and only then is the register opened, so that nothing is ever signed with a key that
    /// nobody has. Whether they agreed.
    ///
    /// # Errors
    /// When the database fails or the key cannot be kept.
    pub fn goes_on_after_recovery(
        &self,
        seed: &[u8; 32],
        keep: impl FnOnce(&SignerKey) -> Result<(), StoreError>,
    ) -> Result<bool, ServiceError> {
        let Standing::Closed { known, .. } = self.notary.standing() else { return Ok(false) };
        let root = data_encoding::HEXLOWER.encode(&known.root);
        let agreed = self.db.read(recoveries)?.into_iter().any(|r| r.approved_seq.is_some() && r.known_root == root);
        if !agreed {
            return Ok(false);
        }
        let key = SignerKey::new(&next_name(&known.origin), KeyKind::Log, seed).map_err(StoreError::damaged)?;
        keep(&key)?;
        self.notary.rekey(vec![key]);
        self.notary.stand(Standing::Open);
        Ok(true)
    }
}

/// `name`, `name/2`, `name/3`: a journal that lost entries is another journal.
fn next_name(name: &str) -> String {
    let numbered = name.rsplit_once('/').and_then(|(base, no)| Some((base, no.parse::<u32>().ok()?)));
    match numbered {
        Some((base, no)) => format!("{base}/{}", no.saturating_add(1)),
        None => format!("{name}/2"),
    }
}

/// The proposal that waits for a second person, where there is one.
///
/// # Errors
/// When the database fails.
pub fn waiting(rx: &mut Rx<'_>) -> Result<Option<Recovery>, StoreError> {
    Ok(recoveries(rx)?.into_iter().rev().find(|r| r.approved_seq.is_none()))
}
