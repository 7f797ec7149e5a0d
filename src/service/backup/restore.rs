//! A register from a backup. Everything is put together in a throw-away file first, read wholly and verified there, and
//! only what passed becomes a register.

use super::{BackupError, FILE_PART, ROWS_BYTES, ROWS_PART, Root, Throwaway, described};
use crate::domain::factor::last_step;
use crate::domain::time::Instant;
use crate::interop::archive::ArchiveError;
use crate::interop::archive::manifest::{Kind, Manifest};
use crate::interop::archive::read::{Archive, changed};
use crate::service::verify::verify;
use crate::store::backup::{Filling, Rows, each_leaf, each_row, schema_gap};
use crate::store::connection::Address;
use crate::store::db::Db;
use crate::store::dump::tables;
use crate::store::error::StoreError;
use crate::store::factor::factor_steps_take_all;
use crate::store::sealing::Keys;
use crate::store::session::all_shut_out;
use std::fs::{File, OpenOptions};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Where a restored register goes.
pub struct Target<'a> {
    /// Its address.
    pub address: &'a Address,
    /// Path of a file that does not exist: the register until it has passed. On SQLite it lies beside the target.
    pub scratch: PathBuf,
    /// Path of another that does not exist, for the check.
    pub replay: PathBuf,
    /// The keys of personal details, where they are at hand; without them the details are not looked into.
    pub keys: Keys,
    /// The clock's time.
    pub now: Instant,
}

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    /// What the backup says of itself.
    pub manifest: Manifest,
    /// What was not looked into, as verifying names it.
    pub notes: Vec<&'static str>,
}

/// Makes a register from an archive: reads all of it, checks every hash, opens the copy, verifies it wholly, and moves
/// it to its place. `progress` is told how far verifying is.
///
/// # Errors
/// [`BackupError`]; nothing is at the target then that was not there before.
pub fn restore(from: Box<dyn Read>, target: Target<'_>, progress: impl FnMut(i64, i64)) -> Result<Restored, BackupError> {
    free(target.address)?;
    let copy = Throwaway::new(target.scratch)?;
    let manifest = unpack(from, &copy)?;
    let db = Db::open_scratch(&copy.name())?.with_keys(target.keys);
    let notes = sound(&db, &manifest, target.replay, progress)?;
    shut_out(&db, target.now)?;
    match target.address {
        Address::Sqlite(path) => {
            drop(db);
            File::open(copy.path())?.sync_all()?;
            // Looked at again: the check may have taken long.
            free(target.address)?;
            std::fs::rename(copy.path(), path)?;
            File::open(folder_of(Path::new(path)))?.sync_all()?;
        }
        Address::Postgres(url) => move_rows(&db, &Db::open(url)?, &manifest)?,
    }
    Ok(Restored { manifest, notes })
}

/// What was ended or used up after the backup was made is open in the copy again; as far as that can be told of all of a
/// kind, it is closed: sessions, machine tokens, codes of apps.
fn shut_out(db: &Db, now: Instant) -> Result<(), StoreError> {
    db.write(now, |tx| {
        all_shut_out(tx)?;
        factor_steps_take_all(tx, last_step(now))
    })
}

/// The folder that holds a file.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    path.parent().filter(|p| !p.as_os_str().is_empty()).map_or_else(|| PathBuf::from("."), Path::to_owned)
}

/// Refuses a target at which something is. (Whether a PostgreSQL database is empty shows when it is filled.)
fn free(address: &Address) -> Result<(), BackupError> {
    let Address::Sqlite(path) = address else { return Ok(()) };
    for ending in ["", "-wal", "-shm", "-journal"] {
        let found = format!("{path}{ending}");
        if Path::new(&found).symlink_metadata().is_ok() {
            return Err(BackupError::There(found));
        }
    }
    Ok(())
}

fn unpack(from: Box<dyn Read>, copy: &Throwaway) -> Result<Manifest, BackupError> {
    let mut file = OpenOptions::new().append(true).open(copy.path())?;
    let mut spool = Spool::default();
    let manifest = Archive::new(from).each(|name, _, body| -> Result<(), BackupError> {
        if name.starts_with(FILE_PART) && spool.parts == 0 {
            std::io::copy(body, &mut file).map_err(changed(name))?;
            return Ok(());
        }
        spool.take(name, body, copy)
    })?;
    match manifest.kind {
        Kind::Sqlite if spool.parts == 0 => {}
        Kind::Rows if spool.parts > 0 => spool.fill(copy, &manifest)?,
        _ => return Err(ArchiveError::Changed("manifest.json".into()).into()),
    }
    Ok(manifest)
}

/// Rows wait in files of their own until the manifest has told of which version they are and that all are there.
#[derive(Default)]
struct Spool {
    parts: u32,
    waiting: Vec<(String, Throwaway)>,
}

impl Spool {
    fn take(&mut self, name: &str, body: &mut dyn Read, copy: &Throwaway) -> Result<(), BackupError> {
        let table = name.strip_prefix(ROWS_PART).and_then(|rest| rest.split('/').next());
        let table = table.ok_or_else(|| ArchiveError::Changed(name.to_owned()))?.to_owned();
        self.parts = self.parts.saturating_add(1);
        let mut path = copy.path().as_os_str().to_owned();
        path.push(format!(".{}", self.parts));
        let kept = Throwaway::new(path.into())?;
        let mut file = OpenOptions::new().append(true).open(kept.path())?;
        std::io::copy(body, &mut file).map_err(changed(name))?;
        self.waiting.push((table, kept));
        Ok(())
    }

    fn fill(self, copy: &Throwaway, manifest: &Manifest) -> Result<(), BackupError> {
        let db = Db::open_scratch(&copy.name())?;
        db.fill(&manifest.schema, |filling| {
            for (table, kept) in self.waiting {
                put(filling, &table, &std::fs::read_to_string(kept.path())?)?;
            }
            Ok(())
        })
    }
}

/// One part of rows: a line of names, and a line for each row.
fn put(filling: &mut Filling<'_>, table: &str, part: &str) -> Result<(), BackupError> {
    let (head, rows) = part.split_once('\n').unwrap_or((part, ""));
    let damaged = |e: serde_json::Error| StoreError::Damaged(format!("rows of {table}: {e}"));
    let columns: Vec<String> = serde_json::from_str(head).map_err(damaged)?;
    if rows.is_empty() {
        return Ok(());
    }
    let json = format!("[{}]", rows.replace('\n', ","));
    Ok(filling.put(&Rows { table, columns: &columns, json: &json })?)
}

/// The copy is a register, the one of the manifest, and nothing in it differs from its journal. What the journal itself
/// says against a rule or an author stood in the register that was copied: it is told, and keeps no copy from coming back.
fn sound(db: &Db, manifest: &Manifest, replay: PathBuf, progress: impl FnMut(i64, i64)) -> Result<Vec<&'static str>, BackupError> {
    let (_, newer) = db.read(schema_gap)?;
    if let Some(newest) = newer.last() {
        return Err(BackupError::NewerSchema(newest.clone()));
    }
    let found = db.read(|rx| described(rx, manifest.kind, &manifest.program, manifest.made_at))?;
    if found != (Manifest { parts: Vec::new(), ..manifest.clone() }) {
        return Err(BackupError::OtherJournal);
    }
    // Checked as this program keeps it.
    db.migrate()?;
    let replay = Throwaway::new(replay)?;
    let report = verify(db, replay.path(), progress)?;
    let (of_journal, damage): (Vec<_>, Vec<_>) =
        report.findings.into_iter().partition(|f| ["rule.broken", "journal.author"].contains(&f.code));
    if !damage.is_empty() {
        return Err(BackupError::Unsound(damage));
    }
    let told = (!of_journal.is_empty()).then_some("rules_broken");
    Ok(report.notes.into_iter().chain(told).collect())
}

/// Copies a verified register, row by row, into an empty PostgreSQL database, and looks there whether the journal is the
/// same before any of it stands.
fn move_rows(from: &Db, to: &Db, manifest: &Manifest) -> Result<(), BackupError> {
    let newest = from.read(crate::store::backup::schema_version)?;
    let filled = to.fill(&newest, |filling| {
        from.read(|rx| {
            for table in tables(rx)? {
                let (mut columns, mut rows) = (Vec::new(), String::new());
                each_row(rx, &table, |names, row| {
                    if columns.is_empty() {
                        columns = names.to_vec();
                    }
                    rows.push(if rows.is_empty() { '[' } else { ',' });
                    rows.push_str(row);
                    if rows.len() > ROWS_BYTES {
                        rows.push(']');
                        filling.put(&Rows { table: &table, columns: &columns, json: &rows })?;
                        rows.clear();
                    }
                    Ok::<_, BackupError>(())
                })?;
                if !rows.is_empty() {
                    rows.push(']');
                    filling.put(&Rows { table: &table, columns: &columns, json: &rows })?;
                }
            }
            Ok::<_, BackupError>(())
        })?;
        let mut root = Root::default();
        each_leaf(&mut filling.rx(), |leaf| root.add(leaf))?;
        if root.hex() == manifest.root { Ok(()) } else { Err(BackupError::OtherJournal) }
    });
    filled.map_err(|e| match e {
        BackupError::Store(StoreError::Constraint(why)) if why.contains("not empty") => BackupError::There("PostgreSQL".into()),
        other => other,
    })
}
