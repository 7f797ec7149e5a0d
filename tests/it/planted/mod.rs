//! Documented frauds, planted into a made-up year: each is found by its control in the time that the catalogue states, with
//! evidence that an officer can read; and the same year without them alerts little. What is planted is written from the
//! documented cases, not from the rules.

mod acts;
mod figures;
mod year;

use crate::house::House;
use crate::world::{World, fresh_tables};
use placer::domain::access::{AccountRole, Reach};
use placer::domain::control::{Alert, Severity, Subject, SubjectKind, Within, control};
use placer::domain::event::*;
use placer::domain::month::Month;
use placer::domain::time::Instant;
use placer::store::control::{AlertFilter, alerts_before};
use std::collections::{BTreeMap, BTreeSet};
use year::{Country, END, Given, JUDGED, month, two_years};

const SEED: u64 = 2_012;

fn alerts(w: &World) -> Vec<Alert> {
    w.read(|rx| alerts_before(rx, Reach::All, &AlertFilter::default(), None, 10_000))
}

/// What was planted, and what must be told of it.
struct Planted {
    /// The control that must see it.
    control: &'static str,
    about: Subject,
    period: String,
    least: Severity,
    /// When it was written down.
    at: Instant,
    /// What the page of the alert must say.
    says: Vec<String>,
}

impl Planted {
    fn new(w: &World, control: &'static str, about: impl Into<Subject>, period: impl ToString, least: Severity) -> Self {
        Self { control, about: about.into(), period: period.to_string(), least, at: w.now, says: vec![] }
    }
    fn says(self, words: &[&str]) -> Self {
        Self { says: words.iter().map(|word| (*word).to_owned()).collect(), ..self }
    }
}

/// So many stones of this mass, on a day of the month.
fn given(month: Month, day: u64, stones: usize, mct: i64) -> Given {
    let mct = |n: usize| mct + i64::try_from(n * 7 % 90).unwrap();
    Given { on: month.first() + chrono::Days::new(day), stones: (0..stones).map(mct).collect() }
}

/// The whole country, as a subject.
fn nation() -> Subject {
    Subject { kind: SubjectKind::Country, id: "SL".into() }
}

/// What is planted at the end of a month.
fn plant(c: &mut Country, w: &mut World, at: Month, planted: &mut Vec<Planted>) {
    match at.to_string().as_str() {
        // F8: papers for stones of elsewhere: a poor pit brings three bags in one week of the rains.
        "2027-08" => {
            let pit = c.pits.iter().position(|p| p.entries == 2 && p.office == 0).unwrap();
            let entries: Vec<i64> = (10..13).map(|day| c.dig(w, pit, &given(at, day, 90, 700), |_| {})).collect();
            let site = c.pits[pit].site;
            let links: Vec<String> = entries.iter().map(|no| format!("/parcels/{}", w.parcel(*no).code)).collect();
            let links: Vec<&str> = links.iter().map(String::as_str).collect();
            planted.push(Planted::new(w, "F8", site, at, Severity::Critical).says(&links));
        }
        // No inspector goes to a pit any more, which lets anything be written of it (Brazil, 2004 to 2006).
        "2027-07" => c.unseen = vec![c.pits[11].site],
        // F6: a pit an hour from the border takes over what comes across.
        "2027-09" => {
            let mut facts = w.read(|rx| placer::store::site::site_fetch(rx, c.pits[7].site)).unwrap().facts;
            facts.border_m = Some(2_500);
            w.event(SiteChanged { site: c.pits[7].site, facts, reason: "measured".into() });
        }
        "2027-11" => {
            for day in [5, 6, 19] {
                c.dig(w, 7, &given(at, day, 40, 450), |_| {});
            }
            planted.push(Planted::new(w, "F6", c.pits[7].site, at, Severity::Alarm).says(&["November 2027", "2,500"]));
        }
        // F9: an exporter declares six tenths of what the stones are worth.
        "2027-12" => {
            let parcel = c.declared(w, 60_000);
            let shipment = c.valued(w, &[parcel], 0, 0.6, 22_000.0);
            planted.push(Planted::new(w, "F9", shipment, "", Severity::Alarm).says(&["60"]));
            // F7: large stones leave through a neighbour from now on.
            c.large_elsewhere = true;
        }
        // F2: an office with one pit and no rise in digging writes down 13,000 carats (Ganta, 2012).
        "2028-01" => {
            for day in [3, 17] {
                c.dig(w, 39, &given(at, day, 6_500, 1_000), |_| {});
            }
            planted.push(Planted::new(w, "F2", c.offices[3], at, Severity::Alarm).says(&["January 2028", "13,"]));
        }
        _ => plant_later(c, w, at, planted),
    }
}

/// What is planted in the last months.
fn plant_later(c: &mut Country, w: &mut World, at: Month, planted: &mut Vec<Planted>) {
    match at.to_string().as_str() {
        // F13: fifty carats less arrive than were certified; and of another certificate nothing is heard.
        "2028-02" => {
            let certificate = c.on_the_way.pop().unwrap();
            c.confirmed(w, certificate, -50_000);
            planted.push(Planted::new(w, "F13", certificate, "", Severity::Critical).says(&["SL 0"]));
        }
        "2028-03" => {
            let lost = c.on_the_way.pop().unwrap();
            // A month after its issue is over.
            planted.push(Planted { at: end_of("2028-05"), ..Planted::new(w, "F13", lost, "", Severity::Alarm) });
            // F3: six tenths more carats and thrice the value, from no more pits (Ghana, 2000 to 2005).
            let year: i64 = month("2027-04").until(month("2028-03")).filter_map(|m| c.left.get(&m)).sum();
            let parcel = c.declared(w, year * 6 / 10);
            c.leaves(w, &[parcel], 0, 77_000.0);
            planted.push(Planted::new(w, "F3", nation(), at, Severity::Alarm).says(&["March 2028"]));
            // F17: an office is closed, and nobody says so.
            c.silent = Some(2);
        }
        // F1: eighty times what is dug leaves the country (Congo, before 2004).
        "2028-04" => {
            let year: i64 = month("2027-05").until(at).filter_map(|m| c.left.get(&m)).sum();
            let parcel = c.declared(w, year * 80);
            let certificate = c.leaves(w, &[parcel], 0, 22_000.0);
            c.confirmed(w, certificate, 0);
            planted.push(Planted::new(w, "F1", nation(), at, Severity::Critical).says(&["April 2028"]));
        }
        END => {
            let forgotten = c.pits[11].site;
            planted.push(Planted { at: end_of("2027-12"), ..Planted::new(w, "C20", forgotten, "", Severity::Notice) });
            planted.push(Planted::new(w, "F7", nation(), at, Severity::Alarm).says(&["May 2028"]));
            planted.push(Planted::new(w, "F17", c.offices[2], "", Severity::Alarm));
            acts::each_is_refused_by_its_control(c, w);
        }
        _ => {}
    }
}

/// When controls look at the end of a month.
fn end_of(month: &str) -> Instant {
    format!("{}T16:00:00Z", year::month(month).last()).parse().unwrap()
}

/// The year with everything in it; each case was seen in its time.
fn found(w: &mut World) -> Vec<(u64, Planted)> {
    let mut planted = Vec::new();
    two_years(w, SEED, &mut |c, w, at| plant(c, w, at, &mut planted));
    let all = alerts(w);
    let mut found = Vec::new();
    for p in planted {
        let of = |a: &&Alert| a.key.control == p.control && a.key.subject == p.about && a.key.period == p.period;
        let Some(alert) = all.iter().find(of) else {
            let near: Vec<_> = all.iter().filter(|a| a.key.control == p.control).map(|a| (&a.key, a.first_seen_at)).collect();
            panic!("seed {SEED}: {} {:?} {} was not seen; seen: {near:#?}", p.control, p.about, p.period);
        };
        assert!(alert.severity >= p.least, "{} weighs {}", p.control, alert.severity);
        // Controls looked as soon as it was written down, and once as if the day had turned.
        let within = control(p.control).unwrap().within();
        assert!(matches!(within, Within::Minute | Within::Day) && alert.first_seen_at == p.at, "{}: {alert:?}", p.control);
        found.push((u64::try_from(alert.no).unwrap(), p));
    }
    found
}

#[test]
fn each_planted_fraud_is_found_in_its_time_and_its_evidence_can_be_read() {
    let told = std::cell::RefCell::new(Vec::new());
    let h = House::open(|w| {
        w.login("officer", AccountRole::Officer, None, None);
        *told.borrow_mut() = found(w);
    });
    let mut officer = h.signed_in("officer");
    for (no, p) in told.into_inner() {
        let page = officer.get(&format!("/alerts/{no}"));
        assert_eq!(page.status, 200, "{}", p.control);
        for word in &p.says {
            assert!(page.body.contains(word), "{}: {word}: {}", p.control, page.body);
        }
    }
}

#[test]
fn each_planted_fraud_is_found_on_the_other_database_too() {
    if let Some(url) = fresh_tables() {
        assert!(found(&mut World::at(&url)).len() >= 10);
    }
}

/// At most two of a hundred site-months of an honest year are alerted.
#[test]
fn an_honest_year_alerts_little() {
    for seed in [SEED, 2_013, 2_014] {
        let dir = crate::support::process::scratch_dir("honest");
        let w = &mut World::at(&format!("sqlite:{}", dir.join("x.sqlite").display()));
        let c = two_years(w, seed, &mut |_, _, _| {});
        let all = alerts(w);
        let of_sites: BTreeSet<(&str, &str)> = all
            .iter()
            .filter(|a| a.key.subject.kind == SubjectKind::Site && a.key.period.as_str() >= JUDGED)
            .map(|a| (a.key.subject.id.as_str(), &a.key.period[..7]))
            .collect();
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        all.iter().for_each(|a| *kinds.entry(a.key.control.as_str()).or_default() += 1);
        let months = c.pits.len() * 12;
        println!("seed {seed}: {} of {months} site-months alerted; all alerts {kinds:?}", of_sites.len());
        assert!(of_sites.len() * 50 <= months, "seed {seed}: {of_sites:?}");
        // Nobody cries fraud over a whole country or an office that did nothing out of the way.
        let country: Vec<_> = all.iter().filter(|a| ["C20", "F1", "F2", "F3", "F13", "F17"].contains(&a.key.control.as_str())).collect();
        assert!(country.is_empty(), "seed {seed}: {country:?}");
        let _ = std::fs::remove_dir_all(&dir);
    }
}
