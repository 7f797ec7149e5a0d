//! The JSON API: described as it is, and the same rules as on the pages.

mod reading;

use crate::house::House;
use crate::support::http::{Http, Reply};
use crate::world::PASSWORD;
use placer::domain::access::AccountRole;
use placer::domain::entry::sha256_hex;
use placer::edge;
use placer::web::api::{acts, nouns, openapi, singles};
use placer::web::routes;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The names of the commands of the services, read from their source.
fn commands() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/service")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for part in text.split("impl Command for ").skip(1) {
                let name = part.split_once("const NAME: &'static str = \"").unwrap_or_else(|| panic!("{}", path.display())).1;
                found.insert(name.split('"').next().unwrap().to_owned());
            }
        }
    }
    found
}

#[test]
fn every_command_is_an_act_under_its_name() {
    let listed: BTreeSet<String> = acts::all().iter().map(|a| a.name.to_owned()).collect();
    // A key is changed at the console, and a loss given up on the page that says what is missing; three are the server's own.
    let elsewhere =
        ["adopt_certificate_key", "adopt_key", "approve_recovery", "propose_recovery", "confirm_by_code", "notice_taken", "tell_report"]
            .map(str::to_owned);
    let all: BTreeSet<String> = listed.iter().cloned().chain(elsewhere).collect();
    assert_eq!(all, commands(), "src/web/api/acts.rs lists every command of src/service");
    for act in acts::all() {
        assert_eq!(act.path, format!("/api/v1/acts/{}", act.name));
    }
}

#[test]
fn the_description_has_every_route_and_its_examples_are_read_by_the_code() {
    let document = openapi::document();
    serde_json::from_value::<utoipa::openapi::OpenApi>(document.clone()).map(drop).unwrap();
    let described: BTreeSet<String> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| item.as_object().unwrap().keys().map(move |method| format!("{} {path}", method.to_uppercase())))
        .collect();
    let served: BTreeSet<String> =
        routes::all().iter().filter(|r| r.path.starts_with("/api/v1/")).map(|r| format!("{} {}", r.method, r.path)).collect();
    assert_eq!(described, served);

    // Two types of one name would silently describe each other.
    let mut found = Vec::new();
    acts::all().iter().for_each(|a| (a.schemas)(&mut found));
    nouns::all().iter().for_each(|n| (n.schemas)(&mut found));
    singles::all().iter().for_each(|s| (s.schemas)(&mut found));
    let mut types: BTreeMap<String, Value> = BTreeMap::new();
    for (name, schema) in found {
        let schema = serde_json::to_value(schema).unwrap();
        assert_eq!(types.entry(name.clone()).or_insert_with(|| schema.clone()), &schema, "{name}");
    }
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let text = document.to_string();
    for part in text.split("#/components/schemas/").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(schemas.contains_key(name), "{name} is referred to and not described");
    }
    for act in acts::all() {
        let post = &document["paths"][act.path]["post"];
        let example = &post["requestBody"]["content"]["application/json"]["example"];
        (act.reads)(example.to_string().as_bytes()).unwrap_or_else(|e| panic!("{}: {e}\n{example:#}", act.name));
        let mut more = example.clone();
        more["no_such_field"] = json!(1);
        assert!((act.reads)(more.to_string().as_bytes()).is_err(), "{} takes fields nobody knows", act.name);
        assert!(!post["summary"].as_str().unwrap().is_empty(), "{} has no summary", act.name);
    }
}

struct Client(Http);

impl Client {
    fn act(&mut self, name: &str, key: &str, body: &Value) -> Reply {
        let headers = [("content-type", "application/json"), ("idempotency-key", key)];
        self.0.send("POST", &format!("/api/v1/acts/{name}"), &headers, body.to_string())
    }
}

fn house() -> House {
    House::open(|w| {
        let office = w.office("KO");
        w.login("admin", AccountRole::Administrator, None, None);
        w.login("reviewer", AccountRole::Reviewer, None, None);
        w.login("officer", AccountRole::Officer, None, None);
        w.login("registrar", AccountRole::Registrar, Some(office), None);
    })
}

/// A client with a token made on the person's own page; one that signs uses its session, which no token may.
fn machine(house: &House, login: &str) -> Client {
    let mut person = house.signed_in(login);
    if login == "admin" {
        person.headers.push(("x-placer".into(), "1".into()));
        return Client(person);
    }
    with_token(house, login)
}

fn with_token(house: &House, login: &str) -> Client {
    let mut person = house.signed_in(login);
    let made = person.submit_tokens();
    let mut http = house.visitor();
    http.headers.push(("authorization".into(), format!("Bearer {made}")));
    Client(http)
}

impl Http {
    fn submit_tokens(&mut self) -> String {
        let page = self.get("/me");
        let (csrf, key) = (page.hidden("csrf"), page.hidden("key"));
        let made = self.post("/me/tokens", &[("csrf", &csrf), ("key", &key), ("label", "scale"), ("days", "30"), ("password", PASSWORD)]);
        assert_eq!(made.status, 200, "{}", made.body);
        let start = made.body.find("placer_").unwrap();
        made.body[start..].split('<').next().unwrap().to_owned()
    }
}

fn problem(reply: &Reply, status: u16, kind: &str) -> Value {
    assert_eq!(reply.status, status, "{}", reply.body);
    assert_eq!(reply.header("content-type"), "application/problem+json");
    let body = reply.json();
    assert_eq!(
        (body["type"].as_str(), body["status"].as_u64()),
        (Some(format!("urn:placer:problem:{kind}").as_str()), Some(u64::from(status)))
    );
    assert!(!body["title"].as_str().unwrap().is_empty() && !body["detail"].as_str().unwrap().is_empty());
    body
}

#[test]
fn an_act_is_recorded_once_under_its_key() {
    let house = house();
    let mut admin = machine(&house, "admin");
    let office = json!({ "code": "BO", "name": "Bo", "areas": ["East"] });
    let first = admin.act("open_office", "k1", &office);
    assert_eq!(first.status, 201, "{}", first.body);
    let receipt = first.json();
    assert_eq!((receipt["kind"].as_str(), receipt["replayed"].as_bool()), (Some("office.opened"), Some(false)));
    assert_eq!(first.header("location"), format!("/api/v1/receipts/{}", receipt["id"].as_str().unwrap()));
    let again = admin.act("open_office", "k1", &office);
    assert_eq!((again.status, again.json()["seq"].clone()), (200, receipt["seq"].clone()));

    let other = admin.act("open_office", "k1", &json!({ "code": "KE", "name": "Kenema", "areas": [] }));
    assert_eq!(problem(&other, 409, "conflict")["receipt"]["seq"], receipt["seq"], "the one that was first");
    let refused = admin.act("open_office", "k2", &json!({ "code": "!", "name": " ", "areas": [] }));
    let body = problem(&refused, 422, "refused");
    let codes: Vec<_> = body["violations"].as_array().unwrap().iter().map(|v| (v["code"].as_str(), v["field"].as_str())).collect();
    assert_eq!(codes, [(Some("office.code"), Some("code")), (Some("required"), Some("name"))]);
    let missing = json!({ "office": "01890a5d-ac96-774b-bcce-b302099a8057", "name": "x", "areas": [] });
    problem(&admin.act("change_office", "k3", &missing), 404, "not-found");
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    let house = house();
    let mut admin = machine(&house, "admin");
    let post = |admin: &mut Client, headers: &[(&str, &str)], body: &str| admin.0.send("POST", "/api/v1/acts/open_office", headers, body);
    let key = ("idempotency-key", "k1");
    let place = |reply: Reply| problem(&reply, 400, "unreadable")["place"].as_str().unwrap().to_owned();
    let broken = place(post(&mut admin, &[key], "{\"code\":\n  \"BO\", \"name\" 1}"));
    assert!(broken.starts_with("line 2, column "), "{broken}");
    let unknown = place(post(&mut admin, &[key], "{\"code\":\"BO\",\"nome\":\"x\"}"));
    assert!(unknown.contains("column 19") && unknown.contains("nome"), "{unknown}");
    assert!(place(post(&mut admin, &[key], "{\"code\":\"BO\"}")).contains("missing field `name`"));
    assert!(place(post(&mut admin, &[], "{}")).contains("Idempotency-Key"));
    let long = "k".repeat(201);
    assert!(place(post(&mut admin, &[("idempotency-key", &long)], "{}")).contains("200"));
    let body = "{\"code\":\"BO\",\"name\":\"Bo\",\"areas\":[]}";
    assert!(place(post(&mut admin, &[key, ("occurred-at", "yesterday")], body)).contains("occurred_at"));
    let future = post(&mut admin, &[key, ("occurred-at", "2999-01-01T00:00:00Z")], body);
    assert_eq!(problem(&future, 422, "refused")["violations"][0]["code"], "occurred.future");
    let earlier = edge::now().to_string();
    let path = format!("/api/v1/acts/open_office?occurred_at={earlier}&device=scale-7");
    let done = admin.0.send("POST", &path, &[key], body);
    assert_eq!(done.status, 201, "{}", done.body);
    let seq = done.json()["seq"].clone();
    let entry = machine(&house, "reviewer").0.get(&format!("/api/v1/journal/{seq}")).json();
    assert_eq!(entry["occurred_at"], earlier);
    assert!(entry["canonical"].as_str().unwrap().contains("\"device\":\"scale-7\""));
    let large = "x".repeat(1024 * 1024 + 1);
    assert!([400, 413].contains(&post(&mut admin, &[key], &large).status));
}

#[test]
fn whoever_may_not_is_told_so() {
    let house = house();
    let office = json!({ "code": "BO", "name": "Bo", "areas": [] });
    let mut nobody = Client(house.visitor());
    let reply = nobody.act("open_office", "k", &office);
    problem(&reply, 401, "unauthenticated");
    assert_eq!(reply.header("www-authenticate"), "Bearer");
    nobody.0.headers.push(("authorization".into(), "Bearer placer_made-up".into()));
    problem(&nobody.act("open_office", "k", &office), 401, "unauthenticated");
    let mut registrar = machine(&house, "registrar");
    let told = problem(&registrar.act("open_office", "k", &office), 403, "forbidden")["detail"].to_string();
    assert!(told.contains("may not do this act"), "{told}");
    let told = problem(&registrar.0.get("/api/v1/accounts"), 403, "forbidden")["detail"].to_string();
    assert!(told.contains("may not read this"), "{told}");

    // A browser's session needs our own header, and no other site may send it.
    let mut session = Client(house.signed_in("admin"));
    problem(&session.act("open_office", "k", &office), 401, "unauthenticated");
    session.0.headers.push(("x-placer".into(), "1".into()));
    let mut foreign = Client(session.0.clone());
    foreign.0.headers.push(("origin".into(), "https://elsewhere.example".into()));
    problem(&foreign.act("open_office", "k", &office), 403, "stale");
    let mut foreign = Client(session.0.clone());
    foreign.0.headers.push(("sec-fetch-site".into(), "cross-site".into()));
    problem(&foreign.act("open_office", "k", &office), 403, "stale");
    assert_eq!(session.act("open_office", "k", &office).status, 201);

    // A machine's token opens the API only, and ends when it is taken back.
    let mut token = with_token(&house, "admin");
    assert_eq!(token.0.get("/offices").status, 303);
    assert_eq!(token.0.get("/api/v1/offices").status, 200);
    let mut person = house.signed_in("admin");
    let page = person.get("/me");
    let (csrf, id) = (page.hidden("csrf"), page.hidden("token"));
    assert_eq!(person.post("/me/tokens/revoke", &[("csrf", &csrf), ("token", &id)]).status, 303);
    assert_eq!(token.0.get("/api/v1/offices").status, 401);
}

#[test]
fn accounts_are_made_with_a_first_password() {
    let house = house();
    let mut admin = machine(&house, "admin");
    let account = |password: &str| json!({ "login": "ada", "display_name": "Ada", "role": "officer", "password": password });
    let short = admin.act("create_account", "k1", &account("short"));
    assert_eq!(problem(&short, 422, "refused")["violations"][0]["code"], "password.short");
    let made = admin.act("create_account", "k2", &account("first river gravel"));
    assert_eq!(made.status, 201, "{}", made.body);
    let mut ada = house.visitor();
    assert_eq!(ada.sign_in("ada", "first river gravel").status, 303);
    assert_eq!(ada.get("/").header("location"), "/me/password");
    let reset = json!({ "account": made.json()["subject"], "password": "second river gravel" });
    assert_eq!(admin.act("reset_password", "k3", &reset).status, 201);
    assert_eq!(ada.get("/me/password").status, 303, "signed out");
    assert_eq!(ada.sign_in("ada", "second river gravel").status, 303);
    let entry = house.world.read(|rx| placer::store::journal::entry_fetch(rx, made.json()["seq"].as_i64().unwrap())).unwrap();
    assert!(!entry.entry.canonical().unwrap().contains("gravel"));
}

#[test]
fn a_password_counts_in_what_is_sent_again_under_a_key() {
    let house = house();
    let mut admin = machine(&house, "admin");
    let account = |password: &str| json!({ "login": "ada", "display_name": "Ada", "role": "officer", "password": password });
    let made = admin.act("create_account", "k1", &account("first river gravel"));
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!(admin.act("create_account", "k1", &account("first river gravel")).status, 200);
    let other = admin.act("create_account", "k1", &account("other river gravel"));
    assert_eq!(problem(&other, 409, "conflict")["receipt"]["seq"], made.json()["seq"]);
    let reset = |password: &str| json!({ "account": made.json()["subject"], "password": password });
    let done = admin.act("reset_password", "k2", &reset("second river gravel"));
    assert_eq!(done.status, 201, "{}", done.body);
    let again = admin.act("reset_password", "k2", &reset("second river gravel"));
    assert_eq!((again.status, again.json()["replayed"].as_bool()), (200, Some(true)));
    let other = admin.act("reset_password", "k2", &reset("third river gravel"));
    assert_eq!(problem(&other, 409, "conflict")["receipt"]["seq"], done.json()["seq"]);
    assert_eq!(house.visitor().sign_in("ada", "third river gravel").status, 422);
    assert_eq!(house.visitor().sign_in("ada", "second river gravel").status, 303);
}

#[test]
fn lists_go_page_by_page_and_the_journal_can_be_checked() {
    let house = house();
    let mut admin = machine(&house, "admin");
    for n in 0..7 {
        let office = json!({ "code": format!("N{n}"), "name": "N", "areas": [] });
        assert_eq!(admin.act("open_office", &format!("k{n}"), &office).status, 201);
    }
    let (mut codes, mut before) = (Vec::new(), String::new());
    loop {
        let page = admin.0.get(&format!("/api/v1/offices?limit=3{before}")).json();
        codes.extend(page["items"].as_array().unwrap().iter().map(|o| o["code"].as_str().unwrap().to_owned()));
        match page["next_before"].as_i64() {
            Some(n) => before = format!("&before={n}"),
            None => break,
        }
    }
    assert_eq!(codes, ["N6", "N5", "N4", "N3", "N2", "N1", "N0", "KO"]);
    assert_eq!(admin.0.get("/api/v1/offices/n3").json()["code"], "N3");
    problem(&admin.0.get("/api/v1/offices/none"), 404, "not-found");
    for query in ["limit=0", "limit=501", "limit=x", "before=x"] {
        problem(&admin.0.get(&format!("/api/v1/offices?{query}")), 400, "unreadable");
    }
    problem(&admin.0.get("/api/v1/journal"), 403, "forbidden");
    let entries = machine(&house, "reviewer").0.get("/api/v1/journal?limit=500").json();
    let entries = entries["items"].as_array().unwrap();
    assert!(entries.len() >= 8);
    for entry in entries {
        let canonical = entry["canonical"].as_str().unwrap();
        assert_eq!(entry["leaf_hash"], sha256_hex(&[&[0], canonical.as_bytes()]), "anyone can make the hash again");
    }
    problem(&machine(&house, "registrar").0.get("/api/v1/journal/1"), 403, "forbidden");
}
