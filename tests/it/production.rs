//! The book at the pit: what is taken, what is refused, what is flagged, and who may write it.

use crate::house::House;
use crate::world::{World, codes, day, each, facts, mct};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::event::*;
use placer::domain::geo::Position;
use placer::domain::ids::*;
use placer::domain::role::Role;
use placer::service::error::ServiceError;
use placer::service::production::RecordProduction;
use placer::store::parcel::parcel_next_no;
use placer::store::production::source_fetch;

struct Pit {
    registrar: Actor,
    office: OfficeId,
    miner: PartyId,
    licence: LicenceId,
    site: SiteId,
}

fn pit(w: &mut World) -> Pit {
    let office = w.office("KEN");
    let registrar = w.account(AccountRole::Registrar, Some(office), None);
    let miner = w.party("Miner", &[Role::Miner], Some(office));
    let licence = w.licence("artisanal", miner, Some(office));
    let site = w.site(Some(licence), Some(office));
    Pit { registrar, office, miner, licence, site }
}

/// An entry of yesterday that nothing stands against, taken at the site itself.
fn entry(p: &Pit) -> RecordProduction {
    RecordProduction {
        site: p.site,
        licence: p.licence,
        on: day("2026-05-31"),
        stones: 4,
        weight_mct: mct(3_250),
        largest_mct: Some(mct(1_500)),
        classes: vec![],
        diggers: Some(12),
        gravel_dm3: Some(9_000),
        days_worked: None,
        page: Some(" 14 ".into()),
        position: Position::new(-104_980_000, 80_000_000),
        accuracy_m: Some(8),
        late_reason: None,
        test: false,
    }
}

fn line(class: &str, stones: i64, weight: i64) -> SizeLine {
    SizeLine { class: class.into(), stones, weight_mct: mct(weight) }
}

#[test]
fn an_entry_makes_a_parcel_held_by_the_licence_holder() {
    each(|w| {
        let p = pit(w);
        let command = RecordProduction { classes: vec![line("w1", 2, 2_700), line("w0.1", 2, 550)], ..entry(&p) };
        let receipt = w.submit(&p.registrar, &command).unwrap();
        assert_eq!(receipt.kind, "production.recorded");
        let parcel = w.parcel(1);
        assert_eq!((parcel.holder, parcel.weight, parcel.stones, parcel.origin), (p.miner, mct(3_250), 4, 1));
        assert_eq!((parcel.id.to_string(), parcel.office, parcel.test), (receipt.subject, Some(p.office), false));
        let source = w.read(|rx| source_fetch(rx, 1)).unwrap();
        assert_eq!((source.site, source.licence, source.on), (Some(p.site), Some(p.licence), day("2026-05-31")));
        assert_eq!(source.flags, []);
        let facts = source.facts.unwrap();
        assert_eq!(facts.page.as_deref(), Some("14"));
        assert_eq!(facts.classes.len(), 2);
        assert_eq!((facts.diggers, facts.gravel_dm3, facts.accuracy_m), (Some(12), Some(9_000), Some(8)));
    });
}

#[test]
fn the_same_key_makes_one_parcel() {
    each(|w| {
        let p = pit(w);
        for replayed in [false, true] {
            let mut act = w.act_as(&p.registrar, "phone-1-page-14");
            assert_eq!(w.app.submit(&mut act, &entry(&p)).unwrap().replayed, replayed);
        }
        assert_eq!(w.read(parcel_next_no), 2);
        let mut act = w.act_as(&p.registrar, "phone-1-page-14");
        let other = RecordProduction { stones: 5, ..entry(&p) };
        assert!(matches!(w.app.submit(&mut act, &other), Err(ServiceError::KeyReused)));
    });
}

type Change = fn(&mut RecordProduction);

/// What is wrong, and what is said of it.
const WRONG: &[(&[&str], Change)] = &[
    (&["production.no_weight"], |e| {
        e.weight_mct = mct(0);
        e.largest_mct = None;
    }),
    (&["production.no_stones"], |e| {
        e.stones = 0;
        e.largest_mct = None;
    }),
    (&["production.no_stones"], |e| {
        e.stones = -3;
        e.largest_mct = None;
    }),
    (&["day.future"], |e| e.on = day("2026-06-02")),
    (&["production.too_heavy"], |e| {
        e.weight_mct = mct(100_000_001);
        e.largest_mct = None;
    }),
    (&["production.too_heavy"], |e| {
        e.weight_mct = mct(90_000_000);
        e.largest_mct = Some(mct(50_000_000));
    }),
    (&["production.implausible"], |e| {
        e.stones = 1_000_001;
        e.weight_mct = mct(90_000_000);
    }),
    (&["production.implausible"], |e| e.diggers = Some(5_001)),
    (&["production.implausible"], |e| e.gravel_dm3 = Some(-1)),
    (&["production.too_light"], |e| {
        e.stones = 3_251;
        e.largest_mct = None;
    }),
    (&["production.largest_above"], |e| e.largest_mct = Some(mct(3_251))),
    (&["production.largest_below"], |e| e.largest_mct = Some(mct(812))),
    (&["production.no_weight"], |e| e.largest_mct = Some(mct(0))),
    (&["production.class_unknown"], |e| e.classes = vec![line("w7", 4, 3_250)]),
    (&["production.class_twice"], |e| e.classes = vec![line("w1", 2, 1_250), line("w1", 2, 2_000)]),
    (&["production.class_empty"], |e| e.classes = vec![line("w1", 4, 3_250), line("w2", 0, 0)]),
    (&["production.classes_weight"], |e| e.classes = vec![line("w1", 4, 3_249)]),
    (&["production.classes_stones"], |e| e.classes = vec![line("w1", 3, 3_250)]),
    (&["production.late_reason"], |e| e.on = day("2026-05-15")),
    (&["production.late_reason"], |e| {
        e.on = day("2026-05-15");
        e.late_reason = Some("  ".into());
    }),
    (&["production.licence_not_yet", "production.late_reason"], |e| e.on = day("2025-12-31")),
    (&["site.accuracy"], |e| e.accuracy_m = Some(0)),
    (&["site.accuracy"], |e| e.accuracy_m = Some(100_001)),
    (&["too_long"], |e| e.page = Some("x".repeat(41))),
    (&["party.hidden"], |e| e.page = Some("p\u{1f}7".into())),
    (&["party.hidden"], |e| {
        e.on = day("2026-05-15");
        e.late_reason = Some("river\u{202e}high".into());
    }),
    (&["day.future", "production.no_weight", "production.no_stones"], |e| {
        e.on = day("2026-07-01");
        e.weight_mct = mct(0);
        e.stones = 0;
        e.largest_mct = None;
    }),
];

#[test]
fn what_cannot_be_right_is_refused() {
    each(|w| {
        let p = pit(w);
        for (at, (expected, change)) in WRONG.iter().enumerate() {
            let mut command = entry(&p);
            change(&mut command);
            assert_eq!(codes(&w.submit(&p.registrar, &command)), *expected, "case {at}");
        }
        assert_eq!(w.read(parcel_next_no), 1, "nothing was written");
    });
}

#[test]
fn the_bounds_themselves_are_taken() {
    each(|w| {
        let p = pit(w);
        let one = RecordProduction { stones: 1, largest_mct: Some(mct(3_250)), ..entry(&p) };
        w.submit(&p.registrar, &one).unwrap();
        let even = RecordProduction { weight_mct: mct(6_000), largest_mct: Some(mct(1_500)), ..entry(&p) };
        w.submit(&p.registrar, &even).unwrap();
        for days in [0, 367] {
            let odd = RecordProduction { days_worked: Some(days), ..entry(&p) };
            assert_eq!(codes(&w.submit(&p.registrar, &odd)), ["production.days_worked"], "{days}");
        }
        let dust = RecordProduction { stones: 3_250, largest_mct: None, ..entry(&p) };
        w.submit(&p.registrar, &dust).unwrap();
        let today = RecordProduction { on: day("2026-06-01"), ..entry(&p) };
        w.submit(&p.registrar, &today).unwrap();
    });
}

#[test]
fn a_licence_that_does_not_cover_the_day_is_refused_in_its_own_words() {
    each(|w| {
        let p = pit(w);
        let change = |w: &mut World, state, on: &str| {
            w.event(LicenceStateChanged { licence: p.licence, state, on: day(on), reason: "r".into(), offence: None });
        };
        let on = |d: &str| RecordProduction { on: day(d), late_reason: Some("road flooded".into()), ..entry(&p) };
        change(w, LicenceState::Suspended, "2026-05-10");
        assert_eq!(codes(&w.submit(&p.registrar, &on("2026-05-12"))), ["production.licence_suspended"]);
        w.submit(&p.registrar, &on("2026-05-09")).unwrap();
        change(w, LicenceState::Issued, "2026-05-20");
        w.submit(&p.registrar, &on("2026-05-21")).unwrap();
        change(w, LicenceState::Revoked, "2026-05-25");
        assert_eq!(codes(&w.submit(&p.registrar, &on("2026-05-25"))), ["production.licence_revoked"]);
        let old = w.licence_between("artisanal", p.miner, Some(p.office), "2025-01-01", "2025-12-31");
        let site = w.site(Some(old), Some(p.office));
        let late = RecordProduction { site, licence: old, ..on("2026-05-01") };
        assert_eq!(codes(&w.submit(&p.registrar, &late)), ["production.licence_expired"]);
    });
}

#[test]
fn site_and_licence_belong_together_and_the_licence_digs() {
    each(|w| {
        let p = pit(w);
        let other = w.licence("artisanal", p.miner, Some(p.office));
        let elsewhere = RecordProduction { licence: other, ..entry(&p) };
        assert_eq!(codes(&w.submit(&p.registrar, &elsewhere)), ["production.other_licence"]);
        let free = w.site(None, Some(p.office));
        assert_eq!(codes(&w.submit(&p.registrar, &RecordProduction { site: free, ..entry(&p) })), ["production.other_licence"]);
        let dealer = w.licence("dealer", p.miner, Some(p.office));
        let shop = w.site(Some(dealer), Some(p.office));
        let traded = RecordProduction { site: shop, licence: dealer, ..entry(&p) };
        assert_eq!(codes(&w.submit(&p.registrar, &traded)), ["production.licence_kind"]);
        let gone = RecordProduction { site: w.id(), ..entry(&p) };
        assert!(matches!(w.submit(&p.registrar, &gone), Err(ServiceError::NotFound("site"))));
        let gone = RecordProduction { licence: w.id(), ..entry(&p) };
        assert!(matches!(w.submit(&p.registrar, &gone), Err(ServiceError::NotFound("licence"))));
    });
}

#[test]
fn a_day_before_the_renewal_goes_under_the_licence_of_that_day() {
    each(|w| {
        let p = pit(w);
        let old = w.licence_between("artisanal", p.miner, Some(p.office), "2025-01-01", "2025-12-31");
        let mut terms = w.read(|rx| placer::store::licence::licence_fetch(rx, p.licence)).unwrap().terms;
        terms.renews = Some(old);
        w.event(LicenceChanged { licence: p.licence, terms, reason: "renewal".into() });
        let day_before = RecordProduction { licence: old, on: day("2025-12-30"), late_reason: Some("book lost".into()), ..entry(&p) };
        w.submit(&p.registrar, &day_before).unwrap();
        let now = RecordProduction { licence: old, ..entry(&p) };
        assert_eq!(codes(&w.submit(&p.registrar, &now)), ["production.licence_expired"]);
    });
}

#[test]
fn oddities_are_flagged_and_taken() {
    each(|w| {
        let p = pit(w);
        let flags = |w: &mut World, command: RecordProduction| {
            w.submit(&p.registrar, &command).unwrap();
            let no = w.read(parcel_next_no) - 1;
            w.read(|rx| source_fetch(rx, no)).unwrap().flags
        };
        // 12 working days after 15 May; the site is known to 10 m, the rule adds 15 m, the receiver says 8 m.
        let late = RecordProduction { on: day("2026-05-15"), late_reason: Some("river high".into()), ..entry(&p) };
        assert_eq!(flags(w, late), [ProductionFlag::Late]);
        let north = |e7: i32| RecordProduction { position: Position::new(-104_980_000, 80_000_000 + e7), ..entry(&p) };
        assert_eq!(flags(w, north(2_900)), []); // 32.1 m, rounded up to 33
        assert_eq!(flags(w, north(3_100)), [ProductionFlag::OutsideSite]); // 34.3 m
        assert_eq!(flags(w, RecordProduction { accuracy_m: Some(20), ..north(3_100) }), []);
        // A hopeless accuracy counts for 50 m, the worst that the rules take: 75 m in all, and 1.1 km stay outside.
        let hopeless = |e7: i32| RecordProduction { accuracy_m: Some(100_000), ..north(e7) };
        assert_eq!(flags(w, hopeless(100_000)), [ProductionFlag::OutsideSite]);
        assert_eq!(flags(w, hopeless(6_900)), [ProductionFlag::OutsideSite]); // 76.3 m
        assert_eq!(flags(w, hopeless(6_600)), []); // 73.0 m
        let blind = RecordProduction { position: None, ..entry(&p) };
        assert_eq!(flags(w, blind), [ProductionFlag::NoPosition]);
        assert_eq!(flags(w, RecordProduction { diggers: Some(21), ..entry(&p) }), [ProductionFlag::TooManyDiggers]);
        assert_eq!(flags(w, RecordProduction { diggers: Some(20), ..entry(&p) }), []);
    });
}

/// Yesterday the licence held and its holder dug; today one of them is stopped, and the page comes in from the pit.
#[test]
fn what_is_written_down_after_a_stop_says_why_and_is_marked() {
    each(|w| {
        let p = pit(w);
        let licence =
            |state, on: &str| LicenceStateChanged { licence: p.licence, state, on: day(on), reason: "dispute".into(), offence: None };
        let miner = |state| PartyStateChanged {
            party: p.miner,
            state,
            on: day("2026-06-01"),
            reason: "decision 7".into(),
            note: None,
            offence: None,
        };
        let told = |w: &mut World, why: Option<&str>| {
            let command = RecordProduction { late_reason: why.map(str::to_owned), ..entry(&p) };
            let done = w.submit(&p.registrar, &command);
            if done.is_err() {
                return Err(codes(&done));
            }
            let no = w.read(parcel_next_no) - 1;
            let source = w.read(|rx| source_fetch(rx, no)).unwrap();
            Ok((source.flags, source.facts.unwrap().late_reason))
        };
        let why = Some("the book came in with the lorry");
        let marked = Ok((vec![ProductionFlag::AfterStop], why.map(str::to_owned)));
        w.event(licence(LicenceState::Suspended, "2026-06-01"));
        assert_eq!((told(w, None), told(w, why)), (Err(vec!["production.stopped_reason"]), marked.clone()));
        w.event(licence(LicenceState::Issued, "2026-06-01"));
        assert_eq!(told(w, None), Ok((vec![], None)), "nothing is stopped any more");
        w.event(miner(PartyState::Barred));
        assert_eq!((told(w, None), told(w, why)), (Err(vec!["production.stopped_reason"]), marked.clone()));
        w.event(miner(PartyState::Active));
        w.event(licence(LicenceState::Revoked, "2026-06-01"));
        assert_eq!(told(w, why), marked);
        // Late as well: one question, both marks.
        let late = RecordProduction { on: day("2026-05-15"), ..entry(&p) };
        assert_eq!(codes(&w.submit(&p.registrar, &late)), ["production.late_reason"]);
        w.submit(&p.registrar, &RecordProduction { late_reason: Some("river high".into()), ..late }).unwrap();
        let no = w.read(parcel_next_no) - 1;
        assert_eq!(w.read(|rx| source_fetch(rx, no)).unwrap().flags, [ProductionFlag::Late, ProductionFlag::AfterStop]);
        // What was stopped on the day itself is refused as before.
        let same_day = RecordProduction { on: day("2026-06-01"), late_reason: why.map(str::to_owned), ..entry(&p) };
        assert_eq!(codes(&w.submit(&p.registrar, &same_day)), ["production.licence_revoked"]);
    });
}

#[test]
fn a_reason_without_lateness_and_an_accuracy_without_position_are_left_out() {
    each(|w| {
        let p = pit(w);
        let command = RecordProduction { late_reason: Some("none".into()), position: None, ..entry(&p) };
        w.submit(&p.registrar, &command).unwrap();
        let facts = w.read(|rx| source_fetch(rx, 1)).unwrap().facts.unwrap();
        assert_eq!((facts.late_reason, facts.accuracy_m), (None, None));
    });
}

#[test]
fn registrars_and_supervisors_of_the_sites_office_write_and_nobody_else() {
    each(|w| {
        let p = pit(w);
        let other = w.office("BO");
        for role in AccountRole::ALL {
            let own = w.account(role, Some(p.office), Some(p.miner));
            let done = w.submit(&own, &entry(&p));
            if matches!(role, AccountRole::Registrar | AccountRole::Supervisor) {
                done.unwrap();
                let stranger = w.account(role, Some(other), None);
                assert!(matches!(w.submit(&stranger, &entry(&p)), Err(ServiceError::Forbidden)), "{role:?} of another office");
            } else {
                assert!(matches!(done, Err(ServiceError::Forbidden)), "{role:?}");
            }
        }
    });
}

#[test]
fn a_test_entry_makes_a_test_parcel() {
    each(|w| {
        let p = pit(w);
        w.submit(&p.registrar, &RecordProduction { test: true, ..entry(&p) }).unwrap();
        assert!(w.parcel(1).test && w.read(|rx| source_fetch(rx, 1)).unwrap().test);
    });
}

#[test]
fn pages_and_programs_tell_what_was_written_down_after_a_stop() {
    let (mut code, mut token) = (String::new(), String::new());
    let house = House::open(|w| {
        let p = pit(w);
        let actor = w.login("reviewer", AccountRole::Reviewer, None, None);
        token = w.token(&actor);
        w.login("supervisor", AccountRole::Supervisor, Some(p.office), None);
        let mut facts = facts(p.site, p.licence, 1_000);
        facts.flags = vec![ProductionFlag::AfterStop];
        facts.late_reason = Some("the book came in with the lorry".into());
        code = w.produced(p.miner, facts.clone(), false).code;
        facts.flags = vec![];
        w.produced(p.miner, facts, false);
    });
    let (mut reviewer, mut supervisor) = (house.signed_in("reviewer"), house.signed_in("supervisor"));
    let list = reviewer.get("/production?flag=after_stop").body;
    assert!(list.contains(&code) && list.contains("Written down after the licence or the holder was stopped"), "{list}");
    assert_eq!(list.matches("/production/P").count(), 1, "{list}");
    let page = reviewer.get(&format!("/production/{code}?lang=fr")).body;
    assert!(page.contains("Inscrit après l’arrêt de la licence ou du titulaire") && page.contains("came in with the lorry"), "{page}");
    assert!(supervisor.get("/").body.contains("/production?flag=after_stop&amp;from="));
    let mut program = house.visitor();
    program.headers.push(("authorization".into(), format!("Bearer {token}")));
    let told = program.get("/api/v1/productions?flag=after_stop").json();
    let flags: Vec<_> = told["items"].as_array().unwrap().iter().map(|p| (p["parcel"].clone(), p["flags"].clone())).collect();
    assert_eq!(flags, [(serde_json::json!(code), serde_json::json!(["after_stop"]))]);
}
