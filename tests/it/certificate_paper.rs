//! A certificate printed again says what it said on the day of issue, whatever was renamed since.

use crate::certificate::issue;
use crate::house::House;
use crate::shipment::desk;
use crate::support::paper::readers;
use placer::domain::access::{AccountRole, Actor};
use placer::domain::entry::sha256_hex;
use placer::domain::event::{PartyChanged, PartyFacts, PartyKind, VoidedGoods};
use placer::domain::jurisdiction::Profile;
use placer::domain::party::{PartyDetails, details_digest};
use placer::domain::role::Role;
use placer::service::certificate::{ProposeCertificate, VoidCertificate};
use placer::store::party::party_details_write;

#[test]
fn neither_a_new_name_of_the_exporter_nor_of_the_authority_changes_the_paper() {
    let mut path = String::new();
    let mut house = House::open(|w| {
        w.now = placer::edge::now();
        let d = desk(w);
        let parcel = d.sealed(w, 1_000);
        let shipment = d.proposed(w, &[&parcel]);
        path = format!("/certificates/{}/print", issue(w, &d.approver, shipment).unwrap().facts.certificate);

        let details = PartyDetails { name: "Renamed Exports".into(), ..PartyDetails::default() };
        let digest = details_digest("salt", &details).unwrap();
        let facts = PartyFacts {
            kind: PartyKind::Organisation,
            roles: vec![Role::Exporter],
            office: None,
            supporter: None,
            details_digest: digest.clone(),
            reference: None,
        };
        w.event(PartyChanged { party: d.exporter.0, facts, reason: "renamed".into() });
        w.app.db.write(w.now, |tx| party_details_write(tx, d.exporter.0, "salt", &digest, &details)).unwrap();

        let text = Profile::bundled_text("SL").unwrap();
        let renamed = text.replace("Directorate of Precious Minerals Trading\"", "Directorate of Another Name\"");
        assert_ne!(sha256_hex(&[text.as_bytes()]), sha256_hex(&[renamed.as_bytes()]));
        w.profile(Profile::parse(&renamed, "test").unwrap());
        let again = d.sealed(w, 2_000);
        d.shipped(w, &[&again]);
        w.login("officer", AccountRole::Officer, None, None);
    });
    house.world.later(1);
    let mut officer = house.signed_in("officer");
    assert_eq!(officer.submit(&path, &[("copy", "1")]).status, 303);
    let file = officer.get(&format!("{path}/1"));
    assert_eq!(file.status, 200, "{}", file.body);
    let Some(readers) = readers() else { return };
    let paper = readers.pages(&file.bytes).join(" ");
    assert!(paper.contains("Sewa Exports") && !paper.contains("Renamed Exports"), "{paper}");
    assert!(paper.contains("Directorate of Precious Minerals Trading") && !paper.contains("Another Name"), "{paper}");
    assert!(officer.get("/shipments").body.contains("Renamed Exports"), "lists say today's name");
}

#[test]
fn a_paper_names_the_officer_who_checked_it_and_not_who_checked_the_goods_again() {
    let (mut first, mut second) = (String::new(), String::new());
    let house = House::open(|w| {
        w.now = placer::edge::now();
        let d = desk(w);
        let [one, other] = ["mariama", "brima"].map(|login| w.login(login, AccountRole::Officer, None, None));
        let parcel = d.sealed(w, 1_000);
        let shipment = d.shipped(w, &[&parcel]);
        let certificate = |w: &mut crate::world::World, officer: &Actor| {
            w.submit(officer, &ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: None }).unwrap();
            issue(w, &d.approver, shipment).unwrap().facts.certificate
        };
        let spoiled = certificate(w, &one);
        let (reason, goods) = ("printed on spoiled paper".into(), Some(VoidedGoods::Here));
        w.submit(
            &d.approver,
            &VoidCertificate { certificate: spoiled, reason, goods, cause: Some(placer::domain::event::VoidCause::Spoiled) },
        )
        .unwrap();
        first = format!("/certificates/{spoiled}");
        second = format!("/certificates/{}", certificate(w, &other));
    });
    let mut officer = house.signed_in("mariama");
    let csrf = officer.get("/me").hidden("csrf");
    let void = officer.post(&format!("{first}/print"), &[("csrf", &csrf), ("key", "k"), ("copy", "1")]);
    assert_eq!(void.status, 409, "a void certificate is not printed: {}", void.body);
    assert_eq!(officer.submit(&format!("{second}/print"), &[("copy", "1")]).status, 303);
    let shown = officer.get(&first).body;
    let history = shown.split_once("placer-timeline").unwrap().1.split("</ol>").next().unwrap();
    assert!(history.contains("mariama") && !history.contains("brima") && history.contains("printed on spoiled paper"), "{history}");
    let Some(readers) = readers() else { return };
    let paper = readers.pages(&officer.get(&format!("{second}/print/1")).bytes).join(" ");
    assert!(paper.contains("brima") && !paper.contains("mariama"), "{paper}");
}
