//! Preparing a shipment of sealed parcels, and taking it apart again.

use crate::domain::access::Permission;
use crate::domain::certificate::not_in_state;
use crate::domain::code;
use crate::domain::country::country;
use crate::domain::custody::obstacles;
use crate::domain::dispute::frozen;
use crate::domain::event::{HsCode, Importer, ShipmentCancelled, ShipmentParcel, ShipmentPrepared, ShipmentPresented};
use crate::domain::ids::{PartyId, ShipmentId};
use crate::domain::jurisdiction::Profile;
use crate::domain::licence::Licence;
use crate::domain::parcel::{Parcel, ParcelState, held_back};
use crate::domain::removal::reported_gone;
use crate::domain::role::Role;
use crate::domain::shipment::ShipmentState;
use crate::domain::time::{Day, Instant};
use crate::domain::violation::{Violation, Violations};
use crate::domain::zone::zone_frozen;
use crate::service::error::ServiceError;
use crate::service::participant::destination_against;
use crate::service::party::check_seen;
use crate::service::party_state::check_in_trade;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::licence::licences_of;
use crate::store::parcel::{parcel_by_code, parcel_fetch};
use crate::store::purchase::purchase_fetch;
use crate::store::shipment::{shipment_fetch, shipment_is_sent_back, shipment_next_no, shipment_parcels};
use serde::{Deserialize, Serialize};

/// The prefix of shipment codes.
pub const SHIPMENT_PREFIX: &str = "E";
/// The most characters of a firm's name.
const NAME_MAX: usize = 200;
/// The most characters of an address or a reason.
pub const TEXT_MAX: usize = 1_000;
/// The most parcels of a shipment: a page and a paper must hold them.
pub const PARCELS_MAX: usize = 500;
/// The largest value of one parcel, US cents: far above any that was ever exported.
const VALUE_MAX: i64 = 10_000_000_000_000;

/// A parcel to be put into a shipment.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ParcelToShip {
    /// Its code.
    pub parcel: String,
    /// Declared value, US cents.
    pub value_usd_cents: i64,
    /// Its subheading; the parcel's own when not given.
    #[serde(default)]
    pub hs: Option<HsCode>,
}

/// Puts sealed parcels together to leave for an importer.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PrepareShipment {
    /// To whom.
    pub importer: Importer,
    /// What.
    pub parcels: Vec<ParcelToShip>,
}

/// The licence by which a party may export on a day: of several the one that ends last.
///
/// # Errors
/// When the database fails.
pub fn export_licence(rx: &mut Rx<'_>, profile: &Profile, exporter: PartyId, day: Day) -> Result<Option<Licence>, StoreError> {
    let fits = |l: &Licence| l.is_valid_on(day) && grants_export(profile, l);
    Ok(licences_of(rx, exporter)?.into_iter().filter(fits).max_by_key(|l| (l.terms.ends_on, l.no)))
}

/// Whether a licence is of a type that lets its holder export.
#[must_use]
pub fn grants_export(profile: &Profile, licence: &Licence) -> bool {
    profile.licence_type(&licence.terms.kind).is_some_and(|t| t.role.value == Role::Exporter)
}

impl Command for PrepareShipment {
    const NAME: &'static str = "prepare_shipment";
    const PERMISSION: Permission = Permission::ShipmentWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let exporter = case.own_party()?;
        let today = case.today();
        let mut v = Violations::none();
        let licence = export_licence(rx, case.profile(), exporter, today)?;
        v.check(licence.is_some(), || Violation::new("shipment.no_licence").with("on", today));
        check_in_trade(rx, &mut v, exporter, today, ("shipment.exporter_state", None))?;
        let importer = self.importer_checked(case.profile().code(), &mut v);
        if v.0.iter().all(|found| found.field.as_deref() != Some("destination")) {
            let against = destination_against(rx, &importer.country, today)?;
            v.0.extend(against.map(|a| Violation { field: Some("destination".to_owned()), ..a }));
        }
        let found = self.parcels_found(rx, exporter, case.act.now, &mut v)?;
        let test = found.first().is_some_and(|(p, _)| p.test);
        v.check(found.iter().all(|(p, _)| p.test == test), || Violation::on("shipment.test_mixed", "parcels"));
        v.finish()?;
        let licence = licence.ok_or(ServiceError::NotFound("licence"))?.id;
        let no = shipment_next_no(rx)?;
        let parcels = found.into_iter().map(|(_, put)| put).collect();
        let code = code::make(SHIPMENT_PREFIX, no);
        Ok(ShipmentPrepared { shipment: case.id(), no, code, exporter, licence, importer, parcels, test }.into())
    }
}

impl PrepareShipment {
    fn importer_checked(&self, own: &str, v: &mut Violations) -> Importer {
        let name = words(&self.importer.name, "importer_name", NAME_MAX, v);
        let address = words(&self.importer.address, "importer_address", TEXT_MAX, v);
        let country_code = self.importer.country.trim().to_uppercase();
        if country_code.is_empty() {
            v.push(Violation::on("required", "destination"));
        } else if country(&country_code).is_none() {
            v.push(Violation::on("shipment.destination_unknown", "destination"));
        } else if country_code == own {
            v.push(Violation::on("shipment.destination_own", "destination"));
        }
        Importer { name, address, country: country_code }
    }

    /// The parcels in number order, each with what the shipment says of it.
    fn parcels_found(
        &self,
        rx: &mut Rx<'_>,
        exporter: PartyId,
        now: Instant,
        v: &mut Violations,
    ) -> Result<Vec<(Parcel, ShipmentParcel)>, ServiceError> {
        v.check(!self.parcels.is_empty(), || Violation::on("shipment.empty", "parcels"));
        if self.parcels.len() > PARCELS_MAX {
            let most = i64::try_from(PARCELS_MAX).unwrap_or(i64::MAX);
            return Err(Violation::on("shipment.too_many", "parcels").with("most", most).into());
        }
        let mut found: Vec<(Parcel, ShipmentParcel)> = Vec::new();
        for asked in &self.parcels {
            let code = code::written(&asked.parcel);
            let own = parcel_by_code(rx, &code)?.filter(|p| p.holder == exporter);
            if let Some(gone) = own.as_ref().filter(|p| p.state != ParcelState::Live) {
                v.0.extend(obstacles(gone, None, now, false, "parcels").0);
                continue;
            }
            let Some(parcel) = own else {
                // A parcel of somebody else and one that never was give the same answer.
                v.push(Violation::on("shipment.not_held", "parcels").with("parcel", code));
                continue;
            };
            if found.iter().any(|(p, _)| p.no == parcel.no) {
                v.push(Violation::on("shipment.twice", "parcels").with("parcel", code));
                continue;
            }
            free(rx, &parcel, now, v)?;
            let value_fits = (1..=VALUE_MAX).contains(&asked.value_usd_cents);
            v.check(value_fits, || Violation::on("shipment.no_value", format!("value-{code}")).with("parcel", code.clone()));
            v.check(!parcel.weight.is_zero(), || Violation::on("shipment.weightless", "parcels").with("parcel", code.clone()));
            let put = ShipmentParcel {
                parcel_no: parcel.no,
                weight_mct: parcel.weight,
                stones: parcel.stones,
                hs: as_sorted(&parcel, asked.hs, v),
                seal: parcel.seal.clone().unwrap_or_default(),
                value_usd_cents: asked.value_usd_cents,
            };
            found.push((parcel, put));
        }
        found.sort_by_key(|(p, _)| p.no);
        Ok(found)
    }
}

/// The subheading under which a parcel leaves: what the sorting found; the exporter names it only for unsorted stones.
fn as_sorted(parcel: &Parcel, asked: Option<HsCode>, v: &mut Violations) -> HsCode {
    let sorted = parcel.hs != HsCode::Unsorted;
    let other = asked.filter(|asked| sorted && *asked != parcel.hs);
    v.check(other.is_none(), || {
        Violation::on("shipment.hs_differs", format!("hs-{}", parcel.code))
            .with("parcel", parcel.code.clone())
            .with("hs", parcel.hs.as_str())
    });
    asked.unwrap_or(parcel.hs)
}

/// Whether a parcel may be put into a shipment: sealed, in no other shipment, in no open offer.
fn free(rx: &mut Rx<'_>, parcel: &Parcel, now: Instant, v: &mut Violations) -> Result<(), ServiceError> {
    v.check(parcel.seal.is_some(), || Violation::on("shipment.not_sealed", "parcels").with("parcel", parcel.code.clone()));
    if let Some(case) = parcel.dispute {
        v.push(frozen(case, &parcel.code, Some("parcels")));
    }
    v.0.extend(parcel.removal.map(|no| reported_gone(no, &parcel.code, "parcels")));
    v.0.extend(parcel.is_frozen().then(|| zone_frozen(&parcel.code, Some("parcels"))));
    v.0.extend(parcel.held.then(|| held_back(&parcel.code, "parcels")));
    if let Some(other) = parcel.shipment {
        let (other, seq) = shipment_fetch(rx, other)?.map_or_else(|| (String::new(), 0), |s| (s.code, s.prepared_seq));
        let taken = Violation::on("shipment.parcel_taken", "parcels").with("parcel", parcel.code.clone()).with("shipment", other);
        v.push(taken.with("seq", seq).conflict());
    }
    if let Some(purchase) = parcel.purchase
        && let Some(offer) = purchase_fetch(rx, purchase)?
        && offer.is_open_at(now)
    {
        v.push(
            Violation::on("shipment.offered", "parcels")
                .with("parcel", parcel.code.clone())
                .with("slip", offer.serial)
                .with("seq", offer.offered_seq)
                .conflict(),
        );
    }
    Ok(())
}

/// A text that must be there, not be too long and have nothing hidden in it, trimmed.
pub(super) fn words(given: &str, field: &'static str, limit: usize, v: &mut Violations) -> String {
    let plain = given.trim();
    v.check(!plain.is_empty(), || Violation::on("required", field));
    let most = i64::try_from(limit).unwrap_or(i64::MAX);
    v.check(plain.chars().count() <= limit, || Violation::on("too_long", field).with("limit", most));
    check_seen(plain, field, v);
    plain.to_owned()
}

/// Takes a shipment apart again, as long as nobody has signed it.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelShipment {
    /// Which.
    pub shipment: ShipmentId,
    /// Why.
    pub reason: String,
}

impl Command for CancelShipment {
    const NAME: &'static str = "cancel_shipment";
    const PERMISSION: Permission = Permission::ShipmentWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let shipment = shipment_fetch(rx, self.shipment)?.ok_or(ServiceError::NotFound("shipment"))?;
        case.require(Permission::ShipmentWrite, &shipment.belongs())?;
        let mut v = Violations::none();
        v.0.extend(not_in_state(&shipment, ShipmentState::Prepared));
        let reason = words(&self.reason, "reason", TEXT_MAX, &mut v);
        v.finish()?;
        Ok(ShipmentCancelled { shipment: shipment.id, reason }.into())
    }
}

/// Answers a shipment that was sent back: it is ready to be checked again as it is. (What is wrong with its parcels or
/// its importer is put right by taking it apart and preparing another.)
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PresentShipment {
    /// Which.
    pub shipment: ShipmentId,
    /// What was done about the reason.
    pub answer: String,
}

impl Command for PresentShipment {
    const NAME: &'static str = "present_shipment";
    const PERMISSION: Permission = Permission::ShipmentWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let shipment = shipment_fetch(rx, self.shipment)?.ok_or(ServiceError::NotFound("shipment"))?;
        case.require(Permission::ShipmentWrite, &shipment.belongs())?;
        let mut v = Violations::none();
        match not_in_state(&shipment, ShipmentState::Prepared) {
            Some(wrong) => v.push(wrong),
            None if !shipment_is_sent_back(rx, &shipment)? => v.push(Violation::new("shipment.not_sent_back").conflict()),
            None => {}
        }
        for put in shipment_parcels(rx, shipment.id)? {
            let Some(parcel) = parcel_fetch(rx, put.parcel_no)? else { continue };
            v.0.extend(parcel.dispute.map(|case| frozen(case, &parcel.code, None)));
            v.0.extend(parcel.is_frozen().then(|| zone_frozen(&parcel.code, None)));
        }
        let answer = words(&self.answer, "answer", TEXT_MAX, &mut v);
        v.finish()?;
        Ok(ShipmentPresented { shipment: shipment.id, answer }.into())
    }
}
