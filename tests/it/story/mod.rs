//! The whole story: register, produce, sell, mix, split, ship, issue, trace.

mod browser;

use browser::*;

/// Sierra Leone: everything typed in the browser.
#[tokio::test(flavor = "multi_thread")]
async fn from_two_pits_to_a_traced_certificate() {
    let country = Country {
        profile: "SL",
        office: ["KOI", "Koidu", "Eastern"],
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
    let shipment = ships(&s, &part).await;
    let certificate = certifies(&s, &shipment).await;
    let trace = traces(&s, &certificate).await;
    let told: Vec<&str> = trace["by_site"].as_array().unwrap().iter().map(|t| t["site"]["code"].as_str().unwrap()).collect();
    assert_eq!(told.len(), 2);
    assert!(sites.iter().all(|site| told.contains(&site.as_str())), "{sites:?} {told:?}");
    assert_eq!(trace["established_mct"], trace["total_mct"]);
}
