//! Footprints: counted by size, adopted by two people, held against parcels and half-years, told by controls and both audits.

mod pages;

use crate::shipment::{Desk, desk};
use crate::verify::{breaches, verified};
use crate::world::{World, codes, day, each, facts, mct};
use placer::domain::access::{AccountRole, Reach};
use placer::domain::control::Alert;
use placer::domain::event::*;
use placer::domain::footprint::{FootprintArea, FootprintState};
use placer::domain::ids::{FootprintId, OfficeId};
use placer::domain::parcel::Parcel;
use placer::service::footprint::{DecideFootprint, ProposeFootprint, SizeParcel, parcel_judged, parcel_sizes};
use placer::service::parcel::SealParcel;
use placer::service::rework::{SortParcel, SortedPart};
use placer::store::control::{AlertFilter, alerts_before};
use placer::store::footprint::{footprint_holding, footprints, parcel_was_sorted};

/// Of a hundred stones so many in each class, from the smallest, each of the mass given.
const FINE: [(i64, i64); 4] = [(40, 60), (30, 170), (20, 370), (10, 700)];
const COARSE: [(i64, i64); 4] = [(10, 60), (20, 170), (30, 370), (40, 700)];

/// Lines of so many hundred stones.
pub fn lines(w: &World, field: [(i64, i64); 4], hundreds: i64) -> Vec<SizeLine> {
    let profile = w.app.env.profile.clone();
    let classes = &profile.production_sizes().unwrap().classes;
    let line = |((stones, each), class): ((i64, i64), &placer::domain::jurisdiction::SizeClass)| SizeLine {
        class: class.code.clone(),
        stones: stones * hundreds,
        weight_mct: mct(stones * each * hundreds),
    };
    field.into_iter().zip(classes).map(line).collect()
}

fn whole(lines: &[SizeLine]) -> (i64, i64) {
    (lines.iter().map(|l| l.stones).sum(), lines.iter().map(|l| l.weight_mct.mct()).sum())
}

/// A day's production of an office with its stones counted by size.
pub fn dig(w: &mut World, d: &Desk, office: OfficeId, on: &str, sizes: Vec<SizeLine>) -> Parcel {
    let (stones, weight) = whole(&sizes);
    let no = w.read(placer::store::parcel::parcel_next_no);
    let parcel = w.new_parcel(no, weight, stones);
    let facts = ProductionFacts { on: day(on), stones, classes: sizes, ..facts(d.site, d.miner.1, weight) };
    w.event(ProductionRecorded { parcel, holder: d.miner.0, office: Some(office), test: false, facts });
    w.parcel(no)
}

fn propose(w: &mut World, d: &Desk, office: OfficeId) -> Result<FootprintId, placer::service::error::ServiceError> {
    let command = ProposeFootprint {
        area: Some(FootprintArea::Office { office }),
        from: Some(day("2026-01-01")),
        to: Some(day("2026-04-30")),
        reason: "the first months".into(),
    };
    w.submit(&d.officer, &command).map(|r| r.subject.parse().unwrap())
}

pub fn adopted(w: &mut World, d: &Desk, office: OfficeId) -> FootprintId {
    let footprint = propose(w, d, office).unwrap();
    w.submit(&d.approver, &DecideFootprint { footprint, adopt: true, reason: None }).unwrap();
    footprint
}

/// A desk whose office has a reference of 1,200 stones in three entries.
fn referred(w: &mut World) -> (Desk, OfficeId) {
    let d = desk(w);
    let office = w.office("KEN");
    for on in ["2026-01-10", "2026-02-10", "2026-03-10"] {
        let sizes = lines(w, FINE, 4);
        dig(w, &d, office, on, sizes);
    }
    adopted(w, &d, office);
    (d, office)
}

fn told(w: &World, control: &str) -> Vec<Alert> {
    let all = w.read(|rx| alerts_before(rx, Reach::All, &AlertFilter::default(), None, 1_000));
    all.into_iter().filter(|a| a.key.control == control && a.gone_at.is_none()).collect()
}

#[test]
fn a_reference_is_what_entries_add_up_to_and_two_people_adopt_it() {
    each(|w| {
        let d = desk(w);
        let office = w.office("KEN");
        assert_eq!(codes(&propose(w, &d, office)), ["footprint.too_few"]);
        for on in ["2026-01-10", "2026-02-10"] {
            let sizes = lines(w, FINE, 6);
            dig(w, &d, office, on, sizes);
        }
        // Out of its days, of another office, not counted by size: none of these is in it.
        let (other, sizes) = (w.office("BO"), lines(w, COARSE, 6));
        dig(w, &d, office, "2026-05-10", sizes.clone());
        dig(w, &d, other, "2026-02-10", sizes);
        d.bought(w, 1_000);
        let footprint = propose(w, &d, office).unwrap();
        let found = w.read(|rx| footprints(rx, None, None, None, 10)).remove(0);
        assert_eq!((found.facts.entries, found.facts.stones, found.facts.weight_mct), (2, 1_200, mct(262_800)));
        assert_eq!(found.facts.lines, lines(w, FINE, 12));
        let decide = |adopt, reason: Option<&str>| DecideFootprint { footprint, adopt, reason: reason.map(str::to_owned) };
        let both = w.becomes(&d.officer, AccountRole::Approver);
        assert!(codes(&w.submit(&both, &decide(true, None))).contains(&"footprint.same_person"));
        assert!(w.submit(&d.approver, &decide(false, None)).is_err(), "without a reason");
        // What came in since makes it another.
        let sizes = lines(w, FINE, 1);
        dig(w, &d, office, "2026-02-20", sizes);
        assert_eq!(codes(&w.submit(&d.approver, &decide(true, None))), ["footprint.changed"]);
        w.submit(&d.approver, &decide(false, Some("entries came in"))).unwrap();
        assert_eq!(codes(&w.submit(&d.approver, &decide(true, None))), ["footprint.decided"]);
        let officer = w.account(AccountRole::Officer, None, None);
        let d = Desk { officer, ..d };
        for version in [1, 2] {
            let id = adopted(w, &d, office);
            let holds = w.read(|rx| footprint_holding(rx, FootprintArea::Office { office }, None)).unwrap();
            assert_eq!((holds.facts.footprint, holds.version, holds.state), (id, Some(version), FootprintState::Adopted));
        }
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn a_count_by_size_is_the_whole_parcel_or_none() {
    each(|w| {
        let (d, _) = referred(w);
        let p = d.bought(w, 219_000);
        let sized = |classes: Vec<SizeLine>| SizeParcel { parcel: p.code.clone(), on: None, classes };
        let one = lines(w, FINE, 10);
        let told = codes(&w.submit(&d.officer, &sized(one.clone())));
        assert_eq!(told, ["production.classes_stones"], "three stones and not a thousand");
        let mut odd = one.clone();
        odd.push(SizeLine { class: "none".into(), stones: 0, weight_mct: mct(5) });
        let told = codes(&w.submit(&d.officer, &sized(odd)));
        for code in ["production.class_unknown", "production.class_empty", "production.classes_weight", "production.classes_stones"] {
            assert!(told.contains(&code), "{code} of {told:?}");
        }
        assert_eq!(codes(&w.submit(&d.officer, &sized(vec![]))), ["required"]);
        let right = vec![SizeLine { class: one[3].class.clone(), stones: 3, weight_mct: p.weight }];
        assert!(w.submit(&d.account, &sized(right.clone())).is_err(), "the exporter himself does not count");
        w.submit(&d.officer, &sized(right.clone())).unwrap();
        w.submit(&d.account, &SealParcel { parcel: p.code.clone(), seal: "S-1".into() }).unwrap();
        assert_eq!(codes(&w.submit(&d.officer, &sized(right))), ["footprint.sealed"]);
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn unsorted_parcels_are_judged_singly_and_sorted_ones_never() {
    each(|w| {
        let (d, office) = referred(w);
        let like = lines(w, FINE, 3);
        let unlike = lines(w, COARSE, 3);
        dig(w, &d, office, "2026-05-10", like.clone());
        let odd = dig(w, &d, office, "2026-05-11", unlike.clone());
        // Another office has no reference: nothing is said.
        let other = w.office("BO");
        dig(w, &d, other, "2026-05-12", unlike.clone());
        w.app.look(w.now).unwrap();
        let alerts = told(w, "X8");
        assert_eq!(alerts.iter().map(|a| a.key.subject.id.clone()).collect::<Vec<_>>(), [odd.no.to_string()]);
        assert_eq!(alerts[0].severity, placer::domain::control::Severity::Notice);
        // Sorted: its parts are never judged by themselves, however they are spread.
        w.sold(&[odd.no], d.miner, d.exporter);
        let (stones, weight) = whole(&unlike);
        let part = |stones, weight| SortedPart { class: "gem".into(), hs: HsCode::Gem, weight_mct: mct(weight), stones };
        let (first, rest) = (whole(&unlike[3..]), (stones - unlike[3].stones, weight - unlike[3].weight_mct.mct()));
        let parts = vec![part(first.0, first.1), part(rest.0, rest.1)];
        w.submit(&d.account, &SortParcel { parcel: odd.code.clone(), parts, loss_mct: mct(0), loss_reason: None, stones_change: 0 })
            .unwrap();
        let best = w.parcel(w.read(placer::store::parcel::parcel_next_no) - 2);
        w.submit(&d.officer, &SizeParcel { parcel: best.code.clone(), on: None, classes: unlike[3..].to_vec() }).unwrap();
        w.app.look(w.now).unwrap();
        assert_eq!(told(w, "X8").len(), 1, "no more than before");
        let profile = w.app.env.profile.clone();
        assert!(w.read(|rx| parcel_was_sorted(rx, &best)));
        let sizing = w.read(|rx| parcel_sizes(rx, &profile, &best)).unwrap();
        assert_eq!(w.read(|rx| parcel_judged(rx, &profile, &best, &sizing, None)), None);
        // Looking at everything sees the same.
        let kept = |w: &World| told(w, "X8").iter().map(|a| format!("{:?} {} {:?}", a.key, a.measure, a.evidence)).collect::<Vec<_>>();
        let before = kept(w);
        w.app.look_at_everything(w.now).unwrap();
        w.app.look(w.now).unwrap();
        assert_eq!(kept(w), before);
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn a_reference_says_nothing_of_what_was_written_down_before_it() {
    each(|w| {
        let d = desk(w);
        let office = w.office("KEN");
        let unlike = lines(w, COARSE, 3);
        dig(w, &d, office, "2026-05-11", unlike);
        for on in ["2026-01-10", "2026-02-10"] {
            let sizes = lines(w, FINE, 6);
            dig(w, &d, office, on, sizes);
        }
        adopted(w, &d, office);
        w.app.look(w.now).unwrap();
        assert_eq!(told(w, "X8").len(), 0);
        w.app.look_at_everything(w.now).unwrap();
        w.app.look(w.now).unwrap();
        assert_eq!(told(w, "X8").len(), 0);
    });
}

#[test]
fn what_an_exporter_sent_in_half_a_year_is_judged_as_a_whole() {
    each(|w| {
        let (d, office) = referred(w);
        let unlike = lines(w, COARSE, 3);
        let odd = dig(w, &d, office, "2026-05-11", unlike);
        w.sold(&[odd.no], d.miner, d.exporter);
        let odd = w.parcel(odd.no);
        let sealed = d.seal(w, &odd);
        w.now = "2026-06-01T09:00:00Z".parse().unwrap();
        let shipment = d.proposed(w, &[&sealed]);
        crate::certificate::issue(w, &d.approver, shipment).unwrap();
        w.app.look_as_daily(w.now).unwrap();
        let alerts = told(w, "X9");
        assert_eq!(
            alerts.iter().map(|a| (a.key.subject.id.clone(), a.key.period.as_str())).collect::<Vec<_>>(),
            [(d.exporter.0.to_string(), "2026-H1")]
        );
        w.app.look_at_everything(w.now).unwrap();
        w.app.look(w.now).unwrap();
        assert_eq!(told(w, "X9").len(), 1);
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn both_audits_tell_each_broken_rule() {
    let proposed = |w: &World, office, footprint, no, stones| FootprintProposed {
        footprint,
        no,
        area: FootprintArea::Office { office },
        table: "weight".into(),
        from: day("2026-01-01"),
        to: day("2026-04-30"),
        entries: 3,
        stones,
        weight_mct: mct(262_800),
        lines: lines(w, FINE, 12),
        reason: "x".into(),
    };
    each(|w| {
        let (d, office) = referred(w);
        let (one, two) = (w.id(), w.id());
        let wrong = proposed(w, office, one, 7, 1_200);
        let number = w.event_by(&d.officer, wrong).seq;
        let wrong = proposed(w, office, two, 3, 1_201);
        let sum = w.event_by(&d.officer, wrong).seq;
        // That one person decides what he proposed the database itself refuses.
        let breaches = breaches(w);
        for due in [(number, "G1".to_owned()), (sum, "G2".to_owned())] {
            assert!(breaches.contains(&due), "{due:?} of {breaches:?}");
        }
    });
    each(|w| {
        let (d, _) = referred(w);
        let p = d.bought(w, 219_000);
        let sized = ParcelSized { parcel: p.id, parcel_no: p.no, on: day("2026-05-30"), table: "weight".into(), lines: lines(w, FINE, 10) };
        let seq = w.event_by(&d.officer, sized).seq;
        assert!(breaches(w).contains(&(seq, "G3".into())), "{:?}", breaches(w));
    });
}

/// One of each row, that look at nothing.
pub fn plainly(w: &mut World) -> FootprintId {
    let footprint = w.id();
    let (parcel, lines) = (w.parcel(1), vec![]);
    w.event(ParcelSized { parcel: parcel.id, parcel_no: 1, on: day("2026-05-30"), table: "weight".into(), lines });
    w.event(FootprintProposed {
        footprint,
        no: 1,
        area: FootprintArea::Zone { zone_no: 1 },
        table: "weight".into(),
        from: day("2026-01-01"),
        to: day("2026-04-30"),
        entries: 0,
        stones: 0,
        weight_mct: mct(0),
        lines: vec![],
        reason: "x".into(),
    });
    footprint
}
