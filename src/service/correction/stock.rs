//! Another reading of a parcel of declared stock.

use super::{check_mass, none_pending, not_from_abroad};
use crate::domain::access::{Belongs, Permission};
use crate::domain::code::written;
use crate::domain::event::{CorrectionChange, CorrectionProposed, StockFacts};
use crate::domain::quantity::Mass;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::parcel::{STONES_MAX, not_dust, tidy};
use crate::service::party::check_reason;
use crate::service::{Case, Command, Decision};
use crate::store::correction::correction_next_no;
use crate::store::db::Rx;
use crate::store::parcel::parcel_by_code;
use crate::store::production::source_fetch;
use crate::store::site::site_by_code;
use serde::{Deserialize, Serialize};

/// Proposes another reading of one parcel of declared stock. Fields left out stay as they were written.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeStockCorrection {
    /// Code of the parcel.
    pub parcel: String,
    /// Code of the right site; an empty text where the origin is not established.
    #[serde(default)]
    pub site: Option<String>,
    /// The right mass, milli-carats.
    #[serde(default)]
    pub weight_mct: Option<Mass>,
    /// The right number of stones.
    #[serde(default)]
    pub stones: Option<i64>,
    /// What papers there are; an empty text where none are.
    #[serde(default)]
    pub note: Option<String>,
    /// What went wrong.
    pub reason: String,
}

impl Command for ProposeStockCorrection {
    const NAME: &'static str = "propose_stock_correction";
    const PERMISSION: Permission = Permission::CorrectionPropose;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let parcel = parcel_by_code(rx, &written(&self.parcel))?.ok_or(ServiceError::NotFound("parcel"))?;
        let source = source_fetch(rx, parcel.no)?.ok_or(ServiceError::NotFound("stock"))?;
        not_from_abroad(case, &source)?;
        let was = source.stock_facts().ok_or(ServiceError::NotFound("stock"))?;
        case.require(Permission::CorrectionPropose, &Belongs { office: source.office, parties: vec![source.holder] })?;
        let mut v = Violations::none();
        let now = self.corrected(rx, &was, &mut v)?;
        v.check(now != was, || Violation::new("correction.nothing"));
        let reason = check_reason(&self.reason, &mut v);
        none_pending(rx, source.seq, &mut v)?;
        check_mass(rx, case, &parcel, (was.weight_mct, was.stones), (now.weight_mct, now.stones), &mut v)?;
        v.finish()?;
        Ok(CorrectionProposed {
            correction: case.id(),
            no: correction_next_no(rx)?,
            corrects_seq: source.seq,
            office: source.office,
            change: CorrectionChange::Stock { parcel_no: parcel.no, was, now },
            reason,
        }
        .into())
    }
}

impl ProposeStockCorrection {
    fn corrected(&self, rx: &mut Rx<'_>, was: &StockFacts, v: &mut Violations) -> Result<StockFacts, ServiceError> {
        let mut now = was.clone();
        if let Some(code) = self.site.as_deref().map(str::trim) {
            now.site = match code {
                "" => None,
                code => {
                    let found = site_by_code(rx, &crate::domain::code::written(code))?;
                    v.check(found.is_some(), || Violation::on("correction.no_site", "site").with("code", code));
                    found.map(|s| s.id)
                }
            };
        }
        now.weight_mct = self.weight_mct.unwrap_or(was.weight_mct);
        now.stones = self.stones.unwrap_or(was.stones);
        if let Some(note) = self.note.as_deref() {
            now.note = tidy(Some(note), "note", 500, v);
        }
        v.check(!now.weight_mct.is_zero(), || Violation::on("parcel.no_weight", "weight_mct"));
        v.check((1..=STONES_MAX).contains(&now.stones), || Violation::on("parcel.no_stones", "stones").with("most", STONES_MAX));
        not_dust(now.weight_mct, now.stones, "stones", v);
        Ok(now)
    }
}
