//! What inspectors found, and what was put right.

use super::{TEXT_MAX, rules};
use crate::domain::access::{Belongs, Permission, Reach};
use crate::domain::code::written;
use crate::domain::event::{Checked, CorrectiveAction, Counted, Finding, InspectionActionDone, InspectionKind, InspectionRecorded};
use crate::domain::geo::Position;
use crate::domain::ids::{InspectionId, InspectionPlanId, OfficeId, PartyId, SiteId, TargetId};
use crate::domain::inspection::inspection_code;
use crate::domain::parcel::{ParcelState, parcel_no_typed};
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::service::certificate::same_person;
use crate::service::error::ServiceError;
use crate::service::parcel::{STONES_MAX, tidy};
use crate::service::shipment::words;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::inspection::{
    actions_of, inspection_by_code, inspection_fetch, inspection_next_no, plan_by_code, plan_targets, target_typed,
};
use crate::store::journal::entry_fetch;
use crate::store::licence::licence_fetch;
use crate::store::parcel::parcel_fetch;
use crate::store::party::party_fetch;
use crate::store::site::site_fetch;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most findings, actions and parcels of one inspection.
const LIST_MAX: usize = 200;

/// A parcel that was counted.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountedStock {
    /// Its code.
    pub parcel: String,
    /// What the scale showed, thousandths of a carat; 0 where it was not there.
    pub weight_mct: Mass,
    /// The stones.
    pub stones: i64,
}

/// What has to be put right.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActionAsked {
    /// What, without a person's name.
    pub what: String,
    /// Whether the inspected party must do it; else the authority.
    #[serde(default)]
    pub by_party: bool,
    /// By this day.
    #[schema(value_type = String, format = Date)]
    pub due: Day,
}

/// Writes an inspection down.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordInspection {
    /// What was inspected.
    #[serde(default)]
    pub kind: Option<InspectionKind>,
    /// Its code.
    pub target: String,
    /// Code of the plan by which it was drawn.
    #[serde(default)]
    pub plan: Option<String>,
    /// Code of the inspection that is looked into again.
    #[serde(default)]
    pub again: Option<String>,
    /// The day; today when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Day>,
    /// Where the inspector stood.
    #[serde(default)]
    pub position: Option<Position>,
    /// How exact that is, metres.
    #[serde(default)]
    pub accuracy_m: Option<u32>,
    /// The whole checklist of the kind.
    #[serde(default)]
    pub checked: Vec<Checked>,
    /// What is not as it should be.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// Stock that was counted.
    #[serde(default)]
    pub counted: Vec<CountedStock>,
    /// What has to be put right.
    #[serde(default)]
    pub actions: Vec<ActionAsked>,
    /// What else is said, without a person's name.
    #[serde(default)]
    pub account: Option<String>,
}

/// What is inspected, as found.
#[derive(Clone, Copy)]
struct Target {
    id: TargetId,
    office: Option<OfficeId>,
    party: Option<PartyId>,
}

impl Command for RecordInspection {
    const NAME: &'static str = "record_inspection";
    const PERMISSION: Permission = Permission::InspectionWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let (mut v, today) = (Violations::none(), case.today());
        v.check(self.kind.is_some(), || Violation::on("required", "kind"));
        let Some(kind) = self.kind else { return Err(ServiceError::from(v)) };
        let target = self.target(rx, case, kind, &mut v)?;
        let on = self.on.unwrap_or(today);
        v.check(on <= today, || Violation::on("day.future", "on"));
        let (plan, again) = match target {
            Some(target) => (self.plan(rx, case, (kind, target.id), on, &mut v)?, self.again(rx, case, target.id, on, &mut v)?),
            None => (None, None),
        };
        let checked = self.checked(case, kind, &mut v)?;
        let findings = self.findings(&mut v);
        let party = target.and_then(|t| t.party);
        let actions = self.actions(party, on, &mut v);
        let counted = self.counted(rx, party, &mut v)?;
        let account = tidy(self.account.as_deref(), "account", TEXT_MAX, &mut v);
        v.finish()?;
        let target = target.ok_or(ServiceError::NotFound("target"))?;
        let no = inspection_next_no(rx)?;
        Ok(InspectionRecorded {
            inspection: case.id(),
            no,
            code: inspection_code(no),
            office: target.office,
            kind,
            target: target.id,
            party,
            plan,
            again,
            on,
            position: self.position,
            accuracy_m: self.position.and(self.accuracy_m),
            checked,
            findings,
            counted,
            actions,
            account,
        }
        .into())
    }
}

impl RecordInspection {
    /// What is inspected. Nobody inspects what he registered himself, nor the office that he works in.
    fn target(&self, rx: &mut Rx<'_>, case: &Case<'_>, kind: InspectionKind, v: &mut Violations) -> Result<Option<Target>, ServiceError> {
        let unknown = || Violation::on("inspection.target", "target").with("typed", self.target.chars().take(40).collect::<String>());
        let Some(id) = target_typed(rx, kind, &self.target)? else {
            v.push(unknown());
            return Ok(None);
        };
        let mut target = Target { id, office: None, party: None };
        match kind {
            InspectionKind::Site => {
                let Some(site) = site_fetch(rx, SiteId::new(id.uuid()))? else { return Ok(None) };
                let licence = site.facts.licence.map(|l| licence_fetch(rx, l)).transpose()?.flatten();
                (target.office, target.party) = (site.facts.office, licence.map(|l| l.terms.holder));
                let entry = entry_fetch(rx, site.registered_seq)?;
                let own = entry.map(|e| same_person(rx, case, e.entry.account)).transpose()?.unwrap_or(false);
                v.check(!own, || Violation::on("inspection.own_entry", "target").with("code", site.code.clone()));
            }
            InspectionKind::Office => {
                target.office = Some(OfficeId::new(id.uuid()));
                v.check(case.act.actor.office != target.office, || Violation::on("inspection.own_office", "target"));
            }
            InspectionKind::Buyer | InspectionKind::Exporter => {
                target.party = Some(PartyId::new(id.uuid()));
                target.office = party_fetch(rx, PartyId::new(id.uuid()))?.and_then(|p| p.facts.office);
            }
        }
        // An office bound inspector learns nothing of what others look after.
        if !case.reach(Permission::InspectionWrite).covers(&Belongs::office(target.office)) {
            v.push(unknown());
            return Ok(None);
        }
        let own = target.party.is_some() && target.party == case.act.actor.party;
        v.check(!own, || Violation::on("inspection.own_party", "target"));
        Ok(Some(target))
    }

    fn plan(
        &self,
        rx: &mut Rx<'_>,
        case: &Case<'_>,
        (kind, target): (InspectionKind, TargetId),
        on: Day,
        v: &mut Violations,
    ) -> Result<Option<InspectionPlanId>, StoreError> {
        let Some(typed) = self.plan.as_deref().map(str::trim).filter(|t| !t.is_empty()) else { return Ok(None) };
        let reach = case.reach(Permission::InspectionPlanRead);
        let found = plan_by_code(rx, &written(typed))?.filter(|p| reach.covers(&p.belongs()));
        let Some(plan) = found else {
            v.push(Violation::on("inspection.plan", "plan").with("typed", typed.chars().take(40).collect::<String>()));
            return Ok(None);
        };
        let drawn = plan_targets(rx, plan.facts.no)?.into_iter().find(|d| d.target == target);
        let fits = plan.facts.kind == kind && drawn.is_some();
        v.check(fits, || Violation::on("inspection.not_drawn", "plan").with("code", plan.facts.code.clone()));
        if let Some((_, code)) = drawn.and_then(|d| d.inspection) {
            v.push(Violation::on("inspection.made", "plan").with("code", code).conflict());
        }
        v.check(on > plan.facts.draw_on, || Violation::on("inspection.before_draw", "on").with("day", plan.facts.draw_on));
        Ok(Some(plan.facts.plan))
    }

    fn again(
        &self,
        rx: &mut Rx<'_>,
        case: &Case<'_>,
        target: TargetId,
        on: Day,
        v: &mut Violations,
    ) -> Result<Option<InspectionId>, StoreError> {
        let Some(typed) = self.again.as_deref().map(str::trim).filter(|t| !t.is_empty()) else { return Ok(None) };
        let reach = case.reach(Permission::InspectionRead);
        let found = inspection_by_code(rx, &written(typed))?.filter(|i| reach.covers(&i.belongs()) && i.facts.target == target);
        v.check(found.is_some(), || Violation::on("inspection.again", "again").with("typed", typed.chars().take(40).collect::<String>()));
        let before = found.as_ref().is_none_or(|i| i.facts.on <= on);
        v.check(before, || Violation::on("inspection.again_before", "on"));
        Ok(found.map(|i| i.facts.inspection))
    }

    /// The checklist: everything that the country asks, and nothing else.
    fn checked(&self, case: &Case<'_>, kind: InspectionKind, v: &mut Violations) -> Result<Vec<Checked>, ServiceError> {
        let asked = rules(case)?.items(kind);
        for item in asked {
            let times = self.checked.iter().filter(|c| c.item == *item).count();
            v.check(times == 1, || Violation::on("inspection.item", format!("item_{item}")));
        }
        let other = self.checked.iter().any(|c| !asked.contains(&c.item));
        v.check(!other, || Violation::on("inspection.item_other", "checked"));
        Ok(self.checked.clone())
    }

    fn findings(&self, v: &mut Violations) -> Vec<Finding> {
        let most = i64::try_from(LIST_MAX).unwrap_or(i64::MAX);
        let many = self.findings.len().max(self.actions.len()).max(self.counted.len());
        v.check(many <= LIST_MAX, || Violation::on("inspection.too_many", "findings").with("most", most));
        let read = |(at, f): (usize, &Finding), v: &mut Violations| {
            let given = f.text.trim();
            let field = format!("finding_{}", at.saturating_add(1));
            v.check(!given.is_empty(), || Violation::on("required", field.clone()));
            Finding { severity: f.severity, text: tidy(Some(given), &field, TEXT_MAX, v).unwrap_or_default() }
        };
        self.findings.iter().take(LIST_MAX).enumerate().map(|f| read(f, v)).collect()
    }

    fn actions(&self, party: Option<PartyId>, on: Day, v: &mut Violations) -> Vec<CorrectiveAction> {
        let mut actions = Vec::new();
        for (at, a) in self.actions.iter().take(LIST_MAX).enumerate() {
            let n = at.saturating_add(1);
            let (field, due) = (format!("action_{n}"), format!("action_{n}_due"));
            v.check(!a.what.trim().is_empty(), || Violation::on("required", field.clone()));
            v.check(a.due >= on, || Violation::on("inspection.due", due).with("day", on));
            v.check(!a.by_party || party.is_some(), || Violation::on("inspection.no_party", format!("action_{n}_by")));
            let what = tidy(Some(&a.what), &field, TEXT_MAX, v).unwrap_or_default();
            actions.push(CorrectiveAction { what, party: party.filter(|_| a.by_party), due: a.due });
        }
        actions
    }

    /// What was counted, against the book as it stands.
    fn counted(&self, rx: &mut Rx<'_>, party: Option<PartyId>, v: &mut Violations) -> Result<Vec<Counted>, StoreError> {
        let mut seen = BTreeSet::new();
        let mut counted = Vec::new();
        for c in self.counted.iter().take(LIST_MAX) {
            let shown: String = c.parcel.trim().chars().take(40).collect();
            let found = parcel_no_typed(&c.parcel).map(|no| parcel_fetch(rx, no)).transpose()?.flatten();
            let held = found.filter(|p| p.state == ParcelState::Live && party == Some(p.holder));
            let Some(p) = held else {
                v.push(Violation::on("inspection.not_held", "counted").with("typed", shown));
                continue;
            };
            v.check(seen.insert(p.no), || Violation::on("seizure.twice", "counted").with("code", p.code.clone()));
            let field = format!("stones_{}", p.no);
            v.check((0..=STONES_MAX).contains(&c.stones), || Violation::on("parcel.no_stones", field.clone()).with("most", STONES_MAX));
            let both = c.weight_mct.is_zero() == (c.stones == 0);
            v.check(both, || Violation::on("inspection.half_counted", field).with("code", p.code.clone()));
            counted.push(Counted {
                parcel_no: p.no,
                book_mct: p.weight,
                book_stones: p.stones,
                counted_mct: c.weight_mct,
                counted_stones: c.stones,
            });
        }
        Ok(counted)
    }
}

/// Says that something that had to be put right was, and how that was seen.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishInspectionAction {
    /// Of which inspection.
    pub inspection: InspectionId,
    /// Number of the action, from 1.
    pub action: i64,
    /// The day; today when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Day>,
    /// By what it was seen: what was looked at, number of a paper. No name of a person.
    pub proof: String,
}

impl Command for FinishInspectionAction {
    const NAME: &'static str = "finish_inspection_action";
    const PERMISSION: Permission = Permission::InspectionWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let found = inspection_fetch(rx, self.inspection)?.filter(|i| case.reach(Permission::InspectionRead).covers(&i.belongs()));
        let found = found.ok_or(ServiceError::NotFound("inspection"))?;
        case.require(Permission::InspectionWrite, &found.belongs())?;
        let (mut v, today, facts) = (Violations::none(), case.today(), &found.facts);
        let own = facts.kind == InspectionKind::Office && matches!(case.reach(Permission::InspectionWrite), Reach::Office(_));
        v.check(!own, || Violation::new("inspection.own_office"));
        let action = actions_of(rx, facts.no)?.into_iter().find(|a| a.no == self.action);
        let action = action.ok_or(ServiceError::NotFound("action"))?;
        v.check(action.done.is_none(), || Violation::new("inspection.action_done").conflict());
        let on = self.on.unwrap_or(today);
        v.check(on <= today, || Violation::on("day.future", "on"));
        v.check(facts.on <= on, || Violation::on("inspection.before", "on").with("day", facts.on));
        let proof = words(&self.proof, "proof", TEXT_MAX, &mut v);
        v.finish()?;
        Ok(InspectionActionDone { inspection: self.inspection, action: self.action, on, proof }.into())
    }
}
