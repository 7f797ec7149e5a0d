//! `placer import`.

use super::Exit;
use super::account::acting;
use super::progress::Progress;
use super::speak::{count, locale, say};
use crate::cli::open::Where;
use crate::domain::access::Permission;
use crate::domain::violation::Arg;
use crate::edge;
use crate::interop::rows::Limits;
use crate::service::import::{Counts, Edge, ImportError, Order, Outcome, Place, Problem, Report, What, import};
use crate::web::locale::{text, violation_text};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::time::Instant;

/// Import parties, licences or sites from a CSV or GeoJSON file. Exit code 0 when every row was taken, unchanged or
/// left out as asked; 2 when rows were refused; 1 when nothing could be done.
#[derive(Args)]
pub struct Import {
    #[command(flatten)]
    place: Where,
    /// What is in the file.
    #[arg(value_enum)]
    what: Noun,
    /// The file.
    file: PathBuf,
    /// Mapping file for foreign headings and code words (TOML); see docs/import.md.
    #[arg(long)]
    map: Option<PathBuf>,
    /// Sign-in name of the account that imports; needed unless there is exactly one officer.
    #[arg(long = "as")]
    login: Option<String>,
    /// Look at everything, keep nothing.
    #[arg(long)]
    dry_run: bool,
    /// How the report is printed.
    #[arg(long, value_enum, default_value = "text")]
    report: Form,
    /// Records that are written in one transaction.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    group: u32,
    /// Most rows of data.
    #[arg(long, default_value_t = 1_000_000)]
    max_rows: u64,
    /// Largest file, in megabytes.
    #[arg(long, default_value_t = 512)]
    max_mb: u64,
}

#[derive(Clone, Copy, ValueEnum)]
enum Noun {
    Parties,
    Licences,
    Sites,
}

impl Noun {
    const fn what(self) -> What {
        match self {
            Self::Parties => What::Parties,
            Self::Licences => What::Licences,
            Self::Sites => What::Sites,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Text,
    Json,
}

/// The report for machines.
#[derive(Serialize)]
struct Told<'a> {
    file: &'a str,
    what: &'static str,
    dry_run: bool,
    /// Whether the rows were looked at; without, `problems` says why not.
    ran: bool,
    /// Whether it ran to the end of the file.
    completed: bool,
    seconds: f64,
    counts: Counts,
    ignored_headings: &'a [String],
    problems: Vec<ToldProblem<'a>>,
}

#[derive(Serialize)]
struct ToldProblem<'a> {
    outcome: Outcome,
    #[serde(rename = "in")]
    place: Place,
    line: u64,
    row: u64,
    field: Option<&'a str>,
    heading: Option<&'a str>,
    value: Option<&'a str>,
    code: &'a str,
    message: String,
    what_to_do: String,
}

impl Import {
    pub(super) fn run(self) -> super::Outcome {
        let (app, _) = self.place.open_existing()?;
        let words = ["import-no-account", "import-not-allowed", "import-as-whom"];
        let actor = acting(&app, self.login.as_deref(), Permission::ImportRun, words)?;
        let mapping = self.map.as_ref().map(|path| std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display())));
        let mapping = mapping.transpose()?;
        let name = self.file.file_name().map_or_else(|| self.file.display().to_string(), |n| n.to_string_lossy().into_owned());
        let begun = Instant::now();
        let mut shown = Progress::begin();
        let order = Order {
            what: self.what.what(),
            actor: &actor,
            file: &name,
            mapping: mapping.as_deref(),
            limits: Limits { bytes: self.max_mb.saturating_mul(1_000_000), rows: self.max_rows },
            group: usize::try_from(self.group).unwrap_or(1),
            keep: !self.dry_run,
            open: &|| File::open(&self.file).map(|f| -> Box<dyn Read> { Box::new(f) }),
        };
        let mut report = Report::default();
        let end = {
            let mut progress = |done: u64, total: u64| {
                shown.show(done >= total, |seconds| {
                    say("import-progress", &[("done", count(done)), ("total", count(total)), ("seconds", count(seconds))])
                });
            };
            let mut edge = Edge { now: &edge::now, entropy: &|| Box::new(edge::System), progress: &mut progress };
            import(&app, &order, &mut edge, &mut report)
        };
        shown.end();
        match &end {
            Err(ImportError::Forbidden) => return Err(text(locale(), "import-not-allowed", &[]).into()),
            Err(ImportError::Io(error)) if !report.ran => return Err(format!("{}: {error}", self.file.display()).into()),
            _ => {}
        }
        self.print(&name, &report, end.is_ok(), begun)?;
        match end {
            Ok(()) if report.counts.refused == 0 => Ok(()),
            Ok(()) => Err(Box::new(Exit(2))),
            Err(ImportError::NotRun) => Err(Box::new(Exit(1))),
            Err(error) => Err(text(locale(), "import-broken-off", &[("error", error.to_string().into())]).into()),
        }
    }

    /// Who imports: the account named, or the only officer.
    fn print(&self, name: &str, report: &Report, completed: bool, begun: Instant) -> io::Result<()> {
        let mut out = io::stdout().lock();
        if self.report == Form::Json {
            let told = Told {
                file: name,
                what: self.what.what().as_str(),
                dry_run: self.dry_run,
                ran: report.ran,
                completed,
                seconds: begun.elapsed().as_secs_f64(),
                counts: report.counts,
                ignored_headings: &report.ignored,
                problems: report.problems.iter().map(|p| self.told(p)).collect(),
            };
            return writeln!(out, "{}", serde_json::to_string_pretty(&told)?);
        }
        for problem in &report.problems {
            writeln!(out, "{}", self.line(problem))?;
        }
        if !report.ran {
            return writeln!(out, "{}", text(locale(), "import-not-run", &[]));
        }
        if !report.ignored.is_empty() {
            writeln!(out, "{}", text(locale(), "import-ignored", &[("headings", report.ignored.join(", ").into())]))?;
        }
        let count = |n: u64| Arg::Count(i64::try_from(n).unwrap_or(i64::MAX));
        let c = &report.counts;
        let counts = [
            ("read", count(c.read)),
            ("registered", count(c.registered)),
            ("changed", count(c.changed)),
            ("unchanged", count(c.unchanged)),
            ("skipped", count(c.skipped)),
            ("refused", count(c.refused)),
        ];
        writeln!(out, "{}", text(locale(), "import-counts", &counts))?;
        if self.dry_run {
            writeln!(out, "{}", text(locale(), "import-dry-run", &[]))?;
        }
        Ok(())
    }

    fn told<'a>(&self, p: &'a Problem) -> ToldProblem<'a> {
        ToldProblem {
            outcome: p.outcome,
            place: p.place,
            line: p.line,
            row: p.row,
            field: p.field.as_deref(),
            heading: p.heading.as_deref(),
            value: p.value.as_deref(),
            code: p.violation.code,
            message: violation_text(locale(), &p.violation),
            what_to_do: self.what_to_do(p),
        }
    }

    fn what_to_do(&self, p: &Problem) -> String {
        match (p.outcome, p.place) {
            (Outcome::Refused, _) if p.violation.code == "party.likely_duplicate" => text(locale(), "import-do-duplicate", &[]),
            (Outcome::Refused, _) => text(locale(), "import-do-refused", &[]),
            (Outcome::Skipped, _) => text(locale(), "import-do-skipped", &[]),
            (Outcome::Stopped, Place::Mapping) => text(locale(), "import-do-mapping", &[]),
            (Outcome::Stopped, Place::File) => text(locale(), "import-do-file", &[]),
        }
    }

    /// `line 12, row 11: name: "": what is wrong and what to do`.
    fn line(&self, p: &Problem) -> String {
        // Editors show the lines of a file without marks between the thousands.
        let count = |n: u64| Arg::from(n.to_string());
        let place = match p.place {
            Place::Mapping => text(locale(), "import-at-mapping", &[("line", count(p.line))]),
            Place::File if p.row == 0 => text(locale(), "import-at-line", &[("line", count(p.line))]),
            Place::File => text(locale(), "import-at-row", &[("line", count(p.line)), ("row", count(p.row))]),
        };
        let outcome = match p.outcome {
            Outcome::Refused => text(locale(), "import-refused", &[]),
            Outcome::Skipped => text(locale(), "import-skipped", &[]),
            Outcome::Stopped => text(locale(), "import-stopped", &[]),
        };
        let cell = match (&p.heading, &p.value) {
            (Some(heading), Some(value)) => {
                let named = [("heading", heading.as_str().into()), ("value", value.as_str().into())];
                format!(" {}", text(locale(), "import-cell", &named))
            }
            _ => String::new(),
        };
        format!("{place}: {outcome}:{cell} {} [{}]", violation_text(locale(), &p.violation), p.violation.code)
    }
}
