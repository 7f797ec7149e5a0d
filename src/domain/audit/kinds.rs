//! What each kind of entry asks of its author. A test holds it against the access rules.

use crate::domain::access::AccountRole;
use crate::domain::author::Via;
use crate::domain::event::Event;

/// What a kind of entry asks of its author.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Demands {
    /// The roles that may.
    pub roles: &'static [AccountRole],
    /// Whether it signs: only from a session that was asked for the password within the last minutes.
    pub signs: bool,
    /// Whether it may be done at the server's console.
    pub console: bool,
    /// Whether it may come from a file.
    pub import: bool,
}

impl Demands {
    const fn of(roles: &'static [AccountRole]) -> Self {
        Self { roles, signs: false, console: false, import: false }
    }
    const fn signed(roles: &'static [AccountRole]) -> Self {
        Self { signs: true, ..Self::of(roles) }
    }
    const fn at_console(self) -> Self {
        Self { console: true, ..self }
    }
    const fn from_files(self) -> Self {
        Self { import: true, ..self }
    }
    /// Whether an author may be let in so, beside a session.
    pub const fn admits(&self, via: Via) -> bool {
        match via {
            Via::Session => true,
            Via::Token => !self.signs,
            Via::Console => self.console,
            Via::Import => self.import,
            Via::Demonstration => false,
        }
    }
}

/// What a kind of entry asks of its author.
pub(crate) const fn demands(event: &Event) -> Demands {
    use AccountRole as R;
    use Event as E;
    match event {
        E::AccountCreated(_) | E::AccountStateChanged(_) | E::AccountPasswordReset(_) | E::AccountFactorReset(_) | E::KeyAdopted(_) => {
            Demands::signed(&[R::Administrator]).at_console()
        }
        E::AccountChanged(_) | E::OfficeOpened(_) | E::OfficeChanged(_) => Demands::signed(&[R::Administrator]),
        E::PartyRegistered(_) | E::PartyChanged(_) | E::SiteRegistered(_) | E::SiteChanged(_) => {
            Demands::of(&[R::Registrar, R::Supervisor, R::Officer]).from_files()
        }
        E::LicenceIssued(_) | E::LicenceChanged(_) => Demands::signed(&[R::Supervisor, R::Officer]).from_files(),
        E::PartyStateChanged(_) | E::LicenceStateChanged(_) | E::StockDeclared(_) => Demands::signed(&[R::Supervisor, R::Officer]),
        E::PartyDetailsErased(_) => Demands::signed(&[R::Approver]),
        E::ProductionRecorded(_) => Demands::of(&[R::Registrar, R::Supervisor]),
        E::SlipBookIssued(_) => Demands::of(&[R::Supervisor, R::Officer]),
        E::PurchaseOffered(_) | E::PurchaseAccepted(_) | E::PurchaseClosed(_) | E::PurchaseRecorded(_) => {
            Demands::of(&[R::Buyer, R::Exporter])
        }
        E::ParcelCombined(_)
        | E::ParcelSplit(_)
        | E::ParcelSorted(_)
        | E::ParcelReweighed(_)
        | E::ParcelSealed(_)
        | E::ParcelUnsealed(_) => Demands::of(&[R::Buyer, R::Exporter]),
        E::CorrectionProposed(_) => Demands::of(&[R::Registrar, R::Supervisor, R::Buyer, R::Exporter, R::Officer]),
        E::CorrectionDecided(_) => Demands::signed(&[R::Supervisor, R::Approver]),
        E::ShipmentPrepared(_) | E::ShipmentCancelled(_) | E::ShipmentPresented(_) => Demands::of(&[R::Exporter]),
        E::CertificateProposed(_) => Demands::signed(&[R::Officer]),
        E::CertificateRetracted(_) | E::CertificateDeclined(_) => Demands::signed(&[R::Officer, R::Approver]),
        E::CertificateIssued(_) | E::CertificateVoided(_) => Demands::signed(&[R::Approver]),
        E::RecoveryProposed(_) | E::RecoveryApproved(_) => Demands::signed(&[R::Approver, R::Administrator]),
    }
}
