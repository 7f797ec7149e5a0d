//! Blank certificates: every form in one state at every moment, two people for what is lost, one certificate a form.

use crate::shipment::{Desk, desk};
use crate::world::{World, codes, day, each};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::blank::{BlankFate, BlankReportState, BlankState};
use placer::domain::event::BlanksReceived;
use placer::domain::ids::{BlankReportId, ShipmentId};
use placer::service::blank::{AllocateBlanks, DecideBlankReport, FormRange, ReceiveBlanks, ReportBlanks};
use placer::service::certificate::{DeclineCertificate, IssueCertificate, ProposeCertificate, VoidCertificate};
use placer::service::error::ServiceError;
use placer::service::office::OpenOffice;
use placer::store::blank::{blank_counts, blank_fetch, blank_report_fetch, blank_reserved_for, blank_runs, blank_spans};
use placer::store::certificate::{CertificateFilter, certificates};
use std::sync::Barrier;

pub fn delivery(first: &str, last: &str) -> ReceiveBlanks {
    ReceiveBlanks { year: 2026, first: first.into(), last: last.into(), note: "Delivery 7".into(), on: None }
}

pub fn forms(first: &str, last: &str) -> FormRange {
    FormRange { first: first.into(), last: Some(last.to_owned()).filter(|l| !l.is_empty()) }
}

pub fn report(first: &str, last: &str, fate: BlankFate) -> ReportBlanks {
    ReportBlanks { forms: forms(first, last), fate: Some(fate), on: None, reason: "the safe was open".into() }
}

fn state(w: &World, number: &str) -> BlankState {
    w.read(|rx| blank_fetch(rx, number)).unwrap_or_else(|| panic!("{number}")).state
}

pub fn propose(shipment: ShipmentId, blank: Option<&str>) -> ProposeCertificate {
    ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: blank.map(str::to_owned) }
}

/// Issued + spoiled + lost + stolen + returned + unused is what was received, in each run (K1).
pub fn adds_up(w: &World) {
    for run in w.read(|rx| blank_runs(rx, None, 100)) {
        let counts = w.read(|rx| blank_counts(rx, Some(run.facts.run)));
        let spans = w.read(|rx| blank_spans(rx, run.facts.run));
        assert_eq!(counts.iter().map(|(_, n)| n).sum::<i64>(), run.facts.size());
        assert_eq!(spans.iter().map(|s| s.size()).sum::<i64>(), run.facts.size());
        for (state, count) in counts {
            assert_eq!(spans.iter().filter(|s| s.state == state).map(|s| s.size()).sum::<i64>(), count, "{state}");
        }
    }
}

fn people(w: &mut World) -> (Actor, Actor) {
    (w.account(AccountRole::Officer, None, None), w.account(AccountRole::Approver, None, None))
}

#[test]
fn from_the_printer_to_a_certificate_and_to_the_list_of_the_lost() {
    each(|w| {
        let d = desk(w);
        let run = w.submit(&d.officer, &delivery(" sl 000101 ", "SL-000120")).unwrap().subject.parse().unwrap();
        assert_eq!(w.read(|rx| blank_runs(rx, None, 1))[0].facts.ends(), ("SL 000101".into(), "SL 000120".into()));
        let admin = w.account(AccountRole::Administrator, None, None);
        let office = OpenOffice { code: "KOI".into(), name: "Koidu".into(), areas: vec!["*".into()] };
        let office = w.submit(&admin, &office).unwrap().subject.parse().unwrap();
        w.submit(&d.officer, &AllocateBlanks { forms: forms("SL 000111", "SL 000120"), office: Some(office) }).unwrap();
        assert_eq!(w.read(|rx| blank_fetch(rx, "SL 000115")).unwrap().office, Some(office));

        // A form of the office is set aside, given up, and the next one issued.
        let parcel = d.sealed(w, 1_000);
        let shipment = d.shipped(w, &[&parcel]);
        w.submit(&d.officer, &propose(shipment, Some("sl000111"))).unwrap();
        assert_eq!(
            (state(w, "SL 000111"), w.read(|rx| blank_reserved_for(rx, shipment)).unwrap().number.as_str()),
            (BlankState::Reserved, "SL 000111")
        );
        w.submit(&d.officer, &DeclineCertificate { shipment, reason: "the printer is broken".into() }).unwrap();
        assert_eq!((state(w, "SL 000111"), w.read(|rx| blank_reserved_for(rx, shipment))), (BlankState::Stock, None));
        w.submit(&d.officer, &propose(shipment, Some("SL 000112"))).unwrap();
        let issued = w.submit(&d.approver, &IssueCertificate { shipment, blank: "sl 000112".into() }).unwrap();
        let form = w.read(|rx| blank_fetch(rx, "SL 000112")).unwrap();
        assert_eq!((form.state, form.certificate.map(|c| c.to_string())), (BlankState::Issued, Some(issued.subject.clone())));

        // Two are stolen: blocked at once, final when somebody else has confirmed it.
        let id: BlankReportId =
            w.submit(&d.officer, &report("SL 000101", "SL 000102", BlankFate::Stolen)).unwrap().subject.parse().unwrap();
        assert_eq!(state(w, "SL 000102"), BlankState::Reported);
        w.submit(&d.approver, &DecideBlankReport { report: id, confirm: true, reason: None }).unwrap();
        assert_eq!((state(w, "SL 000101"), state(w, "SL 000102")), (BlankState::Stolen, BlankState::Stolen));
        let told = w.read(|rx| blank_report_fetch(rx, id)).unwrap();
        assert_eq!((told.state, told.decided_by), (BlankReportState::Confirmed, Some(d.approver.account)));
        // One was only mislaid.
        let id = w.submit(&d.officer, &report("SL 000103", "", BlankFate::Lost)).unwrap().subject.parse().unwrap();
        w.submit(&d.approver, &DecideBlankReport { report: id, confirm: false, reason: Some("found behind the safe".into()) }).unwrap();
        assert_eq!(state(w, "SL 000103"), BlankState::Stock);
        adds_up(w);
        let spans = w.read(|rx| blank_spans(rx, run)).into_iter().map(|s| (s.first, s.last, s.state)).collect::<Vec<_>>();
        use BlankState as S;
        let wanted = [(101, 102, S::Stolen), (103, 110, S::Stock), (111, 111, S::Stock), (112, 112, S::Issued), (113, 120, S::Stock)];
        assert_eq!(spans, wanted);
        assert_eq!(crate::verify::verified(w).findings, []);
    });
}

#[test]
fn a_delivery_that_is_none_is_refused() {
    each(|w| {
        let (officer, approver) = people(w);
        let codes_of = |w: &mut World, c: ReceiveBlanks| codes(&w.submit(&officer, &c));
        let good = delivery("SL 000101", "SL 000120");
        assert_eq!(codes_of(w, delivery("", "")), ["required", "required"]);
        assert_eq!(codes_of(w, delivery("CF 000101", "12")), ["blank.number", "blank.number"]);
        assert_eq!(codes_of(w, delivery("SL 000120", "SL 000101")), ["blank.range"]);
        assert_eq!(codes_of(w, delivery("SL 000001", "SL 010001")), ["blank.too_many"]);
        assert_eq!(codes_of(w, delivery("SL 999999", "SL 1000000")), ["blank.width"]);
        assert_eq!(codes_of(w, ReceiveBlanks { year: 2024, ..good.clone() }), ["blank.year"]);
        assert_eq!(codes_of(w, ReceiveBlanks { note: "  ".into(), ..good.clone() }), ["required"]);
        assert_eq!(codes_of(w, ReceiveBlanks { on: Some(day("2026-06-02")), ..good.clone() }), ["day.future"]);
        w.submit(&officer, &good).unwrap();
        for (first, last) in
            [("SL 000101", "SL 000120"), ("SL 000120", "SL 000130"), ("SL 000090", "SL 000101"), ("SL 000001", "SL 000500")]
        {
            assert_eq!(codes_of(w, delivery(first, last)), ["blank.overlap"], "{first}");
        }
        w.submit(&officer, &delivery("SL 000121", "SL 000121")).unwrap();
        assert!(matches!(w.submit(&approver, &delivery("SL 000200", "SL 000201")), Err(ServiceError::Forbidden)));
    });
}

#[test]
fn only_forms_in_stock_are_moved_and_reported_and_by_two_people() {
    each(|w| {
        let (officer, approver) = people(w);
        w.submit(&officer, &delivery("SL 000101", "SL 000120")).unwrap();
        w.submit(&officer, &delivery("SL 000121", "SL 000140")).unwrap();
        let reported = |w: &mut World, first: &str, last: &str| codes(&w.submit(&officer, &report(first, last, BlankFate::Lost)));
        assert_eq!(reported(w, "", ""), ["required"]);
        assert_eq!(reported(w, "SL 000099", ""), ["blank.unknown"]);
        assert_eq!(reported(w, "SL 000101", "SL 000141"), ["blank.unknown"]);
        // From one run into the next, and backwards.
        assert_eq!(reported(w, "SL 000119", "SL 000122"), ["blank.range"]);
        assert_eq!(reported(w, "SL 000105", "SL 000104"), ["blank.range"]);
        let nothing = ReportBlanks { fate: None, reason: " ".into(), ..report("SL 000101", "", BlankFate::Lost) };
        assert_eq!(codes(&w.submit(&officer, &nothing)), ["required", "required"]);
        let id: BlankReportId = w.submit(&officer, &report("SL 000103", "SL 000105", BlankFate::Spoiled)).unwrap().subject.parse().unwrap();
        let again = w.submit(&officer, &report("SL 000101", "SL 000120", BlankFate::Lost));
        let Err(ServiceError::Refused(v)) = &again else { panic!("{again:?}") };
        assert!(v.0[0].code == "blank.not_in_stock" && format!("{v:?}").contains("000103"), "{v:?}");
        let allocate = AllocateBlanks { forms: forms("SL 000104", ""), office: None };
        assert_eq!(codes(&w.submit(&officer, &allocate)), ["blank.not_in_stock"]);

        let decide = |confirm, reason: Option<&str>| DecideBlankReport { report: id, confirm, reason: reason.map(str::to_owned) };
        assert!(matches!(w.submit(&officer, &decide(true, None)), Err(ServiceError::Forbidden)));
        assert_eq!(codes(&w.submit(&approver, &decide(false, None))), ["required"]);
        // The officer became an approver: still the same person.
        let same = Actor { role: AccountRole::Approver, ..officer.clone() };
        w.event(placer::domain::event::AccountChanged { account: officer.account, role: AccountRole::Approver, office: None, party: None });
        assert_eq!(codes(&w.submit(&same, &decide(true, None))), ["blank.same_person", "signature.same_browser"]);
        w.submit(&approver, &decide(true, None)).unwrap();
        assert_eq!(codes(&w.submit(&approver, &decide(true, None))), ["blank.decided"]);
        assert_eq!(state(w, "SL 000104"), BlankState::Spoiled);
        adds_up(w);
    });
}

#[test]
fn the_paper_in_hand_is_the_one_that_is_set_aside() {
    each(|w| {
        let d = desk(w);
        let run = w.read(|rx| blank_runs(rx, None, 1))[0].facts.clone();
        let of_2025 = BlanksReceived { run: w.id(), no: 2, year: 2025, first: 4_300, last: 4_310, ..run };
        w.event(of_2025);
        let parcel = d.sealed(w, 1_000);
        let shipment = d.shipped(w, &[&parcel]);
        let proposed = |w: &mut World, blank: &str| codes(&w.submit(&d.officer, &propose(shipment, Some(blank))));
        assert_eq!(proposed(w, "SL 004306"), ["blank.other_year"], "a number of another year's range");
        assert_eq!(proposed(w, "SL 009999"), ["blank.unknown"], "a number that was never printed");
        assert_eq!(proposed(w, "4306"), ["blank.number"]);
        w.submit(&d.officer, &propose(shipment, None)).unwrap();
        let issued = |w: &mut World, blank: &str| codes(&w.submit(&d.approver, &IssueCertificate { shipment, blank: blank.into() }));
        assert_eq!(issued(w, ""), ["blank.read_it"]);
        assert_eq!(issued(w, "SL 000002"), ["blank.not_this"]);
        assert_eq!(issued(w, "SL 004306"), ["blank.other_year", "blank.not_this"]);
        assert_eq!(issued(w, "SL 009999"), ["blank.unknown", "blank.not_this"]);
        // A form that is set aside is neither reported nor set aside a second time.
        assert_eq!(codes(&w.submit(&d.officer, &report("SL 000001", "", BlankFate::Lost))), ["blank.not_in_stock"]);
        let other = d.sealed(w, 500);
        let other = d.shipped(w, &[&other]);
        assert_eq!(codes(&w.submit(&d.officer, &propose(other, Some("SL 000001")))), ["blank.not_in_stock"]);
        assert_eq!(issued(w, "SL 000001"), [] as [&str; 0]);
        adds_up(w);
    });
}

#[test]
fn a_form_set_aside_in_december_is_not_used_in_january() {
    each(|w| {
        let d = desk(w);
        w.licence_between("exporter", d.exporter.0, None, "2026-06-01", "2027-05-31");
        w.now = "2026-12-31T12:00:00Z".parse().unwrap();
        let parcel = d.sealed(w, 1_000);
        let shipment = d.proposed(w, &[&parcel]);
        w.now = "2027-01-01T12:00:00Z".parse().unwrap();
        assert!(codes(&w.submit(&d.approver, &w.issue(shipment))).contains(&"blank.other_year"));
        w.submit(&d.officer, &DeclineCertificate { shipment, reason: "a form of last year".into() }).unwrap();
        assert!(codes(&w.submit(&d.officer, &propose(shipment, None))).contains(&"blank.none_left"));
    });
}

#[test]
fn the_certificate_after_a_void_one_says_what_it_replaces() {
    each(|w| {
        let d = desk(w);
        let parcel = d.sealed(w, 1_000);
        let shipment = d.proposed(w, &[&parcel]);
        let first = crate::certificate::issue(w, &d.approver, shipment).unwrap().facts;
        assert_eq!(first.replaces, None);
        let goods = Some(placer::domain::event::VoidedGoods::Here);
        w.submit(
            &d.approver,
            &VoidCertificate {
                certificate: first.certificate,
                reason: "smeared".into(),
                goods,
                cause: Some(placer::domain::event::VoidCause::Spoiled),
            },
        )
        .unwrap();
        assert_eq!(state(w, "SL 000001"), BlankState::Issued, "a number that was issued stays issued");
        w.submit(&d.officer, &propose(shipment, None)).unwrap();
        let second = crate::certificate::issue(w, &d.approver, shipment).unwrap().facts;
        assert_eq!((second.number.as_str(), second.replaces), ("SL 000002", Some(first.certificate)));
    });
}

/// 32 officers set the same form aside, each for a shipment of his own.
#[test]
fn thirty_two_at_once_want_one_form_and_one_gets_it() {
    each(|w| {
        let d = desk(w);
        let shipments: Vec<ShipmentId> = (0..32)
            .map(|_| {
                let parcel = d.sealed(w, 100);
                d.shipped(w, &[&parcel])
            })
            .collect();
        let officers: Vec<Actor> = shipments.iter().map(|_| w.account(AccountRole::Officer, None, None)).collect();
        let acts: Vec<_> = officers.iter().zip(&shipments).map(|(o, s)| (w.act(o), propose(*s, Some("SL 000007")), *s)).collect();
        let won = race(w, acts);
        assert_eq!(won.len(), 1, "one form for one shipment");
        // Sixteen approvers hold the paper for its shipment, and sixteen type its number for another's; one certificate is made.
        let others: Vec<ShipmentId> = shipments.into_iter().filter(|s| *s != won[0]).take(16).collect();
        others.iter().for_each(|s| drop(w.submit(&d.officer, &propose(*s, None)).unwrap()));
        let of = std::iter::repeat_n(won[0], 16).chain(others);
        let acts: Vec<_> = of
            .map(|shipment| {
                let approver = w.account(AccountRole::Approver, None, None);
                (w.act(&approver), IssueCertificate { shipment, blank: "SL 000007".into() }, shipment)
            })
            .collect();
        assert_eq!(race(w, acts), won);
        let all = w.read(|rx| certificates(rx, placer::domain::access::Reach::All, &CertificateFilter::default(), None, 50));
        assert_eq!(all.iter().map(|c| c.facts.number.as_str()).collect::<Vec<_>>(), ["SL 000007"]);
        adds_up(w);
        assert_eq!(crate::verify::verified(w).findings, []);
    });
}

/// Everybody at the same instant; the shipments of those who got through. The others are told that somebody was first.
fn race<C: placer::service::Command + Send>(w: &World, acts: Vec<(placer::service::Act, C, ShipmentId)>) -> Vec<ShipmentId> {
    let (gate, app) = (Barrier::new(acts.len()), &w.app);
    let gate = &gate;
    std::thread::scope(|scope| {
        let threads: Vec<_> = acts
            .into_iter()
            .map(|(mut act, command, shipment)| {
                scope.spawn(move || {
                    gate.wait();
                    match app.submit(&mut act, &command) {
                        Ok(_) => Some(shipment),
                        Err(e) => {
                            let other = matches!(&e, ServiceError::Refused(v) if v.0.iter().all(|p| p.code == "blank.not_this"));
                            assert!(e.is_conflict() || other, "{e:?}");
                            None
                        }
                    }
                })
            })
            .collect();
        threads.into_iter().filter_map(|t| t.join().unwrap()).collect()
    })
}

/// Who may do what.
#[test]
fn officers_write_approvers_decide_and_nobody_else() {
    each(|w| {
        let d: Desk = desk(w);
        let office = Some(w.office("KOI"));
        for role in AccountRole::ALL {
            let party = role.needs_party().then_some(d.exporter.0);
            let who = w.account(role, office.filter(|_| role.needs_office()), party);
            let written = w.submit(&who, &report("SL 000039", "", BlankFate::Lost));
            assert_eq!(!matches!(written, Err(ServiceError::Forbidden)), role == AccountRole::Officer, "{role:?}");
            let decide = DecideBlankReport { report: w.id(), confirm: true, reason: None };
            let decided = w.submit(&who, &decide);
            assert_eq!(!matches!(decided, Err(ServiceError::Forbidden)), role == AccountRole::Approver, "{role:?}");
        }
    });
}
