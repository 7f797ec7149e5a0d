//! Bad input: whatever stands in any field of any act, form or address, the answer is a refusal that says where, or the
//! act is done as it was asked; never a fault, and after a refusal nothing is changed.

use super::{Chance, Found, Run, Suite, unsound};
use crate::house::House;
use crate::support::http::{Http, Reply};
use crate::world::{PASSWORD, World};
use placer::domain::access::{AccountRole, Actor, Reach, reach};
use placer::domain::role::Role;
use placer::store::journal::journal_size;
use placer::web::api::{acts, openapi};
use placer::web::routes::{self, Access};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub const SUITE: Suite = Suite {
    name: "bad input, every act, form and address",
    quick: 350,
    long: 1_000_000,
    run: |r| Some(bad_input(r)),
    control: ("refusals (each counts as taken)", 20),
};

/// The short ones.
const PLAIN: [&str; 89] = [
    "",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\0",
    "a\0b",
    "\u{1}",
    "\u{7f}",
    "\u{85}",
    "\u{200b}",
    "\u{200d}",
    "\u{feff}",
    "\u{202e}evil\u{202c}",
    "\u{2066}x\u{2069}",
    "\u{ad}",
    "\u{300}\u{301}\u{302}",
    "e\u{301}",
    "ﬁ",
    "İ",
    "ß",
    "\u{1f48e}",
    "\u{1f468}\u{200d}\u{1f469}",
    "\u{10ffff}",
    "\u{fffd}",
    "عقد",
    "鑽石",
    "'",
    "''",
    "\"",
    "\\",
    "`",
    ";",
    "--",
    "' OR '1'='1",
    "'; DROP TABLE journal; --",
    "%",
    "_",
    "%s%n%x",
    "{0}",
    "${7*7}",
    "{{7*7}}",
    "$(id)",
    "`id`",
    "| id",
    "../../etc/passwd",
    "%2e%2e%2f",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=1>",
    "&lt;",
    "<!--",
    "]]>",
    "=1+1",
    "@SUM(A1)",
    "+1",
    "-1",
    "null",
    "undefined",
    "NaN",
    "nil",
    "true",
    "Infinity",
    "0x10",
    "1e9",
    "1,25",
    "1.25",
    "1.2.3",
    "-0",
    "00",
    "9223372036854775808",
    "-9223372036854775809",
    "999999999999999999999999999999",
    "1_000",
    "١٢٣",
    "½",
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "-0001-01-01",
    "2026-13-01T00:00:00Z",
    "31/12/2026",
    "00000000-0000-0000-0000-000000000000",
    "01890a5d-ac96-774b-bcce-b302099a8057",
    "P-1",
    "P-000001-X",
    "S-1",
    "USD",
    "usd",
    "XXX",
];

/// Words that trip programs up: control characters, both directions of writing, nothing to be seen, what other
/// languages take for a command, very long, numbers that are none.
pub fn words() -> Vec<String> {
    let long = ["x".repeat(201), "x".repeat(10_000), "\u{1f48e}".repeat(5_000), "a\n".repeat(3_000), "[".repeat(2_000)];
    PLAIN.iter().map(|s| (*s).to_owned()).chain(long).collect()
}

/// Those that fit in an address: a longer one the server cuts off before it is a request.
fn short() -> Vec<String> {
    words().into_iter().filter(|w| w.len() <= 1_000).collect()
}

/// Pieces of JSON in place of any value.
fn pieces() -> Vec<String> {
    let raw = [
        "null",
        "true",
        "0",
        "-1",
        "-0",
        "1.25",
        "1e9",
        "1E400",
        "NaN",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551616",
        "-9223372036854775809",
        "[]",
        "{}",
        "[[]]",
        "[null]",
        "{\"a\":1}",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "1,25",
    ];
    raw.iter().map(|s| (*s).to_owned()).chain(words().iter().map(|w| json!(w).to_string())).collect()
}

/// Every place of a value, as a pointer.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, v)| places(v, &format!("{at}/{name}"), found)),
        Value::Array(items) => items.iter().take(2).enumerate().for_each(|(n, v)| places(v, &format!("{at}/{n}"), found)),
        _ => {}
    }
    if !at.is_empty() {
        found.push(at.to_owned());
    }
}

const MARK: &str = "@the place@";

fn with_piece(body: &Value, place: &str, piece: &str) -> String {
    let mut body = body.clone();
    *body.pointer_mut(place).unwrap() = json!(MARK);
    body.to_string().replacen(&json!(MARK).to_string(), piece, 1)
}

struct Scene {
    house: House,
    actors: Vec<(Actor, String, &'static str)>,
    /// Bodies that would be taken as they are.
    sound: BTreeMap<&'static str, Value>,
}

fn scene() -> Scene {
    let (mut actors, mut sound) = (Vec::new(), BTreeMap::new());
    let house = House::open(|w: &mut World| {
        w.now = placer::edge::now();
        let today = w.app.env.profile.local_day(w.now).to_string();
        let office = w.office("KEN");
        let seller = crate::purchase::web::lasting(w, "Miner", Role::Miner, "artisanal");
        let dealer = crate::purchase::web::lasting(w, "Dealer", Role::Dealer, "dealer");
        let exporter = crate::purchase::web::lasting(w, "Exporter", Role::Exporter, "exporter");
        w.slip_book(dealer.party);
        let site = w.site(Some(seller.licence), Some(office));
        let parcels: Vec<String> = (0..3).map(|_| w.production(site, seller.licence, seller.party, 1_000, 2).code).collect();
        for (role, office, party, login) in [
            (AccountRole::Administrator, None, None, "n-admin"),
            (AccountRole::Registrar, Some(office), None, "n-registrar"),
            (AccountRole::Supervisor, Some(office), None, "n-supervisor"),
            (AccountRole::Officer, None, None, "n-officer"),
            (AccountRole::Approver, None, None, "n-approver"),
            (AccountRole::Buyer, None, Some(dealer.party), "n-buyer"),
            (AccountRole::Exporter, None, Some(exporter.party), "n-exporter"),
            (AccountRole::Reviewer, None, None, "n-reviewer"),
        ] {
            let actor = w.login(login, role, office, party);
            let token = w.token(&actor);
            actors.push((actor, token, login));
        }
        sound.insert("open_office", json!({"code": "BO", "name": "Bo", "areas": ["East"]}));
        let found = json!({"site": site, "licence": seller.licence, "on": today, "stones": 2, "weight_mct": 1000});
        sound.insert("record_production", found);
        let terms = json!({"price": {"minor": 10_000, "currency": "USD"}, "payment": "cash", "on": today});
        let weighed = json!([{"parcel": parcels[0], "weight_mct": 1000, "stones": 2}]);
        sound.insert("record_purchase", json!({"seller_licence": seller.number, "weighed": weighed, "terms": terms}));
        let details = json!({"name": "Somebody"});
        sound.insert("register_party", json!({"kind": "person", "roles": ["miner"], "details": details}));
    });
    Scene { house, actors, sound }
}

/// A request that is asked once.
struct Asked {
    what: String,
    place: String,
    sound: bool,
    send: Box<dyn Fn(&mut Sender<'_>) -> Reply>,
}

/// Whoever sends requests, each under a key of its own.
struct Sender<'s> {
    address: &'s str,
    people: BTreeMap<&'static str, (Http, String)>,
    keys: usize,
}

fn over_acts(s: &Scene) -> Vec<Asked> {
    let document = openapi::document();
    let mut asked = Vec::new();
    for act in acts::all() {
        let Some((_, token, _)) = s.actors.iter().find(|(actor, ..)| reach(actor, act.permission) != Reach::Nothing) else { continue };
        let example = document["paths"][act.path]["post"]["requestBody"]["content"]["application/json"]["example"].clone();
        let sound = s.sound.get(act.name);
        for body in std::iter::once(&example).chain(sound) {
            let mut all = Vec::new();
            places(body, "", &mut all);
            for place in all {
                for piece in pieces() {
                    let (text, token) = (with_piece(body, &place, &piece), token.clone());
                    let shown: String = piece.chars().take(40).collect();
                    asked.push(Asked {
                        what: format!("{} {place} {shown}", act.name),
                        place: place.clone(),
                        sound: Some(body) == sound,
                        send: Box::new(move |sender| {
                            sender.keys += 1;
                            let (bearer, key) = (format!("Bearer {token}"), format!("naughty-{}", sender.keys));
                            let headers =
                                [("authorization", bearer.as_str()), ("idempotency-key", &key), ("content-type", "application/json")];
                            Http::at(sender.address).send("POST", act.path, &headers, &text)
                        }),
                    });
                }
            }
        }
    }
    asked
}

/// The names of the fields of a page's forms.
fn fields_of(page: &str) -> Vec<String> {
    let main = page.split_once("<main").map_or(page, |(_, main)| main);
    let mut names: Vec<String> = main.split(" name=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect();
    names.sort();
    names.dedup();
    names.retain(|n| !matches!(n.as_str(), "csrf" | "key"));
    names
}

fn over_pages(s: &Scene, sender: &mut Sender<'_>) -> Vec<Asked> {
    let mut asked = Vec::new();
    // What ends one's own session would end the run.
    let own = |path: &str| path.starts_with("/me") || path.starts_with("/sign") || path.starts_with("/api/v1/acts");
    for route in routes::all().into_iter().filter(|r| !own(r.path)) {
        let login = match route.access {
            Access::Needs(p) => s.actors.iter().find(|(actor, ..)| reach(actor, p) != Reach::Nothing).map(|(_, _, login)| *login),
            _ => Some("n-admin"),
        };
        let Some(login) = login else { continue };
        let method = route.method.as_str().to_owned();
        if let Some((before, rest)) = route.path.split_once('{') {
            let after = rest.split_once('}').map_or("", |(_, after)| after);
            for word in short() {
                let segment: String = url::form_urlencoded::byte_serialize(word.as_bytes()).collect();
                let (path, method) = (format!("{before}{segment}{}", after.replace(['{', '}'], "")), method.clone());
                asked.push(Asked {
                    what: format!("{method} {} {}", route.path, word.chars().take(40).collect::<String>()),
                    place: String::new(),
                    sound: false,
                    send: Box::new(move |sender| page_request(sender, login, &method, &path, &[])),
                });
            }
        } else if route.method == actix_web::http::Method::POST {
            let page = sender.people.get_mut(login).unwrap().0.get(route.path);
            let fields = fields_of(&page.body);
            for field in &fields {
                for word in words() {
                    let (path, field, fields) = (route.path, field.clone(), fields.clone());
                    asked.push(Asked {
                        what: format!("POST {path} {field} {}", word.chars().take(40).collect::<String>()),
                        place: String::new(),
                        sound: false,
                        send: Box::new(move |sender| {
                            let typed: Vec<(&str, &str)> =
                                fields.iter().map(|f| (f.as_str(), if *f == field { word.as_str() } else { "1" })).collect();
                            page_request(sender, login, "POST", path, &typed)
                        }),
                    });
                }
            }
        } else {
            for word in short() {
                let value: String = url::form_urlencoded::byte_serialize(word.as_bytes()).collect();
                let names = ["q", "before", "limit", "state", "from", "to", "office", "lang", "kind", "page", "bbox"];
                let query: Vec<String> = names.iter().map(|n| format!("{n}={value}")).collect();
                let path = format!("{}?{}", route.path, query.join("&"));
                asked.push(Asked {
                    what: format!("GET {} {}", route.path, word.chars().take(40).collect::<String>()),
                    place: String::new(),
                    sound: false,
                    send: Box::new(move |sender| page_request(sender, login, "GET", &path, &[])),
                });
            }
        }
    }
    asked
}

fn page_request(sender: &mut Sender<'_>, login: &'static str, method: &str, path: &str, fields: &[(&str, &str)]) -> Reply {
    sender.keys += 1;
    let key = format!("page-{}", sender.keys);
    let (http, csrf) = sender.people.get_mut(login).unwrap();
    if method == "GET" {
        return http.get(path);
    }
    let own = [("csrf", csrf.as_str()), ("key", key.as_str())];
    let all: Vec<(&str, &str)> = own.into_iter().chain(fields.iter().copied()).collect();
    http.post(path, &all)
}

/// Whether a refusal says where it lies.
fn names_a_place(reply: &Reply, asked: &Asked) -> bool {
    if !reply.header("content-type").starts_with("application/problem+json") {
        return true;
    }
    let told = reply.json();
    match reply.status {
        400 => told["place"].as_str().is_some_and(|p| !p.is_empty()),
        422 => {
            let violations = told["violations"].as_array().cloned().unwrap_or_default();
            // An act that would be taken but for this place: a field is named.
            !violations.is_empty() && (!asked.sound || violations.iter().any(|v| v["field"].is_string()))
        }
        _ => true,
    }
}

fn bad_input(run: &Run) -> Found {
    let mut found = Found::default();
    let s = scene();
    let address = s.house.server.address().to_owned();
    let mut people = BTreeMap::new();
    for (_, _, login) in &s.actors {
        let mut http = Http::signed_in(&address, login, PASSWORD);
        let csrf = http.get("/me").hidden("csrf");
        people.insert(*login, (http, csrf));
    }
    let mut sender = Sender { address: &address, people, keys: 0 };
    let mut all = over_acts(&s);
    all.extend(over_pages(&s, &mut sender));
    found.count("possible", all.len());
    let mut chance = Chance::new(run.seed);
    // A part of all, chosen by chance, where not all are asked for.
    while all.len() > run.times {
        let away = chance.below(all.len());
        all.swap_remove(away);
    }
    let w = &s.house.world;
    for asked in &all {
        let before = w.read(journal_size);
        let reply = (asked.send)(&mut sender);
        let after = w.read(journal_size);
        found.count("asked", 1);
        let taken = (200..400).contains(&reply.status);
        found.count(if taken { "taken as asked" } else { "refused" }, 1);
        let head: String = reply.body.chars().take(300).collect();
        found.check(reply.status < 500, || format!("{}: {} {head}", asked.what, reply.status));
        found.check(taken || after == before, || format!("{}: refused, and {} entries written", asked.what, after - before));
        found.check(taken || names_a_place(&reply, asked), || format!("{} at {}: no place named: {head}", asked.what, asked.place));
        if run.without.is_some() {
            found.check(taken, || format!("{}: refused with {}", asked.what, reply.status));
        }
    }
    found.broken.extend(unsound(&w.url));
    found
}

#[test]
fn whatever_is_typed_is_refused_with_its_place_or_done() {
    SUITE.holds();
}

#[test]
fn bad_input_is_refused_at_all() {
    SUITE.goes_red();
}
