//! The pages of a case in a browser, on both screens and without scripts, as each of those concerned walks them.

use super::web::house;
use crate::support::browser::{Browser, Screen};
use crate::support::steps::{main_text, press, write};
use crate::world::sign_in;
use fantoccini::Locator;

/// Sound on a wide screen and on a narrow one, each with a picture.
async fn both(b: &Browser, name: &str) {
    b.assert_page_is_sound().await;
    b.screenshot(&format!("dispute-{name}-desktop")).await;
    b.show_on(Screen::Phone).await;
    b.assert_page_is_sound().await;
    b.screenshot(&format!("dispute-{name}-phone")).await;
    b.show_on(Screen::Desktop).await;
}

async fn become_(b: &Browser, url: &str, login: &str) {
    b.delete_all_cookies().await.unwrap();
    sign_in(b, url, login).await;
}

async fn click(b: &Browser, css: &str, then: &str) {
    b.wait().for_element(Locator::Css(css)).await.unwrap_or_else(|e| panic!("{css}: {e}")).click().await.unwrap();
    b.wait().for_element(Locator::Css(then)).await.unwrap_or_else(|e| panic!("{css} and then {then}: {e}"));
}

/// The button that goes on; before it stands a hidden one for the Enter key.
const CONTINUE: &str = "main form[method=post] button.govuk-button:not([name])";

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_goes_from_the_refusal_to_the_decision_in_the_browser() {
    let Some(b) = Browser::open(Screen::Desktop).await else { return };
    let (house, parcel, miner, _) = tokio::task::block_in_place(house);
    let url = house.server.url().trim_end_matches('/').to_owned();
    b.run_scripts(false).await;
    become_(&b, &url, "late").await;
    b.goto(&format!("{url}/purchases/record")).await.unwrap();
    let typed = [
        ("seller_licence", miner.number.as_str()),
        ("parcel-1", &parcel.code),
        ("weight-1", "1.005"),
        ("stones-1", "2"),
        ("price", "900"),
        ("place", "Koidu market"),
    ];
    for (field, text) in typed {
        write(&b, &format!("f-{field}"), text).await;
    }
    click(&b, "label[for=f-currency-USD]", "#f-payment").await;
    click(&b, "label[for=f-payment-cash]", "#f-payment").await;
    press(&b, CONTINUE).await;
    both(&b, "refused").await;
    click(&b, "button[name=claim]", "#f-statement").await;
    let kept = b.find(Locator::Id("f-place")).await.unwrap().prop("value").await.unwrap();
    assert_eq!(kept.as_deref(), Some("Koidu market"));
    both(&b, "form").await;
    press(&b, CONTINUE).await;
    both(&b, "form-refused").await;
    write(&b, "f-slip", "A-0017").await;
    write(&b, "f-statement", "Paid in full at the pit on the evening before, slip in hand.").await;
    press(&b, CONTINUE).await;
    both(&b, "check").await;
    click(&b, "button[name=confirmed]", ".placer-tag-row").await;
    both(&b, "claimant").await;
    let case = b.current_url().await.unwrap().to_string();
    b.goto(&url).await.unwrap();
    both(&b, "home-claimant").await;
    become_(&b, &url, "first").await;
    b.goto(&case).await.unwrap();
    both(&b, "holder").await;
    b.goto(&format!("{url}/parcels/{}", parcel.code)).await.unwrap();
    both(&b, "parcel").await;
    b.goto(&format!("{url}/parcels")).await.unwrap();
    both(&b, "parcels").await;
    become_(&b, &url, "officer").await;
    both(&b, "home-officer").await;
    b.goto(&format!("{url}/disputes")).await.unwrap();
    both(&b, "list").await;
    b.goto(&case).await.unwrap();
    both(&b, "officer").await;
    click(&b, "label[for=f-ruling-upheld]", "#f-reason").await;
    write(&b, "f-reason", "The slip is genuine, and the seller says that he was paid the day before.").await;
    press(&b, CONTINUE).await;
    both(&b, "check-decision").await;
    click(&b, "button[name=confirmed]", ".placer-flag--ok").await;
    assert!(main_text(&b).await.contains("The claim holds."));
    both(&b, "decided").await;
    b.goto(&format!("{url}/parcels/{}/trace", parcel.code)).await.unwrap();
    both(&b, "trace").await;
    b.goto(&format!("{url}/disputes?lang=fr")).await.unwrap();
    both(&b, "list-fr").await;
    b.goto(&format!("{case}?lang=fr")).await.unwrap();
    both(&b, "decided-fr").await;
}
