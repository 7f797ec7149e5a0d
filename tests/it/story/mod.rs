//! The whole story: register, produce, sell, mix, split, ship, issue, trace.

mod browser;
pub mod commands;

use crate::import::published_visits;
use browser::*;
use serde_json::{Value, json};
use std::path::Path;

/// Sierra Leone: everything typed in the browser.
#[tokio::test(flavor = "multi_thread")]
async fn from_two_pits_to_a_traced_certificate() {
    let country = Country {
        profile: "SL",
        office: ["KOI", "Koidu", "SL-E"],
        licences: ["artisanal", "dealer", "exporter"],
        corner: (-10.97, 8.64),
        nationality: "SL",
        certificate: "SL 000001",
    };
    let Some(s) = Stage::open("sl", country).await else { return };
    opens_the_office(&s).await;
    let [miner, dealer, exporter] = registers(&s).await;
    let sites = lays_out_sites(&s, &miner).await;
    let found = writes_down_production(&s, &sites).await;
    let part = deals(&s, &miner, &dealer, &exporter, &found).await;
    lists_participants(&s).await;
    let shipment = ships(&s, &part).await;
    let certificate = certifies(&s, &shipment).await;
    let trace = traces(&s, &certificate).await;
    let told: Vec<&str> = trace["by_site"].as_array().unwrap().iter().map(|t| t["site"]["code"].as_str().unwrap()).collect();
    assert_eq!(told.len(), 2);
    assert!(sites.iter().all(|site| told.contains(&site.as_str())), "{sites:?} {told:?}");
    assert_eq!(trace["established_mct"], trace["total_mct"]);
}

/// The Congo: sites that somebody else surveyed, imported with the mapping of the documentation. Where the published
/// file is not beside the project, a made-up one takes its place.
#[tokio::test(flavor = "multi_thread")]
async fn from_two_imported_sites_to_a_traced_certificate() {
    let country = Country {
        profile: "CD",
        office: ["KIS", "Kisangani", "CD-OR"],
        licences: ["creuseur", "negociant", "comptoir"],
        corner: (28.88, -0.35),
        nationality: "CD",
        certificate: "CD 000001",
    };
    let Some(s) = Stage::open("cd", country).await else { return };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = root.join("tests/it/data/visits.geojson");
    let file = published_visits().unwrap_or(own).display().to_string();
    let map = root.join("docs/examples/ipis-sites.toml").display().to_string();
    opens_the_office(&s).await;
    let [miner, dealer, exporter] = registers(&s).await;
    let sites = imports_sites(&s, &miner, &file, &map).await;
    let found = writes_down_production(&s, &sites).await;
    let part = deals(&s, &miner, &dealer, &exporter, &found).await;
    lists_participants(&s).await;
    let shipment = ships(&s, &part).await;
    let certificate = certifies(&s, &shipment).await;
    let trace = traces(&s, &certificate).await;
    let told = trace["by_site"].as_array().unwrap();
    assert_eq!(told.len(), 2);
    for site in told {
        assert!(sites.iter().any(|code| site["site"]["code"] == code.as_str()), "{site}");
        assert!(stands_in(&file, &site["site"]), "the file has {site} elsewhere");
    }
}

/// Whether the file has a visit of this name at this very place.
fn stands_in(file: &str, site: &Value) -> bool {
    let visits: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let e7 = |degrees: &Value| (degrees.as_f64().unwrap() * 1e7).round() as i64;
    visits["features"].as_array().unwrap().iter().any(|visit| {
        let at = &visit["geometry"]["coordinates"];
        visit["properties"]["name"] == site["name"] && json!([e7(&at[0]), e7(&at[1])]) == site["position"]
    })
}
