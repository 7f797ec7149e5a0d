//! `placer key details` and `placer key rotate-details`: the keys that seal personal details.

use super::speak::{count, say};
use crate::edge;
use crate::service::App;
use crate::service::seal::SealKey;
use crate::store::keys::KeyFolder;
use crate::store::sealing::id_text;
use std::io::Write;

/// Makes a new key and seals everything anew.
///
/// # Errors
/// In words for the operator.
pub fn rotate(app: &App, folder: &KeyFolder, at_once: i64) -> super::Outcome {
    let ring = app.db.keys().ring();
    let current = ring.current().map(id_text)?;
    // An earlier change that was broken off is ended first: it made its key already.
    if app.key_uses()?.iter().all(|used| used.key == current) {
        folder.write_details(&ring.rotated(SealKey::new(edge::random())))?;
        println!("{}", say("cli-key-made", &[]));
    } else {
        println!("{}", say("cli-key-goes-on", &[]));
    }
    let done = app.details_reseal(edge::now(), at_once, |done| {
        eprint!("\r{}", say("cli-key-progress", &[("count", count(done))]));
        let _ = std::io::stderr().flush();
    })?;
    eprintln!();
    println!("{}", say("cli-key-done", &[("count", count(done))]));
    tell(app)
}

/// Each key with what is sealed with it; an older one with nothing may be destroyed.
///
/// # Errors
/// In words for the operator.
pub fn tell(app: &App) -> super::Outcome {
    let ring = app.db.keys().ring();
    let uses = app.key_uses()?;
    let used = |key: &SealKey| uses.iter().find(|u| u.key == id_text(key)).map_or(0, |u| u.rows);
    for (at, key) in ring.keys().iter().enumerate() {
        let rows = used(key);
        let what = match (at, rows) {
            (0, _) => "cli-key-current",
            (_, 0) => "cli-key-unused",
            _ => "cli-key-older",
        };
        println!("{}", say(what, &[("key", id_text(key).into()), ("rows", rows.into())]));
    }
    Ok(())
}
