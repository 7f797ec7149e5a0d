//! The buyer's own weighing, held against what the register says.

use crate::domain::code;
use crate::domain::event::Weighed;
use crate::domain::jurisdiction::Tolerances;
use crate::domain::parcel::Parcel;
use crate::domain::quantity::Mass;
use crate::domain::violation::{Violation, Violations};
use serde::{Deserialize, Serialize};

/// What the buyer found for one parcel, by his own scale and count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WeighedParcel {
    /// The parcel's code.
    pub parcel: String,
    /// His mass, milli-carats.
    pub weight_mct: Mass,
    /// His count.
    pub stones: i64,
}

/// Compares every weighing with its parcel: the count must agree, the mass within the tolerance of the
/// profile, and small gains may not add up along the parcel's path (C2, C4).
pub(super) fn check(tolerances: &Tolerances, v: &mut Violations, parcels: &[Parcel], weighed: &[WeighedParcel]) -> Vec<Weighed> {
    let mut found: Vec<Weighed> = Vec::with_capacity(parcels.len());
    for w in weighed {
        let folded = code::fold(&w.parcel);
        let refuse = |code: &'static str| Violation::on(code, "weighed").with("parcel", folded.clone());
        match parcels.iter().find(|p| p.code == folded) {
            None => v.push(refuse("purchase.not_on_slip")),
            Some(p) if found.iter().any(|f| f.parcel_no == p.no) => v.push(refuse("purchase.parcel_twice")),
            Some(p) => {
                compare(tolerances, v, p, w);
                found.push(Weighed { parcel_no: p.no, weight_mct: w.weight_mct, stones: w.stones });
            }
        }
    }
    for parcel in parcels.iter().filter(|p| found.iter().all(|f| f.parcel_no != p.no)) {
        v.push(Violation::on("purchase.not_weighed", format!("weight_mct.{}", parcel.code)).with("parcel", parcel.code.clone()));
    }
    found.sort_by_key(|f| f.parcel_no);
    found
}

fn compare(tolerances: &Tolerances, v: &mut Violations, parcel: &Parcel, w: &WeighedParcel) {
    let (stated, found) = (parcel.weight, w.weight_mct);
    let refuse =
        |code: &'static str, what: &str| Violation::on(code, format!("{what}.{}", parcel.code)).with("parcel", parcel.code.clone());
    v.check(w.stones == parcel.stones, || refuse("purchase.stones_differ", "stones").with("stated", parcel.stones).with("found", w.stones));
    if found.is_zero() || !tolerances.reweigh_within(stated, found) {
        v.push(refuse("purchase.weight_differs", "weight_mct").with("stated", stated).with("found", found));
        return;
    }
    let change = found.mct().saturating_sub(stated.mct());
    let gain = parcel.gain_mct.saturating_add(change);
    let first = Mass::new(stated.mct().saturating_sub(parcel.gain_mct)).unwrap_or(stated);
    if change > 0 && gain > tolerances.path_gain_cap(first) {
        let limit = Mass::new(tolerances.path_gain_cap(first)).unwrap_or(Mass::ZERO);
        v.push(refuse("purchase.path_gain", "weight_mct").with("found", found).with("limit", limit));
    }
}
