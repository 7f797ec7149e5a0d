//! `kill -9` of the real server under writing clients: nothing acknowledged is lost, nothing is half written, and what
//! was not acknowledged is done once when it is sent again.

use crate::purchase::web::lasting;
use crate::support::postgres;
use crate::support::process::scratch_dir;
use crate::support::server::Server;
use crate::verify::verified;
use crate::world::{AREAS, COUNTRY, World};
use placer::domain::access::AccountRole;
use placer::domain::role::Role;
use placer::store::journal::{Receipt, journal_size, receipt_fetch};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Kills of the quick tier.
const KILLS: usize = 25;
/// Clients that write at once.
const CLIENTS: usize = 4;

/// A request; the status and the JSON of the answer, or nothing when the server died before the whole of it was here.
fn ask(address: &str, token: &str, method: &str, path: &str, key: &str, body: &str) -> Option<(u16, Value)> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: {key}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    Some((head.split(' ').nth(1)?.parse().ok()?, serde_json::from_str(body).ok()?))
}

/// An act that was sent, and under which key.
struct Sent {
    token: String,
    act: &'static str,
    key: String,
    body: String,
}

impl Sent {
    /// The receipt; nothing when the server died.
    fn post(&self, address: &str) -> Option<Receipt> {
        let (status, told) = ask(address, &self.token, "POST", &format!("/api/v1/acts/{}", self.act), &self.key, &self.body)?;
        assert!(status == 201 || status == 200, "{} {}: {status} {told}", self.act, self.key);
        let text = |field: &str| told[field].as_str().unwrap().to_owned();
        Some(Receipt {
            seq: told["seq"].as_i64().unwrap(),
            id: text("id").parse().unwrap(),
            recorded_at: text("recorded_at").parse().unwrap(),
            kind: text("kind"),
            subject: text("subject"),
            leaf_hash: text("leaf_hash"),
            replayed: status == 200,
        })
    }
}

/// A dealer's office: what comes up is written down, bought, and put to what he has.
struct Client {
    name: String,
    registrar: String,
    dealer: String,
    site: String,
    licence: String,
    number: String,
    today: String,
    done: usize,
    /// Not acknowledged when the server died.
    open: Option<Sent>,
    acknowledged: Vec<Receipt>,
    /// Acts of all clients acknowledged since the server was started.
    since: Arc<AtomicUsize>,
    /// The code of the parcel that everything was put to.
    heap: Option<String>,
}

impl Client {
    /// Does one act; nothing when the server died, and the act is sent again first of all the next time.
    fn act(&mut self, address: &str, act: &'static str, body: &Value) -> Option<String> {
        let token = if act == "record_production" { self.registrar.clone() } else { self.dealer.clone() };
        self.done += 1;
        self.open = Some(Sent { token, act, key: format!("{}-{}", self.name, self.done), body: body.to_string() });
        self.send_again(address)
    }

    fn send_again(&mut self, address: &str) -> Option<String> {
        let receipt = self.open.as_ref()?.post(address)?;
        self.open = None;
        let parcel = receipt.subject.clone();
        self.acknowledged.push(receipt);
        self.since.fetch_add(1, Ordering::Relaxed);
        Some(parcel)
    }

    fn code(&self, address: &str, parcel: &str) -> Option<String> {
        let (status, told) = ask(address, &self.dealer, "GET", &format!("/api/v1/parcels/{parcel}"), "", "")?;
        assert_eq!(status, 200, "{told}");
        Some(told["code"].as_str().unwrap().to_owned())
    }

    /// A find comes up, is bought and put to the heap.
    fn round(&mut self, address: &str) -> Option<()> {
        let found = json!({"site": self.site, "licence": self.licence, "on": self.today, "stones": 2, "weight_mct": 1000});
        let parcel = self.act(address, "record_production", &found)?;
        let (status, told) = ask(address, &self.registrar, "GET", &format!("/api/v1/parcels/{parcel}"), "", "")?;
        assert_eq!(status, 200, "{told}");
        let code = told["code"].as_str().unwrap().to_owned();
        let bought = json!({
            "seller_licence": self.number,
            "weighed": [{"parcel": code, "weight_mct": 1000, "stones": 2}],
            "terms": {"price": {"minor": 10_000, "currency": "USD"}, "payment": "cash", "on": self.today},
        });
        self.act(address, "record_purchase", &bought)?;
        let heap = match self.heap.take() {
            None => code,
            Some(heap) => {
                let mixed = self.act(address, "combine_parcels", &json!({"parcels": [heap, code]}))?;
                self.code(address, &mixed)?
            }
        };
        self.heap = Some(heap);
        Some(())
    }

    fn write_until_it_dies(&mut self, address: &str) {
        if self.open.is_some() && self.send_again(address).is_none() {
            return;
        }
        while self.round(address).is_some() {}
    }
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

fn clients(w: &mut World) -> Vec<Client> {
    // The real server lives by the real clock.
    w.now = placer::edge::now();
    let today = w.app.env.profile.local_day(w.now).to_string();
    let office = w.office("KE");
    let registrar = w.login("registrar", AccountRole::Registrar, Some(office), None);
    let miner = lasting(w, "Miner", Role::Miner, "artisanal");
    let site = w.site(Some(miner.licence), Some(office));
    let registrar = w.token(&registrar);
    let since = Arc::new(AtomicUsize::new(0));
    let client = |n: usize| {
        let t = lasting(w, &format!("Dealer {n}"), Role::Dealer, "dealer");
        let account = w.login(&format!("dealer{n}"), AccountRole::Buyer, None, Some(t.party));
        w.slip_book(t.party);
        Client {
            name: format!("C{n}"),
            registrar: registrar.clone(),
            dealer: w.token(&account),
            site: site.to_string(),
            licence: miner.licence.to_string(),
            number: miner.number.clone(),
            today: today.clone(),
            done: 0,
            open: None,
            acknowledged: Vec::new(),
            since: Arc::clone(&since),
            heap: None,
        }
    };
    (0..CLIENTS).map(client).collect()
}

fn kill_again_and_again(url: &str) {
    let layers = scratch_dir("kill-layers");
    std::fs::write(layers.join("country.geojson"), COUNTRY).unwrap();
    std::fs::write(layers.join("admin1.geojson"), AREAS).unwrap();
    let mut w = World::at(url);
    let mut clients = clients(&mut w);
    let before = w.read(journal_size);
    let folder = layers.display().to_string();
    let serve = || Server::start(&["serve", "--database", url, "--listen", "127.0.0.1:0", "--layers", &folder]);
    for round in 0..KILLS {
        let server = serve();
        let since = Arc::clone(&clients[0].since);
        since.store(0, Ordering::Relaxed);
        thread::scope(|scope| {
            let address = server.address().to_owned();
            for client in &mut clients {
                let address = address.clone();
                scope.spawn(move || client.write_until_it_dies(&address));
            }
            // However slow the machine is, something was acknowledged and all clients are at it when the blow falls.
            let begun = Instant::now();
            while since.load(Ordering::Relaxed) < 12 + round % 9 && begun.elapsed() < Duration::from_secs(30) {
                thread::sleep(Duration::from_millis(1));
            }
            thread::sleep(Duration::from_millis(u64::try_from(round * 7 % 13).unwrap()));
            server.kill();
        });
    }
    let server = serve();
    for client in &mut clients {
        // Whether it was written before the kill or is written now: it is acknowledged in the end.
        client.send_again(server.address());
    }
    server.kill();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut entries, mut again) = (BTreeSet::new(), 0);
    for receipt in clients.iter().flat_map(|c| &c.acknowledged) {
        *kinds.entry(&receipt.kind).or_default() += 1;
        again += usize::from(receipt.replayed);
        assert!(entries.insert(receipt.seq), "entry {} is the receipt of two acts", receipt.seq);
        let kept = w.read(|rx| receipt_fetch(rx, receipt.seq));
        let kept = kept.unwrap_or_else(|| panic!("acknowledged and lost: {receipt:?}"));
        assert_eq!((kept.id, kept.leaf_hash, kept.subject), (receipt.id, receipt.leaf_hash.clone(), receipt.subject.clone()));
    }
    for kind in ["production.recorded", "purchase.recorded", "parcel.combined"] {
        let times = kinds.get(kind).copied().unwrap_or_default();
        assert!(times >= KILLS, "{kind} was acknowledged {times} times");
    }
    let written = usize::try_from(w.read(journal_size) - before).unwrap();
    assert_eq!(written, entries.len(), "every act that was sent is written once, and nothing else is");
    assert_eq!(verified(&w).findings, []);
    println!("{KILLS} kills, {written} acts written: {kinds:?}; {again} were written before the kill and not acknowledged; none lost");
    let _ = std::fs::remove_dir_all(&layers);
}
