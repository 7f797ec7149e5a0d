//! Purchases over HTTP, against the real program: sixteen clients at once, what each page refuses, the public check.

use super::*;
use crate::house::House;
use crate::support::http::{Http, Reply};
use crate::support::process::{Watchdog, scratch_dir};
use crate::support::server::Server;
use crate::world::{PASSWORD, fresh_tables};
use std::sync::Barrier;

/// How many buyers try at once.
const CLIENTS: usize = 16;
/// How many parcels they contest, one after the other.
const PARCELS: usize = 6;

/// A party with a licence that is valid whenever the tests run.
pub fn lasting(w: &mut World, name: &str, role: Role, kind: &str) -> Trader {
    let party = w.party(name, &[role], None);
    let licence = w.licence_between(kind, party, None, "2026-01-01", "2099-12-31");
    let account = Actor { account: w.id(), role: AccountRole::Buyer, office: None, party: Some(party) };
    Trader { party, licence, number: number(w, licence), account }
}

/// The same with an account that signs in.
pub fn with_login(w: &mut World, login: &str, role: Role, kind: &str) -> Trader {
    let t = lasting(w, login, role, kind);
    let account = w.login(login, if role == Role::Exporter { AccountRole::Exporter } else { AccountRole::Buyer }, None, Some(t.party));
    Trader { account, ..t }
}

/// The fields of the form in which a buyer records both sides.
fn both_sides<'a>(seller: &'a str, parcel: &'a str, weight: &'a str, stones: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("rows", "2"),
        ("seller_licence", seller),
        ("parcel-1", parcel),
        ("weight-1", weight),
        ("stones-1", stones),
        ("price", "100"),
        ("currency", "USD"),
        ("payment", "cash"),
        ("on", "2026-06-01"),
    ]
}

fn contested_on(url: &str) {
    let mut w = World::at(url);
    let seller = lasting(&mut w, "Seller", Role::Miner, "artisanal");
    let site = w.site(Some(seller.licence), None);
    let parcels: Vec<Parcel> = (0..PARCELS).map(|_| w.production(site, seller.licence, seller.party, 1_000, 2)).collect();
    let buyers: Vec<Trader> = (0..CLIENTS).map(|n| with_login(&mut w, &format!("buyer{n}"), Role::Dealer, "dealer")).collect();
    for buyer in &buyers {
        w.slip_book(buyer.party);
    }
    let server = Server::start(&["serve", "--database", url, "--listen", "127.0.0.1:0"]);
    let start = Barrier::new(CLIENTS);
    let (start, parcels, seller, address) = (&start, &parcels, &seller, server.address());
    let by_client: Vec<Vec<Reply>> = std::thread::scope(|scope| {
        let one = |client: usize| {
            let mut http = Http::signed_in(address, &format!("buyer{client}"), PASSWORD);
            let csrf = http.get("/purchases/record").hidden("csrf");
            let buy = |(at, parcel): (usize, &Parcel)| {
                let key = format!("{client}-{at}");
                let mut fields = both_sides(&seller.number, &parcel.code, "1", "2");
                fields.extend([("csrf", csrf.as_str()), ("key", key.as_str()), ("confirmed", "yes")]);
                start.wait();
                http.post("/purchases/record", &fields)
            };
            parcels.iter().enumerate().map(buy).collect::<Vec<_>>()
        };
        let clients: Vec<_> = (0..CLIENTS).map(|client| scope.spawn(move || one(client))).collect();
        clients.into_iter().map(|c| c.join().unwrap()).collect()
    });
    for (at, parcel) in parcels.iter().enumerate() {
        let winner = w.parcel(parcel.no).holder;
        let code = w.read(|rx| placer::store::party::party_fetch(rx, winner)).unwrap().code;
        let statuses: Vec<u16> = by_client.iter().map(|replies| replies[at].status).collect();
        assert_eq!(statuses.iter().filter(|s| **s == 303).count(), 1, "{statuses:?}");
        for (client, replies) in by_client.iter().enumerate() {
            let reply = &replies[at];
            if buyers[client].party == winner {
                assert_eq!(reply.status, 303);
            } else {
                assert_eq!(reply.status, 409, "{}", reply.body);
                assert!(reply.body.contains(&format!("was sold already: to {code}")), "{}", reply.body);
            }
        }
    }
    assert!(!server.printed().to_lowercase().contains("locked"), "{}", server.printed());
}

#[test]
fn sixteen_clients_buy_the_same_parcels_and_each_has_one_owner() {
    let dir = scratch_dir("contested");
    let _sweeper = Watchdog::over_dir(&dir);
    contested_on(&format!("sqlite:{}", dir.join("placer.sqlite").display()));
    if let Some(url) = fresh_tables() {
        contested_on(&url);
    }
}

struct Scene {
    house: House,
    dealer: Trader,
    exporter: Trader,
    miner: Trader,
    parcel: Parcel,
    fresh: Parcel,
}

/// A dealer with a parcel and a book, a miner without an account with another parcel, an exporter, and others.
fn open() -> Scene {
    let mut made = None;
    let house = House::open(|w| {
        let dealer = with_login(w, "dealer", Role::Dealer, "dealer");
        let exporter = with_login(w, "exporter", Role::Exporter, "exporter");
        with_login(w, "rival", Role::Exporter, "exporter");
        let miner = lasting(w, "Aminata Kamara", Role::Miner, "artisanal");
        w.slip_book(dealer.party);
        let parcel = dig(w, miner.party, miner.licence, 2_500, 7);
        w.sold(&[parcel.no], (miner.party, miner.licence), (dealer.party, dealer.licence));
        let fresh = dig(w, miner.party, miner.licence, 1_234, 3);
        let office = w.office("KE");
        w.login("supervisor", AccountRole::Supervisor, Some(office), None);
        w.login("officer", AccountRole::Officer, None, None);
        w.login("registrar", AccountRole::Registrar, Some(office), None);
        w.login("admin", AccountRole::Administrator, None, None);
        made = Some((dealer, exporter, miner, w.parcel(parcel.no), fresh));
    });
    let (dealer, exporter, miner, parcel, fresh) = made.unwrap();
    Scene { house, dealer, exporter, miner, parcel, fresh }
}

fn offer_fields(s: &Scene) -> Vec<(&str, &str)> {
    vec![
        ("parcels", &s.parcel.code),
        ("buyer_licence", &s.exporter.number),
        ("price", "1500,50"),
        ("currency", "USD"),
        ("payment", "bank"),
        ("on", "2026-06-02"),
        ("place", "Koidu"),
    ]
}

#[test]
fn an_offer_is_checked_confirmed_and_answered_on_pages() {
    let s = open();
    let mut dealer = s.house.signed_in("dealer");
    let checked = dealer.submit("/purchases/offer", &offer_fields(&s));
    assert_eq!(checked.status, 200, "{}", checked.body);
    assert!(checked.body.contains("1,500.50") && checked.body.contains(&s.exporter.number), "{}", checked.body);
    let mut fields = offer_fields(&s);
    fields.push(("confirmed", "yes"));
    let done = dealer.submit("/purchases/offer", &fields);
    assert_eq!(done.status, 303, "{}", done.body);
    let page = done.header("location").trim_end_matches("?told=offered").to_owned();
    assert!(dealer.get(&page).body.contains("Take the offer back"));

    // The buyer's form holds nothing of the seller's in its fields, and takes only a weighing of his own.
    let mut exporter = s.house.signed_in("exporter");
    assert!(exporter.get("/").body.contains(&page), "the first page shows the offer");
    let accept = format!("{page}/accept");
    let form = exporter.get(&accept);
    assert!(form.body.contains("2.50") && !form.body.contains("value=\"2.50\""), "{}", form.body);
    let (weight, stones) = (format!("weight_mct.{}", s.parcel.code), format!("stones.{}", s.parcel.code));
    let empty = exporter.submit(&accept, &[]);
    assert_eq!((empty.status, empty.body.matches("Fill in this field").count() >= 2), (422, true), "{}", empty.body);
    let heavy = exporter.submit(&accept, &[(&weight, "2.6"), (&stones, "7")]);
    assert_eq!(heavy.status, 422);
    assert!(heavy.body.contains(&format!("#f-{weight}")) && heavy.body.contains("you weighed 2.60"), "{}", heavy.body);
    assert_eq!(dealer.get(&accept).status, 403, "the seller does not weigh for the buyer");
    let confirmed = exporter.submit(&accept, &[(&weight, "2.51"), (&stones, "7"), ("confirmed", "yes")]);
    assert_eq!((confirmed.status, confirmed.header("location")), (303, format!("{page}?told=accepted").as_str()));
    let told = exporter.get(confirmed.header("location")).body;
    assert!(told.contains("Purchase accepted") && told.contains(&format!("placer-tap__item--main\" href=\"{page}/slip\"")), "{told}");
    assert!(!exporter.get(&page).body.contains("Purchase accepted"));
    assert_eq!(s.house.world.parcel(s.parcel.no).weight, mct(2_510));

    // Later hands are told who was first.
    assert_eq!(exporter.get(&accept).status, 303, "nothing is left to accept");
    assert_eq!(exporter.get(&format!("{page}/decline")).header("location"), page, "nor to refuse");
    assert_eq!(dealer.get(&format!("{page}/withdraw")).header("location"), page, "nor to take back");
    // The public page tells both weights: a slip printed while it waited shows the stated one alone.
    let sold = s.house.world.read(|rx| purchase_fetch(rx, page.rsplit('/').next().unwrap().parse().unwrap())).unwrap();
    let public = s.house.visitor().get(&format!("/check/slip/{}", sold.check_code)).body;
    assert!(public.contains("Carats stated") && public.contains("2.50") && public.contains("2.51"), "{public}");
    let csrf = exporter.get("/me").hidden("csrf");
    let late = [("csrf", csrf.as_str()), ("key", "late"), (&weight, "2.51"), (&stones, "7"), ("confirmed", "yes")];
    let late = exporter.post(&accept, &late);
    assert_eq!(late.status, 409);
    assert!(late.body.contains("was accepted by"), "{}", late.body);
}

#[test]
fn pages_are_for_both_sides_and_the_office_and_for_nobody_else() {
    let s = open();
    let mut dealer = s.house.signed_in("dealer");
    let mut fields = offer_fields(&s);
    fields.push(("confirmed", "yes"));
    let page = dealer.submit("/purchases/offer", &fields).header("location").trim_end_matches("?told=offered").to_owned();
    for path in ["", "/slip", "/accept", "/decline", "/withdraw"] {
        let path = format!("{page}{path}");
        assert_eq!(s.house.signed_in("rival").get(&path).status, 404, "{path}");
        assert_eq!(s.house.visitor().get(&path).status, 303, "{path}");
        for login in ["registrar", "admin"] {
            assert_eq!(s.house.signed_in(login).get(&path).status, 403, "{login} {path}");
        }
    }
    let mut officer = s.house.signed_in("officer");
    assert_eq!((officer.get(&page).status, officer.get(&format!("{page}/slip")).status), (200, 200));
    assert_eq!(officer.get(&format!("{page}/accept")).status, 403);
    assert!(officer.get("/purchases").body.contains(&page));
    assert!(!s.house.signed_in("rival").get("/purchases").body.contains(&page));
    // The supervisor's office keeps neither side.
    let mut supervisor = s.house.signed_in("supervisor");
    assert!(!supervisor.get("/purchases").body.contains(&page));
    assert_eq!(supervisor.get(&page).status, 404);
    let filtered = officer.get("/purchases?state=accepted&serial=b1-");
    assert!(filtered.status == 200 && !filtered.body.contains(&page));
}

#[test]
fn a_refused_line_is_shown_where_it_was_typed() {
    let s = open();
    let mut dealer = s.house.signed_in("dealer");
    let mut fields = both_sides(&s.miner.number, "P-999999-X", "1", "1");
    fields.extend([("parcel-2", s.fresh.code.as_str()), ("weight-2", "1,5"), ("stones-2", "4")]);
    let refused = dealer.submit("/purchases/record", &fields);
    assert_eq!(refused.status, 422);
    for field in ["#f-parcel-1", "#f-weight-2", "#f-stones-2"] {
        assert!(refused.body.contains(field), "{field}: {}", refused.body);
    }
    let more = dealer.submit("/purchases/record", &[("rows", "2"), ("more", "yes"), ("seller_licence", "T/9")]);
    assert!(more.status == 200 && more.body.contains("f-parcel-3") && more.body.contains("value=\"T/9\""), "{}", more.body);
    let weighed = dealer.submit("/purchases/record", &both_sides(&s.miner.number, &s.fresh.code, "1.24", "3"));
    assert_eq!(weighed.status, 200, "{}", weighed.body);
    assert!(weighed.body.contains("replaces the stated one"), "{}", weighed.body);
}

#[test]
fn anybody_may_check_a_slip_and_is_told_nothing_personal() {
    let s = open();
    let mut dealer = s.house.signed_in("dealer");
    let mut fields = both_sides(&s.miner.number, &s.fresh.code, "1.234", "3");
    let form = dealer.get("/purchases/record").body;
    let pressed = form.split_once("<form method=\"post\" novalidate").unwrap().1.split_once("<button type=\"submit\"").unwrap().1;
    assert!(!pressed.split('>').next().unwrap().contains("more"), "Enter in a field goes on");
    fields.push(("confirmed", "yes"));
    let page = dealer.submit("/purchases/record", &fields).header("location").trim_end_matches("?told=recorded").to_owned();
    let slip = dealer.get(&format!("{page}/slip"));
    assert!(slip.status == 200 && slip.body.contains("<svg"), "{}", slip.body);
    let id: PurchaseId = page.rsplit('/').next().unwrap().parse().unwrap();
    let sold = s.house.world.read(|rx| purchase_fetch(rx, id)).unwrap();
    assert!(slip.body.contains(&sold.check_code));

    let mut anybody = s.house.visitor();
    let typed = format!("/check?code={}", sold.check_code.to_lowercase().replace('-', "+"));
    let found = anybody.get(&typed);
    assert_eq!((found.status, found.header("location")), (303, format!("/check/slip/{}", sold.check_code).as_str()));
    let found = anybody.get(&format!("/check/slip/{}", sold.check_code));
    assert_eq!(found.status, 200);
    for told in [sold.serial.as_str(), "1.234", "Miner (licence holder)", "Dealer or collector", "This sale is in the register"] {
        assert!(found.body.contains(told), "{told}: {}", found.body);
    }
    let price = "100.00";
    for hidden in ["Aminata", "Kamara", s.miner.number.as_str(), s.dealer.number.as_str(), price, s.fresh.code.as_str(), "SLE-"] {
        assert!(!found.body.contains(hidden), "{hidden}: {}", found.body);
    }
    let last = sold.check_code.chars().last().unwrap();
    let wrong = format!("{}{}", &sold.check_code[..sold.check_code.len() - 1], if last == 'A' { 'B' } else { 'A' });
    let mistyped = anybody.get(&format!("/check/slip/{wrong}"));
    assert!(mistyped.status == 404 && mistyped.body.contains("This is mistyped"), "{}", mistyped.body);
    let unknown = anybody.get(&format!("/check/slip/{}", placer::domain::purchase::short_code([3; 16])));
    assert!(unknown.status == 404 && unknown.body.contains("No slip has this code"), "{}", unknown.body);
    for (typed, kind) in [
        ("D03-00059", "number at the head of a purchase slip"),
        (s.fresh.code.as_str(), "code of a parcel"),
        (placer::domain::code::make("SLE", 1).as_str(), "code of a person or an organisation"),
    ] {
        let told = anybody.get(&format!("/check?code={typed}"));
        assert!(told.status == 404 && told.body.contains(kind) && told.body.contains("check code"), "{typed}: {}", told.body);
    }
    let short = anybody.get("/check/slip/ABC");
    assert!(short.status == 404 && short.body.contains("This is mistyped"), "three characters are no code: {}", short.body);
    // The same field takes numbers of licences and certificates, however they are typed.
    let licence = s.miner.number.to_lowercase();
    let to = anybody.get(&format!("/check?code={licence}")).header("location").to_owned();
    assert!(!licence.starts_with("sl/") || to.starts_with("/check/licence/SL%2F"), "{licence}: {to}");
    assert_eq!(anybody.get("/check?code=sl000004").header("location"), "/check/certificate/SL%20000004");
    assert_eq!(anybody.get("/check/certificate").header("location"), "/check");
    let front = anybody.get("/");
    assert!(front.body.contains("action=\"/check\""), "{}", front.body);
    let markup = anybody.get("/check?code=%3Cscript%3Ealert(1)%3C/script%3E");
    assert!(markup.status == 404 && !markup.body.contains("<SCRIPT>"), "{}", markup.body);
}

#[test]
fn a_book_is_handed_out_on_pages_and_counted() {
    let s = open();
    let mut officer = s.house.signed_in("officer");
    let code = s.house.world.read(|rx| placer::store::party::party_fetch(rx, s.dealer.party)).unwrap().code;
    let form = officer.get("/slip-books/new");
    assert!(form.body.contains("value=\"SL-PS \""), "the print of the profile: {}", form.body);
    let fields = [("holder", code.as_str()), ("prefix", "SL-PS "), ("first", "1"), ("last", "50"), ("width", "7"), ("confirmed", "yes")];
    let done = officer.submit("/slip-books/new", &fields);
    assert_eq!((done.status, done.header("location")), (303, "/slip-books"), "{}", done.body);
    let list = officer.get("/slip-books");
    assert!(list.body.contains("SL-PS 0000001") && list.body.contains("SL-PS 0000050"), "{}", list.body);
    assert_eq!(officer.submit("/slip-books/new", &fields).status, 409, "the range is out");
    let unknown = officer.submit("/slip-books/new", &[("holder", "SLE-000999-X"), ("first", "1"), ("last", "2"), ("width", "4")]);
    assert!(unknown.status == 422 && unknown.body.contains("#f-holder"), "{}", unknown.body);
    let mut dealer = s.house.signed_in("dealer");
    assert!(dealer.get("/slip-books").body.contains("SL-PS 0000001"));
    assert_eq!(dealer.get("/slip-books/new").status, 403);
    assert!(!s.house.signed_in("rival").get("/slip-books").body.contains("SL-PS 0000001"));
}

#[test]
fn the_two_sides_of_a_sale_know_each_others_names_and_nobody_elses() {
    let s = open();
    let mut dealer = s.house.signed_in("dealer");
    let fields = both_sides(&s.miner.number, &s.fresh.code, "1.234", "3");
    let checked = dealer.submit("/purchases/record", &fields);
    assert!(checked.status == 200 && checked.body.contains("Aminata Kamara (SLE-"), "{}", checked.body);
    let confirmed: Vec<_> = fields.into_iter().chain([("confirmed", "yes")]).collect();
    let page = dealer.submit("/purchases/record", &confirmed).header("location").trim_end_matches("?told=recorded").to_owned();
    for path in [page.clone(), format!("{page}/slip"), "/purchases".to_owned()] {
        let shown = dealer.get(&path).body;
        assert!(shown.contains("Aminata Kamara"), "{path}: {shown}");
    }
    // Whoever buys next knows his seller, and not from whom he had it.
    let offered: Vec<_> = offer_fields(&s).into_iter().chain([("confirmed", "yes")]).collect();
    let page = dealer.submit("/purchases/offer", &offered).header("location").trim_end_matches("?told=offered").to_owned();
    assert!(dealer.get(&page).body.contains("exporter (SLE-"));
    let mut exporter = s.house.signed_in("exporter");
    for path in [page.clone(), format!("{page}/slip"), "/".to_owned(), "/purchases".to_owned()] {
        let shown = exporter.get(&path).body;
        assert!(shown.contains("dealer") && !shown.contains("Aminata"), "{path}: {shown}");
    }
    assert!(exporter.get(&page).body.contains("dealer (SLE-"));
}
