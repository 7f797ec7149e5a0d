//! Review visits: recommendations belong to them, and statements follow one upon the other and change none before.

use crate::world::{World, codes, day, each};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::event::*;
use placer::domain::ids::{RecommendationId, ReviewId};
use placer::service::error::ServiceError;
use placer::service::review::*;
use placer::store::journal::journal_size;
use placer::store::review::*;

/// A visit, a recommendation and a statement by plain events, which ask no rule.
pub fn plainly(w: &mut World) -> (ReviewId, RecommendationId) {
    let (review, recommendation) = (w.id(), w.id());
    let facts = facts();
    w.event(ReviewRecorded { review, no: 1, facts: facts.clone() });
    w.event(RecommendationRecorded {
        recommendation,
        review,
        no: 1,
        text: "Measure all sites".into(),
        owner: "Ministry of Mines".into(),
        office: None,
        given_on: day("2026-03-06"),
        due_on: day("2026-05-31"),
    });
    w.event(said(recommendation, 1));
    w.event(ReviewChanged { review, facts, reason: "the report came".into() });
    (review, recommendation)
}

/// Ids of nothing.
pub fn none() -> (ReviewId, RecommendationId) {
    let id = uuid::Uuid::nil();
    (ReviewId::new(id), RecommendationId::new(id))
}

fn facts() -> ReviewFacts {
    let report = Some(ReviewReport { reference: "Report 7".into(), on: day("2026-04-10") });
    let (first_on, last_on) = (day("2026-03-02"), day("2026-03-06"));
    ReviewFacts { kind: ReviewKind::Visit, first_on, last_on, team: "Canada, Botswana, civil society".into(), report }
}

fn said(recommendation: RecommendationId, no: i64) -> RecommendationFollowedUp {
    let moved = Some(DueMoved { due_on: day("2026-09-30"), reason: "rains".into() });
    let (on, state) = (day("2026-05-01"), RecommendationState::InHand);
    RecommendationFollowedUp { recommendation, no, on, state, statement: "half is measured".into(), evidence: None, moved }
}

fn stated() -> ReviewStated {
    ReviewStated {
        kind: Some(ReviewKind::Visit),
        first_on: Some(day("2026-03-02")),
        last_on: Some(day("2026-03-06")),
        team: "Canada, Botswana, civil society".into(),
        report: None,
        report_on: None,
    }
}

fn recommend(review: ReviewId) -> RecordRecommendation {
    RecordRecommendation {
        review,
        text: "Measure all sites".into(),
        owner: "Ministry of Mines".into(),
        office: None,
        given_on: None,
        due_on: Some(day("2026-05-31")),
    }
}

fn follow(recommendation: RecommendationId, state: RecommendationState) -> FollowUpRecommendation {
    let evidence = (state == RecommendationState::Done).then(|| "letter 12 of the survey office".to_owned());
    FollowUpRecommendation { recommendation, state: Some(state), on: None, statement: "x".into(), evidence, due_on: None, due_reason: None }
}

/// A visit with a recommendation, by an officer.
pub fn reviewed(w: &mut World, officer: &Actor) -> (ReviewId, RecommendationId) {
    let review: ReviewId = w.submit(officer, &RecordReview { facts: stated() }).unwrap().subject.parse().unwrap();
    let recommendation = w.submit(officer, &recommend(review)).unwrap().subject.parse().unwrap();
    (review, recommendation)
}

#[test]
fn what_a_visit_recommends_is_followed_until_it_is_done() {
    each(|w| {
        use RecommendationState as S;
        let officer = w.account(AccountRole::Officer, None, None);
        let (review, one) = reviewed(w, &officer);
        let office = w.office("BO");
        let other = RecordRecommendation { office: Some(office), due_on: Some(day("2026-12-31")), ..recommend(review) };
        let two: RecommendationId = w.submit(&officer, &other).unwrap().subject.parse().unwrap();
        let today = w.app.env.profile.local_day(w.now);
        assert_eq!(w.read(|rx| recommendations_waiting(rx, today)), (2, 1), "the first was due the day before");
        let moved = FollowUpRecommendation { due_on: Some(day("2026-09-30")), due_reason: Some("rains".into()), ..follow(one, S::InHand) };
        w.submit(&officer, &moved).unwrap();
        assert_eq!(w.read(|rx| recommendations_waiting(rx, today)), (2, 0));
        w.submit(&officer, &follow(one, S::Done)).unwrap();
        // What is done is final unless it is opened again.
        for state in [S::InHand, S::Done, S::Declined] {
            assert_eq!(codes(&w.submit(&officer, &follow(one, state))), ["recommendation.closed"], "{state}");
        }
        w.submit(&officer, &follow(one, S::Open)).unwrap();
        w.submit(&officer, &follow(two, S::Declined)).unwrap();
        let stands = w.read(|rx| recommendation_fetch(rx, one)).unwrap();
        assert_eq!((stands.state, stands.due_on, stands.facts.due_on), (S::Open, day("2026-09-30"), day("2026-05-31")));
        let history = w.read(|rx| follow_ups(rx, one));
        assert_eq!(history.iter().map(|f| (f.facts.no, f.facts.state)).collect::<Vec<_>>(), [(1, S::InHand), (2, S::Done), (3, S::Open)]);
        assert_eq!(history[0].facts.moved.as_ref().unwrap().reason, "rains", "later statements change none before");
        let open = w.read(|rx| recommendations_open(rx, 9));
        assert_eq!(open.iter().map(|r| r.number()).collect::<Vec<_>>(), ["1.1"]);
        // The report comes later.
        let with = ReviewStated { report: Some("Report 7".into()), report_on: Some(day("2026-04-10")), ..stated() };
        let change = |facts: ReviewStated| ChangeReview { review, facts, reason: "the report came".into() };
        w.submit(&officer, &change(with.clone())).unwrap();
        assert_eq!(codes(&w.submit(&officer, &change(with.clone()))), ["review.unchanged"]);
        let late = ReviewStated { first_on: Some(day("2026-03-07")), last_on: None, ..with };
        assert_eq!(codes(&w.submit(&officer, &change(late))), ["review.after_recommendation"]);
        let kept = w.read(|rx| review_fetch(rx, review)).unwrap();
        assert_eq!((kept.facts.report.unwrap().reference.as_str(), kept.changed.unwrap().1.as_str()), ("Report 7", "the report came"));
        assert_eq!(crate::verify::verified(w).findings, []);
    });
}

#[test]
fn everything_wrong_is_told_at_once() {
    each(|w| {
        let officer = w.account(AccountRole::Officer, None, None);
        let before = w.read(journal_size);
        let empty =
            ReviewStated { kind: None, first_on: None, last_on: None, team: " ".into(), report: None, report_on: Some(day("2026-04-10")) };
        let told = codes(&w.submit(&officer, &RecordReview { facts: empty }));
        assert_eq!(told, ["required", "required", "required", "review.report"]);
        let odd = ReviewStated {
            first_on: Some(day("2026-06-02")),
            last_on: Some(day("2026-05-02")),
            report: Some("R".into()),
            report_on: Some(day("2026-05-02")),
            ..stated()
        };
        let told = codes(&w.submit(&officer, &RecordReview { facts: odd }));
        assert_eq!(told, ["review.to_come", "review.days", "review.report_day"]);
        let told = codes(&w.submit(&officer, &RecordReview { facts: ReviewStated { report: Some("R".into()), ..stated() } }));
        assert_eq!(told, ["review.report_on"]);
        assert_eq!(w.read(journal_size), before);
        let (review, one) = reviewed(w, &officer);
        let wrong = RecordRecommendation {
            text: String::new(),
            owner: String::new(),
            office: Some(w.id()),
            given_on: Some(day("2026-03-01")),
            due_on: Some(day("2026-02-28")),
            ..recommend(review)
        };
        let told = codes(&w.submit(&officer, &wrong));
        assert_eq!(told, ["required", "required", "unknown_choice", "recommendation.given_on", "recommendation.due_on"]);
        assert_eq!(codes(&w.submit(&officer, &RecordRecommendation { due_on: None, ..recommend(review) })), ["required"]);
        let nobody = recommend(w.id());
        assert!(matches!(w.submit(&officer, &nobody), Err(ServiceError::NotFound(_))));
        let wrong = FollowUpRecommendation {
            on: Some(day("2026-03-05")),
            statement: String::new(),
            evidence: None,
            due_on: Some(day("2026-05-31")),
            ..follow(one, RecommendationState::Done)
        };
        let told = codes(&w.submit(&officer, &wrong));
        let wanted = [
            "recommendation.on",
            "required",
            "recommendation.evidence",
            "recommendation.moved_closed",
            "recommendation.same_due",
            "required",
        ];
        assert_eq!(told, wanted);
        let open = follow(one, RecommendationState::InHand);
        let wrong = FollowUpRecommendation { evidence: Some("x".into()), due_reason: Some("x".into()), ..open.clone() };
        assert_eq!(codes(&w.submit(&officer, &wrong)), ["recommendation.no_evidence", "recommendation.not_moved"]);
        let wrong = FollowUpRecommendation { due_on: Some(day("2026-05-30")), due_reason: Some("x".into()), state: None, ..open };
        assert_eq!(codes(&w.submit(&officer, &wrong)), ["required", "recommendation.moved_before"]);
    });
}

#[test]
fn an_officer_writes_and_nobody_else() {
    each(|w| {
        let officer = w.account(AccountRole::Officer, None, None);
        let (review, one) = reviewed(w, &officer);
        let (office, party) = (w.office("BO"), w.party("P", &[placer::domain::role::Role::Dealer], None));
        for role in AccountRole::ALL.into_iter().filter(|r| *r != AccountRole::Officer) {
            let who = w.account(role, Some(office).filter(|_| role.needs_office()), Some(party).filter(|_| role.needs_party()));
            let refused = [
                w.submit(&who, &RecordReview { facts: stated() }).err(),
                w.submit(&who, &ChangeReview { review, facts: stated(), reason: "x".into() }).err(),
                w.submit(&who, &recommend(review)).err(),
                w.submit(&who, &follow(one, RecommendationState::Done)).err(),
            ];
            assert!(refused.iter().all(|e| matches!(e, Some(ServiceError::Forbidden))), "{role:?}: {refused:?}");
        }
    });
}

/// What no command would write is found at its entry.
#[test]
fn reviews_told_wrongly_are_found() {
    each(|w| {
        let officer = w.account(AccountRole::Officer, None, None);
        let (review, recommendation) = reviewed(w, &officer);
        let mut wrong = Vec::new();
        let recorded = |no: i64, facts: ReviewFacts, w: &mut World| {
            let review = w.id();
            w.event_by(&officer, ReviewRecorded { review, no, facts }).seq
        };
        let sound = recorded(2, facts(), w);
        wrong.push(recorded(3, ReviewFacts { last_on: day("2026-03-01"), ..facts() }, w));
        wrong.push(recorded(4, ReviewFacts { team: " ".into(), ..facts() }, w));
        let report = Some(ReviewReport { reference: "R".into(), on: day("2026-06-02") });
        wrong.push(recorded(5, ReviewFacts { report, ..facts() }, w));
        wrong.push(recorded(9, facts(), w));
        let mut changed = |facts: ReviewFacts, reason: &str| {
            wrong.push(w.event_by(&officer, ReviewChanged { review, facts, reason: reason.into() }).seq);
        };
        changed(facts(), " ");
        let first_on = day("2026-03-06");
        changed(ReviewFacts { first_on: day("2026-03-07"), last_on: day("2026-03-07"), ..facts() }, "x");
        let mut no = 1;
        let mut told = |change: &dyn Fn(&mut RecommendationRecorded)| {
            no += 1;
            let (recommendation, due_on) = (w.id(), day("2026-05-31"));
            let (text, owner) = ("x".to_owned(), "x".to_owned());
            let mut e =
                RecommendationRecorded { recommendation, review, no, text, owner, office: None, given_on: day("2026-03-08"), due_on };
            change(&mut e);
            wrong.push(w.event_by(&officer, e).seq);
        };
        told(&|e| e.no = 9);
        told(&|e| e.given_on = first_on);
        told(&|e| e.due_on = day("2026-03-07"));
        told(&|e| e.given_on = day("2026-06-02"));
        told(&|e| e.owner = String::new());
        told(&|e| e.office = Some(placer::domain::ids::OfficeId::new(uuid::Uuid::nil())));
        let mut no = 0;
        let mut statement = |w: &mut World, change: &dyn Fn(&mut RecommendationFollowedUp)| {
            no += 1;
            let mut e = RecommendationFollowedUp { moved: None, ..said(recommendation, no) };
            change(&mut e);
            w.event_by(&officer, e).seq
        };
        let fair = statement(w, &|_| {});
        wrong.push(statement(w, &|e| e.no = 70));
        wrong.push(statement(w, &|e| e.on = day("2026-04-30")));
        wrong.push(statement(w, &|e| e.statement = " ".into()));
        let moved = |due_on: &str, reason: &str| Some(DueMoved { due_on: day(due_on), reason: reason.into() });
        wrong.push(statement(w, &|e| e.moved = moved("2026-05-31", "x")));
        wrong.push(statement(w, &|e| e.moved = moved("2026-09-30", " ")));
        wrong.push(statement(w, &|e| e.moved = moved("2026-04-30", "x")));
        let done = |e: &mut RecommendationFollowedUp| (e.state, e.evidence) = (RecommendationState::Done, Some("letter".into()));
        let shown = statement(w, &done);
        wrong.push(statement(w, &|_| {}));
        wrong.push(statement(w, &|e| e.on = day("2026-06-02")));
        let found = crate::verify::breaches(w);
        let at = |seq: &i64| found.iter().any(|(at, rule)| at == seq && *rule == "R4");
        assert!(!at(&sound) && !at(&fair) && !at(&shown), "{found:?}");
        assert_eq!(wrong.iter().filter(|seq| !at(seq)).collect::<Vec<_>>(), Vec::<&i64>::new(), "{found:?}");
    });
}
