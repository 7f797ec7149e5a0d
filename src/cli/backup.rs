//! `placer backup` and `placer restore`.

use super::places;
use super::progress::Progress;
use super::speak::{count, say};
use crate::cli::Exit;
use crate::cli::open::Where;
use crate::cli::verify::{line, remedies};
use crate::edge;
use crate::interop::archive::ArchiveError;
use crate::interop::archive::manifest::Manifest;
use crate::interop::archive::seal::{self, Recipients, Sealed};
use crate::service::backup::{BackupError, Restored, Target, Throwaway, backup, restore};
use crate::store::connection::Address;
use crate::store::db::Db;
use crate::store::keys::KeyFolder;
use crate::store::sealing::Keys;
use clap::Args;
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Copy a running register into one file, encrypted to recipients in the age format: one consistent moment while others
/// write. The keys of PLACER_KEYS are not in it.
#[derive(Args)]
pub struct Backup {
    #[command(flatten)]
    place: Where,
    /// The file to be made; it must not exist.
    file: PathBuf,
    /// A recipient, as `age-keygen` prints it (age1...); may be given several times.
    #[arg(long = "to", value_name = "RECIPIENT")]
    to: Vec<String>,
    /// A file with one recipient on each line.
    #[arg(long, env = "PLACER_BACKUP_RECIPIENTS", value_name = "FILE")]
    recipients: Option<PathBuf>,
    /// Leave it unencrypted, on purpose: whoever reads it reads all personal details that the database holds in the clear.
    #[arg(long, conflicts_with_all = ["to"])]
    plain: bool,
    /// Write the rows of all tables instead of the file of an embedded database; always so from PostgreSQL.
    #[arg(long)]
    rows: bool,
    #[command(flatten)]
    mark: Mark,
    /// Folder for the copy while it is made; that of the register when not given. It is removed in the end.
    #[arg(long)]
    scratch: Option<PathBuf>,
}

/// Where it is noted that a backup was made.
#[derive(Args, Clone, Default)]
pub struct Mark {
    /// Where the last backup is noted, for `placer doctor`; beside an embedded database when not given.
    #[arg(long, env = "PLACER_BACKUP_MARK", value_name = "FILE")]
    pub mark: Option<PathBuf>,
}

/// What is noted of the last backup.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Made {
    /// When.
    pub made_at: crate::domain::time::Instant,
    /// Entries in it.
    pub entries: i64,
    /// Root of the tree over them.
    pub root: String,
    /// Whether it is encrypted.
    pub encrypted: bool,
    /// Where it was written to.
    pub file: PathBuf,
}

impl Mark {
    /// The file of the note; none where nobody said one and there is no file of the register to put it beside.
    pub fn path(&self, address: &Address) -> Option<PathBuf> {
        match (&self.mark, address) {
            (Some(path), _) => Some(path.clone()),
            (None, Address::Sqlite(path)) => Some(PathBuf::from(format!("{path}.last-backup"))),
            (None, Address::Postgres(_)) => None,
        }
    }

    /// What is noted; none where nothing is, or nothing that can be read.
    pub fn read(&self, address: &Address) -> Option<Made> {
        let text = std::fs::read_to_string(self.path(address)?).ok()?;
        serde_json::from_str(&text).ok()
    }

    fn note(&self, address: &Address, made: &Made) -> std::io::Result<()> {
        let Some(path) = self.path(address) else { return Ok(()) };
        let new = beside(&path, "new");
        let _ = std::fs::remove_file(&new);
        let mut file = OpenOptions::new().append(true).create_new(true).mode(0o600).open(&new)?;
        file.write_all(serde_json::to_string(made)?.as_bytes())?;
        std::fs::rename(new, path)
    }
}

/// `FILE.ENDING` beside a file.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{ending}"));
    name.into()
}

/// A fault of the system, with the file that it is about.
fn named(file: &Path, e: &std::io::Error) -> BackupError {
    std::io::Error::new(e.kind(), format!("{}: {e}", file.display())).into()
}

/// A root as signed heads print it, so that the eye can compare them.
fn as_printed(root: &str) -> String {
    data_encoding::HEXLOWER.decode(root.as_bytes()).map_or_else(|_| root.to_owned(), |bytes| data_encoding::BASE64.encode(&bytes))
}

/// The folder that holds a file.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

impl Backup {
    pub(super) fn run(self) -> super::Outcome {
        if self.file.symlink_metadata().is_ok() {
            return Err(say("cli-exists", &[("file", self.file.display().to_string().into())]).into());
        }
        let recipients = self.recipients()?;
        let db = Db::open_existing(&self.place.database)?;
        let scratch = self.scratch.clone().unwrap_or_else(|| match db.address() {
            Address::Sqlite(path) => folder_of(Path::new(path)).to_owned(),
            Address::Postgres(_) => std::env::temp_dir(),
        });
        let scratch = scratch.join(format!(".placer-backup-{}", edge::id()));
        let made_at = edge::now();
        // Under another name until all of it is on the disk, so that what bears the name is whole.
        let part = Throwaway::new(beside(&self.file, &format!("{}.part", edge::id()))).map_err(|e| named(&self.file, &e))?;
        let to = BufWriter::with_capacity(1 << 20, OpenOptions::new().append(true).open(part.path())?);
        let sealed = Sealed::new(to, &recipients).map_err(BackupError::from)?;
        let (manifest, sealed) = backup(&db, self.rows, &scratch, made_at, env!("CARGO_PKG_VERSION"), sealed)?;
        let file = sealed.finish().map_err(BackupError::from)?.into_inner().map_err(|e| e.into_error())?;
        file.sync_all()?;
        std::fs::rename(part.path(), &self.file)?;
        File::open(folder_of(&self.file))?.sync_all()?;
        self.told(&db, &manifest, !recipients.is_empty())
    }

    fn recipients(&self) -> Result<Recipients, Box<dyn std::error::Error>> {
        if self.plain {
            return Ok(Recipients::read([]).map_err(BackupError::from)?);
        }
        let listed = match &self.recipients {
            Some(file) => std::fs::read_to_string(file).map_err(|e| {
                say("backup-recipients-file", &[("file", file.display().to_string().into()), ("error", e.to_string().into())])
            })?,
            None => String::new(),
        };
        let texts = self.to.iter().map(String::as_str).chain(listed.lines());
        let recipients = Recipients::read(texts).map_err(BackupError::from)?;
        if recipients.is_empty() { Err(say("backup-nobody", &[]).into()) } else { Ok(recipients) }
    }

    fn told(&self, db: &Db, manifest: &Manifest, encrypted: bool) -> super::Outcome {
        let file = self.file.display().to_string();
        let whole = [("file", file.as_str().into()), ("entries", count(manifest.entries)), ("root", as_printed(&manifest.root).into())];
        println!("{}", say("backup-made", &whole));
        if !encrypted {
            eprintln!("{}", say("backup-plain", &[]));
        }
        let made = Made {
            made_at: manifest.made_at,
            entries: manifest.entries,
            root: manifest.root.clone(),
            encrypted,
            file: std::path::absolute(&self.file)?,
        };
        if let Err(error) = self.mark.note(db.address(), &made) {
            eprintln!("{}", say("backup-not-noted", &[("error", error.to_string().into())]));
        }
        Ok(())
    }
}

/// Make a register again from a backup: nothing is at the address before all of it was read, decrypted, compared with its
/// manifest and verified.
#[derive(Args)]
pub struct Restore {
    /// The backup.
    file: PathBuf,
    /// File with the identity that opens it, as `age-keygen` wrote it.
    #[arg(long, value_name = "FILE", required_unless_present = "plain")]
    identity: Option<PathBuf>,
    /// The backup was left unencrypted on purpose.
    #[arg(long, conflicts_with = "identity")]
    plain: bool,
    /// Where the register goes: `sqlite:PATH` of a file that does not exist, or `postgres://...` of an empty database.
    #[arg(long, env = "PLACER_DATABASE")]
    database: String,
    /// Folder of the keys; where they are there, personal details are checked too. Not in any backup.
    #[arg(long, env = "PLACER_KEYS", value_name = "FOLDER")]
    keys: Option<PathBuf>,
    /// Folder for what is needed while it is checked; that of a SQLite target when not given.
    #[arg(long)]
    scratch: Option<PathBuf>,
}

impl Restore {
    fn keys(&self) -> Result<Keys, Box<dyn std::error::Error>> {
        let ring = KeyFolder::at(&places::keys(self.keys.as_deref(), &self.database)?).details()?;
        Ok(ring.map(Keys::of).unwrap_or_default())
    }

    pub(super) fn run(self) -> super::Outcome {
        let address = Address::parse(&self.database)?;
        let from = seal::open(&self.file, self.identity.as_deref()).map_err(|e| match e {
            ArchiveError::Io(e) => named(&self.file, &e),
            other => other.into(),
        })?;
        let id = edge::id();
        let beside = match &address {
            Address::Sqlite(path) => folder_of(Path::new(path)).to_owned(),
            Address::Postgres(_) => std::env::temp_dir(),
        };
        let folder = self.scratch.clone().unwrap_or_else(|| beside.clone());
        // A rename must stay on one disk, so the copy lies where the register will.
        let scratch = if matches!(address, Address::Sqlite(_)) { beside } else { folder.clone() };
        let target = Target {
            address: &address,
            scratch: scratch.join(format!(".placer-restore-{id}")),
            replay: folder.join(format!(".placer-replay-{id}")),
            keys: self.keys()?,
            now: edge::now(),
        };
        let mut shown = Progress::begin();
        let done = restore(from, target, |at, size| {
            shown.show(at >= size, |_| say("cli-verify-progress", &[("at", count(at)), ("size", count(size))]));
        });
        shown.end();
        if let Err(BackupError::Unsound(found)) = &done {
            found.iter().for_each(|f| println!("{}", line(f)));
            remedies(found).iter().for_each(|remedy| println!("{remedy}"));
            eprintln!("placer: {}", say("restore-unsound", &[("found", count(found.len()))]));
            return Err(Box::new(Exit(1)));
        }
        let Restored { manifest, notes } = done?;
        for note in notes {
            println!("{}", say(&format!("cli-note-{}", note.replace('_', "-")), &[]));
        }
        let whole = [
            ("made", manifest.made_at.into()),
            ("entries", count(manifest.entries)),
            ("root", as_printed(&manifest.root).into()),
            ("program", manifest.program.as_str().into()),
        ];
        println!("{}", say("restore-done", &whole));
        println!("{}", say("restore-next", &[]));
        println!("{}", say("restore-accounts", &[]));
        Ok(())
    }
}
