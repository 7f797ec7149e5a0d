//! Repeated visits of sites, with the mapping file of the documentation: a made-up file of our own always, the
//! file it was written for where it is present.

use super::{Run, codes, counts, officer};
use crate::support::process::scratch_dir;
use crate::verify::verified;
use crate::world::{World, fresh_tables};
use placer::domain::event::{Obtained, Reference};
use placer::domain::jurisdiction::Profile;
use placer::domain::site::Site;
use placer::service::import::What;
use placer::service::setup::Layers;
use placer::store::journal::{entries_latest, journal_size};
use placer::store::site::{site_by_reference, site_next_no};
use std::path::{Path, PathBuf};

const OWN: &str = include_str!("../data/visits.geojson");
const MAP: &str = include_str!("../../../docs/examples/ipis-sites.toml");

fn congo(url: &str) -> World {
    let layer = |name: &str| std::fs::read_to_string(root().join("static/basemap/CD").join(name)).unwrap();
    let layers = Layers { country: layer("country.geojson"), areas: layer("admin1.geojson") };
    World::of(url, Profile::bundled("CD").unwrap(), &layers)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn each(test: impl Fn(&mut World)) {
    let dir = scratch_dir("visits");
    test(&mut congo(&format!("sqlite:{}", dir.join("placer.sqlite").display())));
    let _ = std::fs::remove_dir_all(&dir);
    if let Some(url) = fresh_tables() {
        test(&mut congo(&url));
    }
}

fn site(w: &World, key: &str) -> Option<Site> {
    let reference = Reference { source: "IPIS".into(), key: key.into() };
    w.read(|rx| site_by_reference(rx, &reference))
}

#[test]
fn visits_become_versions_of_one_site_and_a_second_run_changes_nothing() {
    each(|w| {
        let officer = officer(w);
        let run = |w: &mut World, text: &str| Run::new(What::Sites, &officer, text.as_bytes()).with(MAP).report(w);
        let dry = Run::new(What::Sites, &officer, OWN.as_bytes()).with(MAP).dry().report(w);
        assert_eq!(w.read(site_next_no), 1, "a trial keeps nothing");
        let report = run(w, OWN);
        assert_eq!(dry, report);
        assert_eq!(counts(&report), [3, 2, 0, 1, 3]);
        let expected =
            ["6 import.skipped", "7 site.outside_country", "8 import.day visit_date=2015", "9 import.word location_origin=Boussole"];
        assert_eq!(codes(&report).iter().map(|c| c.split(" {").next().unwrap().to_owned()).collect::<Vec<_>>(), expected);
        assert_eq!(report.ignored, ["workers_numb"]);
        // The visit of 2012 stands behind that of 2013 in the file, and before it in the history.
        let b = site(w, "essai002").unwrap().facts;
        assert_eq!((b.obtained, b.surveyed_on), (Obtained::Estimate, Some(crate::world::day("2013-09-07"))));
        assert_eq!(b.locality.as_deref(), Some("Village B, Groupement A, Collectivité A, Territoire A"));
        let c = site(w, "essai003").unwrap().facts;
        assert_eq!((c.obtained, c.surveyor.as_deref()), (Obtained::Estimate, Some("IPIS")));
        let a = site(w, "essai001").unwrap();
        assert_eq!(a.facts.surveyed_on, Some(crate::world::day("2017-02-24")));
        let entries = w.read(|rx| entries_latest(rx, Some(&a.id.to_string()), None, 9));
        assert_eq!(entries.len(), 2);
        assert!(entries.iter().all(|e| e.entry.device.as_deref() == Some("import")));
        assert!(entries[0].entry.body().unwrap().contains("import book.csv"), "the reason names the file");

        let size = w.read(journal_size);
        let again = run(w, OWN);
        assert_eq!(counts(&again), [0, 0, 5, 1, 3]);
        assert_eq!(w.read(journal_size), size);
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn later_files_add_visits_and_old_visits_put_right_come_too_late() {
    each(|w| {
        let officer = officer(w);
        let run = |w: &mut World, text: &str| Run::new(What::Sites, &officer, text.as_bytes()).with(MAP).report(w);
        run(w, OWN);
        // Somebody puts the name right by hand; the source does not know of it.
        let a = site(w, "essai001").unwrap();
        let mut to = super::sites::as_command(&a);
        to.name = "Puits Alpha".into();
        w.submit(&officer, &placer::service::site::ChangeSite { site: a.id, to, reason: "misspelt".into() }).unwrap();
        assert_eq!(counts(&run(w, OWN)), [0, 0, 5, 1, 3]);
        assert_eq!(site(w, "essai001").unwrap().facts.name, "Puits Alpha");
        // A third visit, and a first one that says something else now.
        let more = OWN
            .replace("\n]}", ",\n {\"type\": \"Feature\", \"properties\": {\"pcode\": \"essai001\", \"name\": \"Puits A\", \"visit_date\": \"2020-01-05\", \"location_origin\": \"GPS\", \"village\": \"Village A2\", \"mineral1\": \"Diamant\"}, \"geometry\": {\"type\": \"Point\", \"coordinates\": [25.9005, -0.8003]}}\n]}")
            .replace("\"Village A\", \"groupement\": \"Groupement A\", \"collectivite\": \"Collectivité A\", \"territoire\": \"Territoire A\", \"workers_numb\": \"40\"", "\"Hameau\", \"groupement\": \"\", \"collectivite\": \"\", \"territoire\": \"\", \"workers_numb\": \"40\"");
        let report = run(w, &more);
        assert_eq!(counts(&report), [0, 1, 4, 2, 3]);
        assert!(codes(&report).contains(&"2 import.superseded".to_owned()), "{:?}", codes(&report));
        let facts = site(w, "essai001").unwrap().facts;
        assert_eq!((facts.name.as_str(), facts.locality.as_deref()), ("Puits Alpha", Some("Village A2")), "what people changed stays");
        let size = w.read(journal_size);
        assert_eq!(counts(&run(w, &more)), [0, 0, 5, 2, 3]);
        assert_eq!(w.read(journal_size), size);
    });
}

#[test]
fn the_last_visit_alone_may_be_asked_for() {
    each(|w| {
        let officer = officer(w);
        let last = MAP.replace("take = \"every\"", "take = \"last\"");
        for expected in [[3, 0, 0, 3, 3], [0, 0, 3, 3, 3]] {
            let report = Run::new(What::Sites, &officer, OWN.as_bytes()).with(&last).report(w);
            assert_eq!(counts(&report), expected);
        }
        assert_eq!(site(w, "essai002").unwrap().facts.obtained, Obtained::Estimate);
    });
}

/// The real file: named by a variable, or beside the repository; no copy of it is kept here.
pub fn published_visits() -> Option<PathBuf> {
    let named = std::env::var_os("PLACER_IPIS_SITES").map(PathBuf::from);
    let beside = root().join("../shared/data/ipis_diamond_sites/ipis_drc_diamond_visits.geojson");
    named.or(Some(beside)).filter(|path| path.is_file())
}

#[test]
fn the_published_visits_are_taken_or_listed() {
    let Some(path) = published_visits() else {
        eprintln!("LEFT OUT: the published visits are neither beside the repository nor named by PLACER_IPIS_SITES");
        return;
    };
    let text = std::fs::read(path).unwrap();
    each(|w| {
        let officer = officer(w);
        let run = |w: &mut World| Run::new(What::Sites, &officer, &text).with(MAP).report(w);
        let report = run(w);
        // 92 visits of 83 sites: each first visit registers, each later one is a new version.
        assert_eq!((counts(&report), codes(&report)), ([83, 9, 0, 0, 0], vec![]));
        assert_eq!(w.read(site_next_no) - 1, 83);
        let size = w.read(journal_size);
        let again = run(w);
        assert_eq!((counts(&again), codes(&again)), ([0, 0, 92, 0, 0], vec![]));
        assert_eq!(w.read(journal_size), size);
        assert_eq!(verified(w).findings, []);
    });
}
