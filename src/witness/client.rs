//! Asking a witness to cosign a head.

use crate::domain::checkpoint::SignedCheckpoint;
use crate::domain::entry::sha256_hex;
use crate::domain::merkle::Hash;
use crate::domain::note::{SignatureLine, VerifierKey};
use crate::domain::policy::Witness;
use data_encoding::BASE64;
use std::time::Duration;

/// How long a witness may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// The most bytes of an answer that are read.
const ANSWER_BYTES: u64 = 64 * 1024;

/// What a witness answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// It cosigned.
    Cosigned(SignatureLine),
    /// It knows the log at another size than it was told.
    Knows(u64),
    /// It refuses, with the status it gave.
    Refused(u16),
    /// It gave no answer that can be used.
    Silent(String),
}

/// What a request to cosign says.
#[must_use]
pub fn request(old: u64, path: &[Hash], head: &SignedCheckpoint) -> String {
    let hashes: String = path.iter().map(|h| format!("{}\n", BASE64.encode(h))).collect();
    format!("old {old}\n{hashes}\n{}", head.note)
}

/// Asks witnesses.
pub struct Asker {
    agent: ureq::Agent,
}

impl Default for Asker {
    fn default() -> Self {
        let config = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).http_status_as_error(false).max_redirects(0).build();
        Self { agent: config.into() }
    }
}

impl Asker {
    /// Asks a witness for its cosignature under a head.
    #[must_use]
    pub fn ask(&self, witness: &Witness, old: u64, path: &[Hash], head: &SignedCheckpoint) -> Said {
        let Some(url) = &witness.url else { return Said::Silent("it has no address".to_owned()) };
        let sent = self.agent.post(format!("{url}/add-checkpoint")).send(request(old, path, head));
        let mut answer = match sent {
            Ok(answer) => answer,
            Err(e) => return Said::Silent(e.to_string()),
        };
        let status = answer.status().as_u16();
        let body = match answer.body_mut().with_config().limit(ANSWER_BYTES).read_to_string() {
            Ok(body) => body,
            Err(e) => return Said::Silent(e.to_string()),
        };
        match status {
            200 => cosigned(&body, &witness.key, head),
            409 => body.trim().parse().map_or(Said::Refused(409), Said::Knows),
            other => Said::Refused(other),
        }
    }

    /// The last head that a witness of ours cosigned of a log; none where it says that it knows of none. Who signed the
    /// head is for the caller to check.
    ///
    /// # Errors
    /// Why it gave no answer that can be used.
    pub fn last_head(&self, witness: &Witness, origin: &str) -> Result<Option<SignedCheckpoint>, String> {
        let url = witness.url.as_ref().ok_or("it has no address")?;
        let mut answer = self.agent.get(format!("{url}/{}/checkpoint", place_of(origin))).call().map_err(|e| e.to_string())?;
        let body = answer.body_mut().with_config().limit(ANSWER_BYTES).read_to_string().map_err(|e| e.to_string())?;
        match answer.status().as_u16() {
            200 => body.parse().map(Some).map_err(|e| format!("it shows no signed head: {e}")),
            404 => Ok(None),
            other => Err(format!("it answered {other}")),
        }
    }
}

/// The name under which a witness shows the last head of a log: SHA-256 of its origin, in hex.
#[must_use]
pub fn place_of(origin: &str) -> String {
    sha256_hex(&[origin.as_bytes()])
}

/// The line of this witness's among those it answered with; others are passed over.
fn cosigned(body: &str, key: &VerifierKey, head: &SignedCheckpoint) -> Said {
    let keys = [key.clone()];
    for line in body.lines() {
        let Ok(line) = line.parse::<SignatureLine>() else { continue };
        let mut note = head.note.clone();
        note.signatures = vec![line.clone()];
        if note.signers(&keys).is_ok_and(|signed| !signed.is_empty()) {
            return Said::Cosigned(line);
        }
    }
    Said::Silent("its answer holds no cosignature of its own".to_owned())
}
