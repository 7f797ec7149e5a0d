//! The matrix of inventories and the annual report: figures that other queries find too, nothing made up, and files that a
//! word processor opens.

use crate::house::House;
use crate::shipment::{Desk, desk};
use crate::statistics_count::ask;
use crate::support::browser::{Browser, Screen};
use crate::support::process::{program, run, scratch_dir};
use crate::support::{left_out, required_by};
use crate::world::{World, day, each, facts};
use placer::domain::access::AccountRole;
use placer::domain::event::*;
use placer::domain::statistics::{Matrix, MatrixFigure as F, Period};
use placer::domain::time::Day;
use placer::interop::odt::Part;
use placer::service::certificate::VoidCertificate;
use placer::service::confirmation::{ConfirmReceipt, Receipted};
use placer::service::statistics::{Receipts, annual_report, matrix};
use placer::web::locale::Locale;
use placer::web::statistics::{Kind, document, document_odt, matrix_file};
use std::process::Command;

/// A half-year with two licences, two sites (one an outline), three entries of production (one late), two certificates (one
/// void), a suspended licence, a barred party, and a review of which one recommendation is overdue.
fn half_year(w: &mut World) -> Desk {
    let d = desk(w);
    w.site(Some(d.miner.1), None);
    w.production(d.site, d.miner.1, d.miner.0, 1_234, 3);
    w.produced(d.miner.0, facts(d.site, d.miner.1, 9_999), true);
    let late = ProductionFacts { flags: vec![ProductionFlag::Late], late_reason: Some("rains".into()), ..facts(d.site, d.miner.1, 700) };
    w.produced(d.miner.0, late, false);
    for weight in [2_000, 500] {
        let parcel = d.sealed(w, weight);
        let shipment = d.proposed(w, &[&parcel]);
        let issue = w.issue(shipment);
        let certificate = w.submit(&d.approver, &issue).unwrap().subject.parse().unwrap();
        if weight == 500 {
            let (goods, cause) = (VoidedGoods::Here, VoidCause::Error);
            let void = VoidCertificate { certificate, reason: "x".into(), goods: Some(goods), cause: Some(cause) };
            w.submit(&d.approver, &void).unwrap();
        }
    }
    let other = w.party("Other miner", &[placer::domain::role::Role::Miner], None);
    let licence = w.licence("artisanal", other, None);
    let on = day("2026-05-20");
    w.event(LicenceStateChanged { licence, state: LicenceState::Suspended, on, reason: "x".into(), offence: None });
    w.event(PartyStateChanged { party: other, state: PartyState::Barred, on, reason: "x".into(), note: None, offence: None });
    crate::review::reviewed(w, &d.officer);
    d
}

const HALF: Period = Period::Half(2026, 1);

fn drawn(w: &World, today: Day) -> Matrix {
    w.read(|rx| matrix(rx, &w.app.env.profile, HALF, today))
}

fn of(matrix: &Matrix, code: &str, key: Option<&str>) -> F {
    let line = matrix.lines.iter().find(|l| l.code == code && l.key.as_deref() == key && l.region.is_none());
    line.unwrap_or_else(|| panic!("{code} {key:?}")).figure
}

#[test]
fn every_figure_is_found_by_another_query_too() {
    each(|w| {
        half_year(w);
        let m = drawn(w, day("2026-06-01"));
        let url = w.url.clone();
        let n = |sql: &str| ask(&url, sql);
        let counted = [
            ("licences_given", "SELECT count(*) AS n FROM journal WHERE kind = 'licence.issued' AND recorded_at < '2026-07'"),
            ("licences_in_force", "SELECT count(*) AS n FROM licence WHERE state = 'issued'"),
            ("licences_suspended", "SELECT count(*) AS n FROM licence WHERE state = 'suspended'"),
            ("licences_revoked", "SELECT count(*) AS n FROM licence WHERE state = 'revoked'"),
            ("sites", "SELECT count(*) AS n FROM journal WHERE kind = 'site.registered'"),
            ("production_entries", "SELECT count(*) AS n FROM source WHERE kind = 'production' AND test = 0"),
            ("certificates_issued", "SELECT count(*) AS n FROM journal WHERE kind = 'certificate.issued'"),
            ("certificates_void", "SELECT count(*) AS n FROM journal WHERE kind = 'certificate.voided'"),
            ("parties_barred", "SELECT count(*) AS n FROM journal WHERE kind = 'party.state_changed'"),
            ("cases", "SELECT count(*) AS n FROM dispute"),
            ("recommendations_open", "SELECT count(*) AS n FROM recommendation"),
        ];
        for (code, sql) in counted {
            assert_eq!(of(&m, code, None), F::Count(n(sql)), "{code}");
        }
        let mct = n("SELECT CAST(sum(weight_mct) AS BIGINT) AS n FROM source WHERE kind = 'production' AND test = 0");
        assert_eq!((of(&m, "production_carats", None), mct), (F::Mass(mct), 4_434));
        assert_eq!(of(&m, "production_late", None), F::Share { part: 1, whole: 4 });
        let left = n("SELECT CAST(sum(weight_mct) AS BIGINT) AS n FROM certificate WHERE state = 'valid'");
        assert_eq!((of(&m, "exports_carats", None), left), (F::Mass(left), 2_000));
        assert_eq!(of(&m, "exports_traced", None), F::Share { part: 2_000, whole: 2_000 });
        assert_eq!(of(&m, "recommendations_overdue", None), F::Count(1));
        let miners = n("SELECT count(*) AS n FROM party_role WHERE role = 'miner'");
        assert_eq!((of(&m, "parties", Some("miner")), miners), (F::Count(2), 2));
        assert_eq!(of(&m, "licences_in_force", Some("artisanal")), F::Count(1));
        for code in ["seizures", "offences"] {
            assert_eq!(of(&m, code, None), F::Count(0), "{code}");
        }
        assert_eq!(of(&m, "inspections", None), F::NotRecorded, "no record is no zero");
        // Regions add up to the country.
        for code in ["sites", "production_entries"] {
            let regions = m.lines.iter().filter(|l| l.code == code && l.region.is_some());
            let sum: i64 = regions.map(|l| if let F::Count(n) = l.figure { n } else { panic!("{code}") }).sum();
            assert_eq!(of(&m, code, None), F::Count(sum), "{code}");
        }
        assert_eq!(m.entries, w.read(placer::store::journal::journal_size));
        let empty = w.read(|rx| matrix(rx, &w.app.env.profile, Period::Half(2025, 1), day("2026-06-01")));
        assert_eq!((of(&empty, "sites", None), of(&empty, "production_late", None)), (F::Count(0), F::Share { part: 0, whole: 0 }));
    });
}

#[test]
fn the_annual_report_tells_what_was_submitted_and_followed_up() {
    each(|w| {
        half_year(w);
        crate::statistics::plainly(w);
        let told = w.read(|rx| annual_report(rx, &w.app.env.profile, Period::Year(2026), day("2026-06-01")));
        let periods: Vec<String> = told.returns.iter().map(|r| r.period.to_string()).collect();
        assert_eq!(periods, ["2026-H1", "2026-Q1", "2026-Q2", "2026"], "only what has begun");
        assert_eq!(told.returns[1].versions.len(), 1);
        assert_eq!(told.reviews.iter().map(|(r, of)| (r.no, of.len())).collect::<Vec<_>>(), [(1, 1)]);
        let officers = told.roles.iter().find(|(role, _)| *role == AccountRole::Officer).unwrap().1;
        assert_eq!(officers, ask(&w.url, "SELECT count(*) AS n FROM account WHERE role = 'officer' AND active = 1"));
        assert_eq!(told.acted.1, 1, "one licence was suspended");
        // What is said of it later is no part of how it stood then.
        let (then, said) = (&told.reviews[0].1[0].0, told.reviews[0].1[0].1.len());
        let follow = placer::domain::event::RecommendationFollowedUp {
            recommendation: then.id(),
            no: i64::try_from(said).unwrap() + 1,
            on: day("2026-06-20"),
            state: placer::domain::event::RecommendationState::Done,
            statement: "done".into(),
            evidence: Some("a letter".into()),
            moved: None,
        };
        w.event(follow);
        let at =
            |today: &str| w.read(|rx| annual_report(rx, &w.app.env.profile, Period::Year(2026), day(today))).reviews.remove(0).1.remove(0);
        let (before, after) = (at("2026-06-01"), at("2026-06-20"));
        assert_eq!((&before.0.state, before.1.len(), after.1.len()), (&then.state, said, said + 1));
        assert_eq!(after.0.state, placer::domain::event::RecommendationState::Done);
        assert_eq!(of(&told.matrix, "certificates_issued", None), F::Count(2));
    });
}

/// The report tells differences in sentences and areas by name, and counts as without receipt what left alone.
#[test]
fn the_annual_report_speaks_to_people() {
    each(|w| {
        let d = half_year(w);
        let (office, no) = (w.id(), w.read(placer::store::office::office_next_no));
        let areas = vec!["*".into(), "East".into(), "SL-E".into()];
        w.event(OfficeOpened { office, no, code: "ALL".into(), name: "Everywhere".into(), areas });
        let receipts = |w: &World| w.read(|rx| annual_report(rx, &w.app.env.profile, Period::Year(2026), day("2026-06-01"))).receipts;
        assert_eq!(receipts(w), Receipts::default(), "one is void, of the other the goods are here");
        let c = crate::receipt::issued(w, &d);
        let said = Receipted { weight_mct: crate::world::mct(9_000), ..crate::receipt::said(&c) };
        w.submit(&d.officer, &ConfirmReceipt { said, file_sha256: None }).unwrap();
        assert_eq!(receipts(w), Receipts { left: 1, confirmed: 1, differ: 1, open: 1 });
        let gone = crate::receipt::issued(w, &d);
        let (certificate, on, transport) = (gone.certificate, gone.issued_on, Transport::Air);
        let (place, reference, seal) = ("Lungi".to_owned(), "XY 123".to_owned(), "77".to_owned());
        w.event(CertificateDeparted { certificate, on, place, transport, reference, courier: None, seal });
        assert_eq!(receipts(w), Receipts { left: 2, confirmed: 1, differ: 1, open: 1 });
        let told = w.read(|rx| document(rx, &w.app.env, Locale::En, Kind::Annual, (Period::Year(2026), day("2026-06-01"))));
        let cells: Vec<String> = told
            .sections
            .iter()
            .flat_map(|s| &s.parts)
            .filter_map(|part| if let Part::Table(t) = part { Some(t) } else { None })
            .flat_map(|t| t.rows.iter().flatten().cloned())
            .collect();
        let of = |number: &str| cells.iter().any(|cell| cell.contains(number) && cell.contains(' ') && cell.len() > number.len() + 10);
        assert!(of(&c.number), "a sentence names the certificate: {cells:?}");
        assert!(!cells.iter().any(|cell| cell.starts_with("receipt/") || cell.starts_with("unseen/") || cell == "*"), "{cells:?}");
        let area = w.app.env.atlas.areas.all().iter().find(|a| a.code.as_deref() == Some("SL-E")).unwrap().name.clone();
        assert!(cells.contains(&format!("whole country, {area}")), "{cells:?}");
    });
}

/// LibreOffice reads both documents in both languages, with the same figures as the CSV file of the matrix.
#[test]
fn a_word_processor_opens_both_documents() {
    let Some(office) = program(&["soffice", "libreoffice"]) else {
        let how = "apt-get install libreoffice-writer-nogui; PLACER_REQUIRE_OFFICE=1 asks for it";
        left_out("LibreOffice", "a document opened by a word processor", how, required_by("PLACER_REQUIRE_OFFICE"));
        return;
    };
    let dir = scratch_dir("writer");
    let mut w = World::at(&format!("sqlite:{}", dir.join("x.sqlite").display()));
    half_year(&mut w);
    let today = day("2026-06-01");
    let read = |locale: Locale, kind: Kind, period: Period, name: &str| {
        let bytes = w.read(|rx| document_odt(rx, &w.app.env, locale, kind, (period, today)));
        let path = dir.join(format!("{name}.odt"));
        std::fs::write(&path, bytes).unwrap();
        let home = format!("-env:UserInstallation=file://{}", dir.join("home").display());
        let out = dir.display().to_string();
        let args = [home.as_str(), "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", out.as_str()];
        run(Command::new(&office).args(args).arg(&path)).unwrap();
        let text = std::fs::read_to_string(dir.join(format!("{name}.txt"))).unwrap();
        text.trim_start_matches('\u{feff}').to_owned()
    };
    let english = read(Locale::En, Kind::Matrix, HALF, "matrix");
    let lines: Vec<&str> = english.lines().map(str::trim).collect();
    let csv = String::from_utf8(w.read(|rx| matrix_file(rx, &w.app.env, Locale::En, (HALF, today), false))).unwrap();
    let mut compared = 0;
    for row in csv::Reader::from_reader(csv.as_bytes()).records() {
        let row = row.unwrap();
        let (label, of, unit, value) = (&row[4], &row[8], &row[9], &row[10]);
        let shown = match unit {
            "carats" => format!("{value} ct"),
            "count" => value.to_owned(),
            "not_recorded" => "not recorded".to_owned(),
            _ => continue,
        };
        // The cells of a row stand one below the other: what, of, figure; what it is stands in the first of its rows.
        let at = lines.iter().position(|line| *line == label).unwrap_or_else(|| panic!("{label}: {english}"));
        let found = lines[at..].windows(2).any(|two| two[0] == of && two[1] == shown);
        assert!(found, "{row:?}: {english}");
        compared += 1;
    }
    assert!(!english.contains("licences_in_force") && !english.contains("Licences\nLicences"), "{english}");
    assert!(compared > 30, "{compared} lines compared");
    for told in ["25.0%", "100.0%", "[ What the figures do not show", "Remarks"] {
        assert!(english.contains(told), "{told}: {english}");
    }
    let report = read(Locale::Fr, Kind::Annual, Period::Year(2026), "report");
    for told in [
        "Rapport annuel de mise en œuvre, 2026",
        "Measure all sites",
        "Ministry of Mines",
        "M14",
        "[ Ce que l’année a apporté",
        "4,43",
        "1.1",
    ] {
        assert!(report.contains(told), "{told}: {report}");
    }
    let digest = w.app.env.profile.digest();
    assert!(report.contains(&digest), "the hash of the rules");
    let _ = std::fs::remove_dir_all(&dir);
}

fn house() -> House {
    House::open(|w| {
        half_year(w);
        for (login, role) in [("officer", AccountRole::Officer), ("reviewer", AccountRole::Reviewer), ("admin", AccountRole::Administrator)]
        {
            w.login(login, role, None, None);
        }
    })
}

#[test]
fn the_documents_are_reached_from_the_statistics_and_read_by_reviewers() {
    let house = house();
    let (mut officer, mut reviewer, mut admin) = (house.signed_in("officer"), house.signed_in("reviewer"), house.signed_in("admin"));
    assert!(officer.get("/statistics").body.contains("/statistics/2026-H1/matrix"));
    assert!(officer.get("/statistics/2026-H1").body.contains("/statistics/2026-H1/matrix"));
    assert!(officer.get("/statistics/2026").body.contains("/statistics/2026/report"));
    let page = reviewer.get("/statistics/2026-H1/matrix");
    for told in
        ["Matrix of inventories", "not recorded", "Licences that may be used at the end", "4.43 ct", "To be written:", "whole country"]
    {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    for machine in ["licences_in_force", "SL-E", ">*<", "25%"] {
        assert!(!page.body.contains(machine), "{machine}: {}", page.body);
    }
    let report = reviewer.get("/statistics/2026/report?lang=fr");
    assert!(
        report.status == 200 && report.body.contains("Suites des examens") && report.body.contains("Measure all sites"),
        "{}",
        report.body
    );
    let csv = reviewer.get("/statistics/2026-H1/matrix/csv?lang=en");
    assert!(
        csv.body.contains("SL,2026-H1,")
            && csv.body.contains(",inspections,")
            && csv.body.contains(",not_recorded,")
            && csv.body.contains(",seizures,"),
        "{}",
        csv.body
    );
    assert_eq!(reviewer.get("/statistics/2026-H1/matrix/xlsx").status, 200);
    for path in
        ["/statistics/2026-H1/matrix", "/statistics/2026-H1/matrix/odt", "/statistics/2026-H1/matrix/csv", "/statistics/2026/report/odt"]
    {
        assert_eq!(admin.get(path).status, 403, "{path}");
        assert_eq!(house.visitor().get(path).status, 303, "{path}");
    }
    for none in [
        "/statistics/2026/matrix",
        "/statistics/2026-Q1/matrix",
        "/statistics/2026-H1/report",
        "/statistics/2090-H1/matrix",
        "/statistics/x/report",
    ] {
        assert_eq!(officer.get(none).status, 404, "{none}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_are_sound_on_a_desk_and_on_a_telephone() {
    let Some(b) = Browser::open(Screen::Desktop).await else { return };
    let house = house();
    let server = house.server.url().trim_end_matches('/').to_owned();
    crate::world::sign_in(&b, &server, "reviewer").await;
    for screen in [Screen::Desktop, Screen::Phone] {
        b.show_on(screen).await;
        for (name, page) in [("matrix", "/statistics/2026-H1/matrix"), ("report", "/statistics/2026/report")] {
            b.goto(&format!("{server}{page}")).await.unwrap();
            b.assert_page_is_sound().await;
            b.screenshot(&format!("draft-{name}-{screen:?}")).await;
        }
    }
}
