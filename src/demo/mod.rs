//! A fictitious country-year on real geography, made through the same commands as everything else: people,
//! licences, sites along real rivers, production, sales, mixes, shipments, certificates, and some oddities.

mod abroad;
mod blanks;
mod chance;
mod counts;
mod footprints;
mod inspections;
mod leaving;
mod papers;
mod people;
mod removals;
mod reviews;
mod seizures;
mod statistics;
mod trade;
mod valuation;
mod waiting;
mod words;
mod year;
mod zones;

use crate::domain::access::Actor;
use crate::domain::time::{Day, Instant};
use crate::edge::Seeded;
use crate::service::error::ServiceError;
use crate::service::proof::Proof;
use crate::service::{Act, App, Batch, Command, Entropy};
use crate::store::journal::Receipt;
use chance::Chance;

/// How large a register to make.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// The same seed and last day give the same register.
    pub seed: u64,
    /// The last day of the year that is made.
    pub until: Day,
    /// Licence holders who dig.
    pub miners: usize,
    /// Diggers without a licence of their own.
    pub diggers: usize,
    /// Dealers.
    pub dealers: usize,
    /// Exporters.
    pub exporters: usize,
    /// Production entries to aim for.
    pub entries: u64,
    /// Certificates to aim for.
    pub certificates: usize,
}

impl Plan {
    /// The size shown by `placer demo`.
    #[must_use]
    pub const fn standard(seed: u64, until: Day) -> Self {
        Self { seed, until, miners: 300, diggers: 1_500, dealers: 40, exporters: 6, entries: 20_000, certificates: 60 }
    }
    /// A small one for tests.
    #[must_use]
    pub const fn small(seed: u64, until: Day) -> Self {
        Self { seed, until, miners: 12, diggers: 20, dealers: 4, exporters: 2, entries: 500, certificates: 4 }
    }
}

impl Plan {
    /// When the year begins: the register must not have been set up later.
    ///
    /// # Errors
    /// [`DemoError::Missing`] where there is no such year.
    pub fn begins(&self) -> Result<Instant, DemoError> {
        year::begins(self.until)
    }
}

/// One sign-in of the demonstration.
#[derive(Debug, Clone)]
pub struct Login {
    /// Role of the account.
    pub role: &'static str,
    /// Sign-in name.
    pub login: String,
}

/// What was made.
#[derive(Debug, Clone, Default)]
pub struct Made {
    /// One sign-in a role.
    pub logins: Vec<Login>,
    /// Production entries.
    pub entries: u64,
    /// Sales.
    pub sales: u64,
    /// Mixes, splits and sortings.
    pub reworks: u64,
    /// Certificates.
    pub certificates: u64,
    /// Acts that a rule refused.
    pub refused: u64,
    /// Numbers of some certificates.
    pub numbers: Vec<String>,
}

/// The password of every account of the demonstration.
pub const PASSWORD: &str = "placer-demo";

/// Why the demonstration could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// A command was refused where it should not be, or the database failed.
    #[error("{0}: {1}")]
    Act(&'static str, ServiceError),
    /// The layers or the profile lack something.
    #[error("{0}")]
    Missing(&'static str),
}

/// Who does something in the demonstration, with the seed's ids.
struct Stage<'a> {
    app: &'a App,
    chance: Chance,
    words: &'static words::Words,
    made: Made,
}

impl Stage<'_> {
    fn act(&mut self, actor: &Actor, now: Instant) -> Act {
        let mut entropy = Seeded::new(self.chance.0.next_u64());
        let key = entropy.id().to_string();
        Act { actor: actor.clone(), now, occurred_at: None, device: None, key, entropy: Box::new(entropy), proof: Proof::AtServer }
    }

    /// An act that must go through.
    fn must<C: Command>(&mut self, b: &mut Batch<'_, '_>, actor: &Actor, command: &C) -> Result<Receipt, DemoError> {
        let mut act = self.act(actor, b.now());
        b.submit(&mut act, command).map_err(|e| {
            tracing::warn!(command = C::NAME, error = ?e, "refused in the demonstration");
            DemoError::Act(C::NAME, e)
        })
    }

    /// An act that a rule may refuse; a refusal is counted.
    fn may<C: Command>(&mut self, b: &mut Batch<'_, '_>, actor: &Actor, command: &C) -> Result<Option<Receipt>, DemoError> {
        let mut act = self.act(actor, b.now());
        match b.submit(&mut act, command) {
            Ok(receipt) => Ok(Some(receipt)),
            Err(ServiceError::Refused(v)) => {
                tracing::debug!(command = C::NAME, codes = ?v.0.iter().map(|v| v.code).collect::<Vec<_>>(), "refused");
                self.made.refused = self.made.refused.saturating_add(1);
                Ok(None)
            }
            Err(e) => Err(DemoError::Act(C::NAME, e)),
        }
    }
}

impl From<DemoError> for ServiceError {
    fn from(e: DemoError) -> Self {
        match e {
            DemoError::Act(_, e) => e,
            DemoError::Missing(what) => Self::NotFound(what),
        }
    }
}

/// Makes the year in an empty register. `rivers` is the GeoJSON of the river layer; `password_hash` that of
/// [`PASSWORD`]; `progress` is told how many days of the year are done.
///
/// # Errors
/// [`DemoError`].
pub fn make(app: &App, plan: Plan, rivers: &str, password_hash: &str, progress: impl FnMut(u32, u32)) -> Result<Made, DemoError> {
    let words = words::words(app.env.profile.default_language());
    let stage = Stage { app, chance: Chance(Seeded::new(plan.seed)), words, made: Made::default() };
    year::run(stage, plan, rivers, password_hash, progress)
}
