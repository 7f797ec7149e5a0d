//! Footprints: how the stones of an area are spread over size classes, as run-of-mine entries of the book at the pit say, and
//! how far the stones of a parcel, or all that an exporter sent in half a year, differ from that. What differs is no proof of
//! anything: a footprint is an indicator, and holds for stones that nobody has sorted.

mod compare;
#[cfg(test)]
mod tests;

pub use compare::{ClassShares, Comparison, Expected, Sizes};

use crate::domain::event::{FootprintProposed, SizeLine};
use crate::domain::ids::{AccountId, OfficeId};
use crate::domain::jurisdiction::{Footprint as Limits, SizeTable};
use crate::domain::schema::text_schema_such_as;
use crate::domain::text_enum::text_enum;
use crate::domain::violation::{Arg, Violation, Violations};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// What a reference is for: where the stones of an entry are from. Written `zone/3` or `office/` and its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum FootprintArea {
    /// A zone: entries whose site touched it on their day, as they were judged.
    Zone {
        /// Its dense number.
        zone_no: i64,
    },
    /// What one office wrote down, where no zone has a reference.
    Office {
        /// Which.
        office: OfficeId,
    },
}

impl fmt::Display for FootprintArea {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Zone { zone_no } => write!(f, "zone/{zone_no}"),
            Self::Office { office } => write!(f, "office/{office}"),
        }
    }
}

impl From<FootprintArea> for String {
    fn from(area: FootprintArea) -> Self {
        area.to_string()
    }
}

impl TryFrom<String> for FootprintArea {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl utoipa::PartialSchema for FootprintArea {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        text_schema_such_as("zone/3 or office/id", "zone/3")
    }
}
impl utoipa::ToSchema for FootprintArea {}

impl FromStr for FootprintArea {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let unknown = || format!("no area: {text}");
        match text.split_once('/').ok_or_else(unknown)? {
            ("zone", no) => Ok(Self::Zone { zone_no: no.parse().map_err(|_| unknown())? }),
            ("office", id) => Ok(Self::Office { office: id.parse().map_err(|_| unknown())? }),
            _ => Err(unknown()),
        }
    }
}

text_enum! {
    /// Where a proposed reference stands.
    FootprintState, "footprint-state", {
        /// Nobody else has decided.
        Waiting = "waiting",
        /// It holds from then on, until the next of its area.
        Adopted = "adopted",
        /// It never held.
        Refused = "refused",
    }
}

/// A reference with where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footprint {
    /// What was proposed.
    pub facts: FootprintProposed,
    /// Where it stands.
    pub state: FootprintState,
    /// How many of its area were adopted up to it; none that was not adopted.
    pub version: Option<i64>,
    /// Who proposed it.
    pub proposed_by: AccountId,
    /// The entry.
    pub proposed_seq: i64,
    /// Who decided.
    pub decided_by: Option<AccountId>,
    /// The entry.
    pub decided_seq: Option<i64>,
    /// What he said.
    pub reason: Option<String>,
}

impl Footprint {
    /// Whether it waits for a second person.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.state == FootprintState::Waiting
    }
}

/// What was compared with what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The comparison itself.
    pub comparison: Comparison,
    /// The references it rests on, each with the milli-carats that come from its area; the largest first.
    pub references: Vec<(Footprint, i64)>,
    /// Which part of the carats comes from areas with a reference, millionths.
    pub covered_ppm: i64,
}

impl Judged {
    /// Whether it differs from the reference by more than the country's rules take for chance and for little.
    #[must_use]
    pub fn differs(&self, limits: &Limits) -> bool {
        let c = &self.comparison;
        self.is_enough(limits)
            && c.chance_ppb < i64::from(limits.chance_ppm.value).saturating_mul(1_000)
            && c.gap_ppm >= i64::from(limits.gap_ppm.value)
            && c.divergence_ppm >= i64::from(limits.divergence_ppm.value)
    }
    /// Whether there are stones enough, of known origin enough, to say anything.
    #[must_use]
    pub fn is_enough(&self, limits: &Limits) -> bool {
        self.comparison.stones >= i64::from(limits.compared_least_stones.value) && self.covered_ppm >= i64::from(limits.covered_ppm.value)
    }
}

/// Notes what stands against a breakdown by size: classes of the table, each once, with stones and a weight, which together
/// make the whole (milli-carats and stones).
pub fn check_lines(lines: &[SizeLine], table: Option<&SizeTable>, (weight, stones): (i64, i64), v: &mut Violations) {
    let mut seen = BTreeSet::new();
    for line in lines {
        let known = table.is_some_and(|t| t.class(&line.class).is_some());
        v.check(known, || Violation::on("production.class_unknown", "classes").with("class", line.class.clone()));
        let bounds = table.and_then(|t| t.bounds(&line.class));
        let named = || bounds.map_or_else(|| Arg::from(line.class.clone()), |(from, below)| Arg::Between(from, below));
        v.check(seen.insert(&line.class), || Violation::on("production.class_twice", "classes").with("class", named()));
        let empty = line.stones <= 0 || line.weight_mct.is_zero();
        v.check(!empty, || Violation::on("production.class_empty", "classes").with("class", named()));
    }
    let mass = |mct: i64| crate::domain::quantity::Mass::new(mct).unwrap_or(crate::domain::quantity::Mass::ZERO);
    let together = lines.iter().map(|l| l.weight_mct.mct()).fold(0, i64::saturating_add);
    v.check(together == weight, || {
        Violation::on("production.classes_weight", "classes").with("given", mass(together)).with("expected", mass(weight))
    });
    let counted = lines.iter().map(|l| l.stones).fold(0, i64::saturating_add);
    v.check(counted == stones, || Violation::on("production.classes_stones", "classes").with("given", counted).with("expected", stones));
}
