//! A register goes on under the rules it was set up with until others are put in force on purpose.

use crate::house::House;
use crate::support::http::Http;
use crate::support::process::{run, scratch_dir};
use crate::support::server::Server;
use crate::verify::{execute, verified};
use crate::world::{AREAS, COUNTRY, World, each, fresh_tables, opened};
use placer::domain::access::AccountRole;
use placer::domain::author::Via;
use placer::domain::event::{Event, RulesAdopted};
use placer::domain::ids::AccountId;
use placer::domain::jurisdiction::Profile;
use placer::domain::role::Role;
use placer::edge::System;
use placer::service::App;
use placer::service::error::ServiceError;
use placer::service::office::OpenOffice;
use placer::service::setup::{Layers, SetupError, adopt, open, rules_in_force};
use placer::store::db::Db;
use placer::store::journal::{entry_fetch, journal_size};
use placer::store::register::{profile_as_of, profiles};

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
        let again = |profile: Profile, now| open(crate::world::opened(&w.url), profile, &layers, false, now, &mut System).map(|_| ());
        again(Profile::bundled("SL").unwrap(), w.now).unwrap();
        assert!(matches!(again(changed.clone(), w.now), Err(SetupError::OtherRules { .. })));
        assert_eq!(rules_in_force(&w.app.db).unwrap().as_deref(), Profile::bundled_text("SL"));
        adopt(&w.app.db, &changed, w.now, &mut System).unwrap();
        adopt(&w.app.db, &changed, w.now, &mut System).unwrap();
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
        let Err(SetupError::KindsMissing { kinds }) = adopt(&w.app.db, &without, w.now, &mut System) else { panic!("adopted") };
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

/// What an adoption says in the journal.
fn adoption(w: &World, seq: i64) -> RulesAdopted {
    let entry = w.read(|rx| entry_fetch(rx, seq)).unwrap().entry;
    assert_eq!((entry.account, entry.office, entry.signed, entry.via), (AccountId::nobody(), None, None, Via::Console));
    assert_eq!(entry.device.as_deref(), Some("console"));
    let Event::RulesAdopted(adopted) = entry.event else { panic!("{} at {seq}", entry.event.kind()) };
    adopted
}

#[test]
fn every_adoption_is_an_entry_and_rules_those_after_it() {
    each(|w| {
        let (own, changed) = (Profile::bundled("SL").unwrap(), Profile::parse(&other(), "test").unwrap());
        let told = |profile: &Profile| RulesAdopted { jurisdiction: "SL".into(), digest: profile.digest() };
        assert_eq!(adoption(w, 1), told(&own));
        let size = w.read(journal_size);
        adopt(&w.app.db, &changed, w.now, &mut System).unwrap();
        assert_eq!(adoption(w, size + 1), told(&changed));
        // Adopted again while in force they stay as they are; those of before are adopted anew, under a key of its own.
        adopt(&w.app.db, &changed, w.now, &mut System).unwrap();
        assert_eq!(w.read(journal_size), size + 1);
        adopt(&w.app.db, &own, w.now, &mut System).unwrap();
        assert_eq!(adoption(w, size + 2), told(&own));
        let kept: Vec<(i64, i64, String)> = w.read(profiles).into_iter().map(|v| (v.no, v.after_seq, v.digest)).collect();
        assert_eq!(kept, [(1, 1, own.digest()), (2, size + 1, changed.digest()), (3, size + 2, own.digest())]);
        let as_of = |seq| w.read(|rx| profile_as_of(rx, seq)).map(|v| v.no);
        assert_eq!([1, 2, size + 1, size + 2, size + 3].map(as_of), [None, Some(1), Some(1), Some(2), Some(3)]);
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn rules_of_another_country_are_not_adopted() {
    each(|w| {
        let size = w.read(journal_size);
        let refused = adopt(&w.app.db, &Profile::bundled("CF").unwrap(), w.now, &mut System);
        assert!(matches!(refused, Err(SetupError::OtherCountry { .. })));
        assert_eq!((w.read(journal_size), w.read(profiles).len()), (size, 1));
    });
}

/// Two programs on one register: one puts rules in force at the console, the other took up those of before.
#[test]
fn a_program_under_rules_of_before_decides_nothing() {
    each(|w| {
        let admin = w.account(AccountRole::Administrator, None, None);
        let bo = OpenOffice { code: "BO".into(), name: "Bo".into(), areas: vec!["SL-W".into()] };
        let ke = OpenOffice { code: "KE".into(), name: "Kenema".into(), areas: vec!["SL-E".into()] };
        w.submit(&admin, &bo).unwrap();
        let console = crate::world::opened(&w.url);
        adopt(&console, &Profile::parse(&other(), "test").unwrap(), w.now, &mut System).unwrap();
        let size = w.read(journal_size);
        let old = w.app.clone();
        let refused = |w: &mut World, app: &App| {
            let mut act = w.act(&admin);
            let other_rules = |e: &ServiceError| matches!(e, ServiceError::OtherRules);
            assert!(app.preview(&mut act, &ke).is_err_and(|e| other_rules(&e)));
            assert!(app.submit(&mut act, &ke).is_err_and(|e| other_rules(&e)));
            assert!(app.batch(w.now, true, |b| b.submit(&mut act, &ke)).is_err_and(|e| other_rules(&e)));
        };
        assert!(!old.knows_rules().unwrap());
        refused(w, &old);
        assert_eq!(w.read(journal_size), size);
        // Started again it decides under the new rules, and what it writes is judged by them.
        w.profile(Profile::parse(&other(), "test").unwrap());
        assert!(w.app.knows_rules().unwrap());
        w.submit(&admin, &ke).unwrap();
        assert_eq!(verified(w).findings, []);
    });
}

#[test]
fn a_server_says_that_the_rules_were_changed_until_it_is_started_again() {
    let house = House::open(|w| {
        w.login("administrator", AccountRole::Administrator, None, None);
    });
    let mut http = house.signed_in("administrator");
    assert_eq!(http.get("/readyz").body, "ready\n");
    let form = [("code", "BO"), ("name", "Bo"), ("areas", "SL-W")];
    let file = scratch_dir("changed").join("own.toml");
    std::fs::write(&file, other()).unwrap();
    let own = file.display().to_string();
    run(&mut house.run(&["migrate", "--profile", &own, "--adopt-profile"])).unwrap();
    let reply = http.get("/readyz");
    assert_eq!((reply.status, reply.body.as_str()), (503, "other rules\n"));
    let told = http.submit("/offices/new", &form);
    assert_eq!(told.status, 503, "{}", told.body);
    assert!(told.body.contains("the rules were changed at the console; the server has to be started again"), "{}", told.body);
    let again = Server::start(&["serve", "--database", &house.world.url, "--listen", "127.0.0.1:0"]);
    assert_eq!(Http::at(again.address()).get("/readyz").body, "ready\n");
}

const UNGUARDED: [&str; 2] = [
    "DROP TRIGGER profile_version_no_update; DROP TRIGGER profile_version_no_delete;",
    "DROP TRIGGER profile_version_no_update ON profile_version; DROP TRIGGER profile_version_no_delete ON profile_version;",
];

/// What an administrator of the database does to the rules, what is found, and whether a program starts all the same. `OLD` and `NEW` are the entries of
/// the first and the second adoption.
const TAMPERED: [(&str, &[&str], bool); 11] = [
    // The text alone; with its digest; one that lacks a value; what stands beside it.
    ("UPDATE profile_version SET body = replace(body, 'loss_ppm', 'loss_ppm ') WHERE no = 1", &["rules.differ entry OLD"], true),
    (
        "UPDATE profile_version SET body = (SELECT v.body FROM profile_version v WHERE v.no = 2), \
         digest = (SELECT v.digest FROM profile_version v WHERE v.no = 2) WHERE no = 1",
        &["rules.differ entry OLD"],
        true,
    ),
    ("UPDATE profile_version SET body = 'x = 1' WHERE no = 2", &["rules.differ entry NEW"], false),
    ("UPDATE profile_version SET digest = 'x' WHERE no = 2", &["rules.differ entry NEW"], false),
    ("UPDATE profile_version SET adopted_at = '2020-01-01T00:00:00.000000Z' WHERE no = 2", &["rules.differ entry NEW"], true),
    // A version earlier than it was, one put in, one taken away, all of them, under other numbers, of another country.
    ("UPDATE profile_version SET after_seq = 2 WHERE no = 2", &["rules.extra entry 2", "rules.missing entry NEW"], false),
    (
        "INSERT INTO profile_version SELECT 3, adopted_at, 2, digest, body FROM profile_version WHERE no = 2",
        &["rules.extra entry 2"],
        false,
    ),
    ("DELETE FROM profile_version WHERE no = 2", &["rules.missing entry NEW"], false),
    ("DELETE FROM profile_version", &["rules.missing entry NEW", "rules.missing entry OLD"], false),
    ("UPDATE profile_version SET no = no + 5", &["rules.differ entry NEW", "rules.differ entry OLD"], true),
    ("UPDATE register SET jurisdiction = 'CF'", &["rules.differ register"], false),
];

fn tampered(w: &mut World, (sql, wanted, starts): (&str, &[&str], bool)) {
    adopt(&w.app.db, &Profile::parse(&other(), "test").unwrap(), w.now, &mut System).unwrap();
    let new = w.read(journal_size);
    assert_eq!(verified(w).findings, []);
    execute(&w.url, UNGUARDED[usize::from(!w.url.starts_with("sqlite:"))]).unwrap();
    execute(&w.url, sql).unwrap();
    let mut found: Vec<String> =
        verified(w).findings.into_iter().filter(|f| f.code.starts_with("rules.")).map(|f| format!("{} {}", f.code, f.at)).collect();
    found.sort();
    found.dedup();
    let mut wanted: Vec<String> = wanted.iter().map(|at| at.replace("OLD", "1").replace("NEW", &new.to_string())).collect();
    wanted.sort();
    assert_eq!(found, wanted, "{sql}");
    // A program that starts takes up what rules now only where the journal tells of it; rules put in force anew mend that.
    let layers = Layers { country: COUNTRY.into(), areas: AREAS.into() };
    let started = |text: &str| open(opened(&w.url), Profile::parse(text, "test").unwrap(), &layers, false, w.now, &mut System).map(drop);
    if starts {
        started(&other()).unwrap();
        return;
    }
    let refused = started(&other());
    if let Err(SetupError::NotAdopted) = refused {
        adopt(&w.app.db, &Profile::bundled("SL").unwrap(), w.now, &mut System).unwrap();
        started(Profile::bundled_text("SL").unwrap()).unwrap();
    } else {
        assert!(matches!(refused, Err(SetupError::OtherCountry { .. })) && sql.contains("'CF'"), "{sql}: {refused:?}");
    }
}

#[test]
fn whoever_changes_the_rules_of_the_past_is_found_out() {
    let dir = scratch_dir("rules-tampered");
    for (no, case) in TAMPERED.into_iter().enumerate() {
        tampered(&mut World::at(&format!("sqlite:{}", dir.join(format!("{no}.sqlite")).display())), case);
    }
    let _ = std::fs::remove_dir_all(&dir);
    for case in TAMPERED {
        let Some(url) = fresh_tables() else { return };
        tampered(&mut World::at(&url), case);
    }
}

/// A register whose journal tells of no adoption: as one of before, or one made by hand.
#[test]
fn a_journal_without_an_adoption_is_a_finding() {
    each(|w| {
        w.office("BO");
        let guards = if w.url.starts_with("sqlite:") {
            "DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete; DROP TRIGGER journal_dense;"
        } else {
            "DROP TRIGGER journal_no_update ON journal; DROP TRIGGER journal_no_delete ON journal;"
        };
        execute(&w.url, guards).unwrap();
        execute(&w.url, "DELETE FROM journal WHERE seq = 1").unwrap();
        let found: Vec<String> = verified(w).findings.into_iter().map(|f| format!("{} {}", f.code, f.at)).collect();
        assert!(["rules.none entry 1", "rules.extra entry 1"].iter().all(|code| found.contains(&(*code).to_owned())), "{found:?}");
    });
}

/// A register that is read only takes no rules either.
#[test]
fn a_closed_register_adopts_no_rules() {
    let dir = scratch_dir("rules-closed");
    let [file, keys, heads] = ["own.toml", "keys", "heads"].map(|name| dir.join(name).display().to_string());
    std::fs::write(&file, other()).unwrap();
    let database = dir.join("placer.sqlite");
    let url = format!("sqlite:{}", database.display());
    let placer = |args: &[&str]| run(Server::command().args(args).args(["--database", &url, "--keys", &keys, "--heads", &heads]));
    placer(&["migrate", "--profile", "SL"]).unwrap();
    let early = std::fs::read(&database).unwrap();
    placer(&["migrate", "--profile", &file, "--adopt-profile"]).unwrap();
    placer(&["checkpoint"]).unwrap();
    // An old copy put back.
    std::fs::write(&database, early).unwrap();
    for ending in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", database.display()));
    }
    let refused = placer(&["migrate", "--profile", &file, "--adopt-profile"]).unwrap_err();
    assert!(refused.contains("the journal is not the one that was signed"), "{refused}");
    assert_eq!(Db::open(&url).unwrap().read(journal_size).unwrap(), 1);
    let _ = std::fs::remove_dir_all(&dir);
}
