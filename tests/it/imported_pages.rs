//! The pages of stones from abroad: what was found beside what is stated, the parcel, and its trace.

use crate::arrival::{comes, list, put};
use crate::house::House;
use crate::imported::combined;
use crate::shipment::desk;
use placer::domain::access::AccountRole;
use placer::domain::role::Role;
use placer::store::arrival::arrivals;
use placer::store::party::party_fetch;

/// Every line is weighed and counted beside what the certificate states of it; what was typed stays.
#[test]
fn what_was_found_is_typed_beside_what_is_stated() {
    let mut importer = String::new();
    let house = House::open(|w| {
        w.now = placer::edge::now();
        let d = desk(w);
        list(w);
        importer = w.read(|rx| party_fetch(rx, d.exporter.0)).unwrap().code;
        w.login("officer", AccountRole::Officer, None, None);
        w.login("exporter", AccountRole::Exporter, None, Some(d.exporter.0));
    });
    let mut officer = house.signed_in("officer");
    let today = placer::edge::now().day().to_string();
    let typed = |found: &[(&'static str, &'static str)]| -> Vec<(&str, String)> {
        let mut all: Vec<(&str, String)> = [
            ("number", "BW 4306"),
            ("issuer", "BW"),
            ("exporter_name", "Okavango Stones"),
            ("exporter_address", "Gaborone"),
            ("exporter_country", "BW"),
            ("origins", "BW"),
            ("parcels", "1"),
            ("found_parcels", "1"),
            ("mass-710231", "5.00"),
            ("value-710231", "1000"),
            ("seals", "yes"),
        ]
        .map(|(name, value)| (name, value.to_owned()))
        .to_vec();
        all.extend(["issued_on", "expires_on", "arrived_on"].map(|name| (name, today.clone())));
        all.push(("importer", importer.clone()));
        all.extend(found.iter().map(|(name, value)| (*name, (*value).to_owned())));
        all
    };
    let mut send = |found: &[(&'static str, &'static str)], more: &[(&'static str, &'static str)]| {
        let all = typed(&[found, more].concat());
        let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (*name, value.as_str())).collect();
        officer.submit("/arrivals/new", &all)
    };
    let other = send(&[("found-710221", "5.00"), ("stones-710221", "9")], &[]);
    assert!(other.status == 422 && other.body.contains("just the subheadings that the certificate states"), "{}", other.body);
    assert!(other.body.contains("id=\"f-found\"") && other.body.contains("value=\"9\""), "{}", other.body);
    // Each refusal stands at the field of its subheading, whichever lines are filled.
    let dust = send(&[("found-710231", "5.00"), ("stones-710231", "5001")], &[]);
    assert!(dust.status == 422 && dust.body.contains("href=\"#f-stones-710231\""), "{}", dust.body);
    let none = send(&[("found-710231", "5.00")], &[]);
    assert!(none.status == 422 && none.body.contains("href=\"#f-stones-710231\""), "{}", none.body);
    let light = send(&[("found-710231", "4.00"), ("stones-710231", "9")], &[]);
    assert!(light.status == 422 && light.body.contains("href=\"#f-found\""), "{}", light.body);
    let sound = [("found-710231", "4.999"), ("stones-710231", "9")];
    let check = send(&sound, &[]);
    assert!(check.status == 200 && check.body.contains("4.999\u{a0}ct found, 9 stones"), "{}", check.body);
    let done = send(&sound, &[("confirmed", "yes")]);
    assert_eq!(done.status, 303, "{}", done.body);
    let told = officer.get(done.header("location")).body;
    assert!(told.contains("What it became") && told.contains("P-000001") && told.contains("4.999\u{a0}ct found, 9 stones"), "{told}");
    assert!(house.signed_in("exporter").get("/parcels").body.contains("P-000001"));
}

/// The foreign certificate is named to whoever may see the parcel; the arrival opens for those who look after imports.
#[test]
fn a_trace_names_the_foreign_certificate() {
    let (mut code, mut arrival) = (String::new(), String::new());
    let house = House::open(|w| {
        let d = desk(w);
        list(w);
        let command = comes(w, &d);
        put(w, &d, &command);
        let own = d.bought(w, 2_500);
        let import = w.parcel(1);
        code = combined(w, &d, &[&import, &own]).code;
        arrival = w.read(|rx| arrivals(rx, None, None, 1))[0].facts.arrival.to_string();
        w.login("officer", AccountRole::Officer, None, None);
        w.login("exporter", AccountRole::Exporter, None, Some(d.exporter.0));
        let other = w.party("Other", &[Role::Dealer], None);
        w.login("buyer", AccountRole::Buyer, None, Some(other));
    });
    let (mut officer, mut exporter, mut buyer) = (house.signed_in("officer"), house.signed_in("exporter"), house.signed_in("buyer"));
    let link = format!("/arrivals/{arrival}");
    let page = format!("/parcels/{code}/trace");
    for (who, opens) in [(&mut officer, true), (&mut exporter, false)] {
        let told = who.get(&page).body;
        assert!(told.contains("All 7.50\u{a0}ct are established: 1 site and 1 foreign certificate."), "{told}");
        assert!(told.contains("BW 004306") && told.contains("Botswana; countries of mining: Botswana, South Africa"), "{told}");
        assert!(!told.contains("Origin not established") && !told.contains("Okavango"), "{told}");
        assert_eq!(told.contains(&link), opens, "{told}");
    }
    let import = placer::domain::parcel::parcel_code(1);
    let told = exporter.get(&format!("/parcels/{import}")).body;
    assert!(told.contains("From abroad, with certificate BW 004306") && !told.contains(&link), "{told}");
    assert!(officer.get(&format!("/parcels/{import}")).body.contains(&link));
    assert_eq!((buyer.get(&format!("/parcels/{import}")).status, buyer.get(&page).status, buyer.get(&link).status), (404, 404, 403));
}
