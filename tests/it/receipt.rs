//! Confirmations of receipt: written down, from files, with the one-time code; differences, superseding and what is overdue.

use crate::shipment::{Desk, desk};
use crate::verify::{breaches, verified};
use crate::world::{World, codes, day, each, mct};
use placer::domain::access::{AccountRole, Reach};
use placer::domain::confirmation::{ConfirmationWay, Difference, DifferenceAnswer};
use placer::domain::entry::sha256_hex;
use placer::domain::event::{CertificateConfirmed, CertificateIssued, CertificateVoided, VoidCause, VoidedGoods};
use placer::domain::ids::{CertificateId, ConfirmationId};
use placer::domain::notice::code_hash;
use placer::domain::shipment::CertificateStanding;
use placer::domain::time::Day;
use placer::edge::Seeded;
use placer::interop::confirmations_file::parse;
use placer::service::certificate::{ProposeCertificate, VoidCertificate};
use placer::service::confirmation::{AnswerDifference, ConfirmReceipt, Receipted, overdue_since};
use placer::service::error::ServiceError;
use placer::service::proof::Proof;
use placer::store::certificate::{CertificateFilter, certificate_fetch, certificates};
use placer::store::confirmation::{
    certificates_overdue, certificates_overdue_count, confirmation_fetch, confirmations_differing, confirmations_of, differences_open,
};
use placer::store::notice::code_write;
use std::sync::Barrier;

/// A certificate over ten carats.
pub fn issued(w: &mut World, d: &Desk) -> CertificateIssued {
    let parcel = d.sealed(w, 10_000);
    let shipment = d.shipped(w, &[&parcel]);
    w.submit(&d.officer, &ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: None }).unwrap();
    let issue = w.issue(shipment);
    let id: CertificateId = w.submit(&d.approver, &issue).unwrap().subject.parse().unwrap();
    w.read(|rx| certificate_fetch(rx, id)).unwrap().facts
}

pub fn said(c: &CertificateIssued) -> Receipted {
    Receipted {
        certificate: c.number.to_lowercase().replace(' ', ""),
        received_on: Some(c.issued_on),
        parcels: c.parcels,
        weight_mct: c.weight_mct,
        value_usd_cents: Some(c.value_usd_cents),
        importer: "Scheldt Rough NV".into(),
        seals_intact: Some(true),
        confirmed_by: "Diamond Office (fictitious)".into(),
        reference: Some("Mail of today".into()),
        remark: None,
    }
}

fn confirm(said: Receipted) -> ConfirmReceipt {
    ConfirmReceipt { said, file_sha256: None }
}

fn code(w: &World, c: &CertificateIssued, code: &str, until: Day) {
    w.app.db.write(w.now, |tx| code_write(tx, c.certificate, &code_hash(c.certificate, code), until)).unwrap();
}

#[test]
fn what_arrived_is_written_down_and_a_later_word_takes_the_place_of_the_first() {
    each(|w| {
        let d = desk(w);
        let c = issued(w, &d);
        let first: ConfirmationId = w.submit(&d.officer, &confirm(said(&c))).unwrap().subject.parse().unwrap();
        let kept = w.read(|rx| confirmation_fetch(rx, first)).unwrap();
        assert_eq!((kept.facts.way, kept.facts.supersedes, kept.facts.differences.len()), (ConfirmationWay::Officer, None, 0));
        let before = w.read(|rx| certificate_fetch(rx, c.certificate)).unwrap();
        let other = Receipted { weight_mct: mct(9_000), ..said(&c) };
        let second: ConfirmationId = w.submit(&d.officer, &confirm(other)).unwrap().subject.parse().unwrap();
        let all = w.read(|rx| confirmations_of(rx, c.certificate));
        let told: Vec<_> = all.iter().map(|c| (c.facts.confirmation, c.superseded)).collect();
        assert_eq!(told, [(second, false), (first, true)]);
        assert_eq!(all[0].facts.supersedes, Some(first));
        assert_eq!(before.used_on, Some(c.issued_on));
        let used = CertificateFilter { standing: Some((CertificateStanding::Used, c.issued_on)), ..CertificateFilter::default() };
        assert_eq!(w.read(|rx| certificates(rx, Reach::All, &used, None, 9)), std::slice::from_ref(&before));
        assert_eq!(w.read(|rx| certificate_fetch(rx, c.certificate)).unwrap(), before, "the certificate is what it was");
        for role in [AccountRole::Approver, AccountRole::Reviewer, AccountRole::Administrator] {
            let other = w.account(role, None, None);
            assert!(matches!(w.submit(&other, &confirm(said(&c))), Err(ServiceError::Forbidden)), "{role:?}");
        }
        assert!(matches!(w.submit(&d.account, &confirm(said(&c))), Err(ServiceError::Forbidden)));
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn every_difference_waits_for_an_answer_with_a_reason() {
    each(|w| {
        let d = desk(w);
        let c = issued(w, &d);
        // Twenty milli-carats are within the scales; twenty-one are not.
        let within = Receipted { weight_mct: mct(10_020), value_usd_cents: None, ..said(&c) };
        let id = w.submit(&d.officer, &confirm(within)).unwrap().subject.parse().unwrap();
        assert_eq!(w.read(|rx| confirmation_fetch(rx, id)).unwrap().differences, []);
        let apart = Receipted {
            weight_mct: mct(10_021),
            parcels: 2,
            value_usd_cents: Some(1),
            received_on: c.issued_on.pred_opt(),
            seals_intact: Some(false),
            ..said(&c)
        };
        let id: ConfirmationId = w.submit(&d.officer, &confirm(apart)).unwrap().subject.parse().unwrap();
        let wanted = [Difference::Weight, Difference::Parcels, Difference::Value, Difference::Early, Difference::Seals];
        assert_eq!(w.read(|rx| confirmation_fetch(rx, id)).unwrap().facts.differences, wanted);
        assert_eq!((w.read(differences_open), w.read(|rx| confirmations_differing(rx, 9)).len()), (5, 1));
        let answer = |difference, answer, reason: &str| AnswerDifference { confirmation: id, difference, answer, reason: reason.into() };
        let explained = Some(DifferenceAnswer::Explained);
        assert_eq!(codes(&w.submit(&d.officer, &answer(Difference::Weight, None, " "))), ["required", "required"]);
        assert_eq!(codes(&w.submit(&d.officer, &answer(Difference::Late, explained, "x"))), ["confirmation.answered"]);
        w.submit(&d.officer, &answer(Difference::Weight, explained, "cleaned before weighing")).unwrap();
        assert_eq!(codes(&w.submit(&d.officer, &answer(Difference::Weight, explained, "again"))), ["confirmation.answered"]);
        w.submit(&d.officer, &answer(Difference::Seals, Some(DifferenceAnswer::Case), "customs opened it")).unwrap();
        assert_eq!(w.read(differences_open), 3);
        // A corrected word from the partner: what differed waits for its answer all the same.
        w.submit(&d.officer, &confirm(said(&c))).unwrap();
        assert_eq!(w.read(differences_open), 3);
        let corrected = Some(DifferenceAnswer::Corrected);
        for difference in [Difference::Parcels, Difference::Value, Difference::Early] {
            w.submit(&d.officer, &answer(difference, corrected, "a slip of the pen there")).unwrap();
        }
        assert_eq!(w.read(differences_open), 0);
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn what_is_wrong_is_told_at_once_and_nothing_is_confirmed_of_a_void_or_unknown_certificate() {
    each(|w| {
        let d = desk(w);
        let c = issued(w, &d);
        let wrong = Receipted {
            received_on: day("2026-07-01").into(),
            parcels: -1,
            value_usd_cents: Some(-1),
            importer: " ".into(),
            seals_intact: None,
            confirmed_by: String::new(),
            reference: None,
            ..said(&c)
        };
        let wanted = ["day.future", "confirmation.parcels", "confirmation.value", "confirmation.seals", "required", "required", "required"];
        assert_eq!(codes(&w.submit(&d.officer, &confirm(wrong))), wanted);
        let unknown = Receipted { certificate: "SL 000039".into(), ..said(&c) };
        assert_eq!(codes(&w.submit(&d.officer, &confirm(unknown))), ["confirmation.unknown"]);
        let void = VoidCertificate {
            certificate: c.certificate,
            reason: "lost".into(),
            goods: Some(VoidedGoods::Gone),
            cause: Some(VoidCause::Error),
        };
        w.submit(&d.approver, &void).unwrap();
        assert_eq!(codes(&w.submit(&d.officer, &confirm(said(&c)))), ["confirmation.void"]);
    });
}

#[test]
fn a_code_works_once_for_its_certificate_until_it_expires() {
    each(|w| {
        let d = desk(w);
        let (c, other) = (issued(w, &d), issued(w, &d));
        code(w, &c, "AAAA-BBBB-CCCC-DDDD", day("2026-06-05"));
        code(w, &c, "EEEE-FFFF-GGGG-HHHH", day("2026-06-05"));
        let by = |w: &World, c: &CertificateIssued, typed: &str, key: &str| {
            w.app.confirm_by_code(
                Receipted { reference: None, ..said(c) },
                typed,
                key,
                w.now,
                Box::new(Seeded::new(w.now.utc().timestamp() as u64)),
            )
        };
        assert_eq!(codes(&by(w, &c, "AAAA-BBBB-CCCC-DDDE", "a")), ["confirmation.code"]);
        assert_eq!(codes(&by(w, &other, "AAAA-BBBB-CCCC-DDDD", "b")), ["confirmation.code"], "of another certificate");
        let later = w.now;
        w.later(24 * 5);
        assert_eq!(codes(&by(w, &c, "AAAA-BBBB-CCCC-DDDD", "c")), ["confirmation.code"], "expired");
        w.now = later;
        // The issuing account is off by now: it is the signature of then that counts.
        w.event(placer::domain::event::AccountStateChanged { account: d.approver.account, active: false, reason: "left".into() });
        let done = by(w, &c, "aaaa bbbb cccc dddd", "d").unwrap();
        assert_eq!(by(w, &c, "aaaa bbbb cccc dddd", "d").unwrap().seq, done.seq, "the same form sent twice counts once");
        for (typed, key) in [("AAAA-BBBB-CCCC-DDDD", "e"), ("EEEE-FFFF-GGGG-HHHH", "f")] {
            assert_eq!(codes(&by(w, &c, typed, key)), ["confirmation.code"], "{typed} is used up");
        }
        let kept = w.read(|rx| confirmations_of(rx, c.certificate));
        assert_eq!((kept.len(), kept[0].facts.way, kept[0].account), (1, ConfirmationWay::Code, d.approver.account));
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn whoever_has_a_code_takes_back_nothing_that_an_authority_reported() {
    each(|w| {
        let d = desk(w);
        let c = issued(w, &d);
        code(w, &c, "AAAA-BBBB-CCCC-DDDD", day("2026-06-05"));
        let short = Receipted { weight_mct: mct(9_000), ..said(&c) };
        w.submit(&d.officer, &confirm(short)).unwrap();
        let whole = Receipted { reference: None, ..said(&c) };
        let by_code = w.app.confirm_by_code(whole, "AAAA-BBBB-CCCC-DDDD", "k", w.now, Box::new(Seeded::new(3)));
        assert_eq!(codes(&by_code), ["confirmation.already"]);
        assert_eq!((w.read(differences_open), w.read(|rx| confirmations_of(rx, c.certificate)).len()), (1, 1));
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn what_was_received_abroad_is_not_here_and_was_used() {
    each(|w| {
        let d = desk(w);
        let c = issued(w, &d);
        let standing = |w: &World| w.read(|rx| certificate_fetch(rx, c.certificate)).unwrap().standing_on(day("2026-06-01"));
        assert_eq!(standing(w), CertificateStanding::Valid);
        // Nobody wrote down that the goods left.
        w.submit(&d.officer, &confirm(said(&c))).unwrap();
        assert_eq!(standing(w), CertificateStanding::Used);
        let void =
            |goods, cause| VoidCertificate { certificate: c.certificate, reason: "x".into(), goods: Some(goods), cause: Some(cause) };
        let both = void(VoidedGoods::Here, VoidCause::Unused);
        assert_eq!(codes(&w.submit(&d.approver, &both)), ["departure.received", "departure.was_received"]);
        assert_eq!(codes(&w.submit(&d.approver, &void(VoidedGoods::Here, VoidCause::Error))), ["departure.received"]);
        w.submit(&d.approver, &void(VoidedGoods::Gone, VoidCause::Error)).unwrap();
        assert_eq!(standing(w), CertificateStanding::Void);
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn the_journal_is_held_against_both() {
    each(|w| {
        let d = desk(w);
        let (short, back) = (issued(w, &d), issued(w, &d));
        w.submit(&d.officer, &confirm(said(&short))).unwrap();
        w.submit(&d.officer, &confirm(said(&back))).unwrap();
        let before = w.read(|rx| confirmations_of(rx, short.certificate)).remove(0).facts;
        let by_code = CertificateConfirmed {
            confirmation: w.id(),
            no: 3,
            way: ConfirmationWay::Code,
            supersedes: Some(before.confirmation),
            reference: None,
            ..before
        };
        let code = w.event(by_code).seq;
        let (goods, cause) = (Some(VoidedGoods::Here), Some(VoidCause::Error));
        let void = w.event(CertificateVoided { certificate: back.certificate, reason: "x".into(), goods, cause }).seq;
        let found = breaches(w);
        assert!(found.contains(&(code, "K9".to_owned())) && found.contains(&(void, "K10".to_owned())), "{found:?}");
    });
}

#[test]
fn of_sixteen_with_one_code_one_is_taken() {
    each(|w| {
        let d = desk(w);
        let c = issued(w, &d);
        code(w, &c, "AAAA-BBBB-CCCC-DDDD", day("2026-06-05"));
        let (barrier, app, now) = (Barrier::new(16), &w.app, w.now);
        let taken: Vec<bool> = std::thread::scope(|scope| {
            let all: Vec<_> = (0..16)
                .map(|n| {
                    let (barrier, said) = (&barrier, Receipted { remark: Some(format!("{n}")), ..said(&c) });
                    scope.spawn(move || {
                        barrier.wait();
                        app.confirm_by_code(said, "AAAA-BBBB-CCCC-DDDD", &n.to_string(), now, Box::new(Seeded::new(n))).is_ok()
                    })
                })
                .collect();
            all.into_iter().map(|t| t.join().unwrap()).collect()
        });
        assert_eq!(taken.iter().filter(|t| **t).count(), 1);
        assert_eq!(w.read(|rx| confirmations_of(rx, c.certificate)).len(), 1);
    });
}

#[test]
fn nobody_says_that_he_is_the_server() {
    each(|w| {
        let d = desk(w);
        let c = issued(w, &d);
        let mut act = placer::service::Act { proof: Proof::Server, ..w.act(&d.officer) };
        assert!(matches!(w.app.submit(&mut act, &confirm(said(&c))), Err(ServiceError::Forbidden)));
    });
}

#[test]
fn a_file_is_taken_whole_or_not_at_all() {
    each(|w| {
        let d = desk(w);
        let (a, b) = (issued(w, &d), issued(w, &d));
        let row =
            |c: &CertificateIssued, carats: &str| format!("{},2026-06-01,1,{carats},,Firm,yes,Office (fictitious),Mail 7\n", c.number);
        let head = "certificate,received_on,parcels,carats,value_usd,importer,seals_intact,confirmed_by,reference\n";
        let load = |w: &mut World, text: &str, key: &str, keep| {
            let rows = parse(text).unwrap();
            let (app, mut act) = (w.app.clone(), Vec::new());
            for n in 0..=rows.len() + 1 {
                act.push(w.act_as(&d.officer, &format!("{key}{n}")));
            }
            app.confirm_file((rows, &sha256_hex(&[text.as_bytes()])), key, keep, |key| placer::service::Act { key, ..act.pop().unwrap() })
        };
        let bad = format!("{head}{}{}", row(&a, "10.000"), row(&b, "10.0001"));
        let told = load(w, &bad, "x", false).unwrap();
        assert_eq!(told.against.0.len(), 1, "{told:?}");
        let unknown = format!("{head}{}SL 000039,2026-06-01,1,1.000,,Firm,yes,Office,Mail 7\n", row(&a, "10.000"));
        assert!(matches!(load(w, &unknown, "y", true), Err(ServiceError::Refused(v)) if v.0[0].code == "confirmation.unknown"));
        assert!(w.read(|rx| confirmations_of(rx, a.certificate)).is_empty(), "none of it");
        let good = format!("{head}{}{}", row(&a, "10.000"), row(&b, "9.000"));
        let told = load(w, &good, "z", false).unwrap();
        assert_eq!((told.taken, told.differing, told.against.0.len()), (2, 1, 0));
        assert!(w.read(|rx| confirmations_of(rx, a.certificate)).is_empty(), "only looked at");
        load(w, &good, "z", true).unwrap();
        let kept = w.read(|rx| confirmations_of(rx, b.certificate));
        assert_eq!((kept.len(), kept[0].facts.way), (1, ConfirmationWay::File));
    });
}

#[test]
fn a_receipt_is_overdue_after_the_days_of_the_rules_and_at_expiry() {
    each(|w| {
        let d = desk(w);
        let c = issued(w, &d);
        let overdue = |w: &World, today: &str| {
            let (today, profile) = (day(today), &w.app.env.profile);
            let since = overdue_since(profile, today);
            let count = w.read(|rx| certificates_overdue_count(rx, since, today));
            assert_eq!(count, i64::try_from(w.read(|rx| certificates_overdue(rx, since, today, 9)).len()).unwrap());
            count
        };
        assert_eq!(c.issued_on, day("2026-06-01"));
        assert_eq!((overdue(w, "2026-07-01"), overdue(w, "2026-07-02")), (0, 1), "thirty days, and one more");
        w.submit(&d.officer, &confirm(said(&c))).unwrap();
        assert_eq!(overdue(w, "2026-09-01"), 0);
        // One of few days is overdue once they are over, long before the thirty are.
        let parcel = d.sealed(w, 1_000);
        let shipment = d.shipped(w, &[&parcel]);
        let last = Some(day("2026-06-05"));
        w.submit(&d.officer, &ProposeCertificate { shipment, expires_on: last, unestablished_reason: None, blank: None }).unwrap();
        let short = crate::certificate::issue(w, &d.approver, shipment).unwrap().facts;
        assert_eq!((short.issued_on, Some(short.expires_on)), (day("2026-06-01"), last));
        assert_eq!((overdue(w, "2026-06-05"), overdue(w, "2026-06-06")), (0, 1), "on its last day, and the day after");
        w.submit(&d.officer, &confirm(said(&short))).unwrap();
        assert_eq!(overdue(w, "2026-06-06"), 0);
    });
}
