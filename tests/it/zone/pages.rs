//! Zones on pages, by the API and from files.

use super::desk;
use crate::house::House;
use crate::support::http::Http;
use placer::domain::access::AccountRole;

/// A house with an officer, an approver and a registrar of the office that looks after the desk's site; the site's code and
/// the corners of a square around it.
fn at_the_house() -> (House, String, String, String) {
    let (mut code, mut corners, mut token) = (String::new(), String::new(), String::new());
    let house = House::open(|w| {
        w.now = placer::edge::now();
        let d = desk(w);
        let site = w.read(|rx| placer::store::site::site_fetch(rx, d.site)).unwrap();
        (code, corners) = (site.code.clone(), super::around(w, &d, 200_000));
        w.login("officer", AccountRole::Officer, None, None);
        w.login("approver", AccountRole::Approver, None, None);
        w.login("registrar", AccountRole::Registrar, site.facts.office, None);
        let reviewer = w.login("reviewer", AccountRole::Reviewer, None, None);
        token = w.token(&reviewer);
    });
    (house, code, corners, token)
}

fn propose(http: &mut Http, path: &str, fields: &[(&str, &str)]) -> String {
    let check = http.submit(path, fields);
    assert_eq!(check.status, 200, "{}", check.body);
    let done = http.submit(path, &[fields, &[("confirmed", "yes")]].concat());
    assert_eq!(done.status, 303, "{}", done.body);
    done.header("location").to_owned()
}

#[test]
fn the_pages_lead_from_a_proposal_to_what_was_dug_in_the_zone() {
    let (house, site, corners, token) = at_the_house();
    let today = placer::edge::now().day().to_string();
    let mut officer = house.signed_in("officer");
    let bad = [("name", "North"), ("area", "0, 0\n0, 1"), ("status", "embargo"), ("from", "2026-13-01"), ("document_on", today.as_str())];
    let refused = officer.submit("/zones/new", &bad);
    assert!(refused.status == 422 && refused.body.contains("2026-13-01") && refused.body.contains("f-area"), "{}", refused.body);
    let good = [
        ("name", "North"),
        ("authority", "Ministry of Mines"),
        ("area", corners.as_str()),
        ("status", "embargo"),
        ("from", today.as_str()),
        ("title", "Decision"),
        ("number", "AD-7"),
        ("document_on", today.as_str()),
        ("reason", "armed men"),
    ];
    let change = propose(&mut officer, "/zones/new", &good);
    assert!(officer.get(&change).body.contains("Somebody else must decide"));
    let mut approver = house.signed_in("approver");
    assert!(approver.get("/zones").body.contains(&change));
    let silent = approver.submit(&change, &[("act", "refuse")]);
    assert!(silent.status == 422 && silent.body.contains("f-reason"), "{}", silent.body);
    assert_eq!(approver.submit(&change, &[("act", "confirm")]).status, 303);
    let list = approver.get("/zones").body;
    assert!(list.contains("North") && list.contains("Stones are frozen"), "{list}");
    let code = placer::domain::zone::zone_code(1);
    let page = format!("/zones/{code}");
    assert!(approver.get(&format!("/sites/{site}")).body.contains(&page));
    // The check page of an entry says what becomes of the stones.
    let mut registrar = house.signed_in("registrar");
    let entry = [("site", site.as_str()), ("on", today.as_str()), ("weight_mct", "1"), ("stones", "3"), ("diggers", "4")];
    let path = format!("/production/new?site={site}");
    let check = registrar.submit(&path, &entry);
    assert!(check.status == 200 && check.body.contains("North: Embargo") && check.body.contains("stones are frozen"), "{}", check.body);
    assert_eq!(registrar.submit(&path, &[entry.as_slice(), &[("confirmed", "yes")]].concat()).status, 303);
    let shown = officer.get(&page).body;
    let parcel = placer::domain::parcel::parcel_code(1);
    assert!(shown.contains(&parcel) && shown.contains("Frozen by its zone") && shown.contains(&site), "{shown}");
    let seen = officer.get(&format!("/parcels/{parcel}")).body;
    assert!(seen.contains("It is evidence") && seen.contains("/zones/release?parcel="), "{seen}");
    let order =
        [("parcels", parcel.as_str()), ("title", "Order"), ("number", "KP/1"), ("document_on", today.as_str()), ("reason", "agreed")];
    let release = propose(&mut officer, "/zones/release", &order);
    assert_eq!(approver.submit(&release, &[("act", "confirm")]).status, 303);
    assert!(officer.get(&format!("/parcels/{parcel}")).body.contains("Released by an order"));
    // By the API the same, and the file comes in again.
    let mut reviewer = house.signed_in("reviewer");
    assert_eq!(reviewer.get("/zones/new").status, 403);
    let geojson = reviewer.get("/zones.geojson?effect=freeze").json();
    assert_eq!((&geojson["features"][0]["properties"]["name"], geojson["features"].as_array().unwrap().len()), (&"North".into(), 1));
    assert_eq!(reviewer.get("/zones.geojson?effect=refuse").json()["features"].as_array().unwrap().len(), 0);
    assert!(reviewer.get("/map/layers.json").body.contains("/zones.geojson?effect=freeze"));
    reviewer.headers.push(("authorization".into(), format!("Bearer {token}")));
    let json = reviewer.get(&format!("/api/v1/zones/{code}")).json();
    assert_eq!((&json["name"], &json["statuses"][0]["status"]), (&"North".into(), &"embargo".into()), "{json}");
    assert_eq!(reviewer.get("/api/v1/zone_changes?state=confirmed").json()["items"].as_array().unwrap().len(), 2);
}

const FILE: &str = r#"{"type":"FeatureCollection","features":[
 {"type":"Feature","properties":{"name":"East","authority":"Ministry","status":"border","from":"2026-01-01","document":"Map","document_on":"2026-01-01","reason":"river"},
  "geometry":{"type":"MultiPolygon","coordinates":[[[[-11.0,7.0],[-10.9,7.0],[-10.9,7.1],[-11.0,7.0]]],[[[-10.5,7.0],[-10.4,7.0],[-10.4,7.1],[-10.5,7.0]]]]}},
 {"type":"Feature","properties":{"name":"West","authority":"Ministry","status":"shut","from":"1.1.26","document":"Map","document_on":"2026-01-01","reason":"river"},
  "geometry":{"type":"Point","coordinates":[-12.0,8.0]}}]}"#;

#[test]
fn a_file_tells_the_problems_of_all_features_at_once_and_proposes_all_or_none() {
    let (house, ..) = at_the_house();
    let mut officer = house.signed_in("officer");
    let refused = officer.submit("/zones/load", &[("file", FILE)]);
    assert_eq!(refused.status, 422);
    for told in ["Row 2, status", "Row 2, from", "Row 2, area"] {
        assert!(refused.body.contains(told), "{told}: {}", refused.body);
    }
    assert!(!refused.body.contains("Row 1"), "{}", refused.body);
    let mended = FILE.replace("shut", "closed").replace("1.1.26", "2026-01-01");
    let point = r#"{"type":"Point","coordinates":[-12.0,8.0]}"#;
    let mended = mended.replace(point, r#"{"type":"Polygon","coordinates":[[[-12.0,8.0],[-11.9,8.0],[-11.9,8.1],[-12.0,8.0]]]}"#);
    let check = officer.submit("/zones/load", &[("file", mended.as_str())]);
    assert!(check.status == 200 && check.body.contains("West"), "{}", check.body);
    assert_eq!(officer.submit("/zones/load", &[("file", mended.as_str()), ("confirmed", "yes")]).status, 303);
    let list = officer.get("/zones").body;
    assert!(list.contains("New zone East") && list.contains("New zone West"), "{list}");
    // The name is taken by what waits, told with the same words as on the page.
    let again = officer.submit("/zones/load", &[("file", mended.as_str())]);
    assert!(again.status == 422 && again.body.contains("There is a zone East already"), "{}", again.body);
}

#[test]
fn the_api_refuses_with_the_codes_of_the_page_and_a_token_does_not_sign() {
    let (house, ..) = at_the_house();
    let mut officer = house.signed_in("officer");
    officer.headers.push(("x-placer".into(), "1".into()));
    let body = r#"{"name":"","authority":"x","area":"{","document":{"title":"x","on":"2026-01-01"},"reason":"x"}"#;
    let headers = [("content-type", "application/json"), ("idempotency-key", "k")];
    let told = officer.send("POST", "/api/v1/acts/propose_zone", &headers, body);
    assert!(
        told.status == 422 && told.body.contains("site.not_geojson") && told.body.contains("required"),
        "{}: {}",
        told.status,
        told.body
    );
}
