//! Both audits are told of seizures that no command would make; and carats are conserved whatever is done.

use crate::seizure::{carry, decide, found, order, sale, take};
use crate::shipment::{Desk, desk};
use crate::verify::{breaches, verified};
use crate::world::{World, day, each, mct};
use placer::domain::event::*;
use placer::domain::parcel::{Parcel, ParcelState};
use placer::domain::seizure::seizure_code;
use placer::service::seizure::AnswerSeizureDifference;
use placer::service::statistics::reconciliation;
use placer::store::seizure::{seizure_by_no, seizures_of_parcel};
use proptest::prelude::*;

/// A seizure of a parcel that stands so, as its command would make it.
fn plain(w: &mut World, p: &Parcel, n: i64) -> SeizureRecorded {
    SeizureRecorded {
        seizure: w.id(),
        no: n,
        code: seizure_code(n),
        check_code: format!("CHECK-{n}"),
        office: None,
        from: Some(p.holder),
        on: day("2026-06-01"),
        place: "road".into(),
        ground: "other".into(),
        receipt: format!("R{n}"),
        seal: format!("Z{n}"),
        safe: "safe".into(),
        witnesses: vec!["a".into(), "b".into()],
        account: None,
        taken: vec![TakenParcel { parcel: p.id, parcel_no: p.no, weight_mct: p.weight, stones: p.stones }],
        found: vec![],
        offers: vec![],
        shipments: vec![],
        test: false,
    }
}

/// A seizure, moved once, with an order and a count of its safe; and an offence with a statement, for which a party is
/// stopped. None asked any rule.
pub fn plainly(w: &mut World) {
    let miner = crate::trace::build::miner(w, "Taken");
    let site = w.site(Some(miner.1), None);
    let p = w.produced(miner.0, crate::world::facts(site, miner.1, 1_000), false);
    let (taken, on) = (plain(w, &p, 1), w.now.day());
    let (seizure, order, count, offence) = (taken.seizure, w.id(), w.id(), w.id());
    let moved = SeizureMoved {
        seizure,
        step: 1,
        on,
        from: "safe".into(),
        to: "bank".into(),
        given_by: "a".into(),
        taken_by: "b".into(),
        seal_read: "Z1".into(),
        seal_new: None,
        readings: vec![],
        differs: false,
    };
    let ordered = SeizureOrderProposed {
        order,
        seizure,
        no: 1,
        outcome: SeizureOutcome::Returned,
        number: "1".into(),
        authority: "court".into(),
        on,
        parcels: taken.taken.clone(),
        to: Some(p.holder),
        licence: None,
        price: None,
        slip: None,
        note: None,
    };
    w.event(taken);
    w.event(moved);
    w.event(ordered);
    w.event(SafeCounted {
        count,
        no: 1,
        office: None,
        safe: "bank".into(),
        on,
        there: vec![1],
        missing: vec![],
        elsewhere: vec![],
        note: None,
    });
    let (ground, account, authority) = ("smuggling".into(), "x".into(), "court".into());
    w.event(OffenceRecorded {
        offence,
        no: 1,
        code: placer::domain::offence::offence_code(1),
        office: None,
        ground,
        parties: vec![miner.0],
        on,
        account,
        seizure: Some(seizure),
        parcels: vec![p.no],
        certificate: None,
        arrival: None,
        licence: Some(miner.1),
    });
    let state = OffenceState::Charged;
    w.event(OffenceFollowedUp { offence, no: 1, state, on, authority, case_number: None, fine: None, note: None });
    let (party, state) = (miner.0, PartyState::Barred);
    w.event(PartyStateChanged { party, state, on, reason: "x".into(), note: None, offence: Some(offence) });
}

#[test]
fn the_audit_tells_each_seizure_that_no_command_would_make() {
    type Wrong = fn(&mut SeizureRecorded);
    let wrong: [(Wrong, &str); 8] = [
        (|e| e.taken[0].weight_mct = mct(1_999), "C1"),
        (|e| e.taken[0].stones = 4, "C4"),
        (|e| e.on = day("2025-01-02"), "C6"),
        (|e| e.on = day("2026-06-02"), "C12"),
        (|e| e.from = None, "C5"),
        (|e| e.no += 7, "C12"),
        (|e| e.witnesses = vec!["a".into()], "C12"),
        (|e| e.place = " ".into(), "C12"),
    ];
    each(|w| {
        let d = desk(w);
        let first = d.bought(w, 500);
        let e = plain(w, &first, 1);
        w.event_by(&d.officer, e);
        for (n, (change, rule)) in (2..).zip(&wrong) {
            let p = d.bought(w, 2_000);
            let mut e = plain(w, &p, n);
            change(&mut e);
            let at = w.event_by(&d.officer, e).seq;
            assert!(breaches(w).contains(&(at, (*rule).to_owned())), "{n} {rule}: {:?}", breaches(w));
        }
    });
}

#[test]
fn the_audit_tells_what_is_done_with_a_kept_parcel_and_who_may_not_decide() {
    each(|w| {
        let d = desk(w);
        let p = d.bought(w, 2_000);
        let e = plain(w, &p, 1);
        let seizure = e.seizure;
        w.event_by(&d.officer, e);
        let touched = w.event(ParcelSealed { parcel: p.id, parcel_no: p.no, seal: "X-9".into() }).seq;
        assert!(breaches(w).contains(&(touched, "C12".to_owned())), "{:?}", breaches(w));
        let reading =
            |after| KeptReading { parcel_no: p.no, before_mct: mct(2_000), after_mct: mct(after), stones_before: 3, stones_after: 3 };
        let step = |step, after, differs| SeizureMoved {
            seizure,
            step,
            on: day("2026-06-01"),
            from: "safe".into(),
            to: "safe".into(),
            given_by: "a".into(),
            taken_by: "b".into(),
            seal_read: "Z1".into(),
            seal_new: None,
            readings: vec![reading(after)],
            differs,
        };
        let hidden = w.event_by(&d.officer, step(1, 1_000, true)).seq;
        assert!(!breaches(w).contains(&(hidden, "C12".to_owned())), "a difference that is told");
        let untold = w.event_by(&d.officer, step(2, 1_000, false)).seq;
        assert!(breaches(w).contains(&(untold, "C12".to_owned())), "a difference that is not told");
        let order = w.id();
        let back = SeizureOrderProposed {
            order,
            seizure,
            no: 1,
            outcome: SeizureOutcome::Returned,
            number: " ".into(),
            authority: "court".into(),
            on: day("2026-06-01"),
            parcels: vec![TakenParcel { parcel: p.id, parcel_no: p.no, weight_mct: mct(1_000), stones: 3 }],
            to: Some(p.holder),
            licence: None,
            price: None,
            slip: None,
            note: None,
        };
        let nameless = w.event_by(&d.officer, back).seq;
        assert!(breaches(w).contains(&(nameless, "C12".to_owned())), "an order without a number");
        w.event_by(&d.approver, SeizureOrderDecided { order, confirmed: true, reason: None });
        let count = SafeCounted {
            count: w.id(),
            no: 1,
            office: None,
            safe: "safe".into(),
            on: day("2026-06-01"),
            there: vec![1],
            missing: vec![],
            elsewhere: vec![],
            note: None,
        };
        let counted = w.event_by(&d.officer, count).seq;
        assert!(breaches(w).contains(&(counted, "C12".to_owned())), "nothing is kept there any more");
    });
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Take(u8),
    Find(u16),
    Carry(i8),
    Order(u8),
    Answer(bool),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let one = prop_oneof![
        (0_u8..4).prop_map(Step::Take),
        (10_u16..3_000).prop_map(Step::Find),
        (-20_i8..20).prop_map(Step::Carry),
        (0_u8..5).prop_map(Step::Order),
        any::<bool>().prop_map(Step::Answer),
    ];
    prop::collection::vec(one, 1..25)
}

/// Does what may be done; refusals change nothing.
fn play(w: &mut World, d: &Desk, parcels: &[Parcel], steps: &[Step]) {
    for (n, step) in (1_u32..).zip(steps) {
        let last = w.read(placer::store::seizure::seizure_next_no) - 1;
        let id = w.read(|rx| seizure_by_no(rx, last)).map(|s| s.facts.seizure);
        match (*step, id) {
            (Step::Take(at), _) => {
                let p = &parcels[usize::from(at) % parcels.len()];
                drop(w.submit(&d.officer, &take(n, &[p])));
            }
            (Step::Find(weight), _) => drop(w.submit(&d.officer, &found(n, i64::from(weight), 2))),
            (Step::Carry(by), Some(id)) => {
                let command = carry(w, id, if by % 2 == 0 { "one" } else { "other" }, i64::from(by));
                drop(w.submit(&d.officer, &command));
            }
            (Step::Order(which), Some(id)) => {
                let outcome = SeizureOutcome::ALL[usize::from(which)];
                let command = if outcome == SeizureOutcome::Sold { sale(w, d, id) } else { order(id, outcome) };
                if let Ok(receipt) = w.submit(&d.officer, &command) {
                    w.submit(&d.approver, &decide(receipt.subject.parse().unwrap(), which % 2 == 0 || n % 3 > 0)).unwrap();
                }
            }
            (Step::Answer(stands), Some(id)) => {
                drop(w.submit(&d.approver, &AnswerSeizureDifference { seizure: id, stands, reason: "looked".into() }));
            }
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn carats_are_conserved_whatever_is_taken_moved_and_let_go(steps in steps()) {
        let dir = crate::support::process::scratch_dir("conserved");
        let w = &mut World::at(&format!("sqlite:{}", dir.join("x.sqlite").display()));
        let d = desk(w);
        let parcels: Vec<Parcel> = [2_000, 350, 90, 7_000].into_iter().map(|weight| d.bought(w, weight)).collect();
        play(w, &d, &parcels, &steps);
        prop_assert_eq!(verified(w).findings, []);
        let told = w.read(|rx| reconciliation(rx, &w.app.env.profile, "2026-Q2".parse().unwrap(), day("2026-06-01")));
        prop_assert!(told.country.difference().is_nothing() && told.holders.iter().all(|(_, b)| b.difference().is_nothing()), "{:?}", told.country);
        for p in &parcels {
            let kept = w.read(|rx| seizures_of_parcel(rx, p.no)).iter().filter(|(_, state)| state.is_here()).count();
            prop_assert_eq!(kept == 1, w.parcel(p.no).state == ParcelState::Seized);
        }
        let _ = std::fs::remove_dir_all(&dir);
    }
}
