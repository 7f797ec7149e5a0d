//! Shipments from abroad: compared with their certificate, the participants of the day and the warnings of others.

use crate::house::House;
use crate::shipment::{Desk, desk};
use crate::verify::verified;
use crate::world::{World, codes, day, each, mct};
use placer::domain::access::AccountRole;
use placer::domain::arrival::ArrivalState;
use placer::domain::event::*;
use placer::domain::ids::ArrivalId;
use placer::domain::participant::ParticipantStanding as S;
use placer::service::arrival::{CloseArrival, ListWarnings, RecordArrival};
use placer::service::error::ServiceError;
use placer::store::arrival::{arrival_fetch, arrivals_between, arrivals_detained};
use placer::store::party::party_fetch;

/// The list of the desk, and what is stated of two other countries.
fn list(w: &mut World) {
    let said = |participant: &str, standing, from: Option<&str>| StandingStated {
        participant: participant.into(),
        country: None,
        standing,
        from: from.map(day),
        source: "list".into(),
    };
    let standings = vec![
        said("BW", S::Trade, None),
        said("CF", S::Trade, None),
        said("CF", S::Suspended, Some("2026-05-31")),
        said("CM", S::Trade, Some("2012-08-31")),
    ];
    let officer = w.account(AccountRole::Officer, None, None);
    let change = w.id();
    let no = w.read(placer::store::participant::participant_change_next_no);
    w.event_by(&officer, ParticipantsProposed { change, no, source: "list".into(), on: day("2026-06-01"), standings, contacts: vec![] });
    w.event(ParticipantsDecided { change, confirmed: true, reason: None });
}

fn comes(w: &World, d: &Desk) -> RecordArrival {
    RecordArrival {
        importer: w.read(|rx| party_fetch(rx, d.exporter.0)).unwrap().code,
        number: "BW 004306".into(),
        issuer: "bw".into(),
        issued_on: Some(day("2026-05-30")),
        expires_on: Some(day("2026-07-29")),
        arrived_on: None,
        exporter: Importer { name: "Okavango Stones".into(), address: "Gaborone".into(), country: "BW".into() },
        origins: vec!["ZA".into(), "bw".into(), "BW".into()],
        mixed: true,
        parcels: 2,
        lines: vec![HsLine { hs: HsCode::Gem, weight_mct: mct(5_000), value_usd_cents: 100_000 }],
        found_mct: mct(5_000),
        seals_intact: true,
        detain: None,
        remark: None,
    }
}

#[test]
fn a_shipment_that_agrees_is_let_in_once() {
    each(|w| {
        let d = desk(w);
        list(w);
        let first = comes(w, &d);
        let id: ArrivalId = w.submit(&d.officer, &first).unwrap().subject.parse().unwrap();
        let kept = w.read(|rx| arrival_fetch(rx, id)).unwrap();
        assert_eq!((kept.state, kept.facts.issuer.as_str(), kept.facts.weight()), (ArrivalState::Accepted, "BW", mct(5_000)));
        assert_eq!(kept.facts.origins, ["BW", "ZA"], "mixed origin is kept as a list");
        let again = RecordArrival { number: "bw-004306".into(), ..first.clone() };
        assert_eq!(codes(&w.submit(&d.officer, &again)), ["arrival.twice"]);
        let other = RecordArrival { number: "BW 004307".into(), ..first };
        w.submit(&d.officer, &other).unwrap();
        let quarter = w.read(|rx| arrivals_between(rx, day("2026-04-01"), day("2026-06-30")));
        assert_eq!(quarter.len(), 2);
        assert_eq!(verified(w).findings, []);
    });
}

/// F5: certificates of a country before its admission, and of a suspended one.
#[test]
fn what_cannot_be_a_valid_certificate_is_refused_with_the_reason() {
    each(|w| {
        let d = desk(w);
        list(w);
        let good = comes(w, &d);
        let refused = |w: &mut World, c: RecordArrival| codes(&w.submit(&d.officer, &c));
        let of = |issuer: &str, issued: &str, expires: &str| RecordArrival {
            issuer: issuer.into(),
            issued_on: Some(day(issued)),
            expires_on: Some(day(expires)),
            ..good.clone()
        };
        // Cameroon was admitted in August 2012; Kenya is no participant.
        assert_eq!(refused(w, of("CM", "2012-08-15", "2012-10-14")), ["arrival.expired", "arrival.stranger"]);
        assert_eq!(refused(w, of("KE", "2026-05-30", "2026-07-29")), ["arrival.stranger"]);
        // Suspended yesterday.
        assert_eq!(refused(w, of("CF", "2026-05-31", "2026-07-30")), ["arrival.closed"]);
        w.submit(&d.officer, &of("CF", "2026-05-30", "2026-07-29")).unwrap();
        assert_eq!(refused(w, of("BW", "2026-05-30", "2026-07-30")), ["arrival.days"]);
        assert_eq!(refused(w, of("BW", "2026-06-02", "2026-07-30")), ["arrival.before"]);
        assert_eq!(refused(w, of("BW", "2026-03-30", "2026-05-28")), ["arrival.expired"]);
        assert_eq!(refused(w, of("SL", "2026-05-30", "2026-07-29")), ["arrival.own", "arrival.stranger"]);
        assert_eq!(refused(w, RecordArrival { seals_intact: false, ..good.clone() }), ["arrival.seals"]);
        assert_eq!(refused(w, RecordArrival { found_mct: mct(4_000), ..good.clone() }), ["arrival.weight"]);
        assert_eq!(refused(w, RecordArrival { mixed: false, ..good.clone() }), ["arrival.origins"]);
        assert_eq!(refused(w, RecordArrival { lines: vec![], found_mct: mct(0), ..good.clone() })[..2], ["arrival.lines", "required"]);
        assert_eq!(
            refused(w, RecordArrival { issued_on: None, importer: "x".into(), ..good.clone() }),
            ["required", "arrival.no_importer"]
        );
        let miner = w.read(|rx| party_fetch(rx, d.miner.0)).unwrap().code;
        let unlicensed = w.party("Nobody", &[placer::domain::role::Role::Dealer], None);
        let unlicensed = w.read(|rx| party_fetch(rx, unlicensed)).unwrap().code;
        assert_ne!(miner, unlicensed);
        assert_eq!(refused(w, RecordArrival { importer: unlicensed, ..good.clone() }), ["arrival.no_licence"]);
        // A number that its authority warns of.
        let warn = ListWarnings { issuer: "BW".into(), source: "their page".into(), numbers: vec!["bw004306".into(), " ".into()] };
        w.submit(&d.officer, &warn).unwrap();
        assert_eq!(refused(w, good), ["arrival.warned"]);
        assert_eq!(codes(&w.submit(&d.officer, &ListWarnings { numbers: vec!["..".into()], ..warn })), ["arrival.number_of"]);
    });
}

#[test]
fn a_detained_one_is_kept_with_what_stood_against_it_and_decided_by_an_approver() {
    each(|w| {
        let d = desk(w);
        list(w);
        let wrong = RecordArrival { found_mct: mct(4_000), seals_intact: false, detain: Some("opened on the way".into()), ..comes(w, &d) };
        let id: ArrivalId = w.submit(&d.officer, &wrong).unwrap().subject.parse().unwrap();
        let kept = w.read(|rx| arrival_fetch(rx, id)).unwrap();
        assert_eq!(
            (kept.state, kept.facts.against),
            (ArrivalState::Detained, vec!["arrival.seals".to_owned(), "arrival.weight".to_owned()])
        );
        assert_eq!(w.read(arrivals_detained), 1);
        assert_eq!(w.read(|rx| arrivals_between(rx, day("2026-01-01"), day("2026-12-31"))).len(), 0, "it is in no statistics");
        assert_eq!(codes(&w.submit(&d.officer, &comes(w, &d))), ["arrival.twice"]);
        let close = |outcome| CloseArrival { arrival: id, outcome, reason: "their authority wrote".into() };
        assert!(matches!(w.submit(&d.officer, &close(Some(ArrivalOutcome::Released))), Err(ServiceError::Forbidden)));
        assert_eq!(codes(&w.submit(&d.approver, &close(None))), ["arrival.outcome"]);
        w.submit(&d.approver, &close(Some(ArrivalOutcome::Returned))).unwrap();
        assert_eq!(codes(&w.submit(&d.approver, &close(Some(ArrivalOutcome::Released)))), ["arrival.not_detained"]);
        // It was sent back and comes again, whole.
        w.submit(&d.officer, &comes(w, &d)).unwrap();
        for role in [AccountRole::Registrar, AccountRole::Supervisor, AccountRole::Reviewer, AccountRole::Approver] {
            let other = w.account(role, None, None);
            assert!(matches!(w.submit(&other, &comes(w, &d)), Err(ServiceError::Forbidden)), "{role:?}");
        }
        assert_eq!(verified(w).findings, []);
    });
}

/// What no command would write is found at its entry.
#[test]
fn arrivals_told_wrongly_are_found() {
    each(|w| {
        let d = desk(w);
        list(w);
        let command = comes(w, &d);
        w.submit(&d.officer, &command).unwrap();
        let told = |w: &mut World, change: &dyn Fn(&mut ArrivalRecorded)| {
            let id = w.id();
            let no = w.read(placer::store::arrival::arrival_next_no);
            let mut e = ArrivalRecorded {
                arrival: id,
                no,
                code: placer::domain::code::make("IM", no),
                importer: d.exporter.0,
                number: format!("BW X{no}"),
                issuer: "BW".into(),
                issued_on: day("2026-05-30"),
                expires_on: day("2026-07-29"),
                arrived_on: day("2026-06-01"),
                exporter: command.exporter.clone(),
                origins: vec!["BW".into()],
                mixed: false,
                parcels: 1,
                lines: command.lines.clone(),
                found_mct: mct(5_000),
                seals_intact: true,
                detained: None,
                against: vec![],
                remark: None,
            };
            change(&mut e);
            w.event_by(&d.officer, e).seq
        };
        let sound = told(w, &|_| {});
        let wrong = [
            told(w, &|e| e.seals_intact = false),
            told(w, &|e| e.expires_on = day("2026-07-30")),
            told(w, &|e| e.issuer = "KE".into()),
            told(w, &|e| e.lines.clear()),
            told(w, &|e| e.arrived_on = day("2026-06-02")),
        ];
        let found = crate::verify::breaches(w);
        let at = |seq: i64| found.iter().any(|(at, rule)| *at == seq && rule == "K12");
        assert!(!at(sound) && wrong.into_iter().all(at), "{found:?}");
    });
}

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
        ("mass-710231", "5.00"),
        ("value-710231", "1000"),
        ("arrived_on", today.as_str()),
        ("importer", importer.as_str()),
        ("found_mct", "4.00"),
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
    let told = approver.get(&one).body;
    assert!(told.contains("The carats found differ from those stated") && told.contains(&format!("{one}/close")), "{told}");
    let decide = [("outcome", "released"), ("reason", "weighed again in Gaborone")];
    assert_eq!(approver.submit(&format!("{one}/close"), &decide).status, 200);
    assert_eq!(approver.submit(&format!("{one}/close"), &[decide.as_slice(), &[("confirmed", "yes")]].concat()).status, 303);
    let told = house.signed_in("reviewer").get(&one).body;
    assert!(told.contains("Let in") && told.contains("The shipment with certificate BW 4306 was received"), "{told}");
    assert_eq!(house.signed_in("exporter").get("/arrivals").status, 403);
    let warn = [("issuer", "BW"), ("source", "their page"), ("numbers", "BW 1\nBW 2")];
    assert!(officer.submit("/arrivals/warnings", &warn).body.contains("BW 2"));
    assert_eq!(officer.submit("/arrivals/warnings", &[warn.as_slice(), &[("confirmed", "yes")]].concat()).status, 303);
    assert!(officer.get("/arrivals").body.contains("Botswana: 2"));
}
