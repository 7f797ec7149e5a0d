//! Degradation: the database goes away, connections run out, clients are slow, bodies are large, ten times too many
//! come at once. The server says so, serves the others, and recovers.

use super::clients::{CLIENTS, ask, clients};
use super::{Found, Ground, Run, Suite, text_of, unsound};
use crate::support::http::Http;
use crate::support::postgres::{self, Own};
use crate::world::World;
use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use placer::domain::access::AccountRole;
use placer::store::journal::{journal_size, receipt_fetch};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

pub const RESTART: Suite = Suite {
    name: "PostgreSQL restarted under load",
    quick: 1,
    long: 25,
    run: |r| Own::start().map(|own| restarted(r, &own)),
    control: ("PostgreSQL (it is not started again in time)", 1),
};
pub const OVERLOAD: Suite = Suite {
    name: "ten times overload, SQLite",
    quick: 400,
    long: 20_000,
    run: |r| Some(overloaded(r)),
    control: ("answers (an answer within a millisecond is asked for)", 200),
};

/// How long the server may take until it writes again after the database is back.
const BACK_WITHIN: Duration = Duration::from_secs(10);

fn restarted(run: &Run, own: &Own) -> Found {
    let mut found = Found::default();
    let ground = Ground::new();
    let url = own.url();
    let mut w = World::at(&url);
    let mut clients = clients(&mut w);
    drop(w);
    let server = ground.serve(&url, None, |_| {});
    let (stop, since) = (AtomicBool::new(false), Arc::clone(&clients[0].since));
    let limit = if run.without.is_some() { Duration::ZERO } else { BACK_WITHIN };
    thread::scope(|scope| {
        let (stop, address) = (&stop, server.address().to_owned());
        let spawn = |client| {
            let address = address.clone();
            scope.spawn(move || super::clients::Client::write_until_told(client, &address, stop))
        };
        let writers: Vec<_> = clients.iter_mut().map(spawn).collect();
        for _ in 0..run.times {
            let begun = Instant::now();
            since.store(0, Ordering::Relaxed);
            while since.load(Ordering::Relaxed) < CLIENTS && begun.elapsed() < Duration::from_secs(30) {
                thread::sleep(Duration::from_millis(5));
            }
            own.restart();
            let back = Instant::now();
            since.store(0, Ordering::Relaxed);
            while since.load(Ordering::Relaxed) == 0 && back.elapsed() < Duration::from_secs(30) {
                thread::sleep(Duration::from_millis(5));
            }
            let took = back.elapsed();
            found.check(took < limit, || format!("writes again after {} ms", took.as_millis()));
            found.count("restarts", 1);
            found.count("ms until written again, in all", usize::try_from(took.as_millis()).unwrap());
        }
        stop.store(true, Ordering::Relaxed);
        found.broken.extend(writers.into_iter().filter_map(|w| w.join().err()).map(|panic| text_of(panic.as_ref())));
    });
    let health = Http::at(server.address()).get("/healthz").status;
    found.check(health == 200, || format!("/healthz: {health}"));
    for client in &mut clients {
        client.send_again(server.address());
    }
    server.kill();
    let db = placer::store::db::Db::open_existing(&url).unwrap();
    for (receipt, _) in clients.iter().flat_map(|c| &c.acknowledged) {
        found.count("acts acknowledged", 1);
        let kept = db.read(|rx| receipt_fetch(rx, receipt.seq)).unwrap();
        found.check(kept.is_some_and(|k| k.leaf_hash == receipt.leaf_hash), || format!("acknowledged and lost: {receipt:?}"));
    }
    found.broken.extend(unsound(&url));
    found
}

#[test]
fn a_restart_of_postgresql_is_over_within_ten_seconds_and_costs_nothing() {
    RESTART.holds();
}

struct Desk {
    ground: Ground,
    url: String,
    token: String,
}

fn desk(url: impl FnOnce(&Ground) -> String) -> Desk {
    let ground = Ground::new();
    let url = url(&ground);
    let mut w = World::at(&url);
    w.now = placer::edge::now();
    let admin = w.login("admin", AccountRole::Administrator, None, None);
    let token = w.token(&admin);
    Desk { ground, url, token }
}

fn office(n: usize) -> String {
    json!({"code": format!("L{n:05}"), "name": format!("Office {n}"), "areas": ["East"]}).to_string()
}

/// Ten times as many requests at once as the server has connections, half of them acts.
fn overloaded(run: &Run) -> Found {
    const AT_ONCE: usize = 160;
    let mut found = Found::default();
    let d = desk(Ground::sqlite);
    let server = d.ground.serve(&d.url, None, |_| {});
    let before = placer::store::db::Db::open_existing(&d.url).unwrap().read(journal_size).unwrap();
    let next = AtomicUsize::new(0);
    let patience = if run.without.is_some() { Duration::from_millis(1) } else { Duration::from_secs(30) };
    let answers: Vec<(u16, bool, Duration)> = thread::scope(|scope| {
        let one = || {
            let mut own = Vec::new();
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n >= run.times {
                    return own;
                }
                let begun = Instant::now();
                let (method, path) =
                    if n.is_multiple_of(2) { ("POST", "/api/v1/acts/open_office") } else { ("GET", "/api/v1/offices?limit=20") };
                let (bearer, key) = (format!("Bearer {}", d.token), format!("load-{n}"));
                let headers = [("authorization", bearer.as_str()), ("idempotency-key", &key), ("content-type", "application/json")];
                let reply = Http::at(server.address()).try_send(method, path, &headers, office(n));
                let waits = reply.as_ref().is_some_and(|r| r.status == 503 && r.header("retry-after").is_empty());
                own.push((reply.map_or(0, |r| r.status), waits, begun.elapsed()));
            }
        };
        let senders: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(one)).collect();
        senders.into_iter().flat_map(|s| s.join().unwrap()).collect()
    });
    let acts = answers.iter().filter(|(status, ..)| *status == 201).count();
    for (status, waits, took) in &answers {
        found.check(matches!(status, 200 | 201 | 503), || format!("answered {status}"));
        found.check(!waits, || "503 without Retry-After".into());
        found.check(*took < patience, || format!("answered after {} ms", took.as_millis()));
    }
    found.count("requests", answers.len());
    found.count("shed with 503", answers.iter().filter(|(status, ..)| *status == 503).count());
    found.count("ms the slowest took", answers.iter().map(|a| usize::try_from(a.2.as_millis()).unwrap()).max().unwrap_or(0));
    let quick = Instant::now();
    let after = Http::at(server.address()).get("/healthz").status;
    found.check(after == 200 && quick.elapsed() < Duration::from_secs(2), || {
        format!("afterwards /healthz {after} in {:?}", quick.elapsed())
    });
    server.kill();
    let written = placer::store::db::Db::open_existing(&d.url).unwrap().read(journal_size).unwrap() - before;
    found.check(usize::try_from(written).unwrap() == acts, || format!("{acts} acts were acknowledged and {written} entries written"));
    found.broken.extend(unsound(&d.url));
    found
}

#[test]
fn ten_times_too_many_are_served_in_turn_and_nothing_is_wrong() {
    OVERLOAD.holds();
}

#[test]
fn an_overload_is_felt() {
    OVERLOAD.goes_red();
}

/// Others hold the database: whoever waits is told to come again, everybody else goes on reading.
fn held(d: &Desk, hold: impl FnOnce() -> Box<dyn FnOnce()>, waiting: usize) {
    let server = d.ground.serve(&d.url, None, |_| {});
    let release = hold();
    let answers: Vec<_> = thread::scope(|scope| {
        let server = &server;
        let one = |n: usize| {
            move || {
                let (bearer, key) = (format!("Bearer {}", d.token), format!("held-{n}"));
                let headers = [("authorization", bearer.as_str()), ("idempotency-key", &key), ("content-type", "application/json")];
                let begun = Instant::now();
                let reply = Http::at(server.address()).send("POST", "/api/v1/acts/open_office", &headers, office(n));
                (reply.status, reply.header("retry-after").to_owned(), reply.body, begun.elapsed())
            }
        };
        let writers: Vec<_> = (0..waiting).map(|n| scope.spawn(one(n))).collect();
        thread::sleep(Duration::from_millis(300));
        let begun = Instant::now();
        assert_eq!(Http::at(server.address()).get("/healthz").status, 200, "reading goes on");
        assert!(begun.elapsed() < Duration::from_secs(3), "reading waits for writers: {:?}", begun.elapsed());
        writers.into_iter().map(|w| w.join().unwrap()).collect()
    });
    for (status, retry, body, took) in &answers {
        assert_eq!(*status, 503, "{body}");
        assert!(!retry.is_empty() && body.contains("urn:placer:problem:busy"), "{body}");
        assert!(*took < Duration::from_secs(45), "hung for {took:?}");
    }
    release();
    let (status, told) = ask(server.address(), &d.token, "POST", "/api/v1/acts/open_office", "held-0", &office(0)).unwrap();
    assert_eq!(status, 201, "{told}");
}

#[test]
fn while_another_writes_to_the_file_writers_are_told_to_wait_and_readers_read() {
    let d = desk(Ground::sqlite);
    let path = d.url.strip_prefix("sqlite:").unwrap().to_owned();
    let hold = || {
        let mut other = SqliteConnection::establish(&path).unwrap();
        other.batch_execute("PRAGMA busy_timeout=5000; BEGIN IMMEDIATE").unwrap();
        Box::new(move || other.batch_execute("ROLLBACK").unwrap()) as Box<dyn FnOnce()>
    };
    held(&d, hold, 3);
}

#[test]
fn while_another_holds_the_journal_of_postgresql_writers_are_told_to_wait_and_readers_read() {
    let Some(fresh) = postgres::fresh_database() else { return };
    let d = desk(|_| fresh);
    let url = d.url.clone();
    let hold = || {
        let mut other = diesel::PgConnection::establish(&url).unwrap();
        other.batch_execute("BEGIN; UPDATE journal_head SET size = size").unwrap();
        Box::new(move || other.batch_execute("ROLLBACK").unwrap()) as Box<dyn FnOnce()>
    };
    // More than there are connections: some wait for the lock, the others for a connection.
    held(&d, hold, 10);
}

#[test]
fn clients_that_drip_starve_nobody() {
    let d = desk(Ground::sqlite);
    let server = d.ground.serve(&d.url, None, |_| {});
    let mut slow: Vec<TcpStream> = (0..120)
        .map(|n| {
            let mut stream = TcpStream::connect(server.address()).unwrap();
            let head = if n % 2 == 0 {
                "GET / HTTP/1.1\r\nHost: x\r\n".to_owned()
            } else {
                format!("POST /api/v1/acts/open_office HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nIdempotency-Key: s{n}\r\nContent-Length: 5000\r\n\r\n", d.token)
            };
            stream.write_all(head.as_bytes()).unwrap();
            stream
        })
        .collect();
    for round in 0..7 {
        for stream in &mut slow {
            let _ = stream.write_all(if round % 2 == 0 { b"x" } else { b"y" });
        }
        let begun = Instant::now();
        let (status, told) =
            ask(server.address(), &d.token, "POST", "/api/v1/acts/open_office", &format!("k{round}"), &office(round)).unwrap();
        assert_eq!(status, 201, "{told}");
        assert!(begun.elapsed() < Duration::from_secs(5), "others wait {:?}", begun.elapsed());
        thread::sleep(Duration::from_millis(1_000));
    }
    // Whoever does not even finish his headers is shown out.
    let headers_only = &mut slow[0];
    headers_only.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut answer = String::new();
    let _ = headers_only.read_to_string(&mut answer);
    assert!(answer.is_empty() || answer.contains(" 408 "), "{answer}");
}

#[test]
fn a_body_over_the_limit_is_refused_before_it_is_read() {
    let d = desk(Ground::sqlite);
    let server = d.ground.serve(&d.url, None, |_| {});
    let before = placer::store::db::Db::open_existing(&d.url).unwrap().read(journal_size).unwrap();
    for chunked in [false, true] {
        let mut stream = TcpStream::connect(server.address()).unwrap();
        let length = if chunked { "Transfer-Encoding: chunked".to_owned() } else { "Content-Length: 4000000".to_owned() };
        let head = format!(
            "POST /api/v1/acts/open_office HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {}\r\n\
             Idempotency-Key: big\r\nContent-Type: application/json\r\n{length}\r\n\r\n",
            d.token
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let piece = [b' '; 0x10000];
        for _ in 0..60 {
            let sent = if chunked {
                stream.write_all(b"10000\r\n").and_then(|()| stream.write_all(&piece)).and_then(|()| stream.write_all(b"\r\n"))
            } else {
                stream.write_all(&piece)
            };
            if sent.is_err() {
                break;
            }
        }
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        // A client that is still writing when it is refused may lose the answer with the connection.
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 413"), "{answer}");
    }
    let over = " ".repeat(1_100_000);
    let (status, told) = ask(server.address(), &d.token, "POST", "/api/v1/acts/open_office", "big", &over).unwrap_or_default();
    assert!(status == 413 || status == 0, "{status} {told}");
    assert_eq!(placer::store::db::Db::open_existing(&d.url).unwrap().read(journal_size).unwrap(), before);
    assert_eq!(ask(server.address(), &d.token, "POST", "/api/v1/acts/open_office", "k", &office(1)).unwrap().0, 201);
}
