//! Offers and the purchases they become.

use crate::domain::access::Belongs;
use crate::domain::code;
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
    /// What became of it, as of an instant: the code of its message and of filters.
    #[must_use]
    pub fn standing_at(&self, now: Instant) -> &'static str {
        match self.state {
            PurchaseState::Offered if self.is_open_at(now) => "open",
            PurchaseState::Offered => "expired",
            ended => ended.as_str(),
        }
    }
    /// What it belongs to: both sides.
    #[must_use]
    pub fn belongs(&self) -> Belongs {
        Belongs { office: None, parties: vec![self.seller, self.buyer] }
    }
}

/// Letters and digits that nobody mistakes for each other: no 0 and O, no 1 and I.
const SHORT_ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Characters of a short code before its check character: 50 bits, hopeless to guess through a web page.
const SHORT_LENGTH: usize = 10;

/// The short code of a slip from random bytes, with its check character: `7KQ4M-2XR9T-C`. Of the windows the
/// bytes offer it takes the first whose check character cannot be mistaken either.
#[must_use]
pub fn short_code(secret: [u8; 16]) -> String {
    let letters: Vec<char> = secret.iter().filter_map(|b| SHORT_ALPHABET.get(usize::from(b % 32)).map(|c| char::from(*c))).collect();
    let codes = letters.windows(SHORT_LENGTH).map(|w| code::make_short(&w.iter().collect::<String>()));
    let clear = |c: &String| c.bytes().last().is_some_and(|last| SHORT_ALPHABET.contains(&last));
    codes.clone().find(clear).or_else(|| codes.clone().next()).unwrap_or_default()
}

/// A short code as it was typed, in its one written form: upper case, hyphens at their places. What cannot be
/// one stays as it is.
#[must_use]
pub fn short_code_fold(typed: &str) -> String {
    let plain: String = code::fold(typed).chars().filter(|c| *c != '-').collect();
    let whole = plain.is_ascii() && plain.len() == SHORT_LENGTH.saturating_add(1);
    match plain.split_at_checked(SHORT_LENGTH).filter(|_| whole) {
        Some((body, check)) => {
            let (a, b) = body.split_at_checked(SHORT_LENGTH.div_ceil(2)).unwrap_or((body, ""));
            format!("{a}-{b}-{check}")
        }
        None => plain,
    }
}

/// Whether a folded code has the length and the check character of a slip's code.
#[must_use]
pub fn is_short_code(folded: &str) -> bool {
    is_short_code_long(folded) && code::is_valid(folded)
}

/// Whether it has the length alone.
#[must_use]
pub fn is_short_code_long(folded: &str) -> bool {
    folded.chars().filter(|c| *c != '-').count() == SHORT_LENGTH.saturating_add(1)
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
    /// How many slips it has.
    #[must_use]
    pub const fn size(&self) -> i64 {
        self.last.saturating_sub(self.first).saturating_add(1)
    }
    /// The number on a slip of this book.
    #[must_use]
    pub fn number_of(&self, serial: &str) -> Option<i64> {
        let number = serial.strip_prefix(self.prefix.as_str())?.parse().ok()?;
        self.holds(serial).then_some(number)
    }
    /// Whether a serial is one of this book's.
    #[must_use]
    pub fn holds(&self, serial: &str) -> bool {
        let number = serial.strip_prefix(self.prefix.as_str()).and_then(|n| n.parse::<i64>().ok());
        number.is_some_and(|n| (self.first..=self.last).contains(&n) && self.serial(n) == serial)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn short_codes_are_valid_and_read_back_as_typed(secret in any::<[u8; 16]>()) {
            let short = short_code(secret);
            prop_assert_eq!(short.len(), 13);
            prop_assert!(code::is_valid(&short));
            prop_assert!(!short.get(..11).unwrap().contains(['0', 'O', '1', 'I']));
            let typed = short.to_lowercase().replace('-', " ");
            prop_assert_eq!(short_code_fold(&typed), short);
        }
    }

    #[test]
    fn a_book_knows_its_serials() {
        let id = uuid::Uuid::nil();
        let book = SlipBook {
            id: SlipBookId::new(id),
            no: 1,
            holder: PartyId::new(id),
            prefix: "B-".into(),
            first: 1,
            last: 50,
            width: 4,
            seq: 1,
        };
        assert_eq!((book.serial(7).as_str(), book.size()), ("B-0007", 50));
        assert!(book.holds("B-0050") && !book.holds("B-0051") && !book.holds("B-050") && !book.holds("0007"));
        assert_eq!((book.number_of("B-0050"), book.number_of("B-0051")), (Some(50), None));
    }
}
