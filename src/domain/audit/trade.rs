//! Sales: both sides, each with its own act, and what the buyer's scale may differ by.

use super::authors::Authors;
use super::ledger::Ledger;
use super::{At, Told};
use crate::domain::event::{PurchaseAccepted, PurchaseClosed, PurchaseEnd, PurchaseOffered, PurchaseRecorded, Slip, SlipItem, Weighed};
use crate::domain::ids::{LicenceId, PartyId, PurchaseId};
use crate::domain::time::Instant;
use std::collections::HashMap;

/// An offer that waits.
#[derive(Debug)]
pub(super) struct Offer {
    pub seller: PartyId,
    pub buyer: PartyId,
    /// The seller's and the buyer's.
    pub licences: [LicenceId; 2],
    pub agent: Option<PartyId>,
    pub expires_at: Instant,
    items: Vec<SlipItem>,
}

/// What stays known of a slip.
#[derive(Debug)]
pub(super) struct KnownSlip {
    pub seq: i64,
    /// Seller and buyer.
    pub sides: [PartyId; 2],
}

/// Offers and slips.
#[derive(Debug, Default)]
pub(super) struct Trade {
    pub offers: HashMap<PurchaseId, Offer>,
    pub slips: HashMap<PurchaseId, KnownSlip>,
}

impl Ledger {
    fn side(at: &At<'_>, told: &mut Told, authors: &Authors, party: PartyId, what: &'static str) {
        told.check(authors.party_of(at.entry.account) == Some(party), at.seq, "C7", || format!("the author {what}"));
    }

    /// A slip is written: its parcels are free, and all tests or none.
    fn slip(&mut self, at: &At<'_>, told: &mut Told, slip: &Slip) {
        self.trade.slips.insert(slip.purchase, KnownSlip { seq: at.seq, sides: [slip.seller, slip.buyer] });
        for item in &slip.items {
            self.free(at, told, item.parcel_no);
            let other = self.lineage.parcels.get(&item.parcel_no).is_some_and(|p| p.test != slip.test);
            told.check(!other, at.seq, "C3", || "test and real parcels are mixed".into());
        }
    }

    pub(super) fn offered(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &PurchaseOffered) {
        let slip = &e.slip;
        Self::side(at, told, authors, slip.seller, "offers what another party holds");
        self.slip(at, told, slip);
        for item in &slip.items {
            if let Some(parcel) = self.lineage.parcels.get_mut(&item.parcel_no) {
                parcel.offer = Some(slip.purchase);
            }
        }
        let offer = Offer {
            seller: slip.seller,
            buyer: slip.buyer,
            licences: [slip.seller_licence, slip.buyer_licence],
            agent: slip.agent,
            expires_at: e.expires_at,
            items: slip.items.clone(),
        };
        self.trade.offers.insert(slip.purchase, offer);
    }

    pub(super) fn accepted(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &PurchaseAccepted) {
        // That nothing waits is told by the other walk.
        let Some(offer) = self.trade.offers.remove(&e.purchase) else { return };
        Self::side(at, told, authors, offer.buyer, "accepts for another party than the named buyer");
        told.check(at.entry.recorded_at <= offer.expires_at, at.seq, "C7", || format!("the offer ended at {}", offer.expires_at));
        self.sold(at, told, (offer.buyer, &offer.items), &e.weighed);
    }

    pub(super) fn closed(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &PurchaseClosed) {
        let Some(offer) = self.trade.offers.remove(&e.purchase) else {
            told.breach(at.seq, "C7", || format!("purchase {} was not waiting", e.purchase));
            return;
        };
        match e.end {
            PurchaseEnd::Withdrawn => Self::side(at, told, authors, offer.seller, "takes back what another party offered"),
            PurchaseEnd::Declined => {
                Self::side(at, told, authors, offer.buyer, "declines what was offered to another party");
                told.check(at.entry.recorded_at <= offer.expires_at, at.seq, "C7", || format!("the offer ended at {}", offer.expires_at));
            }
        }
    }

    pub(super) fn recorded(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &PurchaseRecorded) {
        let slip = &e.slip;
        Self::side(at, told, authors, slip.buyer, "writes down a sale to another party");
        told.check(!authors.act_for(slip.seller), at.seq, "C7", || "the seller has an account and offers by himself".into());
        self.slip(at, told, slip);
        self.sold(at, told, (slip.buyer, &slip.items), &e.weighed);
    }

    fn sold(&mut self, at: &At<'_>, told: &mut Told, (buyer, items): (PartyId, &[SlipItem]), weighed: &[Weighed]) {
        let mut named: Vec<i64> = items.iter().map(|i| i.parcel_no).collect();
        let mut found: Vec<i64> = weighed.iter().map(|w| w.parcel_no).collect();
        named.sort_unstable();
        found.sort_unstable();
        told.check(named == found, at.seq, "C7", || "the buyer did not weigh each parcel of the slip once".into());
        for item in items {
            let (no, stated) = (item.parcel_no, (item.weight_mct.mct(), item.stones));
            let Some(parcel) = self.lineage.parcels.get_mut(&no) else { continue };
            parcel.holder = buyer;
            let in_shipment = parcel.shipment.is_some();
            told.check(!in_shipment, at.seq, "C5", || format!("parcel {no} is in a shipment"));
            self.stated(at, told, no, stated);
            let Some(own) = weighed.iter().find(|w| w.parcel_no == no) else { continue };
            let own = (own.weight_mct.mct(), own.stones);
            told.check(own.1 == stated.1, at.seq, "C4", || format!("the buyer counted {} stones in parcel {no}, not {}", own.1, stated.1));
            self.weighed(at, told, (no, stated.0), own);
            let sealed = self.lineage.parcels.get(&no).is_some_and(|p| p.seal.is_some() && p.weight != own.0);
            told.check(!sealed, at.seq, "C9", || format!("parcel {no} weighs otherwise under its seal"));
            self.lineage.weigh(no, own.0, own.1);
        }
    }
}
