//! A country an hour ahead of UTC: at half past eleven in the evening of UTC it is tomorrow there, and every act is of that day.

use crate::certificate::issue;
use crate::certificate_print::cf;
use crate::shipment::{Desk, desk_of, prepare};
use crate::statistics::{exported, period, submit};
use crate::support::process::scratch_dir;
use crate::valuation::line;
use crate::verify::verified;
use crate::world::{World, codes, day, fresh_tables};
use placer::domain::event::{CertificateIssued, HsCode};
use placer::domain::ids::{CertificateId, ShipmentId};
use placer::domain::shipment::CertificateStanding;
use placer::domain::statistics::FigurePart;
use placer::domain::time::Day;
use placer::domain::valuation::ValuedLine;
use placer::service::certificate::ProposeCertificate;
use placer::service::print::{Drawn, PrintCertificate};
use placer::service::statistics::figures;
use placer::service::valuation::ValueShipment;
use placer::store::certificate::certificate_fetch;
use placer::store::valuation::valuation_of;

/// The last evening of June in UTC, before midnight in the country and after it.
const JUNE: &str = "2026-06-30T22:30:00Z";
const JULY: &str = "2026-06-30T23:30:00Z";

/// Runs a test with the Central African Republic's rules, on each database.
fn each(test: impl Fn(&mut World, &Desk)) {
    let with_desk = |url: &str| {
        let mut w = cf(url);
        assert_eq!(w.app.env.profile.country.utc_offset_hours.value, 1);
        let d = desk_of(&mut w, "artisan", "buying-house");
        test(&mut w, &d);
        assert_eq!(verified(&w).findings, [], "the audit counts days as the rules do");
    };
    let dir = scratch_dir("local-day");
    with_desk(&format!("sqlite:{}", dir.join("placer.sqlite").display()));
    let _ = std::fs::remove_dir_all(&dir);
    if let Some(url) = fresh_tables() {
        with_desk(&url);
    }
}

fn at(w: &mut World, instant: &str) {
    w.now = instant.parse().unwrap();
}

fn certified(w: &mut World, d: &Desk, weight: i64) -> CertificateIssued {
    let id: CertificateId = exported(w, d, weight).1.parse().unwrap();
    w.read(|rx| certificate_fetch(rx, id)).unwrap().facts
}

fn until(shipment: ShipmentId, last: &str) -> ProposeCertificate {
    ProposeCertificate { shipment, expires_on: Some(day(last)), unestablished_reason: None, blank: None }
}

#[test]
fn a_certificate_is_issued_on_the_day_of_the_country_and_counts_in_its_quarter() {
    each(|w, d| {
        at(w, JUNE);
        let june = certified(w, d, 1_000);
        assert_eq!((june.issued_on, june.expires_on), (day("2026-06-30"), day("2026-08-29")));
        assert_eq!(codes(&submit(w, &d.approver, "2026-Q2", None)), ["return.not_over"]);
        at(w, JULY);
        let july = certified(w, d, 2_000);
        assert_eq!((july.issued_on, july.expires_on), (day("2026-07-01"), day("2026-08-30")));
        let exports = |w: &World, quarter: &str| {
            let lines = w.read(|rx| figures(rx, &w.app.env.profile, period(quarter)));
            let total = lines.iter().find(|l| l.part == FigurePart::ExportTotal).map(|l| (l.count, l.weight_mct));
            total.unwrap_or_default()
        };
        assert_eq!((exports(w, "2026-Q2"), exports(w, "2026-Q3")), ((1, 1_000), (1, 2_000)));
        submit(w, &d.approver, "2026-Q2", None).expect("the quarter is over there");
        assert_eq!(codes(&submit(w, &d.approver, "2026-Q3", None)), ["return.not_over"]);
    });
}

#[test]
fn the_last_day_of_a_certificate_ends_at_midnight_of_the_country() {
    each(|w, d| {
        at(w, "2026-06-10T12:00:00Z");
        let ending = [1_000, 1_100].map(|weight| {
            let parcel = d.sealed(w, weight);
            let shipment = d.shipped(w, &[&parcel]);
            w.submit(&d.officer, &until(shipment, "2026-06-30")).unwrap();
            issue(w, &d.approver, shipment).unwrap()
        });
        let waiting = [1_200, 1_300].map(|weight| {
            let parcel = d.sealed(w, weight);
            d.shipped(w, &[&parcel])
        });
        w.submit(&d.officer, &until(waiting[0], "2026-06-30")).unwrap();
        let print = |n: usize| {
            let drawn = Drawn { file: b"%PDF".to_vec(), template: "t".into() };
            PrintCertificate { certificate: ending[n].facts.certificate, copy: 1, reason: None, drawn }
        };
        let standing = |w: &World| ending[0].standing_on(w.app.env.profile.local_day(w.now));
        at(w, JUNE);
        assert_eq!(standing(w), CertificateStanding::Valid);
        w.submit(&d.officer, &print(0)).unwrap();
        let mut act = w.act(&d.officer);
        w.app.preview(&mut act, &until(waiting[1], "2026-06-30")).expect("the day is not over");
        at(w, JULY);
        assert_eq!(standing(w), CertificateStanding::Expired);
        assert_eq!(codes(&w.submit(&d.officer, &print(1))), ["certificate.print_ended"]);
        assert_eq!(codes(&issue(w, &d.approver, waiting[0])), ["certificate.expiry_past"]);
        assert_eq!(codes(&w.submit(&d.officer, &until(waiting[1], "2026-06-30"))), ["certificate.expiry_past"]);
        w.submit(&d.officer, &until(waiting[1], "2026-07-01")).unwrap();
        issue(w, &d.approver, waiting[1]).expect("on its only day");
    });
}

/// A shipment of one carat packed now, and its sheet for a day.
fn to_value(w: &mut World, d: &Desk) -> impl Fn(Option<Day>) -> ValueShipment + use<> {
    let present = w.sitting().map(|id| w.read(|rx| placer::store::party::party_fetch(rx, id)).unwrap().code);
    let parcel = d.sealed(w, 1_000);
    let shipment: ShipmentId = w.submit(&d.account, &prepare(&[&parcel])).unwrap().subject.parse().unwrap();
    let lines = vec![ValuedLine { independent_cents: None, ..line(HsCode::Unsorted, "+9", 3, 1_000, [10_000; 3]) }];
    move |on| ValueShipment { shipment, on, present: present[..2].to_vec(), independent: None, lines: lines.clone() }
}

#[test]
fn a_sitting_is_of_the_day_of_the_country() {
    each(|w, d| {
        let (june, july) = (day("2026-06-30"), day("2026-07-01"));
        at(w, JUNE);
        let sheet = to_value(w, d);
        assert_eq!(codes(&w.submit(&d.officer, &sheet(Some(july)))), ["day.future"]);
        let valued = |w: &mut World, sheet: ValueShipment| {
            w.submit(&d.officer, &sheet).unwrap();
            w.read(|rx| valuation_of(rx, sheet.shipment)).unwrap().facts.on
        };
        assert_eq!(valued(w, sheet(None)), june);
        at(w, JULY);
        assert_eq!(valued(w, sheet(None)), july);
        assert_eq!(valued(w, sheet(Some(june))), june, "packed before midnight, and valued before it");
        // What was packed after midnight was not valued on the day before.
        let later = to_value(w, d);
        assert_eq!(codes(&w.submit(&d.officer, &later(Some(june)))), ["valuation.before_packing"]);
        assert_eq!(valued(w, later(Some(july))), july);
    });
}

#[test]
fn the_year_of_a_form_ends_at_midnight_of_the_country() {
    each(|w, d| {
        at(w, "2026-12-31T22:30:00Z");
        let parcels = [1_000, 1_100].map(|weight| d.sealed(w, weight));
        let [first, second] = [0, 1].map(|n| d.proposed(w, &[&parcels[n]]));
        let issued = issue(w, &d.approver, first).unwrap().facts;
        assert_eq!((issued.number.as_str(), issued.issued_on), ("CF 000001", day("2026-12-31")));
        at(w, "2026-12-31T23:30:00Z");
        let refused = codes(&issue(w, &d.approver, second));
        assert!(refused.contains(&"blank.other_year") && refused.contains(&"certificate.licence_not_valid"), "{refused:?}");
    });
}
