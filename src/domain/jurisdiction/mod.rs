//! A country's rules and words as data: one TOML file each, every value with its source.
//!
//! A profile is read once at start by [`Profile::parse`] or [`Profile::bundled`]; a wrong one is refused with
//! all its problems and their lines. `docs/jurisdictions.md` tells how to write one.

mod check;
mod controls;
mod footprint;
mod ground;
mod inspections;
mod load;
mod number;
mod rules;
mod sections;
mod sourced;
#[cfg(test)]
mod tests;
mod zones;

pub use controls::{Capacity, CapacityAct, Controls, StockCounts};
pub use footprint::Footprint;
pub use ground::OffenceGround;
pub use inspections::Inspections;
pub use load::{ProfileError, ProfileProblem};
pub use number::{NumberPattern, NumberPatternError};
pub use rules::{CERTIFICATE_DAYS_MAX, Permission, expires_on};
pub use sections::{
    Authority, Basis, Certificate, Confirmation, Country, DepositType, Document, Fee, FeePer, Fund, HolderKind, LicenceType, MixedOrigin,
    Numbering, Numbers, Office, OpeningStock, PaymentMethod, Production, Purchase, SizeClass, SizeTable, SpecialStones, Statistics, Times,
    Tolerances, TradeRule, Valuation, ValuationBasis,
};
pub use sourced::{Sourced, Stated, Text};
pub use zones::Zones;

use crate::domain::role::Role;
use crate::domain::time::{Day, Instant};

/// The profiles built into the program, by ISO 3166-1 alpha-2 code.
const BUNDLED: [(&str, &str, &str); 3] = [
    ("SL", "jurisdictions/SL.toml", include_str!("../../../jurisdictions/SL.toml")),
    ("CF", "jurisdictions/CF.toml", include_str!("../../../jurisdictions/CF.toml")),
    ("CD", "jurisdictions/CD.toml", include_str!("../../../jurisdictions/CD.toml")),
];

/// Everything the register knows of one country.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Codes, names, languages, currency and clock.
    pub country: Country,
    /// Who grants, who issues, and where.
    pub authority: Authority,
    /// What may be granted.
    pub licence_types: Vec<LicenceType>,
    /// Who may sell to whom; ask [`Profile::may_sell`].
    pub trade: Vec<TradeRule>,
    /// How far measurements may differ.
    pub tolerances: Tolerances,
    /// How long things may take.
    pub times: Times,
    /// How papers are numbered.
    pub numbers: Numbers,
    /// What the certificate shows.
    pub certificate: Certificate,
    /// How a shipment is valued, and what is paid on it.
    pub valuation: Valuation,
    /// What is confirmed abroad.
    pub confirmation: Confirmation,
    /// How returns are drawn up, and what the public is told.
    pub statistics: Statistics,
    /// How much a site can give.
    pub capacity: Capacity,
    /// Counts of stock.
    pub stock_count: StockCounts,
    /// From where on controls tell somebody.
    pub controls: Controls,
    /// What a footprint rests on and from where on stones differ from it; rules without it know none.
    pub footprint: Option<Footprint>,
    /// How stones are paid for.
    pub purchase: Purchase,
    /// What a production entry asks.
    pub production: Production,
    /// How stones are put into sizes.
    pub size_tables: Vec<SizeTable>,
    /// What kinds of ground are dug.
    pub deposit_types: Vec<DepositType>,
    /// Grounds of seizures and offences.
    pub offences: Vec<OffenceGround>,
    /// The offices a new register starts with.
    pub offices: Vec<Office>,
    /// Whether and when stock from before the register may be declared.
    pub opening_stock: OpeningStock,
    /// What the status of a zone does to production there.
    pub zones: Zones,
    /// How often what is inspected, and how much weighs in a draw; none where the country says nothing of it.
    pub inspections: Option<Inspections>,
    /// Every value with its source and line, in the order of the keys.
    pub stated: Vec<Stated>,
    /// The file, as it was read.
    pub text: String,
}

impl Profile {
    /// The codes of the profiles built into the program.
    pub fn bundled_codes() -> impl Iterator<Item = &'static str> {
        BUNDLED.iter().map(|(code, ..)| *code)
    }

    /// The text of a profile built into the program, to start one's own from.
    #[must_use]
    pub fn bundled_text(code: &str) -> Option<&'static str> {
        BUNDLED.iter().find(|(c, ..)| *c == code).map(|(.., text)| *text)
    }

    /// A profile built into the program.
    ///
    /// # Errors
    /// `profile.unknown` when there is none with this code.
    pub fn bundled(code: &str) -> Result<Self, ProfileError> {
        match BUNDLED.iter().find(|(c, ..)| *c == code) {
            Some((_, file, text)) => Self::parse(text, file),
            None => Err(ProfileError::unknown(code, Self::bundled_codes())),
        }
    }

    /// SHA-256 of the file in hex: tells whether two sets of rules are the same.
    #[must_use]
    pub fn digest(&self) -> String {
        crate::domain::entry::sha256_hex(&[self.text.as_bytes()])
    }

    /// The ISO 3166-1 alpha-2 code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.country.alpha2.value
    }

    /// The language of those who have chosen none.
    #[must_use]
    pub fn default_language(&self) -> &str {
        self.country.languages.value.first().map_or("en", String::as_str)
    }

    /// The calendar day in the country at an instant.
    #[must_use]
    pub fn local_day(&self, at: Instant) -> Day {
        let offset = chrono::TimeDelta::hours(i64::from(self.country.utc_offset_hours.value));
        at.utc().checked_add_signed(offset).map_or_else(|| at.day(), |local| local.date_naive())
    }

    /// The licence type with a code.
    #[must_use]
    pub fn licence_type(&self, code: &str) -> Option<&LicenceType> {
        self.licence_types.iter().find(|t| t.code == code)
    }

    /// The licence types that grant a role; none for roles that need no licence.
    pub fn licence_types_granting(&self, role: Role) -> impl Iterator<Item = &LicenceType> {
        self.licence_types.iter().filter(move |t| t.role.value == role)
    }

    /// The deposit type with a code.
    #[must_use]
    pub fn deposit_type(&self, code: &str) -> Option<&DepositType> {
        self.deposit_types.iter().find(|t| t.code == code)
    }

    /// The ground of seizures and offences with a code.
    #[must_use]
    pub fn offence(&self, code: &str) -> Option<&OffenceGround> {
        self.offences.iter().find(|o| o.code == code)
    }

    /// The starter office with a code.
    #[must_use]
    pub fn office(&self, code: &str) -> Option<&Office> {
        self.offices.iter().find(|o| o.code == code)
    }

    /// The size table with a code.
    #[must_use]
    pub fn size_table(&self, code: &str) -> Option<&SizeTable> {
        self.size_tables.iter().find(|t| t.code == code)
    }

    /// The size table that a production entry offers.
    #[must_use]
    pub fn production_sizes(&self) -> Option<&SizeTable> {
        self.size_table(&self.production.size_table.value)
    }

    /// Whether a purchase may be paid this way.
    #[must_use]
    pub fn payment_allowed(&self, method: PaymentMethod) -> bool {
        self.purchase.payment_methods.value.contains(&method)
    }
}
