//! Random histories, and then claims and decisions at random: no carat comes or goes by them, what is frozen takes nothing,
//! and the register stays sound.

use super::played;
use crate::support::process::scratch_dir;
use crate::verify::verified;
use crate::world::{World, codes, fresh_tables, mct};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::event::{ClaimSide, ClaimedAct, Event, Ruling, Slip};
use placer::domain::ids::{DisputeId, LicenceId};
use placer::domain::money::{Currency, Money};
use placer::domain::parcel::{Parcel, ParcelState, parcel_code};
use placer::edge::Seeded;
use placer::service::dispute::{DecideDispute, OpenDispute, WithdrawDispute};
use placer::service::parcel::ReweighParcel;
use placer::service::purchase::WeighedParcel;
use placer::store::journal::entries_after;
use placer::store::parcel::parcel_next_no;

struct Contest {
    rng: Seeded,
    opener: Actor,
    decider: Actor,
    slips: Vec<Slip>,
    open: Vec<DisputeId>,
    /// Claims, decisions that gave parcels away, other ends, and acts that frozen parcels refused.
    done: [u32; 4],
}

fn parcels(w: &World) -> Vec<Parcel> {
    let next = w.read(parcel_next_no);
    (1..next).map(|no| w.parcel(no)).collect()
}

/// What is held and what has left, milli-carats and stones.
fn there(w: &World) -> (i64, i64) {
    let all = parcels(w).into_iter().filter(|p| p.state != ParcelState::Consumed);
    all.fold((0, 0), |sum, p| (sum.0 + p.weight.mct(), sum.1 + p.stones))
}

impl Contest {
    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.rng.next_u64() % u64::try_from(most.max(1)).unwrap()).unwrap()
    }

    fn number(w: &World, id: LicenceId) -> String {
        w.read(|rx| placer::store::licence::licence_fetch(rx, id)).unwrap().number
    }

    /// Somebody who bought before says that a parcel of another sale was his.
    fn claim(&mut self, w: &mut World) {
        let (of, by) = (self.below(self.slips.len()), self.below(self.slips.len()));
        let (Some(of), Some(by)) = (self.slips.get(of).cloned(), self.slips.get(by).cloned()) else { return };
        let weighed = |no: i64| WeighedParcel { parcel: parcel_code(no), weight_mct: mct(1_000_000), stones: 7 };
        let claim = OpenDispute {
            act: if self.below(5) == 0 { ClaimedAct::Offer } else { ClaimedAct::Sale },
            claimant: Some(ClaimSide::Buyer),
            seller_licence: Some(Self::number(w, of.seller_licence)),
            buyer_licence: Some(Self::number(w, by.buyer_licence)),
            weighed: of.items.iter().map(|i| weighed(i.parcel_no)).collect(),
            price: Money { minor: 5, currency: Currency::USD },
            slip: None,
            agent: None,
            place: None,
            on: of.on,
            statement: "Paid before.".into(),
        };
        if let Ok(receipt) = w.submit(&self.opener, &claim) {
            self.open.push(receipt.subject.parse().unwrap());
            self.done[0] += 1;
        }
    }

    fn end(&mut self, w: &mut World) {
        let at = self.below(self.open.len());
        let Some(dispute) = self.open.get(at).copied() else { return };
        self.open.remove(at);
        if self.below(4) == 0 {
            w.submit(&self.opener, &WithdrawDispute { dispute, reason: "Paid back.".into() }).unwrap();
            self.done[2] += 1;
            return;
        }
        let decide = |ruling| DecideDispute { dispute, ruling, reason: "Heard both.".into() };
        let upheld = w.submit(&self.decider, &decide(Ruling::Upheld));
        match upheld {
            Ok(_) => self.done[1] += 1,
            Err(_) => {
                let wanted = ["dispute.mixed", "dispute.nothing_here"];
                assert!(codes(&upheld).iter().all(|c| wanted.contains(c)), "{upheld:?}");
                w.submit(&self.decider, &decide(Ruling::Settled)).unwrap();
                self.done[2] += 1;
            }
        }
    }

    /// Whoever holds a frozen parcel tries to weigh it again.
    fn touch(&mut self, w: &mut World) {
        let frozen: Vec<Parcel> = parcels(w).into_iter().filter(|p| p.state == ParcelState::Live && p.dispute.is_some()).collect();
        let at = self.below(frozen.len());
        let Some(p) = frozen.get(at) else { return };
        let holder = w.account(AccountRole::Buyer, None, Some(p.holder));
        let again = ReweighParcel { parcel: p.code.clone(), weight_mct: mct(p.weight.mct() + 1), stones: p.stones, reason: "again".into() };
        assert!(codes(&w.submit(&holder, &again)).contains(&"dispute.frozen"), "{} took an act", p.code);
        self.done[3] += 1;
    }
}

fn contested(w: &mut World, seed: u64) -> [u32; 4] {
    let entries = w.read(|rx| entries_after(rx, 0, 100_000));
    let slip = |event: Event| match event {
        Event::PurchaseOffered(e) => Some(e.slip),
        Event::PurchaseRecorded(e) => Some(e.slip),
        _ => None,
    };
    let slips = entries.into_iter().filter_map(|(_, s)| slip(s.unwrap().entry.event)).collect();
    let (opener, decider) = (w.account(AccountRole::Officer, None, None), w.account(AccountRole::Officer, None, None));
    let mut c = Contest { rng: Seeded::new(seed), opener, decider, slips, open: vec![], done: [0; 4] };
    let before = there(w);
    for _ in 0..60 {
        match c.below(5) {
            0..=2 => c.claim(w),
            3 => c.end(w),
            _ => c.touch(w),
        }
    }
    assert_eq!(there(w), before, "no carat and no stone comes or goes by a claim or a decision");
    assert_eq!(verified(w).findings, []);
    while !c.open.is_empty() {
        c.end(w);
    }
    assert_eq!(there(w), before);
    assert!(parcels(w).iter().all(|p| p.dispute.is_none()), "nothing stays frozen when every case is over");
    assert_eq!(verified(w).findings, []);
    c.done
}

#[test]
fn whatever_is_claimed_of_a_random_history_and_however_it_is_decided_every_carat_stays() {
    let dir = scratch_dir("contest");
    let mut done = [0; 4];
    for seed in 0..8u64 {
        let mut w = played(&format!("sqlite:{}", dir.join(format!("{seed}.sqlite")).display()), seed);
        done.iter_mut().zip(contested(&mut w, seed)).for_each(|(sum, n)| *sum += n);
    }
    let _ = std::fs::remove_dir_all(&dir);
    println!("claims {}, given {}, ended otherwise {}, refused by frozen parcels {}", done[0], done[1], done[2], done[3]);
    assert!(done.iter().all(|n| *n > 3), "a test in which nothing happens proves nothing: {done:?}");
    for seed in 0..2 {
        let Some(url) = fresh_tables() else { return };
        contested(&mut played(&url, seed), seed);
    }
}
