//! What controls cost: `cargo bench --bench controls`.
//!
//! A year of 200,000 production entries (`PLACER_BENCH_ENTRIES` sets another number) of 5,000 sites, ten offices and forty who
//! write down, each second parcel sold to one of fifty dealers. Then all controls look at everything, and at one new entry
//! and one new sale at a time. Nothing is asserted: the figures are printed for a reader.

#![expect(clippy::unwrap_used, reason = "a benchmark stops where something is wrong")]

#[expect(dead_code, reason = "other benchmarks use the rest")]
mod history;

use history::{Maker, facts, holder, register, site, timed};
use placer::domain::event::*;
use placer::domain::ids::*;
use placer::domain::money::{Currency, Money, RateE6};
use placer::domain::quantity::Mass;
use placer::domain::role::Role;
use placer::domain::time::Day;
use placer::service::App;
use placer::store::db::{Db, Tx};
use placer::store::error::StoreError;
use std::time::Duration;

struct Made {
    pits: Vec<(PartyId, LicenceId, SiteId, OfficeId, AccountId)>,
    dealers: Vec<(PartyId, LicenceId, SlipBookId)>,
    sold: i64,
}

fn cast(m: &mut Maker, tx: &mut Tx<'_>) -> Made {
    let author = m.author.clone();
    m.event(tx, AccountCreated { account: author.account, role: author.role, office: None, party: None });
    let offices: Vec<OfficeId> = (1..=10)
        .map(|no| {
            let office = m.id();
            m.event(tx, OfficeOpened { office, no, code: format!("O{no}"), name: format!("Office {no}"), areas: vec!["*".into()] });
            office
        })
        .collect();
    let writers: Vec<AccountId> = (0..40).map(|_| m.id()).collect();
    let pits = (1..=5_000_usize)
        .map(|n| {
            let no = i64::try_from(n).unwrap();
            let (party, licence) = holder(m, tx, no, Role::Miner, "artisanal");
            (party, licence, site(m, tx, no, licence), offices[n % 10], writers[n % 40])
        })
        .collect();
    let dealers = (1..=50_i64)
        .map(|n| {
            let (party, licence) = holder(m, tx, 10_000 + n, Role::Dealer, "dealer");
            let book = m.id();
            let prefix = format!("B{n}-");
            m.event(tx, SlipBookIssued { book, no: n, holder: party, office: None, prefix, first: 1, last: 100_000, width: 6 });
            (party, licence, book)
        })
        .collect();
    Made { pits, dealers, sold: 0 }
}

fn dig(m: &mut Maker, tx: &mut Tx<'_>, made: &Made, on: Day) -> (usize, NewParcel) {
    let n = usize::try_from(m.ids.next_u64() % 5_000).unwrap();
    let (party, licence, site, office, account) = made.pits[n];
    let mct = 300 + i64::try_from(m.ids.next_u64() % 1_700).unwrap();
    let parcel = m.new_parcel(mct, 2);
    let facts = ProductionFacts { on, stones: 2, ..facts(licence, site, Mass::new(mct).unwrap()) };
    m.event_by(tx, account, ProductionRecorded { parcel: parcel.clone(), holder: party, office: Some(office), test: false, facts });
    (n, parcel)
}

fn sell(m: &mut Maker, tx: &mut Tx<'_>, made: &mut Made, (n, parcel): (usize, NewParcel), on: Day) {
    made.sold += 1;
    let (seller, seller_licence, ..) = made.pits[n];
    let (buyer, buyer_licence, book) = made.dealers[n % 50];
    let item = SlipItem { parcel_no: parcel.no, weight_mct: parcel.weight_mct, stones: parcel.stones };
    let weighed = vec![Weighed { parcel_no: parcel.no, weight_mct: parcel.weight_mct, stones: parcel.stones }];
    let slip = Slip {
        purchase: m.id(),
        no: made.sold,
        book,
        serial: format!("B{}-{:06}", n % 50 + 1, made.sold),
        check_code: format!("C{:08}", made.sold),
        seller,
        seller_licence,
        buyer,
        buyer_licence,
        agent: None,
        items: vec![item],
        price: Money { minor: 10_000, currency: Currency::USD },
        rate_e6: RateE6(1_000_000),
        usd_cents: parcel.weight_mct.mct() * 15,
        payment: "cash".into(),
        payment_reference: None,
        place: None,
        on,
        test: false,
    };
    m.event(tx, PurchaseRecorded { slip, weighed });
}

/// A year by day, in transactions of one day.
fn year(app: &App, m: &mut Maker, entries: usize) -> Made {
    let mut made = app.db.write(m.now, |tx| -> Result<_, StoreError> { Ok(cast(m, tx)) }).unwrap();
    let last = m.now.day();
    for back in (0..365_u64).rev() {
        let on = last.checked_sub_days(chrono::Days::new(back)).unwrap();
        app.db
            .write(m.now, |tx| -> Result<_, StoreError> {
                for i in 0..entries / 365 {
                    let dug = dig(m, tx, &made, on);
                    if i % 2 == 0 {
                        sell(m, tx, &mut made, dug, on);
                    }
                }
                Ok(())
            })
            .unwrap();
        eprint!("\r{} days left ", back);
    }
    eprintln!();
    made
}

/// The most memory that the process had since it was last asked, in megabytes.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or("0");
    line.split_whitespace().next().and_then(|n| n.parse::<u64>().ok()).unwrap_or(0) / 1_024
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1_000.0
}

fn main() {
    let entries: usize = std::env::var("PLACER_BENCH_ENTRIES").ok().and_then(|n| n.parse().ok()).unwrap_or(200_000);
    let dir = std::env::temp_dir().join(format!("placer-bench-controls-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    let (app, mut m) = register(Db::open(&format!("sqlite:{}", dir.join("placer.sqlite").display())).unwrap());
    let (took, mut made) = timed(|| year(&app, &mut m, entries));
    println!("{entries} entries and {} sales made in {:.1} s", made.sold, took.as_secs_f64());
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let before = peak_mb();
    let (took, step) = timed(|| {
        app.look_at_everything(m.now).unwrap();
        app.look(m.now).unwrap()
    });
    println!(
        "all controls over everything: {:.1} s for {} things, {} sightings; memory {} MB, {} MB before (wanted: 60 s, 500 MB)",
        took.as_secs_f64(),
        step.looked_at,
        step.seen,
        peak_mb(),
        before
    );
    let on = m.now.day();
    let (mut base, mut dug, mut bought) = (Vec::new(), Vec::new(), Vec::new());
    let now = m.now;
    for _ in 0..51 {
        let parcel = app.db.write(m.now, |tx| -> Result<_, StoreError> { Ok(dig(&mut m, tx, &made, on)) }).unwrap();
        dug.push(timed(|| app.look(m.now).unwrap()).0);
        let sale = |tx: &mut Tx<'_>| -> Result<(), StoreError> {
            sell(&mut m, tx, &mut made, parcel, on);
            Ok(())
        };
        base.push(timed(|| app.db.write(now, sale).unwrap()).0);
        bought.push(timed(|| app.look(m.now).unwrap()).0);
    }
    let (base, dug, bought) = (median(base), median(dug), median(bought));
    println!("a durable sale, unchecked: {base:.2} ms");
    println!(
        "controls after one entry: {dug:.2} ms = {:.1} sales; after one sale: {bought:.2} ms = {:.1} sales (wanted: 5)",
        dug / base,
        bought / base
    );
    let _ = std::fs::remove_dir_all(&dir);
}
