//! Controls that alert: they look at what was written, after it and once a day, and answer for nothing; people do.
//!
//! The cost of a look grows with what is new. Entries since the last look name what they touch; each of that is looked at from
//! the month on that was touched, so a late entry changes what is said of the past. What needs only the day to turn (an office
//! that is silent, a receipt that is overdue) is looked at once a day. [`App::look_at_everything`] begins anew: it sees the same.

mod country;
mod evaluate;
mod footprint;
mod handle;
mod refusals;
mod scope;
mod year;

pub use handle::{HandleAlert, evidence_digest};
pub use refusals::Refusals;
pub use year::{Acted, ControlYear, Coverage, Part, control_year};

use crate::domain::time::Instant;
use crate::service::App;
use crate::service::error::ServiceError;
use crate::store::control::{self as store, Due, Looked};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::{entries_after, journal_size};
use evaluate::{Look, Looking};
use scope::{AT_ONCE, Scope, Touched};

/// Counts up when a rule of a control changes: everything is looked at again then.
const VERSION: u32 = 3;
/// Entries of one step.
const ENTRIES: i64 = 1_000;
/// Things looked at in one step.
const THINGS: i64 = 200;

/// What a step did, and whether there is more to do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Step {
    /// Things that were looked at.
    pub looked_at: usize,
    /// What was seen, for the first time or again.
    pub seen: usize,
    /// Whether another step has something to do.
    pub more: bool,
}

/// What was read for a step, before anything is written.
struct Read {
    looked: Looked,
    /// To be looked at later.
    put: Vec<Due>,
    /// Looked at, from the list.
    done: Vec<Due>,
    looks: Vec<Look>,
    /// Whether a day turned, so that the time of all on the list has come.
    turned: bool,
    more: bool,
}

impl App {
    fn rules_of_controls(&self) -> String {
        format!("{VERSION}/{}", self.env.rules)
    }

    /// Has controls look at what is new, until nothing is left.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub fn look(&self, now: Instant) -> Result<Step, ServiceError> {
        let mut all = Step::default();
        loop {
            let step = self.look_step(now)?;
            all.looked_at = all.looked_at.saturating_add(step.looked_at);
            all.seen = all.seen.saturating_add(step.seen);
            if !step.more {
                return Ok(all);
            }
        }
    }

    /// Has controls look at what is new as if a day had turned: at what is else looked at once a day as well.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub fn look_as_daily(&self, now: Instant) -> Result<Step, ServiceError> {
        let mut all = self.look(now)?;
        let profile = &self.env.profile;
        self.db.write(now, |tx| -> Result<(), ServiceError> {
            let mut touched = Touched::default();
            scope::by_day(tx, profile, profile.local_day(now), &mut touched)?;
            touched.0.into_iter().try_for_each(|(scope, from)| store::due_write(tx, &scope.due(from)))?;
            Ok(store::due_ready(tx)?)
        })?;
        let daily = self.look(now)?;
        all.looked_at = all.looked_at.saturating_add(daily.looked_at);
        all.seen = all.seen.saturating_add(daily.seen);
        Ok(all)
    }

    /// Puts everything on the list: the next steps look at all of it again.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub fn look_at_everything(&self, now: Instant) -> Result<(), ServiceError> {
        let rules = self.rules_of_controls();
        let on = self.env.profile.local_day(now);
        self.db.write(now, |tx| -> Result<(), ServiceError> {
            let looked = Looked { upto_seq: journal_size(tx)?, on, rules };
            scope::everything(tx)?;
            Ok(store::looked_write(tx, &looked)?)
        })
    }

    /// Looks at some of what is new: reads, and then writes what was seen in one go.
    ///
    /// # Errors
    /// [`ServiceError`].
    pub fn look_step(&self, now: Instant) -> Result<Step, ServiceError> {
        let rules = self.rules_of_controls();
        let known = self.db.read(|rx| -> Result<_, StoreError> { store::looked(rx) })?.filter(|k| k.rules == rules);
        let Some(known) = known else {
            self.look_at_everything(now)?;
            return Ok(Step { more: true, ..Step::default() });
        };
        let read = self.db.read(|rx| self.read_step(rx, &known, now))?;
        let seen = read.looks.iter().map(|l| l.seen.len()).sum();
        let step = Step { looked_at: read.looks.len(), seen, more: read.more };
        if read.looked == known && read.done.is_empty() {
            return Ok(step);
        }
        self.db.write(now, |tx| -> Result<(), ServiceError> {
            for look in &read.looks {
                store::alerts_write(tx, &look.seen, &look.gone, now)?;
            }
            read.done.iter().try_for_each(|due| store::due_done(tx, due))?;
            read.put.iter().try_for_each(|due| store::due_write(tx, due))?;
            if read.turned {
                store::due_ready(tx)?;
            }
            Ok(store::looked_write(tx, &read.looked)?)
        })?;
        Ok(step)
    }

    fn read_step(&self, rx: &mut Rx<'_>, known: &Looked, now: Instant) -> Result<Read, StoreError> {
        let profile = &self.env.profile;
        let looking = Looking { profile, today: profile.local_day(now) };
        let mut looked = known.clone();
        let mut touched = Touched::default();
        let entries = entries_after(rx, known.upto_seq, ENTRIES)?;
        for (seq, entry) in &entries {
            looked.upto_seq = *seq;
            // What cannot be read is told by the verification, not here.
            if let Ok(stored) = entry {
                touched.read(rx, stored.entry.account, &stored.entry.event)?;
            }
        }
        touched.moved(rx, profile, (known.upto_seq, looked.upto_seq))?;
        let turned = known.on < looking.today;
        if turned {
            scope::by_day(rx, looking.profile, looking.today, &mut touched)?;
            looked.on = looking.today;
        }
        let (mut looks, mut put) = (Vec::new(), Vec::new());
        for (scope, from) in touched.0 {
            if AT_ONCE.contains(&scope.kind()) {
                looks.push(looking.look(rx, scope, from)?);
            } else {
                put.push(scope.due(from));
            }
        }
        let done = if entries.is_empty() { store::due(rx, THINGS)? } else { Vec::new() };
        for due in &done {
            let (scope, from) = Scope::read(due)?;
            looks.push(looking.look(rx, scope, from)?);
        }
        let more = turned || !entries.is_empty() || !done.is_empty();
        Ok(Read { looked, put, done, looks, turned, more })
    }
}
