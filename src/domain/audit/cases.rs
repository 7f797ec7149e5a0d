//! Cases as things stood: who may open, decide or take back one, and what a decision hands over. Which parcels a case
//! freezes is in [`super::custody`].

use super::authors::{Authors, Hand};
use super::ledger::Ledger;
use super::{At, Told};
use crate::domain::event::{DisputeDecided, DisputeOpened};
use crate::domain::ids::{DisputeId, OfficeId, PartyId};
use std::collections::HashMap;

/// A case that is open.
#[derive(Debug)]
pub(super) struct OpenCase {
    pub office: Option<OfficeId>,
    pub claimant: PartyId,
    by: Hand,
}

/// Cases that are open.
pub(super) type Cases = HashMap<DisputeId, OpenCase>;

impl Ledger {
    pub(super) fn case_opened(&mut self, at: &At<'_>, authors: &Authors, e: &DisputeOpened) {
        let case = OpenCase { office: e.office, claimant: e.claimant_party(), by: authors.hand(at) };
        self.cases.insert(e.dispute, case);
    }

    /// Somebody else decides; parcels change hands, and offers and shipments of them end.
    pub(super) fn case_decided(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &DisputeDecided) {
        if let Some(case) = self.cases.remove(&e.dispute) {
            let same = authors.same_hand(&case.by, &authors.hand(at));
            told.check(!same, at.seq, "C8", || format!("who opened case {} decided it", e.dispute));
        }
        let given = e.to.into_iter().flat_map(|to| e.moved.iter().map(move |moved| (moved.parcel_no, to)));
        for (no, to) in given {
            if let Some(parcel) = self.lineage.parcels.get_mut(&no) {
                parcel.holder = to;
            }
        }
        for id in &e.offers {
            self.trade.offers.remove(id);
        }
        for id in &e.shipments {
            self.taken_apart(*id);
        }
    }
}
