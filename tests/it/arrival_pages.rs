//! The pages of shipments from abroad and of warnings, as officers and approvers meet them.

use crate::arrival::list;
use crate::house::House;
use crate::shipment::desk;
use crate::support::http::Http;
use placer::domain::access::AccountRole;
use placer::service::certificate::ProposeCertificate;
use placer::store::party::party_fetch;

#[test]
fn an_officer_writes_one_down_and_an_approver_decides() {
    let mut importer = String::new();
    let house = House::open(|w| {
        w.now = placer::edge::now();
        let d = desk(w);
        list(w);
        importer = w.read(|rx| party_fetch(rx, d.exporter.0)).unwrap().code;
        w.login("officer", AccountRole::Officer, None, None);
        w.login("approver", AccountRole::Approver, None, None);
        w.login("reviewer", AccountRole::Reviewer, None, None);
        w.login("exporter", AccountRole::Exporter, None, Some(d.exporter.0));
    });
    let (mut officer, mut approver) = (house.signed_in("officer"), house.signed_in("approver"));
    let today = placer::edge::now().day().to_string();
    let mut typed = vec![
        ("number", "BW 4306"),
        ("issuer", "BW"),
        ("issued_on", today.as_str()),
        ("expires_on", today.as_str()),
        ("exporter_name", "Okavango Stones"),
        ("exporter_address", "Gaborone"),
        ("exporter_country", "BW"),
        ("origins", "BW"),
        ("parcels", "1"),
        ("found_parcels", "1"),
        ("mass-710231", "5.00"),
        ("value-710231", "1000"),
        ("arrived_on", today.as_str()),
        ("importer", importer.as_str()),
        ("found-710231", "4.00"),
        ("stones-710231", "9"),
        ("seals", "yes"),
    ];
    let refused = officer.submit("/arrivals/new", &typed);
    assert!(refused.status == 422 && refused.body.contains("Okavango Stones") && refused.body.contains("Weigh again"), "{}", refused.body);
    typed.push(("detain", "one carat less"));
    let check = officer.submit("/arrivals/new", &typed);
    assert!(check.status == 200 && check.body.contains("detained until an approver decides"), "{}", check.body);
    typed.push(("confirmed", "yes"));
    let done = officer.submit("/arrivals/new", &typed);
    assert_eq!(done.status, 303, "{}", done.body);
    let one = done.header("location").to_owned();
    assert!(!officer.get("/arrivals").body.contains("not in the register"));
    let told = approver.get(&one).body;
    assert!(told.contains("The carats found differ from those stated") && told.contains(&format!("{one}/close")), "{told}");
    let decide = [("outcome", "released"), ("reason", "weighed again in Gaborone")];
    assert_eq!(approver.submit(&format!("{one}/close"), &decide).status, 200);
    assert_eq!(approver.submit(&format!("{one}/close"), &[decide.as_slice(), &[("confirmed", "yes")]].concat()).status, 303);
    let told = house.signed_in("reviewer").get(&one).body;
    assert!(told.contains("Let in") && told.contains("The shipment with certificate BW 4306 was received"), "{told}");
    assert_eq!(house.signed_in("exporter").get("/arrivals").status, 403);
    warnings(&mut officer, &mut approver, &one);
}

/// Our own list of numbers, as a file of another authority: its ranges are read, and what stands between commas is no number.
fn warnings(officer: &mut Http, approver: &mut Http, one: &str) {
    let file =
        "country,first,last,what,confirmed,since\nBW,BW 000004,BW 000009,stolen,no,2026-05-04\nBW,BW 4306,BW 4306,lost,yes,2026-05-04\n";
    let warn = [("issuer", "BW"), ("source", "their page"), ("numbers", file)];
    let check = officer.submit("/warnings/new", &warn).body;
    assert!(check.contains("7 numbers") && check.contains("BW 000006") && !check.contains(">stolen"), "{check}");
    let uploaded = officer.upload("/warnings/new", &warn[..2], "numbers", file.as_bytes()).body;
    assert!(uploaded.contains("7 numbers"), "{uploaded}");
    let bare = officer.submit("/warnings/new", &[("issuer", "BW"), ("source", "x"), ("numbers", "BW,BW 000004,BW 000009,stolen")]);
    assert!(bare.status == 422 && bare.body.contains("is no certificate number"), "{}", bare.body);
    let other = officer.submit("/warnings/new", &[("issuer", "EU"), ("source", "x"), ("numbers", file)]);
    assert!(other.status == 422 && other.body.contains("Line 2: these numbers are of BW"), "{}", other.body);
    let done = officer.submit("/warnings/new", &[warn.as_slice(), &[("confirmed", "yes")]].concat());
    assert_eq!(done.status, 303, "{}", done.body);
    let list = done.header("location").to_owned();
    // The shipment was let in before: the officer is told on his first page.
    assert!(officer.get("/").body.contains("Let in under a number that is warned of"), "{}", officer.get("/").body);
    let told = officer.get("/warnings").body;
    assert!(told.contains(one) && told.contains(&list) && told.contains("Botswana"), "{told}");
    assert!(!officer.get(&list).body.contains("Withdraw a warning"));
    let page = approver.get(&list).body;
    assert!(page.contains("Withdraw a warning") && page.contains("BW 000007"), "{page}");
    let back = [("numbers", "BW 4306"), ("reason", "it was found")];
    assert_eq!(approver.submit(&list, &[("numbers", "BW 77"), ("reason", "")]).status, 422);
    assert!(approver.submit(&list, &back).body.contains("BW4306"));
    assert_eq!(approver.submit(&list, &[back.as_slice(), &[("confirmed", "yes")]].concat()).status, 303);
    assert!(approver.get(&list).body.contains("withdrawn: it was found"));
    assert!(!officer.get("/").body.contains("Let in under a number that is warned of"));
}

/// What comes with a copied certificate for somebody nobody knows is detained, and stands on both first pages.
#[test]
fn a_copy_is_put_on_record_and_waits_on_the_first_pages() {
    let house = House::open(|w| {
        w.now = placer::edge::now();
        desk(w);
        list(w);
        w.login("officer", AccountRole::Officer, None, None);
        w.login("approver", AccountRole::Approver, None, None);
    });
    let (mut officer, mut approver) = (house.signed_in("officer"), house.signed_in("approver"));
    let home = approver.get("/").body;
    assert!(!home.contains("Detained imports") && !home.contains("Certificates that ended unused"), "{home}");
    let today = placer::edge::now().day().to_string();
    let mut typed = vec![
        ("number", "BE 7"),
        ("issuer", "EU"),
        ("issued_on", today.as_str()),
        ("expires_on", today.as_str()),
        ("exporter_name", "A firm"),
        ("exporter_address", "Antwerp"),
        ("exporter_country", "BE"),
        ("origins", "BW"),
        ("parcels", "1"),
        ("found_parcels", "2"),
        ("mass-710231", "5.00"),
        ("value-710231", "1000"),
        ("arrived_on", today.as_str()),
        ("found-710231", "5.00"),
        ("stones-710231", "9"),
        ("seals", "yes"),
    ];
    let refused = officer.submit("/arrivals/new", &typed);
    assert!(refused.status == 422 && refused.body.contains("Give the code of the importer"), "{}", refused.body);
    typed.push(("detain", "nobody knows the importer"));
    assert!(officer.submit("/arrivals/new", &typed).body.contains("Give the importer as the certificate names it"));
    typed.extend([("importer_stated", "Far Stones Ltd"), ("confirmed", "yes")]);
    let done = officer.submit("/arrivals/new", &typed);
    assert_eq!(done.status, 303, "{}", done.body);
    let one = done.header("location").to_owned();
    let told = officer.get(&one).body;
    assert!(told.contains("Far Stones Ltd (not in the register)") && told.contains("European Union"), "{told}");
    assert!(told.contains("The number of parcels counted differs from that stated"), "{told}");
    for who in [&mut officer, &mut approver] {
        assert!(who.get("/").body.contains("Detained imports"), "{}", who.get("/").body);
        assert!(who.get("/arrivals?state=detained").body.contains(&one));
    }
    assert!(!officer.get("/arrivals?state=seized").body.contains(&one));
    let close = format!("{one}/close");
    let refused = approver.submit(&close, &[("outcome", "released"), ("reason", "x")]);
    assert!(refused.status == 422 && refused.body.contains("Give the code of the importer: nobody"), "{}", refused.body);
    assert_eq!(approver.submit(&close, &[("outcome", "seized"), ("reason", "x"), ("confirmed", "yes")]).status, 303);
    assert!(!approver.get("/").body.contains("Detained imports"));
}

/// A certificate that ended while its goods were here waits for an approver, who alone makes it void.
#[test]
fn a_certificate_that_ended_unused_waits_for_an_approver() {
    let house = House::open(|w| {
        let past = placer::edge::now().day().checked_sub_days(chrono::Days::new(3)).unwrap();
        w.now = format!("{past}T08:00:00Z").parse().unwrap();
        let d = desk(w);
        let parcel = d.sealed(w, 10_000);
        let shipment = d.shipped(w, &[&parcel]);
        let expires_on = past.succ_opt();
        w.submit(&d.officer, &ProposeCertificate { shipment, expires_on, unestablished_reason: None, blank: None }).unwrap();
        let issue = w.issue(shipment);
        w.submit(&d.approver, &issue).unwrap();
        w.now = placer::edge::now();
        w.login("approver", AccountRole::Approver, None, None);
    });
    let mut approver = house.signed_in("approver");
    let home = approver.get("/").body;
    assert!(home.contains("Certificates that ended unused") && home.contains("/certificates/here"), "{home}");
}
