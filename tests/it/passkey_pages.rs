//! Passkeys in a browser that has an authenticator of its own: added, used at sign-in and before a signature, refused where its
//! counter goes back, and what pages say where no script runs. Only in builds with the feature.

use crate::house::House;
use crate::step_up::proved_before;
use crate::support::browser::{Browser, Screen};
use crate::support::server::Server;
use crate::support::steps::{main_text, press, write};
use crate::world::{PASSWORD, sign_in};
use fantoccini::Locator::Css;
use placer::domain::access::AccountRole;
use serde_json::{Value, json};
use std::net::TcpListener;
use std::time::Duration;

/// A server at a name that browsers make passkeys for. (Its port has to be known before it listens.)
fn server(house: &House) -> (Server, String) {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("http://localhost:{port}");
    let mut command = house.run(&["serve", "--listen", &format!("127.0.0.1:{port}"), "--base-url", &url]);
    command.env_remove("PLACER_SECOND_FACTOR");
    (Server::spawn(&mut command, Duration::from_secs(60)).unwrap(), url)
}

/// Gives the browser a device that makes passkeys and knows its owner; gives its id.
async fn device(b: &Browser) -> Value {
    b.cdp("WebAuthn.enable", json!({})).await;
    let options = json!({
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": true, "hasUserVerification": true,
        "isUserVerified": true, "automaticPresenceSimulation": true,
    });
    b.cdp("WebAuthn.addVirtualAuthenticator", json!({ "options": options })).await["authenticatorId"].clone()
}

async fn look(b: &Browser, name: &str) {
    b.assert_page_is_sound().await;
    b.screenshot(name).await;
}

/// Presses the button that asks the device, and waits until the form has gone to where it leads.
async fn use_passkey(b: &Browser, path: &str) {
    press(b, "[data-passkey-use]").await;
    for _ in 0..300 {
        if b.current_url().await.unwrap().path() == path {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("not at {path} but at {}: {}", b.current_url().await.unwrap(), main_text(b).await);
}

async fn add(b: &Browser, url: &str, name: &str) {
    b.goto(&format!("{url}/me/factor")).await.unwrap();
    write(b, "f-name", name).await;
    press(b, "main form[action='/me/passkeys/new'] button").await;
    assert_eq!(b.current_url().await.unwrap().path(), "/me/passkeys/confirm");
}

async fn sign_out(b: &Browser, url: &str) {
    b.goto(url).await.unwrap();
    press(b, "form[action='/sign-out'] button").await;
}

/// The passkey of the device, with another counter.
async fn count_from(b: &Browser, device: &Value, count: i64) {
    let known = b.cdp("WebAuthn.getCredentials", json!({ "authenticatorId": device })).await;
    let mut credential = known["credentials"][0].clone();
    let id = credential["credentialId"].clone();
    b.cdp("WebAuthn.removeCredential", json!({ "authenticatorId": device, "credentialId": id })).await;
    credential["signCount"] = json!(count);
    b.cdp("WebAuthn.addCredential", json!({ "authenticatorId": device, "credential": credential })).await;
}

async fn walk(screen: Screen, name: &str) {
    let Some(b) = Browser::open(screen).await else { return };
    let house = House::open(|w| {
        w.login("admin", AccountRole::Administrator, None, None);
    });
    let (_server, url) = server(&house);
    let shot = |what: &str| format!("passkey-{name}-{what}");
    let device = device(&b).await;
    sign_in(&b, &url, "admin").await;
    assert_eq!(b.current_url().await.unwrap().path(), "/me/factor", "a second factor before anything else");
    look(&b, &shot("first")).await;
    add(&b, &url, "Office computer").await;
    look(&b, &shot("confirm")).await;
    use_passkey(&b, "/me/passkeys/confirm").await;
    b.wait().at_most(Duration::from_secs(20)).for_element(Css(".placer-recovery")).await.unwrap();
    let recovery = b.find(Css(".placer-code--long")).await.unwrap().text().await.unwrap();
    press(&b, "main a.govuk-button").await;
    b.goto(&format!("{url}/me/factor")).await.unwrap();
    look(&b, &shot("listed")).await;
    assert!(main_text(&b).await.contains("Office computer"));
    let account = house.world.app.secret("admin").unwrap().unwrap().account;
    let known = || house.world.app.passkeys(account).unwrap();
    assert_eq!(known().len(), 1);

    sign_out(&b, &url).await;
    sign_in(&b, &url, "admin").await;
    assert_eq!(b.current_url().await.unwrap().path(), "/sign-in/code");
    look(&b, &shot("code")).await;
    use_passkey(&b, "/").await;
    assert!(known()[0].used_at.is_some());

    signs_with_it(&b, &house, &url, &shot("prove")).await;
    refused(&b, &url, &device, &shot).await;
    without_scripts(&b, screen, &url, &recovery, &shot("no-scripts")).await;
}

/// An act that signs is asked for the passkey, and goes on by itself.
async fn signs_with_it(b: &Browser, house: &House, url: &str, shot: &str) {
    let token = proved_before(house, "admin", 6 * 3600).cookie("placer_session").unwrap().to_owned();
    let cookie = json!({"name": "placer_session", "value": token, "url": url, "path": "/", "httpOnly": true});
    assert_eq!(b.cdp("Network.setCookie", cookie).await["success"], true);
    b.goto(&format!("{url}/offices/new")).await.unwrap();
    write(b, "f-code", "BO").await;
    write(b, "f-name", "Bo & Kenema").await;
    press(b, "main form button.govuk-button:not(.govuk-button--secondary)").await;
    b.complaints().await;
    assert!(main_text(b).await.contains("Confirm that it is you"));
    look(b, shot).await;
    press(b, "[data-passkey-use]").await;
    assert_eq!(b.active_element().await.unwrap().attr("id").await.unwrap().as_deref(), Some("f-prove_password"), "first the password");
    write(b, "f-prove_password", PASSWORD).await;
    use_passkey(b, "/offices").await;
    assert!(main_text(b).await.contains("Bo & Kenema"));
}

/// A device that does not know its owner, and one that counts back.
async fn refused(b: &Browser, url: &str, device: &Value, shot: &impl Fn(&str) -> String) {
    sign_out(b, url).await;
    sign_in(b, url, "admin").await;
    b.cdp("WebAuthn.setUserVerified", json!({ "authenticatorId": device, "isUserVerified": false })).await;
    press(b, "[data-passkey-use]").await;
    let told = b.wait().at_most(Duration::from_secs(20)).for_element(Css("[data-passkey-failed]:not([hidden])")).await.unwrap();
    assert!(told.text().await.unwrap().contains("was not used"));
    look(b, &shot("not-used")).await;
    b.cdp("WebAuthn.setUserVerified", json!({ "authenticatorId": device, "isUserVerified": true })).await;

    count_from(b, device, 1).await;
    press(b, "[data-passkey-use]").await;
    b.wait().at_most(Duration::from_secs(20)).for_element(Css(".govuk-error-summary")).await.unwrap();
    b.complaints().await;
    assert!(main_text(b).await.contains("The passkey was not taken"), "{}", main_text(b).await);
    look(b, &shot("counts-back")).await;
    count_from(b, device, 900).await;
    use_passkey(b, "/").await;
}

async fn without_scripts(b: &Browser, screen: Screen, url: &str, recovery: &str, shot: &str) {
    let other = b.another(screen).await;
    other.run_scripts(false).await;
    sign_in(&other, url, "admin").await;
    let text = main_text(&other).await;
    assert!(text.contains("needs scripts") && !text.contains("Use a passkey"), "{text}");
    look(&other, shot).await;
    write(&other, "f-code", recovery).await;
    press(&other, "main form[action='/sign-in/code'] button[type='submit']").await;
    assert_eq!(other.current_url().await.unwrap().path(), "/me/factor", "where it says how many codes are left");
    assert!(main_text(&other).await.contains('9'), "{}", main_text(&other).await);
    other.goto(&format!("{url}/me/factor?lang=fr")).await.unwrap();
    look(&other, &format!("{shot}-fr")).await;
}

#[tokio::test]
async fn a_passkey_on_a_desktop() {
    walk(Screen::Desktop, "desktop").await;
}

#[tokio::test]
async fn a_passkey_on_a_phone() {
    walk(Screen::Phone, "phone").await;
}
