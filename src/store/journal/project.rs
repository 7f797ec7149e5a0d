//! An entry's effect on the tables derived from the journal.

use super::At;
use crate::domain::event::Event;
use crate::store::db::Tx;
use crate::store::error::StoreError;
use crate::store::{
    account, arrival, blank, certificate, certificate_print, confirmation, control, correction, departure, dispute, estimate, footprint,
    inspection, letter, licence, notice, offence, office, operation, parcel, participant, party, production, purchase, recovery, removal,
    report, review, seizure, shipment, site, slip_book, statistics, stock_count, valuation, warning, zone,
};

/// Applies one event to the tables derived from the journal. It reads nothing but those tables, so a
/// replay gives the same rows. The files of the rules and the public keys stand beside the journal.
pub(super) fn project(tx: &mut Tx<'_>, at: At, event: &Event) -> Result<(), StoreError> {
    match event {
        Event::AccountCreated(e) => account::created(tx, at, e),
        Event::AccountChanged(e) => account::changed(tx, at, e),
        Event::AccountStateChanged(e) => account::state_changed(tx, at, e),
        Event::AccountPasswordReset(e) => account::touched(tx, at, e.account),
        Event::AccountFactorReset(e) => account::touched(tx, at, e.account),
        Event::OfficeOpened(e) => office::opened(tx, at, e),
        Event::OfficeChanged(e) => office::changed(tx, at, e),
        Event::PartyRegistered(e) => party::registered(tx, at, e),
        Event::PartyChanged(e) => party::changed(tx, at, e),
        Event::PartyStateChanged(e) => party::state_changed(tx, at, e),
        Event::PartyDetailsErased(e) => party::details_erased(tx, at, e),
        Event::LicenceIssued(e) => licence::issued(tx, at, e),
        Event::LicenceChanged(e) => licence::changed(tx, at, e),
        Event::LicenceStateChanged(e) => licence::state_changed(tx, at, e),
        Event::SiteRegistered(e) => site::registered(tx, at, e),
        Event::SiteChanged(e) => site::changed(tx, at, e),
        Event::ProductionRecorded(e) => production::recorded(tx, at, e),
        Event::StockDeclared(e) => production::stock_declared(tx, at, e),
        Event::SlipBookIssued(e) => slip_book::issued(tx, at, e),
        Event::PurchaseOffered(e) => purchase::offered(tx, at, e),
        Event::PurchaseAccepted(e) => purchase::accepted(tx, at, e),
        Event::PurchaseClosed(e) => purchase::closed(tx, at, e),
        Event::PurchaseRecorded(e) => purchase::recorded(tx, at, e),
        Event::ParcelCombined(e) => operation::reworked(tx, at, "combine", &e.0),
        Event::ParcelSplit(e) => operation::reworked(tx, at, "split", &e.0),
        Event::ParcelSorted(e) => operation::reworked(tx, at, "sort", &e.0),
        Event::ParcelReweighed(e) => operation::reweighed(tx, at, e),
        Event::ParcelSealed(e) => parcel::sealed(tx, at, e),
        Event::ParcelUnsealed(e) => parcel::unsealed(tx, at, e),
        Event::RemovalReported(_) | Event::RemovalDecided(_) | Event::LetterIssued(_) | Event::LetterWithdrawn(_) => leaving(tx, at, event),
        Event::SeizureRecorded(_) | Event::SeizureMoved(_) | Event::SeizureDifferenceAnswered(_) => enforced(tx, at, event),
        Event::SeizureOrderProposed(_) | Event::SeizureOrderDecided(_) | Event::SafeCounted(_) => enforced(tx, at, event),
        Event::OffenceRecorded(_) | Event::OffenceFollowedUp(_) | Event::StockCounted(_) | Event::HoldLifted(_) => enforced(tx, at, event),
        Event::ZoneProposed(_) | Event::ZoneDecided(_) | Event::EstimateProposed(_) | Event::EstimateDecided(_) => zoned(tx, at, event),
        Event::ParcelSized(_) | Event::FootprintProposed(_) | Event::FootprintDecided(_) => zoned(tx, at, event),
        Event::CorrectionProposed(e) => correction::proposed(tx, at, e),
        Event::CorrectionDecided(e) => correction::decided(tx, at, e),
        Event::DisputeOpened(_) | Event::DisputeDecided(_) | Event::DisputeWithdrawn(_) => contested(tx, at, event),
        Event::BlanksReceived(e) => blank::received(tx, at, e),
        Event::BlanksAllocated(e) => blank::allocated(tx, at, e),
        Event::BlanksReported(e) => blank::reported(tx, at, e),
        Event::BlankReportDecided(e) => blank::report_decided(tx, at, e),
        Event::ParticipantsProposed(_) | Event::ParticipantsDecided(_) => from_abroad(tx, at, event),
        Event::ShipmentPrepared(e) => shipment::prepared(tx, at, e),
        Event::ShipmentCancelled(e) => shipment::cancelled(tx, at, e),
        Event::ShipmentPresented(e) => shipment::presented(tx, at, e),
        Event::ShipmentValued(e) => valuation::valued(tx, at, e),
        Event::CertificateProposed(e) => shipment::proposed(tx, at, e),
        Event::CertificateRetracted(_) | Event::CertificateDeclined(_) => leaving(tx, at, event),
        Event::CertificateIssued(e) => certificate::issued(tx, at, e),
        Event::CertificatePrinted(e) => certificate_print::printed(tx, at, e),
        Event::ReturnSubmitted(_) | Event::ReturnDifferenceAnswered(_) | Event::PartnerFiguresReceived(_) => told(tx, at, event),
        Event::ReportMade(_) | Event::AlertHandled(_) => told(tx, at, event),
        Event::ContainerSealed(_) | Event::CertificateDeparted(_) | Event::CertificateEndorsed(_) => leaving(tx, at, event),
        Event::ArrivalRecorded(_) | Event::ArrivalClosed(_) | Event::CertificateNotified(_) => from_abroad(tx, at, event),
        Event::WarningsListed(_) | Event::WarningsWithdrawn(_) => from_abroad(tx, at, event),
        Event::CertificateConfirmed(e) => confirmation::confirmed(tx, at, e),
        Event::DifferenceAnswered(e) => confirmation::answered(tx, at, e),
        Event::CertificateVoided(e) => certificate::voided(tx, at, e),
        Event::RulesAdopted(_) | Event::KeyAdopted(_) | Event::CertificateKeyAdopted(_) => Ok(()),
        Event::RecoveryProposed(_) | Event::RecoveryApproved(_) => recovered(tx, at, event),
        Event::ReviewRecorded(_) | Event::ReviewChanged(_) => reviewed(tx, at, event),
        Event::RecommendationRecorded(_) | Event::RecommendationFollowedUp(_) => reviewed(tx, at, event),
        Event::InspectionsAnnounced(_) | Event::InspectionsDrawn(_) | Event::InspectionRecorded(_) => inspected(tx, at, event),
        Event::InspectionActionDone(_) | Event::DryRunStarted(_) | Event::DryRunConcluded(_) => inspected(tx, at, event),
    }
}

/// Inspections and dry runs.
fn inspected(tx: &mut Tx<'_>, at: At, event: &Event) -> Result<(), StoreError> {
    match event {
        Event::InspectionsAnnounced(e) => inspection::announced(tx, at, e),
        Event::InspectionsDrawn(e) => inspection::drawn(tx, at, e),
        Event::InspectionRecorded(e) => inspection::recorded(tx, at, e),
        Event::InspectionActionDone(e) => inspection::action_done(tx, at, e),
        Event::DryRunStarted(e) => inspection::started(tx, at, e),
        Event::DryRunConcluded(e) => inspection::concluded(tx, at, e),
        other => Err(StoreError::damaged(other.kind())),
    }
}

/// Going on after entries were lost.
fn recovered(tx: &mut Tx<'_>, at: At, event: &Event) -> Result<(), StoreError> {
    match event {
        Event::RecoveryProposed(e) => recovery::proposed(tx, at, e),
        Event::RecoveryApproved(e) => recovery::approved(tx, at, e),
        other => Err(StoreError::damaged(other.kind())),
    }
}

/// Two acts that cannot both hold.
fn contested(tx: &mut Tx<'_>, at: At, event: &Event) -> Result<(), StoreError> {
    match event {
        Event::DisputeOpened(e) => dispute::opened(tx, at, e),
        Event::DisputeDecided(e) => dispute::decided(tx, at, e),
        Event::DisputeWithdrawn(e) => dispute::withdrawn(tx, at, e),
        other => Err(StoreError::damaged(other.kind())),
    }
}

/// What is known of zones, and what that does to parcels; sizes of stones, and footprints.
fn zoned(tx: &mut Tx<'_>, at: At, event: &Event) -> Result<(), StoreError> {
    match event {
        Event::ZoneProposed(e) => zone::proposed(tx, at, e),
        Event::ZoneDecided(e) => zone::decided(tx, at, e),
        Event::ParcelSized(e) => footprint::sized(tx, at, e),
        Event::FootprintProposed(e) => footprint::proposed(tx, at, e),
        Event::FootprintDecided(e) => footprint::decided(tx, at, e),
        Event::EstimateProposed(e) => estimate::proposed(tx, at, e),
        Event::EstimateDecided(e) => estimate::decided(tx, at, e),
        other => Err(StoreError::damaged(other.kind())),
    }
}

/// What came from other countries, and what they are told.
fn from_abroad(tx: &mut Tx<'_>, at: At, event: &Event) -> Result<(), StoreError> {
    match event {
        Event::ArrivalRecorded(e) => arrival::recorded(tx, at, e),
        Event::ArrivalClosed(e) => arrival::closed(tx, at, e),
        Event::CertificateNotified(e) => notice::notified(tx, at, e),
        Event::WarningsListed(e) => warning::listed(tx, at, e),
        Event::WarningsWithdrawn(e) => warning::withdrawn(tx, at, e),
        Event::ParticipantsProposed(e) => participant::proposed(tx, at, e),
        Event::ParticipantsDecided(e) => participant::decided(tx, at, e),
        other => Err(StoreError::damaged(other.kind())),
    }
}

/// What was told of statistics and for alerts.
fn told(tx: &mut Tx<'_>, at: At, event: &Event) -> Result<(), StoreError> {
    match event {
        Event::ReturnSubmitted(e) => statistics::submitted(tx, at, e),
        Event::ReturnDifferenceAnswered(e) => statistics::answered(tx, at, e),
        Event::PartnerFiguresReceived(e) => statistics::partner_received(tx, at, e),
        Event::ReportMade(e) => report::made(tx, at, e),
        Event::AlertHandled(e) => control::handled(tx, at, e),
        other => Err(StoreError::damaged(other.kind())),
    }
}

/// The way out: of the country, of what a certificate covers, with papers for goods that none covers; and of the trade
/// inside the country.
fn leaving(tx: &mut Tx<'_>, at: At, event: &Event) -> Result<(), StoreError> {
    match event {
        Event::ContainerSealed(e) => departure::sealed(tx, at, e),
        Event::CertificateDeparted(e) => departure::departed(tx, at, e),
        Event::CertificateEndorsed(e) => departure::endorsed(tx, at, e),
        Event::RemovalReported(e) => removal::reported(tx, at, e),
        Event::RemovalDecided(e) => removal::decided(tx, at, e),
        Event::LetterIssued(e) => letter::issued(tx, at, e),
        Event::LetterWithdrawn(e) => letter::withdrawn(tx, at, e),
        Event::CertificateRetracted(e) => shipment::unsigned(tx, at, e.shipment, &e.reason),
        Event::CertificateDeclined(e) => shipment::unsigned(tx, at, e.shipment, &e.reason),
        other => Err(StoreError::damaged(other.kind())),
    }
}

/// What the state took and keeps, and offences.
fn enforced(tx: &mut Tx<'_>, at: At, event: &Event) -> Result<(), StoreError> {
    match event {
        Event::SeizureRecorded(e) => seizure::recorded(tx, at, e),
        Event::SeizureMoved(e) => seizure::moved(tx, at, e),
        Event::SeizureDifferenceAnswered(e) => seizure::answered(tx, at, e),
        Event::SeizureOrderProposed(e) => seizure::ordered(tx, at, e),
        Event::SeizureOrderDecided(e) => seizure::order_decided(tx, at, e),
        Event::SafeCounted(e) => seizure::counted(tx, at, e),
        Event::OffenceRecorded(e) => offence::recorded(tx, at, e),
        Event::OffenceFollowedUp(e) => offence::followed_up(tx, at, e),
        Event::StockCounted(e) => stock_count::counted(tx, at, e),
        Event::HoldLifted(e) => parcel::hold_lifted(tx, e.parcel_no),
        other => Err(StoreError::damaged(other.kind())),
    }
}

/// What reviews recommended, and what became of it.
fn reviewed(tx: &mut Tx<'_>, at: At, event: &Event) -> Result<(), StoreError> {
    match event {
        Event::ReviewRecorded(e) => review::recorded(tx, at, e),
        Event::ReviewChanged(e) => review::changed(tx, at, e),
        Event::RecommendationRecorded(e) => review::recommended(tx, at, e),
        Event::RecommendationFollowedUp(e) => review::followed_up(tx, at, e),
        other => Err(StoreError::damaged(other.kind())),
    }
}
