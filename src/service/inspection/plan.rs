//! Plans: everything that may be drawn stands fixed before anybody can know the seed, and the draw follows from both.

use super::rules;
use crate::domain::access::{Belongs, Permission, Reach};
use crate::domain::event::{InspectionKind, InspectionsAnnounced, InspectionsDrawn, Pooled};
use crate::domain::ids::{InspectionPlanId, OfficeId};
use crate::domain::inspection::{DRAWN_MAX, Risk, draw, plan_code, seed_of, weight};
use crate::domain::time::{Day, Instant};
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::zone::zone_judgement;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::inspection::{Candidate, candidates, plan_fetch, plan_next_no, visits_of};
use crate::store::merkle;
use crate::store::office::office_fetch;
use crate::store::site::site_fetch;
use crate::store::statistics::seq_before;
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

/// The most days from the announcement to the end of the inspections.
const DAYS_MAX: i64 = 366;

/// Announces a draw: what may be drawn and how much each weighs is written down now, and drawn with the head of a day that has
/// not begun. So whoever announces cannot know the list, and nothing that is done later changes what it is drawn from.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnnounceInspections {
    /// What is inspected.
    #[serde(default)]
    pub kind: Option<InspectionKind>,
    /// How many are drawn.
    #[serde(default)]
    pub count: i64,
    /// The office that inspects what it looks after; his own of whoever is bound to one, the whole country where none. Offices
    /// are drawn from the whole country alone.
    #[serde(default)]
    pub office: Option<OfficeId>,
    /// The day whose last head gives the seed, by UTC; it must not have begun. Tomorrow when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub draw_on: Option<Day>,
    /// The last day of the inspections.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<Day>,
}

impl Command for AnnounceInspections {
    const NAME: &'static str = "announce_inspections";
    const PERMISSION: Permission = Permission::InspectionWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let mut v = Violations::none();
        let office = match case.reach(Permission::InspectionWrite) {
            Reach::Office(own) => {
                v.check(self.office.is_none_or(|o| o == own), || Violation::on("seizure.office", "office"));
                Some(own)
            }
            _ => self.office,
        };
        case.require(Permission::InspectionWrite, &Belongs::office(office))?;
        if let Some(office) = self.office {
            v.check(office_fetch(rx, office)?.is_some(), || Violation::on("unknown_choice", "office"));
        }
        v.check(self.kind.is_some(), || Violation::on("required", "kind"));
        let among_offices = self.kind != Some(InspectionKind::Office) || office.is_none();
        v.check(among_offices, || Violation::on("inspection.offices_by_all", "kind"));
        let now = case.act.now;
        let draw_on = self.draw_on.or_else(|| now.day().succ_opt()).unwrap_or_else(|| now.day());
        v.check(draw_on > now.day(), || Violation::on("inspection.day_begun", "draw_on").with("day", now.day()));
        let until = self.until.unwrap_or(draw_on);
        v.check(self.until.is_some(), || Violation::on("required", "until"));
        v.check(self.until.is_none() || until > draw_on, || Violation::on("inspection.ends_early", "until").with("day", draw_on));
        let far = until.signed_duration_since(now.day()).num_days() > DAYS_MAX;
        v.check(!far, || Violation::on("inspection.too_far", "until").with("days", DAYS_MAX));
        let pool = match self.kind {
            Some(kind) => pool(rx, case, kind, office)?,
            None => Vec::new(),
        };
        let most = DRAWN_MAX.min(i64::try_from(pool.len()).unwrap_or(i64::MAX));
        if self.kind.is_some() && pool.is_empty() {
            v.push(Violation::on("inspection.nothing", "kind"));
        } else if self.kind.is_some() {
            v.check((1..=most).contains(&self.count), || Violation::on("inspection.count", "count").with("most", most));
        }
        v.finish()?;
        let kind = self.kind.ok_or_else(|| ServiceError::from(Violation::on("required", "kind")))?;
        let no = plan_next_no(rx)?;
        Ok(InspectionsAnnounced { plan: case.id(), no, code: plan_code(no), office, kind, count: self.count, draw_on, until, pool }.into())
    }
}

/// All that may be drawn, with its weight, by code.
fn pool(rx: &mut Rx<'_>, case: &Case<'_>, kind: InspectionKind, office: Option<OfficeId>) -> Result<Vec<Pooled>, ServiceError> {
    let (rules, today) = (rules(case)?, case.today());
    let visits = visits_of(rx, kind, today)?;
    let mut pool = Vec::new();
    for c in candidates(rx, kind, office, today)? {
        let days = visits.get(&c.target).map(|last| today.signed_duration_since(*last).num_days());
        let border = near_border(rx, case, kind, &c)?;
        let weight = weight(rules, kind, &Risk { days, alerts: c.alerts, border });
        pool.push(Pooled { target: c.target, code: c.code, weight });
    }
    Ok(pool)
}

/// Whether a site lies near a border, or in a zone that asks something.
fn near_border(rx: &mut Rx<'_>, case: &Case<'_>, kind: InspectionKind, c: &Candidate) -> Result<bool, StoreError> {
    if kind != InspectionKind::Site {
        return Ok(false);
    }
    let profile = case.profile();
    if c.border_m.is_some_and(|m| m <= i64::from(profile.controls.border_m.value)) {
        return Ok(true);
    }
    let Some(site) = site_fetch(rx, crate::domain::ids::SiteId::new(c.target.uuid()))? else { return Ok(false) };
    Ok(zone_judgement(rx, profile, &site, case.today())?.effect != crate::domain::zone::ZoneEffect::None)
}

/// The first instant after a day, by UTC.
fn ends(day: Day) -> Option<Instant> {
    Some(Instant::new(day.succ_opt()?.and_time(chrono::NaiveTime::MIN).and_utc()))
}

/// Draws a plan whose day is over. There is nothing to choose: the list follows from the announcement and the journal.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DrawInspections {
    /// Which plan.
    pub plan: InspectionPlanId,
}

impl Command for DrawInspections {
    const NAME: &'static str = "draw_inspections";
    const PERMISSION: Permission = Permission::InspectionWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let found = plan_fetch(rx, self.plan)?.filter(|p| case.reach(Permission::InspectionPlanRead).covers(&p.belongs()));
        let plan = found.ok_or(ServiceError::NotFound("inspection plan"))?;
        case.require(Permission::InspectionWrite, &plan.belongs())?;
        let (mut v, facts) = (Violations::none(), plan.facts);
        v.check(plan.drawn.is_none(), || Violation::new("inspection.drawn").conflict());
        let over = case.act.now.day() > facts.draw_on;
        v.check(over, || Violation::new("inspection.not_over").with("day", facts.draw_on).conflict());
        v.finish()?;
        let end = ends(facts.draw_on).ok_or(ServiceError::NotFound("day"))?;
        let size = seq_before(rx, end)?;
        let root = HEXLOWER.encode(&merkle::head(rx, merkle::unsigned(size)?)?);
        let seed = seed_of(facts.draw_on, size, &root);
        let drawn = draw(&seed, &facts.pool, facts.count);
        Ok(InspectionsDrawn { plan: self.plan, size, root, seed, drawn }.into())
    }
}
