//! Backups: a whole register as one archive, and a register made again from one, verified before anybody may use it.

mod restore;
mod root;

pub use restore::{Restored, Target, restore};
pub use root::Root;

use crate::domain::time::Instant;
use crate::interop::archive::ArchiveError;
use crate::interop::archive::manifest::{FORMAT, Kind, Manifest};
use crate::interop::archive::write::Writer;
use crate::service::verify::Finding;
use crate::store::backup::{each_leaf, each_row, schema_version};
use crate::store::db::{Db, Rx};
use crate::store::dump::tables;
use crate::store::error::StoreError;
use crate::store::register::register_fetch;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Why a backup could not be made or restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The archive.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// A database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Tables, but no register in them.
    #[error("no register was set up")]
    NotSetUp,
    /// Something is at the target already.
    #[error("{0} is there already")]
    There(String),
    /// It was made by a newer program: the migrations that this one does not know.
    #[error("made with newer tables: {0}")]
    NewerSchema(String),
    /// The journal in it is not the one that the manifest speaks of.
    #[error("the journal is not that of the manifest")]
    OtherJournal,
    /// What verifying found.
    #[error("{} findings", .0.len())]
    Unsound(Vec<Finding>),
}

impl From<std::io::Error> for BackupError {
    fn from(e: std::io::Error) -> Self {
        Self::Archive(e.into())
    }
}

/// The largest piece of a database file, and the most bytes of rows, in one part.
const PIECE_BYTES: u64 = 1 << 30;
const ROWS_BYTES: usize = 4 << 20;
/// What parts of a database file, and of rows, are called.
const FILE_PART: &str = "register.sqlite.";
const ROWS_PART: &str = "rows/";

/// A file that is removed when it is no longer needed, with what SQLite keeps beside it.
pub struct Throwaway(PathBuf);

impl Throwaway {
    /// Makes an empty file that only its owner may read.
    ///
    /// # Errors
    /// When it is there or cannot be made.
    pub fn new(path: PathBuf) -> std::io::Result<Self> {
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        Ok(Self(path))
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    fn name(&self) -> String {
        self.0.to_string_lossy().into_owned()
    }
}

impl Drop for Throwaway {
    fn drop(&mut self) {
        for ending in ["", "-journal", "-wal", "-shm"] {
            let mut name = self.0.clone().into_os_string();
            name.push(ending);
            let _ = std::fs::remove_file(name);
        }
    }
}

/// What a manifest says of a register, as one moment shows it.
fn described(rx: &mut Rx<'_>, kind: Kind, program: &str, made_at: Instant) -> Result<Manifest, BackupError> {
    let register = register_fetch(rx)?.ok_or(BackupError::NotSetUp)?;
    let mut root = Root::default();
    each_leaf(rx, |leaf| root.add(leaf))?;
    Ok(Manifest {
        format: FORMAT,
        kind,
        program: program.to_owned(),
        schema: schema_version(rx)?,
        country: register.jurisdiction,
        demonstration: register.demonstration,
        made_at,
        entries: root.leaves(),
        root: root.hex(),
        parts: Vec::new(),
    })
}

/// Writes a register into an archive: the file of an embedded database, copied to `scratch` first, or with `rows`, and
/// always from PostgreSQL, the rows of all tables. One consistent moment, while others write.
///
/// # Errors
/// [`BackupError`].
pub fn backup<W: Write>(db: &Db, rows: bool, scratch: &Path, made_at: Instant, program: &str, to: W) -> Result<(Manifest, W), BackupError> {
    let mut writer = Writer::new(to);
    let manifest = if db.is_sqlite() && !rows {
        let copy = Throwaway::new(scratch.to_owned())?;
        db.copy_into(&copy.name())?;
        let manifest = Db::open_scratch(&copy.name())?.read(|rx| described(rx, Kind::Sqlite, program, made_at))?;
        pieces(&copy, &mut writer)?;
        manifest
    } else {
        db.read_long(|rx| {
            let manifest = described(rx, Kind::Rows, program, made_at)?;
            for table in tables(rx)? {
                table_rows(rx, &table, &mut writer)?;
            }
            Ok::<_, BackupError>(manifest)
        })?
    };
    Ok(writer.finish(manifest)?)
}

fn pieces<W: Write>(copy: &Throwaway, writer: &mut Writer<W>) -> Result<(), BackupError> {
    let mut file = File::open(copy.path())?;
    let mut left = file.metadata()?.len();
    let mut no = 1u32;
    while left > 0 {
        let size = left.min(PIECE_BYTES);
        writer.stream(&format!("{FILE_PART}{no:03}"), size, &mut Read::by_ref(&mut file).take(size))?;
        (left, no) = (left.saturating_sub(size), no.saturating_add(1));
    }
    Ok(())
}

/// The rows of a table in parts that fit in memory; each begins with the names of the columns.
fn table_rows<W: Write>(rx: &mut Rx<'_>, table: &str, writer: &mut Writer<W>) -> Result<(), BackupError> {
    let (mut part, mut no) = (String::new(), 1u32);
    let name = |no: u32| format!("{ROWS_PART}{table}/{no:06}.jsonl");
    let headed = |names: &[String]| serde_json::to_string(names).map_err(|e| BackupError::from(std::io::Error::other(e)));
    let names = each_row(rx, table, |names, row| {
        if part.len() > ROWS_BYTES {
            writer.part(&name(no), part.as_bytes())?;
            part.clear();
            no = no.saturating_add(1);
        }
        if part.is_empty() {
            part.push_str(&headed(names)?);
        }
        part.push('\n');
        part.push_str(row);
        Ok::<_, BackupError>(())
    })?;
    if part.is_empty() {
        part.push_str(&headed(&names)?);
    }
    Ok(writer.part(&name(no), part.as_bytes())?)
}
