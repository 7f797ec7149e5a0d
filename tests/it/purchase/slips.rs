//! The slips behind a sale. No sale names them: they are the earlier sales of its stones, so that none can be left out. Whoever
//! uses stones without a slip is refused, and where the journal says so all the same, `verify` finds it.

use super::*;
use crate::support::process::scratch_dir;
use crate::verify::breaches;
use crate::world::fresh_tables;
use placer::domain::access::Reach;
use placer::service::rework::CombineParcels;
use placer::store::journal::{Receipt, entries_after};
use placer::store::purchase::{PurchaseFilter, purchases};
use std::collections::{BTreeMap, BTreeSet};

/// Parcels of five artisans, a carat more each time; a collector bought so many of them.
fn five(w: &mut World, s: &Scene, bought: i64) -> (Vec<Parcel>, Vec<String>, RecordPurchase) {
    let (mut parcels, mut serials, mut last) = (Vec::new(), Vec::new(), None);
    for at in 1..=5 {
        let (party, licence, number) = miner(w);
        let parcel = dig(w, party, licence, 1_000 * at, at);
        let record = record_of(&[weighed(&parcel, 1_000 * at, at)], &number);
        if at <= bought {
            let receipt = w.submit(&s.dealer.account, &record).unwrap();
            serials.push(purchase(w, &receipt.subject).serial);
        }
        parcels.push(parcel);
        last = Some(record);
    }
    (parcels, serials, last.unwrap())
}

fn mixed(parcels: &[Parcel]) -> CombineParcels {
    CombineParcels { parcels: parcels.iter().map(|p| p.code.clone()).collect(), loss_mct: mct(0), loss_reason: None, stones_change: 0 }
}

/// The newest parcel is offered to the exporter: the slips that are attached.
fn attached(w: &mut World, s: &Scene) -> Vec<String> {
    let whole = w.parcel(w.read(parcel::parcel_next_no) - 1);
    let receipt = w.submit(&s.dealer.account, &offer_of(&[&whole], &s.exporter)).unwrap();
    let sold = purchase(w, &receipt.subject);
    w.read(|rx| earlier_slips(rx, &sold, 100)).into_iter().map(|slip| slip.serial).collect()
}

#[test]
fn with_four_of_five_slips_nothing_is_mixed_or_sold_and_with_five_it_is() {
    each(|w| {
        let s = scene(w);
        let (parcels, mut serials, fifth) = five(w, &s, 4);
        assert_eq!(codes(&w.submit(&s.dealer.account, &mixed(&parcels))), ["parcel.unknown"], "the fifth is not his");
        let all: Vec<&Parcel> = parcels.iter().collect();
        assert_eq!(codes(&w.submit(&s.dealer.account, &offer_of(&all, &s.exporter))), ["purchase.parcel_not_held"]);
        let receipt = w.submit(&s.dealer.account, &fifth).unwrap();
        serials.push(purchase(w, &receipt.subject).serial);
        w.submit(&s.dealer.account, &mixed(&parcels)).unwrap();
        assert_eq!(attached(w, &s), serials);
        assert_eq!(crate::verify::verified(w).findings, []);
    });
}

/// The same past every rule: the collector mixes five parcels, and the journal has so many sales to him.
fn forged(w: &mut World, bought: i64, named: usize) -> (Receipt, Vec<(i64, String)>) {
    let s = scene(w);
    let (parcels, ..) = five(w, &s, bought);
    let no = w.read(parcel::parcel_next_no);
    let output = w.new_parcel(no, 15_000, 15);
    let mix = Rework {
        holder: s.dealer.party,
        inputs: parcels.iter().take(named).map(|p| p.no).collect(),
        outputs: vec![output],
        loss_mct: mct(0),
        loss_reason: None,
        stones_change: 0,
        test: false,
    };
    let receipt = w.event_by(&s.dealer.account, ParcelCombined(mix));
    assert_eq!(attached(w, &s).len(), named.min(usize::try_from(bought).unwrap()), "as many as there were sales");
    let found = breaches(w).into_iter().filter(|(seq, _)| *seq >= receipt.seq).collect();
    (receipt, found)
}

#[test]
fn a_journal_in_which_one_slip_of_five_is_missing_is_found() {
    each(|w| {
        let (mix, found) = forged(w, 5, 5);
        let of_custody = found.iter().any(|(seq, rule)| *seq == mix.seq && rule.starts_with('C'));
        assert!(!of_custody, "with five it is clean: {found:?}");
    });
    for (named, rule) in [(5, "C5"), (4, "C1")] {
        each(|w| {
            let (mix, found) = forged(w, 4, named);
            assert!(found.contains(&(mix.seq, rule.to_owned())), "{named} named, {rule}: {found:?}");
        });
    }
}

/// What the journal says of where parcels came from and who sold them, read without the tables.
#[derive(Default)]
struct Lineage {
    made_of: BTreeMap<i64, Vec<i64>>,
    offered: BTreeMap<PurchaseId, Slip>,
    /// The parcels of each sale by its number.
    sales: BTreeMap<i64, Vec<i64>>,
}

impl Lineage {
    fn read(&mut self, event: Event) {
        match event {
            Event::ParcelCombined(ParcelCombined(e)) | Event::ParcelSplit(ParcelSplit(e)) | Event::ParcelSorted(ParcelSorted(e)) => {
                self.made_of.extend(e.outputs.iter().map(|p| (p.no, e.inputs.clone())));
            }
            Event::PurchaseOffered(e) => drop(self.offered.insert(e.slip.purchase, e.slip)),
            Event::PurchaseRecorded(e) => self.sold(&e.slip),
            Event::PurchaseAccepted(e) => {
                let slip = self.offered.remove(&e.purchase).unwrap();
                self.sold(&slip);
            }
            _ => {}
        }
    }

    fn sold(&mut self, slip: &Slip) {
        self.sales.insert(slip.no, slip.items.iter().map(|i| i.parcel_no).collect());
    }

    /// The numbers of the sales before one of some parcels, of these parcels and of all they were made from.
    fn behind(&self, no: i64, parcels: Vec<i64>) -> Vec<i64> {
        let (mut seen, mut open) = (BTreeSet::new(), parcels);
        while let Some(parcel) = open.pop() {
            if seen.insert(parcel) {
                open.extend(self.made_of.get(&parcel).into_iter().flatten());
            }
        }
        let of_these = |items: &[i64]| items.iter().any(|item| seen.contains(item));
        self.sales.range(..no).filter(|(_, items)| of_these(items)).map(|(no, _)| *no).collect()
    }
}

#[test]
fn in_random_histories_the_slips_of_every_sale_are_those_of_its_lineage() {
    let dir = scratch_dir("slips");
    let (mut looked, mut several) = (0, 0);
    let mut judge = |url: &str, seed: u64| {
        let w = crate::conservation::played(url, seed);
        let mut lineage = Lineage::default();
        w.read(|rx| entries_after(rx, 0, 100_000)).into_iter().for_each(|(_, stored)| lineage.read(stored.unwrap().entry.event));
        for sale in w.read(|rx| purchases(rx, Reach::All, &PurchaseFilter::default(), None, 10_000)) {
            let items = w.read(|rx| purchase_items(rx, sale.id)).into_iter().map(|i| i.parcel_no).collect();
            let told: Vec<i64> = w.read(|rx| earlier_slips(rx, &sale, 10_000)).into_iter().map(|slip| slip.no).collect();
            assert_eq!(told, lineage.behind(sale.no, items), "seed {seed}, sale {}", sale.no);
            (looked, several) = (looked + 1, several + usize::from(told.len() > 1));
        }
    };
    for seed in 1..=8 {
        judge(&format!("sqlite:{}", dir.join(format!("{seed}.sqlite")).display()), seed);
    }
    if let Some(url) = fresh_tables() {
        judge(&url, 1);
    }
    let _ = std::fs::remove_dir_all(&dir);
    println!("{looked} sales, {several} with several slips");
    assert!(looked > 20 && several > 3, "{looked} {several}");
}
