//! `placer verify` and `placer backup`.

use crate::cli::open::Where;
use crate::edge;
use crate::service::verify::verify;
use crate::store::db::Db;
use clap::{Args, ValueEnum};
use std::io::Write;
use std::path::PathBuf;

/// Check a register against its journal.
#[derive(Args)]
pub struct Verify {
    #[command(flatten)]
    place: Where,
    /// How findings are printed.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Folder for the throw-away copy.
    #[arg(long)]
    scratch: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl Verify {
    /// Prints what was found; an error when there is anything.
    pub(super) fn run(self) -> super::Outcome {
        let db = Db::open_existing(&self.place.database)?;
        let folder = self.scratch.clone().unwrap_or_else(std::env::temp_dir);
        let scratch = folder.join(format!("placer-verify-{}.sqlite", edge::id()));
        let report = verify(&db, &scratch, |at, size| {
            eprint!("\rreplayed {at} of {size} entries");
            let _ = std::io::stderr().flush();
        });
        eprintln!();
        for ending in ["", "-journal", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{ending}", scratch.display()));
        }
        let report = report?;
        if self.format == Format::Json {
            println!("{}", serde_json::to_string_pretty(&report)?);
        } else {
            for f in &report.findings {
                println!("{}  {}  {}", f.code, f.at, f.what);
            }
            println!("{} entries replayed, {} rows compared, {} findings", report.entries, report.rows, report.findings.len());
        }
        if report.findings.is_empty() { Ok(()) } else { Err(format!("{} findings", report.findings.len()).into()) }
    }
}

/// Copy a running register's embedded database into a file.
#[derive(Args)]
pub struct Backup {
    #[command(flatten)]
    place: Where,
    /// The file to be made; it must not exist.
    file: PathBuf,
}

impl Backup {
    pub(super) fn run(self) -> super::Outcome {
        if self.file.exists() {
            return Err(format!("{} exists already", self.file.display()).into());
        }
        let db = Db::open_existing(&self.place.database)?;
        db.backup(&self.file.to_string_lossy())?;
        println!("{}", self.file.display());
        Ok(())
    }
}
