//! The pages about other countries, as officers, approvers, exporters and the public meet them.

use crate::house::House;
use crate::receipt::issued;
use crate::shipment::desk;
use placer::domain::access::AccountRole;
use placer::domain::event::CertificateIssued;
use placer::domain::notice::code_hash;
use placer::store::notice::code_write;
use placer::store::participant::participant_standings;

const CODE: &str = "AAAA-BBBB-CCCC-DDDD";

fn house() -> (House, CertificateIssued) {
    let mut made = None;
    let house = House::open(|w| {
        w.now = placer::edge::now();
        let d = desk(w);
        for (login, role) in [("officer", AccountRole::Officer), ("approver", AccountRole::Approver), ("reviewer", AccountRole::Reviewer)] {
            w.login(login, role, None, None);
        }
        w.login("exporter", AccountRole::Exporter, None, Some(d.exporter.0));
        let c = issued(w, &d);
        let until = c.expires_on;
        w.app.db.write(w.now, |tx| code_write(tx, c.certificate, &code_hash(c.certificate, CODE), until)).unwrap();
        made = Some(c);
    });
    (house, made.unwrap())
}

#[test]
fn a_change_of_the_list_is_proposed_checked_and_confirmed_by_another() {
    let (house, _) = house();
    let (mut officer, mut approver, mut exporter) = (house.signed_in("officer"), house.signed_in("approver"), house.signed_in("exporter"));
    let page = exporter.get("/participants");
    assert!(page.status == 200 && page.body.contains("European Union") && !page.body.contains("Propose a change"), "{}", page.body);
    let typed =
        [("participant", "VE"), ("row", "standing"), ("standing", ""), ("from", "2026-02-30"), ("source", ""), ("on", "2026-05-30")];
    let refused = officer.submit("/participants/new", &typed);
    assert!(refused.status == 422 && refused.body.contains("2026-02-30"), "{}", refused.body);
    let good = [("participant", "VE"), ("row", "standing"), ("standing", "member"), ("source", "Notice 7"), ("on", "2026-05-30")];
    let check = officer.submit("/participants/new", &good);
    assert!(check.status == 200 && check.body.contains("Venezuela: Member without trade, day not known"), "{}", check.body);
    let done = officer.submit("/participants/new", &[good.as_slice(), &[("confirmed", "yes")]].concat());
    assert_eq!(done.status, 303, "{}", done.body);
    let change = done.header("location").to_owned();
    assert!(officer.get(&change).body.contains("Somebody else must decide"));
    assert!(approver.get("/").body.contains("Changes of the list of participants that wait"));
    assert_eq!(approver.submit(&change, &[("act", "refuse"), ("reason", "")]).status, 422);
    assert_eq!(approver.submit(&change, &[("act", "confirm")]).status, 303);
    let shown = exporter.get("/participants/VE");
    assert!(shown.body.contains("Member without trade") && shown.body.contains("Notice 7"), "{}", shown.body);
    let csv = exporter.get("/participants.csv").body;
    assert!(csv.contains("standing,VE,,member,,,,,Notice 7"), "{csv}");

    // The bundled list by its file, and a file with faults, each with its row.
    let filled = officer.get("/participants/load?bundled=1");
    assert!(filled.body.contains("standing,AO,,trade,"), "{}", filled.body);
    let bad =
        "row,participant,country,standing,from,authority,email,address,source\nstanding,XX,,trade,,,,,s\nother,BE,,,31/02/2026,,,,s\n";
    let told = officer.submit("/participants/load", &[("file", bad), ("source", "File"), ("on", "2026-05-30")]);
    assert!(told.status == 422 && told.body.contains("Row 2") && told.body.contains("31/02/2026"), "{}", told.body);
    let bundled = placer::interop::participants_csv::BUNDLED;
    let said = [("file", bad), ("source", "List"), ("on", "2026-05-30")];
    let check = officer.upload("/participants/load", &said, "file", bundled.as_bytes());
    assert!(check.status == 200 && !check.body.contains("31/02/2026"), "the file counts: {}", check.body);
    let load = [("file", bundled), ("source", "List"), ("on", "2026-05-30"), ("confirmed", "yes")];
    let done = officer.submit("/participants/load", &load);
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(approver.submit(done.header("location"), &[("act", "confirm")]).status, 303);
    assert!(house.world.read(participant_standings).len() > 90);
}

#[test]
fn a_receipt_is_confirmed_by_whoever_has_the_code_and_the_public_sees_that_it_is_used() {
    let (house, c) = house();
    let mut visitor = house.visitor();
    let own = format!("/check/certificate/{}", c.number.replace(' ', "%20"));
    let page = visitor.get(&own);
    assert!(page.body.contains("Confirm the receipt of this shipment") && !page.body.contains("Used:"), "{}", page.body);
    let at = format!("{own}/receipt");
    let today = house.world.app.env.profile.local_day(placer::edge::now()).to_string();
    let typed = |code: &'static str| {
        vec![
            ("code", code.to_owned()),
            ("received_on", today.clone()),
            ("parcels", "1".to_owned()),
            ("carats", "9.5".to_owned()),
            ("value", String::new()),
            ("importer", "Scheldt Rough NV".to_owned()),
            ("seals_intact", "yes".to_owned()),
            ("confirmed_by", "Office (fictitious)".to_owned()),
        ]
    };
    let send = |http: &mut crate::support::http::Http, fields: &[(&str, String)]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        http.submit(&at, &fields)
    };
    let empty = send(&mut visitor, &[("code", String::new()), ("importer", "Kept (fictitious)".into())]);
    assert!(empty.status == 422 && empty.body.contains("Kept (fictitious)"), "{}", empty.body);
    let wrong = send(&mut visitor, &typed("AAAA-BBBB-CCCC-DDDE"));
    assert!(wrong.status == 422 && wrong.body.contains("This code opens nothing") && wrong.body.contains("9.5"), "{}", wrong.body);
    // It is looked at once more, and the code is used up by what is confirmed alone.
    let check = send(&mut visitor, &typed("aaaa bbbb cccc dddd"));
    assert!(check.status == 200 && check.body.contains("The carats differ by more than two scales may."), "{}", check.body);
    assert!(check.body.contains("Scheldt Rough NV") && !visitor.get(&own).body.contains("Used: receipt confirmed on"));
    let confirmed = [typed("aaaa bbbb cccc dddd"), vec![("confirmed", "yes".to_owned())]].concat();
    let right = send(&mut visitor, &confirmed);
    let done = format!("{own}?told=confirmed");
    assert_eq!((right.status, right.header("location")), (303, done.as_str()), "{}", right.body);
    let used = visitor.get(&done).body;
    assert!(used.contains("Thank you") && !visitor.get(&own).body.contains("Thank you"), "{used}");
    assert!(used.contains("Used: receipt confirmed on") && used.contains("No goods may travel with it any more"), "{used}");
    assert!(!used.contains("placer-flag--ok"), "{used}");
    let told = visitor.get(&format!("/api/v1/check/certificates/{}", c.number.replace(' ', "%20"))).json();
    assert_eq!((&told["standing"], &told["confirmed_on"]), (&"used".into(), &today.as_str().into()), "{told}");
    let again = send(&mut visitor, &typed(CODE));
    assert!(again.status == 422 && again.body.contains("This code opens nothing"), "{}", again.body);

    // The difference waits on the officer's first page and is answered there.
    let (mut officer, mut exporter, mut reviewer) = (house.signed_in("officer"), house.signed_in("exporter"), house.signed_in("reviewer"));
    assert!(officer.get("/").body.contains("href=\"/confirmations\""));
    let list = officer.get("/confirmations").body;
    let id = list.split("/confirmations/").find(|part| part.len() > 36 && part.as_bytes()[8] == b'-').unwrap()[..36].to_owned();
    let one = format!("/confirmations/{id}");
    let shown = officer.get(&one).body;
    assert!(shown.contains("The carats differ by more than two scales may.") && shown.contains("with the one-time code"), "{shown}");
    assert!(!reviewer.get(&one).body.contains("name=\"answer\""), "who only reads is asked nothing");
    assert_eq!(officer.submit(&one, &[("difference", "weight"), ("answer", "explained"), ("reason", " ")]).status, 422);
    assert_eq!(officer.submit(&one, &[("difference", "weight"), ("answer", "explained"), ("reason", "cleaned")]).status, 303);
    assert!(officer.get(&one).body.contains("Explained: cleaned"));
    let certificate = format!("/certificates/{}", c.certificate);
    assert!(exporter.get(&certificate).body.contains("Used: receipt confirmed on"));
    assert!(!exporter.get(&certificate).body.contains("/notice"), "the code is not the exporter's");
    assert_eq!(exporter.get(&format!("{certificate}/notice")).status, 403);
}

#[test]
fn guessing_codes_is_slowed_down() {
    let (house, c) = house();
    let mut visitor = house.visitor();
    let at = format!("/check/certificate/{}/receipt", c.number.replace(' ', "%20"));
    let today = house.world.app.env.profile.local_day(placer::edge::now()).to_string();
    let fields = [
        ("code", "0000-0000-0000-0000"),
        ("received_on", today.as_str()),
        ("parcels", "1"),
        ("carats", "10"),
        ("importer", "x"),
        ("seals_intact", "yes"),
        ("confirmed_by", "x"),
    ];
    let statuses: Vec<u16> = (0..7).map(|_| visitor.submit(&at, &fields).status).collect();
    assert!(statuses.contains(&429) && statuses[..5] == [422; 5], "{statuses:?}");
}

#[test]
fn an_officer_writes_down_what_a_letter_says_and_takes_a_file() {
    let (house, c) = house();
    let mut officer = house.signed_in("officer");
    let at = format!("/certificates/{}/receipt", c.certificate);
    let today = house.world.app.env.profile.local_day(placer::edge::now()).to_string();
    let good = [
        ("received_on", today.as_str()),
        ("parcels", "2"),
        ("carats", "10"),
        ("importer", "Scheldt Rough NV"),
        ("seals_intact", "no"),
        ("confirmed_by", "Office (fictitious)"),
        ("reference", "Letter 9"),
    ];
    let empty = officer.submit(&at, &[("carats", "1,5,5")]);
    assert!(empty.status == 422 && empty.body.contains("1,5,5"), "{}", empty.body);
    let check = officer.submit(&at, &good);
    assert!(
        check.body.contains("The number of parcels is another.") && check.body.contains("The seals were not intact."),
        "{}",
        check.body
    );
    let done = officer.submit(&at, &[good.as_slice(), &[("confirmed", "yes")]].concat());
    assert_eq!(done.status, 303, "{}", done.body);
    assert!(officer.get(done.header("location")).body.contains("Letter 9"));
    let text = format!(
        "certificate,received_on,parcels,carats,value_usd,importer,seals_intact,confirmed_by,reference,remark\n\
         {},{today},1,10.000,,Firm,yes,Office (fictitious),Mail 7,\n",
        c.number
    );
    let wrong = text.replace("10.000", "ten");
    let told = officer.submit("/confirmations/load", &[("file", &wrong)]);
    assert!(told.status == 422 && told.body.contains("ten"), "{}", told.body);
    let check = officer.submit("/confirmations/load", &[("file", &text)]);
    assert!(check.status == 200 && check.body.contains("Of these with differences"), "{}", check.body);
    assert_eq!(officer.submit("/confirmations/load", &[("file", &text), ("confirmed", "yes")]).status, 303);
    assert!(officer.get("/confirmations").body.contains("Superseded"));
}
