//! The only place where the clock is read and randomness is drawn.

use crate::domain::time::Instant;
use crate::service::Entropy;
use uuid::Uuid;

/// The clock, cut to microseconds.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one reading of the clock; everything below gets the time from here")]
pub fn now() -> Instant {
    Instant::new(chrono::Utc::now())
}

/// Random bytes of the operating system.
///
/// # Panics
/// Never in practice: only when the operating system has no randomness, and then nothing may go on.
#[must_use]
#[expect(clippy::expect_used, reason = "a server without randomness must stop rather than hand out guessable tokens")]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// A new id, from the clock and the operating system's randomness.
#[must_use]
pub fn id() -> Uuid {
    Uuid::now_v7()
}

/// Ids from the clock and the operating system's randomness.
#[derive(Debug, Clone, Copy)]
pub struct System;

impl Entropy for System {
    fn id(&mut self) -> Uuid {
        id()
    }
    fn secret(&mut self) -> [u8; 16] {
        random()
    }
}

/// Ids from a seed, for the demonstration and for tests: the same seed gives the same register.
#[derive(Debug, Clone)]
pub struct Seeded(u64);

impl Seeded {
    /// Starts from a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }
    /// The next 64 bits (splitmix64).
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

impl Entropy for Seeded {
    fn id(&mut self) -> Uuid {
        let high = u128::from(self.next_u64());
        let low = u128::from(self.next_u64());
        uuid::Builder::from_random_bytes(((high << 64) | low).to_be_bytes()).into_uuid()
    }
    fn secret(&mut self) -> [u8; 16] {
        self.id().into_bytes()
    }
}
