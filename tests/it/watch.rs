//! What whoever watches sees: health, lines and numbers; and that none of it tells of people.

use crate::house::House;
use crate::support::http::Http;
use crate::support::server::Server;
use crate::verify::execute;
use crate::world::PASSWORD;
use placer::domain::access::AccountRole;
use placer::domain::role::Role;
use serde_json::Value;
use std::os::unix::fs::PermissionsExt;

/// Words that stand for people and secrets. None of them may be seen by whoever watches.
const PLANTED: [&str; 6] = ["Zebulonia", "ID-ZQ-77441", "zq-officer", "ZQPW", "zqnumber", "zqtoken"];

/// A register, and a server of it that also serves numbers.
pub struct Watched {
    pub house: House,
    pub server: Server,
    metrics: String,
}

pub fn watched(args: &[&str]) -> Watched {
    let mut token = String::new();
    let house = House::open(|w| {
        let officer = w.login("zq-officer", AccountRole::Officer, None, None);
        w.party("Zebulonia Planted", &[Role::Miner], None);
        token = w.token(&officer);
    });
    let args = [&["serve", "--database", &house.world.url, "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0"], args].concat();
    let server = Server::start(&args);
    // The line with the second address may come a little after the first.
    let since = std::time::Instant::now();
    let metrics = loop {
        let printed = server.printed();
        if let Some(rest) = printed.split("watching on http://").nth(1).filter(|r| r.contains("/metrics")) {
            break rest.split('/').next().unwrap().to_owned();
        }
        assert!(since.elapsed().as_secs() < 10, "{printed}");
        std::thread::sleep(std::time::Duration::from_millis(20));
    };
    Watched { house, server, metrics }
}

impl Watched {
    fn numbers(&self) -> String {
        let reply = Http::at(&self.metrics).get("/metrics");
        assert_eq!(reply.status, 200);
        reply.body
    }

    /// The value of the number whose name and labels begin so.
    pub fn number(&self, begins: &str) -> f64 {
        let all = self.numbers();
        let line = all.lines().find(|l| l.starts_with(begins)).unwrap_or_else(|| panic!("{begins} is not in\n{all}"));
        line.rsplit(' ').next().unwrap().parse().unwrap()
    }

    /// The lines of the log as JSON, once one of them names this request.
    fn lines(&self, request: &str) -> Vec<Value> {
        let since = std::time::Instant::now();
        loop {
            let printed = self.server.printed();
            if printed.contains(request) {
                let lines = printed.lines().filter(|l| l.starts_with('{'));
                return lines.map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{e}: {l}"))).collect();
            }
            assert!(since.elapsed().as_secs() < 10, "{request} is not in the log:\n{printed}");
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }
}

/// Everything somebody does with personal details in hand.
fn busy(w: &Watched) -> String {
    let mut http = Http::at(w.server.address());
    let csrf = http.get("/sign-in?to=/parties%3Fq=Zebulonia").hidden("csrf");
    http.post("/sign-in", &[("csrf", &csrf), ("login", "zq-officer"), ("password", "ZQPW wrong")]);
    let mut http = Http::signed_in(w.server.address(), "zq-officer", PASSWORD);
    http.get("/parties?q=Zebulonia");
    let form = http.get("/parties/new");
    let (csrf, key) = (form.hidden("csrf"), form.hidden("key"));
    let fields =
        [("csrf", csrf.as_str()), ("key", &key), ("name", "Zebulonia Planted"), ("id_number", "ID-ZQ-77441"), ("phone", "zqnumber")];
    assert!(http.post("/parties/new", &fields).status >= 400);
    http.get("/check/slip/zqnumber");
    http.get("/nothing/Zebulonia");
    assert_eq!(http.get("/accounts").status, 403);
    http.get("/certificates/zqnumber");
    let mut machine = Http::at(w.server.address());
    machine.headers.push(("authorization".into(), "Bearer zqtoken".into()));
    assert_eq!(machine.get("/api/v1/parties?q=Zebulonia").status, 401);
    http.get("/parcels").header("x-request-id").to_owned()
}

#[test]
fn one_line_tells_of_each_request_and_none_of_people() {
    let w = watched(&["--log", "json"]);
    let request = busy(&w);
    let lines = w.lines(&request);
    let line = lines.iter().find(|l| l["request"] == request.as_str()).unwrap();
    let fields = (&line["method"], &line["route"], &line["status"], &line["role"], &line["level"]);
    assert_eq!(fields, (&"GET".into(), &"/parcels".into(), &200.into(), &"officer".into(), &"INFO".into()), "{line}");
    assert!(line["ms"].is_u64() && line["at"].as_str().is_some_and(|at| at.ends_with('Z')), "{line}");
    let of = |route: &str| lines.iter().filter(|l| l["route"] == route).count();
    assert_eq!((of("/check/slip/{code}"), of("none"), of("/parcels")), (1, 1, 1), "{lines:?}");
    // Who may not, and whose password was wrong, stands there without a name.
    let told = |route: &str, status: u16| lines.iter().any(|l| l["route"] == route && l["status"] == status);
    assert!(told("/sign-in", 422) && told("/sign-in", 303) && told("/accounts", 403), "{lines:?}");
    let whole = w.server.printed();
    for planted in PLANTED {
        assert!(!whole.contains(planted), "{planted} is in the log:\n{whole}");
    }
    assert!(!whole.contains("127.0.0.1\""), "the log tells addresses");
}

#[test]
fn the_numbers_tell_what_happens_and_nothing_of_people() {
    let w = watched(&[]);
    let before = w.number("placer_journal_entries");
    busy(&w);
    let house = &w.house;
    let mut made = house.run(&["account", "create", "second"]);
    assert!(made.output().unwrap().status.success());
    assert!(house.run(&["checkpoint"]).output().unwrap().status.success());
    assert_eq!(w.number("placer_journal_entries"), before + 1.0);
    assert_eq!(w.number("placer_entries_total{kind=\"account.created\"}"), 1.0);
    assert_eq!(w.number("placer_sign_in_failures_total{why=\"wrong\"}"), 1.0);
    assert!(w.number("placer_http_requests_total{method=\"GET\",route=\"/check/slip/{code}\",status=\"404\"}") >= 1.0);
    assert!(w.number("placer_http_request_seconds_count{route=\"/parcels\"}") >= 1.0);
    assert!(w.number("placer_acts_tried_total") >= 1.0);
    assert!(w.number("placer_disk_free_bytes") > 1e6 && w.number("placer_pool_connections{pool=\"read\",state=\"most\"}") >= 1.0);
    assert!(w.number("placer_journal_last_entry_age_seconds") < 600.0);
    assert_eq!((w.number("placer_database_answers"), w.number("placer_register_closed")), (1.0, 0.0));
    assert!(w.number("placer_checkpoint_entries_behind") == 0.0 && w.number("placer_checkpoint_age_seconds") < 600.0);
    let all = w.numbers();
    assert!(all.lines().any(|l| l.starts_with("placer_refusals_total{code=") || l.starts_with("placer_http_requests_total")), "{all}");
    for planted in PLANTED {
        assert!(!all.contains(planted), "{planted} is in the numbers:\n{all}");
    }
    // They are for whoever runs the server.
    assert_eq!(Http::at(w.server.address()).get("/metrics").status, 404);
    assert_eq!(Http::at(&w.metrics).get("/").status, 404);
    let plain = House::open(|_| {});
    assert!(!plain.server.printed().contains("/metrics"), "they are served without being asked for");
}

#[test]
fn refusals_are_counted_by_their_code() {
    let w = watched(&[]);
    let mut http = Http::signed_in(w.server.address(), "zq-officer", PASSWORD);
    let key = "00000000-0000-7000-8000-000000000001";
    http.headers.push(("x-placer".into(), "1".into()));
    let body = r#"{"kind":"person","roles":[],"details":{"name":""}}"#;
    let headers = [("content-type", "application/json"), ("idempotency-key", key)];
    let reply = http.send("POST", "/api/v1/acts/register_party", &headers, body);
    assert_eq!(reply.status, 422, "{}", reply.body);
    let code = reply.json()["violations"][0]["code"].as_str().unwrap().to_owned();
    assert_eq!(w.number(&format!("placer_refusals_total{{code=\"{code}\"}}")), 1.0);
}

#[test]
fn a_server_says_whether_it_would_take_an_entry() {
    let w = watched(&[]);
    let ask = |server: &Server| {
        let reply = Http::at(server.address()).get("/readyz");
        (reply.status, reply.body)
    };
    assert_eq!(ask(&w.server), (200, "ready\n".into()));
    let full = Server::start(&["serve", "--database", &w.house.world.url, "--listen", "127.0.0.1:0", "--least-room-mb", "999999999"]);
    assert_eq!(ask(&full), (503, "no room\n".into()));
    assert_eq!(Http::at(full.address()).get("/healthz").status, 200, "it still answers");
    drop(full);
    execute(&w.house.world.url, "ALTER TABLE journal_head RENAME TO zq_head").unwrap();
    assert_eq!(Http::at(w.server.address()).get("/healthz").status, 500);
}

#[test]
fn the_file_of_a_new_register_is_its_owners_alone() {
    let house = House::open(|_| {});
    let path = house.world.url.strip_prefix("sqlite:").unwrap().to_owned();
    for ending in ["", "-wal", "-shm"] {
        if let Ok(found) = std::fs::metadata(format!("{path}{ending}")) {
            assert_eq!(found.permissions().mode() & 0o077, 0, "{path}{ending}");
        }
    }
}

/// The names of numbers in a text.
fn names(text: &str) -> Vec<&str> {
    text.match_indices("placer_")
        .map(|(at, _)| text[at..].split(|c: char| !(c.is_ascii_lowercase() || c == '_')).next().unwrap())
        .filter(|name| name.len() > "placer_".len())
        .collect()
}

/// An alarm over a number that nobody serves never rings.
#[test]
fn every_alarm_is_over_a_number_that_is_served_and_told_of() {
    let read = |path: &str| std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let (alarms, guide, served) = (read("docs/examples/alarms.yml"), read("docs/operations.md"), read("src/web/watch/numbers.rs"));
    let rung: std::collections::BTreeSet<&str> = names(&alarms).into_iter().collect();
    for wanted in [
        "placer_refusals_total",
        "placer_journal_last_entry_age_seconds",
        "placer_disk_free_bytes",
        "placer_key_unreadable",
        "placer_checkpoint_witnessed",
    ] {
        assert!(rung.contains(wanted), "no alarm is over {wanted}");
    }
    for name in rung {
        assert!(served.contains(&format!("\"{name}\"")), "{name} is not served");
        assert!(guide.contains(&format!("`{name}`")) || guide.contains(&format!("`{name} ")), "{name} is not told of");
    }
}
