//! An issued certificate on its way out: the container closed over its goods, the border, and endorsements.

use crate::domain::access::Permission;
use crate::domain::code::fold;
use crate::domain::departure::{Leaving, ends_in_serial};
use crate::domain::event::{
    CertificateDeparted, CertificateEndorsed, CertificateIssued, ContainerSealed, EndorsedField, Transport, VoidedGoods,
};
use crate::domain::ids::{CertificateId, PartyId};
use crate::domain::jurisdiction::Profile;
use crate::domain::role::Role;
use crate::domain::shipment::{Certificate, CertificateState};
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::parcel::{check_seal, tidy};
use crate::service::participant::destination_against;
use crate::service::party::check_reason;
use crate::service::party_state::check_in_trade;
use crate::service::shipment::words;
use crate::service::{Case, Command, Decision};
use crate::store::certificate::certificate_fetch;
use crate::store::certificate_print::certificate_next_copy;
use crate::store::db::Rx;
use crate::store::departure::{container_seal_used, leaving, seal_packed};
use crate::store::error::StoreError;
use crate::store::notice::notice_fetch;
use crate::store::parcel::parcel_by_live_seal;
use crate::store::party::party_by_code;
use serde::{Deserialize, Serialize};

/// The longest number written on a container.
const NUMBER_MAX: usize = 60;
/// The longest name of a place, a flight or a vehicle.
const PLACE_MAX: usize = 120;
/// The longest text put right by an endorsement.
const TEXT_MAX: usize = 300;

/// A certificate within reach and what became of it; one that is void takes no further act.
fn standing(rx: &mut Rx<'_>, case: &Case<'_>, permission: Permission, id: CertificateId) -> Result<(Certificate, Leaving), ServiceError> {
    let certificate = certificate_fetch(rx, id)?.ok_or(ServiceError::NotFound("certificate"))?;
    case.require(permission, &certificate.belongs())?;
    if certificate.state == CertificateState::Void {
        return Err(Violation::new("certificate.void").with("number", certificate.facts.number).conflict().into());
    }
    Ok((certificate, leaving(rx, id)?))
}

/// The goods have left: nothing of them can be closed or sent again.
fn gone(number: &str, left: &Leaving) -> Result<(), ServiceError> {
    match &left.departed {
        Some(d) => Err(Violation::new("departure.gone").with("number", number).with("on", d.facts.on).conflict().into()),
        None => Ok(()),
    }
}

/// Notes a day that is not one of validity, or has not come.
fn within(certificate: &Certificate, on: Day, today: Day, v: &mut Violations) {
    let (from, to) = (certificate.facts.issued_on, certificate.facts.expires_on);
    v.check(on <= today, || Violation::on("day.future", "on"));
    v.check((from..=to).contains(&on), || Violation::on("departure.not_valid", "on").with("from", from).with("to", to));
}

/// Closes the container over the goods of a certificate. What it bears is typed as it is read from it.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SealContainer {
    /// Which certificate.
    pub certificate: CertificateId,
    /// Number of the seal.
    pub seal: String,
    /// The certificate's number as it stands on the container.
    pub number: String,
    /// The parcel number written on the container; the profile says whether it must end in the certificate's serial.
    #[serde(default)]
    pub parcel_number: Option<String>,
    /// The day; today when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Day>,
    /// Why it is closed again; asked only where it was closed before.
    #[serde(default)]
    pub reason: Option<String>,
}

impl SealContainer {
    /// The parcel number, which tells a true container from a forged one (F4).
    fn parcel_number(&self, profile: &Profile, number: &str, v: &mut Violations) -> Option<String> {
        let written = tidy(self.parcel_number.as_deref(), "parcel_number", NUMBER_MAX, v);
        if !profile.certificate.container_serial.value {
            return written;
        }
        match &written {
            None => v.push(Violation::on("required", "parcel_number")),
            Some(text) => {
                let serial = profile.numbers.certificate.value.pattern.parse(number).map(|(_, serial)| serial);
                let same = serial.is_some_and(|serial| ends_in_serial(text, serial));
                v.check(same, || {
                    Violation::on("departure.parcel_number", "parcel_number").with("typed", text.clone()).with("number", number)
                });
            }
        }
        written
    }
}

impl Command for SealContainer {
    const NAME: &'static str = "seal_container";
    const PERMISSION: Permission = Permission::CertificateHandle;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let (certificate, left) = standing(rx, case, Permission::CertificateHandle, self.certificate)?;
        let number = &certificate.facts.number;
        gone(number, &left)?;
        let mut v = Violations::none();
        let on = self.on.unwrap_or_else(|| case.today());
        within(&certificate, on, case.today(), &mut v);
        let seal = check_seal(&self.seal, "seal", &mut v);
        let closed = container_seal_used(rx, &seal)? || crate::store::seizure::seizure_seal_used(rx, &seal)?;
        v.check(!closed, || Violation::on("departure.seal_used", "seal").with("seal", seal.clone()).conflict());
        let packed = seal_packed(rx, &seal)? || parcel_by_live_seal(rx, &seal)?.is_some();
        v.check(!packed || closed, || Violation::on("departure.seal_of_parcel", "seal").with("seal", seal.clone()).conflict());
        let read = words(&self.number, "number", NUMBER_MAX, &mut v);
        let same = case.profile().certificate_number_typed(&read).is_some_and(|typed| typed == *number);
        v.check(same || read.is_empty(), || {
            Violation::on("departure.number", "number").with("typed", read.clone()).with("number", number.clone())
        });
        let parcel_number = self.parcel_number(case.profile(), number, &mut v);
        let last = left.container().map_or(0, |c| c.facts.no);
        let reason = (last > 0).then(|| check_reason(self.reason.as_deref().unwrap_or_default(), &mut v));
        v.finish()?;
        let (certificate, number) = (self.certificate, number.clone());
        Ok(ContainerSealed { certificate, no: last.saturating_add(1), seal, number, parcel_number, on, reason }.into())
    }
}

/// Writes down that the goods of a certificate left the country, as customs saw it.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordDeparture {
    /// Which certificate.
    pub certificate: CertificateId,
    /// The day; today when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Day>,
    /// The airport or border post.
    pub place: String,
    /// How they left; it must be said.
    #[serde(default)]
    pub transport: Option<Transport>,
    /// Flight and air waybill, registration of the vehicle, or name of the ship.
    pub reference: String,
    /// Code of the courier; nothing when it goes as freight.
    #[serde(default)]
    pub courier: Option<String>,
    /// The number of the seal as customs read it.
    pub seal: String,
}

impl RecordDeparture {
    /// The courier, registered as one and in the trade on the day.
    fn courier_found(&self, rx: &mut Rx<'_>, on: Day, v: &mut Violations) -> Result<Option<PartyId>, StoreError> {
        let Some(code) = self.courier.as_deref().map(str::trim).filter(|c| !c.is_empty()) else { return Ok(None) };
        let Some(party) = party_by_code(rx, code)?.filter(|p| p.is(Role::Courier)) else {
            v.push(Violation::on("departure.no_courier", "courier").with("code", code));
            return Ok(None);
        };
        check_in_trade(rx, v, party.id, on, ("departure.courier_state", Some("courier")))?;
        Ok(Some(party.id))
    }
}

impl Command for RecordDeparture {
    const NAME: &'static str = "record_departure";
    const PERMISSION: Permission = Permission::CertificateHandle;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let (certificate, left) = standing(rx, case, Permission::CertificateHandle, self.certificate)?;
        gone(&certificate.facts.number, &left)?;
        let mut v = Violations::none();
        let on = self.on.unwrap_or_else(|| case.today());
        within(&certificate, on, case.today(), &mut v);
        let seal = fold(&self.seal);
        v.check(!seal.is_empty(), || Violation::on("required", "seal"));
        match left.container() {
            None => v.push(Violation::new("departure.not_sealed").with("number", certificate.facts.number.clone())),
            Some(closed) => {
                let same = closed.facts.seal == seal || seal.is_empty();
                let other =
                    || Violation::on("departure.seal_other", "seal").with("seal", closed.facts.seal.clone()).with("found", seal.clone());
                v.check(same, other);
                v.check(on >= closed.facts.on, || Violation::on("departure.before_seal", "on").with("on", closed.facts.on));
            }
        }
        let place = words(&self.place, "place", PLACE_MAX, &mut v);
        let reference = words(&self.reference, "reference", PLACE_MAX, &mut v);
        v.check(self.transport.is_some(), || Violation::on("departure.transport", "transport"));
        let courier = self.courier_found(rx, on, &mut v)?;
        v.finish()?;
        let transport = self.transport.ok_or_else(|| Violation::on("departure.transport", "transport"))?;
        Ok(CertificateDeparted { certificate: self.certificate, on, place, transport, reference, courier, seal }.into())
    }
}

/// Endorses a certificate: a slip of the pen in the consignee's name or address is put right on the paper. Whatever counts
/// (carats, value, origin, days, numbers, country) is never put right so: such a certificate is made void.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndorseCertificate {
    /// Which certificate.
    pub certificate: CertificateId,
    /// What is wrong; it must be said.
    #[serde(default)]
    pub field: Option<EndorsedField>,
    /// What should stand there.
    pub is: String,
    /// Why, and on whose instruction.
    pub reason: String,
}

impl Command for EndorseCertificate {
    const NAME: &'static str = "endorse_certificate";
    const PERMISSION: Permission = Permission::CertificateApprove;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let (certificate, left) = standing(rx, case, Permission::CertificateApprove, self.certificate)?;
        let mut v = Violations::none();
        v.check(self.field.is_some(), || Violation::on("departure.endorse_what", "field"));
        let is = words(&self.is, "is", TEXT_MAX, &mut v);
        let now = |field| left.now(&certificate.facts.importer, field);
        let same = self.field.is_some_and(|field| now(field) == is);
        v.check(!same || is.is_empty(), || Violation::on("departure.endorse_same", "is"));
        let slip = self.field.is_none_or(|field| is_slip(field, now(field), &is));
        v.check(slip || is.is_empty(), || Violation::on("departure.endorse_other", "is"));
        let reason = check_reason(&self.reason, &mut v);
        v.finish()?;
        let no = left.endorsed.last().map_or(1, |e| e.facts.no.saturating_add(1));
        let field = self.field.ok_or_else(|| Violation::on("departure.endorse_what", "field"))?;
        let was = now(field).to_owned();
        Ok(CertificateEndorsed { certificate: self.certificate, no, field, was, is, reason }.into())
    }
}

/// Whether a text is another by a slip of the pen: of a name a quarter of the letters at most are others, of an address half,
/// or something was forgotten of it; a few always may be. What differs more is another importer, and needs another
/// certificate.
fn is_slip(field: EndorsedField, was: &str, is: &str) -> bool {
    let (part, few) = match field {
        EndorsedField::ImporterName => (4, 3),
        EndorsedField::ImporterAddress => (2, 12),
    };
    let letters = |text: &str| text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let (was, is) = (letters(was), letters(is));
    let most = was.chars().count().checked_div(part).unwrap_or(0).max(few);
    let forgotten = field == EndorsedField::ImporterAddress && (is.contains(&was) || was.contains(&is));
    forgotten || strsim::levenshtein(&was, &is) <= most
}

/// What whoever lets goods leave should know first; it stands against nothing: trade with the destination closed since the
/// certificate was issued, its authority was not told, the paper was not printed.
///
/// # Errors
/// When the database fails.
pub fn cautions(rx: &mut Rx<'_>, c: &CertificateIssued, today: Day) -> Result<Vec<Violation>, StoreError> {
    let mut found: Vec<Violation> = destination_against(rx, &c.importer.country, today)?.into_iter().collect();
    let told = notice_fetch(rx, c.certificate)?.is_some_and(|notice| notice.state.is_told());
    found.extend((!told).then(|| Violation::new("departure.not_told")));
    let printed = certificate_next_copy(rx, c.certificate)? > 1;
    found.extend((!printed).then(|| Violation::new("departure.not_printed")));
    Ok(found)
}

/// What stands against making a certificate void with this said of its goods: goods that left are not here, and are not unused.
/// Goods that were received abroad had left too, whoever forgot to say so.
/// One that was not used has its goods here, or they left without it.
pub(super) fn left_against(
    rx: &mut Rx<'_>,
    c: &Certificate,
    goods: Option<VoidedGoods>,
    unused: bool,
    v: &mut Violations,
) -> Result<(), StoreError> {
    let here = goods == Some(VoidedGoods::Here);
    let back = here || unused;
    if let Some(on) = c.used_on.filter(|_| back) {
        v.check(!here, || Violation::on("departure.received", "goods").with("on", on));
        v.check(!unused, || Violation::on("departure.was_received", "cause").with("on", on));
        return Ok(());
    }
    let left = if back { leaving(rx, c.facts.certificate)?.departed } else { None };
    if let Some(departed) = left {
        let on = departed.facts.on;
        v.check(!here, || Violation::on("departure.not_here", "goods").with("on", on));
        v.check(!unused, || Violation::on("departure.was_used", "cause").with("on", on));
        return Ok(());
    }
    v.check(!unused || goods != Some(VoidedGoods::Gone), || Violation::on("departure.unused_gone", "goods"));
    Ok(())
}
