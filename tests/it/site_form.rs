//! The form of a site: nothing taken for granted, everything told before it is written, numbers as people type them.

use crate::house::House;
use crate::support::http::{Http, Reply};
use placer::domain::access::AccountRole;
use placer::domain::ids::LicenceId;
use placer::domain::role::Role;
use placer::store::site::{site_fetch, site_next_no, sites_of_licence};

fn house(licence: &mut Option<LicenceId>) -> House {
    House::open(|w| {
        let office = w.office("KO");
        let miner = w.party("A", &[Role::Miner], Some(office));
        *licence = Some(w.licence_between("artisanal", miner, Some(office), "2026-01-01", "2099-12-31"));
        w.login("registrar", AccountRole::Registrar, Some(office), None);
    })
}

const RIVER_BEND: [(&str, &str); 6] =
    [("name", "River bend"), ("licence", " t/1 "), ("mode", "point"), ("lat", "8.04321"), ("lon", "-10.51234"), ("obtained", "estimate")];

fn send(http: &mut Http, more: &[(&'static str, &'static str)]) -> Reply {
    http.submit("/sites/new", &[RIVER_BEND.as_slice(), more].concat())
}

#[test]
fn how_a_position_was_obtained_is_asked_and_the_problems_stand_in_the_order_of_the_page() {
    let house = house(&mut None);
    let mut http = house.signed_in("registrar");
    let form = http.get("/sites/new").body;
    assert!(!form.contains("value=\"gps\" selected"), "{form}");
    assert!(form.contains("for example SL/ART/") && form.contains("/00001."), "written as this country writes its numbers: {form}");
    let at = |body: &str, what: &str| body.find(what).unwrap_or_else(|| panic!("{what}: {body}"));
    assert!(at(&form, "id=\"f-lat\"") < at(&form, "id=\"f-lon\""));
    let wrong = http.submit("/sites/new", &[("mode", "point"), ("lat", ""), ("lon", "")]);
    assert_eq!(wrong.status, 422);
    let places: Vec<usize> =
        ["f-name", "f-lat", "f-lon", "f-obtained"].iter().map(|id| at(&wrong.body, &format!("href=\"#{id}\""))).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(wrong.body.contains("<title>Error: Register a site"), "{}", wrong.body);
}

#[test]
fn a_site_is_checked_before_it_is_written_and_what_is_remarkable_is_told_then() {
    let mut licence = None;
    let house = house(&mut licence);
    let mut http = house.signed_in("registrar");
    let first = house.world.read(site_next_no);
    let check = send(&mut http, &[]);
    assert_eq!(check.status, 200, "{}", check.body);
    for told in ["Check the site", "River bend", "T/1", "How exact the position is was not recorded.", "Estimated from a description"] {
        assert!(check.body.contains(told), "{told}: {}", check.body);
    }
    assert_eq!(house.world.read(site_next_no), first, "nothing is written yet");
    let back = send(&mut http, &[("change", "yes")]);
    assert!(back.body.contains("value=\"River bend\"") && back.body.contains("value=\"estimate\" selected"), "{}", back.body);
    assert_eq!(send(&mut http, &[("confirmed", "yes")]).status, 303);
    assert_eq!(house.world.read(site_next_no), first + 1);
    let site = house.world.read(|rx| sites_of_licence(rx, licence.unwrap())).remove(0);
    assert_eq!(house.world.read(|rx| site_fetch(rx, site.id)).unwrap().facts.obtained.as_str(), "estimate");
    let again = send(&mut http, &[]);
    assert!(again.body.contains(&format!("On the same ground lies {}", site.code)), "{}", again.body);
}
