//! Signing the journal's heads, and knowing when the journal is not what was signed before.
//!
//! A head is signed only when the tree still holds every head that was signed before it, as far as anybody knows: the
//! database, the folder outside it, the witnesses. So two heads that contradict each other are never signed (L3).

use crate::domain::access::Permission;
use crate::domain::checkpoint::{Checkpoint, Proof, SignedCheckpoint};
use crate::domain::event::KeyAdopted;
use crate::domain::merkle::{check_consistency, consistency, inclusion};
use crate::domain::note::{Note, SignatureLine, SignerKey, VerifierKey};
use crate::domain::time::Instant;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::party::check_reason;
use crate::service::standing::{falls_short, torn, torn_head};
use crate::service::{App, CONSOLE, Case, Command, Decision};
use crate::store::checkpoint::{
    KeptCheckpoint, checkpoint_covering, checkpoint_latest, checkpoint_write, cosignature_write, log_key_adopt,
};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::{Stored, journal_size};
use crate::store::keys::{KeyFault, KeyFolder, LOG, Looked};
use crate::store::merkle::{head, unsigned};
use crate::store::outside::Outside;
use serde::{Deserialize, Serialize};
use std::sync::{Condvar, Mutex, PoisonError, RwLock};
use std::time::Duration;

/// Why the journal is not the one that was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Entries that were signed are gone: an old copy was put back, or the end was cut off.
    Missing {
        /// How many entries were signed once.
        known: u64,
        /// How many there are.
        here: u64,
    },
    /// There are as many entries as were signed or more, but not the same.
    Changed {
        /// The size that was signed.
        known: u64,
    },
    /// The entries are not what the journal itself says of them: one is gone, or another than was written.
    Torn {
        /// How many there should be.
        size: u64,
        /// The first that is gone or another.
        at: u64,
    },
    /// Heads were signed, and none is kept where they are kept outside the database: whether entries are missing cannot
    /// be told.
    Untold {
        /// The largest size that the database itself says was signed.
        known: u64,
    },
}

/// Whether the register may be written to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Standing {
    /// All is as it was signed.
    #[default]
    Open,
    /// It is read only, until two people say that it goes on.
    Closed {
        /// Why.
        trouble: Trouble,
        /// The head that is known, of which the register falls short.
        known: Checkpoint,
    },
}

/// The key that signs, what is kept outside, and how the register stands.
#[derive(Debug, Default)]
pub struct Notary {
    /// The key in use, and the one before it while both sign.
    keys: RwLock<Vec<SignerKey>>,
    /// Where they are kept and read again from, so that they can be changed while a server runs.
    folder: Option<KeyFolder>,
    looked: Looked,
    outside: Option<Outside>,
    standing: RwLock<Standing>,
    /// One head at a time.
    turn: Mutex<()>,
    /// Whether there is a head that nobody was told of, and who waits for one.
    news: (Mutex<bool>, Condvar),
}

impl Notary {
    /// A notary with its keys, the one in use first, and the folder outside the database where there is one.
    #[must_use]
    pub fn new(keys: Vec<SignerKey>, outside: Option<Outside>) -> Self {
        Self { keys: RwLock::new(keys), outside, ..Self::default() }
    }

    /// The same with the folder in which its keys are kept.
    #[must_use]
    pub fn kept_in(mut self, folder: KeyFolder) -> Self {
        self.folder = Some(folder);
        self
    }

    /// The folder of the keys; none in a register whose keys are kept nowhere.
    #[must_use]
    pub const fn folder(&self) -> Option<&KeyFolder> {
        self.folder.as_ref()
    }

    /// The keys that sign now, the one in use first; none in a register that is not signed.
    #[must_use]
    pub fn signers(&self) -> Vec<SignerKey> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the keys anew. Where their file cannot be used, or is another journal's, those at hand stay in use, and the
    /// log, the numbers and [`Notary::key_fault`] tell.
    pub fn look_again(&self) {
        let (Some(folder), Some(name)) = (&self.folder, self.origin()) else { return };
        let fault = match folder.log_keys() {
            Ok(keys) if keys.is_empty() => Some(folder.missing(LOG)),
            Ok(keys) if keys.iter().any(|k| k.name() != name) => Some(folder.other()),
            Ok(keys) => {
                let public = |keys: &[SignerKey]| -> Vec<VerifierKey> { keys.iter().map(SignerKey::verifier).collect() };
                if public(&keys) != public(&self.signers()) {
                    tracing::info!(keys = keys.len(), "the keys that sign the journal's heads were changed");
                    self.rekey(keys);
                }
                None
            }
            Err(StoreError::Keys(fault)) => Some(fault),
            Err(other) => Some(KeyFault::Fault { path: folder.folder().display().to_string(), error: other.to_string() }),
        };
        self.looked.note(fault);
    }

    /// Why the file of the keys could not be used when it was last looked at.
    #[must_use]
    pub fn key_fault(&self) -> Option<KeyFault> {
        self.looked.fault()
    }

    /// From the next head on another key signs, under its own name.
    pub fn rekey(&self, keys: Vec<SignerKey>) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
    }

    /// The name of the log; none in a register that is not signed.
    #[must_use]
    pub fn origin(&self) -> Option<String> {
        self.signers().first().map(|k| k.name().to_owned())
    }

    /// The largest head that is kept outside the database; one that the key in use did not sign is an error, not a head.
    ///
    /// # Errors
    /// When the folder cannot be read, or what is there is not ours.
    pub fn known_outside(&self) -> Result<Option<SignedCheckpoint>, StoreError> {
        let signers = self.signers();
        let (Some(outside), Some(key)) = (self.outside(), signers.first()) else { return Ok(None) };
        let Some(head) = outside.latest(key.name())? else { return Ok(None) };
        let ours: Vec<VerifierKey> = signers.iter().map(SignerKey::verifier).collect();
        head.signers(&ours).map_err(|e| StoreError::Damaged(format!("{}: {e}", outside.folder().display())))?;
        Ok(Some(head))
    }

    /// The folder outside the database.
    #[must_use]
    pub const fn outside(&self) -> Option<&Outside> {
        self.outside.as_ref()
    }

    /// Waits for a new head, at most so long.
    pub fn wait_for_news(&self, most: Duration) {
        let told = self.news.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut told, _) = self.news.1.wait_timeout_while(told, most, |told| !*told).unwrap_or_else(PoisonError::into_inner);
        *told = false;
    }

    /// Wakes whoever waits for a new head.
    pub fn tell_news(&self) {
        *self.news.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.news.1.notify_all();
    }

    /// Whether the register may be written to.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.standing.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Opens or closes the register for writing.
    pub fn stand(&self, standing: Standing) {
        *self.standing.write().unwrap_or_else(PoisonError::into_inner) = standing;
    }
}

/// Notes that the journal's heads are signed with another key from now on.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdoptKey {
    /// The new public key.
    pub vkey: String,
    /// Why the old one is given up.
    pub reason: String,
}

impl Command for AdoptKey {
    const NAME: &'static str = "adopt_key";
    const PERMISSION: Permission = Permission::AccountManage;

    fn decide(&self, _: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        // Whoever is at the server has the keys; nobody else can say so.
        if case.act.device.as_deref() != Some(CONSOLE) {
            return Err(ServiceError::Forbidden);
        }
        let mut v = Violations::none();
        let reason = check_reason(&self.reason, &mut v);
        v.check(self.vkey.parse::<VerifierKey>().is_ok(), || Violation::on("unknown_choice", "vkey"));
        v.finish()?;
        Ok(KeyAdopted { vkey: self.vkey.clone(), reason }.into())
    }
}

impl App {
    /// Signs the head of the journal as it stands, and keeps it outside and in the database; gives the one that is there
    /// where nothing was added since, and nothing in a register that is not signed.
    ///
    /// # Errors
    /// [`ServiceError::Closed`] when the journal contradicts a head signed before: the register is read only from then
    /// on. Else when a database or folder fails.
    pub fn sign_head(&self, now: Instant) -> Result<Option<KeptCheckpoint>, ServiceError> {
        let _turn = self.notary.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(origin) = self.notary.origin() else { return Ok(None) };
        if self.notary.standing() != Standing::Open {
            return Err(ServiceError::Closed);
        }
        self.notary.look_again();
        let outside = self.notary.known_outside()?;
        let (last, size, root, held) = self.db.read(|rx| -> Result<_, StoreError> {
            let last = checkpoint_latest(rx, &origin)?;
            let size = unsigned(journal_size(rx)?)?;
            let known = [last.as_ref().map(|k| &k.signed.checkpoint), outside.as_ref().map(|o| &o.checkpoint)];
            let mut held = self.untold(last.as_ref(), outside.as_ref());
            for checkpoint in known.into_iter().flatten() {
                held = held.or(falls_short(rx, checkpoint)?.map(|t| (t, checkpoint.clone())));
            }
            if held.is_some() {
                return Ok((last, size, [0; 32], held));
            }
            if let Some(torn) = torn(rx, last.as_ref().map_or(0, |l| l.signed.checkpoint.size))? {
                let known = torn_head(rx, &origin, size)?;
                return Ok((last, size, known.root, Some((torn, known))));
            }
            Ok((last, size, head(rx, size)?, None))
        })?;
        if let Some((trouble, known)) = held {
            self.notary.stand(Standing::Closed { trouble, known });
            return Err(ServiceError::Closed);
        }
        if let Some(last) = last.filter(|l| l.signed.checkpoint.size == size) {
            return Ok(Some(last));
        }
        // Whoever changes the key puts it into its file before the entry that says so: a head that holds the entry is
        // signed with the new key too.
        self.notary.look_again();
        let keys = self.notary.signers();
        let checkpoint = Checkpoint { origin, size, root };
        let text = checkpoint.to_string();
        let signatures = keys.iter().map(|k| k.sign(&text, 0)).collect();
        let signed = SignedCheckpoint { checkpoint, note: Note { text, signatures } };
        // Outside first: a head that is in the database alone would not tell of a copy put back.
        if let Some(outside) = self.notary.outside() {
            outside.keep(&signed)?;
        }
        let kept = self.db.write(now, |tx| -> Result<KeptCheckpoint, StoreError> {
            // The console may have signed the same meanwhile.
            let there = checkpoint_latest(tx, &signed.checkpoint.origin)?.filter(|there| there.signed.checkpoint.size >= size);
            if let Some(there) = there {
                return Ok(there);
            }
            for key in keys.iter().rev() {
                log_key_adopt(tx, &key.verifier())?;
            }
            checkpoint_write(tx, &signed)?;
            Ok(KeptCheckpoint { signed, made_at: tx.recorded_at() })
        })?;
        self.notary.tell_news();
        Ok(Some(kept))
    }

    /// The latest signed head.
    ///
    /// # Errors
    /// When the database fails.
    pub fn head_latest(&self) -> Result<Option<KeptCheckpoint>, ServiceError> {
        let Some(origin) = self.notary.origin() else { return Ok(None) };
        Ok(self.db.read(|rx| checkpoint_latest(rx, &origin))?)
    }

    /// Keeps a witness's line under a head, in the database and outside it.
    ///
    /// # Errors
    /// When a database or folder fails.
    pub fn keep_cosignature(&self, size: u64, witness: &VerifierKey, line: &SignatureLine, now: Instant) -> Result<(), ServiceError> {
        let Some(origin) = self.notary.origin() else { return Ok(()) };
        self.db.write(now, |tx| cosignature_write(tx, &origin, size, witness, line))?;
        let Some(outside) = self.notary.outside() else { return Ok(()) };
        match self.head_latest()?.filter(|k| k.signed.checkpoint.size == size) {
            Some(latest) => Ok(outside.keep(&latest.signed)?),
            None => Ok(()),
        }
    }
}

/// The proof that an entry is in the journal, under the smallest signed head that holds it, or under the largest.
///
/// # Errors
/// When the database fails.
pub fn proof_of(rx: &mut Rx<'_>, origin: &str, stored: &Stored, newest: bool) -> Result<Option<Proof>, StoreError> {
    let seq = stored.entry.seq;
    let found = if newest { checkpoint_latest(rx, origin)? } else { checkpoint_covering(rx, origin, seq, false)? };
    let index = unsigned(seq.saturating_sub(1))?;
    let Some(head) = found.filter(|k| k.signed.checkpoint.size > index) else { return Ok(None) };
    let Some(path) = inclusion(index, head.signed.checkpoint.size, rx)? else { return Ok(None) };
    Ok(Some(Proof { entry: Some(stored.entry.canonical()?), index, path, head: head.signed }))
}

/// The proof that one head's tree is the beginning of another's, checked before it is given away; nothing where it is not.
///
/// # Errors
/// When the database fails.
pub fn growth(rx: &mut Rx<'_>, old: u64, new: &Checkpoint) -> Result<Option<Vec<[u8; 32]>>, StoreError> {
    let Some(path) = consistency(old, new.size, rx)? else { return Ok(None) };
    let before = head(rx, old)?;
    Ok(check_consistency(old, new.size, &before, &new.root, &path).is_ok().then_some(path))
}
