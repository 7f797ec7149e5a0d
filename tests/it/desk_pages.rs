//! The authority's desk: what needs a decision, search, stories, lists as files, saved filters, districts and offices, the
//! map in time; and what traders and registrars see on their first page. Each as every role sees it.

use crate::control_pages::jumped;
use crate::house::House;
use crate::support::http::{Http, Reply};
use crate::world::{World, day};
use calamine::{Reader, Xlsx};
use placer::domain::access::{AccountRole, reach};
use placer::domain::event::*;
use placer::domain::ids::*;
use placer::domain::role::Role;
use placer::web::lists::LISTS;
use placer::web::routes::{Access, access_of};

/// Two offices with a miner each, a buyer who bought one parcel, and somebody of every role.
struct There {
    house: House,
    parcels: Vec<String>,
    sites: Vec<String>,
    parties: Vec<String>,
    roles: Vec<(String, placer::domain::access::Actor)>,
}

fn code_of(w: &World, party: PartyId) -> String {
    w.read(|rx| placer::store::party::party_fetch(rx, party)).unwrap().code
}

fn there() -> There {
    let (mut parcels, mut sites, mut parties, mut roles) = (vec![], vec![], vec![], vec![]);
    let house = House::open(|w| {
        let offices = [w.office("BO"), w.office("KEN")];
        let buyer = w.party("Quexhouse Diamonds", &[Role::Dealer, Role::Exporter], Some(offices[0]));
        let bought_under = w.licence("exporter", buyer, Some(offices[0]));
        for (n, office) in offices.into_iter().enumerate() {
            let miner = w.party(&format!("Quexworth {n}"), &[Role::Miner], Some(office));
            let licence = w.licence("artisanal", miner, Some(office));
            let site = w.site(Some(licence), Some(office));
            let no = w.read(placer::store::parcel::parcel_next_no);
            let parcel = w.new_parcel(no, 1_500, 3);
            let facts = ProductionFacts { on: day("2026-05-20"), ..crate::world::facts(site, licence, 1_500) };
            w.event(ProductionRecorded { parcel, holder: miner, office: Some(office), test: false, facts });
            if n == 0 {
                w.sold(&[no], (miner, licence), (buyer, bought_under));
            }
            parcels.push(w.parcel(no).code);
            sites.push(w.read(|rx| placer::store::site::site_fetch(rx, site)).unwrap().code);
            parties.push(code_of(w, miner));
        }
        parties.push(code_of(w, buyer));
        for role in AccountRole::ALL {
            let (office, party) = (Some(offices[0]).filter(|_| role.needs_office()), Some(buyer).filter(|_| role.needs_party()));
            roles.push((role.as_str().to_owned(), w.login(role.as_str(), role, office, party)));
        }
        w.login("elsewhere", AccountRole::Supervisor, Some(offices[1]), None);
    });
    There { house, parcels, sites, parties, roles }
}

fn find(http: &mut Http, q: &str) -> Reply {
    let csrf = http.get("/search").hidden("csrf");
    http.post("/search", &[("csrf", &csrf), ("q", q)])
}

#[test]
fn what_needs_a_decision_stands_by_risk_with_why_and_since_when() {
    let house = House::open(|w| {
        let (office, _) = jumped(w);
        w.login("officer", AccountRole::Officer, None, None);
        w.login("supervisor", AccountRole::Supervisor, Some(office), None);
        let other = w.office("KEN");
        w.login("elsewhere", AccountRole::Supervisor, Some(other), None);
        w.login("reviewer", AccountRole::Reviewer, None, None);
    });
    for who in ["officer", "supervisor"] {
        let page = house.signed_in(who).get("/").body;
        for told in [
            "What needs a decision today",
            "A site that gives far more than ever",
            "A control saw something critical",
            "Since ",
            "href=\"/alerts/1\"",
        ] {
            assert!(page.contains(told), "{who}: {told}");
        }
        let list = page.split_once("<ol class=\"placer-desk\">").unwrap().1.split_once("</ol>").unwrap().0.to_owned();
        assert!(list.starts_with("\n<li class=\"placer-desk__line placer-desk__line--urgent\">"), "{who}: {list}");
        assert_eq!(list.matches("<li ").count(), list.matches("<a ").count(), "one link a line");
    }
    assert!(house.signed_in("elsewhere").get("/").body.contains("Nothing waits for you"));
    assert!(!house.signed_in("reviewer").get("/").body.contains("What needs a decision today"));
}

#[test]
fn a_trader_is_told_what_stands_in_his_way() {
    let house = House::open(|w| {
        w.now = placer::edge::now();
        let office = w.office("BO");
        let (gone, fine) = (w.party("Gone", &[Role::Dealer], Some(office)), w.party("Fine", &[Role::Dealer], Some(office)));
        w.licence_between("dealer", gone, Some(office), "2020-01-01", "2020-12-31");
        w.licence_between("dealer", fine, Some(office), "2020-01-01", "2099-12-31");
        let none = w.party("None", &[Role::Dealer], None);
        for (login, party) in [("gone", gone), ("fine", fine), ("none", none)] {
            w.login(login, AccountRole::Buyer, None, Some(party));
        }
    });
    let page = house.signed_in("gone").get("/").body;
    for told in ["What stands in your way", "ended on", "Ask for its renewal", "Until then nothing can be sold", "Ask the office"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(house.signed_in("none").get("/").body.contains("There is no licence in your name"));
    assert!(!house.signed_in("fine").get("/").body.contains("What stands in your way"));
}

#[test]
fn held_stones_are_told_to_their_holder_and_found_by_officers() {
    let (mut codes, mut pit) = (vec![], String::new());
    let house = House::open(|w| {
        let office = w.office("BO");
        let digger = w.party("Digger", &[Role::Miner, Role::Dealer], Some(office));
        let licence = w.licence("artisanal", digger, Some(office));
        let site = w.site(Some(licence), Some(office));
        for let_go in [false, true] {
            let no = w.read(placer::store::parcel::parcel_next_no);
            let parcel = w.new_parcel(no, 900, 2);
            let id = parcel.parcel;
            let facts = ProductionFacts { flags: vec![ProductionFlag::OverCapacity], ..crate::world::facts(site, licence, 900) };
            w.event(ProductionRecorded { parcel, holder: digger, office: Some(office), test: false, facts });
            if let_go {
                w.event(HoldLifted { parcel: id, parcel_no: no, reason: "the pit was measured".into() });
            }
            codes.push(w.parcel(no).code);
        }
        let seen =
            InspectionRecorded { office: Some(office), ..crate::inspection::bare(w, site.to_string().parse().unwrap(), day("2026-05-21")) };
        codes.push(seen.code.clone());
        w.event(seen);
        pit = w.read(|rx| placer::store::site::site_fetch(rx, site)).unwrap().code;
        w.login("officer", AccountRole::Officer, None, None);
        w.login("approver", AccountRole::Approver, None, None);
        w.login("digger", AccountRole::Buyer, None, Some(digger));
    });
    let mut officer = house.signed_in("officer");
    let page = officer.get("/").body;
    assert!(page.contains("parcel held for an officer") && page.contains("href=\"/parcels?held=yes\""), "{page}");
    assert!(!house.signed_in("approver").get("/").body.contains("held for an officer"), "officers let them go");
    let list = officer.get("/parcels?held=yes").body;
    assert!(list.contains(&codes[0]) && !list.contains(&codes[1]), "{list}");
    let mut digger = house.signed_in("digger");
    let page = digger.get("/").body;
    assert!(page.contains("parcel of yours is held") && page.contains("Ask the mining office"), "{page}");
    let list = digger.get("/parcels").body;
    let offered = |code: &str| list.contains(&format!("value=\"{code}\""));
    assert!(list.contains(&codes[0]) && !offered(&codes[0]) && offered(&codes[1]), "only free parcels are combined");
    let story = officer.get(&format!("/sites/{pit}/story")).body;
    assert!(story.contains("Held stones let go") && story.contains("Inspection written down"), "{story}");
    assert!(find(&mut officer, &codes[2].to_lowercase()).header("location").starts_with("/inspections/"));
    let office = find(&mut officer, "bo");
    assert!(office.header("location") == "/places/offices/BO" || office.body.contains("/places/offices/BO"), "{}", office.body);
}

#[test]
fn a_registrar_sees_his_own_figures_beside_his_offices() {
    let house = House::open(|w| {
        w.now = placer::edge::now();
        let office = w.office("BO");
        let miner = w.party("Miner", &[Role::Miner], Some(office));
        let licence = w.licence_between("artisanal", miner, Some(office), "2020-01-01", "2099-12-31");
        let site = w.site(Some(licence), Some(office));
        let today = w.now.day();
        let (one, two) =
            (w.login("one", AccountRole::Registrar, Some(office), None), w.login("two", AccountRole::Registrar, Some(office), None));
        for (author, flags) in [(&one, vec![ProductionFlag::Late]), (&one, vec![]), (&two, vec![]), (&two, vec![])] {
            let no = w.read(placer::store::parcel::parcel_next_no);
            let parcel = w.new_parcel(no, 900 + no, 2);
            let facts = ProductionFacts { on: today, flags, ..crate::world::facts(site, licence, 900 + no) };
            w.event_by(author, ProductionRecorded { parcel, holder: miner, office: Some(office), test: false, facts });
        }
        w.login("three", AccountRole::Registrar, Some(office), None);
    });
    let page = house.signed_in("one").get("/").body;
    assert!(
        page.contains("Your entries this month") && page.contains("more than usual") && page.contains("Ask them how they do it"),
        "{page}"
    );
    let page = house.signed_in("two").get("/").body;
    assert!(page.contains("Nothing here is above what is usual"), "{page}");
    assert!(!house.signed_in("three").get("/").body.contains("Your entries this month"), "nothing was written down yet");
}

#[test]
fn a_code_leads_straight_to_its_thing_for_whoever_sees_it() {
    let t = there();
    let went = |who: &str, q: &str| {
        let reply = find(&mut t.house.signed_in(who), q);
        if reply.status == 303 { reply.header("location").to_owned() } else { String::new() }
    };
    let parcel = |n: usize| format!("/parcels/{}", t.parcels[n]);
    for who in ["officer", "approver", "reviewer", "supervisor", "registrar", "buyer", "exporter"] {
        let bound = who == "registrar" || who == "supervisor";
        assert_eq!(went(who, &t.parcels[0]), parcel(0), "{who}");
        let other = !bound && who != "buyer" && who != "exporter";
        assert_eq!(went(who, &t.parcels[1].to_lowercase()) == parcel(1), other, "{who} elsewhere");
    }
    assert_eq!(went("administrator", &t.parcels[0]), "");
    assert_eq!(went("officer", &t.sites[1]), format!("/sites/{}", t.sites[1]));
    assert_eq!(went("buyer", &t.sites[0]), "", "buyers see no sites");
    assert_eq!(went("buyer", &t.parties[2]), format!("/parties/{}", t.parties[2]));
    assert_eq!(went("buyer", &t.parties[0]), "", "nor others' records");
    assert!(find(&mut t.house.signed_in("officer"), "nothing of this").body.contains("Nothing is found"));
}

#[test]
fn names_are_found_by_those_alone_who_are_told_them() {
    let t = there();
    for (who, told) in [
        ("officer", true),
        ("approver", true),
        ("registrar", true),
        ("reviewer", false),
        ("administrator", false),
        ("buyer", false),
        ("elsewhere", false),
    ] {
        let reply = find(&mut t.house.signed_in(who), "quexworth");
        let found = reply.header("location").contains(&t.parties[0]) || reply.body.contains(&format!("/parties/{}", t.parties[0]));
        assert_eq!(found, told, "{who}: {}", reply.body);
    }
    assert_eq!(t.house.visitor().get("/search").status, 303, "nobody searches without signing in");
    assert!(!t.house.server.printed().contains("quexworth"), "what is typed stands in no log");
}

#[test]
fn a_story_tells_everything_to_whoever_may_know_it() {
    let t = there();
    let party = format!("/parties/{}/story", t.parties[0]);
    let page = t.house.signed_in("officer").get(&party).body;
    for told in ["Party registered", "Licence issued", "Production", t.parcels[0].as_str(), "1.50"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(page.contains("href=\"/journal/"));
    let own = t.house.signed_in("supervisor").get(&party).body;
    assert!(own.contains("Licence issued") && !own.contains("href=\"/journal/"), "{own}");
    assert_eq!(t.house.signed_in("elsewhere").get(&party).status, 404);
    assert_eq!(t.house.signed_in("buyer").get(&party).status, 404);
    let mine = t.house.signed_in("buyer").get(&format!("/parties/{}/story", t.parties[2])).body;
    assert!(mine.contains("Party registered") && mine.contains("urchase"), "{mine}");
    let plain = t.house.signed_in("administrator").get(&party).body;
    assert!(plain.contains("Party registered") && !plain.contains("Licence issued"), "{plain}");
    let site = t.house.signed_in("reviewer").get(&format!("/sites/{}/story", t.sites[1])).body;
    assert!(site.contains("Site registered") && site.contains(&t.parcels[1]), "{site}");
}

/// The texts of the cells of a list's table on its page.
fn cells(page: &str) -> usize {
    page.matches("<tr class=\"govuk-table__row").count()
}

#[test]
fn every_list_is_a_file_for_whoever_sees_it_and_holds_no_more() {
    let t = there();
    let mut walked = 0;
    for (who, actor) in &t.roles {
        let mut http = t.house.signed_in(who);
        for (path, _) in LISTS {
            let Some(Access::Needs(permission)) = access_of(&actix_web::http::Method::GET, path) else { panic!("{path} is no route") };
            let may = reach(actor, permission) != placer::domain::access::Reach::Nothing;
            let (csv, page) = (http.get(&format!("{path}?format=csv")), http.get(path));
            assert_eq!(csv.status, if may { 200 } else { 403 }, "{who} {path}");
            if !may {
                continue;
            }
            walked += 1;
            assert!(csv.header("content-type").starts_with("text/csv"), "{who} {path}");
            assert!(csv.header("content-disposition").contains("attachment"), "{who} {path}");
            assert!(!csv.body.contains('<'), "{who} {path}: {}", csv.body);
            let mut rows = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(csv.body.as_bytes());
            let rows = rows.records().map(Result::unwrap).count();
            assert!(rows >= 1 && (cells(&page.body) == 0 || rows <= cells(&page.body)), "{who} {path}: {rows}");
            assert!(page.body.contains(&format!("{path}?format=xlsx")), "{who} {path}");
        }
    }
    assert!(walked > 100, "{walked}");
    let mine = t.house.signed_in("buyer").get("/parcels?format=csv").body;
    assert!(mine.contains(&t.parcels[0]) && !mine.contains(&t.parcels[1]), "{mine}");
    let all = t.house.signed_in("officer").get("/production?format=csv").body;
    assert!(all.contains(&t.parcels[1]) && all.contains("1.500") && all.contains("2026-05-20"), "{all}");
    let narrowed = t.house.signed_in("officer").get(&format!("/production?site={}&format=csv", t.sites[0])).body;
    assert!(!narrowed.contains(&t.parcels[1]), "{narrowed}");
}

#[test]
fn a_workbook_opens_and_nothing_in_a_file_is_calculated() {
    let house = House::open(|w| {
        let office = w.office("BO");
        w.party("=HYPERLINK(1)", &[Role::Dealer], Some(office));
        w.login("officer", AccountRole::Officer, None, None);
    });
    let mut officer = house.signed_in("officer");
    let csv = officer.get("/parties?format=csv").body;
    assert!(csv.contains("'=HYPERLINK(1)"), "{csv}");
    let reply = officer.get("/parties?format=xlsx");
    assert!(reply.header("content-type").contains("spreadsheetml"));
    let bytes = reply.bytes.clone();
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    assert!(book.worksheet_range_at(0).unwrap().unwrap().height() >= 2);
}

#[test]
fn a_filter_is_saved_seen_by_its_owner_alone_and_deleted() {
    let t = there();
    let mut officer = t.house.signed_in("officer");
    let listed = "/production?flag=late&before=9";
    let csrf = officer.get(listed).hidden("csrf");
    let save = |http: &mut Http, name: &str, query: &str| {
        http.post("/filters", &[("csrf", &csrf), ("path", "/production"), ("query", query), ("name", name)])
    };
    let empty = save(&mut officer, " ", "flag=late");
    assert!(empty.status == 422 && empty.body.contains("There is a problem"), "{}", empty.body);
    assert_eq!(save(&mut officer, "x", "before=3").status, 422, "there is nothing to save");
    assert_eq!(officer.post("/filters", &[("csrf", &csrf), ("path", "/me"), ("query", "a=b"), ("name", "x")]).status, 404);
    let done = save(&mut officer, "Late <ones>", "flag=late&before=9&lang=fr");
    assert_eq!((done.status, done.header("location")), (303, "/production?flag=late"));
    for page in ["/", "/production", "/filters"] {
        assert!(
            officer.get(page).body.contains("<a class=\"govuk-link\" href=\"/production?flag=late\">Late &#60;ones&#62;</a>"),
            "{page}"
        );
    }
    assert!(!officer.get("/parcels").body.contains("Late &#60;ones"), "it is of its list");
    for other in ["approver", "supervisor"] {
        assert!(!t.house.signed_in(other).get("/production").body.contains("Late &#60;ones"), "{other}");
    }
    let before = t.house.world.read(placer::store::journal::journal_size);
    let gone = officer.post("/filters/delete", &[("csrf", &csrf), ("path", "/production"), ("name", "Late <ones>")]);
    assert_eq!(gone.status, 303);
    assert!(!officer.get("/").body.contains("Late &#60;ones"));
    assert_eq!(t.house.world.read(placer::store::journal::journal_size), before, "no entry of the journal");
}

#[test]
fn districts_and_offices_have_their_months() {
    let t = there();
    let mut officer = t.house.signed_in("officer");
    let list = officer.get("/places").body;
    assert!(list.contains("/places/offices/BO") && list.contains("/places/offices/KEN") && list.contains("/places/districts/"), "{list}");
    let page = officer.get("/places/offices/BO?months=36").body;
    assert!(page.contains("May 2026") && page.contains("1.50"), "{page}");
    let csv = officer.get("/places/offices/BO?months=36&format=csv").body;
    assert!(csv.starts_with("Month,") && csv.contains("1.500"), "{csv}");
    let mut own = t.house.signed_in("supervisor");
    assert_eq!([own.get("/places/offices/BO").status, own.get("/places/offices/KEN").status], [200, 404]);
    assert!(!own.get("/places").body.contains("KEN"));
    let district = list.split_once("/places/districts/").unwrap().1.split_once('"').unwrap().0.to_owned();
    let district = format!("/places/districts/{district}");
    assert_eq!([officer.get(&district).status, own.get(&district).status], [200, 404]);
    assert_eq!(t.house.signed_in("buyer").get("/places").status, 403);
}

#[test]
fn the_map_in_time_is_a_list_without_a_script() {
    let t = there();
    let asked = "/map?from=2026-05&to=2026-05&show_dug=yes&show_capacity=yes&show_alerts=yes&show_zones=yes";
    let page = t.house.signed_in("officer").get(asked).body;
    assert!(
        page.contains(&format!("/sites/{}", t.sites[0])) && page.contains(&format!("/sites/{}", t.sites[1])) && page.contains("1.50"),
        "{page}"
    );
    assert!(t.house.signed_in("officer").get(&asked.replace("2026-05", "2026-04")).body.contains("No site gave anything"));
    let own = t.house.signed_in("supervisor").get(asked).body;
    assert!(own.contains(&format!("/sites/{}", t.sites[0])) && !own.contains(&format!("/sites/{}", t.sites[1])));
    let registrar = t.house.signed_in("registrar").get(asked).body;
    assert!(!registrar.contains("Open alerts"), "registrars see no alerts");
    let feed = asked.replace("/map", "/sites.geojson").replace("&show_alerts=yes", "");
    let feed = t.house.signed_in("officer").get(&feed).body;
    assert!(feed.contains("\"weight\":1500") && feed.contains("\"status\":\"within\""), "{feed}");
    assert_eq!(t.house.signed_in("officer").get("/map?from=May").status, 400);
}

/// The middle of some times of a page, in microseconds.
fn median_of(http: &mut Http, path: &str) -> u128 {
    let mut times: Vec<u128> = (0..21)
        .map(|_| {
            let started = std::time::Instant::now();
            assert_eq!(http.get(path).status, 200, "{path}");
            started.elapsed().as_micros()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

#[test]
fn the_first_page_costs_at_most_ten_times_a_page_with_one_read() {
    let t = there();
    for who in ["officer", "approver", "supervisor"] {
        let mut http = t.house.signed_in(who);
        let one = median_of(&mut http, if who == "supervisor" { "/stock" } else { "/letters" });
        let first = median_of(&mut http, "/");
        println!("{who}: first page {first} µs, a page with one read {one} µs, ratio {:.1}", first as f64 / one as f64);
        assert!(first <= one.saturating_mul(10), "{who}: {first} µs against {one} µs");
    }
}
