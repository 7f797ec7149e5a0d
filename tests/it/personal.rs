//! Personal details at rest: sealed in both databases, found without a word in the clear, sealed anew under another key,
//! and erased.

mod erased;
mod pages;

use crate::support::process::scratch_dir;
use crate::verify::{execute, verified};
use crate::world::{World, day, each};
use placer::domain::access::{AccountRole, Actor, Permission, Reach, reach};
use placer::domain::event::PartyKind;
use placer::domain::ids::PartyId;
use placer::domain::party::PartyDetails;
use placer::domain::role::Role;
use placer::domain::seal::{KEY_BYTES, KeyRing, SealError, SealKey};
use placer::service::party::RegisterParty;
use placer::store::db::Db;
use placer::store::dump::{Projection, columns, rows, tables};
use placer::store::error::StoreError;
use placer::store::party::{PartyFilter, key_uses, parties, party_details_fetch, party_fetch, party_names, reseal};
use placer::store::sealing::Keys;

/// What is planted, as typed; none of it may be found, in whatever case.
const PLANTED: [&str; 6] = ["Zubayru Quexworth", "quexworth", "NIN-7788-4412", "77884412", "+232 99 887 766", "Plankton Street"];

fn planted() -> RegisterParty {
    let details = PartyDetails {
        name: PLANTED[0].into(),
        id_type: Some("national_id".into()),
        id_number: Some(PLANTED[2].into()),
        phone: Some(PLANTED[4].into()),
        address: Some("7, Plankton Street, Quexworth".into()),
        born_on: Some(day("1977-07-17")),
        birth_place: Some("Quexworth".into()),
        ..PartyDetails::default()
    };
    RegisterParty {
        kind: PartyKind::Person,
        roles: vec![Role::Miner],
        office: None,
        supporter: None,
        details,
        reference: None,
        acknowledged_duplicates: false,
    }
}

/// Registers the planted person; his id and who did it.
pub fn register(w: &mut World) -> (PartyId, Actor) {
    let office = w.office("KDU");
    let registrar = w.account(AccountRole::Registrar, Some(office), None);
    let receipt = w.submit(&registrar, &planted()).unwrap();
    (receipt.subject.parse().unwrap(), registrar)
}

/// All bytes of the database: the files of an embedded one, every row of every table of a server's.
pub fn everything(w: &World) -> String {
    let mut all = String::new();
    if let Some(file) = w.url.strip_prefix("sqlite:") {
        for ending in ["", "-wal", "-shm"] {
            if let Ok(bytes) = std::fs::read(format!("{file}{ending}")) {
                all.push_str(&String::from_utf8_lossy(&bytes));
            }
        }
    }
    for table in w.read(tables) {
        let first: &'static str = w.read(|rx| columns(rx, &table)).remove(0).0.leak();
        let projection = Projection { table: table.leak(), key: vec![first].leak() };
        let found = w.read(|rx| rows(rx, projection));
        // What stands as bytes is also looked at as text.
        for row in found {
            all.push_str(&row.r);
            let hex = row.r.split('\u{1f}').filter_map(|cell| data_encoding::HEXLOWER.decode(cell.as_bytes()).ok());
            hex.for_each(|bytes| all.push_str(&String::from_utf8_lossy(&bytes)));
        }
    }
    all.to_lowercase()
}

pub fn told(w: &World) -> Vec<&'static str> {
    let all = everything(w);
    PLANTED.into_iter().filter(|p| all.contains(&p.to_lowercase())).collect()
}

fn found(w: &World, text: &str) -> usize {
    let filter = PartyFilter { text: Some(text.into()), ..PartyFilter::default() };
    w.read(|rx| parties(rx, Reach::All, Reach::All, &filter, None, 100)).len()
}

#[test]
fn nothing_of_a_persons_details_is_found_in_the_database() {
    each(|w| {
        let (party, registrar) = register(w);
        assert_eq!(told(w), Vec::<&str>::new());
        // It is all there all the same, and found by whoever has the keys.
        let details = w.read(|rx| party_details_fetch(rx, party)).unwrap();
        assert_eq!((details.name.as_str(), details.id_number.as_deref()), (PLANTED[0], Some(PLANTED[2])));
        for text in ["qu", "quex", "zub quexworth", "QUEXWORTH", "nin 77884412", "099 887 766"] {
            assert_eq!(found(w, text), 1, "{text}");
        }
        for text in ["q", "uexworth", "quexworths", "7788441"] {
            assert_eq!(found(w, text), 0, "{text}");
        }
        let again = w.submit(&registrar, &planted());
        assert_eq!(crate::world::codes(&again), ["party.likely_duplicate"]);
        assert_eq!(verified(w).findings, []);
        // The look itself sees what is in the clear.
        let digest = w.read(|rx| party_fetch(rx, party)).unwrap().facts.details_digest;
        let bytes = data_encoding::HEXLOWER.encode(PLANTED[0].as_bytes());
        let clear = if w.app.db.is_sqlite() { format!("x'{bytes}'") } else { format!("'\\x{bytes}'") };
        let sql = format!("DELETE FROM party_details; INSERT INTO party_details VALUES ('{party}', '{digest}', 'none', {clear})");
        execute(&w.url, &sql).unwrap();
        assert_eq!(told(w), [PLANTED[0], PLANTED[1]]);
    });
}

#[test]
fn without_the_keys_everything_but_the_details_works_and_verify_says_so() {
    each(|w| {
        let (party, _) = register(w);
        let locked = Db::open(&w.url).unwrap();
        let refused = locked.read(|rx| party_details_fetch(rx, party)).map(|_| ());
        assert!(matches!(refused, Err(StoreError::Sealed(SealError::NoKey))), "{refused:?}");
        assert!(locked.read(|rx| party_fetch(rx, party)).unwrap().is_some());
        let dir = scratch_dir("unkeyed");
        let check = |db: &Db, name: &str| {
            let mut report = placer::service::verify::verify(db, &dir.join(name), |_, _| {}).unwrap();
            // What the test appended itself asked no rule.
            report.findings.retain(|f| f.code != "rule.broken");
            report
        };
        let report = check(&locked, "a");
        assert_eq!((report.findings.len(), report.notes), (0, vec!["details_unchecked"]));
        // All else is checked, details that are gone too.
        execute(&w.url, "DELETE FROM party_details; UPDATE party SET kind = 'organisation'").unwrap();
        let codes: Vec<_> = check(&locked, "b").findings.into_iter().map(|f| f.code).collect();
        assert_eq!(codes, ["projection.differs", "details.missing"]);
        // Another's keys are no keys.
        let officer = w.account(AccountRole::Officer, None, None);
        w.submit(&officer, &RegisterParty { acknowledged_duplicates: true, ..planted() }).unwrap();
        let foreign = Db::open(&w.url).unwrap().with_keys(Keys::of(KeyRing::new(SealKey::new([9; KEY_BYTES]), vec![])));
        let codes: Vec<_> = check(&foreign, "c").findings.into_iter().map(|f| f.code).filter(|c| *c == "details.no_key").collect();
        assert_eq!(codes.len(), 1);
        let _ = std::fs::remove_dir_all(&dir);
    });
}

/// Keys with a new one before those of all tests.
fn turned() -> Keys {
    Keys::of(crate::support::keys::ring().rotated(SealKey::new([77; KEY_BYTES])))
}

#[test]
fn everything_is_sealed_anew_under_another_key_a_batch_at_a_time() {
    each(|w| {
        let (party, registrar) = register(w);
        let others: Vec<PartyId> =
            (0..8).map(|n| w.party(&format!("Sesay Number{}", "abcdefgh".get(n..=n).unwrap()), &[Role::Miner], None)).collect();
        w.app.db = w.app.db.clone().with_keys(turned());
        let before = w.read(key_uses);
        assert_eq!(before.len(), 1);
        // Broken off after a part, everything is found and nothing is wrong.
        assert_eq!(w.app.db.write(w.now, |tx| reseal(tx, 3)).unwrap(), 3 + 1, "three parties and the one salt");
        assert_eq!(w.read(key_uses).len(), 2);
        assert_eq!((found(w, "sesay"), found(w, "quexworth")), (8, 1));
        assert_eq!(verified(w).findings, []);
        assert_eq!(crate::world::codes(&w.submit(&registrar, &planted())), ["party.likely_duplicate"]);
        assert_eq!(w.app.details_reseal(w.now, 2, |_| {}).unwrap(), 6);
        let after = w.read(key_uses);
        assert_eq!((after.len(), after[0].rows), (1, before[0].rows));
        assert_ne!(after[0].key, before[0].key);
        assert_eq!(w.app.details_reseal(w.now, 2, |_| {}).unwrap(), 0, "a second time there is nothing to do");
        // The old key is not needed any more, and opens nothing.
        w.app.db = w.app.db.clone().with_keys(Keys::of(KeyRing::new(SealKey::new([77; KEY_BYTES]), vec![])));
        assert_eq!((found(w, "sesay"), found(w, "nin 77884412")), (8, 1));
        assert_eq!(verified(w).findings, []);
        assert_eq!(w.read(|rx| party_names(rx, &others)).len(), 8);
        let old = Db::open(&w.url).unwrap().with_keys(Keys::of(crate::support::keys::ring()));
        let refused = old.read(|rx| party_details_fetch(rx, party)).map(|_| ());
        assert!(matches!(refused, Err(StoreError::Sealed(SealError::OtherKey))), "{refused:?}");
        // Nobody changes a sealed row by SQL.
        let refused = execute(&w.url, "UPDATE party_details SET key_id = 'x'").unwrap_err();
        assert!(refused.contains("append-only"), "{refused}");
    });
}

/// A register as earlier versions left it: details and salts in the clear.
#[test]
fn what_an_earlier_version_kept_in_the_clear_is_sealed_and_swept_away() {
    each(|w| {
        let (party, registrar) = register(w);
        let party = w.read(|rx| party_fetch(rx, party)).unwrap();
        let (salt, details) =
            w.read(|rx| placer::store::party::party_details_by_digest(rx, party.id, &party.facts.details_digest)).unwrap();
        let body = placer::domain::entry::canonical_json(&details).unwrap().replace('\'', "''");
        let sql = format!(
            "CREATE TABLE party_details_clear (party_id TEXT NOT NULL, digest TEXT NOT NULL, salt TEXT NOT NULL, name TEXT NOT NULL, \
             body TEXT NOT NULL); INSERT INTO party_details_clear VALUES ('{}', '{}', '{salt}', '{}', '{body}'); \
             DELETE FROM party_details; DELETE FROM party_word; DELETE FROM party_match; \
             UPDATE request_salt SET key_id = '', salt = '00112233'",
            party.id, party.facts.details_digest, details.name
        );
        execute(&w.url, &sql).unwrap();
        assert!(told(w).len() >= 5, "{:?}", told(w));
        let locked = Db::open(&w.url).unwrap().migrate();
        assert!(matches!(locked, Err(StoreError::Sealed(SealError::NoKey))), "without a key it waits");
        w.app.db.migrate().unwrap();
        assert_eq!(told(w), Vec::<&str>::new());
        assert!(!everything(w).contains("00112233") && !w.read(tables).contains(&"party_details_clear".to_owned()));
        assert_eq!((verified(w).findings, found(w, "quex")), (vec![], 1));
        assert_eq!(reach(&registrar, Permission::DetailsErase), Reach::Nothing);
    });
}
