//! Holding a period against itself, against what was submitted, and against what partners say: every difference is a line.

use super::figures::{certificates_of, figures, month};
use super::mirror::mirror;
use crate::domain::balance::{Amount, Balance, Movement};
use crate::domain::event::HsCode;
use crate::domain::ids::{CertificateId, OfficeId, PartyId};
use crate::domain::jurisdiction::Profile;
use crate::domain::statistics::{
    Alarm, Answer, Extent, FigureLine, JUMP_MONTHS, Period, ReturnKind, Submission, apart, export_alarm, jumps, months_back,
};
use crate::domain::time::{Day, Instant};
use crate::service::confirmation::{overdue_since, tolerance};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::journal_size;
use crate::store::register::register_fetch;
use crate::store::statistics::{
    By, answers_of, came_in_by_day, departed_between, kept_by_state_at, movements, party_offices, production_by_office, production_sums,
    receipts_between, seq_before, stock_at, submissions_of,
};
use chrono::{NaiveTime, TimeDelta, Utc};
use std::collections::BTreeMap;

/// Months behind the ratio of own exports to production.
const RATIO_MONTHS: u32 = 12;

/// What does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DifferenceKind {
    /// Stock and movements of a holder do not add up.
    Balance {
        /// Whose.
        holder: PartyId,
    },
    /// What was dug on the days of the period is not what came in by the entries of the period.
    Recording {
        /// Dug in the period, written down after it.
        later_mct: i64,
        /// Written down in the period, dug before it.
        earlier_mct: i64,
    },
    /// A line is not what was submitted.
    Submitted {
        /// As submitted and as it is.
        was: Option<FigureLine>,
        /// As it is.
        now: Option<FigureLine>,
    },
    /// More left than was dug, what had come from abroad aside, over the twelve months up to the end of the period (F1).
    Ratio(Ratio),
    /// An office wrote down far more than in the months before (F2).
    Jump {
        /// The office; none: entries that no office keeps.
        office: Option<OfficeId>,
        /// The month.
        month: String,
    },
    /// What was confirmed abroad is not what was certified, or nothing was confirmed though it is time (F13).
    Receipt {
        /// The certificate.
        certificate: CertificateId,
        /// Its number.
        number: String,
        /// What was confirmed, milli-carats; none where nothing was.
        said_mct: Option<i64>,
    },
    /// A certificate counts as an export though its validity ended and nobody wrote down that its goods left.
    Stayed {
        /// The certificate.
        certificate: CertificateId,
        /// Its number.
        number: String,
    },
    /// What was received abroad was not written down as leaving, or only on a later day.
    Unseen {
        /// The certificate.
        certificate: CertificateId,
        /// Its number.
        number: String,
        /// The day on which it was received.
        received_on: Day,
        /// The day on which it is said to have left; none where nobody wrote it down.
        left_on: Option<Day>,
    },
    /// A partner says something else than the certificates (F13).
    Mirror {
        /// The partner.
        partner: String,
        /// The subheading; none for all.
        hs: Option<HsCode>,
        /// What left for him by the certificates, milli-carats and US cents.
        own: (i64, i64),
        /// What he says; no value where he says none.
        said: (i64, Option<i64>),
    },
    /// A partner says that it is worth something else (F13).
    MirrorValue {
        /// The partner.
        partner: String,
        /// The subheading; none for all.
        hs: Option<HsCode>,
        /// What left for him by the certificates, US cents.
        own_cents: i64,
        /// What he says, US cents.
        said_cents: i64,
    },
}

/// Own exports against what was dug over twelve months, milli-carats.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ratio {
    /// What left.
    pub exports_mct: i64,
    /// What was dug.
    pub production_mct: i64,
    /// What of it had come from abroad.
    pub imports_mct: i64,
    /// What was held when the twelve months began, or declared since as held before: exports may be of it too.
    pub stock_mct: i64,
    /// The rest against what was dug, millionths; none where nothing was dug.
    pub ppm: Option<i64>,
}

/// A difference with what was answered for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// By which an answer names it.
    pub name: String,
    /// What.
    pub kind: DifferenceKind,
    /// How much.
    pub extent: Extent,
    /// How far it is out of the way, where that is judged.
    pub alarm: Option<Alarm>,
    /// What was answered, oldest first.
    pub answers: Vec<Answer>,
}

impl Difference {
    /// Whether somebody answered for it as large as it is, the same way round: what has grown since waits again.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.answers.iter().any(|a| a.extent.covers(self.extent))
    }
}

/// A period held against everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciliation {
    /// The entries of the period: after the first, up to the second.
    pub range: (i64, i64),
    /// The country.
    pub country: Balance,
    /// What the state kept of all that it had seized, when the period began and when it ended, milli-carats.
    pub kept: (i64, i64),
    /// By the office that keeps the holder's record, in the order of ids; none for holders without one.
    pub offices: Vec<(Option<OfficeId>, Balance)>,
    /// By holder, the busiest first.
    pub holders: Vec<(PartyId, Balance)>,
    /// Own exports against production of the twelve months.
    pub ratio: Ratio,
    /// Rows of partners that agree, and those that do but for a revision.
    pub mirrored: (usize, usize),
    /// What does not fit.
    pub differences: Vec<Difference>,
}

/// The instant at which a day begins where the country is.
pub(in crate::service) fn begins(profile: &Profile, day: Day) -> Option<Instant> {
    let local = day.and_time(NaiveTime::MIN).and_local_timezone(Utc).single()?;
    let offset = TimeDelta::hours(i64::from(profile.country.utc_offset_hours.value));
    local.checked_sub_signed(offset).map(Instant::new)
}

/// The last entry before a day.
fn seq_before_day(rx: &mut Rx<'_>, profile: &Profile, day: Day) -> Result<i64, StoreError> {
    begins(profile, day).map_or(Ok(0), |at| seq_before(rx, at))
}

/// The entries of a period: after the first number, up to the second.
fn range_of(rx: &mut Rx<'_>, profile: &Profile, period: Period, today: Day) -> Result<(i64, i64), StoreError> {
    let from = seq_before_day(rx, profile, period.first())?;
    let upto = if today <= period.last() { journal_size(rx)? } else { seq_before_day(rx, profile, period.after().first())? };
    Ok((from, upto))
}

/// Holds a period against everything.
///
/// # Errors
/// When the database fails or a table cannot be read.
pub fn reconciliation(rx: &mut Rx<'_>, profile: &Profile, period: Period, today: Day) -> Result<Reconciliation, StoreError> {
    let range = range_of(rx, profile, period, today)?;
    let holders = balances(rx, range)?;
    let offices = by_office(rx, &holders)?;
    let mut country = Balance::default();
    holders.iter().for_each(|(_, b)| country.add(b));
    let now = figures(rx, profile, period)?;
    let submitted = submissions_of(rx, period)?;
    let mut found: Vec<Found> = Vec::new();
    for (holder, balance) in holders.iter().filter(|(_, b)| b.difference().mct != 0) {
        let (kind, by) = (DifferenceKind::Balance { holder: *holder }, Extent::mass(balance.difference().mct));
        found.push((format!("balance/{holder}"), kind, by, Some(Alarm::Critical)));
    }
    found.extend(recording(rx, period, range)?);
    found.extend(submitted.first().into_iter().flat_map(|last| from_submitted(last, &now)));
    let (ratio, alarm) = ratio(rx, profile, period, range.1)?;
    found.extend(alarm);
    found.extend(office_jumps(rx, profile, period)?);
    let (mirrored, unlike) = mirror(rx, profile, period, &submitted)?;
    found.extend(unlike);
    found.extend(receipts(rx, profile, period, today)?);
    let answers = answers_of(rx, period)?;
    let with_answers = |(name, kind, extent, alarm): Found| Difference {
        answers: answers.iter().filter(|a| a.difference == name).cloned().collect(),
        name,
        kind,
        extent,
        alarm,
    };
    let differences = found.into_iter().map(with_answers).collect();
    let kept = (kept_by_state_at(rx, range.0)?, kept_by_state_at(rx, range.1)?);
    Ok(Reconciliation { range, country, kept, offices, holders, ratio, mirrored, differences })
}

/// A difference by name, how much, and how far it is out of the way.
pub(super) type Found = (String, DifferenceKind, Extent, Option<Alarm>);

fn balances(rx: &mut Rx<'_>, (from, upto): (i64, i64)) -> Result<Vec<(PartyId, Balance)>, StoreError> {
    let mut all: BTreeMap<String, Balance> = BTreeMap::new();
    for (holder, held) in stock_at(rx, from)? {
        all.entry(holder).or_default().opening = held;
    }
    for (holder, held) in stock_at(rx, upto)? {
        all.entry(holder).or_default().closing = held;
    }
    for moved in movements(rx, (from, upto))? {
        all.entry(moved.holder).or_default().moves(moved.movement, moved.by);
    }
    let read = |(id, balance): (String, Balance)| Ok((id.parse().map_err(StoreError::damaged)?, balance));
    let mut all: Vec<(PartyId, Balance)> = all.into_iter().map(read).collect::<Result<_, StoreError>>()?;
    // Those that do not add up first, then the busiest.
    all.sort_by_key(|(id, b)| (b.difference().is_nothing(), std::cmp::Reverse(b.turnover()), *id));
    Ok(all)
}

fn by_office(rx: &mut Rx<'_>, holders: &[(PartyId, Balance)]) -> Result<Vec<(Option<OfficeId>, Balance)>, StoreError> {
    let ids: Vec<PartyId> = holders.iter().map(|(id, _)| *id).collect();
    let offices = party_offices(rx, &ids)?;
    let mut sums: BTreeMap<Option<OfficeId>, Balance> = BTreeMap::new();
    for (holder, balance) in holders {
        sums.entry(offices.get(holder).copied().flatten()).or_default().add(balance);
    }
    Ok(sums.into_iter().collect())
}

/// Production by days against production by entries.
fn recording(rx: &mut Rx<'_>, period: Period, range: (i64, i64)) -> Result<Option<Found>, StoreError> {
    let months = (month(period.first()), month(period.last()));
    let by_day = production_sums(rx, (&months.0, &months.1), By::Month)?.iter().fold(0_i64, |sum, s| sum.saturating_add(s.weight_mct));
    let [earlier_mct, within, _] = came_in_by_day(rx, range, (period.first(), period.last()))?;
    let later_mct = by_day.saturating_sub(within);
    let kind = DifferenceKind::Recording { later_mct, earlier_mct };
    let any = later_mct != 0 || earlier_mct != 0;
    Ok(any.then(|| ("recording".to_owned(), kind, Extent::mass(later_mct.saturating_sub(earlier_mct)), None)))
}

fn from_submitted(last: &Submission, now: &[FigureLine]) -> Vec<Found> {
    let told = |c: crate::domain::statistics::Change| {
        let name = format!("submitted/{}", c.line().map(FigureLine::name).unwrap_or_default());
        let extent = c.extent();
        (name, DifferenceKind::Submitted { was: c.was, now: c.now }, extent, None)
    };
    apart(&last.lines, now).into_iter().map(told).collect()
}

fn ratio(rx: &mut Rx<'_>, profile: &Profile, period: Period, upto: i64) -> Result<(Ratio, Option<Found>), StoreError> {
    let months = months_back(period.last(), RATIO_MONTHS);
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return Ok((Ratio::default(), None)) };
    let production_mct = production_sums(rx, (first, last), By::Month)?.iter().fold(0_i64, |sum, s| sum.saturating_add(s.weight_mct));
    let begin: Day = format!("{first}-01").parse().map_err(StoreError::damaged)?;
    let certificates = certificates_of(rx, profile, (begin, period.last()))?;
    let exports_mct = certificates.iter().filter(|c| c.left).fold(0_i64, |sum, c| sum.saturating_add(c.facts.weight_mct.mct()));
    let imports_mct = certificates.iter().filter(|c| c.left).fold(0_i64, |sum, c| sum.saturating_add(c.imported_mct));
    let own_mct = exports_mct.saturating_sub(imports_mct);
    let (ppm, alarm) = export_alarm(own_mct, production_mct);
    let from = seq_before_day(rx, profile, begin)?;
    let held = stock_at(rx, from)?.iter().fold(Amount::default(), |sum, (_, held)| sum.plus(*held)).mct;
    let declared = movements(rx, (from, upto))?.into_iter().filter(|m| m.movement == Movement::Declared);
    let stock_mct = declared.fold(held, |sum, m| sum.saturating_add(m.by.mct));
    let ratio = Ratio { exports_mct, production_mct, imports_mct, stock_mct, ppm };
    let over = own_mct.saturating_sub(production_mct);
    Ok((ratio, alarm.map(|alarm| ("ratio".to_owned(), DifferenceKind::Ratio(ratio), Extent::mass(over), Some(alarm)))))
}

fn office_jumps(rx: &mut Rx<'_>, profile: &Profile, period: Period) -> Result<Vec<Found>, StoreError> {
    // Before the register there was no office to be silent.
    let begun = register_fetch(rx)?.map(|r| month(profile.local_day(r.created_at))).unwrap_or_default();
    let back = u32::try_from(JUMP_MONTHS).unwrap_or(0);
    let of_period = months_between(period);
    let before = period.before_months(back);
    let months: Vec<String> = before.into_iter().chain(of_period.iter().cloned()).filter(|m| *m >= begun).collect();
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return Ok(Vec::new()) };
    let mut series: BTreeMap<String, BTreeMap<String, i64>> = BTreeMap::new();
    for sum in production_by_office(rx, (first, last))? {
        series.entry(sum.office_id).or_default().insert(sum.month, sum.weight_mct);
    }
    let mut found = Vec::new();
    for (office, by_month) in series {
        let values: Vec<i64> = months.iter().map(|m| by_month.get(m).copied().unwrap_or(0)).collect();
        let id = if office.is_empty() { None } else { Some(office.parse().map_err(StoreError::damaged)?) };
        for at in jumps(&values) {
            let Some((month, mct)) = months.get(at).zip(values.get(at)).filter(|(m, _)| of_period.contains(m)) else { continue };
            let kind = DifferenceKind::Jump { office: id, month: month.clone() };
            found.push((format!("jump/{office}/{month}"), kind, Extent::mass(*mct), Some(Alarm::Alarm)));
        }
    }
    Ok(found)
}

/// Certificates of a period against what was confirmed abroad, and against what was written down at the border.
fn receipts(rx: &mut Rx<'_>, profile: &Profile, period: Period, today: Day) -> Result<Vec<Found>, StoreError> {
    if period.kind() == ReturnKind::Production {
        return Ok(Vec::new());
    }
    let days = (period.first(), period.last());
    let (said, departed) = (receipts_between(rx, days)?, departed_between(rx, days)?);
    let (since, allowed) = (overdue_since(profile, today), tolerance(profile));
    let mut found = Vec::new();
    for c in certificates_of(rx, profile, days)?.into_iter().filter(|c| c.left && !c.void) {
        let (id, number, weight) = (c.facts.certificate, c.facts.number.clone(), c.facts.weight_mct);
        let (receipt, left_on) = (said.get(&id).map(|r| r.weight_mct), departed.get(&id).copied());
        let received_on = said.get(&id).map(|r| r.received_on);
        let unseen = received_on.filter(|received| left_on.is_none_or(|left| left > *received));
        if let Some(received_on) = unseen {
            let kind = DifferenceKind::Unseen { certificate: id, number: number.clone(), received_on, left_on };
            found.push((format!("unseen/{}", c.facts.no), kind, Extent::mass(weight.mct()), left_on.map(|_| Alarm::Alarm)));
        }
        let ended = c.facts.expires_on < today;
        if receipt.is_none() && ended && left_on.is_none() {
            let name = format!("stayed/{}", c.facts.no);
            found.push((name, DifferenceKind::Stayed { certificate: id, number }, Extent::mass(weight.mct()), Some(Alarm::Alarm)));
            continue;
        }
        let (said_mct, by_mct) = match receipt {
            Some(said) if allowed.covers(weight, said) => continue,
            Some(said) => (Some(said.mct()), said.mct().saturating_sub(weight.mct())),
            None if c.facts.issued_on <= since || ended => (None, weight.mct()),
            None => continue,
        };
        let kind = DifferenceKind::Receipt { certificate: id, number, said_mct };
        found.push((format!("receipt/{}", c.facts.no), kind, Extent::mass(by_mct), Some(Alarm::Alarm)));
    }
    Ok(found)
}

fn months_between(period: Period) -> Vec<String> {
    let mut months = months_back(period.last(), 12);
    let first = month(period.first());
    months.retain(|m| *m >= first);
    months
}
