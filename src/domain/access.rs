//! Who may do what: one function decides, for single things and for lists alike.

mod sight;

pub use sight::{Naming, ReadVia, Sight, sight};

use crate::domain::ids::{AccountId, OfficeId, PartyId};
use serde::{Deserialize, Serialize};

/// What an account is for. One account has one role; a person with two duties has two accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountRole {
    /// Writes down parties, sites and production for an office.
    Registrar,
    /// Does so too, issues licences and decides corrections for an office.
    Supervisor,
    /// Buys and sells for one party.
    Buyer,
    /// Buys and prepares shipments for one party.
    Exporter,
    /// Checks shipments and proposes certificates.
    Officer,
    /// Approves certificates and corrections.
    Approver,
    /// Reads all, changes nothing.
    Reviewer,
    /// Manages accounts and offices, reads no business: no stones, no prices, no personal details, no journal.
    Administrator,
}

impl AccountRole {
    /// All of them, in the order shown.
    pub const ALL: [Self; 8] = [
        Self::Registrar,
        Self::Supervisor,
        Self::Buyer,
        Self::Exporter,
        Self::Officer,
        Self::Approver,
        Self::Reviewer,
        Self::Administrator,
    ];
    /// As written in the journal and in commands.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Registrar => "registrar",
            Self::Supervisor => "supervisor",
            Self::Buyer => "buyer",
            Self::Exporter => "exporter",
            Self::Officer => "officer",
            Self::Approver => "approver",
            Self::Reviewer => "reviewer",
            Self::Administrator => "administrator",
        }
    }
    /// The role with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == name)
    }
    /// Whether such an account must be bound to an office.
    #[must_use]
    pub const fn needs_office(self) -> bool {
        matches!(self, Self::Registrar | Self::Supervisor)
    }
    /// Whether such an account must be bound to a party.
    #[must_use]
    pub const fn needs_party(self) -> bool {
        matches!(self, Self::Buyer | Self::Exporter)
    }
}

/// Everything that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Party records without personal details (code, roles, state).
    PartyRead,
    /// Names of parties, where pages speak of them.
    NamesRead,
    /// All personal details: ID numbers, phones and the rest, now or on asking ([`sight`]). Names of organisations too.
    DetailsRead,
    /// Take personal details away for good.
    DetailsErase,
    /// Who read the personal details of a party.
    ReadsRead,
    /// Register or change a party.
    PartyWrite,
    /// Licences.
    LicenceRead,
    /// Issue, renew, suspend, revoke.
    LicenceWrite,
    /// Sites and the map.
    SiteRead,
    /// Register or change a site.
    SiteWrite,
    /// Production entries.
    ProductionRead,
    /// Write down production at the pit.
    ProductionWrite,
    /// Parcels, their custody and their trace.
    ParcelRead,
    /// Combine, split, sort, reweigh, seal.
    ParcelWrite,
    /// Report parcels that left the trade inside the country.
    RemovalReport,
    /// Confirm or refuse such a report.
    RemovalDecide,
    /// What the state took, where it is kept, and orders over it.
    SeizureRead,
    /// Take stones, move and count them, write down an order over them.
    SeizureWrite,
    /// Confirm or refuse such an order, answer for a difference.
    SeizureDecide,
    /// Offences.
    OffenceRead,
    /// Write down an offence, and what became of it.
    OffenceWrite,
    /// Inspections that were carried out, and what has to be put right.
    InspectionRead,
    /// Plans of inspections, whose targets are not told before, coverage and dry runs.
    InspectionPlanRead,
    /// Announce and draw plans, inspect, begin and conclude dry runs.
    InspectionWrite,
    /// Declare opening stock of a holder.
    StockWrite,
    /// Write down a count of a holder's stock.
    StockCount,
    /// Offers, purchases and slips.
    PurchaseRead,
    /// Offer, accept, record.
    PurchaseWrite,
    /// Issue books of slips.
    SlipBookWrite,
    /// Shipments.
    ShipmentRead,
    /// Prepare, submit, withdraw.
    ShipmentWrite,
    /// Put the valuation of a shipment on record.
    ValuationWrite,
    /// Certificates and their trace.
    CertificateRead,
    /// First signature.
    CertificatePropose,
    /// Second signature.
    CertificateApprove,
    /// The authority's own papers: blank certificates and reports of them, technical certificates, letters of comfort.
    BlankRead,
    /// Receive, allocate and report blank certificates.
    BlankWrite,
    /// Confirm or refuse a report of them.
    BlankDecide,
    /// Put a certificate on paper, close its container, note that it left.
    CertificateHandle,
    /// Notices to authorities abroad, what they confirm, shipments from there, and warnings of theirs.
    AbroadRead,
    /// Write these down, and what becomes of differences.
    AbroadWrite,
    /// Propose what the list of participants says from now on.
    ParticipantWrite,
    /// Confirm or refuse that.
    ParticipantDecide,
    /// Corrections.
    CorrectionRead,
    /// Propose one.
    CorrectionPropose,
    /// Approve or refuse one.
    CorrectionDecide,
    /// Cases about two acts that cannot both hold.
    DisputeRead,
    /// Put an act on record that contradicts what is recorded, or take it back.
    DisputeOpen,
    /// Decide a case.
    DisputeDecide,
    /// Accounts, offices.
    AccountManage,
    /// Offices are listed for whoever needs to choose one.
    OfficeRead,
    /// The journal itself.
    JournalRead,
    /// Bulk import from files.
    ImportRun,
    /// Go on after entries were lost.
    RegisterRecover,
    /// Returns, reconciliation and partners' figures.
    StatisticsRead,
    /// Propose zones, their boundaries and statuses, the release of frozen stones, and official estimates of what can be dug.
    ZoneWrite,
    /// Confirm or refuse that.
    ZoneDecide,
    /// Write down stones by size, and propose footprints.
    FootprintWrite,
    /// Adopt or refuse footprints.
    FootprintDecide,
    /// Answer for differences, take in partners' figures.
    StatisticsWrite,
    /// Submit a return.
    ReturnSubmit,
    /// Ask for long reports, and read those that were made: what is in them is the same for all who may.
    ReportMake,
    /// Controls, and alerts of what belongs to the office.
    ControlRead,
    /// Take alerts on, and answer for them.
    AlertHandle,
}

impl Permission {
    /// All of them.
    pub const ALL: [Self; 64] = [
        Self::PartyRead,
        Self::NamesRead,
        Self::DetailsRead,
        Self::DetailsErase,
        Self::ReadsRead,
        Self::PartyWrite,
        Self::LicenceRead,
        Self::LicenceWrite,
        Self::SiteRead,
        Self::SiteWrite,
        Self::ProductionRead,
        Self::ProductionWrite,
        Self::ParcelRead,
        Self::ParcelWrite,
        Self::RemovalReport,
        Self::RemovalDecide,
        Self::SeizureRead,
        Self::SeizureWrite,
        Self::SeizureDecide,
        Self::OffenceRead,
        Self::OffenceWrite,
        Self::InspectionRead,
        Self::InspectionPlanRead,
        Self::InspectionWrite,
        Self::StockWrite,
        Self::StockCount,
        Self::PurchaseRead,
        Self::PurchaseWrite,
        Self::SlipBookWrite,
        Self::ShipmentRead,
        Self::ShipmentWrite,
        Self::ValuationWrite,
        Self::CertificateRead,
        Self::CertificatePropose,
        Self::CertificateApprove,
        Self::BlankRead,
        Self::BlankWrite,
        Self::BlankDecide,
        Self::CertificateHandle,
        Self::AbroadRead,
        Self::AbroadWrite,
        Self::ParticipantWrite,
        Self::ParticipantDecide,
        Self::CorrectionRead,
        Self::CorrectionPropose,
        Self::CorrectionDecide,
        Self::DisputeRead,
        Self::DisputeOpen,
        Self::DisputeDecide,
        Self::AccountManage,
        Self::OfficeRead,
        Self::JournalRead,
        Self::ImportRun,
        Self::RegisterRecover,
        Self::StatisticsRead,
        Self::ZoneWrite,
        Self::ZoneDecide,
        Self::FootprintWrite,
        Self::FootprintDecide,
        Self::StatisticsWrite,
        Self::ReturnSubmit,
        Self::ReportMake,
        Self::ControlRead,
        Self::AlertHandle,
    ];
}

impl Permission {
    /// Whether an act under it is a signature: whoever does it must have typed the password, and the code where there is
    /// one, within the last minutes, and a program may not do it at all. Writing down production, trade and the work on
    /// parcels are none, so that nobody at a counter is held up; corrections are signed by who decides them.
    #[must_use]
    pub const fn signs(self) -> bool {
        use Permission as P;
        match self {
            P::CertificatePropose | P::CertificateApprove | P::CorrectionDecide | P::AccountManage => true,
            P::LicenceWrite | P::StockWrite | P::RegisterRecover | P::DetailsErase | P::DisputeDecide => true,
            P::BlankWrite | P::BlankDecide | P::ValuationWrite | P::ParticipantWrite | P::ParticipantDecide | P::ReturnSubmit => true,
            P::RemovalDecide | P::AlertHandle | P::SeizureWrite | P::SeizureDecide | P::OffenceWrite | P::ZoneWrite | P::ZoneDecide => true,
            P::FootprintWrite | P::FootprintDecide => true,
            // Written out, so that a new permission is looked at.
            P::PartyRead | P::NamesRead | P::DetailsRead | P::ReadsRead | P::PartyWrite | P::LicenceRead => false,
            P::SiteRead | P::SiteWrite | P::ImportRun | P::BlankRead | P::AbroadRead | P::AbroadWrite => false,
            P::StatisticsRead | P::StatisticsWrite | P::ReportMake | P::ControlRead => false,
            P::ProductionRead | P::ProductionWrite | P::ParcelRead | P::ParcelWrite | P::PurchaseRead | P::PurchaseWrite => false,
            P::SlipBookWrite | P::ShipmentRead | P::ShipmentWrite | P::CertificateRead | P::CertificateHandle | P::CorrectionRead => false,
            P::CorrectionPropose | P::DisputeRead | P::DisputeOpen | P::OfficeRead | P::JournalRead | P::RemovalReport => false,
            P::StockCount => false,
            P::SeizureRead | P::OffenceRead | P::InspectionRead | P::InspectionPlanRead | P::InspectionWrite => false,
        }
    }

    /// Whether an act under it is one of two signatures, which must not come from the same browser and authenticator.
    #[must_use]
    pub const fn is_one_of_two(self) -> bool {
        matches!(
            self,
            Self::CertificatePropose
                | Self::CertificateApprove
                | Self::CorrectionPropose
                | Self::CorrectionDecide
                | Self::DisputeOpen
                | Self::DisputeDecide
                | Self::RegisterRecover
                | Self::BlankWrite
                | Self::BlankDecide
                | Self::ParticipantWrite
                | Self::ParticipantDecide
                | Self::RemovalReport
                | Self::RemovalDecide
                | Self::SeizureWrite
                | Self::SeizureDecide
                | Self::ZoneWrite
                | Self::ZoneDecide
                | Self::FootprintWrite
                | Self::FootprintDecide
        )
    }
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub account: AccountId,
    /// Its role.
    pub role: AccountRole,
    /// The office it is bound to.
    pub office: Option<OfficeId>,
    /// The party it acts for.
    pub party: Option<PartyId>,
}

/// How far a permission reaches. Lists are filtered by it, single things are covered by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Everything.
    All,
    /// What belongs to an office.
    Office(OfficeId),
    /// What concerns a party.
    Party(PartyId),
    /// Nothing.
    Nothing,
}

/// What a thing belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Belongs {
    /// The office that keeps it.
    pub office: Option<OfficeId>,
    /// The parties it concerns (holder, seller, buyer, exporter).
    pub parties: Vec<PartyId>,
}

impl Belongs {
    /// Concerns one party.
    #[must_use]
    pub fn party(party: PartyId) -> Self {
        Self { office: None, parties: vec![party] }
    }
    /// Is kept by an office.
    #[must_use]
    pub const fn office(office: Option<OfficeId>) -> Self {
        Self { office, parties: Vec::new() }
    }
}

impl Reach {
    /// Whether a thing lies within. Fails closed: without an office or party of its own it lies only within [`Reach::All`].
    #[must_use]
    pub fn covers(self, thing: &Belongs) -> bool {
        match self {
            Self::All => true,
            Self::Office(office) => thing.office == Some(office),
            Self::Party(party) => thing.parties.contains(&party),
            Self::Nothing => false,
        }
    }
}

/// The one decision: how far this actor's permission reaches.
#[must_use]
pub fn reach(actor: &Actor, permission: Permission) -> Reach {
    use AccountRole as R;
    use Permission as P;
    let office = actor.office.map_or(Reach::Nothing, Reach::Office);
    let party = actor.party.map_or(Reach::Nothing, Reach::Party);
    match actor.role {
        R::Registrar => match permission {
            P::PartyRead | P::NamesRead | P::DetailsRead | P::PartyWrite | P::LicenceRead | P::SiteRead | P::SiteWrite => office,
            P::ProductionRead | P::ProductionWrite | P::ParcelRead | P::CorrectionRead | P::CorrectionPropose => office,
            P::DisputeRead | P::DisputeOpen | P::RemovalReport | P::SeizureRead | P::OffenceRead => office,
            P::OfficeRead => Reach::All,
            _ => Reach::Nothing,
        },
        R::Supervisor => match permission {
            P::PartyRead | P::NamesRead | P::DetailsRead | P::ReadsRead | P::PartyWrite => office,
            P::LicenceRead | P::LicenceWrite | P::SiteRead | P::SiteWrite => office,
            P::ProductionRead | P::ProductionWrite | P::ParcelRead | P::PurchaseRead | P::StockWrite | P::SlipBookWrite => office,
            P::CorrectionRead | P::CorrectionPropose | P::CorrectionDecide | P::ImportRun => office,
            P::DisputeRead | P::DisputeOpen | P::RemovalReport | P::ControlRead | P::AlertHandle => office,
            P::SeizureRead | P::SeizureWrite | P::OffenceRead | P::OffenceWrite | P::StockCount => office,
            P::InspectionRead | P::InspectionPlanRead | P::InspectionWrite => office,
            P::OfficeRead => Reach::All,
            _ => Reach::Nothing,
        },
        R::Buyer => match permission {
            P::ParcelRead | P::ParcelWrite | P::RemovalReport | P::PurchaseRead | P::PurchaseWrite => party,
            P::PartyRead | P::NamesRead | P::DetailsRead | P::SeizureRead | P::OffenceRead | P::InspectionRead | P::StockCount => party,
            P::LicenceRead | P::CorrectionRead | P::CorrectionPropose | P::DisputeRead | P::DisputeOpen => party,
            _ => Reach::Nothing,
        },
        R::Exporter => match permission {
            P::ParcelRead | P::ParcelWrite | P::RemovalReport | P::PurchaseRead | P::PurchaseWrite => party,
            P::PartyRead | P::NamesRead | P::DetailsRead | P::SeizureRead | P::OffenceRead | P::InspectionRead | P::StockCount => party,
            P::LicenceRead | P::CorrectionRead | P::CorrectionPropose | P::DisputeRead | P::DisputeOpen => party,
            P::ShipmentRead | P::ShipmentWrite | P::CertificateRead => party,
            _ => Reach::Nothing,
        },
        R::Officer => match permission {
            P::AccountManage | P::CertificateApprove | P::PurchaseWrite | P::ParcelWrite | P::ShipmentWrite => Reach::Nothing,
            P::ProductionWrite | P::CorrectionDecide | P::RegisterRecover | P::DetailsErase => Reach::Nothing,
            P::BlankDecide | P::ParticipantDecide | P::ReturnSubmit | P::RemovalDecide | P::SeizureDecide | P::ZoneDecide => Reach::Nothing,
            P::FootprintDecide => Reach::Nothing,
            // Written out, so that a new permission is nobody's until somebody decides.
            P::PartyRead | P::NamesRead | P::DetailsRead | P::ReadsRead | P::PartyWrite => Reach::All,
            P::LicenceRead | P::LicenceWrite | P::SiteRead | P::SiteWrite => Reach::All,
            P::ProductionRead | P::ParcelRead | P::StockWrite | P::PurchaseRead | P::SlipBookWrite | P::ShipmentRead => Reach::All,
            P::CertificateRead | P::CertificatePropose | P::CertificateHandle | P::CorrectionRead | P::CorrectionPropose => Reach::All,
            P::DisputeRead | P::DisputeOpen | P::DisputeDecide | P::RemovalReport => Reach::All,
            P::SeizureRead | P::SeizureWrite | P::OffenceRead | P::OffenceWrite | P::StockCount => Reach::All,
            P::InspectionRead | P::InspectionPlanRead | P::InspectionWrite => Reach::All,
            P::OfficeRead | P::JournalRead | P::ImportRun => Reach::All,
            P::BlankRead | P::BlankWrite | P::ValuationWrite | P::ParticipantWrite | P::AbroadRead | P::AbroadWrite => Reach::All,
            P::StatisticsRead | P::StatisticsWrite | P::ReportMake | P::ControlRead | P::AlertHandle | P::ZoneWrite => Reach::All,
            P::FootprintWrite => Reach::All,
        },
        R::Approver => match permission {
            P::DisputeDecide | P::BlankDecide | P::ParticipantDecide | P::CertificateHandle | P::ReturnSubmit => Reach::All,
            P::CertificateApprove | P::CorrectionDecide | P::RemovalDecide | P::RegisterRecover | P::NamesRead => Reach::All,
            P::DetailsErase | P::ReadsRead | P::AlertHandle | P::SeizureDecide | P::ZoneDecide | P::FootprintDecide => Reach::All,
            _ => read_only(permission),
        },
        R::Reviewer => read_only(permission),
        R::Administrator => match permission {
            // Parties by their codes, because accounts are bound to them.
            P::AccountManage | P::OfficeRead | P::PartyRead | P::RegisterRecover => Reach::All,
            _ => Reach::Nothing,
        },
    }
}

fn read_only(permission: Permission) -> Reach {
    use Permission as P;
    match permission {
        P::PartyRead | P::DetailsRead | P::LicenceRead | P::SiteRead | P::ProductionRead | P::ParcelRead | P::PurchaseRead => Reach::All,
        P::ShipmentRead | P::CertificateRead | P::CorrectionRead | P::DisputeRead | P::OfficeRead | P::JournalRead => Reach::All,
        P::BlankRead | P::AbroadRead | P::StatisticsRead | P::ReportMake | P::ControlRead | P::SeizureRead | P::OffenceRead => Reach::All,
        P::InspectionRead | P::InspectionPlanRead => Reach::All,
        _ => Reach::Nothing,
    }
}

#[cfg(test)]
mod tests;
