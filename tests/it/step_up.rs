//! Acts that sign ask again who acts; what was typed is carried through and goes on by itself.

use crate::house::{House, LAYERS};
use crate::support::http::{Http, Reply};
use crate::world::{PASSWORD, World};
use chrono::TimeDelta;
use placer::domain::access::AccountRole;
use placer::domain::jurisdiction::Profile;
use placer::domain::time::Instant;
use placer::edge;
use placer::service::proof::PROOF_S;
use placer::service::session::token_hash;
use placer::store::office::offices;
use placer::store::session::{Session, session_create, sessions_of};
use placer::web::api::acts;
use serde_json::json;

fn furnish(w: &mut World) {
    let office = w.office("KO");
    w.login("admin", AccountRole::Administrator, None, None);
    w.login("registrar", AccountRole::Registrar, Some(office), None);
}

/// Somebody whose session asked for the password so many seconds ago.
pub fn proved_before(house: &House, login: &str, seconds: i64) -> Http {
    let account = house.world.app.secret(login).unwrap().unwrap().account;
    let now = edge::now();
    let token = format!("token-of-{login}-{seconds}");
    let session = Session {
        token_hash: token_hash(&token),
        account,
        csrf: format!("csrf of {login} {seconds}"),
        created_at: now,
        seen_at: now,
        expires_at: now.plus_hours(1).unwrap(),
        ended_at: None,
        proved_at: Some(Instant::new(now.utc() - TimeDelta::seconds(seconds))),
        device: String::new(),
        agent: String::new(),
        proved_by: String::new(),
    };
    house.world.app.db.write(now, |tx| session_create(tx, &session)).unwrap();
    let mut http = house.visitor();
    http.set_cookie("placer_session", &token);
    http
}

/// The hidden fields of the form in the main part of a page, and where it goes.
fn carried(page: &Reply) -> (String, Vec<(String, String)>) {
    let main = page.body.split_once("<main").unwrap().1;
    let to = main.split_once("action=\"").unwrap().1.split('"').next().unwrap().replace("&#38;", "&");
    let field = |rest: &str| {
        let (name, rest) = rest.split_once("\" value=\"").unwrap();
        (name.to_owned(), rest.split('"').next().unwrap().to_owned())
    };
    (to, main.split("<input type=\"hidden\" name=\"").skip(1).map(field).collect())
}

fn post(http: &mut Http, path: &str, fields: &[(String, String)], more: &[(&str, &str)]) -> Reply {
    let mut all: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    all.extend(more);
    http.post(path, &all)
}

fn open_office(http: &mut Http, code: &str) -> Reply {
    http.submit("/offices/new", &[("code", code), ("name", "Bo"), ("areas", "")])
}

#[test]
fn an_act_that_signs_asks_again_and_goes_on_with_what_was_typed() {
    let house = House::open(furnish);
    assert_eq!(open_office(&mut house.signed_in("admin"), "AA").status, 303, "just signed in");
    assert_eq!(open_office(&mut proved_before(&house, "admin", PROOF_S - 20), "AB").status, 303);
    let mut http = proved_before(&house, "admin", PROOF_S + 5);
    let before = http.cookie("placer_session").unwrap().to_owned();
    let asked = open_office(&mut http, "BO");
    assert!(asked.status == 403 && asked.body.contains("Confirm that it is you"), "{}", asked.body);
    assert_eq!(asked.header("cache-control"), "no-store");
    assert_eq!(house.world.read(offices).len(), 3, "nothing was written");
    let (to, fields) = carried(&asked);
    assert!(to == "/me/prove?to=%2Foffices%2Fnew" && fields.contains(&("code".into(), "BO".into())), "{to} {fields:?}");

    let empty = post(&mut http, &to, &fields, &[("prove_password", "")]);
    assert!(empty.status == 422 && carried(&empty).1 == fields, "{}", empty.body);
    let wrong = post(&mut http, &to, &fields, &[("prove_password", "not the password")]);
    assert!(wrong.status == 422 && wrong.body.contains("This is not the present password") && carried(&wrong).1 == fields);
    assert_eq!(http.cookie("placer_session"), Some(before.as_str()));
    let right = post(&mut http, &to, &fields, &[("prove_password", PASSWORD)]);
    assert_eq!((right.status, right.header("location")), (307, "/offices/new"), "{}", right.body);
    assert_ne!(http.cookie("placer_session"), Some(before.as_str()), "the token is another");
    let mut old = house.visitor();
    old.set_cookie("placer_session", &before);
    assert_eq!(old.get("/me").status, 303, "the old one opens nothing");
    // As a browser does: the same body, sent on.
    let done = post(&mut http, "/offices/new", &fields, &[("prove_password", PASSWORD)]);
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(house.world.read(offices).len(), 4);
    assert_eq!(open_office(&mut http, "KE").status, 303, "not asked again at once");
}

#[test]
fn a_password_typed_for_that_page_reaches_no_other() {
    let house = House::open(furnish);
    let mut registrar = house.signed_in("registrar");
    let typed = [("kind", "person"), ("name", "Fatu Koroma"), ("roles", "miner"), ("prove_password", PASSWORD)];
    let check = registrar.submit("/parties/new", &typed);
    assert!(check.body.contains("value=\"Fatu Koroma\"") && !check.body.contains(PASSWORD), "{}", check.body);
    let mut http = house.signed_in("admin");
    // Only paths of ours are gone to.
    let page = http.get("/me/prove");
    let fields = [("csrf".to_owned(), page.hidden("csrf"))];
    for to in ["https://elsewhere.example/", "//elsewhere.example"] {
        let done = post(&mut http, &format!("/me/prove?to={to}"), &fields, &[("prove_password", PASSWORD)]);
        assert_eq!((done.status, done.header("location")), (303, "/"), "{to}");
    }
    assert_eq!(post(&mut http, "/me/prove", &[], &[("prove_password", PASSWORD)]).status, 403, "not without the form's token");
}

#[test]
fn guessing_there_is_slowed_down_too() {
    let house = House::open(furnish);
    let mut http = proved_before(&house, "admin", PROOF_S + 5);
    let (to, fields) = carried(&open_office(&mut http, "BO"));
    let statuses: Vec<u16> = (0..6).map(|_| post(&mut http, &to, &fields, &[("prove_password", "guess")]).status).collect();
    assert_eq!(statuses, [422, 422, 422, 422, 422, 429]);
}

#[test]
fn programs_are_told_what_to_do_and_machine_tokens_never_sign() {
    let mut token = String::new();
    let house = House::open(|w| {
        furnish(w);
        let admin = w.login("second", AccountRole::Administrator, None, None);
        token = w.token(&admin);
    });
    let office = json!({ "code": "BO", "name": "Bo", "areas": [] }).to_string();
    let act = |http: &mut Http, key: &str| http.send("POST", "/api/v1/acts/open_office", &[("idempotency-key", key)], &office);
    let mut machine = house.visitor();
    machine.headers.push(("authorization".into(), format!("Bearer {token}")));
    let told = act(&mut machine, "k1");
    assert!(told.status == 403 && told.body.contains("urn:placer:problem:token-signs"), "{}", told.body);
    let mut session = proved_before(&house, "admin", PROOF_S + 5);
    session.headers.push(("x-placer".into(), "1".into()));
    let told = act(&mut session, "k1");
    assert!(told.status == 403 && told.body.contains("urn:placer:problem:prove") && told.body.contains("/me/prove"), "{}", told.body);
    let page = session.get("/me/prove");
    let done = post(&mut session, "/me/prove", &[("csrf".to_owned(), page.hidden("csrf"))], &[("prove_password", PASSWORD)]);
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(act(&mut session, "k1").status, 201);
    assert_eq!(act(&mut session, "k1").status, 200, "sent again");
    assert_eq!(house.world.read(offices).len(), 2);
}

/// What lets one in is changed, and sessions are ended, only by whoever has just typed the password.
#[test]
fn ways_in_are_changed_and_sessions_ended_only_after_the_password() {
    let house = House::open(furnish);
    let left_open = proved_before(&house, "registrar", PROOF_S + 5);
    let other = house.signed_in("registrar");
    let ids: Vec<String> = {
        let account = house.world.app.secret("registrar").unwrap().unwrap().account;
        house.world.read(|rx| sessions_of(rx, account, edge::now())).iter().map(|s| s.short().to_owned()).collect()
    };
    let asks = |path: &str, fields: &[(&str, &str)]| {
        let mut http = left_open.clone();
        let csrf = http.get("/me").hidden("csrf");
        let all: Vec<(&str, &str)> = [("csrf", csrf.as_str())].into_iter().chain(fields.iter().copied()).collect();
        let asked = http.post(path, &all);
        assert!(asked.status == 403 && asked.body.contains("Confirm that it is you"), "{path}: {} {}", asked.status, asked.body);
        assert_eq!(carried(&asked).0, format!("/me/prove?to={}", path.replace('/', "%2F")));
    };
    let id = uuid::Uuid::nil().to_string();
    asks("/me/factor/new", &[]);
    asks("/me/factor/confirm", &[("code", "123456")]);
    asks("/me/factor/codes", &[]);
    asks("/me/factor/drop", &[]);
    asks("/me/passkeys/new", &[("name", "Phone")]);
    asks("/me/passkeys/remove", &[("passkey", &id)]);
    asks("/me/sessions/end-others", &[]);
    for short in &ids {
        asks("/me/sessions/end", &[("session", short)]);
    }
    assert_eq!(other.clone().get("/me").status, 200, "nobody was thrown out");

    let mut http = left_open.clone();
    let page = http.get("/me");
    let asked = http.post("/me/sessions/end-others", &[("csrf", &page.hidden("csrf")), ("key", &page.hidden("key"))]);
    let (to, fields) = carried(&asked);
    let csrf = ("csrf".to_owned(), http.get("/me").hidden("csrf"));
    let fields: Vec<_> = fields.into_iter().filter(|(name, _)| name != "csrf").chain([csrf]).collect();
    assert_eq!(post(&mut http, &to, &fields, &[("prove_password", PASSWORD)]).status, 307);
    assert_eq!(http.submit_to("/me/sessions/end-others", "/me").status, 303);
    assert_eq!(other.clone().get("/me").status, 303, "with the password it is out");
}

#[test]
fn registrars_are_not_held_up() {
    let house = House::open(furnish);
    let mut http = proved_before(&house, "registrar", 6 * 3600);
    http.headers.push(("x-placer".into(), "1".into()));
    let party = json!({ "kind": "person", "name": "Fatu", "roles": ["digger"] });
    let reply = http.send("POST", "/api/v1/acts/register_party", &[("idempotency-key", "k1")], party.to_string());
    assert!(reply.status != 401 && reply.status != 403, "{} {}", reply.status, reply.body);
    let form = http.submit("/parties/new", &[("kind", "person"), ("name", "Fatu"), ("roles", "digger")]);
    assert!(!form.body.contains("Confirm that it is you"), "{}", form.body);
}

#[test]
fn a_demonstration_asks_too_and_for_the_password_alone() {
    let profile = || Profile::bundled("SL").unwrap();
    let house = House::of(|url| World::demonstration(url, profile()), &LAYERS, furnish);
    let mut http = proved_before(&house, "admin", PROOF_S + 5);
    let asked = open_office(&mut http, "BO");
    assert!(asked.status == 403 && asked.body.contains("Confirm that it is you") && !asked.body.contains("prove_code"), "{}", asked.body);
    assert!(asked.body.contains("<strong>Open an office</strong>"), "what is signed is named: {}", asked.body);
    assert!(http.get("/me/factor").body.contains("share one password"), "and says why there is no second factor");
}

/// What signs is written down here a second time, so that an act does not become one, or stop to be one, unnoticed.
#[test]
fn these_acts_sign_and_no_others() {
    let signs: Vec<&str> = acts::all().into_iter().filter(|a| a.signs).map(|a| a.name).collect();
    let expected = [
        "create_account",
        "change_account",
        "set_account_state",
        "reset_password",
        "reset_factor",
        "open_office",
        "change_office",
        "set_party_state",
        "erase_details",
        "issue_licence",
        "change_licence",
        "set_licence_state",
        "declare_stock",
        "handle_alert",
        "decide_removal",
        "record_seizure",
        "move_seizure",
        "answer_seizure_difference",
        "propose_seizure_order",
        "decide_seizure_order",
        "count_safe",
        "record_offence",
        "follow_up_offence",
        "propose_zone",
        "propose_zone_boundary",
        "propose_zone_status",
        "propose_release",
        "decide_zone",
        "size_parcel",
        "propose_footprint",
        "decide_footprint",
        "propose_estimate",
        "decide_estimate",
        "lift_hold",
        "receive_blanks",
        "allocate_blanks",
        "report_blanks",
        "decide_blank_report",
        "propose_participants",
        "decide_participants",
        "value_shipment",
        "propose_certificate",
        "decline_certificate",
        "issue_certificate",
        "endorse_certificate",
        "record_arrival",
        "close_arrival",
        "withdraw_warnings",
        "issue_letter",
        "withdraw_letter",
        "answer_difference",
        "void_certificate",
        "submit_return",
        "decide_correction",
        "decide_dispute",
    ];
    assert_eq!(signs, expected);
}
