//! The steps of traders: offers, work on parcels, seals and shipments.

use super::limits::loss_cap;
use super::model::{Found, Offer, Shipment, Stand, Why, Whys, Work};
use super::play::{Stage, Step, pick, weighed};
use crate::world::mct;
use placer::domain::event::{HsCode, Importer};
use placer::domain::ids::PartyId;
use placer::domain::parcel::parcel_code;
use placer::service::parcel::{OpenSeal, ReweighParcel, SealParcel};
use placer::service::purchase::{AcceptPurchase, DeclinePurchase, OfferParcels, WithdrawOffer};
use placer::service::rework::{CombineParcels, Part, SortParcel, SortedPart, SplitParcel};
use placer::service::shipment::{CancelShipment, ParcelToShip, PrepareShipment};

/// How a parcel is cut: evenly, or with something lost, gained, broken, or unsaid.
pub struct Cut {
    pub outs: Vec<(i64, i64)>,
    pub loss: i64,
    pub change: i64,
    pub reasoned: bool,
}

impl Cut {
    pub fn of(weight: i64, stones: i64, s: &Step) -> Self {
        let little = 1 + i64::from(s.b) % loss_cap(weight).max(1);
        let much = loss_cap(weight) + 1 + i64::from(s.b % 5);
        let (mut loss, mut gain, mut change, mut unsaid) = (0, 0, 0, 0);
        match s.c % 16 {
            4 | 5 => loss = little,
            6 => loss = much,
            7 => gain = 1 + i64::from(s.b % 3),
            8 => (loss, gain) = (little, little),
            9 => unsaid = 1,
            10 => change = if s.b.is_multiple_of(3) { 3 } else { 1 - 2 * i64::from(s.b % 2) },
            _ => {}
        }
        let (weight, stones) = ((weight - loss + gain).max(0), stones + change + unsaid);
        let part = 20 + i64::from(s.b % 60);
        let first = (weight * part / 100, (stones * part / 100).max(1));
        let mut outs = vec![first, (weight - first.0, (stones - first.1).max(0))];
        if s.a % 4 == 3 && outs[1].1 > 1 {
            let (mass, count) = outs[1];
            outs[1] = (mass / 2, 1);
            outs.push((mass - mass / 2, count - 1));
        }
        Self { outs, loss, change, reasoned: s.c % 16 != 5 && (s.c % 16 != 10 || !s.a.is_multiple_of(3)) }
    }

    fn reason(&self) -> Option<String> {
        self.reasoned.then(|| "dust in the cloth".to_owned())
    }

    fn work(&self, holder: PartyId, inputs: Vec<i64>) -> Work {
        Work { holder, inputs, outs: self.outs.clone(), loss: self.loss, change: self.change, reasoned: self.reasoned, shift: 0, first: 0 }
    }
}

impl Stage<'_> {
    pub(super) fn offer(&mut self, s: &Step) {
        let now = self.w.now;
        let fits = |no: i64, lot: &super::model::Lot| {
            lot.live && lot.shipment.is_none() && !self.m.offered(no, now) && lot.holder != self.traders[2].party && self.trades(lot.holder)
        };
        let Some(first) = self.lot(s, fits) else { return };
        let lots = self.company(first, s.c % 3, s, fits);
        let seller = self.hand(first, s);
        let buyers: Vec<usize> = (0..self.traders.len()).filter(|at| self.traders[*at].party != seller.party).collect();
        let buyer = self.traders[pick(&buyers, s.c / 3).unwrap()].clone();
        let whys = self.m.together(&lots, seller.party, now, false);
        let command = OfferParcels {
            serial: None,
            parcels: lots.iter().map(|no| parcel_code(*no)).collect(),
            buyer_licence: buyer.number,
            seller_licence: None,
            terms: self.sale_of(s),
        };
        if let Some(receipt) = self.ask(s.kind, &seller.account, &command, &whys) {
            let (id, until) = (receipt.subject.parse().unwrap(), now.plus_hours(72).unwrap());
            let as_offered = self.m.now_is(&lots);
            let (seller, buyer) = (seller.party, buyer.party);
            self.m.offers.push(Offer { id, seller, buyer, lots: lots.clone(), as_offered, until, waiting: true });
            self.same(lots);
        }
    }

    pub(super) fn trades(&self, party: PartyId) -> bool {
        self.traders.iter().any(|t| t.party == party)
    }

    /// An offer that waits; any there ever was when the step is bent.
    fn offered(&self, s: &Step) -> Option<usize> {
        let waiting: Vec<usize> = (0..self.m.offers.len()).filter(|at| self.m.offers[*at].waiting).collect();
        let all: Vec<usize> = (0..self.m.offers.len()).collect();
        if s.twist < 12 { pick(&waiting, s.a) } else { pick(&all, s.a) }
    }

    /// One side of an offer acts, or somebody else; what stands against it.
    fn side(&self, at: usize, buyer: bool, s: &Step) -> (placer::domain::access::Actor, Whys) {
        let o = &self.m.offers[at];
        let party = if buyer { o.buyer } else { o.seller };
        let hand = self.traders.iter().position(|t| t.party == party).unwrap() + usize::from(s.twist == 14);
        let hand = &self.traders[hand % self.traders.len()];
        let mut whys = Whys::new();
        if hand.party != party {
            whys.insert(Why::NotYours);
        }
        let lapsed = self.w.now > o.until;
        // A lapsed offer may still be taken back, which tidies the list.
        if !o.waiting || (lapsed && buyer) {
            whys.insert(Why::OfferEnded);
        }
        (hand.account.clone(), whys)
    }

    pub(super) fn accept(&mut self, s: &Step) {
        let Some(at) = self.offered(s) else { return };
        let (actor, mut whys) = self.side(at, true, s);
        let o = &self.m.offers[at];
        let (purchase, buyer, lots) = (o.id, o.buyer, o.lots.clone());
        // An entry read otherwise meanwhile makes another parcel of it than the one on offer.
        if whys.is_empty() && o.as_offered != self.m.now_is(&lots) {
            whys.insert(Why::Gone);
        }
        let mut found: Vec<Found> = lots.iter().map(|no| self.finding(*no, s)).collect();
        if s.twist == 11 {
            found.pop();
            whys.insert(Why::Unweighed);
        }
        found.iter().for_each(|f| whys.extend(self.m.weighing(*f, true)));
        let command = AcceptPurchase { purchase, weighed: weighed(&found) };
        if let Some(receipt) = self.ask(s.kind, &actor, &command, &whys) {
            self.m.offers[at].waiting = false;
            self.m.sold(receipt.seq, buyer, &found);
            self.same(lots);
        }
    }

    pub(super) fn decline(&mut self, s: &Step) {
        let Some(at) = self.offered(s) else { return };
        let (actor, whys) = self.side(at, true, s);
        let command = DeclinePurchase { purchase: self.m.offers[at].id, reason: None };
        if self.ask(s.kind, &actor, &command, &whys).is_some() {
            self.m.offers[at].waiting = false;
            self.same(self.m.offers[at].lots.clone());
        }
    }

    pub(super) fn withdraw(&mut self, s: &Step) {
        let Some(at) = self.offered(s) else { return };
        let (actor, whys) = self.side(at, false, s);
        let command = WithdrawOffer { purchase: self.m.offers[at].id, reason: None };
        if self.ask(s.kind, &actor, &command, &whys).is_some() {
            self.m.offers[at].waiting = false;
            self.same(self.m.offers[at].lots.clone());
        }
    }

    pub(super) fn combine(&mut self, s: &Step) {
        let Some(first) = self.lot(s, |no, lot| self.usable(no, lot)) else { return };
        let lots = self.company(first, 2 + s.c % 3, s, |no, lot| self.usable(no, lot));
        if lots.len() < 2 {
            return;
        }
        let hand = self.hand(first, s);
        let once: std::collections::BTreeSet<&i64> = lots.iter().collect();
        let (mass, stones) = once.iter().map(|no| &self.m.lots[no]).fold((0, 0), |sum, lot| (sum.0 + lot.weight, sum.1 + lot.stones));
        let mut cut = Cut::of(mass, stones, s);
        // The register works out what comes of it: nothing can be gained here.
        cut.outs = vec![((mass - cut.loss).max(0), stones + cut.change)];
        let command = CombineParcels {
            parcels: lots.iter().map(|no| parcel_code(*no)).collect(),
            loss_mct: mct(cut.loss),
            loss_reason: cut.reason(),
            stones_change: cut.change,
        };
        self.worked(s, &hand, cut.work(hand.party, lots), &command);
    }

    pub(super) fn split(&mut self, s: &Step) {
        let Some(no) = self.lot(s, |no, lot| self.usable(no, lot) && lot.stones > 1) else { return };
        let (hand, cut) = (self.hand(no, s), self.cut(no, s));
        let command = SplitParcel {
            parcel: parcel_code(no),
            parts: cut.outs.iter().map(|(w, n)| Part { weight_mct: mct(*w), stones: *n }).collect(),
            loss_mct: mct(cut.loss),
            loss_reason: cut.reason(),
            stones_change: cut.change,
        };
        self.worked(s, &hand, cut.work(hand.party, vec![no]), &command);
    }

    pub(super) fn sort(&mut self, s: &Step) {
        let Some(no) = self.lot(s, |no, lot| self.usable(no, lot) && lot.stones > 1) else { return };
        let (hand, cut) = (self.hand(no, s), self.cut(no, s));
        let hs = [HsCode::Gem, HsCode::Industrial, HsCode::Unsorted];
        let part = |((w, n), hs): (&(i64, i64), HsCode)| SortedPart { class: format!("{hs:?}"), hs, weight_mct: mct(*w), stones: *n };
        let command = SortParcel {
            parcel: parcel_code(no),
            parts: cut.outs.iter().zip(hs).map(part).collect(),
            loss_mct: mct(cut.loss),
            loss_reason: cut.reason(),
            stones_change: cut.change,
        };
        self.worked(s, &hand, cut.work(hand.party, vec![no]), &command);
    }

    pub(super) fn reweigh(&mut self, s: &Step) {
        let Some(mut no) = self.lot(s, |no, lot| self.usable(no, lot)) else { return };
        if (6..=9).contains(&s.twist) {
            // Whoever wants to slip stones in grows the same parcel again and again.
            let gained = self.m.lots.iter().filter(|(no, lot)| self.usable(**no, lot)).max_by_key(|(_, lot)| lot.gain);
            no = gained.map_or(no, |(no, _)| *no);
        }
        let hand = self.hand(no, s);
        let (_, weight, stones) = self.finding(no, s);
        let mut whys = self.m.touch(no, hand.party, self.w.now, true);
        whys.extend(self.m.weighing((no, weight, stones), false));
        let silent = s.c % 19 == 18;
        if silent {
            whys.insert(Why::Reason);
        }
        let reason = if silent { " " } else { "new scale" };
        let command = ReweighParcel { parcel: parcel_code(no), weight_mct: mct(weight), stones, reason: reason.into() };
        if let Some(receipt) = self.ask(s.kind, &hand.account, &command, &whys) {
            self.m.weighed(receipt.seq, (no, weight, stones), false);
            self.same([no]);
        }
    }

    pub(super) fn seal(&mut self, s: &Step) {
        let exporter = self.traders[2].party;
        let Some(no) = self.lot(s, |no, lot| self.usable(no, lot) && (s.b.is_multiple_of(4) || lot.holder == exporter)) else { return };
        let hand = self.hand(no, s);
        let seal = format!("SL-{:03}", s.b % 12);
        let mut whys = self.m.touch(no, hand.party, self.w.now, true);
        if self.m.lots.iter().any(|(other, lot)| *other != no && lot.live && lot.seal.as_ref() == Some(&seal)) {
            whys.insert(Why::SealTaken);
        }
        let command = SealParcel { parcel: parcel_code(no), seal: seal.clone() };
        if self.ask(s.kind, &hand.account, &command, &whys).is_some() {
            self.m.lots.get_mut(&no).unwrap().seal = Some(seal);
            self.same([no]);
        }
    }

    pub(super) fn open(&mut self, s: &Step) {
        let Some(no) = self.lot(s, |_, lot| lot.live && lot.seal.is_some() && (lot.shipment.is_none() || s.b.is_multiple_of(3))) else {
            return;
        };
        let hand = self.hand(no, s);
        let mut whys = self.m.touch(no, hand.party, self.w.now, false);
        if self.m.lots[&no].seal.is_none() {
            whys.insert(Why::Unsealed);
        }
        let command = OpenSeal { parcel: parcel_code(no), reason: "to sort".into() };
        if self.ask(s.kind, &hand.account, &command, &whys).is_some() {
            self.m.lots.get_mut(&no).unwrap().seal = None;
            self.same([no]);
        }
    }

    pub(super) fn prepare(&mut self, s: &Step) {
        let (now, exporter) = (self.w.now, self.traders[if s.twist == 15 { 0 } else { 2 }].clone());
        let fits = |_: i64, lot: &super::model::Lot| {
            lot.live && lot.seal.is_some() && lot.shipment.is_none() && lot.holder == self.traders[2].party
        };
        let Some(first) = self.lot(s, fits) else { return };
        let lots = self.company(first, s.c % 3, s, fits);
        let mut whys = self.m.together(&lots, exporter.party, now, false);
        if lots.iter().any(|no| self.m.lots[no].seal.is_none()) {
            whys.insert(Why::Unsealed);
        }
        if s.twist == 15 {
            whys.insert(Why::NotYours);
        }
        let importer = Importer { name: "Importer".into(), address: "Street 1".into(), country: "BE".into() };
        let parcels = lots.iter().map(|no| ParcelToShip { parcel: parcel_code(*no), value_usd_cents: 10_000, hs: None }).collect();
        if let Some(receipt) = self.ask(s.kind, &exporter.account, &PrepareShipment { importer, parcels }, &whys) {
            let id = receipt.subject.parse().unwrap();
            self.w.valued(id);
            for no in &lots {
                self.m.lots.get_mut(no).unwrap().shipment = Some(id);
            }
            self.m.shipments.push(Shipment { id, lots: lots.clone(), stand: Stand::Packed, said: false, signed: <_>::default() });
            self.same(lots);
        }
    }

    pub(super) fn cancel(&mut self, s: &Step) {
        let all: Vec<usize> = (0..self.m.shipments.len()).collect();
        let packed: Vec<usize> = all.iter().copied().filter(|at| self.m.shipments[*at].stand == Stand::Packed).collect();
        let from = if s.twist < 8 { &packed } else { &all };
        let Some(at) = pick(from, s.a) else { return };
        let mut whys = Whys::new();
        if self.m.shipments[at].stand != Stand::Packed {
            whys.insert(Why::Signed);
        }
        let hand = self.traders[if s.twist == 15 { 0 } else { 2 }].clone();
        if s.twist == 15 {
            whys.insert(Why::NotYours);
        }
        let command = CancelShipment { shipment: self.m.shipments[at].id, reason: "the buyer stepped back".into() };
        if self.ask(s.kind, &hand.account, &command, &whys).is_some() {
            self.m.shipments[at].stand = Stand::Cancelled;
            let lots = self.m.shipments[at].lots.clone();
            for no in &lots {
                self.m.lots.get_mut(no).unwrap().shipment = None;
            }
            self.same(lots);
        }
    }
}
