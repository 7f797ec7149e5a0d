//! `placer verify`.

use super::progress::Progress;
use super::speak::{count, locale, say};
use crate::cli::Exit;
use crate::cli::open::Where;
use crate::domain::checkpoint::SignedCheckpoint;
use crate::domain::note::VerifierKey;
use crate::edge;
use crate::service::verify::exported::verify_exported;
use crate::service::verify::kept::{Copied, KeptError, Replayed, Start};
use crate::service::verify::{Brought, Finding, Report, verify_from};
use crate::store::checkpoint::log_keys;
use crate::store::db::Db;
use crate::store::outside::Outside;
use crate::web::locale::label;
use clap::{Args, ValueEnum};
use serde::Serialize;
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
    /// Where nothing is found, keep the replayed tables in this file, for the next check to go on from.
    #[arg(long, value_name = "FILE", conflicts_with = "journal")]
    keep: Option<PathBuf>,
    /// Go on from a file that an earlier check kept: only entries after it are replayed. Everything else is checked as ever.
    #[arg(long, value_name = "FILE", conflicts_with = "journal")]
    since: Option<PathBuf>,
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
            brought.heads.push(SignedCheckpoint::typed(&text).map_err(|e| fault(e.to_string()))?);
        }
        for typed in &self.trust {
            let text = std::fs::read_to_string(typed).unwrap_or_else(|_| typed.clone());
            let keys: Result<Vec<VerifierKey>, _> = text.lines().filter(|l| !l.trim().is_empty()).map(str::parse).collect();
            brought.keys.extend(keys.map_err(|_| say("cli-witness-log", &[("typed", typed.as_str().into())]))?);
        }
        Ok(brought)
    }

    /// The largest head of this journal in the folder outside the database, where there is one.
    fn kept_outside(&self, db: &Db) -> Result<Option<SignedCheckpoint>, Box<dyn std::error::Error>> {
        // Tables that cannot be read are found later.
        let newest = db.read(log_keys).ok().and_then(|keys| keys.into_iter().next());
        let (Ok(folder), Some(newest)) = (self.place.head_folder(), newest) else { return Ok(None) };
        let Some(outside) = Outside::existing(&folder) else { return Ok(None) };
        outside.latest(&newest.key.name).map_err(|e| say("cli-checkpoint-fault", &[("error", e.to_string().into())]).into())
    }

    /// Prints what was found; an error when there is anything.
    pub(super) fn run(self) -> super::Outcome {
        if let Some(folder) = &self.journal {
            return self.exported(folder);
        }
        let mut brought = self.brought()?;
        let db = self.place.keyed_if_at_hand(Db::open_existing(&self.place.database)?)?;
        brought.heads.extend(self.kept_outside(&db)?);
        let folder = self.scratch.clone().unwrap_or_else(std::env::temp_dir);
        let scratch = folder.join(format!("placer-verify-{}.sqlite", edge::id()));
        let done = self.checked(&db, &scratch, &brought);
        for ending in ["", "-journal", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{ending}", scratch.display()));
        }
        let (report, kept) = done?;
        self.tell(&report, kept.as_ref())
    }

    fn checked(&self, db: &Db, scratch: &Path, brought: &Brought) -> Result<(Report, Option<Copied>), Box<dyn std::error::Error>> {
        let start = match &self.since {
            Some(file) => Start::kept(file, scratch).map_err(fault)?,
            None => Start::fresh(scratch)?,
        };
        let mut shown = Progress::begin();
        let (report, replayed) = verify_from(db, start, brought, |at, size| {
            shown.show(at >= size, |_| say("cli-verify-progress", &[("at", count(at)), ("size", count(size))]));
        })?;
        shown.end();
        let kept = self.keep.as_deref().zip(replayed).map(|(file, replayed): (&Path, Replayed)| replayed.keep(file));
        Ok((report, kept.transpose().map_err(fault)?))
    }

    /// Checks an exported journal; exit code 2 when there is nothing to check.
    fn exported(&self, folder: &Path) -> super::Outcome {
        let mut shown = Progress::begin();
        let report = verify_exported(folder, &self.brought()?, |at| {
            if at % 10_000 == 0 {
                shown.show(false, |_| say("cli-export-progress", &[("at", count(at))]));
            }
        });
        shown.end();
        match report {
            Ok(report) => self.tell(&report, None),
            Err(e) => {
                eprintln!("placer: {}", say("cli-export-fault", &[("error", e.to_string().into())]));
                Err(Box::new(Exit(2)))
            }
        }
    }

    fn tell(&self, report: &Report, kept: Option<&Copied>) -> super::Outcome {
        if self.format == Format::Json {
            println!("{}", serde_json::to_string_pretty(&Told::of(report, kept))?);
        } else {
            self.tell_in_words(report, kept);
        }
        // What was found has been said.
        if report.findings.is_empty() { Ok(()) } else { Err(Box::new(Exit(1))) }
    }

    fn tell_in_words(&self, report: &Report, kept: Option<&Copied>) {
        for f in &report.findings {
            println!("{}", line(f));
        }
        for note in &report.notes {
            println!("{}", say(&format!("cli-note-{}", note.replace('_', "-")), &[]));
        }
        if let Some(since) = &report.since {
            println!("{}", say("cli-verify-since", &[("entries", count(since.entries)), ("sha256", since.sha256.as_str().into())]));
        }
        let keys = say(if self.trust.is_empty() { "cli-verify-keys-own" } else { "cli-verify-keys-given" }, &[]);
        println!(
            "{}",
            say("cli-verify-heads", &[("heads", count(report.heads)), ("brought", count(self.checkpoint.len())), ("keys", keys.into())])
        );
        let found = count(report.findings.len());
        println!("{}", say("cli-verified", &[("entries", count(report.entries)), ("rows", count(report.rows)), ("found", found)]));
        if let (Some(kept), Some(file)) = (kept, &self.keep) {
            let file = file.display().to_string();
            println!("{}", say("cli-verify-kept", &[("file", file.into()), ("sha256", kept.sha256.as_str().into())]));
        }
        remedies(&report.findings).iter().for_each(|remedy| println!("{remedy}"));
    }
}

/// Why a kept file cannot be used, in the reader's language.
fn fault(e: KeptError) -> Box<dyn std::error::Error> {
    match e {
        KeptError::Other(file) => say("cli-verify-not-kept", &[("file", file.display().to_string().into())]).into(),
        KeptError::File(file, error) => {
            say("cli-verify-kept-fault", &[("file", file.display().to_string().into()), ("error", error.to_string().into())]).into()
        }
        KeptError::Store(e) => Box::new(e),
    }
}

/// What to do about findings: each code once, in the order of the findings.
pub(super) fn remedies(findings: &[Finding]) -> Vec<String> {
    let mut told: Vec<&str> = Vec::new();
    let mut lines = Vec::new();
    for f in findings {
        if !told.contains(&f.code) {
            told.push(f.code);
            lines.push(say("cli-verify-do", &[("code", f.code.into()), ("what", remedy(f.code).into())]));
        }
    }
    if !lines.is_empty() {
        lines.push(say("cli-verify-help", &[]));
    }
    lines
}

fn remedy(code: &str) -> String {
    label(locale(), "cli-do", code)
}

/// A report for a program: as it is, each finding with what it means and what to do in words.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    report: &'a Report,
    findings: Vec<InWords<'a>>,
    kept: Option<&'a Copied>,
}

#[derive(Serialize)]
struct InWords<'a> {
    #[serde(flatten)]
    finding: &'a Finding,
    meaning: String,
    remedy: String,
}

impl<'a> Told<'a> {
    fn of(report: &'a Report, kept: Option<&'a Copied>) -> Self {
        let meaning = |f: &Finding| label(locale(), "cli-found", f.code);
        let words = |f: &'a Finding| InWords { finding: f, meaning: meaning(f), remedy: remedy(f.code) };
        Self { report, findings: report.findings.iter().map(words).collect(), kept }
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
