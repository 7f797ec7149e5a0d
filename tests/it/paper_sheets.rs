//! Papers on sheets: a certificate is one page of A4 in one language and in two, also with the mark of a demonstration, and
//! a usual purchase slip is one sheet.

use crate::certificate::issue;
use crate::house::{House, LAYERS};
use crate::shipment::desk;
use crate::support::browser::{Browser, Screen};
use crate::support::paper::readers;
use crate::world::{World, sign_in};
use placer::domain::access::{AccountRole, Reach};
use placer::domain::jurisdiction::Profile;
use placer::domain::role::Role;
use placer::service::certificate::ProposeCertificate;
use placer::store::purchase::{PurchaseFilter, purchases};

/// The country's rules with certificates in these languages, and words as long as those of other countries.
fn profile(languages: &str) -> Profile {
    let text = Profile::bundled_text("SL").unwrap();
    let section = text.split_once("\n[certificate]").unwrap();
    let written = section.1.replacen("languages = { value = [\"en\"]", &format!("languages = {{ value = {languages}"), 1);
    Profile::parse(&format!("{}\n[certificate]{written}", section.0), "test").unwrap()
}

/// A certificate of six parcels and three subheadings, and a slip of eight parcels, in a demonstration.
fn house(languages: &str) -> (House, [String; 2]) {
    let mut paths = None;
    let made = |url: &str| World::demonstration(url, profile(languages));
    let house = House::of(made, &LAYERS, |w| {
        w.now = placer::edge::now();
        let d = desk(w);
        let parcels: Vec<_> = (1..=6).map(|n| d.sealed(w, n * 1_250)).collect();
        let shipment = d.shipped(w, &parcels.iter().collect::<Vec<_>>());
        w.submit(&d.officer, &ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: None }).unwrap();
        let certificate = issue(w, &d.approver, shipment).unwrap().facts.certificate;
        let dealer = w.party("Fatmata Sesay and Sons Diamond Dealers", &[Role::Dealer], None);
        let licence = w.licence("dealer", dealer, None);
        let dug: Vec<i64> = (1..=8).map(|n| w.production(d.site, d.miner.1, d.miner.0, n * 310, 2).no).collect();
        w.sold(&dug, d.miner, (dealer, licence));
        w.login("officer", AccountRole::Officer, None, None);
        let slip = w.read(|rx| purchases(rx, Reach::All, &PurchaseFilter::default(), None, 1)).remove(0).id;
        paths = Some([format!("/certificates/{certificate}/print"), format!("/purchases/{slip}/slip")]);
    });
    (house, paths.unwrap())
}

async fn one_sheet_each(languages: &str, name: &str) {
    let Some(b) = Browser::open(Screen::Desktop).await else { return };
    let (house, paths) = tokio::task::block_in_place(|| house(languages));
    let url = house.server.url();
    sign_in(&b, url.trim_end_matches('/'), "officer").await;
    let [certificate, slip] = &paths;
    b.goto(&format!("{}{slip}", url.trim_end_matches('/'))).await.unwrap();
    b.assert_page_is_sound().await;
    assert_eq!(b.sheets(&format!("slip-{name}")).await, 1, "slip in {languages}");
    b.show_on(Screen::Phone).await;
    b.assert_page_is_sound().await;
    let pages = tokio::task::block_in_place(|| {
        let mut officer = house.signed_in("officer");
        assert_eq!(officer.submit(certificate, &[("copy", "1")]).status, 303);
        let file = officer.get(&format!("{certificate}/1"));
        readers().map(|readers| readers.pages(&file.bytes))
    });
    let Some(pages) = pages else { return };
    assert_eq!(pages.len(), 1, "certificate in {languages}");
    assert!(pages[0].contains("SL 000001 · "), "the demonstration is told: {}", pages[0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_take_one_sheet_each() {
    one_sheet_each("[\"en\"]", "one-language").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_in_two_languages_take_one_sheet_each() {
    one_sheet_each("[\"fr\", \"en\"]", "two-languages").await;
}
