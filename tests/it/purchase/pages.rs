//! The pages of purchases in a browser, as the dealer, the exporter, the officer and the public walk them.

use super::web::{lasting, with_login};
use super::*;
use crate::house::House;
use crate::support::browser::{Browser, Screen};
use crate::support::steps::{main_text, press, tick, write};
use crate::world::sign_in;

/// Sound on a wide screen and on a narrow one, each with a picture.
async fn sound(b: &Browser, name: &str) {
    b.assert_page_is_sound().await;
    b.screenshot(&format!("purchase-{name}-desktop")).await;
    b.show_on(Screen::Phone).await;
    b.assert_page_is_sound().await;
    b.screenshot(&format!("purchase-{name}-phone")).await;
    b.show_on(Screen::Desktop).await;
}

/// Who walks, and what is sold.
struct Walk {
    b: Browser,
    house: House,
    dealer: Trader,
    exporter: Trader,
    miner: Trader,
    parcel: Parcel,
}

impl Walk {
    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.house.server.url().trim_end_matches('/'))
    }
    async fn become_(&self, login: &str) {
        self.b.delete_all_cookies().await.unwrap();
        sign_in(&self.b, self.house.server.url().trim_end_matches('/'), login).await;
    }
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
    let w = Walk { b, house, dealer, exporter, miner, parcel };
    gives_a_book(&w).await;
    buys_on_paper(&w).await;
    let page = offers(&w).await;
    accepts(&w, &page).await;
    reads_the_slip(&w, &page).await;
    checks(&w, &page).await;
}

/// The officer gives the dealer a book of slips.
async fn gives_a_book(w: &Walk) {
    let b = &w.b;
    w.become_("officer").await;
    b.goto(&w.at("/slip-books/new")).await.unwrap();
    let code = w.house.world.read(|rx| placer::store::party::party_fetch(rx, w.dealer.party)).unwrap().code;
    write(b, "f-holder", &code).await;
    sound(b, "book-form").await;
    press(b, "main form button").await;
    sound(b, "book-check").await;
    press(b, "button[name=confirmed]").await;
    sound(b, "books").await;
}

/// The dealer records what he bought from somebody without an account.
async fn buys_on_paper(w: &Walk) {
    let b = &w.b;
    w.become_("dealer").await;
    sound(b, "start-dealer").await;
    b.goto(&w.at("/purchases/record")).await.unwrap();
    sound(b, "record-form").await;
    press(b, "main form .govuk-button:not(.govuk-button--secondary)").await;
    sound(b, "record-refused").await;
    write(b, "f-seller_licence", &w.miner.number).await;
    write(b, "f-parcel-1", &w.parcel.code).await;
    write(b, "f-weight-1", "2.49").await;
    write(b, "f-stones-1", "7").await;
    write(b, "f-price", "9000").await;
    tick(b, "f-currency-SLE").await;
    write(b, "f-rate_e6", "22.5").await;
    tick(b, "f-payment-cash").await;
    press(b, "main form .govuk-button:not(.govuk-button--secondary)").await;
    sound(b, "record-check").await;
    press(b, "button[name=confirmed]").await;
    assert!(main_text(b).await.contains("SL-PS 0000001"));
    sound(b, "sold").await;
}

/// The dealer offers it to the exporter; gives the offer's address.
async fn offers(w: &Walk) -> String {
    let b = &w.b;
    b.goto(&w.at("/purchases/offer")).await.unwrap();
    sound(b, "offer-form").await;
    tick(b, &format!("f-parcels-{}", w.parcel.code)).await;
    write(b, "f-buyer_licence", &w.exporter.number).await;
    write(b, "f-price", "1500").await;
    tick(b, "f-currency-USD").await;
    tick(b, "f-payment-bank").await;
    press(b, "main form .govuk-button").await;
    sound(b, "offer-check").await;
    press(b, "button[name=confirmed]").await;
    sound(b, "offered").await;
    let mut page = b.current_url().await.unwrap();
    page.set_query(None);
    page.to_string()
}

/// The exporter weighs for himself, too much first, and takes it.
async fn accepts(w: &Walk, page: &str) {
    let b = &w.b;
    w.become_("exporter").await;
    sound(b, "start-exporter").await;
    press(b, ".placer-tap__item").await;
    assert_eq!(b.current_url().await.unwrap().to_string(), *page);
    sound(b, "to-me").await;
    b.goto(&format!("{page}/decline")).await.unwrap();
    sound(b, "decline").await;
    b.goto(&format!("{page}/accept")).await.unwrap();
    write(b, &format!("f-weight_mct.{}", w.parcel.code), "3").await;
    write(b, &format!("f-stones.{}", w.parcel.code), "7").await;
    press(b, "main form button").await;
    sound(b, "accept-refused").await;
    write(b, &format!("f-weight_mct.{}", w.parcel.code), "2.495").await;
    press(b, "main form button").await;
    sound(b, "accept-check").await;
    press(b, "button[name=confirmed]").await;
    assert!(main_text(b).await.contains("Sold"));
    sound(b, "accepted").await;
}

/// What is printed, and the list in French.
async fn reads_the_slip(w: &Walk, page: &str) {
    let b = &w.b;
    b.goto(&format!("{page}/slip")).await.unwrap();
    sound(b, "slip").await;
    let slip = main_text(b).await;
    assert!(slip.contains("SL-PS 0000001") && slip.contains("SL-PS 0000002"), "the slip before it is attached: {slip}");
    assert_eq!(w.house.world.parcel(w.parcel.no).holder, w.exporter.party);
    b.goto(&w.at("/purchases?lang=fr")).await.unwrap();
    sound(b, "list-fr").await;
    b.goto(&w.at("/purchases?lang=en")).await.unwrap();
    sound(b, "list").await;
}

/// Anybody asks for the slip by its code, without scripts.
async fn checks(w: &Walk, page: &str) {
    let b = &w.b;
    b.delete_all_cookies().await.unwrap();
    let id: PurchaseId = page.rsplit('/').next().unwrap().parse().unwrap();
    let check = w.house.world.read(|rx| purchase_fetch(rx, id)).unwrap().check_code;
    b.run_scripts(false).await;
    b.goto(&w.at("/check")).await.unwrap();
    write(b, "f-code", &check.to_lowercase()).await;
    press(b, "main form button").await;
    sound(b, "checked").await;
    assert!(main_text(b).await.contains("This sale is in the register"));
    b.goto(&w.at("/check")).await.unwrap();
    write(b, "f-code", "7KQ4M-2XR9T-A").await;
    press(b, "main form button").await;
    assert!(main_text(b).await.contains("mistyped") || main_text(b).await.contains("No slip"));
    b.screenshot("purchase-mistyped-desktop").await;
}
