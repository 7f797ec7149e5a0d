//! Pages of seizures and offences, from taking stones to the order, and what whoever they were taken from sees.

use crate::house::House;
use crate::shipment::desk;
use crate::support::http::{Http, Reply};
use placer::domain::access::AccountRole;

fn at_the_house() -> (House, String, String) {
    let (mut code, mut token) = (String::new(), String::new());
    let house = House::open(|w| {
        w.now = placer::edge::now();
        let d = desk(w);
        code = d.bought(w, 2_000).code;
        w.login("exporter", AccountRole::Exporter, None, Some(d.exporter.0));
        w.login("officer", AccountRole::Officer, None, None);
        w.login("approver", AccountRole::Approver, None, None);
        let reviewer = w.login("reviewer", AccountRole::Reviewer, None, None);
        token = w.token(&reviewer);
    });
    (house, code, token)
}

fn form<'a>(code: &'a str, today: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("parcels", code),
        ("on", today),
        ("place", "Yengema checkpoint"),
        ("ground", "undeclared"),
        ("receipt", "R-0001"),
        ("seal", "EV-0001"),
        ("safe", "Koidu, safe 1"),
        ("witness_1", "Mines police"),
        ("witness_2", "Customs"),
        ("account", "Carried in a shoe"),
    ]
}

/// Presses a button of a page whose form is sent to another address.
fn press(http: &mut Http, page: &str, to: &str, fields: &[(&str, &str)]) -> Reply {
    let shown = http.get(page);
    let form = Reply { body: shown.body.split_once("<main").unwrap().1.to_owned(), ..shown };
    let (csrf, key) = (form.hidden("csrf"), form.hidden("key"));
    let all: Vec<(&str, &str)> = [("csrf", csrf.as_str()), ("key", key.as_str())].into_iter().chain(fields.iter().copied()).collect();
    http.post(to, &all)
}

#[test]
fn the_pages_lead_from_the_parcel_to_the_order_and_the_holder_sees_what_was_taken() {
    let (house, code, token) = at_the_house();
    let today = placer::edge::now().day().to_string();
    let mut officer = house.signed_in("officer");
    assert!(officer.get(&format!("/parcels/{code}")).body.contains(&format!("/seizures/new?parcel={code}")));
    let filled = officer.get(&format!("/seizures/new?parcel={code}")).body;
    assert!(filled.contains(&code) && filled.contains("Stones that are in no register"), "{filled}");
    let mut bad = form(&code, "2026-13-01");
    bad.retain(|(name, _)| *name != "receipt");
    let refused = officer.submit("/seizures/new", &bad);
    assert!(refused.status == 422 && refused.body.contains("Carried in a shoe") && refused.body.contains("2026-13-01"), "{}", refused.body);
    let good = form(&code, &today);
    let check = officer.submit("/seizures/new", &good);
    assert!(
        check.status == 200 && check.body.contains("EV-0001") && check.body.contains("Stones that are in no register"),
        "{}",
        check.body
    );
    let done = officer.submit("/seizures/new", &[good.as_slice(), &[("confirmed", "yes")]].concat());
    assert_eq!(done.status, 303, "{}", done.body);
    let to = done.header("location").to_owned();
    let path = to.split('?').next().unwrap().to_owned();
    let shown = officer.get(&to).body;
    assert!(shown.contains("Stones seized") && shown.contains("Koidu, safe 1") && shown.contains("EV-0001"), "{shown}");
    let receipt = officer.get(&format!("{path}/receipt")).body;
    assert!(receipt.contains("R-0001") && receipt.contains("/check/seizure/"), "{receipt}");
    let mut exporter = house.signed_in("exporter");
    assert!(exporter.get("/").body.contains("took stones from you"));
    let own = exporter.get(&path).body;
    assert!(own.contains("Keep your receipt") && !own.contains("Koidu, safe 1"), "{own}");
    assert!(exporter.get(&format!("/parcels/{code}")).body.contains("The state took this parcel and keeps it"));
    assert_eq!(exporter.get("/seizures/new").status, 403);
    let csv = officer.get("/seizures?state=open&format=csv").body;
    assert!(csv.starts_with("Seizure,Day,") && csv.contains("R-0001"), "{csv}");
    order_of(&mut officer, &house, &path, &today);
    assert!(exporter.get(&path).body.contains("Carried out"));
    let mut reviewer = house.signed_in("reviewer");
    assert!(reviewer.get(&path).body.contains("HC 12/2026") && reviewer.get("/seizures?state=closed").body.contains("SZ-"));
    reviewer.headers.push(("authorization".into(), format!("Bearer {token}")));
    let json = reviewer.get("/api/v1/seizures?state=closed").json();
    assert_eq!((&json["items"][0]["receipt"], &json["items"][0]["parcels"][0]["state"]), (&"R-0001".into(), &"returned".into()), "{json}");
    assert_eq!(reviewer.get(&format!("/api/v1/parcels/{code}")).json()["state"], "live");
}

fn order_of(officer: &mut crate::support::http::Http, house: &House, path: &str, today: &str) {
    let order = [("outcome", "returned"), ("number", "HC 12/2026"), ("authority", "High Court"), ("on", today), ("confirmed", "yes")];
    let bare = officer.submit(&format!("{path}/order"), &[("outcome", "returned")]);
    assert!(bare.status == 422 && bare.body.contains("f-number"), "{}", bare.body);
    assert_eq!(officer.submit(&format!("{path}/order"), &order).status, 303);
    let mut approver = house.signed_in("approver");
    assert!(approver.get("/").body.contains("1 seizure waits for you"));
    let shown = approver.get(path).body;
    let at = shown.find("/seizures/orders/").unwrap();
    let decide: String = shown[at..].chars().take_while(|c| *c != '"').collect();
    let silent = press(&mut approver, path, &decide, &[("act", "refuse")]);
    assert!(silent.status == 422 && silent.body.contains("f-reason"), "{}", silent.body);
    assert_eq!(press(&mut approver, path, &decide, &[("act", "confirm")]).status, 303);
    assert!(!approver.get("/").body.contains("seizure waits for you"));
}

#[test]
fn stones_of_no_register_are_moved_with_a_difference_counted_and_checked_by_anybody() {
    let (house, _, _) = at_the_house();
    let today = placer::edge::now().day().to_string();
    let mut officer = house.signed_in("officer");
    let mut stones = form("", &today);
    stones.extend([("found_1", "1.5"), ("found_1_stones", "4"), ("found_1_hs", "7102.10"), ("confirmed", "yes")]);
    let done = officer.submit("/seizures/new", &stones);
    assert_eq!(done.status, 303, "{}", done.body);
    let path = done.header("location").split('?').next().unwrap().to_owned();
    let shown = officer.get(&path).body;
    assert!(shown.contains("in no register before") && shown.contains("Somebody the register does not know"), "{shown}");
    let at = shown.find("/parcels/P-").unwrap();
    let parcel: String = shown[at + 9..].chars().take_while(|c| *c != '"').collect();
    let (mass, count) = (format!("weight_mct.{parcel}"), format!("stones.{parcel}"));
    let carry = [
        ("to", "Freetown, vault"),
        ("on", today.as_str()),
        ("given_by", "Mines police"),
        ("taken_by", "Treasury"),
        ("seal_read", "EV-0001"),
        (mass.as_str(), "0.9"),
        (count.as_str(), "3"),
    ];
    let check = officer.submit(&format!("{path}/move"), &carry);
    assert!(check.status == 200 && check.body.contains("differs by more than two scales may"), "{}", check.body);
    assert_eq!(officer.submit(&format!("{path}/move"), &[carry.as_slice(), &[("confirmed", "yes")]].concat()).status, 303);
    assert!(officer.get(&path).body.contains("Something differed when it was moved"));
    let mut approver = house.signed_in("approver");
    let answer = press(&mut approver, &path, &format!("{path}/answer"), &[("act", "stands"), ("reason", "One stone is gone")]);
    assert_eq!(answer.status, 303, "{}", answer.body);
    let safes = officer.get("/seizures/safes").body;
    assert!(safes.contains("Freetown, vault") && safes.contains("0.9"), "{safes}");
    let count = [("safe", "Freetown, vault"), ("on", today.as_str()), ("there", "")];
    let check = officer.submit("/seizures/safes", &count);
    assert!(check.body.contains("1 bag should be there and is not"), "{}", check.body);
    assert_eq!(officer.submit("/seizures/safes", &[count.as_slice(), &[("confirmed", "yes")]].concat()).status, 303);
    let receipt = officer.get(&format!("{path}/receipt")).body;
    let at = receipt.find("/check/seizure/").unwrap();
    let public: String = receipt[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || "/-".contains(*c)).collect();
    let mut anybody = house.visitor();
    let told = anybody.get(&public).body;
    assert!(told.contains("R-0001") && !told.contains("Carried in a shoe") && !told.contains("Freetown"), "{told}");
    let code = public.rsplit('/').next().unwrap().to_owned();
    let asked = anybody.get(&format!("/check?code={code}"));
    assert_eq!(asked.status, 303);
    assert_eq!(anybody.get(asked.header("location")).header("location"), public);
    assert_eq!(anybody.get("/check/seizure/22222-22222-2").status, 404);
}

#[test]
fn an_offence_goes_from_the_seizure_to_the_licence_that_is_suspended_for_it() {
    let (house, code, _) = at_the_house();
    let today = placer::edge::now().day().to_string();
    let mut officer = house.signed_in("officer");
    let done = officer.submit("/seizures/new", &[form(&code, &today).as_slice(), &[("confirmed", "yes")]].concat());
    let path = done.header("location").split('?').next().unwrap().to_owned();
    let seizure = officer.get(&path).body;
    let at = seizure.find("/offences/new?").unwrap();
    let new: String = seizure[at..].chars().take_while(|c| *c != '"').collect();
    assert!(officer.get(&new.replace("&amp;", "&")).body.contains("SZ-000001"));
    let at = seizure.find("(SL").map_or(0, |at| at + 1);
    let party: String = seizure[at..].chars().take_while(|c| *c != ')').collect();
    let said = [("ground", "undeclared"), ("parties", party.as_str()), ("on", today.as_str()), ("account", "Carried in a shoe")];
    let check = officer.submit("/offences/new", &said);
    assert!(check.status == 200 && check.body.contains(&party), "{}", check.body);
    let done = officer.submit("/offences/new", &[said.as_slice(), &[("confirmed", "yes")]].concat());
    assert_eq!(done.status, 303, "{}", done.body);
    let offence = done.header("location").split('?').next().unwrap().to_owned();
    let bare = officer.submit(&offence, &[("state", "charged")]);
    assert!(bare.status == 422 && bare.body.contains("f-authority"), "{}", bare.body);
    let charged = [("state", "charged"), ("on", today.as_str()), ("authority", "High Court"), ("note", "Own note")];
    assert_eq!(officer.submit(&offence, &charged).status, 303);
    let shown = officer.get(&offence).body;
    assert!(shown.contains("High Court") && shown.contains("Own note"), "{shown}");
    let at = shown.find("/state/suspend?offence=").unwrap();
    let from = shown[..at].rfind('"').unwrap() + 1;
    let suspend: String = shown[from..].chars().take_while(|c| *c != '"').collect();
    assert!(officer.get(&suspend).body.contains("OF-000001"));
    let of = offence_code(&shown);
    let stop = [("on", today.as_str()), ("reason", "See the offence"), ("offence", of.as_str())];
    let done = officer.submit(suspend.split('?').next().unwrap(), &stop);
    assert_eq!(done.status, 303, "{}", done.body);
    assert!(officer.get(done.header("location").split('?').next().unwrap()).body.contains("For offence OF-000001"));
    let mut exporter = house.signed_in("exporter");
    let own = exporter.get(&offence).body;
    assert!(own.contains("A suspicion is no verdict") && own.contains("High Court") && !own.contains("Own note"), "{own}");
}

fn offence_code(shown: &str) -> String {
    let at = shown.find("OF-0").unwrap();
    shown[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}
