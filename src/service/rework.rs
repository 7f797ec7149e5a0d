//! Combining, splitting and sorting: parcels in, parcels out, nothing gained and no loss unsaid.

use crate::domain::access::Permission;
use crate::domain::custody::{Balance, Tally, gathering_problem};
use crate::domain::event::{HsCode, NewParcel, ParcelCombined, ParcelSorted, ParcelSplit, Rework};
use crate::domain::parcel::Parcel;
use crate::domain::quantity::Mass;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::parcel::{STONES_MAX, may_hold, not_dust, tidy, usable};
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::operation::paths_of;
use crate::store::parcel::parcel_next_no;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most parcels that go into or come out of one act.
pub const PARCELS_MAX: usize = 2_000;
/// The longest reason.
const REASON_MAX: usize = 500;
/// The longest name of a class.
const CLASS_MAX: usize = 40;

/// Makes one parcel of several.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CombineParcels {
    /// Their codes.
    pub parcels: Vec<String>,
    /// Mass lost in doing so.
    #[serde(default)]
    pub loss_mct: Mass,
    /// Why something was lost, or the count changed.
    pub loss_reason: Option<String>,
    /// Stones more (broken) or fewer (crumbled).
    #[serde(default)]
    pub stones_change: i64,
}

/// One parcel of a split.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its mass.
    pub weight_mct: Mass,
    /// Its stones.
    pub stones: i64,
}

/// Makes several parcels of one, all of its kind.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SplitParcel {
    /// Its code.
    pub parcel: String,
    /// What it becomes.
    pub parts: Vec<Part>,
    /// Mass lost in doing so.
    #[serde(default)]
    pub loss_mct: Mass,
    /// Why something was lost, or the count changed.
    pub loss_reason: Option<String>,
    /// Stones more (broken) or fewer (crumbled).
    #[serde(default)]
    pub stones_change: i64,
}

/// One class of a sorted parcel.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SortedPart {
    /// The class in the trade's words.
    pub class: String,
    /// Unsorted, industrial or gem.
    pub hs: HsCode,
    /// Its mass.
    pub weight_mct: Mass,
    /// Its stones.
    pub stones: i64,
}

/// Sorts one parcel into classes, each a parcel of its own.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SortParcel {
    /// Its code.
    pub parcel: String,
    /// What it becomes.
    pub parts: Vec<SortedPart>,
    /// Mass lost in doing so.
    #[serde(default)]
    pub loss_mct: Mass,
    /// Why something was lost, or the count changed.
    pub loss_reason: Option<String>,
    /// Stones more (broken) or fewer (crumbled).
    #[serde(default)]
    pub stones_change: i64,
}

impl Command for CombineParcels {
    const NAME: &'static str = "combine_parcels";
    const PERMISSION: Permission = Permission::ParcelWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let mut v = Violations::none();
        v.check(self.parcels.len() >= 2, || Violation::on("rework.two_at_least", "parcels"));
        v.check(self.parcels.len() <= PARCELS_MAX, || {
            Violation::on("rework.too_many", "parcels").with("most", i64::try_from(PARCELS_MAX).unwrap_or(i64::MAX))
        });
        let mut inputs: BTreeMap<i64, Parcel> = BTreeMap::new();
        for typed in self.parcels.iter().take(PARCELS_MAX) {
            let Some(parcel) = usable(rx, case, typed, "parcels", true, &mut v)? else { continue };
            let code = parcel.code.clone();
            let again = inputs.insert(parcel.no, parcel);
            v.check(again.is_none(), || Violation::on("rework.twice", "parcels").with("code", code));
        }
        let inputs: Vec<Parcel> = inputs.into_values().collect();
        let loss = Loss::read(self.loss_mct, self.loss_reason.as_deref(), self.stones_change, &mut v);
        let tests = inputs.iter().filter(|p| p.test).count();
        v.check(tests == 0 || tests == inputs.len(), || Violation::on("rework.test_mixed", "parcels"));
        // What the zones of its stones made of a parcel is not to be lost in another (C7).
        let mark = inputs.first().and_then(|p| p.zone);
        for other in inputs.iter().filter(|p| p.zone != mark).take(1) {
            let first = inputs.first().map(|p| p.code.clone()).unwrap_or_default();
            v.push(Violation::on("zone.unlike", "parcels").with("first", first).with("other", other.code.clone()));
        }
        let made = together(&inputs, &loss);
        let rework = rework(rx, case, inputs, made, loss, "parcels", v)?;
        Ok(ParcelCombined(rework).into())
    }
}

impl Command for SplitParcel {
    const NAME: &'static str = "split_parcel";
    const PERMISSION: Permission = Permission::ParcelWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let mut v = Violations::none();
        let input = usable(rx, case, &self.parcel, "parcel", true, &mut v)?;
        v.check(self.parts.len() >= 2, || Violation::on("rework.two_parts", "parts"));
        let loss = Loss::read(self.loss_mct, self.loss_reason.as_deref(), self.stones_change, &mut v);
        let kind = input.as_ref().map_or((HsCode::Unsorted, None), |p| (p.hs, p.class.clone()));
        let made = self.parts.iter().map(|p| Made { weight: p.weight_mct, stones: p.stones, hs: kind.0, class: kind.1.clone() });
        let made = made.collect();
        let rework = rework(rx, case, input.into_iter().collect(), made, loss, "parts", v)?;
        Ok(ParcelSplit(rework).into())
    }
}

impl Command for SortParcel {
    const NAME: &'static str = "sort_parcel";
    const PERMISSION: Permission = Permission::ParcelWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let mut v = Violations::none();
        let input = usable(rx, case, &self.parcel, "parcel", true, &mut v)?;
        v.check(!self.parts.is_empty(), || Violation::on("rework.one_part", "parts"));
        let loss = Loss::read(self.loss_mct, self.loss_reason.as_deref(), self.stones_change, &mut v);
        let mut made = Vec::with_capacity(self.parts.len());
        for (at, p) in self.parts.iter().enumerate() {
            let field = format!("parts.{at}.class");
            let class = tidy(Some(&p.class), &field, CLASS_MAX, &mut v);
            v.check(class.is_some(), || Violation::on("required", field.clone()));
            made.push(Made { weight: p.weight_mct, stones: p.stones, hs: p.hs, class });
        }
        let rework = rework(rx, case, input.into_iter().collect(), made, loss, "parts", v)?;
        Ok(ParcelSorted(rework).into())
    }
}

/// What was lost, and why.
struct Loss {
    mass: Mass,
    reason: Option<String>,
    stones_change: i64,
}

impl Loss {
    fn read(mass: Mass, reason: Option<&str>, stones_change: i64, v: &mut Violations) -> Self {
        let reason = tidy(reason, "loss_reason", REASON_MAX, v);
        v.check((-STONES_MAX..=STONES_MAX).contains(&stones_change), || {
            Violation::on("parcel.no_stones", "stones_change").with("most", STONES_MAX)
        });
        Self { mass, reason, stones_change }
    }
}

/// A parcel that comes out, before it has a number.
struct Made {
    weight: Mass,
    stones: i64,
    hs: HsCode,
    class: Option<String>,
}

/// What several parcels become: all of them less what was lost. What is not all of one kind is unsorted.
fn together(inputs: &[Parcel], loss: &Loss) -> Vec<Made> {
    let Some(first) = inputs.first() else { return Vec::new() };
    let weight = Mass::total(inputs.iter().map(|p| p.weight)).and_then(|m| m.checked_sub(loss.mass)).unwrap_or(Mass::ZERO);
    let stones = inputs.iter().map(|p| p.stones).fold(loss.stones_change, i64::saturating_add);
    let hs = if inputs.iter().all(|p| p.hs == first.hs) { first.hs } else { HsCode::Unsorted };
    let class = first.class.clone().filter(|_| inputs.iter().all(|p| p.class == first.class && p.hs == first.hs));
    vec![Made { weight, stones, hs, class }]
}

/// The rest is the same for all three: every output has mass and stones, the sums are right, the holder is licensed.
fn rework(
    rx: &mut Rx<'_>,
    case: &mut Case<'_>,
    inputs: Vec<Parcel>,
    made: Vec<Made>,
    loss: Loss,
    field: &str,
    mut v: Violations,
) -> Result<Rework, ServiceError> {
    let holder = case.own_party()?;
    may_hold(rx, case, holder, &mut v)?;
    outputs_sound(&made, field, &mut v);
    if !inputs.is_empty() && !made.is_empty() {
        let total = |masses: &mut dyn Iterator<Item = Mass>| Mass::total(masses);
        let (ins, outs) = (total(&mut inputs.iter().map(|p| p.weight)), total(&mut made.iter().map(|m| m.weight)));
        match (ins, outs) {
            (Some(in_mass), Some(out_mass)) => {
                let balance = Balance {
                    in_mass,
                    in_stones: inputs.iter().map(|p| p.stones).fold(0, i64::saturating_add),
                    out_mass,
                    out_stones: made.iter().map(|m| m.stones).fold(0, i64::saturating_add),
                    loss: loss.mass,
                    stones_change: loss.stones_change,
                    reasoned: loss.reason.is_some(),
                };
                v.0.extend(balance.problems(&case.profile().tolerances, field).0);
                along_paths(rx, case, &inputs, &loss, &mut v)?;
            }
            _ => v.push(Violation::on("rework.too_heavy", field)),
        }
    }
    v.finish()?;
    let mut no = parcel_next_no(rx)?;
    let mut outputs = Vec::with_capacity(made.len());
    for m in made {
        outputs.push(NewParcel { parcel: case.id(), no, weight_mct: m.weight, stones: m.stones, hs: m.hs, class: m.class });
        no = no.saturating_add(1);
    }
    Ok(Rework {
        holder,
        test: inputs.iter().any(|p| p.test),
        inputs: inputs.iter().map(|p| p.no).collect(),
        outputs,
        loss_mct: loss.mass,
        loss_reason: loss.reason,
        stones_change: loss.stones_change,
    })
}

/// What was gained, lost and counted otherwise on the way of all that goes in (C2): small steps add up.
fn along_paths(rx: &mut Rx<'_>, case: &Case<'_>, inputs: &[Parcel], loss: &Loss, v: &mut Violations) -> Result<(), ServiceError> {
    let gathered = inputs.len() > 1 && inputs.iter().any(|p| p.gain_mct > 0);
    if !gathered && loss.mass.is_zero() && loss.stones_change == 0 {
        return Ok(());
    }
    let tolerances = &case.profile().tolerances;
    let paths = paths_of(rx, inputs)?;
    if gathered {
        v.0.extend(gathering_problem(inputs, &paths, loss.mass, tolerances, "parcels"));
    }
    // A loss that no single act may have is told once.
    let in_mass = Mass::total(inputs.iter().map(|p| p.weight)).unwrap_or(Mass::ZERO);
    let lost = if tolerances.loss_within(in_mass, loss.mass) { loss.mass.mct() } else { 0 };
    let tally = Tally::of(inputs.iter().zip(paths));
    v.0.extend(tally.problems(lost, loss.stones_change, tolerances, ("loss_mct", "stones_change")).0);
    Ok(())
}

fn outputs_sound(made: &[Made], field: &str, v: &mut Violations) {
    v.check(made.len() <= PARCELS_MAX, || {
        Violation::on("rework.too_many", field).with("most", i64::try_from(PARCELS_MAX).unwrap_or(i64::MAX))
    });
    for (at, m) in made.iter().enumerate() {
        let name = |part: &str| if field == "parts" { format!("parts.{at}.{part}") } else { field.to_owned() };
        v.check(!m.weight.is_zero(), || Violation::on("parcel.no_weight", name("weight_mct")));
        v.check((1..=STONES_MAX).contains(&m.stones), || Violation::on("parcel.no_stones", name("stones")).with("most", STONES_MAX));
        not_dust(m.weight, m.stones, &name("stones"), v);
    }
}
