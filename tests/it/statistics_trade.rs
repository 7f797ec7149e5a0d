//! Returns of trade: mixed origin is told as such, a union is one partner, and values that differ are told beside carats.

use crate::certificate::unestablished;
use crate::shipment::{Desk, desk};
use crate::statistics::{A_MONTH, exported, period, submit};
use crate::world::{World, codes, day, each};
use placer::domain::event::*;
use placer::domain::statistics::*;
use placer::service::certificate::{ProposeCertificate, VoidCertificate};
use placer::service::statistics::*;

fn lines(w: &World, text: &str, part: FigurePart) -> Vec<FigureLine> {
    let all = w.read(|rx| figures(rx, &w.app.env.profile, period(text)));
    all.into_iter().filter(|l| l.part == part).collect()
}

fn look(w: &World, text: &str) -> Vec<Difference> {
    let today = w.app.env.profile.local_day(w.now);
    w.read(|rx| reconciliation(rx, &w.app.env.profile, period(text), today)).differences
}

/// A certificate over a parcel of the desk's site and one of which nobody knows where it was dug.
fn mixed(w: &mut World, d: &Desk) {
    let (known, unknown) = (d.sealed(w, 2_000), unestablished(w, d));
    let shipment = d.shipped(w, &[&known, &unknown]);
    let unestablished_reason = Some("declared before the register".to_owned());
    w.submit(&d.officer, &ProposeCertificate { shipment, expires_on: None, unestablished_reason, blank: None }).unwrap();
    let issue = w.issue(shipment);
    w.submit(&d.approver, &issue).unwrap();
}

#[test]
fn a_mixed_certificate_is_not_told_as_of_one_country_and_a_member_of_a_union_as_the_union() {
    each(|w| {
        let d = desk(w);
        exported(w, &d, 1_000);
        mixed(w, &d);
        let told = lines(w, "2026-Q2", FigurePart::Export);
        let told: Vec<_> = told.iter().map(|l| (l.key.as_str(), l.origin.as_str(), l.weight_mct)).collect();
        // Both went to Belgium.
        assert_eq!(told, [("EU", "SL", 1_000), ("EU", "SL+*", 2_400)]);
        w.later(A_MONTH);
        submit(w, &d.approver, "2026-Q2", None).unwrap();
        assert_eq!(crate::verify::verified(w).findings, []);
    });
}

#[test]
fn a_return_that_tells_of_a_member_or_of_one_country_alone_is_found() {
    for (key, origin) in [("BE", "SL+*"), ("EU", "SL")] {
        each(|w| {
            let d = desk(w);
            mixed(w, &d);
            w.later(A_MONTH);
            let mut all = w.read(|rx| figures(rx, &w.app.env.profile, period("2026-Q2")));
            let line = all.iter_mut().find(|l| l.part == FigurePart::Export).unwrap();
            (line.key, line.origin) = (key.into(), origin.into());
            let (submission, sha256) = (w.id(), "0".repeat(64));
            w.event_by(
                &d.approver,
                ReturnSubmitted { submission, no: 1, period: period("2026-Q2"), version: 1, lines: all, sha256, reason: None },
            );
            let found = crate::verify::breaches(w);
            assert!(found.iter().any(|(_, rule)| rule == "R2"), "{found:?}");
        });
    }
}

#[test]
fn a_value_that_changes_alone_is_told_and_answered_for_no_larger_one() {
    each(|w| {
        let d = desk(w);
        exported(w, &d, 2_000);
        let (_, other) = exported(w, &d, 500);
        let (_, third) = exported(w, &d, 250);
        w.later(A_MONTH);
        submit(w, &d.approver, "2026-H1", None).unwrap();
        let made_void = |w: &mut World, id: &str| {
            let (reason, goods, cause) = ("torn".to_owned(), Some(VoidedGoods::Here), Some(VoidCause::Spoiled));
            w.submit(&d.approver, &VoidCertificate { certificate: id.parse().unwrap(), reason, goods, cause }).unwrap();
        };
        let of = |w: &World| look(w, "2026-H1").into_iter().find(|f| f.name == "submitted/production///").unwrap();
        assert!(look(w, "2026-H1").iter().all(|f| !f.name.starts_with("submitted/")));
        // 2.750 ct for 300 dollars, then 2.250 ct for 200: production is as much, and worth less.
        made_void(w, &other);
        let found = of(w);
        assert_eq!(found.extent, Extent { mct: 0, usd_cents: 24_444 - 30_000 });
        let (difference, answer) = (found.name, "one certificate is void".to_owned());
        let cause = Some(DifferenceCause::Correction);
        w.submit(&d.officer, &AnswerReturnDifference { period: period("2026-H1"), difference, cause, answer }).unwrap();
        assert!(of(w).is_answered());
        made_void(w, &third);
        assert_eq!((of(w).extent.mct, of(w).extent.usd_cents, of(w).is_answered()), (0, 13_750 - 30_000, false));
        assert_eq!(crate::verify::verified(w).findings, []);
    });
}

#[test]
fn a_partners_value_is_held_against_that_of_the_certificates() {
    each(|w| {
        let d = desk(w);
        exported(w, &d, 2_000_000);
        w.later(A_MONTH);
        let receive = |w: &mut World, value: &str| {
            let file = format!("partner,period,carats,value_usd\nBE,2026-Q2,2000.00,{value}\nEU,2026-Q2,2000.00,{value}\n");
            w.submit(&d.officer, &ReceivePartnerFigures { source: "Their table".into(), file }).unwrap();
            let found = look(w, "2026-Q2").into_iter().filter(|f| f.name.starts_with("mirror"));
            found.map(|f| (f.name, f.extent)).collect::<Vec<_>>()
        };
        // Certified for 100 dollars: freight and insurance are no alarm, ten times as much is, for the member and the union.
        assert_eq!(receive(w, "120.00"), []);
        let apart = Extent { mct: 0, usd_cents: 90_000 };
        assert_eq!(receive(w, "1000.00"), [("mirror-value/BE/".to_owned(), apart), ("mirror-value/EU/".to_owned(), apart)]);
        let answer = |cause| AnswerReturnDifference {
            period: period("2026-Q2"),
            difference: "mirror-value/EU/".into(),
            cause,
            answer: "they value anew".into(),
        };
        assert_eq!(codes(&w.submit(&d.officer, &answer(None))), ["required"]);
        w.submit(&d.officer, &answer(Some(DifferenceCause::Classification))).unwrap();
        let is_answered = |w: &World| look(w, "2026-Q2").into_iter().find(|f| f.name == "mirror-value/EU/").unwrap().is_answered();
        assert!(is_answered(w));
        receive(w, "1000.01");
        assert!(!is_answered(w));
        // Where the carats differ too, the value is told beside them, and an answer for less of it does not hold.
        let file = |value: &str| format!("partner,period,carats,value_usd\nAE,2026-Q2,5.00,{value}\n");
        let take = |w: &mut World, value: &str| {
            w.submit(&d.officer, &ReceivePartnerFigures { source: "Their table".into(), file: file(value) }).unwrap();
            look(w, "2026-Q2").into_iter().find(|f| f.name == "mirror/AE/").unwrap()
        };
        assert_eq!(take(w, "75.00").extent, Extent { mct: 5_000, usd_cents: 7_500 });
        let cause = Some(DifferenceCause::Inquiry);
        w.submit(&d.officer, &AnswerReturnDifference { difference: "mirror/AE/".into(), ..answer(cause) }).unwrap();
        assert!(take(w, "74.99").is_answered());
        let grown = take(w, "7500.00");
        assert_eq!((grown.extent, grown.is_answered()), (Extent { mct: 5_000, usd_cents: 750_000 }, false));
        assert_eq!(day("2026-07-02"), w.app.env.profile.local_day(w.now));
    });
}

#[test]
fn a_return_that_was_never_submitted_stays_on_the_list_for_ever() {
    each(|w| {
        let d = desk(w);
        w.later(24 * 92);
        submit(w, &d.approver, "2026-Q2", None).unwrap();
        w.later(24 * 365 * 5);
        let today = w.app.env.profile.local_day(w.now);
        let all = w.read(|rx| calendar(rx, &w.app.env.profile, today));
        let of = |p: &str| all.iter().find(|due| due.period == period(p)).map(|due| due.state);
        assert_eq!((of("2026-Q2"), of("2026-Q3")), (None, Some(DueState::Overdue)), "five years ago, one of them was submitted");
        let open = all.iter().filter(|due| due.state.is_open()).count();
        assert_eq!(w.read(|rx| returns_open(rx, &w.app.env.profile, today)).0, open);
    });
}
