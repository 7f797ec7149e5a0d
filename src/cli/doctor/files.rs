//! Who can read what lies on the disk, what room is left there, and how old the last backup is.

use super::{Doctor, Findings};
use crate::cli::places;
use crate::cli::speak::{of_keys, of_trouble};
use crate::edge;
use crate::service::notary::Notary;
use crate::service::standing::closed_by;
use crate::store::certificate::certificates_issued;
use crate::store::checkpoint::{checkpoint_latest, log_keys};
use crate::store::condition::room_at;
use crate::store::connection::Address;
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::keys::{CERTIFICATES, DETAILS, KeyFault, KeyFolder, LOG};
use crate::store::outside::Outside;
use crate::store::party::something_sealed;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// The permissions of a file; none where it is not there.
fn mode(path: &Path) -> Option<u32> {
    std::fs::metadata(path).ok().map(|m| m.permissions().mode() & 0o7777)
}

/// Whether nobody but the owner and, with `group`, his group can read or write it.
fn closed(found: &mut Findings, path: &Path, group: bool, code: &'static str) {
    let Some(mode) = mode(path) else { return };
    let others = if group { 0o007 } else { 0o077 };
    let args = vec![("path", path.display().to_string().into()), ("mode", format!("{mode:o}").into())];
    found.check(mode & others == 0, code, args);
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().filter(|p| !p.as_os_str().is_empty()).map_or_else(|| PathBuf::from("."), Path::to_owned)
}

pub(super) fn check(doctor: &Doctor, db: &Db, found: &mut Findings) {
    keys(doctor, db, found);
    if let Address::Sqlite(path) = db.address() {
        for ending in ["", "-wal", "-shm"] {
            closed(found, Path::new(&format!("{path}{ending}")), true, "files.readable");
        }
        let folder = folder_of(Path::new(path));
        // Where everybody may write, everybody may put another file in its place; the sticky bit keeps from that.
        if let Some(mode) = mode(&folder) {
            let args = vec![("path", folder.display().to_string().into()), ("mode", format!("{mode:o}").into())];
            found.check(mode & 0o002 == 0 || mode & 0o1000 != 0, "files.folder_open", args);
        }
        room(doctor, &folder, found);
    } else {
        room(doctor, &std::env::temp_dir(), found);
    }
    last_backup(doctor, db, found);
}

/// The folders of the keys and of the signed heads: there, closed to others, whole, and apart from the database.
fn keys(doctor: &Doctor, db: &Db, found: &mut Findings) {
    let (Ok(keys), Ok(heads)) = (doctor.place.key_folder(), doctor.place.head_folder()) else {
        found.check(false, "files.keys_missing", vec![("path", "--keys".into())]);
        return;
    };
    let folder = keys.folder();
    let at = |path: &Path| vec![("path", path.display().to_string().into())];
    let needed = [
        (LOG, keys.log_keys().map(|k| !k.is_empty()), db.read(log_keys).is_ok_and(|signed| !signed.is_empty())),
        (DETAILS, keys.details().map(|k| k.is_some()), db.read(something_sealed).unwrap_or(false)),
    ];
    if !folder.is_dir() {
        // A register that never was served has no keys.
        found.check(!needed.iter().any(|(.., needed)| *needed), "files.keys_missing", at(folder));
        return;
    }
    closed(found, folder, false, "files.keys_readable");
    // Signed heads may lie there too; those are for everybody.
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|f| f.path());
    for file in files.filter(|f| f.extension().is_some_and(|e| e == "key")) {
        closed(found, &file, false, "files.keys_readable");
    }
    for (file, usable, needed) in needed {
        let fault = match usable {
            Ok(there) => (needed && !there).then(|| keys.missing(file)),
            // That others may read it is told above.
            Err(StoreError::Keys(KeyFault::Open { .. })) => None,
            Err(StoreError::Keys(fault)) => Some(fault),
            Err(other) => Some(KeyFault::Fault { path: file.to_owned(), error: other.to_string() }),
        };
        let why = fault.as_ref().map(of_keys).unwrap_or_default();
        found.check(fault.is_none(), "files.key_unusable", vec![("why", why.into())]);
    }
    // One that cannot be read is told where it is used; a register without any has certificates that nobody can check alone.
    let unsigned = keys.certificate_keys().is_ok_and(|k| k.is_empty()) && db.read(certificates_issued).unwrap_or(false);
    found.check(!unsigned, "files.certificate_key", at(&folder.join(CERTIFICATES)));
    if let Some(database) = places::of_database(&doctor.place.database) {
        found.check(!places::within(folder, &database), "files.keys_beside", at(folder));
        found.check(!places::within(&heads, &database), "files.heads_beside", at(&heads));
    }
    found.check(!places::within(&heads, folder), "files.heads_with_keys", at(&heads));
    signed_heads(&keys, &heads, db, found);
}

/// The signed heads outside the database: there, and of the same journal as the register's. A head that no key in use
/// signed is none.
fn signed_heads(keys: &KeyFolder, heads: &Path, db: &Db, found: &mut Findings) {
    // Keys that cannot be read are told above, a database that cannot with the register.
    let Ok(signers) = keys.log_keys() else { return };
    let Some(name) = signers.first().map(|key| key.name().to_owned()) else { return };
    let known = Notary::new(signers, Outside::existing(heads)).known_outside().ok().flatten();
    let read = db.read(|rx| -> Result<_, StoreError> { Ok((checkpoint_latest(rx, &name)?.is_some(), closed_by(rx, known.as_ref())?)) });
    let Ok((signed, wrong)) = read else { return };
    found.check(!signed || known.is_some(), "files.heads_missing", vec![("path", heads.display().to_string().into())]);
    let why = wrong.as_ref().map(of_trouble).unwrap_or_default();
    found.check(wrong.is_none(), "register.closed", vec![("why", why.into())]);
}

fn room(doctor: &Doctor, folder: &Path, found: &mut Findings) {
    let Some(room) = room_at(folder) else { return };
    let free_mb = room.free.checked_div(1 << 20).unwrap_or(0);
    let args =
        vec![("path", folder.display().to_string().into()), ("free", super::count(free_mb)), ("wanted", super::count(doctor.free_mb))];
    found.check(free_mb >= doctor.free_mb, "files.room", args);
}

fn last_backup(doctor: &Doctor, db: &Db, found: &mut Findings) {
    if doctor.listening.mark.path(db.address()).is_none() {
        found.check(false, "backup.unknown", vec![]);
        return;
    }
    let Some(made) = doctor.listening.mark.read(db.address()) else {
        found.check(false, "backup.none", vec![]);
        return;
    };
    let hours = (edge::now().utc() - made.made_at.utc()).num_hours();
    let args = vec![("at", made.made_at.into()), ("hours", super::count(doctor.backup_hours))];
    found.check(hours <= i64::from(doctor.backup_hours), "backup.old", args);
    found.check(made.encrypted, "backup.plain", vec![("path", made.file.display().to_string().into())]);
    closed(found, &made.file, true, "files.readable");
}
