//! Inspections: announced, drawn, carried out and put right; the draw repeated by the script of the documentation; dry runs.

use crate::control::seen;
use crate::shipment::{Desk, desk};
use crate::verify::{breaches, verified};
use crate::world::{World, codes, day, each, mct};
use placer::domain::access::{AccountRole, Actor, Reach};
use placer::domain::control::Severity;
use placer::domain::event::*;
use placer::domain::ids::{InspectionId, InspectionPlanId, TargetId};
use placer::domain::inspection::{Plan, dry_run_code, inspection_code, plan_code};
use placer::service::error::ServiceError;
use placer::service::inspection::*;
use placer::store::inspection::*;

pub fn asked(kind: InspectionKind, count: i64) -> AnnounceInspections {
    AnnounceInspections { kind: Some(kind), count, office: None, draw_on: None, until: Some(day("2026-06-20")) }
}

fn announced(w: &mut World, by: &Actor, command: &AnnounceInspections) -> InspectionPlanId {
    w.submit(by, command).unwrap().subject.parse().unwrap()
}

fn plan(w: &World, id: InspectionPlanId) -> Plan {
    w.read(|rx| plan_fetch(rx, id)).unwrap()
}

fn code_of(w: &World, kind: InspectionKind, target: TargetId) -> String {
    w.read(|rx| target_code(rx, kind, target)).unwrap()
}

/// A whole checklist on which all is as it should be.
fn visit(w: &World, kind: InspectionKind, target: &str) -> RecordInspection {
    let items = w.app.env.profile.inspections.as_ref().unwrap().items(kind);
    RecordInspection {
        kind: Some(kind),
        target: target.into(),
        checked: items.iter().map(|item| Checked { item: *item, answer: InspectionAnswer::Yes }).collect(),
        ..RecordInspection::default()
    }
}

fn site_code(w: &World, d: &Desk) -> String {
    w.read(|rx| placer::store::site::site_fetch(rx, d.site)).unwrap().code
}

fn recorded(w: &mut World, by: &Actor, command: &RecordInspection) -> InspectionId {
    w.submit(by, command).unwrap().subject.parse().unwrap()
}

/// A site that was looked at, without anything that was seen.
pub fn bare(w: &mut World, target: TargetId, on: placer::domain::time::Day) -> InspectionRecorded {
    InspectionRecorded {
        inspection: w.id(),
        no: 1,
        code: inspection_code(1),
        office: None,
        kind: InspectionKind::Site,
        target,
        party: None,
        plan: None,
        again: None,
        on,
        position: None,
        accuracy_m: None,
        checked: vec![],
        findings: vec![],
        counted: vec![],
        actions: vec![],
        account: None,
    }
}

/// One of each by plain events; the last of them is concluded.
pub fn plainly(w: &mut World) {
    let (plan, inspection, run, target) = (w.id(), w.id(), w.id(), w.id::<TargetId>());
    let kind = InspectionKind::Site;
    let on = w.now.day();
    let pool = vec![Pooled { target, code: "S".into(), weight: 1 }];
    w.event(InspectionsAnnounced { plan, no: 1, code: plan_code(1), office: None, kind, count: 1, draw_on: on, until: on, pool });
    w.event(InspectionsDrawn { plan, size: 1, root: "0".into(), seed: "0".into(), drawn: vec![target] });
    let actions = vec![CorrectiveAction { what: "x".into(), party: None, due: on }];
    let made = InspectionRecorded { inspection, plan: Some(plan), actions, ..bare(w, target, on) };
    w.event(made);
    w.event(InspectionActionDone { inspection, action: 1, on, proof: "x".into() });
    let parcel = w.parcel(1);
    w.event(DryRunStarted { run, no: 1, code: dry_run_code(1), office: None, parcel: parcel.id, parcel_no: 1, purpose: "x".into() });
    w.event(DryRunConcluded { run, outcome: DryRunOutcome::Passed, report: "x".into() });
}

#[test]
fn a_draw_cannot_be_made_before_its_day_is_over_and_leads_to_what_is_put_right() {
    each(|w| {
        let d = desk(w);
        let code = site_code(w, &d);
        let id = announced(w, &d.officer, &asked(InspectionKind::Site, 1));
        assert_eq!(codes(&w.submit(&d.officer, &DrawInspections { plan: id })), ["inspection.not_over"]);
        w.later(48);
        w.submit(&d.officer, &DrawInspections { plan: id }).unwrap();
        assert_eq!(codes(&w.submit(&d.officer, &DrawInspections { plan: id })), ["inspection.drawn"]);
        let drawn = plan(w, id).drawn.unwrap().0;
        assert_eq!(drawn.drawn, [TargetId::new(d.site.uuid())]);
        let made = RecordInspection {
            plan: Some(plan_code(1)),
            findings: vec![Finding { severity: FindingSeverity::Major, text: "the book is behind".into() }],
            actions: vec![ActionAsked { what: "bring it up to date".into(), by_party: true, due: day("2026-06-10") }],
            ..visit(w, InspectionKind::Site, &code)
        };
        let inspection = recorded(w, &d.officer, &made);
        assert_eq!(codes(&w.submit(&d.officer, &made)), ["inspection.made"]);
        assert_eq!(w.read(|rx| plan_targets(rx, 1))[0].inspection, Some((inspection, inspection_code(1))));
        let counted = |w: &World, today| w.read(|rx| actions_count(rx, Reach::Party(d.miner.0), day(today)));
        assert_eq!((counted(w, "2026-06-10"), counted(w, "2026-06-11")), ((1, 0), (1, 1)));
        let done = FinishInspectionAction { inspection, action: 1, on: None, proof: "seen at the office".into() };
        w.submit(&d.officer, &done).unwrap();
        assert_eq!(codes(&w.submit(&d.officer, &done)), ["inspection.action_done"]);
        assert_eq!(counted(w, "2026-06-11"), (0, 0));
        let again = RecordInspection { again: Some(inspection_code(1)), ..visit(w, InspectionKind::Site, &code) };
        recorded(w, &d.officer, &again);
        assert_eq!(w.read(|rx| inspections_again(rx, inspection)).len(), 1);
        assert_eq!(verified(w).findings, []);
    });
}

/// The script in the documentation.
fn script() -> String {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/inspections.md")).unwrap();
    text.split_once("```python\n").unwrap().1.split_once("```").unwrap().0.to_owned()
}

#[test]
fn the_script_of_the_documentation_draws_the_same_list() {
    assert!(script().lines().count() <= 10);
    each(drawn_again);
}

fn drawn_again(w: &mut World) {
    let d = desk(w);
    for _ in 0..30 {
        w.site(Some(d.miner.1), None);
    }
    let id = announced(w, &d.officer, &asked(InspectionKind::Site, 7));
    w.later(48);
    w.submit(&d.officer, &DrawInspections { plan: id }).unwrap();
    let plan = plan(w, id);
    let draw = plan.drawn.unwrap().0;
    let dir = crate::support::process::scratch_dir("draw");
    let (py, pool) = (dir.join("draw.py"), dir.join("pool.csv"));
    std::fs::write(&py, script()).unwrap();
    let rows: String = plan.facts.pool.iter().map(|p| format!("{},{}\n", p.code, p.weight)).collect();
    std::fs::write(&pool, format!("code,weight\n{rows}")).unwrap();
    let out = std::process::Command::new("python3").arg(&py).args([&draw.seed, "7"]).arg(&pool).output().unwrap();
    let told: Vec<String> = String::from_utf8(out.stdout).unwrap().lines().map(str::to_owned).collect();
    let list: Vec<String> = draw.drawn.iter().map(|t| code_of(w, InspectionKind::Site, *t)).collect();
    assert_eq!((told, list.len()), (list, 7));
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn what_an_announcement_lacks_is_told_all_at_once() {
    each(|w| {
        let d = desk(w);
        let none = AnnounceInspections { kind: None, count: 0, office: Some(w.id()), draw_on: Some(day("2026-06-01")), until: None };
        assert_eq!(codes(&w.submit(&d.officer, &none)), ["unknown_choice", "required", "inspection.day_begun", "required"]);
        let refused = |w: &mut World, c: AnnounceInspections| codes(&w.submit(&d.officer, &c));
        assert_eq!(refused(w, asked(InspectionKind::Site, 2)), ["inspection.count"]);
        assert_eq!(refused(w, asked(InspectionKind::Buyer, 1)), ["inspection.nothing"]);
        let early = AnnounceInspections { until: Some(day("2026-06-02")), ..asked(InspectionKind::Site, 1) };
        assert_eq!(refused(w, early), ["inspection.ends_early"]);
        let far = AnnounceInspections { until: Some(day("2028-06-02")), ..asked(InspectionKind::Site, 1) };
        assert_eq!(refused(w, far), ["inspection.too_far"]);
        let office = w.office("BO");
        let one = AnnounceInspections { office: Some(office), ..asked(InspectionKind::Office, 1) };
        assert_eq!(refused(w, one), ["inspection.offices_by_all"]);
        announced(w, &d.officer, &asked(InspectionKind::Office, 1));
        announced(w, &d.officer, &asked(InspectionKind::Exporter, 1));
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn nobody_inspects_himself_and_stock_is_counted_against_the_book() {
    each(|w| {
        let d = desk(w);
        let code = site_code(w, &d);
        let refused = |w: &mut World, by: &Actor, c: RecordInspection| codes(&w.submit(by, &c));
        let seq = w.read(|rx| placer::store::site::site_fetch(rx, d.site)).unwrap().registered_seq;
        let author = w.read(|rx| placer::store::journal::entry_fetch(rx, seq)).unwrap().entry.account;
        let registrar = w.read(|rx| placer::store::account::account_fetch(rx, author)).unwrap().actor;
        let turned = w.becomes(&registrar, AccountRole::Officer);
        let own = visit(w, InspectionKind::Site, &code);
        assert_eq!(refused(w, &turned, own), ["inspection.own_entry"]);
        let office = w.office("BO");
        let supervisor = w.account(AccountRole::Supervisor, Some(office), None);
        let mine = visit(w, InspectionKind::Office, "BO");
        assert_eq!(refused(w, &supervisor, mine), ["inspection.own_office"]);
        let others = visit(w, InspectionKind::Site, &code);
        assert_eq!(refused(w, &supervisor, others), ["inspection.target"]);
        let p = d.bought(w, 2_000);
        let exporter = w.read(|rx| placer::store::party::party_fetch(rx, d.exporter.0)).unwrap().code;
        let stock = |stones, mct_seen| vec![CountedStock { parcel: p.code.clone(), weight_mct: mct(mct_seen), stones }];
        let half = RecordInspection { counted: stock(0, 5), ..visit(w, InspectionKind::Exporter, &exporter) };
        assert_eq!(refused(w, &d.officer, half), ["inspection.half_counted"]);
        let wrong = RecordInspection {
            on: Some(day("2026-06-09")),
            plan: Some("IP-1".into()),
            again: Some("IN-1".into()),
            checked: vec![],
            findings: vec![Finding { severity: FindingSeverity::Minor, text: " ".into() }],
            counted: vec![CountedStock { parcel: "P-1".into(), weight_mct: mct(1), stones: 1 }],
            actions: vec![ActionAsked { what: " ".into(), by_party: true, due: day("2026-06-01") }],
            ..visit(w, InspectionKind::Exporter, &exporter)
        };
        let told = refused(w, &d.officer, wrong);
        for code in
            ["day.future", "inspection.plan", "inspection.again", "inspection.item", "required", "inspection.due", "inspection.not_held"]
        {
            assert!(told.contains(&code), "{code}: {told:?}");
        }
        let id = recorded(w, &d.officer, &RecordInspection { counted: stock(2, 1_900), ..visit(w, InspectionKind::Exporter, &exporter) });
        assert_eq!(w.read(|rx| inspection_fetch(rx, id)).unwrap().difference(), (-100, -1));
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn offices_keep_their_plans_and_a_party_sees_what_was_found() {
    each(|w| {
        let d = desk(w);
        let (here, there) = (w.office("BO"), w.office("KONO"));
        let own = w.account(AccountRole::Supervisor, Some(here), None);
        let licence = w.licence("artisanal", d.miner.0, Some(here));
        let site = w.site(Some(licence), Some(here));
        let id = announced(w, &own, &asked(InspectionKind::Site, 1));
        assert_eq!(plan(w, id).facts.pool.len(), 1);
        let seen = |reach| w.read(|rx| plans(rx, reach, None, 9)).len();
        let of = [Reach::All, Reach::Office(here), Reach::Office(there), Reach::Party(d.miner.0), Reach::Nothing];
        assert_eq!(of.map(seen), [1, 1, 0, 0, 0]);
        let other = w.account(AccountRole::Supervisor, Some(there), None);
        w.later(48);
        assert!(matches!(w.submit(&other, &DrawInspections { plan: id }), Err(ServiceError::NotFound(_))));
        assert!(matches!(w.submit(&d.approver, &DrawInspections { plan: id }), Err(ServiceError::Forbidden)));
        w.submit(&own, &DrawInspections { plan: id }).unwrap();
        let code = w.read(|rx| placer::store::site::site_fetch(rx, site)).unwrap().code;
        let made = RecordInspection { plan: Some(plan_code(1)), ..visit(w, InspectionKind::Site, &code) };
        recorded(w, &own, &made);
        let seen = |reach| w.read(|rx| inspections(rx, reach, &InspectionFilter::default(), None, 9)).len();
        assert_eq!(of.map(seen), [1, 1, 0, 1, 0]);
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn the_audit_tells_draws_and_visits_that_no_command_would_make() {
    each(|w| {
        let d = desk(w);
        let first = announced(w, &d.officer, &asked(InspectionKind::Site, 1));
        let facts = plan(w, first).facts;
        let says = |w: &World, at: i64, rule: &str| assert!(breaches(w).contains(&(at, rule.to_owned())), "{rule}: {:?}", breaches(w));
        type Wrong = fn(&mut InspectionsAnnounced);
        let wrong: [Wrong; 6] = [
            |e| e.draw_on = day("2026-06-01"),
            |e| e.until = e.draw_on,
            |e| e.count = 2,
            |e| e.pool[0].weight = 101,
            |e| e.pool.clear(),
            |e| e.no += 5,
        ];
        for (no, change) in (2..).zip(wrong) {
            let mut e = InspectionsAnnounced { plan: w.id(), no, code: plan_code(no), ..facts.clone() };
            change(&mut e);
            let at = w.event_by(&d.officer, e).seq;
            says(w, at, "I1");
        }
        let early = InspectionsDrawn { plan: first, size: 1, root: "0".repeat(64), seed: "0".repeat(64), drawn: vec![] };
        let at = w.event_by(&d.officer, early.clone()).seq;
        says(w, at, "I2");
        w.later(48);
        let mut act = w.act(&d.officer);
        let second = InspectionsAnnounced { plan: w.id(), no: 8, code: plan_code(8), draw_on: day("2026-06-04"), ..facts };
        w.event_by(&d.officer, second.clone());
        w.later(48);
        act.now = w.now;
        let Event::InspectionsDrawn(good) = w.app.preview(&mut act, &DrawInspections { plan: second.plan }).unwrap() else { panic!() };
        let at = w.event_by(&d.officer, InspectionsDrawn { drawn: vec![], ..good.clone() }).seq;
        says(w, at, "I2");
        let at = w.event_by(&d.officer, InspectionsDrawn { size: good.size - 1, ..good }).seq;
        says(w, at, "I2");
    });
}

#[test]
fn the_audit_tells_inspections_and_dry_runs_that_no_command_would_make() {
    each(|w| {
        let d = desk(w);
        let code = site_code(w, &d);
        let mut act = w.act(&d.officer);
        let visited = RecordInspection {
            actions: vec![ActionAsked { what: "x".into(), by_party: true, due: day("2026-06-03") }],
            ..visit(w, InspectionKind::Site, &code)
        };
        let Event::InspectionRecorded(good) = w.app.preview(&mut act, &visited).unwrap() else { panic!() };
        w.event_by(&d.officer, good.clone());
        let says = |w: &World, at: i64, rule: &str| assert!(breaches(w).contains(&(at, rule.to_owned())), "{rule}: {:?}", breaches(w));
        type Wrong = fn(&mut InspectionRecorded);
        let wrong: [Wrong; 7] = [
            |e| e.no += 50,
            |e| e.on = day("2026-06-09"),
            |e| e.party = None,
            |e| e.target = TargetId::nobody(),
            |e| e.again = Some(InspectionId::nobody()),
            |e| e.actions[0].due = day("2026-05-01"),
            |e| e.checked.push(e.checked[0].clone()),
        ];
        for (no, change) in (2..).zip(wrong) {
            let mut e = InspectionRecorded { inspection: w.id(), no, code: inspection_code(no), ..good.clone() };
            change(&mut e);
            let at = w.event_by(&d.officer, e).seq;
            says(w, at, "I3");
        }
        let plan = Some(announced(w, &d.officer, &asked(InspectionKind::Site, 1)));
        let e = InspectionRecorded { inspection: w.id(), no: 9, code: inspection_code(9), plan, ..good.clone() };
        let at = w.event_by(&d.officer, e).seq;
        says(w, at, "I3");
        let done =
            |action, proof: &str| InspectionActionDone { inspection: good.inspection, action, on: day("2026-06-01"), proof: proof.into() };
        for e in [done(2, "x"), done(1, " "), done(1, "x")] {
            let at = w.event_by(&d.officer, e).seq;
            says(w, at, "I4");
        }
        let real = w.production(d.site, d.miner.1, d.miner.0, 500, 1);
        let run = w.id();
        let (parcel, parcel_no) = (real.id, real.no);
        let e = DryRunStarted { run, no: 1, code: dry_run_code(1), office: None, parcel, parcel_no, purpose: "x".into() };
        let at = w.event_by(&d.officer, e).seq;
        says(w, at, "I5");
        let at = w.event_by(&d.officer, DryRunConcluded { run, outcome: DryRunOutcome::Passed, report: " ".into() }).seq;
        says(w, at, "I5");
    });
}

#[test]
fn a_site_that_was_not_inspected_in_time_is_told_until_it_is() {
    each(|w| {
        let d = desk(w);
        let code = site_code(w, &d);
        let alerts = |w: &mut World| {
            w.app.look_as_daily(w.now).unwrap();
            seen(w, "C20").len()
        };
        assert_eq!(alerts(w), 0);
        w.later(24 * 181);
        assert_eq!(alerts(w), 1);
        let today = w.now.day();
        let whole =
            |w: &World| w.read(|rx| inspection_coverage(rx, &w.app.env.profile, InspectionKind::Site, today)).remove(&None).unwrap();
        assert_eq!((whole(w).whole, whole(w).within, whole(w).never), (1, 0, 1));
        let command = visit(w, InspectionKind::Site, &code);
        recorded(w, &d.officer, &command);
        assert_eq!(alerts(w), 0);
        assert_eq!((whole(w).whole, whole(w).within, whole(w).never), (1, 1, 0));
        w.later(24 * 181);
        assert_eq!(alerts(w), 1);
        let severity = |w: &World| {
            let all = w.read(|rx| placer::store::control::alerts(rx, Reach::All, &Default::default(), 0, 100));
            all.into_iter().find(|a| a.key.control == "C20").unwrap().severity
        };
        assert_eq!(severity(w), Severity::Notice);
        w.later(24 * 181);
        assert_eq!((alerts(w), severity(w)), (1, Severity::Alarm), "twice the interval");
    });
}

#[test]
fn a_test_parcel_is_walked_and_its_steps_stand_in_the_report() {
    each(|w| {
        let d = desk(w);
        let real = w.production(d.site, d.miner.1, d.miner.0, 500, 1);
        let facts = crate::world::facts(d.site, d.miner.1, 700);
        let test = w.produced(d.miner.0, facts, true);
        let start = |parcel: &str| StartDryRun { parcel: parcel.into(), purpose: "whether a slip is asked for".into() };
        assert_eq!(codes(&w.submit(&d.officer, &start(&real.code))), ["dry_run.no_test"]);
        let run = w.submit(&d.officer, &start(&test.code)).unwrap().subject.parse().unwrap();
        let slip = w.offer(&[test.no], d.miner, d.exporter);
        w.event(PurchaseClosed { purchase: slip, end: PurchaseEnd::Declined, reason: Some("test".into()) });
        let steps = w.read(|rx| dry_run_steps(rx, test.no));
        let kinds: Vec<&str> = steps.iter().map(|s| s.event.kind()).collect();
        assert_eq!(kinds, ["production.recorded", "purchase.offered", "purchase.closed"]);
        let end = ConcludeDryRun { run, outcome: Some(DryRunOutcome::Stopped), report: "nobody bought it".into() };
        w.submit(&d.officer, &end).unwrap();
        assert_eq!(codes(&w.submit(&d.officer, &end)), ["dry_run.over"]);
        assert!(w.read(|rx| dry_run_fetch(rx, run)).unwrap().concluded.is_some());
    });
}
