//! Holders and their stock: selling, mixing, sealing, shipping.

use super::chance::Chance;
use super::papers::Papers;
use super::people::Miner;
use super::{DemoError, Stage};
use crate::domain::access::Actor;
use crate::domain::event::{HsCode, Importer};
use crate::domain::ids::PartyId;
use crate::domain::jurisdiction::PaymentMethod;
use crate::domain::money::{Currency, Money, RateE6};
use crate::domain::parcel::parcel_code;
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use crate::service::Batch;
use crate::service::parcel::{ReweighParcel, SealParcel};
use crate::service::purchase::{AcceptPurchase, OfferParcels, RecordPurchase, SaleTerms, WeighedParcel};
use crate::service::rework::{CombineParcels, Part, SortParcel, SortedPart, SplitParcel};
use crate::service::shipment::{ParcelToShip, PrepareShipment};

/// A parcel as its holder knows it.
#[derive(Debug, Clone)]
pub struct Packet {
    pub code: String,
    pub mct: i64,
    pub stones: i64,
    pub hs: HsCode,
}

/// Somebody who holds parcels.
pub struct Trader {
    pub party: PartyId,
    pub papers: Papers,
    pub actor: Actor,
    pub stock: Vec<Packet>,
    pub sealed: Vec<Packet>,
    pub seals: i64,
    pub tag: String,
}

/// Prices and money of the country.
pub struct Market {
    pub currency: Currency,
    pub rate: RateE6,
}

impl Market {
    /// US$ 60 to 240 a carat at the pit, in local money.
    pub fn terms(&self, chance: &mut Chance, mct: i64, on: Day, markup: i64) -> SaleTerms {
        let cents = mct.saturating_mul(chance.between(6_000, 24_000)).saturating_mul(markup) / 100_000;
        let units = i128::from(cents.max(100)) * i128::from(self.rate.0) / 1_000_000;
        let minor = if self.currency.decimals() == 0 { units / 100 } else { units };
        let price = Money { minor: i64::try_from(minor).unwrap_or(i64::MAX).max(1), currency: self.currency };
        let (payment, reference) = if chance.happens(600) {
            (PaymentMethod::Cash, None)
        } else {
            (PaymentMethod::Bank, Some(format!("TR {}", chance.between(10_000, 99_999))))
        };
        SaleTerms { price, rate_e6: Some(self.rate), payment, payment_reference: reference, agent: None, place: None, on }
    }
}

fn mass(mct: i64) -> Mass {
    Mass::new(mct).unwrap_or(Mass::ZERO)
}

/// The buyer's scale: mostly the same, sometimes a hair less.
fn weigh(chance: &mut Chance, packets: &mut [Packet]) -> Vec<WeighedParcel> {
    for p in packets.iter_mut() {
        if p.mct > 200 && chance.happens(120) {
            p.mct -= chance.between(1, 4);
        }
    }
    packets.iter().map(|p| WeighedParcel { parcel: p.code.clone(), weight_mct: mass(p.mct), stones: p.stones }).collect()
}

impl Stage<'_> {
    /// A miner without an account sells everything he holds, perhaps through a go-between; the buyer writes both sides down.
    pub(super) fn sell_at_pit(
        &mut self,
        b: &mut Batch<'_, '_>,
        market: &Market,
        miner: &mut Miner,
        buyer: &mut Trader,
        agent: Option<PartyId>,
        on: Day,
    ) -> Result<(), DemoError> {
        let mut packets = std::mem::take(&mut miner.stock);
        let before = packets.clone();
        let total = packets.iter().map(|p| p.mct).sum();
        let weighed = weigh(&mut self.chance, &mut packets);
        let terms = SaleTerms { agent, ..market.terms(&mut self.chance, total, on, 100) };
        let command = RecordPurchase {
            serial: None,
            seller_licence: miner.papers.on(on).number.clone(),
            buyer_licence: Some(buyer.papers.on(on).number.clone()),
            weighed,
            terms,
        };
        let actor = buyer.actor.clone();
        if self.may(b, &actor, &command)?.is_some() {
            self.made.sales += 1;
            buyer.stock.append(&mut packets);
        } else {
            miner.stock = before;
        }
        Ok(())
    }

    /// A dealer offers, an exporter weighs and accepts.
    pub(super) fn sell_on(
        &mut self,
        b: &mut Batch<'_, '_>,
        market: &Market,
        seller: &mut Trader,
        buyer: &mut Trader,
        on: Day,
    ) -> Result<(), DemoError> {
        let mut packets = std::mem::take(&mut seller.stock);
        let total = packets.iter().map(|p| p.mct).sum();
        let offer = OfferParcels {
            serial: None,
            parcels: packets.iter().map(|p| p.code.clone()).collect(),
            buyer_licence: buyer.papers.on(on).number.clone(),
            seller_licence: Some(seller.papers.on(on).number.clone()),
            terms: market.terms(&mut self.chance, total, on, 125),
        };
        let (giver, taker) = (seller.actor.clone(), buyer.actor.clone());
        let Some(offered) = self.may(b, &giver, &offer)? else {
            seller.stock = packets;
            return Ok(());
        };
        let purchase = offered.subject.parse().map_err(|_| DemoError::Missing("purchase id"))?;
        let before = packets.clone();
        let weighed = weigh(&mut self.chance, &mut packets);
        if self.may(b, &taker, &AcceptPurchase { purchase, weighed })?.is_some() {
            self.made.sales += 1;
            buyer.stock.append(&mut packets);
        } else {
            seller.stock = before;
        }
        Ok(())
    }

    /// Mixes all loose stock of a holder into one parcel.
    pub(super) fn mix(&mut self, b: &mut Batch<'_, '_>, who: &mut Trader, next_no: &mut i64) -> Result<(), DemoError> {
        if who.stock.len() < 2 {
            return Ok(());
        }
        let packets = std::mem::take(&mut who.stock);
        let total: i64 = packets.iter().map(|p| p.mct).sum();
        let loss = if total > 5_000 && self.chance.happens(150) { self.chance.between(1, 3) } else { 0 };
        let command = CombineParcels {
            parcels: packets.iter().map(|p| p.code.clone()).collect(),
            loss_mct: mass(loss),
            loss_reason: (loss > 0).then(|| "cleaned".to_owned()),
            stones_change: 0,
        };
        let actor = who.actor.clone();
        if self.may(b, &actor, &command)?.is_none() {
            who.stock = packets;
            return Ok(());
        }
        self.made.reworks += 1;
        let stones = packets.iter().map(|p| p.stones).sum();
        who.stock.push(Packet { code: parcel_code(*next_no), mct: total - loss, stones, hs: HsCode::Unsorted });
        *next_no += 1;
        Ok(())
    }

    /// Makes two of one of the larger parcels of a holder, to sell them one by one; tells whether he has one.
    pub(super) fn split(&mut self, b: &mut Batch<'_, '_>, who: &mut Trader, next_no: &mut i64) -> Result<bool, DemoError> {
        let Some(at) = who.stock.iter().position(|p| p.mct > 2_000 && p.stones > 3) else { return Ok(false) };
        let packet = who.stock.remove(at);
        let (mct, stones) = (packet.mct * self.chance.between(35, 65) / 100, packet.stones / 2);
        let halves = [(mct, stones), (packet.mct - mct, packet.stones - stones)];
        let parts = halves.iter().map(|(mct, stones)| Part { weight_mct: mass(*mct), stones: *stones }).collect();
        let command = SplitParcel { parcel: packet.code, parts, loss_mct: Mass::ZERO, loss_reason: None, stones_change: 0 };
        let actor = who.actor.clone();
        self.must(b, &actor, &command)?;
        self.made.reworks += 1;
        for (mct, stones) in halves {
            who.stock.push(Packet { code: parcel_code(*next_no), mct, stones, hs: packet.hs });
            *next_no += 1;
        }
        Ok(true)
    }

    /// Sorts the only loose parcel into gem and industrial, and seals both.
    pub(super) fn sort_and_seal(&mut self, b: &mut Batch<'_, '_>, who: &mut Trader, next_no: &mut i64) -> Result<(), DemoError> {
        let Some(packet) = who.stock.pop() else { return Ok(()) };
        let actor = who.actor.clone();
        if packet.mct > 3_000 && packet.stones > 3 {
            let share = self.chance.between(45, 75);
            let (gem, stones) = (packet.mct * share / 100, packet.stones * share / 100);
            let part = |class: &str, hs, mct, stones| SortedPart { class: class.into(), hs, weight_mct: mass(mct), stones };
            let parts = vec![
                part("gem", HsCode::Gem, gem, stones),
                part("industrial", HsCode::Industrial, packet.mct - gem, packet.stones - stones),
            ];
            let command =
                SortParcel { parcel: packet.code.clone(), parts: parts.clone(), loss_mct: Mass::ZERO, loss_reason: None, stones_change: 0 };
            self.must(b, &actor, &command)?;
            self.made.reworks += 1;
            for p in parts {
                who.stock.push(Packet { code: parcel_code(*next_no), mct: p.weight_mct.mct(), stones: p.stones, hs: p.hs });
                *next_no += 1;
            }
        } else {
            who.stock.push(packet);
        }
        for packet in std::mem::take(&mut who.stock) {
            who.seals += 1;
            let seal = format!("{}-{:05}", who.tag, who.seals);
            self.must(b, &actor, &SealParcel { parcel: packet.code.clone(), seal })?;
            who.sealed.push(packet);
        }
        Ok(())
    }

    /// A reweigh by itself: a hair less than before.
    pub(super) fn reweigh(&mut self, b: &mut Batch<'_, '_>, who: &mut Trader) -> Result<(), DemoError> {
        let at = self.chance.index(who.stock.len());
        let Some(packet) = who.stock.get_mut(at).filter(|p| p.mct > 1_000) else { return Ok(()) };
        let after = packet.mct - 1;
        let command =
            ReweighParcel { parcel: packet.code.clone(), weight_mct: mass(after), stones: packet.stones, reason: self.words.count.into() };
        packet.mct = after;
        let actor = who.actor.clone();
        self.must(b, &actor, &command)?;
        Ok(())
    }

    /// Everything sealed leaves together, to one of some importers abroad.
    pub(super) fn ship(&mut self, b: &mut Batch<'_, '_>, who: &mut Trader) -> Result<Option<String>, DemoError> {
        const ABROAD: [(&str, &str, &str); 4] = [
            ("Scheldt Rough BV (fictitious)", "Hoveniersstraat 1, Antwerp", "BE"),
            ("Creek Rough DMCC (fictitious)", "Almas Tower, Dubai", "AE"),
            ("Tapti Diamonds Ltd (fictitious)", "Ring Road, Surat", "IN"),
            ("Yarkon Stones Ltd (fictitious)", "Jabotinsky Street, Ramat Gan", "IL"),
        ];
        let packets = std::mem::take(&mut who.sealed);
        let (name, address, country) = self.chance.pick(&ABROAD).copied().ok_or(DemoError::Missing("importers"))?;
        let mut parcels = Vec::new();
        for p in &packets {
            let cents = if p.hs == HsCode::Industrial { self.chance.between(800, 2_500) } else { self.chance.between(16_000, 36_000) };
            parcels.push(ParcelToShip { parcel: p.code.clone(), value_usd_cents: (p.mct * cents / 1_000).max(1), hs: Some(p.hs) });
        }
        let importer = Importer { name: name.into(), address: address.into(), country: country.into() };
        let actor = who.actor.clone();
        Ok(self.may(b, &actor, &PrepareShipment { importer, parcels })?.map(|r| r.subject))
    }
}
