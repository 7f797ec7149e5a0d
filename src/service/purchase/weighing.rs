//! The buyer's own weighing, held against what the register says.

use crate::domain::code::written;
use crate::domain::custody::{Path, Tally, first_mass, gain_allowed};
use crate::domain::event::Weighed;
use crate::domain::jurisdiction::Tolerances;
use crate::domain::parcel::Parcel;
use crate::domain::quantity::Mass;
use crate::domain::violation::{Violation, Violations};
use crate::service::parcel::{not_dust, path_if_changed};
use crate::store::db::Rx;
use crate::store::error::StoreError;
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

/// What a refusal may say of the register's figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Figures {
    /// They were offered to this buyer, so he knows them.
    Known,
    /// Nobody showed them to him but a slip he says he saw: whether he is near must not tell them.
    Hidden,
}

/// Compares every weighing with its parcel: the count must agree, the mass within the tolerance of the
/// profile, and small gains may not add up along the parcel's path (C2, C4).
pub(super) fn check(
    rx: &mut Rx<'_>,
    (tolerances, figures): (&Tolerances, Figures),
    v: &mut Violations,
    parcels: &[Parcel],
    weighed: &[WeighedParcel],
) -> Result<Vec<Weighed>, StoreError> {
    let mut found: Vec<Weighed> = Vec::with_capacity(parcels.len());
    for w in weighed {
        let written = written(&w.parcel);
        let refuse = |code: &'static str| Violation::on(code, "weighed").with("parcel", written.clone());
        match parcels.iter().find(|p| p.code == written) {
            None => v.push(refuse("purchase.not_on_slip")),
            Some(p) if found.iter().any(|f| f.parcel_no == p.no) => v.push(refuse("purchase.parcel_twice")),
            Some(p) => {
                let path = path_if_changed(rx, p, w.weight_mct, p.stones)?;
                compare((tolerances, figures), v, (p, path), w);
                found.push(Weighed { parcel_no: p.no, weight_mct: w.weight_mct, stones: w.stones });
            }
        }
    }
    for parcel in parcels.iter().filter(|p| found.iter().all(|f| f.parcel_no != p.no)) {
        v.push(Violation::on("purchase.not_weighed", format!("weight_mct.{}", parcel.code)).with("parcel", parcel.code.clone()));
    }
    found.sort_by_key(|f| f.parcel_no);
    Ok(found)
}

fn compare((tolerances, figures): (&Tolerances, Figures), v: &mut Violations, (parcel, path): (&Parcel, Path), w: &WeighedParcel) {
    let (stated, found, known) = (parcel.weight, w.weight_mct, figures == Figures::Known);
    let refuse =
        |code: &'static str, what: &str| Violation::on(code, format!("{what}.{}", parcel.code)).with("parcel", parcel.code.clone());
    v.check(w.stones == parcel.stones, || match figures {
        Figures::Known => refuse("purchase.stones_differ", "stones").with("stated", parcel.stones).with("found", w.stones),
        Figures::Hidden => refuse("purchase.stones_off", "stones").with("found", w.stones),
    });
    if found.is_zero() || !tolerances.reweigh_within(stated, found) {
        v.push(match figures {
            Figures::Known => refuse("purchase.weight_differs", "weight_mct").with("stated", stated).with("found", found),
            Figures::Hidden => refuse("purchase.weight_off", "weight_mct").with("found", found),
        });
        return;
    }
    if w.stones == parcel.stones {
        not_dust(found, w.stones, &format!("weight_mct.{}", parcel.code), v);
    }
    let change = found.mct().saturating_sub(stated.mct());
    let gain = parcel.gain_mct.saturating_add(change);
    let most = gain_allowed(first_mass(parcel), path.root, tolerances);
    if change > 0 && gain > most {
        let limit = Mass::new(most).unwrap_or(Mass::ZERO);
        let off = refuse(if known { "purchase.path_gain" } else { "purchase.gain_off" }, "weight_mct").with("found", found);
        v.push(if known { off.with("limit", limit) } else { off });
    }
    let lost = Tally::of([(parcel, path)]).problems(change.saturating_neg(), 0, tolerances, ("weight_mct", "stones"));
    if !lost.0.is_empty() {
        v.push(refuse("purchase.path_loss", "weight_mct").with("found", found));
    }
    // Under a seal nothing can have come or gone.
    if let Some(seal) = parcel.seal.as_ref().filter(|_| change != 0) {
        v.push(match figures {
            Figures::Known => refuse("purchase.sealed", "weight_mct").with("seal", seal.clone()).with("stated", stated),
            Figures::Hidden => refuse("purchase.weight_off", "weight_mct").with("found", found),
        });
    }
}
