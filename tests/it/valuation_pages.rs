//! The pages of valuations: what is known stands on the sheet, and whoever signs reads what the certificate will say.

use crate::house::House;
use crate::shipment::{Desk, desk, prepare};
use crate::support::browser::{Browser, Screen};
use crate::support::steps::{main_text, press, write};
use crate::world::{World, sign_in};
use fantoccini::Locator::{Css, Id};
use placer::domain::access::AccountRole;
use placer::domain::event::HsCode;
use placer::domain::ids::ShipmentId;
use placer::domain::shipment::ShipmentState;
use placer::store::party::party_fetch;
use placer::store::shipment::shipment_fetch;
use placer::store::valuation::valuation_of;

/// A desk whose licence is valid whenever the tests run, with people who sign in.
fn people(w: &mut World) -> Desk {
    let mut d = desk(w);
    d.exporter.1 = w.licence_between("exporter", d.exporter.0, None, "2026-01-01", "2099-12-31");
    d.account = w.login("exporter", AccountRole::Exporter, None, Some(d.exporter.0));
    d.officer = w.login("officer", AccountRole::Officer, None, None);
    d.approver = w.login("approver", AccountRole::Approver, None, None);
    d
}

/// A shipment of two subheadings, declared at 900.50 and 100 dollars, and the codes of those who sit.
fn packed(w: &mut World) -> (ShipmentId, [String; 3]) {
    let d = people(w);
    packed_by(w, &d)
}

fn packed_by(w: &mut World, d: &Desk) -> (ShipmentId, [String; 3]) {
    let (gem, unsorted) = (d.sealed(w, 1_500), d.sealed(w, 1_000));
    let mut command = prepare(&[&gem, &unsorted]);
    command.parcels[0].hs = Some(HsCode::Gem);
    command.parcels[0].value_usd_cents = 90_050;
    let shipment = w.submit(&d.account, &command).unwrap().subject.parse().unwrap();
    let sitting = w.sitting();
    (shipment, sitting.map(|id| w.read(|rx| party_fetch(rx, id)).unwrap().code))
}

/// The fields of a sheet of two lines with the exporter's values, as a form sends them.
fn sheet<'a>(people: &'a [String; 3], exporter: [&'a str; 2]) -> Vec<(&'static str, String)> {
    let present = format!("{}, {}", people[0], people[1]);
    let typed = [("rows", "6"), ("hs-1", "7102.10"), ("class-1", "+9"), ("stones-1", "3"), ("weight-1", "1"), ("exporter-1", exporter[0])];
    let more = [("government-1", "120"), ("independent-1", "110"), ("hs-2", "7102.31"), ("class-2", "+11"), ("stones-2", "3")];
    let rest = [("weight-2", "1.5"), ("exporter-2", exporter[1]), ("government-2", "1500"), ("independent-2", "1600.25")];
    let all = typed.into_iter().chain(more).chain(rest).map(|(name, value)| (name, value.to_owned()));
    all.chain([("present", present), ("independent", people[2].clone())]).collect()
}

#[test]
fn what_was_declared_stands_on_the_sheet_and_is_held_against_it() {
    let (mut packed_as, mut token) = (None, String::new());
    let s = House::open(|w| {
        let d = people(w);
        token = w.token(&d.officer);
        packed_as = Some(packed_by(w, &d));
    });
    let (shipment, sitting) = packed_as.unwrap();
    let mut officer = s.signed_in("officer");
    let page = format!("/shipments/{shipment}/value");
    let form = officer.get(&page).body;
    let field = |body: &str, name: &str| {
        let tag = body
            .split("<input")
            .filter_map(|rest| rest.split('>').next())
            .find(|tag| tag.contains(&format!("name=\"{name}\"")))
            .unwrap_or_default()
            .to_owned();
        tag.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    };
    assert_eq!((field(&form, "exporter-1"), field(&form, "exporter-2")), ("100.00".into(), "900.50".into()), "nothing is typed twice");
    assert_eq!(field(&form, "government-1"), "", "what is not known is not made up");
    assert!(form.contains("7102.31: 1.50\u{a0}ct, 3 stones, declared at 900.50\u{a0}USD"), "{form}");
    let on = placer::domain::time::Day::parse_from_str(&field(&form, "on"), "%Y-%m-%d").unwrap();
    let mut send = |exporter: [&str; 2], more: &[(&str, &str)]| {
        let day = more.iter().find(|(name, _)| *name == "on").map_or_else(|| on.to_string(), |(_, day)| (*day).to_owned());
        let fields = sheet(&sitting, exporter);
        let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fields.push(("on", &day));
        fields.extend(more.iter().filter(|(name, _)| *name != "on"));
        officer.submit(&page, &fields)
    };
    let dearer = send(["130", "900.50"], &[]);
    assert_eq!(dearer.status, 422);
    let told =
        "7102.10: the exporter’s values come to 130.00\u{a0}USD, which is 30.00\u{a0}USD more than the 100.00\u{a0}USD that he declared.";
    assert!(dearer.body.contains(told) && field(&dearer.body, "exporter-1") == "130", "{}", dearer.body);
    let early = send(["100", "900.50"], &[("on", "2026-05-31")]);
    assert!(early.status == 422 && early.body.contains("The shipment was prepared on 1 June 2026."), "{}", early.body);
    let check = send(["100", "900.50"], &[]);
    assert!(check.status == 200 && check.body.contains("Independent: 1,710.25\u{a0}USD"), "{}", check.body);
    assert_eq!(send(["100", "900.50"], &[("confirmed", "yes")]).status, 303);
    assert_eq!(s.world.read(|rx| valuation_of(rx, shipment)).unwrap().facts.value_usd_cents, 171_025);
    let done = officer.get(&format!("/shipments/{shipment}?told=valued")).body;
    assert!(done.contains("An officer checks the shipment and signs next."), "{done}");

    // Both who sign read the value that goes on the certificate, by whom and by which rule, and what was declared.
    let certified = ["Value on the certificate", "1,710.25\u{a0}USD", "Independent: the highest of the values stated"];
    let lines =
        ["7102.10: 1.00\u{a0}ct, 110.00\u{a0}USD", "7102.31: 1.50\u{a0}ct, 1,600.25\u{a0}USD", "Declared value", "1,000.50\u{a0}USD"];
    let whole = |body: &str| certified.iter().chain(&lines).find(|part| !body.contains(**part)).map(|part| (*part).to_owned());
    let propose = format!("/shipments/{shipment}/propose");
    let review = officer.get(&propose).body;
    let (expires_on, blank) = (field(&review, "expires_on"), field(&review, "blank"));
    let mut fields = vec![("expires_on", expires_on.as_str()), ("blank", blank.as_str())];
    let check = officer.submit(&propose, &fields).body;
    assert_eq!(whole(&check), None, "{check}");
    fields.push(("confirmed", "yes"));
    assert_eq!(officer.submit(&propose, &fields).status, 303);
    let mut machine = s.visitor();
    machine.headers.push(("authorization".into(), format!("Bearer {token}")));
    let read: serde_json::Value = serde_json::from_str(&machine.get(&format!("/api/v1/shipments/{shipment}")).body).unwrap();
    let valued = &read["valuation"];
    assert_eq!((&valued["value_usd_cents"], &valued["taken"]), (&171_025.into(), &"independent".into()), "{read}");
    assert_eq!((&read["value_usd_cents"], &valued["region"]), (&100_050.into(), &"SL-E".into()), "declared, and valued");
    let mut approver = s.signed_in("approver");
    let check = approver.submit(&format!("/shipments/{shipment}/approve"), &[("blank", &blank)]).body;
    assert_eq!(whole(&check), None, "{check}");
}

#[test]
fn somebody_barred_is_named() {
    let mut packed_as = None;
    let s = House::open(|w| {
        let (shipment, codes) = packed(w);
        let party = w.sitting()[1];
        let on = crate::world::day("2026-05-01");
        let state = placer::domain::event::PartyState::Barred;
        w.event(placer::domain::event::PartyStateChanged { party, state, on, reason: "x".into(), note: None, offence: None });
        packed_as = Some((shipment, codes));
    });
    let (shipment, sitting) = packed_as.unwrap();
    let mut officer = s.signed_in("officer");
    let fields = sheet(&sitting, ["100", "900.50"]);
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.push(("on", "2026-06-01"));
    let refused = officer.submit(&format!("/shipments/{shipment}/value"), &fields);
    let told = format!("{} is written down as barred on 1 June 2026", sitting[1]);
    assert!(refused.status == 422 && refused.body.contains(&told), "{}", refused.body);
}

/// Eleven sheets of the east, one of them far off: the page says what is usual and where, to those who see all shipments.
#[test]
fn what_is_usual_is_told_with_the_region_it_was_learnt_from() {
    let mut last = None;
    let s = House::open(|w| {
        let d = people(w);
        for n in 0..11 {
            let parcel = d.sealed(w, 1_000);
            let mut command = prepare(&[&parcel]);
            command.parcels[0].value_usd_cents = if n < 10 { 10_000 + n } else { 50_000 };
            let shipment = w.submit(&d.account, &command).unwrap().subject.parse().unwrap();
            w.valued(shipment);
            last = Some(shipment);
        }
    });
    let page = format!("/shipments/{}", last.unwrap());
    let (mut officer, mut exporter) = (s.signed_in("officer"), s.signed_in("exporter"));
    let told = officer.get(&page).body;
    assert!(told.contains("East: 100.01\u{a0}USD to 100.08\u{a0}USD (10 lines)"), "{told}");
    assert!(told.contains("eight of ten of its like from East lay between 100.01\u{a0}USD and 100.08\u{a0}USD (10 lines)"), "{told}");
    let french = officer.get(&format!("{page}?lang=fr")).body;
    assert!(
        french.contains("East\u{202f}: 100,01\u{a0}USD à 100,08\u{a0}USD")
            || french.contains("East\u{a0}: 100,01\u{a0}USD à 100,08\u{a0}USD")
    );
    let own = exporter.get(&page).body;
    assert!(own.contains("500.00\u{a0}USD") && !own.contains("100.08"), "what others' goods are worth is not the exporter's: {own}");
    let trend = officer.get("/statistics/values?lang=en").body;
    assert!(trend.contains("June 2026") && !trend.contains("2026-06<"), "{trend}");
    assert!(officer.get("/statistics/values?lang=fr").body.contains("juin 2026"));
}

/// The sheet from the form to the paper as an officer sees it, on a wide screen and on a telephone.
#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_is_filled_in_in_the_browser() {
    let Some(b) = Browser::open(Screen::Desktop).await else { return };
    let mut packed_as = None;
    let s = House::open(|w| packed_as = Some(packed(w)));
    let (shipment, sitting) = packed_as.unwrap();
    let url = s.server.url().trim_end_matches('/').to_owned();
    sign_in(&b, &url, "officer").await;
    b.wait().for_element(Css(".placer-top__out")).await.unwrap();
    b.goto(&format!("{url}/shipments/{shipment}/value")).await.unwrap();
    pictures(&b, "valuation-form").await;
    for (name, value) in sheet(&sitting, ["130", "900.50"]) {
        let id = format!("f-{name}");
        match name.split('-').next() {
            Some("hs" | "class") => b.find(Id(&id)).await.unwrap().select_by_value(&value).await.unwrap(),
            Some("rows") => {}
            _ => write(&b, &id, &value).await,
        }
    }
    press(&b, "main form button.govuk-button").await;
    assert!(main_text(&b).await.contains("that he declared"));
    pictures(&b, "valuation-refused").await;
    write(&b, "f-exporter-1", "100").await;
    press(&b, "main form button.govuk-button").await;
    b.wait().for_element(Css("main button[name=confirmed]")).await.unwrap();
    pictures(&b, "valuation-check").await;
    press(&b, "main button[name=confirmed]").await;
    b.wait().for_element(Css(".govuk-task-list")).await.unwrap();
    pictures(&b, "valuation-done").await;
    b.goto(&format!("{url}/shipments/{shipment}/propose")).await.unwrap();
    press(&b, "main form button.govuk-button").await;
    b.wait().for_element(Css("main button[name=confirmed]")).await.unwrap();
    pictures(&b, "valuation-sign-check").await;
    press(&b, "main button[name=confirmed]").await;
    b.wait().for_element(Css(".govuk-task-list")).await.unwrap();
    assert_eq!(s.world.read(|rx| shipment_fetch(rx, shipment)).unwrap().state, ShipmentState::Proposed);
    b.goto(&format!("{url}/statistics/values")).await.unwrap();
    pictures(&b, "valuation-trend").await;
}

async fn pictures(b: &Browser, name: &str) {
    b.assert_page_is_sound().await;
    b.screenshot(&format!("{name}-desktop")).await;
    b.show_on(Screen::Phone).await;
    b.assert_page_is_sound().await;
    b.screenshot(&format!("{name}-phone")).await;
    b.show_on(Screen::Desktop).await;
}
