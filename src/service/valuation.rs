//! Putting the valuation of a shipment on record: one sitting, all values at once.

use crate::domain::access::Permission;
use crate::domain::certificate::not_in_state;
use crate::domain::event::ShipmentValued;
use crate::domain::ids::{PartyId, ShipmentId};
use crate::domain::jurisdiction::Profile;
use crate::domain::role::Role;
use crate::domain::shipment::{Shipment, ShipmentState};
use crate::domain::time::{Day, Instant};
use crate::domain::valuation::{Band, ValuedLine, Valuer, charges, declared_ratio_ppm, sheet_against, taken};
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::party_state::check_in_trade;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::entry_fetch;
use crate::store::party::{party_by_code, party_fetch};
use crate::store::shipment::{shipment_is_sent_back, shipment_whole};
use crate::store::valuation::values_of_class;
use chrono::Days;
use serde::{Deserialize, Serialize};

/// The most lines of a sheet.
pub const LINES_MAX: usize = 100;
/// The most people who are named.
const PRESENT_MAX: usize = 10;
/// Over how many days bands are learnt.
const BAND_DAYS: u64 = 365;

/// Puts the valuation of a shipment on record, before anybody has signed for it. A later one takes its place.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ValueShipment {
    /// Which shipment.
    pub shipment: ShipmentId,
    /// The day of the sitting; today when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Day>,
    /// Codes of the officials who were present.
    pub present: Vec<String>,
    /// Code of the independent valuer, where the country has one.
    #[serde(default)]
    pub independent: Option<String>,
    /// The sheet, by subheading and class.
    pub lines: Vec<ValuedLine>,
}

impl Command for ValueShipment {
    const NAME: &'static str = "value_shipment";
    const PERMISSION: Permission = Permission::ValuationWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let whole = shipment_whole(rx, self.shipment)?.ok_or(ServiceError::NotFound("shipment"))?;
        case.require(Permission::ValuationWrite, &whole.shipment.belongs())?;
        if let Some(conflict) = not_in_state(&whole.shipment, ShipmentState::Prepared) {
            return Err(conflict.into());
        }
        if shipment_is_sent_back(rx, &whole.shipment)? {
            return Err(Violation::new("shipment.sent_back").conflict().into());
        }
        let rules = &case.profile().valuation;
        let mut v = Violations::none();
        let on = self.on.unwrap_or(case.today());
        v.check(on <= case.today(), || Violation::on("day.future", "on"));
        let packed_on = case.profile().local_day(packed_at(rx, &whole.shipment)?);
        v.check(on >= packed_on, || Violation::on("valuation.before_packing", "on").with("day", packed_on));
        let present = self.present_found(rx, case.profile(), on, &mut v)?;
        let independent = self.independent_found(rx, case.profile(), on, &mut v)?;
        let exporter = whole.shipment.exporter;
        v.check(!present.contains(&exporter), || Violation::on("valuation.own_stones", "present"));
        v.check(independent != Some(exporter), || Violation::on("valuation.own_stones", "independent"));
        v.check(independent.is_none_or(|id| !present.contains(&id)), || Violation::on("valuation.two_parts", "independent"));
        if self.lines.len() > LINES_MAX {
            let most = i64::try_from(LINES_MAX).unwrap_or(i64::MAX);
            return Err(Violation::new("valuation.too_many").with("most", most).into());
        }
        let table = case.profile().size_table(&rules.size_table.value);
        let classes: Vec<&str> = table.map(|t| t.classes.iter().map(|c| c.code.as_str()).collect()).unwrap_or_default();
        v.0.extend(sheet_against(&self.lines, &whole.parcels, &classes, rules).0);
        v.finish()?;
        let out_of_bounds = || Violation::new("valuation.out_of_bounds");
        let (by, value_usd_cents) = taken(&self.lines, rules.basis.value).ok_or_else(out_of_bounds)?;
        let charges = charges(&self.lines, by, whole.parcels.len(), rules).ok_or_else(out_of_bounds)?;
        Ok(ShipmentValued {
            shipment: self.shipment,
            on,
            table: rules.size_table.value.clone(),
            present,
            independent,
            lines: self.lines.clone(),
            taken: by,
            value_usd_cents,
            charges,
        }
        .into())
    }
}

impl ValueShipment {
    /// The officials who were present, each once and as many as the profile asks for.
    fn present_found(&self, rx: &mut Rx<'_>, profile: &Profile, on: Day, v: &mut Violations) -> Result<Vec<PartyId>, StoreError> {
        let mut found: Vec<PartyId> = Vec::new();
        for code in self.present.iter().map(|c| c.trim()).filter(|c| !c.is_empty()).take(PRESENT_MAX) {
            match named(rx, code, Role::Official)? {
                Some(id) if !found.contains(&id) => found.push(id),
                Some(_) => {}
                None => v.push(Violation::on("valuation.no_official", "present").with("code", code)),
            }
        }
        for id in &found {
            check_in_trade(rx, v, *id, on, ("valuation.barred", Some("present")))?;
        }
        let least = profile.valuation.present.value;
        let enough = u32::try_from(found.len()).unwrap_or(u32::MAX) >= least;
        v.check(enough, || Violation::on("valuation.present", "present").with("least", i64::from(least)));
        Ok(found)
    }

    /// The independent valuer, where the profile asks for one.
    fn independent_found(&self, rx: &mut Rx<'_>, profile: &Profile, on: Day, v: &mut Violations) -> Result<Option<PartyId>, StoreError> {
        let code = self.independent.as_deref().map(str::trim).filter(|c| !c.is_empty());
        match (profile.valuation.independent.value, code) {
            (false, None) => Ok(None),
            (false, Some(_)) => {
                v.push(Violation::on("valuation.not_asked", "independent"));
                Ok(None)
            }
            (true, None) => {
                v.push(Violation::on("required", "independent"));
                Ok(None)
            }
            (true, Some(code)) => {
                let found = named(rx, code, Role::Valuer)?;
                match found {
                    Some(id) => check_in_trade(rx, v, id, on, ("valuation.barred", Some("independent")))?,
                    None => v.push(Violation::on("valuation.no_valuer", "independent").with("code", code)),
                }
                Ok(found)
            }
        }
    }
}

/// When a shipment was prepared.
fn packed_at(rx: &mut Rx<'_>, shipment: &Shipment) -> Result<Instant, StoreError> {
    let entry = entry_fetch(rx, shipment.prepared_seq)?;
    entry.map(|stored| stored.entry.recorded_at).ok_or_else(|| StoreError::damaged("a shipment without its entry"))
}

/// Somebody with a role, by his code.
fn named(rx: &mut Rx<'_>, code: &str, role: Role) -> Result<Option<PartyId>, StoreError> {
    let found = party_by_code(rx, &crate::domain::code::written(code))?;
    Ok(found.filter(|p| p.facts.roles.contains(&role)).map(|p| p.id))
}

/// What is odd about a sheet: it stands against nothing, but whoever signs has read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Oddity {
    /// The exporter declares less than a part of the government's value, both in millionths (F9).
    LowRatio {
        /// The part.
        ratio_ppm: i64,
        /// The least that is usual.
        least_ppm: i64,
    },
    /// A class is worth less or more a carat than eight of ten of its like in the year before.
    OffBand {
        /// The line, from 0.
        line: usize,
        /// US cents a carat.
        cents_per_carat: i64,
        /// The band.
        usual: Usual,
    },
}

/// What a class was worth in the year before a sitting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usual {
    /// The band.
    pub band: Band,
    /// The code of the region from whose shipments it was learnt; none where it was learnt from those of the country.
    pub region: Option<String>,
}

/// For each line of a sheet what its like were worth: in shipments of the same region where there are enough of them, else
/// in those of the country; none where those are too few as well.
///
/// # Errors
/// When the database fails.
pub fn usual(rx: &mut Rx<'_>, e: &ShipmentValued, region: Option<&str>) -> Result<Vec<Option<Usual>>, StoreError> {
    let from = e.on.checked_sub_days(Days::new(BAND_DAYS)).unwrap_or(e.on);
    let mut found = Vec::with_capacity(e.lines.len());
    for l in &e.lines {
        let mut of =
            |region| Ok::<_, StoreError>(Band::learnt(values_of_class(rx, (&e.table, &l.class, l.hs), (from, e.on), region, e.shipment)?));
        let near = match region {
            Some(code) => of(Some(code))?.map(|band| Usual { band, region: Some(code.to_owned()) }),
            None => None,
        };
        found.push(match near {
            Some(near) => Some(near),
            None => of(None)?.map(|band| Usual { band, region: None }),
        });
    }
    Ok(found)
}

/// What is odd about the sheet of a valuation, by what its lines are usually worth.
#[must_use]
pub fn oddities(profile: &Profile, e: &ShipmentValued, usual: &[Option<Usual>]) -> Vec<Oddity> {
    let least_ppm = i64::from(profile.valuation.low_ratio_ppm.value);
    let low = declared_ratio_ppm(&e.lines).filter(|ratio| *ratio < least_ppm);
    let off = e.lines.iter().zip(usual).enumerate().filter_map(|(line, (l, usual))| {
        let (usual, cents_per_carat) = usual.clone().zip(l.cents_per_carat(Valuer::Government))?;
        usual.band.is_left_by(cents_per_carat).then_some(Oddity::OffBand { line, cents_per_carat, usual })
    });
    low.map(|ratio_ppm| Oddity::LowRatio { ratio_ppm, least_ppm }).into_iter().chain(off).collect()
}

/// The codes of parties, as forms name them.
///
/// # Errors
/// When the database fails.
pub fn codes_of(rx: &mut Rx<'_>, parties: &[PartyId]) -> Result<Vec<String>, StoreError> {
    let mut codes = Vec::with_capacity(parties.len());
    for id in parties {
        codes.extend(party_fetch(rx, *id)?.map(|p| p.code));
    }
    Ok(codes)
}
