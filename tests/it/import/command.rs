//! `placer import` as an operator runs it: exit codes, the two reports, the two languages.

use crate::support::process::scratch_dir;
use crate::support::server::Server;
use crate::world::{AREAS, COUNTRY, World};
use placer::domain::access::AccountRole;
use serde_json::Value;
use std::path::Path;
use std::process::Output;

const TABLE: &str = "source,key,name,lon,lat,obtained\nCadastre,1,Pit 1,-10.5,8.1,gps\nCadastre,2,,-10.6,8.1,Kompass\n";

fn placer(dir: &Path, args: &[&str]) -> Output {
    let url = format!("sqlite:{}", dir.join("placer.sqlite").display());
    let mut command = Server::command();
    command.current_dir(dir).args(["import"]).args(args).args(["--database", &url, "--layers"]).arg(dir);
    command.output().unwrap()
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_command_tells_people_and_machines() {
    let dir = scratch_dir("import");
    for (name, text) in [("country.geojson", COUNTRY), ("admin1.geojson", AREAS), ("sites.csv", TABLE)] {
        std::fs::write(dir.join(name), text).unwrap();
    }
    {
        let mut w = World::at(&format!("sqlite:{}", dir.join("placer.sqlite").display()));
        w.login("officer", AccountRole::Officer, None, None);
        w.login("reviewer", AccountRole::Reviewer, None, None);
    }
    let dry = placer(&dir, &["sites", "sites.csv", "--dry-run"]);
    assert_eq!(dry.status.code(), Some(2), "{}", said(&dry.stderr));
    let text = said(&dry.stdout);
    assert!(text.contains("line 3, row 2: not taken: obtained “Kompass”: This is no known answer"), "{text}");
    assert!(text.contains("2 rows read: 1 registered, 0 changed, 0 unchanged, 0 left out, 1 not taken."), "{text}");
    assert!(text.ends_with("This was a trial: nothing was written.\n") && said(&dry.stderr).contains("2 of 2 rows"));

    let json = placer(&dir, &["sites", "sites.csv", "--as", "officer", "--report", "json", "--lang", "fr"]);
    assert_eq!(json.status.code(), Some(2));
    let report: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(report["counts"]["registered"], 1, "the trial had kept nothing");
    assert_eq!((&report["ran"], &report["completed"], &report["dry_run"]), (&true.into(), &true.into(), &false.into()));
    let problem = &report["problems"][0];
    assert_eq!((&problem["code"], &problem["line"], &problem["in"]), (&"import.word".into(), &3.into(), &"file".into()));
    assert_eq!((&problem["heading"], &problem["value"]), (&"obtained".into(), &"Kompass".into()));
    assert!(problem["message"].as_str().unwrap().starts_with("Ce n’est pas une réponse connue"), "{problem}");
    assert!(problem["what_to_do"].as_str().unwrap().starts_with("Corrigez la cellule"), "{problem}");

    std::fs::write(dir.join("sites.csv"), TABLE.lines().take(2).collect::<Vec<_>>().join("\n")).unwrap();
    let again = placer(&dir, &["sites", "sites.csv"]);
    assert_eq!((again.status.code(), said(&again.stdout).contains("1 unchanged")), (Some(0), true));

    std::fs::write(dir.join("map.toml"), "[columns]\nnom = \"name\"\n").unwrap();
    let wrong = placer(&dir, &["sites", "sites.csv", "--map", "map.toml"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(said(&wrong.stdout).starts_with("mapping file, line 2: nothing was taken: There is no field “nom”"), "{}", said(&wrong.stdout));
    for (args, words) in [
        (["sites", "none.csv", "--as", "officer"], "none.csv"),
        (["sites", "sites.csv", "--as", "nobody"], "no active account"),
        (["sites", "sites.csv", "--as", "reviewer"], "may not import"),
    ] {
        let output = placer(&dir, &args);
        assert_eq!(output.status.code(), Some(1));
        assert!(said(&output.stderr).contains(words), "{}", said(&output.stderr));
    }
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn the_country_named_with_migrate_stays() {
    let dir = scratch_dir("migrate");
    let url = format!("sqlite:{}", dir.join("placer.sqlite").display());
    let migrate = |profile: &str| {
        let mut command = Server::command();
        command.current_dir(&dir).args(["migrate", "--database", &url, "--profile", profile]).output().unwrap()
    };
    assert_eq!(migrate("CD").status.code(), Some(0));
    let other = migrate("SL");
    assert_eq!(other.status.code(), Some(1));
    assert!(said(&other.stderr).contains("the register of CD, not of SL"), "{}", said(&other.stderr));
    let _ = std::fs::remove_dir_all(&dir);
}
