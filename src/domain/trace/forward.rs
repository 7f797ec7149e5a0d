//! Forward: where the carats of a site, a licence or a production entry went.

use crate::domain::shipment::CertificateStanding;
use crate::domain::time::Day;
use crate::domain::trace::{AsOf, Cut, TracedSite};
use serde::Serialize;

/// What a forward trace starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ForwardKind {
    /// All entries of a site.
    Site,
    /// All entries under a licence.
    Licence,
    /// One entry.
    Production,
}

impl ForwardKind {
    /// As written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Licence => "licence",
            Self::Production => "production",
        }
    }
}

/// What was asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ForwardOf {
    /// Site, licence or entry.
    pub kind: ForwardKind,
    /// Its id; of an entry the id of the parcel it made.
    pub id: String,
    /// Its code or number.
    pub code: String,
    /// Name of a site.
    pub name: Option<String>,
    /// A test entry.
    pub test: bool,
}

/// Carats in a parcel that is still there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StockShare {
    /// Its code.
    pub parcel: String,
    /// Its whole mass, milli-carats.
    pub weight_mct: i64,
    /// What of it came from here, milli-carats.
    pub share_mct: i64,
    /// Code of its holder.
    pub holder: String,
    /// Name of its holder, for those who may read it.
    pub holder_name: Option<String>,
    /// Code of the shipment it waits in.
    pub shipment: Option<String>,
}

/// Carats under a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CertificateShare {
    /// Its id.
    pub id: String,
    /// Its number.
    pub number: String,
    /// Day of issue.
    pub issued_on: Day,
    /// What it is now.
    pub standing: CertificateStanding,
    /// Its whole mass, milli-carats.
    pub weight_mct: i64,
    /// What of it came from here, milli-carats.
    pub share_mct: i64,
}

/// What is there but not for this reader: in the totals, without saying which.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Hidden {
    /// How many parcels or certificates.
    pub count: i64,
    /// Their carats from here, milli-carats.
    pub share_mct: i64,
}

/// What a site gave to this forward trace.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SiteProduction {
    /// The site.
    pub site: TracedSite,
    /// What its entries say, milli-carats.
    pub produced_mct: i64,
    /// How many.
    pub entries: i64,
}

/// A forward trace, whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Forward {
    /// What a limit left out; nothing in most.
    pub cut: Option<Cut>,
    /// What was asked about.
    pub of: ForwardOf,
    /// Up to where the register was read.
    pub as_of: AsOf,
    /// How many entries.
    pub entries: i64,
    /// First and last day of production.
    pub first_on: Option<Day>,
    /// Last day of production.
    pub last_on: Option<Day>,
    /// What the entries say: the five that follow, added up. Milli-carats.
    pub produced_mct: i64,
    /// Still in the country, milli-carats.
    pub in_stock_mct: i64,
    /// Under certificates, milli-carats.
    pub exported_mct: i64,
    /// Left the trade inside the country by confirmed reports: used, lost, stolen, destroyed. Milli-carats.
    pub removed_mct: i64,
    /// Kept by the state, or gone for good by an order over what it took, milli-carats.
    pub seized_mct: i64,
    /// Lost in handling, weighed away and rounded; negative where weighings found more. Milli-carats.
    pub lost_mct: i64,
    /// Where the entries were made.
    pub sites: Vec<SiteProduction>,
    /// Parcels in stock, most carats first.
    pub stock: Vec<StockShare>,
    /// Parcels in stock that are not for this reader.
    pub stock_hidden: Hidden,
    /// Certificates, newest first.
    pub certificates: Vec<CertificateShare>,
    /// Certificates that are not for this reader.
    pub certificates_hidden: Hidden,
}
