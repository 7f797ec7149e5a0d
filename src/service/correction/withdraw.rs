//! Taking back a production entry that was made twice by mistake.

use super::{entry_of, none_pending};
use crate::domain::access::{Belongs, Permission};
use crate::domain::dispute::frozen;
use crate::domain::event::{CorrectionChange, CorrectionProposed};
use crate::domain::parcel::{Parcel, Source};
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::parcel::bound;
use crate::service::party::check_reason;
use crate::service::{Case, Command, Decision};
use crate::store::certificate::parcel_certified;
use crate::store::correction::correction_next_no;
use crate::store::db::Rx;
use crate::store::production::{first_sale, first_weighing};
use serde::{Deserialize, Serialize};

/// Proposes to take back a production entry that was made twice by mistake, as long as nothing was done with its parcel.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeWithdrawal {
    /// Code of the parcel that the entry made.
    pub parcel: String,
    /// What went wrong, and which entry stands.
    pub reason: String,
}

impl Command for ProposeWithdrawal {
    const NAME: &'static str = "propose_withdrawal";
    const PERMISSION: Permission = Permission::CorrectionPropose;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let (parcel, source, was) = entry_of(rx, case, &self.parcel)?;
        case.require(Permission::CorrectionPropose, &Belongs { office: source.office, parties: vec![source.holder] })?;
        let mut v = Violations::none();
        let reason = check_reason(&self.reason, &mut v);
        none_pending(rx, source.seq, &mut v)?;
        check_untouched(rx, case, &parcel, &source, &mut v)?;
        v.finish()?;
        Ok(CorrectionProposed {
            correction: case.id(),
            no: correction_next_no(rx)?,
            corrects_seq: source.seq,
            office: source.office,
            change: CorrectionChange::Withdrawal { parcel_no: source.parcel_no, was: Box::new(was) },
            reason,
        }
        .into())
    }
}

/// Nobody sold, weighed, sealed, packed or used the parcel of an entry.
pub(super) fn check_untouched(
    rx: &mut Rx<'_>,
    case: &Case<'_>,
    parcel: &Parcel,
    source: &Source,
    v: &mut Violations,
) -> Result<(), ServiceError> {
    if let Some(case_no) = parcel.dispute {
        // What a case is about does not vanish before it is decided.
        v.push(frozen(case_no, &parcel.code, Some("withdraw")));
    }
    // What a zone froze, or is held, was dug all the same only where the entry stands.
    let apart = Parcel { dispute: None, zone: None, held: false, ..parcel.clone() };
    let free = bound(rx, case, &apart, true, "withdraw")?.0.is_empty();
    let sold = parcel.holder != source.holder || first_sale(rx, parcel.no)?.is_some();
    let touched = first_weighing(rx, parcel.no)?.is_some() || parcel_certified(rx, parcel.no)? || parcel.seizure.is_some();
    v.check(free && !sold && !touched, || Violation::on("correction.withdraw_touched", "withdraw").with("code", parcel.code.clone()));
    Ok(())
}
