//! The pages of statistics, as officers, approvers, reviewers and the public meet them.

use crate::house::House;
use crate::shipment::desk;
use crate::support::browser::{Browser, Screen};
use placer::domain::access::AccountRole;
use placer::service::certificate::ProposeCertificate;

fn house() -> House {
    House::open(|w| {
        let d = desk(w);
        let parcel = d.sealed(w, 2_000_000);
        let shipment = d.proposed(w, &[&parcel]);
        let issue = w.issue(shipment);
        w.submit(&d.approver, &issue).unwrap();
        let other = d.sealed(w, 500);
        let waits = d.shipped(w, &[&other]);
        w.submit(&d.officer, &ProposeCertificate { shipment: waits, expires_on: None, unestablished_reason: None, blank: None }).unwrap();
        for (login, role) in [
            ("officer", AccountRole::Officer),
            ("approver", AccountRole::Approver),
            ("reviewer", AccountRole::Reviewer),
            ("admin", AccountRole::Administrator),
        ] {
            w.login(login, role, None, None);
        }
    })
}

#[test]
fn a_return_is_looked_at_checked_submitted_and_read_back() {
    let house = house();
    let (mut officer, mut approver) = (house.signed_in("officer"), house.signed_in("approver"));
    for page in ["/", "/statistics"] {
        assert!(officer.get(page).body.contains("/statistics"), "{page}");
    }
    assert!(officer.get("/").body.contains("is overdue") || officer.get("/").body.contains("are overdue"));
    let page = officer.get("/statistics/2026-Q2");
    for told in [
        "2,000.00",
        "European Union",
        "Sierra Leone",
        "7102.10",
        "Imports are those that were let in",
        "<svg class=\"placer-bars\"",
        "<title id=\"bars-title\">",
    ] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    assert!(!page.body.contains("name=\"seen\""), "an officer submits nothing");
    assert_eq!(officer.submit_to("/statistics/2026-Q2/submit", "/statistics").status, 403);
    let shown = approver.get("/statistics/2026-Q2");
    let seen = shown.hidden("seen");
    let stale = approver.submit_to("/statistics/2026-Q2/submit", "/statistics/2026-Q2");
    assert_eq!(stale.status, 409, "without what was seen: {}", stale.body);
    let key = approver.get("/statistics/2026-Q2").hidden("key");
    let csrf = approver.get("/statistics/2026-Q2").hidden("csrf");
    let base = [("csrf", csrf.as_str()), ("key", key.as_str()), ("seen", seen.as_str())];
    let check = approver.post("/statistics/2026-Q2/submit", &base);
    assert!(check.status == 200 && check.body.contains("2,000.00 ct") && check.body.contains(&seen), "{}", check.body);
    let done = approver.post("/statistics/2026-Q2/submit", &[base.as_slice(), &[("confirmed", "yes")]].concat());
    assert_eq!(done.status, 303, "{}", done.body);
    let version = done.header("location").to_owned();
    let read = officer.get(&version);
    assert!(read.body.contains("Version 1") && read.body.contains(&seen), "{}", read.body);
    let csv = officer.get(&format!("{version}/csv"));
    assert_eq!(placer::domain::entry::sha256_hex(&[csv.body.as_bytes()]), seen, "the file is the one of the entry");
    assert!(csv.body.contains("SL,trade,2026-Q2,1,export,EU,SL,7102.10,1,2000.00,100.00,0.05"), "{}", csv.body);
    assert_eq!((officer.get(&format!("{version}/xlsx")).status, officer.get(&format!("{version}/ods")).status), (200, 404));
    assert!(!approver.get("/statistics/2026-Q2").body.contains("name=\"seen\""), "there is nothing to revise");
    for none in ["/statistics/2026-Q5", "/statistics/x", "/statistics/2090-Q1/reconciliation", "/statistics/versions/1"] {
        assert_eq!(officer.get(none).status, 404, "{none}");
    }
}

#[test]
fn a_partners_table_is_taken_in_and_a_difference_answered_for() {
    let house = house();
    let (mut officer, mut reviewer) = (house.signed_in("officer"), house.signed_in("reviewer"));
    let wrong = officer.submit("/statistics/partners/new", &[("source", "Letter"), ("file", "partner,period,carats\nXX,2026-Q2,a\n")]);
    assert!(wrong.status == 422 && wrong.body.contains("Line 2: “XX”") && wrong.body.contains("XX,2026-Q2,a"), "{}", wrong.body);
    let typed = [("source", "Letter of July"), ("file", "what was pasted before")];
    let odd = officer.upload("/statistics/partners/new", &typed, "file", b"partner,period,carats\nBE,2026-Q2,\xe9\n");
    assert!(
        odd.status == 422 && odd.body.contains("This text is not UTF-8") && odd.body.contains("what was pasted before"),
        "{}",
        odd.body
    );
    let wrong = officer.upload("/statistics/partners/new", &typed, "file", b"partner,period,carats\nYY,2026-Q2,a\n");
    assert!(wrong.status == 422 && wrong.body.contains("YY,2026-Q2,a") && wrong.body.contains("Letter of July"), "{}", wrong.body);
    let check = officer.upload("/statistics/partners/new", &typed, "file", b"\xef\xbb\xbfpartner,period,carats\nBE,2026-Q2,1800.00\n");
    assert!(check.status == 200 && check.body.contains("Belgium") && check.body.contains("1,800.00"), "{}", check.body);
    assert!(!reviewer.get("/statistics/partners").body.contains("Letter of July"), "it is looked at first");
    let confirmed = [typed[0], ("file", "partner,period,carats\nBE,2026-Q2,1800.00\n"), ("confirmed", "yes")];
    let done = officer.submit("/statistics/partners/new", &confirmed);
    assert_eq!(done.status, 303, "{}", done.body);
    assert!(reviewer.get("/statistics/partners").body.contains("Letter of July"));
    assert!(reviewer.get("/statistics/partners/1").body.starts_with("partner,period,carats"));
    assert_eq!((reviewer.get("/statistics/partners/2").status, reviewer.get("/statistics/partners/new").status), (404, 403));
    let page = officer.get("/statistics/2026-Q2/reconciliation");
    for told in [
        "Belgium, Total: 2,000.00 ct left by our certificates, the partner says 1,800.00 ct",
        "It adds up",
        "Opening stock",
        "no record of seizures",
    ] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    let answer = |cause, answer| [("difference", "mirror/BE/"), ("cause", cause), ("answer", answer)];
    let silent = officer.submit("/statistics/2026-Q2/reconciliation", &answer("", "asked them"));
    assert!(silent.status == 422 && silent.body.contains("asked them"), "{}", silent.body);
    assert_eq!(officer.submit("/statistics/2026-Q2/reconciliation", &answer("inquiry", "asked them")).status, 303);
    let page = reviewer.get("/statistics/2026-Q2/reconciliation");
    assert!(
        page.body.contains("Being looked into: asked them") && page.body.contains("Answered") && !page.body.contains("f-answer"),
        "{}",
        page.body
    );
}

#[test]
fn others_see_no_statistics_and_everybody_what_is_public() {
    let house = house();
    for page in
        ["/statistics", "/statistics/2026-Q2", "/statistics/2026-Q2/reconciliation", "/statistics/partners", "/statistics/2026-Q2/csv"]
    {
        assert_eq!(house.signed_in("reviewer").get(page).status, 200, "{page}");
        assert_eq!(house.signed_in("admin").get(page).status, 403, "{page}");
        assert_eq!(house.visitor().get(page).status, 303, "{page}");
    }
    let figures = house.visitor().get("/figures");
    assert!(figures.status == 200 && figures.body.contains("Nothing is published yet"), "{}", figures.body);
    assert!(house.visitor().get("/").body.contains("href=\"/figures\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_are_sound_on_a_desk_and_on_a_telephone() {
    let Some(b) = Browser::open(Screen::Desktop).await else { return };
    let house = house();
    let server = house.server.url().trim_end_matches('/').to_owned();
    crate::world::sign_in(&b, &server, "approver").await;
    for screen in [Screen::Desktop, Screen::Phone] {
        b.show_on(screen).await;
        for (name, page) in [
            ("list", "/statistics"),
            ("trade", "/statistics/2026-Q2"),
            ("production", "/statistics/2026-H1"),
            ("reconciliation", "/statistics/2026-Q2/reconciliation"),
            ("partners", "/statistics/partners"),
            ("public", "/figures"),
        ] {
            b.goto(&format!("{server}{page}")).await.unwrap();
            b.assert_page_is_sound().await;
            b.screenshot(&format!("statistics-{name}-{screen:?}")).await;
        }
    }
}
