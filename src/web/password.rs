//! Passwords (Argon2id) and session tokens.

use crate::domain::entry::sha256;
use crate::domain::ids::AccountId;
use crate::edge;
use crate::web::error::WebError;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use std::cell::RefCell;
use std::num::NonZero;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;
use subtle::ConstantTimeEq;
use tokio::sync::{Semaphore, oneshot};

/// A hash to check against when the name is unknown, so that the answer takes as long.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("nobody at all").unwrap_or_default());

/// The most hashes at once, however many cores there are. Each takes 19 MiB while it is worked out, so as many at once
/// as knock would take all memory there is.
const HASHERS_MOST: usize = 6;
/// How long a visitor waits for his turn.
const PATIENCE: Duration = Duration::from_secs(8);

type Job = Box<dyn FnOnce() + Send>;

/// The few threads that work out hashes. They are always the same, and each keeps the memory it works in: given back,
/// much of it would stay with the C library, again and again.
struct Hashers {
    turns: Semaphore,
    jobs: Sender<Job>,
}

static HASHERS: LazyLock<Hashers> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    Hashers::start(cores.min(HASHERS_MOST))
});

impl Hashers {
    fn start(threads: usize) -> Self {
        let (jobs, waiting) = channel::<Job>();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..threads {
            let waiting = Arc::clone(&waiting);
            std::thread::spawn(move || {
                loop {
                    let job = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok(job) = job else { return };
                    job();
                }
            });
        }
        Self { turns: Semaphore::new(threads), jobs }
    }

    /// Waits for a turn and lets one of the threads do it.
    async fn run<T: Send + 'static>(&'static self, patience: Duration, work: impl FnOnce() -> T + Send + 'static) -> Result<T, WebError> {
        let Ok(Ok(turn)) = tokio::time::timeout(patience, self.turns.acquire()).await else { return Err(WebError::Busy) };
        let (tell, told) = oneshot::channel();
        // The turn goes along, so that it ends with the work, whether or not the visitor still waits.
        let job = move || {
            let done = work();
            drop(turn);
            let _ = tell.send(done);
        };
        self.jobs.send(Box::new(job)).map_err(|_| WebError::Busy)?;
        told.await.map_err(|_| WebError::Fault("a password was not looked at".into()))
    }
}

/// [`hash`] for a visitor, when his turn has come.
///
/// # Errors
/// [`WebError::Busy`] when none came in time.
pub async fn hashed(password: String) -> Result<String, WebError> {
    hashed_with(password, edge::random()).await
}

/// [`hash_with`] for a visitor, when his turn has come.
///
/// # Errors
/// [`WebError::Busy`] when none came in time.
pub async fn hashed_with(password: String, salt: Salt) -> Result<String, WebError> {
    let hash = HASHERS.run(PATIENCE, move || hash_with(&password, &salt)).await?;
    hash.ok_or_else(|| WebError::Fault("a password was not hashed".into()))
}

/// [`matches`] for a visitor, when his turn has come.
///
/// # Errors
/// [`WebError::Busy`] when none came in time.
pub async fn is_right(password: String, phc: Option<String>) -> Result<bool, WebError> {
    HASHERS.run(PATIENCE, move || matches(&password, phc.as_deref())).await
}

thread_local! {
    static ROOM: RefCell<Vec<Block>> = const { RefCell::new(Vec::new()) };
}

/// Argon2id of a password, in memory that the thread keeps for the next one.
fn derive(params: Params, password: &str, salt: &[u8], out: &mut [u8]) -> Option<()> {
    let blocks = params.block_count();
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    ROOM.with_borrow_mut(|room| {
        if room.len() < blocks {
            room.resize(blocks, Block::default());
        }
        argon.hash_password_into_with_memory(password.as_bytes(), salt, out, room).ok()
    })
}

/// What a password is hashed with, so that two hashes of one password are not the same.
pub type Salt = [u8; 16];

/// The salt of a password that a request names: the same whenever this account sends a request under this key, so that
/// the request sent again gives the same hash, and one with another password another. No other request has it.
#[must_use]
pub fn salt_of(account: AccountId, key: &str) -> Salt {
    let digest = sha256(&[b"first password\n", account.to_string().as_bytes(), b"\n", key.as_bytes()]);
    let mut salt = Salt::default();
    salt.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    salt
}

/// The PHC string of a password; `None` only when hashing fails.
#[must_use]
pub fn hash(password: &str) -> Option<String> {
    hash_with(password, &edge::random())
}

/// The same with a given salt.
#[must_use]
pub fn hash_with(password: &str, salt: &Salt) -> Option<String> {
    let (params, mut out) = (Params::default(), [0; Params::DEFAULT_OUTPUT_LEN]);
    let costs = format!("m={},t={},p={}", params.m_cost(), params.t_cost(), params.p_cost());
    derive(params, password, salt, &mut out)?;
    let text = |bytes: &[u8]| data_encoding::BASE64_NOPAD.encode(bytes);
    Some(format!("$argon2id$v=19${costs}${}${}", text(salt), text(&out)))
}

/// Whether a password is right. Without a hash the same work is done and the answer is no.
#[must_use]
pub fn matches(password: &str, phc: Option<&str>) -> bool {
    let known = phc.is_some();
    known & agrees(password, phc.unwrap_or(&NOBODY)).unwrap_or(false)
}

fn agrees(password: &str, phc: &str) -> Option<bool> {
    let hash = PasswordHash::new(phc).ok().filter(|h| h.algorithm.as_str() == "argon2id" && h.version == Some(19))?;
    let (salt, expected) = (hash.salt?, hash.hash?);
    let mut out = vec![0; expected.len()];
    derive(Params::try_from(&hash).ok()?, password, salt.as_ref(), &mut out)?;
    Some(out.ct_eq(expected.as_bytes()).into())
}

/// A first password nobody can guess (99 random bits), in groups that can be read over a telephone: letters and figures
/// alone, and no letter that looks like a figure.
#[must_use]
pub fn generate() -> String {
    drawn(4)
}

/// Groups of five letters and figures.
fn drawn(groups: usize) -> String {
    const LETTERS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
    // A number past the last letter is thrown away, so that each is as likely as any other.
    let drawn = std::iter::repeat_with(edge::random::<1>).flatten();
    let picked: Vec<char> = drawn.filter_map(|b| LETTERS.get(usize::from(b & 31))).map(|b| char::from(*b)).take(groups * 5).collect();
    picked.chunks(5).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// A recovery code: 123 random bits, enough to be kept as a plain hash (ASVS 5.0, 6.6.2 asks for 112).
#[must_use]
pub fn recovery() -> String {
    drawn(5)
}

/// 256 random bits as text.
#[must_use]
pub fn token() -> String {
    data_encoding::BASE64URL_NOPAD.encode(&edge::random::<32>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_agrees_with_its_hash_alone_and_with_one_by_the_crate_itself() {
        use argon2::{PasswordHasher, PasswordVerifier};
        let (own, other) = (hash("river gravel").unwrap(), hash("river gravel").unwrap());
        assert_ne!(own, other, "salted");
        assert!(matches("river gravel", Some(&own)) && !matches("river gravels", Some(&own)));
        assert!(!matches("nobody at all", None) && !matches("river gravel", Some("none")));
        assert!(Argon2::default().verify_password(b"river gravel", own.as_str()).is_ok());
        let by_crate = Argon2::default().hash_password(b"river gravel").unwrap().to_string();
        assert!(matches("river gravel", Some(&by_crate)) && !matches("", Some(&by_crate)));
    }

    #[test]
    fn a_password_sent_again_under_its_key_has_the_same_hash_and_no_other_key_gives_it() {
        let account = |n: u128| AccountId::new(uuid::Uuid::from_u128(n));
        let made = |account, key: &str| hash_with("river gravel", &salt_of(account, key)).unwrap();
        assert_eq!(made(account(1), "k1"), made(account(1), "k1"));
        assert_ne!(made(account(1), "k1"), made(account(1), "k2"));
        assert_ne!(made(account(1), "k1"), made(account(2), "k1"));
        assert!(matches("river gravel", Some(&made(account(1), "k1"))));
    }

    #[test]
    fn a_first_password_is_letters_and_figures_in_groups() {
        for _ in 0..200 {
            let made = generate();
            let groups: Vec<&str> = made.split('-').collect();
            assert!(groups.len() == 4 && groups.iter().all(|g| g.len() == 5), "{made}");
            assert!(made.chars().all(|c| c == '-' || c.is_ascii_lowercase() || c.is_ascii_digit()), "{made}");
        }
    }

    #[test]
    fn a_token_is_256_random_bits() {
        let made: std::collections::BTreeSet<String> = (0..1_000).map(|_| token()).collect();
        assert_eq!(made.len(), 1_000);
        assert!(made.iter().all(|t| data_encoding::BASE64URL_NOPAD.decode(t.as_bytes()).is_ok_and(|bytes| bytes.len() == 32)));
    }

    #[test]
    fn who_finds_no_turn_in_time_is_sent_away() {
        static ONE: LazyLock<Hashers> = LazyLock::new(|| Hashers::start(1));
        let soon = Duration::from_millis(50);
        actix_web::rt::System::new().block_on(async {
            let (go, wait) = channel::<()>();
            let first = actix_web::rt::spawn(ONE.run(Duration::from_secs(5), move || wait.recv()));
            // The first takes the only turn before the second asks.
            while ONE.turns.available_permits() > 0 {
                tokio::task::yield_now().await;
            }
            assert!(matches!(ONE.run(soon, || ()).await, Err(WebError::Busy)));
            go.send(()).unwrap();
            assert!(first.await.unwrap().is_ok());
            assert!(ONE.run(Duration::from_secs(5), || 7).await.is_ok_and(|n| n == 7));
        });
    }
}
