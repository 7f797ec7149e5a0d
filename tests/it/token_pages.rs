//! The pages on which anybody checks a certificate's token: with the register, and without any network.

use crate::support::browser::{Browser, Screen};
use crate::support::http::Http;
use crate::support::keys;
use crate::support::process::scratch_dir;
use crate::token::{Shop, changed};
use fantoccini::Locator::{Css, Id};
use placer::domain::token::{KeyList, TokenKey, verify};
use serde_json::{Value, json};
use std::time::Duration;

fn asked(http: &mut Http, fields: &[(&str, &str)]) -> (u16, String) {
    let page = http.submit("/check/token", fields);
    assert!(page.header("location").is_empty(), "what a token holds goes into no address");
    (page.status, page.body.split_once("<main").unwrap().1.split("<form").next().unwrap().to_owned())
}

#[test]
fn anybody_pastes_a_token_and_is_told_how_the_register_stands_to_it() {
    let shop = Shop::open();
    let mut anybody = shop.house.visitor();
    let [valid, void, old] = [0, 1, 2].map(|n| shop.tokens[n].as_str());
    let (status, said) = asked(&mut anybody, &[("token", valid)]);
    assert_eq!(status, 200);
    for word in ["placer-flag--ok", "valid today", "SL 000002", "Sewa Exports", "Scheldt Rough NV", "Belgium", "Compare every one"] {
        assert!(said.contains(word), "{word}: {said}");
    }
    for (token, word) in [(void, "was made void. It must not be accepted"), (old, "validity of the certificate has ended")] {
        let (status, said) = asked(&mut anybody, &[("token", token)]);
        assert!(status == 200 && said.contains(word) && !said.contains("placer-flag--ok"), "{said}");
    }
    let paper = [("token", valid), ("number", "SL 000002"), ("carats", "1.50"), ("value", "100")];
    assert!(asked(&mut anybody, &paper).1.contains("placer-flag--ok"));
    let (_, said) = asked(&mut anybody, &[("token", valid), ("number", "SL 000003"), ("carats", "2"), ("value", "100.01")]);
    assert!(said.contains("The paper differs from the token: number, carats, value") && !said.contains("placer-flag--ok"), "{said}");
    for (token, word) in [(changed(valid).as_str(), "not genuine"), ("hello", "is no token"), ("", "error-summary")] {
        let (status, said) = asked(&mut anybody, &[("token", token)]);
        assert!(status == 422 && said.contains(word) && !said.contains("Sewa"), "{token}: {status} {said}");
    }
    anybody.headers.push(("accept-language".into(), "fr".into()));
    assert!(asked(&mut anybody, &[("token", valid)]).1.contains("le registre dit que le certificat est valable"));
    anybody.headers.pop();

    // Its goods arrived: nothing else may travel with it.
    let mut officer = shop.house.signed_in("officer");
    let arrived = [
        ("received_on", &*shop.house.world.app.env.profile.local_day(placer::edge::now()).to_string()),
        ("parcels", "1"),
        ("carats", "1.5"),
        ("importer", "Scheldt Rough NV"),
        ("seals_intact", "yes"),
        ("confirmed_by", "Office (fictitious)"),
        ("reference", "Mail 7"),
        ("confirmed", "yes"),
    ];
    let done = officer.submit(&format!("/certificates/{}/receipt", shop.ids[0]), &arrived);
    assert_eq!(done.status, 303, "{}", done.body);
    let (_, said) = asked(&mut anybody, &[("token", valid)]);
    assert!(said.contains("have arrived already") && !said.contains("placer-flag--ok"), "{said}");
}

#[test]
fn a_made_up_token_asks_the_register_nothing_and_a_record_that_was_altered_is_told() {
    let shop = Shop::open();
    let mut anybody = shop.house.visitor();
    let list = KeyList::parse(&anybody.get("/check/keys.json").body).unwrap();
    let claims = verify(&shop.tokens[0], &list).unwrap().claims;
    let thief = TokenKey::new("SL", "register.example/journal", &[66; 32]).unwrap();
    let (status, said) = asked(&mut anybody, &[("token", &thief.sign(&claims).unwrap())]);
    assert!(status == 422 && said.contains("No key of the list") && !said.contains("SL 000002"), "{said}");
    // Of the register's own key, for a number that it never issued.
    let mut unknown = claims.clone();
    unknown.number = "SL 000777".into();
    let (_, said) = asked(&mut anybody, &[("token", &keys::certificates().sign(&unknown).unwrap())]);
    assert!(said.contains("has no certificate with this number") && !said.contains("placer-flag--ok"), "{said}");
    let mut other = claims;
    other.stones += 1;
    let (_, said) = asked(&mut anybody, &[("token", &keys::certificates().sign(&other).unwrap())]);
    assert!(said.contains("The register differs from the token: stones") && !said.contains("placer-flag--ok"), "{said}");
}

#[test]
fn the_public_page_of_a_number_tells_its_state_and_nobody_tries_numbers_or_tokens_out() {
    let shop = Shop::open();
    let mut anybody = shop.house.visitor();
    let page = anybody.get("/check/certificate/SL%20000002").body;
    for never in ["Sewa", "Scheldt", "Belgium", "1.50", "KPC1"] {
        assert!(!page.contains(never), "{never}");
    }
    let csrf = anybody.get("/check/token").hidden("csrf");
    let heard = (0..400).take_while(|_| anybody.post("/check/token", &[("csrf", &csrf), ("token", "KPC1:0")]).status != 429).count();
    assert!((80..400).contains(&heard), "{heard} were answered");
    // One more is let through each second.
    let refused = (0..20).any(|_| anybody.get("/check/certificate/SL%20000009").status == 429);
    assert!(refused, "tokens and numbers count together");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_tokens_in_a_browser() {
    let Some(b) = Browser::open(Screen::Desktop).await else { return };
    let shop = Shop::open();
    let url = shop.house.server.url();
    let to = |path: &str| format!("{}{path}", url.trim_end_matches('/'));
    for (path, name) in [("/check/token", "token-form"), ("/check/offline", "token-offline-page")] {
        b.goto(&to(path)).await.unwrap();
        sound(&b, name).await;
    }
    b.goto(&to("/check/token")).await.unwrap();
    b.find(Id("f-token")).await.unwrap().send_keys(&shop.tokens[0]).await.unwrap();
    crate::support::steps::press(&b, "main form button").await;
    sound(&b, "token-valid").await;
    b.find(Css("details summary")).await.unwrap().click().await.unwrap();
    b.show_on(Screen::Phone).await;
    sound(&b, "token-valid-open").await;
    crate::world::sign_in(&b, url.trim_end_matches('/'), "officer").await;
    b.goto(&to(&format!("/certificates/{}", shop.ids[0]))).await.unwrap();
    sound(&b, "token-certificate").await;
    assert_eq!(b.find(Id("token-text")).await.unwrap().prop("value").await.unwrap().unwrap(), shop.tokens[0]);
}

/// Sound on a wide screen and on a narrow one, each with a picture.
async fn sound(b: &Browser, name: &str) {
    for (screen, size) in [(Screen::Desktop, "desktop"), (Screen::Phone, "phone")] {
        b.show_on(screen).await;
        b.assert_page_is_sound().await;
        b.screenshot(&format!("{name}-{size}")).await;
    }
    b.show_on(Screen::Desktop).await;
}

/// What the page without a network says of a token: its state, and all its words.
async fn told(b: &Browser, token: &str) -> (String, String) {
    // Typed past the keys: a token has signs that a layout of keys may lack.
    b.execute("document.getElementById('token').value = arguments[0]", vec![json!(token)]).await.unwrap();
    b.find(Css("form button[type=submit]")).await.unwrap().click().await.unwrap();
    for _ in 0..200 {
        let state = b.find(Id("result")).await.unwrap().attr("data-state").await.unwrap().unwrap_or_default();
        if !["", "busy"].contains(&state.as_str()) {
            return (state, b.find(Id("result")).await.unwrap().text().await.unwrap());
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("nothing was said of {token}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_saved_page_checks_with_the_server_gone() {
    let Some(b) = Browser::open(Screen::Desktop).await else { return };
    let shop = Shop::open();
    let page = shop.house.visitor().get("/check/offline.html");
    assert!(page.header("content-disposition").starts_with("attachment"), "never shown under our own address");
    assert!(page.header("content-security-policy").contains("script-src 'self'"));
    let list = KeyList::parse(&shop.house.visitor().get("/check/keys.json").body).unwrap();
    let claims = verify(&shop.tokens[0], &list).unwrap().claims;
    let thief = TokenKey::new("SL", "register.example/journal", &[66; 32]).unwrap().sign(&claims).unwrap();
    let Shop { house, tokens, .. } = shop;
    let crate::house::House { server, .. } = house;
    server.kill();
    let dir = scratch_dir("offline");
    std::fs::write(dir.join("check.html"), &page.body).unwrap();
    b.goto(&format!("file://{}", dir.join("check.html").display())).await.unwrap();
    sound(&b, "offline-empty").await;
    assert_eq!(b.execute("return window.isSecureContext && !!crypto.subtle", vec![]).await.unwrap(), json!(true));
    assert!(!b.find(Id("unable")).await.unwrap().is_displayed().await.unwrap());

    let (state, said) = told(&b, &tokens[0]).await;
    assert_eq!(state, "valid", "{said}");
    for word in ["genuine", "SL 000002", "1.50", "100.00", "Sewa Exports", "Scheldt Rough NV", "Belgium", "Compare every one", "void since"]
    {
        assert!(said.contains(word), "{word}: {said}");
    }
    sound(&b, "offline-valid").await;
    for (token, expected, word) in [
        (tokens[2].as_str(), "expired", "its days are over"),
        (&changed(&tokens[0]), "damaged", "misread"),
        (&thief, "unknown-key", "No key of the list"),
        ("hello", "not-a-token", "is no token"),
        (&tokens[0].replace("KPC1", "KPC2"), "version", "version 2"),
    ] {
        let (state, said) = told(&b, token).await;
        assert!(state == expected && said.contains(word), "{expected}: {state} {said}");
        b.screenshot(&format!("offline-{expected}")).await;
    }
    b.find(Id("carats")).await.unwrap().send_keys("1,6").await.unwrap();
    let (state, said) = told(&b, &tokens[0]).await;
    assert!(state == "differs" && said.contains("differs from the token: carats"), "{state} {said}");
    b.find(Css("#languages button")).await.unwrap().click().await.unwrap();
    let said = b.find(Css("main")).await.unwrap().text().await.unwrap();
    assert!(said.contains("Le papier diffère du jeton") && said.contains("1,50"), "{said}");
    sound(&b, "offline-differs-french").await;
    agrees(&b, &tokens).await;
    // A browser that knows no such signatures says so, and says nothing of the token.
    b.refresh().await.unwrap();
    b.execute("crypto.subtle.importKey = () => Promise.reject(new DOMException('x', 'NotSupportedError'))", vec![]).await.unwrap();
    b.execute("document.getElementById('token').value = arguments[0]", vec![json!(tokens[0])]).await.unwrap();
    b.find(Css("form button[type=submit]")).await.unwrap().click().await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(b.find(Id("unable")).await.unwrap().is_displayed().await.unwrap());
    assert_eq!(b.find(Id("result")).await.unwrap().text().await.unwrap(), "");
    let _ = std::fs::remove_dir_all(&dir);
}

/// The script and the program agree on ever so many altered tokens: the script takes none either.
async fn agrees(b: &Browser, tokens: &[String]) {
    let script = "const [tokens, done] = arguments; const { verify } = placerOffline;
        Promise.all(tokens.map((t) => verify(t).then(() => 'taken', (e) => e.code ?? `broken: ${e}`))).then(done);";
    let altered = crate::token::altered(&tokens[0], &tokens[1], 3_000);
    let told = b.execute_async(script, vec![json!(altered)]).await.unwrap();
    let told: Vec<&str> = told.as_array().unwrap().iter().map(|v: &Value| v.as_str().unwrap()).collect();
    for (token, code) in altered.iter().zip(&told) {
        assert!(*code != "taken" && !code.starts_with("broken"), "{code}: {token}");
    }
    let kinds: std::collections::BTreeSet<&&str> = told.iter().collect();
    assert!(kinds.len() >= 5, "{kinds:?}");
    let whole = b.execute_async(script, vec![json!(tokens)]).await.unwrap();
    assert_eq!(whole, json!(["taken", "taken", "taken"]), "the control: as they are, all are genuine");
}
