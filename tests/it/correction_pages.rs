//! The pages of corrections: proposed from the thing, decided by a second person, shown beside what they changed.

mod browser;

use crate::house::House;
use crate::support::http::{Http, Reply};
use crate::support::process::{Watchdog, scratch_dir};
use crate::support::server::Server;
use crate::world::{PASSWORD, World, day, fresh_tables, mct};
use placer::domain::access::{AccountRole, Reach};
use placer::domain::correction::CorrectionState;
use placer::domain::event::*;
use placer::domain::ids::{LicenceId, OfficeId, PartyId, SiteId};
use placer::domain::parcel::{Parcel, parcel_code};
use placer::domain::role::Role;
use placer::store::correction::{CorrectionFilter, correction_fetch, corrections};
use placer::store::production::source_fetch;

/// A miner's two sites, five entries of one office, a mix of two of them, and a sale of the third.
struct Pit {
    miner: (PartyId, LicenceId),
    dealer: (PartyId, LicenceId),
    site: SiteId,
    office: OfficeId,
}

fn dug(w: &mut World, p: &Pit, weight: i64, stones: i64) -> Parcel {
    let no = w.read(placer::store::parcel::parcel_next_no);
    let new = NewParcel { parcel: w.id(), no, weight_mct: mct(weight), stones, hs: HsCode::Unsorted, class: None };
    let facts = ProductionFacts {
        site: p.site,
        licence: p.miner.1,
        on: day("2026-05-20"),
        stones,
        weight_mct: mct(weight),
        largest_mct: None,
        classes: vec![SizeLine { class: "+5gr".into(), stones, weight_mct: mct(weight) }],
        diggers: None,
        gravel_dm3: None,
        days_worked: None,
        page: Some("7".into()),
        position: None,
        accuracy_m: None,
        flags: vec![],
        late_reason: None,
        zone: None,
    };
    w.event(ProductionRecorded { parcel: new, holder: p.miner.0, office: Some(p.office), test: false, facts });
    w.parcel(no)
}

/// Parcel 1: 10 ct, free. 2 and 3: 5 ct each, mixed to 4. 5: 2 ct, sold on slip B1-0001, split to 7 and 8. 6: 3 ct, free.
fn furnish(w: &mut World, office: OfficeId) -> Pit {
    let miner = w.party("Sorie Kamara", &[Role::Miner], Some(office));
    let dealer = w.party("Fatmata Sesay", &[Role::Dealer], Some(office));
    let licence = w.licence_between("artisanal", miner, Some(office), "2026-01-01", "2099-12-31");
    let dealing = w.licence_between("dealer", dealer, Some(office), "2026-01-01", "2099-12-31");
    let site = w.site(Some(licence), Some(office));
    w.site(Some(licence), Some(office));
    w.site(None, Some(office));
    let p = Pit { miner: (miner, licence), dealer: (dealer, dealing), site, office };
    dug(w, &p, 10_000, 4);
    let (a, b) = (dug(w, &p, 5_000, 2), dug(w, &p, 5_000, 2));
    let output = NewParcel { parcel: w.id(), no: 4, weight_mct: mct(10_000), stones: 4, hs: HsCode::Unsorted, class: None };
    w.event(ParcelCombined(Rework {
        holder: miner,
        inputs: vec![a.no, b.no],
        outputs: vec![output],
        loss_mct: mct(0),
        loss_reason: None,
        stones_change: 0,
        test: false,
    }));
    dug(w, &p, 2_000, 1);
    w.sold(&[5], p.miner, p.dealer);
    dug(w, &p, 3_000, 1);
    let part =
        |w: &mut World, no, weight| NewParcel { parcel: w.id(), no, weight_mct: mct(weight), stones: 1, hs: HsCode::Unsorted, class: None };
    let outputs = vec![part(w, 7, 500), part(w, 8, 1_500)];
    w.event(ParcelSplit(Rework {
        holder: p.dealer.0,
        inputs: vec![5],
        outputs,
        loss_mct: mct(0),
        loss_reason: None,
        stones_change: 1,
        test: false,
    }));
    people(w, &p);
    p
}

fn people(w: &mut World, p: &Pit) {
    let elsewhere = w.office("BO");
    for (login, role, office, party) in [
        ("registrar", AccountRole::Registrar, Some(p.office), None),
        ("supervisor", AccountRole::Supervisor, Some(p.office), None),
        ("second", AccountRole::Supervisor, Some(p.office), None),
        ("stranger", AccountRole::Supervisor, Some(elsewhere), None),
        ("dealer", AccountRole::Buyer, None, Some(p.dealer.0)),
        ("miner", AccountRole::Buyer, None, Some(p.miner.0)),
        ("officer", AccountRole::Officer, None, None),
        ("approver", AccountRole::Approver, None, None),
        ("reviewer", AccountRole::Reviewer, None, None),
        ("admin", AccountRole::Administrator, None, None),
    ] {
        w.login(login, role, office, party);
    }
}

/// The story on one database.
fn on_each(story: impl Fn(&World, &str)) {
    let dir = scratch_dir("corrections");
    let _sweeper = Watchdog::over_dir(&dir);
    let urls = [Some(format!("sqlite:{}", dir.join("placer.sqlite").display())), fresh_tables()];
    for url in urls.into_iter().flatten() {
        let mut w = World::at(&url);
        let office = w.office("KE");
        furnish(&mut w, office);
        let server = Server::start(&["serve", "--database", &url, "--listen", "127.0.0.1:0"]);
        story(&w, server.address());
    }
}

fn as_(address: &str, login: &str) -> Http {
    Http::signed_in(address, login, PASSWORD)
}

fn new(no: i64) -> String {
    format!("/corrections/new?parcel={}", parcel_code(no))
}

/// The form of an entry with one thing changed.
fn entry<'a>(field: &'a str, value: &'a str, was: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    let given = was.iter().map(|(name, old)| (*name, if *name == field { value } else { old.as_str() }));
    given.chain([("reason", "10 was read for 1.0")].into_iter().filter(|_| field != "reason")).collect()
}

/// What is written in the form of an entry of so much.
fn written(carats: &str, stones: &str) -> Vec<(&'static str, String)> {
    let site = placer::domain::code::make("S", 1);
    let given = [("weight_mct", carats.to_owned()), ("stones", stones.to_owned()), ("on", "2026-05-20".to_owned())];
    given.into_iter().chain([("site", site), ("page", "7".to_owned())]).collect()
}

fn told(reply: &Reply, status: u16, words: &[&str]) {
    let main = reply.body.split_once("<main").map_or(reply.body.as_str(), |(_, main)| main);
    assert_eq!(reply.status, status, "{main}");
    for word in words {
        assert!(main.contains(word), "{word} is not in {main}");
    }
}

/// Proposes and gives the address of the correction.
fn proposed(http: &mut Http, path: &str, fields: &[(&str, &str)]) -> String {
    let checked = http.submit(path, fields);
    told(&checked, 200, &["name=\"confirmed\"", "<del>", "Nothing changes before"]);
    let all: Vec<(&str, &str)> = fields.iter().copied().chain([("confirmed", "yes")]).collect();
    let done = http.submit(path, &all);
    assert_eq!(done.status, 303, "{}", done.body);
    done.header("location").to_owned()
}

fn decided(http: &mut Http, correction: &str, fields: &[(&str, &str)]) -> Reply {
    let page = http.get(correction);
    assert_eq!(page.status, 200, "{}", page.body);
    let (csrf, key) = (page.hidden("csrf"), page.body.contains("name=\"key\"").then(|| page.hidden("key")));
    let key = key.unwrap_or_else(|| "none".to_owned());
    let all: Vec<(&str, &str)> = [("csrf", csrf.as_str()), ("key", key.as_str())].into_iter().chain(fields.iter().copied()).collect();
    http.post(&format!("{correction}/decide"), &all)
}

#[test]
fn a_registrar_proposes_and_the_supervisor_decides() {
    on_each(|w, address| {
        let (mut registrar, mut supervisor) = (as_(address, "registrar"), as_(address, "supervisor"));
        let entry_page = format!("/production/{}", parcel_code(1));
        told(&registrar.get(&entry_page), 200, &[&new(1)]);
        let was = written("10", "4");
        let form = registrar.get(&new(1));
        told(&form, 200, &["value=\"10.00\"", "value=\"4\"", "value=\"2026-05-20\"", "value=\"7\"", " selected>Pit 1"]);
        let link = proposed(&mut registrar, &new(1), &entry("weight_mct", "1.0", &was));
        assert_eq!(w.parcel(1).weight, mct(10_000), "nothing changes before the second person");

        told(&registrar.get(&entry_page), 200, &["Somebody says that this is wrong", "<del>10.00", &link]);
        assert!(!registrar.get(&entry_page).body.contains(&new(1)), "one waits, so no other is proposed");
        let again = registrar.get(&new(1));
        assert_eq!((again.status, again.header("location")), (303, link.as_str()));
        told(&registrar.get(&link), 200, &["Another person has to approve it", "10 was read for 1.0"]);
        assert_eq!(decided(&mut registrar, &link, &[("approved", "yes")]).status, 403, "a registrar does not decide");

        told(&supervisor.get("/"), 200, &["placer-card__count\">1<", &link, "10 was read for 1.0", "registrar"]);
        told(&supervisor.get("/corrections"), 200, &["1 correction waits", &link, "<del>10.00"]);
        told(&decided(&mut supervisor, &link, &[]), 422, &["#f-approved"]);
        told(&decided(&mut supervisor, &link, &[("approved", "no")]), 422, &["#f-reason"]);
        told(&decided(&mut supervisor, &link, &[("approved", "yes")]), 200, &["takes effect at once", "name=\"confirmed\""]);
        let done = decided(&mut supervisor, &link, &[("approved", "yes"), ("confirmed", "yes")]);
        assert_eq!((done.status, done.header("location")), (303, link.as_str()), "{}", done.body);
        assert_eq!(w.parcel(1).weight, mct(1_000));
        told(&supervisor.get(&link), 200, &["This correction is in effect", "What followed", "now 1.00"]);
        told(&decided(&mut supervisor, &link, &[("approved", "no"), ("reason", "x"), ("confirmed", "yes")]), 409, &["already decided"]);
        for page in [entry_page, format!("/parcels/{}", parcel_code(1))] {
            told(&registrar.get(&page), 200, &["Corrected on", "<del>10.00", &link, &new(1)]);
        }
        told(&supervisor.get("/"), 200, &["No correction waits for you"]);
        told(&supervisor.get("/corrections?state=approved"), 200, &[&link, "Approved"]);
        let first = w.read(|rx| corrections(rx, Reach::All, &CorrectionFilter::default(), None, 9)).remove(0);
        assert_eq!(first.state, CorrectionState::Approved);
        told(
            &as_(address, "reviewer").get(&link),
            200,
            &[&format!("/journal/{}", first.corrects_seq), &format!("/journal/{}", first.decided_seq.unwrap())],
        );
        assert!(registrar.get(&link).body.contains("/receipts/"), "his own entry is his to read");
    });
}

#[test]
fn what_came_of_the_entry_follows_and_is_listed() {
    on_each(|w, address| {
        let (mut officer, mut approver) = (as_(address, "officer"), as_(address, "approver"));
        let link = proposed(&mut officer, &new(2), &entry("weight_mct", "5.01", &written("5", "2")));
        told(&approver.get("/"), 200, &["placer-card__count\">1<", &link]);
        told(
            &approver.get(&link),
            200,
            &["What would follow", &parcel_code(4), "would be worked out again", "then 5.01", "would then be 0.01"],
        );
        told(&decided(&mut approver, &link, &[("approved", "yes"), ("reason", "seen")]), 200, &["1 parcel came of it", "then 5.01"]);
        let done = decided(&mut approver, &link, &[("approved", "yes"), ("reason", "the page says so"), ("confirmed", "yes")]);
        assert_eq!(done.status, 303, "{}", done.body);
        told(&approver.get(&link), 200, &["What followed", &parcel_code(4), "were worked out again", "the page says so", "0.01"]);
        assert_eq!(w.parcel(4).weight, mct(10_000), "a mix that somebody weighed keeps its mass");
    });
}

#[test]
fn what_left_the_readers_hands_is_counted_and_not_named() {
    on_each(|_, address| {
        let mut miner = as_(address, "miner");
        let link = proposed(&mut miner, &new(5), &entry("page", "11", &written("2", "1")));
        let page = miner.get(&link);
        told(&page, 200, &["2 more parcels that are not shown to you", "You proposed this correction"]);
        assert!(!page.body.contains(&parcel_code(7)), "the parcel is the dealer's");
        let mut supervisor = as_(address, "supervisor");
        told(&supervisor.get(&link), 200, &[&parcel_code(7), &parcel_code(8)]);
        assert_eq!(decided(&mut supervisor, &link, &[("approved", "yes"), ("confirmed", "yes")]).status, 303);
    });
}

#[test]
fn whoever_proposed_only_takes_it_back() {
    on_each(|w, address| {
        let (mut supervisor, mut second) = (as_(address, "supervisor"), as_(address, "second"));
        let link = proposed(&mut supervisor, &new(6), &entry("page", "", &written("3", "1")));
        let page = supervisor.get(&link);
        told(&page, 200, &["You proposed this correction. Another person has to approve it.", "Take it back"]);
        assert!(!page.body.contains("value=\"yes\""), "nothing there to approve with");
        told(&supervisor.get("/"), 200, &["No correction waits for you"]);
        told(&second.get("/"), 200, &[&link]);
        told(&decided(&mut supervisor, &link, &[("approved", "yes")]), 422, &["You proposed this correction"]);
        told(&decided(&mut supervisor, &link, &[("approved", "no"), ("reason", " ")]), 422, &["#f-reason"]);
        let back = decided(&mut supervisor, &link, &[("approved", "no"), ("reason", "the page was right"), ("confirmed", "yes")]);
        assert_eq!(back.status, 303, "{}", back.body);
        told(&supervisor.get(&link), 200, &["has no effect", "the page was right"]);
        let page = supervisor.get(&format!("/production/{}", parcel_code(6))).body;
        assert!(!page.contains("<del>") && page.contains(&new(6)), "a refused correction leaves no mark on the entry");
        let third = proposed(&mut supervisor, &new(6), &entry("page", "", &written("3", "1")));
        assert_eq!(decided(&mut second, &third, &[("approved", "yes"), ("confirmed", "yes")]).status, 303);
        assert_eq!(w.read(|rx| source_fetch(rx, 6)).unwrap().facts.unwrap().page, None, "an empty field means none");
    });
}

#[test]
fn every_refusal_stands_beside_its_field_with_everything_typed() {
    on_each(|_, address| {
        let mut http = as_(address, "officer");
        let foreign = placer::domain::code::make("S", 3);
        let tried = |http: &mut Http, no: i64, fields: &[(&str, &str)]| http.submit(&new(no), fields);
        let (one, sold, mixed) = (written("10", "4"), written("2", "1"), written("5", "2"));
        let with_largest: Vec<_> = one.iter().cloned().chain([("largest_mct", "5".to_owned())]).collect();
        for (no, was, field, value, words) in [
            (1, &one, "site", foreign.as_str(), ["#f-site", "does not belong to the licence"]),
            (1, &one, "site", "S-9", ["#f-site", "There is no site S-9"]),
            (1, &one, "on", "2025-12-31", ["#f-on", "was not valid on"]),
            (1, &one, "on", "2098-01-01", ["#f-on", "value=\"2098-01-01\""]),
            (1, &one, "on", "yesterday", ["#f-on", "value=\"yesterday\""]),
            (1, &one, "weight_mct", "ten", ["#f-weight_mct", "value=\"ten\""]),
            (1, &one, "weight_mct", "0", ["#f-weight_mct", "value=\"0\""]),
            (1, &one, "stones", "10001", ["#f-stones", "cannot weigh so little"]),
            (1, &one, "weight_mct", "100000.001", ["#f-weight_mct", "too large to be right"]),
            (1, &with_largest, "largest_mct", "10.001", ["#f-largest_mct", "cannot weigh more than all"]),
            (1, &one, "stones", "", ["#f-stones", "10 was read for 1.0"]),
            (1, &one, "none", "", ["Nothing is different", "10 was read for 1.0"]),
            (5, &sold, "weight_mct", "1", ["#f-weight_mct", "was weighed later at 2.00"]),
            (5, &sold, "stones", "3", ["#f-stones", "were counted later"]),
            (2, &mixed, "weight_mct", "4", ["#f-weight_mct", "went into a mix"]),
        ] {
            let reply = tried(&mut http, no, &entry(field, value, was));
            told(&reply, 422, &words);
            assert!(reply.body.contains("There is a problem") && reply.body.contains("2026-05-20") | (field == "on"), "{field} {value}");
        }
        let moved = http.submit(&new(1), &entry("on", "2026-05-01", &one));
        told(&moved, 200, &["Marked as", "Late", "No position", "name=\"confirmed\""]);
        let several = [("weight_mct", "1,2,3"), ("stones", "x"), ("on", "never"), ("site", "S-1"), ("page", "9 & 10"), ("reason", "why")];
        let reply = http.submit(&format!("{}&lang=fr", new(1)), &several);
        told(&reply, 422, &["#f-weight_mct", "#f-stones", "#f-on", "value=\"9 &#38; 10\"", ">why<", "Il y a un problème"]);
        let reply = http.submit(&new(1), &entry("reason", "", &one));
        told(&reply, 422, &["#f-reason", "Rien n’est différent"]);
        for (path, status, words) in [
            (new(4), 422, "n’a pas été inscrit sur un site"),
            ("/corrections/new?parcel=P-1".to_owned(), 404, "Aucun relevé"),
            ("/corrections/new?purchase=B9-1".to_owned(), 404, "value=\"B9-1\""),
            ("/corrections/new?q=B9-1".to_owned(), 404, "#f-q"),
            (format!("/corrections/new?q={}", parcel_code(1)), 200, "value=\"2026-05-20\""),
            ("/corrections/new?q=b1-0001".to_owned(), 200, "name=\"price_minor\""),
            ("/corrections/new".to_owned(), 200, "name=\"q\""),
        ] {
            told(&http.get(&path), status, &[words]);
        }
    });
}

#[test]
fn a_price_is_corrected_by_a_side_and_the_approver() {
    on_each(|w, address| {
        let (mut dealer, mut miner, mut approver) = (as_(address, "dealer"), as_(address, "miner"), as_(address, "approver"));
        let slip = w.read(|rx| placer::store::purchase::purchase_by_serial(rx, "B1-0001")).unwrap();
        let (page, path) = (format!("/purchases/{}", slip.id), "/corrections/new?purchase=B1-0001");
        told(&dealer.get(&page), 200, &[path]);
        told(&dealer.get(path), 200, &["value=\"100.00\"", "value=\"USD\" checked", "value=\"cash\" checked"]);
        let terms = |price, currency, payment, reason| {
            [
                ("price_minor", price),
                ("currency", currency),
                ("rate_e6", ""),
                ("payment", payment),
                ("payment_reference", ""),
                ("reason", reason),
            ]
        };
        for (fields, words) in [
            (terms("many", "USD", "cash", "typo"), ["#f-price_minor", "value=\"many\""]),
            (terms("0", "USD", "cash", "typo"), ["#f-price_minor", ">typo<"]),
            (terms("120", "USD", "shells", ""), ["#f-payment", "#f-reason"]),
            (terms("120", "SLE", "cash", "typo"), ["#f-rate_e6", "value=\"120\""]),
            (terms("120", "EUR", "cash", "typo"), ["#f-rate_e6", ">typo<"]),
            (terms("100", "USD", "cash", "typo"), ["Nothing is different", "value=\"100\""]),
        ] {
            told(&dealer.submit(path, &fields), 422, &words);
        }
        let euro = [("price_minor", "120"), ("currency", "EUR"), ("rate_e6", "1"), ("payment", "cash"), ("reason", "typo")];
        told(&dealer.submit(path, &euro), 422, &["#f-currency"]);
        let link = proposed(&mut dealer, path, &terms("120", "USD", "cash", "a wrong figure"));
        told(&miner.get(&page), 200, &["Somebody says that this is wrong", "<del>"]);
        // The other side of the sale is told on its first page and reads it, without the name of who proposed it.
        told(&miner.get("/"), 200, &["Corrections of your sales", &link, "Waiting"]);
        told(&miner.get("/corrections"), 200, &[&link]);
        let read = miner.get(&link);
        told(&read, 200, &["a wrong figure", "120.00"]);
        assert!(!read.body.contains("name=\"approved\""), "and does not decide it");
        assert_eq!(miner.get(path).header("location"), link, "one waits: he is led to it");
        assert_eq!(as_(address, "supervisor").get(&link).status, 404, "no office keeps a slip");
        told(&approver.get("/"), 200, &[&link, "B1-0001"]);
        assert_eq!(decided(&mut approver, &link, &[("approved", "yes"), ("confirmed", "yes")]).status, 303);
        told(&dealer.get(&page), 200, &["Corrected on", "<del>", &link]);
        told(&miner.get("/"), 200, &[&link, "Approved"]);
        assert!(!dealer.get("/").body.contains("Corrections of your sales"), "he proposed it himself");
        told(&dealer.get("/corrections?of=b1-0001&kind=purchase"), 200, &[&link]);
        told(&dealer.get("/corrections?kind=production"), 200, &["No correction fits"]);
        told(&dealer.get("/corrections?of=nothing"), 200, &["No correction fits"]);
    });
}

#[test]
fn each_page_is_closed_to_whoever_may_not() {
    let house = House::open(|w| {
        let office = w.office("KE");
        furnish(w, office);
    });
    let link = proposed(&mut house.signed_in("registrar"), &new(1), &entry("stones", "5", &written("10", "4")));
    let slip = "/corrections/new?purchase=B1-0001";
    for (login, list, form, form_of_slip, show, decide) in [
        ("registrar", 200, 200, 404, 200, 403),
        ("supervisor", 200, 200, 403, 200, 303),
        ("stranger", 200, 404, 404, 404, 404),
        ("dealer", 200, 404, 200, 404, 403),
        ("officer", 200, 200, 200, 200, 403),
        ("approver", 200, 403, 403, 200, 303),
        ("reviewer", 200, 403, 403, 200, 403),
        ("admin", 403, 403, 403, 403, 403),
    ] {
        let mut http = house.signed_in(login);
        let seen: Vec<u16> = ["/corrections".to_owned(), new(6), slip.to_owned(), link.clone(), format!("{link}/decide")]
            .iter()
            .map(|path| http.get(path).status)
            .collect();
        assert_eq!(seen, [list, form, form_of_slip, show, decide], "{login}");
        let posted = decided_blindly(&mut http, &link);
        assert_eq!(posted, if decide == 303 { 422 } else { decide }, "{login} decides");
    }
    let mut nobody = house.visitor();
    for path in ["/corrections".to_owned(), new(1), link] {
        assert!(nobody.get(&path).header("location").starts_with("/sign-in"), "{path}");
    }
}

/// Posts a decision without an answer, with the token of another page.
fn decided_blindly(http: &mut Http, correction: &str) -> u16 {
    let csrf = http.get("/me").hidden("csrf");
    http.post(&format!("{correction}/decide"), &[("csrf", &csrf), ("key", "k")]).status
}

#[test]
fn what_stands_against_it_is_told_before_anybody_approves() {
    let house = House::open(|w| {
        let office = w.office("KE");
        furnish(w, office);
    });
    let link = proposed(&mut house.signed_in("registrar"), &new(1), &entry("weight_mct", "9", &written("10", "4")));
    let id = link.rsplit('/').next().unwrap().parse().unwrap();
    let mut miner = house.signed_in("miner");
    let weighed = [("weight_mct", "10.01"), ("stones", "4"), ("reason", "new scale"), ("confirmed", "yes")];
    assert_eq!(miner.submit(&format!("/parcels/{}/reweigh", parcel_code(1)), &weighed).status, 303);
    let mut supervisor = house.signed_in("supervisor");
    let page = supervisor.get(&link);
    told(&page, 200, &["It cannot be approved now", "was weighed later at 10.01"]);
    assert!(!page.body.contains("value=\"yes\""), "only refusing is left");
    told(&decided(&mut supervisor, &link, &[("approved", "yes")]), 422, &["was weighed later"]);
    let refused = decided(&mut supervisor, &link, &[("approved", "no"), ("reason", "weighed since"), ("confirmed", "yes")]);
    assert_eq!(refused.status, 303);
    assert_eq!(house.world.read(|rx| correction_fetch(rx, id)).unwrap().state, CorrectionState::Refused);
}
