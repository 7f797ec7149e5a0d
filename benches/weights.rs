//! What a page weighs on a first visit, and how much memory the server takes: `cargo bench --bench weights`.
//!
//! The demonstration is made and served by the real program; each role signs in and visits the pages it works
//! with, several times over. A page's weight is its text and all that it loads, compressed as a browser asks
//! for it, with nothing kept from before. What the map alone needs is told apart. Nothing is asserted: the
//! figures are printed for a reader. `PLACER_BENCH_DEMO=--small` makes a small year.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark stops where something is wrong")]

#[path = "../tests/it/support/http.rs"]
#[expect(dead_code, reason = "shared with the tests, which use more of it")]
mod http;
#[path = "../tests/it/support/process.rs"]
#[expect(dead_code, reason = "shared with the tests, which use more of it")]
mod process;
#[path = "../tests/it/support/server.rs"]
#[expect(dead_code, reason = "shared with the tests, which use more of it")]
mod server;
#[path = "../tests/it/support/weight.rs"]
mod weight;

use http::Http;
use process::{Watchdog, run, scratch_dir};
use server::Server;
use weight::{links, weigh};

/// Pages and who visits them; `ID` stands for the id of the latest certificate.
const PAGES: [(&str, &[&str]); 9] = [
    ("", &["/", "/sign-in", "/check"]),
    ("registrar", &["/", "/production/new", "/production", "/parties", "/parties/new", "/sites", "/licences", "/me"]),
    ("supervisor", &["/", "/corrections", "/licences/new", "/sites/new"]),
    ("buyer", &["/", "/parcels", "/purchases", "/purchases/record", "/slip-books"]),
    ("exporter", &["/", "/parcels", "/shipments", "/shipments/new", "/certificates"]),
    ("officer", &["/", "/map", "/certificates", "/certificates/ID", "/certificates/ID/trace", "/shipments"]),
    ("approver", &["/", "/corrections", "/shipments"]),
    ("administrator", &["/", "/accounts", "/offices"]),
    ("reviewer", &["/", "/journal"]),
];

fn kb(bytes: usize) -> String {
    format!("{}.{}", bytes / 1_000, bytes % 1_000 / 100)
}

fn main() {
    let dir = scratch_dir("weights");
    let _watch = Watchdog::over_dir(&dir);
    let database = format!("sqlite:{}", dir.join("demo.sqlite").display());
    let small = std::env::var("PLACER_BENCH_DEMO").ok();
    let args = ["demo", "--no-serve", "--database", &database];
    let printed = run(Server::command().args(args).args(small.as_deref())).expect("the demonstration is made");
    println!("{}", printed.lines().find(|l| l.contains("journal entries")).unwrap_or_default());
    // The last word of a line of sign-ins is the name; it begins with the role.
    let login = |role: &str| {
        let mut names = printed.lines().filter_map(|l| l.split_whitespace().last());
        names.rfind(|name| name.starts_with(role)).unwrap_or_else(|| panic!("{role} has no sign-in: {printed}")).to_owned()
    };
    let server = Server::start(&["serve", "--database", &database, "--listen", "127.0.0.1:0"]);
    println!("{:14} {:28} {:>9} {:>9} {:>9} {:>9}", "role", "page", "text kB", "loads kB", "first kB", "map kB");
    let mut heaviest = 0;
    for (role, pages) in PAGES {
        let mut http =
            if role.is_empty() { Http::at(server.address()) } else { Http::signed_in(server.address(), &login(role), "placer-demo") };
        let latest =
            if role == "officer" { links(&http.get("/certificates").body, &["href=\"/certificates/"]).remove(0) } else { String::new() };
        for page in pages {
            let path = page.replace("ID", &latest);
            for _ in 0..3 {
                http.get(&path);
            }
            let weight = weigh(&mut http, &path);
            let first = weight.first_visit();
            heaviest = heaviest.max(first);
            println!("{role:14} {page:28} {:>9} {:>9} {:>9} {:>9}", kb(weight.text), kb(weight.shared), kb(first), kb(weight.map));
        }
        if role == "officer" {
            http.get("/sites.geojson");
        }
    }
    println!("the heaviest first visit without the map: {} kB (target at most 60)", kb(heaviest));
    println!("the server's memory at its peak: {} MB (target under 200)", server.peak_kb() / 1_000);
}
