//! The pages, the files they offer and the command, in the real program.

use super::build::*;
use crate::support::browser::{Browser, Screen};
use crate::support::process::{run, scratch_dir};
use crate::support::server::Server;
use crate::world::{AREAS, COUNTRY, World, sign_in};
use fantoccini::Locator;
use placer::domain::access::AccountRole;
use placer::domain::event::ProductionFlag;
use placer::domain::ids::CertificateId;
use placer::domain::trace::ExplainCode;
use std::path::{Path, PathBuf};

struct Register {
    world: World,
    dir: PathBuf,
}

impl Register {
    fn new() -> Self {
        let dir = scratch_dir("trace-pages");
        std::fs::write(dir.join("country.geojson"), COUNTRY).unwrap();
        std::fs::write(dir.join("admin.geojson"), AREAS).unwrap();
        let world = World::at(&format!("sqlite:{}", dir.join("placer.sqlite").display()));
        Self { world, dir }
    }
    fn serve(&self) -> Server {
        let layers = self.dir.display().to_string();
        Server::start(&["serve", "--database", &self.world.url, "--listen", "127.0.0.1:0", "--layers", &layers])
    }
}

/// Opens a page, waits for its map and looks at it with axe; takes a picture of it.
async fn look(browser: &Browser, address: &str, name: &str) {
    browser.goto(address).await.unwrap();
    if browser.find(Locator::Css(".placer-map")).await.is_ok() {
        let wait = browser.wait().for_element(Locator::Css(".placer-map[data-ready]"));
        wait.await.expect("the map is ready");
    }
    browser.assert_page_is_sound().await;
    browser.screenshot(name).await;
}

async fn words(browser: &Browser) -> String {
    browser.find(Locator::Css("main")).await.unwrap().text().await.unwrap()
}

#[tokio::test]
async fn a_large_trace_stays_readable() {
    let Some(browser) = Browser::open(Screen::Desktop).await else { return };
    let mut r = Register::new();
    let certificate = large(&mut r.world, 60, 2_000, 7);
    r.world.login("officer", AccountRole::Officer, None, None);
    let server = r.serve();
    let page = format!("{}/certificates/{certificate}/trace", server.url());
    sign_in(&browser, &server.url(), "officer").await;
    look(&browser, &page, "trace-large-desktop").await;
    let text = words(&browser).await;
    assert!(text.contains("come from 60 registered sites"), "{text}");
    assert!(text.contains("2,000"), "{text}");
    let boxes = browser.find_all(Locator::Css(".placer-chain__node")).await.unwrap().len();
    assert!((30..300).contains(&boxes), "{boxes} boxes");
    for details in browser.find_all(Locator::Css("main details:not([open]) summary")).await.unwrap() {
        details.click().await.unwrap();
    }
    browser.assert_page_is_sound().await;
    assert_eq!(browser.find_all(Locator::Css("#entries + details tbody tr")).await.unwrap().len(), 200);
    assert!(words(&browser).await.contains("1,800 more rows are in the file."));
    browser.show_on(Screen::Phone).await;
    look(&browser, &page, "trace-large-phone").await;
    browser.run_scripts(false).await;
    look_without_scripts(&browser, &page).await;
}

async fn look_without_scripts(browser: &Browser, page: &str) {
    browser.goto(page).await.unwrap();
    browser.assert_page_is_sound().await;
    assert!(browser.find_all(Locator::Css(".placer-map svg circle")).await.unwrap().len() == 60, "the sketch has a dot for each site");
    browser.screenshot("trace-large-phone-without-scripts").await;
}

#[tokio::test]
async fn a_small_trace_tells_everything_and_leads_on() {
    let Some(browser) = Browser::open(Screen::Desktop).await else { return };
    let mut r = Register::new();
    let certificate = varied(&mut r.world);
    r.world.login("officer", AccountRole::Officer, None, None);
    let server = r.serve();
    sign_in(&browser, &server.url(), "officer").await;
    let page = format!("{}/certificates/{certificate}/trace", server.url());
    look(&browser, &page, "trace-small-desktop").await;
    let text = words(&browser).await;
    assert!(text.contains("are without established origin"), "{text}");
    assert!(text.contains("Weighed again with another result"), "{text}");
    assert_eq!(browser.find_all(Locator::Css(".placer-chain a")).await.unwrap().len(), 14);
    browser.goto(&format!("{page}?lang=fr")).await.unwrap();
    browser.assert_page_is_sound().await;
    assert!(words(&browser).await.contains("de provenance non établie"));
    browser.screenshot("trace-small-french").await;
    browser.goto(&format!("{page}?lang=en")).await.unwrap();
    browser.show_on(Screen::Phone).await;
    look(&browser, &page, "trace-small-phone").await;
    browser.show_on(Screen::Desktop).await;

    // From the entry forward, and from the stock back again.
    browser.goto(&page).await.unwrap();
    let entry = browser.find(Locator::Css("#entries + details tbody a")).await.unwrap();
    let forward = entry.attr("href").await.unwrap().unwrap();
    look(&browser, &format!("{}{forward}", server.url()), "forward-entry-desktop").await;
    assert!(words(&browser).await.contains("Where the carats of this entry went"));
    let first = placer::domain::code::make("S", 1);
    look(&browser, &format!("{}/sites/{first}/forward", server.url()), "forward-site-desktop").await;
    assert!(words(&browser).await.contains("Under certificates"));
    browser.show_on(Screen::Phone).await;
    look(&browser, &format!("{}/sites/{first}/forward", server.url()), "forward-site-phone").await;
}

/// Three pits, a stock without origin, a reweigh, two dealers and an exporter who keeps a part.
fn varied(w: &mut World) -> CertificateId {
    let house = exporter(w, "Export house");
    let m = miner(w, "Miner");
    let sites = [named_site(w, "Koidu 4", Some(m.1)), named_site(w, "Bafi bend", Some(m.1)), w.site(None, None)];
    let mut f = facts(sites[0], m.1, 12_340);
    f.flags = vec![ProductionFlag::OutsideSite];
    let a = w.produced(m.0, f, false);
    let b = w.production(sites[1], m.1, m.0, 4_000, 4);
    let c = w.production(sites[2], m.1, m.0, 900, 1);
    let holder = w.party("Holder", &[placer::domain::role::Role::Dealer], None);
    let dealer = (holder, w.licence("dealer", holder, None));
    let old = stock(w, holder, &[(350, None)]);
    w.sold(&[a.no, b.no], m, dealer);
    w.sold(&[c.no], m, house);
    reweighed(w, b.no, 3_990);
    let mixed = rework(w, &Work::Combine, holder, &[a.no, b.no, old[0].no], &[16_680]);
    w.sold(&[mixed[0].no], dealer, house);
    let halves = rework(w, &Work::Split, house.0, &[mixed[0].no], &[10_000, 6_680]);
    let shipment = shipped(w, house, &[halves[0].no, c.no]);
    certified(w, shipment)
}

#[tokio::test]
async fn the_files_are_those_of_the_page_and_closed_to_strangers() {
    let mut r = Register::new();
    let certificate = varied(&mut r.world);
    let (mut shots, url) = (Vec::new(), r.world.url.clone());
    for format in ["json", "csv", "geojson", "text"] {
        let mut command = Server::command();
        let layers = r.dir.display().to_string();
        let out = run(command.args(["trace", "SL 000001", "--format", format, "--database", &url, "--layers", &layers])).unwrap();
        shots.push(out);
    }
    let trace = trace_of_certificate(&r.world, certificate);
    let json: serde_json::Value = serde_json::from_str(&shots[0]).unwrap();
    assert_eq!(json["total_mct"], trace.total_mct);
    assert_eq!(json["by_site"].as_array().unwrap().len(), 3);
    assert!(shots[1].starts_with("kind,parcel,attributed_mct,"), "{}", shots[1]);
    assert_eq!(shots[1].lines().count(), 2 + trace.sources.len(), "a line more: its validity has ended by the clock of the console");
    assert_eq!(shots[2].parse::<geojson::FeatureCollection>().unwrap().features.len(), 3);
    assert!(shots[3].contains("without established origin") && shots[3].contains("Bafi bend"), "{}", shots[3]);
    assert!(trace.explain.iter().any(|e| e.code == ExplainCode::SiteWithoutLicence));
    let server = r.serve();
    for format in ["json", "csv", "geojson"] {
        let status = status(&server, &format!("/certificates/{certificate}/trace.{format}"));
        assert_eq!(status, 303, "nobody is signed in");
    }
    assert!(Path::new(&r.dir).exists());
}

/// The status of a plain request without a session.
fn status(server: &Server, path: &str) -> u16 {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(server.address()).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer[9..12].parse().unwrap()
}
