//! Clients that write for as long as the server lives, and know what was acknowledged to them.

use crate::purchase::web::lasting;
use crate::support::http::Http;
use crate::world::World;
use placer::domain::access::AccountRole;
use placer::domain::role::Role;
use placer::store::journal::Receipt;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// How many write at once.
pub const CLIENTS: usize = 8;

/// A request; the status and the JSON of the answer, or nothing when the server died before the whole of it was here.
pub fn ask(address: &str, token: &str, method: &str, path: &str, key: &str, body: &str) -> Option<(u16, Value)> {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("idempotency-key", key), ("content-type", "application/json")];
    let reply = Http::at(address).try_send(method, path, &headers, body)?;
    // What was cut off in the middle is no answer.
    Some((reply.status, serde_json::from_str(&reply.body).ok()?))
}

/// The same, where a server that is busy has not answered yet.
fn heard(address: &str, token: &str, method: &str, path: &str, key: &str, body: &str) -> Option<(u16, Value)> {
    ask(address, token, method, path, key, body).filter(|(status, _)| *status != 503)
}

/// An act that was sent, and under which key.
#[derive(Clone)]
struct Sent {
    token: String,
    act: &'static str,
    key: String,
    body: String,
}

impl Sent {
    /// The receipt; nothing when the server died.
    fn post(&self, address: &str) -> Option<Receipt> {
        let (status, told) = heard(address, &self.token, "POST", &format!("/api/v1/acts/{}", self.act), &self.key, &self.body)?;
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
pub struct Client {
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
    /// Each with the length that the record of writes had by then, where there is one.
    pub acknowledged: Vec<(Receipt, u64)>,
    /// Acts of all clients acknowledged since the server was started.
    pub since: Arc<AtomicUsize>,
    /// The record of writes.
    pub record: Option<PathBuf>,
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

    /// Sends what was not acknowledged under its key again; gives the subject of the receipt.
    pub fn send_again(&mut self, address: &str) -> Option<String> {
        let receipt = self.open.as_ref()?.post(address)?;
        self.open = None;
        let parcel = receipt.subject.clone();
        let length = self.record.as_ref().map_or(0, |record| std::fs::metadata(record).unwrap().len());
        self.acknowledged.push((receipt, length));
        self.since.fetch_add(1, Ordering::Relaxed);
        Some(parcel)
    }

    /// The code of a parcel.
    fn code(&self, address: &str, parcel: &str) -> Option<String> {
        let (status, told) = heard(address, &self.dealer, "GET", &format!("/api/v1/parcels/{parcel}"), "", "")?;
        assert_eq!(status, 200, "{told}");
        Some(told["code"].as_str().unwrap().to_owned())
    }

    /// A find comes up, is bought and put to the heap.
    fn round(&mut self, address: &str) -> Option<()> {
        let found = json!({"site": self.site, "licence": self.licence, "on": self.today, "stones": 2, "weight_mct": 1000});
        let parcel = self.act(address, "record_production", &found)?;
        let (status, told) = heard(address, &self.registrar, "GET", &format!("/api/v1/parcels/{parcel}"), "", "")?;
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

    /// Round after round, trying again whatever was not answered.
    pub fn write_until_told(&mut self, address: &str, stop: &AtomicBool) {
        while !stop.load(Ordering::Relaxed) {
            let went_on = (self.open.is_none() || self.send_again(address).is_some()) && self.round(address).is_some();
            if !went_on {
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
        }
    }

    /// Round after round, beginning with what was left open.
    pub fn write_until_it_dies(&mut self, address: &str) {
        if self.open.is_some() && self.send_again(address).is_none() {
            return;
        }
        while self.round(address).is_some() {}
    }
}

/// A dealer's office for each client, in a register that lives by the real clock.
pub fn clients(w: &mut World) -> Vec<Client> {
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
            record: None,
            since: Arc::clone(&since),
            heap: None,
        }
    };
    (0..CLIENTS).map(client).collect()
}
