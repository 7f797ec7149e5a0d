//! Pages of controls and alerts.

use crate::house::House;
use crate::world::{World, day, facts};
use placer::domain::access::AccountRole;
use placer::domain::control::catalogue;
use placer::domain::event::*;
use placer::domain::ids::*;
use placer::domain::role::Role;

/// A site that jumps in May 2026, seen by the controls.
pub fn jumped(w: &mut World) -> (OfficeId, SiteId) {
    let office = w.office("BO");
    let miner = w.party("Miner Bo", &[Role::Miner], Some(office));
    let licence = w.licence_between("artisanal", miner, Some(office), "2025-01-01", "2026-12-31");
    let site = w.site(Some(licence), Some(office));
    for (on, weight) in [("2026-01-07", 4_000), ("2026-02-07", 4_100), ("2026-03-07", 3_900), ("2026-04-07", 4_050), ("2026-05-07", 30_000)]
    {
        let no = w.read(placer::store::parcel::parcel_next_no);
        let parcel = w.new_parcel(no, weight, 3);
        let facts = ProductionFacts { on: day(on), ..facts(site, licence, weight) };
        w.event(ProductionRecorded { parcel, holder: miner, office: Some(office), test: false, facts });
    }
    // The server goes by the clock of the day, on which it would miss an inspection.
    let seen = crate::inspection::bare(w, TargetId::new(site.uuid()), placer::edge::now().day());
    w.event(seen);
    w.app.look_as_daily(w.now).unwrap();
    (office, site)
}

fn house() -> House {
    House::open(|w| {
        let (office, _) = jumped(w);
        w.login("officer", AccountRole::Officer, None, None);
        w.login("reviewer", AccountRole::Reviewer, None, None);
        w.login("supervisor", AccountRole::Supervisor, Some(office), None);
        let other = w.office("KEN");
        w.login("elsewhere", AccountRole::Supervisor, Some(other), None);
        w.login("registrar", AccountRole::Registrar, Some(office), None);
    })
}

#[test]
fn an_alert_is_listed_read_and_answered_for() {
    let h = house();
    let mut officer = h.signed_in("officer");
    assert!(officer.get("/").body.contains("1 alert is open"), "the first page tells");
    let list = officer.get("/alerts");
    for told in ["A site that gives far more than ever", "May 2026", "30.00", "Pit 1"] {
        assert!(list.body.contains(told), "{told}");
    }
    let page = officer.get("/alerts/1");
    for told in ["May 2026 has 30.00", "See the site: how many dig", "/parcels/", "Nobody has answered for it yet"] {
        assert!(page.body.contains(told), "{told}");
    }
    let empty = officer.submit("/alerts/1", &[("reason", "two more families dig there")]);
    assert_eq!(empty.status, 422);
    assert!(
        empty.body.contains("Say where the alert stands") && empty.body.contains("two more families dig there"),
        "what was typed is kept"
    );
    let done = officer.submit("/alerts/1", &[("state", "explained"), ("reason", "two more families dig there"), ("take", "yes")]);
    assert_eq!(done.status, 303, "{}", done.body);
    let page = officer.get("/alerts/1");
    assert!(page.body.contains("two more families dig there") && page.body.contains("Explained"));
    assert!(!officer.get("/alerts").body.contains("/alerts/1\""), "the list shows what is open");
    assert!(officer.get("/alerts?state=explained").body.contains("/alerts/1\""));
    assert!(!officer.get("/").body.contains("alert is open"));
}

#[test]
fn offices_see_their_own_alerts_and_others_none() {
    let h = house();
    for (who, status) in [("supervisor", 200), ("reviewer", 200), ("elsewhere", 404), ("registrar", 403)] {
        assert_eq!(h.signed_in(who).get("/alerts/1").status, status, "{who}");
    }
    assert!(!h.signed_in("elsewhere").get("/alerts").body.contains("Pit 1"));
    let mut reviewer = h.signed_in("reviewer");
    assert!(!reviewer.get("/alerts/1").body.contains("Sign the answer"));
    assert_eq!(reviewer.post("/alerts/1", &[("state", "false"), ("reason", "no")]).status, 403);
}

#[test]
fn every_control_has_a_page_and_its_evidence_is_where_it_says() {
    let h = house();
    let mut officer = h.signed_in("officer");
    let list = officer.get("/controls");
    assert_eq!(list.status, 200);
    for c in catalogue() {
        assert!(list.body.contains(&format!("/controls/{}", c.code)), "{}", c.code);
        let page = officer.get(&format!("/controls/{}", c.code));
        assert_eq!(page.status, 200, "{}", c.code);
        assert_eq!(officer.get(c.evidence).status, 200, "{} leads to {}", c.code, c.evidence);
    }
    assert_eq!(officer.get("/controls/C99").status, 404);
    let told = officer.get("/controls/F8").body;
    assert!(told.contains("controls.spike_factor") && told.contains("May 2026 has 30.00"));
    assert!(officer.get("/controls?year=2025").body.contains("2025"));
}

#[test]
fn the_console_has_controls_look_again() {
    let h = House::open(|w| {
        jumped(w);
    });
    let said = h.run(&["controls", "--everything"]).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    assert!(said.contains("Open alerts: 1 critical, 0 alarms, 0 notices"), "{said}");
}
