//! Our side of WebAuthn, by `webauthn-rs`: challenges, and the check of what devices answer. A device must know its owner
//! (user verification) whatever it says of itself otherwise; where it comes from is not asked.

use crate::domain::entry::sha256_hex;
use crate::service::passkey::{Asserted, Opened};
use crate::web::passkey::ceremony::{Made, Person};
use serde_json::Value;
use uuid::Uuid;
use webauthn_rs::prelude::{
    Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Url, Webauthn, WebauthnBuilder,
};

/// The register as devices know it.
pub struct Party(Webauthn);

/// A passkey that is being made.
pub struct Adding(PasskeyRegistration);

/// A passkey that is being used, with those that it may be.
pub struct Showing(PasskeyAuthentication, Vec<(Uuid, Passkey)>);

fn read(keys: &[Opened]) -> Vec<(Uuid, Passkey)> {
    keys.iter().filter_map(|key| Some((key.id, serde_json::from_slice(&key.credential).ok()?))).collect()
}

fn refused(what: &str, error: &dyn std::fmt::Display) {
    tracing::warn!(%error, "a passkey was not {what}");
}

impl Party {
    /// The register at its public address; none where browsers make no passkeys: under a bare number, or without encryption.
    pub fn new(base_url: &str, name: &str) -> Option<Self> {
        let origin = Url::parse(base_url).ok()?;
        let host = origin.domain()?;
        let here = host == "localhost" || host.ends_with(".localhost");
        if origin.scheme() != "https" && !here {
            return None;
        }
        Some(Self(WebauthnBuilder::new(host, &origin).ok()?.rp_name(name).build().ok()?))
    }

    /// Begins to make one: what the device is told.
    pub fn add(&self, person: &Person, known: &[Opened]) -> Option<(String, Adding)> {
        let known = read(known).into_iter().map(|(_, key)| key.cred_id().clone()).collect();
        let (options, state) = self.0.start_passkey_registration(person.id, &person.login, &person.name, Some(known)).ok()?;
        Some((serde_json::to_string(&options).ok()?, Adding(state)))
    }

    /// What a device made.
    pub fn added(&self, adding: &Adding, answer: &str) -> Option<Made> {
        let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).ok()?;
        let made = self.0.finish_passkey_registration(&answer, &adding.0).inspect_err(|e| refused("added", e)).ok()?;
        let credential = serde_json::to_value(&made).ok()?;
        let counter = credential.pointer("/cred/counter").and_then(Value::as_i64)?;
        let digest = sha256_hex(&[b"passkey\n", made.cred_id().as_slice()]);
        Some(Made { digest, credential: serde_json::to_vec(&credential).ok()?, counter })
    }

    /// Begins to ask for one of these: what the device is told.
    pub fn show(&self, keys: &[Opened]) -> Option<(String, Showing)> {
        let keys = read(keys);
        let all: Vec<Passkey> = keys.iter().map(|(_, key)| key.clone()).collect();
        let (options, state) = self.0.start_passkey_authentication(&all).ok()?;
        Some((serde_json::to_string(&options).ok()?, Showing(state, keys)))
    }

    /// Which one a device used.
    pub fn shown(&self, showing: Showing, answer: &str) -> Option<Asserted> {
        let answer: PublicKeyCredential = serde_json::from_str(answer).ok()?;
        let Showing(state, keys) = showing;
        let used = self.0.finish_passkey_authentication(&answer, &state).inspect_err(|e| refused("taken", e)).ok()?;
        let (id, mut key) = keys.into_iter().find(|(_, key)| key.cred_id() == used.cred_id())?;
        key.update_credential(&used)?;
        let credential = serde_json::to_vec(&key).ok()?;
        used.user_verified().then_some(Asserted { id, counter: i64::from(used.counter()), credential })
    }
}
