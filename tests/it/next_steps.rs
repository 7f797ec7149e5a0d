//! Pages that could be dead ends say what comes next; figures that cannot be read or are unlikely are told plainly; and
//! the journal is read without knowing JSON.

use crate::house::House;
use crate::production_pages::Scene;
use crate::support::browser::{Browser, Screen};
use crate::support::http::Http;
use crate::support::steps::press;
use crate::world::{PASSWORD, sign_in};
use placer::domain::access::AccountRole;
use placer::domain::event::LicenceIssued;
use placer::domain::parcel::parcel_code;
use placer::domain::role::Role;
use placer::store::licence::{licence_fetch, licence_next_no};

/// A register with sites, stock and somebody of each kind.
fn scene() -> Scene {
    Scene::new(|w, office| {
        let miner = w.party("Sorie Kamara", &[Role::Miner], Some(office));
        let exporter = w.party("Sewa River Diamonds", &[Role::Exporter], None);
        let lm = w.licence_between("artisanal", miner, Some(office), "2026-01-01", "2099-12-31");
        let old = w.licence_between("artisanal", miner, Some(office), "2025-01-01", "2025-12-31");
        let le = w.licence_between("exporter", exporter, None, "2026-01-01", "2099-12-31");
        let site = w.site(Some(lm), Some(office));
        w.site(Some(old), Some(office));
        w.site(None, Some(office));
        let before = w.licence_between("artisanal", miner, Some(office), "2025-01-01", "2025-12-31");
        let mut terms = w.read(|rx| licence_fetch(rx, lm)).unwrap().terms;
        terms.renews = Some(before);
        let (licence, no) = (w.id(), w.read(licence_next_no));
        w.event(LicenceIssued { licence, no, number: format!("T/{no}"), terms });
        w.site(Some(before), Some(office));
        w.production(site, lm, miner, 3_250, 3);
        w.production(site, lm, miner, 2_000, 5);
        w.sold(&[1, 2], (miner, lm), (exporter, le));
        w.login("registrar", AccountRole::Registrar, Some(office), None);
        w.login("reviewer", AccountRole::Reviewer, None, None);
        w.login("exporter", AccountRole::Exporter, None, Some(exporter));
        w.login("admin", AccountRole::Administrator, None, None);
    })
}

fn signed_in(scene: &Scene, login: &str) -> Http {
    Http::signed_in(scene.server.address(), login, PASSWORD)
}

#[test]
fn the_areas_of_an_office_are_ticked_in_a_list() {
    let house = House::open(|w| {
        w.login("admin", AccountRole::Administrator, None, None);
    });
    let mut admin = house.signed_in("admin");
    let form = admin.get("/offices/new").body;
    assert!(form.contains("type=\"checkbox\" value=\"SL-E\"") && form.contains(">East<") && form.contains(">The whole country<"), "{form}");
    let wrong = admin.submit("/offices/new", &[("code", "NA"), ("name", "Narnia"), ("areas", "Narnia")]);
    assert!(wrong.status == 422 && wrong.body.contains("Narnia is no area of this country"), "{}", wrong.body);
    assert_eq!(admin.submit("/offices/new", &[("code", "KO"), ("name", "Koidu"), ("areas", "SL-E"), ("areas", "SL-W")]).status, 303);
    let list = admin.get("/offices").body;
    assert!(list.contains("SL-E") && list.contains("SL-W"), "{list}");
}

#[test]
fn a_position_far_from_the_site_is_told_with_its_distance() {
    let scene = scene();
    let mut http = signed_in(&scene, "registrar");
    let site = placer::domain::code::make("S", 1);
    let path = format!("/production/new?site={site}");
    let form = http.get(&path).body;
    let on = form.split_once("name=\"on\" type=\"date\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
    let entry =
        |lat| [("site", site.as_str()), ("weight_mct", "1"), ("stones", "1"), ("on", on.as_str()), ("lat", lat), ("lon", "-10.498")];
    let far = http.submit(&path, &entry("8.95")).body;
    assert!(far.contains("\u{a0}km outside the site. Check it"), "{far}");
    let near = http.submit(&path, &entry("8.0")).body;
    assert!(near.contains("name=\"confirmed\"") && !near.contains("outside the site"), "{near}");
}

#[test]
fn filters_that_cannot_be_meant_are_told() {
    let scene = scene();
    let mut exporter = signed_in(&scene, "exporter");
    let told = exporter.get("/parcels?state=banana").body;
    assert!(told.contains("id=\"e-state-1\"") && told.contains("Choose one of the answers offered"), "{told}");
    assert!(!exporter.get("/parcels?state=all").body.contains("e-state-1"));
    let mut registrar = signed_in(&scene, "registrar");
    let told = registrar.get("/production?from=2026-06-02&to=2026-06-01").body;
    assert!(told.contains("id=\"e-to-1\"") && told.contains("lies before the first"), "{told}");
    assert!(!registrar.get("/production?from=2026-06-01&to=2026-06-01").body.contains("e-to-1"));
    assert!(registrar.get("/production?flag=banana").body.contains("id=\"e-flag-1\""));
}

#[test]
fn a_new_register_says_how_to_begin() {
    let house = House::open(|w| {
        w.login("admin", AccountRole::Administrator, None, None);
    });
    let mut admin = house.signed_in("admin");
    assert!(admin.get("/").body.contains("The register is new"));
    assert!(admin.get("/accounts/new").body.contains("href=\"/offices/new\""));
    assert_eq!(admin.submit("/offices/new", &[("code", "KO"), ("name", "Koidu")]).status, 303);
    assert!(!admin.get("/accounts/new").body.contains("href=\"/offices/new\""));
    assert!(!signed_in(&scene(), "admin").get("/").body.contains("The register is new"));
}

#[test]
fn what_cannot_be_done_yet_leads_to_what_comes_first() {
    let scene = scene();
    let mut exporter = signed_in(&scene, "exporter");
    let ship = exporter.get("/shipments/new").body;
    assert!(ship.contains("href=\"/parcels?state=live&amp;sealed=no&amp;offered=no\""), "{ship}");
    assert!(exporter.get("/parcels?state=live&sealed=no&offered=no").body.contains(&parcel_code(1)));

    let mut registrar = signed_in(&scene, "registrar");
    let offers = |http: &mut Http, no: i64| {
        let code = placer::domain::code::make("S", no);
        http.get(&format!("/sites/{code}?saved=registered")).body.contains(&format!("/production/new?site={code}"))
    };
    assert_eq!([1, 2, 3, 4].map(|no| offers(&mut registrar, no)), [true, false, false, true]);
    let pick = registrar.get("/production/new").body;
    let listed = [1, 2, 3, 4].map(|no| pick.contains(&placer::domain::code::make("S", no)));
    assert_eq!(listed, [true, false, false, true], "{pick}");
    let none = registrar.get(&format!("/production/new?site={}", placer::domain::code::make("S", 3))).body;
    assert!(!none.contains("name=\"weight_mct\"") && none.contains("href=\"/sites/S-"), "{none}");
}

#[test]
fn more_lost_than_there_is_is_told_once() {
    let scene = scene();
    let (one, two) = (parcel_code(1), parcel_code(2));
    let mut exporter = signed_in(&scene, "exporter");
    let path = format!("/parcels/combine?parcels={one}&parcels={two}");
    let page = exporter.get(&path);
    let main = page.body.split_once("<main").unwrap().1;
    let key = main.split_once("name=\"key\" value=\"").unwrap().1.split('"').next().unwrap();
    let csrf = page.hidden("csrf");
    let typed = [("csrf", csrf.as_str()), ("key", key), ("parcels", &one), ("parcels", &two), ("loss_mct", "9"), ("loss_reason", "lost")];
    let refused = exporter.post("/parcels/combine", &typed);
    let summary = refused.body.split_once("govuk-error-summary__list").unwrap().1.split("</ul>").next().unwrap();
    assert_eq!((refused.status, summary.matches("<li>").count(), summary.contains("#f-loss_mct")), (422, 1, true), "{summary}");
}

#[test]
fn a_mistyped_count_is_told_once_and_an_unlikely_figure_before_it_is_written() {
    let scene = scene();
    let mut registrar = signed_in(&scene, "registrar");
    let site = placer::domain::code::make("S", 1);
    let path = format!("/production/new?site={site}");
    let mut send = |weight: &str, stones: &str, more: &[(&str, &str)]| {
        let page = registrar.get(&path);
        let key = page.hidden("key");
        let csrf = page.hidden("csrf");
        let mut fields =
            vec![("csrf", csrf.as_str()), ("key", key.as_str()), ("site", site.as_str()), ("weight_mct", weight), ("stones", stones)];
        let today = page.body.split_once("id=\"f-on\"").unwrap().1.split_once("value=\"").unwrap().1.split('"').next().unwrap();
        fields.push(("on", today));
        fields.extend(more);
        registrar.post("/production/new", &fields)
    };
    for stones in ["-1", "+1", "1e3", "1 000", "1,000", "1.000", "x"] {
        let refused = send("2.5", stones, &[]);
        assert_eq!(refused.status, 422, "{stones}: {}", refused.body);
        let told = ["e-stones-1", "e-stones-2", "#f-stones"].map(|mark| refused.body.contains(mark));
        assert_eq!(told, [true, false, true], "{stones}: {}", refused.body);
        let whole = refused.body.contains("is not a whole number") || refused.body.contains("Enter a whole number without");
        assert!(whole, "{stones}: {}", refused.body);
    }
    assert_eq!(send("2.5", "5.0", &[]).status, 200);
    let checked = send("500", "2", &[("largest_mct", "400")]);
    assert!(checked.status == 200 && checked.body.contains("very unlikely") && checked.body.contains("very rare"), "{}", checked.body);
    assert!(!send("2.5", "3", &[]).body.contains("very unlikely"));
    assert_eq!(send("500", "2", &[("largest_mct", "400"), ("confirmed", "yes")]).status, 303);
}

#[test]
fn an_entry_of_the_journal_is_a_list_of_fields() {
    let scene = scene();
    let mut reviewer = signed_in(&scene, "reviewer");
    let list = reviewer.get("/journal?kind=production.recorded").body;
    let entry = list.split("href=\"/journal/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = reviewer.get(&format!("/journal/{entry}")).body;
    assert!(page.contains("facts › weight_mct") && page.contains("2000 (2.00\u{a0}ct)") && !page.contains("<pre"), "{page}");
    assert!(page.contains("&#34;weight_mct&#34;:2000"), "the canonical text stands below: {page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_cards_on_a_phone_and_filters_fold() {
    let Some(b) = Browser::open(Screen::Phone).await else { return };
    let scene = scene();
    let url = scene.server.url();
    sign_in(&b, &url, "reviewer").await;
    let out = "return [...document.querySelectorAll('main td')].filter(c => c.getBoundingClientRect().right > innerWidth).length";
    let shown = "return getComputedStyle(document.querySelector('.placer-filter')).display != 'none'";
    for (path, picture) in [
        ("/production", "production"),
        ("/parcels", "parcels"),
        ("/purchases", "purchases"),
        ("/licences", "licences"),
        ("/parties", "parties"),
    ] {
        b.goto(&format!("{url}{path}")).await.unwrap();
        b.assert_page_is_sound().await;
        b.screenshot(&format!("list-{picture}-phone")).await;
        assert_eq!(b.execute(out, vec![]).await.unwrap(), 0, "{path}");
        assert_eq!(b.execute(shown, vec![]).await.unwrap(), false, "{path}");
        press(&b, ".placer-fold summary").await;
        assert_eq!(b.execute(shown, vec![]).await.unwrap(), true, "{path}");
    }
    b.goto(&format!("{url}/parcels?state=live")).await.unwrap();
    assert_eq!(b.execute(shown, vec![]).await.unwrap(), true, "open where the list is narrowed");
}
