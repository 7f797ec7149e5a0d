//! Claims over HTTP: for programs and on the pages.

use super::*;
use crate::house::House;
use crate::purchase::web::{lasting, with_login};
use crate::support::http::Http;
use serde_json::{Value, json};

/// A register in which `first` has bought what `late` comes for.
pub fn house() -> (House, Parcel, Trader, Trader) {
    let mut made = None;
    let house = House::open(|w| {
        let miner = lasting(w, "Aminata Kamara", Role::Miner, "artisanal");
        let site = w.site(Some(miner.licence), None);
        let first = with_login(w, "first", Role::Dealer, "dealer");
        let late = with_login(w, "late", Role::Dealer, "dealer");
        with_login(w, "stranger", Role::Dealer, "dealer");
        w.slip_book(late.party);
        for login in ["officer", "colleague"] {
            w.login(login, AccountRole::Officer, None, None);
        }
        let parcel = w.production(site, miner.licence, miner.party, 1_000, 2);
        w.sold(&[parcel.no], (miner.party, miner.licence), (first.party, first.licence));
        made = Some((w.parcel(parcel.no), miner, late));
    });
    let (parcel, miner, late) = made.unwrap();
    (house, parcel, miner, late)
}

fn act(http: &mut Http, name: &str, key: &str, body: &Value) -> crate::support::http::Reply {
    let headers = [("content-type", "application/json"), ("idempotency-key", key), ("x-placer", "1")];
    http.send("POST", &format!("/api/v1/acts/{name}"), &headers, body.to_string())
}

fn asking(house: &House, login: &str) -> Http {
    let mut http = house.signed_in(login);
    http.headers.push(("x-placer".into(), "1".into()));
    http
}

#[test]
fn a_program_that_was_refused_is_told_how_to_claim_and_everybody_reads_what_concerns_him() {
    let (house, parcel, miner, late) = house();
    let mut http = asking(&house, "late");
    let line = json!({"parcel": parcel.code, "weight_mct": 1005, "stones": 2});
    let price = json!({"minor": 90_000, "currency": "USD"});
    let sale = json!({"seller_licence": miner.number, "weighed": [line], "terms": {"price": price, "payment": "cash", "on": "2026-06-01"}});
    let refused = act(&mut http, "record_purchase", "1", &sale);
    assert_eq!(refused.status, 409, "{}", refused.body);
    let told = refused.json();
    assert_eq!(told["violations"][0]["code"], "purchase.parcel_sold");
    assert_eq!((told["claim"]["act"].as_str(), told["claim"]["path"].as_str()), (Some("open_dispute"), Some("/api/v1/acts/open_dispute")));
    let claim = json!({"act": "sale", "seller_licence": miner.number, "weighed": [line], "price": price, "slip": "A-0017",
        "on": "2026-06-01", "statement": "Paid in full, slip in hand."});
    let preview = act(&mut http, "open_dispute?preview=true", "2", &claim);
    assert_eq!(preview.status, 200, "{}", preview.body);
    let opened = act(&mut http, "open_dispute", "2", &claim);
    assert_eq!(opened.status, 201, "{}", opened.body);
    let id = opened.json()["subject"].as_str().unwrap().to_owned();
    let own = http.get(&format!("/api/v1/disputes/{id}")).json();
    assert_eq!(
        (own["state"].as_str(), own["terms"]["slip"].as_str(), own["terms"]["price"]["minor"].as_i64()),
        (Some("open"), Some("A-0017"), Some(90_000))
    );
    assert_eq!(own["holds"], json!([]), "he is not told who holds what");
    let first = house.world.parcel(parcel.no).holder.to_string();
    assert!(!own.to_string().contains(&first), "{own}");
    // The holder reads that there is a case about his parcel, and no price, slip or word of it.
    let mut holder = asking(&house, "first");
    let seen = holder.get("/api/v1/disputes").json()["items"][0].clone();
    assert_eq!((seen["id"].as_str(), &seen["terms"]), (Some(id.as_str()), &Value::Null));
    assert_eq!(seen["holds"][0]["parcel"], parcel.code.as_str());
    assert_eq!(holder.get(&format!("/api/v1/parcels/{}", parcel.code)).json()["frozen_by"], own["code"]);
    let mut stranger = asking(&house, "stranger");
    assert_eq!(stranger.get("/api/v1/disputes").json()["items"], json!([]));
    assert_eq!(stranger.get(&format!("/api/v1/disputes/{id}")).status, 404);
    let decide = json!({"dispute": id, "ruling": "upheld", "reason": "The slip is genuine."});
    assert_eq!(act(&mut holder, "decide_dispute", "3", &decide).status, 403);
    let decided = act(&mut asking(&house, "officer"), "decide_dispute", "3", &decide);
    assert_eq!(decided.status, 201, "{}", decided.body);
    assert_eq!(house.world.parcel(parcel.no).holder, late.party);
    assert_eq!(http.get("/api/v1/disputes?state=upheld").json()["items"].as_array().unwrap().len(), 1);
    sound(&house.world);
}

/// The fields of the form in which a buyer records both sides.
/// A claim about one parcel stands beside what the recorded slip says of that parcel, not beside the whole slip.
#[test]
fn like_is_compared_with_like() {
    let mut made = None;
    let house = House::open(|w| {
        let miner = lasting(w, "Aminata Kamara", Role::Miner, "artisanal");
        let site = w.site(Some(miner.licence), None);
        let first = with_login(w, "first", Role::Dealer, "dealer");
        with_login(w, "late", Role::Dealer, "dealer");
        w.login("officer", AccountRole::Officer, None, None);
        let one = w.production(site, miner.licence, miner.party, 1_000, 2);
        let other = w.production(site, miner.licence, miner.party, 4_500, 7);
        w.sold(&[one.no, other.no], (miner.party, miner.licence), (first.party, first.licence));
        made = Some((one, miner));
    });
    let (parcel, miner) = made.unwrap();
    let mut http = asking(&house, "late");
    let claim = json!({"act": "sale", "seller_licence": miner.number, "weighed": [{"parcel": parcel.code, "weight_mct": 1000, "stones": 2}],
        "price": {"minor": 90_000, "currency": "USD"}, "on": "2026-06-01", "statement": "Paid in full."});
    let opened = act(&mut http, "open_dispute", "1", &claim);
    assert_eq!(opened.status, 201, "{}", opened.body);
    let at = format!("/disputes/{}", opened.json()["subject"].as_str().unwrap());
    let page = house.signed_in("officer").get(&at).body;
    for (share, whole) in [("1.00", "5.50"), ("2", "9")] {
        let said = page.split(&format!("whole slip: {whole}")).next().unwrap().rsplit("<td").next().unwrap();
        assert!(said.contains(&format!(">{share}")) && said.ends_with("<br>"), "{share} of {whole}: {}", main_of(&page));
    }
}

fn typed<'a>(seller: &'a str, parcel: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("rows", "1"),
        ("seller_licence", seller),
        ("parcel-1", parcel),
        ("weight-1", "1.005"),
        ("stones-1", "2"),
        ("price", "900"),
        ("currency", "USD"),
        ("payment", "cash"),
        ("on", "2026-06-01"),
        ("place", "Koidu market"),
    ]
}

/// The body of a page between its main tags.
fn main_of(body: &str) -> &str {
    body.split_once("<main").unwrap().1.split_once("</main>").unwrap().0
}

#[test]
fn whoever_is_refused_on_the_page_claims_with_all_that_he_typed_and_an_officer_decides() {
    let (house, parcel, miner, late) = house();
    let mut http = house.signed_in("late");
    let refused = http.submit("/purchases/record", &typed(&miner.number, &parcel.code));
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert!(refused.body.contains("formaction=\"/disputes/new\""), "{}", main_of(&refused.body));
    let page = crate::support::http::Reply { body: main_of(&refused.body).to_owned(), ..refused };
    let (csrf, key) = (page.hidden("csrf"), page.hidden("key"));
    let mut fields = typed(&miner.number, &parcel.code);
    fields.extend([("csrf", csrf.as_str()), ("key", key.as_str()), ("claim", "yes"), ("serial", "A-0017")]);
    let form = http.post("/disputes/new", &fields);
    assert_eq!(form.status, 200, "{}", form.body);
    for kept in [miner.number.as_str(), parcel.code.as_str(), "1.005", "900", "2026-06-01", "Koidu market", "A-0017"] {
        assert!(form.body.contains(&format!("value=\"{kept}\"")), "{kept}: {}", main_of(&form.body));
    }
    let claim = [
        ("rows", "1"),
        ("act", "sale"),
        ("seller_licence", &miner.number),
        ("parcel-1", &parcel.code),
        ("weight-1", "1.005"),
        ("stones-1", "2"),
        ("price", "900"),
        ("currency", "USD"),
        ("slip", "A-0017"),
        ("on", "2026-06-01"),
    ];
    let wrong = http.submit("/disputes/new", &claim);
    assert!(wrong.status == 422 && wrong.body.contains("f-statement") && wrong.body.contains("A-0017"), "{}", main_of(&wrong.body));
    let whole: Vec<(&str, &str)> = claim.iter().copied().chain([("statement", "Paid in full at the pit.")]).collect();
    let check = http.submit("/disputes/new", &whole);
    assert!(check.status == 200 && check.body.contains("Check the claim"), "{}", main_of(&check.body));
    let confirmed: Vec<(&str, &str)> = whole.iter().copied().chain([("confirmed", "yes")]).collect();
    let done = http.submit("/disputes/new", &confirmed);
    assert_eq!(done.status, 303, "{}", done.body);
    let at = done.header("location").to_owned();
    let own = http.get(&at).body;
    assert!(!own.contains("whole slip"), "it is the whole slip: {}", main_of(&own));
    assert!(own.contains("Paid in full at the pit.") && own.contains("900"), "{}", main_of(&own));
    let holders_code = house.world.read(|rx| placer::store::party::party_fetch(rx, house.world.parcel(parcel.no).holder)).unwrap().code;
    assert!(!main_of(&own).contains(&holders_code), "the claimant is not told who holds it: {}", main_of(&own));
    assert!(http.get("/").body.contains("1 case is open that concerns you"));
    the_holder_reads_what_concerns_him(&house, &at, &parcel);
    the_officer_decides(&house, &at, &holders_code);
    assert_eq!(house.world.parcel(parcel.no).holder, late.party);
    let over = house.signed_in("first").get(&at).body;
    assert!(over.contains("The claim holds.") && over.contains("The slip is genuine."), "{}", main_of(&over));
    let mut officer = house.signed_in("officer");
    let traced = officer.get(&format!("/parcels/{}/trace", parcel.code)).body;
    assert!(traced.contains("In a dispute that is over"), "the trace tells it");
    for kind in ["Claim put on record", "Dispute decided"] {
        assert!(officer.get("/journal").body.contains(kind), "{kind}");
    }
    sound(&house.world);
}

/// He sees that there is a case and what of, and none of the claimant's business.
fn the_holder_reads_what_concerns_him(house: &House, at: &str, parcel: &Parcel) {
    let mut holder = house.signed_in("first");
    let seen = holder.get(at).body;
    for hidden in ["Paid in full", "A-0017", "900", "Koidu"] {
        assert!(!main_of(&seen).contains(hidden), "{hidden}: {}", main_of(&seen));
    }
    let of_parcel = holder.get(&format!("/parcels/{}", parcel.code)).body;
    assert!(of_parcel.contains("Frozen until it is decided") && of_parcel.contains(at), "{}", main_of(&of_parcel));
    assert!(!of_parcel.contains(&format!("/parcels/{}/split", parcel.code)), "nothing is offered that is refused");
    assert_eq!(house.signed_in("stranger").get(at).status, 404);
    assert!(!house.signed_in("stranger").get("/disputes").body.contains(at.rsplit('/').next().unwrap()));
}

/// He sees both acts, and gives his reasons.
fn the_officer_decides(house: &House, at: &str, holders_code: &str) {
    let mut officer = house.signed_in("officer");
    assert!(officer.get("/").body.contains("1 case waits for a decision"));
    let page = officer.get(at);
    for told in ["A-0017", holders_code, "What there is of the parcels", "The register had the recorded act first"] {
        assert!(page.body.contains(told), "{told}: {}", main_of(&page.body));
    }
    let main = crate::support::http::Reply { body: main_of(&page.body).to_owned(), ..page };
    let (csrf, key) = (main.hidden("csrf"), main.hidden("key"));
    let decide = format!("{at}/decide");
    let fields = [("csrf", csrf.as_str()), ("key", key.as_str()), ("ruling", "upheld")];
    let silent = officer.post(&decide, &fields);
    assert!(silent.status == 422 && silent.body.contains("f-reason"), "{}", main_of(&silent.body));
    let with: Vec<(&str, &str)> = fields.iter().copied().chain([("reason", "The slip is genuine.")]).collect();
    let check = officer.post(&decide, &with);
    assert!(check.status == 200 && check.body.contains("Check the decision"), "{}", main_of(&check.body));
    let confirmed: Vec<(&str, &str)> = with.iter().copied().chain([("confirmed", "yes")]).collect();
    assert_eq!(officer.post(&decide, &confirmed).status, 303);
}

/// What the offer page of a buyer says when the stones were frozen meanwhile, with the way to claim.
#[test]
fn an_offer_of_frozen_stones_is_not_accepted_and_the_page_says_how_to_claim() {
    let (mut house, parcel, miner, _) = house();
    let first = house.world.parcel(parcel.no).holder;
    let licence = house.world.read(|rx| placer::store::licence::licences_of(rx, first)).remove(0).id;
    let stranger = house.world.read(|rx| placer::store::licence::licence_by_number(rx, "T/4")).unwrap();
    let w = &mut house.world;
    w.now = placer::edge::now();
    let offer = w.offer(&[parcel.no], (first, licence), (stranger.terms.holder, stranger.id));
    let mut late = asking(&house, "late");
    let claim = json!({"act": "sale", "seller_licence": miner.number, "weighed": [{"parcel": parcel.code, "weight_mct": 1000, "stones": 2}],
        "price": {"minor": 90_000, "currency": "USD"}, "on": "2026-06-01", "statement": "Paid."});
    assert_eq!(act(&mut late, "open_dispute", "1", &claim).status, 201);
    let mut buyer = house.signed_in("stranger");
    let (weight, stones) = (format!("weight_mct.{}", parcel.code), format!("stones.{}", parcel.code));
    let path = format!("/purchases/{offer}/accept");
    let refused = buyer.submit(&path, &[(&weight, "1.000"), (&stones, "2")]);
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert!(
        refused.body.contains("is frozen by case") && refused.body.contains(&format!("/disputes/new?purchase={offer}")),
        "{}",
        main_of(&refused.body)
    );
    let main = crate::support::http::Reply { body: main_of(&refused.body).to_owned(), ..refused };
    let (csrf, key) = (main.hidden("csrf"), main.hidden("key"));
    let fields = [("csrf", csrf.as_str()), ("key", key.as_str()), ("claim", "yes"), (&weight, "1.003"), (&stones, "2")];
    let form = buyer.post(&format!("/disputes/new?purchase={offer}"), &fields);
    assert!(form.status == 200 && form.body.contains("value=\"1.003\"") && form.body.contains(&parcel.code), "{}", main_of(&form.body));
}
