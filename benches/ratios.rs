//! Ratios of what people wait for to a baseline in the same run: `cargo bench --bench ratios`.
//!
//! A history of 100,000 production parcels is made by plain events (`PLACER_BENCH_PARCELS` sets another
//! number), mixed twice and certified; each figure is the median of several interleaved runs. Nothing is
//! asserted: the figures are printed for a reader.

#![expect(clippy::unwrap_used, missing_docs, reason = "a benchmark stops where something is wrong, and makes tables by a macro")]

mod history;

use diesel::prelude::*;
use history::{Maker, certify, day, holder, mix, packed, production, register, site, timed};
use placer::domain::access::{AccountRole, Actor, Reach};
use placer::domain::entry::sha256_hex;
use placer::domain::event::*;
use placer::domain::ids::*;
use placer::domain::jurisdiction::PaymentMethod;
use placer::domain::money::{Currency, Money, RateE6};
use placer::domain::parcel::parcel_code;
use placer::domain::report::Span;
use placer::domain::role::Role;
use placer::domain::time::Instant;
use placer::edge::Seeded;
use placer::interop::paper::{Field, Line, Paper, Place, Template, draw};
use placer::service::certificate::{IssueCertificate, ProposeCertificate};
use placer::service::proof::{Proof, Proven};
use placer::service::purchase::{RecordPurchase, SaleTerms, WeighedParcel};
use placer::service::report::make::review;
use placer::service::statistics::figures;
use placer::service::trace::{Asker, Back, trace_back};
use placer::service::{Act, App};
use placer::store::certificate::certificate_by_number;
use placer::store::db::{Db, Tx};
use placer::store::files::nameless;
use placer::store::report_rows::certificate_ids_between;
use placer::store::trace::{Ask, certificate_trace};
use std::time::Duration;

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

/// 3,500 production parcels in one: mixed by 25, then by 14, then by 10.
fn whole(m: &mut Maker, tx: &mut Tx<'_>, first: (PartyId, LicenceId), sites: &[SiteId]) -> NewParcel {
    let mut tenths = Vec::new();
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
        tenths.push(mix(m, tx, first.0, &mixes));
    }
    mix(m, tx, first.0, &tenths)
}

/// A certificate over each 3,500 production parcels.
fn grown(app: &App, m: &mut Maker, parcels: usize) -> (PartyId, LicenceId, Vec<SiteId>) {
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
                let whole = whole(m, tx, first, &sites);
                certify(m, tx, i64::try_from(n).unwrap(), first, &whole, officer);
                Ok(())
            })
            .unwrap();
        eprint!("\r{} of {parcels} production parcels", n * 3_500);
    }
    eprintln!();
    (first.0, first.1, sites)
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

fn report_fine(what: &str, ours: Vec<Duration>, base: Vec<Duration>, target: &str) {
    let (ours, base) = (median(ours), median(base));
    let ratio = ours.as_secs_f64() / base.as_secs_f64();
    println!("{what}: {ratio:.5} (target {target}); medians {:.3} ms against {:.2} ms", ours.as_secs_f64() * 1e3, base.as_secs_f64() * 1e3);
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    #[expect(dead_code, reason = "read and not looked at")]
    n: i64,
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

/// The figures of a quarter and of a half-year, against a reading of all production. Two thousand holders more are put into
/// the sums, each with a row for every month of two years, so that they are as many as a country makes.
fn statistics(app: &App, path: &str) {
    let mut raw = SqliteConnection::establish(path).unwrap();
    let months = "WITH RECURSIVE m(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM m WHERE n < 23), \
                  h(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM h WHERE n < 1999) \
                  INSERT INTO production_sum SELECT printf('%04d-%02d', 2025 + m.n / 12, 1 + m.n % 12), 'R' || (h.n % 5), \
                  printf('00000000-0000-7000-8000-%012d', h.n % 9), printf('00000000-0000-7000-8001-%012d', h.n), 1, 1, 1 FROM m, h";
    diesel::connection::SimpleConnection::batch_execute(&mut raw, months).unwrap();
    let scan = "SELECT CAST(SUM(weight_mct) AS BIGINT) AS n FROM source WHERE kind = 'production' AND test = 0 \
                AND on_day BETWEEN '2026-01-01' AND '2026-06-30'";
    let (mut base, mut quarter, mut half) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..9 {
        base.push(timed(|| diesel::sql_query(scan).load::<Number>(&mut raw).unwrap()).0);
        for (text, times) in [("2026-Q2", &mut quarter), ("2026-H1", &mut half)] {
            let period = text.parse().unwrap();
            times.push(timed(|| app.db.read(|rx| figures(rx, &app.env.profile, period)).unwrap()).0);
        }
    }
    report_fine("trade of a quarter / reading all production", quarter, base.clone(), "<= 0.002 at a million");
    report_fine("production of a half-year (2,000 holders) / the same", half, base, "none set");
}

fn purchases(app: &App, m: &mut Maker, path: &str, sites: &[SiteId]) -> Vec<Duration> {
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
        let key = m.id::<uuid::Uuid>().to_string();
        let entropy = Box::new(Seeded::new(m.ids.next_u64()));
        let mut act = Act { actor: actor.clone(), now: m.now, occurred_at: None, device: None, key, entropy, proof: Proof::AtServer };
        ours.push(timed(|| app.submit(&mut act, &command).unwrap()).0);
    }
    report("durable checked purchases per second / one-row inserts per second", ours.clone(), base, true, ">= 0.5");
    ours
}

/// The second signature over shipments of 3,500 production parcels, each in one transaction, against the purchase of one.
fn issues(app: &App, m: &mut Maker, first: (PartyId, LicenceId), sites: &[SiteId], purchases: Vec<Duration>) {
    let now = m.now;
    let person = |m: &mut Maker, role| {
        let account = m.id();
        let made = |tx: &mut Tx<'_>| -> Result<_, placer::store::error::StoreError> {
            m.event(tx, AccountCreated { account, role, office: None, party: None });
            Ok(())
        };
        app.db.write(now, made).unwrap();
        Actor { account, role, office: None, party: None }
    };
    let (officer, approver) = (person(m, AccountRole::Officer), person(m, AccountRole::Approver));
    let mut ours = Vec::new();
    for n in 1..=5 {
        let packed = |tx: &mut Tx<'_>| -> Result<_, placer::store::error::StoreError> {
            let parcel = whole(m, tx, first, sites);
            Ok(packed(m, tx, 900_000 + n, first, &parcel))
        };
        let (shipment, number) = app.db.write(now, packed).unwrap();
        let propose = ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: Some(number.clone()) };
        app.submit(&mut signed(m, &officer), &propose).unwrap();
        let (mut act, issue) = (signed(m, &approver), IssueCertificate { shipment, blank: number });
        ours.push(timed(|| app.submit(&mut act, &issue).unwrap()).0);
    }
    report("issue of a certificate over 3,500 production parcels / purchase of one parcel", ours, purchases, false, "none set");
}

/// The whole review file, for each of its certificates, against the trace of one.
fn review_file(app: &App, now: Instant) {
    let span = Span { first: day("2026-01-01"), last: day("2026-12-31") };
    let ids = app.db.read(|rx| certificate_ids_between(rx, span)).unwrap();
    let many = u32::try_from(ids.len()).unwrap();
    println!("a review file of {many} certificates");
    let (mut ours, mut base) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        let out = nameless(&std::env::temp_dir()).unwrap();
        ours.push(timed(|| review(app, span, now, out, &|_| String::new(), &mut |_, _, _| Ok(true)).unwrap()).0 / many);
        let trace = |id: &CertificateId| {
            app.db.read(|rx| trace_back(rx, &app.env.profile, &Asker::Console, &Back::Certificate(*id), span.last)).unwrap()
        };
        base.push(timed(|| ids.iter().for_each(|id| drop(trace(id)))).0 / many);
    }
    report("the review file, for each certificate / the trace of one", ours, base, false, "none set");
}

/// What a certificate says, in about as many words as a real one, with both codes.
fn certificate_fields(number: &str, token: &str) -> Vec<Field> {
    let text = |place, label: &str, lines: &[&str]| {
        let lines = lines.iter().map(|l| Line::Text((*l).to_owned())).collect();
        Field { place, label: label.to_owned(), lines, code: None }
    };
    let code = |place, label: &str, code: &str| Field { code: Some(code.to_owned()), ..text(place, label, &[label]) };
    let hs = Line::Columns("7102.31".into(), vec!["1,234.567 ct".into(), "123,456.78 USD".into()]);
    let seals = Line::Items((1..=4).map(|n| format!("SEAL-{n:05}")).collect());
    vec![
        text(Place::Country, "", &["SIERRA LEONE"]),
        text(Place::Title, "Title", &["Kimberley Process Certificate"]),
        text(Place::Statement, "", &["The rough diamonds in this shipment have been handled as the scheme asks."]),
        text(Place::Origin, "Country of origin", &["Sierra Leone"]),
        text(Place::Number, "Certificate number", &[number]),
        text(Place::Issued, "Date of issue", &["2 May 2026"]),
        text(Place::Expires, "Date of expiry", &["1 July 2026"]),
        text(Place::Authority, "Issuing authority", &["An authority"]),
        text(Place::Exporter, "Exporter", &["Holder 1"]),
        text(Place::Importer, "Importer", &["An importer", "A street, Antwerp"]),
        text(Place::Mass, "Carat weight", &["1,234.567 ct"]),
        text(Place::Value, "Value", &["123,456.78 USD"]),
        text(Place::Parcels, "Number of parcels", &["4"]),
        Field { lines: vec![hs], ..text(Place::Hs, "HS subheadings", &[]) },
        Field { lines: vec![seals], ..text(Place::Seals, "Seals", &[]) },
        text(Place::Validation, "Validation", &[]),
        text(Place::SignatureFirst, "Checked by", &["An officer"]),
        text(Place::SignatureSecond, "Approved by", &["An approver"]),
        code(Place::Check, "Check here", "https://register.example/check/certificate/SL%20000001"),
        code(Place::Token, "Check without a network", token),
    ]
}

/// A certificate drawn as a PDF, against the purchase of one parcel. Each has its own number, and so its own background.
fn papers(purchases: Vec<Duration>) {
    let template = Template::of_country("SL").unwrap();
    let token: String = (0..100u32).map(|n| format!("{:07X}", n.wrapping_mul(2_654_435_761) >> 4)).collect();
    let mut ours = Vec::new();
    for n in 1..=21 {
        let number = format!("SL {n:06}");
        let fields = certificate_fields(&number, &token);
        let paper = Paper {
            number: &number,
            digest: &sha256_hex(&[number.as_bytes()]),
            languages: &["en".to_owned()],
            fields: &fields,
            marks: &[],
            continued: "see the following page",
            page_of: &|page, pages| format!("Page {page} of {pages}"),
            made_at: "2026-05-02T08:00:00Z".parse().unwrap(),
        };
        let (took, file) = timed(|| draw(&paper, &template).unwrap());
        assert!(file.starts_with(b"%PDF-1.7"));
        ours.push(took);
    }
    report("a certificate drawn as PDF / purchase of one parcel", ours, purchases, false, "none set");
}

/// An act by somebody in a session of his own, on a browser of his own.
fn signed(m: &mut Maker, actor: &Actor) -> Act {
    let of = |what: &str| sha256_hex(&[what.as_bytes(), actor.account.to_string().as_bytes()]);
    let proven = Proven { at: Some(m.now), session: of("session"), device: of("device"), factor: Some(of("factor")) };
    let (key, entropy) = (m.id::<uuid::Uuid>().to_string(), Box::new(Seeded::new(m.ids.next_u64())));
    Act { actor: actor.clone(), now: m.now, occurred_at: None, device: None, key, entropy, proof: Proof::Session(Box::new(proven)) }
}

fn main() {
    let parcels: usize = std::env::var("PLACER_BENCH_PARCELS").ok().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let dir = std::env::temp_dir().join(format!("placer-bench-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    let path = dir.join("placer.sqlite").display().to_string();
    let (app, mut m) = register(Db::open(&format!("sqlite:{path}")).unwrap());
    let (took, (exporter, licence, sites)) = timed(|| grown(&app, &mut m, parcels));
    println!("history made in {:.1} s", took.as_secs_f64());
    trace(&app, &path);
    statistics(&app, &path);
    let bought = purchases(&app, &mut m, &path, &sites);
    issues(&app, &mut m, (exporter, licence), &sites, bought.clone());
    papers(bought);
    review_file(&app, m.now);
    let _ = std::fs::remove_dir_all(&dir);
}
