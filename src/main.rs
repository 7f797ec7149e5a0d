//! The `placer` command.

use clap::Parser;
use placer::cli::{Cli, Exit, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if let Some(Exit(code)) = error.downcast_ref() {
                return ExitCode::from(*code);
            }
            eprintln!("placer: {error}");
            ExitCode::FAILURE
        }
    }
}
