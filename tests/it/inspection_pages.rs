//! Pages of inspections: announcing, drawing, writing down, what is to be put right, what the inspected party and anybody see.

use crate::house::House;
use crate::inspection::asked;
use crate::shipment::desk;
use placer::domain::access::AccountRole;
use placer::domain::event::InspectionKind;

#[test]
fn the_pages_lead_from_the_announcement_to_the_inspection_and_hide_the_list_until_its_time_is_over() {
    let (mut site, mut plan, mut exporter) = (String::new(), String::new(), String::new());
    let house = House::open(|w| {
        w.now = placer::edge::now();
        let d = desk(w);
        site = w.read(|rx| placer::store::site::site_fetch(rx, d.site)).unwrap().code;
        exporter = w.read(|rx| placer::store::party::party_fetch(rx, d.exporter.0)).unwrap().code;
        d.bought(w, 2_000);
        let until = w.now.day().checked_add_days(chrono::Days::new(20));
        let command = placer::service::inspection::AnnounceInspections { until, ..asked(InspectionKind::Site, 1) };
        plan = w.submit(&d.officer, &command).unwrap().subject;
        w.login("officer", AccountRole::Officer, None, None);
        w.login("reviewer", AccountRole::Reviewer, None, None);
        w.login("exporter", AccountRole::Exporter, None, Some(d.exporter.0));
    });
    let mut officer = house.signed_in("officer");
    let page = officer.get(&format!("/inspections/plans/{plan}")).body;
    assert!(page.contains("Its day is not over"), "{page}");
    let refused = officer.submit("/inspections/plans/new", &[("kind", "site"), ("count", "x"), ("draw_on", "2020-01-01"), ("until", "")]);
    assert!(refused.status == 422 && refused.body.contains("value=\"x\""), "{}", refused.body);
    let pool = officer.get(&format!("/inspections/plans/{plan}/pool.csv")).body;
    assert!(pool.starts_with("code,weight\n") && pool.contains(&site), "{pool}");
    // Anybody sees that there is a draw, and nothing of what is drawn from.
    let mut anybody = house.visitor();
    let draws = anybody.get("/draws").body;
    assert!(draws.contains("IP-") && !draws.contains(&site), "{draws}");
    assert_eq!(anybody.get("/draws/IP-000001-X/pool.csv").status, 404);
    // An inspection that was not drawn.
    let form = format!("/inspections/new?kind=exporter&target={exporter}");
    let shown = officer.get(&form).body;
    assert!(shown.contains("The stock is that of the book") && shown.contains("stones_"), "{shown}");
    assert_eq!(house.signed_in("reviewer").get("/inspections/coverage").status, 200);
    let mut own = house.signed_in("exporter");
    assert_eq!(own.get("/inspections").status, 200);
    assert_eq!(own.get("/inspections/plans").status, 403);
}
