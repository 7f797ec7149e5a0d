//! Stones that leave the trade inside the country: reported by who holds them, decided by an approver.

use crate::house::House;
use crate::shipment::{Desk, desk, prepare};
use crate::verify::{breaches, verified};
use crate::world::{World, codes, day, each, mct};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::balance::Movement;
use placer::domain::event::*;
use placer::domain::ids::RemovalId;
use placer::domain::parcel::{Parcel, ParcelState, parcel_code};
use placer::domain::removal::{RemovalState, removal_code};
use placer::service::correction::{ProposeProductionCorrection, ProposeWithdrawal};
use placer::service::error::ServiceError;
use placer::service::parcel::{ReweighParcel, SealParcel};
use placer::service::removal::{DecideRemoval, ReportRemoval};
use placer::service::rework::CombineParcels;
use placer::service::statistics::reconciliation;
use placer::store::removal::{removal_fetch, removal_of, removals};

fn report(no: i64, cause: RemovalCause) -> ReportRemoval {
    ReportRemoval {
        parcel: parcel_code(no),
        cause: Some(cause),
        on: None,
        taker: Some("Sewa Cutting Works, licence 12".into()).filter(|_| cause == RemovalCause::Domestic),
        reference: Some("CID 44/2026".into()),
        happened: "the safe was open in the morning".into(),
    }
}

fn reported(w: &mut World, by: &Actor, command: &ReportRemoval) -> RemovalId {
    w.submit(by, command).unwrap().subject.parse().unwrap()
}

fn decide(removal: RemovalId, confirm: bool) -> DecideRemoval {
    DecideRemoval { removal, confirm, reason: Some("looked at the papers".into()) }
}

#[test]
fn a_report_holds_the_parcel_until_a_second_person_takes_it_out() {
    each(|w| {
        let d = desk(w);
        let (p, other) = (d.bought(w, 2_000), d.bought(w, 1_000));
        let id = reported(w, &d.account, &report(p.no, RemovalCause::Stolen));
        let kept = w.read(|rx| removal_fetch(rx, id)).unwrap();
        let f = &kept.facts;
        assert_eq!((f.weight_mct, f.stones, f.holder, f.code.as_str()), (mct(2_000), 3, d.exporter.0, removal_code(1).as_str()));
        assert_eq!((w.parcel(p.no).state, w.parcel(p.no).removal, kept.state), (ParcelState::Live, Some(1), RemovalState::Waiting));
        for refused in held(w, &d, &p, &other) {
            assert_eq!(refused, ["parcel.reported_gone"]);
        }
        w.submit(&d.approver, &decide(id, true)).unwrap();
        let gone = w.parcel(p.no);
        assert_eq!((gone.state, gone.removal, gone.holder), (ParcelState::Consumed, None, d.exporter.0));
        let kept = w.read(|rx| removal_of(rx, p.no)).unwrap();
        assert_eq!((kept.state, kept.decided.map(|d| d.seq)), (RemovalState::Confirmed, gone.consumed_seq));
        assert_eq!(codes(&w.submit(&d.account, &report(p.no, RemovalCause::Lost))), ["parcel.not_live"]);
        assert_eq!(codes(&w.submit(&d.approver, &decide(id, false))), ["removal.decided"]);
        assert_eq!(verified(w).findings, []);
    });
}

/// What each other act with a reported parcel is answered.
fn held(w: &mut World, d: &Desk, p: &Parcel, other: &Parcel) -> Vec<Vec<&'static str>> {
    let weigh = ReweighParcel { parcel: p.code.clone(), weight_mct: mct(1_999), stones: 3, reason: "again".into() };
    let seal = SealParcel { parcel: p.code.clone(), seal: "S-1".into() };
    let mix = [p.code.clone(), other.code.clone()].to_vec();
    let mix = CombineParcels { parcels: mix, loss_mct: mct(0), loss_reason: None, stones_change: 0 };
    let again = report(p.no, RemovalCause::Lost);
    let who = &d.account;
    let told =
        vec![codes(&w.submit(who, &weigh)), codes(&w.submit(who, &seal)), codes(&w.submit(who, &mix)), codes(&w.submit(who, &again))];
    assert_eq!(told.len(), 4);
    told
}

#[test]
fn a_sealed_parcel_that_was_stolen_goes_on_no_shipment_and_a_refused_report_frees_it() {
    each(|w| {
        let d = desk(w);
        let p = d.sealed(w, 2_000);
        for cause in [RemovalCause::Domestic, RemovalCause::Destroyed] {
            assert_eq!(codes(&w.submit(&d.account, &report(p.no, cause))), ["parcel.sealed"], "its bag must be open for that");
        }
        let id = reported(w, &d.account, &report(p.no, RemovalCause::Stolen));
        assert_eq!(codes(&w.submit(&d.account, &prepare(&[&p]))), ["parcel.reported_gone"]);
        let silent = DecideRemoval { reason: Some(" ".into()), ..decide(id, false) };
        assert_eq!(codes(&w.submit(&d.approver, &silent)), ["required"]);
        w.submit(&d.approver, &decide(id, false)).unwrap();
        let (kept, now) = (w.read(|rx| removal_fetch(rx, id)).unwrap(), w.parcel(p.no));
        assert_eq!(
            (kept.state, now.state, now.removal, w.read(|rx| removal_of(rx, p.no))),
            (RemovalState::Refused, ParcelState::Live, None, None)
        );
        w.submit(&d.account, &prepare(&[&p])).unwrap();
        assert_eq!(codes(&w.submit(&d.account, &report(p.no, RemovalCause::Lost))), ["parcel.in_shipment"]);
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn the_seal_of_a_stolen_bag_is_on_no_other() {
    each(|w| {
        let d = desk(w);
        let (p, other) = (d.sealed(w, 2_000), d.bought(w, 1_000));
        let id = reported(w, &d.account, &report(p.no, RemovalCause::Stolen));
        w.submit(&d.approver, &decide(id, true)).unwrap();
        let again = SealParcel { parcel: other.code, seal: p.seal.unwrap() };
        assert_eq!(codes(&w.submit(&d.account, &again)), ["parcel.seal_taken"]);
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn nothing_was_dug_after_the_day_on_which_it_is_said_to_be_gone() {
    each(|w| {
        let d = desk(w);
        for (confirm, mixed) in [(None, false), (Some(false), false), (Some(true), false), (None, true)] {
            let mut facts = crate::world::facts(d.site, d.miner.1, 1_000);
            facts.on = day("2026-05-10");
            let dug = w.produced(d.miner.0, facts, false);
            let mut no = dug.no;
            if mixed {
                no += 1;
                let out = w.new_parcel(no, 1_000, dug.stones);
                let (holder, inputs) = (d.miner.0, vec![dug.no]);
                let split =
                    Rework { holder, inputs, outputs: vec![out], loss_mct: mct(0), loss_reason: None, stones_change: 0, test: false };
                w.event(ParcelSplit(split));
            }
            let id = reported(w, &d.officer, &ReportRemoval { on: Some(day("2026-05-15")), ..report(no, RemovalCause::Lost) });
            if let Some(confirm) = confirm {
                w.submit(&d.approver, &decide(id, confirm)).unwrap();
            }
            let later =
                ProposeProductionCorrection { on: Some(day("2026-05-18")), ..ProposeProductionCorrection::of(dug.code, "book".into()) };
            let told = codes(&w.submit(&d.officer, &later));
            assert!(told.contains(&"correction.day_after_use"), "{confirm:?} {mixed}: {told:?}");
        }
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn a_sale_that_is_not_recorded_yet_may_still_be_claimed() {
    each(|w| {
        let s = crate::dispute::scene(w);
        let p = s.dug(w);
        let officer = w.account(AccountRole::Officer, None, None);
        let approver = w.account(AccountRole::Approver, None, None);
        let id = reported(w, &officer, &report(p.no, RemovalCause::Lost));
        s.claimed(w, &[&p]);
        assert_eq!(codes(&w.submit(&approver, &decide(id, true))), ["dispute.frozen"]);
        w.submit(&approver, &decide(id, false)).unwrap();
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn a_report_that_says_too_little_is_told_all_at_once() {
    each(|w| {
        let d = desk(w);
        let p = d.bought(w, 2_000);
        let refused = |w: &mut World, c: ReportRemoval| codes(&w.submit(&d.account, &c));
        let good = || report(p.no, RemovalCause::Domestic);
        let empty = ReportRemoval { parcel: String::new(), cause: None, reference: None, taker: None, happened: " ".into(), ..good() };
        assert_eq!(refused(w, empty), ["removal.cause", "required", "required"]);
        let bare = ReportRemoval { taker: None, reference: None, ..good() };
        assert_eq!(refused(w, bare), ["removal.taker", "removal.reference"]);
        assert_eq!(refused(w, ReportRemoval { reference: None, ..report(p.no, RemovalCause::Stolen) }), ["removal.reference"]);
        assert_eq!(refused(w, ReportRemoval { on: Some(day("2026-06-02")), ..good() }), ["day.future"]);
        assert_eq!(refused(w, ReportRemoval { on: Some(day("2025-01-02")), ..good() }), ["removal.too_early"]);
        assert_eq!(refused(w, ReportRemoval { parcel: "P-9".into(), ..good() }), ["parcel.unknown"]);
        let mine = w.production(d.site, d.miner.1, d.miner.0, 500, 1);
        assert_eq!(refused(w, report(mine.no, RemovalCause::Lost)), ["parcel.unknown"], "of somebody else");
        w.submit(&d.account, &ReportRemoval { reference: None, ..report(p.no, RemovalCause::Lost) }).unwrap();
    });
}

#[test]
fn who_reports_does_not_decide_and_offices_report_what_came_in_there() {
    each(|w| {
        let d = desk(w);
        let (here, there) = (w.office("BO"), w.office("KONO"));
        let registrar = w.account(AccountRole::Registrar, Some(here), None);
        let elsewhere = w.account(AccountRole::Supervisor, Some(there), None);
        let miner = w.party("Miner", &[placer::domain::role::Role::Miner], Some(here));
        let licence = w.licence("artisanal", miner, Some(here));
        let site = w.site(Some(licence), Some(here));
        let facts = crate::world::facts(site, licence, 900);
        let new = w.new_parcel(w.read(placer::store::parcel::parcel_next_no), 900, facts.stones);
        let no = new.no;
        w.event(ProductionRecorded { parcel: new, holder: miner, office: Some(here), facts, test: false });
        let lost = report(no, RemovalCause::Lost);
        assert_eq!(codes(&w.submit(&elsewhere, &lost)), ["parcel.unknown"]);
        assert_eq!(codes(&w.submit(&d.account, &lost)), ["parcel.unknown"]);
        let id = reported(w, &registrar, &lost);
        for role in [AccountRole::Officer, AccountRole::Supervisor, AccountRole::Reviewer, AccountRole::Administrator] {
            let who = w.account(role, Some(here).filter(|_| role.needs_office()), None);
            assert!(matches!(w.submit(&who, &decide(id, true)), Err(ServiceError::Forbidden)), "{role:?}");
        }
        let turned = w.becomes(&registrar, AccountRole::Approver);
        assert_eq!(codes(&w.submit(&turned, &decide(id, true))), ["removal.same_person", "signature.same_browser"]);
        w.submit(&d.approver, &decide(id, true)).unwrap();
        assert_eq!(w.read(|rx| removals(rx, placer::domain::access::Reach::Office(there), None, None, 9)), []);
        assert_eq!(w.read(|rx| removals(rx, placer::domain::access::Reach::Party(miner), None, None, 9)).len(), 1);
        let crushed = d.bought(w, 700);
        let officer = reported(w, &d.officer, &report(crushed.no, RemovalCause::Destroyed));
        assert!(w.read(|rx| removal_fetch(rx, officer)).unwrap().waits());
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn what_is_out_of_stock_is_corrected_no_more_and_not_taken_back() {
    each(|w| {
        let d = desk(w);
        let p = w.production(d.site, d.miner.1, d.miner.0, 2_000, 3);
        let id = reported(w, &d.officer, &report(p.no, RemovalCause::Lost));
        let back = ProposeWithdrawal { parcel: p.code.clone(), reason: "twice".into() };
        assert_eq!(codes(&w.submit(&d.officer, &back)), ["correction.withdraw_touched"]);
        let heavier =
            ProposeProductionCorrection { weight_mct: Some(mct(2_100)), ..ProposeProductionCorrection::of(p.code.clone(), "x".into()) };
        assert_eq!(codes(&w.submit(&d.officer, &heavier)), ["parcel.reported_gone"], "not while it waits");
        w.submit(&d.approver, &decide(id, true)).unwrap();
        let other =
            ProposeProductionCorrection { weight_mct: Some(mct(2_100)), ..ProposeProductionCorrection::of(p.code.clone(), "book".into()) };
        assert_eq!(codes(&w.submit(&d.officer, &other)), ["correction.removed"]);
        assert_eq!(codes(&w.submit(&d.officer, &back)), ["correction.withdraw_touched"]);
        let page = ProposeProductionCorrection { page: Some("7".into()), ..ProposeProductionCorrection::of(p.code, "book".into()) };
        w.submit(&d.officer, &page).unwrap();
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn where_it_went_tells_what_left_the_trade_from_what_was_lost_at_work() {
    each(|w| {
        let d = desk(w);
        let [used, kept] = [2_000, 5_000].map(|weight| d.bought(w, weight));
        let id = reported(w, &d.account, &report(used.no, RemovalCause::Domestic));
        w.submit(&d.approver, &decide(id, true)).unwrap();
        let code = w.read(|rx| placer::store::site::site_fetch(rx, d.site)).unwrap().code;
        let asker = placer::service::trace::Asker::Account(d.officer.clone());
        let onward = placer::service::trace::Onward::Site(code);
        let told = w.app.db.read(|rx| placer::service::trace::trace_forward(rx, &asker, &onward, day("2026-06-01"))).unwrap();
        assert_eq!((told.produced_mct, told.removed_mct, told.in_stock_mct, told.lost_mct), (7_000, 2_000, kept.weight.mct(), 0));
    });
}

#[test]
fn domestic_use_and_losses_stand_in_the_reconciliation() {
    each(|w| {
        let d = desk(w);
        let [used, stolen, lost, kept] = [2_000, 300, 40, 5_000].map(|weight| d.bought(w, weight));
        for (parcel, cause) in [(&used, RemovalCause::Domestic), (&stolen, RemovalCause::Stolen), (&lost, RemovalCause::Lost)] {
            let id = reported(w, &d.account, &report(parcel.no, cause));
            w.submit(&d.approver, &decide(id, true)).unwrap();
        }
        reported(w, &d.account, &report(kept.no, RemovalCause::Lost));
        let found = w.read(|rx| reconciliation(rx, &w.app.env.profile, "2026-Q2".parse().unwrap(), day("2026-06-01")));
        let of = |m| found.country.of(m).mct;
        assert_eq!((of(Movement::Domestic), of(Movement::Gone), of(Movement::Dug)), (2_000, 340, 7_340));
        assert_eq!((found.country.closing.mct, found.country.difference().mct), (5_000, 0), "what waits is stock");
        assert!(found.holders.iter().all(|(_, b)| b.difference().is_nothing()));
    });
}

/// A report as its command would make it, for a parcel that stands so.
fn plain(w: &mut World, p: &Parcel) -> RemovalReported {
    let no = w.read(placer::store::removal::removal_next_no);
    RemovalReported {
        removal: w.id(),
        no,
        code: removal_code(no),
        parcel: p.id,
        parcel_no: p.no,
        holder: p.holder,
        office: None,
        weight_mct: p.weight,
        stones: p.stones,
        cause: RemovalCause::Lost,
        on: day("2026-06-01"),
        taker: None,
        reference: None,
        happened: "gone".into(),
    }
}

#[test]
fn the_audit_tells_each_report_that_no_command_would_make() {
    type Wrong = fn(&mut RemovalReported);
    let wrong: [(Wrong, &str); 5] = [
        (|e| e.weight_mct = mct(1_999), "C1"),
        (|e| e.stones = 4, "C4"),
        (|e| e.on = day("2025-01-02"), "C6"),
        (|e| e.on = day("2026-06-02"), "C11"),
        (|e| e.holder = placer::domain::ids::PartyId::new(uuid::Uuid::from_u128(5)), "C5"),
    ];
    each(|w| {
        let d = desk(w);
        let first = d.bought(w, 500);
        reported(w, &d.account, &report(first.no, RemovalCause::Lost));
        for (change, rule) in &wrong {
            let p = d.bought(w, 2_000);
            let mut e = plain(w, &p);
            change(&mut e);
            let at = w.event(e).seq;
            assert!(breaches(w).contains(&(at, (*rule).to_owned())), "{rule}: {:?}", breaches(w));
        }
        let p = d.bought(w, 2_000);
        let e = plain(w, &p);
        let removal = e.removal;
        w.event_by(&d.officer, e);
        let touched = w.event(ParcelSealed { parcel: p.id, parcel_no: p.no, seal: "X-9".into() }).seq;
        let confirmed = w.event_by(&d.approver, RemovalDecided { removal, confirmed: true, reason: None }).seq;
        let told = breaches(w);
        assert!(told.contains(&(touched, "C11".to_owned())), "{told:?}");
        assert!(!told.iter().any(|(seq, rule)| *seq == confirmed && rule != "L7"), "{told:?}");
        let used = w.event(ParcelReweighed {
            parcel: p.id,
            parcel_no: p.no,
            before_mct: mct(2_000),
            after_mct: mct(2_001),
            stones_before: 3,
            stones_after: 3,
            reason: "again".into(),
        });
        assert!(breaches(w).contains(&(used.seq, "C5".to_owned())), "what is gone weighs nothing");
    });
}

fn at_the_house() -> (House, String, String) {
    let (mut code, mut token) = (String::new(), String::new());
    let house = House::open(|w| {
        w.now = placer::edge::now();
        let d = desk(w);
        code = d.bought(w, 2_000).code;
        w.login("exporter", AccountRole::Exporter, None, Some(d.exporter.0));
        w.login("approver", AccountRole::Approver, None, None);
        let reviewer = w.login("reviewer", AccountRole::Reviewer, None, None);
        token = w.token(&reviewer);
    });
    (house, code, token)
}

#[test]
fn the_pages_lead_from_the_parcel_to_the_decision() {
    let (house, code, token) = at_the_house();
    let mut exporter = house.signed_in("exporter");
    let parcel = format!("/parcels/{code}");
    assert!(exporter.get(&parcel).body.contains(&format!("/removals/new?parcel={code}")));
    let form = exporter.get(&format!("/removals/new?parcel={code}"));
    assert!(form.body.contains(&format!("value=\"{code}\"")) && form.body.contains("2.00"), "{}", form.body);
    let bad = [("parcel", code.as_str()), ("cause", "stolen"), ("on", "2026-13-01"), ("happened", "The safe was open")];
    let refused = exporter.submit("/removals/new", &bad);
    assert!(refused.status == 422 && refused.body.contains("The safe was open") && refused.body.contains("2026-13-01"), "{}", refused.body);
    let today = placer::edge::now().day().to_string();
    let good = [
        ("parcel", code.as_str()),
        ("cause", "stolen"),
        ("on", today.as_str()),
        ("reference", "CID 44"),
        ("happened", "The safe was open"),
    ];
    let check = exporter.submit("/removals/new", &good);
    assert!(check.status == 200 && check.body.contains("CID 44") && check.body.contains("Stolen"), "{}", check.body);
    let done = exporter.submit("/removals/new", &[good.as_slice(), &[("confirmed", "yes")]].concat());
    assert_eq!(done.status, 303, "{}", done.body);
    let to = done.header("location").to_owned();
    let path = to.split('?').next().unwrap().to_owned();
    assert!(exporter.get(&to).body.contains("Report made"));
    assert!(exporter.get(&parcel).body.contains("Reported as out of stock") && exporter.get("/removals").body.contains(&code));
    let mut approver = house.signed_in("approver");
    assert!(approver.get("/").body.contains("1 report of stones out of stock waits for you"));
    let silent = approver.submit(&path, &[("act", "refuse")]);
    assert!(silent.status == 422 && silent.body.contains("f-reason"), "{}", silent.body);
    assert_eq!(approver.submit(&path, &[("act", "confirm")]).status, 303);
    assert!(!approver.get("/").body.contains("out of stock waits"));
    let shown = exporter.get(&parcel).body;
    assert!(shown.contains("Out of stock by report") && !shown.contains("/removals/new"), "{shown}");
    let mut reviewer = house.signed_in("reviewer");
    assert!(reviewer.get(&path).body.contains("CID 44") && reviewer.get("/removals?state=confirmed").body.contains(&code));
    assert_eq!(reviewer.get("/removals/new").status, 403);
    reviewer.headers.push(("authorization".into(), format!("Bearer {token}")));
    let json = reviewer.get("/api/v1/removals?state=confirmed").json();
    assert_eq!((&json["items"][0]["parcel"], &json["items"][0]["cause"]), (&code.as_str().into(), &"stolen".into()), "{json}");
    assert_eq!(reviewer.get(&format!("/api/v1/parcels/{code}")).json()["removed"], true);
}
