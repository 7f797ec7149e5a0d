//! What a program that sends acts may not say of them: that they come from a file, where a licence comes from, and a
//! time that nobody remembers.

use crate::house::House;
use crate::licence::issue;
use crate::support::http::{Http, Reply};
use crate::world::{World, codes, day, each};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::event::Reference;
use placer::domain::role::Role;
use placer::domain::violation::Violation;
use placer::edge;
use placer::service::error::ServiceError;
use placer::service::licence::{ChangeLicence, IssueLicence};
use placer::service::office::OpenOffice;
use placer::service::{Act, check_device};
use serde_json::json;

/// A licence without papers, begun before it was issued, under a number of the register's own, said to come from
/// elsewhere.
fn borrowed(w: &mut World, actor: &Actor) -> IssueLicence {
    let holder = crate::licence::party(w, actor, "A Miner", Role::Miner, Some("SL"));
    let mut command = issue(holder);
    command.number = Some("SL/ART/2026/00077".into());
    command.terms.documents.clear();
    command.terms.issued_on = day("2026-01-01");
    (command.terms.starts_on, command.terms.ends_on) = (day("2025-12-15"), day("2026-12-14"));
    command.terms.reference = Some(Reference { source: "cadastre".into(), key: "7".into() });
    command
}

#[test]
fn only_an_import_says_where_a_licence_comes_from() {
    each(|w| {
        let office = w.office("KDU");
        let supervisor = w.account(AccountRole::Supervisor, Some(office), None);
        let command = borrowed(w, &supervisor);
        let refused = w.submit(&supervisor, &command);
        let all = ["licence.reference_import", "licence.starts_before_issue", "licence.documents", "licence.number_own"];
        assert_eq!(codes(&refused), all, "what a person says is held against all rules");
        assert!(matches!(refused, Err(ServiceError::Refused(v)) if v.0[0].field.as_deref() == Some("reference")));
        let licence = w.import(&supervisor, &command).unwrap().subject.parse().unwrap();

        let change = |terms| ChangeLicence { licence, terms, reason: "a page was missing".into() };
        let refused = w.submit(&supervisor, &change(command.terms.clone()));
        assert_eq!(codes(&refused), ["licence.reference_import", "licence.starts_before_issue", "licence.documents"]);
        assert!(w.import(&supervisor, &change(command.terms.clone())).is_ok());
    });
}

#[test]
fn the_description_of_the_api_does_not_offer_to_say_where_a_licence_comes_from() {
    let document = placer::web::api::openapi::document();
    let fields = document["components"]["schemas"]["LicenceInput"]["properties"].as_object().unwrap().clone();
    assert!(fields.contains_key("documents") && !fields.contains_key("reference"), "{fields:?}");
}

#[test]
fn what_calls_itself_an_import_needs_the_permission_to_import() {
    each(|w| {
        let supervisor = {
            let office = w.office("KDU");
            w.account(AccountRole::Supervisor, Some(office), None)
        };
        let command = borrowed(w, &supervisor);
        let act = |actor: &Actor, w: &mut World| Act { device: Some("import".into()), ..w.act(actor) };
        assert!(act(&supervisor, w).imports());
        let registrar = w.account(AccountRole::Registrar, supervisor.office, None);
        assert!(!act(&registrar, w).imports() && !w.act(&supervisor).imports());
        assert!(w.submit(&registrar, &command).is_err());
    });
}

#[test]
fn an_act_is_recorded_within_366_days() {
    each(|w| {
        let admin = w.login("admin", AccountRole::Administrator, None, None);
        let office = |code: &str| OpenOffice { code: code.into(), name: code.into(), areas: vec![] };
        let at = |w: &mut World, when: &str| Act { occurred_at: Some(when.parse().unwrap()), ..w.act(&admin) };
        let mut old = at(w, "2025-05-31T07:59:59Z");
        let refused = w.app.submit(&mut old, &office("BO"));
        assert_eq!(codes(&refused), ["occurred.too_old"]);
        let told = |v: &Violation| v.field.as_deref() == Some("occurred_at");
        assert!(matches!(refused, Err(ServiceError::Refused(v)) if v.0.iter().all(told)));
        assert_eq!(codes(&w.app.preview(&mut old, &office("BO"))), ["occurred.too_old"]);
        let mut never_set = at(w, "1970-01-01T00:00:00Z");
        assert_eq!(codes(&w.app.submit(&mut never_set, &office("BO"))), ["occurred.too_old"]);
        let mut ahead = at(w, "2026-06-01T08:00:01Z");
        assert_eq!(codes(&w.app.preview(&mut ahead, &office("BO"))), ["occurred.future"]);
        let mut year_ago = at(w, "2025-05-31T08:00:00Z");
        w.app.submit(&mut year_ago, &office("BO")).unwrap();
    });
}

fn act(http: &mut Http, key: &str, headers: &[(&str, &str)], query: &str) -> Reply {
    let body = json!({ "code": key, "name": key, "areas": [] }).to_string();
    let all: Vec<(&str, &str)> =
        [("content-type", "application/json"), ("idempotency-key", key)].into_iter().chain(headers.iter().copied()).collect();
    http.send("POST", &format!("/api/v1/acts/open_office{query}"), &all, &body)
}

#[test]
fn no_client_passes_for_an_import_or_the_console() {
    for name in ["import", " Import ", "CONSOLE"] {
        assert_eq!(check_device(name).map_err(|v| v.code), Err("device.reserved"), "{name}");
    }
    assert!(check_device("import-scale").is_ok());
    assert_eq!(check_device("scale\u{1f}7").map_err(|v| v.code), Err("party.hidden"));
    let house = House::open(|w| {
        w.login("admin", AccountRole::Administrator, None, None);
    });
    let mut admin = house.signed_in("admin");
    admin.headers.push(("x-placer".into(), "1".into()));
    for (headers, query) in [(vec![("device", "import")], ""), (vec![("device", "Console")], ""), (vec![], "?device=import&preview=true")] {
        let reply = act(&mut admin, "BO", &headers, query);
        assert_eq!(reply.status, 422, "{}", reply.body);
        let told = reply.json()["violations"][0].clone();
        assert_eq!((told["code"].as_str(), told["field"].as_str()), (Some("device.reserved"), Some("device")));
        assert!(told["message"].as_str().unwrap().contains("another name"), "{told}");
    }
    let reply = act(&mut admin, "BO", &[("occurred-at", "1970-01-01T00:00:00Z")], "");
    let told = reply.json()["violations"][0].clone();
    assert_eq!((reply.status, told["code"].as_str(), told["field"].as_str()), (422, Some("occurred.too_old"), Some("occurred_at")));
    let now = edge::now().to_string();
    assert_eq!(act(&mut admin, "BO", &[("device", "scale-7"), ("occurred-at", &now)], "").status, 201);
}
