//! The keys that sign tokens of certificates, at the console.

use super::speak::{locale, say};
use crate::cli::account::{preview, submit};
use crate::domain::token::TokenKey;
use crate::edge;
use crate::service::App;
use crate::service::token::AdoptCertificateKey;
use crate::store::keys::KeyFolder;
use crate::store::register::Register;
use crate::web::locale::format;

/// The public keys, each with a line about the time in which it signs, the newest first.
///
/// # Errors
/// In words for the operator.
pub fn lines(app: &App) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let mut lines = Vec::new();
    for used in app.db.read(|rx| app.certificate_keys(rx))?.iter().rev() {
        let from = ("from", format::instant_exact(locale(), used.from).into());
        lines.push(used.key.shown());
        lines.push(match used.until {
            None => say("cli-certificate-key-current", &[from]),
            Some(until) => say("cli-certificate-key-older", &[from, ("until", format::instant_exact(locale(), until).into())]),
        });
    }
    Ok(lines)
}

/// Signs with a new key from now on.
///
/// # Errors
/// In words for the operator.
pub fn rotate(app: &App, register: &Register, folder: &KeyFolder, reason: String) -> super::Outcome {
    let origin = app.notary.origin().ok_or_else(|| say("cli-no-key", &[]))?;
    let used = app.db.read(|rx| app.certificate_keys(rx))?;
    // A change that was broken off made its key already: it is in the folder, and no entry adopted it.
    let waiting = folder.certificate_keys()?.into_iter().find(|key| used.iter().all(|u| u.key.kid() != key.kid()));
    let made = || TokenKey::new(&register.jurisdiction, &origin, &edge::random());
    let key = waiting.clone().or_else(made).ok_or_else(|| say("cli-no-key", &[]))?;
    let command = AdoptCertificateKey::of(&key, reason);
    preview(app, &command)?;
    // Into the folder before the journal: a power cut in between loses no key that is in use.
    if waiting.is_none() {
        folder.add_certificate_key(&key)?;
    }
    submit(app, None, &command)?;
    println!("{}", say("cli-certificate-key-rotated", &[("key", key.shown().into())]));
    Ok(())
}
