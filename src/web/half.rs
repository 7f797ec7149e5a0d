//! Who has typed a right password and still owes the code. It lies in the server's memory for some minutes, under a
//! cookie of its own; a restart forgets it, and the person begins again.

use crate::domain::entry::sha256_hex;
use crate::domain::time::Instant;
use crate::store::secret::Secret;
use crate::web::frame::CookieName;
use crate::web::password;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Its cookie.
pub const COOKIE: CookieName = CookieName { plain: "placer_half", host: "__Host-placer_half" };
/// Minutes for which it is waited.
const MINUTES: i64 = 5;
/// Wrong codes after which the password is asked for again.
const WRONG_MOST: u32 = 5;
/// The most that wait at a time; each has typed a right password.
const MOST: usize = 10_000;

/// Half a sign-in.
#[derive(Debug, Clone)]
pub struct Half {
    /// What the password was checked against.
    pub secret: Secret,
    /// Where to go then.
    pub to: String,
    /// The name under which a form lies.
    pub kept: Option<String>,
    /// Since when it waits.
    pub at: Instant,
}

/// All that wait, by the hash of their cookie.
#[derive(Debug, Default)]
pub struct Halves {
    waiting: Mutex<HashMap<String, (Half, u32)>>,
}

fn name(cookie: &str) -> String {
    sha256_hex(&[b"half\n", cookie.as_bytes()])
}

fn waits(half: &Half, now: Instant) -> bool {
    (0..MINUTES).contains(&(now.utc() - half.at.utc()).num_minutes())
}

impl Halves {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, (Half, u32)>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets one wait and says under which cookie.
    pub fn leave(&self, half: Half) -> String {
        let (cookie, now) = (password::token(), half.at);
        let mut waiting = self.lock();
        waiting.retain(|_, (h, _)| waits(h, now));
        if waiting.len() < MOST {
            waiting.insert(name(&cookie), (half, 0));
        }
        cookie
    }

    /// The one behind a cookie.
    pub fn find(&self, cookie: &str, now: Instant) -> Option<Half> {
        self.lock().get(&name(cookie)).filter(|(h, _)| waits(h, now)).map(|(h, _)| h.clone())
    }

    /// Counts a wrong code. Whether another may be tried.
    pub fn wrong(&self, cookie: &str) -> bool {
        let mut waiting = self.lock();
        let Some((_, wrong)) = waiting.get_mut(&name(cookie)) else { return false };
        *wrong = wrong.saturating_add(1);
        let again = *wrong < WRONG_MOST;
        if !again {
            waiting.remove(&name(cookie));
        }
        again
    }

    /// It has ended, one way or the other.
    pub fn end(&self, cookie: &str) {
        self.lock().remove(&name(cookie));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_waits_some_minutes_and_for_some_wrong_codes() {
        let now: Instant = "2026-06-01T08:00:00Z".parse().unwrap();
        let later = |minutes| Instant::new(now.utc() + chrono::TimeDelta::minutes(minutes));
        let account = uuid::Uuid::nil().to_string().parse().unwrap();
        let secret = Secret { account, login: "a".into(), display_name: "A".into(), password_hash: "x".into(), must_change: false };
        let halves = Halves::default();
        let half = Half { secret, to: "/".into(), kept: None, at: now };
        let cookie = halves.leave(half.clone());
        assert!(halves.find(&cookie, later(4)).is_some() && halves.find("other", now).is_none());
        assert!(halves.find(&cookie, later(5)).is_none());
        assert_eq!((0..5).map(|_| halves.wrong(&cookie)).collect::<Vec<_>>(), [true, true, true, true, false]);
        assert!(halves.find(&cookie, now).is_none(), "five wrong codes end it");
        let cookie = halves.leave(half);
        halves.end(&cookie);
        assert!(halves.find(&cookie, now).is_none());
    }
}
