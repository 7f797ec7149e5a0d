//! Traces: what they say, to whom, and that all their forms say the same.

pub(crate) mod build;
mod forward;
mod pages;
pub(crate) mod walk;

use crate::world::{World, day, each, mct};
use build::*;
use placer::domain::access::AccountRole;
use placer::domain::event::*;
use placer::domain::ids::OfficeId;
use placer::domain::licence::Standing;
use placer::domain::role::Role;
use placer::domain::trace::{Explain, ExplainCode, Trace, Verdict, share_ppm};
use placer::interop::{trace_csv, trace_geojson};
use placer::service::error::ServiceError;
use placer::service::trace::{Asker, Back, find_subject, trace_back};
use placer::store::trace::{Ask, parcel_trace};
use placer::web::locale::{Catalogue, Locale};
use std::collections::{BTreeMap, BTreeSet};

fn codes_of(trace: &Trace) -> BTreeSet<ExplainCode> {
    trace.explain.iter().map(|e| e.code).collect()
}

/// Two pits of one miner, sold to an exporter, mixed with a loss of 1 mct, split, one half certified.
fn small(w: &mut World) -> (Trader, placer::domain::ids::CertificateId) {
    let (m, house) = (miner(w, "A"), exporter(w, "B"));
    let (s1, s2) = (named_site(w, "=HYPERLINK(\"x\")", Some(m.1)), w.site(Some(m.1), None));
    let (p1, p2) = (w.production(s1, m.1, m.0, 1_001, 3), w.production(s2, m.1, m.0, 2_000, 5));
    w.sold(&[p1.no, p2.no], m, house);
    let mixed = rework_with(w, &Work::Combine, house.0, &[p1.no, p2.no], &[3_000], Some("dust"), 0);
    let halves = rework(w, &Work::Split, house.0, &[mixed[0].no], &[1_499, 1_501]);
    let shipment = shipped(w, house, &[halves[0].no]);
    (house, certified(w, shipment))
}

#[test]
fn a_certificate_is_traced_to_every_site_with_all_between() {
    each(|w| {
        let (_, certificate) = small(w);
        let trace = trace_of_certificate(w, certificate);
        assert_eq!((trace.total_mct, trace.established_mct), (1_499, 1_499));
        assert_eq!(trace.verdict(), Verdict::Established);
        assert_eq!(trace.by_site.iter().map(|s| (s.weight_mct, s.entries)).collect::<Vec<_>>(), [(999, 1), (500, 1)]);
        assert_eq!(trace.by_site.iter().map(|s| s.share_ppm).collect::<Vec<_>>(), [666_444, 333_556]);
        assert_eq!(trace.sources.iter().map(|s| (s.produced_mct, s.share_mct)).collect::<Vec<_>>(), [(1_001, 500), (2_000, 999)]);
        assert_eq!(trace.licences.len(), 1);
        assert_eq!(
            (trace.licences[0].then, trace.licences[0].now, trace.licences[0].weight_mct),
            (Standing::Valid, Standing::Valid, 1_499)
        );
        let chain = trace.chain.as_ref().unwrap();
        assert_eq!(chain.operations.iter().map(|o| o.kind.as_str()).collect::<Vec<_>>(), ["combine", "split"]);
        assert_eq!(chain.operations[0].inputs.len(), 2);
        assert_eq!(chain.operations[1].outputs, chain.ends, "the other half is not of this chain");
        assert_eq!(chain.purchases.len(), 1);
        assert_eq!(chain.purchases[0].parcels.len(), 2);
        assert_eq!(chain.parcels.len(), 4);
        assert_eq!(chain.parcels[0].holdings.iter().map(|h| h.hop).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(chain.parcels[3].holdings.iter().map(|h| h.hop).collect::<Vec<_>>(), [1]);
        let stages: Vec<_> = chain.stages.iter().map(|s| (s.hop, s.holders, s.parcels, s.received_mct)).collect();
        assert_eq!(stages, [(0, 1, 2, 3_001), (1, 1, 4, 3_001)]);
        // All licences here are written down in June, and the stones were dug in May.
        assert_eq!(codes_of(&trace), BTreeSet::from([ExplainCode::LicenceWrittenLater, ExplainCode::Loss]));
        let loss = trace.explain.iter().find(|e| e.code == ExplainCode::Loss).unwrap();
        assert_eq!((loss.difference_mct, loss.reason.as_deref()), (Some(-1), Some("dust")));
    });
}

#[test]
fn all_forms_of_a_trace_say_the_same() {
    each(|w| {
        let (_, certificate) = small(w);
        let holder = w.party("Stock", &[Role::Dealer], None);
        let trace = trace_of_certificate(w, certificate);
        forms_agree(&trace);
        let site = w.site(None, None);
        let p = stock(w, holder, &[(700, Some(site)), (301, None)]);
        let mixed = rework(w, &Work::Combine, holder, &[p[0].no, p[1].no], &[1_000]);
        let trace = trace_of_parcel(w, mixed[0].no);
        assert_eq!((trace.established_mct, trace.opening_stock_mct, trace.unestablished_mct), (0, 699, 301));
        assert_eq!(trace.by_site.iter().map(|s| (s.weight_mct, s.stock_mct)).collect::<Vec<_>>(), [(0, 699)]);
        forms_agree(&trace);
    });
}

fn rows(csv: &[u8]) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv);
    reader.deserialize().map(Result::unwrap).collect()
}

pub fn forms_agree(trace: &Trace) {
    let json: serde_json::Value = serde_json::to_value(trace).unwrap();
    assert_eq!(json["total_mct"], trace.total_mct);
    let (issued, rows): (Vec<_>, Vec<_>) = rows(&trace_csv::back(trace).unwrap()).into_iter().partition(|r| r["kind"] == "as_issued");
    assert_eq!(issued.len(), trace.as_issued.len());
    for (row, issued) in issued.iter().zip(&trace.as_issued) {
        assert!(row["attributed_mct"].is_empty() && row["site"] == issued.site.clone().unwrap_or_default(), "{row:?}");
        assert!(row["note"].contains("when the certificate was issued"), "{row:?}");
    }
    let number = |row: &BTreeMap<String, String>, name: &str| row[name].parse::<i64>().unwrap();
    assert_eq!(rows.iter().map(|r| number(r, "attributed_mct")).sum::<i64>(), trace.total_mct);
    let (mut by_site, mut abroad): (BTreeMap<String, i64>, i64) = (BTreeMap::new(), 0);
    for row in &rows {
        assert!(row.values().all(|v| !v.starts_with(['=', '+', '@'])), "{row:?}");
        assert!(!row["site_name"].starts_with('-'));
        let sum = if row["kind"] == "import" { &mut abroad } else { by_site.entry(row["site"].clone()).or_default() };
        *sum += number(row, "attributed_mct");
        assert_eq!(row["kind"] == "import", row["note"].starts_with("certificate "), "{row:?}");
    }
    assert_eq!((abroad, trace.by_import.iter().map(|s| s.weight_mct).sum::<i64>()), (trace.imported_mct, trace.imported_mct));
    assert_eq!((&json["imported_mct"], &json["by_import"]), (&abroad.into(), &trace_geojson::back(trace)["about"]["by_import"]));
    assert_eq!(by_site.remove("").unwrap_or(0), trace.unestablished_mct);
    let geo = trace_geojson::back(trace);
    let text = geo.to_string();
    let parsed: geojson::FeatureCollection = text.parse().unwrap();
    assert_eq!(parsed.bbox.is_some(), !trace.by_site.is_empty());
    let mut on_map: BTreeMap<String, i64> = BTreeMap::new();
    for f in &parsed.features {
        let mct = |name: &str| f.property(name).unwrap().as_i64().unwrap();
        on_map.insert(f.property("code").unwrap().as_str().unwrap().to_owned(), mct("weight_mct") + mct("stock_mct"));
        assert!(f.geometry.is_some());
        let explained = |e: &Explain| {
            e.site.as_deref() == f.property("code").unwrap().as_str()
                || e.licence.as_deref().is_some_and(|n| f.property("licences").unwrap().to_string().contains(&format!("\"{n}\"")))
        };
        let status = if trace.explain.iter().any(explained) { "explain" } else { "clear" };
        assert_eq!(f.property("status").unwrap(), status, "{:?}", f.property("code"));
    }
    assert_eq!(on_map, by_site);
    assert_eq!(geo["about"]["unestablished_mct"], trace.unestablished_mct);
    assert!(text.starts_with("{\"about\":{\"as_of\""), "what is cut stands at the top: {}", &text[..60]);
    let told: BTreeMap<String, i64> = trace.by_site.iter().map(|s| (s.site.code.clone(), s.weight_mct + s.stock_mct)).collect();
    assert_eq!(told, by_site);
    assert_eq!(json["sources"].as_array().unwrap().len(), rows.len());
}

#[test]
fn everything_that_would_have_to_be_explained_is_listed() {
    each(|w| {
        let trace = remarkable(w);
        // Late sales, earlier certificates, cases and what the state took have tests of their own.
        use ExplainCode::*;
        let seized = [SeizedFound, SeizedKept, SeizedSold, SeizedReturned];
        let elsewhere = [&[LateSale, EarlierCertificate, InDispute, Disputed], &seized[..]].concat();
        let wanted: BTreeSet<ExplainCode> = ExplainCode::ALL.iter().copied().filter(|c| !elsewhere.contains(c)).collect();
        assert_eq!(codes_of(&trace), wanted);
        let one = |code| trace.explain.iter().find(|e| e.code == code).unwrap();
        assert_eq!(one(ExplainCode::LateEntry).reason.as_deref(), Some("the road was flooded"));
        assert_eq!(one(ExplainCode::AfterStop).reason.as_deref(), Some("the book came in with the lorry"));
        assert_eq!(one(ExplainCode::LicenceRevoked).reason.as_deref(), Some("sold to strangers"));
        assert_eq!(one(ExplainCode::LicenceRevoked).on, Some(day("2026-05-25")));
        assert_eq!(one(ExplainCode::LicenceEnded).on, Some(day("2026-05-22")));
        // One stone broke in the mix; one more was read in the book than the buyer had counted.
        let counts = |code| trace.explain.iter().filter(|e| e.code == code).map(|e| e.count).collect::<BTreeSet<_>>();
        assert_eq!(counts(ExplainCode::StonesChanged), BTreeSet::from([Some(-1), Some(1)]));
        assert!(trace.explain.iter().filter(|e| e.code == ExplainCode::Reweighed).all(|e| e.difference_mct.is_some_and(|d| d != 0)));
        assert!(trace.explain.iter().any(|e| e.code == ExplainCode::Reweighed && e.difference_mct == Some(-3)));
        assert_eq!(one(ExplainCode::Revised).count, Some(1));
        assert!(trace.as_issued.is_empty(), "only a count was corrected: every site gave what it gave");
        assert_eq!(trace.verdict(), Verdict::Unestablished);
        assert!(trace.explain.is_sorted_by_key(|e| e.code), "by kind");
        forms_agree(&trace);
    });
}

/// A certificate behind which everything happened that a trace remarks on.
pub fn remarkable(w: &mut World) -> Trace {
    let house = exporter(w, "House");
    let mut sold = Vec::new();
    let mut entry = |w: &mut World, name: &str, change: &dyn Fn(&mut ProductionFacts)| {
        let m = miner(w, name);
        let site = w.site(Some(m.1), None);
        let mut f = facts(site, m.1, 1_000);
        change(&mut f);
        let p = w.produced(m.0, f.clone(), false);
        w.sold(&[p.no], m, house);
        sold.push(p.no);
        (m, p.no, f)
    };
    let flag = |flag: ProductionFlag| move |f: &mut ProductionFacts| f.flags = vec![flag];
    entry(w, "Late", &|f| {
        f.flags = vec![ProductionFlag::Late];
        f.late_reason = Some("the road was flooded".into());
    });
    entry(w, "Outside", &flag(ProductionFlag::OutsideSite));
    entry(w, "Nowhere", &flag(ProductionFlag::NoPosition));
    entry(w, "Crowd", &flag(ProductionFlag::TooManyDiggers));
    entry(w, "Border", &flag(ProductionFlag::Zone));
    entry(w, "Much", &flag(ProductionFlag::OverCapacity));
    entry(w, "Stopped", &|f| {
        f.flags = vec![ProductionFlag::AfterStop];
        f.late_reason = Some("the book came in with the lorry".into());
    });
    let (revoked, ..) = entry(w, "Revoked", &|_| {});
    let (suspended, ..) = entry(w, "Suspended", &|_| {});
    let (early, ..) = entry(w, "Invalid", &|f| f.on = day("2025-12-31"));
    let (_, corrected, facts_corrected) = entry(w, "Corrected", &|_| {});
    let (_, later, facts_later) = entry(w, "Corrected later", &|_| {});
    // An old licence, and a site that lost its licence.
    let old = w.party("Old", &[Role::Miner], None);
    let ended = w.licence_between("artisanal", old, None, "2026-01-01", "2026-05-22");
    let bare = w.site(None, None);
    let p = w.produced(old, facts(bare, ended, 1_000), false);
    w.sold(&[p.no], (old, ended), house);
    sold.push(p.no);
    let state =
        |licence, state, on: &str, reason: &str| LicenceStateChanged { licence, state, on: day(on), reason: reason.into(), offence: None };
    w.event(state(revoked.1, LicenceState::Revoked, "2026-05-25", "sold to strangers"));
    w.event(state(suspended.1, LicenceState::Suspended, "2026-05-26", "dispute"));
    assert_ne!(early.1, revoked.1);
    correct(w, corrected, &facts_corrected, |f| f.stones = 4);
    let dealer = w.party("Dealer", &[Role::Dealer], None);
    let licence = w.licence("dealer", dealer, None);
    let old_stock = stock(w, dealer, &[(500, Some(bare)), (400, None)]);
    w.sold(&[old_stock[0].no, old_stock[1].no], (dealer, licence), house);
    sold.extend(old_stock.iter().map(|p| p.no));
    reweighed(w, sold[0], 997);
    let sum: i64 = sold.iter().map(|no| w.parcel(*no).weight.mct()).sum();
    let mixed = rework_with(w, &Work::Combine, house.0, &sold, &[sum - 2], Some("one stone broke"), 1);
    let shipment = shipped(w, house, &[mixed[0].no]);
    let certificate = certified(w, shipment);
    let before = trace_of_certificate(w, certificate);
    assert!(!codes_of(&before).contains(&ExplainCode::CorrectedSinceIssue));
    correct(w, later, &facts_later, |f| f.weight_mct = mct(1_100));
    assert!(!codes_of(&trace_of_certificate(w, certificate)).contains(&ExplainCode::SiteMoved));
    let mut facts = w.read(|rx| placer::store::site::site_fetch(rx, facts_later.site)).unwrap().facts;
    facts.name = "Another name".into();
    w.event(SiteChanged { site: facts_later.site, facts: facts.clone(), reason: "renamed".into() });
    assert!(!codes_of(&trace_of_certificate(w, certificate)).contains(&ExplainCode::SiteMoved), "another name is no other place");
    facts.centre = placer::domain::geo::Position::new(facts.centre.lon_e7() + 1_000, facts.centre.lat_e7()).unwrap();
    facts.shape = placer::domain::geo::Shape::Point(facts.centre);
    w.event(SiteChanged { site: facts_later.site, facts, reason: "measured again".into() });
    trace_of_certificate(w, certificate)
}

fn correct(w: &mut World, parcel_no: i64, was: &ProductionFacts, change: impl Fn(&mut ProductionFacts)) {
    let mut now = was.clone();
    change(&mut now);
    let correction = w.id();
    let no = w.read(placer::store::correction::correction_next_no);
    let corrects_seq = w.parcel(parcel_no).produced_seq;
    let change = CorrectionChange::Production { parcel_no, was: Box::new(was.clone()), now: Box::new(now) };
    w.event(CorrectionProposed { correction, no, corrects_seq, office: None, change, reason: "misread".into() });
    let second = w.account(AccountRole::Supervisor, None, None);
    w.event_by(&second, CorrectionDecided { correction, approved: true, reason: None });
}

#[test]
fn another_count_is_no_weighing_and_an_entry_put_right_explains_itself() {
    each(|w| {
        let (m, house) = (miner(w, "A"), exporter(w, "B"));
        let site = w.site(Some(m.1), None);
        let parcel = w.production(site, m.1, m.0, 1_000, 3);
        let facts = w.read(|rx| placer::store::production::source_fetch(rx, parcel.no)).unwrap().facts.unwrap();
        w.sold(&[parcel.no], m, house);
        let told = |w: &World| -> Vec<(ExplainCode, Option<i64>, Option<i64>)> {
            let trace = trace_of_parcel(w, parcel.no);
            let weighed = |e: &&Explain| [ExplainCode::Reweighed, ExplainCode::StonesChanged].contains(&e.code);
            trace.explain.iter().filter(weighed).map(|e| (e.code, e.difference_mct, e.count)).collect()
        };
        assert_eq!(told(w), []);
        let (before_mct, reason) = (mct(1_000), "counted again".to_owned());
        let (stones_before, stones_after) = (3, 4);
        w.event(ParcelReweighed {
            parcel: parcel.id,
            parcel_no: parcel.no,
            before_mct,
            after_mct: before_mct,
            stones_before,
            stones_after,
            reason,
        });
        assert_eq!(told(w), [(ExplainCode::StonesChanged, None, Some(1))]);
        // The book said three and is read as four: what was counted is what is written.
        correct(w, parcel.no, &facts, |f| f.stones = 4);
        assert_eq!(told(w), []);
        let four = ProductionFacts { stones: 4, ..facts };
        correct(w, parcel.no, &four, |f| f.weight_mct = mct(1_010));
        assert_eq!(told(w), [(ExplainCode::Reweighed, Some(-10), None)]);
    });
}

#[test]
fn a_limit_that_cuts_the_chain_is_told_and_the_carats_stay_whole() {
    each(|w| {
        let (_, certificate) = small(w);
        let whole = trace_of_certificate(w, certificate);
        let no = whole.chain.as_ref().unwrap().parcels.iter().map(|p| p.no).max().unwrap();
        let parcel = w.parcel(no);
        let ask = Ask { chain: Some(3), ..ask(w) };
        let cut = w.read(|rx| parcel_trace(rx, &parcel, &ask));
        assert_eq!(cut.cut.as_ref().map(|c| c.parcels), Some(3));
        assert_eq!(cut.by_site, trace_of_parcel(w, no).by_site);
        assert_eq!(cut.chain.as_ref().unwrap().parcels.len(), 3);
        let rows = rows(&trace_csv::back(&cut).unwrap());
        assert_eq!((rows[0]["kind"].as_str(), rows[0]["note"].as_str()), ("cut", "the chain was cut at 3 parcels"));
        assert_eq!(trace_geojson::back(&cut)["about"]["cut"]["parcels"], 3);
        assert!(serde_json::to_string(&cut).unwrap().starts_with("{\"cut\":{\"parcels\":3}"));
        let none = Ask { chain: None, ..ask };
        let origin = w.read(|rx| parcel_trace(rx, &parcel, &none));
        assert_eq!((origin.chain, origin.cut, origin.by_site), (None, None, cut.by_site));
        let exact = w.read(|rx| parcel_trace(rx, &parcel, &Ask { chain: Some(4), ..ask }));
        assert_eq!(exact.cut, None, "a limit that is just enough cuts nothing");
    });
}

#[test]
fn each_sees_the_traces_of_his_own_things_and_only_the_names_he_may() {
    each(|w| {
        let (house, certificate) = small(w);
        let other = exporter(w, "Other");
        let office = w.office("KO");
        let p = trace_of_certificate(w, certificate).chain.unwrap().ends[0].clone();
        let owner = w.account(AccountRole::Exporter, None, Some(house.0));
        let stranger = w.account(AccountRole::Exporter, None, Some(other.0));
        let buyer = w.account(AccountRole::Buyer, None, Some(house.0));
        let officer = w.account(AccountRole::Officer, None, None);
        let registrar = w.account(AccountRole::Registrar, Some(office), None);
        let admin = w.account(AccountRole::Administrator, None, None);
        let today = w.now.day();
        let get = |w: &World, asker: Asker, start: Back| w.app.db.read(|rx| trace_back(rx, &w.app.env.profile, &asker, &start, today));
        let sees = |w: &World, actor: &placer::domain::access::Actor| {
            let of = |start| match get(w, Asker::Account(actor.clone()), start) {
                Ok(_) => true,
                Err(ServiceError::NotFound(_)) => false,
                Err(other) => panic!("{other}"),
            };
            (of(Back::Certificate(certificate)), of(Back::Parcel(p.clone())))
        };
        assert_eq!(sees(w, &owner), (true, true));
        assert_eq!(sees(w, &buyer), (false, true));
        assert_eq!(sees(w, &stranger), (false, false));
        assert_eq!(sees(w, &officer), (true, true));
        assert_eq!(sees(w, &registrar), (false, false));
        assert_eq!(sees(w, &admin), (false, false));
        let names = |w: &World, asker: Asker| {
            let trace = get(w, asker, Back::Certificate(certificate)).unwrap();
            let chain = trace.chain.unwrap();
            chain.holders.into_iter().map(|h| h.name).collect::<BTreeSet<_>>()
        };
        let some = |name: &str| Some(name.to_owned());
        assert_eq!(names(w, Asker::Account(owner)), BTreeSet::from([None, some("B")]), "his own name only");
        assert_eq!(names(w, Asker::Account(officer)), BTreeSet::from([some("A"), some("B")]));
        assert_eq!(names(w, Asker::Console), BTreeSet::from([None]), "no names at the console");
    });
}

#[test]
fn an_office_sees_the_traces_of_parcels_written_down_there() {
    each(|w| {
        let office: OfficeId = w.office("KO");
        let m = miner(w, "A");
        let site = w.site(Some(m.1), Some(office));
        let no = w.read(placer::store::parcel::parcel_next_no);
        let new = w.new_parcel(no, 500, 1);
        w.event(ProductionRecorded { parcel: new, holder: m.0, office: Some(office), test: true, facts: facts(site, m.1, 500) });
        let registrar = Asker::Account(w.account(AccountRole::Registrar, Some(office), None));
        let code = w.parcel(no).code;
        let trace = w.app.db.read(|rx| trace_back(rx, &w.app.env.profile, &registrar, &Back::Parcel(code), w.now.day())).unwrap();
        assert!(trace.subject.test && trace.sources[0].test, "a test parcel is marked");
        assert_eq!(trace.total_mct, 500);
    });
}

#[test]
fn a_subject_is_found_by_what_people_type() {
    each(|w| {
        let (_, certificate) = small(w);
        let trace = trace_of_certificate(w, certificate);
        let find = |w: &World, typed: &str| w.app.db.read(|rx| find_subject(rx, &w.app.env.profile, typed));
        assert_eq!(find(w, " SL 000001 ").unwrap(), Back::Certificate(certificate));
        let parcel = trace.sources[0].parcel.clone();
        assert_eq!(find(w, &parcel.to_lowercase()).unwrap(), Back::Parcel(parcel));
        for typed in ["sl000001", "SL-000001", "sl  000001"] {
            assert_eq!(find(w, typed).unwrap(), Back::Certificate(certificate), "{typed}");
        }
        assert_eq!(find(w, &trace.sources[0].parcel.replace('-', " ")).unwrap(), Back::Parcel(trace.sources[0].parcel.clone()));
        let shipment = trace.subject.shipment.unwrap();
        assert!(matches!(find(w, &shipment), Ok(Back::Shipment(_))));
        assert!(matches!(find(w, &shipment.to_lowercase().replace('-', "")), Ok(Back::Shipment(_))));
        assert!(matches!(find(w, "P-9"), Err(ServiceError::NotFound(_))));
    });
}

#[test]
fn a_damaged_composition_is_a_fault_and_not_a_wrong_trace() {
    each(|w| {
        let (_, certificate) = small(w);
        use diesel::connection::SimpleConnection;
        use diesel::{Connection, PgConnection, SqliteConnection};
        let sql = "UPDATE certificate_part SET weight_mct = weight_mct - 1 WHERE parcel_no = 2";
        match w.url.strip_prefix("sqlite:") {
            Some(path) => SqliteConnection::establish(path).unwrap().batch_execute(sql).unwrap(),
            None => PgConnection::establish(&w.url).unwrap().batch_execute(sql).unwrap(),
        }
        let ask = ask(w);
        let read = w.app.db.read(|rx| {
            let found = placer::store::certificate::certificate_fetch(rx, certificate)?.unwrap();
            placer::store::trace::certificate_trace(rx, &found, &ask)
        });
        assert!(read.unwrap_err().to_string().contains("adds up to 1498, not 1499"));
    });
}

#[test]
fn shares_are_never_rounded_to_nothing_or_to_all() {
    for (part, whole, ppm) in
        [(0, 10, 0), (10, 10, 1_000_000), (1, 3, 333_333), (2, 3, 666_667), (1, i64::MAX, 1), (i64::MAX - 1, i64::MAX, 999_999)]
    {
        assert_eq!(share_ppm(part, whole), ppm, "{part} of {whole}");
    }
    assert_eq!(share_ppm(1, 0), 0);
}

#[test]
fn every_word_of_a_trace_is_there_in_both_languages() {
    let catalogue = Catalogue::get();
    let words = ExplainCode::ALL.iter().flat_map(|c| [c.message_id(), format!("{}-hint", c.message_id())]);
    let flags = ["late", "after-stop", "outside-site", "no-position", "too-many-diggers", "corrected", "stock", "licence-invalid"];
    let words = words.chain(flags.map(|f| format!("trace-flag-{f}")));
    let standings = ["not-yet", "valid", "suspended", "revoked", "expired"];
    let words = words.chain(standings.map(|s| format!("trace-standing-{s}")));
    let words = words.chain(["combine", "split", "sort"].map(|o| format!("trace-operation-{o}")));
    let kinds = ["certificate", "shipment", "parcel"];
    let words = words.chain(kinds.iter().flat_map(|k| [format!("trace-kind-{k}"), format!("trace-of-{k}")]));
    let words = words.chain(["site", "licence", "production"].map(|k| format!("trace-forward-of-{k}")));
    let words: Vec<String> = words.chain(["valid", "expired", "void"].map(|k| format!("trace-certificate-{k}"))).collect();
    for locale in Locale::ALL {
        for id in &words {
            assert!(catalogue.has(*locale, id), "{id} in {locale}");
        }
    }
}
