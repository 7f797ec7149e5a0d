//! Signing in, accounts, one's own account and the journal, as browsers get them.

use crate::house::House;
use crate::support::browser::{Browser, Screen};
use crate::support::http::Http;
use crate::support::process::{run, scratch_dir};
use crate::support::server::Server;
use crate::support::steps::press;
use crate::world::{PASSWORD, sign_in};
use fantoccini::Locator::{Css, Id};
use placer::domain::access::AccountRole;
use placer::domain::known_password::sha1;
use std::time::Duration;

fn house() -> House {
    House::open(|w| {
        let office = w.office("KO");
        w.login("admin", AccountRole::Administrator, None, None);
        w.login("officer", AccountRole::Officer, None, None);
        w.login("reviewer", AccountRole::Reviewer, None, None);
        w.login("registrar", AccountRole::Registrar, Some(office), None);
    })
}

#[test]
fn a_session_begins_anew_and_its_cookie_is_guarded() {
    let house = house();
    let mut http = house.visitor();
    let form = http.get("/sign-in?to=/me");
    let set = form.header("set-cookie").to_owned();
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax"), "{set}");
    let done = http.post("/sign-in", &[("csrf", &form.hidden("csrf")), ("to", "/me"), ("login", "Officer"), ("password", PASSWORD)]);
    assert_eq!((done.status, done.header("location")), (303, "/me"));
    let set = done.headers.iter().find(|(n, v)| n == "set-cookie" && v.starts_with("placer_session=")).unwrap().1.clone();
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax") && set.contains("Path=/") && !set.contains("Secure"), "{set}");
    let first = http.cookie("placer_session").unwrap().to_owned();
    let csrf = http.get("/me").hidden("csrf");

    // Signing in again ends the old session and gives new tokens.
    assert_eq!(http.sign_in("officer", PASSWORD).status, 303);
    assert_ne!(http.cookie("placer_session").unwrap(), first);
    assert_ne!(http.get("/me").hidden("csrf"), csrf);
    let mut old = house.visitor();
    old.set_cookie("placer_session", &first);
    assert_eq!(old.get("/me").status, 303, "the old session is over");

    let second = http.cookie("placer_session").unwrap().to_owned();
    let csrf = http.get("/me").hidden("csrf");
    assert_eq!(http.post("/sign-out", &[("csrf", &csrf)]).status, 303);
    assert_eq!(http.cookie("placer_session"), None);
    old.set_cookie("placer_session", &second);
    assert_eq!(old.get("/me").status, 303);

    // Only paths of ours are gone to.
    for to in ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)"] {
        let mut http = house.visitor();
        let form = http.get("/sign-in");
        let done = http.post("/sign-in", &[("csrf", &form.hidden("csrf")), ("to", to), ("login", "officer"), ("password", PASSWORD)]);
        assert_eq!((done.status, done.header("location")), (303, "/"), "{to}");
    }
}

#[test]
fn cookies_travel_only_encrypted_where_the_address_is() {
    let house = house();
    let mut command = house.run(&["serve", "--listen", "127.0.0.1:0", "--base-url", "https://register.example"]);
    let server = crate::support::server::Server::spawn(&mut command, std::time::Duration::from_secs(60)).unwrap();
    let mut http = Http::at(server.address());
    let form = http.get("/sign-in");
    assert!(form.header("set-cookie").contains("; Secure"), "{}", form.header("set-cookie"));
    assert!(form.header("strict-transport-security").starts_with("max-age="));
    let done = http.sign_in("officer", PASSWORD);
    assert!(done.headers.iter().any(|(n, v)| n == "set-cookie" && v.starts_with("__Host-placer_session=") && v.contains("; Secure")));
}

#[test]
fn forms_count_only_with_the_token_of_their_session_and_from_our_own_pages() {
    let house = house();
    let mut admin = house.signed_in("admin");
    let mut officer = house.signed_in("officer");
    let csrf = admin.get("/me").hidden("csrf");
    let foreign = officer.get("/me").hidden("csrf");
    let visit = house.visitor().get("/sign-in").hidden("csrf");
    let office = |code: &'static str| [("key", "0192aaaa-0000-7000-8000-000000000001"), ("code", code), ("name", "Bo"), ("areas", "")];
    for (what, token) in [("none", None), ("empty", Some(String::new())), ("another's", Some(foreign)), ("a visitor's", Some(visit))] {
        let mut fields: Vec<(&str, &str)> = office("BO").to_vec();
        if let Some(token) = &token {
            fields.push(("csrf", token));
        }
        let reply = admin.post("/offices/new", &fields);
        assert_eq!(reply.status, 403, "{what}");
    }
    let signed_in = admin.clone();
    let with = |extra: (&str, &str)| {
        let mut http = signed_in.clone();
        http.headers.push((extra.0.into(), extra.1.into()));
        let mut fields = office("BO").to_vec();
        fields.push(("csrf", &csrf));
        http.post("/offices/new", &fields).status
    };
    assert_eq!(with(("sec-fetch-site", "cross-site")), 403);
    assert_eq!(with(("sec-fetch-site", "same-site")), 403);
    assert_eq!(with(("origin", "http://elsewhere.example")), 403);
    assert_eq!(with(("origin", &format!("http://{}.elsewhere.example", house.server.address()))), 403);
    assert_eq!(admin.get(&format!("/offices/new?csrf={csrf}")).status, 200);
    assert!(house.world.read(placer::store::office::offices).len() == 1, "nothing was written so far");
    assert_eq!(with(("sec-fetch-site", "same-origin")), 303);
    assert_eq!(house.world.read(placer::store::office::offices).len(), 2);
    let mut nobody = house.visitor();
    let mut fields = office("KE").to_vec();
    fields.push(("csrf", &csrf));
    assert_eq!(nobody.post("/offices/new", &fields).status, 303, "to sign in");
}

#[test]
fn guessing_is_slowed_down_and_never_for_good() {
    let house = house();
    let mut http = house.visitor();
    for _ in 0..5 {
        let wrong = http.sign_in("officer", "not the password");
        assert_eq!(wrong.status, 422);
        assert!(wrong.body.contains("The name or the password is wrong"));
    }
    let early = http.sign_in("officer", PASSWORD);
    assert_eq!(early.status, 429, "even the right one has to wait");
    let seconds: u64 = early.header("retry-after").parse().unwrap();
    assert!((1..=2).contains(&seconds) && early.body.contains("Too many attempts"), "{seconds}");
    assert_eq!(house.visitor().sign_in("registrar", PASSWORD).status, 303, "others are not held up");
    std::thread::sleep(std::time::Duration::from_secs(seconds + 1));
    assert_eq!(http.sign_in("officer", PASSWORD).status, 303);
    let unknown = house.visitor().sign_in("nobody", "not the password");
    assert_eq!(unknown.status, 422);
    assert!(unknown.body.contains("The name or the password is wrong"), "the same words for a name nobody has");
}

/// A list of the operator's own: on the pages, in the interface for programs and at the console.
#[test]
fn a_password_of_the_operators_own_list_is_refused_everywhere() {
    let house = house();
    let stolen = "granite under the ferry 7";
    let mut hashes: Vec<String> = [stolen, "another one", "and a third"].map(|p| data_encoding::HEXUPPER.encode(&sha1(p))).into();
    hashes.sort();
    let list = scratch_dir("stolen").join("list.txt");
    std::fs::write(&list, hashes.iter().map(|hash| format!("{hash}:3\r\n")).collect::<String>()).unwrap();
    let mut command = house.run(&["serve", "--listen", "127.0.0.1:0"]);
    let server = Server::spawn(command.arg("--passwords-known").arg(&list), Duration::from_secs(60)).unwrap();
    let mut admin = Http::signed_in(server.address(), "admin", PASSWORD);
    let told = "stands in lists of stolen ones";
    let own = |http: &mut Http, new: &str| http.submit("/me/password", &[("old", PASSWORD), ("password", new), ("again", new)]);
    let refused = own(&mut admin, stolen);
    assert!(refused.status == 422 && refused.body.contains(told), "{}", refused.body);
    let fields =
        |password| [("display_name", "Ada"), ("login", "ada"), ("role", "officer"), ("office", ""), ("party", ""), ("password", password)];
    let refused = admin.submit("/accounts/new", &fields(stolen));
    assert!(refused.status == 422 && refused.body.contains(told), "{}", refused.body);
    let mut program = admin.clone();
    program.headers.push(("x-placer".into(), "1".into()));
    let new =
        |password: &str| serde_json::json!({"login": "eve", "display_name": "Eve", "role": "officer", "password": password}).to_string();
    let act = |http: &mut Http, key: &str, password: &str| {
        http.send("POST", "/api/v1/acts/create_account", &[("idempotency-key", key)], new(password))
    };
    let refused = act(&mut program, "k1", stolen);
    assert!(refused.status == 422 && refused.body.contains("password.known"), "{}", refused.body);
    let console = |password: &str| {
        let mut command = house.run(&["account", "create", "con", "--role", "officer"]);
        run(command.arg("--passwords-known").arg(&list).env("PLACER_PASSWORD", password))
    };
    assert!(console(stolen).unwrap_err().contains(told));
    // With a letter changed it is nobody's, and the server without the list does not know it.
    let other = "granite under the ferry 8";
    assert!(console(other).is_ok());
    assert_eq!(act(&mut program, "k2", other).status, 201);
    assert_eq!(own(&mut house.signed_in("registrar"), stolen).status, 303);
    std::fs::remove_file(&list).unwrap();
    assert!(console(other).unwrap_err().contains("cannot be used"), "a list that is gone is told");
}

/// Whoever guesses names learns nothing from how long the answer takes: a password is hashed for a name that nobody has too.
#[test]
fn an_unknown_name_takes_as_long_as_a_wrong_password() {
    let house = house();
    let took = |login: &str| {
        let mut http = house.visitor();
        let form = http.get("/sign-in");
        let since = std::time::Instant::now();
        let answer = http.post("/sign-in", &[("csrf", &form.hidden("csrf")), ("login", login), ("password", "not the password")]);
        assert_eq!(answer.status, 422, "{}", answer.body);
        since.elapsed()
    };
    // The shortest of four in turn, since a machine that does much else makes any of them late.
    let tries: Vec<_> = (0..4).map(|_| (took("officer"), took("nobody"))).collect();
    let known = tries.iter().map(|t| t.0).min().unwrap();
    let unknown = tries.iter().map(|t| t.1).min().unwrap();
    assert!(unknown * 4 > known && known * 4 > unknown, "{known:?} for a name there is, {unknown:?} for one there is not");
}

/// The password shown once on a page.
fn shown_once(body: &str) -> String {
    body.split_once("placer-code--large\">").unwrap().1.split('<').next().unwrap().replace("&#43;", "+").replace("&#x2b;", "+")
}

#[test]
fn a_first_password_opens_nothing_but_the_choice_of_another() {
    let house = house();
    let mut admin = house.signed_in("admin");
    let fields = [("display_name", "Ada Kamara"), ("login", "Ada"), ("role", "approver"), ("office", ""), ("party", ""), ("password", "")];
    let page = admin.get("/accounts/new");
    let (csrf, key) = (page.hidden("csrf"), page.hidden("key"));
    let mut all = vec![("csrf", csrf.as_str()), ("key", key.as_str())];
    all.extend(fields);
    let made = admin.post("/accounts/new", &all);
    assert_eq!(made.status, 200, "{}", made.body);
    let first = shown_once(&made.body);
    assert_eq!(made.header("cache-control"), "no-store");
    let again = admin.post("/accounts/new", &all);
    assert!(again.status == 200 && again.body.contains("This form was sent before"), "{}", again.body);

    let mut ada = house.visitor();
    assert_eq!(ada.sign_in("ada", &first).status, 303);
    for path in ["/", "/me", "/offices", "/journal", "/accounts"] {
        let reply = ada.get(path);
        assert_eq!((reply.status, reply.header("location")), (303, "/me/password"), "{path}");
    }
    ada.headers.push(("x-placer".into(), "1".into()));
    assert_eq!(ada.get("/api/v1/journal").status, 403);
    let try_change = |http: &mut Http, old: &str, new: &str, again: &str| {
        http.submit("/me/password", &[("old", old), ("password", new), ("again", again)])
    };
    let says = |reply: &crate::support::http::Reply, text: &str| {
        assert!(reply.status == 422 && reply.body.contains(text), "{}: {}", text, reply.body)
    };
    says(&try_change(&mut ada, &first, "short", "short"), "at least 12 characters");
    says(&try_change(&mut ada, &first, "a new river 2026", "another river 2026"), "not the same");
    says(&try_change(&mut ada, &first, &first, &first), "is the old one");
    says(&try_change(&mut ada, "wrong password", "a new river 2026", "a new river 2026"), "not the present password");
    let done = try_change(&mut ada, &first, "a new river 2026", "a new river 2026");
    assert_eq!((done.status, done.header("location")), (303, "/"));
    assert_eq!(ada.get("/me").status, 200);
    assert_eq!(house.visitor().sign_in("ada", &first).status, 422, "the first one is no more");
    assert_eq!(house.visitor().sign_in("ada", "a new river 2026").status, 303);
}

#[test]
fn a_machine_token_asks_for_the_password_and_ends_with_it() {
    let house = house();
    let mut officer = house.signed_in("officer");
    let make = |http: &mut Http, password: &str| {
        let page = http.get("/me");
        let (csrf, key) = (page.hidden("csrf"), page.hidden("key"));
        let fields = [("csrf", csrf.as_str()), ("key", &key), ("label", "scale"), ("days", "30"), ("password", password)];
        http.post("/me/tokens", &fields)
    };
    let wrong = |password: &str, told: &str| {
        let mut http = house.signed_in("registrar");
        let page = make(&mut http, password);
        assert!(page.status == 422 && page.body.contains(told) && page.body.contains("href=\"#f-password\""), "{}", page.body);
        assert!(!page.body.contains("placer_"));
    };
    wrong("", "Present password");
    wrong("not the password", "This is not the present password");
    let made = make(&mut officer, PASSWORD);
    assert_eq!(made.status, 200, "{}", made.body);
    let token = made.body.split_once("placer_").unwrap().1.split('<').next().unwrap().to_owned();
    let mut machine = house.visitor();
    machine.headers.push(("authorization".into(), format!("Bearer placer_{token}")));
    assert_eq!(machine.get("/api/v1/me").status, 200);
    assert!(officer.get("/me/password").body.contains("all your machine tokens"));
    let fields = [("old", PASSWORD), ("password", "three quiet rivers"), ("again", "three quiet rivers")];
    assert_eq!(officer.submit("/me/password", &fields).status, 303);
    assert_eq!(machine.get("/api/v1/me").status, 401);

    // Guessing here is slowed down as at sign-in.
    for _ in 0..5 {
        assert_eq!(make(&mut officer, "not the password").status, 422);
    }
    let early = make(&mut officer, "three quiet rivers");
    assert!(early.status == 429 && early.header("retry-after").parse::<u64>().is_ok() && early.body.contains("Too many attempts"));
}

#[test]
fn a_disabled_account_is_out_at_the_next_request() {
    let house = house();
    let (mut admin, mut officer) = (house.signed_in("admin"), house.signed_in("officer"));
    assert_eq!(officer.get("/me").status, 200);
    let id = house.world.app.secret("officer").unwrap().unwrap().account;
    let done = admin.submit(&format!("/accounts/{id}/state"), &[("active", "no"), ("reason", "left")]);
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(officer.get("/me").status, 303);
    let refused = house.visitor().sign_in("officer", PASSWORD);
    assert!(refused.status == 422 && refused.body.contains("The name or the password is wrong"));
    let list = admin.get("/accounts?state=disabled").body;
    assert!(list.contains(">officer<") && !list.contains(">registrar<"), "{list}");
}

#[test]
fn the_server_says_that_it_works_and_hides_its_faults() {
    let house = house();
    let mut http = house.visitor();
    let ok = http.get("/healthz");
    assert_eq!((ok.status, ok.body.as_str()), (200, "ok\n"));
    let lost = http.get("/no/such/page");
    assert!(lost.status == 404 && lost.body.contains("Page not found") && lost.header("cache-control") == "no-store");
    let mut registrar = house.signed_in("registrar");
    let kept = registrar.get("/accounts");
    assert!(kept.status == 403 && kept.body.contains("You may not do this"));
    registrar.headers.push(("accept-language".into(), "fr".into()));
    assert!(registrar.get("/accounts?lang=fr").body.contains("Vous n"));
    assert_eq!(http.get("/journal/x").status, 303);
    assert_eq!(house.signed_in("reviewer").get("/journal/x").status, 404);
    assert_eq!(house.signed_in("reviewer").get("/journal?before=x").status, 400);
}

#[test]
fn what_cannot_be_read_is_told_in_the_language_of_the_page() {
    let house = house();
    let mut reviewer = house.signed_in("reviewer");
    for (path, en, fr) in [
        ("/sites?licence=odd", "a standing of licences that does not exist", "un état de licence qui n’existe pas"),
        ("/sites?production=odd", "other than yes or no", "un autre mot que oui ou non"),
        ("/sites?office=odd", "an office that does not exist", "un bureau qui n’existe pas"),
        ("/map?bbox=1,2", "a part of the map that cannot be read", "une partie de la carte"),
        ("/sites?before=x", "behind the question mark", "après le point d’interrogation"),
        ("/journal?before=x", "behind the question mark", "après le point d’interrogation"),
    ] {
        for (language, words) in [("en", en), ("fr", fr)] {
            let page = reviewer.get(&format!("{path}&lang={language}"));
            assert!(page.status == 400 && page.body.contains(words), "{path} {language}: {}", page.body);
        }
    }
    let long = "x".repeat(600 * 1024);
    let page = reviewer.post("/me/tokens?lang=en", &[("label", &long)]);
    assert!(page.status == 400 && page.body.contains("more text than the register takes at once"), "{}", page.body);
}

#[test]
fn a_receipt_is_for_whoever_did_the_act() {
    let mut house = house();
    let registrar = {
        let secret = house.world.app.secret("registrar").unwrap().unwrap();
        house.world.read(|rx| placer::store::account::account_fetch(rx, secret.account)).unwrap().actor
    };
    let admin_id = house.world.app.secret("admin").unwrap().unwrap().account;
    let admin = house.world.read(|rx| placer::store::account::account_fetch(rx, admin_id)).unwrap().actor;
    let open = placer::service::office::OpenOffice { code: "BO".into(), name: "Bo".into(), areas: vec![] };
    let receipt = house.world.submit(&admin, &open).unwrap();
    let path = format!("/receipts/{}", receipt.id);
    let page = house.signed_in("admin").get(&path);
    assert!(page.status == 200 && page.body.contains(&receipt.leaf_hash) && page.body.contains("Office opened"));
    assert_eq!(house.signed_in("reviewer").get(&path).status, 200);
    assert_eq!(house.signed_in("registrar").get(&path).status, 404);
    // Whoever manages accounts sees what happened to them, and not the journal, which holds prices and check codes.
    let mut manager = house.signed_in("admin");
    for journal in ["/journal".to_owned(), format!("/journal/{}", receipt.seq)] {
        assert_eq!(manager.get(&journal).status, 403, "{journal}");
    }
    let accounts = [manager.get("/").body, manager.get(&format!("/accounts/{}", registrar.account)).body];
    assert!(accounts.iter().all(|page| !page.contains("/journal")) && accounts[1].contains("Account made"), "{}", accounts[1]);
    assert_eq!(manager.get(&format!("/receipts/{}", receipt.id)).body.matches("/journal").count(), 0);
    assert_eq!(registrar.role, AccountRole::Registrar);
    let entry = house.signed_in("reviewer").get(&format!("/journal/{}", receipt.seq));
    assert!(entry.body.contains("&#34;code&#34;:&#34;BO&#34;") && entry.body.contains(">code</span>"), "{}", entry.body);
    let list = house.signed_in("reviewer").get(&format!("/journal?subject={}", receipt.subject)).body;
    assert!(list.contains("Office opened") && list.matches("/journal/").count() == 1, "{list}");
}

async fn type_in(browser: &Browser, field: &str, text: &str) {
    browser.find(Id(&format!("f-{field}"))).await.unwrap().send_keys(text).await.unwrap();
}

async fn send(browser: &Browser) {
    press(browser, "main form button.govuk-button:not(.govuk-button--secondary)").await;
}

/// The whole way of a new account on one screen, every page looked at.
async fn walk(screen: Screen, name: &str) {
    let Some(browser) = Browser::open(screen).await else { return };
    let house = house();
    let url = house.server.url();
    let shot = |what: &str| format!("accounts-{name}-{what}");
    browser.goto(&format!("{url}/sign-in")).await.unwrap();
    send(&browser).await;
    // The browser notes in its console that the form came back with 422.
    browser.complaints().await;
    browser.assert_page_is_sound().await;
    browser.screenshot(&shot("sign-in")).await;
    sign_in(&browser, &url, "admin").await;
    browser.goto(&format!("{url}/accounts")).await.unwrap();
    browser.assert_page_is_sound().await;
    browser.screenshot(&shot("list")).await;
    browser.goto(&format!("{url}/accounts/new")).await.unwrap();
    send(&browser).await;
    browser.complaints().await;
    browser.assert_page_is_sound().await;
    browser.screenshot(&shot("new-wrong")).await;
    type_in(&browser, "display_name", "Aminata Sesay").await;
    type_in(&browser, "login", "aminata").await;
    browser.find(Id("f-role-officer")).await.unwrap().click().await.unwrap();
    send(&browser).await;
    browser.assert_page_is_sound().await;
    browser.screenshot(&shot("password")).await;
    let first = browser.find(Css(".placer-code--large")).await.unwrap().text().await.unwrap();
    press(&browser, "main a.govuk-button").await;
    browser.assert_page_is_sound().await;
    browser.screenshot(&shot("show")).await;
    let here = browser.current_url().await.unwrap();
    for page in ["edit", "state", "password"] {
        browser.goto(&format!("{here}/{page}")).await.unwrap();
        browser.assert_page_is_sound().await;
        browser.screenshot(&shot(page)).await;
    }
    new_person(&browser, &url, &first, name).await;
}

async fn new_person(browser: &Browser, url: &str, first: &str, name: &str) {
    let shot = |what: &str| format!("accounts-{name}-{what}");
    let other = browser.another(if name == "phone" { Screen::Phone } else { Screen::Desktop }).await;
    other.goto(&format!("{url}/sign-in")).await.unwrap();
    type_in(&other, "login", "aminata").await;
    type_in(&other, "password", first).await;
    send(&other).await;
    assert!(other.current_url().await.unwrap().path() == "/me/password");
    other.assert_page_is_sound().await;
    other.screenshot(&shot("first-password")).await;
    type_in(&other, "old", first).await;
    type_in(&other, "password", "three quiet rivers").await;
    type_in(&other, "again", "three quiet rivers").await;
    send(&other).await;
    assert_eq!(other.current_url().await.unwrap().path(), "/");
    other.goto(&format!("{url}/me")).await.unwrap();
    other.assert_page_is_sound().await;
    type_in(&other, "label", "Scale").await;
    type_in(&other, "password", "three quiet rivers").await;
    press(&other, "form[action='/me/tokens'] button").await;
    other.assert_page_is_sound().await;
    other.screenshot(&shot("me")).await;
    for page in ["/me/password", "/journal", "/journal/3", "/api", "/no/such/page"] {
        other.goto(&format!("{url}{page}?lang=fr")).await.unwrap();
        if page != "/no/such/page" {
            other.assert_page_is_sound().await;
        }
        other.screenshot(&shot(&page.replace('/', "-"))).await;
    }
}

#[tokio::test]
async fn accounts_on_a_desktop() {
    walk(Screen::Desktop, "desktop").await;
}

#[tokio::test]
async fn accounts_on_a_phone() {
    walk(Screen::Phone, "phone").await;
}
