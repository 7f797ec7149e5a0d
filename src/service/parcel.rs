//! What a holder does with one parcel: weigh it again, seal it, open the seal.

use crate::domain::access::Permission;
use crate::domain::custody::{Path, Tally, obstacles, weighing_problems};
use crate::domain::event::{ParcelReweighed, ParcelSealed, ParcelUnsealed};
use crate::domain::ids::PartyId;
use crate::domain::parcel::{Parcel, parcel_no_typed};
use crate::domain::quantity::Mass;
use crate::domain::role::Role;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::party::check_seen;
use crate::service::party_state::check_in_trade;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::departure::container_seal_used;
use crate::store::error::StoreError;
use crate::store::licence::licences_of;
use crate::store::operation::path_of;
use crate::store::parcel::{parcel_by_live_seal, parcel_fetch, seal_is_gone};
use crate::store::party::party_fetch;
use crate::store::purchase::purchase_fetch;
use crate::store::seizure::seizure_seal_used;
use serde::{Deserialize, Serialize};

/// The most stones one parcel may have.
pub const STONES_MAX: i64 = 10_000_000;
/// The longest reason.
const REASON_MAX: usize = 500;
/// The longest number of a seal.
const SEAL_MAX: usize = 40;

/// Weighs and counts a parcel again.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReweighParcel {
    /// Its code.
    pub parcel: String,
    /// What the scale shows.
    pub weight_mct: Mass,
    /// What was counted.
    pub stones: i64,
    /// Why it was weighed again.
    pub reason: String,
}

impl Command for ReweighParcel {
    const NAME: &'static str = "reweigh_parcel";
    const PERMISSION: Permission = Permission::ParcelWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let mut v = Violations::none();
        let found = usable(rx, case, &self.parcel, "parcel", true, &mut v)?;
        v.check(!self.weight_mct.is_zero(), || Violation::on("parcel.no_weight", "weight_mct"));
        v.check((1..=STONES_MAX).contains(&self.stones), || Violation::on("parcel.no_stones", "stones").with("most", STONES_MAX));
        not_dust(self.weight_mct, self.stones, "stones", &mut v);
        let reason = tidy(Some(&self.reason), "reason", REASON_MAX, &mut v);
        v.check(reason.is_some(), || Violation::on("required", "reason"));
        if let Some(p) = &found {
            may_hold(rx, case, p.holder, &mut v)?;
            let (path, tolerances) = (path_if_changed(rx, p, self.weight_mct, self.stones)?, &case.profile().tolerances);
            v.0.extend(weighing_problems(p, path, self.weight_mct, tolerances, "weight_mct").0);
            // What no second weighing may differ by is told once.
            let sane = tolerances.reweigh_within(p.weight, self.weight_mct);
            let less = if sane { p.weight.mct().saturating_sub(self.weight_mct.mct()) } else { 0 };
            let more = self.stones.saturating_sub(p.stones);
            v.0.extend(Tally::of([(p, path)]).problems(less, more, tolerances, ("weight_mct", "stones")).0);
            let same = p.weight == self.weight_mct && p.stones == self.stones;
            v.check(!same, || Violation::on("parcel.reweigh_same", "weight_mct"));
        }
        v.finish()?;
        let p = found.ok_or(ServiceError::NotFound("parcel"))?;
        Ok(ParcelReweighed {
            parcel: p.id,
            parcel_no: p.no,
            before_mct: p.weight,
            after_mct: self.weight_mct,
            stones_before: p.stones,
            stones_after: self.stones,
            reason: reason.unwrap_or_default(),
        }
        .into())
    }
}

/// The path of a parcel that would weigh or count otherwise; nobody asks for it where nothing changes.
pub(super) fn path_if_changed(rx: &mut Rx<'_>, parcel: &Parcel, weight: Mass, stones: i64) -> Result<Path, StoreError> {
    if weight == parcel.weight && stones == parcel.stones { Ok(Path::default()) } else { path_of(rx, parcel) }
}

/// Puts a parcel under a seal.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SealParcel {
    /// Its code.
    pub parcel: String,
    /// Number of the seal or tamper-evident bag.
    pub seal: String,
}

impl Command for SealParcel {
    const NAME: &'static str = "seal_parcel";
    const PERMISSION: Permission = Permission::ParcelWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let mut v = Violations::none();
        // What is frozen may be put under seal, and nothing else.
        let found = sealable(rx, case, &self.parcel, &mut v)?;
        let seal = check_seal(&self.seal, "seal", &mut v);
        if let Some(p) = &found {
            may_hold(rx, case, p.holder, &mut v)?;
            let taken = seal_taken(rx, &seal, Some(p.no))?;
            v.check(!taken, || Violation::on("parcel.seal_taken", "seal").with("seal", seal.clone()).conflict());
        }
        v.finish()?;
        let p = found.ok_or(ServiceError::NotFound("parcel"))?;
        Ok(ParcelSealed { parcel: p.id, parcel_no: p.no, seal }.into())
    }
}

/// The number of a seal in its written form; one that cannot be is noted.
pub(super) fn check_seal(typed: &str, field: &str, v: &mut Violations) -> String {
    let seal = crate::domain::code::fold(typed);
    let plain = seal.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.'));
    v.check((3..=SEAL_MAX).contains(&seal.chars().count()) && plain, || Violation::on("parcel.seal_number", field));
    seal
}

/// Whether another parcel or a container bears a seal, or what bore it is gone.
pub(in crate::service) fn seal_taken(rx: &mut Rx<'_>, seal: &str, own: Option<i64>) -> Result<bool, StoreError> {
    let other = parcel_by_live_seal(rx, seal)?.is_some_and(|other| Some(other.no) != own);
    Ok(other || container_seal_used(rx, seal)? || seal_is_gone(rx, seal)? || seizure_seal_used(rx, seal)?)
}

/// Opens the seal of a parcel.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenSeal {
    /// Its code.
    pub parcel: String,
    /// Why.
    pub reason: String,
}

impl Command for OpenSeal {
    const NAME: &'static str = "open_seal";
    const PERMISSION: Permission = Permission::ParcelWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let mut v = Violations::none();
        let found = usable(rx, case, &self.parcel, "parcel", false, &mut v)?;
        let reason = tidy(Some(&self.reason), "reason", REASON_MAX, &mut v);
        v.check(reason.is_some(), || Violation::on("required", "reason"));
        if let Some(p) = &found {
            may_hold(rx, case, p.holder, &mut v)?;
            v.check(p.seal.is_some(), || Violation::on("parcel.not_sealed", "parcel").with("code", p.code.clone()));
        }
        v.finish()?;
        let p = found.ok_or(ServiceError::NotFound("parcel"))?;
        let seal = p.seal.unwrap_or_default();
        Ok(ParcelUnsealed { parcel: p.id, parcel_no: p.no, seal, reason: reason.unwrap_or_default() }.into())
    }
}

/// The parcel somebody names by its code, when the actor holds it and nothing stands against the act; else what does
/// is noted under `field`. A parcel of somebody else is as unknown as one that never was.
///
/// # Errors
/// When the database fails.
pub fn usable(
    rx: &mut Rx<'_>,
    case: &Case<'_>,
    typed: &str,
    field: &str,
    needs_stones: bool,
    v: &mut Violations,
) -> Result<Option<Parcel>, ServiceError> {
    let shown: String = typed.trim().chars().take(40).collect();
    let Some(no) = parcel_no_typed(typed) else {
        v.push(if shown.is_empty() { Violation::on("required", field) } else { wrong(field, shown) });
        return Ok(None);
    };
    let found = parcel_fetch(rx, no)?.filter(|p| case.reach(Permission::ParcelWrite).covers(&p.belongs()));
    let Some(parcel) = found else {
        v.push(Violation::on("parcel.unknown", field).with("typed", shown));
        return Ok(None);
    };
    v.0.extend(bound(rx, case, &parcel, needs_stones, field)?.0);
    Ok(Some(parcel))
}

/// The same for an act that a frozen parcel takes as well.
fn sealable(rx: &mut Rx<'_>, case: &Case<'_>, typed: &str, v: &mut Violations) -> Result<Option<Parcel>, ServiceError> {
    let mut found = Violations::none();
    let parcel = usable(rx, case, typed, "parcel", true, &mut found)?;
    v.0.extend(found.0.into_iter().filter(|one| one.code != "zone.frozen"));
    Ok(parcel)
}

/// What stands against an act with a parcel now, the offer that it was put in last among it.
pub(super) fn bound(rx: &mut Rx<'_>, case: &Case<'_>, parcel: &Parcel, needs_stones: bool, field: &str) -> Result<Violations, StoreError> {
    let offer = match parcel.purchase {
        Some(id) => purchase_fetch(rx, id)?,
        None => None,
    };
    Ok(obstacles(parcel, offer.as_ref(), case.act.now, needs_stones, field))
}

fn wrong(field: &str, typed: String) -> Violation {
    Violation::on("parcel.code_wrong", field).with("typed", typed)
}

/// Notes a holder who is dead, ended or barred today (F8), or has no licence valid today that lets him hold stones
/// (C8). The state's own buyer needs none.
///
/// # Errors
/// When the database fails.
pub fn may_hold(rx: &mut Rx<'_>, case: &Case<'_>, holder: PartyId, v: &mut Violations) -> Result<(), ServiceError> {
    let today = case.today();
    if !licensed_to_hold(rx, case, holder)? {
        v.push(Violation::new("parcel.no_licence").with("day", today));
    }
    Ok(check_in_trade(rx, v, holder, today, ("parcel.holder_state", None))?)
}

/// Whether a party has a licence valid today by which it may hold stones, or needs none.
///
/// # Errors
/// When the database fails.
pub(super) fn licensed_to_hold(rx: &mut Rx<'_>, case: &Case<'_>, holder: PartyId) -> Result<bool, StoreError> {
    let granting = |kind: &str| case.profile().licence_type(kind).is_some_and(|t| t.role.value.holds_stones());
    let licensed = licences_of(rx, holder)?.iter().any(|l| l.is_valid_on(case.today()) && granting(&l.terms.kind));
    Ok(licensed || party_fetch(rx, holder)?.is_some_and(|p| p.is(Role::StateBuyer)))
}

/// Notes stones that would be lighter than a milli-carat each: that is dust, the count or the scale is wrong.
pub(super) fn not_dust(weight: Mass, stones: i64, field: &str, v: &mut Violations) {
    v.check(weight.is_zero() || stones <= weight.mct(), || Violation::on("production.too_light", field));
}

/// A text as it is kept: trimmed, none when empty; one that is too long or has hidden characters is noted.
pub(super) fn tidy(text: Option<&str>, field: &str, limit: usize, v: &mut Violations) -> Option<String> {
    let text = text.map(str::trim).filter(|t| !t.is_empty())?;
    if text.chars().count() > limit {
        v.push(Violation::on("too_long", field).with("limit", u32::try_from(limit).unwrap_or(u32::MAX)));
    }
    check_seen(text, field, v);
    Some(text.to_owned())
}
