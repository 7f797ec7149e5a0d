//! How often one address may ask: who guesses is told to wait, an office in its work is not, and nobody takes another
//! address by saying so.

use crate::house::House;
use crate::support::http::Http;
use crate::support::server::Server;
use placer::domain::access::AccountRole;

fn register() -> House {
    House::open(|w| {
        w.login("officer", AccountRole::Officer, None, None);
    })
}

/// The server of a register, started anew with more options.
fn served(house: &House, args: &[&str]) -> Server {
    let limit = if args.contains(&"--requests-per-minute") { &[][..] } else { &["--requests-per-minute", "3000"] };
    Server::start(&[&["serve", "--database", &house.world.url, "--listen", "127.0.0.1:0"], limit, args].concat())
}

fn from(server: &Server, address: &str) -> Http {
    let mut http = Http::at(server.address());
    http.headers.push(("x-forwarded-for".into(), address.into()));
    http
}

/// How many of so many requests were answered before one was refused.
fn until_refused(http: &mut Http, path: impl Fn(usize) -> String, most: usize) -> usize {
    (0..most).take_while(|n| http.get(&path(*n)).status != 429).count()
}

#[test]
fn codes_and_numbers_cannot_be_tried_out() {
    let house = register();
    for path in ["/check/slip/", "/check/certificate/", "/check/licence/", "/api/v1/check/slips/", "/check?code="] {
        let server = served(&house, &["--trusted-proxy", "127.0.0.1"]);
        let mut thief = from(&server, "198.51.100.1");
        let since = std::time::Instant::now();
        let heard = until_refused(&mut thief, |n| format!("{path}AAAA{n:04}"), 400);
        // One more for each second, so a slow machine hears more.
        let most = 122 + usize::try_from(since.elapsed().as_secs()).unwrap();
        assert!((120..=most.min(399)).contains(&heard), "{path}: {heard} of {most}");
        let refused = thief.get(&format!("{path}AAAA9999"));
        assert_eq!(refused.status, 429, "{path}");
        let seconds: u64 = refused.header("retry-after").parse().unwrap();
        assert!((1..=60).contains(&seconds), "{seconds}");
        if path.starts_with("/api/") {
            assert_eq!(refused.json()["type"], "urn:placer:problem:too-often");
        } else {
            assert!(refused.body.contains("Too many requests") && refused.body.contains("Wait "), "{}", refused.body);
            let french = thief.send("GET", &format!("{path}AAAA9999"), &[("accept-language", "fr")], "");
            assert!(french.body.contains("Trop de demandes"), "{}", french.body);
        }
        assert!(refused.header("content-security-policy").contains("default-src 'none'"));
        assert_eq!(thief.get("/sign-in").status, 200, "what he may not guess he may still ask for");
        assert_ne!(from(&server, "198.51.100.2").get(&format!("{path}AAAA0000")).status, 429, "another address");
        // He is no other by saying so behind the proxy's back.
        let mut disguised = from(&server, "203.0.113.7, 198.51.100.1");
        assert_eq!(disguised.get(&format!("{path}AAAA0000")).status, 429);
    }
}

#[test]
fn a_peer_that_is_not_listed_is_not_believed() {
    let house = register();
    for args in [&[][..], &["--trusted-proxy", "10.0.0.0/8"]] {
        let server = served(&house, args);
        let refused = (0..400).any(|n| from(&server, &format!("198.51.{}.{}", n / 250, n % 250)).get("/check/slip/AAAA").status == 429);
        assert!(refused, "{args:?}: every request was believed to come from another address");
    }
    let server = served(&house, &["--trusted-proxy", "10.0.0.0/8,127.0.0.1"]);
    let heard = (0..300).all(|n| from(&server, &format!("198.51.{}.{}", n / 250, n % 250)).get("/check/slip/AAAA").status != 429);
    assert!(heard, "visitors of a listed proxy shut each other out");
}

#[test]
fn an_office_behind_one_address_is_not_shut_out_in_its_work() {
    let house = register();
    let server = served(&house, &[]);
    // Forty people begin in the morning: each opens the page, signs in, and looks at three lists and a slip.
    let mut people: Vec<Http> = (0..40).map(|_| Http::at(server.address())).collect();
    for http in &mut people {
        assert_eq!(http.sign_in("officer", crate::world::PASSWORD).status, 303);
    }
    for http in &mut people {
        for path in ["/", "/parcels", "/certificates", "/check/slip", "/check/slip/AAAA", "/static/css/placer.css"] {
            assert!(matches!(http.get(path).status, 200 | 404), "{path}");
        }
    }
}

#[test]
fn one_client_cannot_take_the_whole_server() {
    let house = register();
    let server = served(&house, &["--requests-per-minute", "60"]);
    let mut http = Http::at(server.address());
    let heard = until_refused(&mut http, |_| "/sign-in".into(), 100);
    assert!((30..50).contains(&heard), "{heard}");
    assert_eq!(http.get("/healthz").status, 200, "whoever watches is heard");
    assert_eq!(http.get("/static/css/placer.css").status, 200);
    let passwords = served(&house, &["--requests-per-minute", "0"]);
    let mut http = Http::at(passwords.address());
    let csrf = http.get("/sign-in").hidden("csrf");
    let mut answers =
        (0..100).map(|n| http.post("/sign-in", &[("csrf", &csrf), ("login", &format!("nobody{n}")), ("password", "")]).status);
    assert!(answers.any(|status| status == 429), "passwords are tried without end");
}
