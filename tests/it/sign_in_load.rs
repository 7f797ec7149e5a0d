//! Many who guess passwords at once cost neither the memory nor the others the register.

use crate::house::House;
use crate::support::http::Http;
use crate::support::server::Server;
use placer::domain::access::AccountRole;
use std::sync::Barrier;

/// Guesses at the same instant, each of another name from another address, so that no wait for one of them helps.
const GUESSES: usize = 120;
/// Kilobytes: what one process may take while they are answered. All hashes at once would take 2,300,000.
const MEMORY_KB: u64 = 200_000;

#[test]
fn passwords_are_checked_a_few_at_a_time() {
    let house = House::open(|w| {
        w.login("ada", AccountRole::Officer, None, None);
    });
    let server = Server::start(&["serve", "--database", &house.world.url, "--listen", "127.0.0.1:0", "--trusted-proxy", "127.0.0.1"]);
    let start = Barrier::new(GUESSES);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let guess = |n: usize| {
            let (mut http, start) = (Http::at(server.address()), &start);
            http.headers.push(("x-forwarded-for".into(), format!("198.51.100.{n}")));
            let csrf = http.get("/sign-in").hidden("csrf");
            scope.spawn(move || {
                start.wait();
                let login = format!("nobody{n}");
                let reply = http.post("/sign-in", &[("csrf", &csrf), ("login", &login), ("password", "guess of a thief")]);
                assert!(reply.status != 503 || reply.header("retry-after") == "5", "{:?}", reply.headers);
                reply.status
            })
        };
        let all: Vec<_> = (0..GUESSES).map(guess).collect();
        all.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert!(statuses.iter().all(|s| [422, 503].contains(s)), "{statuses:?}");
    assert!(statuses.contains(&422), "nobody was heard: {statuses:?}");
    let peak = server.peak_kb();
    assert!(peak < MEMORY_KB, "{GUESSES} guesses took {peak} kB");
    house.signed_in("ada");
}
