//! The demonstration: made by the real program through the same commands as everything else, sound, and with work left
//! in it that can be done.

mod register;

use crate::support::http::Http;
use crate::support::postgres;
use crate::support::process::{run, scratch_dir};
use crate::support::server::Server;
use register::Register;
use serde_json::{Value, json};

/// Makes a small year up to a day (yesterday when not given) and verifies it; what was printed.
fn made(url: &str, profile: &str, until: Option<&str>) -> String {
    let mut args = vec!["demo", "--small", "--no-serve", "--profile", profile, "--database", url];
    args.extend(until.iter().flat_map(|day| ["--until", day]));
    let printed = run(Server::command().args(args)).unwrap();
    assert!(printed.contains("everything in it is fictitious"), "{printed}");
    for role in ["administrator", "registrar", "supervisor", "officer", "approver", "reviewer", "buyer", "exporter"] {
        assert!(
            printed.lines().any(|l| l.split(' ').next_back().is_some_and(|login| login.starts_with(role))),
            "{role} has no sign-in: {printed}"
        );
    }
    assert!(!printed.contains('['), "a message is missing: {printed}");
    sound(url);
    printed
}

fn sound(url: &str) {
    let verified = run(Server::command().args(["verify", "--database", url])).unwrap();
    assert!(verified.contains(" 0 findings"), "{verified}");
}

/// The certificate that the demonstration names last.
fn latest(printed: &str) -> &str {
    printed.lines().find_map(|l| l.trim().strip_prefix("the latest certificate: ")).unwrap()
}

/// How many of a thing it says it made: the number before these words.
fn count(printed: &str, of: &str) -> i64 {
    let before = printed.split_once(of).unwrap_or_else(|| panic!("no {of} in {printed}")).0;
    before.trim_end().rsplit([' ', '\n']).next().unwrap().replace([',', '\u{a0}', '\u{202f}'], "").parse().unwrap()
}

const LAST_DAY: Option<&str> = Some("2026-06-30");

/// The year shows what a register sees, and on the next morning its people do what waits for them.
fn full_and_workable(url: &str, profile: &str, printed: &str) {
    let mut register = Register::open(url, profile, "2026-07-01T09:00:00Z");
    register.shows_a_whole_year((count(printed, "certificates,"), count(printed, "acts refused")));
    register.adds_up(url);
    register.ships_what_waits();
    register.accepts_an_offer();
    register.writes_down_production();
    sound(url);
}

#[test]
fn a_small_year_is_sound_and_traced_and_the_same_seed_makes_the_same_year() {
    let dir = scratch_dir("demo");
    let url = |name: &str| format!("sqlite:{}", dir.join(name).display());
    let printed = made(&url("one.sqlite"), "SL", LAST_DAY);
    let trace =
        |name: &str| run(Server::command().args(["trace", latest(&printed), "--format", "json", "--database", &url(name)])).unwrap();
    let one: Value = serde_json::from_str(&trace("one.sqlite")).unwrap();
    assert!(one["by_site"].as_array().unwrap().len() > 1 && one["total_mct"].as_i64().unwrap() > 0, "{one}");
    made(&url("two.sqlite"), "SL", LAST_DAY);
    assert_eq!(trace("one.sqlite"), trace("two.sqlite"));
    full_and_workable(&url("one.sqlite"), "SL", &printed);
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn a_small_year_elsewhere_is_sound_and_its_work_can_be_done() {
    let dir = scratch_dir("demo-elsewhere");
    let url = postgres::fresh_database().unwrap_or_else(|| format!("sqlite:{}", dir.join("cf.sqlite").display()));
    let printed = made(&url, "CF", LAST_DAY);
    full_and_workable(&url, "CF", &printed);
    let _ = std::fs::remove_dir_all(&dir);
}

/// The examples of docs/api.md, in a demonstration made now: whoever signs in at Bo finds a site with a valid licence,
/// reads its trace and writes an entry down.
#[test]
fn the_examples_for_programs_work_on_a_small_demonstration() {
    let dir = scratch_dir("demo-api");
    let url = format!("sqlite:{}", dir.join("placer.sqlite").display());
    made(&url, "SL", None);
    let server = Server::start(&["serve", "--database", &url, "--listen", "127.0.0.1:0"]);
    let mut registrar = Http::signed_in(server.address(), "registrar-bo", placer::demo::PASSWORD);
    registrar.headers.push(("x-placer".into(), "1".into()));
    let sites = registrar.get("/api/v1/sites?licence=valid&limit=1").json();
    let site = &sites["items"][0];
    assert!(site["licence_today"].is_string(), "{sites}");
    let act = |http: &mut Http, key: &str, body: &Value| {
        let headers = [("content-type", "application/json"), ("idempotency-key", key)];
        http.send("POST", "/api/v1/acts/record_production", &headers, body.to_string())
    };
    let today = placer::edge::now().day();
    let mut entry = json!({"site": site["id"], "licence": site["licence_today"], "on": today, "stones": 3, "weight_mct": 1250});
    let first = act(&mut registrar, "book-7-page-12", &entry);
    assert_eq!(first.status, 201, "{}", first.body);
    let again = act(&mut registrar, "book-7-page-12", &entry);
    assert_eq!((again.status, &again.json()["replayed"]), (200, &json!(true)));
    (entry["on"], entry["stones"]) = (json!("2090-01-01"), json!(0));
    let refused = act(&mut registrar, "book-7-page-13", &entry).json();
    let codes: Vec<&str> = refused["violations"].as_array().unwrap().iter().map(|v| v["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["production.licence_expired", "day.future", "production.no_stones"]);
    let parcel = registrar.get("/api/v1/parcels?limit=1").json()["items"][0]["code"].as_str().unwrap().to_owned();
    for path in [format!("/api/v1/parcels/{parcel}/trace?format=csv"), "/api/v1/check/certificates/SL%20000001".to_owned()] {
        assert_eq!(registrar.get(&path).status, 200, "{path}");
    }
    let _ = std::fs::remove_dir_all(&dir);
}
