//! Statistics: returns from the ledger and nothing else, frozen when submitted, held against everything.

use crate::shipment::{Desk, desk};
use crate::world::{World, codes, day, each, facts, mct};
use placer::domain::access::Actor;
use placer::domain::entry::sha256_hex;
use placer::domain::event::*;
use placer::domain::ids::{ReturnId, ShipmentId};
use placer::domain::statistics::*;
use placer::service::certificate::VoidCertificate;
use placer::service::confirmation::{ConfirmReceipt, Receipted};
use placer::service::correction::{DecideCorrection, ProposeProductionCorrection, ProposeWithdrawal};
use placer::service::error::ServiceError;
use placer::service::statistics::*;
use placer::store::statistics::*;
use std::collections::BTreeMap;

pub fn period(text: &str) -> Period {
    text.parse().unwrap()
}

fn drawn(w: &World, text: &str) -> Vec<FigureLine> {
    w.read(|rx| figures(rx, &w.app.env.profile, period(text)))
}

/// The command of somebody who has just looked at the figures.
fn submission(w: &World, text: &str, reason: Option<&str>) -> SubmitReturn {
    let version = w.read(|rx| submissions_of(rx, period(text))).first().map_or(1, |s| s.version + 1);
    let csv = csv_of(&w.app.env.profile, period(text), version, &drawn(w, text)).unwrap();
    SubmitReturn { period: period(text), seen: sha256_hex(&[&csv]), reason: reason.map(str::to_owned) }
}

pub fn submit(w: &mut World, by: &Actor, text: &str, reason: Option<&str>) -> Result<ReturnId, ServiceError> {
    let command = submission(w, text, reason);
    w.submit(by, &command).map(|r| r.subject.parse().unwrap())
}

pub fn total(lines: &[FigureLine], part: FigurePart) -> (i64, i64, Option<i64>) {
    let line = lines.iter().find(|l| l.part == part && (part != FigurePart::Certificates || l.key == "issued")).unwrap();
    (line.count, line.weight_mct, line.value_usd_cents)
}

/// A shipment of one parcel, certified today.
pub fn exported(w: &mut World, d: &Desk, weight: i64) -> (ShipmentId, String) {
    let parcel = d.sealed(w, weight);
    let shipment = d.proposed(w, &[&parcel]);
    let issue = w.issue(shipment);
    let certificate = w.submit(&d.approver, &issue).unwrap().subject;
    (shipment, certificate)
}

fn corrected(w: &mut World, d: &Desk, code: &str, change: impl Fn(ProposeProductionCorrection) -> ProposeProductionCorrection) {
    let command = change(ProposeProductionCorrection::of(code.to_owned(), "misread".into()));
    let correction = w.submit(&d.officer, &command).unwrap().subject.parse().unwrap();
    w.submit(&d.approver, &DecideCorrection { correction, approved: true, reason: None }).unwrap();
}

/// Hours from the story's day (1 June 2026) to 2 July.
pub const A_MONTH: u32 = 24 * 31;

/// A submission and a partner's table by plain events, which ask no rule.
pub fn plainly(w: &mut World) -> ReturnId {
    let (file, text) = (w.id(), "partner,period,carats\nBE,2020-Q1,1.00\n".to_owned());
    let sha256 = sha256_hex(&[text.as_bytes()]);
    w.event(PartnerFiguresReceived { file, no: 1, source: "x".into(), text, sha256: sha256.clone() });
    let (submission, period) = (w.id(), period("2026-Q1"));
    w.event(ReturnSubmitted { submission, no: 1, period, version: 1, lines: vec![], sha256, reason: None });
    w.event(ReturnDifferenceAnswered {
        period,
        difference: "ratio".into(),
        mct: 5,
        usd_cents: 0,
        cause: DifferenceCause::Late,
        answer: "x".into(),
    });
    submission
}

#[test]
fn a_return_is_submitted_frozen_and_revised() {
    each(|w| {
        let d = desk(w);
        let parcel = w.production(d.site, d.miner.1, d.miner.0, 1_234, 3);
        w.production(d.site, d.miner.1, d.miner.0, 4, 3);
        w.produced(d.miner.0, facts(d.site, d.miner.1, 9_999), true);
        exported(w, &d, 2_000);
        let lines = drawn(w, "2026-H1");
        // 1.234 + 0.004 + 2.000 ct; the test is in nothing; valued as the 2 ct that left for 100 dollars.
        assert_eq!(total(&lines, FigurePart::Production), (3, 3_238, Some(16_190)));
        assert_eq!(codes(&submit(w, &d.approver, "2026-H1", None)), ["return.not_over"]);
        w.later(A_MONTH);
        assert!(matches!(submit(w, &d.officer, "2026-H1", None), Err(ServiceError::Forbidden)));
        let stale = SubmitReturn { seen: "0".repeat(64), ..submission(w, "2026-H1", None) };
        assert_eq!(codes(&w.submit(&d.approver, &stale)), ["return.moved_on"]);
        assert_eq!(codes(&submit(w, &d.approver, "2026-H1", Some("first"))), ["return.no_reason"]);
        let first = submit(w, &d.approver, "2026-H1", None).unwrap();
        assert_eq!(codes(&submit(w, &d.approver, "2026-H1", Some("again"))), ["return.unchanged"]);
        // The ledger goes on; what was submitted stays.
        corrected(w, &d, &parcel.code, |c| ProposeProductionCorrection { weight_mct: Some(mct(1_230)), ..c });
        let kept = w.read(|rx| submission_fetch(rx, first)).unwrap();
        assert_eq!((total(&kept.lines, FigurePart::Production).1, kept.version, kept.reason), (3_238, 1, None));
        let found = w.read(|rx| reconciliation(rx, &w.app.env.profile, period("2026-H1"), day("2026-07-02")));
        let changed: Vec<_> = found.differences.iter().filter(|f| f.name.starts_with("submitted/")).map(|f| f.extent.mct).collect();
        assert_eq!(changed, [-4, -4], "the total and the region");
        assert_eq!(codes(&submit(w, &d.approver, "2026-H1", None)), ["required"]);
        let second = submit(w, &d.approver, "2026-H1", Some("a misread scale")).unwrap();
        let revised = w.read(|rx| submission_fetch(rx, second)).unwrap();
        assert_eq!((total(&revised.lines, FigurePart::Production).1, revised.version), (3_234, 2));
        let csv = csv_of(&w.app.env.profile, revised.period, 2, &revised.lines).unwrap();
        assert_eq!(sha256_hex(&[&csv]), revised.sha256, "the file is that of the entry");
        assert_eq!(crate::verify::verified(w).findings, []);
    });
}

#[test]
fn exports_are_those_of_the_certificates_by_day_of_issue() {
    each(|w| {
        let d = desk(w);
        exported(w, &d, 2_000);
        let (_, void) = exported(w, &d, 500);
        let lines = drawn(w, "2026-Q2");
        assert_eq!(total(&lines, FigurePart::ExportTotal), (2, 2_500, Some(20_000)));
        let one: Vec<_> = lines
            .iter()
            .filter(|l| l.part == FigurePart::Export)
            .map(|l| (l.key.as_str(), l.origin.as_str(), l.hs, l.count, l.weight_mct))
            .collect();
        assert_eq!(one, [("EU", "SL", Some(HsCode::Unsorted), 2, 2_500)]);
        // What never left counts as a certificate, not as an export; what left counts though its certificate is void.
        let made_void = |goods| VoidCertificate {
            certificate: void.parse().unwrap(),
            reason: "torn".into(),
            goods: Some(goods),
            cause: Some(VoidCause::Spoiled),
        };
        w.submit(&d.approver, &made_void(VoidedGoods::Here)).unwrap();
        // A shipment from abroad: detained, then let in.
        let arrival = crate::spine::arrived(w);
        assert_eq!(total(&drawn(w, "2026-Q2"), FigurePart::ImportTotal), (0, 0, None), "detained");
        w.event(ArrivalClosed {
            arrival,
            outcome: ArrivalOutcome::Released,
            importer: None,
            reason: "weighed again".into(),
            found: vec![],
            received: vec![],
        });
        let lines = drawn(w, "2026-Q2");
        assert_eq!(total(&lines, FigurePart::ImportTotal), (1, 5_000, Some(100_000)));
        let import = lines.iter().find(|l| l.part == FigurePart::Import).unwrap();
        assert_eq!((import.key.as_str(), import.origin.as_str(), import.weight_mct), ("BW", "BW", 5_000));
        assert_eq!(total(&lines, FigurePart::ExportTotal), (1, 2_000, Some(10_000)));
        let counts: BTreeMap<_, _> =
            lines.iter().filter(|l| l.part == FigurePart::Certificates).map(|l| (l.key.as_str(), l.count)).collect();
        assert_eq!(counts, BTreeMap::from([("issued", 2), ("received", 1), ("replacing", 0), ("void", 1)]));
        assert_eq!(
            (total(&drawn(w, "2026-Q3"), FigurePart::ExportTotal), total(&drawn(w, "2026"), FigurePart::ExportTotal).1),
            ((0, 0, None), 2_000)
        );
        w.later(A_MONTH);
        submit(w, &d.approver, "2026-Q2", None).unwrap();
        assert_eq!(crate::verify::verified(w).findings, []);
    });
}

#[test]
fn sums_follow_corrections_withdrawals_and_sites_that_move() {
    each(|w| {
        let d = desk(w);
        let parcel = w.production(d.site, d.miner.1, d.miner.0, 1_000, 3);
        let twice = w.production(d.site, d.miner.1, d.miner.0, 700, 3);
        let dug = |w: &World| total(&drawn(w, "2026-H1"), FigurePart::Production);
        assert_eq!((dug(w).0, dug(w).1), (2, 1_700));
        // Dug in April instead: in the same half-year, of another month.
        corrected(w, &d, &parcel.code, |c| ProposeProductionCorrection { on: Some(day("2026-04-30")), weight_mct: Some(mct(900)), ..c });
        let months = w.read(|rx| production_sums(rx, ("2026-01", "2026-06"), By::Month));
        let months: Vec<_> = months.into_iter().map(|s| (s.key, s.entries, s.weight_mct)).collect();
        assert_eq!(months, [("2026-04".into(), 1, 900), ("2026-05".into(), 1, 700)]);
        let withdrawal = ProposeWithdrawal { parcel: twice.code, reason: "written twice".into() };
        let correction = w.submit(&d.officer, &withdrawal).unwrap().subject.parse().unwrap();
        w.submit(&d.approver, &DecideCorrection { correction, approved: true, reason: None }).unwrap();
        assert_eq!((dug(w).0, dug(w).1), (1, 900));
        // The site was surveyed anew and lies in another region: so does what was dug there.
        let regions = |w: &World| -> Vec<(String, i64)> {
            let lines = drawn(w, "2026-H1");
            lines.into_iter().filter(|l| l.part == FigurePart::ProductionRegion).map(|l| (l.key, l.weight_mct)).collect()
        };
        let site = w.read(|rx| placer::store::site::site_fetch(rx, d.site)).unwrap();
        let before = regions(w);
        assert_eq!(before, [(site.facts.admin_code.clone().unwrap_or_default(), 900)]);
        let facts = SiteFacts { admin_code: Some("SL-X".into()), ..site.facts };
        w.event(SiteChanged { site: d.site, facts, reason: "surveyed anew".into() });
        assert_eq!(regions(w), [("SL-X".into(), 900)]);
        w.later(A_MONTH);
        submit(w, &d.approver, "2026-H1", None).unwrap();
        assert_eq!(crate::verify::verified(w).findings, []);
    });
}

#[test]
fn stock_and_what_moved_add_up_for_everybody() {
    each(|w| {
        let d = desk(w);
        // In May of the story's clock nothing; all is written down on 1 June.
        exported(w, &d, 2_000);
        let left = d.bought(w, 3_000);
        w.event(ParcelReweighed {
            parcel: left.id,
            parcel_no: left.no,
            before_mct: mct(3_000),
            after_mct: mct(2_990),
            stones_before: 3,
            stones_after: 3,
            reason: "drier".into(),
        });
        let out = w.new_parcel(left.no + 1, 2_950, 3);
        w.event(ParcelSorted(Rework {
            holder: d.exporter.0,
            inputs: vec![left.no],
            outputs: vec![out],
            loss_mct: mct(40),
            loss_reason: Some("dust".into()),
            stones_change: 0,
            test: false,
        }));
        w.production(d.site, d.miner.1, d.miner.0, 777, 3);
        let found = w.read(|rx| reconciliation(rx, &w.app.env.profile, period("2026-Q2"), day("2026-06-01")));
        let of = |m| found.country.of(m).mct;
        use placer::domain::balance::Movement as M;
        assert_eq!((found.country.opening.mct, of(M::Dug), of(M::WeighedLess), of(M::Lost), of(M::Exported)), (0, 5_777, 10, 40, 2_000));
        assert_eq!((of(M::Bought), of(M::Sold), found.country.closing.mct, found.country.difference().mct), (5_000, 5_000, 3_727, 0));
        let by: BTreeMap<_, _> = found.holders.iter().map(|(id, b)| (*id, (b.closing.mct, b.difference().mct))).collect();
        assert_eq!((by[&d.miner.0], by[&d.exporter.0]), ((777, 0), (2_950, 0)));
        // The next quarter opens with what this one left.
        w.later(A_MONTH);
        w.production(d.site, d.miner.1, d.miner.0, 23, 3);
        let next = w.read(|rx| reconciliation(rx, &w.app.env.profile, period("2026-Q3"), day("2026-07-02")));
        assert_eq!((next.country.opening.mct, next.country.of(M::Dug).mct, next.country.closing.mct), (3_727, 23, 3_750));
        let recording = next.differences.iter().find(|f| f.name == "recording").unwrap();
        assert_eq!(recording.kind, DifferenceKind::Recording { later_mct: 0, earlier_mct: 23 });
        let before = w.read(|rx| reconciliation(rx, &w.app.env.profile, period("2026-Q2"), day("2026-07-02")));
        let late = before.differences.iter().find(|f| f.name == "recording").unwrap();
        assert_eq!(late.kind, DifferenceKind::Recording { later_mct: 23, earlier_mct: 0 });
        assert_eq!(before.country, found.country, "what was written down since changes nothing of it");
    });
}

#[test]
fn a_row_changed_behind_the_journal_does_not_add_up() {
    each(|w| {
        let d = desk(w);
        let parcel = d.bought(w, 3_000);
        let sql = format!("UPDATE parcel SET weight_mct = weight_mct + 500 WHERE no = {}", parcel.no);
        use diesel::prelude::*;
        match w.url.strip_prefix("sqlite:") {
            Some(path) => diesel::sql_query(sql).execute(&mut SqliteConnection::establish(path).unwrap()),
            None => diesel::sql_query(sql).execute(&mut PgConnection::establish(&w.url).unwrap()),
        }
        .unwrap();
        let found = w.read(|rx| reconciliation(rx, &w.app.env.profile, period("2026-Q2"), day("2026-06-01")));
        let told: Vec<_> = found.differences.iter().filter(|f| f.name.starts_with("balance/")).collect();
        assert!(!told.is_empty() && told.iter().all(|f| f.alarm == Some(Alarm::Critical)), "{told:?}");
    });
}

#[test]
fn a_partners_table_is_held_against_the_certificates_and_a_difference_is_answered_for() {
    each(|w| {
        let d = desk(w);
        exported(w, &d, 2_000_000);
        w.later(A_MONTH);
        let receive = |file: &str| ReceivePartnerFigures { source: "Letter of 1 July".into(), file: file.into() };
        assert!(matches!(w.submit(&d.approver, &receive("x")), Err(ServiceError::Forbidden)));
        assert_eq!(codes(&w.submit(&d.officer, &receive("partner,period\nXX,1\n"))), ["partner.column_missing"]);
        assert_eq!(codes(&w.submit(&d.officer, &receive("partner,period,carats\nSL,2026-Q2,1\n"))), ["partner.own"]);
        let rounded = receive("partner,period,carats,rounded_to\nBE,2026-Q2,2000,1000\n");
        w.submit(&d.officer, &rounded).unwrap();
        assert_eq!(codes(&w.submit(&d.officer, &rounded)), ["partner.known"]);
        let look = |w: &World| w.read(|rx| reconciliation(rx, &w.app.env.profile, period("2026-Q2"), day("2026-07-02")));
        assert_eq!((look(w).mirrored, look(w).differences.iter().any(|f| f.name.starts_with("mirror/"))), ((1, 0), false));
        // Another table: less came in, and for a country to which nothing left.
        w.submit(&d.officer, &receive("partner,period,carats\nBE,2026-Q2,1800.00\nAE,2026-Q2,5.00\n")).unwrap();
        let found = look(w);
        assert_eq!(found.mirrored, (0, 1), "the partner revised");
        let told: Vec<_> =
            found.differences.iter().filter(|f| f.name.starts_with("mirror/")).map(|f| (f.name.as_str(), f.extent.mct)).collect();
        assert_eq!(told, [("mirror/AE/", 5_000)]);
        let answer = |difference: &str| AnswerReturnDifference {
            period: period("2026-Q2"),
            difference: difference.into(),
            cause: Some(DifferenceCause::Inquiry),
            answer: "asked".into(),
        };
        assert_eq!(codes(&w.submit(&d.officer, &answer("mirror/IN/"))), ["return.no_difference"]);
        let empty = AnswerReturnDifference { cause: None, answer: " ".into(), ..answer("mirror/AE/") };
        assert_eq!(codes(&w.submit(&d.officer, &empty)), ["required", "required"]);
        w.submit(&d.officer, &answer("mirror/AE/")).unwrap();
        let told = look(w).differences.into_iter().find(|f| f.name == "mirror/AE/").unwrap();
        assert_eq!((told.answers.len(), told.answers[0].cause, told.answers[0].extent.mct), (1, DifferenceCause::Inquiry, 5_000));
        assert!(told.is_answered());
        // Grown since, it waits again; grown smaller, it does not.
        let now = |w: &World| look(w).differences.into_iter().find(|f| f.name == "mirror/AE/").unwrap();
        w.submit(&d.officer, &receive("partner,period,carats\nBE,2026-Q2,1800.00\nAE,2026-Q2,5.01\n")).unwrap();
        assert_eq!((now(w).extent.mct, now(w).answers.len(), now(w).is_answered()), (5_010, 1, false));
        w.submit(&d.officer, &receive("partner,period,carats\nBE,2026-Q2,1800.00\nAE,2026-Q2,4.00\n")).unwrap();
        assert!(now(w).is_answered());
        assert_eq!(crate::verify::verified(w).findings, []);
    });
}

fn ratio_of(exports_mct: i64, production_mct: i64, stock_mct: i64, ppm: i64) -> Ratio {
    Ratio { exports_mct, production_mct, imports_mct: 0, stock_mct, ppm: Some(ppm) }
}

#[test]
fn more_exports_than_production_and_an_office_that_jumps_are_told() {
    each(|w| {
        let d = desk(w);
        exported(w, &d, 2_000);
        // The same stones are corrected down to less than what left: the ratio tells.
        let look = |w: &World, p: &str, today: &str| w.read(|rx| reconciliation(rx, &w.app.env.profile, period(p), day(today)));
        assert_eq!(look(w, "2026-Q2", "2026-06-01").ratio, ratio_of(2_000, 2_000, 0, 1_000_000));
        assert!(look(w, "2026-Q2", "2026-06-01").differences.iter().all(|f| f.name != "ratio"));
        let stock = w_parcel(w, 4_000);
        w.event(StockDeclared {
            holder: d.exporter.0,
            on: day("2026-06-01"),
            office: None,
            parcels: vec![StockParcel { parcel: stock, site: Some(d.site), note: None, seal: None }],
            test: false,
            zone: None,
        });
        let no = w.read(placer::store::parcel::parcel_next_no) - 1;
        let parcel = w.parcel(no);
        let sealed = d.seal(w, &parcel);
        let shipment = d.proposed(w, &[&sealed]);
        let issue = w.issue(shipment);
        w.submit(&d.approver, &issue).unwrap();
        let found = look(w, "2026-Q2", "2026-06-01");
        let ratio = found.differences.iter().find(|f| f.name == "ratio").unwrap();
        assert_eq!((found.ratio, ratio.alarm), (ratio_of(6_000, 2_000, 4_000, 3_000_000), Some(Alarm::Critical)));
        // Three months later the office that keeps no entries jumps.
        w.later(24 * 100);
        w.produced(d.miner.0, ProductionFacts { on: day("2026-09-05"), ..facts(d.site, d.miner.1, 13_000_000) }, false);
        let jumped = look(w, "2026-Q3", "2026-09-09").differences.into_iter().find(|f| f.name.starts_with("jump/")).unwrap();
        assert_eq!((jumped.name.as_str(), jumped.extent.mct), ("jump//2026-09", 13_000_000));
    });
}

fn w_parcel(w: &mut World, weight: i64) -> NewParcel {
    let no = w.read(placer::store::parcel::parcel_next_no);
    w.new_parcel(no, weight, 3)
}

#[test]
fn certificates_are_held_against_receipts_and_the_border() {
    each(|w| {
        let d = desk(w);
        let of_each: Vec<_> = (0..4).map(|_| crate::receipt::issued(w, &d)).collect();
        let [silent, whole, short, stayed] = of_each.as_slice() else { panic!("four") };
        let confirm = |w: &mut World, c: &CertificateIssued, mct: i64| {
            let said = crate::receipt::said(c);
            let said = Receipted { weight_mct: crate::world::mct(mct), ..said };
            w.submit(&d.officer, &ConfirmReceipt { said, file_sha256: None }).unwrap();
        };
        confirm(w, whole, 10_000);
        confirm(w, short, 9_000);
        w.submit(&d.officer, &crate::departure::close(silent.certificate)).unwrap();
        w.submit(&d.officer, &crate::departure::depart(silent.certificate)).unwrap();
        let told = |w: &World, today: &str| {
            let found = w.read(|rx| reconciliation(rx, &w.app.env.profile, period("2026-Q2"), day(today))).differences;
            let of = |d: &placer::service::statistics::Difference| d.name.starts_with("receipt/") || d.name.starts_with("stayed/");
            found.into_iter().filter(of).map(|d| (d.name, d.extent.mct)).collect::<Vec<_>>()
        };
        let receipt = |c: &CertificateIssued, mct: i64| (format!("receipt/{}", c.no), mct);
        assert_eq!(told(w, "2026-06-20"), [receipt(short, -1_000)], "nothing is overdue yet");
        assert_eq!(told(w, "2026-07-02"), [receipt(silent, 10_000), receipt(short, -1_000), receipt(stayed, 10_000)]);
        let ended = (format!("stayed/{}", stayed.no), 10_000);
        assert_eq!(told(w, "2026-08-01"), [receipt(silent, 10_000), receipt(short, -1_000), ended]);
    });
}

#[test]
fn what_is_due_follows_the_calendar() {
    each(|w| {
        let d = desk(w);
        let state = |w: &World, today: &str, p: &str| {
            let all = w.read(|rx| calendar(rx, &w.app.env.profile, day(today)));
            all.into_iter().find(|due| due.period == period(p)).map(|due| due.state)
        };
        let begun = w.app.env.profile.local_day(w.read(placer::store::register::register_fetch).unwrap().created_at);
        let quarter = Period::of(ReturnKind::Trade, begun);
        let (last, due) = (quarter.last(), quarter.due());
        let next = |d: chrono::NaiveDate| d.succ_opt().unwrap().to_string();
        assert_eq!(state(w, &last.to_string(), &quarter.to_string()), Some(DueState::Running));
        assert_eq!(state(w, &next(last), &quarter.to_string()), Some(DueState::Due));
        assert_eq!(state(w, &due.to_string(), &quarter.to_string()), Some(DueState::Due));
        assert_eq!(state(w, &next(due), &quarter.to_string()), Some(DueState::Overdue));
        assert_eq!(state(w, &next(due), &quarter.before().to_string()), None, "before the register");
        w.later(A_MONTH);
        let today = w.app.env.profile.local_day(w.now);
        assert!(last < today && today <= due, "{today}");
        submit(w, &d.approver, &quarter.to_string(), None).unwrap();
        assert_eq!(state(w, &next(due), &quarter.to_string()), Some(DueState::Submitted));
        w.later(24 * 92);
        submit(w, &d.approver, &quarter.after().to_string(), None).unwrap();
        assert!(w.app.env.profile.local_day(w.now) <= quarter.after().due());
        w.later(A_MONTH * 3);
        submit(w, &d.approver, &quarter.after().after().to_string(), None).unwrap();
    });
}
