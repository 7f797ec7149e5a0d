//! Who may see which trace. Reading only: a trace changes nothing.

use crate::domain::access::{Actor, Belongs, Naming, Permission, Reach, reach};
use crate::domain::code::written;
use crate::domain::ids::{CertificateId, LicenceId, ShipmentId};
use crate::domain::jurisdiction::Profile;
use crate::domain::time::Day;
use crate::domain::trace::{Forward, Trace};
use crate::service::error::ServiceError;
use crate::store::certificate::{certificate_by_number, certificate_fetch};
use crate::store::db::Rx;
use crate::store::licence::licence_fetch;
use crate::store::parcel::parcel_by_code;
use crate::store::production::source_fetch;
use crate::store::shipment::shipment_fetch;
use crate::store::site::site_by_code;
use crate::store::trace::{self, Ask, CHAIN_MAX, ForwardAsk};

/// Who asks for a trace.
#[derive(Debug, Clone)]
pub enum Asker {
    /// Somebody who is signed in.
    Account(Actor),
    /// The operator at the console: everything, but no names.
    Console,
}

impl Asker {
    fn reach(&self, permission: Permission) -> Reach {
        match self {
            Self::Account(actor) => reach(actor, permission),
            Self::Console => Reach::All,
        }
    }

    fn naming(&self) -> Naming {
        match self {
            Self::Account(actor) => Naming::of(actor),
            Self::Console => Naming::from(Reach::Nothing),
        }
    }

    fn ask(&self, today: Day) -> Ask {
        Ask::whole(today, self.naming())
    }

    /// What lies outside the reach is not found, so that nobody can try codes out.
    fn may(&self, permission: Permission, thing: &Belongs, what: &'static str) -> Result<(), ServiceError> {
        if self.reach(permission).covers(thing) { Ok(()) } else { Err(ServiceError::NotFound(what)) }
    }
}

/// What a trace back starts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Back {
    /// A certificate.
    Certificate(CertificateId),
    /// A shipment.
    Shipment(ShipmentId),
    /// The parcel with a code.
    Parcel(String),
}

/// What a forward trace starts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Onward {
    /// The site with a code.
    Site(String),
    /// A licence.
    Licence(LicenceId),
    /// The production entry that made the parcel with a code.
    Production(String),
}

/// The trace back of something the asker may see.
///
/// # Errors
/// [`ServiceError::NotFound`] also for what lies outside the asker's reach; faults of the database.
pub fn trace_back(rx: &mut Rx<'_>, rules: &Profile, asker: &Asker, start: &Back, today: Day) -> Result<Trace, ServiceError> {
    let ask = Ask { late_after: rules.times.sale_late_working_days.value, ..asker.ask(today) };
    match start {
        Back::Certificate(id) => {
            let certificate = certificate_fetch(rx, *id)?.ok_or(ServiceError::NotFound("certificate"))?;
            asker.may(Permission::CertificateRead, &certificate.belongs(), "certificate")?;
            Ok(trace::certificate_trace(rx, &certificate, &ask)?)
        }
        Back::Shipment(id) => {
            let shipment = shipment_fetch(rx, *id)?.ok_or(ServiceError::NotFound("shipment"))?;
            asker.may(Permission::ShipmentRead, &shipment.belongs(), "shipment")?;
            Ok(trace::shipment_trace(rx, &shipment, &ask)?)
        }
        Back::Parcel(code) => {
            let parcel = parcel_by_code(rx, code)?.ok_or(ServiceError::NotFound("parcel"))?;
            asker.may(Permission::ParcelRead, &parcel.belongs(), "parcel")?;
            Ok(trace::parcel_trace(rx, &parcel, &ask)?)
        }
    }
}

/// The forward trace of something the asker may see. Parcels and certificates outside his reach are in the
/// sums and counted, not named.
///
/// # Errors
/// As [`trace_back`].
pub fn trace_forward(rx: &mut Rx<'_>, asker: &Asker, start: &Onward, today: Day) -> Result<Forward, ServiceError> {
    let ask = ForwardAsk {
        today,
        parcels: asker.reach(Permission::ParcelRead),
        certificates: asker.reach(Permission::CertificateRead),
        details: asker.naming(),
        most: CHAIN_MAX,
    };
    match start {
        Onward::Site(code) => {
            let site = site_by_code(rx, code)?.ok_or(ServiceError::NotFound("site"))?;
            asker.may(Permission::SiteRead, &Belongs::office(site.facts.office), "site")?;
            Ok(trace::forward_of_site(rx, &site, &ask)?)
        }
        Onward::Licence(id) => {
            let licence = licence_fetch(rx, *id)?.ok_or(ServiceError::NotFound("licence"))?;
            asker.may(Permission::LicenceRead, &licence.belongs(), "licence")?;
            Ok(trace::forward_of_licence(rx, &licence, &ask)?)
        }
        Onward::Production(code) => {
            let parcel = parcel_by_code(rx, code)?.ok_or(ServiceError::NotFound("production"))?;
            let entry = source_fetch(rx, parcel.no)?.ok_or(ServiceError::NotFound("production"))?;
            let belongs = Belongs { office: entry.office, parties: vec![entry.holder] };
            asker.may(Permission::ProductionRead, &belongs, "production")?;
            Ok(trace::forward_of_production(rx, &entry, &parcel, &ask)?)
        }
    }
}

/// What somebody typed at the console, read as a certificate's number, a parcel's code or a shipment's code.
///
/// # Errors
/// [`ServiceError::NotFound`] when it is none of them; faults of the database.
pub fn find_subject(rx: &mut Rx<'_>, profile: &Profile, typed: &str) -> Result<Back, ServiceError> {
    let number = profile.certificate_number_typed(typed).unwrap_or_else(|| typed.trim().to_owned());
    if let Some(certificate) = certificate_by_number(rx, &number)? {
        return Ok(Back::Certificate(certificate.facts.certificate));
    }
    let code = written(typed);
    if parcel_by_code(rx, &code)?.is_some() {
        return Ok(Back::Parcel(code));
    }
    match trace::shipment_id_by_code(rx, &code)? {
        Some(id) => Ok(Back::Shipment(id.parse().map_err(crate::store::error::StoreError::damaged)?)),
        None => Err(ServiceError::NotFound("certificate, parcel or shipment")),
    }
}
