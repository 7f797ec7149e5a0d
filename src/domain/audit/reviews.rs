//! Review visits: recommendations belong to a visit, and what is said of them follows one upon the other (R4).

use super::{At, Told};
use crate::domain::event::{Event, RecommendationFollowedUp, RecommendationRecorded, RecommendationState, ReviewFacts, ReviewRecorded};
use crate::domain::ids::{OfficeId, RecommendationId, ReviewId};
use crate::domain::time::Day;
use std::collections::{HashMap, HashSet};

/// A visit: when it began, how many recommendations it has, and the earliest day of one.
#[derive(Debug)]
struct Visit {
    first_on: Day,
    recommendations: i64,
    given_on: Option<Day>,
}

/// A recommendation as its last statement left it.
#[derive(Debug)]
struct Standing {
    state: RecommendationState,
    statements: i64,
    on: Day,
    due_on: Day,
}

/// Visits and recommendations.
#[derive(Debug, Default)]
pub(super) struct Reviews {
    offices: HashSet<OfficeId>,
    visits: HashMap<ReviewId, Visit>,
    standings: HashMap<RecommendationId, Standing>,
}

fn blank(text: &str) -> bool {
    text.trim().is_empty()
}

impl Reviews {
    /// Judges the next entry and takes its effect on.
    pub fn read(&mut self, at: &At<'_>, told: &mut Told) {
        match &at.entry.event {
            Event::OfficeOpened(e) => drop(self.offices.insert(e.office)),
            Event::ReviewRecorded(e) => self.recorded(at, told, e),
            Event::ReviewChanged(e) => {
                facts(at, told, &e.facts);
                let found = self.visits.get_mut(&e.review);
                told.check(found.is_some() && !blank(&e.reason), at.seq, "R4", || {
                    format!("visit {} is not there to be changed, or for no reason", e.review)
                });
                let Some(visit) = found else { return };
                visit.first_on = e.facts.first_on;
                let before = visit.given_on.is_some_and(|given| given < visit.first_on);
                told.check(!before, at.seq, "R4", || format!("visit {} begins after its recommendations", e.review));
            }
            Event::RecommendationRecorded(e) => self.recommended(at, told, e),
            Event::RecommendationFollowedUp(e) => self.followed_up(at, told, e),
            _ => {}
        }
    }

    fn recorded(&mut self, at: &At<'_>, told: &mut Told, e: &ReviewRecorded) {
        facts(at, told, &e.facts);
        let next = i64::try_from(self.visits.len()).unwrap_or(i64::MAX).saturating_add(1);
        let fresh = !self.visits.contains_key(&e.review) && e.no == next;
        told.check(fresh, at.seq, "R4", || format!("visit {} is there, or is not the next one", e.no));
        let visit = Visit { first_on: e.facts.first_on, recommendations: 0, given_on: None };
        self.visits.entry(e.review).or_insert(visit);
    }

    fn recommended(&mut self, at: &At<'_>, told: &mut Told, e: &RecommendationRecorded) {
        let known = self.standings.contains_key(&e.recommendation);
        let Some(visit) = self.visits.get_mut(&e.review).filter(|_| !known) else {
            return told.breach(at.seq, "R4", || format!("recommendation {} is there, or its visit is not", e.recommendation));
        };
        visit.recommendations = visit.recommendations.saturating_add(1);
        told.check(e.no == visit.recommendations, at.seq, "R4", || format!("recommendation {} leaves a gap", e.no));
        let days = visit.first_on <= e.given_on && at.today.is_none_or(|today| e.given_on <= today) && e.given_on <= e.due_on;
        told.check(days, at.seq, "R4", || format!("recommendation {} was not given between its visit and its due day", e.no));
        let said = !blank(&e.text) && !blank(&e.owner) && e.office.is_none_or(|office| self.offices.contains(&office));
        told.check(said, at.seq, "R4", || format!("recommendation {} says nothing, or nobody there answers for it", e.no));
        visit.given_on = Some(visit.given_on.map_or(e.given_on, |given| given.min(e.given_on)));
        let standing = Standing { state: RecommendationState::Open, statements: 0, on: e.given_on, due_on: e.due_on };
        self.standings.insert(e.recommendation, standing);
    }

    fn followed_up(&mut self, at: &At<'_>, told: &mut Told, e: &RecommendationFollowedUp) {
        let Some(standing) = self.standings.get_mut(&e.recommendation) else {
            return told.breach(at.seq, "R4", || format!("recommendation {} is not there", e.recommendation));
        };
        standing.statements = standing.statements.saturating_add(1);
        told.check(e.no == standing.statements, at.seq, "R4", || format!("statement {} leaves a gap", e.no));
        let day = standing.on <= e.on && at.today.is_none_or(|today| e.on <= today);
        told.check(day, at.seq, "R4", || format!("statement {} speaks for a day before the one before it, or to come", e.no));
        told.check(standing.state.may_become(e.state), at.seq, "R4", || "what is done or declined was not opened again".into());
        let shown = match &e.evidence {
            Some(evidence) => e.state == RecommendationState::Done && !blank(evidence),
            None => e.state != RecommendationState::Done,
        };
        told.check(shown && !blank(&e.statement), at.seq, "R4", || format!("statement {} says nothing, or nothing shows it", e.no));
        if let Some(moved) = &e.moved {
            let right = e.state.is_open() && moved.due_on != standing.due_on && moved.due_on >= e.on && !blank(&moved.reason);
            told.check(right, at.seq, "R4", || format!("statement {} moves the due day to none that can be, or for no reason", e.no));
            standing.due_on = moved.due_on;
        }
        (standing.state, standing.on) = (e.state, e.on);
    }
}

fn facts(at: &At<'_>, told: &mut Told, f: &ReviewFacts) {
    let begun = at.today.is_none_or(|today| f.first_on <= today);
    told.check(begun && f.first_on <= f.last_on, at.seq, "R4", || "a visit ends before it begins, or is to come".into());
    let report = f.report.as_ref().is_none_or(|r| !blank(&r.reference) && f.first_on <= r.on && at.today.is_none_or(|today| r.on <= today));
    told.check(report && !blank(&f.team), at.seq, "R4", || "nobody came on a visit, or its report came before it or is to come".into());
}
