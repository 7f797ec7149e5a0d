//! What the server does by itself: signs the journal's head within the minute, and has witnesses sign after it. Before
//! it signs anything it asks each witness what it saw last: a witness may know a journal that was lost here.

use crate::domain::checkpoint::SignedCheckpoint;
use crate::domain::note::VerifierKey;
use crate::domain::policy::{Policy, Witness};
use crate::domain::time::Instant;
use crate::edge;
use crate::service::App;
use crate::service::error::ServiceError;
use crate::service::notary::{Standing, growth};
use crate::store::checkpoint::{KeptCheckpoint, cosigned_last};
use crate::witness::client::{Asker, Said};
use std::collections::{HashMap, HashSet};
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
    /// Who has said since the start what he saw last.
    heard: Mutex<HashSet<String>>,
}

impl Witnesses {
    /// Those of a policy.
    #[must_use]
    pub fn of(policy: Policy) -> Self {
        Self { policy, ..Self::default() }
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

/// Asks every witness what it saw last, and then works until the process ends. Whoever calls it waits for the answers,
/// at most as long as one witness may take: nothing is written before it is known whether something is missing.
pub fn start(app: App, witnesses: Arc<Witnesses>) {
    let asker = Asker::default();
    hear(&app, &witnesses, &asker);
    std::thread::spawn(move || {
        loop {
            round(&app, &witnesses, &asker);
            app.notary.wait_for_news(EVERY);
        }
    });
}

/// Asks the witnesses that have not said yet what they saw last, and holds the register against it. One that cannot be
/// reached is asked again in the next round, before anything is signed.
fn hear(app: &App, witnesses: &Witnesses, asker: &Asker) {
    let Some(origin) = app.notary.origin() else { return };
    let unheard = |w: &&Witness| w.url.is_some() && !witnesses.heard.lock().unwrap_or_else(PoisonError::into_inner).contains(&w.name);
    std::thread::scope(|scope| {
        for witness in witnesses.policy.witnesses.iter().filter(unheard) {
            let origin = &origin;
            scope.spawn(move || match asker.last_head(witness, origin) {
                Ok(known) => {
                    witnesses.heard.lock().unwrap_or_else(PoisonError::into_inner).insert(witness.name.clone());
                    if let Some(known) = known
                        && let Err(error) = held_against(app, witness, &known)
                    {
                        tracing::error!(%error, witness = witness.name, "the register was not held against what a witness saw");
                    }
                }
                Err(why) => {
                    tracing::warn!(witness = witness.name, why, "a witness does not say what it saw last");
                    witnesses.note(&witness.name, Reached::Silent);
                }
            });
        }
    });
}

/// Holds the register against a head that a witness shows. Its word alone closes nothing; a head of this journal that
/// one of our own keys signed does.
fn held_against(app: &App, witness: &Witness, known: &SignedCheckpoint) -> Result<(), ServiceError> {
    if !app.is_ours(known)? {
        tracing::warn!(witness = witness.name, "a witness shows a head that no key of ours signed; it is not believed");
        return Ok(());
    }
    if app.hold_against(&known.checkpoint)? != Standing::Open {
        tracing::error!(witness = witness.name, size = known.checkpoint.size, "the register is read only: a witness knows more");
    }
    Ok(())
}

/// Signs what is new and asks every witness that has not cosigned it.
fn round(app: &App, witnesses: &Witnesses, asker: &Asker) {
    app.db.keys().look_again();
    hear(app, witnesses, asker);
    let head = match app.sign_head(edge::now()) {
        Ok(Some(head)) => head,
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
            return suspect(app, asker, witness, 409);
        };
        match asker.ask(witness, old, &path, &head.signed) {
            Said::Cosigned(line) => {
                app.keep_cosignature(checkpoint.size, &witness.key, &line, edge::now())?;
                return Ok(Reached::Cosigned);
            }
            Said::Knows(size) => old = size,
            Said::Refused(status) => return suspect(app, asker, witness, status),
            Said::Silent(why) => {
                tracing::warn!(witness = witness.name, why, "a witness gave no answer");
                return Ok(Reached::Silent);
            }
        }
    }
    Ok(Reached::Refused(409))
}

/// A witness that does not go along may know a history that this register has lost: it is asked for it.
fn suspect(app: &App, asker: &Asker, witness: &Witness, status: u16) -> Result<Reached, ServiceError> {
    tracing::error!(witness = witness.name, status, "a witness refuses the journal's head");
    if let Ok(Some(known)) = asker.last_head(witness, &app.notary.origin().unwrap_or_default()) {
        held_against(app, witness, &known)?;
    }
    Ok(Reached::Refused(status))
}
