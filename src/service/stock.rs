//! Opening stock: what a holder had when the register began, declared once.

use crate::domain::access::Permission;
use crate::domain::event::{HsCode, NewParcel, StockDeclared, StockParcel, ZoneStatusStated};
use crate::domain::ids::{PartyId, SiteId, ZoneId};
use crate::domain::jurisdiction::Profile;
use crate::domain::quantity::Mass;
use crate::domain::role::Role;
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::domain::zone::{ZoneEffect, ZoneRules};
use crate::service::error::ServiceError;
use crate::service::parcel::{STONES_MAX, check_seal, not_dust, seal_taken, tidy};
use crate::service::party_state::check_in_trade;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::parcel::parcel_next_no;
use crate::store::party::party_fetch;
use crate::store::production::stock_declared_by;
use crate::store::site::site_fetch;
use crate::store::zone::{zone_fetch, zone_history};
use chrono::Days;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most parcels of one declaration.
pub const LINES_MAX: usize = 500;
/// How long ago the count may have been.
const COUNT_DAYS_MAX: Days = Days::new(366);

/// One parcel of declared stock.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StockLine {
    /// Its mass.
    pub weight_mct: Mass,
    /// Its stones.
    pub stones: i64,
    /// The site its papers name; without one its origin is not established.
    pub site: Option<SiteId>,
    /// What papers there are.
    pub note: Option<String>,
    /// The seal under which it was put, of stock from before a cut-off.
    #[serde(default)]
    pub seal: Option<String>,
}

/// Declares what a holder had when the register began, once for each holder; or what he had of a zone's stones on the day
/// on which it was closed to the trade, once for each holder and zone: counted, sealed and frozen.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclareStock {
    /// Whose.
    pub holder: PartyId,
    /// The day of the count.
    #[schema(value_type = String, format = Date)]
    pub on: Day,
    /// What there was.
    pub lines: Vec<StockLine>,
    /// A test declaration.
    #[serde(default)]
    pub test: bool,
    /// The zone on whose cut-off day it was counted; none for opening stock.
    #[serde(default)]
    pub zone: Option<ZoneId>,
}

impl Command for DeclareStock {
    const NAME: &'static str = "declare_stock";
    const PERMISSION: Permission = Permission::StockWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let party = party_fetch(rx, self.holder)?.ok_or(ServiceError::NotFound("party"))?;
        case.require(Permission::StockWrite, &party.belongs())?;
        let mut v = Violations::none();
        let today = case.today();
        match self.zone {
            None => v.check(case.profile().opening_stock_on(today), || Violation::new("stock.closed").with("day", today)),
            Some(zone) => check_cut_off(rx, case.profile(), zone, self.on, &mut v)?,
        }
        v.check(self.on <= today, || Violation::on("day.future", "on"));
        let earliest = today.checked_sub_days(COUNT_DAYS_MAX).unwrap_or(today);
        v.check(self.zone.is_some() || self.on >= earliest, || Violation::on("stock.too_old", "on").with("day", earliest));
        check_in_trade(rx, &mut v, self.holder, today, ("stock.holder_state", Some("holder")))?;
        // A digger without a licence sells at once; what he keeps is nobody's stock.
        let holds = party.facts.roles.iter().any(|r| r.holds_stones() && *r != Role::Digger);
        v.check(holds, || Violation::on("stock.holder_role", "holder").with("code", party.code.clone()));
        let before = stock_declared_by(rx, self.holder, self.test, self.zone)?;
        let twice = if self.zone.is_some() { "stock.zone_declared" } else { "stock.declared" };
        v.check(!before, || Violation::on(twice, "holder").with("code", party.code.clone()).conflict());
        v.check(!self.lines.is_empty(), || Violation::on("stock.no_lines", "lines"));
        v.check(self.lines.len() <= LINES_MAX, || {
            Violation::on("stock.too_many", "lines").with("most", i64::try_from(LINES_MAX).unwrap_or(i64::MAX))
        });
        let mut parcels = Vec::with_capacity(self.lines.len().min(LINES_MAX));
        let mut no = parcel_next_no(rx)?;
        let mut seals = BTreeSet::new();
        for (at, line) in self.lines.iter().take(LINES_MAX).enumerate() {
            let note = line.check(rx, at, &mut v)?;
            let seal = line.check_seal(rx, self.zone.is_some(), at, &mut seals, &mut v)?;
            let (weight_mct, stones) = (line.weight_mct, line.stones);
            let parcel = NewParcel { parcel: case.id(), no, weight_mct, stones, hs: HsCode::Unsorted, class: None };
            parcels.push(StockParcel { parcel, site: line.site, note, seal });
            no = no.saturating_add(1);
        }
        v.finish()?;
        let office = party.facts.office.or(case.act.actor.office);
        Ok(StockDeclared { holder: self.holder, on: self.on, office, parcels, test: self.test, zone: self.zone }.into())
    }
}

/// The day of the count is one on which a status of the zone that freezes or refuses began.
fn check_cut_off(rx: &mut Rx<'_>, profile: &Profile, zone: ZoneId, on: Day, v: &mut Violations) -> Result<(), ServiceError> {
    let zone = zone_fetch(rx, zone)?.ok_or(ServiceError::NotFound("zone"))?;
    let history = zone_history(rx, zone.no, None)?.ok_or(ServiceError::NotFound("zone"))?;
    let stops = |s: &&ZoneStatusStated| profile.zones.effect(s.status) >= ZoneEffect::Freeze;
    let begins = history.status_on(on).filter(stops).is_some_and(|s| s.from == on);
    v.check(begins, || {
        let days = history.statuses.iter().filter(stops).map(|s| s.from.to_string());
        let days: Vec<String> = days.collect();
        Violation::on("stock.no_cut_off", "on").with("code", zone.code.clone()).with("days", days.join(", "))
    });
    Ok(())
}

impl StockLine {
    /// Notes a seal that is missing, taken, or has no place there; gives it as it is kept.
    fn check_seal(
        &self,
        rx: &mut Rx<'_>,
        needed: bool,
        at: usize,
        seen: &mut BTreeSet<String>,
        v: &mut Violations,
    ) -> Result<Option<String>, ServiceError> {
        let field = format!("lines.{at}.seal");
        let typed = self.seal.as_deref().map(str::trim).filter(|s| !s.is_empty());
        let Some(typed) = typed.filter(|_| needed) else {
            v.check(!needed, || Violation::on("required", field.clone()));
            v.check(typed.is_none(), || Violation::on("stock.seal_without_zone", field.clone()));
            return Ok(None);
        };
        let seal = check_seal(typed, &field, v);
        let free = seen.insert(seal.clone()) && !seal_taken(rx, &seal, None)?;
        v.check(free, || Violation::on("parcel.seal_taken", field.clone()).with("seal", seal.clone()).conflict());
        Ok(Some(seal))
    }

    /// Notes what is wrong with a line; gives its note as it is kept.
    fn check(&self, rx: &mut Rx<'_>, at: usize, v: &mut Violations) -> Result<Option<String>, ServiceError> {
        let name = |part: &str| format!("lines.{at}.{part}");
        v.check(!self.weight_mct.is_zero(), || Violation::on("parcel.no_weight", name("weight_mct")));
        v.check((1..=STONES_MAX).contains(&self.stones), || Violation::on("parcel.no_stones", name("stones")).with("most", STONES_MAX));
        not_dust(self.weight_mct, self.stones, &name("stones"), v);
        if let Some(site) = self.site {
            let there = site_fetch(rx, site)?.is_some();
            v.check(there, || Violation::on("stock.no_site", name("site")));
        }
        Ok(tidy(self.note.as_deref(), &name("note"), 500, v))
    }
}
