//! Long reports: asked for, made in the background from one moment of the register, kept sealed for some days, and told in the
//! journal with the digest of the file. [`make`] puts a report together; its parts are listed there.

mod abroad;
mod alerts;
mod keeping;
pub mod make;
mod register;
mod removals;
mod returns;
mod seizures;
mod trade;

use crate::domain::access::{Actor, Permission, Reach, reach};
use crate::domain::entry::sha256_hex;
use crate::domain::event::ReportMade;
use crate::domain::ids::ReportId;
use crate::domain::report::{ReportJob, ReportKind, ReportOrder, Span};
use crate::domain::time::Instant;
use crate::domain::violation::Violation;
use crate::service::error::ServiceError;
use crate::service::notary::Standing;
use crate::service::proof::Proof;
use crate::service::{Act, App, Beside, Case, Command, Decision, Entropy};
use crate::store::account::account_fetch;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::{Receipt, journal_size};
use crate::store::merkle::{head, unsigned};
use crate::store::party::details_erased_after;
use crate::store::report::report_next_no;
use crate::store::report_job::{
    JobEnd, job_add, job_beat, job_end, job_fetch, job_give_back, job_is_of, job_next_no, job_take, job_to_take, jobs_kept_bytes,
    jobs_open, jobs_past, piece_write,
};
use chrono::TimeDelta;
use serde::Serialize;

/// Reports of one account that may wait or be made at once.
pub const OPEN_OWN: usize = 3;
/// Reports of all accounts that may.
pub const OPEN_ALL: usize = 20;
/// Bytes of the files of all reports that are kept at once.
pub const KEPT_BYTES: i64 = 4 << 30;
/// How often a report is begun before it is given up: the server may have ended each time for reasons of its own.
pub const TRIES: i64 = 3;
/// Seconds after which a report whose maker says nothing is taken by another.
pub const SILENT_S: i64 = 60;

/// What somebody asks for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Which report.
    pub kind: ReportKind,
    /// Of which days.
    pub span: Span,
    /// In which language, as a tag.
    pub language: String,
}

/// A report that was put together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Made {
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// Its bytes.
    pub size: i64,
    /// How many entries it was read from.
    pub head_size: i64,
    /// Root of the tree over them, in hex.
    pub head_root: String,
}

/// The server records that a report was made, in the name of who asked for it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct TellReport {
    report: ReportId,
    kind: ReportKind,
    first: crate::domain::time::Day,
    last: crate::domain::time::Day,
    made: Made,
    /// Whose hands it is in, and until when it is kept; none for one that was made at the console.
    kept: Option<(String, Instant)>,
}

impl Command for TellReport {
    const NAME: &'static str = "tell_report";
    const PERMISSION: Permission = Permission::ReportMake;
    const BY_SERVER: bool = true;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        // Whoever asked may have lost the right since.
        if case.reach(Permission::ReportMake) != Reach::All {
            return Err(ServiceError::Forbidden);
        }
        let Made { sha256, size, head_size, head_root } = self.made.clone();
        let here = journal_size(rx)?;
        if !(1..=here).contains(&head_size) || data_encoding::HEXLOWER.encode(&head(rx, unsigned(head_size)?)?) != head_root {
            return Err(StoreError::damaged("a report was read from another journal").into());
        }
        // What was erased while it was made would live on in it.
        if details_erased_after(rx, head_size)? {
            return Err(Violation::new("report.erased").conflict().into());
        }
        let no = report_next_no(rx)?;
        let made =
            ReportMade { report: self.report, no, kind: self.kind, first: self.first, last: self.last, sha256, size, head_size, head_root };
        let decision = Decision::from(made);
        let Some((worker, until)) = &self.kept else { return Ok(decision) };
        if !job_is_of(rx, self.report, worker)? {
            return Err(Violation::new("report.ended").conflict().into());
        }
        Ok(decision.beside(Beside::Reported { report: self.report, size, until: *until }))
    }
}

impl App {
    /// Puts a report into the queue. Whoever asks for the same again while it is open gets that one.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`]; refusals where the days cannot be, or too many wait.
    pub fn report_ask(&self, actor: &Actor, asked: &Asked, now: Instant, entropy: &mut dyn Entropy) -> Result<ReportId, ServiceError> {
        if reach(actor, Permission::ReportMake) != Reach::All {
            return Err(ServiceError::Forbidden);
        }
        if self.notary.standing() != Standing::Open {
            return Err(ServiceError::Closed);
        }
        let span = asked.span.check(self.env.profile.local_day(now))?;
        let id = ReportId::new(entropy.id());
        self.db.write(now, |tx| {
            let open = jobs_open(tx)?;
            let same =
                |j: &&ReportJob| j.account == actor.account && (j.kind, j.span) == (asked.kind, span) && j.language == asked.language;
            if let Some(there) = open.iter().find(same) {
                return Ok(there.id);
            }
            if open.iter().filter(|j| j.account == actor.account).count() >= OPEN_OWN {
                return Err(Violation::new("report.own_many").with("most", i64::try_from(OPEN_OWN).unwrap_or(i64::MAX)).conflict().into());
            }
            if open.len() >= OPEN_ALL || jobs_kept_bytes(tx)? >= KEPT_BYTES {
                return Err(Violation::new("report.many").conflict().into());
            }
            let order = ReportOrder { id, kind: asked.kind, span, account: actor.account };
            let no = job_next_no(tx)?;
            job_add(tx, no, &order, &asked.language)?;
            Ok(id)
        })
    }

    /// Calls one's own report off while it waits or is being made.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::Forbidden`] for somebody else's, or a refusal where it has ended.
    pub fn report_cancel(&self, actor: &Actor, id: ReportId, now: Instant) -> Result<(), ServiceError> {
        self.db.write(now, |tx| {
            let job = job_fetch(tx, id)?.ok_or(ServiceError::NotFound("report"))?;
            if job.account != actor.account {
                return Err(ServiceError::Forbidden);
            }
            if !job.state.is_open() {
                return Err(Violation::new("report.ended").conflict().into());
            }
            Ok(job_end(tx, id, JobEnd::Cancelled, now)?)
        })
    }

    /// The next report that nobody makes, for this worker. One that was begun too often is given up.
    ///
    /// # Errors
    /// When the database fails.
    pub fn report_take(&self, worker: &str, now: Instant) -> Result<Option<ReportJob>, ServiceError> {
        let silent = Instant::new(now.utc() - TimeDelta::seconds(SILENT_S));
        if self.db.read(|rx| job_to_take(rx, silent))?.is_none() {
            return Ok(None);
        }
        self.db.write(now, |tx| {
            let Some(job) = job_to_take(tx, silent)? else { return Ok(None) };
            if job.tries >= TRIES {
                job_end(tx, job.id, JobEnd::Failed("given_up"), now)?;
                return Ok(None);
            }
            job_take(tx, job.id, worker, job.tries.saturating_add(1), now)?;
            Ok(job_fetch(tx, job.id)?)
        })
    }

    /// Notes how far a report is; whether it is still this worker's, and nobody called it off.
    ///
    /// # Errors
    /// When the database fails.
    pub fn report_beat(&self, id: ReportId, worker: &str, step: (&str, i64, i64), now: Instant) -> Result<bool, ServiceError> {
        Ok(self.db.write(now, |tx| job_beat(tx, id, worker, step, now))?)
    }

    /// Keeps a piece of a report's file, sealed; whether the report is still this worker's.
    ///
    /// # Errors
    /// When there is no key, or the database fails.
    pub fn report_keep(
        &self,
        id: ReportId,
        worker: &str,
        step: (&str, i64, i64),
        (no, bytes): (i64, &[u8]),
        now: Instant,
    ) -> Result<bool, ServiceError> {
        Ok(self.db.write(now, |tx| {
            let own = job_beat(tx, id, worker, step, now)?;
            if own {
                piece_write(tx, id, no, bytes)?;
            }
            Ok::<bool, StoreError>(own)
        })?)
    }

    /// Records in the journal that a report was made, and hands it out from now on. Without `kept` it was made at the console.
    ///
    /// # Errors
    /// A refusal where it was called off, or personal details were erased meanwhile; else the service's.
    pub fn report_told(
        &self,
        order: &ReportOrder,
        made: Made,
        kept: Option<(String, Instant)>,
        now: Instant,
        entropy: Box<dyn Entropy>,
    ) -> Result<Receipt, ServiceError> {
        let found = self.db.read(|rx| account_fetch(rx, order.account))?.ok_or(ServiceError::NotFound("account"))?;
        if !found.active {
            return Err(ServiceError::Forbidden);
        }
        let key = format!("report {} {}", order.id, sha256_hex(&[made.sha256.as_bytes(), made.head_root.as_bytes()]));
        let command = TellReport { report: order.id, kind: order.kind, first: order.span.first, last: order.span.last, made, kept };
        let mut act = Act { actor: found.actor, now, occurred_at: None, device: None, key, entropy, proof: Proof::Server };
        self.submit(&mut act, &command)
    }

    /// Puts a report back into the queue, to be made anew.
    ///
    /// # Errors
    /// When the database fails.
    pub fn report_again(&self, id: ReportId, worker: &str, now: Instant) -> Result<(), ServiceError> {
        Ok(self.db.write(now, |tx| if job_is_of(tx, id, worker)? { job_give_back(tx, id, worker) } else { Ok(()) })?)
    }

    /// Notes that a report could not be made; why is a word of the catalogue.
    ///
    /// # Errors
    /// When the database fails.
    pub fn report_failed(&self, id: ReportId, worker: &str, why: &str, now: Instant) -> Result<(), ServiceError> {
        Ok(self.db.write(now, |tx| if job_is_of(tx, id, worker)? { job_end(tx, id, JobEnd::Failed(why), now) } else { Ok(()) })?)
    }

    /// Takes away the files that have been kept long enough; how many.
    ///
    /// # Errors
    /// When the database fails.
    pub fn reports_swept(&self, now: Instant) -> Result<usize, ServiceError> {
        if self.db.read(|rx| jobs_past(rx, now))?.is_empty() {
            return Ok(0);
        }
        Ok(self.db.write(now, |tx| {
            let past = jobs_past(tx, now)?;
            past.iter().try_for_each(|id| job_end(tx, *id, JobEnd::Expired, now))?;
            Ok::<usize, StoreError>(past.len())
        })?)
    }
}
