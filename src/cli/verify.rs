//! `placer verify`.

use super::speak::{count, locale, say};
use crate::cli::Exit;
use crate::cli::open::Where;
use crate::domain::note::VerifierKey;
use crate::edge;
use crate::service::verify::exported::verify_exported;
use crate::service::verify::{Brought, Finding, Report, verify_with};
use crate::store::db::Db;
use crate::web::locale::label;
use clap::{Args, ValueEnum};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Check a register against its journal.
#[derive(Args)]
pub struct Verify {
    #[command(flatten)]
    place: Where,
    /// How findings are printed.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// A signed head that you kept, such as one printed last month: the journal must hold all that it held. Once for each.
    #[arg(long, value_name = "FILE")]
    checkpoint: Vec<PathBuf>,
    /// A public key of the journal that you got by another way, or a file of them. Without it those that the register
    /// itself shows are believed.
    #[arg(long, value_name = "KEY")]
    trust: Vec<String>,
    /// Check an exported journal in this folder instead of a register (`placer export` makes one).
    #[arg(long, value_name = "FOLDER", conflicts_with = "scratch")]
    journal: Option<PathBuf>,
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
    fn brought(&self) -> Result<Brought, Box<dyn std::error::Error>> {
        let mut brought = Brought::default();
        for path in &self.checkpoint {
            let fault = |e: String| say("cli-checkpoint-fault", &[("error", format!("{}: {e}", path.display()).into())]);
            let text = std::fs::read_to_string(path).map_err(|e| fault(e.to_string()))?;
            brought.heads.push(text.parse().map_err(|e: crate::domain::checkpoint::CheckpointError| fault(e.to_string()))?);
        }
        for typed in &self.trust {
            let text = std::fs::read_to_string(typed).unwrap_or_else(|_| typed.clone());
            let keys: Result<Vec<VerifierKey>, _> = text.lines().filter(|l| !l.trim().is_empty()).map(str::parse).collect();
            brought.keys.extend(keys.map_err(|_| say("cli-witness-log", &[("typed", typed.as_str().into())]))?);
        }
        Ok(brought)
    }

    /// Prints what was found; an error when there is anything.
    pub(super) fn run(self) -> super::Outcome {
        if let Some(folder) = &self.journal {
            return self.exported(folder);
        }
        let db = self.place.keyed_if_at_hand(Db::open_existing(&self.place.database)?)?;
        let folder = self.scratch.clone().unwrap_or_else(std::env::temp_dir);
        let scratch = folder.join(format!("placer-verify-{}.sqlite", edge::id()));
        let brought = self.brought()?;
        let report = verify_with(&db, &scratch, &brought, |at, size| {
            eprint!("\r{}", say("cli-verify-progress", &[("at", count(at)), ("size", count(size))]));
            let _ = std::io::stderr().flush();
        });
        eprintln!();
        for ending in ["", "-journal", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{ending}", scratch.display()));
        }
        self.tell(&report?)
    }

    /// Checks an exported journal; exit code 2 when there is nothing to check.
    fn exported(&self, folder: &Path) -> super::Outcome {
        let report = verify_exported(folder, &self.brought()?, |at| {
            if at % 10_000 == 0 {
                eprint!("\r{}", say("cli-export-progress", &[("at", count(at))]));
            }
        });
        match report {
            Ok(report) => self.tell(&report),
            Err(e) => {
                eprintln!("placer: {}", say("cli-export-fault", &[("error", e.to_string().into())]));
                Err(Box::new(Exit(2)))
            }
        }
    }

    fn tell(&self, report: &Report) -> super::Outcome {
        if self.format == Format::Json {
            println!("{}", serde_json::to_string_pretty(report)?);
        } else {
            for f in &report.findings {
                println!("{}", line(f));
            }
            for note in &report.notes {
                println!("{}", say(&format!("cli-note-{}", note.replace('_', "-")), &[]));
            }
            let found = count(report.findings.len());
            println!("{}", say("cli-verified", &[("entries", count(report.entries)), ("rows", count(report.rows)), ("found", found)]));
            if !report.findings.is_empty() {
                println!("{}", say("cli-verify-help", &[]));
            }
        }
        // What was found has been said.
        if report.findings.is_empty() { Ok(()) } else { Err(Box::new(Exit(1))) }
    }
}

/// A finding as one line.
pub(super) fn line(f: &Finding) -> String {
    format!("{}  {}  {} ({})", f.code, place(&f.at), label(locale(), "cli-found", f.code), f.what)
}

/// `entry 7` and `parcel 7` in the reader's language; names of tables are what they are.
fn place(at: &str) -> String {
    match at.split_once(' ') {
        Some(("entry", no)) => say("cli-at-entry", &[("no", no.into())]),
        Some(("checkpoint", no)) => say("cli-at-checkpoint", &[("no", no.into())]),
        Some(("parcel", no)) => say("cli-at-parcel", &[("no", no.into())]),
        _ => at.to_owned(),
    }
}
