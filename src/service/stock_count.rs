//! Counts of stock: written down by the holder or by an officer on the spot, and held against the balance of their day.

use crate::domain::access::{Permission, Reach};
use crate::domain::balance::{Compared, Moved, StockCount, stock_at_count};
use crate::domain::event::{CountedParcel, StockCounted};
use crate::domain::ids::PartyId;
use crate::domain::jurisdiction::Profile;
use crate::domain::month::Month;
use crate::domain::parcel::parcel_no_typed;
use crate::domain::quantity::Mass;
use crate::domain::role::Role;
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::parcel::tidy;
use crate::service::party::REASON_MAX;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::recorded_at_of;
use crate::store::licence::licences_of;
use crate::store::parcel::{parcel_fetch, parcel_was_held_by};
use crate::store::party::{party_by_code, party_fetch};
use crate::store::statistics::{Among, moved_lines, stock_holders};
use crate::store::stock_count::{last_count_day, stock_count_next_no, stock_counts};
use chrono::Days;
use serde::{Deserialize, Serialize};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// The most parcels of one count.
pub const LINES_MAX: usize = 1_000;
/// How long ago the count may have been.
const BACK: Days = Days::new(366);

/// A parcel as it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountLine {
    /// Code of the parcel.
    pub parcel: String,
    /// What it weighed.
    pub weight_mct: Mass,
    /// How many stones.
    pub stones: i64,
}

/// Writes down what a holder had at the end of a day: parcel by parcel, or the whole alone. It changes nothing of his stock;
/// what differs from the balance of the day is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountStock {
    /// Code of the holder; the own party of whoever acts for one.
    #[serde(default)]
    pub holder: Option<String>,
    /// The day; today when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Day>,
    /// Parcel by parcel.
    #[serde(default)]
    pub parcels: Vec<CountLine>,
    /// The whole, milli-carats; the sum of the parcels when not given.
    #[serde(default)]
    pub weight_mct: Option<Mass>,
    /// The stones of the whole; the sum of the parcels when not given.
    #[serde(default)]
    pub stones: Option<i64>,
    /// What is said of it. It stays in the journal for good: no name of a person.
    #[serde(default)]
    pub note: Option<String>,
}

impl CountStock {
    fn counted(&self, rx: &mut Rx<'_>, holder: PartyId, v: &mut Violations) -> Result<Vec<CountedParcel>, StoreError> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::with_capacity(self.parcels.len().min(LINES_MAX));
        let most = i64::try_from(LINES_MAX).unwrap_or(i64::MAX);
        v.check(self.parcels.len() <= LINES_MAX, || Violation::on("count.too_many", "parcels").with("most", most));
        for (at, line) in self.parcels.iter().take(LINES_MAX).enumerate() {
            let field = |part: &str| format!("parcels.{at}.{part}");
            let shown: String = line.parcel.trim().chars().take(40).collect();
            let Some(no) = parcel_no_typed(&line.parcel) else {
                v.push(Violation::on("parcel.unknown", field("parcel")).with("typed", shown));
                continue;
            };
            let his = parcel_was_held_by(rx, no, holder)? && parcel_fetch(rx, no)?.is_some_and(|p| !p.test);
            v.check(his, || Violation::on("count.not_his", field("parcel")).with("code", shown.clone()));
            v.check(seen.insert(no), || Violation::on("count.twice", field("parcel")).with("code", shown.clone()));
            v.check(line.stones >= 0, || Violation::on("count.stones", field("stones")));
            found.push(CountedParcel { parcel_no: no, weight_mct: line.weight_mct, stones: line.stones });
        }
        found.sort_by_key(|p| p.parcel_no);
        Ok(found)
    }

    /// The whole: as said, and where there are parcels their sum.
    fn whole(&self, parcels: &[CountedParcel], v: &mut Violations) -> (Mass, i64) {
        let mct = parcels.iter().fold(0_i64, |sum, p| sum.saturating_add(p.weight_mct.mct()));
        let stones = parcels.iter().fold(0_i64, |sum, p| sum.saturating_add(p.stones));
        let sum = Mass::new(mct).unwrap_or(Mass::ZERO);
        if parcels.is_empty() {
            v.check(self.weight_mct.is_some(), || Violation::on("required", "weight_mct"));
            v.check(self.stones.is_some(), || Violation::on("required", "stones"));
            v.check(self.stones.is_none_or(|n| n >= 0), || Violation::on("count.stones", "stones"));
            return (self.weight_mct.unwrap_or(Mass::ZERO), self.stones.unwrap_or(0));
        }
        v.check(self.weight_mct.is_none_or(|w| w == sum), || Violation::on("count.sum", "weight_mct").with("sum", sum));
        v.check(self.stones.is_none_or(|n| n == stones), || Violation::on("count.sum_stones", "stones").with("sum", stones));
        (sum, stones)
    }
}

impl Command for CountStock {
    const NAME: &'static str = "count_stock";
    const PERMISSION: Permission = Permission::StockCount;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let mut v = Violations::none();
        let reach = case.reach(Permission::StockCount);
        let named = self.holder.as_deref().map(str::trim).filter(|t| !t.is_empty());
        let party = match (named, reach) {
            (Some(code), _) => party_by_code(rx, &crate::domain::code::written(code))?,
            (None, Reach::Party(own)) => party_fetch(rx, own)?,
            (None, _) => None,
        };
        let party = party.filter(|p| reach.covers(&p.belongs()));
        let today = case.today();
        let on = self.on.unwrap_or(today);
        v.check(on <= today, || Violation::on("day.future", "on"));
        let earliest = today.checked_sub_days(BACK).unwrap_or(today);
        v.check(on >= earliest, || Violation::on("stock.too_old", "on").with("day", earliest));
        let parcels = match &party {
            Some(party) => {
                // A digger without a licence sells at once; what he keeps is nobody's stock.
                let holds = party.facts.roles.iter().any(|r| r.holds_stones() && *r != Role::Digger);
                v.check(holds, || Violation::on("stock.holder_role", "holder").with("code", party.code.clone()));
                self.counted(rx, party.id, &mut v)?
            }
            None => {
                v.push(Violation::on(if named.is_some() { "stock.holder_unknown" } else { "required" }, "holder"));
                Vec::new()
            }
        };
        let (weight_mct, stones) = self.whole(&parcels, &mut v);
        let note = tidy(self.note.as_deref(), "note", REASON_MAX, &mut v);
        v.finish()?;
        let party = party.ok_or(ServiceError::NotFound("party"))?;
        let (holder, office) = (party.id, party.facts.office);
        Ok(StockCounted { count: case.id(), no: stock_count_next_no(rx)?, holder, office, on, parcels, weight_mct, stones, note }.into())
    }
}

/// Counts, each with what the balance of its holder says of its day by all that is known now.
///
/// # Errors
/// When the database fails.
pub fn against_balance(rx: &mut Rx<'_>, profile: &Profile, counts: Vec<StockCount>) -> Result<Vec<Compared>, StoreError> {
    let seqs: Vec<i64> = counts.iter().map(|c| c.seq).collect();
    let recorded = recorded_at_of(rx, &seqs)?;
    let mut moved: BTreeMap<PartyId, Vec<Moved>> = BTreeMap::new();
    let mut found = Vec::with_capacity(counts.len());
    for count in counts {
        let at = recorded.get(&count.seq).ok_or_else(|| StoreError::damaged(format!("entry {} is missing", count.seq)))?;
        let holder = count.facts.holder;
        let lines = match moved.entry(holder) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(moved_lines(rx, &Among::Holder(holder), |at| profile.local_day(at))?),
        };
        found.push(Compared { book: stock_at_count(lines, &count, profile.local_day(*at)), count });
    }
    Ok(found)
}

/// Of the latest counts of a holder, at most so many, those from a month on against the balance.
///
/// # Errors
/// When the database fails.
pub fn compared(rx: &mut Rx<'_>, profile: &Profile, holder: PartyId, from: Month, limit: i64) -> Result<Vec<Compared>, StoreError> {
    let mut counts = stock_counts(rx, Reach::All, Some(holder), None, limit)?;
    counts.retain(|c| Month::of(c.facts.on) >= from);
    against_balance(rx, profile, counts)
}

/// A holder who should have counted his stock by now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountDue {
    /// Who.
    pub holder: PartyId,
    /// The last day of the time for which a count is missing.
    pub of: Day,
    /// Until when it was in time.
    pub until: Day,
}

/// The last time that is over and whose count is due by now: its last day, and until when it was in time. None where nobody
/// must count.
fn last_due(profile: &Profile, today: Day) -> Option<(Day, Day, i32)> {
    let months = i32::try_from(profile.stock_count.every_months.as_ref()?.value).ok().filter(|m| *m > 0)?;
    let days = u64::from(profile.stock_count.due_days.as_ref().map_or(0, |d| d.value));
    let before = Month::of(today).plus(-1);
    let back = (0..=months).map(|n| before.plus(-n)).find(|m| m.plus(1).since(Month::of(Day::default())).rem_euclid(months) == 0)?;
    let until = |month: Month| month.last().checked_add_days(Days::new(days));
    let due = [back, back.plus(-months)].into_iter().find(|m| until(*m).is_some_and(|u| u < today))?;
    Some((due.last(), until(due)?, months))
}

/// Holders within a reach, or one of them, who have stones or had them when they should have counted them, and did not: with
/// a licence of that day that lets them trade.
///
/// # Errors
/// When the database fails.
pub fn counts_due(
    rx: &mut Rx<'_>,
    profile: &Profile,
    reach: Reach,
    holder: Option<PartyId>,
    today: Day,
) -> Result<Vec<CountDue>, StoreError> {
    let Some((of, until, months)) = last_due(profile, today) else { return Ok(Vec::new()) };
    let begun = Month::of(of).plus(1 - months).first();
    let mut found = Vec::new();
    for holder in stock_holders(rx, holder)? {
        let Some(party) = party_fetch(rx, holder)?.filter(|p| reach.covers(&p.belongs())) else { continue };
        let trades = |kind: &str| profile.licence_type(kind).is_some_and(|t| !t.needs_site.value && t.role.value.holds_stones());
        let licensed = licences_of(rx, holder)?.iter().any(|l| l.is_valid_on(of) && trades(&l.terms.kind));
        let counted = last_count_day(rx, holder)?.is_some_and(|last| last >= begun);
        if licensed && !counted && !party.is(Role::StateBuyer) {
            found.push(CountDue { holder, of, until });
        }
    }
    Ok(found)
}
