//! Shipments from abroad: compared with their certificate, the participants of the day and the warnings of others.

use crate::shipment::{Desk, desk};
use crate::verify::verified;
use crate::world::{World, codes, day, each, mct};
use placer::domain::access::AccountRole;
use placer::domain::arrival::{ArrivalState, NumberRange};
use placer::domain::event::*;
use placer::domain::ids::{ArrivalId, WarningListId};
use placer::domain::participant::ParticipantStanding as S;
use placer::service::arrival::{CloseArrival, RecordArrival};
use placer::service::error::ServiceError;
use placer::service::warning::{ListWarnings, WithdrawWarnings};
use placer::store::arrival::{arrival_fetch, arrivals_between, arrivals_detained};
use placer::store::party::party_fetch;
use placer::store::warning::{arrivals_warned, warned_numbers, warning_list_fetch};

/// The list of the desk, and what is stated of two other countries.
pub fn list(w: &mut World) {
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

/// So much gem, in so many stones.
pub fn found(weight: i64, stones: i64) -> FoundLine {
    FoundLine { hs: HsCode::Gem, weight_mct: mct(weight), stones }
}

pub fn comes(w: &World, d: &Desk) -> RecordArrival {
    RecordArrival {
        importer: w.read(|rx| party_fetch(rx, d.exporter.0)).unwrap().code,
        importer_stated: None,
        number: "BW 004306".into(),
        issuer: "bw".into(),
        issued_on: Some(day("2026-05-30")),
        expires_on: Some(day("2026-07-29")),
        arrived_on: None,
        exporter: Importer { name: "Okavango Stones".into(), address: "Gaborone".into(), country: "BW".into() },
        origins: vec!["ZA".into(), "bw".into(), "BW".into()],
        mixed: true,
        parcels: 2,
        found_parcels: Some(2),
        lines: vec![HsLine { hs: HsCode::Gem, weight_mct: mct(5_000), value_usd_cents: 100_000 }],
        found: vec![found(5_000, 10)],
        seals_intact: true,
        detain: None,
        remark: None,
    }
}

fn warns(issuer: &str, numbers: &[&str]) -> ListWarnings {
    let numbers = numbers.iter().map(|n| (*n).to_owned()).collect();
    ListWarnings { issuer: issuer.into(), source: "their page".into(), numbers, ranges: vec![] }
}

fn decides(arrival: ArrivalId, outcome: ArrivalOutcome) -> CloseArrival {
    CloseArrival { arrival, outcome: Some(outcome), importer: None, found: vec![], reason: "their authority wrote".into() }
}

/// Writes a shipment down and says which it is.
pub fn put(w: &mut World, d: &Desk, c: &RecordArrival) -> ArrivalId {
    w.submit(&d.officer, c).unwrap().subject.parse().unwrap()
}

/// The Union is one participant: a certificate of it is used once, whichever of its countries is named.
#[test]
fn a_union_is_one_issuer() {
    each(|w| {
        let d = desk(w);
        let covers = |country: &str| StandingStated {
            participant: "EU".into(),
            country: Some(country.into()),
            standing: S::Trade,
            from: None,
            source: "list".into(),
        };
        w.stated(vec![covers("NL")], vec![]);
        let of = |issuer: &str, number: &str| RecordArrival { issuer: issuer.into(), number: number.into(), ..comes(w, &d) };
        let (first, others) = (of("BE", "1234"), ["NL", "EU", "BE"].map(|issuer| of(issuer, "1234")));
        let (warned, known) = (["NL", "EU", "BE"].map(|issuer| of(issuer, "77")), of("AE", "1234"));
        put(w, &d, &first);
        for other in &others {
            assert_eq!(codes(&w.submit(&d.officer, other)), ["arrival.twice"], "{}", other.issuer);
        }
        put(w, &d, &known);
        w.submit(&d.officer, &warns("BE", &["77"])).unwrap();
        for other in &warned {
            assert_eq!(codes(&w.submit(&d.officer, other)), ["arrival.warned"], "{}", other.issuer);
        }
        put(w, &d, &RecordArrival { issuer: "AE".into(), ..warned[0].clone() });
        // The list of the Union itself holds for its countries, and what is already inside is told.
        w.submit(&d.officer, &warns("EU", &["1234", "99"])).unwrap();
        let inside: Vec<String> = w.read(arrivals_warned).into_iter().map(|a| a.arrival.facts.issuer).collect();
        assert_eq!(inside, ["BE"]);
        assert_eq!(codes(&w.submit(&d.officer, &RecordArrival { issuer: "XX".into(), ..first })), ["arrival.country", "arrival.stranger"]);
        assert_eq!(verified(w).findings, []);
    });
}

/// The usual fraud is put on record: a copy, an importer who is barred, has no licence or is not known at all.
#[test]
fn what_is_refused_can_be_detained_with_all_that_stands_against_it() {
    each(|w| {
        let d = desk(w);
        list(w);
        let good = comes(w, &d);
        let (barred, known) = (w.party("Barred", &[placer::domain::role::Role::Dealer], None), d.exporter.0);
        let code = w.read(|rx| party_fetch(rx, barred)).unwrap().code;
        let (state, on) = (PartyState::Barred, day("2026-05-01"));
        w.event(PartyStateChanged { party: barred, state, on, reason: "sentenced".into(), note: None, offence: None });
        put(w, &d, &good);
        let detain = Some("something is wrong".to_owned());
        let copy = RecordArrival { detain: detain.clone(), ..good.clone() };
        let bad = RecordArrival { importer: code, number: "BW 8".into(), detain: detain.clone(), ..good.clone() };
        let unknown = RecordArrival { importer: "P-9".into(), number: "BW 9".into(), detain, ..good.clone() };
        assert_eq!(codes(&w.submit(&d.officer, &unknown)), ["arrival.importer_stated"]);
        let unknown = RecordArrival { importer_stated: Some("Far Stones Ltd".into()), ..unknown };
        let ids = [&copy, &bad, &unknown, &copy].map(|c| put(w, &d, c));
        let against = ids.map(|id| w.read(|rx| arrival_fetch(rx, id)).unwrap().facts.against);
        let twice = vec!["arrival.twice".to_owned()];
        let importer = vec!["arrival.importer_state".to_owned(), "arrival.no_licence".to_owned()];
        assert_eq!(against, [twice.clone(), importer, vec!["arrival.no_importer".into()], twice]);
        let kept = w.read(|rx| arrival_fetch(rx, ids[2])).unwrap();
        assert_eq!((kept.importer(), kept.facts.importer_stated.as_deref()), (None, Some("Far Stones Ltd")));
        // None of them can be let in as it stands.
        let refused = |w: &mut World, id| codes(&w.submit(&d.approver, &decides(id, ArrivalOutcome::Released)));
        assert_eq!(refused(w, ids[0]), ["arrival.release_twice"]);
        assert_eq!(refused(w, ids[1]), ["arrival.importer_state", "arrival.no_licence"]);
        assert_eq!(refused(w, ids[2]), ["arrival.release_importer"]);
        // Who was unknown is in the register now; what he brings may be let in.
        let named = w.read(|rx| party_fetch(rx, known)).unwrap().code;
        let released = CloseArrival { importer: Some(named), ..decides(ids[2], ArrivalOutcome::Released) };
        w.submit(&d.approver, &released).unwrap();
        let kept = w.read(|rx| arrival_fetch(rx, ids[2])).unwrap();
        assert_eq!((kept.state, kept.importer()), (ArrivalState::Accepted, Some(known)));
        for id in [ids[0], ids[1]] {
            w.submit(&d.approver, &decides(id, ArrivalOutcome::Seized)).unwrap();
        }
        assert_eq!(verified(w).findings, []);
    });
}

/// Nobody lets in by his word alone what no participant certified, or what is warned of.
#[test]
fn an_approver_cannot_let_everything_in() {
    each(|w| {
        let d = desk(w);
        list(w);
        let wrong = |issuer: &str, number: &str, w: &World| RecordArrival {
            issuer: issuer.into(),
            number: number.into(),
            issued_on: Some(day("2026-05-31")),
            expires_on: Some(day("2026-07-30")),
            seals_intact: false,
            detain: Some("opened".into()),
            ..comes(w, &d)
        };
        let of = |w: &mut World, issuer: &str, number: &str| {
            let came = wrong(issuer, number, w);
            put(w, &d, &came)
        };
        let (stranger, suspended, warned, sound) = (of(w, "KE", "1"), of(w, "CF", "2"), of(w, "BW", "3"), of(w, "BW", "4"));
        let list: WarningListId = w.submit(&d.officer, &warns("BW", &["3", "5"])).unwrap().subject.parse().unwrap();
        let release = |w: &mut World, id| w.submit(&d.approver, &decides(id, ArrivalOutcome::Released));
        assert_eq!(codes(&release(w, stranger)), ["arrival.release_stranger"]);
        assert_eq!(codes(&release(w, suspended)), ["arrival.release_closed"]);
        assert_eq!(codes(&release(w, warned)), ["arrival.release_warned"]);
        // Seals can be cleared up.
        release(w, sound).unwrap();
        // The warning is withdrawn by who signs for it, with a reason, once.
        let back = |numbers: &[&str], reason: &str| WithdrawWarnings {
            list,
            numbers: numbers.iter().map(|n| (*n).to_owned()).collect(),
            reason: reason.into(),
        };
        assert!(matches!(w.submit(&d.officer, &back(&[], "found")), Err(ServiceError::Forbidden)));
        assert_eq!(codes(&w.submit(&d.approver, &back(&["3", "4"], " "))), ["arrival.not_warned", "required"]);
        w.submit(&d.approver, &back(&[" 3 "], "it was found")).unwrap();
        assert_eq!(codes(&w.submit(&d.approver, &back(&["3"], "again"))), ["arrival.not_warned"]);
        let kept = w.read(|rx| warning_list_fetch(rx, list)).unwrap();
        let stands: Vec<bool> = w.read(|rx| warned_numbers(rx, &kept)).iter().map(|n| n.withdrawn.is_none()).collect();
        assert_eq!(stands, [false, true]);
        release(w, warned).unwrap();
        w.submit(&d.approver, &back(&[], "all of it")).unwrap();
        assert_eq!(codes(&w.submit(&d.approver, &back(&[], "none is left"))), ["arrival.withdrawn"]);
        for id in [stranger, suspended] {
            w.submit(&d.approver, &decides(id, ArrivalOutcome::Returned)).unwrap();
        }
        assert_eq!(verified(w).findings, []);
    });
}

/// F4: a range of stolen forms is every number of it, and a warning that comes late is told.
#[test]
fn ranges_are_read_whole_and_what_is_already_inside_is_told() {
    each(|w| {
        let d = desk(w);
        list(w);
        let first = comes(w, &d);
        put(w, &d, &first);
        let range = |first: &str, last: &str| NumberRange { first: first.into(), last: last.into() };
        let of = |ranges| ListWarnings { ranges, ..warns("BW", &[]) };
        assert_eq!(codes(&w.submit(&d.officer, &of(vec![]))), ["required"]);
        let wrong = of(vec![range("BW 9", "BW 4"), range("BW 1", "BW 10001"), range("stolen", "stolen")]);
        assert_eq!(codes(&w.submit(&d.officer, &wrong)), ["arrival.range", "arrival.range_size", "arrival.number_of"]);
        assert_eq!(codes(&w.submit(&d.officer, &warns("BW", &["BW 1, BW 2"]))), ["arrival.number_of"]);
        assert_eq!(codes(&w.submit(&d.officer, &warns("SL", &["SL 1"]))), ["arrival.own"]);
        assert_eq!(w.read(arrivals_warned), []);
        let id = w.submit(&d.officer, &of(vec![range("BW 004300", "BW 004309"), range("BW 004305", "BW 004312")])).unwrap().subject;
        let id: WarningListId = id.parse().unwrap();
        let kept = w.read(|rx| warning_list_fetch(rx, id)).unwrap();
        assert_eq!(w.read(|rx| warned_numbers(rx, &kept)).len(), 13, "each number once");
        let inside = w.read(arrivals_warned);
        assert_eq!((inside.len(), inside[0].list.id, inside[0].arrival.facts.number.as_str()), (1, id, "BW 004306"));
        let next = RecordArrival { number: "BW 4313".into(), ..comes(w, &d) };
        put(w, &d, &next);
        for number in ["BW004312", "bw 4312"] {
            let next = RecordArrival { number: number.into(), ..next.clone() };
            assert_eq!(codes(&w.submit(&d.officer, &next)), ["arrival.warned"], "with noughts before it and without");
        }
        w.submit(&d.approver, &WithdrawWarnings { list: id, numbers: vec!["bw 004306".into()], reason: "a slip".into() }).unwrap();
        assert_eq!(w.read(arrivals_warned), []);
        assert_eq!(verified(w).findings, []);
    });
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
        assert_eq!(kept.importer(), Some(d.exporter.0));
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
        assert_eq!(refused(w, RecordArrival { found: vec![found(4_000, 10)], ..good.clone() }), ["arrival.weight"]);
        for (counted, code) in [(Some(1), "arrival.parcels_found"), (None, "arrival.found_parcels"), (Some(-1), "arrival.found_parcels")] {
            assert_eq!(refused(w, RecordArrival { found_parcels: counted, ..good.clone() })[0], code);
        }
        assert_eq!(refused(w, RecordArrival { mixed: false, ..good.clone() }), ["arrival.origins"]);
        assert_eq!(refused(w, RecordArrival { lines: vec![], found: vec![], ..good.clone() })[..2], ["arrival.lines", "arrival.no_found"]);
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
        let warn = warns("BW", &["bw004306", " "]);
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
        let wrong =
            RecordArrival { found: vec![found(4_000, 8)], seals_intact: false, detain: Some("opened on the way".into()), ..comes(w, &d) };
        let id: ArrivalId = w.submit(&d.officer, &wrong).unwrap().subject.parse().unwrap();
        let kept = w.read(|rx| arrival_fetch(rx, id)).unwrap();
        assert_eq!(
            (kept.state, kept.facts.against),
            (ArrivalState::Detained, vec!["arrival.seals".to_owned(), "arrival.weight".to_owned()])
        );
        assert_eq!(w.read(arrivals_detained), 1);
        assert_eq!(w.read(|rx| arrivals_between(rx, day("2026-01-01"), day("2026-12-31"))).len(), 0, "it is in no statistics");
        assert_eq!(codes(&w.submit(&d.officer, &comes(w, &d))), ["arrival.twice"]);
        let close = |outcome| CloseArrival { arrival: id, outcome, importer: None, found: vec![], reason: "their authority wrote".into() };
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
                importer: Some(d.exporter.0),
                importer_stated: None,
                number: format!("BW X{no}"),
                issuer: "BW".into(),
                issued_on: day("2026-05-30"),
                expires_on: day("2026-07-29"),
                arrived_on: day("2026-06-01"),
                exporter: command.exporter.clone(),
                origins: vec!["BW".into()],
                mixed: false,
                parcels: 1,
                found_parcels: Some(1),
                lines: command.lines.clone(),
                found_mct: mct(5_000),
                found: vec![],
                seals_intact: true,
                detained: None,
                against: vec![],
                received: vec![],
                remark: None,
            };
            change(&mut e);
            w.event_by(&d.officer, e).seq
        };
        let sound = told(w, &|_| {});
        let of = |issuer: &'static str| move |e: &mut ArrivalRecorded| (e.issuer, e.number) = (issuer.into(), "X-1".into());
        let (belgian, copied) = (told(w, &of("BE")), told(w, &of("EU")));
        let wrong = [
            told(w, &|e| e.seals_intact = false),
            told(w, &|e| e.expires_on = day("2026-07-30")),
            told(w, &|e| e.issuer = "KE".into()),
            told(w, &|e| e.lines.clear()),
            told(w, &|e| e.arrived_on = day("2026-06-02")),
            told(w, &|e| e.found_mct = mct(4_000)),
            told(w, &|e| e.found_parcels = Some(2)),
            told(w, &|e| e.issuer = "SL".into()),
            told(w, &|e| (e.importer, e.importer_stated) = (None, Some("a firm".into()))),
            told(w, &|e| e.importer_stated = Some("a firm".into())),
        ];
        let unlicensed = w.party("Nobody", &[placer::domain::role::Role::Dealer], None);
        let no_licence = told(w, &|e| e.importer = Some(unlicensed));
        let (list, issuer, source, numbers) = (w.id(), "BW".into(), "s".into(), vec!["bw 7".into(), "bw 9".into()]);
        w.event_by(&d.officer, WarningsListed { list, issuer, source, numbers });
        let warned = told(w, &|e| e.number = "BW 7".into());
        let kept = told(w, &|e| (e.number, e.detained) = ("BW 9".into(), Some("warned of".into())));
        let arrival = w.read(|rx| placer::store::arrival::arrivals(rx, Some(ArrivalState::Detained), None, 1))[0].facts.arrival;
        let (outcome, reason) = (ArrivalOutcome::Released, "a bribe".to_owned());
        let released = w.event(ArrivalClosed { arrival, outcome, importer: None, reason, found: vec![], received: vec![] }).seq;
        let gone = w.event(WarningsWithdrawn { list, numbers: vec!["BW8".into()], reason: "x".into() }).seq;
        let found = crate::verify::breaches(w);
        let at = |seq: i64| found.iter().any(|(at, rule)| *at == seq && rule == "K12");
        assert!(!at(sound) && !at(belgian) && !at(kept) && wrong.into_iter().chain([copied, warned, released, gone]).all(at), "{found:?}");
        assert!(found.contains(&(no_licence, "C8".into())) && !at(no_licence), "{found:?}");
    });
}
