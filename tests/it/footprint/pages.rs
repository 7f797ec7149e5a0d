//! Footprints on pages and by the API.

use super::{COARSE, FINE, dig, lines};
use crate::house::House;
use crate::shipment::desk;
use crate::support::http::Http;
use placer::domain::access::AccountRole;
use placer::domain::parcel::parcel_code;

fn propose(http: &mut Http, path: &str, fields: &[(&str, &str)]) -> String {
    let check = http.submit(path, fields);
    assert_eq!(check.status, 200, "{}", check.body);
    let done = http.submit(path, &[fields, &[("confirmed", "yes")]].concat());
    assert_eq!(done.status, 303, "{}", done.body);
    done.header("location").to_owned()
}

/// A house with a reference to be adopted; the office's area, a token, a parcel that differs and one of small stones alone.
fn at_the_house() -> (House, [String; 4]) {
    let (mut office, mut token, mut odd, mut whole) = (String::new(), String::new(), String::new(), String::new());
    let house = House::open(|w| {
        w.now = placer::edge::now();
        let d = desk(w);
        let id = w.office("KEN");
        office = format!("office/{id}");
        for on in ["2026-01-10", "2026-02-10", "2026-03-10"] {
            let sizes = lines(w, FINE, 4);
            dig(w, &d, id, on, sizes);
        }
        let sizes = lines(w, COARSE, 3);
        odd = dig(w, &d, id, "2026-05-11", sizes).code;
        let small = lines(w, [(120, 60), (0, 0), (0, 0), (0, 0)], 1)[..1].to_vec();
        whole = dig(w, &d, id, "2026-05-12", small).code;
        w.login("officer", AccountRole::Officer, None, None);
        w.login("approver", AccountRole::Approver, None, None);
        w.login("registrar", AccountRole::Registrar, Some(id), None);
        let reviewer = w.login("reviewer", AccountRole::Reviewer, None, None);
        token = w.token(&reviewer);
    });
    (house, [office, token, odd, whole])
}

#[test]
fn from_entries_to_a_reference_and_what_differs_from_it() {
    let (house, [office, token, odd, whole]) = at_the_house();
    let mut officer = house.signed_in("officer");
    assert!(officer.get(&format!("/parcels/{odd}")).body.contains("There is no reference"), "no reference yet");
    let refused = officer.submit("/footprints/new", &[("area", office.as_str()), ("from", "2026-13-01"), ("reason", "x")]);
    assert!(refused.status == 422 && refused.body.contains("2026-13-01") && refused.body.contains("f-to"), "{}", refused.body);
    let good = [("area", office.as_str()), ("from", "2026-01-01"), ("to", "2026-04-30"), ("reason", "the first months")];
    let page = propose(&mut officer, "/footprints/new", &good);
    let shown = officer.get(&page).body;
    assert!(shown.contains("1,200") && shown.contains("Somebody else must decide"), "{shown}");
    let mut approver = house.signed_in("approver");
    assert!(approver.get("/").body.contains("1 proposed footprint waits for you"));
    assert_eq!(approver.submit(&page, &[("act", "adopt")]).status, 303);
    let list = approver.get("/footprints").body;
    assert!(list.contains("Holds now") && list.contains("never judged parcel by parcel"), "{list}");
    assert!(approver.get(&format!("{page}/table.csv")).body.starts_with("class,stones,weight_mct"));
    // The parcel says what it comes to, and its page why; nowhere that stones are foreign.
    let seen = approver.get(&format!("/parcels/{odd}")).body;
    assert!(seen.contains("The sizes differ from the reference."), "{seen}");
    let compared = approver.get(&format!("/parcels/{odd}/sizes")).body;
    assert!(compared.contains("no proof of anything") && compared.contains("Chi-square") && !compared.contains("oreign"), "{compared}");
    assert_eq!(approver.get(&format!("/parcels/{odd}/sizes.csv")).body.lines().next().unwrap().split(',').count(), 7);
    assert!(approver.get("/footprints/exporters").body.contains("No certificate was issued yet"));
    assert!(approver.get("/footprints/exporters.csv").body.starts_with("exporter,period"));
    // Counting again: the sums must be those of the parcel.
    let count = format!("/parcels/{whole}/sizes/new");
    let bad = officer.submit(&count, &[("on", "2026-05-13"), ("classes.0.stones", "119"), ("classes.0.weight_mct", "7.2")]);
    assert!(bad.status == 422 && bad.body.contains("f-classes") && bad.body.contains("119"), "{}", bad.body);
    let fields = [("on", "2026-05-13"), ("classes.0.stones", "120"), ("classes.0.weight_mct", "7.2")];
    assert_eq!(propose(&mut officer, &count, &fields), format!("/parcels/{whole}/sizes"));
    assert!(officer.get(&format!("/parcels/{whole}/sizes")).body.contains("Counted by size on"));
    // A registrar is told nothing of comparisons.
    let mut registrar = house.signed_in("registrar");
    assert_eq!(registrar.get(&format!("/parcels/{odd}/sizes")).status, 403);
    assert_eq!(registrar.get("/footprints").status, 403);
    assert!(!registrar.get(&format!("/parcels/{odd}")).body.contains("differ from the reference"));
    let mut reviewer = house.signed_in("reviewer");
    assert_eq!(reviewer.get("/footprints/new").status, 403);
    reviewer.headers.push(("authorization".into(), format!("Bearer {token}")));
    let got = reviewer.get("/api/v1/footprints?state=adopted").json();
    assert_eq!((&got["items"][0]["area"], &got["items"][0]["version"]), (&office.as_str().into(), &1.into()), "{got}");
    let one = reviewer.get(&format!("/api/v1/parcel_sizes/{odd}")).json();
    assert_eq!((&one["sorted"], &one["comparison"]["differs"]), (&false.into(), &true.into()), "{one}");
    assert!(reviewer.get("/api/v1/parcel_sizes").body.contains(&parcel_code(1)));
    assert_eq!(reviewer.get("/api/v1/exporter_sizes").status, 200);
}
