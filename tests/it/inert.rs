//! What is typed stays what it is: text that looks like markup, like SQL or like an address does nothing.

use crate::house::House;
use crate::world::PASSWORD;
use placer::domain::access::AccountRole;
use placer::domain::role::Role;

const MARKUP: &str = "<script>alert('zq')</script>\"'><img src=x onerror=alert(1)>";

fn register() -> House {
    House::open(|w| {
        w.login("officer", AccountRole::Officer, None, None);
        w.party(MARKUP, &[Role::Miner], None);
    })
}

#[test]
fn text_that_looks_like_markup_stays_text() {
    let house = register();
    let mut http = house.signed_in("officer");
    let list = http.get("/parties");
    assert!(list.body.contains("alert("), "the name is not shown at all");
    let searched = http.get(&format!("/parties?q={}", "%3Cscript%3Ealert(1)%3C/script%3E%22onmouseover=x"));
    let wrong = http.post("/parties/new", &[("csrf", &http.clone().get("/parties/new").hidden("csrf")), ("name", MARKUP)]);
    for reply in [list, searched, wrong, http.get("/nothing/%3Cscript%3Ealert(1)%3C/script%3E")] {
        for part in ["<script>alert", "<img src=x", "\"onmouseover", "\"'><"] {
            assert!(!reply.body.contains(part), "{part}: {}", reply.body);
        }
    }
    let json = {
        http.headers.push(("x-placer".into(), "1".into()));
        http.get("/api/v1/parties")
    };
    assert!(json.header("content-type").starts_with("application/json") && json.header("x-content-type-options") == "nosniff");
    assert!(json.json().to_string().contains("onerror"), "the name is not told at all");
}

#[test]
fn text_that_looks_like_sql_finds_nothing_and_changes_nothing() {
    let house = register();
    let mut http = house.signed_in("officer");
    for text in ["' OR '1'='1", "'; DROP TABLE party; --", "%' OR 1=1 --", "\\' OR 1=1", "') UNION SELECT name FROM party_details --"] {
        let typed: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        for path in ["/parties?q=", "/licences?q=", "/check?code=", "/check/licence?number=", "/purchases?q=", "/journal?kind="] {
            let reply = http.get(&format!("{path}{typed}"));
            assert!(reply.status < 500 && !reply.body.contains("onerror"), "{path}{text}: {}", reply.status);
        }
        assert_eq!(http.sign_in(text, text).status, 422, "{text}");
        http = house.signed_in("officer");
    }
    assert!(http.get("/parties").body.contains("onerror"));
}

#[test]
fn signing_in_leads_nowhere_else() {
    let house = register();
    for to in ["https://other.example", "//other.example", "/\\other.example", "javascript:alert(1)", "\\\\other.example", "/a\r\nx: y"] {
        let mut http = house.visitor();
        let csrf = http.get("/sign-in").hidden("csrf");
        let reply = http.post("/sign-in", &[("csrf", &csrf), ("login", "officer"), ("password", PASSWORD), ("to", to)]);
        assert_eq!((reply.status, reply.header("location")), (303, "/"), "{to:?}");
    }
}

#[test]
fn nothing_but_our_own_files_is_served() {
    let house = register();
    let mut http = house.visitor();
    for path in [
        "/static/",
        "/static/css/",
        "/static",
        "/.git/config",
        "/static/.git/config",
        "/static/..%2fCargo.toml",
        "/static/%2e%2e/Cargo.toml",
        "/static//etc/passwd",
        "/Cargo.toml",
        "/placer.sqlite",
        "/metrics",
        "/debug",
        "/server-status",
    ] {
        assert_eq!(http.get(path).status, 404, "{path}");
    }
    assert_eq!(http.send("TRACE", "/", &[], "").status, 405);
}

#[test]
fn a_password_may_be_pasted_and_kept_by_the_browser() {
    let house = register();
    let page = house.visitor().get("/sign-in").body;
    let field = page.split("<input").find(|part| part.contains("name=\"password\"")).unwrap();
    assert!(field.contains("type=\"password\"") && field.contains("autocomplete=\"current-password\""), "{field}");
    assert!(!field.contains("maxlength") && !field.contains("onpaste"), "{field}");
}

#[test]
fn what_is_typed_is_decoded_once_and_counts_once() {
    let house = register();
    let mut http = house.signed_in("officer");
    let searched = http.get("/parties?q=%253Cb%253E").body;
    assert!(searched.contains("%3Cb%3E") && !searched.contains("&lt;b&gt;") && !searched.contains("<b>"), "{searched}");
    let mut visitor = house.visitor();
    let csrf = visitor.get("/sign-in").hidden("csrf");
    let right = [("login", "officer"), ("password", PASSWORD)];
    for token in [&[("csrf", "wrong"), ("csrf", csrf.as_str())][..], &[]] {
        assert_eq!(visitor.post(&format!("/sign-in?csrf={csrf}"), &[token, &right].concat()).status, 403, "{token:?}");
    }
    assert_eq!(visitor.post("/sign-in", &[&[("csrf", csrf.as_str())][..], &right].concat()).status, 303, "the control");
}

#[test]
fn every_page_of_whoever_is_signed_in_offers_to_sign_out() {
    let house = register();
    let mut http = house.signed_in("officer");
    for path in ["/", "/me", "/parties", "/parcels", "/journal", "/certificates", "/nothing"] {
        assert!(http.get(path).body.contains("action=\"/sign-out\""), "{path}");
    }
}

/// Scripts keep nothing in the browser and make no code or markup out of data.
#[test]
fn our_scripts_keep_nothing_and_run_nothing_from_data() {
    let scripts = crate::tidy::source::files(&["static/js"], &[".js"]);
    assert!(scripts.len() > 3, "{}", scripts.len());
    for file in scripts {
        for never in [
            "localStorage",
            "sessionStorage",
            "indexedDB",
            "document.cookie",
            "eval(",
            "new Function",
            "document.write",
            "insertAdjacentHTML",
            "innerHTML =",
            "outerHTML =",
            "addEventListener(\"message\"",
            "onmessage",
            "__proto__",
        ] {
            assert!(!file.text.contains(never), "{} has {never}", file.path);
        }
    }
}
