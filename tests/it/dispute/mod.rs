//! Two acts that cannot both hold: both are kept, the parcels are frozen, and an officer decides.

mod exported;
mod frozen;
mod outcomes;
mod pages;
mod refusals;
mod web;

use crate::purchase::{Trader, miner, record_of, trader, weighed};
use crate::verify::verified;
use crate::world::{World, codes, day, each, mct};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::dispute::{Dispute, DisputeState};
use placer::domain::event::*;
use placer::domain::ids::{DisputeId, LicenceId, PartyId, SiteId};
use placer::domain::money::{Currency, Money};
use placer::domain::parcel::Parcel;
use placer::domain::role::Role;
use placer::service::dispute::{DecideDispute, OpenDispute, WithdrawDispute};
use placer::service::error::ServiceError;
use placer::store::dispute::dispute_fetch;
use placer::store::journal::entries_latest;

/// A miner without an account whose stones two dealers want, and who looks after it.
pub struct Scene {
    pub miner: (PartyId, LicenceId, String),
    pub site: SiteId,
    /// He writes his purchase down first.
    pub first: Trader,
    /// He comes late, with a slip of the day before.
    pub late: Trader,
    pub exporter: Trader,
    pub officer: Actor,
    pub other_officer: Actor,
}

pub fn scene(w: &mut World) -> Scene {
    w.forms();
    let miner = miner(w);
    let site = w.site(Some(miner.1), None);
    let (first, late) = (trader(w, Role::Dealer, "dealer"), trader(w, Role::Dealer, "dealer"));
    let exporter = trader(w, Role::Exporter, "exporter");
    for holder in [first.party, late.party, exporter.party] {
        w.slip_book(holder);
    }
    let (officer, other_officer) = (w.account(AccountRole::Officer, None, None), w.account(AccountRole::Officer, None, None));
    Scene { miner, site, first, late, exporter, officer, other_officer }
}

impl Scene {
    pub fn dug(&self, w: &mut World) -> Parcel {
        w.production(self.site, self.miner.1, self.miner.0, 1_000, 2)
    }
    /// A parcel that the first dealer has written down as his.
    pub fn bought(&self, w: &mut World) -> Parcel {
        let parcel = self.dug(w);
        w.submit(&self.first.account, &record_of(&[weighed(&parcel, 1_000, 2)], &self.miner.2)).unwrap();
        w.parcel(parcel.no)
    }
    /// What the late dealer says: he bought it the day before.
    pub fn claim(&self, parcels: &[&Parcel]) -> OpenDispute {
        OpenDispute {
            act: ClaimedAct::Sale,
            claimant: None,
            seller_licence: Some(self.miner.2.clone()),
            buyer_licence: None,
            weighed: parcels.iter().map(|p| weighed(p, 1_005, 2)).collect(),
            price: Money { minor: 90_000, currency: Currency::USD },
            slip: Some("A-0017".into()),
            agent: None,
            place: Some("Koidu".into()),
            on: day("2026-05-31"),
            statement: "Paid in full at the pit, slip in hand.".into(),
        }
    }
    /// The late dealer's claim, on record.
    pub fn claimed(&self, w: &mut World, parcels: &[&Parcel]) -> DisputeId {
        opened(w, &self.late.account, &self.claim(parcels))
    }
    pub fn decide(&self, w: &mut World, dispute: DisputeId, ruling: Ruling) -> Result<(), ServiceError> {
        let command = DecideDispute { dispute, ruling, reason: "Both slips were seen.".into() };
        w.submit(&self.officer, &command).map(|_| ())
    }
}

pub fn opened(w: &mut World, by: &Actor, claim: &OpenDispute) -> DisputeId {
    w.submit(by, claim).unwrap().subject.parse().unwrap()
}

pub fn case(w: &World, id: DisputeId) -> Dispute {
    w.read(|rx| dispute_fetch(rx, id)).unwrap()
}

/// Nothing is wrong with the register.
pub fn sound(w: &World) {
    let found: Vec<String> = verified(w).findings.into_iter().map(|f| format!("{} {}: {}", f.code, f.at, f.what)).collect();
    assert!(found.is_empty(), "{found:?}");
}
