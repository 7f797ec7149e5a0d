//! The book at the pit.

use crate::domain::access::{Belongs, Permission};
use crate::domain::event::{HsCode, NewParcel, PartyState, ProductionFacts, ProductionFlag, ProductionRecorded, SizeLine};
use crate::domain::footprint::check_lines;
use crate::domain::geo::{Position, distance_m};
use crate::domain::ids::{LicenceId, SiteId};
use crate::domain::jurisdiction::Profile;
use crate::domain::licence::{Licence, Standing};
use crate::domain::party::party_state_on;
use crate::domain::quantity::Mass;
use crate::domain::role::Role;
use crate::domain::site::Site;
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::domain::zone::{ZoneEffect, ZoneJudgement};
use crate::service::capacity::holds_with;
use crate::service::error::ServiceError;
use crate::service::parcel::{not_dust, tidy};
use crate::service::party_state::check_in_trade;
use crate::service::site::sensible_accuracy;
use crate::service::zone::{zone_judgement, zone_refusal};
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::licence::licence_fetch;
use crate::store::parcel::parcel_next_no;
use crate::store::party::party_states;
use crate::store::site::site_fetch;
use serde::{Deserialize, Serialize};

/// More than this on one page of the book is a slip of the pen: 100,000 carats.
pub const WEIGHT_MAX: i64 = 100_000_000;
/// Likewise for stones.
pub const STONES_MAX: i64 = 1_000_000;
/// Likewise for one stone: 5,000 carats. (The largest rough diamond known, the Cullinan of 1905, had 3,106.)
pub const LARGEST_MAX: i64 = 5_000_000;
/// Likewise for diggers.
pub const DIGGERS_MAX: u32 = 5_000;
/// Likewise for gravel: 100,000 cubic metres.
pub const GRAVEL_MAX: i64 = 100_000_000;
/// Nobody writes down more than a year at once.
pub const DAYS_WORKED_MAX: u32 = 366;
/// The longest name of a page, in characters.
pub(super) const PAGE_MAX: usize = 40;
/// How many renewals are followed from a site's licence.
const RENEWALS_MAX: usize = 40;

/// Writes down a day's production of a site; makes a parcel held by the licence holder.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordProduction {
    /// Where.
    pub site: SiteId,
    /// Under which licence.
    pub licence: LicenceId,
    /// The day of production.
    #[schema(value_type = String, format = Date)]
    pub on: Day,
    /// Stones found.
    pub stones: i64,
    /// Their mass.
    pub weight_mct: Mass,
    /// The largest stone.
    pub largest_mct: Option<Mass>,
    /// Size breakdown; all of it or none.
    #[serde(default)]
    pub classes: Vec<SizeLine>,
    /// Diggers present.
    pub diggers: Option<u32>,
    /// Gravel washed, cubic decimetres (litres).
    pub gravel_dm3: Option<i64>,
    /// Days worked for it, where one entry covers several.
    #[serde(default)]
    pub days_worked: Option<u32>,
    /// Page of the notebook.
    pub page: Option<String>,
    /// Where the entry was taken, `[longitude, latitude]` in 1e-7 degrees.
    pub position: Option<Position>,
    /// Accuracy of that position, metres.
    pub accuracy_m: Option<u32>,
    /// Why it is written down only now; asked for where it is late, or the licence or its holder was stopped since.
    pub late_reason: Option<String>,
    /// A test parcel: in no total, in no certificate that leaves.
    #[serde(default)]
    pub test: bool,
}

impl Command for RecordProduction {
    const NAME: &'static str = "record_production";
    const PERMISSION: Permission = Permission::ProductionWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let site = site_fetch(rx, self.site)?.ok_or(ServiceError::NotFound("site"))?;
        let licence = licence_fetch(rx, self.licence)?.ok_or(ServiceError::NotFound("licence"))?;
        let office = site.facts.office.or(licence.terms.office);
        case.require(Permission::ProductionWrite, &Belongs::office(office))?;
        let mut v = Violations::none();
        let belongs = site_is_under(rx, &site, &licence)?;
        v.check(belongs, || {
            Violation::on("production.other_licence", "licence").with("site", site.code.clone()).with("number", licence.number.clone())
        });
        licence_fits(case.profile(), &licence, self.on, &mut v);
        check_in_trade(rx, &mut v, licence.terms.holder, self.on, ("production.holder_state", Some("licence")))?;
        let today = case.today();
        v.check(self.on <= today, || Violation::on("day.future", "on"));
        let mut facts = ProductionFacts {
            site: self.site,
            licence: self.licence,
            on: self.on,
            stones: self.stones,
            weight_mct: self.weight_mct,
            largest_mct: self.largest_mct,
            classes: self.classes.clone(),
            diggers: self.diggers,
            gravel_dm3: self.gravel_dm3,
            days_worked: self.days_worked,
            page: None,
            position: self.position,
            accuracy_m: self.position.and(self.accuracy_m),
            flags: Vec::new(),
            late_reason: None,
            zone: None,
        };
        let zones = zone_judgement(rx, case.profile(), &site, self.on)?;
        v.0.extend(zone_refusal(rx, &zones, case.profile(), self.on)?);
        facts.zone = zones.stated();
        check_counts(&facts, case.profile(), &mut v);
        sensible_accuracy(self.accuracy_m, &mut v);
        facts.page = tidy(self.page.as_deref(), "page", PAGE_MAX, &mut v);
        let written = written_down(rx, case.profile(), &licence, self.on, today)?;
        facts.late_reason = tidy(self.late_reason.as_deref(), "late_reason", 500, &mut v).filter(|_| written.asks_why());
        if facts.late_reason.is_none() {
            v.0.extend(written.unexplained(case.profile()));
        }
        v.finish()?;
        facts.flags = flags(&facts, case.profile(), &site, &licence, written);
        let (mct, diggers) = (self.weight_mct.mct(), self.diggers.map(i64::from));
        if !self.test && holds_with(rx, case.profile(), &site, (self.on, mct, diggers))? {
            facts.flags.push(ProductionFlag::OverCapacity);
        }
        let no = parcel_next_no(rx)?;
        let (weight_mct, stones) = (self.weight_mct, self.stones);
        let parcel = NewParcel { parcel: case.id(), no, weight_mct, stones, hs: HsCode::Unsorted, class: None };
        Ok(ProductionRecorded { parcel, holder: licence.terms.holder, office, test: self.test, facts }.into())
    }
}

/// Notes figures of an entry that cannot be right, whether it is written down or corrected.
pub(super) fn check_counts(facts: &ProductionFacts, profile: &Profile, v: &mut Violations) {
    v.check(!facts.weight_mct.is_zero(), || Violation::on("production.no_weight", "weight_mct"));
    v.check(facts.stones > 0, || Violation::on("production.no_stones", "stones"));
    let too_much = |field: &str, most: i64| Violation::on("production.implausible", field).with("most", most);
    let heavy = |field: &str, most: i64| Violation::on("production.too_heavy", field).with("most", carats(most));
    v.check(facts.weight_mct.mct() <= WEIGHT_MAX, || heavy("weight_mct", WEIGHT_MAX));
    v.check(facts.stones <= STONES_MAX, || too_much("stones", STONES_MAX));
    v.check(facts.diggers.is_none_or(|d| d <= DIGGERS_MAX), || too_much("diggers", i64::from(DIGGERS_MAX)));
    v.check(facts.gravel_dm3.is_none_or(|g| (0..=GRAVEL_MAX).contains(&g)), || too_much("gravel_dm3", GRAVEL_MAX));
    v.check(facts.days_worked.is_none_or(|d| (1..=DAYS_WORKED_MAX).contains(&d)), || {
        Violation::on("production.days_worked", "days_worked").with("most", i64::from(DAYS_WORKED_MAX))
    });
    not_dust(facts.weight_mct, facts.stones, "stones", v);
    check_largest(facts, v);
    check_classes(facts, profile, v);
}

fn check_largest(facts: &ProductionFacts, v: &mut Violations) {
    let Some(largest) = facts.largest_mct else { return };
    v.check(!largest.is_zero(), || Violation::on("production.no_weight", "largest_mct"));
    v.check(largest.mct() <= LARGEST_MAX, || Violation::on("production.too_heavy", "largest_mct").with("most", carats(LARGEST_MAX)));
    v.check(largest <= facts.weight_mct, || Violation::on("production.largest_above", "largest_mct").with("weight", facts.weight_mct));
    // No stone is heavier than the largest, so all together are at most that many times as heavy.
    let most = largest.mct().saturating_mul(facts.stones.max(0));
    v.check(largest.is_zero() || most >= facts.weight_mct.mct(), || {
        Violation::on("production.largest_below", "largest_mct").with("stones", facts.stones).with("weight", facts.weight_mct)
    });
}

fn check_classes(facts: &ProductionFacts, profile: &Profile, v: &mut Violations) {
    if !facts.classes.is_empty() {
        check_lines(&facts.classes, profile.production_sizes(), (facts.weight_mct.mct(), facts.stones), v);
    }
}

/// What is remarkable about when an entry was written down.
#[derive(Debug, Clone, Copy)]
pub(super) struct WrittenDown {
    /// Later than the profile allows.
    late: bool,
    /// The licence or its holder had been stopped by then, though not yet on the day of production.
    after_stop: bool,
}

impl WrittenDown {
    /// Whether somebody has to say why it was written down only then.
    pub(super) const fn asks_why(self) -> bool {
        self.late || self.after_stop
    }

    /// The question that was left without an answer.
    fn unexplained(self, profile: &Profile) -> Option<Violation> {
        let refuse = |code: &'static str| Violation::on(code, "late_reason");
        let days = profile.times.production_late_working_days.value;
        if self.late {
            return Some(refuse("production.late_reason").with("days", days));
        }
        self.after_stop.then(|| refuse("production.stopped_reason"))
    }
}

/// How an entry of a day stands that was written down on another; a day that is still to come is not late.
pub(super) fn written_down(
    rx: &mut Rx<'_>,
    profile: &Profile,
    licence: &Licence,
    on: Day,
    recorded: Day,
) -> Result<WrittenDown, StoreError> {
    let stopped = |day| licence.is_stopped_by(day);
    let holder = party_states(rx, licence.terms.holder)?;
    let out = |day| party_state_on(&holder, day) != PartyState::Active;
    // What was stopped on the day itself is refused, and never only marked.
    let after_stop = on < recorded && !stopped(on) && !out(on) && (stopped(recorded) || out(recorded));
    Ok(WrittenDown { late: on <= recorded && profile.is_late(on, recorded), after_stop })
}

/// What is odd about an entry, though it is taken.
pub(super) fn flags(
    facts: &ProductionFacts,
    profile: &Profile,
    site: &Site,
    licence: &Licence,
    written: WrittenDown,
) -> Vec<ProductionFlag> {
    let workers_max = licence
        .terms
        .workers_max
        .or_else(|| profile.licence_type(&licence.terms.kind).and_then(|t| t.workers_max.as_ref()).map(|w| w.value));
    let crowded = facts.diggers.zip(workers_max).is_some_and(|(there, most)| there > most);
    let t = &profile.tolerances;
    // A hopeless measurement must not excuse every distance.
    let off = |accuracy_m: Option<u32>, most: u32| accuracy_m.unwrap_or(0).min(most);
    let entry = off(facts.accuracy_m, t.entry_accuracy_max_m.value);
    let slack = [entry, off(site.facts.accuracy_m, t.site_accuracy_max_m.value), t.position_slack_m.value];
    let slack: i64 = slack.into_iter().map(i64::from).fold(0, i64::saturating_add);
    let outside = facts.position.is_some_and(|p| distance_m(p, &site.facts.shape) > slack);
    let found = [
        (written.late, ProductionFlag::Late),
        (written.after_stop, ProductionFlag::AfterStop),
        (outside, ProductionFlag::OutsideSite),
        (facts.position.is_none(), ProductionFlag::NoPosition),
        (crowded, ProductionFlag::TooManyDiggers),
        (ZoneJudgement::effect_of(facts.zone.as_ref()) != ZoneEffect::None, ProductionFlag::Zone),
    ];
    found.into_iter().filter(|(is, _)| *is).map(|(_, flag)| flag).collect()
}

fn carats(mct: i64) -> Mass {
    Mass::new(mct).unwrap_or(Mass::ZERO)
}

/// Notes a licence that does not let its holder dig on a day.
fn licence_fits(profile: &Profile, licence: &Licence, on: Day, v: &mut Violations) {
    let kind = profile.licence_type(&licence.terms.kind);
    let digs = kind.is_some_and(|t| matches!(t.role.value, Role::Miner | Role::Cooperative) && t.needs_site.value);
    v.check(digs, || Violation::on("production.licence_kind", "licence").with("number", licence.number.clone()));
    let refused = match licence.standing_on(on) {
        Standing::Valid => return,
        Standing::NotYet => Violation::on("production.licence_not_yet", "licence").with("from", licence.terms.starts_on),
        Standing::Expired => Violation::on("production.licence_expired", "licence").with("until", licence.terms.ends_on),
        Standing::Suspended => Violation::on("production.licence_suspended", "licence").with("day", on),
        Standing::Revoked => Violation::on("production.licence_revoked", "licence").with("day", on),
    };
    v.push(refused);
}

/// The licence under which a site is dug on a day: its own, or the one before or after it in the chain of renewals
/// that is valid then. Where none is, its own, so that the refusal can name it.
///
/// # Errors
/// When the database fails.
pub fn licence_on(rx: &mut Rx<'_>, site: &Site, on: Day) -> Result<Option<Licence>, StoreError> {
    let Some(own) = site.facts.licence else { return Ok(None) };
    let Some(own) = licence_fetch(rx, own)? else { return Ok(None) };
    let step = |l: &Licence| if on < l.terms.starts_on { l.terms.renews } else { l.renewed_by };
    let mut at = own.clone();
    for _ in 0..RENEWALS_MAX {
        if at.is_valid_on(on) {
            return Ok(Some(at));
        }
        let Some(next) = step(&at) else { break };
        match licence_fetch(rx, next)? {
            Some(next) if next.terms.holder == own.terms.holder => at = next,
            _ => break,
        }
    }
    Ok(Some(own))
}

/// Whether a site is dug under a licence: the one it names, or one of the same holder that renewed it or that it
/// renewed, so that a day before the renewal can still be written down.
pub(super) fn site_is_under(rx: &mut Rx<'_>, site: &Site, licence: &Licence) -> Result<bool, ServiceError> {
    let Some(own) = site.facts.licence else { return Ok(false) };
    Ok(own == licence.id || renewals(rx, own, licence.id)? || renewals(rx, licence.id, own)?)
}

/// Whether `from` renewed `to`, at once or over several renewals.
fn renewals(rx: &mut Rx<'_>, from: LicenceId, to: LicenceId) -> Result<bool, ServiceError> {
    let mut at = Some(from);
    for _ in 0..RENEWALS_MAX {
        let Some(id) = at else { return Ok(false) };
        let Some(licence) = licence_fetch(rx, id)? else { return Ok(false) };
        if licence.terms.renews == Some(to) {
            let holder = licence_fetch(rx, to)?.map(|l| l.terms.holder);
            return Ok(holder == Some(licence.terms.holder));
        }
        at = licence.terms.renews;
    }
    Ok(false)
}
