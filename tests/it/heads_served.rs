//! Signed heads as the real server and real witnesses make them: files and pages for anybody, proofs, two of three
//! witnesses, an old copy put back, and an export that both verifiers judge alike.

use crate::house::House;
use crate::support::http::Http;
use crate::support::left_out;
use crate::support::process::{Watchdog, run, scratch_dir};
use crate::support::server::Server;
use crate::world::{AREAS, COUNTRY, PASSWORD, World};
use placer::domain::access::AccountRole;
use placer::domain::checkpoint::{Proof, SignedCheckpoint};
use placer::domain::merkle::leaf_hash;
use placer::domain::note::VerifierKey;
use placer::domain::policy::Policy;
use placer::domain::tile::Tile;
use placer::store::journal::journal_size;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

fn furnished(w: &mut World) {
    for role in [AccountRole::Administrator, AccountRole::Approver, AccountRole::Officer] {
        w.login(role.as_str(), role, None, None);
    }
    for code in ["BO", "KE", "KO"] {
        w.office(code);
    }
}

/// Asks again until it is so; the server signs within the minute.
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let since = Instant::now();
    loop {
        if let Some(found) = ask() {
            return found;
        }
        assert!(since.elapsed() < Duration::from_secs(60), "{what}: not within the minute");
        std::thread::sleep(Duration::from_millis(100));
    }
}

pub fn head_of(http: &mut Http) -> Option<SignedCheckpoint> {
    let reply = http.get("/checkpoint");
    (reply.status == 200).then(|| reply.body.parse().unwrap())
}

fn keys_of(command: &mut Command) -> Vec<VerifierKey> {
    run(command).unwrap().lines().map(|line| line.parse().unwrap()).collect()
}

#[test]
fn anybody_reads_the_head_its_tiles_and_what_they_mean() {
    let house = House::open(furnished);
    let mut http = house.visitor();
    let head = until("a head", || head_of(&mut http));
    let size = head.checkpoint.size;
    assert_eq!(size, u64::try_from(house.world.read(journal_size)).unwrap());
    assert_eq!(head.signers(&keys_of(&mut house.run(&["key", "show"]))).unwrap().len(), 1);
    for tile in Tile::all_of(size) {
        let reply = http.get(&format!("/tile/{}", tile.path()));
        assert_eq!((reply.status, reply.header("content-type")), (200, "application/octet-stream"), "{}", tile.path());
        assert!(reply.header("cache-control").contains("immutable"));
    }
    for missing in ["/tile/0/001", "/tile/1/000", "/tile/0/000.p/255", "/tile/entries/000", "/tile/x"] {
        assert_eq!(http.get(missing).status, 404, "{missing}");
    }
    let page = http.get("/heads");
    assert!(page.body.contains(&head.checkpoint.origin) && page.body.contains("No witnesses are set up"), "{}", page.body);
    assert!(http.get("/heads?size=1").body.contains("Mark of the first 1 entries"));
    // The number as papers print it in either language, whatever blank a telephone makes of it.
    for typed in ["1,047", "1.047", "1%20047", "1%C2%A0047", "1%E2%80%AF047"] {
        let body = http.get(&format!("/heads?size={typed}")).body;
        assert!(body.contains("The journal has fewer than 1,047 entries"), "{typed}: {body}");
    }
    let beyond = http.get(&format!("/heads?size={}", size + 1)).body;
    assert!(beyond.contains("entries are missing"), "{beyond}");
    assert!(http.get("/heads?size=x").body.contains("Give the number of entries"));
    assert!(http.get("/heads/slip").body.contains("<svg"));
    for (file, status) in [("journal-format", 200), ("journal-events", 200), ("operations", 404)] {
        assert_eq!(http.get(&format!("/heads/{file}.md")).status, status, "{file}");
    }
    let lost = http.get("/nothing-here");
    assert!(lost.status == 404 && lost.body.contains("href=\"/check\">Check a number"), "{}", lost.body);
    let standing = http.get("/standing");
    assert!(standing.body.contains("<title>The register is open"), "{}", standing.body);
    assert!(!page.body.contains("/standing"), "nothing is wrong");
    assert!(standing.body.contains("The register is open") && !standing.body.contains("<form method=\"post\" action=\"/standing"));
}

/// Anybody who holds a paper checks the entry on it, and learns nothing else; who may have its receipt finds it there.
#[test]
fn an_entry_is_checked_by_its_number_and_code() {
    let house = House::open(furnished);
    let mut admin = house.signed_in("administrator");
    let made = admin.submit("/offices/new", &[("code", "PU"), ("name", "Pujehun"), ("areas", "SL-E")]);
    assert_eq!(made.status, 303, "{}", made.body);
    let (seq, hash) = house.world.read(|rx| {
        let stored = placer::store::journal::entries_latest(rx, None, None, 1)?.remove(0);
        Ok::<_, placer::store::error::StoreError>((stored.entry.seq, data_encoding::HEXLOWER.encode(&stored.leaf_hash)))
    });
    let code = format!("{}-{}-{}", &hash[..4], &hash[4..8], &hash[8..12]).to_uppercase();
    let mut http = house.visitor();
    for typed in [format!("Journal+entry+{seq},+code+{code}"), format!("{seq}+{}", code.to_lowercase())] {
        let to = http.get(&format!("/check?code={typed}"));
        assert_eq!((to.status, to.header("location")), (303, format!("/check/entry/{seq}/{code}").as_str()), "{}", to.body);
    }
    assert!(http.get(&format!("/check?code={code}")).body.contains("Type the number of the entry with it"));
    for named in [&code, &hash] {
        let page = http.get(&format!("/check/entry/{seq}/{named}"));
        assert!(page.status == 200 && page.body.contains("is in the journal with this code"), "{named}: {}", page.body);
        assert!(!page.body.contains("Pujehun") && !page.body.contains("/receipts/"), "nothing else: {}", page.body);
    }
    until("the head that holds it", || head_of(&mut http).filter(|head| head.checkpoint.size >= u64::try_from(seq).unwrap()));
    let held = http.get(&format!("/check/entry/{seq}/{code}")).body;
    assert!(held.contains("Held by the signed head"), "{held}");
    let own = admin.get(&format!("/check/entry/{seq}/{code}")).body;
    assert!(own.contains("href=\"/receipts/"), "who recorded it: {own}");
    let mut officer = house.signed_in("officer");
    assert!(!officer.get(&format!("/check/entry/{}/{code}", seq - 1)).body.contains("/receipts/"));
    // A wrong code and a number too large are told the same.
    let wrong = http.get(&format!("/check/entry/{seq}/0000-0000-0000"));
    let beyond = http.get(&format!("/check/entry/{}/{code}", seq + 1000));
    for page in [wrong, beyond] {
        assert!(page.status == 404 && page.body.contains("no entry with this number and this code"), "{}", page.body);
    }
    assert_eq!(http.get(&format!("/check/entry/{seq}/{}", &hash[..8])).status, 404);
}

#[test]
fn a_receipt_has_a_proof_that_needs_no_network_and_strangers_get_none() {
    let house = House::open(furnished);
    let mut officer = house.signed_in("officer");
    let entry = officer.get("/journal/2").body;
    let receipt = entry.split("href=\"/receipts/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = officer.get(&format!("/receipts/{receipt}"));
    assert!(page.body.contains("Entry 2, short code ") && page.body.contains("/proof\""), "{}", page.body);
    let reply = officer.get(&format!("/receipts/{receipt}/proof"));
    assert_eq!(reply.status, 200);
    assert!(reply.header("content-disposition").contains("entry-2.tlog-proof"));
    let proof: Proof = reply.body.parse().unwrap();
    let leaf = leaf_hash(proof.entry.as_deref().unwrap().as_bytes());
    let keys = keys_of(&mut house.run(&["key", "show"]));
    assert_eq!((proof.index, proof.check(leaf, &keys).unwrap().len()), (1, 1));
    assert_eq!(house.signed_in("administrator").get(&format!("/receipts/{receipt}/proof")).status, 404, "who may not see it");
    assert_eq!(house.visitor().get(&format!("/receipts/{receipt}/proof")).status, 303, "who is not signed in");
}

/// Three witnesses of their own, the third stopped: two of three are enough, and the page says which.
#[test]
fn two_of_three_witnesses_are_enough_and_are_told_by_name() {
    let dir = scratch_dir("witnesses");
    let _sweeper = Watchdog::over_dir(&dir);
    let url = format!("sqlite:{}", dir.join("placer.sqlite").display());
    let mut world = World::at(&url);
    furnished(&mut world);
    let serve = ["serve", "--database", &url, "--listen", "127.0.0.1:0"];
    // The first start makes the key that the witnesses have to know.
    Server::start(&serve).stop();
    let key = run(Server::command().args(["key", "show", "--database", &url])).unwrap();
    let mut policy = String::new();
    let mut witnesses = Vec::new();
    for name in ["west", "east", "north"] {
        let state = dir.join(name).display().to_string();
        let own = ["witness", "--state", &state, "--name", &format!("{name}.example"), "--listen", "127.0.0.1:0"];
        let shown = run(Server::command().args(own).arg("--show-key")).unwrap();
        let witness = Server::start(&[&own[..], &["--watch", key.trim()]].concat());
        policy += &format!("witness {name} {} {}\n", shown.trim(), witness.url());
        witnesses.push(witness);
    }
    policy += "group two 2 west east north\nquorum two\n";
    let file = dir.join("policy");
    std::fs::write(&file, &policy).unwrap();
    witnesses.pop().unwrap().stop();
    let server = Server::start(&[&serve[..], &["--witnesses", file.to_str().unwrap()]].concat());
    let mut http = Http::at(server.address());
    let policy = Policy::parse(&policy).unwrap();
    let keys: Vec<VerifierKey> = policy.witnesses.iter().map(|w| w.key.clone()).collect();
    let head = until("two cosignatures", || head_of(&mut http).filter(|h| h.note.signers(&keys).unwrap().len() == 2));
    let signed = head.note.signers(&keys).unwrap();
    assert!(policy.satisfied(&signed.iter().map(|s| s.key).collect::<Vec<_>>()));
    let page = until("the third is told", || Some(http.get("/heads").body).filter(|b| b.contains("cannot be reached")));
    assert!(page.contains("2 of 3 are needed") && page.contains("has enough of them"), "{page}");
    assert!(page.contains("west") && page.contains("east") && page.contains("has signed none yet"), "{page}");
    // New entries are cosigned too, from where the witnesses stand.
    let mut admin = Http::signed_in(server.address(), "administrator", PASSWORD);
    let made = admin.submit("/offices/new", &[("code", "PU"), ("name", "Pujehun"), ("areas", "SL-E")]);
    assert!(made.status == 303 || made.status == 200, "{}", made.body);
    let grown = until("a larger head", || head_of(&mut http).filter(|h| h.checkpoint.size > head.checkpoint.size));
    until("cosigned again", || head_of(&mut http).filter(|h| h.note.signers(&keys).unwrap().len() == 2));
    assert!(grown.checkpoint.size > head.checkpoint.size);
    // Another history under the same key is refused by every witness.
    server.stop();
    for witness in witnesses {
        witness.stop();
    }
}

/// The whole way of an operator who puts an old copy back.
#[test]
fn an_old_copy_put_back_starts_read_only_and_two_people_open_it() {
    let dir = scratch_dir("old-copy");
    let _sweeper = Watchdog::over_dir(&dir);
    let (file, old) = (dir.join("placer.sqlite"), dir.join("old.sqlite"));
    let url = format!("sqlite:{}", file.display());
    for (name, text) in [("country", COUNTRY), ("admin1", AREAS)] {
        std::fs::write(dir.join(format!("{name}.geojson")), text).unwrap();
    }
    let layers = dir.display().to_string();
    let serve = ["serve", "--database", &url, "--listen", "127.0.0.1:0", "--layers", &layers];
    let mut world = World::at(&url);
    furnished(&mut world);
    world.app.db.copy_into(old.to_str().unwrap()).unwrap();
    world.office("LOST");
    drop(world);
    let server = Server::start(&serve);
    let mut http = Http::at(server.address());
    let lost = until("a head", || head_of(&mut http));
    server.stop();
    for ending in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", file.display()));
    }
    std::fs::copy(&old, &file).unwrap();
    let server = Server::start(&serve);
    let mut admin = Http::signed_in(server.address(), "administrator", PASSWORD);
    let page = admin.get("/offices");
    assert!(page.body.contains("This register is read only."), "every page says so");
    let refused = admin.submit("/offices/new", &[("code", "PU"), ("name", "Pujehun"), ("areas", "SL-E")]);
    assert_eq!(refused.status, 503, "{}", refused.body);
    assert!(refused.body.contains("value=\"Pujehun\"") && refused.body.contains("What you typed is still here"), "{}", refused.body);
    let form = admin.get("/offices/new").body;
    assert!(form.split_once("<main").unwrap().1.contains("This register is read only."), "before anything is typed: {form}");
    let list = admin.get("/offices").body;
    assert!(!list.split_once("<main").unwrap().1.contains("This register is read only."), "{list}");
    let standing = admin.get("/standing").body;
    assert!(standing.contains(&format!("A head of {} entries was signed", lost.checkpoint.size)), "{standing}");
    assert!(standing.contains("<title>The register is read only"), "{standing}");
    let heads = http_at(&server).get("/heads").body;
    let finding = heads.find(&format!("A head of {} entries was signed", lost.checkpoint.size)).expect(&heads);
    assert!(finding < heads.find("This copy of the register has no signed head").expect(&heads), "the finding first");
    let again = admin.submit("/standing", &[]);
    assert_eq!(again.status, 405, "{}", again.body);
    let (csrf, key) = (admin.get("/standing").hidden("csrf"), admin.get("/standing").hidden("key"));
    let empty = admin.post("/standing/propose", &[("csrf", &csrf), ("key", &key), ("reason", " ")]);
    assert!(empty.status == 422 && empty.body.contains("Fill in this field"), "{}", empty.body);
    let reason = "The disk failed; the book of 1 June is in the safe.";
    assert_eq!(admin.post("/standing/propose", &[("csrf", &csrf), ("key", &key), ("reason", reason)]).status, 303);
    assert!(!admin.get("/standing").body.contains("action=\"/standing/approve\""), "not the same person");
    let mut approver = Http::signed_in(server.address(), "approver", PASSWORD);
    let page = approver.get("/standing");
    assert!(page.body.contains(reason));
    let form = crate::support::http::Reply { body: page.body.split_once("action=\"/standing/approve\"").unwrap().1.to_owned(), ..page };
    let (csrf, key, recovery) = (form.hidden("csrf"), form.hidden("key"), form.hidden("recovery"));
    let done = approver.post("/standing/approve", &[("csrf", &csrf), ("key", &key), ("recovery", &recovery)]);
    assert_eq!(done.status, 303, "{}", done.body);
    assert!(approver.get("/standing").body.contains("The register is open"));
    let head = head_of(&mut http_at(&server)).unwrap();
    assert_eq!(head.checkpoint.origin, format!("{}/2", lost.checkpoint.origin));
    // It stays so after a restart, and takes entries again.
    server.stop();
    let server = Server::start(&serve);
    let mut admin = Http::signed_in(server.address(), "administrator", PASSWORD);
    let made = admin.submit("/offices/new", &[("code", "PU"), ("name", "Pujehun"), ("areas", "SL-E")]);
    assert_ne!(made.status, 503, "{}", made.body);
}

fn http_at(server: &Server) -> Http {
    Http::at(server.address())
}

/// What a verifier finds: codes and places, as a set.
fn found(command: &mut Command) -> BTreeSet<(String, String)> {
    let output = command.output().unwrap();
    let told: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| {
        panic!("{e}: {}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    });
    let one = |f: &Value| (f["code"].as_str().unwrap().to_owned(), f["at"].as_str().unwrap().to_owned());
    let all: BTreeSet<_> = told["findings"].as_array().unwrap().iter().map(one).collect();
    assert_eq!(output.status.code(), Some(i32::from(!all.is_empty())));
    all
}

/// What both verifiers say of an export; both must say the same, where Python is there.
pub fn judged(folder: &Path, trust: &[&str]) -> BTreeSet<(String, String)> {
    let ours = found(Server::command().args(["verify", "--format", "json", "--journal"]).arg(folder).args(trust));
    if let Some(python) = python() {
        let verifier = Path::new(env!("CARGO_MANIFEST_DIR")).join("verifier");
        let trust: Vec<&str> = trust.iter().map(|t| if *t == "--trust" { "--key" } else { t }).collect();
        let mut theirs = Command::new(python);
        theirs.current_dir(verifier).args(["-m", "placer_verify", "journal", "--format", "json"]).arg(folder).args(trust);
        assert_eq!(found(&mut theirs), ours);
    }
    ours
}

/// A second verifier's Python, where it has what it needs.
fn python() -> Option<PathBuf> {
    let found = ["/usr/bin/python3", "python3"]
        .into_iter()
        .find(|p| Command::new(p).args(["-c", "import cryptography"]).output().is_ok_and(|o| o.status.success()));
    if found.is_none() {
        left_out("Python with cryptography", "the comparison of both verifiers", "Debian: python3-cryptography", false);
    }
    found.map(PathBuf::from)
}

#[test]
fn both_verifiers_say_the_same_of_an_export_changed_by_hand() {
    let house = House::open(furnished);
    let mut http = house.visitor();
    until("a head", || head_of(&mut http));
    let dir = scratch_dir("export");
    let _sweeper = Watchdog::over_dir(&dir);
    let folder = dir.join("x");
    run(house.run(&["export"]).arg(&folder)).unwrap();
    let journal = folder.join("journal.jsonl");
    let whole = std::fs::read_to_string(&journal).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    let judged = |trust: &[&str]| judged(&folder, trust);
    // What the test wrote itself asked nobody's leave; both verifiers say so at the same places.
    assert!(judged(&[]).iter().all(|(code, _)| code == "rule.broken"));
    let codes = |changed: &[String], trust: &[&str]| -> BTreeSet<String> {
        std::fs::write(&journal, format!("{}\n", changed.join("\n"))).unwrap();
        let codes = judged(trust).into_iter().map(|(code, _)| code).filter(|code| code != "rule.broken").collect();
        std::fs::write(&journal, &whole).unwrap();
        codes
    };
    let set = |codes: &[&str]| -> BTreeSet<String> { codes.iter().map(|c| (*c).to_owned()).collect() };
    let all: Vec<String> = lines.iter().map(|l| (*l).to_owned()).collect();
    // An entry edited; the tail cut off; one deleted in the middle; one written twice; two exchanged.
    let mut edited = all.clone();
    edited[5] = edited[5].replacen("\"code\":\"BO\"", "\"code\":\"BX\"", 1);
    edited[6] = edited[6].replacen("2026-06-01", "2026-05-31", 1);
    assert_ne!(edited, all);
    assert!(codes(&edited, &[]).is_superset(&set(&["journal.hash", "checkpoint.root"])));
    assert_eq!(codes(&all[..all.len() - 1], &[]), set(&["checkpoint.size"]));
    let mut deleted = all.clone();
    deleted.remove(2);
    assert!(codes(&deleted, &[]).is_superset(&set(&["journal.gap", "checkpoint.size"])));
    let mut twice = all.clone();
    twice.insert(3, all[3].clone());
    assert!(codes(&twice, &[]).is_superset(&set(&["journal.gap", "journal.key_twice", "checkpoint.root"])));
    let mut exchanged = all.clone();
    exchanged.swap(3, 4);
    assert!(codes(&exchanged, &[]).is_superset(&set(&["journal.gap", "checkpoint.root"])));
    // Whoever has the key of another register is told so.
    let other = "other.example+35c2ea9a+AabYP0lLyN4gQH4qVSP4qf6Kz0cY3yYyq5WrQyV5o8gE";
    assert!(other.parse::<VerifierKey>().is_err(), "a made-up key is refused at once");
    let own = keys_of(&mut house.run(&["key", "show"]))[0].to_string();
    assert_eq!(codes(&all, &["--trust", &own]), BTreeSet::new());
    // Rules of the past changed, put in, taken away, and such as cannot be read.
    let rules = folder.join("rules");
    let text = std::fs::read_to_string(rules.join("1.toml")).unwrap();
    let looser = text.replacen("value", "value ", 1);
    let put = |name: &str, text: &[u8]| std::fs::write(rules.join(name), text).unwrap();
    put("1.toml", looser.as_bytes());
    assert_eq!(codes(&all, &[]), set(&["rules.differ"]));
    put("1.toml", b"\xff");
    assert_eq!(codes(&all, &[]), set(&["rules.unreadable"]));
    put("1.toml", text.as_bytes());
    put("3.toml", looser.as_bytes());
    assert_eq!(codes(&all, &[]), set(&["rules.extra"]));
    std::fs::remove_file(rules.join("1.toml")).unwrap();
    assert_eq!(codes(&all, &[]), set(&["rules.extra", "rules.missing"]));
    std::fs::remove_file(rules.join("3.toml")).unwrap();
    assert_eq!(
        codes(&all[1..], &[]).intersection(&set(&["rules.none", "rules.missing"])).cloned().collect::<BTreeSet<_>>(),
        set(&["rules.none"])
    );
}

/// The tests of the second verifier break each rule of the journal by a true story told wrongly in one point; this program
/// judges every one of those journals too, and must find the same at the same places.
#[test]
fn both_verifiers_find_every_broken_rule_at_the_same_place() {
    let Some(python) = python() else { return };
    let verifier = Path::new(env!("CARGO_MANIFEST_DIR")).join("verifier");
    let program = Server::command().get_program().to_owned();
    let mut tests = Command::new(python);
    tests.current_dir(verifier).args(["-m", "unittest", "discover", "-s", "tests", "-t", "."]).env("PLACER_PROGRAM", program);
    let ran = tests.output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}
