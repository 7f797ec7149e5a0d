//! A certificate as a file for programs: every field of the paper, its token, and the proof of its journal entry, so that an
//! importing authority may take it beside the paper. `docs/certificate-file.md` has the format.

use crate::domain::checkpoint::{CheckpointError, Proof};
use crate::domain::entry::{Entry, canonical_json};
use crate::domain::event::{CertificateIssued, Event, HsLine, Importer};
use crate::domain::merkle::{check_inclusion, leaf_hash};
use crate::domain::note::VerifierKey;
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use crate::domain::token::{Claims, Genuine, KeyList, ListedKey, TokenError, verify};
use serde::{Deserialize, Serialize};

/// What a file says that it is.
pub const FORMAT: &str = "placer-certificate/1";
/// The most bytes of a file that are read.
pub const FILE_BYTES: usize = 4 << 20;

/// The exporter, as printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exporter {
    /// Name.
    pub name: String,
    /// Lines of the address.
    pub address: Vec<String>,
}

/// The file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateFile {
    /// [`FORMAT`].
    pub format: String,
    /// The issuing country, ISO 3166-1 alpha-2.
    pub country: String,
    /// The issuing authority, as printed.
    pub authority: String,
    /// The certificate's number.
    pub number: String,
    /// Day of issue.
    pub issued_on: Day,
    /// Last day of validity.
    pub expires_on: Day,
    /// Who exports.
    pub exporter: Exporter,
    /// To whom.
    pub importer: Importer,
    /// Countries of mining, ISO 3166-1 alpha-2.
    pub origins: Vec<String>,
    /// Whether origins are mixed.
    pub mixed: bool,
    /// Mass, milli-carats.
    pub weight_mct: Mass,
    /// Stones.
    pub stones: i64,
    /// Value, US cents.
    pub value_usd_cents: i64,
    /// Number of parcels.
    pub parcels: i64,
    /// By subheading.
    pub lines: Vec<HsLine>,
    /// The seals of its parcels.
    pub seals: Vec<String>,
    /// Mass without established origin, milli-carats.
    pub unestablished_mct: Mass,
    /// What is said of it.
    pub unestablished_reason: Option<String>,
    /// SHA-256 of the frozen composition, hex.
    pub composition_digest: String,
    /// The token.
    pub token: String,
    /// The proof file of its entry (C2SP tlog-proof); none in a register whose heads are not signed.
    pub proof: Option<String>,
    /// The signature of everything but the proof by the key of the token ([`CertificateFile::signed_text`]), base64.
    pub signature: String,
}

/// What was found out about the proof in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProofFound {
    /// There is none.
    Missing,
    /// Its entry is the certificate's and is held by the head in it, but no key of the journal was given to check that head.
    HeadUnchecked,
    /// The same, and the given key of the journal signed that head.
    Holds,
    /// It proves nothing: why.
    Wrong(&'static str),
}

/// What was found out about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Its token, which is genuine.
    pub genuine: Genuine,
    /// Which fields are not those that the token claims, or that the entry in the proof says.
    pub differs: Vec<&'static str>,
    /// Its proof.
    pub proof: ProofFound,
}

impl CertificateFile {
    /// Reads a file; none where it is none of this format.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > FILE_BYTES {
            return None;
        }
        serde_json::from_str(text).ok().filter(|file: &Self| file.format == FORMAT)
    }

    /// The file as it is served.
    #[must_use]
    pub fn written(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// What is signed: the format, a new line, and all members but `proof` (which has signatures of its own, and may be
    /// added later) and `signature` in the canonical form of the journal.
    ///
    /// # Errors
    /// When it cannot be written as JSON (never seen): an empty text would be good for every file.
    pub fn signed_text(&self) -> Result<String, serde_json::Error> {
        let mut members = serde_json::to_value(self)?;
        if let Some(members) = members.as_object_mut() {
            members.remove("proof");
            members.remove("signature");
        }
        Ok(format!("{FORMAT}\n{}", canonical_json(&members)?))
    }

    /// Checks the token, that the fields are the token's and were signed with its key, and the proof.
    ///
    /// # Errors
    /// [`TokenError`] where the token is not genuine: then nothing of the file is to be believed.
    pub fn check(&self, keys: &KeyList, heads: &[VerifierKey]) -> Result<Checked, TokenError> {
        let genuine = verify(&self.token, keys)?;
        let mut differs = self.differs_from(&genuine.claims);
        let proof = match &self.proof {
            None => ProofFound::Missing,
            Some(text) => match proven(text, &genuine.claims, heads) {
                Ok((facts, found)) => {
                    differs.extend(self.differs_from_entry(&facts));
                    found
                }
                Err(why) => ProofFound::Wrong(why),
            },
        };
        let signed = |key: &ListedKey| self.signed_text().is_ok_and(|text| key.signed_text(&self.signature, &text));
        if differs.is_empty() && !keys.find(&genuine.kid).is_some_and(signed) {
            differs.push("signature");
        }
        Ok(Checked { genuine, differs, proof })
    }

    /// The fields that are not the token's.
    fn differs_from(&self, c: &Claims) -> Vec<&'static str> {
        let found = [
            ("country", self.country != c.country()),
            ("number", self.number != c.number),
            ("issued_on", self.issued_on != c.issued_on),
            ("expires_on", self.expires_on != c.expires_on),
            ("exporter", self.exporter.name != c.exporter),
            ("importer", self.importer.name != c.importer),
            ("destination", self.importer.country != c.destination),
            ("origins", self.origins != c.origins || self.mixed != c.mixed),
            ("weight_mct", self.weight_mct != c.weight_mct),
            ("stones", self.stones != c.stones),
            ("value_usd_cents", self.value_usd_cents != c.value_usd_cents),
            ("parcels", self.parcels != c.parcels),
            ("lines", self.lines != c.lines),
            ("unestablished_mct", self.unestablished_mct != c.unestablished_mct),
            ("composition", self.composition_digest != data_encoding::HEXLOWER.encode(&c.composition)),
        ];
        found.into_iter().filter(|(_, other)| *other).map(|(name, _)| name).collect()
    }

    /// The fields that the token does not have and that are not the entry's.
    fn differs_from_entry(&self, facts: &CertificateIssued) -> Vec<&'static str> {
        let found = [
            ("importer_address", self.importer.address != facts.importer.address),
            ("unestablished_reason", self.unestablished_reason != facts.unestablished_reason),
        ];
        found.into_iter().filter(|(_, other)| *other).map(|(name, _)| name).collect()
    }
}

/// What the entry in a proof says, and whether the proof holds.
fn proven(text: &str, claims: &Claims, heads: &[VerifierKey]) -> Result<(CertificateIssued, ProofFound), &'static str> {
    let proof: Proof = text.parse().map_err(|_| "unreadable")?;
    let entry = proof.entry.as_deref().ok_or("no-entry")?;
    let leaf = leaf_hash(entry.as_bytes());
    let place = i64::try_from(proof.index).ok().and_then(|index| index.checked_add(1));
    if leaf != claims.leaf || place != Some(claims.entry) {
        return Err("other-entry");
    }
    let facts = match Entry::parse(entry).map(|entry| entry.event) {
        Ok(Event::CertificateIssued(facts)) => facts,
        _ => return Err("other-entry"),
    };
    let head = &proof.head.checkpoint;
    check_inclusion(proof.index, head.size, leaf, &proof.path, &head.root).map_err(|_| "path")?;
    if heads.is_empty() {
        return Ok((facts, ProofFound::HeadUnchecked));
    }
    match proof.check(leaf, heads) {
        Ok(_) => Ok((facts, ProofFound::Holds)),
        Err(CheckpointError::Unsigned) => Err("unsigned"),
        Err(_) => Err("signature"),
    }
}
