//! A register goes on under the rules it was set up with until others are put in force on purpose.

use crate::support::process::{run, scratch_dir};
use crate::support::server::Server;
use crate::world::each;
use crate::world::{AREAS, COUNTRY};
use placer::domain::jurisdiction::Profile;
use placer::domain::role::Role;
use placer::service::setup::{Layers, SetupError, adopt, open, rules_in_force};
use placer::store::db::Db;

/// Sierra Leone's rules with another lateness limit.
fn other() -> String {
    let text = Profile::bundled_text("SL").unwrap();
    let changed = text.replacen("Sierra Leone", "Sierra Leone (changed)", 1);
    assert_ne!(text, changed);
    changed
}

#[test]
fn other_rules_are_refused_until_they_are_adopted() {
    each(|w| {
        let layers = Layers { country: COUNTRY.into(), areas: AREAS.into() };
        let changed = Profile::parse(&other(), "test").unwrap();
        let again = |profile: Profile, now| open(crate::world::opened(&w.url), profile, &layers, false, now).map(|_| ());
        again(Profile::bundled("SL").unwrap(), w.now).unwrap();
        assert!(matches!(again(changed.clone(), w.now), Err(SetupError::OtherRules { .. })));
        assert_eq!(rules_in_force(&w.app.db).unwrap().as_deref(), Profile::bundled_text("SL"));
        adopt(&w.app.db, &changed, w.now).unwrap();
        adopt(&w.app.db, &changed, w.now).unwrap();
        again(changed, w.now).unwrap();
        assert_eq!(rules_in_force(&w.app.db).unwrap(), Some(other()));
        assert!(matches!(again(Profile::bundled("SL").unwrap(), w.now), Err(SetupError::OtherRules { .. })));
    });
}

#[test]
fn rules_that_do_not_know_a_licence_of_the_register_are_not_adopted() {
    each(|w| {
        let miner = w.party("Miner", &[Role::Miner], None);
        w.licence("artisanal", miner, None);
        let mut without = Profile::parse(&other(), "test").unwrap();
        without.licence_types.retain(|t| t.code != "artisanal");
        let Err(SetupError::KindsMissing { kinds }) = adopt(&w.app.db, &without, w.now) else { panic!("adopted") };
        assert_eq!(kinds, ["artisanal"]);
        assert_eq!(rules_in_force(&w.app.db).unwrap().as_deref(), Profile::bundled_text("SL"));
    });
}

#[test]
fn a_profile_of_ones_own_stays_in_force_without_being_named_again() {
    let dir = scratch_dir("rules");
    let file = dir.join("own.toml");
    std::fs::write(&file, other()).unwrap();
    let url = format!("sqlite:{}", dir.join("placer.sqlite").display());
    let migrate = |args: &[&str]| run(Server::command().args(["migrate", "--database", &url]).args(args).env_remove("PLACER_PROFILE"));
    let own = file.display().to_string();
    migrate(&["--profile", &own]).unwrap();
    migrate(&[]).unwrap();
    let refused = migrate(&["--profile", "SL"]).unwrap_err();
    assert!(refused.contains("--adopt-profile"), "{refused}");
    let in_force = || rules_in_force(&Db::open(&url).unwrap()).unwrap();
    assert_eq!(in_force(), Some(other()));
    migrate(&["--profile", "SL", "--adopt-profile"]).unwrap();
    assert_eq!(in_force().as_deref(), Profile::bundled_text("SL"));
    let _ = std::fs::remove_dir_all(&dir);
}
