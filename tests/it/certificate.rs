//! Certificates: two people, every reason at once, numbers without gaps, sixty days, and void for good.

use crate::shipment::{Desk, desk, prepare, test_parcel};
use crate::world::{World, codes, day, each, mct};
use placer::domain::access::{AccountRole, Actor, Reach};
use placer::domain::entry::sha256_hex;
use placer::domain::event::*;
use placer::domain::ids::{CertificateId, ShipmentId};
use placer::domain::parcel::{Parcel, ParcelState};
use placer::domain::shipment::{Certificate, CertificateStanding, ShipmentState};
use placer::service::certificate::{DeclineCertificate, ProposeCertificate, VoidCertificate, review};
use placer::service::correction::ProposeProductionCorrection;
use placer::service::error::ServiceError;
use placer::service::shipment::PresentShipment;
use placer::store::certificate::{
    CertificateFilter, certificate_by_number, certificate_fetch, certificates, certificates_of, shipment_composition,
};
use placer::store::journal::journal_size;
use placer::store::shipment::shipment_fetch;

fn propose(shipment: ShipmentId) -> ProposeCertificate {
    ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: None }
}

/// Issues and reads back what was issued.
pub fn issue(w: &mut World, by: &Actor, shipment: ShipmentId) -> Result<Certificate, ServiceError> {
    let id: CertificateId = w.submit(by, &w.issue(shipment))?.subject.parse().unwrap();
    Ok(w.read(|rx| certificate_fetch(rx, id)).unwrap())
}

/// The exporter of a shipment that was sent back says that it is ready again.
fn answer(w: &mut World, d: &Desk, shipment: ShipmentId) {
    w.submit(&d.account, &PresentShipment { shipment, answer: "looked at again".into() }).unwrap();
}

fn state(w: &World, shipment: ShipmentId) -> ShipmentState {
    w.read(|rx| shipment_fetch(rx, shipment)).unwrap().state
}

/// What the review page shows, by code.
fn against(w: &World, shipment: ShipmentId) -> Vec<&'static str> {
    let today = w.app.env.profile.local_day(w.now);
    let profile = &w.app.env.profile;
    let found = w.app.db.read(|rx| review(rx, profile, shipment, today)).unwrap().unwrap();
    found.against.0.iter().map(|v| v.code).collect()
}

#[test]
fn from_two_pits_to_a_certificate_with_its_thirteen_fields() {
    each(|w| {
        let d = desk(w);
        let (a, b) = (d.sealed(w, 1_500), d.sealed(w, 2_250));
        let mut command = prepare(&[&a, &b]);
        command.parcels[1].hs = Some(HsCode::Gem);
        let shipment: ShipmentId = w.submit(&d.account, &command).unwrap().subject.parse().unwrap();
        assert_eq!(against(w, shipment), ["certificate.not_valued"]);
        w.valued(shipment);
        assert!(against(w, shipment).is_empty());
        w.submit(&d.officer, &propose(shipment)).unwrap();
        let whole = w.read(|rx| shipment_composition(rx, shipment));
        let certificate = issue(w, &d.approver, shipment).unwrap();
        let f = &certificate.facts;
        assert_eq!((f.number.as_str(), f.no, f.shipment), ("SL 000001", 1, shipment));
        assert_eq!((f.issued_on, f.expires_on), (day("2026-06-01"), day("2026-07-31")));
        assert_eq!((f.exporter, f.importer.country.as_str(), f.proposed_by), (d.exporter.0, "BE", d.officer.account));
        assert_eq!((f.origins.as_slice(), f.mixed, f.unestablished_mct), (["SL".to_owned()].as_slice(), false, mct(0)));
        assert_eq!((f.weight_mct, f.stones, f.value_usd_cents, f.parcels), (mct(3_750), 6, 20_000, 2));
        let lines: Vec<_> = f.lines.iter().map(|l| (l.hs.as_str(), l.weight_mct.mct(), l.value_usd_cents)).collect();
        assert_eq!(lines, [("7102.10", 1_500, 10_000), ("7102.31", 2_250, 10_000)]);
        assert_eq!(f.composition_digest, sha256_hex(&[&whole.encode()]));
        assert_eq!(whole.total(), 3_750);
        assert_eq!(state(w, shipment), ShipmentState::Certified);
        assert_eq!((w.parcel(a.no).state, w.parcel(b.no).state), (ParcelState::Exported, ParcelState::Exported));
        // What is frozen is read back from the database, by source and by site, and adds up.
        assert_eq!(w.read(|rx| certificate_by_number(rx, "SL 000001")).unwrap(), certificate);
        assert_eq!(w.read(|rx| certificates_of(rx, shipment)), std::slice::from_ref(&certificate));
        assert_eq!(frozen(w, f.no), (3_750, 3_750, 2));
    });
}

/// Sums of the frozen parts and sites of a certificate, and how many parts there are.
fn frozen(w: &World, no: i64) -> (i64, i64, i64) {
    use diesel::prelude::*;
    use diesel::sql_types::BigInt;
    #[derive(QueryableByName)]
    struct Sums {
        #[diesel(sql_type = BigInt)]
        parts: i64,
        #[diesel(sql_type = BigInt)]
        sites: i64,
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let sql = format!(
        "SELECT CAST((SELECT SUM(weight_mct) FROM certificate_part WHERE certificate_no = {no} AND revision = 0) AS BIGINT) AS parts,
                CAST((SELECT SUM(weight_mct) FROM certificate_site WHERE certificate_no = {no} AND revision = 0) AS BIGINT) AS sites,
                CAST((SELECT COUNT(*) FROM certificate_part WHERE certificate_no = {no} AND revision = 0) AS BIGINT) AS count"
    );
    let sums: Sums = match w.url.strip_prefix("sqlite:") {
        Some(path) => diesel::sql_query(sql).get_result(&mut SqliteConnection::establish(path).unwrap()).unwrap(),
        None => diesel::sql_query(sql).get_result(&mut PgConnection::establish(&w.url).unwrap()).unwrap(),
    };
    (sums.parts, sums.sites, sums.count)
}

/// Spoils a proposed shipment of one parcel and tells what the review, the officer and the approver are told.
fn spoiled(w: &mut World, expected: &str, spoil: impl FnOnce(&mut World, &Desk, &Parcel)) {
    let d = desk(w);
    let parcel = d.sealed(w, 1_000);
    let shipment = d.proposed(w, &[&parcel]);
    spoil(w, &d, &parcel);
    let before = w.read(journal_size);
    let mut refused = codes(&issue(w, &d.approver, shipment));
    // Where carats changed as well, the first signature was for others: that stands against the second alone.
    refused.retain(|code| *code != "certificate.changed_since_signed");
    assert!(refused.contains(&expected), "{expected} is not in {refused:?}");
    assert_eq!(refused, against(w, shipment), "the page and the command say the same");
    assert_eq!(w.read(journal_size), before);
    w.submit(&d.approver, &DeclineCertificate { shipment, reason: "see above".into() }).unwrap();
    answer(w, &d, shipment);
    assert_eq!(codes(&w.submit(&d.officer, &propose(shipment))), refused);
}

fn unseal(w: &mut World, p: &Parcel) {
    w.event(ParcelUnsealed { parcel: p.id, parcel_no: p.no, seal: p.seal.clone().unwrap(), reason: "inspection".into() });
}

#[test]
fn whatever_changed_since_the_shipment_was_prepared_stands_against_it() {
    each(|w| {
        spoiled(w, "certificate.seal_missing", |w, _, p| unseal(w, p));
        spoiled(w, "certificate.seal_other", |w, _, p| {
            unseal(w, p);
            w.event(ParcelSealed { parcel: p.id, parcel_no: p.no, seal: format!("OTHER-{}", p.no) });
        });
        let reweigh = |after, stones_after| {
            move |w: &mut World, _: &Desk, p: &Parcel| {
                w.event(ParcelReweighed {
                    parcel: p.id,
                    parcel_no: p.no,
                    before_mct: p.weight,
                    after_mct: mct(after),
                    stones_before: p.stones,
                    stones_after,
                    reason: "scale".into(),
                });
            }
        };
        spoiled(w, "certificate.weight_changed", reweigh(999, 3));
        spoiled(w, "certificate.stones_changed", reweigh(1_000, 4));
        spoiled(w, "certificate.parcel_not_held", |w, d, p| w.sold(&[p.no], d.exporter, d.miner));
        spoiled(w, "certificate.parcel_gone", |w, d, p| {
            let new = NewParcel { parcel: w.id(), no: p.no + 1, weight_mct: p.weight, stones: 3, hs: p.hs, class: None };
            let rework = Rework {
                holder: d.exporter.0,
                inputs: vec![p.no],
                outputs: vec![new],
                loss_mct: mct(0),
                loss_reason: None,
                stones_change: 0,
                test: false,
            };
            w.event(ParcelSorted(rework));
        });
    });
}

#[test]
fn licence_corrections_and_a_second_shipment_stand_against_it() {
    each(|w| {
        spoiled(w, "certificate.licence_not_valid", |w, d, _| {
            let on = day("2026-06-01");
            w.event(LicenceStateChanged { licence: d.exporter.1, state: LicenceState::Revoked, on, reason: "fraud".into(), offence: None });
        });
        spoiled(w, "certificate.licence_other", |w, d, _| {
            let mut terms = w.read(|rx| placer::store::licence::licence_fetch(rx, d.exporter.1)).unwrap().terms;
            terms.kind = "dealer".into();
            w.event(LicenceChanged { licence: d.exporter.1, terms, reason: "was never one".into() });
        });
        spoiled(w, "certificate.correction_pending", |w, d, p| {
            let correction = ProposeProductionCorrection {
                page: Some("17".into()),
                ..ProposeProductionCorrection::of(p.code.clone(), "another page".into())
            };
            w.submit(&d.officer, &correction).unwrap();
        });
        spoiled(w, "certificate.parcel_elsewhere", |w, d, p| {
            let put = ShipmentParcel {
                parcel_no: p.no,
                weight_mct: p.weight,
                stones: p.stones,
                hs: p.hs,
                seal: p.seal.clone().unwrap(),
                value_usd_cents: 1,
            };
            let no = w.read(placer::store::shipment::shipment_next_no);
            let shipment = w.id();
            w.event(ShipmentPrepared {
                shipment,
                no,
                code: format!("E-{no}"),
                exporter: d.exporter.0,
                licence: d.exporter.1,
                importer: prepare(&[]).importer,
                parcels: vec![put],
                test: false,
            });
        });
    });
}

#[test]
fn every_reason_is_told_at_once() {
    each(|w| {
        let d = desk(w);
        let (a, b) = (d.sealed(w, 1_000), d.sealed(w, 1_000));
        let shipment = d.proposed(w, &[&a, &b]);
        unseal(w, &a);
        w.sold(&[b.no], d.exporter, d.miner);
        let on = day("2026-06-01");
        w.event(LicenceStateChanged { licence: d.exporter.1, state: LicenceState::Suspended, on, reason: "x".into(), offence: None });
        let refused = codes(&issue(w, &d.approver, shipment));
        assert_eq!(refused, ["certificate.seal_missing", "certificate.parcel_not_held", "certificate.licence_not_valid"]);
        assert_eq!(refused, against(w, shipment));
    });
}

#[test]
fn a_test_shipment_goes_through_the_dry_run_and_no_further() {
    each(|w| {
        let d = desk(w);
        let test = test_parcel(w, &d);
        let shipment = d.proposed(w, &[&test]);
        assert_eq!(codes(&issue(w, &d.approver, shipment)), ["certificate.test"]);
        assert_eq!(state(w, shipment), ShipmentState::Proposed);
    });
}

/// A sealed parcel of declared stock without a site.
pub fn unestablished(w: &mut World, d: &Desk) -> Parcel {
    let no = w.read(placer::store::parcel::parcel_next_no);
    let parcel = NewParcel { parcel: w.id(), no, weight_mct: mct(400), stones: 2, hs: HsCode::Unsorted, class: None };
    let stock = StockParcel { parcel, site: None, note: None, seal: None };
    w.event(StockDeclared { holder: d.exporter.0, on: day("2026-05-01"), office: None, parcels: vec![stock], test: false, zone: None });
    let parcel = w.parcel(no);
    d.seal(w, &parcel)
}

#[test]
fn carats_without_established_origin_need_a_word_that_is_kept() {
    each(|w| {
        let d = desk(w);
        let (stock, dug) = (unestablished(w, &d), d.sealed(w, 1_000));
        let shipment = d.shipped(w, &[&stock, &dug]);
        assert_eq!(codes(&w.submit(&d.officer, &propose(shipment))), ["certificate.unestablished"]);
        let said = ProposeCertificate { unestablished_reason: Some(" declared before the register ".into()), ..propose(shipment) };
        w.submit(&d.officer, &said).unwrap();
        let f = issue(w, &d.approver, shipment).unwrap().facts;
        assert_eq!((f.unestablished_mct, f.unestablished_reason.as_deref()), (mct(400), Some("declared before the register")));
        assert_eq!((f.origins.as_slice(), f.mixed), (["SL".to_owned()].as_slice(), true));
        assert_eq!(frozen(w, f.no), (1_400, 1_400, 2));
        // A word where there is nothing to explain is not printed.
        let dug = d.sealed(w, 500);
        let shipment = d.shipped(w, &[&dug]);
        w.submit(&d.officer, &ProposeCertificate { unestablished_reason: Some("habit".into()), ..propose(shipment) }).unwrap();
        assert_eq!(issue(w, &d.approver, shipment).unwrap().facts.unestablished_reason, None);
    });
}

#[test]
fn sixty_days_at_most_and_an_old_proposal_lapses() {
    each(|w| {
        let d = desk(w);
        let parcel = d.sealed(w, 1_000);
        let shipment = d.shipped(w, &[&parcel]);
        let on = |text| ProposeCertificate { expires_on: Some(day(text)), ..propose(shipment) };
        assert_eq!(codes(&w.submit(&d.officer, &on("2026-08-01"))), ["certificate.expiry_late"]);
        assert_eq!(codes(&w.submit(&d.officer, &on("2026-05-31"))), ["certificate.expiry_past"]);
        w.submit(&d.officer, &on("2026-06-02")).unwrap();
        w.later(48);
        assert_eq!(codes(&issue(w, &d.approver, shipment)), ["certificate.expiry_past"]);
        w.submit(&d.officer, &DeclineCertificate { shipment, reason: "lapsed".into() }).unwrap();
        w.submit(&d.officer, &propose(shipment)).unwrap();
        let issued = issue(w, &d.approver, shipment).unwrap();
        assert_eq!((issued.facts.issued_on, issued.facts.expires_on), (day("2026-06-03"), day("2026-08-02")));
        let standing = |text| issued.standing_on(day(text));
        assert_eq!((standing("2026-08-02"), standing("2026-08-03")), (CertificateStanding::Valid, CertificateStanding::Expired));
    });
}

#[test]
fn both_sign_for_the_same_carats() {
    each(|w| {
        let d = desk(w);
        let parcel = d.sealed(w, 1_000);
        let shipment = d.proposed(w, &[&parcel]);
        let source = w.read(|rx| placer::store::production::source_fetch(rx, parcel.no)).unwrap();
        let other = w.site(source.facts.as_ref().map(|f| f.licence), None);
        let code = w.read(|rx| placer::store::site::site_fetch(rx, other)).unwrap().code;
        let first = w.read(|rx| placer::store::site::site_fetch(rx, source.facts.as_ref().unwrap().site)).unwrap().code;
        let move_to = |w: &mut World, code: &str| {
            let moved = ProposeProductionCorrection {
                site: Some(code.into()),
                ..ProposeProductionCorrection::of(parcel.code.clone(), "the other pit".into())
            };
            let correction = w.submit(&d.officer, &moved).unwrap().subject.parse().unwrap();
            let approve = placer::service::correction::DecideCorrection { correction, approved: true, reason: None };
            w.submit(&d.approver, &approve).unwrap();
        };
        move_to(w, &code);
        assert_eq!(codes(&issue(w, &d.approver, shipment)), ["certificate.changed_since_signed"]);
        w.submit(&d.approver, &DeclineCertificate { shipment, reason: "another site".into() }).unwrap();
        answer(w, &d, shipment);
        w.submit(&d.officer, &propose(shipment)).unwrap();
        let issued = issue(w, &d.approver, shipment).unwrap();
        // Corrected after the issue, the trace shows both: the site that gave the carats, and the one that was signed for.
        move_to(w, &first);
        let back = placer::service::trace::Back::Certificate(issued.facts.certificate);
        let asker = placer::service::trace::Asker::Console;
        let env = w.app.env.clone();
        let trace = w.app.db.read(|rx| placer::service::trace::trace_back(rx, &env.profile, &asker, &back, day("2026-06-01"))).unwrap();
        let signed: Vec<_> = trace.as_issued.iter().map(|s| (s.site.as_deref(), s.weight_mct)).collect();
        assert_eq!(signed, [(Some(code.as_str()), 1_000)]);
        let now: Vec<_> = trace.by_site.iter().map(|s| (s.site.code.as_str(), s.weight_mct)).collect();
        assert_eq!(now, [(first.as_str(), 1_000)]);
        crate::trace::forms_agree(&trace);
        assert_eq!(crate::verify::verified(w).findings, []);
    });
}

#[test]
fn issued_on_its_last_day_it_is_sound() {
    each(|w| {
        let d = desk(w);
        let parcel = d.sealed(w, 1_000);
        let shipment = d.shipped(w, &[&parcel]);
        let today = ProposeCertificate { expires_on: Some(day("2026-06-01")), ..propose(shipment) };
        w.submit(&d.officer, &today).unwrap();
        let issued = issue(w, &d.approver, shipment).unwrap();
        assert_eq!((issued.facts.issued_on, issued.facts.expires_on), (day("2026-06-01"), day("2026-06-01")));
        assert_eq!(issued.standing_on(day("2026-06-01")), CertificateStanding::Valid);
        assert_eq!(crate::verify::verified(w).findings, []);
    });
}

/// The two signatures of one shipment by these two, the second refused for being the same person.
fn one_person(w: &mut World, d: &Desk, first: &Actor, second: &Actor) {
    let parcel = d.sealed(w, 1_000);
    let shipment = d.shipped(w, &[&parcel]);
    w.submit(first, &propose(shipment)).unwrap();
    // It may be the same account in another role by now.
    let _ = (first.account == second.account).then(|| w.becomes(first, second.role));
    assert_eq!(codes(&issue(w, second, shipment)).first(), Some(&"certificate.same_person"));
    issue(w, &d.approver, shipment).unwrap();
}

#[test]
fn two_signatures_are_two_people() {
    each(|w| {
        let d = desk(w);
        // The same account, after its role was changed.
        let changed = w.account(AccountRole::Officer, None, None);
        let promoted = Actor { role: AccountRole::Approver, ..changed.clone() };
        one_person(w, &d, &changed, &promoted);
        // Another account under the same name.
        let (officer, approver) =
            (w.login("isatu", AccountRole::Officer, None, None), w.login("isatu2", AccountRole::Approver, None, None));
        rename(w, &approver, "ISATU");
        one_person(w, &d, &officer, &approver);
        // Two accounts that act for one party.
        let person = w.party("Isatu Bangura", &[], None);
        let (officer, approver) =
            (w.account(AccountRole::Officer, None, Some(person)), w.account(AccountRole::Approver, None, Some(person)));
        one_person(w, &d, &officer, &approver);
    });
}

fn rename(w: &mut World, actor: &Actor, name: &str) {
    use placer::store::secret::{secret_fetch, secret_write};
    let mut secret = w.read(|rx| secret_fetch(rx, actor.account)).unwrap();
    secret.display_name = name.into();
    w.app.db.write(w.now, |tx| secret_write(tx, &secret)).unwrap();
}

#[test]
fn each_signature_belongs_to_its_role() {
    each(|w| {
        let d = desk(w);
        let parcel = d.sealed(w, 1_000);
        let shipment = d.shipped(w, &[&parcel]);
        let office = w.office("KE");
        let forbidden = |r: Result<_, ServiceError>| matches!(r, Err(ServiceError::Forbidden));
        let mut certificate = None;
        for step in 0..3 {
            for role in AccountRole::ALL {
                let party = role.needs_party().then_some(d.exporter.0);
                let who = w.account(role, role.needs_office().then_some(office), party);
                let (officer, approver) = (role == AccountRole::Officer, role == AccountRole::Approver);
                match step {
                    0 if !officer => assert!(forbidden(w.submit(&who, &propose(shipment))), "{role:?} proposes"),
                    1 if !approver => {
                        assert!(forbidden(w.submit(&who, &w.issue(shipment))), "{role:?} issues");
                        let decline = DeclineCertificate { shipment, reason: "no".into() };
                        assert!(officer || forbidden(w.submit(&who, &decline)), "{role:?} declines");
                    }
                    2 if !approver => {
                        let void = VoidCertificate {
                            certificate: certificate.unwrap(),
                            reason: "no".into(),
                            goods: Some(VoidedGoods::Gone),
                            cause: Some(placer::domain::event::VoidCause::Spoiled),
                        };
                        assert!(forbidden(w.submit(&who, &void)), "{role:?} makes void");
                    }
                    _ => {}
                }
            }
            match step {
                0 => drop(w.submit(&d.officer, &propose(shipment)).unwrap()),
                1 => certificate = Some(issue(w, &d.approver, shipment).unwrap().facts.certificate),
                _ => {}
            }
        }
    });
}

#[test]
fn what_was_sent_back_says_why_and_goes_on_when_it_was_answered() {
    each(|w| {
        let d = desk(w);
        let parcel = d.sealed(w, 1_000);
        let shipment = d.shipped(w, &[&parcel]);
        // An approver has nothing to refuse before the first signature.
        let decline = |reason: &str| DeclineCertificate { shipment, reason: reason.into() };
        assert_eq!(codes(&w.submit(&d.approver, &decline("early"))), ["shipment.not_proposed"]);
        assert_eq!(codes(&w.submit(&d.officer, &decline(""))), ["required"]);
        w.submit(&d.officer, &decline("value looks low")).unwrap();
        assert_eq!(w.read(|rx| shipment_fetch(rx, shipment)).unwrap().reason.as_deref(), Some("value looks low"));
        let early = w.submit(&d.officer, &propose(shipment));
        assert_eq!(codes(&early), ["shipment.sent_back"], "it waits for its exporter");
        assert!(early.unwrap_err().is_conflict());
        answer(w, &d, shipment);
        w.submit(&d.officer, &propose(shipment)).unwrap();
        assert_eq!(codes(&w.submit(&d.officer, &propose(shipment))), ["shipment.proposed"]);
        w.submit(&d.approver, &decline("seal photograph missing")).unwrap();
        assert_eq!(state(w, shipment), ShipmentState::Prepared);
        assert_eq!(codes(&issue(w, &d.approver, shipment)), ["shipment.not_proposed"]);
        assert_eq!(codes(&w.submit(&d.officer, &propose(shipment))), ["shipment.sent_back"]);
        answer(w, &d, shipment);
        w.submit(&d.officer, &propose(shipment)).unwrap();
        issue(w, &d.approver, shipment).unwrap();
        assert_eq!(codes(&w.submit(&d.approver, &decline("too late"))), ["shipment.certified"]);
        assert_eq!(codes(&w.submit(&d.officer, &propose(shipment))), ["shipment.certified"]);
    });
}

#[test]
fn void_is_final_and_told_to_everybody() {
    each(|w| {
        let d = desk(w);
        let parcel = d.sealed(w, 1_000);
        let shipment = d.proposed(w, &[&parcel]);
        let certificate = issue(w, &d.approver, shipment).unwrap().facts.certificate;
        let void = |reason: &str| VoidCertificate {
            certificate,
            reason: reason.into(),
            goods: Some(VoidedGoods::Gone),
            cause: Some(placer::domain::event::VoidCause::Spoiled),
        };
        assert_eq!(codes(&w.submit(&d.approver, &void(" "))), ["required"]);
        w.submit(&d.approver, &void("printed on spoiled paper")).unwrap();
        let now = w.read(|rx| certificate_fetch(rx, certificate)).unwrap();
        assert_eq!(
            (now.standing_on(day("2026-06-01")), now.reason.as_deref()),
            (CertificateStanding::Void, Some("printed on spoiled paper"))
        );
        let again = w.submit(&d.approver, &void("again"));
        assert!(codes(&again) == ["certificate.void"] && again.unwrap_err().is_conflict());
        // Its number and its shipment are not used again.
        assert_eq!(codes(&issue(w, &d.approver, shipment)), ["certificate.issued"]);
        let parcel = d.sealed(w, 1_000);
        let next = d.proposed(w, &[&parcel]);
        assert_eq!(issue(w, &d.approver, next).unwrap().facts.number, "SL 000002");
        let list = |reach, number: Option<&str>| {
            let filter = CertificateFilter { number: number.map(str::to_owned), ..CertificateFilter::default() };
            w.read(|rx| certificates(rx, reach, &filter, None, 10)).into_iter().map(|c| c.facts.number).collect::<Vec<_>>()
        };
        assert_eq!(list(Reach::All, None), ["SL 000002", "SL 000001"]);
        assert_eq!(list(Reach::Party(d.exporter.0), Some("00001")), ["SL 000001"]);
        assert!(list(Reach::All, Some("%")).len() == 2 && list(Reach::Party(d.miner.0), None).is_empty());
    });
}
