//! Where seized stones are kept: from safe to safe, weighed again, and counted.

use super::record::fresh_seal;
use super::{NAME_MAX, TEXT_MAX, not_waiting, seizure_of};
use crate::domain::access::{Belongs, Permission, Reach};
use crate::domain::code::{fold, written};
use crate::domain::event::{KeptReading, SafeCounted, SeizureDifferenceAnswered, SeizureMoved};
use crate::domain::ids::SeizureId;
use crate::domain::parcel::parcel_code;
use crate::domain::seizure::{Seizure, Step};
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::parcel::{STONES_MAX, not_dust, tidy};
use crate::service::party::check_reason;
use crate::service::proof::other_hands;
use crate::service::purchase::WeighedParcel;
use crate::service::shipment::words;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::parcel::parcel_fetch;
use crate::store::seizure::{kept_in, safe_count_next_no, seizure_by_code, seizure_steps};
use serde::{Deserialize, Serialize};

/// Moves what is left of a seizure from its safe to another, or weighs it again where it is. A seal that is another, a count
/// that changed, or a scale that differs by more than two scales may, is written down as a difference: nothing else is done
/// with the seizure until an approver has answered it.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveSeizure {
    /// Which.
    pub seizure: SeizureId,
    /// The day; today when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Day>,
    /// The safe it goes to.
    pub to: String,
    /// The service that gives it, not who.
    pub given_by: String,
    /// The service that takes it.
    pub taken_by: String,
    /// The seal as it was read.
    pub seal_read: String,
    /// Another seal that was put on, where it was opened.
    #[serde(default)]
    pub seal_new: Option<String>,
    /// Each parcel that is kept, as it was weighed and counted.
    pub weighed: Vec<WeighedParcel>,
}

impl Command for MoveSeizure {
    const NAME: &'static str = "move_seizure";
    const PERMISSION: Permission = Permission::SeizureWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let found = seizure_of(rx, case, Permission::SeizureWrite, self.seizure)?;
        let mut v = Violations::none();
        not_waiting(&found, &mut v);
        v.check(found.here().next().is_some(), || Violation::new("seizure.nothing_here").with("code", found.facts.code.clone()).conflict());
        let steps = seizure_steps(rx, found.facts.no)?;
        let on = self.day(&found, &steps, case.today(), &mut v);
        let to = words(&self.to, "to", NAME_MAX, &mut v);
        let given_by = words(&self.given_by, "given_by", NAME_MAX, &mut v);
        let taken_by = words(&self.taken_by, "taken_by", NAME_MAX, &mut v);
        let seal_read = fold(&words(&self.seal_read, "seal_read", NAME_MAX, &mut v));
        let seal_new = match self.seal_new.as_deref().map(str::trim).filter(|s| !s.is_empty()) {
            Some(typed) => Some(fresh_seal(rx, typed, "seal_new", &mut v)?),
            None => None,
        };
        let readings = self.readings(rx, &found, &mut v)?;
        v.finish()?;
        let tolerances = &case.profile().tolerances;
        let apart = |r: &KeptReading| !tolerances.reweigh_within(r.before_mct, r.after_mct) || r.stones_before != r.stones_after;
        let differs = seal_read != found.seal || readings.iter().any(apart);
        let step = steps.last().map_or(0, |s| s.facts.step).saturating_add(1);
        Ok(SeizureMoved {
            seizure: self.seizure,
            step,
            on,
            from: found.safe,
            to,
            given_by,
            taken_by,
            seal_read,
            seal_new,
            readings,
            differs,
        }
        .into())
    }
}

impl MoveSeizure {
    fn day(&self, found: &Seizure, steps: &[Step], today: Day, v: &mut Violations) -> Day {
        let on = self.on.unwrap_or(today);
        let least = steps.last().map_or(found.facts.on, |s| s.facts.on);
        v.check(on <= today, || Violation::on("day.future", "on"));
        v.check(least <= on, || Violation::on("seizure.before", "on").with("day", least));
        on
    }

    /// A reading of each parcel that is kept, and of none else.
    fn readings(&self, rx: &mut Rx<'_>, found: &Seizure, v: &mut Violations) -> Result<Vec<KeptReading>, StoreError> {
        let mut readings = Vec::new();
        for kept in found.here() {
            let (code, field) = (parcel_code(kept.parcel_no), format!("weight_mct.{}", parcel_code(kept.parcel_no)));
            let mut said = self.weighed.iter().filter(|w| written(&w.parcel) == code);
            let (first, again) = (said.next(), said.next().is_some());
            v.check(!again, || Violation::on("seizure.twice", field.clone()).with("code", code.clone()));
            let Some(w) = first else {
                v.push(Violation::on("seizure.not_weighed", field).with("code", code));
                continue;
            };
            v.check((0..=STONES_MAX).contains(&w.stones), || Violation::on("parcel.no_stones", field.clone()).with("most", STONES_MAX));
            not_dust(w.weight_mct, w.stones, &field, v);
            let parcel = parcel_fetch(rx, kept.parcel_no)?.ok_or_else(|| StoreError::damaged("a seized parcel vanished"))?;
            readings.push(KeptReading {
                parcel_no: parcel.no,
                before_mct: parcel.weight,
                after_mct: w.weight_mct,
                stones_before: parcel.stones,
                stones_after: w.stones,
            });
        }
        for w in &self.weighed {
            let code = written(&w.parcel);
            let here = found.here().any(|k| parcel_code(k.parcel_no) == code);
            v.check(here, || Violation::on("seizure.not_of_it", "weighed").with("code", code.chars().take(40).collect::<String>()));
        }
        Ok(readings)
    }
}

/// Answers for what differed when a seizure was moved: whoever wrote it down may not. What was weighed stands from now on, or
/// the mass stays as it was.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerSeizureDifference {
    /// Of which seizure.
    pub seizure: SeizureId,
    /// Whether what was weighed stands.
    pub stands: bool,
    /// What came of it.
    pub reason: String,
}

impl Command for AnswerSeizureDifference {
    const NAME: &'static str = "answer_seizure_difference";
    const PERMISSION: Permission = Permission::SeizureDecide;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let found = seizure_of(rx, case, Permission::SeizureDecide, self.seizure)?;
        let waits = seizure_steps(rx, found.facts.no)?.into_iter().rfind(Step::waits);
        let nothing = || Violation::new("seizure.no_difference").with("code", found.facts.code.clone()).conflict();
        let step = waits.ok_or_else(nothing)?;
        let mut v = Violations::none();
        let reason = check_reason(&self.reason, &mut v);
        other_hands(rx, case, (step.by, &self.seizure.to_string()), "seizure.same_person", &mut v)?;
        v.finish()?;
        Ok(SeizureDifferenceAnswered { seizure: self.seizure, step: step.facts.step, stands: self.stands, reason }.into())
    }
}

/// Counts the bags in a safe against the register. Those that are not there are named, and so are those that should be
/// elsewhere.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountSafe {
    /// The safe, as the register names it.
    pub safe: String,
    /// The day; today when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Day>,
    /// Codes of the seizures whose bags are there.
    #[serde(default)]
    pub there: Vec<String>,
    /// What is said of it.
    #[serde(default)]
    pub note: Option<String>,
}

impl Command for CountSafe {
    const NAME: &'static str = "count_safe";
    const PERMISSION: Permission = Permission::SeizureWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let mut v = Violations::none();
        let on = self.on.unwrap_or_else(|| case.today());
        v.check(on <= case.today(), || Violation::on("day.future", "on"));
        let safe = words(&self.safe, "safe", NAME_MAX, &mut v);
        let kept = kept_in(rx, &safe)?;
        let reach = case.reach(Permission::SeizureWrite);
        if reach == Reach::Nothing {
            case.require(Permission::SeizureWrite, &Belongs::default())?;
        }
        let own = kept.iter().filter(|s| reach.covers(&s.belongs())).count();
        v.check(own > 0 || safe.is_empty(), || Violation::on("seizure.no_safe", "safe").with("safe", safe.clone()));
        let mut counted = Vec::new();
        for typed in self.there.iter().map(|t| t.trim()).filter(|t| !t.is_empty()) {
            let told: String = typed.chars().take(40).collect();
            match seizure_by_code(rx, &written(typed))?.filter(|s| s.here().next().is_some()) {
                Some(found) => counted.push(found.facts.no),
                None => v.push(Violation::on("seizure.unknown", "there").with("typed", told)),
            }
        }
        let note = tidy(self.note.as_deref(), "note", TEXT_MAX, &mut v);
        v.finish()?;
        counted.sort_unstable();
        counted.dedup();
        let due: Vec<i64> = kept.iter().map(|s| s.facts.no).collect();
        let (there, elsewhere): (Vec<i64>, Vec<i64>) = counted.into_iter().partition(|no| due.contains(no));
        let missing = due.into_iter().filter(|no| !there.contains(no)).collect();
        let office = case.act.actor.office;
        Ok(SafeCounted { count: case.id(), no: safe_count_next_no(rx)?, office, safe, on, there, missing, elsewhere, note }.into())
    }
}
