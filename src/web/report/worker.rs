//! What the server does by itself with long reports: takes one at a time, puts it together from one moment of the register
//! without holding up anybody, seals its file piece by piece, and takes files away whose days are over.

use super::readme::readme;
use crate::domain::report::{ReportJob, ReportKind};
use crate::domain::time::Instant;
use crate::edge;
use crate::interop::bundle::BundleError;
use crate::service::App;
use crate::service::error::ServiceError;
use crate::service::notary::Standing;
use crate::service::report::make::{ReportError, Tick, review};
use crate::store::connection::Address;
use crate::store::error::StoreError;
use crate::store::files::nameless;
use crate::web::locale::Locale;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often the queue is looked at.
const EVERY: Duration = Duration::from_secs(1);
/// Seconds between two notes of how far a report is.
const NOTE_S: i64 = 1;
/// Bytes of a piece.
const PIECE: usize = 1 << 20;
/// Days for which a file is kept where nothing else is said.
pub const KEPT_DAYS: u32 = 14;

/// Works until the process ends; files are kept for so many days.
pub fn start(app: App, kept_days: u32) {
    std::thread::spawn(move || {
        let worker = edge::id().simple().to_string();
        loop {
            let made = round(&app, &worker, kept_days).unwrap_or_else(|error| {
                tracing::error!(%error, "reports were not worked off");
                false
            });
            if !made {
                std::thread::sleep(EVERY);
            }
        }
    });
}

/// Takes what is past away and makes the next report; whether there was one.
///
/// # Errors
/// When the database fails.
pub fn round(app: &App, worker: &str, kept_days: u32) -> Result<bool, ServiceError> {
    app.reports_swept(edge::now())?;
    // Nothing is made of which the journal could not say that it was.
    if app.notary.standing() != Standing::Open {
        return Ok(false);
    }
    let Some(job) = app.report_take(worker, edge::now())? else { return Ok(false) };
    if let Err(error) = made(app, worker, &job, kept_days) {
        ended(app, worker, &job, &error)?;
    }
    Ok(true)
}

/// Where files are kept while they are made: beside an embedded database, else where all temporary files are.
fn folder(app: &App) -> PathBuf {
    match app.db.address() {
        Address::Sqlite(path) => Path::new(path).parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned(),
        Address::Postgres(_) => std::env::temp_dir(),
    }
}

fn made(app: &App, worker: &str, job: &ReportJob, kept_days: u32) -> Result<(), ReportError> {
    let locale: Locale = job.language.parse().unwrap_or(Locale::En);
    let mut noted: Option<Instant> = None;
    let mut last = (String::new(), 0, 0);
    let mut tick = |step: &str, done: i64, total: i64| -> Result<bool, ServiceError> {
        last = (step.to_owned(), done, total);
        let now = edge::now();
        if noted.is_some_and(|at| (now.utc() - at.utc()).num_seconds() < NOTE_S) {
            return Ok(true);
        }
        noted = Some(now);
        app.report_beat(job.id, worker, (step, done, total), now)
    };
    let out = nameless(&folder(app))?;
    let (made, mut file) = match job.kind {
        ReportKind::Review => {
            let words = |index: &crate::service::report::make::Index| readme(&app.env, locale, index);
            review(app, job.span, edge::now(), out, &words, &mut tick as &mut Tick<'_>)?
        }
    };
    sealed(app, worker, job, &mut file, last.2)?;
    let now = edge::now();
    let until = now.plus_hours(kept_days.saturating_mul(24)).unwrap_or(now);
    let kept = Some((worker.to_owned(), until));
    app.report_told(&job.order(), made, kept, now, Box::new(edge::System))?;
    Ok(())
}

/// Seals the file, a piece in each transaction, so that nobody waits for the whole.
fn sealed(app: &App, worker: &str, job: &ReportJob, file: &mut File, total: i64) -> Result<(), ReportError> {
    let mut no = 0_i64;
    loop {
        let mut piece = Vec::with_capacity(PIECE);
        file.take(u64::try_from(PIECE).unwrap_or(u64::MAX)).read_to_end(&mut piece)?;
        if piece.is_empty() {
            return Ok(());
        }
        if !app.report_keep(job.id, worker, ("sealing", total, total), (no, &piece), edge::now())? {
            return Err(ReportError::Stopped);
        }
        no = no.saturating_add(1);
    }
}

/// What becomes of a report that was not made: called off, made anew, or failed for a reason that people are told.
fn ended(app: &App, worker: &str, job: &ReportJob, error: &ReportError) -> Result<(), ServiceError> {
    let now = edge::now();
    let why = match error {
        ReportError::Stopped => return Ok(()),
        ReportError::Service(ServiceError::Refused(v)) if v.0.iter().any(|v| v.code == "report.ended") => return Ok(()),
        // Erased meanwhile, closed, busy, or without its database for a moment: it is made anew, a few times.
        ReportError::Service(
            ServiceError::Refused(_) | ServiceError::Closed | ServiceError::Store(StoreError::Busy(_) | StoreError::Lost(_)),
        ) => {
            tracing::warn!(report = %job.id, %error, "a report is made anew");
            return app.report_again(job.id, worker, now);
        }
        ReportError::Service(ServiceError::Forbidden) => "not_allowed",
        ReportError::Service(ServiceError::Store(StoreError::DiskFull)) => "disk",
        ReportError::Bundle(BundleError::TooLarge(_)) => "too_large",
        ReportError::Bundle(BundleError::Io(e)) if e.kind() == std::io::ErrorKind::FileTooLarge => "too_large",
        ReportError::Bundle(BundleError::Io(_)) => "disk",
        _ => "fault",
    };
    tracing::error!(report = %job.id, %error, why, "a report was not made");
    app.report_failed(job.id, worker, why, now)
}
