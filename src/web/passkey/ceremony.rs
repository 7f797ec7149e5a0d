//! Challenges that wait for a device's answer. They lie in the server's memory for some minutes and count once; a restart
//! forgets them, and the person begins again.

use super::relying::{Adding, Party, Showing};
use crate::domain::time::Instant;
use crate::service::passkey::{Asserted, Opened};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// Minutes for which a challenge waits.
const MINUTES: i64 = 3;
/// The most that wait at a time; each belongs to somebody who has typed a right password.
const MOST: usize = 10_000;

/// Whose passkey it is to be.
#[derive(Debug, Clone)]
pub struct Person {
    /// The account.
    pub id: Uuid,
    /// Its sign-in name, which devices show beside the passkey.
    pub login: String,
    /// The name shown on pages.
    pub name: String,
}

/// A passkey that a device made.
#[derive(Debug, Clone)]
pub struct Made {
    /// Tells it from others.
    pub digest: String,
    /// What it is checked with.
    pub credential: Vec<u8>,
    /// How often the device says that it was used.
    pub counter: i64,
}

enum Asked {
    /// A new passkey of this name, with what the device is told.
    Adding { name: String, options: String, state: Adding },
    /// A use of one there is.
    Showing(Showing),
}

struct Waiting {
    at: Instant,
    asked: Asked,
}

/// All challenges that wait, by whose they are: a session, or a sign-in that still owes its second factor.
pub struct Ceremonies {
    party: Option<Party>,
    waiting: Mutex<HashMap<String, Waiting>>,
}

fn adding(session: &str) -> String {
    format!("add {session}")
}

fn showing(whose: &str) -> String {
    format!("show {whose}")
}

impl Ceremonies {
    /// Those of the register at its public address.
    #[must_use]
    pub fn new(base_url: &str, name: &str) -> Self {
        Self { party: Party::new(base_url, name), waiting: Mutex::default() }
    }

    /// Whether passkeys can be added and used: this build has them, and browsers take them at the public address.
    #[must_use]
    pub const fn possible(&self) -> bool {
        self.party.is_some()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn leave(&self, key: String, asked: Asked, now: Instant) {
        let mut waiting = self.lock();
        waiting.retain(|_, w| waits(w, now));
        if waiting.len() < MOST {
            waiting.insert(key, Waiting { at: now, asked });
        }
    }

    fn take(&self, key: &str, now: Instant) -> Option<Asked> {
        self.lock().remove(key).filter(|w| waits(w, now)).map(|w| w.asked)
    }

    /// Begins to add a passkey in a session; one that was begun there before is gone. Whether it could.
    pub fn add(&self, session: &str, person: &Person, name: &str, known: &[Opened], now: Instant) -> bool {
        let Some((options, state)) = self.party.as_ref().and_then(|p| p.add(person, known)) else { return false };
        self.leave(adding(session), Asked::Adding { name: name.to_owned(), options, state }, now);
        true
    }

    /// The name of the passkey that is being added in a session, and what its device is told.
    pub fn begun(&self, session: &str, now: Instant) -> Option<(String, String)> {
        let waiting = self.lock();
        match waiting.get(&adding(session)).filter(|w| waits(w, now)).map(|w| &w.asked) {
            Some(Asked::Adding { name, options, .. }) => Some((name.clone(), options.clone())),
            _ => None,
        }
    }

    /// The passkey that a device made, with its name. Right or wrong, its challenge counts no more.
    pub fn added(&self, session: &str, answer: &str, now: Instant) -> Option<(String, Made)> {
        let Some(Asked::Adding { name, state, .. }) = self.take(&adding(session), now) else { return None };
        Some((name, self.party.as_ref()?.added(&state, answer)?))
    }

    /// Begins to ask for one of these: what a device is told. What was asked of the same before is gone.
    pub fn show(&self, whose: &str, keys: &[Opened], now: Instant) -> Option<String> {
        let (options, state) = self.party.as_ref()?.show(keys)?;
        self.leave(showing(whose), Asked::Showing(state), now);
        Some(options)
    }

    /// The passkey that a device used. Right or wrong, its challenge counts no more.
    pub fn shown(&self, whose: &str, answer: &str, now: Instant) -> Option<Asserted> {
        let Some(Asked::Showing(state)) = self.take(&showing(whose), now) else { return None };
        self.party.as_ref()?.shown(state, answer)
    }
}

fn waits(w: &Waiting, now: Instant) -> bool {
    (0..MINUTES).contains(&(now.utc() - w.at.utc()).num_minutes())
}

#[cfg(all(test, feature = "passkeys"))]
mod tests {
    use super::*;

    #[test]
    fn passkeys_are_possible_where_browsers_take_them() {
        for (url, possible) in [
            ("https://register.example", true),
            ("https://register.example:8443", true),
            ("http://localhost:8080", true),
            ("http://register.example", false),
            ("http://127.0.0.1:8080", false),
            ("https://192.0.2.7", false),
            ("nothing", false),
        ] {
            assert_eq!(Ceremonies::new(url, "Placer").possible(), possible, "{url}");
        }
    }

    #[test]
    fn a_challenge_waits_some_minutes_is_its_own_and_counts_once() {
        let ceremonies = Ceremonies::new("https://register.example", "Placer");
        let now: Instant = "2026-06-01T08:00:00Z".parse().unwrap();
        let later = |seconds| Instant::new(now.utc() + chrono::TimeDelta::seconds(seconds));
        let person = Person { id: Uuid::from_u128(1), login: "ada".into(), name: "Ada".into() };
        assert!(ceremonies.add("s1", &person, "Phone", &[], now));
        let (name, options) = ceremonies.begun("s1", later(179)).unwrap();
        assert!(
            name == "Phone" && options.contains("\"userVerification\":\"required\"") && options.contains("\"id\":\"register.example\"")
        );
        assert!(ceremonies.begun("s2", now).is_none() && ceremonies.begun("s1", later(180)).is_none());
        assert!(ceremonies.added("s1", "{}", now).is_none(), "no answer of a device");
        assert!(ceremonies.begun("s1", now).is_none(), "and the challenge is gone with it");
        ceremonies.add("s1", &person, "Phone", &[], now);
        let again = ceremonies.begun("s1", now).unwrap().1;
        assert_ne!(again, options, "another challenge each time");
    }
}
