//! How often one address may ask. What can be guessed (codes on slips, numbers of certificates and licences,
//! passwords) has limits of its own; a general one keeps a single client from taking all of the server.
//!
//! A whole office may stand behind one address, so each limit allows what forty people do at once and goes on at what
//! they do for hours. Sign-in also makes whoever guesses wait ([`super::attempts`]).

use crate::web::proxy::counted_as;
use actix_web::http::Method;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

/// What kind of asking it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Files of ours, and whether the server works: they cost nothing and tell nothing.
    Free,
    /// A code or number that somebody might try out.
    Guess,
    /// A trace, which is work.
    Trace,
    /// A password.
    SignIn,
    /// Everything else.
    Rest,
}

impl Class {
    /// Of a route.
    #[must_use]
    pub fn of(method: &Method, pattern: Option<&str>) -> Self {
        match pattern {
            Some("/static/{path:.*}" | "/healthz" | "/readyz") => Self::Free,
            Some("/sign-in") if *method == Method::POST => Self::SignIn,
            // Nothing is looked up there: a form, and what anybody may have.
            Some("/check/token") if *method != Method::POST => Self::Rest,
            Some("/check/keys.json" | "/check/offline" | "/check/offline.html") => Self::Rest,
            Some(p) if p == "/check" || p.starts_with("/check/") || p.starts_with("/api/v1/check/") => Self::Guess,
            Some(p) if p.contains("/trace") || p.contains("/forward") => Self::Trace,
            _ => Self::Rest,
        }
    }

    /// Its name in metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Guess => "guess",
            Self::Trace => "trace",
            Self::SignIn => "sign_in",
            Self::Rest => "rest",
        }
    }
}

/// Requests at once, and for each minute after.
const GUESSES: (u32, u32) = (120, 60);
/// Traces cost ten times what another page does, about.
const TRACE_COSTS: u32 = 10;
const SIGN_INS: (u32, u32) = (60, 30);
/// Requests of the rest for each minute; half as many at once.
pub const REST_PER_MINUTE: u32 = 3_000;
/// The most addresses that are remembered; past it those that are new share one count.
const MOST: usize = 20_000;

/// One limit for each class.
pub struct Limits {
    guess: Limit,
    sign_in: Limit,
    trace: Option<Limit>,
    rest: Option<Limit>,
}

struct Limit {
    limiter: DefaultKeyedRateLimiter<String>,
    clock: DefaultClock,
}

impl Limit {
    fn new((at_once, per_minute): (u32, u32)) -> Option<Self> {
        let period = Duration::from_secs(60).checked_div(per_minute)?;
        let quota = Quota::with_period(period)?.allow_burst(NonZeroU32::new(at_once)?);
        Some(Self { limiter: RateLimiter::keyed(quota), clock: DefaultClock::default() })
    }

    /// The seconds to wait, where it is too often.
    fn wait(&self, who: &str) -> Option<u64> {
        if self.limiter.len() >= MOST {
            self.limiter.retain_recent();
        }
        let who = if self.limiter.len() >= MOST { String::new() } else { who.to_owned() };
        let too_early = self.limiter.check_key(&who).err()?;
        let wait = too_early.wait_time_from(self.clock.now());
        Some(wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0)).max(1))
    }
}

impl Limits {
    /// With so many requests of the rest for each minute, and a tenth of it for traces; 0 for no limit of either. None
    /// where a number is too large.
    #[must_use]
    pub fn new(rest_per_minute: u32) -> Option<Self> {
        let of = |n: u32| if n == 0 { Some(None) } else { Limit::new((n.div_ceil(2), n)).map(Some) };
        let traces = rest_per_minute.div_ceil(TRACE_COSTS);
        Some(Self { guess: Limit::new(GUESSES)?, sign_in: Limit::new(SIGN_INS)?, trace: of(traces)?, rest: of(rest_per_minute)? })
    }

    /// Counts a request.
    ///
    /// # Errors
    /// The seconds to wait.
    pub fn count(&self, class: Class, address: Option<IpAddr>) -> Result<(), u64> {
        let Some(address) = address else { return Ok(()) };
        let who = counted_as(address);
        let limit = match class {
            Class::Free => None,
            Class::Guess => Some(&self.guess),
            Class::SignIn => Some(&self.sign_in),
            Class::Trace => self.trace.as_ref(),
            Class::Rest => self.rest.as_ref(),
        };
        let wait = limit.and_then(|limit| limit.wait(&who));
        wait.map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::routes::{self, Access};

    fn ip(last: u32) -> Option<IpAddr> {
        Some(IpAddr::from((0xC633_6400_u32 + last).to_be_bytes()))
    }

    #[test]
    fn who_asks_too_often_waits_and_others_do_not() {
        let limits = Limits::new(600).unwrap();
        for _ in 0..GUESSES.0 {
            assert_eq!(limits.count(Class::Guess, ip(1)), Ok(()));
        }
        assert_eq!(limits.count(Class::Guess, ip(1)), Err(1));
        assert_eq!(limits.count(Class::Guess, ip(2)), Ok(()));
        assert_eq!(limits.count(Class::Rest, ip(1)), Ok(()), "another class is another count");
        assert!((0..300).all(|_| limits.count(Class::Rest, ip(3)).is_ok()));
        assert!(limits.count(Class::Rest, ip(3)).is_err());
        assert_eq!(limits.count(Class::Free, ip(3)), Ok(()));
        // Passwords and traces have counts of their own, so that neither lives on what another class leaves.
        assert!((0..SIGN_INS.0).all(|_| limits.count(Class::SignIn, ip(4)).is_ok()) && limits.count(Class::SignIn, ip(4)).is_err());
        assert!((0..30).all(|_| limits.count(Class::Trace, ip(4)).is_ok()) && limits.count(Class::Trace, ip(4)).is_err());
        let off = Limits::new(0).unwrap();
        assert!((0..10_000).all(|_| off.count(Class::Rest, ip(1)).is_ok()));
        assert!((0..=GUESSES.0).any(|_| off.count(Class::Guess, ip(1)).is_err()), "what can be guessed stays limited");
    }

    #[test]
    fn memory_is_bounded() {
        let limits = Limits::new(0).unwrap();
        for n in 0..u32::try_from(MOST).unwrap() + 500 {
            let address = IpAddr::from(n.to_be_bytes());
            let _ = limits.count(Class::Guess, Some(address));
        }
        assert!(limits.guess.limiter.len() <= MOST + 1, "{}", limits.guess.limiter.len());
    }

    /// A public page that looks up what is in its address is one on which somebody may try things out.
    #[test]
    fn what_anybody_may_look_up_is_limited() {
        let looked_up =
            |r: &routes::Route| r.access == Access::Public && r.path.split('/').any(|part| part == "check") && r.method == Method::GET;
        let all: Vec<&str> = routes::all().into_iter().filter(looked_up).map(|r| r.path).collect();
        assert!(all.len() >= 8, "{all:?}");
        let alike = ["/check/token", "/check/keys.json", "/check/offline", "/check/offline.html"];
        assert!(alike.iter().all(|path| all.contains(path)), "what is the same whoever asks is public too");
        for path in all.into_iter().filter(|path| !alike.contains(path)) {
            assert_eq!(Class::of(&Method::GET, Some(path)), Class::Guess, "{path}");
        }
        // A token is pasted by POST.
        assert_eq!(Class::of(&Method::POST, Some("/check/token")), Class::Guess);
        assert_eq!(Class::of(&Method::POST, Some("/sign-in")), Class::SignIn);
        assert_eq!(Class::of(&Method::GET, Some("/sign-in")), Class::Rest);
    }
}
