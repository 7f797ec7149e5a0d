//! `kill -9` of the real server under writing clients: nothing acknowledged is lost, nothing is half written.

use crate::support::postgres;
use crate::support::process::scratch_dir;
use crate::support::server::Server;
use crate::verify::verified;
use crate::world::{AREAS, COUNTRY, World};
use placer::domain::access::AccountRole;
use placer::store::office::offices;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// Kills of the quick tier.
const KILLS: usize = 25;
/// Clients that write at once.
const CLIENTS: usize = 4;

/// One POST to the JSON API; the status, or nothing when the server died.
fn open_office(address: &str, token: &str, code: &str) -> Option<u16> {
    let body = format!(r#"{{"code":"{code}","name":"{code}","areas":[]}}"#);
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    let request = format!(
        "POST /api/v1/acts/open_office HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: {code}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    answer.split(' ').nth(1)?.parse().ok()
}

#[test]
fn nothing_acknowledged_is_lost_when_the_server_is_killed_over_sqlite() {
    let dir = scratch_dir("kill");
    kill_again_and_again(&format!("sqlite:{}", dir.join("placer.sqlite").display()));
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn nothing_acknowledged_is_lost_when_the_server_is_killed_over_postgresql() {
    if let Some(url) = postgres::fresh_database() {
        kill_again_and_again(&url);
    }
}

fn kill_again_and_again(url: &str) {
    let layers = scratch_dir("kill-layers");
    std::fs::write(layers.join("country.geojson"), COUNTRY).unwrap();
    std::fs::write(layers.join("admin1.geojson"), AREAS).unwrap();
    let mut w = World::at(url);
    let admin = w.login("admin", AccountRole::Administrator, None, None);
    let token = w.token(&admin);
    let acknowledged: Arc<Mutex<Vec<String>>> = Arc::default();
    for round in 0..KILLS {
        let server = Server::start(&["serve", "--database", url, "--listen", "127.0.0.1:0", "--layers", &layers.display().to_string()]);
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let (address, token, acknowledged) = (server.address().to_owned(), token.clone(), Arc::clone(&acknowledged));
                thread::spawn(move || write_until_it_dies(&address, &token, &format!("R{round}C{client}"), &acknowledged))
            })
            .collect();
        thread::sleep(Duration::from_millis(60 + 17 * u64::try_from(round % 7).unwrap()));
        server.kill();
        clients.into_iter().for_each(|c| c.join().unwrap());
    }
    let kept: Vec<String> = w.read(offices).into_iter().map(|o| o.code).collect();
    let acknowledged = acknowledged.lock().unwrap();
    let lost: Vec<&String> = acknowledged.iter().filter(|code| !kept.contains(code)).collect();
    assert!(acknowledged.len() > KILLS, "the clients wrote only {} offices", acknowledged.len());
    assert_eq!(lost, Vec::<&String>::new(), "acknowledged and lost");
    assert_eq!(verified(&w).findings, []);
    println!("{KILLS} kills, {} acknowledged, {} kept, none lost", acknowledged.len(), kept.len());
    let _ = std::fs::remove_dir_all(&layers);
}

fn write_until_it_dies(address: &str, token: &str, name: &str, acknowledged: &Mutex<Vec<String>>) {
    for n in 0.. {
        let code = format!("{name}N{n}");
        match open_office(address, token, &code) {
            Some(201) => acknowledged.lock().unwrap().push(code),
            Some(other) => panic!("{code}: {other}"),
            None => return,
        }
    }
}
