//! An entry of the journal, its canonical bytes and its leaf hash.
//!
//! The canonical form is JSON after RFC 8785 restricted to whole numbers: members sorted, no blanks.
//! Decoding and encoding again gives the same bytes, so no two entries share a hash (L2).

use crate::domain::author::{Signed, Via};
use crate::domain::event::Event;
use crate::domain::ids::{AccountId, EntryId, OfficeId};
use crate::domain::merkle::leaf_hash;
use crate::domain::time::Instant;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The version of the canonical form.
pub const FORMAT_VERSION: u32 = 2;

/// One entry, whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Version of this form.
    pub v: u32,
    /// Dense position, from 1.
    pub seq: i64,
    /// Its id.
    pub id: EntryId,
    /// Server time; never goes back.
    pub recorded_at: Instant,
    /// When it happened, as the person says.
    pub occurred_at: Instant,
    /// Who.
    pub account: AccountId,
    /// For which office.
    pub office: Option<OfficeId>,
    /// From which device.
    pub device: Option<String>,
    /// How the author was let in.
    pub via: Via,
    /// From where it was signed, where it is a signature.
    pub signed: Option<Signed>,
    /// The key under which the client sent it.
    pub idempotency_key: String,
    /// SHA-256 of the request, in hex.
    pub request_hash: String,
    /// What.
    #[serde(flatten)]
    pub event: Event,
}

/// Why a text is not an entry's canonical form.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    /// Not JSON of the right shape.
    #[error("unreadable: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// Of a version that this program does not know.
    #[error("of the unknown version {0}")]
    Version(u32),
    /// JSON of the right shape, but not in the one canonical form.
    #[error("not in canonical form")]
    NotCanonical,
}

/// The one JSON text of a value: members sorted by name, no blanks.
///
/// # Errors
/// When the value cannot be written as JSON.
pub fn canonical_json<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    // serde_json's map is sorted, so going through a Value sorts every object.
    serde_json::to_string(&serde_json::to_value(value)?)
}

impl Entry {
    /// The bytes that are hashed.
    ///
    /// # Errors
    /// When the entry cannot be written as JSON (never seen).
    pub fn canonical(&self) -> Result<String, EntryError> {
        Ok(canonical_json(self)?)
    }

    /// Reads canonical bytes; refuses everything that would not be written the same way again.
    ///
    /// # Errors
    /// One of [`EntryError`].
    pub fn parse(text: &str) -> Result<Self, EntryError> {
        let entry: Self = serde_json::from_str(text)?;
        if entry.v != FORMAT_VERSION {
            return Err(EntryError::Version(entry.v));
        }
        if entry.canonical()? == text { Ok(entry) } else { Err(EntryError::NotCanonical) }
    }

    /// `SHA-256(0x00 || canonical bytes)`, the leaf hash of RFC 6962.
    ///
    /// # Errors
    /// As [`Entry::canonical`].
    pub fn leaf_hash(&self) -> Result<[u8; 32], EntryError> {
        Ok(leaf_hash(self.canonical()?.as_bytes()))
    }

    /// The body alone, canonical, as the journal table keeps it.
    ///
    /// # Errors
    /// As [`Entry::canonical`].
    pub fn body(&self) -> Result<String, EntryError> {
        let value = serde_json::to_value(&self.event)?;
        Ok(value.get("body").map_or_else(|| "null".to_owned(), ToString::to_string))
    }
}

/// The texts of an entry as the columns of a table keep them.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'a> {
    /// Dense position.
    pub seq: i64,
    /// Its id.
    pub id: &'a str,
    /// Server time.
    pub recorded_at: &'a str,
    /// When it happened.
    pub occurred_at: &'a str,
    /// Who.
    pub account: &'a str,
    /// For which office.
    pub office: Option<&'a str>,
    /// From which device.
    pub device: Option<&'a str>,
    /// How the author was let in.
    pub via: &'a str,
    /// From where it was signed, as JSON.
    pub signed: Option<&'a str>,
    /// The client's key.
    pub idempotency_key: &'a str,
    /// Hash of the request.
    pub request_hash: &'a str,
    /// Kind of the event.
    pub kind: &'a str,
    /// The event's body, canonical.
    pub body: &'a str,
}

impl Columns<'_> {
    /// The bytes that are hashed, of exactly these texts: those of [`Entry::canonical`] where every text is written as this
    /// program writes it, others where one is not. Nothing is parsed, so a whole journal is hashed quickly.
    ///
    /// # Errors
    /// As [`Entry::canonical`].
    pub fn canonical(&self) -> Result<Vec<u8>, EntryError> {
        let mut out = Vec::with_capacity(self.body.len().saturating_add(640));
        let mut member = |name: &str, value: Option<&str>| -> Result<(), EntryError> {
            out.push(if out.is_empty() { b'{' } else { b',' });
            serde_json::to_writer(&mut out, name)?;
            out.push(b':');
            // Body and signature are JSON already, and so are the numbers.
            match name {
                "body" | "seq" | "signed" | "v" => out.extend_from_slice(value.unwrap_or("null").as_bytes()),
                _ => serde_json::to_writer(&mut out, &value)?,
            }
            Ok(())
        };
        member("account", Some(self.account))?;
        member("body", Some(self.body))?;
        member("device", self.device)?;
        member("id", Some(self.id))?;
        member("idempotency_key", Some(self.idempotency_key))?;
        member("kind", Some(self.kind))?;
        member("occurred_at", Some(self.occurred_at))?;
        member("office", self.office)?;
        member("recorded_at", Some(self.recorded_at))?;
        member("request_hash", Some(self.request_hash))?;
        member("seq", Some(&self.seq.to_string()))?;
        member("signed", self.signed)?;
        member("v", Some(&FORMAT_VERSION.to_string()))?;
        member("via", Some(self.via))?;
        out.push(b'}');
        Ok(out)
    }
}

/// The event of a kind and a body as the journal table keeps them.
///
/// # Errors
/// When kind or body is unknown, or the body is not in its canonical form.
pub fn event_of(kind: &str, body: &str) -> Result<Event, EntryError> {
    // The kind first, so that the body is read straight into the event. What does not belong into a body does not come
    // out again when it is written, whatever it made of this text.
    let event: Event = serde_json::from_str(&format!("{{\"kind\":{},\"body\":{body}}}", serde_json::to_string(kind)?))?;
    let again = serde_json::to_value(&event)?;
    if again.get("body").map(ToString::to_string).as_deref() == Some(body) { Ok(event) } else { Err(EntryError::NotCanonical) }
}

/// SHA-256 of the parts, one after the other.
#[must_use]
pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// The same in lower-case hex.
#[must_use]
pub fn sha256_hex(parts: &[&[u8]]) -> String {
    data_encoding::HEXLOWER.encode(&sha256(parts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::{OfficeChanged, OfficeOpened};

    fn entry() -> Entry {
        Entry {
            v: FORMAT_VERSION,
            seq: 1,
            id: EntryId::new(uuid::Uuid::nil()),
            recorded_at: "2026-01-01T00:00:00Z".parse().unwrap(),
            occurred_at: "2026-01-01T00:00:00Z".parse().unwrap(),
            account: AccountId::new(uuid::Uuid::nil()),
            office: None,
            device: None,
            via: Via::Console,
            signed: None,
            idempotency_key: "k".into(),
            request_hash: "h".into(),
            event: OfficeOpened {
                office: OfficeId::new(uuid::Uuid::nil()),
                no: 1,
                code: "BO".into(),
                name: "Bô \"x\"\n".into(),
                areas: vec![],
            }
            .into(),
        }
    }

    #[test]
    fn read_and_written_the_same() {
        let text = entry().canonical().unwrap();
        assert!(text.starts_with("{\"account\":"), "{text}");
        assert_eq!(Entry::parse(&text).unwrap(), entry());
        assert!(matches!(Entry::parse(&text.replace(":1,", ": 1,")), Err(EntryError::NotCanonical)));
        assert!(matches!(Entry::parse(&text.replace("\"v\":2", "\"v\":1")), Err(EntryError::Version(1))));
        let body = entry().body().unwrap();
        assert_eq!(event_of("office.opened", &body).unwrap(), entry().event);
        for forged in [format!("{body},\"kind\":\"office.opened\""), format!(" {body}"), "null".to_owned(), format!("{body}}}, {{")] {
            assert!(event_of("office.opened", &forged).is_err(), "{forged}");
        }
        assert!(event_of("office.changed", &body).is_err(), "a body with members too many is refused");
    }

    #[test]
    fn the_columns_give_the_same_bytes() {
        let here = Signed { proved_at: Some(entry().recorded_at), session: "5e".into(), device: None, factor: Some("fa".into()) };
        let full = (Some(OfficeId::new(uuid::Uuid::nil())), Some("a \"tablet\" \u{7}\u{e9}\n".to_owned()), Some(here));
        for (office, device, signed) in [(None, None, None), full] {
            let e = Entry { office, device, signed, ..entry() };
            let signed = e.signed.as_ref().map(|s| canonical_json(s).unwrap());
            let (id, account, office) = (e.id.to_string(), e.account.to_string(), e.office.map(|o| o.to_string()));
            let (recorded_at, occurred_at, body) = (e.recorded_at.to_string(), e.occurred_at.to_string(), e.body().unwrap());
            let columns = Columns {
                seq: e.seq,
                id: &id,
                recorded_at: &recorded_at,
                occurred_at: &occurred_at,
                account: &account,
                office: office.as_deref(),
                device: e.device.as_deref(),
                via: e.via.as_str(),
                signed: signed.as_deref(),
                idempotency_key: &e.idempotency_key,
                request_hash: &e.request_hash,
                kind: e.event.kind(),
                body: &body,
            };
            assert_eq!(String::from_utf8(columns.canonical().unwrap()).unwrap(), e.canonical().unwrap());
            let other = Columns { id: &id.replace('0', "00"), ..columns };
            assert_ne!(other.canonical().unwrap(), columns.canonical().unwrap());
        }
    }

    #[test]
    fn every_change_changes_the_hash() {
        let before = entry().leaf_hash().unwrap();
        let mut other = entry();
        other.event = OfficeChanged { office: OfficeId::new(uuid::Uuid::nil()), name: String::new(), areas: vec![] }.into();
        assert_ne!(before, other.leaf_hash().unwrap());
    }
}
