//! A first visit weighs little: many pay for each kilobyte, on a slow line.

use crate::house::House;
use crate::support::weight::weigh;
use placer::domain::access::AccountRole;

/// Bytes of a first visit, compressed, without the map.
const MOST: usize = 60_000;

#[test]
fn a_first_visit_weighs_at_most_sixty_kilobytes() {
    let house = House::open(|w| {
        w.login("administrator", AccountRole::Administrator, None, None);
        w.login("officer", AccountRole::Officer, None, None);
    });
    let mut light = Vec::new();
    for path in ["/", "/sign-in", "/check", "/check/licence"] {
        light.push((path, weigh(&mut house.visitor(), path)));
    }
    for (login, paths) in [("administrator", ["/accounts", "/me"]), ("officer", ["/", "/shipments"])] {
        let mut known = house.signed_in(login);
        light.extend(paths.map(|path| (path, weigh(&mut known, path))));
    }
    for (path, weight) in light {
        assert!(weight.shared > 10_000, "{path} loads its style sheet: {weight:?}");
        assert!(weight.first_visit() <= MOST, "{path}: {weight:?}");
    }
}
