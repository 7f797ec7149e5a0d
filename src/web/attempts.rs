//! Slowing down whoever guesses passwords or codes: per sign-in name and per address. A wait grows with each failure up
//! to a quarter of an hour and is forgotten after an hour without one; nobody is ever shut out for good.
//!
//! It is worked out in memory. Who has to wait is noted in the database too, so that a restart sets no guesser free;
//! the few failures before the first wait are not, so that guessing many names writes nothing.

use crate::domain::entry::sha256_hex;
use crate::domain::time::Instant;
use crate::store::sign_in_wait::Waiting;
use crate::web::proxy::counted_as;
use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Failures of one name before the first wait.
const FREE_NAME: u32 = 5;
/// Failures from one address before the first wait: a whole office may stand behind one.
const FREE_ADDRESS: u32 = 30;
/// The longest wait, seconds.
const LONGEST_S: i64 = 900;
/// Seconds without an attempt after which failures are forgotten.
const FORGET_S: i64 = 3600;
/// The most names and addresses remembered.
const MOST: usize = 20_000;
/// How much of a name is remembered; longer ones do not exist.
const NAME_CHARS: usize = 60;

#[derive(Debug, Clone, Copy)]
struct Tries {
    failed: u32,
    last: Instant,
}

impl Tries {
    /// Seconds until the next attempt is heard.
    fn wait(self, free: u32, now: Instant) -> i64 {
        let Some(over) = self.failed.checked_sub(free) else { return 0 };
        let whole = 2_i64.checked_shl(over.min(20)).unwrap_or(LONGEST_S).min(LONGEST_S);
        whole.saturating_sub(seconds(self.last, now)).max(0)
    }
}

fn seconds(from: Instant, to: Instant) -> i64 {
    (to.utc() - from.utc()).num_seconds()
}

/// What is remembered of failed attempts.
#[derive(Debug, Default)]
pub struct Attempts {
    book: Mutex<Book>,
}

/// By the hash of a name or an address: a name may be a password typed into the wrong field.
#[derive(Debug, Default)]
struct Book {
    tries: HashMap<String, Tries>,
    /// What is to be noted anew in the database.
    changed: BTreeSet<String>,
}

impl Book {
    /// Marks what has to be noted: a wait that began or grew, and one that is no more.
    fn note(&mut self, who: &str, free: u32, before: u32) {
        let now = self.tries.get(who).map_or(0, |t| t.failed);
        if before >= free || now >= free {
            self.changed.insert(who.to_owned());
        }
    }
    fn failed(&self, who: &str) -> u32 {
        self.tries.get(who).map_or(0, |t| t.failed)
    }
}

/// Who has to wait: so many failures and the last of them, or none any more.
pub type Changed = Vec<(String, Option<(u32, Instant)>)>;

impl Attempts {
    /// Goes on with what was noted before a restart.
    #[must_use]
    pub fn of(noted: Vec<Waiting>) -> Self {
        let tries = noted.into_iter().map(|w| (w.who, Tries { failed: u32::try_from(w.failed).unwrap_or(u32::MAX), last: w.last_at }));
        Self { book: Mutex::new(Book { tries: tries.collect(), changed: BTreeSet::new() }) }
    }

    fn lock(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is to be noted since it was last asked.
    pub fn changed(&self) -> Changed {
        let mut book = self.lock();
        let changed = std::mem::take(&mut book.changed);
        let now = |who: String| {
            let free = if who.starts_with(NAME) { FREE_NAME } else { FREE_ADDRESS };
            let waits = book.tries.get(&who).filter(|t| t.failed >= free).map(|t| (t.failed, t.last));
            (who, waits)
        };
        changed.into_iter().map(now).collect()
    }

    /// Counts an attempt as failed before its password is looked at, so that many at once do not slip through;
    /// [`Attempts::succeeded`] takes it back.
    ///
    /// # Errors
    /// The seconds to wait; such an attempt is not counted.
    pub fn begin(&self, login: &str, address: Option<IpAddr>, now: Instant) -> Result<(), i64> {
        let mut book = self.lock();
        let (tries, keys) = (&mut book.tries, keys(login, address));
        let wait =
            |(who, free): &(String, u32)| tries.get(who).filter(|t| seconds(t.last, now) < FORGET_S).map_or(0, |t| t.wait(*free, now));
        let longest = keys.iter().map(wait).max().unwrap_or(0);
        if longest > 0 {
            return Err(longest);
        }
        if tries.len() >= MOST {
            tries.retain(|_, t| seconds(t.last, now) < FORGET_S);
        }
        if tries.len() >= MOST {
            // Somebody sends ever new names; the addresses they come from are what counts then.
            tries.retain(|who, _| who.starts_with(ADDRESS));
        }
        for (who, free) in keys {
            let before = book.failed(&who);
            let t = book.tries.entry(who.clone()).or_insert(Tries { failed: 0, last: now });
            if seconds(t.last, now) >= FORGET_S {
                t.failed = 0;
            }
            *t = Tries { failed: t.failed.saturating_add(1), last: now };
            book.note(&who, free, before);
        }
        Ok(())
    }

    /// The attempt was not heard after all: nobody looked at its password.
    pub fn unheard(&self, login: &str, address: Option<IpAddr>) {
        let mut book = self.lock();
        for (who, free) in keys(login, address) {
            let before = book.failed(&who);
            if let Some(t) = book.tries.get_mut(&who) {
                t.failed = t.failed.saturating_sub(1);
            }
            book.note(&who, free, before);
        }
    }

    /// The password was right: the name's failures are forgotten, the address's attempt does not count.
    pub fn succeeded(&self, login: &str, address: Option<IpAddr>) {
        let mut book = self.lock();
        for (who, free) in keys(login, address) {
            let before = book.failed(&who);
            match book.tries.get_mut(&who) {
                Some(t) if who.starts_with(ADDRESS) => t.failed = t.failed.saturating_sub(1),
                _ => drop(book.tries.remove(&who)),
            }
            book.note(&who, free, before);
        }
    }
}

/// How the hash of a name begins, and that of an address.
const NAME: char = 'n';
const ADDRESS: char = 'a';

fn keys(login: &str, address: Option<IpAddr>) -> Vec<(String, u32)> {
    let name: String = login.trim().to_lowercase().chars().take(NAME_CHARS).collect();
    let hashed = |kind: char, what: &str| format!("{kind}{}", sha256_hex(&[b"sign-in\n", what.as_bytes()]));
    let mut keys = vec![(hashed(NAME, &name), FREE_NAME)];
    keys.extend(address.map(|a| (hashed(ADDRESS, &counted_as(a)), FREE_ADDRESS)));
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u32) -> Instant {
        let start: Instant = "2026-06-01T08:00:00Z".parse().unwrap();
        Instant::new(start.utc() + chrono::TimeDelta::seconds(i64::from(seconds)))
    }

    fn from(last: u8) -> Option<IpAddr> {
        Some(IpAddr::from([192, 0, 2, last]))
    }

    #[test]
    fn the_wait_of_a_name_grows_ends_and_is_forgotten() {
        let a = Attempts::default();
        for _ in 0..FREE_NAME {
            assert_eq!(a.begin("Ada", from(1), at(0)), Ok(()));
        }
        assert_eq!(a.begin("ada ", from(2), at(0)), Err(2), "the name counts whatever the address");
        assert_eq!(a.begin("ada", from(1), at(2)), Ok(()));
        assert_eq!(a.begin("ada", from(1), at(2)), Err(4));
        let mut now = 2;
        for _ in 0..30 {
            let wait = a.begin("ada", from(3), at(now)).unwrap_err();
            assert!(wait <= LONGEST_S);
            now += u32::try_from(wait).unwrap();
            assert_eq!(a.begin("ada", None, at(now)), Ok(()), "never for good");
        }
        assert_eq!(a.begin("ada", None, at(now)), Err(LONGEST_S));
        assert_eq!(a.begin("ada", None, at(now + 3600)), Ok(()));
        assert_eq!(a.begin("ada", None, at(now + 3600)), Ok(()), "forgotten after an hour");
    }

    #[test]
    fn success_clears_the_name_but_not_what_else_came_from_the_address() {
        let a = Attempts::default();
        for i in 0..FREE_ADDRESS {
            assert_eq!(a.begin(&format!("n{i}"), from(1), at(0)), Ok(()));
        }
        assert_eq!(a.begin("ada", from(1), at(0)), Err(2));
        assert_eq!(a.begin("ada", from(2), at(0)), Ok(()));
        for i in 0..4 {
            assert_eq!(a.begin("bob", from(i), at(10)), Ok(()));
        }
        a.succeeded("bob", from(9));
        for i in 0..FREE_NAME {
            assert_eq!(a.begin("bob", from(40 + u8::try_from(i).unwrap()), at(10)), Ok(()));
        }
    }

    #[test]
    fn an_attempt_that_was_not_heard_does_not_count() {
        let a = Attempts::default();
        for _ in 0..40 {
            assert_eq!(a.begin("ada", from(1), at(0)), Ok(()));
            a.unheard("ada", from(1));
        }
        for _ in 0..FREE_NAME {
            assert_eq!(a.begin("ada", from(1), at(0)), Ok(()));
        }
        assert_eq!(a.begin("ada", from(1), at(0)), Err(2));
    }

    #[test]
    fn memory_is_bounded() {
        let a = Attempts::default();
        for i in 0..(MOST + 10) {
            let _ = a.begin(&format!("name{i}"), None, at(0));
        }
        assert!(a.lock().tries.len() <= MOST);
        assert!(a.changed().is_empty(), "guessing many names writes nothing");
    }

    #[test]
    fn only_waits_are_noted_and_a_restart_goes_on_with_them() {
        let a = Attempts::default();
        for _ in 0..FREE_NAME - 1 {
            assert_eq!(a.begin("ada", from(1), at(0)), Ok(()));
        }
        assert_eq!(a.changed(), []);
        assert_eq!(a.begin("ada", from(1), at(0)), Ok(()));
        let noted = a.changed();
        assert_eq!(noted.len(), 1);
        assert!(!noted[0].0.contains("ada"), "the name itself is nowhere");
        let kept = |noted: &Changed| {
            let row = |(who, waits): &(String, Option<(u32, Instant)>)| {
                waits.map(|(f, last_at)| Waiting { who: who.clone(), failed: f.into(), last_at })
            };
            noted.iter().filter_map(row).collect::<Vec<_>>()
        };
        let b = Attempts::of(kept(&noted));
        assert_eq!(b.begin("Ada", from(9), at(0)), Err(2), "the restart forgets nothing");
        assert_eq!(b.begin("Ada", from(9), at(2)), Ok(()));
        assert_eq!(kept(&b.changed())[0].failed, i64::from(FREE_NAME) + 1);
        b.succeeded("ada", from(9));
        assert!(matches!(b.changed()[..], [(_, None)]), "who signs in is forgotten");
        assert_eq!(b.changed(), []);
    }
}
