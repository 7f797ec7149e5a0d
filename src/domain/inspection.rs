//! Inspections: how targets are drawn so that nobody can steer it and anybody can repeat it, and inspections as they stand
//! (M10, C20 and C12 of the facts).

use crate::domain::access::Belongs;
use crate::domain::entry::{sha256, sha256_hex};
use crate::domain::event::{
    Counted, DryRunConcluded, DryRunStarted, InspectionActionDone, InspectionKind, InspectionRecorded, InspectionsAnnounced,
    InspectionsDrawn, Pooled,
};
use crate::domain::ids::{AccountId, InspectionId, TargetId};
use crate::domain::jurisdiction::Inspections;
use crate::domain::role::Role;
use crate::domain::time::{Day, Instant};

/// The code of the plan with this number.
#[must_use]
pub fn plan_code(no: i64) -> String {
    crate::domain::code::make("IP", no)
}

/// The code of the inspection with this number.
#[must_use]
pub fn inspection_code(no: i64) -> String {
    crate::domain::code::make("IN", no)
}

/// The code of the dry run with this number.
#[must_use]
pub fn dry_run_code(no: i64) -> String {
    crate::domain::code::make("DR", no)
}

/// The most lots of one target: more would hide the others, and a draw stays quick.
pub const WEIGHT_MAX: i64 = 100;
/// The most targets of one draw.
pub const DRAWN_MAX: i64 = 50;

/// The seed: SHA-256 of `<day>:<size>:<root>`, the day as 2026-03-01, the size in decimals, the root in hex; itself in hex.
#[must_use]
pub fn seed_of(day: Day, size: i64, root: &str) -> String {
    sha256_hex(&[format!("{day}:{size}:{root}").as_bytes()])
}

/// The best lot of a target: the least of SHA-256(`<seed>:<code>:<n>`) for n from 1 to its weight.
fn lot(seed: &str, pooled: &Pooled) -> [u8; 32] {
    let lots = (1..=pooled.weight.clamp(1, WEIGHT_MAX)).map(|n| sha256(&[format!("{seed}:{}:{n}", pooled.code).as_bytes()]));
    lots.min().unwrap_or([u8::MAX; 32])
}

/// Draws so many: each target takes part with as many lots as it weighs, and those with the least lots are taken. So the
/// first is drawn with a chance of its weight by the weight of all, the next of what is left likewise.
#[must_use]
pub fn draw(seed: &str, pool: &[Pooled], count: i64) -> Vec<TargetId> {
    let mut lots: Vec<([u8; 32], TargetId)> = pool.iter().map(|p| (lot(seed, p), p.target)).collect();
    lots.sort_unstable();
    lots.into_iter().map(|(_, target)| target).take(usize::try_from(count).unwrap_or(0)).collect()
}

/// What a weight is made from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Risk {
    /// Days since the last inspection; none where there was none.
    pub days: Option<i64>,
    /// Open alerts by severity: notices, alarms, critical ones.
    pub alerts: [i64; 3],
    /// Near to a border, or in a zone that asks something.
    pub border: bool,
}

/// The days between inspections of a kind.
#[must_use]
pub fn interval(rules: &Inspections, kind: InspectionKind) -> i64 {
    let days = match kind {
        InspectionKind::Site => &rules.site_days,
        InspectionKind::Buyer => &rules.buyer_days,
        InspectionKind::Exporter => &rules.exporter_days,
        InspectionKind::Office => &rules.office_days,
    };
    i64::from(days.value)
}

/// The lots of a target: one for being there; so many for each interval since the last inspection, up to three of them,
/// and as for two where there was none; so many for each open alert; so many near a border. In whole numbers, 100 at most.
#[must_use]
pub fn weight(rules: &Inspections, kind: InspectionKind, risk: &Risk) -> i64 {
    let every = interval(rules, kind).max(1);
    let days = risk.days.unwrap_or_else(|| every.saturating_mul(2)).clamp(0, every.saturating_mul(3));
    let of = |n: i64, each: u32| n.saturating_mul(i64::from(each));
    let [notices, alarms, critical] = risk.alerts;
    let parts = [
        of(days, rules.weight_interval.value).checked_div(every).unwrap_or(0),
        of(notices, rules.weight_notice.value),
        of(alarms, rules.weight_alarm.value),
        of(critical, rules.weight_critical.value),
        of(i64::from(risk.border), rules.weight_border.value),
    ];
    parts.into_iter().fold(1_i64, i64::saturating_add).min(WEIGHT_MAX)
}

/// The role whose bearers are inspected as a kind.
#[must_use]
pub const fn role_of(kind: InspectionKind) -> Option<Role> {
    match kind {
        InspectionKind::Buyer => Some(Role::Dealer),
        InspectionKind::Exporter => Some(Role::Exporter),
        InspectionKind::Site | InspectionKind::Office => None,
    }
}

/// A plan as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// As it was announced.
    pub facts: InspectionsAnnounced,
    /// The draw, and its entry.
    pub drawn: Option<(InspectionsDrawn, i64)>,
    /// Who announced it.
    pub by: AccountId,
    /// When.
    pub at: Instant,
    /// The entry.
    pub seq: i64,
}

impl Plan {
    /// What it belongs to.
    #[must_use]
    pub const fn belongs(&self) -> Belongs {
        Belongs::office(self.facts.office)
    }
    /// Whether its day is over, so that it can be drawn.
    #[must_use]
    pub fn can_be_drawn(&self, now: Instant) -> bool {
        self.drawn.is_none() && now.day() > self.facts.draw_on
    }
}

/// A target that was drawn, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// Which.
    pub target: TargetId,
    /// Its code.
    pub code: String,
    /// The inspection, with its code.
    pub inspection: Option<(InspectionId, String)>,
}

/// An inspection as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// As it was written down.
    pub facts: InspectionRecorded,
    /// Code of what was inspected.
    pub target_code: String,
    /// Who inspected.
    pub by: AccountId,
    /// The entry.
    pub seq: i64,
}

impl Inspection {
    /// What it belongs to.
    #[must_use]
    pub fn belongs(&self) -> Belongs {
        Belongs { office: self.facts.office, parties: self.facts.party.into_iter().collect() }
    }
    /// What was counted less the book: milli-carats and stones.
    #[must_use]
    pub fn difference(&self) -> (i64, i64) {
        self.facts.counted.iter().map(Counted::difference).fold((0, 0), |sum, d| (sum.0.saturating_add(d.0), sum.1.saturating_add(d.1)))
    }
}

/// What has to be put right, as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// Of which inspection.
    pub inspection: InspectionId,
    /// Its code.
    pub code: String,
    /// Number of the action.
    pub no: i64,
    /// What.
    pub facts: crate::domain::event::CorrectiveAction,
    /// That it was done, and the entry.
    pub done: Option<(InspectionActionDone, i64)>,
}

impl Action {
    /// Whether its day is over and it was not done.
    #[must_use]
    pub fn is_overdue(&self, today: Day) -> bool {
        self.done.is_none() && self.facts.due < today
    }
}

/// A dry run as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DryRun {
    /// As it was begun.
    pub facts: DryRunStarted,
    /// How it ended, and the entry.
    pub concluded: Option<(DryRunConcluded, i64)>,
    /// Who began it.
    pub by: AccountId,
    /// When.
    pub at: Instant,
    /// The entry.
    pub seq: i64,
}

/// How much of what is there was inspected within the interval.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Covered {
    /// What there is.
    pub whole: i64,
    /// Of that, inspected within the interval.
    pub within: i64,
    /// Never inspected.
    pub never: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pooled(n: u128, code: &str, weight: i64) -> Pooled {
        Pooled { target: TargetId::new(uuid::Uuid::from_u128(n)), code: code.into(), weight }
    }

    #[test]
    fn heavier_targets_are_drawn_as_often_as_they_weigh() {
        let pool = [pooled(1, "A", 1), pooled(2, "B", 3)];
        let heavy = (0..4_000).filter(|n| draw(&format!("seed{n}"), &pool, 1) == [pool[1].target]).count();
        assert!((2_880..3_120).contains(&heavy), "{heavy} of 4000 where 3000 are expected");
    }

    #[test]
    fn the_order_of_the_pool_changes_nothing_and_more_are_drawn_after_the_same_first() {
        let mut pool: Vec<Pooled> = (1..30).map(|n| pooled(n, &format!("S-{n}"), i64::try_from(n).unwrap())).collect();
        let three = draw("x", &pool, 3);
        pool.reverse();
        assert_eq!(draw("x", &pool, 3), three);
        assert_eq!(draw("x", &pool, 5)[..3], three[..]);
        assert_eq!(draw("x", &pool, 100).len(), 29);
    }
}
