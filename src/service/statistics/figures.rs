//! What a return says, and which returns are due.

use crate::domain::arrival::Arrival;
use crate::domain::event::{HsCode, HsLine};
use crate::domain::jurisdiction::Profile;
use crate::domain::participant::Roll;
use crate::domain::statistics::{FigureLine, FigurePart, Period, ProductionValue, ReturnKind, TradeDay, origin_key, sorted, value_at};
use crate::domain::time::{Day, Instant};
use crate::interop::return_table::{self, Head};
use crate::service::error::ServiceError;
use crate::store::arrival::arrivals_between;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::participant::participant_standings;
use crate::store::register::register_fetch;
use crate::store::statistics::{By, CertificateOf, certificates_between, production_sums, submissions_of, submitted_periods};
use std::collections::{BTreeMap, HashMap};

/// The certificates whose carats belong to a period by the profile's rule.
pub(in crate::service) fn certificates_of(
    rx: &mut Rx<'_>,
    profile: &Profile,
    period: (Day, Day),
) -> Result<Vec<CertificateOf>, StoreError> {
    match profile.statistics.trade_day.value {
        TradeDay::Issue => certificates_between(rx, period),
    }
}

/// A month as sums keep it.
pub(super) fn month(day: Day) -> String {
    day.format("%Y-%m").to_string()
}

/// The figures of a period by the ledger as it stands, in the order in which they are kept.
///
/// # Errors
/// When the database fails.
pub fn figures(rx: &mut Rx<'_>, profile: &Profile, period: Period) -> Result<Vec<FigureLine>, StoreError> {
    let certificates = certificates_of(rx, profile, (period.first(), period.last()))?;
    let mut lines = Vec::new();
    if period.kind() != ReturnKind::Trade {
        lines.extend(dug(rx, profile, period, &certificates)?);
    }
    if period.kind() != ReturnKind::Production {
        let roll = Roll::of(participant_standings(rx)?.iter().map(|listed| &listed.stated));
        lines.extend(exports(&certificates, &roll));
        let arrivals = arrivals_between(rx, period.first(), period.last())?;
        lines.extend(imports(&arrivals, &roll));
        lines.extend(counted(&certificates, &arrivals));
    }
    Ok(sorted(lines))
}

/// Production in all and by region.
fn dug(rx: &mut Rx<'_>, profile: &Profile, period: Period, certificates: &[CertificateOf]) -> Result<Vec<FigureLine>, StoreError> {
    let months = (month(period.first()), month(period.last()));
    let mut total = FigureLine::new(FigurePart::Production, "");
    let mut lines = Vec::new();
    for sum in production_sums(rx, (&months.0, &months.1), By::Region)? {
        total.add(sum.entries, sum.weight_mct, None);
        let mut line = FigureLine::new(FigurePart::ProductionRegion, sum.key);
        line.add(sum.entries, sum.weight_mct, None);
        lines.push(line);
    }
    if profile.statistics.production_value.value == ProductionValue::ExportAverage {
        total.value_usd_cents = estimated(rx, profile, (period, total.weight_mct), certificates)?;
    }
    lines.push(total);
    Ok(lines)
}

/// What production is worth at the average of what left in the same half-year: a year is its two halves. None where a
/// half-year has production and nothing by which to value it.
fn estimated(
    rx: &mut Rx<'_>,
    profile: &Profile,
    (period, dug_mct): (Period, i64),
    certificates: &[CertificateOf],
) -> Result<Option<i64>, StoreError> {
    let mut value = Some(0_i64);
    for half in period.halves() {
        let mct = match half == period {
            true => dug_mct,
            false => {
                let sums = production_sums(rx, (&month(half.first()), &month(half.last())), By::Region)?;
                sums.iter().fold(0_i64, |mct, sum| mct.saturating_add(sum.weight_mct))
            }
        };
        let counts = |c: &&CertificateOf| c.left && gives_average(c, profile) && half.holds(c.facts.issued_on);
        let average = certificates.iter().filter(counts).fold((0_i64, 0_i64), |(cents, mct), c| {
            (cents.saturating_add(c.facts.value_usd_cents), mct.saturating_add(c.facts.weight_mct.mct()))
        });
        let of_half = value_at(mct, average).or((mct == 0 && period != half).then_some(0));
        value = value.zip(of_half).and_then(|(value, of_half)| value.checked_add(of_half));
    }
    Ok(value)
}

/// Whether a certificate is one by whose value that of production is estimated: of stones of the country alone.
pub(super) fn gives_average(c: &CertificateOf, profile: &Profile) -> bool {
    !c.facts.mixed && c.imported_mct == 0 && c.facts.origins == [profile.code()]
}

/// What left, in all and by destination, origin and subheading. Certificates whose goods never left are not in it.
fn exports(certificates: &[CertificateOf], roll: &Roll) -> Vec<FigureLine> {
    let mut told = Trade::new(FigurePart::ExportTotal, FigurePart::Export, roll);
    for f in certificates.iter().filter(|c| c.left).map(|c| &c.facts) {
        let origin = origin_key(&f.origins, f.mixed, !f.unestablished_mct.is_zero());
        told.add((&f.importer.country, f.issued_on), &origin, &f.lines);
        told.total.add(1, f.weight_mct.mct(), Some(f.value_usd_cents));
    }
    told.lines()
}

/// What came from abroad and was let in by the day on which it came, in all and by provenance, origin and subheading.
fn imports(arrivals: &[Arrival], roll: &Roll) -> Vec<FigureLine> {
    let mut told = Trade::new(FigurePart::ImportTotal, FigurePart::Import, roll);
    for f in arrivals.iter().map(|a| &a.facts) {
        told.add((&f.issuer, f.issued_on), &origin_key(&f.origins, f.mixed, false), &f.lines);
        told.total.add(1, f.weight().mct(), Some(f.value_usd_cents()));
    }
    told.lines()
}

/// The lines of one direction of trade.
struct Trade<'a> {
    total: FigureLine,
    part: FigurePart,
    roll: &'a Roll,
    /// Which participant a country was of on a day.
    known: HashMap<(&'a str, Day), &'a str>,
    by: BTreeMap<(String, String, HsCode), FigureLine>,
}

impl<'a> Trade<'a> {
    fn new(total: FigurePart, part: FigurePart, roll: &'a Roll) -> Self {
        Self { total: FigureLine::new(total, ""), part, roll, known: HashMap::new(), by: BTreeMap::new() }
    }
    fn add(&mut self, (country, day): (&'a str, Day), origin: &str, lines: &[HsLine]) {
        let participant = *self.known.entry((country, day)).or_insert_with(|| self.roll.participant_of(country, day));
        for of in lines {
            let line = self.by.entry((participant.to_owned(), origin.to_owned(), of.hs)).or_insert_with(|| FigureLine {
                origin: origin.to_owned(),
                hs: Some(of.hs),
                ..FigureLine::new(self.part, participant)
            });
            line.add(1, of.weight_mct.mct(), Some(of.value_usd_cents));
        }
    }
    fn lines(self) -> Vec<FigureLine> {
        self.by.into_values().chain([self.total]).collect()
    }
}

/// How many certificates were issued, how many of them are void, how many replace a void one, and how many foreign ones
/// were received.
fn counted(certificates: &[CertificateOf], arrivals: &[Arrival]) -> Vec<FigureLine> {
    let of = |key: &str, counts: &dyn Fn(&CertificateOf) -> bool| {
        let mut line = FigureLine::new(FigurePart::Certificates, key);
        for c in certificates.iter().filter(|c| counts(c)) {
            line.add(1, c.facts.weight_mct.mct(), Some(c.facts.value_usd_cents));
        }
        line
    };
    let mut received = FigureLine::new(FigurePart::Certificates, "received");
    for a in arrivals {
        received.add(1, a.facts.weight().mct(), Some(a.facts.value_usd_cents()));
    }
    vec![of("issued", &|_| true), of("void", &|c| c.void), of("replacing", &|c| c.facts.replaces.is_some()), received]
}

/// The CSV file of figures.
///
/// # Errors
/// When it cannot be written.
pub fn csv_of(profile: &Profile, period: Period, version: i64, lines: &[FigureLine]) -> Result<Vec<u8>, ServiceError> {
    let head = Head { country: profile.code(), period, version };
    return_table::csv(head, lines).map_err(|e| ServiceError::Store(StoreError::damaged(e)))
}

/// How a return stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueState {
    /// The period goes on.
    Running,
    /// The period is over, the return not submitted, the day not come.
    Due,
    /// The day has passed.
    Overdue,
    /// It was submitted in time.
    Submitted,
    /// It was submitted after its day.
    SubmittedLate,
}

impl DueState {
    /// As named in messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Due => "due",
            Self::Overdue => "overdue",
            Self::Submitted => "submitted",
            Self::SubmittedLate => "submitted_late",
        }
    }
    /// Whether somebody has to submit it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Due | Self::Overdue)
    }
}

/// A return with its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The period.
    pub period: Period,
    /// How it stands.
    pub state: DueState,
    /// When it was first submitted.
    pub submitted_at: Option<Instant>,
    /// The latest version; 0 where there is none.
    pub version: i64,
}

/// Those of some returns that were submitted and of which the register says something else by now.
///
/// # Errors
/// When the database fails.
pub fn returns_changed(rx: &mut Rx<'_>, profile: &Profile, all: &[Due]) -> Result<Vec<Period>, StoreError> {
    let mut changed = Vec::new();
    for period in all.iter().filter(|due| due.version > 0).map(|due| due.period) {
        let last = submissions_of(rx, period)?.into_iter().next();
        if last.map(|s| s.lines) != Some(figures(rx, profile, period)?) {
            changed.push(period);
        }
    }
    Ok(changed)
}

/// The returns of the register, by kind, the latest period first.
pub type Calendar = Vec<Due>;

/// The most periods of each kind that are told whatever became of them.
const PERIODS: usize = 12;

/// Which returns are due, overdue or submitted: of a kind the last twelve periods since the register was set up, and all older
/// ones that still wait.
///
/// # Errors
/// When the database fails.
pub fn calendar(rx: &mut Rx<'_>, profile: &Profile, today: Day) -> Result<Calendar, StoreError> {
    let Some(register) = register_fetch(rx)? else { return Ok(Vec::new()) };
    let begun = profile.local_day(register.created_at);
    let submitted = submitted_periods(rx)?;
    let due = |period: Period| {
        let known = submitted.iter().find(|(p, ..)| *p == period);
        let state = match known {
            Some((_, at, _)) if profile.local_day(*at) <= period.due() => DueState::Submitted,
            Some(_) => DueState::SubmittedLate,
            None if today <= period.last() => DueState::Running,
            None if today <= period.due() => DueState::Due,
            None => DueState::Overdue,
        };
        Due { period, state, submitted_at: known.map(|(_, at, _)| *at), version: known.map_or(0, |(.., version)| *version) }
    };
    let mut all = Vec::new();
    for kind in ReturnKind::ALL {
        let newest_first = std::iter::successors(Some(Period::of(*kind, today)), |p| Some(p.before()));
        let since_begun = newest_first.take_while(|p| p.last() >= begun).map(due).enumerate();
        all.extend(since_begun.filter(|(at, due)| *at < PERIODS || due.state.is_open()).map(|(_, due)| due));
    }
    Ok(all)
}

/// How many returns wait, and how many of them are overdue.
///
/// # Errors
/// When the database fails.
pub fn returns_open(rx: &mut Rx<'_>, profile: &Profile, today: Day) -> Result<(usize, usize), StoreError> {
    let all = calendar(rx, profile, today)?;
    let open = all.iter().filter(|d| d.state.is_open()).count();
    Ok((open, all.iter().filter(|d| d.state == DueState::Overdue).count()))
}
