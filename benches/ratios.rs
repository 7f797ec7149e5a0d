//! Ratios of what people wait for to a baseline in the same run: `cargo bench --bench ratios`.
//!
//! A history of 100,000 production parcels is made by plain events (`PLACER_BENCH_PARCELS` sets another
//! number), mixed twice and certified; each figure is the median of several interleaved runs. Nothing is
//! asserted: the figures are printed for a reader.

#![expect(clippy::unwrap_used, missing_docs, reason = "a benchmark stops where something is wrong, and makes tables by a macro")]

use diesel::prelude::*;
use placer::domain::access::{AccountRole, Actor, Reach};
use placer::domain::author::Via;
use placer::domain::code;
use placer::domain::entry::sha256_hex;
use placer::domain::event::*;
use placer::domain::geo::{Position, Shape};
use placer::domain::ids::*;
use placer::domain::jurisdiction::{PaymentMethod, Profile};
use placer::domain::money::{Currency, Money, RateE6};
use placer::domain::parcel::parcel_code;
use placer::domain::quantity::Mass;
use placer::domain::role::Role;
use placer::domain::time::{Day, Instant};
use placer::edge::Seeded;
use placer::service::proof::Proof;
use placer::service::purchase::{RecordPurchase, SaleTerms, WeighedParcel};
use placer::service::setup::{Layers, open};
use placer::service::{Act, App, Entropy};
use placer::store::certificate::{certificate_by_number, shipment_composition};
use placer::store::db::{Db, Tx};
use placer::store::journal::{Heading, append};
use placer::store::trace::{Ask, certificate_trace};
use std::time::{Duration, Instant as Clock};

const COUNTRY: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Sierra Leone","code":"SL"},
"geometry":{"type":"Polygon","coordinates":[[[-13,6],[-10,6],[-10,10],[-13,10],[-13,6]]]}}]}"#;

diesel::table! {
    source (parcel_no) {
        parcel_no -> BigInt,
        kind -> Text,
        holder_id -> Text,
        site_id -> Nullable<Text>,
        licence_id -> Nullable<Text>,
        on_day -> Text,
        stones -> BigInt,
        weight_mct -> BigInt,
        flags -> Text,
        facts -> Text,
        office_id -> Nullable<Text>,
        account_id -> Text,
        test -> BigInt,
        seq -> BigInt,
        corrected_seq -> Nullable<BigInt>,
    }
}
diesel::table! {
    one_row (n) {
        n -> BigInt,
        text -> Text,
    }
}

type SourceRow =
    (i64, String, String, Option<String>, Option<String>, String, i64, i64, String, String, Option<String>, String, i64, i64, Option<i64>);

struct Maker {
    ids: Seeded,
    now: Instant,
    author: Actor,
    next_no: i64,
}

impl Maker {
    fn id<T: From<uuid::Uuid>>(&mut self) -> T {
        T::from(self.ids.id())
    }
    fn event(&mut self, tx: &mut Tx<'_>, event: impl Into<Event>) {
        let author = self.author.account;
        self.event_by(tx, author, event);
    }
    fn event_by(&mut self, tx: &mut Tx<'_>, account: AccountId, event: impl Into<Event>) {
        let heading = Heading {
            id: self.id(),
            occurred_at: self.now,
            account,
            office: None,
            device: None,
            via: Via::Console,
            signed: None,
            idempotency_key: self.ids.id().to_string(),
            request_hash: String::new(),
        };
        append(tx, heading, event.into()).unwrap();
    }
    fn new_parcel(&mut self, mct: i64, stones: i64) -> NewParcel {
        let no = self.next_no;
        self.next_no += 1;
        NewParcel { parcel: self.id(), no, weight_mct: Mass::new(mct).unwrap(), stones, hs: HsCode::Unsorted, class: None }
    }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A party with a role and a licence of a type.
fn holder(m: &mut Maker, tx: &mut Tx<'_>, n: i64, role: Role, kind: &str) -> (PartyId, LicenceId) {
    let party = m.id();
    let facts = PartyFacts {
        kind: PartyKind::Organisation,
        roles: vec![role],
        office: None,
        supporter: None,
        details_digest: "0".into(),
        reference: None,
    };
    m.event(tx, PartyRegistered { party, no: n, code: code::make("SLE", n), facts });
    let licence = m.id();
    let terms = LicenceTerms {
        kind: kind.into(),
        holder: party,
        office: None,
        issued_on: day("2026-01-01"),
        starts_on: day("2026-01-01"),
        ends_on: day("2026-12-31"),
        area: None,
        area_m2: None,
        fee: None,
        receipt: None,
        workers_max: None,
        depth_max_dm: None,
        documents: vec![],
        conditions: None,
        renews: None,
        reference: None,
    };
    m.event(tx, LicenceIssued { licence, no: n, number: format!("L/{n}"), terms });
    (party, licence)
}

fn site(m: &mut Maker, tx: &mut Tx<'_>, n: i64, licence: LicenceId) -> SiteId {
    let id = m.id();
    let step = i32::try_from(n).unwrap() * 3_000;
    let centre = Position::new(-120_000_000 + step, 80_000_000).unwrap();
    let facts = SiteFacts {
        name: format!("Pit {n}"),
        licence: Some(licence),
        office: None,
        shape: Shape::Point(centre),
        centre,
        area_m2: None,
        accuracy_m: Some(5),
        obtained: Obtained::Gps,
        surveyed_on: None,
        surveyor: None,
        deposit: None,
        admin_code: None,
        admin_name: None,
        locality: None,
        border_m: None,
        flags: vec![],
        reference: None,
    };
    m.event(tx, SiteRegistered { site: id, no: n, code: code::make("S", n), facts });
    id
}

fn production(m: &mut Maker, tx: &mut Tx<'_>, holder: PartyId, licence: LicenceId, site: SiteId) -> NewParcel {
    let mct = 40 + i64::try_from(m.ids.next_u64() % 900).unwrap();
    let parcel = m.new_parcel(mct, 1);
    let facts = ProductionFacts {
        site,
        licence,
        on: day("2026-03-01"),
        stones: 1,
        weight_mct: parcel.weight_mct,
        largest_mct: None,
        classes: vec![],
        diggers: Some(5),
        gravel_dm3: Some(1_000),
        days_worked: None,
        page: None,
        position: None,
        accuracy_m: None,
        flags: vec![],
        late_reason: None,
    };
    m.event(tx, ProductionRecorded { parcel: parcel.clone(), holder, office: None, test: false, facts });
    parcel
}

fn mix(m: &mut Maker, tx: &mut Tx<'_>, holder: PartyId, inputs: &[NewParcel]) -> NewParcel {
    let mct = inputs.iter().map(|p| p.weight_mct.mct()).sum();
    let output = m.new_parcel(mct, inputs.iter().map(|p| p.stones).sum());
    let rework = Rework {
        holder,
        inputs: inputs.iter().map(|p| p.no).collect(),
        outputs: vec![output.clone()],
        loss_mct: Mass::ZERO,
        loss_reason: None,
        stones_change: 0,
        test: false,
    };
    m.event(tx, ParcelCombined(rework));
    output
}

fn certify(m: &mut Maker, tx: &mut Tx<'_>, n: i64, holder: (PartyId, LicenceId), parcel: &NewParcel, officer: AccountId) {
    let seal = format!("Z{n}");
    m.event(tx, ParcelSealed { parcel: parcel.parcel, parcel_no: parcel.no, seal: seal.clone() });
    let (shipment, certificate) = (m.id(), m.id());
    let importer = Importer { name: "Importer".into(), address: "Address".into(), country: "BE".into() };
    let packed = ShipmentParcel {
        parcel_no: parcel.no,
        weight_mct: parcel.weight_mct,
        stones: parcel.stones,
        hs: HsCode::Unsorted,
        seal,
        value_usd_cents: 100,
    };
    let (exporter, licence) = holder;
    let code = code::make("E", n);
    m.event(
        tx,
        ShipmentPrepared { shipment, no: n, code, exporter, licence, importer: importer.clone(), parcels: vec![packed], test: false },
    );
    let signed = CertificateProposed { shipment, expires_on: day("2026-07-01"), unestablished_reason: None, signed_digest: "0".repeat(64) };
    m.event_by(tx, officer, signed);
    let composition_digest = sha256_hex(&[&shipment_composition(tx, shipment).unwrap().encode()]);
    m.event(
        tx,
        CertificateIssued {
            certificate,
            no: n,
            number: format!("SL {n:06}"),
            shipment,
            proposed_by: officer,
            issued_on: day("2026-05-02"),
            expires_on: day("2026-07-01"),
            exporter,
            importer,
            origins: vec!["SL".into()],
            mixed: false,
            weight_mct: parcel.weight_mct,
            stones: parcel.stones,
            value_usd_cents: 100,
            parcels: 1,
            lines: vec![],
            unestablished_mct: Mass::ZERO,
            unestablished_reason: None,
            composition_digest,
        },
    );
}

/// 3,500 production parcels a certificate: mixed by 25, then by 14, then by 10.
fn history(app: &App, m: &mut Maker, parcels: usize) -> (PartyId, LicenceId, Vec<SiteId>) {
    let (first, sites) = app
        .db
        .write(m.now, |tx| -> Result<_, placer::store::error::StoreError> {
            let author = m.author.clone();
            m.event(tx, AccountCreated { account: author.account, role: author.role, office: None, party: None });
            let first = holder(m, tx, 1, Role::Exporter, "exporter");
            let sites = (1..=300).map(|n| site(m, tx, n, first.1)).collect::<Vec<_>>();
            Ok((first, sites))
        })
        .unwrap();
    let officer = m.id();
    for n in 1..=parcels / 3_500 {
        app.db
            .write(m.now, |tx| -> Result<_, placer::store::error::StoreError> {
                let mut thirds = Vec::new();
                for _ in 0..10 {
                    let mut mixes = Vec::new();
                    for _ in 0..14 {
                        let at = |m: &mut Maker| sites[usize::try_from(m.ids.next_u64() % 300).unwrap()];
                        let dug: Vec<NewParcel> = (0..25)
                            .map(|_| {
                                let s = at(m);
                                production(m, tx, first.0, first.1, s)
                            })
                            .collect();
                        mixes.push(mix(m, tx, first.0, &dug));
                    }
                    thirds.push(mix(m, tx, first.0, &mixes));
                }
                let whole = mix(m, tx, first.0, &thirds);
                certify(m, tx, i64::try_from(n).unwrap(), first, &whole, officer);
                Ok(())
            })
            .unwrap();
        eprint!("\r{} of {parcels} production parcels", n * 3_500);
    }
    eprintln!();
    (first.0, first.1, sites)
}

fn timed<T>(f: impl FnOnce() -> T) -> (Duration, T) {
    let begun = Clock::now();
    let value = f();
    (begun.elapsed(), value)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn report(what: &str, ours: Vec<Duration>, base: Vec<Duration>, inverse: bool, target: &str) {
    let (ours, base) = (median(ours), median(base));
    let ratio = if inverse { base.as_secs_f64() / ours.as_secs_f64() } else { ours.as_secs_f64() / base.as_secs_f64() };
    println!("{what}: {ratio:.2} (target {target}); medians {:.2} ms against {:.2} ms", ours.as_secs_f64() * 1e3, base.as_secs_f64() * 1e3);
}

fn trace(app: &App, path: &str) {
    let certificate = app.db.read(|rx| certificate_by_number(rx, "SL 000001")).unwrap().unwrap();
    let mut raw = SqliteConnection::establish(path).unwrap();
    let today = day("2026-06-01");
    let ask = |chain| Ask { chain, ..Ask::whole(today, Reach::All) };
    let whole = app.db.read(|rx| certificate_trace(rx, &certificate, &ask(None))).unwrap();
    let nos: Vec<i64> = app.db.read(|rx| placer::store::certificate::certificate_parts(rx, 1)).unwrap().1.iter().map(|p| p.0).collect();
    println!("a certificate of {} production parcels", nos.len());
    drop(whole);
    let read_raw = |raw: &mut SqliteConnection| {
        raw.transaction::<_, diesel::result::Error, _>(|c| {
            let mut sum = 0;
            for no in &nos {
                let row: SourceRow = source::table.find(no).get_result(c)?;
                sum += row.7;
            }
            Ok(sum)
        })
        .unwrap()
    };
    let read_chunks = |raw: &mut SqliteConnection| {
        raw.transaction::<_, diesel::result::Error, _>(|c| {
            let mut rows: Vec<SourceRow> = Vec::new();
            for chunk in nos.chunks(500) {
                rows.extend(source::table.filter(source::parcel_no.eq_any(chunk)).load::<SourceRow>(c)?);
            }
            Ok(rows.iter().map(|r| r.7).sum::<i64>())
        })
        .unwrap()
    };
    assert_eq!(read_raw(&mut raw), read_chunks(&mut raw));
    let (mut base, mut chunks, mut plain, mut chain) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..9 {
        base.push(timed(|| read_raw(&mut raw)).0);
        chunks.push(timed(|| read_chunks(&mut raw)).0);
        plain.push(timed(|| app.db.read(|rx| certificate_trace(rx, &certificate, &ask(None))).unwrap()).0);
        chain.push(timed(|| app.db.read(|rx| certificate_trace(rx, &certificate, &ask(Some(20_000)))).unwrap()).0);
    }
    report("trace: sites, carats, production rows / raw read of those rows", plain.clone(), base.clone(), false, "<= 1.5");
    report("the same / raw read of those rows, 500 at once", plain, chunks, false, "none set");
    report("trace with the whole chain / raw read of the production rows", chain, base, false, "none set");
}

fn purchases(app: &App, m: &mut Maker, path: &str, sites: &[SiteId]) {
    let runs = 400;
    let (buyer, dug) = app
        .db
        .write(m.now, |tx| -> Result<_, placer::store::error::StoreError> {
            let seller = holder(m, tx, 2, Role::Miner, "artisanal");
            let buyer = holder(m, tx, 3, Role::Dealer, "dealer");
            let dug: Vec<NewParcel> = (0..runs).map(|_| production(m, tx, seller.0, seller.1, sites[0])).collect();
            let book = m.id();
            m.event(
                tx,
                SlipBookIssued { book, no: 1, holder: buyer.0, office: None, prefix: "B-".into(), first: 1, last: 5_000, width: 5 },
            );
            Ok((buyer.0, dug))
        })
        .unwrap();
    let account = m.id();
    let actor = Actor { account, role: AccountRole::Buyer, office: None, party: Some(buyer) };
    app.db
        .write(m.now, |tx| -> Result<_, placer::store::error::StoreError> {
            m.event(tx, AccountCreated { account, role: actor.role, office: None, party: actor.party });
            Ok(())
        })
        .unwrap();
    let mut raw = SqliteConnection::establish(&format!("{path}.raw")).unwrap();
    diesel::connection::SimpleConnection::batch_execute(
        &mut raw,
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE one_row (n INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;",
    )
    .unwrap();
    let (mut base, mut ours) = (Vec::new(), Vec::new());
    for (n, parcel) in dug.iter().enumerate() {
        let n = i64::try_from(n).unwrap();
        let text = "x".repeat(400);
        base.push(
            timed(|| diesel::insert_into(one_row::table).values((one_row::n.eq(n), one_row::text.eq(&text))).execute(&mut raw).unwrap()).0,
        );
        let command = RecordPurchase {
            serial: None,
            seller_licence: "L/2".into(),
            buyer_licence: Some("L/3".into()),
            weighed: vec![WeighedParcel { parcel: parcel_code(parcel.no), weight_mct: parcel.weight_mct, stones: parcel.stones }],
            terms: SaleTerms {
                price: Money { minor: 10_000, currency: Currency::USD },
                rate_e6: Some(RateE6(1_000_000)),
                payment: PaymentMethod::Cash,
                payment_reference: None,
                agent: None,
                place: None,
                on: day("2026-05-02"),
            },
        };
        let key = m.ids.id().to_string();
        let entropy = Box::new(Seeded::new(m.ids.next_u64()));
        let mut act = Act { actor: actor.clone(), now: m.now, occurred_at: None, device: None, key, entropy, proof: Proof::AtServer };
        ours.push(timed(|| app.submit(&mut act, &command).unwrap()).0);
    }
    report("durable checked purchases per second / one-row inserts per second", ours, base, true, ">= 0.5");
}

fn main() {
    let parcels: usize = std::env::var("PLACER_BENCH_PARCELS").ok().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let dir = std::env::temp_dir().join(format!("placer-bench-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    let path = dir.join("placer.sqlite").display().to_string();
    let now: Instant = "2026-05-02T08:00:00Z".parse().unwrap();
    let layers = Layers { country: COUNTRY.into(), areas: r#"{"type":"FeatureCollection","features":[]}"#.into() };
    let db = Db::open(&format!("sqlite:{path}")).unwrap();
    let (app, _) = open(db, Profile::bundled("SL").unwrap(), &layers, true, now).unwrap();
    let mut ids = Seeded::new(1);
    let author = Actor { account: AccountId::new(ids.id()), role: AccountRole::Administrator, office: None, party: None };
    let mut m = Maker { ids, now, author, next_no: 1 };
    let (took, (_, _, sites)) = timed(|| history(&app, &mut m, parcels));
    println!("history made in {:.1} s", took.as_secs_f64());
    trace(&app, &path);
    purchases(&app, &mut m, &path, &sites);
    let _ = std::fs::remove_dir_all(&dir);
}
