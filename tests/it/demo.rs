//! The demonstration: made by the real program through the same commands as everything else, and sound.

use crate::support::postgres;
use crate::support::process::{run, scratch_dir};
use crate::support::server::Server;

/// Makes a small year and verifies it; what was printed.
fn made(url: &str, profile: &str) -> String {
    let args = ["demo", "--small", "--no-serve", "--until", "2026-06-30", "--profile", profile, "--database", url];
    let printed = run(Server::command().args(args)).unwrap();
    assert!(printed.contains("everything in it is fictitious"), "{printed}");
    for role in ["administrator", "registrar", "supervisor", "officer", "approver", "reviewer", "buyer", "exporter"] {
        assert!(
            printed.lines().any(|l| l.split(' ').next_back().is_some_and(|login| login.starts_with(role))),
            "{role} has no sign-in: {printed}"
        );
    }
    assert!(!printed.contains('['), "a message is missing: {printed}");
    let verified = run(Server::command().args(["verify", "--database", url])).unwrap();
    assert!(verified.contains(" 0 findings"), "{verified}");
    printed
}

/// The certificate that the demonstration names last.
fn latest(printed: &str) -> &str {
    printed.lines().find_map(|l| l.trim().strip_prefix("the latest certificate: ")).unwrap()
}

#[test]
fn a_small_year_is_sound_and_traced_and_the_same_seed_makes_the_same_year() {
    let dir = scratch_dir("demo");
    let url = |name: &str| format!("sqlite:{}", dir.join(name).display());
    let printed = made(&url("one.sqlite"), "SL");
    let trace =
        |name: &str| run(Server::command().args(["trace", latest(&printed), "--format", "json", "--database", &url(name)])).unwrap();
    let one: serde_json::Value = serde_json::from_str(&trace("one.sqlite")).unwrap();
    assert!(one["by_site"].as_array().unwrap().len() > 1 && one["total_mct"].as_i64().unwrap() > 0, "{one}");
    made(&url("two.sqlite"), "SL");
    assert_eq!(trace("one.sqlite"), trace("two.sqlite"));
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn a_small_year_elsewhere_is_sound_on_postgresql() {
    if let Some(url) = postgres::fresh_database() {
        made(&url, "CF");
    }
}
