//! The pages of purchases in a browser, as the dealer, the exporter, the officer and the public walk them.

use super::web::{lasting, with_login};
use super::*;
use crate::house::House;
use crate::support::browser::{Browser, Screen};
use crate::world::sign_in;
use fantoccini::Locator::{Css, Id};

/// Sound on a wide screen and on a narrow one, each with a picture.
async fn sound(b: &Browser, name: &str) {
    b.assert_page_is_sound().await;
    b.screenshot(&format!("purchase-{name}-desktop")).await;
    b.show_on(Screen::Phone).await;
    b.assert_page_is_sound().await;
    b.screenshot(&format!("purchase-{name}-phone")).await;
    b.show_on(Screen::Desktop).await;
}

async fn fill(b: &Browser, id: &str, text: &str) {
    let field = b.find(Id(id)).await.unwrap_or_else(|e| panic!("{id}: {e}"));
    field.clear().await.unwrap();
    field.send_keys(text).await.unwrap();
}

/// A radio or a box: its input lies under the drawn one, so its label is clicked.
async fn choose(b: &Browser, id: &str) {
    b.find(Css(&format!("label[for='{id}']"))).await.unwrap_or_else(|e| panic!("{id}: {e}")).click().await.unwrap();
}

async fn press(b: &Browser, css: &str) {
    b.find(Css(css)).await.unwrap_or_else(|e| panic!("{css}: {e}")).click().await.unwrap();
}

async fn text(b: &Browser) -> String {
    b.find(Css("main")).await.unwrap().text().await.unwrap()
}

async fn become_(b: &Browser, house: &House, login: &str) {
    b.delete_all_cookies().await.unwrap();
    sign_in(b, house.server.url().trim_end_matches('/'), login).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_miners_parcel_goes_from_the_dealer_to_the_exporter() {
    let Some(b) = Browser::open(Screen::Desktop).await else { return };
    let mut made = None;
    let house = tokio::task::block_in_place(|| {
        House::open(|w| {
            let dealer = with_login(w, "dealer", Role::Dealer, "dealer");
            let exporter = with_login(w, "exporter", Role::Exporter, "exporter");
            w.login("officer", AccountRole::Officer, None, None);
            let miner = lasting(w, "Aminata Kamara", Role::Miner, "artisanal");
            let parcel = dig(w, miner.party, miner.licence, 2_500, 7);
            made = Some((dealer, exporter, miner, parcel));
        })
    });
    let (dealer, exporter, miner, parcel) = made.unwrap();
    let at = |path: &str| format!("{}{path}", house.server.url().trim_end_matches('/'));

    become_(&b, &house, "officer").await;
    b.goto(&at("/slip-books/new")).await.unwrap();
    let code = house.world.read(|rx| placer::store::party::party_fetch(rx, dealer.party)).unwrap().code;
    fill(&b, "f-holder", &code).await;
    sound(&b, "book-form").await;
    press(&b, "main form button").await;
    sound(&b, "book-check").await;
    press(&b, "button[name=confirmed]").await;
    sound(&b, "books").await;

    become_(&b, &house, "dealer").await;
    sound(&b, "start-dealer").await;
    b.goto(&at("/purchases/record")).await.unwrap();
    sound(&b, "record-form").await;
    press(&b, "main form .govuk-button:not(.govuk-button--secondary)").await;
    sound(&b, "record-refused").await;
    fill(&b, "f-seller_licence", &miner.number).await;
    fill(&b, "f-parcel-1", &parcel.code).await;
    fill(&b, "f-weight-1", "2.49").await;
    fill(&b, "f-stones-1", "7").await;
    fill(&b, "f-price", "9000").await;
    choose(&b, "f-currency-SLE").await;
    fill(&b, "f-rate_e6", "22.5").await;
    choose(&b, "f-payment-cash").await;
    press(&b, "main form .govuk-button:not(.govuk-button--secondary)").await;
    sound(&b, "record-check").await;
    press(&b, "button[name=confirmed]").await;
    assert!(text(&b).await.contains("SL-PS 0000001"));
    sound(&b, "sold").await;

    b.goto(&at("/purchases/offer")).await.unwrap();
    sound(&b, "offer-form").await;
    choose(&b, &format!("f-parcels-{}", parcel.code)).await;
    fill(&b, "f-buyer_licence", &exporter.number).await;
    fill(&b, "f-price", "1500").await;
    choose(&b, "f-currency-USD").await;
    choose(&b, "f-payment-bank").await;
    press(&b, "main form .govuk-button").await;
    sound(&b, "offer-check").await;
    press(&b, "button[name=confirmed]").await;
    sound(&b, "offered").await;
    let page = b.current_url().await.unwrap().to_string();

    become_(&b, &house, "exporter").await;
    sound(&b, "start-exporter").await;
    press(&b, ".placer-tap__item").await;
    assert_eq!(b.current_url().await.unwrap().to_string(), page);
    sound(&b, "to-me").await;
    b.goto(&format!("{page}/decline")).await.unwrap();
    sound(&b, "decline").await;
    b.goto(&format!("{page}/accept")).await.unwrap();
    fill(&b, &format!("f-weight_mct.{}", parcel.code), "3").await;
    fill(&b, &format!("f-stones.{}", parcel.code), "7").await;
    press(&b, "main form button").await;
    sound(&b, "accept-refused").await;
    fill(&b, &format!("f-weight_mct.{}", parcel.code), "2.495").await;
    press(&b, "main form button").await;
    sound(&b, "accept-check").await;
    press(&b, "button[name=confirmed]").await;
    assert!(text(&b).await.contains("Sold"));
    sound(&b, "accepted").await;
    b.goto(&format!("{page}/slip")).await.unwrap();
    sound(&b, "slip").await;
    let slip = text(&b).await;
    assert!(slip.contains("SL-PS 0000001") && slip.contains("SL-PS 0000002"), "the slip before it is attached: {slip}");
    assert_eq!(house.world.parcel(parcel.no).holder, exporter.party);
    b.goto(&at("/purchases?lang=fr")).await.unwrap();
    sound(&b, "list-fr").await;
    b.goto(&at("/purchases?lang=en")).await.unwrap();
    sound(&b, "list").await;

    b.delete_all_cookies().await.unwrap();
    let id: PurchaseId = page.rsplit('/').next().unwrap().parse().unwrap();
    let check = house.world.read(|rx| purchase_fetch(rx, id)).unwrap().check_code;
    b.run_scripts(false).await;
    b.goto(&at("/check")).await.unwrap();
    fill(&b, "f-code", &check.to_lowercase()).await;
    press(&b, "main form button").await;
    sound(&b, "checked").await;
    assert!(text(&b).await.contains("This sale is in the register"));
    b.goto(&at("/check")).await.unwrap();
    fill(&b, "f-code", "7KQ4M-2XR9T-A").await;
    press(&b, "main form button").await;
    assert!(text(&b).await.contains("mistyped") || text(&b).await.contains("No slip"));
    b.screenshot("purchase-mistyped-desktop").await;
}
