//! Official estimates of what can be dug: two people, what they stand instead of, and what both show beside what was dug.

use crate::purchase::{record_of, weighed};
use crate::shipment::{Desk, desk};
use crate::verify::{breaches, verified};
use crate::world::{World, codes, day, each, mct};
use placer::domain::access::AccountRole;
use placer::domain::event::*;
use placer::domain::ids::{EstimateId, SiteId};
use placer::domain::jurisdiction::Profile;
use placer::domain::month::Month;
use placer::service::capacity::{DecideEstimate, LiftHold, ProposeEstimate, capacity_of_licence, capacity_of_site};
use placer::service::error::ServiceError;
use placer::service::production::RecordProduction;
use placer::store::site::site_fetch;

/// An estimate of the register as a test sees it on both databases.
pub fn plainly(w: &mut World) -> EstimateId {
    let site = w.site(None, None);
    let event = plain(w, EstimateOf::Site(site));
    let id = event.estimate;
    w.event(event);
    id
}

fn plain(w: &mut World, about: EstimateOf) -> EstimateProposed {
    EstimateProposed {
        estimate: w.id(),
        no: w.read(placer::store::estimate::estimate_next_no),
        about,
        from: day("2026-06-01"),
        to: None,
        mct: 6_000,
        per: EstimatePer::Month,
        document: paper(),
        reason: "survey".into(),
    }
}

fn paper() -> ZoneDocument {
    ZoneDocument { title: "Survey of the Sewa terraces".into(), number: Some("GS 12".into()), on: day("2026-05-01") }
}

fn propose(about: EstimateOf, weight: i64, per: EstimatePer) -> ProposeEstimate {
    let (from, reason) = (Some(day("2026-05-01")), "the survey is out".to_owned());
    ProposeEstimate { about, from, to: None, weight_mct: Some(mct(weight)), per: Some(per), document: paper(), reason }
}

fn decided(w: &mut World, d: &Desk, command: &ProposeEstimate) {
    let estimate: EstimateId = w.submit(&d.officer, command).unwrap().subject.parse().unwrap();
    w.submit(&d.approver, &DecideEstimate { estimate, confirm: true, reason: None }).unwrap();
}

/// What can be dug in May, whether an estimate says so, and what was.
fn may(w: &World, site: SiteId) -> (i64, bool, i64) {
    let month: Month = "2026-05".parse().unwrap();
    let found = w.read(|rx| {
        let site = site_fetch(rx, site)?.unwrap();
        capacity_of_site(rx, &w.app.env.profile, &site, (month, month))
    });
    (found[0].can_mct, found[0].estimated, found[0].dug_mct)
}

#[test]
fn an_estimate_that_two_people_agree_on_stands_instead_of_what_is_worked_out() {
    each(|w| {
        let d = desk(w);
        w.production(d.site, d.miner.1, d.miner.0, 9_000, 3);
        let (worked_out, estimated, dug) = may(w, d.site);
        assert!(worked_out > 9_000 && !estimated && dug == 9_000, "{worked_out}");
        let command = propose(EstimateOf::Site(d.site), 48_000, EstimatePer::Year);
        let estimate: EstimateId = w.submit(&d.officer, &command).unwrap().subject.parse().unwrap();
        assert_eq!(may(w, d.site), (worked_out, false, 9_000), "what one person says counts for nothing");
        w.submit(&d.approver, &DecideEstimate { estimate, confirm: true, reason: None }).unwrap();
        assert_eq!(may(w, d.site), (4_000, true, 9_000));
        // Of a licence: the sum of its sites, until it has one of its own.
        let of_licence = |w: &World| {
            let month: Month = "2026-05".parse().unwrap();
            w.read(|rx| capacity_of_licence(rx, &w.app.env.profile, d.miner.1, (month, month)))[0].can_mct
        };
        assert_eq!(of_licence(w), 4_000);
        decided(w, &d, &propose(EstimateOf::Licence(d.miner.1), 7_000, EstimatePer::Month));
        assert_eq!(of_licence(w), 7_000);
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn a_month_far_over_an_estimate_is_told() {
    each(|w| {
        let d = desk(w);
        w.production(d.site, d.miner.1, d.miner.0, 9_000, 3);
        w.app.look(w.now).unwrap();
        let told = |w: &World| {
            let all = w.read(|rx| placer::store::control::alerts(rx, placer::domain::access::Reach::All, &Default::default(), 0, 100));
            all.into_iter().filter(|a| a.key.control == "C9" && a.gone_at.is_none()).count()
        };
        assert_eq!(told(w), 0);
        decided(w, &d, &propose(EstimateOf::Site(d.site), 4_000, EstimatePer::Month));
        w.app.look(w.now).unwrap();
        assert_eq!(told(w), 1);
    });
}

#[test]
fn what_stands_against_an_estimate_is_told_at_once() {
    each(|w| {
        let d = desk(w);
        let of = EstimateOf::Site(d.site);
        let empty = ProposeEstimate {
            from: None,
            weight_mct: None,
            per: None,
            document: ZoneDocument { title: " ".into(), number: None, on: day("2026-07-01") },
            reason: String::new(),
            ..propose(of, 1, EstimatePer::Month)
        };
        let told = codes(&w.submit(&d.officer, &empty));
        for code in ["required", "estimate.nothing", "day.future"] {
            assert!(told.contains(&code), "{told:?}");
        }
        let back = ProposeEstimate { to: Some(day("2026-04-01")), ..propose(of, 1, EstimatePer::Month) };
        assert_eq!(codes(&w.submit(&d.officer, &back)), ["estimate.ends_before"]);
        let nowhere = EstimateOf::Site(SiteId::new(uuid::Uuid::from_u128(7)));
        assert!(matches!(w.submit(&d.officer, &propose(nowhere, 1, EstimatePer::Month)), Err(ServiceError::NotFound(_))));
        assert!(w.submit(&d.approver, &propose(of, 1, EstimatePer::Month)).is_err(), "approvers propose nothing");
        let estimate: EstimateId = w.submit(&d.officer, &propose(of, 1, EstimatePer::Month)).unwrap().subject.parse().unwrap();
        let refuse = DecideEstimate { estimate, confirm: false, reason: Some("another paper says less".into()) };
        w.submit(&d.approver, &refuse).unwrap();
        assert_eq!(codes(&w.submit(&d.approver, &refuse)), ["estimate.decided"]);
        assert!(!may(w, d.site).1);
    });
}

#[test]
fn the_audit_tells_each_estimate_that_no_command_would_make() {
    type Wrong = fn(&mut EstimateProposed);
    let wrong: [Wrong; 5] = [
        |e| e.no += 1,
        |e| e.mct = 0,
        |e| e.to = Some(day("2026-05-01")),
        |e| e.document.title = " ".into(),
        |e| e.about = EstimateOf::Site(SiteId::new(uuid::Uuid::from_u128(7))),
    ];
    each(|w| {
        let d = desk(w);
        for change in wrong {
            let mut e = plain(w, EstimateOf::Site(d.site));
            change(&mut e);
            let at = w.event_by(&d.officer, e).seq;
            assert!(breaches(w).contains(&(at, "E1".to_owned())), "{:?}", breaches(w));
        }
        let e = plain(w, EstimateOf::Site(d.site));
        let estimate = e.estimate;
        w.event_by(&d.officer, e);
        let silent = w.event_by(&d.approver, EstimateDecided { estimate, confirmed: false, reason: None }).seq;
        assert!(breaches(w).contains(&(silent, "E1".to_owned())), "refused without a word");
    });
}

#[test]
fn where_the_country_says_so_stones_far_beyond_what_a_site_can_give_are_held_until_an_officer_lets_them_go() {
    each(|w| {
        let rules = Profile::bundled_text("SL").unwrap();
        let holds = rules.replace("act = { value = \"alert\"", "act = { value = \"hold\"");
        w.profile(Profile::parse(&holds, "x").unwrap());
        let d = crate::zone::desk(w);
        let site = w.read(|rx| site_fetch(rx, d.site)).unwrap();
        let registrar = w.account(AccountRole::Registrar, site.facts.office, None);
        decided(w, &d, &propose(EstimateOf::Site(d.site), 4_000, EstimatePer::Month));
        let entry = |weight| RecordProduction {
            site: d.site,
            licence: d.miner.1,
            on: day("2026-06-01"),
            stones: 3,
            weight_mct: mct(weight),
            largest_mct: None,
            classes: vec![],
            diggers: Some(5),
            gravel_dm3: None,
            days_worked: None,
            page: None,
            position: None,
            accuracy_m: None,
            late_reason: None,
            test: false,
        };
        let dug = |w: &mut World, weight| {
            w.submit(&registrar, &entry(weight)).unwrap();
            let no = w.read(placer::store::parcel::parcel_next_no) - 1;
            w.parcel(no)
        };
        let within = dug(w, 8_000);
        let beyond = dug(w, 100);
        assert_eq!((within.held, beyond.held), (false, true), "twice the estimate is let be; the entry beyond it is taken and held");
        let dealer = crate::purchase::trader(w, placer::domain::role::Role::Dealer, "dealer");
        w.slip_book(dealer.party);
        let number = w.read(|rx| placer::store::licence::licence_fetch(rx, d.miner.1)).unwrap().number;
        let buy = |p: &placer::domain::parcel::Parcel| record_of(&[weighed(p, p.weight.mct(), p.stones)], &number);
        assert_eq!(codes(&w.submit(&dealer.account, &buy(&beyond))), ["parcel.held"]);
        let go = |reason: &str, p: &placer::domain::parcel::Parcel| LiftHold { parcel: p.code.clone(), reason: reason.into() };
        assert!(w.submit(&registrar, &go("looked", &beyond)).is_err(), "officers let go");
        assert_eq!(codes(&w.submit(&d.officer, &go("", &beyond))).len(), 1);
        assert_eq!(codes(&w.submit(&d.officer, &go("looked", &within))), ["parcel.not_held"]);
        w.submit(&d.officer, &go("the pit was measured again", &beyond)).unwrap();
        assert!(!w.parcel(beyond.no).held);
        w.submit(&dealer.account, &buy(&beyond)).unwrap();
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn the_audit_tells_what_is_done_with_held_stones() {
    each(|w| {
        let d = desk(w);
        let no = w.read(placer::store::parcel::parcel_next_no);
        let parcel = w.new_parcel(no, 900, 3);
        let mut facts = crate::world::facts(d.site, d.miner.1, 900);
        facts.flags = vec![ProductionFlag::OverCapacity];
        w.event(ProductionRecorded { parcel: parcel.clone(), holder: d.miner.0, office: None, test: false, facts });
        let sealed = w.event(ParcelSealed { parcel: parcel.parcel, parcel_no: no, seal: "H-1".into() }).seq;
        assert!(breaches(w).contains(&(sealed, "E2".to_owned())), "{:?}", breaches(w));
        w.event_by(&d.officer, HoldLifted { parcel: parcel.parcel, parcel_no: no, reason: "looked".into() });
        let opened = w.event(ParcelUnsealed { parcel: parcel.parcel, parcel_no: no, seal: "H-1".into(), reason: "x".into() }).seq;
        assert!(!breaches(w).contains(&(opened, "E2".to_owned())));
    });
}
