//! Every route, walked by everybody: what is declared is what happens, whatever pages there are.

mod objects;
mod written;

use crate::house::House;
use crate::support::http::{Http, Reply};
use crate::trace::build;
use crate::world::World;
use actix_web::http::Method;
use objects::Object;
use placer::domain::access::{AccountRole, Actor, Belongs, Reach, reach};
use placer::domain::event::*;
use placer::domain::ids::{LicenceId, OfficeId, PartyId, SiteId};
use placer::domain::role::Role;
use placer::web::routes::{self, Access, Route};
use std::collections::BTreeSet;

/// A path of a route with these keys in its places, and a word that is known where one is chosen; files are asked for
/// one that is there.
fn concrete(route: &Route, key: &str) -> String {
    if route.path == "/static/{path:.*}" {
        return "/static/css/placer.css".to_owned();
    }
    let mut path = String::new();
    let mut rest = route.path;
    while let Some((before, after)) = rest.split_once('{') {
        let (place, after) = after.split_once('}').unwrap();
        path += before;
        path += match place {
            "format" => "csv",
            "copy" => "1",
            "act" => "suspend",
            _ => key,
        };
        rest = after;
    }
    path + rest
}

const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

fn is_machine(route: &Route) -> bool {
    route.path.starts_with("/api/")
}

/// To the sign-in page, or 401 for a machine.
fn sent_away(route: &Route, reply: &Reply) -> bool {
    if is_machine(route) { reply.status == 401 } else { reply.status == 303 && reply.header("location").starts_with("/sign-in?to=") }
}

fn logins(w: &mut World) -> Vec<(String, Actor)> {
    let office = w.office("KO");
    let party = w.party("Holder", &[Role::Dealer, Role::Exporter], Some(office));
    let login = |w: &mut World, role: AccountRole| {
        let actor = w.login(role.as_str(), role, Some(office).filter(|_| role.needs_office()), Some(party).filter(|_| role.needs_party()));
        (role.as_str().to_owned(), actor)
    };
    AccountRole::ALL.into_iter().map(|role| login(w, role)).collect()
}

/// What is wrong with an answer to somebody who asks for a route; `may` where his account has what it needs.
fn wrong(route: &Route, reply: &Reply, may: bool) -> Option<String> {
    let told = |what: &str| Some(format!("{what}: {} {:?}", reply.status, reply.header("location")));
    if reply.status >= 500 {
        return told("a fault");
    }
    if sent_away(route, reply) {
        return told("sent to sign in though signed in");
    }
    let post = route.method == Method::POST;
    match (may, post, is_machine(route)) {
        (false, ..) if reply.status != 403 => told("let in"),
        (true, true, false) if reply.status != 403 => told("a form without its token was taken"),
        (true, true, true) if reply.status != 400 => told("an act without its key was taken"),
        (true, false, _) if reply.status == 403 => told("turned away"),
        (true, false, _) if !route.path.contains('{') && reply.status == 404 => told("not there"),
        _ => None,
    }
}

#[test]
fn every_route_lets_in_whom_it_declares() {
    let mut accounts = Vec::new();
    let house = House::open(|w| accounts = logins(w));
    let mut findings = Vec::new();
    let mut visitor = house.visitor();
    for route in routes::all() {
        let reply = visitor.send(route.method.as_str(), &concrete(&route, NOBODY), &[], "");
        let fine = match route.access {
            Access::Public if route.method == Method::POST => reply.status == 403,
            Access::Public => reply.status < 500 && reply.status != 401 && reply.status != 403 && !sent_away(&route, &reply),
            Access::SignedIn | Access::Needs(_) => sent_away(&route, &reply),
        };
        if !fine {
            findings.push(format!("anybody {} {}: {}", route.method, route.path, reply.status));
        }
    }
    for (n, (login, actor)) in accounts.iter().enumerate() {
        let mut http = house.signed_in(login);
        http.headers.push(("x-placer".into(), "1".into()));
        // Who guesses at what is public is slowed down whoever it is; one walk over that is enough.
        for route in routes::all().into_iter().filter(|r| n == 0 || !r.path.starts_with("/check")) {
            let may = match route.access {
                Access::Public | Access::SignedIn => true,
                Access::Needs(permission) => reach(actor, permission) != Reach::Nothing,
            };
            let mut ask = || http.send(route.method.as_str(), &concrete(&route, NOBODY), &[], "");
            let mut reply = ask();
            // What can be guessed is asked for more often here than anybody may.
            while reply.status == 429 {
                std::thread::sleep(std::time::Duration::from_millis(500));
                reply = ask();
            }
            findings.extend(wrong(&route, &reply, may).map(|w| format!("{login} {} {}: {w}", route.method, route.path)));
        }
        assert!(http.cookie("placer_session").is_some(), "no walk signs anybody out");
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[test]
fn every_route_is_declared_once_and_no_other_exists() {
    let mut seen = BTreeSet::new();
    for route in routes::all() {
        assert!(seen.insert((route.method.to_string(), route.path)), "{} {} stands twice", route.method, route.path);
        assert_eq!(routes::access_of(&route.method, route.path), Some(route.access));
    }
    assert_eq!(routes::access_of(&Method::GET, "/nothing"), None);
    let house = House::open(|w| {
        w.login("admin", AccountRole::Administrator, None, None);
    });
    for mut http in [house.visitor(), house.signed_in("admin")] {
        for path in
            ["/nothing", "/offices/x/y/z", "/static/../Cargo.toml", "/accounts/", "//accounts", "/api/v1/nothing", "/api/v1/acts/no"]
        {
            assert_eq!(http.get(path).status, 404, "{path}");
        }
        for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
            assert_eq!(http.send(method, "/offices", &[], "").status, 405, "{method}");
        }
    }
}

/// A handler that somebody registered past the list of routes.
#[test]
fn a_route_outside_the_list_lets_nobody_in() {
    use actix_web::test::{TestRequest, call_service, init_service};
    use actix_web::{App, middleware::from_fn, web};
    let dir = crate::support::process::scratch_dir("unlisted");
    let w = World::at(&format!("sqlite:{}", dir.join("placer.sqlite").display()));
    let state = placer::web::state::State {
        app: w.app.clone(),
        register: w.read(placer::store::register::register_fetch).unwrap(),
        reach: placer::web::state::Reached {
            base_url: "http://localhost".into(),
            secure: false,
            trusted: placer::web::proxy::Trusted::default(),
        },
        attempts: placer::web::attempts::Attempts::default(),
        limits: placer::web::limits::Limits::new(0).unwrap(),
        least_room: 0,
        halves: placer::web::half::Halves::default(),
        passkeys: placer::web::passkey::ceremony::Ceremonies::new("http://localhost", "Placer"),
        kept: placer::web::kept::KeptForms::default(),
        layers: placer::web::map::layers::MapLayers::default(),
        keys: None,
        witnesses: std::sync::Arc::default(),
        smtp: None,
        figures: placer::service::statistics::PublicTables::default(),
    };
    let answers = actix_web::rt::System::new().block_on(async {
        let past = |app: &mut web::ServiceConfig| {
            app.route("/past/{the}/list", web::get().to(|| async { "let in" }));
        };
        let app = App::new().app_data(web::Data::new(state)).wrap(from_fn(placer::web::frame::frame));
        let app = init_service(app.configure(past).configure(routes::configure)).await;
        let mut answers = Vec::new();
        for (method, path) in [(Method::GET, "/past/x/list"), (Method::GET, "/healthz"), (Method::DELETE, "/healthz")] {
            let reply = call_service(&app, TestRequest::with_uri(path).method(method).to_request()).await;
            answers.push(reply.status().as_u16());
        }
        answers
    });
    assert_eq!(answers, [404, 200, 405]);
    let _ = std::fs::remove_dir_all(&dir);
}

/// What one office has: everything by which it could be known on a page.
struct Side {
    office: OfficeId,
    exporter: PartyId,
    names: Vec<String>,
    /// Other words that were typed. They stand in the journal.
    words: Vec<String>,
    /// Codes and numbers shown on pages.
    marks: Vec<String>,
    /// What stands in addresses.
    keys: Vec<String>,
    /// What its own people find in which list: path, sign-in name, mark.
    finds: Vec<(&'static str, &'static str, String)>,
    /// Each thing with what it belongs to.
    objects: Vec<Object>,
}

impl Side {
    fn thing(&mut self, noun: &'static str, key: impl ToString, belongs: Belongs) {
        self.objects.push(Object { noun, key: key.to_string(), belongs });
    }
}

fn production(w: &mut World, site: SiteId, licence: LicenceId, holder: PartyId, office: OfficeId) -> placer::domain::parcel::Parcel {
    let before = w.production(site, licence, holder, 1_000, 3);
    let source = w.read(|rx| placer::store::production::source_fetch(rx, before.no)).unwrap();
    let (id, no) = (w.id(), before.no + 1);
    let new = NewParcel { parcel: id, no, weight_mct: before.weight, stones: before.stones, hs: HsCode::Unsorted, class: None };
    let facts = source.facts.unwrap();
    w.event(ProductionRecorded { parcel: new, holder, office: Some(office), test: false, facts });
    w.parcel(no)
}

fn side(w: &mut World, tag: &str) -> Side {
    let office = w.office(tag);
    let name = |what: &str| format!("Xq{tag} {what}");
    let miner = w.party(&name("Miner"), &[Role::Miner], Some(office));
    let exporter = w.party(&name("House"), &[Role::Exporter, Role::Dealer], Some(office));
    let (lm, le) = (w.licence("artisanal", miner, Some(office)), w.licence("exporter", exporter, Some(office)));
    let site = w.site(Some(lm), Some(office));
    let kept = production(w, site, lm, miner, office);
    let sold = production(w, site, lm, miner, office);
    w.sold(&[sold.no], (miner, lm), (exporter, le));
    let mut side = Side {
        office,
        exporter,
        names: vec![name("Miner"), name("House")],
        words: vec![],
        marks: vec![],
        keys: vec![],
        finds: vec![],
        objects: vec![],
    };
    for party in [miner, exporter] {
        let found = w.read(|rx| placer::store::party::party_fetch(rx, party)).unwrap();
        side.marks.push(found.code.clone());
        side.thing("party", &found.code, found.belongs());
        side.keys.extend([party.to_string(), found.code]);
    }
    for licence in [lm, le] {
        let found = w.read(|rx| placer::store::licence::licence_fetch(rx, licence)).unwrap();
        side.thing("licence", licence, found.belongs());
        side.keys.extend([licence.to_string(), found.number]);
    }
    let found = w.read(|rx| placer::store::site::site_fetch(rx, site)).unwrap();
    side.marks.push(found.code.clone());
    side.thing("site", &found.code, found.belongs());
    side.keys.extend([site.to_string(), found.code]);
    let sale = w.read(|rx| placer::store::purchase::purchase_last_of(rx, sold.no)).unwrap();
    side.marks.extend([sale.serial.clone(), sale.check_code.clone()]);
    side.keys.extend([sale.id.to_string(), sale.serial.clone(), sale.check_code]);
    // An office reaches the sales of the sellers it keeps.
    side.thing("purchase", sale.id, Belongs { office: Some(office), parties: vec![sale.seller, sale.buyer] });
    side.finds.push(("/purchases", "exporter", sale.serial));
    let packed = production(w, site, lm, miner, office);
    let left = production(w, site, lm, miner, office);
    w.sold(&[packed.no, left.no], (miner, lm), (exporter, le));
    abroad(w, tag, &mut side, (exporter, le), [packed.no, left.no]);
    written::put_right(w, tag, &mut side, &kept);
    written::gone(w, tag, &mut side, &kept);
    written::enforced(w, tag, &mut side);
    written::inspected(w, tag, &mut side, &kept);
    written::seen(w, tag, &mut side);
    stock_and_books(w, tag, &mut side);
    disputed(w, tag, &mut side, (miner, lm), (exporter, le), &sold);
    side.thing("production", &kept.code, Belongs { office: Some(office), parties: vec![miner] });
    for no in [kept.no, sold.no] {
        let now = w.parcel(no);
        side.thing("parcel", &now.code, now.belongs());
    }
    for parcel in [kept, sold, packed, left] {
        side.marks.push(parcel.code.clone());
        side.keys.extend([parcel.id.to_string(), parcel.code]);
    }
    side
}

/// A shipment that waits, and one that left under a certificate.
fn abroad(w: &mut World, tag: &str, side: &mut Side, house: (PartyId, LicenceId), parcels: [i64; 2]) {
    for (at, no) in parcels.into_iter().enumerate() {
        let importer = Importer { name: format!("Xq{tag} Importer"), address: "Street 1".into(), country: "BE".into() };
        let shipment = build::shipped_to(w, house, &[no], importer);
        let found = w.read(|rx| placer::store::shipment::shipment_fetch(rx, shipment)).unwrap();
        side.thing("shipment", shipment, found.belongs());
        let code = found.code;
        side.marks.push(code.clone());
        side.finds.push(("/shipments", "exporter", code.clone()));
        side.keys.extend([shipment.to_string(), code]);
        if at == 1 {
            let certificate = build::certified(w, shipment);
            let found = w.read(|rx| placer::store::certificate::certificate_fetch(rx, certificate)).unwrap();
            side.thing("certificate", certificate, found.belongs());
            let told = b"{\"text\":\"x\",\"file\":\"{}\",\"mail\":null,\"id\":null}";
            let now = w.now;
            w.app
                .db
                .write(now, |tx| {
                    placer::store::notice::notice_add(tx, certificate, now)?;
                    placer::store::notice::notice_message_write(tx, certificate, told)
                })
                .unwrap();
            let file = b"%PDF".to_vec();
            let (sha256, size) = (placer::domain::entry::sha256_hex(&[&file]), 4);
            w.event(CertificatePrinted { certificate, copy: 1, sha256, size, template: "t".into(), reason: None });
            w.app.db.write(w.now, |tx| placer::store::certificate_print::certificate_copy_write(tx, certificate, 1, &file)).unwrap();
            let number = found.facts.number;
            side.marks.push(number.clone());
            side.finds.push(("/certificates", "exporter", number.clone()));
            side.keys.extend([certificate.to_string(), number]);
        }
    }
    side.words.push(format!("Xq{tag} Importer"));
}

/// A case about a parcel that was sold: the miner says that he had sold it to the same house before.
fn disputed(
    w: &mut World,
    tag: &str,
    side: &mut Side,
    seller: (PartyId, LicenceId),
    buyer: (PartyId, LicenceId),
    of: &placer::domain::parcel::Parcel,
) {
    let (dispute, no) = (w.id(), w.read(placer::store::dispute::dispute_next_no));
    let code = placer::domain::dispute::dispute_code(no);
    let statement = format!("Xq{tag} paid before");
    w.event(DisputeOpened {
        dispute,
        no,
        code: code.clone(),
        office: Some(side.office),
        claimant: ClaimSide::Seller,
        claim: Claim {
            act: ClaimedAct::Sale,
            seller: seller.0,
            seller_licence: seller.1,
            buyer: buyer.0,
            buyer_licence: buyer.1,
            agent: None,
            parcels: vec![ClaimedParcel { parcel_no: of.no, weight_mct: of.weight, stones: of.stones }],
            price: placer::domain::money::Money { minor: 7_777, currency: placer::domain::money::Currency::USD },
            slip: Some(format!("Xq{tag}-7")),
            place: None,
            on: crate::world::day("2026-05-21"),
        },
        statement: statement.clone(),
        against: vec![],
    });
    side.words.push(statement);
    side.marks.push(code.clone());
    side.finds.extend([("/disputes", "supervisor", code.clone()), ("/disputes", "exporter", code.clone())]);
    let found = w.read(|rx| placer::store::dispute::dispute_fetch(rx, dispute)).unwrap();
    side.thing("dispute", dispute, found.belongs());
    side.keys.extend([dispute.to_string(), code]);
}

fn stock_and_books(w: &mut World, tag: &str, side: &mut Side) {
    let no = w.read(placer::store::parcel::parcel_next_no);
    let parcel = w.new_parcel(no, 777, 2);
    let id = parcel.parcel;
    let parcels = vec![StockParcel { parcel, site: None, note: Some(format!("Xq{tag} tin")), seal: None }];
    let on = crate::world::day("2026-01-05");
    let declared = w.event(StockDeclared { holder: side.exporter, on, office: Some(side.office), parcels, test: false, zone: None });
    side.thing("stock", declared.seq, Belongs { office: Some(side.office), parties: vec![side.exporter] });
    side.words.push(format!("Xq{tag} tin"));
    let code = w.parcel(no).code;
    side.marks.push(code.clone());
    side.finds.push(("/parcels", "exporter", code.clone()));
    side.keys.extend([id.to_string(), code]);
    let (book, no) = (w.id(), w.read(placer::store::slip_book::slip_book_next_no));
    let prefix = format!("{tag}/S ");
    let (holder, office) = (side.exporter, Some(side.office));
    w.event(SlipBookIssued { book, no, holder, office, prefix, first: 1, last: 50, width: 6 });
    let first = format!("{tag}/S 000001");
    side.marks.push(first.clone());
    side.finds.extend([("/slip-books", "exporter", first.clone()), ("/slip-books", "supervisor", first)]);
    side.thing("slip_book", book, Belongs { office, parties: vec![holder] });
    side.keys.push(book.to_string());
}

/// Accounts that must not see the other side.
fn bound(w: &mut World, side: &Side) -> Vec<String> {
    let roles = [AccountRole::Registrar, AccountRole::Supervisor, AccountRole::Buyer, AccountRole::Exporter];
    let login = |w: &mut World, role: AccountRole| {
        w.login(role.as_str(), role, Some(side.office).filter(|_| role.needs_office()), Some(side.exporter).filter(|_| role.needs_party()));
        role.as_str().to_owned()
    };
    roles.into_iter().map(|role| login(w, role)).collect()
}

fn escaped(key: &str) -> String {
    key.replace('/', "%2F").replace(' ', "%20")
}

/// Every page and list that is not for everybody.
fn pages(keyed: bool) -> Vec<Route> {
    let wanted = |r: &Route| r.method == Method::GET && r.access != Access::Public && r.path.contains('{') == keyed;
    routes::all().into_iter().filter(wanted).collect()
}

fn asking(house: &House, login: &str) -> Http {
    let mut http = house.signed_in(login);
    http.headers.push(("x-placer".into(), "1".into()));
    http
}

#[test]
fn lists_and_pages_show_nothing_of_another_office_or_party() {
    let (mut sides, mut accounts) = (Vec::new(), Vec::new());
    let house = House::open(|w| {
        sides = vec![side(w, "ONE"), side(w, "TWO")];
        accounts = bound(w, &sides[0]);
    });
    let (own, other) = (&sides[0], &sides[1]);
    let mut findings = Vec::new();
    let mut own_seen = 0;
    for login in &accounts {
        let mut http = asking(&house, login);
        for route in pages(false) {
            let plain = http.get(route.path);
            own_seen += usize::from(own.marks.iter().chain(&own.names).any(|m| plain.body.contains(m.as_str())));
            let shown = |body: &str, marks: &[String]| marks.iter().find(|m| body.contains(m.as_str())).cloned();
            let leak = [&other.marks, &other.names, &other.words].into_iter().find_map(|all| shown(&plain.body, all));
            findings.extend(leak.map(|m| format!("{login} {}: shows {m}", route.path)));
            // A search may repeat what was typed, and nothing else.
            let searched = http.get(&format!("{}?q=XqTWO", route.path));
            findings.extend(shown(&searched.body, &other.marks).map(|m| format!("{login} {}?q: shows {m}", route.path)));
        }
        for route in pages(true) {
            for key in &other.keys {
                let path = concrete(&route, &escaped(key));
                let reply = http.get(&path);
                if reply.status != 403 && reply.status != 404 {
                    findings.push(format!("{login} {path}: {}", reply.status));
                }
            }
        }
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
    assert!(own_seen > 0, "nobody sees anything: the test looks at nothing");
    for (path, login, mark) in &own.finds {
        let shown = asking(&house, login).get(path).body;
        assert!(shown.contains(mark.as_str()), "{login} does not find his own {mark} in {path}: {shown}");
    }
}

#[test]
fn the_administrator_reads_no_personal_details_anywhere() {
    let mut sides = Vec::new();
    let house = House::open(|w| {
        sides = vec![side(w, "ONE")];
        w.login("admin", AccountRole::Administrator, None, None);
    });
    let mut http = asking(&house, "admin");
    let mut paths: Vec<String> = pages(false).iter().map(|r| r.path.to_owned()).collect();
    for route in pages(true) {
        paths.extend(sides[0].keys.iter().map(|key| concrete(&route, &escaped(key))));
    }
    let mut findings = Vec::new();
    for path in &paths {
        let reply = http.get(path);
        findings.extend(sides[0].names.iter().find(|n| reply.body.contains(n.as_str())).map(|n| format!("{path} shows {n}")));
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}
