//! Who sees personal details on pages and through the interface, and the record that each reading in full leaves.

use crate::house::{House, LAYERS};
use crate::support::http::Http;
use crate::support::process::{Watchdog, run, scratch_dir};
use crate::support::server::Server;
use crate::world::{PASSWORD, World};
use placer::domain::access::AccountRole;
use placer::domain::event::PartyKind;
use placer::domain::ids::PartyId;
use placer::domain::party::PartyDetails;
use placer::domain::role::Role;
use placer::service::party::RegisterParty;
use placer::store::detail_read::{DetailRead, detail_reads};

const NAME: &str = "Zubayru Quexworth";
const NUMBER: &str = "NIN-7788-4412";
const PHONE: &str = "+232 99 887 766";

fn details() -> PartyDetails {
    PartyDetails {
        name: NAME.into(),
        id_type: Some("national_id".into()),
        id_number: Some(NUMBER.into()),
        phone: Some(PHONE.into()),
        ..PartyDetails::default()
    }
}

struct People {
    party: PartyId,
    code: String,
}

/// A person of one office, and somebody of each role; `other` is the registrar of another office.
fn people(w: &mut World) -> People {
    let (office, bo) = (w.office("KDU"), w.office("BO"));
    for role in AccountRole::ALL.into_iter().filter(|r| !r.needs_party()) {
        w.login(role.as_str(), role, Some(office).filter(|_| role.needs_office()), None);
    }
    w.login("other", AccountRole::Registrar, Some(bo), None);
    let registrar = w.account(AccountRole::Registrar, Some(office), None);
    let command = RegisterParty {
        kind: PartyKind::Person,
        roles: vec![Role::Miner],
        office: None,
        supporter: None,
        details: details(),
        reference: None,
        acknowledged_duplicates: false,
    };
    let party: PartyId = w.submit(&registrar, &command).unwrap().subject.parse().unwrap();
    w.login("buyer", AccountRole::Buyer, None, Some(party));
    let dealer = w.party("Another Dealer", &[Role::Dealer], Some(bo));
    w.login("exporter", AccountRole::Exporter, None, Some(dealer));
    let code = w.read(|rx| placer::store::party::party_fetch(rx, party)).unwrap().code;
    People { party, code }
}

fn house() -> (House, People) {
    let mut made = None;
    let house = House::open(|w| made = Some(people(w)));
    (house, made.unwrap())
}

fn reads(house: &House, of: &People) -> Vec<DetailRead> {
    house.world.read(|rx| detail_reads(rx, of.party, None, 100))
}

/// Which of name, number and telephone a page shows.
fn shown(body: &str) -> [bool; 3] {
    [NAME, NUMBER, PHONE].map(|what| body.contains(what) || body.contains(&what.replace('+', "&#43;")))
}

#[test]
fn each_role_sees_what_it_needs_and_every_full_reading_is_written_down() {
    let (house, p) = house();
    let page = format!("/parties/{}", p.code);
    let mut expected = 0;
    for (login, sees, recorded) in [
        ("registrar", [true; 3], true),
        ("supervisor", [true; 3], true),
        ("buyer", [true; 3], true),
        ("officer", [true, false, false], false),
        ("approver", [true, false, false], false),
        ("reviewer", [false; 3], false),
        ("administrator", [false; 3], false),
    ] {
        let reply = house.signed_in(login).get(&page);
        assert_eq!((reply.status, shown(&reply.body)), (200, sees), "{login}");
        expected += usize::from(recorded);
        assert_eq!(reads(&house, &p).len(), expected, "{login}");
    }
    for login in ["other", "exporter"] {
        assert_eq!(house.signed_in(login).get(&page).status, 404, "{login}");
    }
    let vias: Vec<&str> = reads(&house, &p).iter().map(|r| r.via.as_str()).collect();
    assert_eq!(vias, ["page"; 3]);
    let masked = house.signed_in("reviewer").get(&page).body;
    assert!(masked.contains("Z… Q…") && masked.contains("…412") && masked.contains("…766"), "{masked}");
    // The form that changes the record shows it all, and leaves a line.
    assert_eq!(shown(&house.signed_in("registrar").get(&format!("{page}/edit")).body), [true; 3]);
    assert_eq!(reads(&house, &p)[0].via.as_str(), "edit");
}

#[test]
fn who_checks_asks_with_a_purpose_and_the_person_can_be_told() {
    let (house, p) = house();
    let page = format!("/parties/{}", p.code);
    let mut officer = house.signed_in("officer");
    let csrf = officer.get(&page).hidden("csrf");
    let asking = format!("{page}/details");
    let without = officer.post(&asking, &[("csrf", &csrf), ("purpose", "  ")]);
    assert_eq!((without.status, shown(&without.body)[1]), (422, false));
    let hidden = officer.post(&asking, &[("csrf", &csrf), ("purpose", "a\u{202e}b")]);
    assert_eq!((hidden.status, reads(&house, &p).len()), (422, 0));
    let full = officer.post(&asking, &[("csrf", &csrf), ("purpose", "=HYPERLINK(1) check")]);
    assert_eq!((full.status, shown(&full.body)), (200, [true; 3]));
    assert_eq!(full.header("cache-control"), "no-store");
    assert_eq!(officer.post(&asking, &[("purpose", "x")]).status, 403, "a form without its token");
    let noted = reads(&house, &p);
    assert_eq!((noted.len(), noted[0].via.as_str(), noted[0].purpose.as_deref()), (1, "asked", Some("=HYPERLINK(1) check")));
    // It changes nothing: the next look is masked again.
    assert_eq!(shown(&officer.get(&page).body), [true, false, false]);
    assert!(!house.signed_in("administrator").get(&page).body.contains("/details\""));

    for (login, may) in [("supervisor", true), ("approver", true), ("registrar", false), ("reviewer", false), ("other", false)] {
        let status = house.signed_in(login).get(&format!("{page}/access-record")).status;
        assert_eq!(status == 200, may, "{login}: {status}");
    }
    let record = officer.get(&format!("{page}/access-record")).body;
    assert!(record.contains("HYPERLINK(1) check") && record.contains("officer") && !record.contains(NUMBER), "{record}");
    let file = officer.get(&format!("{page}/access-record.csv"));
    assert!(file.header("content-disposition").contains("attachment") && file.body.contains(",'=HYPERLINK(1) check"), "{}", file.body);
    // A supervisor of another office learns nothing of it.
    let printed = house.server.printed();
    assert_eq!((shown(&printed), printed.contains("quexworth")), ([false; 3], false), "{printed}");
}

#[test]
fn lists_and_searches_tell_names_to_those_alone_who_need_them() {
    let (house, p) = house();
    for (login, listed, by_name, by_number) in [
        ("registrar", true, true, true),
        ("officer", true, true, true),
        ("approver", true, true, true),
        ("reviewer", false, false, false),
        ("administrator", false, false, false),
        ("other", false, false, false),
    ] {
        let mut http = house.signed_in(login);
        let list = http.get("/parties");
        assert_eq!(shown(&list.body), [listed, false, false], "{login}");
        let csrf = list.hidden("csrf");
        let mut finds =
            |q: &str| http.post("/parties", &[("csrf", &csrf), ("q", q)]).body.contains(&format!("href=\"/parties/{}\"", p.code));
        assert_eq!((finds("quex"), finds(NUMBER)), (by_name, by_number), "{login}");
        assert_eq!(finds(&p.code), login != "other", "{login} by code");
    }
    assert_eq!(reads(&house, &p), [], "names in lists are no reading of the details");
}

#[test]
fn programs_read_details_of_one_party_at_a_time_and_leave_a_line() {
    let (house, p) = house();
    let asking = |login: &str| {
        let mut http = house.signed_in(login);
        http.headers.push(("x-placer".into(), "1".into()));
        http
    };
    let (mut registrar, mut officer, mut reviewer) = (asking("registrar"), asking("officer"), asking("reviewer"));
    let one = format!("/api/v1/parties/{}", p.code);
    let list = registrar.get("/api/v1/parties").json();
    assert_eq!((list["items"][0]["name"].as_str(), list["items"][0]["details"].is_null()), (Some(NAME), true));
    assert_eq!(registrar.get(&one).json()["details"]["id_number"], NUMBER);
    let seen = officer.get(&one).json();
    assert_eq!((seen["name"].as_str(), seen["details"].is_null()), (Some(NAME), true));
    assert_eq!(reviewer.get(&one).json()["name"], serde_json::Value::Null);
    assert_eq!(officer.get(&format!("{one}/history")).json()["items"].as_array().unwrap().len(), 0);
    assert_eq!(reads(&house, &p).len(), 1);
    assert_eq!(officer.get(&format!("{one}?purpose=check%20of%20a%20shipment")).json()["details"]["phone"], PHONE);
    assert_eq!(reviewer.get(&format!("{one}/history?purpose=audit")).json()["items"][0]["details"]["name"], NAME);
    let noted: Vec<_> = reads(&house, &p).into_iter().map(|r| (r.via.as_str(), r.purpose)).collect();
    assert_eq!(noted, [("api", Some("audit".to_owned())), ("api", Some("check of a shipment".to_owned())), ("api", None)]);
    assert_eq!(officer.get(&format!("{one}?purpos=x")).status, 400);
    // A line taken out is named.
    crate::verify::execute(&house.world.url, "DROP TRIGGER detail_read_no_delete; DELETE FROM detail_read WHERE no = 2").unwrap();
    let found: Vec<_> = crate::verify::verified(&house.world).findings.into_iter().map(|f| format!("{} {}", f.code, f.at)).collect();
    assert_eq!(found, ["schema.trigger_missing detail_read_no_delete", "details.reads detail_read"]);
    let refused = crate::verify::execute(&house.world.url, "UPDATE detail_read SET purpose = 'x'").unwrap_err();
    assert!(refused.contains("append-only"), "{refused}");
}

#[test]
fn details_are_not_shown_where_the_reading_cannot_be_written_down() {
    let (house, p) = house();
    crate::verify::execute(
        &house.world.url,
        "CREATE TRIGGER full BEFORE INSERT ON detail_read BEGIN SELECT RAISE(ABORT, 'database or disk is full: disk is full'); END",
    )
    .unwrap();
    let reply = house.signed_in("registrar").get(&format!("/parties/{}", p.code));
    assert!(!shown(&reply.body)[1] && !shown(&reply.body)[2], "{}: {}", reply.status, reply.body);
}

#[test]
fn an_erased_party_is_shown_by_its_code_and_says_so() {
    let (house, p) = house();
    let page = format!("/parties/{}", p.code);
    let mut approver = house.signed_in("approver");
    assert_eq!(house.signed_in("officer").get(&format!("{page}/erase")).status, 403);
    let form = approver.get(&format!("{page}/erase"));
    let (csrf, key) = (form.hidden("csrf"), form.hidden("key"));
    let refused = approver.post(&format!("{page}/erase"), &[("csrf", &csrf), ("key", &key), ("reason", "")]);
    assert_eq!((refused.status, refused.body.contains("There is a problem")), (422, true));
    let typed = [("csrf", csrf.as_str()), ("key", key.as_str()), ("reason", "Asked for in writing")];
    let look = approver.post(&format!("{page}/erase"), &typed);
    assert!(
        look.status == 200 && look.body.contains("Check what you erase") && look.body.contains("Asked for in writing"),
        "{}",
        look.body
    );
    let change = approver.post(&format!("{page}/erase"), &[&typed[..], &[("change", "yes")]].concat());
    assert!(change.body.contains("Asked for in writing</textarea>"), "{}", change.body);
    assert!(shown(&approver.get(&page).body)[0], "nothing is erased by looking");
    let done = approver.post(&format!("{page}/erase"), &[&typed[..], &[("confirmed", "yes")]].concat());
    assert_eq!((done.status, done.header("location")), (303, format!("{page}?done=erased").as_str()), "{}", done.body);
    for login in ["registrar", "officer", "reviewer", "approver", "supervisor"] {
        let reply = house.signed_in(login).get(&page);
        assert_eq!((reply.status, shown(&reply.body)), (200, [false; 3]), "{login}");
        assert!(reply.body.contains("The personal details of this party were erased."), "{login}: {}", reply.body);
    }
    let mut approver = house.signed_in("approver");
    let erased = approver.get(&page).body;
    assert!(erased.contains("Reason: Asked for in writing") && erased.contains("Approver"), "who and why: {erased}");
    assert!(!erased.contains("govuk-caption-l") && !erased.contains("/erase\""), "the code once, nothing more to erase: {erased}");
    let again = approver.get(&format!("{page}/erase"));
    assert_eq!((again.status, again.header("location")), (303, page.as_str()));
    let change = house.signed_in("registrar").get(&format!("{page}/edit")).body;
    assert!(change.contains("were erased on purpose"), "{change}");
    let told = approver.get("/journal").body;
    assert!(told.contains("Personal details of a party erased"), "{told}");
    let mut machine = house.signed_in("registrar");
    machine.headers.push(("x-placer".into(), "1".into()));
    let one = machine.get(&format!("/api/v1/parties/{}", p.code)).json();
    assert!(one["details"].is_null() && one["details_erased_seq"].is_i64(), "{one}");
    assert_eq!(crate::verify::verified(&house.world).findings, []);
}

/// The key is changed under a running server, which goes on; without the keys `verify` says what it left out.
#[test]
fn the_key_is_changed_while_the_server_runs() {
    let dir = scratch_dir("turned");
    let _sweeper = Watchdog::over_dir(&dir);
    let (keys, url) = (dir.join("own"), format!("sqlite:{}", dir.join("placer.sqlite").display()));
    crate::support::keys::lay(&keys);
    for (name, text) in LAYERS {
        std::fs::write(dir.join(format!("{name}.geojson")), text).unwrap();
    }
    let mut w = World::at(&url);
    let p = people(&mut w);
    let (folder, layers) = (keys.display().to_string(), dir.display().to_string());
    let at = ["--database", url.as_str(), "--keys", folder.as_str()];
    let server = Server::start(&[&["serve", "--listen", "127.0.0.1:0", "--layers", &layers], &at[..]].concat());
    let mut registrar = Http::signed_in(server.address(), "registrar", PASSWORD);
    let placer = |args: &[&str]| run(Server::command().args([args, &at[..]].concat())).unwrap();
    let said = placer(&["key", "rotate-details", "--at-once", "1"]);
    assert!(said.contains("A new key was made") && said.contains("may be destroyed"), "{said}");
    assert_eq!(std::fs::read_to_string(keys.join("details.key")).unwrap().lines().filter(|l| l.len() == 64).count(), 2);
    let page = registrar.get(&format!("/parties/{}", p.code));
    assert_eq!(shown(&page.body), [true; 3]);
    // What the server writes from now on is under the new key.
    let listed = placer(&["key", "details"]);
    let machine = registrar.get(&format!("/parties/{}/edit", p.code));
    let form =
        [("csrf", machine.hidden("csrf")), ("key", machine.hidden("key")), ("kind", "person".into()), ("name", "Zubayru Bah".into())];
    let more = [("roles", "miner".to_owned()), ("reason", "married".into()), ("confirmed", "1".into())];
    let fields: Vec<(&str, &str)> = form.iter().chain(&more).map(|(n, v)| (*n, v.as_str())).collect();
    assert_eq!(registrar.post(&format!("/parties/{}/edit", p.code), &fields).status, 303);
    let after = placer(&["key", "details"]);
    assert!(after != listed && after.contains("may be destroyed"), "{after}");
    crate::verify::sound(Server::command().args([&["verify"], &at[..]].concat()));
    let nothing = dir.join("nothing").display().to_string();
    let said = crate::verify::sound(Server::command().args(["verify", "--database", &url, "--keys", &nothing]));
    assert!(said.contains("could not be checked"), "{said}");
    // A server whose keys are gone does not start and makes no others.
    let why = Server::try_start(&["serve", "--database", &url, "--listen", "127.0.0.1:0", "--keys", &nothing]).map(|_| ()).unwrap_err();
    assert!(why.contains("is not there") && !dir.join("nothing").exists(), "{why}");
}
