//! How long `placer verify` takes and how much memory, over a register of a million entries: `cargo bench --bench verify`.
//!
//! The register is made by plain events (`PLACER_BENCH_ENTRIES` sets another size): production, offers and acceptances,
//! mixes, sortings, recorded sales, weighings, corrections, shipments and certificates. `PLACER_BENCH_DATABASE` names a
//! database to make it in, or to use again where it is there; without it a file is made and removed. Each check is the
//! program itself in a process of its own; its memory is the most that the system ever saw of it. The baseline is a raw
//! read of all rows of the journal with a hash of each. Nothing is asserted: the figures are printed for a reader.

#![expect(clippy::unwrap_used, reason = "a benchmark stops where something is wrong")]

mod history;

use history::{Maker, certify, day, facts, holder, mix, production, register, site, timed};
use placer::domain::event::*;
use placer::domain::ids::*;
use placer::domain::money::{Currency, Money, RateE6};
use placer::domain::quantity::Mass;
use placer::domain::role::Role;
use placer::domain::seal::{KEY_BYTES, KeyRing, SealKey};
use placer::store::db::{Db, Tx};
use placer::store::error::StoreError;
use placer::store::journal::journal_size;
use placer::store::sealing::Keys;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Production parcels that go into one certificate.
const DUG: usize = 200;

type Holder = (PartyId, LicenceId);

struct Trade {
    miners: Vec<(Holder, SiteId)>,
    dealer: Holder,
    exporter: Holder,
    officer: AccountId,
    book: SlipBookId,
    slips: i64,
    blocks: i64,
    numbers: i64,
}

impl Trade {
    fn begin(m: &mut Maker, tx: &mut Tx<'_>) -> Self {
        let author = m.author.clone();
        m.event(tx, AccountCreated { account: author.account, role: author.role, office: None, party: None });
        let (dealer, exporter) = (holder(m, tx, 1, Role::Dealer, "dealer"), holder(m, tx, 2, Role::Exporter, "exporter"));
        let (officer, book) = (m.id(), m.id());
        m.event(
            tx,
            SlipBookIssued { book, no: 1, holder: dealer.0, office: None, prefix: "B-".into(), first: 1, last: 9_999_999, width: 7 },
        );
        Self { miners: Vec::new(), dealer, exporter, officer, book, slips: 0, blocks: 0, numbers: 2 }
    }

    fn miner(&mut self, m: &mut Maker, tx: &mut Tx<'_>) {
        self.numbers += 1;
        let party = holder(m, tx, self.numbers, Role::Miner, "artisanal");
        let site = site(m, tx, self.numbers, party.1);
        self.miners.push((party, site));
    }

    fn slip(&mut self, m: &mut Maker, seller: Holder, buyer: Holder, parcels: &[NewParcel]) -> Slip {
        self.slips += 1;
        let item = |p: &NewParcel| SlipItem { parcel_no: p.no, weight_mct: p.weight_mct, stones: p.stones };
        Slip {
            purchase: m.id(),
            no: self.slips,
            book: self.book,
            serial: format!("B-{:07}", self.slips),
            check_code: format!("C{}", self.slips),
            seller: seller.0,
            seller_licence: seller.1,
            buyer: buyer.0,
            buyer_licence: buyer.1,
            agent: None,
            items: parcels.iter().map(item).collect(),
            price: Money { minor: 10_000, currency: Currency::USD },
            rate_e6: RateE6(1_000_000),
            usd_cents: 10_000,
            payment: "cash".into(),
            payment_reference: None,
            place: Some("Koidu".into()),
            on: day("2026-04-01"),
            test: false,
        }
    }

    /// Two parcels from one miner, offered, weighed and accepted.
    fn bought(&mut self, m: &mut Maker, tx: &mut Tx<'_>, lighter: bool) -> Vec<NewParcel> {
        let lately = self.miners.len().min(400);
        let ((party, licence), site) = self.miners[self.miners.len() - 1 - usize::try_from(m.ids.next_u64()).unwrap() % lately];
        let mut dug: Vec<NewParcel> = (0..2).map(|_| production(m, tx, party, licence, site)).collect();
        let (dealer, expires_at) = (self.dealer, m.now.plus_hours(48).unwrap());
        let slip = self.slip(m, (party, licence), dealer, &dug);
        let purchase = slip.purchase;
        m.event(tx, PurchaseOffered { slip, expires_at });
        if lighter {
            dug[0].weight_mct = Mass::new(dug[0].weight_mct.mct() - 1).unwrap();
        }
        let weighed = dug.iter().map(|p| Weighed { parcel_no: p.no, weight_mct: p.weight_mct, stones: p.stones }).collect();
        m.event(tx, PurchaseAccepted { purchase, weighed });
        dug
    }

    fn sorted(&mut self, m: &mut Maker, tx: &mut Tx<'_>, lot: &NewParcel) -> Vec<NewParcel> {
        let (mct, stones) = (lot.weight_mct.mct(), lot.stones);
        let parts = [(mct / 2, stones / 2), (mct / 3, stones / 3), (mct - mct / 2 - mct / 3, stones - stones / 2 - stones / 3)];
        let outputs: Vec<NewParcel> = parts.iter().map(|(mct, stones)| m.new_parcel(*mct, *stones)).collect();
        m.event(
            tx,
            ParcelSorted(Rework {
                holder: self.dealer.0,
                inputs: vec![lot.no],
                outputs: outputs.clone(),
                loss_mct: Mass::ZERO,
                loss_reason: None,
                stones_change: 0,
                test: false,
            }),
        );
        outputs
    }

    /// A reading of the book that is put right after the parcel was sold.
    fn corrected(&mut self, m: &mut Maker, tx: &mut Tx<'_>) {
        let ((party, licence), site) = self.miners[self.miners.len() - 1];
        let parcel = m.new_parcel(500, 1);
        let was = facts(licence, site, parcel.weight_mct);
        let seq = m.event(tx, ProductionRecorded { parcel: parcel.clone(), holder: party, office: None, test: false, facts: was.clone() });
        let now = ProductionFacts { weight_mct: Mass::new(505).unwrap(), ..was.clone() };
        let change = CorrectionChange::Production { parcel_no: parcel.no, was: Box::new(was), now: Box::new(now) };
        let correction = m.id();
        m.event(
            tx,
            CorrectionProposed { correction, no: self.blocks / 8 + 1, corrects_seq: seq, office: None, change, reason: "misread".into() },
        );
        m.event_by(tx, self.officer, CorrectionDecided { correction, approved: true, reason: None });
    }

    /// From the pits to a certificate.
    fn block(&mut self, m: &mut Maker, tx: &mut Tx<'_>) {
        (0..4).for_each(|_| self.miner(m, tx));
        if self.blocks % 8 == 0 {
            self.corrected(m, tx);
        }
        let mut lots = Vec::new();
        for n in 0..DUG / 10 {
            let ten: Vec<NewParcel> = (0..5).flat_map(|at| self.bought(m, tx, at == 0)).collect();
            let lot = mix(m, tx, self.dealer.0, &ten);
            if n % 4 == 0 {
                lots.extend(self.sorted(m, tx, &lot));
            } else {
                lots.push(lot);
            }
        }
        for parcels in lots.chunks(3) {
            let (dealer, exporter) = (self.dealer, self.exporter);
            let slip = self.slip(m, dealer, exporter, parcels);
            let weighed = parcels.iter().map(|p| Weighed { parcel_no: p.no, weight_mct: p.weight_mct, stones: p.stones }).collect();
            m.event(tx, PurchaseRecorded { slip, weighed });
        }
        let mut whole = mix(m, tx, self.exporter.0, &lots);
        let after_mct = Mass::new(whole.weight_mct.mct() - 3).unwrap();
        let (before_mct, stones) = (whole.weight_mct, whole.stones);
        let (parcel, parcel_no) = (whole.parcel, whole.no);
        let reason = "cleaned".into();
        m.event(tx, ParcelReweighed { parcel, parcel_no, before_mct, after_mct, stones_before: stones, stones_after: stones, reason });
        whole.weight_mct = after_mct;
        self.blocks += 1;
        certify(m, tx, self.blocks, self.exporter, &whole, self.officer);
    }
}

fn grown(url: &str, ring: KeyRing, entries: i64) {
    let (app, mut m) = register(Db::open(url).unwrap().with_keys(Keys::of(ring)));
    let mut trade = app.db.write(m.now, |tx| -> Result<_, StoreError> { Ok(Trade::begin(&mut m, tx)) }).unwrap();
    loop {
        let size = app.db.read(journal_size).unwrap();
        eprint!("\r{size} of {entries} entries");
        if size >= entries {
            eprintln!();
            return;
        }
        let several = |tx: &mut Tx<'_>| -> Result<(), StoreError> {
            (0..10).for_each(|_| trade.block(&mut m, tx));
            Ok(())
        };
        app.db.write("2026-05-02T08:00:00Z".parse().unwrap(), several).unwrap();
    }
}

/// Lays the keys of personal details where the program looks for them.
fn keys(folder: &Path) -> KeyRing {
    let ring = KeyRing::new(SealKey::new([41; KEY_BYTES]), Vec::new());
    std::fs::create_dir_all(folder).unwrap();
    let file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(folder.join("details.key"));
    file.unwrap().write_all(ring.written().as_bytes()).unwrap();
    ring
}

/// Every row of the journal, each hashed, and nothing else.
fn raw(db: &Db) -> Duration {
    let (took, read) = timed(|| {
        db.read_apart(|rx| -> Result<i64, StoreError> {
            let mut bytes = 0;
            placer::store::backup::each_row(rx, "journal", |_, row| {
                bytes += i64::from(placer::domain::entry::sha256(&[row.as_bytes()])[0]) + 1;
                Ok::<_, StoreError>(())
            })?;
            Ok(bytes)
        })
    });
    assert!(read.unwrap() > 0);
    took
}

/// The most memory that a process ever had, in kilobytes, as far as the system tells.
fn most_kb(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().strip_suffix(" kB")?.trim().parse().ok()
}

/// Runs the program's check, and gives how long it took and its memory.
fn checked(args: &[&str]) -> (Duration, u64) {
    let (took, most) = timed(|| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_placer"));
        let mut child = command.arg("verify").args(args).stderr(Stdio::null()).spawn().unwrap();
        let mut most = 0;
        loop {
            most = most_kb(child.id()).unwrap_or(0).max(most);
            if let Some(ended) = child.try_wait().unwrap() {
                assert!(ended.success(), "the register is sound");
                return most;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    (took, most)
}

fn report(what: &str, (took, kb): (Duration, u64), base: Duration) {
    let ratio = took.as_secs_f64() / base.as_secs_f64();
    println!("{what}: {:.1} s, at most {} MB, {ratio:.1} times the raw read", took.as_secs_f64(), kb.div_ceil(1024));
}

fn main() {
    let entries: i64 = std::env::var("PLACER_BENCH_ENTRIES").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let dir = std::env::temp_dir().join(format!("placer-bench-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    let url = std::env::var("PLACER_BENCH_DATABASE").unwrap_or_else(|_| format!("sqlite:{}", dir.join("placer.sqlite").display()));
    let ring = keys(&dir.join("keys"));
    if Db::open_existing(&url).is_err() {
        println!("register made in {:.0} s", timed(|| grown(&url, ring, entries)).0.as_secs_f64());
    }
    let db = Db::open_existing(&url).unwrap();
    println!("{} entries", db.read(journal_size).unwrap());
    let mut bases: Vec<Duration> = (0..3).map(|_| raw(&db)).collect();
    bases.sort();
    println!("raw read of the journal with a hash of each row: {:.1} s", bases[1].as_secs_f64());
    drop(db);
    let (keys, scratch, kept) = (dir.join("keys"), dir.clone(), dir.join("kept"));
    let [keys, scratch, kept] = [keys, scratch, kept].map(|p| p.display().to_string());
    let common = ["--database", &url, "--keys", &keys, "--scratch", &scratch];
    report("whole check", checked(&common), bases[1]);
    report("whole check that keeps its tables", checked(&[&common[..], &["--keep", &kept]].concat()), bases[1]);
    report("check from the kept tables on", checked(&[&common[..], &["--since", &kept]].concat()), bases[1]);
    let _ = std::fs::remove_dir_all(&dir);
}
