//! What the browser shows, the API gives: narrowed lists, traces, the public checks, one's own account.

use super::{Client, house as plain_house, machine, problem};
use crate::house::House;
use crate::support::http::Http;
use placer::domain::access::AccountRole;
use placer::domain::role::Role;
use serde_json::{Value, json};

/// A register with two miners, a sale and a few accounts; what the tests ask for by name.
struct Furnished {
    house: House,
    seller: String,
    buyer: String,
    licence: String,
    number: String,
    site: String,
    sold: String,
    kept: String,
    check_code: String,
}

fn furnished() -> Furnished {
    let mut told = None;
    let house = House::open(|w| {
        let office = w.office("KO");
        let miner = w.party("Amara Kallon", &[Role::Miner], Some(office));
        let dealer = w.party("Bintu Sesay", &[Role::Dealer], None);
        let outsider = w.party("Other", &[Role::Dealer], None);
        let (licence, trade) =
            (w.licence_between("artisanal", miner, Some(office), "2026-01-01", "2099-12-31"), w.licence("dealer", dealer, None));
        let site = w.site(Some(licence), Some(office));
        w.site(None, None);
        let (sold, kept) = (w.production(site, licence, miner, 1_000, 2), w.production(site, licence, miner, 500, 1));
        w.sold(&[sold.no], (miner, licence), (dealer, trade));
        for (login, role, party) in [
            ("admin", AccountRole::Administrator, None),
            ("officer", AccountRole::Officer, None),
            ("buyer", AccountRole::Buyer, Some(dealer)),
            ("outsider", AccountRole::Buyer, Some(outsider)),
        ] {
            w.login(login, role, None, party);
        }
        w.login("registrar", AccountRole::Registrar, Some(office), None);
        let number = w.read(|rx| placer::store::licence::licence_fetch(rx, licence)).unwrap().number;
        let site = w.read(|rx| placer::store::site::site_fetch(rx, site)).unwrap().code;
        told = Some((miner.to_string(), dealer.to_string(), licence.to_string(), number, site, sold.code, kept.code));
    });
    let (seller, buyer, licence, number, site, sold, kept) = told.unwrap();
    let purchase = machine(&house, "officer").get("/api/v1/purchases")["items"][0].clone();
    let check_code = purchase["check_code"].as_str().unwrap().to_owned();
    Furnished { house, seller, buyer, licence, number, site, sold, kept, check_code }
}

impl Client {
    fn get(&mut self, path: &str) -> Value {
        let reply = self.0.get(path);
        assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        reply.json()
    }

    /// The values of one field of a list.
    fn of(&mut self, path: &str, field: &str) -> Vec<String> {
        let word = |v: &Value| v[field].as_str().map_or_else(|| v[field].to_string(), str::to_owned);
        self.get(path)["items"].as_array().unwrap().iter().map(word).collect()
    }
}

fn encoded(text: &str) -> String {
    text.replace('/', "%2F").replace(' ', "%20")
}

#[test]
fn lists_are_narrowed_as_in_the_browser() {
    let f = furnished();
    let mut officer = machine(&f.house, "officer");
    let miner = officer.get(&format!("/api/v1/parties/{}", f.seller))["code"].as_str().unwrap().to_owned();
    assert!(officer.of("/api/v1/parties?q=kall", "code").is_empty(), "names are no business of an address");
    assert_eq!(officer.of(&format!("/api/v1/parties?q={miner}"), "code"), [miner.as_str()]);
    let search = |http: &mut Http, body: &str| http.send("POST", "/api/v1/parties/search", &[("content-type", "application/json")], body);
    let found = search(&mut officer.0, r#"{"q":"kall"}"#).json();
    assert_eq!((found["items"].as_array().unwrap().len(), &found["items"][0]["code"]), (1, &json!(miner)));
    assert!(search(&mut officer.0, r#"{"q":"kall","role":"exporter"}"#).json()["items"].as_array().unwrap().is_empty());
    for body in [r#"{"q":" "}"#, r#"{"q":"kall","limit":0}"#, r#"{"q":"kall","phone":"1"}"#, ""] {
        problem(&search(&mut officer.0, body), 400, "unreadable");
    }
    assert_eq!(officer.of("/api/v1/parties?role=miner", "code"), [miner]);
    assert_eq!(officer.of("/api/v1/licences?kind=artisanal&standing=valid", "number"), [f.number.as_str()]);
    assert!(officer.of("/api/v1/licences?standing=revoked", "number").is_empty());
    assert_eq!(officer.of("/api/v1/sites?licence=valid", "code"), [f.site.as_str()]);
    assert_eq!(officer.of("/api/v1/sites?licence=missing", "code").len(), 1);
    assert_eq!(officer.of("/api/v1/sites?production=yes&q=", "code"), [f.site.as_str()]);
    assert!(officer.of("/api/v1/sites?bbox=20,20,21,21", "code").is_empty());
    assert_eq!(officer.of(&format!("/api/v1/productions?licence={}", f.licence), "parcel"), [f.kept.clone(), f.sold.clone()]);
    assert!(officer.of("/api/v1/productions?from=2090-01-01", "parcel").is_empty());
    assert_eq!(officer.of(&format!("/api/v1/parcels?holder={}", f.buyer), "code"), [f.sold.as_str()]);
    assert_eq!(officer.of("/api/v1/parcels?state=live&sealed=no&shipped=no&test=no", "code").len(), 2);
    assert_eq!(officer.of("/api/v1/purchases?state=accepted", "state"), ["accepted"]);
    assert!(officer.of("/api/v1/purchases?state=open", "state").is_empty());
    assert!(officer.of(&format!("/api/v1/purchases?party={}&side=buyer", f.seller), "state").is_empty());
    assert!(officer.of("/api/v1/shipments?state=prepared", "code").is_empty());
    assert!(officer.of("/api/v1/certificates?state=void", "number").is_empty());
    assert!(officer.of("/api/v1/corrections?state=proposed", "no").is_empty());
    assert!(officer.of("/api/v1/stock", "seq").is_empty());
    let book = officer.get(&format!("/api/v1/slip_books?holder={}", f.seller))["items"][0].clone();
    assert_eq!((book["size"].as_i64(), book["used"].as_i64()), (Some(1_000), Some(1)));
    let same = officer.get(&format!("/api/v1/slip_books/{}", book["id"].as_str().unwrap()));
    assert_eq!(same, book);

    // A word nobody knows is refused, so that no list is longer than what was asked for.
    for query in [
        "parcels?state=gone",
        "parcels?holdr=x",
        "parcels?sealed=maybe",
        "sites?bbox=1,2,3",
        "parties?role=king",
        "purchases?side=buyer",
        "licences?ends_from=2026-01-01",
        "productions?from=tomorrow",
        "parcels?state=live&state=live",
    ] {
        problem(&officer.0.get(&format!("/api/v1/{query}")), 400, "unreadable");
    }
    // The other side's things stay hidden.
    let mut buyer = machine(&f.house, "buyer");
    assert_eq!(buyer.of("/api/v1/parcels", "code"), [f.sold.as_str()]);
    assert!(buyer.of("/api/v1/slip_books", "no").is_empty());
    problem(&buyer.0.get(&format!("/api/v1/slip_books/{}", book["id"].as_str().unwrap())), 404, "not-found");
}

#[test]
fn accounts_are_listed_for_the_administrator_only() {
    let house = plain_house();
    let mut admin = machine(&house, "admin");
    assert_eq!(admin.of("/api/v1/accounts?role=registrar", "login"), ["registrar"]);
    assert_eq!(admin.of("/api/v1/accounts?q=REVIEW&state=active", "login"), ["reviewer"]);
    let one = admin.get("/api/v1/accounts/registrar");
    assert_eq!((one["role"].as_str(), one["active"].as_bool()), (Some("registrar"), Some(true)));
    assert!(!one.to_string().contains("password"), "{one}");
    let body = json!({ "account": one["id"], "active": false, "reason": "gone" });
    assert_eq!(admin.act("set_account_state", "k1", &body).status, 201);
    assert_eq!(admin.of("/api/v1/accounts?state=disabled", "login"), ["registrar"]);
    problem(&machine(&house, "reviewer").0.get("/api/v1/accounts"), 403, "forbidden");
}

#[test]
fn histories_are_told_to_whoever_may_see_the_thing() {
    let f = furnished();
    let mut officer = machine(&f.house, "officer");
    let site = officer.get(&format!("/api/v1/sites/{}/history", f.site));
    let first = &site["items"][0];
    assert_eq!((first["kind"].as_str(), first["body"]["facts"]["name"].is_string()), (Some("site.registered"), true), "{site}");
    assert!(first["account"].is_string(), "an officer reads the journal");
    assert_eq!(officer.of(&format!("/api/v1/licences/{}/history", encoded(&f.number)), "kind"), ["licence.issued"]);
    problem(&officer.0.get("/api/v1/shipments/none/history"), 404, "not-found");

    // An officer has to say what for; the register's offices read at once.
    let seen = officer.get(&format!("/api/v1/parties/{}", f.seller));
    let told = officer.get(&format!("/api/v1/parties/{}/history", f.seller));
    assert!(told["items"].as_array().unwrap().is_empty() && seen["details"].is_null());
    let told = officer.get(&format!("/api/v1/parties/{}/history?purpose=test", f.seller));
    assert_eq!(told["items"][0]["details"]["name"], "Amara Kallon");
    let mut registrar = machine(&f.house, "registrar");
    let told = registrar.get(&format!("/api/v1/parties/{}/history", f.seller));
    assert_eq!(told["items"][0]["details"]["name"], "Amara Kallon");
    assert!(told["items"][0]["account"].is_null(), "a registrar reads no journal");
    problem(&machine(&f.house, "outsider").0.get(&format!("/api/v1/parties/{}/history", f.seller)), 404, "not-found");
}

#[test]
fn traces_are_those_of_the_pages_under_every_key() {
    let f = furnished();
    let mut officer = machine(&f.house, "officer");
    let id = officer.get(&format!("/api/v1/parcels/{}", f.sold))["id"].as_str().unwrap().to_owned();
    let trace = officer.get(&format!("/api/v1/parcels/{}/trace", f.sold));
    assert_eq!((trace["total_mct"].as_i64(), trace["established_mct"].as_i64()), (Some(1_000), Some(1_000)));
    let page = f.house.signed_in("officer").get(&format!("/parcels/{}/trace.json", f.sold)).json();
    assert_eq!(trace, page);
    assert_eq!(officer.get(&format!("/api/v1/parcels/{id}/trace?format=json")), trace);
    let table = officer.0.get(&format!("/api/v1/parcels/{}/trace?format=csv", f.sold));
    assert!(table.header("content-type").starts_with("text/csv"), "{}", table.body);
    let map = officer.get(&format!("/api/v1/parcels/{}/trace?format=geojson", f.sold));
    assert_eq!(map["type"], "FeatureCollection");
    problem(&officer.0.get(&format!("/api/v1/parcels/{}/trace?format=pdf", f.sold)), 400, "unreadable");

    let onward = officer.get(&format!("/api/v1/sites/{}/forward", f.site));
    assert_eq!(officer.get(&format!("/api/v1/licences/{}/forward", encoded(&f.number)))["of"]["kind"], "licence");
    assert_eq!(onward["of"]["code"], json!(f.site));
    assert_eq!(officer.get(&format!("/api/v1/productions/{}/forward", f.kept))["of"]["code"], json!(f.kept));
    for path in ["certificates/none/trace", "shipments/none/trace", "parcels/none/trace", "sites/none/forward", "licences/none/forward"] {
        problem(&officer.0.get(&format!("/api/v1/{path}")), 404, "not-found");
    }
    problem(&machine(&f.house, "outsider").0.get(&format!("/api/v1/parcels/{}/trace", f.sold)), 404, "not-found");
    problem(&f.house.visitor().get(&format!("/api/v1/parcels/{}/trace", f.sold)), 401, "unauthenticated");
}

#[test]
fn anybody_may_check_a_number_and_learns_no_name() {
    let f = furnished();
    let mut anybody = Client(f.house.visitor());
    let licence = anybody.get(&format!("/api/v1/check/licences/{}", encoded(&f.number.to_lowercase())));
    assert_eq!((licence["standing"].as_str(), licence["kind"].as_str()), (Some("valid"), Some("artisanal")));
    let slip = anybody.get(&format!("/api/v1/check/slips/{}", f.check_code));
    assert_eq!((slip["standing"].as_str(), slip["weight_mct"].as_i64()), (Some("accepted"), Some(1_000)));
    assert_eq!((slip["seller_role"].as_str(), slip["buyer_role"].as_str()), (Some("miner"), Some("dealer")));
    let told = format!("{licence}{slip}");
    assert!(!told.contains("Kallon") && !told.contains("price") && !told.contains(&f.seller), "{told}");
    for path in ["licences/T%2F99", "slips/AAAA", "certificates/SL%20000001"] {
        problem(&anybody.0.get(&format!("/api/v1/check/{path}")), 404, "not-found");
    }
}

#[test]
fn an_account_learns_what_it_is_and_reads_its_receipts() {
    let house = plain_house();
    let mut admin = machine(&house, "admin");
    let me = admin.get("/api/v1/me");
    assert_eq!((me["account"]["login"].as_str(), me["account"]["role"].as_str()), (Some("admin"), Some("administrator")));
    let may = me["permissions"].to_string();
    assert_eq!(may, r#"["account_manage","office_read","party_read","register_recover"]"#);
    let registrar = machine(&house, "registrar").get("/api/v1/me")["permissions"].to_string();
    assert!(registrar.contains("details_read") && !registrar.contains("import_run"), "{registrar}");
    let officer = machine(&house, "officer").get("/api/v1/me")["permissions"].to_string();
    assert!(officer.contains("details_read") && officer.contains("import_run"), "{officer}");
    let rules = admin.get("/api/v1/profile");
    assert_eq!((rules["country"].as_str(), rules["demonstration"].as_bool()), (Some("SL"), Some(false)));
    assert!(rules["licence_types"].as_array().unwrap().iter().any(|t| t["code"] == "artisanal" && t["name"]["fr"].is_string()));
    assert!(rules["values"].as_array().unwrap().iter().all(|v| v["source"].is_string()));

    let made = admin.act("open_office", "k1", &json!({ "code": "BO", "name": "Bo", "areas": [] }));
    let entry = admin.get(made.header("location"));
    assert_eq!((&entry["seq"], &entry["kind"]), (&made.json()["seq"], &json!("office.opened")));
    problem(&machine(&house, "registrar").0.get(made.header("location")), 404, "not-found");
}

#[test]
fn an_act_can_be_tried_without_being_done() {
    let house = plain_house();
    let mut admin = machine(&house, "admin");
    let office = json!({ "code": "BO", "name": "Bo", "areas": [] });
    let told = admin.act("open_office?preview=true", "k1", &office);
    assert_eq!((told.status, told.json()["kind"].as_str()), (200, Some("office.opened")), "{}", told.body);
    assert_eq!(told.json()["body"]["code"], "BO");
    problem(&admin.0.get("/api/v1/offices/BO"), 404, "not-found");
    let refused = admin.act("open_office?preview=true", "k1", &json!({ "code": "!", "name": "", "areas": [] }));
    assert_eq!(problem(&refused, 422, "refused")["violations"].as_array().unwrap().len(), 2);
    problem(&machine(&house, "registrar").act("open_office?preview=true", "k", &office), 403, "forbidden");
    // The key is still free.
    assert_eq!(admin.act("open_office", "k1", &office).status, 201);
}
