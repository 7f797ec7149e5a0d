//! Opening stock: what a holder had when the register began, declared once.

use crate::domain::access::Permission;
use crate::domain::event::{HsCode, NewParcel, StockDeclared, StockParcel};
use crate::domain::ids::{PartyId, SiteId};
use crate::domain::quantity::Mass;
use crate::domain::role::Role;
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::parcel::{STONES_MAX, not_dust, tidy};
use crate::service::party_state::check_in_trade;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::parcel::parcel_next_no;
use crate::store::party::party_fetch;
use crate::store::production::stock_declared_by;
use crate::store::site::site_fetch;
use chrono::Days;
use serde::{Deserialize, Serialize};

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
}

/// Declares what a holder had when the register began; once for each holder.
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
}

impl Command for DeclareStock {
    const NAME: &'static str = "declare_stock";
    const PERMISSION: Permission = Permission::StockWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let party = party_fetch(rx, self.holder)?.ok_or(ServiceError::NotFound("party"))?;
        case.require(Permission::StockWrite, &party.belongs())?;
        let mut v = Violations::none();
        let today = case.today();
        v.check(case.profile().opening_stock_on(today), || Violation::new("stock.closed").with("day", today));
        v.check(self.on <= today, || Violation::on("day.future", "on"));
        let earliest = today.checked_sub_days(COUNT_DAYS_MAX).unwrap_or(today);
        v.check(self.on >= earliest, || Violation::on("stock.too_old", "on").with("day", earliest));
        check_in_trade(rx, &mut v, self.holder, today, ("stock.holder_state", Some("holder")))?;
        // A digger without a licence sells at once; what he keeps is nobody's stock.
        let holds = party.facts.roles.iter().any(|r| r.holds_stones() && *r != Role::Digger);
        v.check(holds, || Violation::on("stock.holder_role", "holder").with("code", party.code.clone()));
        let before = stock_declared_by(rx, self.holder, self.test)?;
        v.check(!before, || Violation::on("stock.declared", "holder").with("code", party.code.clone()).conflict());
        v.check(!self.lines.is_empty(), || Violation::on("stock.no_lines", "lines"));
        v.check(self.lines.len() <= LINES_MAX, || {
            Violation::on("stock.too_many", "lines").with("most", i64::try_from(LINES_MAX).unwrap_or(i64::MAX))
        });
        let mut parcels = Vec::with_capacity(self.lines.len().min(LINES_MAX));
        let mut no = parcel_next_no(rx)?;
        for (at, line) in self.lines.iter().take(LINES_MAX).enumerate() {
            let note = line.check(rx, at, &mut v)?;
            let (weight_mct, stones) = (line.weight_mct, line.stones);
            let parcel = NewParcel { parcel: case.id(), no, weight_mct, stones, hs: HsCode::Unsorted, class: None };
            parcels.push(StockParcel { parcel, site: line.site, note });
            no = no.saturating_add(1);
        }
        v.finish()?;
        let office = party.facts.office.or(case.act.actor.office);
        Ok(StockDeclared { holder: self.holder, on: self.on, office, parcels, test: self.test }.into())
    }
}

impl StockLine {
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
