//! How the author of an entry was let in, and what an act that signs shows of the hands it came from (L7, K5).

use crate::domain::entry::sha256_hex;
use crate::domain::text_enum::text_enum;
use crate::domain::time::Instant;
use serde::{Deserialize, Serialize};

text_enum! {
    /// How the author of an entry was let in.
    Via, "via", {
        /// A session in a browser.
        Session = "session",
        /// A machine token: a program, which cannot be asked who it is. It may not sign.
        Token = "token",
        /// Somebody at the server itself.
        Console = "console",
        /// A file taken in at the server.
        Import = "import",
        /// The server by itself, in the name of the account that issued a certificate: it sent a notice of it, or took what
        /// somebody abroad confirmed on the public page.
        Server = "server",
        /// A demonstration as it is made: nobody acts, and nothing in it is true.
        Demonstration = "demonstration",
    }
}

/// Seconds for which a password, typed again, is enough for acts that sign.
pub const PROOF_S: i64 = 300;

/// From where a signature came. The marks tell whether two signatures for the same thing came from the same session,
/// browser or authenticator, and nothing else: see [`mark`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// When whoever signs was last asked for the password, and the code where there is one, in the journal's time.
    pub proved_at: Option<Instant>,
    /// Mark of the session.
    pub session: String,
    /// Mark of the browser, where it has one.
    pub device: Option<String>,
    /// Mark of the authenticator, where the account has one.
    pub factor: Option<String>,
}

impl Signed {
    /// Whether a session, a browser or an authenticator is the same in two signatures for the same thing.
    #[must_use]
    pub fn same_place(&self, other: &Self) -> Option<SamePlace> {
        let both = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
        if self.session == other.session || both(&self.device, &other.device) {
            return Some(SamePlace::Browser);
        }
        both(&self.factor, &other.factor).then_some(SamePlace::Factor)
    }
}

/// What two signatures have in common that they must not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SamePlace {
    /// The session, or the browser.
    Browser,
    /// The authenticator.
    Factor,
}

/// The mark of a session, a browser or an authenticator in a signature for a thing: 128 bits of a hash over the thing,
/// what is marked, and the hash under which the register keeps it. That hash is of a secret nobody can guess, so nothing
/// can be found from the mark; and as the thing counts in it, the same session has another mark on every other thing, so
/// that marks link the signatures for one thing and no others.
#[must_use]
pub fn mark(thing: &str, what: &str, kept: &str) -> String {
    let mut hex = sha256_hex(&[thing.as_bytes(), b"\n", what.as_bytes(), b"\n", kept.as_bytes()]);
    hex.truncate(32);
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(session: &str, device: Option<&str>, factor: Option<&str>) -> Signed {
        let own = |t: &str| t.to_owned();
        Signed { proved_at: None, session: session.into(), device: device.map(own), factor: factor.map(own) }
    }

    #[test]
    fn one_place_is_told_from_another() {
        let one = signed("a", Some("b"), Some("c"));
        assert_eq!(one.same_place(&signed("x", Some("y"), Some("z"))), None);
        assert_eq!(one.same_place(&signed("a", Some("y"), Some("z"))), Some(SamePlace::Browser));
        assert_eq!(one.same_place(&signed("x", Some("b"), Some("z"))), Some(SamePlace::Browser));
        assert_eq!(one.same_place(&signed("x", Some("y"), Some("c"))), Some(SamePlace::Factor));
        assert_eq!(signed("a", None, None).same_place(&signed("x", None, None)), None, "what nobody has is not the same");
    }

    #[test]
    fn marks_link_signatures_for_one_thing_alone() {
        assert_eq!(mark("t1", "session", "s"), mark("t1", "session", "s"));
        assert_ne!(mark("t1", "session", "s"), mark("t2", "session", "s"));
        assert_ne!(mark("t1", "session", "s"), mark("t1", "device", "s"));
        assert_eq!(mark("t1", "session", "s").len(), 32);
    }
}
