//! The pages of reviews, as officers and reviewers meet them.

use crate::house::House;
use crate::support::browser::{Browser, Screen};
use placer::domain::access::AccountRole;

fn house() -> House {
    House::open(|w| {
        w.now = placer::edge::now();
        w.office("BO");
        for role in [AccountRole::Officer, AccountRole::Approver, AccountRole::Reviewer] {
            w.login(role.as_str(), role, None, None);
        }
    })
}

const VISIT: [(&str, &str); 4] =
    [("kind", "visit"), ("first_on", "2026-03-02"), ("last_on", "2026-03-06"), ("team", "Canada, Botswana and civil society")];

/// Sends a form, checks it and confirms it; where it leads.
fn done(who: &mut crate::support::http::Http, path: &str, fields: &[(&str, &str)]) -> String {
    let check = who.submit(path, fields);
    assert_eq!(check.status, 200, "{}", check.body);
    let sent = who.submit(path, &[fields, &[("confirmed", "yes")]].concat());
    assert_eq!(sent.status, 303, "{}", sent.body);
    sent.header("location").to_owned()
}

/// The first recommendation that a page leads to.
fn linked(page: &str) -> String {
    page[page.find("/recommendations/").unwrap()..].split('"').next().unwrap().to_owned()
}

#[test]
fn a_visit_its_recommendation_and_what_became_of_it() {
    let house = house();
    let (mut officer, mut reviewer) = (house.signed_in("officer"), house.signed_in("reviewer"));
    assert!(officer.get("/statistics").body.contains("href=\"/reviews\""));
    let refused = officer.submit("/reviews/new", &[("team", "Canada"), ("report_on", "2026-04-10")]);
    assert!(
        refused.status == 422 && refused.body.contains("Canada") && refused.body.contains("Say by what the report"),
        "{}",
        refused.body
    );
    let visit = done(&mut officer, "/reviews/new", &VISIT);
    let recommend = format!("{visit}/recommendation");
    let fields = [("text", "Measure <all> sites"), ("owner", "Ministry of Mines"), ("given_on", "2026-03-06"), ("due_on", "2026-04-30")];
    assert_eq!(done(&mut officer, &recommend, &fields), visit);
    let shown = reviewer.get(&visit);
    for told in ["1. Review visit, 2026", "Canada, Botswana and civil society", "Measure &#60;all&#62; sites", "overdue", "No report yet"] {
        assert!(shown.body.contains(told), "{told}: {}", shown.body);
    }
    assert!(!shown.body.contains(&recommend), "a reviewer only reads");
    assert!(officer.get("/").body.contains("1 recommendation of a review is overdue"));
    let open = reviewer.get("/recommendations");
    let one = linked(&open.body);
    assert_eq!(reviewer.submit_to(&one, "/statistics").status, 403);
    let refused = officer.submit(&one, &[("state", "done"), ("on", "2026-05-02"), ("statement", "all are measured")]);
    assert!(
        refused.status == 422 && refused.body.contains("all are measured") && refused.body.contains("Say what shows"),
        "{}",
        refused.body
    );
    let told = [("state", "done"), ("on", "2026-05-02"), ("statement", "all are measured"), ("evidence", "letter 12 of the survey office")];
    assert_eq!(done(&mut officer, &one, &told), one);
    let shown = reviewer.get(&one).body;
    assert!(shown.contains("letter 12 of the survey office") && shown.contains("Done"), "{shown}");
    assert_eq!(officer.submit(&one, &[("state", "in_hand"), ("on", "2026-05-02"), ("statement", "x")]).status, 409);
    assert!(!officer.get("/").body.contains("is overdue</strong> <a class=\"govuk-link\" href=\"/recommendations"));
    let report = [VISIT.as_slice(), &[("report", "Report 7"), ("report_on", "2026-04-10"), ("reason", "the report came")]].concat();
    done(&mut officer, &format!("{visit}/change"), &report);
    assert!(reviewer.get(&visit).body.contains("Report 7"));
    let french = reviewer.get(&format!("{visit}?lang=fr")).body;
    assert!(french.contains("Visite d’examen") && french.contains("Faite"), "{french}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_are_sound_on_a_desk_and_on_a_telephone() {
    let Some(b) = Browser::open(Screen::Desktop).await else { return };
    let house = house();
    let server = house.server.url().trim_end_matches('/').to_owned();
    let mut officer = house.signed_in("officer");
    let visit = done(&mut officer, "/reviews/new", &VISIT);
    let fields = [("text", "Measure all sites"), ("owner", "Ministry of Mines"), ("given_on", "2026-03-06"), ("due_on", "2026-04-30")];
    done(&mut officer, &format!("{visit}/recommendation"), &fields);
    let one = linked(&officer.get("/recommendations").body);
    crate::world::sign_in(&b, &server, "officer").await;
    for screen in [Screen::Desktop, Screen::Phone] {
        b.show_on(screen).await;
        let (recommend, change) = (format!("{visit}/recommendation"), format!("{visit}/change"));
        for (name, page) in [
            ("list", "/reviews"),
            ("new", "/reviews/new"),
            ("visit", &visit),
            ("recommend", &recommend),
            ("change", &change),
            ("open", "/recommendations"),
            ("recommendation", &one),
        ] {
            b.goto(&format!("{server}{page}")).await.unwrap();
            b.assert_page_is_sound().await;
            b.screenshot(&format!("review-{name}-{screen:?}")).await;
        }
    }
}
