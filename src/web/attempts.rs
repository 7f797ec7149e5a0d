//! Slowing down whoever guesses passwords: per sign-in name and per address, in memory. A wait grows with each
//! failure up to a quarter of an hour and is forgotten after an hour without one; nobody is ever shut out for good.

use crate::domain::time::Instant;
use crate::web::proxy::counted_as;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

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

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Who {
    Name(String),
    Address(String),
}

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
    tries: Mutex<HashMap<Who, Tries>>,
}

impl Attempts {
    /// Counts an attempt as failed before its password is looked at, so that many at once do not slip through;
    /// [`Attempts::succeeded`] takes it back.
    ///
    /// # Errors
    /// The seconds to wait; such an attempt is not counted.
    pub fn begin(&self, login: &str, address: Option<IpAddr>, now: Instant) -> Result<(), i64> {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        let keys = keys(login, address);
        let wait = |(who, free): &(Who, u32)| tries.get(who).filter(|t| seconds(t.last, now) < FORGET_S).map_or(0, |t| t.wait(*free, now));
        let longest = keys.iter().map(wait).max().unwrap_or(0);
        if longest > 0 {
            return Err(longest);
        }
        if tries.len() >= MOST {
            tries.retain(|_, t| seconds(t.last, now) < FORGET_S);
        }
        if tries.len() >= MOST {
            // Somebody sends ever new names; the addresses they come from are what counts then.
            tries.retain(|who, _| matches!(who, Who::Address(_)));
        }
        for (who, _) in keys {
            let t = tries.entry(who).or_insert(Tries { failed: 0, last: now });
            if seconds(t.last, now) >= FORGET_S {
                t.failed = 0;
            }
            *t = Tries { failed: t.failed.saturating_add(1), last: now };
        }
        Ok(())
    }

    /// The attempt was not heard after all: nobody looked at its password.
    pub fn unheard(&self, login: &str, address: Option<IpAddr>) {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        for (who, _) in keys(login, address) {
            if let Some(t) = tries.get_mut(&who) {
                t.failed = t.failed.saturating_sub(1);
            }
        }
    }

    /// The password was right: the name's failures are forgotten, the address's attempt does not count.
    pub fn succeeded(&self, login: &str, address: Option<IpAddr>) {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        for (who, _) in keys(login, address) {
            match (&who, tries.get_mut(&who)) {
                (Who::Address(_), Some(t)) => t.failed = t.failed.saturating_sub(1),
                _ => drop(tries.remove(&who)),
            }
        }
    }
}

fn keys(login: &str, address: Option<IpAddr>) -> Vec<(Who, u32)> {
    let name = login.trim().to_lowercase().chars().take(NAME_CHARS).collect();
    let mut keys = vec![(Who::Name(name), FREE_NAME)];
    keys.extend(address.map(|a| (Who::Address(counted_as(a)), FREE_ADDRESS)));
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
        assert!(a.tries.lock().unwrap().len() <= MOST);
    }
}
