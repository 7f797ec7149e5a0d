//! What supervisors, reviewers and administrators begin with.

use crate::domain::access::Permission;
use crate::domain::event::ProductionFlag;
use crate::domain::licence::Licence;
use crate::domain::shipment::Certificate;
use crate::domain::time::Instant;
use crate::store::account::accounts;
use crate::store::certificate::{CertificateFilter, certificates};
use crate::store::correction::{CorrectionFilter, corrections_count};
use crate::store::error::StoreError;
use crate::store::journal::{EntryFilter, journal_list, journal_size};
use crate::store::licence::{LicenceFilter, licences};
use crate::store::office::offices;
use crate::store::party::party_next_no;
use crate::store::production::{ProductionFilter, ProductionTotals, production_totals};
use crate::web::correction::{Waiting, waiting};
use crate::web::ctx::Ctx;
use crate::web::error::WebError;
use crate::web::party::Names;
use chrono::Days;

/// How many lines of each kind a first page shows.
const LINES: i64 = 5;
/// Days within which a licence's end is worth a look.
const ENDING_DAYS: u64 = 30;
/// Days of production a supervisor looks back on.
const BACK_DAYS: u64 = 30;

/// How many entries of a time bear an oddity.
pub struct Oddity {
    /// Which.
    pub flag: ProductionFlag,
    /// How many.
    pub entries: i64,
}

/// What waits for a supervisor (`home/supervisor.html`).
pub struct SupervisorStart {
    /// Corrections to decide.
    pub corrections: Waiting,
    /// Licences that end soon and were not renewed.
    pub ending: Vec<Licence>,
    /// Names of their holders.
    pub names: Names,
    /// Production of the last thirty days.
    pub production: ProductionTotals,
    /// Its oddities.
    pub oddities: Vec<Oddity>,
    /// The first of those days.
    pub since: String,
}

/// Reads what waits for a supervisor, as far as his office reaches.
///
/// # Errors
/// A fault.
pub async fn supervisor_start(ctx: &Ctx) -> Result<SupervisorStart, WebError> {
    let today = ctx.today();
    let (soon, since) = (today.checked_add_days(Days::new(ENDING_DAYS)), today.checked_sub_days(Days::new(BACK_DAYS)));
    let (corrections, read) = (waiting(ctx).await?, ctx.reach(Permission::LicenceRead));
    let digging = ctx.reach(Permission::ProductionRead);
    let (ending, production, oddities) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let filter = LicenceFilter { ending: soon.map(|to| (today, to)), ..LicenceFilter::default() };
            let ending = licences(rx, read, &filter, None, LINES)?;
            let filter = ProductionFilter { from: since, ..ProductionFilter::default() };
            let production = production_totals(rx, digging, &filter)?;
            let mut oddities = Vec::new();
            for flag in ProductionFlag::ALL {
                let filter = ProductionFilter { flag: Some(flag), ..filter.clone() };
                oddities.push(Oddity { flag, entries: production_totals(rx, digging, &filter)?.entries });
            }
            Ok((ending, production, oddities))
        })
        .await?;
    let names = ctx.names(ending.iter().map(|l| l.terms.holder)).await?;
    let since = since.map(|d| d.to_string()).unwrap_or_default();
    Ok(SupervisorStart { corrections, ending, names, production, oddities, since })
}

/// A line of the journal on a first page.
pub struct Entry {
    /// Position.
    pub seq: i64,
    /// Kind of the event.
    pub kind: String,
    /// When it was recorded.
    pub recorded_at: Instant,
}

/// What a reviewer begins with (`home/reviewer.html`).
pub struct ReviewerStart {
    /// The last certificates, whose traces are looked at.
    pub certificates: Vec<Certificate>,
    /// Corrections that wait for anybody.
    pub waiting: i64,
    /// The journal's length.
    pub entries: i64,
    /// Its end, the newest first.
    pub latest: Vec<Entry>,
}

/// Reads what a reviewer begins with.
///
/// # Errors
/// A fault.
pub async fn reviewer_start(ctx: &Ctx) -> Result<ReviewerStart, WebError> {
    let (issued, put_right) = (ctx.reach(Permission::CertificateRead), ctx.reach(Permission::CorrectionRead));
    ctx.read(move |rx| -> Result<_, StoreError> {
        let certificates = certificates(rx, issued, &CertificateFilter::default(), None, LINES)?;
        let waiting = corrections_count(rx, put_right, &CorrectionFilter::waiting())?;
        let latest = journal_list(rx, &EntryFilter::default(), None, LINES)?;
        let entry = |s: crate::store::journal::Stored| Entry {
            seq: s.entry.seq,
            kind: s.entry.event.kind().to_owned(),
            recorded_at: s.entry.recorded_at,
        };
        Ok(ReviewerStart { certificates, waiting, entries: journal_size(rx)?, latest: latest.into_iter().map(entry).collect() })
    })
    .await
}

/// What an administrator begins with (`home/administrator.html`).
pub struct AdministratorStart {
    /// Accounts that may sign in.
    pub active: usize,
    /// Accounts that may not.
    pub disabled: usize,
    /// Offices.
    pub offices: usize,
    /// Whether any party stands in the register yet.
    pub parties: bool,
}

impl AdministratorStart {
    /// Accounts beside the first one.
    #[must_use]
    pub const fn others(&self) -> usize {
        self.active.saturating_add(self.disabled).saturating_sub(1)
    }
    /// Whether nothing was written down yet but accounts and offices.
    #[must_use]
    pub const fn is_new(&self) -> bool {
        !self.parties
    }
}

/// Counts accounts and offices.
///
/// # Errors
/// A fault.
pub async fn administrator_start(ctx: &Ctx) -> Result<AdministratorStart, WebError> {
    ctx.read(|rx| -> Result<_, StoreError> {
        let all = accounts(rx)?;
        let active = all.iter().filter(|a| a.active).count();
        let parties = party_next_no(rx)? > 1;
        Ok(AdministratorStart { active, disabled: all.len().saturating_sub(active), offices: offices(rx)?.len(), parties })
    })
    .await
}
