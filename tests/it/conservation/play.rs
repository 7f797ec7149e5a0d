//! Steps chosen by numbers: each becomes a command of somebody, is done in the register and, when accepted,
//! in the model. Most steps are made to fit what there is by then; some are bent so that they must be refused.

use super::model::{Entry, Found, Lot, Model, Whys, Work, answers};
use super::work::Cut;
use super::{Kind, Tally};
use crate::purchase::{Trader, record_of, terms, trader};
use crate::world::{World, day, mct};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::event::{FoundLine, HsCode, HsLine, Importer};
use placer::domain::ids::{LicenceId, PartyId, SiteId};
use placer::domain::parcel::{ParcelState, parcel_code};
use placer::domain::role::Role;
use placer::domain::time::Day;
use placer::service::Command;
use placer::service::arrival::RecordArrival;
use placer::service::production::RecordProduction;
use placer::service::purchase::{SaleTerms, WeighedParcel};
use placer::service::stock::{DeclareStock, StockLine};
use placer::store::journal::{Receipt, journal_size};
use std::collections::BTreeSet;

/// What, and numbers that choose from whatever there is by then. From 12 on, `twist` bends the step.
#[derive(Debug, Clone)]
pub struct Step {
    pub kind: Kind,
    pub a: u32,
    pub b: u32,
    pub c: u32,
    pub twist: u8,
}

pub struct Pit {
    pub site: SiteId,
    pub licence: LicenceId,
    number: String,
    pub miner: PartyId,
}

pub struct Stage<'t> {
    pub w: World,
    pub m: Model,
    pub traders: Vec<Trader>,
    pub tally: &'t mut Tally,
    /// Acts are written down late, with earlier days.
    pub late: bool,
    pub pits: Vec<Pit>,
    registrar: Actor,
    pub officer: Actor,
    pub approver: Actor,
}

pub fn pick<T: Copy>(from: &[T], n: u32) -> Option<T> {
    let at = usize::try_from(n).unwrap().checked_rem(from.len())?;
    Some(from[at])
}

impl<'t> Stage<'t> {
    /// Two miners with four pits under three licences, two dealers and an exporter.
    pub fn new(mut w: World, tally: &'t mut Tally) -> Self {
        (0..3).for_each(|_| drop(w.forms()));
        let office = w.office("KEN");
        let registrar = w.account(AccountRole::Registrar, Some(office), None);
        let officer = w.account(AccountRole::Officer, None, None);
        let approver = w.account(AccountRole::Approver, None, None);
        let mut pits = Vec::new();
        for licences in [vec![2, 1], vec![1]] {
            let miner = w.party("Miner", &[Role::Miner], Some(office));
            for sites in licences {
                let licence = w.licence("artisanal", miner, Some(office));
                let number = w.read(|rx| placer::store::licence::licence_fetch(rx, licence)).unwrap().number;
                for _ in 0..sites {
                    pits.push(Pit { site: w.site(Some(licence), Some(office)), licence, number: number.clone(), miner });
                }
            }
        }
        let kinds = [(Role::Dealer, "dealer"), (Role::Dealer, "dealer"), (Role::Exporter, "exporter")];
        let traders: Vec<Trader> = kinds.into_iter().map(|(role, kind)| trader(&mut w, role, kind)).collect();
        for t in &traders {
            w.slip_book(t.party);
        }
        Self { w, m: Model::default(), traders, tally, late: false, pits, registrar, officer, approver }
    }

    pub fn step(&mut self, s: &Step) {
        if self.late && s.c.is_multiple_of(3) {
            self.w.later(20);
            self.redate(s);
        }
        match s.kind {
            Kind::Produce => self.produce(s),
            Kind::Stock => self.stock(s),
            Kind::Import => self.import(s),
            Kind::Record => self.record(s),
            Kind::Offer => self.offer(s),
            Kind::Accept => self.accept(s),
            Kind::Decline => self.decline(s),
            Kind::Withdraw => self.withdraw(s),
            Kind::Combine => self.combine(s),
            Kind::Split => self.split(s),
            Kind::Sort => self.sort(s),
            Kind::Reweigh => self.reweigh(s),
            Kind::Seal => self.seal(s),
            Kind::Open => self.open(s),
            Kind::Prepare => self.prepare(s),
            Kind::Cancel => self.cancel(s),
            Kind::Sign => self.sign(s),
            Kind::Issue => self.issue(s),
            Kind::SendBack => self.send_back(s),
            Kind::Void => self.void(s),
            Kind::Wash => self.wash(s),
            Kind::Amend => self.amend(s),
            Kind::Decide => self.decide(s),
            Kind::TakeBack => self.take_back(s),
            Kind::Wait => self.w.later(40),
        }
    }

    /// Asks the register. It must refuse what the model refuses, for a reason of the model's, and then nothing is
    /// written; what it accepts makes one entry. It may refuse on its own, but not because something does not add up.
    pub fn ask<C: Command>(&mut self, kind: Kind, actor: &Actor, command: &C, whys: &Whys) -> Option<Receipt> {
        let before = self.w.read(journal_size);
        let done = self.w.submit(actor, command);
        let after = self.w.read(journal_size);
        let told = || serde_json::to_string(command).unwrap();
        match done {
            Ok(receipt) => {
                assert!(whys.is_empty(), "{kind:?} was accepted against {whys:?}: {}", told());
                assert_eq!((after, receipt.seq), (before + 1, before + 1), "one entry for {kind:?}");
                self.tally.accepted(kind);
                Some(receipt)
            }
            Err(error) => {
                assert_eq!(after, before, "{kind:?} was refused and left something behind: {}", told());
                let answered = answers(&error);
                let agreed = if whys.is_empty() { answered.is_empty() } else { !answered.is_disjoint(whys) };
                assert!(agreed, "{kind:?}: the register says {error}, the model {whys:?}: {}", told());
                self.tally.refused(kind, whys);
                None
            }
        }
    }

    /// The parcels are in the register as they are in the model.
    pub fn same(&self, numbers: impl IntoIterator<Item = i64>) {
        for no in numbers {
            let (lot, p) = (&self.m.lots[&no], self.w.parcel(no));
            let state = match (lot.live, lot.exported) {
                (true, _) => ParcelState::Live,
                (false, true) => ParcelState::Exported,
                (false, false) => ParcelState::Consumed,
            };
            let wanted = (mct(lot.weight), lot.stones, lot.holder, state, lot.gain, lot.test, lot.seal.clone(), lot.shipment);
            assert_eq!((p.weight, p.stones, p.holder, p.state, p.gain_mct, p.test, p.seal, p.shipment), wanted, "parcel {no}");
        }
    }

    /// Today, or, where acts are written down late, one of the days before.
    pub fn day_of(&self, s: &Step) -> Day {
        let back = if self.late { u64::from(s.c / 3 % 5) } else { 0 };
        self.w.now.day().checked_sub_days(chrono::Days::new(back)).unwrap()
    }

    pub fn sale_of(&self, s: &Step) -> SaleTerms {
        terms(&self.day_of(s).to_string())
    }

    pub fn usable(&self, no: i64, lot: &Lot) -> bool {
        let trader = self.traders.iter().any(|t| t.party == lot.holder);
        trader && lot.live && lot.seal.is_none() && lot.shipment.is_none() && !self.m.offered(no, self.w.now)
    }

    /// One of the parcels that fit; of all there ever were when the step is bent.
    pub fn lot(&self, s: &Step, fits: impl Fn(i64, &Lot) -> bool) -> Option<i64> {
        let good: Vec<i64> = self.m.lots.iter().filter(|(no, lot)| fits(**no, lot)).map(|(no, _)| *no).collect();
        let all: Vec<i64> = self.m.lots.keys().copied().collect();
        if s.twist < 12 { pick(&good, s.a) } else { pick(&all, s.a) }
    }

    /// More parcels of the same holder, for one act with the first.
    pub fn company(&self, first: i64, more: u32, s: &Step, fits: impl Fn(i64, &Lot) -> bool) -> Vec<i64> {
        let one = &self.m.lots[&first];
        let like = |lot: &Lot| lot.holder == one.holder && (s.twist % 3 == 2 || lot.test == one.test);
        let good: Vec<i64> = self.m.lots.iter().filter(|(no, lot)| fits(**no, lot) && like(lot)).map(|(no, _)| *no).collect();
        let all: Vec<i64> = self.m.lots.keys().copied().collect();
        let from = if s.twist == 13 { &all } else { &good };
        let mut lots: BTreeSet<i64> = (0..more).filter_map(|n| pick(from, s.b.wrapping_add(n.wrapping_mul(7)))).collect();
        lots.insert(first);
        let mut lots: Vec<i64> = lots.into_iter().collect();
        if s.twist == 12 {
            lots.push(first);
        }
        lots
    }

    /// The trader who acts on a parcel: its holder, or somebody else when the step is bent or a miner holds it.
    pub fn hand(&self, no: i64, s: &Step) -> Trader {
        let holder = self.traders.iter().position(|t| t.party == self.m.lots[&no].holder);
        let at = match holder {
            Some(at) if s.twist != 11 => at,
            Some(at) => at + 1,
            None => usize::try_from(s.b).unwrap(),
        };
        self.traders[at % self.traders.len()].clone()
    }

    /// What somebody finds for a parcel: mostly the same, or a little less or more, or too much.
    pub fn finding(&self, no: i64, s: &Step) -> Found {
        let lot = &self.m.lots[&no];
        let most = super::limits::tolerance(lot.weight);
        let step = match s.c % 8 {
            0..=2 => 0,
            3 | 4 => i64::from(s.b) % (2 * most + 1) - most,
            5 | 6 => most,
            _ if s.b.is_multiple_of(2) => most + 1,
            _ => -most - 1,
        };
        (no, (lot.weight + step).max(0), lot.stones + i64::from(s.c % 23 == 22))
    }

    fn produce(&mut self, s: &Step) {
        let pit = &self.pits[usize::try_from(s.a).unwrap() % self.pits.len()];
        let (miner, site, mut whys) = (pit.miner, pit.site, Whys::new());
        let weight = if s.twist == 15 { 0 } else { 10 + i64::from(s.b % 6_000) };
        let stones = i64::from(s.c % 7) + i64::from(s.twist < 12);
        if weight == 0 || stones == 0 {
            whys.insert(super::model::Why::Empty);
        }
        let wrong = s.twist == 14;
        if wrong {
            whys.insert(super::model::Why::Pit);
        }
        let licence = if wrong { self.pits.iter().find(|p| p.licence != pit.licence).unwrap().licence } else { pit.licence };
        let command = RecordProduction {
            site,
            licence,
            on: self.day_of(s),
            stones,
            weight_mct: mct(weight),
            largest_mct: None,
            classes: vec![],
            diggers: Some(5),
            gravel_dm3: None,
            days_worked: None,
            page: None,
            position: None,
            accuracy_m: None,
            late_reason: None,
            test: s.twist < 3,
        };
        let actor = if s.twist == 13 { self.traders[0].account.clone() } else { self.registrar.clone() };
        if s.twist == 13 {
            whys.insert(super::model::Why::NotYours);
        }
        if let Some(receipt) = self.ask(s.kind, &actor, &command, &whys) {
            let no = self.m.born((weight, stones), miner, s.twist < 3, Some(site));
            self.m.entries.insert(no, Entry { seq: receipt.seq, weight, stones, site: Some(site), licence: Some(licence) });
            self.same([no]);
        }
    }

    fn stock(&mut self, s: &Step) {
        let mut holders: Vec<PartyId> = self.traders.iter().map(|t| t.party).collect();
        holders.extend([self.pits[0].miner, self.pits[3].miner]);
        let (holder, test) = (pick(&holders, s.a).unwrap(), s.twist % 8 == 7);
        let mut whys = Whys::new();
        if self.m.declared.contains(&(holder, test)) {
            whys.insert(super::model::Why::Declared);
        }
        let line = |n: u32| {
            let site = (s.c.wrapping_add(n).is_multiple_of(2)).then(|| self.pits[usize::try_from(s.b).unwrap() % self.pits.len()].site);
            let weight_mct = mct(50 + i64::from(s.b.wrapping_add(n * 331) % 3_000));
            StockLine { weight_mct, stones: 1 + i64::from(s.c % 9), site, note: None, seal: None }
        };
        let lines: Vec<StockLine> = (0..1 + s.b % 3).map(line).collect();
        let command = DeclareStock { holder, on: day("2026-05-31"), lines: lines.clone(), test, zone: None };
        let officer = self.officer.clone();
        if let Some(receipt) = self.ask(s.kind, &officer, &command, &whys) {
            self.m.declared.insert((holder, test));
            let made: Vec<i64> = lines.iter().map(|l| self.m.born((l.weight_mct.mct(), l.stones), holder, test, l.site)).collect();
            for (no, l) in made.iter().zip(&lines) {
                let (weight, stones) = (l.weight_mct.mct(), l.stones);
                let entry = Entry { seq: receipt.seq, weight, stones, site: l.site, licence: None };
                self.m.entries.insert(*no, entry);
            }
            self.same(made);
        }
    }

    /// A shipment from abroad, which makes a parcel for each subheading that was found.
    fn import(&mut self, s: &Step) {
        let importer = self.traders[usize::try_from(s.a).unwrap() % self.traders.len()].party;
        let mut whys = Whys::new();
        let line = |(n, hs): (usize, HsCode)| {
            let weight = if s.twist == 15 && n == 0 { 0 } else { 50 + i64::from(s.b % 3_000) };
            FoundLine { hs, weight_mct: mct(weight), stones: 1 + i64::from(s.c % 9) }
        };
        let found: Vec<FoundLine> =
            [HsCode::Gem, HsCode::Industrial].into_iter().take(1 + usize::from(s.c % 2 == 1)).enumerate().map(line).collect();
        let stated = |f: &FoundLine| HsLine { hs: f.hs, weight_mct: mct(f.weight_mct.mct().max(1)), value_usd_cents: 10_000 };
        let today = self.w.now.day();
        let command = RecordArrival {
            importer: self.w.read(|rx| placer::store::party::party_fetch(rx, importer)).unwrap().code,
            importer_stated: None,
            number: format!("AE {}", self.m.abroad.len() + 1),
            issuer: "AE".into(),
            issued_on: Some(today),
            expires_on: Some(today),
            arrived_on: Some(today),
            exporter: Importer { name: "Creek Stones".into(), address: "Dubai".into(), country: "AE".into() },
            origins: vec!["BW".into()],
            mixed: s.twist == 3,
            parcels: 1,
            found_parcels: Some(1),
            lines: found.iter().map(stated).collect(),
            found: found.clone(),
            seals_intact: true,
            detain: None,
            remark: None,
        };
        if s.twist == 15 {
            whys.insert(super::model::Why::Empty);
        }
        let actor = if s.twist == 13 { self.registrar.clone() } else { self.officer.clone() };
        if s.twist == 13 {
            whys.insert(super::model::Why::NotYours);
        }
        if self.ask(s.kind, &actor, &command, &whys).is_some() {
            let made: Vec<i64> = found.iter().map(|f| self.m.born((f.weight_mct.mct(), f.stones), importer, false, None)).collect();
            self.m.abroad.extend(&made);
            self.same(made);
        }
    }

    /// A trader writes down both sides of a purchase from a miner.
    fn record(&mut self, s: &Step) {
        let now = self.w.now;
        let miners: BTreeSet<PartyId> = self.pits.iter().map(|p| p.miner).collect();
        let Some(first) = self.lot(s, |_, lot| lot.live && miners.contains(&lot.holder)) else { return };
        let lots = self.company(first, s.c % 3, s, |_, lot| lot.live);
        let holder = self.m.lots[&first].holder;
        let pit = self.pits.iter().find(|p| p.miner == holder).unwrap_or(&self.pits[0]);
        let (seller, number) = (pit.miner, pit.number.clone());
        // Only the last of them exports, so most goes to him.
        let buyer = self.traders[pick(&[0, 1, 2, 2], s.b).unwrap()].clone();
        let found: Vec<Found> = lots.iter().map(|no| self.finding(*no, s)).collect();
        let mut whys = self.m.together(&lots, seller, now, false);
        found.iter().for_each(|f| whys.extend(self.m.weighing(*f, true)));
        let mut command = record_of(&weighed(&found), &number);
        command.terms = self.sale_of(s);
        if let Some(receipt) = self.ask(s.kind, &buyer.account, &command, &whys) {
            self.m.sold(receipt.seq, buyer.party, &found);
            self.same(lots);
        }
    }

    pub fn worked(&mut self, s: &Step, hand: &Trader, ask: Work, command: &impl Command) {
        let whys = self.m.work(&ask, self.w.now);
        if let Some(receipt) = self.ask(s.kind, &hand.account, command, &whys) {
            let inputs = ask.inputs.clone();
            let made = self.m.worked(receipt.seq, ask);
            self.same(inputs.into_iter().chain(made));
        }
    }

    /// Another pit under the same licence where there is one, or under another licence; for stock any other, or none.
    pub fn other_site(&self, entry: &Entry, foreign: bool) -> Option<SiteId> {
        if entry.licence.is_none() && foreign {
            return None;
        }
        let of_it = |p: &Pit| entry.licence.is_none() || (Some(p.licence) == entry.licence) != foreign;
        self.pits.iter().find(|p| Some(p.site) != entry.site && of_it(p)).map_or(entry.site, |p| Some(p.site))
    }

    pub fn fits(&self, entry: &Entry) -> bool {
        entry.licence.is_none() || self.pits.iter().any(|p| Some(p.site) == entry.site && Some(p.licence) == entry.licence)
    }

    pub fn cut(&self, no: i64, s: &Step) -> Cut {
        let lot = &self.m.lots[&no];
        Cut::of(lot.weight, lot.stones, s)
    }
}

pub fn weighed(found: &[Found]) -> Vec<WeighedParcel> {
    found.iter().map(|(no, weight, stones)| WeighedParcel { parcel: parcel_code(*no), weight_mct: mct(*weight), stones: *stones }).collect()
}
