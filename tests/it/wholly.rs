//! All that is wrong with a form is told at once: what cannot be read, and what the rules say of the rest.

use crate::house::House;
use crate::support::http::{Http, Reply};
use placer::domain::access::AccountRole;

fn house() -> House {
    House::open(|w| {
        let office = w.office("KO");
        w.login("admin", AccountRole::Administrator, None, None);
        w.login("supervisor", AccountRole::Supervisor, Some(office), None);
    })
}

/// Posts a form and expects a problem beside each of these fields, and beside none of the others.
fn refused(http: &mut Http, path: &str, fields: &[(&str, &str)], wrong: &[&str], right: &[&str]) -> Reply {
    let page = http.submit(path, fields);
    assert_eq!(page.status, 422, "{path}: {}", page.body);
    for field in wrong {
        assert!(page.body.contains(&format!("id=\"e-{field}-1\"")), "{path}: nothing is told of {field}: {}", page.body);
        assert!(!page.body.contains(&format!("id=\"e-{field}-2\"")), "{path}: {field} is told of twice: {}", page.body);
    }
    for field in right {
        assert!(!page.body.contains(&format!("id=\"e-{field}-1\"")), "{path}: {field} is not wrong: {}", page.body);
    }
    page
}

#[test]
fn of_offices_and_accounts() {
    let house = house();
    let mut http = house.signed_in("admin");
    refused(&mut http, "/offices/new", &[("code", "!"), ("name", " ")], &["code", "name"], &["areas"]);
    refused(&mut http, "/offices/new", &[("code", "ko")], &["code", "name"], &[]);
    let typed = [("login", "x"), ("display_name", ""), ("party", "SLE-9"), ("office", "x"), ("password", "short")];
    refused(&mut http, "/accounts/new", &typed, &["login", "display_name", "role", "office", "party", "password"], &[]);
    let typed = [("login", "admin"), ("role", "registrar"), ("party", "SLE-9")];
    refused(&mut http, "/accounts/new", &typed, &["login", "display_name", "office", "party"], &["role", "password"]);
}

#[test]
fn of_parties() {
    let house = house();
    let mut http = house.signed_in("supervisor");
    let typed = [("kind", "person"), ("born_on", "31/31/1990"), ("supporter", "SLE-9"), ("phone", "none"), ("nationality", "SL")];
    refused(&mut http, "/parties/new", &typed, &["name", "roles", "born_on", "supporter", "phone"], &["nationality"]);
}

#[test]
fn of_licences() {
    let house = house();
    let mut http = house.signed_in("supervisor");
    let typed = [
        ("holder", "SLE-9"),
        ("issued_on", "yesterday"),
        ("starts_on", "2026-03-01"),
        ("ends_on", "2026-02-01"),
        ("fee", "a lot"),
        ("workers_max", "0"),
        ("area", "here"),
    ];
    let wrong = ["holder", "issued_on", "ends_on", "fee", "workers_max", "area", "documents", "receipt"];
    refused(&mut http, "/licences/new/artisanal", &typed, &wrong, &["starts_on"]);
    refused(&mut http, "/licences/new/artisanal", &[], &["holder", "issued_on", "starts_on", "ends_on", "documents"], &["workers_max"]);
}
