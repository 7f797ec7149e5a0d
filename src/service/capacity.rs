//! What sites, licences and zones can give, beside what they gave, month by month; and official estimates, which stand instead
//! of what is worked out: an officer proposes, an approver confirms or refuses.

use crate::domain::access::{Belongs, Permission};
use crate::domain::control::capacity::{CapacityMonth, Known, months_beside};
use crate::domain::estimate::{Estimate, estimated_mct};
use crate::domain::event::{EstimateDecided, EstimateOf, EstimatePer, EstimateProposed, HoldLifted, ZoneDocument};
use crate::domain::ids::{EstimateId, LicenceId};
use crate::domain::jurisdiction::Profile;
use crate::domain::month::Month;
use crate::domain::quantity::Mass;
use crate::domain::site::Site;
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::domain::zone::{Zone, ZoneHistory};
use crate::service::error::ServiceError;
use crate::service::party::{check_reason, reason_to_decide};
use crate::service::proof::other_hands;
use crate::service::zone::{check_document, sites_of_zone};
use crate::service::{Case, Command, Decision};
use crate::store::control::site_digs;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::estimate::{estimate_fetch, estimate_next_no, estimates_of};
use crate::store::licence::licence_fetch;
use crate::store::parcel::parcel_by_code;
use crate::store::site::{site_fetch, sites_of_licence};
use crate::store::zone::zone_fetch;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is known of how much a site can give.
///
/// # Errors
/// When the database fails.
pub fn known_of(rx: &mut Rx<'_>, site: &Site) -> Result<Known, StoreError> {
    let workers = match site.facts.licence {
        Some(licence) => licence_fetch(rx, licence)?.and_then(|l| l.terms.workers_max).map(i64::from),
        None => None,
    };
    Ok(Known { workers, estimates: estimates_of(rx, EstimateOf::Site(site.id))? })
}

/// The months of a site.
///
/// # Errors
/// When the database fails.
pub fn capacity_of_site(rx: &mut Rx<'_>, profile: &Profile, site: &Site, span: (Month, Month)) -> Result<Vec<CapacityMonth>, StoreError> {
    let digs = site_digs(rx, site.id, span.0.first())?;
    Ok(months_beside(&digs, &known_of(rx, site)?, span, &profile.capacity))
}

/// The months of some sites together, or, where official estimates say what all of them can give, beside that.
fn together(
    rx: &mut Rx<'_>,
    profile: &Profile,
    (sites, estimates): (&[Site], &[Estimate]),
    span: (Month, Month),
) -> Result<Vec<CapacityMonth>, StoreError> {
    let mut sums: BTreeMap<Month, CapacityMonth> = BTreeMap::new();
    for site in sites {
        for of_site in capacity_of_site(rx, profile, site, span)? {
            let sum = sums.entry(of_site.month).or_insert(CapacityMonth { can_mct: 0, dug_mct: 0, estimated: false, ..of_site });
            sum.can_mct = sum.can_mct.saturating_add(of_site.can_mct);
            sum.dug_mct = sum.dug_mct.saturating_add(of_site.dug_mct);
        }
    }
    for sum in sums.values_mut() {
        if let Some(can_mct) = estimated_mct(estimates, sum.month) {
            (sum.can_mct, sum.estimated) = (can_mct, true);
        }
    }
    Ok(sums.into_values().collect())
}

/// The months of a licence: of its sites together, or by its own estimate.
///
/// # Errors
/// When the database fails.
pub fn capacity_of_licence(
    rx: &mut Rx<'_>,
    profile: &Profile,
    licence: LicenceId,
    span: (Month, Month),
) -> Result<Vec<CapacityMonth>, StoreError> {
    let (sites, estimates) = (sites_of_licence(rx, licence)?, estimates_of(rx, EstimateOf::Licence(licence))?);
    together(rx, profile, (&sites, &estimates), span)
}

/// The months of a zone: of the sites that touch it together, or by its own estimate.
///
/// # Errors
/// When the database fails.
pub fn capacity_of_zone(
    rx: &mut Rx<'_>,
    profile: &Profile,
    (zone, history): (&Zone, &ZoneHistory),
    span: (Month, Month),
) -> Result<Vec<CapacityMonth>, StoreError> {
    let (sites, estimates) = (sites_of_zone(rx, profile, history)?, estimates_of(rx, EstimateOf::Zone(zone.id))?);
    together(rx, profile, (&sites, &estimates), span)
}

/// Proposes an official estimate of what can be dug.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeEstimate {
    /// Of what.
    pub about: EstimateOf,
    /// From which day on.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Day>,
    /// The last day; until another estimate stands when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub to: Option<Day>,
    /// How much can be dug, milli-carats.
    #[serde(default)]
    pub weight_mct: Option<Mass>,
    /// In which time; it must be said.
    #[serde(default)]
    pub per: Option<EstimatePer>,
    /// Where that is from.
    pub document: ZoneDocument,
    /// Why.
    pub reason: String,
}

impl Command for ProposeEstimate {
    const NAME: &'static str = "propose_estimate";
    const PERMISSION: Permission = Permission::ZoneWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::ZoneWrite, &Belongs::default())?;
        let there = match self.about {
            EstimateOf::Site(site) => site_fetch(rx, site)?.is_some(),
            EstimateOf::Licence(licence) => licence_fetch(rx, licence)?.is_some(),
            EstimateOf::Zone(zone) => zone_fetch(rx, zone)?.is_some(),
        };
        if !there {
            return Err(ServiceError::NotFound("subject"));
        }
        let mut v = Violations::none();
        v.check(self.from.is_some(), || Violation::on("required", "from"));
        let ends = self.from.zip(self.to).is_none_or(|(from, to)| from <= to);
        v.check(ends, || Violation::on("estimate.ends_before", "to"));
        let mct = self.weight_mct.map_or(0, Mass::mct);
        v.check(mct > 0, || Violation::on("estimate.nothing", "weight_mct"));
        v.check(self.per.is_some(), || Violation::on("required", "per"));
        let document = check_document(&self.document, case.today(), false, &mut v);
        let reason = check_reason(&self.reason, &mut v);
        v.finish()?;
        let (from, per) = self.from.zip(self.per).ok_or_else(|| Violation::on("required", "from"))?;
        let (estimate, no) = (case.id(), estimate_next_no(rx)?);
        Ok(EstimateProposed { estimate, no, about: self.about, from, to: self.to, mct, per, document, reason }.into())
    }
}

/// Confirms or refuses an official estimate that somebody else proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideEstimate {
    /// Which.
    pub estimate: EstimateId,
    /// Whether it counts.
    pub confirm: bool,
    /// What is said to it; needed to refuse.
    #[serde(default)]
    pub reason: Option<String>,
}

impl Command for DecideEstimate {
    const NAME: &'static str = "decide_estimate";
    const PERMISSION: Permission = Permission::ZoneDecide;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::ZoneDecide, &Belongs::default())?;
        let estimate = estimate_fetch(rx, self.estimate)?.ok_or(ServiceError::NotFound("estimate"))?;
        if !estimate.waits() {
            return Err(Violation::new("estimate.decided").with("state", estimate.state.as_str()).conflict().into());
        }
        let mut v = Violations::none();
        let reason = reason_to_decide(self.confirm, self.reason.as_deref(), &mut v);
        other_hands(rx, case, (estimate.proposed_by, &self.estimate.to_string()), "estimate.same_person", &mut v)?;
        v.finish()?;
        Ok(EstimateDecided { estimate: self.estimate, confirmed: self.confirm, reason }.into())
    }
}

/// Whether the site gave far more in the month with another entry than it can, and the country holds such stones.
///
/// # Errors
/// When the database fails.
pub(super) fn holds_with(
    rx: &mut Rx<'_>,
    profile: &Profile,
    site: &Site,
    (on, mct, diggers): (Day, i64, Option<i64>),
) -> Result<bool, StoreError> {
    let c = &profile.capacity;
    if !c.holds() {
        return Ok(false);
    }
    let month = Month::of(on);
    let digs: Vec<_> = site_digs(rx, site.id, month.first())?.into_iter().filter(|d| Month::of(d.on) == month).collect();
    let dug_mct = digs.iter().fold(mct, |sum, d| sum.saturating_add(d.mct));
    let named = digs.iter().map(|d| d.diggers).max().flatten().max(diggers);
    let can_mct = known_of(rx, site)?.envelope(c, month, named).mct;
    Ok(CapacityMonth { month, can_mct, dug_mct, estimated: false }.is_over(c))
}

/// Lets stones go that were held because their site gave far more than it can.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LiftHold {
    /// Code of the parcel.
    pub parcel: String,
    /// What was found, and why they may go.
    pub reason: String,
}

impl Command for LiftHold {
    const NAME: &'static str = "lift_hold";
    const PERMISSION: Permission = Permission::ZoneWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::ZoneWrite, &Belongs::default())?;
        let mut v = Violations::none();
        let found = parcel_by_code(rx, &crate::domain::code::written(&self.parcel))?;
        let typed = || self.parcel.trim().chars().take(40).collect::<String>();
        v.check(found.is_some(), || Violation::on("parcel.unknown", "parcel").with("typed", typed()));
        let held = found.as_ref().is_none_or(|p| p.held);
        v.check(held, || Violation::on("parcel.not_held", "parcel").with("code", typed()).conflict());
        let reason = check_reason(&self.reason, &mut v);
        v.finish()?;
        let parcel = found.ok_or(ServiceError::NotFound("parcel"))?;
        Ok(HoldLifted { parcel: parcel.id, parcel_no: parcel.no, reason }.into())
    }
}
