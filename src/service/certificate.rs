//! Certificates: proposed by an officer, issued by somebody else, made void for good.

use crate::domain::access::Permission;
use crate::domain::certificate::{
    Evidence, Origins, SiteShare, certified_value, expiry_against, not_in_state, origins, reasons_against, unexplained, unfit_to_leave,
};
use crate::domain::entry::sha256_hex;
use crate::domain::event::{
    CertificateDeclined, CertificateIssued, CertificateProposed, CertificateRetracted, CertificateVoided, VoidCause, VoidedGoods,
};
use crate::domain::ids::{AccountId, CertificateId, ShipmentId};
use crate::domain::jurisdiction::Profile;
use crate::domain::licence::Licence;
use crate::domain::lineage::Pool;
use crate::domain::parcel::{Parcel, parcel_code};
use crate::domain::shipment::{CertificateState, Shipment, ShipmentState, ShipmentWhole};
use crate::domain::time::Day;
use crate::domain::valuation::Valuation;
use crate::domain::violation::{Violation, Violations};
use crate::service::blank::{form_in_hand, form_to_reserve};
use crate::service::departure::left_against;
use crate::service::error::ServiceError;
use crate::service::licence::valid_instead;
use crate::service::participant::destination_against;
use crate::service::party_state::check_in_trade;
use crate::service::proof::same_hands;
use crate::service::shipment::{TEXT_MAX, grants_export, words};
use crate::service::{Case, Command, Decision};
use crate::store::account::account_fetch;
use crate::store::arrival::arrival_fetch;
use crate::store::certificate::{
    certificate_fetch, certificate_next_no, certificates_of, composition_pending, composition_sites, shipment_composition,
};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::licence::licence_fetch;
use crate::store::parcel::{parcel_by_live_seal, parcel_fetch};
use crate::store::participant::participant_roll;
use crate::store::secret::secret_fetch;
use crate::store::shipment::{shipment_is_sent_back, shipment_parcels, shipment_whole};
use crate::store::text::fold;
use crate::store::valuation::valuation_of;
use crate::store::warning::warning_of;
use serde::{Deserialize, Serialize};

/// All that an officer and an approver look at, and that the commands decide by.
#[derive(Debug)]
pub struct Review {
    /// The shipment with what was put into it.
    pub whole: ShipmentWhole,
    /// Its parcels as they are now.
    pub parcels: Vec<Parcel>,
    /// The exporter's licence.
    pub licence: Option<Licence>,
    /// Where the carats came in, by pit and stock parcel.
    pub composition: Pool,
    /// The same by site.
    pub sites: Vec<SiteShare>,
    /// Countries of mining.
    pub origins: Origins,
    /// Its valuation, the latest.
    pub valuation: Option<Valuation>,
    /// Everything that stands against a certificate; empty when nothing does.
    pub against: Violations,
    /// The latest last day of a certificate issued on that day.
    pub latest: Day,
}

/// Looks at a shipment on a day; none when there is no such shipment.
///
/// # Errors
/// When the database fails or a composition is damaged.
pub fn review(rx: &mut Rx<'_>, profile: &Profile, id: ShipmentId, today: Day) -> Result<Option<Review>, StoreError> {
    let Some(whole) = shipment_whole(rx, id)? else { return Ok(None) };
    let mut parcels = Vec::with_capacity(whole.parcels.len());
    for put in &whole.parcels {
        parcels.extend(parcel_fetch(rx, put.parcel_no)?);
    }
    let licence = licence_fetch(rx, whole.shipment.licence)?;
    // The shipment names its licence for good, so under another one it has to be prepared again.
    let licence_instead = match licence.as_ref().filter(|l| !l.is_valid_on(today)) {
        Some(ended) => valid_instead(rx, ended, today)?,
        None => None,
    };
    let composition = shipment_composition(rx, id)?;
    let sites = composition_sites(rx, &composition)?;
    let pending = composition_pending(rx, &composition)?;
    let country = profile.code();
    let origins = origins(sites.iter().map(|s| (s.mined(country), s.weight_mct)));
    let valuation = valuation_of(rx, id)?;
    let mut against = reasons_against(&Evidence {
        whole: &whole,
        parcels: &parcels,
        licence: licence.as_ref(),
        licence_instead: licence_instead.as_deref(),
        licence_grants: licence.as_ref().is_some_and(|l| grants_export(profile, l)),
        traced_mct: sites.iter().map(|s| s.weight_mct).fold(0, i64::saturating_add),
        valuation: valuation.as_ref(),
        valuation_required: profile.valuation.required.value,
        pending: &pending,
        country,
        today,
    });
    check_in_trade(rx, &mut against, whole.shipment.exporter, today, ("shipment.exporter_state", None))?;
    against.0.extend(destination_against(rx, &whole.shipment.importer.country, today)?);
    against.0.extend(warned_since(rx, &sites)?);
    let latest = profile.expires_on(today).ok_or_else(|| StoreError::Damaged("the calendar ends".into()))?;
    Ok(Some(Review { whole, parcels, licence, composition, sites, origins, valuation, against, latest }))
}

/// What came from abroad under a certificate that its authority has warned of since: nobody knows now whether it was another's.
fn warned_since(rx: &mut Rx<'_>, sites: &[SiteShare]) -> Result<Vec<Violation>, StoreError> {
    let mut found = Vec::new();
    for import in sites.iter().filter_map(|s| s.import.as_ref()) {
        let Some(came) = arrival_fetch(rx, import.arrival)? else { continue };
        let roll = participant_roll(rx)?;
        let f = &came.facts;
        if let Some(source) = warning_of(rx, &roll, (f.issuer.as_str(), f.issued_on, f.number.as_str()))? {
            found.push(Violation::new("certificate.import_warned").with("number", f.number.clone()).with("source", source));
        }
    }
    Ok(found)
}

fn reviewed(rx: &mut Rx<'_>, case: &Case<'_>, id: ShipmentId) -> Result<Review, ServiceError> {
    review(rx, case.profile(), id, case.today())?.ok_or(ServiceError::NotFound("shipment"))
}

fn optional(given: Option<&str>, field: &'static str, v: &mut Violations) -> Option<String> {
    given.map(str::trim).filter(|t| !t.is_empty()).map(|t| words(t, field, TEXT_MAX, v))
}

/// The first signature: an officer checked the shipment and proposes a certificate for it.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeCertificate {
    /// Which shipment.
    pub shipment: ShipmentId,
    /// Last day of validity; the latest allowed when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub expires_on: Option<Day>,
    /// What is to be said of carats without established origin; needed when there are any.
    #[serde(default)]
    pub unestablished_reason: Option<String>,
    /// The number of the blank certificate to set aside for it; the lowest in stock when not given.
    #[serde(default)]
    pub blank: Option<String>,
}

impl Command for ProposeCertificate {
    const NAME: &'static str = "propose_certificate";
    const PERMISSION: Permission = Permission::CertificatePropose;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let review = reviewed(rx, case, self.shipment)?;
        let shipment = &review.whole.shipment;
        case.require(Permission::CertificatePropose, &shipment.belongs())?;
        if let Some(conflict) = not_in_state(shipment, ShipmentState::Prepared) {
            return Err(conflict.into());
        }
        if shipment_is_sent_back(rx, shipment)? {
            return Err(Violation::new("shipment.sent_back").conflict().into());
        }
        let signed_digest = digest(&review);
        let mut v = review.against;
        let expires_on = self.expires_on.unwrap_or(review.latest);
        v.0.extend(expiry_against(expires_on, case.today(), review.latest));
        let said = optional(self.unestablished_reason.as_deref(), "unestablished_reason", &mut v);
        v.0.extend(unexplained(review.origins.unestablished, said.as_deref()));
        let blank = form_to_reserve(rx, case, self.blank.as_deref(), &mut v)?;
        v.finish()?;
        // A reason for carats that are not there would be printed on the certificate.
        let unestablished_reason = said.filter(|_| !review.origins.unestablished.is_zero());
        Ok(CertificateProposed { shipment: shipment.id, expires_on, unestablished_reason, signed_digest, blank }.into())
    }
}

/// Sends the shipment back to its exporter with the reason; any proposal is gone. The officer who proposed it takes his
/// own signature back instead, and the shipment waits for an officer again.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclineCertificate {
    /// Which shipment.
    pub shipment: ShipmentId,
    /// Why.
    pub reason: String,
}

impl Command for DeclineCertificate {
    const NAME: &'static str = "decline_certificate";
    // Officers and approvers alike; `decide` asks for one of the two signatures.
    const PERMISSION: Permission = Permission::CertificateRead;
    // It takes a signature away.
    const SIGNS: bool = true;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let shipment = shipment_whole(rx, self.shipment)?.ok_or(ServiceError::NotFound("shipment"))?.shipment;
        let signs = |p| case.reach(p).covers(&shipment.belongs());
        let officer = signs(Permission::CertificatePropose);
        if !officer && !signs(Permission::CertificateApprove) {
            return Err(ServiceError::Forbidden);
        }
        let mut v = Violations::none();
        // An officer may send back what nobody has signed yet.
        if !(officer && shipment.state == ShipmentState::Prepared) {
            v.0.extend(not_in_state(&shipment, ShipmentState::Proposed));
        }
        let reason = words(&self.reason, "reason", TEXT_MAX, &mut v);
        v.finish()?;
        if takes_back(&shipment, case.act.actor.account) {
            return Ok(CertificateRetracted { shipment: shipment.id, reason }.into());
        }
        Ok(CertificateDeclined { shipment: shipment.id, reason }.into())
    }
}

/// Whether an account that declines a shipment takes its own signature back.
#[must_use]
pub fn takes_back(shipment: &Shipment, account: AccountId) -> bool {
    shipment.state == ShipmentState::Proposed && shipment.proposed_by == Some(account)
}

/// The second signature, by another person: the certificate is issued and the parcels leave the register.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueCertificate {
    /// Which shipment.
    pub shipment: ShipmentId,
    /// The number read from the paper in hand: it must be that of the blank certificate set aside for the shipment.
    #[serde(default)]
    pub blank: String,
}

/// Whether whoever acts now is the person who acted first (K5, and corrections): the same account, another account
/// under the same name, or one that acts for the same party.
pub(super) fn same_person(rx: &mut Rx<'_>, case: &Case<'_>, first: AccountId) -> Result<bool, StoreError> {
    let second = &case.act.actor;
    if second.account == first {
        return Ok(true);
    }
    let party = account_fetch(rx, first)?.and_then(|a| a.actor.party);
    if party.is_some() && party == second.party {
        return Ok(true);
    }
    let name = |rx: &mut Rx<'_>, id| Ok::<_, StoreError>(secret_fetch(rx, id)?.map(|s| fold(&s.display_name)));
    let (one, other) = (name(rx, first)?, name(rx, second.account)?);
    Ok(one.is_some() && one == other)
}

/// Somebody else signed second before, or the proposal is gone; with the number that was issued.
fn too_late(rx: &mut Rx<'_>, shipment: &Shipment) -> Result<Option<Violation>, StoreError> {
    if shipment.state == ShipmentState::Certified
        && let Some(issued) = certificates_of(rx, shipment.id)?.into_iter().next()
    {
        return Ok(Some(Violation::new("certificate.issued").with("number", issued.facts.number).conflict()));
    }
    Ok(not_in_state(shipment, ShipmentState::Proposed))
}

/// What is signed for, as one hash: the carats by entry, and the sites that those entries name. Carats without a site stand
/// in one line; from where abroad they came is in the entries, which no correction changes.
fn digest(review: &Review) -> String {
    let of_sites = review.sites.iter().filter_map(|s| Some((s.site?.to_string(), s.weight_mct)));
    let others = review.sites.iter().filter(|s| s.site.is_none()).fold(0i64, |sum, s| sum.saturating_add(s.weight_mct));
    let lines = of_sites.chain((others > 0).then(|| (String::new(), others)));
    let sites: String = lines.map(|(site, mct)| format!("{site} {mct}\n")).collect();
    sha256_hex(&[&review.composition.encode(), b"\n", sites.as_bytes()])
}

/// What stands against the second signature besides the shipment itself.
fn issue_against(rx: &mut Rx<'_>, case: &Case<'_>, review: &Review) -> Result<Violations, StoreError> {
    let shipment = &review.whole.shipment;
    let mut v = review.against.clone();
    v.0.extend(unfit_to_leave(shipment));
    v.0.extend(unexplained(review.origins.unestablished, shipment.unestablished_reason.as_deref()));
    if let Some(expires_on) = shipment.proposed_expires_on {
        v.0.extend(expiry_against(expires_on, case.today(), review.latest));
    }
    let signed_for = shipment.proposed_digest.as_ref();
    v.check(signed_for.is_none_or(|signed| *signed == digest(review)), || Violation::new("certificate.changed_since_signed"));
    if let Some(first) = shipment.proposed_by {
        let same = same_person(rx, case, first)?;
        v.check(!same, || Violation::new("certificate.same_person"));
        v.0.extend(same_hands(rx, case, first, &shipment.id.to_string())?);
    }
    Ok(v)
}

impl Command for IssueCertificate {
    const NAME: &'static str = "issue_certificate";
    const SIGNED_AT_ONCE: bool = true;
    const PERMISSION: Permission = Permission::CertificateApprove;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let review = reviewed(rx, case, self.shipment)?;
        case.require(Permission::CertificateApprove, &review.whole.shipment.belongs())?;
        if let Some(conflict) = too_late(rx, &review.whole.shipment)? {
            return Err(conflict.into());
        }
        let mut v = issue_against(rx, case, &review)?;
        let number = form_in_hand(rx, case.profile(), self.shipment, &self.blank, case.today(), &mut v)?;
        v.finish()?;
        let shipment = review.whole.shipment;
        let missing = || ServiceError::Store(StoreError::Damaged("a proposed shipment without its proposal".into()));
        let proposed_by = shipment.proposed_by.ok_or_else(missing)?;
        let expires_on = shipment.proposed_expires_on.ok_or_else(missing)?;
        let issued_on = case.today();
        let no = certificate_next_no(rx)?;
        let (value, lines) = certified_value(review.valuation.as_ref().map(|v| &v.facts), &review.whole.parcels);
        // Goods of a void certificate that had not left: the latest of them is replaced.
        let replaces = certificates_of(rx, shipment.id)?.first().map(|c| c.facts.certificate);
        Ok(CertificateIssued {
            certificate: case.id(),
            no,
            number,
            replaces,
            shipment: shipment.id,
            proposed_by,
            issued_on,
            expires_on,
            exporter: shipment.exporter,
            importer: shipment.importer,
            origins: review.origins.countries,
            mixed: review.origins.mixed,
            weight_mct: shipment.weight,
            stones: shipment.stones,
            value_usd_cents: value,
            parcels: shipment.parcels,
            lines,
            unestablished_mct: review.origins.unestablished,
            unestablished_reason: shipment.unestablished_reason.filter(|_| !review.origins.unestablished.is_zero()),
            composition_digest: sha256_hex(&[&review.composition.encode()]),
        }
        .into())
    }
}

/// Makes a certificate void, for good and for everybody to see (K6). Goods that are still here come back to their
/// shipment, which may then be cancelled or get another certificate with another number (K2).
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidCertificate {
    /// Which.
    pub certificate: CertificateId,
    /// Why.
    pub reason: String,
    /// Where the goods are; it must be said.
    #[serde(default)]
    pub goods: Option<VoidedGoods>,
    /// What for; it must be said.
    #[serde(default)]
    pub cause: Option<VoidCause>,
}

/// What stands against bringing the goods of a void certificate back: a seal's number that is live elsewhere by now (C9).
fn back_against(rx: &mut Rx<'_>, shipment: ShipmentId, v: &mut Violations) -> Result<(), StoreError> {
    for put in shipment_parcels(rx, shipment)? {
        if let Some(other) = parcel_by_live_seal(rx, &put.seal)? {
            v.push(
                Violation::on("certificate.seal_elsewhere", "goods")
                    .with("seal", put.seal)
                    .with("parcel", parcel_code(put.parcel_no))
                    .with("other", other.code)
                    .conflict(),
            );
        }
    }
    Ok(())
}

impl Command for VoidCertificate {
    const NAME: &'static str = "void_certificate";
    const SIGNED_AT_ONCE: bool = true;
    const PERMISSION: Permission = Permission::CertificateApprove;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let certificate = certificate_fetch(rx, self.certificate)?.ok_or(ServiceError::NotFound("certificate"))?;
        case.require(Permission::CertificateApprove, &certificate.belongs())?;
        let mut v = Violations::none();
        let void = certificate.state == CertificateState::Void;
        v.check(!void, || Violation::new("certificate.void").with("number", certificate.facts.number.clone()).conflict());
        v.check(self.cause.is_some(), || Violation::on("certificate.cause", "cause"));
        v.check(self.goods.is_some(), || Violation::on("certificate.goods", "goods"));
        let reason = words(&self.reason, "reason", TEXT_MAX, &mut v);
        let (here, unused) = (self.goods == Some(VoidedGoods::Here), self.cause == Some(VoidCause::Unused));
        left_against(rx, &certificate, self.goods, unused, &mut v)?;
        if here && !void {
            back_against(rx, certificate.facts.shipment, &mut v)?;
        }
        v.finish()?;
        Ok(CertificateVoided { certificate: self.certificate, reason, goods: self.goods, cause: self.cause }.into())
    }
}
