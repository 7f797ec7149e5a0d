//! The pages of the second factor in a browser: set up, asked for at sign-in, asked for again before a signature.

use crate::house::House;
use crate::step_up::proved_before;
use crate::support::browser::{Browser, Screen};
use crate::support::server::Server;
use crate::support::steps::{main_text, press, write};
use crate::world::{PASSWORD, sign_in};
use placer::domain::access::AccountRole;
use placer::domain::factor::code_at;
use placer::edge;
use serde_json::json;
use std::time::Duration;

/// Presses the button of the form that goes to an address.
async fn send(b: &Browser, action: &str) {
    press(b, &format!("main form[action='{action}'] button")).await;
}

async fn look(b: &Browser, name: &str) {
    b.assert_page_is_sound().await;
    b.screenshot(name).await;
}

fn code(secret: &[u8]) -> String {
    code_at(secret, edge::now()).unwrap()
}

/// Gives the browser a session that asked for the password long ago.
async fn long_ago(b: &Browser, house: &House, url: &str) {
    let token = proved_before(house, "admin", 6 * 3600).cookie("placer_session").unwrap().to_owned();
    let cookie = json!({"name": "placer_session", "value": token, "url": url, "path": "/", "httpOnly": true});
    let set = b.cdp("Network.setCookie", cookie).await;
    assert_eq!(set["success"], true, "{set}");
}

async fn walk(screen: Screen, name: &str) {
    let Some(b) = Browser::open(screen).await else { return };
    let house = House::open(|w| {
        w.login("admin", AccountRole::Administrator, None, None);
        w.login("officer", AccountRole::Officer, None, None);
    });
    let mut command = house.run(&["serve", "--listen", "127.0.0.1:0"]);
    command.env_remove("PLACER_SECOND_FACTOR");
    let server = Server::spawn(&mut command, Duration::from_secs(60)).unwrap();
    let url = server.url();
    let shot = |what: &str| format!("factor-{name}-{what}");
    sign_in(&b, &url, "admin").await;
    assert_eq!(b.current_url().await.unwrap().path(), "/me/factor");
    look(&b, &shot("first")).await;
    send(&b, "/me/factor/new").await;
    look(&b, &shot("set-up")).await;
    let shown = b.find(fantoccini::Locator::Css(".placer-code--long")).await.unwrap().text().await.unwrap();
    let secret = data_encoding::BASE32_NOPAD.decode(shown.replace(' ', "").as_bytes()).unwrap();
    write(&b, "f-code", "12").await;
    send(&b, "/me/factor/confirm").await;
    b.complaints().await;
    look(&b, &shot("set-up-wrong")).await;
    write(&b, "f-code", &code(&secret)).await;
    send(&b, "/me/factor/confirm").await;
    look(&b, &shot("recovery")).await;
    let recovery = b.find(fantoccini::Locator::Css(".placer-code--long")).await.unwrap().text().await.unwrap();
    press(&b, "main a.govuk-button").await;
    for page in ["me", "me/factor"] {
        b.goto(&format!("{url}/{page}")).await.unwrap();
        look(&b, &shot(&page.replace('/', "-"))).await;
    }

    long_ago(&b, &house, &url).await;
    b.goto(&format!("{url}/offices/new")).await.unwrap();
    write(&b, "f-code", "BO").await;
    write(&b, "f-name", "Bo & Kenema").await;
    press(&b, "main form button.govuk-button:not(.govuk-button--secondary)").await;
    b.complaints().await;
    assert!(main_text(&b).await.contains("Confirm that it is you"));
    look(&b, &shot("prove")).await;
    write(&b, "f-prove_password", PASSWORD).await;
    write(&b, "f-prove_code", &recovery).await;
    press(&b, "main form button").await;
    assert_eq!(b.current_url().await.unwrap().path(), "/offices", "it went on by itself, without a script");
    assert!(main_text(&b).await.contains("Bo & Kenema"));
    let officer = house.world.app.secret("officer").unwrap().unwrap().account;
    b.goto(&format!("{url}/accounts/{officer}")).await.unwrap();
    look(&b, &shot("account")).await;
    b.goto(&format!("{url}/accounts/{officer}/factor")).await.unwrap();
    look(&b, &shot("account-reset")).await;

    let other = b.another(screen).await;
    other.run_scripts(false).await;
    sign_in(&other, &url, "admin").await;
    assert_eq!(other.current_url().await.unwrap().path(), "/sign-in/code");
    look(&other, &shot("code")).await;
    write(&other, "f-code", "123456").await;
    send(&other, "/sign-in/code").await;
    other.complaints().await;
    look(&other, &shot("code-wrong")).await;
    other.goto(&format!("{url}/sign-in/code?lang=fr")).await.unwrap();
    look(&other, &shot("code-fr")).await;
}

#[tokio::test]
async fn a_second_factor_on_a_desktop() {
    walk(Screen::Desktop, "desktop").await;
}

#[tokio::test]
async fn a_second_factor_on_a_phone() {
    walk(Screen::Phone, "phone").await;
}
