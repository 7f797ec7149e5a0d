//! Parcels: packed lots of stones, the unit of custody, and where their carats came in.

use crate::domain::access::Belongs;
use crate::domain::event::{ArrivalRecorded, HsCode, ProductionFacts, ProductionFlag, StockFacts};
use crate::domain::ids::{AccountId, ArrivalId, LicenceId, OfficeId, ParcelId, PartyId, PurchaseId, ShipmentId, SiteId};
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use crate::domain::violation::Violation;
use crate::domain::zone::{ZoneEffect, ZoneMark};
use serde::{Deserialize, Serialize};

/// Whether a parcel still is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParcelState {
    /// Somebody holds it.
    Live,
    /// It went into other parcels, or left the trade inside the country.
    Consumed,
    /// It left under a certificate.
    Exported,
    /// The state took it and keeps it: nobody holds it.
    Seized,
}

impl ParcelState {
    /// As stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Consumed => "consumed",
            Self::Exported => "exported",
            Self::Seized => "seized",
        }
    }
    /// The state with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Live, Self::Consumed, Self::Exported, Self::Seized].into_iter().find(|s| s.as_str() == name)
    }
}

/// A parcel as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// Dense number: number order is time order.
    pub no: i64,
    /// Id.
    pub id: ParcelId,
    /// The code people read aloud.
    pub code: String,
    /// Mass now.
    pub weight: Mass,
    /// Stones now.
    pub stones: i64,
    /// Subheading.
    pub hs: HsCode,
    /// Class in the trade's words.
    pub class: Option<String>,
    /// Number of the parcel whose composition it has.
    pub origin: i64,
    /// Net mass gained by weighings since its carats came in, milli-carats; may be negative.
    pub gain_mct: i64,
    /// Who holds it.
    pub holder: PartyId,
    /// Whether it still is there.
    pub state: ParcelState,
    /// Number of its live seal.
    pub seal: Option<String>,
    /// The last offer it was put in, open or past.
    pub purchase: Option<PurchaseId>,
    /// The shipment it is in.
    pub shipment: Option<ShipmentId>,
    /// Number of the open case that holds it, the oldest of several: it takes no act but release or correction (C8).
    pub dispute: Option<i64>,
    /// Number of the report that waits, by which it is gone: it takes no act until somebody has decided (C11).
    pub removal: Option<i64>,
    /// Number of the seizure that keeps it, or by which it came back or was sold.
    pub seizure: Option<i64>,
    /// What the zones of its carats made of it: frozen, it takes no act until an order releases it (Z3).
    pub zone: Option<ZoneMark>,
    /// The office where its carats were written down; none once mixed over offices.
    pub office: Option<OfficeId>,
    /// Held because its site gave far more in the month than it can, until an officer lets it go.
    pub held: bool,
    /// A test parcel.
    pub test: bool,
    /// Entry that made it.
    pub produced_seq: i64,
    /// Entry that used it up.
    pub consumed_seq: Option<i64>,
}

impl Parcel {
    /// What it belongs to.
    #[must_use]
    pub fn belongs(&self) -> Belongs {
        Belongs { office: self.office, parties: vec![self.holder] }
    }
    /// Whether the zone its stones are from froze it.
    #[must_use]
    pub fn is_frozen(&self) -> bool {
        self.zone == Some(ZoneMark::Frozen)
    }
}

/// The refusal of an act with a parcel that is held because its site gave far more than it can (E2).
#[must_use]
pub fn held_back(parcel: &str, field: &str) -> Violation {
    Violation::on("parcel.held", field).with("parcel", parcel).conflict()
}

/// The prefix of parcel codes.
pub const PARCEL_PREFIX: &str = "P";

/// The code of the parcel with this number.
#[must_use]
pub fn parcel_code(no: i64) -> String {
    crate::domain::code::make(PARCEL_PREFIX, no)
}

/// The number in a parcel code as somebody typed it: small letters, blanks and missing hyphens are taken.
/// `None` when it is no parcel code or its check character is wrong.
#[must_use]
pub fn parcel_no_typed(typed: &str) -> Option<i64> {
    let code = crate::domain::code::read(PARCEL_PREFIX, typed)?;
    code.split('-').nth(1)?.parse().ok()
}

/// How carats came into the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// The book at the pit.
    Production,
    /// Declared opening stock.
    Stock,
    /// A shipment from abroad that was let in.
    Import,
    /// Stones in no register that the state took: their origin is not established.
    Seizure,
}

impl SourceKind {
    /// As stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Stock => "stock",
            Self::Import => "import",
            Self::Seizure => "seizure",
        }
    }
    /// The kind with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Production, Self::Stock, Self::Import, Self::Seizure].into_iter().find(|s| s.as_str() == name)
    }
}

/// The foreign certificate under which carats came into the country: what a trace tells of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Import {
    /// The arrival.
    pub arrival: ArrivalId,
    /// Its code.
    pub code: String,
    /// Number of the foreign certificate, as printed.
    pub number: String,
    /// Country of the authority that issued it, or the union that is one participant.
    pub issuer: String,
    /// Countries of mining that it names; empty when it names none.
    pub origins: Vec<String>,
    /// Whether it says that its origin is mixed.
    pub mixed: bool,
}

impl Import {
    /// What is kept of an arrival with each of its parcels.
    #[must_use]
    pub fn of(e: &ArrivalRecorded) -> Self {
        Self {
            arrival: e.arrival,
            code: e.code.clone(),
            number: e.number.clone(),
            issuer: e.issuer.clone(),
            origins: e.origins.clone(),
            mixed: e.mixed,
        }
    }
}

/// Where carats came into the register: a row for each pit or stock parcel, and for each parcel from abroad.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The parcel it made.
    pub parcel_no: i64,
    /// Pit, stock or abroad.
    pub kind: SourceKind,
    /// The first holder.
    pub holder: PartyId,
    /// The site; without one the origin is abroad, by the foreign certificate, or not established.
    pub site: Option<SiteId>,
    /// The licence under which it was dug.
    pub licence: Option<LicenceId>,
    /// The day.
    pub on: Day,
    /// Stones written down.
    pub stones: i64,
    /// Mass written down.
    pub weight: Mass,
    /// Oddities.
    pub flags: Vec<ProductionFlag>,
    /// The whole entry, of a pit parcel.
    pub facts: Option<ProductionFacts>,
    /// What papers there are, of a stock parcel.
    pub note: Option<String>,
    /// The foreign certificate, of a parcel from abroad.
    pub import: Option<Import>,
    /// The office that wrote it down.
    pub office: Option<OfficeId>,
    /// The account that wrote it down.
    pub account: AccountId,
    /// A test entry.
    pub test: bool,
    /// The journal entry.
    pub seq: i64,
    /// The entry that corrected it last.
    pub corrected_seq: Option<i64>,
    /// What the zones of its site made of it, as is known now; never `refuse`.
    pub zone: ZoneEffect,
}

impl Source {
    /// What a declaration of stock says of its parcel; none of a pit parcel.
    #[must_use]
    pub fn stock_facts(&self) -> Option<StockFacts> {
        let facts = || StockFacts { site: self.site, stones: self.stones, weight_mct: self.weight, note: self.note.clone() };
        (self.kind == SourceKind::Stock).then(facts)
    }
    /// Whether a correction took the whole entry back.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.corrected_seq.is_some() && self.weight.is_zero()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_type_them() {
        let code = parcel_code(123);
        let plain = code.replace('-', "").to_lowercase();
        assert_eq!(parcel_no_typed(&code), Some(123));
        assert_eq!(parcel_no_typed(&format!("  {plain} ")), Some(123));
        assert_eq!(parcel_no_typed(&parcel_code(12_345_678)), Some(12_345_678));
        let wrong = code.replace("000123", "000132");
        for wrong in [wrong.as_str(), "123", "P", "", "S-000123-A", "P-éé-1", "P-000000-9"] {
            assert_eq!(parcel_no_typed(wrong), None, "{wrong}");
        }
    }
}
