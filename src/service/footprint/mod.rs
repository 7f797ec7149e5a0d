//! Footprints: stones of a parcel are counted by size; an officer proposes the reference of an area, which the register works
//! out of its entries; an approver adopts or refuses it. Comparisons are made when somebody asks, and by the controls.

mod judged;

pub use judged::{Half, Sizing, exporter_judged, parcel_judged, parcel_sizes};

use crate::domain::access::{Belongs, Permission};
use crate::domain::event::{FootprintDecided, FootprintProposed, ParcelSized, SizeLine};
use crate::domain::footprint::{FootprintArea, Sizes, check_lines};
use crate::domain::ids::FootprintId;
use crate::domain::jurisdiction::{Footprint as Limits, Profile, SizeTable};
use crate::domain::parcel::{ParcelState, parcel_no_typed};
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::parcel::tidy;
use crate::service::party::{REASON_MAX, reason_to_decide};
use crate::service::proof::other_hands;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::footprint::{footprint_fetch, footprint_next_no, run_of_mine};
use crate::store::office::offices;
use crate::store::parcel::parcel_fetch;
use crate::store::zone::zones;
use serde::{Deserialize, Serialize};

/// Writes down how the stones of a parcel are spread over size classes. It changes nothing of the parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SizeParcel {
    /// Code of the parcel.
    pub parcel: String,
    /// The day of the count; today when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Day>,
    /// By class of the table that production entries offer: together the stones and the mass of the parcel.
    pub classes: Vec<SizeLine>,
}

impl Command for SizeParcel {
    const NAME: &'static str = "size_parcel";
    const PERMISSION: Permission = Permission::FootprintWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::FootprintWrite, &Belongs::default())?;
        let mut v = Violations::none();
        let shown: String = self.parcel.trim().chars().take(40).collect();
        let parcel = match parcel_no_typed(&self.parcel) {
            Some(no) => parcel_fetch(rx, no)?,
            None => None,
        };
        let Some(parcel) = parcel else {
            return Err(Violation::on("parcel.unknown", "parcel").with("typed", shown).into());
        };
        v.check(parcel.state == ParcelState::Live, || Violation::on("footprint.not_here", "parcel").with("parcel", parcel.code.clone()));
        v.check(parcel.seal.is_none(), || Violation::on("footprint.sealed", "parcel").with("parcel", parcel.code.clone()));
        let on = self.on.unwrap_or_else(|| case.today());
        v.check(on <= case.today(), || Violation::on("day.future", "on"));
        let table = case.profile().production_sizes();
        v.check(!self.classes.is_empty(), || Violation::on("required", "classes"));
        if !self.classes.is_empty() {
            check_lines(&self.classes, table, (parcel.weight.mct(), parcel.stones), &mut v);
        }
        v.finish()?;
        let table = table.map(|t| t.code.clone()).unwrap_or_default();
        Ok(ParcelSized { parcel: parcel.id, parcel_no: parcel.no, on, table, lines: self.classes.clone() }.into())
    }
}

/// Proposes the reference of an area: the register adds up its run-of-mine entries of these days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeFootprint {
    /// Of what; it must be said.
    #[serde(default)]
    pub area: Option<FootprintArea>,
    /// The first day of digging; it must be said.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Day>,
    /// The last; it must be said.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub to: Option<Day>,
    /// Why these days. It stays in the journal for good.
    pub reason: String,
}

/// What the entries of an area add up to.
struct Added {
    entries: i64,
    sizes: Sizes,
}

fn added(rx: &mut Rx<'_>, table: &SizeTable, area: FootprintArea, days: (Day, Day)) -> Result<Added, StoreError> {
    let mut all = Added { entries: 0, sizes: Sizes::empty(table) };
    for (_, lines) in run_of_mine(rx, area, days)? {
        let sizes = Sizes::of(table, &lines).ok_or_else(|| StoreError::damaged("a class that no table has"))?;
        all.sizes.add(&sizes);
        all.entries = all.entries.saturating_add(1);
    }
    Ok(all)
}

/// The limits and the table of the country, or the refusal where its rules know no footprints.
fn rules(profile: &Profile) -> Result<(&Limits, &SizeTable), ServiceError> {
    let found = profile.footprint.as_ref().zip(profile.production_sizes());
    found.ok_or_else(|| Violation::new("footprint.no_rules").into())
}

fn area_known(rx: &mut Rx<'_>, area: FootprintArea) -> Result<bool, StoreError> {
    Ok(match area {
        FootprintArea::Zone { zone_no } => zones(rx)?.iter().any(|z| z.no == zone_no),
        FootprintArea::Office { office } => offices(rx)?.iter().any(|o| o.id == office),
    })
}

impl Command for ProposeFootprint {
    const NAME: &'static str = "propose_footprint";
    const PERMISSION: Permission = Permission::FootprintWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::FootprintWrite, &Belongs::default())?;
        let footprint = case.id();
        let (limits, table) = rules(case.profile())?;
        let mut v = Violations::none();
        match self.area {
            Some(area) => {
                let known = area_known(rx, area)?;
                v.check(known, || Violation::on("footprint.no_area", "area"));
            }
            None => v.push(Violation::on("required", "area")),
        }
        v.check(self.from.is_some(), || Violation::on("required", "from"));
        v.check(self.to.is_some(), || Violation::on("required", "to"));
        let ends = self.from.zip(self.to).is_none_or(|(from, to)| from <= to);
        v.check(ends, || Violation::on("footprint.ends_before", "to"));
        v.check(self.to.is_none_or(|to| to <= case.today()), || Violation::on("day.future", "to"));
        let reason = tidy(Some(&self.reason), "reason", REASON_MAX, &mut v);
        v.check(reason.is_some(), || Violation::on("required", "reason"));
        v.finish()?;
        let (Some(area), Some(from), Some(to)) = (self.area, self.from, self.to) else {
            return Err(Violation::on("required", "area").into());
        };
        let all = added(rx, table, area, (from, to))?;
        let (stones, least) = (all.sizes.stones(), i64::from(limits.least_stones.value));
        if stones < least {
            return Err(Violation::on("footprint.too_few", "from").with("stones", stones).with("least", least).into());
        }
        Ok(FootprintProposed {
            footprint,
            no: footprint_next_no(rx)?,
            area,
            table: table.code.clone(),
            from,
            to,
            entries: all.entries,
            stones,
            weight_mct: Mass::new(all.sizes.mct()).unwrap_or(Mass::ZERO),
            lines: all.sizes.lines(table),
            reason: reason.unwrap_or_default(),
        }
        .into())
    }
}

/// Adopts or refuses a reference that somebody else proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideFootprint {
    /// Which.
    pub footprint: FootprintId,
    /// Whether it holds from now on.
    pub adopt: bool,
    /// What he says; needed to refuse.
    #[serde(default)]
    pub reason: Option<String>,
}

impl Command for DecideFootprint {
    const NAME: &'static str = "decide_footprint";
    const PERMISSION: Permission = Permission::FootprintDecide;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::FootprintDecide, &Belongs::default())?;
        let found = footprint_fetch(rx, self.footprint)?.ok_or(ServiceError::NotFound("footprint"))?;
        if !found.waits() {
            return Err(Violation::new("footprint.decided").with("state", found.state.as_str()).conflict().into());
        }
        let mut v = Violations::none();
        let reason = reason_to_decide(self.adopt, self.reason.as_deref(), &mut v);
        other_hands(rx, case, (found.proposed_by, &self.footprint.to_string()), "footprint.same_person", &mut v)?;
        if self.adopt {
            // Entries may have come in or been corrected since: what is adopted is what they say now.
            let (_, table) = rules(case.profile())?;
            let now = added(rx, table, found.facts.area, (found.facts.from, found.facts.to))?;
            let same = now.entries == found.facts.entries && now.sizes.lines(table) == found.facts.lines;
            v.check(same, || Violation::new("footprint.changed").conflict());
        }
        v.finish()?;
        Ok(FootprintDecided { footprint: self.footprint, adopted: self.adopt, reason }.into())
    }
}
