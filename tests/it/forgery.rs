//! Every address that takes a form or an act, asked in every way another site could make a browser ask; and the headers
//! and cookies that go with every answer.

use crate::house::{House, LAYERS};
use crate::support::http::{Http, Reply};
use crate::support::process::run;
use crate::support::server::Server;
use crate::world::{COUNTRY, PASSWORD};
use actix_web::http::Method;
use placer::domain::access::AccountRole;
use placer::web::routes::{self, Access, Route};

const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

fn concrete(path: &str) -> String {
    let mut made = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let (place, after) = after.split_once('}').unwrap();
        made += before;
        made += match place {
            "path:.*" => "css/placer.css",
            "format" => "csv",
            "act" => "suspend",
            _ => NOBODY,
        };
        rest = after;
    }
    made + rest
}

fn posts() -> Vec<Route> {
    let all: Vec<Route> = routes::all().into_iter().filter(|r| r.method == Method::POST).collect();
    assert!(all.len() > 50, "{}", all.len());
    all
}

/// What was refused because another site may have asked: the page of an old form, or its problem.
fn as_forged(reply: &Reply) -> bool {
    reply.status == 403 && (reply.body.contains("The form is too old") || reply.body.contains("urn:placer:problem:stale"))
}

/// How a request can look, and whether a page of ours may have made it.
/// How a request looks: its name, its headers, and whether it may pass.
type Look = (&'static str, Vec<(&'static str, String)>, bool);

fn looks(address: &str) -> Vec<Look> {
    let own = format!("http://{address}");
    vec![
        ("cross-site", vec![("sec-fetch-site", "cross-site".into())], false),
        ("same-site, another host", vec![("sec-fetch-site", "same-site".into())], false),
        ("cross-site that pretends our origin", vec![("sec-fetch-site", "cross-site".into()), ("origin", own.clone())], false),
        ("a wrong origin", vec![("origin", "https://other.example".into())], false),
        ("an origin that begins as ours", vec![("origin", format!("{own}.other.example"))], false),
        ("a hidden origin", vec![("origin", "null".into())], false),
        ("a wrong referer", vec![("referer", "https://other.example/x".into())], false),
        ("same-origin", vec![("sec-fetch-site", "same-origin".into()), ("origin", own.clone())], true),
        ("typed by a person", vec![("sec-fetch-site", "none".into())], true),
        ("our origin", vec![("origin", own)], true),
        ("says nothing", vec![], true),
    ]
}

fn send(http: &mut Http, route: &Route, headers: &[(&str, String)], body: &str) -> Reply {
    let form = ("content-type", "application/x-www-form-urlencoded");
    let all: Vec<(&str, &str)> = headers.iter().map(|(n, v)| (*n, v.as_str())).chain([form]).collect();
    http.send("POST", &concrete(route.path), &all, body)
}

#[test]
fn no_other_site_can_make_a_browser_act_here() {
    let house = House::open(|w| {
        for role in [AccountRole::Administrator, AccountRole::Officer] {
            w.login(role.as_str(), role, None, None);
        }
    });
    let address = house.server.address();
    let mut stranger = Http::signed_in(address, "administrator", PASSWORD);
    let foreign = stranger.get("/offices/new").hidden("csrf");
    let mut findings = Vec::new();
    let mut tried = 0;
    for login in ["administrator", "officer"] {
        let mut http = Http::signed_in(address, login, PASSWORD);
        let csrf = http.get("/me").hidden("csrf");
        for route in posts() {
            for (look, headers, ours) in looks(address) {
                for (token, body) in [("own", format!("csrf={csrf}")), ("no", String::new()), ("foreign", format!("csrf={foreign}"))] {
                    // With its own token a form of ours is read; that it then is, other tests look at.
                    if ours && (token == "own" || route.path.starts_with("/api/")) {
                        continue;
                    }
                    let mut reply = send(&mut http, &route, &headers, &body);
                    // What can be guessed is asked for more often here than anybody may.
                    while reply.status == 429 {
                        std::thread::sleep(std::time::Duration::from_millis(500));
                        reply = send(&mut http, &route, &headers, &body);
                    }
                    tried += 1;
                    // Who may not do it at all is told so, whatever his form says.
                    let may_not = ours && reply.status == 403 && !as_forged(&reply);
                    if !as_forged(&reply) && !may_not {
                        findings.push(format!("{login} {} {look}, {token} token: {}", route.path, reply.status));
                    }
                }
            }
        }
        assert_eq!(http.get("/me").status, 200, "no forged form signed {login} out");
    }
    assert!(findings.is_empty(), "{} of {tried}:\n{}", findings.len(), findings.join("\n"));
    assert!(tried > 2_000, "{tried}");
}

/// A cookie alone opens nothing at the API: pages of other sites cannot set the header that our scripts set.
#[test]
fn an_act_at_the_api_needs_more_than_a_cookie() {
    let house = House::open(|w| {
        w.login("officer", AccountRole::Officer, None, None);
    });
    let mut http = house.signed_in("officer");
    for route in routes::all().into_iter().filter(|r| r.path.starts_with("/api/") && r.access != Access::Public) {
        let reply = http.send(route.method.as_str(), &concrete(route.path), &[], "");
        assert_eq!(reply.status, 401, "{} {}", route.method, route.path);
    }
}

#[test]
fn every_answer_carries_its_safety_headers_and_none_that_is_private_is_kept() {
    let house = House::open(|w| {
        w.login("officer", AccountRole::Officer, None, None);
    });
    let https = ["--base-url", "https://register.example"];
    let server = Server::start(&[&["serve", "--database", &house.world.url, "--listen", "127.0.0.1:0"], &https[..]].concat());
    let mut http = Http::signed_in(server.address(), "officer", PASSWORD);
    http.headers.push(("x-placer".into(), "1".into()));
    let mut findings = Vec::new();
    for route in routes::all() {
        let path = concrete(route.path);
        let reply = http.send(route.method.as_str(), &path, &[("origin", "https://register.example")], "");
        assert_eq!(reply.header("access-control-allow-origin"), "", "{path}: no other origin may read it");
        let mut wanted = vec![
            ("content-security-policy", "default-src 'none'"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cross-origin-embedder-policy", "require-corp"),
            ("permissions-policy", "geolocation=(self)"),
            ("strict-transport-security", "max-age=31536000"),
        ];
        // The map's data is kept by the one browser and asked for again each time, with the right to it looked at anew:
        // on a poor line it would else be sent with each page. Signing out has it thrown away.
        wanted.extend(match route.path {
            "/static/{path:.*}" => Some(("cache-control", "public")),
            "/sites.geojson" | "/map/layers.json" => Some(("cache-control", "private, no-cache")),
            // What is for everybody may be kept by everybody, where its page says so.
            _ if route.access == Access::Public && reply.status == 200 && !reply.header("content-type").starts_with("text/html") => None,
            _ => Some(("cache-control", "no-store")),
        });
        let lacking = wanted.into_iter().filter(|(name, value)| !reply.header(name).contains(value));
        findings.extend(lacking.map(|(name, _)| format!("{} {path} ({}): {name}: {:?}", route.method, reply.status, reply.header(name))));
        let body = reply.status == 200 && reply.size > 0;
        if body && !reply.header("content-type").contains("charset=utf-8") && reply.header("content-type").starts_with("text/html") {
            findings.push(format!("{path}: {}", reply.header("content-type")));
        }
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
    // An answer that says only that nothing changed does not make a browser forget the file.
    let tag = http.get("/static/css/placer.css").header("etag").to_owned();
    let unchanged = http.send("GET", "/static/css/placer.css", &[("if-none-match", &tag)], "");
    assert!(unchanged.status == 304 && unchanged.header("cache-control").contains("public"), "{:?}", unchanged.headers);
    let plain = house.visitor().get("/sign-in");
    assert_eq!(plain.header("strict-transport-security"), "", "not encrypted, so not promised");
}

/// Whatever stands at the end of an address: who saves an answer gets a file with a name of ours.
#[test]
fn what_is_no_page_has_a_file_name_of_ours() {
    let layers = [LAYERS.as_slice(), &[("fields", COUNTRY)]].concat();
    let house = House::with_layers(&layers, |w| {
        w.login("officer", AccountRole::Officer, None, None);
    });
    run(&mut house.run(&["checkpoint"])).unwrap();
    let mut http = house.signed_in("officer");
    http.headers.push(("x-placer".into(), "1".into()));
    let own = |name: &str| name.ends_with(['n', 't', 'v', 'x']) && name.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c));
    let mut looked = 0;
    let named = |path: &str, http: &mut Http| {
        let reply = http.get(path);
        // Style sheets, scripts and pictures are parts of pages; the words of health are for machines.
        let page = reply.status != 200 || reply.header("content-type").starts_with("text/html");
        if page || path.starts_with("/static/") || ["/healthz", "/readyz"].contains(&path) {
            return None;
        }
        let name = reply.header("content-disposition").split_once("filename=\"").and_then(|(_, rest)| rest.split('"').next());
        assert!(name.is_some_and(own), "{path}: {:?}", reply.header("content-disposition"));
        name.map(str::to_owned)
    };
    for route in routes::all().into_iter().filter(|r| r.method == Method::GET) {
        looked += usize::from(named(&concrete(route.path), &mut http).is_some());
    }
    assert!(looked > 10, "{looked}");
    assert_eq!(named("/map/layer/fields", &mut http).as_deref(), Some("fields.geojson"));
    assert_eq!(named("/checkpoint", &mut http).as_deref(), Some("checkpoint.txt"));
    assert_eq!(named("/tile/0/000.p/1", &mut http).as_deref(), Some("tile-0-0-1.bin"));
}

#[test]
fn cookies_are_bound_to_this_very_host_where_they_travel_encrypted() {
    let house = House::open(|w| {
        w.login("officer", AccountRole::Officer, None, None);
    });
    let https = ["--base-url", "https://register.example"];
    let server = Server::start(&[&["serve", "--database", &house.world.url, "--listen", "127.0.0.1:0"], &https[..]].concat());
    let mut http = Http::at(server.address());
    let mut seen = Vec::new();
    for reply in [http.get("/sign-in?lang=fr"), http.sign_in("officer", PASSWORD)] {
        seen.extend(reply.headers.into_iter().filter(|(n, v)| n == "set-cookie" && !v.contains("Max-Age=0")).map(|(_, v)| v));
    }
    assert!(seen.len() >= 3, "{seen:?}");
    for cookie in &seen {
        for part in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains("Domain="), "{cookie}");
        assert!(cookie.starts_with("__Host-"), "{cookie}");
    }
    assert!(http.cookie("__Host-placer_session").is_some() && http.cookie("placer_session").is_none());
    // A cookie of the other name, as a neighbour on the same domain could set it, is nobody's.
    let token = http.cookie("__Host-placer_session").unwrap().to_owned();
    let mut other = Http::at(server.address());
    other.set_cookie("placer_session", &token);
    assert_eq!(other.get("/me").status, 303);
    let signed_out = http.submit_to("/sign-out", "/me");
    assert_eq!((signed_out.status, signed_out.header("clear-site-data")), (303, "\"cache\""));
    assert!(signed_out.headers.iter().any(|(n, v)| n == "set-cookie" && v.starts_with("__Host-placer_session=") && v.contains("; Secure")));
    assert_eq!(http.cookie("__Host-placer_session"), None);
}
