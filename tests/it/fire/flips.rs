//! Bits that change by themselves: in a copy of a register one bit is flipped, and a fixed set of questions is asked.
//! Where an answer is another one, `verify` must report it, or the register must refuse to answer.

use super::{Chance, Found, Ground, Run, Suite, opened, sqlite_at, text_of, unsound};
use crate::conservation::played;
use crate::support::process::scratch_dir;
use diesel::connection::SimpleConnection;
use diesel::{Connection, QueryableByName, RunQueryDsl, SqliteConnection};
use placer::domain::entry::sha256_hex;
use placer::store::dump::{PROJECTIONS, rows};
use placer::store::error::StoreError;
use placer::store::journal::{entries_after, journal_size};
use placer::store::parcel::{parcel_by_code, parcel_fetch};
use placer::store::party::{party_by_code, party_codes, party_details_kept};
use std::path::Path;
use std::thread;

pub const SUITE: Suite = Suite {
    name: "bit flips, SQLite",
    quick: 200,
    long: 4_000,
    run: |r| Some(flips(r)),
    control: ("hashes and replay (the database's own check alone)", 60),
};

/// The answers to all questions, as one hash; an error where the register refuses one.
fn answers(url: &str) -> Result<String, StoreError> {
    let db = opened(url)?;
    db.read(|rx| {
        let mut told = Vec::new();
        for p in PROJECTIONS {
            told.extend(rows(rx, *p)?.into_iter().map(|row| row.r));
        }
        let size = journal_size(rx)?;
        for (seq, stored) in entries_after(rx, 0, i64::MAX)? {
            told.push(format!("{seq} {:?}", stored?.entry));
        }
        told.push(size.to_string());
        for (party, digest) in party_details_kept(rx)? {
            told.push(format!("{party} {digest} {:?}", placer::store::party::party_details_by_digest(rx, party, &digest)?));
        }
        // By key, so that indexes are asked as well.
        for (id, code) in party_codes(rx)? {
            told.push(format!("{id} {:?}", party_by_code(rx, &code)?));
        }
        for no in 1..=size {
            let Some(parcel) = parcel_fetch(rx, no)? else { break };
            told.push(format!("{no} {:?}", parcel_by_code(rx, &parcel.code)?));
        }
        let parts: Vec<&[u8]> = told.iter().map(String::as_bytes).collect();
        Ok(sha256_hex(&parts))
    })
}

#[derive(QueryableByName)]
struct Said {
    #[diesel(sql_type = diesel::sql_types::Text)]
    integrity_check: String,
}

/// What the database's own check finds.
pub fn own_check(path: &Path) -> Vec<String> {
    let said = SqliteConnection::establish(&path.to_string_lossy())
        .map_err(|e| e.to_string())
        .and_then(|mut c| diesel::sql_query("PRAGMA integrity_check").load::<Said>(&mut c).map_err(|e| e.to_string()));
    match said {
        Ok(said) => said.into_iter().map(|s| s.integrity_check).filter(|s| s != "ok").collect(),
        Err(error) => vec![error],
    }
}

fn flips(run: &Run) -> Found {
    let ground = Ground::new();
    let url = ground.sqlite();
    drop(played(&url, run.seed));
    let path = ground.path("placer.sqlite");
    SqliteConnection::establish(&path.to_string_lossy()).unwrap().batch_execute("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let whole = std::fs::read(&path).unwrap();
    let sound = answers(&url).unwrap();
    let mut found = Found::default();
    found.check(unsound(&url).is_empty(), || "the register is not sound to begin with".into());
    thread::scope(|scope| {
        let half = |n: u64| {
            let (whole, sound) = (&whole, &sound);
            let times = (run.times + usize::try_from(n).unwrap()) / 2;
            scope.spawn(move || half(whole, sound, times, run, n))
        };
        let halves = [half(0), half(1)];
        for half in halves {
            found.add(half.join().unwrap_or_else(|panic| Found { broken: vec![text_of(panic.as_ref())], ..Found::default() }));
        }
    });
    found
}

fn half(whole: &[u8], sound: &str, times: usize, run: &Run, n: u64) -> Found {
    let mut found = Found::default();
    let mut chance = Chance::new(run.seed * 2 + n);
    let dir = scratch_dir("flip");
    for n in 0..times {
        let (mut at, bit) = (chance.below(whole.len()), chance.below(8));
        // Empty room is zeros, and nothing hangs on it: three flips of four go where something stands.
        while n % 4 > 0 && whole[at] == 0 {
            at = chance.below(whole.len());
        }
        let mut bytes = whole.to_vec();
        bytes[at] ^= 1 << bit;
        // A file of its own: connections to the one before may still be closing.
        let path = dir.join(format!("{n}.sqlite"));
        let url = sqlite_at(&path);
        std::fs::write(&path, &bytes).unwrap();
        found.count("flips", 1);
        match answers(&url) {
            Err(_) => found.count("refused to answer", 1),
            Ok(told) if told == sound => found.count("changed no answer", 1),
            Ok(_) => {
                found.count("changed an answer", 1);
                let reported = if run.without.is_some() { own_check(&path) } else { unsound(&url) };
                found.count("of these reported", usize::from(!reported.is_empty()));
                found.check(!reported.is_empty(), || format!("bit {bit} of byte {at} changes an answer and is not reported"));
            }
        }
        let _ = std::fs::remove_file(&path);
    }
    let _ = std::fs::remove_dir_all(&dir);
    found
}

#[test]
fn no_flipped_bit_changes_an_answer_unreported() {
    SUITE.holds();
}

#[test]
fn the_databases_own_check_alone_misses_flipped_bits() {
    SUITE.goes_red();
}
