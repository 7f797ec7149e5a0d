//! The pages of sites and the map, in the browser as people use them.

use crate::house::House;
use crate::support::browser::{Browser, Screen};
use crate::support::steps::{press, write};
use crate::world::{AREAS, COUNTRY, World, day, sign_in};
use fantoccini::Locator;
use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use placer::domain::access::{AccountRole, Reach};
use placer::domain::event::*;
use placer::domain::geo::{Position, Shape};
use placer::domain::ids::*;
use placer::domain::role::Role;
use placer::store::site::*;
use serde_json::{Value, json};
use std::time::Duration;

const ZONES: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Green zone"},
"geometry":{"type":"Polygon","coordinates":[[[-10.8,7.6],[-10.2,7.6],[-10.2,8.4],[-10.8,8.4],[-10.8,7.6]]]}}]}"#;

/// The operator's own layers.
const LAYERS: [(&str, &str); 3] = [("country", COUNTRY), ("admin1", AREAS), ("zones", ZONES)];

fn set(fill: impl FnOnce(&mut World)) -> House {
    House::with_layers(&LAYERS, fill)
}

/// Two offices with registrars, a licence, three sites of the East and one of the West.
fn field(w: &mut World) {
    let east = w.office("KOI");
    let west: OfficeId = w.id();
    w.event(OfficeOpened { office: west, no: 2, code: "PL".into(), name: "Port Loko".into(), areas: vec!["SL-W".into()] });
    w.login("east", AccountRole::Registrar, Some(east), None);
    w.login("west", AccountRole::Registrar, Some(west), None);
    w.login("officer", AccountRole::Officer, None, None);
    let miner = w.party("A", &[Role::Miner], Some(east));
    w.login("buyer", AccountRole::Buyer, None, Some(miner));
    let licence = w.licence_between("artisanal", miner, Some(east), "2026-01-01", "2099-12-31");
    let first = w.site(Some(licence), Some(east));
    w.site(None, Some(east));
    w.production(first, licence, miner, 12_340, 5);
    // The first becomes an area with a name that would break out of a careless script.
    let facts = w.read(|rx| site_fetch(rx, first)).unwrap().facts;
    let corner = |lon, lat| Position::new(lon, lat).unwrap();
    let ring = vec![
        corner(-104_980_000, 80_000_000),
        corner(-104_970_000, 80_000_000),
        corner(-104_970_000, 80_008_000),
        corner(-104_980_000, 80_008_000),
    ];
    let raw = placer::domain::geo::RawShape::Polygon { rings: vec![ring], closing: placer::domain::geo::Closing::Implied };
    let (shape, _) = Shape::check(raw, "shape").unwrap();
    let area_m2 = Some(placer::domain::geo::area_m2(&shape));
    let facts = SiteFacts { name: "Tongo <b>Field</b>".into(), shape, area_m2, deposit: Some("terrace".into()), ..facts };
    w.event(SiteChanged { site: first, facts, reason: "Measured with instruments".into() });
    let lost = w.site(None, Some(west));
    let facts = w.read(|rx| site_fetch(rx, lost)).unwrap().facts;
    let centre = corner(-115_000_000, 80_000_000);
    let facts =
        SiteFacts { shape: Shape::Point(centre), centre, admin_code: Some("SL-W".into()), flags: vec!["no_licence".into()], ..facts };
    w.event(SiteChanged { site: lost, facts, reason: "Moved".into() });
}

async fn value(browser: &Browser, id: &str) -> String {
    browser.execute(&format!("return document.getElementById('{id}').value"), vec![]).await.unwrap().as_str().unwrap().to_owned()
}

async fn text(browser: &Browser, css: &str) -> String {
    browser.wait().at_most(Duration::from_secs(20)).for_element(Locator::Css(css)).await.unwrap_or_else(|e| panic!("{css}: {e}"));
    browser.find(Locator::Css(css)).await.unwrap().text().await.unwrap()
}

/// Waits until the map or the drawing has read everything.
async fn ready(browser: &Browser) {
    let ready = Locator::Css(".placer-map[data-ready], .placer-draw[data-ready]");
    browser.wait().at_most(Duration::from_secs(30)).for_element(ready).await.unwrap();
}

/// Presses, or drags from and to, places of an element given from its middle.
async fn pointer(browser: &Browser, css: &str, from: (f64, f64), to: Option<(f64, f64)>) {
    let element = browser.find(Locator::Css(css)).await.unwrap();
    let at =
        |(x, y): (f64, f64)| PointerAction::MoveToElement { element: element.clone(), duration: Some(Duration::from_millis(60)), x, y };
    let mut steps = MouseActions::new("mouse".into()).then(at(from)).then(PointerAction::Down { button: MOUSE_BUTTON_LEFT });
    if let Some(to) = to {
        steps = steps.then(at(((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0))).then(at(to));
    }
    browser.perform_actions(steps.then(PointerAction::Up { button: MOUSE_BUTTON_LEFT })).await.unwrap();
}

async fn fetched(browser: &Browser, path: &str) -> (i64, Value) {
    let script = format!("return fetch('{path}').then(async a => [a.status, a.ok ? await a.json() : null])");
    let got = browser.execute(&script, vec![]).await.unwrap();
    (got[0].as_i64().unwrap(), got[1].clone())
}

#[tokio::test]
async fn a_registrar_finds_registers_and_changes_sites() {
    let Some(browser) = Browser::open(Screen::Desktop).await else { return };
    let set = set(field);
    let at = set.server.url();
    sign_in(&browser, &at, "east").await;
    browser.goto(&format!("{at}/sites")).await.unwrap();
    ready(&browser).await;
    assert!(text(&browser, ".placer-result-count").await.starts_with('2'));
    assert!(text(&browser, ".placer-map-list").await.contains("Tongo <b>Field</b>"));
    assert!(text(&browser, ".placer-map-legend").await.contains("Licence valid"));
    assert!(text(&browser, ".placer-map-legend").await.contains("zones"), "the operator's own layer");
    browser.assert_page_is_sound().await;
    browser.screenshot("sites-list").await;
    press(&browser, "[data-map-show]:last-of-type").await;
    assert!(text(&browser, ".placer-map-popup").await.contains("Open the site"));
    browser.screenshot("sites-list-popup").await;
    browser.goto(&format!("{at}/sites?q=tongo&licence=valid&production=yes&area=SL-E")).await.unwrap();
    assert!(text(&browser, ".placer-result-count").await.starts_with('1'));
    browser.goto(&format!("{at}/sites?q=nothing")).await.unwrap();
    assert!(text(&browser, ".placer-empty").await.contains("No site matches"));
    browser.assert_page_is_sound().await;

    by_position(&browser, &at).await;
    by_drawing(&browser, &at).await;

    let sites = set.world.read(|rx| sites(rx, Reach::All, &SiteFilter::default(), day("2026-06-01"), None, 10));
    assert_eq!((sites.len(), sites[1].name.as_str(), sites[0].name.as_str()), (5, "River bend", "Drawn field"));
}

async fn by_position(browser: &Browser, at: &str) {
    browser.set_position(at, -10.51234, 8.04321, 4.2).await;
    browser.goto(&format!("{at}/sites/new?licence=T/1")).await.unwrap();
    ready(browser).await;
    assert_eq!(value(browser, "f-licence").await, "T/1");
    browser.assert_page_is_sound().await;
    browser.screenshot("site-new").await;
    // Nothing filled in: every problem with its field.
    press(browser, "main form [type=submit]").await;
    let wrong = text(browser, ".govuk-error-summary").await;
    assert_eq!(wrong.matches("Fill in this field").count(), 4, "{wrong}");
    assert_eq!(value(browser, "f-obtained").await, "", "how it was obtained is not taken for granted");
    browser.complaints().await;
    browser.assert_page_is_sound().await;
    write(browser, "f-name", "River bend").await;
    press(browser, "[data-position][data-mode=point]").await;
    let done = "document.getElementById('position-status').textContent.includes('good to 5 m')";
    wait_for(browser, done).await;
    assert_eq!((value(browser, "f-lon").await, value(browser, "f-lat").await), ("-10.5123400".into(), "8.0432100".into()));
    assert_eq!((value(browser, "f-accuracy_m").await, value(browser, "f-obtained").await), ("5".into(), "gps".into()));
    assert_eq!(shown(browser, ".placer-draw .placer-draw-handle").await, 1, "the drawing follows");
    browser.screenshot("site-new-position").await;
    press(browser, "main form [type=submit]").await;
    let check = text(browser, "main").await;
    assert!(check.contains("Check the site") && check.contains("River bend") && check.contains("T/1"), "{check}");
    browser.assert_page_is_sound().await;
    browser.screenshot("site-check").await;
    press(browser, "main [name=change]").await;
    assert_eq!((value(browser, "f-name").await, value(browser, "f-obtained").await), ("River bend".into(), "gps".into()));
    press(browser, "main form [type=submit]").await;
    press(browser, "main [name=confirmed]").await;
    assert!(text(browser, ".govuk-notification-banner").await.contains("is registered"));
    ready(browser).await;
    browser.assert_page_is_sound().await;
    browser.screenshot("site-registered").await;
}

async fn by_drawing(browser: &Browser, at: &str) {
    browser.goto(&format!("{at}/sites/new")).await.unwrap();
    ready(browser).await;
    press(browser, "label[for=f-mode-polygon]").await;
    assert_eq!((shown(browser, "#f-shape").await, shown(browser, "#f-lon").await), (1, 0));
    browser.execute("document.querySelector('.placer-draw').scrollIntoView({block: 'center'})", vec![]).await.unwrap();
    for place in [(60.0, -60.0), (120.0, -60.0), (120.0, 20.0), (60.0, 20.0)] {
        pointer(browser, ".placer-draw", place, None).await;
        // A second press at once would be a double click.
        tokio::time::sleep(Duration::from_millis(350)).await;
    }
    let four = value(browser, "f-shape").await;
    assert_eq!(four.lines().count(), 4, "{four}");
    pointer(browser, ".placer-draw", (120.0, 20.0), Some((150.0, 50.0))).await;
    let moved = value(browser, "f-shape").await;
    let line = |text: &str, n: usize| text.lines().nth(n).unwrap().to_owned();
    assert!(line(&four, 2) != line(&moved, 2) && line(&four, 0) == line(&moved, 0), "{four} {moved}");
    press(browser, "[data-draw-undo]").await;
    assert_eq!(value(browser, "f-shape").await, four);
    assert_eq!(value(browser, "f-obtained").await, "map", "drawn");
    browser.screenshot("site-drawn").await;
    browser.assert_page_is_sound().await;
    // A corner from where one stands, and away with it again.
    browser.set_position(at, -10.5, 8.0, 7.0).await;
    press(browser, "[data-position][data-mode=polygon]").await;
    wait_for(browser, "!document.querySelector('[data-walk-add]').disabled").await;
    press(browser, "[data-walk-add]").await;
    assert!(value(browser, "f-shape").await.ends_with("-10.5000000, 8.0000000\n"));
    assert_eq!((value(browser, "f-accuracy_m").await, value(browser, "f-obtained").await), ("7".into(), "gps".into()));
    write(browser, "f-shape", &four).await;
    write(browser, "f-name", "Drawn field").await;
    browser.find(Locator::Id("f-obtained")).await.unwrap().select_by_value("map").await.unwrap();
    press(browser, "main form [type=submit]").await;
    // Drawn clockwise on the screen, and told before it is written.
    assert!(text(browser, "main").await.contains("wrong way round"));
    press(browser, "main [name=confirmed]").await;
    assert!(text(browser, ".govuk-notification-banner").await.contains("wrong way round"));
    ready(browser).await;
    assert!(text(browser, ".govuk-summary-list").await.contains("Area with 4 corners"));
    press(browser, ".placer-actions a").await;
    write(browser, "f-locality", "Koïdu").await;
    press(browser, "main form [type=submit]").await;
    assert!(text(browser, ".govuk-error-summary").await.contains("Fill in this field"), "a change has a reason");
    browser.complaints().await;
    write(browser, "f-reason", "Told by the headman").await;
    press(browser, "main form [type=submit]").await;
    let history = text(browser, ".placer-timeline").await;
    assert!(history.contains("Told by the headman") && history.contains("Koïdu") && !history.contains("Journal"), "{history}");
    browser.assert_page_is_sound().await;
    browser.screenshot("site-changed").await;
}

async fn wait_for(browser: &Browser, condition: &str) {
    for _ in 0..200 {
        if browser.execute(&format!("return !!({condition})"), vec![]).await.unwrap() == json!(true) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("never true: {condition}");
}

/// How many elements of this kind can be seen.
async fn shown(browser: &Browser, css: &str) -> i64 {
    let script = format!("return [...document.querySelectorAll('{css}')].filter(e => e.checkVisibility()).length");
    browser.execute(&script, vec![]).await.unwrap().as_i64().unwrap()
}

#[tokio::test]
async fn on_a_phone_everything_fits_and_speaks_french() {
    let Some(browser) = Browser::open(Screen::Phone).await else { return };
    let set = set(field);
    let at = set.server.url();
    sign_in(&browser, &at, "east").await;
    let code = set.world.read(|rx| sites(rx, Reach::All, &SiteFilter::default(), day("2026-06-01"), None, 10))[2].code.clone();
    for (path, name) in [
        ("/sites?lang=fr".to_owned(), "phone-sites"),
        ("/map".to_owned(), "phone-map"),
        ("/sites/new".to_owned(), "phone-site-new"),
        (format!("/sites/{code}"), "phone-site"),
        (format!("/sites/{code}/edit"), "phone-site-edit"),
    ] {
        browser.goto(&format!("{at}{path}")).await.unwrap();
        ready(&browser).await;
        browser.assert_page_is_sound().await;
        browser.screenshot(name).await;
    }
    assert_eq!(browser.execute("return document.documentElement.lang", vec![]).await.unwrap(), json!("fr"));
    browser.goto(&format!("{at}/sites/{code}")).await.unwrap();
    let page = text(&browser, "main").await;
    for word in ["Licence valable", "1 écriture, 12,34", "Terrasse", "Measured with instruments", "Surface à 4 sommets"] {
        assert!(page.contains(word), "{word}: {page}");
    }
    // The shape can be touched, and tells what it is.
    ready(&browser).await;
    press(&browser, ".placer-map").await;
    browser.find(Locator::Css(".placer-map")).await.unwrap().send_keys("\u{E007}").await.unwrap();
    assert!(text(&browser, ".placer-map-popup").await.contains("Ouvrir le site"));
}

#[tokio::test]
async fn without_scripts_the_list_is_the_page() {
    let Some(browser) = Browser::open(Screen::Phone).await else { return };
    let set = set(field);
    let at = set.server.url();
    browser.run_scripts(false).await;
    sign_in(&browser, &at, "east").await;
    browser.goto(&format!("{at}/sites")).await.unwrap();
    assert!(text(&browser, ".placer-map").await.contains("needs a browser with scripts"));
    assert_eq!(shown(&browser, "[data-map-show]").await, 0);
    browser.assert_page_is_sound().await;
    browser.screenshot("plain-sites").await;
    press(&browser, ".placer-fold summary").await;
    browser.find(Locator::Id("f-licence")).await.unwrap().select_by_value("missing").await.unwrap();
    press(&browser, ".placer-filter button").await;
    assert!(text(&browser, ".placer-result-count").await.starts_with('1'));
    browser.goto(&format!("{at}/sites/new")).await.unwrap();
    assert_eq!(shown(&browser, "[data-position]").await, 0, "no button that does nothing");
    browser.assert_page_is_sound().await;
    write(&browser, "f-name", "Typed").await;
    write(&browser, "f-lon", "8.04").await;
    write(&browser, "f-lat", "-10.51").await;
    press(&browser, "main form [type=submit]").await;
    let wrong = text(&browser, ".govuk-error-summary").await;
    assert!(wrong.contains("did you mean longitude -10.510000, latitude 8.040000?"), "{wrong}");
    browser.find(Locator::Id("f-obtained")).await.unwrap().select_by_value("estimate").await.unwrap();
    let link = browser.find(Locator::Css(".govuk-error-summary a[href='#f-lon']")).await.unwrap().attr("href").await.unwrap();
    assert_eq!(link.as_deref(), Some("#f-lon"), "told where it was typed");
    browser.complaints().await;
    browser.screenshot("plain-refused").await;
    press(&browser, "label[for=f-mode-polygon]").await;
    write(&browser, "f-shape", "-10.51, 8.04\n-10.51, 8.05\n-10.50, 8.05").await;
    press(&browser, "main form [type=submit]").await;
    press(&browser, "main [name=confirmed]").await;
    let banner = text(&browser, ".govuk-notification-banner").await;
    assert!(banner.contains("is registered") && banner.contains("No licence is named"), "{banner}");
    browser.assert_page_is_sound().await;
    browser.screenshot("plain-site").await;
}

#[tokio::test]
async fn nobody_sees_the_sites_of_another_office() {
    let Some(browser) = Browser::open(Screen::Desktop).await else { return };
    let set = set(field);
    let at = set.server.url();
    let codes: Vec<String> = set
        .world
        .read(|rx| sites(rx, Reach::All, &SiteFilter::default(), day("2026-06-01"), None, 10))
        .into_iter()
        .map(|s| s.code)
        .collect();
    let (western, eastern) = (&codes[0], &codes[2]);
    sign_in(&browser, &at, "west").await;
    let codes_of = |feed: &Value| -> Vec<String> {
        feed["features"].as_array().unwrap().iter().map(|f| f["properties"]["code"].as_str().unwrap().to_owned()).collect()
    };
    let (status, feed) = fetched(&browser, "/sites.geojson").await;
    assert_eq!((status, codes_of(&feed)), (200, vec![western.clone()]));
    assert_eq!(feed["features"][0]["geometry"], json!({"type": "Point", "coordinates": [-11.5, 8]}));
    let properties = json!({"code": western, "name": "Pit 3", "url": format!("/sites/{western}"), "status": "none"});
    assert_eq!(feed["features"][0]["properties"], properties);
    for path in ["/sites.geojson?office=KOI", "/sites.geojson?area=SL-E", "/sites.geojson?bbox=-11,7,-10,9"] {
        let (status, feed) = fetched(&browser, path).await;
        assert_eq!((status, codes_of(&feed)), (200, vec![]), "{path}");
    }
    for path in [format!("/sites.geojson?near={eastern}"), format!("/sites/{eastern}"), format!("/sites/{eastern}/edit")] {
        assert_eq!(fetched(&browser, &path).await.0, 404, "{path}");
    }
    for path in ["/sites.geojson?licence=x", "/sites.geojson?bbox=1,2,3", "/sites.geojson?bbox=9,9,1,1", "/sites.geojson?office=NO"] {
        assert_eq!(fetched(&browser, path).await.0, 400, "{path}");
    }
    let (_, layers) = fetched(&browser, "/map/layers.json").await;
    let urls: Vec<&str> = layers.as_array().unwrap().iter().map(|l| l["url"].as_str().unwrap()).collect();
    assert!(
        urls.contains(&"/map/layer/country") && urls.contains(&"/map/layer/zones") && urls.contains(&"/static/basemap/SL/rivers.geojson")
    );
    assert_eq!(fetched(&browser, "/map/layer/zones").await.1["features"][0]["properties"]["name"], "Green zone");
    for path in ["/map/layer/other", "/map/layer/..%2Fplacer.sqlite", "/map/layer/zones.geojson"] {
        assert_eq!(fetched(&browser, path).await.0, 404, "{path}");
    }
    // The same answer again costs nothing.
    let again = "return fetch('/sites.geojson').then(a => fetch('/sites.geojson', {headers: {'If-None-Match': a.headers.get('etag')}})).then(a => [a.status, a.headers.get('cache-control')])";
    let again = browser.execute(again, vec![]).await.unwrap();
    assert!(again == json!([304, "private, no-cache"]) || again == json!([200, "private, no-cache"]), "{again}");
    browser.complaints().await;

    for (login, sites) in [("buyer", 403), ("officer", 200)] {
        let other = browser.another(Screen::Desktop).await;
        sign_in(&other, &at, login).await;
        other.goto(&format!("{at}/static/js/app.js")).await.unwrap();
        for path in ["/sites", "/map", "/sites.geojson", &format!("/sites/{eastern}")] {
            let script = format!("return fetch('{path}').then(a => a.status)");
            assert_eq!(other.execute(&script, vec![]).await.unwrap(), json!(sites), "{login} {path}");
        }
    }
}
