//! Every answer of a witness, and that it remembers across a restart.

use super::*;
use crate::domain::checkpoint::Checkpoint;
use crate::domain::merkle::{Nodes, Place, completed, consistency, head, leaf_hash};
use crate::domain::note::{KeyKind, Note};
use crate::witness::client::request;
use std::collections::HashMap;
use std::convert::Infallible;
use std::path::PathBuf;

struct Kept(HashMap<Place, Hash>);
impl Nodes for Kept {
    type Error = Infallible;
    fn node(&mut self, place: Place) -> Result<Hash, Infallible> {
        Ok(self.0[&place])
    }
}

fn tree(salt: u8, size: u64) -> Kept {
    let mut kept = Kept(HashMap::new());
    for i in 0..size {
        let leaf = leaf_hash(&[salt, u8::try_from(i).unwrap()]);
        for (place, hash) in completed(i, leaf, &mut kept).unwrap() {
            kept.0.insert(place, hash);
        }
        kept.0.insert((0, i), leaf);
    }
    kept
}

fn log() -> SignerKey {
    SignerKey::new("log.example/a", KeyKind::Log, &[1; 32]).unwrap()
}

fn at(salt: u8, size: u64, key: &SignerKey) -> SignedCheckpoint {
    let checkpoint = Checkpoint { origin: key.name().to_owned(), size, root: head(size, &mut tree(salt, size)).unwrap() };
    let text = checkpoint.to_string();
    SignedCheckpoint { checkpoint, note: Note { signatures: vec![key.sign(&text, 0)], text } }
}

fn path(salt: u8, old: u64, new: u64) -> Vec<Hash> {
    consistency(old, new, &mut tree(salt, new)).unwrap().unwrap()
}

fn clock() -> Instant {
    "2026-06-01T08:00:00Z".parse().unwrap()
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("placer-witness-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

fn witness(folder: &std::path::Path) -> Witness {
    let key = SignerKey::new("w.example", KeyKind::Witness, &[2; 32]).unwrap();
    Witness::new(key, vec![log().verifier()], Outside::at(folder).unwrap(), clock)
}

#[test]
fn it_cosigns_what_grows_and_refuses_everything_else() {
    let dir = folder("all");
    let w = witness(&dir);
    let own = [w.key.verifier()];
    let cosigned = |old, new| {
        let head = at(0, new, &log());
        let Told::Cosigned(line) = w.add(&request(old, &path(0, old, new), &head)).unwrap() else { panic!("{old} to {new}") };
        let note = Note { text: head.note.text.clone(), signatures: vec![line.trim().parse().unwrap()] };
        let signed = note.signers(&own).unwrap();
        assert_eq!((signed.len(), signed[0].at), (1, u64::try_from(clock().utc().timestamp()).unwrap()));
    };
    cosigned(0, 3);
    cosigned(3, 3);
    cosigned(3, 8);
    let ask = |old, proof: &[Hash], head: &SignedCheckpoint| w.add(&request(old, proof, head)).unwrap();
    assert_eq!(ask(3, &path(0, 3, 9), &at(0, 9, &log())), Told::Conflict(8));
    assert_eq!(ask(0, &[], &at(0, 9, &log())), Told::Conflict(8));
    assert_eq!(ask(8, &path(1, 8, 9), &at(1, 9, &log())), Told::Unproved, "another history");
    assert_eq!(ask(8, &path(0, 7, 9), &at(0, 9, &log())), Told::Unproved);
    assert_eq!(ask(8, &[], &at(1, 8, &log())), Told::Split, "another head of the same size");
    assert_eq!(ask(9, &[], &at(0, 8, &log())), Told::Unreadable, "the older is larger");
    let stranger = SignerKey::new("log.example/b", KeyKind::Log, &[1; 32]).unwrap();
    assert_eq!(ask(0, &[], &at(0, 9, &stranger)), Told::Unknown);
    let thief = SignerKey::new("log.example/a", KeyKind::Log, &[7; 32]).unwrap();
    assert_eq!(ask(8, &path(0, 8, 9), &at(0, 9, &thief)), Told::Unsigned);
    for bad in ["", "old 8\n", "old 08\n\nx", "new 8\n\n", &request(8, &[], &at(0, 9, &log())).replace("old", "old ")] {
        assert_eq!(w.add(bad).unwrap(), Told::Unreadable, "{bad:?}");
    }
    // None of these moved it.
    cosigned(8, 9);
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn it_remembers_across_a_restart() {
    let dir = folder("again");
    assert!(matches!(witness(&dir).add(&request(0, &[], &at(0, 5, &log()))).unwrap(), Told::Cosigned(_)));
    let again = witness(&dir);
    assert_eq!(again.add(&request(0, &[], &at(0, 2, &log()))).unwrap(), Told::Conflict(5));
    assert_eq!(again.last(&place_of("log.example/a")).unwrap().unwrap().checkpoint.size, 5);
    assert_eq!(again.last("0").unwrap(), None);
    let _ = std::fs::remove_dir_all(&dir);
}

/// Two requests at once, each good by itself: one is cosigned, the other told of the new size.
#[test]
fn looking_and_keeping_are_one_act() {
    let dir = folder("race");
    let w = witness(&dir);
    assert!(matches!(w.add(&request(0, &[], &at(0, 3, &log()))).unwrap(), Told::Cosigned(_)));
    let asked: Vec<String> = (4..20).map(|new| request(3, &path(0, 3, new), &at(0, new, &log()))).collect();
    let told: Vec<Told> = std::thread::scope(|scope| {
        let all: Vec<_> = asked.iter().map(|a| scope.spawn(|| w.add(a).unwrap())).collect();
        all.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert_eq!(told.iter().filter(|t| matches!(t, Told::Cosigned(_))).count(), 1);
    let _ = std::fs::remove_dir_all(&dir);
}
