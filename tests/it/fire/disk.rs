//! A disk that fails or fills up at any write: nothing is acknowledged that was not done, reading goes on, and once
//! there is room again writing goes on, each act under its key once.

use super::clients::ask;
use super::{Chance, Found, Ground, Run, Suite, sqlite_at, unsound};
use crate::support::http::Http;
use crate::support::postgres;
use crate::support::server::Server;
use crate::world::{PASSWORD, World};
use placer::domain::access::AccountRole;
use placer::store::journal::{journal_size, receipt_fetch};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;

pub const SUITE: Suite = Suite {
    name: "disk fails or is full at write k, SQLite",
    quick: 100,
    long: 1_200,
    run: |r| Some(failing(r)),
    control: ("errors (the disk says that it wrote)", 24),
};

const EIO: i32 = 5;
const ENOSPC: i32 = 28;

/// The disk under a server, told through the shim's file when to fail.
struct Disk {
    told: PathBuf,
    orders: usize,
}

impl Disk {
    /// The `k`-th change or sync from now fails, and `times` in all (0: all that follow).
    fn fail(&mut self, errno: i32, k: usize, times: usize) {
        self.orders += 1;
        let text = format!("order{} a {errno} {k} {times}", self.orders);
        // Put in place whole: the shim reads it at any moment.
        let fresh = self.told.with_extension("new");
        std::fs::write(&fresh, text).unwrap();
        std::fs::rename(fresh, &self.told).unwrap();
    }
    fn mend(&self) {
        let _ = std::fs::remove_file(&self.told);
    }
    /// The calls that failed until now: `w` for a change, `s` for a sync.
    fn failed(&self) -> Vec<u8> {
        std::fs::read(format!("{}.hit", self.told.display())).unwrap_or_default()
    }
}

fn office(n: usize) -> String {
    json!({"code": format!("O{n:04}"), "name": format!("Office {n}"), "areas": ["East"]}).to_string()
}

fn open(address: &str, token: &str, n: usize) -> Option<(u16, Value)> {
    ask(address, token, "POST", "/api/v1/acts/open_office", &format!("key-{n}"), &office(n))
}

struct Scene {
    ground: Ground,
    url: String,
    file: PathBuf,
    token: String,
    before: i64,
}

fn scene() -> Scene {
    let ground = Ground::new();
    let file = ground.path("placer.sqlite");
    let url = sqlite_at(&file);
    let mut w = World::at(&url);
    w.now = placer::edge::now();
    let admin = w.login("admin", AccountRole::Administrator, None, None);
    let token = w.token(&admin);
    let before = w.read(journal_size);
    Scene { ground, url, file, token, before }
}

fn serve(s: &Scene) -> (Server, Disk) {
    let disk = Disk { told: s.ground.path("fault"), orders: 0 };
    disk.mend();
    let server = s.ground.serve(&s.url, None, |command| {
        super::shim::under(command, &s.file);
        command.env("SHIM_FAULT", &disk.told);
    });
    (server, disk)
}

/// One act with a fault at a change of its own, what it was answered, and what was read meanwhile; whether the fault struck.
fn one(found: &mut Found, s: &Scene, server: &Server, disk: &mut Disk, n: usize, (errno, k, times): (i32, usize, usize)) -> bool {
    let address = server.address();
    let before = disk.failed().len();
    disk.fail(errno, k, times);
    let answer = open(address, &s.token, n);
    for read in ["/healthz", "/api/v1/offices?limit=3"] {
        let status = Http::at(address).try_send("GET", read, &[("authorization", &format!("Bearer {}", s.token))], "").map(|r| r.status);
        found.check(status == Some(200) || errno == 0, || format!("errno {errno} at {k}: {read} answered {status:?}"));
    }
    let struck = disk.failed().split_off(before);
    let hit = !struck.is_empty();
    disk.mend();
    found.count("faults struck", usize::from(hit));
    let (status, body) = answer.unwrap_or((0, Value::Null));
    let done = status == 201 || status == 200;
    if !done {
        // No room at a sync is a failed sync: what of it reached the disk nobody knows, and that is what must be said.
        let full = errno == ENOSPC && status == 507;
        let failed = (errno == EIO || struck.contains(&b's')) && status == 500;
        found.check(full || failed, || format!("errno {errno} at {k} (then {times}): {status} {body}"));
        found.check(body["type"].as_str().is_some_and(|t| t.starts_with("urn:placer:problem:")), || format!("no problem: {body}"));
        found.check(hit, || format!("refused without a fault: {status} {body}"));
        found.count("acts refused", 1);
    }
    hit
}

fn failing(run: &Run) -> Found {
    let mut found = Found::default();
    let mut chance = Chance::new(run.seed);
    let s = scene();
    let (mut server, mut disk) = serve(&s);
    let mut acknowledged: BTreeMap<usize, Value> = BTreeMap::new();
    // The change or sync that fails, from the first to the last that an act makes, and then from the first again.
    let (mut k, mut struck, mut last) = (0, false, 0);
    for n in 0..run.times {
        // Both faults, once and lasting.
        let errno = if run.without.is_some() { 0 } else { [ENOSPC, EIO][n % 2] };
        let times = usize::from((n / 2) % 2 == 0);
        struck |= one(&mut found, &s, &server, &mut disk, n, (errno, k, times));
        // Room again: the same act under the same key is done, once.
        match open(server.address(), &s.token, n) {
            Some((200 | 201, receipt)) => drop(acknowledged.insert(n, receipt)),
            other => found.broken.push(format!("errno {errno} at {k}: not taken once the disk was well: {other:?}")),
        }
        if n % 4 == 3 {
            (last, k) = if struck { (last.max(k), k + 1) } else { (last, 0) };
            struck = false;
        }
        if chance.below(25) == 0 {
            // The log of writes dies with its last user; what was acknowledged must be in the file by then.
            server.kill();
            (server, disk) = serve(&s);
        }
    }
    server.kill();
    found.count("the last write that failed", last);
    found.count("acts acknowledged", acknowledged.len());
    found.broken.extend(kept(&s, &acknowledged));
    found
}

/// What is wrong with the register afterwards.
fn kept(s: &Scene, acknowledged: &BTreeMap<usize, Value>) -> Vec<String> {
    let mut wrong = unsound(&s.url);
    let Ok(db) = placer::store::db::Db::open_existing(&s.url) else { return wrong };
    let read = |seq: i64| db.read(|rx| receipt_fetch(rx, seq)).ok().flatten();
    for (n, told) in acknowledged {
        let kept = told["seq"].as_i64().and_then(read);
        if kept.is_none_or(|k| Some(k.leaf_hash.as_str()) != told["leaf_hash"].as_str()) {
            wrong.push(format!("act {n} was acknowledged and is lost: {told}"));
        }
    }
    let size = db.read(journal_size).unwrap_or_default();
    if size - s.before != i64::try_from(acknowledged.len()).unwrap() {
        wrong.push(format!("{} acts were acknowledged and {} entries written", acknowledged.len(), size - s.before));
    }
    wrong
}

#[test]
fn a_disk_that_fails_at_any_write_costs_no_acknowledged_act() {
    SUITE.holds();
}

#[test]
fn a_disk_that_only_says_it_wrote_is_found_out() {
    SUITE.goes_red();
}

const FULL_FR: &str = "plein";

/// What a person sees who sends a form while the disk is full, in his language and with everything typed.
fn form_while_full(address: &str, fill: impl FnOnce(), empty: impl FnOnce()) {
    let mut http = Http::signed_in(address, "admin", PASSWORD);
    http.headers.push(("accept-language".into(), "fr".into()));
    let page = http.get("/offices/new");
    assert_eq!(page.status, 200);
    let (csrf, key) = (page.hidden("csrf"), page.hidden("key"));
    let fields = [("csrf", csrf.as_str()), ("key", &key), ("code", "KOI"), ("name", "Koidu au bord"), ("areas", "SL-E")];
    fill();
    let full = http.post("/offices/new", &fields);
    assert_eq!(full.status, 507, "{}", full.body);
    assert!(full.body.contains("lang=\"fr\"") && full.body.contains(FULL_FR), "{}", full.body);
    assert!(full.body.contains("Koidu au bord") && full.body.contains(&key), "what was typed is kept, and its key: {}", full.body);
    assert_eq!(http.get("/offices").status, 200, "reading goes on");
    empty();
    let again = http.post("/offices/new", &fields);
    assert_eq!(again.status, 303, "{}", again.body);
    assert!(http.get("/offices").body.contains("Koidu au bord"));
}

#[test]
fn a_full_disk_is_told_in_the_readers_language_with_all_that_was_typed() {
    let s = scene();
    let (server, mut disk) = serve(&s);
    let told = disk.told.clone();
    form_while_full(server.address(), || disk.fail(ENOSPC, 0, 0), || drop(std::fs::remove_file(told)));
    assert_eq!(unsound(&s.url), Vec::<String>::new());
}

/// A failed write of the embedded database is told as one.
#[test]
fn a_failing_disk_is_told_as_one() {
    let s = scene();
    let (server, mut disk) = serve(&s);
    disk.fail(EIO, 0, 0);
    let (status, told) = open(server.address(), &s.token, 1).unwrap();
    assert_eq!((status, told["type"].as_str()), (500, Some("urn:placer:problem:disk")), "{told}");
    disk.mend();
    assert_eq!(open(server.address(), &s.token, 1).unwrap().0, 201);
}

#[test]
fn a_full_disk_of_postgresql_is_told_alike() {
    let Some(url) = postgres::fresh_database() else { return };
    let ground = Ground::new();
    let mut w = World::at(&url);
    w.now = placer::edge::now();
    let admin = w.login("admin", AccountRole::Administrator, None, None);
    let token = w.token(&admin);
    let server = ground.serve(&url, None, |_| {});
    // The server's own words and code (53100) for a table that cannot grow.
    let fill = "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
        RAISE EXCEPTION 'could not extend file \"base/16384/16385\": No space left on device' USING ERRCODE = '53100'; END $$; \
        CREATE TRIGGER full_disk BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION full_disk()";
    let run = |sql: &str| drop(postgres::psql(&url, sql));
    form_while_full(server.address(), || run(fill), || run("DROP TRIGGER full_disk ON journal"));
    run("CREATE TRIGGER full_disk BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION full_disk()");
    let (status, told) = open(server.address(), &token, 1).unwrap();
    assert_eq!((status, told["type"].as_str()), (507, Some("urn:placer:problem:full")), "{told}");
    run("DROP TRIGGER full_disk ON journal; DROP FUNCTION full_disk");
    assert_eq!(open(server.address(), &token, 1).unwrap().0, 201);
    drop(server);
    assert_eq!(unsound(&url), Vec::<String>::new());
}
