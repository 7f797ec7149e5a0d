//! The commands of the binary. Each is a thin layer over services and store reads.

mod account;
mod asked;
mod backup;
mod certificate;
mod certificate_key;
mod controls;
mod demo;
mod details_key;
mod doctor;
mod heads;
mod import;
mod mail;
mod migrate;
mod open;
mod places;
mod progress;
mod report;
mod sbom;
mod serve;
mod speak;
mod trace;
mod verify;

use crate::web::locale::Locale;
use crate::web::watch::lines::{self, Lines};
use clap::{Parser, Subcommand};

/// A national register and custody ledger for alluvial diamonds.
#[derive(Parser)]
#[command(name = "placer", version, about)]
pub struct Cli {
    /// Language of what is said, en or fr; that of the environment (LC_ALL, LC_MESSAGES, LANG) when not given.
    #[arg(long, global = true, value_name = "LANGUAGE")]
    lang: Option<Locale>,
    /// How the log is written, on standard error.
    #[arg(long, global = true, env = "PLACER_LOG", value_enum, default_value = "text")]
    log: Lines,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a fictitious country-year and serve it.
    Demo(demo::Demo),
    /// Run the web server.
    Serve(serve::Serve),
    /// Bring the tables of a database up to date.
    Migrate(migrate::Migrate),
    /// Manage accounts from the console.
    Account(account::Account),
    /// Have the controls look, and say how many alerts are open.
    Controls(controls::Controls),
    /// Show where the carats of a certificate, parcel or shipment came from.
    Trace(trace::TraceCommand),
    /// Make a long report: everything that a review asks for, in one file.
    Report(report::ReportCommand),
    /// Check Kimberley Process certificates and print their tokens.
    Certificate(certificate::Certificate),
    /// Import parties, licences or sites from a file.
    Import(Box<import::Import>),
    /// Replay the journal into a fresh database and compare everything.
    Verify(verify::Verify),
    /// Print the newest signed head of the journal, signing it first where entries are new.
    Checkpoint(heads::CheckpointCommand),
    /// Show or change the keys: of the journal's heads, of certificates, of personal details.
    Key(heads::Key),
    /// Write the journal with its signed heads into a folder that can be checked anywhere.
    Export(heads::Export),
    /// Run a witness, which cosigns the journals of others.
    Witness(heads::WitnessCommand),
    /// Check how the register is kept, and say what to do.
    Doctor(Box<doctor::Doctor>),
    /// Print what this program is made of.
    Sbom(sbom::Sbom),
    /// Copy a running register into one encrypted file.
    Backup(backup::Backup),
    /// Make a register again from a backup, after checking all of it.
    Restore(backup::Restore),
}

/// What a command ends with when it fails: told on standard error, exit code 1.
pub type Outcome = Result<(), Box<dyn std::error::Error>>;

/// A command that has already said what was wrong ends with this code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("exit code {0}")]
pub struct Exit(pub u8);

/// Runs what the command line asks for.
///
/// # Errors
/// What went wrong, in words for the operator.
pub fn run(cli: Cli) -> Outcome {
    lines::begin(cli.log);
    speak::choose(cli.lang);
    done(cli.command).map_err(speak::in_words)
}

fn done(command: Command) -> Outcome {
    match command {
        Command::Demo(c) => c.run(),
        Command::Serve(c) => c.run(),
        Command::Migrate(c) => c.run(),
        Command::Account(c) => c.run(),
        Command::Controls(c) => c.run(),
        Command::Trace(c) => c.run(),
        Command::Report(c) => c.run(),
        Command::Certificate(c) => c.run(),
        Command::Import(c) => c.run(),
        Command::Verify(c) => c.run(),
        Command::Doctor(c) => c.run(),
        Command::Sbom(c) => c.run(),
        Command::Backup(c) => c.run(),
        Command::Checkpoint(c) => c.run(),
        Command::Key(c) => c.run(),
        Command::Export(c) => c.run(),
        Command::Witness(c) => c.run(),
        Command::Restore(c) => c.run(),
    }
}
