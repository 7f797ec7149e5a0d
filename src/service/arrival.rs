//! Shipments from abroad: compared with their certificate and with what is known of the authority that issued it.

use crate::domain::access::{Belongs, Permission};
use crate::domain::arrival::{ArrivalState, PREFIX, paper_against, plain_number};
use crate::domain::code;
use crate::domain::country::country;
use crate::domain::event::{ArrivalClosed, ArrivalOutcome, ArrivalRecorded, HsLine, Importer, WarningsListed};
use crate::domain::ids::{ArrivalId, PartyId};
use crate::domain::participant::Closed;
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::parcel::{licensed_to_hold, tidy};
use crate::service::participant::named;
use crate::service::party::check_reason;
use crate::service::party_state::check_in_trade;
use crate::service::shipment::words;
use crate::service::{Case, Command, Decision};
use crate::store::arrival::{arrival_fetch, arrival_next_no, arrival_with, warning_of};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::participant::participant_roll;
use crate::store::party::party_by_code;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The longest number of a certificate.
const NUMBER_MAX: usize = 40;
/// The longest name, address and remark.
const TEXT_MAX: usize = 300;
/// The most parcels of a shipment.
const PARCELS_MAX: i64 = 10_000;
/// The most countries of mining.
const ORIGINS_MAX: usize = 50;
/// The most numbers of one list of warnings.
pub const WARNINGS_MAX: usize = 10_000;

/// Writes down a shipment from abroad, once it was opened and compared with its certificate. What stands against letting
/// it in refuses, unless it is detained with a reason: then it is kept on record with all that stood against it.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordArrival {
    /// Code of the importer in the register.
    pub importer: String,
    /// Number of the foreign certificate, as printed.
    pub number: String,
    /// Country of the authority that issued it, ISO 3166-1 alpha-2.
    pub issuer: String,
    /// Its day of issue; it must be said.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub issued_on: Option<Day>,
    /// Its last day of validity; it must be said.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub expires_on: Option<Day>,
    /// The day on which the shipment came; today when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub arrived_on: Option<Day>,
    /// Who sent it.
    pub exporter: Importer,
    /// Countries of mining that the certificate names.
    pub origins: Vec<String>,
    /// Whether it is of mixed origin.
    #[serde(default)]
    pub mixed: bool,
    /// Parcels by the certificate.
    pub parcels: i64,
    /// What the certificate says by subheading.
    pub lines: Vec<HsLine>,
    /// What was weighed when it was opened.
    pub found_mct: Mass,
    /// Whether the seals were whole.
    pub seals_intact: bool,
    /// Why it is detained; nothing when it is let in.
    #[serde(default)]
    pub detain: Option<String>,
    /// Anything else.
    #[serde(default)]
    pub remark: Option<String>,
}

/// A country's code as typed; what is none is noted.
fn code_of(typed: &str, field: &'static str, v: &mut Violations) -> String {
    let plain = typed.trim().to_uppercase();
    v.check(country(&plain).is_some(), || Violation::on("arrival.country", field).with("typed", typed.trim()));
    plain
}

impl RecordArrival {
    /// The importer, in the trade and licensed to hold stones.
    fn importer_found(&self, rx: &mut Rx<'_>, case: &Case<'_>, v: &mut Violations) -> Result<Option<PartyId>, ServiceError> {
        let code = code::written(&self.importer);
        let Some(party) = party_by_code(rx, &code)? else {
            v.push(Violation::on("arrival.no_importer", "importer").with("code", code));
            return Ok(None);
        };
        check_in_trade(rx, v, party.id, case.today(), ("arrival.importer_state", Some("importer")))?;
        v.check(licensed_to_hold(rx, case, party.id)?, || Violation::on("arrival.no_licence", "importer").with("code", code));
        Ok(Some(party.id))
    }

    /// Countries of mining, each once, in order.
    fn origins_read(&self, v: &mut Violations) -> Vec<String> {
        let typed = self.origins.iter().filter(|o| !o.trim().is_empty());
        let found: BTreeSet<String> = typed.take(ORIGINS_MAX).map(|o| code_of(o, "origins", v)).collect();
        v.check(self.mixed || found.len() == 1, || Violation::on("arrival.origins", "origins"));
        found.into_iter().collect()
    }

    /// What cannot be a certificate's figures.
    fn figures(&self, v: &mut Violations) {
        v.check((1..=PARCELS_MAX).contains(&self.parcels), || Violation::on("arrival.parcels", "parcels"));
        let mut known = Vec::new();
        let sound = self.lines.iter().all(|l| {
            let fresh = !known.contains(&l.hs);
            known.push(l.hs);
            fresh && !l.weight_mct.is_zero() && l.value_usd_cents > 0
        });
        v.check(sound && !self.lines.is_empty(), || Violation::on("arrival.lines", "lines"));
        v.check(!self.found_mct.is_zero(), || Violation::on("required", "found_mct"));
    }

    /// What stands against letting it in.
    fn against(&self, rx: &mut Rx<'_>, case: &Case<'_>, e: &ArrivalRecorded) -> Result<Violations, StoreError> {
        let same = case.profile().tolerances.reweigh_within(e.weight(), e.found_mct);
        let mut v = paper_against(e, same);
        let issuer = || named(&e.issuer);
        match participant_roll(rx)?.destination(&e.issuer, e.issued_on) {
            Ok(_) => {}
            Err(Closed::NoList) => v.push(Violation::new("participant.none")),
            Err(Closed::Stranger) => {
                v.push(Violation::on("arrival.stranger", "issuer").with("country", issuer()).with("on", e.issued_on));
            }
            Err(Closed::Standing { standing, .. }) => {
                v.push(
                    Violation::on("arrival.closed", "issuer")
                        .with("country", issuer())
                        .with("standing", standing.as_str())
                        .with("on", e.issued_on),
                );
            }
        }
        if let Some(source) = warning_of(rx, &e.issuer, &e.number)? {
            v.push(Violation::on("arrival.warned", "number").with("number", e.number.clone()).with("source", source));
        }
        Ok(v)
    }
}

impl Command for RecordArrival {
    const NAME: &'static str = "record_arrival";
    const PERMISSION: Permission = Permission::AbroadWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::AbroadWrite, &Belongs::default())?;
        let mut v = Violations::none();
        let (today, own) = (case.today(), case.profile().code().to_owned());
        let number = words(&self.number, "number", NUMBER_MAX, &mut v);
        v.check(number.is_empty() || !plain_number(&number).is_empty(), || Violation::on("arrival.number", "number"));
        let issuer = code_of(&self.issuer, "issuer", &mut v);
        v.check(issuer != own, || Violation::on("arrival.own", "issuer"));
        let given = &self.exporter;
        let exporter = Importer {
            name: words(&given.name, "exporter_name", TEXT_MAX, &mut v),
            address: words(&given.address, "exporter_address", TEXT_MAX, &mut v),
            country: code_of(&given.country, "exporter_country", &mut v),
        };
        let origins = self.origins_read(&mut v);
        self.figures(&mut v);
        for (day, field) in [(self.issued_on, "issued_on"), (self.expires_on, "expires_on")] {
            v.check(day.is_some(), || Violation::on("required", field));
        }
        let arrived_on = self.arrived_on.unwrap_or(today);
        v.check(arrived_on <= today, || Violation::on("day.future", "arrived_on"));
        let importer = self.importer_found(rx, case, &mut v)?;
        if let Some(known) = arrival_with(rx, &issuer, &number)? {
            v.push(Violation::on("arrival.twice", "number").with("number", number.clone()).with("code", known.facts.code).conflict());
        }
        let detained = tidy(self.detain.as_deref(), "detain", TEXT_MAX, &mut v);
        let remark = tidy(self.remark.as_deref(), "remark", TEXT_MAX, &mut v);
        let (Some(issued_on), Some(expires_on), Some(importer)) = (self.issued_on, self.expires_on, importer) else {
            v.finish()?;
            return Err(ServiceError::NotFound("party"));
        };
        let no = arrival_next_no(rx)?;
        let mut e = ArrivalRecorded {
            arrival: case.id(),
            no,
            code: code::make(PREFIX, no),
            importer,
            number,
            issuer,
            issued_on,
            expires_on,
            arrived_on,
            exporter,
            origins,
            mixed: self.mixed,
            parcels: self.parcels,
            lines: self.lines.clone(),
            found_mct: self.found_mct,
            seals_intact: self.seals_intact,
            detained,
            against: Vec::new(),
            remark,
        };
        let against = self.against(rx, case, &e)?;
        if e.detained.is_some() {
            e.against = against.0.iter().map(|a| a.code.to_owned()).collect();
        } else {
            v.0.extend(against.0);
        }
        v.finish()?;
        Ok(e.into())
    }
}

/// Decides what becomes of a detained shipment.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseArrival {
    /// Which.
    pub arrival: ArrivalId,
    /// What becomes of it; it must be said.
    #[serde(default)]
    pub outcome: Option<ArrivalOutcome>,
    /// Why.
    pub reason: String,
}

impl Command for CloseArrival {
    const NAME: &'static str = "close_arrival";
    const PERMISSION: Permission = Permission::CertificateApprove;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::CertificateApprove, &Belongs::default())?;
        let arrival = arrival_fetch(rx, self.arrival)?.ok_or(ServiceError::NotFound("arrival"))?;
        let mut v = Violations::none();
        let waits = arrival.state == ArrivalState::Detained;
        v.check(waits, || Violation::new("arrival.not_detained").with("code", arrival.facts.code.clone()).conflict());
        v.check(self.outcome.is_some(), || Violation::on("arrival.outcome", "outcome"));
        let reason = check_reason(&self.reason, &mut v);
        v.finish()?;
        let outcome = self.outcome.ok_or_else(|| Violation::on("arrival.outcome", "outcome"))?;
        Ok(ArrivalClosed { arrival: self.arrival, outcome, reason }.into())
    }
}

/// Writes down numbers that a foreign authority says are lost, stolen or void.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ListWarnings {
    /// Country of the authority, ISO 3166-1 alpha-2.
    pub issuer: String,
    /// Where it was published, or who sent it.
    pub source: String,
    /// The numbers, as printed.
    pub numbers: Vec<String>,
}

impl Command for ListWarnings {
    const NAME: &'static str = "list_warnings";
    const PERMISSION: Permission = Permission::AbroadWrite;

    fn decide(&self, _: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::AbroadWrite, &Belongs::default())?;
        let mut v = Violations::none();
        let issuer = code_of(&self.issuer, "issuer", &mut v);
        v.check(issuer != case.profile().code(), || Violation::on("arrival.own", "issuer"));
        let source = words(&self.source, "source", TEXT_MAX, &mut v);
        let typed: Vec<&str> = self.numbers.iter().map(|n| n.trim()).filter(|n| !n.is_empty()).collect();
        v.check(!typed.is_empty(), || Violation::on("required", "numbers"));
        v.check(typed.len() <= WARNINGS_MAX, || {
            Violation::on("arrival.too_many", "numbers").with("limit", i64::try_from(WARNINGS_MAX).unwrap_or(i64::MAX))
        });
        for wrong in typed.iter().filter(|n| n.chars().count() > NUMBER_MAX || plain_number(n).is_empty()).take(20) {
            v.push(Violation::on("arrival.number_of", "numbers").with("typed", wrong.chars().take(NUMBER_MAX).collect::<String>()));
        }
        v.finish()?;
        let numbers = typed.into_iter().map(str::to_owned).collect::<BTreeSet<_>>().into_iter().collect();
        Ok(WarningsListed { list: case.id(), issuer, source, numbers }.into())
    }
}
