//! Traces: from a certificate, shipment or parcel back to every site, and from a site forward.
//!
//! A [`Trace`] is the one thing from which the page, the JSON, the CSV and the GeoJSON are made, so they
//! cannot disagree. Its carats always add up: what came from sites by production entries, what was
//! declared as opening stock of a named site, what came from abroad under a foreign certificate, and what has no
//! established origin make the whole.

mod assemble;
mod chain;
mod explain;
mod forward;

pub use assemble::{Found, assemble};
pub use chain::{Chain, ChainOperation, ChainParcel, ChainPurchase, Holder, Holding, Stage};
pub use explain::{Explain, ExplainCode};
pub use forward::{CertificateShare, Forward, ForwardKind, ForwardOf, Hidden, SiteProduction, StockShare};

use crate::domain::event::ProductionFlag;
use crate::domain::geo::{Position, Shape};
use crate::domain::ids::{LicenceId, SiteId};
use crate::domain::licence::{Standing, StateChange};
use crate::domain::parcel::{Import, SourceKind};
use crate::domain::shipment::CertificateStanding;
use crate::domain::time::Day;
use serde::Serialize;

/// What a trace starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// A certificate: its frozen composition.
    Certificate,
    /// A shipment: its parcels' compositions added up.
    Shipment,
    /// One parcel.
    Parcel,
}

impl SubjectKind {
    /// As written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Shipment => "shipment",
            Self::Parcel => "parcel",
        }
    }
}

/// What was asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// Certificate, shipment or parcel.
    pub kind: SubjectKind,
    /// Its id.
    pub id: String,
    /// Its number or code.
    pub code: String,
    /// Its mass, milli-carats.
    pub weight_mct: i64,
    /// Its stones.
    pub stones: i64,
    /// Day of issue, of a certificate.
    pub on: Option<Day>,
    /// Code of the exporter or holder.
    pub holder: String,
    /// Whether it is made of test parcels.
    pub test: bool,
    /// How often the composition of a certificate was put together again after a correction.
    pub revision: Option<i64>,
    /// The entry that issued the certificate.
    pub issued_seq: Option<i64>,
    /// Code of the shipment under a certificate.
    pub shipment: Option<String>,
    /// Whether a certificate is valid on the day on which standings are told.
    pub standing: Option<CertificateStanding>,
}

/// Up to where the register was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct AsOf {
    /// The last journal entry.
    pub seq: i64,
    /// The day on which standings are told.
    pub on: Day,
}

/// What a limit left out. The carats by site are never cut; only the chain can be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cut {
    /// The most parcels a chain shows.
    pub parcels: i64,
}

/// A licence as used by entries behind a trace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LicenceUse {
    /// Its number.
    pub number: String,
    /// The worst it was on a day of production.
    pub then: Standing,
    /// What it is now.
    pub now: Standing,
}

/// The carats that came from one site.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SiteShare {
    /// The site.
    pub site: TracedSite,
    /// Carats by production entries, milli-carats.
    pub weight_mct: i64,
    /// Carats declared as opening stock that is said to come from here, milli-carats.
    pub stock_mct: i64,
    /// Both as millionths of the whole, rounded; never 0 for something, never the whole for less.
    pub share_ppm: i64,
    /// How many entries stand behind it.
    pub entries: i64,
    /// Under which licences.
    pub licences: Vec<LicenceUse>,
}

/// The carats that came from abroad under one foreign certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportShare {
    /// The certificate: its arrival, number, country, and the countries of mining that it names.
    #[serde(flatten)]
    pub import: Import,
    /// The day on which it came.
    pub on: Day,
    /// Its carats, milli-carats.
    pub weight_mct: i64,
    /// The same as millionths of the whole, as those of a site.
    pub share_ppm: i64,
    /// How many of its parcels stand behind it.
    pub entries: i64,
}

/// A site as traces know it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TracedSite {
    /// Its id.
    pub id: SiteId,
    /// The code people read aloud.
    pub code: String,
    /// Its name.
    pub name: String,
    /// A place inside it, `[longitude, latitude]` in 1e-7 degrees.
    pub position: Position,
    /// Its shape; the GeoJSON shows it.
    #[serde(skip)]
    pub shape: Shape,
    /// Code of the first-level area it lies in.
    pub admin_code: Option<String>,
    /// Name of that area.
    pub admin_name: Option<String>,
    /// Whether it stands under a licence now.
    pub licensed: bool,
    /// The entry that last gave it another place or shape.
    #[serde(skip)]
    pub moved_seq: Option<i64>,
}

/// A licence behind a trace.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LicenceBehind {
    /// Its id.
    pub id: LicenceId,
    /// Its number.
    pub number: String,
    /// Its type in the profile.
    pub kind: String,
    /// Code of its holder.
    pub holder: String,
    /// First valid day.
    pub starts_on: Day,
    /// Last valid day.
    pub ends_on: Day,
    /// Carats by entries under it, milli-carats.
    pub weight_mct: i64,
    /// How many entries.
    pub entries: i64,
    /// The worst it was on a day of production.
    pub then: Standing,
    /// What it is now.
    pub now: Standing,
}

/// A licence as the store finds it.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundLicence {
    /// Its id.
    pub id: LicenceId,
    /// Its number.
    pub number: String,
    /// Its type in the profile.
    pub kind: String,
    /// Code of its holder.
    pub holder: String,
    /// First and last valid day.
    pub term: (Day, Day),
    /// The day on which it was written down (UTC).
    pub written_on: Day,
    /// Changes of its state.
    pub history: Vec<StateChange>,
}

/// A production entry, declared stock or a parcel from abroad behind a trace, as the store finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundSource {
    /// The parcel it made.
    pub parcel_no: i64,
    /// Pit, stock or abroad.
    pub kind: SourceKind,
    /// Index of its site among those found.
    pub site: Option<usize>,
    /// The foreign certificate, of what came from abroad.
    pub import: Option<Import>,
    /// Index of its licence among those found.
    pub licence: Option<usize>,
    /// The day.
    pub on: Day,
    /// What the entry says, milli-carats.
    pub produced_mct: i64,
    /// What of it is in the subject, milli-carats.
    pub share_mct: i64,
    /// Oddities.
    pub flags: Vec<ProductionFlag>,
    /// A test entry.
    pub test: bool,
    /// The journal entry.
    pub seq: i64,
    /// The entry that corrected it last.
    pub corrected_seq: Option<i64>,
    /// Why it was late or written down after a stop, where somebody said so.
    pub late_reason: Option<String>,
}

/// One production entry, or one parcel of declared stock or from abroad, behind a trace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TracedSource {
    /// Code of the parcel it made.
    pub parcel: String,
    /// Pit, stock or abroad.
    pub kind: SourceKind,
    /// Code of the site; none of what came from abroad, and where the origin is not established.
    pub site: Option<String>,
    /// Code of the arrival, of what came from abroad.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import: Option<String>,
    /// Number of the licence.
    pub licence: Option<String>,
    /// What the licence was on that day.
    pub licence_then: Option<Standing>,
    /// The day of production, of the count, or of arrival.
    pub on: Day,
    /// What the entry says, milli-carats.
    pub produced_mct: i64,
    /// What of it is in the subject, milli-carats.
    pub share_mct: i64,
    /// Oddities.
    pub flags: Vec<ProductionFlag>,
    /// Whether it was corrected.
    pub corrected: bool,
    /// A test entry.
    pub test: bool,
    /// The journal entry.
    pub seq: i64,
}

/// The carats of one site as a certificate was issued, before corrections of the past.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IssuedShare {
    /// Code of the site; none of what came from abroad, and where the origin was not established.
    pub site: Option<String>,
    /// The foreign certificate, of what came from abroad.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import: Option<Import>,
    /// Its name now.
    pub name: Option<String>,
    /// Carats, opening stock of the site among them, milli-carats.
    pub weight_mct: i64,
}

/// A trace back, whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trace {
    /// What a limit left out; nothing in most.
    pub cut: Option<Cut>,
    /// What was asked about.
    pub subject: Subject,
    /// Up to where the register was read.
    pub as_of: AsOf,
    /// Its mass: the four that follow, added up. Milli-carats.
    pub total_mct: i64,
    /// From registered sites by production entries, milli-carats.
    pub established_mct: i64,
    /// Declared as opening stock of a named site, milli-carats.
    pub opening_stock_mct: i64,
    /// From abroad, under foreign certificates, milli-carats.
    pub imported_mct: i64,
    /// Without established origin, milli-carats.
    pub unestablished_mct: i64,
    /// By site, most carats first.
    pub by_site: Vec<SiteShare>,
    /// By foreign certificate, most carats first.
    pub by_import: Vec<ImportShare>,
    /// By site as the certificate was issued, most carats first; only where it is otherwise by now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub as_issued: Vec<IssuedShare>,
    /// The licences behind it, most carats first.
    pub licences: Vec<LicenceBehind>,
    /// Anything that would have to be explained.
    pub explain: Vec<Explain>,
    /// The entries behind it, oldest first.
    pub sources: Vec<TracedSource>,
    /// What happened between the entries and the subject; left out where only the origin was asked for.
    pub chain: Option<Chain>,
}

/// What a trace says in one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// There is nothing in it.
    Empty,
    /// All of it came from registered sites by production entries, or from abroad under foreign certificates.
    Established,
    /// Part of it was opening stock of named sites; the rest is established.
    Stock,
    /// Part of it has no established origin.
    Unestablished,
}

impl Trace {
    /// What it says in one line.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        if self.unestablished_mct > 0 {
            Verdict::Unestablished
        } else if self.opening_stock_mct > 0 {
            Verdict::Stock
        } else if self.total_mct == 0 {
            Verdict::Empty
        } else {
            Verdict::Established
        }
    }
    /// How many sites gave carats by production entries.
    #[must_use]
    pub fn producing_sites(&self) -> usize {
        self.by_site.iter().filter(|s| s.weight_mct > 0).count()
    }
}

/// A part of a whole in millionths, rounded half up; something is never 0 and less than all never all.
#[must_use]
pub fn share_ppm(part_mct: i64, whole_mct: i64) -> i64 {
    if part_mct <= 0 || whole_mct <= 0 {
        return 0;
    }
    if part_mct >= whole_mct {
        return 1_000_000;
    }
    let (part, whole) = (i128::from(part_mct), i128::from(whole_mct));
    let twice = part.saturating_mul(2_000_000).saturating_add(whole);
    let ppm = twice.checked_div(whole.saturating_mul(2)).unwrap_or(0);
    i64::try_from(ppm).unwrap_or(0).clamp(1, 999_999)
}
