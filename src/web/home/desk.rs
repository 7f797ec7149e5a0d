//! What needs a decision today, of all that the reader may decide or has to look after: one list, what weighs most first,
//! then what waits longest.

use crate::domain::access::{Permission as P, Reach};
use crate::domain::blank::{BlankReport, BlankReportState};
use crate::domain::control::Severity;
use crate::domain::correction::Correction;
use crate::domain::dispute::Dispute;
use crate::domain::ids::AccountId;
use crate::domain::licence::Licence;
use crate::domain::parcel::{ParcelState, parcel_code};
use crate::domain::participant::{ParticipantChange, ParticipantChangeState};
use crate::domain::removal::{Removal, RemovalState};
use crate::domain::seizure::Seizure;
use crate::domain::time::{Day, Instant};
use crate::domain::zone::{ZoneChange, ZoneChangeState};
use crate::store::blank::blank_reports;
use crate::store::correction::{CorrectionFilter, corrections};
use crate::store::db::Rx;
use crate::store::dispute::{DisputeFilter, disputes};
use crate::store::error::StoreError;
use crate::store::journal::recorded_at_of;
use crate::store::licence::{LicenceFilter, licences};
use crate::store::parcel::{ParcelFilter, parcel_totals};
use crate::store::participant::participant_changes;
use crate::store::removal::removals;
use crate::store::seizure::{SeizureFilter, seizures};
use crate::store::zone::zone_changes;
use crate::web::control::{OpenAlert, open_alerts};
use crate::web::ctx::Ctx;
use crate::web::error::WebError;
use crate::web::locale::{format, label, text};
use crate::web::party::Names;
use crate::web::shipment::{ApproverStart, Line as Shipped, OfficerStart};
use chrono::Days;
use std::collections::HashMap;

/// The most lines of one kind that are weighed; so many that what waits longest is among them.
const EACH: i64 = 500;
/// The most lines of all.
const SHOWN: usize = 40;
/// Days of waiting after which a line goes one step up.
const AGED_DAYS: i64 = 14;
/// Days within which a licence's end is worth a look.
const ENDING_DAYS: u64 = 30;

/// How much a line weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// Before everything else.
    Urgent,
    /// Today.
    High,
    /// In the order in which it came.
    Usual,
    /// When there is time.
    Low,
}

impl Risk {
    /// The end of the message id of its name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Urgent => "urgent",
            Self::High => "high",
            Self::Usual => "usual",
            Self::Low => "low",
        }
    }
    /// Colour of its tag.
    #[must_use]
    pub const fn colour(self) -> &'static str {
        match self {
            Self::Urgent => "red",
            Self::High => "orange",
            Self::Usual => "blue",
            Self::Low => "grey",
        }
    }
    const fn up(self) -> Self {
        match self {
            Self::Urgent | Self::High => Self::Urgent,
            Self::Usual => Self::High,
            Self::Low => Self::Usual,
        }
    }
}

/// One thing to decide or to look after.
pub struct Line {
    /// How much it weighs, with its waiting.
    pub risk: Risk,
    /// What it is.
    pub what: String,
    /// More of it; may be empty.
    pub detail: String,
    /// Since when it waits.
    pub since: Option<Day>,
    /// By when it has to be done.
    pub until: Option<Day>,
    /// The end of the message id that says why it stands here.
    pub why: &'static str,
    /// Whether it went up for its waiting.
    pub aged: bool,
    /// Where it is decided.
    pub href: String,
}

impl Line {
    fn new(risk: Risk, what: String, why: &'static str, href: String) -> Self {
        Self { risk, what, detail: String::new(), since: None, until: None, why, aged: false, href }
    }
    fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
    fn since(mut self, since: Option<Day>) -> Self {
        self.since = since;
        self
    }
    /// Puts it where its waiting places it.
    fn placed(mut self, today: Day) -> Self {
        let waits = self.since.is_some_and(|since| today.signed_duration_since(since).num_days() > AGED_DAYS);
        if waits && self.risk != Risk::Urgent {
            self.risk = self.risk.up();
            self.aged = true;
        }
        self
    }
}

/// The list (`home/desk.html`).
pub struct Desk {
    /// What weighs most first.
    pub lines: Vec<Line>,
    /// How many more there are than are shown.
    pub more: usize,
}

/// Whose list it is.
struct Eyes {
    me: AccountId,
    corrections: Reach,
    disputes: Reach,
    removals: Reach,
    seizures: Reach,
    licences: Reach,
    zones: bool,
    forms: bool,
    participants: bool,
    held: Reach,
    now: Instant,
    days: (Day, Option<Day>),
}

#[derive(Default)]
struct Found {
    corrections: Vec<Correction>,
    disputes: Vec<Dispute>,
    removals: Vec<Removal>,
    seizures: Vec<Seizure>,
    zones: Vec<ZoneChange>,
    forms: Vec<BlankReport>,
    participants: Vec<ParticipantChange>,
    licences: Vec<Licence>,
    /// Parcels that are held until an officer lets them go.
    held: i64,
    recorded: HashMap<i64, Instant>,
}

impl Found {
    /// Reads it at one moment. What the reader proposed himself waits for somebody else.
    fn read(rx: &mut Rx<'_>, eyes: &Eyes) -> Result<Self, StoreError> {
        let me = eyes.me;
        let mut found = Self::default();
        let filter = CorrectionFilter { not_by: Some(me), ..CorrectionFilter::waiting() };
        found.corrections = corrections(rx, eyes.corrections, &filter, None, EACH)?;
        let filter = DisputeFilter { not_by: Some(me), ..DisputeFilter::open() };
        found.disputes = disputes(rx, eyes.disputes, &filter, None, EACH)?;
        found.removals = removals(rx, eyes.removals, Some(RemovalState::Waiting), None, EACH)?;
        found.removals.retain(|r| r.reported_by != me);
        found.seizures = seizures(rx, eyes.seizures, &SeizureFilter { waits: true, ..SeizureFilter::default() }, None, EACH)?;
        if eyes.zones {
            found.zones = zone_changes(rx, Some(ZoneChangeState::Waiting), None, None, EACH)?;
            found.zones.retain(|z| z.proposed_by != me);
        }
        if eyes.forms {
            found.forms = blank_reports(rx, Some(BlankReportState::Waiting), None, EACH)?;
            found.forms.retain(|r| r.reported_by != me);
        }
        if eyes.participants {
            found.participants = participant_changes(rx, Some(ParticipantChangeState::Waiting), EACH)?;
            found.participants.retain(|c| c.proposed_by != me);
        }
        let filter = LicenceFilter { ending: eyes.days.1.map(|to| (eyes.days.0, to)), ..LicenceFilter::default() };
        found.licences = licences(rx, eyes.licences, &filter, None, EACH)?;
        let filter = ParcelFilter { state: Some(ParcelState::Live), held: Some(true), ..ParcelFilter::default() };
        found.held = parcel_totals(rx, eyes.held, &filter, eyes.now)?.parcels;
        let seqs: Vec<i64> = found.seqs().collect();
        found.recorded = recorded_at_of(rx, &seqs)?;
        Ok(found)
    }

    fn seqs(&self) -> impl Iterator<Item = i64> {
        let corrections = self.corrections.iter().map(|c| c.proposed_seq);
        let others = self.disputes.iter().map(|d| d.opened_seq).chain(self.removals.iter().map(|r| r.reported_seq));
        let seized = self.seizures.iter().map(|s| s.seq).chain(self.zones.iter().map(|z| z.proposed_seq));
        let papers = self.forms.iter().map(|r| r.reported_seq).chain(self.participants.iter().map(|c| c.proposed_seq));
        corrections.chain(others).chain(seized).chain(papers)
    }

    fn lines(&self, ctx: &Ctx, names: &Names) -> Vec<Line> {
        let (l, profile) = (ctx.locale(), &ctx.state.app.env.profile);
        let since = |seq: i64| self.recorded.get(&seq).map(|at| profile.local_day(*at));
        let named = |id: &str, code: &str| text(l, "desk-named", &[("what", text(l, id, &[]).into()), ("code", code.into())]);
        let mut lines = Vec::new();
        lines.extend(self.disputes.iter().map(|d| {
            Line::new(Risk::High, named("dispute-one", &d.code), "dispute", format!("/disputes/{}", d.id)).since(since(d.opened_seq))
        }));
        lines.extend(self.seizures.iter().map(|s| {
            let why = if s.differs { "seizure-differs" } else { "seizure-order" };
            let risk = if s.differs { Risk::Urgent } else { Risk::High };
            let href = format!("/seizures/{}", s.facts.seizure);
            Line::new(risk, named("seizure-one", &s.facts.code), why, href)
                .detail(format::carats_unit(l, s.weight_here()))
                .since(since(s.seq))
        }));
        lines.extend(self.zones.iter().map(|z| {
            let what = text(l, "zone-change-number", &[("no", z.facts.no.into())]);
            Line::new(Risk::High, what, "zone", format!("/zones/changes/{}", z.facts.change)).since(since(z.proposed_seq))
        }));
        lines.extend(self.corrections.iter().map(|c| {
            let what = text(l, "correction-number", &[("no", c.no.into())]);
            let detail = label(l, "correction-kind", c.kind().as_str());
            Line::new(Risk::Usual, what, "correction", format!("/corrections/{}", c.id)).detail(detail).since(since(c.proposed_seq))
        }));
        lines.extend(self.removals.iter().map(|r| {
            let (f, href) = (&r.facts, format!("/removals/{}", r.facts.removal));
            let detail = format!("{} · {}", parcel_code(f.parcel_no), format::carats_unit(l, f.weight_mct));
            Line::new(Risk::Usual, named("removal-one", &f.code), "removal", href).detail(detail).since(since(r.reported_seq))
        }));
        lines.extend(self.forms.iter().map(|r| {
            let what = text(l, "desk-forms", &[("no", r.no.into())]);
            Line::new(Risk::High, what, "forms", format!("/blanks/reports/{}", r.id)).since(since(r.reported_seq))
        }));
        lines.extend(self.participants.iter().map(|c| {
            let (what, href) = (text(l, "desk-participants", &[]), format!("/participants/changes/{}", c.facts.change));
            Line::new(Risk::Usual, what, "participants", href).since(since(c.proposed_seq))
        }));
        lines.extend(self.licences.iter().map(|licence| {
            let line = Line::new(Risk::Low, named("desk-licence", &licence.number), "licence", format!("/licences/{}", licence.id));
            Line { until: Some(licence.terms.ends_on), ..line.detail(names.full(&licence.terms.holder)) }
        }));
        lines
    }
}

fn of_alert(ctx: &Ctx, a: OpenAlert) -> Line {
    let (risk, why) = match a.severity {
        Severity::Critical => (Risk::Urgent, "alert-critical"),
        Severity::Alarm => (Risk::High, "alert-alarm"),
        Severity::Notice => (Risk::Low, "alert-notice"),
    };
    let since = ctx.state.app.env.profile.local_day(a.first_seen_at);
    Line::new(risk, a.what, why, format!("/alerts/{}", a.no)).detail(a.about).since(Some(since))
}

/// Shipments in the order of their queue.
fn of_shipments(ctx: &Ctx, queue: Vec<Shipped>) -> impl Iterator<Item = Line> {
    let (l, profile) = (ctx.locale(), ctx.state.app.env.profile.clone());
    queue.into_iter().map(move |s| {
        let (next, worth, shipment) = (s.next(), format::usd(l, s.worth()), s.shipment);
        let what = format!("{} · {}", s.exporter, format::carats_unit(l, shipment.weight));
        let mut detail = format!("{} · {} · {worth}", shipment.code, s.destination);
        for (shown, id) in [(s.valued.is_none(), "shipment-not-valued"), (shipment.test, "test-parcel")] {
            if shown {
                detail = format!("{detail} · {}", text(l, id, &[]));
            }
        }
        let why = if next == "approve" { "shipment-approve" } else { "shipment-check" };
        let since = s.since.map(|at| profile.local_day(at));
        Line::new(Risk::Usual, what, why, format!("/shipments/{}/{next}", shipment.id)).detail(detail).since(since)
    })
}

/// So many things of a kind in one line, where there are any.
fn counted(ctx: &Ctx, lines: &mut Vec<Line>, count: usize, risk: Risk, why: &'static str, href: &str) {
    if count > 0 {
        let what = text(ctx.locale(), &format!("desk-count-{why}"), &[("count", i64::try_from(count).unwrap_or(i64::MAX).into())]);
        lines.push(Line::new(risk, what, why, href.to_owned()));
    }
}

fn whole(count: i64) -> usize {
    usize::try_from(count).unwrap_or(0)
}

/// What an officer has beside that: shipments to check, goods that are still here, and what waits of other countries.
#[must_use]
pub fn of_officer(ctx: &Ctx, start: &mut OfficerStart) -> Vec<Line> {
    let mut lines: Vec<Line> = of_shipments(ctx, std::mem::take(&mut start.queue)).collect();
    counted(ctx, &mut lines, start.arrivals.1, Risk::Urgent, "warned", "/warnings");
    counted(ctx, &mut lines, start.here.1, Risk::High, "here", "/certificates/here");
    counted(ctx, &mut lines, whole(start.arrivals.0), Risk::High, "detained", "/arrivals?state=detained");
    counted(ctx, &mut lines, whole(start.abroad.overdue), Risk::Usual, "unconfirmed", "/confirmations");
    counted(ctx, &mut lines, whole(start.abroad.differences), Risk::High, "differences", "/confirmations");
    counted(ctx, &mut lines, whole(start.abroad.untold), Risk::Low, "untold", "/notices?state=open");
    lines
}

/// What an approver has beside that: shipments to sign, and what only he ends.
#[must_use]
pub fn of_approver(ctx: &Ctx, start: &mut ApproverStart) -> Vec<Line> {
    let mut lines: Vec<Line> = of_shipments(ctx, std::mem::take(&mut start.queue)).collect();
    counted(ctx, &mut lines, whole(start.detained), Risk::High, "detained", "/arrivals?state=detained");
    counted(ctx, &mut lines, start.unused, Risk::High, "unused", "/certificates/here");
    lines
}

/// What waits and was counted already.
pub struct Counted {
    /// Returns that are due, and of these those whose day is over.
    pub returns: (usize, usize),
    /// Recommendations whose day is over.
    pub reviews: i64,
    /// Proposed footprints that wait for the reader.
    pub footprints: i64,
    /// Official estimates that wait for the reader.
    pub estimates: i64,
    /// What has to be put right after inspections, and of that what is late.
    pub actions: (i64, i64),
}

/// The list of whoever asks.
///
/// # Errors
/// A fault.
pub async fn desk(ctx: &Ctx, own: Vec<Line>, waiting: &Counted) -> Result<Desk, WebError> {
    let today = ctx.today();
    let eyes = Eyes {
        me: ctx.actor()?.account,
        corrections: ctx.reach(P::CorrectionDecide),
        disputes: ctx.reach(P::DisputeDecide),
        removals: ctx.reach(P::RemovalDecide),
        seizures: ctx.reach(P::SeizureDecide),
        licences: ctx.reach(P::LicenceWrite),
        zones: ctx.can(P::ZoneDecide),
        forms: ctx.can(P::BlankDecide),
        participants: ctx.can(P::ParticipantDecide),
        held: if ctx.can(P::ZoneWrite) { ctx.reach(P::ParcelRead) } else { Reach::Nothing },
        now: ctx.now(),
        days: (today, today.checked_add_days(Days::new(ENDING_DAYS))),
    };
    let found = ctx.read(move |rx| Found::read(rx, &eyes)).await?;
    let names = ctx.names(found.licences.iter().map(|l| l.terms.holder)).await?;
    let mut lines = own;
    lines.extend(found.lines(ctx, &names));
    lines.extend(open_alerts(ctx, EACH).await?.into_iter().map(|a| of_alert(ctx, a)));
    counted(ctx, &mut lines, whole(found.held), Risk::High, "held", "/parcels?held=yes");
    let (open, overdue) = waiting.returns;
    counted(ctx, &mut lines, overdue, Risk::High, "returns-overdue", "/statistics");
    counted(ctx, &mut lines, open.saturating_sub(overdue), Risk::Low, "returns", "/statistics");
    counted(ctx, &mut lines, whole(waiting.reviews), Risk::Usual, "reviews", "/recommendations");
    counted(ctx, &mut lines, whole(waiting.footprints), Risk::Usual, "footprints", "/footprints");
    counted(ctx, &mut lines, whole(waiting.estimates), Risk::Usual, "estimates", "/estimates");
    let (actions, late) = waiting.actions;
    counted(ctx, &mut lines, whole(late), Risk::High, "actions-late", "/inspections/actions");
    counted(ctx, &mut lines, whole(actions.saturating_sub(late)), Risk::Low, "actions", "/inspections/actions");
    let mut lines: Vec<Line> = lines.into_iter().map(|line| line.placed(today)).collect();
    lines.sort_by_key(|line| (line.risk, line.since.or(line.until).unwrap_or(today)));
    let more = lines.len().saturating_sub(SHOWN);
    lines.truncate(SHOWN);
    Ok(Desk { lines, more })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_long_goes_one_step_up_and_says_so() {
        let today: Day = "2026-06-30".parse().unwrap();
        let line = |risk, since: &str| Line::new(risk, String::new(), "correction", String::new()).since(since.parse().ok()).placed(today);
        let placed = |risk, since: &str| {
            let line = line(risk, since);
            (line.risk, line.aged)
        };
        assert_eq!(placed(Risk::Usual, "2026-06-16"), (Risk::Usual, false), "fourteen days are none too many");
        assert_eq!(placed(Risk::Usual, "2026-06-15"), (Risk::High, true));
        assert_eq!(placed(Risk::Low, "2026-01-01"), (Risk::Usual, true));
        assert_eq!(placed(Risk::Urgent, "2026-01-01"), (Risk::Urgent, false), "nothing stands above");
    }
}
