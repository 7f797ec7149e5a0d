//! The sections of a profile, as the file has them. Units stand last in a name.

use super::number::NumberPattern;
use super::sourced::{Sourced, Text, money};
use crate::domain::money::{Currency, Money};
use crate::domain::quantity::Mass;
use crate::domain::role::Role;
use crate::domain::statistics::{ProductionValue, TradeDay};
use crate::domain::text_enum::text_enum;
use crate::domain::time::Day;
use serde::Deserialize;

text_enum! {
    /// Who may hold a licence.
    HolderKind, "holder", {
        /// A human being.
        Person = "person",
        /// A company, a cooperative, a public body.
        Organisation = "organisation",
    }
}

text_enum! {
    /// How a purchase is paid.
    PaymentMethod, "payment", {
        /// Notes and coins.
        Cash = "cash",
        /// Through a bank account.
        Bank = "bank",
        /// Through a telephone account.
        MobileMoney = "mobile_money",
        /// By cheque.
        Cheque = "cheque",
    }
}

text_enum! {
    /// What stands in the certificate's field "country of origin" when the stones come from several countries.
    MixedOrigin, "mixed-origin", {
        /// The field is filled with asterisks.
        Asterisks = "asterisks",
        /// The countries are listed.
        List = "list",
    }
}

text_enum! {
    /// What a size table measures, and the unit of its bounds.
    Basis, "size-basis", {
        /// The round hole through which a stone just does not fall, in micrometres.
        ApertureUm = "aperture_um",
        /// The mass of one stone, in milli-carats.
        MassMct = "mass_mct",
    }
}

/// `[country]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub alpha2: Sourced<String>,
    /// ISO 3166-1 alpha-3.
    pub alpha3: Sourced<String>,
    /// Short name.
    pub name: Sourced<Text>,
    /// ISO 639 codes, the default first.
    pub languages: Sourced<Vec<String>>,
    /// The local currency.
    pub currency: Sourced<Currency>,
    /// Whole hours to add to UTC for the local day.
    pub utc_offset_hours: Sourced<i32>,
}

/// `[authority]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// Who values, seals and issues certificates.
    pub issuing: Sourced<Text>,
    /// Who grants licences.
    pub licensing: Sourced<Text>,
    /// The lines of the issuing authority's address as printed, without the country.
    pub address: Sourced<Vec<String>>,
}

/// `[[licence_type]]`: `source` covers the code and the names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LicenceType {
    /// Kept in every licence; never changed once used.
    pub code: String,
    /// As people call it.
    pub name: Text,
    /// Where code and names come from.
    #[serde(default)]
    pub source: String,
    /// The role it grants.
    pub role: Sourced<Role>,
    /// Who may hold it.
    pub holders: Sourced<Vec<HolderKind>>,
    /// Whether a holder must be a national (a person) or registered in the country (an organisation).
    pub nationals_only: Sourced<bool>,
    /// The terms offered, in months, the usual one first; none may be longer than the longest of them.
    pub terms_months: Sourced<Vec<u32>>,
    /// Whether it is for an area on the ground.
    pub needs_site: Sourced<bool>,
    /// The largest area.
    pub area_max_m2: Option<Sourced<u32>>,
    /// The greatest depth, in tenths of a metre.
    pub depth_max_dm: Option<Sourced<u32>>,
    /// The most people at work.
    pub workers_max: Option<Sourced<u32>>,
    /// Whether machines may move the earth.
    pub mechanised: Sourced<bool>,
    /// What the licence costs; not stated where no figure is known.
    #[serde(default, deserialize_with = "money")]
    pub fee: Option<Sourced<Money>>,
    /// How licences of this type are numbered.
    pub number: Sourced<Numbering>,
    /// Papers to be shown before it is granted.
    #[serde(default)]
    pub documents: Vec<Document>,
    /// Line of the file, from 1.
    #[serde(skip)]
    pub line: usize,
}

/// A paper asked for with an application.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Kept with the licence.
    pub code: String,
    /// As people call it.
    pub name: Text,
    /// Where it is asked for.
    #[serde(default)]
    pub source: String,
}

/// A pattern and how its sequence runs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbering {
    /// How a number is written.
    pub pattern: NumberPattern,
    /// Whether the sequence begins at 1 with each year; needs `{year}` in the pattern.
    pub restarts_yearly: bool,
}

/// A row of `rules` in `[trade]`; a pair without a row is refused.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TradeRule {
    /// Who sells.
    pub seller: Role,
    /// Who buys.
    pub buyer: Role,
    /// Whether he may.
    pub allowed: bool,
    /// Whether only to the holder of the licence under which the seller works.
    #[serde(default)]
    pub own_licence_holder_only: bool,
    /// Where the rule comes from.
    #[serde(default)]
    pub source: String,
    /// Line of the file, from 1.
    #[serde(skip)]
    pub line: usize,
}

/// `[tolerances]`: of each pair `_abs_mct` and `_ppm` (millionths of the mass) the larger counts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tolerances {
    /// Two weighings of one parcel may differ by this mass.
    pub reweigh_abs_mct: Sourced<Mass>,
    /// Or by this part of it.
    pub reweigh_ppm: Sourced<u32>,
    /// A parcel may gain this mass by all weighings along its path.
    pub path_gain_abs_mct: Sourced<Mass>,
    /// Or this part of it.
    pub path_gain_ppm: Sourced<u32>,
    /// A sorting or cleaning may lose this mass, with a reason.
    pub loss_abs_mct: Sourced<Mass>,
    /// Or this part of it.
    pub loss_ppm: Sourced<u32>,
    /// A parcel may lose this mass by everything along its path.
    pub path_loss_abs_mct: Sourced<Mass>,
    /// Or this part of it.
    pub path_loss_ppm: Sourced<u32>,
    /// So many stones more or fewer may be counted along a path: broken, crumbled, or wrongly counted at first.
    pub count_abs: Sourced<u32>,
    /// Or this part of them, millionths.
    pub count_ppm: Sourced<u32>,
    /// A site's position may be this uncertain.
    pub site_accuracy_max_m: Sourced<u32>,
    /// The position of an entry counts as uncertain by no more than this, whatever the telephone says.
    pub entry_accuracy_max_m: Sourced<u32>,
    /// Two sites may overlap by this area.
    pub overlap_max_m2: Sourced<u32>,
    /// A position may lie this far outside its site, beyond its own accuracy.
    pub position_slack_m: Sourced<u32>,
}

/// `[times]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Times {
    /// Working days after which a production entry is late.
    pub production_late_working_days: Sourced<u32>,
    /// Working days after which a sale is written down late.
    pub sale_late_working_days: Sourced<u32>,
    /// Hours after which an offer lapses.
    pub offer_expires_hours: Sourced<u32>,
}

/// `[numbers]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbers {
    /// Kimberley Process certificates.
    pub certificate: Sourced<Numbering>,
    /// Purchase slips.
    pub purchase_slip: Sourced<Numbering>,
}

/// `[certificate]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// Days from issue to expiry, 60 at most.
    pub valid_days: Sourced<u32>,
    /// How several countries of origin are shown.
    pub mixed_origin: Sourced<MixedOrigin>,
    /// Languages printed, in this order; English is one of them.
    pub languages: Sourced<Vec<String>>,
    /// Whether a blank certificate may be used in the year of its print run alone.
    pub blanks_of_year: Sourced<bool>,
    /// Whether the parcel number on a container must end in the serial of its certificate.
    pub container_serial: Sourced<bool>,
}

text_enum! {
    /// Which of the values stated in one sitting is taken.
    ValuationBasis, "valuation-basis", {
        /// The highest of them.
        Highest = "highest",
        /// The government's.
        Government = "government",
    }
}

/// Single stones that pay a royalty in place of the duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpecialStones {
    /// Above which value, US cents.
    pub above_usd_cents: i64,
    /// The royalty, millionths of the value.
    pub ppm: u32,
}

/// A fund into which every export pays.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fund {
    /// Code.
    pub code: String,
    /// Name by language.
    pub name: Text,
    /// Millionths of the value.
    pub ppm: u32,
    /// Where the rule is from.
    pub source: String,
}

text_enum! {
    /// For what a fixed fee is paid.
    FeePer, "fee-per", {
        /// Once for the certificate.
        Certificate = "certificate",
        /// For each parcel that is packed.
        Parcel = "parcel",
    }
}

/// A fixed fee that is paid on export, whatever the value.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// Code.
    pub code: String,
    /// Name by language.
    pub name: Text,
    /// How much each, US cents.
    pub usd_cents: i64,
    /// For what.
    pub per: FeePer,
    /// Where the rule is from.
    pub source: String,
}

/// `[valuation]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Valuation {
    /// Whether no certificate is issued without one.
    pub required: Sourced<bool>,
    /// Which value is taken.
    pub basis: Sourced<ValuationBasis>,
    /// Whether an independent valuer states a value too.
    pub independent: Sourced<bool>,
    /// How many people of the authority are present at least.
    pub present: Sourced<u32>,
    /// The table of size classes of the sheet.
    pub size_table: Sourced<String>,
    /// Export duty, millionths of the value taken.
    pub duty_ppm: Sourced<u32>,
    /// Single stones that pay a royalty in its place; none when not stated.
    #[serde(default)]
    pub special: Option<Sourced<SpecialStones>>,
    /// Payments into funds.
    #[serde(default)]
    pub funds: Vec<Fund>,
    /// Fixed fees.
    #[serde(default)]
    pub fees: Vec<Fee>,
    /// Below which part of the government's value the exporter's is told as odd, millionths.
    pub low_ratio_ppm: Sourced<u32>,
}

/// `[confirmation]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// By how many milli-carats what is confirmed abroad may differ.
    pub tolerance_abs_mct: Sourced<u32>,
    /// The same as a part of what was certified, millionths; the larger counts.
    pub tolerance_ppm: Sourced<u32>,
    /// Days after the issue of a certificate on which its confirmation is overdue.
    pub overdue_days: Sourced<u32>,
}

/// `[statistics]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statistics {
    /// By which day of a certificate its carats belong to a period.
    pub trade_day: Sourced<TradeDay>,
    /// How the value of production is found.
    pub production_value: Sourced<ProductionValue>,
    /// What own exports and a partner's imports may differ by, milli-carats; the larger of both counts.
    pub mirror_abs_mct: Sourced<u32>,
    /// The same as a part of the larger figure, millionths.
    pub mirror_ppm: Sourced<u32>,
    /// Days after the end of a period before the public is told its figures.
    pub public_delay_days: Sourced<u32>,
    /// The fewest holders behind a figure that the public is told.
    pub public_least_holders: Sourced<u32>,
}

/// `[purchase]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purchase {
    /// How a purchase may be paid.
    pub payment_methods: Sourced<Vec<PaymentMethod>>,
    /// The largest sum in cash; any sum when not stated.
    #[serde(default, deserialize_with = "money")]
    pub cash_ceiling: Option<Sourced<Money>>,
    /// Whether the printed slip lists those by which the seller got the stones, to be attached to it.
    pub predecessor_slips: Sourced<bool>,
}

/// `[production]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Production {
    /// Code of the size table offered at the pit.
    pub size_table: Sourced<String>,
}

/// `[[size_table]]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SizeTable {
    /// Kept in entries.
    pub code: String,
    /// As people call it.
    pub name: Text,
    /// What is measured.
    pub basis: Basis,
    /// From the smallest, which begins at 0.
    pub classes: Vec<SizeClass>,
    /// Where the table comes from.
    #[serde(default)]
    pub source: String,
    /// Line of the file, from 1.
    #[serde(skip)]
    pub line: usize,
}

/// A class of a size table: from its bound up to that of the next.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SizeClass {
    /// As written on sieves and sheets: `+11`, `3gr`.
    pub code: String,
    /// The lower bound, in the unit of the table's basis.
    pub from: u32,
}

impl SizeTable {
    /// The class of one stone, by its measure in the unit of the basis.
    #[must_use]
    pub fn class_of(&self, measure: u32) -> Option<&SizeClass> {
        self.classes.iter().rev().find(|c| c.from <= measure)
    }
    /// The mass of the stones in a class: from so much to below so much, without end for the largest. `None` for a class of
    /// sieves and for one that is not in the table.
    #[must_use]
    pub fn bounds(&self, code: &str) -> Option<(Mass, Option<Mass>)> {
        let (class, above) = self.class(code).filter(|_| self.basis == Basis::MassMct)?;
        Some((Mass::new(i64::from(class.from))?, above.and_then(|above| Mass::new(i64::from(above)))))
    }
    /// A class by its code, with the bound above it (`None` for the largest).
    #[must_use]
    pub fn class(&self, code: &str) -> Option<(&SizeClass, Option<u32>)> {
        let mut classes = self.classes.iter();
        let class = classes.find(|c| c.code == code)?;
        Some((class, classes.next().map(|above| above.from)))
    }
}

/// `[[deposit_type]]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DepositType {
    /// Kept in sites.
    pub code: String,
    /// As people call it.
    pub name: Text,
    /// Where it comes from.
    #[serde(default)]
    pub source: String,
    /// Line of the file, from 1.
    #[serde(skip)]
    pub line: usize,
}

/// The entry of [`Office::areas`] that stands for the whole country.
const WHOLE_COUNTRY: &str = "*";

/// `[[office]]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// Kept in accounts and entries.
    pub code: String,
    /// As people call it.
    pub name: Text,
    /// First-level areas by name or ISO 3166-2 code; `*` is the whole country.
    pub areas: Vec<String>,
    /// Where it comes from.
    #[serde(default)]
    pub source: String,
    /// Line of the file, from 1.
    #[serde(skip)]
    pub line: usize,
}

impl Office {
    /// Whether an area belongs to the office: by its name or by its ISO 3166-2 code, whichever the map knows.
    #[must_use]
    pub fn covers(&self, name: &str, iso: Option<&str>) -> bool {
        let same = |area: &str, other: &str| area.to_lowercase() == other.trim().to_lowercase();
        self.is_national() || self.areas.iter().any(|area| same(area, name) || iso.is_some_and(|iso| same(area, iso)))
    }
    /// Whether the office is for the whole country.
    #[must_use]
    pub fn is_national(&self) -> bool {
        self.areas.iter().any(|area| area == WHOLE_COUNTRY)
    }
}

/// `[opening_stock]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningStock {
    /// Whether stock from before the register may be declared at all.
    pub allowed: Sourced<bool>,
    /// The first day of declaring; open when not stated.
    pub from: Option<Sourced<Day>>,
    /// The last day of declaring; open when not stated.
    pub until: Option<Sourced<Day>>,
}
