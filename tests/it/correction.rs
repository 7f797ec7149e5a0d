//! Corrections: two people, the old value kept, descendants following, conservation unbroken.

use crate::world::{World, codes, day, each, mct};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::correction::CorrectionState;
use placer::domain::event::*;
use placer::domain::ids::{LicenceId, PartyId, SiteId};
use placer::domain::parcel::Parcel;
use placer::domain::role::Role;
use placer::service::correction::{DecideCorrection, ProposeProductionCorrection, ProposePurchaseCorrection};
use placer::service::error::ServiceError;
use placer::service::production::RecordProduction;
use placer::store::correction::{correction_fetch, corrections_of};
use placer::store::lineage::composition;
use placer::store::operation::operation_fetch;
use placer::store::production::source_fetch;

struct Pit {
    miner: PartyId,
    licence: LicenceId,
    site: SiteId,
    registrar: Actor,
    supervisor: Actor,
}

fn pit(w: &mut World) -> Pit {
    let office = w.office("KE");
    let miner = w.party("A", &[Role::Miner], Some(office));
    let licence = w.licence("artisanal", miner, Some(office));
    let site = w.site(Some(licence), Some(office));
    let registrar = w.account(AccountRole::Registrar, Some(office), None);
    let supervisor = w.account(AccountRole::Supervisor, Some(office), None);
    Pit { miner, licence, site, registrar, supervisor }
}

fn dug(w: &mut World, p: &Pit, weight: i64, stones: i64) -> Parcel {
    w.production(p.site, p.licence, p.miner, weight, stones)
}

/// A correction that leaves every figure as it was.
pub fn propose(parcel: &Parcel) -> ProposeProductionCorrection {
    ProposeProductionCorrection::of(parcel.code.clone(), "misread".into())
}

fn weight(parcel: &Parcel, to: i64) -> ProposeProductionCorrection {
    ProposeProductionCorrection { weight_mct: Some(mct(to)), ..propose(parcel) }
}

/// Proposed by an officer, approved by an approver.
fn correct(w: &mut World, command: &ProposeProductionCorrection) -> Result<(), ServiceError> {
    let officer = w.account(AccountRole::Officer, None, None);
    let approver = w.account(AccountRole::Approver, None, None);
    let receipt = w.submit(&officer, command)?;
    let correction = receipt.subject.parse().unwrap();
    w.submit(&approver, &DecideCorrection { correction, approved: true, reason: None })?;
    assert_eq!(w.read(|rx| correction_fetch(rx, correction)).unwrap().state, CorrectionState::Approved);
    Ok(())
}

fn rework(w: &mut World, holder: PartyId, inputs: &[i64], out: i64, loss: i64) -> i64 {
    let no = w.read(placer::store::parcel::parcel_next_no);
    let stones = inputs.iter().map(|no| w.parcel(*no).stones).sum();
    let output = NewParcel { parcel: w.id(), no, weight_mct: mct(out), stones, hs: HsCode::Unsorted, class: None };
    w.event(ParcelCombined(Rework {
        holder,
        inputs: inputs.to_vec(),
        outputs: vec![output],
        loss_mct: mct(loss),
        loss_reason: None,
        stones_change: 0,
        test: false,
    }));
    no
}

#[test]
fn it_takes_two_people_and_the_old_value_stays_visible() {
    each(|w| {
        let p = pit(w);
        let parcel = dug(w, &p, 10_000, 4);
        let officer = w.account(AccountRole::Officer, None, None);
        let approver = w.account(AccountRole::Approver, None, None);
        let receipt = w.submit(&officer, &weight(&parcel, 1_000)).unwrap();
        let correction = receipt.subject.parse().unwrap();
        assert_eq!(w.parcel(parcel.no).weight, mct(10_000), "nothing changes before the second person");
        assert_eq!(codes(&w.submit(&officer, &weight(&parcel, 2_000))), ["correction.pending"]);
        let decide = |approved, reason: Option<&str>| DecideCorrection { correction, approved, reason: reason.map(str::to_owned) };
        assert!(matches!(w.submit(&officer, &decide(true, None)), Err(ServiceError::Forbidden)), "an officer does not decide");
        assert_eq!(codes(&w.submit(&approver, &decide(false, None))), ["required"]);
        w.submit(&approver, &decide(true, None)).unwrap();
        assert_eq!(codes(&w.submit(&approver, &decide(true, None))), ["correction.decided"]);
        assert_eq!(w.parcel(parcel.no).weight, mct(1_000));
        let source = w.read(|rx| source_fetch(rx, parcel.no)).unwrap();
        assert_eq!(source.weight, mct(1_000));
        assert!(source.corrected_seq.is_some());
        let kept = w.read(|rx| corrections_of(rx, source.seq)).remove(0);
        let CorrectionChange::Production { was, now, .. } = kept.change else { panic!("a production correction") };
        assert_eq!((was.weight_mct, now.weight_mct), (mct(10_000), mct(1_000)));
    });
}

#[test]
fn whoever_proposed_cannot_approve_even_with_both_permissions() {
    each(|w| {
        let p = pit(w);
        let office = p.supervisor.office;
        let no = w.read(placer::store::parcel::parcel_next_no);
        let new = NewParcel { parcel: w.id(), no, weight_mct: mct(500), stones: 1, hs: HsCode::Unsorted, class: None };
        let other = dug(w, &p, 700, 1);
        let facts = w.read(|rx| source_fetch(rx, other.no)).unwrap().facts.unwrap();
        let facts = ProductionFacts { stones: 1, weight_mct: mct(500), ..facts };
        let new = NewParcel { no: no + 1, ..new };
        w.event(ProductionRecorded { parcel: new, holder: p.miner, office, test: false, facts });
        let parcel = w.parcel(no + 1);
        let correction = w.submit(&p.supervisor, &weight(&parcel, 400)).unwrap().subject.parse().unwrap();
        let approve = DecideCorrection { correction, approved: true, reason: None };
        assert_eq!(codes(&w.submit(&p.supervisor, &approve)), ["correction.same_person", "signature.same_browser"]);
        assert!(matches!(w.submit(&p.registrar, &approve), Err(ServiceError::Forbidden)));
        let elsewhere = w.office("BO");
        let stranger = w.account(AccountRole::Supervisor, Some(elsewhere), None);
        assert!(matches!(w.submit(&stranger, &approve), Err(ServiceError::Forbidden)), "another office's supervisor");
    });
}

#[test]
fn two_accounts_of_one_person_are_not_two_people() {
    each(|w| {
        use placer::store::secret::{secret_fetch, secret_write};
        let p = pit(w);
        let parcel = dug(w, &p, 10_000, 4);
        let decide = |correction, approved| DecideCorrection { correction, approved, reason: Some("r".into()) };
        // Another account under the same name in capitals.
        let (officer, approver) =
            (w.login("isatu", AccountRole::Officer, None, None), w.login("isatu2", AccountRole::Approver, None, None));
        let mut secret = w.read(|rx| secret_fetch(rx, approver.account)).unwrap();
        secret.display_name = "ISATU".into();
        w.app.db.write(w.now, |tx| secret_write(tx, &secret)).unwrap();
        let correction = w.submit(&officer, &weight(&parcel, 9_000)).unwrap().subject.parse().unwrap();
        assert_eq!(codes(&w.submit(&approver, &decide(correction, true))), ["correction.same_person"]);
        w.submit(&approver, &decide(correction, false)).unwrap();
        // Two accounts that act for one party.
        let person = w.party("Isatu Bangura", &[], None);
        let (one, two) = (w.account(AccountRole::Officer, None, Some(person)), w.account(AccountRole::Approver, None, Some(person)));
        let correction = w.submit(&one, &weight(&parcel, 9_000)).unwrap().subject.parse().unwrap();
        assert_eq!(codes(&w.submit(&two, &decide(correction, true))), ["correction.same_person"]);
        assert_eq!(w.parcel(parcel.no).weight, mct(10_000));
        // Somebody else.
        let third = w.login("fatmata", AccountRole::Approver, None, None);
        w.submit(&third, &decide(correction, true)).unwrap();
        assert_eq!(w.parcel(parcel.no).weight, mct(9_000));
    });
}

#[test]
fn a_later_weighing_pins_the_mass() {
    each(|w| {
        let p = pit(w);
        let parcel = dug(w, &p, 10_000, 4);
        let dealer = w.party("B", &[Role::Dealer], None);
        let dl = w.licence("dealer", dealer, None);
        w.sold(&[parcel.no], (p.miner, p.licence), (dealer, dl));
        assert_eq!(codes(&correct(w, &weight(&parcel, 5_000))), ["correction.weighed_since"]);
        let stones = ProposeProductionCorrection { stones: Some(5), ..propose(&parcel) };
        assert_eq!(codes(&correct(w, &stones)), ["correction.counted_since"]);
        correct(w, &weight(&parcel, 9_990)).unwrap();
        let now = w.parcel(parcel.no);
        assert_eq!(now.weight, mct(10_000), "the buyer's weighing stands");
        assert_eq!(now.gain_mct, 10, "and the difference is a gain");
    });
}

#[test]
fn a_mix_takes_the_difference_as_loss_and_its_composition_follows() {
    each(|w| {
        let p = pit(w);
        let (a, b) = (dug(w, &p, 10_000, 4), dug(w, &p, 10_000, 4));
        let mix = rework(w, p.miner, &[a.no, b.no], 20_000, 0);
        assert_eq!(w.read(|rx| composition(rx, mix, 20_000)).entries(), [(a.no, 10_000), (b.no, 10_000)]);
        assert_eq!(codes(&correct(w, &weight(&a, 9_000))), ["correction.breaks_mix"], "a mix cannot gain");
        correct(w, &weight(&a, 10_020)).unwrap();
        let operation = w.read(|rx| operation_fetch(rx, w_consumed(w, a.no))).unwrap();
        assert_eq!((operation.in_mct, operation.out_mct, operation.loss_mct), (20_020, 20_000, 20));
        let shares = w.read(|rx| composition(rx, mix, 20_000));
        assert_eq!(shares.entries(), [(a.no, 10_010), (b.no, 9_990)]);
    });
}

fn w_consumed(w: &World, no: i64) -> i64 {
    w.parcel(no).consumed_seq.unwrap()
}

#[test]
fn another_site_needs_the_same_licence_and_a_valid_day() {
    each(|w| {
        let p = pit(w);
        let parcel = dug(w, &p, 1_000, 1);
        let second = w.site(Some(p.licence), None);
        let foreign = w.site(None, None);
        let code = |w: &World, id| w.read(|rx| placer::store::site::site_fetch(rx, id)).unwrap().code;
        let to = |site: String| ProposeProductionCorrection { site: Some(site), ..propose(&parcel) };
        let (second_code, foreign_code) = (code(w, second), code(w, foreign));
        assert_eq!(codes(&correct(w, &to(foreign_code))), ["correction.site_of_other_licence"]);
        assert_eq!(codes(&correct(w, &to("S-999999-X".into()))), ["correction.no_site", "correction.nothing"]);
        assert_eq!(codes(&correct(w, &propose(&parcel))), ["correction.nothing"]);
        let early = ProposeProductionCorrection { on: Some("2025-12-31".parse().unwrap()), ..propose(&parcel) };
        assert_eq!(codes(&correct(w, &early)), ["correction.licence_not_valid"]);
        correct(w, &to(second_code)).unwrap();
        assert_eq!(w.read(|rx| source_fetch(rx, parcel.no)).unwrap().site, Some(second));
    });
}

/// The site goes over to the licence that renewed the one of the entry, and to one of another holder.
#[test]
fn an_entry_under_a_licence_renewed_since_can_be_corrected() {
    each(|w| {
        let p = pit(w);
        let parcel = dug(w, &p, 1_000, 1);
        let mut terms = w.read(|rx| placer::store::licence::licence_fetch(rx, p.licence)).unwrap().terms;
        terms.renews = Some(p.licence);
        let (licence, no) = (w.id(), w.read(placer::store::licence::licence_next_no));
        w.event(LicenceIssued { licence, no, number: format!("T/{no}"), terms });
        let moved = |w: &mut World, to: LicenceId| {
            let site = w.read(|rx| placer::store::site::site_fetch(rx, p.site)).unwrap();
            let facts = SiteFacts { licence: Some(to), ..site.facts };
            w.event(SiteChanged { site: p.site, facts, reason: "renewal".into() });
        };
        moved(w, licence);
        correct(w, &weight(&parcel, 900)).unwrap();
        assert_eq!(w.parcel(parcel.no).weight, mct(900));
        let other = w.party("B", &[Role::Miner], None);
        let foreign = w.licence("artisanal", other, None);
        moved(w, foreign);
        assert_eq!(codes(&correct(w, &weight(&parcel, 800))), ["correction.site_of_other_licence"]);
    });
}

/// An entry of yesterday, written down by the command at the pit: 4 stones of 3.25 ct, the largest of 1.5 ct.
fn entered(w: &mut World, p: &Pit, change: impl FnOnce(&mut RecordProduction)) -> Parcel {
    let mut command = RecordProduction {
        site: p.site,
        licence: p.licence,
        on: day("2026-05-31"),
        stones: 4,
        weight_mct: mct(3_250),
        largest_mct: Some(mct(1_500)),
        classes: vec![],
        diggers: None,
        gravel_dm3: None,
        days_worked: None,
        page: None,
        position: placer::domain::geo::Position::new(-104_980_000, 80_000_000),
        accuracy_m: Some(8),
        late_reason: None,
        test: false,
    };
    change(&mut command);
    w.submit(&p.registrar, &command).unwrap();
    let no = w.read(placer::store::parcel::parcel_next_no) - 1;
    w.parcel(no)
}

#[test]
fn what_an_entry_may_not_say_its_correction_may_not_say_either() {
    each(|w| {
        let p = pit(w);
        let parcel = entered(w, &p, |_| {});
        let to = |weight: i64, stones: i64, largest: i64| ProposeProductionCorrection {
            weight_mct: Some(mct(weight)),
            stones: Some(stones),
            largest_mct: Some(mct(largest)),
            ..propose(&parcel)
        };
        for (command, expected) in [
            (to(0, 4, 0), "production.no_weight"),
            (to(3_250, 0, 0), "production.no_stones"),
            (to(3_250, -4, 0), "production.no_stones"),
            (to(100_000_001, 4, 0), "production.too_heavy"),
            (to(90_000_000, 1_000_001, 0), "production.implausible"),
            (to(3_250, 3_251, 0), "production.too_light"),
            (to(90_000_000, 4, 50_000_000), "production.too_heavy"),
            (to(3_250, 4, 3_251), "production.largest_above"),
            (to(3_250, 4, 812), "production.largest_below"),
            // The largest stone as it is written does not go with the other weight.
            (weight(&parcel, 1_000), "production.largest_above"),
            (weight(&parcel, 10_000), "production.largest_below"),
            (ProposeProductionCorrection { page: Some("x".repeat(41)), ..propose(&parcel) }, "too_long"),
        ] {
            assert_eq!(codes(&correct(w, &command)), [expected], "{command:?}");
        }
        assert_eq!(w.parcel(parcel.no).weight, mct(3_250));
        let largest = |w: &World| w.read(|rx| source_fetch(rx, parcel.no)).unwrap().facts.unwrap().largest_mct;
        correct(w, &to(10_000, 5, 4_000)).unwrap();
        assert_eq!((w.parcel(parcel.no).weight, w.parcel(parcel.no).stones, largest(w)), (mct(10_000), 5, Some(mct(4_000))));
        correct(w, &ProposeProductionCorrection { largest_mct: Some(mct(0)), ..weight(&parcel, 3_000) }).unwrap();
        assert_eq!((w.parcel(parcel.no).weight, largest(w)), (mct(3_000), None));
    });
}

#[test]
fn another_site_or_day_is_flagged_anew() {
    each(|w| {
        let p = pit(w);
        let parcel = entered(w, &p, |_| {});
        let source = |w: &World, no| w.read(|rx| source_fetch(rx, no)).unwrap();
        assert_eq!(source(w, parcel.no).flags, []);
        let code = |w: &World, id| w.read(|rx| placer::store::site::site_fetch(rx, id)).unwrap().code;
        // Some 220 m to the east of the first.
        let second = w.site(Some(p.licence), p.supervisor.office);
        let (first, second) = (code(w, p.site), code(w, second));
        correct(w, &ProposeProductionCorrection { site: Some(second), ..propose(&parcel) }).unwrap();
        assert_eq!(source(w, parcel.no).flags, [ProductionFlag::OutsideSite]);
        correct(w, &ProposeProductionCorrection { on: Some(day("2026-05-15")), ..propose(&parcel) }).unwrap();
        assert_eq!(source(w, parcel.no).flags, [ProductionFlag::Late, ProductionFlag::OutsideSite]);
        // A month later nothing is late that was written down in time.
        w.later(24 * 30);
        let back = ProposeProductionCorrection { site: Some(first), on: Some(day("2026-05-29")), ..propose(&parcel) };
        correct(w, &back).unwrap();
        assert_eq!(source(w, parcel.no).flags, []);
        let late = entered(w, &p, |e| e.late_reason = Some("river high".into()));
        assert_eq!(source(w, late.no).flags, [ProductionFlag::Late]);
        correct(w, &ProposeProductionCorrection { on: Some(day("2026-06-29")), ..propose(&late) }).unwrap();
        let now = source(w, late.no);
        assert_eq!((now.flags, now.facts.unwrap().late_reason), (vec![], None));
    });
}

#[test]
fn another_day_is_still_marked_when_it_was_written_down_after_a_stop() {
    each(|w| {
        let p = pit(w);
        let state =
            |state, on: &str| LicenceStateChanged { licence: p.licence, state, on: day(on), reason: "dispute".into(), offence: None };
        w.event(state(LicenceState::Suspended, "2026-06-01"));
        let parcel = entered(w, &p, |e| e.late_reason = Some("the book came in with the lorry".into()));
        let source = |w: &World| w.read(|rx| source_fetch(rx, parcel.no)).unwrap();
        assert_eq!(source(w).flags, [ProductionFlag::AfterStop]);
        w.later(24);
        w.event(state(LicenceState::Issued, "2026-06-02"));
        correct(w, &ProposeProductionCorrection { on: Some(day("2026-05-29")), ..propose(&parcel) }).unwrap();
        let now = source(w);
        assert_eq!(now.flags, [ProductionFlag::AfterStop], "what counts is the day on which it was written down");
        assert_eq!(now.facts.unwrap().late_reason.as_deref(), Some("the book came in with the lorry"));
    });
}

#[test]
fn a_price_is_corrected_by_both_sides_alone() {
    each(|w| {
        let p = pit(w);
        let parcel = dug(w, &p, 1_000, 1);
        let dealer = w.party("B", &[Role::Dealer], None);
        let dl = w.licence("dealer", dealer, None);
        w.sold(&[parcel.no], (p.miner, p.licence), (dealer, dl));
        let serial = "B1-0001".to_owned();
        let command = ProposePurchaseCorrection {
            serial,
            price_minor: 12_000,
            currency: placer::domain::money::Currency::USD,
            rate_e6: placer::domain::money::RateE6(1_000_000),
            payment: "cash".into(),
            payment_reference: None,
            reason: "a zero too few".into(),
        };
        let stranger_party = w.party("C", &[Role::Dealer], None);
        let stranger = w.account(AccountRole::Buyer, None, Some(stranger_party));
        assert!(matches!(w.submit(&stranger, &command), Err(ServiceError::Forbidden)));
        let buyer = w.account(AccountRole::Buyer, None, Some(dealer));
        let approver = w.account(AccountRole::Approver, None, None);
        let long = ProposePurchaseCorrection { payment_reference: Some("x".repeat(201)), ..command.clone() };
        assert_eq!(codes(&w.submit(&buyer, &long)), ["too_long"], "what a sale may not say its correction may not say either");
        let correction = w.submit(&buyer, &command).unwrap().subject.parse().unwrap();
        w.submit(&approver, &DecideCorrection { correction, approved: true, reason: None }).unwrap();
        let sold = w.read(|rx| placer::store::purchase::purchase_by_serial(rx, &command.serial)).unwrap();
        assert_eq!((sold.terms.price.minor, sold.terms.usd_cents), (12_000, 12_000));
        assert!(sold.corrected_seq.is_some());
    });
}
