//! The keys that seal what must not lie in the clear in the database. They stand in a folder of their own, apart from
//! the database, in the file `details.key`.

use super::speak::say;
use crate::domain::entry::sha256_hex;
use crate::edge;
use crate::service::seal::{KEY_BYTES, KeyRing, SealError, SealKey};
use crate::store::connection::Address;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// The file of the keys.
const FILE: &str = "details.key";
/// Rights of the group and of everybody: nobody but the owner may read, write or enter.
const OTHERS: u32 = 0o077;

type Failed = Box<dyn std::error::Error>;

fn fault(path: &Path, error: &std::io::Error) -> Failed {
    say("cli-keys-fault", &[("path", path.display().to_string().into()), ("error", error.to_string().into())]).into()
}

/// The folder of a register's keys: the one given, with a short digest of the database's address for `{database}`, else
/// the one beside the database file.
pub fn folder(given: Option<&Path>, database: &str) -> PathBuf {
    let digest = sha256_hex(&[database.as_bytes()]);
    let mark = digest.get(..12).unwrap_or_default();
    match (given, Address::parse(database)) {
        (Some(keys), _) => PathBuf::from(keys.to_string_lossy().replace("{database}", mark)),
        (None, Ok(Address::Sqlite(path))) => PathBuf::from(format!("{path}.keys")),
        _ => PathBuf::from(format!("placer-{mark}.keys")),
    }
}

/// Reads the keys of a folder; none where there is no file.
///
/// # Errors
/// In words for the operator: when others may read the file, or it cannot be read.
pub fn read(folder: &Path) -> Result<Option<KeyRing>, Failed> {
    let path = folder.join(FILE);
    let rights = match std::fs::metadata(&path) {
        Ok(found) => found.permissions().mode(),
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(fault(&path, &e)),
    };
    if rights & OTHERS != 0 {
        let shown = format!("{:o}", rights & 0o777);
        return Err(say("cli-keys-open", &[("path", path.display().to_string().into()), ("rights", shown.into())]).into());
    }
    let text = std::fs::read_to_string(&path).map_err(|e| fault(&path, &e))?;
    KeyRing::parse(&text).map(Some).map_err(|e| {
        let line = if let SealError::Unreadable(line) = e { line } else { 0 };
        say("cli-keys-unreadable", &[("path", path.display().to_string().into()), ("line", line.to_string().into())]).into()
    })
}

/// Makes a key in a folder that has none, readable by its owner alone. Where another process was faster, its key counts.
///
/// # Errors
/// In words for the operator, when it cannot be written.
pub fn make(folder: &Path) -> Result<KeyRing, Failed> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|e| fault(folder, &e))?;
    write(folder, &KeyRing::new(SealKey::new(edge::random::<KEY_BYTES>()), Vec::new()), false)?;
    read(folder)?.ok_or_else(|| fault(folder, &ErrorKind::NotFound.into()))
}

/// Writes the file whole or not at all: beside it first, on the disk, then under its name.
fn write(folder: &Path, ring: &KeyRing, replace: bool) -> super::Outcome {
    let (path, beside) = (folder.join(FILE), folder.join(format!("{FILE}.{}", edge::id().simple())));
    let written = || -> std::io::Result<()> {
        let mut file = std::fs::OpenOptions::new().append(true).create_new(true).mode(0o600).open(&beside)?;
        file.write_all(ring.written().as_bytes())?;
        file.sync_all()?;
        if replace {
            std::fs::rename(&beside, &path)?;
        } else {
            match std::fs::hard_link(&beside, &path) {
                Err(e) if e.kind() != ErrorKind::AlreadyExists => return Err(e),
                _ => std::fs::remove_file(&beside)?,
            }
        }
        std::fs::File::open(folder)?.sync_all()
    };
    written().map_err(|e| fault(&path, &e))
}

/// The keys of a register, made where `may_make` says that nothing was sealed yet.
///
/// # Errors
/// In words for the operator; also where keys are missing with which something was sealed.
pub fn open(folder: &Path, may_make: bool) -> Result<KeyRing, Failed> {
    match read(folder)? {
        Some(ring) => Ok(ring),
        None if may_make => make(folder),
        None => Err(say("cli-keys-missing", &[("path", folder.join(FILE).display().to_string().into())]).into()),
    }
}

/// Puts a new key before those of a folder; the older ones still open what they sealed.
///
/// # Errors
/// In words for the operator.
pub fn rotate(folder: &Path, ring: &KeyRing) -> Result<KeyRing, Failed> {
    let rotated = ring.rotated(SealKey::new(edge::random::<KEY_BYTES>()));
    write(folder, &rotated, true)?;
    Ok(rotated)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("placer-keys-{name}-{}", edge::id().simple()))
    }

    #[test]
    fn keys_are_made_once_kept_from_others_and_turned() {
        let dir = folder("made").join("deep");
        assert!(open(&dir, false).is_err(), "what is missing is not made up");
        let made = open(&dir, true).unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&dir.join(FILE)), mode(&dir)), (0o600, 0o700));
        assert_eq!(make(&dir).unwrap(), made, "a second maker finds the first's");
        let turned = rotate(&dir, &made).unwrap();
        assert!(turned != made && open(&dir, false).unwrap() == turned);
        assert_eq!(std::fs::read_dir(&dir).unwrap().count(), 1, "nothing is left beside it");
        std::fs::set_permissions(dir.join(FILE), std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(open(&dir, true).unwrap_err().to_string().contains("640"));
        std::fs::remove_dir_all(dir.parent().unwrap()).unwrap();
    }

    #[test]
    fn a_damaged_file_is_told_with_its_line_and_never_replaced() {
        let dir = folder("bad");
        make(&dir).unwrap();
        std::fs::write(dir.join(FILE), "# remark\nnot a key\n").unwrap();
        assert!(open(&dir, true).unwrap_err().to_string().contains("line 2"));
        assert!(std::fs::read_to_string(dir.join(FILE)).unwrap().contains("not a key"));
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
