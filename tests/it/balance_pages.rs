//! Balances, counts and estimates on pages, as files and for programs.

use crate::house::House;
use crate::shipment::desk;
use placer::domain::access::AccountRole;

struct Ids {
    party: String,
    site: String,
    licence: String,
    parcel: String,
    token: String,
}

/// A house whose exporter bought two carats that were dug at a site.
fn house() -> (House, Ids) {
    let mut ids = None;
    let house = House::open(|w| {
        let d = desk(w);
        let parcel = d.bought(w, 2_000).code;
        let site = w.read(|rx| placer::store::site::site_fetch(rx, d.site)).unwrap().code;
        let party = w.read(|rx| placer::store::party::party_fetch(rx, d.exporter.0)).unwrap().code;
        w.login("officer", AccountRole::Officer, None, None);
        w.login("approver", AccountRole::Approver, None, None);
        w.login("exporter", AccountRole::Exporter, None, Some(d.exporter.0));
        let reviewer = w.login("reviewer", AccountRole::Reviewer, None, None);
        ids = Some(Ids { party, site, licence: d.miner.1.to_string(), parcel, token: w.token(&reviewer) });
    });
    (house, ids.unwrap())
}

#[test]
fn each_balance_adds_up_on_its_page_and_as_files() {
    let (house, ids) = house();
    let mut officer = house.signed_in("officer");
    for path in
        [format!("/parties/{}/balance", ids.party), format!("/sites/{}/balance", ids.site), format!("/licences/{}/balance", ids.licence)]
    {
        let page = officer.get(&format!("{path}?from=2026-05&to=2026-05"));
        assert!(page.status == 200 && page.body.contains("Adds up"), "{path}: {}", page.body);
        assert!(page.body.contains(&format!("/parcels/{}", ids.parcel)), "{path} leads to what moved: {}", page.body);
        let csv = officer.get(&format!("{path}/csv?from=2026-05&to=2026-05"));
        assert!(csv.body.starts_with("of,key,month,movement,side,carats,stones"), "{}", csv.body);
        assert!(csv.body.contains(",2026-05,closing,stock,"), "{}", csv.body);
        assert_eq!(officer.get(&format!("{path}/xlsx")).status, 200);
    }
    let wrong = officer.get(&format!("/parties/{}/balance?from=Mai", ids.party)).body;
    assert!(wrong.contains("f-from") && wrong.contains("Mai"), "{wrong}");
    assert!(officer.get("/balance").body.contains("/statistics/balance/areas/"));
    let mut own = house.signed_in("exporter");
    let page = own.get("/balance?from=2026-05&to=2026-05").body;
    assert!(page.contains("Bought") && page.contains("2.00"), "{page}");
    assert_eq!(own.get(&format!("/sites/{}/balance", ids.site)).status, 403);
    let told = officer.get(&format!("/sites/{}", ids.site)).body;
    assert!(told.contains("What can be dug beside what was"), "{told}");
}

#[test]
fn programs_read_a_balance_month_by_month() {
    let (house, ids) = house();
    let mut reviewer = house.visitor();
    reviewer.headers.push(("authorization".into(), format!("Bearer {}", ids.token)));
    let got = reviewer.get(&format!("/api/v1/parties/{}/balance?from=2026-05&to=2026-06", ids.party));
    let told: serde_json::Value = serde_json::from_str(&got.body).unwrap();
    assert_eq!(told["months"][0]["closing"]["mct"], 2_000, "{told}");
    assert_eq!(told["months"][1]["opening"], told["months"][0]["closing"]);
    assert_eq!(told["difference"]["mct"], 0);
}

#[test]
fn a_count_is_checked_written_down_and_shown_with_its_difference() {
    let (house, ids) = house();
    let today = placer::edge::now().day().to_string();
    let mut own = house.signed_in("exporter");
    let bad = [("on", today.as_str()), ("weight_mct", "1"), ("stones", "3"), ("parcels", "what is this")];
    let refused = own.submit("/counts/new", &bad);
    assert!(refused.status == 422 && refused.body.contains("what is this") && refused.body.contains("f-parcels"), "{}", refused.body);
    let line = format!("{} 1.5 3", ids.parcel);
    let good = [("on", today.as_str()), ("parcels", line.as_str())];
    let check = own.submit("/counts/new", &good);
    assert!(check.status == 200 && check.body.contains(&ids.parcel), "{}", check.body);
    assert_eq!(own.submit("/counts/new", &[good.as_slice(), &[("confirmed", "yes")]].concat()).status, 303);
    let list = own.get("/counts").body;
    assert!(list.contains("Too far apart") && list.contains("-0.50"), "{list}");
    assert!(house.signed_in("officer").get("/counts").body.contains("Too far apart"));
}

#[test]
fn an_estimate_goes_from_a_site_over_two_people_to_its_page() {
    let (house, ids) = house();
    let today = placer::edge::now().day().to_string();
    let mut officer = house.signed_in("officer");
    let new = format!("/estimates/new?of=site&key_of={}", ids.site);
    assert!(officer.get(&format!("/sites/{}", ids.site)).body.contains("/estimates/new?of=site"));
    let fields = [
        ("of", "site"),
        ("key_of", ids.site.as_str()),
        ("weight_mct", "48"),
        ("per", "year"),
        ("from", "2026-01-01"),
        ("title", "Survey of the terraces"),
        ("document_on", today.as_str()),
        ("reason", "trial pits"),
    ];
    let check = officer.submit(&new, &fields);
    assert!(check.status == 200 && check.body.contains("48.00 ct a year"), "{}", check.body);
    let done = officer.submit(&new, &[fields.as_slice(), &[("confirmed", "yes")]].concat());
    assert_eq!(done.status, 303, "{}", done.body);
    let page = done.header("location").to_owned();
    let mut approver = house.signed_in("approver");
    assert!(approver.get("/").body.contains("1 official estimate waits for you"));
    assert_eq!(approver.submit(&page, &[("act", "confirm")]).status, 303);
    assert!(officer.get("/estimates").body.contains("Counts"));
    assert!(officer.get(&format!("/sites/{}", ids.site)).body.contains("Official estimate"));
}
