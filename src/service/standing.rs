//! Holding the journal against what is known of it: heads that were signed, wherever they are kept, and its own entries.
//! What falls short closes the register.

use crate::domain::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::domain::note::{SignerKey, VerifierKey};
use crate::domain::violation::{Violation, Violations};
use crate::service::App;
use crate::service::error::ServiceError;
use crate::service::notary::{Standing, Trouble};
use crate::store::checkpoint::{KeptCheckpoint, log_keys};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::{entries_hashed_after, entry_missing, journal_size};
use crate::store::merkle::{head, unsigned};

/// How many entries are read at once.
const CHUNK: i64 = 1_000;
/// How many of the last entries are looked at when a register is opened.
const LAST: u64 = 1_000;

/// What a head that is known says about the register.
///
/// # Errors
/// When the database fails.
pub fn trouble(rx: &mut Rx<'_>, known: &Checkpoint) -> Result<Option<Trouble>, StoreError> {
    let here = unsigned(journal_size(rx)?)?;
    if here < known.size {
        return Ok(Some(Trouble::Missing { known: known.size, here }));
    }
    Ok((head(rx, known.size)? != known.root).then_some(Trouble::Changed { known: known.size }))
}

/// The same for a register that is open or opened: a tree that lacks what was signed closes it too.
///
/// # Errors
/// When the database fails.
pub(super) fn falls_short(rx: &mut Rx<'_>, known: &Checkpoint) -> Result<Option<Trouble>, StoreError> {
    match trouble(rx, known) {
        Err(StoreError::Damaged(_)) => Ok(Some(Trouble::Changed { known: known.size })),
        other => other,
    }
}

/// The head of a journal that is torn, as far as its tree still tells.
pub(super) fn torn_head(rx: &mut Rx<'_>, origin: &str, size: u64) -> Result<Checkpoint, StoreError> {
    let root = match head(rx, size) {
        Err(StoreError::Damaged(_)) => [0; 32],
        other => other?,
    };
    Ok(Checkpoint { origin: origin.to_owned(), size, root })
}

/// Whether every entry after a position is there and is what was written when it was put into the tree.
///
/// # Errors
/// When the database fails.
pub fn torn(rx: &mut Rx<'_>, after: u64) -> Result<Option<Trouble>, StoreError> {
    let size = journal_size(rx)?;
    let mut last = i64::try_from(after).map_err(StoreError::damaged)?;
    let torn = |at: i64| Ok(Some(Trouble::Torn { size: unsigned(size)?, at: unsigned(at)? }));
    while last < size {
        let chunk = entries_hashed_after(rx, last, CHUNK)?;
        if chunk.is_empty() {
            return torn(last.saturating_add(1));
        }
        for (seq, entry) in chunk.into_iter().take_while(|(seq, _)| *seq <= size) {
            last = last.saturating_add(1);
            let whole = match entry {
                Ok(entry) => entry.hash.as_slice() == entry.stored.leaf_hash,
                Err(StoreError::Damaged(_)) => false,
                Err(other) => return Err(other),
            };
            if seq != last || !whole {
                return torn(last);
            }
        }
    }
    Ok(None)
}

/// Whether all entries are there, and the last ones are what was written.
///
/// # Errors
/// When the database fails.
fn torn_lately(rx: &mut Rx<'_>) -> Result<Option<Trouble>, StoreError> {
    let size = unsigned(journal_size(rx)?)?;
    match entry_missing(rx)? {
        Some(at) => Ok(Some(Trouble::Torn { size, at: unsigned(at)? })),
        None => torn(rx, size.saturating_sub(LAST)),
    }
}

/// What keeps a register closed, as far as its entries and the largest head that is kept outside say.
///
/// # Errors
/// When the database fails.
pub fn closed_by(rx: &mut Rx<'_>, known: Option<&SignedCheckpoint>) -> Result<Option<Trouble>, StoreError> {
    match (torn_lately(rx)?, known) {
        (None, Some(head)) => falls_short(rx, &head.checkpoint),
        (torn, _) => Ok(torn),
    }
}

impl App {
    /// What it says when heads were signed and the folder outside, where there is one, has none of them: it was emptied,
    /// or its disk is not mounted, or it is another folder.
    pub(super) fn untold(&self, last: Option<&KeptCheckpoint>, outside: Option<&SignedCheckpoint>) -> Option<(Trouble, Checkpoint)> {
        let last = last.filter(|_| self.notary.outside().is_some() && outside.is_none())?;
        let known = last.signed.checkpoint.clone();
        Some((Trouble::Untold { known: known.size }, known))
    }

    /// Holds the register against the largest head that is kept outside the database, and closes it when it falls short
    /// or when none is there although some were signed.
    ///
    /// # Errors
    /// When the database fails, or what is kept outside is not ours.
    pub fn hold_against_outside(&self) -> Result<(), ServiceError> {
        let outside = self.notary.known_outside()?;
        if let Some(head) = &outside {
            self.hold_against(&head.checkpoint)?;
        } else if let Some((trouble, known)) = self.untold(self.head_latest()?.as_ref(), None)
            && self.notary.standing() == Standing::Open
        {
            self.notary.stand(Standing::Closed { trouble, known });
        }
        Ok(())
    }

    /// Whether a head that somebody shows is one of this journal, signed by a key that it has or had.
    ///
    /// # Errors
    /// When the database fails.
    pub fn is_ours(&self, head: &SignedCheckpoint) -> Result<bool, StoreError> {
        let mut keys: Vec<VerifierKey> = self.notary.signers().iter().map(SignerKey::verifier).collect();
        keys.extend(self.db.read(log_keys)?.into_iter().map(|k| k.key));
        Ok(self.notary.origin().is_some_and(|origin| origin == head.checkpoint.origin) && head.signers(&keys).is_ok())
    }

    /// Keeps a head outside the database that somebody has of this journal: on paper, from a witness or a mirror. It must
    /// bear a signature of a key of this journal and be no smaller than the largest that the database knows.
    ///
    /// # Errors
    /// [`Violation`]s on `head`, or when a database or folder fails.
    pub fn keep_head(&self, head: &SignedCheckpoint) -> Result<(), ServiceError> {
        let (mut v, ours) = (Violations::none(), self.is_ours(head)?);
        v.check(ours, || Violation::on("head.not_ours", "head"));
        let last = self.head_latest()?.map_or(0, |k| k.signed.checkpoint.size);
        let size = head.checkpoint.size;
        v.check(size >= last, || Violation::on("head.older", "head").with("size", size.to_string()).with("known", last.to_string()));
        v.finish()?;
        match self.notary.outside() {
            Some(outside) => Ok(outside.keep(head)?),
            None => Ok(()),
        }
    }

    /// Looks whether all entries are there, and whether the last ones are what was written; closes the register where they
    /// are not. All of them are read by `placer verify` alone.
    ///
    /// # Errors
    /// When the database fails.
    pub fn hold_against_entries(&self) -> Result<(), ServiceError> {
        let Some(origin) = self.notary.origin() else { return Ok(()) };
        let found = self.db.read(|rx| -> Result<_, StoreError> {
            let Some(trouble) = torn_lately(rx)? else { return Ok(None) };
            let size = unsigned(journal_size(rx)?)?;
            Ok(Some((trouble, torn_head(rx, &origin, size)?)))
        })?;
        if let Some((trouble, known)) = found
            && self.notary.standing() == Standing::Open
        {
            self.notary.stand(Standing::Closed { trouble, known });
        }
        Ok(())
    }

    /// Holds the register against a head that somebody knows, and closes it when it falls short.
    ///
    /// # Errors
    /// When the database fails.
    pub fn hold_against(&self, known: &Checkpoint) -> Result<Standing, ServiceError> {
        if let Some(trouble) = self.db.read(|rx| falls_short(rx, known))? {
            // Of several heads that are known the largest says what is missing.
            let larger = match self.notary.standing() {
                Standing::Closed { trouble: Trouble::Torn { .. }, .. } => false,
                Standing::Closed { known: other, .. } => known.size > other.size,
                Standing::Open => true,
            };
            if larger {
                self.notary.stand(Standing::Closed { trouble, known: known.clone() });
            }
        }
        Ok(self.notary.standing())
    }
}
