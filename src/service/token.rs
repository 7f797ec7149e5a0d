//! Tokens of certificates: made on demand from a certificate and its entry, and the keys that sign them.
//!
//! The secret halves lie in the folder of the keys, outside the database. Which key signed when the journal says: a key
//! counts from the entry that adopted it, the first one from the beginning. So whoever has the database alone can put no
//! key into the list, since a key that is not in the folder is not listed, and whoever has the folder alone can put none
//! into use, since a key that no entry adopted is not in use.

use crate::domain::access::Permission;
use crate::domain::entry::Entry;
use crate::domain::event::{CertificateKeyAdopted, Event};
use crate::domain::jurisdiction::Profile;
use crate::domain::merkle::Hash;
use crate::domain::note::{SignerKey, VerifierKey};
use crate::domain::shipment::Certificate;
use crate::domain::time::Instant;
use crate::domain::token::{Claims, Issue, KeyList, ListedKey, TokenKey, kid_of};
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::notary::proof_of;
use crate::service::party::check_reason;
use crate::service::{App, CONSOLE, Case, Command, Decision};
use crate::store::certificate::certificates_issued;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::{entry_fetch, events_of_kinds, recorded_at};
use crate::store::party::party_details_as_of;
use crate::store::register::profile_as_of;
use data_encoding::{BASE64, HEXLOWER};
use serde::{Deserialize, Serialize};

/// The kind of the entries that adopt keys.
const ADOPTED: &str = "certificate_key.adopted";
/// More keys than any register ever has.
const KEYS_MOST: i64 = 10_000;

/// A key in use, now or once.
#[derive(Debug, Clone)]
pub struct UsedKey {
    /// The key.
    pub key: TokenKey,
    /// It signs what was issued by entries after this one.
    pub after: i64,
    /// Since when.
    pub from: Instant,
    /// Until when; none while it is in use.
    pub until: Option<Instant>,
}

/// Why there is no token of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoToken {
    /// There is no key, or none of the time of issue.
    NoKey,
    /// The exporter's name of that day was erased, or cannot be unsealed.
    NoName,
    /// The certificate is not what its entry says, or the entry is not what was signed: nothing is signed for that.
    Altered,
    /// Its facts do not fit a token.
    Unfit,
}

impl NoToken {
    /// Its name in message ids.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoKey => "no-key",
            Self::NoName => "no-name",
            Self::Altered => "altered",
            Self::Unfit => "unfit",
        }
    }

    /// The code of the refusal where somebody asks for it.
    #[must_use]
    pub const fn violation(self) -> &'static str {
        match self {
            Self::NoKey => "token.no_key",
            Self::NoName => "token.no_name",
            Self::Altered => "token.altered",
            Self::Unfit => "token.unfit",
        }
    }
}

/// Notes that tokens of certificates are signed with another key from now on.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdoptCertificateKey {
    /// The new public key, base64.
    pub public_key: String,
    /// Why the old one is given up.
    pub reason: String,
}

impl AdoptCertificateKey {
    /// The adoption of a key.
    #[must_use]
    pub fn of(key: &TokenKey, reason: String) -> Self {
        Self { public_key: BASE64.encode(&key.public()), reason }
    }
}

impl Command for AdoptCertificateKey {
    const NAME: &'static str = "adopt_certificate_key";
    const PERMISSION: Permission = Permission::AccountManage;

    fn decide(&self, _: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        // Whoever is at the server has the keys; nobody else can say so.
        if case.act.device.as_deref() != Some(CONSOLE) {
            return Err(ServiceError::Forbidden);
        }
        let mut v = Violations::none();
        let reason = check_reason(&self.reason, &mut v);
        let public: Option<[u8; 32]> = BASE64.decode(self.public_key.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
        v.check(public.is_some(), || Violation::on("unknown_choice", "public_key"));
        v.finish()?;
        let kid = HEXLOWER.encode(&kid_of(&public.ok_or(ServiceError::NotFound("public key"))?));
        Ok(CertificateKeyAdopted { kid, public_key: self.public_key.clone(), reason }.into())
    }
}

/// What the journal says of when keys were adopted, the first time for each: position, time, public half.
fn adoptions(rx: &mut Rx<'_>) -> Result<Vec<(i64, Instant, String)>, StoreError> {
    let mut found: Vec<(i64, Instant, String)> = Vec::new();
    for (seq, event) in events_of_kinds(rx, &[ADOPTED], 0, KEYS_MOST)? {
        let Some(Event::CertificateKeyAdopted(adopted)) = event else { continue };
        let at = recorded_at(rx, seq)?.ok_or_else(|| StoreError::damaged("an entry without its time"))?;
        if found.iter().all(|(.., public)| *public != adopted.public_key) {
            found.push((seq, at, adopted.public_key));
        }
    }
    Ok(found)
}

/// The keys of a folder, the newest first, as they were in use by the journal, the oldest first.
fn in_use(rx: &mut Rx<'_>, keys: Vec<TokenKey>) -> Result<Vec<UsedKey>, StoreError> {
    let (adopted, begun) = (adoptions(rx)?, recorded_at(rx, 1)?);
    let mut used: Vec<UsedKey> = Vec::new();
    for (at, key) in keys.into_iter().rev().enumerate() {
        let public = BASE64.encode(&key.public());
        let entry = adopted.iter().find(|(.., adopted)| *adopted == public).map(|(seq, at, _)| (*seq, *at));
        // The first one signs whatever was issued before any other was adopted.
        let first = begun.filter(|_| at == 0 && adopted.iter().all(|(.., a)| *a != public)).map(|begun| (0, begun));
        if let Some((after, from)) = entry.or(first) {
            used.push(UsedKey { key, after, from, until: None });
        }
    }
    used.sort_by_key(|k| k.after);
    let ends: Vec<Instant> = used.iter().skip(1).map(|k| k.from).collect();
    used.iter_mut().zip(ends).for_each(|(key, end)| key.until = Some(end));
    Ok(used)
}

impl App {
    /// The keys that sign tokens or did, the oldest first. They are read anew each time, so that they can be changed while
    /// a server runs.
    ///
    /// # Errors
    /// When the file of the keys cannot be used, or the database fails.
    pub fn certificate_keys(&self, rx: &mut Rx<'_>) -> Result<Vec<UsedKey>, StoreError> {
        let keys = self.notary.folder().map(|folder| folder.certificate_keys()).transpose()?.unwrap_or_default();
        in_use(rx, keys)
    }

    /// The list of their public halves that anybody may fetch, the newest first.
    ///
    /// # Errors
    /// As [`App::certificate_keys`].
    pub fn certificate_key_list(&self, rx: &mut Rx<'_>) -> Result<KeyList, StoreError> {
        let listed = |k: &UsedKey| ListedKey::of(&k.key, k.from, k.until);
        Ok(KeyList::of(self.certificate_keys(rx)?.iter().rev().map(listed).collect()))
    }

    /// Whether a first key may be made without asking: none is there, none was ever adopted, and nothing was issued that an
    /// older one may have signed.
    ///
    /// # Errors
    /// As [`App::certificate_keys`].
    pub fn lacks_first_certificate_key(&self, rx: &mut Rx<'_>) -> Result<bool, StoreError> {
        let Some(folder) = self.notary.folder() else { return Ok(false) };
        Ok(folder.certificate_keys()?.is_empty() && adoptions(rx)?.is_empty() && !certificates_issued(rx)?)
    }

    /// The token of a certificate, which is always the same, or why there is none.
    ///
    /// # Errors
    /// As [`App::certificate_keys`].
    pub fn certificate_token(&self, rx: &mut Rx<'_>, certificate: &Certificate) -> Result<Result<String, NoToken>, StoreError> {
        let (facts, seq) = (&certificate.facts, certificate.issued_seq);
        let Some(key) = self.certificate_key_of(rx, seq)? else { return Ok(Err(NoToken::NoKey)) };
        let Some((recorded_at, leaf)) = self.unaltered(rx, certificate)? else { return Ok(Err(NoToken::Altered)) };
        let Some(exporter) = party_details_as_of(rx, facts.exporter, seq)?.map(|d| d.name) else { return Ok(Err(NoToken::NoName)) };
        let offset_hours = self.offset_hours_as_of(rx, seq)?;
        let issue = Issue { issuer: key.issuer(), exporter: &exporter, seq, recorded_at, leaf, offset_hours };
        Ok(Claims::of(facts, issue).and_then(|claims| key.sign(&claims)).map_err(|error| {
            tracing::error!(%error, number = facts.number, "a certificate does not fit a token");
            NoToken::Unfit
        }))
    }

    /// The key that signs what an entry issued; none where there is none of its time.
    ///
    /// # Errors
    /// As [`App::certificate_keys`].
    pub(super) fn certificate_key_of(&self, rx: &mut Rx<'_>, seq: i64) -> Result<Option<TokenKey>, StoreError> {
        Ok(self.certificate_keys(rx)?.into_iter().rfind(|k| k.after < seq).map(|used| used.key))
    }

    /// When the entry of a certificate was recorded, and its leaf hash; none where the row is not what the entry says, or the
    /// entry was altered.
    fn unaltered(&self, rx: &mut Rx<'_>, certificate: &Certificate) -> Result<Option<(Instant, Hash)>, StoreError> {
        let held = self.held_entry(rx, certificate.issued_seq)?;
        let says = |e: &Entry| matches!(&e.event, Event::CertificateIssued(issued) if *issued == certificate.facts);
        Ok(held.filter(|(entry, _)| says(entry)).map(|(entry, leaf)| (entry.recorded_at, leaf)))
    }

    /// An entry and its leaf hash; none where it is not what it hashes to, or its hash not what the newest signed head holds.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) fn held_entry(&self, rx: &mut Rx<'_>, seq: i64) -> Result<Option<(Entry, Hash)>, StoreError> {
        let Some(stored) = entry_fetch(rx, seq)? else { return Ok(None) };
        let leaf = stored.entry.leaf_hash()?;
        if leaf.as_slice() != stored.leaf_hash.as_slice() {
            return Ok(None);
        }
        let keys: Vec<VerifierKey> = self.notary.signers().iter().map(SignerKey::verifier).collect();
        let proof = match self.notary.origin() {
            Some(origin) => proof_of(rx, &origin, &stored, true)?,
            None => None,
        };
        let held = proof.is_none_or(|proof| proof.check(leaf, &keys).is_ok());
        Ok(held.then_some((stored.entry, leaf)))
    }

    /// How far the country's time was ahead of UTC by the rules of an entry's time.
    fn offset_hours_as_of(&self, rx: &mut Rx<'_>, seq: i64) -> Result<i64, StoreError> {
        let now = &self.env.profile;
        let then = match profile_as_of(rx, seq)?.filter(|rules| rules.digest != self.env.rules) {
            Some(old) => Some(Profile::parse(&old.text, "rules of the day of issue").map_err(StoreError::damaged)?),
            None => None,
        };
        Ok(i64::from(then.as_ref().unwrap_or(now).country.utc_offset_hours.value))
    }
}
