//! Witnesses as real programs beside the real server: a certificate is issued whoever of them is there, and its page
//! says who signed; one that knows more than a restored register closes it; one that lies is not believed.

use crate::heads_served::until;
use crate::shipment::{Desk, desk};
use crate::support::http::{Http, Reply};
use crate::support::process::{Watchdog, run, scratch_dir};
use crate::support::server::Server;
use crate::world::{AREAS, COUNTRY, PASSWORD, World};
use placer::domain::access::AccountRole;
use placer::domain::checkpoint::SignedCheckpoint;
use placer::domain::ids::ShipmentId;
use placer::domain::merkle::check_consistency;
use placer::domain::note::{KeyKind, SignerKey, VerifierKey};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A witness of one's own: its folder, its line in the policy, and where it listens.
struct Post {
    name: &'static str,
    state: PathBuf,
    key: String,
    address: String,
    watch: String,
    running: Option<Server>,
}

impl Post {
    fn set_up(dir: &Path, name: &'static str, watch: &str) -> Self {
        let state = dir.join(name);
        let mut post = Self { name, state, key: String::new(), address: "127.0.0.1:0".into(), watch: watch.into(), running: None };
        post.key = run(Server::command().args(post.args()).arg("--show-key")).unwrap().trim().to_owned();
        post.start();
        post
    }
    fn args(&self) -> Vec<String> {
        let state = self.state.display().to_string();
        ["witness", "--state", &state, "--name", &format!("{}.example", self.name), "--listen", &self.address].map(str::to_owned).into()
    }
    /// Starts it, at the same address as before.
    fn start(&mut self) {
        let args = self.args();
        let all: Vec<&str> = args.iter().map(String::as_str).chain(["--watch", &self.watch]).collect();
        let server = Server::start(&all);
        self.address = server.address().to_owned();
        self.running = Some(server);
    }
    fn stop(&mut self) {
        self.running.take().unwrap().stop();
    }
}

/// A register with three shipments that wait for the second signature, its server and its witnesses.
struct Place {
    dir: PathBuf,
    world: World,
    waiting: Vec<ShipmentId>,
    /// The forms set aside for them.
    forms: Vec<String>,
    posts: Vec<Post>,
    _sweeper: Watchdog,
}

fn two_of_three(posts: &[Post]) -> String {
    let lines: String = posts.iter().map(|p| format!("witness {} {} http://{}\n", p.name, p.key, p.address)).collect();
    format!("{lines}group two 2 west east north\nquorum two\n")
}

impl Place {
    fn open(name: &str) -> Self {
        let dir = scratch_dir(name);
        let sweeper = Watchdog::over_dir(&dir);
        for (name, text) in [("country", COUNTRY), ("admin1", AREAS)] {
            std::fs::write(dir.join(format!("{name}.geojson")), text).unwrap();
        }
        std::fs::create_dir(dir.join("database")).unwrap();
        let mut w = World::at(&format!("sqlite:{}", dir.join("database/placer.sqlite").display()));
        let mut d: Desk = desk(&mut w);
        d.exporter.1 = w.licence_between("exporter", d.exporter.0, None, "2026-01-01", "2099-12-31");
        w.now = placer::edge::now();
        w.login("approver", AccountRole::Approver, None, None);
        w.login("administrator", AccountRole::Administrator, None, None);
        let waiting = (0..3).map(|n| d.sealed(&mut w, 1_500 + n)).collect::<Vec<_>>();
        let waiting = waiting.iter().map(|parcel| d.proposed(&mut w, &[parcel])).collect();
        let forms = (1..=3).map(|n| format!("SL {n:06}")).collect();
        let mut place = Self { dir, world: w, waiting, forms, posts: Vec::new(), _sweeper: sweeper };
        // The first start makes the key that the witnesses have to know.
        place.serve(&[]).stop();
        let key = run(&mut place.command(&["key", "show"])).unwrap().trim().to_owned();
        place.posts = ["west", "east", "north"].map(|name| Post::set_up(&place.dir, name, &key)).into();
        std::fs::write(place.dir.join("policy"), two_of_three(&place.posts)).unwrap();
        place
    }
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Server::command();
        command.args(args).args(["--database", &self.world.url, "--heads"]).arg(self.dir.join("heads"));
        command.arg("--layers").arg(&self.dir);
        command
    }
    fn serve(&self, more: &[&str]) -> Server {
        Server::spawn(self.command(&["serve", "--listen", "127.0.0.1:0"]).args(more), Duration::from_secs(60)).unwrap()
    }
    fn witnessed(&self) -> Server {
        self.serve(&["--witnesses", self.dir.join("policy").to_str().unwrap()])
    }
    fn post(&mut self, name: &str) -> &mut Post {
        self.posts.iter_mut().find(|p| p.name == name).unwrap()
    }
    /// Signs the next certificate and gives the address of its page.
    fn issue(&mut self, server: &Server) -> (Http, String) {
        let mut approver = Http::signed_in(server.address(), "approver", PASSWORD);
        let shipment = self.waiting.remove(0);
        let done = issue(&mut approver, shipment, &self.forms.remove(0));
        assert_eq!(done.status, 201, "{}", done.body);
        let page = format!("/certificates/{}", done.json()["subject"].as_str().unwrap());
        (approver, page)
    }
}

fn issue(approver: &mut Http, shipment: ShipmentId, form: &str) -> Reply {
    approver.headers.push(("x-placer".into(), "1".into()));
    let headers = [("content-type", "application/json"), ("idempotency-key", &shipment.to_string() as &str)];
    let body = format!("{{\"shipment\":\"{shipment}\",\"blank\":\"{form}\"}}");
    let done = approver.send("POST", "/api/v1/acts/issue_certificate", &headers, &body);
    approver.headers.pop();
    done
}

fn head_of(server: &Server) -> Option<SignedCheckpoint> {
    Http::at(server.address()).get("/checkpoint").body.parse().ok()
}

#[test]
fn certificates_are_issued_with_one_two_and_all_witnesses_stopped_and_say_who_signed() {
    let mut place = Place::open("witnessed");
    let server = place.witnessed();
    place.post("north").stop();
    let (mut approver, page) = place.issue(&server);
    let told = until("two of three", || Some(approver.get(&page).body).filter(|b| b.contains("That is enough (2 of 3 are needed)")));
    assert!(told.contains("Witnesses that have signed it: ") && told.contains("west") && told.contains("east"), "{told}");
    assert!(!told.contains("north"), "{told}");
    let heads = until("the third is told", || Some(approver.get("/heads").body).filter(|b| b.contains("cannot be reached")));
    assert!(heads.contains("2 of 3 are needed") && heads.contains("has enough of them"), "{heads}");

    place.post("east").stop();
    let (mut approver, page) = place.issue(&server);
    let told = until("one of three", || Some(approver.get(&page).body).filter(|b| b.contains("Witnesses that have signed it: west.")));
    assert!(told.contains("That is too few (2 of 3 are needed). It counts all the same"), "{told}");
    assert!(approver.get("/heads").body.contains("has too few of them"), "the heads say so too");
    let french = approver.send("GET", &page, &[("accept-language", "fr")], "").body;
    assert!(french.contains("C’est trop peu (il en faut 2 sur 3)"), "{french}");

    place.post("west").stop();
    let (mut approver, page) = place.issue(&server);
    let told = until("none of three", || Some(approver.get(&page).body).filter(|b| b.contains("Held by the signed head")));
    assert!(told.contains("No witness has signed it yet.") && told.contains("That is too few"), "{told}");
    assert_eq!(Http::at(server.address()).get("/readyz").body, "ready\n", "a register without witnesses goes on");
    // Those that come back catch up, from where they stood.
    place.post("west").start();
    place.post("north").start();
    until("they caught up", || Some(approver.get(&page).body).filter(|b| b.contains("That is enough") && b.contains("north")));
    server.stop();
}

/// Copies a folder as somebody does who puts it back later.
fn copied(from: &Path, to: &Path) {
    let _ = std::fs::remove_dir_all(to);
    run(Command::new("cp").arg("-r").arg(from).arg(to)).unwrap();
}

#[test]
fn a_witness_that_knows_more_than_a_restored_register_closes_it_at_the_start() {
    let mut place = Place::open("knows-more");
    let (database, heads) = (place.dir.join("database"), place.dir.join("heads"));
    let server = place.witnessed();
    until("all have signed", || head_of(&server).filter(|h| h.note.signatures.len() == 4));
    // The old copy has a head that all witnesses signed: nothing in it is open.
    server.stop();
    copied(&database, &place.dir.join("old-database"));
    copied(&heads, &place.dir.join("old-heads"));
    let server = place.witnessed();
    let (_, _) = place.issue(&server);
    let lost = until("it is signed", || head_of(&server).filter(|h| h.note.signatures.len() == 4));
    server.stop();
    let put_back = || {
        copied(&place.dir.join("old-database"), &database);
        copied(&place.dir.join("old-heads"), &heads);
    };
    put_back();
    let server = place.witnessed();
    let ready = Http::at(server.address()).get("/readyz");
    assert_eq!((ready.status, ready.body.as_str()), (503, "closed\n"), "from the first request on");
    let standing = Http::at(server.address()).get("/standing").body;
    let size = lost.checkpoint.size;
    assert!(standing.contains(&format!("A head of {size} entries was signed, but the journal has {}.", size - 1)), "{standing}");
    assert!(standing.contains(lost.checkpoint.to_string().lines().nth(2).unwrap()), "{standing}");
    assert_eq!(head_of(&server).unwrap().checkpoint.size, size - 1, "nothing is signed over the loss");
    let mut approver = Http::signed_in(server.address(), "approver", PASSWORD);
    assert_eq!(issue(&mut approver, place.waiting[0], &place.forms[0]).status, 503);
    server.stop();

    // Where no witness can be reached nobody knows; the first that comes back closes it before anything more is signed.
    put_back();
    for post in &mut place.posts {
        post.stop();
    }
    let server = place.witnessed();
    assert_eq!(Http::at(server.address()).get("/readyz").body, "ready\n");
    place.post("east").start();
    until("it is closed", || Some(Http::at(server.address()).get("/readyz").body).filter(|b| b == "closed\n"));
    assert_eq!(head_of(&server).unwrap().checkpoint.size, size - 1);
    assert!(Http::at(server.address()).get("/heads").body.contains("This register is read only."));
    server.stop();
}

/// Of several that begin at once with a new folder all have one key.
#[test]
fn a_witness_that_is_started_twice_at_once_has_one_key() {
    for round in 0..5 {
        let dir = scratch_dir("one-key");
        let show = || {
            let mut command = Server::command();
            command.args(["witness", "--state", dir.join("west").to_str().unwrap(), "--name", "west.example", "--show-key"]);
            command.stdout(std::process::Stdio::piped()).spawn().unwrap()
        };
        let started: Vec<_> = (0..4).map(|_| show()).collect();
        let keys: std::collections::BTreeSet<_> = started.into_iter().map(|c| c.wait_with_output().unwrap().stdout).collect();
        assert!(keys.len() == 1 && keys.iter().all(|k| k.starts_with(b"west.example+")), "{round}: {keys:?}");
        let _ = std::fs::remove_dir_all(&dir);
    }
}

/// What somebody answers in a witness's place: the method and the body of a request, to a status and a text.
type Answer = dyn Fn(&str, &str) -> (u16, String) + Send + Sync;

/// A server that answers as it is told.
fn in_its_place(answer: Arc<Answer>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut asked = Vec::new();
            let mut chunk = [0; 4096];
            let (head, body) = loop {
                let read = stream.read(&mut chunk).unwrap_or(0);
                asked.extend_from_slice(&chunk[..read]);
                let text = String::from_utf8_lossy(&asked).into_owned();
                let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
                let length = head.to_lowercase().split("content-length: ").nth(1).map_or(0, |rest| {
                    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
                    digits.parse::<usize>().unwrap()
                });
                if body.len() >= length || read == 0 {
                    break (head.to_owned(), body.to_owned());
                }
            };
            let (status, text) = answer(head.split(' ').next().unwrap(), &body);
            let length = text.len();
            let _ = write!(stream, "HTTP/1.1 {status} Told\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{text}");
        }
    });
    address
}

fn witness(name: &str, seed: u8) -> SignerKey {
    SignerKey::new(&format!("{name}.example"), KeyKind::Witness, &[seed; 32]).unwrap()
}

/// One that stood at another size than it was told, one that finds the proof wanting, one whose signature is another's,
/// and one that shows a larger head that nobody here signed.
#[test]
fn a_witness_elsewhere_is_met_where_it_stands_and_one_that_lies_is_not_believed() {
    let place = Place::open("lying");
    let log: VerifierKey = run(&mut place.command(&["key", "show"])).unwrap().trim().parse().unwrap();
    let server = place.witnessed();
    let first = until("all have signed", || head_of(&server).filter(|h| h.note.signatures.len() == 4));
    server.stop();
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let (behind, heard, stood) = (witness("behind", 1), Arc::clone(&asked), first.checkpoint.clone());
    let steps = Arc::new(move |method: &str, body: &str| {
        if method == "GET" {
            return (404, String::new());
        }
        heard.lock().unwrap().push(body.lines().next().unwrap().to_owned());
        if body.starts_with("old 0\n") {
            return (409, format!("{}\n", stood.size));
        }
        // It signs only what it is shown to continue its own.
        let (proof, note) = body.split_once("\n\n").unwrap();
        let head: SignedCheckpoint = note.parse().unwrap();
        let path: Vec<_> = proof.lines().skip(1).map(|l| data_encoding::BASE64.decode(l.as_bytes()).unwrap().try_into().unwrap()).collect();
        check_consistency(stood.size, head.checkpoint.size, &stood.root, &head.checkpoint.root, &path).unwrap();
        (200, format!("{}\n", behind.sign(&head.note.text, 1_700_000_000)))
    });
    let unproved = Arc::new(|method: &str, _: &str| if method == "GET" { (404, String::new()) } else { (422, "no\n".into()) });
    let thief = witness("liar", 9);
    let liar = Arc::new(move |method: &str, body: &str| {
        let Some((_, note)) = body.split_once("\n\n").filter(|_| method == "POST") else { return (404, String::new()) };
        (200, format!("{}\n", thief.sign(&note.parse::<SignedCheckpoint>().unwrap().note.text, 1_700_000_000)))
    });
    let (forged, size) = (SignerKey::new(&log.name, KeyKind::Log, &[7; 32]).unwrap(), first.checkpoint.size + 5);
    let text = first.note.text.replacen(&first.checkpoint.size.to_string(), &size.to_string(), 1);
    let shown = format!("{text}\n{}\n", forged.sign(&text, 0));
    let larger = Arc::new(move |method: &str, _: &str| if method == "GET" { (200, shown.clone()) } else { (409, format!("{size}\n")) });
    let mut policy = String::new();
    let told: [(&str, u8, Arc<Answer>); 4] = [("behind", 1, steps), ("unproved", 2, unproved), ("liar", 3, liar), ("larger", 4, larger)];
    for (name, seed, answer) in told {
        policy += &format!("witness {name} {} http://{}\n", witness(name, seed).verifier(), in_its_place(answer));
    }
    policy += "group all all behind unproved liar larger\nquorum all\n";
    std::fs::write(place.dir.join("policy"), policy).unwrap();
    let server = place.witnessed();
    let mut admin = Http::signed_in(server.address(), "administrator", PASSWORD);
    assert_eq!(admin.submit("/offices/new", &[("code", "PU"), ("name", "Pujehun"), ("areas", "SL-E")]).status, 303);
    let behind = [witness("behind", 1).verifier()];
    let head = until("the one behind signs", || {
        head_of(&server).filter(|h| h.checkpoint.size > first.checkpoint.size && h.note.signers(&behind).is_ok_and(|s| s.len() == 1))
    });
    let old = format!("old {}", first.checkpoint.size);
    assert!(asked.lock().unwrap().contains(&"old 0".to_owned()) && asked.lock().unwrap().contains(&old), "{asked:?}");
    let page = until("all were asked", || {
        let page = admin.get("/heads").body;
        (page.matches("refuses to sign").count() == 2 && page.contains("cannot be reached")).then_some(page)
    });
    assert!(page.contains("4 of 4 are needed") && page.contains("has too few of them"), "{page}");
    let line = |name: &str| page.split(&format!(">{name}</dt>")).nth(1).unwrap().split("</div>").next().unwrap().to_owned();
    assert!(line("behind").contains("has signed the newest head") && line("liar").contains("has signed none yet"), "{page}");
    assert!(line("liar").contains("cannot be reached") && line("unproved").contains("refuses") && line("larger").contains("refuses"));
    let keys: Vec<VerifierKey> = [("unproved", 2), ("liar", 3), ("larger", 4)].map(|(n, s)| witness(n, s).verifier()).into();
    assert!(head.note.signers(&keys).unwrap().is_empty());
    assert_eq!(Http::at(server.address()).get("/readyz").body, "ready\n", "a head that nobody here signed closes nothing");
    server.stop();
}
