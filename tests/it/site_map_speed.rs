//! Ten thousand sites on the map. Run by hand, for it prints what it measures:
//! `cargo test --test it site_map_speed -- --ignored --nocapture`.

use crate::support::browser::{Browser, Screen};
use crate::support::process::{Watchdog, scratch_dir};
use crate::support::server::Server;
use crate::world::{World, sign_in};
use fantoccini::Locator;
use placer::domain::access::AccountRole;
use placer::domain::author::Via;
use placer::domain::event::*;
use placer::domain::geo::{Closing, Position, RawShape, Shape, area_m2, label_position};
use placer::domain::ids::*;
use placer::domain::role::Role;
use placer::store::journal::{Heading, append};
use std::time::{Duration, Instant};

const SITES: i32 = 10_000;

/// A scatter over the country that is the same each time: six corners each, every third a point.
fn shape(n: i32) -> Shape {
    let (lon, lat) = (-129_000_000 + (n * 7_919) % 22_000_000, 72_000_000 + (n * 104_729 % 24_000_000));
    let centre = Position::new(lon, lat).unwrap();
    if n % 3 == 0 {
        return Shape::Point(centre);
    }
    let corner = |turn: f64| Position::new(lon + (turn.cos() * 6_000.0) as i32, lat + (turn.sin() * 5_000.0) as i32).unwrap();
    let ring = (0..6).map(|c| corner(f64::from(c) * 1.047)).collect();
    Shape::check(RawShape::Polygon { rings: vec![ring], closing: Closing::Implied }, "shape").unwrap().0
}

fn fill(w: &mut World) {
    let miner = w.party("A", &[Role::Miner], None);
    let licences = [w.licence("artisanal", miner, None), w.licence_between("artisanal", miner, None, "2026-01-01", "2099-12-31")];
    let author = w.login("officer", AccountRole::Officer, None, None);
    let events: Vec<(EntryId, SiteId, Event)> = (1..=SITES)
        .map(|n| {
            let shape = shape(n);
            let (id, key): (SiteId, EntryId) = (w.id(), w.id());
            let facts = SiteFacts {
                name: format!("Generated field {n}"),
                licence: (n % 5 > 0).then(|| licences[usize::try_from(n % 2).unwrap()]),
                office: None,
                centre: label_position(&shape),
                area_m2: matches!(shape, Shape::Polygon(_)).then(|| area_m2(&shape)),
                accuracy_m: Some(8),
                obtained: Obtained::Gps,
                surveyed_on: None,
                surveyor: None,
                deposit: None,
                admin_code: Some("SL-E".into()),
                admin_name: Some("Eastern Province".into()),
                locality: None,
                border_m: Some(1_000),
                flags: vec![],
                reference: None,
                shape,
            };
            let code = placer::domain::code::make("S", i64::from(n));
            (key, id, SiteRegistered { site: id, no: i64::from(n), code, facts }.into())
        })
        .collect();
    let now = w.now;
    let written: Result<(), placer::store::error::StoreError> = w.app.db.write(now, |tx| {
        for (id, key, event) in events {
            let heading = Heading {
                id,
                occurred_at: now,
                account: author.account,
                office: None,
                device: None,
                via: Via::Console,
                signed: None,
                idempotency_key: key.to_string(),
                request_hash: String::new(),
            };
            append(tx, heading, event)?;
        }
        Ok(())
    });
    written.unwrap();
}

async fn millis(browser: &Browser, script: &str) -> serde_json::Value {
    browser.execute(script, vec![]).await.unwrap()
}

#[tokio::test]
#[ignore = "measures; takes a minute"]
async fn ten_thousand_sites_stay_smooth() {
    let Some(browser) = Browser::open(Screen::Desktop).await else { return };
    let dir = scratch_dir("map-speed");
    let _sweeper = Watchdog::over_dir(&dir);
    let url = format!("sqlite:{}", dir.join("placer.sqlite").display());
    let since = Instant::now();
    fill(&mut World::at(&url));
    println!("made in {:?}", since.elapsed());
    let server = Server::start(&["serve", "--database", &url, "--listen", "127.0.0.1:0"]);
    let at = server.url();
    sign_in(&browser, &at, "officer").await;
    let feed = "const t = performance.now(); return fetch('/sites.geojson', {cache: 'no-store'}).then(async a => {
        const first = performance.now() - t; const body = await a.arrayBuffer();
        const seen = performance.getEntriesByType('resource').filter(e => e.name.endsWith('/sites.geojson')).pop();
        return {first_byte_ms: first, all_ms: performance.now() - t, bytes: body.byteLength, sent: seen.encodedBodySize, how: a.headers.get('content-encoding')}; })";
    for _ in 0..3 {
        println!("feed {}", millis(&browser, feed).await);
    }
    println!("again {}", millis(&browser, "const t = performance.now(); return fetch('/sites.geojson').then(a => a.text()).then(() => fetch('/sites.geojson', {cache: 'no-cache'})).then(async a => { await a.text(); return performance.now() - t; })").await);
    let since = Instant::now();
    browser.goto(&format!("{at}/map")).await.unwrap();
    let ready = Locator::Css(".placer-map[data-ready]");
    browser.wait().at_most(Duration::from_secs(60)).for_element(ready).await.unwrap();
    println!("map drawn after {:?}", since.elapsed());
    browser.screenshot("map-10000").await;
    // A frame is late when it takes longer than 50 ms: then a finger feels it.
    let frames = "window.__frames = []; let last = performance.now();
        const tick = now => { window.__frames.push(now - last); last = now; window.__going = requestAnimationFrame(tick); };
        requestAnimationFrame(tick);";
    millis(&browser, frames).await;
    for step in 0..12 {
        let key = ["\u{E014}", "\u{E015}", "\u{E012}", "\u{E013}", "+", "-"][step % 6];
        browser.find(Locator::Css(".placer-map")).await.unwrap().send_keys(key).await.unwrap();
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
    let told = "const f = window.__frames.slice().sort((a, b) => a - b); const at = p => Math.round(f[Math.floor((f.length - 1) * p)]);
        return {frames: f.length, median_ms: at(0.5), p95_ms: at(0.95), worst_ms: at(1)}";
    println!("moving and zooming {}", millis(&browser, told).await);
    let complaints = browser.complaints().await;
    assert!(complaints.is_empty(), "{complaints:?}");
    let memory = std::fs::read_to_string(format!("/proc/{}/status", server.pid())).unwrap();
    println!("{}", memory.lines().find(|l| l.starts_with("VmHWM")).unwrap());
}
