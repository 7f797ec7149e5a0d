//! Valuations: one sitting, the value that the rules take, and what goes on the certificate.

use crate::certificate::issue;
use crate::shipment::{Desk, desk, prepare, test_parcel};
use crate::world::{World, codes, day, each, mct};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::event::{HsCode, PartyChanged, PartyFacts, PartyState, PartyStateChanged, SiteChanged};
use placer::domain::ids::{PartyId, ShipmentId};
use placer::domain::jurisdiction::{Fee, FeePer, Profile, Text};
use placer::domain::money::{Currency, Money};
use placer::domain::parcel::Parcel;
use placer::domain::role::Role;
use placer::domain::valuation::{Charge, ValuedLine, Valuer};
use placer::domain::violation::Violation;
use placer::service::certificate::ProposeCertificate;
use placer::service::error::ServiceError;
use placer::service::shipment::CancelShipment;
use placer::service::valuation::{Oddity, Usual, ValueShipment, oddities, usual};
use placer::store::party::party_fetch;
use placer::store::site::site_fetch;
use placer::store::valuation::{valuation_of, valuations_between, values_of_class};

/// Codes of two officials and an independent valuer.
pub fn sitting(w: &mut World) -> ([String; 2], String, PartyId) {
    let people = w.sitting();
    let [one, other, valuer] = people.map(|id| w.read(|rx| party_fetch(rx, id)).unwrap().code);
    ([one, other], valuer, people[0])
}

/// A shipment of a parcel, prepared by the exporter at what he declares.
pub fn packed(w: &mut World, d: &Desk, parcel: &Parcel, declared: i64) -> ShipmentId {
    let mut command = prepare(&[parcel]);
    command.parcels[0].value_usd_cents = declared;
    w.submit(&d.account, &command).unwrap().subject.parse().unwrap()
}

/// One carat of three stones at a value that all say, of a shipment of its own.
fn one_at(w: &mut World, d: &Desk, people: &([String; 2], String, PartyId), cents: i64) -> ShipmentId {
    let parcel = d.sealed(w, 1_000);
    let shipment = packed(w, d, &parcel, cents);
    w.submit(&d.officer, &sheet(shipment, people, vec![line(HsCode::Unsorted, "+9", 3, 1_000, [cents; 3])])).unwrap();
    shipment
}

/// A shipment that waits for its valuation, who may sit at it, and a sheet against which nothing stands.
fn to_value(w: &mut World) -> (Desk, ([String; 2], String, PartyId), ValueShipment) {
    let d = desk(w);
    let people = sitting(w);
    let parcel = d.sealed(w, 1_500);
    let shipment = packed(w, &d, &parcel, 100);
    let good = sheet(shipment, &people, vec![line(HsCode::Unsorted, "+9", 3, 1_500, [100, 120, 110])]);
    (d, people, good)
}

/// What an act was refused for.
fn told<T>(done: &Result<T, ServiceError>) -> Vec<Violation> {
    if let Err(ServiceError::Refused(v)) = done { v.0.clone() } else { Vec::new() }
}

/// What is told as odd of the sheet of a shipment.
fn odd_of(w: &World, shipment: ShipmentId) -> Vec<Oddity> {
    w.read(|rx| {
        let v = valuation_of(rx, shipment)?.unwrap();
        Ok(oddities(&w.app.env.profile, &v.facts, &usual(rx, &v.facts, v.region.as_deref())?))
    })
}

pub fn line(hs: HsCode, class: &str, stones: i64, weight: i64, [exporter_cents, government_cents, independent]: [i64; 3]) -> ValuedLine {
    ValuedLine {
        hs,
        class: class.into(),
        stones,
        weight_mct: mct(weight),
        exporter_cents,
        government_cents,
        independent_cents: Some(independent),
    }
}

pub fn sheet(shipment: ShipmentId, people: &([String; 2], String, PartyId), lines: Vec<ValuedLine>) -> ValueShipment {
    ValueShipment { shipment, on: None, present: people.0.to_vec(), independent: Some(people.1.clone()), lines }
}

#[test]
fn the_published_stone_is_valued_taxed_and_certified_to_the_cent() {
    each(|w| {
        let d = desk(w);
        let people = sitting(w);
        let stone = w.production(d.site, d.miner.1, d.miner.0, 144_120, 1);
        w.sold(&[stone.no], d.miner, d.exporter);
        let stone = d.seal(w, &w.parcel(stone.no));
        let mut command = prepare(&[&stone]);
        command.parcels[0].hs = Some(HsCode::Gem);
        command.parcels[0].value_usd_cents = 60_170_100;
        let shipment: ShipmentId = w.submit(&d.account, &command).unwrap().subject.parse().unwrap();
        let propose = ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: None };
        assert_eq!(codes(&w.submit(&d.officer, &propose)), ["certificate.not_valued"]);
        let values = [60_170_100, 64_854_000, 65_992_548];
        w.submit(&d.officer, &sheet(shipment, &people, vec![line(HsCode::Gem, "+23", 1, 144_120, values)])).unwrap();
        let v = w.read(|rx| valuation_of(rx, shipment)).unwrap().facts;
        assert_eq!((v.taken, v.value_usd_cents, v.present.len()), (Valuer::Independent, 65_992_548, 2));
        let due: Vec<_> = v.charges.iter().map(|c| (c.code.as_str(), c.cents)).collect();
        assert_eq!(due, [("special", 9_898_882), ("rehabilitation", 32_996)]);
        assert_eq!(odd_of(w, shipment), [], "601,701 of 648,540 is above 85 percent");
        w.submit(&d.officer, &propose).unwrap();
        let issued = issue(w, &d.approver, shipment).unwrap().facts;
        assert_eq!((issued.value_usd_cents, issued.lines[0].value_usd_cents), (65_992_548, 65_992_548));
        let all = w.read(|rx| valuations_between(rx, v.on, v.on));
        assert_eq!(all, [(v.on, 65_992_548, 144_120)]);
        assert_eq!(crate::verify::verified(w).findings, []);
    });
}

#[test]
fn a_sheet_that_is_none_is_refused_whole() {
    each(|w| {
        let (d, people, good) = to_value(w);
        let refused = |w: &mut World, command: &ValueShipment| codes(&w.submit(&d.officer, command));
        let wrong = ValueShipment { lines: vec![line(HsCode::Gem, "+4", 0, 1_500, [0, 1, 1])], ..good.clone() };
        assert_eq!(
            refused(w, &wrong),
            [
                "unknown_choice",
                "valuation.stones_none",
                "valuation.no_value",
                "valuation.weight_differs",
                "valuation.stones_differ",
                "valuation.declared_differs",
                "valuation.weight_differs"
            ]
        );
        assert_eq!(refused(w, &ValueShipment { present: vec![people.0[0].clone(); 2], ..good.clone() }), ["valuation.present"]);
        assert_eq!(
            refused(w, &ValueShipment { present: vec![people.0[0].clone(), people.1.clone()], ..good.clone() }),
            ["valuation.no_official", "valuation.present"]
        );
        assert_eq!(refused(w, &ValueShipment { independent: None, ..good.clone() }), ["required"]);
        assert_eq!(refused(w, &ValueShipment { independent: Some(people.0[0].clone()), ..good.clone() }), ["valuation.no_valuer"]);
        assert_eq!(refused(w, &ValueShipment { on: Some(crate::world::day("2026-06-02")), ..good.clone() }), ["day.future"]);
        let many = ValueShipment { lines: vec![good.lines[0].clone(); 101], ..good.clone() };
        assert_eq!(refused(w, &many), ["valuation.too_many"]);
        let state = PartyStateChanged {
            party: people.2,
            state: PartyState::Barred,
            on: crate::world::day("2026-05-01"),
            reason: "x".into(),
            note: None,
            offence: None,
        };
        w.event(state);
        let barred = w.submit(&d.officer, &good);
        assert_eq!(codes(&barred), ["valuation.barred"]);
        assert!(told(&barred)[0].args.contains(&("party", people.0[0].as_str().into())), "it says who");
    });
}

/// Stones put together in one line pay no less: where one of them must be special on the mean, they stand singly.
#[test]
fn special_stones_stand_singly() {
    each(|w| {
        let d = desk(w);
        let people = sitting(w);
        let parcel = d.sealed(w, 60_000);
        let shipment = packed(w, &d, &parcel, 100);
        let stones = |cents| vec![line(HsCode::Unsorted, "+23", 3, 60_000, [100, cents, 110])];
        let above = w.submit(&d.officer, &sheet(shipment, &people, stones(150_000_001)));
        assert_eq!(told(&above), [Violation::on("valuation.special_apart", "stones-1")]);
        w.submit(&d.officer, &sheet(shipment, &people, stones(150_000_000))).unwrap();
        assert_eq!(crate::verify::verified(w).findings, []);
    });
}

/// The exporter has no part in judging his own stones, and nobody has two parts.
#[test]
fn nobody_values_his_own_stones_or_sits_in_two_chairs() {
    each(|w| {
        let (d, people, good) = to_value(w);
        let mut all_roles = |id| {
            let party = w.read(|rx| party_fetch(rx, id)).unwrap();
            let mut roles = party.facts.roles.clone();
            roles.extend([Role::Official, Role::Valuer].into_iter().filter(|role| !party.facts.roles.contains(role)));
            w.event(PartyChanged { party: id, facts: PartyFacts { roles, ..party.facts }, reason: "x".into() });
            party.code
        };
        let (exporter, official) = (all_roles(d.exporter.0), all_roles(people.2));
        let refused = |w: &mut World, present: &[&String], independent: &String| {
            let present = present.iter().map(|c| (*c).clone()).collect();
            told(&w.submit(&d.officer, &ValueShipment { present, independent: Some(independent.clone()), ..good.clone() }))
        };
        let [one, other] = &people.0;
        assert_eq!(refused(w, &[one, other], &exporter), [Violation::on("valuation.own_stones", "independent")]);
        assert_eq!(refused(w, &[one, other, &exporter], &people.1), [Violation::on("valuation.own_stones", "present")]);
        assert_eq!(refused(w, &[one, other], &official), [Violation::on("valuation.two_parts", "independent")]);
        w.submit(&d.officer, &good).unwrap();
    });
}

#[test]
fn the_day_of_a_sitting_is_not_before_the_packing() {
    each(|w| {
        let d = desk(w);
        let people = sitting(w);
        w.later(48);
        let parcel = d.sealed(w, 1_500);
        let shipment = packed(w, &d, &parcel, 100);
        w.later(24);
        let good = sheet(shipment, &people, vec![line(HsCode::Unsorted, "+9", 3, 1_500, [100, 120, 110])]);
        let on = |day: &str| ValueShipment { on: Some(day.parse().unwrap()), ..good.clone() };
        let early = w.submit(&d.officer, &on("2026-06-02"));
        let wanted = Violation::on("valuation.before_packing", "on").with("day", day("2026-06-03"));
        assert_eq!(told(&early), [wanted]);
        assert_eq!(codes(&w.submit(&d.officer, &on("2026-06-05"))), ["day.future"]);
        w.submit(&d.officer, &on("2026-06-03")).unwrap();
        w.submit(&d.officer, &on("2026-06-04")).unwrap();
        assert_eq!(crate::verify::verified(w).findings, []);
    });
}

/// The ratio by which undervaluation shows cannot be typed away: the exporter's column is what he declared.
#[test]
fn the_exporters_column_holds_what_he_declared() {
    each(|w| {
        let d = desk(w);
        let people = sitting(w);
        let parcel = d.sealed(w, 1_500);
        let shipment = packed(w, &d, &parcel, 8_000);
        let of = |values: [[i64; 3]; 2]| {
            let [a, b] = values;
            let lines = vec![line(HsCode::Unsorted, "+9", 2, 500, a), line(HsCode::Unsorted, "+11", 1, 1_000, b)];
            sheet(shipment, &people, lines)
        };
        let usd = |minor| Money { minor, currency: Currency::USD };
        let (dearer, cheaper) = ([[5_000, 5_000, 5_000]; 2], [[3_000, 5_000, 5_000]; 2]);
        for (values, sum, way) in [(dearer, 10_000, "more"), (cheaper, 6_000, "less")] {
            let wanted = Violation::new("valuation.declared_differs").with("hs", "7102.10").with("sheet", usd(sum));
            let wanted = wanted.with("declared", usd(8_000)).with("by", usd(2_000)).with("way", way);
            let refused = w.submit(&d.officer, &of(values));
            assert_eq!(told(&refused), [wanted]);
        }
        w.submit(&d.officer, &of([[3_000, 5_000, 5_000], [5_000, 5_000, 5_000]])).unwrap();
        assert!(matches!(odd_of(w, shipment)[..], [Oddity::LowRatio { ratio_ppm: 800_000, .. }]));
    });
}

#[test]
fn fixed_fees_of_the_profile_are_charged_and_judged() {
    each(|w| {
        let fees = "fees = [\n    { code = \"paper\", name = { en = \"Paper\", fr = \"Papier\" }, usd_cents = 5000, per = \"certificate\", source = \"test\" },\n    \
                    { code = \"sealing\", name = { en = \"Sealing\", fr = \"Scellés\" }, usd_cents = 250, per = \"parcel\", source = \"test\" },\n]\nlow_ratio_ppm =";
        let text = Profile::bundled_text("SL").unwrap().replacen("low_ratio_ppm =", fees, 1);
        let profile = Profile::parse(&text, "SL.toml").unwrap();
        let named = |fee: &Fee| (fee.code.clone(), fee.per, fee.usd_cents, fee.name == Text::of([("en", "Paper"), ("fr", "Papier")]));
        assert_eq!(named(&profile.valuation.fees[0]), ("paper".into(), FeePer::Certificate, 5_000, true));
        w.profile(profile);
        let d = desk(w);
        let people = sitting(w);
        let (one, other) = (d.sealed(w, 1_500), d.sealed(w, 500));
        let shipment: ShipmentId = w.submit(&d.account, &prepare(&[&one, &other])).unwrap().subject.parse().unwrap();
        w.submit(&d.officer, &sheet(shipment, &people, vec![line(HsCode::Unsorted, "+9", 6, 2_000, [20_000; 3])])).unwrap();
        let facts = w.read(|rx| valuation_of(rx, shipment)).unwrap().facts;
        let fee = |code: &str, base_cents, count, cents| Charge { code: code.into(), base_cents, ppm: None, count: Some(count), cents };
        assert_eq!(facts.charges[2..], [fee("paper", 5_000, 1, 5_000), fee("sealing", 250, 2, 500)]);
        assert_eq!(crate::verify::verified(w).findings, []);
        // A journal in which a fee was left out is told.
        let mut less = facts;
        less.charges.pop();
        let seq = w.event(less).seq;
        assert_eq!(broken(w), [seq]);
    });
}

/// The entries at which an audit finds K3 broken.
fn broken(w: &World) -> Vec<i64> {
    let dir = crate::support::process::scratch_dir("valuation");
    let report = placer::service::verify::verify(&w.app.db, &dir.join("replay.sqlite"), |_, _| {}).unwrap();
    let _ = std::fs::remove_dir_all(&dir);
    report.findings.iter().filter_map(|f| f.at.strip_prefix("K3 at entry ")?.parse().ok()).collect()
}

/// What somebody with the rights of the database could append past the service: each in one point not by the rules.
#[test]
fn a_sitting_that_the_rules_do_not_allow_is_told() {
    each(|w| {
        let d = desk(w);
        let people = sitting(w);
        let parcel = d.sealed(w, 1_500);
        let shipment = packed(w, &d, &parcel, 100);
        w.submit(&d.officer, &sheet(shipment, &people, vec![line(HsCode::Unsorted, "+9", 3, 1_500, [100, 120, 110])])).unwrap();
        let good = w.read(|rx| valuation_of(rx, shipment)).unwrap().facts;
        w.event(good.clone());
        assert_eq!(broken(w), [] as [i64; 0]);
        type Change = fn(&mut placer::domain::event::ShipmentValued, [PartyId; 3]);
        let changes: [(&str, Change); 14] = [
            ("a future day", |e, _| e.on = day("2026-06-02")),
            ("a day before the packing", |e, _| e.on = day("2026-05-31")),
            ("too few officials", |e, _| e.present.truncate(1)),
            ("one official twice", |e, p| e.present = vec![p[0], p[0]]),
            ("one who is none", |e, p| e.present = vec![p[0], p[2]]),
            ("no independent valuer", |e, _| e.independent = None),
            ("an official as the independent valuer", |e, p| e.independent = Some(p[0])),
            ("another table", |e, _| e.table = "weight".into()),
            ("a class of no table", |e, _| e.lines[0].class = "+4".into()),
            ("less duty", |e, _| e.charges[0].cents -= 1),
            ("another rate", |e, _| e.charges[0].ppm = Some(29_999)),
            ("no payment into the fund", |e, _| drop(e.charges.pop())),
            ("another declared value", |e, _| e.lines[0].exporter_cents = 119),
            ("no value of the independent valuer", |e, _| e.lines[0].independent_cents = None),
        ];
        let mut wanted = Vec::new();
        for (what, change) in changes {
            let mut wrong = good.clone();
            change(&mut wrong, w.sitting());
            wanted.push(w.event(wrong).seq);
            assert_eq!(broken(w), wanted, "{what}");
        }
    });
}

/// Valuing again, tests and cancelled shipments move neither the trend nor the bands.
#[test]
fn only_the_latest_sheet_of_a_real_shipment_that_stands_counts() {
    each(|w| {
        let d = desk(w);
        let people = sitting(w);
        let count = |w: &World| {
            let on = w.app.env.profile.local_day(w.now);
            let other = ShipmentId::new(uuid::Uuid::nil());
            w.read(|rx| {
                let trend: Vec<i64> = valuations_between(rx, on, on)?.iter().map(|(_, cents, _)| *cents).collect();
                let mut band = values_of_class(rx, ("dtc", "+9", HsCode::Unsorted), (on, on), None, other)?;
                band.reverse();
                Ok((trend, band))
            })
        };
        let again = one_at(w, &d, &people, 10_000);
        one_at(w, &d, &people, 20_000);
        assert_eq!(count(w), (vec![10_000, 20_000], vec![10_000, 20_000]));
        let dearer = vec![line(HsCode::Unsorted, "+9", 3, 1_000, [10_000, 90_000, 10_000])];
        w.submit(&d.officer, &sheet(again, &people, dearer)).unwrap();
        assert_eq!(count(w), (vec![20_000, 90_000], vec![20_000, 90_000]), "the earlier one of the same shipment counts no more");
        let dry = test_parcel(w, &d);
        let dry_run = packed(w, &d, &dry, 70_000);
        w.submit(&d.officer, &sheet(dry_run, &people, vec![line(HsCode::Unsorted, "+9", 1, 700, [70_000; 3])])).unwrap();
        assert_eq!(w.read(|rx| valuation_of(rx, dry_run)).unwrap().facts.value_usd_cents, 70_000, "it is valued all the same");
        assert_eq!(count(w), (vec![20_000, 90_000], vec![20_000, 90_000]), "a test counts for nothing");
        w.submit(&d.account, &CancelShipment { shipment: again, reason: "not now".into() }).unwrap();
        assert_eq!(count(w), (vec![20_000], vec![20_000]), "nor does a cancelled one");
        assert_eq!(crate::verify::verified(w).findings, []);
    });
}

/// Bands are of the same region where there are enough lines of it, else of the country.
#[test]
fn bands_are_learnt_by_region_where_there_are_enough_of_it() {
    each(|w| {
        let d = desk(w);
        let people = sitting(w);
        let lies_in = |w: &mut World, code: &str| {
            let mut facts = w.read(|rx| site_fetch(rx, d.site)).unwrap().facts;
            facts.admin_code = Some(code.into());
            w.event(SiteChanged { site: d.site, facts, reason: "surveyed".into() });
        };
        let usual_of = |w: &World, shipment| {
            let v = w.read(|rx| valuation_of(rx, shipment)).unwrap();
            let mut found = w.read(|rx| usual(rx, &v.facts, v.region.as_deref()));
            (v.region, found.remove(0).map(|Usual { band, region }| (band.low, band.high, band.from, region)))
        };
        let east: Vec<ShipmentId> = (0..10).map(|n| one_at(w, &d, &people, 10_000 + n)).collect();
        assert_eq!(usual_of(w, east[9]), (Some("SL-E".into()), None), "nine others are too few");
        lies_in(w, "SL-W");
        let west = one_at(w, &d, &people, 50_000);
        let country = Some((10_001, 10_008, 10, None));
        assert_eq!(usual_of(w, west), (Some("SL-W".into()), country), "of the west there are none, so the country's");
        assert!(matches!(&odd_of(w, west)[..], [Oddity::OffBand { usual: Usual { region: None, .. }, .. }]));
        lies_in(w, "SL-E");
        let later = one_at(w, &d, &people, 10_500);
        let near = Some((10_001, 10_008, 10, Some("SL-E".into())));
        assert_eq!(usual_of(w, later), (Some("SL-E".into()), near), "of the east there are ten, and the western one is left out");
        assert!(matches!(&odd_of(w, later)[..], [Oddity::OffBand { usual: Usual { region: Some(_), .. }, .. }]));
        // Half from each: of no region.
        let (a, b) = (d.bought(w, 1_000), w.site(Some(d.miner.1), None));
        let mut facts = w.read(|rx| site_fetch(rx, b)).unwrap().facts;
        facts.admin_code = Some("SL-W".into());
        w.event(SiteChanged { site: b, facts, reason: "surveyed".into() });
        let other = w.production(b, d.miner.1, d.miner.0, 1_000, 3);
        w.sold(&[other.no], d.miner, d.exporter);
        let (a, other) = (d.seal(w, &a), w.parcel(other.no));
        let other = d.seal(w, &other);
        let mixed: ShipmentId = w.submit(&d.account, &prepare(&[&a, &other])).unwrap().subject.parse().unwrap();
        w.valued(mixed);
        assert_eq!(w.read(|rx| valuation_of(rx, mixed)).unwrap().region, None);
        assert_eq!(crate::verify::verified(w).findings, []);
    });
}

#[test]
fn nobody_values_what_is_signed_and_only_officers_do() {
    each(|w| {
        let d = desk(w);
        let people = sitting(w);
        let parcel = d.sealed(w, 1_500);
        let shipment = d.proposed(w, &[&parcel]);
        let good = sheet(shipment, &people, vec![line(HsCode::Unsorted, "+9", 3, 1_500, [100, 120, 110])]);
        assert_eq!(codes(&w.submit(&d.officer, &good)), ["shipment.proposed"]);
        let office = w.office("KOI");
        for role in AccountRole::ALL.into_iter().filter(|r| *r != AccountRole::Officer) {
            let party = role.needs_party().then_some(d.exporter.0);
            let who: Actor = w.account(role, role.needs_office().then_some(office), party);
            assert!(matches!(w.submit(&who, &good), Err(ServiceError::Forbidden)), "{role:?}");
        }
    });
}

#[test]
fn odd_values_are_told_and_stand_against_nothing() {
    each(|w| {
        let d = desk(w);
        let people = sitting(w);
        // A band is learnt from earlier sittings: 100 to 109 dollars a carat.
        for n in 0..10 {
            one_at(w, &d, &people, 10_000 + 100 * n);
        }
        let parcel = d.sealed(w, 2_000);
        let shipment = packed(w, &d, &parcel, 8_400);
        let odd = sheet(shipment, &people, vec![line(HsCode::Unsorted, "+9", 3, 2_000, [8_400, 10_000, 10_000])]);
        w.submit(&d.officer, &odd).unwrap();
        let odd_now = odd_of(w, shipment);
        let [Oddity::LowRatio { ratio_ppm: 840_000, .. }, Oddity::OffBand { line: 0, cents_per_carat: 5_000, usual }] = &odd_now[..] else {
            panic!("{odd_now:?}")
        };
        assert_eq!((usual.band.low, usual.band.high, usual.band.from), (10_100, 10_800, 10));
        w.submit(&d.officer, &ProposeCertificate { shipment, expires_on: None, unestablished_reason: None, blank: None }).unwrap();
        // A later sitting takes the place of the one before; not after somebody signed.
        assert_eq!(codes(&w.submit(&d.officer, &odd)), ["shipment.proposed"]);
    });
}
