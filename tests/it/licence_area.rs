//! The area of a licence against the ground of others and against its own sites.

use crate::licence::{PLOT, input, issue, issued, miner, party, set, supervisor};
use crate::world::{codes, day, each};
use placer::domain::event::LicenceState;
use placer::domain::role::Role;
use placer::service::licence::{ChangeLicence, LicenceInput};

#[test]
fn a_licensed_area_takes_nobody_elses_ground() {
    each(|w| {
        let (actor, _) = supervisor(w, "KDU");
        let (one, two) = (miner(w, &actor), party(w, &actor, "Another Miner", Role::Miner, Some("SL")));
        let with_plot = |holder| {
            let mut command = issue(holder);
            command.terms.area = Some(PLOT.into());
            command
        };
        let first = issued(w, &actor, &with_plot(one));
        assert_eq!(codes(&w.submit(&actor, &with_plot(two))), ["licence.area_taken"]);
        issued(w, &actor, &with_plot(one));
        let mut beside = issue(two);
        beside.terms.area = Some("-10.4992, 8.0000\n-10.4992, 8.0008\n-10.4984, 8.0008\n-10.4984, 8.0000".into());
        let beside = issued(w, &actor, &beside);
        let mut later = with_plot(two);
        (later.terms.starts_on, later.terms.ends_on) = (day("2027-06-01"), day("2028-05-31"));
        issued(w, &actor, &later);

        let moved = |licence, holder, area: &str| {
            let terms = LicenceInput { area: Some(area.into()), ..input(holder) };
            ChangeLicence { licence, terms, reason: "measured again".into() }
        };
        assert_eq!(codes(&w.submit(&actor, &moved(beside.id, two, PLOT))), ["licence.area_taken", "licence.area_taken"]);
        w.submit(&actor, &moved(first.id, one, PLOT)).unwrap();
        w.submit(&actor, &set(first.id, LicenceState::Revoked, "2026-06-01")).unwrap();
        assert_eq!(codes(&w.submit(&actor, &moved(beside.id, two, PLOT))), ["licence.area_taken"], "the second of the same holder is left");
    });
}

#[test]
fn an_area_does_not_leave_its_sites_behind() {
    each(|w| {
        let (actor, _) = supervisor(w, "KDU");
        let holder = miner(w, &actor);
        let licence = issued(w, &actor, &issue(holder));
        w.site(Some(licence.id), actor.office);
        let centre = w.read(|rx| placer::store::site::sites_of_licence(rx, licence.id))[0].facts.centre;
        let around = |away: i32| {
            let (lon, lat) = (centre.lon_e7() + away, centre.lat_e7());
            let at = |x: i32, y: i32| format!("{:.7}, {:.7}", f64::from(lon + x) / 1e7, f64::from(lat + y) / 1e7);
            [at(-4_000, -4_000), at(-4_000, 4_000), at(4_000, 4_000), at(4_000, -4_000)].join("\n")
        };
        let change = |area: String| {
            let terms = LicenceInput { area: Some(area), ..input(holder) };
            ChangeLicence { licence: licence.id, terms, reason: "measured".into() }
        };
        assert_eq!(codes(&w.submit(&actor, &change(around(300_000)))), ["licence.area_site"]);
        w.submit(&actor, &change(around(0))).unwrap();
    });
}
