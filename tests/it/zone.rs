//! Zones: who confirms them, what they make of entries and parcels, and what was not known in time.

mod pages;
mod stock;

use crate::shipment::{Desk, prepare};
use crate::verify::{breaches, verified};
use crate::world::{World, codes, day, each, mct};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::event::*;
use placer::domain::geo::{Closing, Position, RawShape, Rings, Shape};
use placer::domain::ids::{ZoneChangeId, ZoneId};
use placer::domain::jurisdiction::Profile;
use placer::domain::parcel::Parcel;
use placer::domain::zone::{ZoneArea, ZoneEffect, ZoneMark, ZoneStatus, zone_code};
use placer::service::certificate::ProposeCertificate;
use placer::service::correction::{DecideCorrection, ProposeProductionCorrection};
use placer::service::parcel::{OpenSeal, ReweighParcel, SealParcel};
use placer::service::production::RecordProduction;
use placer::service::purchase::AcceptPurchase;
use placer::service::removal::ReportRemoval;
use placer::service::rework::{CombineParcels, Part, SplitParcel};
use placer::service::zone::{DecideZone, ProposeRelease, ProposeZone, ProposeZoneBoundary, ProposeZoneStatus, ZoneSpan};
use placer::store::production::source_fetch;
use placer::store::site::site_fetch;
use placer::store::zone::{zone_changes, zone_fetch, zone_histories, zones};

/// A desk whose site an office looks after.
pub fn desk(w: &mut World) -> Desk {
    let mut d = crate::shipment::desk(w);
    let office = w.office("KEN");
    d.site = w.site(Some(d.miner.1), Some(office));
    d
}

/// The bundled rules of Sierra Leone.
fn rules() -> &'static str {
    Profile::bundled_text("SL").unwrap()
}

pub fn paper(on: &str) -> ZoneDocument {
    ZoneDocument { title: "Administrative decision".into(), number: Some("AD-7".into()), on: day(on) }
}

/// Corners of a square around the site of the desk, so many 1e-7 degrees to each side.
fn around(w: &World, d: &Desk, half: i32) -> String {
    let site = w.read(|rx| site_fetch(rx, d.site)).unwrap();
    let c = site.facts.centre;
    let at = |dx: i32, dy: i32| Position::new(c.lon_e7() + dx, c.lat_e7() + dy).unwrap().to_string();
    [at(-half, -half), at(half, -half), at(half, half), at(-half, half)].join("\n")
}

pub fn span(status: ZoneStatus, from: &str, to: Option<&str>) -> ZoneSpan {
    ZoneSpan { status: Some(status), from: Some(day(from)), to: to.map(day) }
}

pub fn proposal(name: &str, area: String, statuses: Vec<ZoneSpan>) -> ZoneProposal {
    ZoneProposal(ProposeZone {
        name: name.into(),
        authority: "Ministry of Mines".into(),
        office: None,
        area,
        document: paper("2026-04-01"),
        statuses,
        reason: "armed groups came".into(),
    })
}

pub struct ZoneProposal(pub ProposeZone);

/// The last proposal there is.
fn last(w: &World) -> placer::domain::zone::ZoneChange {
    w.read(|rx| zone_changes(rx, None, None, None, 1)).remove(0)
}

pub fn confirm(w: &mut World, d: &Desk, change: ZoneChangeId) -> Vec<ZoneFound> {
    let receipt = w.submit(&d.approver, &DecideZone { change, confirm: true, reason: None }).unwrap();
    match w.read(|rx| placer::store::journal::entry_fetch(rx, receipt.seq)).unwrap().entry.event {
        Event::ZoneDecided(e) => e.found,
        other => panic!("{other:?}"),
    }
}

/// A zone around the desk's site, confirmed; what its confirmation found.
pub fn zoned(w: &mut World, d: &Desk, name: &str, statuses: Vec<ZoneSpan>) -> (ZoneId, Vec<ZoneFound>) {
    let area = around(w, d, 200_000);
    w.submit(&d.officer, &proposal(name, area, statuses).0).unwrap();
    let change = last(w);
    let found = confirm(w, d, change.facts.change);
    (change.facts.zone.unwrap(), found)
}

/// Another status of a zone, confirmed.
pub fn becomes(w: &mut World, d: &Desk, zone: ZoneId, s: ZoneSpan) -> Vec<ZoneFound> {
    let ZoneSpan { status, from, to } = s;
    let command = ProposeZoneStatus { zone, status, from, to, document: paper("2026-04-01"), reason: "news".into() };
    w.submit(&d.officer, &command).unwrap();
    let change = last(w).facts.change;
    confirm(w, d, change)
}

pub fn dig(d: &Desk, on: &str) -> RecordProduction {
    RecordProduction {
        site: d.site,
        licence: d.miner.1,
        on: day(on),
        stones: 3,
        weight_mct: mct(1_000),
        largest_mct: None,
        classes: vec![],
        diggers: None,
        gravel_dm3: None,
        days_worked: None,
        page: None,
        position: None,
        accuracy_m: None,
        late_reason: Some("the road was cut".into()),
        test: false,
    }
}

/// The registrar of the office that looks after the desk's site.
fn registrar(w: &mut World, d: &Desk) -> Actor {
    let site = w.read(|rx| site_fetch(rx, d.site)).unwrap();
    w.account(AccountRole::Registrar, site.facts.office, None)
}

fn dug(w: &mut World, by: &Actor, d: &Desk, on: &str) -> Parcel {
    w.submit(by, &dig(d, on)).unwrap();
    let no = w.read(placer::store::parcel::parcel_next_no) - 1;
    w.parcel(no)
}

fn effect(w: &World, no: i64) -> ZoneEffect {
    w.read(|rx| source_fetch(rx, no)).unwrap().zone
}

#[test]
fn production_before_during_and_after_an_embargo_with_late_entries() {
    each(|w| {
        let d = desk(w);
        let by = registrar(w, &d);
        let (zone, found) = zoned(w, &d, "North", vec![span(ZoneStatus::Open, "2026-01-01", None)]);
        assert_eq!(found, []);
        assert_eq!(becomes(w, &d, zone, span(ZoneStatus::Embargo, "2026-05-10", Some("2026-05-20"))), []);
        // All of them are written down afterwards: the day of digging counts.
        let told: Vec<_> = ["2026-05-09", "2026-05-10", "2026-05-20", "2026-05-21"]
            .map(|on| dug(w, &by, &d, on))
            .iter()
            .map(|p| (p.zone, effect(w, p.no)))
            .collect();
        let frozen = (Some(ZoneMark::Frozen), ZoneEffect::Freeze);
        assert_eq!(told, [(None, ZoneEffect::None), frozen, frozen, (None, ZoneEffect::None)]);
        let source = w.read(|rx| source_fetch(rx, 2)).unwrap();
        let facts = source.facts.unwrap();
        assert!(facts.flags.contains(&ProductionFlag::Zone) && facts.flags.contains(&ProductionFlag::Late));
        let judged = facts.zone.unwrap();
        assert_eq!(judged.held.iter().map(|h| (h.zone_no, h.status)).collect::<Vec<_>>(), [(1, ZoneStatus::Embargo)]);
        // Lifting it frees nothing of what was dug meanwhile.
        assert_eq!(becomes(w, &d, zone, span(ZoneStatus::Open, "2026-05-15", None)), []);
        assert_eq!(w.parcel(3).zone, Some(ZoneMark::Frozen));
        assert_eq!(dug(w, &by, &d, "2026-05-16").zone, None);
        assert_eq!(verified(w).findings, []);
        // What was known then can still be shown.
        let known = |w: &World, as_of| w.read(|rx| zone_histories(rx, None, as_of))[0].status_on(day("2026-05-16")).map(|s| s.status);
        assert_eq!((known(w, Some(source.seq)), known(w, None)), (Some(ZoneStatus::Embargo), Some(ZoneStatus::Open)));
    });
}

#[test]
fn a_closed_zone_refuses_entries_and_the_strictest_of_overlapping_zones_counts() {
    each(|w| {
        let d = desk(w);
        let by = registrar(w, &d);
        zoned(w, &d, "Border", vec![span(ZoneStatus::Border, "2026-01-01", None)]);
        let flagged = dug(w, &by, &d, "2026-05-11");
        assert_eq!((flagged.zone, effect(w, flagged.no)), (Some(ZoneMark::Flag), ZoneEffect::Flag));
        zoned(w, &d, "Rebels", vec![span(ZoneStatus::Rebel, "2026-05-12", None)]);
        let frozen = dug(w, &by, &d, "2026-05-12");
        assert_eq!(frozen.zone, Some(ZoneMark::Frozen));
        let facts = w.read(|rx| source_fetch(rx, frozen.no)).unwrap().facts.unwrap();
        assert_eq!(facts.zone.unwrap().held.iter().map(|h| h.zone_no).collect::<Vec<_>>(), [1, 2]);
        zoned(w, &d, "Park", vec![span(ZoneStatus::Protected, "2026-05-14", Some("2026-05-15"))]);
        assert_eq!(codes(&w.submit(&by, &dig(&d, "2026-05-14"))), ["zone.refuses"]);
        assert_eq!(codes(&w.submit(&by, &dig(&d, "2026-05-15"))), ["zone.refuses"]);
        assert_eq!(dug(w, &by, &d, "2026-05-16").zone, Some(ZoneMark::Frozen));
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn a_status_that_came_to_be_known_late_finds_what_was_dug_and_freezes_what_lives_of_it() {
    each(|w| {
        let d = desk(w);
        let by = registrar(w, &d);
        let (before, during, mixed, other) =
            (dug(w, &by, &d, "2026-05-09"), dug(w, &by, &d, "2026-05-11"), dug(w, &by, &d, "2026-05-12"), dug(w, &by, &d, "2026-05-01"));
        w.sold(&[during.no, mixed.no, other.no], d.miner, d.exporter);
        let mix = [mixed.code.clone(), other.code.clone()].to_vec();
        w.submit(&d.account, &CombineParcels { parcels: mix, loss_mct: mct(0), loss_reason: None, stones_change: 0 }).unwrap();
        let made = w.parcel(other.no + 1);
        let split = SplitParcel {
            parcel: during.code.clone(),
            parts: vec![Part { weight_mct: mct(400), stones: 1 }, Part { weight_mct: mct(600), stones: 2 }],
            loss_mct: mct(0),
            loss_reason: None,
            stones_change: 0,
        };
        w.submit(&d.account, &split).unwrap();
        let (_, found) = zoned(w, &d, "North", vec![span(ZoneStatus::Embargo, "2026-05-10", None)]);
        let told: Vec<_> = found.iter().map(|f| (f.parcel_no, f.effect)).collect();
        assert_eq!(told, [(during.no, ZoneEffect::Freeze), (mixed.no, ZoneEffect::Freeze)]);
        for (no, mark) in [
            (before.no, None),
            (made.no, Some(ZoneMark::Frozen)),
            (made.no + 1, Some(ZoneMark::Frozen)),
            (made.no + 2, Some(ZoneMark::Frozen)),
        ] {
            assert_eq!(w.parcel(no).zone, mark, "{no}");
        }
        assert_eq!((effect(w, before.no), effect(w, during.no)), (ZoneEffect::None, ZoneEffect::Freeze));
        assert_eq!(verified(w).findings, []);
    });
}

/// What each act with a frozen parcel is answered; what may be done is done.
#[test]
fn a_frozen_parcel_takes_no_act_but_a_seal_until_an_order_releases_it() {
    each(|w| {
        let d = desk(w);
        let (p, other) = (d.bought(w, 2_000), d.bought(w, 1_000));
        let sealed = d.sealed(w, 3_000);
        let dealer = w.party("Dealer", &[placer::domain::role::Role::Dealer], None);
        let dealer = (dealer, w.licence("dealer", dealer, None));
        let buyer = w.account(AccountRole::Buyer, None, Some(dealer.0));
        let slip = w.slip(&[other.no], d.exporter, dealer);
        let purchase = slip.purchase;
        let expires_at = "2026-12-31T00:00:00Z".parse().unwrap();
        w.event(PurchaseOffered { slip, expires_at });
        zoned(w, &d, "North", vec![span(ZoneStatus::Embargo, "2026-05-20", None)]);
        assert!([p.no, sealed.no].iter().all(|no| w.parcel(*no).zone == Some(ZoneMark::Frozen)));
        let (who, part) = (d.account.clone(), |mct_, stones| Part { weight_mct: mct(mct_), stones });
        let weigh = ReweighParcel { parcel: p.code.clone(), weight_mct: mct(1_999), stones: 3, reason: "again".into() };
        let split = SplitParcel {
            parcel: p.code.clone(),
            parts: vec![part(1_000, 1), part(1_000, 2)],
            loss_mct: mct(0),
            loss_reason: None,
            stones_change: 0,
        };
        let accept = AcceptPurchase { purchase, weighed: vec![] };
        let told = codes(&w.submit(&buyer, &accept));
        assert!(told.contains(&"zone.frozen"), "{told:?}");
        assert_eq!(codes(&w.submit(&who, &weigh)), ["zone.frozen"]);
        assert_eq!(codes(&w.submit(&who, &split)), ["zone.frozen"]);
        assert_eq!(codes(&w.submit(&who, &prepare(&[&sealed]))), ["zone.frozen"]);
        assert_eq!(codes(&w.submit(&who, &OpenSeal { parcel: sealed.code.clone(), reason: "look".into() })), ["zone.frozen"]);
        let gone = |cause, taker: Option<&str>| ReportRemoval {
            parcel: p.code.clone(),
            cause: Some(cause),
            on: None,
            taker: taker.map(str::to_owned),
            reference: Some("R-1".into()),
            happened: "as it was".into(),
        };
        assert_eq!(codes(&w.submit(&who, &gone(RemovalCause::Domestic, Some("a cutter")))), ["zone.frozen"]);
        w.submit(&who, &SealParcel { parcel: p.code.clone(), seal: "KEPT-1".into() }).unwrap();
        // Another kind of person, and two of them, and a number.
        let order = |number: Option<&str>| ZoneDocument { number: number.map(str::to_owned), ..paper("2026-05-30") };
        let release = |no: &Parcel, number| ProposeRelease {
            parcels: vec![no.code.clone()],
            order: order(number),
            reason: "the panel agreed".into(),
        };
        assert_eq!(codes(&w.submit(&d.officer, &release(&p, None))), ["required"]);
        w.submit(&d.officer, &release(&p, Some("KP/12"))).unwrap();
        let change = last(w).facts.change;
        w.submit(&d.approver, &DecideZone { change, confirm: true, reason: None }).unwrap();
        assert_eq!(w.parcel(p.no).zone, Some(ZoneMark::Released));
        assert_eq!(codes(&w.submit(&d.officer, &release(&p, Some("KP/12")))), ["zone.not_frozen"]);
        w.submit(&who, &prepare(&[&w.parcel(p.no)])).unwrap();
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn stones_of_unlike_judgement_are_not_combined() {
    each(|w| {
        let d = desk(w);
        let plain = d.bought(w, 1_000);
        zoned(w, &d, "Border", vec![span(ZoneStatus::Border, "2026-05-21", None)]);
        let by = registrar(w, &d);
        let flagged = dug(w, &by, &d, "2026-05-22");
        w.sold(&[flagged.no], d.miner, d.exporter);
        let mix = CombineParcels {
            parcels: vec![plain.code.clone(), flagged.code.clone()],
            loss_mct: mct(0),
            loss_reason: None,
            stones_change: 0,
        };
        assert_eq!(codes(&w.submit(&d.account, &mix)), ["zone.unlike"]);
        // Whoever does it all the same is told of by both audits.
        let out = w.new_parcel(flagged.no + 1, 2_000, plain.stones + flagged.stones);
        let inputs = vec![plain.no, flagged.no];
        let all =
            Rework { holder: d.exporter.0, inputs, outputs: vec![out], loss_mct: mct(0), loss_reason: None, stones_change: 0, test: false };
        let seq = w.event(ParcelCombined(all)).seq;
        assert!(breaches(w).contains(&(seq, "C7".into())), "{:?}", breaches(w));
        assert_eq!(w.parcel(flagged.no + 1).zone, Some(ZoneMark::Flag));
    });
}

#[test]
fn a_corrected_day_moves_an_entry_into_an_embargo_and_out_of_it() {
    each(|w| {
        let d = desk(w);
        let by = registrar(w, &d);
        zoned(w, &d, "North", vec![span(ZoneStatus::Embargo, "2026-05-10", Some("2026-05-20"))]);
        let (inside, outside) = (dug(w, &by, &d, "2026-05-11"), dug(w, &by, &d, "2026-05-21"));
        for (p, on, now) in [(&inside, "2026-05-09", None), (&outside, "2026-05-20", Some(ZoneMark::Frozen))] {
            let mut to = ProposeProductionCorrection::of(p.code.clone(), "the wrong line".into());
            to.on = Some(day(on));
            let correction = w.submit(&by, &to).unwrap().subject.parse().unwrap();
            w.submit(&d.approver, &DecideCorrection { correction, approved: true, reason: None }).unwrap();
            assert_eq!(w.parcel(p.no).zone, now, "{on}");
        }
        assert_eq!(verified(w).findings, []);
        // What is known of zones may change between the two people.
        let mut to = ProposeProductionCorrection::of(inside.code.clone(), "the wrong line".into());
        to.on = Some(day("2026-05-08"));
        let correction = w.submit(&by, &to).unwrap().subject.parse().unwrap();
        zoned(w, &d, "Earlier", vec![span(ZoneStatus::Rebel, "2026-05-07", Some("2026-05-08"))]);
        let told = codes(&w.submit(&d.approver, &DecideCorrection { correction, approved: true, reason: None }));
        assert_eq!(told, ["correction.zone_changed"]);
    });
}

#[test]
fn nothing_counts_before_a_second_person_confirms_it() {
    each(|w| {
        let d = desk(w);
        let by = registrar(w, &d);
        let area = around(w, &d, 200_000);
        let p = proposal("North", area.clone(), vec![span(ZoneStatus::Embargo, "2026-05-10", None)]);
        w.submit(&d.officer, &p.0).unwrap();
        let change = last(w);
        assert_eq!(dug(w, &by, &d, "2026-05-11").zone, None);
        assert_eq!(codes(&w.submit(&d.officer, &p.0)), ["zone.name_taken"]);
        let decide = |confirm, reason: Option<&str>| DecideZone { change: change.facts.change, confirm, reason: reason.map(str::to_owned) };
        assert_eq!(codes(&w.submit(&d.approver, &decide(false, None))), ["required"]);
        let becomes = w.becomes(&d.officer, AccountRole::Approver);
        assert_eq!(codes(&w.submit(&becomes, &decide(true, None))), ["zone.same_person", "signature.same_browser"]);
        w.submit(&d.approver, &decide(false, Some("not signed"))).unwrap();
        assert_eq!(codes(&w.submit(&d.approver, &decide(true, None))), ["zone.decided"]);
        assert!(w.read(zones).is_empty());
    });
}

#[test]
fn what_is_wrong_with_a_proposal_is_told_at_once() {
    each(|w| {
        let d = desk(w);
        let mut p =
            proposal(" ", "0, 0\n0, 1".into(), vec![ZoneSpan { status: None, from: Some(day("2026-05-02")), to: Some(day("2026-05-01")) }])
                .0;
        p.document = ZoneDocument { title: String::new(), number: None, on: day("2027-01-01") };
        p.reason = String::new();
        let told = codes(&w.submit(&d.officer, &p));
        assert_eq!(told, ["required", "site.too_few_corners", "required", "day.future", "required", "zone.status", "zone.ends_before"]);
        assert!(w.submit(&d.account, &p).is_err(), "an exporter proposes no zone");
        let (zone, _) = zoned(w, &d, "North", vec![]);
        let boundary = ProposeZoneBoundary { zone, from: None, area: "{".into(), document: paper("2026-04-01"), reason: "x".into() };
        assert_eq!(codes(&w.submit(&d.officer, &boundary)), ["required", "site.not_geojson"]);
    });
}

#[test]
fn another_boundary_takes_a_site_in_from_its_day() {
    each(|w| {
        let d = desk(w);
        let by = registrar(w, &d);
        let far = "-12.0, 8.0\n-11.99, 8.0\n-11.99, 8.01".to_owned();
        w.submit(&d.officer, &proposal("North", far, vec![span(ZoneStatus::Embargo, "2026-01-01", None)]).0).unwrap();
        let change = last(w);
        assert_eq!(confirm(w, &d, change.facts.change), []);
        let (before, after) = (dug(w, &by, &d, "2026-05-11"), dug(w, &by, &d, "2026-05-13"));
        let area = around(w, &d, 100_000);
        let zone = change.facts.zone.unwrap();
        let boundary =
            ProposeZoneBoundary { zone, from: Some(day("2026-05-12")), area, document: paper("2026-05-12"), reason: "it spread".into() };
        w.submit(&d.officer, &boundary).unwrap();
        let change = last(w).facts.change;
        assert_eq!(confirm(w, &d, change), [ZoneFound { parcel_no: after.no, effect: ZoneEffect::Freeze }]);
        assert_eq!((w.parcel(before.no).zone, w.parcel(after.no).zone), (None, Some(ZoneMark::Frozen)));
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn a_country_that_exports_from_compliant_zones_alone_freezes_the_rest() {
    each(|w| {
        let only = rules().replace("compliant_only = { value = false", "compliant_only = { value = true");
        w.profile(Profile::parse(&only, "x").unwrap());
        let d = desk(w);
        let by = registrar(w, &d);
        let outside = dug(w, &by, &d, "2026-05-11");
        assert_eq!(outside.zone, Some(ZoneMark::Frozen));
        let (zone, _) = zoned(w, &d, "Berberati", vec![span(ZoneStatus::Compliant, "2026-05-12", None)]);
        assert_eq!(dug(w, &by, &d, "2026-05-12").zone, None);
        assert_eq!(w.parcel(outside.no).zone, Some(ZoneMark::Frozen), "nothing is freed by it");
        let found = becomes(w, &d, zone, span(ZoneStatus::Open, "2026-05-12", None));
        assert_eq!(found.iter().map(|f| f.effect).collect::<Vec<_>>(), [ZoneEffect::Freeze]);
        assert_eq!(w.read(|rx| zone_fetch(rx, zone)).unwrap().code, zone_code(1));
    });
}

fn square() -> ZoneArea {
    let at = |x, y| Position::new(x, y).unwrap();
    let ring =
        vec![at(0, 0), at(9, 0), at(9, 9), at(0, 9)].into_iter().map(|p| Position::new(p.lon_e7() * 1_000, p.lat_e7() * 1_000).unwrap());
    let raw = RawShape::Polygon { rings: vec![ring.collect()], closing: Closing::Implied };
    let (Shape::Polygon(rings), _) = Shape::check(raw, "x").unwrap() else { panic!("a point") };
    let all: Vec<Rings> = vec![rings];
    ZoneArea::try_from(all).unwrap()
}

#[test]
fn the_audit_tells_of_judgements_and_decisions_that_were_not_so() {
    each(|w| {
        let d = desk(w);
        zoned(w, &d, "North", vec![span(ZoneStatus::Embargo, "2026-05-10", None)]);
        // An entry that does not say that its zone was under an embargo.
        let silent = crate::world::facts(d.site, d.miner.1, 1_000);
        let p = w.produced(d.miner.0, silent, false);
        let seq = w.read(|rx| source_fetch(rx, p.no)).unwrap().seq;
        assert!(breaches(w).contains(&(seq, "Z2".into())), "{:?}", breaches(w));
    });
    each(|w| {
        let d = desk(w);
        zoned(w, &d, "North", vec![]);
        let (change, zone) = (w.id(), w.id());
        let act = ZoneAct::Zone {
            no: 9,
            code: zone_code(9),
            name: "South".into(),
            authority: "x".into(),
            office: None,
            area: square(),
            document: paper("2026-04-01"),
            statuses: vec![],
        };
        let one = w.event_by(&d.officer, ZoneProposed { change, no: 2, zone: Some(zone), act }).seq;
        d.bought(w, 1_000);
        let found = vec![ZoneFound { parcel_no: 1, effect: ZoneEffect::Freeze }];
        let two = w.event_by(&d.approver, ZoneDecided { change, confirmed: true, reason: None, found });
        let told = breaches(w);
        for due in [(one, "Z1".to_owned()), (two.seq, "Z2".to_owned())] {
            assert!(told.contains(&due), "{due:?} of {told:?}");
        }
    });
    each(|w| {
        let d = desk(w);
        let p = d.bought(w, 1_000);
        zoned(w, &d, "North", vec![span(ZoneStatus::Embargo, "2026-05-01", None)]);
        let weighed = ParcelReweighed {
            parcel: p.id,
            parcel_no: p.no,
            before_mct: p.weight,
            after_mct: mct(999),
            stones_before: p.stones,
            stones_after: p.stones,
            reason: "x".into(),
        };
        let seq = w.event_by(&d.account, weighed).seq;
        assert!(breaches(w).contains(&(seq, "Z3".into())), "{:?}", breaches(w));
    });
}

#[test]
fn a_certificate_is_not_signed_for_what_was_frozen_since_it_was_packed() {
    each(|w| {
        let d = desk(w);
        let p = d.sealed(w, 2_000);
        let shipment = w.submit(&d.account, &prepare(&[&p])).unwrap().subject.parse().unwrap();
        zoned(w, &d, "North", vec![span(ZoneStatus::Embargo, "2026-05-01", None)]);
        let sign = ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: None };
        let told = codes(&w.submit(&d.officer, &sign));
        assert!(told.contains(&"zone.frozen"), "{told:?}");
    });
}
