//! The journal's tree and its signed heads: the same on both databases, signed once, kept outside, and a register that
//! is not what was signed is closed until two people say that it goes on.

use crate::support::process::scratch_dir;
use crate::verify::{execute, verified};
use crate::world::{World, codes, each};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::checkpoint::SignedCheckpoint;
use placer::domain::entry::sha256_hex;
use placer::domain::merkle::{check_consistency, check_inclusion, head as tree_head, leaf_hash};
use placer::domain::note::{KeyKind, SignerKey};
use placer::service::error::ServiceError;
use placer::service::notary::{Notary, Standing, Trouble, growth, proof_of};
use placer::service::office::OpenOffice;
use placer::service::recovery::{ApproveRecovery, ProposeRecovery};
use placer::service::verify::{Brought, verify_with};
use placer::store::checkpoint::{checkpoint_latest, log_keys};
use placer::store::error::StoreError;
use placer::store::journal::{entry_fetch, journal_size};
use placer::store::merkle::{head, leaves_after, nodes_count};
use placer::store::outside::Outside;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub const ORIGIN: &str = "register.example/journal";

fn key() -> SignerKey {
    SignerKey::new(ORIGIN, KeyKind::Log, &[5; 32]).unwrap()
}

/// Gives a register a key and a folder outside.
fn with_key(w: &mut World, key: SignerKey, outside: Option<&Path>) {
    w.app.notary = Arc::new(Notary::new(vec![key], outside.map(|o| Outside::at(o).unwrap())));
}

fn office(w: &mut World, admin: &Actor, code: &str) {
    w.submit(admin, &OpenOffice { code: code.into(), name: "Bo".into(), areas: vec!["East".into()] }).unwrap();
}

fn signed(w: &World) -> SignedCheckpoint {
    w.app.sign_head(w.now).unwrap().unwrap().signed
}

/// The tree put together from the leaves alone, as RFC 6962 defines it.
fn naive(leaves: &[[u8; 32]]) -> [u8; 32] {
    match leaves {
        [one] => *one,
        more => {
            let half = more.len().next_power_of_two() / 2;
            placer::domain::merkle::node_hash(&naive(&more[..half]), &naive(&more[half..]))
        }
    }
}

#[test]
fn the_kept_tree_is_that_of_the_leaves_at_every_size() {
    each(|w| {
        crate::spine::certified(w);
        let leaves = w.read(|rx| leaves_after(rx, 0, 10_000));
        assert!(leaves.len() > 15);
        for size in 1..=leaves.len() {
            let n = u64::try_from(size).unwrap();
            assert_eq!(w.read(|rx| head(rx, n)), naive(&leaves[..size]), "{size}");
        }
        let kept = usize::try_from(w.read(nodes_count)).unwrap();
        assert_eq!(kept, leaves.len() - usize::try_from(leaves.len().count_ones()).unwrap(), "one node for each pair, none else");
    });
}

#[test]
fn a_head_is_signed_once_and_grows_and_proves_every_entry() {
    each(|w| {
        let outside = scratch_dir("heads");
        with_key(w, key(), Some(&outside));
        let admin = w.account(AccountRole::Administrator, None, None);
        let first = signed(w);
        assert_eq!(signed(w), first, "nothing new, nothing signed");
        for code in ["BO", "KE", "KO", "MA", "PU"] {
            office(w, &admin, code);
        }
        let second = signed(w);
        assert_eq!(second.checkpoint.size, first.checkpoint.size + 5);
        let keys = [key().verifier()];
        assert_eq!(second.signers(&keys).unwrap().len(), 1);
        let (old, new) = (&first.checkpoint, &second.checkpoint);
        let path = w.read(|rx| growth(rx, old.size, new)).unwrap();
        assert_eq!(check_consistency(old.size, new.size, &old.root, &new.root, &path), Ok(()));
        for seq in 1..=i64::try_from(new.size).unwrap() {
            let stored = w.read(|rx| entry_fetch(rx, seq)).unwrap();
            let proof = w.read(|rx| proof_of(rx, ORIGIN, &stored, false)).unwrap();
            let holds = if seq <= i64::try_from(old.size).unwrap() { old.size } else { new.size };
            assert_eq!(proof.head.checkpoint.size, holds, "the smallest head that holds it");
            let text = proof.to_string().parse::<placer::domain::checkpoint::Proof>().unwrap();
            let leaf = leaf_hash(text.entry.as_deref().unwrap().as_bytes());
            assert_eq!(leaf.to_vec(), stored.leaf_hash);
            assert_eq!(text.check(leaf, &keys).unwrap().len(), 1);
            assert_eq!(check_inclusion(text.index, new.size, leaf, &[], &new.root).is_ok(), new.size == 1);
        }
        let kept = Outside::at(&outside).unwrap().latest(ORIGIN).unwrap().unwrap();
        assert_eq!(kept, second);
        assert_eq!(w.read(log_keys).len(), 1);
        assert_eq!(verified(w).findings, []);
        assert_eq!(verified(w).heads, 2);
        let _ = std::fs::remove_dir_all(&outside);
    });
}

/// What an administrator with SQL can do to the journal; each is told, and no head is signed over it.
#[test]
fn a_changed_history_is_not_signed_and_closes_the_register() {
    let changes: [(&str, &str); 3] = [
        ("nodes", "UPDATE merkle_node SET hash = (SELECT leaf_hash FROM journal WHERE seq = 1) WHERE level = 2 AND idx = 0"),
        ("leaf", "UPDATE journal SET leaf_hash = (SELECT leaf_hash FROM journal WHERE seq = 1) WHERE seq = (SELECT max(seq) FROM journal)"),
        ("tail", "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal); UPDATE journal_head SET size = size - 1"),
    ];
    for (name, sql) in changes {
        each(|w| {
            let outside = scratch_dir("changed");
            with_key(w, key(), Some(&outside));
            let admin = w.account(AccountRole::Administrator, None, None);
            for code in ["BO", "KE"] {
                office(w, &admin, code);
            }
            // The last leaf stands by itself, the four before it under one node.
            assert_eq!(signed(w).checkpoint.size, 5);
            drop_guards(w);
            execute(&w.url, sql).unwrap();
            let found: Vec<&str> = verified(w).findings.iter().map(|f| f.code).collect();
            assert!(found.iter().any(|c| c.starts_with("checkpoint.")), "{name}: {found:?}");
            assert!(matches!(w.app.sign_head(w.now), Err(ServiceError::Closed)), "{name}");
            let refused = w.submit(&admin, &OpenOffice { code: "ZZ".into(), name: "Z".into(), areas: vec!["East".into()] });
            assert!(matches!(refused, Err(ServiceError::Closed)), "{name}");
            let _ = std::fs::remove_dir_all(&outside);
        });
    }
}

fn drop_guards(w: &World) {
    let tables = ["journal", "merkle_node", "checkpoint"];
    for table in tables {
        for guard in ["no_update", "no_delete"] {
            let on = if w.app.db.is_sqlite() { String::new() } else { format!(" ON {table}") };
            execute(&w.url, &format!("DROP TRIGGER {table}_{guard}{on}")).unwrap();
        }
    }
}

/// An old copy of the database put back, heads and all: only what is kept outside tells.
fn put_back(w: &mut World, outside: &Path) -> (PathBuf, Actor, SignedCheckpoint) {
    with_key(w, key(), Some(outside));
    let admin = w.account(AccountRole::Administrator, None, None);
    office(w, &admin, "BO");
    signed(w);
    let old = outside.join("old.sqlite");
    w.app.db.copy_into(old.to_str().unwrap()).unwrap();
    office(w, &admin, "KE");
    let lost = signed(w);
    w.reopen(&format!("sqlite:{}", old.display()));
    with_key(w, key(), Some(outside));
    (old, admin, lost)
}

#[test]
fn an_old_copy_put_back_is_read_only_until_two_people_let_it_go_on() {
    let dir = scratch_dir("put-back");
    let outside = dir.join("outside");
    let mut world = World::at(&format!("sqlite:{}", dir.join("placer.sqlite").display()));
    let w = &mut world;
    let (_, admin, lost) = put_back(w, &outside);
    let known = w.app.notary.known_outside().unwrap().unwrap();
    assert_eq!(known, lost);
    let here = u64::try_from(w.read(journal_size)).unwrap();
    let standing = w.app.hold_against(&known.checkpoint).unwrap();
    let trouble = Trouble::Missing { known: lost.checkpoint.size, here };
    assert_eq!(standing, Standing::Closed { trouble, known: lost.checkpoint.clone() });
    let again = OpenOffice { code: "PU".into(), name: "P".into(), areas: vec!["East".into()] };
    assert!(matches!(w.submit(&admin, &again), Err(ServiceError::Closed)));
    let mut act = w.act_as(&admin, "p");
    assert!(matches!(w.app.preview(&mut act, &again), Err(ServiceError::Closed)));
    assert!(matches!(w.app.sign_head(w.now), Err(ServiceError::Closed)), "no head over a loss");
    // Its own tables say nothing; the head that somebody kept does.
    assert_eq!(verified(w).findings, []);
    let brought = Brought { heads: vec![lost.clone()], keys: vec![key().verifier()] };
    let report = verify_with(&w.app.db, &dir.join("replay.sqlite"), &brought, |_, _| {}).unwrap();
    let found: Vec<(&str, &str)> = report.findings.iter().map(|f| (f.code, f.at.as_str())).collect();
    let at = format!("checkpoint {}", lost.checkpoint.size);
    assert_eq!(found, [("checkpoint.size", at.as_str())]);

    let two_people = two_people_let_it_go_on(w, &admin);
    assert_eq!(two_people.name(), "register.example/journal/2");
    w.submit(&admin, &again).unwrap();
    let head = signed(w);
    assert_eq!(head.checkpoint.origin, "register.example/journal/2");
    assert!(head.signers(&[key().verifier()]).is_err(), "the old key vouches for nothing here");
    assert_eq!(verified(w).findings, []);
    let report = verify_with(&w.app.db, &dir.join("again.sqlite"), &brought, |_, _| {}).unwrap();
    let found: Vec<&str> = report.findings.iter().map(|f| f.code).collect();
    assert!(found.contains(&"checkpoint.given_up") && found.len() == 2, "{found:?}");
    // The old name's heads stay outside as evidence.
    assert_eq!(Outside::at(&outside).unwrap().latest(ORIGIN).unwrap().unwrap(), lost);
    let _ = std::fs::remove_dir_all(&dir);
}

/// Each head that is known closes by itself: the database's own, the one outside, and one that only a witness has.
#[test]
fn every_head_that_is_known_closes_by_itself() {
    each(|w| {
        with_key(w, key(), None);
        let admin = w.account(AccountRole::Administrator, None, None);
        let old = signed(w).checkpoint;
        for code in ["BO", "KE"] {
            office(w, &admin, code);
        }
        let new = signed(w).checkpoint;
        assert!(w.read(|rx| growth(rx, old.size, &new)).is_some());
        drop_guards(w);
        execute(&w.url, "UPDATE merkle_node SET hash = (SELECT leaf_hash FROM journal WHERE seq = 1) WHERE level = 1 AND idx = 0").unwrap();
        assert_eq!(w.read(|rx| growth(rx, old.size, &new)), None, "no proof is given away that does not hold");
        execute(&w.url, "UPDATE journal SET leaf_hash = (SELECT leaf_hash FROM journal WHERE seq = 1) WHERE seq = 5").unwrap();
        assert!(matches!(w.app.sign_head(w.now), Err(ServiceError::Closed)), "the database's own");
    });
    let dir = scratch_dir("by-itself");
    let mut world = World::at(&format!("sqlite:{}", dir.join("placer.sqlite").display()));
    let w = &mut world;
    put_back(w, &dir.join("outside"));
    assert!(matches!(w.app.sign_head(w.now), Err(ServiceError::Closed)), "the one outside, though nobody asked for it before");

    // The same copy where the folder outside was put back with it: nothing here contradicts it.
    let lost = w.app.notary.known_outside().unwrap().unwrap();
    with_key(w, key(), Some(&dir.join("put-back-too")));
    let own = w.app.head_latest().unwrap().unwrap().signed;
    w.app.keep_head(&own).unwrap();
    let head = signed(w);
    assert!(head.checkpoint.size < lost.checkpoint.size);
    assert_ne!(w.app.hold_against(&lost.checkpoint).unwrap(), Standing::Open);
    assert!(matches!(w.app.sign_head(w.now), Err(ServiceError::Closed)), "the one that a witness has");
    // Of two that are known the larger says what is missing.
    let larger = placer::domain::checkpoint::Checkpoint { size: lost.checkpoint.size + 3, ..lost.checkpoint.clone() };
    w.app.hold_against(&larger).unwrap();
    w.app.hold_against(&lost.checkpoint).unwrap();
    assert!(matches!(w.app.notary.standing(), Standing::Closed { known, .. } if known == larger));
    // What is kept outside never becomes less.
    let outside = Outside::at(&dir.join("outside")).unwrap();
    assert!(outside.keep(&head).is_err() && outside.latest(ORIGIN).unwrap().unwrap() == lost);
    let _ = std::fs::remove_dir_all(&dir);
}

/// Where heads were signed and none is kept outside, nobody can tell what is missing: the register is closed, at the start
/// and while it runs, until a head is put there that is ours and no older than the database's own.
#[test]
fn a_folder_outside_that_has_none_of_the_heads_closes_the_register() {
    each(|w| {
        let (outside, emptied) = (scratch_dir("full"), scratch_dir("emptied"));
        with_key(w, key(), Some(&outside));
        let admin = w.account(AccountRole::Administrator, None, None);
        let old = signed(w);
        office(w, &admin, "BO");
        let last = signed(w);
        let untold = Standing::Closed { trouble: Trouble::Untold { known: last.checkpoint.size }, known: last.checkpoint.clone() };
        with_key(w, key(), Some(&emptied));
        w.app.hold_against_outside().unwrap();
        assert_eq!(w.app.notary.standing(), untold);
        let again = OpenOffice { code: "PU".into(), name: "P".into(), areas: vec!["East".into()] };
        assert!(matches!(w.submit(&admin, &again), Err(ServiceError::Closed)));
        // In a register that runs the next head tells.
        with_key(w, key(), Some(&emptied));
        assert!(matches!(w.app.sign_head(w.now), Err(ServiceError::Closed)));
        assert_eq!(w.app.notary.standing(), untold);
        assert_eq!(Outside::at(&emptied).unwrap().latest(ORIGIN).unwrap(), None, "nothing was put there by itself");

        let refused = |head: &SignedCheckpoint| match w.app.keep_head(head) {
            Err(ServiceError::Refused(v)) => v.0.iter().map(|v| v.code).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        assert_eq!(refused(&old), ["head.older"]);
        let stranger = SignerKey::new(ORIGIN, KeyKind::Log, &[6; 32]).unwrap();
        let mut forged = last.clone();
        forged.note.signatures = vec![stranger.sign(&forged.note.text, 0)];
        assert_eq!(refused(&forged), ["head.not_ours"]);
        w.app.keep_head(&last).unwrap();
        with_key(w, key(), Some(&emptied));
        w.app.hold_against_outside().unwrap();
        assert_eq!(w.app.notary.standing(), Standing::Open);
        w.submit(&admin, &again).unwrap();
        signed(w);
        for folder in [outside, emptied] {
            let _ = std::fs::remove_dir_all(&folder);
        }
    });
}

/// Entries that somebody took out or changed, though the tree and the kept size say otherwise: told when the register is
/// opened, and before the next head; nobody gives them up, since nothing can follow a hole.
#[test]
fn entries_that_are_gone_or_changed_close_the_register() {
    let changes: [(&str, &str, u64); 3] = [
        ("the end", "DELETE FROM journal WHERE seq >= 4", 4),
        ("the middle", "DELETE FROM journal WHERE seq = 2", 2),
        ("a text", "UPDATE journal SET idempotency_key = 'other' WHERE seq = 3", 3),
    ];
    for (name, sql, at) in changes {
        each(|w| {
            with_key(w, key(), None);
            let admin = w.account(AccountRole::Administrator, None, None);
            // Once with a last leaf that stands by itself in the tree, once without.
            let codes: &[&str] = if w.app.db.is_sqlite() { &["BO", "KE", "KO", "MA"] } else { &["BO", "KE", "KO"] };
            codes.iter().for_each(|code| office(w, &admin, code));
            let size = u64::try_from(w.read(journal_size)).unwrap();
            w.app.hold_against_entries().unwrap();
            assert_eq!(w.app.notary.standing(), Standing::Open, "the control");
            drop_guards(w);
            execute(&w.url, sql).unwrap();
            w.app.hold_against_entries().unwrap();
            let Standing::Closed { trouble, known } = w.app.notary.standing() else { panic!("{name}: it is open") };
            assert_eq!((trouble.clone(), known.size), (Trouble::Torn { size, at }, size), "{name}");
            let give_up = ProposeRecovery { reason: "x".into() };
            assert_eq!(crate::world::codes(&w.submit(&admin, &give_up)), ["recovery.torn"], "{name}");
            // In a register that runs, the next head tells.
            with_key(w, key(), None);
            assert!(matches!(w.app.sign_head(w.now), Err(ServiceError::Closed)), "{name}");
            assert!(matches!(w.app.notary.standing(), Standing::Closed { trouble: t, .. } if t == trouble), "{name}");
            assert_eq!(w.read(|rx| checkpoint_latest(rx, ORIGIN)), None, "{name}: nothing is signed over it");
        });
    }
}

/// Proposes and agrees, with every refusal on the way.
fn two_people_let_it_go_on(w: &mut World, admin: &Actor) -> SignerKey {
    // The accounts were there before the loss; these stand in for two of them.
    let second = w.account(AccountRole::Approver, None, None);
    let officer = w.account(AccountRole::Officer, None, None);
    let reason = |text: &str| ProposeRecovery { reason: text.into() };
    assert!(matches!(w.submit(&officer, &reason("x")), Err(ServiceError::Forbidden)));
    assert_eq!(codes(&w.submit(admin, &reason(" "))), ["required"]);
    let proposed = w.submit(admin, &reason("The disk failed; the book of 1 June is in the safe.")).unwrap();
    assert_eq!(codes(&w.submit(&second, &reason("again"))), ["recovery.waiting"]);
    let none = |_: &SignerKey| -> Result<(), StoreError> { panic!("there is nothing to keep") };
    assert!(!w.app.goes_on_after_recovery(&[8; 32], none).unwrap(), "one person is not enough");
    let approve = ApproveRecovery { recovery: proposed.subject.parse().unwrap() };
    assert_eq!(codes(&w.submit(admin, &approve)), ["recovery.same_person", "signature.same_browser"]);
    assert!(matches!(w.submit(&officer, &approve), Err(ServiceError::Forbidden)));
    w.submit(&second, &approve).unwrap();
    assert_eq!(codes(&w.submit(&second, &approve)), ["recovery.decided"]);
    let full = |_: &SignerKey| Err(StoreError::DiskFull);
    assert!(w.app.goes_on_after_recovery(&[8; 32], full).is_err());
    assert!(matches!(w.app.notary.standing(), Standing::Closed { .. }), "nothing is signed with a key that could not be kept");
    let mut kept = None;
    let keep = |key: &SignerKey| {
        kept = Some(key.clone());
        Ok(())
    };
    assert!(w.app.goes_on_after_recovery(&[8; 32], keep).unwrap());
    let key = kept.unwrap();
    assert_eq!(w.app.notary.standing(), Standing::Open);
    assert_eq!(codes(&w.submit(admin, &reason("x"))), ["recovery.not_closed"]);
    let known = placer::domain::checkpoint::Checkpoint { origin: key.name().to_owned(), size: 99, root: [9; 32] };
    w.app.notary.stand(Standing::Closed { trouble: Trouble::Changed { known: 99 }, known });
    assert!(!w.app.goes_on_after_recovery(&[7; 32], none).unwrap(), "what was agreed for one loss opens no other");
    w.app.notary.stand(Standing::Open);
    key
}

/// A head outside that is not ours closes nothing and is believed by nobody.
#[test]
fn a_forged_head_outside_is_an_error_not_a_loss() {
    let dir = scratch_dir("forged");
    let mut w = World::at(&format!("sqlite:{}", dir.join("placer.sqlite").display()));
    let outside = dir.join("outside");
    with_key(&mut w, SignerKey::new(ORIGIN, KeyKind::Log, &[6; 32]).unwrap(), Some(&outside));
    signed(&w);
    with_key(&mut w, key(), Some(&outside));
    assert!(w.app.notary.known_outside().is_err());
    // Nor does a true head of another journal that lies where ours should.
    let elsewhere = dir.join("elsewhere");
    with_key(&mut w, SignerKey::new("other.example", KeyKind::Log, &[6; 32]).unwrap(), Some(&elsewhere));
    signed(&w);
    let place = |folder: &Path, origin: &str| folder.join(&sha256_hex(&[origin.as_bytes()])[..16]).join("latest");
    std::fs::copy(place(&elsewhere, "other.example"), place(&outside, ORIGIN)).unwrap();
    assert!(Outside::at(&outside).unwrap().latest(ORIGIN).is_err());
    let _ = std::fs::remove_dir_all(&dir);
}

/// A journal from before the tree was kept gets its nodes when its tables are brought up to date.
#[test]
fn an_older_journal_gets_its_tree() {
    let dir = scratch_dir("older");
    let mut w = World::at(&format!("sqlite:{}", dir.join("placer.sqlite").display()));
    crate::spine::certified(&mut w);
    let (size, count) = (u64::try_from(w.read(journal_size)).unwrap(), w.read(nodes_count));
    let before = w.read(|rx| tree_head(size, rx));
    let gone = "DROP TABLE merkle_node; DROP TABLE log_key; DROP TABLE checkpoint; DROP TABLE cosignature; DROP TABLE recovery; \
                DELETE FROM __diesel_schema_migrations WHERE version = '0010'";
    execute(&w.url, gone).unwrap();
    assert!(w.app.db.migrate().unwrap() > 0);
    assert_eq!((w.read(|rx| tree_head(size, rx)), w.read(nodes_count)), (before, count));
    assert!(w.read(|rx| checkpoint_latest(rx, ORIGIN)).is_none());
    let _ = std::fs::remove_dir_all(&dir);
}
