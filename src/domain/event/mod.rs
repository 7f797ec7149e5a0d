//! Every accepted act, as one entry of the journal.
//!
//! An event holds all that its projections need and no personal detail in the clear (those are
//! kept beside the journal; the event carries a salted digest). It holds no float: positions are
//! whole 1e-7 degrees, masses whole milli-carats, money whole minor units.

mod abroad;
mod arrival;
mod balance;
mod blank;
mod capacity;
mod control;
mod correction;
mod custody;
mod departure;
mod dispute;
mod export;
mod footprint;
mod inspection;
mod keeping;
mod letter;
mod offence;
mod register;
mod removal;
mod report;
mod review;
mod seizure;
mod statistics;
mod zone;

pub use abroad::*;
pub use arrival::*;
pub use balance::*;
pub use blank::*;
pub use capacity::*;
pub use control::*;
pub use correction::*;
pub use custody::*;
pub use departure::*;
pub use dispute::*;
pub use export::*;
pub use footprint::*;
pub use inspection::*;
pub use keeping::*;
pub use letter::*;
pub use offence::*;
pub use register::*;
pub use removal::*;
pub use report::*;
pub use review::*;
pub use seizure::*;
pub use statistics::*;
pub use zone::*;

use serde::{Deserialize, Serialize};

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident = $kind:literal, $subject:expr;)*) => {
        /// An accepted act.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "kind", content = "body")]
        pub enum Event {
            $($(#[$doc])* #[serde(rename = $kind)] $name($name),)*
        }
        impl Event {
            /// The stable name, `noun.past`.
            #[must_use]
            pub const fn kind(&self) -> &'static str {
                match self { $(Self::$name(_) => $kind,)* }
            }
            /// Every kind there is, in the order declared.
            pub const KINDS: &'static [&'static str] = &[$($kind),*];
            /// The id of what the act made or changed.
            #[must_use]
            pub fn subject(&self) -> String {
                match self { $(Self::$name(e) => { let f: fn(&$name) -> String = $subject; f(e) })* }
            }
        }
        $(impl From<$name> for Event { fn from(e: $name) -> Self { Self::$name(e) } })*
    };
}

impl Event {
    /// The thing that several people sign for, where there is one: marks of signatures for it can be compared.
    #[must_use]
    pub fn signed_for(&self) -> Option<String> {
        match self {
            Self::CertificateProposed(e) => Some(e.shipment.to_string()),
            Self::CertificateRetracted(e) => Some(e.shipment.to_string()),
            Self::CertificateDeclined(e) => Some(e.shipment.to_string()),
            Self::CertificateIssued(e) => Some(e.shipment.to_string()),
            Self::CorrectionProposed(_) | Self::CorrectionDecided(_) => Some(self.subject()),
            Self::DisputeOpened(_) | Self::DisputeDecided(_) => Some(self.subject()),
            Self::RecoveryProposed(_) | Self::RecoveryApproved(_) => Some(self.subject()),
            Self::BlanksReported(_) | Self::BlankReportDecided(_) => Some(self.subject()),
            Self::RemovalReported(_) | Self::RemovalDecided(_) => Some(self.subject()),
            Self::SeizureMoved(e) => Some(e.seizure.to_string()),
            Self::SeizureDifferenceAnswered(e) => Some(e.seizure.to_string()),
            Self::SeizureOrderProposed(_) | Self::SeizureOrderDecided(_) => Some(self.subject()),
            Self::ZoneProposed(_) | Self::ZoneDecided(_) => Some(self.subject()),
            Self::FootprintProposed(_) | Self::FootprintDecided(_) => Some(self.subject()),
            Self::EstimateProposed(_) | Self::EstimateDecided(_) => Some(self.subject()),
            Self::ParticipantsProposed(_) | Self::ParticipantsDecided(_) => Some(self.subject()),
            _ => None,
        }
    }
}

events! {
    /// An account was made.
    AccountCreated = "account.created", |e| e.account.to_string();
    /// Its role or binding changed.
    AccountChanged = "account.changed", |e| e.account.to_string();
    /// It was disabled or enabled again.
    AccountStateChanged = "account.state_changed", |e| e.account.to_string();
    /// It was given a new first password.
    AccountPasswordReset = "account.password_reset", |e| e.account.to_string();
    /// Its second factor was taken away.
    AccountFactorReset = "account.factor_reset", |e| e.account.to_string();
    /// An office was opened.
    OfficeOpened = "office.opened", |e| e.office.to_string();
    /// Its name or areas changed.
    OfficeChanged = "office.changed", |e| e.office.to_string();
    /// A person or organisation was registered.
    PartyRegistered = "party.registered", |e| e.party.to_string();
    /// Its record changed.
    PartyChanged = "party.changed", |e| e.party.to_string();
    /// It died, ended, was barred, or is in the trade again.
    PartyStateChanged = "party.state_changed", |e| e.party.to_string();
    /// Its personal details were erased.
    PartyDetailsErased = "party.details_erased", |e| e.party.to_string();
    /// A licence was issued.
    LicenceIssued = "licence.issued", |e| e.licence.to_string();
    /// Its terms were put right or changed.
    LicenceChanged = "licence.changed", |e| e.licence.to_string();
    /// It was suspended, reinstated or revoked.
    LicenceStateChanged = "licence.state_changed", |e| e.licence.to_string();
    /// A site was registered.
    SiteRegistered = "site.registered", |e| e.site.to_string();
    /// Its record or boundary changed.
    SiteChanged = "site.changed", |e| e.site.to_string();
    /// The book at the pit: a parcel came into being.
    ProductionRecorded = "production.recorded", |e| e.parcel.parcel.to_string();
    /// A holder declared what he already had.
    StockDeclared = "stock.declared", |e| e.holder.to_string();
    /// A book of purchase slips was handed out.
    SlipBookIssued = "slip_book.issued", |e| e.book.to_string();
    /// The holder offers parcels to a named buyer.
    PurchaseOffered = "purchase.offered", |e| e.slip.purchase.to_string();
    /// The named buyer weighed and accepted.
    PurchaseAccepted = "purchase.accepted", |e| e.purchase.to_string();
    /// The named buyer declined, or the holder withdrew.
    PurchaseClosed = "purchase.closed", |e| e.purchase.to_string();
    /// A buyer wrote down both sides with a seller who has no account.
    PurchaseRecorded = "purchase.recorded", |e| e.slip.purchase.to_string();
    /// Several parcels became one.
    ParcelCombined = "parcel.combined", |e| e.0.first_output();
    /// One parcel became several.
    ParcelSplit = "parcel.split", |e| e.0.first_output();
    /// One parcel was sorted into classes.
    ParcelSorted = "parcel.sorted", |e| e.0.first_output();
    /// A parcel was weighed again.
    ParcelReweighed = "parcel.reweighed", |e| e.parcel.to_string();
    /// A parcel was sealed.
    ParcelSealed = "parcel.sealed", |e| e.parcel.to_string();
    /// Its seal was opened.
    ParcelUnsealed = "parcel.unsealed", |e| e.parcel.to_string();
    /// Somebody says that a parcel is no stock any more.
    RemovalReported = "removal.reported", |e| e.removal.to_string();
    /// Somebody else confirmed or refused that.
    RemovalDecided = "removal.decided", |e| e.removal.to_string();
    /// The state took stones.
    SeizureRecorded = "seizure.recorded", |e| e.seizure.to_string();
    /// They went from one safe to another.
    SeizureMoved = "seizure.moved", |e| e.seizure.to_string();
    /// What differed at that was answered by somebody else.
    SeizureDifferenceAnswered = "seizure.difference_answered", |e| e.seizure.to_string();
    /// An order over them came in.
    SeizureOrderProposed = "seizure.order_proposed", |e| e.order.to_string();
    /// Somebody else confirmed or refused it.
    SeizureOrderDecided = "seizure.order_decided", |e| e.order.to_string();
    /// A safe was counted against the register.
    SafeCounted = "safe.counted", |e| e.count.to_string();
    /// A holder's stock was counted.
    StockCounted = "stock.counted", |e| e.count.to_string();
    /// Somebody is suspected of an offence.
    OffenceRecorded = "offence.recorded", |e| e.offence.to_string();
    /// What became of it.
    OffenceFollowedUp = "offence.followed_up", |e| e.offence.to_string();
    /// A draw of inspections is announced.
    InspectionsAnnounced = "inspection.announced", |e| e.plan.to_string();
    /// It was drawn.
    InspectionsDrawn = "inspection.drawn", |e| e.plan.to_string();
    /// An inspection was carried out.
    InspectionRecorded = "inspection.recorded", |e| e.inspection.to_string();
    /// What had to be put right was.
    InspectionActionDone = "inspection.action_done", |e| e.inspection.to_string();
    /// Inspectors begin to walk a test parcel through the chain.
    DryRunStarted = "dry_run.started", |e| e.run.to_string();
    /// They say how it ended.
    DryRunConcluded = "dry_run.concluded", |e| e.run.to_string();
    /// Somebody proposes a zone, its boundary, its status, or the release of frozen stones.
    ZoneProposed = "zone.proposed", |e| e.change.to_string();
    /// Somebody else confirmed or refused that.
    ZoneDecided = "zone.decided", |e| e.change.to_string();
    /// The stones of a parcel were counted by size class.
    ParcelSized = "parcel.sized", |e| e.parcel.to_string();
    /// Somebody proposes the footprint of an area.
    FootprintProposed = "footprint.proposed", |e| e.footprint.to_string();
    /// Somebody else adopted or refused it.
    FootprintDecided = "footprint.decided", |e| e.footprint.to_string();
    /// Somebody proposes an official estimate of what can be dug.
    EstimateProposed = "estimate.proposed", |e| e.estimate.to_string();
    /// Somebody else confirmed or refused that.
    EstimateDecided = "estimate.decided", |e| e.estimate.to_string();
    /// An officer lets held stones go.
    HoldLifted = "hold.lifted", |e| e.parcel.to_string();
    /// Somebody found an entry to be wrong.
    CorrectionProposed = "correction.proposed", |e| e.correction.to_string();
    /// Somebody else decided.
    CorrectionDecided = "correction.decided", |e| e.correction.to_string();
    /// Numbered blank certificates came from the printer.
    BlanksReceived = "blank.received", |e| e.run.to_string();
    /// Blank certificates went to another office's safe.
    BlanksAllocated = "blank.allocated", |e| e.run.to_string();
    /// Somebody says that blank certificates are spoiled, lost, stolen or returned.
    BlanksReported = "blank.reported", |e| e.report.to_string();
    /// Somebody else confirmed or refused that.
    BlankReportDecided = "blank.report_decided", |e| e.report.to_string();
    /// Somebody proposes what the list of participants says from now on.
    ParticipantsProposed = "participant.proposed", |e| e.change.to_string();
    /// Somebody else confirmed or refused that.
    ParticipantsDecided = "participant.decided", |e| e.change.to_string();
    /// An exporter put parcels together to leave.
    ShipmentPrepared = "shipment.prepared", |e| e.shipment.to_string();
    /// It was taken apart again.
    ShipmentCancelled = "shipment.cancelled", |e| e.shipment.to_string();
    /// It had been sent back and is ready again.
    ShipmentPresented = "shipment.presented", |e| e.shipment.to_string();
    /// It was sorted, weighed and valued in one sitting.
    ShipmentValued = "shipment.valued", |e| e.shipment.to_string();
    /// The first signature.
    CertificateProposed = "certificate.proposed", |e| e.shipment.to_string();
    /// The officer who proposed took his signature back; the shipment waits for an officer again.
    CertificateRetracted = "certificate.retracted", |e| e.shipment.to_string();
    /// The shipment was sent back to its exporter; a proposal is gone.
    CertificateDeclined = "certificate.declined", |e| e.shipment.to_string();
    /// The second signature.
    CertificateIssued = "certificate.issued", |e| e.certificate.to_string();
    /// A certificate was put on paper, the first time or again.
    CertificatePrinted = "certificate.printed", |e| e.certificate.to_string();
    /// The goods of a certificate were closed into their container.
    ContainerSealed = "certificate.sealed", |e| e.certificate.to_string();
    /// They left the country.
    CertificateDeparted = "certificate.departed", |e| e.certificate.to_string();
    /// A small error on the paper was put right by an endorsement.
    CertificateEndorsed = "certificate.endorsed", |e| e.certificate.to_string();
    /// The authority of the destination was told of it.
    CertificateNotified = "certificate.notified", |e| e.certificate.to_string();
    /// Somebody abroad confirmed what arrived under it.
    CertificateConfirmed = "certificate.confirmed", |e| e.confirmation.to_string();
    /// An officer answered a difference.
    DifferenceAnswered = "certificate.difference_answered", |e| e.confirmation.to_string();
    /// A certificate was made void, for good.
    CertificateVoided = "certificate.voided", |e| e.certificate.to_string();
    /// A shipment came from abroad.
    ArrivalRecorded = "arrival.recorded", |e| e.arrival.to_string();
    /// A detained one was decided upon.
    ArrivalClosed = "arrival.closed", |e| e.arrival.to_string();
    /// A foreign authority warns of numbers.
    WarningsListed = "warning.listed", |e| e.list.to_string();
    /// A warning does not hold any more.
    WarningsWithdrawn = "warning.withdrawn", |e| e.list.to_string();
    /// A technical certificate or a letter of comfort was issued.
    LetterIssued = "letter.issued", |e| e.letter.to_string();
    /// It was withdrawn, for good.
    LetterWithdrawn = "letter.withdrawn", |e| e.letter.to_string();
    /// Somebody put an act on record that contradicts what is recorded.
    DisputeOpened = "dispute.opened", |e| e.dispute.to_string();
    /// An officer decided.
    DisputeDecided = "dispute.decided", |e| e.dispute.to_string();
    /// The claimant took his claim back.
    DisputeWithdrawn = "dispute.withdrawn", |e| e.dispute.to_string();
    /// A return of statistics was submitted.
    ReturnSubmitted = "return.submitted", |e| e.submission.to_string();
    /// Somebody answered for a difference in the statistics.
    ReturnDifferenceAnswered = "difference.answered", |e| e.period.to_string();
    /// A partner's figures came in.
    PartnerFiguresReceived = "partner_figures.received", |e| e.file.to_string();
    /// A review visit was written down.
    ReviewRecorded = "review.recorded", |e| e.review.to_string();
    /// What is known of one changed.
    ReviewChanged = "review.changed", |e| e.review.to_string();
    /// A recommendation of one was written down.
    RecommendationRecorded = "recommendation.recorded", |e| e.recommendation.to_string();
    /// Somebody says how one stands.
    RecommendationFollowedUp = "recommendation.followed_up", |e| e.recommendation.to_string();
    /// Somebody answered for an alert.
    AlertHandled = "alert.handled", |e| e.subject();
    /// A long report was made.
    ReportMade = "report.made", |e| e.report.to_string();
    /// The country's rules were put in force.
    RulesAdopted = "rules.adopted", |e| e.jurisdiction.clone();
    /// The journal's heads are signed with another key from now on.
    KeyAdopted = "key.adopted", |e| e.vkey.clone();
    /// Tokens of certificates are signed with another key from now on.
    CertificateKeyAdopted = "certificate_key.adopted", |e| e.kid.clone();
    /// Somebody would give up entries that are lost, so that the register can go on.
    RecoveryProposed = "recovery.proposed", |e| e.recovery.to_string();
    /// Somebody else agreed.
    RecoveryApproved = "recovery.approved", |e| e.recovery.to_string();
}
