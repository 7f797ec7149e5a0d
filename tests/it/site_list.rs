//! Lists of sites: filters, reach, and what the map gets.

use crate::world::{World, day, each};
use placer::domain::access::Reach;
use placer::domain::event::*;
use placer::domain::geo::Bbox;
use placer::domain::ids::*;
use placer::domain::licence::Standing;
use placer::domain::role::Role;
use placer::store::site::*;

/// Eight sites: two offices, four kinds of licence, production at the first.
fn eight(w: &mut World) -> (OfficeId, OfficeId) {
    let (east, west) = (w.office("KOI"), w.office("BO"));
    let miner = w.party("A", &[Role::Miner], Some(east));
    let valid = w.licence("artisanal", miner, Some(east));
    let ended = w.licence_between("artisanal", miner, Some(east), "2025-01-01", "2025-12-31");
    let suspended = w.licence("artisanal", miner, Some(east));
    let revoked = w.licence("artisanal", miner, Some(east));
    let future = w.licence_between("artisanal", miner, Some(east), "2026-09-01", "2027-08-31");
    let state = |licence, state, on: &str| LicenceStateChanged { licence, state, on: day(on), reason: "x".into(), offence: None };
    w.event(state(suspended, LicenceState::Suspended, "2026-05-01"));
    w.event(state(revoked, LicenceState::Revoked, "2026-05-01"));
    // Ordered today, in force later.
    w.event(state(valid, LicenceState::Suspended, "2026-07-01"));
    let first = w.site(Some(valid), Some(east));
    for licence in [Some(ended), Some(suspended), Some(revoked), Some(future), None] {
        w.site(licence, Some(east));
    }
    w.site(None, Some(west));
    w.site(None, None);
    w.production(first, valid, miner, 1_000, 2);
    (east, west)
}

fn numbers(w: &World, reach: Reach, filter: &SiteFilter, on: &str) -> Vec<i64> {
    let rows = w.read(|rx| sites(rx, reach, filter, day(on), None, 100));
    let found: Vec<i64> = rows.iter().map(|r| r.no).collect();
    assert_eq!(w.read(|rx| sites_count(rx, reach, filter)), i64::try_from(found.len()).unwrap());
    let mut on_map: Vec<String> = w.read(|rx| site_features(rx, reach, filter, day(on), 100)).into_iter().map(|f| f.code).collect();
    on_map.reverse();
    assert_eq!(on_map, rows.iter().map(|r| r.code.clone()).collect::<Vec<_>>(), "the map and the list agree");
    found
}

#[test]
fn reach_and_filters_hold_for_list_count_and_map_alike() {
    each(|w| {
        let (east, west) = eight(w);
        let all = SiteFilter::default();
        let today = "2026-06-01";
        assert_eq!(numbers(w, Reach::All, &all, today), [8, 7, 6, 5, 4, 3, 2, 1]);
        assert_eq!(numbers(w, Reach::Office(east), &all, today), [6, 5, 4, 3, 2, 1]);
        assert_eq!(numbers(w, Reach::Office(west), &all, today), [7]);
        assert_eq!(numbers(w, Reach::Nothing, &all, today), [] as [i64; 0]);
        assert_eq!(numbers(w, Reach::Party(PartyId::new(uuid::Uuid::nil())), &all, today), [] as [i64; 0]);
        let aloud = w.read(|rx| sites(rx, Reach::All, &all, day(today), None, 1)).remove(0).code.replace('-', " ").to_lowercase();
        let by_code = SiteFilter { text: Some(aloud), ..SiteFilter::default() };
        assert_eq!(numbers(w, Reach::All, &by_code, today), [8], "a code read aloud");
        let by_office = SiteFilter { office: Some(west), ..SiteFilter::default() };
        assert_eq!(numbers(w, Reach::All, &by_office, today), [7]);
        assert_eq!(numbers(w, Reach::Office(east), &by_office, today), [] as [i64; 0], "a filter never widens a reach");
        let licence = |kind, on: &str| SiteFilter { licence: Some((kind, day(on))), ..SiteFilter::default() };
        assert_eq!(numbers(w, Reach::All, &licence(LicenceFilter::Valid, today), today), [1]);
        assert_eq!(numbers(w, Reach::All, &licence(LicenceFilter::NotValid, today), today), [5, 4, 3, 2]);
        assert_eq!(numbers(w, Reach::All, &licence(LicenceFilter::Missing, today), today), [8, 7, 6]);
        let autumn = "2026-10-01";
        assert_eq!(numbers(w, Reach::All, &licence(LicenceFilter::Valid, autumn), autumn), [5], "1 is suspended from July");
        let produced = |yes| SiteFilter { production: Some(yes), ..SiteFilter::default() };
        assert_eq!(numbers(w, Reach::All, &produced(true), today), [1]);
        assert_eq!(numbers(w, Reach::All, &produced(false), today), [8, 7, 6, 5, 4, 3, 2]);
        let area = |code: &str| SiteFilter { area: Some(code.into()), ..SiteFilter::default() };
        assert_eq!(numbers(w, Reach::All, &area("SL-E"), today).len(), 8);
        assert_eq!(numbers(w, Reach::All, &area("SL-W"), today).len(), 0);
        // The first two lie 0.002 and 0.004 degrees east of 10.5 W.
        let bbox = Bbox { west_e7: -105_000_000, east_e7: -104_960_000, south_e7: 79_000_000, north_e7: 80_000_000 };
        assert_eq!(numbers(w, Reach::All, &SiteFilter { bbox: Some(bbox), ..SiteFilter::default() }, today), [2, 1]);
    });
}

#[test]
fn standings_in_the_list_are_those_of_the_licence_itself() {
    each(|w| {
        eight(w);
        for on in ["2025-06-01", "2026-04-30", "2026-05-01", "2026-06-30", "2026-07-01", "2026-10-01", "2028-01-01"] {
            let rows = w.read(|rx| sites(rx, Reach::All, &SiteFilter::default(), day(on), None, 100));
            let valid = SiteFilter { licence: Some((LicenceFilter::Valid, day(on))), ..SiteFilter::default() };
            let mut expected = Vec::new();
            for row in &rows {
                let site = w.read(|rx| site_fetch(rx, row.id)).unwrap();
                let licence = site.facts.licence.map(|id| w.read(|rx| placer::store::licence::licence_fetch(rx, id)).unwrap());
                let standing = licence.as_ref().map(|l| l.standing_on(day(on)));
                assert_eq!(row.licence.as_ref().map(|(_, _, s)| *s), standing, "{} on {on}", row.code);
                assert_eq!(row.licence.as_ref().map(|(_, n, _)| n.clone()), licence.map(|l| l.number));
                if standing == Some(Standing::Valid) {
                    expected.push(row.no);
                }
            }
            assert_eq!(numbers(w, Reach::All, &valid, on), expected, "{on}");
        }
    });
}

#[test]
fn the_list_goes_on_where_it_ended() {
    each(|w| {
        eight(w);
        let page = |before| w.read(|rx| sites(rx, Reach::All, &SiteFilter::default(), day("2026-06-01"), before, 3));
        let numbers = |rows: Vec<SiteRow>| rows.iter().map(|r| r.no).collect::<Vec<_>>();
        assert_eq!(numbers(page(None)), [8, 7, 6]);
        assert_eq!(numbers(page(Some(6))), [5, 4, 3]);
        assert_eq!(numbers(page(Some(3))), [2, 1]);
    });
}

#[test]
fn a_name_is_found_by_the_beginnings_of_its_words_without_accents() {
    each(|w| {
        let site = w.site(None, None);
        let facts = w.read(|rx| site_fetch(rx, site)).unwrap().facts;
        let facts = SiteFacts { name: "Séfadu Crossing".into(), locality: Some("Gbense, Kôidu".into()), ..facts };
        w.event(SiteChanged { site, facts, reason: "x".into() });
        let miner = w.party("A", &[Role::Miner], None);
        let licence = w.licence("artisanal", miner, None);
        w.site(Some(licence), None);
        let found = |text: &str| numbers(w, Reach::All, &SiteFilter { text: Some(text.into()), ..SiteFilter::default() }, "2026-06-01");
        for text in ["séf", "SEFADU cross", "cross sef", "koidu", " gbense ", "s-000001", "S - 000001", "S-000001-"] {
            assert_eq!(found(text), [1], "{text}");
        }
        assert_eq!(found("T/1"), [2], "the number of its licence");
        assert_eq!(found("S-"), [2, 1]);
        for text in ["efadu", "100%", "%", "_", "'; DROP TABLE site", "S-000009", "T/"] {
            assert_eq!(found(text), [] as [i64; 0], "{text}");
        }
        assert_eq!(found("  "), [2, 1], "blanks ask nothing");
    });
}

#[test]
fn a_site_whose_licence_was_renewed_is_told_by_the_renewal() {
    each(|w| {
        let (miner, other) = (w.party("A", &[Role::Miner], None), w.party("B", &[Role::Miner], None));
        let old = w.licence_between("artisanal", miner, None, "2025-01-01", "2025-12-31");
        w.site(Some(old), None);
        let renewed = |w: &mut World, old: LicenceId, holder: PartyId, from: &str, to: &str| {
            let mut terms = w.read(|rx| placer::store::licence::licence_fetch(rx, old)).unwrap().terms;
            (terms.holder, terms.renews, terms.starts_on, terms.ends_on) = (holder, Some(old), day(from), day(to));
            let (licence, no) = (w.id::<LicenceId>(), w.read(placer::store::licence::licence_next_no));
            w.event(LicenceIssued { licence, no, number: format!("N/{no}"), terms });
            licence
        };
        let told = |w: &World, on: &str| {
            let rows = w.read(|rx| sites(rx, Reach::All, &SiteFilter::default(), day(on), None, 100));
            rows.into_iter().map(|r| r.licence.unwrap()).collect::<Vec<_>>()
        };
        let of =
            |w: &World, kind, on: &str| numbers(w, Reach::All, &SiteFilter { licence: Some((kind, day(on))), ..SiteFilter::default() }, on);
        // Renewed for a year, and again; a renewal in another's name is none for this site.
        let next = renewed(w, old, miner, "2026-01-01", "2026-12-31");
        let number = w.read(|rx| placer::store::licence::licence_fetch(rx, next)).unwrap().number;
        assert_eq!(told(w, "2026-06-01"), [(old, number.clone(), Standing::Valid)]);
        assert_eq!(told(w, "2025-06-01")[0].2, Standing::Valid);
        assert_ne!(told(w, "2025-06-01")[0].1, number, "while the old one holds it is the one that is told");
        assert_eq!(of(w, LicenceFilter::Valid, "2026-06-01"), [1]);
        assert_eq!(of(w, LicenceFilter::Valid, "2027-06-01"), [] as [i64; 0]);
        let last = renewed(w, next, miner, "2027-01-01", "2027-12-31");
        assert_eq!(of(w, LicenceFilter::Valid, "2027-06-01"), [1]);
        renewed(w, last, other, "2028-01-01", "2028-12-31");
        assert_eq!(told(w, "2028-06-01")[0].2, Standing::Expired);
        assert_eq!(of(w, LicenceFilter::NotValid, "2028-06-01"), [1]);
        let by_number = SiteFilter { text: Some(number.to_lowercase()), ..SiteFilter::default() };
        assert_eq!(numbers(w, Reach::All, &by_number, "2026-06-01"), [1], "found by the renewal's number too");
    });
}
