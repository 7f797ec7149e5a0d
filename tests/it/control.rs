//! Controls that alert: what they see, when, and that looking at what is new sees what looking at everything sees.

use crate::world::{World, codes, day, each, facts, mct};
use placer::domain::access::{AccountRole, Reach};
use placer::domain::control::{Alert, AlertKey, AlertState, Severity, Subject};
use placer::domain::event::*;
use placer::domain::ids::*;
use placer::domain::role::Role;
use placer::service::control::HandleAlert;
use placer::service::production::RecordProduction;
use placer::store::control::{AlertFilter, alerts_before, handlings_of, refusals_between};

/// An answer to an alert that nobody saw.
pub fn plainly(w: &mut World) {
    let (control, id) = ("C10".into(), w.id::<PartyId>());
    let alert = AlertKey { control, subject: id.into(), period: String::new() };
    w.event(AlertHandled {
        alert,
        office: None,
        state: AlertState::Explained,
        owner: None,
        reason: "x".into(),
        case: None,
        severity: Severity::Notice,
        measure: 1,
        evidence: "0".repeat(64),
    });
}

/// A miner with a site.
struct Pit {
    miner: PartyId,
    licence: LicenceId,
    site: SiteId,
    office: OfficeId,
}

fn pit(w: &mut World, code: &str) -> Pit {
    let office = w.office(code);
    let miner = w.party(&format!("Miner {code}"), &[Role::Miner], Some(office));
    let licence = w.licence_between("artisanal", miner, Some(office), "2025-01-01", "2026-12-31");
    let site = w.site(Some(licence), Some(office));
    Pit { miner, licence, site, office }
}

/// A day's production, written down by an office.
fn dig(w: &mut World, p: &Pit, on: &str, weight: i64) -> i64 {
    let no = w.read(placer::store::parcel::parcel_next_no);
    let parcel = w.new_parcel(no, weight, 3);
    let facts = ProductionFacts { on: day(on), ..facts(p.site, p.licence, weight) };
    w.event(ProductionRecorded { parcel, holder: p.miner, office: Some(p.office), test: false, facts });
    no
}

fn all(w: &World) -> Vec<Alert> {
    w.read(|rx| alerts_before(rx, Reach::All, &AlertFilter::default(), None, 10_000))
}

/// The alerts of one control that are still seen, by what tells them apart.
pub fn seen(w: &World, control: &str) -> Vec<(Subject, String)> {
    let mut found: Vec<(Subject, String)> =
        all(w).into_iter().filter(|a| a.key.control == control && a.gone_at.is_none()).map(|a| (a.key.subject, a.key.period)).collect();
    found.sort();
    found
}

/// Everything that is kept of alerts that are still seen, but when it was seen.
fn kept(w: &World) -> Vec<String> {
    let still = |a: &&Alert| a.gone_at.is_none();
    let mut found: Vec<String> =
        all(w).iter().filter(still).map(|a| format!("{:?} {} {} {:?} {:?}", a.key, a.severity, a.measure, a.evidence, a.state)).collect();
    found.sort();
    found
}

/// Steady months from May 2025 to April 2026, two days of digging each.
fn steady(w: &mut World, p: &Pit, weight: i64) {
    let months = [
        "2025-05", "2025-06", "2025-07", "2025-08", "2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04",
    ];
    for (n, month) in months.iter().enumerate() {
        let more = i64::try_from(n).unwrap() * 13;
        dig(w, p, &format!("{month}-07"), weight + more);
        dig(w, p, &format!("{month}-21"), weight - more);
    }
}

#[test]
fn a_site_that_gives_far_more_than_ever_is_told_with_its_entries() {
    each(|w| {
        let p = pit(w, "BO");
        steady(w, &p, 4_000);
        w.app.look(w.now).unwrap();
        assert_eq!(seen(w, "F8"), []);
        let planted = [dig(w, &p, "2026-05-05", 20_000), dig(w, &p, "2026-05-06", 9_000)];
        w.app.look(w.now).unwrap();
        assert_eq!(seen(w, "F8"), [(p.site.into(), "2026-05".to_owned())]);
        let alert = all(w).into_iter().find(|a| a.key.control == "F8").unwrap();
        assert_eq!((alert.measure, alert.severity, alert.office, alert.state), (29_000, Severity::Alarm, Some(p.office), AlertState::Open));
        let links: Vec<String> = alert.evidence.links.iter().map(|l| l.to.clone()).collect();
        assert_eq!(links, planted.map(|no| no.to_string()));
        // Seen again it is the same alert; twice as much weighs more.
        dig(w, &p, "2026-05-07", 30_000);
        w.app.look(w.now).unwrap();
        let again = all(w).into_iter().find(|a| a.key.control == "F8").unwrap();
        assert_eq!((again.no, again.sightings, again.severity, again.measure), (alert.no, 2, Severity::Critical, 59_000));
    });
}

#[test]
fn a_late_entry_changes_what_is_said_of_the_past() {
    each(|w| {
        let p = pit(w, "BO");
        steady(w, &p, 4_000);
        dig(w, &p, "2026-05-05", 29_000);
        w.app.look(w.now).unwrap();
        assert_eq!(seen(w, "F8").len(), 1);
        // What was written down only now makes March as good as May: nothing stands out any more.
        dig(w, &p, "2026-03-10", 25_000);
        w.app.look(w.now).unwrap();
        assert_eq!(seen(w, "F8"), [(p.site.into(), "2026-03".to_owned())], "March stands out in place of May");
        let gone: Vec<Alert> = all(w).into_iter().filter(|a| a.gone_at.is_some()).collect();
        assert_eq!(gone.iter().map(|a| a.key.period.as_str()).collect::<Vec<_>>(), ["2026-05"]);
    });
}

#[test]
fn near_a_border_less_is_enough() {
    each(|w| {
        let p = pit(w, "BO");
        let mut site = w.read(|rx| placer::store::site::site_fetch(rx, p.site)).unwrap().facts;
        steady(w, &p, 4_000);
        dig(w, &p, "2026-05-05", 17_000);
        w.app.look(w.now).unwrap();
        assert_eq!((seen(w, "F8"), seen(w, "F6")), (vec![], vec![]));
        site.border_m = Some(4_000);
        w.event(SiteChanged { site: p.site, facts: site, reason: "measured".into() });
        w.app.look(w.now).unwrap();
        assert_eq!(seen(w, "F6"), [(p.site.into(), "2026-05".to_owned())]);
    });
}

#[test]
fn an_office_that_jumps_and_one_that_falls_silent_are_told() {
    each(|w| {
        let p = pit(w, "BO");
        let q = pit(w, "KEN");
        for month in ["2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04"] {
            for date in 1..=12 {
                dig(w, &p, &format!("{month}-{date:02}"), 1_000 + date);
            }
        }
        // The pattern of an office that gave a known case away: almost nothing, then thousands of carats.
        dig(w, &q, "2025-10-02", 2_000);
        dig(w, &q, "2026-05-04", 6_500_000);
        dig(w, &q, "2026-05-05", 6_500_000);
        w.app.look_as_daily(w.now).unwrap();
        assert_eq!(seen(w, "F2"), [(q.office.into(), "2026-05".to_owned())]);
        assert_eq!(all(w).into_iter().find(|a| a.key.control == "F2").unwrap().severity, Severity::Critical);
        assert_eq!(seen(w, "F17"), []);
        w.later(46 * 24);
        w.app.look(w.now).unwrap();
        assert_eq!(seen(w, "F17"), [(p.office.into(), String::new())], "only the one that used to write");
        dig(w, &p, "2026-07-14", 1_000);
        w.app.look_as_daily(w.now).unwrap();
        assert_eq!(seen(w, "F17"), [], "somebody is there again");
    });
}

#[test]
fn late_entries_round_weights_and_even_digits_are_told_of_who_writes() {
    each(|w| {
        let p = pit(w, "BO");
        let writer = w.account(AccountRole::Registrar, Some(p.office), None);
        let honest = w.account(AccountRole::Registrar, Some(p.office), None);
        for n in 0..80_i64 {
            for (who, weight) in [(&writer, 1_000 + 100 * (n % 30)), (&honest, 1_000 + 37 * n)] {
                let no = w.read(placer::store::parcel::parcel_next_no);
                let parcel = w.new_parcel(no, weight, 3);
                let flags = if n % 3 == 0 { vec![ProductionFlag::Late] } else { vec![] };
                let facts = ProductionFacts { on: day("2026-04-10"), flags, ..facts(p.site, p.licence, weight) };
                w.event_by(who, ProductionRecorded { parcel, holder: p.miner, office: Some(p.office), test: false, facts });
            }
        }
        w.app.look_as_daily(w.now).unwrap();
        assert_eq!(seen(w, "C15"), [(writer.account.into(), "2026-04".to_owned())]);
        assert_eq!(seen(w, "C13"), [(p.office.into(), "2026-04".to_owned())]);
    });
}

#[test]
fn stones_out_of_proportion_and_entries_alike_are_told() {
    each(|w| {
        let p = pit(w, "BO");
        let no = |w: &mut World, on: &str, weight: i64, stones: i64, largest: i64| {
            let no = w.read(placer::store::parcel::parcel_next_no);
            let parcel = w.new_parcel(no, weight, stones);
            let facts = ProductionFacts { on: day(on), stones, largest_mct: Some(mct(largest)), ..facts(p.site, p.licence, weight) };
            w.event(ProductionRecorded { parcel, holder: p.miner, office: Some(p.office), test: false, facts });
            no
        };
        no(w, "2026-04-01", 20_000, 60, 2_000);
        no(w, "2026-04-02", 25_000, 5, 19_000);
        assert_eq!(seen(w, "C10"), []);
        let planted = no(w, "2026-05-03", 260_000, 5, 200_000);
        let twins = [no(w, "2026-05-04", 1_110, 2, 700), no(w, "2026-05-04", 1_110, 2, 700)];
        w.app.look(w.now).unwrap();
        assert_eq!(seen(w, "C10"), [(p.site.into(), "2026-05-03".to_owned())]);
        let alert = |control: &str| all(w).into_iter().find(|a| a.key.control == control).unwrap();
        assert_eq!(alert("C10").evidence.links[0].to, planted.to_string());
        assert_eq!(seen(w, "C14"), [(p.miner.into(), "2026-05".to_owned())]);
        assert_eq!(alert("C14").evidence.links.iter().map(|l| l.to.clone()).collect::<Vec<_>>(), twins.map(|t| t.to_string()));
    });
}

/// A sale of what somebody holds.
fn sell(w: &mut World, parcels: &[i64], from: (PartyId, LicenceId), to: (PartyId, LicenceId), on: &str) -> PurchaseId {
    let slip = Slip { on: day(on), ..w.slip(parcels, from, to) };
    let weighed = slip.items.iter().map(|i| Weighed { parcel_no: i.parcel_no, weight_mct: i.weight_mct, stones: i.stones }).collect();
    let purchase = slip.purchase;
    w.event(PurchaseRecorded { slip, weighed });
    purchase
}

#[test]
fn a_dormant_licence_that_sells_is_told() {
    each(|w| {
        let p = pit(w, "BO");
        let dealer = w.party("Dealer", &[Role::Dealer], None);
        let to = (dealer, w.licence("dealer", dealer, None));
        let busy = pit(w, "KEN");
        for on in ["2025-03-01", "2025-06-01", "2025-08-01", "2025-10-01", "2025-12-01", "2026-02-01", "2026-04-01"] {
            let no = dig(w, &busy, on, 2_000);
            sell(w, &[no], (busy.miner, busy.licence), to, on);
        }
        dig(w, &p, "2025-05-01", 1_000);
        let woke = dig(w, &p, "2026-04-20", 9_000);
        w.app.look(w.now).unwrap();
        assert_eq!(seen(w, "C17"), [], "it dug again, and has sold nothing");
        sell(w, &[woke], (p.miner, p.licence), to, "2026-04-25");
        w.app.look(w.now).unwrap();
        assert_eq!(seen(w, "C17"), [(p.licence.into(), "2026-04".to_owned())]);
    });
}

#[test]
fn stones_that_come_back_are_told_directly_and_through_one_other() {
    each(|w| {
        let p = pit(w, "BO");
        let dealer = |w: &mut World, name: &str| {
            let party = w.party(name, &[Role::Dealer], None);
            (party, w.licence("dealer", party, None))
        };
        let (a, b, c) = (dealer(w, "A"), dealer(w, "B"), dealer(w, "C"));
        let (x, y) = (dig(w, &p, "2026-01-05", 5_000), dig(w, &p, "2026-01-06", 6_000));
        sell(w, &[x, y], (p.miner, p.licence), a, "2026-01-10");
        sell(w, &[x], a, b, "2026-02-01");
        sell(w, &[y], a, b, "2026-02-02");
        w.app.look(w.now).unwrap();
        assert_eq!(seen(w, "C18"), []);
        sell(w, &[x], b, a, "2026-03-01");
        sell(w, &[y], b, c, "2026-03-02");
        sell(w, &[y], c, a, "2026-04-02");
        w.app.look(w.now).unwrap();
        let period = |month: &str, seller: PartyId| format!("{month}/{seller}");
        let mut told = vec![(a.0.into(), period("2026-03", b.0)), (a.0.into(), period("2026-04", c.0))];
        told.sort();
        assert_eq!(seen(w, "C18"), told);
    });
}

#[test]
fn one_seller_for_most_and_prices_out_of_the_usual_are_told() {
    each(|w| {
        let p = pit(w, "BO");
        let q = pit(w, "KEN");
        let dealer = w.party("Dealer", &[Role::Dealer], None);
        let to = (dealer, w.licence("dealer", dealer, None));
        let bought = |w: &mut World, from: &Pit, on: &str, weight: i64, cents: i64| {
            let no = dig(w, from, on, weight);
            let slip = Slip { on: day(on), usd_cents: cents, ..w.slip(&[no], (from.miner, from.licence), to) };
            let weighed =
                slip.items.iter().map(|i| Weighed { parcel_no: i.parcel_no, weight_mct: i.weight_mct, stones: i.stones }).collect();
            w.event(PurchaseRecorded { slip, weighed });
        };
        for n in 1..=60_i64 {
            let from = if n % 2 == 0 { &p } else { &q };
            bought(w, from, &format!("2026-0{}-{:02}", 1 + n % 3, 1 + n % 27), 1_000 + n, 20_000 + 100 * (n % 10));
        }
        for n in 1..=19 {
            bought(w, &p, &format!("2026-04-{n:02}"), 2_000 + n, 40_000);
        }
        bought(w, &q, "2026-04-20", 1_000, 20_000);
        w.app.look_as_daily(w.now).unwrap();
        assert_eq!(seen(w, "C19"), [(dealer.into(), "2026-04".to_owned())], "not the quarter in which two sold alike");
        assert_eq!(seen(w, "C16"), []);
        bought(w, &q, "2026-04-21", 1_000, 4_000);
        w.app.look_as_daily(w.now).unwrap();
        assert_eq!(seen(w, "C16"), [(dealer.into(), "2026-04".to_owned())]);
    });
}

#[test]
fn looking_at_what_is_new_sees_what_looking_at_everything_sees() {
    each(|w| {
        let p = pit(w, "BO");
        let q = pit(w, "KEN");
        let dealer = w.party("Dealer", &[Role::Dealer], None);
        let to = (dealer, w.licence("dealer", dealer, None));
        steady(w, &p, 4_000);
        for (n, on) in ["2026-05-05", "2026-05-05", "2025-08-09", "2026-03-03"].iter().enumerate() {
            let more = i64::try_from(n).unwrap();
            let no = dig(w, &p, on, 30_000 - 7_000 * (more / 2));
            dig(w, &q, on, 150_000 * (1 + more));
            sell(w, &[no], (p.miner, p.licence), to, "2026-05-20");
            w.app.look_as_daily(w.now).unwrap();
        }
        let by_and_by = kept(w);
        assert!(by_and_by.len() >= 3, "{by_and_by:#?}");
        w.app.look_at_everything(w.now).unwrap();
        w.app.look(w.now).unwrap();
        assert_eq!(kept(w), by_and_by);
    });
}

#[test]
fn an_alert_is_answered_for_in_the_journal_and_opens_again_when_it_is_worse() {
    each(|w| {
        let p = pit(w, "BO");
        steady(w, &p, 4_000);
        dig(w, &p, "2026-05-05", 29_000);
        w.app.look(w.now).unwrap();
        let alert = all(w).remove(0);
        let supervisor = w.account(AccountRole::Supervisor, Some(p.office), None);
        let answer = HandleAlert {
            alert: alert.no,
            state: Some(AlertState::Explained),
            take: true,
            reason: "two more families dig there since April, seen on 3 May".into(),
            case: None,
            seen: None,
        };
        let other = w.office("KEN");
        let stranger = w.account(AccountRole::Supervisor, Some(other), None);
        assert!(w.submit(&stranger, &answer).is_err(), "another office's");
        for role in [AccountRole::Registrar, AccountRole::Reviewer, AccountRole::Buyer] {
            let who = w.account(role, Some(p.office), Some(p.miner));
            assert!(w.submit(&who, &answer).is_err(), "{role:?}");
        }
        let silent = HandleAlert { state: None, reason: " ".into(), ..answer.clone() };
        assert_eq!(codes(&w.submit(&supervisor, &silent)), ["alert.state", "required"]);
        let nameless = HandleAlert { state: Some(AlertState::Case), ..answer.clone() };
        assert_eq!(codes(&w.submit(&supervisor, &nameless)), ["alert.case"]);
        let stale = HandleAlert { seen: Some("0".repeat(64)), ..answer.clone() };
        assert_eq!(codes(&w.submit(&supervisor, &stale)), ["alert.changed"]);
        w.submit(&supervisor, &answer).unwrap();
        let told = w.read(|rx| handlings_of(rx, &alert.key));
        assert_eq!((told.len(), told[0].state, told[0].by, told[0].measure), (1, AlertState::Explained, supervisor.account, 29_000));
        let now = all(w).remove(0);
        assert_eq!((now.state, now.owner), (AlertState::Explained, Some(supervisor.account)));
        dig(w, &p, "2026-05-06", 1_000);
        w.app.look(w.now).unwrap();
        assert_eq!(all(w)[0].state, AlertState::Explained, "a little more changes nothing");
        dig(w, &p, "2026-05-07", 20_000);
        w.app.look(w.now).unwrap();
        assert_eq!(all(w)[0].state, AlertState::Open, "half as much again does");
        assert_eq!(crate::verify::verified(w).findings, []);
    });
}

#[test]
fn nobody_answers_for_his_own_account() {
    each(|w| {
        let p = pit(w, "BO");
        let both = w.account(AccountRole::Supervisor, Some(p.office), None);
        for n in 0..80_i64 {
            let weight = 1_000 + 100 * (n % 30);
            let no = w.read(placer::store::parcel::parcel_next_no);
            let parcel = w.new_parcel(no, weight, 3);
            let facts = ProductionFacts { on: day("2026-04-10"), ..facts(p.site, p.licence, weight) };
            w.event_by(&both, ProductionRecorded { parcel, holder: p.miner, office: Some(p.office), test: false, facts });
        }
        w.app.look_as_daily(w.now).unwrap();
        let alert = all(w).into_iter().find(|a| a.key.control == "C15").unwrap();
        let answer =
            HandleAlert { alert: alert.no, state: Some(AlertState::False), take: false, reason: "I round".into(), case: None, seen: None };
        assert_eq!(codes(&w.submit(&both, &answer)), ["alert.own"]);
    });
}

#[test]
fn what_is_refused_is_counted_once_an_act_by_day_and_office() {
    each(|w| {
        let p = pit(w, "BO");
        let registrar = w.account(AccountRole::Registrar, Some(p.office), None);
        let suspended = LicenceStateChanged {
            licence: p.licence,
            state: LicenceState::Suspended,
            on: day("2026-01-01"),
            reason: "x".into(),
            offence: None,
        };
        w.event(suspended);
        let f = facts(p.site, p.licence, 1_000);
        let command = RecordProduction {
            site: f.site,
            licence: f.licence,
            on: f.on,
            stones: f.stones,
            weight_mct: f.weight_mct,
            largest_mct: None,
            classes: vec![],
            diggers: None,
            gravel_dm3: None,
            days_worked: None,
            page: None,
            position: None,
            accuracy_m: None,
            late_reason: None,
            test: false,
        };
        let found = codes(&w.submit(&registrar, &command));
        assert!(found.contains(&"production.licence_suspended"), "{found:?}");
        let mut act = w.act(&registrar);
        assert!(w.app.preview(&mut act, &command).is_err());
        let counted = w.read(|rx| refusals_between(rx, (day("2026-01-01"), day("2026-12-31"))));
        let of = counted.iter().find(|r| r.code == "production.licence_suspended").unwrap();
        assert_eq!(of.refusals, 2);
    });
}
