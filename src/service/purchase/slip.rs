//! The slip's serial and the making of a slip.

use crate::domain::event::Slip;
use crate::domain::ids::PartyId;
use crate::domain::parcel::Parcel;
use crate::domain::purchase::{SlipBook, short_code};
use crate::domain::violation::{Violation, Violations};
use crate::service::Case;
use crate::service::error::ServiceError;
use crate::service::purchase::sale::{Agreed, SaleTerms, Side, items};
use crate::service::purchase::{ended_at, party_code};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::purchase::{purchase_by_serial, purchase_next_no};
use crate::store::slip_book::{slip_book_next_serial, slip_books_of};

/// The book and serial of a slip: the serial typed, or the next free one of the holders' books, oldest book
/// first. A serial is used once, whatever becomes of the offer.
pub(super) fn serial(
    rx: &mut Rx<'_>,
    v: &mut Violations,
    typed: Option<&str>,
    holders: &[PartyId],
) -> Result<Option<(SlipBook, String)>, StoreError> {
    let mut books = Vec::new();
    for holder in holders {
        let mut own = slip_books_of(rx, *holder)?;
        own.reverse();
        books.append(&mut own);
    }
    let Some(serial) = typed.map(|t| t.trim().to_uppercase()).filter(|t| !t.is_empty()) else {
        for book in books {
            if let Some(serial) = slip_book_next_serial(rx, &book)? {
                return Ok(Some((book, serial)));
            }
        }
        v.push(Violation::on("purchase.no_slip_left", "serial"));
        return Ok(None);
    };
    let Some(book) = books.into_iter().find(|b| b.holds(&serial)) else {
        v.push(Violation::on("purchase.serial_book", "serial").with("serial", serial));
        return Ok(None);
    };
    if let Some(used) = purchase_by_serial(rx, &serial)? {
        let used_on = used.on;
        v.push(Violation::on("purchase.serial_used", "serial").with("serial", serial).with("day", used_on).conflict());
        return Ok(None);
    }
    Ok(Some((book, serial)))
}

/// Everything a slip is made from, after nothing was found wrong.
pub(super) struct Ready<'a> {
    pub serial: Option<(SlipBook, String)>,
    pub seller: Option<Side>,
    pub buyer: Option<Side>,
    pub parcels: Vec<Parcel>,
    pub terms: &'a SaleTerms,
    pub agreed: Agreed,
}

impl Ready<'_> {
    /// The slip. A part can only be missing when a problem was noted for it, and then nobody asks for the slip.
    pub(super) fn slip(self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Slip, ServiceError> {
        let missing = || StoreError::Damaged("a slip was asked for without its parts".into());
        let (book, serial) = self.serial.ok_or_else(missing)?;
        let (seller, buyer) = self.seller.zip(self.buyer).ok_or_else(missing)?;
        Ok(Slip {
            purchase: case.id(),
            no: purchase_next_no(rx)?,
            book: book.id,
            serial,
            check_code: short_code(case.act.entropy.secret()),
            seller: seller.party,
            seller_licence: seller.licence.id,
            buyer: buyer.party,
            buyer_licence: buyer.licence.id,
            agent: self.terms.agent,
            items: items(&self.parcels),
            price: self.terms.price,
            rate_e6: self.agreed.rate_e6,
            usd_cents: self.agreed.usd_cents,
            payment: self.terms.payment.as_str().to_owned(),
            payment_reference: self.agreed.payment_reference,
            place: self.agreed.place,
            on: self.terms.on,
            test: self.parcels.iter().any(|p| p.test),
        })
    }
}

/// Refuses an act on an offer that has already ended, and tells who ended it when.
pub(super) fn check_waiting(
    rx: &mut Rx<'_>,
    case: &Case<'_>,
    v: &mut Violations,
    purchase: &crate::domain::purchase::Purchase,
) -> Result<(), StoreError> {
    use crate::domain::purchase::PurchaseState as S;
    let (code, by) = match purchase.state {
        S::Offered => {
            if let Some(end) = purchase.expires_at.filter(|_| !purchase.is_open_at(case.act.now)) {
                v.push(Violation::new("purchase.expired").with("serial", purchase.serial.clone()).with("at", end));
            }
            return Ok(());
        }
        S::Accepted => ("purchase.already_accepted", purchase.buyer),
        S::Declined => ("purchase.already_declined", purchase.buyer),
        S::Withdrawn => ("purchase.already_withdrawn", purchase.seller),
    };
    let (at, by) = (ended_at(rx, purchase)?, party_code(rx, by)?);
    // The API answers with the receipt of that entry.
    let winner = purchase.closed_seq.unwrap_or(purchase.offered_seq);
    v.push(Violation::new(code).with("serial", purchase.serial.clone()).with("at", at).with("by", by).with("seq", winner).conflict());
    Ok(())
}
