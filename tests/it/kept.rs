//! What was typed is not lost when the session ends: it comes back after signing in, and nothing is done with it until
//! the person sends it.

use crate::house::House;
use crate::support::http::{Http, Reply};
use crate::world::PASSWORD;
use placer::domain::access::AccountRole;
use placer::store::party::party_next_no;

const NAME: &str = "Fatu \"F.\" Koroma & sons";

fn house() -> House {
    House::open(|w| {
        let office = w.office("KO");
        w.login("admin", AccountRole::Administrator, None, None);
        w.login("registrar", AccountRole::Registrar, Some(office), None);
        w.login("other", AccountRole::Registrar, Some(office), None);
    })
}

/// The hidden fields of the form in the main part of a page.
fn hidden_fields(page: &Reply) -> Vec<(String, String)> {
    let main = page.body.split_once("<main").unwrap().1;
    let plain =
        |text: &str| text.replace("&#34;", "\"").replace("&#60;", "<").replace("&#62;", ">").replace("&#39;", "'").replace("&#38;", "&");
    let field = |rest: &str| {
        let (name, rest) = rest.split_once("\" value=\"").unwrap();
        (plain(name), plain(rest.split('"').next().unwrap()))
    };
    main.split("<input type=\"hidden\" name=\"").skip(1).map(field).collect()
}

/// Posts fields given as owned pairs.
fn post(http: &mut Http, path: &str, fields: &[(String, String)]) -> Reply {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    http.post(path, &fields)
}

/// Somebody whose session has ended with the form of a party in front of him; the fields he sends.
fn interrupted(house: &House) -> (Http, Vec<(String, String)>) {
    let mut http = house.signed_in("registrar");
    http.headers.push(("origin".into(), house.server.url()));
    let form = http.get("/parties/new");
    let mut fields = hidden_fields(&form);
    let typed = [("kind", "person"), ("name", NAME), ("roles", "miner"), ("note", "two\nlines"), ("confirmed", "yes")];
    fields.extend(typed.map(|(n, v)| (n.to_owned(), v.to_owned())));
    http.set_cookie("placer_session", "ended");
    (http, fields)
}

/// The fields of the page that asks to sign in, with name and password.
fn signing_in(page: &Reply, password: &str) -> Vec<(String, String)> {
    signing_in_as("registrar", page, password)
}

fn signing_in_as(login: &str, page: &Reply, password: &str) -> Vec<(String, String)> {
    let mut fields = hidden_fields(page);
    fields.extend([("login".to_owned(), login.to_owned()), ("password".to_owned(), password.to_owned())]);
    fields
}

#[test]
fn what_was_typed_comes_back_after_signing_in_and_waits_for_a_press() {
    let house = house();
    let none = house.world.read(party_next_no);
    let (mut http, fields) = interrupted(&house);
    let asked = post(&mut http, "/parties/new", &fields);
    assert_eq!(asked.status, 401, "{}", asked.body);
    assert!(asked.body.contains("What you had typed is kept"));
    shows_nothing(&asked);

    // A wrong password keeps it too.
    let wrong = post(&mut http, "/sign-in", &signing_in(&asked, "wrong"));
    assert_eq!(wrong.status, 422);
    shows_nothing(&wrong);
    let back = post(&mut http, "/sign-in", &signing_in(&wrong, PASSWORD));
    assert_eq!(back.status, 200, "{}", back.body);
    let kept = hidden_fields(&back);
    assert!(back.body.contains("<form method=\"post\" action=\"/parties/new\">"), "{}", back.body);
    let of = |name: &str| kept.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    assert_eq!((of("name"), of("note"), of("key").is_some(), of("confirmed")), (Some(NAME), Some("two\nlines"), true, None));
    assert_ne!(of("csrf"), fields.iter().find(|(n, _)| n == "csrf").map(|(_, v)| v.as_str()));
    assert!(!kept.iter().any(|(n, v)| n == "password" || v == PASSWORD), "{kept:?}");

    // The form is shown as it was; even a confirmation does nothing yet.
    let mut confirmed = kept.clone();
    confirmed.push(("confirmed".into(), "yes".into()));
    for sent in [&kept, &confirmed] {
        let shown = post(&mut http, "/parties/new", sent);
        assert_eq!(shown.status, 422);
        assert!(
            shown.body.contains("value=\"Fatu &#34;F.&#34; Koroma &#38; sons\"") && shown.body.contains("two\nlines"),
            "{}",
            shown.body
        );
        assert!(shown.body.contains("Your session had ended, so nothing has been recorded yet"));
    }
    assert_eq!(house.world.read(party_next_no), none, "nothing was done");

    // Sent from there it goes its usual way.
    let shown = post(&mut http, "/parties/new", &kept);
    let mut again = hidden_fields(&shown);
    assert!(!again.iter().any(|(n, _)| n == "kept"));
    again.extend(fields.into_iter().filter(|(n, _)| n != "csrf" && n != "key"));
    assert_eq!(post(&mut http, "/parties/new", &again).status, 303);
    assert_eq!(house.world.read(party_next_no), none + 1);
}

/// Nothing of what was typed stands in a page.
fn shows_nothing(page: &Reply) {
    for typed in ["Koroma", "two\nlines", "miner"] {
        assert!(!page.body.contains(typed), "{typed}: {}", page.body);
    }
}

#[test]
fn another_account_that_signs_in_gets_nothing_of_it() {
    let house = house();
    let (mut http, fields) = interrupted(&house);
    let asked = post(&mut http, "/parties/new", &fields);
    let other = post(&mut http, "/sign-in", &signing_in_as("other", &asked, PASSWORD));
    assert_eq!((other.status, other.header("location")), (303, "/"));
    shows_nothing(&other);
    // It is gone now: its own account does not get it through that page either.
    let mut again = house.visitor();
    again.set_cookie("placer_visit", http.cookie("placer_visit").unwrap_or_default());
    let fresh = again.get("/sign-in");
    let mut late = signing_in(&fresh, PASSWORD);
    late.extend(hidden_fields(&asked).into_iter().filter(|(n, _)| n == "kept_form"));
    assert_eq!(post(&mut again, "/sign-in", &late).status, 303);
}

#[test]
fn a_form_left_open_by_one_account_is_not_shown_to_the_next() {
    let house = house();
    let (mut http, fields) = interrupted(&house);
    http.sign_in("other", PASSWORD);
    let sent = post(&mut http, "/parties/new", &fields);
    assert_eq!(sent.status, 403);
    shows_nothing(&sent);
    assert!(sent.body.contains("too old") || sent.body.contains("again"), "{}", sent.body);
}

#[test]
fn a_form_sent_after_signing_out_comes_back_to_its_account() {
    let house = house();
    let mut http = house.signed_in("registrar");
    http.headers.push(("origin".into(), house.server.url()));
    let mut fields = hidden_fields(&http.get("/parties/new"));
    fields.push(("name".into(), NAME.into()));
    let csrf = fields.iter().find(|(n, _)| n == "csrf").unwrap().1.clone();
    assert_eq!(http.post("/sign-out", &[("csrf", &csrf)]).status, 303);
    let asked = post(&mut http, "/parties/new", &fields);
    assert_eq!(asked.status, 401, "{}", asked.body);
    shows_nothing(&asked);
    assert_eq!(post(&mut http, "/sign-in", &signing_in(&asked, PASSWORD)).status, 200);
}

#[test]
fn a_form_of_an_older_session_comes_back_at_once() {
    let house = house();
    let (mut http, fields) = interrupted(&house);
    http.sign_in("registrar", PASSWORD);
    let back = post(&mut http, "/parties/new", &fields);
    assert_eq!(back.status, 403);
    let shown = post(&mut http, "/parties/new", &hidden_fields(&back));
    assert_eq!(shown.status, 422);
    assert!(shown.body.contains("Koroma"));
}

#[test]
fn nothing_is_kept_of_other_sites_of_passwords_or_without_measure() {
    let house = house();
    let (mut http, fields) = interrupted(&house);
    // Not from a page of ours.
    let own = std::mem::take(&mut http.headers);
    for from in [vec![], vec![("sec-fetch-site".to_owned(), "none".to_owned())]] {
        http.headers = from;
        assert_eq!(post(&mut http, "/parties/new", &fields).status, 303, "{:?}", http.headers);
    }
    for elsewhere in ["http://elsewhere.example", "null"] {
        http.headers = vec![("origin".into(), elsewhere.into())];
        assert_eq!(post(&mut http, "/parties/new", &fields).status, 403);
    }
    http.headers = own;
    // Too much.
    let mut long = fields.clone();
    long.push(("address".into(), "x".repeat(300 * 1024)));
    assert_eq!(post(&mut http, "/parties/new", &long).status, 303);
    // One's own account.
    let secret = [("old", PASSWORD), ("password", "another river 2026"), ("again", "another river 2026")];
    let asked = http.post("/me/password", &secret);
    assert_eq!((asked.status, asked.body.contains("another river")), (303, false));
    // A first password typed for somebody else.
    let csrf = fields.iter().find(|(n, _)| n == "csrf").unwrap().1.clone();
    let asked = http.post("/accounts/new", &[("csrf", &csrf), ("login", "new.one"), ("password", "another river 2026")]);
    assert!(asked.status == 401 && !asked.body.contains("new.one") && !asked.body.contains("another river"), "{}", asked.body);
}

#[test]
fn made_up_fields_bring_no_form() {
    let house = house();
    for (name, value) in [("kept_to", "/parties/new"), ("kept.name", "x"), ("kept_form", "00000000000000000000000000000000")] {
        let mut http = house.visitor();
        let mut fields = signing_in(&http.get("/sign-in"), PASSWORD);
        fields.push((name.to_owned(), value.to_owned()));
        let done = post(&mut http, "/sign-in", &fields);
        assert_eq!((done.status, done.header("location")), (303, "/"), "{name}");
    }
    // A token that is no session's says nothing about whose a form is, so nothing of it is kept.
    let (mut http, mut fields) = interrupted(&house);
    for (name, value) in &mut fields {
        if name == "csrf" {
            *value = "0".repeat(32);
        }
    }
    assert_eq!(post(&mut http, "/parties/new", &fields).status, 303);
}

#[test]
fn a_question_for_the_head_alone_is_answered_as_for_the_whole() {
    let house = house();
    let mut http = house.visitor();
    for (path, status) in [("/", 200), ("/sign-in", 200), ("/static/css/placer.css", 200), ("/parties", 303), ("/no/such", 404)] {
        let (head, get) = (http.send("HEAD", path, &[], ""), http.get(path));
        assert_eq!((head.status, get.status, head.body.as_str()), (status, status, ""), "{path}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{path}");
    }
}
