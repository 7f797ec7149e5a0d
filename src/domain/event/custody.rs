//! Events of custody: production, stock, purchases, rework, seals, corrections.

use crate::domain::geo::Position;
use crate::domain::ids::{LicenceId, OfficeId, ParcelId, PartyId, PurchaseId, SiteId, SlipBookId, ZoneId};
use crate::domain::money::{Money, RateE6};
use crate::domain::quantity::Mass;
use crate::domain::time::{Day, Instant};
use crate::domain::zone::ZoneJudgement;
use serde::{Deserialize, Serialize};

/// The Harmonized System subheading of rough diamonds. (KPCS; exact mapping unverified.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
pub enum HsCode {
    /// 7102.10, unsorted.
    #[serde(rename = "7102.10")]
    Unsorted,
    /// 7102.21, industrial, unworked or simply sawn, cleaved or bruted.
    #[serde(rename = "7102.21")]
    Industrial,
    /// 7102.31, non-industrial, unworked or simply sawn, cleaved or bruted.
    #[serde(rename = "7102.31")]
    Gem,
}

impl HsCode {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Unsorted, Self::Industrial, Self::Gem];
    /// As printed.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unsorted => "7102.10",
            Self::Industrial => "7102.21",
            Self::Gem => "7102.31",
        }
    }
    /// The code printed so.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|h| h.as_str() == text)
    }
}

/// A parcel that comes into being.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewParcel {
    /// Its id.
    pub parcel: ParcelId,
    /// Its dense number.
    pub no: i64,
    /// Its mass.
    pub weight_mct: Mass,
    /// How many stones.
    pub stones: i64,
    /// Unsorted, industrial or gem.
    pub hs: HsCode,
    /// Size or quality class, in the trade's words.
    pub class: Option<String>,
}

/// One line of a size breakdown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SizeLine {
    /// Class code of the profile.
    pub class: String,
    /// Stones in it.
    pub stones: i64,
    /// Mass in it, milli-carats.
    pub weight_mct: Mass,
}

/// What was remarkable about a production entry; it is shown in every trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProductionFlag {
    /// Written down later than the profile's limit.
    Late,
    /// The position lies outside the site beyond both accuracies.
    OutsideSite,
    /// No position was taken.
    NoPosition,
    /// More diggers than the licence allows.
    TooManyDiggers,
    /// The licence or its holder had been stopped by the day it was written down, not yet on the day of production.
    AfterStop,
    /// The zone of its site, on the day of production, asks for a second look or freezes the stones.
    Zone,
    /// With it the site gave far more in the month than it can; its stones are held until an officer lets them go.
    OverCapacity,
}

impl ProductionFlag {
    /// All of them, as lists show them.
    pub const ALL: [Self; 7] =
        [Self::Late, Self::AfterStop, Self::OutsideSite, Self::NoPosition, Self::TooManyDiggers, Self::Zone, Self::OverCapacity];
    /// The flag with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.as_str() == name)
    }
    /// As written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::OutsideSite => "outside_site",
            Self::NoPosition => "no_position",
            Self::TooManyDiggers => "too_many_diggers",
            Self::AfterStop => "after_stop",
            Self::Zone => "zone",
            Self::OverCapacity => "over_capacity",
        }
    }
}

/// What the book at the pit says; the part that a correction may put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductionFacts {
    /// Where.
    pub site: SiteId,
    /// Under which licence.
    pub licence: LicenceId,
    /// The day of production.
    pub on: Day,
    /// Stones found.
    pub stones: i64,
    /// Their mass.
    pub weight_mct: Mass,
    /// The largest stone.
    pub largest_mct: Option<Mass>,
    /// Optional size breakdown.
    pub classes: Vec<SizeLine>,
    /// Diggers present.
    pub diggers: Option<u32>,
    /// Gravel washed, cubic decimetres (litres).
    pub gravel_dm3: Option<i64>,
    /// Days worked for it, where one entry covers several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_worked: Option<u32>,
    /// Page of the notebook.
    pub page: Option<String>,
    /// Where the entry was taken.
    pub position: Option<Position>,
    /// Accuracy of that position, metres.
    pub accuracy_m: Option<u32>,
    /// Oddities.
    pub flags: Vec<ProductionFlag>,
    /// Why it was written down only then, where it was late or after a stop.
    pub late_reason: Option<String>,
    /// The zones that its site touched on the day, and what that does; none where there was nothing to judge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<ZoneJudgement>,
}

/// The book at the pit: a parcel came into being, held by the licence holder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductionRecorded {
    /// The parcel.
    pub parcel: NewParcel,
    /// Who holds it: the licence holder.
    pub holder: PartyId,
    /// The office that wrote it down.
    pub office: Option<OfficeId>,
    /// A test parcel: in no total, in no certificate that leaves.
    pub test: bool,
    /// The rest.
    pub facts: ProductionFacts,
}

/// One parcel of declared stock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockParcel {
    /// The parcel.
    pub parcel: NewParcel,
    /// The site it is said to come from; none means origin not established.
    pub site: Option<SiteId>,
    /// What papers there are.
    pub note: Option<String>,
    /// The seal under which it was put when it was counted, of stock from before a cut-off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<String>,
}

/// What a holder already had when the register began, once per holder; or when a zone was closed to the trade, once per
/// holder and zone: then it is sealed and frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockDeclared {
    /// Whose.
    pub holder: PartyId,
    /// The day of the count.
    pub on: Day,
    /// The office that counted.
    pub office: Option<OfficeId>,
    /// What there was.
    pub parcels: Vec<StockParcel>,
    /// A test declaration.
    pub test: bool,
    /// The zone on whose cut-off day it was counted; none of opening stock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<ZoneId>,
}

/// A book of purchase slips was handed out: serials `prefix`+`first` to `prefix`+`last`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipBookIssued {
    /// The book.
    pub book: SlipBookId,
    /// Dense number.
    pub no: i64,
    /// Who may use it.
    pub holder: PartyId,
    /// The office that handed it out.
    pub office: Option<OfficeId>,
    /// Letters before the number; may be empty.
    pub prefix: String,
    /// First number.
    pub first: i64,
    /// Last number.
    pub last: i64,
    /// Digits of the printed number.
    pub width: u32,
}

/// One parcel on a slip, as the seller states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipItem {
    /// The parcel's dense number.
    pub parcel_no: i64,
    /// Mass when offered.
    pub weight_mct: Mass,
    /// Stones when offered.
    pub stones: i64,
}

/// The buyer's own weighing of one parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weighed {
    /// The parcel's dense number.
    pub parcel_no: i64,
    /// The buyer's mass.
    pub weight_mct: Mass,
    /// The buyer's count.
    pub stones: i64,
}

/// A purchase slip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// The purchase.
    pub purchase: PurchaseId,
    /// Dense number.
    pub no: i64,
    /// The book it was taken from.
    pub book: SlipBookId,
    /// The serial, unique.
    pub serial: String,
    /// Short code by which anyone who holds the slip can check it.
    pub check_code: String,
    /// Who sells.
    pub seller: PartyId,
    /// By which licence.
    pub seller_licence: LicenceId,
    /// Who buys.
    pub buyer: PartyId,
    /// By which licence.
    pub buyer_licence: LicenceId,
    /// The go-between, who holds nothing in his own name.
    pub agent: Option<PartyId>,
    /// What.
    pub items: Vec<SlipItem>,
    /// For how much.
    pub price: Money,
    /// Local units for one US dollar, millionths.
    pub rate_e6: RateE6,
    /// The price in US cents at that rate.
    pub usd_cents: i64,
    /// Code of the payment method.
    pub payment: String,
    /// Its reference.
    pub payment_reference: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// The day of the sale.
    pub on: Day,
    /// A sale of test parcels.
    pub test: bool,
}

/// The holder offers parcels to a named buyer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseOffered {
    /// The slip.
    pub slip: Slip,
    /// After this the offer is void.
    pub expires_at: Instant,
}

/// The named buyer weighed and accepted; he holds the parcels from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseAccepted {
    /// The purchase.
    pub purchase: PurchaseId,
    /// His own weighing; a difference within the tolerance is a reweigh.
    pub weighed: Vec<Weighed>,
}

/// How an offer ended without a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PurchaseEnd {
    /// The buyer said no.
    Declined,
    /// The holder took it back.
    Withdrawn,
}

impl PurchaseEnd {
    /// As written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// An offer ended without a sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseClosed {
    /// The purchase.
    pub purchase: PurchaseId,
    /// How.
    pub end: PurchaseEnd,
    /// Why.
    pub reason: Option<String>,
}

/// A buyer wrote down both sides with a seller who has no account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseRecorded {
    /// The slip.
    pub slip: Slip,
    /// The buyer's weighing.
    pub weighed: Vec<Weighed>,
}

/// Parcels in, parcels out: the sum in equals the sum out and the stated loss (C1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rework {
    /// Whose parcels.
    pub holder: PartyId,
    /// Dense numbers of the parcels used up.
    pub inputs: Vec<i64>,
    /// Parcels made; their numbers follow each other.
    pub outputs: Vec<NewParcel>,
    /// Mass lost, with a reason where there is one.
    pub loss_mct: Mass,
    /// Why.
    pub loss_reason: Option<String>,
    /// Stones more (breakage) or fewer (crumbled), with the same reason.
    pub stones_change: i64,
    /// Test parcels.
    pub test: bool,
}

impl Rework {
    /// The id of the first parcel made.
    #[must_use]
    pub fn first_output(&self) -> String {
        self.outputs.first().map(|p| p.parcel.to_string()).unwrap_or_default()
    }
}

/// Several parcels became one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ParcelCombined(pub Rework);

/// One parcel became several of the same kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ParcelSplit(pub Rework);

/// One parcel was sorted into classes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ParcelSorted(pub Rework);

/// A parcel was weighed again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelReweighed {
    /// The parcel.
    pub parcel: ParcelId,
    /// Its dense number.
    pub parcel_no: i64,
    /// Mass before.
    pub before_mct: Mass,
    /// Mass found.
    pub after_mct: Mass,
    /// Stones before.
    pub stones_before: i64,
    /// Stones found.
    pub stones_after: i64,
    /// Why.
    pub reason: String,
}

/// A parcel was sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelSealed {
    /// The parcel.
    pub parcel: ParcelId,
    /// Its dense number.
    pub parcel_no: i64,
    /// Number of the seal or tamper-evident bag, unique among live seals (C9).
    pub seal: String,
}

/// Its seal was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelUnsealed {
    /// The parcel.
    pub parcel: ParcelId,
    /// Its dense number.
    pub parcel_no: i64,
    /// The seal that was opened.
    pub seal: String,
    /// Why.
    pub reason: String,
}
