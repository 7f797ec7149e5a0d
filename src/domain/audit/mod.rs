//! The same facts on a second path: who may act, who holds what under which licence, what was signed, and where carats
//! came from, worked out from the journal alone, in memory, without the code that keeps the tables and without that of
//! the commands. `docs/journal-events.md` has the rules in words, each with its place here:
//!
//! | part | judges |
//! |---|---|
//! | `authors` | who may do what, and how he showed that it is he (L7) |
//! | `licences` | licences, parties and sites on the day (C8), entries made late (L4) |
//! | `custody` | who holds what and whether it adds up, as if corrections had stood from the start (C1 to C7, C9) |
//! | `ledger`, `trade`, `path` | the same as things stood at each entry: both sides of a sale, caps, small steps along a path |
//! | `corrections` | what a correction corrects, and who agreed (C10) |
//! | `removals` | what left the trade inside the country, and who agreed (C11) |
//! | `counts` | counts of stock (C4) |
//! | `seizures` | what the state took, where it is kept, and by which order it goes (C12) |
//! | `offences` | offences, what became of them, and who is stopped by them (O1) |
//! | `inspections` | what was drawn to be inspected and how (I1, I2), inspections (I3, I4), dry runs (I5) |
//! | `cases` | who decides a case, and what it hands over (C8) |
//! | `certificates` | shipments, both signatures and what is printed (K2 to K7) |
//! | `departures` | containers, the border, endorsements (K4, K10) |
//! | `letters` | technical certificates, letters of comfort (K11) |
//! | `arrivals` | shipments from abroad, and who imports them (K12, C8) |
//! | `returns` | what was submitted of statistics (R1 to R3) |
//! | `reviews` | review visits and what became of their recommendations (R4) |
//! | `reports` | long reports that were made (R5), answers for alerts (R6) |
//! | `blanks`, `valuations` | blank certificates (K1), what a shipment is worth (K3) |
//! | `zones` | what zones are, what they make of entries and stock (Z1, Z2, Z4); in `custody`, of parcels (Z3) |
//! | `footprints` | footprints of areas, and stones counted by size (G1 to G3) |
//! | `estimates` | official estimates of what can be dug (E1); in `custody`, stones that are held (E2) |
//! | `participants` | where may be sent to on a day (K4) |
//! | `abroad` | who abroad was told (K8), and what was confirmed (K9) |
//!
//! The first of the two readings of custody is what the tables must say in the end; the second knows what was known at
//! the time.

mod abroad;
mod arrivals;
mod authors;
mod blanks;
mod book;
mod cases;
mod certificates;
mod corrections;
mod counts;
mod custody;
mod departures;
mod estimates;
mod footprints;
mod inspections;
mod kinds;
mod ledger;
mod letters;
mod licences;
mod lineage;
mod offences;
mod participants;
mod path;
mod pool;
mod removals;
mod reports;
mod returns;
mod reviews;
mod seizures;
mod trade;
mod valuations;
mod zones;

pub use book::RuleBook;
pub use custody::{Certified, Shares};
#[cfg(test)]
pub(crate) use kinds::demands;

use crate::domain::author::Via;
use crate::domain::entry::Entry;
use crate::domain::event::Event;
use crate::domain::ids::AccountId;
use crate::domain::merkle::Hash;
use crate::domain::time::Day;
use arrivals::Arrivals;
use authors::Authors;
use blanks::Blanks;
use book::Rules;
use custody::Custody;
use departures::Departures;
use estimates::Estimates;
use footprints::Footprints;
use inspections::Inspections;
use ledger::Ledger;
use letters::Letters;
use licences::Register;
use offences::Offences;
use participants::Participants;
use reports::Reports;
use returns::Returns;
use reviews::Reviews;
use std::collections::{BTreeMap, HashSet};
use zones::Zones;

/// A rule the journal breaks, at an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Entry.
    pub seq: i64,
    /// Which invariant: `C1`, `C5`, `K4`, ...
    pub rule: &'static str,
    /// What, in words for the operator.
    pub what: String,
}

/// The most breaches that are kept; a journal with more is not judged better by them.
const KEPT: usize = 10_000;

/// What was found; of one rule at one entry the first.
#[derive(Default)]
struct Told {
    known: HashSet<(i64, &'static str)>,
    found: Vec<Breach>,
}

impl Told {
    fn breach(&mut self, seq: i64, rule: &'static str, what: impl FnOnce() -> String) {
        if self.found.len() < KEPT && self.known.insert((seq, rule)) {
            self.found.push(Breach { seq, rule, what: what() });
        }
    }

    /// Notes a breach unless what should hold does.
    fn check(&mut self, holds: bool, seq: i64, rule: &'static str, what: impl FnOnce() -> String) {
        if !holds {
            self.breach(seq, rule, what);
        }
    }
}

/// An entry with the rules in force for it, and the local day on which it was recorded where they tell it.
struct At<'a> {
    seq: i64,
    entry: &'a Entry,
    rules: Option<&'a Rules>,
    today: Option<Day>,
}

/// Reads a journal twice: first for corrections, then for everything.
#[derive(Default)]
pub struct Audit {
    book: RuleBook,
    told: Told,
    authors: Authors,
    register: Register,
    custody: Custody,
    ledger: Ledger,
    blanks: Blanks,
    departures: Departures,
    letters: Letters,
    arrivals: Arrivals,
    participants: Participants,
    returns: Returns,
    reviews: Reviews,
    offences: Offences,
    inspections: Inspections,
    reports: Reports,
    zones: Zones,
    footprints: Footprints,
    estimates: Estimates,
}

impl Audit {
    /// Nothing read yet; without the country's rules what hangs on them is not judged.
    #[must_use]
    pub fn new(book: RuleBook) -> Self {
        Self { book, ..Self::default() }
    }

    /// The kinds of event that the first reading looks at; it may leave out all others.
    pub const LEARNT: &'static [&'static str] = &["correction.proposed", "correction.decided"];

    /// First reading.
    pub fn learn(&mut self, event: &Event) {
        if Self::LEARNT.contains(&event.kind()) {
            self.custody.learn(event);
        }
    }

    /// Whether the author of the next entry is an account that is on. While there is none, the first may be made by
    /// the very account it makes.
    #[must_use]
    pub fn knows_author(&self, account: AccountId, via: Via, event: &Event) -> bool {
        self.authors.knows(account, via, event)
    }

    /// Second reading: the next entry with the hash of its leaf.
    pub fn read(&mut self, entry: &Entry, leaf: Hash) {
        let rules = self.book.at(entry.seq);
        let at = At { seq: entry.seq, entry, rules, today: rules.and_then(|r| r.local_day(entry.recorded_at)) };
        let told = &mut self.told;
        // Judged as things stand before the entry takes effect.
        self.authors.judge(&at, told, &self.register, &self.ledger, (&self.offences, &self.inspections));
        self.register.judge(&at, told, &self.ledger);
        self.returns.read(&at, told, &self.ledger, &self.participants);
        self.reports.read(&at, told, &self.authors);
        self.custody.read(told, at.seq, entry.account, &entry.event);
        self.participants.read(&at, told, &self.authors);
        self.footprints.read(&at, told, &self.authors, &self.ledger);
        self.ledger.read(&at, told, &self.authors, &self.participants);
        self.blanks.read(&at, told, &self.authors);
        self.departures.read(&at, told);
        self.letters.read(&at, told, &self.participants);
        self.arrivals.read(&at, told, &self.participants, &self.register);
        self.reviews.read(&at, told);
        self.offences.read(&at, told, &self.register, &self.ledger);
        self.inspections.read(&at, told, &self.register, &self.ledger, &self.authors);
        self.zones.read(&at, told, &self.authors);
        self.estimates.read(&at, told, &self.authors);
        self.register.apply(&at);
        self.authors.apply(&at);
        self.inspections.grow(leaf);
    }

    /// The next entry cannot be read: only the tree goes on.
    pub fn skip(&mut self, leaf: Hash) {
        self.inspections.grow(leaf);
    }

    /// What is wrong, with the sum over everything last (C3): came in + gained = live + kept by the state + exported + lost.
    #[must_use]
    pub fn breaches(&self) -> Vec<Breach> {
        self.told.found.iter().cloned().chain(self.custody.sums()).collect()
    }

    /// The compositions of the mixes and certificates read since this was asked last. They are final as soon as they are
    /// read, so whoever compares them at once need not hold them all.
    pub fn take_compositions(&mut self) -> (BTreeMap<i64, Shares>, Vec<Certified>) {
        self.custody.take_compositions()
    }
}
