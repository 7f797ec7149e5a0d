//! A fault is told with a number, and the log knows it under the same number; what the database said stays in the log.

use crate::house::House;
use crate::support::http::Reply;
use crate::verify::execute;
use placer::domain::access::AccountRole;
use std::time::{Duration, Instant};

/// The line of the log that names this number, once it is written.
fn logged(house: &House, number: &str) -> String {
    let since = Instant::now();
    loop {
        let printed = house.server.printed();
        if let Some(line) = printed.lines().find(|line| line.contains(number)) {
            return line.to_owned();
        }
        assert!(since.elapsed() < Duration::from_secs(10), "{number} is not in the log:\n{printed}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The answer's number, after everything else about it was looked at.
fn number(reply: &Reply, table: &str) -> String {
    assert_eq!(reply.status, 500, "{}", reply.body);
    let number = reply.header("x-request-id").to_owned();
    assert_eq!(number.len(), 12, "{:?}", reply.headers);
    assert!(reply.body.contains(&number), "{}", reply.body);
    for inside in [table, "SELECT", "database"] {
        assert!(!reply.body.contains(inside), "the answer tells of {inside}: {}", reply.body);
    }
    assert!(reply.header("content-security-policy").contains("default-src 'none'"));
    number
}

#[test]
fn the_log_knows_a_fault_under_the_number_that_was_told() {
    let house = House::open(|w| {
        w.login("officer", AccountRole::Officer, None, None);
    });
    let mut page = house.signed_in("officer");
    let mut machine = page.clone();
    machine.headers.push(("x-placer".into(), "1".into()));

    execute(&house.world.url, "ALTER TABLE correction RENAME TO zq_correction").unwrap();
    for (reply, problem) in [(page.get("/corrections"), false), (machine.get("/api/v1/corrections"), true)] {
        let number = number(&reply, "no such table");
        let line = logged(&house, &number);
        assert!(line.contains("request failed") && line.contains("no such table"), "{line}");
        if problem {
            assert_eq!(reply.json()["instance"], format!("urn:placer:request:{number}"));
        }
    }

    // Before anybody is known.
    execute(&house.world.url, "ALTER TABLE session RENAME TO zq_session").unwrap();
    let number = number(&page.get("/corrections"), "no such table");
    let line = logged(&house, &number);
    assert!(line.contains("request failed") && line.contains("no such table"), "{line}");
}
