//! The harness tested for real: what the other tests stand on must itself be able to fail.

use crate::support::browser::{Browser, Screen};
use crate::support::process::{Watchdog, run, scratch_dir};
use crate::support::server::Server;
use crate::support::{left_out, postgres};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::time::Duration;

#[test]
fn postgres_answers_in_two_fresh_databases() {
    let (Some(one), Some(two)) = (postgres::fresh_database(), postgres::fresh_database()) else { return };
    assert_eq!(postgres::psql(&one, "select 1"), "1");
    postgres::psql(&one, "create table only_here (id bigint); insert into only_here values (7), (8)");
    assert_eq!(postgres::psql(&one, "select id, id + 1 from only_here order by id"), "7|8\n8|9");
    assert_eq!(postgres::psql(&two, "select count(*) from pg_tables where tablename = 'only_here'"), "0");
    let refused = postgres::try_psql(&two, "select * from only_here").expect_err("the table is not here");
    assert!(refused.contains("does not exist"), "{refused}");
}

#[test]
fn postgres_is_set_up_as_the_program_expects() {
    let Some(url) = postgres::fresh_database() else { return };
    let shown = |name: &str| postgres::psql(&url, &format!("show {name}"));
    assert_eq!((shown("max_connections"), shown("fsync"), shown("timezone")), ("200".into(), "off".into(), "UTC".into()));
    let made = "select pg_encoding_to_char(encoding), datcollate from pg_database where datname = current_database()";
    assert_eq!(postgres::psql(&url, made), "UTF8|C");
}

#[test]
#[should_panic(expected = "Nothing is not installed, but this run requires it")]
fn what_a_run_requires_is_not_left_out() {
    left_out("Nothing", "no tests", "nowhere to be had", true);
}

#[test]
fn a_watchdog_cleans_up_unless_called_off() {
    let (swept, kept) = (scratch_dir("swept"), scratch_dir("kept"));
    let (first, second) = (Watchdog::over_dir(&swept), Watchdog::over_dir(&kept));
    assert!(swept.is_dir() && kept.is_dir());
    drop(first);
    second.call_off();
    assert!(!swept.exists());
    assert!(kept.is_dir());
    drop(Watchdog::over_dir(&kept));
}

/// Stands in for the program: says where it listens, talks on until told to end.
fn talker(rest: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("echo starting; echo to-stderr >&2; echo 'listening on http://127.0.0.1:4321/'; {rest}")]);
    command
}

#[test]
fn a_server_is_awaited_read_and_stopped() {
    let mut command = talker("trap 'exit 3' TERM; i=0; while :; do i=$((i+1)); echo line $i; sleep 0.01; done");
    let server = Server::spawn(&mut command, Duration::from_secs(20)).unwrap();
    assert_eq!((server.address(), server.url().as_str()), ("127.0.0.1:4321", "http://127.0.0.1:4321"));
    while !(server.printed().contains("line 5\n") && server.printed().contains("to-stderr")) {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(server.stop().code(), Some(3));
}

#[test]
fn a_killed_or_forgotten_server_is_gone() {
    let running = |pid: u32| run(Command::new("sh").args(["-c", "kill -s 0 \"$1\"", "ask", &pid.to_string()])).is_ok();
    for forget in [false, true] {
        // Deaf to being asked: only signal 9 ends it.
        let server = Server::spawn(&mut talker("trap '' TERM; while :; do sleep 0.05; done"), Duration::from_secs(20)).unwrap();
        let pid = server.pid();
        assert!(running(pid));
        if forget {
            drop(server)
        } else {
            server.kill()
        }
        assert!(!running(pid));
    }
}

#[test]
fn a_server_that_does_not_listen_is_told_with_its_words() {
    let silent = Server::spawn(Command::new("sh").args(["-c", "echo warming up; sleep 60"]), Duration::from_millis(300));
    let why = silent.map(|_| ()).unwrap_err();
    assert!(why.starts_with("not listening") && why.contains("warming up"), "{why}");
    let broken = Server::spawn(Command::new("sh").args(["-c", "echo no database >&2; exit 4"]), Duration::from_secs(20));
    let why = broken.map(|_| ()).unwrap_err();
    assert!(why.starts_with("ended before listening") && why.contains("no database"), "{why}");
    // The real program, asked for something it does not know.
    let why = Server::try_start(&["no-such-command"]).map(|_| ()).unwrap_err();
    assert!(why.starts_with("ended before listening"), "{why}");
}

#[test]
#[should_panic(expected = "the server did not start: ended before listening")]
fn a_test_fails_where_its_server_does_not_start() {
    Server::start(&["no-such-command"]);
}

/// The policy of our own pages in its strictest form: nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'";

const GOOD: &str = "<!doctype html><html lang=en><head><meta charset=utf-8><title>Parcels</title>
<meta name=viewport content='width=device-width, initial-scale=1'><link rel=stylesheet href=/page.css></head>
<body><main><h1>Parcels</h1><p id=told>still text</p><noscript><p id=plain>without script</p></noscript>
<form><label for=weight>Weight in carats</label><input id=weight name=weight><button>Continue</button></form>
<p class=long>The page goes on below the screen.</p></main><script src=/page.js></script></body></html>";

const BAD: &str = "<!doctype html><html><head><meta charset=utf-8><title>Bad</title></head>
<body><main><h1>Bad</h1><img src=/map.png><form><input name=weight></form><p class=pale>Hard to read</p>
<script>document.title = 'ran inline'</script><link rel=stylesheet href=/page.css></main></body></html>";

const STYLE: &str = "body { color: #0b0c0c; background: #fff } .pale { color: #ddd } .long { padding-bottom: 1500px }";

const SCRIPT: &str = "document.getElementById('told').textContent = 'the script ran';";

/// Serves the two pages on a free port until the tests end.
fn pages() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || listener.incoming().flatten().for_each(|stream| drop(answer(stream))));
    format!("http://{address}")
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    // The browser takes a connection closed on unread bytes for a failed request.
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let (status, kind, body) = match request.split(' ').nth(1).unwrap_or_default() {
        "/good" => (200, "text/html", GOOD),
        "/bad" => (200, "text/html", BAD),
        "/page.css" => (200, "text/css", STYLE),
        "/page.js" => (200, "text/javascript", SCRIPT),
        "/favicon.ico" => (204, "image/x-icon", ""),
        _ => (404, "text/plain", "none"),
    };
    write!(stream, "HTTP/1.1 {status} -\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n", body.len())?;
    write!(stream, "Content-Security-Policy: {POLICY}\r\nConnection: close\r\n\r\n{body}")
}

#[tokio::test]
async fn axe_and_the_console_tell_a_bad_page_from_a_good_one() {
    let Some(browser) = Browser::open(Screen::Desktop).await else { return };
    let site = pages();
    browser.goto(&format!("{site}/bad")).await.unwrap();
    let rules: Vec<String> = browser.findings().await.into_iter().map(|found| found.rule).collect();
    for rule in ["html-has-lang", "image-alt", "label", "color-contrast"] {
        assert!(rules.iter().any(|found| found == rule), "{rule} was not found, only {rules:?}");
    }
    assert_eq!(browser.title().await.unwrap(), "Bad", "the policy keeps inline scripts from running");
    let complaints = browser.complaints().await;
    assert!(complaints.iter().any(|complaint| complaint.contains("Content Security Policy")), "{complaints:?}");

    browser.goto(&format!("{site}/good")).await.unwrap();
    assert_eq!(browser.findings().await, []);
    browser.assert_page_is_sound().await;
}

#[tokio::test]
async fn a_phone_is_360_pixels_wide() {
    let Some(browser) = Browser::open(Screen::Phone).await else { return };
    let site = pages();
    browser.goto(&format!("{site}/good")).await.unwrap();
    assert_eq!(browser.execute("return window.innerWidth", vec![]).await.unwrap(), 360);
    assert_eq!(browser.widths().await, (360, 360));
    let (width, height) = png_size(&browser.picture().await);
    assert_eq!(width, 360);
    assert!(height > 1500, "the picture shows the whole page, {height} px");
    browser.assert_page_is_sound().await;
    browser.screenshot("harness-phone").await;
    browser.goto(&format!("{site}/bad")).await.unwrap();
    assert_eq!(browser.widths().await, (980, 360), "a page that forgets its viewport is too wide");

    browser.show_on(Screen::Desktop).await;
    assert_eq!(browser.widths().await.1, 1280);
    browser.screenshot("harness-desktop").await;
}

/// Width and height, from the header chunk that begins every PNG.
fn png_size(png: &[u8]) -> (u32, u32) {
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[tokio::test]
async fn the_browser_stands_where_it_is_told() {
    let Some(browser) = Browser::open(Screen::Phone).await else { return };
    let site = pages();
    browser.set_position(&site, -10.9675, 8.6439, 12.0).await;
    browser.goto(&format!("{site}/good")).await.unwrap();
    let ask = "return new Promise((done, failed) => navigator.geolocation.getCurrentPosition(
        at => done([at.coords.longitude, at.coords.latitude, at.coords.accuracy]), error => failed(error.message)))";
    assert_eq!(browser.execute(ask, vec![]).await.unwrap(), serde_json::json!([-10.9675, 8.6439, 12]));
}

#[tokio::test]
async fn scripts_can_be_turned_off_and_a_second_person_is_a_second_browser() {
    use fantoccini::Locator::Id;
    let Some(browser) = Browser::open(Screen::Desktop).await else { return };
    let good = format!("{}/good", pages());
    browser.goto(&good).await.unwrap();
    assert_eq!(browser.find(Id("told")).await.unwrap().text().await.unwrap(), "the script ran");
    assert!(browser.find(Id("plain")).await.is_err());

    let second = browser.another(Screen::Desktop).await;
    second.run_scripts(false).await;
    second.goto(&good).await.unwrap();
    assert_eq!(second.find(Id("told")).await.unwrap().text().await.unwrap(), "still text");
    assert_eq!(second.find(Id("plain")).await.unwrap().text().await.unwrap(), "without script");
    second.assert_page_is_sound().await;
    second.refresh().await.unwrap();
    assert_eq!(second.find(Id("told")).await.unwrap().text().await.unwrap(), "still text", "still off after the check");
    second.execute("document.cookie = 'who=second'", vec![]).await.unwrap();
    browser.execute("document.cookie = 'who=first'", vec![]).await.unwrap();
    assert!(second.get_named_cookie("who").await.is_ok_and(|cookie| cookie.value() == "second"), "each browser has its own cookies");
}
