//! The pages of shipments and certificates, walked as the exporter, the officer, the approver and the public walk them.

use crate::house::House;
use crate::shipment::{Desk, desk};
use crate::support::browser::{Browser, Screen};
use crate::support::paper::readers;
use crate::support::steps::{main_text, press, write};
use crate::world::{World, day, mct, sign_in};
use fantoccini::Locator::{Css, Id};
use placer::domain::access::{AccountRole, Reach};
use placer::domain::event::*;
use placer::domain::ids::{CertificateId, ShipmentId};
use placer::domain::parcel::Parcel;
use placer::domain::shipment::{Certificate, CertificateState, ShipmentState};
use placer::store::certificate::{CertificateFilter, certificates};
use placer::store::shipment::{ShipmentFilter, shipment_fetch, shipments};

/// A desk whose licence is valid whenever the tests run, with people who sign in.
fn people(w: &mut World) -> Desk {
    let mut d = desk(w);
    d.exporter.1 = w.licence_between("exporter", d.exporter.0, None, "2026-01-01", "2099-12-31");
    d.account = w.login("exporter", AccountRole::Exporter, None, Some(d.exporter.0));
    d.officer = w.login("officer", AccountRole::Officer, None, None);
    d.approver = w.login("approver", AccountRole::Approver, None, None);
    w.login("reviewer", AccountRole::Reviewer, None, None);
    let office = w.office("KE");
    w.login("registrar", AccountRole::Registrar, Some(office), None);
    let rival = w.party("Rival", &[], None);
    w.login("rival", AccountRole::Exporter, None, Some(rival));
    d
}

/// Sealed stock without a site, so that the officer has something to say.
fn stock(w: &mut World, d: &Desk) -> Parcel {
    let no = w.read(placer::store::parcel::parcel_next_no);
    let parcel = NewParcel { parcel: w.id(), no, weight_mct: mct(400), stones: 2, hs: HsCode::Gem, class: None };
    let stock = StockParcel { parcel, site: None, note: None, seal: None };
    w.event(StockDeclared { holder: d.exporter.0, on: day("2026-05-01"), office: None, parcels: vec![stock], test: false, zone: None });
    let parcel = w.parcel(no);
    d.seal(w, &parcel)
}

impl House {
    fn to(&self, path: &str) -> String {
        format!("{}{path}", self.server.url().trim_end_matches('/'))
    }
    async fn go(&self, b: &Browser, path: &str) {
        b.goto(&self.to(path)).await.unwrap();
    }
    /// Sound on a wide screen and on a narrow one, each with a picture.
    async fn sound(&self, b: &Browser, name: &str) {
        b.assert_page_is_sound().await;
        b.screenshot(&format!("{name}-desktop")).await;
        b.show_on(Screen::Phone).await;
        b.assert_page_is_sound().await;
        b.screenshot(&format!("{name}-phone")).await;
        b.show_on(Screen::Desktop).await;
    }
    async fn become_(&self, b: &Browser, login: &str) {
        b.delete_all_cookies().await.unwrap();
        sign_in(b, self.server.url().trim_end_matches('/'), login).await;
        b.wait().for_element(Css(".placer-top__out")).await.unwrap();
    }
    /// Status of a page as the browser's session gets it.
    async fn status(&self, b: &Browser, path: &str) -> u64 {
        let script = format!("return (await fetch('{path}', {{redirect: 'manual'}})).status");
        b.execute_waiting(&script).await.unwrap().as_u64().unwrap()
    }
    fn shipment(&self) -> ShipmentId {
        self.world.read(|rx| shipments(rx, Reach::All, &ShipmentFilter::default(), None, 1))[0].id
    }
    fn certificate(&self) -> Certificate {
        self.world.read(|rx| certificates(rx, Reach::All, &CertificateFilter::default(), None, 1)).remove(0)
    }
}

const SUBMIT: &str = "main form button.govuk-button";
const CONFIRM: &str = "main button[name=confirmed]";

/// The exporter forgets things first, is told, and then prepares the shipment of all parcels.
async fn prepares(s: &House, b: &Browser, parcels: &[&Parcel]) {
    s.become_(b, "exporter").await;
    s.go(b, "/shipments").await;
    s.sound(b, "shipments-empty").await;
    s.go(b, "/shipments/new").await;
    s.sound(b, "shipment-new").await;
    press(b, SUBMIT).await;
    let told = main_text(b).await;
    assert!(told.contains("Choose at least one sealed parcel") && told.contains("Fill in this field"), "{told}");
    s.sound(b, "shipment-new-refused").await;
    for (p, value) in parcels.iter().zip(["1250.50", "800", "90", "90"]) {
        press(b, &format!("label[for=f-parcels-{}]", p.code)).await;
        write(b, &format!("f-value-{}", p.code), value).await;
    }
    write(b, "f-importer_name", "Scheldt Rough NV").await;
    write(b, "f-importer_address", "Hoveniersstraat 1\nAntwerp").await;
    b.find(Id("f-destination")).await.unwrap().select_by_value("BE").await.unwrap();
    press(b, SUBMIT).await;
    b.wait().for_element(Css(CONFIRM)).await.unwrap();
    let told = main_text(b).await;
    assert!(told.contains("Belgium") && told.contains("1,250.50"), "{told}");
    s.sound(b, "shipment-check").await;
    // Changing brings everything back as it was typed.
    press(b, "main button[name=change]").await;
    b.wait().for_element(Id("f-importer_name")).await.unwrap();
    assert_eq!(b.find(Id("f-importer_name")).await.unwrap().prop("value").await.unwrap().unwrap(), "Scheldt Rough NV");
    press(b, SUBMIT).await;
    press(b, CONFIRM).await;
    b.wait().for_element(Css(".govuk-task-list")).await.unwrap();
    s.sound(b, "shipment-prepared").await;
}

/// The officer reads the review, must say something of the stock, and signs.
async fn checks(s: &House, b: &Browser, shipment: ShipmentId) {
    s.become_(b, "officer").await;
    s.go(b, "/").await;
    s.sound(b, "home-officer").await;
    s.go(b, &format!("/shipments/{shipment}/propose")).await;
    let told = main_text(b).await;
    assert!(told.contains("No rule stands against it") && told.contains("Pit 1") && told.contains("0.40"), "{told}");
    s.sound(b, "shipment-review").await;
    press(b, SUBMIT).await;
    let told = main_text(b).await;
    assert!(told.contains("Say why a certificate may still be issued"), "{told}");
    write(b, "f-unestablished_reason", "Declared before the register began").await;
    press(b, SUBMIT).await;
    b.wait().for_element(Css(CONFIRM)).await.unwrap();
    s.sound(b, "shipment-review-check").await;
    press(b, CONFIRM).await;
    b.wait().for_element(Css(".govuk-task-list")).await.unwrap();
    assert_eq!(s.world.read(|rx| shipment_fetch(rx, shipment)).unwrap().state, ShipmentState::Proposed);
}

async fn approves(s: &House, b: &Browser, shipment: ShipmentId) {
    s.become_(b, "approver").await;
    s.go(b, "/").await;
    s.sound(b, "home-approver").await;
    s.go(b, &format!("/shipments/{shipment}/approve")).await;
    assert!(main_text(b).await.contains("Take form SL 000001 out of the safe"));
    s.sound(b, "shipment-approve").await;
    // The form beside it was taken: refused, and what was typed is kept.
    write(b, "f-blank", "SL 000002").await;
    press(b, SUBMIT).await;
    let told = main_text(b).await;
    assert!(told.contains("is not SL 000001, which is set aside for this shipment"), "{told}");
    write(b, "f-blank", "sl 000001").await;
    press(b, SUBMIT).await;
    b.wait().for_element(Css(CONFIRM)).await.unwrap();
    s.sound(b, "shipment-approve-check").await;
    press(b, CONFIRM).await;
    b.wait().for_element(Css(".placer-timeline")).await.unwrap();
    let told = main_text(b).await;
    assert!(told.contains("SL 000001") && told.contains("VALID") | told.contains("Valid"), "{told}");
    s.sound(b, "certificate").await;
}

/// Printed once, and again with a reason; everything the paper must say, on one page.
async fn prints(s: &House, b: &Browser, certificate: CertificateId) {
    s.go(b, &format!("/certificates/{certificate}/print")).await;
    assert!(main_text(b).await.contains("was not printed yet"));
    s.sound(b, "certificate-print-none").await;
    press(b, SUBMIT).await;
    b.wait().for_element(Css(".govuk-panel--confirmation")).await.unwrap();
    let told = main_text(b).await;
    assert!(
        told.contains("Certificate printed") && told.contains("Original") && told.contains("marked across as a reprint, copy 2"),
        "{told}"
    );
    s.sound(b, "certificate-printed").await;
    press(b, SUBMIT).await;
    assert!(main_text(b).await.contains("Fill in this field"));
    s.sound(b, "certificate-print-refused").await;
    write(b, "f-reason", "The printer ran out of ink").await;
    press(b, SUBMIT).await;
    b.wait().for_element(Css(".govuk-panel--confirmation")).await.unwrap();
    assert!(main_text(b).await.contains("The printer ran out of ink"));
    s.sound(b, "certificate-print-again").await;
    s.go(b, &format!("/certificates/{certificate}")).await;
    assert!(main_text(b).await.contains("Reprint, copy 2"));
    s.sound(b, "certificate-with-prints").await;
    let Some(readers) = readers() else { return };
    let path = format!("/certificates/{certificate}/print/1");
    let file = tokio::task::block_in_place(|| s.signed_in("officer").get(&path));
    let pages = readers.pages(&file.bytes);
    assert_eq!(pages.len(), 1, "a certificate is one page");
    for part in ["***", "Sewa Exports", "3.15 ct", "2,140.50 USD", "7102.10", "7102.31", "SEAL-", "Declared before the register began"] {
        assert!(pages[0].contains(part), "{part} is not on\n{}", pages[0]);
    }
}

async fn the_public_asks(s: &House, b: &Browser, certificate: &Certificate) {
    b.delete_all_cookies().await.unwrap();
    s.go(b, "/check/certificate/sl%20000001").await;
    let told = main_text(b).await;
    assert!(told.contains("SL 000001") && told.contains("was issued and is valid"), "{told}");
    for private in ["Sewa", "Scheldt", "3.15", "2,140", "Belgium", "officer", &certificate.facts.shipment.to_string()] {
        assert!(!told.contains(private), "{private} is told to everybody");
    }
    s.sound(b, "check-valid").await;
    assert_eq!(s.status(b, "/check/certificate/SL%20000009").await, 404);
    s.go(b, "/check/certificate/SL%20000009").await;
    assert!(main_text(b).await.contains("No certificate with this number"));
    b.complaints().await;
    s.go(b, "/check/certificate/SL%20000001?lang=fr").await;
    assert!(main_text(b).await.contains("est valable"));
    s.sound(b, "check-french").await;
}

/// Void: told with its reason inside, and without it outside.
async fn makes_void(s: &House, b: &Browser, certificate: CertificateId) {
    s.become_(b, "approver").await;
    s.go(b, &format!("/certificates/{certificate}/void?lang=en")).await;
    s.sound(b, "certificate-void").await;
    write(b, "f-reason", "Printed on spoiled paper").await;
    press(b, SUBMIT).await;
    assert!(main_text(b).await.contains("Say where the goods are"));
    s.sound(b, "certificate-void-refused").await;
    press(b, "label[for=f-goods-here]").await;
    press(b, "label[for=f-cause-spoiled]").await;
    press(b, SUBMIT).await;
    // Shown once more before it takes effect, and changed if it was meant otherwise.
    b.wait().for_element(Css(CONFIRM)).await.unwrap();
    let asked = main_text(b).await;
    assert!(asked.contains("SL 000001") && asked.contains("Printed on spoiled paper") && asked.contains("Still here"), "{asked}");
    assert_eq!(s.certificate().facts.certificate, certificate);
    assert_eq!(s.certificate().state, CertificateState::Valid, "nothing is done yet");
    s.sound(b, "certificate-void-check").await;
    press(b, "main button[name=change]").await;
    assert_eq!(b.find(Id("f-reason")).await.unwrap().prop("value").await.unwrap().as_deref(), Some("Printed on spoiled paper"));
    press(b, SUBMIT).await;
    press(b, CONFIRM).await;
    b.wait().for_element(Css(".placer-flag--stop")).await.unwrap();
    assert!(main_text(b).await.contains("came back to their shipment"));
    assert!(main_text(b).await.contains("Printed on spoiled paper"));
    s.sound(b, "certificate-is-void").await;
    s.go(b, "/certificates?state=void&number=0001").await;
    assert!(main_text(b).await.contains("SL 000001"));
    s.sound(b, "certificates").await;
    s.go(b, "/check/certificate/SL%20000001").await;
    let told = main_text(b).await;
    assert!(told.contains("is void") && !told.contains("spoiled"), "{told}");
    s.go(b, &format!("/certificates/{certificate}/print?lang=fr")).await;
    s.sound(b, "certificate-print-void").await;
}

async fn who_sees_what(s: &House, b: &Browser, shipment: ShipmentId, certificate: CertificateId) {
    let pages = [format!("/shipments/{shipment}"), format!("/certificates/{certificate}"), format!("/certificates/{certificate}/print")];
    for (login, seen, signs) in [("rival", 404, 403), ("registrar", 403, 403), ("reviewer", 200, 403), ("exporter", 200, 403)] {
        s.become_(b, login).await;
        for page in &pages {
            assert_eq!(s.status(b, page).await, seen, "{login} on {page}");
        }
        for page in ["propose", "approve", "decline"] {
            let got = s.status(b, &format!("/shipments/{shipment}/{page}")).await;
            assert!(got == signs || got == 404 && login == "rival", "{login} on {page}: {got}");
        }
        assert_eq!(s.status(b, &format!("/certificates/{certificate}/void")).await, 403, "{login}");
    }
    for page in ["/shipments/nonsense", "/certificates/0", "/shipments/00000000-0000-0000-0000-000000000000"] {
        assert_eq!(s.status(b, page).await, 404, "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn from_sealed_parcels_to_paper_in_the_browser() {
    let Some(b) = Browser::open(Screen::Desktop).await else { return };
    let mut parcels = Vec::new();
    let mut s = House::open(|w| {
        let d = people(w);
        parcels = vec![d.sealed(w, 1_500), d.sealed(w, 1_250), stock(w, &d)];
    });
    prepares(&s, &b, &parcels.iter().collect::<Vec<_>>()).await;
    let shipment = s.shipment();
    s.world.valued(shipment);
    checks(&s, &b, shipment).await;
    approves(&s, &b, shipment).await;
    let certificate = s.certificate();
    let id = certificate.facts.certificate;
    s.go(&b, &format!("/shipments/{shipment}?lang=fr")).await;
    s.sound(&b, "shipment-certified-french").await;
    s.go(&b, "/shipments?lang=en&state=certified").await;
    s.sound(&b, "shipments").await;
    prints(&s, &b, id).await;
    the_public_asks(&s, &b, &certificate).await;
    makes_void(&s, &b, id).await;
    s.go(&b, &format!("/shipments/{shipment}?lang=en")).await;
    let told = main_text(&b).await;
    assert!(told.contains("the goods are still here") && told.contains("SL 000001"), "{told}");
    s.sound(&b, "shipment-came-back").await;
    who_sees_what(&s, &b, shipment, id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_against_it_is_shown_before_anybody_signs() {
    let Some(b) = Browser::open(Screen::Desktop).await else { return };
    let mut prepared = None;
    let s = House::open(|w| {
        let d = people(w);
        let parcel = d.sealed(w, 1_500);
        prepared = Some(d.shipped(w, &[&parcel]));
        w.event(ParcelUnsealed { parcel: parcel.id, parcel_no: parcel.no, seal: parcel.seal.unwrap(), reason: "inspection".into() });
    });
    let shipment = prepared.unwrap();
    s.become_(&b, "officer").await;
    b.run_scripts(false).await;
    s.go(&b, &format!("/shipments/{shipment}/propose")).await;
    let told = main_text(&b).await;
    assert!(told.contains("One thing stands against it") && told.contains("has lost its seal SEAL-1"), "{told}");
    assert!(b.find_all(Css(SUBMIT)).await.unwrap().is_empty(), "nothing to sign with");
    b.screenshot("shipment-against").await;
    press(&b, "main a[href$='/decline']").await;
    write(&b, "f-reason", "The seal was opened").await;
    press(&b, SUBMIT).await;
    b.wait().for_element(Css(".govuk-task-list")).await.unwrap();
    assert!(main_text(&b).await.contains("The seal was opened"));
    b.run_scripts(true).await;
    s.become_(&b, "exporter").await;
    s.go(&b, &format!("/shipments/{shipment}")).await;
    s.sound(&b, "shipment-sent-back").await;
    press(&b, "main a[href$='/cancel']").await;
    write(&b, "f-reason", "I seal it again").await;
    press(&b, SUBMIT).await;
    b.wait().for_element(Css(".govuk-task-list")).await.unwrap();
    assert_eq!(s.world.read(|rx| shipment_fetch(rx, shipment)).unwrap().state, ShipmentState::Cancelled);
    s.sound(&b, "shipment-cancelled").await;
}

#[test]
fn what_is_sent_back_waits_for_its_exporter_until_he_answers() {
    let mut proposed = None;
    let s = House::open(|w| {
        let d = people(w);
        let parcel = d.sealed(w, 1_500);
        proposed = Some(d.proposed(w, &[&parcel]));
    });
    let page = format!("/shipments/{}", proposed.unwrap());
    let (mut officer, mut exporter) = (s.signed_in("officer"), s.signed_in("exporter"));
    assert!(!exporter.get("/").body.contains("was sent back to you"));
    assert_eq!(exporter.get(&format!("{page}/present")).status, 303, "nothing to answer yet");
    let own = officer.get(&format!("{page}/decline")).body;
    assert!(own.contains("Take your signature back") && own.contains("waits for an officer again"), "{own}");
    let done = officer.submit(&format!("{page}/decline"), &[("reason", "I have to look again")]);
    assert_eq!((done.status, done.header("location")), (303, format!("{page}?told=taken-back").as_str()));
    assert!(officer.get(done.header("location")).body.contains("Signature taken back"));
    assert!(!exporter.get("/").body.contains("was sent back to you"), "the exporter has nothing to answer");
    assert!(officer.get("/").body.contains("One shipment waits"));
    assert!(officer.get(&format!("{page}/decline")).body.contains("goes back to the exporter"));
    let done = officer.submit(&format!("{page}/decline"), &[("reason", "The value is too low")]);
    assert_eq!((done.status, done.header("location")), (303, format!("{page}?told=sent-back").as_str()));
    assert!(officer.get(done.header("location")).body.contains("Shipment sent back"));
    assert!(officer.get("/").body.contains("No shipment waits for you"));
    assert_eq!(officer.get(&format!("{page}/propose")).status, 303, "it waits for the exporter, not for a signature");
    assert!(!officer.get(&page).body.contains("/propose\""));
    let list = officer.get("/shipments").body;
    assert!(list.contains("govuk-tag--red\">Sent back<"), "{list}");

    let start = exporter.get("/").body;
    assert!(start.contains("was sent back to you") && start.contains("The value is too low"), "{start}");
    let shown = exporter.get(&page).body;
    assert!(shown.contains("Sent back to the exporter") && shown.contains("/present\">Ready again"), "{shown}");
    assert_eq!(officer.get(&format!("{page}/present")).status, 403);
    let empty = exporter.submit(&format!("{page}/present"), &[("answer", "")]);
    assert!(empty.status == 422 && empty.body.contains("<title>Error: ") && empty.body.contains("e-answer-1"), "{}", empty.body);
    assert_eq!(exporter.submit(&format!("{page}/present"), &[("answer", "Valued anew")]).status, 303);

    assert!(!exporter.get("/").body.contains("was sent back to you"));
    assert!(officer.get("/").body.contains("One shipment waits"));
    let review = officer.get(&format!("{page}/propose")).body;
    assert!(review.contains("Valued anew") && review.contains("The value is too low"), "{review}");
}

#[test]
fn the_first_page_shows_no_more_than_a_pageful_of_what_was_sent_back() {
    let s = House::open(|w| {
        let d = people(w);
        for _ in 0..21 {
            let parcel = d.sealed(w, 1_000);
            let shipment = d.shipped(w, &[&parcel]);
            w.event(CertificateDeclined { shipment, reason: "The value is too low".into() });
        }
    });
    let start = s.signed_in("exporter").get("/").body;
    assert_eq!(start.matches("was sent back to you").count(), 20);
    assert!(start.contains("href=\"/shipments?state=prepared\">More shipments were sent back to you"), "{start}");
}

#[test]
fn an_address_alone_claims_nothing() {
    let mut seen = None;
    let s = House::open(|w| {
        let d = people(w);
        let (a, b, c) = (d.sealed(w, 1_000), d.sealed(w, 1_000), d.bought(w, 1_000));
        let (prepared, signed) = (d.shipped(w, &[&a]), d.proposed(w, &[&b]));
        let other = d.bought(w, 1_000);
        let slip = w.slip(&[other.no], d.exporter, d.miner);
        let (offered, expires_at) = (slip.purchase, w.now.plus_hours(24 * 365 * 50).unwrap());
        w.event(PurchaseOffered { slip, expires_at });
        seen = Some((prepared, signed, a.code, c.code, offered));
    });
    let (prepared, signed, sealed, open, offered) = seen.unwrap();
    let (mut officer, mut exporter) = (s.signed_in("officer"), s.signed_in("exporter"));
    let mut told = |page: String, word: &str| {
        let reply = if page.starts_with("/shipments") { &mut officer } else { &mut exporter }.get(&format!("{page}?told={word}"));
        assert_eq!(reply.status, 200, "{page}");
        reply.body.contains("govuk-panel--confirmation")
    };
    let words = ["prepared", "valued", "presented", "sent-back", "taken-back", "signed", "issued", "sealed"];
    for (shipment, fits) in [(prepared, "valued"), (signed, "signed")] {
        for word in words {
            assert_eq!(told(format!("/shipments/{shipment}"), word), word == fits, "{word}, where {fits} is so");
        }
    }
    for word in ["sealed", "unsealed", "reweighed", "combined", "split", "sorted"] {
        assert_eq!(told(format!("/parcels/{sealed}"), word), word == "sealed", "{word} of a sealed parcel");
        assert!(!told(format!("/parcels/{open}"), word), "{word} of one that was only bought");
    }
    for word in ["offered", "accepted", "recorded"] {
        assert_eq!(told(format!("/purchases/{offered}"), word), word == "offered", "{word} of an offer");
    }
}
