//! Clocks that are set: the server's wall clock jumps forward and back under writing clients. Nothing is recorded
//! before what was recorded before it, no session lives for ever, and none ends because the clock was wrong a while.

use super::clients::ask;
use super::{Chance, Found, Ground, Run, Suite, unsound};
use crate::support::http::Http;
use crate::support::server::Server;
use crate::world::{PASSWORD, World};
use placer::domain::access::AccountRole;
use serde_json::json;
use std::path::PathBuf;

pub const SUITE: Suite = Suite { name: "clock steps, SQLite", quick: 12, long: 200, run: |r| Some(steps(r)), control: ("clock", 12) };

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// A server whose clock can be set.
struct Stopped {
    ground: Ground,
    url: String,
    token: String,
    server: Server,
    clock: PathBuf,
}

impl Stopped {
    fn new(without: Option<&str>) -> Self {
        let ground = Ground::new();
        let url = ground.sqlite();
        let mut w = World::at(&url);
        w.now = placer::edge::now();
        let admin = w.login("admin", AccountRole::Administrator, None, None);
        let token = w.token(&admin);
        let clock = ground.path("clock");
        let server = ground.serve(&url, without, |command| {
            super::shim::under(command, &ground.path("placer.sqlite"));
            command.env("SHIM_CLOCK", &clock);
        });
        Self { ground, url, token, server, clock }
    }

    /// Sets the clock so many seconds off the true time.
    fn set(&self, seconds: i64) {
        let fresh = self.ground.path("clock.new");
        std::fs::write(&fresh, seconds.to_string()).unwrap();
        std::fs::rename(fresh, &self.clock).unwrap();
    }

    fn signed_in(&self) -> Http {
        Http::signed_in(self.server.address(), "admin", PASSWORD)
    }
}

/// Whether a session still opens a page for those who are signed in.
fn is_in(http: &Http) -> bool {
    http.clone().get("/me").status == 200
}

fn steps(run: &Run) -> Found {
    let mut found = Found::default();
    let s = Stopped::new(run.without);
    let mut chance = Chance::new(run.seed);
    let jumps = [0, HOUR, -HOUR, 11 * HOUR, DAY, -30 * DAY, 400 * DAY, -400 * DAY, -20_000 * DAY, 7, -1, 90 * DAY];
    let mut last = String::new();
    let session = s.signed_in();
    for n in 0..run.times {
        let jump = if n < jumps.len() { jumps[n] } else { *chance.of(&jumps) };
        s.set(jump);
        for half in 0..2 {
            let body = json!({"code": format!("C{n}{half}"), "name": "Clock", "areas": ["East"]}).to_string();
            match ask(s.server.address(), &s.token, "POST", "/api/v1/acts/open_office", &format!("{n}-{half}"), &body) {
                Some((201, receipt)) => {
                    let at = receipt["recorded_at"].as_str().unwrap_or_default().to_owned();
                    found.check(at >= last, || format!("clock {jump} s off: recorded at {at}, after {last}"));
                    last = at;
                    found.count("acts", 1);
                }
                other => found.broken.push(format!("clock {jump} s off: {other:?}")),
            }
        }
        found.count("steps", 1);
    }
    s.set(0);
    found.check(is_in(&session), || "a session ended because the clock was wrong for a while".into());
    drop(s.server);
    found.broken.extend(unsound(&s.url));
    found
}

#[test]
fn whatever_the_clock_does_nothing_is_recorded_before_what_was_before() {
    SUITE.holds();
}

#[test]
fn without_the_guard_a_clock_set_back_is_noticed() {
    SUITE.goes_red();
}

#[test]
fn a_clock_set_forward_and_back_makes_no_session_eternal() {
    let s = Stopped::new(None);
    let used = s.signed_in();
    s.set(365 * DAY);
    assert!(!is_in(&used), "twelve hours and more without use");
    s.set(0);
    assert!(is_in(&used), "it had not ended, the clock was wrong");
    s.set(365 * DAY);
    let future = s.signed_in();
    assert!(is_in(&future));
    s.set(0);
    assert!(!is_in(&future), "a session that began in a year that has not come does not live until then");
    let used = s.signed_in();
    // Used while the clock was five hours fast, a session goes on, and ends twelve hours after its last use.
    s.set(5 * HOUR);
    assert!(is_in(&used));
    s.set(0);
    assert!(is_in(&used));
    s.set(12 * HOUR + 60);
    assert!(!is_in(&used), "noted with the true time again when it was used");
}
