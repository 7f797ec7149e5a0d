//! Events about the register itself: the rules it works under, the keys that sign its journal, and entries that were lost.

use crate::domain::ids::RecoveryId;
use serde::{Deserialize, Serialize};

/// The register works under these rules for the entries after this one. Nobody's account did it: whoever sets a register up
/// has none yet, and whoever is at the console later needs none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesAdopted {
    /// ISO 3166-1 alpha-2 code of the country.
    pub jurisdiction: String,
    /// SHA-256 of the file of the rules, in hex.
    pub digest: String,
}

/// The journal's heads are signed with another key from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyAdopted {
    /// The new public key, written as C2SP signed-note writes it.
    pub vkey: String,
    /// Why the old one is given up.
    pub reason: String,
}

/// Tokens of certificates are signed with another key from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateKeyAdopted {
    /// The id of the new key, hex: the first eight bytes of the SHA-256 of its public half.
    pub kid: String,
    /// Its public half, 32 bytes of Ed25519, base64.
    pub public_key: String,
    /// Why the old one is given up.
    pub reason: String,
}

/// The register holds less than was signed once, or something else. Somebody would go on all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryProposed {
    /// The proposal.
    pub recovery: RecoveryId,
    /// The log whose head is known.
    pub known_origin: String,
    /// How many entries it had.
    pub known_size: i64,
    /// Its head, in hex.
    pub known_root: String,
    /// What happened, and where the lost entries are on paper.
    pub reason: String,
}

/// Somebody else agreed: the journal goes on under another name, and the lost entries stay lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryApproved {
    /// The proposal.
    pub recovery: RecoveryId,
}
