//! The pages of a certificate's way out, as officers, approvers, exporters and the public meet them.

use crate::certificate::issue;
use crate::house::House;
use crate::shipment::desk;
use placer::domain::access::AccountRole;
use placer::domain::ids::CertificateId;

/// A certificate SL 000001 of today, and people to sign in.
fn house() -> (House, CertificateId) {
    let mut made = None;
    let house = House::open(|w| {
        w.now = placer::edge::now();
        let d = desk(w);
        let parcel = d.sealed(w, 1_500);
        let shipment = d.proposed(w, &[&parcel]);
        made = Some(issue(w, &d.approver, shipment).unwrap().facts.certificate);
        w.login("officer", AccountRole::Officer, None, None);
        w.login("approver", AccountRole::Approver, None, None);
        w.login("reviewer", AccountRole::Reviewer, None, None);
        w.login("exporter", AccountRole::Exporter, None, Some(d.exporter.0));
    });
    (house, made.unwrap())
}

#[test]
fn an_officer_closes_the_container_and_lets_it_out() {
    let (house, id) = house();
    let (mut officer, mut exporter) = (house.signed_in("officer"), house.signed_in("exporter"));
    let here = officer.get("/certificates/here").body;
    assert!(here.contains("SL 000001") && here.contains(&format!("/certificates/{id}/seal")), "{here}");
    assert!(officer.get("/").body.contains("Goods still here"));
    let own = exporter.get("/certificates/here").body;
    assert!(own.contains("SL 000001") && !own.contains(&format!("/certificates/{id}/seal")), "{own}");
    assert_eq!(exporter.get(&format!("/certificates/{id}/seal")).status, 403);

    let (path, today) = (format!("/certificates/{id}/seal"), placer::edge::now().day().to_string());
    let wrong = [("seal", "box-77"), ("number", "SL 000002"), ("parcel_number", "JMI/GGDO/4199"), ("on", today.as_str())];
    let refused = officer.submit(&path, &wrong);
    assert_eq!(refused.status, 422);
    for told in ["box-77", "JMI/GGDO/4199", "does not end in the number of the certificate, SL 000001", "f-number"] {
        assert!(refused.body.contains(told), "{told}: {}", refused.body);
    }
    let right = [("seal", "box-77"), ("number", "sl 000001"), ("parcel_number", "JMI/GGDO/1"), ("on", today.as_str())];
    let check = officer.submit(&path, &right);
    assert!(check.status == 200 && check.body.contains("BOX-77") && check.body.contains("JMI/GGDO/1"), "{}", check.body);
    let done = officer.submit(&path, &[right.as_slice(), &[("confirmed", "yes")]].concat());
    assert_eq!((done.status, done.header("location")), (303, format!("/certificates/{id}?told=closed").as_str()), "{}", done.body);
    let told = officer.get(&format!("/certificates/{id}?told=closed")).body;
    assert!(told.contains("Closed with seal") && told.contains(&format!("/certificates/{id}/depart")), "{told}");

    let path = format!("/certificates/{id}/depart");
    let leaves =
        [("seal", "BOX-77"), ("place", "Lungi"), ("transport", "air"), ("reference", "XY 123"), ("courier", ""), ("on", today.as_str())];
    let other = [("seal", "BOX-78"), leaves[1], leaves[2], leaves[3], leaves[4], leaves[5]];
    let refused = officer.submit(&path, &other);
    assert!(refused.status == 422 && refused.body.contains("customs read BOX-78"), "{}", refused.body);
    let check = officer.submit(&path, &leaves);
    assert!(check.status == 200 && check.body.contains("As freight, without a courier"), "{}", check.body);
    assert_eq!(officer.submit(&path, &[leaves.as_slice(), &[("confirmed", "yes")]].concat()).status, 303);
    let told = officer.get(&format!("/certificates/{id}?told=departed")).body;
    assert!(told.contains("Lungi") && told.contains("XY 123") && !told.contains(&format!("/certificates/{id}/depart")), "{told}");
    assert!(exporter.get(&format!("/certificates/{id}")).body.contains("Lungi"));
    assert!(!officer.get("/certificates/here").body.contains("SL 000001"));
    let again = officer.submit(&path, &leaves);
    assert!(again.status == 409 && again.body.contains("left on"), "{}", again.body);
}

#[test]
fn an_approver_endorses_and_issues_a_letter() {
    let (house, id) = house();
    let (mut approver, mut officer) = (house.signed_in("approver"), house.signed_in("officer"));
    let path = format!("/certificates/{id}/endorse");
    assert!(approver.get(&path).body.contains("Scheldt Rough NV"));
    assert_eq!(officer.get(&path).status, 403);
    let said = [("field", "importer_name"), ("is", "Schelde Rough NV"), ("reason", "letter of the consignee")];
    let check = approver.submit(&path, &said);
    assert!(check.status == 200 && check.body.contains("Scheldt Rough NV") && check.body.contains("Schelde Rough NV"), "{}", check.body);
    assert_eq!(approver.submit(&path, &[said.as_slice(), &[("confirmed", "yes")]].concat()).status, 303);
    assert!(officer.get(&format!("/certificates/{id}")).body.contains("Endorsement 1"));

    let letter = [
        ("purpose", "research"),
        ("name", "Stone laboratory"),
        ("address", "1 Museum Street"),
        ("country", "BE"),
        ("goods", "one bag"),
        ("weight_mct", "1.25"),
        ("reference", "case 7"),
        ("expires_on", ""),
    ];
    let silent = approver.submit("/letters/new", &[("name", "Stone laboratory")]);
    assert!(silent.status == 422 && silent.body.contains("f-goods") && silent.body.contains("Stone laboratory"), "{}", silent.body);
    let check = approver.submit("/letters/new", &letter);
    assert!(check.status == 200 && check.body.contains("Technical certificate"), "{}", check.body);
    let done = approver.submit("/letters/new", &[letter.as_slice(), &[("confirmed", "yes")]].concat());
    assert_eq!(done.status, 303, "{}", done.body);
    let one = done.header("location").to_owned();
    assert!(officer.get(&one).body.contains("Stone laboratory"));
    assert!(officer.get("/letters").body.contains("TC-000001"));
    assert_eq!(officer.get("/letters/new").status, 403);
    assert_eq!(house.signed_in("exporter").get("/letters").status, 403);
    let withdraw = format!("{one}/withdraw");
    assert_eq!(approver.submit(&withdraw, &[("reason", "not sent")]).status, 200);
    assert_eq!(approver.submit(&withdraw, &[("reason", "not sent"), ("confirmed", "yes")]).status, 303);
    assert!(house.signed_in("reviewer").get(&one).body.contains("Withdrawn"));
}
