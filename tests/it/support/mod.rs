//! What the integration tests stand on: a throw-away PostgreSQL cluster, a headless browser, the real server.
//!
//! Where a machine lacks PostgreSQL, Chromium or the readers of printed papers, the tests that need them say so once and
//! pass; with `PLACER_REQUIRE_POSTGRES`, `PLACER_REQUIRE_BROWSER`, `PLACER_REQUIRE_PAPER` or `PLACER_REQUIRE_OFFICE` set they fail instead.

pub mod axe;
pub mod browser;
pub mod http;
pub mod keys;
pub mod paper;
pub mod postgres;
pub mod process;
pub mod server;
pub mod steps;
pub mod weight;

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Mutex;

static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Says once that something is not on this machine and that the tests needing it are left out.
/// Panics where `required`, so that a complete run cannot pass by leaving out.
pub fn left_out(what: &str, tests: &str, how: &str, required: bool) {
    assert!(!required, "{what} is not installed, but this run requires it ({how})");
    if SAID.lock().unwrap().insert(what.to_owned()) {
        // Straight to the handle: the test runner would swallow a line printed by macro in a passing test.
        let _ = writeln!(std::io::stderr(), "\nleft out: {what} is not installed ({tests}; {how})");
    }
}

/// Whether a variable of the environment asks that nothing be left out.
pub fn required_by(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty() && value != "0")
}
