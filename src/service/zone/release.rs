//! The release of frozen stones: an act of its own, by an order and two people. Lifting an embargo frees nothing (F11).

use super::{check_document, needed};
use crate::domain::access::{Belongs, Permission};
use crate::domain::event::{ZoneAct, ZoneDocument, ZoneProposed};
use crate::domain::parcel::{Parcel, ParcelState, parcel_code, parcel_no_typed};
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::party::REASON_MAX;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::parcel::parcel_fetch;
use crate::store::zone::zone_change_next_no;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most parcels of one release.
const PARCELS_MAX: usize = 500;

/// Proposes to release frozen parcels by an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeRelease {
    /// Codes of the parcels.
    pub parcels: Vec<String>,
    /// The order, with its number.
    pub order: ZoneDocument,
    /// Why.
    pub reason: String,
}

impl Command for ProposeRelease {
    const NAME: &'static str = "propose_release";
    const PERMISSION: Permission = Permission::ZoneWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::ZoneWrite, &Belongs::default())?;
        let mut v = Violations::none();
        let order = check_document(&self.order, case.today(), true, &mut v);
        let reason = needed(&self.reason, "reason", REASON_MAX, &mut v);
        v.check(!self.parcels.is_empty(), || Violation::on("required", "parcels"));
        v.check(self.parcels.len() <= PARCELS_MAX, || Violation::on("zone.too_many", "parcels").with("most", 500i64));
        let mut numbers = BTreeSet::new();
        for typed in self.parcels.iter().take(PARCELS_MAX) {
            let found = parcel_no_typed(typed).map(|no| parcel_fetch(rx, no)).transpose()?.flatten();
            match found {
                None => v.push(Violation::on("parcel.unknown", "parcels").with("typed", typed.trim().chars().take(40).collect::<String>())),
                Some(parcel) => {
                    v.0.extend(not_releasable(&parcel));
                    let fresh = numbers.insert(parcel.no);
                    v.check(fresh, || Violation::on("rework.twice", "parcels").with("code", parcel.code.clone()));
                }
            }
        }
        v.finish()?;
        let act = ZoneAct::Release { parcels: numbers.into_iter().collect(), order, reason };
        Ok(ZoneProposed { change: case.id(), no: zone_change_next_no(rx)?, zone: None, act }.into())
    }
}

/// Only what is there and frozen can be released.
fn not_releasable(parcel: &Parcel) -> Option<Violation> {
    let there = parcel.state == ParcelState::Live && parcel.is_frozen();
    (!there).then(|| Violation::on("zone.not_frozen", "parcels").with("parcel", parcel.code.clone()).conflict())
}

/// What was frozen when its release was proposed may not be so any more.
pub(super) fn check_again(rx: &mut Rx<'_>, act: &ZoneAct, v: &mut Violations) -> Result<(), StoreError> {
    let ZoneAct::Release { parcels, .. } = act else { return Ok(()) };
    for no in parcels {
        match parcel_fetch(rx, *no)? {
            Some(parcel) => v.0.extend(not_releasable(&parcel)),
            None => v.push(Violation::on("parcel.unknown", "parcels").with("typed", parcel_code(*no))),
        }
    }
    Ok(())
}
