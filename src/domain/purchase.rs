//! Offers and the purchases they become.

use crate::domain::access::Belongs;
use crate::domain::event::PurchaseTerms;
use crate::domain::ids::{LicenceId, PartyId, PurchaseId, SlipBookId};
use crate::domain::quantity::Mass;
use crate::domain::time::{Day, Instant};

/// What was recorded of an offer; that it expired is a question of the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PurchaseState {
    /// Waits for the buyer.
    Offered,
    /// The buyer holds the parcels.
    Accepted,
    /// The buyer said no.
    Declined,
    /// The holder took it back.
    Withdrawn,
}

impl PurchaseState {
    /// As stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }
    /// The state with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Offered, Self::Accepted, Self::Declined, Self::Withdrawn].into_iter().find(|s| s.as_str() == name)
    }
}

/// One parcel of a purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurchaseItem {
    /// The parcel.
    pub parcel_no: i64,
    /// Mass when offered.
    pub weight: Mass,
    /// Stones when offered.
    pub stones: i64,
    /// The buyer's mass.
    pub weighed: Option<Mass>,
    /// The buyer's count.
    pub counted: Option<i64>,
}

/// An offer or purchase with its slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purchase {
    /// Id.
    pub id: PurchaseId,
    /// Dense number.
    pub no: i64,
    /// The book.
    pub book: SlipBookId,
    /// The serial of the slip.
    pub serial: String,
    /// The short code that checks it.
    pub check_code: String,
    /// Who sells.
    pub seller: PartyId,
    /// By which licence.
    pub seller_licence: LicenceId,
    /// Who buys.
    pub buyer: PartyId,
    /// By which licence.
    pub buyer_licence: LicenceId,
    /// The go-between.
    pub agent: Option<PartyId>,
    /// The day of the sale.
    pub on: Day,
    /// Price and payment.
    pub terms: PurchaseTerms,
    /// Where.
    pub place: Option<String>,
    /// Mass when offered.
    pub weight: Mass,
    /// Stones when offered.
    pub stones: i64,
    /// What was recorded.
    pub state: PurchaseState,
    /// When the offer ends; none for one recorded by the buyer.
    pub expires_at: Option<Instant>,
    /// Why it ended.
    pub close_reason: Option<String>,
    /// A sale of test parcels.
    pub test: bool,
    /// The entry of the offer.
    pub offered_seq: i64,
    /// The entry that ended it.
    pub closed_seq: Option<i64>,
    /// The entry that corrected it last.
    pub corrected_seq: Option<i64>,
}

impl Purchase {
    /// Whether it still waits for the buyer at an instant.
    #[must_use]
    pub fn is_open_at(&self, now: Instant) -> bool {
        self.state == PurchaseState::Offered && self.expires_at.is_none_or(|end| now <= end)
    }
    /// What it belongs to: both sides.
    #[must_use]
    pub fn belongs(&self) -> Belongs {
        Belongs { office: None, parties: vec![self.seller, self.buyer] }
    }
}

/// A book of slips.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipBook {
    /// Id.
    pub id: SlipBookId,
    /// Dense number.
    pub no: i64,
    /// Who may use it.
    pub holder: PartyId,
    /// Letters before the number.
    pub prefix: String,
    /// First number.
    pub first: i64,
    /// Last number.
    pub last: i64,
    /// Digits printed.
    pub width: u32,
    /// The entry.
    pub seq: i64,
}

impl SlipBook {
    /// The printed serial with a number.
    #[must_use]
    pub fn serial(&self, number: i64) -> String {
        let width = usize::try_from(self.width).unwrap_or(0);
        format!("{}{number:0width$}", self.prefix)
    }
    /// Whether a serial is one of this book's.
    #[must_use]
    pub fn holds(&self, serial: &str) -> bool {
        let number = serial.strip_prefix(self.prefix.as_str()).and_then(|n| n.parse::<i64>().ok());
        number.is_some_and(|n| (self.first..=self.last).contains(&n) && self.serial(n) == serial)
    }
}
