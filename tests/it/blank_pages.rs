//! The pages of blank certificates, as officers, approvers, reviewers and the public meet them.

use crate::house::House;
use crate::shipment::desk;
use placer::domain::access::AccountRole;

fn house() -> House {
    House::open(|w| {
        desk(w);
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
fn a_delivery_is_written_down_checked_and_told() {
    let house = house();
    let mut officer = house.signed_in("officer");
    let year = placer::edge::now().day().to_string()[..4].to_owned();
    let page = officer.get("/blanks/new");
    // The run of the test is of the year of its clock; the form begins after it.
    assert!(page.body.contains("SL 000041"), "{}", page.body);
    let typed = [("year", year.as_str()), ("first", "SL 000041"), ("last", "SL 000030"), ("note", "Delivery 12"), ("on", "2026-02-30")];
    let refused = officer.submit("/blanks/new", &typed);
    assert_eq!(refused.status, 422);
    for kept in ["SL 000041", "SL 000030", "Delivery 12", "2026-02-30"] {
        assert!(refused.body.contains(kept), "{kept}: {}", refused.body);
    }
    let on = format!("{year}-01-02");
    let good = [("year", year.as_str()), ("first", "sl 000041"), ("last", "SL000060"), ("note", "Delivery 12"), ("on", on.as_str())];
    let check = officer.submit("/blanks/new", &good);
    assert!(check.status == 200 && check.body.contains("SL 000041 – SL 000060") && check.body.contains("20 forms"), "{}", check.body);
    let done = officer.submit("/blanks/new", &[good.as_slice(), &[("confirmed", "yes")]].concat());
    assert_eq!(done.status, 303, "{}", done.body);
    let overlap = officer.submit("/blanks/new", &good);
    assert!(overlap.status == 409 && overlap.body.contains("A number is printed once"), "{}", overlap.body);
}

#[test]
fn what_was_stolen_is_public_at_once_and_final_by_two() {
    let house = house();
    let (mut officer, mut approver, mut visitor) = (house.signed_in("officer"), house.signed_in("approver"), house.visitor());
    let said = [("first", "SL 000011"), ("last", "SL 000012"), ("fate", "stolen"), ("on", "2026-06-01"), ("reason", "The safe was open")];
    let check = officer.submit("/blanks/report", &said);
    assert!(check.status == 200 && check.body.contains("everybody is told at once"), "{}", check.body);
    let done = officer.submit("/blanks/report", &[said.as_slice(), &[("confirmed", "yes")]].concat());
    assert_eq!(done.status, 303, "{}", done.body);
    let report = done.headers.iter().find(|(name, _)| name == "location").unwrap().1.clone();
    let told = visitor.get("/check/lost").body;
    assert!(told.contains("SL 000011") && told.contains("SL 000012") && told.contains("not confirmed yet"), "{told}");
    let told = visitor.get("/check/certificate/SL%20000012");
    assert!(told.status == 404 && told.body.contains("was stolen before any certificate was issued on it"), "{}", told.body);
    assert!(visitor.get("/check/lost.csv").body.contains("SL,SL 000011,SL 000012,stolen,no,2026-06-01"));
    let for_programs = visitor.get("/api/v1/check/certificates/SL%20000012");
    let json = for_programs.json();
    assert_eq!((for_programs.status, &json["standing"], &json["form"]), (200, &"no_certificate".into(), &"stolen".into()), "{json}");
    assert_eq!(visitor.get("/api/v1/check/certificates/SL%20000030").status, 404, "of a sound form nothing is told");
    let spoiled = [
        ("first", "SL 000013"),
        ("last", "SL 000013"),
        ("fate", "spoiled"),
        ("on", "2026-06-01"),
        ("reason", "Rain"),
        ("confirmed", "yes"),
    ];
    let reported = officer.submit("/blanks/report", &spoiled).header("location").to_owned();
    assert_eq!(approver.submit(&reported, &[("act", "confirm")]).status, 303);
    assert!(visitor.get("/check/lost").body.contains("Spoiled blank form"));
    // Whoever reported cannot decide; the second person is shown the way from his first page.
    assert!(officer.get(&report).body.contains("Somebody else must decide"));
    assert!(approver.get("/").body.contains("Reports that wait for a second person"));
    let silent = approver.submit(&report, &[("act", "refuse")]);
    assert!(silent.status == 422 && silent.body.contains("f-reason"), "{}", silent.body);
    assert_eq!(approver.submit(&report, &[("act", "confirm")]).status, 303);
    assert!(visitor.get("/check/lost.csv").body.contains("SL,SL 000011,SL 000012,stolen,yes,2026-06-01"));
    assert!(approver.get(&report).body.contains("Confirmed"));
    assert!(!visitor.get("/check/lost").body.contains("The safe was open"), "nothing of how it came about");
}

#[test]
fn reviewers_read_and_others_do_not() {
    let house = house();
    let mut reviewer = house.signed_in("reviewer");
    let list = reviewer.get("/blanks");
    assert!(list.status == 200 && !list.body.contains("/blanks/new"), "{}", list.body);
    assert_eq!(reviewer.get("/blanks/new").status, 403);
    assert_eq!(house.signed_in("admin").get("/blanks").status, 403);
    assert_eq!(house.visitor().get("/blanks").status, 303);
    let run = list.body.split_once("href=\"/blanks/").unwrap().1.split_once('"').unwrap().0.to_owned();
    let shown = reviewer.get(&format!("/blanks/{run}")).body;
    assert!(shown.contains("SL 000001") && shown.contains("SL 000040") && !shown.contains("/blanks/report?"), "{shown}");
    reviewer.headers.push(("x-placer".into(), "1".into()));
    let told = reviewer.get(&format!("/api/v1/blank_runs/{run}")).json();
    assert_eq!((told["first"].as_str(), told["size"].as_i64()), (Some("SL 000001"), Some(40)));
    assert_eq!(told["spans"][0]["state"], "stock");
}
