//! The pages of long reports, over a made-up year and with a server that is killed amid its work.

use crate::house::{House, LAYERS};
use crate::report::{Opened, adds_up, certified};
use crate::shipment::desk;
use crate::statistics_count::ask;
use crate::support::browser::{Browser, Screen};
use crate::support::http::Http;
use crate::support::process::{Watchdog, run, scratch_dir};
use crate::support::server::Server;
use crate::verify::execute;
use crate::world::{PASSWORD, World};
use placer::domain::access::AccountRole;
use placer::domain::checkpoint::SignedCheckpoint;
use placer::domain::entry::sha256_hex;
use placer::domain::note::VerifierKey;
use placer::web::locale::{Locale, text};
use std::time::{Duration, Instant};

/// Fetches the page of a report until it says something; the last answer.
fn until(who: &mut Http, path: &str, says: &str) -> String {
    let begun = Instant::now();
    loop {
        let page = who.get(path);
        assert_eq!(page.status, 200, "{}", page.body);
        // Only while it is open is the page fetched anew by itself.
        assert_eq!(page.header("refresh") == "3", page.body.contains("This page is fetched anew"));
        if page.body.contains(says) {
            return page.body;
        }
        assert!(begun.elapsed() < Duration::from_secs(120), "{}", page.body);
        std::thread::sleep(Duration::from_millis(200));
    }
}

fn told(id: &str) -> String {
    text(Locale::En, id, &[])
}

fn asked(who: &mut Http, fields: &[(&str, &str)]) -> String {
    let reply = who.submit("/reports", fields);
    assert_eq!(reply.status, 303, "{}", reply.body);
    reply.header("location").to_owned()
}

#[test]
fn a_review_file_of_the_made_up_year_is_asked_for_watched_fetched_and_checked() {
    let dir = scratch_dir("report-demo");
    let _sweeper = Watchdog::over_dir(&dir);
    let url = format!("sqlite:{}", dir.join("demo.sqlite").display());
    let printed = run(Server::command().args(["demo", "--small", "--no-serve", "--until", "2026-06-30", "--database", &url])).unwrap();
    let login = |role: &str| printed.lines().filter_map(|l| l.split(' ').next_back()).find(|l| l.starts_with(role)).unwrap().to_owned();
    let server = Server::start(&["serve", "--database", &url, "--listen", "127.0.0.1:0"]);
    let mut reviewer = Http::signed_in(server.address(), &login("reviewer"), "placer-demo");
    let path = asked(&mut reviewer, &[("kind", "review"), ("year", ""), ("from", "2025-07-01"), ("until", "2026-06-30")]);
    let page = until(&mut reviewer, &path, "Save the file");
    let file = reviewer.get(&format!("{path}/file"));
    assert_eq!((file.status, file.header("content-type")), (200, "application/zip"), "{}", file.body);
    assert!(file.header("content-disposition").contains("review-SL-2025-07-01_2026-06-30.zip"), "{:?}", file.headers);
    assert!(page.contains(&sha256_hex(&[&file.bytes])), "the digest in the journal is the file's: {page}");
    let opened = Opened::of(file.bytes);
    opened.is_as_listed();
    adds_up(&opened, &url, ("2025-07-01", "2026-06-30"));
    assert!(opened.sum("certificates.csv", "weight_mct") > 0 && opened.sum("production.csv", "entries") > 100);
    assert!(!opened.rows("licences.csv").is_empty() && !opened.rows("alerts.csv").is_empty());
    // The head in it verifies with a key in it, and the file of a certificate with the keys in it.
    let head: SignedCheckpoint = opened.text("journal/checkpoint.txt").parse().unwrap();
    let keys: Vec<VerifierKey> = opened.text("journal/log-keys.txt").lines().map(|l| l.parse().unwrap()).collect();
    assert!(!head.signers(&keys).unwrap().is_empty());
    let last = opened.rows("certificates.csv").pop().unwrap();
    // As the index says, within the opened archive.
    let open = dir.join("open");
    for name in &opened.names {
        let path = open.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, opened.bytes(name)).unwrap();
    }
    let readme = opened.text("README.txt");
    let command = r#"placer certificate check certificates/NUMBER.json --keys journal/certificate-keys.json --head-key "KEY""#;
    assert!(readme.contains(command) && !readme.contains(".tlog-proof"), "{readme}");
    let said = command.replace("certificates/NUMBER.json", &last["file"]).replace("\"KEY\"", &keys[0].to_string());
    let mut check = Server::command();
    let checked = run(check.args(said.split(' ').skip(1)).args(["--on", &last["issued_on"]]).current_dir(&open)).unwrap();
    assert!(checked.contains(&last["number"]) && checked.contains(&told("token-proof-holds")), "{checked}");
    let at = |name: &str| dir.join(name).display().to_string();
    // Another who may has it too; who may not is refused at every address.
    assert_eq!(Http::signed_in(server.address(), &login("officer"), "placer-demo").get(&format!("{path}/file")).status, 200);
    for role in ["buyer", "registrar", "supervisor", "exporter", "administrator"] {
        let mut who = Http::signed_in(server.address(), &login(role), "placer-demo");
        for page in ["/reports", &path, &format!("{path}/file")] {
            assert_eq!(who.get(page).status, 403, "{role} {page}");
        }
        assert_eq!(who.submit_to("/reports", "/").status, 403, "{role}");
    }
    drop(server);
    // At the console: the same of the same days, told in the journal too.
    let out = at("review.zip");
    let args = ["report", "review", "--from", "2025-07-01", "--until", "2026-06-30", "--out", &out, "--database", &url];
    let several = run(Server::command().args(args)).unwrap_err();
    for told in ["--as", &login("officer"), &login("approver"), &login("reviewer")] {
        assert!(several.contains(told), "{told}: {several}");
    }
    assert!(!several.contains(&login("buyer")), "{several}");
    let nowhere = at("nowhere/review.zip");
    let args_there = ["report", "review", "--year", "2026", "--out", &nowhere, "--database", &url, "--as", &login("officer")];
    let missing = run(Server::command().args(args_there)).unwrap_err();
    assert!(missing.contains(&format!("There is no folder {}", at("nowhere"))) && missing.contains("--out"), "{missing}");
    let made = run(Server::command().args(args).args(["--as", &login("officer")])).unwrap();
    let bytes = std::fs::read(&out).unwrap();
    assert!(made.contains(&sha256_hex(&[&bytes])), "{made}");
    adds_up(&Opened::of(bytes), &url, ("2025-07-01", "2026-06-30"));
    assert_eq!(ask(&url, "SELECT COUNT(*) AS n FROM report"), 2);
    assert!(run(Server::command().args(args).args(["--as", &login("officer")])).unwrap_err().contains("exists already"));
    assert!(run(Server::command().args(["verify", "--database", &url])).unwrap().contains(" 0 findings"));
}

#[test]
fn a_server_that_is_killed_amid_a_report_makes_it_after_its_restart() {
    let dir = scratch_dir("report-killed");
    let _sweeper = Watchdog::over_dir(&dir);
    for (name, text) in LAYERS {
        std::fs::write(dir.join(format!("{name}.geojson")), text).unwrap();
    }
    let (url, layers) = (format!("sqlite:{}", dir.join("placer.sqlite").display()), dir.display().to_string());
    let mut w = World::at(&url);
    let d = desk(&mut w);
    for weight in 0..12 {
        certified(&mut w, &d, 10_000 + weight);
    }
    w.login("officer", AccountRole::Officer, None, None);
    let start = || Server::start(&["serve", "--database", &url, "--listen", "127.0.0.1:0", "--layers", &layers]);
    let server = start();
    let mut officer = Http::signed_in(server.address(), "officer", PASSWORD);
    let path = asked(&mut officer, &[("kind", "review"), ("year", "2026"), ("from", ""), ("until", "")]);
    let state = |state: &str| ask(&url, &format!("SELECT COUNT(*) AS n FROM report_job WHERE state = '{state}'"));
    let begun = Instant::now();
    while state("running") == 0 {
        assert!(begun.elapsed() < Duration::from_secs(30) && state("ready") == 0);
        std::thread::sleep(Duration::from_millis(5));
    }
    server.kill();
    assert_eq!((state("running"), state("ready")), (1, 0), "it was killed amid its work");
    // It would be taken after a minute in which nobody said anything.
    execute(&url, "UPDATE report_job SET beat_at = '2026-01-01T00:00:00.000000Z'").unwrap();
    let server = start();
    let mut officer = Http::signed_in(server.address(), "officer", PASSWORD);
    until(&mut officer, &path, "Save the file");
    let opened = Opened::of(officer.get(&format!("{path}/file")).bytes);
    opened.is_as_listed();
    adds_up(&opened, &url, ("2026-01-01", "2026-12-31"));
    assert_eq!(opened.rows("certificates.csv").len(), 12);
    assert_eq!(ask(&url, "SELECT COUNT(*) AS n FROM report"), 1);
    assert_eq!(ask(&url, "SELECT tries AS n FROM report_job"), 2);
}

#[test]
fn what_is_typed_is_kept_and_an_ended_report_says_what_to_do() {
    let house = House::open(|w| {
        w.login("officer", AccountRole::Officer, None, None);
        w.login("other", AccountRole::Reviewer, None, None);
    });
    let (mut officer, mut other) = (house.signed_in("officer"), house.signed_in("other"));
    let typed = |year: &str, from: &str, until: &str| {
        [("kind", "review".to_owned()), ("year", year.into()), ("from", from.into()), ("until", until.into())]
    };
    let mut refused = |fields: [(&str, String); 4]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let reply = officer.submit("/reports", &fields);
        assert_eq!(reply.status, 422, "{}", reply.body);
        reply.body
    };
    assert!(refused(typed("", "", "")).contains("Choose a year, or give the first and the last day."));
    let page = refused(typed("2026", "2026-01-01", ""));
    assert!(page.contains("not both") && page.contains("value=\"2026-01-01\""), "{page}");
    let page = refused(typed("", "2026-02-01", "2026-01-01"));
    assert!(page.contains("The last day lies before the first.") && page.contains("value=\"2026-02-01\""));
    assert!(refused(typed("", "2026-02-01", "31.13.2026")).contains("31.13.2026"));
    let path = asked(&mut officer, &[("kind", "review"), ("year", ""), ("from", "2026-01-01"), ("until", "2026-01-31")]);
    until(&mut officer, &path, "Save the file");
    assert_eq!(other.submit_to(&format!("{path}/cancel"), "/reports").status, 403, "somebody else's");
    assert_eq!(officer.submit_to(&format!("{path}/cancel"), "/reports").status, 409, "it has ended");
    assert!(other.get("/reports?of=own").body.contains("Nobody has asked") && other.get("/reports").body.contains(&path));
    let url = house.world.url.clone();
    execute(&url, "UPDATE report_job SET expires_at = '2026-01-01T00:00:00.000000Z'").unwrap();
    until(&mut officer, &path, "The file is gone");
    assert_eq!(officer.get(&format!("{path}/file")).status, 409);
    for (word, says) in
        [("given_up", "Ask for fewer days"), ("disk", "make room"), ("too_large", "larger than a report may be"), ("fault", "log")]
    {
        execute(&url, &format!("UPDATE report_job SET state = 'failed', error = '{word}'")).unwrap();
        assert!(officer.get(&path).body.contains(says), "{word}");
    }
    execute(&url, "UPDATE report_job SET state = 'running', worker = 'x', beat_at = '9999-01-01T00:00:00.000000Z', step = 'certificates', done = 3, total = 12").unwrap();
    let page = officer.get(&path);
    assert!(page.body.contains("Being written: Certificates and traces") && page.body.contains("3 of 12 steps"), "{}", page.body);
    assert!(page.body.contains("/cancel") && !other.get(&path).body.contains("/cancel"));
    assert_eq!(officer.submit_to(&format!("{path}/cancel"), &path).status, 303);
    assert!(officer.get(&path).body.contains("The report was called off."));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_are_sound_on_a_desk_and_on_a_telephone() {
    let Some(b) = Browser::open(Screen::Desktop).await else { return };
    let house = House::open(|w| {
        w.login("officer", AccountRole::Officer, None, None);
    });
    let (server, url) = (house.server.url().trim_end_matches('/').to_owned(), house.world.url.clone());
    let mut officer = house.signed_in("officer");
    let path = asked(&mut officer, &[("kind", "review"), ("year", "2026"), ("from", ""), ("until", "")]);
    until(&mut officer, &path, "Save the file");
    crate::world::sign_in(&b, &server, "officer").await;
    for (state, set) in [
        ("ready", "state = 'ready'"),
        (
            "running",
            "state = 'running', worker = 'x', beat_at = '9999-01-01T00:00:00.000000Z', step = 'certificates', done = 3, total = 12",
        ),
        ("failed", "state = 'failed', error = 'given_up'"),
    ] {
        execute(&url, &format!("UPDATE report_job SET {set}")).unwrap();
        for screen in [Screen::Desktop, Screen::Phone] {
            b.show_on(screen).await;
            for (name, page) in [("list", "/reports"), ("one", path.as_str())] {
                b.goto(&format!("{server}{page}")).await.unwrap();
                b.assert_page_is_sound().await;
                b.screenshot(&format!("reports-{name}-{state}-{screen:?}")).await;
            }
        }
    }
}
