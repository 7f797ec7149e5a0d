//! Parts of the review file beside the register itself: the same counts as elsewhere, imports, forms, partners' tables, and
//! alerts of which each is one thing.

use crate::arrival::{comes, list, put};
use crate::report::review_from;
use crate::shipment::desk;
use crate::verify::verified;
use crate::world::{World, day, each};
use placer::domain::access::AccountRole;
use placer::domain::blank::BlankFate;
use placer::domain::confirmation::{Difference, DifferenceAnswer};
use placer::domain::entry::sha256_hex;
use placer::domain::event::{ArrivalOutcome, HsCode, LicenceState, LicenceStateChanged};
use placer::domain::ids::{BlankReportId, OfficeId};
use placer::domain::role::Role;
use placer::domain::statistics::{DifferenceCause, MatrixFigure, Period};
use placer::service::arrival::{CloseArrival, RecordArrival};
use placer::service::blank::{AllocateBlanks, DecideBlankReport, FormRange, ReceiveBlanks, ReportBlanks};
use placer::service::confirmation::{AnswerDifference, ConfirmReceipt, Receipted};
use placer::service::office::OpenOffice;
use placer::service::statistics::{AnswerReturnDifference, ReceivePartnerFigures, matrix};
use placer::store::confirmation::confirmations_of;
use std::collections::BTreeMap;

/// What is told of a suspended licence is the same in the index, in the table and in the matrix of inventories.
#[test]
fn a_suspended_licence_is_not_among_the_valid_ones() {
    each(|w| {
        desk(w);
        let other = w.party("Other miner", &[Role::Miner], None);
        let licence = w.licence("artisanal", other, None);
        w.event(LicenceStateChanged { licence, state: LicenceState::Suspended, on: day("2026-05-20"), reason: "x".into(), offence: None });
        let opened = review_from(w, day("2026-01-01"));
        let rows = opened.rows("licences.csv");
        let valid = rows.iter().filter(|row| row["standing_last_day"] == "valid").count();
        assert_eq!(rows.len(), valid + 1, "one is suspended");
        let readme = opened.text("README.txt");
        assert!(readme.contains(&format!("Valid ones among them on the last day: {valid}\n")), "{readme}");
        let half = w.read(|rx| matrix(rx, &w.app.env.profile, Period::Half(2026, 1), day("2026-06-01")));
        let line = half.lines.iter().find(|l| l.code == "licences_in_force" && l.key.is_none()).unwrap();
        assert_eq!(line.figure, MatrixFigure::Count(i64::try_from(valid).unwrap()));
    });
}

#[test]
fn imports_stand_in_the_file_with_what_was_against_them_and_what_was_decided() {
    each(|w| {
        let d = desk(w);
        list(w);
        assert!(review_from(w, day("2026-01-01")).rows("arrivals.csv").is_empty());
        w.later(1);
        let wrong = RecordArrival {
            found: vec![crate::arrival::found(4_000, 8)],
            seals_intact: false,
            detain: Some("opened on the way".into()),
            ..comes(w, &d)
        };
        let arrival = put(w, &d, &wrong);
        let reason = "their authority wrote".to_owned();
        w.submit(&d.approver, &CloseArrival { arrival, outcome: Some(ArrivalOutcome::Returned), importer: None, found: vec![], reason })
            .unwrap();
        put(w, &d, &comes(w, &d));
        let opened = review_from(w, day("2026-01-02"));
        let rows = opened.rows("arrivals.csv");
        assert_eq!(rows.len(), 2);
        let columns = ["number", "issuer", "certified_mct", "found_mct", "found_ct", "value_usd", "seals", "state", "detained", "against"];
        let told = columns.map(|c| rows[0][c].as_str());
        let against = "arrival.seals arrival.weight";
        let wanted = ["BW 004306", "BW", "5000", "4000", "4.00", "1000.00", "broken", "returned", "opened on the way", against];
        assert_eq!(told, wanted);
        let told = ["decided_on", "decided", "decided_reason", "importer_name"].map(|c| rows[0][c].as_str());
        assert_eq!(told, ["2026-06-01", "returned", "their authority wrote", ""], "a person stands by his code alone");
        let lines = opened.rows("arrival-lines.csv");
        let told: Vec<_> = lines
            .iter()
            .map(|l| ["hs", "certified_mct", "value_usd", "found_mct", "found_stones", "parcel"].map(|c| l[c].as_str()))
            .collect();
        let parcel = w.read(placer::store::parcel::parcel_next_no) - 1;
        let parcel = placer::domain::parcel::parcel_code(parcel);
        let wanted = [["7102.31", "5000", "1000.00", "4000", "8", ""], ["7102.31", "5000", "1000.00", "5000", "10", parcel.as_str()]];
        assert_eq!(told, wanted, "what went back is nobody's parcel");
        let told = ["state", "decided", "decided_on", "seals"].map(|c| rows[1][c].as_str());
        assert_eq!(told, ["accepted", "", "", "intact"]);
        let readme = opened.text("README.txt");
        assert!(readme.contains("arrivals.csv (2 rows)") && readme.contains("Found on arrival: 9.00 ct"), "{readme}");
        opened.is_as_listed();
    });
}

#[test]
fn the_ledger_of_forms_accounts_for_every_form() {
    each(|w| {
        let d = desk(w);
        let run = ReceiveBlanks { year: 2026, first: "SL 000101".into(), last: "SL-000120".into(), note: "Delivery 7".into(), on: None };
        w.submit(&d.officer, &run).unwrap();
        let admin = w.account(AccountRole::Administrator, None, None);
        let office = OpenOffice { code: "KOI".into(), name: "Koidu".into(), areas: vec!["*".into()] };
        let office: OfficeId = w.submit(&admin, &office).unwrap().subject.parse().unwrap();
        let forms = |first: &str, last: &str| FormRange { first: first.into(), last: Some(last.to_owned()) };
        w.submit(&d.officer, &AllocateBlanks { forms: forms("SL 000111", "SL 000120"), office: Some(office) }).unwrap();
        let lost = ReportBlanks {
            forms: forms("SL 000112", "SL 000113"),
            fate: Some(BlankFate::Lost),
            on: Some(day("2026-05-30")),
            reason: "the safe was open".into(),
        };
        let report: BlankReportId = w.submit(&d.officer, &lost).unwrap().subject.parse().unwrap();
        let decide = DecideBlankReport { report, confirm: true, reason: None };
        w.submit(&d.approver, &decide).unwrap();
        let opened = review_from(w, day("2026-01-01"));
        let rows = opened.rows("forms.csv");
        let columns = ["what", "state", "first_number", "last_number", "forms", "day", "office"];
        let told: Vec<[&str; 7]> = rows.iter().map(|row| columns.map(|c| row[c].as_str())).filter(|row| row[2] >= "SL 000101").collect();
        let wanted = [
            ["received", "", "SL 000101", "SL 000120", "20", "2026-06-01", ""],
            ["allocated", "", "SL 000111", "SL 000120", "10", "2026-06-01", "KOI"],
            ["lost", "confirmed", "SL 000112", "SL 000113", "2", "2026-05-30", ""],
            ["now", "stock", "SL 000101", "SL 000110", "10", "2026-06-01", "head_office"],
            ["now", "stock", "SL 000111", "SL 000111", "1", "2026-06-01", "KOI"],
            ["now", "lost", "SL 000112", "SL 000113", "2", "2026-06-01", "KOI"],
            ["now", "stock", "SL 000114", "SL 000120", "7", "2026-06-01", "KOI"],
        ];
        assert!(told.ends_with(&wanted), "{told:?}");
        let lost = rows.iter().find(|row| row["what"] == "lost").unwrap();
        assert_eq!((lost["reason"].as_str(), lost["decided_on"].as_str()), ("the safe was open", "2026-06-01"));
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn partners_tables_stand_in_the_file_as_they_came() {
    each(|w| {
        let d = desk(w);
        crate::receipt::issued(w, &d);
        let receive = |file: &str| ReceivePartnerFigures { source: "Letter".into(), file: file.into() };
        let (named, other) = ("partner,period,carats\nBE,2026-Q1,1800.00\n", "partner;period;carats\nBE;2025-Q1;2026.00\n");
        for file in [named, other] {
            w.submit(&d.officer, &receive(file)).unwrap();
        }
        let opened = review_from(w, day("2026-01-01"));
        opened.is_as_listed();
        let rows = opened.rows("partners.csv");
        assert_eq!(rows.iter().map(|row| row["periods"].as_str()).collect::<Vec<_>>(), ["2026-Q1"], "the other names none of them");
        assert_eq!(opened.text(&rows[0]["file"]), named);
        assert_eq!(rows[0]["sha256"], sha256_hex(&[named.as_bytes()]));
        // What a difference is about stands beside the key by which it is answered.
        let differences = opened.rows("statistics/differences.csv");
        let about = |kind: &str| differences.iter().find(|row| row["kind"] == kind).map(|row| row["about"].clone());
        assert_eq!(about("F13-partner-figures").as_deref(), Some("BE"), "{differences:?}");
    });
}

/// What stands among the alerts is what waits: what was put right, answered or a test is none.
#[test]
fn alerts_are_what_waits() {
    use crate::valuation::{line, packed, sheet, sitting};
    each(|w| {
        let d = desk(w);
        let people = sitting(w);
        let mut until = day("2026-01-01");
        let mut alerts = |w: &mut World| -> BTreeMap<String, BTreeMap<String, String>> {
            until = until.succ_opt().unwrap();
            let opened = review_from(w, until);
            opened.tells_things_once();
            opened.rows("alerts.csv").into_iter().map(|row| (row["alert"].clone(), row)).collect()
        };
        assert_eq!(alerts(w), BTreeMap::new());
        let parcel = d.sealed(w, 1_000);
        let shipment = packed(w, &d, &parcel, 100);
        let valued = |government| sheet(shipment, &people, vec![line(HsCode::Unsorted, "+9", 3, 1_000, [100, government, 100])]);
        w.submit(&d.officer, &valued(1_000)).unwrap();
        let low = alerts(w).remove("valuation-declared-low").unwrap();
        let told = ["what", "found", "usual_from", "usual_to", "mct"].map(|c| low[c].as_str());
        assert_eq!(told, ["exporter_of_government_ppm", "100000", "850000", "", ""]);
        w.submit(&d.officer, &valued(100)).unwrap();
        assert_eq!(alerts(w), BTreeMap::new(), "the sheet was put right");
        // Less arrives than was certified, and nobody saw it leave.
        let c = crate::receipt::issued(w, &d);
        let said = Receipted { weight_mct: crate::world::mct(9_000), ..crate::receipt::said(&c) };
        w.submit(&d.officer, &ConfirmReceipt { said, file_sha256: None }).unwrap();
        let found = alerts(w);
        assert_eq!(found.keys().collect::<Vec<_>>(), ["never-seen-leaving", "receipt-difference"], "the weight is told once");
        let (differs, columns) = (&found["receipt-difference"], ["about", "mct", "ct", "goods_mct", "received_mct", "what"]);
        assert_eq!(columns.map(|c| differs[c].as_str()), [c.number.as_str(), "-1000", "-1.00", "10000", "9000", "weight"]);
        // Answered as a receipt, it still waits as a difference of the statistics, of its quarter and not of the year.
        let confirmation = w.read(|rx| confirmations_of(rx, c.certificate))[0].facts.confirmation;
        let (difference, answer) = (Difference::Weight, Some(DifferenceAnswer::Explained));
        w.submit(&d.officer, &AnswerDifference { confirmation, difference, answer, reason: "cleaned".into() }).unwrap();
        let found = alerts(w);
        assert_eq!(found.keys().collect::<Vec<_>>(), ["F13-receipt", "never-seen-leaving"]);
        let key = format!("receipt/{}", c.no);
        for (alert, mct, difference) in [("F13-receipt", "-1000", &key), ("never-seen-leaving", "10000", &format!("unseen/{}", c.no))] {
            let told = ["about", "mct", "goods_mct", "period", "difference"].map(|column| found[alert][column].as_str());
            assert_eq!(told, [c.number.as_str(), mct, "10000", "2026-Q2", difference.as_str()], "{alert}");
        }
        let period = "2026-Q2".parse().unwrap();
        let answer = AnswerReturnDifference { period, difference: key, cause: Some(DifferenceCause::Inquiry), answer: "asked".into() };
        w.submit(&d.officer, &answer).unwrap();
        assert_eq!(alerts(w).keys().collect::<Vec<_>>(), ["never-seen-leaving"], "it was answered");
        w.later(24 * 70);
        let silent = crate::receipt::issued(w, &d);
        w.later(24 * 70);
        let found = alerts(w);
        assert_eq!(found["here-after-end"]["about"], silent.number);
        assert_eq!(
            (found["here-after-end"]["what"].as_str(), found["receipt-overdue"]["about"].as_str()),
            ("container_open", silent.number.as_str())
        );
    });
}
