//! A dealer's stock in the browser: combine, split, sort, reweigh, seal, open the seal; and the opening stock.

use crate::production_pages::{Scene, look, look_refused};
use crate::support::browser::{Browser, Screen};
use crate::support::steps::{follow, main_text, press, write};
use crate::world::{World, sign_in};
use fantoccini::Locator;
use placer::domain::access::AccountRole;
use placer::domain::ids::OfficeId;
use placer::domain::parcel::parcel_code;
use placer::domain::role::Role;

fn people(w: &mut World, office: OfficeId) {
    let miner = w.party("Sorie Kamara", &[Role::Miner], Some(office));
    let dealer = w.party("Fatmata Sesay", &[Role::Dealer], Some(office));
    let lm = w.licence_between("artisanal", miner, Some(office), "2026-01-01", "2099-12-31");
    let ld = w.licence_between("dealer", dealer, Some(office), "2026-01-01", "2099-12-31");
    let (s1, s2) = (w.site(Some(lm), Some(office)), w.site(Some(lm), Some(office)));
    w.production(s1, lm, miner, 1_001, 3);
    w.production(s2, lm, miner, 2_000, 5);
    w.production(s1, lm, miner, 4_000, 8);
    w.sold(&[1, 2, 3], (miner, lm), (dealer, ld));
    w.login("dealer", AccountRole::Buyer, None, Some(dealer));
    w.login("supervisor", AccountRole::Supervisor, Some(office), None);
}

/// The address of a parcel's page.
fn at(url: &str, no: i64) -> String {
    format!("{url}/parcels/{}", parcel_code(no))
}

async fn dealers_work(b: &Browser, screen: &str) {
    let scene = Scene::new(people);
    let url = scene.server.url();
    sign_in(b, &url, "dealer").await;
    combines(b, &url, screen).await;
    splits(b, &url, screen).await;
    sorts(b, &url, screen).await;
    weighs_and_seals(b, &url, screen).await;
    assert_eq!((scene.world.parcel(3).weight.mct(), scene.world.parcel(7).class.as_deref()), (4_010, Some("8gr")));
    b.goto(&format!("{url}/parcels?state=consumed&lang=fr")).await.unwrap();
    assert_eq!(b.find_all(Locator::Css("tbody tr")).await.unwrap().len(), 4);
    look(b, &format!("parcels-consumed-{screen}-fr")).await;
}

async fn combines(b: &Browser, url: &str, screen: &str) {
    b.goto(&format!("{url}/parcels")).await.unwrap();
    look(b, &format!("parcels-{screen}")).await;

    press(b, "label[for=c-1]").await;
    press(b, "label[for=c-2]").await;
    press(b, "main form:not(.placer-filter) button").await;
    assert!(main_text(b).await.contains("3.001"));
    look(b, &format!("parcel-combine-{screen}")).await;
    press(b, "main form button").await;
    look(b, &format!("parcel-combine-check-{screen}")).await;
    press(b, "button[name=confirmed]").await;
    assert_eq!(b.current_url().await.unwrap().as_str().split('?').next(), Some(at(url, 4).as_str()));
    look(b, &format!("parcel-combined-{screen}")).await;
}

async fn splits(b: &Browser, url: &str, screen: &str) {
    b.goto(&format!("{}/split", at(url, 4))).await.unwrap();
    look(b, &format!("parcel-split-{screen}")).await;
    press(b, "button[name=more]").await;
    assert_eq!(b.find_all(Locator::Css("main fieldset legend.govuk-fieldset__legend--m")).await.unwrap().len(), 5);
    for (field, value) in [("1.weight_mct", "1"), ("1.stones", "2"), ("4.weight_mct", "2"), ("4.stones", "6")] {
        write(b, &format!("f-parts.{field}"), value).await;
    }
    press(b, "main form button[type=submit]:not([name])").await;
    assert!(main_text(b).await.contains("They must weigh 3.001"), "{}", main_text(b).await);
    look_refused(b, &format!("parcel-split-refused-{screen}")).await;
    write(b, "f-parts.4.weight_mct", "2.001").await;
    press(b, "main form button[type=submit]:not([name])").await;
    look(b, &format!("parcel-split-check-{screen}")).await;
    press(b, "button[name=confirmed]").await;
    assert!(main_text(b).await.contains(&parcel_code(6)), "the page of what was split names its parts");
    look(b, &format!("parcel-used-up-{screen}")).await;
}

async fn sorts(b: &Browser, url: &str, screen: &str) {
    b.goto(&format!("{}/sort", at(url, 6))).await.unwrap();
    for (row, class, weight, stones) in [(0, "8gr", "1.5", "2"), (1, "boart", "0.501", "4")] {
        write(b, &format!("f-parts.{row}.class"), class).await;
        write(b, &format!("f-parts.{row}.weight_mct"), weight).await;
        write(b, &format!("f-parts.{row}.stones"), stones).await;
        let option = format!("[id='f-parts.{row}.hs'] option[value='{}']", if row == 0 { "7102.31" } else { "7102.21" });
        press(b, &option).await;
    }
    look(b, &format!("parcel-sort-{screen}")).await;
    press(b, "main form button[type=submit]:not([name])").await;
    look(b, &format!("parcel-sort-check-{screen}")).await;
    press(b, "button[name=confirmed]").await;
}

async fn weighs_and_seals(b: &Browser, url: &str, screen: &str) {
    b.goto(&format!("{}/reweigh", at(url, 3))).await.unwrap();
    write(b, "f-weight_mct", "4.5").await;
    write(b, "f-reason", "New scale").await;
    press(b, "main form button").await;
    assert!(main_text(b).await.contains("Two weighings may differ by 0.02"));
    look_refused(b, &format!("parcel-reweigh-refused-{screen}")).await;
    write(b, "f-weight_mct", "4.01").await;
    press(b, "main form button").await;
    look(b, &format!("parcel-reweigh-check-{screen}")).await;
    press(b, "button[name=confirmed]").await;
    follow(b, "Seal").await;
    look(b, &format!("parcel-seal-{screen}")).await;
    write(b, "f-seal", "SL 0077").await;
    press(b, "main form button").await;
    follow(b, "Open the seal").await;
    write(b, "f-reason", "To show the buyer").await;
    look(b, &format!("parcel-open-seal-{screen}")).await;
    press(b, "main form button").await;
    let whole = main_text(b).await;
    for told in ["SL0077", "To show the buyer", "New scale", "4.01", "Fatmata Sesay"] {
        assert!(whole.contains(told), "{told}: {whole}");
    }
    look(b, &format!("parcel-show-{screen}")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dealer_works_with_his_stock() {
    let Some(b) = Browser::open(Screen::Desktop).await else { return };
    dealers_work(&b, "desktop").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dealer_works_with_his_stock_on_a_phone_without_scripts() {
    let Some(b) = Browser::open(Screen::Phone).await else { return };
    b.run_scripts(false).await;
    dealers_work(&b, "phone").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supervisor_declares_opening_stock() {
    let Some(b) = Browser::open(Screen::Desktop).await else { return };
    let scene = Scene::new(people);
    let url = scene.server.url();
    sign_in(&b, &url, "supervisor").await;
    let dealer = placer::domain::code::make("SLE", 2);
    b.goto(&format!("{url}/stock/new?holder={dealer}")).await.unwrap();
    look(&b, "stock-form").await;
    write(&b, "f-lines.1.weight_mct", "12.5").await;
    press(&b, "main form button[type=submit]:not([name])").await;
    look_refused(&b, "stock-refused").await;
    write(&b, "f-lines.1.stones", "30").await;
    write(&b, "f-lines.2.weight_mct", "0.75").await;
    write(&b, "f-lines.2.stones", "1").await;
    write(&b, "f-lines.2.site", &placer::domain::code::make("S", 1)).await;
    press(&b, "main form button[type=submit]:not([name])").await;
    assert!(main_text(&b).await.contains("1 parcel names no site"), "{}", main_text(&b).await);
    look(&b, "stock-check").await;
    press(&b, "button[name=confirmed]").await;
    assert!(main_text(&b).await.contains("13.25"));
    look(&b, "stock-list").await;
    b.goto(&format!("{url}/parcels/{}", parcel_code(4))).await.unwrap();
    assert!(main_text(&b).await.contains("Origin not established"));
    look(&b, "stock-parcel").await;
    b.goto(&format!("{url}/stock/new?holder={dealer}")).await.unwrap();
    write(&b, "f-lines.0.weight_mct", "1").await;
    write(&b, "f-lines.0.stones", "1").await;
    press(&b, "main form button[type=submit]:not([name])").await;
    assert!(main_text(&b).await.contains("has declared its opening stock already"));
}

#[test]
fn what_a_parcel_became_adds_up_and_leads_only_where_its_reader_may_go() {
    let mut sides = None;
    let mut scene = Scene::new(|w, office| {
        people(w, office);
        let exporter = w.party("Sewa Exports", &[Role::Exporter], None);
        let licence = w.licence_between("exporter", exporter, None, "2026-01-01", "2099-12-31");
        w.login("exporter", AccountRole::Exporter, None, Some(exporter));
        sides = Some((w.parcel(1).holder, exporter, licence));
    });
    let (whole, parts) = (parcel_code(3), [4, 5].map(parcel_code));
    let mut dealer = scene.signed_in("dealer");
    let split =
        [("parts.0.weight_mct", "1"), ("parts.0.stones", "3"), ("parts.1.weight_mct", "3"), ("parts.1.stones", "5"), ("confirmed", "yes")];
    assert_eq!(dealer.submit(&format!("/parcels/{whole}/split"), &split).status, 303);
    let weighed = [("weight_mct", "1.01"), ("stones", "3"), ("reason", "another scale"), ("confirmed", "yes")];
    let done = dealer.submit(&format!("/parcels/{}/reweigh", parts[0]), &weighed);
    assert_eq!(done.status, 303, "{}", done.body);
    let shown = dealer.get(&format!("/parcels/{whole}")).body;
    let became = shown.split_once("Became").unwrap().1.split_once("</ul>").unwrap().0.replace('\u{a0}', " ");
    assert!(became.contains("1.00 ct") && became.contains("(since weighed 1.01 ct)") && became.contains("3.00 ct"), "{became}");
    assert!(became.contains(&format!("href=\"/parcels/{}\"", parts[0])), "{became}");

    // Whoever bought a part sees of what it was made, without a link to what is not his.
    let (seller, exporter, licence) = sides.unwrap();
    let of_seller = scene.world.licence_between("dealer", seller, None, "2026-01-01", "2099-12-31");
    scene.world.sold(&[5], (seller, of_seller), (exporter, licence));
    let mut buyer = scene.signed_in("exporter");
    let page = buyer.get(&format!("/parcels/{}", parts[1]));
    assert_eq!(page.status, 200, "{}", page.body);
    let made_of = page.body.split_once("Made of").unwrap().1.split_once("</ul>").unwrap().0;
    assert!(made_of.contains(&whole) && made_of.contains("4.00") && !made_of.contains("href"), "{made_of}");
    assert_eq!(buyer.get(&format!("/parcels/{whole}")).status, 404);
}
