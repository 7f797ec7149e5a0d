//! Numbers of certificates: one after the other under the journal's lock, however many people approve at once.

use crate::certificate::issue;
use crate::shipment::desk;
use crate::world::{World, codes, each};
use placer::domain::access::{AccountRole, Actor, Reach};
use placer::domain::ids::ShipmentId;
use placer::domain::jurisdiction::Profile;
use placer::store::blank::blank_next;
use placer::store::certificate::{CertificateFilter, certificate_fetch, certificates};
use std::sync::Barrier;

#[test]
fn numbers_begin_again_with_each_year_where_the_profile_says_so() {
    each(|w| {
        let text = Profile::bundled_text("SL").unwrap();
        let yearly = text
            .replace(r#"pattern = "SL {seq:06}", restarts_yearly = false"#, r#"pattern = "SL {year}/{seq:04}", restarts_yearly = true"#);
        assert_ne!(text, yearly);
        w.profile(Profile::parse(&yearly, "test").unwrap());
        let d = desk(w);
        let mut numbers = Vec::new();
        for at in ["2026-06-01T08:00:00Z", "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"] {
            w.now = at.parse().unwrap();
            if w.read(|rx| blank_next(rx, Some(chrono::Datelike::year(&w.now.day())))).is_none() {
                w.forms();
            }
            w.licence_between("exporter", d.exporter.0, None, "2026-01-01", "2027-06-30");
            let parcel = d.sealed(w, 1_000);
            let shipment = d.proposed(w, &[&parcel]);
            numbers.push(issue(w, &d.approver, shipment).unwrap().facts.number);
        }
        assert_eq!(numbers, ["SL 2026/0001", "SL 2026/0002", "SL 2027/0001"]);
    });
}

/// Several people approve at the same instant; what each of them was told.
fn at_once(w: &mut World, attempts: &[(Actor, ShipmentId)]) -> Vec<Result<String, Vec<&'static str>>> {
    let gate = Barrier::new(attempts.len());
    let acts: Vec<_> = attempts.iter().map(|(who, shipment)| (w.act(who), w.issue(*shipment))).collect();
    let app = &w.app;
    let gate = &gate;
    std::thread::scope(|scope| {
        let threads: Vec<_> = acts
            .into_iter()
            .map(|(mut act, command)| {
                scope.spawn(move || {
                    gate.wait();
                    match app.submit(&mut act, &command) {
                        Ok(receipt) => Ok(receipt.subject),
                        Err(e) => {
                            assert!(e.is_conflict(), "{e:?}");
                            Err(codes::<()>(&Err(e)))
                        }
                    }
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    })
}

#[test]
fn eight_approvals_at_once_take_eight_numbers_without_a_gap() {
    each(|w| {
        let d = desk(w);
        let attempts: Vec<_> = (0..8)
            .map(|_| {
                let parcel = d.sealed(w, 1_000);
                (w.account(AccountRole::Approver, None, None), d.proposed(w, &[&parcel]))
            })
            .collect();
        let told = at_once(w, &attempts);
        let mut numbers: Vec<String> =
            told.into_iter().map(|t| w.read(|rx| certificate_fetch(rx, t.unwrap().parse().unwrap())).unwrap().facts.number).collect();
        numbers.sort();
        let expected: Vec<String> = (1..=8).map(|n| format!("SL {n:06}")).collect();
        assert_eq!(numbers, expected);
    });
}

#[test]
fn one_shipment_approved_by_several_at_once_gets_one_certificate() {
    each(|w| {
        let d = desk(w);
        let parcel = d.sealed(w, 1_000);
        let shipment = d.proposed(w, &[&parcel]);
        let attempts: Vec<_> = (0..6).map(|_| (w.account(AccountRole::Approver, None, None), shipment)).collect();
        let told = at_once(w, &attempts);
        assert_eq!(told.iter().filter(|t| t.is_ok()).count(), 1, "{told:?}");
        assert!(told.iter().filter_map(|t| t.as_ref().err()).all(|codes| *codes == ["certificate.issued"]));
        let all = w.read(|rx| certificates(rx, Reach::All, &CertificateFilter::default(), None, 10));
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].facts.number, "SL 000001");
    });
}
