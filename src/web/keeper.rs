//! What the server does by itself: signs the journal's head within the minute, and has witnesses sign after it.

use crate::domain::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::domain::note::{SignerKey, VerifierKey};
use crate::domain::policy::{Policy, Witness};
use crate::domain::time::Instant;
use crate::edge;
use crate::service::App;
use crate::service::error::ServiceError;
use crate::service::notary::{Standing, growth};
use crate::store::checkpoint::{KeptCheckpoint, cosigned_last};
use crate::witness::client::{Asker, Said};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How often the journal is looked at; a head is signed within the minute of an entry.
const EVERY: Duration = Duration::from_secs(20);

/// How a witness was last reached, or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reached {
    /// It cosigned.
    Cosigned,
    /// It refuses, with the status of its answer: it may know another history.
    Refused(u16),
    /// It cannot be reached.
    Silent,
}

/// The witnesses of this register and what became of asking them.
#[derive(Debug, Default)]
pub struct Witnesses {
    /// Who is asked, and how many are needed.
    pub policy: Policy,
    seen: Mutex<HashMap<String, (Reached, Instant)>>,
}

impl Witnesses {
    /// Those of a policy.
    #[must_use]
    pub fn of(policy: Policy) -> Self {
        Self { policy, seen: Mutex::default() }
    }

    /// How a witness was last reached, and when.
    #[must_use]
    pub fn last(&self, name: &str) -> Option<(Reached, Instant)> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    fn note(&self, name: &str, reached: Reached) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), (reached, edge::now()));
    }

    /// The names of the witnesses that cosigned a head.
    #[must_use]
    pub fn under(&self, head: &SignedCheckpoint) -> Vec<&Witness> {
        self.policy.witnesses.iter().filter(|w| signed_by(head, &w.key)).collect()
    }

    /// Whether a head has as many cosignatures as the policy asks for.
    #[must_use]
    pub fn enough(&self, head: &SignedCheckpoint) -> bool {
        let keys: Vec<&VerifierKey> = self.under(head).into_iter().map(|w| &w.key).collect();
        self.policy.satisfied(&keys)
    }
}

fn signed_by(head: &SignedCheckpoint, key: &VerifierKey) -> bool {
    head.note.signers(std::slice::from_ref(key)).is_ok_and(|signed| !signed.is_empty())
}

/// Works until the process ends.
pub fn start(app: App, witnesses: Arc<Witnesses>) {
    std::thread::spawn(move || {
        let asker = Asker::default();
        loop {
            round(&app, &witnesses, &asker);
            app.notary.wait_for_news(EVERY);
        }
    });
}

/// Signs what is new and asks every witness that has not cosigned it.
fn round(app: &App, witnesses: &Witnesses, asker: &Asker) {
    let head = match app.sign_head(edge::now()) {
        Ok(Some(head)) => head,
        // A closed register still asks: witnesses may know more than the folder outside.
        Ok(None) | Err(ServiceError::Closed) => return,
        Err(error) => return tracing::error!(%error, "the journal's head was not signed"),
    };
    std::thread::scope(|scope| {
        for witness in witnesses.policy.witnesses.iter().filter(|w| w.url.is_some() && !signed_by(&head.signed, &w.key)) {
            let head = &head;
            scope.spawn(move || match ask(app, asker, witness, head) {
                Ok(reached) => witnesses.note(&witness.name, reached),
                Err(error) => tracing::error!(%error, witness = witness.name, "a cosignature was not kept"),
            });
        }
    });
}

/// Asks one witness, telling it the way from what it knows.
fn ask(app: &App, asker: &Asker, witness: &Witness, head: &KeptCheckpoint) -> Result<Reached, ServiceError> {
    let checkpoint = &head.signed.checkpoint;
    let key = witness.key.to_string();
    let known = app.db.read(|rx| cosigned_last(rx, &checkpoint.origin))?.into_iter().find(|c| c.witness == key);
    let mut old = known.map_or(0, |c| c.size);
    for _ in 0..2 {
        let Some(path) = app.db.read(|rx| growth(rx, old, checkpoint))? else {
            return suspect(app, asker, witness, checkpoint, 409);
        };
        match asker.ask(witness, old, &path, &head.signed) {
            Said::Cosigned(line) => {
                app.keep_cosignature(checkpoint.size, &witness.key, &line, edge::now())?;
                return Ok(Reached::Cosigned);
            }
            Said::Knows(size) => old = size,
            Said::Refused(status) => return suspect(app, asker, witness, checkpoint, status),
            Said::Silent(why) => {
                tracing::warn!(witness = witness.name, why, "a witness gave no answer");
                return Ok(Reached::Silent);
            }
        }
    }
    Ok(Reached::Refused(409))
}

/// A witness that does not go along may know a history that this register has lost. Its word alone closes nothing; a
/// head that our own key signed does.
fn suspect(app: &App, asker: &Asker, witness: &Witness, ours: &Checkpoint, status: u16) -> Result<Reached, ServiceError> {
    tracing::error!(witness = witness.name, status, "a witness refuses the journal's head");
    let keys: Vec<VerifierKey> = app.notary.signers().iter().map(SignerKey::verifier).collect();
    let known = asker.last_head(witness, &ours.origin).filter(|head| head.checkpoint.origin == ours.origin && head.signers(&keys).is_ok());
    if let Some(known) = known
        && app.hold_against(&known.checkpoint)? != Standing::Open
    {
        tracing::error!(witness = witness.name, size = known.checkpoint.size, "the register is read only: a witness knows more");
    }
    Ok(Reached::Refused(status))
}
