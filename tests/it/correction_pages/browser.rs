//! The same in the browser, on both screens, without scripts and in both languages.

use super::furnish;
use crate::production_pages::{Scene, look, look_refused};
use crate::support::browser::{Browser, Screen};
use crate::support::steps::{follow, main_text, write};
use crate::world::{mct, sign_in};
use fantoccini::Locator;
use placer::domain::parcel::parcel_code;

async fn become_(b: &Browser, url: &str, login: &str) {
    b.delete_all_cookies().await.unwrap();
    sign_in(b, url, login).await;
}

/// Sound on both screens, with a picture of each.
async fn both(b: &Browser, name: &str) {
    look(b, &format!("{name}-desktop")).await;
    b.show_on(Screen::Phone).await;
    look(b, &format!("{name}-phone")).await;
    b.show_on(Screen::Desktop).await;
}

async fn click(b: &Browser, css: &str) {
    b.wait().for_element(Locator::Css(css)).await.unwrap_or_else(|e| panic!("{css}: {e}")).click().await.unwrap();
}

/// Presses a button and waits for something of the next page, which a click does not.
async fn press(b: &Browser, css: &str, then: &str) {
    click(b, css).await;
    b.wait().for_element(Locator::Css(then)).await.unwrap_or_else(|e| panic!("{css} and then {then}: {e}"));
}

const WRONG: &str = ".govuk-error-summary";
const CHECK: &str = "button[name=confirmed]";
const SHOWN: &str = ".placer-tag-row";
const SUBMIT: &str = "main form[method=post] button[type=submit]";

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_from_beginning_to_end_in_the_browser() {
    let Some(b) = Browser::open(Screen::Desktop).await else { return };
    let scene = Scene::new(|w, office| {
        furnish(w, office);
    });
    let url = scene.server.url();
    b.run_scripts(false).await;
    become_(&b, &url, "officer").await;
    b.goto(&format!("{url}/corrections/new")).await.unwrap();
    both(&b, "correction-pick").await;
    b.goto(&format!("{url}/production/{}", parcel_code(2))).await.unwrap();
    follow(&b, "This is wrong: correct it").await;
    b.wait().for_element(Locator::Id("f-reason")).await.unwrap();
    both(&b, "correction-form").await;
    write(&b, "f-weight_mct", "ten").await;
    press(&b, SUBMIT, WRONG).await;
    look_refused(&b, "correction-refused-desktop").await;
    write(&b, "f-weight_mct", "5.01").await;
    write(&b, "f-page", "8").await;
    write(&b, "f-reason", "5 was read for 5.01, and it stands on page 8").await;
    press(&b, SUBMIT, CHECK).await;
    assert!(main_text(&b).await.contains("They fall away with it"));
    both(&b, "correction-check").await;
    press(&b, "button[name=change]", "#f-page").await;
    assert_eq!(b.find(Locator::Id("f-page")).await.unwrap().prop("value").await.unwrap().as_deref(), Some("8"));
    press(&b, SUBMIT, CHECK).await;
    press(&b, CHECK, SHOWN).await;
    both(&b, "correction-waits").await;
    b.goto(&format!("{url}/production/{}", parcel_code(2))).await.unwrap();
    both(&b, "correction-entry-waiting").await;
    decides(&b, &url).await;
    sells(&b, &url).await;
    owns(&b, &url).await;
    assert_eq!(scene.world.parcel(4).weight, mct(10_000));
}

async fn decides(b: &Browser, url: &str) {
    become_(b, url, "supervisor").await;
    both(b, "correction-home-supervisor").await;
    b.goto(&format!("{url}/corrections")).await.unwrap();
    both(b, "correction-list").await;
    follow(b, "Correction 1").await;
    b.wait().for_element(Locator::Css(SHOWN)).await.unwrap();
    both(b, "correction-decide").await;
    click(b, "label[for=f-approved-no]").await;
    press(b, SUBMIT, WRONG).await;
    look_refused(b, "correction-decide-refused-desktop").await;
    click(b, "label[for=f-approved-yes]").await;
    press(b, SUBMIT, CHECK).await;
    both(b, "correction-decide-check").await;
    press(b, CHECK, SHOWN).await;
    become_(b, url, "approver").await;
    both(b, "correction-home-approver").await;
    b.goto(&format!("{url}/corrections?state=all")).await.unwrap();
    follow(b, "Correction 1").await;
    b.wait().for_element(Locator::Css(SHOWN)).await.unwrap();
    assert!(main_text(b).await.contains(&parcel_code(4)));
    both(b, "correction-approved").await;
    for (path, name) in [("production", "entry"), ("parcels", "parcel")] {
        b.goto(&format!("{url}/{path}/{}", parcel_code(2))).await.unwrap();
        both(b, &format!("correction-{name}-corrected")).await;
    }
}

async fn sells(b: &Browser, url: &str) {
    become_(b, url, "dealer").await;
    b.goto(&format!("{url}/corrections/new?purchase=B1-0001&lang=fr")).await.unwrap();
    both(b, "correction-slip-form-fr").await;
    write(b, "f-price_minor", "120,50").await;
    write(b, "f-reason", "Un chiffre oublié").await;
    press(b, SUBMIT, CHECK).await;
    both(b, "correction-slip-check-fr").await;
    press(b, CHECK, SHOWN).await;
    both(b, "correction-slip-waits-fr").await;
    become_(b, url, "approver").await;
    b.goto(&format!("{url}/?lang=fr")).await.unwrap();
    both(b, "correction-home-approver-fr").await;
    b.goto(&format!("{url}/corrections?lang=fr")).await.unwrap();
    follow(b, "Correction 2").await;
    b.wait().for_element(Locator::Css(SHOWN)).await.unwrap();
    both(b, "correction-slip-decide-fr").await;
    click(b, "label[for=f-approved-yes]").await;
    press(b, SUBMIT, CHECK).await;
    press(b, CHECK, SHOWN).await;
    become_(b, url, "dealer").await;
    b.goto(&format!("{url}/purchases?lang=fr")).await.unwrap();
    follow(b, "B1-0001").await;
    b.wait().for_element(Locator::Css(SHOWN)).await.unwrap();
    both(b, "correction-slip-corrected-fr").await;
}

/// A supervisor's own proposal: nothing to approve with, and another on his list that can only be refused.
async fn owns(b: &Browser, url: &str) {
    become_(b, url, "supervisor").await;
    b.goto(&format!("{url}/corrections/new?parcel={}", parcel_code(6))).await.unwrap();
    write(b, "f-stones", "2").await;
    write(b, "f-reason", "Two stones in the packet").await;
    press(b, SUBMIT, CHECK).await;
    press(b, CHECK, SHOWN).await;
    both(b, "correction-own").await;
    assert!(b.find_all(Locator::Id("f-approved-yes")).await.unwrap().is_empty());
    b.goto(&format!("{url}/corrections")).await.unwrap();
    both(b, "correction-list-own").await;
    b.goto(&format!("{url}/corrections?of=P-9&state=all")).await.unwrap();
    both(b, "correction-list-none").await;
    b.goto(&format!("{url}/production/{}/receipt", parcel_code(2))).await.unwrap();
    both(b, "correction-receipt").await;
    b.goto(&format!("{url}/")).await.unwrap();
    both(b, "correction-home-none").await;
}
