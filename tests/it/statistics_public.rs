//! What the public is told: late, submitted figures, and nothing by which one could tell what a single holder dug or sold.

use crate::shipment::desk;
use crate::statistics::{A_MONTH, exported, submit};
use crate::world::{World, day, each};
use placer::domain::event::SiteChanged;
use placer::domain::ids::SiteId;
use placer::domain::role::Role;
use placer::service::statistics::*;
use placer::store::site::site_fetch;

/// A site is found to lie in another region.
fn moved(w: &mut World, site: SiteId, region: &str) {
    let mut facts = w.read(|rx| site_fetch(rx, site)).unwrap().facts;
    facts.admin_code = Some(region.into());
    w.event(SiteChanged { site, facts, reason: "surveyed".into() });
}

#[test]
fn the_public_is_told_late_and_no_small_cell() {
    each(|w| {
        let d = desk(w);
        exported(w, &d, 2_000);
        for name in ["B", "C"] {
            let miner = w.party(name, &[Role::Miner], None);
            let licence = w.licence("artisanal", miner, None);
            let site = w.site(Some(licence), None);
            w.production(site, licence, miner, 1_000, 3);
        }
        w.later(A_MONTH);
        submit(w, &d.approver, "2026-H1", None).unwrap();
        submit(w, &d.approver, "2026-Q2", None).unwrap();
        let told = |w: &World, today: &str| w.read(|rx| public_tables(rx, &w.app.env.profile, day(today)));
        assert_eq!(told(w, "2026-09-28"), [], "ninety days after the end");
        let tables = told(w, "2026-09-29");
        let shown: Vec<_> =
            tables.iter().map(|t| (t.period.to_string(), t.total.mct, t.cells.iter().map(|c| c.mct).collect::<Vec<_>>())).collect();
        // Three dug in one region; one alone exported.
        assert_eq!(shown, [("2026-H1".into(), Some(4_000), vec![Some(4_000)]), ("2026-Q2".into(), None, vec![None])]);
        let values = |tables: &[PublicTable]| tables.iter().map(|t| t.total.value_usd_cents).collect::<Vec<_>>();
        assert_eq!(values(&tables), [None, None], "the average of production would be the price that he got");
    });
}

/// Where three exported, the average that values production is nobody's price.
#[test]
fn the_value_of_production_is_told_where_it_gives_nobody_away() {
    each(|w| {
        let d = desk(w);
        let others = [crate::shipment::desk_without_list(w), crate::shipment::desk_without_list(w)];
        [&d, &others[0], &others[1]].into_iter().for_each(|d| drop(exported(w, d, 2_000)));
        w.later(A_MONTH);
        submit(w, &d.approver, "2026-H1", None).unwrap();
        let told = w.read(|rx| public_tables(rx, &w.app.env.profile, day("2026-09-29")));
        assert_eq!((told[0].total.mct, told[0].total.value_usd_cents), (Some(6_000), Some(30_000)), "US$ 50 a carat");
    });
}

/// A figure that was hidden stays so when a site, or an entry, of somebody else is moved into its region afterwards.
#[test]
fn a_site_that_is_moved_later_uncovers_nobody() {
    each(|w| {
        let d = desk(w);
        w.production(d.site, d.miner.1, d.miner.0, 1_000, 3);
        let far: Vec<_> = ["B", "C", "D", "F", "G", "H"]
            .into_iter()
            .map(|name| {
                let miner = w.party(name, &[Role::Miner], None);
                let licence = w.licence("artisanal", miner, None);
                let site = w.site(Some(licence), None);
                moved(w, site, "SL-S");
                w.production(site, licence, miner, 1_000, 3);
                site
            })
            .collect();
        w.later(A_MONTH);
        submit(w, &d.approver, "2026-H1", None).unwrap();
        let told = |w: &World| w.read(|rx| public_tables(rx, &w.app.env.profile, day("2026-09-29"))).remove(0).cells;
        let shown = |cells: &[PublicCell]| cells.iter().map(|c| (c.key.clone(), c.mct)).collect::<Vec<_>>();
        let before = shown(&told(w));
        assert!(
            before.len() == 2 && before.iter().all(|(_, mct)| mct.is_none()),
            "one alone dug in the one, and the rest would tell: {before:?}"
        );
        let near = w.read(|rx| site_fetch(rx, d.site)).unwrap().facts.admin_code.unwrap();
        // Three stay where they were: both regions would be told by those who are there now.
        far.into_iter().take(3).for_each(|site| moved(w, site, &near));
        assert_eq!(shown(&told(w)), before);
    });
}

#[test]
fn whoever_comes_late_does_not_uncover_who_was_there() {
    each(|w| {
        let d = desk(w);
        w.production(d.site, d.miner.1, d.miner.0, 1_000, 3);
        w.later(A_MONTH);
        submit(w, &d.approver, "2026-H1", None).unwrap();
        // Two others write down the same months later: what was submitted is still what one alone dug.
        for name in ["B", "C"] {
            let miner = w.party(name, &[Role::Miner], None);
            let licence = w.licence("artisanal", miner, None);
            let site = w.site(Some(licence), None);
            w.production(site, licence, miner, 1_000, 3);
        }
        let told = |w: &World| w.read(|rx| public_tables(rx, &w.app.env.profile, day("2026-09-29")));
        let hidden = told(w);
        assert_eq!((hidden[0].total.mct, hidden[0].cells[0].mct), (None, None));
        // In the next version they are.
        submit(w, &d.approver, "2026-H1", Some("late entries")).unwrap();
        assert_eq!(told(w)[0].total.mct, Some(3_000));
        // Kept until there is something new to tell.
        let tables = PublicTables::default();
        let asked = |w: &World, on: &str| w.read(|rx| tables.told(rx, &w.app.env, day(on)));
        let first = asked(w, "2026-09-29");
        assert!(std::sync::Arc::ptr_eq(&first, &asked(w, "2026-09-29")));
        assert!(!std::sync::Arc::ptr_eq(&first, &asked(w, "2026-09-30")));
        submit(w, &d.approver, "2026-Q2", None).unwrap();
        assert_eq!(asked(w, "2026-09-30").len(), 2);
    });
}
