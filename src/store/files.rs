//! Files that are there whole or not at all, also after a power cut.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Result, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Makes a folder that nobody else can look into, where it is not there.
///
/// # Errors
/// When it cannot be made.
pub fn private_folder(folder: &Path) -> Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Puts a file in its place: the old one is there until the new one is on the disk.
///
/// # Errors
/// When the folder cannot be written to.
pub fn write_whole(path: &Path, bytes: &[u8], mode: u32) -> Result<()> {
    let beside = written_beside(path, bytes, mode)?;
    fs::rename(beside, path)?;
    folder_synced(path)
}

/// The same, but a file that is there already stays as it is: of several who make one at once, the first counts.
///
/// # Errors
/// When the folder cannot be written to.
pub fn write_first(path: &Path, bytes: &[u8], mode: u32) -> Result<()> {
    let beside = written_beside(path, bytes, mode)?;
    let linked = fs::hard_link(&beside, path);
    fs::remove_file(&beside)?;
    match linked {
        Err(e) if e.kind() != ErrorKind::AlreadyExists => Err(e),
        _ => folder_synced(path),
    }
}

/// Writes what is to be put in place under a name that no other process or thread uses.
fn written_beside(path: &Path, bytes: &[u8], mode: u32) -> Result<PathBuf> {
    static MADE: AtomicU64 = AtomicU64::new(0);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let no = MADE.fetch_add(1, Ordering::Relaxed);
    let beside = path.with_file_name(format!(".{name}.{}-{no}.new", std::process::id()));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(mode).open(&beside)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written.map(|()| beside)
}

/// A file that was not there, for its owner alone to read and write.
///
/// # Errors
/// When there is one, or the folder cannot be written to.
pub fn fresh(path: &Path) -> Result<File> {
    OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path)
}

/// A file without a name, which nobody else can open and which is gone as soon as it is closed.
///
/// # Errors
/// When the folder cannot be written to.
pub fn nameless(folder: &Path) -> Result<File> {
    static MADE: AtomicU64 = AtomicU64::new(0);
    let no = MADE.fetch_add(1, Ordering::Relaxed);
    let path = folder.join(format!(".placer-{}-{no}.part", std::process::id()));
    let file = fresh(&path)?;
    fs::remove_file(&path)?;
    Ok(file)
}

fn folder_synced(path: &Path) -> Result<()> {
    match path.parent().filter(|p| !p.as_os_str().is_empty()) {
        Some(folder) => File::open(folder)?.sync_all(),
        None => File::open(".")?.sync_all(),
    }
}
